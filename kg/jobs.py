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
from collections import deque
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from importlib import import_module
from multiprocessing.connection import Connection, Pipe, wait
from queue import SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar

from kg.errors import KgError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from types import TracebackType

# So many tasks are done at a time: they share steps (`kg.extraction`), and messages are few.
_BATCH = 8
# While this process stores what came back, which takes about a second, none must run out of work.
_AHEAD = 3
_WINDOW, _WIDE = 64, 5000
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
        self._workers: list[_Worker] = []
        self._batch: list[_Entry] = []
        self._queue: deque[list[_Entry]] = deque()
        self._stillborn = 0

    def start(self) -> None:
        """Starts all of them before there is work, while this process does other things; else they start with it."""
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
            worker.pipe.close()
        for worker in self._workers:
            _await_end(worker.process)

    def run(
        self,
        asked: Iterable[tuple[Kept, Task | None]],
        make: Callable[[], Callable[[list[Task]], list[Result]]],
    ) -> Iterator[tuple[Kept, Result | Lost | None]]:
        """Yields the result of each task, None where there is none to do, with what was to be kept beside it, in order.

        What is asked for is read only so far ahead that no process waits, so that memory doesn't grow with it. `make`
        makes in each process what does some tasks at a time, the same for each run; it is pickled, and so must be found
        by its module's name. Raises the KgError that a task ends with, and KgError where no process can be started.
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
                    idle.pipe.send(self._make)
                idle.pipe.send([entry.task for entry in batch])

    def _started(self) -> _Worker:
        ours, theirs = Pipe()
        with theirs:
            program = "import sys; sys.path[:] = {!r}; from kg.jobs import work; work({}, {!r})"
            with _interrupts_held():
                process = subprocess.Popen(
                    [sys.executable, "-c", program.format(sys.path, theirs.fileno(), self._modules)],
                    stdin=subprocess.DEVNULL,
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
        elif worker.batches:
            first = worker.batches.popleft()
            for entry in first:
                entry.deaths += 1
            # Of several, any may have ended it: each is tried alone.
            if len(first) == 1 and first[0].deaths > 1:
                first[0].result, first[0].done = Lost(f"twice, {how}"), True
            else:
                worker.batches.extendleft([entry] for entry in reversed(first))
        self._queue.extendleft(reversed(worker.batches))


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


def work(number: int, modules: Sequence[str] = ()) -> None:
    """Does in a process of its own what comes by the pipe of this number, until its other end is closed.

    What makes the work comes first, pickled; until then it imports modules.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    pipe: Connection[Any, Any] = Connection(number)
    tasks: SimpleQueue[Any] = SimpleQueue()
    # Were tasks only received between two others, both ends of a full pipe could wait for each other.
    Thread(target=_receive, args=(pipe, tasks), daemon=True).start()
    with suppress(BrokenPipeError, ConnectionResetError):
        try:
            for module in modules:
                import_module(module)
            do = unpacked(tasks.get())
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
