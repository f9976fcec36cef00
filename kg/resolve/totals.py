"""Finds running totals that fall: what was brought home since the war began can't be fewer in May than in March."""

from __future__ import annotations

from bisect import insort
from collections import defaultdict
from itertools import groupby
from typing import TYPE_CHECKING

from kg.model import Disagreement, Role, Stance, Why
from kg.resolve import names
from kg.resolve.figures import rounded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
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
    rows: dict[str, list[tuple[date, Evidence]]] = defaultdict(list)
    for row in evidence:
        key, day = running_key(row), published.get(row.article)
        if key and day:
            rows[key].append((day, row))
    for key in sorted(rows):
        yield from _row(sorted(rows[key], key=lambda told: (told[0], told[1].article, told[1].start)), base)


def running_key(row: Evidence) -> str | None:
    """Names what a running total compares with: who is counted, from where, since when; None where it is none."""
    side = row.receiver or row.whose
    if row.role is not Role.RUNNING or row.stance in (Stance.DENIES, Stance.DECLINES) or not row.scope or not side:
        return None
    return " ".join((row.counted.value, side, row.place or "-", row.scope))


def _row(told: list[tuple[date, Evidence]], base: str) -> Iterator[Disagreement]:
    # The highest come first, of equal ones the latest: all that is lower than a total needn't be looked at.
    earlier: list[tuple[int, int, int, date, Evidence]] = []
    for _, one_day in groupby(enumerate(told), key=lambda entry: entry[1][0]):
        several = list(one_day)
        for _, (day, row) in several:
            for minimum, _, _, when, highest in earlier:
                if row.maximum is None or -minimum <= row.maximum:
                    break
                if _falls(highest, row):
                    side = names.words(row.receiver or row.whose or "")
                    was, now = (names.bounds(one.minimum, one.maximum) for one in (highest, row))
                    words = f"{was} told on {when}, {now} on {day}: {row.counted.value} of {side}, {row.scope}"
                    iri = names.disagreement_iri(base, Why.RUNNING.value, highest.figure, row.figure)
                    yield Disagreement(iri, None, highest.figure, row.figure, Why.RUNNING, words)
                    break
        for place, (day, row) in several:
            if row.minimum is not None:
                insort(earlier, (-row.minimum, -day.toordinal(), place, day, row))


def _falls(earlier: Evidence, later: Evidence) -> bool:
    if earlier.minimum is None or later.maximum is None or later.maximum >= earlier.minimum:
        return False
    if later.approximate and later.minimum is not None and rounded(later.minimum, earlier.minimum, approximate=True):
        return False
    return not (earlier.approximate and rounded(earlier.minimum, later.maximum, approximate=True))
