"""Keeps the answers that workers wrote, each of a state of the graph, so that none is worked out twice."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from pathlib import Path

    from kg.serve.worker import Job, Outcome

_MOST = 512
_LARGEST = 2**26
_ALL = 2**28


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer to a job: its media type (None where none that is accepted suits), its rows, and the file it is in."""

    media_type: str | None
    rows: int
    cut: bool
    file: BinaryIO
    size: int


@dataclass(frozen=True, slots=True)
class _Kept:
    outcome: Outcome
    path: Path
    size: int

    def reply(self) -> Reply:
        return Reply(self.outcome.media_type, self.outcome.rows, self.outcome.cut, self.path.open("rb"), self.size)


class Answers:
    """Files of answers, by job and state; the longest unused go, and so those of states that are superseded."""

    def __init__(self) -> None:
        """Begins with none."""
        self._kept: OrderedDict[Job, _Kept] = OrderedDict()
        self._size = 0

    def find(self, job: Job) -> Reply | None:
        """Gives the answer to a job of a state of the store, None where it is not kept."""
        kept = self._kept.get(job)
        if kept is None:
            return None
        self._kept.move_to_end(job)
        return kept.reply()

    def keep(self, job: Job, outcome: Outcome, file: Path) -> Reply:
        """Takes the file of an answer over, and gives the answer; a file that is too large goes once it is read."""
        kept = _Kept(outcome, file, file.stat().st_size)
        reply = kept.reply()
        if kept.size > _LARGEST:
            file.unlink()
            return reply
        if job in self._kept:
            self._drop(job)
        self._kept[job] = kept
        self._size += kept.size
        while len(self._kept) > _MOST or self._size > _ALL:
            self._drop()
        return reply

    def _drop(self, job: Job | None = None) -> None:
        kept = self._kept.pop(job) if job else self._kept.popitem(last=False)[1]
        self._size -= kept.size
        # Who reads it now reads on.
        kept.path.unlink(missing_ok=True)
