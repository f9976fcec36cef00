"""Reads paragraphs that a line below them ascribes: "- wrote Novak." sets off a quotation without marks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.annotate import reference
from kg.annotate.acts import Speech, lemma_of, text_of
from kg.annotate.sayings import Said
from kg.model import Span, Stance

if TYPE_CHECKING:
    from spacy.tokens import Span as DocSpan

    from kg.annotate.sayings import Listener

_TRAILER = re.compile(
    r"(?:said|says|wrote|writes|added|adds|noted|notes|stressed|emphasi[sz]ed|explained|stated|reported|reports)\s+(?:the\s+)?(?:[\w’'-]+\s+){0,7}[\w’'-]+\.?$"
)
"""A line that ascribes what stands above it: "wrote Novak", "said the head of the office"."""
_NAME_FIRST = re.compile(
    r"(?:the\s+)?(?:[\w’'-]+\s+){1,8}(?:said|says|wrote|writes|added|adds|noted|stressed|emphasi[sz]ed)\.?$", re.I
)
_DASHES = frozenset({"-", "–", "—"})
_BEHIND_DASH = re.compile(r"\s[-–—]\s*" + _TRAILER.pattern)
"""The end of a paragraph that is all one quotation without marks: "The lists were agreed. The swap went on – said Novak."."""


def find(sentences: list[DocSpan], text: str, listener: Listener) -> dict[int, Said]:
    """Gives the sentences, by number, whose paragraph such a line ascribes, and to whom."""
    found: dict[int, Said] = {}
    for number, sentence in enumerate(sentences):
        words = text_of(sentence).strip()
        first = text.rfind("\n", 0, sentence.start_char) + 1
        ends = _BEHIND_DASH.search(words) if not text[_span(sentence).end :].split("\n", 1)[0].strip() else None
        if number == 0 or not (ends or _stands_below(text, first, sentence.start_char, words)):
            continue
        own = None if ends else next((t for t in sentence.root.children if t.dep_ == "nsubj"), None)
        source = own or next((t for t in reversed(list(sentence)) if t.pos_ in {"PROPN", "NOUN"}), None)
        speakers = reference.refer(listener.cast, source).actors if source is not None else ()
        if not speakers:
            continue
        cue = sentence.root
        if ends:
            cue = next(t for t in sentence if t.idx >= _span(sentence).start + ends.start() and t.is_alpha)
        act = Speech(number, cue, lemma_of(cue), Stance.ASSERTS, source, (_span(sentence),), ends is None)
        medium = listener.medium(sentence, act)
        for at in range(number - 1, -1, -1):
            if (ends or at < number - 1) and "\n" in text[sentences[at].start_char : _span(sentences[at + 1]).start]:
                break  # another paragraph
            found[at] = Said(speakers, act, (_span(sentences[at]),), medium, "quotation goes on")
    return found


def _stands_below(text: str, first: int, start: int, words: str) -> bool:
    """Tells a line of its own behind a dash, or below a paragraph that a comma ends: "…, to bring them home,"."""
    if text[first:start].strip() in _DASHES:
        return _TRAILER.match(words) is not None
    above = text[:first].rstrip()
    return (
        not text[first:start].strip()
        and above.endswith((",", ",”", ',"'))
        and (_NAME_FIRST.match(words) or _TRAILER.match(words)) is not None
    )


def _span(sentence: DocSpan) -> Span:
    text = text_of(sentence)
    return Span(sentence.start_char + len(text) - len(text.lstrip()), sentence.start_char + len(text.rstrip()))
