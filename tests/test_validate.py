from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import graph_records as records
import graph_store
import pytest
from rdflib import Graph, Literal, URIRef

from kg import rdf, validate
from kg.errors import KgError
from kg.export import export
from kg.settings import data_folder
from kg.validate import Severity
from kg.vocab import CITO, ITSRDF, KG, NIF, ORG, PROV, RDF, RDFS, SDO, SKOS, WGS84, XSD

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kg.answer import Triple
    from kg.store import Store

HERALD = URIRef(rdf.article_iri("herald 1"))
POST = URIRef(rdf.article_iri("post"))
CLAIM = URIRef(rdf.claim_iris(records.herald())[0])
PASSAGE = URIRef(f"{HERALD}#char=32,138")
FIGURE, PART, SECOND = (URIRef(records.figures(records.herald())[claim][0]) for claim in (0, 1, 2))
REPORT = URIRef(records.BASE + "report/herald%201/0")
EXTRACTION = URIRef(records.BASE + "extraction/herald%201")
UKRAINE, RUSSIA, VOLUNTEER = map(URIRef, (records.UKRAINE, records.RUSSIA, records.VOLUNTEER))
NOBODY = URIRef(records.BASE + "agent/nobody")
OTHER = URIRef(records.BASE + "report/herald%201/1")
SUMY = URIRef(records.SUMY)
MAY = URIRef(records.MAY)
FLOW = URIRef(records.MAY + "/1")
DISAGREEMENT = URIRef(records.BASE + "disagreement/1")
DIFFERENCE = URIRef(records.BASE + "difference/1")


@pytest.fixture(scope="module")
def store() -> Store:
    return graph_store.filled()


def shape(finding: validate.Finding) -> str:
    return finding.shape.rpartition("#")[2]


def article(store: Store, change: Callable[[Graph], object] = len) -> list[validate.Finding]:
    graph = Graph()
    for triple in store.triples(rdf.article_graph("herald 1")):
        graph.add(triple)
    change(graph)
    authority = store.triples(rdf.authority_graph())
    return validate.validate_article([*graph], authority, "herald 1")  # type: ignore[list-item]


def decisions(store: Store, change: Callable[[Graph], object] = len) -> list[validate.Finding]:
    graph = Graph()
    for triple in store.triples(rdf.decisions_graph()):
        graph.add(triple)
    change(graph)
    return validate.validate_decisions([*graph], validate.decision_context(store))  # type: ignore[list-item]


def put(subject: URIRef, predicate: URIRef, value: object) -> Callable[[Graph], object]:
    """Sets the only value."""
    return lambda graph: graph.set((subject, predicate, value))  # type: ignore[arg-type]


def also(subject: URIRef, predicate: URIRef, value: object) -> Callable[[Graph], object]:
    """Adds a value."""
    return lambda graph: graph.add((subject, predicate, value))  # type: ignore[arg-type]


def without(subject: URIRef | None, predicate: URIRef | None = None) -> Callable[[Graph], object]:
    """Takes values away."""
    return lambda graph: graph.remove((subject, predicate, None))


def only(kind: URIRef, predicate: URIRef, value: object = None) -> Callable[[Graph], object]:
    """Sets the only value of the first thing of a kind, or takes it away."""

    def change(graph: Graph) -> None:
        subject = sorted(graph.subjects(RDF.type, kind))[0]
        graph.remove((subject, predicate, None))
        if value is not None:
            graph.add((subject, predicate, value))  # type: ignore[arg-type]

    return change


def whole(value: int) -> Literal:
    return Literal(value, datatype=XSD.integer)


def day(text: str) -> Literal:
    return Literal(text, datatype=XSD.date)


def test_a_sound_graph_has_no_findings(store: Store) -> None:
    found = dict(validate.validate_store(store, rdf.authority_graph(), rdf.decisions_graph()))
    assert found == {
        rdf.article_graph("herald 1"): [],
        rdf.article_graph("post"): [],
        rdf.decisions_graph(): [],
    }


