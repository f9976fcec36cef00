"""Reads files into articles: one text each, or the many records of a table, a feed or an archive."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import ArticleError
from kg.read import archive, jsonl, parquet, streams
from kg.read.feed import links
from kg.read.records import Columns, Found, Place, Refusal, Unread, name
from kg.read.text import ENDINGS, OTHER_FORMS, PAGES, read
from kg.read.warc import READ, is_feed, unpacked

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import BinaryIO

    from kg.model import Article

__all__ = [
    "ENDINGS",
    "READ",
    "Columns",
    "Refusal",
    "Unread",
    "articles",
    "find",
    "is_feed",
    "links",
    "name",
    "read",
    "unpacked",
]

STANDARD_INPUT = Path("-")
_SOUGHT = (*ENDINGS, *streams.LINES, ".rss", ".atom", *streams.WARCS, *archive.ENDINGS)


def find(paths: Iterable[Path]) -> Iterator[Path]:
    """Yields the files that the paths name: files as they are, folders searched in the order of their names.

    `-` is standard input. Tables and XML files are read where they are named, not in folders: there they may be of
    anything. Raises ArticleError for a path that does not exist and for a folder with nothing to read.
    """
    for path in paths:
        if path == STANDARD_INPUT:
            yield path
        elif path.is_dir():
            inside = sorted(
                p for p in path.rglob("*") if p.suffix.lower() in _SOUGHT and p.is_file() and not _of_a_saved_page(p)
            )
            if not inside:
                endings = f"{', '.join(ENDINGS[:-1])} or {ENDINGS[-1]}"
                raise ArticleError(f"{path}: no article in this folder; put {endings} files there or name another")
            yield from inside
        elif path.exists():
            yield path
        else:
            raise ArticleError(f"{path}: no such file or folder; check the path")


def articles(path: Path, columns: Columns | None = None) -> Iterator[Found]:
    """Yields what one file holds: articles, and in their places what can't be read; it never raises for a file.

    Records are read one after the other, so that memory doesn't grow with the file.
    """
    columns = columns or Columns()
    if path == STANDARD_INPUT:
        yield from _piped(sys.stdin.buffer, columns)
        return
    kind = path.suffix.lower()
    try:
        if kind == ".zip":
            yield from archive.read_zip(path, columns)
        elif kind == ".gz":
            yield from archive.read_gzip(path, columns)
        elif kind in parquet.ENDINGS:
            yield from parquet.read(path, columns, Place(path.stem, str(path)))
        elif kind in streams.ENDINGS or kind not in OTHER_FORMS:
            with path.open("rb") as stream:
                yield from streams.read(stream, path.name, str(path), columns)
        else:
            yield _as_text(path)
    except OSError as error:
        reason = f"{path}: can't be read ({error.strerror}); check the file and its permissions"
        yield Refusal(str(path), reason)


def _of_a_saved_page(path: Path) -> bool:
    """Tells whether a file is an advertisement or the like that a browser saved with a page, in a folder beside it."""
    return path.suffix.lower() in PAGES and any(
        folder.name.endswith("_files") and any(folder.with_name(folder.name[:-6] + end).exists() for end in PAGES)
        for folder in path.parents
    )


def _as_text(path: Path) -> Article | Refusal:
    try:
        return read(path)
    except ArticleError as error:
        return Refusal(str(path), str(error))


def _piped(stream: BinaryIO, columns: Columns) -> Iterator[Found]:
    """Reads standard input: JSON Lines where it begins with an object, else one plain text."""
    start = stream.peek(1024).removeprefix(b"\xef\xbb\xbf").lstrip()  # type: ignore[attr-defined]  # it is buffered
    if start.startswith(b"{"):
        yield from jsonl.read(stream, columns, Place("stdin", "standard input"))
    else:
        yield streams.whole(stream, "stdin.txt", "standard input")
