"""Sorts statements about one exchange by what must be one number."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from kg.model import Role

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    from kg.resolve.figures import Statement


def topics(live: Iterable[Statement]) -> list[list[Statement]]:
    """Sorts statements by a direction's total, both directions together, one place's part; others are left out."""
    found: dict[tuple[Hashable, ...], list[Statement]] = defaultdict(list)
    for one in live:
        role, place = one.evidence.role, one.evidence.place
        if role is Role.COMBINED:
            found[role, one.counted].append(one)
        elif one.receiver and (role is Role.TOTAL or place):
            found[role, one.counted, one.receiver, place if role is Role.PART else None].append(one)
    return list(found.values())