def test_an_exchange_that_only_a_figure_is_about_is_sound() -> None:
    store, part = graph_store.filled(), records.herald()
    last = len(part.claims) - 1
    alone = replace(part, claims=(*part.claims[:last], replace(part.claims[last], report=part.claims[0].report)))
    store.replace(rdf.article_graph("herald 1"), rdf.article_quads(alone, records.RUN))
    graph_store.decide(store)
    assert decisions(store) == []


def moved(graph: Graph) -> None:
    """Moves the first claim's passage by one character, in the offsets and in its name alike."""
    name = URIRef(f"{HERALD}#char=33,139")
    for predicate, value in [*graph.predicate_objects(PASSAGE)]:
        graph.add((name, predicate, value))
    graph.remove((PASSAGE, None, None))
    graph.set((name, NIF.beginIndex, whole(33)))
    graph.set((name, NIF.endIndex, whole(139)))
    graph.set((CLAIM, PROV.wasQuotedFrom, name))


def overlapping(graph: Graph) -> None:
    """Calls the first claim's own words boilerplate."""
    graph.add((HERALD, KG.boilerplate, PASSAGE))


BROKEN_ARTICLES: list[tuple[str, str, Callable[[Graph], object]]] = [
    ("Passages-text", "a passage moved by one character", moved),
    ("Passages-text", "a word of a quotation changed", put(PASSAGE, NIF.anchorOf, Literal("Ukraine got 909 bodies."))),
    ("Passages-text", "the article's text changed", put(HERALD, NIF.isString, Literal("x" + records.HERALD_TEXT[:-1]))),
    ("Passages-name", "offsets that differ from the passage's name", put(PASSAGE, NIF.beginIndex, whole(31))),
    ("Passage-begin", "a start after the end", put(PASSAGE, NIF.beginIndex, whole(500))),
    ("Passage-begin", "a start before the text", put(PASSAGE, NIF.beginIndex, whole(-1))),
    ("Passage-begin", "a start that is no whole number", put(PASSAGE, NIF.beginIndex, Literal("32"))),
    ("Passage-end", "no end", without(PASSAGE, NIF.endIndex)),
    ("Passage-words", "no quoted words", without(PASSAGE, NIF.anchorOf)),
    ("Passage-article", "a passage of no article", without(PASSAGE, NIF.referenceContext)),
    ("Article-length", "a wrong length of the text", put(HERALD, NIF.endIndex, whole(5))),
    ("Article-identifier", "two identifiers", also(HERALD, SDO.identifier, Literal("other"))),
    ("Article-text", "no text", without(HERALD, NIF.isString)),
    ("Article-begin", "a text that does not begin at 0", put(HERALD, NIF.beginIndex, whole(1))),
    ("Article-end", "no length", without(HERALD, NIF.endIndex)),
    ("Article-sha256", "a hash of another form", put(HERALD, KG.sha256, Literal("abc"))),
    ("Article-published", "a date that is a text", put(HERALD, SDO.datePublished, Literal("Friday"))),
    ("Article-publisher", "two publishers", also(HERALD, SDO.publisher, UKRAINE)),
    ("Article-publisher", "a publisher described nowhere", put(HERALD, SDO.publisher, NOBODY)),
    ("Article-boilerplate", "boilerplate nowhere", also(HERALD, KG.boilerplate, NOBODY)),
    ("Article-extraction", "no extraction", without(EXTRACTION)),
    ("Claim-speaker", "no speaker", without(CLAIM, KG.speaker)),
    ("Claim-speaker", "two speakers", also(CLAIM, KG.speaker, RUSSIA)),
    ("Claim-speaker", "a speaker described nowhere", put(CLAIM, KG.speaker, NOBODY)),
    ("Claim-speaker", "a place that speaks", put(CLAIM, KG.speaker, URIRef(records.DONETSK))),
    ("Claim-passage", "no passage", without(CLAIM, PROV.wasQuotedFrom)),
    ("Claim-passage", "two passages", also(CLAIM, PROV.wasQuotedFrom, URIRef(f"{HERALD}#char=139,187"))),
    ("Claim-article", "a claim of no article", without(PASSAGE, NIF.referenceContext)),
    ("Claim-stance", "an unknown stance", put(CLAIM, KG.stance, KG.total)),
    ("Claim-manner", "no manner", without(CLAIM, KG.manner)),
    ("Claim-cue", "two cues", also(CLAIM, KG.cue, Literal("tell"))),
    ("Claim-medium", "two media", also(CLAIM, KG.medium, UKRAINE)),
    ("Claim-medium", "a medium described nowhere", put(CLAIM, KG.medium, NOBODY)),
    ("Claim-earliest", "a claim made after it was made", put(CLAIM, KG.earliest, day("2025-05-18"))),
    ("Claim-latest", "a claim made by two days", also(CLAIM, KG.latest, day("2025-05-19"))),
    ("Claim-about", "a report that is nowhere", put(CLAIM, KG.about, NOBODY)),
    ("Claim-figure", "a figure that is nowhere", also(CLAIM, KG.figure, NOBODY)),
    ("Claim-extraction", "a claim from nowhere", without(CLAIM, PROV.wasGeneratedBy)),
    ("Claims-boilerplate", "a claim on boilerplate", overlapping),
    ("Figure", "no bound at all", lambda graph: [without(FIGURE, end)(graph) for end in (SDO.minValue, SDO.maxValue)]),
    ("Figure-minimum", "bounds out of order", put(FIGURE, SDO.minValue, whole(1000))),
    ("Figure-minimum", "a bound that is no whole number", put(FIGURE, SDO.minValue, Literal("909"))),
    ("Figure-maximum", "two upper bounds", also(FIGURE, SDO.maxValue, whole(910))),
    ("Figure-mention", "a number without words", without(FIGURE, KG.mention)),
    ("Figure-claim", "a number that nobody said", without(CLAIM, KG.figure)),
    ("Figure-claim", "a number of two claims", also(URIRef(rdf.claim_iris(records.herald())[1]), KG.figure, FIGURE)),
    ("Figure-counted", "two things counted", also(FIGURE, KG.counted, KG.prisoners)),
    ("Figure-role", "an unknown role", put(FIGURE, KG.role, KG.bodies)),
    ("Figure-whose", "people of a person", put(FIGURE, KG.whose, VOLUNTEER)),
    ("Figure-giver", "a side that gives to itself", put(FIGURE, KG.giver, UKRAINE)),
    ("Figure-receiver", "two receivers", also(FIGURE, KG.receiver, RUSSIA)),
    ("Figure-place", "a place described nowhere", put(PART, KG.place, NOBODY)),
    ("Figure-about", "a figure about a person", put(FIGURE, KG.about, VOLUNTEER)),
    ("Report-article", "a report of no article", without(REPORT, PROV.wasDerivedFrom)),
    ("Report-main", "a report that is neither main nor not", without(REPORT, KG.main)),
    ("Report-exchanged", "an exchange of nothing", without(REPORT, KG.exchanged)),
    ("Report-party", "a side described nowhere", also(REPORT, KG.party, NOBODY)),
    ("Report-earliest", "dates out of order", put(REPORT, KG.earliest, day("2025-05-17"))),
    ("Report-latest", "two latest days", also(REPORT, KG.latest, day("2025-05-18"))),
    ("Report-weekday", "an eighth day of the week", put(REPORT, KG.weekday, whole(7))),
    ("Report-monthDay", "a year where it is unknown", put(REPORT, KG.monthDay, day("2025-05-17"))),
    ("Report-mention", "a report mentioned nowhere", put(REPORT, KG.mention, NOBODY)),
    ("Report-ordinal", "an ordinal that is nowhere", also(REPORT, KG.ordinal, NOBODY)),
    ("Ordinal-number", "a zeroth exchange", only(KG.Ordinal, KG.number, whole(0))),
    ("Ordinal-scope", "an ordinal of what", only(KG.Ordinal, KG.scope)),
    ("Ordinal-mention", "an ordinal without words", only(KG.Ordinal, KG.mention)),
    ("Position-member", "a role of somebody described nowhere", only(ORG.Membership, ORG.member, NOBODY)),
    ("Position-member", "a role of nobody", only(ORG.Membership, ORG.member)),
    ("Position-words", "a role without words", only(ORG.Membership, SDO.roleName)),
    ("Position-passage", "a role without a passage", only(ORG.Membership, PROV.wasQuotedFrom)),
    ("Extraction-used", "an extraction by no model", put(EXTRACTION, PROV.used, HERALD)),
    ("Extraction-tool", "an extraction by no tool", without(EXTRACTION, PROV.wasAssociatedWith)),
    ("Extraction-settings", "an extraction by no settings", without(EXTRACTION, KG.settings)),
    ("Extraction-fingerprint", "no fingerprint", without(EXTRACTION, KG.fingerprint)),
    ("Actor-english", "an actor without an English name", also(NOBODY, RDF.type, SDO.Person)),
    ("Actor-label", "two preferred names", also(RUSSIA, SKOS.prefLabel, Literal("B", lang="en"))),
    ("Actor-side", "an actor of two sides", also(UKRAINE, KG.side, RUSSIA)),
    ("Description-thing", "a description of nothing", only(KG.Description, KG.describes)),
    ("Description-label", "a description without a name", only(KG.Description, RDFS.label)),
    ("Description-class", "a description as a claim", only(KG.Description, KG.describedAs, KG.Claim)),
    ("Description-side", "a description of the side of a person", only(KG.Description, KG.side, VOLUNTEER)),
    ("Description-article", "a description of no article", only(KG.Description, PROV.wasDerivedFrom)),
    ("Place-within", "a place in a person", also(SUMY, KG.within, VOLUNTEER)),
    ("Place-latitude", "a latitude beyond the pole", also(SUMY, WGS84.lat, Literal("91.5", datatype=XSD.decimal))),
    ("Place-longitude", "a longitude that is a text", also(SUMY, WGS84.long, Literal("east"))),
]  # fmt: skip


