"""A reader keeps the state that it opened whole, however many files it has and however many writers come after."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

from rdflib import Literal
from rdflib.term import URIRef

from kg.generations import current
from kg.holds import Hold, held
from kg.store import Store

if TYPE_CHECKING:
    from pathlib import Path

NAME = URIRef("https://example.org/name")


def fill(path: Path, batches: int) -> None:
    with Store(path) as store:
        for batch in range(batches):
            graph = URIRef(f"https://example.org/graph/{batch}")
            told = (f"{batch} {number} {'x' * 40}" for number in range(100))
            store.load((graph, NAME, Literal(text), graph) for text in told)


def generations(path: Path) -> list[str]:
    return sorted(entry.name for entry in path.glob("quads-*"))


def test_a_superseded_state_stays_whole_while_it_is_read(tmp_path: Path) -> None:
    # More files than the database opens at once.
    fill(tmp_path, 60)
    reader = Store(tmp_path, read_only=True)
    first = current(tmp_path).name
    for turn in range(3):
        with Store(tmp_path) as writer:
            writer.replace(str(NAME), [(NAME, NAME, Literal(turn), NAME)])
    assert generations(tmp_path) == sorted({first, current(tmp_path).name})
    found = reader.select("SELECT ?v { ?s ?p ?v }").texts()
    assert len(found) == 6000
    reader.close()
    with Store(tmp_path) as writer:
        writer.drop(str(NAME))
    assert generations(tmp_path) == [current(tmp_path).name]


def test_a_hold_ends_with_its_holder(tmp_path: Path) -> None:
    assert not held(tmp_path)
    one, other = Hold(tmp_path), Hold(tmp_path)
    assert held(tmp_path)
    one.release()
    one.release()
    assert held(tmp_path)
    del other
    gc.collect()
    assert not held(tmp_path)
    assert not held(tmp_path / "none")
