"""Finds figures of one exchange that differ and can both be true: rounded, part of a total, one way against both.

They look like contradictions to whoever compares numbers only; so the graph says what they are.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from kg.model import Apparent, Difference, Role
from kg.resolve import names
from kg.resolve.figures import compatible
from kg.resolve.topics import topics

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

    from kg.model import Exchange
    from kg.resolve.figures import Statement

# Of so many versions of one figure, the most repeated ones, each is set against the others.
_VERSIONS = 8


def differences(exchange: Exchange, told: Sequence[Statement], base: str) -> Iterator[Difference]:
    """Yields pairs of figures of one exchange that differ and can both be true, each version of a figure once.

    Args:
        exchange: the exchange.
        told: all statements about it; those denied or withdrawn are passed over.
        base: the IRI under which differences are minted.
    """
    live = [one for one in told if not one.denied]
    found: dict[tuple[Apparent, str, str], str] = {}
    for statements in topics(live):
        for one, other in _versions(statements):
            words = f"{names.bounds(*one.bounds)} and {names.bounds(*other.bounds)} can be the same number"
            found.setdefault((Apparent.ROUNDING, one.evidence.figure, other.evidence.figure), words)
    reports: dict[Hashable, list[Statement]] = defaultdict(list)
    for one in live:
        reports[one.evidence.report, one.counted].append(one)
    for account in reports.values():
        for total, part in _parts(account):
            words = f"{names.bounds(*part.bounds)} of {names.bounds(*total.bounds)}"
            found.setdefault((Apparent.PART, total.evidence.figure, part.evidence.figure), words)
        for whole, one_way in _both_ways(account):
            words = f"{names.bounds(*one_way.bounds)} one way, {names.bounds(*whole.bounds)} both ways together"
            found.setdefault((Apparent.BOTH, whole.evidence.figure, one_way.evidence.figure), words)
    for (why, figure_a, figure_b), detail in sorted(found.items()):
        iri = names.difference_iri(base, why.value, figure_a, figure_b)
        yield Difference(iri, exchange.iri, figure_a, figure_b, why, detail)


def _versions(statements: Sequence[Statement]) -> Iterator[tuple[Statement, Statement]]:
    by_bounds: dict[Hashable, list[Statement]] = defaultdict(list)
    for one in statements:
        by_bounds[one.bounds].append(one)
    several = sorted(by_bounds.values(), key=lambda ones: (-len(ones), ones[0].order))[:_VERSIONS]
    for place, ones in enumerate(several):
        for others in several[place + 1 :]:
            one, other = sorted((ones[0], others[0]), key=lambda statement: statement.order)
            if one.evidence.claim != other.evidence.claim and compatible(one, other):
                yield one, other


def _parts(account: Sequence[Statement]) -> Iterator[tuple[Statement, Statement]]:
    """Pairs each part with the total that it is of: the last one before it, else the first."""
    totals = [one for one in account if one.evidence.role is Role.TOTAL and one.value is not None]
    for part in account:
        if part.evidence.role is Role.PART and part.value is not None:
            fitting = [one for one in totals if part.receiver in (None, one.receiver) and part.value < (one.value or 0)]
            before = [one for one in fitting if one.order < part.order]
            if fitting:
                yield (before[-1] if before else fitting[0]), part


def _both_ways(account: Sequence[Statement]) -> Iterator[tuple[Statement, Statement]]:
    """Pairs each combined figure with the first total of either direction that is lower."""
    for whole in account:
        if whole.evidence.role is Role.COMBINED and whole.value is not None:
            seen = set()
            for one in account:
                lower = one.evidence.role is Role.TOTAL and one.value is not None and one.value < whole.value
                if lower and one.receiver not in seen:
                    seen.add(one.receiver)
                    yield whole, one
