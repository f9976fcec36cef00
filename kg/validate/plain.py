"""A graph as spelt terms, indexed, and what can be told of a term by its spelling alone."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from kg.vocab import RDF, XSD

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.terms import Spelt

Values = Callable[[str], Collection[str]]
"""Gives the values of a property, or of a path, of a node."""


class DoubtError(Exception):
    """It can't be told here; the engines have to."""


NONE: Mapping[str, list[str]] = {}
TYPE = f"<{RDF.type}>"
STRING = f"<{XSD.string}>"
_LITERAL = re.compile(r'"(?P<content>.*)"(?:@(?P<language>[A-Za-z0-9-]+)|\^\^(?P<datatype><.*>))?', re.DOTALL)
_WELL_FORMED = {
    f"<{datatype}>": re.compile(pattern)
    for datatype, pattern in (
        (XSD.string, r".*"),
        (XSD.integer, r"-?[0-9]{1,15}"),
        (XSD.decimal, r"-?[0-9]{1,12}(?:\.[0-9]{1,12})?"),
        (XSD.boolean, r"true|false"),
        (XSD.date, r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
        (XSD.gMonthDay, r"--[0-9]{2}-[0-9]{2}"),
    )
}
_DATE, _MONTH_DAY = f"<{XSD.date}>", f"<{XSD.gMonthDay}>"
_INTEGER, _DECIMAL = f"<{XSD.integer}>", f"<{XSD.decimal}>"
_WHOLE = f'"^^{_INTEGER}'
_DAY = f'"^^{_DATE}'
# The words of passages would fill it.
_SHORT, _MANY = 64, 50_000


class Data:
    """A graph's statements by property and node; each counts once."""

    def __init__(self, statements: Iterable[Spelt]) -> None:
        """Indexes them."""
        self._forward: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        self._backward: dict[str, Mapping[str, list[str]]] = {}
        for subject, predicate, value in set(statements):
            self._forward[predicate][subject].append(value)

    def of(self, predicate: str) -> Mapping[str, list[str]]:
        """Gives the values of a property by the node that has it."""
        return self._forward.get(predicate, NONE)

    def back(self, predicate: str) -> Mapping[str, list[str]]:
        """Gives the nodes that have a property by its value."""
        found = self._backward.get(predicate)
        if found is None:
            turned: dict[str, list[str]] = {}
            for subject, values in self.of(predicate).items():
                for value in values:
                    turned.setdefault(value, []).append(subject)
            found = self._backward[predicate] = turned
        return found

    def instances(self, class_: str) -> Collection[str]:
        """Gives the nodes of a class."""
        return self.back(TYPE).get(class_, ())


class Memory:
    """A test of terms that remembers for which it holds and for which it doesn't, in any graph."""

    def __init__(self, test: Callable[[str], bool]) -> None:
        """Remembers for one test, which tells True, False or, by DoubtError, neither."""
        self._test = test
        self._good: set[str] = set()
        self._bad: set[str] = set()

    def bad(self, terms: set[str]) -> set[str]:
        """Gives those for which it doesn't hold."""
        found = terms & self._bad
        for term in terms - self._good - found:
            known = self._good
            if not self._test(term):
                found.add(term)
                known = self._bad
            if len(term) <= _SHORT and len(known) < _MANY:
                known.add(term)
        return found


def is_iri(term: str) -> bool:
    """Tells an IRI from a literal."""
    return term[0] == "<"


def parts(term: str) -> tuple[str, str, str]:
    """Takes a literal apart into content, still escaped, language or "", and datatype or ""."""
    if term[-1] == '"':
        return term[1:-1], "", STRING
    found = _LITERAL.fullmatch(term)
    if found is None:
        raise DoubtError(term)
    content, language, datatype = found.groups()
    return content, language or "", datatype or ("" if language else STRING)


def language(term: str) -> str:
    """Gives a literal's language in small letters, "" where it has none."""
    return "" if term[0] != '"' or term[-1] in '">' else term.rpartition("@")[2].lower()


def content(term: str) -> str:
    """Gives a literal's content, still escaped: two contents are one where their escaped forms are."""
    if is_iri(term):
        raise DoubtError(term)
    return term[1:-1] if term[-1] == '"' else parts(term)[0]


def string(term: str) -> str:
    """Gives a literal's content."""
    escaped = content(term)
    # Canonical N-Triples escapes as JSON does.
    if "\\" not in escaped:
        return escaped
    try:
        return str(json.loads(f'"{escaped}"', strict=False))
    except ValueError:
        raise DoubtError(term) from None


@lru_cache(maxsize=16384)
def integer(term: str) -> int:
    """Gives the value of an `xsd:integer`."""
    digits = term[1 : -len(_WHOLE)]
    if term.endswith(_WHOLE) and digits.isdecimal() and digits.isascii() and len(digits) < 16:
        return int(digits)
    raise DoubtError(term)


def number(term: str) -> float:
    """Gives the value of an `xsd:integer` or an `xsd:decimal`, near enough to compare it with another."""
    lexical, _, datatype = parts(term)
    if datatype in (_INTEGER, _DECIMAL) and _WELL_FORMED[datatype].fullmatch(lexical):
        return float(lexical)
    raise DoubtError(term)


def day(term: str) -> str:
    """Gives an `xsd:date` so that days compare as their texts."""
    if term.endswith(_DAY) and has_datatype(term, _DATE):
        return term
    raise DoubtError(term)


def ordered(one: str, other: str) -> int:
    """Tells whether a whole number or a day comes before another (-1), after it (1), or is the same (0)."""
    if one.endswith(_DAY):
        first, second = day(one), day(other)
        return (first > second) - (first < second)
    left, right = integer(one), integer(other)
    return (left > right) - (left < right)


def has_datatype(term: str, datatype: str) -> bool:
    """Tells whether a term is a literal of a datatype; one that is ill-formed, or looks so, is doubtful."""
    if is_iri(term):
        return False
    lexical, language, its = parts(term)
    if language or its != datatype:
        return False
    if datatype == STRING:
        return True
    pattern = _WELL_FORMED.get(datatype)
    if pattern is None or not pattern.fullmatch(lexical):
        raise DoubtError(term)
    if datatype in (_DATE, _MONTH_DAY):
        try:
            # 2000 had a 29th of February.
            date.fromisoformat(lexical if datatype == _DATE else f"2000{lexical[1:]}")
        except ValueError:
            raise DoubtError(term) from None
    return True


def only(values: Collection[str]) -> str:
    """Gives the only value."""
    if len(values) != 1:
        raise DoubtError
    return next(iter(values))
