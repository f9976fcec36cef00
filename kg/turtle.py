"""Reads the Turtle of the files in `ontology/` quickly: rdflib takes longer than a short command may last."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph

from kg.errors import AuthorityError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


class Triple(NamedTuple):
    """One triple; `value` is an IRI, a blank node or a literal's text, `language` the literal's tag or ""."""

    subject: str
    predicate: str
    value: str
    language: str
    literal: bool


@dataclass(frozen=True, slots=True)
class Document:
    """A Turtle file as parsed, with its source so that an error can name the line."""

    path: Path
    content: bytes
    triples: tuple[Triple, ...]
    prefixes: Mapping[str, str]

    def where(self, subject: str, *then: str) -> str:
        """Says on which line a subject stands, or of the IRIs and literals `then` after it the last that is found.

        Parsed triples carry no line numbers, so the source is searched; only errors pay for it.
        """
        source = self.content.decode("utf-8-sig")
        found = re.search(rf"^[ \t]*{self._spellings(subject)}(?=[\s;.]|$)", source, re.MULTILINE)
        position = found.start() if found else 0
        for term in then:
            found = re.compile(self._spellings(term)).search(source, position)
            position = found.start() if found else position
        return f"{self.path}, line {source.count(chr(10), 0, position) + 1}"

    def _spellings(self, term: str) -> str:
        quoted = re.escape(term)
        spelt = [f"<{quoted}>", f"[\"']{quoted}[\"']", rf"(?<![\w.]){quoted}(?![\w.]*\w)"]
        spelt += [
            f"{prefix}:{re.escape(term.removeprefix(iri))}"
            for prefix, iri in self.prefixes.items()
            if term.startswith(iri)
        ]
        return f"(?:{'|'.join(spelt)})"


def parse(path: Path, base: str) -> Document:
    """Parses a Turtle 1.1 file.

    `base` is the IRI that relative IRIs are resolved against. Raises AuthorityError that names the file, the line and
    the way out when the file is missing, is not UTF-8 or is not Turtle.
    """
    content = read_bytes(path)
    # The parser takes a byte order mark for a name.
    reader = pyoxigraph.parse(decode(path, content), pyoxigraph.RdfFormat.TURTLE, base_iri=base)
    try:
        triples = tuple(_triple(quad) for quad in reader)
    except SyntaxError as error:
        raise AuthorityError(
            f"{path}, line {error.lineno or 1}: not valid Turtle ({error.msg}); correct that line"
        ) from error
    return Document(path, content, triples, reader.prefixes)


def read_bytes(path: Path) -> bytes:
    """Reads a file whole; raises AuthorityError when there is none or it can't be read."""
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise AuthorityError(f"{path}: no such file; check the path given with --authority") from error
    except OSError as error:
        raise AuthorityError(f"{path}: can't be read ({error.strerror}); name a readable .ttl or .csv file") from error


def decode(path: Path, content: bytes) -> str:
    """Decodes UTF-8, with or without a byte order mark; raises AuthorityError that names the line that is not."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise AuthorityError(
            f"{path}, line {line}: not UTF-8 at byte {error.start}; save the file as UTF-8 and try again"
        ) from error


def _triple(quad: pyoxigraph.Quad) -> Triple:
    term = quad.object
    subject, predicate = quad.subject, quad.predicate.value
    name = subject.value if isinstance(subject, pyoxigraph.NamedNode) else str(subject)
    if isinstance(term, pyoxigraph.Literal):
        return Triple(name, predicate, term.value, term.language or "", True)
    return Triple(name, predicate, term.value if isinstance(term, pyoxigraph.NamedNode) else str(term), "", False)
