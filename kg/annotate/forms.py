"""Gives tokens their part of speech, morphology and lemma, each pair of word and tag worked out once.

The model's attribute ruler and rule lemmatizer look at a token's word, tag and dependency alone, but for a handful of
contractions, and take as long as its parser. What they say of a word is remembered; the result is theirs to the bit.
"""

from __future__ import annotations

from itertools import cycle
from typing import TYPE_CHECKING, cast

import numpy as np
from spacy.attrs import DEP, LEMMA, MORPH, ORTH, POS, TAG
from spacy.language import Language
from spacy.matcher import Matcher
from spacy.pipeline import AttributeRuler
from spacy.tokens import Doc
from spacy.util import filter_spans

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_ASKED, _TOLD = [ORTH, TAG, DEP], [TAG, POS, MORPH, LEMMA, DEP]
# What a word alone tells, and what the tagger and the parser said of it.
_OWN = frozenset({"ORTH", "LOWER", "NORM", "SHAPE", "IS_SPACE", "IS_PUNCT", "LIKE_NUM", "TAG", "DEP"})
_MOST = 200_000

_Key = tuple[int, ...]


@Language.factory("kg_forms")
def forms(nlp: Language, name: str) -> Forms:  # noqa: ARG001 - the factory's signature
    """Makes the component; the pipeline hands it the model's own two (`Forms.take`)."""
    return Forms(nlp)


class Forms:
    """A spaCy component in the place of a model's attribute ruler and lemmatizer."""

    def __init__(self, nlp: Language) -> None:
        """Makes a component that does nothing until it is given the model's own."""
        self._nlp = nlp
        self._components: list[Callable[[Doc], Doc]] = []
        self._contexts: Matcher | None = None
        self._known: dict[_Key, _Key] = {}
        strings = nlp.vocab.strings
        self._comma: _Key = (strings.add(","), strings.add(","), strings.add("punct"))

    @staticmethod
    def fits(nlp: Language) -> bool:
        """Tells whether a model's ruler and lemmatizer look at single words only, contractions apart."""
        if not {"attribute_ruler", "lemmatizer"} <= set(nlp.pipe_names):
            return False
        ruler, lemmatizer = nlp.get_pipe("attribute_ruler"), nlp.get_pipe("lemmatizer")
        if not isinstance(ruler, AttributeRuler) or getattr(lemmatizer, "mode", "") not in ("rule", "lookup"):
            return False
        return all(set(token) <= _OWN for _, pattern in _patterns(ruler) for token in pattern)

    def take(self) -> None:
        """Takes over from the model's own two components."""
        ruler = self._nlp.get_pipe("attribute_ruler")
        assert isinstance(ruler, AttributeRuler)
        self._contexts = Matcher(self._nlp.vocab)
        for number, pattern in _patterns(ruler):
            if len(pattern) > 1:
                self._contexts.add(str(number), [pattern])
        for name in ("attribute_ruler", "lemmatizer"):
            self._components.append(self._nlp.get_pipe(name))
            self._nlp.disable_pipe(name)

    def __call__(self, doc: Doc) -> Doc:
        """Sets parts of speech, morphology and lemmas of a parsed document."""
        asked = [tuple(row) for row in doc.to_array(_ASKED).tolist()]
        if self._contexts is None or not asked:
            return doc
        if len(self._known) > _MOST:
            self._known.clear()
        if unknown := [key for key in dict.fromkeys(asked) if key not in self._known]:
            self._learn(unknown)
        told = [self._known[key] for key in asked]
        for span in filter_spans(self._contexts(doc, as_spans=True)):
            told[span.start : span.end] = self._work_out(asked[span.start : span.end])
        return doc.from_array(_TOLD, np.array(told, dtype="uint64"))  # type: ignore[arg-type]

    def _learn(self, keys: list[_Key]) -> None:
        # Words that happen to stand side by side are no contraction.
        apart = [key for pair in zip(keys, cycle([self._comma]), strict=False) for key in pair]
        self._known.update(zip(keys, self._work_out(apart)[::2], strict=True))

    def _work_out(self, keys: list[_Key]) -> list[_Key]:
        """Asks the model's own components of words with these tags and dependencies, in this order."""
        strings = self._nlp.vocab.strings
        words, tags, deps = ([strings[key[place]] for key in keys] for place in range(3))
        doc = Doc(self._nlp.vocab, words=words, tags=tags, deps=deps, heads=list(range(len(keys))))
        for component in self._components:
            doc = component(doc)
        return [tuple(row) for row in doc.to_array(_TOLD).tolist()]


def _patterns(ruler: AttributeRuler) -> Iterator[tuple[int, list[dict[str, object]]]]:
    """Yields a ruler's patterns, each with its rule's number."""
    rules = cast("list[dict[str, list[list[dict[str, object]]]]]", ruler.patterns)
    for number, rule in enumerate(rules):
        for pattern in rule["patterns"]:
            yield number, pattern
