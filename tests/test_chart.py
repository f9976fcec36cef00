"""Charts show the numbers of their stored questions, open offline and can be read without being seen."""

from __future__ import annotations

import csv
import io
import math
import os
import re
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

import matplotlib.image
import pytest

from kg import chart as charts
from kg import network, query
from kg.answer import Table, Value
from kg.chart import Told, outlines
from kg.chart.drawing import LIGHT, Circle, Drawing, Mark, Text, side_colour, text_width
from kg.chart.sheet import NARROW, WIDE, Box, Days, steps
from kg.chart.told import Bounds, span, total, union
from kg.errors import EndingError, NothingFoundError, UsageError
from kg.network import look
from kg.settings import data_folder, samples_folder
from kg.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from conftest import Kg
    from playwright.sync_api import Page
    from servers import Oxigraph

SVG = "{http://www.w3.org/2000/svg}"
NAMES = [chart.name for chart in charts.CHARTS]
HOSTILE = '</title></script><script>window.bad = 1</script><img src=x onerror="window.bad = 2">'
ODD = "{{body}} $\\frac{x_1}$ & \x08\x1b\u202e Sons"


def told(store: Path, name: str, **values: str) -> Told:
    """Gives what a chart's question tells of a store, with the sides in the order of their colours."""
    chart = charts.find(name)
    with Store(store, read_only=True) as opened:
        answer = query.ask(opened, query.load(chart.question), values)
        actors = opened.select(query.fill(query.load("actors"), {})).records()
    assert isinstance(answer, Table)
    sides = charts.ranked(Counter(actor["side"] for actor in actors if actor["side"]))
    return Told(tuple(answer.records()), tuple(sides), f"kg query {chart.question}")


def drawn(name: str, what: Told, width: float = WIDE) -> Drawing:
    return charts.find(name).drawer()(what, width)


def table(what: Told) -> Table:
    rows = tuple(tuple(Value(text) if text else None for text in row.values()) for row in what.rows)
    return Table(tuple(what.rows[0]), rows)


def exchange(number: int, when: date, **told_of_it: str) -> dict[str, str]:
    row = {
        "earliest": when.isoformat(),
        "latest": when.isoformat(),
        "exchange": f"https://w3id.org/exchange-kg/id/exchange/{number}",
        "counted": "bodies",
        "receiver": "Norton",
        "minimum": "40",
        "maximum": "40",
        "verdict": "single",
        "speaker": "Ministry of Arland",
        "speaker_side": "Arland",
        "stance": "asserts",
        "said_minimum": "40",
        "said_maximum": "40",
        "article": f"a{number}",
        "start": "0",
        "end": "2",
        "text": "40",
        "passage": "The ministry said 40 had come home.",
        "url": "",
    }
    return row | told_of_it


def many(number: int) -> Told:
    """Makes exchanges of ten years, some disputed, some on days not known to the month."""
    rows = []
    for index in range(number):
        when = date(2015, 1, 1) + timedelta((index * 37) % 3650)
        value = str(index % 90 + 1)
        more = {"minimum": value, "maximum": value, "said_minimum": value, "receiver": ("Arland", "Borland")[index % 2]}
        if index % 10 == 0:
            more |= {"maximum": str(index % 90 + 30), "verdict": "disputed", "said_maximum": str(index % 90 + 30)}
        if index % 17 == 0:
            more |= {"latest": (when + timedelta(60)).isoformat()}
        rows.append(exchange(index, when, **more))
    return Told(tuple(rows), ("Arland", "Borland"), "kg query exchange-figures")


def region(place: str, at: tuple[float, float] | None, **told_of_it: str) -> dict[str, str]:
    row = {
        "place": place,
        "earliest": "2025-03-01",
        "latest": "2025-03-01",
        "exchange": "https://w3id.org/exchange-kg/id/exchange/1",
        "counted": "bodies",
        "minimum": "100",
        "maximum": "100",
        "whose": "Arland",
        "role": "part",
        "speaker": "Ministry",
        "article": "a1",
        "start": "0",
        "end": "3",
        "text": "100",
        "passage": "Of them 100 were from there.",
        "url": "",
        "latitude": f"{at[1]}" if at else "",
        "longitude": f"{at[0]}" if at else "",
    }
    return row | told_of_it


def marks(drawing: Drawing) -> list[Mark]:
    return [item for item in drawing.items if isinstance(item, Mark)]


def texts(drawing: Drawing) -> list[Text]:
    return [
        shape
        for item in drawing.items
        for shape in (item.shapes if isinstance(item, Mark) else (item,))
        if isinstance(shape, Text)
    ]


def said(drawing: Drawing) -> str:
    return " ".join(text.text for text in texts(drawing))


# --- what is drawn