@pytest.mark.parametrize(
    ("wanted", "change"), [(w, c) for w, _, c in BROKEN_ARTICLES], ids=[i for _, i, _ in BROKEN_ARTICLES]
)
def test_an_article_that_is_broken_in_one_way_is_found_by_the_shape_for_it(
    store: Store, wanted: str, change: Callable[[Graph], object]
) -> None:
    found = article(store, change)
    assert wanted in {shape(finding) for finding in found if finding.severity is Severity.VIOLATION}
    assert not validate.conforms(found)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (also(NOBODY, ITSRDF.taIdentRef, NOBODY), "nothing tells what it is"),
        (also(REPORT, KG.reportOf, MAY), "decision across articles"),
        (also(MAY, RDF.type, KG.Exchange), "decision across articles"),
        (also(CLAIM, CITO.agreesWith, CLAIM), "Agreement of claims is a decision"),
        (also(CLAIM, CITO.disagreesWith, CLAIM), "Disagreement of claims is a decision"),
    ],
)
def test_dangling_names_and_decisions_do_not_stand_in_an_articles_graph(
    store: Store, change: Callable[[Graph], object], words: str
) -> None:
    assert [
        finding for finding in article(store, change) if words in finding.message and not validate.conforms([finding])
    ]


@pytest.mark.parametrize(
    ("wanted", "severity", "change"),
    [
        ("Article-headline", Severity.WARNING, also(HERALD, SDO.headline, Literal("Another"))),
        ("Article-own-report", Severity.INFO, put(OTHER, KG.main, Literal(True))),
        ("Claim-rule", Severity.WARNING, without(CLAIM, KG.rule)),
        ("Report-claim", Severity.WARNING, without(None, KG.about)),
        ("Figures-passage", Severity.WARNING, put(FIGURE, KG.mention, URIRef(f"{HERALD}#char=373,376"))),
        ("Figures-parts", Severity.WARNING, lambda graph: (
            put(PART, SDO.minValue, whole(500))(graph), put(PART, SDO.maxValue, whole(500))(graph))),
        ("Article-claims", Severity.INFO, without(None, PROV.wasQuotedFrom)),
    ],
)  # fmt: skip
def test_what_may_be_right_is_no_violation(
    store: Store, wanted: str, severity: Severity, change: Callable[[Graph], object]
) -> None:
    assert {finding.severity for finding in article(store, change) if shape(finding) == wanted} == {severity}


