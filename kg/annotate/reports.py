"""Tells which exchange each sentence of an article is about: the article's own, or another one it mentions, and when.

An article's own exchange happens on the day its first telling names, else about the day of publication. Another is one
that bears another date ("on March 15") or is told apart in words ("a similar exchange last month").
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING
from urllib.parse import quote

from kg.annotate import captions, dates
from kg.model import Days, Kind, Ordinal, Report, Span

if TYPE_CHECKING:
    from kg.annotate.dates import When

OTHER = re.compile(
    r"\b(?:similar|previous|earlier|prior|(?<!\ba\s)(?<!\bone\s)(?<!\bvery\s)last|latest\s+such|preceding|another|past|most\s+recent|penultimate)\s+(?:such\s+)?(?:\w+\s+){0,2}?(?:exchange|swap|handover|repatriation|return|transfer|one|release|time|batch|shipment)\b(?!\s+of\s+(?:the|this)\s+(?:year|month|week|century|war)\b)|\b(?:exchange|swap|handover|repatriation|one)\s+before\s+(?:this|that|it)\b|\blast\s+(?:announced|reported|held|carried|exchanged|swapped|traded|received|returned|handed|released|freed)\b|\bbefore\s+that\b|\bpreceded\s+by\s+(?:another|one)\b",
    re.IGNORECASE,
)
EVENT_WORD = re.compile(
    r"\b(?:exchang\w+|swap\w*|swop\w*|handovers?|hand(?:ed|s|ing)?\s+(?:[^.;,]{1,50}?\s+)?over|repatriat\w+|return(?:ed|s|ing)?|receiv(?:ed|es|ing)|got\s+back|took\s+back|taken?\s+back|brought?\s+(?:back|home)|c[ao]mes?\s+(?:back|home)|freed|set(?:s|ting)?\s+free|releas(?:ed|e|es|ing)|transfer(?:red|s)?|trad(?:ed|e|es)|recover(?:ed|s)?|rescu(?:ed|es)|liberat(?:ed|es)|sent|counted|mediat\w+|deliver\w+|collected|arriv(?:e|es|ed|ing)|accept(?:ed|s)|turned\s+over|passed\s+(?:on|to)|regained|retrieved|reach(?:ed|es)?|got|figures?|numbers?|brought|gave|given|gives?|went|took|saw|took\s+place|conducted|carried\s+out|let\b.{0,30}\bgo)\b",
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
_NUMBER = r"(?P<%s>\d{1,3}(?:,\d{3})+|\d{2,5})\b"
_BAR = re.compile(
    # "of 500 or more", "involving at least 500"; "and brought the number of the freed to 3,035" sets none
    rf"(?:\b(?:of|involving|where|in\s+which)|(?<!,\s)\bwith)\b(?:(?!\b(?:total|number|sum|altogether)\b)[^.;]){{0,40}}?\b(?:(?:at\s+least|more\s+than|over|no\s+fewer\s+than|exceeding|upwards\s+of)\s+{_NUMBER % 'bar'}|{_NUMBER % 'more'}\s+(?:\w+\s+)?or\s+more\b)(?![^.;]{{0,30}}\b(?:in\s+all|in\s+total|so\s+far|to\s+date|altogether)\b)|\b(?:exceeding|at\s+least)\s+{_NUMBER % 'least'}",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Book:
    """The reports of one article while it is being read; the first one of a kind is the article's own."""

    article: str
    base: str
    published: date | None
    own_days: Days
    own_day: tuple[int, int] | None = None
    reports: list[Report] = field(default_factory=list)
    roundup: bool = False
    _names: dict[str, str] = field(default_factory=dict)

    def own(self, kind: Kind) -> Report:
        """Gives the article's own report of a kind, made when first asked for."""
        for report in self.reports:
            if report.main and report.kind in {kind, Kind.MIXED} and report.days == self.own_days:
                return report
        return self._add(True, kind, self.own_days, None)

    def other(self, kind: Kind, days: Days, span: Span, name: str = "") -> Report:
        """Gives the report of another exchange: one with the same days and name ("the first") is the same."""
        for report in self.reports:
            if (
                report.kind in {kind, Kind.MIXED}
                and (self.roundup or not report.main)
                and _same(report.days, days)
                and self._names.get(report.iri, "") == name
            ):
                return report
        report = self._add(self.roundup, kind, days, span)
        self._names[report.iri] = name
        return report

    def mixed(self, report: Report) -> Report:
        """Makes a report one of prisoners and bodies both."""
        updated = replace(report, kind=Kind.MIXED)
        self.reports[self.reports.index(report)] = updated
        return updated

    def name_of(self, report: Report) -> str:
        """Gives what tells a report apart from others of its days."""
        return self._names.get(report.iri, "")

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
    return a == b or (a.month_day is not None and a.month_day == b.month_day and not a.earliest and not b.earliest)


