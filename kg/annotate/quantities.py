"""Reads the numbers of a text, in digits and words, with their hedges as bounds.

`at least 500` is 500 and open, `over 500` is 501 and open, `up to 100,000` is open and 100,000, `more than 40 but fewer
than 50` is 41 to 49; `about` and `nearly` keep the number in both bounds. `dozens` is at least 24, `hundreds` at least 200.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from kg.model import Span

if TYPE_CHECKING:
    from kg.lexicon import Lexicon

_UNITS = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
    )
}
_TENS = {
    word: 10 * (value + 2) for value, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split())
}
_SCALES = {"hundred": 100, "thousand": 1000, "million": 1_000_000}
_VAGUE = {
    "dozens": 24,
    "hundreds": 200,
    "thousands": 2000,
    "scores": 40,
    "tens of thousands": 20_000,
    "hundreds of thousands": 200_000,
    "several dozen": 24,
    "several hundred": 200,
    "several thousand": 2000,
    "a few dozen": 24,
    "a few hundred": 200,
    "a few thousand": 2000,
    "a couple of hundred": 200,
}
_EXACT = {
    "half a dozen": 6,
    "half-a-dozen": 6,
    "a dozen": 12,
    "two dozen": 24,
    "three dozen": 36,
    "four dozen": 48,
    "five dozen": 60,
    "a couple of dozen": 24,
    "a score": 20,
    "a single": 1,
}

_DIGITS = r"\d{1,3}(?:[,.\u00a0\u202f ]\d{3})+(?!\d)|\d+(?:[.,]\d+)?"
_ONE_WORD = "|".join([*_UNITS, *_TENS, *_SCALES])
_WORDS = rf"(?:an?\s+(?:hundred|thousand|million)|(?:{_ONE_WORD}))(?:(?:[\s-]+(?:and[\s-]+)?)(?:{_ONE_WORD}))*"
_PHRASES = "|".join(re.escape(p).replace(r"\ ", r"\s+") for p in sorted([*_VAGUE, *_EXACT], key=len, reverse=True))
_GLUED = r"(?<=[a-z]{4})(?=\d[\d,]{0,5}\s+(?:bodies|remains|prisoners|captives|soldiers|servicemen|defenders|civilians|people)\b)"
"""Where a number follows a word without the space between, as page texts have it: "transferring22 bodies"."""
_NUMBER = re.compile(
    rf"(?:(?<=-for-)|{_GLUED}|(?<![\w.,$€£₴№#/:+-]))(?:(?P<phrase>{_PHRASES})|(?P<digits>{_DIGITS})(?:\s?(?P<scale>[kK]|thousand|million|mln|hundred)\b)?|(?P<words>{_WORDS}))(?P<plus>\+)?(?![\w/])(?!-(?!for-(?:\d|(?:an?-)?(?:hundred|thousand)\b)|\d+[”\"]?\s+(?:formula|format|basis|principle)\b|(?:person|people|prisoner|captive|POW|soldier|serviceman|man|body|hostage|detainee|civilian|child)\b)\w)",
    re.IGNORECASE,
)
_ANAPHOR = re.compile(
    r"\b(?:(?i:the)\s+same\s+(?:number|amount|quantity|figure|total)|(?i:the)\s+(?:first|second|former|latter)\s+(?:figure|number)|(?i:the)\s+(?:(?P<whose>[A-Z]\w+)\s+)?(?:figures?|number|count|tally)|(?i:that|this)\s+(?:figure|number)|an?\s+(?:equal|similar|identical|equivalent)\s+number|as\s+many(?!\s+(?:as|of\s+(?:those|these|them|the))\b))\b",
)
_RANGE_LINK = re.compile(r"\s*(?:-|–|—|to|and|or)\s*$", re.IGNORECASE)
_BUT = re.compile(r"^\s*(?:,\s*)?(?:but|and)\s+(?:not\s+)?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its hedge: `span` covers both, `core` the number alone; `same` marks words that repeat another number.

    `minimum` and `maximum` are inclusive, None where open. `whose` is the word that says whose figure is repeated;
    `approximate` tells that the number may be rounded, by the word before it.
    """

    span: Span
    core: Span
    minimum: int | None
    maximum: int | None
    value: int | None
    same: bool = False
    whose: str = ""
    vague: bool = False
    approximate: bool = False


def find(text: str, lexicon: Lexicon) -> list[Quantity]:
    """Gives the numbers of a text in order, ranges and hedges joined."""
    head, tail = _hedges(lexicon)
    found: list[Quantity] = []
    for match in _NUMBER.finditer(text):
        value, vague = _value(match)
        if value is None:
            continue
        core = Span(*match.span())
        minimum: int | None = value
        maximum = None if vague or match["plus"] else value
        span = core
        before = head.search(text, max(0, core.start - 40), core.start)
        if before and re.search(
            r"(?i)\b(?:hand(?:s|ed|ing)?|turn(?:s|ed|ing)?|gives?|gave|giving|tak(?:es?|ing)|took|pass(?:es|ed|ing)?|sign(?:s|ed)?)\s+$",
            text[: before.start()],
        ):
            before = None  # "hands over 1,000"
        if before and not vague:
            minimum, maximum = _bounded(value, lexicon_bound(before.lastgroup or ""))
        if before:
            span = Span(before.start(), core.end)
        after = tail.match(text, core.end)
        if after:
            minimum, maximum = _bounded(value, lexicon_bound(after.lastgroup or ""))
            span = Span(span.start, after.end())
        approximate = before is not None and before.lastgroup == "about"
        found.append(Quantity(span, core, minimum, maximum, value, vague=vague, approximate=approximate))
    found = _ranges(text, found)
    for match in _ANAPHOR.finditer(text):
        span = Span(*match.span())
        if not any(q.span.overlaps(span) for q in found):
            found.append(Quantity(span, span, None, None, None, same=True, whose=match["whose"] or ""))
    return sorted(found, key=lambda q: q.span)


