"""Reads off the order of words and commas who speaks and what is said, where the parse shows it wrongly or not at all."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from kg.annotate.acts import SUBJECTS
from kg.annotate.dates import WEEKDAYS
from kg.model import Span

if TYPE_CHECKING:
    from spacy.tokens import Span as DocSpan
    from spacy.tokens import Token


def set_off(verb: Token) -> bool:
    """Tells whether the verb with its subject stands apart by a comma or quotation mark before it."""
    start = min([subject_start(verb), verb.i, *[a.i for a in verb.children if a.dep_ == "aux"]])
    if start == verb.sent.start:
        return False
    before = verb.doc[start - 1]
    return before.is_punct or before.is_quote


def ends_sentence(verb: Token, sentence: DocSpan) -> bool:
    """Tells whether nothing but adjuncts of the verb follow it."""
    rest = [t for t in sentence if t.i > verb.i and not t.is_punct]
    allowed = {t.i for c in verb.children for t in c.subtree}
    return len(rest) <= 14 and all(t.i in allowed for t in rest)


def around(sentence: DocSpan, verb: Token, source: Token | None = None) -> tuple[Span, ...]:
    """Gives what stands before and after a set-off "the agency said"; `source` is the speaker where the parse has none."""
    own = {verb.i}
    if source is not None:
        own |= set(range(min(source.i, verb.i), max(source.i, verb.i) + 1))
        edge = min(source.i, verb.i)
        while edge > sentence.start and verb.doc[edge - 1].text not in {",", "”", '"', "—", "–", ";", ":"}:
            edge -= 1
            own.add(edge)
        for child in verb.children:
            if child.dep_ in {"npadvmod", "prep", "advmod"} and child.i == max(own) + 1:
                own |= {t.i for t in child.subtree if not t.is_punct}
        first, last = _contiguous(own, verb.i)
        return outside(sentence, first, last)
    for child in verb.children:
        if child.dep_ in SUBJECTS or child.dep_ in {
            "aux",
            "neg",
            "advmod",
            "npadvmod",
            "prep",
            "dobj",
            "dative",
            "punct",
            "prt",
            "advcl",
        }:
            own |= {t.i for t in child.subtree if abs(t.i - verb.i) < 40}
    first, last = _contiguous(own, verb.i)
    return outside(sentence, first, last)


def outside(sentence: DocSpan, first: int, last: int) -> tuple[Span, ...]:
    """Gives what a sentence says before one token and after another, as spans without leading commas."""
    before = [t for t in sentence if t.i < first and not t.is_space]
    after = [t for t in sentence if t.i > last and not t.is_space]
    parts = []
    for part in (before, after):
        while part and part[0].is_punct and not part[0].is_quote:
            part = part[1:]
        if len([t for t in part if not t.is_punct]) > 2:
            parts.append(Span(part[0].idx, part[-1].idx + len(part[-1])))
    return tuple(parts)


def _contiguous(indices: set[int], around: int) -> tuple[int, int]:
    first = last = around
    while first - 1 in indices:
        first -= 1
    while last + 1 in indices:
        last += 1
    return first, last


def within(content: tuple[Span, ...], quotes: list[Span]) -> bool:
    """Tells whether all that was said stands between quotation marks."""
    return bool(content) and all(any(q.start - 1 <= c.start and c.end <= q.end + 2 for q in quotes) for c in content)


def adjoins(source: Token, verb: Token) -> bool:
    """Tells whether nothing but commas and adverbs stand between the parser's subject and the verb."""
    if source.i >= verb.i:
        return False
    between = verb.doc[source.right_edge.i + 1 : verb.i]
    return all((t.is_punct and not t.is_quote) or t.pos_ in {"ADV", "AUX"} for t in between)


