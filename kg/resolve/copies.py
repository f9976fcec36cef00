"""Finds articles that print another one's text: an agency's report at several outlets is one source.

What is compared are the passages that carry claims: a copy may have another headline, fewer paragraphs and other
furniture. Official statements are formulas in which only the numbers change: such a pair of sentences tells two reports
apart, whatever else they share.
"""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kg.model import Kind, Report

# A passage of fewer words ("Arland has not commented.") stands in many articles.
_TELLING = 8
# So many words must be the same, in rows of so many, and so large a part of the shorter text.
_WORDS = 30
_ROW = 5
_SHARE = 0.7
ORIGINALS = 8
"""Each article is compared with so many of the earliest that share one of its passages."""
_WORD = re.compile(r"[^\W_]+(?:[.,]\d+)*")


def find_copies(passages: Mapping[str, Sequence[str]], published: Mapping[str, date | None]) -> dict[str, str]:
    """Maps each copy to its original, the earliest by day of publication, among equals the first by name.

    Args:
        passages: the passages of each article's claims, in any order.
        published: the days on which articles appeared, None or missing where unknown.
    """
    originals: defaultdict[str, list[int]] = defaultdict(list)
    in_order = sorted(passages, key=lambda article: (published.get(article) or date.max, article))
    texts: dict[int, Text] = {}
    found: dict[str, str] = {}
    for place, article in enumerate(in_order):
        text = Text(passages[article])
        shared = {other for key in text.keys for other in originals[key][:ORIGINALS]}
        original = next((other for other in sorted(shared) if text.repeats(texts[other])), None)
        if original is not None:
            found[article] = in_order[original]
            continue
        texts[place] = text
        for key in text.keys:
            originals[key].append(place)
    return found


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


class Text:
    """An article's claims as rows of words; `keys` are its telling passages, `formulas` these without numbers."""

    __slots__ = ("formulas", "keys", "rows", "size")

    def __init__(self, passages: Sequence[str]) -> None:
        """Reads the passages of an article's claims."""
        several = dict.fromkeys(tuple(_WORD.findall(passage.casefold())) for passage in passages)
        self.keys = sorted({" ".join(words) for words in several if len(words) >= _TELLING})
        self.formulas = {re.sub(r"\d[\d.,]*", "#", key): key for key in self.keys}
        self.rows = {words[at : at + _ROW] for words in several for at in range(max(1, len(words) - _ROW + 1))}
        self.size = sum(map(len, several))

    def repeats(self, other: Text) -> bool:
        """Tells whether one of the two is the other, or a part of it, with a word changed here and there."""
        if any(other.formulas.get(formula, key) != key for formula, key in self.formulas.items()):
            return False
        shorter, longer = sorted((self, other), key=lambda text: len(text.rows))
        return shorter.size >= _WORDS and len(shorter.rows & longer.rows) >= _SHARE * len(shorter.rows)
