"""Reads articles from pages of HTML as outlets serve them and browsers save them."""

from __future__ import annotations

import copy
import functools
import hashlib
import logging
import re
from typing import TYPE_CHECKING, cast

from lxml import etree
from lxml.html import HTMLParser, document_fromstring

from kg.errors import ArticleError
from kg.model import Article, Span
from kg.read import decoding, head
from kg.read.bare import attributes, bare

if TYPE_CHECKING:
    from lxml.etree import _Element
    from lxml.html import HtmlElement

LIMIT = 10_000_000
"""Bytes of the largest page that is read; the largest outlets' have half of that, nearly all of it scripts."""
# What is left when scripts are out. Of 180 pages of outlets none has half of any of these, and most have a tenth.
_CHARACTERS = 5_000_000
_ELEMENTS = 10_000
_ATTRIBUTES = 250
_ALL_ATTRIBUTES = 100_000
# Libraries join the text around an element that they take out with what stands before it, each time anew.
_TEXT = 1_000_000
_MANY = 2_000
_INLINE = (
    "abbr acronym b bdi bdo big cite dfn em font i ins kbd mark nobr s samp small span strong sub sup tt u var".split()
)
# Nothing that is read stands in them.
_DEAD = ("script", "style", "svg", "noscript", "template", "iframe", "object", "canvas", "select", "math")
_HEAD = frozenset(("title", "meta", "link", "base", *_DEAD))
_ALL_ELEMENTS, _EACH_ATTRIBUTE = etree.XPath("count(//*)"), etree.XPath("count(//@*)")
_LENGTH = etree.XPath("string-length(/)")
# No text of RDF or XML may hold these.
_CONTROL = re.compile(r"[\0-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
# Shorter, the text is that of a caption or a notice, and the article lies where only slower ways find it.
_FEW = 30
_ABOVE, _SHORT = 4, 8


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
    taken = bare(page)
    if len(taken.markup) > _CHARACTERS:
        raise ArticleError(_beyond(source, "large", f"{_CHARACTERS} characters without its scripts"))
    # The parser compares each attribute of an element with all others.
    if attributes(taken.markup) > _ATTRIBUTES:
        raise ArticleError(f"{source}: an element with too many attributes for a page; save the article's text as .txt")
    # The parser of HTML knows no entities but HTML's, and loads nothing: no bomb goes off in it.
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    tree = document_fromstring(taken.markup.encode(), parser=parser)
    _put_into_body(tree)
    if _count(_ALL_ELEMENTS, tree) > _ELEMENTS * 10:
        raise ArticleError(_beyond(source, "many elements", f"more than {_ELEMENTS}"))
    etree.strip_elements(tree, *_DEAD, with_tail=False)
    if _count(_ALL_ELEMENTS, tree) > _ELEMENTS:
        raise ArticleError(_beyond(source, "many elements", f"more than {_ELEMENTS}"))
    if _count(_EACH_ATTRIBUTE, tree) > _ALL_ATTRIBUTES:
        raise ArticleError(_beyond(source, "many attributes", f"more than {_ALL_ATTRIBUTES}"))
    if _count(_LENGTH, tree) > _TEXT:
        raise ArticleError(_beyond(source, "much text", f"more than {_TEXT} characters"))
    told = head.read(tree, taken.linked)
    if sum(1 for _ in tree.iter(*_INLINE)) > _MANY:
        etree.strip_tags(tree, *_INLINE)
        # Parsed again, what stood between the tags is one piece.
        tree = document_fromstring(etree.tostring(tree, encoding="utf-8", method="html"), parser=parser)
    text = _below(_text(tree), told.title)
    whole = _plain(told.body or "")
    # Where the article is put onto the page by a script, only JSON-LD has all of it.
    text = whole if len(text) * 2 < len(whole) else text
    return head.dated_by(told, text), text


def _count(what: etree.XPath, tree: _Element) -> float:
    return cast("float", what(tree))


def _put_into_body(tree: HtmlElement) -> None:
    """Mends what the parser makes of a page whose tags of head and body are left out, as HTML allows: it puts elements
    that are younger than itself, such as article and main, into the head."""
    head_, body = tree.find("head"), tree.find("body")
    if head_ is None:
        return
    first = next((at for at, one in enumerate(head_) if one.tag not in _HEAD), None)
    if first is None:
        return
    if body is None:
        body = etree.SubElement(tree, "body")
    body[:0] = head_[first:]


def _text(tree: HtmlElement) -> str:
    """Finds the article's text: as trafilatura does by itself, and where that finds next to nothing with what it falls
    back on, which takes the teasers of other articles along with one that is short."""
    # Its import takes half a second, and most files are no pages.
    from trafilatura import extract

    found = _plain(extract(copy.deepcopy(tree), fast=True, include_comments=False, include_tables=True) or "")
    if _prose(found) >= _FEW or _count(_ALL_ELEMENTS, tree) > _ELEMENTS // 2:
        return found
    more = _plain(extract(tree, include_comments=False, include_tables=True) or "")
    return more if _prose(more) > _prose(found) or not found else found


def _prose(text: str) -> int:
    """Counts the words of a text's sentences; lists of headlines have none."""
    lines = (line for line in text.split("\n") if not line.startswith(("- ", "|")))
    return sum(words for line in lines if (words := len(line.split())) >= _SHORT)


def _below(text: str, title: str | None) -> str:
    """Leaves out the headline where it stands above the text, with the names of sections before it."""
    lines = text.split("\n")
    for number, line in enumerate(lines[:_ABOVE]):
        if title and _letters(line) == _letters(title):
            return "\n".join(lines[number + 1 :]) or text
        if len(line.split()) > _SHORT:
            break
    return text


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())


def _beyond(source: str, what: str, limit: str) -> str:
    return f"{source}: too {what} for a page ({limit}); save the article's text as .txt"


def _plain(text: str) -> str:
    lines = (" ".join(line.split()) for line in _CONTROL.sub("", text).splitlines())
    return "\n".join(line for line in lines if line)
