"""Knows who takes part in an article, and finds who is meant by a name, a pronoun or a common noun.

Names come first, then a body's kind with its side ("the ministry in Moscow"), then what was said last: a speaker goes on
being the speaker ("it added"), unless the sentence before was about somebody else.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.annotate.mentions import DEMONYM, METONYM, Found
from kg.authority import Authority, Entry, EntryType, slug
from kg.model import Actor, ActorType, Position, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from spacy.tokens import Doc, Token

    from kg.lexicon import Lexicon

_LEFT = frozenset({"compound", "amod", "poss", "nmod", "det", "nummod", "case", "quantmod", "advmod", "predet"})
_TWO = frozenset({"both", "two", "neither", "either", "each"})
_TYPES = {
    EntryType.PERSON: ActorType.PERSON,
    EntryType.ORGANIZATION: ActorType.ORGANIZATION,
    EntryType.STATE: ActorType.STATE,
    EntryType.OUTLET: ActorType.OUTLET,
}
_ANY_BODY = frozenset({"agency", "body", "organization", "organisation", "institution", "group", "department"})


@dataclass(frozen=True, slots=True)
class Reference:
    """Who a noun phrase stands for: no actor where nobody is named, two for "both sides"."""

    actors: tuple[Actor, ...] = ()
    outlet: bool = False


@dataclass(slots=True)
class Cast:
    """The actors of one article; `note` tells it who spoke, so that it can follow pronouns."""

    doc: Doc
    found: list[Found]
    authority: Authority
    lexicon: Lexicon
    base: str
    publisher: Actor | None = None
    home: str | None = None  # the side whose capital stands in the dateline
    actors: dict[str, Actor] = field(default_factory=dict)
    at: dict[int, Found] = field(default_factory=dict)
    positions: list[Position] = field(default_factory=list)
    _resolved: dict[int, Actor | None] = field(default_factory=dict)
    _spoke: list[tuple[int, str]] = field(default_factory=list)
    _roles: dict[str, list[str]] = field(default_factory=dict)
    _sides: Counter[str] = field(default_factory=Counter)
    _designators: dict[str, list[tuple[tuple[str, ...], Entry]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Reads the article's names once, people's full names before their surnames."""
        self.at = {i: f for f in self.found for i in range(f.start, f.end)}
        for entry in self.authority.of_type(EntryType.ORGANIZATION):
            for designator in entry.designators:
                words = tuple(designator.casefold().split())
                self._designators.setdefault(words[-1], []).append((words, entry))
                if len(words) > 2:
                    self._designators.setdefault(words[0], []).append((words, entry))
        for found in sorted(self.found, key=lambda f: (f.end - f.start == 1 and not f.entries, f.start)):
            actor = self._name(found)
            self._resolved[found.start] = actor
            if actor and actor.side:
                self._sides[actor.side] += 3 if actor.type is ActorType.STATE else 1
        for found in self.found:
            actor = self._resolved.get(found.start)
            if actor and actor.type is ActorType.PERSON:
                self._position(found, actor)

    # ------------------------------------------------------------------ names

    def actor(self, found: Found) -> Actor | None:
        """Gives the actor that a name stands for, None for a place."""
        return self._resolved.get(found.start)

    def side_of(self, found: Found) -> str | None:
        """Gives the side that a name stands for or belongs to."""
        if state := next((e for e in found.entries if e.type is EntryType.STATE), None):
            return state.iri
        actor = self.actor(found)
        return actor.side if actor and actor.known else None

    def known(self, entry: Entry) -> Actor:
        """Gives the actor of an authority's entry."""
        actor = self.actors.get(entry.iri)
        if actor is None:
            actor = Actor(entry.iri, entry.label, _TYPES.get(entry.type, ActorType.ORGANIZATION), entry.side or (entry.iri if entry.type is EntryType.STATE else None))
            self.actors[entry.iri] = actor
        return actor

    def mint(self, label: str, type_: ActorType, side: str | None = None) -> Actor:
        """Makes an actor from an article's own words, the same for the same words."""
        label = re.sub(r"^(?:the|a|an)\s+", "", " ".join(label.split()), flags=re.IGNORECASE).strip(" ,.;:'’\"“”-–—()")
        iri = f"{self.base}agent/{slug(label) or 'unnamed'}"
        if entry := self.authority.get(iri):  # another entity bears this slug
            iri = f"{iri}-{type_.value}" if _TYPES.get(entry.type) is not type_ else iri
            if _TYPES.get(entry.type) is type_:
                return self.known(entry)
        return self.actors.setdefault(iri, Actor(iri, label, type_, side, known=False))

    def _name(self, found: Found) -> Actor | None:
        if found.type in {EntryType.PLACE, EntryType.CHANNEL}:
            return None
        if entry := found.entry:
            side = self.side(self.doc[found.end - 1]) if entry.type is EntryType.ORGANIZATION and entry.side else None
            if side is None or side == entry.side or _names_side(found.text, entry):
                return self.known(entry)
            # "its Ministry of Foreign Affairs" is another state's than the only one listed by that name
            return self._of_side(found.text, side)
        candidates = [e for e in found.entries if e.type is found.type]
        if candidates:
            return self._choose(found, candidates)
        if found.type is EntryType.PERSON:
            return self._person(found)
        if found.type is EntryType.ORGANIZATION and found.text[:1].isupper():
            if found.end - found.start == 1 and (person := self._bearer(found.text)):
                return person  # the model took a surname for a body
            return self._body(found)
        return None

    def _of_side(self, words: str, side: str) -> Actor:
        """Finds or mints a body of a side that its words do not name."""
        entries = self._designated(tuple(words.casefold().split()), side)
        if len(entries) == 1 or (entries and entries[0][0] > entries[1][0]):
            return self.known(entries[0][1])
        state = self._state(side).label
        return self.mint(f"{words} of {'the ' if state.startswith('United') else ''}{state}", ActorType.ORGANIZATION, side)

    def _choose(self, found: Found, candidates: list[Entry]) -> Actor | None:
        head = self.doc[found.end - 1]
        side = self.side(head) or self._side_near(head)
        fitting = [e for e in candidates if e.side == side] or candidates
        recent = [f for f in self.found if f.start < found.start and f.entry in fitting]
        if recent and len(fitting) > 1:
            entry = recent[-1].entry
            return self.known(entry) if entry else None
        return self.known(fitting[0]) if len(fitting) == 1 else None

    def _person(self, found: Found) -> Actor | None:
        words = found.text.split()
        if len(words) == 1:
            if actor := self._bearer(words[0]):
                return actor
            if not re.match(r"[A-Z][\w'’-]{2,}$", words[0]):
                return None
        return self.mint(found.text, ActorType.PERSON)

    def _bearer(self, surname: str) -> Actor | None:
        """Finds the person whom the article names in full with this surname."""
        for found in self.found:
            if found.type is EntryType.PERSON and found.end - found.start > 1 and _same_surname(found.text, surname) and (actor := self._resolved.get(found.start)):
                return actor
        return next((a for a in self.actors.values() if a.type is ActorType.PERSON and _same_surname(a.label, surname)), None)

    def _body(self, found: Found) -> Actor | None:
        head = self.doc[found.end - 1]
        side = self.side(head)
        entries = self._designated(_words(self.doc, found.start, found.end), side)
        # only a designator that says the whole name makes a capitalised body one of the authority's
        whole = [e for length, e in entries if length >= found.end - found.start - 1 and length > 1]
        if len(whole) == 1 and (side or len({e.side for e in whole}) == 1):
            return self.known(whole[0])
        if whole:
            near = side or self._side_near(head)
            fitting = [e for e in whole if e.side == near]
            return self.known(fitting[0]) if fitting else None
        if found.end - found.start == 1 and found.text.casefold() in self.lexicon["BodyNouns"] | self.lexicon["SideNouns"]:
            return None
        if re.search(r"\d", found.text) or len(found.text) < 2:
            return None
        return self.mint(found.text, ActorType.ORGANIZATION, side)

    def _position(self, found: Found, actor: Actor) -> None:
        start = found.start
        first = self.doc[found.start].sent.start
        while start > first:
            token = self.doc[start - 1]
            inside = token.pos_ in {"NOUN", "PROPN", "ADJ", "PART"} or token.text in {"-", "'s", "’s"} or (token.pos_ == "CCONJ" and token.lower_ == "and" and start - 1 > first)
            inside = inside or (token.lower_ in {"of", "for", "the"} and start - 2 >= first and self.doc[start - 2].pos_ in {"NOUN", "ADP", "PROPN"})
            if not inside or (self.at.get(token.i) and self.at[token.i].type is EntryType.PERSON) or token.tag_ in {"VBD", "VBZ"}:
                break
            start -= 1
        while start < found.start and (self.doc[start].lower_ in {"and", "the", "of", "for", "'s", "’s"} or self.doc[start].is_punct):
            start += 1
        before = self.doc[start : found.start]
        if any(t.pos_ == "NOUN" or t.lower_ in {"president", "minister"} for t in before) and len(before) <= 14:
            self._add_position(actor, before.start_char, before.end_char)
        head = self.doc[found.end - 1]
        for child in head.children:
            if child.dep_ == "appos" and child.pos_ in {"NOUN", "PROPN"} and child.i > head.i and not self.at.get(child.i, found).type is EntryType.PERSON:
                edge = max((t.i for t in child.subtree if not t.is_punct and (t.dep_ != "relcl")), default=child.i)
                edge = next((t.i - 1 for t in self.doc[child.i : edge + 1] if t.text == ","), edge)
                span = self.doc[child.left_edge.i : edge + 1]
                if 0 < len(span) <= 14:
                    self._add_position(actor, span.start_char, span.end_char)
        if head.dep_ == "appos" and head.head.pos_ == "NOUN" and head.head.i < found.start:
            span = self.doc[head.head.left_edge.i : head.head.i + 1]
            if len(span) <= 14:
                self._add_position(actor, span.start_char, span.end_char)

    def _add_position(self, actor: Actor, start: int, end: int) -> None:
        text = self.doc.text[start:end]
        clean = re.sub(r"^(?:the|an?)\s+", "", text.strip(), flags=re.IGNORECASE)
        start, end = end - len(clean) if text.endswith(clean) else start, end
        if "\n" in clean or not clean:
            return
        self.positions.append(Position(actor.iri, clean, Span(start, end)))
        self._roles.setdefault(actor.iri, []).append(clean.casefold())

    # ------------------------------------------------------------------ who is meant

    def note(self, actor: Actor, token: Token) -> None:
        """Tells that an actor spoke at a token."""
        self.actors.setdefault(actor.iri, actor)
        self._spoke.append((token.i, actor.iri))

    def parties(self) -> tuple[Actor, ...]:
        """Gives the two sides that the article is mostly about."""
        states = [iri for iri, _ in sorted(self._sides.items(), key=lambda item: (-item[1], item[0]))]
        return tuple(self._state(iri) for iri in states[:2])

    def side(self, head: Token) -> str | None:
        """Finds the side that a noun phrase names: "Russian", "Ukraine's", "of Ukraine", "in Moscow"."""
        for token in self._left(head):
            if side := self._side_of_token(token):
                return side
            if token.lower_ == "its" and (owner := self._its(token)):
                return owner
        for prep in (c for c in head.children if c.dep_ == "prep" and c.lower_ in {"of", "in", "from", "for", "on"} and c.i > head.i and c.i - head.i <= 8):
            for noun in prep.children:
                if noun.dep_ == "pobj" and ((side := self._side_of_token(noun)) or (noun.pos_ == "NOUN" and (side := next((s for t in self._left(noun) if (s := self._side_of_token(t))), None)))):
                    return side
        return None

    def _more_sides(self, head: Token) -> list[str]:
        """Gives the further sides of "officials in Kyiv and Moscow"."""
        return [
            side
            for prep in head.children
            if prep.dep_ == "prep" and prep.i > head.i
            for noun in prep.children
            for other in noun.children
            if other.dep_ == "conj" and (side := self._side_of_token(other))
        ]

    def _its(self, pronoun: Token) -> str | None:
        """Finds the state that "its" goes back to within the sentence."""
        for token in pronoun.sent:
            if token.i >= pronoun.i:
                return None
            if token.dep_ in {"nsubj", "nsubjpass"} and (found := self.at.get(token.i)) and found.type is EntryType.STATE and found.use != DEMONYM:
                return self._side_of_token(token)
        return None

    def refer(self, head: Token) -> Reference:
        """Finds who a noun phrase with this head stands for."""
        joint = [c for c in head.children if c.dep_ == "conj" and c.pos_ in {"PROPN", "NOUN"}]
        reference = self._refer(head)
        for other in self._listed_before(head):
            reference = Reference(tuple(dict.fromkeys((other, *reference.actors))), reference.outlet)
        if joint and any(c.dep_ == "cc" for c in head.children):
            for other in joint[:3]:
                more = self._refer(other)
                reference = Reference(tuple(dict.fromkeys((*reference.actors, *more.actors))), reference.outlet or more.outlet)
        return reference

    def _listed_before(self, head: Token) -> list[Actor]:
        """Gives the names that stand before a name in one list ("Mediazona and BBC News Russian"), however it was parsed."""
        found = self.at.get(head.i)
        listed: list[Actor] = []
        while found is not None:
            gap = self.doc[max(found.start - 3, head.sent.start) : found.start]
            before = next((f for f in self.found if f.end <= found.start and found.start - f.end <= 2 and f.end > found.start - 3), None)
            if before is None or not all(t.lower_ in {"and", ",", "the"} for t in gap if t.i >= before.end) or not any(t.lower_ == "and" for t in gap if t.i >= before.end):
                break
            actor = self.actor(before)
            if actor is None or before.use == DEMONYM or before.start < head.sent.start:
                break
            listed.append(actor)
            found = before
        return listed

    def _refer(self, head: Token) -> Reference:
        word, lemma = head.lower_, str(head.lemma_).lower()
        left = list(self._left(head))
        if person := self._named_after(head):
            return Reference((person,))
        if found := self.at.get(head.i):
            actor = self.actor(found)
            if actor and found.use == DEMONYM:
                return Reference()
            if actor and not (found.type is EntryType.STATE and found.use == METONYM and False):
                return Reference((actor,), found.type is EntryType.OUTLET)
            if found.type is EntryType.PLACE:
                return self._owner(head)
            if not actor and (by_kind := self._by_kind(head)):
                return Reference((by_kind,))
        if head.pos_ == "PRON" or word in {"it", "he", "she", "they"}:
            return Reference(self._pronoun(head))
        if any(t.lower_ in _TWO for t in (head, *left)) and (lemma in self.lexicon["SideNouns"] | {"neighbour", "neighbor", "ministry", "nation", "one"} or word in _TWO):
            return Reference(self.parties())
        for child in head.children:  # "a deputy, Shamsail Saraliyev"
            if child.dep_ == "appos" and (found := self.at.get(child.i)) and found.type in {EntryType.PERSON, EntryType.OUTLET, EntryType.ORGANIZATION} and (actor := self.actor(found)):
                return Reference((actor,), found.type is EntryType.OUTLET)
        if lemma in self.lexicon["OutletNouns"]:
            outlet = next((a for t in left if (f := self.at.get(t.i)) and f.type is EntryType.OUTLET and (a := self.actor(f))), None)
            if outlet:
                return Reference((outlet,), outlet=True)
        if lemma in self.lexicon["BodyNouns"] and (actor := self._described(head)):
            return Reference((actor,))
        if actor := self._by_kind(head):
            return Reference((actor,))
        if lemma in self.lexicon["SideNouns"] and (more := self._more_sides(head)) and (first := self.side(head)):
            return Reference(tuple(self._state(s) for s in dict.fromkeys((first, *more))))
        if lemma in self.lexicon["StatementNouns"] | self.lexicon["SpokesNouns"] and (owner := self._owner(head)).actors:
            return owner
        side = self.side(head)
        if lemma in self.lexicon["SideNouns"] and head.tag_ == "NN" and (actor := self._by_role(head, side)):
            return Reference((actor,))
        if lemma in self.lexicon["SideNouns"]:
            if any(t.lower_ in _TWO for c in head.children if c.dep_ == "prep" for t in c.subtree):
                return Reference(self.parties())
            if side:
                return Reference((self._state(side),))
        if lemma in self.lexicon["StatementNouns"]:
            if self._is_definite(head) and (spoke := self._last_speaker(head.i, person=False)):
                return Reference((spoke,))
            return Reference()
        if actor := self._by_role(head, side):
            return Reference((actor,))
        if lemma in self.lexicon["OutletNouns"] and self._is_definite(head) and (outlet := self._last_of(head.i, ActorType.OUTLET)):
            return Reference((outlet,), outlet=True)
        if lemma in self.lexicon["BodyNouns"] and self._is_definite(head) and (body := self._last_body(head)):
            return Reference((body,), body.type is ActorType.OUTLET)
        if side and any(t.lower_ in {"no", "any"} for t in left):
            return Reference((self._state(side),))
        if lemma in self.lexicon["BodyNouns"] and side:
            # a side's body that nobody listed: "the Saudi foreign ministry"
            start = min((t.i for t in left), default=head.i)
            words = self.doc[start : self._phrase_end(head)].text
            if not any(self._side_of_token(t) for t in (*left, *self.doc[head.i : self._phrase_end(head)])):
                return Reference((self._of_side(re.sub(r"^(?:its|their|the) ", "", words), side),))
            return Reference((self.mint(words, ActorType.ORGANIZATION, side),))
        if head.pos_ == "PROPN" or (head.pos_ == "NOUN" and head.text[:1].isupper() and head.i != head.sent.start):
            return self._capitalised(head, side)
        return Reference()

    def _capitalised(self, head: Token, side: str | None) -> Reference:
        if head.text.casefold() in self.lexicon["BodyNouns"] and head.dep_ != "compound" and not any(t.pos_ == "PROPN" for t in self._left(head)):
            body = self._last_body(head)
            return Reference((body,)) if body else Reference()
        start = head.i
        while start > head.sent.start and (self.doc[start - 1].pos_ in {"PROPN"} or self.doc[start - 1].text[:1].isupper()) and self.doc[start - 1].pos_ not in {"PRON", "ADP", "SCONJ", "DET", "VERB"} and self.doc[start - 1].text[:1].isalpha():
            start -= 1
        while start < head.i and (f := self.at.get(start)) and f.use == DEMONYM:
            start += 1
        words = self.doc[start : head.i + 1].text
        if len(words) < 3 or not words[0].isupper() or "\n" in words:
            return Reference()
        person = self.doc[head.i].ent_type_ == "PERSON"
        return Reference((self.mint(words, ActorType.PERSON if person else ActorType.ORGANIZATION, side),))

    def _owner(self, head: Token) -> Reference:
        """Finds whom a statement or a spokesperson belongs to: "the ministry's", "of the ministry", "Defence Ministry spokesman"."""
        for child in head.children:
            if child.dep_ == "poss":
                if child.pos_ == "PRON":
                    return Reference(self._pronoun(child))
                owner = self._refer(child)
                if owner.actors:
                    return owner
        for child in head.children:
            if child.dep_ in {"prep", "agent"} and child.lower_ in {"of", "for", "from", "by", "at", "with", "in"} and child.i > head.i:
                for noun in child.children:
                    if noun.dep_ == "pobj" and (owner := self._refer(noun)).actors:
                        return owner
            if child.dep_ == "acl" and child.lower_ in {"released", "issued", "published", "made"}:
                for agent in (g for c in child.children if c.dep_ == "agent" for g in c.children if g.dep_ == "pobj"):
                    if (owner := self._refer(agent)).actors:
                        return owner
        for token in self._left(head):
            if (found := self.at.get(token.i)) and found.type in {EntryType.ORGANIZATION, EntryType.OUTLET} and (actor := self.actor(found)):
                return Reference((actor,), found.type is EntryType.OUTLET)
        return Reference()

    def _pronoun(self, pronoun: Token) -> tuple[Actor, ...]:
        word = pronoun.lower_
        if subject := self._main_subject(pronoun):
            return (subject,)
        if word in {"he", "she", "his", "her", "him"}:
            gender = "female" if word in {"she", "her"} else "male"
            person = self._last_person(pronoun.i, gender)
            return (person,) if person else ()
        if word in {"it", "its", "which", "that", "who", "itself"}:
            body = self._last_speaker(pronoun.i, person=False, within=4) or self._subject_before(pronoun) or self._last_of(pronoun.i, ActorType.ORGANIZATION, ActorType.STATE)
            return (body,) if body else ()
        if word in {"they", "their", "them"}:
            if spoke := self._spoke:
                last = spoke[-1][0]
                return tuple(dict.fromkeys(self.actors[iri] for i, iri in spoke if i == last))
            return ()
        if word in _TWO:
            return self.parties()
        return ()

    def _main_subject(self, pronoun: Token) -> Actor | None:
        """Finds whom "when it acknowledged" goes back to: the subject of the sentence that the clause hangs on."""
        clause = pronoun.head
        if pronoun.dep_ != "nsubj" or clause.dep_ not in {"advcl", "relcl"} or '"' in pronoun.sent.text or "“" in pronoun.sent.text:
            return None
        person = pronoun.lower_ in {"he", "she"}
        for token in pronoun.sent.root.children:
            if token.dep_ in {"nsubj", "nsubjpass"} and token.i < pronoun.i:
                actors = self._refer(token).actors
                if len(actors) == 1 and (actors[0].type is ActorType.PERSON) is person:
                    return actors[0]
        return None

    def apposed(self, verb: Token) -> Actor | None:
        """Reads "Vladimir Medinsky, the head of the delegation in Istanbul, said", which the parser often gets wrong.

        The name opens the sentence or stands behind a comma; a comma, an apposition, a comma and the verb follow.
        """
        if verb.i == verb.sent.start or self.doc[verb.i - 1].text != ",":
            return None
        # "the head of the President's Office, Andriy Yermak, wrote"
        last = self.at.get(verb.i - 2)
        if last and last.type is EntryType.PERSON and last.start > verb.sent.start and self.doc[last.start - 1].text == ",":
            return self.actor(last)
        for found in reversed([f for f in self.found if verb.sent.start <= f.start and f.end < verb.i - 2]):
            if found.type is not EntryType.PERSON or self.doc[found.end].text != ",":
                continue
            left = found.start
            while left > verb.sent.start and self.doc[left - 1].pos_ in {"NOUN", "PROPN", "ADJ", "PART"}:
                left -= 1
            between = self.doc[found.end + 1 : verb.i - 1]
            opens = left == verb.sent.start or self.doc[left - 1].is_punct or self.doc[left - 1].lower_ in {"the", "and"}
            noun = between[0].lower_ in {"the", "a", "an", "who", "whose"} or between[0].pos_ in {"NOUN", "PROPN", "ADJ"}
            finite = any(t.tag_ in {"VBD", "VBZ", "VBP"} for t in between) and not any(t.lower_ in {"who", "which", "whose"} for t in between)
            if opens and noun and not finite and len(between) <= 24:
                return self.actor(found)
            return None
        return None

    def _last_speaker(self, before: int, person: bool, within: int | None = None) -> Actor | None:
        sentence = self.doc[before].sent.start
        for i, iri in reversed(self._spoke):
            if i >= before and not i < before:
                continue
            if within is not None and len([s for s in self.doc.sents if i < s.start <= sentence]) > within:
                return None
            if (self.actors[iri].type is ActorType.PERSON) is person:
                return self.actors[iri]
        return None

    def _subject_before(self, token: Token) -> Actor | None:
        start = token.sent.start
        if start == 0:
            return None
        previous = self.doc[start - 1].sent
        for other in previous:
            if other.dep_ in {"nsubj", "nsubjpass"} and (found := self.at.get(other.i)) and (actor := self.actor(found)) and actor.type is not ActorType.PERSON:
                return actor
        return None

    def _last_person(self, before: int, gender: str) -> Actor | None:
        sentence = self.doc[before].sent.start
        spoken = [iri for i, iri in self._spoke if i < before and self.actors[iri].type is ActorType.PERSON and sum(i < s.start <= sentence for s in self.doc.sents) <= 3]
        if spoken and self._fits(spoken[-1], gender) and not self._other_subject(sentence, spoken[-1]):
            return self.actors[spoken[-1]]
        candidates: list[tuple[int, str]] = [(i, iri) for i, iri in self._spoke if i < before and self.actors[iri].type is ActorType.PERSON]
        candidates += [
            (f.start, a.iri)
            for f in self.found
            if f.start < before and f.type is EntryType.PERSON and (a := self.actor(f)) and self.doc[f.end - 1].dep_ in {"nsubj", "nsubjpass", "appos", "dobj", "pobj"}
        ]
        ordered = [iri for _, iri in sorted(candidates, reverse=True)]
        # somebody known to be of this gender, else somebody of whom nothing is known
        for wanted in (gender, None):
            for iri in ordered:
                entry = self.authority.get(iri)
                if (entry.gender if entry else self._gender(iri)) == wanted:
                    return self.actors[iri]
        return None

    def _fits(self, iri: str, gender: str) -> bool:
        entry = self.authority.get(iri)
        known = entry.gender if entry else self._gender(iri)
        if known is None and any(self._gender(other) == gender for other in self.actors if self.actors[other].type is ActorType.PERSON and not self.actors[other].known):
            return False  # somebody else here is known to be of that gender
        return known in {gender, None}

    def _other_subject(self, sentence: int, iri: str) -> bool:
        """Tells whether the sentence before has another person as its subject."""
        if sentence == 0:
            return False
        for token in self.doc[sentence - 1].sent.root.children:
            if token.dep_ == "nsubj" and (found := self.at.get(token.i)) and found.type is EntryType.PERSON and (actor := self.actor(found)):
                return actor.iri != iri
        return False

    def _gender(self, iri: str) -> str | None:
        """Reads an unlisted person's gender off "Ms. Bondar" or "Mr Brown"."""
        first, surname = self.actors[iri].label.split()[0].casefold(), self.actors[iri].label.split()[-1]
        # Slavic first names of women end in -a, those of a few men too
        if first.endswith("a") and surname.casefold() != first and first not in self.lexicon["MaleNames"]:
            return "female"
        if re.search(rf"\b(?:Ms|Mrs|Miss)\.?\s+(?:\w+\s+)?{re.escape(surname)}\b", self.doc.text):
            return "female"
        return "male" if re.search(rf"\bMr\.?\s+(?:\w+\s+)?{re.escape(surname)}\b", self.doc.text) else None

    def _last_of(self, before: int, *types: ActorType) -> Actor | None:
        for found in reversed([f for f in self.found if f.start < before]):
            actor = self.actor(found)
            if actor and actor.type in types and found.use != DEMONYM and actor != self.publisher:
                return actor
        return None

    def _last_body(self, head: Token) -> Actor | None:
        """Finds the body that "the agency" or "the committee" goes back to."""
        lemma = str(head.lemma_).lower()
        side = self.side(head)
        seen = [iri for i, iri in self._spoke if i < head.i]
        home = [self.publisher.iri] if self.publisher and self.publisher.type is ActorType.ORGANIZATION else []
        seen = home + [a.iri for f in self.found if f.start < head.i and f.use != DEMONYM and (a := self.actor(f))] + seen
        for iri in reversed(seen):
            actor = self.actors[iri]
            if actor.type is not ActorType.ORGANIZATION or (side and actor.side and actor.side != side):
                continue
            entry = self.authority.get(iri)
            names = {w for d in entry.designators for w in d.casefold().split()[-1:]} if entry else set()
            if lemma in names or lemma in actor.label.casefold().split() or lemma in _ANY_BODY:
                return actor
        return None

    def _by_kind(self, head: Token) -> Actor | None:
        """Finds a body by its kind and side: "Russia's Defence Ministry", "the Ukrainian headquarters"."""
        words = self._phrase(head)
        side = self.side(head)
        entries = self._designated(words, side, head.lower_)
        if not entries:
            return None
        longest = max(length for length, _ in entries)
        spoke = [iri for i, iri in self._spoke if i < head.i]
        named = [a.iri for f in self.found if f.start < head.i and (a := self.actor(f))]
        best = [e for length, e in entries if length == longest]
        recent = next((iri for iri in reversed(spoke) if any(e.iri == iri for _, e in entries)), None)
        if recent and (longest == 1 or any(e.iri == recent for e in best)):
            return self.actors[recent]
        # a longer designator says more than recency
        earlier = next((iri for iri in reversed(named) if any(e.iri == iri for e in best)), None)
        if earlier:
            return self.actors[earlier]
        if longest == 1 and not side:
            return None
        if longest == 1 and len(best) > 1:
            return None
        if len({e.iri for e in best}) == 1:
            return self.known(best[0])
        near = self._side_near(head) or self.side_before(head) or self.home
        fitting = {e.iri: e for e in best if e.side == near}
        return self.known(next(iter(fitting.values()))) if len(fitting) == 1 else None

    def _named_after(self, head: Token) -> Actor | None:
        """Reads "the commissioner for missing persons, Oleh Kotenko, said": the role first, the name behind a comma."""
        if head.pos_ not in {"NOUN", "PROPN"} or ((found := self.at.get(head.i)) and found.type is EntryType.PERSON):
            return None
        end = max(self._phrase_end(head), found.end if found else 0)
        if end + 1 >= head.sent.end or self.doc[end].text != ",":
            return None
        name = self.at.get(end + 1)
        if name is None or name.type is not EntryType.PERSON or name.start != end + 1:
            return None
        after = self.doc[name.end] if name.end < head.sent.end else None
        return self.actor(name) if after is None or after.text == "," or after.pos_ in {"VERB", "AUX"} else None

    def _described(self, head: Token) -> Actor | None:
        """Finds a body that is described instead of named: "the agency in Kyiv responsible for prisoners of war".

        A name right behind it ("the agency, the Coordination Headquarters …") settles it.
        """
        after = self.doc[head.i + 1 : min(head.i + 4, head.sent.end)]
        if len(after) > 1 and after[0].text == "," and (name := next((f for t in after[1:] if (f := self.at.get(t.i)) and f.type is EntryType.ORGANIZATION), None)) and all(t.lower_ in {",", "the"} for t in after if t.i < name.start):
            return self.actor(name)
        side = self.side(head)
        if side is None:
            return None
        described = {lemma for t in self.doc[head.i + 1 : min(head.i + 12, head.sent.end)] if t.pos_ in {"NOUN", "PROPN"} and (lemma := str(t.lemma_).lower())}
        ranked = []
        for entry in self.authority.of_type(EntryType.ORGANIZATION):
            if entry.side == side and str(head.lemma_).lower() in {d.split()[-1].casefold() for d in entry.designators}:
                words = {re.sub(r"s$", "", w) for w in re.findall(r"[a-z]+", entry.label.casefold())}
                if (shared := len(words & described)) >= 2:
                    ranked.append((shared, entry.iri, entry))
        ranked.sort(reverse=True)
        if ranked and (len(ranked) == 1 or ranked[0][0] > ranked[1][0]):
            return self.known(ranked[0][2])
        return None

    def _by_role(self, head: Token, side: str | None) -> Actor | None:
        """Finds the person that "the commissioner" or "the Russian negotiator" goes back to."""
        if not self._is_definite(head) or head.pos_ not in {"NOUN", "PROPN"}:
            return None
        lemma = str(head.lemma_).lower()
        people = [a for f in self.found if f.start < head.i and f.type is EntryType.PERSON and (a := self.actor(f))]
        for actor in reversed(people):
            entry = self.authority.get(actor.iri)
            roles = [*self._roles.get(actor.iri, ()), *(p.casefold() for p in (entry.positions if entry else ()))]
            if side and actor.side and side != actor.side:
                continue
            if any(re.search(rf"\b{re.escape(lemma)}\b", role) for role in roles):
                return actor
        return None

    # ------------------------------------------------------------------ parts of a noun phrase

    def _left(self, head: Token) -> Iterator[Token]:
        for child in head.lefts:
            if child.dep_ in _LEFT or child.pos_ in {"ADJ", "PROPN", "DET"}:
                yield from (t for t in self._left(child))
                yield child

    def _phrase(self, head: Token) -> tuple[str, ...]:
        """Gives a noun phrase's words in lower case, with a following "of …" or "for …" (never "in Moscow")."""
        start = min((t.i for t in self._left(head)), default=head.i)
        return _words(self.doc, start, self._phrase_end(head))

    @staticmethod
    def _phrase_end(head: Token) -> int:
        for child in head.rights:
            if child.dep_ == "prep" and child.lower_ in {"of", "for"} and child.i == head.i + 1:
                return int(child.right_edge.i + 1)
        return int(head.i + 1)

    def _designated(self, words: tuple[str, ...], side: str | None, head: str | None = None) -> list[tuple[int, Entry]]:
        """Gives the entries whose designators stand in a phrase (and hold its head), with how many words they say."""
        hits: dict[str, tuple[int, Entry]] = {}
        for word in dict.fromkeys(words):
            for designator, entry in self._designators.get(word, ()):
                if side and entry.side and entry.side != side:
                    continue
                if head is not None and head not in designator:
                    continue
                if _contains(words, designator) and len(designator) > hits.get(entry.iri, (0, entry))[0]:
                    hits[entry.iri] = (len(designator), entry)
        return sorted(hits.values(), key=lambda h: (-h[0], h[1].iri))

    def _side_of_token(self, token: Token) -> str | None:
        found = self.at.get(token.i)
        if found is None:
            return None
        state = next((e for e in found.entries if e.type is EntryType.STATE), None)
        if state:
            return state.iri
        # "Kremlin adviser": a body's own side
        actor = self.actor(found)
        if actor and actor.type is ActorType.ORGANIZATION and not actor.known:
            return None
        return actor.side if actor and actor.type is ActorType.ORGANIZATION else None

    def _side_near(self, head: Token) -> str | None:
        """Finds the one side that the rest of the sentence names."""
        sides = {side for t in head.sent if t.i != head.i and (side := self._side_of_token(t)) and (f := self.at.get(t.i)) and f.type is EntryType.STATE}
        parties = {p.iri for p in self.parties()} if self._sides else sides
        inside = sides & parties or sides
        return next(iter(inside)) if len(inside) == 1 else None

    def side_before(self, head: Token) -> str | None:
        """Finds the side that was named last, within two sentences."""
        start = head.sent.start
        for found in reversed([f for f in self.found if f.start < start]):
            if sum(found.start < s.start <= start for s in self.doc.sents) > 2:
                return None
            if side := self.side_of(found):
                return side
        return None

    def _state(self, iri: str) -> Actor:
        if actor := self.actors.get(iri):
            return actor
        entry = self.authority.get(iri)
        return self.known(entry) if entry else Actor(iri, iri.rsplit("/", 1)[-1], ActorType.STATE, iri, known=False)

    @staticmethod
    def _is_definite(head: Token) -> bool:
        return any(c.lower_ in {"the", "this", "that", "its", "same"} or c.dep_ == "poss" for c in head.lefts) or head.i == head.sent.start


def _words(doc: Doc, start: int, end: int) -> tuple[str, ...]:
    return tuple(t.lower_ for t in doc[start:end] if not t.is_space and t.lower_ not in {"the", "a", "an"})


def _contains(words: Iterable[str], part: tuple[str, ...]) -> bool:
    words = tuple(words)
    part = tuple(w for w in part if w not in {"the", "a", "an"})
    return any(words[i : i + len(part)] == part for i in range(len(words) - len(part) + 1))


def _names_side(text: str, entry: Entry) -> bool:
    """Tells whether a name says by itself which state's body it is."""
    state = (entry.side or "").rsplit("/", 1)[-1].casefold()
    return state[:5] in text.casefold()


def _same_surname(full: str, surname: str) -> bool:
    words = full.split()
    return len(words) > 1 and words[-1].casefold() == surname.casefold()
