"""Fills a store with invented news as rich as real ones, without parsing: `python benchmarks/news.py STORE`.

To the reports of `benchmarks/reports.py` come days of publication, three hundred named speakers with roles, media that
relay them, mentions, passages without figures, silences, running totals (some of which fall), and one article in ten
that prints another one's words.
"""

from __future__ import annotations

import argparse
import random
from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import reports

from kg import authority, build, decide, evidence, rdf, terms
from kg.extraction import Outcome
from kg.model import (
    Actor,
    ActorType,
    Annotation,
    Article,
    Claim,
    Figure,
    Manner,
    Medium,
    Mention,
    Place,
    Position,
    Role,
    Span,
    Stance,
)
from kg.settings import BASE
from kg.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.authority import Authority
    from kg.model import Evidence, Report

PEOPLE = 150
OUTLETS = 50
COPIES = 10
RUN = rdf.Run("0", "none", "0", "generated", BASE)
_SYLLABLES = ("ba", "ren", "to", "li", "mar", "ke", "dor", "us", "vi", "na", "sol", "pe", "gri", "an", "ho")
_STANCES = (*(Stance.ASSERTS,) * 16, Stance.CONFIRMS, Stance.CONFIRMS, Stance.DENIES, Stance.ESTIMATES)
_MANNERS = (Manner.PARAPHRASED, Manner.PARAPHRASED, Manner.QUOTED, Manner.MIXED)
_ROLES = ("spokesperson", "head of the staff for prisoners", "negotiator", "minister", "commissioner for rights")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("store", type=Path)
    arguments.add_argument("--articles", type=int, default=10000)
    options = arguments.parse_args()
    fill(options.store, options.articles)


def fill(path: Path, size: int) -> None:
    """Fills an empty store with so many articles and with what is decided across them."""
    known = authority.load(base=BASE)
    with Store(path) as store:
        put(outcomes(size), store, known)
        decide.decide(store, known, BASE)


def put(told: Iterable[tuple[str, Outcome]], store: Store, known: Authority) -> None:
    """Puts articles into a store as a build does once they are extracted."""
    filing = build.Filing(store, RUN, build.Summary(), decide.opened(store, known, BASE))
    for article, outcome in told:
        graph = rdf.article_graph(article, BASE)
        filing.put(build.Step(article, article, "", None, graph, None), outcome)
    filing.end()


def outcomes(size: int) -> Iterator[tuple[str, Outcome]]:
    """Gives the ids of so many invented articles with what an extraction would give for them."""
    for annotation in news(size):
        statements = rdf.article_statements(annotation, RUN)
        written = terms.written(statements, rdf.article_graph(annotation.article.id, BASE))
        yield annotation.article.id, Outcome(written, evidence.told(terms.plain(dict.fromkeys(statements))))


