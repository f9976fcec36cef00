from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import graph_records as records
import graph_store
import pytest

from kg import evaluate, query
from kg.answer import Table
from kg.errors import KgError
from kg.evaluate import Names, Tables, compare, explain
from kg.evaluate.measure import right_direction
from kg.evaluate.tables import ClaimRow, FigureRow, read_gold, read_store
from kg.model import Span

if TYPE_CHECKING:
    from pathlib import Path

    from kg.store import Store

UKRAINE, HEADQUARTERS = "https://example.org/ukraine", "https://example.org/headquarters"
NAMES = Names(
    {
        "ukraine": frozenset({UKRAINE}),
        "україна": frozenset({UKRAINE}),
        "coordination headquarters": frozenset({HEADQUARTERS}),
        "headquarters": frozenset({HEADQUARTERS}),
        "sumy": frozenset({"https://example.org/sumy"}),
    }
)
CLAIM = {"speaker": "Ukraine", "stance": "asserts", "manner": "paraphrased", "medium": ""}
FIGURE = {
    "speaker": "Ukraine", "minimum": "909", "maximum": "909", "counted": "bodies", "whose": "", "giver": "",
    "receiver": "Ukraine", "place": "", "role": "total", "exchange": "A",
}  # fmt: skip


def claim(start: int, end: int, article: str = "a", **fields: str) -> ClaimRow:
    return ClaimRow(article, Span(start, end), **CLAIM | fields)


def figure(start: int, end: int, article: str = "a", **fields: str) -> FigureRow:
    return FigureRow(article, Span(start, end), **FIGURE | fields)


def tables(*rows: ClaimRow | FigureRow, articles: tuple[str, ...] = ("a",)) -> Tables:
    claims = tuple(row for row in rows if isinstance(row, ClaimRow))
    figures = tuple(row for row in rows if isinstance(row, FigureRow))
    return Tables(claims, figures, frozenset(articles))


@pytest.fixture(scope="module")
def store() -> Store:
    return graph_store.filled()


def write_gold(folder: Path, store: Store) -> Path:
    """Writes a store's own tables as gold tables."""
    folder.mkdir()
    for name in ("claims", "figures"):
        answer = query.ask(store, query.load(name), {})
        assert isinstance(answer, Table)
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(answer.columns)
            writer.writerows(answer.texts())
    return folder


def test_the_measures_of_a_small_case_are_those_counted_by_hand() -> None:
    gold = tables(
        claim(0, 100, speaker="Headquarters"),  # found under another of its names
        claim(100, 200, stance="denies"),  # found, with the wrong stance
        claim(200, 300),  # found with another speaker
        claim(300, 400),  # a third of it is found: not enough
        claim(400, 500, manner="narrated"),  # does not count
        claim(500, 600, manner="narrated", stance="declines", speaker="Russia|Kremlin"),  # counts; missed
        figure(10, 13),  # right
        figure(20, 23, role="part|running", place="Sumy"),  # right, but for the role
        figure(30, 33, exchange="B"),  # wrong people counted, and put into exchange A's
        figure(40, 43, minimum="500", maximum=""),  # wrong bounds
    )
    predicted = tables(
        claim(0, 90, speaker="Coordination Headquarters"),
        claim(100, 200),
        claim(200, 300, speaker="Russia"),
        claim(380, 440),
        claim(0, 100, article="not annotated"),
        figure(10, 13, exchange="x"),
        figure(20, 23, place="Sumy region", exchange="x"),
        figure(30, 33, counted="prisoners", exchange="x"),
        figure(40, 43, minimum="500", maximum="500", exchange="y"),
    )
    measured = {name: measure.record() for name, measure in compare(gold, predicted, NAMES).measures.items()}
    assert measured == {
        "claims": {"precision": 0.5, "recall": 0.4, "f1": 0.4444, "gold": 5, "predicted": 4},
        "speaker": {"precision": 0.75, "recall": 0.6, "f1": 0.6667, "gold": 5, "predicted": 4},
        "stance": {"accuracy": 0.5, "of": 2},
        "manner": {"accuracy": 1.0, "of": 2},
        "medium": {"accuracy": 1.0, "of": 2},
        "value": {"precision": 0.75, "recall": 0.75, "f1": 0.75, "gold": 4, "predicted": 4},
        "figure": {"precision": 0.5, "recall": 0.5, "f1": 0.5, "gold": 4, "predicted": 4},
        "role": {"accuracy": 0.6667, "of": 3},
        # Of six pairs three are one exchange (A: 10, 20, 40); told as one are three (10, 20, 30); one is both.
        "exchange": {"precision": 0.3333, "recall": 0.3333, "f1": 0.3333, "gold": 3, "predicted": 3},
    }


