"""Tells the sums of a year, a season or a month, which take in several exchanges, from the figures of one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.annotate.running import DAY, EVENT, ORDINAL
from kg.model import Counted, Figure, Role

if TYPE_CHECKING:
    from kg.annotate.counting import Counting

_MONTHS = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_YEAR = re.compile(
    r"\b(?:(?:this|last)\s+year|(?:in|over|during|throughout|for)\s+(?:the\s+)?(?:past|last|previous|current|whole|entire)\s+year"
    r"|(?:over|during|throughout)\s+the\s+(?:year|spring|summer|autumn|fall|winter)"
    r"|(?:in|over|during)\s+the\s+(?:first|second)\s+half\s+of\s+(?:the\s+year|this\s+year|20\d\d))\b(?!['’]s\b)",
    re.IGNORECASE,
)
_MONTH = re.compile(
    rf"\b(?:(?:in|during|throughout|over)\s+(?:the\s+month\s+of\s+)?(?-i:{_MONTHS})\b(?!\s+\d{{1,2}}\b)|last\s+month\b(?!['’]s\b))",
    re.IGNORECASE,
)
_NO_SPAN = re.compile(
    r"\b(?:earlier|later|early|late|mid|end\s+of|beginning\s+of|start\s+of|middle\s+of|until|by|before|from|than|of)\W+$",
    re.IGNORECASE,
)
"""Before a year or a month that is no span: "earlier this year" is some day of it."""
_OTHER_ACT = re.compile(
    rf"\b(?:captur\w+|taken|seized|detained|abducted|arrested|fell|fought|fighting|defend\w+|served|stationed|held|invasion|launched|began|started|born|died|(?:were|was|been|who|got)\s+killed|disappeared|agree\w*|reached|deals?|accords?|signed|talks|negotiations|meetings?|(?:{ORDINAL}|largest|biggest|latest|the\s+only|one\s+of\s+the|most\s+\w+)\s[^,;]*|{ORDINAL})\b[^,;]*$",
    re.IGNORECASE,
)
"""Before a year or a month that tells when something else was, or of which one exchange was the third."""
_ONE_EVENT = re.compile(
    rf"\b(?:an?|one|this|that|latest|most\s+recent|previous|{ORDINAL})\s+(?:[\w-]+\s+){{0,3}}?{EVENT}\b|\bthe\s+(?:latest|most\s+recent|previous)\b",
    re.IGNORECASE,
)
_THE_EVENT = re.compile(
    r"\b(?:the|its|their)\s+(?:[\w-]+\s+){0,2}(?:exchange|swap|handover|stage|round)\b(?!\s+of\s+[a-z])", re.IGNORECASE
)
_PERFECT = re.compile(r"\b(?:has|have|[’']ve)\s+(?:\w+\s+)?\w+(?:ed|en|nt|ght|ot|ck)\b")
_TOLD_ON = re.compile(
    rf"^\W*(?:{DAY.pattern})[^;\d]*?\b(?:said|stated|told|noted|reported|announced|added|wrote|claimed|specified)\b"
    rf"|\b(?:said|stated|told|noted|reported|announced|added|wrote|claimed|specified)\s+(?:reporters\s+|journalists\s+)?(?:today|yesterday|{DAY.pattern}|[A-Z]\w+day\b)"
)
"""The day of the saying, which is none of what is said."""
_A_DAY = re.compile(
    rf"\b(?:today|yesterday|tonight|[A-Z]\w+day|this\s+(?:morning|week|time))\b|{DAY.pattern}|\b\d{{1,2}}\s+{_MONTHS}\b|\b{_MONTHS}\s+\d{{1,2}}\b"
)
_BRINGS = re.compile(r"\b(?:bring|tak|rais|mak)ing\b|\bwhich\s+(?:makes|brings|made|brought)\b|;")
_MANY = 2000
"""So many dead come home in several convoys."""
_SEVERAL, _SEVERAL_FREED = 1500, 500
"""So many do where the article tells of one convoy with far fewer, and so many captives of several exchanges."""


def sums(counting: Counting, counted: Counted, others: list[Counting], text: str, at: int, told: list[Figure]) -> bool:
    """Tells whether a number, which stands at `at`, sums up what a year or a month saw: "This year it handed over 7,000"."""
    value = counting.quantity.value
    if value is None or counting.partitive:
        return False
    said = _TOLD_ON.sub(lambda m: " " * len(m.group()), text)
    if _A_DAY.search(said) or _ONE_EVENT.search(said):
        return False
    if any(_spans(match, said, at) for match in _YEAR.finditer(said)):
        return not re.search(_MONTHS, said) and (_PERFECT.search(said) is not None or not _THE_EVENT.search(said))
    if _THE_EVENT.search(said) or not any(_spans(match, said, at) for match in _MONTH.finditer(said)):
        return False
    # a month may have seen one exchange alone, if what it brought is no more than one brings
    most = max(c.quantity.value or 0 for c in others)
    totals = [f.minimum for f in told if f.counted is counted and f.role is Role.TOTAL and f.minimum]
    if totals:
        return most > 2.5 * max(totals) and most >= (_SEVERAL if counted is Counted.BODIES else _SEVERAL_FREED)
    return counted is Counted.BODIES and most >= _MANY


def _spans(match: re.Match[str], text: str, at: int) -> bool:
    """Tells whether a year or a month is the time in which what a number counts took place."""
    upto = text[: match.start()]
    between = text[min(match.end(), at) : max(match.start(), at)]
    return not (_NO_SPAN.search(upto) or _OTHER_ACT.search(upto) or _BRINGS.search(between))
