"""Finds expressions of time and bounds the days they can mean.

A relative expression is bounded from the day of publication; where that is unknown a weekday stays a weekday and the
rest stays open. A day without its year takes the last such day before publication.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta

from kg.model import Days, Span

MONTHS = "january february march april may june july august september october november december".split()
WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_MONTH = r"(?:jan(?:uary|\.)?|feb(?:ruary|\.)?|mar(?:ch|\.)?|apr(?:il|\.)?|may|june?\.?|july?\.?|aug(?:ust|\.)?|sept?(?:ember|\.)?|oct(?:ober|\.)?|nov(?:ember|\.)?|dec(?:ember|\.)?)"
_WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_COUNT = r"(?:\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|several|a\s+few)"
_NUMBERS = {
    w: n for n, w in enumerate("zero one two three four five six seven eight nine ten eleven twelve".split())
} | {"a": 1, "an": 1}
_EXPRESSION = re.compile(
    rf"""(?<!\w)(?:
      (?P<iso>\d{{4}}-\d{{2}}-\d{{2}})
    | (?:(?P<wd1>{_WEEKDAY}),?\s+)?(?:the\s+)?(?:(?P<m1>{_MONTH})(?:\s+|(?<=\.))(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?(?!\d|,\d{{3}})(?:,?\s+(?P<y1>(?:19|20)\d{{2}}))?
        |(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<m2>{_MONTH})(?:,?\s+(?P<y2>(?:19|20)\d{{2}}))?)
    | (?:on|by)\s+the\s+(?P<d4>\d{{1,2}})(?:st|nd|rd|th)(?=\s+(?-i:[A-Z])|\s*[,.;:]|\s+(?:and|the)\b)
    | (?P<week>(?:last|previous|past|next|this|coming)\s+)?(?P<wd2>{_WEEKDAY})(?!\w)(?P<ago>\s+last\s+week)?
    | (?P<relative>today|yesterday|last\s+(?:night|evening)|tomorrow|tonight|this\s+(?:morning|afternoon|evening)|earlier\s+(?:on\s+)?(?:in\s+the\s+day|that\s+day))
    | (?P<same>the\s+same\s+day|that\s+(?:same\s+)?day)
    | the\s+(?:(?P<turn>next|following|previous|preceding)\s+(?P<tunit>day|week|month)|(?P<vunit>day|week|month)\s+(?P<turned>before|after)(?!\s+(?:the|his|her|its|their)\s))
    | (?P<part>(?:earlier|later)\s+)?(?P<which>last|this|next|previous|the\s+same)\s+(?P<unit>week|month|year|weekend|spring|summer|autumn|fall|winter)
    | earlier\s+in\s+the\s+(?P<within>week|month|year)(?!\s+of\b)
    | (?:over|at|during)\s+the\s+(?P<weekend>weekend)
    | (?P<n>{_COUNT})\s+(?P<nunit>day|week|month|year)s?\s+(?P<way>ago|earlier|(?:before|after)\s+(?:that|this|it|then)(?=\s*[,.;]|\s+[A-Z])|(?:before|after)(?!\s+(?:the\s+(?!(?:first|previous|last|preceding)\s)|(?:his|her|its|their)\s))|later)
    | (?:(?:in|since|until|of|during|by|from|last|this)\s+)?(?:(?P<third>early|late|mid-?|the\s+(?:start|end|beginning|middle|(?:first|second|third|last|final)\s+(?:week|half|days))\s+of)[\s-]+|(?<=mid-))?(?P<m3>{_MONTH})(?!\w|\.?\s+\d{{1,2}}(?!\d)|\.\d)(?:\s+(?P<y3>(?:19|20)\d{{2}}))?
    | (?:in|since|during|of|until|by)\s+(?:the\s+course\s+of\s+)?(?:late\s+|early\s+)?(?P<y4>(?:19|20)\d{{2}})(?!\w)
    )(?!\w)""",
    re.IGNORECASE | re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class When:
    """An expression of time: `span` its words, the rest what they say; unsaid parts are None or empty.

    "Two days later" counts `shift` times `unit` from the day that was told of before it, "two days after" and "two days
    before" from what is told behind them; their `relative` is "counted" and "counted on". `third` is the part of a month, `years_ago` tells of
    "2 October last year" which year it was.
    """

    span: Span
    text: str
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    relative: str = ""
    since: bool = False
    shift: int = 0
    unit: str = ""
    third: str = ""
    years_ago: int | None = None

    @property
    def is_day(self) -> bool:
        """Tells whether a single day is meant."""
        return (
            self.day is not None
            or self.weekday is not None
            or self.relative in _DAY_WORDS
            or self.relative.endswith("days ago")
        )


_THIRDS = {"start": "early", "beginning": "early", "middle": "mid", "end": "late"} | {
    t: t for t in ("early", "mid", "late")
}
_THIRD_DAYS = {"early": (1, 14), "mid": (8, 23), "late": (17, 31)} | {
    "first week": (1, 8),
    "second week": (7, 15),
    "third week": (14, 23),
    "last week": (22, 31),
    "final week": (22, 31),
    "first half": (1, 16),
    "second half": (15, 31),
    "first days": (1, 7),
    "last days": (24, 31),
    "final days": (24, 31),
}
_DAY_WORDS = frozenset({"today", "yesterday", "tomorrow"})


def find(text: str) -> list[When]:
    """Gives the expressions of time in a text, in order."""
    found: list[When] = []
    for match in _EXPRESSION.finditer(text):
        if (found and match.start() < found[-1].span.end) or (when := _when(match, text)) is None:
            continue
        if when.month and not when.year and (of := _OF_YEAR.match(text, when.span.end)):
            # "on 2 October last year", "in March of this year"
            words = f"{when.text} {of['which']} year"
            when = replace(
                when, span=Span(when.span.start, of.end()), text=words, years_ago=int(of["which"].lower() != "this")
            )
        if when.day and (listed := _LISTED.search(text, max(0, when.span.start - 12), when.span.start)):
            # "on 15 and 16 June"
            number = int(listed["day"])
            if match["d2"] and 1 <= number <= 31:
                found.append(
                    replace(when, span=Span(*listed.span("day")), text=listed["day"], day=number, weekday=None)
                )
        found.append(when)
        if match["d1"] and (other := _LISTED_BEHIND.match(text, when.span.end)) and 1 <= int(other["day"]) <= 31:
            found.append(
                replace(when, span=Span(*other.span("day")), text=other["day"], day=int(other["day"]), weekday=None)
            )
    return found


_EARLIER_IN = re.compile(r"\bearlier\s+$", re.IGNORECASE)
_OF_YEAR = re.compile(r",?\s+(?:of\s+)?(?P<which>last|this|the\s+previous)\s+year\b", re.IGNORECASE)
_LISTED_BEHIND = re.compile(r"\s+and\s+(?P<day>\d{1,2})(?!,\d{3})(?=\s*(?:[,.;:)]|$))")
_LISTED = re.compile(r"(?<![\w,.])(?P<day>\d{1,2})(?:st|nd|rd|th)?\s+and\s+(?:on\s+)?$")
_NAMES_MONTH = re.compile(
    r"(?:[’']s)?\s+(?:saw|brought|exchange|swap|handover|hand-over|repatriation|return|transfer|release|figures?)\b"
)
"""What follows a month that stands without a preposition: "the March exchange", "March saw"."""


def _when(match: re.Match[str], text: str) -> When | None:
    g, span = match.groupdict(), Span(*match.span())
    words = " ".join(match.group().split())
    since = bool(re.match(r"(?i)since|from|until|by\b", words))
    if g["iso"]:
        try:
            day = date.fromisoformat(g["iso"])
        except ValueError:
            return None
        return When(span, words, day.year, day.month, day.day)
    if g["m1"] or g["m2"]:
        if (g["m1"] or g["m2"]) == "may":  # the verb
            return None
        day_number = int(g["d1"] or g["d2"])
        year = g["y1"] or g["y2"]
        if not 1 <= day_number <= 31:
            return None
        weekday = _weekday(g["wd1"]) if g["wd1"] else None
        return When(
            span, words, int(year) if year else None, _month(g["m1"] or g["m2"]), day_number, weekday, since=since
        )
    if g["d4"]:
        return When(span, words, day=int(g["d4"])) if 1 <= int(g["d4"]) <= 31 else None
    if g["wd2"]:
        week = (g["week"] or "").strip().lower()
        relative = (
            "last week"
            if g["ago"] or week in {"last", "previous", "past"}
            else "next week"
            if week in {"next", "coming"}
            else ""
        )
        if g["wd2"][0].islower():
            return None
        return When(span, words, weekday=_weekday(g["wd2"]), relative=relative)
    if g["relative"]:
        word = " ".join(g["relative"].lower().split())
        if word in {"yesterday", "tomorrow"}:
            return When(span, words, relative=word)
        return When(span, words, relative="yesterday" if word.startswith("last") else "today")
    if g["same"]:
        return When(span, words, relative="same day")
    if g["turn"] or g["turned"]:
        back = (g["turn"] or g["turned"]).lower() in {"previous", "preceding", "before"}
        unit = (g["tunit"] or g["vunit"]).lower()
        on = g["turned"] and re.match(r"\s+\w", text[match.end() :])  # "the day after 20 were freed"
        return When(span, words, relative="counted on" if on else "counted", shift=-1 if back else 1, unit=unit)
    if g["unit"]:
        which = g["which"].lower().replace("the ", "")
        which = {"previous": "last", "same": "this"}.get(which, which)
        part = "earlier " if (g["part"] or "").lower().startswith("earlier") and which == "this" else ""
        return When(span, words, relative=f"{part}{which} {g['unit'].lower()}")
    if g["within"]:
        return When(span, words, relative=f"earlier this {g['within'].lower()}")
    if g["weekend"]:
        return When(span, words, relative="the weekend")
    if g["nunit"]:
        count = _NUMBERS.get(g["n"].lower(), int(g["n"]) if g["n"].isdigit() else 0)
        if (way := g["way"].lower()) != "ago":
            shift, relative = (count if way.startswith(("later", "after")) else -count), "counted"
            if way in {"before", "after"}:
                relative = "counted on" if re.match(r"\s+\w", text[match.end() :]) else "counted"
            return When(span, words, relative=relative, shift=shift, unit=g["nunit"].lower())
        return When(span, words, relative=f"{count} {g['nunit'].lower()}s ago" if count else "some time ago")
    if g["m3"]:
        if g["m3"] == "may":
            return None
        bare = match.start() == match.start("m3") and not text[: match.start()].endswith("mid-")
        if bare and (g["m3"][0].islower() or not _NAMES_MONTH.match(text, match.end())):
            return None
        earlier = "earlier" if _EARLIER_IN.search(text, max(0, span.start - 9), span.start) else ""
        third = re.sub(r"^the\s+|\s+of$|-", "", (g["third"] or "").lower())
        year = int(g["y3"]) if g["y3"] else None
        return When(
            span,
            words,
            year,
            _month(g["m3"]),
            since=since,
            third=_THIRDS.get(third, third if third in _THIRD_DAYS else ""),
            relative=earlier,
        )
    return When(span, words, int(g["y4"]), since=since)


def bound(when: When, published: date | None, future: bool = False) -> Days:
    """Bounds the days that an expression can mean; `future` where it tells of what has yet to happen."""
    basis = f"“{when.text}”"
    if when.years_ago is not None and published:
        when = replace(when, year=published.year - when.years_ago)
    if when.day and not when.month:
        return _last_of_month(when.day, published, basis)
    if when.day and when.month:
        if when.year:
            return _exact(when.year, when.month, when.day, basis)
        if published:
            for year in (published.year + 1, published.year, published.year - 1, published.year - 4):
                days = _exact(year, when.month, when.day, f"{basis}, published {published}")
                if days.earliest and (
                    days.earliest <= published + timedelta(days=1) or (future and year <= published.year)
                ):
                    return days
        return Days(weekday=when.weekday, basis=basis, month_day=(when.month, when.day))
    if published is None:
        if when.month and when.year:
            return Days(*_third(when, when.year, when.month), basis=basis)
        if when.year:
            return Days(date(when.year, 1, 1), date(when.year, 12, 31), basis=basis)
        return Days(weekday=None if when.relative else when.weekday, basis=basis)
    return _relative(when, published, future, f"{basis}, published {published}")


def _last_of_month(day: int, published: date | None, basis: str) -> Days:
    """Bounds "on the 29th": the last such day up to publication."""
    if published is None:
        return Days(basis=basis)
    for back in range(62):
        candidate = published - timedelta(days=back)
        if candidate.day == day:
            return Days(candidate, candidate, basis=f"{basis}, published {published}")
    return Days(basis=basis)


def _relative(when: When, published: date, future: bool, basis: str) -> Days:
    if when.weekday is not None:
        back = (published.weekday() - when.weekday) % 7
        if future and back:
            back -= 7
        elif when.relative == "last week" and (back == 0 or back < published.weekday() % 7):
            back += 7 if back == 0 else 0
        elif when.relative == "next week":
            back -= 7
        day = published - timedelta(days=back)
        return Days(day, day, basis=basis)
    if when.relative in _DAY_WORDS:
        day = published + timedelta(
            days={"today": 0, "yesterday": -1, "tomorrow": 1, "previous day": -1}[when.relative]
        )
        return Days(day, day, basis=basis)
    if match := re.match(r"(\d+) (day|week|month|year)s ago", when.relative):
        count, unit = int(match[1]), match[2]
        days = count * {"day": 1, "week": 7, "month": 30, "year": 365}[unit]
        slack = {"day": 0, "week": 2, "month": 16, "year": 183}[unit]
        middle = published - timedelta(days=days)
        return Days(middle - timedelta(days=slack), middle + timedelta(days=slack), basis=basis)
    if match := re.match(r"(?:earlier )?(last|this|next) (week|weekend|month|year)", when.relative):
        return _unit(match[1], match[2], published, basis)
    if when.relative == "the weekend":
        return _unit("this" if published.weekday() > 4 else "last", "weekend", published, basis)
    if when.relative and not when.month:
        return Days(latest=None if future else published, basis=basis)
    if when.month:
        year = when.year or (published.year if when.month <= published.month or future else published.year - 1)
        first, last = _third(when, year, when.month)
        return Days(first, last if future else max(first, min(last, published)), basis=basis)
    if when.year:
        return Days(date(when.year, 1, 1), date(when.year, 12, 31), basis=basis)
    return Days(basis=basis)


def _unit(which: str, unit: str, published: date, basis: str) -> Days:
    step = {"last": -1, "this": 0, "next": 1}[which]
    if unit in {"week", "weekend"}:
        monday = published - timedelta(days=published.weekday()) + timedelta(days=7 * step)
        first = monday + timedelta(days=5 if unit == "weekend" else 0)
        last = monday + timedelta(days=6)
    elif unit == "month":
        index = published.year * 12 + published.month - 1 + step
        first = date(index // 12, index % 12 + 1, 1)
        last = _month_end(first.year, first.month)
    else:
        first, last = date(published.year + step, 1, 1), date(published.year + step, 12, 31)
    return Days(first, min(last, published) if step == 0 else last, basis=basis)


def year_of(month: int, day: int, weekday: int | None, first: date | None, last_year: int = 6) -> date | None:
    """Finds the only year in which a day of the month falls on a weekday, counted from the start of a war or other bound.

    Gives None where no weekday is told or where more than one year (of `last_year` years from `first`) would do.
    """
    if weekday is None or first is None:
        return None
    fits = []
    for year in range(first.year, first.year + last_year):
        try:
            candidate = date(year, month, day)
        except ValueError:
            continue
        if candidate.weekday() == weekday and candidate >= first:
            fits.append(candidate)
    return fits[0] if len(fits) == 1 else None


def moved(days: Days, when: When) -> Days:
    """Gives the days that lie as far from others as a counting expression says; open where nothing bounds those."""
    basis = f"“{when.text}”" + (f" of {days.earliest or days.latest}" if days.earliest or days.latest else "")
    if when.unit == "month":
        first, last = days.earliest, days.latest
        if first is None or last is None:
            return Days(basis=basis)
        start, end = _months_on(first, when.shift), _months_on(last, when.shift)
        return Days(start, _month_end(end.year, end.month), basis=basis)
    step = timedelta(days=when.shift * {"day": 1, "week": 7, "year": 365}[when.unit])
    slack = timedelta(days={"day": 0, "week": 3, "year": 183}[when.unit])
    earliest = days.earliest + step - slack if days.earliest else None
    latest = days.latest + step + slack if days.latest else None
    weekday = None
    if earliest is None and latest is None and days.weekday is not None and when.unit == "day":
        weekday = (days.weekday + when.shift) % 7
    return Days(earliest, latest, weekday, basis)


def _months_on(day: date, count: int) -> date:
    index = day.year * 12 + day.month - 1 + count
    return date(index // 12, index % 12 + 1, 1)


def _exact(year: int, month: int, day: int, basis: str) -> Days:
    try:
        exact = date(year, month, day)
    except ValueError:
        return Days(basis=basis)
    return Days(exact, exact, basis=basis)


def _third(when: When, year: int, month: int) -> tuple[date, date]:
    """Gives the first and last day of a month, or of the third of it that is meant, generously."""
    last = _month_end(year, month)
    start, end = _THIRD_DAYS.get(when.third, (1, 31))
    return date(year, month, start), date(year, month, min(end, last.day))


def _month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _month(name: str) -> int:
    return next(n for n, month in enumerate(MONTHS, 1) if month.startswith(name.lower().rstrip(".")[:3]))


def _weekday(name: str) -> int:
    return WEEKDAYS.index(name.lower())
