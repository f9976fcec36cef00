"""Reads articles out of WARC archives (ISO 28500): each page, text or feed that was kept, record by record.

warcio reads a record; where one begins and ends is told here, for the library stops at the first that is broken.
"""

from __future__ import annotations

import base64
import hashlib
import io
import re
import zlib
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, BinaryIO

from kg.errors import ArticleError
from kg.read import feed, page, records, text
from kg.read.records import LONGEST, Place, Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from kg.model import Article
    from kg.read.records import Columns, Found

ENDINGS = (".warc", ".warc.gz")
PAGES = frozenset({"text/html", "application/xhtml+xml"})
FEEDS = frozenset("application/rss+xml application/atom+xml application/rdf+xml application/xml text/xml".split())
TEXTS = frozenset({"text/plain"})
READ = PAGES | FEEDS | TEXTS
"""The kinds of content that hold articles."""

_KEPT = frozenset({b"response", b"resource", b"conversion"})
_PASSED = frozenset({b"warcinfo", b"request", b"metadata", b"revisit", b"continuation"})
_HEAD = 1 << 16
_LINE = 1 << 13
_CHUNK = 1 << 16
_DAMAGED = 100
"""Damages after which an archive is given up, so that a wrong file isn't told in a million lines."""
_FIELD = re.compile(rb"^([\w-]+):[ \t]*(.*?)[ \t]*\r?$", re.MULTILINE)
_BEGINS = re.compile(rb"WARC/\d\.\d+\s*\Z")
_FEED = re.compile(rb"<(?:rss|feed|rdf:RDF)\b")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{2,40})", re.IGNORECASE)


def read(stream: BinaryIO, columns: Columns, place: Place, at: int = 0) -> Iterator[Found]:
    """Yields the articles of an archive that isn't packed, or of one member of a packed one, which begins at `at`.

    What can't be read is told with its address, or its place in bytes, and the next record is read. What is of other
    kinds is counted and told in one line at the end.
    """
    reader = Records(columns, place)
    yield from reader.read(stream, at)
    yield from reader.end()


