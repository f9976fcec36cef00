"""What is known of an exchange from the reports joined so far, and what forbids to join two of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from kg.model import Days, Kind, Role
from kg.resolve.days import OPEN, exact, hull, intersect, narrow, span
from kg.resolve.figures import Bounds, sides_of, statements
from kg.resolve.names import ordinal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.model import Counted, Evidence, Report
    from kg.resolve.figures import Sources

# A range of more days than this says too little for one figure to decide.
_NARROW = 45
FEW_DAYS = 3
"""Bounds of so few days are as good as a day: an article seldom waits longer with its news."""


class Topic(NamedTuple):
    """What a figure is about: its role, what is counted, who receives, from where ("" where unknown)."""

    role: Role
    counted: Counted
    receiver: str
    place: str


class Fact(NamedTuple):
    """One exact figure, its direction left open: some reports give "75 each"."""

    role: Role
    counted: Counted
    place: str
    value: int


@dataclass(slots=True)
class Voices:
    """Who gives a figure, and the first report that has it."""

    speakers: set[str]
    report: str


@dataclass(slots=True, eq=False)
class Profile:
    """The reports believed to be about one exchange, added up.

    It grows as reports join, within one stage. `own` are the days that the reports
    allow, `bound` those that other exchanges leave (ordinals, order of telling); `bracketed` tells that its neighbours
    in a row are dated, so that no other exchange of that row lies between them. `main_articles` are the articles whose
    own exchange it is, `different` are reports judged to be about another one. `ordinals` and `figures` remember the
    first report that has each; `exact_values` are the figures whose bounds leave one number. `beside` are the articles
    that tell of other exchanges too.
    """

    members: list[str]
    first: str
    articles: set[str]
    main_articles: set[str]
    kinds: set[Kind]
    sides: set[str]
    own: Days
    ordinals: dict[str, dict[int, str]]
    figures: dict[Topic, dict[Bounds, Voices]]
    exact_values: dict[Topic, dict[int, Voices]] = field(default_factory=dict)
    different: set[str] = field(default_factory=set)
    bound: Days = OPEN
    bracketed: bool = False
    beside: set[str] = field(default_factory=set)

    @property
    def days(self) -> Days:
        """The days that reports and other exchanges leave; the reports win over bounds that contradict them."""
        if self.bound is OPEN:
            return self.own
        return intersect(self.own, self.bound) or self.own

    @property
    def dated(self) -> bool:
        """Whether the reports themselves leave one day."""
        return exact(self.own) is not None

    @property
    def narrow(self) -> bool:
        """Whether the days left are so few that one agreeing figure can decide."""
        days = span(self.days)
        return days is not None and (self.bracketed or days <= _NARROW)

    @property
    def nearly_dated(self) -> bool:
        """Whether what is known leaves so few days that they are as good as one."""
        days = span(self.days)
        return days is not None and days <= FEW_DAYS

    @property
    def identified(self) -> bool:
        """Whether it is an article's own exchange, or anything but kind, sides and weekday is known of it."""
        return bool(self.main_articles or self.own.earliest or self.own.latest or self.ordinals or self.figures)

    def copy(self) -> Profile:
        """Gives a profile that can grow without changing this one."""
        grown = Profile(
            [], self.first, set(), set(), set(), set(), self.own, {}, {}, bound=self.bound, bracketed=self.bracketed
        )
        grown.absorb(self)
        return grown

    def absorb(self, other: Profile) -> None:
        """Takes in the reports of another profile."""
        self.members += other.members
        self.first = min(self.first, other.first)
        self.articles |= other.articles
        self.main_articles |= other.main_articles
        self.kinds |= other.kinds
        self.sides |= other.sides
        # Only a reader's judgement joins reports whose days don't meet.
        self.own = intersect(self.own, other.own) or hull((self.own, other.own))
        self.different |= other.different
        for scope, numbers in other.ordinals.items():
            mine = self.ordinals.setdefault(scope, {})
            for number, report in numbers.items():
                mine[number] = min(report, mine.get(number, report))
        for topic, values in other.figures.items():
            for bounds, voices in values.items():
                self.say(topic, bounds, voices.speakers, voices.report)
        self.beside |= other.beside

    def say(self, topic: Topic, bounds: Bounds, speakers: set[str], report: str) -> None:
        """Takes in a figure with its speakers and the first report that has it."""
        voices = self.figures.setdefault(topic, {}).setdefault(bounds, Voices(set(), report))
        voices.speakers |= speakers
        voices.report = min(voices.report, report)
        if bounds.value is not None:
            self.exact_values.setdefault(topic, {})[bounds.value] = voices

    def facts(self) -> Iterator[tuple[Fact, str]]:
        """Yields each exact figure with the first report that has it; both directions added up count as combined."""
        for topic, values in self.exact_values.items():
            for value, voices in values.items():
                yield Fact(topic.role, topic.counted, topic.place, value), voices.report
        yield from self.added_up()

    def added_up(self) -> Iterator[tuple[Fact, str]]:
        """Yields the sum of both directions where each has just one exact figure."""
        totals: dict[Counted, list[dict[int, Voices]]] = {}
        for topic, values in self.exact_values.items():
            if topic.role is Role.TOTAL and topic.receiver:
                totals.setdefault(topic.counted, []).append(values)
        for counted, directions in totals.items():
            if len(directions) == 2 and all(len(values) == 1 for values in directions):
                (one, voices), (two, _) = (next(iter(values.items())) for values in directions)
                yield Fact(Role.COMBINED, counted, "", one + two), voices.report


