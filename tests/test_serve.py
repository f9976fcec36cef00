"""`kg serve` as a process: how it starts and ends, what stops it and what doesn't, and builds beside it."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
import requests
from serving import Served, alive, serving
from starlette.requests import Request
from starlette.responses import Response

from kg.errors import StoreError
from kg.serve.kept import Pages
from kg.serve.media import chosen
from kg.serve.snapshot import Snapshots
from kg.settings import samples_folder
from kg.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Kg

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(CONCAT(STR(?a), STR(?f), STR(?i)) != '') }"
GREEDY = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i"


def ask(served: Served, query: str, **headers: str) -> requests.Response:
    return requests.post(f"{served.url}/sparql", {"query": query}, headers=headers, timeout=60)


def wait_until(happened: object, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not happened():  # type: ignore[operator]
        assert time.monotonic() < end, "it does not happen"
        time.sleep(0.05)


def test_ctrl_c_ends_it_and_all_that_it_started(samples: Path) -> None:
    served = Served(samples)
    assert served.said == f"{samples} is served at {served.url}/ (Ctrl-C ends it)\n"
    workers = served.workers()
    assert len(workers) == 2
    with ThreadPoolExecutor() as threads:
        hanging = threads.submit(ask, served, ENDLESS)
        time.sleep(1)
        assert served.stop() == (0, "")
        assert hanging.exception() or not hanging.result().ok
    wait_until(lambda: not any(map(alive, workers)))


def test_no_worker_outlives_a_server_that_is_killed(samples: Path) -> None:
    served = Served(samples)
    workers = served.workers()
    with ThreadPoolExecutor() as threads:
        threads.submit(ask, served, ENDLESS)
        time.sleep(1)
        served.process.send_signal(signal.SIGKILL)
        wait_until(lambda: not any(map(alive, workers)))
    served.stop()


def test_a_port_that_is_taken(kg: Kg, samples: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        done = kg("serve", "--store", samples, "--port", port)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"error port {port} is taken by another program; choose another with --port")


def test_an_address_of_another_machine(kg: Kg, samples: Path) -> None:
    done = kg("serve", "--store", samples, "--host", "192.0.2.1", "--port", "0")
    assert done.returncode == 1
    assert "192.0.2.1: no address of this machine" in done.stderr


def test_no_store_and_an_empty_one(kg: Kg, tmp_path: Path) -> None:
    done = kg("serve", "--store", tmp_path / "none")
    assert (done.returncode, done.stdout) == (1, "")
    assert "no store is there yet; make one with `kg build" in done.stderr
    with Store(tmp_path / "empty"):
        pass
    done = kg("serve", "--store", tmp_path / "empty")
    assert (done.returncode, done.stdout) == (1, "")
    assert "there is no article in the graph yet" in done.stderr


def test_an_endless_query_is_stopped_and_the_server_goes_on(samples: Path) -> None:
    with serving(samples, "--timeout", "2") as served:
        before = served.workers()
        start = time.monotonic()
        with ThreadPoolExecutor(8) as threads:
            endless = [threads.submit(ask, served, ENDLESS) for _ in range(2)]
            time.sleep(0.5)
            # Pages are read all the while.
            assert requests.get(served.url, timeout=10).ok
            answers = [one.result() for one in endless]
        assert 2 <= time.monotonic() - start < 10
        assert [answer.status_code for answer in answers] == [504, 504]
        assert "took longer than 2 seconds" in answers[0].text
        assert ask(served, "ASK {}").json()["boolean"]
        wait_until(lambda: len(served.workers()) == 2)
        assert not before & served.workers()
        assert not any(map(alive, before))


def test_who_waits_too_long_for_a_turn_is_told(samples: Path) -> None:
    with serving(samples, "--timeout", "2", "--workers", "1") as served, ThreadPoolExecutor(8) as threads:
        answers = [one.result() for one in [threads.submit(ask, served, ENDLESS) for _ in range(6)]]
        refused = [answer for answer in answers if answer.status_code == 503]
        assert {answer.status_code for answer in answers} == {503, 504}
        assert all("busy" in answer.text and answer.headers["Retry-After"] for answer in refused)
        assert ask(served, "ASK {}").ok


def test_a_query_that_wants_too_much_memory_breaks_only_its_worker(samples: Path) -> None:
    with serving(samples, "--timeout", "100", "--memory", "300") as served:
        answer = ask(served, GREEDY)
        assert answer.status_code == 503
        assert "a query gets 300 MB" in answer.text
        assert ask(served, "ASK {}").ok


def test_a_query_whose_asker_has_gone_is_stopped(samples: Path) -> None:
    with serving(samples, "--workers", "1", "--timeout", "100") as served:
        before = served.workers()
        with pytest.raises(requests.Timeout):
            requests.post(f"{served.url}/sparql", {"query": ENDLESS}, timeout=1)
        assert ask(served, "ASK {}").ok
        assert not before & served.workers()


def test_a_worker_that_is_killed_is_replaced(samples: Path) -> None:
    with serving(samples) as served:
        for pid in served.workers():
            os.kill(pid, signal.SIGKILL)
        # Each is noticed when it is next asked.
        for _ in range(3):
            ask(served, "ASK {}")
        assert ask(served, "ASK {}").ok
        wait_until(lambda: len(served.workers()) == 2)


def test_a_build_is_seen_when_it_is_done(kg: Kg, samples: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    shutil.copytree(samples, store)
    count = "SELECT (COUNT(DISTINCT ?a) AS ?n) { ?a a <https://schema.org/NewsArticle> }"

    def articles() -> int:
        return int(ask(served, count).json()["results"]["bindings"][0]["n"]["value"])

    with serving(store) as served:
        before = articles()
        assert kg("remove", sorted(samples_folder().glob("*.txt"))[0].stem, "--store", store).returncode == 0
        assert articles() == before - 1
        assert requests.get(served.url, timeout=10).ok


def test_a_request_keeps_to_the_state_that_it_began_with(samples: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    shutil.copytree(samples, store)
    snapshots = Snapshots(store)
    first = snapshots.now()
    graph = first.store.graphs()[0]
    lines = first.store.lines(graph)
    with Store(store) as writer:
        writer.drop(graph)
        assert snapshots.now() is first
    second = snapshots.now()
    assert second is not first
    assert graph not in second.store.graphs()
    assert first.store.lines(graph) == lines
    made = [second.kept("one", lambda snapshot: [snapshot.name]) for _ in range(2)]
    assert made[0] is made[1]
    shutil.rmtree(store)
    with pytest.raises(StoreError):
        snapshots.now()


def test_headers_keep_articles_from_acting(samples: Path) -> None:
    with serving(samples) as served:
        for path in ("/", "/none", "/sparql", "/api/questions", "/api/openapi.json"):
            headers = requests.get(served.url + path, headers={"Accept": "text/html, */*;q=0.1"}, timeout=10).headers
            policy = headers["Content-Security-Policy"]
            assert "default-src 'none'" in policy
            assert "unsafe" not in policy.partition("script-src")[2].partition(";")[0]
            assert headers["X-Content-Type-Options"] == "nosniff"
            assert headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize(
    ("accept", "best"),
    [
        (None, "a/b"),
        ("", "a/b"),
        ("*/*", "a/b"),
        ("a/*;q=0.5, c/d", "c/d"),
        ("a/b;q=0, */*", "c/d"),
        ("a/b;q=0.200, c/d;q=0.3", "c/d"),
        ("A/B", "a/b"),
        ("a/b;level=1;q=0.1, c/d;q=0.2", "c/d"),
        ("x/y", None),
        ("a/b;q=0", None),
        (", ,", "a/b"),
    ],
)
def test_negotiation(accept: str | None, best: str | None) -> None:
    assert chosen(accept, ("a/b", "c/d")) == best


class State:
    """Any state: pages only ask which it is."""


def test_a_page_is_made_once_for_each_state() -> None:
    made: list[str] = []

    def made_by(path: str, status: int = 200) -> Callable[[], Response]:
        def make() -> Response:
            made.append(path)
            return Response(f"{path} {len(made)}", status, media_type="text/html")

        return make

    def request(path: str) -> Request:
        return Request({"type": "http", "path": path, "query_string": b"", "headers": [], "server": ("x", 80)})

    pages, first, second = Pages(), State(), State()
    assert pages.given(request("/a"), first, made_by("/a")).body == b"/a 1"
    again = pages.given(request("/a"), first, made_by("/a"))
    assert (again.body, again.headers["Content-Type"]) == (b"/a 1", "text/html; charset=utf-8")
    assert pages.given(request("/b"), first, made_by("/b")).body == b"/b 2"
    assert pages.given(request("/a"), second, made_by("/a")).body == b"/a 3"
    for _ in range(2):
        assert pages.given(request("/none"), second, made_by("/none", 404)).status_code == 404
    assert made == ["/a", "/b", "/a", "/none", "/none"]
