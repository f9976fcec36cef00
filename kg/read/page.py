"""Reads articles from pages of HTML as outlets serve them and browsers save them."""

from __future__ import annotations

import functools
import hashlib
import logging
import re

from lxml import etree
from lxml.html import HTMLParser, document_fromstring
from trafilatura import extract

from kg.errors import ArticleError
from kg.model import Article, Span
from kg.read import decoding, head

LIMIT = 5_000_000
"""Bytes of the largest page that is read; the pages of large outlets have a fifth of that."""
_ELEMENTS = 20_000
_ATTRIBUTES = 5_000
_LONG_TAG = re.compile(r"<[A-Za-z][^<>]{10000,}")
# Nothing that is read stands in them, and they are what makes pages large.
_DEAD = ("script", "style", "svg", "noscript", "template", "iframe", "object", "canvas", "select", "math")
# No text of RDF or XML may hold these.
_CONTROL = re.compile(r"[\0-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def article(content: bytes, id: str, source: str) -> Article:  # noqa: A002 - the article's field
    """Reads the article of a page: its words without the page's furniture, and what the page tells of it.

    `content` are the bytes of the page, `id` and `source` name article and page. The text is made from the page, so
    that offsets are true in it and not in the file; `sha256` is the text's and `origin_sha256` the page's. Raises
    ArticleError for a page that is empty, too large, of an unknown encoding, or without an article.
    """
    if len(content) > LIMIT:
        size = f"{len(content) / 1e6:.0f} MB, more than {LIMIT // 1_000_000}"
        raise ArticleError(f"{source}: too large for a page ({size}); save the article's text as .txt")
    if not content.strip():
        raise ArticleError(f"{source}: empty; remove it or save the page anew")
    decoded = decoding.page(content, source).text
    _silence()
    try:
        told, text = _taken_apart(_CONTROL.sub("", decoded), source)
    except (etree.LxmlError, ValueError, TypeError, AttributeError, LookupError, RecursionError) as error:
        # Libraries stumble over broken pages in ways of their own; a page is no reason to stop a build.
        raise ArticleError(f"{source}: the page is broken, no article found; save its text as .txt") from error
    if not text:
        raise ArticleError(f"{source}: no article found on this page; save the article's text as .txt")
    return Article(
        id=id,
        text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        source=source,
        body=Span(0, len(text)),
        title=told.title,
        published=told.published,
        published_basis=told.basis,
        publisher=told.publisher,
        publisher_basis=told.publisher_basis,
        url=told.url,
        author=told.author,
        language=told.language,
        origin_sha256=hashlib.sha256(content).hexdigest(),
    )


@functools.cache
def _silence() -> None:
    """Keeps the libraries from telling of pages that they can't read on the terminal of whoever runs this."""
    for library in ("trafilatura", "htmldate", "justext", "courlan"):
        logging.getLogger(library).addHandler(logging.NullHandler())


def _taken_apart(page: str, source: str) -> tuple[head.Head, str]:
    # The parser compares each attribute of an element with all others.
    if any(max(len(tag.split()), tag.count("=")) > _ATTRIBUTES for tag in _LONG_TAG.findall(page)):
        raise ArticleError(f"{source}: an element with too many attributes for a page; save the article's text as .txt")
    # The parser of HTML knows no entities but HTML's, and loads nothing: no bomb goes off in it.
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    tree = document_fromstring(page.encode(), parser=parser)
    if sum(1 for _ in tree.iter()) > _ELEMENTS * 5:
        raise ArticleError(_too_many(source))
    told = head.read(tree)
    etree.strip_elements(tree, *_DEAD, with_tail=False)
    if sum(1 for _ in tree.iter()) > _ELEMENTS:
        raise ArticleError(_too_many(source))
    text = _plain(extract(tree, include_comments=False, include_tables=True) or "")
    whole = _plain(told.body or "")
    # Where the article is put onto the page by a script, only JSON-LD has all of it.
    return told, whole if len(text) * 2 < len(whole) else text


def _too_many(source: str) -> str:
    return f"{source}: too many elements for a page (more than {_ELEMENTS}); save the article's text as .txt"


def _plain(text: str) -> str:
    lines = (" ".join(line.split()) for line in _CONTROL.sub("", text).splitlines())
    return "\n".join(line for line in lines if line)
