"""Ways to break a sound graph, each with the shape that must name it.

`ARTICLE` breaks the graph of the article "herald 1" of `graph_records`, `DECISIONS` that of the decisions.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import graph_records as records
from rdflib import Graph, Literal, URIRef

from kg import rdf
from kg.validate import Severity
from kg.vocab import CITO, ITSRDF, KG, NIF, ORG, PROV, RDF, RDFS, SDO, SKOS, WGS84, XSD

if TYPE_CHECKING:
    from rdflib.term import Node

Change = Callable[[Graph], object]


@dataclass(frozen=True)
class Mutation:
    shape: str
    what: str
    change: Change
    severity: Severity = Severity.VIOLATION


HERALD = URIRef(rdf.article_iri("herald 1"))
POST = URIRef(rdf.article_iri("post"))
CLAIM, SECOND_CLAIM, THIRD_CLAIM, _, SILENT, NARRATED, _ = map(URIRef, rdf.claim_iris(records.herald()))
PASSAGE = URIRef(f"{HERALD}#char=32,138")
FIGURE, PART, SECOND = (URIRef(records.figures(records.herald())[claim][0]) for claim in (0, 1, 2))
REPORT = URIRef(records.BASE + "report/herald%201/0")
OTHER = URIRef(records.BASE + "report/herald%201/1")
POSTED = URIRef(records.BASE + "report/post/0")
EXTRACTION = URIRef(records.BASE + "extraction/herald%201")
UKRAINE, RUSSIA, VOLUNTEER = map(URIRef, (records.UKRAINE, records.RUSSIA, records.VOLUNTEER))
HEADQUARTERS = URIRef(records.HEADQUARTERS)
SUMY, DONETSK, TELEGRAM = map(URIRef, (records.SUMY, records.DONETSK, records.TELEGRAM))
NOBODY = URIRef(records.BASE + "agent/nobody")
MAY, MARCH = URIRef(records.MAY), URIRef(records.MARCH)
FLOW = URIRef(records.MAY + "/1")
DISAGREEMENT = URIRef(records.BASE + "disagreement/1")
DIFFERENCE = URIRef(records.BASE + "difference/1")
JUDGEMENT = URIRef(records.JUDGEMENT.iri)


# ---------------------------------------------------------------- how a graph is changed


def put(subject: URIRef, predicate: URIRef, value: Node) -> Change:
    """Sets the only value."""
    return lambda graph: graph.set((subject, predicate, value))


def also(subject: URIRef, predicate: URIRef, value: Node) -> Change:
    """Adds a value."""
    return lambda graph: graph.add((subject, predicate, value))


def without(subject: URIRef | None, predicate: URIRef | None = None) -> Change:
    """Takes values away."""
    return lambda graph: graph.remove((subject, predicate, None))


def only(kind: URIRef, predicate: URIRef, value: Node | None = None) -> Change:
    """Sets the only value of the first thing of a kind, or takes it away."""

    def change(graph: Graph) -> None:
        subject = sorted(graph.subjects(RDF.type, kind))[0]
        graph.remove((subject, predicate, None))
        if value is not None:
            graph.add((subject, predicate, value))

    return change


def both(*changes: Change) -> Change:
    """Makes one change after the other."""
    return lambda graph: [change(graph) for change in changes]


def whole(value: int) -> Literal:
    return Literal(value, datatype=XSD.integer)


def decimal(text: str) -> Literal:
    return Literal(text, datatype=XSD.decimal)


def day(text: str) -> Literal:
    return Literal(text, datatype=XSD.date)


def bounds(figure: URIRef, value: int) -> Change:
    return both(put(figure, SDO.minValue, whole(value)), put(figure, SDO.maxValue, whole(value)))


def text(changed: str) -> Change:
    """Gives the article another text."""
    return put(HERALD, NIF.isString, Literal(changed))


def moved(graph: Graph) -> None:
    """Moves the first claim's passage by one character, in the offsets and in its name alike."""
    name = URIRef(f"{HERALD}#char=33,139")
    for predicate, value in [*graph.predicate_objects(PASSAGE)]:
        graph.add((name, predicate, value))
    graph.remove((PASSAGE, None, None))
    graph.set((name, NIF.beginIndex, whole(33)))
    graph.set((name, NIF.endIndex, whole(139)))
    graph.set((CLAIM, PROV.wasQuotedFrom, name))


