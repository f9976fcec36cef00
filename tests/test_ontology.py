"""What a reader of `ontology/kg.ttl` may rely on: what each term tells of itself and of other vocabularies."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from rdflib import DCTERMS, ORG, OWL, PROV, RDF, RDFS, SDO, SKOS, TIME, VANN, XSD, Graph, URIRef
from rdflib.namespace import GEO

from kg import __version__
from kg.settings import data_folder
from kg.vocab import CITO, ITSRDF, KG, NIF, SEM, WGS84

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Kg

IRI = URIRef("https://w3id.org/exchange-kg/ontology")
# What rdflib ships, and `kg/vocab.py` for the rest; each refuses a term that its vocabulary lacks.
VOCABULARIES = (
    CITO, DCTERMS, GEO, ITSRDF, KG, NIF, ORG, OWL, PROV, RDF, RDFS, SDO, SEM, SKOS, TIME, VANN, WGS84, XSD,
)  # fmt: skip
KINDS = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
BUILT_IN = (str(RDF), str(RDFS), str(OWL))


@pytest.fixture(scope="module")
def ontology() -> Graph:
    return Graph().parse(data_folder("ontology") / "kg.ttl")


def ours(graph: Graph) -> list[URIRef]:
    return sorted({term for term in graph.subjects() if isinstance(term, URIRef) and term.startswith(str(KG))})


def test_the_version_is_that_of_the_package(ontology: Graph) -> None:
    assert str(ontology.value(IRI, OWL.versionInfo)) == __version__
    assert ontology.value(IRI, OWL.versionIRI) == URIRef(f"{IRI}/{__version__}")


def test_the_ontology_tells_whose_it_is_since_when_and_under_which_licence(ontology: Graph) -> None:
    for told in (DCTERMS.title, DCTERMS.description, DCTERMS.creator, DCTERMS.license):
        assert ontology.value(IRI, told), told
    created, modified = (ontology.value(IRI, day) for day in (DCTERMS.created, DCTERMS.modified))
    assert created.datatype == modified.datatype == XSD.date
    assert created <= modified
    assert str(ontology.value(IRI, VANN.preferredNamespaceUri)) == str(KG)


@pytest.mark.parametrize("told", [RDFS.label, SKOS.definition, SKOS.example], ids=["label", "definition", "example"])
def test_each_term_tells_once_in_english(ontology: Graph, told: URIRef) -> None:
    values = {term: [value.language for value in ontology.objects(term, told)] for term in ours(ontology)}
    assert {term: languages for term, languages in values.items() if languages != ["en"]} == {}


def test_each_term_names_the_ontology_that_defines_it(ontology: Graph) -> None:
    assert [term for term in ours(ontology) if list(ontology.objects(term, RDFS.isDefinedBy)) != [IRI]] == []


def test_no_two_terms_of_a_kind_have_one_label(ontology: Graph) -> None:
    for kind in (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, SKOS.ConceptScheme):
        labels = [str(ontology.value(term, RDFS.label)) for term in ontology.subjects(RDF.type, kind) if term in KG]
        assert len(labels) == len(set(labels)) > 0


def test_each_term_of_another_vocabulary_is_one_of_it(ontology: Graph) -> None:
    def known(term: URIRef) -> bool:
        return any(term in vocabulary for vocabulary in VOCABULARIES if term.startswith(str(vocabulary)))

    named = {term for triple in ontology for term in triple if isinstance(term, URIRef)}
    pages = {IRI, *ontology.objects(IRI, OWL.versionIRI), *ontology.objects(IRI, DCTERMS.license)}
    assert {term for term in named - pages - set(ontology.objects(IRI, DCTERMS.creator)) if not known(term)} == set()
    assert not known(URIRef(f"{PROV}wasAtributedTo"))


def test_every_vocabulary_that_is_reused_is_aligned_with(ontology: Graph) -> None:
    aligned = {
        str(vocabulary)
        for relation in (RDFS.subClassOf, RDFS.subPropertyOf, RDFS.seeAlso, RDFS.range, SDO.rangeIncludes)
        for value in ontology.objects(None, relation)
        for vocabulary in VOCABULARIES
        if str(value).startswith(str(vocabulary))
    }
    assert {str(one) for one in (PROV, SDO, SEM, NIF, ORG, SKOS, GEO, TIME, CITO)} <= aligned


def test_a_sub_class_is_of_a_class_and_a_sub_property_of_a_property_of_its_kind(ontology: Graph) -> None:
    def kind(term: object) -> set[object]:
        return set(ontology.objects(term, RDF.type)) & {OWL.Class, *KINDS}

    pairs = [*ontology.subject_objects(RDFS.subClassOf), *ontology.subject_objects(RDFS.subPropertyOf)]
    assert len(pairs) > 50
    assert [pair for pair in pairs if kind(pair[0]) != kind(pair[1])] == []


def test_each_property_is_of_one_kind_and_each_class_is_declared(ontology: Graph) -> None:
    """OWL 2 DL: no name is two kinds of property, and nothing is used undeclared."""
    properties = {term: set(ontology.objects(term, RDF.type)) & set(KINDS) for term in set(ontology.predicates())}
    assert {one for one, kinds in properties.items() if len(kinds) != 1 and not str(one).startswith(BUILT_IN)} == set()
    both = [
        term for term in ontology.subjects() if len(set(ontology.objects(term, RDF.type)) & {OWL.Class, *KINDS}) > 1
    ]
    assert both == []
    classes = set(ontology.objects(None, RDF.type)) | set(ontology.objects(None, RDFS.domain))
    classes |= set(ontology.objects(None, RDFS.subClassOf)) | set(ontology.objects(None, OWL.disjointWith))
    assert {one for one in classes if not str(one).startswith(BUILT_IN)} <= set(ontology.subjects(RDF.type, OWL.Class))


def test_the_range_of_a_property_is_of_its_kind(ontology: Graph) -> None:
    """Of data, it is a type that OWL 2 knows; the days and months that it lacks are told in schema:rangeIncludes."""
    for property_, range_ in ontology.subject_objects(RDFS.range):
        data = (property_, RDF.type, OWL.DatatypeProperty) in ontology
        wanted = (
            {XSD.string, XSD.integer, XSD.decimal, XSD.boolean} if data else set(ontology.subjects(RDF.type, OWL.Class))
        )
        assert range_ in wanted, property_


def test_each_property_tells_what_has_it(ontology: Graph) -> None:
    """Words, and what a reader judged, are the exceptions: their owners have nothing in common."""
    silent = {
        term
        for kind in KINDS
        for term in ontology.subjects(RDF.type, kind)
        if term in KG and not {RDFS.domain, SDO.domainIncludes} & set(ontology.predicates(term))
    }
    assert silent == {KG.canonical, KG.designator, KG.metonym}


def test_the_values_of_a_list_are_the_concepts_of_its_scheme(ontology: Graph) -> None:
    lists = [list_ for list_ in ontology.subjects(OWL.oneOf) if list_ in KG]
    assert len(lists) == 8
    for list_ in lists:
        scheme = KG[f"{str(list_).removeprefix(str(KG))}Scheme"]
        values = set(ontology.items(ontology.value(list_, OWL.oneOf)))
        assert (list_, RDFS.subClassOf, SKOS.Concept) in ontology
        assert (scheme, RDF.type, SKOS.ConceptScheme) in ontology
        assert set(ontology.subjects(RDF.type, list_)) == values
        assert set(ontology.objects(scheme, SKOS.hasTopConcept)) == values
        assert set(ontology.subjects(SKOS.topConceptOf, scheme)) == values
        assert set(ontology.subjects(SKOS.inScheme, scheme)) == values
        assert values in [set(ontology.items(one)) for one in ontology.objects(None, OWL.distinctMembers)]
    concepts = set(ontology.subjects(RDF.type, SKOS.Concept)) | set(ontology.subjects(RDF.type, SKOS.ConceptScheme))
    for one in concepts:
        assert list(ontology.objects(one, SKOS.prefLabel)) == list(ontology.objects(one, RDFS.label))


def test_every_term_that_a_graph_uses_is_declared(ontology: Graph, kg: Kg, samples: Path, tmp_path: Path) -> None:
    """With it a reasoner reads the graph without looking anything up."""
    assert kg("export", tmp_path / "graph.ttl", "--store", samples).returncode == 0
    for path in (tmp_path / "graph.ttl", *sorted(data_folder("ontology").glob("*.ttl"))):
        graph = Graph().parse(path)
        used = set(graph.predicates()) | set(graph.objects(None, RDF.type))
        undeclared = {
            term for term in used if (term, RDF.type, None) not in ontology and not str(term).startswith(BUILT_IN)
        }
        assert undeclared == set(), path.name


def test_examples_and_definitions_name_only_terms_that_there_are(ontology: Graph) -> None:
    text = " ".join(
        str(value) for told in (SKOS.definition, SKOS.example, SKOS.scopeNote) for value in ontology.objects(None, told)
    )
    named = set(re.findall(r"\bkg:([\w-]+)", text))
    assert len(named) > 20
    assert {name for name in named if KG[name] not in ours(ontology)} == set()
