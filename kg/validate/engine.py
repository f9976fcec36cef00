"""Runs SHACL: what isn't surely sound a fast engine looks at, the reference engine tells.

Most graphs have nothing to find, and `kg.validate.sure` sees that by our own shapes. Where it doubts, pyshacl-turbo
goes over the shapes concerned in a tenth of the time that pySHACL takes; where that finds anything, pySHACL checks them
again, and its report is the one that people see. The only caller of both.
"""

from __future__ import annotations

import re
import warnings
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

import pyshacl_turbo
from rdflib import SH, Graph
from rdflib.term import URIRef

from kg.validate.sure import Sure
from kg.vocab import PREFIXES

SHAPES = "https://w3id.org/exchange-kg/shapes#"

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from rdflib.plugins.sparql.sparql import Query
    from rdflib.query import Result
    from rdflib.term import Node

    from kg.terms import Spelt


Excerpt = Any
"""A store's excerpt, which the fast engine reads without a detour; only `kg.store` knows the type."""


class FailureError(Exception):
    """An engine can't use the shapes."""


# Those of the fast engine are of these kinds; NotImplementedError, a RuntimeError too, meets a mistyped parameter.
_FAILURES = (RuntimeError, ValueError)


_FEW = 4
"""Shapes; parts of more are too many to be kept, and hardly faster."""


class DataGraph(Graph):
    """A graph that parses each SPARQL constraint once: that takes longer than answering, and articles ask the same."""

    def query(self, query_object: str | Query, *args: Any, **more: Any) -> Result:
        """Answers a query."""
        prepared = _prepared(query_object) if isinstance(query_object, str) else query_object
        return super().query(prepared, *args, **more)


@lru_cache(maxsize=256)
def _prepared(sparql: str) -> Query:
    from rdflib.plugins.sparql import prepareQuery

    return prepareQuery(sparql)


def data_graph(triples: Iterable[tuple[Node, Node, Node]]) -> Graph:
    """Makes a graph to be checked."""
    graph = DataGraph()
    for prefix, namespace in {**PREFIXES, "kgs": SHAPES, "sh": str(SH)}.items():
        graph.bind(prefix, namespace)
    graph.addN((s, p, o, graph) for s, p, o in triples)
    return graph


class Engine:
    """Both engines, made ready for one set of shapes."""

    def __init__(self, shapes: Graph, *, own: bool = False) -> None:
        """Compiles the shapes, those of `shapes/` or a user's; raises FailureError where they can't be used."""
        self.shapes = shapes
        self._sure = Sure(shapes) if own else None
        self._fast_parts: dict[frozenset[Node], Any] = {}
        self._parts: dict[frozenset[Node], Graph] = {}
        try:
            self._fast = pyshacl_turbo.compile_shapes(shapes)
        except _FAILURES as error:
            raise FailureError(_line(error)) from error

    def doubted(self, statements: Iterable[Spelt], passing: Node | None = None) -> frozenset[Node] | None:
        """Gives the shapes that a graph doesn't surely keep to, without those of the severity `passing`.

        None where no shape is surely kept to, for they are a user's.
        """
        return self._sure.doubtful(statements, passing) if self._sure else None

    def suspects(self, data: Graph | Excerpt, doubted: frozenset[Node] | None = None) -> frozenset[Node] | None:
        """Gives the shapes, of those doubted or of all, in which the fast engine finds fault; None where it can't."""
        if doubted is not None and not doubted:
            return doubted
        try:
            return frozenset(self.quick(data, doubted).objects(None, SH.sourceShape))
        except FailureError:
            return None

    def report(self, graph: Graph, suspects: frozenset[Node] | None) -> Graph:
        """Gives the reference engine's report on a graph by the shapes suspected, or by all.

        Where it stumbles over a value that the fast engine reports (it can't compare an ill-typed date), that one's.
        """
        try:
            return self.reference(graph, None if suspects is None else self._part(suspects))
        except FailureError:
            if not suspects:
                raise
            return self.quick(graph)

    def quick(self, data: Graph | Excerpt, doubted: frozenset[Node] | None = None) -> Graph:
        """Gives the fast engine's report on a graph, which may be an Oxigraph store of its own, by some shapes or all.

        Raises FailureError where the engine can't check it: an IRI that is none, a shape beyond it.
        """
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                _, report, _ = self._compiled(doubted).validate(data)
            except _FAILURES as error:
                raise FailureError(_line(error)) from error
        return cast("Graph", report)

    def _compiled(self, shapes: frozenset[Node] | None) -> Any:
        if shapes is None or len(shapes) > _FEW:
            return self._fast
        if shapes not in self._fast_parts:
            self._fast_parts[shapes] = pyshacl_turbo.compile_shapes(self._part(shapes))
        return self._fast_parts[shapes]

    def reference(self, graph: Graph, shapes: Graph | None = None) -> Graph:
        """Gives the reference engine's report on a graph by some shapes, or by all; raises FailureError as `quick`."""
        # Their import takes as long as a short command may last, and most graphs never need them.
        import pyshacl
        from rdflib.plugins.sparql.sparql import SPARQLError

        try:
            _, report, _ = pyshacl.validate(
                graph, shacl_graph=shapes or self.shapes, inplace=True, advanced=False, inference="none"
            )
        except (AttributeError, RuntimeError, TypeError, SPARQLError) as error:
            # rdflib neither adds up nor compares what is no number, such as "500"@en.
            raise FailureError(_line(error)) from error
        if not isinstance(report, Graph):
            raise FailureError(_line(report))
        return report

    def _part(self, shapes: frozenset[Node]) -> Graph:
        """Gives the part of the shapes that these belong to: those that lead to them, and all that those lead to."""
        if shapes not in self._parts:
            above = _closed(shapes, lambda node: self.shapes.subjects(None, node))
            self._parts[shapes] = led_to(self.shapes, above)
        return self._parts[shapes]


def led_to(graph: Graph, nodes: Iterable[Node]) -> Graph:
    """Gives the part of a graph that tells of some nodes and of all that they lead to."""
    part = Graph()
    for node in _closed(nodes, lambda node: graph.objects(node)):
        part += graph.triples((node, None, None))
    return part


def _closed(nodes: Iterable[Node], step: Callable[[Node], Iterable[Node]]) -> set[Node]:
    seen: set[Node] = set()
    waiting = set(nodes)
    while waiting:
        node = waiting.pop()
        seen.add(node)
        waiting |= set(step(node)) - seen
    return seen


def misformed(shapes: Graph) -> tuple[Node, str] | None:
    """Checks shapes by SHACL's own shapes; gives the first node at fault with the reason, None where all is well."""
    from pyshacl.entrypoints import meta_validate

    _, report, _ = meta_validate(shapes, inference="none")
    if not isinstance(report, Graph):
        raise FailureError(_line(report))
    found = []
    for result in report.objects(None, SH.result):
        path, value = report.value(result, SH.resultPath), report.value(result, SH.value)
        told = " ".join(str(term).rpartition("#")[2] or str(term) for term in (path, value) if isinstance(term, URIRef))
        message = str(report.value(result, SH.resultMessage) or "")
        found.append((cast("Node", report.value(result, SH.focusNode)), f"{told}: {message}".lstrip(": ")))
    return min(found, key=lambda one: (str(one[0]), one[1])) if found else None


def _line(error: object) -> str:
    """Puts an engine's complaint on one line, without the names that it gives to blank nodes."""
    return " ".join(re.sub(r" on _:\w+", "", str(error)).split())[:300]
