"""Tells which exchange each stretch of a sentence is about, by its words of time and by those that tell exchanges apart.

A sentence may tell of several: "Arland returned 40 bodies on May 2 and 60 on June 5", "30 captives, a day after 20 were
freed". An occasion holds for its clause, or for the whole sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from kg.annotate import dates, sections
from kg.annotate.acts import text_of
from kg.annotate.relevance import tells_of_one_done
from kg.annotate.reports import EVENT_WORD, OTHER, TALKS, disjoint
from kg.model import Days, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spacy.tokens import Span as DocSpan
    from spacy.tokens import Token

    from kg.annotate.dates import When

_OWN = re.compile(
    r"\b(?:this|today['’]s|the\s+latest|the\s+current)\s+(?:\w+\s+){0,2}?(?:exchange|swap|handover|repatriation|return|transfer|release)\b",
    re.IGNORECASE,
)
_TOLD_APART = re.compile(
    r"\b(?:in|the|a|during|at)\s+(?:\w+\s+)?(?:similar|previous|earlier|prior|last|preceding|past|most\s+recent)\b|before\s+(?:this|that|it)\b",
    re.IGNORECASE,
)
_NO_EXCHANGE = re.compile(
    r"\bsince\b[^,;]{0,70}$|\b(?:until|after|following|before|ahead\s+of|eve\s+of|than(?!\s+(?:the\s+)?\d)|as\s+of|talks|meeting|summit|deal|agreement|signed|held|captured|captivity|prisoner\s+since|(?<!\bof\sthe\s)(?<!full-scale\s)invasion|(?<!\bof\s)(?<!\bof\sthe\s)(?<!full-scale\s)war(?!['’]s))\b[^,;]{0,40}$|\bby(?:\s+(?:the|early|late|mid|end|start|beginning|middle|of|around|about))*[\s-]*$",
    re.IGNORECASE,
)
_AFTER_FREED = re.compile(rf"(?:after|following)\s+(?:[\w’'-]+\s+){{0,2}}?\d[^,;]*?{EVENT_WORD.pattern}", re.IGNORECASE)
"""Before the day of an exchange that another matter came after: "after 40 were freed in April"."""
_BOUND_CLAUSE = frozenset({"relcl", "acl", "advcl"})
_STILL = re.compile(
    r"\b(?:at\s+(?:that|the)\s+time|(?:on|in)\s+that\s+(?:day|occasion|exchange|swap|handover|month)|that\s+(?:day|one|exchange|swap|handover|repatriation)|(?:said|reported|announced|wrote|put|told)\s+(?:\w+\s+)?then)\b|^\W*then\b",
    re.IGNORECASE,
)
_OF_SEVERAL = re.compile(
    r"\b(?:in|on|during|at)\s+the\s+(?P<place>first|second|third|fourth|other)(?=\s*(?:,|one\b|of\s+(?:them|these|those)\b|\d|on\b|in\b))",
    re.IGNORECASE,
)
_PLACES = ("first", "second", "third", "fourth", "other")
_FOR = re.compile(r"\b\d+\s+(?:of\s+\w+\s+)?for\s+\d")
_FOLLOWED = re.compile(r"\bfollowed\s+(?:on\b|[A-Z]\w+day\b|(?:a|the)\s+\w+\s+(?:day|later)\b)")
_LAST_DAY = re.compile(r"\s+(?:[\w’'-]+\s+){0,2}?on\s+the\s+(?:last|final|closing)\s+day\b")
"""Behind one of several numbers: the day that the article itself is about."""
_AT_ONCE = re.compile(r"(?:\s+(?!and\b|then\b|but\b|while\b)[\w’'-]+){0,4}\s+")
_WHEN = re.compile(r"\s*,?\s+when\b", re.IGNORECASE)
_HELD = re.compile(
    r"\b(?:exchange|swap|handover|repatriation|return|transfer|release|one),?\s+(?:(?:that|which)\s+(?:[\w’'-]+\s+){0,4}?)?(?:was\s+)?(?:held|conducted|completed|carried\s+out|took\s+place)\s+(?:on\s+|in\s+)?$",
    re.IGNORECASE,
)
_IN_ONE = re.compile(
    r"\b(?:[Ii]n|[Dd]uring)\s+an?\s+(?:exchange|swap|handover|repatriation|transfer)\s+(?:in\s+|on\s+)?$"
)
_ABOUT_ELSE = re.compile(
    r",\s+(?:(?:[\w’'-]+\s+){0,3}of\s+)?(?:which|whom|whose|where)\b(?P<told>[^,;]*)$", re.IGNORECASE
)
"""Before a day in a clause on a place or a person: "the region, part of which was seized in August"."""
_NUMBER_OF = re.compile(r"\b(?:figure|number|count|total|toll|tally)\s+(?:for|of)\b[^,;.]*$", re.IGNORECASE)
_STAGE = re.compile(
    r"\s*(?:the|an?)\s+(?:\w+\s+){0,2}?(?:stage|phase|part|round|group|exchange|swap|handover|repatriation)(?P<told>,\s+(?:when|(?:in|during)\s+which|which|with)\b)?(?P<over>,)?",
    re.IGNORECASE,
)
_THE_OWN = re.compile(
    r"\s*(?:the|this|\w+day['’]s)\s+(?:exchange|swap|handover|repatriation|return|transfer|release),\s", re.IGNORECASE
)
"""Behind "a week before": the own exchange, and what is told then came before it."""
_AN_EXCHANGE = r"(?P<event>(?:prisoner\s+|body\s+)?(?:exchange|swap|handover|repatriation|transfer|release))"
_AFTER_ONE = re.compile(
    rf"\b(?:after|following|since|than|before|follow(?:s|ed))\s+(?:(?:an?|the|its|their|another)\s+)?(?:(?:[\w’'-]+\s+){{0,5}}?{_AN_EXCHANGE}\s+(?:(?:held|conducted|carried\s+out)\s+)?(?:in\s+|on\s+|of\s+)?)?$",
    re.IGNORECASE,
)
_TELLS_OF_IT = re.compile(
    rf"\s*(?:{_AN_EXCHANGE}\s*)?,?\s*(?:that|which|when|(?:in|during|by)\s+which|with|involving|of)\b(?P<told>[^,;]*\d[^,;]*)",
    re.IGNORECASE,
)
"""Behind the day of an exchange that another matter came after: what was exchanged then."""
_FAR = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Occasion:
    """An exchange that a stretch of a sentence tells of.

    `at` are the words that say when, `scope` the stretch that they hold for, `days` None for the article's own exchange,
    `name` what tells exchanges of the same days apart ("the first"), `when` the expression that names the own exchange's day.
    """

    at: Span
    scope: Span
    days: Days | None
    name: str = ""
    when: When | None = None


@dataclass(frozen=True, slots=True)
class Setting:
    """What expressions of time lean on: the day of publication, the own exchange's days, and those told of just before.

    `own_day` is the month and day of an own exchange whose year nobody tells; `told` tells that figures of the own exchange
    stand before; `just_told` is the day that the paragraph gave last for the own exchange; `listed` are
    the days of the lines of a digest just before.
    """

    published: date | None
    own: Days
    own_day: tuple[int, int] | None
    current: Days | None
    told: bool
    just_told: Days | None = None
    listed: tuple[Days, ...] = ()


def find(
    sentence: DocSpan, span: Span, whens: Sequence[When], attribution: Sequence[Span], now: Setting
) -> list[Occasion]:
    """Gives the occasions that a sentence tells of, in order.

    Args:
        sentence: the sentence.
        span: its stretch of the article.
        whens: the article's expressions of time.
        attribution: the stretches that say when something was said, not when it happened.
        now: what the expressions lean on.
    """
    text = text_of(sentence)
    if (over := sections.opening(span, whens, text_of(sentence.doc))) is not None:
        return list(_dated(over, span, False, text, now))
    words = next((m for m in OTHER.finditer(text) if not _LIKE.search(text, 0, m.start())), None)
    inside = [when for when in whens if span.contains(when.span)]
    inside = [w for n, w in enumerate(inside) if not (n and _is_to_come(inside[n - 1], w, text_of(sentence.doc), now))]
    if _OWN.search(text) and not words:
        # "Friday's exchange came a day after 20 were freed"
        # "This swap is the largest since May 2, when 20 were freed"
        behind = {when: text_of(sentence)[when.span.end - sentence.start_char :] for when in inside}
        inside = [when for when in inside if when.relative == "counted on" or _WHEN.match(behind[when])]
    # "another exchange took place today" is the article's own
    apart = words is not None and not words.group().lower().startswith("another")
    found: list[Occasion] = []
    for when in inside:
        # "on May 2, and on June 5, a month later": counted from the one just named
        named = next((o.days for o in reversed(found) if o.days is not None and o.scope == span), now.current)
        found += _of(when, sentence, span, attribution, apart, replace(now, current=named))
    found = _ranges(found, text_of(sentence.doc)) + _shortly_after(sentence, span, now)
    if now.listed and not any(o.days for o in found):
        found += [
            Occasion(at, span, now.listed[place])
            for match in _OF_SEVERAL.finditer(text)
            for place in [_PLACES.index(match["place"].lower())]
            for at in [Span(sentence.start_char + match.start(), sentence.start_char + match.end())]
            if place < len(now.listed)
        ]
    elif now.current is not None and not any(o.days for o in found):
        found += [
            Occasion(at, span, now.current, match["place"].lower())
            for match in _OF_SEVERAL.finditer(text)
            for at in [Span(sentence.start_char + match.start(), sentence.start_char + match.end())]
        ]
    if words and _TOLD_APART.search(text) and not any(o.days for o in found):
        latest = now.own.earliest - timedelta(days=1) if now.own.earliest else None
        at = Span(sentence.start_char + words.start(), sentence.start_char + words.end())
        found = [
            *(o for o in found if o.scope != span),
            Occasion(at, span, Days(latest=latest, basis=f"“{words.group()}”")),
        ]
    elif now.current is not None and not found and _STILL.search(text):
        found = [Occasion(Span(span.start, span.start), span, now.current)]
    return _without_appositions(sorted(found, key=lambda o: o.at), text_of(sentence.doc))


def _is_to_come(before: When, when: When, text: str, now: Setting) -> bool:
    """Tells the second day of "on Thursday and Friday" in news of that Thursday."""
    if before.weekday is None or when.weekday is None or not _AND.fullmatch(text, before.span.end, when.span.start):
        return False
    first, second = (dates.bound(one, now.published).latest for one in (before, when))
    return first is not None and second is not None and second < first


_AND = re.compile(r"\s+(?:and|or|to|through)\s+(?:on\s+)?")


def _ranges(found: list[Occasion], text: str) -> list[Occasion]:
    """Makes one of "between 11 and 16 June"."""
    kept: list[Occasion] = []
    for one in found:
        last = kept[-1].days if kept else None
        joined = (
            last is not None
            and one.days is not None
            and re.search(r"\bbetween\s+(?:the\s+)?$", text[: kept[-1].at.start], re.IGNORECASE)
            and re.fullmatch(r"(?:st|nd|rd|th)?\s+and\s+(?:the\s+)?", text[kept[-1].at.end : one.at.start])
        )
        if joined and last is not None and one.days is not None:
            days = Days(last.earliest, one.days.latest, basis=one.days.basis)
            kept[-1] = replace(kept[-1], at=Span(kept[-1].at.start, one.at.end), days=days)
        else:
            kept.append(one)
    return kept


def _shortly_after(sentence: DocSpan, span: Span, now: Setting) -> list[Occasion]:
    """Reads "days after an exchange in which 20 were freed": another exchange, not long before."""
    text = text_of(sentence)
    match = _SHORTLY.search(text)
    if (
        match is None
        or not EVENT_WORD.search(text[match.end() :].split(",")[0])
        or not re.search(r"\d|hundred|dozen", text)
    ):
        return []
    start = sentence.start_char
    days = Days(latest=now.own.latest, basis=f"“{match.group()}”")
    return [Occasion(Span(start + match.start(), start + match.end()), Span(start + match.end(), span.end), days)]


_LIKE = re.compile(
    r"\b(?:as|like|unlike|than|compared\s+(?:with|to)|identical\s+to)\s+(?:(?:in|at|during|on|with|after)\s+)?(?:the\s+|a\s+|any\s+|its\s+)?$",
    re.IGNORECASE,
)
"""Before another exchange that the one told of is likened to: "a thousand bodies, as in the previous exchange"."""
_SHORTLY = re.compile(
    r"(?:^|[,;(—–]\s*|\b(?:came|comes|coming|just|only|place|held)\s+)(?:days|weeks|months|hours|shortly|soon)\s+after\b(?!\s+(?:talks|negotiat\w+|that|this|the\s+talks))"
)


def _without_appositions(found: list[Occasion], text: str) -> list[Occasion]:
    """Keeps of "a week earlier, on May 2" the one that is bounded best."""
    kept: list[Occasion] = []
    for one in found:
        if kept and kept[-1].scope == one.scope and _APPOSED.fullmatch(text[kept[-1].at.end : one.at.start]):
            better = kept[-1].days is None or (one.days is not None and _width(one.days) < _width(kept[-1].days))
            if better and one.days is not None:
                kept[-1] = one
            continue
        kept.append(one)
    return kept


def _width(days: Days) -> int:
    if days.earliest and days.latest:
        return (days.latest - days.earliest).days
    # of two open ones, the day that is named
    return 10_000 if re.search(r"\d", days.basis) else 20_000


_APPOSED = re.compile(r"\s*[,(–—-]\s*(?:on\s+|in\s+)?")


def of(figure: Span, figures: Sequence[Span], occasions: Sequence[Occasion], text: str) -> Occasion | None:
    """Finds the occasion that a figure belongs to: that of the smallest clause around it.

    Of several in one clause it is the one before the figure where the clause opens with one ("On May 2, 40; on June 5, 60"),
    else the one behind it ("40 on May 2 and 60 on June 5"), and one that follows at once. `figures` are all of the sentence,
    `text` is the article's.
    """
    around = [o for o in occasions if o.scope.contains(figure)]
    if around and _LAST_DAY.match(text, figure.end):
        return Occasion(figure, figure, None)
    if not around:
        # "gave the same figure for those freed on Sunday"
        counted = len(occasions) == 1 and _NUMBER_OF.search(text[figure.start : occasions[0].at.start])
        within = counted and any(occasions[0].scope.contains(f) for f in figures)
        return occasions[0] if counted and not within else None
    size = min(o.scope.end - o.scope.start for o in around)
    around = [o for o in around if o.scope.end - o.scope.start == size]
    before = [o for o in around if o.at.start <= figure.start]
    behind = [o for o in around if o.at.start > figure.start]
    inside = [f for f in figures if around[0].scope.contains(f)]
    if len(around) == len(inside) > 1 and (
        around[-1].at.end <= inside[0].start or inside[-1].end <= around[0].at.start
    ):
        return around[inside.index(figure)] if figure in inside else around[0]  # "On May 2 and 5, 40 and 60 came home"
    opens = around[0].at.start < min((f.start for f in inside), default=figure.start)
    if behind and _AT_ONCE.fullmatch(text[figure.end : behind[0].at.start]):
        return behind[0]
    return before[-1] if before and (opens or not behind) else behind[0]


def _of(
    when: When, sentence: DocSpan, span: Span, attribution: Sequence[Span], words: bool, now: Setting
) -> Iterator[Occasion]:
    text = text_of(sentence)
    before = text[: when.span.start - sentence.start_char]
    behind = Span(when.span.end, span.end)
    then = _WHEN.match(text[behind.start - sentence.start_char :])
    if when.since or (then and re.search(r"\b(?:since|after)\s+$", before)):
        # "the first since May, when 20 were freed": what stands behind it happened then
        if then and when.month and EVENT_WORD.search(text[behind.start - sentence.start_char :]):
            yield Occasion(when.span, behind, dates.bound(when, now.published))
        return
    if when.year and not when.month:
        return
    if (after := _after_exchange(when, before, text[behind.start - sentence.start_char :])) is not None:
        end = min(behind.end, behind.start + after)
        yield Occasion(when.span, Span(behind.start, end), dates.bound(when, now.published))
        return
    if (else_ := _ABOUT_ELSE.search(before)) and not EVENT_WORD.search(else_["told"]):
        return  # whatever the parser hangs the clause on
    clause = _clause(when, sentence)
    if clause is not None and (words and _HELD.search(before)):
        clause = None  # "in the last exchange, held on May 2, it got 40" says it of the whole sentence
    if _IN_ONE.search(before):
        clause = None  # "as reported, in an exchange in May 2022 it got back 40": whatever the parser hangs it on
    aside = re.search(r",\s+(?:on\s+|in\s+)?$", before)  # "in the first that it made public, on May 2, it got 40"
    follows = clause is not None and _followed_by(clause)
    if clause is not None and clause.lower_ == "followed" and not follows:
        clause = None  # "A further 40 captives followed on Friday", which the parser takes for a noun phrase
    if (
        clause is not None
        and _bound(clause)
        and not (aside or follows or EVENT_WORD.search(clause.text) or _contrasts(clause))
    ):
        return  # "a politician arrested in April"
    if clause is not None and _marked(clause):
        return  # "since the army crossed the border in February"
    if when.relative == "counted on":
        yield from _counted_on(when, sentence, span, now)
        return
    counted = when.relative in {"counted", "same day"}
    if (
        any(a.contains(when.span) for a in attribution)
        and not words
        and not (counted and (now.current is not None or (when.shift < 0 and when.unit == "day")))
    ):
        yield from _announced(when, span, tells_of_one_done(text), now)
        return
    # "the last one, in April, involved 40": whatever the verb
    eventful = EVENT_WORD.search(text) or _FOR.search(text) or _FOLLOWED.search(text) or words
    if not eventful and not when.is_day:
        return
    if (
        ((no := _NO_EXCHANGE.search(before)) and not _AFTER_FREED.match(no.group()))
        or TALKS.match(text[behind.start - sentence.start_char :])
    ) and not words:
        return
    scope = _scope(clause, span)
    if counted and eventful:
        reference = now.current if now.current is not None else now.just_told or now.own
        if when.relative == "same day":
            yield Occasion(when.span, scope, now.current)
        elif when.shift < 0 or now.current is not None or (when.unit == "day" and now.just_told is not None):
            days = dates.moved(reference, when)
            if not (now.published and days.earliest and days.earliest > now.published):
                yield Occasion(when.span, scope, days)
        return
    if (
        not when.is_day
        and not re.match(r"(?:earlier|last|the\s+weekend|\d+)\b", when.relative)
        and not (when.month and not when.day)
    ):
        return
    # "on Friday, 60 bodies came from morgues" leads back to the own exchange, and to no other
    yield from (o for o in _dated(when, scope, words, text, now) if eventful or o.days is None)


def _after_exchange(when: When, before: str, behind: str) -> int | None:
    """Tells how far words go on about the exchange that another matter came after: "after a swap in May that freed 40".

    Where they open the sentence, what follows behind the next comma but one is told of the own exchange again.
    """
    opening = _AFTER_ONE.search(before)
    if opening is None or not (when.month or when.is_day):
        return None
    told = _TELLS_OF_IT.match(behind)
    if told is None or not (opening["event"] or told["event"]) or not EVENT_WORD.search(told["told"]):
        return None
    return told.end() if not before[: opening.start()].strip() else len(behind)


def _dated(when: When, scope: Span, words: bool, text: str, now: Setting) -> Iterator[Occasion]:
    days, own = dates.bound(when, now.published), now.own
    if when.relative.startswith("earlier"):
        last = own.earliest - timedelta(days=1) if own.earliest else None
        if days.earliest and last and days.earliest > last:
            return
        yield Occasion(when.span, scope, Days(days.earliest, last, basis=days.basis))
        return
    open_ended = days.earliest is None and days.latest is None and days.weekday is None
    own_day = (own.earliest.month, own.earliest.day) if own.earliest and own.earliest == own.latest else now.own_day
    unbounded = days.earliest is None and days.latest is None
    ahead = now.published and own.earliest and own.earliest > now.published
    if (
        (when.relative == "today" and (open_ended or ahead))
        or (open_ended and when.relative == "yesterday")
        or (unbounded and when.day and (when.month, when.day) == own_day)
    ):
        yield Occasion(when.span, scope, None)
        return
    if open_ended and not when.relative and not when.day:
        # an undated article's "in early January": another one, whenever it was
        if now.published is None and when.month and not re.search(r"\b(?:talks|deal|agreed|agreement)\b", text, re.I):
            yield Occasion(when.span, scope, days)
        return
    undated = own.earliest is None and own.latest is None
    if undated and now.told and when.year and days.earliest and (when.month, when.day) != now.own_day:
        yield Occasion(when.span, scope, days)  # a past year's beside an own exchange whose day nobody names
    elif undated and own.weekday is not None and when.year and days.earliest and not when.weekday:
        yield Occasion(when.span, scope, days)  # "On Friday … On 5 May 2031 …": who says the year means another day
    elif disjoint(days, own) or (not days.earliest and (when.day or when.relative)) or (words and days.earliest):
        holds_own = (
            days.earliest
            and days.latest
            and own.earliest
            and own.latest
            and days.earliest <= own.earliest
            and own.latest <= days.latest
        )
        if not holds_own or words:
            yield Occasion(when.span, scope, days)
    elif when.is_day and days.earliest and days.earliest == days.latest:
        unknown = own.earliest is None and own.latest is None and own.weekday is None
        yield Occasion(when.span, scope, days if unknown and now.told else None, "", when)
    elif when.is_day and days.weekday is not None and days.weekday == own.weekday:
        yield Occasion(when.span, scope, None, "", when)
    elif days.weekday is not None and own.weekday is None and not own.earliest and now.current is not None:
        yield Occasion(when.span, scope, days)  # an undated article's "On May 23, 40. On Saturday, another 60"


def _counted_on(when: When, sentence: DocSpan, span: Span, now: Setting) -> Iterator[Occasion]:
    """Reads "a day after 20 were freed": what stands behind it is the other exchange, or the sentence's own start is."""
    behind = Span(when.span.end, span.end)
    words = text_of(sentence)[behind.start - sentence.start_char :]
    if when.shift < 0 and _THE_OWN.match(words):
        yield Occasion(when.span, span, dates.moved(now.own, when))
        return
    if re.match(r"\W*(?:talks|negotiat\w+|an?\s+(?:deal|attack|strike|meeting|summit))\b", words):
        return
    stage = _STAGE.match(words)
    if stage and stage["over"]:  # "two days after the last swap, 20 were still in hospital"
        return
    if not EVENT_WORD.search(words.split(",")[0]) and not (
        stage and stage["told"]
    ):  # "the day before the holiday, when 20 were freed"
        return
    if re.search(r"\b(?:than|compared\s+(?:with|to))\W*$", text_of(sentence)[: when.span.start - sentence.start_char]):
        return
    back = dates.When(when.span, when.text, relative="counted", shift=-when.shift, unit=when.unit)
    yield Occasion(when.span, behind, dates.moved(now.own, back))


