"""Loads the spaCy model with the project's components; the one place where they are registered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import spacy

from kg.annotate import entities
from kg.annotate import sentences as _sentences  # registers kg_sentences
from kg.annotate.forms import Forms  # registers kg_forms
from kg.errors import KgError

if TYPE_CHECKING:
    from spacy.language import Language

UNUSED = ("senter", "textcat", "textcat_multilabel")


def load(model: str) -> Language:
    """Loads a spaCy model by its package's name and puts the sentence borders before its parser.

    What the model works out of single words is remembered, and its entity recogniser is held back (`entities`).

    Raises KgError when the model is not installed or has no parser.
    """
    try:
        nlp = spacy.load(model, exclude=list(UNUSED))
    except OSError as error:
        raise KgError(
            f"spaCy model {model!r} is not installed; install its package with pip, or leave out --model"
        ) from error
    if "parser" not in nlp.pipe_names:
        raise KgError(f"spaCy model {model!r} has no parser; name one that has, such as en_core_web_sm")
    nlp.add_pipe(_sentences.sentences and "kg_sentences", first=True)
    if Forms.fits(nlp):
        forms = nlp.add_pipe("kg_forms", before="attribute_ruler")
        assert isinstance(forms, Forms)
        forms.take()
    entities.hold_back(nlp)
    return nlp