def other_figures(both_sides: int) -> Change:
    """Makes of two figures one for both sides and one for the other side."""

    def change(graph: Graph) -> None:
        for figure, number, receiver, role in ((SECOND, both_sides, None, KG.combined), (PART, 400, RUSSIA, KG.total)):
            bounds(figure, number)(graph)
            graph.set((figure, KG.role, role))
            for property_ in (KG.whose, KG.receiver, KG.place):
                graph.remove((figure, property_, None))
            if receiver:
                graph.add((figure, KG.receiver, receiver))

    return change


def described(kind: URIRef, thing: URIRef, label: str, side: URIRef | None = None) -> Change:
    """Lets the article describe a thing."""
    node = URIRef(records.BASE + "description/added")

    def change(graph: Graph) -> None:
        graph.add((node, RDF.type, KG.Description))
        graph.add((node, KG.describes, thing))
        graph.add((node, KG.describedAs, kind))
        graph.add((node, RDFS.label, Literal(label, lang="en")))
        graph.add((node, PROV.wasDerivedFrom, HERALD))
        if side is not None:
            graph.add((node, KG.side, side))

    return change


def other_article(graph: Graph) -> None:
    """Puts another article into the graph, whole."""
    for subject, predicate, value, _ in rdf.article_quads(records.post(), records.RUN):
        graph.add((subject, predicate, value))


# ---------------------------------------------------------------- what one article says

WARNING, INFO = Severity.WARNING, Severity.INFO
TEXT = records.HERALD_TEXT

