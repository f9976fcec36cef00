"""Turns the rows of the stored question `network` into a networkx graph.

Every attribute of the graph is a string or a whole number, and an unknown one is absent, so that each of the file
forms can hold the graph without loss.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING, Any

import networkx as nx

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

# XML 1.0 can hold no other characters; articles can.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True, order=True)
class Edge:
    """One row of the stored question `network`: one claim that links two actors.

    The fields are the question's columns in their order, all strings, empty where unknown. `source` and `target` are
    IRIs; the types are `person` `organization` `state` `outlet` `place` `channel`; `relation` is `speaks-about`
    `relays` `publishes`; `claim` is an IRI, `passage` the claim's words, `date` an ISO 8601 date.
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


@dataclass(frozen=True, slots=True, order=True)
class Evidence:
    """One claim behind a relation of two actors; an unknown field is empty."""

    claim: str
    article: str
    passage: str
    date: str


def graph(edges: Iterable[Edge]) -> nx.MultiDiGraph[str]:
    """Builds the network with one edge for each source, target and relation, whatever the order of the rows.

    Nodes are IRIs with `label`, `type`, `side` and `claims` (how many distinct claims they take part in). Edges have
    `relation`, `weight` (how many distinct claims), `first` and `last` (ISO dates), and in `claims`, `articles`,
    `passages` and `dates` one line for each claim, which `evidence` takes apart. A row without a source or a target
    names no pair and makes no edge. Edge keys are unique over the whole graph, as GraphML's edge identifiers must be.
    """
    rows = sorted({_cleaned(edge) for edge in edges})
    groups: dict[tuple[str, str, str], dict[str, Evidence]] = defaultdict(dict)
    actors: dict[str, dict[str, str]] = defaultdict(dict)
    claims: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        if not (row.source and row.target):
            continue
        # A claim without an IRI is still a claim of its own: its place tells it from others.
        key = row.claim or f"{row.article} {row.passage}"
        group = groups[row.source, row.target, row.relation]
        group.setdefault(key, Evidence(row.claim, row.article, row.passage, row.date))
        for iri, known in _actors(row):
            claims[iri].add(key)
            for name, value in known:
                if value:
                    actors[iri].setdefault(name, value)

    network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for iri in sorted(claims):
        network.add_node(iri, **{"label": _last_part(iri)} | actors[iri], claims=len(claims[iri]))
    for number, ((source, target, relation), found) in enumerate(sorted(groups.items()), start=1):
        network.add_edge(source, target, key=f"e{number}", **_attributes(relation, sorted(found.values())))
    return network


def evidence(attributes: Mapping[str, Any]) -> tuple[Evidence, ...]:
    """Takes the claims behind an edge out of its attributes."""
    count = int(attributes["weight"])
    columns = [
        str(attributes[name]).split("\n") if name in attributes else [""] * count
        for name in ("claims", "articles", "passages", "dates")
    ]
    return tuple(Evidence(*fields) for fields in zip(*columns, strict=True))


def _attributes(relation: str, found: list[Evidence]) -> dict[str, str | int]:
    columns = {
        "claims": [one.claim for one in found],
        "articles": [one.article for one in found],
        "passages": [one.passage for one in found],
        "dates": [one.date for one in found],
    }
    known: dict[str, str | int] = {"relation": relation, "weight": len(found)}
    known |= {name: "\n".join(values) for name, values in columns.items() if any(values)}
    dates = sorted(filter(None, columns["dates"]))
    return known | ({"first": dates[0], "last": dates[-1]} if dates else {})


def _actors(row: Edge) -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
    yield row.source, (("label", row.source_label), ("type", row.source_type), ("side", row.source_side))
    yield row.target, (("label", row.target_label), ("type", row.target_type), ("side", row.target_side))


def _cleaned(edge: Edge) -> Edge:
    """Makes each field one line that XML can hold; the graph's lists have one claim a line."""
    return Edge(*(" ".join(_NOT_XML.sub("\ufffd", field).split()) for field in astuple(edge)))


def _last_part(iri: str) -> str:
    return re.split("[/#]", iri.rstrip("/#"))[-1] or iri


def summary(network: nx.MultiDiGraph[str]) -> str:
    """Says in one line what the network rests on."""
    found = [one for _, _, known in network.edges(data=True) for one in evidence(known)]
    dates = sorted({one.date for one in found if one.date})
    counts = (
        (len(network), "actor"),
        (network.number_of_edges(), "relation"),
        (len({one.claim or f"{one.article} {one.passage}" for one in found}), "claim"),
        (len({one.article for one in found if one.article}), "article"),
    )
    text = ", ".join(f"{number:,} {noun}{'' if number == 1 else 's'}" for number, noun in counts)
    if not dates:
        return text
    return f"{text}; {dates[0]}" + (f" to {dates[-1]}" if dates[-1] != dates[0] else "")
