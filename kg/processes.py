"""Processes that work at the other end of a pipe: interpreters of their own, or forked from one that has made the work.

Either begins with no more than its work needs: nothing of the program that starts it is run there.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
import subprocess
import sys
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib import import_module
from multiprocessing import reduction
from multiprocessing.connection import Connection, Pipe
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING, Any

from kg.errors import KgError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

# Elsewhere a system's own libraries may break in a fork (macOS), and none is told that its parent has died.
FORKS = sys.platform == "linux"
# What a fork server ends with where making the work began threads: locks that these hold would stay held in a fork.
THREADS = 250
_PR_SET_PDEATHSIG = 1
_PATIENCE = 5.0

# Work of one thread: where there are as many processes as cores, more threads would wait for each other.
_ONE_THREAD = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"), "1"
)


class Fresh:
    """A process of an interpreter of its own; `pipe` is this end of its pipe."""

    def __init__(self, modules: Sequence[str], function: str = "work") -> None:
        """Starts one that calls a function of this module."""
        self.pipe, theirs = Pipe()
        program = "import sys; sys.path[:] = {!r}; from kg.processes import {} as run; run({}, {!r})"
        with theirs, _interrupts_held():
            self._process = subprocess.Popen(
                [sys.executable, "-c", program.format(sys.path, function, theirs.fileno(), tuple(modules))],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                env=_ONE_THREAD | os.environ,
            )

    def end(self, at_once: bool = False) -> int:
        """Gives the status that it ends with, which it is made to where it doesn't by itself."""
        self.pipe.close()
        if at_once:
            self._process.kill()
        try:
            return self._process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            return self._process.wait()


@dataclass(frozen=True, slots=True)
class Forked:
    """A process that a fork server has forked; `pipe` is this end of its pipe."""

    pipe: Connection[Any, Any]
    server: ForkServer
    number: int

    def end(self) -> int | None:
        """Gives the status that it ends with, None where its server has died and so nobody knows."""
        self.pipe.close()
        return self.server.ended(self.number)


class ForkServer:
    """A process that makes the work and forks others, which share its memory; they die with it."""

    def __init__(self, modules: Sequence[str]) -> None:
        """Starts it; it imports modules until it is told what makes the work."""
        self._process = Fresh(modules, "serve_forks")
        self._count = 0

    def forked(self, make: bytes) -> Forked:
        """Has a process forked once the work is made."""
        ours, theirs = Pipe()
        # A server that is dead is found so when the one that it should have forked is listened to.
        with theirs, suppress(OSError):
            if not self._count:
                self._process.pipe.send(make)
            self._process.pipe.send(None)
            reduction.send_handle(self._process.pipe, theirs.fileno(), 0)
        self._count += 1
        return Forked(ours, self, self._count)

    def ended(self, number: int) -> int | None:
        """Gives the status that the process of this number ends with, None where this one has died."""
        with suppress(EOFError, OSError):
            self._process.pipe.send(number)
            if self._process.pipe.poll(_PATIENCE):
                return int(self._process.pipe.recv())
        return None

    def end(self, at_once: bool = False) -> int:
        """Ends it with all that it has forked and gives its status; `at_once` even while it makes the work."""
        return self._process.end(at_once)


def ending(code: int) -> str:
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


# ---------------------------------------------------------------- in the processes


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
    tasks = _received(pipe)
    for module in modules:
        import_module(module)
    _do(pipe, tasks, _made(tasks.get()))


def serve_forks(number: int, modules: Sequence[str] = ()) -> None:
    """Forks a process that works for each pipe that comes by the one of this number, until its other end is closed.

    What makes the work comes first, pickled; until then it imports modules.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    asked: Connection[Any, Any] = Connection(number)
    for module in modules:
        import_module(module)
    with suppress(EOFError, ConnectionError):
        made = _made(asked.recv())
        if len(list(Path("/proc/self/task").iterdir())) > 1:
            os._exit(THREADS)
        # The collector would write to what is shared, and memory that is written to is a process's own.
        gc.freeze()
        if pipe := _branched(asked):
            _do(pipe, _received(pipe), made)


def _branched(asked: Connection[Any, Any]) -> Connection[Any, Any] | None:
    """Forks as it is asked to; returns in each forked process its pipe, and in this one None when nobody asks more."""
    server, forked = os.getpid(), dict[int, int]()
    count = 0
    with suppress(EOFError, ConnectionError):
        while True:
            if number := asked.recv():
                asked.send(os.waitstatus_to_exitcode(os.waitpid(forked.pop(number), 0)[1]))
                continue
            theirs = reduction.recv_handle(asked)
            count += 1
            forked[count] = os.fork()
            if not forked[count]:
                _die_with(server)
                asked.close()
                return Connection(theirs)
            os.close(theirs)
    for process in forked.values():
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
    return None


def _die_with(server: int) -> None:
    """Has the system kill this process where the server that forked it dies, whose forks nobody else can end."""
    import ctypes

    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != server:
        os._exit(0)


def _made(make: bytes) -> Callable[[Any], Any] | KgError:
    try:
        return unpacked(make)
    except KgError as error:
        return error


def _do(pipe: Connection[Any, Any], tasks: SimpleQueue[Any], made: Callable[[Any], Any] | KgError) -> None:
    """Does tasks as they come, and tells the KgError that ends it."""
    with suppress(BrokenPipeError, ConnectionResetError):
        try:
            if isinstance(made, KgError):
                raise made
            pipe.send(None)
            while True:
                pipe.send(made(tasks.get()))
        except KgError as error:
            pipe.send(error)


def _received(pipe: Connection[Any, Any]) -> SimpleQueue[Any]:
    """Gives what comes by a pipe as it comes; the process ends when the other end is closed."""
    tasks: SimpleQueue[Any] = SimpleQueue()
    # Were tasks only received between two others, both ends of a full pipe could wait for each other.
    Thread(target=_receive, args=(pipe, tasks), daemon=True).start()
    return tasks


def _receive(pipe: Connection[Any, Any], tasks: SimpleQueue[Any]) -> None:
    try:
        while True:
            tasks.put(pipe.recv())
    except (EOFError, OSError):
        # Nobody is left to whom a result could go, and what is being done may take long.
        os._exit(0)
