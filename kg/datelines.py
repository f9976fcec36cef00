"""Reads the day of publication off lines that tell nothing else: heads, feet, and captions of pictures.

Pages print it in many forms ("Updated 5:42 PM EDT, Sat June 14, 2025", "16:21 18.09.2025", "31/12/2024"). A line counts that
is short, reads as no sentence and speaks of no exchange. Which of two numbers is the day is never guessed.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.imprint import Line
    from kg.model import Span

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MONTH = r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
_FULL = re.compile(
    rf"""(?:(?<![\w/.-])|(?<=min\ read))(?:
      (?P<m1>{_MONTH})\ (?P<d1>\d{{1,2}})(?:st|nd|rd|th)?,?\ (?P<y1>20\d\d)
    | (?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\ (?P<m2>{_MONTH})(?:,?\ |\ ,)(?P<y2>20\d\d)
    | (?P<y3>20\d\d)[-/.](?P<m3>\d{{1,2}})[-/.](?P<d3>\d{{1,2}})
    | (?P<d4>\d{{1,2}})\.(?P<m4>\d{{1,2}})\.(?P<y4>20\d\d)
    | (?P<a5>\d{{1,2}})/(?P<b5>\d{{1,2}})/(?P<y5>20\d\d)
    )(?![\w/-])""",
    re.IGNORECASE | re.VERBOSE,
)
_WEEKDAY = re.compile(r"(?<!last )\b(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b(?! last)")
_WEEKDAYS = "Mon Tues Wednes Thurs Fri Satur Sun".split()
_TELLS = re.compile(
    r"\b(?:prisoners?|bod(?:y|ies)|exchanges?|swaps?|soldiers?|captives?|remains|https?)\b|www\.", re.IGNORECASE
)
_DATE_WORDS = re.compile(
    rf"\b(?:{_MONTH}|(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?|updated|published|posted|modified|last|first|on|at|date|min|read|by|[ap]\.?m\.?)\b",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"\((?![^)]*\b(?:file|archive)\b)[^)]*\b(?:photo|handout|image|picture|ap|afp|epa|reuters|getty)\b[^)]*\)\W*$",
    re.IGNORECASE,
)
_PICTURE = re.compile(r"\b(?:photo|handout|image|picture|caption|file|archive)\b", re.IGNORECASE)
_LEAD = re.compile(r"^[ \t]*[A-Z][\w/ ]{2,30}\([^)\n]{2,40}\)\s+(?P<day>[^\n]{8,20}?)\s*[—–-]\s")
_SIDE_BY_SIDE = re.compile(r"\s+[|•·]\s+(?=(?:updated|published|posted|modified|last)\b)", re.IGNORECASE)
"""Before the day that stands last on a line with the desk and the authors."""
_HEAD = 8
_FOOT = 4


class Dated(NamedTuple):
    """A day of publication, what it rests on, and the line that it was read off, None where that must stay readable."""

    day: date
    basis: str
    line: Span | None


def find(lines: Sequence[Line]) -> Dated | None:
    """Finds the day of publication in a page's lines: in its head, else its foot, else a picture's caption."""
    places = [(lines[:_HEAD], 4, "date in the page's head"), (lines[-_FOOT:], 2, "date at the page's foot")]
    for some, words, basis in places:
        for line in some:
            for text in (line.text.strip(), *(part for part in _SIDE_BY_SIDE.split(line.text.strip()) if part)):
                if (day := _plain(text, words)) is not None:
                    return Dated(day, basis, line.span)
    for line in lines[:_HEAD]:
        if (lead := _LEAD.match(line.text)) and (day := _day(lead["day"])) is not None:
            return Dated(day, "dateline", None)
    for number, line in enumerate(lines[:_HEAD]):
        caption = line.text.strip()
        day = _day(caption) if _CREDIT.search(caption) else None
        # a picture may be old: the story has to tell of its day of the week
        told = _WEEKDAY.search(" ".join(other.text for other in lines[number + 1 :] if other.text.strip() != caption))
        if day is not None and told is not None and _WEEKDAYS.index(told[1]) == day.weekday():
            return Dated(day, "date of a picture and the day of the week", None)
    return None


def of_picture(line: str) -> bool:
    """Tells whether a line says what a picture shows and who took it; its day may be any."""
    return _PICTURE.search(line) is not None


def _plain(line: str, words: int) -> date | None:
    """Reads a line that holds a full date and, beside names, at most so many words."""
    if len(line) > 110 or _TELLS.search(line) or of_picture(line):
        return None
    rest = _DATE_WORDS.sub(" ", line)
    if len(re.findall(r"\b[a-z]{3,}", rest)) > words:
        return None
    return _day(line)


def _day(text: str) -> date | None:
    for match in _FULL.finditer(text):
        year = next(match[key] for key in ("y1", "y2", "y3", "y4", "y5") if match[key])
        if match["a5"]:
            first, second = int(match["a5"]), int(match["b5"])
            if first <= 12 and second <= 12 and first != second:
                continue
            month, day = (second, first) if first > 12 else (first, second)
        else:
            name = match["m1"] or match["m2"]
            month = _MONTHS.index(name[:3].lower()) + 1 if name else int(match["m3"] or match["m4"])
            day = int(next(match[key] for key in ("d1", "d2", "d3", "d4") if match[key]))
        try:
            return date(int(year), month, day)
        except ValueError:
            continue
    return None
