"""Finds the borders of sentences by the layout and punctuation of news text.

The parser's own borders fail on headlines, bullets, blank lines and closing quotation marks; passages have to be whole
sentences, so layout decides: a line break ends a sentence unless the line is visibly wrapped.
"""

from __future__ import annotations

import re

from kg.model import Span

_OPEN = '"“‘«„(['
_CLOSE = "\"”’»)]'"
_ABBREVIATIONS = frozenset(
    """mr mrs ms dr prof gen lt col maj capt sgt cpl pvt brig adm cmdr sen rep gov pres rev hon st sr jr no vs etc inc ltd co corp
    jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun approx est dept fig ca cf al e.g i.e
    u.s u.k u.n e.u a.m p.m d.c""".split()
)
_CAN_END = frozenset("a.m p.m u.s u.k u.n e.u etc inc ltd co corp jr sr d.c".split())
_TERMINAL = re.compile(
    rf"(?P<stop>[.!?…]+)(?P<close>[{re.escape(_CLOSE)}]*)(?P<gap>[ \t\u00a0]+)(?=[{re.escape(_OPEN)}'•–—-]*\s?[\w@#])"
)
_BREAK = re.compile(r"[ \t\u00a0]*(?:\r\n|\r|\n)\s*")
_SAYS = re.compile(
    r"^(?:[\w.'’-]+\s+){0,6}?(?:said|says|asked|asks|told|wrote|writes|added|adds|replied|exclaimed|stressed|noted|claimed|declared|insisted)\b"
)


def spans(text: str) -> list[Span]:
    """Splits a text into sentences, outer white space left out."""
    found: list[Span] = []
    for block in blocks(text):
        start = block.start
        for match in _TERMINAL.finditer(text, block.start, block.end):
            if _ends_sentence(text, match, block.end):
                found.append(Span(start, match.start("gap")))
                start = match.end()
        found.append(Span(start, block.end))
    return [span for span in (_trimmed(text, s) for s in found) if span.end > span.start]


def blocks(text: str) -> list[Span]:
    """Splits a text into paragraphs, wrapped lines joined; no sentence goes beyond one."""
    blocks: list[Span] = []
    start = 0
    for match in _BREAK.finditer(text):
        line_start = max(text.rfind("\n", 0, match.start()) + 1, start)
        if _is_wrapped(text, match, line_start):
            continue
        blocks.append(Span(start, match.start()))
        start = match.end()
    blocks.append(Span(start, len(text)))
    return blocks


def _is_wrapped(text: str, match: re.Match[str], line_start: int) -> bool:
    """Tells whether a line break only wraps a line: the next goes on in lower case, or the line is filled to a margin."""
    if match.group().count("\n") > 1 or len(match.group().rsplit("\n", 1)[-1]) > 1:
        return False  # an indented line, or one whose bullet was blanked
    before, after = text[line_start : match.start()].rstrip(), text[match.end() : match.end() + 1]
    if not before or not after or before[-1] in '.!?…:;"”':
        return False
    next_line = text[match.end() :].split("\n", 1)[0]
    if after.islower():
        return True
    return (
        60 <= len(before) <= 100
        and len(next_line) > 20
        and before[-1] not in _CLOSE
        and bool(re.search(r"[a-z,]$", before))
        and not after.isspace()
        and _margin(text)
    )


def _margin(text: str) -> bool:
    lengths = [len(line) for line in text.splitlines() if len(line) > 40]
    return len(lengths) > 4 and max(lengths) <= 100


def _ends_sentence(text: str, match: re.Match[str], end: int) -> bool:
    rest = text[match.end() : min(end, match.end() + 80)].lstrip()
    first = rest.lstrip(_OPEN + "'")[:1]
    if not first or first.islower():
        return False
    if match["stop"].startswith(".") and not match["close"]:
        word = re.search(r"[\w.]*$", text[max(0, match.start() - 12) : match.start()])
        token = word.group().casefold() if word else ""
        if len(token) == 1 and token.isalpha() and token != "i":
            # "said on X. He added": the network, no initial
            return bool(re.search(r"\b(?:on|via|to)\s+X$", text[max(0, match.start() - 8) : match.start()]))
        if token in _ABBREVIATIONS or token.replace(".", "") in _ABBREVIATIONS:
            return token in _CAN_END and bool(
                re.match(r"(?:The|He|She|It|They|In|On|But|And|A|An|This|That|According)\b", rest)
            )
        if first.isdigit() and token in {"no", "art", "nos"}:
            return False
    # “Will it hold?” Novak asked. – one sentence
    return not (match["close"] and match["stop"][-1] in "?!…" and _SAYS.match(rest))


def _trimmed(text: str, span: Span) -> Span:
    part = text[span.start : span.end]
    left = len(part) - len(part.lstrip("\ufeff \t\r\n\u00a0\u200b"))
    right = len(part.rstrip("\ufeff \t\r\n\u00a0\u200b"))
    return Span(span.start + left, span.start + max(left, right))