def _announced(when: When, span: Span, done: bool, now: Setting) -> Iterator[Occasion]:
    """Reads the day of a statement long past: what was announced then is another exchange ("On May 2, Borland said …")."""
    days = dates.bound(when, now.published)
    own_day = now.own.earliest if now.own.earliest == now.own.latest else None
    if done and when.weekday is not None and now.told and own_day and days.latest and days.latest < own_day:
        # in news of Saturday's exchange "On Friday Borland said 49 had come home" tells of one before that
        yield Occasion(when.span, span, Days(days.latest - timedelta(days=1), days.latest, basis=days.basis))
    if not when.month:
        return
    if days.earliest and days.latest and now.own.earliest:
        if days.latest < now.own.earliest - _FAR:
            first = days.earliest - timedelta(days=1 if when.day else 0)
            yield Occasion(when.span, span, Days(first, days.latest, basis=days.basis))
    elif when.day and not days.earliest and now.told and (when.month, when.day) != now.own_day:
        yield Occasion(when.span, span, days)


def _token(when: When, sentence: DocSpan) -> Token | None:
    last = when.span.start + len(when.text.rstrip(".")) - 1
    return next((t for t in sentence if t.idx <= last < t.idx + len(t)), None)


def _clause(when: When, sentence: DocSpan) -> Token | None:
    """Finds the verb whose clause an expression of time stands in."""
    token = _token(when, sentence)
    if token is None:
        return None
    for one in (token, *token.ancestors):
        if one.pos_ in {"VERB", "AUX"} and (one.dep_ in {"ROOT", "ccomp", "conj", *_BOUND_CLAUSE}):
            return one
    return None


