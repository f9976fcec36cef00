"""Decides which reports are about one exchange."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from kg.model import Kind, Link
from kg.resolve.blocking import Blocks
from kg.resolve.compare import MARGIN, compare, opposed
from kg.resolve.days import exact
from kg.resolve.ordinals import bound
from kg.resolve.profiles import grown, veto
from kg.resolve.world import Node, Unit, World

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import date

    from kg.resolve.compare import Comparison
    from kg.resolve.profiles import Profile

# So many of the best candidates are asked whether they fit as well.
_RIVALS = 32
_SHIFT = 32
_LOW = (1 << _SHIFT) - 1
# Fewer comparisons than this are all kept from one round to the next.
_WEIGHED = 20_000


def join(world: World, single: Mapping[str, Profile]) -> None:
    """Joins reports into exchanges, from stage 0 on; the order of the input makes no difference.

    Reports of one day come first; then, best evidence first and in rounds, the undated ones, each to at most one dated
    exchange. Every step asks the vetoes of all reports joined so far, so that two exchanges are never joined through a
    third report. At the end nothing more joins.

    Args:
        world: the groups of reports joined beforehand, by a reader or because they are copies.
        single: what each report says by itself.
    """
    weighed = _Scales()
    settled: dict[date, list[int]] = {}
    while True:
        begun = world.stage
        joined = _same_day(world, single, settled)
        bound(world)
        joined |= _round(world, single, weighed)
        # In a round in which the past had joined something else, that may now meet what is new.
        if world.empty or (not joined and world.past.last < begun):
            return


def _same_day(world: World, single: Mapping[str, Profile], settled: dict[date, list[int]]) -> bool:
    """Joins the reports of each day to as few exchanges as the evidence allows; tells whether anything joined.

    `settled` holds the days, as they are, that were gone through and joined nothing: they are the same again.
    """
    days: dict[date, list[Node]] = defaultdict(list)
    for number in world.gone:
        if day := exact(world.past.node(number).profile.own):
            days[day] = []
    for node in world.new.values():
        if day := exact(node.profile.own):
            days[day].append(node)
    units = []
    joined = False
    for day, new in days.items():
        several = [*world.still(world.past.on_day(world.stage, day)), *new]
        state = sorted(node.number for node in several)
        if len(several) < 2 or settled.get(day) == state:
            units += [Unit([node], node) for node in several]
            continue
        found = _one_day(several, single)
        units += found
        if len(found) == len(several):
            settled[day] = state
        else:
            joined = True
    world.on(units)
    return joined


def _one_day(reports: Sequence[Node], single: Mapping[str, Profile]) -> list[Unit]:
    groups: list[_Growing] = []
    known: dict[object, set[int]] = defaultdict(set)
    # Plain kinds first, so that a mixed report can choose; rich reports first, so that poor ones find the figures.
    ranks = {node: (Kind.MIXED in node.profile.kinds, -len(node.profile.figures), node.first) for node in reports}
    for node in sorted(reports, key=ranks.__getitem__):
        one = node.profile
        handles = _handles(one)
        near = sorted({place for key in handles for place in known[key]})
        ranked = [
            (place, found)
            for place in near
            if veto(groups[place].profile, one) is None and (found := compare(groups[place].profile, one)).enough
        ]
        ranked.sort(key=lambda entry: (-entry[1].strength, entry[0]))
        if ranked and not _torn(groups, ranked):
            place = ranked[0][0]
            groups[place].take(_Growing(node), ranked[0][1], single)
        else:
            place = len(groups)
            groups.append(_Growing(node))
        for key in handles:
            known[key].add(place)
    return [one.unit() for one in groups]


def _handles(one: Profile) -> set[object]:
    """Gives what two reports of one day must share in part to be compared: a side or a figure."""
    return {*one.sides, *((fact.counted, fact.value) for fact, _ in one.facts())}


def _torn(groups: Sequence[_Growing], ranked: Sequence[tuple[int, Comparison]]) -> bool:
    """Tells whether a mixed report fits an exchange of bodies and one of prisoners equally well."""
    if len(ranked) < 2 or ranked[0][1].same_kind:
        return False
    (first, best), (second, next_best) = ranked[:2]
    together = veto(groups[first].profile, groups[second].profile)
    return best.strength - next_best.strength < MARGIN and together is not None


class _Growing:
    """A group within a stage, to which others are added; the groups that came in stay as they are."""

    __slots__ = ("came", "links", "profile", "recipe")

    def __init__(self, node: Node) -> None:
        self.came = [node]
        self.profile = node.profile
        self.links = list(node.links)
        self.recipe = str(node.number)

    @property
    def grown(self) -> bool:
        return len(self.came) > 1

    def take(self, other: _Growing, because: Comparison, single: Mapping[str, Profile]) -> None:
        """Adds another group, and the links by which it is added."""
        self.links += [*other.links, *_links(self.profile, other.profile, because, single)]
        self.profile = grown(self.profile, other.profile, fresh=self.grown)
        self.came += other.came
        self.recipe = f"({self.recipe}+{other.recipe})"

    def unit(self) -> Unit:
        if not self.grown:
            return Unit(self.came, self.came[0])
        return Unit(self.came, Node(self.profile, self.recipe, tuple(self.links)))


class _Scales:
    """Weighs pairs of groups, each once; a pair is kept as one number, for there are many."""

    def __init__(self) -> None:
        self._fit: dict[int, Comparison] = {}
        self._unfit: set[int] = set()
        self._rival: dict[int, bool] = {}

    def __call__(self, a: Node, b: Node) -> Comparison | None:
        """Compares two groups; None where a veto keeps them apart, or what speaks for one exchange isn't enough."""
        key = _pair(a, b)
        if key in self._unfit:
            return None
        known = self._fit.get(key)
        if known is None:
            known = _weigh(a.profile, b.profile)
            if known is None or not known.enough:
                self._unfit.add(key)
                return None
            self._fit[key] = known
        return known

    def forget(self, there: Collection[int]) -> None:
        """Forgets the pairs of groups that are not there any more, where they have become many."""
        if len(self._fit) < _WEIGHED:
            return
        for known in (self._fit, self._rival):
            for key in [key for key in known if key >> _SHIFT not in there or key & _LOW not in there]:
                del known[key]

    def rival(self, a: Node, b: Node) -> bool:
        """Tells whether two groups can't be one exchange, or as much speaks against it as for it."""
        key = _pair(a, b)
        if key not in self._rival:
            self._rival[key] = veto(a.profile, b.profile) is not None or opposed(a.profile, b.profile)
        return self._rival[key]


