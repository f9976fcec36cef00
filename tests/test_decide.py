"""Deciding anew after any change gives what deciding everything from nothing gives, byte for byte."""

from __future__ import annotations

import io
import random
from typing import TYPE_CHECKING

import pytest
from deciding_world import World

from kg import authority, judgements, rdf
from kg.decide import counts, decide
from kg.settings import BASE
from kg.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

KNOWN = authority.load(base=BASE)


def written(path: Path, world: World, changed: Iterable[str]) -> tuple[bytes, tuple[int, ...]]:
    """Brings a store up to date with a world and decides; gives its N-Quads and what the decisions count."""
    with Store(path) as store:
        judgements.save(path, world.judged.values())
        for name in changed:
            graph = rdf.article_graph(name, BASE)
            if name in world.articles:
                store.replace(graph, world.quads(name))
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
