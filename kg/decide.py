"""Makes the decisions across articles anew, as far as what changed can reach.

What an article tells, what the last resolution went through and what each decision states are kept in the index; only
articles whose graphs were touched are read, only groups of reports that they can touch are resolved, and only what is
stated otherwise is written. The outcome is that of deciding everything from nothing, in whatever order articles came.
"""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from rdflib.term import URIRef

from kg import collector, evidence, judgements, rdf
from kg.errors import StoreError
from kg.index import Index
from kg.model import Actor, Judgement, Resolution
from kg.resolve import (
    beginnings,
    canonical,
    conclude,
    exchange_of,
    falling,
    join,
    judged_same,
    running_key,
    sorted_rows,
    stem_of,
)
from kg.resolve.figures import Sources
from kg.resolve.world import World
from kg.terms import spelt_line
from kg.versions import program
from kg.vocab import SKOS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from kg import authority
    from kg.evidence import Told
    from kg.model import Evidence, Medium, Place
    from kg.rdf import Quad
    from kg.resolve.profiles import Profile
    from kg.store import Store

_JUDGED, _SAME = "judged", "same"


@collector.paused()
def decide(store: Store, known: authority.Authority, base: str) -> None:
    """Makes the decisions across all stored articles anew, from the articles' graphs and readers' judgements alone.

    Raises KgError for a broken file of judgements or for judgements that contradict each other, and StoreError where
    the store refuses.
    """
    judged = judgements.load(store.path, base)
    version = f"{program()} {known.sha256} {base}"
    index = Index.of(store, version)
    try:
        _Deciding(store, index, known, judged, base).run()
    except sqlite3.DatabaseError:
        # A damaged index is made anew; on a full disk that fails too.
        index.discard()
        try:
            _Deciding(store, Index.of(store, version), known, judged, base).run()
        except sqlite3.DatabaseError as error:
            raise StoreError(
                f"{store.name}: the index can't be written ({error}); what was stored before is intact: "
                "make room and build again"
            ) from error


def counts(store: Store) -> tuple[int, int, int, int, int]:
    """Counts articles, claims, figures, exchanges and disagreements, as decided on last in this store's session."""
    assert isinstance(store.attached, Index)
    return *store.attached.articles.counts(), *store.attached.decided.counts()


