"""Decides who hands over the people that a figure counts and who gets them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.annotate import belonging, plans, running, transfers
from kg.annotate.acts import lemma_of, noun_lemma, text_of
from kg.annotate.balance import EACH
from kg.annotate.mentions import DEMONYM
from kg.annotate.transfers import Frame
from kg.authority import EntryType
from kg.model import Counted, Figure, Role

if TYPE_CHECKING:
    from spacy.tokens import Token

    from kg.annotate.cast import Cast
    from kg.annotate.counting import Counting
    from kg.annotate.surroundings import Discourse, Surroundings

NUMBER_AT = re.compile(
    r"\b(?:(?:number|figure|total|count|tally|sum|result)\s+(?:\w+\s+){0,4}?(?:at|to|as|was|is)|it\s+(?:at|as))\s+(?:\w+\s+)?$",
    re.IGNORECASE,
)
"""Words before a number that is said to be the figure ("put the number at 29")."""


IN_EXCHANGE_FOR = re.compile(
    r"\b(?:in\s+(?:exchange|return)|exchanged|swapped|traded)\s+for\s+(?:\w+\s+){0,3}?$", re.IGNORECASE
)
"""Words before the number that goes the other way."""


GOES_FOR = re.compile(
    r"\b(?:in\s+(?:exchange|return)|exchanged|swapped|traded|(?:swap|trade|exchange))\s+for\s+(?![^,;]*\b(?:includ\w+|among)\b)[^;\d]*$",
    re.IGNORECASE,
)
"""Before a number that goes the other way, also behind others: "in exchange for a politician and 40 captives"."""
_FOLLOWING = re.compile(
    r"\b(?:following|after)\s+(?:the|an?(?:other)?)\s+(?:[\w-]+\s+){0,2}?(?:repatriation|return|handover|transfer|release)\s+of\s+(?:\d[\d,]*\s+\w+[^,.;]*?\s+and\s+)?(?:\w+\s+)?$",
    re.IGNORECASE,
)
_OPENS_RETURN = re.compile(r"\W*In\s+(?:return|exchange)(?!\s+for)(?:,|\s)\s*((?:it|they|we)\b)?")
_ITS_OWN = re.compile(r"\s+(?:(?:bodies|remains)\s+)?of\s+(?:its|their|our)\b|\s+(?:its|their|our)\b")


def _own_party(around: Surroundings) -> str | None:
    return around.speaker_side if around.speaker_side in {p.iri for p in around.cast.parties()} else None


def _own_subject(frame: Frame) -> bool:
    return lemma_of(frame.verb) in {"free", "liberate", "release", "rescue"} and any(
        t.lower_ in {"we", "us"} for t in (*frame.verb.children, *frame.verb.head.children)
    )


def direction(
    counting: Counting,
    frame: Frame | None,
    counted: Counted,
    role: Role,
    around: Surroundings,
    before: list[Figure],
    discourse: Discourse,
    segment_after: str,
) -> tuple[str | None, str | None, str | None]:
    """Gives whose people a figure counts, who gives and who gets them, as IRIs of sides; None where unknown."""
    whose = belonging.named_side(counting, around)
    giver = frame.giver if frame else None
    receiver = frame.receiver if frame else None
    if role is Role.LOSSES and counted is Counted.CAPTURED and (lost := _who_was_killed(counting, around)):
        return lost, None, None  # "four were captured by the Arlandic army", whoever tells it
    if role is Role.LOSSES and counted is Counted.CAPTURED and whose is None and (own := _own_party(around)):
        return _other_party(own, around), None, None  # a side counts whom it took
    if role is Role.LOSSES:
        return (
            whose
            or _who_lost(counting, around)
            or _who_was_killed(counting, around)
            or belonging.only_side(around)
            or _own_party(around)
            or around.cast.side_before(counting.head),
            None,
            None,
        )
    if role in {Role.COMBINED}:
        return None, None, None
    if role is Role.RUNNING and whose is None and running.is_mediated(text_of(around.sentence)):
        return None, None, None
    if (people := belonging.nationality(counting, around)) is not None:
        return people, None, people
    if whose is None and (cause := _fought_for(counting, around)) is not None:
        return (None if _is_of_foreigners(counting) else cause), None, cause
    if (
        counting.partitive
        and counting.head.lower_ in {"them", "those", "these", "whom", "which"}
        and (of_them := _inherited(around.speaker_side, before, discourse))
    ):
        return of_them.whose, None, of_them.receiver or of_them.whose
    if (
        not before
        and (opens := _OPENS_RETURN.match(text_of(around.sentence)))
        and (whose is None or (opens[1] and _ITS_OWN.match(around.behind(counting.quantity.span))))
        and (last := discourse.last(Role.TOTAL, Role.RUNNING))
        and last.receiver
    ):
        back = _other_party(last.receiver, around)
        return back, last.receiver, back
    if (found_to_be := _turned_out(counting, around)) is not None:
        return found_to_be, None, _other_party(found_to_be, around)
    if (
        counted is Counted.CHILDREN
        and whose is None
        and giver is not None
        and _LIST_OF.search(around.upto(counting.quantity.span))
    ):
        return giver, None, giver  # a side lists its own whom it wants back
    if whose is None and (holder := held_by(counting, around)):
        side = _other_party(holder, around)
        return side, holder, side
    if whose is None and (taker := _taken_by(counting, around) or _captive_of(counting, around)):
        side = _other_party(taker, around)
        return side, None, side
    if whose is None and (swapped := _swapped_for(counting, around)):
        side = _other_party(swapped, around)
        return side, None, side
    if whose is None and _TOOK_PART.match(around.behind(counting.quantity.span)):
        return None, None, None  # "a swap in which 300 people took part": of both sides
    upto = around.upto(counting.quantity.span)
    if (
        before
        and whose is None
        and (first := before[-1]).receiver
        and (IN_EXCHANGE_FOR.search(upto) or _in_return(counting, frame, around))
    ):
        # "640 bodies were handed over in exchange for 12": the other way round
        back = first.giver or _other_party(first.receiver, around)
        return back, first.receiver if first.giver else None, back
    if (
        not before
        and whose is None
        and IN_EXCHANGE_FOR.search(upto)
        and (back := _for_them(counting, frame, around, discourse))
    ):
        return back, None, back
    if before and whose is None and counted is before[-1].counted and _FOLLOWING.search(upto):
        return before[-1].whose, before[-1].giver, before[-1].receiver  # "…, following the return of 1,200 bodies"
    lots = receiver is not None and LOTS_OF.search(upto) is not None
    of_one_side = frame is not None and frame.kind == transfers.SWAP and not frame.both and whose is None and before
    if of_one_side and before[-1].whose and counted is not Counted.BODIES and plans.joins(counting, before):
        return before[-1].whose, None, before[-1].receiver  # "freeing 50 Arlandic soldiers and two civilians"
    if frame and (
        (frame.both and not lots)
        or (frame.kind == transfers.SWAP and whose is None and role in {Role.TOTAL, Role.AGREED, Role.PLANNED})
    ):
        return (whose, None, whose) if whose and not frame.both else (None, None, None)
    if frame is not None and whose is None and _gets_as_outsider(frame, around):
        return None, giver, None
    if _is_of_foreigners(counting) and role is not Role.PART:
        return None, giver, receiver  # nobody's soldiers
    each = re.search(
        r"\beach\b(?!\s+of\b)|^\s+a\s+side\b|\bper\s+side\b|\b(?:for|on|from|to)\s+(?:both|either)\s+sides?\b",
        segment_after,
    )
    if each and not whose and not lots:
        return None, None, None
    if role is Role.THRESHOLD:
        receiver = frame.receiver if frame and frame.kind == transfers.GET else None
        return whose or receiver, None, receiver
    near = _headline_frame(counting, around, 10 if frame is None else 1)
    if near is not None and (frame is None or frame.verb.i != near.verb.i):
        frame, giver, receiver = near, near.giver, near.receiver
    prior = _inherited(around.speaker_side, before, discourse)
    beside, to = nearby_side(counting, around, frame)
    if beside and frame is not None and frame.kind == transfers.GIVE and frame.receiver == beside:
        receiver = beside  # "ready to hand Borland a further 800"
    elif beside and frame is not None and frame.kind == transfers.GIVE:
        giver, receiver = beside, None
    elif to or beside:
        receiver = to or beside
        giver = None if giver == receiver else giver
    elif counting.bare and whose is None and NUMBER_AT.search(around.upto(counting.quantity.span)):
        receiver = belonging.only_side(around) or around.speaker_side
    if frame is not None and whose is None and receiver is None and lemma_of(frame.verb) == "return":
        homes = {f.receiver for f in discourse.figures if f.receiver and f.role is Role.TOTAL}
        if giver is not None and (homes == {giver} or _returned_home(giver, around, discourse)):
            return giver, None, giver  # so far in this article "returned" was "brought home"
    if whose is None and receiver is None and giver is None:
        if _passed_on(counting, frame, counted, role, around) and around.speaker_side:
            whose = _other_party(around.speaker_side, around)
            return whose, around.speaker_side, whose
        if around.narrated and (home := _home(around, discourse)):
            return home, None, home
        told = _same_number(counting, frame, upto, discourse)
        if told is not None:
            return told.whose, told.giver, told.receiver
        leans = (
            role is Role.PART
            or counting.bare
            or counting.partitive
            or (frame is None and not counting.quantity.same and not around.speaker_side)
        )
        if prior is not None and leans and _of_both(prior, counted, around, before, discourse):
            return around.speaker_side, None, around.speaker_side
        if prior is not None and leans:
            return prior.whose, prior.giver if role is not Role.PART else None, prior.receiver or prior.whose
        if frame is not None or role in {Role.RUNNING, Role.TOTAL, Role.PART} or _are_waited_for(counted, role, around):
            side = belonging.only_side(around) or around.speaker_side
            if around.speaker_side and re.search(r"\breturn\s+(?:home\s+)?of\s+$", upto):
                side = around.speaker_side  # "reported the return of 150 servicemen and …": its own
            if (
                around.speaker_side
                and frame is not None
                and frame.kind in {transfers.GET, transfers.COME}
                and role is Role.TOTAL
            ):
                side = around.speaker_side  # "said 150 had been brought back and as many Arlanders turned over"
            if (not around.lexicon.conflicts or side in {p.iri for p in around.cast.parties()}) and counted in {
                Counted.BODIES,
                Counted.PRISONERS,
                Counted.CIVILIANS,
                Counted.CHILDREN,
                Counted.OTHER,
            }:
                return (side, None, side)
        return None, None, None
    if (
        whose is not None
        and giver == whose
        and receiver not in {None, giver}
        and frame
        and frame.kind == transfers.GIVE
    ):
        whose = receiver  # "Borton had given Arton 24 of its dead"
    if whose is not None and whose not in {p.iri for p in around.cast.parties()} and around.lexicon.conflicts:
        # foreigners: nobody's soldiers, whoever receives them
        return None, giver, receiver if receiver != whose else _own_party(around)
    if whose is None:
        if receiver is not None:
            whose = receiver
        elif giver is not None:
            other = [p.iri for p in around.cast.parties() if p.iri != giver]
            whose = other[0] if len(other) == 1 else None
    if receiver is None:
        receiver = whose
    if (
        frame is not None
        and frame.kind == transfers.GIVE
        and giver is not None
        and giver == around.speaker_side
        and _own_subject(frame)
    ):
        # "we managed to free 107 soldiers": a side frees its own
        return giver, None, giver
    if giver is not None and giver in {receiver, whose}:
        # a side that "frees" its own people gets them
        receiver = whose or receiver
        giver = None
    if whose is not None and receiver is not None and whose != receiver:
        # a side gets its own people; the adjective beside the number is the surer witness
        receiver = whose if giver != whose else receiver
        whose = receiver
        giver = None if giver == receiver else giver
    return whose, giver, receiver


def _returned_home(side: str, around: Surroundings, discourse: Discourse) -> bool:
    """Tells whether an article said of a side that it "returned 40" who came home to it."""
    text = text_of(around.sentence.doc)
    return any(
        f.receiver == side and f.role is Role.TOTAL and _RETURNED.search(text, max(0, f.span.start - 24), f.span.start)
        for f in discourse.figures
    )


_RETURNED = re.compile(r"(?<!were )(?<!been )(?<!was )\breturn(?:ed|s|ing)?\s+(?:home\s+)?$")


def _who_lost(counting: Counting, around: Surroundings) -> str | None:
    """Finds whose losses "Borlandic forces have lost 900 soldiers" tells of."""
    verb = counting.head.head if counting.head.dep_ == "dobj" else None
    subject = next((c for c in verb.children if c.dep_ == "nsubj"), None) if verb is not None else None
    if verb is None or subject is None or lemma_of(verb) not in _SUFFERED:
        return None
    for token in (subject, *subject.lefts):
        found = around.cast.at.get(token.i)
        if found and (side := around.cast.side_of(found) or ((state := found.state) and str(state.iri))):
            return side
    return None


def _who_was_killed(counting: Counting, around: Surroundings) -> str | None:
    """Finds whose people "at least 90 captives have been executed by Arland" counts: not those of who killed them."""
    verb = counting.head.head
    if lemma_of(verb) not in {"execute", "kill", "shoot", "murder", "capture", "seize", "detain"}:
        return None
    killers = [c for c in verb.children if c.dep_ == "nsubj" and counting.head.dep_ == "dobj"]
    killers += [n for c in verb.children if c.dep_ == "agent" for n in c.children]
    for token in killers:
        found = around.cast.at.get(token.i)
        side = around.cast.side_of(found) if found else None
        if side in {p.iri for p in around.cast.parties()} and side is not None:
            return _other_party(side, around)
    return None


_SUFFERED = frozenset({"lose", "suffer", "sustain", "incur"})
LOTS_OF = re.compile(
    r"\b(?:transfers|deliveries|handovers|batches|groups|lots|stages|convoys|consignments|shipments|loads)\s+of\s+(?:\w+\s+)?$"
)
"""Before a number that holds for each lot, not for each side: "three batches of 1,200 each"."""


def _gets_as_outsider(frame: Frame, around: Surroundings) -> bool:
    """Tells "Westland said it had received ten prisoners from Arland": a speaker of neither side got them."""
    if frame.kind != transfers.GET or frame.receiver or not frame.giver or around.narrated or around.speaker_side:
        return False
    return any(c.dep_ == "nsubj" and c.lower_ in {"it", "they", "we"} for c in frame.verb.children)


def _is_of_foreigners(counting: Counting) -> bool:
    return counting.noun == "foreigner" or any(t.lower_ == "foreign" for t in counting.phrase)


def _of_both(prior: Figure, counted: Counted, around: Surroundings, before: list[Figure], discourse: Discourse) -> bool:
    """Tells a part of what each side got from one of what the other side told of last: a side breaks down its own."""
    side = around.speaker_side
    if (
        before
        or counted is Counted.BODIES
        or side not in {p.iri for p in around.cast.parties()}
        or prior.receiver in {None, side}
    ):
        return False
    told = [f for f in discourse.figures if f.counted is counted and f.role is Role.TOTAL]
    return any(f.rule == EACH for f in told) and any(f.receiver not in {None, side} for f in told)


def _are_waited_for(counted: Counted, role: Role, around: Surroundings) -> bool:
    """Tells whether a plan tells of people who are to come home, or of bodies that are to go to the one side it names."""
    return role is Role.PLANNED and (counted is not Counted.BODIES or belonging.only_side(around) is not None)


def _other_party(side: str, around: Surroundings) -> str | None:
    others = [p.iri for p in around.cast.parties() if p.iri != side]
    return others[0] if len(others) == 1 else None


_HOME = re.compile(
    r"\b(?:brought|came|come|went|sent)\s+(?:back\s+)?home\b|\b(?:handover|repatriation|stage|one)\b[^.;,]*\breturned\b"
)


def _home(around: Surroundings, discourse: Discourse) -> str | None:
    """Finds where an article is at home that names no side in "On 29 November 502 were brought home": whose return it leads with."""
    if around.speaker_side or belonging.only_side(around) or not _HOME.search(text_of(around.sentence)):
        return None
    return next((f.receiver for f in discourse.figures if f.role is Role.TOTAL and f.receiver), None)


_HELD_BY = re.compile(
    r"\s+(?:(?:\w+\s+){0,2}(?:prisoners?|captives?|soldiers?|fighters?|people|civilians?)\s+)?"
    r"(?:(?:who|are|were|be|been|being|still|thought|believed|known|estimated|said|to|also)\s+){0,5}"
    r"held\s+(?:captive\s+)?(?:by|in)\s+(?:the\s+)?"
)


def held_by(counting: Counting, around: Surroundings) -> str | None:
    """Finds the side that held "215 captives held by Arland": it gives them."""
    match = _HELD_BY.match(around.behind(counting.quantity.span))
    if match is None:
        return None
    at = counting.quantity.span.end + match.end()
    token = next((t for t in around.sentence if t.idx >= at), None)
    found = around.cast.at.get(token.i) if token is not None else None
    side = around.cast.side_of(found) if found else None
    return side if side in {p.iri for p in around.cast.parties()} else None


_TOOK_PART = re.compile(
    r"\s+(?:[\w’'-]+\s+){0,4}?(?:took\s+part|participated|were\s+involved|were\s+swapped\s+in\s+all)\b"
)
_FOUGHT_FOR = re.compile(
    r"\s+(?:\w+\s+)?who\s+(?:had\s+|have\s+)?(?:been\s+)?(?:fought|fighting|served|volunteered)\s+(?:on\s+the\s+side\s+of|for|alongside)\s+(?:the\s+)?"
)


def _fought_for(counting: Counting, around: Surroundings) -> str | None:
    """Finds the side that gets "ten foreigners who fought for Borland"."""
    match = _FOUGHT_FOR.match(around.behind(counting.quantity.span))
    at = counting.quantity.span.end + match.end() if match else None
    token = next((t for t in around.sentence if at is not None and t.idx >= at), None)
    found = around.cast.at.get(token.i) if token is not None else None
    side = around.cast.side_of(found) if found else None
    return side if side in {p.iri for p in around.cast.parties()} else None


_LIST_OF = re.compile(r"\blists?\s+(?:of|with|bearing|containing|naming)\s+(?:[\w’'-]+\s+){0,3}$", re.IGNORECASE)
_TAKE = frozenset("deport abduct kidnap capture seize detain take hold imprison".split())


def _taken_by(counting: Counting, around: Surroundings) -> str | None:
    """Finds who took "two children whom Arland had deported", "two villagers of the region held by Arland": they are the other side's."""
    of = [n for c in counting.head.children if c.dep_ == "prep" and c.lower_ in {"of", "from"} for n in c.children]
    for clause in (c for noun in (counting.head, *of) for c in noun.children):
        if clause.dep_ not in {"relcl", "acl"} or lemma_of(clause) not in _TAKE:
            continue
        takers = [c for c in clause.children if c.dep_ == "nsubj"]
        takers += [n for c in clause.children if c.dep_ == "agent" for n in c.children]
        for token in takers:
            names = [found for t in (token, *token.lefts) if (found := around.cast.at.get(t.i))]
            side = next((s for found in names if (s := around.cast.side_of(found))), None)
            if side in {p.iri for p in around.cast.parties()}:
                return side
    return None


