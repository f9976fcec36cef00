from __future__ import annotations

import os
import re
import subprocess
import sys
import textwrap
from typing import TYPE_CHECKING

import graph_records as records
import graph_store
import pytest
from rdflib import Literal, URIRef

from kg import rdf, terms
from kg.answer import Table, Value
from kg.errors import QueryError, StoreError
from kg.generations import FORMAT
from kg.store import Store

if TYPE_CHECKING:
    from pathlib import Path

GRAPH = "https://example.org/graph"
THING = URIRef("https://example.org/thing")
NAME = URIRef("https://example.org/name")


def quads(*names: str) -> list[rdf.Quad]:
    return [(THING, NAME, Literal(name), URIRef(GRAPH)) for name in names]


def told(store: Store) -> list[str]:
    return [str(value) for _, _, value in store.triples(GRAPH)]


def test_a_graph_is_replaced_whole_and_outlives_the_process(tmp_path: Path) -> None:
    with Store(tmp_path / "store") as store:
        store.replace(GRAPH, quads("a", "b"))
        store.replace(GRAPH, quads("c"))
    with Store(tmp_path / "store") as store:
        assert told(store) == ["c"]
        assert store.graphs() == [GRAPH]


def test_a_dropped_graph_is_gone_and_dropping_it_again_is_no_error(tmp_path: Path) -> None:
    with Store(tmp_path / "store") as store:
        store.replace(GRAPH, quads("a"))
        store.drop(GRAPH)
        store.drop(GRAPH)
        assert (store.graphs(), store.count()) == ([], 0)


def test_what_replaces_a_graph_may_share_some_all_or_none_of_it() -> None:
    with Store(None) as store:
        for names in ("ab", "bc", "abc", "b", "b", "x", "y"):
            store.replace(GRAPH, quads(*names))
            assert told(store) == list(names)
            assert store.graphs() == [GRAPH]


def test_replacing_with_nothing_leaves_no_graph() -> None:
    with Store(None) as store:
        store.replace(GRAPH, quads("a"))
        store.replace(GRAPH, [])
        assert store.graphs() == []


def test_a_graph_stays_as_it_was_where_what_replaces_it_is_malformed() -> None:
    with Store(None) as store:
        store.replace(GRAPH, quads("a"))
        broken = [*quads("b"), (URIRef("no iri"), NAME, Literal("c"), URIRef(GRAPH))]
        with pytest.raises(StoreError, match="malformed IRI"):
            store.replace(GRAPH, broken)
        assert told(store) == ["a"]


def test_loading_in_bulk_and_replacing_one_by_one_give_the_same_graph() -> None:
    with Store(None) as bulk, Store(None) as single:
        for annotation in (records.herald(), records.post()):
            single.replace(rdf.article_graph(annotation.article.id), rdf.article_quads(annotation, records.RUN))
        bulk.load(quad for item in (records.herald(), records.post()) for quad in rdf.article_quads(item, records.RUN))
        assert bulk.graphs() == single.graphs()
        assert [bulk.triples(graph) for graph in bulk.graphs()] == [single.triples(graph) for graph in single.graphs()]


@pytest.mark.parametrize(
    "text", ["", "line\nfeed\r\nreturn", 'quote " and \\ back', "\U0001f54a \u0301 \u2028", "\x00\x01", "\\u0041"]
)
def test_any_text_comes_back_as_it_went_in(text: str) -> None:
    with Store(None) as store:
        store.replace(GRAPH, quads(text))
        assert told(store) == [text]
    spelt = terms.spelt((s, p, o) for s, p, o, _ in quads(text))
    assert [value for _, _, value in terms.plain(spelt)] == [text]


def test_the_fingerprints_of_articles_lie_with_their_graphs() -> None:
    with graph_store.filled() as store:
        herald = rdf.article_graph("herald 1")
        assert store.fingerprints() == {
            herald: rdf.fingerprint(records.herald().article.sha256, records.RUN),
            rdf.article_graph("post"): rdf.fingerprint(records.post().article.sha256, records.RUN),
        }
        store.drop(herald)
        assert herald not in store.fingerprints()


