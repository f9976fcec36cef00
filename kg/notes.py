"""Finds the marks of notes in a text ("since 2022.[1]", "[citation needed]", "since 2022.¹") and the notes themselves.

Think-tanks and encyclopedias glue such marks to sentence ends; they are no words of the text and count nothing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.imprint import Line

_NUMBER = r"\d{1,3}(?:\s?[,–-]\s?\d{1,3})*"
_DOUBT = (
    r"(?:[a-z]+[ ]){0,2}needed|when\?|who\?|(?:by|according[ ]to)[ ]whom\?"
    r"|failed[ ]verification|dead[ ]link|(?:note|nb|fn|n)\.?[ ]?\d{1,2}"
)
_MARK = re.compile(
    rf"""(?:(?<=[^\s\[(“"])\[(?:{_NUMBER}|{_DOUBT})\]  # "2022.[1]", "1,200[3] bodies"
          | (?<=[.,;!?]")\[{_NUMBER}\]
          | (?<=[.,;:!?”’)\]\d])\[(?:[a-z]|[ivxl]{{2,6}})\]
          | (?<=[.!?”"’)][ ])\[{_NUMBER}\](?=\s+[A-Z“"]|\s*$)  # behind a space only after a full stop
        )
        (?:\s?\[(?:{_NUMBER}|{_DOUBT}|[a-z]|[ivxl]{{2,6}})\])*
        (?:\(https?://[^)\s]*\)|:\d{{1,4}}(?:[–-]\d{{1,4}})?)?(?!\w)
      | (?<=[\w.,;:!?”"’)])[¹²³⁰⁴-⁹]+(?:[,\u2009][¹²³⁰⁴-⁹]+)*
      | (?<=[a-z]{{4}}\.)\d{{1,2}}(?=\s+[A-Z“])  # where a copy lost the raising: "soldiers.1 Neither"
      | (?<=[a-z]{{3}}\.[”"])\d{{1,2}}(?=\s+[A-Z“])""",
    re.MULTILINE | re.VERBOSE,
)
_NOTE = re.compile(r"\s*(?:\[(?:\d{1,3}|[a-z]|[ivxl]{2,6})\]|[¹²³⁰⁴-⁹]+|\^|↑)\s*\S")
_ADDRESS = re.compile(r"https?://|\bwww\.")


def marks(text: str, start: int = 0) -> Iterator[Span]:
    """Gives the marks of notes in a text from an offset on."""
    return (Span(*match.span()) for match in _MARK.finditer(text, start))


def notes(lines: list[Line]) -> Iterator[Span]:
    """Gives the lines that are notes: they open with a mark, and tell an address or stand together at the foot."""
    foot = True
    for line in reversed(lines):
        is_note = _NOTE.match(line.text) is not None
        foot = foot and is_note
        if is_note and (foot or _ADDRESS.search(line.text)):
            yield line.span
