"""The sheet that a chart is drawn on, from its heading to its source line, and the axes that charts share."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from kg.chart.drawing import Circle, Drawing, Mark, Path, Text, line, side_colour, text_width, wrapped
from kg.chart.told import MONTHS, some

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.chart.drawing import Point, Shape
    from kg.chart.told import Told

WIDE, NARROW = 960.0, 360.0


class Box(NamedTuple):
    """A rectangle that is taken."""

    left: float
    top: float
    right: float
    bottom: float


class Sheet:
    """Collects the shapes of a drawing from top to bottom; `y` is how far down it has come."""

    def __init__(self, width: float) -> None:
        """Begins an empty sheet."""
        self.width = width
        self.narrow = width < 600
        self.margin = 12.0 if self.narrow else 24.0
        self.y = self.margin
        self.items: list[Shape | Mark] = []
        self._taken: list[Box] = []
        self._crossable: list[Box] = []

    @property
    def inner(self) -> float:
        """The width between the margins."""
        return self.width - 2 * self.margin

    def add(self, *items: Shape | Mark) -> None:
        """Adds shapes in the order in which they cover each other."""
        self.items += items

    def paragraph(self, text: str, size: float, colour: str = "ink", bold: bool = False) -> None:
        """Writes text over the sheet's width, broken into lines."""
        for one in wrapped(text, size, self.inner, bold):
            self.y += size * 1.3
            self.add(Text(self.margin, self.y, one, size, colour, bold=bold))

    def heading(self, title: str, subtitle: str) -> None:
        """Writes the title and what stands under it."""
        self.paragraph(title, 16 if self.narrow else 19, bold=True)
        self.y += 3
        self.paragraph(subtitle, 11 if self.narrow else 12, "faint")
        self.y += 8

    def legend(self, entries: Sequence[tuple[Sequence[Shape], str]]) -> None:
        """Explains marks, which are drawn around (0, 0), side by side as far as there is room."""
        x, size = self.margin, 10.5
        self.y += 14
        for shapes, label in entries:
            lines = wrapped(label, size, self.inner - 26)
            wide = 26 + max(text_width(one, size) for one in lines)
            if x > self.margin and x + wide > self.width - self.margin:
                x = self.margin
                self.y += 17
            self.add(*(moved(shape, x + 8, self.y - 4) for shape in shapes))
            for number, one in enumerate(lines):
                self.y += 13 if number else 0
                self.add(Text(x + 22, self.y, one, size, "faint"))
            x += wide + 16
        self.y += 8

    def foot(self, told: Told, notes: Sequence[str] = (), days: str = "") -> None:
        """Writes notes and the source line: how many articles, of which days, and the command for the same numbers."""
        self.y += 8
        for note in notes:
            self.paragraph(note, 10, "faint")
            self.y += 2
        self.y += 2
        source = f"Source: figures told in {some(told.articles(), 'news article')}{f', {days}' if days else ''}"
        self.paragraph(f"{source}. The numbers: {told.command}", 9.5, "faint")

    def done(self, title: str, description: str) -> Drawing:
        """Ends the sheet."""
        return Drawing(self.width, math.ceil(self.y + self.margin), title, description, tuple(self.items))

    def take(self, *boxes: Box, crossable: bool = False) -> None:
        """Keeps labels off what is drawn there; off what is crossable only as long as there is another place."""
        (self._crossable if crossable else self._taken).extend(boxes)

    def label(
        self, text: str, places: Iterable[tuple[float, float, str]], within: Box, size: float = 10.5
    ) -> Text | None:
        """Writes a label at the first of the places (x, baseline, anchor) that is free; gives none where none is."""
        boxes = [(self._box(text, x, y, anchor, size), x, y, anchor) for x, y, anchor in places]
        free = [one for one in boxes if self._free(one[0], within)]
        clear = [one for one in free if not any(_meet(one[0], other) for other in self._crossable)]
        for box, x, y, anchor in [*clear, *free][:1]:
            self.take(box)
            return Text(x, y, text, size, anchor=anchor, halo="paper")
        return None

    def labels(self, wanted: Sequence[tuple[str, Sequence[tuple[float, float, str]]]], within: Box) -> int:
        """Writes labels, the most important first, each at one of its places; tells how many found no room.

        Several orders of labels and of places are tried. The best is that in which most labels, by importance, have
        room, fewest lie across what is crossable, and most stand at the first of their places.
        """
        before = self._taken
        best: tuple[tuple[int, int, int], list[Text], list[Box]] | None = None
        across = [number for number, _ in sorted(enumerate(wanted), key=lambda one: one[1][1][0][0])]
        for order in (range(len(wanted)), across, across[::-1]):
            for first in ("middle", "end", "start"):
                self._taken = list(before)
                found, lost, aside = [], 0, 0
                for number in order:
                    text, places = wanted[number]
                    label = self.label(text, sorted(places, key=lambda place: place[2] != first), within)
                    lost += 0 if label else len(wanted) - number
                    found += [label] if label else []
                    aside += label is not None and (label.x, label.y, label.anchor) != places[0]
                crossed = sum(_meet(box, one) for box in self._taken[len(before) :] for one in self._crossable)
                if best is None or (lost, crossed, aside) < best[0]:
                    best = ((lost, crossed, aside), found, self._taken)
        assert best is not None
        _, found, self._taken = best
        self.add(*found)
        return len(wanted) - len(found)

    def fits(self, text: str, x: float, y: float, within: Box, size: float = 10.5) -> bool:
        """Tells whether a label has room around its middle."""
        return self._free(self._box(text, x, y, "middle", size), within)

    def _box(self, text: str, x: float, y: float, anchor: str, size: float) -> Box:
        wide = text_width(text, size)
        left = x - {"start": 0.0, "middle": wide / 2, "end": wide}[anchor]
        return Box(left - 2, y - size * 0.82, left + wide + 2, y + size * 0.24)

    def _free(self, box: Box, within: Box) -> bool:
        inside = box.left >= within.left and box.right <= within.right
        inside = inside and box.top >= within.top and box.bottom <= within.bottom
        return inside and not any(_meet(box, one) for one in self._taken)


