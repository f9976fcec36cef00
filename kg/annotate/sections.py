"""Finds the days that head the sections of a digest ("8 May", "22 May") or open its lines ("11 June: 1,200 bodies")."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.annotate import dates

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from kg.annotate.dates import When
    from kg.model import Days, Span

_OVER = re.compile(r"(?:,?\s+(?:19|20)\d\d)?(?:\s*:|\s+[–—-])\s+(?=\S)")
_HEADING = re.compile(r"^[ \t#*]*(?=\S)(?P<day>[^\n]{3,25}?)[ \t:*]*$", re.M)


def sections(text: str, published: date | None) -> list[tuple[int, Days]]:
    """Gives the days that head the sections of a digest, with where each starts; nothing where there are fewer than three.

    Args:
        text: the article's text as it stands in the file.
        published: the day of publication.
    """
    found: list[tuple[int, Days]] = []
    for match in _HEADING.finditer(text):
        if any(c.isdigit() for c in match["day"]):
            whens = dates.find(match["day"])
            if len(whens) == 1 and whens[0].day and whens[0].text == match["day"].strip():
                found.append((match.end(), dates.bound(whens[0], published)))
    return found if len({days for _, days in found}) > 2 else []


def opening(span: Span, whens: Sequence[When], text: str) -> When | None:
    """Finds the day that a line of a digest opens with ("11 June: 1,200 bodies"); `text` is the article's."""
    first = next((w for w in whens if w.span.start == span.start and w.is_day and not w.relative), None)
    return first if first is not None and _OVER.match(text, first.span.end, span.end) else None
