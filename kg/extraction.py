"""The way of one article from its text to checked quads: cleaned, parsed, annotated, stated, validated.

It reads and writes nothing beside the model that it loads, so it runs as well in another process or on another machine;
what it gives back is bytes and numbers.
"""

from __future__ import annotations

import os
import traceback
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from kg import evidence, rdf, terms, validate
from kg.annotate.sieve import Sieve
from kg.clean import clean, prose
from kg.errors import KgError
from kg.language import language, plainly_english
from kg.model import Article, Span
from kg.settings import LANGUAGE, samples_folder
from kg.stages import Stages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from spacy.tokens import Doc

    from kg.annotate.annotator import Annotator
    from kg.authority import Authority
    from kg.evidence import Told
    from kg.lexicon import Lexicon
    from kg.rdf import Run
    from kg.settings import Settings
    from kg.terms import Spelt


_SAMPLE = "2025-02-14-kestrel-bodies.txt"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one article comes to; one that has neither quads, language nor fault tells of no exchange.

    Attributes:
        quads: what it states, as lines of N-Quads; sound by the shapes.
        told: what of this the decisions across articles rest on, so that they needn't read it back.
        language: its language where that is another than is read.
        fault: why nothing came of it, in one line that begins with its source.
        unread: whether it lacks the very words of an exchange and so wasn't parsed.
        warnings: how many warnings of the shapes there are.
        seconds: what the stages took, where another process took them.
    """

    quads: bytes = b""
    told: Told | None = None
    language: str = ""
    fault: str = ""
    unread: bool = False
    warnings: int = 0
    seconds: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class _Prepared:
    """An article whose boilerplate is known, and its text with that blanked."""

    article: Article
    prose: str


class Extraction:
    """Extracts articles, one as the other; the model is loaded for the first that has to be parsed."""

    def __init__(
        self, settings: Settings, known: Authority, words: Lexicon, run: Run, stages: Stages | None = None
    ) -> None:
        """Takes what an extraction depends on, and the clock to be told of its stages."""
        self._settings, self._known, self._words, self._run = settings, known, words, run
        self._stages = stages or Stages()
        # The words that it looks for are English.
        self._sieve = None if settings.read_all or settings.language != LANGUAGE else Sieve(known, words)
        self._annotator: Annotator | None = None
        self.worth = self._is_worth_reading if self._sieve else None

    def load(self) -> Annotator:
        """Loads the model, once; raises KgError where it is not installed."""
        if self._annotator is None:
            with self._stages("loading"):
                # The parser's library takes a second, which who only stores what others extract needn't wait.
                from kg.annotate.annotator import Annotator

                self._annotator = Annotator.load(
                    self._settings.model, self._known, self._words, self._settings.base, self._stages
                )
        return self._annotator

    def warm(self) -> None:
        """Loads the model and all else that is loaded for the first article; raises KgError where it is not there."""
        self.load()
        text = (samples_folder() / _SAMPLE).read_text(encoding="utf-8")
        self.together([Article(_SAMPLE, text, "", _SAMPLE, Span(0, len(text)))])
        self._stages.add({"loading": sum(self._stages.taken().values())})
        # Of processes that are forked, one tells what this took.
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_parent=self._stages.taken)

    def glance(self, article: Article) -> Outcome | None:
        """Gives what becomes of an article whose words alone tell it, None of one that has to be read."""
        with self._stages("sieve"):
            if self._sieve is None or self._sieve.may_tell(article.text):
                return None
            other = self._other_language(article.text, article.language)
            return Outcome(language=other) if other else Outcome(unread=True)

    def __call__(self, article: Article) -> Outcome:
        """Extracts one article; a text that the rules stumble over is a fault, for the others must go on.

        Raises KgError where no article could be extracted: for a model that is not installed, or unusable shapes.
        """
        return self.together([article])[0]

    def together(self, articles: Sequence[Article]) -> list[Outcome]:
        """Extracts some articles, each to what it comes to alone; some at a time are parsed faster.

        Raises as one does.
        """
        ready = [self._prepared(article) for article in articles]
        proses = [one.prose for one in ready if isinstance(one, _Prepared)]
        try:
            docs: Iterator[Doc | None] = iter(self.load().parse(proses) if proses else ())
        except KgError:
            raise
        except Exception:
            # One of them is to blame; each alone tells which.
            docs = iter([None] * len(proses))
        return [
            self._extracted(article, one, next(docs)) if isinstance(one, _Prepared) else one
            for article, one in zip(articles, ready, strict=True)
        ]

    def _prepared(self, article: Article) -> _Prepared | Outcome:
        """Finds the prose of an article that has to be parsed, and the outcome of another."""
        with self._failing(article) as failure:
            with self._stages("cleaning"):
                cleaned = clean(article, self._words, self._known)
                told = prose(cleaned, self._known)
            with self._stages("sieve"):
                if other := self._other_language(told, article.language):
                    return Outcome(language=other)
                if self._sieve and not self._sieve.may_tell(told, masked=True):
                    return Outcome(unread=True)
            return _Prepared(cleaned, told)
        return failure[0]

    def _extracted(self, article: Article, one: _Prepared, doc: Doc | None) -> Outcome:
        """Extracts a prepared article; `doc` is its parse, None where that failed beside others."""
        with self._failing(article) as failure:
            annotator = self.load()
            if doc is None:
                doc = annotator.parse([one.prose])[0]
            with self._stages("annotating"):
                annotation = annotator.read(one.article, doc)
            if not annotation.claims:
                return Outcome()
            with self._stages("stating"):
                statements = rdf.article_statements(annotation, self._run)
            return self.checked(article, statements)
        return failure[0]

    @contextmanager
    def _failing(self, article: Article) -> Iterator[list[Outcome]]:
        """Turns what kg stumbles over in a text into the outcome that it yields the list of."""
        failure: list[Outcome] = []
        try:
            yield failure
        except KgError:
            raise
        except Exception as error:
            reason = f"{article.source}: kg failed on this text ({_place(error)}); please report it with the article"
            failure.append(Outcome(fault=reason))

    def far(self, articles: Sequence[Article]) -> list[Outcome]:
        """Extracts some articles in a process of its own: with what the stages took, for the one that asked."""
        first, *others = self.together(articles)
        return [replace(first, seconds=tuple(self._stages.taken().items())), *others]

    def checked(self, article: Article, statements: Sequence[Spelt]) -> Outcome:
        """Gives the outcome of an article with these statements, a fault where they don't keep to the shapes."""
        base = self._run.base
        with self._stages("validating"):
            named = {value[1:-1] for _, _, value in statements if value[0] == "<"}
            known = rdf.authority_statements(self._known, named, base)
            weighed = validate.weigh_article([*statements, *known])
        if validate.Severity.VIOLATION in weighed:
            about = validate.about(terms.read_spelt(known))
            findings = validate.validate_article(terms.read_spelt(statements), about, article.id)
            worst = next((one.message for one in findings if one.severity is validate.Severity.VIOLATION), "unknown")
            reason = f"its graph fails the shapes ({worst}); please report it with the article"
            return Outcome(fault=f"{article.source}: {reason}")
        with self._stages("stating"):
            written = terms.written(statements, rdf.article_graph(article.id, base))
            told = evidence.told(terms.plain(dict.fromkeys(statements)))
        return Outcome(written, told, warnings=weighed.count(validate.Severity.WARNING))

    def _is_worth_reading(self, text: str) -> bool:
        """Tells whether a record's text has to be read on: for an exchange, or to name its language."""
        with self._stages("sieve"):
            return self._sieve is None or self._sieve.may_tell(text) or not plainly_english(text)

    def _other_language(self, text: str, declared: str | None) -> str:
        """Gives the language of a text where it is surely another than the one that is read."""
        wanted = self._settings.language
        if wanted == LANGUAGE and plainly_english(text):
            return ""
        found = language(text, declared)
        return "" if found in {None, wanted} else str(found)


def ready(
    settings: Settings, known: Authority, words: Lexicon, run: Run
) -> Callable[[Sequence[Article]], list[Outcome]]:
    """Makes an extraction in a process of its own, its model loaded; raises KgError where it is not installed.

    What is forked from this process then shares all of it.
    """
    extraction = Extraction(settings, known, words, run)
    extraction.warm()
    return extraction.far


def _place(error: Exception) -> str:
    """Says what went wrong and in which line of the program, for a report."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}: {error}, {Path(last.filename).name}:{last.lineno}"