class Records:
    """Reads the records of one archive, in however many members it is packed."""

    def __init__(self, columns: Columns, place: Place) -> None:
        """Begins with nothing read."""
        self._columns, self._place = columns, place
        self._passed: Counter[str] = Counter()
        self._number = self._damages = 0
        # Its import takes a while, and most files are no archives.
        from warcio.exceptions import ArchiveLoadFailed
        from warcio.recordloader import ArcWarcRecordLoader
        from warcio.statusandheaders import StatusAndHeadersParserException

        self._loader = ArcWarcRecordLoader(arc2warc=False)
        self._broken = (ArchiveLoadFailed, StatusAndHeadersParserException, ValueError, EOFError, AttributeError)

    @property
    def is_given_up(self) -> bool:
        """Tells whether so much is damaged that the rest isn't read."""
        return self._damages >= _DAMAGED

    def read(self, stream: BinaryIO, at: int, packed: bool = False) -> Iterator[Found]:
        """Yields the articles of a stream of records, which begins `at` so many bytes into the file."""
        source = _Source(stream, at)
        lost = False
        while not self.is_given_up:
            start = at if packed else source.offset
            line = source.line()
            if not line:
                break
            if not _BEGINS.match(line):
                if not (lost or source.searching) and line.strip():
                    lost = True
                    yield self.damaged(start, "no WARC record begins here; what comes before the next one is lost")
                continue
            lost = source.searching = False
            self._number += 1
            head = source.head(line)
            if head is None:
                source.searching = True
                yield self.damaged(start, "a record whose head doesn't end; it is lost")
                continue
            yield from self._record(head, source, start)

    def end(self) -> Iterator[Refusal]:
        """Tells what was passed over, and a file that holds no record at all."""
        if self.is_given_up:
            yield self._place.refused(f"{_DAMAGED} damages; the rest is not read. Get the archive again")
        elif not self._number:
            yield self._place.refused("no WARC record in it; get it again, or give it the ending of what it is")
        if self._passed:
            told = ", ".join(f"{count:,} {what}" for what, count in self._passed.most_common(8))
            more = f" and {len(self._passed) - 8} kinds more" if len(self._passed) > 8 else ""
            reason = f"{self._place.source}: passed over what holds no article: {told}{more}"
            yield Refusal(self._place.source, reason, fault=False)

    def damaged(self, start: int, reason: str) -> Refusal:
        """Tells of a damage at a place of the file, in bytes."""
        self._damages += 1
        source = f"{self._place.source}, byte {start:,}"
        return Refusal(source, f"{source}: {reason}", record=True)

    def _record(self, head: bytes, source: _Source, start: int) -> Iterator[Found]:
        fields = {name.lower(): value for name, value in _FIELD.findall(head)}
        kind, length = fields.get(b"warc-type", b"").lower(), fields.get(b"content-length", b"")
        if not re.fullmatch(rb"\d{1,15}", length):
            source.searching = True
            yield self.damaged(start, "a record that doesn't tell its length; it is lost")
            return
        if kind not in _KEPT:
            source.skip(int(length))
            if kind not in _PASSED:
                self._passed["records of unknown kinds"] += 1
            elif kind == b"revisit":
                self._passed["pages met before, unchanged"] += 1
            return
        if int(length) > LONGEST:
            what = _media(fields.get(b"content-type", b"").decode("latin-1"))
            source.skip(int(length))
            if b"html" in fields.get(b"warc-identified-payload-type", b"html"):
                self._passed[f"{what or 'records'} of more than {LONGEST // 1_000_000} MB"] += 1
            return
        block = source.take(int(length))
        if len(block) < int(length):
            source.put_back(block)
            yield self.damaged(start, f"a record that is cut short after {len(block):,} of {int(length):,} bytes")
            return
        if not source.ends_record():
            source.put_back(block)
            yield self.damaged(start, "a record that isn't as long as it says; it is lost")
            return
        try:
            record = self._loader.parse_record_stream(io.BytesIO(head + block), known_format="warc")
            yield from self._kept(record, block, start)
        except self._broken as error:
            told = " ".join(str(error).split())[:200] or type(error).__name__
            yield self.damaged(start, f"a record that can't be read ({told}); it is lost")

    def _kept(self, record: Any, block: bytes, start: int) -> Iterator[Found]:
        """Yields what one record holds, which the loader has read."""
        uri = (record.rec_headers.get_header("WARC-Target-URI") or "").strip()
        name = f"{self._place.source}, {uri[:300] or f'byte {start:,}'}"
        told = record.http_headers.get_header("Content-Type") if record.http_headers else record.content_type
        status = record.http_headers.get_statuscode() if record.http_headers else "200"
        media = _media(told or "")
        if status != "200":
            if not status.startswith("3"):
                self._passed[f"answers with HTTP {status[:9]}"] += 1
            return
        if media and media not in READ:
            self._passed[media] += 1
            return
        try:
            _check_digest(record.rec_headers.get_header("WARC-Block-Digest"), block)
            if cut := record.rec_headers.get_header("WARC-Truncated"):
                raise ArticleError(f"cut off when it was kept ({cut[:40]}); fetch the page again")
            content = _unpacked(record)
        except ArticleError as error:
            yield Refusal(name, f"{name}: {error}", record=True)
            return
        if not content.strip():
            self._passed["empty answers"] += 1
            return
        if media in FEEDS and not is_feed(media, content[:5000]):
            self._passed[f"{media} that is no feed"] += 1
            return
        if media in FEEDS:
            place = Place(f"{self._place.stem}-{self._number}", name)
            yield from feed.read(io.BytesIO(content), self._columns, place)
            return
        id_ = records.name(uri) or f"{self._place.stem}-{self._number}"
        try:
            yield _article(content, media, told or "", id_, name, uri or None)
        except ArticleError as error:
            yield Refusal(name, str(error), record=True)


def _article(content: bytes, media: str, told: str, id_: str, source: str, uri: str | None) -> Article:
    """Reads a page or text; the record's address is its own where the page names no other."""
    decoded = _as_declared(content, told)
    found = text.article(decoded, f"{id_}.txt", source) if media in TEXTS else page.article(decoded, id_, source)
    if len(found.text) > records.CHARACTERS:
        raise ArticleError(f"{source}: a text of more than {records.CHARACTERS:,} characters; it is no article")
    return replace(found, url=found.url or uri, origin_sha256=hashlib.sha256(content).hexdigest())


def _as_declared(content: bytes, told: str) -> bytes:
    """Gives as UTF-8 what only the server said the encoding of; all other content as it is."""
    match = _CHARSET.search(told)
    if match and re.fullmatch(r"(?:windows|cp|iso|koi8)[\w-]+", match[1], re.IGNORECASE):
        try:
            content.decode("utf-8")
        except UnicodeDecodeError:
            try:
                return b"\xef\xbb\xbf" + content.decode(match[1]).encode()
            except (LookupError, UnicodeError):
                pass
    return content


def is_feed(media: str, start: bytes) -> bool:
    """Tells by its kind and its first bytes whether content is a feed."""
    return media in FEEDS and _FEED.search(start) is not None


def _media(told: str) -> str:
    media = told.partition(";")[0].strip().lower()
    return media if re.fullmatch(r"[\w.+-]{1,60}/[\w.+-]{1,60}", media) else ""


