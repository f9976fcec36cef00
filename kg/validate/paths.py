"""Writes SHACL's property paths for people, as SPARQL 1.1 spells them, and for reports, as Turtle."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rdflib import RDF, SH
from rdflib.collection import Collection
from rdflib.term import Literal, URIRef

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.namespace import NamespaceManager
    from rdflib.term import Node

_FORBIDDEN = re.compile(r"""[\x00-\x20<>"{}|^`\\]""")
_REPEATED = {SH.zeroOrMorePath: "*", SH.oneOrMorePath: "+", SH.zeroOrOnePath: "?"}


def as_sparql(graph: Graph, path: Node | None, names: NamespaceManager) -> str:
    """Writes a path, such as `^kg:reportOf/^kg:about`; no path is an empty text."""
    match _parts(graph, path):
        case "", []:
            return ""
        case "", [one]:
            return turtle_term(one, names)
        case "|", steps:
            return "|".join(as_sparql(graph, step, names) for step in steps)
        case "/", steps:
            return "/".join(_grouped(graph, step, names) for step in steps)
        case "^", [step]:
            return f"^{_grouped(graph, step, names)}"
        case sign, [step]:
            return f"{_grouped(graph, step, names)}{sign}"
    raise AssertionError(path)


def as_turtle(graph: Graph, path: Node | None, names: NamespaceManager) -> str:
    """Writes a path as the object of `sh:resultPath`; no path is an empty text."""
    sign, steps = _parts(graph, path)
    told = [turtle_term(steps[0], names)] if steps and not sign else [as_turtle(graph, one, names) for one in steps]
    match sign:
        case "":
            return "".join(told)
        case "/":
            return f"( {' '.join(told)} )"
        case "|":
            return f"[ sh:alternativePath ( {' '.join(told)} ) ]"
        case "^":
            return f"[ sh:inversePath {told[0]} ]"
    term = next(name for name, spelt in _REPEATED.items() if spelt == sign)
    return f"[ sh:{term.rpartition('#')[2]} {told[0]} ]"


def turtle_term(term: Node | None, names: NamespaceManager) -> str:
    """Writes an IRI or a literal; a blank node, which means nothing outside its graph, as an empty one."""
    if isinstance(term, URIRef) and _FORBIDDEN.search(term):
        # A file from anywhere may hold what is no IRI; rdflib reads it and refuses to write it.
        return f"<{_FORBIDDEN.sub(lambda found: f'%{ord(found[0]):02X}', term)}>"
    return term.n3(names) if isinstance(term, URIRef | Literal) else "[]"


def _grouped(graph: Graph, path: Node, names: NamespaceManager) -> str:
    written = as_sparql(graph, path, names)
    return f"({written})" if _parts(graph, path)[0] in ("|", "/") else written


def _parts(graph: Graph, path: Node | None) -> tuple[str, list[Node]]:
    """Takes a path apart into its sign (`/ | ^ * + ?`, none for a property) and its steps."""
    if path is None:
        return "", []
    if isinstance(path, URIRef):
        return "", [path]
    if (path, RDF.first, None) in graph:
        return "/", list(Collection(graph, path))
    if (inverse := graph.value(path, SH.inversePath)) is not None:
        return "^", [inverse]
    if (choice := graph.value(path, SH.alternativePath)) is not None:
        return "|", list(Collection(graph, choice))
    for term, sign in _REPEATED.items():
        if (step := graph.value(path, term)) is not None:
            return sign, [step]
    return "", []
