"""The main flow: files in, a validated graph on disk out.

read ─ clean ─ annotate ─ to RDF ─ validate ─ store, article by article; then the decisions across all articles.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from kg import authority, judgements, lexicon, rdf, read
from kg.aside import Aside
from kg.decide import counts, decide, opened
from kg.errors import ArticleError, StoreError
from kg.extraction import Extraction, Outcome, ready
from kg.jobs import Lost
from kg.rdf import Run
from kg.stages import Stages
from kg.versions import installed, tool
from kg.vocab import KG

if TYPE_CHECKING:
    from kg.cluster import Cluster
    from kg.index import Index
    from kg.jobs import Jobs
    from kg.model import Article
    from kg.settings import Settings
    from kg.store import Store

    Pool = Jobs[Article, Outcome] | Cluster[Article, Outcome]

# So many articles are stored at a time, and in a large store a part of what is there: what a killed build has to do
# again stays little, and the database isn't merged anew with every few.
_BATCH, _LARGEST, _PART = 250, 2500, 5
# Articles that are parsed at a time; one more than that makes the parser little faster.
_TOGETHER = 16
_CHARACTERS = 100_000

Progress = Callable[[str, int, int], None]
"""Told of each article: its id, its number, how many there are."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file, or a record of one, that did not go in, and why: in one line that names the place and the way out.

    `fault` is false where nobody has to mend anything.
    """

    source: str
    reason: str
    record: bool = False
    fault: bool = True


@dataclass(slots=True)
class Summary:
    """What a build did and what the graph holds afterwards.

    `read` counts the articles that could be read; `stored` names those that are new or changed, `redone` of these, by
    reason, those that were there before; `off_topic` those that tell of no exchange, `unread` of these the number that
    lack its very words and weren't parsed; `foreign` those in other languages, by language; `skipped` the files and
    records that a person has to mend. `warnings` are those of the shapes.
    """

    read: int = 0
    unchanged: int = 0
    stored: list[str] = field(default_factory=list)
    redone: dict[str, list[str]] = field(default_factory=dict)
    off_topic: list[str] = field(default_factory=list)
    foreign: dict[str, list[str]] = field(default_factory=dict)
    unread: int = 0
    skipped: list[Skipped] = field(default_factory=list)
    warnings: int = 0
    articles: int = 0
    claims: int = 0
    figures: int = 0
    exchanges: int = 0
    disagreements: int = 0


def build(
    paths: Iterable[Path],
    store: Store,
    settings: Settings,
    progress: Progress | None = None,
    pool: Pool | None = None,
    stages: Stages | None = None,
) -> Summary:
    """Puts articles into a store and decides anew what they say together.

    An article whose text, settings and tool are those of the last build is left as it is, and what a killed build
    finished is taken from there. One that can't be read or fails is named in the summary and the others go on; what is
    stored of it stays. Articles are read one after the other, so that memory doesn't grow with their number; they are
    extracted here or in a `pool`, and `stages` is told what took how long. Raises AuthorityError for a broken authority
    file, KgError for a broken file of judgements, or a pool that is of no use, and StoreError where the store refuses;
    the store is then as before.
    """
    stages = stages or Stages()
    with stages("loading"):
        known = authority.load(settings.authority, settings.base)
        words = lexicon.load(settings.authority, settings.lexicon)
        judgements.load(store.path, settings.base)
        _check_base(store, settings.base)
        run = _run(settings, known.sha256 + words.sha256)
        extraction = Extraction(settings, known, words, run, stages)
    summary = Summary()
    if settings.read_all:
        store.left_out.clear()
    # What was left out by an older tool or authority is read again.
    store.left_out.intersection_update({one for one in store.left_out if one.startswith(_left_out("", run))})
    columns = read.Columns(dict(settings.columns), extraction.worth)
    articles = stages.each("reading", _articles(list(_files(paths)), columns, summary, progress))
    filing = Filing(store, run, summary, opened(store, known, settings.base))
    steps = (filing.step(article, extraction) for article in articles)
    make = partial(ready, settings, known, words, run)
    with closing(_extracted(steps, extraction, pool, make, stages)) as extracted:
        for step, outcome in extracted:
            with stages("storing"):
                filing.put(step, outcome)
    with stages("storing"):
        filing.end()
    with stages("deciding"):
        decide(store, known, settings.base)
        _count(store, summary)
    return summary


def remove(names: Iterable[str], store: Store, settings: Settings) -> list[str]:
    """Takes articles out of a store, with all that only they said; gives the names that are not there.

    `names` are articles' or their files' names. What is left is what a build of the other articles yields.
    """
    known = authority.load(settings.authority, settings.base)
    judgements.load(store.path, settings.base)
    _check_base(store, settings.base)
    missing = []
    for name in names:
        graph = rdf.article_graph(Path(name).stem if name.endswith(read.ENDINGS) else name, settings.base)
        if store.fingerprint(graph):
            store.drop(graph)
        else:
            missing.append(name)
    decide(store, known, settings.base)
    return missing


def _check_base(store: Store, base: str) -> None:
    """Raises StoreError where the stored data is minted under another IRI: one graph would describe things twice."""
    # One graph tells: no build mixes them.
    other = store.any_graph()
    if other and not other.startswith(base):
        start = re.sub(r"graph/.*\Z", "", other)
        raise StoreError(f"{store.path}: its data is under {start}; give --base {start}, or another --store")


def _files(paths: Iterable[Path]) -> Iterator[Path | Skipped]:
    """Finds the files to read, each once, and the paths that can't be listed."""
    found: set[Path] = set()
    for path in paths:
        try:
            for file in list(read.find([path])):
                if (whole := file.resolve()) not in found:
                    found.add(whole)
                    yield file
        except ArticleError as error:
            yield Skipped(str(path), str(error))


