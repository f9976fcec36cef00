from __future__ import annotations

import subprocess
import sys
import textwrap
from typing import TYPE_CHECKING

import graph_records as records
import graph_store
import pytest
from rdflib import Literal, URIRef

from kg import rdf
from kg.answer import Table, Value
from kg.errors import QueryError, StoreError
from kg.store import FORMAT, Store

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
        assert run.stdout == f"{tmp_path}: another process is writing to the store; wait until it ends\n"


def test_a_reader_sees_the_store_beside_its_writer(tmp_path: Path) -> None:
    with Store(tmp_path) as writer:
        writer.replace(GRAPH, quads("a"))
        with Store(tmp_path, read_only=True) as reader:
            assert told(reader) == ["a"]
            with pytest.raises(StoreError):
                reader.replace(GRAPH, quads("b"))


def test_a_reader_can_open_the_store_at_any_moment_of_its_writers_work(tmp_path: Path) -> None:
    with Store(tmp_path) as writer:
        for turn in range(60):
            writer.replace(GRAPH, quads(str(turn)))
            with Store(tmp_path, read_only=True) as reader:
                assert len(told(reader)) == 1


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
    for part in (tmp_path / "quads").iterdir():
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


def test_a_process_killed_while_it_replaces_leaves_the_old_graph_or_the_new_one(tmp_path: Path) -> None:
    code = textwrap.dedent("""
        import os, sys, pathlib, threading, time
        from rdflib import Literal, URIRef
        from kg.store import Store
        store = Store(pathlib.Path(sys.argv[1]))
        graph, name = "https://example.org/graph", URIRef("https://example.org/name")
        print("ready", flush=True)
        threading.Thread(target=lambda: (time.sleep(float(sys.argv[2])), os.kill(os.getpid(), 9)), daemon=True).start()
        turn = 0
        while True:
            turn += 1
            store.replace(graph, [(URIRef(f"https://example.org/{i}"), name, Literal(turn), name) for i in range(500)])
    """)
    for moment in (0.05, 0.11, 0.17, 0.23):
        run = subprocess.run(
            [sys.executable, "-c", code, str(tmp_path / "s"), str(moment)], capture_output=True, text=True
        )
        assert (run.returncode, run.stdout) == (-9, "ready\n"), run.stderr
        with Store(tmp_path / "s") as store:
            values = [value for _, _, value in store.triples(GRAPH)]
        assert len(values) in (0, 500)
        assert len(set(values)) <= 1
