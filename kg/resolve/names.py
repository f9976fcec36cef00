"""Names things: IRIs of what the decisions mint, and the words that decisions are explained in."""

from __future__ import annotations

import re
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING
from urllib.parse import unquote

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from kg.model import Counted, Kind

_ORDINALS = (
    *("zeroth", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"),
    *("eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth"),
    *("nineteenth", "twentieth"),
)
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@lru_cache(maxsize=4096)
def slug(iri: str) -> str:
    """Gives the last part of an IRI in lower case, everything but letters and digits turned to hyphens."""
    last = unquote(iri).rstrip("/").rsplit("/", 1)[-1].rsplit("#", 1)[-1]
    return re.sub(r"[\W_]+", "-", last.casefold()).strip("-")


def words(iri: str) -> str:
    """Gives the last part of an IRI as words for people: the decisions see IRIs only, never labels."""
    return slug(iri).replace("-", " ").title()


def digest(*parts: str, length: int = 16) -> str:
    """Gives the first hexadecimal digits of the SHA-256 of the parts."""
    return sha256("\n".join(parts).encode()).hexdigest()[:length]


def ordinal(number: int) -> str:
    """Writes an ordinal: a word up to twentieth, then digits ("51st")."""
    if 0 <= number < len(_ORDINALS):
        return _ORDINALS[number]
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def weekday(number: int) -> str:
    """Names a day of the week, Monday being 0."""
    return _WEEKDAYS[number]


def bounds(minimum: int | None, maximum: int | None) -> str:
    """Writes a figure's bounds as words: `502`, `at least 501`, `at most 49`, `41 to 49`."""
    if minimum == maximum and minimum is not None:
        return f"{minimum:,}"
    if maximum is None:
        return f"at least {minimum:,}" if minimum is not None else "an unknown number"
    return f"at most {maximum:,}" if minimum is None else f"{minimum:,} to {maximum:,}"


def exchange_stem(kind: Kind, day: date | None, sides: Iterable[str]) -> str:
    """Gives the readable part of an exchange's name: kind, day where it is known exactly, sides."""
    return "-".join([kind.value, *([day.isoformat()] if day else []), *sorted(slug(side) for side in sides)])


def exchange_iri(base: str, stem: str, first_report: str | None) -> str:
    """Mints an exchange's IRI; `first_report` is given where the stem alone doesn't single the exchange out."""
    return f"{base}exchange/{stem}" + (f"-{digest(first_report, length=10)}" if first_report else "")


def flow_iri(exchange: str, counted: Counted, receiver: str | None) -> str:
    """Mints the IRI of one direction of an exchange."""
    return f"{exchange}/flow/{counted.value}" + (f"-to-{slug(receiver)}" if receiver else "")


def difference_iri(base: str, why: str, figure_a: str, figure_b: str) -> str:
    """Mints the IRI of a difference between two figures that can both be true."""
    return f"{base}difference/{digest(why, figure_a, figure_b)}"


def disagreement_iri(base: str, why: str, figure_a: str, figure_b: str) -> str:
    """Mints the IRI of a disagreement between two figures."""
    return f"{base}disagreement/{digest(why, figure_a, figure_b)}"
