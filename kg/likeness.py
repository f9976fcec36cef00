"""Tells by their words whether two articles are one text: the hash of the words, a MinHash of their rows, the rows.

What is compared is an article's own prose, without headline and boilerplate, for a copy may have others. All of it is a
property of the one article or of the one pair: what else is in a store makes no difference.
"""

from __future__ import annotations

import base64
import hashlib
import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from datasketch import MinHash

    from kg.model import Span

PERMUTATIONS = 128
# So many values of a signature make a band: with 64 bands of two, of pairs that share a quarter of their rows 98 in a
# hundred have a band in common, of those that share a third all but one in two thousand.
_BAND = 2
_SEED = 1
# So much of the shorter text must be in the longer, and so much of both together in both.
_SHARE, _ALIKE = 0.55, 0.2
# And of the rows with a number this much of those of the text that has fewer: background that an outlet prints below
# each report has few, and what is told anew has others.
_NUMBERED = 1 / 3
_ROW, _WORDS = 4, 30
# A sentence of fewer words ("Arland has not commented.") stands in many articles.
_TELLING = 8
# Signatures with fewer values in common are of texts that share less than a twentieth.
_FEWEST = 9
_WORD = re.compile(r"[^\W_]+(?:[.,]\d+)*")
_SENTENCE = re.compile(r"(?<=[.!?])[\"'”’»)\]]*\s+|\n+")
_NUMBER = re.compile(r"\d[\d.]*")


class Print(NamedTuple):
    """What is kept of an article's words: their SHA-256 in hexadecimal, and their MinHash, two bytes a permutation."""

    words: str
    signature: bytes

    @property
    def written(self) -> str:
        """The MinHash in base64."""
        return base64.b64encode(self.signature).decode()


class Prose:
    """An article's own words, as rows of words and as sentences by what is left when their numbers are taken out."""

    __slots__ = ("_numbered", "formulas", "rows", "size", "words")

    def __init__(self, text: str, without: Iterable[Span] = ()) -> None:
        """Takes the words of a text, `without` its stretches that are no prose of its own."""
        sentences = [_words(sentence) for sentence in _SENTENCE.split(_bare(text, without))]
        self.words = [word for sentence in sentences for word in sentence]
        self.size = len(self.words)
        starts = range(max(1, self.size - _ROW + 1))
        self.rows = frozenset(" ".join(self.words[at : at + _ROW]) for at in starts) if self.words else frozenset()
        self._numbered: set[str] | None = None
        self.formulas: dict[str, set[str]] = {}
        for sentence in sentences:
            if len(sentence) >= _TELLING:
                told = " ".join(sentence)
                self.formulas.setdefault(_NUMBER.sub("#", told), set()).add(told)

    def print(self) -> Print | None:
        """Gives what is kept of the words; None where they are too few to tell a text by."""
        if self.size < _TELLING:
            return None
        sketch = _empty().copy()
        sketch.update_batch([row.encode() for row in self.rows])
        # The lowest bits of the values suffice to tell them apart, and keep the signature short.
        low = (sketch.hashvalues & np.uint64(0xFFFF)).astype("<u2").tobytes()
        return Print(hashlib.sha256(" ".join(self.words).encode()).hexdigest(), low)

    def repeats(self, other: Prose) -> bool:
        """Tells whether one of two texts is the other, cut, edited here and there, or with a part of its own.

        What a copy repeats are the facts: texts that share their background only tell of two matters. And official
        statements are formulas in which only the numbers change: a sentence that both have with other numbers
        tells two reports apart, whatever else they share.
        """
        # First, for most pairs that resemble each other share background, and these rows are few.
        rows, others = self.numbered, other.numbered
        if len(rows & others) < _NUMBERED * min(len(rows), len(others)):
            return False
        both, fewer = len(self.rows & other.rows), min(len(self.rows), len(other.rows))
        if min(self.size, other.size) < _WORDS or both < _SHARE * fewer:
            return self.size >= _TELLING and self.words == other.words
        if both < _ALIKE * (len(self.rows) + len(other.rows) - both):
            return False
        shared = self.formulas.keys() & other.formulas.keys()
        told = ((self.formulas[one], other.formulas[one]) for one in shared)
        return all(here <= there or there <= here for here, there in told)

    @property
    def numbered(self) -> set[str]:
        """The rows that have a number in them."""
        if self._numbered is None:
            self._numbered = {row for row in self.rows if _NUMBER.search(row)}
        return self._numbered


def read(written: str) -> bytes:
    """Reads a signature as it is written into the graph."""
    return base64.b64decode(written)


def bands(signatures: Sequence[bytes]) -> np.ndarray[tuple[int, int], np.dtype[np.int64]]:
    """Gives of each signature its bands as numbers, a row each; texts that may be one have a number in common.

    They are the keys of an index: who looks an article's numbers up in it finds all that it must be compared with.
    """
    values = _table(signatures).astype(np.int64).reshape(len(signatures), -1, _BAND)
    place = np.arange(values.shape[1], dtype=np.int64)
    return (place << 32) | (values[:, :, 0] << 16) | values[:, :, 1]


def resemble(signature: bytes, others: Sequence[bytes]) -> list[bool]:
    """Tells of which others a text may be a copy, by the signatures; seldom wrong where it says no."""
    same = (_table(others) == _table([signature])).sum(axis=1)
    return [bool(one) for one in same >= _FEWEST]


def _table(signatures: Sequence[bytes]) -> np.ndarray[tuple[int, int], np.dtype[np.uint16]]:
    return np.frombuffer(b"".join(signatures), dtype="<u2").reshape(len(signatures), PERMUTATIONS)


@cache
def _empty() -> MinHash:
    # The library brings scipy, which takes half a second that readers of a graph need not wait.
    from datasketch import MinHash

    return MinHash(num_perm=PERMUTATIONS, seed=_SEED)


def _bare(text: str, without: Iterable[Span]) -> str:
    for span in without:
        text = text[: span.start] + "\n" * (span.end - span.start) + text[span.end :]
    return text


def _words(sentence: str) -> list[str]:
    folded = unicodedata.normalize("NFKC", sentence.replace("\u00ad", "")).casefold()
    return [word.replace(",", "") for word in _WORD.findall(folded)]
