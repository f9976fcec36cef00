"""The records that pass between the stages: frozen dataclasses on the standard library, no behaviour beyond arithmetic.

Offsets everywhere are half-open and count Unicode code points of the article's text, as Python slices do and as
NIF 2.0 and RFC 5147 (`#char=start,end`) count them. Actors, places, reports and exchanges are named by IRI.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


class Stance(StrEnum):
    """How a speaker stands to what is said."""

    ASSERTS = "asserts"
    CONFIRMS = "confirms"
    DENIES = "denies"
    ESTIMATES = "estimates"
    DECLINES = "declines"


class Manner(StrEnum):
    """How an article renders what was said."""

    QUOTED = "quoted"
    MIXED = "mixed"
    PARAPHRASED = "paraphrased"
    NARRATED = "narrated"


class Counted(StrEnum):
    """What a figure counts."""

    BODIES = "bodies"
    PRISONERS = "prisoners"
    CIVILIANS = "civilians"
    CHILDREN = "children"
    KILLED = "killed"
    WOUNDED = "wounded"
    MISSING = "missing"
    CAPTURED = "captured"
    OTHER = "other"


class Role(StrEnum):
    """What a figure is to its exchange."""

    TOTAL = "total"
    COMBINED = "combined"
    PART = "part"
    RUNNING = "running"
    AGREED = "agreed"
    PLANNED = "planned"
    THRESHOLD = "threshold"
    LOSSES = "losses"


class Kind(StrEnum):
    """What is exchanged."""

    BODIES = "bodies"
    PRISONERS = "prisoners"
    MIXED = "mixed"


class ActorType(StrEnum):
    """What an actor is."""

    PERSON = "person"
    ORGANIZATION = "organization"
    STATE = "state"
    OUTLET = "outlet"


class Verdict(StrEnum):
    """How the claims about one direction of an exchange stand to each other."""

    AGREED = "agreed"
    DISPUTED = "disputed"
    SINGLE = "single"


class Why(StrEnum):
    """Why two figures can't both be true."""

    VALUE = "value"
    SUM = "sum"
    RUNNING = "running"


class Apparent(StrEnum):
    """Why two figures differ and can both be true."""

    ROUNDING = "rounding"
    PART = "part"
    BOTH = "both"