def test_each_direction_with_a_figure_has_one_mark_that_says_its_figure_and_leads_to_its_first_row(
    samples: Path,
) -> None:
    what = told(samples, "timeline")
    wanted: dict[tuple[str, str, str], tuple[int, dict[str, str]]] = {}
    for number, row in enumerate(what.rows, start=1):
        wanted.setdefault((row["exchange"], row["counted"], row["receiver"]), (number, row))
    found = {mark.row: mark.title for mark in marks(drawn("timeline", what))}
    assert len(wanted) == 20
    assert set(found) == {number for number, _ in wanted.values()}
    for number, row in wanted.values():
        figure = str(Bounds(int(row["minimum"]), int(row["maximum"])))
        assert (
            f": {figure} {row['counted']} to {row['receiver'] or 'a side not told'}, {row['verdict']}." in found[number]
        )
        assert row["speaker"] in found[number]


def test_heights_in_a_strip_are_in_proportion_to_the_figures(samples: Path) -> None:
    what = told(samples, "timeline", side="Ukraine", counted="bodies")
    heights = {}
    for mark in marks(drawn("timeline", what)):
        stem = next(shape for shape in mark.shapes if not getattr(shape, "closed", True))
        (x, base), (other, top) = stem.lines[0]  # type: ignore[union-attr]
        assert x == other
        heights[int(what.rows[mark.row - 1]["minimum"])] = base - top
    assert sorted(heights) == [501, 503, 563, 757, 909, 1245]
    unit = heights[1245] / 1245
    assert all(math.isclose(height, value * unit, rel_tol=1e-6) for value, height in heights.items())


def test_a_disputed_figure_shows_all_that_are_told_and_a_span_of_days_its_width(samples: Path) -> None:
    what = told(samples, "timeline")
    drawing = drawn("timeline", what)
    assert "150 or 189" in said(drawing)
    assert "disputed" in said(drawing)
    (march,) = [mark for mark in marks(drawing) if "March 2025: 909 bodies" in mark.title]
    (april,) = [mark for mark in marks(drawing) if "18 April 2025: 909 bodies" in mark.title]

    def wide(mark: Mark) -> float:
        xs = [
            x for shape in mark.shapes if not isinstance(shape, Circle | Text) for line in shape.lines for x, _ in line
        ]
        return max(xs) - min(xs)

    assert wide(march) > 2 * wide(april)


def test_days_that_nobody_tells_are_told_in_a_note_and_open_ends_have_an_arrow() -> None:
    rows = (
        exchange(1, date(2025, 3, 1)),
        exchange(2, date(2025, 3, 1), earliest="", latest="", minimum="7", maximum="7"),
        exchange(3, date(2025, 4, 1), earliest="", minimum="9", maximum=""),
        exchange(4, date(2025, 4, 2), counted="", receiver="", minimum="", maximum="", verdict="", article=""),
    )
    drawing = drawn("timeline", Told(rows, ("Norton",), "kg query exchange-figures"))
    assert "Day not told: 7 bodies to Norton." in said(drawing)
    assert "1 exchange of which no figure is told is not drawn." in said(drawing)
    (open_ended,) = [mark for mark in marks(drawing) if "by 1 April 2025: at least 9" in mark.title]
    triangles = [shape for shape in open_ended.shapes if len(getattr(shape, "lines", ((),))[0]) == 3]
    assert len(triangles) == 2


def test_where_no_day_is_known_the_figures_are_listed() -> None:
    row = exchange(1, date(2025, 3, 1), earliest="", latest="")
    drawing = drawn("timeline", Told((row,), ("Norton",), "kg query exchange-figures"))
    assert "40 bodies to Norton" in said(drawing)
    assert len(marks(drawing)) == 1


def test_thousands_of_exchanges_are_added_up_by_month_and_the_picture_says_so() -> None:
    what = many(4000)
    drawing = drawn("timeline", what)
    assert "A bar is a month, added up; 4,000 exchanges" in said(drawing)
    assert "Month not certain:" in said(drawing)
    assert len(marks(drawing)) <= 2 * 121
    march = [
        row
        for row in what.rows
        if row["earliest"][:7] == row["latest"][:7] == "2016-03" and row["receiver"] == "Arland"
    ]
    low, high = (sum(int(row[end]) for row in march) for end in ("minimum", "maximum"))
    assert len(march) > 10
    assert high > low
    (bar,) = [mark for mark in marks(drawing) if mark.title.startswith(f"March 2016: {low:,}–{high:,} bodies")]
    assert what.rows[bar.row - 1]["receiver"] == "Arland"


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("name", NAMES)
def test_no_text_lies_on_another_and_none_leaves_the_sheet(samples: Path, name: str, width: float) -> None:
    assert_clear(drawn(name, told(samples, name), width))


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("number", [60, 4000])
def test_no_text_lies_on_another_in_a_crowd(number: int, width: float) -> None:
    assert_clear(drawn("timeline", many(number), width))


def test_no_name_lies_on_another_where_many_places_are_close() -> None:
    rows = [
        region(f"Norton {number}", (30 + number % 7 / 5, 48 + number % 5 / 5), minimum=str(number), maximum=str(number))
        for number in range(1, 36)
    ]
    for width in (WIDE, NARROW):
        assert_clear(drawn("map", Told(tuple(rows), ("Arland",), "kg query figures-by-region"), width))


