"""Reads what a page tells of its article beside the text: headline, day, outlet, author, address, language.

JSON-LD (schema.org) and OpenGraph are what outlets write for others; elements of the page come next, guesses last.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from kg.read import linked
from kg.read.told import GUESSED, opening, published

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from lxml.html import HtmlElement

_SEPARATOR = re.compile(r"\s+[-–—|·•»:]{1,2}\s+|\s*\|\s*")
# Characters of one thing that a page tells of itself.
_LONGEST = 1000
_BODY = 1_000_000
_MOST = 200


@dataclass(frozen=True, slots=True)
class Head:
    """What a page tells of its article; `body` is the text as JSON-LD gives it, `basis` where the day stood."""

    title: str | None
    published: date | None
    basis: str
    publisher: str | None
    author: str | None
    url: str | None
    language: str | None
    body: str | None


def read(tree: HtmlElement, scripts: Iterable[str]) -> Head:
    """Reads a page's head, and of its body what bears headline and date; what isn't told is None.

    `scripts` are the texts of the page's scripts of JSON-LD, which are no longer in the tree.
    """
    meta = _meta(tree)
    nodes = linked.nodes(scripts)
    address = _address(tree, meta, None)
    node = linked.article(nodes, address)
    site = [meta.get("og:site_name"), linked.name(node.get("publisher"), nodes), meta.get("application-name")]
    site += [meta.get("dc.publisher"), meta.get("publisher")]
    outlet = next((told for one in site if (told := _outlet(one))), None)
    told = linked.words(node.get("headline")) or linked.words(node.get("name"))
    title, behind = _title(tree, meta, told, outlet, address)
    dated = published(tree, title, meta, node, address)
    authors = (linked.names(node.get("author"), nodes), meta.get("author"), meta.get("article:author"))
    return Head(
        title=title,
        published=dated.day if dated else None,
        basis=dated.basis if dated else "",
        publisher=outlet or _outlet(behind),
        author=next((one for one in authors if one and "://" not in one), None),
        url=address or _address(tree, meta, node),
        language=_language(tree, meta, node),
        body=_body(node.get("articleBody")),
    )


def dated_by(head: Head, text: str) -> Head:
    """Gives a head the day with which the text begins, as agencies' do, where else the day would be guessed."""
    first = opening(text) if head.published is None or head.basis == GUESSED else None
    return replace(head, published=first, basis="date at the beginning of the text") if first else head


def _meta(tree: HtmlElement) -> dict[str, str]:
    """Gives the page's meta elements by name in lower case; of several of one name the first that says something."""
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("http-equiv") or element.get("itemprop")
        value = " ".join((element.get("content") or "")[:_LONGEST].split())
        if name and value:
            found.setdefault(name.strip().lower(), value)
    return found


def _address(tree: HtmlElement, meta: dict[str, str], node: linked.Node | None) -> str | None:
    links = [link.get("href") for link in tree.iter("link") if (link.get("rel") or "").lower() == "canonical"]
    told = [*links, meta.get("og:url")]
    if node is not None:
        told += [linked.url(node.get("url")), linked.url(node.get("mainEntityOfPage"))]
    return next((one.strip() for one in told if one and re.match(r"\s*https?://[^\s/]", one)), None)


def _outlet(told: str | None) -> str | None:
    """Gives the name of an outlet without its motto; addresses and handles are no names."""
    if not told or "://" in told or told.startswith("@"):
        return None
    return _SEPARATOR.split(told)[0].strip() or None


# ---------------------------------------------------------------- the headline


