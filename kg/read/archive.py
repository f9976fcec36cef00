"""Reads articles out of zip archives and gzip files, member by member, in memory: nothing is written to disk.

What an archive unpacks to is counted while it is read, for its own word on that may be a lie.
"""

from __future__ import annotations

import gzip
import io
import lzma
import re
import stat
import zipfile
import zlib
from pathlib import PurePosixPath
from typing import IO, TYPE_CHECKING

from kg.read import streams, warc
from kg.read.packed import Members
from kg.read.records import Place, Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from _typeshed import WriteableBuffer

    from kg.read.records import Columns, Found

ENDINGS = (".zip", ".gz")
RATIO = 200
"""Times its size that an archive may unpack to; news in JSON is packed to a tenth, at most to a thirtieth."""
SLACK = 50_000_000
"""Bytes that any archive may unpack to: small files of one repeated sign are no bombs."""
TOTAL = 50_000_000_000
"""Bytes that no archive may unpack to."""
_ARCHIVES = frozenset(".7z .bz2 .gz .rar .tar .tgz .xz .zip .zst".split())
_SHOWN = 5
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,
)


class BombError(Exception):
    """An archive that unpacks to more than it may."""


def read_gzip(path: Path, columns: Columns) -> Iterator[Found]:
    """Yields the articles of a gzip file, whose name without .gz tells their kind."""
    inner, source = path.stem, str(path)
    if streams.ending(inner) in warc.ENDINGS:
        yield from _read_warc(path, columns)
        return
    if (kind := streams.ending(inner)) in _ARCHIVES:
        yield Refusal(source, f"{source}: a {kind} archive in a .gz file; unpack it and name the folder")
        return
    if kind not in streams.ENDINGS:
        yield Refusal(source, f"{source}: the name doesn't tell what is in it; name it, for example, {inner}.jsonl.gz")
        return
    allowance = Allowance(path.stat().st_size)
    with path.open("rb") as file:
        yield from _guarded(_Counted(gzip.GzipFile(fileobj=file), allowance), inner, source, columns)


def read_zip(path: Path, columns: Columns) -> Iterator[Found]:
    """Yields the articles of a zip archive's members in their order.

    Members that are hidden are passed over; those of kinds that can't be read are named together at the end.
    """
    allowance, others = Allowance(path.stat().st_size), []
    try:
        archive = zipfile.ZipFile(path)
    except _DAMAGE as error:
        yield Refusal(str(path), f"{path}: no zip archive, or a damaged one ({_said(error)}); get it again")
        return
    with archive:
        for member in archive.infolist():
            name = member.filename.replace("\\", "/")
            parts = PurePosixPath(name).parts
            if (
                member.is_dir()
                or not parts
                or any(part.startswith((".", "__MACOSX")) and part != ".." for part in parts)
            ):
                continue
            source = f"{path}/{name}"
            if reason := _unfit(member, name):
                yield Refusal(source, f"{source}: {reason}")
            elif streams.ending(name) not in streams.ENDINGS:
                others.append(name)
            else:
                try:
                    stream = archive.open(member)
                except _DAMAGE as error:
                    yield Refusal(source, f"{source}: can't be unpacked ({_said(error)}); unpack it by other means")
                    continue
                with stream:
                    yield from _guarded(_Counted(stream, allowance), name, source, columns)
                if allowance.is_spent:
                    return
    if others:
        shown = ", ".join(others[:_SHOWN]) + (f" and {len(others) - _SHOWN} more" if len(others) > _SHOWN else "")
        reason = f"passed over what is of another kind: {shown}; kg reads {' '.join(streams.ENDINGS)}"
        yield Refusal(str(path), f"{path}: {reason}")


def _read_warc(path: Path, columns: Columns) -> Iterator[Found]:
    """Yields the articles of a packed WARC archive, in which each record is a gzip member as a rule."""
    place = Place(PurePosixPath(path.stem).stem, str(path))
    records = warc.Records(columns, place)
    with path.open("rb") as file:
        members = Members(file, Allowance(path.stat().st_size))
        for start, member in members:
            try:
                yield from records.read(member, start, packed=True)
            except BombError as error:
                yield place.refused(f"{error}; the rest is not read. If you trust it, unpack it yourself")
                return
            except _DAMAGE as error:
                if members.follows:
                    yield records.damaged(start, f"damaged ({_said(error)}); what is left of this record is lost")
            if records.is_given_up:
                break
    yield from records.end()


def _unfit(member: zipfile.ZipInfo, name: str) -> str | None:
    """Says why a member isn't read at all."""
    if name.startswith("/") or ".." in PurePosixPath(name).parts or name[1:2] == ":":
        return "its name leads out of the archive; pack it anew"
    if member.flag_bits & 0x1:
        return "encrypted; unpack it with its password"
    if stat.S_ISLNK(member.external_attr >> 16):
        return "a link, not a file; pack the file itself"
    if streams.ending(name) in _ARCHIVES:
        return "an archive in an archive; unpack it and name the folder"
    return None


def _guarded(stream: _Counted, name: str, source: str, columns: Columns) -> Iterator[Found]:
    """Yields the articles of a packed file, and says where it breaks off or is a bomb."""
    try:
        yield from streams.read(io.BufferedReader(stream), name, source, columns)
    except BombError as error:
        yield Refusal(source, f"{source}: {error}; the rest is not read. If you trust it, unpack it yourself")
    except _DAMAGE as error:
        yield Refusal(
            source, f"{source}: cut short or damaged ({_said(error)}); what comes after is lost, get it again"
        )


def _said(error: BaseException) -> str:
    # The library repeats a damaged name, which may be thousands of bytes long.
    told = re.sub(r" and header b['\"].*", " and its header", " ".join(str(error).split()))
    return told[:200] or type(error).__name__


class Allowance:
    """What an archive of `size` bytes may still unpack to."""

    def __init__(self, size: int) -> None:
        """Begins with all that an archive of that size may unpack to."""
        self._most = min(max(size * RATIO, SLACK), TOTAL)
        self._left = self._most

    @property
    def is_spent(self) -> bool:
        """Tells whether the archive has unpacked to more than it may."""
        return self._left < 0

    def take(self, count: int) -> None:
        """Counts unpacked bytes; raises BombError where they are too many."""
        self._left -= count
        if self.is_spent:
            raise BombError(f"unpacks to more than {self._most:,} bytes, as bombs do")


class _Counted(io.RawIOBase):
    """A stream that counts what is read from it."""

    def __init__(self, stream: IO[bytes] | gzip.GzipFile, allowance: Allowance) -> None:
        self._stream, self._allowance = stream, allowance

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer)
        content = self._stream.read(len(view))
        self._allowance.take(len(content))
        view[: len(content)] = content
        return len(content)