def beside(verb: Token, sentence: DocSpan) -> Token | None:
    """Finds the speaker that stands between a comma and the verb, or after an inverted verb, where the parser errs.

    Gives None where the layout does not decide: the words beside the verb must be one noun phrase and nothing else.
    """
    first = verb.i
    while first > sentence.start and (verb.doc[first - 1].pos_ in {"AUX", "ADV"}):
        first -= 1
    run: list[Token] = []
    at = first - 1
    while at >= sentence.start and verb.doc[at].text not in {",", "”", '"', "—", "–", ";", ":"}:
        run.insert(0, verb.doc[at])
        at -= 1
    set_off = at > sentence.start
    if (
        set_off
        and run
        and run[0].pos_ in {"DET", "PROPN", "ADJ", "NOUN", "PRON"}
        and not any(t.pos_ in {"VERB", "AUX", "SCONJ"} for t in run)
        and len(run) < 14
    ):
        return phrase_head(run)
    if not run and set_off and verb.i + 1 < sentence.end and verb.lemma_ != "tell":
        after: list[Token] = []
        for token in verb.doc[verb.i + 1 : sentence.end]:
            if token.is_punct or token.pos_ in {"VERB", "AUX", "SCONJ", "ADP"}:
                break
            after.append(token)
        if (
            after
            and after[0].pos_ in {"DET", "PROPN", "NOUN", "ADJ"}
            and any(t.pos_ in {"PROPN", "NOUN"} for t in after)
        ):
            last = after[-1]
            while last.pos_ not in {"PROPN", "NOUN"}:
                last = last.nbor(-1)
            return last if last.tag_ != "NNP" or last.lower_ not in WEEKDAYS else None
    return None


def phrase_head(run: list[Token]) -> Token | None:
    """Gives the head of a noun phrase read from left to right: its last noun before any preposition."""
    head = None
    for token in run:
        if token.pos_ == "ADP":
            break
        if token.pos_ in {"NOUN", "PROPN", "PRON"}:
            head = token
    return head


def noun_before(verb: Token, sentence: DocSpan) -> Token | None:
    """Finds the speaker in "…, the headquarters said" where the parser hung the noun elsewhere."""
    head = None
    for token in reversed([t for t in sentence if t.i < verb.i]):
        if token.text in {",", "”", '"'} or token.pos_ in {"VERB", "AUX"}:
            break
        if head is None and token.pos_ in {"NOUN", "PROPN", "PRON"}:
            head = token
        elif head is not None and token.pos_ in {"NOUN", "PROPN"} and token.nbor().pos_ == "ADP":
            head = token  # "Headquarters for the Treatment of Prisoners of War": the first noun is the head
    return head


def titled(source: Token, verb: Token, sentence: DocSpan) -> bool:
    """Tells "…, aide and head of the delegation Jan Novak said": a long title keeps the comma from the name."""
    first = source.left_edge.i
    while first > sentence.start and verb.doc[first - 1].text != ",":
        token = verb.doc[first - 1]
        if token.is_quote or (token.pos_ in {"VERB", "AUX"} and token.tag_ not in {"VBG", "VBN"}):
            return False
        first -= 1
    return first > sentence.start + 3 and first < source.left_edge.i and ends_sentence(verb, sentence)


def told_as(verb: Token, sentence: DocSpan) -> tuple[Span, ...]:
    """Gives what "As the ministry reported then, 65 were on board" tells: all behind the clause."""
    if verb.dep_ != "advcl" or sentence[0].lower_ != "as" or not any(c.i == sentence.start for c in verb.children):
        return ()
    comma = next((t for t in sentence if t.i > verb.i and t.text == ","), None)
    rest = [t for t in sentence if comma is not None and t.i > comma.i and not t.is_space]
    if comma is None or comma.i - verb.i > 8 or len(rest) < 4 or any(c.dep_ == "ccomp" for c in verb.children):
        return ()
    return (Span(rest[0].idx, rest[-1].idx + len(rest[-1])),)


def after_place(source: Token, verb: Token) -> Token | None:
    """Finds the speaker in "In Borton, the ministry said", where the parser takes the town for the subject."""
    first = verb.sent.start
    if source.i != first + 1 or source.nbor(-1).lower_ not in {"in", "from"} or source.nbor().text != ",":
        return None
    run = [t for t in verb.doc[source.i + 2 : verb.i] if t.pos_ not in {"AUX", "ADV"}]
    if (
        not run
        or run[0].pos_ not in {"DET", "PROPN", "NOUN", "ADJ"}
        or any(t.pos_ == "VERB" or t.text == "," for t in run)
    ):
        return None
    return phrase_head(run)


