"""Reads the CSV form of an authority: `label,type,aliases,side`, aliases joined with `|`, the side a state's label."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.authority.entries import EntryType, fold, slug
from kg.errors import AuthorityError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kg.authority.drafts import Draft, Drafts

COLUMNS = ("label", "type", "aliases", "side")
_HEADER = ",".join(COLUMNS)
_TYPES = {
    str(kind): kind
    for kind in (EntryType.PERSON, EntryType.ORGANIZATION, EntryType.STATE, EntryType.PLACE, EntryType.OUTLET)
}


@dataclass(frozen=True, slots=True)
class _Row:
    path: Path
    line: int
    label: str
    type: EntryType
    aliases: tuple[str, ...]
    side: str

    def where(self) -> str:
        return f"{self.path}, line {self.line}"


def add(drafts: Drafts, path: Path, text: str) -> None:
    """Adds the rows of a CSV text to the entries.

    A row whose label an entry of its type bears already adds to that entry. A side that no entry bears becomes a
    state. Columns beyond the four are left alone. Raises AuthorityError that names the line and the way out.
    """
    names = _Names(drafts)
    # States first: a row may name a side that a later row introduces.
    for row in sorted(_rows(path, text), key=lambda row: row.type is not EntryType.STATE):
        draft = names.labelled(row.label, row.type, row)
        for alias in row.aliases:
            drafts.add_alias(draft, alias)
            names.note(draft, alias)
        if not row.side:
            continue
        state = names.state(row.side, row)
        if row.type is not EntryType.STATE:
            drafts.add_side(draft, state, row.where)
        elif state is not draft:
            raise AuthorityError(f"{row.where()}: {row.label!r} is a state and its own side; leave its side empty")


class _Names:
    """The entries by name while rows are being added."""

    def __init__(self, drafts: Drafts) -> None:
        self.drafts = drafts
        self.bearers: dict[tuple[EntryType, str], dict[str, Draft]] = {}
        self.pointers: dict[str, Draft] = {}
        for draft in drafts.by_iri.values():
            for name in draft.names():
                self.note(draft, name)
            for word in drafts.by_words(draft):
                self.pointers.setdefault(fold(word), draft)

    def note(self, draft: Draft, name: str) -> None:
        """Takes down that an entry bears a name."""
        assert draft.type is not None
        self.bearers.setdefault((draft.type, fold(name)), {})[draft.iri] = draft

    def labelled(self, label: str, kind: EntryType, row: _Row) -> Draft:
        """Gives the entry that bears a label, new or known."""
        known = [*self.bearers.get((kind, fold(label)), {}).values()]
        if len(known) > 1:
            raise AuthorityError(
                f"{row.where()}: {label!r} names {' and '.join(draft.iri for draft in known)}; "
                f"use a label that only one of them bears"
            )
        if known:
            return known[0]
        folder = "place/" if kind is EntryType.PLACE else "agent/"
        draft = self.drafts.draft(f"{self.drafts.base}{folder}{slug(label)}", kind, row.where)
        draft.label = draft.label or label
        self.drafts.add_alias(draft, label)
        self.note(draft, label)
        return draft

    def state(self, label: str, row: _Row) -> Draft:
        """Gives the state of a side, new or known; a label that looks like a slip is an error."""
        if (EntryType.STATE, fold(label)) in self.bearers:
            return self.labelled(label, EntryType.STATE, row)
        if pointed := self.pointers.get(fold(label)):
            raise AuthorityError(f"{row.where()}: the side {label!r} is no state's label; write {pointed.label!r}")
        if other := next((kind for kind in EntryType if (kind, fold(label)) in self.bearers), None):
            raise AuthorityError(
                f"{row.where()}: the side {label!r} is {other} here, not state; name the state it belongs to"
            )
        for (kind, name), bearers in self.bearers.items():
            if kind is EntryType.STATE and _slip(fold(label), name):
                meant = next(iter(bearers.values())).label
                raise AuthorityError(
                    f"{row.where()}: no state is called {label!r}; if you mean {meant!r}, write that, "
                    f"else add the row '{label},state,,'"
                )
        return self.labelled(label, EntryType.STATE, row)


def _slip(written: str, meant: str) -> bool:
    """Tells whether one letter is wrong, missing or too much, or two have changed places, in a name of some length."""
    before = _shared(written, meant)
    after = _shared(written[before:][::-1], meant[before:][::-1])
    wrong, right = written[before : len(written) - after], meant[before : len(meant) - after]
    return len(meant) > 4 and (max(len(wrong), len(right)) == 1 or (len(wrong) == 2 and wrong == right[::-1]))


def _shared(a: str, b: str) -> int:
    """Counts the letters at the start that two words have in common."""
    return next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))


def _rows(path: Path, text: str) -> Iterator[_Row]:
    columns: list[str] = []
    for line, fields in _records(path, text):
        if not any(fields):
            continue
        if not columns:
            columns = [name.lower() for name in fields]
            missing = [name for name in COLUMNS if name not in columns]
            if missing:
                raise AuthorityError(
                    f"{path}, line {line}: no column {', '.join(missing)}; the first line names the columns: {_HEADER}"
                )
        elif len(fields) != len(columns):
            raise AuthorityError(
                f"{path}, line {line}: {len(fields)} fields where the header has {len(columns)}; "
                f"put a value that holds a comma in quotation marks"
            )
        else:
            yield _row(path, line, dict(zip(columns, fields, strict=True)))
    if not columns:
        raise AuthorityError(f"{path}, line 1: the file is empty; the first line names the columns: {_HEADER}")


def _records(path: Path, text: str) -> Iterator[tuple[int, list[str]]]:
    """Yields the records with the lines they start on; quoted line breaks are kept."""
    reader = csv.reader(io.StringIO(text, newline=""), skipinitialspace=True, strict=True)
    line = 1
    try:
        for fields in reader:
            yield line, [value.strip() for value in fields]
            line = reader.line_num + 1
    except csv.Error as error:
        raise AuthorityError(f"{path}, line {line}: not valid CSV ({error}); correct the quotation marks") from error


def _row(path: Path, line: int, values: dict[str, str]) -> _Row:
    kind = _TYPES.get(values["type"].lower())
    if not values["label"]:
        raise AuthorityError(f"{path}, line {line}: the label is empty; write the name that tables are to show")
    if kind is None:
        raise AuthorityError(f"{path}, line {line}: unknown type {values['type']!r}; write one of {', '.join(_TYPES)}")
    aliases = tuple(alias.strip() for alias in values["aliases"].split("|") if alias.strip())
    return _Row(path, line, values["label"], kind, aliases, values["side"])
