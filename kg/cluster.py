"""Has work done by the workers of a Dask cluster, and gives its results in the order in which it was asked for.

Tasks go out in shards. Each worker does a shard in a process of its own (`kg.jobs`), so that a task that ends it costs
that task, and the worker goes on; a worker that dies costs nothing, for its shards are done by another.
"""

from __future__ import annotations

import logging
import pickle
import re
import weakref
from collections import deque
from concurrent.futures import CancelledError
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Self, TypeVar

from distributed import Client, KilledWorker
from distributed.comm import resolve_address

from kg.errors import KgError
from kg.jobs import Jobs, Lost
from kg.processes import unpacked
from kg.versions import versions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from types import TracebackType

    from distributed import Future

# About half a second of work: fewer messages than articles, and at the end no worker has much more left than another.
_SHARD = 8
_WIDE = 500
# So many shards are out for each thread of the cluster; what they bring back waits with the workers.
_AHEAD = 3
_CONNECT, _LOOK, _PATIENCE = 10.0, 5.0, 60.0

Kept = TypeVar("Kept")
Task = TypeVar("Task")
Result = TypeVar("Result")


@dataclass(slots=True)
class _Shard:
    """What was asked for in a row; `tasks` are those of them that there is something to do for."""

    asked: list[tuple[Any, bool]] = field(default_factory=list)
    tasks: list[Any] = field(default_factory=list)
    future: Future[bytes] | None = None


class Cluster(Generic[Task, Result]):
    """A Dask cluster, as a context manager; its workers let go of all that was begun after the block.

    They let go too where this process is killed. Connections are encrypted as Dask's configuration says, for an address
    that begins with `tls://`.
    """

    def __init__(self, address: str, model: str, modules: Sequence[str] = ()) -> None:
        """Takes the address of the scheduler, the model's name, and the modules that workers import beforehand."""
        self._address, self._model, self._modules = address, model, tuple(modules)
        self._client: Client | None = None
        self._post: Any = None
        self._spares: list[Any] = []

    def __enter__(self) -> Self:
        """Connects; raises KgError where there is no scheduler or worker, or one with another program or model."""
        # What is wrong is told here, in words; the library would tell it too, in lines of its own.
        logging.getLogger("distributed").setLevel(logging.CRITICAL)
        try:
            # A client that stumbles over its address leaves a trace of its own.
            resolve_address(self._address)
            self._client = Client(self._address, timeout=_CONNECT, set_as_default=False)
        except (OSError, ValueError, TypeError) as error:
            raise KgError(
                f"no Dask scheduler answers at {self._address} ({_line(error)}); check the address, or start one with "
                "`dask scheduler`"
            ) from error
        try:
            self._check()
        except BaseException:
            self._client.close(timeout=_LOOK)
            raise
        self._spares = [
            self._client.submit(_Spares, threads, self._modules, workers=[worker], pure=False)
            for worker, threads in self._client.nthreads().items()
        ]
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Gives up what is still to do, and disconnects."""
        assert self._client
        self._post, self._spares = None, []
        self._client.close(timeout=_LOOK)

    def run(
        self, asked: Iterable[tuple[Kept, Task | None]], make: Callable[[], Callable[[list[Task]], list[Result]]]
    ) -> Iterator[tuple[Kept, Result | Lost | None]]:
        """Yields the result of each task, None where there is none to do, with what was to be kept beside it, in order.

        What is asked for is read only so far ahead that no worker waits. `make` makes on each worker what does the
        tasks; it is pickled, and so must be found by the name of its module. Raises the KgError that a task ends with,
        and KgError where the cluster goes away.
        """
        assert self._client
        # As the result of a task it is made again where the only worker that has it dies.
        wanted = versions(self._model)
        self._post = self._client.submit(_Post, pickle.dumps(make), self._model, wanted, pure=False)
        out: deque[_Shard] = deque()
        shard, most = _Shard(), 0
        for kept, task in asked:
            shard.asked.append((kept, task is not None))
            if task is not None:
                shard.tasks.append(task)
            if len(shard.tasks) == _SHARD or len(shard.asked) == _WIDE or not (out or shard.tasks):
                if shard.tasks:
                    # Workers may come and go.
                    most = _AHEAD * self._threads()
                out.append(self._sent(shard))
                shard = _Shard()
            while out and (out[0].future is None or out[0].future.done() or len(out) > most):
                yield from self._brought(out.popleft())
        out.append(self._sent(shard))
        while out:
            yield from self._brought(out.popleft())

    def _sent(self, shard: _Shard) -> _Shard:
        if shard.tasks:
            assert self._client
            shard.future = self._client.submit(_done, self._post, pickle.dumps(shard.tasks), pure=False)
        return shard

    def _brought(self, shard: _Shard) -> Iterator[tuple[Any, Any]]:
        results = iter(self._results(shard))
        for kept, has_task in shard.asked:
            yield kept, next(results) if has_task else None

    def _results(self, shard: _Shard) -> list[Any]:
        if not shard.future:
            return []
        try:
            brought: list[Any] | KgError = pickle.loads(self._awaited(shard.future))
        except KilledWorker as error:
            if len(shard.tasks) == 1:
                return [Lost(f"with its worker, {error.allowed_failures + 1} times")]
            # One of them ends whole workers, as a container does that has too little memory; the others are innocent.
            alone = [self._sent(_Shard(tasks=[task])) for task in shard.tasks]
            return [result for one in alone for result in self._results(one)]
        if isinstance(brought, KgError):
            raise brought
        return brought

    def _awaited(self, future: Future[bytes]) -> bytes:
        without = monotonic()
        while True:
            try:
                brought: bytes = future.result(timeout=_LOOK)
                return brought
            except TimeoutError:
                if self._threads():
                    without = monotonic()
                elif monotonic() - without > _PATIENCE:
                    raise KgError(
                        f"the scheduler at {self._address} has had no worker for {_PATIENCE:.0f} s; start some with "
                        f"`dask worker {self._address}` and build again"
                    ) from None
            except (CancelledError, OSError) as error:
                raise KgError(f"the scheduler at {self._address} has gone; start it and build again") from error

    def _threads(self) -> int:
        assert self._client
        try:
            return sum(self._client.nthreads().values())
        except OSError as error:
            raise KgError(f"the scheduler at {self._address} has gone; start it and build again") from error

    def _check(self) -> None:
        """Raises KgError where no worker comes, and where any can't give the same graph."""
        assert self._client
        try:
            self._client.wait_for_workers(1, timeout=_CONNECT)
        except TimeoutError:
            raise KgError(
                f"the scheduler at {self._address} has no workers; start some with `dask worker {self._address}`"
            ) from None
        told = self._client.run(versions, self._model, on_error="return")
        wanted = versions(self._model)
        wrong = [f"{worker} {lack}" for worker, found in sorted(told.items()) if (lack := _lack(found, wanted))]
        if wrong:
            more = f" (and {len(wrong) - 3} more)" if len(wrong) > 3 else ""
            raise KgError(f"{'; '.join(wrong[:3])}{more}; {_WAY_OUT}")


