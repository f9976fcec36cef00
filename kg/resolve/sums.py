"""Checks the sums that one article gives: places against the total, both directions against the combined figure.

A true sum must never be reported, so whatever can explain an excess silences it. Only places are added up: service,
age and sex overlap, and one sentence may break a total down twice. Parts that fall short are incomplete, not wrong.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING

from kg.model import Counted, Role
from kg.resolve import names
from kg.resolve.figures import Bounds, rounded

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence

    from kg.resolve.figures import Statement

# A list of two is more often "84 in the city, including 82 at the works" than a breakdown.
_PAIR_EXCESS = 0.1
_EXCESS = 0.2
# Figures of one direction that are added up in every way.
_FEW = 5

_Failing = tuple["Statement", "Statement", str]


def failing_sums(live: Sequence[Statement]) -> Iterator[_Failing]:
    """Yields totals with the part that breaks them (the largest) and the arithmetic in words.

    Args:
        live: the statements about one exchange that nobody has withdrawn, in reading order.
    """
    accounts: dict[Hashable, list[Statement]] = defaultdict(list)
    for one in live:
        accounts[one.evidence.report, one.counted].append(one)
    for account in accounts.values():
        totals: dict[str, list[Statement]] = defaultdict(list)
        parts: dict[str, list[Statement]] = defaultdict(list)
        for one in account:
            if one.evidence.role is Role.TOTAL and one.receiver:
                totals[one.receiver].append(one)
        for one in account:
            receiver = one.receiver or (next(iter(totals)) if len(totals) == 1 else None)
            if one.evidence.role is Role.PART and receiver:
                parts[receiver].append(one)
        for receiver in sorted(totals.keys() & parts.keys()):
            yield from _parts(totals[receiver], parts[receiver])
        combined = [one for one in account if one.evidence.role is Role.COMBINED]
        if combined and len(totals) == 2:
            yield from _directions(combined, totals, _others(live, account[0]))


def _parts(totals: Sequence[Statement], parts: Sequence[Statement]) -> Iterator[_Failing]:
    ceiling = _highest(totals)
    if ceiling is None:
        return
    by_speaker: dict[str | None, list[Statement]] = defaultdict(list)
    for one in parts:
        by_speaker[one.evidence.speaker].append(one)
    for speaker, said in by_speaker.items():
        total = _total_for(said, totals)
        alone = _too_large(said, ceiling, total) if total.evidence.speaker == speaker else None
        if alone:
            yield total, alone, f"{alone.bounds.minimum:,} of {names.bounds(*total.bounds)} given"
            continue
        places = _places(said)
        floors = [_floor(one) for one in places]
        rounding = any(one.loose and one.value and rounded(one.value, sum(floors)) for one in totals)
        if len(places) > 1 and not rounding and _exceeds(floors, ceiling):
            largest = max(places, key=_floor)
            added = " + ".join(f"{floor:,}" for floor in floors)
            yield total, largest, f"{added} = {sum(floors):,}, total given {names.bounds(*total.bounds)}"


def _highest(totals: Sequence[Statement]) -> int | None:
    """Gives the largest number that the totals allow, None where they leave it open or contradict each other."""
    ceiling = max((one.bounds.maximum for one in totals if one.bounds.maximum is not None), default=None)
    if ceiling is None or any(_floor(one) > ceiling for one in totals):
        return None
    return ceiling


def _total_for(parts: Sequence[Statement], totals: Sequence[Statement]) -> Statement:
    """Picks the total that a breakdown is of: the speaker's own, else the last one before it, else the first."""
    closed = [one for one in totals if one.bounds.maximum is not None]
    own = [one for one in closed if one.evidence.speaker == parts[0].evidence.speaker]
    told_before = [one for one in closed if one.order < parts[0].order]
    return (own or told_before[-1:] or closed)[0]


def _too_large(parts: Iterable[Statement], ceiling: int, total: Statement) -> Statement | None:
    """Finds one part that is larger than the whole; more than double is rather another exchange's figure.

    So is a part that bears no place and stands in another claim than the whole: an earlier swap, a sum over the war.
    """
    found = [
        one
        for one in parts
        if ceiling < _floor(one) < 2 * ceiling and (one.evidence.place or one.evidence.claim == total.evidence.claim)
    ]
    return max(found, key=_floor, default=None)