class _Deciding:
    """One run of deciding; each step writes down for those after it what it found changed."""

    def __init__(
        self, store: Store, index: Index, known: authority.Authority, judged: Sequence[Judgement], base: str
    ) -> None:
        self._store, self._index, self._known, self._judged, self._base = store, index, known, judged, base
        self._articles, self._trace, self._decided = index.articles, index.trace, index.decided
        self._was_same: Mapping[str, str] = json.loads(index.get(_SAME) or "{}")
        self._same: Mapping[str, str] = {}
        self._sides: Mapping[str, str] = {} if index.fresh else evidence.known_sides(store)

    def run(self) -> None:
        store, index, graph = self._store, self._index, rdf.decisions_graph(self._base)
        before = {line.removesuffix("\n") for line in store.lines(graph)} if index.fresh else set()
        change = self._read()
        sides = {thing: self._side(thing) for thing in change.described}
        named = {thing: self._articles.is_named(thing) for thing in change.named}
        change.gone = self._trace.begun_in(report.iri for told in change.went.values() for report in told.reports)
        copied = self._exchange(change)
        self._check_judgements()
        redone = self._redone(change, copied)
        world = self._resolve(change, redone)
        new_names = any(self._articles.is_named(thing) != there for thing, there in named.items())
        sides |= self._state_known(new_names)
        self._state_things(change.described)
        self._state_exchanges(world, [thing for thing, side in sides.items() if self._side(thing) != side])
        self._state_totals(change, redone)
        self._state_copies(change, copied)
        self._state("judgements", Resolution(), judged=self._heeded())
        without, having = self._decided.difference()
        store.amend(graph, *((before - having, having - before) if index.fresh else (without, having)))
        index.put(_JUDGED, _spelt(self._judged))
        index.put(_SAME, json.dumps(self._same))
        index.fresh = False
        store.touched.clear()

    # What articles tell

    def _read(self) -> _Change:
        """Reads the articles whose graphs were touched."""
        own = {rdf.decisions_graph(self._base), rdf.authority_graph(self._base)}
        touched = self._store.fingerprints().keys() if self._index.fresh else self._store.touched - own
        change = _Change()
        for graph in sorted(touched):
            number = self._articles.number(graph)
            told = evidence.told(self._store.statements(graph))
            before = self._articles.told(number) if number is not None else None
            if told == before or (before is None and not told.article):
                continue
            if number is not None and before is not None:
                change.went[number] = before
            if told.article:
                change.come[graph] = told
        return change

    def _exchange(self, change: _Change) -> set[str]:
        """Puts what articles tell now in the place of what they told; gives the ids of those whose original changed."""
        articles = self._articles
        were_none = {number: told for number, told in change.went.items() if articles.original(number) is None}
        were_copies = {told.article for number, told in change.went.items() if number not in were_none}
        for number, told in change.went.items():
            articles.run(number, (), self._running(told, self._was_same))
            articles.drop(number)
        change.numbers = [articles.put(graph, told) for graph, told in change.come.items()]
        if self._index.fresh:
            return articles.find_all_copies(evidence.prose(self._store))
        return articles.find_copies(change.numbers, were_none, evidence.prose(self._store)) | were_copies

    def _check_judgements(self) -> None:
        """Finds out which actors count as others; raises KgError where judgements contradict each other."""
        things = {thing for one in self._judged for thing in (*one.ones, *one.others)}
        judged_same([thing for thing in things if self._articles.of_report(thing) is not None], self._judged)
        actors = [thing for thing in things if self._articles.is_named(thing)]
        # What the authority lacks and no article describes is known from another authority.
        known = [one for one in actors if self._known.get(one) is not None or not self._articles.described(one)]
        self._same = canonical(actors, known, self._judged)

    def _redone(self, change: _Change, copied: Iterable[str]) -> list[int]:
        """Lists the articles whose reports begin anew, with all that is judged together, copies and originals."""
        articles = self._articles
        mates: dict[str, set[str]] = {}
        for one in self._judged:
            for thing in (*one.ones, *one.others):
                mates.setdefault(thing, set()).update(one.ones, one.others)
        waiting: list[int | None] = [*change.numbers, *(articles.of_id(article) for article in copied)]
        for actor, _ in set(self._same.items()) ^ set(self._was_same.items()):
            waiting += articles.naming(actor)
        judged_before = {_spelt([one]) for one in _read_judgements(self._index.get(_JUDGED))}
        judged_now = {_spelt([one]) for one in self._judged}
        for spelt in judged_before ^ judged_now:
            (one,) = _read_judgements(spelt)
            waiting += [articles.of_report(thing) for thing in (*one.ones, *one.others)]
        reports_gone = {report.iri for told in change.went.values() for report in told.reports}
        together = {report for number in change.gone for report in self._trace.node(number).profile.members}
        waiting += map(articles.of_report, together | {mate for one in reports_gone for mate in mates.get(one, ())})
        found: set[int] = set()
        while waiting:
            number = waiting.pop()
            if number is None or number in found:
                continue
            found.add(number)
            told = articles.told(number)
            original = articles.original(number)
            waiting += [articles.of_id(original)] if original else []
            waiting += articles.copies(told.article)
            reports = [report.iri for report in told.reports]
            begun = self._trace.begun_in(reports)
            change.gone |= begun
            together = {report for node in begun for report in self._trace.node(node).profile.members}
            together |= {mate for report in reports for mate in mates.get(report, ())}
            waiting += map(articles.of_report, together)
        return sorted(found, key=lambda number: articles.told(number).article)

    def _rows(self, numbers: Iterable[int], same: Mapping[str, str] | None = None) -> list[Evidence]:
        used = self._same if same is None else same
        return [evidence.counted_as(row, used) for number in numbers for row in self._articles.told(number).rows]

    def _running(self, told: Told, same: Mapping[str, str]) -> set[str]:
        keys = (running_key(evidence.counted_as(row, same)) for row in told.rows)
        return {key for key in keys if key}

    def _sources(self, numbers: Iterable[int], speakers: Iterable[str] = ()) -> Sources:
        """Tells who stands behind whose words in some articles."""
        copies: dict[str, str] = {}
        publishers: dict[str, str | None] = {}
        for number in numbers:
            told = self._articles.told(number)
            publishers[told.article] = self._same.get(told.publisher or "", told.publisher)
            if original := self._articles.original(number):
                copies[told.article] = original
        for original in set(copies.values()) - publishers.keys():
            printed = self._articles.of_id(original)
            assert printed is not None
            publisher = self._articles.told(printed).publisher
            publishers[original] = self._same.get(publisher or "", publisher)
        return Sources(publishers, {one: side for one in speakers if (side := self._side(one))}, copies)

    def _side(self, actor: str) -> str | None:
        """Gives the state that an actor belongs to or speaks for."""
        if actor in self._sides:
            return self._sides[actor]
        thing = self._minted(actor)
        return thing.side if isinstance(thing, Actor) else None

    def _minted(self, thing: str) -> Actor | Place | Medium | None:
        descriptions = self._articles.described(thing)
        return evidence.minted(thing, descriptions) if descriptions else None

    # Reports and exchanges

    def _resolve(self, change: _Change, redone: Sequence[int]) -> World:
        sources = self._sources(redone)
        reports = [report for number in redone for report in self._articles.told(number).reports]
        single, groups = beginnings(reports, sorted_rows(self._rows(redone), sources), self._judged, sources)
        world = World.begin(self._trace, change.gone, groups)
        join(world, _Single(single, self))
        self._trace.keep(world)
        self._articles.begin((node.number, report) for node in groups for report in node.profile.members)
        return world

    def single(self, report: str) -> Profile:
        """Gives what one report says by itself."""
        number = self._articles.of_report(report)
        assert number is not None
        sources = self._sources([number])
        told = [one for one in self._articles.told(number).reports if one.iri == report]
        return beginnings(told, sorted_rows(self._rows([number]), sources), (), sources)[0][report]

    def _state_exchanges(self, world: World, spoken_otherwise: Iterable[str]) -> None:
        """States the exchanges that changed, those that are named otherwise and those whose speakers' sides changed."""
        trace, decided = self._trace, self._decided
        stems = {number: stem for number in world.gone if (stem := decided.stem(number))}
        names = {number: stem_of(node.profile) for number, node in world.new.items() if node.profile.identified}
        touched = {*stems.values(), *names.values()}
        alone = {stem: len(decided.with_stem(stem)) == 1 for stem in touched}
        for number in world.gone:
            decided.unname(number)
            decided.put(f"exchange {number}")
        for number, stem in names.items():
            decided.name(number, stem)
        now_alone = {stem: len(decided.with_stem(stem)) == 1 for stem in touched}
        restated = set(world.new)
        for stem in touched:
            if alone[stem] != now_alone[stem]:
                restated.update(decided.with_stem(stem))
        for thing in spoken_otherwise:
            for name in (thing, *(actor for actor, other in self._same.items() if other == thing)):
                reports = [one.iri for at in self._articles.naming(name) for one in self._articles.told(at).reports]
                restated.update(map(trace.last_of, trace.begun_in(reports)))
        for number in sorted(restated):
            node = trace.node(number)
            if not node.profile.identified:
                self._state(f"exchange {number}", Resolution(links=node.links))
                continue
            stem = stem_of(node.profile)
            single_out = now_alone[stem] if stem in now_alone else len(decided.with_stem(stem)) == 1
            exchange = exchange_of(node.profile, self._base, alone=single_out)
            members = set(exchange.reports)
            numbers = {at for report in exchange.reports if (at := self._articles.of_report(report)) is not None}
            several = sorted(numbers, key=lambda at: self._articles.told(at).article)
            rows = [row for row in self._rows(several) if row.report in members]
            sources = self._sources(several, {row.speaker for row in rows if row.speaker})
            by_report = sorted_rows(rows, sources)
            told = [row for report in exchange.reports for row in by_report.get(report, ())]
            found = replace(conclude(exchange, told, sources, self._base), links=node.links)
            self._state(f"exchange {number}", found, rows=told)

    def _state_totals(self, change: _Change, redone: Sequence[int]) -> None:
        """States which running totals fall, of those that compare with changed ones."""
        articles = self._articles
        keys = {key for told in change.went.values() for key in self._running(told, self._was_same)}
        for number in redone:
            now, before = (self._running(articles.told(number), same) for same in (self._same, self._was_same))
            articles.run(number, now, before)
            keys |= now | before
        for key in sorted(keys):
            numbers = articles.running(key)
            rows = [row for row in self._rows(numbers) if running_key(row) == key]
            days = {told.article: told.published for told in map(articles.told, numbers)}
            fallen = tuple(falling(rows, days, self._base))
            self._state(f"total {key}", Resolution(disagreements=fallen), rows=rows)

    # What else is decided

    def _state_known(self, new_names: bool) -> dict[str, str | None]:
        """States what the authority knows of all that articles name; gives the sides that it told before otherwise."""
        if not new_names and not self._index.fresh and self._same == self._was_same:
            return {}
        names, minted = set(self._articles.named()), set(self._articles.all_described())
        quads = _known_quads(self._store, self._known, names, minted, self._base)
        self._store.replace(rdf.authority_graph(self._base), quads)
        self._put("known", rdf.settle_actors([], quads, self._same, self._base))
        before, self._sides = self._sides, evidence.known_sides(self._store)
        differ = before.items() ^ self._sides.items()
        return {actor: before.get(actor) for actor, _ in differ}

    def _state_things(self, described: Iterable[str]) -> None:
        """States what things are that the authority lacks, and as which one each counts."""
        involved = {actor for same in (self._same, self._was_same) for pair in same.items() for actor in pair}
        for thing in sorted(involved.union(described)):
            minted = self._minted(thing) if self._known.get(thing) is None else None
            if minted is None:
                self._decided.put(f"thing {thing}")
                continue
            quads = rdf.decision_quads(Resolution(), (), {thing: minted}, base=self._base)
            named = self._named(self._same[thing]) if thing in self._same else []
            self._put(f"thing {thing}", rdf.settle_actors(quads, named, self._same, self._base))

    def _named(self, actor: str) -> list[Quad]:
        """Gives the labels of an actor as which another one counts."""
        graph, name = rdf.authority_graph(self._base), URIRef(actor)
        found = self._store.triples(graph, name)
        labels = [(*triple, URIRef(graph)) for triple in found if triple[1] == SKOS.prefLabel]
        minted = self._minted(actor)
        if labels or minted is None:
            return labels
        quads = rdf.decision_quads(Resolution(), (), {actor: minted}, base=self._base)
        return [quad for quad in quads if quad[1] == SKOS.prefLabel]

    def _state_copies(self, change: _Change, copied: Iterable[str]) -> None:
        """States which articles are copies of which, for those that changed."""
        for article in {*copied, *(told.article for told in change.went.values())}:
            number = self._articles.of_id(article)
            original = self._articles.original(number) if number is not None else None
            self._state(f"copy {article}", Resolution(), copies={article: original} if original else {})

    def _heeded(self) -> list[Judgement]:
        """Lists the judgements of which both sides are there."""

        def there(things: Iterable[str]) -> bool:
            return any(self._articles.of_report(one) is not None or self._articles.is_named(one) for one in things)

        return [one for one in self._judged if there(one.ones) and there(one.others)]

    def _state(
        self,
        name: str,
        found: Resolution,
        rows: Iterable[Evidence] = (),
        judged: Iterable[Judgement] = (),
        copies: Mapping[str, str] | None = None,
    ) -> None:
        quads = rdf.decision_quads(found, rows, {}, judged, copies or {}, self._base)
        self._put(name, quads, exchanges=len(found.exchanges), disagreements=len(found.disagreements))

    def _put(self, name: str, quads: Iterable[Quad], exchanges: int = 0, disagreements: int = 0) -> None:
        lines = {spelt_line(s, p, o) for s, p, o, _ in quads}
        self._decided.put(name, lines, exchanges=exchanges, disagreements=disagreements)


