"""Measures actors by their place in the network, and over time.

All measures are networkx's but PageRank (Page et al. 1999), whose networkx form needs scipy: a power iteration here
gives the same numbers. What draws on chance has a seed, so that the same network gives the same table.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np

from kg.answer import Table, Value
from kg.errors import UsageError
from kg.network.graph import Edge, graph
from kg.vocab import XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.network.graph import Network
    from kg.network.views import View

PERIODS = {"year": 4, "month": 7}
"""How long a period is, by how many letters of an ISO date name it."""
_SEED = 1
# Beyond so many actors betweenness is estimated from so many of them (Brandes and Pich 2007).
_WHOLE, _SAMPLE = 1000, 250


@dataclass(frozen=True, slots=True)
class Measures:
    """One actor's measures.

    `period` is empty for all time. `degree` counts the other actors that it is linked to, `inward` and `outward` those
    by the way of the link (the same in a view without direction), `claims` the distinct claims it takes part in.
    `betweenness` is the share of shortest ways between two others that lead through it, `pagerank` the share of all
    attention that comes to it along weighted links. `community` is the number of its group, the largest being 1
    (Louvain, Blondel et al. 2008), `core` the largest k of a k-core it is in.
    """

    period: str
    label: str
    type: str
    side: str
    degree: int
    inward: int
    outward: int
    claims: int
    betweenness: float
    pagerank: float
    community: int
    core: int
    actor: str


COLUMNS = tuple(field.name for field in fields(Measures))


def measures(network: Network, period: str = "") -> list[Measures]:
    """Measures each actor; those linked to most others come first."""
    ways = _simple(network)
    plain = ways.to_undirected() if network.is_directed() else ways
    sample = min(_SAMPLE, len(ways)) if len(ways) > _WHOLE else None
    between = nx.betweenness_centrality(ways, k=sample, seed=_SEED)
    rank, group, cores = pagerank(ways), _communities(network), nx.core_number(plain)
    found = []
    for node, known in network.nodes(data=True):
        inward, outward = (
            (ways.in_degree(node), ways.out_degree(node)) if isinstance(ways, nx.DiGraph) else (plain.degree(node),) * 2
        )
        found.append(
            Measures(
                period,
                str(known["label"]),
                str(known.get("type", "")),
                str(known.get("side", "")),
                plain.degree(node),
                inward,
                outward,
                int(known["claims"]),
                round(between[node], 6),
                round(rank[node], 6),
                group[node],
                cores[node],
                node,
            )
        )
    return sorted(found, key=lambda one: (-one.degree, -one.claims, one.label, one.actor))


def over_time(edges: Iterable[Edge], view: View, by: str) -> list[Measures]:
    """Measures the network of each year or month that has dated claims, in the order of time; raises UsageError."""
    if by not in PERIODS:
        raise UsageError(f"unknown period {by!r}; choose {' or '.join(PERIODS)}")
    periods: dict[str, list[Edge]] = {}
    for edge in edges:
        if edge.date:
            periods.setdefault(edge.date[: PERIODS[by]], []).append(edge)
    return [one for period in sorted(periods) for one in measures(graph(periods[period], view.directed), period)]


def table(found: Sequence[Measures], iris: bool = True) -> Table:
    """Gives measures as a table, with the actors' IRIs or without; `period` is left out where no row has one."""
    idle = {"period"} if not any(one.period for one in found) else set()
    columns = [name for name in COLUMNS if name not in (idle if iris else idle | {"actor"})]
    return Table(tuple(columns), tuple(tuple(_value(name, getattr(one, name)) for name in columns) for one in found))


def pagerank(ways: nx.Graph[str], damping: float = 0.85) -> dict[str, float]:
    """Shares out attention along the weighted links; an actor without an outward link gives to all alike."""
    nodes = list(ways)
    if not nodes:
        return {}
    number = {node: index for index, node in enumerate(nodes)}
    links = [(number[a], number[b], float(known["weight"])) for a, b, known in ways.edges(data=True)]
    if not ways.is_directed():
        links += [(b, a, weight) for a, b, weight in links]
    start = np.array([a for a, _, _ in links], dtype=np.intp)
    end = np.array([b for _, b, _ in links], dtype=np.intp)
    weight = np.array([w for _, _, w in links], dtype=np.float64)
    given = np.bincount(start, weight, len(nodes))
    share = weight / given[start]
    rank = np.full(len(nodes), 1 / len(nodes))
    for _ in range(200):
        lost = rank[given == 0].sum() / len(nodes)
        new = damping * (np.bincount(end, rank[start] * share, len(nodes)) + lost) + (1 - damping) / len(nodes)
        moved = np.abs(new - rank).sum()
        rank = new
        if moved < 1e-9:
            break
    return dict(zip(nodes, map(float, rank), strict=True))


def _simple(network: Network) -> nx.Graph[str]:
    """Adds up the relations of each pair; an actor's links to itself say nothing of its place."""
    return _added(network, nx.DiGraph() if network.is_directed() else nx.Graph())


def _added(network: Network, ways: nx.Graph[str]) -> nx.Graph[str]:
    ways.add_nodes_from(sorted(network))
    for source, target, known in sorted(network.edges(data=True), key=lambda edge: edge[:2]):
        if source != target:
            before = ways[source][target]["weight"] if ways.has_edge(source, target) else 0
            ways.add_edge(source, target, weight=before + known["weight"])
    return ways


def _communities(network: Network) -> dict[str, int]:
    both = _added(network, nx.Graph())
    groups = nx.community.louvain_communities(both, seed=_SEED) if both.number_of_edges() else [{node} for node in both]
    ordered = sorted((sorted(group) for group in groups), key=lambda group: (-len(group), group))
    return {node: number for number, group in enumerate(ordered, start=1) for node in group}


def _value(name: str, value: str | int | float) -> Value | None:
    if value == "":
        return None
    if name == "actor":
        return Value(str(value), iri=True)
    if isinstance(value, int):
        return Value(str(value), datatype=str(XSD.integer))
    return Value(f"{value:.4f}", datatype=str(XSD.decimal)) if isinstance(value, float) else Value(value)
