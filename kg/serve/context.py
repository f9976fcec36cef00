"""What every part of the server is handed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from starlette.concurrency import run_in_threadpool

from kg.serve.kept import key_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from starlette.requests import Request
    from starlette.responses import Response

    from kg.serve.answers import Reply
    from kg.serve.kept import Key
    from kg.serve.snapshot import Snapshot
    from kg.serve.view import View
    from kg.serve.worker import Job


@dataclass(frozen=True, slots=True)
class Options:
    """How the server is set up.

    `timeout` is the time in seconds that a query may take, `rows` the most rows or triples of its answer (0 for all),
    `workers` the number of processes that answer queries, `memory` what each may use, in MB, `origin` the web site
    whose pages may read the data (`*` for all, empty for none).
    """

    timeout: float = 30.0
    rows: int = 100_000
    workers: int = 2
    memory: int = 2048
    origin: str = "*"


class States(Protocol):
    """Gives the present state of the graph in a store's folder."""

    path: Path

    def now(self) -> Snapshot:
        """Gives what the last finished build left."""


class Queries(Protocol):
    """Answers queries."""

    async def ask(self, job: Job) -> Reply:
        """Answers one; raises KgError where it can't be answered."""


class Shown(Protocol):
    """Gives the state that pages and stored questions show: the newest that is prepared."""

    @property
    def ready(self) -> View | None:
        """That state; None where there is none yet, or where the store can't be read."""

    def now(self) -> View:
        """Gives that state, and waits for the first; raises StoreError where the store can't be read."""

    def note(self, key: Key) -> None:
        """Remembers what is asked for, so that it is there at once when the state changes."""


@dataclass(frozen=True, slots=True)
class Context:
    """The store's states, what answers queries, and the options; one for the life of a server."""

    snapshots: States
    pool: Queries
    views: Shown
    options: Options

    def now(self) -> Snapshot:
        """Gives the present state of the graph; a request takes it once and keeps to it."""
        return self.snapshots.now()

    async def view(self) -> View:
        """Gives the state that is shown; a request takes it once and keeps to it."""
        if ready := self.views.ready:
            return ready
        return await run_in_threadpool(self.views.now)

    async def given(
        self, request: Request, make: Callable[[View], Awaitable[Response]], *, accept: str = ""
    ) -> Response:
        """Answers a request from the state that is shown, which keeps the answer; `accept` tells syntaxes apart."""
        view, key = await self.view(), key_of(request, accept)
        self.views.note(key)
        return await view.kept.given(request, key, lambda: make(view))
