"""What an authority holds, and how names are compared and spelt into IRIs."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from anyascii import anyascii

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class EntryType(StrEnum):
    """What an entry of the authority is."""

    PERSON = "person"
    ORGANIZATION = "organization"
    STATE = "state"
    PLACE = "place"
    OUTLET = "outlet"
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True)
class Entry:
    """One actor, place, outlet or channel.

    `names` holds the preferred and other labels in all languages, `metonyms` the place names that stand for it,
    `demonyms` the adjectives and people of a state, `designators` the common nouns by which it is referred back to.
    `side` is the IRI of the state it belongs to or speaks for (a state is its own side); `gender` is "male" or
    "female"; `within` the IRI of the state or place around a place; `latitude` and `longitude` are WGS84 degrees.
    `labels` are the preferred labels in other languages than English, each after its tag (BCP 47); `matches` the SKOS
    mappings to other data sets, each the property's name (`exactMatch`) and the IRI it leads to.
    """

    iri: str
    label: str
    type: EntryType
    side: str | None = None
    names: tuple[str, ...] = ()
    metonyms: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    designators: tuple[str, ...] = ()
    positions: tuple[str, ...] = ()
    gender: str | None = None
    within: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    url: str | None = None
    labels: tuple[tuple[str, str], ...] = ()
    matches: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Authority:
    """All entries by IRI, in the order of the IRIs; `sha256` changes when a source file or the base does."""

    entries: Mapping[str, Entry]
    sha256: str
    _named: Mapping[str, tuple[Entry, ...]] = field(init=False, repr=False, compare=False)
    _designated: Mapping[str, list[tuple[tuple[str, ...], Entry]]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Indexes the names once, so that looking one up is cheap."""
        named: dict[str, tuple[Entry, ...]] = {}
        for entry in self.entries.values():
            for name in dict.fromkeys(map(fold, entry.names)):
                named[name] = (*named.get(name, ()), entry)
        object.__setattr__(self, "_named", named)
        designated: dict[str, list[tuple[tuple[str, ...], Entry]]] = {}
        for entry in self.of_type(EntryType.ORGANIZATION):
            for designator in entry.designators:
                words = tuple(re.sub(r"['’]s\b", " 's", designator.casefold()).split())
                for word in dict.fromkeys((words[-1], words[0])) if len(words) > 2 else words[-1:]:
                    designated.setdefault(word, []).append((words, entry))
        object.__setattr__(self, "_designated", designated)

    def get(self, iri: str) -> Entry | None:
        """Gives the entry of an IRI, or None."""
        return self.entries.get(iri)

    def of_type(self, *types: EntryType) -> tuple[Entry, ...]:
        """Gives the entries of the types asked for, in the order of their IRIs."""
        return tuple(entry for entry in self.entries.values() if entry.type in types)

    def named(self, text: str) -> tuple[Entry, ...]:
        """Gives the entries that bear a name: letter case, white space, kinds of apostrophe and a first "the" aside."""
        return self._named.get(fold(text), ())

    def designated(self, word: str) -> Sequence[tuple[tuple[str, ...], Entry]]:
        """Gives the bodies of which a word in small letters ends or begins a designator, with all its words."""
        return self._designated.get(word, ())


_FOLDED = str.maketrans(dict.fromkeys("\u2018\u2019\u02bc\u02b9`\u00b4", "'") | dict.fromkeys("\u2010\u2011", "-"))


def fold(name: str) -> str:
    """Brings a name into the form in which names are compared."""
    return " ".join(name.translate(_FOLDED).split()).casefold().removeprefix("the ")


def slug(label: str) -> str:
    """Spells a label in lowercase ASCII letters, digits and hyphens, whatever its script.

    The same label always gives the same slug; one without a letter or digit gets a hash in hexadecimal.
    """
    # Apostrophes of names and soft signs leave no gap; accents go as `anyascii` spells them.
    spelt = re.sub("['`]", "", anyascii(label.translate(_FOLDED))).lower()
    return re.sub("[^a-z0-9]+", "-", spelt).strip("-") or hashlib.sha256(label.encode()).hexdigest()[:12]
