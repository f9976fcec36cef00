"""Tells of each SPARQL constraint of `shapes/`, beside the constraint itself, that it surely finds nothing.

A question is known by the hash of its text: one that is changed has no counterpart any more, and the engines are asked
until its counterpart here is read again and given the new hash (`tests/test_validate_sure.py` names it). A counterpart
may doubt more than the question finds, never less.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.validate.plain import Data, DoubtError, content, day, integer, is_iri, only, string
from kg.vocab import KG, NIF, PROV, RDFS, SDO, SKOS, XSD

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    Counterpart = Callable[[Data, str], bool]

ABOUT, APPROXIMATE, BOILERPLATE, COUNTED, DESCRIBES, EARLIEST, FIGURE = (
    f"<{one}>" for one in (KG.about, KG.approximate, KG.boilerplate, KG.counted, KG.describes, KG.earliest, KG.figure)
)
MAIN, MENTION, PLACE, RECEIVER, ROLE, SHA256, STANCE, WHOSE, WITHIN = (
    f"<{one}>"
    for one in (KG.main, KG.mention, KG.place, KG.receiver, KG.role, KG.sha256, KG.stance, KG.whose, KG.within)
)
COMBINED, PART, TOTAL, UNNAMED = (f"<{one}>" for one in (KG.combined, KG.part, KG.total, KG.unnamed))
BEGIN, END, WORDS, CONTEXT, TEXT = (
    f"<{one}>" for one in (NIF.beginIndex, NIF.endIndex, NIF.anchorOf, NIF.referenceContext, NIF.isString)
)
QUOTED, DERIVED = f"<{PROV.wasQuotedFrom}>", f"<{PROV.wasDerivedFrom}>"
LABEL, SCHEME, NAMES = f"<{RDFS.label}>", f"<{SKOS.inScheme}>", (f"<{SKOS.prefLabel}>", f"<{SKOS.altLabel}>")
ARTICLE, PUBLISHED, MINIMUM, MAXIMUM = (
    f"<{one}>" for one in (SDO.NewsArticle, SDO.datePublished, SDO.minValue, SDO.maxValue)
)
TRUE = f'"true"^^<{XSD.boolean}>'


def counterpart(select: str) -> Counterpart:
    """Gives what tells that a question surely finds nothing; raises DoubtError for one that has no counterpart."""
    try:
        return COUNTERPARTS[key(select)]
    except KeyError:
        raise DoubtError(select) from None


def key(select: str) -> str:
    """Hashes a question, however it is laid out."""
    return hashlib.sha256(" ".join(select.split()).encode()).hexdigest()[:16]


def _passages(data: Data, article: str) -> Collection[str]:
    return data.back(CONTEXT).get(article, ())


def _span(data: Data, passage: str) -> tuple[int, int]:
    return integer(only(data.of(BEGIN).get(passage, ()))), integer(only(data.of(END).get(passage, ())))


def _no_passage_has_other_words(data: Data, article: str) -> bool:
    text, words = string(only(data.of(TEXT).get(article, ()))), data.of(WORDS)
    for passage in _passages(data, article):
        begin, end = _span(data, passage)
        if string(only(words.get(passage, ()))) != text[begin:end]:
            return False
    return True


def _no_passage_has_another_name(data: Data, article: str) -> bool:
    start = f"{article[:-1]}#char="
    for passage in _passages(data, article):
        begin, end = (content(only(data.of(edge).get(passage, ()))) for edge in (BEGIN, END))
        if passage != f"{start}{begin},{end}>":
            return False
    return True


def _length_is_told(data: Data, article: str) -> bool:
    return len(string(only(data.of(TEXT).get(article, ())))) == integer(only(data.of(END).get(article, ())))


def _hash_is_told(data: Data, article: str) -> bool:
    text = string(only(data.of(TEXT).get(article, ())))
    return hashlib.sha256(text.encode()).hexdigest() == content(only(data.of(SHA256).get(article, ())))


def _is_alone(data: Data, article: str) -> bool:
    return set(data.instances(ARTICLE)) == {article}


def _knows_each_label(data: Data, article: str) -> bool:
    for description in data.back(DERIVED).get(article, ()):
        for thing in data.of(DESCRIBES).get(description, ()):
            if thing in data.of(SCHEME):
                known = {content(name) for property_ in NAMES for name in data.of(property_).get(thing, ())}
                if not known.issuperset(content(label) for label in data.of(LABEL).get(description, ())):
                    return False
    return True


def _claims(data: Data) -> Iterator[tuple[str, str]]:
    """Gives what has a stance and is quoted, each with its passages."""
    for claim, passages in data.of(QUOTED).items():
        if claim in data.of(STANCE):
            for passage in passages:
                yield claim, passage


def _no_claim_is_of_later(data: Data, article: str) -> bool:
    published = data.of(PUBLISHED).get(article)
    if not published:
        return True
    last, days = day(only(published)), data.of(EARLIEST)
    return all(day(first) <= last for claim, _ in _claims(data) for first in days.get(claim, ()))


def _no_report_is_of_later(data: Data, article: str) -> bool:
    published = data.of(PUBLISHED).get(article)
    if not published:
        return True
    last, days = day(only(published)), data.of(EARLIEST)
    reports = [report for report in data.back(DERIVED).get(article, ()) if report in data.of(MAIN)]
    return all(day(first) <= last for report in reports for first in days.get(report, ()))


def _no_claim_is_boilerplate(data: Data, article: str) -> bool:
    stretches = [_span(data, stretch) for stretch in data.of(BOILERPLATE).get(article, ())]
    for begin, end in {_span(data, passage) for _, passage in _claims(data)} if stretches else ():
        if any(begin < till and start < end for start, till in stretches):
            return False
    return True


def _no_figure_is_outside(data: Data, _article: str) -> bool:
    for claim, figures in data.of(FIGURE).items():
        for begin, end in [_span(data, passage) for passage in data.of(QUOTED).get(claim, ())]:
            for mention in [mention for figure in figures for mention in data.of(MENTION).get(figure, ())]:
                start, till = _span(data, mention)
                if start < begin or till > end:
                    return False
    return True


def _no_figure_has_other_digits(data: Data, _article: str) -> bool:
    for figure, mentions in data.of(MENTION).items():
        if figure not in data.of(ROLE):
            continue
        bounds = [integer(value) for edge in (MINIMUM, MAXIMUM) for value in data.of(edge).get(figure, ())]
        for mention in mentions:
            for words in data.of(WORDS).get(mention, ()):
                digits = re.sub("[, ]", "", content(words))
                if "\\" in digits:
                    raise DoubtError(words)
                if re.fullmatch("[0-9]{1,12}", digits) and not any(abs(int(digits) - value) <= 1 for value in bounds):
                    return False
    return True


def _maybe(data: Data, property_: str, node: str) -> str:
    """Gives the value of a property, the empty text where there is none."""
    values = data.of(property_).get(node, ())
    return only(values) if values else ""


@dataclass(frozen=True, slots=True)
class _Figure:
    """What a figure tells, spelt; the empty text is nothing."""

    role: str
    counted: str
    receiver: str
    side: str
    place: str
    minimum: str
    maximum: str
    rounded: bool


def _figure(data: Data, name: str) -> _Figure:
    receiver, whose = _maybe(data, RECEIVER, name), _maybe(data, WHOSE, name)
    if not all(is_iri(side) for side in (receiver, whose) if side):
        raise DoubtError(name)
    rounded = _maybe(data, APPROXIMATE, name) == TRUE
    role, counted, place, minimum, maximum = (
        _maybe(data, property_, name) for property_ in (ROLE, COUNTED, PLACE, MINIMUM, MAXIMUM)
    )
    return _Figure(role, counted, receiver, receiver or whose or UNNAMED, place, minimum, maximum, rounded)


def _figures(data: Data, article: str) -> Iterator[list[_Figure]]:
    """Gives the figures of each report of an article."""
    for report in data.back(DERIVED).get(article, ()):
        if about := [_figure(data, one) for one in data.back(ABOUT).get(report, ()) if one in data.of(ROLE)]:
            yield about


def _no_parts_exceed(data: Data, article: str) -> bool:
    for figures in _figures(data, article):
        parts = [one for one in figures if one.role == PART and one.place]
        totals = [one for one in figures if one.role == TOTAL and one.maximum]
        places = {one.place for one in parts}
        numbers: dict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
        for part in parts:
            # A part of a part is in the sum already.
            if part.minimum and places.isdisjoint(data.of(WITHIN).get(part.place, ())):
                numbers[part.counted, part.side].add((part.place, part.minimum))
        for (counted, side), its in numbers.items():
            together = sum(integer(minimum) for _, minimum in its)
            mine = [one for one in totals if one.counted == counted]
            exceeded = (
                10 * together > integer(one.maximum) * (11 if one.rounded else 10) for one in mine if one.side == side
            )
            if any(exceeded) and all(integer(one.maximum) < together for one in mine):
                return False
    return True


def _both_sides_add_up(data: Data, article: str) -> bool:
    for figures in _figures(data, article):
        for both in [one for one in figures if one.role == COMBINED and one.minimum and one.minimum == one.maximum]:
            mine = [one for one in figures if one.role == TOTAL and one.counted == both.counted and one.receiver]
            values = []
            for receiver in {one.receiver for one in mine}:
                its = [one for one in mine if one.receiver == receiver and one.minimum]
                # Of a side with several totals it isn't known which one was added.
                if len({integer(one.minimum) for one in its}) == 1 and any(one.minimum == one.maximum for one in its):
                    values.append(integer(its[0].minimum))
            sums = {one + other for number, one in enumerate(values) for other in values[number + 1 :]}
            slack = integer(both.minimum) if both.rounded else 0
            if any(10 * abs(together - integer(both.minimum)) > slack for together in sums):
                return False
    return True


COUNTERPARTS: dict[str, Counterpart] = {
    "f110459012b0e365": _is_alone,
    "b7bba8c622329eda": _length_is_told,
    "8bb19679f2a66375": _hash_is_told,
    "42f380f1c148c437": _knows_each_label,
    "cc4b6a8370fcae58": _no_claim_is_of_later,
    "fd1363a62ec2e283": _no_claim_is_boilerplate,
    "9e62f0091cb24fb9": _no_figure_is_outside,
    "2e9885acb5d4e353": _no_figure_has_other_digits,
    "4ca42e3e8656dc14": _no_passage_has_other_words,
    "e34df3c0579e9357": _no_passage_has_another_name,
    "5dde16272ab54d33": _no_report_is_of_later,
    "f0ff05dfd5066e16": _no_parts_exceed,
    "1cb97b7e1500266f": _both_sides_add_up,
}
