"""Decides across articles: which reports are one exchange, what its claims support, who agrees and who differs.

Pure functions on the records of `kg.model`: nothing is read or stored here. A report that matches no other is an
exchange of its own, but a passing mention with neither day, figure nor ordinal is left unresolved.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from itertools import chain
from types import MappingProxyType
from typing import TYPE_CHECKING

from kg.model import Days, Exchange, Kind, Resolution
from kg.resolve.contradictions import agreements, disagreements
from kg.resolve.copies import find_copies, paired
from kg.resolve.days import exact
from kg.resolve.differences import differences
from kg.resolve.exchanges import join
from kg.resolve.figures import Sources, statements
from kg.resolve.flows import flows
from kg.resolve.judgements import canonical, judged_same
from kg.resolve.names import exchange_iri, exchange_stem
from kg.resolve.stands import stands
from kg.resolve.totals import falling
from kg.settings import BASE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from kg.model import Evidence, Judgement, Report
    from kg.resolve.profiles import Profile

__all__ = ["canonical", "find_copies", "judged_same", "resolve"]

_UNKNOWN: Mapping[str, str | None] = MappingProxyType({})
_COPIES: Mapping[str, str] = MappingProxyType({})
_UNDATED: Mapping[str, date | None] = MappingProxyType({})


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
    copied = paired(reports, copies)
    days = {copy.iri: original.days for original, copy in copied if original.days != Days()}
    reports = [replace(report, days=days.get(report.iri, report.days)) for report in reports]
    by_report: dict[str, list[Evidence]] = defaultdict(list)
    for row in evidence:
        by_report[row.report].append(sources.first_hand(row))
    profiles, links = join(reports, by_report, judgements, sources, copied)
    exchanges = _exchanges([one for one in profiles if one.identified], base)
    rows = {e.iri: [row for report in e.reports for row in by_report.get(report, ())] for e in exchanges}
    told = {exchange.iri: statements(rows[exchange.iri], exchange.sides, sources) for exchange in exchanges}
    return Resolution(
        exchanges=tuple(exchanges),
        links=tuple(links),
        flows=tuple(chain.from_iterable(flows(exchange, told[exchange.iri], sources) for exchange in exchanges)),
        agreements=tuple(chain.from_iterable(agreements(told[exchange.iri], sources) for exchange in exchanges)),
        disagreements=(
            *chain.from_iterable(disagreements(exchange, told[exchange.iri], base) for exchange in exchanges),
            *falling(evidence, published, base),
        ),
        differences=tuple(
            chain.from_iterable(differences(exchange, told[exchange.iri], base) for exchange in exchanges)
        ),
        stands=tuple(chain.from_iterable(stands(rows[exchange.iri]) for exchange in exchanges)),
    )


def _exchanges(profiles: Sequence[Profile], base: str) -> list[Exchange]:
    """Names the exchanges; only reports' own days go into a name, so that an unrelated article renames nothing."""
    stems = {one.first: exchange_stem(_kind(one), exact(one.own), one.sides) for one in profiles}
    shared = Counter(stems.values())
    exchanges = []
    for one in profiles:
        stem = stems[one.first]
        singled_out = one.dated and shared[stem] == 1
        iri = exchange_iri(base, stem, None if singled_out else one.first)
        exchanges.append(Exchange(iri, _kind(one), one.days, tuple(sorted(one.sides)), tuple(sorted(one.members))))
    return sorted(exchanges, key=lambda exchange: exchange.iri)


def _kind(one: Profile) -> Kind:
    return next(iter(one.kinds)) if len(one.kinds) == 1 else Kind.MIXED
