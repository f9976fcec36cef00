"""Reads back from articles' graphs what decisions across articles rest on."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from kg import likeness
from kg.likeness import Print, Prose
from kg.model import Actor, ActorType, Counted, Days, Evidence, Kind, Medium, Ordinal, Place, Report, Role, Span, Stance
from kg.vocab import ITSRDF, KG, NIF, ORG, PROV, RDF, RDFS, SDO

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from kg.store import Store

_TYPES = {
    str(SDO.Person): ActorType.PERSON,
    str(ORG.Organization): ActorType.ORGANIZATION,
    str(KG.State): ActorType.STATE,
    str(KG.Outlet): ActorType.OUTLET,
}

_SIDES = "SELECT DISTINCT ?actor ?side { ?actor skos:inScheme ?authority ; kg:side ?side }"

_REFERRING = frozenset(
    str(property_)
    for property_ in (
        *(ITSRDF.taIdentRef, ORG.member, SDO.publisher, KG.speaker, KG.medium, KG.whose, KG.giver, KG.receiver),
        *(KG.place, KG.party, KG.side, PROV.wasAssociatedWith, PROV.used),
    )
)
# Looked up for every statement of every article: plain strings are found faster than terms.
_TYPE, _LABEL = str(RDF.type), str(RDFS.label)
_A_REPORT, _A_CLAIM, _A_FIGURE = str(KG.Report), str(KG.Claim), str(KG.Figure)
_A_DESCRIPTION, _A_CHANNEL = str(KG.Description), str(KG.Channel)
_IDENTIFIER, _PUBLISHER, _PUBLISHED = str(SDO.identifier), str(SDO.publisher), str(SDO.datePublished)
_BEGIN, _END = str(NIF.beginIndex), str(NIF.endIndex)
_IS_STRING, _TITLE = str(NIF.isString), str(NIF.Title)
_MINIMUM, _MAXIMUM = str(SDO.minValue), str(SDO.maxValue)
_NAMESPACE = str(KG._NS)
_UNNAMED = str(KG.unnamed)
_ABOUT = str(KG.about)
_APPROXIMATE = str(KG.approximate)
_BASIS = str(KG.basis)
_BOILERPLATE = str(KG.boilerplate)
_COUNTED = str(KG.counted)
_DESCRIBED_AS = str(KG.describedAs)
_DESCRIBES = str(KG.describes)
_EARLIEST = str(KG.earliest)
_EXCHANGED = str(KG.exchanged)
_FIGURE = str(KG.figure)
_GIVER = str(KG.giver)
_LATEST = str(KG.latest)
_MAIN = str(KG.main)
_MENTION = str(KG.mention)
_MONTH_DAY = str(KG.monthDay)
_NUMBER = str(KG.number)
_ORDINAL = str(KG.ordinal)
_PARTY = str(KG.party)
_PLACE = str(KG.place)
_RECEIVER = str(KG.receiver)
_ROLE = str(KG.role)
_SCOPE = str(KG.scope)
_SIDE = str(KG.side)
_SPEAKER = str(KG.speaker)
_STANCE = str(KG.stance)
_WEEKDAY = str(KG.weekday)
_WHOSE = str(KG.whose)
_WORDS, _MIN_HASH = str(KG.wordsSha256), str(KG.minHash)


@dataclass(frozen=True, slots=True)
class Description:
    """What one article's words tell of a thing that they were minted into: its label, its class and its side."""

    thing: str
    label: str
    type: str
    side: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What one article tells, as far as decisions across articles rest on it.

    `reports` are sorted by IRI, `rows` (its figures) by place in the text and IRI; `print` is kept of its words to
    tell copies by, `named` the IRIs of all that it refers to: actors, places, media, tool and model.
    """

    article: str
    published: date | None
    publisher: str | None
    reports: tuple[Report, ...]
    rows: tuple[Evidence, ...]
    print: Print | None
    descriptions: tuple[Description, ...]
    named: tuple[str, ...]
    claims: int
    figures: int


Properties = dict[str, list[str]]


def told(statements: Iterable[tuple[str, str, str]]) -> Told:
    """Reads the statements of one article's graph: IRIs and lexical forms, in any order, each once."""
    about: defaultdict[str, Properties] = defaultdict(lambda: defaultdict(list))
    kinds: defaultdict[str, list[str]] = defaultdict(list)
    named = set()
    article, text = "", ""
    for subject, property_, value in statements:
        if property_ == _TYPE:
            kinds[value].append(subject)
            continue
        about[subject][property_].append(value)
        if property_ in _REFERRING:
            named.add(value)
        elif property_ == _IDENTIFIER:
            article, text = value, subject
    # The extraction used the article too.
    named.discard(text)
    rows = [
        _row(figure, claim, article, about) for claim in kinds[_A_CLAIM] for figure in about[claim].get(_FIGURE, ())
    ]
    words, signature = _one(about[text], _WORDS), _one(about[text], _MIN_HASH)
    return Told(
        article=article,
        published=_day(_one(about[text], _PUBLISHED)),
        publisher=_one(about[text], _PUBLISHER) or None,
        reports=tuple(sorted((_report(one, article, about) for one in kinds[_A_REPORT]), key=lambda one: one.iri)),
        rows=tuple(sorted(rows, key=lambda row: (row.start, row.figure, row.claim))),
        print=Print(words, likeness.read(signature)) if words and signature else None,
        descriptions=tuple(
            sorted(
                (_description(about[one]) for one in kinds[_A_DESCRIPTION]),
                key=lambda one: (one.thing, one.label, one.type, one.side),
            )
        ),
        named=tuple(sorted(named)),
        claims=len(kinds[_A_CLAIM]),
        figures=len(kinds[_A_FIGURE]),
    )