@pytest.mark.parametrize(
    ("expected", "found", "right"),
    [
        ({"giver": "Russia"}, {"giver": "Russia", "receiver": ""}, True),
        ({"giver": "Russia", "receiver": ""}, {"giver": "", "receiver": "Ukraine"}, True),  # the opposite end
        ({"giver": "Russia"}, {"giver": "", "receiver": ""}, False),
        ({"giver": "Russia"}, {"giver": "Ukraine", "receiver": ""}, False),
        ({"receiver": ""}, {"giver": "Russia", "receiver": "Ukraine"}, True),  # the reader says nothing of it
        ({"whose": "Ukraine"}, {"whose": "Russia"}, False),
        ({"whose": "Ukraine|Russia"}, {"whose": "Russia"}, True),
        ({"place": "Sumy"}, {"place": ""}, False),
        ({"place": "Sumy|"}, {"place": ""}, True),
        ({"speaker": ""}, {"speaker": "Russia"}, True),  # nobody is named: any answer is right
        ({"counted": "bodies|killed"}, {"counted": "killed"}, True),
    ],
)
def test_a_figure_is_right_when_nothing_contradicts_the_reader(
    expected: dict[str, str], found: dict[str, str], right: bool
) -> None:
    result = compare(tables(figure(0, 3, **expected)), tables(figure(0, 3, **found)), NAMES)
    assert bool(result.figures.both) is right


@pytest.mark.parametrize(("receiver", "right"), [("|Borland", True), ("Borland", False), ("", True)])
def test_nobody_named_is_right_where_the_reader_says_so(receiver: str, right: bool) -> None:
    gold, found = figure(0, 3, receiver=receiver, giver="", whose=""), figure(0, 3, receiver="", giver="", whose="")
    assert right_direction(gold, found, NAMES) is right


def test_rows_are_paired_once_and_the_closest_first() -> None:
    gold = tables(claim(0, 100), claim(60, 160))
    predicted = tables(claim(50, 150), claim(60, 160))
    both = compare(gold, predicted, NAMES).claims.both
    assert [(g.span, p.span) for g, p in both] == [(Span(0, 100), Span(50, 150)), (Span(60, 160), Span(60, 160))]


def test_each_thing_wrong_is_told_with_its_place_and_its_sentence() -> None:
    passage = "Ukraine got back 909 bodies, it said."
    gold = tables(claim(0, 37, passage=passage), figure(17, 20, role="running"), figure(100, 103, text="34"))
    predicted = tables(claim(0, 37, speaker="Russia", passage=passage), figure(17, 20), figure(200, 202, text="12"))
    told = [
        (m.start, m.measure, m.kind, m.expected, m.found, m.sentence)
        for m in explain(compare(gold, predicted, NAMES), gold, predicted)
    ]
    assert told == [
        (0, "claim", "wrong speaker", "Ukraine", "Russia", passage),
        (17, "figure", "wrong role", "running for 909", "total", passage),
        (100, "figure", "missed", "909 bodies to Ukraine (Ukraine, total)", "", "34"),
        (200, "figure", "false", "", "909 bodies to Ukraine (Ukraine, total)", "12"),
    ]


def test_figures_put_into_the_wrong_exchange_are_told() -> None:
    gold = tables(*(figure(at, at + 3, exchange=letter) for at, letter in ((0, "A"), (10, "A"), (20, "A"), (30, "B"))))
    predicted = tables(*(figure(at, at + 3, exchange=name) for at, name in ((0, "x"), (10, "x"), (20, "y"), (30, "x"))))
    told = [(m.start, m.kind, m.expected, m.found) for m in explain(compare(gold, predicted, NAMES), gold, predicted)]
    assert told == [(20, "split", "A", "y, not x"), (30, "merged", "B", "x, with A")]


