"""Keeps readers' judgements in a Turtle file beside the store, where a store that is built anew finds them again."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from rdflib import Graph, Literal
from rdflib.term import URIRef

from kg import turtle
from kg.errors import AuthorityError, KgError, StoreError
from kg.model import Judgement
from kg.vocab import KG, PREFIXES, RDF, RDFS, SDO, XSD

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_RULINGS = {str(KG.same): True, str(KG.different): False}


def path(store: Path) -> Path:
    """Names the file that belongs to a store: `kg-store.judgements.ttl` beside `kg-store`."""
    return store.with_name(f"{store.name}.judgements.ttl")


def load(store: Path | None, base: str) -> tuple[Judgement, ...]:
    """Reads the judgements that belong to a store, sorted by IRI; without the file there are none.

    Raises KgError that names file and line where the file is no Turtle or a judgement in it is incomplete.
    """
    if store is None or not path(store).exists():
        return ()
    try:
        document = turtle.parse(path(store), base)
    except AuthorityError as error:
        raise KgError(str(error)) from error
    told: dict[str, dict[str, list[str]]] = {}
    for triple in document.triples:
        told.setdefault(triple.subject, {}).setdefault(triple.predicate, []).append(triple.value)
    return tuple(
        _judgement(document, iri, told[iri])
        for iri in sorted(told)
        if str(KG.Judgement) in told[iri].get(str(RDF.type), ())
    )


def save(store: Path, judgements: Iterable[Judgement]) -> None:
    """Writes the judgements that belong to a store in the place of those there were; none at all leave no file.

    The file is written whole beside the old one and then put in its place, so that a crash leaves one of the two.
    Raises StoreError where the disk refuses.
    """
    graph = Graph()
    for prefix in ("kg", "rdfs", "schema", "xsd"):
        graph.bind(prefix, PREFIXES[prefix])
    for one in judgements:
        _state(graph, one)
    file = path(store)
    fresh = file.with_name(f"{file.name}.new")
    try:
        if not graph:
            file.unlink(missing_ok=True)
            return
        file.parent.mkdir(parents=True, exist_ok=True)
        fresh.write_text(_HEAD + graph.serialize(format="turtle"), encoding="utf-8")
        fresh.replace(file)
    except OSError as error:
        raise StoreError(f"{file}: can't be written ({error.strerror}); the judgements are as before") from error


_HEAD = """# Readers' judgements: which exchanges or actors are the same, which are not. `kg build` obeys them.
# Written by `kg judge`; keep it with the articles.

"""


def _state(graph: Graph, one: Judgement) -> None:
    name = URIRef(one.iri)
    graph.add((name, RDF.type, KG.Judgement))
    graph.add((name, KG.judgedAs, KG.same if one.same else KG.different))
    for thing in one.ones:
        graph.add((name, KG.judged, URIRef(thing)))
    for thing in one.others:
        graph.add((name, KG.judgedWith, URIRef(thing)))
    if one.reason:
        graph.add((name, RDFS.comment, Literal(one.reason)))
    if one.made:
        graph.add((name, SDO.dateCreated, Literal(one.made.isoformat(), datatype=XSD.date)))


def _judgement(document: turtle.Document, iri: str, told: dict[str, list[str]]) -> Judgement:
    rulings = [_RULINGS.get(ruling) for ruling in told.get(str(KG.judgedAs), ())]
    ones, others = (tuple(sorted(told.get(str(property_), ()))) for property_ in (KG.judged, KG.judgedWith))
    if len(rulings) != 1 or rulings[0] is None or not ones or not others:
        raise KgError(
            f"{document.where(iri)}: a judgement needs one kg:judgedAs (kg:same or kg:different), and what it is on in "
            "kg:judged and kg:judgedWith; complete it or delete it there"
        )
    made = told.get(str(SDO.dateCreated))
    try:
        day = date.fromisoformat(made[0]) if made else None
    except ValueError as error:
        raise KgError(
            f"{document.where(iri, made[0] if made else '')}: {error}; write the day as 2025-01-31"
        ) from error
    return Judgement(iri, rulings[0], ones, others, told.get(str(RDFS.comment), [""])[0], day)
