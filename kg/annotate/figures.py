"""Turns numbers that count into figures, and lets the figures of one article complete each other."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.annotate import balance, belonging, directions, kinds, places, roles, running, transfers
from kg.annotate.acts import lemma_of, text_of
from kg.annotate.balance import EACH
from kg.annotate.counting import FAMILY
from kg.model import Counted, Figure, Role, Span

if TYPE_CHECKING:
    from spacy.tokens import Span as DocSpan
    from spacy.tokens import Token

    from kg.annotate.counting import Counting
    from kg.annotate.surroundings import Discourse, Surroundings
    from kg.annotate.transfers import Frame

_PLIGHT = re.compile(
    r"\b(?:captiv\w*|captur\w+|prison\w*|pows?|freed?|releas\w+|return\w*|exchang\w+|swap\w*|bodies|remains|corpses?|fallen|dead|killed|died|repatriat\w+|home|back|missing|detain\w+|hostages?|civilians?|handed\s+over|transferred|received|sent\s+back|brought)\b",
    re.IGNORECASE,
)


def read(countings: list[Counting], around: Surroundings, discourse: Discourse) -> list[Figure]:
    """Gives the figures of one sentence in order; adds them to the discourse."""
    figures: list[Figure] = []
    assumed: set[Span] = set()
    for number, counting in enumerate(countings):
        frame = _frame(countings, number, around)
        figure = _figure(countings, number, frame, figures, around, discourse)
        if figure is not None:
            figures.append(figure)
            told = frame is not None and (frame.giver or frame.receiver)
            if not told and belonging.named_side(counting, around) is None:
                assumed.add(figure.span)
    figures = balance.joined(countings, figures, assumed, around, discourse)
    discourse.figures.extend(figures)
    return figures


def _frame(countings: list[Counting], number: int, around: Surroundings) -> Frame | None:
    """Reads the transfer that a number takes part in; what stands behind other numbers is theirs."""
    counting, end = countings[number], around.sentence.end_char
    others = [
        Span(c.quantity.span.end, countings[i + 1].quantity.span.start if i + 1 < len(countings) else end)
        for i, c in enumerate(countings)
        if i != number
    ]
    return transfers.frame(counting.number, counting.head, around.cast, around.lexicon, around.speaker_side, others)


def _figure(
    countings: list[Counting],
    number: int,
    frame: Frame | None,
    before: list[Figure],
    around: Surroundings,
    discourse: Discourse,
) -> Figure | None:
    counting, sentence = countings[number], around.sentence
    quantity = counting.quantity
    if around.gapped and discourse.figures and discourse.figures[-1].span.start >= sentence.start_char:
        said = text_of(sentence.doc)[quantity.span.start : quantity.span.end]
        bounds = (quantity.minimum, quantity.maximum)
        return replace(
            discourse.figures[-1], span=quantity.span, text=said, minimum=bounds[0], maximum=bounds[1], report=None
        )
    if counting.noun == FAMILY and not _are_freed_ones(quantity.value, before, discourse):
        return None
    token = counting.number
    captured = kinds.captured(counting, token)
    segment = _segment(countings, number, sentence)
    counted = kinds.counted_as(counting, around, before, discourse)
    role = roles.role_of(counting, number, countings, frame, counted, around, before, discourse)
    if (
        counted in {Counted.CHILDREN, Counted.CIVILIANS}
        and around.narrated
        and not before
        and not _PLIGHT.search(text_of(sentence).replace("children", "").replace("civilians", ""))
    ):
        return None
    if (
        (frame is None or lemma_of(frame.verb) == "evacuate")
        and not _PLIGHT.search(text_of(sentence))
        and (side := belonging.named_side(counting, around))
        and side not in {p.iri for p in around.cast.parties()}
        and not (discourse.figures and _GROUP_IS.match(text_of(sentence)))
    ):
        return None
    if (
        role is Role.TOTAL
        and frame is None
        and around.narrated
        and _is_plain_people(counting, around)
        and not _PLIGHT.search(text_of(sentence))
    ):
        return None
    named = belonging.named_side(counting, around)
    again = _told_before(counting, before, discourse, around.speaker_side, named)
    # "The 103 were captured in the spring", "82 of them served there, 50 were captured at the works": those now freed
    freed = again is not None or (
        counting.bare
        and bool(before)
        and (before[-1].role is Role.PART or _OF_THE.match(text_of(sentence)) is not None)
    )
    if captured and again is None and not freed:
        freed = _HAD_BEEN.match(around.behind(quantity.span)) is not None and _are_of_those_freed(
            quantity.value, discourse
        )
    if captured and freed:
        counted, role = Counted.PRISONERS, Role.PART if again is None else Role.TOTAL
    elif captured and (frame is None or frame.verb.i == captured.i):
        counted, role = Counted.CAPTURED, Role.LOSSES
    if role is Role.LOSSES and counted in {Counted.BODIES, Counted.PRISONERS, Counted.OTHER}:
        counted = Counted.KILLED
    if role is Role.LOSSES and (
        counting.noun == "casualty" or (counted is Counted.KILLED and _of_all_kinds(counting, around))
    ):
        counted = Counted.OTHER
    if counting.noun == FAMILY:
        role = Role.TOTAL  # "150 families will see them again"
    whose, giver, receiver = directions.direction(
        counting,
        frame,
        counted,
        role,
        around,
        before,
        discourse,
        segment[max(0, quantity.span.end - _segment_start(countings, number, sentence)) :],
    )
    told = [*discourse.figures, *before]
    if (
        role is Role.RUNNING
        and named is None
        and (frame is None or frame.receiver is None)
        and (the_sum := running.told_before(counting, counted, told)) is not None
        and the_sum.receiver
    ):
        whose, giver, receiver = the_sum.whose, the_sum.giver, the_sum.receiver
    if (
        role is Role.RUNNING
        and not (whose or giver or receiver)
        and told
        and told[-1].role is Role.RUNNING
        and re.match(r"(?:another|a\s+further)\b", text_of(sentence.doc)[quantity.span.start :][:12], re.IGNORECASE)
    ):
        whose, receiver = told[-1].whose, told[-1].receiver  # "Outside of exchanges, another 550 came home"
    if frame and not before and (side := _in_return(around, counted, discourse)):
        role, whose, giver, receiver = Role.TOTAL, side, None, side
    minimum, maximum = quantity.minimum, quantity.maximum
    if again is not None and role in {Role.TOTAL, Role.PART}:
        # "the 22": the very people that were counted before
        counted = again.counted
        if again.whose or again.giver or again.receiver:
            whose, giver, receiver = again.whose, again.giver, again.receiver
        role = again.role if again.role in {Role.TOTAL, Role.PART} else role
    if quantity.same:
        said = text_of(sentence.doc)[quantity.span.start : quantity.span.end]
        alike = re.search(r"\b(?:same|equal|equivalent|as\s+many)\b", said)
        if _EACH_TIME.search(text_of(sentence)):
            return None  # "Each time the same number went home": of other days
        if not before and _LOTS.search(around.upto(quantity.span)):
            return None  # "freed four groups of its captives and handed over an equal number"
        comparing = alike is not None and not _OTHER_DAY.search(text_of(sentence))
        meant = _meant(quantity.whose, receiver, comparing, around, before, discourse)
        if not before and said.endswith("figure") and discourse.figures and discourse.figures[-1].role is Role.RUNNING:
            meant = discourse.figures[-1]  # "Arland puts them at 6,057. Borland gives the same figure"
            whose = giver = receiver = None
        if meant is None or not _repeats(counting, token, around):
            return None
        minimum, maximum, counted = meant.minimum, meant.maximum, meant.counted
        if not (whose or receiver or giver):
            whose, giver, receiver = meant.whose, meant.giver, meant.receiver
        if role in {Role.TOTAL, Role.PART, Role.COMBINED} or _THE_FIGURE.match(said):
            role = meant.role  # "confirmed the figure and said they would go home soon"
        if role is Role.COMBINED and (whose or receiver):
            role = Role.TOTAL
    said = text_of(sentence.doc)[quantity.span.start : quantity.span.end]
    if minimum is None and role not in _ESTIMATED and _AS_MANY.match(said):
        minimum = maximum  # "as many as 157 came home" is told as much, "as many as 9,000 may have died" is not
    place = places.place_of(counting, number, countings, role, around)
    if place is not None and role is Role.TOTAL and discourse.last(Role.TOTAL) and counting.bare:
        role = Role.PART
    return Figure(
        span=quantity.span,
        text=text_of(sentence.doc)[quantity.span.start : quantity.span.end],
        minimum=minimum,
        maximum=maximum,
        counted=counted,
        role=role,
        whose=whose,
        giver=giver,
        receiver=receiver,
        place=place.iri if place else None,
        rule=EACH
        if _is_each(segment, frame) and not directions.LOTS_OF.search(around.upto(quantity.span))
        else _way(counting, frame, again, around),
        approximate=(quantity.approximate or (minimum != quantity.minimum and not quantity.same))
        and minimum == maximum,
    )


_GROUP_IS = re.compile(
    r"(?:.*\b[Tt]he\s+(?:group|contingent|batch)\s+(?:[\w’'-]+\s+){0,2}?(?:consist(?:s|ed)\s+of|made\s+up\s+of|compris\w+|includ\w+)|\W*(?:They\s+(?:are|were|include[sd]?)|Among\s+(?:them|those)))\b"
)
"""Begins a sentence that tells who those are that were told of before: "They are five Norlanders and two Westlanders"."""


def _are_freed_ones(value: int | None, before: list[Figure], discourse: Discourse) -> bool:
    """Tells the families of those freed, "today 150 families are happy", by their number."""
    told = (f for f in [*discourse.figures, *before] if f.role is Role.TOTAL and f.counted is Counted.PRISONERS)
    return value is not None and any(f.minimum == f.maximum == value for f in told)


def _are_of_those_freed(value: int | None, discourse: Discourse) -> bool:
    """Tells how some of those just freed were lost, "105 women were freed. 35 had been captured in May"."""
    last = discourse.last(Role.TOTAL, Role.COMBINED)
    if last is None or last.counted is not Counted.PRISONERS or last not in discourse.figures[-3:]:
        return False
    return value is not None and last.minimum is not None and value < last.minimum


def _of_all_kinds(counting: Counting, around: Surroundings) -> bool:
    """Tells losses, wounded and missing among them, from the dead: "puts Arlandic losses at 90,000"."""
    if re.match(
        r"[^.;,\d]{0,30}?\b(?:killed|dead)\s+(?:and|or)\s+(?:wounded|injured)\b", around.behind(counting.quantity.span)
    ):
        return True
    lost = roles.LOSSES_AT.search(around.upto(counting.quantity.span))
    if not counting.bare or lost is None or not re.match(r"losses|casualties", lost.group(), re.IGNORECASE):
        return False
    return re.match(r"\s+(?:dead|killed|deaths)\b", around.behind(counting.quantity.span)) is None


def _in_return(around: Surroundings, counted: Counted, discourse: Discourse) -> str | None:
    """Gives the side that gets what was "given in return", where the sentence names no side: not the one told of before."""
    cast, sentence = around.cast, around.sentence
    last = discourse.last(Role.TOTAL)
    if last is None or not last.receiver or last.counted is not counted:
        return None
    if not re.search(r"\bin\s+(?:return|exchange)\b(?!\s+for)", text_of(sentence)):
        return None
    if any((found := cast.at.get(token.i)) and cast.side_of(found) for token in sentence):
        return None
    if any(token.pos_ == "PRON" and token.dep_.startswith("nsubj") for token in sentence):
        return None
    others = [party.iri for party in cast.parties() if party.iri != last.receiver]
    return others[0] if len(others) == 1 else None


_AS_MANY = re.compile(r"as\s+many\s+as\b", re.IGNORECASE)
_ESTIMATED = frozenset({Role.LOSSES, Role.PLANNED, Role.AGREED, Role.THRESHOLD})
_EACH_TIME = re.compile(r"\b(?:each|every)\s+(?:time|occasion)\b", re.IGNORECASE)
_LOTS = re.compile(r"\b(?:groups?|batch(?:es)?|several|part|some)\s+of\s+(?:its|their|the)\b", re.IGNORECASE)
_OTHER_DAY = re.compile(
    r"\b(?:earlier|before|ago|previous|last|month|week|year|again|on\s+\d+|(?:on\s+)?(?-i:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\w*\.?\s+\d+)\b",
    re.IGNORECASE,
)
"""Words that take a comparison to another exchange, where the same side got the same number."""


_THE_FIGURE = re.compile(r"(?:the|that|this)\s+(?:figure|number)$", re.IGNORECASE)


def _told_before(
    counting: Counting, before: list[Figure], discourse: Discourse, speaker_side: str | None, named: str | None
) -> Figure | None:
    """Finds the figure that "the 22" goes back to; of both directions' 22, the speaker's own side's."""
    said = counting.quantity
    lead = text_of(counting.head.doc)[max(0, said.core.start - 7) : said.core.start]
    if said.value is None or not _DEFINITE.search(lead):
        return None
    alike = [f for f in reversed([*discourse.figures, *before]) if f.minimum == f.maximum == said.value]
    if named is not None:
        alike = [f for f in alike if f.whose in {None, named}]  # "the 90 Arlandic captives" of 90 for 90
    own = (f for f in alike if speaker_side and f.receiver == speaker_side)
    return next(own, alike[0] if alike else None)