def _check_digest(told: str | None, block: bytes) -> None:
    """Raises ArticleError where a record isn't what was kept.

    Only the digest of the whole block is compared: of what the payload is, before or after unpacking, tools differ.
    """
    name, _, wanted = (told or "").partition(":")
    name, wanted = name.strip().lower().replace("-", ""), wanted.strip()
    if name not in {"md5", "sha1", "sha256", "sha512"} or not wanted:
        return
    digest = hashlib.new(name, block, usedforsecurity=False)
    forms = {digest.hexdigest(), base64.b32encode(digest.digest()).decode().rstrip("=").lower()}
    if wanted.rstrip("=").lower() not in forms:
        raise ArticleError("damaged: it isn't what its digest says; get the archive again")


def _unpacked(record: Any) -> bytes:
    """Gives the content of an answer without what its transfer did to it (RFC 9112, 7.1; RFC 9110, 8.4)."""
    content: bytes = record.raw_stream.read()
    if not record.http_headers:
        return content
    if (record.http_headers.get_header("Transfer-Encoding") or "").strip().lower() == "chunked":
        content = _joined(content)
    return unpacked(content, record.http_headers.get_header("Content-Encoding") or "")


def unpacked(content: bytes, packing: str) -> bytes:
    """Unpacks content as `Content-Encoding` tells; raises ArticleError where that can't be done, or makes too much."""
    packed = packing.strip().lower()
    if packed in {"gzip", "x-gzip"} and content.startswith(b"\x1f\x8b"):
        return _inflated(content, 16 + zlib.MAX_WBITS)
    if packed == "deflate":
        # Servers differ on whether a head belongs to it.
        return _inflated(content, zlib.MAX_WBITS if content[:1] == b"\x78" else -zlib.MAX_WBITS)
    if packed in {"br", "zstd", "compress"}:
        raise ArticleError(f"kept in the packing {packed!r}, which kg can't unpack; keep the pages unpacked or as gzip")
    return content


def _inflated(content: bytes, window: int) -> bytes:
    engine = zlib.decompressobj(window)
    try:
        found = engine.decompress(content, LONGEST + 1)
    except zlib.error as error:
        raise ArticleError(f"its content can't be unpacked ({error}); fetch the page again") from error
    if len(found) > LONGEST:
        raise ArticleError(f"unpacks to more than {LONGEST:,} bytes; it is no article")
    if not engine.eof:
        raise ArticleError("its content is cut short; fetch the page again")
    return found


def _joined(content: bytes) -> bytes:
    """Joins the chunks of an answer; one that has none, as some tools keep it, stays as it is."""
    parts: list[bytes] = []
    at = 0
    while size := re.compile(rb"([0-9A-Fa-f]{1,8})[^\r\n]{0,100}\r\n").match(content, at):
        length = int(size[1], 16)
        if not length:
            return b"".join(parts)
        parts.append(content[size.end() : size.end() + length])
        at = size.end() + length + 2
    if not parts:
        return content
    raise ArticleError("its content is cut short; fetch the page again")


@dataclass(slots=True)
class _Source:
    """A stream of records that knows its place and takes back what was read too much of."""

    stream: BinaryIO
    offset: int
    searching: bool = False
    _waiting: BinaryIO | None = None

    def line(self) -> bytes:
        """Reads a line, or the start of one that is too long for a head."""
        return self._read("readline", _LINE)

    def take(self, count: int) -> bytes:
        """Reads so many bytes, or what is left."""
        parts: list[bytes] = []
        while count > 0 and (part := self._read("read", count)):
            parts.append(part)
            count -= len(part)
        return b"".join(parts)

    def skip(self, count: int) -> None:
        """Passes over so many bytes."""
        while count > 0 and (part := self._read("read", min(count, _CHUNK))):
            count -= len(part)

    def head(self, first: bytes) -> bytes | None:
        """Reads a record's head to its blank line; None where there is none within 64 KB."""
        parts, size = [first], len(first)
        while (line := self.line()) and size <= _HEAD:
            parts.append(line)
            size += len(line)
            if not line.strip(b"\r\n"):
                return b"".join(parts)
        return None

    def ends_record(self) -> bool:
        """Tells whether the record ends here, as it must, by two empty lines or the end of the archive."""
        found = self.take(4)
        if found in {b"\r\n\r\n", b""}:
            return True
        self._waiting = io.BytesIO(found + (self._waiting.read() if self._waiting else b""))
        self.offset -= len(found)
        # What some tools write is as clear.
        return found[:1] in {b"\r", b"\n"} or found == b"WARC"

    def put_back(self, content: bytes) -> None:
        """Makes bytes the next ones again, in which the next record is searched for."""
        self.searching = True
        rest = self._waiting.read() if self._waiting else b""
        self._waiting = io.BytesIO(content + rest)
        self.offset -= len(content)

    def _read(self, how: str, count: int) -> bytes:
        found: bytes = b""
        if self._waiting:
            found = getattr(self._waiting, how)(count)
            if len(found) < count and not (how == "readline" and found.endswith(b"\n")):
                self._waiting = None
                count -= len(found)
                found += getattr(self.stream, how)(count)
        else:
            found = getattr(self.stream, how)(count)
        self.offset += len(found)
        return found
