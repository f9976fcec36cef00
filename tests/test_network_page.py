"""The page of the network: what it holds, and what it does in a browser without a network."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import combinations
from typing import TYPE_CHECKING, Any

import pytest
from network_records import ACTORS, EDGES, HOSTILE, hostile_edges

from kg.network import Edge, graph, write

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Page


def written(tmp_path: Path, edges: tuple[Edge, ...] = EDGES, directed: bool = True) -> Path:
    path = tmp_path / "network.html"
    write(graph(edges, directed), path)
    return path


class Elements(HTMLParser):
    """Gathers a page's elements with their attributes, and the text of its scripts and styles."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, str]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.found and self.found[-1][0] in ("script", "style") and data.strip():
            self.texts.append((self.found[-1][0], data))


@pytest.mark.parametrize("edges", [EDGES, hostile_edges()], ids=["plain", "hostile"])
def test_the_page_loads_nothing(tmp_path: Path, edges: tuple[Edge, ...]) -> None:
    page = Elements(written(tmp_path, edges).read_text(encoding="utf-8"))
    for tag, attributes in page.found:
        assert tag not in ("img", "iframe", "object", "embed", "base")
        assert not {"src", "srcset", "action"} & set(attributes), (tag, attributes)
        assert attributes.get("href", "data:,") == "data:,"
    own = "".join(text for _, text in page.texts if not text.startswith("{"))
    assert not re.search(r"https?:|//[a-z]+\.|@import|url\(|fetch|XMLHttp|import\(|WebSocket", own)


def test_the_page_lets_only_its_own_script_and_style_run(tmp_path: Path) -> None:
    page = Elements(written(tmp_path, hostile_edges()).read_text(encoding="utf-8"))
    (policy,) = (known["content"] or "" for tag, known in page.found if known.get("http-equiv"))
    style, data, script = page.texts
    assert policy.startswith("default-src 'none'")
    for kind, text in (style, script):
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy
    assert "<" not in data[1]


def test_the_page_keeps_hostile_words_as_words(tmp_path: Path) -> None:
    page = Elements(written(tmp_path, hostile_edges()).read_text(encoding="utf-8"))
    assert [known.get("type") for tag, known in page.found if tag == "script"] == ["application/json", None]
    data = json.loads(page.texts[1][1])
    assert HOSTILE in {node["label"] for node in data["nodes"]}
    assert set(data["claims"]["passage"]) == {HOSTILE}
    assert "{{data}}<b>" in {one["forward"] for one in data["relation"]}


def test_the_page_holds_every_claim_behind_every_line(tmp_path: Path) -> None:
    page = Elements(written(tmp_path).read_text(encoding="utf-8"))
    data = json.loads(page.texts[1][1])
    label = [node["label"] for node in data["nodes"]]
    shown = {
        (label[link["source"]], data["relation"][link["relation"]]["forward"], label[link["target"]]): [
            data["claims"]["passage"][number] for number in link["claims"]
        ]
        for link in data["links"]
    }
    assert len(shown) == graph(EDGES).number_of_edges()
    assert shown["Egor Sedov", "speaks about", ACTORS["staff"][0]] == ["He called the staff's list “incomplete”."]


# --- the page in a browser


@pytest.fixture
def opened(browser: Any, tmp_path: Path) -> Iterator[Any]:
    """Opens a page of some edges with the network off, and holds it to a clean console and no request."""
    complaints: list[str] = []
    contexts = []

    def open_page(edges: tuple[Edge, ...] = EDGES, width: int = 1400, height: int = 900, directed: bool = True) -> Page:
        path = written(tmp_path, edges, directed)
        context = browser.new_context(viewport={"width": width, "height": height}, offline=True)
        contexts.append(context)
        page: Page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: request.url == path.as_uri() or complaints.append(request.url))
        page.goto(path.as_uri())
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert [text for text in complaints if not text.startswith("data:")] == []


def test_the_search_finds_an_actor_and_enter_shows_its_relations(opened: Any) -> None:
    page = opened()
    page.fill("#search", "VERBOVA")
    assert page.locator("#panel li").all_inner_texts() == ["Halyna Verbova\n2 claims"]
    page.press("#search", "Enter")
    assert page.inner_text("#panel h2").strip() == "Halyna Verbova"
    assert page.locator("#panel h3").all_inner_texts() == ["speaks about", "spoken about by", "published by"]


def test_a_search_without_a_hit_says_so(opened: Any) -> None:
    page = opened()
    page.fill("#search", "nobody of that name")
    assert page.is_visible("#none")
    assert page.inner_text("#status") == "0 actors found"


def test_a_click_on_a_line_shows_its_claims_with_their_passages(opened: Any) -> None:
    page = opened()
    lines = [line for line in page.evaluate("kgNetwork.lines()") if line["top"]]
    assert len(lines) > 20
    for line in lines[:5]:
        page.locator("#drawing").click(position={"x": line["x"], "y": line["y"]})
        assert page.inner_text("#panel h2") == line["text"]
        passages = page.locator("#panel blockquote").all_inner_texts()
        assert passages
        assert set(passages) <= {edge.passage for edge in EDGES}
        assert "article " in page.inner_text("#panel cite >> nth=0")


