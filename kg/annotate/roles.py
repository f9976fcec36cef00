"""Decides what a figure is to its exchange: a total, a part, both directions together, a running sum, a plan, a bar."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.annotate import additions, bare, belonging, directions, periods, places, plans, running, trades, transfers
from kg.annotate.acts import lemma_of, text_of
from kg.annotate.balance import EACH
from kg.model import Counted, Figure, Role

if TYPE_CHECKING:
    from kg.annotate.counting import Counting
    from kg.annotate.surroundings import Discourse, Surroundings
    from kg.annotate.transfers import Frame

_THRESHOLD = re.compile(
    rf"\b{running.ORDINAL}\b(?:(?:\s+(?!(?:an?|the|to|in)\b)[\w’'-]+){{0,4}}?\s+{running.EVENT}\b|(?=\s+(?:since|in|of|involving|with)\b)).*?\b(?:of|involving|with|exceeding|in\s+which|where|numbering|returning)\b",
    re.IGNORECASE,
)

_BROUGHT = re.compile(
    r"\band\s+(?:that\b|\d)|\b(?:result(?:s|ed|ing)|leading|led|saw|sees|bringing|brought)\b", re.IGNORECASE
)
"""Between an ordinal and a number that is no bar: "the 12th exchange and that 30 of the 70 …", "…, resulting in the return of"."""

_PART_LEAD = re.compile(
    r"\b(?:(?<!result\s)(?<!each\s)(?<!number\s)of\s+(?:them|these|those|whom|which|the\s+(?:total|number|freed|returned|dead|bodies|fallen|released|prisoners|soldiers|\d+(?:,\d{3})*(?![\d-]|,\d|\s+(?:for|by)\s+\d))|this\s+number)|among\s+(?:them|those|the|whom|these)|includ(?:e|es|ed|ing)|breakdown(?=[^.;\d]{0,40}:)|compris(?:e|es|ed|ing)|consist(?:s|ed|ing)\s+of|made\s+up\s+of|namely)\b",
    re.IGNORECASE,
)

_SET_OFF = re.compile(r"\s[–—-]\s|:\s")
"""Between an ordinal and a number of that very exchange: "the first stage — an exchange of 200"."""
_BOTH_SWAP = re.compile(
    r"\b[A-Z]\w+(?:,|\s+and)\s+[A-Z]\w+\s+(?:(?:said|reported|announced|confirmed)\s+(?:on\s+\w+\s+)?(?:that\s+)?they\s+)?(?:have\s+|had\s+)?(?:exchange|swap|trade|free)[sd]?\b[^,;]*$",
    re.IGNORECASE,
)

_CARRIED_OUT = re.compile(
    r"\b(?:[A-Z]\w+(?:,|\s+and)\s+[A-Z]\w+|(?:[Tt]wo|[Bb]oth)\s+(?:countries|sides|states|parties|nations))\s+(?:(?:have|had|on|\w+day|again|also)\s+){0,4}(?:carried\s+out|carry\s+out|conduct(?:ed)?|held|hold|completed?|staged?|made)\s+[^;.:\d]{0,60}\b(?:exchanges?|swaps?)\b[^;.:\d]*(?:,\s+|\s+(?=involving|covering|that\s+saw|in\s+which))(?:with|involving|covering|swapping|exchanging|trading|freeing|releasing|that\s+saw|which\s+saw|in\s+which)\b[^;,.\d]*$"
)

_LOSS = re.compile(
    r"\b(?:killed|dead|deaths?|died|fallen|losses|lost|casualties|toll|wounded|injured)\b", re.IGNORECASE
)

_WAR = re.compile(
    r"\b(?:war|invasion|conflict|fighting|since|front|toll|military\s+dead|battle\w*|losses|casualties|country['’]s|so\s+far|total|to\s+date|estimate\w*)\b",
    re.IGNORECASE,
)


_FROM_SECTOR = re.compile(
    r"[^.;]*\b(?:from|in)\s+(?:the\s+|an?\s+)?(?!(?:opposite|other|reverse|same|both|either)\b)(?:[\w-]+\s+)?(?:sectors?|directions?|axis|regions?|oblasts?|fronts?|morgues?|mortuar(?:y|ies))\b"
)
_OF_SOME = re.compile(r",\s+(?:all|most|many|some|several)\s+of\s+(?:them|whom)\b")
APIECE = r"\bapiece\b|\bper\s+side\b|\b(?:in\s+)?(?:each|either)\s+(?:direction|way)\b|\bon\s+(?:a\s+)?(?:parity|one-for-one|one-to-one)\s+basis\b|\b(?:for|on|from|by)\s+(?:both|each|either)\s+sides?\b|\ba\s+side\b"
"""Words by which one number holds for both directions, beside "each"."""


def role_of(
    counting: Counting,
    number: int,
    countings: list[Counting],
    frame: Frame | None,
    counted: Counted,
    around: Surroundings,
    before: list[Figure],
    discourse: Discourse,
) -> Role:
    """Decides a figure's role by the words of its clause and by the figures before it, the surest sign first."""
    text = text_of(around.sentence)
    at = counting.quantity.span.start - around.sentence.start_char
    upto, after = text[:at], text[at:]
    if _is_loss(counting, frame, text):
        return Role.LOSSES
    if counted is Counted.MISSING and (counting.quantity.value or 0) >= 1000:
        return Role.LOSSES
    if counted in {Counted.KILLED, Counted.WOUNDED, Counted.MISSING} and before and before[-1].role is Role.LOSSES:
        return Role.LOSSES
    last = next(reversed([*discourse.figures[-1:], *before]), None)
    again = counting.bare and (directions.NUMBER_AT.search(upto) or _SPOKE_OF.search(upto))
    if again and (counting.quantity.value or 0) >= 1000 and last is not None and last.role is Role.LOSSES:
        return Role.LOSSES  # "A year ago he spoke of 20,000", "The ministry put it at 4,000"
    if re.search(r"\b(?:up|down)\s+from\s+$", upto) and before:
        return before[-1].role
    if plans.is_deal(text, counting.quantity.core.start - around.sentence.start_char):
        return Role.AGREED
    if (
        (match := _THRESHOLD.search(upto + " "))
        and not re.search(r"[.;:]", upto[match.end() - 1 :])
        and not _BROUGHT.search(upto[match.start() :])
        and not _SET_OFF.search(match.group())
        and not (
            re.search(r",\s+with\s+$", upto)
            and re.match(rf"[^,;.]*(?:\b(?:freed|released|returned)\b|{APIECE})", text[at:])
        )
        and (
            counting.quantity.maximum is None
            or re.search(r"\b(?:of|involving|exceeding)\s+(?:the\s+)?(?:remains|bodies)?\s*(?:of\s+)?$", upto)
        )
        and len(upto) - match.end() < 40
    ):
        return Role.THRESHOLD
    behind = after[counting.quantity.span.end - counting.quantity.span.start :]
    if plans.goes_with_plan(around.sentence, at, around.previous()):
        return Role.PLANNED
    if plans.is_agreed_each(upto):
        return Role.AGREED
    if plans.is_planned(counting, frame, text, at):
        return Role.AGREED if plans.is_under_deal(upto) else Role.PLANNED
    if re.search(
        r"\b(?:to|for|ahead\s+of|before)\s+(?:that|a|the|an?other)\s+(?:\w+\s+)?(?:swap|exchange)\b", after[:90]
    ) and re.search(r"\b(?:carry|carrying|transport\w*|taking|flying|bound)\b", text):
        return Role.PLANNED
    if plans.is_agreed(upto, after, behind):
        return Role.AGREED
    if before and before[-1].role in {Role.AGREED, Role.PLANNED} and plans.joins(counting, before):
        return before[-1].role
    told = [*discourse.figures, *before]
    sums_up = running.sums_up(counting, counted, text, at, told)
    if not sums_up and (of_all := additions.of_all(counting, upto, after, told)) is not None:
        return of_all
    runs = (
        sums_up
        or running.runs(text, at, counting)
        or periods.sums(counting, counted, countings, text, at, told)
        or running.so_far(counting, text, at, told, around.previous())
    )
    both_ways = frame is None or frame.receiver is None  # "Arland has by now received 700" is no sum of both
    if both_ways and counting.quantity.value and counting.quantity.value == additions.sum_of_all(told):
        return Role.COMBINED  # "…, which brings the number of those freed to 90"
    if _COMBINED_LEAD.search(upto) and not runs:
        return Role.COMBINED  # "a combined total of more than 300"
    if re.match(rf"[^,;.\d]{{0,40}}(?:{APIECE})", behind) and not (
        sums_up or _OVER_TIME.search(_BRINGS_TO.split(text)[0]) or _MADE_UP.search(upto) or running.is_over_days(upto)
    ):
        return Role.TOTAL  # "157 freed on each side"
    if len(belonging.nations(counting, around)) > 1 and not re.search(rf"\beach\b|{APIECE}", text):
        return Role.COMBINED  # "300 Arlandic and Borlandic captives"
    if belonging.nationality(counting, around) and any(not (f.whose or f.receiver) for f in before):
        return Role.TOTAL  # "300 captives, 150 of them Arlandic and 150 Borlandic"
    if runs:
        inherited = next((f for f in reversed(before) if f.role is Role.RUNNING), None)
        return Role.PART if inherited and _is_part(counting, upto, before) else Role.RUNNING
    if (
        counting.bare
        and (sized := bare.SIZE_OF_EVENT.match(behind))
        and sized[2].lower() in {"exchange", "swap", "trade"}
    ):
        return Role.TOTAL if re.search(rf"\beach\b|{APIECE}", text) else Role.COMBINED  # "a 310-person swap"
    if _LOT_OF.search(upto) and _AND_OTHER.match(behind) and not re.match(rf"[^;.\d]*(?:\beach\b|{APIECE})", behind):
        return Role.COMBINED  # "an exchange of two captives between Arland and Borland"
    if _BETWEEN_SIDES.search(upto) or _AFTER_BETWEEN.match(behind):
        both_named = not any(directions.nearby_side(counting, around)) and not _says_side(counting, around)
        if both_named and not re.search(rf"\beach\b|{APIECE}", text):
            return Role.COMBINED  # "a swap between Arland and Borland, resulting in the release of 206 captives"
    if _TO_A_SUM.match(behind) and not counting.partitive:
        return Role.TOTAL  # "received 51 on Monday, taking the total to 78"
    total = discourse.last(Role.TOTAL, Role.COMBINED)
    if trades.for_one(counting):
        more = any(f.role is Role.TOTAL and _smaller(counting, f) for f in told)
        return Role.PART if more else Role.TOTAL
    if _FREED_FOR.match(behind):
        # "two hundred were exchanged for the politician": some of those freed, or all
        return Role.PART if not before and total and _smaller(counting, total) else Role.TOTAL
    beside_him = _BESIDE_HIM.search(upto) and re.match(r"\s+others?\b", behind) and _SET_FREE.search(text)
    if beside_him and total and _smaller(counting, total):
        return Role.PART  # "the commander, along with four others"
    if directions.held_by(counting, around) is not None:
        return Role.TOTAL
    if _BY_BOTH.match(behind):
        return Role.COMBINED
    if _EACH_GAVE.search(upto) or (_GROUP_OF.search(upto) and _MADE_UP.match(behind.lstrip())):
        return Role.TOTAL
    if before and before[-1].role is Role.PART and re.search(r"\bamong\s+the\s+$", upto):
        return Role.TOTAL  # "there were four of them among the 197 people freed"
    of_them = counting.partitive and counting.head.lower_ in {"whom", "them", "these", "those"}
    if _for_swap(text, at) and not of_them:
        return Role.TOTAL
    if re.search(r"\b[Aa]ll\s+(?:the\s+)?$", upto) or (
        counting.quantity.span.start < counting.quantity.core.start and re.match(r"[Aa]ll\b", after)
    ):
        return Role.TOTAL
    own_day = _FURTHER_ON_A_DAY.match(after) is not None or running.opens_with_a_day(upto)
    if (
        discourse.figures
        and discourse.figures[-1].role is Role.PART
        and not before
        and re.match(r"another\b|a\s+further\b", after, re.IGNORECASE)
        and not own_day
    ):
        return Role.PART
    if around.dated and (not before or any(directions.nearby_side(counting, around))):
        return Role.TOTAL  # "11 June: 1,200 bodies to Arland, 27 to Borland"
    if around.item and not (frame and (frame.receiver or frame.giver)):
        return Role.PART
    whole = discourse.last(Role.TOTAL)
    if counting.partitive and whole and not before and whole.minimum == whole.maximum == counting.quantity.value:
        return Role.TOTAL  # "some of ours are back, 95 of them": all that were told of
    both = discourse.last(Role.TOTAL, Role.COMBINED)
    of_both = both is not None and both.role is Role.COMBINED and counting.partitive and not before
    if of_both and frame and frame.receiver:
        return Role.TOTAL  # "480 bodies changed hands. Arland received 450 of them"
    turned = (
        frame is not None
        and frame.receiver is not None
        and bool(before)
        and before[-1].receiver not in {None, frame.receiver}
        and re.search(r",\s+while\b", upto)
    )  # "got back 215, including 108 marines, while 55 were handed over to Borland"
    anew = bool(turned) or _turns(counting, around, upto, before)
    if (_is_part(counting, upto, before) and not anew) or _OF_THOSE.match(
        after[counting.quantity.span.end - counting.quantity.span.start :]
    ):
        return Role.PART
    if (
        before
        and before[-1].role is Role.PART
        and not anew
        and (counting.bare or not frame)
        and not counting.partitive
        and before[-1].counted in {counted, Counted.CIVILIANS}
        and belonging.named_side(counting, around) in {None, before[-1].whose}
        and not _resets(around, counting)
        and not _OF_THE.search(text[: counting.quantity.core.start - around.sentence.start_char])
    ):
        return Role.PART
    if counting.bare and text[at + counting.quantity.span.end - counting.quantity.span.start :][:1] == ")":
        return Role.PART
    if counting.bare and not before and not discourse.last(Role.TOTAL, Role.COMBINED) and discourse.last(Role.RUNNING):
        return Role.RUNNING
    if directions.NUMBER_AT.search(upto) or bare.IT_WAS.search(upto):
        return Role.TOTAL
    if (
        not before
        and counting.bare
        and total
        and _smaller(counting, total)
        and not (frame and frame.receiver)
        and not own_day
        and not _SWAPS_OF.search(upto)
    ):
        return Role.PART
    told_of = {
        f.minimum for f in discourse.figures if f.role in {Role.TOTAL, Role.COMBINED} and (f.minimum or 0) > _FEW
    }
    alike = not _AMONG.match(behind) and (
        counting.quantity.value in told_of or (total is not None and total.minimum == counting.quantity.value)
    )
    if not before and total and _smaller(counting, total) and _describes(counting) and not alike:
        return Role.PART
    if not before and total and _smaller(counting, total) and _IN_GROUP.match(behind):
        return Role.PART  # "there are 387 men and three women in the group"
    if (
        not before
        and total
        and _smaller(counting, total)
        and counting.quantity.value != total.minimum
        and _FROM_SECTOR.match(_OF_SOME.split(after)[0])
        and not (counted is Counted.CIVILIANS and re.search(r"\balso\b|\bas\s+well\b", text))
    ):
        return Role.PART
    whole = discourse.last(Role.TOTAL, Role.RUNNING)
    if (
        not before
        and whole
        and whole.counted is counted
        and _smaller(counting, whole)
        and counting.quantity.value != whole.minimum
        and not own_day
        and places.is_from(counting, around)
    ):
        return Role.PART  # "430 bodies were brought from Norton"
    whole_told = _OF_THE.search(text[: counting.quantity.core.start - around.sentence.start_char])
    if (
        before
        and before[-1].role is Role.PART
        and _describes(counting)
        and not (anew or _resets(around, counting) or whole_told)
    ):
        return Role.PART
    if not before and not (counting.bare or counting.partitive) and _is_told_part(counting, discourse):
        return Role.PART
    if (
        not before
        and _CARRIED_OUT.search(upto)
        and not (frame and (frame.giver or frame.receiver))
        and not _says_side(counting, around)
        and not any(directions.nearby_side(counting, around))
        and not re.search(rf"\beach\b|{APIECE}", text)
    ):
        return Role.COMBINED  # "Arland and Borland carried out a swap, with more than 200 people going home"
    undirected = frame is None or (frame.kind == transfers.GIVE and not frame.receiver and not frame.both)
    if undirected and _says_side(counting, around) is False and _BOTH_SWAP.search(upto):
        return (
            Role.TOTAL
            if re.search(r"\beach\b|\bapiece\b", _own_part(countings, number, around), re.IGNORECASE)
            else Role.COMBINED
        )
    if (
        frame
        and frame.kind == transfers.GIVE
        and belonging.named_side(counting, around) is None
        and re.search(r"\bbetween\s+them\b", text)
    ):
        return Role.COMBINED
    if frame and frame.kind == transfers.GIVE and re.search(r"\beach\s+other\b|\bone\s+another\b", text):
        return Role.COMBINED
    if before and before[-1].role is Role.TOTAL and before[-1].receiver and plans.joins(counting, before):
        return Role.TOTAL  # "freeing 50 Arlandic soldiers and two civilians"
    in_capitals = frame is None and counted is Counted.PRISONERS and _SWAP_OF.search(upto)
    if (
        (in_capitals or (frame and frame.kind == transfers.SWAP and not frame.both))
        and not any(directions.nearby_side(counting, around))
        and not _says_side(counting, around)
        and not _for_swap(text, at)
    ):
        return (
            Role.TOTAL
            if re.search(
                rf"\beach\b|{APIECE}",
                _own_part(countings, number, around),
            )
            or (total is not None and total.rule == EACH and _SWAPS_OF.search(upto))  # as those before it
            or _pairwise(upto + _WITH_ITS_OWN.split(after)[0])
            else Role.COMBINED
        )
    if re.search(r"\bchang(?:e|es|ed|ing)\s+hands\b(?!.*\beach\b)", text):
        return Role.COMBINED
    return Role.TOTAL


