"""Finds figures of one exchange that say the same, and figures that can't both be true."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from kg.model import Agreement, Disagreement, Role, Why
from kg.resolve import names
from kg.resolve.figures import compatible
from kg.resolve.flows import directions_of, voices
from kg.resolve.groups import groups
from kg.resolve.sums import failing_sums
from kg.resolve.topics import topics

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

    from kg.model import Exchange
    from kg.resolve.figures import Sources, Statement
    from kg.resolve.groups import Groups

# Of each figure so many first speakers stand for the rest, so that pairs grow with the figures and not their square.
_SPOKESMEN = 8
# So many of a figure's versions, the most repeated ones, are set against all the others.
_VERSIONS = 16


def agreements(told: Sequence[Statement], sources: Sources) -> Iterator[Agreement]:
    """Yields pairs of equal exact figures for one direction, given by independent speakers.

    Each figure is paired with the other speakers of its own article and with the first figure of each other speaker,
    not with every repetition.

    Args:
        told: all statements about one exchange.
        sources: who stands behind whose words.
    """
    pairs: dict[tuple[str, str], None] = {}
    combined = [one for one in told if one.evidence.role is Role.COMBINED]
    for statements in [*directions_of(told), combined]:
        by_value: dict[int, list[Statement]] = defaultdict(list)
        for one in voices(statements):
            if one.value is not None and one.evidence.speaker:
                by_value[one.value].append(one)
        for equal in by_value.values():
            for one, other in _pairs(equal, equal):
                speakers = {speaker for speaker in (one.evidence.speaker, other.evidence.speaker) if speaker}
                if len(sources.independent(speakers)) == 2:
                    pairs[_ends(one, other)] = None
    yield from (Agreement(*ends) for ends in sorted(pairs))


def disagreements(exchange: Exchange, told: Sequence[Statement], base: str) -> Iterator[Disagreement]:
    """Yields pairs of figures of one exchange that can't both be true.

    Args:
        exchange: the exchange.
        told: all statements about it; those denied or withdrawn clash with nothing.
        base: the IRI under which disagreements are minted.
    """
    found: dict[tuple[Why, str, str], str] = {}
    live = [one for one in told if not one.denied]
    known = groups(live)
    for statements in topics(known.main(live)):
        for one, other in _clashes(statements, known):
            found.setdefault((Why.VALUE, *_ends(one, other)), _clash_words(*_ordered(one, other)))
    for total, part, detail in failing_sums(live):
        found.setdefault((Why.SUM, total.evidence.figure, part.evidence.figure), detail)
    for (why, figure_a, figure_b), detail in sorted(found.items()):
        iri = names.disagreement_iri(base, why.value, figure_a, figure_b)
        yield Disagreement(iri, exchange.iri, figure_a, figure_b, why, detail)


def _clashes(statements: Sequence[Statement], known: Groups) -> Iterator[tuple[Statement, Statement]]:
    by_bounds: dict[Hashable, list[Statement]] = defaultdict(list)
    for one in statements:
        by_bounds[one.bounds, one.loose].append(one)
    several = sorted(by_bounds.values(), key=lambda ones: (-len(ones), ones[0].order))
    for place, others in enumerate(several):
        for ones in several[: min(place, _VERSIONS)]:
            if not compatible(ones[0], others[0]) and not known.added_up(ones[0], others[0]):
                yield from ((one, other) for one, other in _pairs(ones, others) if not _one_breath(one, other))


def _one_breath(one: Statement, other: Statement) -> bool:
    """Tells whether two figures are one speaker's within one account, where they are likely two things, not a clash.

    For totals that is one sentence; for parts the article: "12 from the region, two of them women".
    """
    a, b = one.evidence, other.evidence
    if a.claim == b.claim:
        return True
    return a.role is Role.PART and a.article == b.article and a.speaker == b.speaker


def _pairs(ones: Sequence[Statement], others: Sequence[Statement]) -> Iterator[tuple[Statement, Statement]]:
    """Pairs each statement with those of the other row from its own article, and with their first speakers."""
    for here, there in ((ones, others), (others, ones)):
        by_article: dict[str, list[Statement]] = defaultdict(list)
        first: dict[str | None, Statement] = {}
        for one in there:
            by_article[one.evidence.article].append(one)
            first.setdefault(one.evidence.speaker, one)
        spokesmen = list(first.values())[:_SPOKESMEN]
        for one in here:
            for other in [*by_article[one.evidence.article], *spokesmen]:
                if one is not other:
                    yield (one, other)


def _ordered(one: Statement, other: Statement) -> tuple[Statement, Statement]:
    return (one, other) if one.order <= other.order else (other, one)


def _ends(one: Statement, other: Statement) -> tuple[str, str]:
    first, second = _ordered(one, other)
    return first.evidence.figure, second.evidence.figure


def _clash_words(one: Statement, other: Statement) -> str:
    row = one.evidence
    what = row.counted.value
    if row.role is Role.COMBINED:
        what += " in both directions together"
    if row.role is Role.PART and row.place:
        what += f" from {names.words(row.place)}"
    if one.receiver:
        what += f" received by {names.words(one.receiver)}"
    return f"{names.bounds(*one.bounds)} against {names.bounds(*other.bounds)} {what}"
