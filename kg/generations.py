"""Keeps the folder of a store so that a reader finds the last state that was finished, whatever became of a writer.

    STORE/format      the layout's number; written last when a store is made
    STORE/current     the name of the generation that holds; replaced in one step
    STORE/quads-7     a generation: the files of the embedded database, never changed once it is current; it stays for
                      as long as a reader holds it
    STORE/writer      who writes: process, machine, since when; locked while they do
    STORE/left-out    fingerprints of articles that were read and tell of no exchange
    STORE/index.sqlite  what the next writer needs to find (`kg.index`), made anew where it is of another state

A writer works on a generation of its own, begun as hard links to the files of the current one, which the database never
writes again: that costs milliseconds, whatever the size. What a killed writer leaves is another generation, from which
the next may take what is finished in it.
"""

from __future__ import annotations

import os
import platform
import re
import shutil
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from kg.errors import StoreError
from kg.holds import held

if TYPE_CHECKING:
    from pathlib import Path

FORMAT = 2
"""The layout of the folder and of the graphs in it; a change that old code can't read raises it."""

_MARK = "format"
_CURRENT = "current"
_WRITER = "writer"
_LEFT_OUT = "left-out"
INDEX = "index.sqlite"
_PART = ".part"
_GENERATION = re.compile(r"quads-(\d+)")
# Of the database's files these are written once; all others (lists of files, logs) are small and grow.
_WRITTEN_ONCE = ".sst"


def current(path: Path) -> Path:
    """Gives the folder of the generation that holds.

    Raises StoreError where the folder is no store, is damaged, or was written by a newer or an older version.
    """
    check(path)
    try:
        name = (path / _CURRENT).read_text(encoding="ascii", errors="replace").strip()
    except FileNotFoundError:
        raise StoreError(f"{path}: no store is there yet; make one with `kg build PATH… --store {path}`") from None
    if not _GENERATION.fullmatch(name):
        raise StoreError(f"{path}: the store's file `{_CURRENT}` is damaged; move the folder away and build again")
    return path / name


def check(path: Path) -> None:
    """Raises StoreError where the folder is another thing than a store, an empty folder or none, or can't be read."""
    mark = path / _MARK
    if mark.is_file():
        written = mark.read_text(encoding="ascii", errors="replace").strip()
        if not written.isdecimal():
            raise StoreError(f"{path}: the store's file `{_MARK}` is damaged; move the folder away and build again")
        if int(written) > FORMAT:
            raise StoreError(
                f"{path}: the store has format {written}, this version of kg reads up to format {FORMAT}; "
                "upgrade exchange-kg, or build into another folder with --store"
            )
        if int(written) < FORMAT:
            raise StoreError(
                f"{path}: the store has the old format {written}, this version of kg wants format {FORMAT}; "
                "move the folder away and build again"
            )
    elif path.exists() and not path.is_dir():
        raise StoreError(f"{path}: a file, not a store; name a folder with --store")
    elif path.is_dir() and any(not _ours(entry.name) for entry in path.iterdir()):
        raise StoreError(f"{path}: a folder with other files, not a store; name a new or empty folder with --store")


class Draft:
    """A generation that its writer works on, and the lock on the store that goes with it.

    Attributes:
        folder: where the database of the new generation is; missing where the store is made by this writer.
        base: the name of the generation that it began as a copy of, the empty string where there was none.
        leftovers: the folders of generations that writers before left unfinished.
    """

    def __init__(self, path: Path) -> None:
        """Locks the store and begins a generation as a copy of the current one.

        Raises StoreError where another process holds the store, the folder is no store, or the disk refuses.
        """
        check(path)
        path.mkdir(parents=True, exist_ok=True)
        self._path = path
        self._lock = FileLock(path / f"{_WRITER}.lock", blocking=False)
        self._take()
        try:
            earlier = {int(found[1]): entry for entry in path.iterdir() if (found := _GENERATION.fullmatch(entry.name))}
            base = current(path) if (path / _CURRENT).exists() else None
            self.base = base.name if base else ""
            self.folder = path / f"quads-{max(earlier, default=0) + 1}"
            self.leftovers = [folder for _, folder in sorted(earlier.items()) if folder != base and not held(folder)]
            if base:
                _branch(base, self.folder)
        except BaseException:
            self._release()
            raise

    def publish(self) -> None:
        """Makes this generation the current one, in one step, and removes all others that no reader holds."""
        _write(self._path / _CURRENT, f"{self.folder.name}\n")
        # The mark is written last: a folder without it is one whose making was cut short, and may be made again.
        _write(self._path / _MARK, f"{FORMAT}\n")
        for entry in self._path.iterdir():
            if _GENERATION.fullmatch(entry.name) and entry != self.folder and not held(entry):
                shutil.rmtree(entry, ignore_errors=True)
        self._release()

    def abandon(self, *, keep: bool) -> None:
        """Leaves the current generation as it is; what was begun is kept for the next writer, or removed."""
        if not keep:
            shutil.rmtree(self.folder, ignore_errors=True)
        self._release()

    def left_out(self) -> set[str]:
        """Reads the fingerprints of articles that tell of no exchange."""
        with suppress(FileNotFoundError):
            return set((self._path / _LEFT_OUT).read_text(encoding="ascii", errors="replace").split())
        return set()

    def note_left_out(self, fingerprint: str) -> None:
        """Adds an article that tells of no exchange at once, for a writer that goes on where this one was killed."""
        with suppress(OSError), (self._path / _LEFT_OUT).open("a", encoding="ascii") as noted:
            noted.write(f"{fingerprint}\n")

    def leave_out(self, fingerprints: set[str]) -> None:
        """Keeps the fingerprints of articles that tell of no exchange."""
        _write(self._path / _LEFT_OUT, "".join(f"{one}\n" for one in sorted(fingerprints)))

    def _take(self) -> None:
        try:
            self._lock.acquire()
        except Timeout:
            holder = ""
            with suppress(OSError):
                holder = (self._path / _WRITER).read_text(encoding="utf-8", errors="replace").strip()
            who = f"another process ({holder})" if holder else "another process"
            raise StoreError(f"{self._path}: {who} is writing to the store; wait until it ends") from None
        since = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
        try:
            _write(self._path / _WRITER, f"number {os.getpid()} on {platform.node()}, since {since}\n")
        except BaseException:
            self._release()
            raise

    def _release(self) -> None:
        with suppress(OSError):
            (self._path / _WRITER).unlink(missing_ok=True)
        self._lock.release()


def _ours(name: str) -> bool:
    whole = name.removesuffix(_PART)
    ours = (_MARK, _CURRENT, _WRITER, f"{_WRITER}.lock", _LEFT_OUT, INDEX, f"{INDEX}-journal")
    return whole in ours or bool(_GENERATION.fullmatch(name))


def _branch(base: Path, folder: Path) -> None:
    """Begins a generation with the content of another: files written once are shared, the others copied."""
    folder.mkdir()
    for file in base.iterdir():
        if file.suffix == _WRITTEN_ONCE:
            try:
                os.link(file, folder / file.name)
                continue
            except OSError:
                # A file system without hard links.
                pass
        if file.name != "LOCK":
            shutil.copyfile(file, folder / file.name)


def _write(file: Path, content: str) -> None:
    """Puts a small file in place, whole or not at all."""
    part = file.with_name(f"{file.name}{_PART}")
    with part.open("w", encoding="utf-8") as opened:
        opened.write(content)
        opened.flush()
        os.fsync(opened.fileno())
    part.replace(file)
