"""Reads a day as people write it in front matter, and refuses what can be read two ways.

A guessing reader such as dateutil's is of no use here: it takes 03/04/2025 for one of two days without a word and fills
in today's year where none stands.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# Not calendar's, which change with the locale.
_MONTHS = "january february march april may june july august september october november december".split()
_WEEKDAY = r"(?:(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?\.?,?\s+)?"
_CLOCK = r"\d{1,2}(?:[:.]\d{2}|\s?[ap]\.?m\b)"
_BEFORE = rf"(?:{_CLOCK}[^,|]{{0,12}}?[\s,|•·–—-]+)?"
_AFTER = rf"(?:(?:[\s,|•·–—-]+(?:at\s+)?|t)\(?{_CLOCK}.*)?"
_DAYS = (
    r"(?P<day>\d{1,2})(?:st|nd|rd|th)?(?:\s+of)?[\s-]+(?P<month>[a-z]{3,})\.?,?[\s-]+(?P<year>\d{4})",
    r"(?P<month>[a-z]{3,})\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>\d{4})",
    r"(?P<year>\d{4})[,\s]+(?P<month>[a-z]{3,})\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?",
    r"(?P<year>\d{4})(?P<mark>[/.-])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})",
    r"(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>\d{4})",
    r"(?P<either>\d{1,2})(?P<mark>[/-])(?P<other>\d{1,2})(?P=mark)(?P<year>\d{4})",
)
_FORMS = tuple(re.compile(rf"{_BEFORE}{_WEEKDAY}{form}{_AFTER}\.?", re.IGNORECASE) for form in _DAYS)
_LONGEST = 200
_WITHIN = tuple(re.compile(rf"(?<![\w/.-]){form}(?![\w/-])", re.IGNORECASE) for form in _DAYS)


def day(text: str) -> date:
    """Reads a day, with or without weekday, time and zone; with a zone it is the day as it stands there.

    Raises ValueError that tells the reason for what is no day, has no year, or can be read two ways.
    """
    text = " ".join(text.split())
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        pass
    match = next((found for form in _FORMS if len(text) <= _LONGEST and (found := form.fullmatch(text))), None)
    if match is None:
        raise ValueError("is not of the form 2025-02-14 or 14 February 2025")
    return _of(match)


def within(text: str) -> Iterator[tuple[date, str]]:
    """Finds the days that a line holds beside other words, each with the words before it; unclear ones are left out."""
    for form in _WITHIN:
        for match in form.finditer(text):
            try:
                yield _of(match), text[: match.start()]
            except ValueError:
                continue


def _of(match: re.Match[str]) -> date:
    parts = match.groupdict()
    year = int(parts["year"])
    if "either" in parts:
        first, second = int(parts["either"]), int(parts["other"])
        if first != second and max(first, second) <= 12:
            raise ValueError("can be read two ways, day or month first")
        number, month = max(first, second), min(first, second)
    else:
        number, month = int(parts["day"]), _month(parts["month"])
    try:
        return date(year, month, number)
    except ValueError:
        raise ValueError("names no day of the calendar") from None


def _month(name: str) -> int:
    if name.isdigit():
        return int(name)
    word = "sep" if name.lower() == "sept" else name.lower()
    known = [number for number, month in enumerate(_MONTHS, 1) if word in {month, month[:3]}]
    return known[0] if known else 0
