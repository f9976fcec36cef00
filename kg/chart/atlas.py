"""Draws the figures by region on a map, one map for each thing counted."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.chart.drawing import Circle, Mark, Path, Text, rectangle, side_colour, text_width
from kg.chart.outlines import Projection, clipped, inside, states
from kg.chart.places import listing, sums, when
from kg.chart.sheet import Box, Sheet, marker, steps
from kg.chart.told import counted_order, listed, some

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.chart.drawing import Drawing, Point, Shape
    from kg.chart.outlines import State
    from kg.chart.places import Sum
    from kg.chart.told import Told

# A state that is wider, in degrees, is not shown whole because one place lies in it.
_WIDEST_STATE = 25.0
_SMALLEST_EXTENT = 7.0
_MOST_LABELS = 40
# Degrees of longitude and latitude from the middle; of the figures, how much must be near for the rest to be left out.
_FAR, _MOST_OF_IT = (16.0, 9.0), 0.9


@dataclass(frozen=True, slots=True)
class _View:
    """How degrees become points within the frame of one map."""

    projection: Projection
    centre: Point
    unit: float
    frame: Box

    def at(self, place: Point) -> Point:
        x, y = self.projection(place)
        middle = ((self.frame.left + self.frame.right) / 2, (self.frame.top + self.frame.bottom) / 2)
        return middle[0] + (x - self.centre[0]) * self.unit, middle[1] + (y - self.centre[1]) * self.unit


def draw(told: Told, width: float) -> Drawing:
    """Draws circles whose areas stand for the figures; places whose whereabouts are not known are named below."""
    found, left_out = sums(told)
    placed = _near([one for one in found if one.at is not None])
    kinds = counted_order({one.counted for one in placed})
    sheet = Sheet(width)
    title = f"{listed(kinds).capitalize() or 'Figures'} by region"
    exchanges = len({row["exchange"] for row in told.rows if row["exchange"]})
    days = when(told)
    sheet.heading(title, f"As broken down in {some(exchanges, 'exchange')}{f', {days}' if days else ''}.")
    _legend(sheet, told, placed)
    if placed:
        _maps(sheet, told, placed, kinds)
    notes = []
    if len(placed) < len(found):
        notes.append(listing("Not on the map:", [one for one in found if one not in placed]))
    if left_out:
        notes.append(f"{some(left_out, 'figure')} of no one exchange {'is' if left_out == 1 else 'are'} not added up.")
    notes.append("Outlines: Natural Earth. A region’s circle stands at its middle.")
    sheet.foot(told, notes, days)
    return sheet.done(title, f"{title}: {some(len({one.place for one in placed}), 'place')}.")


def _near(placed: list[Sum]) -> list[Sum]:
    """Leaves out the few places that lie far from where most figures are, so that those are not drawn in a corner."""
    several = sum(one.figure.top for one in placed)
    if not several:
        return placed
    middle = [_median([(one.at[axis], one.figure.top) for one in placed if one.at]) for axis in (0, 1)]
    kept = [
        one
        for one in placed
        if one.at and abs(one.at[0] - middle[0]) < _FAR[0] and abs(one.at[1] - middle[1]) < _FAR[1]
    ]
    return kept if sum(one.figure.top for one in kept) > several * _MOST_OF_IT else placed


def _median(values: list[tuple[float, int]]) -> float:
    half, so_far = sum(weight for _, weight in values) / 2, 0.0
    for value, weight in sorted(values):
        so_far += weight
        if so_far >= half:
            return value
    return values[0][0]


def _legend(sheet: Sheet, told: Told, placed: list[Sum]) -> None:
    sides = sorted({one.side for one in placed}, key=lambda side: (told.rank(side) is None, told.rank(side) or 0, side))
    entries: list[tuple[list[Shape], str]] = []
    for side in sides:
        colour = side_colour(told.rank(side))
        name = f"{side}’s people" if side else "side not told"
        entries.append(([Circle(0, 0, 6, fill=colour, opacity=0.55), Circle(0, 0, 6, stroke=colour)], name))
    if any(one.figure.top > one.figure.floor for one in placed):
        entries.append(([Circle(0, 0, 6, stroke="ink", dash=(2, 2))], "the most, where several figures are told"))
    if entries:
        sheet.legend(entries)


def _maps(sheet: Sheet, told: Told, placed: list[Sum], kinds: list[str]) -> None:
    columns = 1 if sheet.narrow or len(kinds) == 1 else 2
    gap = 20.0
    wide = (sheet.inner - gap * (columns - 1)) / columns
    box = _extent(placed)
    projection, centre, across, down = _projected(box)
    high = min(max(down / across * wide, wide * 0.55), wide * 0.95 if columns > 1 or sheet.narrow else wide * 0.62)
    unit = min(wide / across, high / down)
    start = sheet.y
    for number, counted in enumerate(kinds):
        left = sheet.margin + (number % columns) * (wide + gap)
        top = start + (number // columns) * (high + 40) + 22
        if len(kinds) > 1:
            sheet.add(Text(left, top - 6, counted.capitalize(), 11.5, bold=True))
        view = _View(projection, centre, unit, Box(left, top, left + wide, top + high))
        _map(sheet, told, view, [one for one in placed if one.counted == counted])
    sheet.y = start + math.ceil(len(kinds) / columns) * (high + 40) - 12


def _extent(placed: Sequence[Sum]) -> tuple[float, float, float, float]:
    """Gives west, south, east and north: all places, and the states that they lie in unless those are very wide."""
    points = [one.at for one in placed if one.at is not None]
    held = [state for state in states() if state.wide < _WIDEST_STATE and any(state.holds(at) for at in points)]
    corners = points + [point for state in held for ring in state.rings for point in ring]
    west, east = min(x for x, _ in corners), max(x for x, _ in corners)
    south, north = min(y for _, y in corners), max(y for _, y in corners)
    room = max(1.0, (_SMALLEST_EXTENT - (north - south)) / 2)
    aside = max(1.0, (_SMALLEST_EXTENT * 1.5 - (east - west)) / 2)
    return max(-180.0, west - aside), max(-80.0, south - room), min(180.0, east + aside), min(84.0, north + room)


def _projected(box: tuple[float, float, float, float]) -> tuple[Projection, Point, float, float]:
    west, south, east, north = box
    projection = Projection(*box)
    shares = [step / 8 for step in range(9)]
    edge = [projection((west + (east - west) * share, y)) for share in shares for y in (south, north)]
    edge += [projection((x, south + (north - south) * share)) for share in shares for x in (west, east)]
    left, right = min(x for x, _ in edge), max(x for x, _ in edge)
    top, bottom = min(y for _, y in edge), max(y for _, y in edge)
    return projection, ((left + right) / 2, (top + bottom) / 2), right - left, bottom - top


def _map(sheet: Sheet, told: Told, view: _View, placed: list[Sum]) -> None:
    frame = view.frame
    sheet.add(Path(rectangle(*frame), fill="sea"))
    drawn: list[tuple[State, list[list[Point]]]] = []
    for state in states():
        rings = [clipped(map(view.at, ring), frame) for ring in state.rings]
        if any(len(ring) > 2 for ring in rings):
            drawn.append((state, [ring for ring in rings if len(ring) > 2]))
    for state, rings in drawn:
        home = any(one.at is not None and state.holds(one.at) for one in placed)
        sheet.add(Path(tuple(map(tuple, rings)), fill="home" if home else "land", stroke="border", width=0.8))
    sheet.add(Path(rectangle(*frame), stroke="border", width=1.2))
    most = max((one.figure.top for one in placed), default=0) or 1
    largest = 22.0 if frame.right - frame.left < 500 else 38.0

    def radius(value: float) -> float:
        return max(2.5, largest * math.sqrt(value / most))

    circles = []
    for one in placed:
        assert one.at is not None
        x, y = view.at(one.at)
        circles.append((one, x, y, radius(one.figure.top)))
        sheet.take(Box(x - 3, y - 3, x + 3, y + 3))
    # The large ones first, so that a small one never lies under them.
    for one, x, y, size in circles:
        colour = side_colour(told.rank(one.side))
        inner = radius(one.figure.floor)
        shapes: list[Shape] = [Circle(x, y, inner, fill=colour, opacity=0.5), Circle(x, y, inner, stroke=colour)]
        if size > inner:
            shapes.append(Circle(x, y, size, stroke="ink", dash=(2, 2)))
        if len({other.side for other in placed}) > 1:
            shapes.append(marker(told.rank(one.side), x, y, 2.2))
        sheet.add(Mark(tuple(shapes), one.row, one.words))
    for one, x, y, size in circles[:_MOST_LABELS]:
        _name(sheet, frame, one, x, y, size)
    for _, x, y, size in circles:
        sheet.take(Box(x - size * 0.8, y - size * 0.8, x + size * 0.8, y + size * 0.8))
    _scale(sheet, frame, most, radius)
    for state, rings in drawn:
        _call(sheet, frame, state.name, rings)


def _name(sheet: Sheet, frame: Box, one: Sum, x: float, y: float, size: float) -> None:
    words = f"{one.place} {one.figure.short()}"
    places = []
    for out in (size + 4, size * 0.75 + 3):
        slant = out * 0.72
        places += [
            (x + out, y + 4, "start"),
            (x - out, y + 4, "end"),
            (x, y - out, "middle"),
            (x, y + out + 8, "middle"),
        ]
        places += [(x + slant, y + slant + 7, "start"), (x - slant, y + slant + 7, "end")]
        places += [(x + slant, y - slant, "start"), (x - slant, y - slant, "end")]
    label = sheet.label(words, places, frame, 11)
    if label is not None:
        sheet.add(label)


def _scale(sheet: Sheet, frame: Box, most: int, radius: object) -> None:
    """Draws circles of round numbers in a corner, to compare with."""
    values = [value for value in steps(most, 2) if value][:1] + [value for value in steps(most, 20) if value][:1]
    values = sorted(set(values), reverse=True)
    x, y = frame.left + 12, frame.bottom - 10
    for value in values:
        size = radius(value)  # type: ignore[operator]
        sheet.add(Circle(x + size, y - size, size, stroke="faint"))
        sheet.add(Text(x + 2 * size + 4, y - size + 3.5, f"{value:,}", 10, "faint", halo="sea"))
        wide = 2 * size + 8 + text_width(f"{value:,}", 10)
        sheet.take(Box(x, y - 2 * size, x + wide, y))
        x += wide + 8


def _call(sheet: Sheet, frame: Box, name: str, rings: list[list[Point]]) -> None:
    """Writes a state's name where it has most room, if it has room."""
    if not name:
        return
    size = 10.0
    wide = text_width(name.upper(), size) / 2
    best: tuple[float, float, float] | None = None
    xs, ys = ([point[axis] for ring in rings for point in ring] for axis in (0, 1))
    middle = ((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2)
    for row in range(1, 24):
        for column in range(1, 32):
            x = frame.left + (frame.right - frame.left) * column / 32
            y = frame.top + (frame.bottom - frame.top) * row / 24
            spots = ((x, y), (x - wide - 2, y), (x + wide + 2, y), (x - wide, y - 7), (x + wide, y - 7), (x, y + 7))
            if not any(all(inside(ring, spot) for spot in spots) for ring in rings):
                continue
            beside = [abs(y - py) for ring in rings for px, py in ring if abs(px - x) < wide]
            # Forty points of room are plenty; then the middle of the state is the better place.
            score = min([40.0, *beside]) - 0.1 * math.dist((x, y), middle)
            # Where a name twice as large has room, other labels are at a distance.
            score += 40 if sheet.fits(name.upper(), x, y + 7, frame, 2 * size) else 0
            if (best is None or score > best[0]) and sheet.fits(name.upper(), x, y + 3.5, frame, size):
                best = (score, x, y + 3.5)
    if best is not None:
        placed = sheet.label(name.upper(), [(best[1], best[2], "middle")], frame, size)
        if placed is not None:
            sheet.add(Text(placed.x, placed.y, placed.text, size, "faint", "middle", italic=True))
