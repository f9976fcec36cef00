"""`kg push` to real servers: what is there afterwards, what is sent again, and what a kill or a crash leaves."""

from __future__ import annotations

import os
import shutil
import subprocess
from threading import Timer
from typing import TYPE_CHECKING

import pytest
import requests
from conftest import SCRIPT
from proxy import Proxy
from push_stores import NAME, generated, large, odd
from rdflib import Graph
from rdflib.term import URIRef
from servers import Oxigraph

from kg import push
from kg.push import Login, Outcome, Record, connect
from kg.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Kg
    from servers import Server

ARTICLES = 60
STRANGER = "https://norton.example/graph/of-another"
LINE = "<https://norton.example/a> <https://norton.example/b> <https://norton.example/c> .\n"

# As files of one's own that leave out what the program knows of these servers.
OXIGRAPH = '[mine]\ntitle = "Oxigraph"\ngraph_store = "/store"\nquery = "/query"\nquads = "/store"\n'
VIRTUOSO = """[mine]
title = "Virtuoso"
graph_store = "/sparql-graph-crud-auth"
graph_parameter = "graph-uri"
query = "/sparql-auth"
"""


@pytest.fixture(scope="module")
def sixty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return generated(tmp_path_factory.mktemp("sixty") / "store", ARTICLES, 12)


@pytest.fixture
def store(sixty: Path, tmp_path: Path) -> Path:
    return shutil.copytree(sixty, tmp_path / "store")


@pytest.fixture(params=["oxigraph", "virtuoso"])
def server(request: pytest.FixtureRequest) -> Server:
    found: Server = request.getfixturevalue(request.param)
    found.clear()
    return found


def environment(server: Server) -> dict[str, str]:
    return {"KG_PUSH_USER": server.user, "KG_PUSH_PASSWORD": server.password} if server.user and server.password else {}


@pytest.fixture
def pushed(server: Server, store: Path) -> Callable[..., Outcome]:
    """Pushes the store as it is now."""

    def run(verify: bool = False) -> Outcome:
        with (
            Store(store, read_only=True) as opened,
            connect(server.url, Login(server.user, server.password)) as target,
            Record(store, target.url) as record,
        ):
            outcome = push.push(opened, target, record, verify=verify)
        assert outcome.faults == ()
        return outcome

    return run


def local(path: Path) -> dict[str, int]:
    with Store(path, read_only=True) as store:
        return {name: len(store.lines(name)) for name in store.graphs()}


def read(server: Server, graph: str) -> Graph:
    answer = requests.get(
        server.graph_url(graph), headers={"Accept": "application/n-triples"}, auth=server.auth, timeout=60
    )
    return Graph().parse(data=answer.content, format="nt")


def test_each_graph_arrives_and_a_second_push_sends_nothing(kg: Kg, server: Server, store: Path) -> None:
    with Proxy(server.url) as proxy:
        done = kg("push", proxy.url, "--store", store, **environment(server))
        assert (done.returncode, done.stderr) == (0, "")
        held = local(store)
        assert len(held) == ARTICLES + 2
        assert server.counts() == held
        assert f"{len(held)} graphs sent, 0 unchanged, 0 deleted" in done.stdout
        assert f"{sum(held.values())} statements in {len(held)} graphs, counts equal, checksums of all" in done.stdout
        name = next(name for name in held if "/article/" in name)
        with Store(store, read_only=True) as opened:
            assert set(read(server, name)) == set(Graph().parse(data="".join(opened.lines(name)), format="nt"))
        assert proxy.writes
        proxy.seen.clear()
        # The same graph store, named by its own address.
        address = proxy.url + server.graph_store_url.removeprefix(server.url)
        done = kg("push", address, "--store", store, **environment(server))
        assert f"0 graphs sent, {len(held)} unchanged, 0 deleted" in done.stdout
        assert proxy.seen
        assert proxy.writes == []


def test_what_changed_is_sent_what_is_gone_is_deleted_and_other_graphs_are_left(
    server: Server, store: Path, pushed: Callable[..., Outcome]
) -> None:
    server.put(STRANGER, LINE)
    pushed()
    before = local(store)
    gone, changed, *_ = (name for name in before if "/article/" in name)
    with Store(store) as opened:
        opened.drop(gone)
        opened.replace(changed, [(*triple, URIRef(changed)) for triple in opened.triples(changed)[1:]])
    done = pushed()
    assert (done.sent, done.unchanged, done.deleted, done.repaired) == (1, len(before) - 2, 1, 0)
    after = local(store)
    assert after == {name: count - (name == changed) for name, count in before.items() if name != gone}
    assert server.counts() == after | {STRANGER: 1}
    done = pushed(verify=True)
    assert (done.sent, done.deleted, done.compared) == (0, 0, len(after))


def test_what_others_changed_there_is_found_and_repaired(
    server: Server, store: Path, pushed: Callable[..., Outcome]
) -> None:
    pushed()
    lost, spoilt, *_ = (name for name in local(store) if "/article/" in name)
    requests.delete(server.graph_url(lost), auth=server.auth, timeout=60).raise_for_status()
    done = pushed()
    assert (done.sent, done.repaired) == (1, 1)
    with Store(store, read_only=True) as opened:
        kept = opened.lines(spoilt)[1:]
    server.put(spoilt, "".join([LINE, *kept]))
    # The number is the same; only a look at all of it tells.
    assert pushed().sent == 0
    assert pushed(verify=True).repaired == 1
    assert pushed(verify=True).repaired == 0
    assert LINE.split()[0][1:-1] not in {str(subject) for subject in read(server, spoilt).subjects()}


