"""States what the authority knows of the actors, places and outlets that the articles use."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import unquote

from kg.authority import EntryType
from kg.rdf.spelt import (
    KG,
    ORG,
    PROV,
    RDF,
    RDFS,
    SDO,
    SKOS,
    WGS84,
    Statements,
    decimal,
    english,
    iri,
    text,
    url,
)
from kg.settings import BASE
from kg.terms import spelt_iri, spelt_string

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


def authority_statements(authority: Authority, referenced: Iterable[str], base: str = BASE) -> list[Spelt]:
    """States what is known of the things among `referenced` (IRIs), and of the sides and places that they lead to.

    These are entries of the authority, and tools and models. The words by which texts are read (demonyms, designators)
    stay in the authority's own file.
    """
    out = Statements()
    names = set(referenced)
    for name in sorted(names):
        _state_software(out, name, base)
    return [*out.spelt(), *(one for entry in _closed(authority, names) for one in _entry_statements(entry, base))]


@lru_cache(maxsize=4096)
def _entry_statements(entry: Entry, base: str) -> tuple[Spelt, ...]:
    """States what is known of one entry; articles name the same ones again and again."""
    out = Statements()
    name = spelt_iri(entry.iri)
    out.add(name, RDF.type, _CLASSES[entry.type])
    # Tells what the authority knows from what articles' words were minted into.
    out.add(name, SKOS.inScheme, spelt_iri(f"{base}authority"))
    out.add(name, SKOS.prefLabel, english(entry.label))
    out.add_all(name, SKOS.prefLabel, [spelt_string(other, language) for language, other in entry.labels])
    preferred = {entry.label, *(other for _, other in entry.labels)}
    out.add_all(name, SKOS.altLabel, [spelt_string(other) for other in sorted(set(entry.names) - preferred)])
    for match, other in entry.matches:
        out.add(name, getattr(SKOS, match), spelt_iri(other))
    out.add(name, KG.side, iri(entry.side))
    out.add_all(name, KG.position, [spelt_string(position) for position in entry.positions])
    out.add(name, KG.within, iri(entry.within))
    out.add(name, WGS84.lat, decimal(entry.latitude))
    out.add(name, WGS84.long, decimal(entry.longitude))
    out.add(name, SDO.url, url(entry.url))
    return tuple(out.spelt())


def _state_software(out: Statements, name: str, base: str) -> None:
    """States what the name of a tool or a model tells of it."""
    for folder, type_ in (("software/", PROV.SoftwareAgent), ("model/", PROV.Entity)):
        if name.startswith(base + folder):
            known_as, _, version = name.removeprefix(base + folder).partition("/")
            out.add(spelt_iri(name), RDF.type, type_)
            out.add(spelt_iri(name), RDFS.label, spelt_string(unquote(known_as)))
            out.add(spelt_iri(name), SDO.softwareVersion, text(unquote(version)))


def _closed(authority: Authority, referenced: Iterable[str]) -> list[Entry]:
    found: dict[str, Entry] = {}
    waiting = list(referenced)
    while waiting:
        entry = authority.get(waiting.pop())
        if entry is not None and entry.iri not in found:
            found[entry.iri] = entry
            waiting += [other for other in (entry.side, entry.within) if other]
    return [found[name] for name in sorted(found)]
