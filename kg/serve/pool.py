"""Hands queries to worker processes, and kills one that takes longer than it may."""

from __future__ import annotations

import asyncio
import json
import os
import sys
import tempfile
from contextlib import suppress
from dataclasses import replace
from itertools import count
from pathlib import Path
from signal import SIGKILL
from typing import TYPE_CHECKING

from kg.errors import BusyError, QueryError, StoreError, TimeLimitError
from kg.generations import current
from kg.serve.answers import Answers
from kg.serve.kept import Turns
from kg.serve.worker import Outcome

if TYPE_CHECKING:
    from asyncio.subprocess import Process

    from kg.serve.answers import Reply
    from kg.serve.worker import Job

_MOST = 2**30
_START_SECONDS = 60.0
_LINE = 2**20


class Pool:
    """Worker processes that stand ready; to be used within one event loop, from `start` to `stop`."""

    def __init__(self, store: Path, workers: int, timeout: float, memory: int) -> None:
        """Readies a pool.

        Args:
            store: the store's folder.
            workers: how many processes answer at the same time.
            timeout: the time in seconds that a query may take, and may wait for its turn.
            memory: the memory in MB that a worker may use.
        """
        self._store = store
        self._workers = workers
        self._timeout = timeout
        self._memory = memory
        self._idle: asyncio.Queue[Process] = asyncio.Queue()
        self._all: set[Process] = set()
        self._starting: set[asyncio.Task[None]] = set()
        self._numbers = count()
        self._closed = False
        self._answers = Answers()
        self._turns = Turns()
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    async def start(self) -> None:
        """Starts the workers; raises StoreError where they don't come up."""
        self._folder = tempfile.TemporaryDirectory(prefix="kg-serve-", ignore_cleanup_errors=True)
        await asyncio.gather(*(self._start_one() for _ in range(self._workers)))

    def close(self) -> None:
        """Ends the workers, whatever they do: who waits for an answer is told so at once, and so is who asks later."""
        self._closed = True
        for process in list(self._all):
            _kill(process)

    async def stop(self) -> None:
        """Closes the pool and tidies up."""
        self.close()
        for task in self._starting:
            task.cancel()
        await asyncio.gather(*(process.wait() for process in self._all), *self._starting, return_exceptions=True)
        if self._folder:
            self._folder.cleanup()

    async def ask(self, job: Job) -> Reply:
        """Answers a query.

        Raises QueryError where it can't be asked, TimeLimitError where it takes too long, BusyError where no worker
        becomes free, StoreError where the store can't be read or the query breaks the worker.
        """
        assert self._folder, "the pool is started first"
        key = replace(job, state=job.state or current(self._store).name)
        if known := self._answers.find(key):
            return known
        async with self._turns.turn(key):
            return self._answers.find(key) or await self._asked(job)

    async def _asked(self, job: Job) -> Reply:
        assert self._folder
        try:
            async with asyncio.timeout(self._timeout):
                worker = await self._idle.get()
        except TimeoutError:
            raise BusyError("all workers are busy with other queries; try again in a while") from None
        file = Path(self._folder.name) / f"answer-{next(self._numbers)}"
        try:
            outcome = await self._told(worker, job.written(str(file)))
            if outcome.state == "malformed":
                raise QueryError(outcome.reason)
            if outcome.state == "failed":
                raise StoreError(outcome.reason)
            return self._answers.keep(replace(job, state=outcome.snapshot), outcome, file)
        except BaseException:
            file.unlink(missing_ok=True)
            raise

    async def _told(self, worker: Process, line: bytes) -> Outcome:
        assert worker.stdin
        assert worker.stdout
        try:
            worker.stdin.write(line)
            async with asyncio.timeout(self._timeout):
                reply = await worker.stdout.readline()
        except TimeoutError:
            self._replace(worker)
            raise TimeLimitError(
                f"stopped: the query took longer than {self._timeout:g} seconds, the most this server gives; "
                "ask for less, or serve with a larger --timeout"
            ) from None
        except ConnectionError:
            reply = b""
        except BaseException:
            # Whoever asked has gone; what they asked for would go on.
            self._replace(worker)
            raise
        if not reply:
            self._replace(worker)
            if self._closed:
                raise StoreError("the server is ending")
            raise StoreError(
                "stopped: the query broke its worker, most likely for want of memory "
                f"(a query gets {self._memory} MB); ask for less, or serve with a larger --memory"
            )
        self._idle.put_nowait(worker)
        return Outcome(**json.loads(reply))

    def _replace(self, worker: Process) -> None:
        _kill(worker)
        if self._closed:
            return
        self._all.discard(worker)
        for task in (asyncio.create_task(_reap(worker)), asyncio.create_task(self._start_again())):
            self._starting.add(task)
            task.add_done_callback(self._starting.discard)

    async def _start_again(self) -> None:
        wait = 0.1
        while True:
            try:
                return await self._start_one()
            except StoreError:
                # The store may be under a rebuild from scratch; the next requests are told that all are busy.
                await asyncio.sleep(wait)
                wait = min(2 * wait, 5.0)

    async def _start_one(self) -> None:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            # A folder named kg where the server is started is not this package.
            "-P",
            "-m",
            "kg.serve.worker",
            str(self._store.absolute()),
            str(self._memory * 2**20),
            str(_MOST),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            limit=_LINE,
            env=environment(),
            # Ctrl-C is for the server, which ends them.
            start_new_session=True,
        )
        self._all.add(process)
        assert process.stdout
        try:
            async with asyncio.timeout(_START_SECONDS):
                line = await process.stdout.readline()
        except BaseException:
            _kill(process)
            raise
        if line != b"ready\n":
            _kill(process)
            self._all.discard(process)
            raise StoreError(f"{self._store}: a worker process for queries could not open the store")
        self._idle.put_nowait(process)


def environment() -> dict[str, str]:
    """Gives workers the places that modules come from here, however this process was told of them."""
    return os.environ | {"PYTHONPATH": os.pathsep.join(place for place in sys.path if place)}


def _kill(process: Process) -> None:
    # Not `process.kill`: it asks first whether the process has ended, and so takes a dead one away from asyncio, which
    # waits for it and says on standard error that it knows no such process (CPython gh-127049).
    if process.returncode is None:
        with suppress(ProcessLookupError):
            os.kill(process.pid, SIGKILL)


async def _reap(process: Process) -> None:
    await process.wait()
