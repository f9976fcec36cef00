"""Places the actors: the same graph gives the same picture, and labels keep clear of one another.

Positions come from networkx's ForceAtlas2 (Jacomy et al. 2014), which needs numpy alone; its other layouts of that
quality need scipy. It weighs every pair, so of a large network it places the busiest actors, and from there on the same
forces move all of them, the far ones weighed by the cell of a grid that they are in (as Barnes and Hut's tree does).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from kg.network.graph import Network
    from kg.network.look import Point

    Array = NDArray[np.float64]

# Every pair is weighed against every other: beyond this many actors only the busiest take part at first.
_CORE = 700
# Rounds in which a large network loosens, and how many actors share a cell of its grid on average.
_ROUNDS, _SHARED = 90, 6
# Pairs weighed in all, which bounds the time a large network takes.
_EFFORT = 20_000_000
# Up to here several starts are tried and the one whose lines cross least is kept.
_SMALL = 60
_STARTS = 12
# The share of a frame that boxes may fill so that lines can still be followed, and how much tighter still goes.
_FILLED = 0.3
_TIGHT = 1.4


@dataclass(frozen=True, slots=True)
class Box:
    """The room an actor and its label need around the actor's centre, in the units of the frame."""

    left: float
    right: float
    above: float
    below: float


def shape(network: Network) -> dict[str, Point]:
    """Lays out the whole network on a plane without a scale; parts that nothing links stand side by side."""
    plain: nx.Graph[str] = nx.Graph()
    plain.add_nodes_from(sorted(network))
    plain.add_edges_from(sorted((a, b) for a, b in network.edges() if a != b))
    parts = sorted((sorted(part) for part in nx.connected_components(plain)), key=lambda part: (-len(part), part))
    room = 1.3 * math.sqrt(len(plain))
    placed: dict[str, Point] = {}
    x = y = tallest = 0.0
    for part in parts:
        side = math.sqrt(len(part))
        if x and x + side > room:
            x, y, tallest = 0.0, y + tallest, 0.0
        for node, (across, down) in _part(plain.subgraph(part), part).items():
            placed[node] = (x + side * (0.1 + 0.8 * across), y + side * (0.1 + 0.8 * down))
        x, tallest = x + side, max(tallest, side)
    return placed


def crowd(boxes: Mapping[str, Box], width: float, height: float) -> float:
    """Says how many times wider and higher than this a frame must be for the boxes to stand with room between them."""
    taken = sum((box.left + box.right) * (box.above + box.below) for box in boxes.values())
    return max(1.0, round(math.sqrt(taken / (_FILLED * width * height)), 2))


def fit(points: Mapping[str, Point], boxes: Mapping[str, Box], width: float, height: float) -> dict[str, Point]:
    """Stretches a layout over a frame and pushes the boxes apart; in a frame too small for that they stay as they are.

    Args:
        points: what `shape` gives.
        boxes: the room each actor needs.
        width: the frame's width; a frame higher than wide turns the layout on its side.
        height: the frame's height, in the same units as the boxes.
    """
    if not points:
        return {}
    nodes = sorted(points)
    at = np.array([points[node] for node in nodes], dtype=np.float64)
    if height > width:
        at = at[:, ::-1].copy()
    room = np.array([[boxes[n].left, boxes[n].right, boxes[n].above, boxes[n].below] for n in nodes])
    low = room[:, [0, 2]]
    high = np.array([width, height]) - room[:, [1, 3]]
    high = np.maximum(high, low)
    spread = at.max(axis=0) - at.min(axis=0)
    share = np.where(spread > 0, (at - at.min(axis=0)) / np.where(spread > 0, spread, 1), 0.5)
    at = low + share * (high - low)
    # Pushing in too small a frame would only line them up.
    if len(nodes) <= _CORE and crowd(boxes, width, height) < _TIGHT:
        at = _separated(at, room, low, high)
    return {node: (round(float(x), 1), round(float(y), 1)) for node, (x, y) in zip(nodes, at, strict=True)}


