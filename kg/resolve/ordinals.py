"""Bounds the days of exchanges by other exchanges: their place in a row, and the order in which an article tells."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from kg.model import Days
from kg.resolve.days import OPEN, exact, intersect
from kg.resolve.names import ordinal
from kg.resolve.world import Node, Unit, by

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.resolve.profiles import Profile
    from kg.resolve.world import World

_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)


class Limit(NamedTuple):
    """One end of the bounds, and what it rests on."""

    day: date
    because: str


def bound(world: World) -> None:
    """Goes on to the stage at which each group that is not dated itself has the days that other exchanges leave.

    "The seventh" lies after the sixth and before the ninth. A row whose numbers and dates contradict each other bounds
    nothing: it mixes years or countings. What an article mentions beside its own exchange happened by then, and no more
    than a week before where only a weekday is named.
    """
    rows, articles = _changed(world)
    asked = {node.number: node for node in world.new.values()}
    members = _Members(world)
    for scope in rows:
        asked |= {node.number: node for node in members.of_row(scope) if not node.profile.dated}
    for article in articles:
        asked |= {node.number: node for node in members.beside(article) if not node.profile.dated}
    limits = _Limits(members)
    world.on([Unit([node], _bounded(node, limits)) for node in asked.values()])


def _bounded(node: Node, limits: _Limits) -> Node:
    one = node.profile
    days, bracketed = (OPEN, False) if one.dated else limits.of(node)
    if (days, bracketed) == (one.bound, one.bracketed):
        return node
    return Node(replace(one, bound=days, bracketed=bracketed), f"{node.number} in {days} {bracketed}", node.links)


def _changed(world: World) -> tuple[set[str], set[str]]:
    """Finds the rows, and the articles that tell of several exchanges, in which what bounds others differs."""
    balance: Counter[tuple[object, ...]] = Counter()
    for sign, nodes in ((-1, map(world.past.node, world.gone)), (1, world.new.values())):
        for node in nodes:
            for part in _parts(node.profile):
                balance[part] += sign
    rows: set[str] = set()
    articles: set[str] = set()
    for (of_row, name, *_), count in balance.items():
        if count:
            (rows if of_row else articles).add(str(name))
    return rows, articles


def _parts(one: Profile) -> Iterator[tuple[object, ...]]:
    """Lists what a group tells of the rows and articles that it is in."""
    for scope, numbers in one.ordinals.items():
        for number in numbers:
            yield True, scope, number, one.own.earliest, one.own.latest, one.own.weekday, one.own.month_day
    for article in one.beside:
        yield False, article, article in one.main_articles, one.own.earliest, one.own.latest


class _Members:
    """Finds the groups of rows and articles at a stage, in the order of their first reports."""

    def __init__(self, world: World) -> None:
        self._world = world
        new = list(world.new.values())
        self._new_rows = by(new, (node.profile.ordinals for node in new))
        self._new_beside = by(new, (node.profile.beside for node in new))

    def of_row(self, scope: str) -> list[Node]:
        world = self._world
        found = [*world.still(world.past.in_row(world.stage, scope)), *self._new_rows.get(scope, ())]
        return sorted(found, key=lambda node: node.first)

    def beside(self, article: str) -> list[Node]:
        world = self._world
        found = [*world.still(world.past.beside(world.stage, article)), *self._new_beside.get(article, ())]
        return sorted(found, key=lambda node: node.first)


class _Limits:
    """The limits that rows and articles set to groups, each row and article gone through once."""

    def __init__(self, members: _Members) -> None:
        self._members = members
        self._rows: dict[str, _Row] = {}
        self._articles: dict[str, _Sides] = {}

    def of(self, node: Node) -> tuple[Days, bool]:
        """Gives a group's bounds, and whether its neighbours in a row are dated."""
        after: list[Limit] = []
        before: list[Limit] = []
        bracketed = False
        one = node.profile
        for scope, numbers in one.ordinals.items():
            if scope not in self._rows:
                self._rows[scope] = _row(scope, [node.profile for node in self._members.of_row(scope)])
            row = self._rows[scope]
            for number in numbers:
                after += row.after.get(number, ())
                before += row.before.get(number, ())
                bracketed = bracketed or number in row.bracketed
        for article in one.beside:
            if article not in self._articles:
                told = [node.profile for node in self._members.beside(article)]
                self._articles[article] = _telling(article, told)
            own, mentioned = self._articles[article]
            after += [own] if own and article in one.main_articles else []
            if mentioned and article not in one.main_articles:
                before.append(mentioned)
                if _weekday_only(one.own):
                    after.append(Limit(mentioned.day - _WEEK, "a weekday of the week before"))
        days = _limits(after, before)
        return days, bracketed and days is not OPEN


def _limits(after: Sequence[Limit], before: Sequence[Limit]) -> Days:
    first = max(after, default=None)
    last = min(before, default=None)
    if first and last and first.day > last.day:
        return OPEN
    if not first and not last:
        return OPEN
    basis = " and ".join(limit.because for limit in (first, last) if limit)
    return Days(first.day if first else None, last.day if last else None, None, basis)


class _Row(NamedTuple):
    """What a row tells of the days of each of its numbers; `bracketed` are those between two that are dated."""

    after: dict[int, list[Limit]]
    before: dict[int, list[Limit]]
    bracketed: set[int]


def _row(scope: str, members: Sequence[Profile]) -> _Row:
    row: dict[int, list[Profile]] = defaultdict(list)
    for one in members:
        for number in one.ordinals[scope]:
            row[number].append(one)
    found = _Row(defaultdict(list), defaultdict(list), set())
    dated = _row_days(row)
    if dated is None:
        return found
    earlier: Limit | None = None
    for number in sorted(row):
        if earlier:
            found.after[number].append(earlier)
        start = dated[number].earliest
        if all(days and exact(days) for days in (dated.get(number - 1), dated.get(number + 1))):
            found.bracketed.add(number)
        if start and (not earlier or start >= earlier.day):
            earlier = Limit(start + _DAY, f"after the {ordinal(number)} of '{scope}' ({_when(dated[number])})")
    later: Limit | None = None
    for number in sorted(row, reverse=True):
        if later:
            found.before[number].append(later)
        end = dated[number].latest
        if end and (not later or end <= later.day):
            later = Limit(end - _DAY, f"before the {ordinal(number)} of '{scope}' ({_when(dated[number])})")
    return found


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


_Sides = tuple[Limit | None, Limit | None]
"""What an article sets to its own exchange, and to those that it mentions beside it."""


def _telling(article: str, told: Sequence[Profile]) -> _Sides:
    own = [one for one in told if article in one.main_articles]
    mentioned = [one for one in told if article not in one.main_articles]
    if not own or not mentioned:
        return None, None
    start = max((one.own.earliest for one in mentioned if one.own.earliest), default=None)
    ends = [one.own.latest for one in own if one.own.latest]
    end = max(ends) if len(ends) == len(own) else None
    return (
        # A roundup's own exchanges and its mentions may alternate.
        Limit(start, f"not before {start}, told as past beside it") if start and len(own) == 1 else None,
        Limit(end, f"not after {end}, the day of the exchange told beside it") if end else None,
    )


def _weekday_only(days: Days) -> bool:
    return days.weekday is not None and days.earliest is None and days.latest is None


def _when(days: Days) -> str:
    if days.earliest == days.latest:
        return str(days.earliest)
    return f"{days.earliest or '…'} to {days.latest or '…'}"
