"""Under which licence what is published stands, and what no licence of ours can cover."""

from __future__ import annotations

import re

from rdflib import Literal
from rdflib.term import URIRef

from kg.errors import UsageError

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
"""The licence of the ontology: use it for anything, and name where it comes from."""

RIGHTS = Literal(
    "The licence holds for the statements. The articles' texts, headlines and passages belong to their publishers and "
    "are quoted to show where each statement comes from.",
    lang="en",
)


def check_licence(iri: str) -> URIRef:
    """Gives a licence's IRI as a term; raises UsageError where it is no whole IRI."""
    if not re.fullmatch(r"""[A-Za-z][A-Za-z0-9+.-]*:[^\s<>"{}|^`\\]+""", iri):
        raise UsageError(f"{iri!r} is no whole IRI of a licence, such as {LICENCE}")
    return URIRef(iri)