@pytest.mark.parametrize("name", ["oxigraph", "virtuoso"])
def test_a_push_that_is_killed_goes_on_where_it_stopped(
    kg: Kg, request: pytest.FixtureRequest, store: Path, tmp_path: Path, name: str
) -> None:
    server: Server = request.getfixturevalue(name)
    server.clear()
    small = tmp_path / "small.toml"
    # Few articles a request, so that there is a middle.
    small.write_text(OXIGRAPH + "most_bytes = 100_000\n")
    options = ["--profile", str(small)] if name == "oxigraph" else []
    mine = {key: value for key, value in os.environ.items() if key != "KG_STORE"}
    with Proxy(server.url) as proxy:
        command = [SCRIPT, "push", proxy.url, "--store", store, *options]
        process = subprocess.Popen(command, env=mine | environment(server), stdout=subprocess.PIPE, text=True)
        middle = 10 if name == "oxigraph" else 40
        proxy.before_write = lambda number: process.kill() if number == middle else None
        said, _ = process.communicate(timeout=120)
        assert process.returncode == -9
        assert said == ""
        held = local(store)
        there = server.counts()
        assert 10 < len(there) < len(held) - 10
        proxy.before_write = lambda _: None
        done = kg("push", proxy.url, "--store", store, *options, **environment(server))
        assert (done.returncode, done.stderr) == (0, "")
        sent = int(done.stdout.partition(" graphs sent")[0].rpartition(" ")[2])
        assert len(held) - len(there) <= sent < len(held) - 10
        assert server.counts() == held
        again = kg("push", proxy.url, "--store", store, "--verify", *options, **environment(server))
        assert "0 graphs sent" in again.stdout
        assert "checksums of all equal" in again.stdout


def test_a_server_that_dies_and_comes_back_is_waited_for(oxigraph: Oxigraph, store: Path, tmp_path: Path) -> None:
    (tmp_path / "server").mkdir()
    mortal = Oxigraph(tmp_path / "server")
    mortal.start()
    waits: list[str] = []
    died: list[str] = []
    timer = Timer(1.0, mortal.start)

    def tell(name: str, number: int, total: int) -> None:
        if name.startswith("sent") and number > total // 4 and not died:
            died.append(name)
            mortal.kill()
            timer.start()

    try:
        with (
            Store(store, read_only=True) as opened,
            connect(mortal.graph_store_url, Login(), "generic", tell=waits.append) as target,
            Record(store, mortal.graph_store_url) as record,
        ):
            outcome = push.push(opened, target, record, tell=tell)
        timer.join()
        assert died
        assert waits
        assert "trying again in" in waits[0]
        assert outcome.faults == ()
        assert mortal.counts() == local(store)
    finally:
        mortal.stop()


def test_every_kind_of_term_comes_back(kg: Kg, server: Server, tmp_path: Path) -> None:
    store = odd(tmp_path / "store")
    done = kg("push", server.url, "--store", store, **environment(server))
    assert (done.returncode, done.stderr) == (0, "")
    assert server.counts() == local(store)


def test_a_graph_beyond_the_row_limit_is_read_back_whole(kg: Kg, server: Server, tmp_path: Path) -> None:
    store = large(tmp_path / "store", 12_000)
    done = kg("push", server.url, "--store", store, **environment(server))
    assert (done.returncode, done.stderr) == (0, "")
    assert server.counts() == {NAME: 12_000}
    assert "checksums of all equal" in done.stdout


def test_a_cut_answer_is_noticed_where_no_profile_tells_of_it(virtuoso: Server, tmp_path: Path) -> None:
    virtuoso.clear()
    store = large(tmp_path / "store", 12_000)
    profile = tmp_path / "plain.toml"
    profile.write_text(VIRTUOSO)
    with (
        Store(store, read_only=True) as opened,
        connect(virtuoso.url, Login(virtuoso.user, virtuoso.password), str(profile)) as target,
        Record(store, target.url) as record,
    ):
        assert push.push(opened, target, record).faults == ()
        assert target.read(NAME, 12_000) == opened.lines(NAME)


def test_what_a_server_spells_anew_is_told(virtuoso: Server, tmp_path: Path, kg: Kg) -> None:
    virtuoso.clear()
    store = odd(tmp_path / "store")
    profile = tmp_path / "exact.toml"
    profile.write_text(VIRTUOSO)
    done = kg("push", virtuoso.url, "--store", store, "--profile", profile, **environment(virtuoso))
    assert done.returncode == 1
    assert f"error {NAME}: " in done.stderr
    assert "XMLSchema#decimal" in done.stderr
    assert "holds 1 graph otherwise than sent" in done.stderr
    # Nothing wrong is taken for pushed.
    assert kg("push", virtuoso.url, "--store", store, "--profile", profile, **environment(virtuoso)).returncode == 1
