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
    r"(?:the\s+)?(?:[\w’'-]+\s+){1,8}(?:said|says|wrote|writes|added|adds|noted|stressed|emphasi[sz]ed|explained|stated|informed|reads?)(?:\s+(?:on|in)\s+(?:\w+\s+){0,2}\w+)?\.?$",
    re.I,
)
_DASHES = frozenset({"-", "–", "—"})
_BEHIND_DASH = re.compile(r"\s[-–—]\s*" + _TRAILER.pattern)
"""The end of a paragraph that is all one quotation without marks: "The lists were agreed. The swap went on – said Novak."."""


def find(sentences: list[DocSpan], text: str) -> dict[int, DocSpan]:
    """Gives the sentences, by number, whose paragraph such a line ascribes, and the line."""
    found: dict[int, DocSpan] = {}
    for number, sentence in enumerate(sentences):
        words = text_of(sentence).strip()
        first = text.rfind("\n", 0, sentence.start_char) + 1
        ends = _ends_paragraph(sentence, text)
        if number == 0 or not (ends or _stands_below(text, first, sentence.start_char, words)):
            continue
        for at in range(number - 1, -1, -1):
            if (ends or at < number - 1) and "\n" in text[sentences[at].start_char : _span(sentences[at + 1]).start]:
                break  # another paragraph
            found[at] = sentence
    return found


def ascribed(sentence: DocSpan, line: DocSpan, number: int, listener: Listener) -> Said | None:
    """Gives who says a sentence by the line below its paragraph: a name, an office or, as a message, who spoke before."""
    behind = _BEHIND_DASH.search(text_of(line).rstrip())
    own = None if behind else next((t for t in line.root.children if t.dep_ == "nsubj"), None)
    source = own or next((t for t in reversed(list(line)) if t.pos_ in {"PROPN", "NOUN"}), None)
    speakers = reference.refer(listener.cast, source).actors if source is not None else ()
    if not speakers:
        return None
    cue = line.root
    if behind:
        cue = next(t for t in line if t.idx >= line.start_char + behind.start() and t.is_alpha)
    act = Speech(number, cue, lemma_of(cue), Stance.ASSERTS, source, (_span(line),), behind is None)
    return Said(speakers, act, (_span(sentence),), listener.medium(line, act), "quotation goes on")


def _ends_paragraph(sentence: DocSpan, text: str) -> bool:
    last = not text[_span(sentence).end :].split("\n", 1)[0].strip()
    return last and _BEHIND_DASH.search(text_of(sentence).rstrip()) is not None


def _stands_below(text: str, first: int, start: int, words: str) -> bool:
    """Tells a line of its own behind a dash, or below a paragraph that a comma ends: "…, to bring them home,"."""
    if text[first:start].strip() in _DASHES:
        return (_TRAILER.match(words) or _NAME_FIRST.match(words)) is not None
    above = text[:first].rstrip()
    return (
        not text[first:start].strip()
        and above.endswith((",", ",”", ',"'))
        and (_NAME_FIRST.match(words) or _TRAILER.match(words)) is not None
    )


def _span(sentence: DocSpan) -> Span:
    text = text_of(sentence)
    return Span(sentence.start_char + len(text) - len(text.lstrip()), sentence.start_char + len(text.rstrip()))