def _bound(clause: Token) -> bool:
    """Tells a subordinate clause from a main one that another follows without a conjunction ("…; in May it was 40")."""
    if clause.dep_ != "advcl":
        return clause.dep_ in _BOUND_CLAUSE
    links = {child.dep_ for child in clause.children}
    opener = {child.tag_ for child in clause.children if child.i < clause.i}
    return "nsubj" not in links or "mark" in links or "WRB" in opener


def _followed_by(clause: Token) -> bool:
    """Tells "40, followed by another 20 the next day"."""
    return clause.lower_ == "followed" and any(child.lower_ == "by" for child in clause.children)


def _contrasts(clause: Token) -> bool:
    """Tells a clause that stands beside the main one: "40 in April, while in March the number was 30"."""
    return any(child.dep_ == "mark" and child.lower_ in {"while", "whereas"} for child in clause.children)


def _marked(clause: Token) -> bool:
    return clause.dep_ in _BOUND_CLAUSE and any(
        child.dep_ == "mark" and child.lower_ in {"since", "until", "before"} for child in clause.children
    )


def _scope(clause: Token | None, span: Span) -> Span:
    """Gives the stretch of a subordinate clause, else the sentence."""
    if clause is None or not _bound(clause):
        return span
    tokens = sorted(clause.subtree, key=lambda t: t.i)
    if (clause.dep_ == "acl" and not _followed_by(clause)) or (
        clause.dep_ == "relcl" and any(t.lower_ in {"who", "that"} for t in clause.children)
    ):
        tokens.insert(0, clause.head.doc[clause.head.left_edge.i])  # "the 40 freed in May"
    end = tokens[-1].idx + len(tokens[-1])
    if re.match(r"\s*:", clause.doc.text[end : end + 2]) or tokens[-1].text == ":":
        end = span.end  # "On May 2 the last stage took place: 40 came home"
    return Span(max(tokens[0].idx, span.start), min(end, span.end))
