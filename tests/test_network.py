"""The actor network: how rows become a graph, and what each form of file holds."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import networkx as nx
import pytest
from lxml import etree
from matplotlib import image
from network_records import ACTORS, EDGES, ID, agent, hostile_edges, row

from kg.errors import ExportError
from kg.network import ENDINGS, Edge, Evidence, evidence, graph, look, place, route, write


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
    # How the actors are drawn, which Gephi reads.
    for _, known in back.nodes(data=True):
        drawn = [known.pop(name) for name in ("r", "g", "b", "size", "x", "y")]
        assert all(0 <= channel <= 255 for channel in drawn[:3])
    assert nx.utils.graphs_equal(back, graph(edges))


@pytest.mark.parametrize("edges", [EDGES, hostile_edges(), ()], ids=["plain", "hostile", "empty"])
def test_gexf_read_back_equals_the_graph(tmp_path: Path, edges: tuple[Edge, ...]) -> None:
    back = nx.read_gexf(written(tmp_path, ".gexf", edges))
    expected = graph(edges)
    assert dict(back.nodes(data="label")) == dict(expected.nodes(data="label"))
    found = {
        node: {k: v for k, v in known.items() if k not in ("viz", "spells")} for node, known in back.nodes(data=True)
    }
    assert found == dict(expected.nodes(data=True))
    wanted = sorted((s, t, sorted(known.items())) for s, t, known in expected.edges(data=True))
    got = sorted(
        (s, t, sorted((k, v) for k, v in known.items() if k not in ("id", "networkx_key", "spells")))
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


@pytest.mark.parametrize("edges", [EDGES, hostile_edges(), ()], ids=["plain", "hostile", "empty"])
def test_gexf_is_valid_by_its_schema(tmp_path: Path, edges: tuple[Edge, ...]) -> None:
    schema = etree.RelaxNG(etree.parse(Path(__file__).parent / "gexf.rng"))
    for directed in (True, False):
        path = tmp_path / "network.gexf"
        write(graph(edges, directed), path)
        schema.assertValid(etree.parse(path))


def test_gexf_tells_the_days_of_relations_and_actors(tmp_path: Path) -> None:
    undated = row("nina", "relays", "ostap", "c99", "a", "Words.", "")
    back = nx.read_gexf(written(tmp_path, ".gexf", (*EDGES, undated)))
    assert back.graph["mode"] == "dynamic"
    assert back[agent("staff")][agent("south")]["spells"] == [
        ("2025-05-16", "2025-05-16"),
        ("2025-06-11", "2025-06-11"),
    ]
    assert "spells" not in back[agent("nina")][agent("ostap")]
    assert back.nodes[agent("gulf")]["spells"] == [(day, day) for day in ("2025-06-16", "2025-06-20", "2025-06-21")]
    # A relation of no known day may always have been, and with it its actors.
    assert "spells" not in back.nodes[agent("nina")]


def test_the_same_claims_give_the_same_bytes_in_every_run(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; sys.path.insert(0, sys.argv[1]); from network_records import EDGES;"
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
