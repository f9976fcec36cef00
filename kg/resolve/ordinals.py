"""Bounds the days of exchanges by other exchanges: their place in a row, and the order in which an article tells."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from kg.model import Days
from kg.resolve.days import OPEN, exact, intersect
from kg.resolve.names import ordinal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.resolve.profiles import Profile

_DAY = timedelta(days=1)


class Limit(NamedTuple):
    """One end of the bounds, and what it rests on."""

    day: date
    because: str


def bound(profiles: Sequence[Profile]) -> None:
    """Sets the days that other exchanges leave to each profile that is not dated itself.

    "The seventh" lies after the sixth and before the ninth. A row whose numbers and dates contradict each other bounds
    nothing: it mixes years or countings. What an article mentions beside its own exchange happened by then.

    Args:
        profiles: all profiles of the resolution; their `bound` and `bracketed` are set anew.
    """
    before_now = [(one.bound, one.bracketed) for one in profiles]
    for one in profiles:
        one.bracketed = False
    after: dict[str, list[Limit]] = defaultdict(list)
    before: dict[str, list[Limit]] = defaultdict(list)
    _by_rows(profiles, after, before)
    _by_telling(profiles, after, before)
    for one, was in zip(profiles, before_now, strict=True):
        one.bound = OPEN if one.dated else _limits(after.get(one.first, ()), before.get(one.first, ()))
        one.bracketed = one.bracketed and not one.dated and one.bound is not OPEN
        one.version += was != (one.bound, one.bracketed)


def _limits(after: Sequence[Limit], before: Sequence[Limit]) -> Days:
    first = max(after, default=None)
    last = min(before, default=None)
    if first and last and first.day > last.day:
        return OPEN
    if not first and not last:
        return OPEN
    basis = " and ".join(limit.because for limit in (first, last) if limit)
    return Days(first.day if first else None, last.day if last else None, None, basis)


def _by_rows(profiles: Sequence[Profile], after: dict[str, list[Limit]], before: dict[str, list[Limit]]) -> None:
    rows: dict[str, dict[int, list[Profile]]] = defaultdict(lambda: defaultdict(list))
    for one in profiles:
        for scope, numbers in one.ordinals.items():
            for number in numbers:
                rows[scope][number].append(one)
    for scope, row in rows.items():
        dated = _row_days(row)
        if dated is None:
            continue
        earlier: Limit | None = None
        for number in sorted(row):
            if earlier:
                for one in row[number]:
                    after[one.first].append(earlier)
            start = dated[number].earliest
            for one in row[number]:
                neighbours = (dated.get(number - 1), dated.get(number + 1))
                one.bracketed = one.bracketed or all(days and exact(days) for days in neighbours)
            if start and (not earlier or start >= earlier.day):
                earlier = Limit(start + _DAY, f"after the {ordinal(number)} of '{scope}' ({_when(dated[number])})")
        later: Limit | None = None
        for number in sorted(row, reverse=True):
            if later:
                for one in row[number]:
                    before[one.first].append(later)
            end = dated[number].latest
            if end and (not later or end <= later.day):
                later = Limit(end - _DAY, f"before the {ordinal(number)} of '{scope}' ({_when(dated[number])})")


def _row_days(row: dict[int, list[Profile]]) -> dict[int, Days] | None:
    """Gives the days of each place in a row, None where numbers and days don't go up together."""
    dated: dict[int, Days] = {}
    soonest: date | None = None
    for number in sorted(row):
        days = _common(one.own for one in row[number])
        if days is None:
            return None
        if soonest and days.latest and days.latest <= soonest:
            return None
        soonest = max((day for day in (soonest, days.earliest) if day), default=None)
        dated[number] = days
    return dated


def _common(several: Iterable[Days]) -> Days | None:
    common: Days | None = OPEN
    for days in several:
        common = intersect(common, days) if common is not None else None
    return common


def _by_telling(profiles: Sequence[Profile], after: dict[str, list[Limit]], before: dict[str, list[Limit]]) -> None:
    mentioned: dict[str, list[Profile]] = defaultdict(list)
    for one in profiles:
        if len(one.articles) > len(one.main_articles):
            for article in one.articles - one.main_articles:
                mentioned[article].append(one)
    if not mentioned:
        return
    own: dict[str, list[Profile]] = defaultdict(list)
    for one in profiles:
        for article in one.main_articles & mentioned.keys():
            own[article].append(one)
    for article in sorted(own):
        starts = [one.own.earliest for one in mentioned[article] if one.own.earliest]
        # A roundup's own exchanges and its mentions may alternate.
        if starts and len(own[article]) == 1:
            start = max(starts)
            after[own[article][0].first].append(Limit(start, f"not before {start}, told as past beside it"))
        ends = [one.own.latest for one in own[article] if one.own.latest]
        if len(ends) == len(own[article]):
            end = max(ends)
            for one in mentioned[article]:
                before[one.first].append(Limit(end, f"not after {end}, the day of the exchange told beside it"))


def _when(days: Days) -> str:
    if days.earliest == days.latest:
        return str(days.earliest)
    return f"{days.earliest or '…'} to {days.latest or '…'}"
