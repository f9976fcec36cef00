"""Gathers from the graph what all explanations share: articles, passages, claims, figures, reports, exchanges."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.explain import words as wording
from kg.explain.records import (
    Actor,
    Article,
    Claim,
    Days,
    Figure,
    Judgement,
    Link,
    Meeting,
    Passage,
    Report,
    Statement,
    Words,
)
from kg.resolve import names
from kg.vocab import KG, NIF, PROV, RDFS, SDO

if TYPE_CHECKING:
    from kg.explain.graph import Graph

_FEW = 90
"""A passage of fewer characters is shown with the sentence beside it."""
_SENTENCE = re.compile(r"(?<=[.!?])[\"'”’»)\]]*\s+(?=\S)|\n\s*")
_LONGEST = 300


def article(graph: Graph, iri: str) -> Article:
    """Gathers an article; copies are the articles of the same text, in either direction, by name."""
    copies = {*graph.all(iri, KG.copyOf), *graph.back(iri, KG.copyOf)}
    # What two articles are copies of makes them copies of each other.
    copies |= {other for one in graph.all(iri, KG.copyOf) for other in graph.back(one, KG.copyOf)}
    return Article(
        iri,
        graph.one(iri, SDO.identifier),
        graph.one(iri, SDO.headline),
        graph.label(graph.one(iri, SDO.publisher)),
        graph.one(iri, SDO.datePublished),
        graph.one(iri, KG.basis),
        graph.one(iri, SDO.url),
        tuple(sorted(graph.one(copy, SDO.identifier) or graph.short(copy) for copy in copies - {iri})),
        graph.one(iri, KG.publisherBasis),
    )


def stretch(graph: Graph, string: str) -> Words | None:
    """Gives the words of a NIF string; None where there is none."""
    if not string or not graph.node(string):
        return None
    return Words(
        graph.number(string, NIF.beginIndex) or 0,
        graph.number(string, NIF.endIndex) or 0,
        graph.one(string, NIF.anchorOf),
    )


def passage(graph: Graph, string: str) -> Passage:
    """Gathers a claim's passage, with a neighbouring sentence of its paragraph where it is short."""
    words = stretch(graph, string) or Words(0, 0, "")
    source = graph.one(string, NIF.referenceContext)
    before = after = ""
    if len(words.text) < _FEW:
        text = graph.one(source, NIF.isString)
        before = next(
            iter(reversed(_sentences(text[max(0, words.start - _LONGEST) : words.start], "\n", last=True))), ""
        )
        if not before:
            after = next(iter(_sentences(text[words.end : words.end + _LONGEST], "\n", last=False)), "")
    return Passage(article(graph, source), words.start, words.end, words.text, before, after)


def _sentences(text: str, edge: str, *, last: bool) -> list[str]:
    """Gives the whole sentences of a paragraph's rest; what is cut off at the far end is no sentence."""
    paragraph = text.rpartition(edge)[2] if last else text.partition(edge)[0]
    found = [one for one in _SENTENCE.split(paragraph.strip()) if one.strip(" .,;:!?\"'”’»)]-–—•●*")]
    whole = len(paragraph) < len(text) or len(text) < _LONGEST
    if found and not whole:
        found = found[1:] if last else found[:-1]
    return found


def figure(graph: Graph, iri: str, claim: str = "") -> Figure:
    """Gathers a figure; its report is that of its claim where it names none itself."""
    claim = claim or next(iter(graph.back(iri, KG.figure)), "")
    report = graph.one(iri, KG.about) or graph.one(claim, KG.about)
    minimum, maximum = graph.number(iri, SDO.minValue), graph.number(iri, SDO.maxValue)
    counted = graph.local(iri, KG.counted)
    whose, giver, receiver, place = (
        graph.label(graph.one(iri, name)) for name in (KG.whose, KG.giver, KG.receiver, KG.place)
    )
    return Figure(
        iri,
        stretch(graph, graph.one(iri, KG.mention)) or Words(0, 0, ""),
        minimum,
        maximum,
        names.bounds(minimum, maximum),
        counted,
        whose,
        giver,
        receiver,
        place,
        graph.local(iri, KG.role),
        graph.one(iri, KG.rule),
        wording.about(counted, whose, giver, receiver, place),
        report,
        graph.one(report, KG.reportOf),
    )


def figures(graph: Graph, claim: str) -> tuple[Figure, ...]:
    """Gathers a claim's figures in the order of the text."""
    found = (figure(graph, iri, claim) for iri in graph.all(claim, KG.figure))
    return tuple(sorted(found, key=lambda one: (one.words.start, one.words.end, one.iri)))


def speaker(graph: Graph, claim: str) -> Actor:
    """Gathers who makes a claim, with the position that its article gives."""
    iri = graph.one(claim, KG.speaker)
    if iri in ("", str(KG.unnamed)):
        return Actor("", "")
    source = graph.one(graph.one(claim, PROV.wasQuotedFrom), NIF.referenceContext)
    told = graph.positions(iri, source)
    known = "" if told else graph.one(iri, KG.position)
    side = graph.label(graph.one(iri, KG.side))
    return Actor(iri, graph.label(iri), side, "; ".join(told), known)


def claim(graph: Graph, iri: str) -> Claim:
    """Gathers a claim with its figures."""
    report = graph.one(iri, KG.about)
    return Claim(
        iri,
        passage(graph, graph.one(iri, PROV.wasQuotedFrom)),
        speaker(graph, iri),
        graph.local(iri, KG.stance),
        graph.local(iri, KG.manner),
        graph.one(iri, KG.cue),
        stretch(graph, graph.one(iri, KG.cueMention)),
        graph.label(graph.one(iri, KG.medium)),
        days(graph, iri) if graph.one(iri, KG.basis) else None,
        graph.one(iri, KG.rule),
        tuple(sorted({graph.label(other) for other in graph.all(iri, SDO.mentions)})),
        figures(graph, iri),
        report,
        graph.one(report, KG.reportOf),
    )


