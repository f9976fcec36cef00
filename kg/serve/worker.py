"""Answers queries in a process of its own, which can be killed: the store's library can't be told to stop.

Jobs come as lines of JSON on standard input, one at a time, and what became of each goes as a line to standard output.
The process ends when standard input does, even in the midst of a query: it never outlives the server.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import BinaryIO, cast

from kg.answer import Least
from kg.errors import KgError, QueryError
from kg.results import Dataset, Wanted
from kg.serve.snapshot import Snapshots

_LOOK, _FORGET = 0.2, 2.0
"""After so many seconds without a job a new state of the store is opened, and a superseded one is let go of."""


@dataclass(frozen=True, slots=True)
class Job:
    """One query: what to ask, of which graphs, and what is wanted of the answer.

    `state` names the state of the store that is to answer, the present one if it is empty.
    """

    sparql: str
    wanted: Wanted
    dataset: Dataset | None = None
    base: str | None = None
    state: str = ""

    def written(self, file: str) -> bytes:
        """Spells the job, whose answer is to go into a file, as a line."""
        return json.dumps(asdict(self) | {"file": file}).encode() + b"\n"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a job: `answered`, `malformed` (with the reason), or `failed` (with the reason).

    `snapshot` is the name of the state of the store that answered.
    """

    state: str
    reason: str = ""
    media_type: str | None = None
    rows: int = 0
    cut: bool = False
    snapshot: str = ""


class _Bounded:
    """A file that refuses to grow without end."""

    def __init__(self, file: BinaryIO, most: int) -> None:
        self._file = file
        self._left = most

    def write(self, content: bytes) -> int:
        count = self._file.write(content)
        self._left -= count
        if self._left < 0:
            raise QueryError("the answer is larger than this server gives; ask for less, or in parts with LIMIT")
        return count

    def flush(self) -> None:
        self._file.flush()


def _answered(snapshots: Snapshots, line: bytes, most: int) -> Outcome:
    told = json.loads(line)
    dataset = told["dataset"] and Dataset(tuple(told["dataset"]["default"]), tuple(told["dataset"]["named"]))
    try:
        with Path(told["file"]).open("wb") as file:
            out = cast("BinaryIO", _Bounded(file, most))
            snapshot = snapshots.of(told["state"]) if told["state"] else snapshots.now()
            wanted = told["wanted"] | {"least": tuple(Least(**one) for one in told["wanted"]["least"])}
            written = snapshot.store.answer(told["sparql"], out, Wanted(**wanted), dataset, told["base"])
    except QueryError as error:
        return Outcome("malformed", str(error))
    except (KgError, OSError) as error:
        return Outcome("failed", str(error))
    return Outcome("answered", "", written.media_type, written.rows, written.cut, snapshot.name)


def _bound_memory(most: int) -> None:
    """Makes the process die, rather than the machine, of a query that wants more memory than there is."""
    with suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (most, most))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def heard() -> SimpleQueue[bytes]:
    """Gives the lines of standard input as they come; the process ends when it does."""
    lines: SimpleQueue[bytes] = SimpleQueue()

    def listen() -> None:
        for line in sys.stdin.buffer:
            lines.put(line)
        os._exit(0)

    Thread(target=listen, daemon=True).start()
    return lines


def main() -> None:
    """Runs until standard input ends; arguments: the store's folder, the most bytes of memory and of an answer."""
    store, memory, most = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    _bound_memory(memory)
    snapshots = Snapshots(store)
    jobs = heard()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    idle = 0.0
    while True:
        try:
            line = jobs.get(timeout=_LOOK)
        except Empty:
            with suppress(KgError):
                snapshots.now()
            idle += _LOOK
            if idle > _FORGET:
                snapshots.forget()
            continue
        idle = 0.0
        sys.stdout.write(json.dumps(asdict(_answered(snapshots, line, most))) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