def _own_part(countings: list[Counting], number: int, around: Surroundings) -> str:
    """Gives the words before the first and after this number, up to the next number."""
    start = countings[number].quantity.span.end - around.sentence.start_char
    end = (
        countings[number + 1].quantity.span.start - around.sentence.start_char if number + 1 < len(countings) else None
    )
    text = str(text_of(around.sentence))
    return text[: countings[0].quantity.span.start - around.sentence.start_char] + " … " + text[start:end]


_ASIDE = re.compile(r"\([^()]*\)(?=,?\s+(?:and|while|plus)\b)|\s[–—-]\s[^–—;.]*\s[–—-](?=\s+(?:and|while|plus)\b)")
"""What is told of a number between dashes or in brackets, before its sentence goes on to another."""
_AN_OCCASION = re.compile(
    r"\b(?:part|course|framework|process|means|terms|end|basis|outcome|consequence)\s+of\s+(?:which|this|these|those)$",
    re.IGNORECASE,
)
_MADE_UP = re.compile(r"\b(?:consist(?:s|ed|ing)\s+of|made\s+up\s+of|compris(?:es|ed|ing))\b")
_IN_GROUP = re.compile(r"[^,;.]{0,40}\b(?:in|within|among)\s+(?:the|this)\s+(?:group|contingent|batch)\b")
_FURTHER_ON_A_DAY = re.compile(r"(?:another|a\s+further)\b[^;.]*\bon\s+[A-Z]\w+day\b", re.IGNORECASE)
_WITH_ITS_OWN = re.compile(r",\s+with\s+(?=\d)")
_AMONG = re.compile(r"[^,;.]*\bamong\b")
_FREED_FOR = re.compile(r"\s+(?:[\w’'-]+\s+){0,3}?(?:was|were|been)\s+(?:exchanged|swapped|traded)\s+for\s+(?!\d)")
_BY_BOTH = re.compile(
    r"[^,;.\d]{0,30}\b(?:freed|released|exchanged|swapped|returned)\s+by\s+[A-Z]\w+\s+and\s+[A-Z]\w+(?!.*\beach\b)"
)
_EACH_GAVE = re.compile(
    r"\beach\s+(?:side|country|party)\s+(?:had\s+|has\s+)?(?:released|freed|returned|handed\s+over|received|gave|sent|set\s+free)\s+$"
)
_GROUP_OF = re.compile(r"\b(?:group|batch)\s+of\s+$")

