"""Loads the spaCy model with the project's components; the one place where they are registered."""

from __future__ import annotations

import re
from contextlib import nullcontext
from typing import TYPE_CHECKING

import spacy
from spacy.pipeline import DependencyParser
from spacy.tokenizer import Tokenizer
from thinc.api import NumpyOps, get_current_ops, use_ops
from threadpoolctl import threadpool_limits

from kg.annotate import entities
from kg.annotate.borders import set_borders  # registers kg_sentences
from kg.annotate.forms import Forms  # registers kg_forms
from kg.errors import KgError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from contextlib import AbstractContextManager

    from spacy.language import Language
    from spacy.tokens import Doc

_PARSER = "parser"
_HYPHENED = re.compile(r"co-(?:ordinat|operat)\w+", re.IGNORECASE)
"""Words that some write with a hyphen, at which the model would split them in three."""
UNUSED = ("senter", "textcat", "textcat_multilabel")


def load(model: str) -> Language:
    """Loads a spaCy model by its package's name and puts the sentence borders before its parser.

    What the model works out of single words is remembered, and its entity recogniser is held back (`entities`). Its
    matrices are multiplied by NumPy, in one thread; but for the parser's.

    Raises KgError when the model is not installed or has no parser.
    """
    try:
        with _quick():
            nlp = spacy.load(model, exclude=list(UNUSED))
    except OSError as error:
        raise KgError(
            f"spaCy model {model!r} is not installed; install its package with pip, or leave out --model"
        ) from error
    if _PARSER not in nlp.pipe_names:
        raise KgError(f"spaCy model {model!r} has no parser; name one that has, such as en_core_web_sm")
    # Several texts are parsed at a time; BLIS gives each row the same, whatever rows are beside it.
    parser = nlp.get_pipe(_PARSER)
    if isinstance(parser, DependencyParser):
        for node in parser.model.walk():
            if type(node.ops) is NumpyOps:
                node.ops = NumpyOps()
    if isinstance(nlp.tokenizer, Tokenizer):
        nlp.tokenizer.token_match = _HYPHENED.fullmatch
    nlp.add_pipe(set_borders and "kg_sentences", first=True)
    if Forms.fits(nlp):
        forms = nlp.add_pipe("kg_forms", before="attribute_ruler")
        assert isinstance(forms, Forms)
        forms.take()
    entities.hold_back(nlp)
    return nlp


def parse(nlp: Language, texts: Sequence[str]) -> list[Doc]:
    """Parses texts, with all of them at a time in the parser, for each of its steps costs the same for one and for ten.

    The rest of the model takes one text after the other: NumPy rounds otherwise where it multiplies more rows at once,
    and what a text comes to may not depend on those beside it.
    """
    docs = [nlp.make_doc(text) for text in texts]
    for name, component in nlp.pipeline:
        if name == _PARSER and isinstance(component, DependencyParser):
            component.set_annotations(docs, component.predict(docs))
        else:
            docs = [component(doc) for doc in docs]
    return docs


def _quick() -> AbstractContextManager[object]:
    """Makes a model loaded under it multiply by NumPy, whose wheels take a third of the time of spaCy's own BLIS.

    Matrices as small as these gain nothing by threads and lose much, so NumPy is held to one, in the whole process.
    A graphics card, or a Mac's own library, stays in use.
    """
    if type(get_current_ops()) is not NumpyOps:
        return nullcontext()
    threadpool_limits(limits=1, user_api="blas")
    return use_ops("numpy", use_blis=False)
