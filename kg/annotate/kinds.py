"""Decides what a figure counts: bodies, prisoners, civilians, the killed and missing of a war."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.annotate import bare
from kg.annotate.acts import lemma_of, noun_lemma, text_of
from kg.authority import EntryType
from kg.model import Counted, Figure, Kind, Role

if TYPE_CHECKING:
    from spacy.tokens import Token

    from kg.annotate.counting import Counting
    from kg.annotate.surroundings import Discourse, Surroundings

_MISSING = re.compile(
    r"^[^.;]*?\b(?:(?:on|in)\s+(?:the|an?|its)\s+(?:\w+\s+)?(?:regist(?:er|ry)|list|database)\s+of\s+(?:\w+\s+){0,2}missing|(?:considered|listed|registered|recorded|reported|officially|are|were|remain)\s+(?:\w+\s+){0,3}?(?:as\s+)?missing)\b",
    re.IGNORECASE,
)

# "40 soldiers and two civilians": nobody tells the dead apart like that
_AND_CIVILIANS = re.compile(r"(?:\s+[\w’'-]+){0,3}?\s+(?:and|plus)\s+[\w,]+\s+civilians\b", re.IGNORECASE)
_HARMED = re.compile(
    r"\b(?:bod(?:y|ies)|remains|dead|fallen|corpses?|slain|deceased|killed|died|wounded|injured)\b", re.IGNORECASE
)
_BODY = re.compile(r"\b(?:bod(?:y|ies)|remains|dead|fallen|corpses?)\b", re.IGNORECASE)


def captured(counting: Counting, token: Token) -> Token | None:
    """Finds the verb of "2,400 soldiers were captured": taken prisoner, which is a loss and no exchange."""
    of_others = counting.head.lower_ not in {"them", "those", "these", "whom", "which"} and not counting.bare
    if (
        counting.partitive
        and not counting.quantity.vague
        and not (of_others and (counting.quantity.value or 0) >= 1000)
    ):
        return None  # "thirty-one of them had been captured" says how those now free were lost
    for inner in (counting.head, token):
        if inner.dep_ == "pobj" and inner.head.lower_ == "of" and inner.head.head.lower_ == "capture":
            return inner.head.head  # "led to the capture of hundreds of soldiers"
    subject = counting.head if counting.head.dep_ == "nsubjpass" else token
    verb = subject.head if subject.dep_ == "nsubjpass" else None
    if token.dep_ == "dobj" or counting.head.dep_ == "dobj":
        verb = (token if token.dep_ == "dobj" else counting.head).head  # "it has captured hundreds of soldiers"
    surrendered = counting.head if counting.head.dep_ == "nsubj" else token
    if surrendered.dep_ == "nsubj" and lemma_of(surrendered.head) == "surrender":
        has_object = any(c.dep_ == "dobj" for c in surrendered.head.children)
        return None if has_object else surrendered.head  # "2,400 soldiers had surrendered"
    if surrendered.dep_ == "nsubj" and surrendered.head.lower_ in {"captive", "prisoner", "hostage"}:
        verb = surrendered.head.head  # "took a hundred soldiers captive"
    if verb is None:
        return None
    behind = text_of(token.doc)[max(verb.idx, counting.quantity.span.end) :][:90]
    taken = lemma_of(verb) == "take" and (
        verb.nbor().lower_ in {"prisoner", "captive"} or _INTO_CAPTIVITY.match(behind) is not None
    )
    return verb if taken or lemma_of(verb) in {"capture", "imprison"} else None


_INTO_CAPTIVITY = re.compile(r"[^,;.]{0,60}?\b(?:captive|prisoner|hostage|into\s+(?:\w+\s+)?captivity)\b")
_OF_THE_CIVILIANS = re.compile(r"\W*(?:of|among)\s+the\s+(?:[\w,]+\s+){0,2}civilians\b", re.IGNORECASE)
_ANYBODY = frozenset("people person man woman other".split())
_CHANGES_SIDES = re.compile(
    r"\b(?:chang(?:e|es|ed|ing)\s+hands|return(?:s|ed|ing)?|exchang(?:e|es|ed|ing)|swap(?:s|ped)?|repatriat\w+|brought\s+(?:home|back)|hand(?:s|ed)?\s+over)\b",
    re.IGNORECASE,
)


def counted_as(counting: Counting, around: Surroundings, before: list[Figure], discourse: Discourse) -> Counted:
    """Decides what a number counts by its own noun, then by what was counted before, then by the words around it."""
    if counting.bodies_of:
        return Counted.BODIES
    if re.match(r"\W*(?:of|among)\s+the\s+(?:[\d,]+\s+)?(?:bodies|remains)\b", text_of(around.sentence), re.IGNORECASE):
        return Counted.BODIES
    if counting.counted in {Counted.BODIES, Counted.CIVILIANS, Counted.CHILDREN, Counted.PRISONERS}:
        return counting.counted
    behind = text_of(around.sentence.doc)[counting.quantity.span.end : counting.quantity.span.end + 90]
    if lost := _LOST.search(behind):
        behind = behind[: lost.start()]  # "55,000 had died and many were missing"
    if (counting.quantity.value or 0) >= 1000 and _MISSING.search(behind):
        return Counted.MISSING
    if counting.deaths_of:
        return Counted.KILLED
    if counting.bare and bare.SIZE_OF_EVENT.match(behind) and not _HARMED.search(text_of(around.sentence)):
        return Counted.PRISONERS  # "a 310-person swap"
    after = text_of(around.sentence.doc)[counting.quantity.core.end :][:40]
    if said := re.match(r"\s+of\s+(?:them|whom)\s+(?:an?\s+|were\s+|are\s+)?(civilian|child)", after):
        return Counted.CIVILIANS if said[1] == "civilian" else Counted.CHILDREN
    if (counting.bare or counting.noun in _ANYBODY) and _OF_THE_CIVILIANS.match(text_of(around.sentence)):
        return Counted.CIVILIANS
    if re.match(r"\W*(?:of|among)\s+(?:them|these|those)\b", text_of(around.sentence), re.IGNORECASE) and counting.bare:
        whole = discourse.last(Role.TOTAL, Role.COMBINED, Role.RUNNING)
        if whole is not None and counting.counted in {None, Counted.KILLED}:
            return whole.counted
    said_to_be = _predicate(counting, around)
    if said_to_be is not None:
        return said_to_be
    upto = text_of(around.sentence.doc)[around.sentence.start_char : counting.quantity.span.start]
    own = {noun_lemma(t) for t in counting.phrase} | {t.lower_ for t in counting.phrase}
    if (
        own & {"captured", "captive", "freed", "released", "imprisoned", "jailed", "detained"}
        and counting.counted is not Counted.CAPTURED
    ):
        return Counted.PRISONERS
    if counting.head.lower_ == "dead" and _CHANGES_SIDES.search(text_of(around.sentence)):
        return Counted.BODIES  # "900 war dead change hands"
    if counting.counted in _LOST_ONES and _FOR_THE_DEAD.search(upto) and _BODY.search(upto):
        return Counted.BODIES  # "27 bodies in return for 900 casualties"
    if counting.counted in {Counted.KILLED, Counted.WOUNDED, Counted.MISSING, Counted.CAPTURED}:
        return counting.counted
    if (
        counting.noun in {"people", "person", "man", "woman"}
        and discourse.figures
        and not _BODY.search(text_of(around.sentence))
        and any(f.counted is Counted.PRISONERS for f in discourse.figures)
    ):
        return Counted.PRISONERS
    told_alive = _ALIVE.search(text_of(around.sentence)) and not _DEAD.search(text_of(around.sentence))
    if counting.noun in {"people", "person"} and told_alive:
        return Counted.PRISONERS  # "In May, they exchanged 1,000 people each", whatever was counted before
    named = around.cast.at.get(counting.head.i)
    dead_so_far = any(f.counted is Counted.BODIES for f in discourse.figures)
    nationals = named is not None and named.type is EntryType.STATE
    people = nationals and not dead_so_far and discourse.kind is not Kind.BODIES  # "193 Arlanders had returned"
    if (
        (people or counting.noun in around.lexicon["PeopleNouns"])
        and not own & {"dead", "fallen", "deceased", "slain"}
        and _walk(counting, around, dead_so_far)
    ):
        return Counted.PRISONERS
    if _AND_CIVILIANS.match(after) and not _HARMED.search(text_of(around.sentence)):
        return Counted.PRISONERS
    told = [
        f
        for f in discourse.figures
        if f.minimum == f.maximum == counting.quantity.value and f.role in {Role.TOTAL, Role.COMBINED}
    ]
    few = told and told[-1].counted in _NO_SOLDIERS and (counting.quantity.value or 0) < 10  # any two may be others
    if told and not own_kind(counting) and not few:
        return told[-1].counted
    plain = [
        t
        for t in around.sentence
        if (not around.said or any(s.start <= t.idx < s.end for s in around.said))
        and not ((f := around.cast.at.get(t.i)) and f.type is EntryType.ORGANIZATION)
    ]
    text = re.sub(r"treatment of prisoners of war", "", " ".join(t.lower_ for t in plain))
    words = [w for t in plain for w in {noun_lemma(t), t.lower_} if w in text]
    lexicon = around.lexicon
    if own & {"fallen", "dead", "deceased", "slain"}:
        return Counted.BODIES
    if (
        before
        and (counting.bare or counting.partitive or counting.counted is None)
        and before[-1].counted in {Counted.BODIES, Counted.PRISONERS, Counted.KILLED}
        and not own & {"civilian"}
    ):
        return before[-1].counted
    bodies = sum(
        w
        in {
            "body",
            "remains",
            "remain",
            "corpse",
            "fallen",
            "morgue",
            "repatriation",
            "forensic",
            "bodies",
            "deceased",
            "dead",
            "die",
            "slain",
        }
        for w in words
    )
    captives = sum(w in lexicon["PrisonerWords"] for w in words)
    if bodies and not captives:
        return Counted.BODIES
    if captives and not bodies:
        return Counted.PRISONERS
    if counting.counted in {Counted.KILLED, Counted.WOUNDED, Counted.MISSING} and not (
        counting.bare or counting.partitive
    ):
        return counting.counted
    if not (bodies or captives) and (of_event := _of_event(around.previous())) is not None:
        return of_event  # "A prisoner exchange took place in May. Then 45 came home"
    sentence = text_of(around.sentence)
    if _FREED.search(sentence) and not _DEAD.search(sentence):
        return Counted.PRISONERS  # "116 had been returned, while 63 of the other side's had been freed"
    last = next((f for f in reversed(discourse.figures[-3:]) if f.counted not in _NO_SOLDIERS), None)
    if last and last.counted in {Counted.BODIES, Counted.PRISONERS} and last.role is not Role.LOSSES:
        return last.counted
    if bodies != captives:
        return Counted.BODIES if bodies > captives else Counted.PRISONERS
    if discourse.kind is Kind.BODIES:
        return Counted.BODIES
    return Counted.PRISONERS  # who is exchanged and not said to be dead, lives


def _of_event(text: str) -> Counted | None:
    """Tells by the exchange that a sentence names whether the living or the dead changed sides."""
    captives, bodies = _OF_CAPTIVES.search(text) is not None, _BODY.search(text) is not None
    if captives == bodies:
        return None
    return Counted.PRISONERS if captives else Counted.BODIES if _OF_BODIES.search(text) else None


_SWAP = r"(?:exchanges?|swaps?)"
_OF_CAPTIVES = re.compile(
    rf"\b(?:prisoner(?:s|-of-war)?|POWs?|captives?)\s+{_SWAP}\b|\b{_SWAP}\s+of\s+(?:\w+\s+)?(?:prisoners|captives|POWs)\b",
    re.IGNORECASE,
)
_OF_BODIES = re.compile(
    r"\b(?:exchange|return|handover|repatriation|transfer)s?\s+of\s+(?:the\s+)?(?:[a-z]+\s+){0,2}(?:(?:soldiers|servicemen|troops|military)['’s]*\s+)?(?:bodies|remains|fallen|dead|deceased)\b",
    re.IGNORECASE,
)
_NO_SOLDIERS = frozenset({Counted.CIVILIANS, Counted.CHILDREN})
_ALIVE = re.compile(
    r"\b(?:exchang(?:e[sd]?|ing)|swap(?:s|ped|ping)?|freed?|freeing|releas(?:e[sd]?|ing)|got\s+back|let\s+go|traded?)\b",
    re.IGNORECASE,
)
_FREED = re.compile(r"\b(?:freed|freeing|let\s+go|POWs)\b", re.IGNORECASE)
_DEAD = re.compile(
    r"\b(?:bod(?:y|ies)|remains|dead|fallen|corpses?|killed|died|deaths?|losses|missing|identif\w+|buried|exhum\w+|coffins?)\b",
    re.IGNORECASE,
)


def _walk(counting: Counting, around: Surroundings, dead_so_far: bool) -> bool:
    """Tells people who themselves "had returned" from those who were brought back."""
    verb = counting.head.head
    if re.search(
        r"\b(?:laid\s+to\s+rest|bur(?:y|ied|ial)|funerals?|bodies|remains|fallen)\b",
        text_of(around.sentence),
        re.IGNORECASE,
    ):
        return False
    if counting.head.dep_ == "nsubj" and lemma_of(verb) == "be" and not dead_so_far:
        # "185 servicemen are back", where nobody has told of bodies yet
        return any(c.dep_ in {"advmod", "acomp"} and c.lower_ in {"back", "home", "free"} for c in verb.children)
    return counting.head.dep_ == "nsubj" and lemma_of(verb) in around.lexicon["ComeVerbs"] and verb.pos_ == "VERB"


def _predicate(counting: Counting, around: Surroundings) -> Counted | None:
    """Reads "Twelve of them are children"."""
    if not (counting.bare or counting.partitive or counting.noun in {"other", "rest", "remainder"}):
        return None
    for token in (counting.head, *counting.head.ancestors):
        if token.pos_ in {"AUX", "VERB"}:
            if lemma_of(token) != "be":
                return None
            kinds = {around.lexicon.counted.get(noun_lemma(c)) for c in token.children if c.dep_ == "attr"}
            return next((k for k in kinds if k in {Counted.CHILDREN, Counted.CIVILIANS}), None)
    return None


_LOST_ONES = frozenset({Counted.KILLED, Counted.WOUNDED})
_FOR_THE_DEAD = re.compile(
    r"\b(?:in\s+(?:return|exchange)\s+for|(?:exchanged|swapped|traded)\s+for)\s+(?:\w+\s+)?$", re.IGNORECASE
)
_LOST = re.compile(r"\b(?:died|killed|fallen)\b[^.;]*?\b(?:and|while)\b")


def own_kind(counting: Counting) -> bool:
    """Tells whether a number's own noun phrase says what it counts."""
    return counting.counted is not None or counting.bodies_of
