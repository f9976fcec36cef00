"""Readers' judgements from the command line: the graph obeys, undone it is as before, and what is wrong is told."""

from __future__ import annotations

import csv
import io
import re
import shutil
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Kg

# Two samples that tell of one exchange, and one that tells of another.
NEVA, LIGHTHOUSE, BEACON = "2024-12-30-neva-prisoners", "2024-12-30-lighthouse-prisoners", "2024-11-08-beacon-bodies"


@pytest.fixture
def store(samples: Path, tmp_path: Path) -> Path:
    """A store of its own with the graph of the samples, without judgements."""
    shutil.copytree(samples, tmp_path / "store")
    return tmp_path / "store"


def rows(kg: Kg, store: Path, name: str) -> list[dict[str, str]]:
    done = kg("query", name, "--format", "csv", "--store", store)
    assert done.returncode == 0, done.stderr
    return list(csv.DictReader(io.StringIO(done.stdout)))


def exchange_of(kg: Kg, store: Path, article: str) -> set[str]:
    """The exchanges that an article reports as its own."""
    own = f'SELECT ?iri {{ ?r prov:wasDerivedFrom/schema:identifier "{article}" ; kg:main true ; kg:reportOf ?iri }}'
    done = kg("query", "-", "--format", "csv", "--store", store, stdin=own)
    return set(done.stdout.split()[1:])


def exported(kg: Kg, store: Path) -> bytes:
    file = store.with_name("graph.nq")
    assert kg("export", file, "--store", store).returncode == 0
    return file.read_bytes()


def judge(kg: Kg, store: Path, *words: str) -> str:
    done = kg("judge", *words, "--store", store)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def refused(kg: Kg, store: Path, *words: str, status: int) -> str:
    file = store.with_name("store.judgements.ttl")
    before = file.read_bytes() if file.exists() else None
    done = kg("judge", *words, "--store", store)
    assert done.returncode == status, done.stdout
    assert (file.read_bytes() if file.exists() else None) == before
    return done.stderr


def test_a_judgement_is_obeyed_at_once_and_by_every_build_and_undone_leaves_the_same_bytes(kg: Kg, store: Path) -> None:
    before = exported(kg, store)
    assert exchange_of(kg, store, NEVA) == exchange_of(kg, store, LIGHTHOUSE)
    said = judge(kg, store, "different", NEVA, LIGHTHOUSE, "--reason", "two  flights")
    assert exchange_of(kg, store, NEVA).isdisjoint(exchange_of(kg, store, LIGHTHOUSE))
    judged = exported(kg, store)
    assert b"two flights" in judged
    assert kg("build", "kg/samples", "--store", store).returncode == 0
    assert exported(kg, store) == judged
    assert kg("validate", "--store", store).returncode == 0
    name = said.split()[0]
    assert judge(kg, store, "list") == said
    assert judge(kg, store, "undo", name) == f"taken back: {said}"
    assert exported(kg, store) == before
    assert kg("build", "kg/samples", "--store", store).returncode == 0
    assert exported(kg, store) == before
    assert not store.with_name("store.judgements.ttl").exists()


def test_a_store_built_anew_finds_its_judgements_again(kg: Kg, store: Path) -> None:
    judge(kg, store, "same", NEVA, BEACON, "--reason", "told together")
    judged = exported(kg, store)
    assert exchange_of(kg, store, NEVA) == exchange_of(kg, store, BEACON)
    shutil.rmtree(store)
    assert kg("build", "kg/samples", "--store", store).returncode == 0
    assert exported(kg, store) == judged


def test_exchanges_are_named_as_tables_show_them_too(kg: Kg, store: Path) -> None:
    ((one,), (other,)) = (exchange_of(kg, store, name) for name in (NEVA, BEACON))
    said = judge(kg, store, "same", one, other.rsplit("/", 1)[-1])
    assert re.fullmatch(r"[0-9a-f]{8}  the exchange in .*/1 is the same as the exchange in .*\n", said)
    evidence = rows(kg, store, "exchange-evidence")
    assert "judged the same" in {row["reasons"] for row in evidence}


def test_actors_judged_the_same_count_as_one(kg: Kg, store: Path) -> None:
    def actors() -> dict[str, dict[str, str]]:
        return {row["label"]: row for row in rows(kg, store, "actors")}

    before = exported(kg, store)
    one, other = "Beacon Chronicle", "Black Earth Gazette"
    claims = sum(int(actors()[name]["claims"]) for name in (one, other))
    said = judge(kg, store, "same", one.lower(), other, "--reason", "sold")
    assert other not in actors()
    assert int(actors()[one]["claims"]) == claims
    assert {row["speaker"] for row in rows(kg, store, "claims")}.isdisjoint({other})
    judge(kg, store, "undo", said[:4])
    assert exported(kg, store) == before


def test_judgements_that_contradict_an_earlier_one_are_refused_with_both_named(kg: Kg, store: Path) -> None:
    first = judge(kg, store, "different", NEVA, LIGHTHOUSE, "--reason", "two flights").split()[0]
    assert "judged so already" in refused(kg, store, "different", LIGHTHOUSE, NEVA, status=1)
    error = refused(kg, store, "same", NEVA, LIGHTHOUSE, "--reason", "one flight", status=1)
    assert f"[{first}, different (two flights)]" in error
    assert "same (one flight)" in error
    # Through a third one as well.
    second = judge(kg, store, "same", NEVA, BEACON).split()[0]
    error = refused(kg, store, "same", BEACON, LIGHTHOUSE, status=1)
    assert first in error
    assert second in error


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("same", NEVA, "nobody at all"), "no exchange and no actor 'nobody at all'"),
        (("same", NEVA, "Ukraine"), "name two of one kind"),
        (("same", NEVA, NEVA), "one and the same exchange already"),
        (("different", "Ukraine", "ukraine"), "one and the same actor already"),
        (("undo", "ffff"), "no judgement 'ffff'"),
    ],
)
def test_what_can_not_be_judged_is_a_wrong_command_line(kg: Kg, store: Path, words: tuple[str, ...], told: str) -> None:
    assert told in refused(kg, store, *words, status=2)


def test_there_is_nothing_to_judge_without_a_store(kg: Kg, tmp_path: Path) -> None:
    done = kg("judge", "same", "a", "b", "--store", tmp_path / "none")
    assert (done.returncode, "no store is there yet" in done.stderr) == (1, True)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("kg:Judgement <", "line 1: not valid Turtle"),
        (
            "@prefix kg: <https://w3id.org/exchange-kg/ontology#> .\n<urn:j> a kg:Judgement ; kg:judgedAs kg:same .",
            "line 2",
        ),
    ],
)
def test_a_broken_file_of_judgements_stops_a_build_before_anything_changes(
    kg: Kg, store: Path, text: str, told: str
) -> None:
    before = exported(kg, store)
    store.with_name("store.judgements.ttl").write_text(text)
    done = kg("build", "kg/samples", "--store", store)
    assert done.returncode == 1
    assert told in done.stderr
    assert exported(kg, store) == before
