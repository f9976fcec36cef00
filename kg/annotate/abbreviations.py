"""Finds the abbreviations that an article explains: "the Open Doors Initiative (ODI)"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.annotate.acts import text_of

if TYPE_CHECKING:
    from spacy.tokens import Doc

_EXPLAINED = re.compile(
    r"(?P<words>(?:[\w’'.-]+[ \t]+){2,10})\((?:the\s+|or\s+)?[\"“]?(?P<short>[A-Z][A-Za-z]{1,9})[\"”]?\)"
)


def explained(doc: Doc) -> dict[str, str]:
    """Gives the name that each abbreviation in brackets stands for, by the initials of the words before it."""
    names: dict[str, str] = {}
    for match in _EXPLAINED.finditer(text_of(doc)):
        letters = [c for c in match["short"] if c.isupper()]
        words = match["words"].split()
        if len(letters) > 1 and (name := _spelt(words, letters)):
            names.setdefault(match["short"], name)
    return names


def _spelt(words: list[str], letters: list[str]) -> str | None:
    """Gives the last words that begin with these letters in this order; small words between them don't count."""
    at = len(words)
    for letter in reversed(letters):
        at -= 1
        while at >= 0 and not words[at][:1].isupper():
            at -= 1
        if at < 0 or words[at][0] != letter:
            return None
    return " ".join(words[at:])
