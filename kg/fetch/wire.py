"""Asks one address once, over a connection that goes nowhere else, within limits of size and time."""

from __future__ import annotations

import os
import socket
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

import certifi
import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from kg import __version__
from kg.errors import FetchError
from kg.fetch import reach

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import TracebackType
    from typing import Self

AGENT = "exchange-kg"
CERTIFICATES = "REQUESTS_CA_BUNDLE"
"""The environment's name for a file of authorities that are trusted instead of the usual ones."""
_CHUNK = 1 << 16
_SAFE = "!#$%&'()*+,/:;=?@[]~-._"


@dataclass(frozen=True, slots=True)
class Limits:
    """What one answer may take: `size` in bytes, `seconds` as a whole, `connecting` seconds until it begins."""

    size: int = 5_000_000
    seconds: float = 60.0
    connecting: float = 15.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered: the address that was asked, status, headers in their order, and the bytes as they came.

    `reason` is the word behind the status; `body` is packed as `Content-Encoding` says.
    """

    url: str
    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str:
        """Gives the first header of a name, empty where there is none."""
        return next((value for one, value in self.headers if one.lower() == name.lower()), "")

    @property
    def media(self) -> str:
        """The kind of content that the server tells, in small letters."""
        return self.header("Content-Type").partition(";")[0].strip().lower()


class Wire:
    """Asks addresses, as a context manager that closes its connections at the end."""

    def __init__(self, limits: Limits, *, allow_private: bool) -> None:
        """Readies the connections; no proxy is used, for behind one nobody can tell what is connected to."""
        self._limits = limits
        self._open: list[socket.socket] = []

        def connected(connection: HTTPConnection) -> socket.socket:
            host = connection._dns_host  # without a dot that ends it
            try:
                made = reach.connect(host, connection.port or 80, limits.connecting, allow_private=allow_private)
            except TimeoutError:
                raise FetchError(f"no answer from {host} within {limits.connecting:g} seconds; try later") from None
            except OSError as error:
                raise FetchError(f"no server answers at {host} ({error.strerror or error}); try later") from None
            self._open[:] = [made]
            return made

        plain = type("_Plain", (HTTPConnection,), {"_new_conn": connected})
        secure = type("_Secure", (HTTPSConnection,), {"_new_conn": connected})
        trusted = os.environ.get(CERTIFICATES) or certifi.where()
        self._pools = urllib3.PoolManager(num_pools=1, maxsize=1, ca_certs=trusted, cert_reqs="CERT_REQUIRED")
        self._pools.pool_classes_by_scheme = {
            "http": type("_PlainPool", (HTTPConnectionPool,), {"ConnectionCls": plain}),
            "https": type("_SecurePool", (HTTPSConnectionPool,), {"ConnectionCls": secure}),
        }

    def __enter__(self) -> Self:
        """Gives the wire itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Closes the connections."""
        self._pools.clear()

    def get(
        self, url: str, headers: Mapping[str, str], wanted: Callable[[Answer], None] = lambda _: None, size: int = 0
    ) -> Answer:
        """Asks an address; a redirection is an answer like others.

        Args:
            url: the address, as `checked` gives it.
            headers: what is sent beside the usual.
            wanted: looks at an answer before its body is read, and raises FetchError where it isn't wanted.
            size: bytes that may be read; else what the limits say.

        Raises FetchError for an address that can't be reached or read within the limits.
        """
        size = size or self._limits.size
        sent = {
            "User-Agent": f"{AGENT}/{__version__}",
            "Accept": "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, "
            "application/xml;q=0.9, text/plain;q=0.9, */*;q=0.1",
            "Accept-Encoding": "gzip",
            "Connection": "close",
            **headers,
        }
        late = threading.Event()
        watch = threading.Timer(self._limits.seconds, self._cut, [late])
        watch.daemon = True
        watch.start()
        try:
            timeout = urllib3.Timeout(self._limits.connecting)
            answer = self._pools.request(
                "GET", url, headers=sent, redirect=False, retries=False, preload_content=False, timeout=timeout
            )
            try:
                found = Answer(url, answer.status, answer.reason or "", tuple(answer.headers.items()), b"")
                wanted(found)
                told = found.header("Content-Length")
                if told.isdecimal() and len(told) < 20 and int(told) > size:
                    raise FetchError(f"of {int(told):,} bytes, more than {size:,}; it is no article")
                body = self._read(answer, size)
            finally:
                answer.close()
        except urllib3.exceptions.SSLError as error:
            raise FetchError(
                f"its certificate can't be verified ({_last(error)}); see whether the address is right"
            ) from None
        except (urllib3.exceptions.HTTPError, OSError, ValueError) as error:
            if late.is_set():
                raise FetchError(f"took longer than {self._limits.seconds:g} seconds; try later") from None
            if isinstance(error, urllib3.exceptions.TimeoutError | TimeoutError):
                raise FetchError(f"no answer within {self._limits.connecting:g} seconds; try later") from None
            raise FetchError(f"the answer broke off or is none of HTTP ({type(error).__name__}); try later") from None
        finally:
            watch.cancel()
        if late.is_set():
            raise FetchError(f"took longer than {self._limits.seconds:g} seconds; try later")
        return Answer(found.url, found.status, found.reason, found.headers, body)

    def _read(self, answer: urllib3.BaseHTTPResponse, size: int) -> bytes:
        parts, held = [], 0
        ends = time.monotonic() + self._limits.seconds
        while part := answer.read(_CHUNK, decode_content=False):
            parts.append(part)
            held += len(part)
            if held > size:
                raise FetchError(f"more than {size:,} bytes; it is no article")
            if time.monotonic() > ends:
                raise FetchError(f"took longer than {self._limits.seconds:g} seconds; try later")
        return b"".join(parts)

    def _cut(self, late: threading.Event) -> None:
        """Ends a connection on which a server sends too slowly, whatever is being read."""
        late.set()
        for one in self._open:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)


def checked(url: str, base: str = "") -> str:
    """Gives a web address in the form that is sent, without the part for the reader of the page (`#…`).

    Raises FetchError where it is none, or holds a name or password.
    """
    try:
        parts = urlsplit(urljoin(base, url.strip()) if base else url.strip())
        host, port = parts.hostname, parts.port
        bare = (host or "").encode("idna" if not (host or "").isascii() else "ascii").decode()
    except (ValueError, UnicodeError):
        raise FetchError("no web address; give one such as https://example.org/news") from None
    if parts.scheme not in ("http", "https") or not bare or any(sign.isspace() for sign in bare):
        raise FetchError("no web address; give one such as https://example.org/news")
    if parts.username is not None or parts.password is not None:
        raise FetchError("the address holds a name or password, which kg doesn't send; take it out")
    named = f"[{bare}]" if ":" in bare else bare
    place = named if port is None or port == {"http": 80, "https": 443}[parts.scheme] else f"{named}:{port}"
    return urlunsplit((parts.scheme, place, quote(parts.path or "/", _SAFE), quote(parts.query, _SAFE), ""))


def _last(error: BaseException) -> str:
    """Says what is at the bottom of an error of the library, in short."""
    cause = error.args[0] if error.args and isinstance(error.args[0], BaseException) else error
    told = getattr(cause, "verify_message", "") or getattr(cause, "reason", "") or type(cause).__name__
    return " ".join(str(told).split())[:100]