ARTICLE: list[Mutation] = [
    # The evidence
    Mutation("Passages-text", "a passage moved by one character", moved),
    Mutation("Passages-text", "a word of a quotation changed", put(PASSAGE, NIF.anchorOf, Literal("Ukraine got 909."))),
    Mutation("Passages-text", "one letter of the article's text changed", text("x" + TEXT[1:])),
    Mutation("Passages-name", "offsets that differ from the passage's name", put(PASSAGE, NIF.beginIndex, whole(31))),
    Mutation("Passage-begin", "a start after the end", put(PASSAGE, NIF.beginIndex, whole(500))),
    Mutation("Passage-begin", "a start before the text", put(PASSAGE, NIF.beginIndex, whole(-1))),
    Mutation("Passage-begin", "a start that is no whole number", put(PASSAGE, NIF.beginIndex, Literal("32"))),
    Mutation("Passage-end", "no end", without(PASSAGE, NIF.endIndex)),
    Mutation("Passage-words", "no quoted words", without(PASSAGE, NIF.anchorOf)),
    Mutation("Passage-article", "a passage of no article", without(PASSAGE, NIF.referenceContext)),
    Mutation("Article-hash", "a letter changed that no passage quotes", text(TEXT[:31] + " " + TEXT[32:])),
    Mutation("Article-hash", "the hash of another text", put(HERALD, KG.sha256, Literal("0" * 64))),
    Mutation("Article-length", "a wrong length of the text", put(HERALD, NIF.endIndex, whole(5))),
    Mutation("Article-length", "a text with one character more", text(TEXT + "\n")),
    # Articles
    Mutation("Article-identifier", "two identifiers", also(HERALD, SDO.identifier, Literal("other"))),
    Mutation("Article-text", "no text", without(HERALD, NIF.isString)),
    Mutation("Article-begin", "a text that does not begin at 0", put(HERALD, NIF.beginIndex, whole(1))),
    Mutation("Article-end", "no length", without(HERALD, NIF.endIndex)),
    Mutation("Article-sha256", "a hash of another form", put(HERALD, KG.sha256, Literal("abc"))),
    Mutation("Article-origin-sha256", "a page's hash of another form", put(HERALD, KG.originSha256, Literal("abc"))),
    Mutation("Article-origin-sha256", "two pages", both(*(also(HERALD, KG.originSha256, Literal(one * 64)) for one in "01"))),
    Mutation("Article-words-sha256", "a hash of words of another form", put(HERALD, KG.wordsSha256, Literal("abc"))),
    Mutation("Article-min-hash", "a MinHash cut short", put(HERALD, KG.minHash, Literal("abc="))),
    Mutation("Article-publisher-basis", "two places of the publisher", both(*(also(HERALD, KG.publisherBasis, Literal(one)) for one in "ab"))),
    Mutation("Article-published", "a date that is a text", put(HERALD, SDO.datePublished, Literal("Friday"))),
    Mutation("Article-publisher", "two publishers", also(HERALD, SDO.publisher, UKRAINE)),
    Mutation("Article-publisher", "a publisher described nowhere", put(HERALD, SDO.publisher, NOBODY)),
    Mutation("Article-published-by", "a publisher whom nobody knows", without(HERALD, SDO.publisher), INFO),
    Mutation("Article-headline", "two headlines", also(HERALD, SDO.headline, Literal("Another")), WARNING),
    Mutation("Article-boilerplate", "boilerplate nowhere", also(HERALD, KG.boilerplate, NOBODY)),
    Mutation("Article-extraction", "no extraction", without(EXTRACTION)),
    Mutation("Article-claims", "no claim", without(None, PROV.wasQuotedFrom), INFO),
    Mutation("Article-own-report", "two exchanges of its own", put(OTHER, KG.main, Literal(True)), INFO),
    # Who said it, where, relayed by whom
    Mutation("Claim-speaker", "no speaker", without(CLAIM, KG.speaker)),
    Mutation("Claim-speaker", "two speakers", also(CLAIM, KG.speaker, RUSSIA)),
    Mutation("Claim-speaker", "a speaker described nowhere", put(CLAIM, KG.speaker, NOBODY)),
    Mutation("Claim-speaker", "a place that speaks", put(CLAIM, KG.speaker, DONETSK)),
    Mutation("Claim-passage", "no passage", without(CLAIM, PROV.wasQuotedFrom)),
    Mutation("Claim-passage", "two passages", also(CLAIM, PROV.wasQuotedFrom, URIRef(f"{HERALD}#char=139,187"))),
    Mutation("Claim-article", "a claim of no article", without(PASSAGE, NIF.referenceContext)),
    Mutation("Claim-stance", "an unknown stance", put(CLAIM, KG.stance, KG.total)),
    Mutation("Claim-manner", "no manner", without(CLAIM, KG.manner)),
    Mutation("Claim-cue", "two cues", also(CLAIM, KG.cue, Literal("tell"))),
    Mutation("Claim-cue-mention", "reporting words that stand nowhere", put(CLAIM, KG.cueMention, NOBODY)),
    Mutation("Claim-medium", "two media", also(CLAIM, KG.medium, UKRAINE)),
    Mutation("Claim-medium", "a medium described nowhere", put(CLAIM, KG.medium, NOBODY)),
    Mutation("Claim-medium", "a place that relays", put(CLAIM, KG.medium, DONETSK)),
    Mutation("Claim-medium", "a speaker who relays himself", put(CLAIM, KG.medium, HEADQUARTERS)),
    Mutation("Claim-earliest", "a claim made after it was made", put(CLAIM, KG.earliest, day("2025-05-18"))),
    Mutation("Claim-latest", "a claim made by two days", also(CLAIM, KG.latest, day("2025-05-19"))),
    Mutation("Claim-weekday", "a claim made on an eighth day of the week", put(CLAIM, KG.weekday, whole(7))),
    Mutation("Claim-monthDay", "a claim made on a day with a year", put(CLAIM, KG.monthDay, day("2025-05-17"))),
    Mutation("Claim-about", "a report that is nowhere", put(CLAIM, KG.about, NOBODY)),
    Mutation("Claim-own-article", "a claim about another article's report", both(put(CLAIM, KG.about, POSTED), also(POSTED, PROV.wasDerivedFrom, POST))),
    Mutation("Claim-figure", "a figure that is nowhere", also(CLAIM, KG.figure, NOBODY)),
    Mutation("Claim-rule", "a claim that no rule found", without(CLAIM, KG.rule), WARNING),
    Mutation("Claim-extraction", "a claim from nowhere", without(CLAIM, PROV.wasGeneratedBy)),
    Mutation("Claim-own-extraction", "a claim of another article's extraction", put(CLAIM, PROV.wasGeneratedBy, NOBODY)),
    Mutation("Claim-narrated", "a narrated claim of somebody else", put(NARRATED, KG.speaker, RUSSIA)),
    Mutation("Claim-silent", "a figure of somebody who says nothing", also(SILENT, KG.figure, FIGURE)),
    Mutation("Claims-published", "a claim made after the article came out", both(put(CLAIM, KG.earliest, day("2025-05-20")), put(CLAIM, KG.latest, day("2025-05-20")))),
    Mutation("Claims-boilerplate", "a claim on boilerplate", also(HERALD, KG.boilerplate, PASSAGE)),
    # Figures
    Mutation("Figure", "no bound at all", both(without(FIGURE, SDO.minValue), without(FIGURE, SDO.maxValue))),
    Mutation("Figure-minimum", "bounds out of order", put(FIGURE, SDO.minValue, whole(1000))),
    Mutation("Figure-minimum", "a bound that is no whole number", put(FIGURE, SDO.minValue, Literal("909"))),
    Mutation("Figure-minimum", "fewer than none", put(FIGURE, SDO.minValue, whole(-909))),
    Mutation("Figure-maximum", "two upper bounds", also(FIGURE, SDO.maxValue, whole(910))),
    Mutation("Figure-mention", "a number without words", without(FIGURE, KG.mention)),
    Mutation("Figure-claim", "a number that nobody said", without(CLAIM, KG.figure)),
    Mutation("Figure-claim", "a number of two claims", also(SECOND_CLAIM, KG.figure, FIGURE)),
    Mutation("Figure-counted", "two things counted", also(FIGURE, KG.counted, KG.prisoners)),
    Mutation("Figure-role", "an unknown role", put(FIGURE, KG.role, KG.bodies)),
    Mutation("Figure-whose", "people of a person", put(FIGURE, KG.whose, VOLUNTEER)),
    Mutation("Figure-giver", "a side that gives to itself", put(FIGURE, KG.giver, UKRAINE)),
    Mutation("Figure-own", "a side that gives its own people", put(FIGURE, KG.giver, UKRAINE), WARNING),
    Mutation("Figure-receiver", "two receivers", also(FIGURE, KG.receiver, RUSSIA)),
    Mutation("Figure-party", "a receiver who is no side", both(described(KG.State, NOBODY, "Nobody"), put(FIGURE, KG.receiver, NOBODY)), INFO),
    Mutation("Figure-place", "a place described nowhere", put(PART, KG.place, NOBODY)),
    Mutation("Figure-place", "a person for a place", put(PART, KG.place, VOLUNTEER)),
    Mutation("Figure-about", "a figure about a person", put(FIGURE, KG.about, VOLUNTEER)),
    Mutation("Figure-own-article", "a figure about another article's report", both(put(FIGURE, KG.about, POSTED), also(POSTED, PROV.wasDerivedFrom, POST))),
    Mutation("Figure-approximate", "a figure that is rounded and is not", both(also(FIGURE, KG.approximate, Literal(True)), also(FIGURE, KG.approximate, Literal(False)))),
    Mutation("Figure-scope", "a total since two days", both(also(FIGURE, KG.scope, Literal("2024")), also(FIGURE, KG.scope, Literal("2025")))),
    Mutation("Figure-rule", "a figure that two rules found", also(FIGURE, KG.rule, Literal("another"))),
    Mutation("Figures-digits", "two digits of a number changed places", bounds(FIGURE, 990)),
    Mutation("Figures-passage", "a figure outside its claim's passage", put(FIGURE, KG.mention, URIRef(f"{HERALD}#char=373,376")), WARNING),
    Mutation("Figures-parts", "parts that are more than the total", both(bounds(PART, 500)), WARNING),
    Mutation("Figures-sides", "two sides that don't add up", other_figures(1310), WARNING),
    # Reports
    Mutation("Report-article", "a report of no article", without(REPORT, PROV.wasDerivedFrom)),
    Mutation("Report-main", "a report that is neither main nor not", without(REPORT, KG.main)),
    Mutation("Report-exchanged", "an exchange of nothing", without(REPORT, KG.exchanged)),
    Mutation("Report-party", "a side described nowhere", also(REPORT, KG.party, NOBODY)),
    Mutation("Report-earliest", "dates out of order", put(REPORT, KG.earliest, day("2025-05-17"))),
    Mutation("Report-latest", "two latest days", also(REPORT, KG.latest, day("2025-05-18"))),
    Mutation("Report-weekday", "an eighth day of the week", put(REPORT, KG.weekday, whole(7))),
    Mutation("Report-monthDay", "a year where it is unknown", put(REPORT, KG.monthDay, day("2025-05-17"))),
    Mutation("Report-mention", "a report mentioned nowhere", put(REPORT, KG.mention, NOBODY)),
    Mutation("Report-own-article", "a report mentioned in another article", put(PASSAGE, NIF.referenceContext, POST)),
    Mutation("Report-extraction", "a report from nowhere", without(REPORT, PROV.wasGeneratedBy)),
    Mutation("Report-ordinal", "an ordinal that is nowhere", also(REPORT, KG.ordinal, NOBODY)),
    Mutation("Report-claim", "a report about which nothing is claimed", without(None, KG.about), WARNING),
    Mutation("Reports-published", "an exchange after the article came out", both(put(REPORT, KG.earliest, day("2025-05-20")), put(REPORT, KG.latest, day("2025-05-20"))), WARNING),
    Mutation("Ordinal-number", "a zeroth exchange", only(KG.Ordinal, KG.number, whole(0))),
    Mutation("Ordinal-scope", "an ordinal of what", only(KG.Ordinal, KG.scope)),
    Mutation("Ordinal-mention", "an ordinal without words", only(KG.Ordinal, KG.mention)),
    # Roles, extractions
    Mutation("Position-member", "a role of somebody described nowhere", only(ORG.Membership, ORG.member, NOBODY)),
    Mutation("Position-member", "a role of nobody", only(ORG.Membership, ORG.member)),
    Mutation("Position-words", "a role without words", only(ORG.Membership, SDO.roleName)),
    Mutation("Position-passage", "a role without a passage", only(ORG.Membership, PROV.wasQuotedFrom)),
    Mutation("Extraction-used", "an extraction by no model", put(EXTRACTION, PROV.used, HERALD)),
    Mutation("Extraction-used", "an extraction by a model described nowhere", also(EXTRACTION, PROV.used, NOBODY)),
    Mutation("Extraction-tool", "an extraction by no tool", without(EXTRACTION, PROV.wasAssociatedWith)),
    Mutation("Extraction-settings", "an extraction by no settings", without(EXTRACTION, KG.settings)),
    Mutation("Extraction-fingerprint", "no fingerprint", without(EXTRACTION, KG.fingerprint)),
    # Who is who
    Mutation("Actor-english", "an actor without an English name", also(NOBODY, RDF.type, SDO.Person)),
    Mutation("Actor-label", "two preferred names", also(RUSSIA, SKOS.prefLabel, Literal("B", lang="en"))),
    Mutation("Actor-side", "an actor of two sides", also(UKRAINE, KG.side, RUSSIA)),
    Mutation("Known-class", "a state that the article calls a person", also(RUSSIA, RDF.type, SDO.Person)),
    Mutation("Known-class", "a state described as a person", described(SDO.Person, RUSSIA, "Russia")),
    Mutation("Known-side", "a body described as the other side's", described(ORG.Organization, HEADQUARTERS, "Coordination Headquarters", RUSSIA)),
    Mutation("Known-label", "a channel under a name that nobody knows", described(KG.Channel, TELEGRAM, "Post Office")),
    Mutation("Description-thing", "a description of nothing", only(KG.Description, KG.describes)),
    Mutation("Description-label", "a description without a name", only(KG.Description, RDFS.label)),
    Mutation("Description-class", "a description as a claim", only(KG.Description, KG.describedAs, KG.Claim)),
    Mutation("Description-side", "a description of the side of a person", only(KG.Description, KG.side, VOLUNTEER)),
    Mutation("Description-article", "a description of no article", only(KG.Description, PROV.wasDerivedFrom)),
    Mutation("Place-within", "a place in a person", also(SUMY, KG.within, VOLUNTEER)),
    Mutation("Place-latitude", "a latitude beyond the pole", also(SUMY, WGS84.lat, decimal("91.5"))),
    Mutation("Place-longitude", "a longitude that is a text", also(SUMY, WGS84.long, Literal("east"))),
    Mutation("Named", "a mention of somebody described nowhere", also(PASSAGE, ITSRDF.taIdentRef, NOBODY)),
    Mutation("Named", "a claim that mentions somebody described nowhere", also(CLAIM, SDO.mentions, NOBODY)),
    Mutation("Named", "somebody described nowhere under another base", also(CLAIM, SDO.mentions, URIRef("https://norton.example/x"))),
    # What only several articles can tell
    Mutation("ArticleGraph-report-of", "which exchange a report is of", also(REPORT, KG.reportOf, MAY)),
    Mutation("ArticleGraph-decision-none", "an exchange", also(MAY, RDF.type, KG.Exchange)),
    Mutation("ArticleGraph-decision-none", "a disagreement", also(DISAGREEMENT, RDF.type, KG.Disagreement)),
    Mutation("ArticleGraph-stand-none", "a claim that agrees", also(CLAIM, CITO.agreesWith, THIRD_CLAIM)),
    Mutation("ArticleGraph-stand-none", "a claim that disputes", also(CLAIM, CITO.disputes, THIRD_CLAIM)),
    Mutation("ArticleGraph-same-none", "a copy", also(HERALD, KG.copyOf, POST)),
    Mutation("ArticleGraph-same-none", "two actors that are one", also(VOLUNTEER, KG.canonical, UKRAINE)),
    Mutation("ArticleGraph-actor-known", "what an unknown actor is", also(VOLUNTEER, RDF.type, SDO.Person)),
    Mutation("ArticleGraph-one", "another article", other_article),
]  # fmt: skip

