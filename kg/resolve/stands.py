"""Tells how one claim stands to another's figure beyond agreeing: it confirms, disputes or corrects it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from kg.model import Stance, Stand, Standing

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Sequence

    from kg.model import Evidence


def stands(rows: Iterable[Evidence]) -> Iterator[Stand]:
    """Yields for each claim that confirms or denies a figure the claims about one exchange that give this figure.

    A speaker who denies a figure of others disputes it, one who denies an own figure corrects it. Of each speaker the
    first claim stands for its repetitions.

    Args:
        rows: the evidence about one exchange.
    """
    same: dict[Hashable, list[Evidence]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (row.article, row.start, row.figure)):
        if row.minimum is not None or row.maximum is not None:
            same[row.counted, row.role, row.minimum, row.maximum].append(row)
    for several in same.values():
        given = _first(row for row in several if row.stance in (Stance.ASSERTS, Stance.ESTIMATES))
        for row in several:
            for other in given:
                own = row.speaker == other.speaker
                if row.stance is Stance.CONFIRMS and not own:
                    yield Stand(Standing.CONFIRMS, row.figure, other.figure)
                elif row.stance is Stance.DENIES:
                    yield Stand(Standing.CORRECTS if own else Standing.DISPUTES, row.figure, other.figure)


def _first(rows: Iterable[Evidence]) -> Sequence[Evidence]:
    found: dict[Hashable, Evidence] = {}
    for row in rows:
        found.setdefault(row.speaker or row.claim, row)
    return tuple(found.values())
