"""The words by which articles tell of captives and a war's dead who change sides, whoever is named in them.

The words of exchange are those of trade, sport and schools too; only with captives or the war's dead in one sentence do
they count.
"""

from __future__ import annotations

import re

SOLDIERS = r"(?:soldiers?|service(?:men|man|women|woman|members?|people|personnel)|troops|fighters?|defenders?|warriors?|marines?|military|personnel|heroes|combatants?)"
CAPTIVES = re.compile(
    rf"\b(?:prisoners|prisoner\s+(?:of\s+war|swaps?|exchanges?|releases?|trades?)|pows?|captives|captivity|hostages|captured\s+(?:\w+\s+){{0,2}}{SOLDIERS})\b",
    re.IGNORECASE,
)
DEAD = re.compile(
    rf"""\b(?:(?:bodies|remains|corpses|coffins)\b.{{0,80}}\b{SOLDIERS}\b|{SOLDIERS}['’s]*\s+(?:bodies|remains)
      |(?:fallen|dead|killed|slain|deceased)\s+(?:\w+\s+){{0,2}}{SOLDIERS}\b|war\s+dead\b|{SOLDIERS}\s+(?:who\s+(?:were\s+|had\s+been\s+)?(?:killed|fell|died)|killed)\b
      |its\s+(?:war\s+)?(?:dead|fallen)\b|repatriation\s+(?:measures|activities|efforts|events?)|(?:exchange|swap|handover|transfer|return|repatriation)s?\s+of\s+(?:the\s+)?(?:\w+\s+){{0,2}}(?:bodies|remains|fallen|dead)\b)""",
    re.IGNORECASE | re.VERBOSE,
)
BODIES = re.compile(r"\b(?:bodies|remains|corpses)\b", re.IGNORECASE)
MOVED = re.compile(
    r"""\b(?:exchang\w+|swap\w*|repatriat\w+|hand(?:ed|s|ing)?\s*-?\s*(?:overs?|back)|return\w*|brought\s+(?:back|home)|bring\w*\s+(?:back|home)|receiv\w+|freed?|freeing
      |releas\w+|transfer\w*|trad(?:e|ed|es|ing)|(?:c[ao]me|are|is|were|back)\s+home|g[eo]ts?\s+back|t(?:akes?|ook)\s+back|gave\s+back|delivered|sent|recover\w*|let\b.{0,40}\bgo|from\s+(?:\w+\s+){0,2}captivity)\b""",
    re.IGNORECASE | re.VERBOSE,
)
NAMED = re.compile(
    r"\b(?:prisoner|captive|pow|hostage)\s+(?:swap|exchange)|(?:swap|exchange)s?\s+of\s+(?:\w+\s+)?(?:prisoners|captives|pows|hostages)",
    re.IGNORECASE,
)
EXCHANGE = re.compile(r"\b(?:exchange|swap)\b(?!\s+(?:of|for)\s+(?:fire|shells|drones))", re.IGNORECASE)
FUND = re.compile(r"\b(?:exchange|swap)\s+(?:fund|pool)\b", re.IGNORECASE)
"""Whom a side has taken captive, as it calls them: they are kept for the next exchange."""
TRADED = re.compile(
    r"\b(?:swapped|exchanged|traded)\s+(?:\d[\d,]*\s+\w+\s+)?for\s+(?:[\w-]+\s+){0,2}?\d", re.IGNORECASE
)
CARRIED = re.compile(
    r"\b(?:convoys?|w[eo]nt|go(?:es)?|gone|reach\w*|arriv\w+|c[ao]me|collect\w*|carr(?:y|ied)|t(?:akes?|ook)\s+(?:in|delivery))\b",
    re.IGNORECASE,
)
FREED = re.compile(r"\b(?:freed?|freeing|liberated)\b", re.IGNORECASE)
SWAPPED = re.compile(
    rf"\b(?:swapp?\w*|exchang\w+|freed?|freeing|trad(?:e|ed|es|ing)|releas\w+\s+(?:[\w,]+\s+){{0,3}}{SOLDIERS}|{SOLDIERS}\s+(?:\w+\s+){{0,3}}released)\b",
    re.IGNORECASE,
)
OTHER_MATTERS = re.compile(
    r"\b(?:World\s+War|WWII|WWI|Second\s+World|First\s+World|Red\s+Army|Wehrmacht|Nazi|Soviet-era|(?i:extradit\w+|murder\w*|robber\w*|convicted\s+prisoners|amnesty|parole\w*|inmates))\b"
)


class Said:
    """What the words of an article and of its sentences can say, whoever is named in them.

    Both the judgement on a parsed article and the sieve before the parser rest on it, so that the one never takes what the
    other has left out.
    """

    def __init__(self, whole: str) -> None:
        """Looks for what counts anywhere in the article."""
        self.soldierly = re.search(rf"\b{SOLDIERS}\b", whole, re.IGNORECASE) is not None
        self.captives, self.exchange = (pattern.search(whole) is not None for pattern in (CAPTIVES, EXCHANGE))

    def may_tell(self, sentence: str) -> bool:
        """Tells whether a sentence has the words of one that tells of captives or dead who change sides."""
        moved = MOVED.search(sentence) is not None
        if not (moved or CARRIED.search(sentence)) or OTHER_MATTERS.search(sentence):
            return False
        if not moved:
            return self.soldierly and BODIES.search(sentence) is not None
        if any(pattern.search(sentence) for pattern in (BODIES, TRADED, CAPTIVES, DEAD)):
            return True
        if not self.soldierly:
            return False
        freed = FREED.search(sentence) is not None
        if freed and (self.exchange or EXCHANGE.search(sentence)):
            return True
        return self.captives and SWAPPED.search(sentence) is not None
