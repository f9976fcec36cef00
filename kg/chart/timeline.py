"""Draws when exchanges were, and the figures that are told of what each side got."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from kg.chart.drawing import Mark, Path, Text, line, rectangle, side_colour, text_width
from kg.chart.sheet import Box, Sheet, arrow, days_around, marker
from kg.chart.strips import by_strip, plot_left, strips
from kg.chart.told import Bounds, between, bounds, counted_order, day, listed, quoted, some, span, total

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.chart.drawing import Drawing, Shape
    from kg.chart.sheet import Days
    from kg.chart.strips import Strip
    from kg.chart.told import Told

_HEADING = "{counted} that {side} received"
# Marks closer than this can't be told apart, and months are drawn.
_ROOM_FOR_A_MARK = 14.0
# A disputed figure that is so many times the highest supported one would make all others flat; an arrow stands for it.
_OUTSIZE = 2.0
_LISTED = 8


@dataclass(frozen=True, slots=True)
class _Flow:
    """One direction of one exchange; `row` is the number of its first row, `said` the figures told of it."""

    row: int
    earliest: date | None
    latest: date | None
    counted: str
    side: str
    figure: Bounds
    verdict: str
    said: tuple[Bounds, ...]
    words: str

    @property
    def disputed(self) -> bool:
        return self.verdict == "disputed"

    def label(self) -> str:
        """Says the figure, or where it is disputed all that are told."""
        if not self.disputed or not self.said:
            return self.figure.short()
        return " or ".join(one.short() for one in self.said[:3]) + (" …" if len(self.said) > 3 else "")


def draw(told: Told, width: float) -> Drawing:
    """Draws one mark for each direction of each exchange, or one bar a month where there are too many."""
    flows, bare = _flows(told)
    exchanges = len({row["exchange"] for row in told.rows})
    known = [one for flow in flows for one in (flow.earliest, flow.latest) if one]
    if not known:
        return _undated(told, flows, width)
    sheet = Sheet(width)
    dated = [flow for flow in flows if flow.earliest or flow.latest]
    top = max((flow.figure.top for flow in dated), default=0)
    days = days_around(known, plot_left(sheet, top), sheet.width - sheet.margin)
    busiest = max(len(group) for group in _by_strip(dated).values())
    monthly = (days.right - days.left) / busiest < _ROOM_FOR_A_MARK and any(map(_month_of, dated))
    title = f"{listed(counted_order({flow.counted for flow in flows})).capitalize()} that each side received"
    unit = "A bar is a month, added up" if monthly else "A mark is one direction of one exchange"
    when = between(known)
    sheet.heading(title, f"{unit}; {some(exchanges, 'exchange')}, {when}.")
    left_out = _months(sheet, told, dated, days) if monthly else _marks(sheet, told, dated, days)
    notes = [*left_out]
    undated = [flow for flow in flows if not (flow.earliest or flow.latest)]
    if undated:
        notes.append(_note("Day not told:", undated))
    if bare:
        notes.append(f"{some(bare, 'exchange')} of which no figure is told {'is' if bare == 1 else 'are'} not drawn.")
    sheet.foot(told, notes, when)
    return sheet.done(title, f"{title}. {some(len(flows), 'direction')} of {some(exchanges, 'exchange')}.")


def _flows(told: Told) -> tuple[list[_Flow], int]:
    """Puts the rows of each direction together; tells too of how many exchanges no figure is told."""
    groups: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for number, row in enumerate(told.rows):
        groups[row["exchange"], row["counted"], row["receiver"]].append(number)
    found, bare = [], set()
    for (exchange, counted, side), numbers in groups.items():
        rows = [told.rows[number] for number in numbers]
        first = rows[0]
        figure = bounds(first["minimum"], first["maximum"])
        said = {bounds(row["said_minimum"], row["said_maximum"]) for row in rows if row["stance"] != "denies"}
        said.discard(Bounds(None, None))
        if not counted or (figure == Bounds(None, None) and not said):
            bare.add(exchange)
            continue
        when = span(day(first["earliest"]), day(first["latest"]))
        who = "; ".join(
            dict.fromkeys(
                f"{bounds(row['said_minimum'], row['said_maximum'])}: {quoted(row)}" for row in rows if row["article"]
            )
        )
        words = f"{when}: {figure} {counted} to {side or 'a side not told'}, {first['verdict']}. {who}"
        ordered = sorted(said, key=lambda one: (one.floor, one.top))
        earliest, latest = day(first["earliest"]), day(first["latest"])
        found.append(
            _Flow(numbers[0] + 1, earliest, latest, counted, side, figure, first["verdict"], tuple(ordered), words)
        )
    drawn = {told.rows[flow.row - 1]["exchange"] for flow in found}
    return found, len(bare - drawn)


def _by_strip(flows: list[_Flow]) -> dict[tuple[str, str], list[_Flow]]:
    groups = defaultdict(list)
    for flow in flows:
        groups[flow.counted, flow.side].append(flow)
    return groups


def _marks(sheet: Sheet, told: Told, flows: list[_Flow], days: Days) -> list[str]:
    ranks = sorted({told.rank(flow.side) for flow in flows}, key=lambda rank: (rank is None, rank))[:1]
    rank = ranks[0] if ranks else None
    bar = Path(rectangle(-6, -2, 6, 2), fill=side_colour(rank))
    entries: list[tuple[list[Shape], str]] = [([marker(rank, 0, 0)], "one source, or one side's word")]
    if any(flow.verdict == "agreed" for flow in flows):
        entries.append(([_ring(rank, 0, 0), marker(rank, 0, 0, 3.4)], "two independent sources agree"))
    if any(flow.disputed for flow in flows):
        entries.append(
            ([*_between(0, 6, -6), marker(rank, 0, 6, 3.4, True), marker(rank, 0, -6, 3.4, True)], "disputed")
        )
    if any(flow.earliest != flow.latest for flow in flows):
        entries.append(([bar], "some day within the span"))
    sheet.legend(entries)
    groups = _by_strip(flows)
    numbers = by_strip((flow.counted, flow.side, _top(flow, groups)) for flow in flows)
    unlabelled = 0
    for strip in strips(sheet, told, days, numbers, _HEADING):
        group = groups[strip.counted, strip.side]
        for flow in group:
            sheet.add(Mark(tuple(_drawn(sheet, strip, flow, days, _top(flow, groups))), flow.row, flow.words))
        # The disputed and the large ones speak first for the room that there is.
        wanted = []
        for flow in sorted(group, key=lambda flow: (not flow.disputed, -flow.figure.top, flow.row)):
            x, high = _middle(flow, days), strip.y(_top(flow, groups))
            wide = (_ends(flow, days)[1] - _ends(flow, days)[0]) / 2 + 7
            places = [(x, high - 8, "middle"), (x + wide, high + 4, "start"), (x - wide, high + 4, "end")]
            places += [(x + 3, high - 8, "start"), (x - 3, high - 8, "end"), (x, high - 20, "middle")]
            wanted.append((flow.label(), places))
        unlabelled += sheet.labels(wanted, strip.frame)
    return [f"{some(unlabelled, 'mark')} without room for a number; the table has all."] if unlabelled else []


def _top(flow: _Flow, groups: Mapping[tuple[str, str], list[_Flow]]) -> int:
    """Gives the highest number that is drawn of a direction."""
    if not flow.disputed:
        return flow.figure.top
    limit = _OUTSIZE * max(one.figure.top for one in groups[flow.counted, flow.side])
    return max([flow.figure.top, *(one.top for one in flow.said if one.top <= limit)])


def _ends(flow: _Flow, days: Days) -> tuple[float, float]:
    """Gives where the span of a direction's days begins and ends; an open end gets a short piece."""
    first, last = flow.earliest or flow.latest, flow.latest or flow.earliest
    assert first is not None
    assert last is not None
    start, end = (days.x(first, 0), days.x(last, 1)) if first != last else (days.x(first), days.x(first))
    if flow.earliest is None:
        start = max(end - 26, days.left)
    if flow.latest is None:
        end = min(start + 26, days.right)
    return start, end


