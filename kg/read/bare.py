"""Takes scripts, styles and comments out of a page before it is parsed, in time that grows as the page does.

Three quarters of a page of a large outlet are scripts. What stands in them for machines is kept apart.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_OPENS = re.compile(r"<!--|<(script|style)(?=[\s/>])([^>]{0,2000})>?", re.IGNORECASE)
_ENDS = {name: re.compile(rf"</{name}(?=[\s/>])[^<>]*>?", re.IGNORECASE) for name in ("script", "style")}
# A tag with its attributes, as parsers see them: separated by blanks or slashes, values quoted or not. All of it is
# possessive, so that no page makes it try twice.
_VALUE = r"""(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"']*+))?+"""
_TAG = re.compile(rf"<[A-Za-z][^\s/>]*+(?:[\s/]*+[^\s/>=]++{_VALUE})*+")
_ATTRIBUTE = re.compile(rf"[\s/]++[^\s/>=]++{_VALUE}|(?<=[\"'])[^\s/>=]++{_VALUE}")


@dataclass(frozen=True, slots=True)
class Bare:
    """A page's markup without scripts, styles and comments, and the texts of its scripts of JSON-LD."""

    markup: str
    linked: tuple[str, ...]


def bare(page: str) -> Bare:
    """Takes a page apart; a script or comment that doesn't end runs to the page's end, as in browsers."""
    parts: list[str] = []
    linked: list[str] = []
    end = 0
    while opens := _OPENS.search(page, end):
        parts.append(page[end : opens.start()])
        if opens[1] is None:
            # The shortest comment is <!-->.
            at = page.find("-->", opens.start() + 2)
            end = at + 3 if at >= 0 else len(page)
            continue
        closes = _ENDS[opens[1].lower()].search(page, opens.end())
        if opens[1].lower() == "script" and "ld+json" in opens[2].lower():
            linked.append(page[opens.end() : closes.start() if closes else len(page)])
        end = closes.end() if closes else len(page)
    return Bare("".join(parts) + page[end:], tuple(linked))


def attributes(markup: str, least: int = 1000) -> int:
    """Counts the attributes of the element that has most, of those whose tag is `least` characters long or longer."""
    long = (tag[0] for tag in _TAG.finditer(markup) if tag.end() - tag.start() >= least)
    return max((sum(1 for _ in _ATTRIBUTE.finditer(tag)) for tag in long), default=0)
