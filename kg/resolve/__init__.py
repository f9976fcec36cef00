"""Decides across articles: which reports are one exchange, what its claims support, who agrees and who differs.

Pure functions on the records of `kg.model`: nothing is read or stored here. A report that matches no other is an
exchange of its own, but a passing mention with neither day, figure nor ordinal is left unresolved.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import fields, replace
from itertools import chain
from types import MappingProxyType
from typing import TYPE_CHECKING

from kg import collector
from kg.model import Days, Exchange, Kind, Resolution
from kg.resolve import given
from kg.resolve.contradictions import agreements, disagreements
from kg.resolve.copies import find_copies, paired
from kg.resolve.days import exact
from kg.resolve.differences import differences
from kg.resolve.exchanges import join
from kg.resolve.figures import Sources, statements
from kg.resolve.flows import flows
from kg.resolve.judgements import canonical, judged_same, kept_apart
from kg.resolve.names import exchange_iri, exchange_stem
from kg.resolve.profiles import profile as single_profile
from kg.resolve.stands import stands
from kg.resolve.totals import falling, running_key
from kg.resolve.world import Node, Nothing, World
from kg.settings import BASE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from kg.model import Evidence, Judgement, Link, Report
    from kg.resolve.profiles import Profile

__all__ = [
    "beginnings",
    "canonical",
    "conclude",
    "exchange_of",
    "falling",
    "find_copies",
    "join",
    "judged_same",
    "resolve",
    "running_key",
    "sorted_rows",
    "stem_of",
]

_UNKNOWN: Mapping[str, str | None] = MappingProxyType({})
_COPIES: Mapping[str, str] = MappingProxyType({})
_UNDATED: Mapping[str, date | None] = MappingProxyType({})


@collector.paused()
def resolve(
    reports: Sequence[Report],
    evidence: Sequence[Evidence],
    judgements: Sequence[Judgement] = (),
    base: str = BASE,
    publishers: Mapping[str, str | None] = _UNKNOWN,
    speaks_for: Mapping[str, str | None] = _UNKNOWN,
    copies: Mapping[str, str] = _COPIES,
    published: Mapping[str, date | None] = _UNDATED,
) -> Resolution:
    """Makes all cross-article decisions; the order of the input makes no difference.

    Args:
        reports: what each article says of each exchange.
        evidence: the figures of the claims about those reports; figures of other reports are passed over.
        judgements: what readers decided on exchanges; those on other things are passed over.
        base: the IRI under which exchanges and disagreements are minted.
        publishers: each article's publisher, as `Evidence.article` and `Evidence.speaker` name them; a publisher's own
            voice is no independent speaker beside the sources that are named.
        speaks_for: each speaker's side; a state is no independent speaker beside its own people and bodies.
        copies: articles that print the text of another one: the two are one source, and what they report happened when
            the original says it did.
        published: the days on which articles appeared, for running totals.

    Raises:
        KgError: judgements contradict each other.
    """
    sources = Sources(publishers, speaks_for, copies)
    by_report = sorted_rows(evidence, sources)
    single, groups = beginnings(reports, by_report, judgements, sources)
    world = World.begin(Nothing(), (), groups)
    join(world, single)
    profiles = sorted((node.profile for node in world.new.values()), key=lambda one: one.first)
    shared = Counter(stem_of(one) for one in profiles if one.identified)
    exchanges = [exchange_of(one, base, alone=shared[stem_of(one)] == 1) for one in profiles if one.identified]
    concluded = [
        conclude(exchange, [row for report in exchange.reports for row in by_report.get(report, ())], sources, base)
        for exchange in sorted(exchanges, key=lambda exchange: exchange.iri)
    ]
    links = sorted(
        (link for node in world.new.values() for link in node.links), key=lambda link: (link.report_a, link.report_b)
    )
    found = merged([*concluded, Resolution(links=tuple(links))])
    return replace(found, disagreements=(*found.disagreements, *falling(evidence, published, base)))


def sorted_rows(evidence: Iterable[Evidence], sources: Sources) -> dict[str, list[Evidence]]:
    """Sorts figures by the report that they are of, what copies narrate told by the original's publisher."""
    by_report: dict[str, list[Evidence]] = defaultdict(list)
    for row in evidence:
        by_report[row.report].append(sources.first_hand(row))
    return by_report


def beginnings(
    reports: Iterable[Report],
    by_report: Mapping[str, Sequence[Evidence]],
    judgements: Sequence[Judgement],
    sources: Sources,
) -> tuple[dict[str, Profile], list[Node]]:
    """Gives what each report says by itself, and the groups of those that need no weighing.

    These are the reports that a reader put together, and copies with their originals. Of what is judged together, and
    of copies and originals, all must be among the reports.

    Raises:
        KgError: judgements contradict each other.
    """
    several = list(reports)
    copied = paired(several, sources.copies)
    days = {copy.iri: original.days for original, copy in copied if original.days != Days()}
    told = Counter(report.article for report in several)
    single = {
        report.iri: single_profile(
            replace(report, days=days.get(report.iri, report.days)),
            by_report.get(report.iri, ()),
            sources,
            beside=told[report.article] > 1,
        )
        for report in sorted(several, key=lambda report: report.iri)
    }
    for one, other in kept_apart(judgements, single):
        single[one].different.add(other)
        single[other].different.add(one)
    links: list[Link] = []
    groups = given.copied(given.judged(single, judgements, links), copied, links)
    by_first: dict[str, list[Link]] = defaultdict(list)
    member = {report: one.first for one in groups for report in one.members}
    for link in links:
        by_first[member[link.report_a]].append(link)
    return single, [Node(one, "", tuple(by_first.get(one.first, ()))) for one in groups]


def conclude(exchange: Exchange, rows: Sequence[Evidence], sources: Sources, base: str) -> Resolution:
    """Decides what the claims about one exchange support, who agrees and who differs."""
    told = statements(rows, exchange.sides, sources)
    return Resolution(
        exchanges=(exchange,),
        flows=tuple(flows(exchange, told, sources)),
        agreements=tuple(agreements(told, sources)),
        disagreements=tuple(disagreements(exchange, told, base)),
        differences=tuple(differences(exchange, told, base)),
        stands=tuple(stands(rows)),
    )


def merged(several: Sequence[Resolution]) -> Resolution:
    """Puts the decisions on several exchanges together."""
    return Resolution(
        *(tuple(chain.from_iterable(getattr(one, part.name) for one in several)) for part in fields(Resolution))
    )


def stem_of(one: Profile) -> str:
    """Gives the readable part of an exchange's name; only its reports' own days go into it, so that an unrelated
    article renames nothing.
    """
    return exchange_stem(_kind(one), exact(one.own), one.sides)


def exchange_of(one: Profile, base: str, *, alone: bool) -> Exchange:
    """Names an exchange; `alone` tells that no other one has its stem."""
    iri = exchange_iri(base, stem_of(one), None if one.dated and alone else one.first)
    return Exchange(iri, _kind(one), one.days, tuple(sorted(one.sides)), tuple(sorted(one.members)))


def _kind(one: Profile) -> Kind:
    return next(iter(one.kinds)) if len(one.kinds) == 1 else Kind.MIXED
