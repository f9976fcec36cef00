"""The values that a filter may have: the closed lists of the ontology, and the types of actors."""

from __future__ import annotations

from functools import cache

from kg import turtle
from kg.explain.actor import TYPES
from kg.settings import data_folder
from kg.vocab import KG, SDO, SKOS

ACTORS = tuple(name for class_, name in TYPES.items() if class_ != str(SDO.Place))
"""The types of actors; a place speaks for nobody."""


def choices(name: str) -> tuple[str, ...]:
    """Gives all values that a filter or a parameter of this name can have, () where there is no end of them."""
    return ACTORS if name == "type" else _lists().get(f"{KG}{name.capitalize()}Scheme", ())


@cache
def _lists() -> dict[str, tuple[str, ...]]:
    """Reads the concept schemes of the ontology, each with its concepts in the order in which they stand there."""
    found: dict[str, tuple[str, ...]] = {}
    for triple in turtle.parse(data_folder("ontology") / "kg.ttl", str(KG)).triples:
        if triple.predicate == str(SKOS.hasTopConcept):
            scheme = triple.subject.removeprefix(str(KG)).removesuffix("Scheme").lower()
            name = triple.value.rpartition("#")[2].removeprefix(f"{scheme}-")
            found[triple.subject] = (*found.get(triple.subject, ()), name)
    return found
