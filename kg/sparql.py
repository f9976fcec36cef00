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


_FORMS = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
_UPDATES = frozenset("ADD CLEAR COPY CREATE DELETE DROP INSERT LOAD MODIFY MOVE".split())
_LIMIT = re.compile(r"\bLIMIT\s+(\d+)", re.IGNORECASE)


def form(sparql: str) -> str:
    """Tells a query's form: `SELECT`, `ASK`, `CONSTRUCT` or `DESCRIBE`; raises QueryError for an update."""
    words = keywords(sparql)
    changing = next((word for word in words if word in _UPDATES), None)
    found = next((word for word in words if word in _FORMS), None)
    if changing or not found:
        # Some servers obey an update that is sent as a query.
        what = f"{changing} changes the graph" if changing else "it has none of these words"
        raise QueryError(f"not a query: {what}; a query is a SELECT, ASK, CONSTRUCT or DESCRIBE")
    return found


def keywords(sparql: str) -> tuple[str, ...]:
    """Lists the words of a query that stand for themselves, in upper case."""
    return tuple(token["bare"].upper() for token in _TOKEN.finditer(sparql) if token["bare"])


def limit(sparql: str) -> int | None:
    """Tells how many rows a query asks for at most, None for all."""
    found = _LIMIT.findall(sparql.rpartition("}")[2])
    return int(found[-1]) if found else None


def declare(sparql: str, prefixes: Mapping[str, str]) -> str:
    """Puts the declarations of those prefixes before a query that it uses and doesn't declare, on its first line."""
    used: set[str] = set()
    own: set[str] = set()
    before = ""
    for token in _TOKEN.finditer(sparql):
        if token["word"] is not None:
            (own if before == "PREFIX" else used).add(token["word"])
        before = (token["bare"] or "").upper()
    needed = sorted((used - own) & prefixes.keys())
    return "".join(f"PREFIX {name}: <{prefixes[name]}> " for name in needed) + sparql


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