def _articles(
    files: Sequence[Path | Skipped], columns: read.Columns, summary: Summary, progress: Progress | None
) -> Iterator[Article | read.Unread]:
    """Reads the articles one by one; what can't be read goes into the summary."""
    sources: dict[str, str] = {}
    for number, file in enumerate(files, 1):
        if isinstance(file, Skipped):
            summary.skipped.append(file)
            continue
        for article in read.articles(file, columns):
            if isinstance(article, read.Refusal):
                summary.skipped.append(Skipped(article.source, article.reason, article.record, article.fault))
            elif (other := sources.setdefault(article.id, article.source)) is article.source:
                summary.read += 1
                if progress:
                    progress(article.id, number, len(files))
                yield article
            else:
                record = article.source != str(file)
                way = "give one of the two another id" if record else "rename one of the two"
                reason = f"{article.source}: {other} has the same name, and the name is the article's; {way}"
                summary.skipped.append(Skipped(article.source, reason, record))


def _left_out(sha256: str, run: Run) -> str:
    """Names an article's text that tells of no exchange, as this tool with these settings reads it."""
    return f"{rdf.fingerprint('', run)[:16]}-{sha256}" if sha256 else rdf.fingerprint("", run)[:16]


@dataclass(frozen=True, slots=True)
class Step:
    """An article on its way: what is stored of it, and its outcome where no extraction is needed to tell it.

    `task` is what has to be extracted.
    """

    id: str
    source: str
    sha256: str
    origin_sha256: str | None
    graph: str
    stored: str | None
    outcome: Outcome | None = None
    task: Article | None = None


_UNCHANGED = Outcome()


