"""Opens a store and serves it until it is told to stop."""

from __future__ import annotations

import errno
import socket
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import uvicorn

from kg.errors import ServeError, StoreError
from kg.serve.app import application
from kg.serve.context import Context, Options
from kg.serve.pool import Pool
from kg.serve.snapshot import Snapshots
from kg.serve.views import Views

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path
    from types import FrameType

    from starlette.applications import Starlette


_KEEP = 75
_GRACE = 3
"""So many seconds requests get to end when the server is stopped."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A store that is open to be served."""

    context: Context
    pool: Pool
    views: Views


def opened(store: Path, options: Options) -> Opened:
    """Opens a store to serve it; raises StoreError where there is none, or nothing in it."""
    snapshots = Snapshots(store)
    if not snapshots.now().store.fingerprints():
        raise StoreError(
            f"{store}: there is no article in the graph yet; `kg build PATH… --store {store}` puts some in"
        )
    pool, views = Pool(store, options.workers, options.timeout, options.memory), Views(snapshots, options)
    return Opened(Context(snapshots, pool, views, options), pool, views)


def serve(store: Opened, host: str, port: int, ready: Callable[[str], None]) -> None:
    """Serves until it is told to stop (Ctrl-C).

    Args:
        store: the store.
        host: the address or name to listen on.
        port: the port; 0 takes a free one.
        ready: called with the server's address once it listens.

    Raises:
        ServeError: the port is taken, or the address is not of this machine.
    """
    try:
        listening = _bound(host, port)
    except ServeError:
        store.views.close()
        raise
    shown = f"[{host}]" if ":" in host else host
    url = f"http://{shown}:{listening.getsockname()[1]}/"

    @asynccontextmanager
    async def alive(_app: Starlette) -> AsyncIterator[None]:
        await store.pool.start()
        try:
            ready(url)
            yield
        finally:
            await store.pool.stop()

    config = uvicorn.Config(
        application(store.context, alive),
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=_GRACE,
        # Longer than a reader's usual pause, so that no connection closes just when it is used again.
        timeout_keep_alive=_KEEP,
    )
    try:
        _Server(config, store).run(sockets=[listening])
    except KeyboardInterrupt:
        # The server has ended its work, and passes the signal on.
        pass
    finally:
        store.views.close()
        listening.close()


class _Server(uvicorn.Server):
    """A server that ends its queries when it is told to stop, rather than wait for them."""

    def __init__(self, config: uvicorn.Config, store: Opened) -> None:
        super().__init__(config)
        self._store = store

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Takes the signal to stop."""
        self._store.pool.close()
        self._store.views.close()
        super().handle_exit(sig, frame)


def _bound(host: str, port: int) -> socket.socket:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listening = socket.socket(family, kind, protocol)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind(address)
            listening.listen(2048)
        except BaseException:
            listening.close()
            raise
        return listening
    except OSError as error:
        raise ServeError(_why(host, port, error)) from None


def _why(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"port {port} is taken by another program; choose another with --port, or --port 0 for any that is free"
    if error.errno == errno.EACCES:
        return f"port {port} may not be opened by this user; choose one above 1023 with --port"
    return f"{host}: no address of this machine that can be listened on ({error.strerror or error})"
