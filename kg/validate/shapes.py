"""Loads shapes: those of `shapes/`, by what they are for, and those that a user adds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING

from rdflib import OWL, RDF, SH, Graph
from rdflib.term import URIRef

from kg.errors import AuthorityError, ShapesError
from kg.settings import data_folder
from kg.turtle import Document, parse
from kg.validate import engine
from kg.vocab import RDFS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from rdflib.term import Node

_ARTICLE = frozenset("article claim description extraction figure ordinal passage position report sum".split())
_DECISIONS = frozenset("canonical copy difference disagreement exchange flow judgement link".split())
_ALONE = frozenset({"article-graph"})
_TARGETS = (SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf)


class Room(Enum):
    """What shapes are for: the graph of one article, that of the decisions, or both and all in one."""

    ARTICLE = "article"
    DECISIONS = "decisions"
    WHOLE = "whole"


@dataclass(frozen=True, slots=True, eq=False)
class Shapes:
    """Shapes ready for use, and what they apply to by its class or by a property that it has or is the value of."""

    engine: engine.Engine
    classes: frozenset[Node]
    nodes: frozenset[Node]
    subjects: frozenset[Node]
    objects: frozenset[Node]

    def applies_to(self, graph: Graph) -> int:
        """Counts the nodes of a graph that a shape applies to."""
        found = {node for class_ in self.classes for node in graph.subjects(RDF.type, class_)}
        found.update(node for property_ in self.subjects for node in graph.subjects(property_))
        found.update(node for property_ in self.objects for node in graph.objects(None, property_))
        return len(found) + len(self.nodes)


@lru_cache
def own(room: Room) -> Shapes:
    """Gives the shapes of `shapes/`; a file named in no list of this module is for all rooms."""
    # Reports take over the prefixes of the shapes, and rdflib's own are many.
    graph = Graph(bind_namespaces="none")
    for path in sorted(data_folder("shapes").glob("*.ttl")):
        if path.stem in _ARTICLE:
            wanted = room is not Room.DECISIONS
        elif path.stem in _DECISIONS:
            wanted = room is not Room.ARTICLE
        else:
            wanted = path.stem not in _ALONE or room is Room.ARTICLE
        if wanted:
            graph.parse(path)
    return _shapes(graph, own=True)


def added(paths: Iterable[Path]) -> Shapes:
    """Loads a user's shapes from Turtle files and folders of them.

    They may use the prefixes and the shapes without a target of `shapes/`. Raises ShapesError that names the file, the
    line and the way out where one is missing, is no Turtle, or is no shape by SHACL's own shapes.
    """
    graph = Graph()
    documents = [_parsed(file) for path in paths for file in _files(path)]
    for name in ("prefixes.ttl", "reference.ttl"):
        graph.parse(data_folder("shapes") / name)
    for document in documents:
        alone = Graph().parse(data=document.content.decode("utf-8-sig"), format="turtle")
        _check(document, alone, graph)
        graph += alone
    try:
        shapes = _shapes(graph)
    except engine.FailureError as error:
        raise ShapesError(f"{_at_fault(documents, graph)}: can't be used as a shape ({error}); correct it") from error
    if not shapes.classes | shapes.nodes | shapes.subjects | shapes.objects:
        names = ", ".join(str(document.path) for document in documents)
        raise ShapesError(f"{names}: no shape says what it applies to; give one a target such as sh:targetClass")
    return shapes


def _shapes(graph: Graph, *, own: bool = False) -> Shapes:
    classes, nodes, subjects, objects = (frozenset(graph.objects(None, target)) for target in _TARGETS)
    # A shape that is a class is its own target.
    implicit = {one for one in graph.subjects(RDF.type, SH.NodeShape) if (one, RDF.type, RDFS.Class) in graph}
    implicit |= {one for one in graph.subjects(RDF.type, SH.NodeShape) if (one, RDF.type, OWL.Class) in graph}
    return Shapes(engine.Engine(graph, own=own), classes | implicit, nodes, subjects, objects)


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        found = sorted(path.rglob("*.ttl"))
        if not found:
            raise ShapesError(f"{path}: no shapes in this folder; put .ttl files there or name another")
        return found
    if not path.exists():
        raise ShapesError(f"{path}: no such file or folder; check the path given with --shapes")
    return [path]


def _parsed(path: Path) -> Document:
    try:
        return parse(path, path.resolve().as_uri())
    except AuthorityError as error:
        raise ShapesError(str(error)) from error


def _check(document: Document, alone: Graph, shared: Graph) -> None:
    """Refuses shapes that an engine would stumble over or, worse, leave out."""
    from rdflib.plugins.sparql import prepareQuery

    for subject, text in sorted(alone.subject_objects(SH.select)):
        try:
            prepareQuery(_declared(alone + shared, subject) + str(text))
        except Exception as error:
            # The parser raises whatever its grammar library does.
            first = next(line for line in str(text).splitlines() if line.strip())
            reason = " ".join(str(error).split())[:160]
            raise ShapesError(
                f"{_line(document, first.strip())}: its sh:select is no SPARQL ({reason}); correct it"
            ) from error
    if wrong := engine.misformed(alone):
        node, message = wrong
        raise ShapesError(f"{_where(document, alone, node)}: no shape that SHACL knows ({message}); correct it")


def _at_fault(documents: Iterable[Document], graph: Graph) -> str:
    """Says where the shape stands that an engine refuses: that which it refuses alone."""
    for document in documents:
        for name in dict.fromkeys(triple.subject for triple in document.triples):
            try:
                engine.Engine(engine.led_to(graph, [URIRef(name)]))
            except engine.FailureError:
                return document.where(name)
    return ", ".join(str(document.path) for document in documents)


def _declared(graph: Graph, constraint: Node) -> str:
    """Gives the prefixes that a SPARQL constraint declares (SHACL 5.2.1)."""
    lines = []
    for owner in graph.objects(constraint, SH.prefixes):
        for one in graph.objects(owner, SH.declare):
            lines.append(f"PREFIX {graph.value(one, SH.prefix)}: <{graph.value(one, SH.namespace)}>\n")
    return "".join(lines)


def _where(document: Document, graph: Graph, node: Node) -> str:
    """Says on which line a node stands; a blank one by what it hangs from."""
    told: list[str] = []
    while not isinstance(node, URIRef):
        link = next(((s, p) for s, p in graph.subject_predicates(node)), None)
        values = [str(value) for value in graph.objects(node) if not isinstance(value, type(node))]
        told = told or values[:1]
        if link is None:
            return str(document.path)
        node = link[0]
    return document.where(str(node), *told)


def _line(document: Document, words: str) -> str:
    source = document.content.decode("utf-8-sig")
    found = re.search(re.escape(words), source)
    return f"{document.path}, line {source.count(chr(10), 0, found.start()) + 1}" if found else str(document.path)
