"""Readers' decisions on exchanges and actors, which every resolution obeys."""

from __future__ import annotations

from collections import defaultdict, deque
from itertools import chain, product
from typing import TYPE_CHECKING

from kg.errors import KgError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from kg.model import Judgement


def judged_same(things: Iterable[str], judgements: Sequence[Judgement]) -> dict[str, str]:
    """Maps each thing to the first, by IRI, of those that readers put together with it.

    Args:
        things: the IRIs of all reports, or of all actors; what else is judged is passed over, it may come back.
        judgements: in any order.

    Raises:
        KgError: two things are judged the same, directly or through others, and also different.
    """
    leader = {thing: thing for thing in sorted(things)}

    def find(thing: str) -> str:
        while leader[thing] != thing:
            leader[thing] = thing = leader[leader[thing]]
        return thing

    for one in judgements:
        if one.same:
            together = [thing for thing in (*one.ones, *one.others) if thing in leader]
            for thing in together[1:]:
                first, second = sorted((find(together[0]), find(thing)))
                leader[second] = first
    for one in judgements:
        for first, second in kept_apart([one], leader):
            if find(first) == find(second):
                path = ", ".join(f"[{step}]" for step in _path(first, second, judgements, leader))
                raise KgError(
                    f"judgements contradict each other: [{one}] against {path}; "
                    "take one of them back with `kg judge undo`"
                )
    return {thing: find(thing) for thing in leader}


def kept_apart(judgements: Iterable[Judgement], things: Collection[str]) -> list[tuple[str, str]]:
    """Lists the pairs of things that readers judged different, of those that are there."""
    return [
        (first, second)
        for one in judgements
        if not one.same
        for first, second in product(one.ones, one.others)
        if first in things and second in things
    ]


def canonical(actors: Iterable[str], known: Collection[str], judgements: Sequence[Judgement]) -> Mapping[str, str]:
    """Maps each actor that readers judged to be another one to the one that it counts as; others are left out.

    Args:
        actors: the IRIs of all actors that articles refer to.
        known: those that the authority knows: of several judged the same, the first that is known names them all.
        judgements: in any order.

    Raises:
        KgError: two actors are judged the same, directly or through others, and also different.
    """
    there = set(actors)
    # Judgements may lead through an actor whose articles are gone; nothing counts as that one.
    judged = chain.from_iterable((*one.ones, *one.others) for one in judgements)
    together: defaultdict[str, list[str]] = defaultdict(list)
    for actor, leader in judged_same({*there, *judged}, judgements).items():
        if actor in there:
            together[leader].append(actor)
    chosen = {
        leader: min(several, key=lambda actor: (actor not in known, actor)) for leader, several in together.items()
    }
    return {
        actor: chosen[leader] for leader, several in together.items() for actor in several if actor != chosen[leader]
    }


def _path(start: str, end: str, judgements: Sequence[Judgement], things: Collection[str]) -> list[Judgement]:
    """Finds the judgements by which two things are the same: the fewest, in order."""
    steps: defaultdict[str, list[tuple[str, Judgement]]] = defaultdict(list)
    for one in judgements:
        if one.same:
            together = [thing for thing in (*one.ones, *one.others) if thing in things]
            for first, second in product(together, together):
                steps[first].append((second, one))
    waiting: deque[tuple[str, list[Judgement]]] = deque([(start, [])])
    seen = {start}
    while waiting:
        thing, path = waiting.popleft()
        if thing == end:
            return path
        for other, judgement in steps[thing]:
            if other not in seen:
                seen.add(other)
                waiting.append((other, [*path, judgement]))
    return []