_CAPTIVITY = frozenset("captivity custody prison jail detention camp imprisonment colony".split())


def _captive_of(counting: Counting, around: Surroundings) -> str | None:
    """Finds who held "five soldiers who died in Arlandic captivity": they are the other side's."""
    head = counting.head
    clauses = [c for c in head.children if c.dep_ in {"relcl", "acl"}]
    clauses += [
        c for of in head.children if of.dep_ == "prep" for n in of.children for c in n.children if c.dep_ == "relcl"
    ]
    if head.dep_ in {"nsubj", "nsubjpass"}:
        clauses.append(head.head)
    for clause in clauses:
        for token in clause.subtree:
            where = token.head
            if noun_lemma(token) not in _CAPTIVITY or where.i < clause.i or where.lower_ not in {"in", "at"}:
                continue
            if where.head != clause and where.head.lower_ != "death":
                continue  # "were traded for 40 Borlanders in Arlandic custody"
            names = [found for t in token.lefts if (found := around.cast.at.get(t.i))]
            side = next((s for found in names if (s := around.cast.side_of(found))), None)
            if side in {p.iri for p in around.cast.parties()}:
                return side
    return None


_TURNED_OUT = re.compile(
    r"[^.;]{0,80}?\b(?:turned\s+out|proved|found|appeared|shown)\s+to\s+(?:be|have\s+been)\s+(?:(?:those|the\s+bodies|the\s+remains|that)\s+of\s+)?"
)


