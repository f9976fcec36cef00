"""Tells in which language a text is: English by its small words, others by py3langid's model, which comes with it.

Words go before the model: it takes a list of names for Slovak and a short line for Latin. Where neither is sure the
language is unknown, and nothing is lost for it.
"""

from __future__ import annotations

import re

# A fifth to a third of the words of English prose; a twentieth of Danish, and next to none in other languages.
_ENGLISH = frozenset(
    "the of and to that for with by said from as at were has have had be been are this which in on is was an".split()
)
_SHARE, _LETTERS = 0.12, 1 / 3
# Fewer words in Latin letters tell nothing by the model.
_FEWEST = 20
_LONGEST = 20_000
_QUICK = 1500
_WORD = re.compile(r"[^\W\d_]+")


def plainly_english(text: str) -> bool:
    """Tells by the small words of its beginning that a text is English; seldom says no where it is."""
    words = text[:_QUICK].lower().split()
    return sum(word in _ENGLISH for word in words) > _SHARE * len(words)


def language(text: str, declared: str | None = None) -> str | None:
    """Gives the code (ISO 639-1) of a text's language, None where its words don't tell.

    A third of English prose is enough for English: the rest may be quotations as they were spoken. `declared` is what
    stands beside the text; outlets with pages of several languages declare wrongly, so only a text that is too short
    is what it is declared to be.
    """
    words = _WORD.findall(text[:_LONGEST].lower())
    latin = [word for word in words if word < "\u0250"]
    letters = sum(map(len, latin))
    enough = letters and letters >= _LETTERS * sum(map(len, words))
    if enough and sum(word in _ENGLISH for word in latin) >= _SHARE * len(latin):
        return "en"
    if not words or (enough and len(words) < _FEWEST):
        return declared
    from py3langid import classify

    return str(classify(" ".join(words))[0])
