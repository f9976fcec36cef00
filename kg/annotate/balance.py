"""Lets the figures of one sentence settle each other: two ways of a swap, sums of both, parts of a total."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from kg.annotate import belonging
from kg.annotate.acts import text_of
from kg.model import Counted, Figure, Role, Span

if TYPE_CHECKING:
    from kg.annotate.counting import Counting
    from kg.annotate.surroundings import Discourse, Surroundings

EACH = "each"
"""The rule of a figure that holds for both directions."""

_HANDED_AND_RECEIVED = re.compile(
    r"\b(?:handed\s+over|transferred|given|turned\s+over|sent)\b[^.;]*\b(?:received|taken\s+back|got\s+back)\b"
)
_FOR = re.compile(
    r"(?:\s+(?:people|persons|prisoners|captives|soldiers|servicemen|POWs))?[\s-]+(?:for|against|to|by)[\s-]+"
)


def joined(
    countings: list[Counting], figures: list[Figure], assumed: set[Span], around: Surroundings, discourse: Discourse
) -> list[Figure]:
    """Gives the figures of a sentence as they are beside each other; `assumed` are those whose direction nobody told."""
    figures = _opposed(_balanced(countings, figures, around, discourse), assumed, around)
    return _broken_down(_doubled(_split(figures)), discourse)


def _opposed(figures: list[Figure], assumed: set[Span], around: Surroundings) -> list[Figure]:
    """Turns round one of two totals that would else go the same way: "640 bodies were transferred and 12 given to Arland".

    Whose direction was only assumed from who speaks gives way to the one that the words tell.
    """
    if len(figures) != 2 or around.speaker_side is None:
        return figures
    one, two = figures
    alike = one.receiver == two.receiver == around.speaker_side and one.counted is two.counted is Counted.BODIES
    if not alike or one.role is not Role.TOTAL or two.role is not Role.TOTAL or one.place or two.place:
        return figures
    loose = [f for f in figures if f.span in assumed and f.giver is None]
    if len(loose) == 2 and _HANDED_AND_RECEIVED.search(text_of(around.sentence)):
        loose = loose[:1]
    if len(loose) != 1:
        return figures
    other = next((p.iri for p in around.cast.parties() if p.iri != around.speaker_side), None)
    return [replace(f, whose=other, giver=None, receiver=other) if f is loose[0] else f for f in figures]


def _two_ways(figures: list[Figure]) -> bool:
    """Tells whether two totals go opposite ways."""
    ways = {f.receiver for f in figures}
    return (
        len(figures) == len(ways) == 2 and None not in ways and all(f.role in {Role.TOTAL, Role.PART} for f in figures)
    )


def _split(figures: list[Figure]) -> list[Figure]:
    """Makes parts of numbers that follow a total in its sentence and add up to it ("270 soldiers and 120 civilians")."""
    for start, whole in enumerate(figures):
        if whole.role not in {Role.TOTAL, Role.COMBINED} or whole.minimum is None or whole.minimum != whole.maximum:
            continue
        total = 0
        for end in range(start + 1, len(figures)):
            total += figures[end].minimum or 0
            added = figures[start + 1 : end + 1]
            if total == whole.minimum and _two_ways(added):
                both = replace(whole, role=Role.COMBINED, whose=None, giver=None, receiver=None)
                if any(f.role is Role.PART for f in added):
                    added = [replace(f, role=Role.PART) for f in added]
                return [*figures[:start], both, *added, *_split(figures[end + 1 :])]
            if total == whole.minimum and end - start > 1 and whole.role is Role.TOTAL:
                receiver = whole.receiver or whole.whose
                parts = [replace(f, role=Role.PART, whose=whole.whose, giver=None, receiver=receiver) for f in added]
                return [*figures[: start + 1], *parts, *_split(figures[end + 1 :])]
    return figures


def _broken_down(figures: list[Figure], discourse: Discourse) -> list[Figure]:
    """Makes parts of a sentence's numbers that add up to a total told before: "There are 387 men and three women"."""
    sums = sum(f.minimum or 0 for f in figures)
    plain = all(f.role in {Role.TOTAL, Role.PART} and f.rule != EACH and f.minimum == f.maximum for f in figures)
    if len(figures) < 2 or not plain or len({f.receiver for f in figures}) > 1:
        return figures
    whole = discourse.last(Role.TOTAL, receiver=figures[0].receiver)
    known = [f for f in discourse.figures[-8:] if f.role is Role.TOTAL and f.minimum == f.maximum == sums]
    if whole is None or not figures[0].receiver or figures[0].receiver not in {f.receiver for f in known}:
        return figures
    return [replace(f, role=Role.PART) for f in figures]


def _doubled(figures: list[Figure]) -> list[Figure]:
    """Adds up both directions in "60 captives, 30 from each side"."""
    doubles = {2 * f.minimum for f in figures if f.rule == EACH and f.minimum is not None}
    return [
        replace(f, role=Role.COMBINED, whose=None, giver=None, receiver=None)
        if f.role is Role.TOTAL and f.minimum in doubles
        else f
        for f in figures
    ]


def _balanced(
    countings: list[Counting], figures: list[Figure], around: Surroundings, discourse: Discourse
) -> list[Figure]:
    """Gives "X for Y" the sides that an article's other numbers tell, and none where neither they nor the words do."""
    text = text_of(around.sentence.doc)
    named = {c.quantity.span for c in countings if belonging.named_side(c, around)}
    sides: dict[Span, str | None] = {}
    even: set[Span] = set()
    for one, other in pairwise(countings):
        spans = {one.quantity.span, other.quantity.span}
        if _FOR.fullmatch(text, one.quantity.core.end, other.quantity.core.start) and not spans & named:
            pair = [f for f in figures if f.span in spans]
            sides |= dict.fromkeys(spans) | _by_size(pair, discourse)
            if len({(f.minimum, f.maximum) for f in pair}) == 1:
                even |= spans  # "40 for 40": one of them each, which no single direction told elsewhere fills in
    return [
        replace(
            f,
            whose=sides[f.span],
            giver=None,
            receiver=sides[f.span],
            role=Role.TOTAL if f.role is Role.COMBINED else f.role,
            rule=EACH if f.span in even else f.rule,
        )
        if f.span in sides
        else f
        for f in figures
    ]


_UNLIKE = 5
"""So many times as many go one way as the other where the two ways of an exchange are told by their size alone."""


def _by_size(pair: list[Figure], discourse: Discourse) -> dict[Span, str | None]:
    """Finds the sides of "1,000 for 30", where all bodies told of before went in so unequal numbers too."""
    told = [f for f in discourse.figures if f.role is Role.TOTAL and f.receiver and f.minimum]
    told = [f for f in told if f.counted is Counted.BODIES]
    pair = sorted((f for f in pair if f.minimum and f.counted is Counted.BODIES), key=lambda f: f.minimum or 0)
    ways = {f.receiver: [g.minimum or 0 for g in told if g.receiver == f.receiver] for f in told}
    if len(pair) != 2 or len(ways) != 2 or (pair[1].minimum or 0) < _UNLIKE * (pair[0].minimum or 0):
        return {}
    few, many = sorted(ways, key=lambda way: max(ways[way]))
    if min(ways[many]) < _UNLIKE * max(ways[few]):
        return {}
    return {pair[0].span: few, pair[1].span: many}