_DEFINITE = re.compile(r"\b(?:the|these|those)\s$", re.IGNORECASE)
_HAD_BEEN = re.compile(
    r"(?:,\s[\w\s’'-]{2,30},)?\s+(?:[\w’'-]+\s+){0,4}?had\s+(?:been\s+)?(?:\w+ly\s+)?(?:captured|taken|imprisoned|surrendered)\b"
)
_OF_THE = re.compile(r"\W*(?:of|among)\s+the\s+\d[\d,]*(?:\s+\w+)?\s*,", re.IGNORECASE)

FREED = "free"
"""The rule of a figure whose giver is said to free people, its own or others."""


def _way(counting: Counting, frame: Frame | None, again: Figure | None, around: Surroundings) -> str:
    """Names how a figure's direction was found."""
    if again is not None and again.rule == FREED:
        return FREED
    if frame is None:
        return "context"
    freeing = frame.kind == transfers.GIVE and lemma_of(frame.verb) in {"free", "release", "liberate", "return"}
    freeing = freeing and not counting.quantity.same and any(c.dep_ == "nsubj" for c in frame.verb.children)
    unnamed = frame.receiver is None and belonging.named_side(counting, around) is None
    return FREED if freeing and frame.giver and unnamed else frame.kind


def _is_each(segment: str, frame: Frame | None) -> bool:
    return bool(
        (frame is not None and frame.both)
        or re.search(
            rf"\beach\b(?!\s+of\b)|{roles.APIECE}",
            segment,
            re.IGNORECASE,
        )
    )


