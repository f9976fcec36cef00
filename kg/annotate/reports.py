"""Tells which exchange each sentence of an article is about: the article's own, or another one it mentions, and when.

An article's own exchange happens on the day its first telling names, else about the day of publication. Another is one
that bears another date ("on March 15") or is told apart in words ("a similar exchange last month").
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING
from urllib.parse import quote

from kg.annotate import dates
from kg.model import Days, Kind, Ordinal, Report, Span

if TYPE_CHECKING:
    from kg.annotate.dates import When

_OTHER = re.compile(
    r"\b(?:similar|previous|earlier|prior|last|latest\s+such|preceding|another|past|most\s+recent|penultimate)\s+(?:such\s+)?(?:\w+\s+){0,2}?(?:exchange|swap|handover|repatriation|return|transfer|one|release)\b|\b(?:exchange|swap|handover|repatriation|one)\s+before\s+(?:this|that|it)\b|\bbefore\s+that\b",
    re.IGNORECASE,
)
_OWN = re.compile(
    r"\b(?:this|today['’]s|the\s+latest|the\s+current|(?-i:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day['’]s)\s+(?:\w+\s+){0,2}?(?:exchange|swap|handover|repatriation|return|transfer|release)\b",
    re.IGNORECASE,
)
_EVENT_WORD = re.compile(
    r"\b(?:exchang\w+|swap\w*|swop\w*|handover|hand(?:ed|s|ing)?\s+over|repatriat\w+|return(?:ed|s|ing)?|receiv(?:ed|es|ing)|got\s+back|took\s+back|taken?\s+back|brought?\s+(?:back|home)|came?\s+(?:back|home)|freed|releas(?:ed|e|es|ing)|transfer(?:red|s)?|trad(?:ed|e|es)|recover(?:ed|s)?|sent|counted|mediat\w+|deliver\w+|collected|regained|retrieved|reach(?:ed|es)?|got|figure|brought|gave|took\s+place|conducted|carried\s+out|let\b.{0,30}\bgo)\b",
    re.IGNORECASE,
)
_NUMBER_WORDS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth".split()
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_ORDINAL = re.compile(
    rf"\b(?P<word>\d{{1,3}}(?:st|nd|rd|th)|{'|'.join(_NUMBER_WORDS)}|(?:{'|'.join(_TENS)})-(?:{'|'.join(_NUMBER_WORDS[:9])}))\b(?P<between>(?:\s+[\w’'-]+){{0,5}}?)\s+(?P<noun>exchange|swap|repatriation|return|handover|transfer|release|mediation|operation)s?\b(?P<rest>[^.;]*)",
    re.IGNORECASE,
)
_SINCE = re.compile(
    r"\b(?:since|of|in|from|during)\s+(?:the\s+)?(?:(?P<war>(?:start|beginning|outset|onset)\s+of\s+(?:the\s+)?(?:\w+[\s-]){0,3}?(?:war|invasion|conflict|fighting)|(?:full-scale\s+|\w+['’]s\s+(?:full-scale\s+)?)?(?:war|invasion)\b)|(?P<year>(?:start|beginning)\s+of\s+(?:the|this)\s+year|this\s+year|year)|(?:last\s+)?(?P<month>january|february|march|april|may|june|july|august|september|october|november|december)|(?P<number>20\d\d))",
    re.IGNORECASE,
)
_BAR = re.compile(
    r"\b(?:of|involving|with|exceeding|least|over|than|where)\b[^.;]{0,40}?\b(?P<bar>\d{1,3}(?:,\d{3})+|\d{2,5})\b(?:\s+or\s+more)?",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Book:
    """The reports of one article while it is being read; the first one of a kind is the article's own."""

    article: str
    base: str
    published: date | None
    own_days: Days
    reports: list[Report] = field(default_factory=list)
    roundup: bool = False

    def own(self, kind: Kind) -> Report:
        """Gives the article's own report of a kind, made when first asked for."""
        for report in self.reports:
            if report.main and report.kind is kind and report.days == self.own_days:
                return report
        return self._add(True, kind, self.own_days, None)

    def other(self, kind: Kind, days: Days, span: Span) -> Report:
        """Gives the report of another exchange: one with the same days is the same."""
        for report in self.reports:
            if report.kind is kind and not report.main and _same(report.days, days):
                return report
        return self._add(self.roundup, kind, days, span)

    def _add(self, main: bool, kind: Kind, days: Days, span: Span | None) -> Report:
        number = len(self.reports) + 1
        report = Report(
            f"{self.base}report/{quote(self.article, safe='')}/{number}", self.article, main, kind, days, span=span
        )
        self.reports.append(report)
        return report


def _same(a: Days, b: Days) -> bool:
    if a.earliest and b.earliest:
        return (a.earliest, a.latest) == (b.earliest, b.latest)
    return a == b


