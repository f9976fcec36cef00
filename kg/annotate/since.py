"""Reads since when a running total runs: the war, a year, a month.

Two totals compare only where they begin on the same day, so that a beginning that is not understood has no scope.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.model import Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from kg.model import Article, Claim

_MONTHS = "january february march april may june july august september october november december".split()
_BEGINNING = r"(?:start|beginning|outset|onset|outbreak)"
_SINCE = re.compile(
    rf"""\b(?:
      since\s+(?:the\s+)?(?:{_BEGINNING}\s+of\s+(?:the\s+)?)?(?:\w+['’]s\s+)?(?:full-scale\s+|large-scale\s+|all-out\s+|whole\s+)?(?P<war>(?:war|invasion)\b)
    | since\s+\w+(?:['’]s\s+)?\s*(?P<launched>(?:launched|began|started)\s+(?:its|the|his)\s+(?:\S+\s+)?(?:war|invasion)\b)
    | (?:during|throughout|over|in)\s+(?:the\s+)?(?:entire\s+|whole\s+|course\s+of\s+the\s+)?(?:full-scale\s+)?(?P<during>(?:war|invasion)\b)
    | (?:since|from)\s+(?:the\s+)?{_BEGINNING}\s+of\s+(?P<year>20\d\d)\b
    | (?:since|from)\s+(?:the\s+)?{_BEGINNING}\s+of\s+(?P<this>(?:this|the)\s+year)\b
    | (?P<so_far>(?:so\s+far\s+|already\s+)?this\s+year\b)
    | in\s+(?P<in_year>20\d\d)\b
    | since\s+(?:(?:early|late|mid|the\s+{_BEGINNING}\s+of)[\s-]+)?(?P<month>{"|".join(_MONTHS)})\b(?:\s+(?P<of>20\d\d))?(?!\s+\d)
    )""",
    re.IGNORECASE | re.VERBOSE,
)


def since(text: str, published: date | None) -> str:
    """Gives `war`, `2025` or `since 2025-03`, or nothing where no such beginning is told.

    Args:
        text: the sentence with the running total.
        published: the day from which "this year" and a month without a year are counted.
    """
    match = _SINCE.search(text)
    if match is None:
        return ""
    if match["war"] or match["launched"] or match["during"]:
        return "war"
    if year := match["year"] or match["in_year"]:
        return year
    if match["month"]:
        month = _MONTHS.index(match["month"].lower()) + 1
        if match["of"]:
            return f"since {match['of']}-{month:02}"
        if published is None:
            return ""
        return f"since {published.year - (month > published.month)}-{month:02}"
    return str(published.year) if published else ""


def scoped(claims: Iterable[Claim], article: Article) -> Iterator[Claim]:
    """Tells of each running total since when it runs, where its passage says so."""
    for claim in claims:
        if any(figure.role is Role.RUNNING for figure in claim.figures):
            begins = since(article.text[claim.passage.start : claim.passage.end], article.published)
            figures = (replace(f, scope=begins) if f.role is Role.RUNNING else f for f in claim.figures)
            yield replace(claim, figures=tuple(figures))
        else:
            yield claim
