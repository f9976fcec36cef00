"""Builds: what goes in, what is left alone, and that the graph depends on the articles and nothing else."""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import graph_records
import pytest
from rdflib import Graph

from kg import build, evidence, query, rdf
from kg.annotate.annotator import Annotator
from kg.answer import Table
from kg.errors import StoreError
from kg.index import Index
from kg.settings import Settings, samples_folder
from kg.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from conftest import Kg

NEVA = "2024-12-30-neva-prisoners"
KESTREL = "2025-02-14-kestrel-bodies"
SHORT = "2024-11-08-beacon-bodies"


def sample(name: str) -> Path:
    return samples_folder() / f"{name}.txt"


def built(path: Path, articles: Iterable[Path], settings: Settings | None = None) -> build.Summary:
    with Store(path) as store:
        summary = build.build(articles, store, settings or Settings())
    assert summary.skipped == []
    return summary


def quads(path: Path) -> list[bytes]:
    content = io.BytesIO()
    with Store(path, read_only=True) as store:
        store.dump_quads(content)
    return content.getvalue().splitlines()


# ---------------------------------------------------------------- the same articles, the same bytes


def test_two_builds_in_whatever_order_give_the_same_bytes(kg: Kg, samples: Path, tmp_path: Path) -> None:
    backwards = sorted(samples_folder().glob("*.txt"), reverse=True)
    assert kg("build", *backwards, "--store", tmp_path / "store", PYTHONHASHSEED="7").returncode == 0
    for store, file in ((samples, "forwards.nq"), (tmp_path / "store", "backwards.nq")):
        assert kg("export", tmp_path / file, "--store", store).returncode == 0
    forwards = (tmp_path / "forwards.nq").read_bytes()
    assert forwards == (tmp_path / "backwards.nq").read_bytes()
    assert forwards.count(b"\n") > 1000


def test_what_decisions_are_told_of_at_once_is_what_the_stored_graphs_tell(tmp_path: Path) -> None:
    with Store(tmp_path / "store") as store:
        build.build([samples_folder()], store, Settings())
        index = store.attached
        assert isinstance(index, Index)
        graphs = store.fingerprints()
        assert len(graphs) > 3
        for graph in graphs:
            number = index.articles.number(graph)
            assert number is not None
            assert index.articles.told(number) == evidence.told(store.statements(graph))


@pytest.mark.parametrize("name", [NEVA, KESTREL])
def test_removing_an_article_leaves_what_a_build_without_it_gives(
    kg: Kg, samples: Path, tmp_path: Path, name: str
) -> None:
    shutil.copytree(samples, tmp_path / "store")
    done = kg("remove", name, "--store", tmp_path / "store")
    assert (done.returncode, done.stdout) == (0, f"1 article removed from {tmp_path / 'store'}\n")
    built(tmp_path / "clean", [path for path in samples_folder().iterdir() if path.stem != name])
    assert quads(tmp_path / "store") == quads(tmp_path / "clean")


def test_articles_added_one_after_the_other_give_what_one_build_gives(samples: Path, tmp_path: Path) -> None:
    articles = sorted(samples_folder().iterdir())
    for some in (articles[5:], articles[:3], articles):
        built(tmp_path / "store", some)
    assert quads(tmp_path / "store") == quads(samples)


def test_a_changed_article_is_done_again_and_the_others_are_left(tmp_path: Path) -> None:
    articles = tmp_path / "articles"
    articles.mkdir()
    for name in (SHORT, NEVA):
        shutil.copy(sample(name), articles)
    built(tmp_path / "store", [articles])
    text = (articles / f"{SHORT}.txt").read_text()
    (articles / f"{SHORT}.txt").write_text(text.replace("563", "564"))
    summary = built(tmp_path / "store", [articles])
    assert (summary.stored, summary.unchanged) == ([SHORT], 1)
    built(tmp_path / "clean", [articles])
    assert quads(tmp_path / "store") == quads(tmp_path / "clean")


