from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import graph_store
import pytest
from rdflib import Dataset, Literal, URIRef

from kg import rdf
from kg.errors import ExportError
from kg.export import export
from kg.store import Store
from kg.vocab import NIF, SDO

WITH_GRAPHS = (".nq", ".trig", ".jsonld")
UNIONS = (".ttl", ".nt", ".rdf")
NAME = URIRef("https://example.org/article")


def parsed(path: Path) -> Dataset:
    dataset = Dataset()
    dataset.parse(path)
    return dataset


@pytest.mark.parametrize("ending", WITH_GRAPHS)
def test_a_file_with_named_graphs_holds_each_graph_as_it_is_stored(tmp_path: Path, ending: str) -> None:
    with graph_store.filled() as store:
        export(store, tmp_path / f"graph{ending}")
        wanted = {(*triple, URIRef(graph)) for graph in store.graphs() for triple in store.triples(graph)}
    assert set(parsed(tmp_path / f"graph{ending}").quads()) == wanted


@pytest.mark.parametrize("ending", UNIONS)
def test_a_file_without_named_graphs_holds_their_union(tmp_path: Path, ending: str) -> None:
    with graph_store.filled() as store:
        export(store, tmp_path / f"graph{ending}")
        wanted = {triple for graph in store.graphs() for triple in store.triples(graph)}
    assert {(s, p, o) for s, p, o, _ in parsed(tmp_path / f"graph{ending}").quads()} == wanted


@pytest.mark.parametrize("ending", [*WITH_GRAPHS, *UNIONS])
def test_the_same_graph_gives_the_same_bytes_however_it_came_about(tmp_path: Path, ending: str) -> None:
    code = """
import pathlib, sys
sys.path.insert(0, sys.argv[1])
import graph_records as records, graph_store
from kg import rdf
from kg.export import export
from kg.store import Store
with Store(pathlib.Path(sys.argv[2])) as store:
    graph_store.filled(store)
    store.drop(rdf.article_graph("herald 1"))
    store.load(rdf.article_quads(records.herald(), records.RUN))
    export(store, pathlib.Path(sys.argv[3]))
"""
    other = tmp_path / f"other{ending}"
    with graph_store.filled() as store:
        export(store, tmp_path / f"graph{ending}")
    arguments = [sys.executable, "-c", code, str(Path(__file__).parent), str(tmp_path / "store"), str(other)]
    subprocess.run(arguments, check=True, env={"PYTHONHASHSEED": "7", "PYTHONPATH": str(Path(__file__).parents[1])})
    assert other.read_bytes() == (tmp_path / f"graph{ending}").read_bytes()


def test_n_quads_are_sorted_line_by_line(tmp_path: Path) -> None:
    with graph_store.filled() as store:
        export(store, tmp_path / "graph.nq")
        graphs = store.graphs()
    lines = (tmp_path / "graph.nq").read_text(encoding="utf-8").splitlines()
    keys = [(graphs.index(line.rsplit(" ", 2)[1][1:-1]), line) for line in lines]
    assert keys == sorted(set(keys))


@pytest.mark.parametrize("ending", [*WITH_GRAPHS, *UNIONS])
def test_line_ends_and_signs_of_any_plane_survive(tmp_path: Path, ending: str) -> None:
    text = "dos\r\nold mac\rtab\tsun \U0001f31e \u0456\u0301 <&> \\u0041 \"quoted\" '''"
    with Store(None) as store:
        store.replace("https://example.org/g", [(NAME, NIF.isString, Literal(text), NAME)])
        export(store, tmp_path / f"graph{ending}")
    assert [str(value) for _, _, value, _ in parsed(tmp_path / f"graph{ending}").quads()] == [text]


def test_json_ld_is_written_with_prefixes(tmp_path: Path) -> None:
    with graph_store.filled() as store:
        export(store, tmp_path / "graph.jsonld")
    text = (tmp_path / "graph.jsonld").read_text(encoding="utf-8")
    assert '"kg:speaker": [{"@id": "https://w3id.org/exchange-kg/id/agent/coordination-headquarters"}]' in text
    assert '"@context": {' in text


def test_turtle_is_written_with_prefixes(tmp_path: Path) -> None:
    with graph_store.filled() as store:
        export(store, tmp_path / "graph.ttl")
    text = (tmp_path / "graph.ttl").read_text(encoding="utf-8")
    assert "@prefix kg: <https://w3id.org/exchange-kg/ontology#> ." in text
    assert "kg:stance kg:asserts" in text


def test_xml_refuses_a_character_that_it_can_not_hold_and_names_the_article(tmp_path: Path) -> None:
    with Store(None) as store:
        quads = [
            (NAME, SDO.identifier, Literal("tape"), NAME),
            (NAME, NIF.isString, Literal("a vertical\x0btab"), NAME),
        ]
        store.replace("https://example.org/g", quads)
        with pytest.raises(ExportError, match=r"the article tape holds the character U\+000B.*export \.ttl"):
            export(store, tmp_path / "graph.rdf")
        export(store, tmp_path / "graph.ttl")
    assert [path.name for path in tmp_path.iterdir()] == ["graph.ttl"]


@pytest.mark.parametrize("name", ["graph.foo", "graph"])
def test_an_unknown_ending_is_refused_with_those_that_are_known(tmp_path: Path, name: str) -> None:
    with Store(None) as store, pytest.raises(ExportError, match=r"use one of \.ttl \.trig \.nq \.nt \.jsonld \.rdf"):
        export(store, tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_was_there_stays_where_writing_fails(tmp_path: Path) -> None:
    (tmp_path / "graph.rdf").write_text("old")
    with Store(None) as store:
        store.replace("https://example.org/g", [(NAME, NIF.isString, Literal("\x01"), NAME)])
        with pytest.raises(ExportError):
            export(store, tmp_path / "graph.rdf")
        with pytest.raises(ExportError, match="can't be written"):
            export(store, tmp_path / "none" / "graph.ttl")
    assert (tmp_path / "graph.rdf").read_text() == "old"


def test_the_graphs_of_articles_stand_apart_in_n_quads(tmp_path: Path) -> None:
    with graph_store.filled() as store:
        export(store, tmp_path / "graph.nq")
    quads = list(parsed(tmp_path / "graph.nq").quads())
    herald = {s for s, _, _, graph in quads if graph == URIRef(rdf.article_graph("herald 1"))}
    post = {s for s, _, _, graph in quads if graph == URIRef(rdf.article_graph("post"))}
    assert herald
    assert herald & post == set()