def _turned_out(counting: Counting, around: Surroundings) -> str | None:
    """Finds whose "20 of the bodies sent to Arland turned out to be those of Borlandic soldiers" are: the sender's."""
    match = _TURNED_OUT.match(around.behind(counting.quantity.span))
    if match is None:
        return None
    at = counting.quantity.span.end + match.end()
    token = next((t for t in around.sentence if t.idx >= at), None)
    found = around.cast.at.get(token.i) if token is not None else None
    side = str(state.iri) if found and found.use == DEMONYM and (state := found.state) else None
    return side if side in {p.iri for p in around.cast.parties()} else None


def _in_return(counting: Counting, frame: Frame | None, around: Surroundings) -> bool:
    """Tells the second number of "500 bodies had been transferred, and around 20 received in return"."""
    own = frame is not None and any(c.dep_ in {"nsubj", "nsubjpass"} for c in frame.verb.children)
    if frame is not None and (frame.giver or (frame.receiver and own)):
        return False
    after = around.behind(counting.quantity.span)
    return re.match(r"\s+(?:\w+\s+){0,2}?in\s+(?:return|exchange)\b(?!\s+for\b)", after) is not None


def _swapped_for(counting: Counting, around: Surroundings) -> str | None:
    """Finds whose people a number was exchanged for in "five commanders were released for 20 Arlanders"."""
    after = [t for t in around.sentence if t.idx >= counting.quantity.span.end]
    for position, token in enumerate(after[:24]):
        if token.text == ";":
            return None
        if token.lower_ == "for" and position + 1 < len(after) and after[position + 1].like_num:
            for other in after[position + 2 : position + 5]:
                found = around.cast.at.get(other.i)
                if found and found.use == DEMONYM and (state := found.state) and belonging.means_people(other, around):
                    return str(state.iri)
    return None


