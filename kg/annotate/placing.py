"""Gives each claim and figure the report of the exchange that it is about."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kg.annotate import dates, occasions, reports, sections
from kg.annotate.acts import text_of
from kg.annotate.balance import EACH
from kg.model import Counted, Days, Kind, Role, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc
    from spacy.tokens import Span as DocSpan

    from kg.annotate.dates import When
    from kg.annotate.occasions import Occasion
    from kg.annotate.reports import Book
    from kg.annotate.surroundings import Discourse
    from kg.model import Claim, Figure, Report

OF_NO_EXCHANGE = frozenset({Role.RUNNING, Role.LOSSES, Role.AGREED, Role.PLANNED})
"""The roles of figures that are about no single exchange."""

_KINDS = {
    Counted.BODIES: Kind.BODIES,
    Counted.PRISONERS: Kind.PRISONERS,
    Counted.CIVILIANS: Kind.PRISONERS,
    Counted.CHILDREN: Kind.PRISONERS,
}
_EARLIER = re.compile(r"^\W*(?:earlier|previously)\b(?!\s+(?:in\s+the\s+day|that|this|on|today))", re.IGNORECASE)
_EARLIER_LABEL = re.compile(r"\W*(?:earlier|previously|background|reminder|as\s+a\s+reminder)\W*", re.IGNORECASE)
_IN_ALL = re.compile(r"\bin\s+all\b", re.IGNORECASE)
_OUT_OF = re.compile(r"(?:Out\s+of|Of|Among)\s+the\s+\d")
_ADDS = re.compile(
    r"\W*(?:[^.;,\d]{0,40}?\b(?:\d+|two|three|four|five|six|seven|eight|nine|ten)\s+of\s+them\b|(?:Among|Of)\s+them\b|(?:In\s+addition|In\s+return|In\s+exchange|Also|Besides)\b|(?:[\w’'-]+\s+){1,4}?also\s+(?:(?:has|have|had|was|were)\s+)?"
    r"(?:got|received|released|freed|handed|returned|gave|took|sent|swapped|exchanged|transferred|repatriated|brought)\b)"
)
"""Opens a sentence that goes on with the exchange of the one before, in a new paragraph too."""
_HOURS_AFTER = "hours after”"
_UNLIKE = 0.9
_ALSO = re.compile(
    r"\b(?:also|as\s+part\s+of|(?:along|together)\s+with|in\s+addition|besides)\b|\b(?:prisoner|pow)\s+(?:swap|exchange)|\b(?:swap|exchange)\s+of\s+(?:\w+\s+)?(?:prisoners|pows|captives)\b|\bcaptivity\b|\breleased\b",
    re.IGNORECASE,
)
_HEADING = re.compile(r"[^\d.!?;:]{10,70}[^\d.!?;:)”\"]")
_FURTHER = re.compile(r"(?:a\s+further|another|more)\b|\d[\d,]*\s+more\b", re.IGNORECASE)
_ANOTHER = re.compile(r"\b(?:another|a\s+further)\s+\W*\d", re.IGNORECASE)
_FEW = 10
"""Fewer bodies than this come back with freed captives; more are an exchange of their own."""
_ROUND, _LARGE = 50, 100
"""Many exchanges are of fifty or a hundred."""
_LATE = 400
"""In characters: news gives its own exchange's figure before."""


@dataclass(frozen=True, slots=True)
class Told:
    """Another exchange that was told of: where, how far into the article's paragraphs, and its days."""

    sentence: int
    paragraph: int
    days: Days
    name: str = ""


