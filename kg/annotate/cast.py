"""Knows who takes part in an article, and finds who is meant by a name, a pronoun or a common noun.

Names come first, then a body's kind with its side ("the ministry in the capital"), then what was said last: a speaker goes on
being the speaker ("it added"), unless the sentence before was about somebody else.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.annotate import abbreviations
from kg.annotate.acts import text_of
from kg.annotate.mentions import DEMONYM, Found
from kg.authority import Authority, Entry, EntryType, slug
from kg.model import Actor, ActorType, Position, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from spacy.tokens import Doc, Token

    from kg.lexicon import Lexicon

HONORIFIC = re.compile(r"(?:Mr|Mrs|Ms|Miss|Mx|Dr|Gen|Col|Maj|Capt|Lt|Sgt)\b\.?\s")
"""What stands before a surname alone."""
_LEFT = frozenset({"compound", "amod", "poss", "nmod", "det", "nummod", "case", "quantmod", "advmod", "predet"})
_TYPES = {
    EntryType.PERSON: ActorType.PERSON,
    EntryType.ORGANIZATION: ActorType.ORGANIZATION,
    EntryType.STATE: ActorType.STATE,
    EntryType.OUTLET: ActorType.OUTLET,
}


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
    spoke: list[tuple[int, str]] = field(default_factory=list)
    quiet: set[int] = field(default_factory=set)  # where somebody kept silent
    sourced: list[Actor] = field(default_factory=list)  # whom a page's line of sources names
    roles: dict[str, list[str]] = field(default_factory=dict)
    side_counts: Counter[str] = field(default_factory=Counter)
    _short: dict[str, str] = field(default_factory=dict)  # abbreviations that the article explains, with their names
    _described: tuple[Entry, ...] = ()  # the states that have a common noun of their own

    def __post_init__(self) -> None:
        """Reads the article's names once, people's full names before their surnames."""
        self.at = {i: f for f in self.found for i in range(f.start, f.end)}
        self._described = tuple(s for s in dict.fromkeys(f.state for f in self.found) if s and s.designators)
        self._short = abbreviations.explained(self.doc)
        for found in sorted(self.found, key=lambda f: (f.end - f.start == 1 and not f.entries, f.start)):
            actor = self._name(found)
            self._resolved[found.start] = actor
            if actor and actor.side:
                self.side_counts[actor.side] += 3 if actor.type is ActorType.STATE else 1
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
        if state := found.state:
            return state.iri
        actor = self.actor(found)
        return actor.side if actor and actor.known else None

    def known(self, entry: Entry) -> Actor:
        """Gives the actor of an authority's entry."""
        actor = self.actors.get(entry.iri)
        if actor is None:
            actor = Actor(
                entry.iri,
                entry.label,
                _TYPES.get(entry.type, ActorType.ORGANIZATION),
                entry.side or (entry.iri if entry.type is EntryType.STATE else None),
            )
            self.actors[entry.iri] = actor
        return actor

    def mint(self, label: str, type_: ActorType, side: str | None = None) -> Actor:
        """Makes an actor from an article's own words, the same for the same words."""
        label = re.sub(r"^(?:the|a|an)\s+", "", " ".join(label.split()), flags=re.IGNORECASE).strip(
            " ,.;:'’\"“”-–—()<>»|/•·"
        )
        iri = f"{self.base}agent/{slug(label) or 'unnamed'}"
        if entry := self.authority.get(iri):  # another entity bears this slug
            iri = f"{iri}-{type_.value}" if _TYPES.get(entry.type) is not type_ else iri
            if _TYPES.get(entry.type) is type_:
                return self.known(entry)
        taken = self.actors.get(iri)
        if type_ is ActorType.PERSON and taken and taken.type is ActorType.ORGANIZATION:
            iri = f"{iri}-{type_.value}"  # the model took a first name for a body
        return self.actors.setdefault(iri, Actor(iri, label, type_, side, known=False))

    def _name(self, found: Found) -> Actor | None:
        if not found.entries and (body := self.abbreviated(found.text)):
            return body
        if found.type in {EntryType.PLACE, EntryType.CHANNEL}:
            return None
        if not found.entries and found.text.replace("’", "'").casefold() in self.lexicon["HolidayNames"]:
            return None
        if entry := found.entry:
            if entry.type is EntryType.PERSON and found.end - found.start == 1 and (other := self._namesake(found)):
                return other
            side = (
                self.side(self.doc[found.start : found.end].root)
                if entry.type is EntryType.ORGANIZATION and entry.side
                else None
            )
            if side is None or side == entry.side or _names_side(found.text, entry):
                return self.known(entry)
            # "its Ministry of Foreign Affairs" is another state's than the only one listed by that name
            return self.body_of_side(found.text, side)
        candidates = [e for e in found.entries if e.type is found.type]
        if candidates:
            return self._choose(found, candidates)
        if found.type is EntryType.PERSON:
            return self._person(found)
        if found.type is EntryType.ORGANIZATION and found.text[:1].isupper():
            if found.end - found.start == 1 and (person := self.bearer(found.text)):
                return person  # the model took a surname for a body
            return self._body(found)
        return None

    def abbreviated(self, short: str) -> Actor | None:
        """Finds the body whose abbreviation the article explains."""
        name = self._short.get(short)
        if name is None:
            return None
        entry = next((e for e in self.authority.named(name) if e.type in _TYPES), None)
        found = next((f for f in self.found if f.text in name and f.end - f.start > 1 and f.text != short), None)
        if entry is None and found is not None and found.entry is not None and name.endswith(found.text):
            entry = found.entry  # "Borland's Central Staff (CS)"
        if entry is None and (known := self.designated(tuple(name.casefold().split()), None)) and known[0][0] > 1:
            entry = known[0][1] if len(known) == 1 or known[0][0] > known[1][0] else None
        return self.known(entry) if entry else self.mint(name, ActorType.ORGANIZATION)

    def body_of_side(self, words: str, side: str) -> Actor:
        """Finds or mints a body of a side that its words do not name."""
        entries = self.designated(tuple(words.casefold().split()), side)
        if len(entries) == 1 or (entries and entries[0][0] > entries[1][0]):
            return self.known(entries[0][1])
        state = self.state(side).label
        words = re.sub(r"^foreign ministry$", "Ministry of Foreign Affairs", words, flags=re.IGNORECASE)
        words = re.sub(r"^(defen[cs]e) ministry$", r"Ministry of \1", words, flags=re.IGNORECASE)
        return self.mint(
            f"{words} of {'the ' if state.startswith('United') else ''}{state}", ActorType.ORGANIZATION, side
        )

    def _choose(self, found: Found, candidates: list[Entry]) -> Actor | None:
        head = self.doc[found.end - 1]
        side = self.side(head) or self.side_near(head)
        fitting = [e for e in candidates if e.side == side] or candidates
        recent = [f for f in self.found if f.start < found.start and f.entry in fitting]
        if recent and len(fitting) > 1:
            entry = recent[-1].entry
            return self.known(entry) if entry else None
        return self.known(fitting[0]) if len(fitting) == 1 else None

    def _person(self, found: Found) -> Actor | None:
        words = found.text.split()
        if len(words) == 2 and HONORIFIC.match(found.text) and (actor := self.bearer(words[1])):
            return actor  # "Ms. Brown", named in full elsewhere
        if len(words) == 1:
            if words[0].casefold() in self.lexicon["BodyNouns"]:
                return None
            if actor := self.bearer(words[0]) or self.first_named(words[0]):
                return actor
            if not re.match(r"[A-Z][\w'’-]{2,}$", words[0]):
                return None
        return self.mint(found.text, ActorType.PERSON)

    def bearer(self, surname: str) -> Actor | None:
        """Finds the person whom the article names in full with this surname."""
        for found in self.found:
            if (
                found.type is EntryType.PERSON
                and found.end - found.start > 1
                and not HONORIFIC.match(found.text)
                and _same_surname(found.text, surname)
                and (actor := self._resolved.get(found.start))
            ):
                return actor
        return next(
            (
                a
                for a in self.actors.values()
                if a.type is ActorType.PERSON and _same_surname(a.label, surname) and not HONORIFIC.match(a.label)
            ),
            None,
        )

    def first_named(self, name: str) -> Actor | None:
        """Finds the one person without an office whom the article names in full before it calls them by a first name."""
        full = {f.text for f in self.found if f.type is EntryType.PERSON and not f.entries and f.end - f.start > 1}
        alike = [text for text in full if text.split()[0] == name and not HONORIFIC.match(text)]
        return self.mint(alike[0], ActorType.PERSON) if len(alike) == 1 else None

    def _namesake(self, found: Found) -> Actor | None:
        """Finds somebody whom nobody lists and whom the article names in full by the surname of somebody listed."""
        full = [f for f in self.found if f.type is EntryType.PERSON and _same_surname(f.text, found.text)]
        if not full or any(f.entries for f in full):
            return None
        return self.mint(full[0].text, ActorType.PERSON)

    def _body(self, found: Found) -> Actor | None:
        head = self.doc[found.end - 1]
        if owned := self._owned(found):
            return owned
        side = self.side(head)
        entries = self.designated(_words(self.doc, found.start, found.end), side)
        # only a designator that says the whole name makes a capitalised body one of the authority's
        whole = [e for length, e in entries if length >= found.end - found.start - 1 and length > 1]
        if len(whole) == 1 and (side or len({e.side for e in whole}) == 1):
            return self.known(whole[0])
        if whole:
            near = (
                side
                or self.fronted_side(head)
                or self._side_of_part(found)
                or self._named_before(found, whole)
                or self.side_near(head)
                or self.home
            )
            fitting = [e for e in whole if e.side == near]
            if not fitting and near and near not in {p.iri for p in self.parties()}:
                return self.body_of_side(found.text, near)  # a mediator's own ministry
            return self.known(fitting[0]) if fitting else None
        if (
            found.end - found.start == 1
            and found.text.casefold() in self.lexicon["BodyNouns"] | self.lexicon["SideNouns"]
        ):
            return None
        if re.search(r"\d", found.text) or len(found.text) < 2:
            return None
        if side and found.text.endswith(" Ministry"):
            return self.body_of_side(found.text, side)
        return self.mint(found.text, ActorType.ORGANIZATION, side)

    def _owned(self, found: Found) -> Actor | None:
        """Reads "Lithuania's Foreign Ministry", a state and its body found as one name."""
        match = re.match(r"(?P<state>.+?)['’]s? (?P<body>.+)$", found.text)
        if match is None:
            return None
        state = next((e for e in self.authority.named(match["state"]) if e.type is EntryType.STATE), None)
        return self.body_of_side(match["body"], state.iri) if state else None

    def _side_of_part(self, found: Found) -> str | None:
        """Gives the side of the known unit that a body's name owns: "the National Guard's Norton brigade"."""
        owns = found.end + 1 < len(self.doc) and self.doc[found.end].lower_ in {"'s", "’s", "'", "’"}
        part = self.at.get(found.end + 1) if owns else None
        return part.entry.side if part and part.entry and part.entry.type is EntryType.ORGANIZATION else None

    def _named_before(self, found: Found, entries: list[Entry]) -> str | None:
        """Gives the side of the one of these bodies that the article named before: "the ministry in Arton … the Ministry"."""
        named = {e.iri: e.side for e in entries}
        earlier = [self._resolved.get(f.start) for f in self.found if f.start < found.start]
        return next((named[a.iri] for a in reversed(earlier) if a is not None and a.iri in named), None)

    def _position(self, found: Found, actor: Actor) -> None:
        start = found.start
        first = self.doc[found.start].sent.start
        while start > first:
            token = self.doc[start - 1]
            inside = (
                token.pos_ in {"NOUN", "PROPN", "ADJ", "PART"}
                or token.text in {"-", "'s", "’s"}
                or (token.pos_ == "CCONJ" and token.lower_ == "and" and start - 1 > first)
            )
            inside = inside or (
                token.lower_ in {"of", "for", "the"}
                and start - 2 >= first
                and self.doc[start - 2].pos_ in {"NOUN", "ADP", "PROPN"}
            )
            if (
                not inside
                or (self.at.get(token.i) and self.at[token.i].type is EntryType.PERSON)
                or token.tag_ in {"VBD", "VBZ"}
            ):
                break
            start -= 1
        while start < found.start and (
            self.doc[start].lower_ in {"and", "the", "of", "for", "'s", "’s"} or self.doc[start].is_punct
        ):
            start += 1
        before = self.doc[start : found.start]
        if any(t.pos_ == "NOUN" or t.lower_ in {"president", "minister"} for t in before) and len(before) <= 14:
            self._add_position(actor, before.start_char, before.end_char)
        head = self.doc[found.end - 1]
        for child in head.children:
            if (
                child.dep_ == "appos"
                and child.pos_ in {"NOUN", "PROPN"}
                and child.i > head.i
                and self.at.get(child.i, found).type is not EntryType.PERSON
            ):
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
        text = text_of(self.doc)[start:end]
        clean = re.sub(r"^(?:the|an?)\s+", "", text.strip(), flags=re.IGNORECASE)
        start = end - len(clean) if text.endswith(clean) else start
        if "\n" in clean or not clean:
            return
        self.positions.append(Position(actor.iri, clean, Span(start, end)))
        self.roles.setdefault(actor.iri, []).append(clean.casefold())

    # ------------------------------------------------------------------ who is meant

    def note(self, actor: Actor, token: Token) -> None:
        """Tells that an actor spoke at a token."""
        self.actors.setdefault(actor.iri, actor)
        self.spoke.append((token.i, actor.iri))

    def parties(self) -> tuple[Actor, ...]:
        """Gives the two sides of a known war where the article names both, else the two that it is mostly about."""
        for conflict in self.lexicon.conflicts:
            if all(party in self.side_counts for party in conflict.parties):
                return tuple(
                    self.state(iri) for iri in sorted(conflict.parties, key=lambda p: (-self.side_counts[p], p))
                )
        states = [iri for iri, _ in sorted(self.side_counts.items(), key=lambda item: (-item[1], item[0]))]
        return tuple(self.state(iri) for iri in states[:2])

    def side(self, head: Token) -> str | None:
        """Finds the side that a noun phrase names: "Arlandic", "Borland's", "of Borland", "in Arton"."""
        for token in self.left_of(head):
            if side := self.side_of_token(token):
                return side
            if token.lower_ == "its" and (owner := self.its_side(token)):
                return owner
            if token.dep_ == "poss" and token.pos_ == "NOUN" and (owner := self.described_side(token)):
                return owner
        for prep in (
            c
            for c in head.children
            if c.dep_ == "prep" and c.lower_ in {"of", "in", "from", "for", "on"} and c.i > head.i and c.i - head.i <= 8
        ):
            for noun in prep.children:
                if noun.dep_ == "pobj" and (
                    (side := self.side_of_token(noun))
                    or (
                        noun.pos_ == "NOUN"
                        and (side := next((s for t in self.left_of(noun) if (s := self.side_of_token(t))), None))
                    )
                ):
                    return side
        return None

    def described_side(self, noun: Token) -> str | None:
        """Finds the state that "the kingdom" or "the Gulf state" goes back to: the last so described that was named."""
        words = " ".join(_words(self.doc, noun.left_edge.i, noun.i + 1))
        states = {e.iri for e in self._described if any(d.casefold() == words for d in e.designators)}
        named = [s.iri for f in self.found if f.start < noun.i and (s := f.state) and s.iri in states]
        return named[-1] if named else None

    def its_side(self, pronoun: Token) -> str | None:
        """Finds the state that "its" goes back to within the sentence."""
        for token in pronoun.sent:
            if token.i >= pronoun.i:
                return None
            if (
                token.dep_ in {"nsubj", "nsubjpass"}
                and (found := self.at.get(token.i))
                and found.type is EntryType.STATE
                and found.use != DEMONYM
            ):
                return self.side_of_token(token)
        return None

    # ------------------------------------------------------------------ parts of a noun phrase

    def left_of(self, head: Token) -> Iterator[Token]:
        """Gives the words before a noun that belong to it, those of its own modifiers included."""
        for child in head.lefts:
            if any(
                t.text in {"-", "–", "—"} and t.whitespace_ and t.nbor(-1).whitespace_
                for t in head.doc[child.i + 1 : head.i]
            ):
                continue  # a headline's dash
            if child.dep_ in _LEFT or child.pos_ in {"ADJ", "PROPN", "DET"}:
                yield from (t for t in self.left_of(child))
                yield child

    def phrase(self, head: Token) -> tuple[str, ...]:
        """Gives a noun phrase's words in lower case, with a following "of …" or "for …" (never "in Arton")."""
        start = min((t.i for t in self.left_of(head)), default=head.i)
        return _words(self.doc, start, self.phrase_end(head))

    @staticmethod
    def phrase_end(head: Token) -> int:
        """Gives the token behind a noun and a following "of …" or "for …"."""
        for child in head.rights:
            if child.dep_ == "prep" and child.lower_ in {"of", "for"} and child.i == head.i + 1:
                return int(child.right_edge.i + 1)
        return int(head.i + 1)

    def designated(self, words: tuple[str, ...], side: str | None, head: str | None = None) -> list[tuple[int, Entry]]:
        """Gives the entries whose designators stand in a phrase (and hold its head), with how many words they say."""
        hits: dict[str, tuple[int, Entry]] = {}
        for word in dict.fromkeys(words):
            for designator, entry in self.authority.designated(word):
                if side and entry.side and entry.side != side:
                    continue
                if head is not None and head not in designator:
                    continue
                if _contains(words, designator) and len(designator) > hits.get(entry.iri, (0, entry))[0]:
                    hits[entry.iri] = (len(designator), entry)
        return sorted(hits.values(), key=lambda h: (-h[0], h[1].iri))

    def side_of_token(self, token: Token) -> str | None:
        """Gives the side of the name that a token is part of."""
        found = self.at.get(token.i)
        if found is None:
            return None
        state = found.state
        if state:
            return state.iri
        # "Presidency adviser": a body's own side
        actor = self.actor(found)
        if actor and actor.type is ActorType.ORGANIZATION and not actor.known:
            return None
        return actor.side if actor and actor.type is ActorType.ORGANIZATION else None

    def fronted_side(self, head: Token) -> str | None:
        """Finds the side of "In Arton, the ministry said"."""
        first = head.sent[0]
        if first.lower_ != "in" or first.i + 2 >= head.i:
            return None
        for noun in first.children:
            if noun.dep_ == "pobj" and noun.i + 1 < head.i and noun.nbor().text == ",":
                return self.side_of_token(noun)
        return None

    def side_near(self, head: Token) -> str | None:
        """Finds the one side that the rest of the sentence names."""
        sides = {
            side
            for t in head.sent
            if t.i != head.i
            and (side := self.side_of_token(t))
            and (f := self.at.get(t.i))
            and f.type is EntryType.STATE
        }
        parties = {p.iri for p in self.parties()} if self.side_counts else sides
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

    def state(self, iri: str) -> Actor:
        """Gives the actor of a side."""
        if actor := self.actors.get(iri):
            return actor
        entry = self.authority.get(iri)
        return self.known(entry) if entry else Actor(iri, iri.rsplit("/", 1)[-1], ActorType.STATE, iri, known=False)


def _words(doc: Doc, start: int, end: int) -> tuple[str, ...]:
    return tuple(
        t.lower_.replace("’", "'") for t in doc[start:end] if not t.is_space and t.lower_ not in {"the", "a", "an"}
    )


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