def reconcile(figures: list[Figure]) -> list[Figure]:
    """Fills in, over a whole article, what one figure says of another.

    A total without sides that is the sum of both directions is combined; one that equals a total of one direction is
    that total. Nothing is changed where two directions would fit.
    """
    directed = [f for f in figures if f.role is Role.TOTAL and f.receiver and f.minimum is not None]
    exact = [f for f in directed if f.minimum == f.maximum]
    doubles = {(f.counted, 2 * f.minimum) for f in figures if f.rule == EACH and f.role is Role.TOTAL and f.minimum}
    out: list[Figure] = []
    sides = {(f.whose, f.receiver) for f in directed if f.counted is Counted.BODIES}
    sums = [f for f in figures if f.role is Role.RUNNING and f.receiver and f.minimum is not None]
    for figure in figures:
        if (freed := _own_freed(figure, figures)) is not None:
            figure = replace(figure, whose=freed, giver=None, receiver=freed)
        if (the_sum := running.repeated(figure, figures)) is not None:
            whose, receiver = figure.whose or the_sum.whose, figure.receiver or the_sum.receiver
            figure = replace(figure, role=Role.RUNNING, report=None, whose=whose, receiver=receiver)
        if (
            figure.role is Role.PART
            and figure.counted is Counted.BODIES
            and figure.place
            and figure.place == figure.whose
        ):
            # the dead that lay in a state's morgues are the other side's
            whole = next(
                (f for f in reversed(out) if f.role in {Role.TOTAL, Role.PART} and f.whose != figure.place), None
            )
            if whole is not None:
                figure = replace(figure, whose=whole.whose, giver=whole.giver, receiver=whole.receiver)
        if (
            figure.role is Role.TOTAL
            and figure.rule == "context"
            and (figure.counted, figure.minimum) in doubles
            and not any(f.minimum == figure.minimum and f.rule != "context" for f in figures)
        ):
            # "157 each … spoke of 314": nobody's alone, whoever was told of before
            figure = replace(figure, role=Role.COMBINED, whose=None, giver=None, receiver=None)
        if figure.role is Role.AGREED and (figure.counted, figure.minimum) in doubles and _is_sum(figure, figures):
            # "agreed to swap 314 … each side freed 157": it is done
            half = next(f for f in figures if f.rule == EACH and f.minimum and 2 * f.minimum == figure.minimum)
            figure = replace(figure, role=Role.COMBINED, report=half.report)
        undirected = not (figure.whose or figure.giver or figure.receiver)
        same_sum = {(f.whose, f.receiver) for f in sums if _is_same(f, figure)}
        if undirected and figure.role is Role.RUNNING and len(same_sum) == 1:
            whose, receiver = same_sum.pop()
            figure = replace(figure, whose=whose, receiver=receiver)
        elif undirected and figure.role is Role.RUNNING and figure.counted is Counted.BODIES and len(sides) == 1:
            whose, receiver = next(iter(sides))
            figure = replace(figure, whose=whose, receiver=receiver)
        elif (
            figure.role is Role.TOTAL
            and not (figure.whose or figure.giver or figure.receiver)
            and figure.rule != EACH
            and figure.minimum is not None
        ):
            alike = {
                (f.whose, f.receiver)
                for f in directed
                if f.counted is figure.counted
                and ((f.minimum, f.maximum) == (figure.minimum, figure.maximum) or _rounds(figure, f))
            }
            if len(alike) == 1:
                whose, receiver = alike.pop()
                figure = replace(figure, whose=whose, receiver=receiver)
            elif not alike and (figure.counted, figure.minimum) in doubles and figure.minimum == figure.maximum:
                figure = replace(figure, role=Role.COMBINED)
            elif figure.counted is Counted.BODIES and len(sides) == 1:
                whose, receiver = next(iter(sides))  # an article that tells of one side's dead alone
                figure = replace(figure, whose=whose, receiver=receiver)
            elif not alike and any(
                a.receiver != b.receiver and a.counted is b.counted is figure.counted and _adds_up(a, b, figure)
                for a in exact
                for b in exact
            ):
                figure = replace(figure, role=Role.COMBINED)
        if figure.role is Role.TOTAL and undirected and _of_both_sides(figure, figures):
            figure = replace(figure, role=Role.COMBINED)
        out.append(figure)
    return out


