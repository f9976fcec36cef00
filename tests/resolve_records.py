"""Builds reports and evidence in few words, for the tests of `kg.resolve`."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from kg.model import Counted, Days, Evidence, Kind, Ordinal, Report, Role, Span, Stance
from kg.resolve import resolve
from kg.settings import BASE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.model import Resolution

UKRAINE, RUSSIA = f"{BASE}agent/ukraine", f"{BASE}agent/russia"
SIDES = (UKRAINE, RUSSIA)
HEADQUARTERS, MEMBER, MINISTRY = f"{BASE}agent/headquarters", f"{BASE}agent/member", f"{BASE}agent/ministry"
UNDATED = Days()
FRIDAY = Days(weekday=4, basis="named in the text")
BIG = "bodies since 2024-10 at least 500"


def day(text: str) -> Days:
    return Days(date.fromisoformat(text), date.fromisoformat(text))


def days(earliest: str | None, latest: str | None) -> Days:
    first, last = (date.fromisoformat(text) if text else None for text in (earliest, latest))
    return Days(first, last)


def report(
    name: str,
    when: Days = UNDATED,
    *figures: Evidence,
    kind: Kind = Kind.BODIES,
    main: bool = True,
    sides: tuple[str, ...] = SIDES,
    ordinals: Sequence[tuple[int, str]] = (),
) -> tuple[Report, list[Evidence]]:
    """Makes a report called `article` or `article/n`, and its figures."""
    article, _, number = name.partition("/")
    iri = iri_of(name)
    told = Report(
        iri=iri,
        article=article,
        main=main,
        kind=kind,
        days=when,
        sides=sides,
        ordinals=tuple(Ordinal(place, scope, Span(0, 1)) for place, scope in ordinals),
    )
    rows = [
        Evidence(
            figure=row.figure or f"{BASE}figure/{article}/{number or 0}/{place}",
            claim=row.claim or f"{BASE}claim/{article}/{number or 0}/{place}",
            article=article,
            speaker=row.speaker,
            stance=row.stance,
            counted=row.counted,
            role=row.role,
            minimum=row.minimum,
            maximum=row.maximum,
            whose=row.whose,
            giver=row.giver,
            receiver=row.receiver,
            place=row.place,
            report=iri,
            start=1000 * int(number or 0) + place,
            approximate=row.approximate,
            scope=row.scope,
        )
        for place, row in enumerate(figures)
    ]
    return told, rows


def iri_of(name: str) -> str:
    article, _, number = name.partition("/")
    return f"{BASE}report/{article}/{number or 0}"


def figure(
    minimum: int | None,
    receiver: str | None = UKRAINE,
    speaker: str | None = HEADQUARTERS,
    *,
    maximum: int | None = -1,
    counted: Counted = Counted.BODIES,
    role: Role = Role.TOTAL,
    stance: Stance = Stance.ASSERTS,
    place: str | None = None,
    giver: str | None = None,
    whose: str | None = None,
    name: str = "",
    claim: str = "",
    approximate: bool = False,
    scope: str = "",
) -> Evidence:
    """Makes a figure; exact unless `maximum` is given. Article, report and offset are filled in by `report`."""
    return Evidence(
        figure=name,
        claim=claim,
        article="",
        speaker=speaker,
        stance=stance,
        counted=counted,
        role=role,
        minimum=minimum,
        maximum=minimum if maximum == -1 else maximum,
        whose=whose,
        giver=giver,
        receiver=receiver,
        place=f"{BASE}place/{place}" if place else None,
        report="",
        start=0,
        approximate=approximate,
        scope=scope,
    )


def freed(minimum: int, receiver: str | None = UKRAINE, speaker: str | None = HEADQUARTERS, **more: object) -> Evidence:
    return figure(minimum, receiver, speaker, counted=Counted.PRISONERS, **more)  # type: ignore[arg-type]


def part(minimum: int, place: str | None, speaker: str | None = HEADQUARTERS, **more: object) -> Evidence:
    return figure(minimum, speaker=speaker, place=place, role=Role.PART, **more)  # type: ignore[arg-type]


def both_ways(minimum: int, speaker: str | None = HEADQUARTERS, **more: object) -> Evidence:
    return figure(minimum, None, speaker, role=Role.COMBINED, **more)  # type: ignore[arg-type]


def decide(*told: tuple[Report, list[Evidence]], **more: object) -> Resolution:
    return resolve([one for one, _ in told], [row for _, rows in told for row in rows], **more)  # type: ignore[arg-type]


def groups(*told: tuple[Report, list[Evidence]], **more: object) -> set[frozenset[str]]:
    """Resolves and gives the reports of each exchange by name, as `article` or `article/n`."""
    return {frozenset(map(short, exchange.reports)) for exchange in decide(*told, **more).exchanges}


def short(iri: str) -> str:
    return iri.removeprefix(f"{BASE}report/").removesuffix("/0")


def apart(*names: str) -> set[frozenset[str]]:
    return {frozenset({name}) for name in names}


def together(*names: str) -> set[frozenset[str]]:
    return {frozenset(names)}
