"""Reads the articles of one open file by its kind, wherever its bytes come from: the disk, an archive, a pipe."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, BinaryIO

from kg.errors import ArticleError
from kg.read import feed, jsonl, table, warc
from kg.read.records import CHARACTERS, LONGEST, Place, Refusal
from kg.read.text import ENDINGS as TEXTS
from kg.read.text import article

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.model import Article
    from kg.read.records import Columns, Found

LINES = (".jsonl", ".ndjson")
TABLES = {".csv": ",;\t|", ".tsv": "\t"}
FEEDS = (".rss", ".atom", ".xml")
WARCS = (".warc",)
ENDINGS = (*TEXTS, *LINES, *TABLES, *FEEDS, *WARCS)


def ending(name: str) -> str:
    """Gives the ending of a file's name, in small letters."""
    return PurePosixPath(name).suffix.lower()


def read(stream: BinaryIO, name: str, source: str, columns: Columns) -> Iterator[Found]:
    """Yields the articles of a stream of the kind that `name` ends in; `source` is what errors call it."""
    place, kind = Place(PurePosixPath(name).stem, source), ending(name)
    if kind in LINES:
        yield from jsonl.read(stream, columns, place)
    elif kind in TABLES:
        yield from table.read(stream, columns, place, TABLES[kind])
    elif kind in FEEDS:
        yield from feed.read(stream, columns, place)
    elif kind in WARCS:
        yield from warc.read(stream, columns, place)
    else:
        yield whole(stream, name, source)


def whole(stream: BinaryIO, name: str, source: str) -> Article | Refusal:
    """Reads the one article that a stream of plain text is."""
    content = stream.read(LONGEST + 1)
    if len(content) > LONGEST:
        return Refusal(source, f"{source}: a text of more than {LONGEST:,} bytes; make a file of each article")
    try:
        found = article(content, PurePosixPath(name).name, source)
    except ArticleError as error:
        return Refusal(source, str(error))
    if len(found.text) > CHARACTERS:
        return Refusal(source, f"{source}: a text of more than {CHARACTERS:,} characters; make a file of each article")
    return found
