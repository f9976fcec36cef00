"""Makes of acts of reporting who says what: speakers resolved, relays told from sources, media found."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.annotate import reference, silence
from kg.annotate.acts import lemma_of, shows_pictures, subject, text_of
from kg.annotate.mentions import DEMONYM
from kg.annotate.reference import Reference
from kg.authority import EntryType, slug
from kg.model import Actor, ActorType, Medium, Span, Stance

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as DocSpan

    from kg.annotate.acts import Speech
    from kg.annotate.cast import Cast
    from kg.lexicon import Lexicon


_ON = frozenset({"on", "in", "via", "to"})
_BELIEFS = frozenset({"believe", "think", "assume", "suspect", "doubt"})
_FINDINGS = frozenset({"find", "determine", "discover"})
_OWN_WORDS = re.compile(r"\W*let\s*(?:us|me|['’]s)\s+(?:\w+\s+)?(?:recall|remind)", re.IGNORECASE)
"""How a newsroom brings to mind what it told before: "Let us recall that 40 were freed in May"."""
_NUMBER = re.compile(r"\d|\b(?:hundreds|thousands|dozens|tens)\b")
_HOLDS = frozenset({"say", "claim", "describe", "insist", "maintain", "assert", "believe"})
_WHOSE = re.compile(
    r"\bbelong|\b(?:are|is|were|was|be|as|of)\s+(?:the\s+)?(?:those\s+of|(?:bodies|remains)\s+of|(?:\w+\s+)?(?:citizens|nationals|soldiers|servicemen|servicemembers|fighters|defenders)|of\s+(?:its|their)\b)",
    re.IGNORECASE,
)
_DEAD = re.compile(r"\b(?:bodies|remains|dead|fallen|corpses)\b", re.IGNORECASE)
_AIRED = frozenset("air broadcast programme program show telethon studio podcast".split())
"""Nouns between "on" and the name of who broadcasts."""
_LAW = re.compile(r"\b(?:Conventions?|Agreements?|Treaty|Accords?|Protocols?|Constitution|Code)\b")


@dataclass(slots=True)
class Said:
    """One or more acts of reporting in a sentence by the same speakers."""

    speakers: tuple[Actor, ...]
    speech: Speech
    content: tuple[Span, ...]
    medium: Medium | None = None
    rule: str = ""


def _same_subject(act: Speech, others: list[Said]) -> bool:
    """Tells "said that lists were being made, but he declined to give a date": one speaker of two verbs."""
    source = act.source
    if source is None or source.lower_ not in {"he", "she", "it"} or act.cue.dep_ != "conj":
        return False
    return any(o.speakers and o.speech.cue.i == act.cue.head.i for o in others)


def _acting(act: Speech) -> Token | None:
    """Finds whom "it" stands for in "Arland returned the bodies of what it said were 40 soldiers": who acts there."""
    for verb in act.cue.ancestors:
        if (actor := subject(verb)) is not None and actor.i < act.cue.i:
            return actor if actor.pos_ != "PRON" else None
    return None


def _within(token: Token, act: Speech) -> bool:
    return any(c.start <= token.idx < c.end for c in act.content)


@dataclass(frozen=True, slots=True)
class Listener:
    """Resolves the acts of reporting of one article."""

    doc: Doc
    cast: Cast
    lexicon: Lexicon
    publisher: Actor | None

    def said(self, sentence: DocSpan, acts: list[Speech]) -> list[Said]:
        """Gives who says what in one sentence, relays resolved and one speaker's several verbs joined."""
        found: list[Said] = []
        silent = [a for a in acts if a.silent]
        acts = [a for a in acts if not a.silent and (not a.weak or self._estimates(a) or self._finds(a))]
        for act in acts:
            said = self._one(sentence, act)
            if said is not None:
                found.append(said)
        if any(f.speakers for f in found):
            found = [f for f in found if f.speakers or f.rule == "passive" or not self._is_statement(f.speech.source)]
        aside = [f for f in found if f.speech.aside]
        cues = {f.speech.cue.i for f in aside}
        found = self._relays([f for f in found if f.speech.cue.i not in cues])
        # ascribed in passing, by somebody else
        alone = not found and all(
            act.cue.i in cues and act.lemma in {"say", "claim", "describe", "according to"} for act in acts
        )
        found += [f for f in aside if (found or alone) and not any(o.speakers == f.speakers for o in found)]
        merged: list[Said] = []
        for said in found:
            same = next(
                (
                    m
                    for m in merged
                    if m.speakers == said.speakers and (said.speakers or m.speech.source is said.speech.source)
                ),
                None,
            )
            if same and shows_pictures(same.speech.cue):
                same.speech, same.content, same.medium = said.speech, said.content, same.medium or said.medium
            elif same and shows_pictures(said.speech.cue):
                same.medium = same.medium or said.medium
            elif same:
                same.content = tuple(sorted({*same.content, *said.content}))
                same.medium = same.medium or said.medium
                if (
                    same.speech.stance is Stance.ASSERTS
                    and said.speech.stance in {Stance.CONFIRMS, Stance.DENIES}
                    and not said.speech.joined
                ):
                    same.speech = said.speech
                if same.speech.lemma == "put" and said.speech.stance is Stance.ESTIMATES:
                    same.speech = replace(same.speech, stance=Stance.ESTIMATES)  # "puts it at 60 and estimates that …"
            else:
                merged.append(said)
        for act in silent:
            inside = not silence.set_against(act.cue) and any(
                c.contains(Span(act.cue.idx, act.cue.idx + 1)) for m in merged for c in m.content
            )
            if inside or act.source is None:
                continue
            if _same_subject(act, merged):
                continue
            speakers = reference.refer(self.cast, act.source).actors
            if speakers and not any(m.speakers == speakers for m in merged):
                merged.append(Said(speakers, act, (), rule="silence"))
        return merged

    def _one(self, sentence: DocSpan, act: Speech) -> Said | None:
        source = act.source
        if act.aside:
            return self._aside(act)
        if act.lemma in {"recall", "remind"} and _OWN_WORDS.match(text_of(sentence)):
            return None
        medium = self.medium(sentence, act)
        if act.passive:
            return Said((), act, act.content, medium, "passive")
        apposed = reference.apposed(self.cast, act.cue) if act.lemma != "according to" else None
        if source is None:
            return Said((apposed,), act, act.content, medium, "speech") if apposed else None
        if source.lower_ in {"i", "we", "us", "you", "one", "there", "this", "what"} or (
            source.i == act.cue.i and act.lemma
        ):
            return None
        if lemma_of(source) in {"version", "article", "story", "report"} and any(
            c.lower_ in {"earlier", "previous", "original"} for c in source.children
        ):
            # "An earlier version of this report said …": the publication takes it back
            narrator = (self.publisher,) if self.publisher else ()
            return Said(narrator, replace(act, stance=Stance.DENIES), act.content, medium, "correction")
        meant = (
            Reference((apposed,), apposed.type is ActorType.OUTLET) if apposed else reference.refer(self.cast, source)
        )
        speakers = meant.actors
        if lemma_of(source) == "source" and (outlet := self._whose_source(source)) is not None:
            return Said((), act, act.content, Medium(outlet.iri, outlet.label), "unnamed")
        if any(not a.known and _LAW.search(a.label) for a in speakers):
            return None  # "according to the Convention": no speaker
        if not act.lemma and any(not a.known and a.type is not ActorType.PERSON for a in speakers):
            return None  # a headline's topic before its colon
        if (
            not act.lemma
            and len({s for t in sentence if not _within(t, act) and (s := self.cast.side_of_token(t))}) > 1
        ):
            return None  # "Arland – Borland: the Red Cross helps"
        if self.publisher is not None and speakers == (self.publisher,) and self._recalls(act):
            return None  # "As Example Info reported earlier": told by itself, again
        if act.lemma == "according to" and self.publisher is not None and speakers == (self.publisher,):
            return Said(speakers, act, act.content, None, "document")
        if speakers and self.publisher is not None and speakers == (self.publisher,) and act.stance is Stance.CONFIRMS:
            counted = any(_NUMBER.search(text_of(self.doc)[c.start : c.end]) for c in act.content)
            if silence.is_negated(act.cue) or not counted:
                return None  # "could not independently verify": no claim about the exchange
        if act.relayed is not None:
            cited = reference.refer(self.cast, act.relayed)
            if cited.actors:
                outlet = speakers[0] if len(speakers) == 1 else None
                return Said(
                    cited.actors, act, act.content, Medium(outlet.iri, outlet.label) if outlet else medium, "relay"
                )
            if meant.outlet and speakers:
                return Said(
                    (), act, act.content, Medium(speakers[0].iri, speakers[0].label), "relay of an unnamed source"
                )
        if not speakers:
            lemma = lemma_of(source)
            if (
                act.lemma == "according to"
                and (
                    lemma in self.lexicon["StatementNouns"]
                    or lemma
                    in {"list", "record", "report", "source", "document", "information", "data", "estimate", "tally"}
                )
                and lemma != "source"
            ):
                span = self._noun_phrase(source)
                label = text_of(self.doc)[span.start : span.end]
                narrator = (self.publisher,) if self.publisher else ()
                return Said(narrator, act, act.content, Medium(self._medium_iri(label), label), "document")
            if any(c.dep_ == "det" and c.lower_ in {"a", "an"} for c in source.children) or lemma in {
                "adviser",
                "advisor",
                "aide",
            }:
                return Said((), act, act.content, medium, "unnamed")
            if (
                source.pos_ == "PRON"
                or lemma in self.lexicon["UnnamedNouns"] | self.lexicon["SideNouns"] | self.lexicon["SpokesNouns"]
                or lemma in self.lexicon["PeopleNouns"]
            ):
                return Said((), act, act.content, medium, "unnamed")
            if lemma in self.lexicon["BodyNouns"] | self.lexicon["OutletNouns"] | self.lexicon["StatementNouns"]:
                return Said((), act, act.content, medium, "unresolved")
            return None
        return Said(speakers, act, act.content, medium, "speech")

    def _whose_source(self, source: Token) -> Actor | None:
        """Finds the outlet in "a Newsline source in Borton said": nobody named speaks there."""
        for token in self.cast.left_of(source):
            found = self.cast.at.get(token.i)
            if found and found.type is EntryType.OUTLET and (actor := self.cast.actor(found)):
                return actor
        return None

    def _recalls(self, act: Speech) -> bool:
        """Tells "As … reported [earlier]" at a sentence's head."""
        first = act.cue.sent[0]
        return first.lower_ == "as" and act.lemma in {"report", "write", "say"} and act.cue.dep_ == "advcl"

    def _estimates(self, act: Speech) -> bool:
        """Tells a state's, a body's or experts' belief about a number ("Arton believes that 700 are still held")."""
        if act.lemma not in _BELIEFS or act.source is None or silence.is_negated(act.cue):
            return False
        if not any(_NUMBER.search(text_of(self.doc)[c.start : c.end]) for c in act.content):
            return False
        if lemma_of(act.source) in self.lexicon["UnnamedNouns"]:
            return True
        return any(a.type is not ActorType.PERSON for a in reference.refer(self.cast, act.source).actors)

    def _finds(self, act: Speech) -> bool:
        """Tells what experts or a body's inquiry found: "the experts found that 32 captives had been shot"."""
        if act.lemma not in _FINDINGS or act.source is None or act.nominal or silence.is_negated(act.cue):
            return False
        if not any(c.dep_ == "ccomp" for c in act.cue.children):
            return False
        if lemma_of(act.source) in self.lexicon["StatementNouns"] | {"expert", "investigator", "inquiry", "monitor"}:
            return True
        return any(a.type is ActorType.ORGANIZATION for a in reference.refer(self.cast, act.source).actors)

    def _aside(self, act: Speech) -> Said | None:
        """Gives the side that "which the Arlandic side claims" names; None where it names none."""
        source = _acting(act) if act.source is not None and act.source.pos_ == "PRON" else act.source
        if act.source is None or source is None:
            return None
        words = [t for t in self.doc[act.source.sent.start : act.source.i + 1] if t.idx >= act.content[0].start]
        sides = {side for t in words if (side := self.cast.side_of_token(t))}
        found = self.cast.at.get(source.i)
        if found and found.use != DEMONYM and (actor := self.cast.actor(found)) and actor.known:
            return Said((actor,), act, act.content, None, "aside")
        if len(sides) == 1 and lemma_of(act.source) in self.lexicon["SideNouns"]:
            return Said((self.cast.state(sides.pop()),), act, act.content, None, "aside")
        return None

    def _own_words(self, said: Said, outlets: list[Said]) -> bool:
        """Tells "they say they have identified": the inner subject is the outer speaker."""
        source = said.speech.source
        return (
            source is not None
            and source.pos_ == "PRON"
            and any(c.start <= source.idx < c.end for o in outlets for c in o.content)
        )

    def _only_reports(self, actor: Actor, said: Said) -> bool:
        """Tells an outlet that nobody listed by its part in the sentence: "…, Example Info reports"."""
        outlet = actor.type is ActorType.ORGANIZATION or (
            actor.label.split()[-1].casefold() in self.lexicon["MastheadNouns"]  # the model takes it for a person
        )
        relays = said.speech.cue.lower_ == "as"  # "…, as reported by Example Info"
        return not actor.known and outlet and (said.speech.lemma in {"report", "write"} or relays)

    def _is_statement(self, source: Token | None) -> bool:
        return source is not None and lemma_of(source) in self.lexicon["StatementNouns"]

    def _relays(self, found: list[Said]) -> list[Said]:
        """Keeps the inner speaker where an outlet only passes on, the outer one where a person speaks of another's words."""
        outlets = [
            s
            for s in found
            if s.speakers and all(a.type is ActorType.OUTLET or self._only_reports(a, s) for a in s.speakers)
        ]
        others = [
            s
            for s in found
            if s not in outlets
            and not self._own_words(s, outlets)
            and (s.speakers or s.rule in {"unnamed", "unresolved"})
        ]
        kept: list[Said] = []
        for said in found:
            cue = Span(said.speech.cue.idx, said.speech.cue.idx + len(said.speech.cue))
            if said in outlets and any(o.speakers for o in others):
                carried = [
                    o
                    for o in others
                    if o.speakers
                    and (
                        any(c.overlaps(Span(o.speech.cue.idx, o.speech.cue.idx + 1)) for c in said.content)
                        or any(c.overlaps(cue) for c in o.content)
                        or said.speech.lemma == "according to"
                        or o.speech.lemma == "according to"
                    )
                ]
                if carried:
                    for other in carried:
                        # "…, Novak told Radio North, the Herald reports": the relay is none of Novak's words
                        other.content = tuple(c for c in other.content if not c.contains(cue)) or other.content
                        other.medium = other.medium or Medium(said.speakers[0].iri, said.speakers[0].label)
                    continue
            outer = [
                o
                for o in found
                if o is not said
                and o not in outlets
                and (o.rule != "passive" or not said.speakers)  # "Novak stressed that …, they are considered captives"
                and any(c.contains(cue) for c in o.content)
                and not self._hangs_on(o, said)
            ]
            if said.speech.subordinate and said.speech.cue.dep_ == "relcl" and all(o.speech.nominal for o in outer):
                outer = []  # "thanked Borland, which said it had helped to free 40"
            if said.speech.lemma == "according to" and any(
                o.speakers and not self._holds(said, o)
                for o in found
                if o is not said and o not in outlets and any(c.start < cue.start < c.end for c in o.content)
            ):
                continue
            if outer and not (said.speech.lemma == "according to" and not any(o.speakers for o in outer)):
                for other in outer:
                    if other.speakers == said.speakers:  # "confirmed the swap, writing on Telegram that …"
                        other.medium = other.medium or said.medium
                if self._other_sides(said, outer):
                    kept.append(self._in_passing(said))
                continue
            kept.append(said)
        return kept

    def _other_sides(self, said: Said, outer: list[Said]) -> bool:
        """Tells "said that Arland claimed all the dead were its soldiers": whose the dead are, as another side has it."""
        sides = {a.side for a in said.speakers}
        if len(said.speakers) != 1 or said.speakers[0].type is not ActorType.STATE or said.speech.lemma not in _HOLDS:
            return False
        if any(a.side in sides and a.type is ActorType.STATE for o in outer for a in o.speakers):
            return False
        sentence = said.speech.cue.sent
        after = text_of(self.doc)[said.speech.cue.idx : sentence.end_char]
        return bool(_WHOSE.search(after)) and bool(_DEAD.search(text_of(sentence)))

    def _in_passing(self, said: Said) -> Said:
        """Makes an aside of what one says in another's sentence, so that the figures stay the other's."""
        cue, source = said.speech.cue, said.speech.source
        first = min(source.left_edge.idx if source is not None else cue.idx, cue.idx)
        content = (Span(first, cue.idx + len(cue)),)
        return replace(
            said, speech=replace(said.speech, content=content, aside=True), content=content, medium=None, rule="aside"
        )

    def _hangs_on(self, inner: Said, outer: Said) -> bool:
        """Tells "announced the return of 103, who, it claims, were …", where each verb stands in what the other tells."""
        if inner.speech.lemma == "according to" or not outer.speech.lemma:
            return False
        return self._holds(outer, inner) and outer.speech.cue.is_ancestor(inner.speech.cue)

    def _holds(self, outer: Said, inner: Said) -> bool:
        """Tells whether the cue of one stands in what another says."""
        cue = Span(inner.speech.cue.idx, inner.speech.cue.idx + len(inner.speech.cue))
        return any(c.contains(cue) for c in outer.content)

    def medium(self, sentence: DocSpan, act: Speech) -> Medium | None:
        """Finds where something was said: an outlet that was told, a channel it was posted on."""
        for found in self.cast.found:
            if not (sentence.start <= found.start < sentence.end) or found.type not in {
                EntryType.OUTLET,
                EntryType.CHANNEL,
            }:
                continue
            span = Span(self.doc[found.start].idx, self.doc[found.end - 1].idx + 1)
            if any(c.contains(span) for c in act.content) and not act.nominal and not self._after_cue(act, found.start):
                continue
            channel = found.type is EntryType.CHANNEL and self._preposition_before(found.start, sentence) in _ON
            if act.source is not None and act.source.i in range(found.start, found.end) and not channel:
                continue
            head = self.doc[found.end - 1]
            named = self.cast.at.get(found.end)
            if found.type is EntryType.CHANNEL and named and named.type in {EntryType.OUTLET, EntryType.ORGANIZATION}:
                continue  # "the news website Example Info"
            if found.type is EntryType.CHANNEL and self._names_kind(found.end, sentence):
                continue  # "on social media company X"
            governor = head
            while (
                governor.dep_ in {"compound", "poss", "nmod", "amod", "appos", "nummod"}
                and governor.head.i != governor.i
            ):
                governor = governor.head
            if (
                act.source is not None
                and not channel
                and (
                    governor.i == act.source.i
                    or (act.source.is_ancestor(governor) and not act.cue.is_ancestor(governor))
                )
            ):
                continue
            before = self._preposition_before(found.start, sentence)
            kinds = {governor}
            if found.start > sentence.start and lemma_of(self.doc[found.start - 1]) in self.lexicon["OutletNouns"]:
                kinds.add(
                    self.doc[found.start - 1]
                )  # "the state news agency Newsline", "the broadcaster Channel North"
            told = any(t.dep_ in {"dobj", "dative", "iobj"} for t in kinds) and lemma_of(act.cue) in {"tell", "inform"}
            aired = before == "of" and self._noun_before(found.start, sentence) in _AIRED  # "on the air of Radio North"
            if told or aired or before in {"on", "in", "via", "to", "through", "by", "with", "from"}:
                entry = next((e for e in found.entries if e.type is found.type), None)
                if entry and found.type is EntryType.CHANNEL and (whose := self._adjective_before(found.start)):
                    label = f"{whose} {entry.label}"  # "French television"
                    return Medium(self._medium_iri(label), label)
                if entry:
                    return Medium(entry.iri, entry.label)
                actor = self.cast.actor(found)
                if actor:
                    return Medium(actor.iri, actor.label)
        if (
            lemma_of(act.cue) == "tell"
            and self.publisher
            and any(
                c.dep_ in {"dobj", "dative"}
                and (
                    c.lower_ == "us"
                    or (
                        any(d.lower_ in {"our", "this"} for d in c.children)
                        and lemma_of(c) in self.lexicon["OutletNouns"] | {"reporter", "correspondent"}
                    )
                )
                for c in act.cue.children
            )
        ):
            return Medium(self.publisher.iri, self.publisher.label)
        return self._unknown_medium(act)

    def _names_kind(self, end: int, sentence: DocSpan) -> bool:
        """Tells whether a channel's own name follows the words for its kind."""
        for at in range(end, min(end + 2, sentence.end)):
            if (found := self.cast.at.get(at)) and found.type is EntryType.CHANNEL:
                return all(t.pos_ in {"NOUN", "PROPN"} for t in self.doc[end:at])
        return False

    def _unknown_medium(self, act: Speech) -> Medium | None:
        """Finds an outlet that nobody listed: whoever was told or broadcasts it, where it is a name and no person."""
        sentence = act.cue.sent
        for noun in sentence:
            aired = noun.pos_ in {"NOUN", "PROPN"} and lemma_of(noun) in _AIRED
            if aired and noun.i + 2 < sentence.end and noun.nbor().lower_ in {"of", "on"}:
                first = noun.i + (3 if noun.nbor(2).pos_ == "DET" else 2)
                body = self.cast.at.get(first)
                if (
                    body
                    and body.type in {EntryType.ORGANIZATION, EntryType.OUTLET}
                    and (whose := self.cast.actor(body))
                ):
                    return Medium(whose.iri, whose.label)
        if lemma_of(act.cue) != "tell":
            return None
        for child in act.cue.children:
            if (
                child.dep_ in {"dobj", "dative"}
                and child.pos_ == "PROPN"
                and self.publisher
                and child.text in self.publisher.label.split()
            ):
                return Medium(self.publisher.iri, self.publisher.label)
            if (
                child.dep_ in {"dobj", "dative"}
                and (found := self.cast.at.get(child.i))
                and found.type is EntryType.ORGANIZATION
                and (actor := self.cast.actor(found))
                and not actor.known
            ):
                return Medium(actor.iri, actor.label)
        return None

    def _adjective_before(self, start: int) -> str | None:
        """Gives the adjective of a state right before a channel that is no name: "French" of "French television"."""
        before = self.cast.at.get(start - 1) if self.doc[start].text.islower() else None
        return before.text if before and before.use == DEMONYM and before.state else None

    def _after_cue(self, act: Speech, at: int) -> bool:
        return act.cue.i < at <= act.cue.i + 7

    def _preposition_before(self, start: int, sentence: DocSpan) -> str:
        at = start - 1
        while at >= sentence.start and (
            self.doc[at].pos_ in {"DET", "ADJ", "NOUN", "PROPN"}
            or self.doc[at].lower_ in {"its", "his", "her", "their", "'s", "’s", "the", "a"}
        ):
            at -= 1
        return str(self.doc[at].lower_) if at >= sentence.start else ""

    def _noun_before(self, start: int, sentence: DocSpan) -> str:
        """Gives the noun that the preposition before a name belongs to: "air" of "on the air of the telethon"."""
        at = start - 1
        while at > sentence.start and self.doc[at].pos_ != "ADP":
            at -= 1
        return lemma_of(self.doc[at - 1]) if at > sentence.start else ""

    def _medium_iri(self, label: str) -> str:
        return f"{self.cast.base}channel/{slug(label)}"

    def _noun_phrase(self, head: Token) -> Span:
        words = [t for t in head.subtree if not t.is_punct]
        first, last = head.left_edge, words[-1] if words else head
        while first.lower_ in {"the", "a", "an"} and first.i < head.i:
            first = first.nbor()
        return Span(first.idx, last.idx + len(last))