def test_parts_that_exceed_their_total_are_a_warning_with_both_numbers(store: Store) -> None:
    def more(graph: Graph) -> None:
        graph.set((PART, SDO.minValue, whole(500)))
        graph.set((PART, SDO.maxValue, whole(500)))

    [*found] = article(store, more)
    assert {shape(finding) for finding in found} == {"Figures-parts"}
    assert {finding.value for finding in found} == {str(FIGURE), str(SECOND)}
    assert "add up to 1000, more than the total of 909" in found[0].message
    assert validate.conforms(found)


def test_the_parts_of_one_side_are_not_added_to_the_other_sides(store: Store) -> None:
    def other(graph: Graph) -> None:
        graph.set((PART, SDO.minValue, whole(500)))
        graph.set((PART, SDO.maxValue, whole(500)))
        for property_ in (KG.whose, KG.receiver):
            graph.set((PART, property_, RUSSIA))

    assert article(store, other) == []


def test_parts_are_held_against_the_largest_total_that_the_article_gives(store: Store) -> None:
    def several(graph: Graph) -> None:
        graph.set((PART, SDO.minValue, whole(500)))
        graph.set((PART, SDO.maxValue, whole(500)))
        graph.set((SECOND, SDO.minValue, whole(1000)))
        graph.set((SECOND, SDO.maxValue, whole(1000)))

    assert article(store, several) == []