def _title(
    tree: HtmlElement, meta: dict[str, str], told: str | None, outlet: str | None, address: str | None
) -> tuple[str | None, str | None]:
    """Gives the headline, and what stands behind it in the window's title, which may be the outlet.

    The headline that readers see wins where the head confirms it; heads are cut short, or written for search engines.
    """
    window = next((_words(one) for one in tree.iter("title")), "")
    names = {_squeezed(one) for one in (outlet, meta.get("og:site_name"), _host(address)) if one}
    shared = _without(meta.get("og:title") or meta.get("twitter:title") or meta.get("dc.title"), names)
    told, bare = _without(told, names), _without(window, names)
    seen = [words for one in islice(tree.iter("h1"), _MOST) if 2 < len((words := _words(one)).split()) < 50]
    heads = [one for one in (told, shared, bare) if one]
    best = max(seen, key=lambda one: max((_alike(one, head) for head in heads), default=0.0), default=None)
    confirmed = best and any(_alike(best, head) >= 0.5 for head in heads)
    if not confirmed and bare and not shared and not told:
        best = _stated(tree, _SEPARATOR.split(bare)[0]) or best
    parts = _SEPARATOR.split(window)
    title = best if confirmed else (shared or told or best or (_SEPARATOR.split(bare)[0] if bare else None))
    behind = parts[-1] if len(parts) > 1 and title and _alike(_SEPARATOR.split(window)[0], title) >= 0.5 else None
    return title, behind if behind and len(behind.split()) <= 5 else None


def _words(element: HtmlElement) -> str:
    return " ".join(element.text_content()[:_LONGEST].split())


def _stated(tree: HtmlElement, title: str) -> str | None:
    """Gives the window's title where it is a heading of the page too; what is marked as the first may be a section."""
    headings = islice(tree.iter("h2", "h3", "h4", "strong", "b", "div", "span", "p"), _MOST * 50)
    stands = (
        len(one) <= 2 and (one.text or "").strip().startswith(title[:20]) and _words(one) == title for one in headings
    )
    return title if len(title.split()) > 3 and any(stands) else None


def _without(title: str | None, names: set[str]) -> str | None:
    """Takes the outlet's name off either end of a headline."""
    if not title:
        return None
    while (match := list(_SEPARATOR.finditer(title))) and _names(title[match[-1].end() :], names):
        title = title[: match[-1].start()]
    if (first := _SEPARATOR.search(title)) and _names(title[: first.start()], names):
        title = title[first.end() :]
    return title.strip() or None


def _names(part: str, names: set[str]) -> bool:
    part = _squeezed(part)
    return any(part == name or (len(part) > 3 and (part in name or name in part)) for name in names if name) or not part


def _squeezed(text: str) -> str:
    return re.sub(r"[\W_]+|^the\s+", "", text.casefold())


def _host(address: str | None) -> str:
    try:
        host = urlsplit(address or "").hostname or ""
    except ValueError:
        return ""
    return re.sub(r"^www\.|\.(?:com?|org|net|gov|info)?\.?\w+$", "", host)


def _alike(one: str, other: str) -> float:
    """Gives the share of words that two headlines have in common, of the shorter one's."""
    first, second = (set(re.findall(r"\w+", text.casefold())) for text in (one, other))
    return len(first & second) / (min(len(first), len(second)) or 1)


# ---------------------------------------------------------------- language and text


def _language(tree: HtmlElement, meta: dict[str, str], node: linked.Node) -> str | None:
    told = [tree.get("lang"), tree.get("{http://www.w3.org/XML/1998/namespace}lang"), tree.get("xml:lang")]
    told += [linked.words(node.get("inLanguage")), meta.get("content-language"), meta.get("og:locale")]
    return next((one.strip().lower()[:2] for one in told if one and re.match(r"\s*[A-Za-z]{2}", one)), None)


def _body(value: object) -> str | None:
    if not isinstance(value, str):
        return None
    text = re.sub(r"<(?:br|/p|/div|/h\d|/li)\b[^<>]*>", "\n", html.unescape(value[:_BODY]))
    lines = (" ".join(line.split()) for line in re.sub(r"<[^<>]*>", " ", text).splitlines())
    return "\n".join(line for line in lines if line) or None
