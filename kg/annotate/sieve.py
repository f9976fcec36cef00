"""Tells by words alone, before the parser, which articles can't tell of an exchange.

Whatever `relevance.is_about_exchange` takes must come through: each of its ways to say yes has words without which it
can't. Those are looked for as parts of words anywhere in the article, which costs microseconds; where they are found, a
paragraph or a sentence must have them together. What comes through is parsed and judged there.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ahocorasick_rs import BytesAhoCorasick

from kg.annotate import sentences
from kg.annotate.wording import Said

if TYPE_CHECKING:
    from kg.authority import Authority
    from kg.lexicon import Lexicon

# Bits of what a text has.
_CAPTIVE, _POW, _LOST, _HANDED, _SWAPPED, _SOLDIER, _NAME = (1 << n for n in range(7))
_WORDS = {
    _CAPTIVE: ("prisoner", "captiv", "hostage", "captured"),
    _POW: ("pow",),
    _LOST: ("bodies remains corpse coffin repatriat fallen dead killed slain deceased fell died").split(),
    _HANDED: ("exchange swap handover transfer return repatriat war its").split(),
    _SWAPPED: ("exchang", "swap", "traded"),
    _SOLDIER: (
        "soldier servicem servicew servicep service troops fighter defender warrior marine military personnel heroes "
        "combatant"
    ).split(),
}
_IS_POW = re.compile(r"\bpows?\b")
_IS_HANDED = re.compile(
    r"(?:exchange|swap|handover|transfer|return|repatriation)s?\s+of\b|\brepatriat|\b(?:war|its)\s+(?:war\s+)?(?:dead|fallen)\b"
)
# A shorter name is a part of too many words.
_LETTERS = 4


class Sieve:
    """The test for one authority and lexicon: the names of a conflict's sides are theirs."""

    def __init__(self, authority: Authority, lexicon: Lexicon) -> None:
        """Takes the names of all sides of conflicts."""
        wanted = {word: 0 for words in _WORDS.values() for word in words}
        for bit, words in _WORDS.items():
            for word in words:
                wanted[word] |= bit
        # A side that can't be looked for may be in any text.
        self._always = 0
        for party in sorted({party for conflict in lexicon.conflicts for party in conflict.parties}):
            entry = authority.get(party)
            told = (entry.label, *entry.names, *entry.metonyms, *entry.demonyms) if entry else ()
            names = {name.lower() for name in told if len(name) >= _LETTERS}
            if not names:
                self._always = _NAME
            for name in names:
                wanted[name] = wanted.get(name, 0) | _NAME
        self._bits = list(wanted.values())
        # All words are found in one pass, in a third of the time that looking for one after the other takes.
        self._finder = BytesAhoCorasick([word.encode() for word in wanted])

    def may_tell(self, text: str, *, masked: bool = False) -> bool:
        """Tells whether a text has the words without which no article is about an exchange.

        In one whose boilerplate is masked one sentence must have them; else a paragraph, for the borders of sentences
        may be others once it is masked.
        """
        if not self._has_words(text):
            return False
        said = Said(text)
        parts = sentences.spans(text) if masked else sentences.blocks(text)
        return any(said.may_tell(text[part.start : part.end]) for part in parts)

    def _has_words(self, text: str) -> bool:
        low = text.encode().lower() if text.isascii() else text.lower().encode(errors="replace")
        found = self._always
        for word in {one for one, _, _ in self._finder.find_matches_as_indexes(low, overlapping=True)}:
            found |= self._bits[word]
        if found & _CAPTIVE or (found & _POW and _IS_POW.search(text.lower())):
            return True
        if found & _LOST and (
            found & (_SOLDIER | _NAME) or (found & _HANDED and _IS_HANDED.search(text.lower()) is not None)
        ):
            return True
        return bool(found & _SWAPPED and found & _NAME)