def assert_clear(drawing: Drawing) -> None:
    boxes = []
    for text in texts(drawing):
        wide = text_width(text.text, text.size, text.bold)
        left = text.x - {"start": 0.0, "middle": wide / 2, "end": wide}[text.anchor]
        boxes.append((Box(left, text.y - text.size * 0.75, left + wide, text.y), text.text))
        assert left >= -1, text.text
        assert left + wide <= drawing.width + 1, text.text
        assert 0 < text.y < drawing.height, text.text
    for (one, first), (other, second) in combinations(boxes, 2):
        apart = one.right <= other.left or other.right <= one.left or one.bottom <= other.top or other.bottom <= one.top
        assert apart, (first, second)


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_says_what_it_shows_how_many_articles_which_days_and_how_to_ask_for_the_numbers(
    samples: Path, name: str
) -> None:
    what = told(samples, name)
    articles = len({row["article"] for row in what.rows})
    source = said(drawn(name, what)).partition("Source: ")[2]
    assert source.startswith(f"figures told in {articles} news articles, ")
    assert source.endswith(f"The numbers: kg query {charts.find(name).question}")
    assert re.search(r"\d+ \w+ 20\d\d to \d+ \w+ 20\d\d", source)


def test_sides_have_the_colours_that_they_have_in_the_network(samples: Path) -> None:
    with Store(samples, read_only=True) as store:
        rows = store.select(query.fill(query.load("network"), {})).texts()
    of_network = look.colours(network.graph(network.Edge(*row) for row in rows))
    what = told(samples, "timeline")
    assert len(of_network) >= 3
    for side, colour in of_network.items():
        rank = what.rank(side)
        assert rank is not None
        assert LIGHT[side_colour(rank)] == colour


# --- running totals


def test_each_running_total_is_drawn_on_its_day_at_its_height(samples: Path) -> None:
    what = told(samples, "totals")
    drawing = drawn("totals", what)
    assert {mark.row for mark in marks(drawing)} == {1, 2, 3}
    assert "3,956 (since 2022-02)" in said(drawing)
    assert any("16 June 2025: 6,057 bodies of Ukraine. Vladimir Medinsky" in mark.title for mark in marks(drawing))


def test_totals_that_contradict_each_other_are_marked_and_those_from_one_beginning_joined() -> None:
    def running(number: int, when: str, value: int, **more: str) -> dict[str, str]:
        row = dict.fromkeys(("giver", "receiver", "scope", "disputed", "url"), "")
        row |= {"date": when, "article": f"a{number}", "start": "0", "end": "3", "text": str(value)}
        row |= {"minimum": str(value), "maximum": str(value), "counted": "prisoners", "whose": "Arland"}
        return row | {"speaker": "Ministry", "passage": f"{value} in all."} | more

    rows = (
        running(1, "2025-01-05", 300, scope="2025"),
        running(2, "2025-02-05", 700, scope="2025", disputed="true"),
        running(3, "2025-03-05", 600, scope="2025", disputed="true"),
        running(4, "2025-03-05", 5000, maximum=""),
        running(5, "", 90),
    )
    drawing = drawn("totals", Told(rows, ("Arland",), "kg query running-totals"))
    hollow = {
        mark.row for mark in marks(drawing) if any(getattr(shape, "fill", "") == "paper" for shape in mark.shapes)
    }
    assert hollow == {2, 3}
    joined = [
        item.lines[0]
        for item in drawing.items
        if not isinstance(item, Mark | Circle | Text) and not item.closed and len(item.lines[0]) > 2
    ]
    assert [len(line) for line in joined] == [3]
    assert "5,000+" in said(drawing)
    assert "Day of publication not told: 90 prisoners of Arland." in said(drawing)


# --- regions and map


def test_a_figure_that_many_articles_tell_of_one_exchange_is_added_up_once() -> None:
    second = "https://w3id.org/exchange-kg/id/exchange/2"
    rows = (
        region("Norton", (30, 50)),
        region("Norton", (30, 50), article="a2"),
        region("Norton", (30, 50), article="a3", exchange=second, minimum="20", maximum="20"),
        region("Norton", (30, 50), article="a4", exchange=second, minimum="25", maximum="25"),
        region("Norton", (30, 50), role="running", exchange="", minimum="900", maximum="900"),
        region("Upper Norton", None, minimum="7", maximum="7"),
    )
    what = Told(rows, ("Arland",), "kg query figures-by-region")
    for name in ("regions", "map"):
        found = said(drawn(name, what))
        assert "120–125" in found
        assert "1 figure of no one exchange is not added up." in found
    assert "Not on the map: Upper Norton 7 bodies." in said(drawn("map", what))
    titles = [mark.title for mark in marks(drawn("map", what))]
    assert [title.partition(".")[0] for title in titles] == [
        "Norton: 120–125 bodies of Arland’s people, added up over 2 exchanges"
    ]


