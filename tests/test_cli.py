"""The commands on a graph that is there: what they print, and the exit status of each way to get them wrong."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
import typer
from conftest import SCRIPT
from rdflib import Graph, Literal
from typer.testing import CliRunner

from kg import query
from kg.cli.groups import Grouped
from kg.vocab import NIF, PROV

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Kg

COMMANDS = (
    *("build", "remove", "judge", "validate", "query", "queries", "explain", "export", "push", "network", "claims"),
    "evaluate",
)


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_each_command_shows_an_example(kg: Kg, command: str) -> None:
    done = kg(command, "--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert re.search(rf"Examples?: kg {command}\b", done.stdout)


def test_the_help_names_every_command_with_a_whole_sentence(kg: Kg) -> None:
    listed = dict(re.findall(r"^  ([a-z]+) {2,}(\S.*)$", kg("--help", COLUMNS="80").stdout, re.MULTILINE))
    assert set(COMMANDS) <= set(listed)
    assert [name for name, sentence in listed.items() if not sentence.endswith(".") or sentence.endswith("...")] == []


def test_the_help_lists_the_commands_under_headings_as_the_work_goes(kg: Kg) -> None:
    told = kg("--help", COLUMNS="80").stdout
    headings = re.findall(r"^([A-Z][a-z ]+):$", told, re.MULTILINE)
    assert headings == ["Options", "Put articles in", "Ask", "Check and correct", "Pass on"]
    assert told.index("  fetch ") < told.index("  build ") < told.index("  query ") < told.index("  push ")
    assert max(map(len, told.splitlines())) <= 80


def test_a_command_that_no_heading_names_is_listed_last() -> None:
    app = typer.Typer(cls=Grouped, rich_markup_mode=None)
    for name in ("new", "build"):
        app.command(name, help=f"Do {name}. More.")(lambda: None)
    told = CliRunner().invoke(app, ["--help"]).output
    assert told.index("Put articles in:\n  build  Do build.\n") < told.index("Other:\n  new    Do new.")


def test_the_list_of_questions_fits_the_terminal(kg: Kg) -> None:
    for columns in ("80", "200"):
        lines = kg("queries", COLUMNS=columns).stdout.splitlines()
        examples = [line for line in lines if line.startswith("    e.g. ")]
        assert len(examples) > 20
        assert max(len(line) for line in lines if line not in examples) <= min(int(columns), 100)


def test_a_language_names_all_that_it_needs_at_once(kg: Kg, tmp_path: Path) -> None:
    done = kg("build", tmp_path, "--language", "xx")
    assert done.returncode == 2
    assert done.stderr.endswith("; add --model NAME and --lexicon FILE\n")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (
            ("--side", "Arland"),
            "`kg query network --param side=Arland` gives no row; `kg query actors` lists the sides",
        ),
        (
            ("--view", "about", "--since", "2099-01-01"),
            "--param relation=speaks-about --param since=2099-01-01` gives no",
        ),
        (("--core", "99"), "nothing to draw: no actor is left in the 99-core; choose a lower --core"),
    ],
)
def test_a_network_of_nobody_is_told_and_no_empty_page_is_written(
    kg: Kg, samples: Path, tmp_path: Path, options: tuple[str, ...], words: str
) -> None:
    done = kg("network", tmp_path / "x.html", "--store", samples, *options)
    assert (done.returncode, done.stdout) == (1, "")
    assert words in done.stderr
    assert not list(tmp_path.iterdir())


def test_boilerplate_that_is_not_there_says_what_it_would_take(kg: Kg, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "---\npublisher: Norton Post\n---\nArland and Borland exchanged 12 prisoners on Friday.\n"
    )
    done = kg("boilerplate", tmp_path)
    assert (done.returncode, done.stdout.startswith("# Lines that recur")) == (0, True)
    assert done.stderr.endswith("no line recurs often enough; it takes three articles of one outlet or more\n")


def test_the_version_is_the_packages(kg: Kg) -> None:
    from kg import __version__

    assert kg("--version").stdout == f"kg {__version__}\n"


def test_each_stored_question_is_listed_with_its_parameters(kg: Kg) -> None:
    listed = {
        block.partition("\n")[0]: re.findall(r"--param ([a-z_]+)=<", block)
        for block in kg("queries").stdout.strip().split("\n\n")
    }
    questions = [query.load(name) for name in query.names()]
    assert listed == {f"{one.name}: {one.title}": [parameter.name for parameter in one.parameters] for one in questions}


def test_a_stored_question_is_answered_in_each_format(kg: Kg, samples: Path) -> None:
    def answer(form: str) -> str:
        done = kg("query", "exchanges", "--format", form, "--store", samples)
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout

    rows = list(csv.DictReader(io.StringIO(answer("csv"))))
    assert len(rows) == len(json.loads(answer("json"))["results"]["bindings"]) == answer("xml").count("<result>")
    assert answer("table").endswith(f"({len(rows)} rows)\n")
    assert all(row["exchange"].startswith("https://w3id.org/exchange-kg/id/exchange/") for row in rows)


def test_the_store_is_named_by_the_environment_too(kg: Kg, samples: Path) -> None:
    assert kg("query", "claims", KG_STORE=str(samples)).returncode == 0


def test_a_question_of_ones_own_is_read_from_a_file_and_from_standard_input(
    kg: Kg, samples: Path, tmp_path: Path
) -> None:
    text = "SELECT (COUNT(*) AS ?n) { ?article a schema:NewsArticle }"
    (tmp_path / "mine.rq").write_text(text)
    for done in (
        kg("query", tmp_path / "mine.rq", "--format", "csv", "--store", samples),
        kg("query", "-", "--format", "csv", "--store", samples, stdin=text),
    ):
        assert (done.returncode, done.stdout) == (0, "n\n8\n")


def test_an_exchange_is_named_as_a_table_shows_it(kg: Kg, samples: Path) -> None:
    asked = ("query", "exchange-evidence", "--store", samples)
    shown = re.findall(r"\bexchange/\S+", kg(*asked).stdout)
    answer = kg(*asked, "--param", f"exchange={shown[0]}")
    assert shown[0] in answer.stdout
    assert not answer.stdout.endswith("(0 rows)\n")


def test_the_reader_of_a_pipe_may_go(kg: Kg, samples: Path) -> None:
    done = subprocess.run(
        f"'{SCRIPT}' query claims --store '{samples}' | head -1", shell=True, capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("ending", [".ttl", ".trig", ".nq", ".nt", ".jsonld", ".rdf"])
def test_an_export_tells_what_it_wrote(kg: Kg, samples: Path, tmp_path: Path, ending: str) -> None:
    done = kg("export", tmp_path / f"graph{ending}", "--store", samples)
    assert (done.returncode, done.stderr) == (0, "")
    assert re.fullmatch(rf".*graph{ending}: \d+ statements\n", done.stdout)
    assert (tmp_path / f"graph{ending}").stat().st_size > 10_000


@pytest.mark.parametrize("ending", [".html", ".svg", ".png", ".graphml", ".gexf", ".json"])
def test_a_network_tells_what_it_wrote(kg: Kg, samples: Path, tmp_path: Path, ending: str) -> None:
    done = kg("network", tmp_path / f"actors{ending}", "--store", samples)
    assert (done.returncode, done.stderr) == (0, "")
    assert re.fullmatch(rf".*actors{ending}: \d+ actors, \d+ relations\n", done.stdout)


# ---------------------------------------------------------------- what is refused


NOT_THERE = [
    (("query", "figure"), "no stored question and no file is called 'figure'; did you mean"),
    (("query", "figure-sources"), "figure-sources needs --param figure=VALUE"),
    (("query", "figure-sources", "--param", "figure=many"), "--param figure=many is not an integer"),
    (("query", "figure-sources", "--param", "number=1"), "has no parameter 'number'; it has figure"),
    (("query", "claims", "--format", "pdf"), "unknown format 'pdf'; choose one of table, csv, json, xml, ttl"),
    (("query", "claims", "--format", "ttl"), "no Turtle; choose table, csv, json or xml"),
    (("explain", "909", "--format", "csv"), "unknown format 'csv'; choose text or json"),
    (("export", "graph.pdf"), "graph.pdf: unknown ending '.pdf'; use one of .ttl"),
    (("network", "actors.pdf"), "actors.pdf: the ending .pdf is not known; give a file that ends in .html"),
]


@pytest.mark.parametrize(("arguments", "wanted"), NOT_THERE, ids=[" ".join(case[0]) for case in NOT_THERE])
def test_asking_for_what_there_is_not_is_one_line_and_exit_2(
    kg: Kg, samples: Path, tmp_path: Path, arguments: tuple[str, ...], wanted: str
) -> None:
    done = kg(*arguments, "--store", samples, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("error ")
    assert wanted in done.stderr
    assert list(tmp_path.iterdir()) == []


MALFORMED = [
    (),
    ("nonsense",),
    ("build",),
    ("query",),
    ("query", "figure-sources", "--param", "figure"),
    ("build", "x.txt", "--base", "no iri"),
    ("explain",),
    ("export", "graph.ttl", "--nonsense"),
]


@pytest.mark.parametrize("arguments", MALFORMED, ids=[" ".join(case) or "nothing" for case in MALFORMED])
def test_a_malformed_command_line_is_exit_2(kg: Kg, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    done = kg(*arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert "Usage: kg" in done.stdout + done.stderr
    assert list(tmp_path.iterdir()) == []


AT_FAULT = [
    (("query", "-"), "SELECT * {", "standard input: not SPARQL 1.1 at line 1"),
    (
        ("query", "-"),
        "SELECT * { SERVICE <http://example.org/> {} }",
        "'SERVICE' asks another server, which is refused",
    ),
    (("query", "broken.rq"), "", "broken.rq: not SPARQL 1.1 at line 1"),
    (("validate", "missing.ttl"), "", "missing.ttl: can't be read: No such file or directory; name a file of RDF"),
    (("validate", "broken.rdf"), "", "broken.rdf: no RDF that its ending promises"),
    (("export", "missing/graph.ttl"), "", "missing/graph.ttl: can't be written"),
    (("export", "folder.ttl"), "", "folder.ttl: can't be written"),
    (("network", "missing/actors.html"), "", "missing/actors.html: can't be written: No such file"),
]


@pytest.mark.parametrize(("arguments", "stdin", "wanted"), AT_FAULT, ids=[case[2][:50] for case in AT_FAULT])
def test_a_file_at_fault_is_named_in_one_line_and_exit_1(
    kg: Kg, samples: Path, tmp_path: Path, arguments: tuple[str, ...], stdin: str, wanted: str
) -> None:
    (tmp_path / "broken.rq").write_text("SELECT {")
    (tmp_path / "broken.rdf").write_text("<rdf")
    (tmp_path / "folder.ttl").mkdir()
    done = kg(*arguments, "--store", samples, cwd=tmp_path, stdin=stdin)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.count("\n") == 1
    assert wanted in done.stderr
    assert {path.name for path in tmp_path.iterdir()} == {"broken.rq", "broken.rdf", "folder.ttl"}


@pytest.mark.parametrize(
    "arguments",
    [("query", "claims"), ("validate",), ("remove", "x"), ("export", "x.ttl"), ("network", "x.html"), ("explain", "9")],
)
def test_without_a_store_the_command_that_makes_one_is_named(
    kg: Kg, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    done = kg(*arguments, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "error kg-store: no store is there yet; make one with `kg build PATH… --store kg-store`\n"
    assert list(tmp_path.iterdir()) == []


# ---------------------------------------------------------------- validation


def test_the_graph_of_the_samples_conforms(kg: Kg, samples: Path) -> None:
    done = kg("validate", "--store", samples)
    assert (done.returncode, done.stderr) == (0, "")
    assert re.fullmatch(r"conforms: 9 graphs checked, 0 violations, \d+ warnings?", done.stdout.splitlines()[-1])


def test_an_exported_file_conforms_and_one_with_a_passage_moved_by_one_character_does_not(
    kg: Kg, samples: Path, tmp_path: Path
) -> None:
    whole, moved = tmp_path / "whole.ttl", tmp_path / "moved.ttl"
    kg("export", whole, "--store", samples)
    assert kg("validate", whole).returncode == 0
    graph = Graph().parse(whole)
    passage = min(graph.objects(None, PROV.wasQuotedFrom))
    for edge in (NIF.beginIndex, NIF.endIndex):
        graph.set((passage, edge, Literal(int(str(graph.value(passage, edge))) + 1)))
    graph.serialize(moved)
    done = kg("validate", moved)
    assert done.returncode == 1
    assert str(passage) in done.stdout
    assert done.stdout.splitlines()[-1].startswith("does not conform: 1 graph checked, ")


def test_a_command_waits_for_no_library_that_it_does_not_use() -> None:
    heavy = {"rdflib", "spacy", "trafilatura", "feedparser", "warcio", "htmldate", "pyshacl", "numpy", "distributed"}
    told = {}
    for module in ("kg.cli", "kg.build"):
        program = f"import sys, {module}; print(*sys.modules)"
        found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
        told[module] = heavy & set(found.stdout.split())
    assert told["kg.cli"] == set()
    assert told["kg.build"] == {"rdflib", "numpy"}
