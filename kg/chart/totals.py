"""Draws the running totals that are told of each side, over the days on which they were published."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.chart.drawing import Mark, Path, line, side_colour
from kg.chart.sheet import Box, Sheet, arrow, days_around, marker
from kg.chart.strips import by_strip, plot_left, strips
from kg.chart.told import Bounds, between, bounds, counted_order, day, in_words, listed, quoted, some

if TYPE_CHECKING:
    from datetime import date

    from kg.chart.drawing import Drawing, Shape
    from kg.chart.sheet import Days
    from kg.chart.strips import Strip
    from kg.chart.told import Told

_HEADING = "{counted} of {side}’s people, in all"
_MOST_LABELS = 60


@dataclass(frozen=True, slots=True)
class _Point:
    """A total told on one day by one or more articles: those with the same number, side and beginning are one."""

    row: int
    day: date
    counted: str
    side: str
    figure: Bounds
    scope: str
    disputed: bool
    rows: tuple[int, ...]


def draw(told: Told, width: float) -> Drawing:
    """Draws one mark for each total and day; those that count from the same beginning are joined."""
    points, undated = _points(told)
    sheet = Sheet(width)
    title = f"Running totals: {listed(counted_order({row['counted'] for row in told.rows}))} of each side"
    if not points:
        sheet.heading(title, "No article tells on which day it was published.")
        sheet.foot(told, [_note(told, undated)])
        return sheet.done(title, title)
    known = [point.day for point in points]
    days = days_around(known, plot_left(sheet, max(point.figure.top for point in points)), sheet.width - sheet.margin)
    when = between(known)
    figures = some(len({number for point in points for number in point.rows}), "figure")
    sheet.heading(title, f"Sums over many exchanges as somebody gives them; {figures} published {when}.")
    _legend(sheet, told, points)
    groups = defaultdict(list)
    for point in points:
        groups[point.counted, point.side].append(point)
    numbers = by_strip((point.counted, point.side, point.figure.top) for point in points)
    for strip in strips(sheet, told, days, numbers, _HEADING):
        _strip(sheet, told, strip, groups[strip.counted, strip.side], days)
    sheet.foot(told, [_note(told, undated)] if undated else [], f"published {when}")
    return sheet.done(title, f"{title}. {some(len(told.rows), 'figure')}.")


def _points(told: Told) -> tuple[list[_Point], list[int]]:
    groups: dict[tuple[date, str, str, Bounds, str], list[int]] = defaultdict(list)
    undated = []
    for number, row in enumerate(told.rows):
        when = day(row["date"])
        if when is None:
            undated.append(number)
        else:
            figure = bounds(row["minimum"], row["maximum"])
            groups[when, row["counted"], row["whose"] or row["receiver"], figure, row["scope"]].append(number)
    return [
        _Point(
            numbers[0] + 1, when, counted, side, figure, scope,
            any(told.rows[number]["disputed"] for number in numbers), tuple(numbers),
        )
        for (when, counted, side, figure, scope), numbers in groups.items()
    ], undated  # fmt: skip


def _legend(sheet: Sheet, told: Told, points: list[_Point]) -> None:
    ranks = [rank for point in points if (rank := told.rank(point.side)) is not None]
    rank = min(ranks, default=None)
    entries: list[tuple[list[Shape], str]] = [([marker(rank, 0, 0, 3.6)], "a total that somebody gives")]
    if any(point.disputed for point in points):
        entries.append(([marker(rank, 0, 0, 3.6, True)], "disputed: another total can't be true beside it"))
    courses = Counter((point.counted, point.side, point.scope) for point in points if point.scope)
    if any(number > 1 for number in courses.values()):
        entries.append(([line((-7, 2), (7, -2), side_colour(rank), 1.6)], "counted from the same beginning"))
    if any(None in (point.figure.low, point.figure.high) for point in points):
        entries.append(([arrow((0, -6), (0, 5), side_colour(rank))], "at least"))
    sheet.legend(entries)


def _strip(sheet: Sheet, told: Told, strip: Strip, points: list[_Point], days: Days) -> None:
    colour = side_colour(strip.rank)
    lines = defaultdict(list)
    for point in points:
        if point.scope:
            lines[point.scope].append(point)
    for scope in sorted(lines):
        course = sorted(lines[scope], key=lambda point: (point.day, point.figure.top))
        if len(course) > 1:
            path = tuple((days.x(point.day), strip.y(point.figure.top)) for point in course)
            sheet.add(Path((path,), stroke=colour, width=1.3, opacity=0.55, closed=False))
    for point in points:
        sheet.add(Mark(tuple(_drawn(sheet, strip, point, days)), point.row, _words(told, point)))
    # The highest, the disputed and the last speak first for the room that there is.
    last = max(point.day for point in points)
    order = sorted(points, key=lambda point: (not point.disputed, point.day != last, -point.figure.top, point.row))
    said: set[tuple[Bounds, date]] = set()
    for point in order[:_MOST_LABELS]:
        x, y = days.x(point.day), strip.y(point.figure.top)
        if (point.figure, point.day) in said:
            continue
        since = _since(point.scope)
        for text in [f"{point.figure.short()} ({since})", point.figure.short()] if since else [point.figure.short()]:
            places = [(x, y - 8, "middle"), (x - 7, y + 3.5, "end"), (x + 7, y + 3.5, "start")]
            places += [(x + 4, y - 8, "end"), (x - 4, y - 8, "start"), (x, y + 15, "middle")]
            label = sheet.label(text, places, strip.frame, 10)
            if label is not None:
                said.add((point.figure, point.day))
                sheet.add(label)
                break


def _drawn(sheet: Sheet, strip: Strip, point: _Point, days: Days) -> list[Shape]:
    x, low, high = days.x(point.day), strip.y(point.figure.floor), strip.y(point.figure.top)
    colour = side_colour(strip.rank)
    shapes: list[Shape] = []
    if high < low:
        shapes.append(line((x, low), (x, high), colour, 5))
    if point.figure.high is None:
        shapes += [line((x, high), (x, high - 8), colour, 1.6), arrow((x, high - 11), (x, high), colour)]
        sheet.take(Box(x - 4, high - 12, x + 4, high))
    shapes.append(marker(strip.rank, x, high, 3.6, point.disputed))
    sheet.take(Box(x - 4.5, high - 4.5, x + 4.5, high + 4.5))
    return shapes


def _since(scope: str) -> str:
    return {"": "", "war": "whole war"}.get(scope, f"in {scope}" if scope.isdigit() else scope)


def _words(told: Told, point: _Point) -> str:
    who = "; ".join(dict.fromkeys(quoted(told.rows[number]) for number in point.rows))
    since = _since(point.scope)
    disputed = ", disputed" if point.disputed else ""
    return (
        f"{in_words(point.day)}: {point.figure} {point.counted} of {point.side or 'a side not told'}"
        f"{f' ({since})' if since else ''}{disputed}. {who}"
    )


def _note(told: Told, undated: list[int]) -> str:
    rows = [told.rows[number] for number in undated]
    first = "; ".join(
        dict.fromkeys(
            f"{bounds(row['minimum'], row['maximum']).short()} {row['counted']} of "
            f"{row['whose'] or row['receiver'] or 'a side not told'}"
            for row in rows[:8]
        )
    )
    return f"Day of publication not told: {first}{f'; and {len(rows) - 8:,} more' if len(rows) > 8 else ''}."
