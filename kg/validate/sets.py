"""What shapes are made of: operations on sets of nodes, each of which gives those that fail.

All are exact or raise DoubtError: what fails under a "not" holds.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from itertools import chain
from math import inf

from kg.validate.plain import Data, DoubtError, Memory, Values, content, language

Failing = Callable[[Data, set[str]], set[str]]
"""Gives those of some nodes that fail."""
Pair = Callable[[Data, str, Collection[str]], bool]
"""Tells whether a node with its values holds."""
Path = Callable[[Data], Values]

# What the two dialects of regular expressions can't read differently, of a value on one line.
_PLAIN_PATTERN = re.compile(r"\^(?:[A-Za-z0-9=:-]|\[[A-Za-z0-9+/-]+\]|\{[0-9]+(?:,[0-9]+)?\})+\$")


def doubtful(_data: Data, _nodes: set[str]) -> set[str]:
    """Can't tell."""
    raise DoubtError


def getter(values: Mapping[str, list[str]]) -> Values:
    """Gives the values of a property."""
    get = values.get
    return lambda node: get(node, ())


def sequence(steps: list[Path]) -> Path:
    """Makes a path of one path behind the other."""

    def bound(data: Data) -> Values:
        first, *others = (step(data) for step in steps)

        def values(node: str) -> Collection[str]:
            found: Collection[str] = first(node)
            for step in others:
                found = {value for one in found for value in step(one)}
            return found

        return values

    return bound


def choice(steps: list[Path]) -> Path:
    """Makes a path of several beside each other."""

    def bound(data: Data) -> Values:
        several = [step(data) for step in steps]
        return lambda node: {value for step in several for value in step(node)}

    return bound


@dataclass(slots=True)
class Constraints:
    """The constraints of a shape: on what a value is spelt like, on values as a set, on a node with all its values.

    `least` and `most` bound the number of values of a node.
    """

    tests: list[Callable[[str], bool]] = field(default_factory=list)
    sets: list[Failing] = field(default_factory=list)
    pairs: list[Pair] = field(default_factory=list)
    least: int = 0
    most: float = inf

    def made(self, path: Path | None) -> Failing:
        """Makes the check of the values that a path leads to, or of nodes that are their own values."""
        sets = [tested(self.tests), *self.sets] if self.tests else self.sets
        if path is not None:
            return self._along(path, sets)
        return every([*sets, *(_paired(pair) for pair in self.pairs)])

    def _along(self, path: Path, sets: list[Failing]) -> Failing:
        pairs, least, most = self.pairs, self.least, self.most

        def failing(data: Data, nodes: set[str]) -> set[str]:
            wrong: set[str] = set()
            if not nodes:
                return wrong
            several = list(nodes)
            found = list(map(path(data), several))
            counts = set(map(len, found))
            if min(counts) < least or max(counts) > most:
                wrong.update(node for node, its in zip(several, found, strict=True) if not least <= len(its) <= most)
            for pair in pairs:
                wrong.update(node for node, its in zip(several, found, strict=True) if not pair(data, node, its))
            distinct = set(chain.from_iterable(found)) if sets and counts != {0} else set()
            for bad in sets if distinct else ():
                if some := bad(data, distinct):
                    wrong.update(node for node, its in zip(several, found, strict=True) if not some.isdisjoint(its))
            return wrong

        return failing


def every(several: list[Failing]) -> Failing:
    """Joins checks that all have to hold."""

    def failing(data: Data, nodes: set[str]) -> set[str]:
        return set().union(*(one(data, nodes) for one in several))

    return failing


def either(several: list[Failing]) -> Failing:
    """Joins checks of which one has to hold."""

    def failing(data: Data, nodes: set[str]) -> set[str]:
        left = nodes
        for one in several:
            left = one(data, left) if left else left
        return left

    return failing


def tested(tests: list[Callable[[str], bool]]) -> Failing:
    """Makes a check of what values are spelt like; what is well is remembered."""
    memory = Memory(tests[0] if len(tests) == 1 else lambda term: all(test(term) for test in tests))
    return lambda _, values: memory.bad(values)


def _paired(pair: Pair) -> Failing:
    """Makes a check of nodes that are their own values."""
    return lambda data, nodes: {node for node in nodes if not pair(data, node, (node,))}


def asked(nothing_found: Callable[[Data, str], bool]) -> Failing:
    """Makes a check of a question that surely finds nothing, or may find something."""

    def failing(data: Data, nodes: set[str]) -> set[str]:
        if not all(nothing_found(data, node) for node in nodes):
            raise DoubtError
        return set()

    return failing


def counted(inner: Failing, count: int, *, least: bool) -> Pair:
    """Makes a check of how many values keep to a shape, at least or at most."""

    def holds(data: Data, _node: str, values: Collection[str]) -> bool:
        good = len(values) - len(inner(data, set(values)))
        return good >= count if least else good <= count

    return holds


def matched(expression: str) -> Callable[[str], bool]:
    """Makes a check of a value by a regular expression; raises DoubtError for one that engines may read differently."""
    if not _PLAIN_PATTERN.fullmatch(expression):
        raise DoubtError(expression)
    compiled = re.compile(expression[1:-1])

    def holds(term: str) -> bool:
        told = content(term)
        if "\\" in told:
            raise DoubtError(term)
        return compiled.fullmatch(told) is not None

    return holds


def unique(values: Collection[str]) -> bool:
    """Tells whether no two values are in one language."""
    told = [tag for one in values if (tag := language(one))]
    return len(told) == len(set(told))


def matches(tag: str, ranges: set[str]) -> bool:
    """Tells whether a language is one of some, or a kind of it, as langMatches does."""
    return any(tag == one or tag.startswith(f"{one}-") for one in ranges)