def test_an_article_that_no_longer_tells_of_an_exchange_leaves_the_graph(tmp_path: Path) -> None:
    article = tmp_path / f"{SHORT}.txt"
    shutil.copy(sample(SHORT), article)
    built(tmp_path / "store", [article, sample(NEVA)])
    article.write_text("The council will debate the budget on Friday, the mayor said.\n")
    summary = built(tmp_path / "store", [article])
    assert (summary.off_topic, summary.articles) == ([SHORT], 1)
    built(tmp_path / "clean", [sample(NEVA)])
    assert quads(tmp_path / "store") == quads(tmp_path / "clean")


def test_nothing_is_done_again_where_nothing_changed(samples: Path, tmp_path: Path) -> None:
    shutil.copytree(samples, tmp_path / "store")
    summary = built(tmp_path / "store", [samples_folder()])
    assert (summary.read, summary.unchanged, summary.stored) == (8, 8, [])
    assert quads(tmp_path / "store") == quads(samples)


def test_a_build_says_what_it_did_again_and_why(kg: Kg, tmp_path: Path) -> None:
    articles = tmp_path / "articles"
    articles.mkdir()
    for name in (SHORT, NEVA):
        shutil.copy(sample(name), articles)
    store = ("--store", tmp_path / "store")
    first = kg("build", articles, *store).stdout.splitlines()[0]
    assert first == "2 articles read: 2 new, 0 unchanged"
    (articles / f"{SHORT}.txt").write_text(sample(SHORT).read_text() + "\nMore follows.\n")
    assert kg("build", articles, *store).stdout.splitlines()[:2] == [
        "2 articles read: 0 new, 1 done again, 1 unchanged",
        f"  done again, the text changed: {SHORT}",
    ]
    (tmp_path / "more.csv").write_text("label,type,aliases,side\nHarbour Committee,organization,,Ukraine\n")
    assert kg("build", articles, *store, "--authority", tmp_path / "more.csv").stdout.splitlines()[:2] == [
        "2 articles read: 0 new, 2 done again, 0 unchanged",
        f"  done again, the authority or the lexicon changed: {SHORT}, {NEVA}",
    ]


def test_why_an_article_is_done_again_is_told_by_what_its_graph_says_of_its_making() -> None:
    run = rdf.Run("1", "small", "3.8", "s")
    record = graph_records.herald()
    triples = [quad[:3] for quad in rdf.article_quads(record, run)]
    sha256 = record.article.sha256
    assert rdf.changed(triples, "0" * 64, run) == "the text changed"
    assert rdf.changed(triples, sha256, run, "0" * 64) == "the page around the text changed"
    assert rdf.changed(triples, sha256, replace(run, model="large")) == "another model"
    assert rdf.changed(triples, sha256, replace(run, model_version="3.9")) == "another model"
    assert rdf.changed(triples, sha256, replace(run, version="2")) == "another version of kg"
    assert rdf.changed(triples, sha256, replace(run, settings="t")) == "the authority or the lexicon changed"


def test_an_article_without_an_exchange_is_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    article = tmp_path / "budget.txt"
    article.write_text("The prisoners were released by the court on Friday.\n")
    built(tmp_path / "store", [article, sample(SHORT)])
    loaded = []
    load = Annotator.load
    monkeypatch.setattr(Annotator, "load", lambda *told: loaded.append(told) or load(*told))
    summary = built(tmp_path / "store", [article, sample(SHORT)])
    assert (summary.off_topic, summary.unchanged, loaded) == (["budget"], 1, [])
    article.write_text("The prisoners were released by the court on Monday.\n")
    summary = built(tmp_path / "store", [article])
    assert (summary.off_topic, len(loaded)) == (["budget"], 1)


