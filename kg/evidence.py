"""Reads back from the store what decisions across articles rest on."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from rdflib import Literal

from kg import likeness
from kg.likeness import Print, Prose
from kg.model import Actor, ActorType, Counted, Days, Evidence, Kind, Medium, Ordinal, Place, Report, Role, Span, Stance
from kg.vocab import KG, ORG, SDO

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kg.store import Store

_TYPES = {
    str(SDO.Person): ActorType.PERSON,
    str(ORG.Organization): ActorType.ORGANIZATION,
    str(KG.State): ActorType.STATE,
    str(KG.Outlet): ActorType.OUTLET,
}

_REPORTS = """
SELECT ?report ?article ?main ?earliest ?latest ?weekday ?monthDay ?basis ?start ?end {
  ?report a kg:Report ; kg:main ?main ; prov:wasDerivedFrom/schema:identifier ?article .
  OPTIONAL { ?report kg:earliest ?earliest }
  OPTIONAL { ?report kg:latest ?latest }
  OPTIONAL { ?report kg:weekday ?weekday }
  OPTIONAL { ?report kg:monthDay ?monthDay }
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

_FIGURES = """
SELECT ?figure ?article ?start {
  GRAPH ?graph {
    ?figure a kg:Figure ; kg:mention ?mention .
    ?mention nif:beginIndex ?start ; nif:referenceContext/schema:identifier ?article .
  }
}"""

# Pairs come straight from an index: put together here they cost half of what a query costs that joins them.
_PAIRS = "SELECT ?thing ?value {{ ?thing {property} ?value }}"

_PUBLISHERS = """
SELECT ?article ?publisher {
  ?text schema:identifier ?article .
  OPTIONAL { ?text schema:publisher ?publisher }
} ORDER BY ?article"""

_PRINTS = """
SELECT ?article ?words ?signature {
  ?text schema:identifier ?article ; kg:wordsSha256 ?words ; kg:minHash ?signature .
}"""

_PROSE = """
SELECT ?words ?start ?end {{
  ?text schema:identifier {article} .
  {{ ?text nif:isString ?words }}
  UNION {{ ?text kg:boilerplate ?string . ?string nif:beginIndex ?start ; nif:endIndex ?end }}
  UNION {{ ?string nif:referenceContext ?text ; a nif:Title ; nif:beginIndex ?start ; nif:endIndex ?end }}
}}"""

_PUBLISHED = "SELECT ?article ?day { ?text schema:identifier ?article ; schema:datePublished ?day }"

_SIDES = "SELECT DISTINCT ?actor ?side { ?actor skos:inScheme ?authority ; kg:side ?side }"

_DESCRIPTIONS = """
SELECT ?thing ?label ?class ?side (COUNT(*) AS ?articles) {
  ?description a kg:Description ; kg:describes ?thing ; rdfs:label ?label ; kg:describedAs ?class .
  OPTIONAL { ?description kg:side ?side }
} GROUP BY ?thing ?label ?class ?side"""

_REFERENCED = "SELECT DISTINCT ?thing {{ GRAPH ?graph {{ ?subject {property} ?thing }} {only} }}"

_REFERRING = (
    *("itsrdf:taIdentRef", "org:member", "schema:publisher", "kg:speaker", "kg:medium", "kg:whose", "kg:giver"),
    *("kg:receiver", "kg:place", "kg:party", "kg:side", "prov:wasAssociatedWith", "prov:used"),
)


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
            days=Days(
                _day(row["earliest"]),
                _day(row["latest"]),
                _number(row["weekday"]),
                row["basis"],
                _month_day(row["monthDay"]),
            ),
            sides=tuple(sides[row["report"]]),
            ordinals=tuple(sorted(ordinals[row["report"]], key=lambda ordinal: (ordinal.span, ordinal.scope))),
            span=Span(int(row["start"]), int(row["end"])) if row["start"] else None,
        )
        for row in store.select(_REPORTS).records()
    ]
    return sorted(found, key=lambda report: report.iri)


def evidence(store: Store) -> list[Evidence]:
    """Reads every article's figures, sorted by article, place in the text, and IRI."""
    claims = {figure: claim for claim, figure in _pairs(store, "kg:figure")}
    speaker, stance, about, counted, role, minimum, maximum, whose, giver, receiver, place, approximate, scope = (
        dict(_pairs(store, property_))
        for property_ in (
            *("kg:speaker", "kg:stance", "kg:about", "kg:counted", "kg:role", "schema:minValue", "schema:maxValue"),
            *("kg:whose", "kg:giver", "kg:receiver", "kg:place", "kg:approximate", "kg:scope"),
        )
    )
    found = []
    for figure, article, start in store.select(_FIGURES).texts():
        claim = claims[figure]
        row = Evidence(
            figure=figure,
            claim=claim,
            article=article,
            speaker=None if speaker[claim] == str(KG.unnamed) else speaker[claim],
            stance=Stance(_name(stance[claim])),
            counted=Counted(_name(counted[figure])),
            role=Role(_name(role[figure])),
            minimum=_number(minimum.get(figure, "")),
            maximum=_number(maximum.get(figure, "")),
            whose=whose.get(figure),
            giver=giver.get(figure),
            receiver=receiver.get(figure),
            place=place.get(figure),
            report=about.get(figure, ""),
            start=int(start),
            approximate=approximate.get(figure) == "true",
            scope=scope.get(figure, ""),
        )
        found.append(row)
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


def prints(store: Store) -> dict[str, Print]:
    """Gives what is kept of each article's words to tell copies by, by the article's id."""
    rows = store.select(_PRINTS).texts()
    return {article: Print(words, likeness.read(signature)) for article, words, signature in rows}


def prose(store: Store) -> Callable[[str], Prose]:
    """Gives what reads an article's own words, without headline and boilerplate, by the article's id."""

    # The reports of one formula are compared with each other, one after the other.
    @lru_cache(maxsize=1000)
    def read(article: str) -> Prose:
        rows = store.select(_PROSE.format(article=Literal(article).n3())).texts()
        whole = next(words for words, _, _ in rows if words)
        return Prose(whole, [Span(int(start), int(end)) for words, start, end in rows if not words])

    return read


def published(store: Store) -> dict[str, date | None]:
    """Gives the day on which each article appeared, by the article's id; articles without one are left out."""
    return {article: _day(day) for article, day in store.select(_PUBLISHED).texts()}


def sides(store: Store, minted: Mapping[str, Actor | Place | Medium]) -> dict[str, str]:
    """Gives the state that each actor belongs to or speaks for.

    The authority's graph must have been written, for it tells the sides of the actors that it knows; those of others
    are as `minted` decided.
    """
    own = {thing.iri: thing.side for thing in minted.values() if isinstance(thing, Actor) and thing.side}
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
    others = ", ".join(f"<{graph}>" for graph in sorted(set(store.graphs()) - store.fingerprints().keys()))
    # The library finds nothing that is in no empty list.
    only = f"FILTER (?graph NOT IN ({others}))" if others else ""
    return frozenset(
        thing
        for property_ in _REFERRING
        for (thing,) in store.select(_REFERENCED.format(property=property_, only=only)).texts()
    )


def _pairs(store: Store, property_: str) -> list[tuple[str, str]]:
    """Reads all that have a property, and what it is."""
    return [(thing, value) for thing, value in store.select(_PAIRS.format(property=property_)).texts()]


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


def _month_day(text: str) -> tuple[int, int] | None:
    return (int(text[2:4]), int(text[5:7])) if text else None