def _separated(at: Array, room: Array, low: Array, high: Array) -> Array:
    """Pushes overlapping boxes apart, each pair along the axis where less is in the way."""
    half = np.stack([room[:, 0] + room[:, 1], room[:, 2] + room[:, 3]], axis=1) / 2
    offset = np.stack([room[:, 1] - room[:, 0], room[:, 3] - room[:, 2]], axis=1) / 2
    need = half[:, None] + half[None]
    for _ in range(min(400, _EFFORT // len(at) ** 2)):
        centre = at + offset
        apart = centre[:, None] - centre[None]
        overlap = need - np.abs(apart)
        clash: NDArray[np.bool_] = np.all(overlap > 0.01, axis=2)
        np.fill_diagonal(clash, False)
        if not clash.any():
            break
        # Ties are broken by order, so that two actors on one spot part as well.
        sign = np.sign(apart)
        order = np.sign(np.arange(len(at))[:, None] - np.arange(len(at))[None])
        sign = np.where(sign == 0, order[:, :, None], sign)
        along_x = overlap[:, :, 0] < overlap[:, :, 1]
        push = np.where(np.stack([along_x, ~along_x], axis=2), sign * overlap, 0.0) * clash[:, :, None]
        at = np.clip(at + 0.35 * push.sum(axis=1) + 0.02 * np.sign(push.sum(axis=1)), low, high)
    return at


def _part(plain: nx.Graph[str], part: list[str]) -> dict[str, Point]:
    """Lays out one connected part, each axis from 0 to 1, the longer extent across."""
    busiest = sorted(part, key=lambda node: (-plain.degree(node), node))[:_CORE]
    core = plain.subgraph(busiest)
    if len(part) <= 2:
        at = np.array([[index, 0.5] for index in range(len(part))], dtype=np.float64)
        return _unit(part, at)
    index = {node: number for number, node in enumerate(part) if node in core}
    kept: nx.Graph[str] = nx.Graph()
    kept.add_nodes_from(index)
    kept.add_edges_from(core.edges())
    starts = range(_STARTS if len(index) <= _SMALL else 1)
    tries = [_forces(kept, start) for start in starts]
    ends = np.array([[list(index).index(a), list(index).index(b)] for a, b in kept.edges()] or [[0, 0]])
    at = min(tries, key=lambda one: _crossings(one, ends)) if len(tries) > 1 else tries[0]
    where = dict(zip(index, at, strict=True))
    if len(where) < len(part):
        where |= _around(plain, part, where)
        where = _loosened(plain, part, where)
    return _unit(part, np.array([where[node] for node in part]))


def _forces(plain: nx.Graph[str], start: int) -> Array:
    rounds = max(60, min(500, _EFFORT // len(plain) ** 2))
    placed = nx.forceatlas2_layout(
        plain, max_iter=rounds, scaling_ratio=5.0, gravity=0.1, strong_gravity=True, seed=start
    )
    at = np.array([placed[node] for node in plain], dtype=np.float64)
    at -= at.mean(axis=0)
    # The longest extent goes across, for frames are mostly wider than high.
    _, _, axes = np.linalg.svd(at, full_matrices=False)
    turned: Array = at @ axes.T
    # The sign of a singular vector is arbitrary; fix it.
    return turned * np.where(turned[np.abs(turned).argmax(axis=0), [0, 1]] < 0, -1.0, 1.0)


def _crossings(at: Array, ends: NDArray[np.int64]) -> int:
    """Counts the pairs of lines that cross, lines with a common end aside."""
    a, b = at[ends[:, 0]], at[ends[:, 1]]

    def turn(p: Array, q: Array, r: Array) -> Array:
        one, two = q - p, r - p
        crossed: Array = one[..., 0] * two[..., 1] - one[..., 1] * two[..., 0]
        return crossed

    first, second = (a[:, None], b[:, None]), (a[None], b[None])
    apart = turn(*first, second[0]) * turn(*first, second[1]) < 0
    across = turn(*second, first[0]) * turn(*second, first[1]) < 0
    shared = (ends[:, None, :, None] == ends[None, :, None, :]).any(axis=(2, 3))
    return int((apart & across & ~shared).sum()) // 2


def _around(plain: nx.Graph[str], part: list[str], where: Mapping[str, Array]) -> dict[str, Array]:
    """Puts the actors left out of the core near their neighbours in it, on a sunflower's spiral around them."""
    reach = float(np.ptp(np.array(list(where.values())), axis=0).max()) or 1.0
    rest = [node for node in part if node not in where]
    placed: dict[str, Array] = {}
    for number, node in enumerate(rest):
        near = [where[other] for other in sorted(plain[node]) if other in where]
        middle = np.mean(near, axis=0) if near else np.zeros(2)
        angle, far = number * 2.399963, reach * (0.02 + 0.1 * math.sqrt(number / len(rest)))
        placed[node] = middle + far * np.array([math.cos(angle), math.sin(angle)])
    return placed


def _loosened(plain: nx.Graph[str], part: list[str], where: Mapping[str, Array]) -> dict[str, Array]:
    """Lets the forces of ForceAtlas2 work on all actors of a large part: links pull, actors push, all drift inwards."""
    at = np.array([where[node] for node in part], dtype=np.float32)
    at = (at - at.mean(axis=0)) / (np.abs(at).max() or 1) * math.sqrt(len(part))
    number = {node: index for index, node in enumerate(part)}
    ends = np.array(sorted((number[a], number[b]) for a, b in plain.edges(part) if a != b), dtype=np.intp)
    mass = np.array([plain.degree(node) + 1 for node in part], dtype=np.float32)
    cells = max(4, round(math.sqrt(len(part) / _SHARED)))
    speed = 0.1 * float(np.abs(at).max())
    for turn in range(_ROUNDS):
        force = _push(at, mass, cells)
        pull = (at[ends[:, 1]] - at[ends[:, 0]]) * np.float32(0.02)
        for axis in range(2):
            force[:, axis] += np.bincount(ends[:, 0], pull[:, axis], len(part)).astype(np.float32)
            force[:, axis] -= np.bincount(ends[:, 1], pull[:, axis], len(part)).astype(np.float32)
        force -= at * (mass * 0.01)[:, None]
        # Heavy actors move slowly, nobody farther than the round allows, and less each round.
        step = force / mass[:, None]
        far = np.linalg.norm(step, axis=1, keepdims=True)
        limit = speed * (1 - turn / _ROUNDS)
        at = at + step * np.minimum(1, limit / np.maximum(far, 1e-6))
    return dict(zip(part, at.astype(np.float64), strict=True))


def _push(at: NDArray[np.float32], mass: NDArray[np.float32], cells: int) -> NDArray[np.float32]:
    """Adds up how the actors of each cell push each actor away, as if they stood together in the cell's middle."""
    low, high = at.min(axis=0), at.max(axis=0)
    column = np.minimum(((at - low) / np.maximum(high - low, 1e-6) * cells).astype(np.intp), cells - 1)
    cell = column[:, 0] * cells + column[:, 1]
    heavy = np.bincount(cell, mass, cells * cells)
    used = np.flatnonzero(heavy)
    middle = np.stack([np.bincount(cell, mass * at[:, axis], cells * cells)[used] / heavy[used] for axis in (0, 1)])
    weight = heavy[used].astype(np.float32)
    across = at[:, :1] - middle[0].astype(np.float32)
    down = at[:, 1:] - middle[1].astype(np.float32)
    # Within a length no push grows any more, or neighbours in one cell would fly apart.
    share = weight / (across * across + down * down + np.float32(0.5))
    return (
        np.stack([(across * share).sum(axis=1), (down * share).sum(axis=1)], axis=1) * mass[:, None] * np.float32(0.02)
    )


def _unit(part: list[str], at: Array) -> dict[str, Point]:
    low, spread = at.min(axis=0), at.max(axis=0) - at.min(axis=0)
    share = np.where(spread > 0, (at - low) / np.where(spread > 0, spread, 1), 0.5)
    return {node: (float(x), float(y)) for node, (x, y) in zip(part, share, strict=True)}
