"""Spells statements as N-Triples does, at once: a term of rdflib costs ten times its spelling."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg import vocab
from kg.terms import spelt_iri, spelt_string

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from rdflib.namespace import DefinedNamespace

    from kg.model import Days, Kind
    from kg.terms import Spelt


class _Spelling:
    """A vocabulary's terms, spelt; a stray one raises, as the vocabulary itself does."""

    def __init__(self, vocabulary: type[DefinedNamespace]) -> None:
        self._vocabulary = vocabulary

    def __getattr__(self, name: str) -> str:
        """Spells a term, once."""
        if name.startswith("_"):
            raise AttributeError(name)
        spelt = spelt_iri(self._vocabulary[name])
        setattr(self, name, spelt)
        return spelt


KG, NIF, PROV, SDO = (_Spelling(one) for one in (vocab.KG, vocab.NIF, vocab.PROV, vocab.SDO))
ITSRDF, ORG, RDF, RDFS, XSD = (_Spelling(one) for one in (vocab.ITSRDF, vocab.ORG, vocab.RDF, vocab.RDFS, vocab.XSD))
CITO, SEM, SKOS, WGS84 = (_Spelling(one) for one in (vocab.CITO, vocab.SEM, vocab.SKOS, vocab.WGS84))

_ESCAPED = "%[0-9A-Fa-f]{2}"
# A whole URL as RFC 3986 builds it, signs beyond ASCII allowed, as in xsd:anyURI.
_URL = re.compile(
    rf"[A-Za-z][A-Za-z0-9+.-]*://[^\s/?#%\[\]]+(?:/(?:[^\s?#%\[\]]|{_ESCAPED})*)?"
    rf"(?:\?(?:[^\s#%]|{_ESCAPED})*)?(?:#(?:[^\s#%\[\]]|{_ESCAPED})*)?"
)


class Statements:
    """Spelt statements of one graph in the order they are stated, each once."""

    def __init__(self) -> None:
        """Begins with none."""
        self._seen: dict[Spelt, None] = {}

    def add(self, subject: str, predicate: str, value: str | None) -> None:
        """States one triple; None states nothing, for an unknown value has no triple."""
        if value is not None:
            self._seen[subject, predicate, value] = None

    def add_all(self, subject: str, predicate: str, values: Iterable[str]) -> None:
        """States one triple for each value."""
        for value in values:
            self._seen[subject, predicate, value] = None

    def spelt(self) -> list[Spelt]:
        """Gives all that was stated."""
        return list(self._seen)


def iri(value: str | None) -> str | None:
    """Spells an IRI; None stays None."""
    return None if value is None else spelt_iri(value)


def text(value: str | None) -> str | None:
    """Spells a string; an empty one is an unknown one."""
    return spelt_string(value) if value else None


def english(value: str) -> str:
    """Spells an English label."""
    return spelt_string(value, "en")


def url(value: str | None) -> str | None:
    """Spells an address as an `xsd:anyURI`, not as an IRI, for front matter may hold anything; no URL stays a text."""
    if not value:
        return None
    return f"{spelt_string(value)}^^{XSD.anyURI}" if _URL.fullmatch(value) else spelt_string(value)


def decimal(value: float | None) -> str | None:
    """Spells an `xsd:decimal` in its canonical form (`0.5`, `1`), which no store rewrites."""
    if value is None:
        return None
    digits = f"{value:.6f}".rstrip("0").rstrip(".")
    return f'"{"0" if digits in ("-0", "") else digits}"^^{XSD.decimal}'


def integer(value: int | None) -> str | None:
    """Spells an `xsd:integer`, the only integer type that every store keeps as written."""
    return None if value is None else f'"{value}"^^{XSD.integer}'


def day(value: date | None) -> str | None:
    """Spells an `xsd:date`."""
    return None if value is None else f'"{value.isoformat()}"^^{XSD.date}'


def boolean(value: bool) -> str:
    """Spells an `xsd:boolean`."""
    return f'"{"true" if value else "false"}"^^{XSD.boolean}'


def concept(value: str) -> str:
    """Spells the ontology's individual for a value of a closed list; fails on one that the ontology lacks."""
    spelt: str = getattr(KG, value)
    return spelt


def exchanged(kind: Kind) -> tuple[str, ...]:
    """Spells what is exchanged; a mixed exchange is one of bodies and of prisoners."""
    return (KG.bodies, KG.prisoners) if kind.value == "mixed" else (concept(kind.value),)


def state_days(out: Statements, subject: str, days: Days) -> None:
    """States the bounds of a day."""
    out.add(subject, KG.earliest, day(days.earliest))
    out.add(subject, KG.latest, day(days.latest))
    out.add(subject, KG.weekday, integer(days.weekday))
    if days.month_day:
        out.add(subject, KG.monthDay, f'"--{days.month_day[0]:02}-{days.month_day[1]:02}"^^{XSD.gMonthDay}')
    out.add(subject, KG.basis, text(days.basis))
