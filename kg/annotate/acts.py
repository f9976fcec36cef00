"""The acts of reporting that a text shows, and the parts of a parse that all ways of finding them share."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from spacy.tokens import Span as DocSpan

from kg.model import Span, Stance

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "expl"})

PICTURES = frozenset("photo photograph picture image video footage film clip selfie".split())
"""What shows people without telling of them."""

_RELATIVE = frozenset({"who", "which", "that", "whom"})

_OPENERS = "“«„"

_PARAGRAPHS = 4
"""How many paragraphs without a mark a quotation runs over at most."""


@dataclass(frozen=True, slots=True)
class Speech:
    """One act of reporting: `cue` the verb's token (or the phrase's first), `source` the head of the speaker's noun phrase.

    `content` is a list of code-point spans (a sentence that is interrupted by its attribution has two); `passive` marks
    "was said to"; `relayed` the head of "citing X"; `silent` a refusal or failure to speak; `aside` what another's sentence
    ascribes in passing ("which the other side says are its soldiers"); `gapped` a number with a speaker of its own behind
    another's ("Arland counted 207, Borland 195").
    """

    sentence: int
    cue: Token
    lemma: str
    stance: Stance
    source: Token | None
    content: tuple[Span, ...]
    quoted: bool
    passive: bool = False
    relayed: Token | None = None
    silent: bool = False
    joined: bool = False
    weak: bool = False
    nominal: bool = False
    subordinate: bool = False
    aside: bool = False
    gapped: bool = False


def quotations(text: str) -> list[Span]:
    """Gives the quotations of a text, marks included, paragraph by paragraph; an unclosed one runs to the paragraph's end.

    A quotation goes on into a paragraph that opens with a new mark while the last was not closed, and into the next
    ones up to the mark that closes it where none opens before.
    """
    found: list[Span] = []
    unclosed: list[Span] = []  # paragraphs without a mark behind one whose quotation is open
    for paragraph in re.finditer(r"[^\r\n]+", text):
        start: int | None = None
        first = re.search(r"[\"“”«»„]", paragraph.group()) if unclosed and paragraph.group().strip() else None
        if unclosed and first is not None:
            if _closes(first.group(), paragraph.group()[: first.start()]):
                found += unclosed[1:]
                start = paragraph.start()
            unclosed = []
        elif unclosed and paragraph.group().strip():
            unclosed = [*unclosed, Span(*paragraph.span())] if len(unclosed) < _PARAGRAPHS else []
        for match in re.finditer(r"[\"“”«»„]", paragraph.group()):
            at, mark = paragraph.start() + match.start(), match.group()
            before = text[at - 1] if at else " "
            opens = mark in _OPENERS or (mark == '"' and start is None and (before.isspace() or before in "([—–-'‘"))
            if mark == '"' and re.match(r"\d", before) and start is None:  # inches
                continue
            if start is None and (opens or (mark == '"' and at == paragraph.start())):
                start = at
            elif start is not None and mark not in _OPENERS:
                found.append(Span(start, at + 1))
                start = None
        if start is not None and paragraph.end() - start < 2000:
            found.append(Span(start, paragraph.end()))
            unclosed = [found[-1]]
    return found


def _closes(mark: str, before: str) -> bool:
    """Tells whether the first mark of a paragraph ends a quotation that a paragraph before opened."""
    return bool(before.strip()) and (
        mark in "”»" or (mark == '"' and not before[-1].isspace() and before[-1] not in "([—–-")
    )


def strayed(verb: Token) -> list[Token]:
    """Finds the clause that the parser hung on a word beside the verb: "told anyone who will listen that he won"."""
    for mark in verb.subtree:
        if mark.lower_ != "that" or mark.dep_ != "mark" or mark.i < verb.i:
            continue
        holder = mark.head.head
        path = [holder, *holder.ancestors]
        path = path[: path.index(verb)] if verb in path else []
        if path and all(t.dep_ in {"dobj", "dative", "pobj", "prep", "npadvmod", "relcl", "advmod"} for t in path):
            return [mark.head]
    return []


def subject(verb: Token) -> Token | None:
    """Finds who does what a verb says: its own subject, the subject it shares, or what a relative clause is about."""
    for child in verb.children:
        if child.dep_ in {"nsubj", "nsubjpass"}:
            if child.lower_ in _RELATIVE and verb.dep_ in {"relcl", "acl"}:
                return verb.head
            return child
    if verb.tag_ == "VB" and verb.dep_ in {"relcl", "acl"} and verb.head.dep_ == "attr":
        return subject(verb.head.head)  # "the envoy was the first to disclose the deal"
    if verb.dep_ in {"xcomp", "ccomp"} and lemma_of(verb.head) == "prompt":
        return next((c for c in verb.head.children if c.dep_ == "dobj"), None)  # "…, prompting Novak to urge calm"
    if verb.dep_ in {"conj", "xcomp", "advcl"} and verb.head.pos_ in {"VERB", "AUX"}:
        return subject(verb.head)
    if verb.dep_ in {"relcl"}:
        return verb.head
    if verb.dep_ == "acl" and verb.tag_ == "VBG":
        return verb.head
    if verb.dep_ == "pcomp" and verb.head.head.pos_ in {"VERB", "AUX"}:
        return subject(verb.head.head)
    return None


def shows_pictures(verb: Token) -> bool:
    """Tells "posted a picture of the freed", which says nothing."""
    taken = {lemma_of(c) for c in verb.children if c.dep_ == "dobj"}
    shows = lemma_of(verb) in {"post", "publish", "share", "release", "tweet"} and taken & PICTURES
    return bool(shows) and not any(c.dep_ == "ccomp" for c in verb.children)


def text_of(part: Doc | DocSpan) -> str:
    """Gives the text of a document or sentence; spaCy puts it together anew at each asking, so a document's is kept."""
    doc = part.doc if isinstance(part, DocSpan) else part
    text = doc.user_data.get("kg_text")
    if text is None:
        text = doc.user_data["kg_text"] = doc.text
    return str(text[part.start_char : part.end_char] if isinstance(part, DocSpan) else text)


def lemma_of(token: Token) -> str:
    """Gives a token's lemma in lower case."""
    return str(token.lemma_).lower()


def noun_lemma(token: Token) -> str:
    """Gives the lemma of a noun, irregular plurals of people included."""
    word = lemma_of(token)
    if (
        token.pos_ == "PROPN"
        and len(word) > (3 if token.tag_ == "NNPS" else 4)
        and word.endswith("s")
        and not word.endswith("ss")
    ):
        # a headline's "Soldiers"
        word = word[:-3] + "y" if word.endswith("ies") else word[:-2] if word.endswith("oes") else word[:-1]
    return (
        re.sub(r"men$", "man", word)
        if word.endswith("men") and word != "women"
        else "woman"
        if word == "women"
        else word
    )
