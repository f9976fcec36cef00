"""The stored questions as an API, its description by OpenAPI, and the editor for SPARQL."""

from __future__ import annotations

import csv
import io
import json
import os
from typing import TYPE_CHECKING, Any

import pytest
import requests
from rdflib import Graph, Namespace
from serving import Served, serving

from kg import query
from kg.answer import Table
from kg.serve import openapi
from kg.serve.api import LONGEST
from kg.serve.rows import as_records, as_turtle
from kg.settings import asset
from kg.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

RS = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/result-set#")


@pytest.fixture(scope="module")
def served(samples: Path) -> Iterator[Served]:
    with serving(samples) as one:
        yield one


def get(served: Served, path: str, accept: str = "*/*", **values: object) -> requests.Response:
    return requests.get(f"{served.url}/api{path}", values, headers={"Accept": accept}, timeout=60)


def test_all_questions_are_listed(served: Served) -> None:
    listed = get(served, "/questions").json()
    assert [one["name"] for one in listed] == list(query.names())
    told = next(one for one in listed if one["name"] == "figure-sources")["parameters"]
    assert told == [
        {"name": "figure", "type": "integer", "description": "the number", "required": True, "default": None}
    ]


@pytest.mark.parametrize("name", query.names())
def test_each_question_answers_as_the_store_does(served: Served, samples: Path, name: str) -> None:
    question = query.load(name)
    values = openapi.examples(question)
    with Store(samples, read_only=True) as store:
        expected = query.ask(store, question, values)
    answer = get(served, f"/questions/{name}", limit=LONGEST, **values)
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert told["next"] is None
    rows = [[spelt(value) for value in row.values()] for row in told["rows"]]
    assert rows == list(map(list, expected.texts()))
    table = list(csv.reader(io.StringIO(get(served, f"/questions/{name}.csv", **values).content.decode(), newline="")))
    assert table == [list(expected.columns), *map(list, expected.texts())]


@pytest.mark.parametrize("name", ["network", "network-partners"])
def test_what_is_counted_over_the_whole_answer_is_counted_before_it_is_cut(
    served: Served, samples: Path, name: str
) -> None:
    with Store(samples, read_only=True) as store:
        every, expected = (query.ask(store, query.load(name), values) for values in ({}, {"weight": "2"}))
    assert isinstance(every, Table)
    assert isinstance(expected, Table)
    assert 2 < len(expected.rows) < len(every.rows)
    rows: list[list[str]] = []
    following = f"/api/questions/{name}?weight=2&limit=2"
    while following:
        page = requests.get(served.url + following, timeout=60).json()
        rows += [[spelt(value) for value in row.values()] for row in page["rows"]]
        following = page["next"]
    assert rows == list(map(list, expected.texts()))
    table = get(served, f"/questions/{name}.csv", weight="2").content.decode()
    assert len(list(csv.reader(io.StringIO(table, newline="")))) == len(expected.rows) + 1
    shown = requests.get(f"{served.url}/questions/{name}?weight=2", timeout=60).text
    assert f"of {len(expected.rows)} rows" in shown
    wrong = get(served, f"/questions/{name}", weight="two")
    assert (wrong.status_code, wrong.json()["parameter"]) == (400, "weight")


