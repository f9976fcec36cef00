"""Gathers what the files say about each entry, and finishes the entries once all files are read."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from kg import turtle
from kg.authority import table
from kg.authority.entries import Authority, Entry, EntryType
from kg.errors import AuthorityError
from kg.furniture import PLACES, Furniture
from kg.settings import BASE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

_KG = "https://w3id.org/exchange-kg/ontology#"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_SCHEMA = "https://schema.org/"
_ORG = "http://www.w3.org/ns/org#"
_GEO = "http://www.w3.org/2003/01/geo/wgs84_pos#"
_OWL = "http://www.w3.org/2002/07/owl#"
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_PREFIXES = {"kg": _KG, "skos": _SKOS, "schema": _SCHEMA, "org": _ORG, "geo": _GEO}

_CLASSES = {
    _SCHEMA + "Person": EntryType.PERSON,
    _ORG + "Organization": EntryType.ORGANIZATION,
    _KG + "State": EntryType.STATE,
    _SCHEMA + "Place": EntryType.PLACE,
    _KG + "Outlet": EntryType.OUTLET,
    _KG + "Channel": EntryType.CHANNEL,
}
_PREFERRED, _OTHER, _SIDE, _WITHIN = _SKOS + "prefLabel", _SKOS + "altLabel", _KG + "side", _KG + "within"
_METONYM, _DEMONYM = _KG + "metonym", _KG + "demonym"
_GENDER, _URL, _LATITUDE, _LONGITUDE = _SCHEMA + "gender", _SCHEMA + "url", _GEO + "lat", _GEO + "long"
_FURNITURE = {_KG + term.removeprefix("kg:"): place for term, place in PLACES.items()}
_TEXTS = {_PREFERRED, _OTHER, _METONYM, _DEMONYM, _KG + "designator", _KG + "position", *_FURNITURE}
_PUBLISHERS = {EntryType.OUTLET, EntryType.ORGANIZATION}
_LINKS = {_SIDE, _WITHIN}
_SINGLE = {_SIDE, _WITHIN, _GENDER, _URL, _LATITUDE, _LONGITUDE}
_GENDERS = {_SCHEMA + "Male": "male", _SCHEMA + "Female": "female"}
_MATCHES = {_SKOS + f"{kind}Match": f"{kind}Match" for kind in ("exact", "close", "broad", "narrow", "related")}
_READ = _TEXTS | _SINGLE | _MATCHES.keys()
# A file may hold schemes, axioms about its own links, and words for the lexicon, beside entries.
_SCHEMES = {_SKOS + "ConceptScheme", _OWL + "Ontology", _OWL + "Axiom", _KG + "Conflict"}
_LEMMA = _KG + "lemma"


@dataclass(slots=True)
class Draft:
    """What the files read so far say about one IRI; `where` says on which line of which file it first stands."""

    iri: str
    where: Callable[[], str]
    type: EntryType | None = None
    label: str | None = None
    labels: dict[str, str] = field(default_factory=dict)
    matches: dict[tuple[str, str], None] = field(default_factory=dict)
    texts: dict[str, dict[str, None]] = field(default_factory=dict)
    single: dict[str, tuple[str, Callable[[], str]]] = field(default_factory=dict)

    def add(self, predicate: str, text: str) -> None:
        """Adds a text, with white space as single blanks, unless it is there."""
        self.texts.setdefault(predicate, {})[" ".join(text.split())] = None

    def set(self, predicate: str, value: str, where: Callable[[], str]) -> None:
        """Sets what an entry can have only one of; raises AuthorityError when another file or line says otherwise."""
        before, place = self.single.setdefault(predicate, (value, where))
        if before != value:
            raise AuthorityError(
                f"{where()}: {_short(predicate)} of {self.iri} is {value}, but {place()} says {before}; "
                f"keep one of them"
            )

    def get(self, *predicates: str) -> tuple[str, ...]:
        """Gives the texts of some predicates, each once."""
        return tuple(dict.fromkeys(text for name in predicates for text in self.texts.get(name, ())))

    def names(self) -> tuple[str, ...]:
        """Gives all labels, the English preferred one first."""
        return tuple(dict.fromkeys(([self.label] if self.label else []) + [*self.get(_PREFERRED, _OTHER)]))


class Drafts:
    """The entries while the files are being read."""

    def __init__(self, base: str) -> None:
        """Starts without entries; `base` is the IRI that the entries' IRIs start with."""
        self.base = base
        self.by_iri: dict[str, Draft] = {}
        self._hash = hashlib.sha256(base.encode())

    def read(self, path: Path) -> None:
        """Reads one Turtle or CSV file; raises AuthorityError that names the file and the line."""
        if path.suffix.lower() == ".ttl":
            document = turtle.parse(path, self.base)
            content = document.content
            self._add_document(document)
        elif path.suffix.lower() == ".csv":
            content = turtle.read_bytes(path)
            table.add(self, path, turtle.decode(path, content))
        else:
            raise AuthorityError(f"{path}: an authority file ends in .ttl (Turtle) or .csv; rename or convert it")
        self._hash.update(hashlib.sha256(content).digest())

    def authority(self) -> Authority:
        """Finishes the entries; raises AuthorityError for one that is incomplete or points nowhere."""
        drafts = sorted(self.by_iri.values(), key=lambda draft: draft.iri)
        return Authority({draft.iri: self._finished(draft) for draft in drafts}, self._hash.hexdigest())

    def draft(self, iri: str, kind: EntryType, where: Callable[[], str]) -> Draft:
        """Gives the entry of an IRI, new or known; raises AuthorityError when it is known as something else."""
        draft = self.by_iri.setdefault(iri, Draft(iri, where))
        if draft.type not in (None, kind):
            raise AuthorityError(
                f"{where()}: {iri} can't be of type {kind}: {draft.where()} says {draft.type}; rename one"
            )
        draft.type = kind
        return draft

    def _add_document(self, document: turtle.Document) -> None:
        types: dict[str, list[str]] = {}
        for triple in document.triples:
            if triple.predicate == _TYPE:
                types.setdefault(triple.subject, []).append(triple.value)
        skipped = {triple.subject for triple in document.triples if triple.predicate == _LEMMA}
        skipped |= {subject for subject, classes in types.items() if not _SCHEMES.isdisjoint(classes)}
        drafts = {
            subject: self._typed(subject, types[subject], document) for subject in types if subject not in skipped
        }
        for triple in document.triples:
            if triple.predicate == _TYPE or triple.subject in skipped:
                continue
            if triple.subject not in drafts:
                drafts[triple.subject] = self._untyped(triple.subject, document)
            self._say(drafts[triple.subject], triple, document)

    def _typed(self, subject: str, classes: list[str], document: turtle.Document) -> Draft:
        known = [_CLASSES[name] for name in classes if name in _CLASSES]
        if len(known) != 1:
            raise AuthorityError(
                f"{document.where(subject, classes[-1])}: {_short(subject)} is a {_listed(classes)}; "
                f"give it exactly one type of {_listed(_CLASSES)}"
            )
        return self.draft(self._rebased(subject), known[0], partial(document.where, subject))

    def _untyped(self, subject: str, document: turtle.Document) -> Draft:
        draft = self.by_iri.get(self._rebased(subject))
        if draft is None:
            raise AuthorityError(
                f"{document.where(subject)}: {_short(subject)} has no type and no other file describes it; "
                f"give it one type of {_listed(_CLASSES)}, or correct the IRI"
            )
        return draft

    def _say(self, draft: Draft, triple: turtle.Triple, document: turtle.Document) -> None:
        subject, predicate, value = triple.subject, triple.predicate, triple.value
        if predicate not in _READ and not predicate.startswith(_KG):
            return  # for other readers of the file
        where = partial(document.where, subject, predicate, value)
        if predicate in _SINGLE:
            draft.set(predicate, self._rebased(value) if predicate in _LINKS else value, where)
        elif predicate in _TEXTS:
            if not triple.literal or not value.strip():
                raise AuthorityError(
                    f"{document.where(subject, predicate)}: {_short(predicate)} of {_short(subject)} is no text; "
                    f"write it in quotation marks"
                )
            if predicate == _PREFERRED:
                self._prefer(draft, triple, where)
            draft.add(predicate, value)
        elif predicate in _MATCHES:
            if triple.literal:
                raise AuthorityError(
                    f"{document.where(subject, predicate)}: {_short(predicate)} of {_short(subject)} is a text; "
                    f"write the IRI in angle brackets"
                )
            draft.matches[_MATCHES[predicate], value] = None
        else:
            known = _listed(sorted(term for term in _TEXTS | _SINGLE if term.startswith(_KG)))
            raise AuthorityError(
                f"{document.where(subject, predicate)}: unknown term {_short(predicate)}; the terms are {known}"
            )

    def _prefer(self, draft: Draft, triple: turtle.Triple, where: Callable[[], str]) -> None:
        """Sets the preferred label of a language, of which SKOS lets a thing have one (integrity condition S14)."""
        subject, value, language = triple.subject, triple.value, triple.language
        before = draft.label if language == "en" else draft.labels.get(language)
        if language and before not in (None, value):
            tongue = "English" if language == "en" else f"@{language}"
            raise AuthorityError(
                f"{where()}: {_short(subject)} has the {tongue} skos:prefLabel {before!r} already "
                f"({draft.where()}); write {value!r} as skos:altLabel"
            )
        if language == "en":
            draft.label = value
        elif language:
            draft.labels[language] = value

    def _rebased(self, iri: str) -> str:
        # The files are written for the default base; another base renames all of the project's own IRIs.
        return self.base + iri.removeprefix(BASE) if self.base != BASE and iri.startswith(BASE) else iri

    def _finished(self, draft: Draft) -> Entry:
        assert draft.type is not None  # draft() sets it
        if draft.label is None:
            raise AuthorityError(f'{draft.where()}: {draft.iri} has no English label; add skos:prefLabel "…"@en')
        side = self._target(draft, _SIDE, EntryType.STATE)
        if draft.type is EntryType.STATE:
            if side not in (None, draft.iri):
                raise AuthorityError(f"{draft.single[_SIDE][1]()}: a state is its own side; take its kg:side out")
            side = draft.iri
        gender, where = draft.single.get(_GENDER, (None, draft.where))
        if gender is not None and gender not in _GENDERS:
            raise AuthorityError(f"{where()}: unknown gender {gender}; write schema:Male or schema:Female")
        return Entry(
            iri=draft.iri,
            label=draft.label,
            type=draft.type,
            side=side,
            names=draft.names(),
            metonyms=draft.get(_METONYM),
            demonyms=draft.get(_DEMONYM),
            designators=draft.get(_KG + "designator"),
            positions=draft.get(_KG + "position"),
            gender=_GENDERS[gender] if gender else None,
            within=self._around(draft),
            latitude=_degrees(draft, _LATITUDE, 90),
            longitude=_degrees(draft, _LONGITUDE, 180),
            url=draft.single[_URL][0] if _URL in draft.single else None,
            labels=tuple(sorted(draft.labels.items())),
            matches=tuple(sorted(draft.matches)),
            furniture=self._furniture(draft),
        )

    def _furniture(self, draft: Draft) -> tuple[Furniture, ...]:
        """Gives the lines of an outlet; one that any line would be is an error."""
        found = [Furniture(place, line) for term, place in _FURNITURE.items() for line in draft.get(term)]
        for one in found:
            if draft.type not in _PUBLISHERS:
                raise AuthorityError(
                    f"{draft.where()}: {draft.iri} is no outlet, and lines of its own are {one.line!r}; take them out"
                )
            if not any(sign.isalpha() for sign in one.line):
                raise AuthorityError(
                    f"{draft.where()}: the line {one.line!r} of {draft.iri} has no letters; write words of its own"
                )
        return tuple(found)

    def _target(self, draft: Draft, predicate: str, *types: EntryType) -> str | None:
        if predicate not in draft.single:
            return None
        iri, where = draft.single[predicate]
        target = self.by_iri.get(iri)
        if target is None or target.type not in types:
            raise AuthorityError(
                f"{where()}: {_short(predicate)} of {draft.iri} is {iri}, which is no {' or '.join(types)} "
                f"in these files; correct the IRI, or describe it as one"
            )
        return iri

    def _around(self, draft: Draft) -> str | None:
        """Gives the place around a place; a chain that comes back to its start is an error."""
        around = self._target(draft, _WITHIN, EntryType.STATE, EntryType.PLACE)
        seen, outer = {draft.iri}, around
        while outer is not None:
            if outer in seen:
                raise AuthorityError(f"{draft.single[_WITHIN][1]()}: {draft.iri} is within itself; correct kg:within")
            seen.add(outer)
            outer = self.by_iri[outer].single[_WITHIN][0] if _WITHIN in self.by_iri[outer].single else None
            if outer not in self.by_iri:
                break  # reported where that place's own entry is finished
        return around

    # What the CSV reader needs to know of the terms.

    def add_alias(self, draft: Draft, alias: str) -> None:
        """Adds another name."""
        draft.add(_OTHER, alias)

    def add_side(self, draft: Draft, state: Draft, where: Callable[[], str]) -> None:
        """Sets the side of an actor, or the state around a place."""
        draft.set(_WITHIN if draft.type is EntryType.PLACE else _SIDE, state.iri, where)

    def by_words(self, draft: Draft) -> tuple[str, ...]:
        """Gives the words that point to a state without being its label."""
        return draft.get(_METONYM, _DEMONYM)


def _degrees(draft: Draft, predicate: str, limit: int) -> float | None:
    if predicate not in draft.single:
        return None
    text, where = draft.single[predicate]
    try:
        degrees = float(text)
    except ValueError:
        degrees = float("nan")
    if not -limit <= degrees <= limit:
        raise AuthorityError(f"{where()}: {_short(predicate)} is {text!r}; write degrees from -{limit} to {limit}")
    return degrees


def _short(iri: str) -> str:
    prefix, namespace = next(((p, n) for p, n in _PREFIXES.items() if iri.startswith(n)), ("", ""))
    return f"{prefix}:{iri.removeprefix(namespace)}" if namespace else f"<{iri}>"


def _listed(iris: Iterable[str]) -> str:
    return ", ".join(map(_short, iris))