def own_days(published: date | None, whens: list[When], sentences: list[tuple[Span, str]], basis: str = "") -> Days:
    """Bounds the day of an article's own exchange.

    `sentences` are the spans and texts of the article's first sentences in order.
    """
    for span, text in sentences[:8]:
        if not _EVENT_WORD.search(text) or _OTHER.search(text):
            continue
        for when in whens:
            if not span.contains(when.span) or when.since or when.relative in {"before"}:
                continue
            if not when.is_day:
                continue
            before = text[: when.span.start - span.start]
            if re.search(
                r"\b(?:(?:after|since|before|until|than|later|set\s+for|planned\s+for)\s+(?:a\s+|an\s+|the\s+)?(?:\w+\s+){0,6}|from\s+)$",
                before,
                re.IGNORECASE,
            ):
                continue
            days = dates.bound(when, published)
            if days.earliest or days.weekday is not None:
                return days
        break
    if published:
        return Days(
            published - timedelta(days=1), published, basis=f"published {published}" + (f" ({basis})" if basis else "")
        )
    return Days()


def other_days(
    text: str, span: Span, whens: list[When], published: date | None, own: Days, attribution: list[Span]
) -> Days | None:
    """Gives the days of another exchange that a sentence is about, or None where it is about the article's own.

    `attribution` holds the stretches that say when something was said, not when it happened.
    """
    words = _OTHER.search(text)
    if _OWN.search(text) and not words:
        return None
    for when in whens:
        if not span.contains(when.span) or when.since:
            continue
        if any(a.contains(when.span) for a in attribution):
            continue
        if not when.is_day and not re.match(r"(?:last|\d+)\b", when.relative) and not (when.month and not when.day):
            continue
        before = text[: when.span.start - span.start]
        if (
            re.search(
                r"\b(?:since|until|by|after|following|before|as\s+of|talks|deal|agreement|signed|held|captured|captivity|prisoner\s+since)\b[^,;]{0,40}$",
                before,
                re.IGNORECASE,
            )
            and not words
        ):
            continue
        if not _EVENT_WORD.search(text):
            continue
        days = dates.bound(when, published)
        if (
            days.earliest is None
            and days.latest is None
            and days.weekday is None
            and not when.relative
            and not when.day
        ):
            if (
                published is None
                and when.month
                and not re.search(r"\b(?:talks|deal|agreed|agreement)\b", text, re.IGNORECASE)
            ):
                return days  # an undated article's "in early January": another one, whenever it was
            continue
        if _disjoint(days, own) or (not days.earliest and (when.day or when.relative)) or (words and days.earliest):
            if (
                days.earliest
                and own.earliest
                and own.latest
                and days.latest
                and days.earliest <= own.earliest
                and own.latest <= days.latest
                and not words
            ):
                continue
            return days
    if words and re.search(
        r"\b(?:in|the|a|during|at)\s+(?:\w+\s+)?(?:similar|previous|earlier|prior|last|preceding|past|most\s+recent)\b|before\s+(?:this|that)",
        text,
        re.IGNORECASE,
    ):
        return Days(latest=own.earliest - timedelta(days=1) if own.earliest else None, basis=f"“{words.group()}”")
    return None


def _disjoint(a: Days, b: Days) -> bool:
    if a.weekday is not None and b.weekday is not None and a.earliest is None and b.earliest is None:
        return a.weekday != b.weekday
    if a.weekday is not None and a.earliest is None and b.earliest is not None and b.earliest == b.latest:
        return a.weekday != b.earliest.weekday()
    return bool(
        (a.latest and b.earliest and a.latest < b.earliest) or (b.latest and a.earliest and b.latest < a.earliest)
    )


def ordinal(text: str, start: int) -> Ordinal | None:
    """Finds an exchange's place in a row; `start` is the sentence's offset in the article."""
    for match in _ORDINAL.finditer(text):
        if match["noun"].lower() == "mediation":
            continue
        number = _ordinal_number(match["word"].lower())
        clause = f"{match['between']} {match['rest']}"
        since = _SINCE.search(clause)
        bar = _BAR.search(clause)
        scope: list[str] = []
        if since:
            if since["war"]:
                scope.append("war")
            elif since["year"]:
                scope.append("year")
            elif since["month"]:
                scope.append(f"since {since['month'].lower()}")
            else:
                scope.append(since["number"])
        if bar:
            scope.append("over " + bar["bar"].replace(",", ""))
        if not scope:
            continue
        return Ordinal(number, ", ".join(scope), Span(start + match.start(), start + match.end("noun")))
    return None


def _ordinal_number(word: str) -> int:
    if word[0].isdigit():
        return int(re.match(r"\d+", word).group())  # type: ignore[union-attr]
    if "-" in word:
        tens, unit = word.split("-")
        return _TENS[tens] + _NUMBER_WORDS.index(unit) + 1
    return _NUMBER_WORDS.index(word) + 1
