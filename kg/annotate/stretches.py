"""Turns the tokens that a word of attribution governs into stretches of text, without the words around it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterable

    from spacy.tokens import Span as DocSpan
    from spacy.tokens import Token

_OPENERS, _CLOSERS = frozenset("\"“„«([‘'"), frozenset("\"”»)]’'")
_ADJUNCTS = frozenset("on in at during after before by within through amid since until via following".split())
_JOINTS = frozenset("if because unless until when before after since as so once whether although though while".split())


def spans(cue: Token, taken: Iterable[Token], extend: bool = True) -> tuple[Span, ...]:
    """Gives the stretches that the heads taken cover: one before the cue, one after it with what is bound to it."""
    taken = sorted(taken, key=lambda t: t.i)
    before, after = [t for t in taken if t.i < cue.i], [t for t in taken if t.i > cue.i]
    # A clause that a semicolon parts from the cue is another sentence in all but name.
    before = [t for t in before if t.doc[t.i : cue.i].text.count(";") == 0]
    after = [t for t in after if all(s.text != ";" for s in cue.doc[cue.i : t.left_edge.i + 1])]
    parts: list[Span] = []
    if before:
        passive = [t.right_edge.i + 1 for t in before if t.dep_ == "nsubjpass"]
        stop = max([group_start(cue), *passive])
        inside = [t for head in before for t in _own(head) if t.i < stop]
        beyond = [t for head in before for t in _own(head) if t.i > cue.i]
        parts += [part for part in (stretch(inside), stretch(_past_group(cue, beyond))) if part]
    if after:
        inside = [t for head in after for t in _own(head) if t.i > cue.i]
        if extend:
            inside += _bound(cue, max(t.i for t in inside))
        parts += [part for part in (stretch(inside),) if part]
    return tuple(parts)


def is_finite_after_bare(verb: Token) -> bool:
    """Tells the last verb of "vowed to help and expressed …", which the parser joins to the infinitive."""
    head = verb.head
    if verb.dep_ != "conj" or verb.tag_ not in {"VBD", "VBZ", "VBP"} or head.tag_ != "VB":
        return False
    return not any(c.dep_ in {"nsubj", "nsubjpass"} for c in verb.children)


def _own(head: Token) -> list[Token]:
    """Gives a head's subtree without what the parser joins to it in error."""
    left_out = {
        t.i
        for verb in head.subtree
        if is_finite_after_bare(verb)
        for t in (*verb.subtree, *(c for c in verb.head.children if c.dep_ in {"cc", "punct"} and c.i > verb.head.i))
    }
    return [t for t in head.subtree if t.i not in left_out]


def _bound(cue: Token, last: int) -> list[Token]:
    """Gives what follows the content and, without a comma, belongs to it: "… would come if elected"."""
    bound: list[Token] = []
    for child in sorted(cue.children, key=lambda t: t.i):
        if child.i <= last or child.left_edge.i <= cue.i:
            continue
        joined = child.left_edge.i == last + 1
        clause = child.dep_ == "advcl" and any(c.lower_ in _JOINTS for c in child.children)
        phrase = child.dep_ in {"prep", "dative"} and child.lower_ not in _ADJUNCTS
        if not joined or not (clause or phrase):
            break
        bound += list(child.subtree)
        last = child.right_edge.i
    return bound


def group_start(cue: Token) -> int:
    """Gives the first token of "the mayor later said" or "said the mayor"."""
    subjects = [c for c in cue.children if c.dep_ in {"nsubj", "nsubjpass"} and c.i < cue.i]
    own = [c for c in cue.children if c.dep_ in {"aux", "auxpass", "neg", "advmod"} and c.i < cue.i] + subjects[-1:]
    start = cue.i
    for child in sorted(own, key=lambda t: -t.i):
        if child.right_edge.i + 1 >= start or cue.doc[child.right_edge.i + 1].is_punct:
            start = min(start, child.left_edge.i)
    return start


def _past_group(cue: Token, tokens: list[Token]) -> list[Token]:
    """Leaves out what stands beside the cue itself: its subject after it, "on Tuesday"."""
    ends = [c.right_edge.i for c in cue.children if c.i > cue.i and c.dep_ in {"nsubj", "npadvmod", "dobj", "dative"}]
    first = max([cue.i, *ends])
    return [t for t in tokens if t.i > first]


def around(sentence: DocSpan, first: int, last: int) -> tuple[Span, ...]:
    """Gives what stands in a sentence before and after the tokens from `first` to `last`."""
    doc = sentence.doc
    before, after = list(doc[sentence.start : first]), list(doc[last + 1 : sentence.end])
    return tuple(part for part in (stretch(before), stretch(after)) if part)


def stretch(tokens: Iterable[Token]) -> Span | None:
    """Gives the span from the first token to the last, without white space and stops at its ends."""
    inside = sorted(tokens, key=lambda t: t.i)
    while inside and (inside[0].is_space or (inside[0].is_punct and inside[0].text not in _OPENERS)):
        inside = inside[1:]
    while inside and (inside[-1].is_space or (inside[-1].is_punct and inside[-1].text not in _CLOSERS)):
        inside = inside[:-1]
    if not any(t.is_alpha or t.like_num or t.is_digit for t in inside):
        return None
    return Span(inside[0].idx, inside[-1].idx + len(inside[-1]))
