"""How IRIs are made from content."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from rdflib import Literal
from rdflib.term import URIRef

from kg.model import ActorType
from kg.settings import BASE
from kg.vocab import KG, ORG, SDO

if TYPE_CHECKING:
    from kg.model import Annotation, Claim

Quad = tuple[URIRef, URIRef, URIRef | Literal, URIRef]

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