_OVER_TIME = re.compile(
    r"\b(?:since|so\s+far|to\s+date|in\s+all|altogether|total|(?:has|have|had)\s+now)\b", re.IGNORECASE
)

_OF_THOSE = re.compile(r"\s+of\s+(?:them|whom)\b", re.IGNORECASE)
"""After a number: "the freed, four of them civilians", whatever the parser takes for its head."""
_BRINGS_TO = re.compile(r",\s+(?:bringing|taking|raising)\b")
_TO_A_SUM = re.compile(
    r"[^;.\d]*,\s+(?:bringing|taking|raising)\s+(?:the|its|their)\s+(?:\w+\s+)?(?:total|number|tally)\b[^;.]*\bto\s"
)
_OF_AN_ACT = re.compile(
    rf"\b(?:{running.EVENT}|identification|burial|deliver(?:y|ies))\s+of\s+the\s+\w+$", re.IGNORECASE
)
"""Before what was handed over, no part of anything: "the transfer of the dead"."""
_FEW = 20
"""Up to so many people may be a part by chance as many as another exchange's total."""
_AN_EVENT = re.compile(rf"\s+(?:an?|the|its|their|one)\s+[^,;]*?\b{running.EVENT}\b", re.IGNORECASE)
"""Behind "including": "including a recent swap of 190", another one's total."""
_COMBINED_LEAD = re.compile(
    r"\b(?:combined|joint|aggregate)\s+(?:total|number|sum|figure)?\s*(?:of\s+)?(?:\w+\s+){0,2}$", re.IGNORECASE
)
_OF_THE = re.compile(r"\d\s+of\s+(?:the|these|those)\s+$")
"""Before the whole of which a part was just told: "30 of the 70 captives"."""
_OF_THEM = re.compile(r"\W*(?:of|among)\s+(?:them|these|those|the)\b", re.IGNORECASE)