def _places(said: Iterable[Statement]) -> list[Statement]:
    """Keeps one statement a place, the lowest, in reading order: a place may be named twice."""
    lowest: dict[str, Statement] = {}
    for one in said:
        place = one.evidence.place
        if place and one.bounds.minimum and (place not in lowest or _floor(one) < _floor(lowest[place])):
            lowest[place] = one
    return sorted(lowest.values(), key=lambda one: one.order)


def _exceeds(floors: Sequence[int], ceiling: int) -> bool:
    """Tells whether parts exceed the whole in a way that no part within another explains.

    Where the excess is exactly one of the parts, that part lies within another ("397 from the region, including 50 from
    the town"); where it is large, the list is none of parts of one whole, or the total is broken down twice.
    """
    excess = sum(floors) - ceiling
    if excess <= 0 or excess in floors:
        return False
    return excess <= (_EXCESS if len(floors) > 2 else _PAIR_EXCESS) * ceiling


def _directions(
    combined: Sequence[Statement], totals: Mapping[str, Sequence[Statement]], others: Sequence[int]
) -> Iterator[_Failing]:
    """Checks both directions against the combined figure, every pair of given figures in turn."""
    one_way, other_way = (totals[receiver] for receiver in sorted(totals))
    sums = [
        (a, b, Bounds(_add(a.bounds.minimum, b.bounds.minimum), _add(a.bounds.maximum, b.bounds.maximum)))
        for a in one_way
        for b in other_way
    ]
    for whole in combined:
        if whole.value is None:
            continue
        directed = {one.value for one in (*one_way, *other_way)}
        # "Swapped 100 prisoners" is often said of 100 each; civilians may be counted in or not.
        if whole.value in directed or any(_fits(whole, both, others) for _, _, both in sums):
            continue
        if any(_fits(whole, _sum([a, b]), others) for a in _together(one_way) for b in _together(other_way)):
            continue  # 150 and a further 20 one way, 150 the other
        a, b, both = min(sums, key=lambda entry: _distance(whole, entry[2]))
        if _distance(whole, both) > _EXCESS * whole.value:
            continue  # figures of something else
        largest = max(a, b, key=_floor)
        added = f"{names.bounds(*a.bounds)} + {names.bounds(*b.bounds)} = {names.bounds(*both)}"
        yield whole, largest, f"{added}, combined figure given {names.bounds(*whole.bounds)}"


def _together(one_way: Sequence[Statement]) -> list[Bounds]:
    """Adds up the different figures of a direction in every way: some come on top of others, some are their sum."""
    several = sorted({one.bounds for one in one_way}, key=str)
    if len(several) > _FEW:
        return [*several, _sum(several)]
    return [_sum(some) for size in range(1, len(several) + 1) for some in combinations(several, size)]


def _sum(several: Iterable[Bounds]) -> Bounds:
    ends = list(several)
    low, high = ([getattr(one, end) for one in ends] for end in ("minimum", "maximum"))
    return Bounds(*(None if None in side else sum(side) for side in (low, high)))


def _distance(whole: Statement, both: Bounds) -> int:
    return abs((whole.value or 0) - (both.minimum or both.maximum or 0))


def _fits(whole: Statement, both: Bounds, others: Sequence[int]) -> bool:
    high = _add(both.maximum, sum(others))
    if Bounds(both.minimum, high).meets(whole.bounds):
        return True
    approximate = whole.evidence.approximate
    return (
        whole.loose
        and None not in (whole.value, both.value)
        and rounded(whole.value or 0, both.value or 0, approximate)
    )


def _others(live: Iterable[Statement], like: Statement) -> list[int]:
    """Gives the totals of other people counted in the same report, who may be part of a combined figure."""
    return [
        one.value
        for one in live
        if one.value is not None
        and one.evidence.report == like.evidence.report
        and one.evidence.role in (Role.TOTAL, Role.PART)
        and one.counted is not like.counted
        and like.counted is not Counted.BODIES
    ]


def _add(a: int | None, b: int | None) -> int | None:
    return None if a is None or b is None else a + b


def _floor(one: Statement) -> int:
    return one.bounds.minimum or 0
