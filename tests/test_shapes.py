"""Each shape names the graph that is broken in its way, by both engines alike, and none is without such a graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

import graph_store
import mutations
import pytest
from mutations import ARTICLE, DECISIONS, Mutation
from rdflib import RDF, SH, Graph
from rdflib.term import Literal, Node, URIRef

from kg import rdf, terms, validate
from kg.settings import data_folder
from kg.store import Store
from kg.validate import Severity, shapes
from kg.validate.check import with_named
from kg.validate.engine import data_graph
from kg.validate.shapes import Room
from kg.vocab import KG

if TYPE_CHECKING:
    from collections.abc import Iterable

SHAPES = "https://w3id.org/exchange-kg/shapes#"


@pytest.fixture(scope="module")
def store() -> Store:
    return graph_store.filled()


def broken(store: Store, mutation: Mutation, room: Room) -> Graph:
    """Gives the graph that a check of the mutated triples sees."""
    name = rdf.article_graph("herald 1") if room is Room.ARTICLE else rdf.decisions_graph()
    graph = data_graph(store.triples(name))
    mutation.change(graph)
    if room is Room.ARTICLE:
        graph = data_graph(with_named(graph, validate.about(store.triples(rdf.authority_graph()))))  # type: ignore[arg-type]
    else:
        for triple in validate.decision_context(store):
            graph.add(triple)
    return graph


def results(report: Graph) -> set[tuple[Node | None, ...]]:
    """Gives a report's results without the names of blank nodes, which are an engine's own."""
    told = (SH.sourceShape, SH.focusNode, SH.value, SH.resultSeverity, SH.sourceConstraintComponent, SH.resultMessage)
    return {
        tuple(term if isinstance(term, URIRef | Literal) else None for term in (report.value(one, p) for p in told))
        for one in report.objects(None, SH.result)
    }


CASES = [(Room.ARTICLE, one) for one in ARTICLE] + [(Room.DECISIONS, one) for one in DECISIONS]
NAMES = [f"{one.shape}: {one.what}" for _, one in CASES]


@pytest.mark.parametrize(("room", "mutation"), CASES, ids=NAMES)
def test_a_graph_that_is_broken_in_one_way_is_found_by_the_shape_for_it(
    store: Store, room: Room, mutation: Mutation
) -> None:
    graph = data_graph(store.triples(rdf.article_graph("herald 1")))
    if room is Room.ARTICLE:
        mutation.change(graph)
        known = validate.about(store.triples(rdf.authority_graph()))
        found = validate.validate_article(graph, known, "herald 1")  # type: ignore[arg-type]
        weighed = validate.weigh_article(terms.spelt(with_named(graph, known)))  # type: ignore[arg-type]
        assert {one.severity for one in found} - {Severity.INFO} == set(weighed)
    else:
        graph = data_graph(store.triples(rdf.decisions_graph()))
        mutation.change(graph)
        found = validate.validate_decisions(graph, validate.decision_context(store))  # type: ignore[arg-type]
    assert {one.severity for one in found if one.shape == SHAPES + mutation.shape} == {mutation.severity}
    assert validate.conforms(found) <= (mutation.severity is not validate.Severity.VIOLATION)


@pytest.mark.parametrize(("room", "mutation"), CASES, ids=NAMES)
def test_the_fast_engine_and_the_reference_report_the_same(store: Store, room: Room, mutation: Mutation) -> None:
    engine = shapes.own(room).engine
    graph = broken(store, mutation, room)
    reference = engine.reference(graph)
    assert results(engine.quick(graph)) == results(reference)
    doubted = engine.doubted(terms.spelt(graph))  # type: ignore[arg-type]
    assert {shape for shape, *_ in results(reference)} <= (doubted or set())
    for some in (None, doubted):
        assert results(engine.report(graph, engine.suspects(graph, some))) == results(reference) != set()


def graphs(store: Store) -> Iterable[tuple[Room, Graph]]:
    known = validate.about(store.triples(rdf.authority_graph()))
    for name in store.fingerprints():
        graph = data_graph(with_named(store.triples(name), known))
        yield Room.ARTICLE, graph
    yield Room.DECISIONS, data_graph([*store.triples(rdf.decisions_graph()), *validate.decision_context(store)])
    yield Room.WHOLE, data_graph(triple for name in store.graphs() for triple in store.triples(name))


def test_the_fast_engine_and_the_reference_report_the_same_on_the_samples(samples: object) -> None:
    with Store(samples, read_only=True) as store:  # type: ignore[arg-type]
        checked = [*graphs(store)]
        assert len(checked) == 10
        for room, graph in checked:
            engine = shapes.own(room).engine
            assert shapes.own(room).applies_to(graph) > 50
            assert results(engine.quick(graph)) == results(engine.reference(graph))


def test_a_sound_graph_has_no_findings_by_either_engine(store: Store) -> None:
    # The second article names no publisher, which is worth a note.
    noted = {(rdf.article_iri("post"), SHAPES + "Article-published-by")}
    for room, graph in graphs(store):
        engine = shapes.own(room).engine
        for report in (engine.quick(graph), engine.reference(graph)):
            assert {(str(focus), str(shape)) for shape, focus, *_ in results(report)} <= noted


def test_every_shape_has_a_graph_that_is_broken_in_its_way() -> None:
    everything = Graph()
    for path in data_folder("shapes").glob("*.ttl"):
        everything.parse(path)
    # A shape that only says what others refer to reports nothing in its own name.
    target = (SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf)
    referred = {one for one in everything.objects(None, SH.node) if not any(everything.value(one, t) for t in target)}
    reporting = {
        str(subject).removeprefix(SHAPES)
        for constraint in (SH.path, SH.sparql, SH["or"])
        for subject in everything.subjects(constraint)
        if isinstance(subject, URIRef) and subject not in referred
    }
    assert len(reporting) > 100
    assert reporting == {one.shape for one in (*ARTICLE, *DECISIONS)}


def test_every_reporting_shape_has_a_name_and_a_sentence_that_says_what_to_do() -> None:
    for path in sorted(data_folder("shapes").glob("*.ttl")):
        graph = Graph().parse(path)
        for linked in (SH.property, SH.sparql):
            for shape, inner in graph.subject_objects(linked):
                assert isinstance(inner, URIRef) or linked == SH.sparql, (path.name, shape)
                message = graph.value(inner, SH.message)
                assert message is not None, (path.name, inner)
                assert str(message).endswith("."), (path.name, inner)


def test_every_property_that_names_a_thing_is_checked_for_names_that_lead_nowhere() -> None:
    ontology = Graph().parse(data_folder("ontology") / "kg.ttl")
    owl = "http://www.w3.org/2002/07/owl#"
    named = Graph().parse(data_folder("shapes") / "name.ttl")
    checked = set(named.objects(URIRef(SHAPES + "Named"), SH.targetObjectsOf))
    listed = set(ontology.subjects(URIRef(owl + "oneOf")))
    ranges = URIRef("http://www.w3.org/2000/01/rdf-schema#range")
    properties = {
        one
        for one in ontology.subjects(RDF.type, URIRef(owl + "ObjectProperty"))
        if not listed & set(ontology.objects(one, ranges)) and str(one).startswith(str(KG._NS))
    }
    # Values of closed lists, classes, and what may be gone when it was judged on.
    aside = {KG.why, KG.describedAs, KG.judged, KG.judgedWith}
    assert properties - checked - aside == set()


def test_there_are_enough_ways_to_break_a_graph() -> None:
    assert len({(one.shape, one.what) for one in (*ARTICLE, *DECISIONS)}) == len(ARTICLE) + len(DECISIONS) >= 40
    assert mutations.CLAIM != mutations.SECOND_CLAIM
