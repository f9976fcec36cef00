"""Folds words so that case, accents and the commas of numbers make no difference, in any script."""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"\w+")
_GROUPED = re.compile(r"(?<=\d)[,\u00a0\u202f](?=\d{3}(?!\d))")


def folded(text: str) -> str:
    """Folds a text: `Zélensky` and `ZELENSKY` are one word, `1,200` and `1200` one number."""
    bare = unicodedata.normalize("NFKD", _GROUPED.sub("", text).casefold())
    return "".join(one for one in bare if not unicodedata.combining(one))


def words(text: str) -> list[str]:
    """Gives the words of a text, folded."""
    return _WORD.findall(folded(text))


def matching(text: str, wanted: list[str]) -> list[tuple[int, int]]:
    """Finds where in a text words stand that begin with one of those wanted, which are folded; half-open offsets."""
    found = []
    for word in re.finditer(r"\d+(?:[,\u00a0\u202f]\d{3})+|\w+", text):
        key = folded(word[0])
        if any(key.startswith(one) for one in wanted):
            found.append(word.span())
    return found
