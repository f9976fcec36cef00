"""What is done aside is done in its order, tells its errors, and is over where its block ends."""

from __future__ import annotations

import threading

import pytest

from kg.aside import Aside


def test_work_goes_on_beside_its_caller_one_after_the_other() -> None:
    done: list[str] = []
    go = threading.Event()

    def first() -> None:
        assert go.wait(10)
        done.append("first")

    with Aside() as aside:
        aside.begin(first)
        done.append("caller")
        go.set()
        aside.begin(lambda: done.append("second"))
        aside.wait()
        assert done == ["caller", "first", "second"]


def test_the_next_work_or_a_wait_tells_an_error_once() -> None:
    def fail() -> None:
        raise OSError("no room")

    with Aside() as aside:
        for ask in (aside.wait, lambda: aside.begin(fail)):
            aside.begin(fail)
            with pytest.raises(OSError, match="no room"):
                ask()
            aside.wait()


def test_nothing_is_under_way_after_an_error_of_the_caller() -> None:
    go, done = threading.Event(), threading.Event()

    def work() -> None:
        assert go.wait(10)
        done.set()

    def fail() -> None:
        with Aside() as aside:
            aside.begin(work)
            threading.Timer(0.1, go.set).start()
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert done.is_set()