def _middle(flow: _Flow, days: Days) -> float:
    start, end = _ends(flow, days)
    return (start + end) / 2


def _drawn(sheet: Sheet, strip: Strip, flow: _Flow, days: Days, high: int) -> list[Shape]:
    start, end = _ends(flow, days)
    x, colour = (start + end) / 2, side_colour(strip.rank)
    low, beyond = flow.figure.floor, flow.figure.high is None
    if flow.disputed and flow.said:
        low, beyond = min(low, flow.said[0].floor), any(one.top > high for one in flow.said)
    base, top = strip.base, strip.y(high)
    shapes: list[Shape] = []
    if end - start > 8:
        shapes.append(Path(rectangle(start, top, end, base), fill=colour, opacity=0.16))
        shapes.append(Path(rectangle(start, top - 1.5, end, top + 1.5), fill=colour))
        if flow.earliest is None:
            shapes.append(arrow((start - 3, top), (end, top), colour))
        if flow.latest is None:
            shapes.append(arrow((end + 3, top), (start, top), colour))
    shapes.append(line((x, base), (x, strip.y(low)), colour, 2.0))
    if low != high:
        shapes += _between(x, strip.y(low), top)
    if beyond:
        shapes += [line((x, top), (x, top - 10), colour, 2.0), arrow((x, top - 13), (x, top), colour)]
        sheet.take(Box(x - 4, top - 14, x + 4, top))
    values = {low, high} if flow.disputed or low != high else {high}
    if flow.disputed:
        values |= {one.top for one in flow.said if one.top <= high}
    for value in sorted(values):
        at = strip.y(value)
        if flow.verdict == "agreed":
            shapes.append(_ring(strip.rank, x, at))
        shapes.append(marker(strip.rank, x, at, 3.4, flow.disputed))
        sheet.take(Box(x - 5, at - 5, x + 5, at + 5))
    sheet.take(Box(x - 1, top, x + 1, base), crossable=True)
    return shapes


def _between(x: float, low: float, high: float) -> list[Shape]:
    return [line((x, low), (x, high), "ink", 1.4, (2.0, 2.0))]


