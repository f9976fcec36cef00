"""Reads back from the store what decisions across articles rest on."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from kg.model import Actor, ActorType, Counted, Days, Evidence, Kind, Medium, Ordinal, Place, Report, Role, Span, Stance
from kg.vocab import KG, ORG, SDO

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.store import Store

_TYPES = {
    str(SDO.Person): ActorType.PERSON,
    str(ORG.Organization): ActorType.ORGANIZATION,
    str(KG.State): ActorType.STATE,
    str(KG.Outlet): ActorType.OUTLET,
}

_REPORTS = """
SELECT ?report ?article ?main ?earliest ?latest ?weekday ?basis ?start ?end {
  ?report a kg:Report ; kg:main ?main ; prov:wasDerivedFrom/schema:identifier ?article .
  OPTIONAL { ?report kg:earliest ?earliest }
  OPTIONAL { ?report kg:latest ?latest }
  OPTIONAL { ?report kg:weekday ?weekday }
  OPTIONAL { ?report kg:basis ?basis }
  OPTIONAL { ?report kg:mention ?mention . ?mention nif:beginIndex ?start ; nif:endIndex ?end }
}"""

_PARTS = "SELECT ?report ?part {{ ?report a kg:Report ; {property} ?part }}"

_ORDINALS = """
SELECT ?report ?number ?scope ?start ?end {
  ?report a kg:Report ; kg:ordinal ?ordinal .
  ?ordinal kg:number ?number ; kg:scope ?scope ; kg:mention ?mention .
  ?mention nif:beginIndex ?start ; nif:endIndex ?end .
}"""

_EVIDENCE = """
SELECT ?figure ?claim ?article ?speaker ?stance ?counted ?role ?minimum ?maximum ?whose ?giver ?receiver ?place
       ?report ?start ?approximate ?scope {
  ?figure a kg:Figure ; kg:counted ?counted ; kg:role ?role ; kg:mention ?mention .
  ?claim kg:figure ?figure ; kg:speaker ?speaker ; kg:stance ?stance .
  ?mention nif:beginIndex ?start ; nif:referenceContext/schema:identifier ?article .
  OPTIONAL { ?figure schema:minValue ?minimum }
  OPTIONAL { ?figure schema:maxValue ?maximum }
  OPTIONAL { ?figure kg:whose ?whose }
  OPTIONAL { ?figure kg:giver ?giver }
  OPTIONAL { ?figure kg:receiver ?receiver }
  OPTIONAL { ?figure kg:place ?place }
  OPTIONAL { ?figure kg:about ?report }
  OPTIONAL { ?figure kg:approximate ?approximate }
  OPTIONAL { ?figure kg:scope ?scope }
}"""

_PUBLISHERS = """
SELECT ?article ?publisher {
  ?text schema:identifier ?article .
  OPTIONAL { ?text schema:publisher ?publisher }
} ORDER BY ?article"""

_PASSAGES = """
SELECT DISTINCT ?article ?passage {
  ?claim a kg:Claim ; prov:wasQuotedFrom ?string .
  ?string nif:anchorOf ?passage ; nif:referenceContext/schema:identifier ?article .
} ORDER BY ?article ?passage"""

_PUBLISHED = "SELECT ?article ?day { ?text schema:identifier ?article ; schema:datePublished ?day }"

_SIDES = "SELECT DISTINCT ?actor ?side { ?actor skos:inScheme ?authority ; kg:side ?side }"

_DESCRIPTIONS = """
SELECT ?thing ?label ?class ?side (COUNT(*) AS ?articles) {
  ?description a kg:Description ; kg:describes ?thing ; rdfs:label ?label ; kg:describedAs ?class .
  OPTIONAL { ?description kg:side ?side }
} GROUP BY ?thing ?label ?class ?side"""

_REFERENCED = """
SELECT DISTINCT ?thing {
  VALUES ?property {
    itsrdf:taIdentRef org:member schema:publisher
    kg:speaker kg:medium kg:whose kg:giver kg:receiver kg:place kg:party kg:side
    prov:wasAssociatedWith prov:used
  }
  GRAPH ?graph { ?extraction kg:fingerprint ?fingerprint . ?subject ?property ?thing }
}"""


def reports(store: Store) -> list[Report]:
    """Reads every article's reports, sorted by IRI; sides are sorted, ordinals by their place in the text."""
    sides, exchanged = _parts(store, "kg:party"), _parts(store, "kg:exchanged")
    ordinals: defaultdict[str, list[Ordinal]] = defaultdict(list)
    for row in store.select(_ORDINALS).records():
        ordinal = Ordinal(int(row["number"]), row["scope"], Span(int(row["start"]), int(row["end"])))
        ordinals[row["report"]].append(ordinal)
    found = [
        Report(
            iri=row["report"],
            article=row["article"],
            main=row["main"] == "true",
            kind=_kind(exchanged[row["report"]]),
            days=Days(_day(row["earliest"]), _day(row["latest"]), _number(row["weekday"]), row["basis"]),
            sides=tuple(sides[row["report"]]),
            ordinals=tuple(sorted(ordinals[row["report"]], key=lambda ordinal: (ordinal.span, ordinal.scope))),
            span=Span(int(row["start"]), int(row["end"])) if row["start"] else None,
        )
        for row in store.select(_REPORTS).records()
    ]
    return sorted(found, key=lambda report: report.iri)


