"""Invents reports of exchanges, as records of `kg.resolve`, annotated articles and graphs, for benchmarks and tests."""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from kg import authority, decide, rdf
from kg.model import (
    Actor,
    ActorType,
    Annotation,
    Article,
    Claim,
    Counted,
    Days,
    Evidence,
    Figure,
    Kind,
    Manner,
    Ordinal,
    Place,
    Report,
    Role,
    Span,
    Stance,
)
from kg.settings import BASE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.store import Store

NORTH, SOUTH = f"{BASE}agent/north", f"{BASE}agent/south"
SPEAKERS = {NORTH: [f"{BASE}agent/north-{n}" for n in range(4)], SOUTH: [f"{BASE}agent/south-{n}" for n in range(4)]}
PLACES = [f"{BASE}place/{name}" for name in ("east", "west", "coast", "hills")]
COUNTED = {Kind.BODIES: Counted.BODIES, Kind.PRISONERS: Counted.PRISONERS}
# Figures that many exchanges share, as real ones do.
POPULAR = (50, 100, 100, 500, 757, 909, 909, 1000, 1000, 1000)


@dataclass(frozen=True)
class Exchange:
    kind: Kind
    day: date
    received: dict[str, int]
    parts: dict[str, int]
    number: int


def exchanges(count: int, chance: random.Random) -> list[Exchange]:
    """Invents exchanges, no two of one kind on one day."""
    found: list[Exchange] = []
    for kind in COUNTED:
        day = date(2000, 1, 3)
        for number in range(1, count // 2 + 1):
            day += timedelta(days=chance.randint(3, 25))
            north = chance.choice(POPULAR) if chance.random() < 0.4 else chance.randint(20, 1200)
            south = north if kind is Kind.PRISONERS and chance.random() < 0.5 else chance.randint(10, 90)
            cuts = sorted(chance.sample(range(1, north), 3))
            parts = [b - a for a, b in zip([0, *cuts], [*cuts, north], strict=True)]
            found.append(
                Exchange(kind, day, {NORTH: north, SOUTH: south}, dict(zip(PLACES, parts, strict=True)), number)
            )
    return found


def generate(reports: int, count: int, seed: int = 1) -> tuple[list[Report], list[Evidence], dict[str, int]]:
    """Invents reports of exchanges with the figures they give, and tells which exchange each is about.

    Half give the day; the others a weekday, a month, or nothing, with fewer and fewer figures. One in twelve repeats a
    direction's figure wrongly.
    """
    chance = random.Random(seed)
    invented = exchanges(count, chance)
    told: list[Report] = []
    rows: list[Evidence] = []
    truth: dict[str, int] = {}
    for n in range(reports):
        place = n % len(invented)
        exchange = invented[place]
        article = f"a{n:06}"
        iri = f"{BASE}report/{article}/0"
        days, directions, with_parts, with_number = _style(chance, exchange)
        scope = f"{exchange.kind.value} since 2000-01"
        ordinals = (Ordinal(exchange.number, scope, Span(0, 1)),) if with_number else ()
        told.append(Report(iri, article, True, exchange.kind, days, (NORTH, SOUTH), ordinals))
        truth[iri] = place
        for side in directions:
            figure = exchange.received[side] + (chance.randint(1, 9) if chance.random() < 1 / 12 else 0)
            speaker = chance.choice(SPEAKERS[side])
            rows.append(_row(iri, article, len(rows), speaker, exchange, side, figure))
            if with_parts and side == NORTH:
                for where, part in exchange.parts.items():
                    rows.append(_row(iri, article, len(rows), speaker, exchange, side, part, where))
    return told, rows, truth


def _style(chance: random.Random, exchange: Exchange) -> tuple[Days, list[str], bool, bool]:
    both = [NORTH, SOUTH]
    style = chance.random()
    if style < 0.5:
        return Days(exchange.day, exchange.day), chance.choice([both, [NORTH], []]), chance.random() < 0.4, False
    if style < 0.7:
        return Days(weekday=exchange.day.weekday()), both, True, chance.random() < 0.3
    if style < 0.9:
        first = exchange.day.replace(day=1)
        last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        return Days(first, last), chance.choice([both, [NORTH]]), False, False
    return Days(), [chance.choice(both)], False, False


def _row(
    report: str,
    article: str,
    n: int,
    speaker: str,
    exchange: Exchange,
    side: str,
    figure: int,
    where: str | None = None,
) -> Evidence:
    return Evidence(
        figure=f"{BASE}figure/{n:07}",
        claim=f"{BASE}claim/{n:07}",
        article=article,
        speaker=speaker,
        stance=Stance.ASSERTS,
        counted=COUNTED[exchange.kind],
        role=Role.PART if where else Role.TOTAL,
        minimum=figure,
        maximum=figure,
        whose=side,
        giver=None,
        receiver=side,
        place=where,
        report=report,
        start=n,
    )


def written(reports: Iterable[Report], evidence: Iterable[Evidence]) -> Iterator[Annotation]:
    """Writes each report out as an annotated article: one sentence for each figure, in which its speaker gives it."""
    rows = defaultdict(list)
    for row in evidence:
        rows[row.report].append(row)
    for report in reports:
        told = rows[report.iri]
        text, passages = "Exchange.\n", []
        for row in told:
            start = len(text)
            text += f"{row.minimum} {row.counted.value} came back, {_label(row.speaker)} says.\n"
            passages.append(Span(start, len(text) - 1))
        # Else those with the same few sentences would be taken for copies.
        mark = sha256(report.article.encode()).hexdigest()
        text += " ".join(mark[at : at + 4] for at in range(0, 64, 4)) + "\n"
        article = Article(
            id=report.article,
            text=text,
            sha256=sha256(text.encode()).hexdigest(),
            source=f"{report.article}.txt",
            body=Span(0, len(text)),
        )
        yield Annotation(
            article=article,
            publisher=_actor(f"{BASE}agent/outlet-{int(sha256(report.article.encode()).hexdigest(), 16) % 50}"),
            actors=tuple(_actor(iri) for iri in sorted({NORTH, SOUTH, *(row.speaker for row in told if row.speaker)})),
            places=tuple(Place(iri, _label(iri), known=False) for iri in sorted({r.place for r in told if r.place})),
            mentions=(),
            positions=(),
            reports=(replace(report, span=Span(0, 8)),),
            claims=tuple(_claim(row, passage) for row, passage in zip(told, passages, strict=True)),
        )


def _claim(row: Evidence, passage: Span) -> Claim:
    digits = str(row.minimum)
    figure = Figure(
        span=Span(passage.start, passage.start + len(digits)),
        text=digits,
        minimum=row.minimum,
        maximum=row.maximum,
        counted=row.counted,
        role=row.role,
        whose=row.whose,
        receiver=row.receiver,
        place=row.place,
        report=row.report,
    )
    return Claim(
        article=row.article,
        passage=passage,
        speaker=row.speaker,
        stance=row.stance,
        manner=Manner.PARAPHRASED,
        rule="generated",
        report=row.report,
        figures=(figure,),
    )


def _actor(iri: str) -> Actor:
    if iri in SPEAKERS:
        return Actor(iri, _label(iri), ActorType.STATE, iri, known=False)
    side = next((side for side, speakers in SPEAKERS.items() if iri in speakers), None)
    return Actor(iri, _label(iri), ActorType.ORGANIZATION if side else ActorType.OUTLET, side, known=False)


def _label(iri: str | None) -> str:
    return (iri or "").rsplit("/", 1)[-1].replace("-", " ").title()


def fill(store: Store, reports: int, count: int, seed: int = 1) -> None:
    """Fills an empty store with the graphs of invented articles and of what is decided across them."""
    told, rows, _ = generate(reports, count, seed)
    run = rdf.Run("0", "none", "0", "generated", BASE)
    store.load(quad for annotation in written(told, rows) for quad in rdf.article_quads(annotation, run))
    decide.decide(store, authority.load(base=BASE), BASE)