def _ring(rank: int | None, x: float, y: float) -> Shape:
    return marker(rank, x, y, 6.0, hollow=True)


def _months(sheet: Sheet, told: Told, flows: list[_Flow], days: Days) -> list[str]:
    """Draws a bar for each month: solid as high as the least that is told, light up to the most."""
    groups: dict[tuple[str, str], dict[date, list[_Flow]]] = defaultdict(lambda: defaultdict(list))
    across = []
    for flow in flows:
        month = _month_of(flow)
        if month is None:
            across.append(flow)
        else:
            groups[flow.counted, flow.side][month].append(flow)
    rank = min((rank for _, side in groups if (rank := told.rank(side)) is not None), default=None)
    sheet.legend(
        [
            ([Path(rectangle(-4, -5, 4, 5), fill=side_colour(rank))], "the least that is told"),
            ([Path(rectangle(-4, -5, 4, 5), fill=side_colour(rank), opacity=0.35)], "up to the most"),
            ([marker(rank, 0, 0, 3.0, True)], "with a disputed figure"),
        ]
    )
    sums = {
        key: {month: total([_whole(flow) for flow in group]) for month, group in months.items()}
        for key, months in groups.items()
    }
    numbers = by_strip((*key, one.top) for key, months in sums.items() for one in months.values())
    for strip in strips(sheet, told, days, numbers, _HEADING):
        key = (strip.counted, strip.side)
        for month, figure in sorted(sums[key].items()):
            sheet.add(_month(sheet, strip, month, figure, groups[key][month], days))
        for month, figure in sorted(sums[key].items(), key=lambda one: (-one[1].top, one[0])):
            group = groups[key][month]
            lift = 11 if any(flow.disputed for flow in group) else 4
            x = (days.x(month, 0) + days.x(_end(month), 1)) / 2
            label = sheet.label(figure.short(), [(x, strip.y(figure.top) - lift, "middle")], strip.frame, 9.5)
            if label is not None:
                sheet.add(label)
    return [_note("Month not certain:", across)] if across else []


def _month_of(flow: _Flow) -> date | None:
    """Gives the first day of the month that all of a direction's days lie in."""
    first, last = flow.earliest, flow.latest
    if first is None or last is None or (first.year, first.month) != (last.year, last.month):
        return None
    return first.replace(day=1)


def _month(sheet: Sheet, strip: Strip, month: date, figure: Bounds, group: list[_Flow], days: Days) -> Mark:
    start, end = days.x(month, 0), days.x(_end(month), 1)
    room = (end - start) * 0.12
    colour, top = side_colour(strip.rank), strip.y(figure.top)
    shapes: list[Shape] = [Path(rectangle(start + room, strip.y(figure.floor), end - room, strip.base), fill=colour)]
    if figure.top > figure.floor:
        light = rectangle(start + room, top, end - room, strip.y(figure.floor))
        shapes.append(Path(light, fill=colour, opacity=0.35))
    sheet.take(Box(start, top, end, strip.base))
    disputed = sum(flow.disputed for flow in group)
    if disputed:
        shapes.append(marker(strip.rank, (start + end) / 2, top - 4, 2.4, True))
        sheet.take(Box((start + end) / 2 - 4, top - 8, (start + end) / 2 + 4, top))
    more = f", {disputed} of them disputed" if disputed else ""
    words = f"{span(month, _end(month))}: {figure} {strip.counted} in {some(len(group), 'exchange')}{more}"
    return Mark(tuple(shapes), group[0].row, words)


def _whole(flow: _Flow) -> Bounds:
    """Gives the span of all that is told of a direction where it is disputed, else what is supported."""
    if not flow.disputed:
        return flow.figure
    limit = _OUTSIZE * flow.figure.top
    both = [flow.figure, *(one for one in flow.said if one.top <= limit)]
    return Bounds(min(one.floor for one in both), max(one.top for one in both))


def _end(month: date) -> date:
    return (month + timedelta(32)).replace(day=1) - timedelta(1)


def _note(opening: str, flows: list[_Flow]) -> str:
    first = "; ".join(
        f"{flow.figure.short()} {flow.counted} to {flow.side or 'a side not told'}" for flow in flows[:_LISTED]
    )
    more = f"; and {len(flows) - _LISTED:,} more" if len(flows) > _LISTED else ""
    return f"{opening} {first}{more}."


def _undated(told: Told, flows: list[_Flow], width: float) -> Drawing:
    """Lists the figures where no day is known at all: there is no axis to draw."""
    sheet = Sheet(width)
    title = "What each side received, on days that nobody tells"
    sheet.heading(title, some(len({row["exchange"] for row in told.rows}), "exchange"))
    for flow in flows[:60]:
        sheet.y += 18
        words = f"{flow.label()} {flow.counted} to {flow.side or 'a side not told'}"
        x = sheet.margin + text_width("0", 11)
        shapes = (marker(told.rank(flow.side), x, sheet.y - 4), Text(x + 12, sheet.y, words, 11))
        sheet.add(Mark(shapes, flow.row, flow.words))
    sheet.foot(told)
    return sheet.done(title, title)
