"""Unpacks gzip files made of many members, and goes on after one that is damaged."""

from __future__ import annotations

import io
import zlib
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Iterator

    from _typeshed import WriteableBuffer

    from kg.read.archive import Allowance

MAGIC = b"\x1f\x8b\x08"
_CHUNK = 1 << 16


class Members:
    """The members of a gzip file, each a stream of its own (RFC 1952, 2.2).

    Where one is damaged the next begins at the next signature in the file, so that what is broken costs itself only.
    """

    def __init__(self, file: BinaryIO, allowance: Allowance) -> None:
        """Begins at the start of a file that can be wound back; what comes out is counted against the allowance."""
        self._file, self._allowance = file, allowance
        self._held = b""
        self.offset = 0
        self.follows = True

    def __iter__(self) -> Iterator[tuple[int, io.BufferedReader]]:
        """Yields each member's place in the file, in bytes, and its content.

        `follows` tells whether it begins where the one before ended, as it must: behind a damage the signature may
        stand in packed content by chance. Reading the content raises zlib.error or EOFError where it is damaged.
        """
        end = 0
        while self._seek():
            start = self.offset
            self.follows = start == end
            member = _Member(self)
            yield start, io.BufferedReader(member)
            end = self.offset if member.ended else -1
            if not member.ended:
                self._file.seek(start + 1)
                self._held, self.offset = b"", start + 1

    def take(self) -> bytes:
        """Gives the packed bytes that come next, none at the file's end."""
        found, self._held = self._held or self._file.read(_CHUNK), b""
        self.offset += len(found)
        return found

    def give_back(self, rest: bytes) -> None:
        """Takes back packed bytes that are of the next member."""
        self._held = rest
        self.offset -= len(rest)

    def count(self, unpacked: int) -> None:
        """Counts unpacked bytes; raises BombError where they are too many."""
        self._allowance.take(unpacked)

    def _seek(self) -> bool:
        """Goes to the next member's signature."""
        held = b""
        while True:
            if (at := held.find(MAGIC)) >= 0:
                self.give_back(held[at:])
                return True
            more = self.take()
            if not more:
                return False
            held = held[-2:] + more


class _Member(io.RawIOBase):
    """The unpacked content of the member at which the file stands."""

    def __init__(self, members: Members) -> None:
        self._members = members
        self._engine = zlib.decompressobj(16 + zlib.MAX_WBITS)
        self.ended = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer)
        while not self._engine.eof:
            packed = self._engine.unconsumed_tail or self._members.take()
            found = self._engine.decompress(packed, len(view))
            self._members.count(len(found))
            if self._engine.eof:
                self._members.give_back(self._engine.unused_data)
                self.ended = True
            if found:
                view[: len(found)] = found
                return len(found)
            if not packed:
                raise EOFError("it ends before it is complete")
        return 0
