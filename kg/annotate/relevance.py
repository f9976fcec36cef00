"""Tells articles that tell of an exchange of prisoners or of the dead from all others, and exchanges that took place from talk.

The words of exchange are those of trade, sport and schools too; only with captives or the war's dead in one sentence do
they count.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.annotate.acts import text_of
from kg.annotate.mentions import DEMONYM
from kg.model import Kind

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from kg.annotate.cast import Cast

_SOLDIERS = r"(?:soldiers?|service(?:men|man|women|woman|members?|people|personnel)|troops|fighters?|defenders?|warriors?|marines?|military|personnel|heroes|combatants?)"
_CAPTIVES = re.compile(
    rf"\b(?:prisoners|prisoner\s+(?:of\s+war|swaps?|exchanges?|releases?|trades?)|pows?|captives|captivity|hostages|captured\s+(?:\w+\s+){{0,2}}{_SOLDIERS})\b",
    re.IGNORECASE,
)
_DEAD = re.compile(
    rf"""\b(?:(?:bodies|remains|corpses|coffins)\b.{{0,80}}\b{_SOLDIERS}\b|{_SOLDIERS}['’s]*\s+(?:bodies|remains)
      |(?:fallen|dead|killed|slain|deceased)\s+(?:\w+\s+){{0,2}}{_SOLDIERS}\b|war\s+dead\b|{_SOLDIERS}\s+(?:who\s+(?:were\s+|had\s+been\s+)?(?:killed|fell|died)|killed)\b
      |its\s+(?:war\s+)?(?:dead|fallen)\b|repatriation\s+(?:measures|activities|efforts|events?)|(?:exchange|swap|handover|transfer|return|repatriation)s?\s+of\s+(?:the\s+)?(?:\w+\s+){{0,2}}(?:bodies|remains|fallen|dead)\b)""",
    re.IGNORECASE | re.VERBOSE,
)
_BODIES = re.compile(r"\b(?:bodies|remains|corpses)\b", re.IGNORECASE)
_MOVED = re.compile(
    r"""\b(?:exchang\w+|swap\w*|repatriat\w+|hand(?:ed|s|ing)?\s*-?\s*(?:overs?|back)|return\w*|brought\s+(?:back|home)|bring\w*\s+(?:back|home)|receiv\w+|freed?|freeing
      |releas\w+|transfer\w*|trad(?:e|ed|es|ing)|(?:c[ao]me|are|is|were|back)\s+home|g[eo]ts?\s+back|t(?:akes?|ook)\s+back|gave\s+back|delivered|sent|recover\w*|let\b.{0,40}\bgo|from\s+(?:\w+\s+){0,2}captivity)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_NAMED = re.compile(
    r"\b(?:prisoner|captive|pow|hostage)\s+(?:swap|exchange)|(?:swap|exchange)s?\s+of\s+(?:\w+\s+)?(?:prisoners|captives|pows|hostages)",
    re.IGNORECASE,
)
_EXCHANGE = re.compile(r"\b(?:exchange|swap)\b(?!\s+(?:of|for)\s+(?:fire|shells|drones))", re.IGNORECASE)
_TRADED = re.compile(
    r"\b(?:swapped|exchanged|traded)\s+(?:\d[\d,]*\s+\w+\s+)?for\s+(?:[\w-]+\s+){0,2}?\d", re.IGNORECASE
)
_CARRIED = re.compile(
    r"\b(?:convoys?|w[eo]nt|go(?:es)?|gone|reach\w*|arriv\w+|c[ao]me|collect\w*|carr(?:y|ied)|t(?:akes?|ook)\s+(?:in|delivery))\b",
    re.IGNORECASE,
)
_FREED = re.compile(r"\b(?:freed?|freeing|liberated)\b", re.IGNORECASE)
_SWAPPED = re.compile(
    rf"\b(?:swapp?\w*|exchang\w+|freed?|freeing|trad(?:e|ed|es|ing)|releas\w+\s+(?:[\w,]+\s+){{0,3}}{_SOLDIERS}|{_SOLDIERS}\s+(?:\w+\s+){{0,3}}released)\b",
    re.IGNORECASE,
)
_OTHER_MATTERS = re.compile(
    r"\b(?:World\s+War|WWII|WWI|Second\s+World|First\s+World|Red\s+Army|Wehrmacht|Nazi|Soviet-era|(?i:extradit\w+|murder\w*|robber\w*|convicted\s+prisoners|amnesty|parole\w*|inmates))\b"
)


class Said:
    """What the words of an article and of its sentences can say, whoever is named in them.

    Both the judgement on a parsed article and the sieve before the parser rest on it, so that the one never takes what the
    other has left out.
    """

    def __init__(self, whole: str) -> None:
        """Looks for what counts anywhere in the article."""
        self.soldierly = re.search(rf"\b{_SOLDIERS}\b", whole, re.IGNORECASE) is not None
        self.captives, self.exchange = (pattern.search(whole) is not None for pattern in (_CAPTIVES, _EXCHANGE))

    def may_tell(self, sentence: str) -> bool:
        """Tells whether a sentence has the words of one that tells of captives or dead who change sides."""
        moved = _MOVED.search(sentence) is not None
        if not (moved or _CARRIED.search(sentence)) or _OTHER_MATTERS.search(sentence):
            return False
        if not moved:
            return self.soldierly and _BODIES.search(sentence) is not None
        if any(pattern.search(sentence) for pattern in (_BODIES, _TRADED, _CAPTIVES, _DEAD)):
            return True
        if not self.soldierly:
            return False
        freed = _FREED.search(sentence) is not None
        if freed and (self.exchange or _EXCHANGE.search(sentence)):
            return True
        return self.captives and _SWAPPED.search(sentence) is not None


def is_about_exchange(doc: Doc, cast: Cast) -> bool:
    """Tells whether an article tells of captives or of a war's dead who change sides.

    One sentence has to say so and to name two sides, or one of a known war; "'prisoners' of a game were released" is none.
    """
    if doc.lang_ != "en":
        return _by_lemmas(doc, cast)
    fighting = {party for conflict in cast.lexicon.conflicts for party in conflict.parties}
    said = Said(text_of(doc))
    soldierly, captives, exchange = said.soldierly, said.captives, said.exchange
    sides = {side for found in cast.found if (side := cast.side_of(found))}
    for sentence in doc.sents:
        text = text_of(sentence)
        if not said.may_tell(text):
            continue
        moved = _MOVED.search(text) is not None
        named = {side for t in sentence if (f := cast.at.get(t.i)) and (side := cast.side_of(f))}
        both, one = len(named) > 1, bool(named & fighting)
        if _BODIES.search(text) and soldierly and fighting and fighting <= named:
            return True
        if not moved:
            continue
        if _TRADED.search(text) and fighting and fighting <= named:
            return True
        if soldierly and _FREED.search(text) and _EXCHANGE.search(text) and fighting and fighting <= sides:
            return True
        if _CAPTIVES.search(text) and (both or one or (_NAMED.search(text) and len(sides) > 1)):
            return True
        if _DEAD.search(text) and (both or sides & fighting):
            return True
        sent = {side for t in sentence if (f := cast.at.get(t.i)) and f.use != DEMONYM and (side := cast.side_of(f))}
        if _BODIES.search(text) and ((sent & fighting and fighting <= named) or (soldierly and (both or one))):
            return True
        if soldierly and re.search(rf"\b{_SOLDIERS}\b", text, re.IGNORECASE):
            if captives and _SWAPPED.search(text) and (both or one):
                return True
            if exchange and _FREED.search(text) and sides & fighting:
                return True
    return False


_MOVES = ("ExchangeNouns", "ExchangeVerbs", "GiveVerbs", "GetVerbs", "ComeVerbs")


def _by_lemmas(doc: Doc, cast: Cast) -> bool:
    """Tells by the lexicon alone, in another language: captives or the dead, what moves them, and a side in one sentence."""
    people = cast.lexicon["PrisonerWords"] | cast.lexicon["BodyWords"]
    moves = frozenset().union(*(cast.lexicon[name] for name in _MOVES))
    for sentence in doc.sents:
        words = {word for token in sentence for word in (token.lemma_.casefold(), token.lower_)}
        if words & people and words & moves and any((f := cast.at.get(t.i)) and cast.side_of(f) for t in sentence):
            return True
    return False


_BODY_WORDS = re.compile(r"\b(?:bodies|remains|corpses|fallen|repatriat\w+|the\s+dead)\b", re.IGNORECASE)
_CAPTIVE_WORDS = re.compile(
    r"\b(?:prisoners?(?:\s+of\s+war)?|pows?|captives?|captivity|detainees?|hostages?|freed|prisoner\s+(?:swap|exchange)s?)\b",
    re.IGNORECASE,
)
_BODY_NAMED_SO = re.compile(
    r"treatment of prisoners of war|prisoners? of war (?:coordination|headquarters)", re.IGNORECASE
)


def main_kind(doc: Doc) -> Kind:
    """Tells what an article's exchange is mainly of, from its first sentences, then from the whole; of the living if in doubt."""
    lead = " ".join(text_of(s) for s in list(doc.sents)[:4])
    for part in (lead, text_of(doc)):
        bodies = len(_BODY_WORDS.findall(part))
        captives = len(_CAPTIVE_WORDS.findall(_BODY_NAMED_SO.sub(" ", part)))
        if bodies != captives:
            return Kind.BODIES if bodies > captives else Kind.PRISONERS
        if part is lead and not bodies and _PEOPLE.search(lead) and not _DEAD.search(lead):
            return Kind.PRISONERS  # "185 soldiers are back": nobody would tell of the dead like that
    return Kind.PRISONERS


_DONE = re.compile(
    r"""\b(?:(?:exchange|swap|handover|repatriation|transfer|return|release)s?\b.{0,60}\b(?:took\s+place|taken\s+place|carried\s+out|completed|conducted|held|happened|ended|finished|went\s+ahead|marked|was|were|has|have)
      |(?:have|has|had|were|was|been)\s+(?:\w+\s+)?(?:brought|transferred)
      |(?:exchanged|swapped|traded|freed|released|returned|received|repatriated|handed\s+over|brought\s+(?:home|back))\b
      |(?:exchange|swap|hand\s+over|free|return|trade|receive|release)s?\b.{0,40}\b(?:prisoners|bodies|captives|soldiers|remains|pows?)
      |(?:are|is|came|come|comes|were|back)\s+(?:back\s+)?home|from\s+(?:\w+\s+)?captivity
      |(?:prisoner|body|pow)\s+(?:swap|exchange)s?)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_PEOPLE = re.compile(rf"\b(?:{_SOLDIERS}|prisoner|people|captivity)\b", re.IGNORECASE)
_NOT_DONE = re.compile(
    r"\b(?:not|never|no|nor|neither|without|unable|if|would|could|should|may|might|will|propos\w+|offer\w*|plan(?:s|ned|ning)?|discuss\w*|talks|negotiat\w+|ask(?:s|ed)?|call(?:s|ed)?\s+for|demand\w*|hop\w+|ready|agreed\s+to|postpon\w+|cancel\w+|put\s+off|called\s+off|refus\w+|accus\w+|delay\w*|failed|stalled)\b",
    re.IGNORECASE,
)


def tells_of_one_done(text: str) -> bool:
    """Tells whether a sentence says that captives or the dead were exchanged, and not that it was talked of, planned or refused."""
    if _DONE.search(text) is None or _NOT_DONE.search(text) is not None or _OTHER_MATTERS.search(text) is not None:
        return False
    people = (_CAPTIVES, _DEAD, _BODIES, _PEOPLE)
    return any(pattern.search(text) for pattern in people)
