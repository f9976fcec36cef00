"""Lays out an actor among those it is tied to: on the left who carries its words, on the right whom it speaks about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

WIDTH, ROW, MOST = 400, 34, 7
_EDGE, _NODE = 138, 5
_LONGEST = 20
_CARRYING = ("is relayed by", "relays", "is published by", "publishes")


class Tie(NamedTuple):
    """One actor that another is tied to, how, and by how many claims."""

    iri: str
    label: str
    type: str
    side: str
    kind: str
    claims: int


@dataclass(frozen=True, slots=True)
class Neighbour:
    """An actor in the drawing; `told` says in words how it is tied."""

    iri: str
    label: str
    told: str
    left: bool
    x: float
    y: float
    radius: float
    thickness: float
    type: str


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """The drawing."""

    label: str
    height: int
    middle: float
    neighbours: tuple[Neighbour, ...]
    width: int = WIDTH


def neighbours(label: str, ties: list[Tie]) -> Neighbourhood | None:
    """Lays out those that most claims tie to an actor; None where there is nobody."""
    by_side: tuple[dict[str, list[Tie]], dict[str, list[Tie]]] = ({}, {})
    for tie in ties:
        carrying = tie.kind in _CARRYING
        mine = by_side[not carrying]
        # Who is tied in several ways stands once, where the first way puts it.
        if tie.iri in by_side[carrying]:
            mine = by_side[carrying]
        mine.setdefault(tie.iri, []).append(tie)
    columns = [sorted(side.values(), key=lambda many: -sum(tie.claims for tie in many))[:MOST] for side in by_side]
    if not any(columns):
        return None
    height = ROW * max(map(len, columns)) + 20
    most = max(sum(tie.claims for tie in many) for column in columns for many in column)
    found = []
    for number, column in enumerate(columns):
        left = number == 0
        gap = (height - 20) / max(1, len(column))
        for at, many in enumerate(column):
            count = sum(tie.claims for tie in many)
            told = "; ".join(f"{tie.kind} {tie.label} ({tie.claims})" for tie in many)
            x = _EDGE if left else WIDTH - _EDGE
            y = round(10 + gap * (at + 0.5), 1)
            thickness = round(1 + 5 * count / most, 1)
            radius = round(_NODE * (0.7 + 0.6 * count / most), 1)
            found.append(
                Neighbour(many[0].iri, _short(many[0].label), told, left, x, y, radius, thickness, many[0].type)
            )
    return Neighbourhood(label, height, height / 2, tuple(found))


def _short(label: str) -> str:
    return label if len(label) <= _LONGEST else label[: _LONGEST - 1].rstrip() + "…"
