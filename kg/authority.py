"""The actors, places, outlets and channels that are known beforehand, read from `ontology/authority*.ttl` and user files.

The terms are those of SKOS, schema.org, W3C ORG and WGS84 with a few of the project's own; `ontology/authority.ttl`
shows every one of them in use.
"""

from __future__ import annotations

import csv
import difflib
import hashlib
import io
import re
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING

from anyascii import anyascii

from kg import turtle
from kg.errors import AuthorityError
from kg.settings import BASE, data_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

_KG = "https://w3id.org/exchange-kg/ontology#"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_SCHEMA = "https://schema.org/"
_GEO = "http://www.w3.org/2003/01/geo/wgs84_pos#"
_OWL = "http://www.w3.org/2002/07/owl#"
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"

COLUMNS = ("label", "type", "aliases", "side")


class EntryType(StrEnum):
    """What an entry of the authority is."""

    PERSON = "person"
    ORGANIZATION = "organization"
    STATE = "state"
    PLACE = "place"
    OUTLET = "outlet"
    CHANNEL = "channel"


_CLASSES = {
    _SCHEMA + "Person": EntryType.PERSON,
    "http://www.w3.org/ns/org#Organization": EntryType.ORGANIZATION,
    _KG + "State": EntryType.STATE,
    _SCHEMA + "Place": EntryType.PLACE,
    _KG + "Outlet": EntryType.OUTLET,
    _KG + "Channel": EntryType.CHANNEL,
}
_FOLDERS = {EntryType.PLACE: "place/", EntryType.CHANNEL: "channel/"}
_SCHEMES = {_SKOS + "ConceptScheme", _OWL + "Ontology"}
_PREFERRED, _OTHER = _SKOS + "prefLabel", _SKOS + "altLabel"
_MANY = {_PREFERRED, _OTHER, _KG + "metonym", _KG + "demonym", _KG + "designator", _KG + "position"}
_LINKS = {_KG + "side", _KG + "within"}
_ONE = {*_LINKS, _SCHEMA + "gender", _SCHEMA + "url", _GEO + "lat", _GEO + "long"}
_GENDERS = {_SCHEMA + "Male": "male", _SCHEMA + "Female": "female"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One actor, place, outlet or channel.

    `names` holds the preferred and other labels in all languages, `metonyms` the place names that stand for it,
    `demonyms` the adjectives and people of a state, `designators` the common nouns by which it is referred back to.
    `side` is the IRI of the state it belongs to or speaks for (a state is its own side); `within` the IRI of the
    state or place around a place; `latitude` and `longitude` are WGS84 degrees.
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


@dataclass(frozen=True, slots=True)
class Authority:
    """All entries by IRI, in the order of the IRIs; `sha256` changes whenever a source file or the base does."""

    entries: Mapping[str, Entry]
    sha256: str
    _named: Mapping[str, tuple[Entry, ...]] = field(repr=False, compare=False, default_factory=dict)

    def get(self, iri: str) -> Entry | None:
        """Gives the entry of an IRI, or None."""
        return self.entries.get(iri)

    def of_type(self, *types: EntryType) -> tuple[Entry, ...]:
        """Gives the entries of the types asked for, in the order of their IRIs."""
        return tuple(entry for entry in self.entries.values() if entry.type in types)

    def named(self, text: str) -> tuple[Entry, ...]:
        """Gives the entries that bear a name, letter case, white space and kinds of apostrophe aside."""
        return self._named.get(fold(text), ())


def fold(name: str) -> str:
    """Brings a name into the form in which names are compared."""
    straight = re.sub("[\u2018\u2019\u02bc\u02b9`\u00b4]", "'", name)
    return " ".join(re.sub("[\u2010\u2011]", "-", straight).split()).casefold()


def slug(label: str) -> str:
    """Spells a label in lowercase ASCII letters, digits and hyphens, whatever its script.

    The same label always gives the same slug; one without a letter or digit gets a hash in hexadecimal.
    """
    ascii_label = re.sub("['`\u2019\u02bc]", "", anyascii(label)).replace("'", "").lower()
    return re.sub("[^a-z0-9]+", "-", ascii_label).strip("-") or hashlib.sha256(label.encode()).hexdigest()[:12]


def load(extra: Sequence[Path] = (), base: str = BASE) -> Authority:
    """Loads the package's authority and further files, which add entries, or names to entries that are there.

    `extra` are Turtle (`.ttl`) or CSV (`.csv`, RFC 4180) files, read in the order given; `base` is the IRI that the
    entries' IRIs start with. Raises AuthorityError that names the file, the line and the way out.
    """
    drafts = _Drafts(base)
    folder = data_folder("ontology")
    for path in (folder / "authority.ttl", *sorted(folder.glob("authority-*.ttl")), *extra):
        drafts.read(path)
    entries = {draft.iri: drafts.entry(draft) for draft in sorted(drafts.by_iri.values(), key=lambda d: d.iri)}
    named: dict[str, list[Entry]] = {}
    for entry in entries.values():
        for name in dict.fromkeys(map(fold, entry.names)):
            named.setdefault(name, []).append(entry)
    return Authority(entries, drafts.hash.hexdigest(), {name: tuple(found) for name, found in named.items()})


@dataclass(slots=True)
class _Draft:
    """What the files so far say about one IRI; each value comes with a function that says where."""

    iri: str
    where: Callable[..., str]
    type: EntryType | None = None
    label: str | None = None
    many: dict[str, dict[str, None]] = field(default_factory=dict)
    one: dict[str, tuple[str, Callable[..., str]]] = field(default_factory=dict)

    def add(self, predicate: str, value: str) -> None:
        self.many.setdefault(predicate, {})[" ".join(value.split())] = None

    def values(self, *predicates: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(value for name in predicates for value in self.many.get(name, ())))

    def names(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((self.label or "", *self.values(_PREFERRED, _OTHER))))


class _Drafts:
    """The entries while the files are being read."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.by_iri: dict[str, _Draft] = {}
        self.hash = hashlib.sha256(base.encode())

    def read(self, path: Path) -> None:
        if path.suffix.lower() == ".ttl":
            document = turtle.parse(path, self.base)
            self.hash.update(hashlib.sha256(document.content).digest())
            self._add_turtle(document)
        elif path.suffix.lower() == ".csv":
            content = turtle.read_bytes(path)
            self.hash.update(hashlib.sha256(content).digest())
            self._add_table(path, turtle.decode(path, content))
        else:
            raise AuthorityError(f"{path}: an authority file ends in .ttl (Turtle) or .csv; rename or convert it")

    def _draft(self, iri: str, where: Callable[..., str]) -> _Draft:
        return self.by_iri.setdefault(iri, _Draft(iri, where))

    # --- Turtle

    def _add_turtle(self, document: turtle.Document) -> None:
        types: dict[str, list[str]] = {}
        for triple in document.triples:
            if triple.predicate == _TYPE:
                types.setdefault(triple.subject, []).append(triple.value)
        about: dict[str, _Draft] = {}
        for subject, classes in types.items():
            if _SCHEMES.isdisjoint(classes):
                about[subject] = self._typed(subject, classes, document)
        for triple in document.triples:
            if triple.predicate == _TYPE or (triple.subject in types and triple.subject not in about):
                continue
            draft = about.get(triple.subject) or self.by_iri.get(self._rebased(triple.subject))
            if draft is None:
                raise AuthorityError(
                    f"{document.where(triple.subject)}: {triple.subject} has no type and no other file describes it; "
                    f"give it one of {_listed(_CLASSES)}"
                )
            about[triple.subject] = draft
            self._say(draft, triple, document)

    def _typed(self, subject: str, classes: list[str], document: turtle.Document) -> _Draft:
        known = [_CLASSES[name] for name in classes if name in _CLASSES]
        if len(known) != 1:
            raise AuthorityError(
                f"{document.where(subject)}: {subject} is a {_listed(classes)}; "
                f"give it exactly one of {_listed(_CLASSES)}"
            )
        draft = self._draft(self._rebased(subject), partial(document.where, subject))
        if draft.type not in (None, known[0]):
            raise AuthorityError(
                f"{document.where(subject)}: {subject} is a {draft.type} already ({draft.where()}); use another IRI"
            )
        draft.type = known[0]
        return draft

    def _say(self, draft: _Draft, triple: turtle.Triple, document: turtle.Document) -> None:
        subject, predicate, value = triple.subject, triple.predicate, triple.value
        where = partial(document.where, subject, value)
        if predicate in _MANY:
            if not triple.literal or not value.strip():
                raise AuthorityError(f"{where()}: {_short(predicate)} of {subject} needs text in quotation marks")
            if predicate == _PREFERRED and triple.language == "en":
                if draft.label not in (None, value):
                    raise AuthorityError(
                        f"{where()}: {subject} has the English skos:prefLabel {draft.label!r} already; "
                        f"write {value!r} as skos:altLabel"
                    )
                draft.label = value
            draft.add(predicate, value)
        elif predicate in _ONE:
            value = self._rebased(value) if predicate in _LINKS else value
            self._set(draft, predicate, value, where)
        elif predicate.startswith(_KG):
            known = _listed(sorted(term for term in _MANY | _ONE if term.startswith(_KG)))
            raise AuthorityError(
                f"{document.where(subject, predicate)}: unknown term {_short(predicate)}; known are {known}"
            )

    def _set(self, draft: _Draft, predicate: str, value: str, where: Callable[..., str]) -> None:
        before, place = draft.one.setdefault(predicate, (value, where))
        if before != value:
            raise AuthorityError(
                f"{where()}: {_short(predicate)} of {draft.iri} is {value}, but {place()} says {before}; keep one of them"
            )

    def _rebased(self, iri: str) -> str:
        # The package's files are written for the default base; another base renames all of its own IRIs.
        return self.base + iri.removeprefix(BASE) if self.base != BASE and iri.startswith(BASE) else iri

    # --- CSV

    def _add_table(self, path: Path, text: str) -> None:
        rows = list(_rows(path, text))
        # States first: a row may name a side that a later row introduces.
        for where, row in sorted(rows, key=lambda item: item[1]["type"] != EntryType.STATE):
            kind = EntryType(row["type"])
            draft = self._labelled(row["label"], kind, where)
            for alias in filter(None, map(str.strip, row["aliases"].split("|"))):
                draft.add(_OTHER, alias)
            if not row["side"]:
                continue
            side = self._state(row["side"], where)
            if kind is EntryType.STATE and side is not draft:
                raise AuthorityError(f"{where()}: {row['label']!r} is a state, so its own side; leave its side empty")
            if kind is not EntryType.STATE:
                self._set(draft, _KG + ("within" if kind is EntryType.PLACE else "side"), side.iri, where)

    def _labelled(self, label: str, kind: EntryType, where: Callable[..., str]) -> _Draft:
        named = self._bearing(label, kind)
        if len(named) > 1:
            raise AuthorityError(
                f"{where()}: {label!r} names {' and '.join(draft.iri for draft in named)}; use a label that only one bears"
            )
        if named:
            return named[0]
        iri = self.base + _FOLDERS.get(kind, "agent/") + slug(label)
        draft = self._draft(iri, where)
        if draft.type not in (None, kind):
            raise AuthorityError(f"{where()}: {iri} is a {draft.type} already ({draft.where()}); use another label")
        draft.type = kind
        if draft.label is None:
            draft.label = label
        draft.add(_OTHER, label)
        return draft

    def _state(self, label: str, where: Callable[..., str]) -> _Draft:
        """Finds the state of a side, or makes one; a label that looks like a slip is an error."""
        states = self._bearing(label, EntryType.STATE)
        if states:
            return states[0]
        for draft in self.by_iri.values():
            if fold(label) in map(fold, draft.values(_KG + "metonym", _KG + "demonym")):
                raise AuthorityError(f"{where()}: the side {label!r} is no state's label; write {draft.label!r}")
        for draft in self.by_iri.values():
            if fold(label) in map(fold, draft.names()):
                raise AuthorityError(
                    f"{where()}: the side {label!r} is a {draft.type}, not a state; name the state it belongs to"
                )
        known = {fold(name): name for d in self.by_iri.values() if d.type is EntryType.STATE for name in d.names()}
        close = difflib.get_close_matches(fold(label), known, n=1, cutoff=0.8)
        if close:
            raise AuthorityError(
                f"{where()}: no state is called {label!r}; did you mean {known[close[0]]!r}? "
                f"(for a new state, add a row '{label},state,,')"
            )
        return self._labelled(label, EntryType.STATE, where)

    def _bearing(self, label: str, kind: EntryType) -> list[_Draft]:
        wanted = fold(label)
        return [d for d in self.by_iri.values() if d.type is kind and wanted in map(fold, d.names())]

    # --- the finished entry

    def entry(self, draft: _Draft) -> Entry:
        assert draft.type is not None
        if draft.label is None:
            raise AuthorityError(f'{draft.where()}: {draft.iri} has no English label; add skos:prefLabel "…"@en')
        one = {predicate: value for predicate, (value, _) in draft.one.items()}
        side = self._target(draft, _KG + "side", EntryType.STATE)
        if draft.type is EntryType.STATE:
            if side not in (None, draft.iri):
                raise AuthorityError(f"{draft.one[_KG + 'side'][1]()}: a state is its own side; drop its kg:side")
            side = draft.iri
        gender = one.get(_SCHEMA + "gender")
        if gender is not None and gender not in _GENDERS:
            raise AuthorityError(
                f"{draft.one[_SCHEMA + 'gender'][1]()}: unknown gender {gender}; write schema:Male or schema:Female"
            )
        return Entry(
            iri=draft.iri,
            label=draft.label,
            type=draft.type,
            side=side,
            names=draft.names(),
            metonyms=draft.values(_KG + "metonym"),
            demonyms=draft.values(_KG + "demonym"),
            designators=draft.values(_KG + "designator"),
            positions=draft.values(_KG + "position"),
            gender=_GENDERS[gender] if gender else None,
            within=self._target(draft, _KG + "within", EntryType.STATE, EntryType.PLACE),
            latitude=_degrees(draft, _GEO + "lat", 90),
            longitude=_degrees(draft, _GEO + "long", 180),
            url=one.get(_SCHEMA + "url"),
        )

    def _target(self, draft: _Draft, predicate: str, *types: EntryType) -> str | None:
        if predicate not in draft.one:
            return None
        iri, where = draft.one[predicate]
        target = self.by_iri.get(iri)
        if target is None or target.type not in types:
            raise AuthorityError(
                f"{where()}: {_short(predicate)} of {draft.iri} is {iri}, which is no {' or '.join(types)} of these "
                f"files; correct the IRI or describe it"
            )
        return iri


def _rows(path: Path, text: str) -> Iterator[tuple[Callable[..., str], dict[str, str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), skipinitialspace=True, strict=True)
    columns: list[str] = []
    line = 1
    try:
        for fields in reader:
            where, line = partial("{}, line {}".format, path, line), reader.line_num + 1
            if not any(map(str.strip, fields)):
                continue
            if not columns:
                columns = [name.strip().lower() for name in fields]
                missing = [name for name in COLUMNS if name not in columns]
                if missing:
                    raise AuthorityError(
                        f"{where()}: no column {', '.join(missing)}; the first line must be '{','.join(COLUMNS)}', "
                        f"separated by commas"
                    )
                continue
            if len(fields) != len(columns):
                raise AuthorityError(
                    f"{where()}: {len(fields)} fields where the header has {len(columns)}; "
                    f"put a value that contains a comma in quotation marks"
                )
            yield where, _checked(dict(zip(columns, map(str.strip, fields), strict=True)), where)
    except csv.Error as error:
        raise AuthorityError(f"{path}, line {line}: not valid CSV ({error}); correct the quotation marks") from error
    if not columns:
        raise AuthorityError(f"{path}, line 1: the file is empty; the first line must be '{','.join(COLUMNS)}'")


def _checked(row: dict[str, str], where: Callable[..., str]) -> dict[str, str]:
    types = [str(kind) for kind in EntryType if kind is not EntryType.CHANNEL]
    row["type"] = row["type"].lower()
    if not row["label"]:
        raise AuthorityError(f"{where()}: the label is empty; write the name that tables should show")
    if row["type"] not in types:
        raise AuthorityError(f"{where()}: unknown type {row['type']!r}; write one of {', '.join(types)}")
    return row


def _degrees(draft: _Draft, predicate: str, limit: int) -> float | None:
    if predicate not in draft.one:
        return None
    text, where = draft.one[predicate]
    try:
        degrees = float(text)
    except ValueError:
        degrees = float("nan")
    if not -limit <= degrees <= limit:
        raise AuthorityError(f"{where()}: {_short(predicate)} is {text!r}; write degrees from -{limit} to {limit}")
    return degrees


def _short(iri: str) -> str:
    for prefix, namespace in (("kg", _KG), ("skos", _SKOS), ("schema", _SCHEMA), ("geo", _GEO)):
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return "org:Organization" if iri in _CLASSES else f"<{iri}>"


def _listed(iris: Iterable[str]) -> str:
    return ", ".join(map(_short, iris))
