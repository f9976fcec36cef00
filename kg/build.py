"""The main flow: files in, a validated graph on disk out.

read ─ clean ─ annotate ─ to RDF ─ validate ─ store, article by article; then the decisions across all articles.
"""

from __future__ import annotations

import hashlib
import re
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from importlib import metadata
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from rdflib.term import URIRef

from kg import __version__, authority, judgements, lexicon, rdf, read, validate
from kg.annotate import Annotator, Sieve
from kg.clean import clean, prose
from kg.decide import counts, decide, program
from kg.errors import ArticleError, StoreError
from kg.language import language, plainly_english
from kg.rdf import Quad, Run
from kg.settings import LANGUAGE
from kg.vocab import KG

if TYPE_CHECKING:
    from kg.model import Article
    from kg.settings import Settings
    from kg.store import Store

_BATCH = 100

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


def build(paths: Iterable[Path], store: Store, settings: Settings, progress: Progress | None = None) -> Summary:
    """Puts articles into a store and decides anew what they say together.

    An article whose text, settings and tool are those of the last build is left as it is, and what a killed build
    finished is taken from there. One that can't be read or fails is named in the summary and the others go on; what is
    stored of it stays. Articles are read one after the other, so that memory doesn't grow with their number. Raises
    AuthorityError for a broken authority file, KgError for a broken file of judgements and StoreError where the store
    refuses; the store is then as before.
    """
    known, words = authority.load(settings.authority, settings.base), lexicon.load(settings.authority, settings.lexicon)
    judgements.load(store.path, settings.base)
    _check_base(store, settings.base)
    run = _run(settings, known.sha256 + words.sha256)
    summary = Summary()
    files = list(_files(paths))
    extract = _Extraction(settings, known, words, run, summary)
    first, batch = store.empty, []
    if settings.read_all:
        store.left_out.clear()
    # What was left out by an older tool or authority is read again.
    store.left_out.intersection_update({one for one in store.left_out if one.startswith(_left_out("", run))})
    columns = read.Columns(dict(settings.columns), extract.worth)
    for number, article in _articles(files, columns, summary):
        if progress:
            progress(article.id, number, len(files))
        graph = rdf.article_graph(article.id, run.base)
        stored = None if first else store.fingerprint(graph)
        if isinstance(article, read.Unread):
            summary.unread += 1
            summary.off_topic.append(article.id)
            if stored:
                store.drop(graph)
            continue
        wanted = rdf.fingerprint(article.sha256, run, article.origin_sha256)
        if stored == wanted:
            summary.unchanged += 1
            continue
        if _left_out(article.sha256, run) in store.left_out:
            summary.off_topic.append(article.id)
            if stored:
                store.drop(graph)
            continue
        finished = store.finished(graph, wanted)
        quads = [(*triple, URIRef(graph)) for triple in finished] if finished else extract(article)
        if quads is None:
            continue
        if isinstance(quads, str):
            summary.foreign.setdefault(quads, []).append(article.id)
            # An earlier build may have read it, in its own language.
            if not any((p, str(o)) == (KG.sha256, article.sha256) for _, p, o in store.triples(graph)):
                store.drop(graph)
            continue
        if not quads:
            summary.off_topic.append(article.id)
            store.leave_out(_left_out(article.sha256, run))
            if stored:
                store.drop(graph)
            continue
        if not _accepted(article, quads, run, known, summary):
            continue
        summary.stored.append(article.id)
        if stored:
            why = rdf.changed(store.triples(graph), article.sha256, run, article.origin_sha256)
            summary.redone.setdefault(why, []).append(article.id)
        if not first:
            store.replace(graph, quads)
            continue
        batch.append(quads)
        if len(batch) == _BATCH:
            store.load(chain.from_iterable(batch))
            batch = []
    if batch:
        store.load(chain.from_iterable(batch))
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
    files: Sequence[Path | Skipped], columns: read.Columns, summary: Summary
) -> Iterator[tuple[int, Article | read.Unread]]:
    """Reads the articles one by one, with their file's number; what can't be read goes into the summary."""
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
                yield number, article
            else:
                record = article.source != str(file)
                way = "give one of the two another id" if record else "rename one of the two"
                reason = f"{article.source}: {other} has the same name, and the name is the article's; {way}"
                summary.skipped.append(Skipped(article.source, reason, record))


