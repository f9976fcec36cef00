"""Tells which shapes a graph surely keeps to, so that no engine has to look: shapes made into operations on sets.

A graph goes through a shape as sets of spelt terms: the nodes that it applies to, their values, those that fail. What
is not understood here, of a shape or of a value, is a doubt, and a doubt is for the engines.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from rdflib import OWL, RDF, RDFS, SH
from rdflib.collection import Collection as RdfList
from rdflib.exceptions import UniquenessError
from rdflib.term import Literal, URIRef

from kg.terms import spelt_iri, spelt_term
from kg.validate.plain import Data, DoubtError, has_datatype, is_iri, language, number, ordered, string
from kg.validate.questions import counterpart
from kg.validate.sets import (
    Constraints,
    Failing,
    Pair,
    Path,
    asked,
    choice,
    counted,
    doubtful,
    either,
    every,
    getter,
    matched,
    matches,
    sequence,
    unique,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from rdflib import Graph
    from rdflib.term import Node

    from kg.terms import Spelt

_SUBCLASS = f"<{RDFS.subClassOf}>"
_TARGETS = (SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf)
_SILENT = frozenset(
    {
        RDF.type,
        SH.path,
        SH.message,
        SH.severity,
        SH.name,
        SH.description,
        SH.qualifiedValueShape,
        SH.property,
        RDFS.label,
        RDFS.comment,
        *_TARGETS,
    }
)
_BOUNDS: dict[str, Callable[[float, float], bool]] = {
    "minInclusive": float.__ge__,
    "maxInclusive": float.__le__,
    "minExclusive": float.__gt__,
    "maxExclusive": float.__lt__,
}


class Sure:
    """Shapes as they are looked through."""

    def __init__(self, shapes: Graph) -> None:
        """Makes the shapes ready."""
        reader = _Reader(shapes)
        self._checks: list[tuple[Callable[[Data], set[str]], list[tuple[Node, str, Failing]]]] = []
        self._all: set[Node] = set()
        subjects = {node for target in _TARGETS for node in shapes.subjects(target)}
        implicit = {node for kind in (RDFS.Class, OWL.Class) for node in shapes.subjects(RDF.type, kind)}
        for node in sorted(subjects | implicit, key=str):
            focus = reader.targets(node, class_=node in implicit)
            several = [(part, str(shapes.value(part, SH.severity)), failing) for part, failing in reader.parts(node)]
            self._checks.append((focus, several))
            self._all.update(part for part, _, _ in several)

    def doubtful(self, statements: Iterable[Spelt], passing: Node | None = None) -> frozenset[Node]:
        """Gives the shapes that a graph may not keep to, but for those that state the severity `passing`."""
        data, spared = Data(statements), str(passing or "")
        if data.of(_SUBCLASS):
            return frozenset(self._all)
        found = set()
        for focus, several in self._checks:
            nodes = focus(data)
            for part, severity, failing in several if nodes else ():
                try:
                    if severity != spared and failing(data, nodes):
                        found.add(part)
                except DoubtError:
                    found.add(part)
        return frozenset(found)


class _Reader:
    """Reads shapes."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._whole: dict[Node, Failing] = {}

    def targets(self, node: Node, *, class_: bool) -> Callable[[Data], set[str]]:
        """Reads what a shape applies to; one that is a class applies to its own instances."""
        classes, nodes, subjects, objects = (
            [_spelt(one) for one in self._graph.objects(node, target)] for target in _TARGETS
        )
        classes += [_spelt(node)] if class_ else []

        def focus(data: Data) -> set[str]:
            found = set(nodes)
            for one in classes:
                found.update(data.instances(one))
            for property_ in subjects:
                found.update(data.of(property_))
            for property_ in objects:
                found.update(*data.of(property_).values())
            return found

        return focus

    def parts(self, node: Node) -> list[tuple[Node, Failing]]:
        """Reads a shape into what is reported under its name and under those of its properties."""
        own = self._own(node)
        properties = [(one, self._own(one, nested=True)) for one in self._graph.objects(node, SH.property)]
        return [(node, own), *properties]

    def whole(self, node: Node) -> Failing:
        """Reads a shape that another one refers to; one that leads back to itself is beyond this."""
        if node not in self._whole:
            self._whole[node] = doubtful
            several = [failing for _, failing in self.parts(node)]
            self._whole[node] = several[0] if len(several) == 1 else every(several)
        return self._whole[node]

    def _own(self, node: Node, *, nested: bool = False) -> Failing:
        """Reads a shape's own constraints."""
        path, told = self._graph.value(node, SH.path), set(self._graph.predicates(node))
        if (nested and path is None) or (path is not None and (SH.property in told or SH.sparql in told)):
            return doubtful
        try:
            return self._constraints(node).made(None if path is None else self._path(path))
        except (DoubtError, ValueError, AttributeError, UniquenessError):
            return doubtful

    def _path(self, path: Node) -> Path:
        graph = self._graph
        if isinstance(path, URIRef):
            property_ = _spelt(path)
            return lambda data: getter(data.of(property_))
        if (path, RDF.first, None) in graph:
            return sequence([self._path(step) for step in RdfList(graph, path)])
        (sign, step), *more = graph.predicate_objects(path)
        if not more and sign == SH.inversePath and isinstance(step, URIRef):
            turned = _spelt(step)
            return lambda data: getter(data.back(turned))
        if not more and sign == SH.alternativePath:
            return choice([self._path(one) for one in RdfList(graph, step)])
        raise DoubtError

    def _constraints(self, node: Node) -> Constraints:
        read = Constraints()
        qualified = self._graph.value(node, SH.qualifiedValueShape, any=False)
        for predicate, value in self._graph.predicate_objects(node):
            if predicate in _SILENT:
                continue
            name = str(predicate).removeprefix(str(SH))
            if name == "minCount":
                read.least = max(read.least, int(str(value)))
            elif name == "maxCount":
                read.most = min(read.most, int(str(value)))
            elif name in ("qualifiedMinCount", "qualifiedMaxCount") and qualified is not None:
                read.pairs.append(counted(self.whole(qualified), int(str(value)), least=name == "qualifiedMinCount"))
            elif (test := self._test(name, value)) is not None:
                read.tests.append(test)
            elif (bad := self._set(name, value)) is not None:
                read.sets.append(bad)
            else:
                read.pairs.append(self._pair(name, value))
        return read

    def _test(self, name: str, value: Node) -> Callable[[str], bool] | None:
        """Reads a constraint on what a value is spelt like."""
        match name:
            case "datatype":
                datatype = _spelt(value)
                return lambda term: has_datatype(term, datatype)
            case "nodeKind" if value == SH.IRI:
                return is_iri
            case "minLength":
                length = int(str(value))
                return lambda term: len(string(term)) >= length
            case "pattern":
                return matched(str(value))
            case "languageIn":
                tags = {str(tag).lower() for tag in RdfList(self._graph, value)}
                return lambda term: matches(language(term), tags)
            case _ if name in _BOUNDS:
                compare, bound = _BOUNDS[name], number(_spelt(value))
                return lambda term: compare(number(term), bound)
        return None

    def _set(self, name: str, value: Node) -> Failing | None:
        """Reads a constraint that may ask of a value what the graph tells of it."""
        match name:
            case "in":
                members = {_spelt(one) for one in RdfList(self._graph, value)}
                return lambda _, values: values - members
            case "class":
                class_ = _spelt(value)
                return lambda data, values: values.difference(data.instances(class_))
            case "node":
                return self.whole(value)
            case "not":
                inner = self.whole(value)
                return lambda data, values: values - inner(data, values)
            case "or":
                return either([self.whole(one) for one in RdfList(self._graph, value)])
            case "sparql":
                return asked(counterpart(str(self._graph.value(value, SH.select))))
        return None

    def _pair(self, name: str, value: Node) -> Pair:
        """Reads a constraint on all values of a node together."""
        match name:
            case "hasValue":
                wanted = _spelt(value)
                return lambda _data, _node, values: wanted in values
            case "uniqueLang" if str(value) == "true":
                return lambda _data, _node, values: unique(values)
            case "equals":
                same = _spelt(value)
                return lambda data, node, values: set(values) == set(data.of(same).get(node, ()))
            case "disjoint":
                other = _spelt(value)
                return lambda data, node, values: set(values).isdisjoint(data.of(other).get(node, ()))
            case "lessThan" | "lessThanOrEquals":
                upper, limit = _spelt(value), 0 if name == "lessThan" else 1
                return lambda data, node, values: all(
                    ordered(one, bound) < limit for bound in data.of(upper).get(node, ()) for one in values
                )
        raise DoubtError(name)


def _spelt(term: Node) -> str:
    return spelt_iri(term) if isinstance(term, URIRef) else str(spelt_term(cast("Literal", term)))
