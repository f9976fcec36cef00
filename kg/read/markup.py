"""Makes plain text of the scraps of HTML that stand in feeds."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_BLOCKS = frozenset(
    "address article aside blockquote dd div dl dt figure footer h1 h2 h3 h4 h5 h6 header hr li ol p pre section table "
    "td th tr ul".split()
)
_UNSEEN = frozenset("figcaption script style template".split())


def plain(markup: str) -> str:
    """Gives the words of a scrap of HTML: a blank line between blocks, a line's end where a break stands."""
    words = _Words()
    words.feed(markup)
    words.close()
    paragraphs = re.split(r"\n{2,}", "".join(words.parts))
    lines = ("\n".join(" ".join(line.split()) for line in one.split("\n")).strip() for one in paragraphs)
    return "\n\n".join(line for line in lines if line)


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._unseen: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if tag in _UNSEEN:
            self._unseen.append(tag)
        self._break(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._unseen:
            del self._unseen[self._unseen.index(tag) :]
        if tag != "br":
            self._break(tag)

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            # A line's end in the source is a blank; only tags begin lines.
            self.parts.append(re.sub(r"\s+", " ", data))

    def _break(self, tag: str) -> None:
        if tag == "br":
            self.parts.append("\n")
        elif tag in _BLOCKS:
            self.parts.append("\n\n")