def test_areas_of_circles_are_in_proportion_to_the_figures(samples: Path) -> None:
    what = told(samples, "map", counted="bodies")
    areas = {}
    for mark in marks(drawn("map", what)):
        row = what.rows[mark.row - 1]
        areas[int(row["minimum"])] = max(shape.radius for shape in mark.shapes if isinstance(shape, Circle)) ** 2
    assert sorted(areas) == [89, 320]
    assert math.isclose(areas[320] / areas[89], 320 / 89, rel_tol=1e-6)


def test_a_place_far_from_all_others_does_not_push_them_into_a_corner() -> None:
    rows = [region(f"Norton {number}", (30 + number, 50)) for number in range(5)]
    rows.append(region("Faraway", (-60, -30), minimum="2", maximum="2"))
    drawing = drawn("map", Told(tuple(rows), ("Arland",), "kg query figures-by-region"))
    assert len(marks(drawing)) == 5
    assert "Not on the map: Faraway 2 bodies." in said(drawing)


@pytest.mark.parametrize(
    "at", [(37.8, 48.0), (-70.0, -33.0), (179.0, -17.0), (10.0, 2.0), (100.0, 78.0)], ids=lambda at: f"{at[0]},{at[1]}"
)
def test_a_map_can_be_drawn_of_any_part_of_the_earth(at: tuple[float, float]) -> None:
    drawing = drawn("map", Told((region("Norton", at),), ("Arland",), "kg query figures-by-region"))
    (mark,) = marks(drawing)
    circle = next(shape for shape in mark.shapes if isinstance(shape, Circle))
    assert 0 < circle.x < drawing.width
    assert 0 < circle.y < drawing.height


def test_places_of_the_authority_lie_in_the_states_that_they_belong_to() -> None:
    from kg.authority import load

    authority = load()
    states = {state.name: state for state in outlines.states() if state.name}
    checked, astray = 0, []
    for entry in authority.entries.values():
        top = entry
        while top.within and (wider := authority.get(top.within)) is not None:
            top = wider
        state = states.get(top.label)
        if entry.latitude is None or entry.longitude is None or state is None or top is entry:
            continue
        checked += 1
        at = (float(entry.longitude), float(entry.latitude))
        # Small islands are left out of the outlines: a place may lie half a degree off the coast.
        near = [(at[0] + x / 2, at[1] + y / 2) for x in (-1, 0, 1) for y in (-1, 0, 1)]
        if not any(state.holds(one) for one in near):
            astray.append(entry.label)
    assert checked > 100
    assert astray == []


def test_outlines_are_closed_and_neighbours_share_their_border() -> None:
    edges: Counter[frozenset[tuple[float, float]]] = Counter()
    for state in outlines.states():
        for ring in state.rings:
            assert ring[0] == ring[-1]
            assert len(ring) > 3
            assert all(-180 <= x <= 180 and -90 <= y <= 90 for x, y in ring)
            edges.update({frozenset(pair) for pair in pairwise(ring)})
    shared = sum(count == 2 for count in edges.values())
    assert len(outlines.states()) > 150
    assert shared > 4000
    assert max(edges.values()) == 2


def test_the_projection_keeps_angles_and_puts_north_up() -> None:
    view = outlines.Projection(20, 44, 42, 53)
    step = 1e-4
    for at in ((22.0, 45.0), (31.0, 48.5), (41.0, 52.0)):
        x, y = view(at)
        east, north = view((at[0] + step, at[1])), view((at[0], at[1] + step))
        across = math.hypot(east[0] - x, east[1] - y) / math.cos(math.radians(at[1]))
        up = math.hypot(north[0] - x, north[1] - y)
        assert math.isclose(across, up, rel_tol=1e-3)
        assert north[1] < y
        assert east[0] > x


def test_a_ring_is_cut_at_the_edges_of_a_frame() -> None:
    frame = Box(0, 0, 10, 10)
    square = [(5.0, 5.0), (15.0, 5.0), (15.0, 15.0), (5.0, 15.0)]
    assert set(outlines.clipped(square, frame)) == {(5.0, 5.0), (10.0, 5.0), (10.0, 10.0), (5.0, 10.0)}
    assert outlines.clipped([(20.0, 20.0), (30.0, 20.0), (30.0, 30.0)], frame) == []


# --- words and numbers


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2025-05-04", "2025-05-04", "4 May 2025"),
        ("2025-05-02", "2025-05-05", "2–5 May 2025"),
        ("2025-05-01", "2025-05-31", "May 2025"),
        ("2024-01-01", "2024-12-31", "2024"),
        ("2024-12-30", "2025-01-02", "30 December 2024 – 2 January 2025"),
        ("", "2025-05-04", "by 4 May 2025"),
        ("2025-05-04", "", "from 4 May 2025"),
        ("", "", "day unknown"),
    ],
)
def test_a_span_of_days_is_said_as_people_say_it(first: str, last: str, words: str) -> None:
    assert span(*(date.fromisoformat(one) if one else None for one in (first, last))) == words


