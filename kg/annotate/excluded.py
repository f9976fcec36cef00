"""Tells numbers that count, but nobody of an exchange: ages, an attack's victims, a crowd."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.annotate import bare
from kg.annotate.acts import PICTURES, lemma_of, text_of
from kg.model import Counted

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as DocSpan

    from kg.annotate.counting import Counting
    from kg.lexicon import Lexicon

_STRIKE = re.compile(
    r"\b(?:strikes?|struck|attack(?:s|ed)?|shell(?:ed|ing)|missiles?|drones?|bomb(?:s|ed|ing|ings)?|explosions?|rubble|airstrikes?|rockets?|crash(?:ed)?|earthquake|fire)\b",
    re.IGNORECASE,
)
_EXCHANGED = re.compile(
    r"\b(?:exchang\w+|swap\w*|captiv\w+|prisoners?|repatriat\w+|freed|released|bodies|remains)\b", re.IGNORECASE
)
_AGE = re.compile(r"(?:\baged?\b|\bage\s+of\b|\byears?\s+old\b|\byear-old\b|\boldest\b|\byoungest\b)", re.IGNORECASE)

_ANYBODY = frozenset("people person civilian child man woman resident".split())
_CROWD = frozenset("gather rally protest attend line cheer march mourn queue".split())
_ELSEWHERE = frozenset("live reside settle study".split())
_CARED_FOR = frozenset("treat rehabilitate train".split())
_HEARD = frozenset("interview speak talk survey visit question".split())
_SHOW = frozenset("show depict capture feature portray".split())
_CROWD_BEHIND = re.compile(
    r"\s+(?:\w+\s+){1,3}?(?:holding\s+(?:up\b|\w+\s+of\b|\w*\s*(?:flags|pictures|portraits|photos|photographs|signs))|clutching|carrying|waving|standing|gathered|queu(?:ing|eing)|lining|waiting\s+(?:for|outside|at)\b)"
)
_POPULATION = re.compile(
    r"\b(?:population|diaspora|community|home\s+to|garrison\s+town|inhabitants)\b(?:\s+of)?\s+(?:[\w-]+\s+)?$",
    re.IGNORECASE,
)
_TEN = r"(?:two|three|four|five|six|seven|eight|nine|ten|twenty|hundred|10|20|100)\b"
_SHARE = re.compile(
    rf"\s+(?:out\s+of|in)\s+(?:every\s+)?{_TEN}(?!\s+(?:years|months|days|exchanges|swaps|stages))", re.IGNORECASE
)
"""Behind a number: "nine out of ten", a rate and no count; before one, its second number."""
_SHARE_OF = re.compile(
    r"\b(?:one|two|three|four|five|six|seven|eight|nine|[1-9])\s+(?:out\s+of|in)\s+(?:every\s+)?$", re.IGNORECASE
)
_DIFFERENCE = re.compile(r"\s+(?:more|fewer|less)\s+(?:\w+\s+){0,3}than\b")
_BESIDE_ONE = re.compile(r"\b(?:at|to|for|beside|behind|about|by|towards?|hugging|embracing|with)\s+$")


def is_excluded(doc: Doc, sentence: DocSpan, counting: Counting, lexicon: Lexicon) -> bool:
    """Tells whether the words around a number say that it counts nobody who was exchanged or lost in the war."""
    quantity = counting.quantity
    before = text_of(doc)[max(sentence.start_char, quantity.span.start - 22) : quantity.span.start]
    after = text_of(doc)[quantity.span.end : min(sentence.end_char, quantity.span.end + 48)]
    if re.search(
        r"\b(?:aged\s+\w+\s+and|aged?|ages|age\s+of|aged\s+between|oldest|youngest|is|was|turned)\s+(?:was\s+|is\s+|about\s+|from\s+|between\s+)?$",
        before,
        re.IGNORECASE,
    ) and (_AGE.search(before) or re.match(r"\s*(?:years?\b|and\b.{0,12}years?)", after)):
        return True
    if re.match(
        r"[\s-]*(?:years?|months?|days?|hours?|weeks?|minutes?|km|kilomet|miles?|metres?|meters?|tonnes?|tons?|times)\b",
        after,
    ):
        return True
    if re.match(
        r"\s*(?:people|men|women|residents)?\s+(?:came|turned\s+(?:out|up)|filed|crowded)\s+(?:to|in|into)\s+the\s+(?:\w+\s+)?(?:church|cathedral|square|cemetery|service|funeral|ceremony|grave)",
        after,
    ):
        return True
    if re.match(r"\s*(?:people|persons?|officials?|sources?|men)\s+(?:familiar|with\s+knowledge|briefed)", after):
        return True
    if _POPULATION.search(before) or _SHARE.match(after) or _SHARE_OF.search(before) or _DIFFERENCE.match(after):
        return True
    if quantity.value == 1 and _is_of_a_scene(counting, lexicon):
        return True
    if counting.bare and _is_age(doc, counting):
        return True
    if (
        counting.noun
        and quantity.value in {1}
        and bare.SUPERLATIVE.match(text_of(doc)[quantity.core.end : quantity.core.end + 40].lstrip())
    ):
        return True
    if quantity.value == 1 and re.match(r"\s+of\s+(?:them|the\s+men)\s*[.,!?]", after) and _BESIDE_ONE.search(before):
        return True  # a reporter's "pointing at one of them"
    if counting.noun in _ANYBODY and _CROWD_BEHIND.match(after):
        return True  # "dozens of women holding up pictures"
    if not counting.bare and (_is_seen(counting) or (not counting.partitive and _is_met(counting))):
        return True
    if counting.counted is None and _is_sent_to_war(counting, after):
        return True
    verbs = {lemma_of(t) for t in [counting.head, *counting.head.ancestors][:4]}
    subject = next((t for t in (counting.head, counting.number) if t.dep_ == "nsubj"), None)
    governing = subject.head if subject is not None else None
    if governing is not None and (
        lemma_of(governing) in _CROWD
        or (lemma_of(governing) in _ELSEWHERE and not counting.partitive)
        or (
            (quantity.value == 1 or counting.noun == "resident")
            and lexicon.reporting.get(lemma_of(governing)) is not None
        )
    ):
        return True  # "One woman said", "hundreds of people gathered"
    if (
        (counting.quantity.value or 0) < 1000
        and {"kill", "injure", "wound", "hurt"} & verbs
        and counting.counted not in {Counted.BODIES, Counted.PRISONERS}
        and not counting.partitive
        and (counting.noun in _ANYBODY or (counting.bare and "kill" not in verbs))
        and not (
            _EXCHANGED.search(text_of(sentence))
            or re.search(r"\b(?:captur\w+|return\w*|defend\w+)\b", text_of(sentence))
        )
    ):
        return True  # an attack's victims
    violent = bool(_STRIKE.search(text_of(sentence)) and {"kill", "injure", "wound", "hurt"} & verbs)
    captive = counting.counted is Counted.PRISONERS
    if violent and not captive and counting.noun not in {"soldier", "troop", "serviceman"}:
        return True
    if counting.bare and _STRIKE.search(text_of(sentence)) and not _EXCHANGED.search(text_of(sentence)):
        return True
    if counting.noun in {
        "people",
        "person",
        "civilian",
        "child",
        "man",
        "woman",
        "resident",
        "other",
    } or counting.counted in {Counted.CIVILIANS, Counted.KILLED, Counted.WOUNDED, Counted.CHILDREN}:
        return bool(_STRIKE.search(text_of(sentence))) and not _EXCHANGED.search(text_of(sentence))
    return False


def _is_of_a_scene(counting: Counting, lexicon: Lexicon) -> bool:
    """Tells somebody whom a reporter saw, "one man who stepped off the bus had lost an arm", from one who was freed."""
    head = counting.head
    if counting.noun not in _ANYBODY or head.dep_ not in {"nsubj", "nsubjpass"}:
        return False
    verb = lemma_of(head.head)
    moved = any(verb in lexicon[name] for name in ("GiveVerbs", "GetVerbs", "ComeVerbs", "ExchangeVerbs"))
    return not moved and verb != "be" and any(c.dep_ in {"relcl", "appos"} for c in head.children)


def _is_sent_to_war(counting: Counting, after: str) -> bool:
    """Tells troops on their way to the front, "sent thousands of soldiers into Arland", from captives who are sent home."""
    heads = (counting.head, counting.number)
    verb = next((t.head for t in heads if t.dep_ in {"dobj", "nsubjpass"}), None)
    if verb is None or counting.noun not in _TROOPS:
        return False
    return lemma_of(verb) in _RAISED or (lemma_of(verb) == "send" and _TO_FIGHT.search(after) is not None)


_TROOPS = frozenset("soldier troop troops serviceman man fighter recruit reservist conscript mercenary".split())
_RAISED = frozenset("deploy mass amass mobilize mobilise dispatch station recruit conscript draft enlist train".split())
_TO_FIGHT = re.compile(r"\b(?:into|to\s+(?:fight|help|support|invade|defend|reinforce|the\s+front))\b")


def _is_age(doc: Doc, counting: Counting) -> bool:
    """Tells the age behind a person's name, "Pavlo Testov, 41, said", from the number behind a place's."""
    number = counting.number
    if number.i < 2 or (counting.quantity.value or 0) > 110 or doc[number.i - 1].text != ",":
        return False
    before, behind = doc[number.i - 2], doc[number.i + 1] if number.i + 1 < len(doc) else None
    person = before.ent_type_ == "PERSON" or (before.pos_ == "PROPN" and doc[max(0, number.i - 3)].pos_ == "PROPN")
    place = before.ent_type_ in {"GPE", "LOC", "FAC", "NORP"}
    return person and not place and (behind is None or behind.is_punct)


def _is_seen(counting: Counting) -> bool:
    """Tells people whom a picture shows, "footage showed dozens of men on a bus", from those exchanged."""
    head, core = counting.head, counting.quantity.core
    if _told_of(head, core.start):
        return False
    while head.dep_ == "pobj" and head.head.lower_ == "of":
        head = head.head.head  # "dozens of men"
    verb = head.head
    if verb.pos_ not in {"VERB", "AUX"} or head.dep_ not in {"dobj", "nsubj"}:
        return False
    shows = verb if lemma_of(verb) in _SHOW else verb.head
    return lemma_of(shows) in _SHOW and any(
        c.dep_ == "nsubj" and lemma_of(c) in PICTURES and c.i < head.i for c in shows.children
    )


def _told_of(head: Token, start: int) -> bool:
    """Tells "the 48", who were told of before."""
    before = text_of(head.doc)[max(0, start - 7) : start]
    return re.search(r"\b(?:the|these|those|all)\s+$", before, re.IGNORECASE) is not None


def _is_met(counting: Counting) -> bool:
    """Tells people whom somebody spoke with, and soldiers whom somebody treats, from those exchanged; "the 48" were told of."""
    head, core = counting.head, counting.quantity.core
    if _told_of(head, core.start):
        return False
    verb = head.head.head if head.dep_ == "pobj" and head.head.lower_ in {"with", "to"} else head.head
    if head.dep_ in {"pobj", "dobj"} and lemma_of(verb) in _HEARD:
        return True
    return head.dep_ == "nsubjpass" and lemma_of(verb) in _CARED_FOR
