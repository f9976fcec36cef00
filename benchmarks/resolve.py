"""Measures how the time of the decisions across articles grows: `python benchmarks/resolve.py`.

Prints seconds of processor time, the best of `--repeat` runs, and those over n log n relative to the first row (1.0:
grows exactly so), for two ways to grow: ten reports for each exchange, and one thousand exchanges that are reported
ever more often. The second starts from one report for each exchange, where there is nothing to compare: its first row
is cheap. `--decide` measures instead all that a build decides after the last article: reading the evidence from a store
on disk, resolving it, and storing the decisions where none are yet; `again` is the same where they are stored already.
`--profile` prints where the time of the largest goes.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import tempfile
from contextlib import contextmanager
from math import log
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING

import reports

from kg import authority, decide, rdf
from kg.resolve import resolve
from kg.settings import BASE
from kg.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SIZES = (1000, 3000, 10000)
WAYS = {"ten reports for each exchange": (100, 300, 1000), "one thousand exchanges": (1000, 1000, 1000)}
_BATCH = 500


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--repeat", type=int, default=5, help="runs of which the best counts")
    arguments.add_argument("--decide", action="store_true", help="measure reading, resolving and storing")
    arguments.add_argument("--profile", action="store_true", help="show the costliest functions of the largest")
    options = arguments.parse_args()
    measured = deciding if options.decide else resolving
    if options.profile:
        size, count = SIZES[-1], WAYS["ten reports for each exchange"][-1]
        with measured(size, count) as (step, _):
            profiled(step)
        return
    for title, counts in WAYS.items():
        print(title)
        last = "again" if options.decide else ""
        print(f"{'reports':>8} {'exchanges':>10} {'seconds':>8} {'against n log n':>16} {last:>8}")
        unit = None
        for size, count in zip(SIZES, counts, strict=True):
            with measured(size, count) as (step, undo):
                took = best(step, undo, options.repeat)
                again = f"{best(step, lambda: None, options.repeat):>8.2f}" if options.decide else ""
            each = took / (size * log(size))
            unit = unit or each
            print(f"{size:>8} {count:>10} {took:>8.2f} {each / unit:>16.2f} {again}", flush=True)


Measured = tuple["Callable[[], object]", "Callable[[], object]"]
"""What is measured, and how it is undone."""


@contextmanager
def resolving(size: int, count: int) -> Iterator[Measured]:
    told, rows, _ = reports.generate(size, count)
    yield lambda: resolve(told, rows), lambda: None


@contextmanager
def deciding(size: int, count: int) -> Iterator[Measured]:
    told, rows, _ = reports.generate(size, count)
    run = rdf.Run("0", "none", "0", "generated", BASE)
    known = authority.load(base=BASE)
    with tempfile.TemporaryDirectory() as folder, Store(Path(folder) / "store") as store:
        batch: list[rdf.Quad] = []
        for number, annotation in enumerate(reports.written(told, rows), 1):
            batch += rdf.article_quads(annotation, run)
            if number % _BATCH == 0 or number == size:
                store.load(batch)
                batch = []
        yield lambda: decide.decide(store, known, BASE), lambda: store.drop(rdf.decisions_graph(BASE))


def best(step: Callable[[], object], undo: Callable[[], object], repeat: int) -> float:
    """Gives the seconds of the fastest run: whatever else the machine does only adds."""
    took = []
    for _ in range(repeat):
        undo()
        start = process_time()
        step()
        took.append(process_time() - start)
    return min(took)


def profiled(step: Callable[[], object]) -> None:
    profile = cProfile.Profile()
    profile.runcall(step)
    pstats.Stats(profile).sort_stats("tottime").print_stats(30)


if __name__ == "__main__":
    main()