def test_a_store_agrees_with_its_own_tables(tmp_path: Path, store: Store) -> None:
    gold = write_gold(tmp_path / "gold", store)
    written = evaluate.report(gold, store)
    assert "claims    precision 1.0     recall 1.0     f1 1.0" in written
    assert written.endswith("\n\nno misses\n")
    content = json.loads(evaluate.as_json(gold, store))
    assert content["figure"]["f1"] == 1.0
    assert content["misses"] == []
    assert "misses" not in json.loads(evaluate.as_json(gold, store, misses=False))


def test_an_article_that_is_not_in_the_store_is_named(tmp_path: Path, store: Store) -> None:
    gold = write_gold(tmp_path / "gold", store)
    (gold / "articles.csv").write_text("article\nherald 1\nelsewhere\n", encoding="utf-8")
    assert "1 of 3 articles are not in the store" in evaluate.report(gold, store)
    assert "  elsewhere\n" in evaluate.report(gold, store)


def test_names_of_one_entity_of_the_store_are_the_same(store: Store) -> None:
    names = Names.of(store)
    assert names.same("Україна", "Ukraine")
    assert names.same("the Sumy region", "Sumy")
    assert not names.same("Ukraine", "Russia")
    assert not names.same("nobody", "someone")
    assert names.fits("Ukraine", "Russia|Україна")
    assert names.fits("", "Russia|")
    assert not names.fits("", "Russia")


def test_the_store_is_read_as_the_stored_questions_answer(store: Store) -> None:
    found = read_store(store)
    assert found.articles == {"herald 1", "post"}
    assert {row.speaker for row in found.claims} >= {"Coordination Headquarters", "Russia", "Olena Koval"}
    assert next(iter(found.exchanges)).startswith(records.MAY.rsplit("/", 1)[0])


HEADER = "article,start,end,speaker,stance,manner,medium"
FIGURES = "article,start,end,speaker,minimum,maximum,counted,whose,giver,receiver,place,role,exchange\n"


@pytest.mark.parametrize(
    ("claims", "complaint"),
    [
        (None, "no such file; a gold folder holds claims.csv and figures.csv"),
        ("article,start,end,speaker,stance\n", "line 1: no column manner, medium; the header needs article,start,end"),
        (f"{HEADER}\na,x,9,U,asserts,narrated,\n", "line 2: start is 'x'; write an offset in code points"),
        (f"{HEADER}\n\na,9,9,U,asserts,narrated,\n", "line 3: the passage ends at 9, not after its start 9"),
        (f"{HEADER}\na,0,9,U,asserts\n", "line 2: not 7 fields; quote a field that holds a comma"),
        (f"{HEADER}\na,0,9,U,x,y,z,too many\n", "line 2: not 7 fields"),
    ],
)
def test_gold_tables_that_cannot_be_used_are_named_with_the_line(
    tmp_path: Path, claims: str | None, complaint: str
) -> None:
    (tmp_path / "figures.csv").write_text(FIGURES, encoding="utf-8")
    if claims is not None:
        (tmp_path / "claims.csv").write_text(claims, encoding="utf-8")
    with pytest.raises(KgError) as raised:
        read_gold(tmp_path)
    assert str(raised.value).startswith(f"{tmp_path / 'claims.csv'}: ")
    assert complaint in str(raised.value)


def test_a_gold_folder_that_is_not_there_or_not_utf8_is_named(tmp_path: Path) -> None:
    with pytest.raises(KgError, match=r"nowhere: no such folder; name one that holds claims\.csv"):
        read_gold(tmp_path / "nowhere")
    (tmp_path / "claims.csv").write_bytes(b"article,start\xff\n")
    with pytest.raises(KgError, match="not UTF-8 at byte 13; save the table as UTF-8"):
        read_gold(tmp_path)
