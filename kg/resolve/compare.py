"""Weighs what speaks for and against two profiles being one exchange; the rules of enough evidence are here."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

from kg.model import Role
from kg.resolve import names
from kg.resolve.days import exact, intersect, span, weekday_of
from kg.resolve.figures import rounded
from kg.resolve.profiles import FEW_DAYS, Fact, Topic

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.model import Counted, Days
    from kg.resolve.figures import Bounds
    from kg.resolve.profiles import Profile, Voices

# Two candidates that exclude each other must differ by more than a weekday or the sides do.
MARGIN = 1.0
_TWO_FIGURES = 1.5
_TELLING_NUMBER, _ROUND_NUMBER = 1.0, 0.75
_WILD = 2 / 3
_RANK = {Role.TOTAL: 0, Role.COMBINED: 1, Role.PART: 2}


class Meeting(IntEnum):
    """How closely the days of two profiles meet: OPEN where they are too vague, INSIDE where a range holds a day."""

    OPEN = 0
    OVERLAP = 1
    INSIDE = 2
    SAME = 3


@dataclass(frozen=True, slots=True)
class SharedFigure:
    """A figure that both profiles give, with how much it tells (1 for a number that few exchanges share)."""

    fact: Fact
    receiver: str
    report_a: str
    report_b: str

    @property
    def weight(self) -> float:
        """How much it tells."""
        return weight(self.fact)

    @property
    def words(self) -> str:
        """The figure as a reason for people."""
        number = f"{self.fact.value:,} {self.fact.counted.value}"
        if self.fact.role is Role.COMBINED:
            # One of the two may give the directions only.
            return f"both come to {number} in both directions together"
        figure = f"both give {number}"
        place = f" from {names.words(self.fact.place)}" if self.fact.place else ""
        return f"{figure}{place}" + (f" received by {names.words(self.receiver)}" if self.receiver else "")


@dataclass(frozen=True, slots=True)
class Comparison:
    """What speaks for and against two profiles being one exchange.

    `near` tells that both leave so few days that they are as good as one, `conflicts` counts the directions whose
    figures can't both be true, `wild` tells that one speaker gives figures that are worlds apart, `strength` adds
    everything up.
    """

    days: tuple[Days, Days]
    meeting: Meeting
    same_weekday: bool
    same_kind: bool
    same_sides: bool
    ordinals: tuple[tuple[str, int], ...]
    shared: tuple[SharedFigure, ...]
    conflicts: int
    wild: bool
    strength: float
    near: bool = False

    @property
    def reasons(self) -> tuple[str, ...]:
        """What speaks for one exchange, in words."""
        return (
            *_day_reasons(*self.days, self.meeting, self.same_weekday),
            *(f"both the {names.ordinal(number)} of '{scope}'" for scope, number in self.ordinals),
            *(one.words for one in self.shared),
            *(["same sides"] if self.same_sides else []),
        )

    @property
    def score(self) -> float:
        """The strength on a scale from 0 to 1."""
        return round(float(1 - 2 ** (-max(self.strength, 0.0) / 2)), 3)

    @property
    def enough(self) -> bool:
        """Whether the evidence suffices to join, nothing forbidding it.

        On one and the same day, kind and sides do: two exchanges of one kind between two sides on one day are almost
        unheard of, two counts of one exchange are common. Articles of one day of publication, or of days in
        a row, that name no day take one agreeing total. A day within a few weeks, or between two neighbours in a row,
        takes an agreeing figure or ordinal. Anything vaguer takes an ordinal, or two figures that don't follow from
        each other: never one.
        """
        agreeing = len(self.shared) + 2 * len(self.ordinals)
        if self.meeting is Meeting.SAME:
            if self.wild and not agreeing:
                return False
            return agreeing > 0 or (self.same_kind and self.same_sides)
        if not self.same_kind and not (self.same_weekday or self.meeting is not Meeting.OPEN):
            return False
        if self.meeting is Meeting.OVERLAP and self.near and self.same_kind and not self.conflicts:
            # published on one day or on two in a row, neither naming its day
            one_day = len({(days.earliest, days.latest) for days in self.days}) == 1
            telling = _ROUND_NUMBER if one_day else _TELLING_NUMBER
            if any(one.weight >= telling for one in self.shared):
                return True
        if self.meeting is not Meeting.OPEN:
            return agreeing > self.conflicts + (self.meeting is Meeting.OVERLAP)
        if self.conflicts:
            return False
        return bool(self.ordinals) or (len(self.shared) >= 2 and sum(one.weight for one in self.shared) >= _TWO_FIGURES)


def compare(a: Profile, b: Profile, within: tuple[Profile, Profile] | None = None) -> Comparison:
    """Weighs two profiles that no veto keeps apart.

    Args:
        a: one profile.
        b: the other.
        within: the profiles that they have joined since, whose days are known better.
    """
    now_a, now_b = within or (a, b)
    days_a, days_b = now_a.days, now_b.days
    meeting = meet(now_a, now_b)
    weekday = weekday_of(days_a)
    same_weekday = weekday is not None and weekday == weekday_of(days_b)
    same_sides = bool(a.sides and b.sides) and (a.sides <= b.sides or b.sides <= a.sides)
    same_kind = a.kinds == b.kinds or (len(a.kinds | b.kinds) == 2 and bool(a.kinds & b.kinds))
    ordinals = tuple(
        (scope, number)
        for scope, numbers in sorted(a.ordinals.items())
        for number in sorted(numbers.keys() & b.ordinals.get(scope, {}).keys())
    )
    shared = _independent(_shared(a, b))
    conflicts, wild = _conflicts(a, b)
    strength = (
        1.5 * meeting
        - 1.5 * (meeting is Meeting.SAME) * (not same_kind)
        + 0.5 * same_weekday * (meeting is not Meeting.SAME)
        + 0.5 * same_sides
        + 3.0 * len(ordinals)
        + 2.0 * sum(one.weight for one in shared)
        - 1.5 * conflicts
    )
    return Comparison(
        days=(days_a, days_b),
        meeting=meeting,
        same_weekday=same_weekday,
        same_kind=same_kind,
        same_sides=same_sides,
        ordinals=ordinals,
        shared=shared,
        conflicts=conflicts,
        wild=wild,
        strength=strength,
        near=now_a.nearly_dated and now_b.nearly_dated,
    )


def meet(a: Profile, b: Profile) -> Meeting:
    """Tells how closely the days of two profiles meet; expects that they do."""
    day_a, day_b = exact(a.days), exact(b.days)
    if day_a and day_b:
        return Meeting.SAME
    for one, other in ((a, b), (b, a)):
        if other.days.month_day and not other.narrow and (one.narrow or one.days.month_day):
            return Meeting.INSIDE if one.narrow else Meeting.OVERLAP
    if not a.narrow or not b.narrow:
        return Meeting.OPEN
    if day_a or day_b:
        return Meeting.INSIDE
    if _within(a.days, b.days) or _within(b.days, a.days):
        return Meeting.INSIDE
    common, shorter = intersect(a.days, b.days), min(span(a.days) or 0, span(b.days) or 0)
    return Meeting.OVERLAP if common and 2 * (span(common) or 0) >= shorter else Meeting.OPEN


def _within(few: Days, many: Days) -> bool:
    """Tells whether a longer range holds all of a few days ("in October" and the day before publication)."""
    if not few.earliest or not few.latest or not many.earliest or not many.latest:
        return False
    days = (few.latest - few.earliest).days + 1
    return (
        days <= FEW_DAYS
        and many.earliest <= few.earliest
        and few.latest <= many.latest
        and (span(many) or 0) > 2 * days
    )


def weight(fact: Fact) -> float:
    """Tells how much it says that two reports share a figure: little for small and round numbers, and for parts."""
    size = 0.5 if fact.value < 10 else 0.75 if fact.value % 100 == 0 else 1.0
    return size / 2 if fact.role is Role.PART else size


def opposed(a: Profile, b: Profile) -> bool:
    """Tells, at less cost than `compare`, whether as much speaks against one exchange as for it."""
    conflicts, _ = _conflicts(a, b)
    return conflicts > 0 and conflicts >= len(_independent(_shared(a, b)))


def _shared(a: Profile, b: Profile) -> Iterator[SharedFigure]:
    for topic, values in a.exact_values.items():
        if topic in b.exact_values:
            yield from _equal(topic, values, b.exact_values[topic])
    yield from _undirected(a, b)
    yield from (SharedFigure(one.fact, one.receiver, one.report_b, one.report_a) for one in _undirected(b, a))
    for mine, theirs in ((a, b), (b, a)):
        if not any(topic.role is Role.COMBINED for topic in theirs.exact_values):
            continue
        for fact, report in mine.added_up():
            values = theirs.exact_values.get(Topic(Role.COMBINED, fact.counted, "", ""), {})
            if fact.value in values:
                reports = (report, values[fact.value].report)
                yield SharedFigure(fact, "", *(reports if mine is a else reports[::-1]))


def _undirected(a: Profile, b: Profile) -> Iterator[SharedFigure]:
    """Finds totals of `a` without a direction among the directed totals of `b`."""
    for topic, values in a.exact_values.items():
        if not topic.receiver and topic.role is Role.TOTAL:
            for other, others in b.exact_values.items():
                if other.role is Role.TOTAL and other.receiver and other.counted is topic.counted:
                    yield from _equal(topic, values, others)


def _equal(topic: Topic, mine: dict[int, Voices], theirs: dict[int, Voices]) -> Iterator[SharedFigure]:
    for value in mine.keys() & theirs.keys():
        fact = Fact(topic.role, topic.counted, topic.place, value)
        yield SharedFigure(fact, topic.receiver, mine[value].report, theirs[value].report)


def _independent(found: Iterator[SharedFigure]) -> tuple[SharedFigure, ...]:
    """Keeps the figures that don't follow from each other.

    A swap of 95 for 95 is one number, however often it is given; both directions make the combined figure; and a
    breakdown tells at most as much as one more total.
    """
    kept: list[SharedFigure] = []
    values: set[tuple[Counted, int]] = set()
    parts = 0
    for one in sorted(found, key=_plainness):
        counted, value = one.fact.counted, one.fact.value
        if (counted, value) in values:
            continue
        if one.fact.role is Role.COMBINED:
            known = [number for what, number in values if what == counted]
            if any(value - number in known for number in known):
                continue
        if one.fact.role is Role.PART:
            parts += 1
            if parts > 2:
                continue
        values.add((counted, value))
        kept.append(one)
    return tuple(kept)


def _plainness(one: SharedFigure) -> tuple[object, ...]:
    fact = one.fact
    return (
        _RANK[fact.role],
        fact.counted,
        fact.place,
        fact.value,
        not one.receiver,
        one.receiver,
        one.report_a,
        one.report_b,
    )


def _conflicts(a: Profile, b: Profile) -> tuple[int, bool]:
    """Counts the topics whose figures can't both be true, and tells whether one speaker's are worlds apart."""
    count, wild = 0, False
    for topic in a.figures.keys() & b.figures.keys():
        # Without a direction or a place two figures may be about different things.
        if (topic.role is Role.TOTAL and not topic.receiver) or (topic.role is Role.PART and not topic.place):
            continue
        mine, theirs = a.figures[topic], b.figures[topic]
        if not mine.keys().isdisjoint(theirs) or any(_meets(one, two) for one in mine for two in theirs):
            continue
        count += 1
        if topic.role is Role.TOTAL:
            wild = wild or _worlds_apart(mine, theirs)
    return count, wild


def _meets(a: Bounds, b: Bounds) -> bool:
    if a.meets(b) or _borders(a, b) or _borders(b, a):
        return True
    return a.value is not None and b.value is not None and (rounded(a.value, b.value) or rounded(b.value, a.value))


def _borders(a: Bounds, b: Bounds) -> bool:
    """Tells whether one is just what the other is said to exceed: 400 and "more than 400"."""
    return a.value is not None and b.value is None and b.minimum == a.value + 1


def _worlds_apart(mine: dict[Bounds, Voices], theirs: dict[Bounds, Voices]) -> bool:
    said: dict[str, list[int]] = {}
    for bounds, voices in mine.items():
        for speaker in voices.speakers:
            said.setdefault(speaker, []).extend([bounds.value] if bounds.value else [])
    for bounds, voices in theirs.items():
        for value in [number for speaker in voices.speakers for number in said.get(speaker, [])]:
            if bounds.value and min(value, bounds.value) / max(value, bounds.value) < _WILD:
                return True
    return False


def _day_reasons(a: Days, b: Days, meeting: Meeting, same_weekday: bool) -> Iterator[str]:
    if meeting is Meeting.SAME:
        yield f"same day {exact(a)}"
    elif meeting is Meeting.INSIDE:
        day, other = (exact(a), b) if exact(a) or b.month_day else (exact(b), a)
        basis = f" ({other.basis})" if other.basis else ""
        if other.month_day:
            common = intersect(a, b)
            yield f"{exact(common) if common else day} is the day that the other names without a year{basis}"
            return
        yield f"{day} is among the days {other.earliest} to {other.latest}{basis}"
    elif meeting is Meeting.OVERLAP and a.month_day:
        yield f"both name {a.basis} without a year"
    elif meeting is Meeting.OVERLAP:
        yield f"days {a.earliest} to {a.latest} overlap {b.earliest} to {b.latest}"
    weekday = weekday_of(a)
    if same_weekday and weekday is not None and meeting is not Meeting.SAME:
        yield f"both on a {names.weekday(weekday)}"
