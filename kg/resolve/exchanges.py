"""Decides which reports are about one exchange."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from kg.model import Kind, Link
from kg.resolve.blocking import candidates
from kg.resolve.compare import MARGIN, compare
from kg.resolve.days import exact
from kg.resolve.judgements import judged_same, kept_apart
from kg.resolve.ordinals import bound
from kg.resolve.profiles import profile, veto

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from kg.model import Evidence, Judgement, Report
    from kg.resolve.compare import Comparison
    from kg.resolve.figures import Sources
    from kg.resolve.profiles import Profile

# So many of the best candidates are asked whether they fit as well.
_RIVALS = 32


def join(
    reports: Sequence[Report],
    evidence: Mapping[str, Sequence[Evidence]],
    judgements: Sequence[Judgement],
    sources: Sources,
    copied: Sequence[tuple[Report, Report]] = (),
) -> tuple[list[Profile], list[Link]]:
    """Joins reports into exchanges; the order of the input makes no difference.

    First what a reader joined, and copies with their originals; then reports of one day; then, best evidence first and
    in rounds, the undated ones, each to at most one dated exchange. Every step asks the vetoes of all reports joined so
    far, so that two exchanges are never joined through a third report.

    Args:
        reports: of all articles.
        evidence: the figures by report.
        judgements: readers' decisions; they win over vetoes.
        sources: who stands behind whose words.
        copied: pairs of reports of which the second repeats the first in the same words.

    Raises:
        KgError: judgements contradict each other.
    """
    single = {
        report.iri: profile(report, evidence.get(report.iri, ()), sources)
        for report in sorted(reports, key=lambda report: report.iri)
    }
    for one, other in kept_apart(judgements, single):
        single[one].different.add(other)
        single[other].different.add(one)
    links: list[Link] = []
    groups = _copied(_judged(single, judgements, links), copied, links)
    weighed = _Scales()
    before = len(groups) + 1
    while len(groups) < before:
        before = len(groups)
        groups = _same_day(groups, single, links)
        bound(groups)
        groups = _round(groups, single, links, weighed)
    bound(groups)
    return groups, sorted(links, key=lambda link: (link.report_a, link.report_b))


def _judged(single: Mapping[str, Profile], judgements: Sequence[Judgement], links: list[Link]) -> list[Profile]:
    groups: dict[str, Profile] = {}
    for report, leader in judged_same(single, judgements).items():
        if leader in groups:
            groups[leader].absorb(single[report])
        else:
            groups[leader] = single[report].copy()
    links += _judged_links(single, judgements)
    return list(groups.values())


def _copied(groups: list[Profile], copied: Sequence[tuple[Report, Report]], links: list[Link]) -> list[Profile]:
    """Joins copies with their originals, unless a reader judged otherwise."""
    group = {report: one for one in groups for report in one.members}
    for original, copy in copied:
        a, b = group[original.iri], group[copy.iri]
        if a is not b and veto(a, b) is None:
            a.absorb(b)
            group |= dict.fromkeys(b.members, a)
            first, second = sorted((original.iri, copy.iri))
            links.append(Link(first, second, 1.0, (f"{copy.article} has the text of {original.article}",)))
    return [one for one in groups if group[one.first] is one]


def _judged_links(single: Mapping[str, Profile], judgements: Sequence[Judgement]) -> Iterator[Link]:
    """Explains what a reader joined: the first reports of the two exchanges by the judgement, the others to these.

    Reports that were one exchange before keep what spoke for it.
    """
    told: set[tuple[str, str]] = set()
    for one in judgements:
        here, there = ([report for report in side if report in single] for side in (one.ones, one.others))
        if not one.same or not here or not there:
            continue
        word = "judged the same" + (f": {one.reason}" if one.reason else "")
        pairs = [(here[0], there[0]), *((side[0], report) for side in (here, there) for report in side[1:])]
        for number, pair in enumerate(pairs):
            first, second = sorted(pair)
            if first == second or (first, second) in told:
                continue
            told.add((first, second))
            a, b = single[first], single[second]
            found = compare(a, b) if number and veto(a, b) is None else None
            told_by = (found.score, found.reasons) if found and found.enough else (1.0, (word,))
            yield Link(first, second, *told_by)


def _same_day(groups: Sequence[Profile], single: Mapping[str, Profile], links: list[Link]) -> list[Profile]:
    """Joins the reports of each day to as few exchanges as the evidence allows."""
    days: dict[date, list[Profile]] = defaultdict(list)
    rest = []
    for one in groups:
        day = exact(one.own)
        if day:
            days[day].append(one)
        else:
            rest.append(one)
    for day in sorted(days):
        rest += _one_day(days[day], single, links)
    return sorted(rest, key=lambda one: one.first)


def _one_day(reports: Sequence[Profile], single: Mapping[str, Profile], links: list[Link]) -> list[Profile]:
    groups: list[Profile] = []
    known: dict[object, set[int]] = defaultdict(set)
    # Plain kinds first, so that a mixed report can choose; rich reports first, so that poor ones find the figures.
    for one in sorted(reports, key=lambda one: (Kind.MIXED in one.kinds, -len(one.figures), one.first)):
        near = sorted({place for key in _handles(one) for place in known[key]})
        ranked = [
            (place, found)
            for place in near
            if veto(groups[place], one) is None and (found := compare(groups[place], one)).enough
        ]
        ranked.sort(key=lambda entry: (-entry[1].strength, entry[0]))
        if ranked and not _torn(groups, ranked):
            place = ranked[0][0]
            links += _links(groups[place], one, ranked[0][1], single)
            groups[place].absorb(one)
        else:
            place = len(groups)
            groups.append(one)
        for key in _handles(one):
            known[key].add(place)
    return groups


def _handles(one: Profile) -> set[object]:
    """Gives what two reports of one day must share in part to be compared: a side or a figure."""
    return {*one.sides, *((fact.counted, fact.value) for fact, _ in one.facts())}


def _torn(groups: Sequence[Profile], ranked: Sequence[tuple[int, Comparison]]) -> bool:
    """Tells whether a mixed report fits an exchange of bodies and one of prisoners equally well."""
    if len(ranked) < 2 or ranked[0][1].same_kind:
        return False
    (first, best), (second, next_best) = ranked[:2]
    return best.strength - next_best.strength < MARGIN and veto(groups[first], groups[second]) is not None


class _Scales:
    """Weighs pairs of profiles, and again only once one of the two has changed."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, int, str, int], Comparison | None] = {}

    def __call__(self, a: Profile, b: Profile) -> Comparison | None:
        """Compares two profiles; None where a veto keeps them apart."""
        key = (a.first, a.version, b.first, b.version)
        if key not in self._known:
            self._known[key] = None if veto(a, b) else compare(a, b)
        return self._known[key]


