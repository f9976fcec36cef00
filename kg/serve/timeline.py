"""Lays out who gave which figure on which day, as places in a drawing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.serve.catalogue import Row

WIDTH, LEFT, RIGHT, TOP, ROW = 640, 150, 24, 14, 30
_MOST_ROWS = 10


@dataclass(frozen=True, slots=True)
class Dot:
    """One figure in one article."""

    x: float
    figure: str
    label: str
    disputed: bool


@dataclass(frozen=True, slots=True)
class Line:
    """All who give one figure for the same people."""

    y: float
    bounds: str
    receiver: str
    dots: tuple[Dot, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """The drawing: its height, its lines, and the days that are named below with their places."""

    height: float
    lines: tuple[Line, ...]
    ticks: tuple[tuple[float, str], ...]
    left: int = LEFT
    right: int = WIDTH - RIGHT
    width: int = WIDTH
    more: int = 0


def timeline(told: Sequence[Row]) -> Timeline | None:
    """Lays out the totals of an exchange by the day of their articles; None where all are of one day or undated."""
    dated = [one for one in told if one["published"] and one["role"] == "total" and not one["place"]]
    days = sorted({one["published"] for one in dated})
    if len(days) < 2:
        return None
    first, last = date.fromisoformat(days[0]), date.fromisoformat(days[-1])
    length = (last - first).days

    def place(day: str) -> float:
        return round(LEFT + (WIDTH - LEFT - RIGHT) * (date.fromisoformat(day) - first).days / length, 1)

    rows: dict[tuple[str, str], list[Row]] = {}
    for one in dated:
        rows.setdefault((one["people"], one["bounds"]), []).append(one)
    order = sorted(rows.values(), key=lambda many: (many[0]["people"], -len(many), many[0]["bounds"]))
    lines = tuple(
        Line(
            TOP + ROW * number + ROW / 2,
            many[0]["bounds"],
            many[0]["receiver"],
            tuple(
                Dot(
                    place(one["published"]),
                    one["figure"],
                    f"{one['bounds']} {one['about']}: {one['speaker_label'] or 'unnamed speaker'}, "
                    f"{one['outlet_label'] or one['name']}, {one['published']}",
                    bool(one["differs"]),
                )
                for one in many
            ),
        )
        for number, many in enumerate(order[:_MOST_ROWS])
    )
    ticks = tuple((place(day), f"{date.fromisoformat(day):%-d %b %Y}") for day in _named(first, last))
    return Timeline(TOP + ROW * len(lines) + 30, lines, ticks, more=max(0, len(order) - _MOST_ROWS))


def _named(first: date, last: date) -> list[str]:
    """Names the first and the last day, and one between where there is room."""
    days = [first, last] if (last - first).days < 4 else [first, first + timedelta(days=(last - first).days // 2), last]
    return [day.isoformat() for day in days]
