"""`kg serve` as users start it, for the tests."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

SCRIPT = Path(sys.executable).with_name("kg")


class Served:
    """A server that runs: its address, its process."""

    def __init__(self, store: Path, *options: str) -> None:
        mine = {name: value for name, value in os.environ.items() if name != "KG_STORE"}
        self.process = subprocess.Popen(
            [SCRIPT, "serve", "--store", store, "--port", "0", *options],
            env=mine | {"PYTHONUNBUFFERED": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            # Its own group, so that a signal to all of it is not one to the tests.
            start_new_session=True,
        )
        assert self.process.stdout
        self.said = self.process.stdout.readline()
        found = re.search(r"http://\S+", self.said)
        if not found:
            self.process.kill()
            raise RuntimeError(f"kg serve does not start: {self.process.communicate()[1]}")
        self.url = found[0].rstrip("/")

    def stop(self) -> tuple[int, str]:
        """Ends it as Ctrl-C does, which reaches all processes of the terminal; gives the exit status and errors."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGINT)
        return self.process.wait(30), self.process.communicate()[1]

    def workers(self, module: str = "kg.serve.worker") -> set[int]:
        """Gives the numbers of the processes that answer its queries, or do another module's work."""
        listed = subprocess.run(["ps", "-eo", "pid,ppid,args"], capture_output=True, text=True, check=True).stdout
        rows = [line.split(None, 2) for line in listed.splitlines()[1:]]
        return {int(pid) for pid, parent, args in rows if int(parent) == self.process.pid and module in args}


def alive(pid: int) -> bool:
    """Whether a process runs; one that only waits to be fetched doesn't."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@contextmanager
def serving(store: Path, *options: str) -> Iterator[Served]:
    """Serves a store for as long as the `with` block lasts."""
    served = Served(store, *options)
    try:
        yield served
    finally:
        served.stop()