def test_a_query_sees_the_union_of_all_graphs() -> None:
    with Store(None) as store:
        store.replace("https://example.org/1", [(THING, NAME, Literal("one", lang="en"), THING)])
        store.replace("https://example.org/2", [(NAME, NAME, THING, THING)])
        answer = store.query("SELECT ?s ?o ?none { ?s ?p ?o } ORDER BY ?s")
    assert answer == Table(
        ("s", "o", "none"),
        (
            (Value(str(NAME), iri=True), Value(str(THING), iri=True), None),
            (Value(str(THING), iri=True), Value("one", language="en"), None),
        ),
    )


def test_a_query_that_names_its_graphs_sees_no_others() -> None:
    other = "https://example.org/other"
    with Store(None) as store:
        store.replace(GRAPH, quads("a"))
        store.replace(other, quads("b"))
        assert store.select(f"SELECT ?name FROM <{other}> {{ ?thing ?has ?name }}").texts() == [("b",)]
        assert store.select(f"SELECT ?name FROM NAMED <{other}> {{ GRAPH ?any {{ ?thing ?has ?name }} }}").texts() == [
            ("b",)
        ]


def test_ask_and_construct_have_answers_of_their_own() -> None:
    with Store(None) as store:
        store.replace(GRAPH, quads("a"))
        assert store.query("ASK { ?s ?p 'a' }") is True
        assert store.query("CONSTRUCT WHERE { ?s ?p ?o }") == ((THING, NAME, Literal("a")),)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
        "SELECT * { service silent <http://127.0.0.1:1/> { ?s ?p ?o } }",
        "SELECT * { ?s ?p ?o FILTER EXISTS { SERVICE ?o { ?s ?p ?o } } }",
        "SELECT * { ?s ?p 1SERVICE<http://127.0.0.1:1/>{ ?s ?p ?o } }",
        "PREFIX : <http://127.0.0.1:1/> SELECT * { SERVICE:x { ?s ?p ?o } }",
        "SELECT * { ?s <http://a.e/\\u0041'> ?o . SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } ?s <http://a.e/'> ?o }",
        "PREFIX e: <http://e.e/> SELECT * { ?s e:a\\' ?o . SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } ?s e:b\\' ?o }",
        "SELECT * { ?s ?p 'it''s' . SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
    ],
)
def test_a_query_that_asks_another_server_is_refused(query: str) -> None:
    with Store(None) as store, pytest.raises(QueryError, match="asks another server"):
        store.query(query)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?service { ?service ?p 'SERVICE <x>' }",
        'SELECT * { ?s <http://a.example/service> """the "SERVICE" of """ } # SERVICE',
        "PREFIX e: <http://e.example/> SELECT * { ?s e:service ?o FILTER(1 < 2) }",
    ],
)
def test_the_word_service_is_free_where_it_asks_nobody(query: str) -> None:
    with Store(None) as store:
        assert isinstance(store.query(query), Table)


def test_a_malformed_query_is_named_by_line_and_column() -> None:
    wanted = "^not SPARQL 1.1 at line 2, column 11, in '{ .s . }'$"
    with Store(None) as store, pytest.raises(QueryError, match=wanted):
        store.query("SELECT *\n  { ?s ? }")


def test_a_store_of_a_newer_format_is_named_with_both_versions_and_left_alone(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        store.replace(GRAPH, quads("a"))
    mark = tmp_path / "format"
    mark.write_text(f"{FORMAT + 1}\n")
    with pytest.raises(StoreError, match=rf"format {FORMAT + 1}.* up to format {FORMAT}; upgrade exchange-kg"):
        Store(tmp_path)
    mark.write_text(f"{FORMAT}\n")
    with Store(tmp_path) as store:
        assert told(store) == ["a"]


def test_a_second_writer_is_told_who_holds_the_store(tmp_path: Path) -> None:
    code = textwrap.dedent("""
        import sys, pathlib
        from kg.errors import StoreError
        from kg.store import Store
        try:
            Store(pathlib.Path(sys.argv[1]))
        except StoreError as error:
            print(error)
    """)
    with Store(tmp_path) as store:
        store.replace(GRAPH, quads("a"))
        run = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True)
        who = rf"another process \(number {os.getpid()} on \S+, since \d{{4}}-\d\d-\d\d \d\d:\d\d:\d\d UTC\)"
        assert re.fullmatch(rf"{tmp_path}: {who} is writing to the store; wait until it ends\n", run.stdout)
    with Store(tmp_path) as store:
        assert told(store) == ["a"]


