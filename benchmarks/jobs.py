"""Measures `kg build --jobs 2` beside one process on the same articles: `python benchmarks/jobs.py --articles 600`.

Articles are invented (`articles.py`). Each build is a command of its own, from its start to its end, in turn; seconds
on the wall, so that other work on the machine spoils the ratio: its load is printed, and beside the seconds the
processor time of all processes, which shows what several cost more. `--bar 1.7` ends with exit 1 where several
processes are not so many times as fast. The bytes of both graphs are compared.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

from build import invented

COMMAND = [sys.executable, "-c", "from kg.cli import main; main()"]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--articles", type=int, default=600)
    arguments.add_argument("--jobs", type=int, default=2)
    arguments.add_argument("--rounds", type=int, default=1)
    arguments.add_argument("--bar", type=float, help="lowest ratio that is good")
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch)
        folder = invented(root / "articles", options.articles, 1)
        print(f"{options.articles} articles, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
        print(f"{'one, s':>8} {'cpu':>6} {f'{options.jobs}, s':>8} {'cpu':>6} {'ratio':>6} {'load':>5}")
        ones = severals = 0.0
        for number in range(options.rounds):
            one, alone = timed(folder, root / f"one-{number}", 1)
            several, together = timed(folder, root / f"several-{number}", options.jobs)
            ratio, load = one / several, os.getloadavg()[0]
            print(f"{one:>8.1f} {alone:>6.1f} {several:>8.1f} {together:>6.1f} {ratio:>6.2f} {load:>5.1f}", flush=True)
            ones, severals = ones + one, severals + several
        if exported(root / "one-0") != exported(root / "several-0"):
            sys.exit("the graphs differ")
    if options.bar is not None and ones / severals < options.bar:
        sys.exit(f"{options.jobs} processes are {ones / severals:.2f} times as fast as one, less than {options.bar}")


def timed(folder: Path, store: Path, jobs: int) -> tuple[float, float]:
    """Builds, and gives seconds on the wall and of processor time."""
    start, before = perf_counter(), children_time()
    run("build", folder, "--store", store, "--jobs", str(jobs))
    return perf_counter() - start, children_time() - before


def children_time() -> float:
    used = os.times()
    return used.children_user + used.children_system


def exported(store: Path) -> bytes:
    file = store.with_suffix(".nq")
    run("export", file, "--store", store)
    return file.read_bytes()


def run(*arguments: str | Path) -> None:
    subprocess.run([*COMMAND, *arguments], check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    main()
