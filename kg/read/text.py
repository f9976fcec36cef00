"""Finds the files of articles, and reads those of plain text, with or without YAML front matter."""

from __future__ import annotations

import hashlib
import re
from datetime import date, datetime
from typing import TYPE_CHECKING

import yaml

from kg.errors import ArticleError
from kg.model import Article, Span
from kg.read import decoding, page
from kg.read.days import day

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

PAGES = (".html", ".htm", ".xhtml")
ENDINGS = (".txt", ".md", *PAGES)
# Read as text, their markup would be taken for words.
_OTHER_FORMS = frozenset(".csv .doc .docx .json .odt .pdf .rtf .xml".split())
_FRONT_MATTER = re.compile(r"\A\ufeff?---[ \t]*\r?\n(.*?)^---[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)


def find(paths: Iterable[Path]) -> Iterator[Path]:
    """Yields the article files that the paths name: files as they are, folders searched in the order of their names.

    Raises ArticleError for a path that does not exist and for a folder that holds no article.
    """
    for path in paths:
        if path.is_dir():
            inside = sorted(
                p for p in path.rglob("*") if p.suffix.lower() in ENDINGS and p.is_file() and not _of_a_saved_page(p)
            )
            if not inside:
                endings = f"{', '.join(ENDINGS[:-1])} or {ENDINGS[-1]}"
                raise ArticleError(f"{path}: no article in this folder; put {endings} files there or name another")
            yield from inside
        elif path.exists():
            yield path
        else:
            raise ArticleError(f"{path}: no such file or folder; check the path")


def read(path: Path) -> Article:
    """Reads one article; its text is the file itself, so that offsets are true in the file on disk.

    Of a page (HTML) the text is the article's words in it; of a file in another encoding than UTF-8, the file decoded.
    Raises ArticleError for an empty or binary file, one whose encoding can't be told, one of another form by its
    ending, for broken front matter, and for a page without an article.
    """
    if path.suffix.lower() in _OTHER_FORMS:
        raise ArticleError(f"{path}: not plain text by its ending; save the article's text as .txt")
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ArticleError(f"{path}: can't be read ({error.strerror}); check the file and its permissions") from error
    if path.suffix.lower() in PAGES:
        return page.article(content, path.stem, str(path))
    decoded = decoding.plain(content, str(path))
    text = decoded.text
    if not text.strip("\ufeff \t\r\n"):
        raise ArticleError(f"{path}: empty; remove it or put the article's text there")
    fields: dict[str, object] = {}
    body = Span(0, len(text))
    if front := _FRONT_MATTER.match(text):
        fields, body = _front_matter(path, front.group(1)), Span(front.end(), len(text))
    published, basis = _date(path, _first(fields, "date", "published", "date_published", "datepublished", "pubdate"))
    return Article(
        id=path.stem,
        text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        source=str(path),
        body=body,
        title=_words(_first(fields, "title", "headline")),
        published=published,
        published_basis=basis,
        publisher=_words(_first(fields, "publisher", "outlet", "site", "publication", "source")),
        url=_words(_first(fields, "url", "link", "canonical")),
        origin_sha256=None if decoded.encoding == "utf-8" else hashlib.sha256(content).hexdigest(),
    )


def _of_a_saved_page(path: Path) -> bool:
    """Tells whether a file is an advertisement or the like that a browser saved with a page, in a folder beside it."""
    return path.suffix.lower() in PAGES and any(
        folder.name.endswith("_files") and any(folder.with_name(folder.name[:-6] + end).exists() for end in PAGES)
        for folder in path.parents
    )


def _front_matter(path: Path, block: str) -> dict[str, object]:
    try:
        fields = yaml.safe_load(block)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f" at line {mark.line + 2}" if mark else ""
        reason = f"broken front matter{line}; put values with a colon or quote in quotation marks"
        raise ArticleError(f"{path}: {reason}") from error
    if fields is None:
        return {}
    if not isinstance(fields, dict):
        raise ArticleError(f"{path}: no fields in the front matter; write lines such as 'title: …' between the two ---")
    return {str(key).lower(): value for key, value in fields.items()}


def _date(path: Path, value: object) -> tuple[date | None, str]:
    if value is None:
        return None, ""
    if isinstance(value, datetime):
        return value.date(), "front matter"
    if isinstance(value, date):
        return value, "front matter"
    try:
        return day(str(value)), "front matter"
    except ValueError as error:
        raise ArticleError(
            f"{path}: the date {str(value)!r} in the front matter {error}; write it 2025-02-14"
        ) from error


def _first(fields: dict[str, object], *names: str) -> object:
    return next((fields[name] for name in names if fields.get(name) is not None), None)


def _words(value: object) -> str | None:
    return " ".join(str(value).split()) or None if value is not None else None