def spelt(value: object) -> str:
    """Spells a value of JSON as a table does."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def test_pages_together_are_the_whole(served: Served) -> None:
    whole = get(served, "/questions/claims", limit=LONGEST).json()
    rows, address = [], f"{served.url}/api/questions/claims?limit=7"
    while address:
        answer = requests.get(address, timeout=60)
        page = answer.json()
        assert len(page["rows"]) <= 7
        rows += page["rows"]
        following = answer.links.get("next", {}).get("url")
        assert following == page["next"]
        address = following and served.url + following
    assert rows == whole["rows"]
    last = get(served, "/questions/claims", limit=7, offset=7)
    assert {"first", "prev", "next", "describedby"} == last.links.keys()
    assert get(served, "/questions/claims", offset=10**6).json()["rows"] == []


@pytest.mark.parametrize(
    ("accept", "ending", "given"),
    [
        ("*/*", "", "application/json"),
        ("text/csv", "", "text/csv"),
        ("text/turtle", "", "text/turtle"),
        ("application/sparql-results+json", "", "application/sparql-results+json"),
        ("application/sparql-results+xml, text/csv;q=0.9", "", "application/sparql-results+xml"),
        ("text/html", ".json", "application/json"),
        ("*/*", ".csv", "text/csv"),
        ("*/*", ".ttl", "text/turtle"),
        ("*/*", ".tsv", "text/tab-separated-values"),
    ],
)
def test_syntaxes(served: Served, accept: str, ending: str, given: str) -> None:
    answer = get(served, f"/questions/figures{ending}", accept, limit=3)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].partition(";")[0] == given
    if given == "text/turtle":
        graph = Graph().parse(data=answer.content, format="turtle")
        assert len(set(graph.objects(None, RS.solution))) == 3
        assert len(set(graph.objects(None, RS.resultVariable))) == 14


def test_a_syntax_and_a_question_that_there_is_not(served: Served) -> None:
    assert get(served, "/questions/figures", "image/png").status_code == 406
    answer = get(served, "/questions/figgures")
    assert answer.status_code == 404
    assert "no stored question is called 'figgures'" in answer.text


@pytest.mark.parametrize(
    ("question", "values", "parameter", "told"),
    [
        ("figure-sources", {}, "figure", "figure-sources needs parameter figure=VALUE (the number)"),
        ("figure-sources", {"figure": "many"}, "figure", "figure-sources: parameter figure=many is not an integer"),
        ("figure-sources", {"figure": ""}, "figure", "parameter figure is empty; give it a value or leave it out"),
        ("figure-sources", {"figure": ["1", "2"]}, "figure", "parameter figure is given more than once"),
        ("figures", {"side": "x"}, "side", "figures has no parameter 'side'; it has article"),
        ("timeline", {"since": "yesterday"}, "since", "not a date such as 2025-05-16"),
        ("figures", {"limit": "0"}, "limit", "parameter limit=0 is no number of rows"),
        ("figures", {"offset": "-1"}, "offset", "parameter offset=-1 is no number of rows"),
    ],
)
def test_a_parameter_at_fault_is_named(
    served: Served, question: str, values: dict[str, Any], parameter: str, told: str
) -> None:
    answer = get(served, f"/questions/{question}", **values)
    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "application/problem+json"
    problem = answer.json()
    assert problem["parameter"] == parameter
    assert told in problem["detail"]


def test_a_value_stays_one_term(served: Served) -> None:
    values = {"article": '" } INSERT DATA { <x> <y> <z> } #\\\n\x00я'}
    answer = get(served, "/questions/figures", **values)
    assert (answer.status_code, answer.json()["rows"]) == (200, [])
    assert answer.json()["parameters"] == values


def test_no_stored_question_takes_the_names_of_the_api() -> None:
    taken = {one.name for name in query.names() for one in query.load(name).parameters}
    assert taken.isdisjoint({"limit", "offset", "format"})


def test_the_description_fits_the_questions(served: Served) -> None:
    told = get(served, "/openapi.json").json()
    assert told["openapi"] == "3.1.0"
    assert {path.rpartition("/")[2] for path in told["paths"]} == {*query.names(), "questions"}
    (figure, *pages) = told["paths"]["/api/questions/figure-sources"]["get"]["parameters"]
    assert (figure["schema"], figure["required"], figure["example"]) == ({"type": "integer"}, True, 909)
    assert [one["$ref"].rpartition("/")[2] for one in pages] == ["limit", "offset"]


def test_other_shapes_of_rows() -> None:
    literal = {"type": "literal", "value": 'a "b"\n', "xml:lang": "uk"}
    xsd = "http://www.w3.org/2001/XMLSchema#"
    values = [("5", "integer"), ("1.5", "decimal"), ("true", "boolean"), ("x", "integer"), ("2025-01-01", "date")]
    row: dict[str, Any] = {
        f"v{n}": {"type": "typed-literal", "value": value, "datatype": xsd + kind}
        for n, (value, kind) in enumerate(values)
    }
    answer = {"head": {"vars": [*row, "l", "none"]}, "results": {"bindings": [row | {"l": literal}, {}]}}
    assert list(as_records(answer)[0].values()) == [5, 1.5, True, "x", "2025-01-01", 'a "b"\n', None]
    graph = Graph().parse(data=as_turtle(answer), format="turtle")
    assert len(set(graph.objects(None, RS.solution))) == 2
    assert 'a "b"\n' in {str(value) for value in graph.objects(None, RS.value)}
    assert as_records({"head": {}, "boolean": True}) == [{"answer": True}]
    assert "rs:boolean true" in as_turtle({"head": {}, "boolean": True})


# --- The page with the editor.


def test_the_form_works_without_javascript(served: Served) -> None:
    page = requests.get(f"{served.url}/sparql", headers={"Accept": "text/html"}, timeout=60)
    assert page.headers["Content-Type"].startswith("text/html")
    assert '<form id="plain"' in page.text
    asked = {"query": 'SELECT ("<b>&" AS ?one) (<https://x.org/"a> AS ?two) {}', "format": "html"}
    assert requests.get(f"{served.url}/sparql", asked, timeout=60).status_code == 400
    asked["query"] = 'SELECT ("<b>&" AS ?one) {}'
    answer = requests.get(f"{served.url}/sparql", asked, timeout=60)
    assert "<td>&lt;b&gt;&amp;</td>" in answer.text
    assert "<b>&" not in answer.text
    assert requests.get(f"{served.url}/sparql", asked | {"format": "csv"}, timeout=60).text == "one\r\n<b>&\r\n"
    fault = requests.get(f"{served.url}/sparql", asked | {"query": "ASK {"}, timeout=60)
    assert fault.status_code == 400
    assert 'role="alert"' in fault.text
    began = requests.get(f"{served.url}/sparql", {"name": "timeline"}, headers={"Accept": "text/html"}, timeout=60)
    assert "#+" not in began.text.partition("<textarea")[2].partition("</textarea>")[0]


@pytest.fixture
def page(browser: Any, served: Served) -> Iterator[Any]:
    if asset("yasgui.js") is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("the browser libraries were not bundled")
    opened = browser.new_page(viewport={"width": 1200, "height": 900})
    opened.faults = []
    opened.on("console", lambda one: opened.faults.append(one.text) if one.type in ("error", "warning") else None)
    opened.on("pageerror", lambda one: opened.faults.append(str(one)))
    opened.on("request", lambda one: None if one.url.startswith(served.url) else opened.faults.append(one.url))
    yield opened
    opened.close()


def test_the_editor_has_the_stored_questions_and_answers_them(page: Any, served: Served) -> None:
    page.goto(f"{served.url}/sparql")
    names = page.locator("#editor [role=tab]").all_inner_texts()
    titles = [query.load(name).title for name in query.names()]
    assert set(titles) <= {name.partition("\n")[0].strip() for name in names}
    page.get_by_role("tab", name="Timeline of exchanges").click()
    page.locator(".tabPanel.active .yasqe_queryButton").click()
    page.locator(".tabPanel.active .yasr_results td").first.wait_for()
    assert "bodies" in page.locator(".tabPanel.active .yasr_results").inner_text()
    # A fault in a query is marked and explained.
    page.locator(".tabPanel.active .CodeMirror").click()
    page.keyboard.type(" SELECT {{ ")
    page.locator(".tabPanel.active .parseErrorIcon").first.hover()
    page.wait_for_timeout(300)
    assert page.faults == []


def test_a_stored_question_opens_in_the_editor_by_its_address(page: Any, served: Served) -> None:
    page.goto(f"{served.url}/sparql?name=figure-sources")
    page.locator(".tabPanel.active .yasqe_queryButton").click()
    page.locator(".tabPanel.active .yasr_results td").first.wait_for()
    assert "909" in page.locator(".tabPanel.active .yasr_results").inner_text()
    # What IRIs lead to is here.
    link = page.locator(".tabPanel.active .yasr_results a[href*='/id/exchange/']").first
    with page.context.expect_page() as opened:
        link.press("Enter")
    opened.value.wait_for_url(f"{served.url}/exchange/**")
    assert page.faults == []


def test_the_page_for_programs(page: Any, served: Served) -> None:
    for width in (390, 1200):
        page.set_viewport_size({"width": width, "height": 900})
        for path in ("/api", "/sparql"):
            page.goto(served.url + path)
            assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.goto(f"{served.url}/api")
    for link in page.locator("article a").all():
        answer = requests.get(served.url + link.get_attribute("href"), timeout=60)
        assert answer.status_code == 200, answer.text
        json.loads(answer.text)
    assert page.faults == []
