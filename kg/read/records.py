"""Makes articles of records: rows of a table, lines of JSON, entries of a feed.

A record's fields are known by the names that people give them, or by those that `--column` tells. What is wrong with
one record is told as a refusal, and the next is read.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from kg.errors import ArticleError
from kg.model import Article, Span
from kg.read.days import day
from kg.settings import FIELDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

LONGEST = 10_000_000
"""Bytes of one record, or of one file that holds one article: hundreds of times the longest article."""
_USUAL = (
    "text body content articletext articlebody fulltext maintext article",
    "title headline articletitle heading",
    "date published datepublished publisheddate publishdate pubdate publishedat publishedon publicationdate "
    "publicationdatetime datetime",
    "publisher outlet source sourcename site sitename publication newspaper",
    "url link canonical canonicalurl articleurl sourceurl",
    "id slug guid articleid uuid",
)
NAMES = {field: usual.split() for field, usual in zip(FIELDS, _USUAL, strict=True)}
"""Fields of an article, and the usual names of columns, without their capitals and signs, the surest first."""
CHARACTERS = 1_000_000
"""The longest text of an article, and the longest that the parser takes."""
_SHOWN = 20
_NAMING = frozenset({"id", "url"})
_CANONICAL = json.JSONEncoder(sort_keys=True).encode
_NAME = re.compile(r"[A-Za-z0-9_][\w.-]{0,99}(?<![.-])")
_FILLED = re.compile(r"[^\s\ufeff]")


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file or a record that is not read, and why: in one line that names the place and the way out.

    `fault` is false of what nobody has to mend, such as the pictures among the pages of an archive.
    """

    source: str
    reason: str
    record: bool = False
    fault: bool = True


class Unread(NamedTuple):
    """A record that isn't read any further, for its text isn't worth it: the article's name, and where it stands."""

    id: str
    source: str


Found = Article | Refusal | Unread
"""What stands in the place of a record."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record stands: `stem` names its file without the ending, `source` the file as the user knows it."""

    stem: str
    source: str

    def refused(self, reason: str) -> Refusal:
        """Refuses the whole file, or what is left of it."""
        return Refusal(self.source, f"{self.source}: {reason}")


class Columns:
    """Finds the fields of an article in records; `mapping` names the column of a field where it has an unusual name.

    A field that is mapped to no name is not read. A record whose text `worth` finds wanting isn't read further.
    """

    def __init__(self, mapping: Mapping[str, str] | None = None, worth: Callable[[str], bool] | None = None) -> None:
        """Takes over the names of columns, by the field that each holds, and what tells which texts are worth it."""
        self.worth = worth
        self._mapping = dict(mapping or {})
        self._plans: dict[tuple[str, ...], Sequence[tuple[str, Sequence[str]]]] = {}

    def fields(self, record: Mapping[str, object]) -> dict[str, tuple[str, object]]:
        """Gives the value of each field that is told, with the name of its column."""
        found = {}
        for field, columns in self._plan(tuple(record)):
            for one in columns:
                if (value := record.get(one)) not in (None, "", []):
                    found[field] = (one, value)
                    break
        return found

    def has_text(self, names: Iterable[str]) -> bool:
        """Tells whether one of the columns is the text's."""
        mapped = self._mapping.get("text")
        return any(name == mapped if mapped is not None else _plain(name) in NAMES["text"] for name in names)

    def passes_over(self, field: str) -> bool:
        """Tells whether the user wants a field not to be read."""
        return self._mapping.get(field) == ""

    def missing(self, names: Iterable[str]) -> list[str]:
        """Gives the columns that the mapping names and the table doesn't have."""
        return sorted({name for name in self._mapping.values() if name} - set(names))

    def read(self, names: Sequence[str]) -> list[str]:
        """Gives those of the columns that may hold a field of an article, each once, in their order."""
        sought = {column for _, columns in self._plan(tuple(names)) for column in columns}
        return [name for name in dict.fromkeys(names) if name in sought]

    def no_text(self, names: Iterable[str]) -> str:
        """Says that no column holds the text, which there are, and how to name one."""
        mapped = self._mapping.get("text")
        lack = f"no column {mapped!r}" if mapped else "no column of texts"
        return f"{lack} among {listed(names)}; name it with --column text=NAME"

    def _plan(self, names: tuple[str, ...]) -> Sequence[tuple[str, Sequence[str]]]:
        """Tells the columns in which a field of a record with these names may stand, the surest first."""
        if names not in self._plans:
            # Of a file whose records are all of other names not every plan can be kept.
            if len(self._plans) > 100:
                self._plans.clear()
            plain: dict[str, list[str]] = {}
            for name in names:
                plain.setdefault(_plain(name), []).append(name)
            usual = {field: [one for name in known for one in plain.get(name, ())] for field, known in NAMES.items()}
            own = {field: [name] for field, name in self._mapping.items()}
            self._plans[names] = tuple((usual | own).items())
        return self._plans[names]


def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", "", name).lower()


