"""Invents articles of every kind that decisions rest on, and changes to them, for the tests of deciding anew."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from kg import rdf
from kg.model import (
    Actor,
    ActorType,
    Annotation,
    Article,
    Claim,
    Counted,
    Days,
    Figure,
    Judgement,
    Kind,
    Manner,
    Ordinal,
    Report,
    Role,
    Span,
    Stance,
)
from kg.settings import BASE

if TYPE_CHECKING:
    from kg.rdf import Quad

RUN = rdf.Run("0", "none", "0", "invented", BASE)
ARLAND, BORLAND = f"{BASE}agent/arland", f"{BASE}agent/borland"
SIDES = (ARLAND, BORLAND)
SPEAKERS = tuple(f"{BASE}agent/speaker-{number}" for number in range(6))
PLACES = tuple(f"{BASE}place/{name}" for name in ("norton", "sutton", "weston"))
COUNTED = {Kind.BODIES: Counted.BODIES, Kind.PRISONERS: Counted.PRISONERS, Kind.MIXED: Counted.BODIES}
FIRST = date(2024, 9, 20)
SCOPES = ("bodies since 2024-01", "prisoners since 2022-02")
FIGURES = (75, 90, 100, 205, 212, 500, 909, 1000, 1212)


@dataclass
class World:
    """Articles by name, and judgements, as a reader and a newsroom change them."""

    chance: random.Random
    articles: dict[str, Annotation] = field(default_factory=dict)
    judged: dict[str, Judgement] = field(default_factory=dict)
    days: int = 90
    crowd: bool = False

    def change(self) -> list[str]:
        """Makes some changes; gives the names of the articles that are no more what they were."""
        changed = []
        for _ in range(self.chance.choice((1, 1, 2, 4))):
            what = self.chance.random()
            known = sorted(self.articles)
            if what < 0.15 and known:
                del self.articles[name := self.chance.choice(known)]
                changed.append(name)
            elif what < 0.3 and known:
                name = self.chance.choice(known)
                self.articles[name] = self._article(name)
                changed.append(name)
            elif what < 0.4 and known:
                # another outlet prints an article, perhaps before the one that is there
                name = f"copy-{self.chance.randrange(10**6):06}"
                self.articles[name] = self._again(self.articles[self.chance.choice(known)], name)
                changed.append(name)
            elif what < 0.5 and len(known) > 1:
                self._judge()
            else:
                name = f"article-{self.chance.randrange(10**6):06}"
                self.articles[name] = self._article(name)
                changed.append(name)
        return changed

    def quads(self, name: str) -> list[Quad]:
        return rdf.article_quads(self.articles[name], RUN)

    def _judge(self) -> None:
        if self.judged and self.chance.random() < 0.4:
            del self.judged[self.chance.choice(sorted(self.judged))]
            return
        if self.chance.random() < 0.3:
            one, other = self.chance.sample(SPEAKERS, 2)
            ones, others = (one,), (other,)
        else:
            reports = sorted(report.iri for told in self.articles.values() for report in told.reports)
            if len(reports) < 4:
                return
            first, second, third = self.chance.sample(reports, 3)
            ones, others = (first,), (second, third)[: self.chance.choice((1, 2))]
        # Of one thing there is one judgement only: they must not contradict each other.
        taken = {thing for judged in self.judged.values() for thing in (*judged.ones, *judged.others)}
        if taken.isdisjoint((*ones, *others)):
            iri = f"{BASE}judgement/{sha256(repr((ones, others)).encode()).hexdigest()[:16]}"
            self.judged[iri] = Judgement(iri, self.chance.random() < 0.6, ones, others, "so", FIRST)

    def _article(self, name: str) -> Annotation:
        chance = self.chance
        text = ["News."]
        reports: list[Report] = []
        claims: list[Claim] = []
        published = FIRST + timedelta(days=chance.randrange(self.days)) if chance.random() < 0.8 else None
        for number in range(chance.choice((1, 1, 1, 2, 3))):
            self._report(name, number, published, text, reports, claims)
        if chance.random() < 0.4:
            self._running(name, text, claims)
        whole = "\n".join(text)
        actors = [self._actor(iri) for iri in (*SIDES, *(claim.speaker for claim in claims if claim.speaker))]
        outlet = f"{BASE}agent/outlet-{chance.randrange(5)}"
        return Annotation(
            article=Article(
                id=name,
                text=whole,
                sha256=sha256(whole.encode()).hexdigest(),
                source=f"{name}.txt",
                body=Span(0, len(whole)),
                published=published,
            ),
            publisher=Actor(outlet, outlet.rsplit("/", 1)[-1].title(), ActorType.OUTLET, known=False),
            actors=tuple({actor.iri: actor for actor in actors}.values()),
            places=(),
            mentions=(),
            positions=(),
            reports=tuple(reports),
            claims=tuple(claims),
        )

    def _report(
        self,
        name: str,
        number: int,
        published: date | None,
        text: list[str],
        reports: list[Report],
        claims: list[Claim],
    ) -> None:
        chance = self.chance
        kind = chance.choice((Kind.BODIES, Kind.BODIES, Kind.PRISONERS, Kind.MIXED))
        # Exchanges are few, and told of again and again.
        slot = chance.randrange(self.days // (2 if self.crowd else 6))
        facts = random.Random(f"{slot} {kind}")
        day = FIRST + timedelta(days=(2 if self.crowd else 6) * slot)
        days = self._days(day, published)
        ordinals = ()
        if chance.random() < 0.3:
            ordinals = (Ordinal(slot + (chance.random() < 0.05), SCOPES[kind is Kind.PRISONERS], Span(0, 5)),)
        sides = SIDES if chance.random() < 0.8 else chance.choice(((), (ARLAND,), (BORLAND,)))
        iri = f"{BASE}report/{name}/{number}"
        reports.append(Report(iri, name, number == 0, kind, days, sides, ordinals, Span(number, number + 1)))
        figures = {side: facts.choice(FIGURES) for side in SIDES}
        part = facts.randint(2, 60)
        for side in SIDES[: chance.choice((0, 1, 1, 2, 2))]:
            value = figures[side] + (chance.random() < 0.1) * chance.randint(1, 9)
            stance = chance.choice((Stance.ASSERTS,) * 8 + (Stance.DENIES, Stance.CONFIRMS))
            self._claim(name, iri, text, claims, kind, (Role.TOTAL, value, side, None), stance)
            if chance.random() < 0.3:
                self._claim(name, iri, text, claims, kind, (Role.PART, part, side, PLACES[slot % 3]), Stance.ASSERTS)
        if chance.random() < 0.15:
            self._claim(
                name, iri, text, claims, kind, (Role.COMBINED, sum(figures.values()), None, None), Stance.ASSERTS
            )

    def _days(self, day: date, published: date | None) -> Days:
        style = self.chance.random()
        if style < 0.45:
            return Days(day, day, basis="named")
        if style < 0.6:
            return Days(weekday=day.weekday(), latest=published, basis="the weekday")
        if style < 0.7:
            return Days(day - timedelta(days=1), day, basis="the day before")
        if style < 0.8:
            return Days(day.replace(day=1), day.replace(day=28), basis="the month")
        if style < 0.9:
            return Days(month_day=(day.month, day.day), basis="no year")
        return Days(None, published, basis="published") if published else Days()

    def _claim(
        self,
        name: str,
        report: str | None,
        text: list[str],
        claims: list[Claim],
        kind: Kind,
        told: tuple[Role, int, str | None, str | None],
        stance: Stance,
        scope: str = "",
    ) -> None:
        role, value, side, place = told
        speaker = self.chance.choice((*SPEAKERS, None))
        start = len("\n".join(text)) + 1
        sentence = f"{value} of those who had been kept came back, as {role} for {side or 'both'} and {place} in it."
        text.append(sentence)
        figure = Figure(
            span=Span(start, start + len(str(value))),
            text=str(value),
            minimum=value,
            maximum=value if self.chance.random() < 0.9 else None,
            counted=COUNTED[kind],
            role=role,
            whose=side,
            receiver=side,
            place=place,
            report=report,
            approximate=self.chance.random() < 0.1,
            scope=scope,
        )
        passage = Span(start, start + len(sentence))
        claims.append(
            Claim(name, passage, speaker, stance, Manner.PARAPHRASED, "invented", report=report, figures=(figure,))
        )

    def _running(self, name: str, text: list[str], claims: list[Claim]) -> None:
        value = 100 * self.chance.randint(10, 60)
        told = (Role.RUNNING, value, self.chance.choice(SIDES), None)
        self._claim(name, None, text, claims, Kind.BODIES, told, Stance.ASSERTS, scope="since 2022-02")

    def _actor(self, iri: str) -> Actor:
        label = iri.rsplit("/", 1)[-1].replace("-", " ").title()
        if iri in SIDES:
            return Actor(iri, label, ActorType.STATE, iri, known=False)
        spelt = label if self.chance.random() < 0.7 else label.upper()
        side = self.chance.choice((ARLAND, BORLAND, None))
        return Actor(iri, spelt, self.chance.choice((ActorType.PERSON, ActorType.ORGANIZATION)), side, known=False)

    def _again(self, told: Annotation, name: str) -> Annotation:
        reports = {report.iri: f"{BASE}report/{name}/{place}" for place, report in enumerate(told.reports)}
        published = FIRST + timedelta(days=self.chance.randrange(self.days)) if self.chance.random() < 0.7 else None
        return replace(
            told,
            article=replace(told.article, id=name, source=f"{name}.txt", published=published),
            reports=tuple(replace(one, iri=reports[one.iri], article=name) for one in told.reports),
            claims=tuple(
                replace(
                    claim,
                    article=name,
                    report=reports.get(claim.report or ""),
                    figures=tuple(replace(one, report=reports.get(one.report or "")) for one in claim.figures),
                )
                for claim in told.claims
            ),
        )
