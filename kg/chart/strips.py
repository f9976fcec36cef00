"""Strips under one another over a common time axis: one for each thing counted and side, one scale a thing."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.chart.drawing import Text, line, text_width
from kg.chart.sheet import Box, marker, steps
from kg.chart.told import counted_order

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kg.chart.sheet import Days, Sheet
    from kg.chart.told import Told

_HEAD, _ROOM, _LEAST, _GAP, _HIGHEST = 22.0, 20.0, 12.0, 10.0, 170.0


@dataclass(frozen=True, slots=True)
class Strip:
    """One strip: `base` is where 0 stands, `unit` how high one is, `frame` where marks and labels may be."""

    counted: str
    side: str
    rank: int | None
    base: float
    unit: float
    frame: Box

    def y(self, value: float) -> float:
        """Gives the height of a number."""
        return self.base - value * self.unit


def plot_left(sheet: Sheet, top: int) -> float:
    """Gives the left end of the time axis: right of the numbers at the side."""
    return sheet.margin + text_width(f"{top:,}", 10) + 8


def strips(
    sheet: Sheet, told: Told, days: Days, marks: Mapping[tuple[str, str], Sequence[float]], heading: str
) -> Iterator[Strip]:
    """Draws the frames of the strips one after the other, and gives each for its marks to be drawn.

    Args:
        sheet: the sheet, drawn on from where it is.
        told: what is told, for the order of the sides.
        days: the time axis; it is drawn below the last strip.
        marks: the numbers that are drawn of each thing counted and side; what has few marks is drawn less high.
        heading: the heading of a strip, with `{counted}` and `{side}`.
    """
    start, done = sheet.y, []
    for counted in counted_order({counted for counted, _ in marks}):
        tops = {key: max(values) for key, values in marks.items() if key[0] == counted}
        most, number = max(tops.values()), max(len(values) for key, values in marks.items() if key in tops)
        height = min(_HIGHEST, 40 + 16 * number) * (0.72 if sheet.narrow else 1)
        sides = [side for _, side in tops]
        for side in sorted(sides, key=lambda side: _order(told, side)):
            top, unit = tops[counted, side], height / max(most, 1)
            high = max(top * unit, _LEAST)
            base = sheet.y + _HEAD + _ROOM + high
            frame = Box(days.left - 4, sheet.y + _HEAD + 2, sheet.width - 4, base)
            done.append(Strip(counted, side, told.rank(side), base, unit, frame))
            sheet.y = base + _GAP
    bottom = sheet.y - _GAP
    behind = sheet.y
    days.draw(sheet, start + _HEAD, bottom)
    after, sheet.y = sheet.y, behind
    for strip in done:
        _frame(sheet, strip, days, heading)
    yield from done
    sheet.y = after


def _order(told: Told, side: str) -> tuple[int, str]:
    rank = told.rank(side)
    return (len(told.sides) + (not side) if rank is None else rank, side)


def _frame(sheet: Sheet, strip: Strip, days: Days, heading: str) -> None:
    y = strip.frame.top + 6
    words = heading.format(counted=strip.counted.capitalize(), side=strip.side)
    if not strip.side:
        words = f"{strip.counted.capitalize()}, side not told"
    width = text_width(words, 11.5, bold=True)
    sheet.add(
        marker(strip.rank, sheet.margin + 5, y - 4, 4.5),
        Text(sheet.margin + 16, y, words, 11.5, bold=True, halo="paper"),
    )
    sheet.take(Box(sheet.margin, y - 11, sheet.margin + 20 + width, y + 4))
    high = strip.base - strip.frame.top - _ROOM
    for value in steps(high / strip.unit, int(high // 26)):
        at = strip.y(value)
        sheet.add(
            line((days.left, at), (days.right, at), "faint" if value == 0 else "rule", 1.0 if value == 0 else 0.7),
            Text(days.left - 6, at + 3.5, f"{value:,}", 10, "faint", "end"),
        )


def by_strip(values: Iterable[tuple[str, str, float]]) -> dict[tuple[str, str], list[float]]:
    """Puts the numbers of each thing counted and side together."""
    found: dict[tuple[str, str], list[float]] = defaultdict(list)
    for counted, side, value in values:
        found[counted, side].append(value)
    return found
