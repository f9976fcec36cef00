"""A reverse proxy before a real triple store, as before most of them: it asks who comes, limits bodies, is busy."""

from __future__ import annotations

import base64
import ssl
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import requests

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import TracebackType

_WRITES = {"PUT", "POST", "DELETE"}
_OWN = {"transfer-encoding", "connection", "content-length", "content-encoding", "server", "date"}


@dataclass
class Seen:
    """A request that came by."""

    method: str
    path: str
    size: int
    authorization: str | None

    @property
    def writes(self) -> bool:
        """Whether it changes a graph: queries are posted too."""
        return self.method in _WRITES and not self.path.startswith(("/query", "/sparql-auth"))


@dataclass
class Proxy:
    """Passes requests on to `server`; the other fields are what it is told to do to them."""

    server: str
    user: tuple[str, str] | None = None
    token: str | None = None
    most_bytes: int | None = None
    redirect: str | None = None
    busy: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    before_write: Callable[[int], None] = lambda _: None
    certificate: Path | None = None
    seen: list[Seen] = field(default_factory=list)

    def __enter__(self) -> Proxy:
        self._session = requests.Session()
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._http.daemon_threads = True
        if self.certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(self.certificate)
            self._http.socket = context.wrap_socket(self._http.socket, server_side=True)
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._session.close()

    @property
    def url(self) -> str:
        return f"http{'s' if self.certificate else ''}://127.0.0.1:{self._http.server_port}"

    @property
    def writes(self) -> list[Seen]:
        return [one for one in self.seen if one.writes]

    def refusal(self, method: str, authorization: str | None) -> tuple[int, dict[str, str]] | None:
        if self.redirect is not None:
            return 307, {"Location": self.redirect}
        if self.busy and method in _WRITES:
            return self.busy.pop(0)
        basic = base64.b64encode(":".join(self.user).encode()).decode() if self.user else ""
        if self.user and authorization != f"Basic {basic}":
            return 401, {"WWW-Authenticate": 'Basic realm="graphs", charset="UTF-8"'}
        if self.token and authorization != f"Bearer {self.token}":
            return 401, {"WWW-Authenticate": "Bearer"}
        return None


def _handler(proxy: Proxy) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _pass(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            one = Seen(self.command, self.path, len(body), self.headers.get("Authorization"))
            proxy.seen.append(one)
            refusal = proxy.refusal(self.command, one.authorization)
            if refusal is None and proxy.most_bytes is not None and len(body) > proxy.most_bytes:
                refusal = 413, {}
            if refusal is not None:
                self._answer(*refusal, b"")
                return
            if one.writes:
                proxy.before_write(len(proxy.writes))
            kept = {name: value for name, value in self.headers.items() if name.lower() not in {"host", "connection"}}
            answer = proxy._session.request(
                self.command, proxy.server + self.path, data=body or None, headers=kept, timeout=60
            )
            headers = {name: value for name, value in answer.headers.items() if name.lower() not in _OWN}
            self._answer(answer.status_code, {**headers, "Server": answer.headers.get("Server", "")}, answer.content)

        def _answer(self, status: int, headers: dict[str, str], body: bytes) -> None:
            self.send_response_only(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_PUT = do_POST = do_DELETE = _pass  # noqa: N815

        def log_message(self, *arguments: object) -> None:
            pass

    return Handler