def _pair(a: Node, b: Node) -> int:
    return a.number << _SHIFT | b.number


def _weigh(a: Profile, b: Profile) -> Comparison | None:
    return None if veto(a, b) else compare(a, b)


def _round(world: World, single: Mapping[str, Profile], weighed: _Scales) -> bool:
    """Joins groups of which at most one is dated, best evidence first; tells whether anything joined."""
    nodes, compared = _touched(world, weighed)
    groups = sorted(nodes.values(), key=lambda node: node.first)
    places = {node.number: place for place, node in enumerate(groups)}
    found = {}
    rivals: dict[int, list[int]] = defaultdict(list)
    for (one, other), comparison in compared.items():
        first, second = places[one], places[other]
        found[first, second] = comparison
        rivals[first].append(second)
        rivals[second].append(first)
    for place, others in rivals.items():
        others.sort(key=lambda other: (-found[min(place, other), max(place, other)].strength, other))
    leader = list(range(len(groups)))
    now = [_Growing(node) for node in groups]
    joined = False
    for pair in sorted(found, key=lambda pair: (-found[pair].strength, pair)):
        first, second = sorted(_leader(leader, place) for place in pair)
        # The groups as they came in are asked, and only for pairs that others haven't joined yet: those are few.
        if first == second or _contested(pair, found, rivals, groups, weighed):
            continue
        a, b = now[first], now[second]
        comparison = found[pair]
        if (first, second) != pair or len(a.profile.members) + len(b.profile.members) > 2:
            # Either may have grown since: ask again, so that no report bridges two exchanges.
            again = None if a.profile.dated and b.profile.dated else _weigh_again(a, b, weighed)
            if again is None:
                continue
            comparison = again
        a.take(b, comparison, single)
        leader[second] = first
        joined = True
    world.on([one.unit() for place, one in enumerate(now) if leader[place] == place])
    weighed.forget(world.new)
    return joined