def _left_out(sha256: str, run: Run) -> str:
    """Names an article's text that tells of no exchange, as this tool with these settings reads it."""
    return f"{rdf.fingerprint('', run)[:16]}-{sha256}" if sha256 else rdf.fingerprint("", run)[:16]


class _Extraction:
    """Extracts articles; the model is loaded for the first."""

    def __init__(
        self, settings: Settings, known: authority.Authority, words: lexicon.Lexicon, run: Run, summary: Summary
    ) -> None:
        self._settings, self._known, self._words, self._run = settings, known, words, run
        self._summary = summary
        # The words that it looks for are English.
        self._sieve = None if settings.read_all or settings.language != LANGUAGE else Sieve(known, words)
        self._annotator: Annotator | None = None
        self.worth = self._is_worth_reading if self._sieve else None

    def __call__(self, article: Article) -> list[Quad] | str | None:
        """Gives the quads of one article, none where it tells of no exchange, None where it fails.

        Of one in another language than is read it gives that language.
        """
        if self._sieve and not self._sieve.may_tell(article.text):
            if other := self._other_language(article.text, article.language):
                return other
            self._summary.unread += 1
            return []
        if self._annotator is None:
            self._annotator = Annotator.load(self._settings.model, self._known, self._words, self._settings.base)
        try:
            cleaned = clean(article, self._words, self._known)
            words = prose(cleaned)
            if other := self._other_language(words, article.language):
                return other
            if self._sieve and not self._sieve.may_tell(words, masked=True):
                self._summary.unread += 1
                return []
            annotation = self._annotator.annotate(cleaned, words)
        except Exception as error:
            # One article that the rules stumble over must not cost the thousand others; the exit status tells of it.
            reason = f"{article.source}: kg failed on this text ({_place(error)}); please report it with the article"
            self._summary.skipped.append(Skipped(article.source, reason))
            return None
        return rdf.article_quads(annotation, self._run) if annotation.claims else []

    def _is_worth_reading(self, text: str) -> bool:
        """Tells whether a record's text has to be read on: for an exchange, or to name its language."""
        return self._sieve is None or self._sieve.may_tell(text) or not plainly_english(text)

    def _other_language(self, text: str, declared: str | None) -> str | None:
        """Gives the language of a text where it is surely another than the one that is read."""
        wanted = self._settings.language
        if wanted == LANGUAGE and plainly_english(text):
            return None
        found = language(text, declared)
        return None if found in {None, wanted} else found


def _accepted(article: Article, quads: list[Quad], run: Run, known: authority.Authority, summary: Summary) -> bool:
    """Tells whether an article's quads keep to the shapes; what they find goes into the summary."""
    triples = [(s, p, o) for s, p, o, _ in quads]
    named = {str(o) for _, _, o, _ in quads}
    context = [(s, p, o) for s, p, o, _ in rdf.authority_quads(known, named, run.base)]
    findings = validate.validate_article(triples, validate.about(context), article.id)
    if not validate.conforms(findings):
        worst = next(f for f in findings if f.severity is validate.Severity.VIOLATION)
        reason = f"{article.source}: its graph fails the shapes ({worst.message}); please report it with the article"
        summary.skipped.append(Skipped(article.source, reason))
        return False
    summary.warnings += sum(f.severity is validate.Severity.WARNING for f in findings)
    return True


def _place(error: Exception) -> str:
    """Says what went wrong and in which line of the program, for a report."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}: {error}, {Path(last.filename).name}:{last.lineno}"


def _run(settings: Settings, world: str) -> Run:
    """Describes the extraction; `world` is a hash of the authority and the lexicon."""
    try:
        version = metadata.version(settings.model.replace("_", "-"))
    except metadata.PackageNotFoundError:
        version = ""
    # The rules are part of what an article's graph depends on, and between releases they change without the version.
    tool = f"{__version__}+{program()}"
    return Run(tool, settings.model, version, hashlib.sha256(world.encode()).hexdigest(), settings.base)


def _count(store: Store, summary: Summary) -> None:
    summary.articles, summary.claims, summary.figures, summary.exchanges, summary.disagreements = counts(store)
