"""Says how actors and relations are drawn, the same on the page, in the pictures and in Gephi.

Colour tells the side, shape the type, the line's dashes the relation: never colour alone. The colours are those of
Okabe and Ito (2008), which readers with any of the common colour blindnesses can tell apart.
"""

from __future__ import annotations

import math
import textwrap
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.look import COLOURS, ranked
from kg.look import GREY as GREY

if TYPE_CHECKING:
    from kg.network.graph import Network

Point = tuple[float, float]


def _polygon(corners: int, turn: float = 0.0, size: float = 1.0) -> tuple[Point, ...]:
    angles = (math.tau * (corner / corners + turn) for corner in range(corners))
    return tuple((round(size * math.sin(a), 3), round(-size * math.cos(a), 3)) for a in angles)


def _star(points: int, size: float) -> tuple[Point, ...]:
    outer, inner = _polygon(points, 0, size), _polygon(points, 1 / (2 * points), size * 0.45)
    return tuple(corner for pair in zip(outer, inner, strict=True) for corner in pair)


# Corner points around (0, 0) with y pointing down; none for a circle. Sizes even out the areas.
SHAPES: dict[str, tuple[Point, ...]] = {
    "person": (),
    "organization": _polygon(4, 1 / 8, 1.28),
    "state": _polygon(6, 1 / 12, 1.15),
    "outlet": _polygon(4, 0, 1.28),
    "place": _polygon(3, 0, 1.4),
    "channel": _polygon(3, 1 / 2, 1.4),
    "exchange": _star(5, 1.45),
}


@dataclass(frozen=True, slots=True)
class Line:
    """How a relation is named and drawn; `dash` holds lengths of ink and gap in multiples of the line's width."""

    forward: str
    backward: str
    dash: tuple[float, ...] = ()


_LINES = {
    "speaks-about": Line("speaks about", "spoken about by"),
    "relays": Line("relays claims of", "relayed by", (4, 2)),
    "publishes": Line("publishes claims of", "published by", (1, 1.6)),
    "agrees": Line("agrees with", "agrees with"),
    "differs": Line("differs with", "differs with", (4, 2)),
    "takes-part": Line("takes part in", "with the part of"),
    "tells-of": Line("tells of", "told of by", (4, 2)),
    "named-in": Line("is named in claims about", "told of with the name of", (1, 1.6)),
    "shares-exchange": Line("takes part in an exchange with", "takes part in an exchange with"),
    "together": Line("is named together with", "is named together with"),
}


def line(relation: str) -> Line:
    """Says how a relation is named and drawn; one that is not known here goes by its own name."""
    name = relation.replace("-", " ") or "related to"
    return _LINES.get(relation) or Line(name, f"{name} (from the other)", (6, 2, 1, 2))


def relations(network: Network) -> list[str]:
    """Lists the relations that occur: those known here first, in their order, then the others by name."""
    found = {str(known["relation"]) for _, _, known in network.edges(data=True)}
    return [*(name for name in _LINES if name in found), *sorted(found - set(_LINES))]


def types(network: Network) -> list[str]:
    """Lists the types that occur: those with a shape first, in their order, then the others by name."""
    found = {str(known.get("type", "")) for _, known in network.nodes(data=True)}
    return [*(name for name in SHAPES if name in found), *sorted(found - set(SHAPES))]


def colours(network: Network) -> dict[str, str]:
    """Gives each side its colour, those with most actors first; an unknown side and the last of many are grey.

    The two first go by their names, so that they keep their colours from one view to the next.
    """
    count = Counter(str(known["side"]) for _, known in network.nodes(data=True) if "side" in known)
    return {side: COLOURS[rank] if rank < len(COLOURS) else GREY for rank, side in enumerate(ranked(count))}


def lighter(colour: str) -> str:
    """Gives a colour its form on dark paper: a quarter of the way to white, so that all stand out from it."""
    parts = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return "#" + "".join(f"{round(part + (255 - part) * 0.3):02x}" for part in parts)


def side_name(network: Network, side: str) -> str:
    """Names a side for a reader: where it is one of the actors, by that actor's label."""
    if side in network:
        return str(network.nodes[side]["label"])
    return side.rstrip("/#").replace("#", "/").split("/")[-1] if "://" in side else side


def radius(claims: int) -> float:
    """Gives an actor's radius in points or CSS pixels: its area grows with its claims."""
    return round(min(5 + 2.2 * math.sqrt(claims), 26), 1)


def thickness(weight: int) -> float:
    """Gives a line's width in points or CSS pixels."""
    return round(min(0.6 + 0.8 * math.sqrt(weight), 7), 1)


def label_lines(label: str) -> tuple[str, ...]:
    """Breaks a label into at most three lines of about 20 characters, shortened where it is longer still."""
    lines = textwrap.wrap(label, 20, max_lines=3, placeholder=" …", break_on_hyphens=False)
    return tuple(lines) or (label,)