_OF_WHO = re.compile(
    r"\W*(?:of|among)\s+(?:the|those)\s+[\w\s’'-]{0,40}?\b(?:who|that)\s+[^,;\d]{2,60},", re.IGNORECASE
)
"""Before a number: "Of the Arlanders who returned that day, 38 were men"."""

_BODIES = re.compile(r"\b(?:bodies|remains|exchang\w+|swap\w*)\b", re.IGNORECASE)
_KILLED_BEHIND = re.compile(r"[^.;,]*\d[\d,]*\s+(?:\w+\s+)?(?:soldiers|servicemen|troops)\s+killed\b")

LOSSES_AT = re.compile(
    r"\b(?:deaths?|dead|losses|casualties|fatalities|killed)\s+(?:[\w’'-]+\s+){0,4}?(?:at|as)\s+(?:\w+\s+)?$",
    re.IGNORECASE,
)
"""Before a number: "put Arlandic deaths at"."""
_SPOKE_OF = re.compile(r"\b(?:spoke|spoken|talked|wrote)\s+of\s+(?:\w+\s+)?$")
_SWAPS_OF = re.compile(
    r"\b(?:exchange|swap|handover|repatriation|release|return|transfer|trade)s?\s+of\s+(?:\d[\d,]*(?:\s+on\s+\w+)?\s+and\s+)?$",
    re.IGNORECASE,
)
_SWAP_OF = re.compile(r"\b(?:Exchange|Swap)\s+[Oo]f\s+(?:\w+\s+)?$")
"""In a headline's capitals, where the parser sees names."""
_BETWEEN = r"\b(?:exchanges?|swaps?|mediations?)\b[^;.\d]*\bbetween\s+(?:[\w’'-]+\s+){1,4}?and\s+"
_BETWEEN_SIDES = re.compile(
    rf"{_BETWEEN}[^;.\d]*\b(?:result(?:ing|ed|s)\s+in|le(?:d|ading|ads)\s+to|that\s+(?:freed|saw)|freeing|with|securing)\s+(?:the\s+(?:release|freeing|return)\s+of\s+)?$"
)
_AFTER_BETWEEN = re.compile(
    rf"[^;.,\d]*\b(?:freed|released)\s+(?:following|after|in|through|under|thanks\s+to)\b[^;.\d]*{_BETWEEN}"
)
_LOT_OF = re.compile(r"\b(?:exchange|swap|trade)\s+of\s+(?:\w+\s+)?$", re.IGNORECASE)
_AND_OTHER = re.compile(r"\s+(?:[\w-]+\s+){1,4}?between\s+(?!\d)(?!.*\beach\b)")
_SET_FREE = re.compile(r"\b(?:freed|released|return\w*|exchang\w+|swap\w*|captiv\w+|home|back)\b", re.IGNORECASE)
_BESIDE_HIM = re.compile(r"\b(?:(?:along|together)\s+with|alongside)\s+(?:\w+\s+)?$")
_SAID_TO = frozenset("believe think estimate say report know fear presume".split())
_NAMES_OF = re.compile(r"\bnames\s+of\s+(?:\w+\s+){0,3}$")


