"""Tells the figure of a direction from those of further groups that went the same way: "246 freed, and 31 wounded".

Newsrooms give such groups like totals, without saying that they come on top or are among the others. What sets them
apart is the account: who tells of 246 and of 31 in one article doesn't take back the one with the other.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.model import Counted, Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence, Set

    from kg.resolve.figures import Bounds, Statement

# In one voice a figure of less than a half of another is of another thing, not a version of it; where two voices
# of one article differ, that may be a dispute, but hardly one over a quarter.
_VERSION, _DISPUTE = 0.5, 0.25
# Versions of one figure lie so close to each other that their voices count together.
_CLOSE = 0.8

# Who comes home beside the prisoners, and may be counted among them.
_APART = frozenset({Counted.CIVILIANS, Counted.WOUNDED})

# A direction, or both together, and what is counted.
_Way = tuple[Counted, str]


@dataclass(frozen=True, slots=True)
class Groups:
    """What the totals of one exchange are of.

    Attributes:
        further: by direction, the bounds of totals that are those of further groups.
        sums: by direction, pairs of exact totals of which the higher is the lower with further groups.
    """

    further: frozenset[tuple[_Way, Bounds]]
    sums: frozenset[tuple[_Way, int, int]]

    def main(self, told: Iterable[Statement]) -> list[Statement]:
        """Leaves out the totals of further groups."""
        return [one for one in told if not ((way := _way(one)) and (way, one.bounds) in self.further)]

    def added_up(self, one: Statement, other: Statement) -> bool:
        """Tells whether two totals differ by further groups that an article tells of."""
        way, values = _way(one) or _way(other), (one.value, other.value)
        if way is None or None in values:
            return False
        low, high = sorted(value for value in values if value is not None)
        return (way, low, high) in self.sums


def groups(told: Sequence[Statement]) -> Groups:
    """Finds the further groups among the totals of one exchange; what is denied is passed over.

    Of two totals that one account keeps apart, the one that fewer voices tell is the further group, among equals the
    smaller.
    """
    ways: dict[_Way, list[Statement]] = defaultdict(list)
    for one in told:
        if not one.denied and (way := _way(one)):
            ways[way].append(one)
    found: dict[_Way, set[Bounds]] = {}
    over_several: set[str] = set()
    for way, statements in ways.items():
        found[way] = set()
        for small, large in dict.fromkeys(_apart(statements)):
            if _voices(small, statements) <= _voices(large, statements):
                found[way].add(small)
            else:
                found[way].add(large)
                over_several |= {one.evidence.claim for one in statements if one.bounds == large}
    for way, statements in ways.items():
        found[way] |= _other_way(over_several, statements)
    further = {(way, bounds) for way, several in found.items() for bounds in several}
    sums = {(way, *both) for way, several in found.items() if several for both in _sums(ways[way], several)}
    sums |= {(way, *both) for way in ways for both in _with_others(way, ways)}
    return Groups(frozenset(further), frozenset(sums))


def _other_way(over_several: Set[str], statements: Sequence[Statement]) -> set[Bounds]:
    """Finds the totals that stand beside a sum over several exchanges, which are sums too: "6,000 in all, and 70 back".

    Nearly as many voices must tell another total, which then is the exchange's own.
    """
    beside = {one.bounds for one in statements if one.evidence.claim in over_several}
    own = {one.bounds: _voices(one.bounds, statements) for one in statements if one.bounds not in beside}
    most = max(own.values(), default=0)
    return {bounds for bounds in beside if own and _voices(bounds, statements) <= most + 1}


def _apart(statements: Iterable[Statement]) -> Iterator[tuple[Bounds, Bounds]]:
    """Yields pairs of totals of one article that can't be versions of one figure, the smaller first."""
    for several in _by_article(statements):
        for small in several:
            for large in several:
                if small.bounds.maximum is None or large.bounds.minimum is None:
                    continue
                share = _VERSION if _voice(small) == _voice(large) else _DISPUTE
                if small.bounds.maximum < share * large.bounds.minimum:
                    yield small.bounds, large.bounds


def _voices(bounds: Bounds, statements: Iterable[Statement]) -> int:
    """Counts the voices that tell a figure or a version of it."""
    return len({_voice(one) for one in statements if one.bounds.meets(bounds) or _close(one.value, bounds.value)})


def _close(one: int | None, other: int | None) -> bool:
    return one is not None and other is not None and min(one, other) >= _CLOSE * max(one, other)


def _sums(statements: Iterable[Statement], further: Iterable[Bounds]) -> Iterator[tuple[int, int]]:
    """Yields what an article gives as a figure, and the same with one further group or all of them."""
    for several in _by_article(statements):
        values = {one.value for one in several if one.value is not None}
        more = {bounds.value for bounds in further if bounds.value in values and bounds.value is not None}
        for value in values - more:
            yield from ((value, value + one) for one in more)
            yield value, value + sum(more)


def _with_others(way: _Way, ways: Mapping[_Way, Sequence[Statement]]) -> Iterator[tuple[int, int]]:
    """Yields what an article gives as a figure, and the same with those it counts apart: "185, and 20 civilians"."""
    if way[0] is not Counted.PRISONERS:
        return
    for other, statements in ways.items():
        if other[0] in _APART and other[1] == way[1]:
            more = {(one.evidence.article, one.value) for one in statements if one.value}
            for one in ways[way]:
                values = [value for article, value in more if article == one.evidence.article]
                yield from ((one.value, one.value + value) for value in values if one.value and value)


def _by_article(statements: Iterable[Statement]) -> Iterable[list[Statement]]:
    found: dict[str, list[Statement]] = defaultdict(list)
    for one in statements:
        found[one.evidence.article].append(one)
    return found.values()


def _way(one: Statement) -> _Way | None:
    if one.evidence.role is Role.COMBINED:
        return one.counted, ""
    return (one.counted, one.receiver) if one.evidence.role is Role.TOTAL and one.receiver else None


def _voice(one: Statement) -> object:
    # A publisher's own voice and those without a name are one in their article.
    return one.evidence.article if one.narrated else one.evidence.speaker