def test_a_click_on_an_actor_shows_its_relations(opened: Any) -> None:
    page = opened()
    page.locator("#drawing").click(position=page.evaluate("kgNetwork.actor('Egor Sedov')"))
    assert page.inner_text("#panel h2").strip() == "Egor Sedov"
    page.locator("#drawing").click(position={"x": 3, "y": 3})
    assert page.inner_text("#panel h2") == "Actors"


def test_the_keyboard_alone_leads_to_a_passage(opened: Any) -> None:
    page = opened()
    page.locator("#to").focus()
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "drawing":
            break
    first = page.inner_text("#status")
    for key in ("ArrowLeft", "ArrowUp", "ArrowRight"):
        page.keyboard.press(key)
    second = page.inner_text("#status")
    assert first != second
    page.keyboard.press("Enter")
    assert page.inner_text("#panel h2").strip() in second
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.locator("#panel blockquote").count() > 0
    page.keyboard.press("Escape")
    assert page.inner_text("#panel h2") == "Actors"


def shown(page: Page) -> dict[str, str]:
    return {one["label"]: one["about"] for one in page.evaluate("kgNetwork.shown()")}


def test_the_filters_hide_relations_sides_and_types(opened: Any) -> None:
    page = opened()
    page.locator("#relation label", has_text="publishes").click()
    page.locator("#type label", has_text="channel").click()
    before = shown(page)
    assert not any("channel" in about for about in before.values())
    # An outlet that publishes and does nothing else has no line left.
    assert "World Wire" not in before
    page.locator("#side label", has_text="Southmark").click()
    after = shown(page)
    assert set(after) < set(before)
    assert not any("· Southmark ·" in about for about in after.values())


def test_a_weight_hides_what_fewer_claims_link(opened: Any) -> None:
    page = opened()
    page.fill("#least", "4")
    # The messenger relays four claims of the staff, and nothing else comes to four.
    assert set(shown(page)) == {"Messenger", ACTORS["staff"][0]}


def test_an_outlet_leaves_only_its_claims(opened: Any) -> None:
    edges = tuple(replace(edge, outlet="World Wire" if edge.article[0] == "w" else "Others") for edge in EDGES)
    page = opened(edges)
    page.select_option("#outlet", label="World Wire")
    page.locator("#drawing").click(position=page.evaluate("kgNetwork.actor('Khalid Al Noor')"))
    page.locator("#panel li button").first.click()
    assert "article w-9, World Wire" in page.inner_text("#panel cite >> nth=0")
    assert "Halyna Verbova" not in shown(page)


def test_the_time_slider_leaves_the_claims_of_its_days(opened: Any) -> None:
    page = opened()
    assert page.inner_text("#period") == "2025-05-16 to 2025-06-21"
    page.locator("#to").evaluate("(to) => { to.value = 0; to.dispatchEvent(new Event('input')); }")
    assert page.inner_text("#period") == "2025-05-16 to 2025-05-16"
    first = {name for edge in EDGES if edge.date == "2025-05-16" for name in (edge.source_label, edge.target_label)}
    assert set(shown(page)) == first
    page.locator("#drawing").click(position=page.evaluate("kgNetwork.actor('Egor Sedov')"))
    assert "1 claim" in page.inner_text("#panel li >> nth=0")
    page.locator("#from").evaluate("(from) => { from.value = 5; from.dispatchEvent(new Event('input')); }")
    # The later end goes along.
    assert page.inner_text("#period") == "2025-06-16 to 2025-06-16"


def test_light_and_dark_follow_the_system_and_the_switch(opened: Any) -> None:
    page = opened()
    paper = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(paper)
    page.emulate_media(color_scheme="dark")
    dark = page.evaluate(paper)
    assert dark != light
    page.click("#theme")
    assert page.evaluate(paper) == light
    page.click("#theme")
    assert page.evaluate(paper) == dark


@pytest.mark.parametrize(("width", "height"), [(1400, 900), (390, 860)])
def test_labels_on_the_screen_do_not_cover_each_other(opened: Any, width: int, height: int) -> None:
    page = opened(width=width, height=height)
    boxes = [label["box"] for label in page.evaluate("kgNetwork.labels()")]
    assert len(boxes) >= 23
    for one, other in combinations(boxes, 2):
        across = min(one[2], other[2]) - max(one[0], other[0])
        down = min(one[3], other[3]) - max(one[1], other[1])
        assert across <= 0 or down <= 0, (one, other)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_view_without_direction_names_each_pair_once(opened: Any) -> None:
    pairs = tuple(edge for edge in EDGES if edge.relation == "speaks-about" and edge.source < edge.target)
    page = opened(pairs, directed=False)
    page.locator("#panel li button", has_text="Halyna Verbova").click()
    assert page.locator("#panel h3").all_inner_texts() == ["speaks about"]


def test_hostile_words_do_nothing_in_the_page(opened: Any) -> None:
    page = opened(hostile_edges())
    page.locator("#panel li button", has_text="window.bad").first.click()
    page.locator("#panel li button").first.click()
    assert page.inner_text("#panel blockquote >> nth=0") == HOSTILE
    assert page.evaluate("window.bad") is None
    assert page.locator("img").count() == 0