class Filing:
    """Looks articles up in the store, and puts there what comes of them."""

    def __init__(self, store: Store, run: Run, summary: Summary, index: Index) -> None:
        """Takes the store and its index, and the summary to tell what was stored."""
        self._store, self._run, self._summary, self._index = store, run, summary, index
        self._first = store.empty
        self._batch: dict[str, Outcome] = {}
        self._written: list[bytes] = []

    def step(self, article: Article | read.Unread, extraction: Extraction) -> Step:
        """Finds out what there is to do for an article."""
        graph = rdf.article_graph(article.id, self._run.base)
        stored = None if self._first else self._store.fingerprint(graph)
        if isinstance(article, read.Unread):
            return Step(article.id, article.source, "", None, graph, stored, Outcome(unread=True))
        step = Step(article.id, article.source, article.sha256, article.origin_sha256, graph, stored)
        wanted = rdf.fingerprint(article.sha256, self._run, article.origin_sha256)
        if stored == wanted:
            return replace(step, outcome=_UNCHANGED)
        if _left_out(article.sha256, self._run) in self._store.left_out:
            return replace(step, outcome=Outcome())
        if finished := self._store.finished(graph, wanted):
            return replace(step, outcome=extraction.checked(article, finished))
        if outcome := extraction.glance(article):
            return replace(step, outcome=outcome)
        return replace(step, task=article)

    def put(self, step: Step, outcome: Outcome) -> None:
        """Stores what came of an article, and tells it in the summary."""
        store, summary = self._store, self._summary
        if outcome is _UNCHANGED:
            summary.unchanged += 1
        elif outcome.fault:
            summary.skipped.append(Skipped(step.source, outcome.fault))
        elif outcome.language:
            summary.foreign.setdefault(outcome.language, []).append(step.id)
            # An earlier build may have read it, in its own language.
            if not any((p, str(o)) == (KG.sha256, step.sha256) for _, p, o in store.triples(step.graph)):
                store.drop(step.graph)
        elif outcome.quads:
            self._store_quads(step, outcome)
        else:
            self._leave_out(step, outcome)

    def end(self) -> None:
        """Stores what waits for others to be stored with."""
        if self._batch:
            content = b"".join(self._written)
            self._written.clear()
            self._store.touch(self._batch)
            with Aside() as aside:
                aside.begin(lambda: self._store.load_written(content))
                for graph, outcome in self._batch.items():
                    self._tell(graph, outcome)
                aside.wait()
            self._batch = {}

    def _tell(self, graph: str, outcome: Outcome) -> None:
        if outcome.told:
            self._index.take(graph, outcome.told)

    def _store_quads(self, step: Step, outcome: Outcome) -> None:
        store, summary = self._store, self._summary
        summary.warnings += outcome.warnings
        summary.stored.append(step.id)
        if step.stored:
            why = rdf.changed(store.triples(step.graph), step.sha256, self._run, step.origin_sha256)
            summary.redone.setdefault(why, []).append(step.id)
        if not self._first:
            store.replace_written(step.graph, outcome.quads)
            self._tell(step.graph, outcome)
            return
        # A batch is large enough to be held once only.
        self._written.append(outcome.quads)
        self._batch[step.graph] = replace(outcome, quads=b"")
        if len(self._batch) >= min(max(_BATCH, len(summary.stored) // _PART), _LARGEST):
            self.end()

    def _leave_out(self, step: Step, outcome: Outcome) -> None:
        self._summary.off_topic.append(step.id)
        left_out = _left_out(step.sha256, self._run) if step.sha256 else ""
        # Of two that are the same, the second may have been sent to a process before the first came back.
        if left_out not in self._store.left_out:
            self._summary.unread += outcome.unread
            if left_out:
                self._store.leave_out(left_out)
        if step.stored:
            self._store.drop(step.graph)


def _extracted(
    steps: Iterable[Step],
    extraction: Extraction,
    pool: Pool | None,
    make: Callable[[], Callable[[Sequence[Article]], list[Outcome]]],
    stages: Stages,
) -> Generator[tuple[Step, Outcome], None, None]:
    """Extracts what has to be, here or in a pool, where `make` makes it; in the order of steps."""
    if pool is None:
        for some in _together(steps):
            tasks = [step.task for step in some if step.task]
            outcomes = iter(extraction.together(tasks))
            for step in some:
                yield step, step.outcome or (next(outcomes) if step.task else _UNCHANGED)
        return
    results = pool.run(((step, step.task) for step in steps), make)
    for step, result in stages.each("waiting for the processes", results):
        if isinstance(result, Lost):
            reason = f"{step.source}: the process that read it ended ({result.how}); the others went on; "
            advice = "build again with fewer processes at a time, or report it with the article"
            yield step, Outcome(fault=reason + advice)
            continue
        outcome = result or step.outcome or _UNCHANGED
        stages.add(dict(outcome.seconds))
        yield step, outcome


def _together(steps: Iterable[Step]) -> Iterator[list[Step]]:
    """Groups steps so that some articles are extracted at a time, not more than memory holds."""
    some: list[Step] = []
    articles = characters = 0
    for step in steps:
        some.append(step)
        if step.task:
            articles, characters = articles + 1, characters + len(step.task.text)
        if articles == _TOGETHER or characters > _CHARACTERS or len(some) == _BATCH:
            yield some
            some, articles, characters = [], 0, 0
    if some:
        yield some


def _run(settings: Settings, world: str) -> Run:
    """Describes the extraction; `world` is a hash of the authority and the lexicon."""
    # The rules are part of what an article's graph depends on, and between releases they change without the version.
    world = hashlib.sha256(world.encode()).hexdigest()
    return Run(tool(), settings.model, installed(settings.model), world, settings.base)


def _count(store: Store, summary: Summary) -> None:
    summary.articles, summary.claims, summary.figures, summary.exchanges, summary.disagreements = counts(store)
