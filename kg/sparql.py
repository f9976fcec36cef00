"""Reads SPARQL text as far as tokens, to refuse what must not run and to fill in parameters.

The grammar proper is the store's affair. The tokens err on the side of refusing: Oxigraph takes `1SERVICE<…>` for a
number and a keyword, so a keyword is looked for inside words and prefixes too.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.errors import QueryError

if TYPE_CHECKING:
    from collections.abc import Mapping

_TOKEN = re.compile(
    r"""\#[^\n\r]*
      | <(?: [^<>"{}|^`\\\x00-\x20] | \\u[0-9A-Fa-f]{4} | \\U[0-9A-Fa-f]{8} )*>
      | \"{3} (?: \"{0,2} (?: [^"\\] | \\. ) )* \"{3}
      | '{3} (?: '{0,2} (?: [^'\\] | \\. ) )* '{3}
      | " (?: [^"\\\n\r] | \\. )* "
      | ' (?: [^'\\\n\r] | \\. )* '
      | [?$] (?P<variable> \w+ )
      | @ [\w-]+
      | (?P<word> [\w.-]* ) : (?: [\w.:%-] | \\. )*
      | (?P<bare> \w+ )""",
    re.VERBOSE | re.DOTALL,
)


def refuse_service(sparql: str) -> None:
    """Raises QueryError where a query asks another server: nothing here goes out to the network."""
    for token in _TOKEN.finditer(sparql):
        word = token["word"] or token["bare"] or ""
        if "service" in word.casefold():
            line = sparql.count("\n", 0, token.start()) + 1
            raise QueryError(f"line {line}: {word!r} asks another server, which is refused; ask that server itself")


def variables(sparql: str) -> frozenset[str]:
    """Finds the names of a query's variables."""
    return frozenset(token["variable"] for token in _TOKEN.finditer(sparql) if token["variable"])


def fill(sparql: str, terms: Mapping[str, str]) -> str:
    """Puts terms in the place of variables.

    `terms` gives, by a variable's name, a whole RDF term in SPARQL syntax (see `string` and `iri`), so that a value
    can't become anything but one term.
    """

    def filled(token: re.Match[str]) -> str:
        return terms.get(token["variable"] or "", token[0])

    return _TOKEN.sub(filled, sparql)


_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}


def literal(text: str, datatype: str | None = None) -> str:
    """Spells a literal in SPARQL syntax."""
    quoted = '"' + "".join(_ESCAPES.get(character, character) for character in text) + '"'
    return quoted if datatype is None else f"{quoted}^^<{datatype}>"


def iri(text: str) -> str:
    """Spells an IRI in SPARQL syntax; raises QueryError where it holds a character that no IRI may hold."""
    if re.search(r'[<>"{}|^`\\\x00-\x20]', text) or not re.match(r"[A-Za-z][\w+.-]*:", text):
        raise QueryError(f"{text!r} is no whole IRI, such as https://example.org/thing")
    return f"<{text}>"