def _of_both_sides(figure: Figure, figures: list[Figure]) -> bool:
    """Tells a number whose parts are of both sides: "538 captives, including 31 Arlanders and 15 Borlanders"."""
    if figure.rule == EACH:
        return False
    parts: list[Figure] = []
    for other in figures:
        if other.span.start > figure.span.start:
            if other.role is not Role.PART or other.span.start - figure.span.end > _NEAR:
                break
            parts.append(other)
    return len({p.whose for p in parts if p.whose}) > 1


_NEAR = 120
"""In characters: parts that stand farther from a number are of another sentence."""


def _is_same(one: Figure, other: Figure) -> bool:
    return one.counted is other.counted and (one.minimum, one.maximum) == (other.minimum, other.maximum)


def _is_sum(figure: Figure, figures: list[Figure]) -> bool:
    """Tells "agreed to exchange 314" from what was agreed on for each side, "1,000 each", "1,000 for 1,000"."""
    if figure.rule == EACH or figure.whose or figure.minimum != figure.maximum:
        return False
    alike = (f for f in figures if f is not figure and f.minimum == figure.minimum)
    return all(f.span.start - figure.span.end > _APART or figure.span.start - f.span.end > _APART for f in alike)


_APART = 20
"""In characters: closer, two equal numbers are a formula."""


