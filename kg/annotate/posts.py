"""Finds who is meant by a post, a kind of body or a description: "the ombudsman", "the ministry", "a lawmaker"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.annotate import antecedents
from kg.annotate.acts import lemma_of
from kg.authority import EntryType
from kg.model import ActorType

if TYPE_CHECKING:
    from spacy.tokens import Token

    from kg.annotate.cast import Cast
    from kg.authority import Entry
    from kg.model import Actor

_OFFICES = frozenset(
    "commissioner ombudsman ombudswoman chairman chairwoman chairperson chair minister secretary director governor head speaker rapporteur president ambassador".split()
)
_OF_ANY_BODY = frozenset(
    "of the and for ministry office main directorate headquarters center centre committee agency service affairs".split()
)
_SPEAKERS = frozenset("spokesman spokeswoman spokesperson representative".split())
_ACTING = frozenset({"nsubj", "nsubjpass"})


def by_kind(cast: Cast, head: Token) -> Actor | None:
    """Finds a body by its kind and side: "Arland's Defence Ministry", "the Borlandic headquarters"."""
    words = cast.phrase(head)
    side = cast.side(head)
    entries = cast.designated(words, side, head.lower_)
    if not entries:
        return None
    longest = max(length for length, _ in entries)
    spoke = [iri for i, iri in cast.spoke if i < head.i]
    named = [a.iri for f in cast.found if f.start < head.i and (a := cast.actor(f))]
    best = [e for length, e in entries if length == longest]
    if longest == 1 and side and any(cast.side_of_token(t) for t in cast.left_of(head)):
        best = [e for e in best if e.side is not None]  # "Arland's committee" is no committee of all the world
        if not best:
            return None
    recent = next((iri for iri in reversed(spoke) if any(e.iri == iri for _, e in entries)), None)
    last = cast.actors[spoke[-1]] if spoke else None
    if longest == 1 and not side and last and not last.known and head.lower_ in last.label.casefold().split():
        return last  # "the ministry", right after another state's spoke
    if recent and (longest == 1 or any(e.iri == recent for e in best)):
        return cast.actors[recent]
    # a longer designator says more than recency
    earlier = next((iri for iri in reversed(named) if any(e.iri == iri for e in best)), None)
    if earlier:
        return cast.actors[earlier]
    if longest > 1 and not side and not cast.fronted_side(head):
        later = {a.iri for f in cast.found if f.start > head.i and (a := cast.actor(f))} & {e.iri for e in best}
        if len(later) == 1:
            return cast.actors[later.pop()]  # a headline's "Defence Ministry", whose state the text tells
    if longest == 1 and not side:
        return next((a for a in cast.sourced if any(e.iri == a.iri for e in best)), None)
    if longest == 1 and len(best) > 1:
        return None
    if len({e.iri for e in best}) == 1:
        return cast.known(best[0])
    near = (
        cast.fronted_side(head)
        or _side_by_role(cast, words)
        or _side_of_returned(head, cast)
        or cast.home
        or cast.side_near(head)
        or cast.side_before(head)
    )
    fitting = {e.iri: e for e in best if e.side == near}
    if not fitting and near and near not in {p.iri for p in cast.parties()} and longest > 1:
        return cast.body_of_side(" ".join(words), near)
    return cast.known(next(iter(fitting.values()))) if len(fitting) == 1 else None


def named_after(cast: Cast, head: Token) -> Actor | None:
    """Reads "the commissioner for missing persons, Jan Novak, said": the role first, the name behind a comma."""
    found = cast.at.get(head.i)
    if head.pos_ not in {"NOUN", "PROPN"} or (found and found.type is EntryType.PERSON):
        return None
    holds = (
        lemma_of(head) in _OFFICES
    )  # "Parliament Commissioner for Human Rights, Jan Novak": an office, though listed
    if found and found.type is EntryType.ORGANIZATION and found.entries and not holds:
        return None  # a body by its name: who follows the comma is another
    if lemma_of(head) in cast.lexicon["StatementNouns"]:
        return None  # "according to a readout, Novak told …"
    end = max(cast.phrase_end(head), found.end if found else 0)
    if lemma_of(head) == "ambassador":
        end = max(end, *(c.right_edge.i + 1 for c in head.children if c.dep_ == "prep" and c.lower_ == "to"), 0)
    body = cast.at.get(end - 1)
    if body and body.type is EntryType.ORGANIZATION and body.start > head.i:
        end = max(end, body.end)  # "the head of the Office for Missing Persons Jan Novak", parted by the parser
    inside = cast.at.get(end - 1)
    if inside and inside.type is EntryType.PERSON and inside.start > head.i:
        before = cast.at.get(inside.start - 1)
        # the parser took the name for a part of the role: "the commissioner, Jan Novak", "the President of Arland Jan Novak"
        ruled = (
            before is not None and before.start > head.i and before.type in {EntryType.STATE, EntryType.ORGANIZATION}
        )
        held = holds and inside.end == end  # "Deputy Chairman of the Committee on Defence Jan Novak"
        if (
            held
            or cast.doc[inside.start - 1].text == ","
            or (ruled and lemma_of(head) not in cast.lexicon["BodyNouns"])
        ):
            return cast.actor(inside)
    if holds and end > head.i + 1 and (unseen := _name_at(cast, end - 2) or _name_at(cast, end)):
        return unseen
    right = cast.at.get(end) if end < head.sent.end else None
    if right and right.type is EntryType.PERSON and right.start == end > head.i + 1 and (head.pos_ == "NOUN" or holds):
        # "the head of the Ministry of Health of Arland Jan Novak", "Commissioner for Human Rights Jan Novak"
        return cast.actor(right)
    if end + 1 >= head.sent.end or cast.doc[end].text != ",":
        return None
    name = cast.at.get(end + 1)
    if name is None or name.type is not EntryType.PERSON or name.start != end + 1:
        return None
    after = cast.doc[name.end] if name.end < head.sent.end else None
    return cast.actor(name) if after is None or after.is_punct or after.pos_ in {"VERB", "AUX"} else None


def _name_at(cast: Cast, start: int) -> Actor | None:
    """Reads the first name and surname behind a post, "the head of the Ministry of Health of Arland Jan Novak", that the model missed."""
    if start + 2 > len(cast.doc) or cast.doc[start].sent.end < start + 2:
        return None
    words, before = cast.doc[start : start + 2], cast.doc[start - 1]
    if any(t.pos_ != "PROPN" or not t.text.istitle() or t.i in cast.at for t in words):
        return None
    behind = cast.doc[start + 2] if start + 2 < len(cast.doc) else None
    ends = behind is None or behind.is_punct or behind.pos_ in {"VERB", "AUX"}
    return cast.mint(words.text, ActorType.PERSON) if ends and (before.i in cast.at or before.is_quote) else None


def described(cast: Cast, head: Token) -> Actor | None:
    """Finds a body that is described instead of named: "the agency in Borton responsible for prisoners of war".

    A name right behind it ("the agency, the Coordination Headquarters …") settles it.
    """
    after = cast.doc[head.i + 1 : min(head.i + 4, head.sent.end)]
    if (
        len(after) > 1
        and after[0].text == ","
        and (name := next((f for t in after[1:] if (f := cast.at.get(t.i)) and f.type is EntryType.ORGANIZATION), None))
        and all(t.lower_ in {",", "the"} for t in after if t.i < name.start)
    ):
        return cast.actor(name)
    side = cast.side(head)
    responsible = any(t.lower_ == "responsible" for t in cast.doc[head.i + 1 : head.i + 3])
    if side is None and not responsible:
        return None
    described = {
        lemma
        for t in cast.doc[head.i + 1 : min(head.i + 12, head.sent.end)]
        if t.pos_ in {"NOUN", "PROPN"} and (lemma := lemma_of(t))
    }
    ranked = []
    for entry in cast.authority.of_type(EntryType.ORGANIZATION):
        if entry.side == (side or entry.side) and lemma_of(head) in {
            d.split()[-1].casefold() for d in entry.designators
        }:
            told = " ".join((entry.label, *entry.designators)).casefold()
            words = {re.sub(r"s$", "", w) for w in re.findall(r"[a-z]+", told)} - {lemma_of(head)}
            if (shared := len(words & {re.sub(r"s$", "", w) for w in described})) >= 2:
                ranked.append((shared, entry.iri, entry))
    ranked.sort(reverse=True)
    if ranked and (len(ranked) == 1 or ranked[0][0] > ranked[1][0]):
        return cast.known(ranked[0][2])
    return None


def by_role(cast: Cast, head: Token, side: str | None) -> Actor | None:
    """Finds the person that "the commissioner" or "the Arlandic negotiator" goes back to."""
    opens = head.sent.start <= 30  # a headline has no articles and names nobody yet
    if not (is_definite(head) or opens) or head.pos_ not in {"NOUN", "PROPN"}:
        return None
    lemma = lemma_of(head)
    lemmas = cast.lexicon["LawmakerNouns"] if lemma in cast.lexicon["LawmakerNouns"] else {lemma}
    if lemma == "leader" and side:
        lemmas = {lemma, "president"}  # "the Arlandic leader"
    everybody = [(f, a) for f in cast.found if f.type is EntryType.PERSON and (a := cast.actor(f))]
    people = [a for f, a in everybody if f.start < head.i]
    if not people and opens:
        people = [a for _, a in reversed(everybody)]
    # who spoke or acts comes before who is merely named ("Borland's president's goddaughter")
    acting = [(i, cast.actors[iri]) for i, iri in cast.spoke if i < head.i and cast.actors[iri] in people]
    acting += [(f.start, a) for f, a in everybody if f.start < head.i and cast.doc[f.end - 1].dep_ in _ACTING]
    for actor in (*(a for _, a in sorted(acting, key=lambda p: -p[0])[:4]), *reversed(people)):
        entry = cast.authority.get(actor.iri)
        roles = [*cast.roles.get(actor.iri, ()), *(p.casefold() for p in (entry.positions if entry else ()))]
        if side and actor.side and side != actor.side:
            continue
        if any(re.search(rf"\b(?:{'|'.join(map(re.escape, lemmas))})(?=$|,| and\b)", _heads(role)) for role in roles):
            return actor
    return None


def by_position(cast: Cast, head: Token, side: str | None) -> Actor | None:
    """Finds the one person known to hold what "Arland's president" names; of several, the one whom the article names."""
    if side is None or lemma_of(head) not in _OFFICES or head.tag_ not in {"NN", "NNP"} or _is_former(cast, head):
        return None
    named = [t.lower_ for t in cast.left_of(head) if t.pos_ in {"NOUN", "PROPN", "ADJ"} and not cast.side_of_token(t)]
    words = " ".join((*(w for w in named if w.isalpha()), lemma_of(head)))
    holders = [e for e in cast.authority.of_type(EntryType.PERSON) if e.side == side and words in e.positions]
    if len(holders) > 1:
        told = {a.iri for f in cast.found if f.type is EntryType.PERSON and (a := cast.actor(f))}
        holders = [e for e in holders if e.iri in told]
    return cast.known(holders[0]) if len(holders) == 1 else None


def _is_former(cast: Cast, head: Token) -> bool:
    return any(t.lower_ in {"former", "then", "ex", "deputy", "vice", "a", "an"} for t in cast.left_of(head))


def by_post(cast: Cast, head: Token) -> Actor | None:
    """Finds who is known to head what "the head of the Arlandic delegation" names; the article names him before."""
    what = next((p for c in head.children if c.lower_ == "of" for p in c.children if p.dep_ == "pobj"), None)
    if what is None:
        return None
    side = cast.side(head) or cast.side(what)
    post = re.compile(
        rf"\b(?:head|chief|leader)\b.*\b{re.escape(lemma_of(what))}\b|\bheads?\b.*\b{re.escape(lemma_of(what))}\b"
    )
    for found in reversed([f for f in cast.found if f.type is EntryType.PERSON and f.start < head.i]):
        if (actor := cast.actor(found)) is None or (side and actor.side and actor.side != side):
            continue
        entry = cast.authority.get(actor.iri)
        roles = [*cast.roles.get(actor.iri, ()), *(p.casefold() for p in (entry.positions if entry else ()))]
        if any(post.search(role) for role in roles):
            return actor
    if (holder := _head_of(cast, head, what, side)) is not None:
        return holder
    # a post by which one person of that side is known, named here or not
    words = f"{lemma_of(head)} of {lemma_of(what)}"
    holders = [e for e in cast.authority.of_type(EntryType.PERSON) if side and e.side == side and words in e.positions]
    return cast.known(holders[0]) if len(holders) == 1 else None


def _head_of(cast: Cast, head: Token, what: Token, side: str | None) -> Actor | None:
    """Finds who was named before as the minister or chief of the body in "the head of the Arlandic Interior Ministry"."""
    if lemma_of(what) == "state":
        body, told = None, {"president"}
    else:
        found = cast.at.get(what.i)
        body = (cast.actor(found) if found else None) or by_kind(cast, what)
        entry = cast.authority.get(body.iri) if body else None
        if body is None or entry is None:
            return None
        told, side = _words_of(entry), body.side
    for found in reversed([f for f in cast.found if f.type is EntryType.PERSON and f.start < head.i]):
        actor = cast.actor(found)
        person = cast.authority.get(actor.iri) if actor else None
        if person is None or (side and person.side != side):
            continue
        for position in (p.casefold() for p in person.positions):
            words = set(re.findall(r"\w+", position))
            heads = words & {"minister", "head", "chief"} or (body is None and words == {"president"})
            if heads and words & told and not words & {"deputy", "adviser", "spokesman", "spokesperson"}:
                return actor
    return None


def speaks_for(cast: Cast, head: Token, body: Actor) -> Actor | None:
    """Finds who spoke just before and is known to speak for the body in "the Kremlin spokesman": named, so meant."""
    entry = cast.authority.get(body.iri)
    if lemma_of(head) not in _SPEAKERS or entry is None or not any(c.lower_ == "the" for c in head.lefts):
        return None
    person = antecedents.last_speaker(cast, head.i, person=True, within=3, aloud=True)
    known = cast.authority.get(person.iri) if person else None
    if person is None or person.side != body.side:
        return None
    roles = [*cast.roles.get(person.iri, ()), *(p.casefold() for p in (known.positions if known else ()))]
    told = _words_of(entry)
    posts = (set(re.findall(r"\w+", role)) for role in roles)
    return person if any(words & _SPEAKERS and words & told for words in posts) else None


def _words_of(entry: Entry) -> set[str]:
    """Gives the words that tell a body from others."""
    return set(re.findall(r"\w+", " ".join((entry.label, *entry.designators)).casefold())) - _OF_ANY_BODY


def is_definite(head: Token) -> bool:
    """Tells whether a noun is one that was told of: "the ministry", "its envoy"."""
    return (
        any(c.lower_ in {"the", "this", "that", "its", "same"} or c.dep_ == "poss" for c in head.lefts)
        or head.i == head.sent.start
    )


def _side_of_returned(head: Token, cast: Cast) -> str | None:
    """Finds the side in "the ministry reported the return of 40 Arlandic soldiers": a side tells of its own people's return."""
    for noun in head.sent:
        if lemma_of(noun) == "return" and noun.pos_ == "NOUN" and noun.i > head.i:
            behind = noun.doc[noun.i + 1 : min(noun.i + 6, noun.sent.end)]
            if len(behind) > 1 and behind[0].lower_ == "of":
                return next((s for t in behind if (s := cast.side_of_token(t))), None)
    return None


def _side_by_role(cast: Cast, words: tuple[str, ...]) -> str | None:
    """Finds the side of "the president's office" by whose head was named before: "Jan Novak, head of the president's office"."""
    if len(words) < 2:
        return None
    named = " ".join(words).replace(" 's", "'s")
    sides = {
        cast.actors[iri].side
        for iri, roles in cast.roles.items()
        if iri in cast.actors and any(named in role.replace("’", "'") for role in roles)
    }
    return next(iter(sides)) if len(sides) == 1 else None


def _heads(role: str) -> str:
    """Gives a role without what it is of: "head" for "head of the president's office"."""
    return re.sub(r"\s+(?:of|for|on|in|to|at|under)\b.*?(?=,| and\b|$)", "", role)
