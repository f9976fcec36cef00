"""Adds up the figures that are broken down by place: once for each exchange, however many articles tell of it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.chart.told import Bounds, between, bounds, day, quoted, total, union

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.chart.told import Told

# Sums over many exchanges, plans and losses say nothing of the people of one exchange.
_ROLES = frozenset({"part", "total", "combined"})


@dataclass(frozen=True, slots=True)
class Sum:
    """What is told of one place: `row` is the number of its first row, `exchanges` counts what is added up.

    `at` is its longitude and latitude in degrees, None where they are not known.
    """

    row: int
    place: str
    at: tuple[float, float] | None
    counted: str
    side: str
    figure: Bounds
    exchanges: int
    words: str


def sums(told: Told) -> tuple[list[Sum], int]:
    """Adds up by place, thing counted and side; tells too how many rows belong to no exchange and are left out."""
    groups: dict[tuple[str, str, str], dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    left_out = 0
    for number, row in enumerate(told.rows):
        if row["role"] in _ROLES and row["exchange"]:
            groups[row["place"], row["counted"], row["whose"]][row["exchange"]].append(number)
        else:
            left_out += 1
    found = []
    for (place, counted, side), exchanges in groups.items():
        each = [
            union([bounds(told.rows[number]["minimum"], told.rows[number]["maximum"]) for number in numbers])
            for numbers in exchanges.values()
        ]
        numbers = sorted(number for group in exchanges.values() for number in group)
        first = told.rows[numbers[0]]
        who = "; ".join(dict.fromkeys(quoted(told.rows[number]) for number in numbers[:6]))
        figure = total(each)
        several = f", added up over {len(exchanges)} exchanges" if len(exchanges) > 1 else ""
        whose = f" of {side}’s people" if side else ""
        words = f"{place}: {figure} {counted}{whose}{several}. {who}"
        at = (float(first["longitude"]), float(first["latitude"])) if first["latitude"] else None
        found.append(Sum(numbers[0] + 1, place, at, counted, side, figure, len(exchanges), words))
    return sorted(found, key=lambda one: (-one.figure.top, one.place, one.counted, one.side)), left_out


def when(told: Told) -> str:
    """Says between which days the exchanges were."""
    return between([one for row in told.rows for one in (day(row["earliest"]), day(row["latest"])) if one])


def listing(opening: str, those: Sequence[Sum], most: int = 8) -> str:
    """Names sums in a note."""
    words = "; ".join(f"{one.place} {one.figure.short()} {one.counted}" for one in those[:most])
    return f"{opening} {words}{f'; and {len(those) - most:,} more' if len(those) > most else ''}."