@pytest.mark.parametrize(
    ("low", "high", "words", "short"),
    [
        (1245, 1245, "1,245", "1,245"),
        (150, 189, "150–189", "150–189"),
        (401, None, "at least 401", "401+"),
        (None, 349, "at most 349", "≤ 349"),
        (None, None, "?", "?"),
    ],
)
def test_bounds_are_said_in_words_and_in_short(low: int | None, high: int | None, words: str, short: str) -> None:
    assert (str(Bounds(low, high)), Bounds(low, high).short()) == (words, short)


def test_figures_of_one_thing_span_and_figures_of_several_add_up() -> None:
    assert union([Bounds(40, 40), Bounds(45, 45), Bounds(30, None)]) == Bounds(30, 45)
    assert union([Bounds(401, None), Bounds(300, 300)]) == Bounds(300, 401)
    assert total([Bounds(40, 45), Bounds(10, 10)]) == Bounds(50, 55)
    assert total([Bounds(40, None), Bounds(10, 10)]) == Bounds(50, None)


@pytest.mark.parametrize(("top", "most", "wanted"), [(1245, 3, [0, 500, 1000]), (7, 7, [*range(8)]), (0, 3, [0])])
def test_an_axis_has_round_numbers(top: float, most: int, wanted: list[int]) -> None:
    assert steps(top, most) == wanted


@pytest.mark.parametrize("days", [3, 20, 140, 400, 1500, 9000, 40000])
def test_a_time_axis_has_ticks_that_do_not_touch_and_each_year_is_told(days: int) -> None:
    for wide in (300.0, 880.0):
        axis = Days(date(1999, 11, 20), date(1999, 11, 20) + timedelta(days), 40, 40 + wide)
        ticks = axis.ticks()
        assert 2 <= len(ticks) <= 26
        places = [axis.x(one, 0) for one, _, _ in ticks]
        for (one, other), ((_, text, _), (_, after, _)) in zip(pairwise(places), pairwise(ticks), strict=True):
            assert other - one > (text_width(text, 10) + text_width(after, 10)) / 2
        told_years = {int(word) for _, text, second in ticks for word in f"{text} {second}".split() if len(word) == 4}
        assert told_years == {one.year for one, _, _ in ticks}


# --- files


@pytest.mark.parametrize("name", NAMES)
def test_the_svg_parses_holds_no_script_and_tells_each_mark_in_words(samples: Path, tmp_path: Path, name: str) -> None:
    what = told(samples, name)
    path = tmp_path / "chart.svg"
    charts.write(charts.find(name), table(what), what, path)
    root = ElementTree.parse(path).getroot()
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {
        *("svg", "title", "desc", "rect", "g", "path", "circle", "text"),
    }
    assert root.get("role") == "img"
    title, description = (root.find(f"{SVG}{tag}") for tag in ("title", "desc"))
    assert title is not None
    assert description is not None
    assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
    groups = {int(group.get("data-row", "0")): group for group in root.iter(f"{SVG}g")}
    assert groups
    for number, group in groups.items():
        row = what.rows[number - 1]
        words = group.findtext(f"{SVG}title") or ""
        assert row["counted"] in words
        assert row["article"] in words


def test_the_png_is_two_dots_a_unit_and_not_empty(samples: Path, tmp_path: Path) -> None:
    what = told(samples, "timeline")
    path = tmp_path / "chart.png"
    charts.write(charts.find("timeline"), table(what), what, path)
    image = matplotlib.image.imread(path)
    drawing = drawn("timeline", what)
    assert image.shape[1] == 2 * drawing.width
    assert abs(image.shape[0] - 2 * drawing.height) <= 1
    orange = (abs(image[..., :3] - [0.902, 0.624, 0.0]) < 0.02).all(axis=2).sum()
    blue = (abs(image[..., :3] - [0.0, 0.447, 0.698]) < 0.02).all(axis=2).sum()
    assert orange > 2000
    assert blue > 500


def test_the_same_answer_gives_the_same_bytes_in_every_run(samples: Path, kg: Kg, tmp_path: Path) -> None:
    for seed in ("1", "2"):
        for name, ending in (("timeline", ".svg"), ("timeline", ".html"), ("map", ".png"), ("map", ".svg")):
            path = tmp_path / f"{name}-{seed}{ending}"
            done = kg("chart", name, path, "--store", samples, PYTHONHASHSEED=seed)
            assert done.returncode == 0, done.stderr
    for one in sorted(tmp_path.glob("*-1.*")):
        assert one.read_bytes() == one.with_name(one.name.replace("-1.", "-2.")).read_bytes(), one.name


@pytest.mark.parametrize("name", NAMES)
def test_hostile_text_stays_text(tmp_path: Path, name: str) -> None:
    what = hostile(name)
    for ending in charts.ENDINGS:
        charts.write(charts.find(name), table(what), what, tmp_path / f"chart{ending}")
    svg = (tmp_path / "chart.svg").read_text(encoding="utf-8")
    ElementTree.fromstring(svg)
    page = (tmp_path / "chart.html").read_text(encoding="utf-8")
    for content in (svg, page):
        assert "<script" not in content
        assert "<img" not in content
        assert not re.search("[\x00-\x08\x0b-\x1f\u202e]", content)
    assert "javascript:" not in page
    assert "{{body}}" in page