def evidence(store: Store) -> list[Evidence]:
    """Reads every article's figures, sorted by article, place in the text, and IRI."""
    found = [
        Evidence(
            figure=row["figure"],
            claim=row["claim"],
            article=row["article"],
            speaker=None if row["speaker"] == str(KG.unnamed) else row["speaker"],
            stance=Stance(_name(row["stance"])),
            counted=Counted(_name(row["counted"])),
            role=Role(_name(row["role"])),
            minimum=_number(row["minimum"]),
            maximum=_number(row["maximum"]),
            whose=row["whose"] or None,
            giver=row["giver"] or None,
            receiver=row["receiver"] or None,
            place=row["place"] or None,
            report=row["report"],
            start=int(row["start"]),
            approximate=row["approximate"] == "true",
            scope=row["scope"],
        )
        for row in store.select(_EVIDENCE).records()
    ]
    return sorted(found, key=lambda item: (item.article, item.start, item.figure))


def counted_as(row: Evidence, same: Mapping[str, str]) -> Evidence:
    """Gives the evidence with the actors that readers judged to be others replaced by those they count as."""
    named = (row.speaker, row.whose, row.giver, row.receiver)
    if same.keys().isdisjoint(named):
        return row
    speaker, whose, giver, receiver = (same.get(actor, actor) if actor else None for actor in named)
    return replace(row, speaker=speaker, whose=whose, giver=giver, receiver=receiver)


def publishers(store: Store) -> dict[str, str | None]:
    """Gives each article's publisher, as an IRI, by the article's id; None where it is unknown."""
    return {row["article"]: row["publisher"] or None for row in store.select(_PUBLISHERS).records()}


def passages(store: Store) -> dict[str, list[str]]:
    """Gives the passages of each article's claims, by the article's id, in alphabetical order."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for article, passage in store.select(_PASSAGES).texts():
        found[article].append(passage)
    return dict(found)


def published(store: Store) -> dict[str, date | None]:
    """Gives the day on which each article appeared, by the article's id; articles without one are left out."""
    return {article: _day(day) for article, day in store.select(_PUBLISHED).texts()}


def sides(store: Store) -> dict[str, str]:
    """Gives the state that each actor belongs to or speaks for.

    The authority's graph must have been written, for it tells the sides of the actors that it knows; those of others
    are as `minted` decides.
    """
    own = {thing.iri: thing.side for thing in minted(store).values() if isinstance(thing, Actor) and thing.side}
    return own | {row["actor"]: row["side"] for row in store.select(_SIDES).records()}


def minted(store: Store) -> dict[str, Actor | Place | Medium]:
    """Decides what each thing is that articles describe in their own words, by IRI.

    The label, the class and the side of most articles win, among equals the first in the alphabet. Who knows a thing
    from the authority leaves it out.
    """
    told: defaultdict[str, defaultdict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for row in store.select(_DESCRIPTIONS).records():
        for aspect in ("label", "class", "side"):
            if row[aspect]:
                told[row["thing"]][aspect][row[aspect]] += int(row["articles"])
    return {
        thing: _described(thing, {aspect: _most(counted) for aspect, counted in told[thing].items()})
        for thing in sorted(told)
    }


def referenced(store: Store) -> frozenset[str]:
    """Finds the IRIs of all that articles refer to: actors, places, media, and the tools and models that read them.

    Only articles' own graphs count: what an earlier decision named may be gone with its article.
    """
    return frozenset(row["thing"] for row in store.select(_REFERENCED).records())


def _most(counted: Counter[str]) -> str:
    return min(counted, key=lambda value: (-counted[value], value))


def _described(thing: str, told: dict[str, str]) -> Actor | Place | Medium:
    if told["class"] == str(SDO.Place):
        return Place(thing, told["label"], known=False)
    if told["class"] == str(KG.Channel):
        return Medium(thing, told["label"])
    return Actor(thing, told["label"], _TYPES[told["class"]], told.get("side"), known=False)


def _parts(store: Store, property_: str) -> defaultdict[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for report, part in sorted(store.select(_PARTS.format(property=property_)).texts()):
        found[report].append(part)
    return found


def _kind(exchanged: list[str]) -> Kind:
    return Kind(_name(exchanged[0])) if len(exchanged) == 1 else Kind.MIXED


def _name(iri: str) -> str:
    return iri.removeprefix(str(KG._NS))


def _number(text: str) -> int | None:
    return int(text) if text else None


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
