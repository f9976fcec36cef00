"""What an explanation holds, and the keys of its JSON.

`as_json` writes each record as an object with the fields below as keys, sorted, and its `kind`: `figure`, `claim`,
`exchange`, `actor`, `article` or `matches`. An unknown word is "", an unknown number or record is null, a list that has
nothing is empty. Names are labels, IRIs are whole, days are of the form 2025-05-16. `start` and `end` are half-open
offsets in code points into the article's text: `text` is what stands between them. Lists are in a fixed order, so that
the same graph gives the same bytes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Words:
    """A stretch of an article's text."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Actor:
    """Who speaks; `iri` is empty where nobody is named.

    `position` is what the article calls the actor, `known_as` what the authority does, where the article is silent.
    """

    iri: str
    label: str
    side: str = ""
    position: str = ""
    known_as: str = ""


@dataclass(frozen=True, slots=True)
class Article:
    """One article; `copies` are the names of articles of the same text.

    `basis` is what its date rests on, `outlet_basis` where its outlet was found.
    """

    iri: str
    name: str
    title: str
    outlet: str
    published: str
    basis: str
    url: str
    copies: tuple[str, ...] = ()
    outlet_basis: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """The words that carry a claim, and one sentence (`before`, else `after`) that helps where they are few."""

    article: Article
    start: int
    end: int
    text: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Days:
    """When it may have been, both days included; `basis` is what they rest on, `words` the same for people."""

    earliest: str
    latest: str
    basis: str
    words: str


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of a claim; `bounds` and `about` say in words how many, and of what, from whom, to whom.

    `report` is the article's account of the exchange that it is about, `exchange` that exchange; both are IRIs.
    """

    iri: str
    words: Words
    minimum: int | None
    maximum: int | None
    bounds: str
    counted: str
    whose: str
    giver: str
    receiver: str
    place: str
    role: str
    rule: str
    about: str
    report: str
    exchange: str


@dataclass(frozen=True, slots=True)
class Claim:
    """One assertion, by `speaker`, through `medium` (who relayed it, or where), in the passage's article.

    `said` is the day of the telling, None where the article gives none.
    """

    iri: str
    passage: Passage
    speaker: Actor
    stance: str
    manner: str
    cue: str
    cue_words: Words | None
    medium: str
    said: Days | None
    rule: str
    mentions: tuple[str, ...]
    figures: tuple[Figure, ...]
    report: str
    exchange: str


@dataclass(frozen=True, slots=True)
class Statement:
    """One line of who says what: a figure of a claim, or a claim without one (`figure` empty, `words` null)."""

    claim: str
    figure: str
    speaker: str
    stance: str
    medium: str
    article: str
    outlet: str
    published: str
    words: Words | None
    bounds: str
    about: str
    role: str
    passage: Words


@dataclass(frozen=True, slots=True)
class Contrast:
    """Another figure that differs; `why` is the reason's name in the graph, `comment` the reason in words."""

    why: str
    comment: str
    other: Statement


@dataclass(frozen=True, slots=True)
class Clash:
    """Two figures that can't both be true, or differ and can (`both_true`)."""

    why: str
    comment: str
    both_true: bool
    a: Statement
    b: Statement


@dataclass(frozen=True, slots=True)
class Answer:
    """How another claim stands to this one; `stance` is agrees, confirms, disagrees, disputes, qualifies or corrects.

    `towards` tells that the other claim does so to this one, and not this one to the other.
    """

    stance: str
    towards: bool
    other: Statement


