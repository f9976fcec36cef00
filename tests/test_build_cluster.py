"""Builds on a Dask cluster of this machine: the same bytes as by one process, whatever becomes of its workers."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import SCRIPT
from test_build_jobs import POISONED, TELLING, alive, assert_only_two_are_lost, built, children, quads, written

if TYPE_CHECKING:
    from collections.abc import Iterator

SERIES = Path(__file__).parent / "corpus" / "series" / "articles"
ROOT = str(Path(__file__).parents[1])
# A package of another version, and none: what a machine has on which nobody installed ours.
OTHER = """
import kg.versions
kg.versions.tool = lambda: "0.0.1+0123456789ab"
"""
NONE = """
import sys
sys.modules["kg"] = None
"""


def environment(folder: Path) -> dict[str, str]:
    """Gives the environment of a process that reads `sitecustomize.py` in a folder, and the modules of this one."""
    return os.environ | {"PYTHONPATH": os.pathsep.join([str(folder), ROOT, os.environ.get("PYTHONPATH", "")])}


@contextmanager
def scheduler(folder: Path) -> Iterator[str]:
    """Starts a scheduler, and gives its address."""
    file = folder / "scheduler.json"
    command = [sys.executable, "-m", "dask", "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard"]
    with _process([*command, "--scheduler-file", str(file)], folder) as process:
        address = ""
        while not address:
            assert process.poll() is None
            time.sleep(0.05)
            if file.exists() and (content := file.read_text()):
                address = json.loads(content)["address"]
        yield address


@contextmanager
def workers(folder: Path, address: str, count: int) -> Iterator[subprocess.Popen[bytes]]:
    """Starts workers under one supervisor, which replaces those that die."""
    command = [sys.executable, "-m", "dask", "worker", address, "--nworkers", str(count), "--nthreads", "1"]
    with _process([*command, "--no-dashboard", "--local-directory", str(folder)], folder) as process:
        yield process


@contextmanager
def _process(command: list[str], folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    with (folder / "log").open("ab") as log:
        process = subprocess.Popen(command, cwd=folder, env=environment(folder), stdout=log, stderr=log)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, int]]:
    """Gives the address of a cluster of two workers, and their supervisor's number."""
    folder = tmp_path_factory.mktemp("cluster")
    (folder / "sitecustomize.py").write_text(POISONED)
    with scheduler(folder) as address, workers(folder, address, 2) as process:
        yield address, process.pid


@pytest.fixture(scope="module")
def lonely(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Gives the address of a scheduler without workers."""
    with scheduler(tmp_path_factory.mktemp("lonely")) as address:
        yield address


def test_a_cluster_gives_the_bytes_and_the_words_of_one_process(cluster: tuple[str, int], tmp_path: Path) -> None:
    other = "The council of Norton will debate budgets on Friday, the mayor said.\n"
    records = [{"id": f"r{n}", "text": text} for n, text in enumerate((TELLING, other, "", other, TELLING))]
    (tmp_path / "records.jsonl").write_text("".join(json.dumps(one) + "\n" for one in records))
    paths = (SERIES, tmp_path / "records.jsonl")
    one = built(tmp_path / "one", *paths, jobs=1)
    several = built(tmp_path / "several", *paths, scheduler=cluster[0])
    assert several == one
    assert (len(one.stored) > 10, len(one.skipped), one.unread > 0) == (True, 1, True)
    assert quads(tmp_path / "several") == quads(tmp_path / "one")
    again = built(tmp_path / "several", *paths, scheduler=cluster[0])
    assert (again.unchanged, again.stored) == (len(one.stored), [])


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks for processes in /proc")
def test_a_worker_that_is_killed_and_articles_that_end_processes_leave_the_others_as_they_are(
    cluster: tuple[str, int], tmp_path: Path
) -> None:
    for number in range(60):
        word = {33: "Poison", 35: "Stumble"}.get(number, "Kestrel")
        (tmp_path / f"a{number:02}.txt").write_text(f"{TELLING}\n\n{word} {number} was the last word.\n")
    process = subprocess.Popen(
        [SCRIPT, "build", *sorted(tmp_path.glob("*.txt")), "--scheduler", cluster[0], "--store", tmp_path / "store"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    at_work: list[tuple[int, int]] = []
    end = time.monotonic() + 120
    while not at_work and time.monotonic() < end:
        time.sleep(0.01)
        started = [(one, its) for one in children(cluster[1], "python") for its in children(one)]
        at_work = [(one, its) for one, its in started if written(its)]
    worker, its = at_work[0]
    os.kill(worker, signal.SIGKILL)
    out, errors = process.communicate(timeout=400)
    assert (process.returncode, out.partition("\n")[0]) == (1, "60 articles read: 58 new, 0 unchanged")
    assert not alive(its)
    assert_only_two_are_lost(tmp_path, "store", errors.splitlines(), died="a33", stumbled="a35")
    # Nothing stays on the workers of a build that has ended.
    end = time.monotonic() + 30
    while any(children(one) for one in children(cluster[1], "python")) and time.monotonic() < end:
        time.sleep(0.1)
    assert not any(children(one) for one in children(cluster[1], "python"))


def refused(*arguments: str | Path, folder: Path | None = None) -> str:
    """Gives the one line that a build which can't begin tells."""
    done = subprocess.run(
        [SCRIPT, "build", *arguments],
        capture_output=True,
        text=True,
        timeout=200,
        env=environment(folder) if folder else None,
    )
    assert (done.returncode in {1, 2}, done.stdout) == (True, "")
    (line,) = done.stderr.splitlines()
    return line


def test_a_cluster_that_can_t_be_used_is_told(lonely: str, tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        nowhere = f"127.0.0.1:{free.getsockname()[1]}"
    store = ("--store", tmp_path / "store")
    told = refused(SERIES, "--scheduler", nowhere, *store)
    assert told.startswith(f"error no Dask scheduler answers at {nowhere} (")
    assert told.endswith("; check the address, or start one with `dask scheduler`")
    assert "no Dask scheduler answers at norton://x (" in refused(SERIES, "--scheduler", "norton://x", *store)
    told = refused(SERIES, "--scheduler", lonely, *store)
    assert told == f"error the scheduler at {lonely} has no workers; start some with `dask worker {lonely}`"
    assert "give one of the two" in refused(SERIES, "--scheduler", lonely, "--jobs", "2", *store)
    (tmp_path / "sitecustomize.py").write_text('import sys\nsys.modules["distributed"] = None\n')
    told = refused(SERIES, "--scheduler", lonely, *store, folder=tmp_path)
    assert "error --scheduler needs Dask (" in told
    assert "install it: pip install 'exchange-kg[cluster]', or use --jobs" in told


@pytest.mark.parametrize(
    ("installed", "lack"), [(OTHER, "has kg 0.0.1+0123456789ab, this machine "), (NONE, "has no kg; ")]
)
def test_a_worker_with_another_program_is_named(lonely: str, tmp_path: Path, installed: str, lack: str) -> None:
    (tmp_path / "sitecustomize.py").write_text(installed)
    with workers(tmp_path, lonely, 1):
        told = refused(SERIES, "--scheduler", lonely, "--store", tmp_path / "store")
    assert told.startswith("error tcp://127.0.0.1:")
    assert lack in told
    assert told.endswith("; install the same on each worker as here, with the extra `cluster`, and start it again")


def test_a_model_that_the_workers_lack_is_named(cluster: tuple[str, int], tmp_path: Path) -> None:
    told = refused(SERIES, "--scheduler", cluster[0], "--model", "no_such_model", "--store", tmp_path / "store")
    assert "'no_such_model' is not installed" in told