def last_of_list(source: Token, verb: Token) -> Token | None:
    """Finds the speaker in "Among them are 20 sailors and 30 guards, the agency said", which the parser adds to the list.

    A list ends with "and"; what stands behind a bare comma after numbers is no item of it.
    """
    if not (source.like_num or any(c.dep_ == "nummod" for c in source.children)) or source.i > verb.i:
        return None
    last = source
    while (more := [c for c in last.children if c.dep_ == "conj" and c.i < verb.i]) and len(more) == 1:
        last = more[0]
    if more:
        last = more[-1]
    first = last.left_edge
    if last.i == source.i or first.i == 0 or first.nbor(-1).text != "," or last.like_num:
        return None
    return None if any(c.dep_ == "nummod" for c in last.children) else last


def after_inversion(source: Token, verb: Token, sentence: DocSpan) -> Token | None:
    """Finds the speaker in "Among the freed are Jan Novak and Eva Mala, the agency said", read as what the two say."""
    inverted = any(
        c.dep_ == "ccomp" and c.i < source.left_edge.i and not any(d.dep_ in SUBJECTS for d in c.children)
        for c in verb.children
    )
    named = beside(verb, sentence) if inverted else None
    return named if named is not None and named.i > source.i else None


def after_name(verb: Token, sentence: DocSpan) -> Token | None:
    """Finds the speaker in "Arland's negotiator, Jan Novak, announced on Monday that …", read as "a negotiator announced"."""
    head = verb.head
    if verb.tag_ != "VBN" or verb.dep_ != "acl" or head.dep_ not in {"ROOT", "appos"} or verb.nbor(-1).text != ",":
        return None
    if head.dep_ == "appos":
        head = head.head
    named = any(c.dep_ == "appos" and c.pos_ == "PROPN" and c.i < verb.i for c in head.children)
    if head.dep_ != "ROOT" or not named or head.pos_ not in {"NOUN", "PROPN"} or head.left_edge.i > sentence.start + 2:
        return None
    return head if any(c.dep_ in {"ccomp", "xcomp"} and c.i > verb.i for c in verb.children) else None


def before_aside(verb: Token, sentence: DocSpan) -> Token | None:
    """Finds the speaker in "In Borton, Jan Novak, who heads the office, said", whose aside keeps the parser from it."""
    chunks: list[list[Token]] = [[]]
    for token in reversed([t for t in sentence if t.i < verb.i and not t.is_space]):
        if len(chunks) == 1 and token.pos_ in {"AUX", "ADV"}:
            continue
        if token.text == ",":
            chunks.append([])
        elif token.is_quote or token.text in {";", ":", "—", "–"}:
            break
        else:
            chunks[-1].insert(0, token)
    if len(chunks) < 3 or chunks[0] or not chunks[1]:
        return None
    for aside, named in pairwise(chunks[1:]):
        if aside[0].lower_ in {"who", "which", "whose"} or aside[0].tag_ in {"VBG", "VBN"}:
            words = [t for t in named if t.lower_ not in {"and", "but"}]
            if (
                words
                and words[-1].pos_ in {"PROPN", "NOUN"}
                and not any(t.pos_ in {"VERB", "AUX", "ADP"} for t in words)
            ):
                return words[-1]
            return None
        if not _is_phrase(aside):
            return None
    return None


def _is_phrase(words: list[Token]) -> bool:
    return bool(words) and not any(t.pos_ in {"VERB", "AUX"} and t.tag_ not in {"VBN", "VBG"} for t in words)


def rest(sentence: DocSpan, verb: Token, source: Token) -> tuple[Span, ...]:
    """Gives what follows the verb, and its subject where that is inverted, when the parser shows no clause."""
    after = [t for t in sentence if t.i > max(verb.i, source.i) and not t.is_space]
    if len([t for t in after if not t.is_punct]) >= 4:
        return (Span(after[0].idx, after[-1].idx + len(after[-1])),)
    return ()


def subject_start(verb: Token) -> int:
    """Gives the first token of a verb's own subject, or the verb."""
    own = [c for c in verb.children if c.dep_ in SUBJECTS]
    return min([c.left_edge.i for c in own if c.left_edge.i < c.i + 1] + [verb.i])
