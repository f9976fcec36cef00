"""Makes plain text of the scraps of HTML that stand in feeds."""

from __future__ import annotations

import html
import re

_BLOCKS = frozenset(
    "address article aside blockquote dd div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header hr li ol p pre "
    "section table td th tr ul".split()
)
# Takes time in proportion to the length of any input, which the standard library's parser of HTML doesn't.
_TOKEN = re.compile(r"<!--.*?(?:-->|\Z)|<(/?)([A-Za-z][\w:-]*)[^<>]*>|<[!?][^<>]*>", re.DOTALL)


def plain(markup: str) -> str:
    """Gives the words of a scrap of HTML without scripts: a blank line between blocks, a line's end for a break."""
    parts, end = [], 0
    for tag in _TOKEN.finditer(markup):
        parts.append(_words(markup[end : tag.start()]))
        name, end = (tag[2] or "").lower(), tag.end()
        parts.append("\n\n" if name in _BLOCKS else "\n" if name == "br" and not tag[1] else "")
    parts.append(_words(markup[end:]))
    paragraphs = re.split(r"\n{2,}", "".join(parts))
    lines = ("\n".join(" ".join(line.split()) for line in one.split("\n")).strip() for one in paragraphs)
    return "\n\n".join(line for line in lines if line)


def _words(text: str) -> str:
    # A line's end in the source is a blank; only tags begin lines.
    return re.sub(r"\s+", " ", html.unescape(text))
