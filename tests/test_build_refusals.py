"""Input that can't be used: one line that names the file and the way out, the others go in, nothing stored is lost."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from kg.settings import samples_folder

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Kg

GOOD = "2024-11-08-beacon-bodies"

REFUSED = {
    "empty.txt": (b"", "empty; remove it or put the article's text there"),
    "blank.txt": ("\ufeff \r\n\n".encode(), "empty; remove it"),
    "binary.txt": (b"\x89PNG\r\n\x1a\n\0\0\0", "a binary file (NUL at byte 8); give the article as plain text"),
    "western.txt": ("The café said 500".encode("cp1252"), "not UTF-8 at byte 7; convert it, for example: iconv -f"),
    "wide.txt": (
        "500 bodies".encode("utf-16")[:-1],
        "begins as UTF-16 and is broken at byte 20; save it anew as UTF-8",
    ),
    "page.html": (b"<script>500</script>", "no article found; save its text as .txt"),
    "page.pdf": (b"%PDF-1.7", "not plain text by its ending; save the article's text as .txt"),
    "header.txt": (b"---\ntitle: a: b\n---\nText.\n", "broken front matter at line 2; put values with a colon"),
    "listed.txt": (b"---\n- a\n---\nText.\n", "no fields in the front matter; write lines such as"),
    "dated.txt": (b"---\ndate: last May\n---\nText.\n", "'last May' in the front matter is not of the form 2025-02-14"),
}


@pytest.fixture
def store(samples: Path, tmp_path: Path) -> Path:
    """Gives a copy of the samples' store."""
    return shutil.copytree(samples, tmp_path / "store")


def exported(kg: Kg, store: Path) -> bytes:
    file = store.with_suffix(".nq")
    assert kg("export", file, "--store", store).returncode == 0
    return file.read_bytes()


def test_files_that_cant_be_read_are_named_one_a_line_and_the_others_go_in(kg: Kg, tmp_path: Path) -> None:
    for name, (content, _) in REFUSED.items():
        (tmp_path / name).write_bytes(content)
    shutil.copy(samples_folder() / f"{GOOD}.txt", tmp_path)
    (tmp_path / "hollow").mkdir()
    names = [*REFUSED, f"{GOOD}.txt", "hollow", "missing.txt"]
    done = kg("build", *names, cwd=tmp_path)
    assert done.returncode == 1
    assert done.stdout.startswith("1 article read: 1 new, 0 unchanged\n12 files skipped, see below\n")
    wanted = {name: reason for name, (_, reason) in REFUSED.items()} | {
        "hollow": "no article in this folder; put .txt, .md, .html, .htm or .xhtml files there or name another",
        "missing.txt": "no such file or folder; check the path",
    }
    lines = done.stderr.splitlines()
    assert [line.split(":")[0].removeprefix("error ") for line in lines] == list(wanted)
    assert [reason in line for line, reason in zip(lines, wanted.values(), strict=True)] == [True] * len(lines)
    answer = kg("query", "claims", "--format", "csv", cwd=tmp_path).stdout
    assert {row.split(",")[0] for row in answer.splitlines()[1:]} == {GOOD}


def test_an_article_that_has_become_unreadable_keeps_its_place_in_the_graph(
    kg: Kg, store: Path, tmp_path: Path
) -> None:
    before = exported(kg, store)
    (tmp_path / f"{GOOD}.txt").write_bytes(b"")
    done = kg("build", tmp_path / f"{GOOD}.txt", "--store", store)
    assert done.returncode == 1
    assert "empty" in done.stderr
    assert exported(kg, store) == before


