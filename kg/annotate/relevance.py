"""Tells articles that tell of an exchange of prisoners or of the dead from all others, and exchanges that took place from talk."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.annotate.acts import text_of
from kg.annotate.mentions import DEMONYM
from kg.annotate.wording import (
    BODIES,
    CAPTIVES,
    DEAD,
    EXCHANGE,
    FREED,
    FUND,
    MOVED,
    NAMED,
    OTHER_MATTERS,
    SOLDIERS,
    SWAPPED,
    TRADED,
    Said,
)
from kg.model import Kind

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from kg.annotate.cast import Cast


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
        moved = MOVED.search(text) is not None
        named = {side for t in sentence if (f := cast.at.get(t.i)) and (side := cast.side_of(f))}
        both, one = len(named) > 1, bool(named & fighting)
        if BODIES.search(text) and soldierly and fighting and fighting <= named:
            return True
        if not moved:
            continue
        if TRADED.search(text) and fighting and fighting <= named:
            return True
        if soldierly and FREED.search(text) and EXCHANGE.search(text) and fighting and fighting <= sides:
            return True
        if CAPTIVES.search(text) and (both or one or (NAMED.search(text) and len(sides) > 1)):
            return True
        if CAPTIVES.search(text) and FUND.search(text) and fighting and fighting <= sides:
            return True
        if DEAD.search(text) and (both or sides & fighting):
            return True
        sent = {side for t in sentence if (f := cast.at.get(t.i)) and f.use != DEMONYM and (side := cast.side_of(f))}
        if BODIES.search(text) and ((sent & fighting and fighting <= named) or (soldierly and (both or one))):
            return True
        if soldierly and re.search(rf"\b{SOLDIERS}\b", text, re.IGNORECASE):
            if captives and SWAPPED.search(text) and (both or one):
                return True
            if exchange and FREED.search(text) and sides & fighting:
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
        if part is lead and not bodies and _PEOPLE.search(lead) and not DEAD.search(lead):
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
_PEOPLE = re.compile(rf"\b(?:{SOLDIERS}|prisoner|people|captivity)\b", re.IGNORECASE)
_NOT_DONE = re.compile(
    r"\b(?:not|never|no|nor|neither|without|unable|if|would|could|should|may|might|will|propos\w+|offer\w*|plan(?:s|ned|ning)?|discuss\w*|talks|negotiat\w+|ask(?:s|ed)?|call(?:s|ed)?\s+for|demand\w*|hop\w+|ready|agreed\s+to|postpon\w+|cancel\w+|put\s+off|called\s+off|refus\w+|accus\w+|delay\w*|failed|stalled)\b",
    re.IGNORECASE,
)


def tells_of_one_done(text: str) -> bool:
    """Tells whether a sentence says that captives or the dead were exchanged, and not that it was talked of, planned or refused."""
    if _DONE.search(text) is None or _NOT_DONE.search(text) is not None or OTHER_MATTERS.search(text) is not None:
        return False
    people = (CAPTIVES, DEAD, BODIES, _PEOPLE)
    return any(pattern.search(text) for pattern in people)
