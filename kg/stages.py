"""Tells where the time of a build goes."""

from __future__ import annotations

from contextlib import contextmanager
from itertools import islice
from time import perf_counter
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

Thing = TypeVar("Thing")

STAGES = (
    "loading",
    "reading",
    "sieve",
    "cleaning",
    "parsing",
    "annotating",
    "stating",
    "validating",
    "waiting for the processes",
    "storing",
    "deciding",
)
"""The stages of a build, in the order of an article's way; loading is of model, words and judgements."""


class Stages:
    """A clock of stages; what a stage within another takes counts for the inner one alone.

    Attributes:
        seconds: what each stage took, by its name, in seconds of the clock on the wall.
    """

    def __init__(self) -> None:
        """Begins with no stage."""
        self.seconds: dict[str, float] = {}
        self._open: list[str] = []
        self._since = 0.0

    @contextmanager
    def __call__(self, stage: str) -> Iterator[None]:
        """Counts what is done in the `with` block for a stage."""
        self._turn()
        self._open.append(stage)
        try:
            yield
        finally:
            self._turn()
            self._open.pop()

    def each(self, stage: str, things: Iterable[Thing]) -> Iterator[Thing]:
        """Yields things, and counts for a stage what it takes to get them."""
        waiting = iter(things)
        while True:
            with self(stage):
                found = list(islice(waiting, 1))
            if not found:
                return
            yield found[0]

    def add(self, seconds: Mapping[str, float]) -> None:
        """Adds what another process took."""
        for stage, more in seconds.items():
            self.seconds[stage] = self.seconds.get(stage, 0.0) + more

    def taken(self) -> dict[str, float]:
        """Gives what stages took since the last time, and begins anew."""
        taken, self.seconds = self.seconds, {}
        return taken

    def _turn(self) -> None:
        now = perf_counter()
        if self._open:
            stage = self._open[-1]
            self.seconds[stage] = self.seconds.get(stage, 0.0) + now - self._since
        self._since = now