def all_told(store: Store) -> list[Told]:
    """Reads all articles of a store, sorted by the names of their graphs."""
    return [told(store.statements(graph)) for graph in store.fingerprints()]


def _report(iri: str, article: str, about: Mapping[str, Properties]) -> Report:
    told = about[iri]
    ordinals = []
    for node in told.get(_ORDINAL, ()):
        number, scope = _one(about[node], _NUMBER), _one(about[node], _SCOPE)
        ordinals.append(Ordinal(int(number), scope, _span(about[_one(about[node], _MENTION)])))
    mention = _one(told, _MENTION)
    return Report(
        iri=iri,
        article=article,
        main=_one(told, _MAIN) == "true",
        kind=_kind(told.get(_EXCHANGED, [])),
        days=Days(
            _day(_one(told, _EARLIEST)),
            _day(_one(told, _LATEST)),
            _number(_one(told, _WEEKDAY)),
            _one(told, _BASIS),
            _month_day(_one(told, _MONTH_DAY)),
        ),
        sides=tuple(sorted(told.get(_PARTY, ()))),
        ordinals=tuple(sorted(ordinals, key=lambda ordinal: (ordinal.span, ordinal.scope))),
        span=_span(about[mention]) if mention else None,
    )


def _row(figure: str, claim: str, article: str, about: Mapping[str, Properties]) -> Evidence:
    told, said = about[figure], about[claim]
    speaker = _one(said, _SPEAKER)
    return Evidence(
        figure=figure,
        claim=claim,
        article=article,
        speaker=None if speaker == _UNNAMED else speaker,
        stance=Stance(_name(_one(said, _STANCE))),
        counted=Counted(_name(_one(told, _COUNTED))),
        role=Role(_name(_one(told, _ROLE))),
        minimum=_number(_one(told, _MINIMUM)),
        maximum=_number(_one(told, _MAXIMUM)),
        whose=_one(told, _WHOSE) or None,
        giver=_one(told, _GIVER) or None,
        receiver=_one(told, _RECEIVER) or None,
        place=_one(told, _PLACE) or None,
        report=_one(told, _ABOUT),
        start=int(_one(about[_one(told, _MENTION)], _BEGIN)),
        approximate=_one(told, _APPROXIMATE) == "true",
        scope=_one(told, _SCOPE),
    )


def _description(told: Properties) -> Description:
    return Description(_one(told, _DESCRIBES), _one(told, _LABEL), _one(told, _DESCRIBED_AS), _one(told, _SIDE))


def counted_as(row: Evidence, same: Mapping[str, str]) -> Evidence:
    """Gives the evidence with the actors that readers judged to be others replaced by those they count as."""
    named = (row.speaker, row.whose, row.giver, row.receiver)
    if same.keys().isdisjoint(named):
        return row
    speaker, whose, giver, receiver = (same.get(actor, actor) if actor else None for actor in named)
    return replace(row, speaker=speaker, whose=whose, giver=giver, receiver=receiver)


def known_sides(store: Store) -> dict[str, str]:
    """Gives the state that each actor belongs to or speaks for, of those that the authority's graph tells of."""
    return {row["actor"]: row["side"] for row in store.select(_SIDES).records()}


def prose(store: Store, graph_of: Callable[[str], str]) -> Callable[[str], Prose]:
    """Gives what reads an article's own words, without headline and boilerplate; `graph_of` names an article's graph.

    A query would take ten times as long as looking up what is wanted of one graph.
    """

    # The reports of one formula are compared with each other, one after the other.
    @lru_cache(maxsize=1000)
    def read(article: str) -> Prose:
        graph = graph_of(article)
        ((_, _, whole),) = store.statements(graph, property_=_IS_STRING)
        strings = [string for _, _, string in store.statements(graph, property_=_BOILERPLATE)]
        strings += [string for string, _, _ in store.statements(graph, property_=_TYPE, value=_TITLE)]
        return Prose(whole, map(Span.of, strings))

    return read


def minted(thing: str, descriptions: Mapping[Description, int]) -> Actor | Place | Medium:
    """Decides what a thing is that articles describe in their own words; `descriptions` counts the articles of each.

    The label, the class and the side of most articles win, among equals the first in the alphabet.
    """
    labels, types, sides = Counter[str](), Counter[str](), Counter[str]()
    for one, articles in descriptions.items():
        labels[one.label] += articles
        types[one.type] += articles
        if one.side:
            sides[one.side] += articles
    label, type_ = _most(labels), _most(types)
    if type_ == str(SDO.Place):
        return Place(thing, label, known=False)
    if type_ == _A_CHANNEL:
        return Medium(thing, label)
    return Actor(thing, label, _TYPES[type_], _most(sides) if sides else None, known=False)


def _most(counted: Counter[str]) -> str:
    return min(counted, key=lambda value: (-counted[value], value))


def _one(told: Properties, property_: str) -> str:
    values = told.get(property_)
    return values[0] if values else ""


def _span(told: Properties) -> Span:
    return Span(int(_one(told, _BEGIN)), int(_one(told, _END)))


def _kind(exchanged: list[str]) -> Kind:
    return Kind(_name(exchanged[0])) if len(exchanged) == 1 else Kind.MIXED


def _name(iri: str) -> str:
    return iri.removeprefix(_NAMESPACE)


def _number(text: str) -> int | None:
    return int(text) if text else None


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _month_day(text: str) -> tuple[int, int] | None:
    return (int(text[2:4]), int(text[5:7])) if text else None