def test_an_article_without_the_words_of_an_exchange_is_parsed_only_if_asked(kg: Kg, tmp_path: Path) -> None:
    (tmp_path / "budget.txt").write_text("The council will debate the budget on Friday, the mayor said.\n")
    (tmp_path / "match.txt").write_text("The prisoners were released by the court on Friday.\n")
    build = ("build", tmp_path / "budget.txt", tmp_path / "match.txt", "--store", tmp_path / "store")
    line = "2 articles read: 0 new, 0 unchanged, 2 left out: no exchange in budget, match"
    assert kg(*build).stdout.splitlines()[0] == f"{line} (1 by their words alone; --all reads them)"
    assert kg(*build, "--all").stdout.splitlines()[0] == line


# ---------------------------------------------------------------- a build that is killed


KILLED = """
import os, sys, pathlib
from kg import build
from kg.settings import Settings
from kg.store import Store
def tell(name, number, count):
    if number == int(sys.argv[2]):
        os.kill(os.getpid(), 9)
build._BATCH, build._TOGETHER = 2, 1
with Store(pathlib.Path(sys.argv[1])) as store:
    build.build([pathlib.Path(one) for one in sys.argv[3:]], store, Settings(), tell)
"""


def killed(store: Path, moment: int, *articles: Path) -> None:
    done = subprocess.run([sys.executable, "-c", KILLED, str(store), str(moment), *map(str, articles)], check=False)
    assert done.returncode == -9


