"""Measures `kg build` by processes and by a Dask cluster beside one: `python benchmarks/jobs.py --articles 1000`.

Articles are invented (`articles.py`). Each build is a command of its own, from its start to its end; the three ways
take turns. For the cluster's turn a scheduler and `--workers 2` of one thread are started on this machine; how long
that takes is told apart. Seconds on the wall, so that other work on the machine spoils the ratio: its load is printed.

Processor time says what such work spoils less: that of the build's own process and that of those that extract. From
it follows what is within reach where nothing else runs (`reach`): one process's time, divided by that of several, whose
own process works alone while it starts and decides, and shares the cores with the others else. `--bar 1.7` and
`--cluster-bar 1.6` end with exit 1 where several are not so many times as fast. The bytes of all graphs are compared.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from build import invented

if TYPE_CHECKING:
    from collections.abc import Iterator

# Stages by the processor's clock, and at the end the processor time of the process that tells them.
PROGRAM = """
import atexit, time
atexit.register(lambda: print("own process", time.process_time()))
from kg import stages
stages.perf_counter = time.process_time
from kg.cli import main
main()
"""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a build took, in seconds: on the wall, of its own process, of those that extract, of deciding in it."""

    wall: float
    own: float
    others: float
    deciding: float


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--articles", type=int, default=1000)
    arguments.add_argument("--jobs", type=int, default=2)
    arguments.add_argument("--workers", type=int, default=2, help="of the cluster; 0 for none")
    arguments.add_argument("--rounds", type=int, default=1)
    arguments.add_argument("--bar", type=float, help="lowest ratio of several processes that is good")
    arguments.add_argument("--cluster-bar", type=float, help="lowest ratio of the cluster that is good")
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch)
        folder = invented(root / "articles", options.articles, 1)
        print(f"{options.articles} articles, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
        found = measured(folder, root, options)
    bars = (("several", options.bar), ("cluster", options.cluster_bar))
    low = [f"{way}: {found[way]:.2f}, less than {bar}" for way, bar in bars if bar and found.get(way, bar) < bar]
    if low:
        sys.exit("; ".join(low))


def measured(folder: Path, root: Path, options: argparse.Namespace) -> dict[str, float]:
    """Builds in turn, prints what each took, and gives how many times as fast as one process the others are."""
    ways = ["one", "several", *(["cluster"] if options.workers else [])]
    start = float(run("--version").split()[-1])
    print(f"start of a command: {start:.1f} s of processor time")
    print(f"{'':<8} {'wall, s':>8} {'ratio':>6} {'own cpu':>8} {'others':>7} {'deciding':>8} {'reach':>6} {'load':>5}")
    walls: defaultdict[str, float] = defaultdict(float)
    for number in range(options.rounds):
        costs = {}
        for way in ways:
            store = root / f"{way}-{number}"
            if way == "cluster":
                with cluster(root / f"dask-{number}", options.workers) as (address, workers):
                    cost = timed(folder, store, ["--scheduler", address], workers)
            else:
                cost = timed(folder, store, ["--jobs", str(options.jobs)] if way == "several" else [], [])
            costs[way] = cost
            walls[way] += cost.wall
            ratio, reach = costs["one"].wall / cost.wall, reachable(costs["one"], cost, start)
            figures = f"{cost.wall:>8.1f} {ratio:>6.2f} {cost.own:>8.1f} {cost.others:>7.1f} {cost.deciding:>8.1f}"
            print(f"{way:<8} {figures} {reach:>6.2f} {os.getloadavg()[0]:>5.1f}", flush=True)
    if len({exported(root / f"{way}-0") for way in ways}) > 1:
        sys.exit("the graphs differ")
    return {way: walls["one"] / wall for way, wall in walls.items()}


def reachable(one: Cost, several: Cost, start: float) -> float:
    """Tells how many times as fast as one process several can be, by the time of processors alone."""
    if several is one:
        return 1.0
    alone = start + several.deciding
    return one.own / (alone + (several.own + several.others - alone) / (os.cpu_count() or 1))


def timed(folder: Path, store: Path, more: list[str], workers: list[int]) -> Cost:
    start, before, elsewhere = perf_counter(), children_time(), sum(map(spent, workers))
    told = run("build", folder, "--store", store, "--profile", *more)
    wall, used, found = perf_counter() - start, children_time() - before, sum(map(spent, workers)) - elsewhere
    own = float(told.rpartition("own process ")[2].split()[0])
    deciding = re.search(r"^  deciding +([\d.]+) s", told, re.MULTILINE)
    assert deciding
    return Cost(wall, own, used - own + found, float(deciding[1]))


def children_time() -> float:
    used = os.times()
    return used.children_user + used.children_system


def spent(process: int) -> float:
    """Gives the processor time of a process and of all that it has started, those that have ended too."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK") + sum(map(spent, started(process)))


def started(process: int) -> list[int]:
    threads = Path(f"/proc/{process}/task").glob("*/children")
    return [int(child) for thread in threads for child in thread.read_text().split()]


@contextmanager
def cluster(root: Path, count: int) -> Iterator[tuple[str, list[int]]]:
    """Starts a scheduler and workers; gives its address and their numbers."""
    root.mkdir()
    start, file = perf_counter(), root / "scheduler.json"
    scheduler = [sys.executable, "-m", "dask", "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard"]
    # Extraction has processes of its own, so these need no supervisors; and Dask's profiler looks in vain.
    worker = [sys.executable, "-m", "dask", "worker", "--scheduler-file", file, "--no-nanny", "--nthreads", "1"]
    commands = [
        [*scheduler, "--scheduler-file", file],
        *([*worker, "--no-dashboard", "--local-directory", root / str(number)] for number in range(count)),
    ]
    environment = os.environ | {"DASK_DISTRIBUTED__WORKER__PROFILE__ENABLED": "False"}
    with (root / "log").open("wb") as log:
        processes = [subprocess.Popen(command, stdout=log, stderr=log, env=environment) for command in commands]
    try:
        while not file.exists() or not file.read_text():
            time.sleep(0.05)
        from distributed import Client

        address = json.loads(file.read_text())["address"]
        with Client(address) as client:
            client.wait_for_workers(count)
        print(f"         (scheduler and {count} workers started in {perf_counter() - start:.1f} s)")
        yield address, [one.pid for one in processes]
    finally:
        for process in reversed(processes):
            process.terminate()
            process.wait()


def exported(store: Path) -> bytes:
    file = store.with_suffix(".nq")
    run("export", file, "--store", store)
    return file.read_bytes()


def run(*arguments: str | Path) -> str:
    command = [sys.executable, "-c", PROGRAM, *arguments]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


if __name__ == "__main__":
    main()
