"""Builds of archives with many records: what is left, what goes on after a kill, and what is told of the rest."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from fuzz import warc

from kg import build
from kg.annotate.annotator import Annotator
from kg.cli import skipped
from kg.errors import EndingError, ExportError
from kg.settings import Settings, samples_folder
from kg.store import Store

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Kg
    from spacy.tokens import Doc

    from kg.model import Article

TELLING = (samples_folder() / "2025-02-14-kestrel-bodies.txt").read_text(encoding="utf-8")
PARSED = "The prisoners were released by the court on {}."
OTHER = "The council of Norton will debate {} budgets on Friday, the mayor said."

KILLED = """
import os, sys, pathlib
from kg import build
from kg.settings import Settings
from kg.store import Store
def tell(name, number, count):
    if name == sys.argv[2]:
        os.kill(os.getpid(), 9)
build._BATCH, build._TOGETHER = 2, 1
with Store(pathlib.Path(sys.argv[1])) as store:
    build.build([pathlib.Path(sys.argv[3])], store, Settings(), tell)
"""


def archive(path: Path, names: list[str]) -> Path:
    """Writes records: of names in t that tell of an exchange, in p that must be parsed to see that they don't."""
    texts = {"t": TELLING, "p": PARSED, "o": OTHER}
    lines = [
        {"id": name, "date": "2025-02-14", "text": texts[name[0]].replace("{}", f"day {number}")}
        for number, name in enumerate(names)
    ]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return path


def test_a_build_that_was_killed_in_the_middle_of_an_archive_goes_on_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = archive(tmp_path / "a.jsonl", ["t0", "o0", "t1", "p0", "p1", "t2", "t3", "p2", "t4", "o-last", "t5", "p3"])
    store = tmp_path / "store"
    done = subprocess.run([sys.executable, "-c", KILLED, store, "o-last", path], capture_output=True, timeout=300)
    assert done.returncode == -9
    annotated = []
    read = Annotator.read

    def counted(self: Annotator, article: Article, doc: Doc) -> object:
        annotated.append(article.id)
        return read(self, article, doc)

    monkeypatch.setattr(Annotator, "read", counted)
    with Store(store) as opened:
        summary = build.build([path], opened, Settings())
        first = {opened.lines(graph)[0] for graph in opened.graphs()}
    assert annotated == ["t4", "t5", "p3"]
    assert (summary.articles, sorted(summary.stored)) == (6, [f"t{n}" for n in range(6)])
    assert sorted(summary.off_topic) == ["o-last", "o0", "p0", "p1", "p2", "p3"]
    annotated.clear()
    with Store(tmp_path / "clean") as opened:
        build.build([path], opened, Settings())
        assert first == {opened.lines(graph)[0] for graph in opened.graphs()}
    with Store(store) as opened:
        annotated.clear()
        assert build.build([path], opened, Settings()).unchanged == 6
    assert annotated == []


def test_a_record_that_no_longer_tells_of_an_exchange_goes(tmp_path: Path) -> None:
    store = tmp_path / "store"
    archive(tmp_path / "a.jsonl", ["t0", "t1"])
    with Store(store) as opened:
        assert build.build([tmp_path / "a.jsonl"], opened, Settings()).articles == 2
    lines = (tmp_path / "a.jsonl").read_text().splitlines()
    (tmp_path / "a.jsonl").write_text(f"{json.dumps({'id': 't0', 'text': OTHER})}\n{lines[1]}\n")
    with Store(store) as opened:
        summary = build.build([tmp_path / "a.jsonl"], opened, Settings())
    assert (summary.articles, summary.off_topic, summary.unread, summary.unchanged) == (1, ["t0"], 1, 1)


def test_much_that_is_skipped_is_told_by_kinds_and_in_full_in_a_report(kg: Kg, tmp_path: Path) -> None:
    archive(tmp_path / "a.jsonl", ["o0", "p0"])
    broken = "".join(f'{{"id": "b{n}", "text": {n}}}\n{{"text": "x"' + "\n" for n in range(20))
    (tmp_path / "a.jsonl").write_text((tmp_path / "a.jsonl").read_text() + broken)
    (tmp_path / "b.warc").write_bytes(warc())
    done = kg("build", "a.jsonl", "b.warc", "--report", "out.csv", cwd=tmp_path)
    assert done.returncode == 1
    lines = done.stderr.splitlines()
    assert [line for line in lines if line.startswith("note")] == [
        "note b.warc: passed over what holds no article: 1 image/png"
    ]
    assert "40 records skipped, see below" in done.stdout
    more = [line for line in lines if "more like this" in line]
    assert more == [
        "error 17 more like this: the text in … is no text but a number; out.csv lists all",
        "error 17 more like this: not JSON at character … of the line …; out.csv lists all",
    ]
    assert len(lines) == 1 + 3 + 3 + 2
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["what"] for row in rows].count("record") == 40
    assert rows[0] == {
        "what": "record",
        "source": "a.jsonl, line 3",
        "kind": "the text in … is no text but a number",
        "reason": "the text in 'text' is no text but a number; name another with --column text=NAME",
    }
    left_out = [row["source"] for row in rows if row["reason"] == "tells of no exchange"]
    assert left_out[:2] == ["o0", "p0"]
    done = kg("build", "a.jsonl", "--report", "out.json", cwd=tmp_path)
    told = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert [row["source"] for row in told if row["what"] == "article"] == ["o0", "p0"]
    assert len(told) == 42


def test_a_report_of_another_kind_is_a_wrong_command(kg: Kg, tmp_path: Path) -> None:
    done = kg("build", "a.jsonl", "--report", "out.pdf", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr == "error out.pdf: a report is written as .csv or .json; give the file one of these endings\n"
    with pytest.raises(EndingError):
        skipped.check(tmp_path / "out")
    with pytest.raises(ExportError, match="can't be written"):
        skipped.write(tmp_path / "none" / "out.csv", build.Summary())


def test_a_formula_in_a_report_is_none(tmp_path: Path) -> None:
    summary = build.Summary(skipped=[build.Skipped("=1+1", "=1+1: bad")], off_topic=["@x"], foreign={"fr": ["-y"]})
    assert skipped.write(tmp_path / "out.csv", summary) == 3
    assert (tmp_path / "out.csv").read_text().splitlines()[1:] == [
        "file,'=1+1,bad,bad",
        "article,'@x,tells of no exchange,tells of no exchange",
        "article,'-y,is in another language,is in another language: fr",
    ]
