"""Keeps what was fetched: for each address a WARC archive (ISO 28500) with all answers on the way to it."""

from __future__ import annotations

import hashlib
import io
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeaders, StatusAndHeadersParserException
from warcio.warcwriter import WARCWriter

from kg import __version__, read
from kg.errors import FetchError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from kg.fetch.wire import Answer

_FORBIDDEN = {ord(sign): " " for sign in "\r\n\0"}


@dataclass(frozen=True, slots=True)
class Kept:
    """What an archive tells of its last answer: address, and what the server compares a copy by."""

    url: str
    etag: str
    modified: str

    def question(self, url: str) -> dict[str, str]:
        """Gives the headers that ask for an address only if it has changed (RFC 9110, 13.1), none for another."""
        told = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {name: value for name, value in told.items() if value} if url == self.url else {}


def file(folder: Path, url: str) -> Path:
    """Names the archive of an address: readable, and never that of another address."""
    start = read.name(url)[:80].rstrip("-.") or "page"
    return folder / f"{start}-{hashlib.sha256(url.encode()).hexdigest()[:8]}.warc.gz"


def known(path: Path) -> Kept | None:
    """Reads what an archive tells of its last answer, or None where there is none or it can't be read."""
    try:
        with path.open("rb") as stream:
            last = None
            for record in ArchiveIterator(stream):
                if record.rec_type == "response" and record.http_headers:
                    last = Kept(
                        record.rec_headers.get_header("WARC-Target-URI") or "",
                        record.http_headers.get_header("ETag") or "",
                        record.http_headers.get_header("Last-Modified") or "",
                    )
            return last
    except (OSError, ArchiveLoadFailed, StatusAndHeadersParserException, ValueError, EOFError):
        return None


def save(path: Path, answers: Sequence[Answer], at: datetime) -> None:
    """Writes the answers on the way to an address into its archive, whole or not at all.

    Args:
        path: the archive, which is replaced.
        answers: the redirections in their order, and what they led to.
        at: when they were asked for.

    Raises FetchError where the disk refuses.
    """
    content = io.BytesIO()
    writer = WARCWriter(content, gzip=True, warc_version="WARC/1.1")
    # The library's own temporary files are left to be closed by chance; an answer is small.
    writer._create_temp_file = io.BytesIO
    date = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    about = {"software": f"exchange-kg/{__version__}", "format": "WARC file version 1.1", "robots": "obey"}
    info = writer.create_warcinfo_record(path.name, about)
    info.rec_headers.replace_header("WARC-Date", date)
    writer.write_record(info)
    for answer in answers:
        # The library gives the content without the marks of its chunks, so what tells of them goes.
        headers = [
            (f"X-Archive-Orig-{name}" if name.lower() == "transfer-encoding" else name, value.translate(_FORBIDDEN))
            for name, value in answer.headers
        ]
        status = f"{answer.status} {answer.reason}".strip().translate(_FORBIDDEN)
        http = StatusAndHeaders(status, headers, protocol="HTTP/1.1")
        record = writer.create_warc_record(
            answer.url,
            "response",
            payload=io.BytesIO(answer.body),
            http_headers=http,
            warc_headers_dict={"WARC-Date": date},
        )
        writer.write_record(record)
    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("wb") as opened:
            opened.write(content.getvalue())
            opened.flush()
            os.fsync(opened.fileno())
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise FetchError(f"{path}: can't be written ({error.strerror}); make room, or name another folder") from error
