"""Adds up the claims about each direction of an exchange: the figure they support, and whether they agree."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from kg.model import Flow, Role, Verdict
from kg.resolve.figures import Bounds, compatible, rounds
from kg.resolve.groups import groups
from kg.resolve.names import flow_iri

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.model import Counted, Exchange
    from kg.resolve.figures import Sources, Statement
    from kg.resolve.groups import Groups

# "Over 500" says 502 in other words; "dozens" doesn't say 77.
_TIGHT = 0.8


def flows(exchange: Exchange, told: Sequence[Statement], sources: Sources) -> Iterator[Flow]:
    """Yields one flow for each direction that has totals, or one without a direction where none is known.

    People who go to a third state, such as foreigners whom its plane takes home, are no direction of the exchange.

    Args:
        exchange: the exchange.
        told: all statements about it.
        sources: who stands behind whose words.
    """
    known = groups(told)
    for counted, directions in _directions(known.main(told)).items():
        for receiver, statements in directions.items():
            between = receiver is None or receiver in exchange.sides
            if between and any(not one.denied for one in statements):
                yield _flow(exchange, counted, receiver, statements, sources, known)


def directions_of(told: Sequence[Statement]) -> Iterator[list[Statement]]:
    """Yields the statements that give a figure for one and the same thing, totals or else combined figures."""
    for directions in _directions(told).values():
        yield from directions.values()


def voices(statements: Sequence[Statement]) -> list[Statement]:
    """Keeps the statements whose speakers count: a publisher's own voice only where no source is named at all."""
    live = [one for one in statements if not one.denied]
    return [one for one in live if not one.narrated] or live


def _directions(told: Sequence[Statement]) -> dict[Counted, dict[str | None, list[Statement]]]:
    totals: dict[Counted, dict[str, list[Statement]]] = defaultdict(lambda: defaultdict(list))
    undirected: dict[Counted, list[Statement]] = defaultdict(list)
    combined: dict[Counted, list[Statement]] = defaultdict(list)
    for one in told:
        if one.evidence.role is Role.COMBINED:
            combined[one.counted].append(one)
        elif one.evidence.role is Role.TOTAL and one.receiver:
            totals[one.counted][one.receiver].append(one)
        elif one.evidence.role is Role.TOTAL:
            undirected[one.counted].append(one)
    found: dict[Counted, dict[str | None, list[Statement]]] = {}
    for counted in sorted(totals.keys() | undirected.keys() | combined.keys()):
        if counted in totals:
            found[counted] = {
                receiver: [*statements, *_equal(undirected[counted], statements)]
                for receiver, statements in sorted(totals[counted].items())
            }
        else:
            found[counted] = {None: undirected[counted] or combined[counted]}
    return found


def _equal(undirected: Sequence[Statement], directed: Sequence[Statement]) -> list[Statement]:
    """Picks the totals without a direction that repeat a directed one ("100 each", "a hundred Arlanders")."""
    values = {one.value for one in directed if one.value is not None and not one.denied}
    return [one for one in undirected if one.value in values]


def _flow(
    exchange: Exchange,
    counted: Counted,
    receiver: str | None,
    statements: Sequence[Statement],
    sources: Sources,
    known: Groups,
) -> Flow:
    live = [one for one in statements if not one.denied]
    counting = voices(statements)
    denials = [one for one in statements if one.denied and _contradicts(one, live)]
    figure = _supported(live, sources)
    # Totals without a direction may be those of the two directions: that they differ says nothing.
    ambiguous = receiver is None and any(one.evidence.role is Role.TOTAL for one in live)
    if denials or (not ambiguous and _disputed(live, known)):
        verdict = Verdict.DISPUTED
    else:
        backing = sources.independent(_speakers(one for one in counting if _backs(one.bounds, figure)))
        verdict = Verdict.AGREED if len(backing) > 1 else Verdict.SINGLE
    return Flow(
        iri=flow_iri(exchange.iri, counted, receiver),
        exchange=exchange.iri,
        counted=counted,
        giver=_giver(exchange, receiver, live),
        receiver=receiver,
        minimum=figure.minimum,
        maximum=figure.maximum,
        verdict=verdict,
        articles=tuple(sorted(sources.articles(one.evidence for one in [*live, *denials]))),
        speakers=tuple(sorted(sources.independent(_speakers([*counting, *denials])))),
    )


def _supported(live: Sequence[Statement], sources: Sources) -> Bounds:
    """Gives the exact figure that most speakers give, the span of several that tie, else what all bounds allow."""
    exact = [one for one in live if one.value is not None]
    several = {(one.value, one.loose): one for one in exact}.values()
    fine = [one for one in exact if not any(rounds(one, other) for other in several)] or exact
    counting = {id(one) for one in voices(live)}
    by_value: dict[int, list[Statement]] = defaultdict(list)
    for one in fine:
        if one.value is not None:
            by_value[one.value].append(one)
    backing = {
        value: len(sources.independent(_speakers(one for one in equal if id(one) in counting)))
        for value, equal in by_value.items()
    }
    if backing:
        most = max(backing.values())
        best = [value for value, speakers in backing.items() if speakers == most]
        return Bounds(min(best), max(best))
    floors = [one.bounds.minimum for one in live if one.bounds.minimum is not None]
    ceilings = [one.bounds.maximum for one in live if one.bounds.maximum is not None]
    all_allow = Bounds(max(floors, default=None), min(ceilings, default=None))
    if all_allow.minimum is None or all_allow.maximum is None or all_allow.minimum <= all_allow.maximum:
        return all_allow
    # No number satisfies all: the widest bounds, an end staying open where any leaves it open.
    return Bounds(*(pick(ends) if len(ends) == len(live) else None for pick, ends in ((min, floors), (max, ceilings))))


def _speakers(statements: Iterable[Statement]) -> set[str]:
    return {one.evidence.speaker for one in statements if one.evidence.speaker}


def _disputed(live: Sequence[Statement], known: Groups) -> bool:
    kinds = list({(one.bounds, one.loose): one for one in live}.values())
    pairs = ((one, other) for place, one in enumerate(kinds) for other in kinds[place + 1 :])
    return any(not compatible(one, other) and not known.added_up(one, other) for one, other in pairs)


def _contradicts(denial: Statement, live: Sequence[Statement]) -> bool:
    """Tells whether a denial is aimed at what another speaker says; its own figures the speaker has withdrawn."""
    return any(one.bounds == denial.bounds and one.evidence.speaker != denial.evidence.speaker for one in live)


def _backs(bounds: Bounds, figure: Bounds) -> bool:
    if bounds == figure or figure.value is None:
        return bounds == figure
    return (
        bounds.meets(figure)
        and bounds.minimum is not None
        and bounds.minimum >= _TIGHT * figure.value
        and (bounds.maximum is None or bounds.maximum * _TIGHT <= figure.value)
    )


def _giver(exchange: Exchange, receiver: str | None, live: Sequence[Statement]) -> str | None:
    if receiver is None:
        return None
    others = [side for side in exchange.sides if side != receiver]
    if len(others) == 1:
        return others[0]
    named = {one.evidence.giver for one in live if one.evidence.giver and one.evidence.giver != receiver}
    return named.pop() if len(named) == 1 else None
