"""Builds by several processes: the same bytes as by one, whatever becomes of the processes."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import time
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import SCRIPT

from kg import build
from kg.cluster import Cluster
from kg.jobs import Jobs
from kg.processes import FORKS
from kg.settings import MODEL, Settings, samples_folder
from kg.stages import STAGES, Stages
from kg.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from conftest import Kg

forking = pytest.mark.skipif(not FORKS, reason="forks no processes here, and looks for processes in /proc")
SERIES = Path(__file__).parent / "corpus" / "series" / "articles"
TELLING = (samples_folder() / "2025-02-14-kestrel-bodies.txt").read_text(encoding="utf-8")


def quads(path: Path) -> list[bytes]:
    content = io.BytesIO()
    with Store(path, read_only=True) as store:
        store.dump_quads(content)
    return content.getvalue().splitlines()


def built(path: Path, *articles: Path, jobs: int = 1, scheduler: str = "") -> build.Summary:
    with ExitStack() as stack:
        pool = stack.enter_context(Cluster(scheduler, MODEL, ("kg.extraction",))) if scheduler else None
        pool = stack.enter_context(Jobs(jobs)) if jobs > 1 else pool
        return build.build(articles, stack.enter_context(Store(path)), Settings(), pool=pool)


def assert_only_two_are_lost(folder: Path, store: str, errors: list[str], died: str, stumbled: str) -> None:
    """Holds a build of a folder to two errors, and to the bytes of a build of the other articles."""
    death, fault = (" ".join(line.split()) for line in errors)
    assert death == (
        f"error {folder / died}.txt: the process that read it ended (twice, by SIGSEGV); the others went on; build "
        "again with fewer processes at a time, or report it with the article"
    )
    assert fault.startswith(f"error {folder / stumbled}.txt: kg failed on this text (RecursionError: too deep, ")
    rest = [path for path in sorted(folder.glob("*.txt")) if path.stem not in {died, stumbled}]
    built(folder / "rest", *rest, jobs=1)
    assert quads(folder / store) == quads(folder / "rest")


# ---------------------------------------------------------------- the same bytes


def test_two_processes_give_the_bytes_and_the_words_of_one(kg: Kg, samples: Path, tmp_path: Path) -> None:
    done = kg("build", samples_folder(), "--store", tmp_path / "store", "--jobs", "2")
    assert done.stdout.startswith("8 articles read: 8 new, 0 unchanged\n")
    for store, file in ((samples, "one.nq"), (tmp_path / "store", "two.nq")):
        assert kg("export", tmp_path / file, "--store", store).returncode == 0
    assert (tmp_path / "one.nq").read_bytes() == (tmp_path / "two.nq").read_bytes()


def test_all_that_can_become_of_an_article_is_told_in_the_same_order(tmp_path: Path) -> None:
    other = "The council of Norton will debate budgets on Friday, the mayor said.\n"
    parsed = "The prisoners were released by the court on Friday.\n"
    records = [{"id": f"r{n}", "date": "2025-02-14", "text": text} for n, text in enumerate((TELLING, other, parsed))]
    # What is the same as what is still on its way is told as if it had come back.
    records += [{"id": f"r{n}", "text": parsed} for n in range(3, 6)] + [{"id": "broken", "text": 7}]
    (tmp_path / "records.jsonl").write_text("".join(json.dumps(one) + "\n" for one in records))
    (tmp_path / "french.txt").write_text(
        "Les deux pays ont échangé samedi des prisonniers de guerre, ont annoncé les autorités à la presse.\n" * 8
    )
    paths = (SERIES, tmp_path / "records.jsonl", tmp_path / "french.txt", samples_folder())
    told = {jobs: built(tmp_path / str(jobs), *paths, jobs=jobs) for jobs in (1, 2)}
    assert told[1] == told[2]
    assert len(told[1].stored) > 20
    assert (told[1].off_topic[-5:], told[1].unread) == (["r1", "r2", "r3", "r4", "r5"], 1)
    assert list(told[1].foreign) == ["fr"]
    assert [one.record for one in told[1].skipped] == [True]
    assert quads(tmp_path / "1") == quads(tmp_path / "2")
    # Two processes leave, do again and drop as one does.
    (tmp_path / "records.jsonl").write_text(json.dumps(records[0] | {"text": other}) + "\n")
    again = {jobs: built(tmp_path / str(jobs), *paths, jobs=jobs) for jobs in (1, 2)}
    assert again[1] == again[2]
    assert again[1].unchanged == len(told[1].stored) - 1
    assert quads(tmp_path / "1") == quads(tmp_path / "2")


# ---------------------------------------------------------------- processes that die


def children(parent: int, name: str = "kg.processes") -> list[int]:
    """Lists the processes that a process has started, by the words of their command."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            if int((entry / "stat").read_text().rpartition(")")[2].split()[1]) == parent:
                found += [int(entry.name)] * (name in (entry / "cmdline").read_text())
        except (OSError, ValueError, IndexError):
            continue
    return found