def statement(graph: Graph, claim: str, told: Figure | None = None) -> Statement:
    """Gathers one line of who says what: a figure of a claim, or the claim as a whole."""
    string = graph.one(claim, PROV.wasQuotedFrom)
    source = graph.one(string, NIF.referenceContext)
    iri = graph.one(claim, KG.speaker)
    return Statement(
        claim,
        told.iri if told else "",
        "" if iri == str(KG.unnamed) else graph.label(iri),
        graph.local(claim, KG.stance),
        graph.label(graph.one(claim, KG.medium)),
        graph.one(source, SDO.identifier),
        graph.label(graph.one(source, SDO.publisher)),
        graph.one(source, SDO.datePublished),
        told.words if told else None,
        told.bounds if told else "",
        told.about if told else "",
        told.role if told else "",
        stretch(graph, string) or Words(0, 0, ""),
    )


def of_figure(graph: Graph, iri: str) -> Statement:
    """Gathers the line of one figure."""
    claim = next(iter(graph.back(iri, KG.figure)), "")
    return statement(graph, claim, figure(graph, iri, claim))


def in_order(statements: list[Statement]) -> tuple[Statement, ...]:
    """Sorts statements by day, article and place in the text; what has no day comes last."""
    return tuple(sorted(statements, key=_place))


def _place(one: Statement) -> tuple[object, ...]:
    start = one.words.start if one.words else one.passage.start
    return (not one.published, one.published, one.article, one.passage.start, start, one.claim, one.figure)


def days(graph: Graph, iri: str) -> Days:
    """Gathers the bounds of the day of a report, an exchange or a claim."""
    earliest, latest = graph.one(iri, KG.earliest), graph.one(iri, KG.latest)
    weekday, month_day = graph.number(iri, KG.weekday), graph.one(iri, KG.monthDay)
    return Days(earliest, latest, graph.one(iri, KG.basis), wording.days(earliest, latest, weekday, month_day))


def report(graph: Graph, iri: str) -> Report:
    """Gathers one article's account of an exchange."""
    return Report(
        iri,
        article(graph, graph.one(iri, PROV.wasDerivedFrom)),
        graph.one(iri, KG.main) == "true",
        days(graph, iri),
        stretch(graph, graph.one(iri, KG.mention)),
        tuple(
            f"the {names.ordinal(graph.number(one, KG.number) or 0)} of “{graph.one(one, KG.scope)}”"
            for one in graph.all(iri, KG.ordinal)
        ),
        graph.one(iri, KG.reportOf),
    )


def meeting(graph: Graph, iri: str) -> Meeting | None:
    """Gathers an exchange in short; None where there is none."""
    if not iri:
        return None
    sources = {graph.one(one, PROV.wasDerivedFrom) for one in graph.back(iri, KG.reportOf)}
    return Meeting(
        iri,
        wording.exchanged(tuple(one.rpartition("#")[2] for one in graph.all(iri, KG.exchanged))),
        tuple(sorted(graph.label(side) for side in graph.all(iri, KG.party))),
        days(graph, iri),
        tuple(sorted(graph.one(one, SDO.identifier) for one in sources)),
    )


def links(graph: Graph, reports: tuple[str, ...]) -> tuple[Link, ...]:
    """Gathers the links that touch any of the reports, the strongest first."""
    found = []
    for iri in {link for one in reports for link in graph.back(one, KG.joins)}:
        ends = [graph.one(graph.one(one, PROV.wasDerivedFrom), SDO.identifier) for one in graph.all(iri, KG.joins)]
        first, last = (sorted(ends) * 2)[:2] if len(ends) != 2 else sorted(ends)
        found.append(Link(iri, graph.one(iri, KG.score), graph.all(iri, KG.reason), (first, last)))
    return tuple(sorted(found, key=lambda one: (-float(one.score or 0), one.articles, one.iri)))


def told_of(graph: Graph, reports: tuple[str, ...]) -> list[tuple[str, Figure | None]]:
    """Finds the claims about reports, each with those of its figures that are about them too; None for no figure."""
    wanted = set(reports)
    claims = {one for report in reports for one in graph.back(report, KG.about) if graph.is_a(one, KG.Claim)}
    # A figure may be about another exchange than its claim.
    about = {one for report in reports for one in graph.back(report, KG.about) if graph.is_a(one, KG.Figure)}
    claims |= {claim for one in about for claim in graph.back(one, KG.figure)}
    found: list[tuple[str, Figure | None]] = []
    for iri in sorted(claims):
        mine = [one for one in figures(graph, iri) if one.report in wanted]
        found += [(iri, one) for one in mine] or [(iri, None)]
    return found


def judgements(graph: Graph, things: tuple[str, ...]) -> tuple[Judgement, ...]:
    """Gathers what readers decided on any of the things."""
    found = []
    ends = (str(KG.judged), str(KG.judgedWith))
    for iri in sorted({one for thing in things for end in ends for one in graph.back(thing, end)}):
        judged = [thing for end in ends for thing in graph.all(iri, end)]
        labels = tuple(graph.label(one) for one in judged)
        found.append(Judgement(iri, graph.local(iri, str(KG.judgedAs)), labels, graph.one(iri, RDFS.comment)))
    return tuple(found)