def _round(
    groups: Sequence[Profile], single: Mapping[str, Profile], links: list[Link], weighed: _Scales
) -> list[Profile]:
    """Joins profiles of which at most one is dated, best evidence first."""
    found: dict[tuple[int, int], Comparison] = {}
    rivals: dict[int, list[int]] = defaultdict(list)
    for first, second in candidates(groups):
        comparison = weighed(groups[first], groups[second])
        if comparison and comparison.enough:
            found[first, second] = comparison
            rivals[first].append(second)
            rivals[second].append(first)
    for place, others in rivals.items():
        others.sort(key=lambda other: (-found[min(place, other), max(place, other)].strength, other))
    contested = {pair for pair in found if _contested(pair, found, rivals, groups, weighed)}
    leader = list(range(len(groups)))
    for pair in sorted(found.keys() - contested, key=lambda pair: (-found[pair].strength, pair)):
        first, second = sorted(_leader(leader, place) for place in pair)
        if first == second:
            continue
        a, b = groups[first], groups[second]
        comparison = found[pair]
        if (first, second) != pair or len(a.members) + len(b.members) > 2:
            # Either may have grown since: ask again, so that no report bridges two exchanges.
            now = None if a.dated and b.dated else weighed(a, b)
            if now is None or not now.enough:
                continue
            comparison = now
        links += _links(a, b, comparison, single)
        a.absorb(b)
        leader[second] = first
    return [one for place, one in enumerate(groups) if leader[place] == place]


def _leader(leader: list[int], place: int) -> int:
    while leader[place] != place:
        leader[place] = place = leader[leader[place]]
    return place


def _contested(
    pair: tuple[int, int],
    found: Mapping[tuple[int, int], Comparison],
    rivals: Mapping[int, Sequence[int]],
    groups: Sequence[Profile],
    weighed: _Scales,
) -> bool:
    """Tells whether another candidate, which can't be the same exchange, fits one of the two about as well."""
    for here, there in (pair, pair[::-1]):
        for rival in rivals[here][:_RIVALS]:
            strength = found[min(here, rival), max(here, rival)].strength
            if rival != there and strength > found[pair].strength - MARGIN:
                first, second = sorted((there, rival))
                comparison = weighed(groups[first], groups[second])
                if comparison is None or comparison.opposed:
                    return True
    return False


def _links(a: Profile, b: Profile, comparison: Comparison, single: Mapping[str, Profile]) -> list[Link]:
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