def family(parent: int) -> tuple[list[int], list[int]]:
    """Lists the fork servers that a build has started, and the processes that these have forked."""
    servers = children(parent)
    return servers, [one for server in servers for one in children(server)]


def written(process: int) -> int:
    """Counts the bytes that a process has given out: none until it is ready or once it is gone, results between."""
    try:
        lines = (Path("/proc") / str(process) / "io").read_text().splitlines()
    except OSError:
        return 0
    return int(next(line.partition(":")[2] for line in lines if line.startswith("wchar")))


def await_results(process: int, least: int = 100_000) -> None:
    """Waits until a process has given out results of so many bytes: it is at its next articles then."""
    end = time.monotonic() + 120
    while written(process) < least:
        assert time.monotonic() < end, "it does not begin"
        time.sleep(0.01)


def alive(process: int) -> bool:
    try:
        return (Path("/proc") / str(process) / "stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def await_end(*processes: int) -> None:
    end = time.monotonic() + 30
    while any(map(alive, processes)) and time.monotonic() < end:
        time.sleep(0.01)
    assert not any(map(alive, processes))


@pytest.fixture
def started(tmp_path: Path) -> Iterator[Callable[[], tuple[subprocess.Popen[str], list[int]]]]:
    """Starts a build by two processes and gives it once both have begun."""
    processes = []

    def start() -> tuple[subprocess.Popen[str], list[int]]:
        for number in range(60):
            text = TELLING.replace("Kestrel", f"Kestrel {number}") if number else TELLING
            (tmp_path / f"a{number:02}.txt").write_text(text)
        command = [SCRIPT, "build", *sorted(tmp_path.glob("*.txt")), "--store", tmp_path / "store", "--jobs", "2"]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        processes.append(process)
        end = time.monotonic() + 120
        while len(found := family(process.pid)[1]) < 2 and time.monotonic() < end:
            time.sleep(0.01)
        return process, found

    yield start
    for process in processes:
        process.kill()
        process.communicate()


@forking
@pytest.mark.parametrize("moment", [0, 100_000], ids=["starting", "working"])
def test_a_build_of_which_a_process_is_killed_gives_the_same_bytes(
    started: Callable[[], tuple[subprocess.Popen[str], list[int]]], tmp_path: Path, moment: int
) -> None:
    process, (first, *_) = started()
    await_results(first, moment)
    os.kill(first, signal.SIGKILL)
    out, errors = process.communicate(timeout=300)
    assert (process.returncode, errors) == (0, "")
    assert out.startswith("60 articles read: 60 new")
    built(tmp_path / "one", *sorted(tmp_path.glob("*.txt")), jobs=1)
    assert quads(tmp_path / "store") == quads(tmp_path / "one")


@forking
@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGKILL])
def test_no_process_is_left_of_a_build_that_is_stopped(
    started: Callable[[], tuple[subprocess.Popen[str], list[int]]], ending: signal.Signals
) -> None:
    process, found = started()
    await_results(found[0])
    servers, _ = family(process.pid)
    process.send_signal(ending)
    process.communicate(timeout=60)
    assert process.returncode != 0
    await_end(*servers, *found)


