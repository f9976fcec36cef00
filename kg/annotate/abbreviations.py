"""Finds the abbreviations that an article explains: "the Open Doors Initiative (ODI)"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.annotate.acts import text_of

if TYPE_CHECKING:
    from spacy.tokens import Doc

_BRACKETS = re.compile(r"\((?:the\s+|or\s+)?[\"“]?(?P<short>[A-Z][A-Za-z]{1,9})[\"”]?\)")
_BEFORE = 120
"""In characters: a longer name has no abbreviation that would be read here."""


def explained(doc: Doc) -> dict[str, str]:
    """Gives the name that each abbreviation in brackets stands for, by the initials of the words before it."""
    names: dict[str, str] = {}
    text = text_of(doc)
    for match in _BRACKETS.finditer(text):
        letters = [c for c in match["short"] if c.isupper()]
        words = re.split(r"[\n,;:()]", text[max(0, match.start() - _BEFORE) : match.start()])[-1].split()
        if len(letters) > 1 and (name := _spelt(words, letters)):
            names.setdefault(match["short"], name)
    return names


def _spelt(words: list[str], letters: list[str]) -> str | None:
    """Gives the last words that begin with these letters in this order; small words between them don't count."""
    parts = [(at, part) for at, word in enumerate(words) for part in word.split("-") if part]
    place = len(parts)
    for letter in reversed(letters):
        place -= 1
        while place >= 0 and parts[place][1][0] != letter and parts[place][1][0].casefold() != letter.casefold():
            if parts[place][1][0].isupper():
                return None
            place -= 1
        if place < 0:
            return None
    return " ".join(words[parts[place][0] :]) if parts[place][1][0].isupper() else None
