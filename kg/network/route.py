"""Leads the lines between actors: none covers another, and none runs through a third actor where that can be helped."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from kg.network import look

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.network.graph import Network
    from kg.network.look import Point

# How far apart the lines between the same two actors run, as a share of their distance.
_STEP = 0.16
# Detours, the shortest first.
_DETOURS = (0.0, 0.07, -0.07, 0.14, -0.14, 0.21, -0.21)
_CLEARANCE = 4.0
# Every line is tried against every actor; larger graphs are too dense for a detour to help.
_MOST = 300_000


def bends(network: Network, where: Mapping[str, Point]) -> dict[str, float]:
    """Bends each edge, by its key; 0 is a straight line.

    The bend is the height of the arc as a share of the distance, to the left of the way from source to target.

    Args:
        network: what `kg.network.graph` builds.
        where: each actor's centre in points or CSS pixels, y pointing down.
    """
    pairs: dict[tuple[str, str], list[tuple[str, bool]]] = {}
    for source, target, key in network.edges(keys=True):
        pairs.setdefault((min(source, target), max(source, target)), []).append((key, source <= target))
    search = network.number_of_edges() * len(network) <= _MOST
    found = {}
    for (one, other), edges in pairs.items():
        fan = [(rank - (len(edges) - 1) / 2) * _STEP for rank in range(len(edges))]
        detour = _free(network, where, (one, other), fan) if search and one != other else 0.0
        for bend, (key, ahead) in zip(fan, edges, strict=True):
            found[key] = round((1 if ahead else -1) * (bend + detour), 3)
    return found


def arc(start: Point, end: Point, gaps: Point, bend: float) -> tuple[Point, Point, Point]:
    """Gives the two ends and, between them, the control point of the quadratic curve that is an edge's line.

    Args:
        start: the source's centre, y pointing down.
        end: the target's centre, elsewhere.
        gaps: how far the line stays away from each centre.
        bend: what `bends` gives.
    """
    middle = _control(start, end, bend)
    return _towards(start, middle, gaps[0]), middle, _towards(end, middle, gaps[1])


def _free(network: Network, where: Mapping[str, Point], pair: tuple[str, str], fan: list[float]) -> float:
    """Finds the smallest detour that leads all lines of a pair past all other actors, or else past most."""
    others = [node for node in network if node not in pair]
    if not others:
        return 0.0
    centres = np.array([where[node] for node in others])
    reach = np.array([look.radius(network.nodes[node]["claims"]) + _CLEARANCE for node in others])
    share = np.linspace(0, 1, 25)[:, None]

    start, end = np.array(where[pair[0]]), np.array(where[pair[1]])

    def hits(detour: float) -> int:
        count = 0
        for bend in fan:
            middle = np.array(_control(where[pair[0]], where[pair[1]], bend + detour))
            way = (1 - share) ** 2 * start + 2 * share * (1 - share) * middle + share**2 * end
            far = np.linalg.norm(way[:, None] - centres[None], axis=2).min(axis=0)
            count += int((far < reach).sum())
        return count

    best, least = 0.0, None
    for detour in _DETOURS:
        count = hits(detour)
        if count == 0:
            return detour
        if least is None or count < least:
            best, least = detour, count
    return best


def _control(start: Point, end: Point, bend: float) -> Point:
    across, down = end[0] - start[0], end[1] - start[1]
    return (start[0] + end[0]) / 2 + 2 * bend * down, (start[1] + end[1]) / 2 - 2 * bend * across


def _towards(point: Point, other: Point, far: float) -> Point:
    across, down = other[0] - point[0], other[1] - point[1]
    share = min(far / (math.hypot(across, down) or 1.0), 1.0)
    return point[0] + across * share, point[1] + down * share