@forking
@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGKILL])
def test_no_process_is_left_of_a_build_that_is_stopped_before_it_has_any(
    tmp_path: Path, ending: signal.Signals
) -> None:
    command = [SCRIPT, "build", samples_folder(), "--store", tmp_path / "store", "--jobs", "2"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        end = time.monotonic() + 60
        while not (found := children(process.pid)) and time.monotonic() < end:
            time.sleep(0.01)
        process.send_signal(ending)
    assert len(found) == 1
    await_end(*found)


@forking
@pytest.mark.parametrize("moment", [0, 100_000], ids=["starting", "working"])
def test_a_build_whose_fork_server_is_killed_gives_the_same_bytes(
    started: Callable[[], tuple[subprocess.Popen[str], list[int]]], tmp_path: Path, moment: int
) -> None:
    process, found = started()
    await_results(found[0], moment)
    (server,), _ = family(process.pid)
    os.kill(server, signal.SIGKILL)
    await_end(*found)
    out, errors = process.communicate(timeout=300)
    assert (process.returncode, errors) == (0, "")
    assert out.startswith("60 articles read: 60 new")
    built(tmp_path / "one", *sorted(tmp_path.glob("*.txt")), jobs=1)
    assert quads(tmp_path / "store") == quads(tmp_path / "one")


# Python reads a module of this name in each process, whatever runs there.
POISONED = """
import os, signal
from kg.annotate import annotator

class Annotator(annotator.Annotator):
    def read(self, article, doc):
        if "Poison" in article.text:
            os.kill(os.getpid(), signal.SIGSEGV)
        if "Stumble" in article.text:
            raise RecursionError("too deep")
        return super().read(article, doc)

annotator.Annotator = Annotator
import kg.annotate
kg.annotate.Annotator = Annotator
"""


def test_an_article_that_ends_each_process_is_named_and_the_others_go_in(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(POISONED)
    for number in range(12):
        word = {3: "Poison", 5: "Stumble"}.get(number, "Kestrel")
        (tmp_path / f"a{number:02}.txt").write_text(f"{TELLING}\n\n{word} {number} was the last word.\n")
    done = subprocess.run(
        [SCRIPT, "build", *sorted(tmp_path.glob("*.txt")), "--jobs", "2"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")])},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 1
    assert done.stdout.startswith("12 articles read: 10 new")
    errors = [line for line in done.stderr.splitlines() if line.startswith("error")]
    assert_only_two_are_lost(tmp_path, "kg-store", errors, died="a03", stumbled="a05")


def test_a_model_that_is_missing_is_told_as_by_one_process(kg: Kg, tmp_path: Path) -> None:
    build = ("build", samples_folder(), "--store", tmp_path / "store", "--model", "no_such_model")
    one, two = kg(*build), kg(*build, "--jobs", "2")
    assert (one.returncode, one.stderr) == (two.returncode, two.stderr)
    assert "'no_such_model' is not installed" in two.stderr


# ---------------------------------------------------------------- where the time goes


def test_a_profile_tells_each_stage_and_they_add_up(kg: Kg, tmp_path: Path) -> None:
    done = kg("build", samples_folder(), "--store", tmp_path / "store", "--profile")
    head, *rows = done.stdout.partition("Time by stage")[2].splitlines()
    assert head == ":"
    told = {row[:20].split("  ")[1]: float(row.split(" s ")[0].split()[-1]) for row in rows}
    assert set(told) == {*STAGES, "in all"} - {"waiting for the processes"}
    whole = told.pop("in all")
    assert whole == pytest.approx(sum(told.values()), abs=0.06)
    assert min(told["parsing"], told["annotating"], told["validating"]) > 0


def test_a_stage_within_another_counts_for_itself_alone() -> None:
    stages = Stages()
    with stages("storing"):
        with stages("reading"):
            time.sleep(0.05)
        time.sleep(0.01)
    assert list(stages.each("sieve", iter([1, 2]))) == [1, 2]
    assert set(stages.seconds) == {"storing", "reading", "sieve"}
    assert stages.seconds["reading"] >= 0.05 > stages.seconds["storing"]
