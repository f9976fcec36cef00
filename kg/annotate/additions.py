"""Reads sums by what an article has told: "40 in all" may be both directions, a part, or more than this exchange."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.annotate.balance import EACH
from kg.model import Figure, Role

if TYPE_CHECKING:
    from kg.annotate.counting import Counting

_IN_ALL = re.compile(r"\W+(?:[\w-]+\s+){0,2}?in\s+all\b")


def of_all(counting: Counting, upto: str, after: str, told: list[Figure]) -> Role | None:
    """Reads "40 in all" and "In all, 40" by the totals told before; None where it goes beyond them, as a running sum does."""
    value = counting.quantity.value
    behind = after[counting.quantity.span.end - counting.quantity.span.start :]
    if value is None or not (_IN_ALL.match(behind) or re.match(r"\W*in\s+all\W+$", upto, re.IGNORECASE)):
        return None
    totals = [f for f in told if f.role in {Role.TOTAL, Role.COMBINED} and f.minimum and f.minimum == f.maximum]
    same = next((f for f in totals if f.minimum == value), None)
    if same is not None:
        return same.role
    sums = {(f.minimum or 0) * 2 for f in totals if f.rule == EACH or f.receiver is None}
    sums |= {(a.minimum or 0) + (b.minimum or 0) for a in totals for b in totals if a.receiver != b.receiver}
    if value in sums:
        return Role.COMBINED
    return Role.PART if any(value < (f.minimum or 0) for f in totals) else None


def sum_of_all(told: list[Figure]) -> int | None:
    """Adds up the totals of several groups, both directions each; None where there are just two to add."""
    totals = {
        (f.minimum, f.receiver): f
        for f in told
        if (f.role is Role.TOTAL or re.match(r"(?:another|a\s+further)\b", f.text, re.IGNORECASE))
        and f.minimum
        and f.minimum == f.maximum
    }
    each = {f.minimum for f in totals.values() if f.rule == EACH}
    kept = [f for f in totals.values() if f.rule == EACH or f.minimum not in each]
    if len(kept) < 3:
        return None
    return sum((f.minimum or 0) * (2 if f.rule == EACH else 1) for f in kept)
