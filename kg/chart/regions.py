"""Draws the figures by region as bars."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.chart.drawing import Mark, Path, Text, line, rectangle, shortened, side_colour, text_width
from kg.chart.places import listing, sums, when
from kg.chart.sheet import Sheet, marker, steps
from kg.chart.told import counted_order, listed, some

if TYPE_CHECKING:
    from kg.chart.drawing import Drawing, Shape
    from kg.chart.places import Sum
    from kg.chart.told import Told

_ROW, _MOST = 21.0, 24


def draw(told: Told, width: float) -> Drawing:
    """Draws one bar for each place and side, the longest first, for each thing counted in a scale of its own."""
    found, left_out = sums(told)
    kinds = counted_order({one.counted for one in found})
    sheet = Sheet(width)
    title = f"{listed(kinds).capitalize() or 'Figures'} by region"
    exchanges = len({row["exchange"] for row in told.rows if row["exchange"]})
    days = when(told)
    sheet.heading(title, f"As broken down in {some(exchanges, 'exchange')}{f', {days}' if days else ''}.")
    sides = list(dict.fromkeys(one.side for one in found))
    entries: list[tuple[list[Shape], str]] = [
        ([marker(told.rank(side), 0, 0, 5)], f"{side}’s people" if side else "side not told")
        for side in sorted(sides, key=lambda side: (told.rank(side) is None, told.rank(side) or 0, side))
    ]
    if any(one.figure.top > one.figure.floor for one in found):
        light = Path(rectangle(-6, -5, 8, 5), fill=side_colour(told.rank(sides[0])), opacity=0.35)
        entries.append(([light], "from the least to the most that is told"))
    sheet.legend(entries)
    notes = []
    for counted in kinds:
        rows = [one for one in found if one.counted == counted]
        _bars(sheet, told, counted, rows[:_MOST], len(sides) > 1)
        if len(rows) > _MOST:
            notes.append(listing(f"Fewer {counted}:", rows[_MOST:]))
    if left_out:
        notes.append(f"{some(left_out, 'figure')} of no one exchange {'is' if left_out == 1 else 'are'} not added up.")
    sheet.foot(told, notes, days)
    return sheet.done(title, f"{title}: {some(len({one.place for one in found}), 'place')}.")


def _bars(sheet: Sheet, told: Told, counted: str, rows: list[Sum], several: bool) -> None:
    size = 11.0
    widest = max(text_width(one.place, size) for one in rows)
    left = sheet.margin + min(widest, sheet.inner * 0.34) + 8
    room = max(text_width(one.figure.short(), size) for one in rows) + (24 if several else 12)
    right = sheet.width - sheet.margin - room
    top = max(one.figure.top for one in rows) or 1
    sheet.y += 20
    sheet.add(Text(sheet.margin, sheet.y, counted.capitalize(), 11.5, bold=True))
    sheet.y += 8
    start = sheet.y
    unit = (right - left) / top
    for value in steps(top, int((right - left) // 70)):
        x = left + value * unit
        sheet.add(line((x, start), (x, start + _ROW * len(rows)), "faint" if value == 0 else "rule", 0.8))
        sheet.add(Text(x, start + _ROW * len(rows) + 13, f"{value:,}", 10, "faint", "middle"))
    for one in rows:
        middle = sheet.y + _ROW / 2
        colour = side_colour(told.rank(one.side))
        low, high = left + one.figure.floor * unit, left + one.figure.top * unit
        shapes: list[Shape] = [Path(rectangle(left, middle - 6, low, middle + 6), fill=colour)]
        if high > low:
            shapes.append(Path(rectangle(low, middle - 6, high, middle + 6), fill=colour, opacity=0.35))
        name = shortened(one.place, size, left - sheet.margin - 7)
        shapes.append(Text(left - 8, middle + 4, name, size, anchor="end"))
        if several:
            shapes.append(marker(told.rank(one.side), high + 9, middle, 4))
        shapes.append(Text(high + (18 if several else 6), middle + 4, one.figure.short(), size))
        sheet.add(Mark(tuple(shapes), one.row, one.words))
        sheet.y += _ROW
    sheet.y += 16
