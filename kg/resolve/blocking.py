"""Proposes pairs of profiles worth comparing, so that the cost grows with the reports and not with their square."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import TYPE_CHECKING

from kg.resolve.compare import weight
from kg.resolve.days import months

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.resolve.profiles import Fact, Profile

# Enough to pair both totals, the combined figure and the largest parts.
_FACTS = 8
# A key that more dated exchanges share than this singles none of them out.
_CROWD = 16
_NEIGHBOURS = 8


@dataclass(frozen=True, slots=True)
class _Keys:
    """Where one profile is put: the blocks it is in, those of months, and its place among neighbours."""

    version: int
    blocks: tuple[int, ...]
    months: tuple[int, ...]
    dated: bool
    nearly_dated: bool
    nearness: tuple[date, int, str]


class Blocks:
    """Proposes pairs of profiles, round by round; what hasn't changed since the last round isn't worked out again."""

    def __init__(self) -> None:
        """Starts with nothing known."""
        self._known: dict[str, _Keys] = {}

    def candidates(self, profiles: Sequence[Profile]) -> list[tuple[int, int]]:
        """Proposes pairs of profiles, by their place in the sequence, of which at most one is dated.

        Two profiles meet in a block by an ordinal of one scope, by two figures, or, one of them being dated, by one
        figure and a month that both touch. Within a block each undated profile meets all dated ones, and of the undated
        its neighbours.

        Args:
            profiles: in an order that doesn't depend on the input's.
        """
        keys = [self._keys(one) for one in profiles]
        blocks: dict[int, list[int]] = defaultdict(list)
        months_blocks: dict[int, list[int]] = defaultdict(list)
        for place, one in enumerate(keys):
            for key in one.blocks:
                blocks[key].append(place)
            for key in one.months:
                months_blocks[key].append(place)
        pairs: set[int] = set()
        size = len(profiles)
        for among_undated, several in ((True, blocks), (False, months_blocks)):
            for block in several.values():
                if len(block) > 1:
                    pairs.update(a * size + b for a, b in _pairs(block, keys, among_undated))
        return [divmod(pair, size) for pair in sorted(pairs)]

    def _keys(self, one: Profile) -> _Keys:
        known = self._known.get(one.first)
        if known is None or known.version != one.version:
            # Hashes of hashes: half a million tuples would keep the garbage collector busy.
            facts = [hash(fact) for fact in salient(one)]
            days = one.days
            known = self._known[one.first] = _Keys(
                version=one.version,
                blocks=tuple(_block_keys(one, facts)),
                months=tuple(hash((fact, when)) for when in _whens(one) for fact in facts),
                dated=one.dated,
                nearly_dated=one.nearly_dated,
                nearness=(days.earliest or date.max, -1 if days.weekday is None else days.weekday, one.first),
            )
        return known


def _whens(one: Profile) -> Iterator[str]:
    """Lists the months that a profile's days touch, with their year and without."""
    if one.narrow:
        for month in months(one.days):
            yield month
            yield month[5:]
    elif one.days.month_day:
        yield f"{one.days.month_day[0]:02}"


# Keys are hashes: a chance meeting in a block is harmless.


def _block_keys(one: Profile, facts: Sequence[int]) -> Iterator[int]:
    for scope, numbers in one.ordinals.items():
        for number in numbers:
            yield hash((scope, number))
    for two in combinations(facts, 2):
        yield hash(two)


def salient(one: Profile) -> list[tuple[object, ...]]:
    """Gives the figures that tell most, as keys in a fixed order; one number told in two ways is one key."""
    best: dict[tuple[object, ...], float] = {}
    for fact, _ in one.facts():
        key = _key(fact)
        best[key] = max(weight(fact), best.get(key, 0.0))
    ranked = sorted(best, key=lambda key: (-best[key], key))
    return sorted(ranked[:_FACTS])


def _key(fact: Fact) -> tuple[object, ...]:
    return (fact.counted.value, fact.value, fact.role.value, fact.place)


def _pairs(block: Sequence[int], keys: Sequence[_Keys], among_undated: bool) -> Iterator[tuple[int, int]]:
    dated = [place for place in block if keys[place].nearly_dated]
    undated = [place for place in block if not keys[place].dated]
    if len(dated) <= _CROWD:
        for place in undated:
            for other in dated:
                if place != other:
                    yield (min(place, other), max(place, other))
    if not among_undated:
        return
    undated.sort(key=lambda place: keys[place].nearness)
    for position, place in enumerate(undated):
        for other in undated[position + 1 : position + 1 + _NEIGHBOURS]:
            yield (min(place, other), max(place, other))