def test_a_part_of_a_part_is_not_added_again(store: Store) -> None:
    def nested(graph: Graph) -> None:
        graph.set((PART, SDO.minValue, whole(500)))
        graph.set((PART, SDO.maxValue, whole(500)))
        graph.add((SUMY, KG.within, URIRef(records.DONETSK)))

    assert {shape(finding) for finding in article(store, nested)} == {"Place-within"}


def test_a_part_told_twice_counts_once(store: Store) -> None:
    def twice(graph: Graph) -> None:
        again = URIRef(records.BASE + "figure/again")
        for predicate, value in [*graph.predicate_objects(PART)]:
            graph.add((again, predicate, value))
        graph.add((CLAIM, KG.figure, again))

    assert "Figures-parts" not in {shape(finding) for finding in article(store, twice)}


@pytest.mark.parametrize(("both", "found"), [(944, []), (943, ["Figures-sides"])])
def test_the_two_sides_add_up_to_what_is_given_for_both(store: Store, both: int, found: list[str]) -> None:
    def sums(graph: Graph) -> None:
        for figure, number, receiver, role in (
            (SECOND, both, None, KG.combined),
            (PART, 35, RUSSIA, KG.total),
        ):
            graph.set((figure, SDO.minValue, whole(number)))
            graph.set((figure, SDO.maxValue, whole(number)))
            graph.set((figure, KG.role, role))
            for property_ in (KG.whose, KG.receiver):
                graph.remove((figure, property_, None))
                if receiver:
                    graph.add((figure, property_, receiver))

    assert [shape(finding) for finding in article(store, sums)] == found


