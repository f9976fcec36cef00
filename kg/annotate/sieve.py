"""Tells by words alone, before the parser, which articles can't tell of an exchange.

Whatever `relevance.is_about_exchange` takes must come through: each of its ways to say yes has words without which it
can't, and those are looked for as parts of words, which costs microseconds. What comes through is parsed and judged there.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.authority import Authority
    from kg.lexicon import Lexicon

_CAPTIVE = ("prisoner", "captiv", "hostage", "captured")
_POW = re.compile(r"\bpows?\b")
_BODY = ("bodies", "remains", "corpse", "coffin", "repatriat")
_DEAD = ("fallen", "dead", "killed", "slain", "deceased", "fell", "died")
# No border of words in front: with one the search tries at every letter, and takes five times as long.
_HANDED = re.compile(r"(?:exchange|swap|handover|transfer|return|repatriation)s?\s+of\b")
_HANDED_STEMS = ("exchange", "swap", "handover", "transfer", "return", "repatriation")
_OWN_DEAD = re.compile(r"(?:war|its)\s+(?:war\s+)?(?:dead|fallen)\b")
_SWAPPED = ("exchang", "swap", "traded")
_SOLDIER = (
    *("soldier", "servicem", "servicew", "servicep", "service", "troops", "fighter", "defender", "warrior", "marine"),
    *("military", "personnel", "heroes", "combatant"),
)
# A shorter name is a part of too many words.
_LETTERS = 4


class Sieve:
    """The test for one authority and lexicon: the names of a conflict's sides are theirs."""

    def __init__(self, authority: Authority, lexicon: Lexicon) -> None:
        """Takes the names of all sides of conflicts."""
        parties = {party for conflict in lexicon.conflicts for party in conflict.parties}
        self._names: tuple[str, ...] | None = ()
        for party in sorted(parties):
            entry = authority.get(party)
            told = (entry.label, *entry.names, *entry.metonyms, *entry.demonyms) if entry else ()
            names = {name.lower() for name in told if len(name) >= _LETTERS}
            if not names or self._names is None:
                # A side that can't be looked for so may be in any text.
                self._names = None
                continue
            self._names += tuple(sorted(one for one in names if not any(o != one and o in one for o in names)))

    def may_tell(self, text: str) -> bool:
        """Tells whether a text has the words without which no article is about an exchange."""
        low = text.lower()
        if _any(_CAPTIVE, low) or ("pow" in low and _POW.search(low)):
            return True
        soldier = _any(_SOLDIER, low)
        if _any(_BODY, low) or _any(_DEAD, low):
            return soldier or self._names_a_side(low) or _handed(low)
        return _any(_SWAPPED, low) and self._names_a_side(low)

    def _names_a_side(self, low: str) -> bool:
        return self._names is None or _any(self._names, low)


def _handed(low: str) -> bool:
    if "repatriat" in low or _OWN_DEAD.search(low):
        return True
    return _any(_HANDED_STEMS, low) and _HANDED.search(low) is not None


def _any(stems: tuple[str, ...], low: str) -> bool:
    return any(stem in low for stem in stems)
