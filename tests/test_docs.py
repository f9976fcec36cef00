"""What the documents show is what the program does. `KG_UPDATE_DOCS=1 pytest tests/test_docs.py` writes it anew."""

from __future__ import annotations

import os
import re
import shlex
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from rdflib import Graph

from kg import query

if TYPE_CHECKING:
    from conftest import Kg

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
PAGES = [README, ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
CONSOLE = re.compile(r"(?<=```console\n).*?(?=^```)", re.DOTALL | re.MULTILINE)


def test_the_readme_shows_what_the_commands_print(kg: Kg, tmp_path: Path) -> None:
    (tmp_path / "kg").symlink_to(ROOT / "kg")
    text = README.read_text(encoding="utf-8")

    def played(block: re.Match[str]) -> str:
        blocks = []
        for command in re.findall(r"^\$ (.*)$", block[0], re.MULTILINE):
            done = kg(*shlex.split(command)[1:], cwd=tmp_path, PATH=f"{tmp_path}/bin:{os.environ['PATH']}")
            assert (done.returncode, done.stderr) == (0, ""), command
            blocks.append(f"$ {command}\n{done.stdout}")
        return "\n".join(blocks)

    (tmp_path / "bin").mkdir()
    # The program names itself as the shell finds it.
    (tmp_path / "bin" / "kg").write_text("#!/bin/sh\n")
    (tmp_path / "bin" / "kg").chmod(0o755)
    now = CONSOLE.sub(played, text)
    if os.environ.get("KG_UPDATE_DOCS"):
        README.write_text(now, encoding="utf-8")
    assert now == README.read_text(encoding="utf-8")


def test_the_turtle_of_the_readme_is_in_the_graph(kg: Kg, samples: Path, tmp_path: Path) -> None:
    assert kg("export", tmp_path / "graph.ttl", "--store", samples).returncode == 0
    shown = re.findall(r"(?<=```turtle\n).*?(?=^```)", README.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    assert len(shown) == 1
    triples = set(Graph().parse(data=shown[0], format="turtle"))
    assert len(triples) > 20
    assert triples - set(Graph().parse(tmp_path / "graph.ttl")) == set()


def test_every_command_and_every_question_is_in_the_readme(kg: Kg) -> None:
    text = README.read_text(encoding="utf-8")
    commands = re.findall(r"^  ([a-z]+)  ", kg("--help").stdout, re.MULTILINE)
    assert "fetch" in commands
    assert [name for name in commands if f"`kg {name}" not in text] == []
    assert [name for name in query.names() if f"`{name}`" not in text and name != "network"] == []
    rows = re.findall(r"^\| `kg ([a-z]+)", text, re.MULTILINE)
    assert rows == commands


@pytest.mark.parametrize("page", PAGES, ids=[str(page.relative_to(ROOT)) for page in PAGES])
def test_the_files_that_a_page_names_are_there(page: Path) -> None:
    named = re.findall(r"`((?:kg|docs|tests|ontology|shapes|queries)/[\w./*-]*)`", page.read_text(encoding="utf-8"))
    assert [name for name in named if not list(ROOT.glob(name.rstrip("/"))) and name != "kg/data/"] == []


def test_every_page_of_the_documents_is_linked_from_the_readme_or_from_one_that_is() -> None:
    seen, left = set(), [README]
    while left:
        page = left.pop()
        seen.add(page)
        # Not in blocks of code, where brackets are code.
        text = re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)
        for target in re.findall(r"\]\(([^)\s]+)\)", text):
            if not re.match(r"[a-z]+:|#", target):
                path = (page.parent / target.partition("#")[0]).resolve()
                assert path.exists(), f"{page.relative_to(ROOT)} links to {target}, which isn't there"
                if path.suffix == ".md" and path not in seen:
                    left.append(path)
    assert {page for page in PAGES if page.parent == ROOT / "docs"} - seen == set()


def test_each_dependency_has_its_decision() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    decided = "".join(page.read_text(encoding="utf-8") for page in PAGES if page.parent.name == "decisions")
    names = [re.split("[<>=]", one)[0] for one in project["dependencies"] + project["optional-dependencies"]["dev"]]
    assert [name for name in names if f"`{name}" not in decided and not name.startswith("types-")] == []