def _own_freed(figure: Figure, figures: list[Figure]) -> str | None:
    """Finds the side that got back those whom it is said to free, by what all else tells of them: "Borland frees 215 …"."""
    if figure.rule != FREED or not figure.giver:
        return None
    exact = [f for f in figures if f.counted is figure.counted and f.minimum == f.maximum]
    again = [f for f in exact if f.minimum == figure.minimum or _rounds(figure, f)]
    got = {f.receiver for f in again if f.receiver and f.giver != figure.giver}
    return figure.giver if got == {figure.giver} else None


def _rounds(headline: Figure, figure: Figure) -> bool:
    """Tells whether "over 500" is the 503 that an article goes on to tell of."""
    least, exact = headline.minimum, figure.minimum
    return (
        headline.maximum is None
        and figure.maximum is not None
        and least is not None
        and exact is not None
        and least <= exact <= 1.1 * least
    )


def _adds_up(a: Figure, b: Figure, whole: Figure) -> bool:
    assert a.minimum is not None
    assert b.minimum is not None
    assert whole.minimum is not None
    both = a.minimum + b.minimum
    if both == whole.minimum:
        return True
    near = re.match(r"(?:nearly|almost|about|around|some|close to|roughly)\b", whole.text, re.IGNORECASE)
    return bool(near and 0.88 * whole.minimum <= both <= 1.12 * whole.minimum)


