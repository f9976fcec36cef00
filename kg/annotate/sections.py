"""Finds the days that head the sections of a digest ("8 May", "22 May")."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.annotate import dates

if TYPE_CHECKING:
    from datetime import date

    from kg.model import Days

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