def test_a_reader_sees_what_held_when_it_opened_the_store(tmp_path: Path) -> None:
    with Store(tmp_path) as writer:
        writer.replace(GRAPH, quads("a"))
    with Store(tmp_path) as writer:
        writer.replace(GRAPH, quads("b"))
        early = Store(tmp_path, read_only=True)
        assert (told(writer), told(early)) == (["b"], ["a"])
    with Store(tmp_path, read_only=True) as late:
        assert (told(late), told(early)) == (["b"], ["a"])
        with pytest.raises(StoreError):
            late.replace(GRAPH, quads("c"))


def test_a_writer_that_fails_leaves_the_store_as_it_was(tmp_path: Path) -> None:
    with Store(tmp_path) as writer:
        writer.replace(GRAPH, quads("a"))
    with pytest.raises(StoreError, match="malformed"), Store(tmp_path) as writer:  # noqa: PT012
        writer.replace(GRAPH, quads("b"))
        writer.replace("https://example.org/two words", quads("b"))
    with Store(tmp_path, read_only=True) as reader:
        assert told(reader) == ["a"]


def test_a_writer_that_changes_nothing_writes_nothing(tmp_path: Path) -> None:
    with Store(tmp_path) as writer:
        writer.replace(GRAPH, quads("a"))
    before = {file: file.stat().st_mtime_ns for file in tmp_path.rglob("*") if file.is_file()}
    with Store(tmp_path) as writer:
        writer.replace(GRAPH, quads("a"))
        writer.drop("https://example.org/none")
    after = {file: file.stat().st_mtime_ns for file in tmp_path.rglob("*") if file.is_file()}
    assert {file for file in after if after[file] != before.get(file)} <= {tmp_path / "writer.lock"}


def test_a_reader_can_open_the_store_at_any_moment_of_a_writers_work(tmp_path: Path) -> None:
    code = textwrap.dedent("""
        import sys, pathlib
        from rdflib import Literal, URIRef
        from kg.store import Store
        graph, name = "https://example.org/graph", URIRef("https://example.org/name")
        for turn in range(40):
            with Store(pathlib.Path(sys.argv[1])) as store:
                store.replace(graph, [(URIRef("https://example.org/a"), name, Literal(str(turn)), name)])
            print(turn, flush=True)
    """)
    with subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout
        assert writer.stdout.readline() == "0\n"
        seen = []
        while writer.poll() is None:
            with Store(tmp_path, read_only=True) as reader:
                seen += told(reader)
    assert writer.returncode == 0
    assert [int(value) for value in seen] == sorted(int(value) for value in seen)
    assert len(set(seen)) > 5