def news(size: int, seed: int = 1) -> Iterator[Annotation]:
    """Invents so many annotated articles, ten an exchange."""
    count = max(2, size // 10)
    told, rows, truth = reports.generate(size, count, seed)
    invented = reports.exchanges(count, random.Random(seed))
    by_report: defaultdict[str, list[Evidence]] = defaultdict(list)
    for row in rows:
        by_report[row.report].append(row)
    earlier: list[Annotation] = []
    for number, report in enumerate(told):
        chance = random.Random(f"{seed} {number}")
        exchange = invented[truth[report.iri]]
        day = exchange.day + timedelta(days=chance.randint(0, 5))
        if number % COPIES == COPIES - 1:
            yield _printed_again(chance.choice(earlier), report, chance)
            continue
        annotation = _Writing(report, day, exchange, chance).written(by_report[report.iri])
        earlier = [*earlier[-200:], annotation]
        yield annotation


class _Writing:
    """One article as it grows."""

    def __init__(self, report: Report, day: date, exchange: reports.Exchange, chance: random.Random) -> None:
        self._report, self._day, self._exchange, self._chance = report, day, exchange, chance
        self._text = ""
        self._mentions: list[Mention] = []
        self._claims: list[Claim] = []
        self._positions: list[Position] = []
        self._outlet = f"{BASE}agent/outlet-{chance.randrange(OUTLETS)}"

    def written(self, rows: list[Evidence]) -> Annotation:
        headline = self._sentence("Exchange ", self._name(reports.NORTH), " ", *self._some_words(6))
        self._claim(self._outlet, Stance.ASSERTS, Manner.NARRATED, self._report.iri, *self._between())
        for row in rows:
            speaker = self._speaker(row.whose or reports.NORTH)
            stance = self._chance.choice(_STANCES)
            figure = self._figure(row, Role.PART if row.place else Role.TOTAL)
            self._claim(speaker, stance, self._chance.choice(_MANNERS), self._report.iri, figure)
        if self._chance.random() < 0.1:
            self._running()
        for _ in range(2):
            speaker = self._speaker(self._chance.choice([reports.NORTH, reports.SOUTH]))
            self._claim(speaker, Stance.ASSERTS, Manner.QUOTED, None, *self._between())
        if self._chance.random() < 0.05:
            self._claim(self._speaker(reports.SOUTH), Stance.DECLINES, Manner.PARAPHRASED, self._report.iri)
        self._sentence(*self._some_words(60))
        return self._annotation(headline)

    def _annotation(self, headline: Span) -> Annotation:
        text = self._text
        article = Article(
            id=self._report.article,
            text=text,
            sha256=sha256(text.encode()).hexdigest(),
            source=f"{self._report.article}.txt",
            body=Span(0, len(text)),
            title=text[headline.start : headline.end],
            published=self._day,
            published_basis="generated",
            publisher=self._outlet,
            url=f"https://news.example/{self._report.article}",
        )
        named = {mention.refers_to for mention in self._mentions} | {c.speaker for c in self._claims if c.speaker}
        places = sorted({f.place for claim in self._claims for f in claim.figures if f.place})
        return Annotation(
            article=article,
            publisher=_actor(self._outlet),
            actors=tuple(_actor(iri) for iri in sorted(named - {self._outlet, *places})),
            places=tuple(Place(iri, _label(iri), known=False) for iri in places),
            mentions=tuple(self._mentions),
            positions=tuple(self._positions),
            reports=(replace(self._report, span=headline),),
            claims=tuple(self._claims),
        )

    def _running(self) -> None:
        year = self._day.year - 2000
        figure = 1000 * year + 3 * self._day.timetuple().tm_yday - (900 if self._chance.random() < 0.05 else 0)
        side = self._chance.choice([reports.NORTH, reports.SOUTH])
        counted = reports.COUNTED[self._exchange.kind]
        start = len(self._text)
        told = Figure(
            Span(start, start + len(str(figure))),
            str(figure),
            figure,
            figure,
            counted,
            Role.RUNNING,
            whose=side,
            receiver=side,
            scope=f"{counted.value} since 2000-01",
        )
        self._claim(self._speaker(side), Stance.ASSERTS, Manner.QUOTED, None, told)

    def _figure(self, row: Evidence, role: Role) -> Figure:
        start, words = len(self._text), str(row.minimum)
        return Figure(
            span=Span(start, start + len(words)),
            text=words,
            minimum=row.minimum,
            maximum=row.maximum,
            counted=row.counted,
            role=role,
            whose=row.whose,
            receiver=row.receiver,
            place=row.place,
            report=row.report,
            rule="generated",
        )

    def _claim(
        self, speaker: str, stance: Stance, manner: Manner, report: str | None, *parts: Figure | tuple[str, str]
    ) -> None:
        pieces: list[str | tuple[str, str]] = []
        figures = tuple(part for part in parts if isinstance(part, Figure))
        for part in parts:
            pieces += [part.text if isinstance(part, Figure) else part, " "]
        for figure in figures:
            pieces += [figure.counted.value, " came back to ", self._name(figure.receiver or reports.NORTH), " "]
            if figure.place:
                pieces += ["from ", self._name(figure.place), " "]
        pieces += self._some_words(9)
        if manner is not Manner.NARRATED:
            pieces += [", says ", self._name(speaker)]
        passage = self._sentence(*pieces)
        medium = None
        if manner is not Manner.NARRATED and self._chance.random() < 0.2:
            outlet = f"{BASE}agent/outlet-{self._chance.randrange(OUTLETS)}"
            medium = self._chance.choice([Medium(outlet, _label(outlet)), Medium(f"{BASE}channel/wire", "Wire")])
        if manner is not Manner.NARRATED and self._chance.random() < 0.3:
            self._positions.append(Position(speaker, self._chance.choice(_ROLES), passage))
        self._claims.append(
            Claim(
                article=self._report.article,
                passage=passage,
                speaker=speaker,
                stance=stance,
                manner=manner,
                rule="generated",
                cue="" if manner is Manner.NARRATED else "say",
                medium=medium,
                report=report,
                figures=figures,
            )
        )

    def _between(self) -> list[tuple[str, str]]:
        other = self._speaker(self._chance.choice([reports.NORTH, reports.SOUTH]))
        return [self._name(reports.NORTH), self._name(reports.SOUTH), self._name(other)]

    def _speaker(self, side: str) -> str:
        # Few are quoted often, many now and then.
        return f"{side}-{int(PEOPLE * self._chance.random() ** 3)}"

    def _name(self, iri: str) -> tuple[str, str]:
        return (_label(iri), iri)

    def _some_words(self, count: int) -> list[str]:
        return [" ".join("".join(self._chance.choices(_SYLLABLES, k=3)) for _ in range(count))]

    def _sentence(self, *parts: str | tuple[str, str]) -> Span:
        start = len(self._text)
        for part in parts:
            words, iri = part if isinstance(part, tuple) else (part, "")
            if iri:
                self._mentions.append(Mention(Span(len(self._text), len(self._text) + len(words)), iri))
            self._text += words
        self._text += ".\n"
        return Span(start, len(self._text) - 1)


def _printed_again(original: Annotation, report: Report, chance: random.Random) -> Annotation:
    """Gives an article that prints another one's words some days later at another outlet."""
    first, iri = original.article, report.iri
    outlet = _actor(f"{BASE}agent/outlet-{chance.randrange(OUTLETS)}")
    assert first.published
    article = replace(
        first,
        id=report.article,
        source=f"{report.article}.txt",
        published=first.published + timedelta(days=chance.randint(0, 3)),
        publisher=outlet.iri,
        url=f"https://news.example/{report.article}",
    )
    claims = (
        replace(
            claim,
            article=report.article,
            speaker=outlet.iri if claim.manner is Manner.NARRATED else claim.speaker,
            report=iri if claim.report else None,
            figures=tuple(replace(figure, report=iri if figure.report else None) for figure in claim.figures),
        )
        for claim in original.claims
    )
    told = replace(original.reports[0], iri=iri, article=report.article)
    return replace(original, article=article, publisher=outlet, reports=(told,), claims=tuple(claims))


def _actor(iri: str) -> Actor:
    if iri in (reports.NORTH, reports.SOUTH):
        return Actor(iri, _label(iri), ActorType.STATE, iri, known=False)
    if "/outlet-" in iri:
        return Actor(iri, _label(iri), ActorType.OUTLET, known=False)
    side, _, number = iri.rpartition("-")
    person = int(number) % 3
    return Actor(iri, _label(iri), ActorType.PERSON if person else ActorType.ORGANIZATION, side, known=False)


def _label(iri: str) -> str:
    return iri.rsplit("/", 1)[-1].replace("-", " ").title()


if __name__ == "__main__":
    main()
