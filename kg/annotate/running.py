"""Tells running sums, over several exchanges, from the figures of one: by their words, and by what an article has told."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.annotate.acts import text_of
from kg.model import Counted, Figure, Role

if TYPE_CHECKING:
    from kg.annotate.counting import Counting

ORDINAL = r"(?:\d{1,3}(?:st|nd|rd|th)|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|(?:twenty|thirty|forty|fifty|sixty|seventy)-\w+(?:th|st|nd|rd))"

EVENT = r"(?:exchanges?|swaps?|repatriations?|returns?|handovers?|transfers?|releases?|operations?|rounds?|stages?|mediations?)"

_MONTH = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"

_RUNNING = re.compile(
    r"""\b(?:since\s+(?:the\s+)?(?:previous\s+(?:week|month|year)|start|beginning|outset|early|first|onset|full|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|jan|(?:\d{1,2}\s+)(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|last|then|20\d\d|invasion|that|it|\w+(?:['’]s)?\s+(?:launched|invaded|began|started|full|invasion))
      |in\s+all\b|in\s+total\b(?=.{0,90}\b(?:since|swaps|exchanges|war|invasion|year|months|this\s+week|this\s+month|(?:recent|past|last)\s+(?:\w+\s+)?days|already))|so\s+far|to\s+date|by\s+now|altogether|overall\b|all\s+told
      |as\s+part\s+of\s+(?:two|three|four|several|\d+)\s+(?:swaps|exchanges)|in\s+(?:\w+|\d+)\s+(?:swaps|exchanges|years|months|handovers|repatriations|deliveries|transfers)|(?:in|during|over|across)\s+(?:the\s+)?(?:last|past|previous|latest|these|those)\s+(?:two|three|four|five|six|\d+)\s+(?:swaps|exchanges|handovers|repatriations)|in\s+(?:\w+|\d+)\s+(?:separate|different)\s+(?:swaps|exchanges|handovers|repatriations)|(?:through|over|across|via|as\s+a\s+result\s+of)\s+(?:more\s+than\s+|over\s+|some\s+|about\s+)?(?:\d+|two|three|four|five|six|seven|eight|nine|ten|several|many|numerous|multiple)\s+(?:(?:previous|separate|earlier|prior|such|prisoner|body|different)\s+)*(?:swaps|exchanges|handovers|repatriations)|within\s+\w+\s+(?:days?|weeks?)|over\s+the\s+(?:past|last|course)|(?:in|within|during)\s+the\s+(?:past|last)\s+(?:few|several|two|three|four|five|six)\s+days|in\s+(?:three|four|five|six|seven|eight|nine|ten|\d+)\s+(?:stages|rounds|batches|tranches|phases|instal?ments)|(?:within|during|throughout|over)\s+(?:the|this)\s+(?:[\w-]+\s+)?(?:stage|round|phase|series|wave|cycle)\s+of\s+(?:the\s+)?(?:exchanges|swaps|repatriations|returns)|in\s+the\s+course\s+of\b(?=[^,.;]{0,40}\b(?:war|invasion|years?|conflict|months?|weeks?|days|swaps|exchanges|handovers)\b)|during\s+(?:the|this|all)\b.{0,20}\b(?:war|invasion|year|conflict)
      |(?:bring|brings|brought|bringing|raises?|raised|takes?|taking|took)\s+(?:the|to|its)\b.{0,60}\b(?:number|total|tally|toll|to(?=\s+(?:\w+\s+){0,2}?\d))\b|total\s+(?:number|of)\b.{0,50}\b(?:since|now|freed|returned|to\s+date)
      |number\s+of\s+(?:\w+\s+){1,3}who\s+have\b|number\s+of\s+[^;.\d]{1,60}\b(?:has|have|had)\s+(?:now\s+)?(?:passed|exceeded|surpassed|topped)\b|number\s+of\s+(?:captives|prisoners|people|soldiers|servicemen|bodies|[A-Z]\w+s)\s+(?:exchanged|freed|returned|released|repatriated|brought)|\b(?:has|have|had)\s+(?:now|by\s+now|thus\s+far|up\s+to\s+now)\b|(?:rises?|risen|rose|grew|grown|climbed)\s+to\b|(?:in|over|during)\s+(?:this|that|the\s+same)\s+(?:time|period)|in\s+those\s+(?:swaps|exchanges)|in\s+(?:just\s+)?(?:two|three|four|five|six)\s+days\b|in\s+less\s+than\s+a\s+(?:week|month|year)\b|by\s+the\s+end\s+of\s+(?:the|that)\s+(?:month|year)\b(?=.{0,60}\bhad\b)|(?:two|three|four|five)-day\s+(?:exchange|swap|operation)\s+(?:in\s+which|of|involving|that\s+(?:freed|saw|returned))\b|(?:this|last)\s+year\s+alone|(?:in|during|throughout|for)\s+20\d\d\b(?!\s*,?\s*\d)|since\s+then|from\s+the\s+(?:start|beginning)\s+of\s+the|between\s+20\d\d\s+and|(?:between|from)\s+(?:mid-|early\s+|late\s+|the\s+(?:start|end|middle)\s+of\s+)?(?:january|february|march|april|may|june|july|august|september|october|november|december)(?:\s+20\d\d)?\s+(?:and|to|until|through|till)\s+(?:mid-|early\s+|late\s+)?(?:january|february|march|april|may|june|july|august|september|october|november|december)\b(?!\s+\d{1,2}\b)|a\s+total\s+of\b(?=.{0,90}\b(?:has|have|had)\s+(?:already|so\s+far|now)\b)|in\s+(?:dozens|scores|hundreds)\s+of\s+(?:[\w-]+\s+){0,2}(?:swaps|exchanges|rounds|operations)|throughout\s+the\b.{0,20}\b(?:war|invasion|conflict)|as\s+of\b|cumulative|across\s+(?:all|the)\b.{0,12}\b(?:swaps|exchanges))""",
    re.IGNORECASE | re.VERBOSE,
)

_ON_THE_DAY = re.compile(
    r"\s+(?:today|yesterday|(?:on\s+)?[A-Z]\w+day|on\s+(?:[A-Z]\w+\s+)?\d{1,2}|this\s+(?:morning|time)|at)\b"
)

_IN_THE_EVENT = re.compile(
    r"\s+(?:in|during|as\s+part\s+of|through)\s+(?:the|this|that|an?)\s+(?:[\w-]+\s+){0,3}?(?:exchange|swap|repatriation|handover|transfer|release)\b"
)
_WHOLE_YEAR = re.compile(
    r"\W*(?:in|during|throughout|over)\s+(?:all\s+(?:of\s+)?|the\s+(?:whole|course)\s+of\s+)?20\d\d,\s", re.IGNORECASE
)
_ONE_EVENT = re.compile(
    r"\b(?:an?|the|one|its|their)\s+(?:[\w-]+\s+){0,2}(?:exchange|swap|handover|stage|round)\b", re.IGNORECASE
)
_SUM = re.compile(r"\b(?:total|sum)\b[^,;.]{0,40}\b(?:at|to|as|was|is|of)\s+(?:\w+\s+)?$", re.IGNORECASE)
_UNDER_DEAL = re.compile(
    r"[^;.]*\bunder\s+(?:the|that|this|their|its)\s+(?:[\w’'-]+\s+){0,2}(?:deal|agreements?|accords?)\b", re.IGNORECASE
)
_MEDIATION = r"(?:mediation|efforts?|offices|help|assistance)\b"
_THROUGH = re.compile(
    rf"[^;.,]*\b(?:exchanged|freed|released|brought\s+home)\s+(?:with|through|under|by|via|thanks\s+to|as\s+a\s+result\s+of)\s+(?:[\w’'-]+\s+){{1,3}}?{_MEDIATION}"
)
_MEDIATED = re.compile(
    rf"\b{_MEDIATION}\s+(?:has|have|had)\s+(?:\w+\s+)?(?:led\s+to|helped|resulted\s+in|freed|secured|brought)\b[^;.,\d]*$"
)
DAY = re.compile(
    rf"\b[Oo]n\s+(?:(?:{_MONTH})\w*\.?\s+\d{{1,2}}|\d{{1,2}}\s+(?:{_MONTH})\w*|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b"
)
_COMES_TO = re.compile(r"\b(?:which|this|that)\s+(?:makes|brings|made|brought|is)\b|,\s+(?:making|bringing|for)\b")
_OVER_DAYS = re.compile(r"\b\w+-day\s+(?:exchange|swap|operation)\b")
_HAS_A_DAY = re.compile(rf"[^;.]*?(?:\b(?:today|yesterday)|{DAY.pattern})\s+and\s+(?:[\w-]+\s+){{0,3}}?\d")
_NUMBER = re.compile(r"\d")
_FROM_DAY_TO_DAY = re.compile(
    rf"\b(?:from|between)\s+(?:(?:{_MONTH})\w*\.?\s+\d{{1,2}}|\d{{1,2}}(?:\s+(?:{_MONTH})\w*)?)\s+(?:to|and|until|through|till)\s+(?:(?:{_MONTH})\w*\.?\s+\d{{1,2}}|\d{{1,2}})\b",
    re.IGNORECASE,
)
_OVER_TIME = re.compile(r"\b(?:since|so\s+far|to\s+date|now)\b", re.IGNORECASE)
_ORDINAL_ENDS = re.compile(rf"\bthe\s+{ORDINAL}\s+$", re.IGNORECASE)
_OTHER_WAY = re.compile(
    r"\b(?:against|received|got|took(?:\s+back)?|versus)\s+(?:the\s+(?:bodies|remains)\s+of\s+)?(?:\w+\s+)?$"
)
_TO_OTHER = re.compile(r"\s+(?:\w+\s+)?(?:to\s+[A-Z]|of\s+(?:its|our|their)\b)")
_AND_RECEIVED = re.compile(r"\s+(?:received|taken\s+back|returned)\b")
_IN_EXCHANGE = re.compile(r"\bin\s+(?:exchange|return)\b(?!\s+for)", re.IGNORECASE)
_WERE_RETURNED = re.compile(
    r"\s+(?:[\w’'-]+\s+){0,6}?(?:were|been|was)\s+(?:\w+\s+)?(?:returned|repatriated|received|handed\s+over|taken\s+back|brought\s+(?:home|back)|transferred)\b"
)
_PART_OF_IT = re.compile(r"[\d;]|\b(?:includ\w+|among|of\s+(?:them|whom|these|those)|on|which|who)\b")


_OF_AN_EVENT = re.compile(
    r"\b(?:first|second|third|one\s+of\s+the|only|few|(?:most|least)\s+\w+|(?!(?:west|rest)\b)[a-z]{2,}(?:gest|iest|test|dest|vest|nest|rest|west|lest|pest|mest|best)|worst)\b[^,;]*$",
    re.IGNORECASE,
)
"""Before a "since" that belongs to what was said to be the first or the largest of its kind."""
_EVENTS_WITH = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|several|\d+)\s+(?:[\w-]+\s+){0,3}?(?:exchanges|swaps|handovers|repatriations)\b[^;:.\d]*?\b(?:involving|(?:in|during|through|by|under)\s+which|that\s+(?:freed|returned|brought|saw))\b[^;:.\d]*$",
    re.IGNORECASE,
)
_IN_ONE = re.compile(r"[^;.\d]*?\bin\s+an?\s+(?:[\w-]+\s+){0,4}?(?:exchange|swap|trade)\b")
_MANY = r"(?:[2-9]|\d{2,}|two|three|four|five|six|seven|eight|nine|ten|dozens\s+of|scores\s+of|several|multiple|numerous|many)"
_IN_MANY = re.compile(
    rf"\b(?:across|over|through|in)\s+(?:(?:more|fewer|less)\s+than\s+|over\s+|about\s+|some\s+|nearly\s+|almost\s+|at\s+least\s+)?{_MANY}\s+(?:[\w-]+\s+){{0,2}}(?:exchanges|swaps|incidents|occasions|instances|repatriations|handovers)\b",
    re.IGNORECASE,
)
_ONE_OF_TWO = re.compile(
    r"\b(?:in\s+addition\s+to|besides|apart\s+from|as\s+well\s+as)\s+an?\s+(?:[\w-]+\s+){0,3}?(?:exchange|swap|trade)\s+of\s+(?:\w+\s+)?$",
    re.IGNORECASE,
)
_NTH = re.compile(rf"\b{ORDINAL}\s+(?:[\w-]+\s+){{0,4}}?{EVENT}\b[^,;]*$", re.IGNORECASE)
_MORE_TO_COME = re.compile(r",?\s+(?:with|and)\s+(?:more|further|others|another|the\s+rest)\b")
_MANY_DAYS = re.compile(r"\w+-day\s")
_WHO_WERE_HELD = re.compile(
    r"\b(?:who|whom|that)\b[^,;.]*\b(?:captured|taken|seized|detained|abducted|arrested|held|jailed|kidnapped)\b[^,;.]*$",
    re.IGNORECASE,
)
_WHO_DID = re.compile(r"\b(?:who|whom|whose)\b[^,;.\d]*$", re.IGNORECASE)
_CAME_HOME = re.compile(
    r"\b(?:freed|released|returned|exchanged|swapped|repatriated|home|back|received|handed\s+over|transferred)\b",
    re.IGNORECASE,
)
_ABOUT_PLACE = re.compile(r",\s+(?:(?:[\w’'-]+\s+){0,3}of\s+)?(?:which|whose|where)\b[^,;\d]*$", re.IGNORECASE)

_SOME_DAY = re.compile(
    rf"\b(?:today|yesterday|tonight|now|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:{_MONTH})[a-z]*\.?\s+\d{{1,2}}|\d{{1,2}}\s+(?:{_MONTH})[a-z]*|this\s+(?:morning|week|time))\b"
)
_ALREADY = re.compile(r"\b(?:has|have|[’']ve)\s+already\s+(?:[a-z]+\s+){1,4}?(?:the\s+(?:bodies|remains)\s+of\s+)?$")
_ALREADY_BACK = re.compile(
    r"\s+(?:[\w’'-]+\s+){0,6}?(?:has|have)\s+already\s+(?:been\s+)?(?:returned|come|freed|released|brought|repatriated|exchanged)\b"
)
_MANY_EVENTS = re.compile(
    r"\b(?:\d+|dozens|scores|several|many|numerous|(?:twenty|thirty|forty|fifty|sixty|seventy)(?:-\w+)?)\s+(?:of\s+)?(?:[\w-]+\s+){0,2}(?:exchanges|swaps|repatriations)\b"
)
_PERFECT = re.compile(
    r"\s+(?:[\w’'-]+\s+){0,8}?(?:has|have)\s+(?:been\s+)?(?:returned|come|freed|released|brought|repatriated|exchanged)\b"
)
_OTHER_TIME = (
    rf"(?:[Aa]t|[Ii]n|[Tt]owards?)\s+(?:the\s+)?(?:(?:end|start|beginning|middle)\s+of\s+|early\s+|late\s+|mid-)?(?:{_MONTH})[a-z]*\b"
    r"|(?:[Ll]ast|[Tt]he\s+(?:previous|following|next))\s+(?:week|month)\b|[Ee]arlier\b|[Pp]reviously\b"
)
_THEY_BROUGHT = re.compile(r"\b(?:They|These|Those|Through\s+them)\b[^,;.\d]*$")

_OUTSIDE = re.compile(r"\b(?:outside|besides|apart\s+from|in\s+other\s+ways)\b", re.IGNORECASE)
_BY_DEALS = re.compile(
    r"\b(?:under|as\s+part\s+of|as\s+a\s+result\s+of|thanks\s+to|within|through)\s+(?:the\s+|our\s+|these\s+)?(?:[\w’'-]+\s+){0,3}?(?:agreements|accords|deals|talks|format)\b",
    re.IGNORECASE,
)
_NEXT = 160
"""In characters: what follows a running sum so closely goes on with it, what was given in exchange also farther."""


def runs(text: str, at: int, counting: Counting) -> bool:
    """Tells by the words of a sentence whether its number, which stands at `at`, runs over several exchanges."""
    if _ONE_OF_TWO.search(text[:at]):
        return False  # "Eight swaps since May, in addition to an exchange of two captives"
    if _WHOLE_YEAR.match(text) and not _ONE_EVENT.search(text):
        return True
    if _EVENTS_WITH.search(text[:at]) and not re.search(r"\beach\b", text):
        return True  # "two earlier swaps in which Arland received 210 bodies"
    if _IN_MANY.search(text) and not _SOME_DAY.search(text):
        return True  # "freed over 47 exchanges"
    in_one = _IN_ONE.match(text, at + counting.quantity.span.end - counting.quantity.span.start)
    for match in _RUNNING.finditer(text):
        words = match.group().lower()
        if in_one and words.startswith(("during", "throughout", "in the course")):
            continue  # "In a first during the war, they traded 40 captives in a swap"
        between = text[min(match.end(), at) : max(match.start(), at)]
        if ";" in between:
            continue
        if re.match(r"total\s+of\s+\d", words) and at > match.end():
            continue  # "a total of 95 returned, including 34 officers"
        if words.startswith("during") and at < match.start() and re.search(r",\s+\w+ing\b", between):
            continue  # "40 were swapped, marking a moment of calm during the long war"
        # "the seventh swap since October of 120" runs on no figure
        if words.startswith("since") and re.search(
            rf"\b{ORDINAL}\s+(?:\w+\s+){{0,3}}?{EVENT}\b[^,;]*$", text[: match.start()], re.IGNORECASE
        ):
            continue
        if re.match(r"in\s+\w+\s+(?:swaps|exchanges)", words) and re.search(r"\beach\b", text[: match.start()]):
            continue
        if re.match(r"in\s+(?:all|total)|altogether", words) and DAY.search(text) and not _OVER_TIME.search(text):
            continue  # "In all, 40 captives were freed on 24 May": that day's
        if re.match(r"in\s+all|in\s+total|so\s+far|altogether|overall|to\s+date", words) and re.search(
            r"\d",
            text[at + counting.quantity.span.end - counting.quantity.span.start : match.start()],
        ):
            continue
        if at < match.start() and _COMES_TO.search(between):
            continue  # "51 on Monday, which makes 78 since the start"
        if at < match.start() and _HAS_A_DAY.match(between):
            continue  # "51 on Monday and 78 since the start"
        if words.startswith("number of") and (
            _ON_THE_DAY.match(text[match.end() :]) or _IN_THE_EVENT.match(text[match.end() :])
        ):
            continue  # "the number of captives freed today"
        if (
            re.match(r"(?:total\s+)?number\s+of|total\s+of", words)
            and at < match.start()
            and _NUMBER.search(text, match.end())
        ):
            continue  # "300 were freed, and the total number of those freed reached 3,000"
        if words.startswith("since") and match.end() < at and re.search(r"\bwhen\b", between):
            continue  # "There was none since 3 April, when 70 were freed"
        if re.match(r"bring|brought|rais|tak|took", words) and at < match.start():
            continue  # "another 15 were freed, bringing the number to 200": the 15 are this exchange's
        if words.startswith("since") and re.search(
            r"\b(?:held|kept|detained|jailed|imprisoned|captive|(?:died|killed|perished|disappeared)(?![^,;]*\b(?:returned|brought|freed|released|handed|repatriated|received)\b)|in\s+(?:\w+\s+)?(?:captivity|custody|prisons?|jails?|detention))\b[^,;]{0,60}$",
            text[: match.start()],
        ):
            continue
        if words.startswith("as of") and not re.search(r"\b(?:had|has|have)\b", text):
            continue
        if re.match(r"so\s+far|to\s+date", words) and re.search(
            r"\b(?:largest|biggest|most)\b[^,;]*$", text[: match.start()]
        ):
            continue
        if re.match(r"so\s+far|to\s+date", words) and _NTH.search(text[: match.start()]):
            continue  # "the third exchange so far this year"
        if words == "so far" and re.match(r",\s+with\s+(?:more|further|others?|another)\b", text[match.end() :]):
            continue  # "40 were freed so far, with more to come on Sunday": one exchange's first stage
        if words.startswith("since") and _ORDINAL_ENDS.search(text[: match.start()]):
            continue  # "described the swap as the 59th since the start"
        if counting.quantity.same and re.match(r"br[io]", words):
            continue  # "The next day brought the same number"
        if words.endswith(("stages", "rounds", "batches", "phases")) and match.end() <= at:
            continue  # "1,000 apiece in three stages, of whom 390 on the opening day"
        if re.match(r"so\s+far", words) and _MORE_TO_COME.match(text, match.end()):
            continue  # of one exchange that goes on
        if _MANY_DAYS.match(words) and at < match.start():
            continue  # "freed 300, completing a two-day swap in which 500 went home"
        if re.match(r"in\s+(?:\w+\s+)?\w+\s+(?:years|months|days)|in\s+less", words) and re.search(
            rf"\b(?:{ORDINAL}|largest|biggest|latest|only)\b[^,;]*$", text[: match.start()], re.IGNORECASE
        ):
            continue  # "on the day of the first talks in three years"
        if words.startswith("since") and _OF_AN_EVENT.search(text[: match.start()]) and not words.endswith("then"):
            continue  # "swapped dozens in one of the largest exchanges since 2022", "after the heaviest raid since"
        if _aside(text, match.start(), at):
            continue  # "(since 2016 they have served there)"
        if (
            words.startswith("since")
            and at < match.start()
            and (clause := _ABOUT_PLACE.search(text[: match.start()]))
            and not re.search(r"\b(?:freed|released|returned|exchanged|swapped|repatriated)\b", clause.group())
        ):
            continue  # "14 people from the region, where troops had been fighting since May"
        if re.match(r"(?:in|during|for|throughout)\s+20\d\d", words) and (
            _WHO_WERE_HELD.search(text[: match.start()])
            or ((told_of := _WHO_DID.search(text[: match.start()])) and not _CAME_HOME.search(told_of.group()))
        ):
            continue  # "eight civilians who had been detained when troops came to the region in 2024"
        if re.match(r"(?:in|during|for|throughout)\s+(?:20\d\d|the|this)", words) and re.search(
            r"\b(?:captured|taken|seized|detained|abducted|arrested|fell|fought|fighting|defended|defending|served|stationed|(?:made|as|held)\s+(?:captive|prisoner)|invasion|(?<!of\s)war|invaded|launched|began|started|born)\b",
            text[max(0, match.start() - 80) : match.start()],
        ):
            continue
        return True
    return False


def so_far(counting: Counting, text: str, at: int, told: list[Figure], previous: str) -> bool:
    """Tells a sum by its tense, "has already brought home 3,400", or beside the number of exchanges that made it up."""
    value, upto = counting.quantity.value, text[:at]
    behind = text[at + counting.quantity.span.end - counting.quantity.span.start :]
    if value is None or counting.partitive or _SOME_DAY.search(text) or _ONE_EVENT.search(text):
        return False
    if re.match(r"another|a\s+further", text[at:], re.IGNORECASE) or re.match(r"\s+(?:more|further|others?)\b", behind):
        return False
    if any(f.minimum and f.minimum >= value for f in told if f.role in {Role.TOTAL, Role.COMBINED, Role.PLANNED}):
        return False
    if _ALREADY.search(upto) or _ALREADY_BACK.match(behind):
        return True
    counted = _MANY_EVENTS.search(text) or _MANY_EVENTS.search(previous)
    return counted is not None and (_PERFECT.match(behind) is not None or _THEY_BROUGHT.search(upto) is not None)


def _aside(text: str, start: int, at: int) -> bool:
    """Tells words in brackets from what is said of a number outside them."""
    opened = text.rfind("(", 0, start)
    return opened > text.rfind(")", 0, start) and not opened < at < text.find(")", start)


def opens_with_a_day(text: str) -> bool:
    """Tells whether words before a number set its day: "On Saturday, another 40 …"."""
    return re.match(rf"\W*(?:And\s+)?(?:{DAY.pattern}|{_OTHER_TIME})", text) is not None


def is_over_days(text: str) -> bool:
    """Tells whether words tell of an exchange that took several days."""
    return _OVER_DAYS.search(text) is not None


def tells_a_day(text: str) -> bool:
    """Tells whether a sentence names a day."""
    return _SOME_DAY.search(text) is not None


def is_mediated(text: str) -> bool:
    """Tells whether a sentence counts what somebody's mediation brought, of which no side is the giver."""
    return _THROUGH.search(text) is not None or _MEDIATED.search(text) is not None


def sums_up(counting: Counting, counted: Counted, text: str, at: int, told: list[Figure]) -> bool:
    """Tells by what an article has `told` whether a number is the sum of the exchanges that it tells of.

    A sum said to be one, or to be what a deal brought, is beyond any exchange told of; a number may come near a sum that
    was told before; and with a sum of one direction stands that of the other.
    """
    value = counting.quantity.value
    upto, behind = text[:at], text[at + counting.quantity.span.end - counting.quantity.span.start :]
    if value is None or (counting.partitive and not _TO_OTHER.match(behind)):
        return False
    alike = [f for f in told if f.counted is counted]
    if told_before(counting, counted, told) is not None:
        return True
    over_days = _FROM_DAY_TO_DAY.search(text) is not None
    if over_days and re.search(r"\beach\b", text):
        return True  # "From 23 to 25 May each side got back 1,000"
    last = told[-1] if told else None
    if last is not None and last.role is Role.RUNNING and (start := _end_of(last, counting, at)) is not None:
        between = upto[start:]
        other_way = _OTHER_WAY.search(between) or _TO_OTHER.match(behind) or _AND_RECEIVED.match(behind)
        if not _PART_OF_IT.search(between) and other_way:
            return True
    elif last is not None and _goes_on(counting, counted, upto, behind, last):
        return True
    if _THROUGH.match(behind) or _THROUGH.search(upto) or _MEDIATED.search(upto):
        told_of = [f.minimum for f in alike if f.role in {Role.TOTAL, Role.COMBINED} and f.minimum]
        return bool(told_of) and value > 2.5 * max(told_of)
    totals = [f.minimum for f in alike if f.role is Role.TOTAL and f.minimum and not _are_near(value, f.minimum)]
    if not totals:
        return False
    return value > 1.5 * max(totals) and (
        over_days or _SUM.search(upto) is not None or _UNDER_DEAL.match(behind) is not None
    )


def _goes_on(counting: Counting, counted: Counted, upto: str, behind: str, last: Figure) -> bool:
    """Tells the sum of the other direction, or what comes on top, in the sentence after a running one."""
    if last.role is not Role.RUNNING or last.counted is not counted or re.search(r"\d", upto):
        return False
    far = 3 * _NEXT if _IN_EXCHANGE.search(upto + behind) else _NEXT
    if counting.quantity.span.start - len(upto) - last.span.end > far or _SOME_DAY.search(upto + behind):
        return False
    if re.match(
        r"(?:another|a\s+further)\b", text_of(counting.head.doc)[counting.quantity.span.start :][:40], re.IGNORECASE
    ):
        return _OUTSIDE.search(upto + behind) is not None
    if counting.quantity.maximum is None and _BY_DEALS.search(upto + behind):
        return True  # "… since the invasion. More than 1,000 of ours came home under the agreements"
    bodies = counted is Counted.BODIES and (counting.quantity.value or 0) * 10 < (last.minimum or 0)
    return bodies and (_OTHER_WAY.search(upto) is not None or _WERE_RETURNED.match(behind) is not None)


def told_before(counting: Counting, counted: Counted, told: list[Figure]) -> Figure | None:
    """Finds the sum that a number repeats, or that somebody else counted almost alike."""
    value = counting.quantity.value
    sums = (f for f in reversed(told) if f.role is Role.RUNNING and f.counted is counted)
    return next((f for f in sums if value is not None and _is_near(value, f)), None)


def repeated(figure: Figure, told: list[Figure]) -> Figure | None:
    """Finds the sum that a figure is which an article gives before it says so, as headlines do."""
    value = figure.minimum
    if figure.role is not Role.TOTAL or value is None:
        return None
    sums = (f for f in told if f.role is Role.RUNNING and f.counted is figure.counted)
    if figure.maximum is None:  # "over 6,000" of an article that tells of 6,048 in all
        return next((f for f in sums if f.minimum and 1000 < value <= f.minimum <= 1.02 * value), None)
    if value != figure.maximum:
        return None
    return next((f for f in sums if f.minimum == value and _is_near(value, f)), None)


def _end_of(figure: Figure, counting: Counting, at: int) -> int | None:
    """Gives where a figure of the same sentence ends in the sentence's text; None for one before it."""
    start = counting.quantity.span.start - at
    return figure.span.end - start if figure.span.start >= start else None


def _is_near(value: int, figure: Figure) -> bool:
    """Tells whether a number can be a sum told before, counted by somebody else; round numbers may be anything."""
    if value < 1000 or value % 100 == 0 or figure.minimum is None:
        return False
    return _are_near(value, figure.minimum) or (
        figure.maximum is None and figure.minimum <= value <= 1.02 * figure.minimum
    )


def _are_near(one: int, other: int) -> bool:
    return abs(one - other) <= 0.01 * max(one, other)