def _weigh_again(a: _Growing, b: _Growing, weighed: _Scales) -> Comparison | None:
    if a.grown or b.grown:
        comparison = _weigh(a.profile, b.profile)
        return comparison if comparison and comparison.enough else None
    return weighed(a.came[0], b.came[0])


def _touched(world: World, weighed: _Scales) -> tuple[dict[int, Node], dict[tuple[int, int], Comparison]]:
    """Finds the groups whose joining may differ from the past's, and all pairs of them that fit, the first one first.

    These are what is new, what fitted something that is gone, what meets others than it did, and all that fits those,
    or what fits these, and so on.
    """
    blocks = Blocks(world)
    again = blocks.shifted()
    for one, other in blocks.met():
        a, b = _in_order(world.past.node(one), world.past.node(other))
        if weighed(a, b):
            again |= {one, other}
    nodes = world.new | {node.number: node for node in world.still(again)}
    found: dict[tuple[int, int], Comparison] = {}
    wave = dict(nodes)
    while wave:
        further: dict[int, Node] = {}
        for pair in blocks.pairs(wave):
            a, b = _in_order(*(nodes.get(one) or further.get(one) or world.past.node(one) for one in pair))
            if (a.number, b.number) in found:
                continue
            if comparison := weighed(a, b):
                found[a.number, b.number] = comparison
                further |= {node.number: node for node in (a, b) if node.number not in nodes}
        nodes |= further
        wave = further
    return nodes, found


def _in_order(a: Node, b: Node) -> tuple[Node, Node]:
    return (a, b) if a.first < b.first else (b, a)


def _leader(leader: list[int], place: int) -> int:
    while leader[place] != place:
        leader[place] = place = leader[leader[place]]
    return place


def _contested(
    pair: tuple[int, int],
    found: Mapping[tuple[int, int], Comparison],
    rivals: Mapping[int, Sequence[int]],
    groups: Sequence[Node],
    weighed: _Scales,
) -> bool:
    """Tells whether another candidate, which can't be the same exchange, fits one of the two about as well."""
    for here, there in (pair, pair[::-1]):
        for rival in rivals[here][:_RIVALS]:
            strength = found[min(here, rival), max(here, rival)].strength
            if rival != there and strength > found[pair].strength - MARGIN:
                first, second = sorted((there, rival))
                if weighed.rival(groups[first], groups[second]):
                    return True
    return False


def _links(a: Profile, b: Profile, comparison: Comparison, single: Mapping[str, Profile]) -> Iterable[Link]:
    """Explains a joining by pairs of reports that between them show all that agrees, seldom more than one pair."""
    shown: list[tuple[str, str]] = [(one.report_a, one.report_b) for one in comparison.shared]
    shown += [(a.ordinals[scope][number], b.ordinals[scope][number]) for scope, number in comparison.ordinals]
    alone = len(a.members) == len(b.members) == 1
    pairs = {
        ends: comparison if alone else compare(single[ends[0]], single[ends[1]], (a, b))
        for ends in shown or [(a.first, b.first)]
    }
    links: list[Link] = []
    open_reasons = set(comparison.reasons)
    for ends in sorted(pairs, key=lambda ends: (-pairs[ends].strength, ends)):
        told = pairs[ends]
        if links and open_reasons.isdisjoint(told.reasons):
            continue
        open_reasons.difference_update(told.reasons)
        first, second = sorted(ends)
        links.append(Link(first, second, told.score, told.reasons))
    return links
