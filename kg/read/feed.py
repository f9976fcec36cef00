"""Reads feeds that were saved as files: RSS and Atom, each entry an article. Nothing is fetched."""

from __future__ import annotations

import io
import re
import xml.sax
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, BinaryIO

from kg.read import records
from kg.read.days import day
from kg.read.markup import plain
from kg.read.records import LONGEST

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.read.records import Columns, Found, Place

_PARTS = {"text/html", "application/xhtml+xml"}
_HEAD = 10_000
"""Bytes within which a feed's first element begins."""
_ROOT = re.compile(rb"<\0?[A-Za-z]")
_TAG = re.compile(rb"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)|(</?[A-Za-z][^<>]*>)", re.DOTALL)
_DEEPEST, _OPEN = 300, 20
_ENTITY = re.compile(rb"<\0?!\0?E\0?N\0?T\0?I\0?T\0?Y", re.IGNORECASE)


def read(stream: BinaryIO, columns: Columns, place: Place) -> Iterator[Found]:
    """Yields the article of each entry: its content where the feed has it, else its summary.

    A feed that declares entities is refused, for a few hundred bytes of them can stand for gigabytes. Of broken XML
    what can be read is read, and the break is told.
    """
    content = stream.read(LONGEST + 1)
    if len(content) > LONGEST:
        yield place.refused(f"a feed of more than {LONGEST:,} bytes; part it, or convert it to JSON Lines")
        return
    if reason := _harmful(content):
        yield place.refused(reason)
        return
    try:
        feed = _parsed(content)
    except Exception as error:
        # The library promises to read whatever it is given, and doesn't keep to it.
        yield place.refused(f"can't be read as a feed ({type(error).__name__}); save it anew")
        return
    if not feed.version and not feed.entries:
        yield place.refused("no RSS or Atom feed; save the article's text as .txt")
        return
    outlet = _one(feed.feed, "publisher", "title")
    for number, entry in enumerate(feed.entries, 1):
        dated = "published" if entry.get("published") else "updated"
        own = records.Columns({"date": "" if columns.passes_over("date") else dated})
        yield records.article(_record(entry, outlet, dated), own, place, number, "entry")
    broken = feed.get("bozo_exception")
    if isinstance(broken, xml.sax.SAXParseException):
        line, reason = broken.getLineNumber(), broken.getMessage()
        yield place.refused(f"broken XML at line {line} ({reason}); entries after it may be cut short or missing")
    elif not feed.entries:
        yield place.refused("a feed without entries; leave it out")


def links(content: bytes) -> list[str] | None:
    """Gives the addresses of a feed's entries in their order; None where it can't be read."""
    if len(content) > LONGEST or _harmful(content):
        return None
    try:
        feed = _parsed(content)
    except Exception:
        return None
    if not feed.version and not feed.entries:
        return None
    return list(dict.fromkeys(str(entry["link"]) for entry in feed.entries if entry.get("link")))


def _parsed(content: bytes) -> Any:
    # Its import takes a while, and most files are no feeds.
    import feedparser

    # As bytes in memory: a text could be taken for an address to fetch or a file to open.
    return feedparser.parse(io.BytesIO(content), resolve_relative_uris=False)


def _harmful(content: bytes) -> str | None:
    """Says why a feed isn't given to the library, which on some input would work for hours or fill the memory."""
    if not _ROOT.search(content[:_HEAD]):
        return "no RSS or Atom feed; save the article's text as .txt"
    if _ENTITY.search(content):
        return "declares entities of its own, which can stand for any amount of text; take <!ENTITY out"
    for begin, end in ((b"<!--", b"-->"), (b"&lt;!--", b"--&gt;")):
        if content.count(begin) > content.count(end) + _OPEN:
            return "has comments that don't end; save the feed anew"
    depth = 0
    for tag in _TAG.finditer(content):
        if tag[1]:
            depth += -1 if tag[1].startswith(b"</") else 0 if tag[1].endswith(b"/>") else 1
        if depth > _DEEPEST:
            return "nested too deeply for a feed; save it anew"
    return None


def _record(entry: Any, outlet: object, dated: str) -> dict[str, object]:
    contents = [(one.get("type"), one.get("value") or "") for one in entry.get("content", ())]
    if not contents and entry.get("summary"):
        contents = [(entry.get("summary_detail", {}).get("type"), entry.summary)]
    return {
        "text": "\n\n".join(plain(value) if type_ in _PARTS else value for type_, value in contents),
        "title": plain(str(entry.get("title") or "")),
        dated: _day(entry.get(dated)),
        "publisher": _one(entry.get("source", {}), "title") or _one(entry, "publisher") or outlet,
        "link": entry.get("link"),
        "id": entry.get("id"),
    }


def _one(holder: Any, *names: str) -> str | None:
    return next((plain(str(holder[name])) for name in names if holder.get(name)), None)


def _day(told: Any) -> Any:
    """Gives a date of RFC 822, whose years may have two digits, as a day; any other as it is."""
    try:
        return day(str(told)).isoformat()
    except ValueError:
        pass
    try:
        return parsedate_to_datetime(str(told)).date().isoformat()
    except (TypeError, ValueError, IndexError, OverflowError):
        return told