def listed(names: Iterable[str]) -> str:
    """Lists columns by their names, shortened where there are many or long ones."""
    known = list(dict.fromkeys(" ".join(name.encode(errors="replace").decode().split()) for name in names))
    shown = [name if len(name) <= 40 else f"{name[:39]}…" for name in known[:_SHOWN]]
    more = f" and {len(known) - len(shown)} more" if len(known) > len(shown) else ""
    return f"{', '.join(shown) or 'none'}{more}"


def article(record: Mapping[str, object], columns: Columns, place: Place, number: int, what: str) -> Found:
    """Makes an article of a record, or says why it is none.

    `number` is the record's line or place in its file and `what` the word for it: "line", "entry".
    """
    source = f"{place.source}, {what} {number}"
    fields = columns.fields(record)
    try:
        if "text" not in fields:
            if columns.has_text(record):
                raise ArticleError("the text is empty; leave the record out or put the article's text there")
            raise ArticleError(columns.no_text(record))
        text = _text(*fields["text"])
        if columns.worth and not columns.worth(text):
            known: dict[str, str | None] = {
                field: _words(fields[field][1]) for field in ("id", "url") if field in fields
            }
            return Unread(_id(known, f"{place.stem}-{number}"), source)
        sha256 = hashlib.sha256(_encoded(text)).hexdigest()
        told = {field: _words(value) for field, (_, value) in fields.items() if field != "text"}
        published, basis = _published(*fields["date"]) if "date" in fields else (None, "")
    except ArticleError as error:
        return Refusal(source, f"{source}: {error}", record=True)
    origin = _CANONICAL({"sha256": sha256, "basis": basis, **told})
    return Article(
        id=_id(told, f"{place.stem}-{number}"),
        text=text,
        sha256=sha256,
        source=source,
        body=Span(0, len(text)),
        title=told.get("title"),
        published=published,
        published_basis=basis,
        publisher=told.get("publisher"),
        publisher_basis=f"field {fields['publisher'][0]!r}" if told.get("publisher") else "",
        url=told.get("url"),
        origin_sha256=hashlib.sha256(origin.encode()).hexdigest(),
    )


def name(told: str) -> str:
    """Makes a name of an id or address: letters of any script, figures, dot, hyphen and underscore.

    A long one is cut and ends in a hash of the whole, so that it stays one name.
    """
    if _NAME.fullmatch(told):
        return told
    bare = re.sub(r"^[a-z][a-z0-9+.-]*://(?:www\.)?", "", told.strip(), flags=re.IGNORECASE)
    safe = re.sub(r"[^\w.]+", "-", bare).strip("-.")
    if len(safe) <= 120:
        return safe
    return f"{safe[:100].rstrip('-.')}-{hashlib.sha256(safe.encode()).hexdigest()[:12]}"


def _id(told: Mapping[str, str | None], otherwise: str) -> str:
    return next((safe for field in ("id", "url") if (safe := name(told.get(field) or ""))), otherwise)


def _text(column: str, value: object) -> str:
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        value = "\n\n".join(value)
    if not isinstance(value, str):
        raise ArticleError(
            f"the text in {column!r} is no text but {_kind(value)}; name another with --column text=NAME"
        )
    if "\0" in value:
        raise ArticleError(f"a NUL at character {value.index(chr(0))} of the text; give the article as plain text")
    if len(value) > CHARACTERS:
        raise ArticleError(
            f"a text of {len(value):,} characters, more than {CHARACTERS:,}; make a record of each article"
        )
    if not _FILLED.search(value):
        raise ArticleError("the text is empty; leave the record out or put the article's text there")
    return value


def _encoded(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        reason = f"the text is not UTF-8 at character {error.start}"
        raise ArticleError(f"{reason}; convert the file, for example: iconv -f windows-1252 -t utf-8") from error


def _published(column: str, value: object) -> tuple[date | None, str]:
    basis = f"field {column!r}"
    told = _words(value)
    if told is None:
        return None, ""
    try:
        if re.fullmatch(r"\d{10}|\d{13}", told):
            return datetime.fromtimestamp(int(told[:10]), UTC).date(), basis
        # As event databases write it: 20250214083000.
        return _day(told[:8] if re.fullmatch(r"\d{14}", told) else told), basis
    except ValueError as error:
        shown = told if len(told) <= 60 else f"{told[:59]}…"
        raise ArticleError(
            f"the date {shown!r} in {column!r} {error}; write it 2025-02-14, or pass it over with --column date="
        ) from error


@lru_cache(4096)
def _day(told: str) -> date:
    return day(told)


def _words(value: object) -> str | None:
    """Reads a value that stands on one line; of an object, such as schema.org's publisher, its name."""
    if isinstance(value, str) and value.isascii() and "\0" not in value:
        return " ".join(value.split()) or None
    if isinstance(value, Mapping):
        value = next((value[key] for key in ("name", "title") if isinstance(value.get(key), str)), None)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    one_line = " ".join(str(value).replace("\0", " ").split())
    return one_line.encode(errors="replace").decode() or None


def _kind(value: object) -> str:
    kinds = {dict: "an object", list: "a list", bool: "true or false", int: "a number", float: "a number"}
    return kinds.get(type(value), "something else")
