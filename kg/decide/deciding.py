"""One run of deciding: from what articles tell now to the statements that differ."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from kg import evidence, rdf
from kg.decide.writing import Writing
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
from kg.terms import spelt_iri, written
from kg.vocab import SKOS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from kg import authority
    from kg.evidence import Description, Told
    from kg.index import Index
    from kg.index.change import Change
    from kg.model import Evidence, Medium, Place
    from kg.resolve.profiles import Profile
    from kg.resolve.world import Node
    from kg.store import Store
    from kg.terms import Spelt

_JUDGED, _SAME = "judged", "same"
# What so many articles tell is held at a time.
_BATCH = 2000


class Deciding:
    """One run of deciding; each step writes down for those after it what it found changed."""

    def __init__(
        self, store: Store, index: Index, known: authority.Authority, judged: Sequence[Judgement], base: str
    ) -> None:
        """Begins with the index as it is, and with what readers judged."""
        self._store, self._index, self._known, self._judged, self._base = store, index, known, judged, base
        self._articles, self._trace, self._decided = index.articles, index.trace, index.decided
        self._writing = Writing(store, index, base)
        self._was_same: Mapping[str, str] = json.loads(index.get(_SAME) or "{}")
        self._same: Mapping[str, str] = {}
        self._sides: Mapping[str, str] = {} if index.fresh else evidence.known_sides(store)

    def run(self) -> None:
        """Decides anew what a change can touch, and writes what is stated otherwise."""
        with self._writing.aside:
            self._decide()

    def _decide(self) -> None:
        change = self._told()
        sides = {thing: self._side_by(thing, before) for thing, before in change.described.items()}
        copied = self._copies(change)
        self._check_judgements()
        world, totals = self._resolve(change, copied)
        new_names = any(self._articles.is_named(thing) != there for thing, there in change.named.items())
        sides |= self._state_known(new_names)
        self._state_things(change.described)
        # Where nothing was decided before, all exchanges are stated anyway.
        known = {} if self._index.fresh else sides
        self._state_exchanges(world, [thing for thing, side in known.items() if self._side(thing) != side])
        self._state_totals(totals)
        self._state_copies(change, copied)
        self._writing.state("judgements", Resolution(), judged=self._heeded())
        self._writing.end()
        self._index.put(_JUDGED, _spelt(self._judged))
        self._index.put(_SAME, json.dumps(self._same))
        self._index.settle()
        self._store.touched.clear()

    # What articles tell

    def _told(self) -> Change:
        """Reads the articles whose graphs were touched, but for those that the index has been told of."""
        index, change = self._index, self._index.change
        own = {rdf.decisions_graph(self._base), rdf.authority_graph(self._base)}
        touched = self._store.touched - own
        if index.fresh and not index.whole:
            touched |= self._store.fingerprints().keys()
        for graph in sorted(touched - change.taken):
            change.take(graph, evidence.told(self._store.statements(graph)), self._articles, self._trace)
        return change

    def _copies(self, change: Change) -> set[str]:
        """Finds which articles are copies; gives the ids of those whose original changed."""
        prose = evidence.prose(self._store, partial(rdf.article_graph, base=self._base))
        if self._index.fresh:
            return self._articles.find_all_copies(prose)
        were_copies = {told.article for told in change.went} - {told.article for told in change.went_originals}
        return self._articles.find_copies(change.numbers, change.went_originals, prose) | were_copies

    def _check_judgements(self) -> None:
        """Finds out which actors count as others; raises KgError where judgements contradict each other."""
        things = {thing for one in self._judged for thing in (*one.ones, *one.others)}
        judged_same([thing for thing in things if self._articles.of_report(thing) is not None], self._judged)
        actors = [thing for thing in things if self._articles.is_named(thing)]
        # What the authority lacks and no article describes is known from another authority.
        known = [one for one in actors if self._known.get(one) is not None or not self._articles.described(one)]
        self._same = canonical(actors, known, self._judged)

    def _batches(self, change: Change, copied: Iterable[str]) -> Iterator[list[int]]:
        """Lists the articles whose reports begin anew, in batches that hold all that is judged together, copies and
        originals; adds the groups that these began in to those that are gone.
        """
        articles = self._articles
        mates: dict[str, set[str]] = {}
        for one in self._judged:
            for thing in (*one.ones, *one.others):
                mates.setdefault(thing, set()).update(one.ones, one.others)
        begin: list[int | None] = [articles.of_id(article) for article in copied]
        for actor, _ in set(self._same.items()) ^ set(self._was_same.items()):
            begin += articles.naming(actor)
        judged_before = {_spelt([one]) for one in _read_judgements(self._index.get(_JUDGED))}
        judged_now = {_spelt([one]) for one in self._judged}
        for spelt in judged_before ^ judged_now:
            (one,) = _read_judgements(spelt)
            begin += [articles.of_report(thing) for thing in (*one.ones, *one.others)]
        reports_gone = {report.iri for told in change.went for report in told.reports}
        together = {report for number in change.gone for report in self._trace.node(number).profile.members}
        begin += map(articles.of_report, together | {mate for one in reports_gone for mate in mates.get(one, ())})
        asked = change.numbers.union(number for number in begin if number is not None)
        found: set[int] = set()
        batch: list[int] = []
        for first in articles.sorted(asked):
            waiting: list[int | None] = [first]
            while waiting:
                number = waiting.pop()
                if number is None or number in found:
                    continue
                found.add(number)
                batch.append(number)
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
            if len(batch) >= _BATCH:
                yield articles.sorted(batch)
                batch = []
        if batch:
            yield articles.sorted(batch)

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
        return self._side_by(actor, self._articles.described(actor))

    def _side_by(self, actor: str, described: Mapping[Description, int]) -> str | None:
        """Gives the state of an actor whom articles describe so."""
        if actor in self._sides:
            return self._sides[actor]
        thing = evidence.minted(actor, described) if described else None
        return thing.side if isinstance(thing, Actor) else None

    def _minted(self, thing: str) -> Actor | Place | Medium | None:
        descriptions = self._articles.described(thing)
        return evidence.minted(thing, descriptions) if descriptions else None

    # Reports and exchanges

    def _resolve(self, change: Change, copied: Iterable[str]) -> tuple[World, set[str]]:
        """Joins reports as far as a change reaches; gives the keys of running totals that it touches, too."""
        articles = self._articles
        totals = {key for told in change.went for key in self._running(told, self._was_same)}
        single: dict[str, Profile] = {}
        groups: list[Node] = []
        for numbers in self._batches(change, copied):
            sources = self._sources(numbers)
            reports = [report for number in numbers for report in articles.told(number).reports]
            alone, begun = beginnings(reports, sorted_rows(self._rows(numbers), sources), self._judged, sources)
            single |= alone
            groups += begun
            for number in numbers:
                now, before = (self._running(articles.told(number), same) for same in (self._same, self._was_same))
                articles.run(number, now, before)
                totals |= now | before
        world = World.begin(self._trace, change.gone, groups)
        join(world, _Single(single, self))
        self._trace.keep(world)
        articles.begin((node.number, report) for node in groups for report in node.profile.members)
        world.end()
        return world, totals

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
            self._writing.put(f"exchange {number}")
        for number, stem in names.items():
            decided.name(number, stem)
        now_alone = {stem: len(decided.with_stem(stem)) == 1 for stem in touched}
        restated = set(world.new)
        for stem in touched:
            if alone[stem] != now_alone[stem]:
                restated.update(decided.with_stem(stem))
        spoken = set(spoken_otherwise)
        names_of = spoken | {actor for actor, other in self._same.items() if other in spoken}
        # Most who speak are named in the same articles.
        naming = {at for name in names_of for at in self._articles.naming(name)}
        reports = [one.iri for at in naming for one in self._articles.told(at).reports]
        restated.update(map(trace.last_of, trace.begun_in(reports)))
        for number in sorted(restated):
            node = world.new.get(number) or trace.node(number)
            if not node.profile.identified:
                self._writing.state(f"exchange {number}", Resolution(links=node.links))
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
            self._writing.state(f"exchange {number}", found, rows=told)

    def _state_totals(self, keys: Iterable[str]) -> None:
        """States which running totals fall, of those that compare with changed ones."""
        articles = self._articles
        for key in sorted(keys):
            numbers = articles.running(key)
            rows = [row for row in self._rows(numbers) if running_key(row) == key]
            days = {told.article: told.published for told in map(articles.told, numbers)}
            fallen = tuple(falling(rows, days, self._base))
            self._writing.state(f"total {key}", Resolution(disagreements=fallen), rows=rows)

    # What else is decided

    def _state_known(self, new_names: bool) -> dict[str, str | None]:
        """States what the authority knows of all that articles name; gives the sides that it told before otherwise."""
        if not new_names and not self._index.fresh and self._same == self._was_same:
            return {}
        names, minted = set(self._articles.named()), set(self._articles.all_described())
        statements = _known_statements(self._store, self._known, names, minted, self._base)
        graph = rdf.authority_graph(self._base)
        self._store.replace_written(graph, written(statements, graph))
        self._writing.put("known", rdf.settle_actors([], statements, self._same))
        before, self._sides = self._sides, evidence.known_sides(self._store)
        differ = before.items() ^ self._sides.items()
        return {actor: before.get(actor) for actor, _ in differ}

    def _state_things(self, described: Iterable[str]) -> None:
        """States what things are that the authority lacks, and as which one each counts."""
        involved = {actor for same in (self._same, self._was_same) for pair in same.items() for actor in pair}
        for thing in sorted(involved.union(described)):
            minted = self._minted(thing) if self._known.get(thing) is None else None
            if minted is None:
                self._writing.put(f"thing {thing}")
                continue
            statements = rdf.decision_statements(Resolution(), (), {thing: minted}, base=self._base)
            named = self._named(self._same[thing]) if thing in self._same else []
            self._writing.put(f"thing {thing}", rdf.settle_actors(statements, named, self._same))

    def _named(self, actor: str) -> list[Spelt]:
        """Gives the labels of an actor as which another one counts."""
        label = str(SKOS.prefLabel)
        labels = self._store.spelt(rdf.authority_graph(self._base), actor, label)
        minted = self._minted(actor)
        if labels or minted is None:
            return labels
        stated = rdf.decision_statements(Resolution(), (), {actor: minted}, base=self._base)
        return [one for one in stated if one[1] == spelt_iri(label)]

    def _state_copies(self, change: Change, copied: Iterable[str]) -> None:
        """States which articles are copies of which, for those that changed."""
        for article in {*copied, *(told.article for told in change.went)}:
            number = self._articles.of_id(article)
            original = self._articles.original(number) if number is not None else None
            self._writing.state(f"copy {article}", Resolution(), copies={article: original} if original else {})

    def _heeded(self) -> list[Judgement]:
        """Lists the judgements of which both sides are there."""

        def there(things: Iterable[str]) -> bool:
            return any(self._articles.of_report(one) is not None or self._articles.is_named(one) for one in things)

        return [one for one in self._judged if there(one.ones) and there(one.others)]


class _Single(dict[str, "Profile"]):
    """What each report says by itself; read when asked for where it didn't begin anew."""

    def __init__(self, begun: Mapping[str, Profile], deciding: Deciding) -> None:
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


def _known_statements(
    store: Store, known: authority.Authority, names: set[str], minted: Collection[str], base: str
) -> list[Spelt]:
    """States what the authority knows of all that the articles name, and keeps what another authority file told.

    Articles built with `--authority` lean on that file still when a later command is not given it.
    """
    told: dict[str, list[Spelt]] = {}
    for one in store.spelt(rdf.authority_graph(base)):
        told.setdefault(one[0][1:-1], []).append(one)
    kept: list[Spelt] = []
    waiting = sorted(names)
    while waiting:
        name = waiting.pop()
        if known.get(name) is None and name not in minted:
            statements = told.pop(name, [])
            kept += statements
            led_to = {value[1:-1] for _, _, value in statements if value[0] == "<"} - names
            names |= led_to
            waiting += sorted(led_to)
    # What both tell, such as of tools and models, is stored once.
    return [*rdf.authority_statements(known, names, base), *kept]
