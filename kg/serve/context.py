"""What every part of the server is handed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.serve.pool import Pool
    from kg.serve.snapshot import Snapshot, Snapshots


@dataclass(frozen=True, slots=True)
class Options:
    """How the server is set up.

    `timeout` is the time in seconds that a query may take, `rows` the most rows or triples of its answer (0 for all),
    `workers` the number of processes that answer queries, `memory` what each may use, in MB, `origin` the web site
    whose pages may read the data (`*` for all, empty for none).
    """

    timeout: float = 30.0
    rows: int = 100_000
    workers: int = 2
    memory: int = 2048
    origin: str = "*"


@dataclass(frozen=True, slots=True)
class Context:
    """The store's states, the processes that answer queries, and the options; one for the life of a server."""

    snapshots: Snapshots
    pool: Pool
    options: Options

    def now(self) -> Snapshot:
        """Gives the present state of the graph; a request takes it once and keeps to it."""
        return self.snapshots.now()
