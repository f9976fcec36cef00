"""`kg serve` as a process: how it starts and ends, what stops it and what doesn't, and builds beside it."""

from __future__ import annotations

import asyncio
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
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from kg.errors import StoreError, TimeLimitError
from kg.serve.kept import Answer, Kept, Key, Turns, key_of
from kg.serve.media import chosen
from kg.serve.pool import Pool
from kg.serve.snapshot import Snapshots
from kg.settings import samples_folder
from kg.store import Store

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
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


def test_workers_that_are_ended_again_and_again_are_ended_without_a_word(
    samples: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async def end() -> None:
        pool = Pool(samples, workers=8, timeout=30, memory=2000)
        await pool.start()
        enough = time.monotonic() + 0.3
        while time.monotonic() < enough:
            pool.close()
        await pool.stop()

    for _ in range(2):
        asyncio.run(end())
    assert not caplog.records


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
            endless = [threads.submit(ask, served, f"{ENDLESS} # {number}") for number in range(2)]
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
        answers = [
            one.result() for one in [threads.submit(ask, served, f"{ENDLESS} # {number}") for number in range(6)]
        ]
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


def test_who_asks_the_same_at_once_waits_for_the_first(samples: Path) -> None:
    with serving(samples, "--timeout", "2", "--workers", "1") as served, ThreadPoolExecutor(8) as threads:
        start = time.monotonic()
        answers = [one.result() for one in [threads.submit(ask, served, ENDLESS) for _ in range(6)]]
        # One after the other they would take 12 seconds, or be told that the worker is busy.
        assert time.monotonic() - start < 6
        assert {answer.status_code for answer in answers} == {504}


def asked_for(path: str, **headers: str) -> Request:
    told = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return Request({"type": "http", "path": path, "query_string": b"a=1", "headers": told, "server": ("x", 80)})


def test_an_answer_is_made_once() -> None:
    made: list[str] = []

    async def make(text: str, status: int = 200) -> Response:
        made.append(text)
        await asyncio.sleep(0.01)
        return Response(text, status, {"Link": "<x>"}, "text/html")

    async def check() -> None:
        kept = Kept()

        def given(path: str, make: Callable[[], Awaitable[Response]], **headers: str) -> Awaitable[Response]:
            request = asked_for(path, **headers)
            return kept.given(request, key_of(request, headers.get("accept", "")), make)

        several = [given("/a", lambda: make("one")) for _ in range(3)]
        answers = await asyncio.gather(*several, given("/b", lambda: make("two")))
        assert [answer.body for answer in answers] == [b"one", b"one", b"one", b"two"]
        assert sorted(made) == ["one", "two"]
        again = await given("/a", lambda: make("never"))
        assert (again.body, again.headers["Link"], again.headers["Content-Length"]) == (b"one", "<x>", "3")
        assert again.headers["Content-Type"] == "text/html; charset=utf-8"
        mine = f'"x", W/{again.headers["ETag"]}'
        known = await given("/a", lambda: make("never"), if_none_match=mine)
        assert (known.status_code, known.body, known.headers["ETag"]) == (304, b"", again.headers["ETag"])
        other = await given("/a", lambda: make("csv"), accept="text/csv")
        assert other.body == b"csv"
        for _ in range(2):
            assert (await given("/none", lambda: make("none", 404))).status_code == 404
        assert sorted(made) == ["csv", "none", "none", "one", "two"]

    asyncio.run(check())


def test_an_error_for_the_first_is_one_for_all_but_not_that_its_client_left() -> None:
    async def check(error: type[BaseException], others: type[BaseException] | None) -> None:
        turns = Turns()

        async def one(number: int) -> None:
            async with turns.turn("key"):
                await asyncio.sleep(0.01)
                if number == 0:
                    raise error

        told = await asyncio.gather(*map(one, range(3)), return_exceptions=True)
        assert [type(each) if each else None for each in told] == [error, others, others]

    asyncio.run(check(TimeLimitError, TimeLimitError))
    asyncio.run(check(ClientDisconnect, None))


def test_what_is_kept_is_bounded() -> None:
    kept = Kept()
    for number in range(70):
        kept.keep(Key(f"/{number}", ""), Answer(bytes(2**19), ()))
    assert [key.address for key, _ in kept] == [f"/{number}" for number in range(6, 70)]


def test_a_state_is_shown_once_it_is_prepared_and_with_what_is_asked_for(samples: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    shutil.copytree(samples, store)
    accept = {"Accept": "text/html, application/json;q=0.9"}
    paths = ("/articles", "/questions/timeline", "/api/questions/claims", "/api/questions/claims.csv")
    with serving(store) as served:

        def read(path: str) -> requests.Response:
            return requests.get(served.url + path, headers=accept, timeout=60)

        before = {path: read(path) for path in paths}
        tags = {path: answer.headers["ETag"] for path, answer in before.items()}
        known = requests.get(served.url + paths[0], headers=accept | {"If-None-Match": tags[paths[0]]}, timeout=60)
        assert (known.status_code, known.content) == (304, b"")
        with Store(store) as writer:
            writer.drop(next(iter(writer.fingerprints())))
        wait_until(lambda: read("/articles").headers["ETag"] != tags["/articles"])
        # All of the new state, at once.
        after = {path: read(path) for path in paths}
        assert all(after[path].headers["ETag"] != tags[path] for path in paths)
        with serving(store) as fresh:
            for path in paths:
                anew = requests.get(fresh.url + path, headers=accept, timeout=60)
                assert (anew.content, anew.headers.get("Link")) == (
                    after[path].content,
                    after[path].headers.get("Link"),
                )


def test_no_maker_of_catalogues_outlives_its_server(samples: Path) -> None:
    served = Served(samples)
    requests.get(served.url, timeout=60)
    (maker,) = served.workers("kg.serve.maker")
    served.process.send_signal(signal.SIGKILL)
    wait_until(lambda: not alive(maker))
    served.stop()


def test_a_maker_that_is_killed_is_replaced(samples: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    shutil.copytree(samples, store)
    with serving(store) as served:
        tag = requests.get(served.url, timeout=60).headers["ETag"]
        (maker,) = served.workers("kg.serve.maker")
        os.kill(maker, signal.SIGKILL)
        with Store(store) as writer:
            writer.drop(next(iter(writer.fingerprints())))
        # Until then what was there is shown.
        wait_until(lambda: requests.get(served.url, timeout=60).headers["ETag"] != tag)
