"""Finds the day of publication that a page tells: for machines, in its address, to readers below the headline.

The day is the readers': an outlet tells the moment in UTC for machines, and in its own time on the page.
"""

from __future__ import annotations

import copy
import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from kg.read import linked
from kg.read.days import day, within

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

_NAMES = (
    "article:published_time",
    "og:published_time",
    "og:article:published_time",
    "datepublished",
    "date.published",
    "publishdate",
    "publish_date",
    "publish-date",
    "pubdate",
    "pub_date",
    "publication_date",
    "publicationdate",
    "article:publicationdate",
    "prism.publicationdate",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "cxenseparse:publishtime",
    "article.published",
    "article_date_original",
    "dcterms.created",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date",
    "dcterms.date",
    "date",
)
_IN_ADDRESS = (
    # With or without a section between year and month.
    re.compile(
        r"/(?P<y>(?:19|20)\d\d)(?:/[a-z-]{2,20})?/(?P<m>0?[1-9]|1[0-2])/(?P<d>0?[1-9]|[12]\d|3[01])(?:[/.-]|\Z)", re.I
    ),
    re.compile(
        r"(?<!\d)(?P<y>(?:19|20)\d\d)([/-])(?P<m>0[1-9]|1[0-2]|[a-z]{3})\2(?P<d>0?[1-9]|[12]\d|3[01])(?![\d])", re.I
    ),
    re.compile(r"(?<![\da-z])(?P<y>20\d\d)(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])(?=[/_.-]|\Z)", re.I),
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_EARLIEST = 1990
# Not today, by which htmldate goes: the same page has to give the same day tomorrow.
_LATEST = "2099-12-31"
# Outlets lie between the Pacific coast of America and New Zealand.
_WEST, _EAST = timedelta(hours=-8), timedelta(hours=13)
_LONG = 25
_MOST = 200
# Words of a line that bears a date and not a story, and the number of such lines around the headline that are read.
_SHORT, _BELOW, _ABOVE = 14, 14, 6
_OPENING = 60
_CHANGED = re.compile(r"\b(?:updated|modified|edited|revised|changed|update)\b[^|]{0,20}\Z", re.IGNORECASE)
_OUTSIDE = frozenset(("aside", "nav", "footer", "li", "a"))
GUESSED = "date on the page"


@dataclass(frozen=True, slots=True)
class Dated:
    """A day of publication, the moment where it is told with its zone, and the place where it stood."""

    day: date
    moment: datetime | None
    basis: str


def published(
    tree: HtmlElement, title: str | None, meta: dict[str, str], node: linked.Node, address: str | None
) -> Dated | None:
    """Finds the day on which a page says that its article was published, None where it doesn't say.

    Args:
        tree: the page.
        title: its headline.
        meta: its meta elements by name.
        node: the article as its JSON-LD tells of it.
        address: the page's own.
    """
    told = list(_dates(tree, meta, node))
    of_address = _of_address(address)
    if told:
        first = told[0]
        # One outlet tells the moment in UTC for machines and in its own time for readers; the day is the readers'.
        local = next(
            (one.day for one in told if one.moment and one.moment == first.moment and one.moment.utcoffset()), None
        )
        if local is None and first.moment and not first.moment.utcoffset():
            readers = [*islice(_beside(tree, title), _BELOW), *([of_address] if of_address else [])]
            local = next((one for one in readers if _somewhere(one, first.moment)), None)
        return replace(first, day=local or first.day)
    if of_address:
        return Dated(of_address, None, "date in the page's address")
    if shown := next(_beside(tree, title), None):
        return Dated(shown, None, "date beside the headline")
    return _guessed(tree)


def opening(text: str) -> date | None:
    """Finds a full date in the first words of an article, where agencies put the day on which it was sent."""
    return next((one for one, _ in within(text[:_OPENING].split("\n")[0]) if one.year >= _EARLIEST), None)


def _dates(tree: HtmlElement, meta: dict[str, str], node: linked.Node) -> Iterator[Dated]:
    told = [(linked.words(node.get("datePublished")), "datePublished in the page's JSON-LD")]
    told += [(meta.get(name), f"{name} in the page's head") for name in _NAMES[:3]]
    told += [(one, "datePublished on the page") for one in _marked(tree)]
    told += [(meta.get(name), f"{name} in the page's head") for name in _NAMES[3:]]
    told += [(linked.words(node.get("dateCreated")), "dateCreated in the page's JSON-LD")]
    told += [(one, "time element on the page") for one in _times(tree)]
    for value, basis in told:
        if value and (dated := _dated(value, basis)):
            yield dated


def _dated(value: str, basis: str) -> Dated | None:
    try:
        found = day(value[:100])
    except ValueError:
        return None
    try:
        moment = datetime.fromisoformat(value[:100])
    except ValueError:
        moment = None
    if moment and moment.tzinfo is None:
        moment = None
    return Dated(found, moment, basis) if _EARLIEST <= found.year < 2100 else None


def _somewhere(one: date, moment: datetime) -> bool:
    """Tells whether it was that day at that moment where an outlet may have its office."""
    naive = moment.replace(tzinfo=None)
    return any((naive + offset).date() == one for offset in (_WEST, timedelta(), _EAST))


def _of_address(address: str | None) -> date | None:
    path = urlsplit(address or "").path[: _MOST * 5]
    for form in _IN_ADDRESS:
        for match in form.finditer(path):
            month = match["m"].lower()
            number = int(month) if month.isdigit() else _MONTHS.index(month) + 1 if month in _MONTHS else 0
            try:
                found = date(int(match["y"]), number, int(match["d"]))
            except ValueError:
                continue
            if found.year >= _EARLIEST:
                return found
    return None


def _marked(tree: HtmlElement) -> Iterator[str]:
    for element in islice(tree.xpath('//*[@itemprop="datePublished" or @pubdate]'), _MOST):
        yield from (one for one in (element.get("content"), element.get("datetime"), _start(element)) if one)


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
        yield from (one for one in (element.get("datetime"), _start(element)) if one)


def _start(element: HtmlElement) -> str:
    return str(element.text_content())[:_MOST]


def _beside(tree: HtmlElement, title: str | None) -> Iterator[date]:
    """Gives the dates of the short lines below the headline, then those just above it; days of changes come last."""
    headings = list(islice(tree.iter("h1", "h2"), _MOST))
    headline = next((one for one in headings if title and " ".join(_start(one).split()) == title[:_MOST]), None)
    headline = next((one for one in headings if one.tag == "h1"), None) if headline is None else headline
    if headline is None:
        return
    changed: list[date] = []
    # Further above stands the day on which the page was shown.
    for pieces in (islice(_lines(headline, forward=True), _BELOW), islice(_lines(headline, forward=False), _ABOVE)):
        last = ""
        for piece in pieces:
            days = list(within(piece))
            for found, before in days:
                if _EARLIEST <= found.year < 2100:
                    if _CHANGED.search(f"{last} {before}"):
                        changed.append(found)
                    else:
                        yield found
            # The word may stand in an element of its own.
            last = "" if days else piece
    yield from changed


def _lines(headline: HtmlElement, *, forward: bool) -> Iterator[str]:
    """Gives the short runs of text around a headline in the order in which they lie away from it."""
    axis = "following" if forward else "preceding"
    texts = headline.xpath(f"{axis}::text()[normalize-space()][position() <= {_MOST}]")
    for text in texts if forward else reversed(texts):
        above = text.getparent()
        if text.is_tail:
            above = above.getparent()
        kinds = {above.tag, *(one.tag for one in islice(above.iterancestors(), 4))} if above is not None else set()
        words = " ".join(text.split())
        if not kinds & _OUTSIDE and len(words.split()) <= _SHORT:
            yield words


def _guessed(tree: HtmlElement) -> Dated | None:
    """Has htmldate look for a date on the page, but not in its prose: there it is that of an event."""
    from htmldate import find_date

    bare = copy.deepcopy(tree)
    for paragraph in list(bare.iter("p", "blockquote", "figcaption")):
        if len(paragraph.text_content().split()) > _LONG:
            paragraph.drop_tree()
    found = find_date(bare, extensive_search=False, original_date=True, max_date=_LATEST, url="")
    return _dated(found, GUESSED) if found else None
