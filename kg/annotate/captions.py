"""Tells what stands under pictures: a page's own picture tells the day of its news, one from an archive another day."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.annotate import dates

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.annotate.dates import When
    from kg.model import Days, Span

_ARCHIVE = re.compile(
    r"\b(?:video|screen)[\s-]?grab\b|\bscreen\s?shot\b|\b(?:handout|file|archive)\s+(?:footage|photo(?:graph)?|picture|image|video)\b|\bin\s+this\s+(?:photo(?:graph)?|picture|image|handout)\b",
    re.IGNORECASE,
)
_CREDIT = re.compile(r"©|\b(?:Handout|Photo|Image|Picture|Credit)\s*[:/]|\bvia\s+[A-Z]{2,}|[a-z]\s*/\s*[A-Z]{2,}\b")
_LINES = 3
"""So many sentences at most stand under one picture."""
_EVENT = re.compile(
    r"\b(?:exchange|swap|handover|repatriation|released?|freed|captivity|return(?:ed)?)\b", re.IGNORECASE
)
_CREDITED = re.compile(r"[\s.,)\]]*(?:[^.!?]{0,60}(?:©|/|\bvia\b|Handout|[A-Z]{3,})[^.!?]{0,60})?[\s.]*$")
"""Behind a day that ends what stands under a picture."""
_OLDER = re.compile(r"\b(?:file|archive|earlier|previous|last)\b", re.IGNORECASE)


def archived(sentences: Sequence[tuple[Span, str]]) -> frozenset[Span]:
    """Finds the sentences under a picture that may be an older one, with its credit."""
    found: set[Span] = set()
    for place, (_, text) in enumerate(sentences):
        if not _ARCHIVE.search(text):
            continue
        under = sentences[place : place + _LINES]
        credited = [n for n, (_, words) in enumerate(under) if _CREDIT.search(words)]
        found |= {span for span, _ in under[: (credited[-1] if credited else 0) + 1]}
    return frozenset(found)


def day(whens: Sequence[When], sentences: Sequence[tuple[Span, str]], own: Days) -> Days | None:
    """Finds the day under the picture of an article that names only a weekday, or no day, for its own exchange.

    The day ends what stands there, with its year ("Freed soldiers after the swap, 5 May 2031. EAA/Handout"). Days of
    another weekday, and several days, tell nothing.
    """
    found: dict[object, Days] = {}
    old = archived(sentences)
    for span, text in sentences:
        for when in whens:
            if not span.contains(when.span) or not when.day or not when.month or not when.year or when.since:
                continue
            upto, behind = text[: when.span.start - span.start], text[when.span.end - span.start :]
            if not re.search(r",\s+(?:on\s+)?$", upto) or not _CREDITED.fullmatch(behind):
                continue
            if span in old or not _EVENT.search(upto) or _OLDER.search(upto):
                continue
            days = dates.bound(when, None)
            if days.earliest and own.weekday in {None, days.earliest.weekday()}:
                found[days.earliest] = days
    return next(iter(found.values())) if len(found) == 1 else None
