"""The pages of `kg serve`, read as people read them: in a browser, by keyboard, on paper and on a telephone."""

from __future__ import annotations

import csv
import io
import re
import shutil
import time
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from matplotlib.image import imread
from serving import Served, serving

from kg.printable import plain
from kg.settings import samples_folder
from kg.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conftest import Kg

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
# A line of a megabyte.
LONG = "ж" * 500_000
HOSTILE = f"""Arland takes home 909 of its fallen
18 April 2025

<script>document.title = "taken"</script><img src=x onerror="document.title='taken'"> 🕊🕊 Ukraine's Coordination
Headquarters for the Treatment of Prisoners of War said on April 18, 2025 that Ukraine received the bodies of 909
soldiers "<b>under</b> the 'deal'" with Russia, \u202ereversed\u202c and {{{{ braces }}}} &amp; all.

{LONG}
Ukraine received 909 bodies and Russia received 41 bodies, the Coordination Headquarters for the Treatment of Prisoners
of War said.
"""
NAME = """a "quoted" <b>'name'</b> & more"""
PAGES = (
    "/",
    "/exchanges",
    "/articles",
    "/actors",
    "/figures",
    "/questions",
    "/questions/timeline?since=2025-01-01",
    "/questions/figure-sources",
    "/questions/exchanges?page=1",
    "/search",
    "/search?q=909",
    "/search?q=headquarters&kind=claim",
    "/validation",
    "/nothing-is-here",
    "/thing?iri=https%3A%2F%2Fw3id.org%2Fexchange-kg%2Fid%2Fauthority",
)
KINDS = ("exchange", "article", "figure", "claim", "agent", "place")


@pytest.fixture(scope="module")
def served(samples: Path) -> Iterator[Served]:
    with serving(samples) as one:
        yield one


@pytest.fixture(scope="module")
def every(served: Served, samples: Path) -> list[str]:
    """Gives the address of a page of each kind, of those with much on them."""
    with Store(samples, read_only=True) as store:
        found = [
            store.select(
                f"SELECT ?iri (COUNT(*) AS ?n) {{ ?s ?p ?iri FILTER(CONTAINS(STR(?iri), '/id/{kind}/')) }} "
                "GROUP BY ?iri ORDER BY DESC(?n) ?iri LIMIT 1"
            ).texts()[0][0]
            for kind in KINDS
        ]
    return [*PAGES, *(iri.partition("/id")[2].partition("#")[0] for iri in found)]