# ---------------------------------------------------------------- what is decided across articles

DECISIONS: list[Mutation] = [
    Mutation("Exchange-report", "an exchange without reports", without(None, KG.reportOf)),
    Mutation("Exchange-claim", "an exchange that nobody claims", also(NOBODY, RDF.type, KG.Exchange)),
    Mutation("Exchange-exchanged", "an exchange of wounded", put(MAY, KG.exchanged, KG.wounded)),
    Mutation("Exchange-earliest", "days out of order", put(MAY, KG.latest, day("2025-05-01"))),
    Mutation("Exchange-latest", "two latest days", also(MAY, KG.latest, day("2025-05-30"))),
    Mutation("Exchange-weekday", "a day before Monday", put(MAY, KG.weekday, whole(-1))),
    Mutation("Exchange-monthDay", "a number for a day", put(MAY, KG.monthDay, whole(5))),
    Mutation("Exchange-party", "a person as a side", also(MAY, KG.party, VOLUNTEER)),
    Mutation("Reported-exchange", "a report of two exchanges", also(REPORT, KG.reportOf, MARCH)),
    Mutation("Reported-exchange", "a report of an exchange that is nowhere", put(REPORT, KG.reportOf, NOBODY)),
    Mutation("Flow-exchange", "a flow of no exchange", without(FLOW, KG.inExchange)),
    Mutation("Flow-counted", "a flow of nothing", without(FLOW, KG.counted)),
    Mutation("Flow-giver", "a side that gives to itself", put(FLOW, KG.giver, UKRAINE)),
    Mutation("Flow-receiver", "two receivers", also(FLOW, KG.receiver, RUSSIA)),
    Mutation("Flow-party", "a receiver who is no side", both(put(FLOW, KG.receiver, NOBODY), also(NOBODY, RDF.type, KG.State))),
    Mutation("Flow-minimum", "bounds out of order", put(FLOW, SDO.minValue, whole(911))),
    Mutation("Flow-maximum", "a bound that is a text", put(FLOW, SDO.maxValue, Literal("910"))),
    Mutation("Flow-verdict", "no verdict", without(FLOW, KG.verdict)),
    Mutation("Flow-article", "a flow of no article", without(FLOW, PROV.wasDerivedFrom)),
    Mutation("Flow-speaker", "a speaker described nowhere", also(FLOW, PROV.wasAttributedTo, NOBODY)),
    Mutation("Link-report", "a link of one report", only(KG.Link, KG.joins, REPORT)),
    Mutation("Link-exchange", "a link of two exchanges", put(REPORT, KG.reportOf, MARCH)),
    Mutation("Link-score", "a link without a score", only(KG.Link, KG.score)),
    Mutation("Link-reason", "a link without a reason", only(KG.Link, KG.reason)),
    Mutation("Disagreement", "a disagreement about nothing", without(DISAGREEMENT, KG.inExchange)),
    Mutation("Disagreement-exchange", "about two exchanges", also(DISAGREEMENT, KG.inExchange, MARCH)),
    Mutation("Disagreement-a", "a figure at odds with itself", put(DISAGREEMENT, KG.figureB, FIGURE)),
    Mutation("Disagreement-b", "a figure that is nowhere", put(DISAGREEMENT, KG.figureB, NOBODY)),
    Mutation("Disagreement-why", "no reason", without(DISAGREEMENT, KG.why)),
    Mutation("Difference-exchange", "a difference about nothing", without(DIFFERENCE, KG.inExchange)),
    Mutation("Difference-a", "a figure that differs from itself", put(DIFFERENCE, KG.figureB, FIGURE)),
    Mutation("Difference-b", "a figure that is nowhere", put(DIFFERENCE, KG.figureB, NOBODY)),
    Mutation("Difference-why", "a difference that is a disagreement", put(DIFFERENCE, KG.why, KG["why-sum"])),
    Mutation("Judgement-as", "a judgement of neither", only(KG.Judgement, KG.judgedAs)),
    Mutation("Judgement-one", "a thing judged with itself", only(KG.Judgement, KG.judged, URIRef(records.JUDGEMENT.others[0]))),
    Mutation("Judgement-other", "a judgement on one thing", only(KG.Judgement, KG.judgedWith)),
    Mutation("Judgement-reason", "two reasons", also(JUDGEMENT, RDFS.comment, Literal("another"))),
    Mutation("Judgement-day", "a day that is a text", only(KG.Judgement, SDO.dateCreated, Literal("Tuesday"))),
    Mutation("Copy-original", "a copy of nothing", put(POST, KG.copyOf, NOBODY)),
    Mutation("Copy-once", "a copy of a copy", also(HERALD, KG.copyOf, POST)),
    Mutation("Canonical-one", "an actor that counts as two", also(RUSSIA, KG.canonical, UKRAINE)),
    Mutation("Canonical-end", "an actor that counts as one that counts as another", put(RUSSIA, KG.canonical, NOBODY)),
    Mutation("Known-class", "a state that the decisions call a person", also(RUSSIA, RDF.type, SDO.Person)),
    Mutation("Known-side", "a body that the decisions put on the other side", also(HEADQUARTERS, KG.side, RUSSIA)),
    Mutation("Actor-label", "a known actor under a new name", also(HEADQUARTERS, SKOS.prefLabel, Literal("B", lang="en"))),
    Mutation("Actor-english", "a minted actor without a name", without(VOLUNTEER, SKOS.prefLabel)),
    Mutation("Named", "agreement with a claim that is nowhere", also(CLAIM, CITO.agreesWith, NOBODY)),
    Mutation("Named", "a flow that rests on an article that is nowhere", also(FLOW, PROV.wasDerivedFrom, NOBODY)),
]  # fmt: skip
