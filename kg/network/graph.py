"""Turns the rows of the stored questions `network…` into a networkx graph.

Every attribute of the graph is a string or a whole number, and an unknown one is absent, so that each of the file
forms can hold the graph without loss.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeAlias

import networkx as nx

from kg.answer import table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kg.answer import Answer

# XML 1.0 can hold no other characters; articles can.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True, order=True)
class Edge:
    """One row of a stored question `network…`: one claim that links two actors.

    The fields are the questions' columns in their order, all strings, empty where unknown. `source` and `target` are
    IRIs; the types are `person` `organization` `state` `outlet` `place` `channel` `exchange`; `relation` is one of
    those that `kg.network.look` draws; `claim` is an IRI, `passage` the claim's words, `date` the article's ISO 8601
    date, `outlet` its publisher's label, `exchange` the IRI of the exchange that the claim is about.
    """

    source: str
    source_label: str
    source_type: str
    source_side: str
    target: str
    target_label: str
    target_type: str
    target_side: str
    relation: str
    claim: str
    article: str
    passage: str
    date: str
    outlet: str = ""
    exchange: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Evidence:
    """One claim behind a relation of two actors; an unknown field is empty."""

    claim: str
    article: str
    passage: str
    date: str
    outlet: str = ""
    exchange: str = ""


_FIELDS = attrgetter(*Edge.__dataclass_fields__)
_CLAIM = attrgetter(*Evidence.__dataclass_fields__)
# An edge holds its claims as these attributes, each a line for each claim.
_COLUMNS = ("claims", "articles", "passages", "dates", "outlets", "exchanges")
Network: TypeAlias = "nx.MultiGraph[str]"


def graph(edges: Iterable[Edge], directed: bool = True) -> Network:
    """Builds the network with one edge for each source, target and relation, whatever the order of the rows.

    Nodes are IRIs with `label`, `type`, `side` and `claims` (how many distinct claims they take part in). Edges have
    `relation`, `weight` (how many distinct claims), `first` and `last` (ISO dates), and in `claims`, `articles`,
    `passages`, `dates`, `outlets` and `exchanges` one line for each claim, which `evidence` takes apart. A row without
    a source or a target names no pair and makes no edge. Edge keys are unique over the whole graph, as GraphML's edge
    identifiers must be.
    """
    groups: dict[tuple[str, str, str], dict[str, Evidence]] = defaultdict(dict)
    actors: dict[str, dict[str, str]] = defaultdict(dict)
    claims: dict[str, set[str]] = defaultdict(set)
    for row in sorted(_cleaned(edges)):
        if not (row.source and row.target):
            continue
        # A claim without an IRI is still a claim of its own: its place tells it from others.
        key = row.claim or f"{row.article} {row.passage}"
        group = groups[row.source, row.target, row.relation]
        if key not in group:
            group[key] = Evidence(row.claim, row.article, row.passage, row.date, row.outlet, row.exchange)
        for iri, known in _actors(row):
            claims[iri].add(key)
            for name, value in known:
                if value:
                    actors[iri].setdefault(name, value)

    network: Network = nx.MultiDiGraph() if directed else nx.MultiGraph()
    for iri in sorted(claims):
        network.add_node(iri, **{"label": _last_part(iri)} | actors[iri], claims=len(claims[iri]))
    for number, ((source, target, relation), found) in enumerate(sorted(groups.items()), start=1):
        network.add_edge(source, target, key=f"e{number}", **_attributes(relation, sorted(found.values())))
    return network


def edges(answer: Answer) -> list[Edge]:
    """Takes the rows of a stored question `network…` out of its answer, by the names of its columns."""
    names = tuple(Edge.__dataclass_fields__)
    found = table(answer)
    place = [found.columns.index(name) for name in names]
    return [Edge(*(row[number] for number in place)) for row in found.texts()]


def counted(network: Network) -> str:
    """Says how large a network is."""
    exchanges = sum(known.get("type") == "exchange" for _, known in network.nodes(data=True))
    counts = [(len(network) - exchanges, "actor"), (exchanges, "exchange"), (network.number_of_edges(), "relation")]
    return ", ".join(f"{n:,} {noun}{'' if n == 1 else 's'}" for n, noun in counts if n or noun != "exchange")


def core(network: Network, least: int) -> Network:
    """Keeps the actors that have at least so many neighbours among those kept: the k-core."""
    plain = nx.Graph(network)
    plain.remove_edges_from(list(nx.selfloop_edges(plain)))
    kept: Network = network.subgraph(nx.k_core(plain, least)).copy()
    return kept


def evidence(attributes: Mapping[str, Any]) -> tuple[Evidence, ...]:
    """Takes the claims behind an edge out of its attributes."""
    count = int(attributes["weight"])
    columns = [str(attributes[name]).split("\n") if name in attributes else [""] * count for name in _COLUMNS]
    return tuple(Evidence(*fields) for fields in zip(*columns, strict=True))


def _attributes(relation: str, found: list[Evidence]) -> dict[str, str | int]:
    columns = dict(zip(_COLUMNS, zip(*map(_CLAIM, found), strict=True), strict=True))
    known: dict[str, str | int] = {"relation": relation, "weight": len(found)}
    known |= {name: "\n".join(values) for name, values in columns.items() if any(values)}
    dates = sorted(filter(None, columns["dates"]))
    return known | ({"first": dates[0], "last": dates[-1]} if dates else {})


def _actors(row: Edge) -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
    yield row.source, (("label", row.source_label), ("type", row.source_type), ("side", row.source_side))
    yield row.target, (("label", row.target_label), ("type", row.target_type), ("side", row.target_side))


def _cleaned(edges: Iterable[Edge]) -> set[Edge]:
    """Makes each field one line that XML can hold; the graph's lists have one claim a line."""
    # The same names and passages come again and again.
    known: dict[str, str] = {}

    def clean(field: str) -> str:
        found = known.get(field)
        if found is None:
            found = known[field] = " ".join(_NOT_XML.sub("\ufffd", field).split())
        return found

    return {Edge(*map(clean, _FIELDS(edge))) for edge in edges}


def _last_part(iri: str) -> str:
    return re.split("[/#]", iri.rstrip("/#"))[-1] or iri


def summary(network: Network) -> str:
    """Says in one line what the network rests on."""
    found = [one for _, _, known in network.edges(data=True) for one in evidence(known)]
    dates = sorted({one.date for one in found if one.date})
    counts = (
        (len({one.claim or f"{one.article} {one.passage}" for one in found}), "claim"),
        (len({one.article for one in found if one.article}), "article"),
    )
    text = ", ".join([counted(network), *(f"{n:,} {noun}{'' if n == 1 else 's'}" for n, noun in counts)])
    if dates:
        text += f"; {dates[0]}" + (f" to {dates[-1]}" if dates[-1] != dates[0] else "")
    return text
