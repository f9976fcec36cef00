"""Parts of the graph: by day, actor and named graph, and without the articles' texts."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from rdflib import Dataset, Graph, URIRef

from kg import rdf
from kg.errors import NothingFoundError
from kg.export import Selection, part
from kg.settings import BASE
from kg.store import Store
from kg.vocab import CITO, KG, NIF, PROV, RDF, SDO

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conftest import Kg


@pytest.fixture(scope="module")
def store(samples: Path) -> Iterator[Store]:
    with Store(samples, read_only=True) as opened:
        yield opened


def taken(store: Store, selection: Selection) -> tuple[list[str], Graph]:
    """Gives the articles of a part and the union of its graphs."""
    graph = Graph()
    with part(store, selection) as chosen:
        for name in chosen.graphs():
            for triple in chosen.triples(name):
                graph.add(triple)
        return sorted(name.rsplit("/", 1)[-1] for name in chosen.fingerprints()), graph


def test_everything_is_the_store_itself(store: Store) -> None:
    with part(store, Selection()) as chosen:
        assert chosen is store


def test_without_texts_only_these_are_missing(store: Store) -> None:
    with part(store, Selection(texts=False)) as chosen:
        assert chosen.graphs() == store.graphs()
        for graph in store.graphs():
            wanted = [triple for triple in store.triples(graph) if triple[1] != NIF.isString]
            assert chosen.triples(graph) == wanted
        assert chosen.count() == store.count() - len(store.fingerprints())


def test_a_day_takes_the_articles_published_since(store: Store) -> None:
    days = dict(store.select("SELECT ?id ?day { ?a schema:identifier ?id ; schema:datePublished ?day }").texts())
    middle = sorted(days.values())[len(days) // 2]
    articles, _ = taken(store, Selection(since=date.fromisoformat(middle)))
    assert articles == sorted(name for name, one in days.items() if one >= middle)
    assert 0 < len(articles) < len(days)


def test_an_actor_takes_the_articles_that_name_it_by_any_name_or_iri(store: Store) -> None:
    actor, label = store.select(
        """SELECT ?actor ?label { ?actor a schema:Person ; skos:prefLabel ?label . FILTER(LANG(?label) = "uk")
           FILTER EXISTS { ?claim kg:speaker ?actor } } ORDER BY ?label LIMIT 1"""
    ).texts()[0]
    wanted = sorted(
        graph.rsplit("/", 1)[-1]
        for graph in store.fingerprints()
        if any(str(value) == actor for _, _, value in store.triples(graph))
    )
    assert 0 < len(wanted) < len(store.fingerprints())
    for name in (actor, label, label.upper()):
        assert taken(store, Selection(actor=name))[0] == wanted


def test_a_part_leads_nowhere_that_was_left_out(store: Store) -> None:
    whole = Graph()
    for name in store.graphs():
        for triple in store.triples(name):
            whole.add(triple)
    articles, graph = taken(store, Selection(since=date.fromisoformat("2025-01-24")))
    assert 0 < len(articles) < len(store.fingerprints())
    described, there = set(graph.subjects()), set(whole.subjects())
    assert {value for value in graph.objects() if isinstance(value, URIRef) and value in there} <= described
    # What is decided on the chosen articles is there, each decision whole.
    for report in graph.subjects(RDF.type, KG.Report):
        assert set(graph.objects(report, KG.reportOf)) == set(whole.objects(report, KG.reportOf))
    exchanges = set(graph.subjects(RDF.type, KG.Exchange))
    assert exchanges == {e for r in graph.subjects(RDF.type, KG.Report) for e in whole.objects(r, KG.reportOf)}
    for exchange in exchanges:
        assert set(graph.subjects(KG.inExchange, exchange)) <= set(whole.subjects(KG.inExchange, exchange))
        for flow in whole.subjects(KG.inExchange, exchange):
            if (flow, RDF.type, KG.Flow) in whole:
                assert (flow, KG.verdict, whole.value(flow, KG.verdict)) in graph
                assert set(graph.objects(flow, PROV.wasDerivedFrom)) == {
                    one for one in whole.objects(flow, PROV.wasDerivedFrom) if (one, RDF.type, SDO.NewsArticle) in graph
                }
    for kind in (KG.Disagreement, KG.Difference):
        for pair in graph.subjects(RDF.type, kind):
            assert {(graph.value(pair, end), RDF.type, KG.Figure) in graph for end in (KG.figureA, KG.figureB)} == {
                True
            }
    for one, other in graph.subject_objects(CITO.agreesWith):
        assert {(claim, RDF.type, KG.Claim) in graph for claim in (one, other)} == {True}
    assert len(set(graph.subject_objects(CITO.agreesWith))) > 0


def test_named_graphs_are_taken_as_they_are(store: Store) -> None:
    article = sorted(store.fingerprints())[0]
    names = (article.rsplit("/", 1)[-1], "decisions")
    with part(store, Selection(graphs=names)) as chosen:
        assert chosen.graphs() == sorted([article, rdf.decisions_graph(BASE)])
        for graph in chosen.graphs():
            assert chosen.triples(graph) == store.triples(graph)
    with part(store, Selection(graphs=(rdf.authority_graph(BASE),))) as chosen:
        assert chosen.graphs() == [rdf.authority_graph(BASE)]


@pytest.mark.parametrize(
    ("selection", "reason"),
    [
        (Selection(graphs=("nowhere",)), "no graph 'nowhere'; give an article's name, `decisions`, `authority` or an"),
        (Selection(actor="Nobody Atall"), "no actor 'Nobody Atall' in the graph; `kg query actors` names"),
        (Selection(since=date.fromisoformat("2199-01-01")), "no article is left by these options"),
    ],
)
def test_what_is_not_there_is_named(store: Store, selection: Selection, reason: str) -> None:
    with pytest.raises(NothingFoundError, match=reason), part(store, selection):
        pass


def test_the_command_writes_a_part_with_its_description(kg: Kg, samples: Path, tmp_path: Path) -> None:
    file, about = tmp_path / "part.nq", tmp_path / "about.ttl"
    options = ("--since", "2025-01-24", "--no-text", "--describe", about, "--store", samples)
    done = kg("export", file, *options)
    assert done.returncode == 0, done.stderr
    assert f"{file}: " in done.stdout.splitlines()[0]
    graph = Dataset()
    graph.parse(file)
    quads = list(graph.quads())
    assert not any(predicate == NIF.isString for _, predicate, _, _ in quads)
    assert f"{len(quads)} statements of " in done.stdout
    assert str(len({quad[:3] for quad in quads})) in about.read_text()
    first = file.read_bytes()
    assert kg("export", file, *options).returncode == 0
    assert file.read_bytes() == first
    assert kg("export", file, "--since", "yesterday", "--store", samples).returncode == 2