def _is_loss(counting: Counting, frame: Frame | None, text: str) -> bool:
    heads = [counting.head]
    if (counting.quantity.value or 0) >= 1000:
        # "upwards of 46,000 of its soldiers had been killed": the number's own place in the clause
        heads += [counting.number, counting.number.head, counting.number.head.head]
    verb = next((t.head for t in heads if t.dep_ in {"nsubj", "nsubjpass"}), None)
    if verb is not None and lemma_of(verb) in _SAID_TO:  # "are believed to have been killed"
        verb = next((c for c in verb.children if c.dep_ == "xcomp"), verb)
    at = counting.quantity.span.start - counting.head.sent.start_char
    if (counting.quantity.value or 0) >= 1000 and _NAMES_OF.search(text[: max(at, 0)]) and _LOSS.search(text):
        return True  # "has counted the names of 90,000 dead soldiers"
    if (counting.quantity.value or 0) >= 1000 and _KILLED_BEHIND.match(text[max(at, 0) :]) and not _BODIES.search(text):
        return True  # "spoke of more than 40,000 soldiers killed"
    if counting.noun in {"death", "execution"} or counting.deaths_of:
        return True
    captive = counting.counted is Counted.PRISONERS
    slain = {"execute", "kill"} if captive else {"execute"}
    if any(t.dep_ == "dobj" and lemma_of(t.head) in slain for t in heads[:2]) or (
        verb is not None and lemma_of(verb) == "execute"
    ):
        return True  # "executed at least 90 captives"
    if (
        verb is not None
        and lemma_of(verb) == "kill"
        and counting.counted is Counted.PRISONERS
        and not counting.partitive
    ):
        return True  # "50 captives were killed in a camp"
    if counting.bare and (counting.quantity.value or 0) >= 1000 and LOSSES_AT.search(text[: max(at, 0)]):
        return True
    if (
        any(t.dep_ == "dobj" and lemma_of(t.head) == "lose" for t in heads[:2])
        and (counting.quantity.value or 0) >= 100
    ):
        return True
    if (
        verb is not None
        and not _OF_THEM.match(text)
        and lemma_of(verb) in {"kill", "die"}
        and (counting.quantity.value or 0) >= 100
        and not counting.bodies_of
        and not re.search(r"\b(?:bodies|remains)\b", text)
    ):
        return True
    if counting.partitive or _OF_THEM.match(text):
        return False
    if counting.bodies_of or (
        counting.counted in {Counted.BODIES, Counted.PRISONERS} and counting.noun not in {"dead", "fallen"}
    ):
        return False
    if frame and frame.kind in {transfers.GIVE, transfers.GET, transfers.SWAP}:
        return False
    if (
        counting.noun == "dead"
        and (counting.quantity.value or 0) >= 1000
        and not re.search(r"\b(?:bodies|remains|return\w*|exchang\w+)\b", text, re.IGNORECASE)
    ):
        return True
    if re.search(
        r"\b(?:bodies|remains|returned|exchange|swap|repatriat\w*|freed|released)\b", text, re.IGNORECASE
    ) and not re.search(r"\b(?:killed|dead)\b.{0,40}\b(?:war|invasion)\b", text, re.IGNORECASE):
        return False
    if counting.bare and re.search(r"\b(?:axis|region|oblast|sector|direction)\b", text):
        return False
    return bool(_LOSS.search(text) and _WAR.search(text) and (counting.quantity.value or 0) >= 100)


