"""Reads files of one article: plain text, with or without YAML front matter."""

from __future__ import annotations

import hashlib
import re
from datetime import date, datetime
from pathlib import PurePath
from typing import TYPE_CHECKING

import yaml

from kg.errors import ArticleError
from kg.model import Article, Span
from kg.read import decoding, page
from kg.read.days import day

if TYPE_CHECKING:
    from pathlib import Path

PAGES = (".html", ".htm", ".xhtml")
ENDINGS = (".txt", ".md", *PAGES)
# Read as text, their markup would be taken for words.
OTHER_FORMS = frozenset(".csv .doc .docx .json .odt .pdf .rtf .xml".split())
_SHOWN = 60
_FRONT_MATTER = re.compile(r"\A\ufeff?---[ \t]*\r?\n(.*?)^---[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)


def read(path: Path) -> Article:
    """Reads the article of one file; see `article`.

    Raises ArticleError also for a file that can't be opened and for one that is not plain text by its ending.
    """
    if path.suffix.lower() in OTHER_FORMS:
        raise ArticleError(f"{path}: not plain text by its ending; save the article's text as .txt")
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ArticleError(f"{path}: can't be read ({error.strerror}); check the file and its permissions") from error
    return article(content, path.name, str(path))


def article(content: bytes, name: str, source: str) -> Article:
    """Reads one article; its text is all of the content, so that offsets are true in the file on disk.

    Of a page (HTML, by the ending of `name`) the text is the article's words in it; of a file in another encoding than
    UTF-8, the file decoded.

    Args:
        content: what the file holds.
        name: the file's, whose ending is cut off for the article's id.
        source: what errors call it.

    Raises ArticleError for what is empty or binary, for an encoding that can't be told, for broken front matter, and
    for a page without an article.
    """
    if PurePath(name).suffix.lower() in PAGES:
        return page.article(content, PurePath(name).stem, source)
    decoded = decoding.plain(content, source)
    text = decoded.text
    if not text.strip("\ufeff \t\r\n"):
        raise ArticleError(f"{source}: empty; remove it or put the article's text there")
    fields: dict[str, object] = {}
    body = Span(0, len(text))
    if front := _FRONT_MATTER.match(text):
        fields, body = _front_matter(source, front.group(1)), Span(front.end(), len(text))
    published, basis = _date(source, _first(fields, "date", "published", "date_published", "datepublished", "pubdate"))
    return Article(
        id=PurePath(name).stem,
        text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        source=source,
        body=body,
        title=_words(_first(fields, "title", "headline")),
        published=published,
        published_basis=basis,
        publisher=_words(_first(fields, "publisher", "outlet", "site", "publication", "source")),
        url=_words(_first(fields, "url", "link", "canonical")),
        origin_sha256=None if decoded.encoding == "utf-8" else hashlib.sha256(content).hexdigest(),
    )


def _front_matter(source: str, block: str) -> dict[str, object]:
    try:
        fields = yaml.safe_load(block)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        line = f" at line {mark.line + 2}" if mark else ""
        reason = f"broken front matter{line}; put values with a colon or quote in quotation marks"
        raise ArticleError(f"{source}: {reason}") from error
    if fields is None:
        return {}
    if not isinstance(fields, dict):
        raise ArticleError(
            f"{source}: no fields in the front matter; write lines such as 'title: …' between the two ---"
        )
    return {str(key).lower(): value for key, value in fields.items()}


def _date(source: str, value: object) -> tuple[date | None, str]:
    if value is None:
        return None, ""
    if isinstance(value, datetime):
        return value.date(), "front matter"
    if isinstance(value, date):
        return value, "front matter"
    told = str(value)
    try:
        return day(told), "front matter"
    except ValueError as error:
        shown = told if len(told) <= _SHOWN else f"{told[: _SHOWN - 1]}…"
        raise ArticleError(f"{source}: the date {shown!r} in the front matter {error}; write it 2025-02-14") from error


def _first(fields: dict[str, object], *names: str) -> object:
    return next((fields[name] for name in names if fields.get(name) is not None), None)


def _words(value: object) -> str | None:
    return " ".join(str(value).split()) or None if value is not None else None