_BOUND_GROUPS = {
    "least": "at least",
    "more": "more than",
    "most": "at most",
    "less": "less than",
    "about": "about",
    "exactly": "exactly",
}


def lexicon_bound(group: str) -> str:
    """Gives the bound that a group of the compiled hedges stands for."""
    return _BOUND_GROUPS[group]


@lru_cache(maxsize=8)
def _hedges_by_words(words: tuple[tuple[tuple[str, ...], str, bool], ...]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    def group(bound: str, tail: bool) -> str:
        name = next(key for key, value in _BOUND_GROUPS.items() if value == bound)
        options = [r"\s+".join(re.escape(w) for w in hedge) for hedge, b, t in words if b == bound and t is tail]
        return rf"(?P<{name}>{'|'.join(options)})" if options else rf"(?P<{name}>(?!))"

    head = "|".join(group(bound, False) for bound in _BOUND_GROUPS.values())
    tail = "|".join(group(bound, True) for bound in ("at least", "at most"))
    return (
        re.compile(rf"(?<!\w)(?:{head})\s+$".replace(r"\s+$", r"\s+\Z"), re.IGNORECASE),
        re.compile(rf"\s+(?P<noun>\w+\s+)?(?:{tail})(?!\w)(?(noun)(?!(?<=and\smore)\s+\w))", re.IGNORECASE),
    )


def _hedges(lexicon: Lexicon) -> tuple[re.Pattern[str], re.Pattern[str]]:
    return _hedges_by_words(tuple((hedge.words, hedge.bound, hedge.tail) for hedge in lexicon.hedges))


def _bounded(value: int, bound: str) -> tuple[int | None, int | None]:
    return {
        "at least": (value, None),
        "more than": (value + 1, None),
        "at most": (None, value),
        "less than": (None, value - 1),
        "about": (value, value),
        "exactly": (value, value),
    }[bound]


def _ranges(text: str, found: list[Quantity]) -> list[Quantity]:
    joined: list[Quantity] = []
    for quantity in found:
        last = joined[-1] if joined else None
        between = text[last.span.end : quantity.span.start] if last else ""
        if last and last.value is not None and quantity.value is not None and last.value < quantity.value:
            if _RANGE_LINK.match(between) and between.strip().lower() != "and" and quantity.span == quantity.core:
                joined[-1] = replace(
                    last,
                    span=Span(last.span.start, quantity.span.end),
                    core=Span(last.core.start, quantity.core.end),
                    maximum=quantity.value,
                )
                continue
            lead = re.search(r"\bbetween\s+$", text[max(0, last.span.start - 12) : last.span.start], re.IGNORECASE)
            if between.strip().lower() == "and" and lead:
                joined[-1] = replace(
                    last,
                    span=Span(last.span.start - len(lead.group()), quantity.span.end),
                    core=Span(last.core.start, quantity.core.end),
                    maximum=quantity.value,
                )
                continue
            if _BUT.match(between) and last.maximum is None and quantity.minimum is None:
                joined[-1] = replace(
                    last,
                    span=Span(last.span.start, quantity.span.end),
                    core=Span(last.core.start, quantity.core.end),
                    maximum=quantity.maximum,
                )
                continue
        joined.append(quantity)
    return joined


def _value(match: re.Match[str]) -> tuple[int | None, bool]:
    if phrase := match["phrase"]:
        key = " ".join(phrase.lower().split())
        return (_VAGUE[key], True) if key in _VAGUE else (_EXACT[key], False)
    if digits := match["digits"]:
        return _from_digits(digits, (match["scale"] or "").lower()), False
    return _from_words(match["words"]), False


def _from_digits(digits: str, scale: str) -> int | None:
    factor = {"k": 1000, "thousand": 1000, "million": 1_000_000, "mln": 1_000_000, "hundred": 100, "": 1}[scale]
    plain = re.sub(r"[\u00a0\u202f ]", "", digits)
    if re.match(r"0\d", plain):
        return None  # "0 800 300 529"
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+", plain) or (factor == 1 and re.fullmatch(r"\d{1,3}(?:\.\d{3})+", plain)):
        return int(re.sub(r"[,.]", "", plain)) * factor
    if re.fullmatch(r"\d+", plain):
        return int(plain) * factor
    if not re.fullmatch(r"\d+[.,]\d+", plain):  # as in 1.000.000 thousand
        return None
    number = float(plain.replace(",", ".")) * factor
    return int(number) if factor > 1 and number == int(number) else None


def _from_words(words: str) -> int | None:
    total = current = 0
    for word in re.split(r"[\s-]+", words.lower()):
        if word in {"a", "an"}:
            current = 1
        elif word in _UNITS:
            current += _UNITS[word]
        elif word in _TENS:
            current += _TENS[word]
        elif word == "hundred":
            current = max(current, 1) * 100
        elif word in _SCALES:
            total += max(current, 1) * _SCALES[word]
            current = 0
    return total + current