def test_reading_where_no_store_is_tells_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no store is there yet; make one with `kg build"):
        Store(tmp_path / "none", read_only=True)
    assert not (tmp_path / "none").exists()


def test_a_folder_with_other_files_is_not_made_a_store(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("dear")
    for read_only in (True, False):
        with pytest.raises(StoreError, match="a folder with other files, not a store"):
            Store(tmp_path, read_only=read_only)
    with pytest.raises(StoreError, match="a file, not a store"):
        Store(tmp_path / "letter.txt")


@pytest.mark.parametrize("read_only", [True, False])
def test_a_damaged_store_is_named_with_the_way_out(tmp_path: Path, read_only: bool) -> None:
    with Store(tmp_path) as store:
        store.replace(GRAPH, quads("a"))
    for part in (tmp_path / "quads-1").iterdir():
        if part.name.startswith("MANIFEST") or part.suffix == ".sst":
            part.write_bytes(b"garbage")
    with pytest.raises(StoreError, match=r"damaged .*move the folder away and build again"):
        Store(tmp_path, read_only=read_only)


def test_a_damaged_mark_is_named(tmp_path: Path) -> None:
    with Store(tmp_path):
        pass
    (tmp_path / "format").write_bytes(b"\xff?")
    with pytest.raises(StoreError, match="`format` is damaged"):
        Store(tmp_path)


TURNS = textwrap.dedent("""
    import os, sys, pathlib, threading, time
    from rdflib import Literal, URIRef
    from kg.store import Store
    name = URIRef("https://example.org/name")
    last = threading.Event()
    killed = lambda: (last.wait(), time.sleep(float(sys.argv[2])), os.kill(os.getpid(), 9))
    threading.Thread(target=killed, daemon=True).start()
    for writing in range(1000):
        if writing == 3:
            last.set()
        with Store(pathlib.Path(sys.argv[1])) as store:
            turn = 1 + max((int(value) for _, _, value in store.triples("https://example.org/graph/0")), default=0)
            for graph in range(5):
                things = [URIRef(f"https://example.org/{i}") for i in range(100)]
                store.replace(f"https://example.org/graph/{graph}", [(a, name, Literal(turn), name) for a in things])
""")


def test_a_process_killed_while_it_writes_leaves_the_state_before_or_the_new_one(tmp_path: Path) -> None:
    latest = 0
    for moment in (0, 0.003, 0.007, 0.013, 0.02, 0.05, 0.11):
        run = subprocess.run([sys.executable, "-c", TURNS, str(tmp_path), str(moment)], capture_output=True, text=True)
        assert run.returncode == -9, run.stderr
        with Store(tmp_path, read_only=True) as store:
            values = [[int(v) for _, _, v in store.triples(f"https://example.org/graph/{g}")] for g in range(5)]
        assert all(len(several) == 100 and set(several) == set(values[0]) for several in values)
        assert len(set(values[0])) == 1
        assert values[0][0] >= latest + 3
        latest = values[0][0]


def test_what_a_killed_writer_finished_is_there_for_the_next(tmp_path: Path) -> None:
    code = textwrap.dedent("""
        import os, sys, pathlib
        from rdflib import Literal, URIRef
        from kg.store import Store
        from kg.vocab import KG
        store = Store(pathlib.Path(sys.argv[1]))
        run = URIRef("https://example.org/run")
        store.replace("https://example.org/graph", [(run, KG.fingerprint, Literal("f1"), run)])
        os.kill(os.getpid(), 9)
    """)
    subprocess.run([sys.executable, "-c", code, str(tmp_path / "s")], check=False)
    with pytest.raises(StoreError, match="no store is there yet"):
        Store(tmp_path / "s", read_only=True)
    with Store(tmp_path / "s") as store:
        assert store.count() == 0
        found = store.finished(GRAPH, "f1")
        assert found is not None
        assert [value for _, _, value in found] == ['"f1"']
        assert store.finished(GRAPH, "f2") is None
        assert store.finished("https://example.org/other", "f1") is None
        store.replace_written(GRAPH, terms.written(found, GRAPH))
    assert sorted(entry.name for entry in (tmp_path / "s").iterdir() if entry.is_dir()) == ["quads-2"]
    with Store(tmp_path / "s") as store:
        assert (told(store), store.finished(GRAPH, "f1")) == (["f1"], None)


def test_a_full_disk_is_named_and_the_state_before_stays(tmp_path: Path) -> None:
    code = textwrap.dedent("""
        import pathlib, resource, sys
        from rdflib import Literal, URIRef
        from kg.errors import StoreError
        from kg.store import Store
        graph, name = "https://example.org/graph", URIRef("https://example.org/name")
        # No file may grow beyond this: the writing fails as it does on a disk without room.
        resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
        try:
            with Store(pathlib.Path(sys.argv[1])) as store:
                for turn in range(200):
                    things = [URIRef(f"https://example.org/{turn}/{i}") for i in range(200)]
                    store.replace(f"{graph}/{turn}", [(one, name, Literal(str(one) * 5), name) for one in things])
        except StoreError as error:
            print(error)
    """)
    with Store(tmp_path) as store:
        store.replace(GRAPH, quads("a"))
    run = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True)
    assert re.search("the disk is full .* what was stored before is intact: make room and build again", run.stdout)
    with Store(tmp_path) as store:
        assert told(store) == ["a"]
    assert [entry.name for entry in tmp_path.iterdir() if entry.is_dir()] == ["quads-1"]
