"""Processes that work side by side, of interpreters of their own (one alone) and forked (several, on Linux)."""

from __future__ import annotations

import os
import signal
import time
from functools import partial
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import pytest
from test_build_jobs import TELLING, forking

from kg import authority, lexicon
from kg.errors import KgError
from kg.extraction import ready
from kg.jobs import Jobs, Lost
from kg.model import Article, Span
from kg.rdf import Run
from kg.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

both = pytest.mark.parametrize("count", [1, 2], ids=["alone", "forked"])


def doubled() -> Callable[[list[tuple[int, bytes]]], list[tuple[int, bytes]]]:
    def double(tasks: list[tuple[int, bytes]]) -> list[tuple[int, bytes]]:
        for number, _ in tasks:
            if number in {13, 15}:
                os.kill(os.getpid(), signal.SIGKILL)
            if number == 99:
                raise KgError("no more of these")
        return [(number * 2, content + content) for number, content in tasks]

    return double


def stillborn() -> Callable[[list[int]], list[int]]:
    os._exit(7)


def unmakable() -> Callable[[list[int]], list[int]]:
    raise KgError("nothing to do it with")


def whereabouts() -> Callable[[list[int]], list[tuple[int, int, int]]]:
    """Makes what tells the process that made it, and of that which does the task its parent and itself."""
    maker = os.getpid()

    def tell(tasks: list[int]) -> list[tuple[int, int, int]]:
        time.sleep(0.01)
        return [(maker, os.getppid(), os.getpid())] * len(tasks)

    return tell


def threaded() -> Callable[[list[int]], list[tuple[int, int, int]]]:
    Thread(target=time.sleep, args=(600,), daemon=True).start()
    return whereabouts()


@both
def test_results_come_in_the_order_of_tasks_however_large_they_are(count: int) -> None:
    # More than fits into the pipes of both directions, so that whoever only sent would wait for ever.
    tasks = [(number, bytes([number % 256]) * 400_000 * (number % 3)) for number in range(60) if number not in {13, 15}]
    asked: list[tuple[int, tuple[int, bytes] | None]] = [(number, (number, content)) for number, content in tasks]
    asked.insert(5, (-1, None))
    with Jobs(count) as jobs:
        found = list(jobs.run(asked, doubled))
    assert found.pop(5) == (-1, None)
    assert found == [(number, (number * 2, content + content)) for number, content in tasks]


@both
def test_tasks_over_which_processes_die_are_lost_alone(count: int) -> None:
    with Jobs(count) as jobs:
        found = dict(jobs.run(((number, (number, b"")) for number in range(40)), doubled))
    assert found.pop(13) == found.pop(15) == Lost("twice, by SIGKILL, as where memory runs out")
    assert found == {number: (number * 2, b"") for number in range(40) if number not in {13, 15}}


@both
def test_what_no_task_can_be_done_with_is_raised(count: int) -> None:
    with Jobs(count) as jobs, pytest.raises(KgError, match="no more of these"):
        list(jobs.run(((number, (number, b"")) for number in range(90, 110)), doubled))
    with Jobs(count) as unmade, pytest.raises(KgError, match="nothing to do it with"):
        list(unmade.run([(1, 1), (2, 2)], unmakable))
    with Jobs(count) as idle, pytest.raises(KgError, match=r"could be started \(they end with status 7\)"):
        list(idle.run([(1, 1)], stillborn))


@forking
def test_the_work_is_made_once_in_one_thread_and_forked() -> None:
    with Jobs(2) as jobs:
        jobs.start()
        found = {place for _, place in jobs.run(((None, number) for number in range(64)), whereabouts)}
        made, parents, places = ({one[n] for one in found if isinstance(one, tuple)} for n in range(3))
        assert (made, len(places)) == (parents, 2)
        assert len(made) == 1
        assert made.isdisjoint(places | {os.getpid()})
    # None is left, not for a moment.
    assert not [one for one in made | places if Path("/proc", str(one)).exists()]


@forking
def test_work_that_has_threads_is_made_by_each_process_for_itself() -> None:
    with Jobs(2) as jobs:
        found = {place for _, place in jobs.run(((None, number) for number in range(64)), threaded)}
        assert {one[:2] for one in found if isinstance(one, tuple)} == {
            (one[2], os.getpid()) for one in found if isinstance(one, tuple)
        }
        assert len(found) == 2


@forking
def test_a_forked_process_that_is_killed_is_replaced_by_a_fork() -> None:
    with Jobs(2) as jobs:
        results = jobs.run(((None, number) for number in range(2000)), whereabouts)
        before = [place for _, (_, place) in zip(range(32), results, strict=False) if isinstance(place, tuple)]
        os.kill(before[0][2], signal.SIGKILL)
        after = [place for _, place in results if isinstance(place, tuple)]
    assert len(before) + len(after) == 2000
    assert {one[0] for one in before + after} == {before[0][0]}
    assert len({one[2] for one in before + after}) == 3


def test_tasks_are_asked_for_only_so_far_ahead_that_no_process_waits() -> None:
    read = 0

    def tasks() -> Iterator[tuple[int, tuple[int, bytes]]]:
        nonlocal read
        for number in range(100, 5000):
            read += 1
            yield number, (number, b"")

    with Jobs(1) as jobs:
        results = jobs.run(tasks(), doubled)
        assert next(results) == (100, (200, b""))
        assert read < 200


@forking
def test_what_loading_took_is_told_by_one_of_those_that_share_it() -> None:
    settings = Settings()
    known, words = authority.load((), settings.base), lexicon.load((), ())
    make = partial(ready, settings, known, words, Run("", settings.model, "", "", settings.base))
    tasks = [Article(f"a{number}", TELLING, "", "", Span(0, len(TELLING))) for number in range(64)]
    with Jobs(2) as jobs:
        found = [outcome for _, outcome in jobs.run(((None, task) for task in tasks), make)]
    told = [dict(one.seconds) for one in found if one and not isinstance(one, Lost)]
    assert len(told) == 64
    assert sum("loading" in one for one in told) == 1