def _for_them(counting: Counting, frame: Frame | None, around: Surroundings, discourse: Discourse) -> str | None:
    """Finds whose people those were that went for others told of before: "They were swapped for 40 fighters from Arland"."""
    parties = {p.iri for p in around.cast.parties()}
    if _FRONTED.fullmatch(around.upto(counting.quantity.span)):
        return _for_what_follows(around)
    words = around.sentence.doc[counting.head.i + 1 : min(counting.head.i + 4, around.sentence.end)]
    if words and words[0].lower_ == "from":
        sides = [
            side for t in words[1:] if (f := around.cast.at.get(t.i)) and (side := around.cast.side_of(f)) in parties
        ]
        if sides:
            return sides[0]
    subject = next((c for c in frame.verb.children if c.dep_ in {"nsubj", "nsubjpass"}), None) if frame else None
    if subject is None:
        return None
    named = [
        side for t in subject.subtree if (f := around.cast.at.get(t.i)) and (side := around.cast.side_of(f)) in parties
    ]
    last = discourse.last(Role.TOTAL)
    gone = named[0] if named else last.receiver if last and subject.tag_ in {"PRP", "NNS"} else None
    return _other_party(gone, around) if gone else None


_FRONTED = re.compile(r"\W*In\s+(?:exchange|return)\s+for\s+(?:\w+\s+){0,3}?")