BROKEN_DECISIONS: list[tuple[str, str, Callable[[Graph], object]]] = [
    ("Exchange-report", "an exchange without reports", without(None, KG.reportOf)),
    ("Exchange-claim", "an exchange that nobody claims", also(NOBODY, RDF.type, KG.Exchange)),
    ("Exchange-exchanged", "an exchange of wounded", put(MAY, KG.exchanged, KG.wounded)),
    ("Exchange-earliest", "days out of order", put(MAY, KG.latest, day("2025-05-01"))),
    ("Exchange-latest", "two latest days", also(MAY, KG.latest, day("2025-05-30"))),
    ("Exchange-weekday", "a day before Monday", put(MAY, KG.weekday, whole(-1))),
    ("Exchange-monthDay", "a number for a day", put(MAY, KG.monthDay, whole(5))),
    ("Exchange-party", "a person as a side", also(MAY, KG.party, VOLUNTEER)),
    ("Flow-exchange", "a flow of no exchange", without(FLOW, KG.inExchange)),
    ("Flow-counted", "a flow of nothing", without(FLOW, KG.counted)),
    ("Flow-giver", "a side that gives to itself", put(FLOW, KG.giver, UKRAINE)),
    ("Flow-receiver", "two receivers", also(FLOW, KG.receiver, RUSSIA)),
    ("Flow-minimum", "bounds out of order", put(FLOW, SDO.minValue, whole(911))),
    ("Flow-maximum", "a bound that is a text", put(FLOW, SDO.maxValue, Literal("910"))),
    ("Flow-verdict", "no verdict", without(FLOW, KG.verdict)),
    ("Flow-article", "a flow of no article", without(FLOW, PROV.wasDerivedFrom)),
    ("Link-report", "a link of one report", only(KG.Link, KG.joins, REPORT)),
    ("Link-exchange", "a link of two exchanges", put(REPORT, KG.reportOf, URIRef(records.MARCH))),
    ("Link-score", "a link without a score", only(KG.Link, KG.score)),
    ("Link-reason", "a link without a reason", only(KG.Link, KG.reason)),
    ("Disagreement", "a disagreement about nothing", without(DISAGREEMENT, KG.inExchange)),
    ("Disagreement-exchange", "about two exchanges", also(DISAGREEMENT, KG.inExchange, URIRef(records.MARCH))),
    ("Disagreement-a", "a figure at odds with itself", put(DISAGREEMENT, KG.figureB, FIGURE)),
    ("Disagreement-b", "a figure that is nowhere", put(DISAGREEMENT, KG.figureB, NOBODY)),
    ("Disagreement-why", "no reason", without(DISAGREEMENT, KG.why)),
    ("Difference-exchange", "a difference about nothing", without(DIFFERENCE, KG.inExchange)),
    ("Difference-a", "a figure that differs from itself", put(DIFFERENCE, KG.figureB, FIGURE)),
    ("Difference-b", "a figure that is nowhere", put(DIFFERENCE, KG.figureB, NOBODY)),
    ("Difference-why", "a difference that is a disagreement", put(DIFFERENCE, KG.why, KG["why-sum"])),
    ("Judgement-as", "a judgement of neither", only(KG.Judgement, KG.judgedAs)),
    ("Judgement-one", "a thing judged with itself", only(KG.Judgement, KG.judged, URIRef(records.JUDGEMENT.others[0]))),
    ("Judgement-other", "a judgement on one thing", only(KG.Judgement, KG.judgedWith)),
    ("Judgement-reason", "two reasons", also(URIRef(records.JUDGEMENT.iri), RDFS.comment, Literal("another"))),
    ("Judgement-day", "a day that is a text", only(KG.Judgement, SDO.dateCreated, Literal("Tuesday"))),
    ("Copy-original", "a copy of nothing", put(POST, KG.copyOf, NOBODY)),
    ("Copy-once", "a copy of a copy", also(HERALD, KG.copyOf, POST)),
    ("Canonical-one", "an actor that counts as two", also(RUSSIA, KG.canonical, UKRAINE)),
    ("Canonical-end", "an actor that counts as one that counts as another", put(RUSSIA, KG.canonical, NOBODY)),
]  # fmt: skip


@pytest.mark.parametrize(
    ("wanted", "change"), [(w, c) for w, _, c in BROKEN_DECISIONS], ids=[i for _, i, _ in BROKEN_DECISIONS]
)
def test_decisions_that_are_broken_in_one_way_are_found_by_the_shape_for_it(
    store: Store, wanted: str, change: Callable[[Graph], object]
) -> None:
    found = decisions(store, change)
    assert wanted in {shape(finding) for finding in found if finding.severity is Severity.VIOLATION}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (also(REPORT, KG.reportOf, URIRef(records.MARCH)), "A report is of at most one exchange"),
        (put(REPORT, KG.reportOf, NOBODY), "A report is of at most one exchange"),
        (also(FLOW, PROV.wasAttributedTo, NOBODY), "A speaker behind a flow is described nowhere"),
    ],
)
def test_a_report_is_of_one_exchange_and_speakers_behind_a_flow_are_known(
    store: Store, change: Callable[[Graph], object], words: str
) -> None:
    assert [finding for finding in decisions(store, change) if words in finding.message]


