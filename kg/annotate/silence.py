"""Tells silence from speech: negations, "said nothing", "remained silent"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.annotate.acts import lemma_of

if TYPE_CHECKING:
    from spacy.tokens import Token

    from kg.lexicon import Lexicon


def is_quiet(verb: Token, lexicon: Lexicon) -> bool:
    """Tells "remained silent" and "was unavailable"."""
    if lemma_of(verb) not in {"remain", "stay", "keep", "be"}:
        return False
    return any(c.dep_ in {"acomp", "oprd", "attr"} and lemma_of(c) in lexicon["QuietAdjectives"] for c in verb.children)


_SECRET = frozenset({"secret", "secrets", "wraps", "classified", "confidential", "undisclosed", "itself", "themselves"})


def keeps_secret(verb: Token) -> bool:
    """Tells "keeps its losses secret", "treats the toll as a state secret", "withholds the names"."""
    told = next((c for c in verb.children if c.dep_ in {"dobj", "nsubj", "nsubjpass"} and lemma_of(c) in _TOLD), None)
    inner = next((c for c in verb.children if c.dep_ == "ccomp" and c.lower_ in _SECRET), None)
    if told is None and inner is not None:  # "keeps" with "its losses secret" read as a clause
        told = next((c for c in inner.children if c.dep_ == "nsubj" and lemma_of(c) in _TOLD), None)
    if told is None or told.i < verb.i:
        return False
    if lemma_of(verb) in {"withhold", "conceal", "hide", "classify"}:
        return True
    behind = verb.doc[told.i : min(told.i + 10, verb.sent.end)]
    return lemma_of(verb) in {"keep", "treat", "hold", "guard", "regard"} and any(t.lower_ in _SECRET for t in behind)


def silent_object(verb: Token, lemma: str) -> bool:
    """Tells whether what a verb of many uses is denied of is information, so that "did not give up" is no silence."""
    objects = [
        c
        for c in verb.children
        if c.dep_ in {"dobj", "ccomp", "prep", "xcomp"}
        or (c.dep_ == "nsubjpass" and any(a.dep_ == "agent" for a in verb.children))
        or (c.dep_ == "advcl" and any(t.lower_ in {"when", "where", "whether", "how", "why"} for t in c.children))
    ]
    if lemma == "tell" and all(c.pos_ == "PRON" for c in objects if c.i > verb.i):
        return False  # "has not told him yet"
    if lemma == "draw":
        return any(c.dep_ == "prep" and c.lower_ in {"on", "about", "into"} for c in verb.children)
    if lemma == "reach":
        return any(c.dep_ == "prep" and any(lemma_of(p) == "comment" for p in c.children) for c in verb.children)
    if lemma == "have" and verb.dep_ != "ccomp":  # "had nothing to add on the swap"
        said = {lemma_of(t) for c in objects for t in c.subtree if t.dep_ in {"relcl", "acl", "xcomp", "advcl"}}
        if said & {"add", "say", "announce", "report", "tell"}:
            return True
    if lemma == "do":
        return _takes_up(verb)
    if lemma in {"say", "tell", "report"}:
        return (
            denies_object(verb)
            or any(c.dep_ == "xcomp" for c in objects)
            or (
                any(c.dep_ in {"ccomp", "advcl"} for c in objects)
                and any(
                    t.lower_ in {"how", "whether", "when", "who", "what", "where", "why", "if", "which"}
                    for c in objects
                    for t in c.subtree
                )
            )
            or any(c.dep_ == "dobj" or (c.dep_ == "prep" and c.lower_ in {"on", "about"}) for c in objects)
        )
    return any(lemma_of(t) in _TOLD for c in objects for t in c.subtree)


_TOLD = frozenset(
    {
        "mention",
        "account",
        "remark",
        "response",
        "reply",
        "answer",
        "announcement",
        "one",
        "figure",
        "number",
        "detail",
        "information",
        "name",
        "statement",
        "comment",
        "explanation",
        "reason",
        "count",
        "toll",
        "data",
        "breakdown",
        "total",
        "evidence",
        "estimate",
        "list",
        "date",
        "day",
        "timetable",
        "difference",
        "discrepancy",
        "gap",
        "loss",
        "casualty",
        "word",
        "clue",
        "specific",
    }
)
"""What somebody who keeps silent does not give."""


_TELLING = frozenset(
    "publish release disclose give update reveal confirm comment announce report name specify say provide explain".split()
)


def _takes_up(verb: Token) -> bool:
    """Tells "has not done so since", where the sentence before tells of publishing or giving figures."""
    if verb.i + 1 == len(verb.doc) or verb.nbor().lower_ != "so" or verb.sent.start == 0:
        return False
    before = verb.doc[verb.sent.start - 1].sent
    return any(t.pos_ == "VERB" and lemma_of(t) in _TELLING for t in before)


def redirects(verb: Token) -> bool:
    """Tells what only goes with a silence: "declined to comment and told reporters to ask the ministry", "beyond calling it high"."""
    if verb.dep_ == "pcomp" and verb.head.lower_ in {"beyond", "besides", "except", "than", "without", "for"}:
        return verb.head.i > 0 and verb.head.nbor(-1).text == ","
    asked = (c for c in verb.children if c.dep_ in {"xcomp", "ccomp"})
    return any(lemma_of(c) in {"ask", "contact", "address", "direct", "turn", "consult"} for c in asked)


def refused(verb: Token, lexicon: Lexicon) -> Token | None:
    """Finds what somebody declined to do: "declined last week to comment", "stopped short of saying when"."""
    clauses = (
        c
        for c in (*verb.children, *(p for of in verb.children if of.dep_ == "prep" for p in of.children))
        if c.dep_ in {"ccomp", "xcomp", "pcomp"} or (c.dep_ == "advcl" and c.tag_ == "VB" and c.i > verb.i)
    )
    return next((c for c in clauses if c.lemma_ in lexicon["SilenceVerbs"]), None)


def evades(verb: Token) -> bool:
    """Tells "dodged questions", "declined comment" and "avoiding public disclosure"."""
    asked = {"question", "query", "comment", "disclosure", "publicity"}
    return any(c.dep_ == "dobj" and lemma_of(c) in asked for c in verb.children)


def denies_object(verb: Token) -> bool:
    """Tells "said nothing", "made no comment", "gave no figures"."""
    for child in verb.children:
        if child.lower_ == "little" and child.i > verb.i and lemma_of(verb) in {"say", "reveal", "disclose"}:
            return True  # "has said very little about", however it is parsed
        if child.dep_ == "dobj" and (
            child.lower_ in {"nothing", "none", "little"} or any(d.lower_ in {"no", "neither"} for d in child.children)
        ):
            return True
        if child.dep_ == "dobj" and _is_scant(child):
            return True
        # "said that he had nothing to announce"
        if child.dep_ == "ccomp" and child.lemma_ == "have" and any(d.lower_ == "nothing" for d in child.children):
            return True
    return False


def _is_scant(noun: Token) -> bool:
    """Tells "few details" and "little information" from "a few details"."""
    words = {c.lower_ for c in noun.children}
    return bool(words & {"few", "little", "scant"}) and "a" not in words and lemma_of(noun) in _TOLD


def set_against(verb: Token) -> bool:
    """Tells "…, though Borland has yet to confirm it": the newsroom's own words behind what somebody said."""
    clause = verb.head if verb.dep_ == "xcomp" else verb
    opened = any(c.dep_ == "mark" and c.lower_ in {"though", "although", "while", "whereas"} for c in clause.children)
    return opened and any(c.dep_ == "nsubj" for c in clause.children)


def is_negated(verb: Token) -> bool:
    """Tells whether a verb is denied: by a negation, "neither" or "no" in its subject, or "has yet to"."""
    if any(c.dep_ == "preconj" and c.lower_ == "neither" for c in verb.children):
        return True  # "has neither confirmed nor denied"
    if any(c.dep_ == "neg" or c.lower_ in {"never", "not", "n't", "rarely", "seldom", "hardly"} for c in verb.children):
        return True
    source = next((c for c in verb.children if c.dep_ in {"nsubj", "nsubjpass"}), None)
    if source is not None and (
        source.lower_ in {"neither", "nobody", "none", "no-one", "noone"}
        or any(d.lower_ in {"neither", "no"} for d in source.children if d.i < source.i)
    ):
        return True
    # "has yet to comment", "is yet to react"
    return (
        any(c.lower_ == "to" for c in verb.children)
        and verb.head.lemma_ in {"have", "be"}
        and any(c.lower_ == "yet" for c in (*verb.head.children, *verb.children))
    )