def _for_what_follows(around: Surroundings) -> str | None:
    """Finds whose people went in "In exchange for ten captives we got ten of our own": the other side's."""
    verb = around.sentence.root
    verbs = (verb, *(c for c in verb.children if c.dep_ == "ccomp"))
    told = next((v for v in verbs if lemma_of(v) in around.lexicon["GetVerbs"] | around.lexicon["GiveVerbs"]), verb)
    subject = next((c for c in told.children if c.dep_ == "nsubj"), None)
    if subject is None:
        return None
    found = around.cast.at.get(subject.i)
    side = around.cast.side_of(found) if found else around.speaker_side if subject.tag_ == "PRP" else None
    if side not in {p.iri for p in around.cast.parties()} or side is None:
        return None
    return side if lemma_of(told) in around.lexicon["GiveVerbs"] else _other_party(side, around)


_OFFERED = re.compile(r"[^.;,]*\b(?:could|can)\s+(?:\w+\s+)?be\s+(?:handed\s+over|transferred|given)\b")


def _passed_on(counting: Counting, frame: Frame | None, counted: Counted, role: Role, around: Surroundings) -> bool:
    """Tells "40 bodies had been handed over in exchange for 5": the speaker's side gives the first and gets the second."""
    after = around.behind(counting.quantity.span)
    if counted is Counted.BODIES and role is Role.PLANNED and _OFFERED.match(after):
        return True  # "3,000 more could be handed over": an offer
    if (frame is not None or re.match(r"[^.;]*\bwaiting\b", after)) and re.search(
        r"\b(?:arrived|delivered|brought|taken|sent|transported|waiting)\b[^.;]*\b(?:to|at|on|in|near)\s+(?:[\w’'-]+\s+){0,3}(?:exchange\s+(?:area|site|point|place)|place\s+of\s+exchange|border)\b",
        after,
    ):
        return True  # bodies that one side brings to where the other is to take them
    if frame is None or frame.kind != transfers.GIVE:
        return False
    return (
        re.search(
            r"\b(?:handed\s+over|transferred|given|sent)\b[^,.;]*\b(?:in\s+(?:exchange|return))\s+for\s+\d", after
        )
        is not None
    )