def _is_part(counting: Counting, upto: str, before: list[Figure]) -> bool:
    if re.search(r"\bof\s+(?:the|these|those)\s+$", upto) and before:
        return False  # "75 of the 248"
    if counting.partitive and counting.head.lower_ in {"them", "those", "whom", "these", "which"}:
        return True
    if counting.partitive and re.search(
        r"\bof\s+(?:the|these|those|all)\b",
        text_of(counting.head.doc)[counting.quantity.core.end : counting.quantity.core.end + 12],
    ):
        return True
    if _OF_WHO.match(upto):
        return True
    for match in _PART_LEAD.finditer(upto):
        rest = upto[match.end() :]
        if _AN_OCCASION.search(upto[: match.end()]):
            continue  # "a ceremony as part of which 900 bodies were returned"
        if directions.GOES_FOR.search(rest):
            continue  # "returned 200, including officers, in exchange for a politician and 40 Borlanders"
        if not (re.search(r";", rest) or _AN_EVENT.match(rest)) and not _OF_AN_ACT.search(
            upto[: match.start()] + match.group()
        ):
            return True
    return False


def _turns(counting: Counting, around: Surroundings, upto: str, before: list[Figure]) -> bool:
    """Tells a total behind the parts of another: "150 Arlanders – five of them civilians – and 160 Borlanders"."""
    if not before or before[-1].role is not Role.PART or counting.partitive:
        return False
    if any(match.end() > before[-1].span.end - around.sentence.start_char for match in _ASIDE.finditer(upto)):
        return True
    side = belonging.named_side(counting, around)
    whole = next((f for f in reversed(before) if f.role is not Role.PART), None)
    parties = {party.iri for party in around.cast.parties()}
    return whole is not None and whole.whose in parties and side in parties and side != whole.whose


