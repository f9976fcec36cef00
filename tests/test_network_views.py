"""The views of the network, the filters that they share with `kg query`, and the actors' measures."""

from __future__ import annotations

import csv
from io import StringIO
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
import pytest
from network_records import EDGES, agent, row

from kg import network, query
from kg.errors import QueryError, QuestionError, UsageError
from kg.network import VIEWS, Edge, core, graph, measures
from kg.settings import samples_folder
from kg.store import Store

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Kg

AGENT = "https://w3id.org/exchange-kg/id/agent/"
EXCHANGE = "https://w3id.org/exchange-kg/id/exchange/"


def asked(store: Path, view: str, **values: str) -> list[Edge]:
    shown = network.view(view)
    with Store(store, read_only=True) as opened:
        return network.edges(query.ask(opened, query.load(shown.question), dict(shown.values) | values))


def pairs(edges: list[Edge]) -> set[tuple[str, str, str]]:
    return {(edge.source_label, edge.relation, edge.target_label) for edge in edges}


def test_every_view_has_rows_that_stand_in_the_articles(samples: Path) -> None:
    articles = {path.stem: path.read_text(encoding="utf-8") for path in samples_folder().iterdir()}
    for name in VIEWS:
        edges = asked(samples, name)
        assert edges, name
        assert all(edge.passage in articles[edge.article] for edge in edges), name
        assert all(edge.source_type and edge.target_type and edge.outlet and edge.date for edge in edges), name


def test_a_view_is_a_part_of_its_question(samples: Path) -> None:
    every = set(asked(samples, "all"))
    about, relays = set(asked(samples, "about")), set(asked(samples, "relays"))
    assert {edge.relation for edge in about} == {"speaks-about"}
    assert {edge.relation for edge in relays} == {"relays", "publishes"}
    assert about | relays == every


def test_speakers_whose_figures_contradict_differ_and_those_who_give_the_same_agree(samples: Path) -> None:
    found = pairs(asked(samples, "agreement"))
    with Store(samples, read_only=True) as opened:
        said = opened.select(query.fill(query.load("disagreements"), {})).records()
    speakers = {frozenset((one["speaker_a"], one["speaker_b"])) for one in said}
    differ = {frozenset((one, other)) for one, relation, other in found if relation == "differs"}
    assert differ == {pair for pair in speakers if len(pair) == 2}
    assert differ
    agree = [edge for edge in asked(samples, "agreement") if edge.relation == "agrees"]
    assert all(edge.source < edge.target for edge in agree)


def test_an_exchange_stands_beside_those_who_take_part_in_it(samples: Path) -> None:
    edges = asked(samples, "exchanges")
    assert {edge.target_type for edge in edges} == {"exchange"}
    assert all(edge.target == edge.exchange for edge in edges)
    assert ("Ukraine", "takes-part", "bodies, 2025-02-14") in pairs(edges)
    # What the bipartite view says apart, the projected one says together.
    both = graph(edge for edge in edges if edge.relation != "named-in")
    projected = graph(asked(samples, "partners"), directed=False)
    for one, other in projected.edges():
        assert set(both[one]) & set(both[other]), (one, other)
    shared = {
        frozenset((one, other))
        for exchange in {edge.target for edge in edges}
        for one in both.predecessors(exchange)
        for other in both.predecessors(exchange)
        if one != other
    }
    assert {frozenset(pair) for pair in projected.edges()} == shared


def test_a_pair_that_appears_together_is_named_in_the_passage(samples: Path) -> None:
    edges = asked(samples, "together")
    assert all(edge.source < edge.target for edge in edges)
    assert ("Russia", "together", "Ukraine") in pairs(edges)


@pytest.mark.parametrize(
    ("name", "value", "holds"),
    [
        ("since", "2025-01-01", lambda edge: edge.date >= "2025-01-01"),
        ("until", "2025-01-01", lambda edge: edge.date <= "2025-01-01"),
        ("side", "ukraine", lambda edge: "Ukraine" in (edge.source_side, edge.target_side)),
        ("type", "Person", lambda edge: "person" in (edge.source_type, edge.target_type)),
        ("outlet", "meadow post", lambda edge: edge.outlet == "Meadow Post"),
        ("exchange", "exchange/bodies-2025-02-14-russia-ukraine", lambda edge: "2025-02-14" in edge.exchange),
    ],
)
@pytest.mark.parametrize("view", ["all", "exchanges", "partners", "together"])
def test_a_filter_keeps_the_rows_that_it_names(samples: Path, view: str, name: str, value: str, holds: object) -> None:
    everything = asked(samples, view)
    assert callable(holds)
    assert asked(samples, view, **{name: value}) == [edge for edge in everything if holds(edge)]


def test_a_weight_keeps_pairs_of_so_many_claims(samples: Path) -> None:
    everything = graph(asked(samples, "all"))
    heavy = graph(asked(samples, "all", weight="3"))
    assert 0 < heavy.number_of_edges() < everything.number_of_edges()
    expected = sorted(known["weight"] for _, _, known in everything.edges(data=True) if known["weight"] >= 3)
    assert sorted(known["weight"] for _, _, known in heavy.edges(data=True)) == expected