_INCLUDING = re.compile(
    r"(?:[,(—–-]\s*(?:and\s+)?(?:includ\w+|among\s+(?:them|whom)|of\s+(?:them|whom|which))|\b(?:includ|compris)(?:e|es|ed))\b(?!.*[;.])",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Placer:
    """Follows which exchange an article tells of, sentence by sentence."""

    doc: Doc
    whens: list[When]
    book: Book
    discourse: Discourse
    text: str
    _sections: list[tuple[int, Days]] | None = None
    _told: list[Figure] = field(default_factory=list)
    _number: int = 0
    _current: Told | None = None
    _day: tuple[int, Days] | None = None
    _heard: list[Occasion] | None = None
    _listed: list[Days] = field(default_factory=list)  # the days of a digest's lines up to here

    def hear(self, sentence: DocSpan, span: Span, attribution: Sequence[Span]) -> None:
        """Takes in the next sentence, whose claims and figures are placed next."""
        self._number += 1
        paragraph = self._paragraph(span)
        told = self._current
        near = told is not None and (
            told.paragraph == paragraph or (self._number - told.sentence <= 1 and paragraph - told.paragraph <= 2)
        )
        now = occasions.Setting(
            self.book.published,
            self.book.own_days,
            self.book.own_day,
            told.days if told and near else None,
            any(f.role is Role.TOTAL for f in self.discourse.figures),
            self._day[1] if self._day and paragraph - self._day[0] <= 2 else None,
            tuple(self._listed),
        )
        over = sections.opening(span, self.whens, text_of(self.doc))
        self._heard = occasions.find(sentence, span, self.whens, attribution, now)
        if not self._heard and (days := self._section(span)) is not None:
            self._heard = [occasions.Occasion(Span(span.start, span.start), span, days)]
        self._listed = [*self._listed, dates.bound(over, self.book.published)] if over else []
        whole = [o for o in self._heard if o.scope == span and not _HEADING.fullmatch(text_of(sentence).strip())]
        if whole and whole[-1].days is not None:
            self._current = Told(self._number, paragraph, whole[-1].days, whole[-1].name)
        elif whole:
            self._current = None
        when = self._heard[-1].when if self._heard else None
        if when is not None:
            self._day = (paragraph, dates.bound(when, self.book.published))

    def _section(self, span: Span) -> Days | None:
        """Gives the day over the section that a sentence stands in, where an article has several ("8 May", "22 May")."""
        if self._sections is None:
            self._sections = sections.sections(self.text, self.book.published)
            self.book.roundup = bool(self._sections)
        return next((days for start, days in reversed(self._sections) if start <= span.start), None)

    def report(self, sentence: DocSpan, span: Span, found: Sequence[Figure]) -> Report | None:
        """Finds the exchange that a claim is about; None where it is about none in particular."""
        kind = self._kind(found)
        if kind is None:
            return None
        mixed = next((r for f in found[:1] if (r := self._also_returned(f, span)) is not None), None)
        report = mixed or self._report(kind, span, found, found)
        order = reports.ordinal(text_of(sentence), span.start)
        if order and order not in report.ordinals:
            updated = replace(report, ordinals=(*report.ordinals, order))
            self.book.reports[self.book.reports.index(report)] = updated
            report = updated
        return report

    def figures(self, found: Sequence[Figure], report: Report | None, span: Span) -> tuple[Figure, ...]:
        """Gives figures with the exchange each is about, those of no single exchange without."""
        placed: list[Figure] = []
        again = self._told_again(found) if report is not None and not self._heard else None
        for figure in found:
            if report is None or figure.role in OF_NO_EXCHANGE or self._is_of_a_sum(figure, placed):
                placed.append(replace(figure, report=None))
                continue
            whole = next((f for f in reversed(placed) if f.role is Role.TOTAL and f.report), None)
            if again is not None:
                iri = again
            elif figure.role is Role.PART and whole is not None and self._is_of(figure, whole, found):
                iri = self._for(self._known(whole.report), figure)
            elif placed and placed[0].report and self._occasion(figure.span, found) is None and self._are_of(span):
                iri = self._for(self._known(placed[0].report), figure)
            elif (mixed := self._also_returned(figure, span)) is not None:
                iri = mixed.iri
            else:
                occasion = self._occasion(figure.span, found)
                meant = report
                if occasion is not None or any(o.scope != span for o in self._heard or ()):
                    meant = self._report(report.kind, span, [figure], found)
                iri = self._for(meant, figure)
            placed.append(replace(figure, report=iri))
        self._told += [f for f in placed if f.report]
        return tuple(placed)

    def _report(self, kind: Kind, span: Span, found: Sequence[Figure], every: Sequence[Figure]) -> Report:
        heard = self._heard or []
        first = next((f for f in found if f.role not in OF_NO_EXCHANGE), None)
        occasion = self._occasion(first.span if first else span, every)
        if occasion is None and first is None:
            occasion = next((o for o in heard if o.days is not None and o.scope == span), None)
        if occasion is not None and first is not None and occasion.days is None and self._is_further(first, every):
            days = dates.bound(occasion.when, self.book.published) if occasion.when else Days()
            self._current = Told(self._number, self._paragraph(span), days)
            return self.book.other(kind, days, span)
        if occasion is not None:
            return self._of(occasion, kind, span)
        told = self._current
        goes_on = told is not None and (
            told.paragraph == self._paragraph(span)
            or (self._number - told.sentence == 1 and _ADDS.match(text_of(self.doc), span.start) is not None)
            or (self._number - told.sentence == 1 and self._is_beside_the_own(kind, told.days))
        )
        if told and goes_on and first is not None:
            if not any(f.role in OF_NO_EXCHANGE for f in found):
                return self.book.other(kind, told.days, span, told.name)
        elif first is not None and self._tells_of_earlier(span, found):
            days = self.book.own_days
            return self.book.other(kind, Days(latest=days.latest, basis="“earlier”"), span)
        return self.book.own(kind)

    def _is_beside_the_own(self, kind: Kind, days: Days) -> bool:
        """Tells whether news of captives has just told of an exchange of bodies, whose other direction may follow."""
        own = {r.kind for r in self.book.reports if r.main}
        if not own or own & {kind, Kind.MIXED}:
            return False
        return any(not r.main and r.kind is kind and r.days == days for r in self.book.reports)

    def _occasion(self, span: Span, found: Sequence[Figure]) -> Occasion | None:
        return occasions.of(span, [f.span for f in found], self._heard or [], text_of(self.doc))

    def _is_of_a_sum(self, part: Figure, before: Sequence[Figure]) -> bool:
        """Tells whether a part is one of a sum over several exchanges: "3,000 in all, including 1,100 this year"."""
        last = before[-1] if part.role is Role.PART and before else None
        return (
            last is not None
            and last.report is None
            and last.role in {Role.RUNNING, Role.PART}
            and _INCLUDING.search(text_of(self.doc), last.span.end, part.span.start) is not None
        )

    def _is_of(self, part: Figure, whole: Figure, found: Sequence[Figure]) -> bool:
        """Tells whether a part belongs to the total before it, whatever day it has: "40 each, 10 on Friday, 30 on Saturday"."""
        if self._occasion(part.span, found) in {None, self._occasion(whole.span, found)}:
            return True
        left = whole.minimum or 0
        for figure in found:
            if figure.span > whole.span and figure.role is Role.PART and left > 0:
                left -= figure.minimum or 0
                if left == 0:
                    return part.span <= figure.span
        return False

    def _are_of(self, span: Span) -> bool:
        """Tells whether a sentence opens with the whole that it tells parts of: "Of the 40 freed on May 2, 23 are women"."""
        return _OUT_OF.match(text_of(self.doc), span.start) is not None

    def _known(self, iri: str | None) -> Report:
        return next(r for r in self.book.reports if r.iri == iri)

    def _told_again(self, found: Sequence[Figure]) -> str | None:
        """Finds the report of a figure that "the 160" goes back to."""
        text = text_of(self.doc)
        for figure in found:
            if text[: figure.span.start].endswith((" the ", "The ", "he same ")) or figure.text.lower().startswith(
                "the "
            ):
                for told in reversed(self._told):
                    if told.minimum == told.maximum == figure.minimum == figure.maximum:
                        return told.report
        return None

    def _also_returned(self, figure: Figure, span: Span) -> Report | None:
        """Finds the exchange of prisoners in which a few bodies came back too."""
        if figure.counted is not Counted.BODIES or (figure.minimum or _FEW) >= _FEW:
            return None
        if not _ALSO.search(text_of(self.doc)[span.start : span.end]):
            return None
        last = self._known(self._told[-1].report) if self._told else None
        if last is None and self.discourse.kind is Kind.PRISONERS:
            last = self.book.own(Kind.PRISONERS)
        if last is None or last.kind is Kind.BODIES:
            return None
        return self.book.mixed(last) if last.kind is not Kind.MIXED else last

    def _is_further(self, figure: Figure, every: Sequence[Figure]) -> bool:
        """Tells whether "a further 40 on Friday" is more than an own exchange whose day nobody named had counted."""
        follows = text_of(self.doc)[: figure.span.start].endswith("followed by ")
        if not self.book.own_days.basis.startswith("published") or not (follows or _FURTHER.match(figure.text)):
            return False
        told = [
            f for f in self.discourse.figures if f not in every and f.role is Role.TOTAL and f.counted is figure.counted
        ]
        return bool(told) and figure.role is Role.TOTAL and all(f.minimum != figure.minimum for f in told)

    def settled(self, claims: list[Claim]) -> list[Claim]:
        """Places what only the whole article tells: plans that came true, and a past exchange told of before its day."""
        figures = {f for c in claims for f in c.figures}
        done: dict[tuple[Kind, int], str] = {}
        for figure in sorted(figures, key=lambda f: f.span, reverse=True):
            if figure.report and figure.role in {Role.TOTAL, Role.COMBINED} and (key := _value(figure)):
                done[key] = figure.report
                for other in figures:
                    opposite = other.receiver != figure.receiver and other.report == figure.report and _value(other)
                    if other is figure and figure.rule == EACH:
                        done.setdefault((key[0], 2 * key[1]), figure.report)
                    elif opposite and other.role is Role.TOTAL and opposite[0] is key[0]:
                        done.setdefault((key[0], key[1] + opposite[1]), figure.report)
        moved = self._moved(figures)

        def settle(figure: Figure, passage: str) -> Figure:
            key = _value(figure)
            if key in done and figure.role in {Role.PLANNED, Role.AGREED}:
                figure = replace(figure, report=done[key])
            elif key in done and figure.role is Role.RUNNING and _IN_ALL.search(passage):
                figure = replace(figure, report=done[key], role=Role.TOTAL)
            return replace(figure, report=moved.get(figure.report or "", figure.report))

        settled = []
        for claim in claims:
            passage = text_of(self.doc)[claim.passage.start : claim.passage.end]
            placed = tuple(settle(f, passage) for f in claim.figures)
            report = claim.report or next((f.report for f in placed if f.report), None)
            settled.append(replace(claim, figures=placed, report=moved.get(report or "", report)))
        return settled

    def _moved(self, figures: set[Figure]) -> dict[str, str]:
        """Finds reports that tell of one whose day is named elsewhere: "in May", or what a feature first takes for its own."""
        moved: dict[str, str] = self._same_by_figures(figures)
        values = {
            report.iri: {
                key for f in figures if f.report == report.iri and f.role is not Role.PART if (key := _value(f))
            }
            for report in self.book.reports
        }
        firsts: dict[str, int] = {}
        for figure in sorted(figures, key=lambda f: f.span):
            firsts.setdefault(figure.report or "", figure.span.start)
        for one in self.book.reports:
            first = firsts.get(one.iri, 0)
            if one.ordinals or not values[one.iri]:
                continue
            # bodies in an article that told of captives before
            beside = any(
                r.main and r.kind is not one.kind and firsts.get(r.iri, first) < first for r in self.book.reports
            )
            if one.main and (first < _LATE or not (beside or one.days.basis.startswith("published"))):
                continue
            for other in self.book.reports:
                day = other.days.earliest
                dated = not other.main and day is not None and day == other.days.latest and other.kind is one.kind
                if not dated or day is None or other is one or not values[one.iri] <= values[other.iri]:
                    continue
                first_day, last_day = one.days.earliest, one.days.latest
                if one.main or (first_day and last_day and first_day <= day <= last_day):
                    moved[one.iri] = other.iri
        return moved

    def _same_by_figures(self, figures: set[Figure]) -> dict[str, str]:
        """Finds the day of an own exchange that nobody dates in one whose figures are its own: "On 2 May, 40 came home".

        The own exchange's report takes the day that is found, where it is the only one.
        """
        moved: dict[str, str] = {}
        for own in [r for r in self.book.reports if r.main and not (r.days.earliest or r.days.latest)]:
            if own.days.month_day or self.book.roundup:
                continue
            told = _exact_values(figures, own)
            found = [
                r
                for r in self.book.reports
                if not r.main
                and r.kind is own.kind
                and r.days.month_day
                and not (r.span and reports.OTHER.search(text_of(self.doc)[r.span.start : r.span.end]))
                and _agree(_exact_values(figures, r), told, own.days.weekday is not None)
            ]
            if len(found) == 1:
                moved[found[0].iri] = own.iri
                days = replace(found[0].days, weekday=own.days.weekday)
                self.book.reports[self.book.reports.index(own)] = replace(own, days=days)
        return moved

    def _of(self, occasion: Occasion, kind: Kind, span: Span) -> Report:
        if occasion.days is None or self._is_of_the_day(occasion.days, kind):
            return self.book.own(kind)
        return self.book.other(kind, occasion.days, span, occasion.name)

    def _tells_of_earlier(self, span: Span, found: Sequence[Figure]) -> bool:
        """Tells whether "Earlier, …" gives a total that can't be the own exchange's."""
        if not _EARLIER.match(text_of(self.doc)[span.start : span.end]) and not self._under(_EARLIER_LABEL, span):
            return False
        told = [f for f in self.discourse.figures if f not in found and f.role is Role.TOTAL and f.minimum]
        for figure in found:
            alike = [f for f in told if f.counted is figure.counted and f.receiver == figure.receiver]
            if figure.role is Role.TOTAL and figure.minimum and figure.minimum == figure.maximum and alike:
                if all(f.minimum != figure.minimum for f in alike) and any(self._is_another(f) for f in alike):
                    return True
                return all(
                    min(f.minimum or 1, figure.minimum) < _UNLIKE * max(f.minimum or 1, figure.minimum) for f in alike
                )
        return False

    def _is_another(self, figure: Figure) -> bool:
        """Tells "another 40 bodies", before which there were others."""
        return _ANOTHER.search(text_of(self.doc)[max(0, figure.span.start - 12) : figure.span.end]) is not None

    def _is_of_the_day(self, days: Days, kind: Kind) -> bool:
        """Tells bodies that came "hours after" an exchange of captives: the article's own, of another kind."""
        return days.basis.endswith(_HOURS_AFTER) and kind is not self.discourse.kind

    def _under(self, label: re.Pattern[str], span: Span) -> bool:
        """Tells whether a sentence stands behind a label, which its own text leaves out."""
        line = max(self.text.rfind("\n", 0, span.start), self.text.rfind("\r", 0, span.start)) + 1
        return label.fullmatch(self.text[line : span.start]) is not None

    def _for(self, report: Report, figure: Figure) -> str:
        kind = _KINDS.get(figure.counted)
        if kind is None or kind is report.kind or report.kind is Kind.MIXED:
            return report.iri
        if figure.role is Role.PART and figure.counted in {Counted.CIVILIANS, Counted.CHILDREN}:
            return report.iri  # "the remains of 40 people, six of them civilians"
        if (report.main and report.days == self.book.own_days) or self._is_of_the_day(report.days, kind):
            return self.book.own(kind).iri
        return self.book.other(kind, report.days, report.span or Span(0, 0), self.book.name_of(report)).iri

    def _kind(self, found: Sequence[Figure]) -> Kind | None:
        for figure in found:
            if figure.counted in _KINDS and figure.role is not Role.LOSSES:
                return _KINDS[figure.counted]
        return self.discourse.kind

    def _paragraph(self, span: Span) -> int:
        return text_of(self.doc).count("\n", 0, span.start)


def _exact_values(figures: set[Figure], report: Report) -> set[int]:
    """Gives the exact totals of a report."""
    mine = (f for f in figures if f.report == report.iri and f.role is not Role.PART)
    return {key[1] for f in mine if (key := _value(f))}


def _agree(few: set[int], many: set[int], weekday: bool) -> bool:
    """Tells whether all figures of a report are another's too, and such as few exchanges share; `weekday` that this has one."""
    if not few or not few <= many:
        return False
    return len(few) > 1 or max(few) % _ROUND > 0 or (weekday and max(few) > _LARGE)


def _value(figure: Figure) -> tuple[Kind, int] | None:
    kind = _KINDS.get(figure.counted)
    if kind is None or figure.minimum is None or figure.minimum != figure.maximum:
        return None
    return kind, figure.minimum
