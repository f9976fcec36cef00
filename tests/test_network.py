"""The actor network: how rows become a graph, and what each form of file holds."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

import networkx as nx
import pytest
from matplotlib import image

from kg.errors import ExportError
from kg.network import ENDINGS, Edge, Evidence, evidence, graph, look, place, route, write

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

ID = "https://w3id.org/exchange-kg/id/"

# Invented people, bodies and outlets: label, type, side.
ACTORS = {
    "north": ("Northland", "state", "Northland"),
    "south": ("Southmark", "state", "Southmark"),
    "gulf": ("Gulf Emirate", "state", "Gulf Emirate"),
    "staff": ("Staff for the Treatment of Captives and the Search for the Missing", "organization", "Northland"),
    "north-defence": ("Northern Defence Ministry", "organization", "Northland"),
    "north-police": ("Interior Ministry", "organization", "Northland"),
    "families": ("Union of Soldiers' Families", "organization", "Northland"),
    "halyna": ("Halyna Verbova", "person", "Northland"),
    "ostap": ("Ostap Lys", "person", "Northland"),
    "north-president": ("Taras Holub", "person", "Northland"),
    "south-defence": ("Southern Defence Ministry", "organization", "Southmark"),
    "border": ("Border Service", "organization", "Southmark"),
    "egor": ("Egor Sedov", "person", "Southmark"),
    "south-president": ("Pavel Rudin", "person", "Southmark"),
    "nina": ("Nina Sorokina", "person", "Southmark"),
    "red-cross": ("International Red Cross", "organization", ""),
    "envoy": ("Khalid Al Noor", "person", "Gulf Emirate"),
    "herald": ("The Northern Herald", "outlet", "Northland"),
    "wire": ("World Wire", "outlet", ""),
    "south-agency": ("South News Agency", "outlet", "Southmark"),
    "daily": ("Capital Daily", "outlet", "Southmark"),
    "messenger": ("Messenger", "channel", ""),
    "television": ("state television", "channel", "Southmark"),
    "steppe": ("Steppe Oblast", "place", "Northland"),
    "delta": ("Delta Oblast", "place", "Northland"),
}

# Speaker, whom the claim is about, who relayed it, publisher, article, date, passage.
CLAIMS = [
    ("staff", "north south", "messenger", "herald", "n-101", "2025-05-16", "The staff said 909 fallen had come home."),
    ("staff", "steppe", "messenger", "herald", "n-101", "2025-05-16", "It counted 597 from the Steppe front."),
    ("staff", "delta", "", "herald", "n-101", "2025-05-16", "A further 51 were brought from the Delta."),
    ("staff", "red-cross", "messenger", "wire", "w-7", "2025-05-16", "The Red Cross helped with the convoy, it added."),
    ("staff", "north-police", "", "wire", "w-7", "2025-05-16", "The ministry's experts will identify them."),
    ("staff", "south", "messenger", "daily", "d-3", "2025-06-11", "Kin of 1,212 still wait, the staff said."),
    ("egor", "south north", "messenger", "south-agency", "s-12", "2025-05-16", "“We gave 909 and got 34,” he wrote."),
    ("egor", "north", "television", "south-agency", "s-13", "2025-06-07", "He said the other side had not come."),
    ("egor", "staff", "messenger", "daily", "d-3", "2025-06-11", "He called the staff's list “incomplete”."),
    ("egor", "south", "", "wire", "w-9", "2025-06-16", "His own ministry had been slow, he admitted."),
    ("south-defence", "south north", "", "south-agency", "s-12", "2025-05-16", "It confirmed that 34 were received."),
    ("south-defence", "gulf", "television", "daily", "d-4", "2025-06-20", "It thanked the Emirate for its mediation."),
    ("north-defence", "south", "", "herald", "n-102", "2025-06-08", "The ministry denied that a date had been agreed."),
    ("north-police", "staff", "", "herald", "n-102", "2025-06-08", "Tests take up to 14 months, it said."),
    ("halyna", "south nina", "", "herald", "n-103", "2025-06-09", "She has written to her counterpart 40 times."),
    ("nina", "halyna", "television", "daily", "d-4", "2025-06-20", "“We speak every week,” the commissioner said."),
    ("nina", "north south", "", "south-agency", "s-13", "2025-06-07", "At least 1,200 families have asked, she said."),
    ("ostap", "egor south", "", "herald", "n-103", "2025-06-09", "Lys rejected what the negotiator had written."),
    ("north-president", "south", "", "wire", "w-9", "2025-06-16", "The president spoke of over 6,000 bodies."),
    ("north-president", "gulf", "", "herald", "n-104", "2025-06-21", "He thanked the Emirate for the talks."),
    ("south-president", "north", "television", "daily", "d-4", "2025-06-20", "The president offered 3,000 more."),
    ("border", "north", "", "south-agency", "s-13", "2025-06-07", "Lorries waited at the crossing from noon."),
    ("envoy", "north south gulf", "", "wire", "w-9", "2025-06-16", "The envoy said both sides kept their word."),
    ("red-cross", "north south", "", "wire", "w-7", "2025-05-16", "The committee would not comment on figures."),
    ("south", "south north", "", "wire", "w-9", "2025-06-16", "Southmark said it had kept its word."),
    ("families", "staff", "", "herald", "n-104", "2025-06-21", "Families ask why 64 of them remain unnamed."),
    ("families", "north-police", "messenger", "herald", "n-104", "2025-06-21", "Tests come too late, the union wrote."),
]


def row(source: str, relation: str, target: str, claim: str, article: str, passage: str, date: str) -> Edge:
    ends = [part for key in (source, target) for part in (f"{ID}agent/{key}", *ACTORS[key])]
    return Edge(*ends, relation, f"{ID}claim/{claim}", article, passage, date)


def rows() -> Iterator[Edge]:
    for number, (speaker, subjects, relay, publisher, article, date, passage) in enumerate(CLAIMS):
        said = (f"c{number:02}", article, passage, date)
        for subject in subjects.split():
            yield row(speaker, "speaks-about", subject, *said)
        if relay:
            yield row(relay, "relays", speaker, *said)
        yield row(publisher, "publishes", speaker, *said)


EDGES = tuple(rows())


HOSTILE = '</script><script>window.bad = 1</script><img src=x onerror="window.bad = 2">'
ODD = "Ministry $\\frac{x_1} & Sons \x08\x1b\ud800"


def agent(key: str) -> str:
    return f"{ID}agent/{key}"


def hostile_edges() -> tuple[Edge, ...]:
    first = row("staff", "speaks-about", "south", "h0", HOSTILE, HOSTILE, "2025-05-16")
    return (
        replace(first, source_label=HOSTILE, source_side=HOSTILE, target_label=ODD),
        replace(first, source=HOSTILE, target_label=ODD, relation="{{data}}<b>", claim="", date=HOSTILE),
    )


def relation(network: nx.MultiDiGraph[str], source: str, kind: str, target: str) -> dict[str, Any]:
    (found,) = (known for known in network[agent(source)][agent(target)].values() if known["relation"] == kind)
    return found


def written(tmp_path: Path, ending: str, edges: tuple[Edge, ...] = EDGES) -> Path:
    path = tmp_path / f"network{ending}"
    write(graph(edges), path)
    return path


def test_each_actor_is_a_node_that_counts_its_claims_once() -> None:
    network = graph(EDGES)
    assert set(network) == {agent(key) for key in ACTORS}
    assert network.nodes[agent("staff")] == {
        "label": "Staff for the Treatment of Captives and the Search for the Missing",
        "type": "organization",
        "side": "Northland",
        # Six of its own, and three that others made about it.
        "claims": 9,
    }


@pytest.mark.parametrize(
    ("source", "kind", "target", "weight"),
    [
        ("staff", "speaks-about", "south", 2),
        ("south", "speaks-about", "south", 1),
        ("messenger", "relays", "staff", 4),
        ("herald", "publishes", "staff", 3),
    ],
)
def test_an_edge_weighs_as_many_distinct_claims_as_stand_behind_it(
    source: str, kind: str, target: str, weight: int
) -> None:
    assert relation(graph(EDGES), source, kind, target)["weight"] == weight


def test_an_edge_tells_its_claims_with_their_passages_and_dates() -> None:
    known = relation(graph(EDGES), "staff", "speaks-about", "south")
    assert evidence(known) == (
        Evidence(f"{ID}claim/c00", "n-101", "The staff said 909 fallen had come home.", "2025-05-16"),
        Evidence(f"{ID}claim/c05", "d-3", "Kin of 1,212 still wait, the staff said.", "2025-06-11"),
    )
    assert (known["first"], known["last"]) == ("2025-05-16", "2025-06-11")


def test_a_claim_that_comes_in_two_rows_counts_once() -> None:
    once = row("staff", "relays", "egor", "c1", "a", "Words.", "")
    again = replace(once, passage="Words, told otherwise.")
    assert relation(graph([once, again, once]), "staff", "relays", "egor")["weight"] == 1


def test_claims_without_an_iri_are_told_apart_by_their_place() -> None:
    one = replace(row("staff", "relays", "egor", "", "a", "Words.", ""), claim="")
    network = graph([one, replace(one, article="b")])
    assert evidence(relation(network, "staff", "relays", "egor")) == (
        Evidence("", "a", "Words.", ""),
        Evidence("", "b", "Words.", ""),
    )


def test_a_row_without_a_target_makes_no_edge() -> None:
    assert len(graph([replace(EDGES[0], target=""), replace(EDGES[0], source="")])) == 0


def test_what_is_unknown_is_absent_and_a_label_falls_back_to_the_iri() -> None:
    bare = replace(EDGES[0], source_label="", source_type="", source_side="", date="")
    network = graph([bare])
    assert network.nodes[agent("staff")] == {"label": "staff", "claims": 1}
    assert "first" not in relation(network, "staff", "speaks-about", "north")


def test_the_order_of_the_rows_does_not_matter_even_where_they_differ_on_a_label_or_a_passage() -> None:
    differing = replace(EDGES[0], source_label="The Staff", passage="Otherwise worded.")
    edges = [*EDGES, differing]
    assert nx.utils.graphs_equal(graph(edges), graph(reversed(edges)))


@pytest.mark.parametrize("edges", [EDGES, hostile_edges(), ()], ids=["plain", "hostile", "empty"])
def test_graphml_read_back_equals_the_graph(tmp_path: Path, edges: tuple[Edge, ...]) -> None:
    back = nx.read_graphml(written(tmp_path, ".graphml", edges), force_multigraph=True)
    # The reader leaves the defaults of its own in the graph's attributes, and the identifier in each edge.
    back.graph.clear()
    for _, _, known in back.edges(data=True):
        known.pop("id", None)
    assert nx.utils.graphs_equal(back, graph(edges))


@pytest.mark.parametrize("edges", [EDGES, hostile_edges(), ()], ids=["plain", "hostile", "empty"])
def test_gexf_read_back_equals_the_graph(tmp_path: Path, edges: tuple[Edge, ...]) -> None:
    back = nx.read_gexf(written(tmp_path, ".gexf", edges))
    expected = graph(edges)
    assert dict(back.nodes(data="label")) == dict(expected.nodes(data="label"))
    found = {node: {k: v for k, v in known.items() if k != "viz"} for node, known in back.nodes(data=True)}
    assert found == dict(expected.nodes(data=True))
    wanted = sorted((s, t, sorted(known.items())) for s, t, known in expected.edges(data=True))
    got = sorted(
        (s, t, sorted((k, v) for k, v in known.items() if k not in ("id", "networkx_key")))
        for s, t, known in back.edges(data=True)
    )
    assert got == wanted


@pytest.mark.parametrize("edges", [EDGES, hostile_edges(), ()], ids=["plain", "hostile", "empty"])
def test_cytoscape_json_read_back_equals_the_graph(tmp_path: Path, edges: tuple[Edge, ...]) -> None:
    found = json.loads(written(tmp_path, ".json", edges).read_text(encoding="utf-8"))
    back = nx.cytoscape_graph(found, name="label")
    for _, known in back.nodes(data=True):
        del known["id"], known["value"], known["name"]
    for _, _, known in back.edges(data=True):
        for name in ("id", "key", "source", "target"):
            del known[name]
    assert nx.utils.graphs_equal(back, graph(edges))
    assert all({"x", "y"} == set(node["position"]) for node in found["elements"]["nodes"])


def test_gexf_gives_gephi_colours_that_tell_the_sides_apart(tmp_path: Path) -> None:
    back = nx.read_gexf(written(tmp_path, ".gexf"))
    colour = {key: tuple(back.nodes[agent(key)]["viz"]["color"].values()) for key in ACTORS}
    assert colour["staff"] == colour["halyna"]
    assert len({colour["staff"], colour["egor"], colour["envoy"], colour["wire"]}) == 4


@pytest.mark.parametrize(
    ("edges", "date"), [(EDGES, "2025-06-21"), ((replace(EDGES[0], date=""),), None)], ids=["dated", "undated"]
)
def test_gexf_is_dated_by_its_last_claim_and_not_by_the_clock(
    tmp_path: Path, edges: tuple[Edge, ...], date: str | None
) -> None:
    root = ElementTree.parse(written(tmp_path, ".gexf", edges)).getroot()
    meta = root.find("{http://gexf.net/1.3}meta")
    assert meta is not None
    assert meta.get("lastmodifieddate") == date


def test_the_same_claims_give_the_same_bytes_in_every_run(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; sys.path.insert(0, sys.argv[1]); from test_network import EDGES;"
        "from kg.network import ENDINGS, graph, write; folder = Path(sys.argv[2]); folder.mkdir();"
        "edges = EDGES if sys.argv[3] == '1' else EDGES[::-1];"
        "[write(graph(edges), folder / f'network{ending}') for ending in ENDINGS]"
    )
    for seed in ("1", "2"):
        subprocess.run(
            [sys.executable, "-c", code, str(Path(__file__).parent), str(tmp_path / seed), seed],
            env=os.environ | {"PYTHONHASHSEED": seed},
            check=True,
        )
    for ending in ENDINGS:
        first, second = ((tmp_path / seed / f"network{ending}").read_bytes() for seed in ("1", "2"))
        assert first == second, ending


@pytest.mark.parametrize(("width", "height"), [(1040.0, 660.0), (390.0, 560.0)])
def test_actors_and_their_labels_keep_clear_of_one_another_within_the_frame(width: float, height: float) -> None:
    network = graph(EDGES)
    boxes = {node: place.Box(34, 34, 10, 22) for node in network}
    where = place.fit(place.shape(network), boxes, width, height)
    for one, other in combinations(where.values(), 2):
        assert abs(one[0] - other[0]) >= 67.5 or abs(one[1] - other[1]) >= 31.5, (one, other)
    assert all(34 <= x <= width - 34 and 10 <= y <= height - 22 for x, y in where.values())


def test_parts_that_nothing_links_do_not_lie_on_each_other() -> None:
    other = [replace(edge, source=f"{edge.source}-2", target=f"{edge.target}-2") for edge in EDGES]
    placed = place.shape(graph([*EDGES, *other]))
    first, second = ([at for node, at in placed.items() if node.endswith("-2") is far] for far in (False, True))
    apart_across = max(x for x, _ in first) < min(x for x, _ in second)
    apart_down = max(y for _, y in first) < min(y for _, y in second)
    assert apart_across or apart_down


def test_a_line_goes_round_an_actor_that_stands_in_its_way() -> None:
    edges = [row("staff", "relays", "egor", "c1", "a", "", ""), row("nina", "relays", "ostap", "c2", "a", "", "")]
    where = {agent("staff"): (0.0, 0.0), agent("egor"): (200.0, 0.0), agent("nina"): (100.0, 1.0)}
    bends = route.bends(graph(edges), where | {agent("ostap"): (100.0, 300.0)})
    assert sorted(bend != 0 for bend in bends.values()) == [False, True]


def test_lines_between_the_same_two_actors_do_not_cover_each_other() -> None:
    edges = [
        row("staff", "relays", "egor", "c1", "a", "", ""),
        row("staff", "speaks-about", "egor", "c1", "a", "", ""),
        row("egor", "speaks-about", "staff", "c2", "a", "", ""),
    ]
    network = graph(edges)
    bends = route.bends(network, {agent("staff"): (0.0, 0.0), agent("egor"): (200.0, 0.0)})
    seen = {bends[key] if source == agent("staff") else -bends[key] for source, _, key in network.edges(keys=True)}
    assert len(seen) == 3


@pytest.mark.parametrize("edges", [EDGES, hostile_edges(), ()], ids=["plain", "hostile", "empty"])
def test_svg_parses_and_holds_no_script_and_no_date(tmp_path: Path, edges: tuple[Edge, ...]) -> None:
    root = ElementTree.parse(written(tmp_path, ".svg", edges)).getroot()
    names = {element.tag.split("}")[-1] for element in root.iter()}
    assert root.tag.endswith("}svg")
    assert "path" in names
    assert not names & {"script", "image", "date", "foreignObject"}


def test_svg_draws_a_line_and_a_head_for_each_relation_and_writes_every_label(tmp_path: Path) -> None:
    text = written(tmp_path, ".svg").read_text(encoding="utf-8")
    drawn = re.findall(r'<g id="PathCollection_\d+">(.*?)</g>', text, flags=re.DOTALL)
    strokes = sum(len(re.findall("<path ", group)) for group in drawn)
    assert strokes == 2 * graph(EDGES).number_of_edges() + len(ACTORS)
    labels = sum(len(look.label_lines(label)) for label, _, _ in ACTORS.values())
    # Title, summary and source; three legends with their titles: four sides, six types, three relations.
    assert len(re.findall('<g id="text_', text)) == labels + 3 + (1 + 4) + (1 + 6) + (1 + 3)


@pytest.mark.parametrize("edges", [EDGES, hostile_edges(), ()], ids=["plain", "hostile", "empty"])
def test_png_parses_and_is_not_blank(tmp_path: Path, edges: tuple[Edge, ...]) -> None:
    pixels = image.imread(written(tmp_path, ".png", edges))
    assert pixels.shape[0] > 600
    assert pixels.shape[1] > 1000
    assert 0 < (pixels[:, :, :3] < 0.9).any(axis=2).mean() < 0.5


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
    page = Elements(written(tmp_path, ".html", edges).read_text(encoding="utf-8"))
    for tag, attributes in page.found:
        assert tag not in ("img", "iframe", "object", "embed", "base")
        assert not {"src", "srcset", "action"} & set(attributes), (tag, attributes)
        assert attributes.get("href", "data:,") == "data:,"
    own = "".join(text for _, text in page.texts if not text.startswith("{"))
    assert not re.search(r"https?:|//[a-z]+\.|@import|url\(|fetch|XMLHttp|import\(|WebSocket", own)


def test_the_page_lets_only_its_own_script_and_style_run(tmp_path: Path) -> None:
    page = Elements(written(tmp_path, ".html", hostile_edges()).read_text(encoding="utf-8"))
    (policy,) = (known["content"] or "" for tag, known in page.found if known.get("http-equiv"))
    style, data, script = page.texts
    assert policy.startswith("default-src 'none'")
    for kind, text in (style, script):
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy
    assert "<" not in data[1]


def test_the_page_keeps_hostile_words_as_words(tmp_path: Path) -> None:
    page = Elements(written(tmp_path, ".html", hostile_edges()).read_text(encoding="utf-8"))
    assert [known.get("type") for tag, known in page.found if tag == "script"] == ["application/json", None]
    data = json.loads(page.texts[1][1])
    assert HOSTILE in {node["label"] for node in data["nodes"]}
    assert {claim["passage"] for claim in data["claims"]} == {HOSTILE}
    assert "{{data}}<b>" in {one["forward"] for one in data["relation"]}


def test_the_page_holds_every_claim_behind_every_line(tmp_path: Path) -> None:
    page = Elements(written(tmp_path, ".html").read_text(encoding="utf-8"))
    data = json.loads(page.texts[1][1])
    label = [node["label"] for node in data["nodes"]]
    shown = {
        (label[link["source"]], data["relation"][link["relation"]]["forward"], label[link["target"]]): [
            data["claims"][number]["passage"] for number in link["claims"]
        ]
        for link in data["links"]
    }
    assert len(shown) == graph(EDGES).number_of_edges()
    assert shown["Egor Sedov", "speaks about", ACTORS["staff"][0]] == ["He called the staff's list “incomplete”."]


@pytest.mark.parametrize("name", ["network.pdf", "network"])
def test_an_unknown_ending_is_refused_and_the_known_ones_are_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(ExportError, match=re.escape(name)) as error:
        write(graph(EDGES), tmp_path / name)
    assert all(ending in str(error.value) for ending in ENDINGS)
    assert list(tmp_path.iterdir()) == []


def test_an_ending_may_be_in_capital_letters(tmp_path: Path) -> None:
    assert written(tmp_path, ".JSON").read_bytes() == written(tmp_path, ".json").read_bytes()


def test_a_file_that_cannot_be_written_is_named_and_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "taken.json").mkdir()
    for path in (tmp_path / "missing" / "network.json", tmp_path / "taken.json"):
        with pytest.raises(ExportError, match=re.escape(str(path))):
            write(graph(EDGES), path)
    assert [path.name for path in tmp_path.iterdir()] == ["taken.json"]


def test_an_old_file_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "network.json").write_text("old", encoding="utf-8")
    assert json.loads(written(tmp_path, ".json").read_text(encoding="utf-8"))["directed"] is True
    assert [path.name for path in tmp_path.iterdir()] == ["network.json"]


# --- the page in a browser


@pytest.fixture
def opened(browser: Any, tmp_path: Path) -> Iterator[Any]:
    """Opens a page of some edges with the network off, and holds it to a clean console and no request."""
    complaints: list[str] = []
    contexts = []

    def open_page(edges: tuple[Edge, ...] = EDGES, width: int = 1400, height: int = 900) -> Page:
        path = written(tmp_path, ".html", edges)
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
    line = page.locator(".link .hit").evaluate_all(
        """(paths) => paths.map((path) => {
            const at = path.getPointAtLength(path.getTotalLength() / 2);
            const box = path.ownerSVGElement.getBoundingClientRect();
            const point = [at.x + box.x, at.y + box.y];
            return document.elementFromPoint(...point) === path.nextSibling ? point : null;
        }).filter(Boolean)[0]"""
    )
    page.mouse.click(*line)
    passages = page.locator("#panel blockquote").all_inner_texts()
    assert passages
    assert set(passages) <= {edge.passage for edge in EDGES}
    assert "article " in page.inner_text("#panel cite >> nth=0")


def test_the_keyboard_alone_leads_to_a_passage(opened: Any) -> None:
    page = opened()
    page.locator(".node[tabindex='0']").focus()
    first = page.evaluate("document.activeElement.getAttribute('aria-label')")
    for key in ("ArrowLeft", "ArrowUp", "ArrowRight"):
        page.keyboard.press(key)
    second = page.evaluate("document.activeElement.getAttribute('aria-label')")
    assert first != second
    page.keyboard.press("Enter")
    assert page.inner_text("#panel h2").strip() in second
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.locator("#panel blockquote").count() > 0
    page.keyboard.press("Escape")
    assert page.inner_text("#panel h2") == "Actors"


def test_the_filters_hide_relations_sides_and_types(opened: Any) -> None:
    page = opened()
    page.locator("#relation label", has_text="publishes").click()
    page.locator("#type label", has_text="channel").click()
    labels = set(page.locator(".node:not([hidden])").evaluate_all("(all) => all.map((one) => one.ariaLabel)"))
    assert not any("channel" in label for label in labels)
    # An outlet that publishes and does nothing else has no line left.
    assert not any("World Wire" in label for label in labels)
    page.locator("#side label", has_text="Southmark").click()
    left = page.locator(".node:not([hidden])").evaluate_all("(all) => all.map((one) => one.ariaLabel)")
    assert set(left) < labels
    assert not any("· Southmark ·" in label for label in left)


@pytest.mark.parametrize(("width", "height"), [(1400, 900), (400, 860)])
def test_labels_on_the_screen_do_not_cover_each_other(opened: Any, width: int, height: int) -> None:
    page = opened(width=width, height=height)
    boxes = page.locator(".node text:not([hidden])").evaluate_all(
        "(all) => all.map((one) => one.getBoundingClientRect()).map((at) => [at.left, at.top, at.right, at.bottom])"
    )
    assert len(boxes) >= 23
    for one, other in combinations(boxes, 2):
        across = min(one[2], other[2]) - max(one[0], other[0])
        down = min(one[3], other[3]) - max(one[1], other[1])
        # A line box is a little higher than its letters.
        assert across <= 0 or down <= 2, (one, other)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_hostile_words_do_nothing_in_the_page(opened: Any) -> None:
    page = opened(hostile_edges())
    page.locator("#panel li button", has_text="window.bad").first.click()
    page.locator("#panel li button").first.click()
    assert page.inner_text("#panel blockquote >> nth=0") == HOSTILE
    assert page.evaluate("window.bad") is None
    assert page.locator("img").count() == 0
