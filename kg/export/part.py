"""Chooses a part of the graph: articles by day or actor, named graphs, or everything without the articles' texts."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from rdflib.term import URIRef

from kg.errors import NothingFoundError
from kg.sparql import iri, literal
from kg.store import Store
from kg.vocab import KG, NIF, RDF, XSD

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from datetime import date

    from kg.answer import Triple

# What a decision is between; one of which an end lies outside the part is left out whole.
_ENDS = frozenset({KG.joins, KG.figureA, KG.figureB, KG.judged, KG.judgedWith})
_LEADS_TO = _ENDS | {KG.inExchange}

_SINCE = """SELECT DISTINCT ?graph {{ GRAPH ?graph {{ ?article a schema:NewsArticle ; schema:datePublished ?day }}
  FILTER (?day >= {day}) }}"""
_NAMED = """SELECT DISTINCT ?actor {{
  {{ ?actor skos:prefLabel|skos:altLabel ?name }} UNION {{ ?description kg:describes ?actor ; rdfs:label ?name }}
  FILTER (LCASE(STR(?name)) = {name}) }}"""
_CANONICAL = "SELECT DISTINCT ?other {{ {actor} kg:canonical ?one . ?other kg:canonical ?one }}"
_NAMING = "SELECT DISTINCT ?graph {{ GRAPH ?graph {{ ?thing ?property {actor} }} }}"


@dataclass(frozen=True, slots=True)
class Selection:
    """What of the graph to take; by default all of it.

    `graphs` are named graphs, by article or by IRI, which are taken as they are and nothing else. `since` takes the
    articles published on that day or later, `actor` (a name in any language, or an IRI) those that refer to an actor;
    with them goes what the decisions and the authority say of what is in them. Without `texts` the articles' texts are
    left out; the quoted passages stay.
    """

    graphs: tuple[str, ...] = ()
    since: date | None = None
    actor: str | None = None
    texts: bool = True

    @property
    def everything(self) -> bool:
        """Whether nothing is left out."""
        return self == Selection()


@contextmanager
def part(store: Store, selection: Selection) -> Iterator[Store]:
    """Gives a store that holds the selected part; one that is put together for it lies on disk and goes at the end.

    Raises NothingFoundError where there is no such graph or actor, or no article is left.
    """
    if selection.everything:
        yield store
        return
    without = () if selection.texts else (NIF.isString,)
    articles = _articles(store, selection)
    with tempfile.TemporaryDirectory() as folder, Store(Path(folder) / "part") as chosen:
        store.copy(chosen, sorted(articles), without)
        rest = [graph for graph in store.graphs() if graph not in store.fingerprints()]
        if selection.since is None and selection.actor is None:
            store.copy(chosen, [graph for graph in rest if not selection.graphs or graph in _named(store, selection)])
        else:
            for graph, triples in _led_to(store, articles, rest):
                chosen.load((*triple, URIRef(graph)) for triple in triples)
        yield chosen


def _articles(store: Store, selection: Selection) -> set[str]:
    """Finds the graphs of the articles that are taken."""
    there = set(store.fingerprints())
    found = set(there)
    if selection.graphs:
        found &= _named(store, selection)
    if selection.since:
        day = literal(selection.since.isoformat(), XSD.date)
        found &= {graph for (graph,) in store.select(_SINCE.format(day=day)).texts()}
    if selection.actor:
        actors = _actors(store, selection.actor)
        found &= {
            graph for actor in sorted(actors) for (graph,) in store.select(_NAMING.format(actor=iri(actor))).texts()
        }
    if not found and (selection.since or selection.actor):
        raise NothingFoundError("no article is left by these options; `kg query claims` shows those that are there")
    return found


def _named(store: Store, selection: Selection) -> set[str]:
    """Finds named graphs by their IRI or by its last part, which for an article is its name."""
    graphs = store.graphs()
    found = set()
    for name in selection.graphs:
        matching = [graph for graph in graphs if graph == name or graph.endswith(f"/{quote(name, safe='')}")]
        if not matching:
            raise NothingFoundError(f"no graph {name!r}; give an article's name, `decisions`, `authority` or an IRI")
        found.update(matching)
    return found


def _actors(store: Store, name: str) -> set[str]:
    """Finds the actors of a name, and those that readers judged to be the same."""
    if "://" in name:
        found = {name}
    else:
        found = {actor for (actor,) in store.select(_NAMED.format(name=literal(name.casefold()))).texts()}
    for actor in sorted(found):
        found |= {other for (other,) in store.select(_CANONICAL.format(actor=iri(actor))).texts()}
    if not any(store.select(_NAMING.format(actor=iri(actor))).texts() for actor in sorted(found)):
        raise NothingFoundError(f"no actor {name!r} in the graph; `kg query actors` names those that are there")
    return found


def _led_to(store: Store, articles: Collection[str], rest: Iterable[str]) -> Iterator[tuple[str, list[Triple]]]:
    """Yields of the other graphs what they say of what the articles name, and of what that leads to.

    A statement that leads to what goes with an article that is left out goes with it.
    """
    known = {str(term) for graph in articles for triple in store.triples(graph) for term in (triple[0], triple[2])}
    told: defaultdict[str, list[tuple[str, Triple]]] = defaultdict(list)
    for graph in rest:
        for triple in store.triples(graph):
            told[str(triple[0])].append((graph, triple))
    # What these graphs give a class is theirs; of reports and claims they only say more.
    own = {subject for subject, several in told.items() if any(p == RDF.type for _, (_, p, _) in several)}
    taken: set[str] = set()
    more = True
    while more:
        more = False
        for subject in sorted(told.keys() - taken):
            leads = {str(o) for _, (_, p, o) in told[subject] if p in _LEADS_TO}
            ends = {str(o) for _, (_, p, o) in told[subject] if p in _ENDS}
            if (subject in known or leads & known) and ends <= known:
                taken.add(subject)
                known |= {subject, *(str(o) for _, (_, _, o) in told[subject] if str(o) in own)}
                more = True
    left = {
        value
        for subject in taken
        for _, (_, _, value) in told[subject]
        if isinstance(value, URIRef) and str(value) not in known
    }
    gone = {value for value in left if store.query(f"ASK {{ {iri(value)} ?property ?value }}")}
    found: defaultdict[str, list[Triple]] = defaultdict(list)
    for subject in sorted(taken):
        for graph, triple in told[subject]:
            if triple[2] not in gone:
                found[graph].append(triple)
    yield from sorted(found.items())
