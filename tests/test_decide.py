"""Deciding anew after any change gives what deciding everything from nothing gives, byte for byte."""

from __future__ import annotations

import io
import random
import sqlite3
from typing import TYPE_CHECKING

import pytest
from deciding_world import World

import kg.decide.deciding
import kg.decide.writing
import kg.index.articles
import kg.resolve.exchanges
from kg import authority, evidence, judgements, rdf
from kg.decide import counts, decide, opened
from kg.settings import BASE
from kg.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

KNOWN = authority.load(base=BASE)


def written(path: Path, world: World, changed: Iterable[str], *, tell: bool = False) -> tuple[bytes, tuple[int, ...]]:
    """Brings a store up to date with a world and decides; gives its N-Quads and what the decisions count.

    Of every other article, and then as it is written first, the index is told at once, where it is to `tell`.
    """
    with Store(path) as store:
        judgements.save(path, world.judged.values())
        index = opened(store, KNOWN, BASE) if tell else None
        for number, name in enumerate(changed):
            graph = rdf.article_graph(name, BASE)
            if name in world.articles:
                quads = world.quads(name)
                store.replace(graph, quads)
                if index and number % 2 == 0:
                    told = evidence.told(dict.fromkeys((str(s), str(p), str(o)) for s, p, o, _ in quads))
                    assert told == evidence.told(store.statements(graph))
                    index.take(graph, told)
                if index and number % 6 == 0:
                    # What is written again is another thing than the index was told of.
                    store.drop(graph)
                    store.replace(graph, quads)
            else:
                store.drop(graph)
        decide(store, KNOWN, BASE)
        dumped = io.BytesIO()
        store.dump_quads(dumped)
        return dumped.getvalue(), counts(store)


@pytest.mark.parametrize(("seed", "steps", "crowd"), [(1, 40, False), (2, 40, True), (3, 25, False)])
def test_whatever_changes_the_bytes_are_those_of_a_clean_build(
    tmp_path: Path, seed: int, steps: int, crowd: bool
) -> None:
    world = World(random.Random(seed), crowd=crowd)
    for step in range(steps):
        changed = world.change()
        found = written(tmp_path / "store", world, changed)
        if step % 5 == 4:
            clean = written(tmp_path / f"clean-{step}", world, world.articles)
            assert found == clean, step


@pytest.mark.parametrize(("seed", "crowd"), [(5, False), (6, True)])
def test_what_the_index_is_told_of_and_holding_little_at_a_time_change_no_byte(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int, crowd: bool
) -> None:
    world = World(random.Random(seed), crowd=crowd)
    for step in range(30):
        changed = world.change()
        clean = written(tmp_path / f"clean-{step}", world, world.articles) if step % 6 == 5 else None
        with monkeypatch.context() as small:
            small.setattr(kg.decide.deciding, "_BATCH", 2)
            small.setattr(kg.decide.writing, "_MANY", 20)
            small.setattr(kg.decide.writing, "_FEW", 5)
            small.setattr(kg.index.articles, "_KEPT", 3)
            small.setattr(kg.index.articles, "_BANDED", 3)
            small.setattr(kg.resolve.exchanges, "_WEIGHED", 0)
            found = written(tmp_path / "store", world, changed, tell=True)
            if clean:
                assert found == clean, step
                assert written(tmp_path / f"small-{step}", world, world.articles, tell=True) == clean
                index(tmp_path / "store").unlink()
                assert written(tmp_path / "store", world, [], tell=True) == clean


def index(path: Path) -> Path:
    return path / "index.sqlite"


def damaged(path: Path, world: World) -> None:
    index(path).write_bytes(b"SQLite format 3\0 and then something else" * 200)


def damaged_within(path: Path, world: World) -> None:
    content = bytearray(index(path).read_bytes())
    content[8192:] = b"?" * (len(content) - 8192)
    index(path).write_bytes(content)


def written_past(path: Path, world: World) -> None:
    """A session that goes on writing after it decided leaves an index that doesn't know of it."""
    changed = world.change()
    with Store(path) as store:
        decide(store, KNOWN, BASE)
        for name in changed:
            if name in world.articles:
                store.replace(rdf.article_graph(name, BASE), world.quads(name))
            else:
                store.drop(rdf.article_graph(name, BASE))


def gone(path: Path, world: World) -> None:
    index(path).unlink()


def of_another_state(path: Path, world: World) -> None:
    """A writer that is killed after the store's new state holds leaves the index of the state before."""
    before = index(path).read_bytes()
    written(path, world, world.change())
    index(path).write_bytes(before)


def of_a_killed_writer(path: Path, world: World) -> None:
    """A writer that fails leaves neither a new state nor an index of one."""
    name = sorted(world.articles)[0]

    def fail() -> None:
        with Store(path) as store:
            store.drop(rdf.article_graph(name, BASE))
            decide(store, KNOWN, BASE)
            _ = 1 / 0

    with pytest.raises(ZeroDivisionError):
        fail()


@pytest.mark.parametrize(
    "accident", [damaged, damaged_within, gone, of_another_state, of_a_killed_writer, written_past]
)
def test_an_index_of_no_use_is_made_anew(tmp_path: Path, accident: Callable[[Path, World], None]) -> None:
    world = World(random.Random(7))
    for _ in range(4):
        written(tmp_path / "store", world, world.change())
    accident(tmp_path / "store", world)
    found = written(tmp_path / "store", world, world.change())
    assert found == written(tmp_path / "clean", world, world.articles)


def test_a_change_makes_no_groups_of_reports_that_it_does_not_touch(tmp_path: Path) -> None:
    world = World(random.Random(11), days=3000)
    written(tmp_path / "store", world, {name for _ in range(60) for name in world.change()})

    def groups() -> set[int]:
        database = sqlite3.connect(index(tmp_path / "store"))
        found = {number for (number,) in database.execute("SELECT number FROM node")}
        database.close()
        return found

    before = groups()
    name = sorted(world.articles)[0]
    del world.articles[name]
    written(tmp_path / "store", world, [name])
    assert len(before) > 60
    assert len(groups() ^ before) < 12