_WAY_OUT = "install the same on each worker as here, with the extra `cluster`, and start it again"


class _Spares:
    """Processes of a worker that begin before the build knows its work; they end when the worker drops this."""

    here: ClassVar[weakref.WeakSet[_Spares]] = weakref.WeakSet()

    def __init__(self, count: int, modules: Sequence[str]) -> None:
        """Starts so many, which import modules."""
        self.idle: list[Jobs[Any, Any]] = [Jobs(1, modules) for _ in range(count)]
        for jobs in self.idle:
            jobs.start()
        weakref.finalize(self, _end, self.idle)
        self.here.add(self)

    def __reduce__(self) -> tuple[Any, ...]:
        """Goes to another worker without its processes."""
        return _Spares, (0, ())

    @classmethod
    def one(cls) -> Jobs[Any, Any]:
        """Gives a process that nobody uses."""
        for spares in list(cls.here):
            with suppress(IndexError):
                return spares.idle.pop()
        return Jobs(1)


class _Post:
    """What a worker keeps for one build: the processes that do the work; they end when the worker drops it."""

    def __init__(self, make: bytes, model: str, wanted: dict[str, str]) -> None:
        """Takes what makes the work, pickled, and the versions that it must be done with."""
        self._make, self._model, self._wanted = make, model, wanted
        self._idle: list[Jobs[Any, Any]] = []
        self._lock = Lock()
        weakref.finalize(self, _end, self._idle)

    def __reduce__(self) -> tuple[Any, ...]:
        """Goes to another worker without its processes."""
        return _Post, (self._make, self._model, self._wanted)

    def do(self, tasks: list[Any]) -> list[Any] | KgError:
        """Does tasks in one process, which nobody else uses meanwhile."""
        if lack := _lack(versions(self._model), self._wanted):
            return KgError(f"a worker that joined later {lack}; {_WAY_OUT}")
        with self._lock:
            jobs = self._idle.pop() if self._idle else _Spares.one()
        try:
            make = partial(unpacked, self._make)
            results = [result for _, result in jobs.run(((None, task) for task in tasks), make)]
        except KgError as error:
            _end([jobs])
            return error
        except BaseException:
            _end([jobs])
            raise
        with self._lock:
            self._idle.append(jobs)
        return results


def _done(post: _Post, tasks: bytes) -> bytes:
    """Does a shard on a worker."""
    return pickle.dumps(post.do(pickle.loads(tasks)))


def _end(idle: list[Jobs[Any, Any]]) -> None:
    for jobs in idle:
        jobs.__exit__(None, None, None)


def _lack(found: dict[str, str] | BaseException, wanted: dict[str, str]) -> str:
    """Says what a worker lacks or has otherwise, the empty string where it is as wanted."""
    if isinstance(found, BaseException):
        # What a worker couldn't even read comes back as a text of its error.
        if missing := re.search(r"No module named '(\w+)", str(found)):
            return f"has no {missing[1]}"
        return f"can't tell its version of kg ({_line(found)})"
    other = [
        f"has {package} {found[package]}, this machine {version}" if found.get(package) else f"has no {package}"
        for package, version in wanted.items()
        if found.get(package) != version
    ]
    return " and ".join(other)


def _line(error: BaseException) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__
