"""Has work done by several processes that share nothing, and gives its results in the order in which it was asked for.

Each process has a pipe of its own: one that dies can't leave a lock or half a message behind for the others. It begins
with no more than its work needs: nothing of the program that starts it is run there.
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import tempfile
from collections import deque
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, Pipe, wait
from queue import SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar

from kg.errors import KgError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from types import TracebackType

# While this process stores what came back, which takes about a second, none must run out of work.
_AHEAD = 12
_WINDOW = 64
_STILLBORN = 3
_PATIENCE = 5.0

Kept = TypeVar("Kept")
Task = TypeVar("Task")
Result = TypeVar("Result")

# Work of one thread: where there are as many processes as cores, more threads would wait for each other.
_ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")


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
    process: subprocess.Popen[bytes]
    pipe: Connection[Any, Any]
    ready: bool = False
    # In the order in which they were sent; the process is at the first.
    entries: deque[_Entry] = field(default_factory=deque)


class Jobs(Generic[Task, Result]):
    """Some processes, as a context manager; they are started when there is work, and are gone after the block.

    One that dies is replaced, and the task that it was at is tried once more; where that one dies too, the task is
    lost. They end by themselves where this process is killed.
    """

    def __init__(self, count: int, make: Callable[[], Callable[[Task], Result]]) -> None:
        """Takes how many there are at most, and what makes in each of them what does the work.

        It is pickled, and so must be found by the name of its module.
        """
        self._count, self._make = count, pickle.dumps(make)
        self._workers: list[_Worker] = []
        self._queue: deque[_Entry] = deque()
        self._stillborn = 0

    def __enter__(self) -> Self:
        """Gives the jobs themselves."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Ends all processes, whatever they are at."""
        for worker in self._workers:
            worker.pipe.close()
        for worker in self._workers:
            _await_end(worker.process)

    def run(self, asked: Iterable[tuple[Kept, Task | None]]) -> Iterator[tuple[Kept, Result | Lost | None]]:
        """Yields the result of each task, None where there is none to do, with what was to be kept beside it, in order.

        What is asked for is read only so far ahead that no process waits, so that memory doesn't grow with it. Raises
        the KgError that a task ends with, and KgError where no process can be started.
        """
        waiting: deque[tuple[Kept, _Entry]] = deque()
        for kept, task in asked:
            entry = _Entry(task, done=task is None)
            waiting.append((kept, entry))
            if not entry.done:
                self._queue.append(entry)
                self._collect(0)
            while waiting and (waiting[0][1].done or len(waiting) > _WINDOW * self._count):
                yield self._awaited(*waiting.popleft())
        while waiting:
            yield self._awaited(*waiting.popleft())

    def _awaited(self, kept: Kept, entry: _Entry) -> tuple[Kept, Result | Lost | None]:
        while not entry.done:
            self._collect(None)
        return kept, entry.result

    def _collect(self, patience: float | None) -> None:
        """Hands out what there is to do and takes what was done."""
        self._hand_out()
        for ready in wait([worker.pipe for worker in self._workers], patience):
            worker = next(one for one in self._workers if one.pipe is ready)
            try:
                message = worker.pipe.recv()
            except (EOFError, OSError):
                self._bury(worker)
                continue
            if isinstance(message, KgError):
                raise message
            if worker.ready:
                entry = worker.entries.popleft()
                entry.result, entry.done, entry.task = message, True, None
            else:
                worker.ready, self._stillborn = True, 0
        self._hand_out()

    def _hand_out(self) -> None:
        while self._queue:
            idle = min(self._workers, key=lambda one: len(one.entries), default=None)
            if len(self._workers) < self._count and (idle is None or idle.entries):
                self._workers.append(idle := self._started())
            if idle is None or len(idle.entries) >= _AHEAD:
                return
            entry = self._queue.popleft()
            idle.entries.append(entry)
            # One that is dead is found so when it is listened to.
            with suppress(OSError):
                idle.pipe.send(entry.task)

    def _started(self) -> _Worker:
        ours, theirs = Pipe()
        # Not by the pipe: it takes more than fits into that before anybody listens.
        with tempfile.TemporaryFile() as make, theirs:
            make.write(self._make)
            make.seek(0)
            program = f"import sys; sys.path[:] = {sys.path!r}; from kg.jobs import work; work({theirs.fileno()})"
            with _interrupts_held():
                process = subprocess.Popen(
                    [sys.executable, "-c", program],
                    stdin=make,
                    stdout=subprocess.DEVNULL,
                    pass_fds=[theirs.fileno()],
                    env=dict.fromkeys(_ONE_THREAD, "1") | os.environ,
                )
        return _Worker(process, ours)

    def _bury(self, worker: _Worker) -> None:
        """Takes a dead process out, and puts what it was to do back."""
        self._workers.remove(worker)
        worker.pipe.close()
        how = _ending(_await_end(worker.process))
        if not worker.ready:
            self._stillborn += 1
            if self._stillborn == _STILLBORN:
                raise KgError(f"no process could be started (they end {how}); give a smaller --jobs")
        elif worker.entries:
            first = worker.entries[0]
            first.deaths += 1
            if first.deaths == 2:
                first.result, first.done = Lost(f"twice, {how}"), True
                worker.entries.popleft()
        self._queue.extendleft(reversed(worker.entries))


def _await_end(process: subprocess.Popen[bytes]) -> int:
    """Gives the status that a process ends with, which it is made to where it doesn't by itself."""
    try:
        return process.wait(_PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        return process.wait()


def _ending(code: int) -> str:
    """Says how a process ended."""
    if code >= 0:
        return f"with status {code}"
    with suppress(ValueError):
        name = signal.Signals(-code).name
        return f"by {name}" + (", as where memory runs out" if name == "SIGKILL" else "")
    return f"by signal {-code}"


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Starts processes that Ctrl-C, which a terminal sends to all, doesn't reach; this one gets it afterwards."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def unpacked(make: bytes) -> Callable[[Any], Any]:
    """Makes the work that stands pickled; whoever passes it on needn't import what it is of."""
    made: Callable[[Any], Any] = pickle.loads(make)()
    return made


def work(number: int) -> None:
    """Does in a process of its own what comes by the pipe of this number, until its other end is closed.

    What makes the work stands pickled in standard input.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    pipe: Connection[Any, Any] = Connection(number)
    tasks: SimpleQueue[Any] = SimpleQueue()
    # Were tasks only received between two others, both ends of a full pipe could wait for each other.
    Thread(target=_receive, args=(pipe, tasks), daemon=True).start()
    with suppress(BrokenPipeError, ConnectionResetError):
        try:
            do = pickle.load(sys.stdin.buffer)()
            pipe.send(None)
            while True:
                pipe.send(do(tasks.get()))
        except KgError as error:
            pipe.send(error)


def _receive(pipe: Connection[Any, Any], tasks: SimpleQueue[Any]) -> None:
    try:
        while True:
            tasks.put(pipe.recv())
    except (EOFError, OSError):
        # Nobody is left to whom a result could go, and what is being done may take long.
        os._exit(0)
