"""Reads what a page tells of its article for machines: schema.org in JSON-LD."""

from __future__ import annotations

import html
import json
import re
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Node = dict[str, object]

_ARTICLE = re.compile(r"(?:Article|Report|BlogPosting|LiveBlogPosting)\Z")
_PAGE = re.compile(r"(?:Web|Item|Report)Page\Z")
# Where the node of the page's article may lie; lists of other articles hang on other keys.
_WAYS = ("@graph", "mainEntity", "mainEntityOfPage")
_MOST = 500
# Pages wrap scripts so that old browsers don't show them.
_WRAPPED = re.compile(r"\A(?:<!--|(?://|/\*)?\s*<!\[CDATA\[(?:\s*\*/)?)|(?:-->|(?://|/\*)?\s{0,9}\]\]>(?:\s*\*/)?)\Z")
_EDGE = 100


def nodes(scripts: Iterable[str]) -> list[Node]:
    """Gives the nodes of a page's JSON-LD, without those of lists of other pages; broken blocks are passed over."""
    found: list[Node] = []
    waiting: list[object] = [value for script in islice(scripts, _MOST) for value in _loaded(script)]
    while waiting and len(found) < _MOST:
        value = waiting.pop(0)
        if isinstance(value, list):
            waiting[:0] = value[:_MOST]
        elif isinstance(value, dict):
            found.append(value)
            waiting += [value[way] for way in _WAYS if isinstance(value.get(way), dict | list)]
    return found


def article(nodes: list[Node], address: str | None) -> Node:
    """Picks the node of the page's article: of several the one with its address, else the first; else the page's."""
    articles = [node for node in nodes if any(_ARTICLE.search(kind) for kind in kinds(node))]
    places = ("url", "mainEntityOfPage")
    own = [node for node in articles if address and address in {url(node.get(place)) for place in places}]
    pages = [node for node in nodes if any(_PAGE.search(kind) for kind in kinds(node)) and "datePublished" in node]
    return next(iter([*own, *articles, *pages]), {})


def kinds(node: Node) -> list[str]:
    """Gives a node's classes."""
    value = node.get("@type")
    return [kind for kind in (value if isinstance(value, list) else [value]) if isinstance(kind, str)]


def words(value: object) -> str | None:
    """Gives a value as words on one line, of a list the first; None where there are none."""
    if isinstance(value, list):
        return next((told for one in value[:20] if (told := words(one))), None)
    if isinstance(value, dict):
        return words(value.get("@value")) if "@value" in value else None
    return " ".join(html.unescape(value).split()) or None if isinstance(value, str) else None


def name(value: object, nodes: list[Node]) -> str | None:
    """Gives the name of a person or body, which may be told elsewhere on the page, by its `@id`."""
    if isinstance(value, list):
        return next((told for one in value[:20] if (told := name(one, nodes))), None)
    if isinstance(value, dict):
        if told := words(value.get("name")):
            return told
        known = (node for node in nodes if value.get("@id") and node.get("@id") == value["@id"])
        return next((told for node in known if (told := words(node.get("name")))), None)
    return words(value)


def names(value: object, nodes: list[Node]) -> str | None:
    """Gives the names of one or several persons, with commas."""
    told = [name(one, nodes) for one in (value[:20] if isinstance(value, list) else [value])]
    return ", ".join(dict.fromkeys(one for one in told if one)) or None


def url(value: object) -> str | None:
    """Gives the address that a value is or has."""
    if isinstance(value, dict):
        value = value.get("@id") or value.get("url")
    return value.strip() if isinstance(value, str) else None


def _loaded(script: str) -> Iterator[object]:
    text = script.strip()
    # Only the edges are looked at: the time that a search takes is not to grow with what blanks a page holds.
    text = _WRAPPED.sub("", text[:_EDGE]) + text[_EDGE:]
    text = text[:-_EDGE] + _WRAPPED.sub("", text[-_EDGE:])
    text = text.strip().rstrip(";")
    for form in (text, html.unescape(text), re.sub(r",\s*+([}\]])", r"\1", text)):
        try:
            yield json.loads(form, strict=False)
        except (ValueError, RecursionError):
            continue
        return