@pytest.fixture(scope="module")
def hostile(kg: Kg, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("hostile")
    (folder / f"{NAME.replace('/', '')}.txt").write_text(HOSTILE, encoding="utf-8")
    done = kg("build", folder, "--store", folder / "store")
    assert done.returncode == 0, done.stderr
    with serving(folder / "store") as one:
        yield one


def opened(browser: Any, **options: Any) -> tuple[Any, list[str]]:
    """Opens a page that notes all that its console has to say."""
    page = browser.new_context(**options).new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    return page, said


def test_a_reader_walks_from_an_exchange_to_the_words_and_on_to_the_network(
    browser: Any, served: Served, samples: Path
) -> None:
    page, said = opened(browser)
    page.goto(served.url)
    page.get_by_role("region", name="Open disagreements").get_by_role("heading").nth(1).get_by_role("link").click()
    assert "/exchange/" in page.url
    row = page.locator("tr.disputed").first
    number = row.locator("th a").inner_text()
    row.locator("th a").click()
    assert "/figure/" in page.url
    assert page.locator("h1").inner_text().startswith(number)
    assert page.locator(".differs li").count() > 0
    page.get_by_role("link", name="Claim", exact=True).click()
    words = page.locator("blockquote p").first.inner_text()
    page.get_by_role("link", name=re.compile("^Read it in the article")).click()
    start, end = map(int, re.search(r"#char=(\d+),(\d+)$", page.url).groups())  # type: ignore[union-attr]
    name = page.url.partition("/article/")[2].partition("#")[0]
    text = (samples_folder() / f"{name}.txt").read_text(encoding="utf-8")
    marked = page.locator("mark:target")
    shown = marked.evaluate(
        "mark => [...mark.childNodes].filter(n => !n.matches?.('.pin')).map(n => n.textContent).join('')"
    )
    assert shown == text[start:end]
    assert shown in words
    assert marked.evaluate(
        "mark => { const box = mark.getBoundingClientRect(); return box.top > 0 && box.top < innerHeight }"
    )
    note = page.locator(f"#{marked.locator('.pin').get_attribute('href').removeprefix('#')}")
    note.get_by_role("link").nth(1).click()
    assert "/agent/" in page.url
    neighbour = page.get_by_role("region", name="Network").locator("svg a").first
    told = neighbour.locator("title").evaluate("title => title.textContent")
    neighbour.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/(agent|channel)/"))
    assert page.locator("h1").inner_text() in told
    assert said == []


class Keyboard:
    """Reads pages by Tab and Enter alone, and sees at each stop where it is."""

    def __init__(self, page: Any) -> None:
        self.page = page

    def go(self, name: str, within: str = "body", key: str = "Tab") -> Any:
        """Goes on to what is called so."""
        met = []
        for _ in range(400):
            self.page.keyboard.press(key)
            stop = self.page.evaluate(STOP, within)
            assert stop["seen"], f"no focus is seen at {stop['name']!r} on {self.page.url}"
            met.append(stop["name"])
            if stop["within"] and re.search(name, stop["name"]):
                return stop["name"]
        raise AssertionError(f"{name!r} is not reached on {self.page.url}, only {met}")

    def follow(self, name: str, path: str, within: str = "body") -> str:
        told = str(self.go(name, within))
        self.page.keyboard.press("Enter")
        self.page.wait_for_url(re.compile(path))
        return told


STOP = """within => {
  const one = document.activeElement, box = one.getBoundingClientRect();
  const shown = (element) => getComputedStyle(element).outlineStyle !== "none"
    && parseFloat(getComputedStyle(element).outlineWidth) >= 2;
  const field = one.closest(".CodeMirror-focused"), dot = one.querySelector("svg a > circle");
  // A dot of a drawing gets a ring instead.
  const ringed = dot && getComputedStyle(dot).stroke !== "none" && parseFloat(getComputedStyle(dot).strokeWidth) > 2;
  return {
    name: (one.labels?.[0] ?? one).textContent.trim() || one.getAttribute("aria-label") || one.tagName,
    within: !!one.closest(within),
    seen: one === document.body || (field ? shown(field) : (shown(one) || ringed) && box.width > 0 && box.height > 0
      && box.right > 0 && box.bottom > 0 && box.top < innerHeight && box.left < innerWidth),
  };
}"""


def test_without_a_mouse_a_reader_walks_the_same_way(browser: Any, served: Served) -> None:
    page, said = opened(browser, viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    keyboard = Keyboard(page)
    page.goto(served.url)
    keyboard.go("^Skip to the content$")
    page.keyboard.press("Enter")
    keyboard.go("^Search for a name", "main")
    page.keyboard.type("909")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/search"))
    keyboard.follow("^909", "/figure/", "main tbody th")
    keyboard.follow("^Claim$", "/claim/", "main")
    keyboard.follow("^Read it in the article", "#char=", "main")
    # From the passage it was led to, a reader goes on to the note beside it and to who says it.
    keyboard.follow(".", "#note-", "mark:target")
    keyboard.follow("^[^0-9]", "/(agent|channel)/", "main .notes li:target")
    told = keyboard.follow(".", "/(agent|channel)/", "main svg")
    page.wait_for_function("name => name.includes(document.querySelector('h1').textContent)", arg=told)
    page.goto(f"{served.url}/questions")
    keyboard.follow("^Who said this figure$", "/questions/figure-sources", "main")
    keyboard.go("^Figure", "main form")
    page.keyboard.type("909")
    keyboard.follow("^Ask$", r"\?figure=909", "main form")
    keyboard.go("^article", "main .scroll")
    keyboard.follow(".", "/article/", "main table")
    assert said == []


def test_the_editor_can_be_left_without_a_mouse(browser: Any, served: Served) -> None:
    page, said = opened(browser, viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    keyboard = Keyboard(page)
    page.goto(f"{served.url}/sparql?name=timeline")
    page.locator("#editor .tab.active").wait_for()
    keyboard.go(".", "#editor .CodeMirror")
    keyboard.go("^Actors$", "main ul.columns")
    keyboard.go(".", "#editor .CodeMirror", key="Shift+Tab")
    assert said == []


def test_a_stored_question_is_asked_with_a_parameter(browser: Any, served: Served, samples: Path, kg: Kg) -> None:
    page, said = opened(browser)
    page.goto(f"{served.url}/questions")
    page.get_by_role("link", name="Timeline of exchanges").click()
    page.get_by_label("Since").fill("2025-01-01")
    page.get_by_role("button", name="Ask").click()
    rows = page.locator("table.answer tbody tr").all_inner_texts()
    told = kg("query", "timeline", "--param", "since=2025-01-01", "--format", "csv", "--store", samples).stdout
    assert [row.split("\t") for row in rows] == [
        [value.removeprefix("https://w3id.org/exchange-kg/id/") for value in row]
        for row in list(csv.reader(io.StringIO(told)))[1:]
    ]
    page.locator("table.answer a").last.click()
    assert "/exchange/" in page.url
    assert said == []


@pytest.mark.parametrize("width", [1440, 390])
def test_an_answer_can_be_read_on_any_screen(browser: Any, served: Served, width: int) -> None:
    page, said = opened(browser)
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{served.url}/questions/figure-sources?figure=909")
    passage = page.locator("table.answer td[data-label=passage]").first
    box, row = passage.bounding_box(), page.locator("table.answer tbody tr").first.bounding_box()
    assert box["width"] > 250
    table = page.locator(".scroll").evaluate("one => one.scrollWidth - one.clientWidth")
    assert table <= 0
    # A passage of two lines doesn't become a column of words.
    assert row["height"] < (200 if width == 1440 else 700)
    if width == 390:
        assert box["x"] + box["width"] <= width
    assert said == []


def test_an_answer_of_many_columns_needs_no_more_than_the_screen(browser: Any, served: Served) -> None:
    page, said = opened(browser)
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"{served.url}/questions/network?relation=publishes")
    assert page.locator(".scroll").evaluate("one => one.scrollWidth - one.clientWidth") <= 0
    # An actor and its name are one column, which leads to the actor; the passage stands below the rest of its row.
    assert page.locator("table.answer thead th").all_inner_texts()[:2] == ["SOURCE", "SOURCE TYPE"]
    first, below = (page.locator("table.answer tbody tr").nth(at) for at in (0, 1))
    assert below.locator("td[data-label=passage]").inner_text()
    first.locator("td[data-label=source] a").click()
    assert "/agent/" in page.url
    assert said == []


def test_words_of_code_in_a_description_are_marked_as_such(served: Served) -> None:
    told = httpx.get(f"{served.url}/questions", headers={"Accept": "text/html"}).text
    assert "<code>weakest</code>" in told
    assert "`" not in told


def test_the_editor_is_dark_in_the_dark(browser: Any, served: Served) -> None:
    page, said = opened(browser, color_scheme="dark", viewport={"width": 1280, "height": 800})
    page.goto(f"{served.url}/sparql?name=timeline")
    page.locator("#editor .tab.active").wait_for()
    box = page.locator("#editor").bounding_box()
    # As it is on the screen: the colours are turned over after all styles.
    shot = page.screenshot(clip={"x": box["x"] + 200, "y": box["y"] + 2, "width": box["width"] - 400, "height": 300})
    assert (imread(io.BytesIO(shot))[..., :3].max(axis=2) < 0.25).mean() > 0.8
    assert said == []


def test_filters_offer_what_the_ontology_lists(served: Served) -> None:
    accept = {"Accept": "text/html"}

    def offered(path: str, name: str) -> list[str]:
        field = re.search(
            f'<select[^>]* name="{name}".*?</select>', httpx.get(served.url + path, headers=accept).text, re.S
        )
        assert field
        return [value for value in re.findall(r'<option value="([^"]*)"', field[0]) if value]

    actors = ["person", "organization", "state", "outlet", "channel"]
    assert offered("/questions/network", "type") == offered("/actors", "type") == actors
    counted = offered("/questions/running-totals", "counted")
    assert {"bodies", "prisoners", "civilians", "missing", "other"} < set(counted)
    assert offered("/figures", "kind") == counted
    assert offered("/questions/certainty", "verdict") == offered("/exchanges", "verdict") != []
    for kind in counted:
        shown = httpx.get(f"{served.url}/figures?kind={kind}", headers=accept).text
        assert "No figure like that" in shown or f"{kind}" in shown


def test_the_tabs_of_the_editor_leave_room_for_the_query(browser: Any, served: Served) -> None:
    page, said = opened(browser)
    page.goto(f"{served.url}/sparql?name=timeline")
    page.locator("#editor .tab.active").wait_for()
    assert page.locator("#editor .tabsList").bounding_box()["height"] < 60
    active = page.locator("#editor .tab.active").bounding_box()
    assert 0 <= active["x"] <= page.viewport_size["width"] - active["width"]
    assert said == []


def test_who_said_909_and_who_disagrees_is_found_at_once(browser: Any, served: Served) -> None:
    page, said = opened(browser)
    page.goto(served.url)
    page.get_by_role("combobox").fill("909")
    page.get_by_role("button", name="Search").click()
    figures = page.get_by_role("region", name="Figures")
    assert {row.split()[0] for row in figures.locator("tbody th").all_inner_texts()} == {"909"}
    assert figures.locator("tbody tr").first.get_by_role("link").count() >= 3
    figures.locator("tbody th a").first.click()
    for heading in ("The chain behind it", "Who agrees", "Who disagrees"):
        assert page.get_by_role("heading", name=heading).is_visible()
    assert said == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_has_a_serious_fault_for_those_who_can_not_see_it(
    browser: Any, served: Served, every: list[str], scheme: str
) -> None:
    page, _ = opened(browser, color_scheme=scheme, viewport={"width": 1440, "height": 900})
    faults = {}
    for path in every:
        page.goto(served.url + path)
        if path == "/validation":
            page.wait_for_selector(".count", timeout=120_000)
        page.evaluate(AXE)
        found = page.evaluate("axe.run()")["violations"]
        serious = [
            (one["id"], one["nodes"][0]["html"][:200]) for one in found if one["impact"] in ("serious", "critical")
        ]
        if serious:
            faults[path] = serious
    assert faults == {}


def test_no_page_scrolls_sideways_on_a_telephone_or_has_broken_anchors(
    browser: Any, served: Served, every: list[str]
) -> None:
    page, _ = opened(browser, viewport={"width": 390, "height": 844})
    for path in every:
        page.goto(served.url + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, path
        missing = page.evaluate(
            "[...document.querySelectorAll('a[href^=\"#\"]')].map(a => decodeURIComponent(a.hash.slice(1)))"
            ".filter(id => !document.getElementById(id))"
        )
        assert missing == [], path
        twice = page.evaluate(
            "[...document.querySelectorAll('[id]')].map(e => e.id).filter((id, n, all) => all.indexOf(id) != n)"
        )
        assert twice == [], path


def test_pages_are_read_without_scripts_and_by_keyboard(browser: Any, served: Served, every: list[str]) -> None:
    page, _ = opened(browser, java_script_enabled=False)
    for path in every:
        page.goto(served.url + path)
        assert page.locator("main h1").is_visible(), path
    page.goto(served.url + "/exchanges")
    page.keyboard.press("Tab")
    assert page.locator(".skip").bounding_box()["x"] >= 0
    page.keyboard.press("Enter")
    assert page.url.endswith("#main")


def test_a_hostile_article_shows_as_text(browser: Any, hostile: Served) -> None:
    page, said = opened(browser)
    page.goto(f"{hostile.url}/articles")
    page.locator(".entries h2 a").click()
    # A click waits for the page's beginning only, and this one is long.
    page.wait_for_load_state()
    shown = page.evaluate(
        "[...document.querySelectorAll('.text')].map(p => { const copy = p.cloneNode(true);"
        " copy.querySelectorAll('.pin').forEach(pin => pin.remove()); return copy.textContent })"
    )
    assert "".join(shown) == plain("".join(line for line in HOSTILE.split("\n") if line.strip()))
    assert page.title() != "taken"
    assert page.locator("main script, main img, main b").count() == 0
    for found in page.locator("mark[id]").all():
        start, end = map(int, found.get_attribute("id").removeprefix("char=").split(","))
        words = found.evaluate(
            "mark => { mark.querySelectorAll('.pin').forEach(p => p.remove()); return mark.textContent }"
        )
        assert plain(HOSTILE[start:end]).startswith(words)
        assert words
    page.goto(f"{hostile.url}/search?q=script")
    assert page.title() != "taken"
    page.goto(f"{hostile.url}/search?q=%3Cscript%3Ealert(1)%3C/script%3E%22%27")
    assert page.locator("main script").count() == 0
    assert said == []


def test_any_passage_can_be_pointed_to_by_its_offsets(browser: Any, hostile: Served) -> None:
    page, said = opened(browser)
    page.goto(f"{hostile.url}/articles")
    address = page.locator(".entries h2 a").get_attribute("href")
    start = HOSTILE.index("braces")
    page.goto(f"{hostile.url}{address}#char={start},{start + 6}")
    found = "[...CSS.highlights.get('passage')].map(range => range.toString())"
    page.wait_for_function("CSS.highlights.has('passage')")
    assert page.evaluate(found) == ["braces"]
    assert said == []


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/nothing", 404, "there is no page at &#39;/nothing&#39;"),
        ("/article/none-of-that", 404, "tells of no"),
        ("/thing?iri=http%3A%2F%2Fexample.org%2F%22%3E", 404, "tells nothing of"),
        ("/thing", 400, "give the IRI"),
        ("/questions/..%2Fsecret", 404, "Nothing is here"),
        ("/questions/none", 400, "no stored question"),
        ("/questions/figure-sources?figure=many", 400, "is not an integer"),
        ("/questions/timeline?since=yesterday", 400, "is not a date"),
        ("/exchanges?since=yesterday", 400, "is no day"),
        ("/figures?number=ten", 400, "is no whole number"),
        ("/articles?page=two", 400, "is no number"),
    ],
)
def test_a_fault_is_told_with_what_to_do(served: Served, path: str, status: int, words: str) -> None:
    answer = httpx.get(served.url + path, headers={"Accept": "text/html"})
    assert answer.status_code == status
    assert words in answer.text
    assert 'href="/search"' in answer.text or "<form" in answer.text


@pytest.mark.parametrize(
    ("asked", "kind", "name"),
    [
        ("ukraine", "Actors", "Ukraine"),
        ("УКРАЇНА", "Actors", "Ukraine"),
        ("Zélensky", "Actors", "Volodymyr Zelensky"),
        ("18 April 2025", "Exchanges", "18 April 2025"),
        ("1,245", "Figures", "1,245"),
        ("1245", "Figures", "1,245"),
        ("FAMILY under his own nam", "What was said", "family"),
    ],
)
def test_search_folds_case_and_accents_in_any_script(served: Served, asked: str, kind: str, name: str) -> None:
    found = httpx.get(f"{served.url}/search", params={"q": asked}, headers={"Accept": "text/html"}).text
    sections = re.findall(r'<h2 id="s-\w+">(.*?) <span.*?</section>', found, re.DOTALL)
    assert kind in sections
    assert name in found.partition(f">{kind} <span")[2]


@pytest.mark.parametrize(
    "asked", ['"', "AND OR NOT", "*", "a AND", "NEAR(", "^", "\x00", "'; DROP TABLE articles; --", "é" * 500]
)
def test_no_search_words_are_read_as_commands(served: Served, asked: str) -> None:
    answer = httpx.get(f"{served.url}/search", params={"q": asked}, headers={"Accept": "text/html"})
    assert answer.status_code == 200


def test_a_page_sets_a_policy_that_lets_no_inline_script_run(served: Served, every: list[str]) -> None:
    for path in every:
        answer = httpx.get(served.url + path, headers={"Accept": "text/html"})
        assert "script-src 'self'" in answer.headers["content-security-policy"]
        assert not re.search(r"<script(?! type=\"module\" src=\"/static/)|<style| style=|\son\w+=\"", answer.text), path
        assert "http://" not in re.sub(r'href="[^"]*"|value="[^"]*"|<pre.*?</pre>', "", answer.text, flags=re.DOTALL)


def test_a_build_is_shown_once_it_is_done(kg: Kg, samples: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    shutil.copytree(samples, store)
    with serving(store) as one, httpx.Client(base_url=one.url, headers={"Accept": "text/html"}, timeout=30) as ask:
        before = ask.get("/articles").text
        article = tmp_path / "new.txt"
        article.write_text(
            "Ukraine received the bodies of 777 soldiers on June 3, 2025, the Coordination Headquarters for the "
            "Treatment of Prisoners of War said.\n",
            encoding="utf-8",
        )
        assert kg("build", article, "--store", store).returncode == 0
        for _ in range(300):
            # It is prepared first.
            time.sleep(0.1)
            after = ask.get("/articles").text
            assert "777" not in before
            if ">new<" in after:
                break
        assert ask.get("/search?q=777").text.count("/article/new#char=") >= 1
        assert ask.get("/article/new").status_code == 200
