"""Finds articles that print another one's text: an agency's report at several outlets is one source.

The same words are found by their hash, nearly the same by MinHash (`kg.likeness`); what signatures bring together is
compared word for word.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from kg import likeness

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from kg.likeness import Print, Prose
    from kg.model import Kind, Report

ORIGINALS = 8
"""Each article is compared with so many of the earliest that share a band of its signature."""


def find_copies(
    prints: Mapping[str, Print], published: Mapping[str, date | None], prose: Callable[[str], Prose]
) -> dict[str, str]:
    """Maps each copy to its original, the earliest by day of publication, among equals the first by name.

    Whether two articles are one text is decided on the two alone. Each is compared with the earliest originals with
    which its signature has a band in common, eight of each band: a paragraph that an outlet prints every week makes no
    archive's cost grow with its square. A copy is nobody's original.

    Args:
        prints: what is kept of each article's words; articles without are copies of none.
        published: the days on which articles appeared, None or missing where unknown.
        prose: gives an article's words; it is asked for those articles only whose signatures resemble each other.
    """
    in_order = sorted(prints, key=lambda article: (published.get(article) or date.max, article))
    if len(in_order) < 2:
        return {}
    signatures = [prints[article].signature for article in in_order]
    bands = likeness.bands(signatures)
    _, inverse, times = np.unique(bands, return_inverse=True, return_counts=True)
    numbers = inverse.reshape(bands.shape)
    # Of a large archive nearly all bands are one article's only, and needn't be held.
    shared = times[numbers] > 1
    originals: defaultdict[int, list[int]] = defaultdict(list)
    found: dict[str, str] = {}
    for number, article in enumerate(in_order):
        keys = numbers[number][shared[number]].tolist()
        others = sorted({other for key in keys for other in originals[key]})
        original = first_original(article, [in_order[other] for other in others], prints, prose)
        if original is not None:
            found[article] = original
            continue
        for key in keys:
            if len(originals[key]) < ORIGINALS:
                originals[key].append(number)
    return found


def first_original(
    article: str, others: Sequence[str], prints: Mapping[str, Print], prose: Callable[[str], Prose]
) -> str | None:
    """Gives the first of some articles that one repeats; `prints` holds all of them, `prose` is as of `find_copies`."""
    if not others:
        return None
    own = prints[article]
    alike = likeness.resemble(own.signature, [prints[other].signature for other in others])
    for other, resembles in zip(others, alike, strict=True):
        if resembles and (own.words == prints[other].words or prose(article).repeats(prose(other))):
            return other
    return None


def paired(reports: Iterable[Report], copies: Mapping[str, str]) -> list[tuple[Report, Report]]:
    """Pairs each report of a copy with the one of its original that it repeats, the original's first.

    Reports of one kind are paired in their order where copy and original have equally many.
    """
    told: defaultdict[tuple[str, bool, Kind], list[Report]] = defaultdict(list)
    for report in sorted(reports, key=lambda report: (report.span.start if report.span else -1, report.iri)):
        told[report.article, report.main, report.kind].append(report)
    pairs = []
    for (article, main, kind), several in told.items():
        same = told.get((copies.get(article, ""), main, kind), [])
        if len(same) == len(several):
            pairs += [*zip(same, several, strict=True)]
    return sorted(pairs, key=lambda pair: (pair[0].iri, pair[1].iri))
