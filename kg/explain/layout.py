"""Lays lines out for a terminal: wrapped to its width, safe to print, with the words that matter marked.

Marked words stand between guillemets, so that a copy in a mail keeps the mark, and are bold where `styled`.
"""

from __future__ import annotations

import re
from io import StringIO
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from kg.printable import plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.explain.records import Words

_NARROWEST = 40
_OPEN, _CLOSE = "«", "»"


class Page:
    """Lines of a page, each with the margins of its first line and of those that it runs on to."""

    def __init__(self, width: int, styled: bool) -> None:
        """Starts a page of so many columns; `styled` allows bold and dim letters, and nothing else."""
        self._width = max(width, _NARROWEST)
        self._out = StringIO()
        self._console = Console(
            file=self._out,
            width=self._width,
            force_terminal=styled,
            color_system="standard" if styled else None,
            no_color=True,
            legacy_windows=False,
        )

    def title(self, text: str) -> None:
        """Writes the line that says what the page is about."""
        self._add(Text(plain(text), "bold"), "", "")

    def section(self, text: str) -> None:
        """Opens a section."""
        self._out.write("\n")
        self._add(Text(plain(text), "bold"), "", "")

    def blank(self) -> None:
        """Leaves a line empty."""
        self._out.write("\n")

    def line(self, text: str | Text, indent: int = 2) -> None:
        """Writes a line of a section."""
        self._add(_safe(text), " " * indent, " " * indent)

    def item(self, text: str | Text, indent: int = 2) -> None:
        """Writes one of several things of a kind."""
        self._add(_safe(text), " " * indent + "- ", " " * (indent + 2))

    def quote(self, text: Text, indent: int = 2) -> None:
        """Writes the words of an article, as mails quote."""
        self._add(text, " " * indent + "> ", " " * indent + "> ")

    def raw(self, text: str, indent: int = 2) -> None:
        """Writes a line that must not be broken, such as a command."""
        self._out.write(" " * indent + plain(text) + "\n")

    def text(self) -> str:
        """Gives the page."""
        return self._out.getvalue()

    def _add(self, text: Text, first: str, rest: str) -> None:
        margin = first
        for line in text.wrap(self._console, self._width - len(first)):
            line.rstrip()
            self._console.print(Text.assemble(margin, line), soft_wrap=True)
            margin = rest


def marked(text: str, start: int, marks: Iterable[Words | None]) -> Text:
    """Gives a stretch of an article's text, on one line, with words marked.

    Args:
        text: the stretch.
        start: its offset in the article.
        marks: the words to mark, by their offsets in the article; what lies outside the stretch is passed over.
    """
    out, at = Text(), 0
    spans = sorted((one.start - start, one.end - start) for one in marks if one)
    for first, last in spans:
        if at <= first < last <= len(text):
            out.append(_flat(text[at:first]))
            out.append(_OPEN + _flat(text[first:last]) + _CLOSE, "bold")
            at = last
    out.append(_flat(text[at:]))
    return out


def _flat(text: str) -> str:
    return plain(re.sub(r"\s+", " ", text))


def _safe(text: str | Text) -> Text:
    return Text(_flat(text)) if isinstance(text, str) else text