def hostile(name: str) -> Told:
    more = {"speaker": HOSTILE, "article": HOSTILE, "passage": f"{HOSTILE} 40 {ODD}", "url": "javascript:alert(1)"}
    if name == "timeline":
        rows = (exchange(1, date(2025, 3, 1), receiver=HOSTILE, **more), exchange(2, date(2025, 4, 1), receiver=ODD))
        return Told(rows, (HOSTILE,), "kg query exchange-figures")
    if name in ("map", "regions"):
        rows = (region(HOSTILE, (30, 50), whose=ODD, **more), region(ODD, (31, 50)))
        return Told(rows, (HOSTILE,), "kg query figures-by-region")
    row = dict.fromkeys(("giver", "receiver", "disputed", "text", "start", "end"), "")
    row |= {"date": "2025-03-01", "minimum": "40", "maximum": "40", "counted": "bodies", "whose": HOSTILE}
    return Told((row | more | {"scope": HOSTILE}, row | more | {"scope": ODD}), (ODD,), "kg query running-totals")


def test_an_address_of_an_article_is_a_link_only_where_it_is_one_of_the_web(tmp_path: Path) -> None:
    addresses = ("https://norton.example/a?b=1&c=2", "javascript:alert(1)", "data:text/html,x", "norton.example")
    rows = tuple(exchange(number, date(2025, 3, 1), url=url) for number, url in enumerate(addresses))
    what = Told(rows, (), "kg query exchange-figures")
    charts.write(charts.find("timeline"), table(what), what, tmp_path / "chart.html")
    page = (tmp_path / "chart.html").read_text(encoding="utf-8")
    assert [link for link in re.findall(r'href="([^"]*)"', page) if not link.startswith(("#", "data:,"))] == [
        "https://norton.example/a?b=1&amp;c=2"
    ]


def test_an_ending_that_is_not_known_is_refused_and_a_file_is_replaced_only_by_a_whole_one(
    samples: Path, tmp_path: Path
) -> None:
    what = told(samples, "timeline")
    with pytest.raises(EndingError, match=r"the ending \.pdf is not known; give a file that ends in \.html"):
        charts.write(charts.find("timeline"), table(what), what, tmp_path / "chart.pdf")
    path = tmp_path / "chart.svg"
    path.write_text("what was there")
    with pytest.raises(NothingFoundError, match="nothing to draw: the graph tells of no exchange that fits"):
        charts.write(charts.find("timeline"), table(what), replace(what, rows=()), path)
    assert path.read_text() == "what was there"
    assert [one.name for one in tmp_path.iterdir()] == ["chart.svg"]


# --- the command line


def test_the_command_alone_lists_the_charts_with_their_questions_and_parameters(kg: Kg) -> None:
    done = kg("chart")
    assert done.returncode == 0, done.stderr
    for chart in charts.CHARTS:
        assert f"{chart.name}: {chart.shows}" in done.stdout
        assert f"kg query {chart.question}" in done.stdout
        for parameter in query.load(chart.question).parameters:
            assert f"--param {parameter.name}=<{parameter.type}>" in done.stdout


@pytest.mark.parametrize("name", NAMES)
def test_the_csv_is_what_the_question_gives(kg: Kg, samples: Path, tmp_path: Path, name: str) -> None:
    values = ("--param", "counted=bodies", "--param", "until=2025-02-14")
    done = kg("chart", name, tmp_path / "chart.csv", "--store", samples, *values)
    if name == "totals":
        # Of the samples none published till then tells of bodies.
        assert done.returncode == 1
        assert "nothing to draw" in done.stderr
        return
    question = charts.find(name).question
    asked = kg("query", question, "--store", samples, *values, "--format", "csv")
    assert (tmp_path / "chart.csv").read_text(encoding="utf-8") == asked.stdout
    rows = list(csv.DictReader(io.StringIO(asked.stdout)))
    assert rows
    assert {row["counted"] for row in rows} == {"bodies"}
    assert re.search(
        rf": {len(rows)} rows of \S*kg query {question} --param counted=bodies --param until=2025-02-14 ", done.stdout
    )


