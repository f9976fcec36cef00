"""Joins the reports that need no weighing: what a reader judged to be one exchange, and copies with their originals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.model import Link
from kg.resolve.compare import compare
from kg.resolve.judgements import judged_same
from kg.resolve.profiles import grown, veto

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kg.model import Judgement, Report
    from kg.resolve.profiles import Profile


def judged(single: Mapping[str, Profile], judgements: Sequence[Judgement], links: list[Link]) -> list[Profile]:
    """Joins reports that readers judged to be one exchange, whatever forbids it; raises KgError as `judged_same`."""
    groups: dict[str, Profile] = {}
    for report, leader in judged_same(single, judgements).items():
        known = groups.get(leader)
        groups[leader] = grown(known, single[report], fresh=len(known.members) > 1) if known else single[report]
    links += _judged_links(single, judgements)
    return list(groups.values())


def copied(groups: list[Profile], pairs: Sequence[tuple[Report, Report]], links: list[Link]) -> list[Profile]:
    """Joins copies with their originals, which come first in each pair, unless a reader judged otherwise."""
    group = {report: one for one in groups for report in one.members}
    for original, copy in pairs:
        a, b = group[original.iri], group[copy.iri]
        if a is not b and veto(a, b) is None:
            one = grown(a, b, fresh=len(a.members) > 1)
            group |= dict.fromkeys(one.members, one)
            first, second = sorted((original.iri, copy.iri))
            links.append(Link(first, second, 1.0, (f"{copy.article} has the text of {original.article}",)))
    return list({id(one): one for one in group.values()}.values())


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
