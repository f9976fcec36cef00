"""The lines that an outlet puts around its articles, as an authority tells them, and where they stand in a page.

A line is told in words; letter case and blanks don't count, `#` stands for any number and `*` for any words within it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

HEAD, TAIL, ANYWHERE = "head", "tail", "anywhere"
PLACES = {"kg:headFurniture": HEAD, "kg:tailFurniture": TAIL, "kg:furniture": ANYWHERE}
"""Where a line stands, by the property that tells it: above the first line of prose, below the last, or wherever."""
_NUMBER = r"\d+(?:[.,:]\d+)*"
# Soft hyphens, byte order marks and signs that a terminal would obey are no part of a line.
_UNSEEN = "".join(chr(code) for code in (*range(9), *range(14, 32), 127)) + "\u00ad\ufeff"
_FOLDED = str.maketrans("‘’‚“”„«»\u00a0", '\'\'\'""""" ', _UNSEEN)
_PARTS = re.compile(r"\\([*#\\])|([*#])")


@dataclass(frozen=True, slots=True)
class Furniture:
    """A line of an outlet's, with where it stands: "head", "tail" or "anywhere"."""

    place: str
    line: str

    def fits(self, line: str) -> bool:
        """Tells whether a page's line is this one."""
        return _pattern(self.line).fullmatch(folded(line)) is not None


def folded(line: str) -> str:
    """Brings a line into the form in which lines are compared."""
    return " ".join(line.translate(_FOLDED).split()).casefold()


def spelt(line: str) -> str:
    """Spells a page's line as one of furniture, its numbers as `#`."""
    return re.sub(_NUMBER, "#", re.sub(r"[*#\\]", r"\\\g<0>", folded(line)))


def masked(lines: Sequence[str], known: Sequence[Furniture], is_prose: Callable[[str], bool]) -> Iterator[int]:
    """Yields the numbers of the lines of a page that are an outlet's furniture.

    The head goes on as long as lines are furniture or no prose; the tail begins behind the last that is prose.
    """
    fitting = [{one.place for one in known if one.fits(line)} for line in lines]
    text = [number for number, line in enumerate(lines) if not fitting[number] and is_prose(line)]
    first, last = (text[0], text[-1]) if text else (len(lines), -1)
    for number, places in enumerate(fitting):
        if ANYWHERE in places or (HEAD in places and number < first) or (TAIL in places and number > last):
            yield number


@lru_cache(10_000)
def _pattern(line: str) -> re.Pattern[str]:
    pattern, at, told = "", 0, folded(line)
    for match in _PARTS.finditer(told):
        wild = {"*": ".*?", "#": _NUMBER}.get(match[2], "")
        pattern += re.escape(told[at : match.start()]) + (wild or re.escape(match[1]))
        at = match.end()
    return re.compile(pattern + re.escape(told[at:]))