def _segment_start(countings: list[Counting], number: int, sentence: DocSpan) -> int:
    return countings[number - 1].quantity.span.end if number else int(sentence.start_char)


def _segment(countings: list[Counting], number: int, sentence: DocSpan) -> str:
    """Gives the words around a number up to its neighbours."""
    start = _segment_start(countings, number, sentence)
    end = countings[number + 1].quantity.span.start if number + 1 < len(countings) else sentence.end_char
    return str(text_of(sentence.doc)[start:end])


def _is_plain_people(counting: Counting, around: Surroundings) -> bool:
    """Tells whether a number counts people of whom nothing says that they were exchanged ("four men carried the coffin")."""
    return (
        not (counting.bare or counting.partitive or counting.bodies_of or counting.counted)
        and belonging.named_side(counting, around) is None
    )


def _repeats(counting: Counting, token: Token, around: Surroundings) -> bool:
    words = counting.quantity.span
    text = text_of(around.sentence.doc)
    said = text[words.start : words.end].casefold()
    after = text[words.end : words.end + 12]
    if (
        "same" in said
        or "equal" in said
        or "many" in said
        or "similar" in said
        or "identical" in said
        or "equivalent" in said
    ):
        return True
    if _IS_DISPUTED.match(text, words.end):
        return True  # "That figure was questioned by the minister"
    if re.match(r"\s+(?:(?:of|is|was|were|are|for|had|has|rose|stands|who)\b|(?:at|to)\s+\w*\d)", after):
        return False
    governing = [lemma_of(t) for t in (token, *token.ancestors)][:4]
    return bool(
        {
            "confirm",
            "corroborate",
            "repeat",
            "verify",
            "deny",
            "dispute",
            "reject",
            "contradict",
            "back",
            "cite",
            "question",
        }
        & set(governing)
    )


_IS_DISPUTED = re.compile(
    r"\s+(?:is|was|were|has\s+been|had\s+been)\s+(?:\w+ly\s+)?(?:confirmed|corroborated|verified|denied|disputed|rejected|contradicted|questioned|challenged|repeated)\b"
)


def _meant(
    whose: str, receiver: str | None, comparing: bool, around: Surroundings, before: list[Figure], discourse: Discourse
) -> Figure | None:
    if whose:
        for token in around.sentence:
            if token.text == whose and (found := around.cast.at.get(token.i)) and (state := found.state):
                return discourse.last(Role.TOTAL, receiver=state.iri)
        return None
    known = [f for f in before if f.role in {Role.TOTAL, Role.COMBINED, Role.AGREED, Role.PLANNED}]
    if known:
        return known[-1]
    if receiver and not comparing and (own := discourse.last(Role.TOTAL, receiver=receiver)):
        return own
    return discourse.last(Role.TOTAL, Role.COMBINED)
