"""How IRIs are made from content, and how records' values become RDF terms."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import quote

from rdflib import Literal
from rdflib.term import URIRef

from kg.model import ActorType
from kg.settings import BASE
from kg.vocab import KG, ORG, RDF, SDO, SKOS, XSD

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from kg.model import Annotation, Claim, Days, Kind

Term = URIRef | Literal
_ESCAPED = "%[0-9A-Fa-f]{2}"
# A whole URL as RFC 3986 builds it, signs beyond ASCII allowed, as in xsd:anyURI.
URL = re.compile(
    rf"[A-Za-z][A-Za-z0-9+.-]*://[^\s/?#%\[\]]+(?:/(?:[^\s?#%\[\]]|{_ESCAPED})*)?"
    rf"(?:\?(?:[^\s#%]|{_ESCAPED})*)?(?:#(?:[^\s#%\[\]]|{_ESCAPED})*)?"
)
Quad = tuple[URIRef, URIRef, Term, URIRef]


ACTOR_CLASSES = {
    ActorType.PERSON: SDO.Person,
    ActorType.ORGANIZATION: ORG.Organization,
    ActorType.STATE: KG.State,
    ActorType.OUTLET: KG.Outlet,
}


@dataclass(frozen=True, slots=True)
class Run:
    """What made an extraction: tool and model with their versions, and a hash of all settings that change the result.

    It bears no clock time, so that the same articles and settings give the same bytes on any day.
    """

    version: str
    model: str
    model_version: str
    settings: str
    base: str = BASE


@dataclass(slots=True)
class Statements:
    """Triples of one named graph in the order they are stated, each once."""

    name: str
    graph: URIRef = field(init=False)
    _seen: dict[Quad, None] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Makes the graph's name a term, once."""
        self.graph = URIRef(self.name)

    def add(self, subject: URIRef, predicate: URIRef, value: Term | None) -> None:
        """States one triple; None states nothing, for an unknown value has no triple."""
        if value is not None:
            self._seen[subject, predicate, value, self.graph] = None

    def add_all(self, subject: URIRef, predicate: URIRef, values: Iterable[Term]) -> None:
        """States one triple for each value."""
        for value in values:
            self.add(subject, predicate, value)

    def quads(self) -> list[Quad]:
        """Gives all that was stated."""
        return list(self._seen)


def article_iri(article: str, base: str = BASE) -> str:
    """Names an article by its id, the file's name without its ending."""
    return f"{base}article/{quote(article, safe='')}"


def article_graph(article: str, base: str = BASE) -> str:
    """Names the graph that holds what one article says; it is not the article itself, which the graph describes."""
    return f"{base}graph/article/{quote(article, safe='')}"


def decisions_graph(base: str = BASE) -> str:
    """Names the graph of what is decided across articles."""
    return f"{base}graph/decisions"


def authority_graph(base: str = BASE) -> str:
    """Names the graph of what is known beforehand of the actors, places, tool and model that articles refer to."""
    return f"{base}graph/authority"


def tool_iri(run: Run) -> str:
    """Names the tool in its version."""
    return f"{run.base}software/exchange-kg/{quote(run.version, safe='')}"


def model_iri(run: Run) -> str:
    """Names the model in its version."""
    return f"{run.base}model/{quote(run.model, safe='')}/{quote(run.model_version, safe='')}"


def digest(*parts: object) -> str:
    """Hashes content to the 16 hexadecimal digits that names of claims, figures and decisions end in."""
    return hashlib.sha256("\x1f".join(str(part) for part in parts).encode()).hexdigest()[:16]


def claim_iris(annotation: Annotation, base: str = BASE) -> list[str]:
    """Names an article's claims, in order, by article, offsets and speaker.

    Two claims of one speaker in one passage (a figure taken back and its correction) differ by their number in order.
    """
    seen: Counter[tuple[int, int, str]] = Counter()
    iris = []
    for claim in annotation.claims:
        key = (claim.passage.start, claim.passage.end, claim.speaker or "")
        iris.append(f"{base}claim/{digest(annotation.article.id, *key, seen[key])}")
        seen[key] += 1
    return iris


def figure_iris(claim: Claim, claim_iri: str, base: str = BASE) -> list[str]:
    """Names a claim's figures, in order, by claim and offsets."""
    seen: Counter[tuple[int, int]] = Counter()
    iris = []
    for figure in claim.figures:
        key = (figure.span.start, figure.span.end)
        iris.append(f"{base}figure/{digest(claim_iri.removeprefix(base), *key, seen[key])}")
        seen[key] += 1
    return iris


def iri(value: str | None) -> URIRef | None:
    """Gives an IRI as a term; None stays None."""
    return None if value is None else URIRef(value)


def text(value: str | None) -> Literal | None:
    """Gives a string; an empty one is an unknown one."""
    return Literal(value) if value else None


def url(value: str | None) -> Literal | None:
    """Gives an address as an `xsd:anyURI`, not as an IRI, for front matter may hold anything; no URL stays a text."""
    if not value:
        return None
    return Literal(value, datatype=XSD.anyURI) if URL.fullmatch(value) else Literal(value)


def integer(value: int | None) -> Literal | None:
    """Gives an `xsd:integer`, the only integer type that every store keeps as written."""
    return None if value is None else Literal(str(value), datatype=XSD.integer)


def decimal(value: float | None) -> Literal | None:
    """Gives an `xsd:decimal` in its canonical form (`0.5`, `1`), which no store rewrites."""
    if value is None:
        return None
    digits = f"{value:.6f}".rstrip("0").rstrip(".")
    return Literal("0" if digits in ("-0", "") else digits, datatype=XSD.decimal, normalize=False)


def day(value: date | None) -> Literal | None:
    """Gives an `xsd:date`."""
    return None if value is None else Literal(value.isoformat(), datatype=XSD.date, normalize=False)


def month_day(value: tuple[int, int] | None) -> Literal | None:
    """Writes a month and day whose year is unknown, None for None."""
    return None if value is None else Literal(f"--{value[0]:02}-{value[1]:02}", datatype=XSD.gMonthDay, normalize=False)


def boolean(value: bool) -> Literal:
    """Gives an `xsd:boolean`."""
    return Literal("true" if value else "false", datatype=XSD.boolean, normalize=False)


def english(value: str) -> Literal:
    """Gives an English label."""
    return Literal(value, lang="en")


def concept(value: str) -> URIRef:
    """Gives the ontology's individual for a value of a closed list; fails on one that the ontology lacks."""
    return KG[value]


def exchanged(kind: Kind) -> tuple[URIRef, ...]:
    """Gives what is exchanged; a mixed exchange is one of bodies and of prisoners."""
    return (KG.bodies, KG.prisoners) if kind.value == "mixed" else (concept(kind.value),)


def state_days(out: Statements, subject: URIRef, days: Days) -> None:
    """States the bounds of a day."""
    out.add(subject, KG.earliest, day(days.earliest))
    out.add(subject, KG.latest, day(days.latest))
    out.add(subject, KG.weekday, integer(days.weekday))
    out.add(subject, KG.monthDay, month_day(days.month_day))
    out.add(subject, KG.basis, text(days.basis))


def state_type(out: Statements, subject: URIRef, type_: URIRef) -> None:
    """States what a thing is."""
    out.add(subject, RDF.type, type_)


def state_label(out: Statements, subject: URIRef, label: str) -> None:
    """States the preferred English label of a thing; a thing has one such label in the whole graph."""
    out.add(subject, SKOS.prefLabel, english(label))
