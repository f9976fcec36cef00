"""Finds who speaks where a second speaker shares the first one's verb: "Arland counted 207 bodies, Borland only 195"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.annotate.acts import Speech
from kg.model import Span, Stance

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from spacy.tokens import Span as DocSpan
    from spacy.tokens import Token

_LINKS = frozenset({"and", "while", "but"})
_HEDGES = frozenset({"only", "just", "about", "some", "nearly", "over", "at", "least", "more", "than", "around"})
_OBJECTS = frozenset({"dobj", "oprd", "ccomp", "prep"})


def shared(sentence: DocSpan, acts: Iterable[Speech]) -> Iterator[Speech]:
    """Yields an act for each name that stands with a number, and nothing else, behind what somebody counted."""
    for act in acts:
        if act.silent or act.aside or act.passive or act.stance is not Stance.ASSERTS or act.source is None:
            continue
        if not _counts(act.cue) or act.source.i > act.cue.i:
            continue
        yield from _behind(sentence, act)


def _counts(verb: Token) -> bool:
    """Tells whether what a verb reports is a number and what it counts, in no clause that names who did it."""
    for child in verb.children:
        if child.dep_ not in _OBJECTS or child.i < verb.i:
            continue
        counted = child
        if child.dep_ == "ccomp":
            counted = next((c for c in child.children if c.dep_ in {"nsubj", "nsubjpass"}), child)
        if counted.like_num or any(t.like_num for t in counted.subtree if t.dep_ == "nummod" and t.head.i == counted.i):
            return True
    return False


def _behind(sentence: DocSpan, act: Speech) -> Iterator[Speech]:
    tokens = [t for t in sentence if not t.is_space]
    for at, token in enumerate(tokens):
        if (
            token.i <= act.cue.i + 1
            or token.pos_ != "PROPN"
            or not (tokens[at - 1].text == "," or _links(tokens[at - 1]))
        ):
            continue
        name = at
        while name + 1 < len(tokens) and tokens[name + 1].pos_ == "PROPN":
            name += 1
        number = name + 1
        while number < len(tokens) and tokens[number].lower_ in _HEDGES:
            number += 1
        if name - at > 3 or number >= len(tokens) or not tokens[number].like_num:
            continue
        if number + 1 < len(tokens) and not tokens[number + 1].is_punct:
            continue
        first, last = tokens[name + 1], tokens[number]
        content = (Span(first.idx, last.idx + len(last)),)
        yield Speech(
            act.sentence, act.cue, act.lemma, act.stance, tokens[name], content, False, nominal=True, gapped=True
        )


def _links(token: Token) -> bool:
    return bool(token.lower_ in _LINKS)
