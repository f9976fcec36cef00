from __future__ import annotations

import pytest
from rdflib import OWL, RDF, RDFS, Graph, URIRef
from rdflib.term import Literal

from kg import vocab
from kg.model import Apparent, Counted, Manner, Role, Stance, Verdict, Why
from kg.settings import data_folder
from kg.vocab import KG


@pytest.fixture(scope="module")
def ontology() -> Graph:
    return Graph().parse(data_folder("ontology") / "kg.ttl")


def terms(graph: Graph) -> set[URIRef]:
    return {subject for subject in graph.subjects() if str(subject).startswith(str(KG._NS))}  # type: ignore[misc]


def test_the_code_has_every_term_of_the_ontology_and_no_other(ontology: Graph) -> None:
    named = {name for name in KG.__annotations__ if not name.startswith("_")} | set(KG._extras)
    assert {str(term).removeprefix(str(KG._NS)) for term in terms(ontology)} == named


def test_every_term_has_an_english_label_and_a_comment(ontology: Graph) -> None:
    for term in terms(ontology):
        for property_ in (RDFS.label, RDFS.comment):
            told = list(ontology.objects(term, property_))
            assert len(told) == 1, f"{term} {property_}"
            assert isinstance(told[0], Literal)
            assert told[0].language == "en"


def test_every_term_that_the_ontology_refers_to_is_defined_in_it(ontology: Graph) -> None:
    referred = {term for term in ontology.objects() if isinstance(term, URIRef) and str(term).startswith(str(KG._NS))}
    assert referred <= terms(ontology)


@pytest.mark.parametrize(
    ("values", "list_", "prefix"),
    [
        (Stance, KG.Stance, ""),
        (Manner, KG.Manner, ""),
        (Counted, KG.Counted, ""),
        (Role, KG.Role, ""),
        (Verdict, KG.Verdict, "verdict-"),
        (Why, KG.Why, "why-"),
        (Apparent, KG.Apparent, "why-"),
    ],
)
def test_each_closed_list_holds_the_values_of_the_records(
    ontology: Graph, values: type, list_: URIRef, prefix: str
) -> None:
    wanted = {KG[f"{prefix}{value}"] for value in values}  # type: ignore[attr-defined]
    assert set(ontology.subjects(RDF.type, list_)) == wanted
    assert set(ontology.items(ontology.value(list_, OWL.oneOf))) == wanted  # type: ignore[arg-type]


def test_a_mistyped_term_fails() -> None:
    for namespace in (vocab.KG, vocab.NIF, vocab.ITSRDF, vocab.CITO, vocab.SEM, vocab.WGS84):
        with pytest.raises(AttributeError, match="speeker"):
            namespace["speeker"]


def test_other_files_of_the_ontology_use_only_terms_that_it_defines(ontology: Graph) -> None:
    defined = terms(ontology)
    for path in sorted(data_folder("ontology").glob("*.ttl")):
        graph = Graph().parse(path)
        used = {
            term for triple in graph for term in triple if isinstance(term, URIRef) and term.startswith(str(KG._NS))
        }
        assert used <= defined, f"{path.name}: {used - defined}"