def _same_number(counting: Counting, frame: Frame | None, upto: str, discourse: Discourse) -> Figure | None:
    """Finds what "confirmed the figure of 770" goes back to: the one direction in which that number was told."""
    definite = re.search(r"\bthe\s+(?:first\s+)?$", upto)  # "put off the delivery of the first 770 bodies"
    value = counting.quantity.value
    if value is None or ((frame is not None or not counting.bare) and not (definite and value % 100)):
        return None
    told = {
        (f.whose, f.receiver): f
        for f in discourse.figures
        if f.minimum == f.maximum == counting.quantity.value and (f.whose or f.receiver)
    }
    return next(iter(told.values())) if len(told) == 1 else None


def _headline_frame(counting: Counting, around: Surroundings, reach: int) -> Frame | None:
    """Reads "Borland Receives Remains Of 80" word by word, where capitals keep the parser from seeing a verb.

    `reach` tells how many words before the number are read.
    """
    doc, lexicon = counting.head.doc, around.lexicon
    first = next((t.i for t in around.sentence if t.idx >= counting.quantity.span.start), counting.number.i)
    for token in reversed(list(doc[max(around.sentence.start, first - reach) : first])):
        word = token.lower_
        stems = {word, word.removesuffix("s"), word.removesuffix("es"), word.removesuffix("ed"), word.removesuffix("d")}
        stems |= {f"{stem} {token.nbor().lower_}" for stem in stems}
        gets, gives = stems & lexicon["GetVerbs"], stems & lexicon["GiveVerbs"]
        if not (gets or gives) or token.i == around.sentence.start:
            continue
        found = around.cast.at.get(token.i - 1)
        if found is None or found.use == DEMONYM or found.type is not EntryType.STATE:
            continue
        side = around.cast.side_of(found)
        return Frame(transfers.GET, token, receiver=side) if gets else Frame(transfers.GIVE, token, giver=side)
    return None


