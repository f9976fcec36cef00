"""Tells what many were freed for: "200 of them were traded for the politician", "he exchanged the tycoon for 200 fighters"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.annotate.acts import lemma_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from kg.annotate.counting import Counting

_TRADES = frozenset({"trade", "exchange", "swap", "swop"})
_RETURN = frozenset({"exchange", "return"})


def for_one(counting: Counting) -> bool:
    """Tells whether those whom a number counts went for one person."""
    head = counting.head
    if head.dep_ == "pobj" and head.head.lower_ == "of" and counting.partitive:
        head = head.head.head  # "200 of his fighters"
    if head.dep_ == "pobj" and head.head.lower_ == "for":
        verb = head.head.head
        if verb.dep_ == "dobj" and lemma_of(verb.head) in _TRADES:
            return _is_one(verb)  # the parser hangs "for" on what is traded
        return lemma_of(verb) in _TRADES and any(
            child.dep_ in {"dobj", "nsubjpass"} and _is_one(child) for child in verb.children
        )
    if head.dep_ not in {"dobj", "nsubj", "nsubjpass"}:
        return False
    return any(_is_one(one) for one in (*_given_for(head), *_given_for(head.head)))


def _given_for(governor: Token) -> Iterator[Token]:
    """Yields what stands behind "for", "in exchange for" and "in return for"."""
    for prep in governor.children:
        if prep.dep_ != "prep":
            continue
        if prep.lower_ == "for" and lemma_of(governor) in _TRADES:
            yield from (child for child in prep.children if child.dep_ == "pobj")
        for noun in prep.children:
            if prep.lower_ == "in" and noun.lower_ in _RETURN:
                yield from (
                    child
                    for inner in noun.children
                    if inner.lower_ == "for"
                    for child in inner.children
                    if child.dep_ == "pobj"
                )


def _is_one(token: Token) -> bool:
    """Tells a person from a group: "the politician", a name, but no "group of captives"."""
    beside = {child.lower_ for child in token.children if child.dep_ in {"nummod", "prep", "conj"}}
    if beside - {"one", "for"}:
        return False
    if token.tag_ == "NNP" and token.ent_type_ == "PERSON":
        return True
    return token.tag_ in {"NN", "NNP"} and any(child.lower_ in {"the", "a", "an", "one"} for child in token.children)