def test_a_filter_reaches_the_picture_and_its_source_line(kg: Kg, samples: Path, tmp_path: Path) -> None:
    path = tmp_path / "chart.svg"
    done = kg("chart", "timeline", path, "--store", samples, "--param", "since=2025-03-15", "--param", "side=Russia")
    assert done.returncode == 0, done.stderr
    root = ElementTree.parse(path).getroot()
    whole = " ".join(text.text or "" for text in root.iter(f"{SVG}text"))
    assert "kg query exchange-figures --param since=2025-03-15 --param side=Russia" in whole
    assert "Ukraine" not in whole
    assert len(list(root.iter(f"{SVG}g"))) == 3
    short = kg(
        "chart", "timeline", tmp_path / "short.svg", "--store", samples, "--since", "2025-03-15", "--side", "Russia"
    )
    assert short.returncode == 0, short.stderr
    assert (tmp_path / "short.svg").read_bytes() == path.read_bytes()
    twice = kg("chart", "timeline", path, "--store", samples, "--side", "Russia", "--param", "side=Ukraine")
    assert (twice.returncode, twice.stderr.startswith("error side is given twice")) == (2, True)


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (("timelime", "x.svg"), 2, "no chart 'timelime'; did you mean timeline?; there are timeline, map"),
        (("timeline",), 2, "where to? kg chart timeline FILE"),
        (("timeline", "x.pdf"), 2, "the ending .pdf is not known"),
        (("timeline", "x"), 2, "the name has no ending"),
        (
            ("timeline", "x.svg", "--param", "colour=red"),
            2,
            "exchange-figures has no parameter 'colour'; it has counted",
        ),
        (("timeline", "x.svg", "--param", "since=May"), 2, "since"),
        (
            ("timeline", "x.svg", "--param", "side=Arland"),
            1,
            "nothing to draw: the graph tells of no exchange that fits",
        ),
        (("timeline", "nowhere/x.svg"), 1, "No such file or directory; name a file in a folder you can write to"),
    ],
)
def test_what_cannot_be_drawn_is_told_in_one_line(
    kg: Kg, samples: Path, tmp_path: Path, arguments: Sequence[str], status: int, words: str
) -> None:
    done = kg("chart", *arguments, cwd=tmp_path, KG_STORE=str(samples))
    assert done.returncode == status
    assert words in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_chart_is_refused_in_code_too() -> None:
    with pytest.raises(UsageError, match="no chart 'pie'"):
        charts.find("pie")


def test_an_endpoint_gives_the_same_picture_as_the_store(
    kg: Kg, samples: Path, oxigraph: Oxigraph, tmp_path: Path
) -> None:
    from test_remote import fill

    with Store(samples, read_only=True) as store:
        fill(oxigraph, store)
    for name in NAMES:
        mine, theirs = tmp_path / f"{name}-store.svg", tmp_path / f"{name}-endpoint.svg"
        assert kg("chart", name, mine, "--store", samples).returncode == 0
        done = kg("chart", name, theirs, "--endpoint", oxigraph.query_url)
        assert done.returncode == 0, done.stderr
        assert mine.read_bytes() == theirs.read_bytes()
    oxigraph.clear()
    done = kg("chart", "map", tmp_path / "x.svg", "--endpoint", oxigraph.query_url, "--store", samples)
    assert done.returncode == 2
    assert "give one of them" in done.stderr


# --- the page


@pytest.fixture(scope="module")
def pages(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pages")
    for name in NAMES:
        what = told(samples, name)
        charts.write(charts.find(name), table(what), what, folder / f"{name}.html")
        bad = hostile(name)
        charts.write(charts.find(name), table(bad), bad, folder / f"{name}-hostile.html")
    return folder


@pytest.fixture
def opened(browser: Any) -> Iterator[Any]:
    """Gives a function that opens a page with the network off; whatever the console says fails the test."""
    complaints: list[str] = []
    contexts = []

    def open_page(path: Path, width: int = 1440, scheme: str = "light") -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, offline=True, reduced_motion="reduce"
        )
        contexts.append(context)
        page: Page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: None if request.url.startswith("file:") else complaints.append(request.url))
        page.goto(path.as_uri())
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert [one for one in complaints if not one.startswith("data:,")] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_mark_leads_to_its_row_whose_quotation_stands_in_the_article(
    pages: Path, samples: Path, opened: Any, name: str
) -> None:
    page = opened(pages / f"{name}.html")
    what = told(samples, name)
    links = page.locator("svg.wide a")
    assert links.count() == len(marks(drawn(name, what)))
    for index in range(links.count()):
        link = links.nth(index)
        number = int((link.get_attribute("href") or "").removeprefix("#r"))
        # In a browser a mark of an SVG has no box of its own to be clicked in the middle of.
        link.locator("path, circle").last.click(force=True)
        row = page.locator("tr:target")
        assert row.get_attribute("id") == f"r{number}"
        quoted = row.locator("q").inner_text()
        article = row.locator("td.article").inner_text()
        text = next(samples_folder().glob(f"{article}.*")).read_text(encoding="utf-8")
        assert quoted in " ".join(text.split())
        assert quoted == " ".join(what.rows[number - 1]["passage"].split())
        assert link.get_attribute("aria-label")


def test_the_marks_can_be_reached_and_followed_by_keyboard(pages: Path, opened: Any) -> None:
    page = opened(pages / "map.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "To the table"
    page.keyboard.press("Tab")
    first = page.evaluate("document.activeElement.getAttribute('href')")
    assert re.fullmatch(r"#r\d+", first)
    page.keyboard.press("Enter")
    assert page.locator("tr:target").get_attribute("id") == first[1:]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("width", "shown", "hidden"), [(1440, "wide", "narrow"), (390, "narrow", "wide")])
