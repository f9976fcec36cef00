"""Compares graphs as their triples in canonical N-Triples, sorted; the graph has no blank nodes, so that is exact."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_XSD = "http://www.w3.org/2001/XMLSchema#"
_TYPED = re.compile(rf'"([^"\\]*)"\^\^<{_XSD}(integer|decimal|boolean)> \.\n\Z')
_TRUTH = {"true": "1", "false": "0"}


def checksum(lines: Iterable[str], by_value: Sequence[str] = ()) -> str:
    """Gives the SHA-256 of a graph's lines of canonical N-Triples, sorted, in hexadecimal.

    Literals of the datatypes `by_value` (integer, decimal, boolean) count by their value, whichever of these
    datatypes they bear and however they are spelt.
    """
    if by_value:
        lines = (_valued(line, by_value) for line in lines)
    digest = sha256()
    for line in sorted(lines):
        digest.update(line.encode())
    return digest.hexdigest()


def difference(sent: Iterable[str], found: Iterable[str], by_value: Sequence[str] = ()) -> tuple[list[str], list[str]]:
    """Gives the lines that were sent and not found, and those that were found and not sent, both sorted."""
    one, other = ({_valued(line, by_value) for line in lines} for lines in (sent, found))
    return sorted(one - other), sorted(other - one)


def _valued(line: str, by_value: Sequence[str]) -> str:
    """Writes a literal at the end of a line as its value, if it is of one of the datatypes."""
    found = _TYPED.search(line)
    if not found or found[2] not in by_value:
        return line
    text = found[1]
    if found[2] == "boolean":
        value = _TRUTH.get(text, text)
    else:
        try:
            number = Decimal(text)
        except InvalidOperation:
            return line
        value = f"{number.normalize():f}" if number else "0"
    # No datatype of this name is in any graph, so that a value is never taken for a text.
    return f'{line[: found.start()]}"{value}"^^<value> .\n'
