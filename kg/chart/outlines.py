"""Reads the outlines of states and projects them: `ontology/outlines.ttl` tells where they are from."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from kg import turtle
from kg.settings import BASE, data_folder

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.chart.drawing import Point
    from kg.chart.sheet import Box

_WKT = "http://www.opengis.net/ont/geosparql#asWKT"
_GEOMETRY = "http://www.opengis.net/ont/geosparql#hasGeometry"
_LABEL = "http://www.w3.org/2004/02/skos/core#prefLabel"

Ring = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class State:
    """A state's rings in degrees, longitude first; its English name, empty where the authority has none."""

    name: str
    rings: tuple[Ring, ...]

    @property
    def wide(self) -> float:
        """Its width in degrees."""
        xs = [x for ring in self.rings for x, _ in ring]
        return max(xs) - min(xs)

    def holds(self, at: Point) -> bool:
        """Tells whether a place lies in it."""
        return any(inside(ring, at) for ring in self.rings)


@cache
def states() -> tuple[State, ...]:
    """Reads all states."""
    folder = data_folder("ontology")
    triples = turtle.parse(folder / "outlines.ttl", BASE).triples
    owner = {triple.value: triple.subject for triple in triples if triple.predicate == _GEOMETRY}
    names = {
        triple.subject: triple.value
        for path in ("authority.ttl", "authority-states.ttl")
        for triple in turtle.parse(folder / path, BASE).triples
        if triple.predicate == _LABEL and triple.language == "en"
    }
    return tuple(
        State(names.get(owner[triple.subject], ""), tuple(_rings(triple.value)))
        for triple in triples
        if triple.predicate == _WKT
    )


def _rings(text: str) -> Iterable[Ring]:
    for ring in re.findall(r"\(([^()]+)\)", text):
        numbers = [tuple(map(float, pair.split())) for pair in ring.split(",")]
        yield tuple((x, y) for x, y in numbers)


def inside(ring: Iterable[Point], at: Point) -> bool:
    """Tells whether a point lies in a ring, by counting the sides that a line from it crosses."""
    points, odd = list(ring), False
    for (ax, ay), (bx, by) in zip(points, points[1:] + points[:1], strict=True):
        if (ay > at[1]) != (by > at[1]) and at[0] < (bx - ax) * (at[1] - ay) / (by - ay) + ax:
            odd = not odd
    return odd


@dataclass(frozen=True, slots=True)
class Projection:
    """Lambert's conformal conic projection for a stretch of the earth; the plate carrée where it is very large."""

    west: float
    south: float
    east: float
    north: float

    def __call__(self, at: Point) -> Point:
        """Gives a place's x and y, y pointing down, in the units of the earth's radius."""
        middle, height = math.radians((self.west + self.east) / 2), self.north - self.south
        x, y = math.radians(at[0]), math.radians(max(-85.0, min(85.0, at[1])))
        if height > 60 or self.east - self.west > 120 or self.south < 5 < self.north or self.south < -5 < self.north:
            return (x - middle) * math.cos(math.radians((self.south + self.north) / 2)), -y
        low, high = math.radians(self.south + height / 6), math.radians(self.north - height / 6)
        cone = math.sin(low)
        if abs(high - low) > 1e-9:
            cone = math.log(math.cos(low) / math.cos(high)) / math.log(_half(high) / _half(low))
        scale = math.cos(low) * _half(low) ** cone / cone
        far, origin = scale / _half(y) ** cone, scale / _half((low + high) / 2) ** cone
        turn = cone * (x - middle)
        return far * math.sin(turn), far * math.cos(turn) - origin


def _half(latitude: float) -> float:
    return math.tan(math.pi / 4 + latitude / 2)


def clipped(ring: Iterable[Point], box: Box) -> list[Point]:
    """Cuts a ring at the edges of a box (Sutherland and Hodgman, 1974)."""
    points = list(ring)
    for axis, limit, sign in ((0, box.left, 1), (0, box.right, -1), (1, box.top, 1), (1, box.bottom, -1)):
        found: list[Point] = []
        for one, other in zip(points[-1:] + points[:-1], points, strict=True):
            was, now = ((point[axis] - limit) * sign >= 0 for point in (one, other))
            if was != now:
                share = (limit - one[axis]) / (other[axis] - one[axis])
                found.append((one[0] + share * (other[0] - one[0]), one[1] + share * (other[1] - one[1])))
            if now:
                found.append(other)
        points = found
    return points