@dataclass(slots=True)
class _Change:
    """What differs from the last time: what articles `went` told, by number, and what those that `come` tell, by graph.

    A changed article is among both. `numbers` are those of what came, `gone` the groups of reports that went.
    """

    went: dict[int, Told] = field(default_factory=dict)
    come: dict[str, Told] = field(default_factory=dict)
    numbers: list[int] = field(default_factory=list)
    gone: set[int] = field(default_factory=set)

    @property
    def described(self) -> set[str]:
        """The things that these articles describe."""
        return {one.thing for told in self._all() for one in told.descriptions}

    @property
    def named(self) -> set[str]:
        """The things that these articles refer to."""
        return {name for told in self._all() for name in told.named}

    def _all(self) -> list[Told]:
        return [*self.went.values(), *self.come.values()]


class _Single(dict[str, "Profile"]):
    """What each report says by itself; read when asked for where it didn't begin anew."""

    def __init__(self, begun: Mapping[str, Profile], deciding: _Deciding) -> None:
        super().__init__(begun)
        self._deciding = deciding

    def __missing__(self, report: str) -> Profile:
        found = self[report] = self._deciding.single(report)
        return found


def _spelt(judged: Iterable[Judgement]) -> str:
    return json.dumps([[one.iri, one.same, one.ones, one.others, one.reason] for one in judged])


def _read_judgements(spelt: str) -> list[Judgement]:
    return [
        Judgement(iri, same, tuple(ones), tuple(others), reason)
        for iri, same, ones, others, reason in json.loads(spelt or "[]")
    ]


def _known_quads(
    store: Store, known: authority.Authority, names: set[str], minted: Collection[str], base: str
) -> list[Quad]:
    """States what the authority knows of all that the articles name, and keeps what another authority file told.

    Articles built with `--authority` lean on that file still when a later command is not given it.
    """
    graph = rdf.authority_graph(base)
    told: dict[str, list[Quad]] = {}
    for s, p, o in store.triples(graph):
        told.setdefault(str(s), []).append((s, p, o, URIRef(graph)))
    kept: list[Quad] = []
    waiting = sorted(names)
    while waiting:
        name = waiting.pop()
        if known.get(name) is None and name not in minted:
            quads = told.pop(name, [])
            kept += quads
            led_to = {str(o) for _, _, o, _ in quads if isinstance(o, URIRef)} - names
            names |= led_to
            waiting += sorted(led_to)
    # What both tell, such as of tools and models, is stored once.
    return [*rdf.authority_quads(known, names, base), *kept]
