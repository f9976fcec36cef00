"""Tells whether a number without a noun counts people of an exchange: "24 were returned", "and Arland 70"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.annotate.acts import lemma_of, noun_lemma, text_of
from kg.annotate.dates import WEEKDAYS

if TYPE_CHECKING:
    from spacy.tokens import Span as DocSpan
    from spacy.tokens import Token

    from kg.annotate.counting import Counting
    from kg.lexicon import Lexicon

SUPERLATIVE = re.compile(
    r"\bof\s+(?:the|its|their|his|her)\s+(?:\w+\s+)?(?:\w+est|most|few|first|last|main|key|only|rare)\b", re.IGNORECASE
)
_BOTH_WAYS = re.compile(r"\s+(?:(?:for|from|on)\s+(?:each|either|both)\s+sides?|apiece|a\s+side)\b")
_NUMBER_BEHIND = re.compile(
    r"\s+(?:as\s+)?the\s+(?:(?:overall|total|combined|exact)\s+)?(?:number|total|tally|toll)\s+of\b"
)
_SUMMED = re.compile(r"\s+(?:in\s+all|altogether|so\s+far|since|in\s+total)\b")
_COUNTED_OUT = r"(?:\d|(?:an?[\s-]+)?(?:hundred|thousand)\b|one|two|three)"
_LOST = frozenset("death dead loss casualty fatality".split())
_SWAPS = frozenset("exchange swap handover repatriation release return transfer trade".split())
SIZE_OF_EVENT = re.compile(
    r"-(\w+)\s+(?:[\w-]+\s+){0,3}?(exchange|swap|trade|handover|release|repatriation|return|transfer)s?\b",
    re.IGNORECASE,
)
"""Behind a number, how many an exchange takes in: "a 310-person swap"."""
_FOLLOWED = re.compile(
    r"\s+(?:the\s+(?:next|following|same)\b|(?:an?|two|three|\d+)\s+(?:day|week|month)s?\s+(?:later|after))"
)
_SUMS = frozenset("number toll total figure tally count".split())
SHARES = frozenset("group contingent batch part portion share majority rest remainder".split())
"""What a number may be a share of, or stand beside as its size: "20 of the group", "the largest group, 40, …"."""
_REACHED = re.compile(
    r"\b(?:number|total|tally|toll)\b[^;.]*\b(?:reach(?:es|ed)|exceed(?:s|ed)|(?:stands?|stood)\s+at|(?:rises?|rose|risen|grown|grew|come|came)\s+to)\s+(?:\w+\s+)?$"
    r"|\b(?:br(?:ings?|inging|ought)|tak(?:es|ing)|took|rais(?:es|ed|ing))\s+(?:the|its|their)\s+(?:\w+\s+){0,2}(?:number|total|tally|toll)\b[^;.\d]*\bto\s+(?:\w+\s+)?$",
    re.IGNORECASE,
)
_STAGE_OF = re.compile(r"\b(?:exchanges|swaps|handovers|repatriations)\s+of\s+$", re.IGNORECASE)
_SAID_OF = re.compile(
    r",\s+(?:[\w’'-]+\s+){1,4}?(?:said|says|added|noted|wrote|reported),\s+(?:had|has|have|was|were|are|is|came|went)\b"
)
IT_WAS = re.compile(
    r"\b(?:number|toll|total|figure|tally|count|how\s+many)\b[^.;]*\b(?:it|this|that|the\s+(?:number|figure))\s+(?:was|is|may\s+be|could\s+be|might\s+be|to\s+be|should\s+be|stands?\s+at|stood\s+at)\s+(?:\w+\s+)?[“\"‘]?$",
    re.IGNORECASE,
)
_FOLLOWED_BY = re.compile(r"\b(?:followed\s+by|it\s+was)\s+$", re.IGNORECASE)
_OTHER_TIME = re.compile(
    r"\s+(?:the\s+(?:(?:next|following|previous)\s+)?(?:day|week|month)(?:\s+(?:before|after))?(?=[,.;]|\s+and\b)"
    r"|(?:an?|one|two|three)\s+(?:day|week|month)s?\s+(?:later|earlier|before|after))"
)
_ITEM_GOES_ON = frozenset(
    {"from", "in", "on", "of", "at", "after", "before", "as", "by", "a", "since", "during", "for", "to"}
)

_LOST_DASH = re.compile(
    r"\b(?:losses|casualties|toll|number\s+of\s+(?:the\s+)?(?:dead|killed|fallen|deaths|losses|prisoners|captives|bodies))\b[^.;\d]*\s[–—-]\s+(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)
_PLACE_DASH = re.compile(r"(?:[A-Z][\w’'-]+|region|oblast|direction|sector|axis|front|district)\s+[–—-]\s+$")
_DASHED = re.compile(r"\w\s+[–—-]\s+\d")
_PLACES = frozenset("sector direction axis front region oblast district morgue mortuary another".split())
_PART_OPENERS = frozenset(
    {"including", "among", "whom", "which", "them", "those", "include", "includes", "included", "namely", "comprising"}
)


def _from_many_places(sentence: DocSpan) -> bool:
    """Tells whether a sentence is a list of where people are from: three numbers or more, each with a place behind it."""
    items = [t for t in sentence if t.like_num and t.i + 2 < sentence.end and t.nbor().lower_ == "from"]
    return sum(any(w.pos_ == "PROPN" or noun_lemma(w) in _PLACES for w in t.doc[t.i + 2 : t.i + 6]) for t in items) > 2


def counts(
    sentence: DocSpan, number: Token, start: int, end: int, before: list[Counting], lexicon: Lexicon, topical: bool
) -> bool:
    """Tells whether a number without a noun counts people: "24 were returned", "and Arland 70", "put the number at 29"."""
    doc = sentence.doc
    following = next((t for t in doc[end : sentence.end] if not t.is_space), None)
    previous = doc[start - 1] if start > sentence.start else None
    text_after = text_of(doc)[number.idx + len(number) : number.idx + len(number) + 40]
    if number.lower_ in {"one", "two"} and (
        SUPERLATIVE.match(text_after.lstrip())
        or (following is not None and following.lower_ in {"of", "another", "side", "day"} and not topical)
    ):
        return False
    if number.lower_ == "one" and (
        not before
        or (previous is not None and previous.lower_ in {"no", "any", "every", "some", "each", "this", "that"})
    ):
        return False
    window = {t.lower_ for t in doc[max(sentence.start, start - 12) : start]}
    if (
        previous is not None
        and previous.text == "("
        and following is not None
        and following.text == ")"
        and start - 2 >= sentence.start
        and doc[start - 2].pos_ in {"PROPN", "NOUN"}
    ):
        return topical
    if re.search(
        r"\bnumber\s+of\s+(?:\w+\s+)?(?:mediations?|exchanges?|swaps?|rounds?|drones?|attacks?|days?|violations?)\b[^,;]*$",
        text_of(doc)[sentence.start_char : number.idx],
        re.IGNORECASE,
    ):
        return False
    if (
        re.search(
            r"\b(?:under|over|aged|above|below)\s+$", text_of(doc)[sentence.start_char : number.idx], re.IGNORECASE
        )
        and len(number.text) < 3
        and (following is None or following.is_punct or following.lower_ in {"and", "or"})
    ):
        return False  # "the wounded and those under 25"
    upto = text_of(doc)[sentence.start_char : doc[start].idx]
    if _STAGE_OF.search(upto) and number.lower_ != "one":
        return topical  # "Exchanges of 307 on Saturday and 303 on Sunday followed"
    if before and (_FOLLOWED_BY.search(upto) or _OTHER_TIME.match(text_after)):
        return True  # "received 40, followed by another 40", "and 40 the week before"
    if re.search(r"\bit\s+(?:at|as)\s+$", text_of(doc)[sentence.start_char : number.idx]):
        return topical  # "put it at 590"
    if re.match(r"\s+in\s+all\b", text_after) and previous is not None and previous.text == ",":
        return topical  # "most of the dead, 73 in all, …"
    if (
        window & {"number", "toll", "total", "figure", "dead", "losses", "tally", "count"}
        and previous is not None
        and previous.lower_ in {"to", "at", ":", "of", "is", "was", "reached", "exceeded", "as"}
    ):
        return True
    if (
        previous is not None
        and previous.lower_ in {"at", "as"}
        and any(noun_lemma(t) in _LOST for t in doc[max(sentence.start, start - 5) : start])
    ):
        return True  # "put Arlandic deaths at between 10,000 and 12,000"
    if (
        topical
        and previous is not None
        and previous.lower_ == "of"
        and start - 2 >= sentence.start
        and noun_lemma(doc[start - 2]) in _SWAPS
        and following is not None
        and (following.lower_ in {"on", "in", "and", "each", "for", ",", "followed"} or following.is_punct)
    ):
        return True  # "exchanges of 30 on Saturday and 20 on Sunday followed"
    if (
        topical
        and number.dep_ == "dobj"
        and lemma_of(number.head) == "count"
        and (following is None or following.is_punct)
    ):
        return True  # "Arland counts 5,040."
    if topical and previous is not None and previous.lower_ == "of" and lemma_of(previous.head) == "speak":
        return following is None or following.is_punct  # "A year ago he spoke of 46,000."
    if window & {"total", "toll", "number"} and previous is not None and previous.lower_ == "now":
        return True
    if (
        previous is not None
        and previous.text == ":"
        and any(
            noun_lemma(t) in lexicon["LossWords"] | lexicon["PrisonerWords"] | lexicon["BodyWords"] for t in sentence
        )
    ):
        return True
    if (
        topical
        and previous is not None
        and previous.text in {":", "–", "—", "-"}
        and start - sentence.start <= 6
        and (following is None or following.is_punct)
    ):
        return True  # an item of a list: "the northern direction: 30;"
    if previous is not None and previous.text in {"–", "—", "-"} and _LOST_DASH.search(upto):
        return True  # "told the losses in dead – 30,000"
    if topical and _PLACE_DASH.search(text_of(doc)[sentence.start_char : number.idx]):
        return len(_DASHED.findall(text_of(sentence))) > 1  # "the Norton region – 74, the Borton region – 39"
    if (
        topical
        and start == sentence.start + 1
        and previous is not None
        and previous.lower_ == "the"
        and following is not None
        and (following.text == "," or following.pos_ in {"VERB", "AUX"})
    ):
        return True  # "The five, …, have been taken"
    if (
        topical
        and re.search(
            r"\bof\s+the\s+(?:(?:more|fewer)\s+than\s+|over\s+|some\s+|about\s+)?$",
            text_of(doc)[sentence.start_char : number.idx],
            re.IGNORECASE,
        )
        and (following is None or following.is_punct or following.pos_ in {"VERB", "AUX", "PRON"})
    ):
        return True  # "Of the 40, 20 …", "ten of the 40 hold …"
    if previous is not None and previous.text == "," and start - 2 >= sentence.start:
        apposed = noun_lemma(doc[start - 2])
        if apposed in _SUMS or (apposed in SHARES and following is not None and following.text == ","):
            return topical  # "gave a slightly lower figure, 760", "the largest group, 40, fell in the north"
    if (
        previous is not None
        and previous.lower_ == "at"
        and (_SUMS | {"result"} | lexicon["PeopleNouns"] | lexicon["PrisonerWords"] | lexicon["BodyWords"])
        & {noun_lemma(t) for t in doc[sentence.start : start]}
        and any(lemma_of(t) == "put" for t in doc[sentence.start : start])
    ):
        return topical
    if _REACHED.search(text_of(doc)[sentence.start_char : number.idx]):
        return True  # "the total number of those freed with its help has reached 2,400"
    if _BOTH_WAYS.match(text_after):
        return topical  # "303 from each side", "25 a side"
    if following is not None and following.lower_ == "from" and _from_many_places(sentence):
        return True  # "It listed a further 56 from Norton, 45 from Borton and seven from the Eastern region"
    if (
        previous is not None
        and (previous.lower_ in {"to", "at"} or lemma_of(previous) == "put")
        and _NUMBER_BEHIND.match(text_after)
    ):
        return topical  # "raised to 2,400 the number of those freed"
    if start == sentence.start and _SAID_OF.match(text_after):
        return topical  # "Thirty-seven, he said, had surrendered"
    if IT_WAS.search(upto):
        return topical  # "They disagreed on the number, with some claiming that it was 173"
    if previous is not None and previous.lower_ in {"makes", "made", "making"} and _SUMMED.match(text_after):
        return topical  # "That makes 80 in all"
    if topical and following is not None and following.lower_ == "for" and re.match(r"\s+for\s+[A-Z]", text_after):
        return True  # "90 for Borland, 8 for Arland"
    if (
        before
        and previous is not None
        and previous.text == ","
        and (following is None or following.is_punct)
        and re.search(
            r"\bin\s+the\s+(?:first|second|third|last|other|latter),\s+$",
            text_of(doc)[sentence.start_char : number.idx],
        )
    ):
        return True  # "in the first, 200 were freed; in the second, 300"
    # "25 for 25": the formula of a swap
    if re.match(rf"[\s-]+(?:for|against)[\s-]+{_COUNTED_OUT}", text_after) or re.search(
        r"(?:\d|\b(?:hundred|thousand))[\s-]+(?:for|against)[\s-]+(?:an?\s+)?$",
        text_of(doc)[sentence.start_char : number.idx],
    ):
        return topical
    if not topical and not before:
        return False
    if start == sentence.start and following is not None and following.lower_ in _ITEM_GOES_ON:
        return True  # an item of a list: "– 451 from the northern direction"
    if following is not None:
        if following.pos_ in {"VERB", "AUX"} and following.tag_ != "VBG":
            return True
        if following.lower_ in {"who", "others", "each", "more", "whose"}:
            return True
        if following.lower_ in {
            "in",
            "from",
            "to",
            "on",
            "at",
            "for",
            "by",
            "with",
            "of",
            "as",
            "near",
            "around",
            "outside",
            "were",
            "belonging",
            "came",
            "since",
            ",",
        } and (before or (previous is not None and previous.lower_ in _PART_OPENERS)):
            return True
    if previous is not None:
        if previous.lower_ in _PART_OPENERS:
            return True
        if before and previous.tag_ == "POS" and doc[start - 2].lower_ in WEEKDAYS:
            return True  # "Saturday's stage freed 30 captives on each side and Sunday's 20"
        # "Borton took back 100 bodies and Arland 70"
        if before and previous.pos_ in {"PROPN", "NOUN"} and previous.text[:1].isupper():
            return True
        if before and doc[start].lower_ in {"another", "a"} and _FOLLOWED.match(text_after):
            return True  # "1,200 bodies, followed by another 1,200 the next day"
        if (
            before
            and previous.lower_ == "from"
            and start - 2 >= sentence.start
            and doc[start - 2].lower_ in {"up", "down"}
        ):
            return True  # "460, up from 430"
        if (
            before
            and previous.lower_ in {"and", "for", "while", "another", "versus", "against", "with"}
            and (following is None or following.is_punct or following.pos_ == "ADP")
        ):
            return True
        if (
            previous.text == ","
            and following is not None
            and following.text == ","
            and any(
                t.lower_ in {"most", "them", "majority", "half"} for t in doc[max(sentence.start, start - 5) : start]
            )
        ):
            return True
        if (
            previous.lower_ == "of"
            and start - 2 >= sentence.start
            and lemma_of(doc[start - 2]) == "speak"
            and (following is None or following.is_punct)
        ):
            return True  # "A year ago he spoke of 43,000"
        if noun_lemma(previous) in lexicon.reporting and (
            following is None or following.is_punct or following.pos_ == "CCONJ"
        ):
            return True  # "had mentioned more than 400"
        if any(
            noun_lemma(t) in lexicon["GetVerbs"] | lexicon["GiveVerbs"] | {"take", "bring"}
            for t in doc[max(sentence.start, start - 3) : start]
        ) and (
            following is None
            or following.is_punct
            or following.pos_ in {"CCONJ", "ADP"}
            or following.lower_ in {"back", "home", "again"}
            or re.match(r"\s+(?:the\s+same|that|this|last)\s+(?:day|week|month|year)\b", text_after)
        ):
            return True
    return False