def test_a_first_build_that_is_killed_is_taken_up_where_it_stopped(
    samples: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    killed(tmp_path / "store", 6, samples_folder())
    with pytest.raises(StoreError, match="no store is there yet"):
        Store(tmp_path / "store", read_only=True)
    annotated = []
    annotate = Annotator.read
    monkeypatch.setattr(Annotator, "read", lambda self, *told: annotated.append(told[0].id) or annotate(self, *told))
    assert len(built(tmp_path / "store", [samples_folder()]).stored) == 8
    # Four of the five that were done before the kill were written, two and two.
    assert len(annotated) == 4
    assert quads(tmp_path / "store") == quads(samples)


def test_an_update_that_is_killed_leaves_what_held_before(samples: Path, tmp_path: Path) -> None:
    articles = sorted(samples_folder().glob("*.txt"))
    built(tmp_path / "store", articles[:3])
    before = quads(tmp_path / "store")
    killed(tmp_path / "store", 7, *articles)
    assert quads(tmp_path / "store") == before
    # What the killed build read comes in only where a later one asks for it.
    built(tmp_path / "other", articles[:4])
    built(tmp_path / "store", articles[:4])
    assert quads(tmp_path / "store") == quads(tmp_path / "other")
    built(tmp_path / "store", articles)
    assert quads(tmp_path / "store") == quads(samples)


# ---------------------------------------------------------------- the same answers elsewhere


@pytest.fixture(scope="module")
def turtle(kg: Kg, samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Graph:
    file = tmp_path_factory.mktemp("turtle") / "graph.ttl"
    assert kg("export", file, "--store", samples).returncode == 0
    return Graph().parse(file)


@pytest.mark.parametrize("name", query.names())
def test_the_exported_turtle_answers_each_stored_question_as_the_store_does(
    samples: Path, turtle: Graph, name: str
) -> None:
    question = query.load(name)
    with Store(samples, read_only=True) as store:
        exchange = store.select("SELECT ?e { ?e a kg:Exchange } ORDER BY ?e LIMIT 1").texts()[0][0]
        told = {"figure": "757", "speaker": "Shamsail Saraliyev", "exchange": exchange, "since": "2025-01-24"}
        values = {one.name: told[one.name] for one in question.parameters if one.required}
        wanted = query.ask(store, question, values)
    assert isinstance(wanted, Table)
    result = turtle.query(query.fill(question, values))
    assert tuple(map(str, result.vars or ())) == wanted.columns
    rows = [tuple("" if term is None else str(term) for term in row) for row in result]  # type: ignore[union-attr]
    assert rows == wanted.texts()
    assert rows or name in {"copies", "falling-totals", "figures-by-region"}


# ---------------------------------------------------------------- further authority files


def test_an_article_keeps_its_actors_when_a_later_build_is_not_given_their_file(tmp_path: Path) -> None:
    (tmp_path / "more.csv").write_text(
        "label,type,aliases,side\nHarbour Committee,organization,the committee,Ukraine\n"
    )
    (tmp_path / "port.txt").write_text(
        "ODESA, March 3, 2025 — The bodies of 12 sailors were handed over by Russia, the Harbour Committee said.\n"
    )
    with_file = Settings(authority=(tmp_path / "more.csv",))
    built(tmp_path / "store", [tmp_path / "port.txt"], with_file)
    before = quads(tmp_path / "store")
    built(tmp_path / "store", [sample(NEVA)])
    with Store(tmp_path / "store") as store:
        assert build.remove([NEVA], store, Settings()) == []
    assert quads(tmp_path / "store") == before
    assert any(b"agent/harbour-committee> <http://www.w3.org/2004/02/skos/core#inScheme>" in line for line in before)


def test_data_of_another_base_is_not_mixed_into_a_store(tmp_path: Path) -> None:
    built(tmp_path / "store", [sample(SHORT)], Settings(base="https://example.org/kg/"))
    before = quads(tmp_path / "store")
    with Store(tmp_path / "store") as store, pytest.raises(StoreError, match=r"give --base https://example\.org/kg/"):
        build.build([sample(NEVA)], store, Settings())
    assert quads(tmp_path / "store") == before
    assert all(b"https://w3id.org/exchange-kg/id/" not in line for line in before if b"/article/" in line)


AGENCY = """---
title: Arland and Borland count their dead
date: {day}
publisher: {outlet}
---

Russia returned the bodies of {number} Ukrainian soldiers on {weekday}, the Coordination Headquarters said.

The bodies were taken to the capital, where experts are to establish the names, the headquarters said in a statement.

The Russian Defence Ministry did not comment on the exchange, the second of its kind since the winter.

Families who wait for news can call the commissioner's office, where twelve operators answer around the clock.

Staff of the Red Cross watched from a tent beside the road and, as always, would not be quoted on what they saw.
"""


def test_one_report_at_two_outlets_is_one_source_and_next_months_formula_is_none(kg: Kg, tmp_path: Path) -> None:
    articles = tmp_path / "articles"
    articles.mkdir()
    for name, day, outlet, number, weekday in (
        ("agency", "2025-03-14", "Norton News Agency", 312, "Friday"),
        ("daily", "2025-03-16", "The Norton Daily", 312, "Friday"),
        ("later", "2025-04-18", "Norton News Agency", 402, "Friday"),
    ):
        text = AGENCY.format(day=day, outlet=outlet, number=number, weekday=weekday)
        (articles / f"{name}.txt").write_text(text, encoding="utf-8")
    edited = AGENCY.format(day="2025-03-15", outlet="Norton Portal", number=312, weekday="Friday")
    edited = edited.replace("Arland and Borland count their dead", "Convoy crosses the border")
    edited = edited.replace("Russia returned", "Another sad convoy: Moscow has given back")
    (articles / "portal.txt").write_text(edited[: edited.index("Staff of")] + "Share this page\n", encoding="utf-8")
    assert kg("build", articles, "--store", tmp_path / "store").returncode == 0

    def rows(name: str, *columns: str) -> list[tuple[str, ...]]:
        with Store(tmp_path / "store", read_only=True) as store:
            answer = query.ask(store, query.load(name))
            assert isinstance(answer, Table)
            return [tuple(row[column] for column in columns) for row in answer.records()]

    assert rows("copies", "original", "copy", "copy_outlet") == [
        ("agency", "daily", "Norton Daily"),
        ("agency", "portal", "Norton Portal"),
    ]
    assert rows("exchanges", "minimum", "earliest", "articles") == [
        ("312", "2025-03-14", "1"),
        ("402", "2025-04-18", "1"),
    ]
