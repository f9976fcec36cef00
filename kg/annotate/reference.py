"""Finds who is meant by a noun phrase: a name, a pronoun, a common noun with or without its side.

Names come first, then a body's kind with its side ("the ministry in the capital"), then what was said last: a speaker goes on
being the speaker ("it added"), unless the sentence before was about somebody else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.annotate import antecedents, posts
from kg.annotate.acts import lemma_of, subject, text_of
from kg.annotate.cast import HONORIFIC
from kg.annotate.dates import WEEKDAYS
from kg.annotate.mentions import DEMONYM
from kg.authority import EntryType
from kg.model import Actor, ActorType

if TYPE_CHECKING:
    from spacy.tokens import Token

    from kg.annotate.cast import Cast
    from kg.annotate.mentions import Found

_TWO = frozenset({"both", "two", "neither", "either", "each"})
_CALLED = re.compile(
    r"""(?:[,\s]+(?:\w+\s+){0,3}?)(?:who\b[^.;"“”]{0,60}?\b(?:name|names|call\s*sign|nickname|nom\s+de\s+guerre),?\s+(?:as\s+|of\s+|was\s+|is\s+)?
      |who\b[^.;"“”]{0,40}?\b(?:(?:identified|introduced)\s+(?:himself|herself)\s+(?:only\s+)?as|goes\s+by|would\s+be\s+called)\s+|named\s+|called\s+)["“'‘]?(?P<name>[A-Z][\w’'-]+)\b(?!\s+[A-Z])""",
    re.VERBOSE,
)
_CHARGES = frozenset({"accusation", "charge", "allegation"})
_EXPERTS = frozenset("expert analyst investigator researcher monitor inspector observer author".split())
_POSTS = frozenset(
    "secretary minister spokesman spokeswoman spokesperson head chief commissioner adviser aide deputy".split()
)
_OFFICIALS = frozenset("official politician diplomat statesman".split())
_REPORTS = frozenset("report study survey investigation inquiry document analysis publication".split())
_ISSUES = frozenset(
    "publish release present issue launch unveil prepare compile produce write post share send circulate make deliver".split()
)


@dataclass(frozen=True, slots=True)
class Reference:
    """Who a noun phrase stands for: no actor where nobody is named, two for "both sides"."""

    actors: tuple[Actor, ...] = ()
    outlet: bool = False


def refer(cast: Cast, head: Token) -> Reference:
    """Finds who a noun phrase with this head stands for."""
    joint = [c for c in head.children if c.dep_ == "conj" and c.pos_ in {"PROPN", "NOUN"}] or _behind_aside(head)
    reference = _refer(cast, head)
    for listed in _listed_before(cast, head):
        reference = Reference(tuple(dict.fromkeys((listed, *reference.actors))), reference.outlet)
    first, second = cast.at.get(head.i), cast.at.get(joint[0].i) if joint else None
    commas = first is not None and second is not None and _opens_headline(cast, first, second)
    if joint and (commas or any(c.dep_ == "cc" for c in joint[0].head.children)):
        for other in joint[:3]:
            more = _refer(cast, other)
            reference = Reference(
                tuple(dict.fromkeys((*reference.actors, *more.actors))), reference.outlet or more.outlet
            )
    return reference


def _behind_aside(head: Token) -> list[Token]:
    """Finds the second speaker of "The Index, an outlet, and Radio North have counted", hung on the aside."""
    return [
        other
        for aside in head.children
        if aside.dep_ == "appos"
        for other in aside.children
        if other.dep_ == "conj" and other.pos_ in {"PROPN", "NOUN"}
        if any(c.dep_ == "cc" and c.nbor(-1).text == "," for c in aside.children)
    ]


def apposed(cast: Cast, verb: Token) -> Actor | None:
    """Reads "Jan Novak, the head of the delegation at the talks, said", which the parser often gets wrong.

    The name opens the sentence or stands behind a comma; a comma, an apposition, a comma and the verb follow.
    """
    at = verb.i
    while at > verb.sent.start and cast.doc[at - 1].pos_ in {"AUX", "ADV"}:
        at -= 1  # "has since told"
    if at == verb.sent.start or cast.doc[at - 1].text != ",":
        return None
    # "the head of the President's Office, Jan Novak, wrote"
    last = cast.at.get(at - 2)
    if last and last.type is EntryType.PERSON and last.start > verb.sent.start and cast.doc[last.start - 1].text == ",":
        return cast.actor(last)
    for found in reversed([f for f in cast.found if verb.sent.start <= f.start and f.end < at - 2]):
        if not _may_be_a_person(found) or cast.doc[found.end].text != ",":
            continue
        left = found.start
        while (
            left > verb.sent.start
            and cast.doc[left - 1].pos_ in {"NOUN", "PROPN", "ADJ", "PART"}
            and cast.doc[left - 1].lower_ not in WEEKDAYS
        ):
            left -= 1
        between = cast.doc[found.end + 1 : at - 1]
        opens = (
            left == verb.sent.start
            or cast.doc[left - 1].is_punct
            or cast.doc[left - 1].lower_ in {"the", "and", *WEEKDAYS}
        )
        noun = between[0].lower_ in {
            "now",
            "then",
            "formerly",
            "until",
            "the",
            "a",
            "an",
            "who",
            "whose",
        } or between[0].pos_ in {"NOUN", "PROPN", "ADJ"}
        finite = any(t.tag_ in {"VBD", "VBZ", "VBP"} for t in between) and not any(
            t.lower_ in {"who", "which", "whose"} for t in between
        )
        if not (opens and noun and not finite and len(between) <= 24):
            return None
        if found.type is EntryType.PERSON:
            return cast.actor(found)
        held = any(lemma_of(t) in _POSTS for t in between)  # the model took the name for a place
        return cast.mint(found.text, ActorType.PERSON) if held else None
    return None


def _may_be_a_person(found: Found) -> bool:
    """Tells a person's name from others; a place of two words that nobody lists may be one."""
    return found.type is EntryType.PERSON or (
        found.type is EntryType.PLACE and not found.entries and found.end - found.start > 1
    )


def _listed_before(cast: Cast, head: Token) -> list[Actor]:
    """Gives the names that stand before a name in one list ("The Herald and Radio North"), however it was parsed."""
    found = cast.at.get(head.i)
    listed: list[Actor] = []
    while found is not None:
        gap = cast.doc[max(found.start - 3, head.sent.start) : found.start]
        before = next(
            (f for f in cast.found if f.end <= found.start and found.start - f.end <= 2 and f.end > found.start - 3),
            None,
        )
        between = [t.lower_ for t in gap if before and t.i >= before.end]
        if before is None or any(word not in {"and", ",", "the"} for word in between):
            break
        if "and" not in between and not _opens_headline(cast, before, found):
            break
        actor = cast.actor(before)
        if actor is None or before.use == DEMONYM or before.start < head.sent.start:
            break
        listed.append(actor)
        found = before
    return listed


def _opens_headline(cast: Cast, first: Found, second: Found) -> bool:
    """Tells "Arland, Borland say 30 were freed": two states, a comma for "and", right before the verb."""
    verb = cast.doc[second.end] if second.end < len(cast.doc) else None
    states = all(f.type is EntryType.STATE and f.use != DEMONYM for f in (first, second))
    return states and first.start == cast.doc[first.start].sent.start and verb is not None and verb.pos_ == "VERB"


def _refer(cast: Cast, head: Token) -> Reference:
    word, lemma = head.lower_, lemma_of(head)
    left = list(cast.left_of(head))
    if person := posts.named_after(cast, head):
        return Reference((person,))
    if found := cast.at.get(head.i):
        actor = cast.actor(found)
        if actor and found.use == DEMONYM:
            return Reference((actor,)) if _whole_people(head) else Reference()
        if actor and not actor.known and found.end - found.start == 1 and (full := cast.bearer(found.text)):
            return Reference((full,))  # somebody whose full name the model took for none
        if actor:
            return Reference((actor,), found.type is EntryType.OUTLET)
        if found.type is EntryType.PLACE and not found.entries and (person := cast.first_named(found.text)):
            return Reference((person,))
        if found.type is EntryType.PLACE and not found.entries and _presented(cast, head):
            return Reference((cast.mint(found.text, ActorType.PERSON),))  # the model took a first name for a place
        if found.type is EntryType.PLACE:
            return _owner(cast, head)
        if not actor and (by_kind := posts.by_kind(cast, head)):
            return Reference((by_kind,))
    if head.pos_ == "PRON" or word in {"it", "he", "she", "they"}:
        return Reference(_pronoun(cast, head))
    if any(t.lower_ in _TWO for t in (head, *left)) and (
        lemma in cast.lexicon["SideNouns"] | {"neighbour", "neighbor", "ministry", "nation", "one"} or word in _TWO
    ):
        return Reference(cast.parties())
    said_of = [t.lower_ for t in head.children if t.i < head.i]
    if head.tag_ == "NNS" and (
        (lemma in {"side", "party"} and said_of == ["the"])
        or (lemma in cast.lexicon["SideNouns"] and said_of in (["the", "warring"], ["warring"]))
    ):
        return Reference(cast.parties())
    if person := _called(cast, head):
        return Reference((person,))
    if lemma in {"man", "woman"} and any(t.lower_ in _TWO for t in left) and (two := _two_people(cast, head)):
        return Reference(two)
    for child in head.children:  # "a deputy, Jan Novak"
        if (
            child.dep_ == "appos"
            and (found := cast.at.get(child.i))
            and found.type in {EntryType.PERSON, EntryType.OUTLET, EntryType.ORGANIZATION}
            and (actor := cast.actor(found))
        ):
            return Reference((actor,), found.type is EntryType.OUTLET)
    if lemma in cast.lexicon["OutletNouns"]:
        outlet = next(
            (a for t in left if (f := cast.at.get(t.i)) and f.type is EntryType.OUTLET and (a := cast.actor(f))), None
        )
        if outlet:
            return Reference((outlet,), outlet=True)
    if lemma in {"service", "office", "center", "centre"} and any(t.lower_ in {"press", "media"} for t in left):
        return _owner(cast, head)  # a press service speaks for its body
    if lemma in cast.lexicon["BodyNouns"] and (actor := posts.described(cast, head)):
        return Reference((actor,))
    if actor := posts.by_kind(cast, head):
        return Reference((actor,))
    if lemma in cast.lexicon["SideNouns"] and (more := _more_sides(cast, head)) and (first := cast.side(head)):
        return Reference(tuple(cast.state(s) for s in dict.fromkeys((first, *more))))
    if lemma in {"head", "chief", "leader"} and (actor := posts.by_post(cast, head)):
        return Reference((actor,))
    if lemma in _OFFICIALS and (person := _who_spoke(cast, head)):
        return Reference((person,))
    if lemma in cast.lexicon["StatementNouns"] | cast.lexicon["SpokesNouns"] and (owner := _owner(cast, head)).actors:
        person = posts.speaks_for(cast, head, owner.actors[0])
        return Reference((person,)) if person else owner
    side = cast.side(head)
    if lemma in cast.lexicon["SideNouns"] and head.tag_ == "NN" and (actor := posts.by_role(cast, head, side)):
        return Reference((actor,))
    if lemma in {"authority", "government", "administration", "leadership", "official"}:
        bodies = (
            cast.actor(f) for t in left if (f := cast.at.get(t.i)) and f.type is EntryType.ORGANIZATION and f.entries
        )
        if land := next((a for a in bodies if a and a.known), None):
            return Reference((land,))  # "the “Republic” authorities": a land that is listed as a body
    if lemma in cast.lexicon["SideNouns"]:
        if any(t.lower_ in _TWO for c in head.children if c.dep_ == "prep" for t in c.subtree):
            return Reference(cast.parties())
        if side:
            return Reference((cast.state(side),))
    if lemma in {"authority", "government", "administration", "leadership"} and not side:
        # "the Chechen authorities": a land that nobody lists
        own = [t for t in left if t.text[:1].isupper() and t.pos_ in {"ADJ", "PROPN"}]
        if own and head.i - own[0].i <= 3:
            return Reference((cast.mint(cast.doc[own[0].i : head.i + 1].text, ActorType.ORGANIZATION),))
    if lemma in _EXPERTS and (theirs := antecedents.bodies(_owner(cast, head).actors)):
        return Reference(theirs)  # "NATC experts"
    if lemma in _EXPERTS | _REPORTS and posts.is_definite(head) and (author := _told_of_before(cast, head)):
        return Reference((author,))
    if lemma in cast.lexicon["StatementNouns"]:
        if posts.is_definite(head) and (spoke := antecedents.last_speaker(cast, head.i, person=False, aloud=True)):
            return Reference((spoke,))
        return Reference()
    if actor := posts.by_role(cast, head, side) or posts.by_position(cast, head, side):
        return Reference((actor,))
    if (
        lemma in cast.lexicon["OutletNouns"]
        and posts.is_definite(head)
        and (outlet := antecedents.last_of(cast, head.i, ActorType.OUTLET))
    ):
        return Reference((outlet,), outlet=True)
    tank = lemma == "tank" and any(t.lower_ == "think" for t in left)
    if (
        (tank or lemma in cast.lexicon["BodyNouns"])
        and posts.is_definite(head)
        and (body := antecedents.last_body(cast, head))
    ):
        return Reference((body,), body.type is ActorType.OUTLET)
    if lemma in {"mission", "panel", "commission", "team", "delegation"}:  # "the UN mission"
        sent = (
            a for t in left if (f := cast.at.get(t.i)) and f.type is EntryType.ORGANIZATION and (a := cast.actor(f))
        )
        if (body := next(sent, None)) is not None:
            return Reference((body,))
    if side and any(t.lower_ in {"no", "any"} for t in left):
        return Reference((cast.state(side),))
    outlets = head.tag_ == "NNS" and lemma in cast.lexicon["OutletNouns"]  # "Arlandic outlets": nobody named
    if lemma in cast.lexicon["BodyNouns"] and side and not outlets:
        # a side's body that nobody listed: "the Saudi foreign ministry"
        start = min((t.i for t in left), default=head.i)
        words = cast.doc[start : cast.phrase_end(head)].text
        if not any(cast.side_of_token(t) for t in (*left, *cast.doc[head.i : cast.phrase_end(head)])):
            return Reference((cast.body_of_side(re.sub(r"^(?:its|their|the) ", "", words), side),))
        if lemma == "ministry" and (
            kind := " ".join(t.text for t in left if t.pos_ != "DET" and not _of_state(cast, t))
        ):
            return Reference((cast.body_of_side(f"{kind} {head.text}", side),))
        return Reference((cast.mint(words, ActorType.ORGANIZATION, side),))
    if lemma == "minister" and head.tag_ != "NNS" and side and (ministry := _ministry_of(cast, head, side)) is not None:
        return Reference((ministry,))
    if head.pos_ == "PROPN" or (head.pos_ == "NOUN" and head.text[:1].isupper() and head.i != head.sent.start):
        return _capitalised(cast, head, side)
    return Reference()


def _ministry_of(cast: Cast, minister: Token, side: str) -> Actor | None:
    """Gives the body that a nameless minister speaks for: "Arland's interior minister", "the Arlandic Minister of Defence"."""
    left = [t for t in minister.lefts if t.pos_ not in {"DET", "PRON"} and not _of_state(cast, t) and t.dep_ != "poss"]
    if any(t.lower_ in {"prime", "former", "ex"} for t in left):
        return None
    kind = [t.text for t in left if t.lower_ not in {"deputy", "first"} and t.is_alpha]
    if not kind:
        behind = next((c for c in minister.rights if c.lower_ == "of"), None)
        kind = [t.text for t in behind.subtree if t.i > behind.i and t.pos_ != "DET"] if behind else []
    return cast.body_of_side(f"{' '.join(kind)} ministry", side) if 0 < len(kind) < 5 else None


def _whole_people(head: Token) -> bool:
    """Tells "the Arlanders say" for Arland from some of its people: "two Arlanders", "the freed Arlanders"."""
    plural = head.tag_ in {"NNPS", "NNS"} or (head.tag_ == "NNP" and head.lower_.endswith("s"))
    return plural and [c.lower_ for c in head.children if not c.is_punct] == ["the"]


def _who_spoke(cast: Cast, head: Token) -> Actor | None:
    """Finds the person that "the official" and "the intelligence official" go back to: who spoke right before, of that side."""
    if head.tag_ not in {"NN", "NNP"} or not any(c.lower_ == "the" for c in head.lefts):
        return None
    person = antecedents.last_speaker(cast, head.i, person=True, within=2, aloud=True)
    sides = {s for t in cast.left_of(head) if (s := cast.side_of_token(t))} | {cast.side(head)} - {None}
    return person if person and (not sides or person.side is None or person.side in sides) else None


def _of_state(cast: Cast, token: Token) -> bool:
    """Tells the words of a state's name, its "'s" included, from those of the body's kind."""
    return token.text in {"'s", "’s"} or cast.side_of_token(token) is not None


def _more_sides(cast: Cast, head: Token) -> list[str]:
    """Gives the further sides of "officials in Borton and Arton"."""
    return [
        side
        for prep in head.children
        if prep.dep_ == "prep" and prep.i > head.i
        for noun in prep.children
        for other in noun.children
        if other.dep_ == "conj" and (side := cast.side_of_token(other))
    ]


def _capitalised(cast: Cast, head: Token, side: str | None) -> Reference:
    if (
        head.text.casefold() in cast.lexicon["BodyNouns"]
        and head.dep_ != "compound"
        and not any(t.pos_ == "PROPN" for t in cast.left_of(head))
    ):
        body = antecedents.last_body(cast, head)
        return Reference((body,)) if body else Reference()
    start = head.i
    while (
        start > head.sent.start
        and (cast.doc[start - 1].pos_ in {"PROPN"} or cast.doc[start - 1].text[:1].isupper())
        and cast.doc[start - 1].pos_ not in {"PRON", "ADP", "SCONJ", "DET", "VERB"}
        and cast.doc[start - 1].text[:1].isalpha()
    ):
        start -= 1
    while start < head.i and (f := cast.at.get(start)) and f.use == DEMONYM:
        start += 1
    words = cast.doc[start : head.i + 1].text
    if len(words) < 3 or not words[0].isupper() or "\n" in words:
        return Reference()
    if HONORIFIC.match(words) and (actor := cast.bearer(words.split()[-1])):
        return Reference((actor,))  # "Ms. Brown", named in full elsewhere
    if body := cast.abbreviated(words):
        return Reference((body,))
    if named := cast.first_named(words):
        return Reference((named,))
    person = cast.doc[head.i].ent_type_ == "PERSON" or (start == head.i and _presented(cast, head))
    return Reference((cast.mint(words, ActorType.PERSON if person else ActorType.ORGANIZATION, side),))


def _two_people(cast: Cast, head: Token) -> tuple[Actor, ...]:
    """Finds the two people that "neither man" goes back to: the last two named before, near by."""
    named = [a for f in cast.found if f.start < head.i and f.type is EntryType.PERSON and (a := cast.actor(f))]
    last = list(dict.fromkeys(reversed(named)))[:2]
    return tuple(reversed(last)) if len(last) == 2 else ()


def _presented(cast: Cast, name: Token) -> bool:
    """Tells whether a single word is a person's by what follows: "Taras, a marine aged 31,", "Olena, who waited," "Ivan, 40,"."""
    people = cast.lexicon["PeopleNouns"] | cast.lexicon["UnnamedNouns"] | {"nurse", "teacher", "sister", "widow"}
    people |= cast.lexicon["LawmakerNouns"] | {
        "secretary",
        "minister",
        "commissioner",
        "spokeswoman",
        "spokesman",
        "aide",
    }
    for child in name.children:
        if child.dep_ == "appos" and (child.like_num or (child.pos_ == "NOUN" and lemma_of(child) in people)):
            return True
        if child.dep_ == "relcl" and any(t.lower_ in {"who", "whose"} for t in child.subtree):
            return True
    return False


def _called(cast: Cast, head: Token) -> Actor | None:
    """Finds the name that a newsroom gives of somebody it names no further: "a sergeant who gave only his first name, Taras"."""
    if head.pos_ != "NOUN" or lemma_of(head) in cast.lexicon["BodyNouns"] - cast.lexicon["PeopleNouns"]:
        return None
    after = text_of(cast.doc)[head.idx + len(head) : head.sent.end_char]
    match = _CALLED.match(after)
    return cast.mint(match["name"], ActorType.PERSON) if match else None


def _owner(cast: Cast, head: Token) -> Reference:
    """Finds whom a statement or a spokesperson belongs to: "the ministry's", "of the ministry", "Defence Ministry spokesman"."""
    for child in head.children:
        if child.dep_ == "poss":
            if child.pos_ == "PRON":
                return Reference(_pronoun(cast, child))
            owner = _refer(cast, child)
            if owner.actors:
                return owner
    for child in head.children:
        if (
            child.dep_ in {"prep", "agent"}
            and child.lower_ in {"of", "for", "from", "by", "at", "with", "in"}
            and child.i > head.i
        ):
            for noun in child.children:
                if noun.dep_ == "pobj" and (owner := _refer(cast, noun)).actors:
                    return owner
        if child.dep_ == "acl" and child.lower_ in {"released", "issued", "published", "made"}:
            for agent in (g for c in child.children if c.dep_ == "agent" for g in c.children if g.dep_ == "pobj"):
                if (owner := _refer(cast, agent)).actors:
                    return owner
    for token in cast.left_of(head):
        if (
            (found := cast.at.get(token.i))
            and found.type in {EntryType.ORGANIZATION, EntryType.OUTLET}
            and (actor := cast.actor(found))
        ):
            return Reference((actor,), found.type is EntryType.OUTLET)
    if head.dep_ == "dobj" and lemma_of(head.head) in _ISSUES and (issuer := subject(head.head)) is not None:
        return _refer(cast, issuer)  # "the ministry issued a notice stating that 30 had returned"
    return Reference()


def _pronoun(cast: Cast, pronoun: Token) -> tuple[Actor, ...]:
    word = pronoun.lower_
    if word == "they" and (officials := _officials_here(cast, pronoun)):
        return officials
    if subject := _main_subject(cast, pronoun):
        return (subject,)
    if word in {"he", "she", "his", "her", "him"}:
        gender = "female" if word in {"she", "her"} else "male"
        person = _reporting_here(cast, pronoun) or antecedents.last_person(cast, pronoun.i, gender)
        return (person,) if person else ()
    if word in {"it", "its", "which", "that", "who"}:
        body = (
            _reporting_here(cast, pronoun)
            or _reported_before(cast, pronoun)
            or antecedents.last_speaker(cast, pronoun.i, person=False, within=4)
            or antecedents.subject_before(cast, pronoun)
            or antecedents.last_of(cast, pronoun.i, ActorType.ORGANIZATION, ActorType.STATE)
        )
        return (body,) if body else ()
    if word in {"they", "their", "them"}:
        if spoke := cast.spoke:
            last = spoke[-1][0]
            return tuple(dict.fromkeys(cast.actors[iri] for i, iri in spoke if i == last))
        return ()
    if word in _TWO:
        return cast.parties()
    return ()


def _officials_here(cast: Cast, pronoun: Token) -> tuple[Actor, ...]:
    """Finds the officials of a side who speak before "they" in its sentence: "…, according to Arlandic officials, though they …"."""
    for token in reversed(cast.doc[pronoun.sent.start : pronoun.i]):
        told = token.dep_ == "nsubj" or (token.dep_ == "pobj" and token.head.lower_ == "to")
        if told and token.tag_ == "NNS" and lemma_of(token) in cast.lexicon["SideNouns"]:
            return _refer(cast, token).actors
    return ()


def _main_subject(cast: Cast, pronoun: Token) -> Actor | None:
    """Finds whom "when it acknowledged" goes back to: the subject of the sentence that the clause hangs on."""
    clause = pronoun.head
    if (
        pronoun.dep_ != "nsubj"
        or clause.dep_ not in {"advcl", "relcl"}
        or '"' in pronoun.sent.text
        or "“" in pronoun.sent.text
    ):
        return None
    person = pronoun.lower_ in {"he", "she"}
    if clause.dep_ == "relcl" and lemma_of(clause.head) in _CHARGES:
        accused = next((t for t in pronoun.sent.root.children if t.dep_ == "dobj" and t.i < clause.head.i), None)
        actors = _refer(cast, accused).actors if accused is not None else ()
        return actors[0] if len(actors) == 1 else None  # "accused Borland of stalling, a charge it denied"
    giver = clause.head.head if clause.dep_ == "relcl" and clause.head.dep_ == "dobj" else None
    for token in giver.children if giver is not None and not person else ():
        if token.dep_ == "nsubj" and token.i < pronoun.i and (found := cast.at.get(token.i)):
            actor = cast.actor(found)  # "Arland handed over 60 bodies that it said were …, Novak said"
            if actor and found.use != DEMONYM and actor.type is not ActorType.PERSON:
                return actor
    above = [clause.head] if clause.head.pos_ == "VERB" and clause.head.i != pronoun.sent.root.i else []
    for verb in (*above, pronoun.sent.root):
        for token in verb.children:
            if token.dep_ in {"nsubj", "nsubjpass"} and token.i < pronoun.i:
                actors = _refer(cast, token).actors
                if len(actors) == 1 and (actors[0].type is ActorType.PERSON) is person:
                    return actors[0]
    return None


def _reporting_here(cast: Cast, pronoun: Token) -> Actor | None:
    """Finds who reports earlier in the sentence: "the ministry confirmed the swap: 30 were home, it said".

    What stands in a quotation reports nothing here: "“Experts will count the bodies,” it said".
    """
    if pronoun.lower_ not in {"it", "he", "she", "his", "her"}:
        return None
    person = pronoun.lower_ != "it"
    if not person and (body := antecedents.body_that_acts(cast, pronoun)):
        return body
    if person and (pronoun.i == pronoun.sent.start or not pronoun.nbor(-1).is_punct):
        return None  # only "…, he said"
    for token in reversed(antecedents.outside_quotes(cast, pronoun)):
        if (
            token.dep_ == "nsubj"
            and token.pos_ in {"NOUN", "PROPN"}
            and lemma_of(token.head) in cast.lexicon.reporting
            and token.head.i < pronoun.i
        ):
            actors = _refer(cast, token).actors
            if len(actors) == 1 and (actors[0].type is ActorType.PERSON) is person:
                return actors[0]
    return None


def _reported_before(cast: Cast, pronoun: Token) -> Actor | None:
    """Finds whose "a study by the centre" is that the sentence before tells of: "It puts the dead at 600"."""
    first = pronoun.sent.start
    if pronoun.lower_ != "it" or pronoun.i > first + 1 or first == 0:
        return None
    for token in cast.doc[first - 1].sent.root.children:
        if token.dep_ in {"nsubj", "nsubjpass"} and lemma_of(token) in cast.lexicon["StatementNouns"]:
            owner = _owner(cast, token).actors
            return owner[0] if len(owner) == 1 and owner[0].type is not ActorType.PERSON else None
    return None


def _told_of_before(cast: Cast, head: Token) -> Actor | None:
    """Finds the body whose experts or report the text told of before: "NATC experts", "a report by the mission", "the mission published its report"."""
    for token in reversed(cast.doc[: head.sent.start]):
        if token.pos_ not in {"NOUN", "PROPN"} or lemma_of(token) not in _EXPERTS | _REPORTS:
            continue
        owners = antecedents.bodies(_owner(cast, token).actors)
        if not owners and token.dep_ == "dobj" and lemma_of(token.head) in _ISSUES:
            subject = next((c for c in token.head.children if c.dep_ == "nsubj"), None)
            owners = antecedents.bodies(_refer(cast, subject).actors) if subject is not None else ()
        if owners:
            return owners[0]
    return None