def profile(report: Report, evidence: Sequence[Evidence], sources: Sources, *, beside: bool = True) -> Profile:
    """Gathers what one report says of its exchange; `beside` tells that its article reports others too."""
    sides = sides_of(evidence, report.sides)
    ordinals: dict[str, dict[int, str]] = {}
    for place in report.ordinals:
        ordinals.setdefault(place.scope, {})[place.number] = report.iri
    told = Profile(
        members=[report.iri],
        first=report.iri,
        articles={report.article},
        main_articles={report.article} if report.main else set(),
        kinds={report.kind},
        sides=set(sides),
        own=narrow(report.days),
        ordinals=ordinals,
        figures={},
        beside={report.article} if beside else set(),
    )
    for one in statements(evidence, sides, sources):
        row = one.evidence
        if not one.denied:
            topic = Topic(row.role, row.counted, one.receiver or "", row.place or "" if row.role is Role.PART else "")
            told.say(topic, one.bounds, {row.speaker} if row.speaker and not one.narrated else set(), report.iri)
    return told


def grown(a: Profile, b: Profile, *, fresh: bool) -> Profile:
    """Joins one profile to another, in place where the first is `fresh`, grown in the same stage."""
    both = a if fresh else a.copy()
    both.absorb(b)
    return both


def veto(a: Profile, b: Profile) -> str | None:
    """Tells in words why two profiles can't be one exchange, whatever else agrees; None where nothing forbids it."""
    if not a.articles.isdisjoint(b.articles):
        return "one article tells them apart"
    if not a.different.isdisjoint(b.members) or not b.different.isdisjoint(a.members):
        return "judged different"
    if {Kind.BODIES, Kind.PRISONERS} <= a.kinds | b.kinds:
        return "bodies and prisoners"
    if intersect(a.days, b.days) is None:
        return "their days don't meet"
    for scope, numbers in a.ordinals.items():
        if scope in b.ordinals and numbers.keys().isdisjoint(b.ordinals[scope]):
            return f"the {ordinal(min(numbers))} and the {ordinal(min(b.ordinals[scope]))} of {scope!r}"
    if not (a.sides <= b.sides or b.sides <= a.sides or len(a.sides | b.sides) <= 2):
        return "other sides"
    return None
