"""The way of one article through the components, in order."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kg.annotate import dates, pipeline, quantities, relevance, reports, since, softening, telling
from kg.annotate.acts import text_of
from kg.annotate.cast import Cast
from kg.annotate.claims import Reader
from kg.annotate.mentions import DEMONYM, Names
from kg.annotate.placing import Placer
from kg.annotate.sayings import Listener
from kg.annotate.surroundings import Discourse
from kg.authority import EntryType
from kg.model import Actor, ActorType, Annotation, Days, Mention, Place, Report, Role, Span
from kg.stages import Stages

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from spacy.language import Language
    from spacy.tokens import Doc

    from kg.annotate.mentions import Found
    from kg.authority import Authority, Entry
    from kg.lexicon import Lexicon
    from kg.model import Article, Claim

_DATELINE_CITY = re.compile(
    r"""(?:\A\s*(?P<capitals>[A-Z][A-Z .'’-]{2,20}?)(?:[,/(—–.]|\ +(?:[(—–-]|\d|[A-Z]?[a-z]))
      | ^[ \t]*(?:date\ \S+\s+)?(?P<city>[A-Z][A-Z.'’-]{2,}(?:\ [A-Z]{2,})?|[A-Z][a-z]+(?=\ •))
        (?:,?\ [^\n—–]{0,30}?)?(?:\([^)\n]{2,40}\)|/[^/\n]{2,40}/)?[.,]?\s*(?:—|–|--|\ -|•|(?<=/\.)|(?<=/))\s)""",
    re.X | re.M,
)


_HEAD = 1500
"""In characters: a dateline stands within."""
_DATELINE_DAY = re.compile(
    r"^[ \t]*(?:date \S+\s+)?(?:[A-Z][A-Z.'’/ -]{2,30}|[A-Z][a-z]+(?=, [^\n]{3,15}[(/]))[,.]?\s+"
    r"(?P<rest>[^\n—–]{3,60}?)\s*(?:—|–|--|\s-|(?<=\))-|/)",
    re.M,
)
_BESIDE = re.compile(r"\s+[-–—|/]\s+|\s*[()]\s*")
"""What stands between two names of an outlet: "NPA - Norton Press Agency", "Norton Press Agency (NPA)"."""
_HOST = re.compile(r"(?:[\w-]+\.)+[A-Za-z]{2,10}")


@dataclass(slots=True)
class Annotator:
    """Annotates articles with one model, authority and lexicon; `base` is the IRI that new actors are minted under."""

    nlp: Language
    authority: Authority
    lexicon: Lexicon
    base: str
    stages: Stages = field(default_factory=Stages, repr=False)
    _names: Names | None = field(default=None, repr=False)

    @classmethod
    def load(
        cls, model: str, authority: Authority, lexicon: Lexicon, base: str, stages: Stages | None = None
    ) -> Annotator:
        """Loads the model by its package's name; raises KgError when it is not installed."""
        return cls(pipeline.load(model), authority, lexicon, base, stages or Stages())

    @property
    def names(self) -> Names:
        """The authority's names as the model tokenises them."""
        if self._names is None:
            self._names = Names(self.nlp, self.authority)
        return self._names

    def parse(self, proses: Sequence[str]) -> list[Doc]:
        """Parses texts, some at a time for speed; what comes of one doesn't depend on the others.

        A prose is an article's text with boilerplate blanked, character for character. Raises what spaCy raises.
        """
        with self.stages("parsing"):
            return pipeline.parse(self.nlp, [softening.softened(p, self.lexicon, self.authority) for p in proses])

    def annotate(self, article: Article, prose: str) -> Annotation:
        """Parses and reads one article."""
        return self.read(article, self.parse([prose])[0])

    def read(self, article: Article, doc: Doc) -> Annotation:
        """Reads an article that the model has already parsed."""
        found = self.names.find(doc)
        outlet = self._outlet(article)
        cast = Cast(doc, found, self.authority, self.lexicon, self.base, home=self._home(article, outlet))
        if article.publisher:
            cast.publisher = cast.known(outlet) if outlet else cast.mint(article.publisher, ActorType.OUTLET)
        publisher = cast.publisher
        if not relevance.is_about_exchange(doc, cast):
            return Annotation(article, publisher, (), (), (), (), (), ())
        whens = dates.find(text_of(doc))
        published, basis = self._published(article, doc, whens)
        article = replace(article, published=published, published_basis=basis)
        sentences = [(Span(s.start_char, s.end_char), s.text) for s in doc.sents if s.text.strip()]
        own, own_day = reports.own_days(published, whens, sentences, basis)
        if published is None and own_day is None:
            own_day = _dateline_day(article)
            if own == Days() and own_day is not None and own_day in _line_days(article):
                own = Days(basis="dateline", month_day=own_day)
        book = reports.Book(article.id, self.base, published, own, own_day)
        discourse = Discourse(relevance.main_kind(doc))
        reader = Reader(
            doc,
            article,
            cast,
            self.lexicon,
            quantities.find(text_of(doc), self.lexicon),
            whens,
            book,
            discourse,
            publisher,
            Listener(doc, cast, self.lexicon, publisher),
            Placer(doc, whens, book, discourse, article.text),
        )
        claims = [*since.scoped(_of_exchanges_done(reader.read(), book, doc), article)]
        claims = [*telling.dated(claims, doc, whens, published)]
        return self._collect(article, publisher, cast, tuple(claims), self._with_sides(book, cast, claims))

    def _outlet(self, article: Article) -> Entry | None:
        """Finds the publisher in the authority: an outlet first, else a body that publishes for itself."""
        if not article.publisher:
            return None
        kinds = (EntryType.OUTLET, EntryType.ORGANIZATION)
        whole, *parts = dict.fromkeys([article.publisher, *_BESIDE.split(article.publisher)])
        named = [
            *self.authority.named(whole),
            *(e for p in parts for e in self.authority.named(p) if e.type is EntryType.OUTLET),
        ]
        known = next((e for kind in kinds for e in named if e.type is kind), None)
        if known is None and _HOST.fullmatch(article.publisher):
            return self.authority.at(article.publisher)
        return known

    def _home(self, article: Article, outlet: Entry | None) -> str | None:
        """Finds the side whose capital stands in the dateline, else the side that the publisher belongs to."""
        head = article.text[article.body.start : article.body.start + _HEAD]
        for city in _DATELINE_CITY.finditer(head):
            name = (city["capitals"] or city["city"]).strip().title()
            states = {e.iri for e, _ in self.names.named(name) if e.type is EntryType.STATE}
            if len(states) == 1:
                return next(iter(states))
        return outlet.side if outlet else None

    def _published(self, article: Article, doc: Doc, whens: list[dates.When]) -> tuple[date | None, str]:
        if article.published:
            return article.published, article.published_basis
        day = _dateline_day(article)
        if day is None:
            return None, ""
        weekday = _last_weekday(text_of(doc), whens)
        if any(
            s.text.strip()
            and s.start_char < 200
            and any(w.span.start >= s.start_char and (w.month, w.day) == day for w in whens)
            for s in list(doc.sents)[:3]
        ):
            # it may be the day of what is told, unless it stands in a dateline before "said on Thursday"
            weekday = _line_days(article).get(day)
        for conflict in self.lexicon.conflicts:
            if (found := dates.year_of(day[0], day[1], weekday, conflict.start)) is not None:
                return found, "dateline and day of the week"
        return None, ""

    def _with_sides(self, book: reports.Book, cast: Cast, claims: list[Claim]) -> list[Report]:
        sides = tuple(sorted(p.iri for p in cast.parties()))
        used = {c.report for c in claims} | {f.report for c in claims for f in c.figures}
        return [
            replace(report, sides=sides, days=self._in_its_year(report.days))
            for report in book.reports
            if report.iri in used
        ]

    def _in_its_year(self, days: Days) -> Days:
        """Gives a day without a year the only one in which it falls on the day of the week that is told too."""
        if days.month_day is None or days.weekday is None or days.earliest or days.latest:
            return days
        for conflict in self.lexicon.conflicts:
            if (day := dates.year_of(*days.month_day, days.weekday, conflict.start)) is not None:
                return Days(day, day, basis=f"{days.basis} and the day of the week")
        return days

    def _collect(
        self, article: Article, publisher: Actor | None, cast: Cast, claims: tuple[Claim, ...], kept: list[Report]
    ) -> Annotation:
        iris = {c.speaker for c in claims} | {
            f_side for c in claims for f in c.figures for f_side in (f.whose, f.giver, f.receiver)
        }
        mentions = []
        for found in cast.found:
            actor = cast.actor(found)
            target = actor.iri if actor else self._place_of(found)
            if target:
                start, end = cast.doc[found.start].idx, cast.doc[found.end - 1].idx + len(cast.doc[found.end - 1])
                mentions.append(Mention(Span(start, end), target))
        iris |= {m.refers_to for m in mentions} | {s for r in kept for s in r.sides}
        for iri in sorted(i for i in iris if i and i not in cast.actors):
            if (entry := self.authority.get(iri)) and entry.type not in {EntryType.PLACE, EntryType.CHANNEL}:
                cast.known(entry)
        actors = [a for iri, a in sorted(cast.actors.items()) if iri in iris or a == publisher]
        place_iris = {f.place for c in claims for f in c.figures if f.place} | {m.refers_to for m in mentions}
        places = [
            Place(e.iri, e.label)
            for iri in sorted(place_iris)
            if (e := self.authority.get(iri))
            and (e.type is EntryType.PLACE or any(f.place == iri for c in claims for f in c.figures))
        ]
        used = {a.iri for a in actors}
        positions = tuple(dict.fromkeys(p for p in cast.positions if p.actor in used))
        return Annotation(
            article, publisher, tuple(actors), tuple(places), tuple(mentions), positions, tuple(kept), claims
        )

    def _place_of(self, found: Found) -> str | None:
        if found.type is not EntryType.PLACE or found.use == DEMONYM:
            return None
        entry = found.place()
        return entry.iri if entry else None


def _dateline_day(article: Article) -> tuple[int, int] | None:
    """Finds the month and day at an article's start whose year is not told."""
    start = article.body.start
    for when in dates.find(article.text[start : start + 200]):
        if when.month and when.day and not when.year:
            return when.month, when.day
    return next(iter(_line_days(article)), None)  # below long or several headlines


def _line_days(article: Article) -> dict[tuple[int, int], int | None]:
    """Gives the days without a year in datelines, "NORTON, May 2. /NPA/", with the day of the week that follows on the line."""
    head = article.text[article.body.start : article.body.start + _HEAD]
    found: dict[tuple[int, int], int | None] = {}
    for match in _DATELINE_DAY.finditer(head):
        told = dates.find(head[match.end() :].partition("\n")[0])
        weekday = next((w.weekday for w in told if w.weekday is not None and not w.relative), None)
        for when in dates.find(match["rest"]):
            if when.month and when.day and not when.year:
                found.setdefault((when.month, when.day), weekday)
    return found


_AHEAD = re.compile(r"\b(?:will|would|next|coming|expected|planned|scheduled|due|set|plans?)\b[^.]*$")


def _last_weekday(text: str, whens: list[dates.When]) -> int | None:
    """Gives the first day of the week that an article names, or the next one where it names that too: news ends today."""
    named = [
        w.weekday
        for w in whens
        if w.weekday is not None
        and not w.relative
        and not _AHEAD.search(text[max(0, w.span.start - 60) : w.span.start])
    ]
    day = next(iter(named), None)
    for _ in named:
        if day is not None and (day + 1) % 7 in named and len(set(named)) < 7:
            day = (day + 1) % 7
    return day


_DONE_ROLES = frozenset({Role.TOTAL, Role.COMBINED, Role.PART})


def _of_exchanges_done(claims: list[Claim], book: reports.Book, doc: Doc) -> list[Claim]:
    """Takes from claims the exchanges of which nothing in the article says that they took place."""
    told = [text_of(s) for s in doc.sents if relevance.tells_of_one_done(text_of(s))]
    done = {f.report for c in claims for f in c.figures if f.role in _DONE_ROLES}
    done |= {c.report for c in claims if relevance.tells_of_one_done(text_of(doc)[c.passage.start : c.passage.end])}
    done |= {r.iri for r in book.reports if r.ordinals or (r.main and told)}
    return [
        replace(
            claim,
            report=claim.report if claim.report in done else None,
            figures=tuple(f if f.report in done else replace(f, report=None) for f in claim.figures),
        )
        for claim in claims
    ]
