"""States what the authority knows of the actors, places and outlets that the articles use."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import unquote

from rdflib import Literal
from rdflib.term import URIRef

from kg.authority import EntryType
from kg.rdf.terms import (
    Quad,
    Statements,
    authority_graph,
    decimal,
    iri,
    state_label,
    state_type,
    text,
    url,
)
from kg.settings import BASE
from kg.terms import spelt
from kg.vocab import KG, ORG, PROV, RDFS, SDO, SKOS, WGS84

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.authority import Authority, Entry
    from kg.terms import Spelt

_CLASSES = {
    EntryType.PERSON: SDO.Person,
    EntryType.ORGANIZATION: ORG.Organization,
    EntryType.STATE: KG.State,
    EntryType.OUTLET: KG.Outlet,
    EntryType.PLACE: SDO.Place,
    EntryType.CHANNEL: KG.Channel,
}


def authority_quads(authority: Authority, referenced: Iterable[str], base: str = BASE) -> list[Quad]:
    """States what is known of the things among `referenced` (IRIs), and of the sides and places that they lead to.

    These are entries of the authority, and tools and models. The words by which texts are read (demonyms, designators)
    stay in the authority's own file.
    """
    out = Statements(authority_graph(base))
    names = set(referenced)
    for name in sorted(names):
        _state_software(out, name, base)
    return [*out.quads(), *(quad for entry in _closed(authority, names) for quad in _entry_quads(entry, base))]


def authority_statements(authority: Authority, referenced: Iterable[str], base: str = BASE) -> list[Spelt]:
    """Gives what `authority_quads` states, spelt."""
    out = Statements(authority_graph(base))
    names = set(referenced)
    for name in names:
        _state_software(out, name, base)
    told = spelt((s, p, o) for s, p, o, _ in out.quads())
    return [*told, *(one for entry in _closed(authority, names) for one in _entry_statements(entry, base))]


@lru_cache(maxsize=4096)
def _entry_statements(entry: Entry, base: str) -> tuple[Spelt, ...]:
    return tuple(spelt((s, p, o) for s, p, o, _ in _entry_quads(entry, base)))


@lru_cache(maxsize=4096)
def _entry_quads(entry: Entry, base: str) -> tuple[Quad, ...]:
    """States what is known of one entry; articles name the same ones again and again."""
    out = Statements(authority_graph(base))
    name = URIRef(entry.iri)
    state_type(out, name, _CLASSES[entry.type])
    # Tells what the authority knows from what articles' words were minted into.
    out.add(name, SKOS.inScheme, URIRef(f"{base}authority"))
    state_label(out, name, entry.label)
    out.add_all(name, SKOS.prefLabel, [Literal(label, lang=language) for language, label in entry.labels])
    preferred = {entry.label, *(label for _, label in entry.labels)}
    out.add_all(name, SKOS.altLabel, [Literal(other) for other in sorted(set(entry.names) - preferred)])
    for match, other in entry.matches:
        out.add(name, SKOS[match], URIRef(other))
    out.add(name, KG.side, iri(entry.side))
    out.add_all(name, KG.position, [Literal(position) for position in entry.positions])
    out.add(name, KG.within, iri(entry.within))
    out.add(name, WGS84.lat, decimal(entry.latitude))
    out.add(name, WGS84.long, decimal(entry.longitude))
    out.add(name, SDO.url, url(entry.url))
    return tuple(out.quads())


def _state_software(out: Statements, name: str, base: str) -> None:
    """States what the name of a tool or a model tells of it."""
    for folder, type_ in (("software/", PROV.SoftwareAgent), ("model/", PROV.Entity)):
        if name.startswith(base + folder):
            label, _, version = name.removeprefix(base + folder).partition("/")
            state_type(out, URIRef(name), type_)
            out.add(URIRef(name), RDFS.label, Literal(unquote(label)))
            out.add(URIRef(name), SDO.softwareVersion, text(unquote(version)))


def _closed(authority: Authority, referenced: Iterable[str]) -> list[Entry]:
    found: dict[str, Entry] = {}
    waiting = list(referenced)
    while waiting:
        entry = authority.get(waiting.pop())
        if entry is not None and entry.iri not in found:
            found[entry.iri] = entry
            waiting += [other for other in (entry.side, entry.within) if other]
    return [found[name] for name in sorted(found)]
