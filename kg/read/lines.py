"""Reads the lines of a stream in bounded memory, however long they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from kg.read.records import LONGEST

if TYPE_CHECKING:
    from collections.abc import Iterator

_CHUNK = 1 << 16


def lines(stream: BinaryIO, longest: int = LONGEST) -> Iterator[bytes | None]:
    """Yields the lines with their ends; None stands for one of more than `longest` bytes, which is passed over."""
    while line := stream.readline(longest + 1):
        if len(line) <= longest:
            yield line
            continue
        while not line.endswith(b"\n") and (line := stream.readline(_CHUNK)):
            pass
        yield None
