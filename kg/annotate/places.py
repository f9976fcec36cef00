"""Finds the one region that a figure is broken down by."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.annotate import running
from kg.annotate.acts import lemma_of, text_of
from kg.annotate.mentions import DEMONYM
from kg.authority import EntryType
from kg.model import Counted, Role, Span

if TYPE_CHECKING:
    from spacy.tokens import Span as DocSpan

    from kg.annotate.cast import Cast
    from kg.annotate.counting import Counting
    from kg.annotate.mentions import Found
    from kg.annotate.surroundings import Surroundings
    from kg.authority import Entry

_OF = re.compile(r"\s+(?:out\s+)?of\s+(?:(?:all\s+)?(?:the|those|these|its|their)\s+)?", re.IGNORECASE)


_ASIDE = re.compile(
    r",\s+(?:(?:where|which|who|whose)\b|(?:most|many|some|several|half|part|all)\s+of\s+(?:them|whom)\b|and\s+an?\s)"
)


def place_of(
    counting: Counting, number: int, countings: list[Counting], role: Role, around: Surroundings
) -> Entry | None:
    """Finds the one region that a part is broken down by, within the words that belong to this number."""
    if role not in {Role.PART, Role.RUNNING, Role.TOTAL}:
        return None
    if _is_whole(number, countings):
        return None
    cast, sentence = around.cast, around.sentence
    start = counting.quantity.span.end
    following = number + 2 if _is_whole(number + 1, countings) else number + 1
    end = countings[following].quantity.span.start if following < len(countings) else sentence.end_char
    if behind_dash := _of_place_before(counting, sentence, cast):
        return behind_dash
    if aside := _ASIDE.search(text_of(sentence.doc), start, end):
        end = aside.start()  # what follows is said of a town, or of some
    places = _places(sentence, Span(start, end), cast)
    lead = number == 0 or countings[number - 1].quantity.span.end < counting.quantity.span.start - 6
    if text_of(around.sentence.doc)[start : start + 1] == ")":
        # "Norton (69), the Borton region (31)"
        before = countings[number - 1].quantity.span.end if number else sentence.start_char
        behind = _places(sentence, Span(before, counting.quantity.span.start), cast, anywhere=True)
        return behind[-1] if behind else None
    if not places and lead and role is Role.PART:
        before = countings[number - 1].quantity.span.end if number else sentence.start_char
        lead_text = text_of(sentence.doc)[before : counting.quantity.span.start]
        opening = (
            r"\W*(?:and\s+)?(?:from|in|on|for|near|at)\b"
            if number == 0
            else r".*[;,]\s*(?:and\s+)?(?:from|in|on|near)\b[^,;]*,?\s*$"
        )
        if re.match(opening, lead_text, re.IGNORECASE) or re.search(r":\s*$|[–—-]\s*$", lead_text):
            places = _places(sentence, Span(before, counting.quantity.span.start), cast)
    if not places and role is Role.PART and counting.partitive and counting.number.dep_ not in {"nsubj", "nsubjpass"}:
        # "battles in the Norton region had claimed 30 of them"
        clause = text_of(sentence.doc)[sentence.start_char : counting.quantity.span.start]
        places = _places(
            sentence, Span(sentence.start_char + clause.rfind(",") + 1, counting.quantity.span.start), cast
        )
    around_others = {p.within for p in places}
    places = [p for p in places if p.iri not in around_others]  # the plant, not the town around it
    if len(places) != 1:
        return None
    civilians = counting.noun == "resident" or counting.counted is Counted.CIVILIANS
    if role is Role.TOTAL and not counting.bare and not (civilians and _at_noun(counting)):
        return None
    return places[0]


def _of_place_before(counting: Counting, sentence: DocSpan, cast: Cast) -> Entry | None:
    """Reads a list that puts a number behind each place: "the Norton region – 74, the Borton region – 39"."""
    lead = _PLACE_DASH.search(text_of(sentence.doc)[sentence.start_char : counting.quantity.span.start])
    if lead is None:
        return None
    first = sentence.start_char + lead.start()
    found = _places(sentence, Span(first, counting.quantity.span.start), cast, anywhere=True)
    return found[-1] if found else None


_PLACE_DASH = re.compile(
    r"(?:[A-Z][\w’'-]+)(?:\s+(?:region|oblast|direction|sector|axis|front|district|city))?\s+[–—-]\s+$", re.IGNORECASE
)


def is_from(counting: Counting, around: Surroundings) -> bool:
    """Tells those brought from one town or region, "430 bodies were brought from Norton", on no day of their own."""
    behind = around.behind(counting.quantity.span)
    found = _FROM.match(behind)
    if found is None or running.tells_a_day(text_of(around.sentence)):
        return False
    at = counting.quantity.span.end + found.end()
    name = next((around.cast.at.get(t.i) for t in around.sentence if at <= t.idx < at + 2), None)
    return name is not None and name.type is EntryType.PLACE


_FROM = re.compile(
    r"[^,;.:\d]{0,50}?\b(?:came|come|were|was|been|brought|returned|delivered|recovered|evacuated|exhumed)\s+from\s+(?:the\s+)?"
)


def _is_whole(number: int, countings: list[Counting]) -> bool:
    """Tells whether a number is what the one before it is a part of: what "eleven of the 40 came from …" says is of the part."""
    if not 0 < number < len(countings):
        return False
    one, other = countings[number - 1].quantity.span, countings[number].quantity.span
    return _OF.fullmatch(text_of(countings[number].head.doc)[one.end : other.start]) is not None


def _at_noun(counting: Counting) -> bool:
    """Tells whether the place hangs on what is counted ("residents of the Norton region")."""
    following = counting.head.nbor() if counting.head.i + 1 < len(counting.head.doc) else None
    after = text_of(counting.head.doc)[counting.head.idx + len(counting.head) :][:40]
    if re.match(r"\s+(?:who\s+live|living|residing)\b", after):
        return True
    return following is not None and following.lower_ in {"of", "from"}


def _places(sentence: DocSpan, span: Span, cast: Cast, anywhere: bool = False) -> list[Entry]:
    found: dict[str, Entry] = {}
    for token in sentence:
        if not (span.start <= token.idx < span.end):
            continue
        name = cast.at.get(token.i)
        if name is None or token.i != name.end - 1:
            continue
        if name.type is EntryType.PLACE and name.entries:
            preposition = _preposition(name.start, sentence)
            if _of_something_else(name.start, sentence) or _names_a_deal(name, sentence):
                continue
            if (
                preposition in {"from", "in", "on", "at", "near", "around", "of", "for", "across", "within", "inside"}
                or preposition == ""
                or anywhere
                or _is_defended(name.start, sentence, span.start)
            ):
                entry = next(e for e in name.entries if e.type is EntryType.PLACE)
                found[entry.iri] = entry
        elif (state := name.state) and _is_territory(name, sentence):
            found[state.iri] = state
    return list(found.values())


def _is_defended(start: int, sentence: DocSpan, number_end: int) -> bool:
    """Tells the place that people fought for: "95 of them had defended the Norton works"."""
    at = start - 1
    while at > sentence.start and sentence.doc[at].pos_ in {"DET", "ADJ"}:
        at -= 1
    said = text_of(sentence.doc)[number_end : sentence.doc[start].idx]
    other = re.search(r"[,;]|\b(?:that|which|and|most)\b", said)  # "belong to the unit that defended Norton"
    return at >= sentence.start and lemma_of(sentence.doc[at]) == "defend" and other is None


def _is_territory(name: Found, sentence: DocSpan) -> bool:
    """Tells a state as a place: "on Borlandic territory", "in morgues in Borland"."""
    before, after = _preposition(name.start, sentence), sentence.doc[name.end : sentence.end][:1]
    if before in {"on", "in"} and any(t.lower_ in {"territory", "soil"} for t in after):
        return True
    if before == "of" and re.search(r"\b(?:territory|soil)\s+of\s+(?:the\s+)?$", _before(name.start, sentence)):
        return True
    return (
        name.use != DEMONYM
        and before in {"in", "inside", "within"}
        and re.search(r"\b(?:morgues?|mortuar(?:y|ies))\b", text_of(sentence)) is not None
    )


def _before(start: int, sentence: DocSpan) -> str:
    return text_of(sentence.doc)[sentence.start_char : sentence.doc[start].idx]


def _of_something_else(start: int, sentence: DocSpan) -> bool:
    """Tells a place that says where somebody governs or something was agreed, not where the people are from."""
    return bool(
        re.search(
            r"\b(?:(?:mayor|governor|head|council)\s+of|(?:agree\w*|talks|deals?|reached|signed|agreed\s+by\s+(?:their|the)\s+(?:\w+\s+)?delegations|made|rounds?|meetings?|negotiat\w+|hosted)\s+(?:\w+\s+)?(?:in|at))\s+(?:the\s+)?$",
            _before(start, sentence),
            re.IGNORECASE,
        )
    )


def _names_a_deal(name: Found, sentence: DocSpan) -> bool:
    """Tells "within the framework of the Norton agreements": a place that only names what was agreed there."""
    after = sentence.doc[name.end : sentence.end][:1]
    return any(t.lower_ in {"agreement", "agreements", "deal", "deals", "talks", "accord", "accords"} for t in after)


def _preposition(start: int, sentence: DocSpan) -> str:
    """Gives the preposition before a name, articles and adjectives between them."""
    at = start - 1
    if at > sentence.start and sentence.doc[at].tag_ == "POS":
        at -= 2  # "of Borland's Norton region"
    while at >= sentence.start and (
        sentence.doc[at].pos_ in {"DET", "ADJ", "ADV"}
        or sentence.doc[at].tag_ in {"VBN", "VBG"}
        or sentence.doc[at].lower_ in {"the", "region", "direction", "eastern", "southern"}
    ):
        at -= 1
    if at < sentence.start:
        return ""
    token = sentence.doc[at]
    if token.pos_ == "ADP" or token.lower_ in {"near", "from", "in", "on", "at"}:
        return str(token.lower_)
    if token.lower_ in {"and", ","}:
        return ""
    return "?"
