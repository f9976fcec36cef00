"""Tells those who are still held, offered or on their way from those whom an exchange brought home."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.annotate.acts import lemma_of
from kg.model import Counted

if TYPE_CHECKING:
    from kg.annotate.counting import Counting

_AWAY = r"(?:captivity|custody|prisons?|jails?|detention|(?:penal\s+)?colon(?:y|ies)|(?:\w+\s+)?camps|bars)"
_IN_AWAY = rf"(?:in|behind)\s+(?:(?!in\b)[\w’'-]+\s+){{0,3}}?{_AWAY}\b"
_NOW = r"(?:still|now|currently|also|reportedly|allegedly|being)"
_STAYS = re.compile(
    rf"[^,;.]{{0,60}}?\b(?:(?:is|are|was|were)\s+(?:{_NOW}\s+){{0,2}}(?:(?:staying|sitting|languishing|living|kept|held|jailed)\s+)?|(?:stay|sit|languish|linger|suffer|rot)s?\s+){_IN_AWAY}"
)
_LASTED = re.compile(r"[^.;]*?\b(?:since|until|when|before|years?|months?|days?|weeks?)\b")
_WHO_WERE = re.compile(r"\b(?:who|that|which)\s+(?:was|were)\b")
_THERE = re.compile(r"\b[Tt]here\s+(?:are|were)\s+(?:[a-z]+\s+){0,2}$")
_IN_LAND = re.compile(r"[^,;.\d]{0,60}?\bin\s+(?:[A-Z]\w+|the\s+[A-Z]\w+)(?=\s*(?:[.,;”\"]|and\b|$))")
_INVERTED = re.compile(
    rf"\b[Ii]n\s+(?:[\w’'-]+\s+){{0,3}}?{_AWAY},?\s+(?:there\s+)?(?:are|were)\s+(?:[a-z]+\s+){{0,2}}$"
)
_NUMBER_AWAY = re.compile(
    rf"\b(?:number|total)\s+of\s+(?:[\w’'-]+\s+){{1,6}}?in\s+(?:[\w’'-]+\s+)?(?:{_AWAY}|[A-Z]\w+)\s+(?:now\s+)?(?:exceeds?|exceeded|reached|stands?\s+at|is|was)\s+(?:[a-z]+\s+){{0,2}}$"
)
_CAPTIVE = re.compile(rf"[^,;.]{{0,60}}?\b(?:captive|prisoner|hostage|{_IN_AWAY})")
_ON_BOARD = re.compile(r"\b(?:on\s+board|aboard)\b", re.IGNORECASE)
_AIRCRAFT = re.compile(r"\b(?:planes?|aircraft|jets?|helicopters?|flights?|Il-\d+)\b")
_CARRIES = re.compile(r"\b(?:carry|carries|carrying|carried|transporting|transported)\s+(?:[a-z]+\s+){0,2}$")
_SAID_TO = frozenset("think believe estimate say report know suppose continue".split())
_HOME = re.compile(r"\b(?:landed|freed|released|returned|arrived|home|welcomed|back)\b")
_PERISHED = re.compile(r"\b(?:bodies|remains|killed|died|dead|perished)\b")
_FOR_HANDING = re.compile(
    r"[^,;.]{0,60}?\bfor\s+(?:an?\s+|the\s+|\w+ing\s+)?(?:\w+\s+)?(?:transfer|handover|exchange|return|delivery|repatriation|swap)\b"
)


def is_held(counting: Counting, text: str, at: int) -> bool:
    """Tells people who are captives still: "some 700 are staying in captivity", "Arland holds over 600 civilians"."""
    behind = text[at + counting.quantity.span.end - counting.quantity.span.start :]
    held = next((t for t in (counting.head, counting.number) if t.dep_ == "dobj"), counting.head)
    said_to = held.head.dep_ == "xcomp" and lemma_of(held.head.head) in _SAID_TO  # "is thought to hold thousands"
    if held.dep_ == "dobj" and (said_to or held.head.tag_ in {"VBZ", "VBP", "VBG", "VBD"}):
        verb = lemma_of(held.head)
        if verb == "hold" or (verb in {"keep", "have"} and _CAPTIVE.match(behind)):
            return True
    upto = text[:at]
    if (counting.partitive and not counting.quantity.vague) or counting.quantity.same:
        return False  # "40 of them were in captivity": of those now free
    if _THERE.search(upto) and _IN_LAND.match(behind):
        return True
    if _INVERTED.search(upto) or _NUMBER_AWAY.search(upto):
        return True
    if re.search(r"\b(?:the|these|those|all)\s+$", upto, re.IGNORECASE):
        return False
    stays = _STAYS.match(behind)
    if stays is None or _LASTED.match(behind, stays.end()):
        return False
    return not _WHO_WERE.search(stays.group())


def is_under_way(counting: Counting, text: str, at: int) -> bool:
    """Tells people or bodies that were offered, made ready or were on board a plane, but not handed over yet."""
    behind = text[at + counting.quantity.span.end - counting.quantity.span.start :]
    head = counting.head
    verb = lemma_of(head.head) if head.dep_ == "dobj" else ""
    if verb in {"offer", "promise", "propose"} or (verb == "prepare" and _FOR_HANDING.match(behind)):
        return True
    if counting.bodies_of or counting.counted is Counted.BODIES or _HOME.search(text) or _PERISHED.search(text):
        return False
    return _ON_BOARD.search(text) is not None or bool(_AIRCRAFT.search(text) and _CARRIES.search(text[:at]))