def test_each_screen_gets_the_picture_laid_out_for_it(
    pages: Path, opened: Any, name: str, width: int, shown: str, hidden: str
) -> None:
    page = opened(pages / f"{name}.html", width)
    assert page.locator(f"svg.{shown}").is_visible()
    assert not page.locator(f"svg.{hidden}").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    box = page.locator(f"svg.{shown}").bounding_box()
    # Nothing is shrunk: the smallest letters, of 9.5 units, stay as large as they are drawn.
    assert box["width"] >= (NARROW if shown == "narrow" else WIDE) - 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_and_marks_stand_out_from_the_paper(pages: Path, opened: Any, scheme: str) -> None:
    page = opened(pages / "timeline.html", 1440, scheme)
    colours = page.evaluate(
        """() => {
            const found = {paper: getComputedStyle(document.querySelector('figure')).backgroundColor};
            for (const name of ['f-ink', 'f-faint', 'f-side0', 'f-side1', 's-side0', 's-side1']) {
                const style = getComputedStyle(document.querySelector('svg.wide .' + name));
                found[name] = name[0] == 'f' ? style.fill : style.stroke;
            }
            return found;
        }"""
    )
    light = {name: luminance(colour) for name, colour in colours.items()}
    paper = light.pop("paper")
    for name, one in light.items():
        contrast = (max(one, paper) + 0.05) / (min(one, paper) + 0.05)
        # WCAG 2.2: 4.5 for text, 3 for what must be seen; orange on white is drawn with a shape and a number beside it.
        assert contrast >= (4.5 if name in ("f-ink", "f-faint") else 2.1), (name, contrast)
    assert abs(light["f-side0"] - light["f-side1"]) > 0.1


def luminance(colour: str) -> float:
    parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("name", NAMES)
def test_a_hostile_article_does_nothing_in_a_browser(pages: Path, opened: Any, name: str) -> None:
    page = opened(pages / f"{name}-hostile.html")
    assert page.evaluate("window.bad") is None
    assert page.locator("tbody tr").count() == 2
    assert page.locator("script, img, iframe").count() == 0
    assert HOSTILE in page.locator("tbody tr").first.inner_text()


def test_the_page_allows_no_script_and_no_request(pages: Path) -> None:
    page = (pages / "timeline.html").read_text(encoding="utf-8")
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', page)
    assert re.fullmatch(r"default-src 'none'; img-src data:; style-src 'sha256-[\w+/=]+'", policy)


def test_a_screen_reader_finds_picture_and_table_by_name(pages: Path, opened: Any) -> None:
    page = opened(pages / "timeline.html")
    assert page.get_by_role("heading", level=1).inner_text() == "Bodies and prisoners that each side received"
    assert page.get_by_role("table", name="The table behind the picture").is_visible()
    assert page.get_by_role("columnheader", name="In these words").is_visible()
    assert page.get_by_role("link", name=re.compile("^18 April 2025: 909 bodies to Ukraine")).first.is_visible()


def test_the_outlines_can_be_made_from_a_shapefile(tmp_path: Path) -> None:
    """Two squares that share a border: thinned, it is still one line for both."""
    import struct

    border = [(20.0, 50.0 + step / 100) for step in range(101)]
    west = [(19.0, 50.0), (19.0, 51.0), *reversed(border), (19.0, 50.0)]
    east = [*border, (21.0, 51.0), (21.0, 50.0), (20.0, 50.0)]
    records = b""
    for number, ring in enumerate((west, east), start=1):
        points = b"".join(struct.pack("<2d", *point) for point in ring)
        body = struct.pack("<i4d2ii", 5, 0, 0, 0, 0, 1, len(ring), 0) + points
        records += struct.pack(">2i", number, len(body) // 2) + body
    (tmp_path / "two.shp").write_bytes(bytes(100) + records)
    fields = b"".join(name.ljust(11, b"\0") + b"C" + bytes(4) + bytes([10]) + bytes(15) for name in (b"ADMIN", b"NAME"))
    rows = b"".join(b" " + name.ljust(10) * 2 for name in (b"Arland", b"Borland"))
    head = struct.pack("<B3BIHH", 3, 0, 0, 0, 2, 32 + len(fields) + 1, 21) + bytes(20)
    (tmp_path / "two.dbf").write_bytes(head + fields + b"\r" + rows)
    script = Path(__file__).with_name("outlines.py")
    done = subprocess.run(
        [sys.executable, script, tmp_path / "two.shp"], capture_output=True, text=True, env=os.environ, check=True
    )
    assert re.findall(r"^# (Arland|Borland)$", done.stdout, re.MULTILINE) == ["Arland", "Borland"]
    rings = re.findall(r"MULTIPOLYGON\(\(\(([^()]*)\)\)\)", done.stdout)
    edges = [{frozenset(pair) for pair in pairwise(ring.split(","))} for ring in rings]
    assert edges[0] & edges[1] == {frozenset(("20 50", "20 51"))}
    assert [len(one) for one in edges] == [4, 4]


def test_the_outlines_say_where_they_are_from() -> None:
    head = (data_folder("ontology") / "outlines.ttl").read_text(encoding="utf-8")[:1500]
    assert "Natural Earth" in head
    assert "Public domain" in head