def test_the_second_of_two_articles_of_one_name_is_left_out(kg: Kg, tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
    shutil.copy(samples_folder() / f"{GOOD}.txt", tmp_path / "a" / "same.txt")
    shutil.copy(samples_folder() / "2025-06-16-harrow-bodies.txt", tmp_path / "b" / "same.txt")
    done = kg("build", "a", "b", "a/same.txt", cwd=tmp_path)
    assert done.returncode == 1
    assert done.stderr == (
        "error b/same.txt: a/same.txt has the same name, and the name is the article's; rename one of the two\n"
    )
    assert "563" in kg("query", "figures", "--format", "csv", cwd=tmp_path).stdout


AUTHORITIES = {
    "broken.ttl": ("agent:x a", "broken.ttl, line 1: not valid Turtle"),
    "columns.csv": ("label,type\nx,person\n", "columns.csv, line 1: no column aliases, side; the first line names"),
    "type.csv": (
        "label,type,aliases,side\nx,wizard,,\n",
        "type.csv, line 2: unknown type 'wizard'; write one of person",
    ),
    "words.txt": ("x", "words.txt: an authority file ends in .ttl (Turtle) or .csv; rename or convert it"),
}


@pytest.mark.parametrize("name", [*AUTHORITIES, "missing.ttl"])
def test_a_broken_authority_file_stops_the_build_before_anything_is_changed(
    kg: Kg, store: Path, tmp_path: Path, name: str
) -> None:
    content, wanted = AUTHORITIES.get(name, ("", "missing.ttl: no such file; check the path given with --authority"))
    if name in AUTHORITIES:
        (tmp_path / name).write_text(content)
    before = exported(kg, store)
    done = kg("build", samples_folder(), "--authority", name, "--store", store, cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert wanted in done.stderr
    assert exported(kg, store) == before


def test_a_model_that_is_not_installed_stops_the_build_before_anything_is_changed(kg: Kg, store: Path) -> None:
    before = exported(kg, store)
    done = kg("build", samples_folder(), "--model", "xx_none", "--store", store)
    assert done.returncode == 1
    assert done.stderr.startswith("error spaCy model 'xx_none' is not installed; install its package with pip")
    assert exported(kg, store) == before


@pytest.mark.parametrize(
    "arguments", [("build", str(samples_folder())), ("query", "claims"), ("validate",), ("remove", GOOD)]
)
def test_a_store_of_a_newer_format_is_left_alone(kg: Kg, store: Path, arguments: tuple[str, ...]) -> None:
    before = exported(kg, store)
    mark = (store / "format").read_text()
    (store / "format").write_text("999\n")
    done = kg(*arguments, "--store", store)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"error {store}: the store has format 999, this version of kg reads up to format")
    assert done.stderr.endswith("upgrade exchange-kg, or build into another folder with --store\n")
    (store / "format").write_text(mark)
    assert exported(kg, store) == before


def test_a_folder_that_is_no_store_is_left_alone(kg: Kg, tmp_path: Path) -> None:
    (tmp_path / "thesis.doc").write_text("three years of work")
    done = kg("build", samples_folder(), "--store", tmp_path)
    assert done.returncode == 1
    assert done.stderr == (
        f"error {tmp_path}: a folder with other files, not a store; name a new or empty folder with --store\n"
    )
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.doc"]


def test_a_store_that_cant_be_written_is_named(kg: Kg, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = kg("build", samples_folder(), "--store", tmp_path / "file" / "store")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert done.stderr.startswith(f"error {tmp_path / 'file' / 'store'}: ")


def test_removing_an_article_that_is_not_there_is_told_and_the_others_go(kg: Kg, store: Path) -> None:
    done = kg("remove", GOOD, "nowhere", "--store", store)
    assert (done.returncode, done.stdout) == (1, f"1 article removed from {store}\n")
    assert done.stderr == f"error nowhere: no such article in {store}; `kg query claims` names those that are there\n"


def test_articles_about_something_else_are_left_out_by_name(kg: Kg, tmp_path: Path) -> None:
    (tmp_path / "budget.txt").write_text("The council will debate the budget on Friday, the mayor said.\n")
    done = kg("build", "budget.txt", cwd=tmp_path)
    assert done.returncode == 0
    left_out = "1 left out: no exchange in budget (1 by their words alone; --all reads them)"
    assert done.stdout.startswith(f"1 article read: 0 new, 0 unchanged, {left_out}\n")


def test_what_comes_from_outside_cant_steer_the_terminal(kg: Kg, tmp_path: Path) -> None:
    name = "red\x1b[31m\n.txt"
    (tmp_path / name).write_bytes(b"")
    done = kg("build", name, cwd=tmp_path)
    assert done.returncode == 1
    assert "\x1b" not in done.stdout + done.stderr
    assert done.stderr.count("\n") == 1
