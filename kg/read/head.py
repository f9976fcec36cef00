"""Reads what a page tells of its article beside the text: headline, day, outlet, author, address, language.

JSON-LD (schema.org) and OpenGraph are what outlets write for others; elements of the page come next, guesses last.
"""

from __future__ import annotations

import copy
import html
import re
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from htmldate import find_date

from kg.read import linked
from kg.read.days import day

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

_SEPARATOR = re.compile(r"\s+[-–—|·•»:]{1,2}\s+|\s*\|\s*")
_DATE_NAMES = (
    "article:published_time",
    "og:published_time",
    "datepublished",
    "date.published",
    "publishdate",
    "publish_date",
    "publish-date",
    "pubdate",
    "publication_date",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "article.published",
    "dcterms.created",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date",
    "dcterms.date",
    "date",
)
_IN_ADDRESS = re.compile(r"/((?:19|20)\d{2})[/-](0?[1-9]|1[0-2])[/-](0?[1-9]|[12]\d|3[01])(?:[/-]|\Z)")
_EARLIEST = 1990
# Not today, by which htmldate goes: the same page has to give the same day tomorrow.
_LATEST = "2099-12-31"
_LONG = 25
_MOST = 200


@dataclass(frozen=True, slots=True)
class Head:
    """What a page tells of its article; `body` is the text as JSON-LD gives it.

    `basis` and `publisher_basis` tell where the day and the outlet stood.
    """

    title: str | None
    published: date | None
    basis: str
    publisher: str | None
    publisher_basis: str
    author: str | None
    url: str | None
    language: str | None
    body: str | None


@dataclass(frozen=True, slots=True)
class _Dated:
    day: date
    moment: datetime | None
    basis: str


def read(tree: HtmlElement) -> Head:
    """Reads a page's head, and of its body what bears headline and date; what isn't told is None."""
    meta = _meta(tree)
    nodes = linked.nodes(tree)
    address = _address(tree, meta, None)
    node = linked.article(nodes, address)
    site = [("og:site_name in the page's head", meta.get("og:site_name"))]
    site += [("publisher in the page's JSON-LD", linked.name(node.get("publisher"), nodes))]
    site += [
        (f"{name} in the page's head", meta.get(name)) for name in ("application-name", "dc.publisher", "publisher")
    ]
    outlet, where = next(((told, place) for place, one in site if (told := _outlet(one))), (None, ""))
    told = linked.words(node.get("headline")) or linked.words(node.get("name"))
    title, behind = _title(tree, meta, told, outlet, address)
    dated = _published(tree, meta, node, address)
    authors = (linked.names(node.get("author"), nodes), meta.get("author"), meta.get("article:author"))
    named = None if outlet else _outlet(behind)
    return Head(
        title=title,
        published=dated.day if dated else None,
        basis=dated.basis if dated else "",
        publisher=outlet or named,
        publisher_basis=where or ("the page's title" if named else ""),
        author=next((one for one in authors if one and "://" not in one), None),
        url=address or _address(tree, meta, node),
        language=_language(tree, meta, node),
        body=_body(node.get("articleBody")),
    )


def _meta(tree: HtmlElement) -> dict[str, str]:
    """Gives the page's meta elements by name in lower case; of several of one name the first that says something."""
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("http-equiv") or element.get("itemprop")
        value = " ".join((element.get("content") or "").split())
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
    window = next((" ".join(one.text_content().split()) for one in tree.iter("title")), "")
    names = {_squeezed(one) for one in (outlet, meta.get("og:site_name"), _host(address)) if one}
    shared = _without(meta.get("og:title") or meta.get("twitter:title") or meta.get("dc.title"), names)
    told, bare = _without(told, names), _without(window, names)
    seen = [words for one in tree.iter("h1") if 2 < len((words := " ".join(one.text_content().split())).split()) < 50]
    heads = [one for one in (told, shared, bare) if one]
    best = max(seen, key=lambda one: max((_alike(one, head) for head in heads), default=0.0), default=None)
    confirmed = best and any(_alike(best, head) >= 0.5 for head in heads)
    parts = _SEPARATOR.split(window)
    title = best if confirmed else (shared or told or best or (_SEPARATOR.split(bare)[0] if bare else None))
    behind = parts[-1] if len(parts) > 1 and title and _alike(_SEPARATOR.split(window)[0], title) >= 0.5 else None
    return title, behind if behind and len(behind.split()) <= 5 else None


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


