"""Explains where a fact comes from: quotation, speaker, relay, article, rule, and what disagrees.

`find` tells what is meant, one module for each kind of thing gathers it into the records of `records`, `text` writes
those for a terminal and `as_json` for other programs.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from dataclasses import asdict, replace
from typing import TYPE_CHECKING

from kg.errors import NothingFoundError, UsageError
from kg.explain import actor, article, claim, exchange, figure
from kg.explain import find as finding
from kg.explain.graph import Graph
from kg.explain.records import Explanation, Matches
from kg.explain.text import as_text
from kg.vocab import KG, PROV, RDF, SDO

if TYPE_CHECKING:
    from kg.answer import Reader

__all__ = ["as_json", "as_text", "explain", "written"]

MOST = 20
"""So many matches, or claims of an actor, are shown unless all are asked for."""

# Beyond ASCII controls, which JSON escapes: what could steer a terminal that the JSON is printed on.
_STEERING = re.compile("[\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def explain(reader: Reader, text: str, *, everything: bool = False) -> Explanation:
    """Explains what a text means in a graph; where it may mean several things, gives those.

    Args:
        reader: the store or endpoint that has the graph.
        text: an IRI or its short end, an article's name, a number, a day, an actor's name, or words of a passage.
        everything: whether to give all claims of an actor and all matches, not the first `MOST`.

    Raises:
        NothingFoundError: nothing is called so; the message names what comes near.
    """
    graph = Graph(reader)
    most = None if everything else MOST
    found = finding.find(graph, text)
    if not found:
        close = graph.ahead(lambda: finding.near(graph, text))
        hint = f"near it: {', '.join(close)}" if close else "`kg query claims` and `kg query actors` list what there is"
        raise NothingFoundError(f"nothing in {reader.name} matches {text!r}; {hint}")
    types = set(graph.all(found[0].iri, RDF.type))
    return graph.ahead(lambda: _explained(graph, text, found, types, most))


def written(explained: Explanation, form: str, again: str, *, everything: bool = False) -> str:
    """Writes an explanation as `json`, or as `text` for the terminal that standard output is.

    Args:
        explained: the explanation.
        form: `text` or `json`.
        again: the command to type next, with `{}` for what to explain.
        everything: whether a long text leaves nothing out.

    Raises:
        UsageError: there is no such form.
    """
    if form not in {"text", "json"}:
        raise UsageError(f"unknown format {form!r}; choose text or json")
    if form == "json":
        return as_json(explained)
    styled = sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    width = shutil.get_terminal_size((100, 24)).columns
    return as_text(explained, width, styled=styled, again=again, everything=everything)


def as_json(explained: Explanation) -> str:
    """Writes an explanation as JSON with sorted keys; `kg.explain.records` tells what they mean."""
    content = {"kind": explained.kind} | asdict(explained)
    written = json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True)
    return _STEERING.sub(lambda match: f"\\u{ord(match[0]):04x}", written) + "\n"


def _explained(graph: Graph, text: str, found: list[finding.Hit], types: set[str], most: int | None) -> Explanation:
    """Explains the one thing that was found, which is of some types, or lists the many."""
    if len(found) > 1:
        return _matches(graph, text, found, most)
    iri = found[0].iri
    if str(KG.Figure) in types:
        return figure.explain(graph, iri)
    if str(KG.Claim) in types:
        return claim.explain(graph, iri)
    if str(KG.Exchange) in types:
        return exchange.explain(graph, iri)
    if str(KG.Report) in types:
        return article.explain(graph, graph.one(iri, PROV.wasDerivedFrom), only=iri)
    if str(SDO.NewsArticle) in types:
        return article.explain(graph, iri)
    if str(SDO.Place) in types:
        return _of_place(graph, text, iri, most)
    return actor.explain(graph, iri, most)


def _of_place(graph: Graph, text: str, iri: str, most: int | None) -> Explanation:
    """Gives the figures that are broken down by a place, and the claims that mention it."""
    found = [finding.Hit(one) for one in (*graph.back(iri, KG.place), *graph.back(iri, SDO.mentions))]
    return _matches(graph, text, found, most) if found else actor.explain(graph, iri, most)


def _matches(graph: Graph, text: str, found: list[finding.Hit], most: int | None) -> Matches:
    described = (finding.describe(graph, hit.iri, hit.marks) for hit in found[:most])
    matches = (
        replace(match, explained=figure.explain(graph, match.iri)) if graph.is_a(match.iri, str(KG.Figure)) else match
        for match in described
        if match
    )
    return Matches(text, len(found), tuple(matches))
