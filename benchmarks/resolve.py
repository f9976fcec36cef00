"""Measures how the time to resolve grows with the reports: `python benchmarks/resolve.py`.

Prints seconds, and seconds over n log n relative to the first row (1.0: grows exactly so), for two ways to grow: ten
reports for each exchange, and one thousand exchanges that are reported ever more often. The second starts from one
report for each exchange, where there is next to nothing to compare: its first row is cheap, the later ones level out.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from math import log
from time import perf_counter

from kg.model import Counted, Days, Evidence, Kind, Ordinal, Report, Role, Span, Stance
from kg.resolve import resolve
from kg.settings import BASE

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


def seconds(reports: int, count: int) -> float:
    told, rows, _ = generate(reports, count)
    best = float("inf")
    for _ in range(3):
        start = perf_counter()
        resolve(told, rows)
        best = min(best, perf_counter() - start)
    return best


def main() -> None:
    for title, counts in (
        ("ten reports for each exchange", (100, 300, 1000)),
        ("one thousand exchanges", (1000, 1000, 1000)),
    ):
        print(title)
        print(f"{'reports':>8} {'exchanges':>10} {'seconds':>8} {'against n log n':>16}")
        unit = None
        for reports, count in zip((1000, 3000, 10000), counts, strict=True):
            took = seconds(reports, count)
            each = took / (reports * log(reports))
            unit = unit or each
            print(f"{reports:>8} {count:>10} {took:>8.2f} {each / unit:>16.2f}")


if __name__ == "__main__":
    main()