def test_every_shape_has_a_way_to_break_a_graph_among_these_tests() -> None:
    shapes = Graph()
    for path in data_folder("shapes").glob("*.ttl"):
        shapes.parse(path)
    sh = "http://www.w3.org/ns/shacl#"
    told = {
        str(subject).rpartition("#")[2]
        for constraint in ("path", "sparql")
        for subject in shapes.subjects(URIRef(f"{sh}{constraint}"))
        if isinstance(subject, URIRef)
    }
    tested = {name for name, _, _ in [*BROKEN_ARTICLES, *BROKEN_DECISIONS]}
    softer = {"Article-headline", "Article-own-report", "Article-claims", "Claim-rule", "Report-claim"}
    softer |= {"Figures-passage", "Figures-parts", "Figures-sides"}
    assert told - tested - softer == {"Flow-speaker"}


def test_a_finding_says_where_it_is_and_what_to_do(store: Store) -> None:
    [finding] = article(store, put(PASSAGE, NIF.anchorOf, Literal("Ukraine got 909 bodies.")))
    assert (finding.severity, finding.article, finding.value) == (Severity.VIOLATION, "herald 1", str(PASSAGE))
    assert str(finding) == (
        f"violation: article herald 1: The passage {PASSAGE} quotes “Ukraine got 909 bodies.”, but the article has "
        f"“{records.HERALD_TEXT[32:138]}” at its offsets. One of them was changed; build the article again.\n"
        f"    at {HERALD}\n    value {PASSAGE}"
    )


def test_passages_beyond_the_basic_plane_are_compared_by_code_points(store: Store) -> None:
    title = URIRef(f"{HERALD}#char=0,30")
    assert article(store) == []
    utf16 = URIRef(f"{HERALD}#char=0,31")

    def widen(graph: Graph) -> None:
        for predicate, value in [*graph.predicate_objects(title)]:
            graph.add((utf16, predicate, value))
        graph.remove((title, None, None))
        graph.set((utf16, NIF.endIndex, whole(31)))

    assert [shape(finding) for finding in article(store, widen)] == ["Passages-text"]


@pytest.mark.parametrize("ending", [".ttl", ".nq", ".jsonld"])
def test_a_file_from_elsewhere_is_checked_whole(store: Store, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"graph{ending}"
    export(store, path)
    assert validate.validate_file(path) == []
    path.write_text(
        path.read_text(encoding="utf-8").replace('"Ukraine brought', '"Ukraine bought', 1), encoding="utf-8"
    )
    [finding] = validate.validate_file(path)
    assert (shape(finding), finding.article) == ("Passages-text", "herald 1")


def test_a_file_of_decisions_is_checked_too(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "graph.nt"
    export(store, path)
    path.write_text(path.read_text() + f"<{records.BASE}exchange/x> <{RDF.type}> <{KG.Exchange}> .\n")
    assert {shape(finding) for finding in validate.validate_file(path)} == {
        "Exchange-report",
        "Exchange-claim",
        "Exchange-exchanged",
    }


def test_a_file_that_can_not_be_checked_is_named(tmp_path: Path) -> None:
    with pytest.raises(KgError, match=r"none\.ttl: can't be read: No such file"):
        validate.validate_file(tmp_path / "none.ttl")
    (tmp_path / "bad.ttl").write_text("<a> <b>")
    with pytest.raises(KgError, match=r"bad\.ttl: no RDF"):
        validate.validate_file(tmp_path / "bad.ttl")


def test_the_authority_costs_an_article_only_what_it_names(store: Store) -> None:
    many: list[Triple] = [
        (URIRef(f"https://example.org/{number}"), RDF.type, SDO.Person) for number in range(5000)
    ]  # none of them has a name, which would be a violation each
    triples = store.triples(rdf.article_graph("post"))
    assert validate.validate_article(triples, [*store.triples(rdf.authority_graph()), *many]) == []
