"""Finds running totals that fall: what was brought home since the war began can't be fewer in May than in March."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from kg.model import Disagreement, Role, Stance, Why
from kg.resolve import names
from kg.resolve.figures import rounded

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Mapping
    from datetime import date

    from kg.model import Evidence


def falling(evidence: Iterable[Evidence], published: Mapping[str, date | None], base: str) -> Iterator[Disagreement]:
    """Yields each running total that is lower than one published on an earlier day, with the highest of those.

    Totals compare only where both say since when they run, of whom and who got them; a rounded one may be lower than an
    exact one.

    Args:
        evidence: all figures; those with other roles are passed over.
        published: the days on which articles appeared.
        base: the IRI under which disagreements are minted.
    """
    rows: dict[Hashable, list[tuple[date, Evidence]]] = defaultdict(list)
    for row in evidence:
        day = published.get(row.article)
        side = row.receiver or row.whose
        told = row.role is Role.RUNNING and row.stance not in (Stance.DENIES, Stance.DECLINES)
        if told and day and row.scope and side:
            rows[row.counted, side, row.place, row.scope].append((day, row))
    for key in sorted(rows, key=str):
        yield from _row(sorted(rows[key], key=lambda told: (told[0], told[1].article, told[1].start)), base)


def _row(told: list[tuple[date, Evidence]], base: str) -> Iterator[Disagreement]:
    for place, (day, row) in enumerate(told):
        before = [(when, other) for when, other in told[:place] if when < day and _falls(other, row)]
        if before:
            when, highest = max(before, key=lambda entry: (entry[1].minimum or 0, entry[0]))
            side = names.words(row.receiver or row.whose or "")
            was, now = (names.bounds(one.minimum, one.maximum) for one in (highest, row))
            words = f"{was} told on {when}, {now} on {day}: {row.counted.value} of {side}, {row.scope}"
            iri = names.disagreement_iri(base, Why.RUNNING.value, highest.figure, row.figure)
            yield Disagreement(iri, None, highest.figure, row.figure, Why.RUNNING, words)


def _falls(earlier: Evidence, later: Evidence) -> bool:
    if earlier.minimum is None or later.maximum is None or later.maximum >= earlier.minimum:
        return False
    if later.approximate and later.minimum is not None and rounded(later.minimum, earlier.minimum, approximate=True):
        return False
    return not (earlier.approximate and rounded(earlier.minimum, later.maximum, approximate=True))