def own_days(
    published: date | None, whens: list[When], sentences: list[tuple[Span, str]], basis: str = ""
) -> tuple[Days, tuple[int, int] | None]:
    """Bounds the day of an article's own exchange; gives month and day apart where the year is unknown.

    `sentences` are the spans and texts of the article's first sentences in order.
    """
    events, own_text = 0, ""
    own_day: tuple[int, int] | None = None
    under = captions.archived(sentences[:8]) if published is None else ()
    for span, text in sentences[:8]:
        if span in under:
            continue
        if not EVENT_WORD.search(text) or ((other := OTHER.search(text)) and not _ANOTHER.match(other.group())):
            continue
        events += _ENDS.search(text.rstrip()) is not None  # a headline, told twice or thrice, is no part of the lead
        if published is None and events > _LEAD:
            break
        for when in whens:
            if not span.contains(when.span) or when.since:
                continue
            if when.relative == "same day":
                # "It is Saturday, May 2. … the 40 who were freed on that day"
                named = [one for one in whens if one.is_day and one.span < when.span]
                when = named[-1] if named else when
            if not when.is_day:
                continue
            if _NOT_OWN_DAY.search(upto := text[: when.span.start - span.start]):
                continue
            if events > 1 and (stage := _STAGE_BEFORE.search(upto)) and (events > _LEAD or stage["early"]):
                continue
            if _EDITION.match(behind := text[when.span.end - span.start :]) or TALKS.match(behind):
                continue
            days = dates.bound(when, published)
            if published and days.latest and days.latest < published - _A_WEEK and _CAPTION.search(text):
                continue
            if days.earliest or days.weekday is not None:
                age = published - days.earliest if published and days.earliest else timedelta(0)
                if events <= 1 or timedelta(0) <= age <= (_A_WEEK if events <= _LEAD else _FRESH):
                    if _THEN_HOME.match(behind) and days.earliest and days.earliest == days.latest:
                        days = replace(days, earliest=days.earliest - timedelta(days=1))
                    announced = _SAID.search(upto) is not None
                    if announced and days.earliest and any(_OVER_DAYS.search(told) for _, told in sentences[:8]):
                        days = replace(days, earliest=days.earliest - _FRESH)
                    if days.month_day is not None:
                        own_day = days.month_day  # "on Thursday, May 2"
                    elif days.earliest is None and (pictured := captions.day(whens, sentences, days)):
                        days = pictured
                    return (announced and _took_place(days, published, whens, sentences)) or days, own_day
            elif published is None and when.month and when.day and own_day is None:
                own_day, own_text = (when.month, when.day), when.text
    if published:
        if (told := _told_later(published, whens, sentences)) is not None:
            return told, None
        days = Days(
            published - timedelta(days=1), published, basis=f"published {published}" + (f" ({basis})" if basis else "")
        )
        return days, None
    if own_day is None and (pictured := captions.day(whens, sentences, Days())):
        return pictured, None
    return Days(basis=f"“{own_text}”" if own_day else "", month_day=own_day), own_day