# ---------------------------------------------------------------- the day


def _published(tree: HtmlElement, meta: dict[str, str], node: linked.Node, address: str | None) -> _Dated | None:
    told = list(_dates(tree, meta, node))
    if told:
        first = told[0]
        # One outlet tells the moment in UTC for machines and in its own time for readers; the day is the readers'.
        local = (one for one in told if one.moment and one.moment == first.moment and one.moment.utcoffset())
        return replace(first, day=next((one.day for one in local), first.day))
    if address and (match := _IN_ADDRESS.search(urlsplit(address).path)):
        try:
            return _Dated(date(int(match[1]), int(match[2]), int(match[3])), None, "date in the page's address")
        except ValueError:
            pass
    return _shown(tree)


def _dates(tree: HtmlElement, meta: dict[str, str], node: linked.Node) -> Iterator[_Dated]:
    told = [(linked.words(node.get("datePublished")), "datePublished in the page's JSON-LD")]
    told += [(meta.get(name), f"{name} in the page's head") for name in _DATE_NAMES[:2]]
    told += [(one, "datePublished on the page") for one in _marked(tree)]
    told += [(meta.get(name), f"{name} in the page's head") for name in _DATE_NAMES[2:]]
    told += [(linked.words(node.get("dateCreated")), "dateCreated in the page's JSON-LD")]
    told += [(one, "time element on the page") for one in _times(tree)]
    for value, basis in told:
        if value and (dated := _dated(value, basis)):
            yield dated


def _dated(value: str, basis: str) -> _Dated | None:
    try:
        found = day(value[:100])
    except ValueError:
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        moment = None
    if moment and moment.tzinfo is None:
        moment = None
    return _Dated(found, moment, basis) if _EARLIEST <= found.year < 2100 else None


def _marked(tree: HtmlElement) -> Iterator[str]:
    for element in tree.xpath('//*[@itemprop="datePublished" or @pubdate]'):
        yield from (one for one in (element.get("content"), element.get("datetime"), element.text_content()) if one)


def _times(tree: HtmlElement) -> Iterator[str]:
    """Gives the times of the article, that below its headline first; lists of other articles have them too."""
    seen: list[HtmlElement] = []
    below = False
    for element in islice(tree.iter("h1", "time"), _MOST):
        above = {one.tag for one in element.iterancestors()}
        if element.tag == "h1":
            below = True
        elif not above & {"aside", "nav", "footer", "li"} and (below or above & {"article", "main"}):
            # A headline that has none below it may have one above.
            seen.insert(0, element) if below else seen.append(element)
            if below:
                break
    for element in seen[:2]:
        yield from (one for one in (element.get("datetime"), element.text_content()) if one)


def _shown(tree: HtmlElement) -> _Dated | None:
    """Has htmldate look for a date on the page, but not in its prose: there it is that of an event."""
    bare = copy.deepcopy(tree)
    for paragraph in list(bare.iter("p", "blockquote", "figcaption")):
        if len(paragraph.text_content().split()) > _LONG:
            paragraph.drop_tree()
    found = find_date(bare, extensive_search=False, original_date=True, max_date=_LATEST, url="")
    return _dated(found, "date on the page") if found else None


# ---------------------------------------------------------------- language and text


def _language(tree: HtmlElement, meta: dict[str, str], node: linked.Node) -> str | None:
    told = [tree.get("lang"), tree.get("{http://www.w3.org/XML/1998/namespace}lang"), tree.get("xml:lang")]
    told += [linked.words(node.get("inLanguage")), meta.get("content-language"), meta.get("og:locale")]
    return next((one.strip().lower()[:2] for one in told if one and re.match(r"\s*[A-Za-z]{2}", one)), None)


def _body(value: object) -> str | None:
    if not isinstance(value, str):
        return None
    text = re.sub(r"<(?:br|/p|/div|/h\d|/li)\b[^>]*>", "\n", html.unescape(value))
    lines = (" ".join(line.split()) for line in re.sub(r"<[^>]*>", " ", text).splitlines())
    return "\n".join(line for line in lines if line) or None
