"""Arithmetic on day bounds: narrowing by the weekday and by a day without its year, intersecting, counting."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from functools import reduce
from typing import TYPE_CHECKING

from kg.model import Days

if TYPE_CHECKING:
    from collections.abc import Sequence

OPEN = Days()


def exact(days: Days) -> date | None:
    """Gives the day where the bounds leave only one."""
    return days.earliest if days.earliest == days.latest else None


def weekday_of(days: Days) -> int | None:
    """Gives the day of the week: the exact day's, else the one that was named."""
    day = exact(days)
    return day.weekday() if day else days.weekday


def narrow(days: Days) -> Days:
    """Moves both bounds inwards to the named weekday, or to the day whose year is unknown where only one year fits.

    Bounds rest on dates that an article prints, a weekday often on the day of writing: what contradicts the bounds is
    dropped.
    """
    if days.month_day is not None:
        fits = _in_years(days)
        if fits is not None and len(fits) < 2:
            return Days(fits[0], fits[0], None, days.basis) if fits else replace(days, month_day=None)
    if days.weekday is None:
        return days
    earliest, latest = _inwards(days.earliest, days.latest, days.weekday)
    if earliest and latest and earliest > latest:
        return Days(days.earliest, days.latest, None, days.basis, days.month_day)
    weekday = None if earliest and earliest == latest else days.weekday
    return Days(earliest, latest, weekday, days.basis, days.month_day)


def intersect(a: Days, b: Days) -> Days | None:
    """Gives the days that both allow, None where there is no such day; expects narrowed bounds.

    The basis names only what bounds the result.
    """
    if a.month_day and b.month_day and a.month_day != b.month_day:
        return None
    day_a, day_b = weekday_of(a), weekday_of(b)
    if day_a is not None and day_b is not None and day_a != day_b:
        return None
    earliest = max((day for day in (a.earliest, b.earliest) if day), default=None)
    latest = min((day for day in (a.latest, b.latest) if day), default=None)
    named = day_a if day_a is not None else day_b
    if named is not None:
        earliest, latest = _inwards(earliest, latest, named)
    if earliest and latest and earliest > latest:
        return None
    weekday = None if earliest and earliest == latest else named
    common = Days(earliest, latest, weekday, _basis(a, b), a.month_day or b.month_day)
    fits = _in_years(common)
    if fits is None or len(fits) > 1:
        return common
    return Days(fits[0], fits[0], None, common.basis) if fits else None


def _in_years(days: Days) -> list[date] | None:
    """Lists the days within closed bounds that a month and day can mean; None where an end is open or none is named."""
    if days.month_day is None or days.earliest is None or days.latest is None:
        return None
    fits = []
    for year in range(days.earliest.year, days.latest.year + 1):
        with suppress(ValueError):  # 29 February
            fits.append(date(year, *days.month_day))
    return [
        day
        for day in fits
        if days.earliest <= day <= days.latest and (days.weekday is None or day.weekday() == days.weekday)
    ]


def hull(several: Sequence[Days]) -> Days:
    """Gives the widest bounds: for reports that a reader joined although their days don't meet."""

    def widen(a: Days, b: Days) -> Days:
        earliest = min(a.earliest, b.earliest) if a.earliest and b.earliest else None
        latest = max(a.latest, b.latest) if a.latest and b.latest else None
        return Days(earliest, latest, None, a.basis)

    return reduce(widen, several)


def span(days: Days) -> int | None:
    """Counts the days from the first to the last, None where an end is open."""
    return (days.latest - days.earliest).days + 1 if days.earliest and days.latest else None


def months(days: Days) -> tuple[str, ...]:
    """Lists the calendar months that closed bounds touch, as `YYYY-MM`."""
    if not days.earliest or not days.latest:
        return ()
    first, last = (day.year * 12 + day.month - 1 for day in (days.earliest, days.latest))
    return tuple(f"{month // 12}-{month % 12 + 1:02}" for month in range(first, last + 1))


def _inwards(earliest: date | None, latest: date | None, weekday: int) -> tuple[date | None, date | None]:
    if earliest:
        earliest += timedelta(days=(weekday - earliest.weekday()) % 7)
    if latest:
        latest -= timedelta(days=(latest.weekday() - weekday) % 7)
    return earliest, latest


def _basis(a: Days, b: Days) -> str:
    if _tighter(a, b):
        return a.basis
    if _tighter(b, a):
        return b.basis
    return "; ".join(dict.fromkeys(one.basis for one in (a, b) if one.basis))


def _tighter(a: Days, b: Days) -> bool:
    """Tells whether the second adds nothing to the first."""
    return (
        (b.earliest is None or (a.earliest is not None and a.earliest >= b.earliest))
        and (b.latest is None or (a.latest is not None and a.latest <= b.latest))
        and (b.weekday is None or weekday_of(a) == b.weekday)
        and (b.month_day is None or a.month_day == b.month_day)
    )