@dataclass(frozen=True, slots=True)
class Reply:
    """How claim `a` stands to claim `b`; `stance` as in `Answer`."""

    a: Statement
    stance: str
    b: Statement


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a reader decided on two or more things, by their labels or short IRIs."""

    iri: str
    judged_as: str
    things: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Report:
    """One article's account of one exchange; `main` tells that it is the article's own topic."""

    iri: str
    article: Article
    main: bool
    days: Days
    words: Words | None
    ordinals: tuple[str, ...]
    exchange: str


@dataclass(frozen=True, slots=True)
class Link:
    """Why two reports were taken for one exchange; `articles` are their names."""

    iri: str
    score: str
    reasons: tuple[str, ...]
    articles: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Meeting:
    """An exchange in short."""

    iri: str
    exchanged: str
    sides: tuple[str, ...]
    days: Days
    articles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Flow:
    """One direction of an exchange: what its claims support, and how they stand to each other (`verdict`)."""

    about: str
    bounds: str
    minimum: int | None
    maximum: int | None
    verdict: str
    speakers: tuple[str, ...]
    articles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """All who give one figure for one thing."""

    bounds: str
    about: str
    role: str
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class FigureExplained:
    """A figure: where it stands, who says it, why it belongs to its exchange, who agrees and who differs.

    `agrees` are others who give the same figure, `repeats` the same speaker and copies of the article; `contradicts`
    are figures that can't be true beside it, `compatible` those that can, `others` the rest on the same people.
    """

    kind: ClassVar[str] = "figure"
    iri: str
    figure: Figure
    claim: Claim
    report: Report | None
    exchange: Meeting | None
    links: tuple[Link, ...]
    agrees: tuple[Statement, ...]
    repeats: tuple[Statement, ...]
    contradicts: tuple[Contrast, ...]
    compatible: tuple[Contrast, ...]
    others: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class ClaimExplained:
    """A claim, what it is about, and how other claims answer it; `figures` explains each of its figures."""

    kind: ClassVar[str] = "claim"
    iri: str
    claim: Claim
    report: Report | None
    exchange: Meeting | None
    answers: tuple[Answer, ...]
    figures: tuple[FigureExplained, ...]


@dataclass(frozen=True, slots=True)
class ExchangeExplained:
    """An exchange: what each side got, who says what, why its reports are one, and what was kept apart.

    `silent` are claims without a figure, `near` other exchanges that may be the same and were not joined, `undecided`
    mentions in its articles that found no exchange.
    """

    kind: ClassVar[str] = "exchange"
    iri: str
    exchange: Meeting
    flows: tuple[Flow, ...]
    figures: tuple[Group, ...]
    silent: tuple[Statement, ...]
    clashes: tuple[Clash, ...]
    answers: tuple[Reply, ...]
    reports: tuple[Report, ...]
    links: tuple[Link, ...]
    near: tuple[Meeting, ...]
    undecided: tuple[Report, ...]
    judgements: tuple[Judgement, ...]


@dataclass(frozen=True, slots=True)
class Position:
    """What an article calls an actor, with the words that say so."""

    words: Words
    article: str
    published: str


@dataclass(frozen=True, slots=True)
class Tie:
    """Another actor or outlet, and how many claims tie it to this one."""

    iri: str
    label: str
    claims: int


@dataclass(frozen=True, slots=True)
class ActorExplained:
    """An actor: names, type, side, what it said (`said`, latest first, of `claims` in all), who relays it, who differs.

    `counted_as` is the actor under which a reader had it counted; `relays` whose claims it passes on, `publishes` the
    names of its articles; `usual` its positions as the authority (`known`) has them.
    """

    kind: ClassVar[str] = "actor"
    iri: str
    label: str
    names: tuple[str, ...]
    type: str
    side: str
    counted_as: str
    known: bool
    usual: tuple[str, ...]
    positions: tuple[Position, ...]
    claims: int
    said: tuple[Statement, ...]
    relayed_by: tuple[Tie, ...]
    published_by: tuple[Tie, ...]
    relays: tuple[Tie, ...]
    publishes: tuple[str, ...]
    agrees_with: tuple[Tie, ...]
    differs_with: tuple[Tie, ...]
    judgements: tuple[Judgement, ...]


@dataclass(frozen=True, slots=True)
class Account:
    """What an article says of one exchange, or, where `report` is null, of none."""

    report: Report | None
    exchange: Meeting | None
    links: tuple[Link, ...]
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class ArticleExplained:
    """An article and what it claims, by the exchange that it is about."""

    kind: ClassVar[str] = "article"
    iri: str
    article: Article
    accounts: tuple[Account, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """One thing that the words asked for may mean: `name` is what to type, `passage` where its `words` stand.

    `explained` is all that is known of it, where it is a figure.
    """

    iri: str
    name: str
    what: str
    label: str
    detail: str
    passage: Words | None = None
    marks: tuple[Words, ...] = ()
    explained: FigureExplained | None = None


@dataclass(frozen=True, slots=True)
class Matches:
    """The things that `text` may mean, the most relevant first; `found` counts them all."""

    kind: ClassVar[str] = "matches"
    text: str
    found: int
    matches: tuple[Match, ...]


Explanation = FigureExplained | ClaimExplained | ExchangeExplained | ActorExplained | ArticleExplained | Matches