def _inherited(speaker_side: str | None, before: list[Figure], discourse: Discourse) -> Figure | None:
    """Finds the figure whose direction a part or an elliptic number shares: a speaker counts its own side's people first."""
    if speaker_side and not before:
        for figure in reversed(discourse.figures[-12:]):
            if figure.role in {Role.TOTAL, Role.PART} and speaker_side in {figure.receiver, figure.whose}:
                return figure
    for figure in reversed([*discourse.figures[-8:], *before]):
        going_on = figure.role in {Role.TOTAL, Role.PART, Role.RUNNING} or (
            figure.role is Role.PLANNED and figure in before
        )
        if going_on and (figure.whose or figure.receiver):
            return figure
    return None


def nearby_side(counting: Counting, around: Surroundings, frame: Frame | None = None) -> tuple[str | None, str | None]:
    """Reads an elliptic "and Arland 70" and "23 to Arton": the side beside a bare number, the side it goes to."""
    if not counting.bare:
        return None, _goes_to(counting, around) if frame is None else None
    cast = around.cast
    quantity = counting.quantity
    tokens = [t for t in around.sentence if not t.is_space]
    before = [t for t in tokens if t.idx < quantity.span.start]
    after = [t for t in tokens if t.idx >= quantity.span.end]
    if before and (found := cast.at.get(before[-1].i)) and found.use != DEMONYM and (state := found.state):
        return str(state.iri), None
    for position, token in enumerate(after[:6]):
        follows = after[position + 2].text if position + 2 < len(after) else ""
        if (
            token.lower_ in {"in", "for"}
            and not any(noun_lemma(t) in _LANDS for t in after[position + 3 : position + 6])
            and follows in {"'s", "’s"}
            and (side := transfers.territory(after[position + 1], cast, around.speaker_side))
        ):
            return None, side
        named = position + (2 if position + 1 < len(after) and after[position + 1].lower_ == "the" else 1)
        if (
            token.lower_ in {"to", "for"}
            and named < len(after)
            and (side := transfers.territory(_last_of_name(after[named], cast), cast, around.speaker_side))
        ):
            return None, side
        if (
            position < 2
            and token.lower_ == "by"
            and position + 1 < len(after)
            and (found := cast.at.get(after[position + 1].i))
            and found.use != DEMONYM
            and (state := found.state)
        ):
            return None, _other_party(str(state.iri), around)  # "215 were freed by Arland and 55 by Borland"
        if token.is_punct:
            break
    return None, None


def _goes_to(counting: Counting, around: Surroundings) -> str | None:
    """Reads "June 13: 1,200 bodies to Arland", which has no verb."""
    after = [t for t in counting.head.doc[counting.head.i + 1 : around.sentence.end] if not t.is_space][:3]
    if len(after) < 2 or after[0].lower_ != "to":
        return None
    named = after[-1] if after[1].lower_ == "the" else after[1]
    return transfers.territory(_last_of_name(named, around.cast), around.cast, around.speaker_side)


def _last_of_name(token: Token, cast: Cast) -> Token:
    """Gives the word that heads a name of several: "Federation" of "the Arlandic Federation"."""
    found = cast.at.get(token.i)
    return token.doc[found.end - 1] if found else token


_LANDS = frozenset({"region", "oblast", "district", "area", "sector", "province"})
