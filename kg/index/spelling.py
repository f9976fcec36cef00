"""Spells records as JSON, in lists: what an article tells, what is known of a group of reports, its links."""

from __future__ import annotations

import json
from datetime import date
from functools import lru_cache
from sys import intern
from typing import TYPE_CHECKING, Any

from kg import likeness
from kg.evidence import Description, Told
from kg.likeness import Print
from kg.model import Counted, Days, Evidence, Kind, Link, Ordinal, Report, Role, Span, Stance
from kg.resolve.days import OPEN
from kg.resolve.figures import Bounds
from kg.resolve.profiles import Profile, Topic, Voices

if TYPE_CHECKING:
    from collections.abc import Iterable

_ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
# Whose people, giver, receiver and place.
_WHOM = 4
# Records refer to the same few values again and again.
_STANCES = {one.value: one for one in Stance}
_COUNTED = {one.value: one for one in Counted}
_ROLES = {one.value: one for one in Role}
_KINDS = {one.value: one for one in Kind}


def spell_told(told: Told) -> str:
    """Spells what an article tells."""
    return _ENCODE(
        [
            told.article,
            _spell_day(told.published),
            told.publisher,
            [
                [
                    *(one.iri, one.main, one.kind.value, _spell_days(one.days), one.sides),
                    [[place.number, place.scope, place.span.start, place.span.end] for place in one.ordinals],
                    [one.span.start, one.span.end] if one.span else None,
                ]
                for one in told.reports
            ],
            [
                [
                    *(row.figure, row.claim, row.speaker, row.stance.value, row.counted.value, row.role.value),
                    *(row.minimum, row.maximum, row.whose, row.giver, row.receiver, row.place, row.report, row.start),
                    *(row.approximate, row.scope),
                ]
                for row in told.rows
            ],
            [told.print.words, told.print.written] if told.print else None,
            [[one.thing, one.label, one.type, one.side] for one in told.descriptions],
            told.named,
            told.claims,
            told.figures,
        ]
    )


def read_told(text: str) -> Told:
    """Reads what an article tells."""
    article, published, publisher, reports, rows, printed, descriptions, named, claims, figures = json.loads(text)
    return Told(
        article=article,
        published=_day(published),
        publisher=publisher,
        reports=tuple(
            Report(
                iri=iri,
                article=article,
                main=main,
                kind=_KINDS[kind],
                days=_days(days),
                sides=tuple(map(intern, sides)),
                ordinals=tuple(
                    Ordinal(number, intern(scope), Span(start, end)) for number, scope, start, end in ordinals
                ),
                span=Span(*span) if span else None,
            )
            for iri, main, kind, days, sides, ordinals, span in reports
        ),
        rows=tuple(
            Evidence(
                *(figure, claim, article, _shared(speaker), _STANCES[stance], _COUNTED[counted], _ROLES[role]),
                *(minimum, maximum, *map(_shared, rest[:_WHOM]), *rest[_WHOM:]),
            )
            for figure, claim, speaker, stance, counted, role, minimum, maximum, *rest in rows
        ),
        print=Print(printed[0], likeness.read(printed[1])) if printed else None,
        descriptions=tuple(Description(*one) for one in descriptions),
        named=tuple(named),
        claims=claims,
        figures=figures,
    )


def _shared(iri: str | None) -> str | None:
    """Gives the one string of an IRI that very many records name."""
    return intern(iri) if iri else iri


def spell_profile(one: Profile) -> str:
    """Spells what is known of a group of reports."""
    places = {topic: place for place, topic in enumerate(one.figures)}
    return _ENCODE(
        [
            *(one.members, one.first, sorted(one.articles), sorted(one.main_articles)),
            *(sorted(kind.value for kind in one.kinds), sorted(one.sides), _spell_days(one.own)),
            [[scope, list(numbers.items())] for scope, numbers in one.ordinals.items()],
            [
                [
                    *(topic.role.value, topic.counted.value, topic.receiver, topic.place),
                    [
                        [bounds.minimum, bounds.maximum, sorted(voices.speakers), voices.report]
                        for bounds, voices in values.items()
                    ],
                ]
                for topic, values in one.figures.items()
            ],
            # In which order they came in decides what a sum of both directions is explained by.
            [places[topic] for topic in one.exact_values],
            *(sorted(one.different), None if one.bound is OPEN else _spell_days(one.bound)),
            *(one.bracketed, sorted(one.beside)),
        ]
    )


def read_profile(text: str) -> Profile:
    """Reads what is known of a group of reports."""
    *about, ordinals, figures, exact, different, bound, bracketed, beside = json.loads(text)
    members, first, articles, main_articles, kinds, sides, own = about
    told: dict[Topic, dict[Bounds, Voices]] = {}
    for role, counted, receiver, place, values in figures:
        told[Topic(_ROLES[role], _COUNTED[counted], receiver, place)] = {
            Bounds(minimum, maximum): Voices(set(speakers), report) for minimum, maximum, speakers, report in values
        }
    topics = list(told)
    return Profile(
        members=members,
        first=first,
        articles=set(articles),
        main_articles=set(main_articles),
        kinds={_KINDS[kind] for kind in kinds},
        sides=set(sides),
        own=_days(own),
        ordinals={scope: dict(numbers) for scope, numbers in ordinals},
        figures=told,
        exact_values={
            topics[place]: {
                bounds.value: voices for bounds, voices in told[topics[place]].items() if bounds.value is not None
            }
            for place in exact
        },
        different=set(different),
        bound=_days(bound) if bound else OPEN,
        bracketed=bracketed,
        beside=set(beside),
    )


def spell_links(links: Iterable[Link]) -> str:
    """Spells links."""
    return _ENCODE([[one.report_a, one.report_b, one.score, one.reasons] for one in links])


def read_links(text: str) -> tuple[Link, ...]:
    """Reads links."""
    return tuple(Link(one, other, score, tuple(reasons)) for one, other, score, reasons in json.loads(text))


def _spell_days(days: Days) -> list[Any]:
    return [_spell_day(days.earliest), _spell_day(days.latest), days.weekday, days.basis, days.month_day]


def _days(spelt: list[Any]) -> Days:
    earliest, latest, weekday, basis, month_day = spelt
    return Days(_day(earliest), _day(latest), weekday, basis, tuple(month_day) if month_day else None)


def _spell_day(day: date | None) -> str | None:
    return day.isoformat() if day else None


@lru_cache(maxsize=4096)
def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
