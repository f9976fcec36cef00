"""Marks stretches of an article's text, however they overlap, as a sequence of openings, words and closings."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

LONGEST = 4000
"""So many characters of a line make one paragraph at most."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the text, with half-open offsets in code points.

    `kinds` are the names of what is marked, `number` that of the note beside it, `iri` what it leads to; `first` tells
    that the stretch begins here and is not the rest of one that was broken off, whose end is `whole`.
    """

    start: int
    end: int
    kinds: tuple[str, ...] = ()
    number: int = 0
    iri: str = ""
    first: bool = True
    whole: int = 0


@dataclass(frozen=True, slots=True)
class Token:
    """One step through the text: `words` to write, else the opening or closing of a mark."""

    words: str = ""
    opens: Mark | None = None
    closes: Mark | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of the text that is not blank: its offset, and its words with the marks.

    A line that no browser could lay out at once comes in several, of which all but the last `runs_on`.
    """

    start: int
    tokens: tuple[Token, ...]
    runs_on: bool = False

    def only(self, kind: str) -> bool:
        """Tells whether all of it is one stretch of a kind."""
        first, last = self.tokens[0].opens, self.tokens[-1].closes
        return first is not None and kind in first.kinds and first is last


def paragraphs(text: str, marks: Iterable[Mark]) -> Iterator[Paragraph]:
    """Breaks a text into its lines, each with the marks that lie on it; empty marks are passed over."""
    lines = list(_lines(text))
    starts, ends = [start for start, _ in lines], [end for _, end in lines]
    on: dict[int, list[Mark]] = {}
    for mark in marks:
        over = range(bisect_right(ends, mark.start), bisect_left(starts, mark.end))
        for number in over:
            start, end = lines[number]
            clipped = replace(
                mark,
                start=max(start, mark.start),
                end=min(end, mark.end),
                first=mark.first and number == over.start,
                whole=mark.end,
            )
            if clipped.start < clipped.end:
                on.setdefault(number, []).append(clipped)
    for number, (start, end) in enumerate(lines):
        runs_on = end < len(text) and text[end] != "\n"
        yield Paragraph(start, tuple(_nested(text, start, end, on.get(number, ()))), runs_on)


def _lines(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for line in text.split("\n"):
        end = at + len(line)
        if line.strip():
            while end - at > LONGEST:
                cut = text.rfind(" ", at + LONGEST // 2, at + LONGEST) + 1 or at + LONGEST
                yield at, cut
                at = cut
            yield at, end
        at = end + 1


def _nested(text: str, start: int, end: int, marks: Sequence[Mark]) -> Iterator[Token]:
    """Nests marks; where two cross, the one that begins later is broken at the end of the other."""
    waiting = sorted(marks, key=_order)
    opened: list[Mark] = []
    at = start
    while waiting or opened:
        edge = opened[-1].end if opened else end
        if waiting and waiting[0].start < edge:
            mark = waiting.pop(0)
            if mark.end > edge:
                rest = replace(mark, start=edge, first=False)
                mark = replace(mark, end=edge)
                waiting.insert(bisect_left([_order(one) for one in waiting], _order(rest)), rest)
            if at < mark.start:
                yield Token(text[at : mark.start])
                at = mark.start
            yield Token(opens=mark)
            opened.append(mark)
            continue
        if not opened:
            break
        if at < edge:
            yield Token(text[at:edge])
            at = edge
        yield Token(closes=opened.pop())
    if at < end:
        yield Token(text[at:end])


def _order(mark: Mark) -> tuple[int, int, tuple[str, ...]]:
    return mark.start, -mark.end, mark.kinds
