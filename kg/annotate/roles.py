"""Decides what a figure is to its exchange: a total, a part, both directions together, a running sum, a plan, a bar."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.annotate import additions, belonging, directions, running, transfers
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

_PLANNED = re.compile(
    r"\b(?:st(?:ands?|ood)\s+ready|will\s+(?:be|take|hand|free|repatriate|transfer|return|exchange|swap|receive|get|release|go|come|give|bring|see|involve|cover|include)|plan(?:s|ned|ning)?\s+to\s+(?:hand|return|exchange|swap|transfer|release|give|free|repatriate|send|trade|deliver)|is\s+to\s+be|are\s+to\s+be|was\s+to\s+have|were\s+to\s+have|(?:was|were)\s+to\s+be|(?:is|are|was|were)\s+(?:to|due|set|scheduled|expected|supposed|ready|prepared|willing)\s+(?:to|for)\b(?!\s+(?:last|continue|end|run|go\s+on)\b)|had\s+been\s+(?:due|set|scheduled|planned|supposed|expected)|(?:put(?:s|ting)?\s+off|(?<!\ba\s)(?<!\bthe\s)delay(?:s|ed|ing)?)\s+(?:the\s+)?(?:\w+\s+)?(?:delivery|handover|return|transfer|repatriation|exchange|swap|receipt)|called\s+off|cancell?ed|postponed|(?:refus(?:es?|ed|ing)|declin(?:es?|ed|ing))\s+to\s+(?:take|accept|receive)|turn(?:s|ed|ing)?\s+down|put(?:s|ting)?\s+forward|out\s+of\s+\d[\d,]*\s+(?:\w+\s+){0,2}on\s+(?:the|its|their|a)\s+(?:\w+\s+)?lists?|promis(?:es?|ed|ing)\s+to\s+(?:hand|return|exchange|swap|transfer|release|give|free|repatriate|send|deliver)|(?:ready|prepared|willing)\s+to|offer(?:s|ed|ing)?\s+to|propos(?:es?|ed|al)|hop(?:es?|ed|ing)\s+(?:to|for)|count(?:s|ed|ing)?\s+on|(?-i:wants?)\s+to\s+(?:bring|free|exchange|swap|return|get|hand)|still\s+waiting|being\s+(?:prepared|drawn\s+up|planned|negotiated)|wait(?:s|ing)?\s+(?:for|to)|waiting\s+(?:in|at|on)\b(?=[^.;]*\b(?:border|exchange\s+(?:area|site|point|place)|place\s+of\s+exchange)\b)|await(?:s|ing)?(?!\s+(?:trial|sentenc))|due\s+to\s+be\s+(?:handed|returned|exchanged|transferred|freed|released|repatriated)|remain(?:s|ed|ing)?\s+in\s+(?:\w+\s+)?(?:captivity|custody|prisons?|jails?|detention)|to\s+(?:still\s+)?be\s+(?:still\s+)?(?:held|detained|imprisoned|in\s+(?:\w+\s+)?(?:captivity|custody|prisons?|jails?|detention))|being\s+detained|(?:are|were|remain(?:s|ed)?|(?<!had\s)been)\s+(?:\w+\s+)?(?:being\s+)?held\b|expected\s+(?:this|next|on|soon|in)\b|still\s+(?:held|holds?|in\s+\w*\s*captivity|being\s+held|hold)|next\s+(?:exchange|swap|stage|round|handover)|(?:could|should|may|might)\s+(?:\w+\s+)?(?:be\s+(?:handed|returned|exchanged|transferred|freed|released|swapped)|involve|include|cover|see)|would\s+(?:be|hand|free|repatriate|transfer|return|exchange|swap|receive|get|release|go|involve|cover|include|see|take|give))\b",
    re.IGNORECASE,
)

_AGREED = re.compile(
    r"\b(?:settled\s+on|agree(?:d|s|ing|ment)?|accord|committed|pledged|under\s+(?:the|a)\s+(?:deal|agreement)s?\s+(?:to|for|on)|provides?\s+for|provided\s+for|envisag\w+|stipulat\w+|undert(?:ook|ake)\w*)\b",
    re.IGNORECASE,
)

_AGREED_THAT = re.compile(
    r"\bagreed\s+(?:[\w\s]{0,30}\s)?that\s+(?:each|both|they|the|all)\b[^;.\d]*\bwould\b[^;.\d]*$"
)

_PART_LEAD = re.compile(
    r"\b(?:(?<!result\s)(?<!each\s)(?<!number\s)of\s+(?:them|these|those|whom|which|the\s+(?:total|number|freed|returned|dead|bodies|fallen|released|prisoners|soldiers|\d[\d,]*)|this\s+number)|among\s+(?:them|those|the|whom|these)|includ(?:e|es|ed|ing)|breakdown(?=[^.;\d]{0,40}:)|comprising|consist(?:s|ed|ing)\s+of|made\s+up\s+of|namely)\b",
    re.IGNORECASE,
)

_BOTH_SWAP = re.compile(
    r"\b[A-Z]\w+(?:,|\s+and)\s+[A-Z]\w+\s+(?:have\s+)?(?:exchange|swap|trade|free)[sd]?\b[^,;]*$", re.IGNORECASE
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
APIECE = r"\bapiece\b|\bon\s+(?:a\s+)?(?:parity|one-for-one|one-to-one)\s+basis\b|\b(?:for|on|from)\s+(?:both|each|either)\s+sides?\b|\ba\s+side\b"
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
        return Role.LOSSES  # "A year ago he spoke of 43,000", "The ministry put it at 5,900"
    if re.search(r"\b(?:up|down)\s+from\s+$", upto) and before:
        return before[-1].role
    if _deal(text, counting.quantity.core.start - around.sentence.start_char):
        return Role.AGREED
    if (
        (match := _THRESHOLD.search(upto + " "))
        and not re.search(r"[.;:]", upto[match.end() - 1 :])
        and not re.search(r"\band\s+(?:that\b|\d)", match.group())  # "the 58th exchange and that 48 of the 95 …"
        and (
            counting.quantity.maximum is None
            or re.search(r"\b(?:of|involving|exceeding)\s+(?:the\s+)?(?:remains|bodies)?\s*(?:of\s+)?$", upto)
        )
        and len(upto) - match.end() < 40
    ):
        return Role.THRESHOLD
    behind = after[counting.quantity.span.end - counting.quantity.span.start :]
    clause = _clause(text, at)
    if _AGREED_THAT.search(upto):
        return Role.AGREED  # "had agreed that each would return up to 6,000"
    if _AS_PROMISED.match(behind):
        return Role.PLANNED  # "of the more than 6,000 it promised"
    if _PLANNED.search(clause) and not _done_before(clause):
        return Role.PLANNED
    if re.search(
        r"\b(?:to|for|ahead\s+of|before)\s+(?:that|a|the|an?other)\s+(?:\w+\s+)?(?:swap|exchange)\b", after[:90]
    ) and re.search(r"\b(?:carry|carrying|transport\w*|taking|flying|bound)\b", text):
        return Role.PLANNED
    formula = re.search(r"\b(?:formula|format|principle)\b[^.;]*$", upto) and re.search(r"\bagreed\b", after)
    if _agreed(upto) or formula or _IN_QUOTES.match(behind) or _AS_AGREED.match(behind):
        return Role.AGREED
    told = [*discourse.figures, *before]
    sums_up = running.sums_up(counting, counted, text, at, told)
    if not sums_up and (of_all := additions.of_all(counting, upto, after, told)) is not None:
        return of_all
    if counting.quantity.value and counting.quantity.value == additions.sum_of_all(told):
        return Role.COMBINED  # "…, which brings the number of those freed to 90"
    if re.match(rf"[^,;.\d]{{0,25}}(?:{APIECE})", behind) and not (
        sums_up or _OVER_TIME.search(text) or _MADE_UP.search(upto)
    ):
        return Role.TOTAL  # "157 freed on each side"
    if len(belonging.nations(counting, around)) > 1 and not re.search(rf"\beach\b|{APIECE}", text):
        return Role.COMBINED  # "300 Arlandic and Borlandic captives"
    if belonging.nationality(counting, around) and any(not (f.whose or f.receiver) for f in before):
        return Role.TOTAL  # "300 captives, 150 of them Arlandic and 150 Borlandic"
    if sums_up or running.runs(text, at, counting):
        inherited = next((f for f in reversed(before) if f.role is Role.RUNNING), None)
        return Role.PART if inherited and _is_part(counting, upto, before) else Role.RUNNING
    total = discourse.last(Role.TOTAL, Role.COMBINED)
    if _FREED_FOR.match(behind):
        # "two hundred were exchanged for the politician": some of those freed, or all
        return Role.PART if not before and total and _smaller(counting, total) else Role.TOTAL
    if directions.held_by(counting, around) is not None:
        return Role.TOTAL
    if _BY_BOTH.match(behind):
        return Role.COMBINED
    if _EACH_GAVE.search(upto) or (_GROUP_OF.search(upto) and _MADE_UP.match(behind.lstrip())):
        return Role.TOTAL
    if before and before[-1].role is Role.PART and re.search(r"\bamong\s+the\s+$", upto):
        return Role.TOTAL  # "there were four of them among the 197 people freed"
    if _for_swap(text, at):
        return Role.TOTAL
    if re.search(r"\b[Aa]ll\s+(?:the\s+)?$", upto) or (
        counting.quantity.span.start < counting.quantity.core.start and re.match(r"[Aa]ll\b", after)
    ):
        return Role.TOTAL
    own_day = _FURTHER_ON_A_DAY.match(after) is not None
    if (
        discourse.figures
        and discourse.figures[-1].role is Role.PART
        and not before
        and re.match(r"another\b|a\s+further\b", after, re.IGNORECASE)
        and not own_day
    ):
        return Role.PART
    if around.dated and not before:
        return Role.TOTAL  # "11 June: 1,200 bodies"
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
    if (_is_part(counting, upto, before) and not turned) or _OF_THOSE.match(
        after[counting.quantity.span.end - counting.quantity.span.start :]
    ):
        return Role.PART
    if (
        before
        and before[-1].role is Role.PART
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
    if directions.NUMBER_AT.search(upto):
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
    alike = total is not None and total.minimum == counting.quantity.value and not _AMONG.match(behind)
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
    if before and before[-1].role is Role.PART and _describes(counting) and not _resets(around, counting):
        return Role.PART
    if frame is None and _says_side(counting, around) is False and _BOTH_SWAP.search(upto):
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
    if (
        frame
        and frame.kind == transfers.SWAP
        and not frame.both
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


_MADE_UP = re.compile(r"\b(?:consist(?:s|ed|ing)\s+of|made\s+up\s+of|compris(?:es|ed|ing))\b")
_AS_AGREED = re.compile(
    r"[^,;.\d]{0,40}\b(?:agreed|committed|undertook|undertaken|pledged)\s+to\s+(?:hand|return|exchange|swap|transfer|release|give|free|repatriate|send|deliver)\b"
)
_AS_PROMISED = re.compile(
    r"[^,;.\d]{0,25}?\s(?:it|they|he|she|[A-Z][a-z]+)\s+(?:had\s+|has\s+)?(?:promised|offered|proposed)\b"
)
_SAME_FOR = re.compile(
    r"(\d[\d,]*|a\s+(?:hundred|thousand))[\s-]+for[\s-]+(\d[\d,]*|a\s+(?:hundred|thousand))\b", re.IGNORECASE
)
_STAGE_OF = re.compile(
    r"\b(?:stages?|phases?|rounds?|parts?|legs?|instal?ments?|days?)\s+of\s+(?:the|a|this|that|their)\s+(?:\w+\s+)?\W?$",
    re.IGNORECASE,
)
_DEAL = re.compile(r"\W?\s+(?:\w+\s+)?(?:deal|agreement|accord)\b", re.IGNORECASE)
_IN_GROUP = re.compile(r"[^,;.]{0,40}\b(?:in|within|among)\s+(?:the|this)\s+(?:group|contingent|batch)\b")
_FURTHER_ON_A_DAY = re.compile(r"(?:another|a\s+further)\b[^;.]*\bon\s+[A-Z]\w+day\b", re.IGNORECASE)
_WITH_ITS_OWN = re.compile(r",\s+with\s+(?=\d)")
_AMONG = re.compile(r"[^,;.]*\bamong\b")
_IN_QUOTES = re.compile(r"[^.;“”\"]{0,14}[”\"]\s+(?:exchange|swap|deal)\b[^.;]*\bagreed\b")
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

_DATE = re.compile(
    r"\bon\s+(?:(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\w*\.?\s+\d{1,2}|\d{1,2}\s+(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\w*)\b"
)

_OF_THOSE = re.compile(r"\s+of\s+(?:them|whom)\b", re.IGNORECASE)
"""After a number: "the freed, four of them civilians", whatever the parser takes for its head."""
_OF_THE = re.compile(r"\d\s+of\s+(?:the|these|those)\s+$")
"""Before the whole of which a part was just told: "48 of the 95 captives"."""
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
_NAMES_OF = re.compile(r"\bnames\s+of\s+(?:\w+\s+){0,3}$")


def _is_loss(counting: Counting, frame: Frame | None, text: str) -> bool:
    heads = [counting.head]
    if (counting.quantity.value or 0) >= 1000:
        # "upwards of 46,000 of its soldiers had been killed": the number's own place in the clause
        heads += [counting.number, counting.number.head, counting.number.head.head]
    verb = next((t.head for t in heads if t.dep_ in {"nsubj", "nsubjpass"}), None)
    at = counting.quantity.span.start - counting.head.sent.start_char
    if (counting.quantity.value or 0) >= 1000 and _NAMES_OF.search(text[: max(at, 0)]) and _LOSS.search(text):
        return True  # "has counted the names of 90,000 dead soldiers"
    if (counting.quantity.value or 0) >= 1000 and _KILLED_BEHIND.match(text[max(at, 0) :]) and not _BODIES.search(text):
        return True  # "spoke of more than 40,000 soldiers killed"
    if counting.noun == "death" or counting.deaths_of:
        return True
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


_WHAT_COMES = re.compile(
    r",\s+(?:with\s+(?:more|further|additional|others?|another|the\s+rest)\b|in\s+what\b)|,?\s+and\s+(?:more|further|others|said|says|expects?|expected|promised|pledged|announced|plans?)\b",
    re.IGNORECASE,
)
"""Behind a number of people who came home: what is to come after them."""


def _clause(text: str, at: int) -> str:
    """Gives the clause around a number: between semicolons and sentence-like breaks."""
    left = max(text.rfind(mark, 0, at) for mark in (";", ": ", " but ", " while ", "—"))
    rights = [i for mark in (";", " but ", " while ", "—") if (i := text.find(mark, at)) >= 0]
    if further := _WHAT_COMES.search(text, at):
        rights.append(further.start())
    return text[left + 1 : min(rights, default=len(text))]


def _done_before(clause: str) -> bool:
    """Tells whether "will" belongs to what happens to people already returned ("the 26 will be flown home")."""
    return bool(
        re.search(
            r"\b(?:will|would|to)\s+(?:be\s+)?(?:now\s+)?(?:flown|taken|examined|identified|undergo|receive\s+(?:medical|treatment)|transported|sent\s+to|establish)",
            clause,
            re.IGNORECASE,
        )
    )


def _agreed(upto: str) -> bool:
    found = list(_AGREED.finditer(upto))
    if not found:
        return False
    between = _DATE.sub("", upto[found[-1].end() :])
    return not re.search(r"[;\d]|\b(?:said|returned|received|came|handed|led|resulted|brought)\b", between) and bool(
        re.search(r"\b(?:to|on|for|that|of)\b", between)
    )


def _deal(text: str, at: int) -> bool:
    """Tells the formula of a deal, "the first stage of the 1,000-for-1,000 exchange", from that of one swap."""
    for formula in _SAME_FOR.finditer(text):
        if formula[1] != formula[2] or not formula.start() <= at < formula.end():
            continue
        lead, rest = text[: formula.start()], text[formula.end() :]
        agreed = re.search(r"\bagreed\b", lead[-60:]) or re.match(r"[^.;]*\bagreed\b", rest)
        return bool(_STAGE_OF.search(lead) or _DEAL.match(rest) or agreed)
    return False


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
        if not re.search(r";", rest):
            return True
    return False


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