class Standing(StrEnum):
    """What one claim does to another's figure."""

    CONFIRMS = "confirms"
    DISPUTES = "disputes"
    CORRECTS = "corrects"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open stretch of an article's text."""

    start: int
    end: int

    @classmethod
    def of(cls, string: str) -> Span:
        """Reads the place of a passage from its IRI."""
        start, _, end = string.rpartition("#char=")[2].partition(",")
        return cls(int(start), int(end))

    def overlaps(self, other: Span) -> bool:
        """Tells whether the two stretches share a character."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Tells whether the other stretch lies within this one."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Days:
    """The days on which something may have happened, both ends included; None where nothing bounds that end.

    `weekday` (Monday is 0) is kept where an undated article names only the day of the week, `month_day` where it names
    month and day and nothing tells the year; `basis` says in a few words what the bounds rest on.
    """

    earliest: date | None = None
    latest: date | None = None
    weekday: int | None = None
    basis: str = ""
    month_day: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """One text as it was read, with what is known about it.

    `id` is the file's name without its ending; `text` the whole file; `body` what follows the front matter;
    `boilerplate` the stretches that are not the article's own prose; `headline` the headline's place in the text
    where it stands there; `title` the headline's words wherever they came from.
    `published_basis` and `publisher_basis` tell in a few words where day and outlet were found.
    `sha256` is the hash of the text in UTF-8, `origin_sha256` that of the bytes it was taken from where these are not
    the same: of a page, or of a text in another encoding. `author` are the names in a page's byline.
    `language` is the code of the language that a page declares.
    """

    id: str
    text: str
    sha256: str
    source: str
    body: Span
    title: str | None = None
    published: date | None = None
    published_basis: str = ""
    publisher: str | None = None
    url: str | None = None
    headline: Span | None = None
    boilerplate: tuple[Span, ...] = ()
    origin_sha256: str | None = None
    author: str | None = None
    publisher_basis: str = ""
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """A person, body, state or outlet; `known` tells the authority's actors from those minted from an article's words.

    `side` is the IRI of the state the actor belongs to or speaks for (a state is its own side).
    """

    iri: str
    label: str
    type: ActorType
    side: str | None = None
    known: bool = True


@dataclass(frozen=True, slots=True)
class Place:
    """A region, town or country that figures are broken down by."""

    iri: str
    label: str
    known: bool = True


@dataclass(frozen=True, slots=True)
class Medium:
    """Where a claim was made or who relayed it: an outlet (then `iri` is the outlet's) or a channel."""

    iri: str
    label: str


@dataclass(frozen=True, slots=True)
class Mention:
    """The words of an article that stand for an actor or a place, pronouns and common nouns included."""

    span: Span
    refers_to: str


@dataclass(frozen=True, slots=True)
class Position:
    """A role that an article gives an actor in its own words ("Presidency adviser and chief negotiator")."""

    actor: str
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of one claim.

    `minimum` and `maximum` are inclusive, None where open; sides and place are IRIs, None where unknown; `report` is
    the IRI of the report (this article's account of one exchange) the number is about. `approximate` tells that a word
    before the number says that it may be rounded; `scope` is a normal form of since when a running total runs.
    """

    span: Span
    text: str
    minimum: int | None
    maximum: int | None
    counted: Counted
    role: Role
    whose: str | None = None
    giver: str | None = None
    receiver: str | None = None
    place: str | None = None
    report: str | None = None
    rule: str = ""
    approximate: bool = False
    scope: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """One speaker's assertion in one passage of one article.

    `speaker` is None where the article names nobody; `said` bounds the day of the telling where the article gives it,
    which is neither the day told of nor that of publication.
    """

    article: str
    passage: Span
    speaker: str | None
    stance: Stance
    manner: Manner
    rule: str
    cue: str = ""
    cue_span: Span | None = None
    medium: Medium | None = None
    report: str | None = None
    figures: tuple[Figure, ...] = ()
    said: Days = Days()


@dataclass(frozen=True, slots=True)
class Ordinal:
    """An exchange's place in a row ("the seventh since October of at least 500").

    Two ordinals compare only where `scope` is equal: it is a normal form of what is counted, since when, and how large.
    """

    number: int
    scope: str
    span: Span


@dataclass(frozen=True, slots=True)
class Report:
    """What one article says of one exchange: its own (`main`) or another one that it mentions."""

    iri: str
    article: str
    main: bool
    kind: Kind
    days: Days
    sides: tuple[str, ...] = ()
    ordinals: tuple[Ordinal, ...] = ()
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Attribution:
    """Reported speech found in any text: who (source), the reporting words (cue), what (content).

    A quotation that goes on without reporting words has no cue; `speaker` is the label of the actor who is meant.
    """

    cue: Span | None
    content: Span
    source: Span | None = None
    speaker: str | None = None


@dataclass(frozen=True, slots=True)
class Annotation:
    """All that one article says, found without looking at any other article."""

    article: Article
    publisher: Actor | None
    actors: tuple[Actor, ...]
    places: tuple[Place, ...]
    mentions: tuple[Mention, ...]
    positions: tuple[Position, ...]
    reports: tuple[Report, ...]
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """One figure of one claim as the cross-article decisions see it, read back from the articles' graphs.

    `report` is empty where the figure is about no one exchange, as a running total is.
    """

    figure: str
    claim: str
    article: str
    speaker: str | None
    stance: Stance
    counted: Counted
    role: Role
    minimum: int | None
    maximum: int | None
    whose: str | None
    giver: str | None
    receiver: str | None
    place: str | None
    report: str
    start: int
    approximate: bool = False
    scope: str = ""


@dataclass(frozen=True, slots=True)
class Judgement:
    """A reader's word that two exchanges, or two actors, are the same or different; every build obeys it.

    `ones` and `others` are IRIs: of the reports that made up each exchange when it was judged, or of one actor each.
    `made` is the day of the judgement.
    """

    iri: str
    same: bool
    ones: tuple[str, ...]
    others: tuple[str, ...]
    reason: str = ""
    made: date | None = None

    def __str__(self) -> str:
        """Names the judgement with its reason."""
        reason = f" ({self.reason})" if self.reason else ""
        return f"{self.short}, {'same' if self.same else 'different'}{reason}"

    @property
    def short(self) -> str:
        """The beginning of the judgement's own name, which people type."""
        return self.iri.rsplit("/", 1)[-1][:8]


@dataclass(frozen=True, slots=True)
class Link:
    """A decision that two reports are about one exchange, with what spoke for it."""

    report_a: str
    report_b: str
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Flow:
    """One direction of one exchange, with the figure that its claims support."""

    iri: str
    exchange: str
    counted: Counted
    giver: str | None
    receiver: str | None
    minimum: int | None
    maximum: int | None
    verdict: Verdict
    articles: tuple[str, ...]
    speakers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Two figures (by IRI) that can't both be true; `exchange` is None for running totals, which are of none."""

    iri: str
    exchange: str | None
    figure_a: str
    figure_b: str
    why: Why
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """Two figures (by IRI) of one exchange that differ and can both be true."""

    iri: str
    exchange: str
    figure_a: str
    figure_b: str
    why: Apparent
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Stand:
    """A claim's figure (by IRI) that confirms, disputes or corrects another claim's."""

    standing: Standing
    figure: str
    other: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """Two claims' figures (by IRI) of one exchange that say the same, by different speakers."""

    figure_a: str
    figure_b: str


@dataclass(frozen=True, slots=True)
class Exchange:
    """One exchange with the reports that are about it."""

    iri: str
    kind: Kind
    days: Days
    sides: tuple[str, ...]
    reports: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Resolution:
    """All cross-article decisions; rebuilt whole from the articles' graphs."""

    exchanges: tuple[Exchange, ...] = ()
    links: tuple[Link, ...] = ()
    flows: tuple[Flow, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    differences: tuple[Difference, ...] = ()
    stands: tuple[Stand, ...] = ()
