"""Reads evidence as statements: which way people or bodies went, who stands behind the figure, what is withdrawn."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

from kg.model import Counted, Evidence, Role, Stance

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

_ABOUT_ONE_EXCHANGE = frozenset({Role.TOTAL, Role.COMBINED, Role.PART})
_ROUNDED_BY = 0.12
_WHOLE = 100


@dataclass(frozen=True, slots=True)
class Sources:
    """Who stands behind whose words.

    `publishers` maps articles to their publishers, `speaks_for` speakers to their side (a state is its own side),
    `copies` articles to the ones whose text they print.
    """

    publishers: Mapping[str, str | None]
    speaks_for: Mapping[str, str | None]
    copies: Mapping[str, str] = field(default_factory=dict)

    def narrated(self, row: Evidence) -> bool:
        """Tells whether a figure is in the publisher's own voice, or in one that nobody put a name to."""
        texts = (row.article, self.copies.get(row.article, row.article))
        return row.speaker is None or row.speaker in [self.publishers.get(text) for text in texts]

    def first_hand(self, row: Evidence) -> Evidence:
        """Puts the original's publisher in the place of a copy's: what both narrate is one voice."""
        original = self.copies.get(row.article)
        if original is None or row.speaker is None or not self.narrated(row):
            return row
        return replace(row, speaker=self.publishers.get(original) or row.speaker)

    def articles(self, rows: Iterable[Evidence]) -> set[str]:
        """Counts articles once, however often they are copied."""
        return {self.copies.get(row.article, row.article) for row in rows}

    def independent(self, speakers: Iterable[str]) -> set[str]:
        """Leaves out the states whose own people or bodies are among the speakers: they are one voice."""
        several = set(speakers)
        spoken_for = {self.speaks_for.get(one) for one in several if self.speaks_for.get(one) != one}
        return several - spoken_for


class Bounds(NamedTuple):
    """A figure's bounds, both included, None where open."""

    minimum: int | None
    maximum: int | None

    @property
    def value(self) -> int | None:
        """The number, where the bounds leave only one."""
        return self.minimum if self.minimum == self.maximum else None

    def meets(self, other: Bounds) -> bool:
        """Tells whether some number satisfies both."""
        return (self.minimum is None or other.maximum is None or self.minimum <= other.maximum) and (
            other.minimum is None or self.maximum is None or other.minimum <= self.maximum
        )


@dataclass(frozen=True, slots=True)
class Statement:
    """One figure of one exchange, with its direction worked out.

    `narrated` marks the publisher's own voice and voices that nobody put a name to: they repeat what others said.
    `loose` marks figures that may be rounded without saying so. `denied` figures are what the speaker says is wrong.
    """

    evidence: Evidence
    receiver: str | None
    bounds: Bounds
    narrated: bool
    loose: bool
    denied: bool

    @property
    def counted(self) -> Counted:
        """What the figure counts."""
        return self.evidence.counted

    @property
    def value(self) -> int | None:
        """The number, where it is exact."""
        return self.bounds.value

    @property
    def order(self) -> tuple[str, int, str]:
        """The place in reading order: article, offset, figure."""
        return (self.evidence.article, self.evidence.start, self.evidence.figure)


def sides_of(evidence: Iterable[Evidence], named: Collection[str]) -> frozenset[str]:
    """Gives the two (or more) sides of an exchange: those the reports name, else those its totals name too."""
    if len(named) >= 2:
        return frozenset(named)
    totals = [row for row in evidence if row.role is Role.TOTAL]
    return frozenset(named).union(side for row in totals for side in (row.giver, row.receiver, row.whose) if side)


def receiver_of(row: Evidence, sides: Collection[str]) -> str | None:
    """Works out who receives: as said, else the other of two sides than the giver, else the side they belong to."""
    if row.receiver:
        return row.receiver
    others = [side for side in sides if side != row.giver]
    if row.giver and len(sides) == 2 and len(others) == 1:
        return others[0]
    # The fallen and the freed go home. Where giver and owner are one side the sentence was not understood.
    return row.whose if row.whose != row.giver else None


def statements(evidence: Sequence[Evidence], sides: Collection[str], sources: Sources) -> tuple[Statement, ...]:
    """Reads the evidence of one exchange (or of one report) as statements, in reading order.

    A figure that its own speaker takes back is left out, and so are roles that say nothing of one exchange (running
    totals, plans, thresholds, losses). "75 each" has no direction; where a combined figure is its double, it is a
    statement for each of the two sides.

    Args:
        evidence: the rows about one exchange.
        sides: the exchange's sides.
        sources: who stands behind whose words.
    """
    rows = [
        row
        for row in evidence
        if row.role in _ABOUT_ONE_EXCHANGE
        and row.stance is not Stance.DECLINES
        and (row.minimum is not None or row.maximum is not None)
    ]
    withdrawn = {_voice(row) for row in rows if row.stance is Stance.DENIES}
    doubles = {(row.counted, row.minimum) for row in rows if row.role is Role.COMBINED and row.minimum == row.maximum}
    found = []
    for row in sorted(rows, key=lambda row: (row.article, row.start, row.figure)):
        denied = row.stance is Stance.DENIES
        if not denied and _voice(row) in withdrawn:
            continue
        narrated = sources.narrated(row)
        loose = narrated or row.stance is Stance.ESTIMATES or row.approximate
        bounds = Bounds(row.minimum, row.maximum)
        receivers: list[str | None] = [None if row.role is Role.COMBINED else receiver_of(row, sides)]
        each = row.role is Role.TOTAL and bounds.value is not None and (row.counted, 2 * bounds.value) in doubles
        if each and receivers == [None] and not row.giver and len(sides) == 2:
            receivers = [*sorted(sides)]
        found += [Statement(row, receiver, bounds, narrated, loose, denied) for receiver in receivers]
    return tuple(found)


def compatible(a: Statement, b: Statement) -> bool:
    """Tells whether two figures for one thing can both be true, one of them perhaps rounded."""
    return a.bounds.meets(b.bounds) or rounds(a, b) or rounds(b, a) or _just_over(a, b) or _just_over(b, a)


def _just_over(loose: Statement, exact: Statement) -> bool:
    """Tells whether a voice that repeats others says "over 1,200" of a thing that is told as 1,200."""
    floor = loose.bounds.minimum
    if not loose.loose or loose.bounds.maximum is not None or floor is None:
        return False
    return exact.value == floor - 1 and _step(floor - 1) >= _WHOLE


def rounds(coarse: Statement, fine: Statement) -> bool:
    """Tells whether an exact number may be the other one rounded: "nearly 200" is kept as 200, said of 179.

    Only whole hundreds in a voice that repeats others, an estimate, or what is called approximate gets that benefit of
    the doubt.
    """
    if not coarse.loose or coarse.value is None or fine.value is None:
        return False
    return rounded(coarse.value, fine.value, coarse.evidence.approximate)


def rounded(coarse: int, fine: int, approximate: bool = False) -> bool:
    """Tells whether a whole hundred (thousand, …; ten where it is called approximate) is likely a less round number."""
    step = _step(coarse)
    return (
        step >= (10 if approximate else 100)
        and _step(fine) < step
        and abs(coarse - fine) <= min(step / 2, _ROUNDED_BY * coarse)
    )


def _step(number: int) -> int:
    step = 1
    while number and number % (step * 10) == 0:
        step *= 10
    return step


def _voice(row: Evidence) -> tuple[object, ...]:
    # A voice without a name is one voice only within its article.
    who = row.speaker or f"article {row.article}"
    return (who, row.counted, row.minimum, row.maximum)
