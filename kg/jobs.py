"""Has work done by several processes that share nothing, and gives its results in the order in which it was asked for.

Each process has a pipe of its own: one that dies can't leave a lock or half a message behind for the others. What they
are and how they begin and end is told in `kg.processes`.
"""

from __future__ import annotations

import pickle
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import wait
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar

from kg.errors import KgError
from kg.processes import FORKS, THREADS, ForkServer, Fresh, ending

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from types import TracebackType

    from kg.processes import Forked

# So many tasks are done at a time: they share steps (`kg.extraction`), and messages are few.
_BATCH = 8
# While this process stores what came back, which takes about a second, none must run out of work.
_AHEAD = 3
_WINDOW, _WIDE = 64, 5000
_STILLBORN = 3

Kept = TypeVar("Kept")
Task = TypeVar("Task")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Lost:
    """What stands in the place of a result where processes died over a task; `how` tells it in words."""

    how: str


@dataclass(slots=True)
class _Entry:
    task: Any
    done: bool
    result: Any = None
    deaths: int = 0


@dataclass(slots=True, eq=False)
class _Worker:
    process: Fresh | Forked
    # Whether it knows what makes its work, and whether that is made.
    told: bool = False
    ready: bool = False
    # In the order in which they were sent; the process is at the first.
    batches: deque[list[_Entry]] = field(default_factory=deque)


class Jobs(Generic[Task, Result]):
    """Some processes, as a context manager; they are gone after the block.

    One that dies is replaced, and the task that it was at is tried once more; where that one dies too, the task is
    lost. They end by themselves where this process is killed.
    """

    def __init__(self, count: int, modules: Sequence[str] = ()) -> None:
        """Takes how many there are at most, and the modules that each imports before it knows its work."""
        self._count, self._modules, self._make = count, tuple(modules), b""
        # One alone would share with nobody.
        self._forking = FORKS and count > 1
        self._server: ForkServer | None = None
        self._workers: list[_Worker] = []
        self._batch: list[_Entry] = []
        self._queue: deque[list[_Entry]] = deque()
        self._stillborn = 0

    def start(self) -> None:
        """Starts them, or what they are forked from, before there is work; else they start with it."""
        if self._forking:
            self._server = self._server or ForkServer(self._modules)
            return
        while len(self._workers) < self._count:
            self._workers.append(self._started())

    def __enter__(self) -> Self:
        """Gives the jobs themselves."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Ends all processes, whatever they are at."""
        for worker in self._workers:
            worker.process.pipe.close()
        if self._server:
            self._server.end(at_once=not any(worker.ready for worker in self._workers))
            return
        for worker in self._workers:
            worker.process.end()

    def run(
        self,
        asked: Iterable[tuple[Kept, Task | None]],
        make: Callable[[], Callable[[list[Task]], list[Result]]],
    ) -> Iterator[tuple[Kept, Result | Lost | None]]:
        """Yields the result of each task, None where there is none to do, with what was to be kept beside it, in order.

        What is asked for is read only so far ahead that no process waits, so that memory doesn't grow with it. `make`
        makes, once for all or in each process, what does some tasks at a time, the same for each run; it is pickled,
        and so must be found by its module's name. Raises the KgError that a task ends with, and KgError where no
        process can be started.
        """
        self._make = self._make or pickle.dumps(make)
        waiting: deque[tuple[Kept, _Entry]] = deque()
        tasks = 0
        for kept, task in asked:
            entry = _Entry(task, done=task is None)
            waiting.append((kept, entry))
            if not entry.done:
                tasks += 1
                self._batch.append(entry)
                if len(self._batch) == _BATCH:
                    self._collect(0)
            while waiting and (waiting[0][1].done or tasks > _WINDOW * self._count or len(waiting) > _WIDE):
                tasks -= waiting[0][1].task is not None
                yield self._awaited(*waiting.popleft())
        while waiting:
            yield self._awaited(*waiting.popleft())

    def _awaited(self, kept: Kept, entry: _Entry) -> tuple[Kept, Result | Lost | None]:
        while not entry.done:
            self._collect(None)
        entry.task = None
        return kept, entry.result

    def _collect(self, patience: float | None) -> None:
        """Hands out what there is to do and takes what was done."""
        if self._batch:
            self._queue.append(self._batch)
            self._batch = []
        self._hand_out()
        for ready in wait([worker.process.pipe for worker in self._workers], patience):
            worker = next((one for one in self._workers if one.process.pipe is ready), None)
            if worker is None:
                # It was buried with the one before.
                continue
            try:
                message = worker.process.pipe.recv()
            except (EOFError, OSError):
                self._bury(worker)
                continue
            if isinstance(message, KgError):
                raise message
            if worker.ready:
                for entry, result in zip(worker.batches.popleft(), message, strict=True):
                    entry.result, entry.done = result, True
            else:
                worker.ready, self._stillborn = True, 0
        self._hand_out()

    def _hand_out(self) -> None:
        while self._queue:
            idle = min(self._workers, key=lambda one: len(one.batches), default=None)
            if len(self._workers) < self._count and (idle is None or idle.batches):
                self._workers.append(idle := self._started())
            if idle is None or len(idle.batches) >= _AHEAD:
                return
            batch = self._queue.popleft()
            idle.batches.append(batch)
            # One that is dead is found so when it is listened to.
            with suppress(OSError):
                if not idle.told:
                    idle.told = True
                    idle.process.pipe.send(self._make)
                idle.process.pipe.send([entry.task for entry in batch])

    def _started(self) -> _Worker:
        if not self._forking:
            return _Worker(Fresh(self._modules))
        self._server = self._server or ForkServer(self._modules)
        return _Worker(self._server.forked(self._make), told=True)

    def _bury(self, worker: _Worker) -> None:
        """Takes a dead process out, and all where their server died, and puts back what was to be done."""
        dead, code = [worker], worker.process.end()
        if code is None:
            dead, code = self._workers[:], self._server_ended()
        if not any(one.ready for one in dead):
            self._stillborn += 1
            if self._stillborn == _STILLBORN:
                raise KgError(f"no process could be started (they end {ending(code)}); give a smaller --jobs")
        for one in dead:
            one.process.pipe.close()
            self._workers.remove(one)
            self._put_back(one, ending(code))

    def _server_ended(self) -> int:
        """Gives the status of a server that died; where it couldn't fork, none is started any more."""
        assert self._server
        code = self._server.end()
        self._server, self._forking = None, code != THREADS
        return code

    def _put_back(self, worker: _Worker, how: str) -> None:
        if worker.ready and worker.batches:
            first = worker.batches.popleft()
            for entry in first:
                entry.deaths += 1
            # Of several, any may have ended it: each is tried alone.
            if len(first) == 1 and first[0].deaths > 1:
                first[0].result, first[0].done = Lost(f"twice, {how}"), True
            else:
                worker.batches.extendleft([entry] for entry in reversed(first))
        self._queue.extendleft(reversed(worker.batches))