def _is_told_part(counting: Counting, discourse: Discourse) -> bool:
    """Tells a part that is told again in the same words: "90 Arlanders and 10 foreigners … the 10 foreigners also went home"."""
    text, noun = text_of(counting.head.doc), counting.head.text
    alike = [f for f in discourse.figures if f.minimum == f.maximum == counting.quantity.value]
    return any(f.role is Role.PART for f in alike) and all(
        f.role is Role.PART and re.match(rf"\s+{re.escape(noun)}\b", text[f.span.end : f.span.end + 40]) for f in alike
    )


def _smaller(counting: Counting, total: Figure) -> bool:
    value = counting.quantity.value
    bound = total.maximum or total.minimum
    return value is not None and bound is not None and value <= bound


def _describes(counting: Counting) -> bool:
    """Tells whether a number says who the people are ("25 are border guards"), not that they were handed over."""
    verb = next((t for t in counting.head.ancestors if t.pos_ in {"VERB", "AUX"}), None)
    token = counting.head
    if token.dep_ in {"nsubj", "nsubjpass"}:
        verb = token.head
    if verb is not None and any(c.lower_ in {"home", "back", "free"} for c in verb.children):
        return False
    return verb is not None and lemma_of(verb) in {
        "be",
        "belong",
        "serve",
        "fight",
        "include",
        "contain",
        "defend",
        "hold",
        "list",
        "suffer",
        "comprise",
        "spend",
        "wound",
        "capture",
        "die",
        "fall",
        "kill",
        "consider",
        "need",
        "have",
    }


