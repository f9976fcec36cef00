"""Tells what a comparison found wrong, one line each, with the place and the sentence, so that a person sees why."""

from __future__ import annotations

import itertools
import textwrap
from collections import Counter, defaultdict
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from kg.evaluate.measure import right_counted, right_direction, right_role, right_speaker, right_value, shared
from kg.evaluate.tables import ClaimRow, FigureRow

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.evaluate.measure import Pairs, Result, Row
    from kg.evaluate.names import Names
    from kg.evaluate.tables import Tables
    from kg.model import Span

_WIDTH = 110


@dataclass(frozen=True, slots=True)
class Miss:
    """One thing that is missed, false or wrong, with its offsets in the article and the sentence around it."""

    article: str
    start: int
    end: int
    measure: str
    kind: str
    expected: str
    found: str
    sentence: str

    def record(self) -> dict[str, object]:
        """Gives the fields by name."""
        return asdict(self)


def explain(result: Result, gold: Tables, predicted: Tables) -> list[Miss]:
    """Gives all misses in the order of the articles and their offsets."""
    passages: defaultdict[str, list[ClaimRow]] = defaultdict(list)
    for row in (*gold.claims, *predicted.claims):
        passages[row.article].append(row)
    found = [*_claims(result), *_figures(result), *_exchanges(result, gold, predicted)]
    written = (
        Miss(row.article, row.span.start, row.span.end, measure, kind, expected, told, _sentence(row, passages))
        for row, measure, kind, expected, told in found
    )
    return sorted(written, key=lambda m: (m.article, m.start, m.end, m.measure, m.kind, m.expected, m.found))


def lines(misses: Sequence[Miss]) -> Iterator[str]:
    """Writes misses for a terminal: an article's name, a sentence, and under it what is wrong there."""
    if not misses:
        yield "no misses"
        return
    kinds = Counter(f"{miss.measure} {miss.kind}" for miss in misses)
    listed = ", ".join(f"{count} {kind}" for kind, count in kinds.most_common())
    yield _wrapped(f"{len(misses)} misses: {listed}", "  ")
    for article, inside in itertools.groupby(misses, key=lambda m: m.article):
        yield from ("", article)
        sentences: dict[str, list[Miss]] = {}
        for miss in inside:
            sentences.setdefault(miss.sentence, []).append(miss)
        for sentence, about in sentences.items():
            yield _wrapped(f"  {' '.join(sentence.split())}", "  ")
            for miss in about:
                told = " · ".join(
                    f"{label} {words}" for label, words in (("expected", miss.expected), ("found", miss.found)) if words
                )
                yield _wrapped(f"    {miss.start}–{miss.end}  {miss.measure} {miss.kind}: {told}", " " * 8)


_Row = tuple[ClaimRow | FigureRow, str, str, str, str]


def _claims(result: Result) -> Iterator[_Row]:
    for gold, other in _beside(result.claims):
        if gold and other:
            yield gold, "claim", "wrong speaker", _who(gold.speaker), _who(other.speaker)
        elif gold:
            yield gold, "claim", "missed", _said(gold), ""
        elif other:
            yield other, "claim", "false", "", _said(other)
    for gold, other in result.claims.both:
        for name in ("stance", "manner", "medium"):
            expected, told = getattr(gold, name), getattr(other, name)
            if not result.names.fits(told, expected):
                yield gold, "claim", f"wrong {name}", expected or "none", told or "none"


def _figures(result: Result) -> Iterator[_Row]:
    for gold, other in _beside(result.figures):
        if gold and other:
            kind = ", ".join(_differences(gold, other, result.names)) or "taken twice"
            yield gold, "figure", f"wrong {kind}", _figure(gold), _figure(other)
        elif gold:
            yield gold, "figure", "missed", _figure(gold), ""
        elif other:
            yield other, "figure", "false", "", _figure(other)
    for gold, other in result.valued.both:
        if not right_role(gold, other):
            yield gold, "figure", "wrong role", f"{gold.role} for {_bounds(gold)}", other.role


def _exchanges(result: Result, gold: Tables, predicted: Tables) -> Iterator[_Row]:
    """Tells of each exchange the figures that went elsewhere, and of each exchange found the strangers in it."""
    told: defaultdict[str, Counter[str]] = defaultdict(Counter)
    meant: defaultdict[str, Counter[str]] = defaultdict(Counter)
    named = [(g, p) for g, p in result.met.both if g.exchange]
    for g, p in named:
        told[g.exchange][p.exchange] += 1
        if p.exchange:
            meant[p.exchange][g.exchange] += 1
    for g, p in named:
        usual = told[g.exchange].most_common(1)[0][0]
        expected, found = _exchange(g.exchange, gold), _exchange(p.exchange, predicted)
        if p.exchange != usual:
            yield g, "exchange", "split", expected, f"{found}, not {_exchange(usual, predicted)}"
        elif p.exchange and (host := meant[p.exchange].most_common(1)[0][0]) != g.exchange:
            yield g, "exchange", "merged", expected, f"{found}, with {_exchange(host, gold)}"


def _beside(pairs: Pairs[Row]) -> Iterator[tuple[Row | None, Row | None]]:
    """Pairs what was missed with what was found in its place, closest first; what is left has no partner."""
    left = list(pairs.false)
    for gold in pairs.missed:
        near = max(left, key=lambda row: shared(gold, row), default=None)
        if near is not None and shared(gold, near) > 0:
            left.remove(near)
            yield gold, near
        else:
            yield gold, None
    yield from ((None, row) for row in left)


def _differences(gold: FigureRow, other: FigureRow, names: Names) -> Iterator[str]:
    if not right_value(gold, other):
        yield "value"
    if not right_speaker(gold, other, names):
        yield "speaker"
    if not right_counted(gold, other):
        yield "counted"
    if not right_direction(gold, other, names):
        yield "direction"
    if not names.fits(other.place, gold.place):
        yield "place"


def _sentence(row: ClaimRow | FigureRow, passages: dict[str, list[ClaimRow]]) -> str:
    if isinstance(row, ClaimRow):
        return row.passage
    around = [claim for claim in passages[row.article] if claim.passage and _inside(row.span, claim.span)]
    return min(around, key=lambda claim: claim.span.end - claim.span.start).passage if around else row.text


def _inside(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _said(row: ClaimRow) -> str:
    return ", ".join(filter(None, (f"{_who(row.speaker)} {row.stance}", row.manner, row.medium)))


def _figure(row: FigureRow) -> str:
    parts = (("of", row.whose), ("from", row.giver), ("to", row.receiver), ("at", row.place))
    where = [f"{preposition} {_who(name)}" for preposition, name in parts if name]
    return " ".join((_bounds(row), row.counted, *where, f"({_who(row.speaker)}, {row.role})"))


def _bounds(row: FigureRow) -> str:
    if row.minimum == row.maximum:
        return row.minimum or "no bound"
    return f"{row.minimum or '…'}–{row.maximum or '…'}"


def _who(speaker: str) -> str:
    """Writes the right answers of a field; of many only the first two, the others being spellings."""
    names = [name or "nobody named" for name in speaker.split("|")]
    return " or ".join(names[:2]) + (" or …" if len(names) > 2 else "")


def _exchange(name: str, tables: Tables) -> str:
    if not name:
        return "no exchange"
    told = tables.exchanges.get(name)
    short = name.rsplit("/", 1)[-1]
    return f"{short} ({told})" if told else short


def _wrapped(text: str, indent: str) -> str:
    return textwrap.fill(text, _WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