_NOT_OWN_DAY = re.compile(
    r"\b(?:(?:after|since|before|until|than|later|follow(?:s|ed|ing)|set\s+for|planned\s+for|talks|deal|agree\w*)\s+(?:a\s+|an\s+|the\s+)?(?:\w+\s+){0,6}|(?:from|between)\s+|(?:from|between)\s+[^;.]{0,30}?\s(?:to|until|till|through|and)\s+)$",
    re.IGNORECASE,
)
_ENDS = re.compile(r"[.!?:][”\"’')]*$")
_CAPTION = re.compile(
    r"\b(?:is|are)\s+(?:seen|pictured|shown|exchanged|swapped|greeted|welcomed|reunited)\b|\bpos(?:e|es|ing)\b|\bpictured\b|\b(?:handout|file)\s+(?:photo|picture|image)\b",
    re.IGNORECASE,
)
"""What tells of a picture, which may be of an older exchange."""
_OVER_DAYS = re.compile(r"\bover\s+the\s+(?:past|last)\s+(?:few|several|two|three)\s+days\b", re.IGNORECASE)
"""What an exchange took that was made public when it was over."""
_STAGE_BEFORE = re.compile(
    r"\b(?:(?P<early>first|initial|earlier|previous)|second|third|fourth)\s+(?:group|stage|phase|batch|part|round|leg|tranche)\b",
    re.IGNORECASE,
)
_THEN_HOME = re.compile(
    r"\s+(?:[\w’'-]+\s+){0,2}?(?:after|following)\s+(?:an?|the|their)\s+(?:[\w’'-]+\s+){0,3}?(?:exchange|swap|handover|release)\b",
    re.IGNORECASE,
)
"""Behind the day when people came home: the exchange was that day or the one before."""
_EDITION = re.compile(
    r"['’]s\s+(?:[\w-]+\s+){0,2}?(?:page|paper|newspaper|edition|issue|stor(?:y|ies)|articles?|reports?|front)\b",
    re.IGNORECASE,
)
TALKS = re.compile(
    r"(?:['’]s)?\s+(?:[\w-]+\s+){0,2}?(?:agreements?|deals?|accords?|talks|negotiations|summit|meeting|memorandum)\b",
    re.IGNORECASE,
)
"""Behind a day that is another matter's: "the June 4 Norton agreements"."""
_SAID = re.compile(
    r"\b(?:said|announced|reported|confirmed|told|wrote|stated)\b(?:\s+[\w’'-]+){0,3}?(?:\s+on)?\s+$", re.IGNORECASE
)
_TOOK_PLACE = re.compile(
    r"\b(?:exchange|swap|handover|repatriation|return|transfer|it)\s+(?:itself\s+)?(?:took\s+place|happened|was\s+(?:held|carried\s+out|conducted))\s+(?:\w+\s+){0,2}?(?:on\s+)?$",
    re.IGNORECASE,
)


def _took_place(
    announced: Days, published: date | None, whens: list[When], sentences: list[tuple[Span, str]]
) -> Days | None:
    """Finds the day that an article tells apart from that of the announcement ("The exchange itself took place on May 2")."""
    for span, text in sentences[:15]:
        if OTHER.search(text):
            continue
        for when in whens:
            if span.contains(when.span) and when.is_day and _TOOK_PLACE.search(text[: when.span.start - span.start]):
                days = dates.bound(when, published)
                if (
                    days.earliest
                    and announced.earliest
                    and timedelta(0) < announced.earliest - days.earliest <= _A_WEEK
                ):
                    return days
    return None


def _told_later(published: date, whens: list[When], sentences: list[tuple[Span, str]]) -> Days | None:
    """Finds the day that an article gives its own exchange in passing: "those freed on Wednesday", "Wednesday's swap"."""
    for span, text in sentences:
        for when in whens:
            if (
                not span.contains(when.span)
                or when.weekday is None
                or when.relative
                or when.month
                or OTHER.search(text)
            ):
                continue
            upto, behind = text[: when.span.start - span.start], text[when.span.end - span.start :]
            if _FREED_ON.search(upto) or _DAYS_OWN.match(behind):
                days = dates.bound(when, published)
                if days.earliest and published - days.earliest <= _FRESH:
                    return days
    return None


_FREED_ON = re.compile(
    r"\b(?:(?:those|ones|the\s+(?:\w+\s+)?\w+s)\s+(?:who\s+(?:were|had\s+been|came)\s+)?(?:freed|released|exchanged|swapped|traded|returned|repatriated|handed\s+over|brought\s+(?:back|home)|back|home)|the\s+(?:\w+\s+)?(?:exchange|swap|handover|repatriation))\s+on\s+$",
    re.IGNORECASE,
)
_DAYS_OWN = re.compile(r"['’]s\s+(?:\w+\s+)?(?:exchange|swap|handover|repatriation|transfer)\b", re.IGNORECASE)
_LEAD = 2
"""So many sentences of an undated article may name the day of its own exchange."""
_A_WEEK = timedelta(days=7)
_FRESH = timedelta(days=2)
_ANOTHER = re.compile(r"another\b", re.IGNORECASE)


def disjoint(a: Days, b: Days) -> bool:
    """Tells whether no day fits both bounds, weekdays included."""
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
            scope.append("over " + (bar["bar"] or bar["more"] or bar["least"]).replace(",", ""))
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