@pytest.mark.parametrize(
    ("header", "message"),
    [("each: source", "both `each` and `count`"), ("type: integer, each: source, count: claim, most: 3", "may hold")],
)
def test_a_faulty_weight_in_a_header_is_refused(header: str, message: str) -> None:
    with pytest.raises(QueryError, match=message):
        query.parse("mine", f"#+ parameters:\n#+   weight: {{{header}}}\nSELECT * {{}}")


def test_a_weight_that_is_no_number_is_refused() -> None:
    with pytest.raises(QuestionError, match="weight=much is not an integer"):
        query.fill(query.load("network"), {"weight": "much"})


def test_an_unknown_view_is_refused_and_the_known_ones_are_named() -> None:
    with pytest.raises(UsageError, match="agreement, exchanges"):
        network.view("enemies")


# --- measures


def test_the_measures_of_a_star_are_known() -> None:
    edges = [row(one, "relays", "staff", f"c{one}", "a", "", "") for one in ("egor", "nina", "ostap", "halyna")]
    edges.append(row("staff", "relays", "south", "c9", "a", "", ""))
    found = {one.actor: one for one in measures.measures(graph(edges))}
    middle = found[agent("staff")]
    assert (middle.degree, middle.inward, middle.outward, middle.claims, middle.core) == (5, 4, 1, 5, 1)
    # Four of the twenty ordered pairs of the others are linked, all through the middle.
    assert middle.betweenness == pytest.approx(4 / 20)
    assert {one.betweenness for one in found.values()} == {middle.betweenness, 0.0}
    assert {one.community for one in found.values()} == {1}


@pytest.mark.parametrize("directed", [True, False])
def test_pagerank_is_the_leading_vector_of_googles_matrix(directed: bool) -> None:
    found = {one.actor: one.pagerank for one in measures.measures(graph(EDGES, directed))}
    plain: nx.Graph[str] = nx.DiGraph() if directed else nx.Graph()
    plain.add_nodes_from(found)
    for source, target, known in graph(EDGES, directed).edges(data=True):
        if source != target:
            before = plain[source][target]["weight"] if plain.has_edge(source, target) else 0
            plain.add_edge(source, target, weight=before + known["weight"])
    matrix = np.asarray(nx.google_matrix(plain))
    rank = np.full(len(plain), 1 / len(plain))
    for _ in range(300):
        rank = rank @ matrix
    assert found == pytest.approx(dict(zip(plain, rank, strict=True)), abs=2e-6)


def test_the_measures_do_not_depend_on_the_order_of_the_rows() -> None:
    assert measures.measures(graph(EDGES)) == measures.measures(graph(reversed(EDGES)))


def test_measures_over_time_take_each_period_for_itself() -> None:
    found = measures.over_time(EDGES, VIEWS["all"], "month")
    assert sorted({one.period for one in found}) == ["2025-05", "2025-06"]
    may = graph(edge for edge in EDGES if edge.date.startswith("2025-05"))
    assert [one for one in found if one.period == "2025-05"] == measures.measures(may, "2025-05")
    with pytest.raises(UsageError, match="year or month"):
        measures.over_time(EDGES, VIEWS["all"], "week")


def test_the_core_keeps_those_with_enough_neighbours_among_them() -> None:
    kept = core(graph(EDGES), 3)
    plain = nx.Graph(kept)
    plain.remove_edges_from(list(nx.selfloop_edges(plain)))
    assert 3 < len(kept) < len(graph(EDGES))
    assert min(degree for _, degree in plain.degree()) >= 3
    assert len(core(graph(EDGES), 50)) == 0


# --- the command


def test_the_command_prints_the_same_measures_as_csv(kg: Kg, samples: Path) -> None:
    told = kg("network", "--view", "about", "--table", "--format", "csv", "--side", "Ukraine", "--store", samples)
    found = list(csv.DictReader(StringIO(told.stdout)))
    expected = measures.measures(graph(asked(samples, "about", side="Ukraine")))
    assert [(one["actor"], int(one["degree"]), float(one["pagerank"])) for one in found] == [
        (one.actor, one.degree, round(one.pagerank, 4)) for one in expected
    ]


def test_the_filters_of_kg_query_are_short_for_its_parameters(kg: Kg, samples: Path) -> None:
    short = kg("query", "network", "--side", "Ukraine", "--weight", "2", "--format", "csv", "--store", samples)
    long = ("--param", "side=Ukraine", "--param", "weight=2")
    assert short.stdout == kg("query", "network", *long, "--format", "csv", "--store", samples).stdout
    assert short.stdout.count("\n") > 3


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("network",), "name a FILE"),
        (("network", "a.html", "--view", "enemies"), "unknown view"),
        (("network", "a.html", "--by", "year"), "add --table"),
        (("query", "network", "--side", "A", "--param", "side=B"), "side is given twice"),
        (("query", "copies", "--side", "A"), "no parameter 'side'"),
    ],
)
def test_a_command_that_can_not_be_meant_is_refused(
    kg: Kg, samples: Path, arguments: tuple[str, ...], message: str
) -> None:
    told = kg(*arguments, "--store", samples)
    assert told.returncode == 2
    assert message in told.stderr
    assert "Traceback" not in told.stderr
