"""Looks back for whom a pronoun or a common noun can mean: who spoke, acted or was named last, and fits."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.annotate.acts import lemma_of, text_of
from kg.annotate.mentions import DEMONYM
from kg.authority import EntryType
from kg.model import Actor, ActorType

if TYPE_CHECKING:
    from spacy.tokens import Token

    from kg.annotate.cast import Cast

_ANY_BODY = frozenset({"agency", "body", "organization", "organisation", "institution", "group", "department", "tank"})


def body_that_acts(cast: Cast, pronoun: Token) -> Actor | None:
    """Finds the body in "The Coordination Headquarters took delivery of 90 bodies, it said": what it did, it tells."""
    if pronoun.i == pronoun.sent.start or pronoun.nbor(-1).text != "," or pronoun.head.i != pronoun.sent.root.i:
        return None
    for token in outside_quotes(cast, pronoun):
        if token.dep_ == "nsubj" and token.head.head.i == pronoun.head.i and (found := cast.at.get(token.i)):
            actor = cast.actor(found) if found.type is EntryType.ORGANIZATION and found.entries else None
            return actor if actor and actor.side else None
    return None


def outside_quotes(cast: Cast, end: Token) -> list[Token]:
    """Gives the words of a sentence before one of them that stand in no quotation."""
    outside: list[Token] = []
    inside = False
    for token in cast.doc[end.sent.start : end.i]:
        if token.text in {"“", "„", "«"}:
            inside = True
        elif token.text in {"”", "»"}:
            outside = outside if inside else []  # it opened in an earlier sentence
            inside = False
        elif token.text == '"':
            inside = not inside
        elif not inside:
            outside.append(token)
    return outside


def bodies(actors: tuple[Actor, ...]) -> tuple[Actor, ...]:
    """Keeps the organizations of some actors."""
    return tuple(a for a in actors if a.type is ActorType.ORGANIZATION)


def last_speaker(cast: Cast, before: int, person: bool, within: int | None = None, aloud: bool = False) -> Actor | None:
    """Finds who spoke last before a token: a person or a body; `within` so many sentences, `aloud` not by silence only."""
    sentence = cast.doc[before].sent.start
    for i, iri in reversed(cast.spoke):
        if i >= before or (aloud and i in cast.quiet):
            continue
        if (
            within is not None
            and sum(i < s.start <= sentence and s.root.pos_ in {"VERB", "AUX"} for s in cast.doc.sents) > within
        ):
            return None
        if (cast.actors[iri].type is ActorType.PERSON) is person:
            return cast.actors[iri]
    return None


def subject_before(cast: Cast, token: Token) -> Actor | None:
    """Finds the actor that the sentence before a token's is about."""
    start = token.sent.start
    if start == 0:
        return None
    previous = cast.doc[start - 1].sent
    for other in previous:
        if (
            other.dep_ in {"nsubj", "nsubjpass"}
            and (found := cast.at.get(other.i))
            and (actor := cast.actor(found))
            and actor.type is not ActorType.PERSON
        ):
            return actor
    return None


def last_person(cast: Cast, before: int, gender: str) -> Actor | None:
    """Finds the person of a gender whom a pronoun at a token can mean: who spoke last, else who was named last."""
    sentence = cast.doc[before].sent.start
    spoken = [
        iri
        for i, iri in cast.spoke
        if i < before
        and cast.actors[iri].type is ActorType.PERSON
        and sum(i < s.start <= sentence for s in cast.doc.sents) <= 3
    ]
    if spoken and _fits(cast, spoken[-1], gender) and not _other_subject(cast, sentence, spoken[-1]):
        return cast.actors[spoken[-1]]
    candidates: list[tuple[int, str]] = [
        (i, iri) for i, iri in cast.spoke if i < before and cast.actors[iri].type is ActorType.PERSON
    ]
    candidates += [
        (f.start, a.iri)
        for f in cast.found
        if f.start < before
        and f.type is EntryType.PERSON
        and (a := cast.actor(f))
        and cast.doc[f.end - 1].dep_ in {"nsubj", "nsubjpass", "appos", "dobj", "pobj", "attr"}
    ]
    ordered = [iri for _, iri in sorted(candidates, reverse=True)]
    # somebody known to be of this gender, else somebody of whom nothing is known
    for wanted in (gender, None):
        for iri in ordered:
            entry = cast.authority.get(iri)
            if (entry.gender if entry else _gender(cast, iri)) == wanted:
                return cast.actors[iri]
        if wanted == gender and (name := _name_before(cast, sentence)) and name.endswith("a") is (gender == "female"):
            return cast.mint(name, ActorType.PERSON)
    return None


