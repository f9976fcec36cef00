"""Shows the reported speech of any English text, about an exchange or not: who, by which words, what."""

from __future__ import annotations

import json
import textwrap
from typing import TYPE_CHECKING

from kg import authority, lexicon, turtle
from kg import read as reading
from kg.annotate import attributions as finding
from kg.annotate.annotator import Annotator
from kg.annotate.cast import Cast
from kg.annotate.cues import Cues
from kg.annotate.reference import refer
from kg.clean import clean, prose
from kg.errors import AuthorityError
from kg.model import Attribution
from kg.settings import data_folder

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from kg.model import Article, Span
    from kg.settings import Settings

_NAMESPACE = "https://w3id.org/exchange-kg/lexicon#"
_LEMMA = "https://w3id.org/exchange-kg/ontology#lemma"
_CLASSES = {
    "clause-verbs": "clause",
    "infinitive-verbs": "infinitive",
    "request-verbs": "request",
    "object-verbs": "object",
    "attitude-adjectives": "adjectives",
    "statement-nouns": "nouns",
    "bearing-verbs": "bearing",
    "things": "things",
}
_WIDTH = 110


def read(path: Path, settings: Settings) -> list[Attribution]:
    """Finds the attributions of one file, boilerplate left out, in the order of the text.

    Raises ArticleError for a file that can't be read, AuthorityError for a broken authority file and KgError for a
    model that is not installed.
    """
    article = reading.read(path)
    known, words = authority.load(settings.authority, settings.base), lexicon.load(settings.authority)
    annotator = Annotator.load(settings.model, known, words, settings.base)
    return attributions(clean(article, words, known), annotator, cues())


def attributions(article: Article, annotator: Annotator, words: Cues) -> list[Attribution]:
    """Finds the attributions of an article whose boilerplate is marked, with the label of each known speaker."""
    doc = annotator.nlp(prose(article))
    cast = Cast(doc, annotator.names.find(doc), annotator.authority, annotator.lexicon, annotator.base)
    found = []
    for one in finding.find(doc, annotator.lexicon, words):
        actors = refer(cast, one.head).actors if one.head is not None else ()
        if one.verb is not None:
            for actor in actors:
                cast.note(actor, one.verb)
        speaker = " and ".join(actor.label for actor in actors) or None
        found.append(Attribution(one.cue, one.content, one.source, speaker))
    return found


def cues() -> Cues:
    """Loads the words of attribution that come with the package; raises AuthorityError where the file is damaged."""
    path = data_folder("ontology") / "attributions.ttl"
    lemmas: dict[str, set[str]] = {}
    for triple in turtle.parse(path, _NAMESPACE).triples:
        if triple.predicate == _LEMMA:
            lemmas.setdefault(triple.subject.removeprefix(_NAMESPACE), set()).add(triple.value)
    if missing := {*_CLASSES, "preposition-verbs"} - set(lemmas):
        raise AuthorityError(f"{path}: no words for {', '.join(sorted(missing))}; install the package anew")
    prepositions: dict[str, set[str]] = {}
    for phrase in lemmas["preposition-verbs"]:
        verb, _, preposition = phrase.rpartition(" ")
        prepositions.setdefault(verb, set()).add(preposition)
    return Cues(
        **{field: frozenset(lemmas[name]) for name, field in _CLASSES.items()},
        prepositions={verb: frozenset(words) for verb, words in prepositions.items()},
    )


def as_json(found: Sequence[Attribution]) -> str:
    """Writes a JSON list of `source`, `cue` and `content`, half-open code-point offsets or null, and `speaker`."""
    records = [
        {
            "source": _offsets(one.source),
            "cue": _offsets(one.cue),
            "content": _offsets(one.content),
            "speaker": one.speaker,
        }
        for one in found
    ]
    lines = ",\n".join(" " + json.dumps(record, ensure_ascii=False) for record in records)
    return f"[\n{lines}\n]\n" if lines else "[]\n"


def as_text(path: Path, found: Sequence[Attribution]) -> str:
    """Writes attributions for a terminal: the content's offsets, the speaker, the reporting words, and what is said."""
    text = reading.read(path).text
    written = []
    for one in found:
        source = _words(text, one.source)
        who = f"{source} ({one.speaker})" if source and one.speaker and one.speaker != source else source or one.speaker
        head = f"{one.content.start}–{one.content.end}  {who or '?'} · {_words(text, one.cue) or 'goes on'}"
        written.append(head)
        written.append(
            textwrap.fill(_words(text, one.content), _WIDTH, initial_indent="    ", subsequent_indent="    ")
        )
    written.append(f"{len(found)} attribution{'' if len(found) == 1 else 's'}")
    return "\n".join(written) + "\n"


def _offsets(span: Span | None) -> list[int] | None:
    return None if span is None else [span.start, span.end]


def _words(text: str, span: Span | None) -> str:
    return "" if span is None else " ".join(text[span.start : span.end].split())
