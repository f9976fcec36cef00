"""Runs the model's entity recogniser where it can tell something: on sentences with names that nobody knows yet.

Recognising takes as long as tagging and parsing together, and on most sentences of an article the authority has named
all there is to name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacy.tokens import Doc, Span

from kg.annotate.dates import MONTHS, WEEKDAYS

if TYPE_CHECKING:
    from collections.abc import Container

    from spacy.language import Language
    from spacy.tokens import Token

_NAMES = frozenset({"NNP", "NNPS"})
_DAYS = frozenset((*MONTHS, *WEEKDAYS))


def hold_back(nlp: Language) -> None:
    """Takes the recogniser out of a pipeline, to be run by `recognise`; one that leans on another component stays."""
    if "ner" in nlp.pipe_names and not any(
        "ner" in getattr(component, "listening_components", ()) for _, component in nlp.pipeline
    ):
        nlp.disable_pipe("ner")


def recognise(nlp: Language, doc: Doc, known: Container[int]) -> None:
    """Sets a document's entities, where the recogniser was held back, in sentences with a name beyond the `known` tokens.

    `known` holds the indexes of tokens in names that the authority knows.
    """
    if "ner" not in nlp.disabled:
        return
    wanted = [token for sentence in doc.sents if any(_is_new(t, known) for t in sentence) for token in sentence]
    if not wanted:
        return
    part = Doc(
        doc.vocab,
        words=[token.text for token in wanted],
        spaces=[bool(token.whitespace_) for token in wanted],
        sent_starts=[bool(token.is_sent_start) for token in wanted],
    )
    found = nlp.get_pipe("ner")(part).ents
    # No entity goes over the end of a sentence, so that it lies whole in the document too.
    doc.ents = [Span(doc, wanted[one.start].i, wanted[one.end - 1].i + 1, one.label_) for one in found]


def _is_new(token: Token, known: Container[int]) -> bool:
    return token.tag_ in _NAMES and token.text[:1].isupper() and token.i not in known and token.lower_ not in _DAYS