def last_of(cast: Cast, before: int, *types: ActorType) -> Actor | None:
    """Finds the actor of some types that was named last before a token."""
    for found in reversed([f for f in cast.found if f.start < before]):
        actor = cast.actor(found)
        if actor and actor.type in types and found.use != DEMONYM and actor != cast.publisher:
            return actor
    return None


def last_body(cast: Cast, head: Token) -> Actor | None:
    """Finds the body that "the agency" or "the committee" goes back to."""
    lemma = lemma_of(head)
    side = cast.side(head)
    seen = [iri for i, iri in cast.spoke if i < head.i]
    home = [cast.publisher.iri] if cast.publisher and cast.publisher.type is ActorType.ORGANIZATION else []
    seen = home + [a.iri for f in cast.found if f.start < head.i and f.use != DEMONYM and (a := cast.actor(f))] + seen
    for iri in reversed(seen):
        actor = cast.actors[iri]
        if actor.type is not ActorType.ORGANIZATION or (side and actor.side and actor.side != side):
            continue
        entry = cast.authority.get(iri)
        names = {w for d in entry.designators for w in d.casefold().split()[-1:]} if entry else set()
        if lemma in names or lemma in actor.label.casefold().split() or lemma in _ANY_BODY:
            return actor
    return None


def _name_before(cast: Cast, sentence: int) -> str | None:
    """Gives the first name that is the subject of the sentence before and that the model took for no name."""
    for token in cast.doc[sentence - 1].sent.root.children if sentence else ():
        alone = token.pos_ == "PROPN" and not any(c.dep_ in {"compound", "det", "poss", "amod"} for c in token.children)
        found = cast.at.get(token.i)
        unknown = found is None or (not found.entries and found.type is not EntryType.PERSON)
        if token.dep_ == "nsubj" and alone and unknown and re.fullmatch(r"[A-Z][a-z]{2,}", token.text):
            return token.text
    return None


def _fits(cast: Cast, iri: str, gender: str) -> bool:
    entry = cast.authority.get(iri)
    known = entry.gender if entry else _gender(cast, iri)
    if known is None and any(
        _gender(cast, other) == gender
        for other in cast.actors
        if cast.actors[other].type is ActorType.PERSON and not cast.actors[other].known
    ):
        return False  # somebody else here is known to be of that gender
    return known in {gender, None}


def _other_subject(cast: Cast, sentence: int, iri: str) -> bool:
    """Tells whether the sentence before has another person as its subject."""
    if sentence == 0:
        return False
    for token in cast.doc[sentence - 1].sent.root.children:
        if (
            token.dep_ in {"nsubj", "attr"}  # "It was Novak who told"
            and (found := cast.at.get(token.i))
            and found.type is EntryType.PERSON
            and (actor := cast.actor(found))
        ):
            return actor.iri != iri
    return False


def _gender(cast: Cast, iri: str) -> str | None:
    """Reads an unlisted person's gender off "Ms. Brown" or "Mr Green"."""
    first, surname = cast.actors[iri].label.split()[0].casefold(), cast.actors[iri].label.split()[-1]
    # Slavic first names of women end in -a, those of a few men too
    if first.endswith("a") and surname.casefold() != first and first not in cast.lexicon["MaleNames"]:
        return "female"
    if re.search(rf"\b(?:Ms|Mrs|Miss)\.?\s+(?:\w+\s+)?{re.escape(surname)}\b", text_of(cast.doc)):
        return "female"
    return "male" if re.search(rf"\bMr\.?\s+(?:\w+\s+)?{re.escape(surname)}\b", text_of(cast.doc)) else None