def _meet(one: Box, other: Box) -> bool:
    return one.left < other.right and other.left < one.right and one.top < other.bottom and other.top < one.bottom


def moved(shape: Shape, x: float, y: float) -> Shape:
    """Gives the shape somewhere else."""
    from dataclasses import replace

    if isinstance(shape, Path):
        return replace(shape, lines=tuple(tuple((a + x, b + y) for a, b in one) for one in shape.lines))
    return replace(shape, x=shape.x + x, y=shape.y + y)


def marker(rank: int | None, x: float, y: float, size: float = 4.0, hollow: bool = False) -> Shape:
    """Draws a side's marker, a shape of its own, so that colour is never alone; hollow where figures are disputed."""
    colour = side_colour(rank)
    fill, width = ("paper", 2.0) if hollow else (colour, 1.2)
    corners = {1: 4, 2: 3, 3: 4, 4: 6, 5: 5}.get(rank if rank is not None else 0)
    if corners is None:
        return Circle(x, y, size, fill=fill, stroke=colour, width=width)
    turn = 0.5 / corners if rank != 3 else 0.0
    reach = size * (1.25 if corners == 4 else 1.3)
    angles = [math.tau * (corner / corners + turn) for corner in range(corners)]
    points = tuple((x + reach * math.sin(angle), y - reach * math.cos(angle)) for angle in angles)
    return Path((points,), fill=fill, stroke=colour, width=width)


@dataclass(frozen=True, slots=True)
class Days:
    """A time axis from `first` to `last` between the sheet's `left` and `right`."""

    first: date
    last: date
    left: float
    right: float

    def x(self, one: date, share: float = 0.5) -> float:
        """Gives a day's place; `share` is 0 for its beginning, 1 for its end."""
        days = (self.last - self.first).days + 1
        return self.left + (self.right - self.left) * ((one - self.first).days + share) / days

    def ticks(self) -> list[tuple[date, str, str]]:
        """Gives the days that bear a tick, with a first and a second line of text."""
        days = (self.last - self.first).days + 1
        room = (self.right - self.left) / days
        for step in (1, 2, 7, 14) if days < 150 else ():
            if room * step >= 46:
                start = self.first.toordinal()
                found = [date.fromordinal(number) for number in range(start, self.last.toordinal() + 1, step)]
                return [
                    (one, f"{one.day} {MONTHS[one.month - 1][:3]}", str(one.year) if _opens(found, index) else "")
                    for index, one in enumerate(found)
                ]
        for months in (1, 2, 3, 6, 12, 24, 60, 120, 600):
            if room * 30.4 * months >= (34 if months < 12 else 40) or months == 600:
                found = [one for one in self._months() if ((one.year * 12) + one.month - 1) % months == 0]
                if months >= 12:
                    return [(one, str(one.year), "") for one in found]
                return [
                    (one, MONTHS[one.month - 1][:3], str(one.year) if _opens(found, index) else "")
                    for index, one in enumerate(found)
                ]
        return []

    def _months(self) -> list[date]:
        one, found = self.first.replace(day=1), []
        while one <= self.last:
            if one >= self.first:
                found.append(one)
            one = (one + timedelta(32)).replace(day=1)
        return found

    def draw(self, sheet: Sheet, top: float, bottom: float) -> None:
        """Draws the ticks' lines between `top` and `bottom`, and their texts below."""
        low = False
        for one, text, second in self.ticks():
            x = self.x(one, 0)
            sheet.add(line((x, top), (x, bottom), "rule"), line((x, bottom), (x, bottom + 4), "faint"))
            half = text_width(text, 10) / 2
            if x + half <= sheet.width - 2:
                sheet.add(Text(x, bottom + 15, text, 10, "faint", "middle"))
                if second:
                    low = True
                    sheet.add(Text(x, bottom + 27, second, 10, "faint", "middle", bold=True))
        sheet.y = bottom + (30 if low else 18)


def _opens(days: Sequence[date], index: int) -> bool:
    """Tells whether a day is the first of its year among the days."""
    return index == 0 or days[index].year != days[index - 1].year


def days_around(days: Sequence[date], left: float, right: float) -> Days:
    """Gives an axis that holds all the days, with some room at both ends."""
    first, last = min(days), max(days)
    room = max(2, round((last - first).days * 0.03))
    return Days(first - timedelta(room), last + timedelta(room), left, right)


def steps(top: float, most: int) -> list[int]:
    """Gives round numbers from 0 to `top`, at most `most` of them beside 0."""
    if top <= 0:
        return [0]
    for step in sorted(factor * 10**power for factor in (1, 2, 5) for power in range(10)):
        if top / step <= max(most, 1):
            return list(range(0, int(top) + 1, step))
    return [0]


def arrow(tip: Point, back: Point, colour: str) -> Path:
    """Draws a small arrow's head."""
    across, down = tip[0] - back[0], tip[1] - back[1]
    far = math.hypot(across, down) or 1.0
    across, down = across / far, down / far
    wings = [(tip[0] - 6 * across - 3 * down * turn, tip[1] - 6 * down + 3 * across * turn) for turn in (1, -1)]
    return Path(((tip, *wings),), fill=colour)