def _resets(around: Surroundings, counting: Counting) -> bool:
    """Tells whether a new direction starts after a list of parts: "while Arland received 26"."""
    lead = around.upto(counting.quantity.span)[-40:]
    return bool(
        re.search(
            r"\b(?:received|returned|got|took|handed|in\s+exchange|in\s+return|while\s+\w+\s+(?:got|received)|total)\b[^,;]*$",
            lead,
            re.IGNORECASE,
        )
    )


def _says_side(counting: Counting, around: Surroundings) -> bool:
    return belonging.named_side(counting, around) is not None


def _for_swap(text: str, at: int) -> bool:
    """Tells "3 Borlanders for 90 Arlandics" from a sum of both directions."""
    return bool(
        re.search(r"\bfor[\s-]+(?:(?:at\s+least|some|about)\s+)?\d[\d,]*\b", text[at:])
        or re.match(r"(?:the\s+)?(\d[\d,]*)[-–]\1\b", text[at:])
        or directions.IN_EXCHANGE_FOR.search(text[:at])
        or re.search(r"\d[\d,]*[\s-]+(?:\w+\s+){0,3}for[\s-]+(?:\w+\s+){0,2}$", text[:at])
    )


def _pairwise(text: str) -> bool:
    return bool(
        re.search(
            r"\bhave\s+each\b|\beach\s+(?:side|country|handed|returned|released|received|freed|gave|let)\b",
            text,
            re.IGNORECASE,
        )
    )
