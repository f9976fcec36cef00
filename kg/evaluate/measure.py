"""Counts how many claims, figures and exchanges two sides of a comparison share.

claims     an attributed claim is found when a passage of the same article shares at least half of the shorter of the
           two with it and names the same speaker; narrated ones count by their figures, a party's silence by itself
speaker    the same with any speaker: what finding alone would reach
stance, manner, medium   of the claims found, the share that has it right
value      a figure is found when the two numbers overlap and have the same bounds
figure     the same with the right speaker, people counted, direction and place
role       of the figures with the right value and speaker, the share with the right role
exchange   of the pairs of figures: "these two are about one exchange", over the gold figures that name one
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from kg.evaluate.tables import ClaimRow, FigureRow

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from kg.evaluate.names import Names
    from kg.evaluate.tables import Tables

HALF = 0.5
Row = TypeVar("Row", ClaimRow, FigureRow)


@dataclass(frozen=True, slots=True)
class Found:
    """How many rows of the gold tables were found, and how many were claimed to be there."""

    hits: int
    gold: int
    predicted: int

    @property
    def precision(self) -> float:
        """Gives the share of what was predicted that is right."""
        return self.hits / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """Gives the share of what is right that was predicted."""
        return self.hits / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Gives the harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def record(self) -> dict[str, float]:
        """Gives the figures by name, shares rounded to four places."""
        shares = {"precision": self.precision, "recall": self.recall, "f1": self.f1}
        counts = {"gold": self.gold, "predicted": self.predicted}
        return {name: round(share, 4) for name, share in shares.items()} | counts

    def __str__(self) -> str:
        """Writes the figures on one line."""
        return _written(self.record())


@dataclass(frozen=True, slots=True)
class Share:
    """How many of the rows found have a field right."""

    right: int
    of: int

    @property
    def accuracy(self) -> float:
        """Gives the share that is right."""
        return self.right / self.of if self.of else 0.0

    def record(self) -> dict[str, float]:
        """Gives the figures by name, the share rounded to four places."""
        return {"accuracy": round(self.accuracy, 4), "of": self.of}

    def __str__(self) -> str:
        """Writes the figures on one line."""
        return _written(self.record())


@dataclass(frozen=True, slots=True)
class Pairs(Generic[Row]):
    """Rows of both sides that were taken for one, and those left over."""

    both: tuple[tuple[Row, Row], ...]
    missed: tuple[Row, ...]
    false: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """The measures by name, and the pairs that they rest on."""

    measures: Mapping[str, Found | Share]
    claims: Pairs[ClaimRow]
    figures: Pairs[FigureRow]
    valued: Pairs[FigureRow]
    met: Pairs[FigureRow]
    names: Names


def compare(gold: Tables, predicted: Tables, names: Names) -> Result:
    """Measures predicted tables against gold ones, over the articles that the gold tables cover."""
    said = [row for row in gold.claims if row.attributed]
    found = [row for row in predicted.claims if row.attributed and row.article in gold.articles]
    claims = pair(said, found, lambda g, p: shared(g, p) >= HALF and right_speaker(g, p, names))
    anyone = pair(said, found, lambda g, p: shared(g, p) >= HALF)

    figures = list(gold.figures)
    read = [row for row in predicted.figures if row.article in gold.articles]
    values = pair(figures, read, right_value)
    whole = pair(figures, read, lambda g, p: right_figure(g, p, names))
    valued = pair(figures, read, lambda g, p: right_value(g, p) and right_speaker(g, p, names))
    met = pair(figures, read, lambda g, p: shared(g, p) > 0)

    measures: dict[str, Found | Share] = {
        "claims": Found(len(claims.both), len(said), len(found)),
        "speaker": Found(len(anyone.both), len(said), len(found)),
    }
    for name in ("stance", "manner", "medium"):
        right = sum(names.fits(getattr(p, name), getattr(g, name)) for g, p in claims.both)
        measures[name] = Share(right, len(claims.both))
    measures["value"] = Found(len(values.both), len(figures), len(read))
    measures["figure"] = Found(len(whole.both), len(figures), len(read))
    measures["role"] = Share(sum(right_role(g, p) for g, p in valued.both), len(valued.both))
    measures["exchange"] = _same_exchange(figures, met)
    return Result(measures, claims, whole, valued, met, names)


def pair(gold: Sequence[Row], predicted: Sequence[Row], fits: Callable[[Row, Row], bool]) -> Pairs[Row]:
    """Pairs rows that fit one to one: those that share most first, then in the order of the tables."""
    by_article: dict[str, list[int]] = {}
    for number, row in enumerate(predicted):
        by_article.setdefault(row.article, []).append(number)
    candidates = sorted(
        (-shared(row, predicted[other]), number, other)
        for number, row in enumerate(gold)
        for other in by_article.get(row.article, ())
        if fits(row, predicted[other])
    )
    partners: dict[int, int] = {}
    taken: set[int] = set()
    for _, number, other in candidates:
        if number not in partners and other not in taken:
            partners[number] = other
            taken.add(other)
    return Pairs(
        tuple((gold[number], predicted[other]) for number, other in sorted(partners.items())),
        tuple(row for number, row in enumerate(gold) if number not in partners),
        tuple(row for number, row in enumerate(predicted) if number not in taken),
    )


def shared(a: ClaimRow | FigureRow, b: ClaimRow | FigureRow) -> float:
    """Gives how much of the shorter of two passages lies in the other, from 0 to 1; 0 in different articles."""
    if a.article != b.article:
        return 0.0
    overlap = min(a.span.end, b.span.end) - max(a.span.start, b.span.start)
    return max(overlap, 0) / max(1, min(a.span.end - a.span.start, b.span.end - b.span.start))


def right_speaker(gold: ClaimRow | FigureRow, predicted: ClaimRow | FigureRow, names: Names) -> bool:
    """Tells whether the speaker is right; where the reader could name none, any is."""
    return not gold.speaker or names.fits(predicted.speaker, gold.speaker)


def right_value(gold: FigureRow, predicted: FigureRow) -> bool:
    """Tells whether two figures overlap and have the same bounds."""
    return shared(gold, predicted) > 0 and (gold.minimum, gold.maximum) == (predicted.minimum, predicted.maximum)


def right_direction(gold: FigureRow, predicted: FigureRow, names: Names) -> bool:
    """Tells whether no side contradicts, and a direction is there, from either end, where the reader gives one."""
    for side in ("giver", "receiver", "whose"):
        expected, found = getattr(gold, side), getattr(predicted, side)
        if expected and found and not names.fits(found, expected):
            return False
    ends = [end.split("|") for end in (gold.giver, gold.receiver) if end]
    demanded = any("" not in sides for sides in ends)  # "|Borland": nobody named is right too
    return not demanded or bool(predicted.giver or predicted.receiver)


def right_counted(gold: FigureRow, predicted: FigureRow) -> bool:
    """Tells whether the right people are counted."""
    return predicted.counted in gold.counted.split("|")


def right_role(gold: FigureRow, predicted: FigureRow) -> bool:
    """Tells whether a figure is to its exchange what the reader says it is."""
    return predicted.role in gold.role.split("|")


def right_figure(gold: FigureRow, predicted: FigureRow, names: Names) -> bool:
    """Tells whether all that a figure says is right, but for its role and exchange."""
    return (
        right_value(gold, predicted)
        and right_speaker(gold, predicted, names)
        and right_counted(gold, predicted)
        and right_direction(gold, predicted, names)
        and names.fits(predicted.place, gold.place)
    )


def _same_exchange(gold: Sequence[FigureRow], met: Pairs[FigureRow]) -> Found:
    exchange = {id(g): p.exchange for g, p in met.both}
    hits = truly = told = 0
    for a, b in itertools.combinations([row for row in gold if row.exchange], 2):
        one = a.exchange == b.exchange
        taken = bool(exchange.get(id(a))) and exchange.get(id(a)) == exchange.get(id(b))
        hits, truly, told = hits + (one and taken), truly + one, told + taken
    return Found(hits, truly, told)


def _written(record: Mapping[str, float]) -> str:
    return "  ".join(f"{name} {value!s:<6}" for name, value in record.items()).rstrip()
