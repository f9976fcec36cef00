"""Decides whose people a number counts by the words of its phrase and of its sentence."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.annotate.acts import lemma_of, noun_lemma
from kg.annotate.mentions import DEMONYM
from kg.authority import EntryType

if TYPE_CHECKING:
    from spacy.tokens import Token

    from kg.annotate.counting import Counting
    from kg.annotate.surroundings import Surroundings

_NUMBER_OF = re.compile(r"\s+the\s+(?:number|total|tally)\s+of\s+")
_HOLDS = frozenset({"include", "comprise", "contain", "number"})
_DWELLERS = frozenset({"resident", "inhabitant", "villager"})
_PARTS_OF_LAND = frozenset(
    "region part area east west south north territory city town half province border corner".split()
)


def named_side(counting: Counting, around: Surroundings) -> str | None:
    """Finds whose people a noun phrase names: "Borlandic soldiers", "its servicemen", "prisoners of the Armed Forces of Borland"."""
    cast = around.cast
    for token in counting.phrase:
        found = cast.at.get(token.i)
        if found and found.type is EntryType.ORGANIZATION and (side := cast.side_of(found)):
            return side  # "25 Borlandic army prisoners"
        if found and (state := found.state):
            return str(state.iri)
        if token.lower_ in {"its", "our", "their"}:
            return _its(token, around)
        if token.lower_ in {"his", "her"} and counting.noun in {"compatriot", "countryman", "fellow"}:
            return around.speaker_side
    head = counting.head
    doc = head.doc
    # "... of its dead", "bodies of Borlandic soldiers", "servicemen of the Armed Forces of Borland"
    start = counting.quantity.span.end
    if counting.partitive or (head.i + 1 < around.sentence.end and doc[head.i + 1].lower_ == "of"):
        first = next(
            (
                t.i
                for t in doc[max(head.i - 4, around.sentence.start) : head.i + 2]
                if t.lower_ == "of" and t.idx >= start
            ),
            None,
        )
        if first is not None:
            for token in doc[first + 1 : min(first + 9, around.sentence.end)]:
                if (
                    token.is_punct
                    or token.lower_ == "what"
                    or (token.pos_ in {"VERB", "AUX"} and token.tag_ not in {"VBN", "VBG"})
                    or token.lower_ in {"to", "from", "in", "since", "who", "that", "which", "whom", "whose", "by"}
                ):
                    break
                found = cast.at.get(token.i)
                if found and (state := found.state):
                    return str(state.iri)
                if found and (actor := cast.actor(found)) and actor.side and found.type is EntryType.ORGANIZATION:
                    return actor.side
                if token.lower_ in {"its", "our", "their"}:
                    return _its(token, around)
                if token.lower_ in {"his", "her", "ours"}:
                    return around.speaker_side
    # "Borland's dead: 30,000", "the number of Borlanders freed … to 3,000", "Arlandic losses at 200,000"
    at = next((t.i for t in around.sentence if t.idx >= counting.quantity.span.start), counting.head.i) - 1
    while at > around.sentence.start and doc[at].lower_ in {
        "about",
        "some",
        "around",
        "roughly",
        "nearly",
        "almost",
        "over",
    }:
        at -= 1
    previous = doc[at].lower_ if at >= around.sentence.start else ""
    if counting.bare and previous in {"to", "at", ":", "of", "is", "was", "as", "now"}:
        lead = doc[max(around.sentence.start, counting.head.i - 14) : counting.head.i]
        if any(
            noun_lemma(t) in {"number", "toll", "dead", "loss", "tally", "figure", "death", "casualty"} for t in lead
        ):
            for token in reversed(list(lead)):
                found = cast.at.get(token.i)
                if (
                    found
                    and (state := found.state)
                    and (
                        doc[found.start - 1].lower_ not in {"by", "from", "in"}
                        or doc[found.start - 2].lower_ == "received"
                    )
                ):
                    return str(state.iri)
    return (
        _of_land(counting, around)
        or _number_behind(counting, around)
        or _group_before(counting, around)
        or _included(counting, around)
        or _as_many(counting, around)
    )


def _as_many(counting: Counting, around: Surroundings) -> str | None:
    """Reads whose people "as many Arlanders" are, a number told before."""
    if not counting.quantity.same or counting.head.lower_ != "many":
        return None
    for token in around.sentence.doc[counting.head.i + 1 : min(counting.head.i + 3, around.sentence.end)]:
        found = around.cast.at.get(token.i)
        if found and found.use == DEMONYM and (state := found.state) and means_people(token, around):
            return str(state.iri)
    return None


def _of_land(counting: Counting, around: Surroundings) -> str | None:
    """Reads whose people "eight residents of the Norton region" are: those of the state that the place lies in."""
    if counting.noun not in _DWELLERS:
        return None
    for of in counting.head.children:
        if of.dep_ == "prep" and of.lower_ in {"of", "from"}:
            for noun in of.children:
                names = (f for t in (*noun.lefts, noun) if (f := around.cast.at.get(t.i)))
                place = next((entry for f in names if (entry := f.place())), None)
                while place is not None and place.type is EntryType.PLACE and place.within:
                    place = around.cast.authority.get(place.within)
                if place is not None and place.iri in {p.iri for p in around.cast.parties()}:
                    return place.iri
    return None


def _number_behind(counting: Counting, around: Surroundings) -> str | None:
    """Reads whose people a sum counts in "brought to 700 the number of Arlanders freed"."""
    match = _NUMBER_OF.match(around.behind(counting.quantity.span))
    if match is None:
        return None
    at = counting.quantity.span.end + match.end()
    token = next((t for t in around.sentence if t.idx >= at), None)
    found = around.cast.at.get(token.i) if token is not None else None
    state = found.state if found and found.use == DEMONYM else None
    return str(state.iri) if state and token is not None and means_people(token, around) else None


def nations(counting: Counting, around: Surroundings) -> set[str]:
    """Gives the parties whose adjectives stand before what a number counts: both in "300 Arlandic and Borlandic captives"."""
    words = [t for t in counting.phrase if t.idx >= counting.quantity.span.end]
    if words and words[-1].tag_ in {"NNPS", "NNS"} and words[-1].i + 2 < around.sentence.end:
        beside = words[-1].nbor(2)
        if words[-1].nbor().lower_ == "and" and beside.tag_ in {"NNPS", "NNS"}:
            words.append(beside)  # "200 Arlanders and Borlanders"
    found = [around.cast.at.get(t.i) for t in words]
    sides = {str(state.iri) for f in found if f and f.use == DEMONYM and (state := f.state)}
    return sides & {p.iri for p in around.cast.parties()}


def nationality(counting: Counting, around: Surroundings) -> str | None:
    """Reads whose people a number counts in "150 of them Arlandic and 150 Borlandic"."""
    after = [t for t in around.sentence if t.idx >= counting.quantity.span.end][:4]
    if len(after) > 2 and after[0].lower_ == "of" and after[1].lower_ in {"them", "whom"}:
        after = after[2:]
    elif not re.search(
        r"\bof\s+(?:them|whom)\s+\w+(?:,|\s+and)\s+(?:the\s+(?:other|remaining)\s+)?$",
        around.upto(counting.quantity.span),
    ):
        return None
    if not after or (len(after) > 1 and after[1].lower_ not in {"and", ",", ".", ";"}):
        return None
    found = around.cast.at.get(after[0].i)
    side = str(state.iri) if found and found.use == DEMONYM and (state := found.state) else None
    return side if side in {p.iri for p in around.cast.parties()} else None


def _included(counting: Counting, around: Surroundings) -> str | None:
    """Reads whose people a part counts in "Those Arlanders freed included 82 sergeants and 21 officers"."""
    verb = next((t for t in counting.head.ancestors if t.pos_ == "VERB"), None)
    if verb is None or lemma_of(verb) not in _HOLDS:
        return None
    clauses = (verb, verb.head) if verb.dep_ == "conj" else (verb,)
    subject = next((c for v in clauses for c in v.children if c.dep_ in {"nsubj", "nsubjpass"}), None)
    # the parser hangs the subject of "those Arlanders released included" on "released"
    before = verb.doc[max(around.sentence.start, verb.i - 2) : verb.i]
    for token in (subject, *subject.lefts) if subject is not None else before:
        found = around.cast.at.get(token.i)
        if found and found.use == DEMONYM and (state := found.state) and means_people(token, around):
            return str(state.iri)
    return None


def _group_before(counting: Counting, around: Surroundings) -> str | None:
    """Reads whose people a number is a part of in "Among the freed Borlanders are 124 officers"."""
    lead = [t for t in around.sentence if t.idx < counting.quantity.span.start]
    if not lead or lead[0].lower_ not in {"among", "of"} or any(t.text in {",", ";"} for t in lead[:-1]):
        return None
    for token in lead:
        found = around.cast.at.get(token.i)
        if found and found.use == DEMONYM and (state := found.state) and means_people(token, around):
            return str(state.iri)
    return None


def _its(pronoun: Token, around: Surroundings) -> str | None:
    """Finds whose "its" is: the side that is the clause's subject, else the speaker's."""
    for token in reversed([t for t in around.sentence if t.i < pronoun.i and t.dep_ in {"nsubj", "nsubjpass"}]):
        found = around.cast.at.get(token.i)
        if found and found.use != DEMONYM and (state := found.state):
            return str(state.iri)
        if found is None:
            side = around.cast.side(token) if lemma_of(token) in around.lexicon["SideNouns"] else None
            return side or around.speaker_side
    return around.speaker_side


def only_side(around: Surroundings) -> str | None:
    """Gives the one party that the sentence names outside its attribution."""
    sides = set()
    for token in around.sentence:
        found = around.cast.at.get(token.i)
        if (
            found
            and (state := found.state)
            and (
                means_people(token, around) and not _acts(token)
                if found.use == DEMONYM
                else token.dep_ == "poss"
                or (
                    token.dep_ == "pobj"
                    and token.head.lower_ in {"of", "to", "for"}
                    and noun_lemma(token.head.head) not in _PARTS_OF_LAND
                    and not _is_aside(token.head.head, around)
                )
            )
        ):
            sides.add(state.iri)
    return next(iter(sides)) if len(sides) == 1 else None


def _acts(token: Token) -> bool:
    """Tells "besieged by Arlandic troops", whom nobody hands over."""
    people = token.head if token.head.pos_ in {"NOUN", "PROPN"} else token
    return people.dep_ == "pobj" and people.head.dep_ == "agent"


def _is_aside(verb: Token, around: Surroundings) -> bool:
    """Tells what a clause says of somebody or of a town, "who were taken to Arland", "which fell to Arland", from a handing-over."""
    return verb.dep_ == "relcl" and lemma_of(verb) not in around.lexicon["GiveVerbs"]


def means_people(token: Token, around: Surroundings) -> bool:
    """Tells "Borlandic soldiers" and "Borlanders" from "Arlandic captivity" and "the Arlandic ministry"."""
    if token.tag_ in {"NNPS", "NNS"} or token.head.i <= token.i:
        return True
    noun = noun_lemma(token.head)
    return noun in around.lexicon["PeopleNouns"] or noun in around.lexicon.counted
