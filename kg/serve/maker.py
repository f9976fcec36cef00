"""Prepares a state of the graph in a process of its own: its catalogue, and the answers that are asked for most.

It stands back behind who answers (`nice`). What to prepare comes as lines of JSON on standard input, what became of it
goes as lines to standard output; the process ends when standard input does.
"""

from __future__ import annotations

import asyncio
import json
import os
import sqlite3
import sys
import time
from contextlib import closing, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, BinaryIO, cast
from urllib.parse import unquote

from kg.errors import KgError
from kg.serve.answers import Reply
from kg.serve.app import application
from kg.serve.catalogue import Catalogue, fill
from kg.serve.context import Context, Options
from kg.serve.kept import Answer, Key
from kg.serve.snapshot import Snapshot
from kg.serve.view import View
from kg.serve.worker import heard
from kg.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from starlette.types import ASGIApp, Message, Receive

    from kg.serve.worker import Job

FILLED, ANSWERED = "filled", "answered"
_NICE = 5
_WORK, _SECONDS = 3.0, 15.0
"""So much processor time and so long answers are made beforehand: those left are made when they are asked for."""


@dataclass(frozen=True, slots=True)
class Task:
    """What to prepare: the name of a state, the file for its catalogue, and what is asked for, the most asked first."""

    state: str
    file: str
    asked: tuple[Key, ...] = ()

    def written(self) -> bytes:
        """Spells it as a line."""
        return json.dumps(asdict(self)).encode() + b"\n"


class _One:
    """The one state that is prepared, for an application that knows no other and asks its queries itself."""

    def __init__(self, view: View) -> None:
        self._view = view
        self.ready = view

    def now(self) -> View:
        return self._view

    def note(self, key: Key) -> None:
        pass


class _States:
    def __init__(self, path: Path, snapshot: Snapshot) -> None:
        self.path = path
        self._snapshot = snapshot

    def now(self) -> Snapshot:
        return self._snapshot

    async def ask(self, job: Job) -> Reply:
        # The answer is read from it, and closes it.
        file = cast("BinaryIO", TemporaryFile())  # noqa: SIM115
        written = self._snapshot.store.answer(job.sparql, file, job.wanted, job.dataset, job.base)
        size = file.tell()
        file.seek(0)
        return Reply(written.media_type, written.rows, written.cut, file, size)


def prepare(store: Path, task: Task, options: Options) -> Iterator[str]:
    """Prepares a state; tells when its catalogue is filled, and when answers are made as far as time went."""
    snapshot = Snapshot(task.state, Store(store, read_only=True, state=task.state))
    path = Path(task.file)
    fill(snapshot.store, path)
    yield FILLED
    # The file is the server's to remove.
    view = View(snapshot, Catalogue(path, own=False))
    states = _States(store, snapshot)
    asyncio.run(_answer(application(Context(states, states, _One(view), options)), task.asked))
    with closing(sqlite3.connect(path)) as database, database:
        rows = [(*key, answer.content, json.dumps(answer.headers)) for key, answer in view.kept]
        database.executemany("INSERT OR IGNORE INTO kept VALUES (?, ?, ?, ?)", rows)
    yield ANSWERED


async def _answer(app: ASGIApp, asked: Sequence[Key]) -> None:
    """Has an application answer what is asked for; what it answers it keeps."""
    work, end = time.process_time() + _WORK, time.monotonic() + _SECONDS
    for key in asked:
        if time.process_time() > work or time.monotonic() > end:
            break
        path, _, query = key.address.partition("?")
        scope = {
            "type": "http",
            "http_version": "1.1",
            "method": "GET",
            "scheme": "http",
            "path": unquote(path),
            "raw_path": path.encode("latin-1"),
            "query_string": query.encode("latin-1"),
            "root_path": "",
            "headers": [(b"host", b"localhost"), (b"accept", key.accept.encode("latin-1"))],
        }
        # What has become a fault since is told when it is asked for.
        with suppress(Exception):
            await app(scope, _still_there(), _unheard)


def _still_there() -> Receive:
    """Makes what a request is read from: it has no body, and its client waits for ever."""
    told = False

    async def receive() -> Message:
        nonlocal told
        if told:
            await asyncio.Event().wait()
        told = True
        return {"type": "http.request", "body": b"", "more_body": False}

    return receive


async def _unheard(_message: Message) -> None:
    pass


def ready(path: Path) -> Iterator[tuple[Key, Answer]]:
    """Gives the answers that were made beforehand, from a catalogue's file."""
    with closing(sqlite3.connect(path)) as database:
        for address, accept, content, headers in database.execute("SELECT * FROM kept"):
            yield Key(address, accept), Answer(content, tuple((name, value) for name, value in json.loads(headers)))


def main() -> None:
    """Runs until standard input ends; arguments: the store's folder, the server's options as JSON."""
    store, options = Path(sys.argv[1]), Options(**json.loads(sys.argv[2]))
    with suppress(OSError):
        os.nice(_NICE)
    lines = heard()
    while True:
        told = json.loads(lines.get())
        task = Task(told["state"], told["file"], tuple(Key(*key) for key in told["asked"]))
        try:
            for state in prepare(store, task, options):
                print(state, flush=True)
        except (KgError, OSError, sqlite3.Error) as error:
            print("failed", " ".join(str(error).split()), flush=True)


if __name__ == "__main__":
    main()
