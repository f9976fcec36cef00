"""Follows groups of reports from stage to stage, doing again only what a change can touch.

Joining goes through stages: the reports as they come in (stage 0), then round by round those of one day joined, bounds
set by other exchanges, best pairs joined. What a resolution went through is kept (`Past`): which groups there were at
each stage, and into what each of them went. The next one starts from what changed and works out, stage by stage, only
units that hold something changed: a day, a row, pairs that compare. Where a unit comes out as it did before, nothing
changed any more. A resolution from nothing is one whose past is empty.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import date

    from kg.model import Link
    from kg.resolve.blocking import Keys
    from kg.resolve.profiles import Profile


@dataclass(slots=True, eq=False)
class Node:
    """One state of a group of reports, with the links by which it came about; it never changes.

    `recipe` tells how it was made from others: groups made in one way are one and the same. `number` is 0 until the
    world has taken it in; `keys` are worked out once.
    """

    profile: Profile
    recipe: str
    links: tuple[Link, ...] = ()
    number: int = 0
    keys: Keys | None = None

    @property
    def first(self) -> str:
        """Its first report."""
        return self.profile.first


@dataclass(slots=True)
class Unit:
    """Groups that were looked at together, and the one that they became, or each of them by itself."""

    came: Sequence[Node]
    became: Node


class Past(Protocol):
    """What the resolution before went through; a group is named by its number."""

    @property
    def last(self) -> int:
        """The last stage after which anything became something else, -1 where nothing ever did."""

    @property
    def top(self) -> int:
        """The highest number of a group, 0 where there is none."""

    def node(self, number: int) -> Node:
        """Gives a group."""

    def after(self, number: int, stage: int) -> int:
        """Gives the group that a group of this stage is, or went into, at the next one."""

    def on_day(self, stage: int, day: date) -> Collection[int]:
        """Finds the groups of one exact day."""

    def in_row(self, stage: int, scope: str) -> Collection[int]:
        """Finds the groups that have an ordinal of this scope."""

    def beside(self, stage: int, article: str) -> Collection[int]:
        """Finds the groups that an article tells of, where it tells of several."""

    def in_blocks(self, stage: int, keys: Iterable[int]) -> Mapping[int, Sequence[Keys]]:
        """Finds the groups that have a key, for each of the keys."""


class Nothing:
    """A past in which nothing happened."""

    last, top = -1, 0

    def node(self, number: int) -> Node:
        """Never has a group."""
        raise KeyError(number)

    def after(self, number: int, stage: int) -> int:
        """Never has a group."""
        raise KeyError(number, stage)

    def on_day(self, stage: int, day: date) -> Collection[int]:
        """Finds none."""
        del stage, day
        return ()

    def in_row(self, stage: int, scope: str) -> Collection[int]:
        """Finds none."""
        del stage, scope
        return ()

    def beside(self, stage: int, article: str) -> Collection[int]:
        """Finds none."""
        del stage, article
        return ()

    def in_blocks(self, stage: int, keys: Iterable[int]) -> Mapping[int, Sequence[Keys]]:
        """Finds none."""
        del stage, keys
        return {}


@dataclass(slots=True)
class World:
    """Where a resolution is, told as what differs from the past: groups that are `gone` at this stage, and `new` ones.

    A group that the past knows at another stage may be new at this one. `history` keeps, stage by stage, the numbers
    of both, `went` into what each group that was looked at went.
    """

    past: Past
    gone: set[int]
    new: dict[int, Node] = field(default_factory=dict)
    stage: int = 0
    history: list[tuple[frozenset[int], frozenset[int]]] = field(default_factory=list)
    went: dict[tuple[int, int], int] = field(default_factory=dict)
    made: dict[int, Node] = field(default_factory=dict)
    _numbers: count[int] = field(default_factory=count)

    @classmethod
    def begin(cls, past: Past, gone: Iterable[int], groups: Iterable[Node]) -> World:
        """Starts at stage 0, where of the past some groups are gone and others have come."""
        world = cls(past, set(gone), _numbers=count(past.top + 1))
        for node in groups:
            world.new[world._take_in(node)] = node
        world._remember()
        return world

    @property
    def empty(self) -> bool:
        """Whether all is at this stage as it was in the past, and so ever after."""
        return not self.gone and not self.new

    def still(self, numbers: Iterable[int]) -> list[Node]:
        """Gives those of the past's groups that are there unchanged."""
        return [self.past.node(number) for number in numbers if number not in self.gone]

    def on(self, units: Sequence[Unit]) -> None:
        """Goes on to the next stage, at which the groups that were looked at have become others or stayed.

        All groups that went into one, in the past or now, must have been looked at together.
        """
        was = set(self.gone)
        looked_at: set[int] = set()
        for unit in units:
            for node in unit.came:
                looked_at.add(node.number)
                if node.number not in self.new:
                    was.add(node.number)
        before = {self.past.after(number, self.stage) for number in was}
        stayed = {unit.became.number for unit in units if unit.became.number}
        known = {self.past.node(number).recipe: number for number in before - stayed} if before else {}
        now = {number: node for number, node in self.new.items() if number not in looked_at}
        for unit in units:
            became = unit.became
            if not became.number:
                if became.recipe in known:
                    became = self.past.node(known[became.recipe])
                else:
                    self._take_in(became)
            now[became.number] = became
            for node in unit.came:
                if node.number != became.number:
                    self.went[node.number, self.stage] = became.number
        self.stage += 1
        self.gone = before - now.keys()
        self.new = {number: node for number, node in now.items() if number not in before}
        self._remember()

    def end(self) -> None:
        """Forgets the way to the last stage, once it is kept."""
        self.history.clear()
        self.went.clear()
        self.made.clear()

    def _take_in(self, node: Node) -> int:
        node.number = next(self._numbers)
        self.made[node.number] = node
        return node.number

    def _remember(self) -> None:
        self.history.append((frozenset(self.gone), frozenset(self.new)))


def by(nodes: Iterable[Node], keys: Iterable[Iterable[object]]) -> dict[object, list[Node]]:
    """Sorts groups by what each of them has."""
    found: dict[object, list[Node]] = defaultdict(list)
    for node, several in zip(nodes, keys, strict=True):
        for key in several:
            found[key].append(node)
    return found
