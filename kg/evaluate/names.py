"""Tells which labels name one entity, by the names that the store's authority gives it."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.authority import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.store import Store

_NAMES = "SELECT DISTINCT ?thing ?name { ?thing skos:prefLabel|skos:altLabel ?name }"
# A reader may write "Kherson region" where the authority has "Kherson"; nothing else tells the two apart.
_KIND_OF_PLACE = re.compile(r" (?:region|oblast|area)$")


@dataclass(frozen=True, slots=True)
class Names:
    """The entities (IRIs) that bear each name, names in the form in which they are compared."""

    bearers: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, store: Store) -> Names:
        """Reads all names of the actors, places and media that a store uses."""
        bearers: defaultdict[str, set[str]] = defaultdict(set)
        for thing, name in store.select(_NAMES).texts():
            bearers[_compared(name)].add(thing)
        return cls({name: frozenset(things) for name, things in bearers.items()})

    def same(self, label: str, other: str) -> bool:
        """Tells whether two labels are one name, or two names of one entity."""
        a, b = _compared(label), _compared(other)
        return a == b or not self.bearers.get(a, frozenset()).isdisjoint(self.bearers.get(b, frozenset()))

    def fits(self, label: str, answers: str) -> bool:
        """Tells whether a label is one of the right answers, which `|` separates; an empty answer is an empty label."""
        return any(self.same(label, answer) for answer in answers.split("|"))


def _compared(name: str) -> str:
    return _KIND_OF_PLACE.sub("", fold(name))
