"""Proposes pairs of groups worth comparing, so that the cost grows with the reports and not with their square."""

from __future__ import annotations

from array import array
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from hashlib import blake2b
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from kg.resolve.compare import weight
from kg.resolve.days import months

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from kg.resolve.profiles import Fact, Profile
    from kg.resolve.world import Node, World

# Enough to pair both totals, the combined figure and the largest parts.
_FACTS = 8
# A key that more dated exchanges share than this singles none of them out.
_CROWD = 16
_NEIGHBOURS = 8
_BITS = (1 << 62) - 1
_EVEN = 2
"""Keys of blocks in which undated groups meet each other are even, those of months odd."""


@dataclass(frozen=True, slots=True, eq=False)
class Keys:
    """Where one group is put: the blocks it is in, and its place among neighbours there.

    `number` is the group's. The keys of a group read back without them are empty.
    """

    number: int
    blocks: Sequence[int]
    dated: bool
    nearly_dated: bool
    nearness: str


Pair = tuple[int, int]
"""Two groups by their numbers."""


class Blocks:
    """The blocks of one stage: those of the past, without what is gone and with what is new."""

    def __init__(self, world: World) -> None:
        """Puts what is new into its blocks."""
        self._world = world
        # Where nothing was before, what is new is all that there is: far too much for a dictionary of its keys.
        self._all = not world.past.top
        self._new: dict[int, list[Keys]] = defaultdict(list)
        for node in () if self._all else world.new.values():
            for key in keys_of(node).blocks:
                self._new[key].append(keys_of(node))

    def pairs(self, nodes: Mapping[int, Node]) -> Iterator[Pair]:
        """Proposes pairs of groups, of which at most one is dated, and at least one is among some groups.

        Two groups meet in a block by an ordinal of one scope, by two figures, or, one of them being dated, by one
        figure and a month that both touch. Within a block each undated group meets all dated ones, and of the undated
        its neighbours. A pair that meets in several blocks may be proposed more than once.
        """
        if self._all:
            for key, block in _shared([keys_of(node) for node in self._world.new.values()]):
                yield from _pairs(block, nodes.keys(), key)
            return
        wanted = {key for node in nodes.values() for key in keys_of(node).blocks}
        before = self._world.past.in_blocks(self._world.stage, wanted)
        for key in wanted:
            block = self._now(key, before.get(key, ()))
            if len(block) > 1:
                yield from _pairs(block, nodes.keys(), key)

    def shifted(self) -> set[int]:
        """Finds groups that stayed as they are, but meet others of them no longer, or only now.

        A block may have become a crowd, or none; and neighbours come between.
        """
        if self._all:
            return set()
        world = self._world
        touched = {key for number in world.gone for key in keys_of(world.past.node(number)).blocks} | self._new.keys()
        found: set[int] = set()
        for key, block in world.past.in_blocks(world.stage, touched).items():
            now = self._now(key, block)
            if _all_meet(block) and _all_meet(now):
                continue
            stayed = {one.number for one in block} - world.gone
            changed = set(_pairs(block, None, key)) ^ set(_pairs(now, None, key))
            for one, other in changed:
                if one in stayed and other in stayed:
                    found |= {one, other}
        return found

    def met(self) -> set[Pair]:
        """Proposes pairs of what is gone and what it met that stayed."""
        world = self._world
        gone = {number: world.past.node(number) for number in world.gone}
        wanted = {key for node in gone.values() for key in keys_of(node).blocks}
        found: set[Pair] = set()
        for key, block in world.past.in_blocks(world.stage, wanted).items():
            found.update(
                (one, other) for one, other in _pairs(block, gone.keys(), key) if one not in gone or other not in gone
            )
        return found

    def _now(self, key: int, before: Sequence[Keys]) -> list[Keys]:
        gone = self._world.gone
        return [*(one for one in before if one.number not in gone), *self._new.get(key, ())]


def keys_of(node: Node) -> Keys:
    """Gives a group's keys, worked out once."""
    if node.keys is None:
        one = node.profile
        facts = [_hashed(*fact) for fact in salient(one)]
        several = {*_block_keys(one, facts), *(_mixed(fact, when) | 1 for when in _whens(one) for fact in facts)}
        days = one.days
        day = (days.earliest or date.max).isoformat()
        weekday = 0 if days.weekday is None else days.weekday + 1
        node.keys = Keys(node.number, array("q", several), one.dated, one.nearly_dated, f"{day} {weekday} {one.first}")
    return node.keys


def _whens(one: Profile) -> Iterator[int]:
    """Lists the months that a profile's days touch, with their year and without, as numbers."""
    if one.narrow:
        for month in months(one.days):
            yield int(month.replace("-", ""))
            yield int(month[5:])
    elif one.days.month_day:
        yield one.days.month_day[0]


# Keys are hashes: a chance meeting in a block is harmless. They are kept on disk, where Python's own would not last.


def _block_keys(one: Profile, facts: Sequence[int]) -> Iterator[int]:
    for scope, numbers in one.ordinals.items():
        for number in numbers:
            yield _hashed(scope, number) & ~1
    for first, second in combinations(facts, 2):
        yield _mixed(first, second) & ~1


@lru_cache(maxsize=65536)
def _hashed(*parts: object) -> int:
    return int.from_bytes(blake2b(repr(parts).encode(), digest_size=8).digest()) & _BITS


def _mixed(one: int, other: int) -> int:
    return (one * 0x9E3779B97F4A7C15 ^ (other + 1) * 0xC2B2AE3D27D4EB4F) & _BITS


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


def _shared(several: Sequence[Keys]) -> Iterator[tuple[int, list[Keys]]]:
    """Finds the keys that more than one of the groups have, each with its groups."""
    if not several:
        return
    keys = np.concatenate([np.asarray(one.blocks, dtype=np.int64) for one in several])
    whose = np.repeat(np.arange(len(several), dtype=np.int32), [len(one.blocks) for one in several])
    order = keys.argsort(kind="stable")
    keys, whose = keys[order], whose[order]
    ends = np.append(np.flatnonzero(keys[1:] != keys[:-1]) + 1, len(keys))
    starts = np.append(0, ends[:-1])
    many = ends - starts > 1
    for start, stop in zip(starts[many].tolist(), ends[many].tolist(), strict=True):
        yield int(keys[start]), [several[at] for at in whose[start:stop].tolist()]


def _all_meet(block: Sequence[Keys]) -> bool:
    """Tells whether a block is so small that no pair in it is left out."""
    return len(block) <= _NEIGHBOURS + 1 or (
        sum(one.nearly_dated for one in block) <= _CROWD and sum(not one.dated for one in block) <= _NEIGHBOURS + 1
    )


def _pairs(block: Sequence[Keys], among: Collection[int] | None, key: int) -> Iterator[Pair]:
    """Pairs the groups of a block of which one is among some, or all."""
    undated = [one for one in block if not one.dated]
    if not undated:
        return
    dated = [one for one in block if one.nearly_dated]
    if len(dated) <= _CROWD:
        asked = dated if among is None else [one for one in dated if one.number in among]
        for one in undated:
            for other in dated if among is None or one.number in among else asked:
                if one is not other:
                    yield (one.number, other.number)
    if key % _EVEN:
        return
    undated.sort(key=lambda one: one.nearness)
    for position, one in enumerate(undated):
        for other in undated[position + 1 : position + 1 + _NEIGHBOURS]:
            if among is None or one.number in among or other.number in among:
                yield (one.number, other.number)
