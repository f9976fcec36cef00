"""What surely keeps to the shapes needs no engine; whatever an engine finds was doubted."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import graph_store
import pytest
from rdflib import RDFS, SH, Graph
from rdflib.term import Literal, URIRef

from kg import rdf, terms, validate
from kg.store import Store
from kg.validate import questions, shapes
from kg.validate.check import with_named
from kg.validate.engine import FailureError, data_graph
from kg.validate.shapes import Room
from kg.validate.sure import Sure
from kg.vocab import KG, NIF, RDF, XSD

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.answer import Triple

EX = "https://example.org/"
HEAD = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix ex: <https://example.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


@pytest.fixture(scope="module")
def store() -> Store:
    return graph_store.filled()


def herald(store: Store) -> list[Triple]:
    known = validate.about(store.triples(rdf.authority_graph()))
    # In an order of their own, for the damage is drawn from them.
    return sorted(with_named(store.triples(rdf.article_graph("herald 1")), known), key=str)


def test_a_sound_graph_is_surely_sound(store: Store) -> None:
    engine = shapes.own(Room.ARTICLE).engine
    assert engine.doubted(terms.spelt(herald(store))) == frozenset()
    assert validate.weigh_article(terms.spelt(herald(store))) == []
    decided = [*store.excerpt(rdf.decisions_graph()), *terms.spelt(validate.decision_context(store))]
    assert shapes.own(Room.DECISIONS).engine.doubted(decided) == frozenset()


def test_the_samples_are_surely_sound_but_for_notes(samples: object) -> None:
    engine = shapes.own(Room.ARTICLE).engine
    with Store(samples, read_only=True) as opened:  # type: ignore[arg-type]
        for name in opened.fingerprints():
            statements = opened.excerpt(name, rdf.authority_graph())
            assert engine.doubted(statements, SH.Info) == frozenset()


def test_every_question_of_the_shapes_has_its_counterpart() -> None:
    asked = {
        questions.key(str(select)): shape
        for room in Room
        for shape, select in shapes.own(room).engine.shapes.subject_objects(SH.select)
    }
    # One that isn't there was changed: read its counterpart again, then give it the new hash.
    assert set(asked) == set(questions.COUNTERPARTS)


def damaged(triples: Sequence[Triple], seed: int) -> Graph:
    """Breaks a graph somewhere: takes a statement out, or gives it another value, or one that is nearly the same."""
    chance = random.Random(seed)
    graph = data_graph(triples)
    for _ in range(chance.choice((1, 1, 2, 3))):
        subject, predicate, value = chance.choice(triples)
        if chance.random() < 0.7:
            graph.remove((subject, predicate, value))
        others = [
            chance.choice(triples)[2],
            chance.choice([one for _, p, one in triples if p == predicate]),
            chance.choice([URIRef(EX + "nobody"), KG.unnamed, KG.part, KG.total, KG.combined, KG.declines, subject]),
            *near(value, chance),
        ]
        if chance.random() < 0.8:
            graph.add((chance.choice((subject, subject, chance.choice(triples)[0])), predicate, chance.choice(others)))
    return graph


def near(value: URIRef | Literal, chance: random.Random) -> list[URIRef | Literal]:
    if isinstance(value, URIRef):
        return [Literal(str(value))]
    number = chance.choice((-1, 0, 1, 7, 400, 5000))
    made = [
        Literal(str(number), datatype=XSD.integer),
        Literal(f"0{abs(number)}", datatype=XSD.integer, normalize=False),
        Literal(str(value), lang=chance.choice(("en", "en-GB", "uk"))),
        Literal(str(value), datatype=chance.choice((XSD.string, XSD.token, XSD.date, XSD.integer)), normalize=False),
        Literal(f"{value}\n"),
        Literal("true", datatype=XSD.boolean),
        Literal("2026-02-30", datatype=XSD.date),
        Literal("2026-12-30", datatype=XSD.date),
        Literal("2026-12-30Z", datatype=XSD.date, normalize=False),
        Literal(""),
    ]
    return [chance.choice(made), chance.choice(made)]


@pytest.mark.parametrize("part", range(4))
def test_whatever_an_engine_finds_in_a_damaged_graph_was_doubted(store: Store, part: int) -> None:
    engine, triples = shapes.own(Room.ARTICLE).engine, herald(store)
    found = sound = 0
    for seed in range(40 * part, 40 * part + 40):
        graph = damaged(triples, seed)
        doubted = engine.doubted(terms.spelt(graph))  # type: ignore[arg-type]
        try:
            report = engine.quick(graph)
        except FailureError:
            report = engine.reference(graph)
        shown = {report.value(one, SH.sourceShape) for one in report.objects(None, SH.result)}
        assert shown <= (doubted or set()), seed
        found, sound = found + bool(shown), sound + (not doubted)
    assert found > 20
    assert sound > 0


SHAPES = """
ex:Exact a sh:NodeShape ; sh:targetClass ex:Thing ; sh:property ex:Exact-p .
ex:Exact-p sh:path ex:p ; {} .
"""


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("sh:not [ sh:datatype xsd:integer ]", ["ex:a", '"x"', "true"]),
        ("sh:closed true", ["ex:a"]),
        ('sh:pattern "^a.c$"', ['"abc"']),
        ('sh:pattern "^[a-c]{2}$" ; sh:flags "i"', ['"ab"']),
        ("sh:nodeKind sh:BlankNode", ["ex:a"]),
        ("sh:xone ( [ sh:class ex:A ] [ sh:class ex:B ] )", ["ex:a"]),
        ("sh:in ( 1 ) ; sh:deactivated true", ["1"]),
        ("sh:property [ sh:path ex:q ; sh:minCount 1 ]", ["ex:a"]),
        ("sh:datatype xsd:dateTime", ['"2026-01-01T00:00:00"^^xsd:dateTime']),
        ("sh:minInclusive 1", ['"2026-01-01"^^xsd:date']),
        ("sh:lessThan ex:q", ['"a"']),
        ("sh:minLength 1", ["ex:a"]),
    ],
)
def test_what_is_not_understood_is_doubted(constraint: str, values: list[str]) -> None:
    graph = Graph().parse(data=HEAD + SHAPES.format(constraint), format="turtle")
    data = f"{HEAD} ex:one a ex:Thing ; ex:p {', '.join(values)} ; ex:q 5 ."
    triples = [*Graph().parse(data=data, format="turtle")]
    doubted = Sure(graph).doubtful(terms.spelt(triples))  # type: ignore[arg-type]
    understood = constraint.startswith("sh:not")
    assert doubted == (frozenset() if understood else {URIRef(EX + "Exact-p")})


def test_a_graph_with_classes_of_its_own_is_doubted_by_all_shapes(store: Store) -> None:
    engine = shapes.own(Room.ARTICLE).engine
    more = terms.spelt([(URIRef(EX + "Quote"), RDFS.subClassOf, NIF.String), (URIRef(EX + "q"), RDF.type, URIRef(EX))])
    assert len(engine.doubted([*terms.spelt(herald(store)), *more]) or ()) > 100
