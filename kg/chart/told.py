"""What a stored question told, in the terms of charts: days, bounds, sides."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from kg.chart.drawing import clean

MONTHS = "January February March April May June July August September October November December".split()
# What is counted, in the order in which charts show it.
_ORDER = ("bodies", "prisoners", "civilians", "children")

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Told:
    """The rows of a stored question, and how to ask it again.

    `rows` are as `kg query` prints them, an unknown value empty; `sides` are in the order in which they take colours;
    `command` is what to type for the same table.
    """

    rows: tuple[Row, ...]
    sides: tuple[str, ...]
    command: str

    def __post_init__(self) -> None:
        """Makes all that comes from articles safe to draw, to measure and to compare."""
        rows = tuple({name: clean(text) for name, text in row.items()} for row in self.rows)
        object.__setattr__(self, "rows", rows)
        object.__setattr__(self, "sides", tuple(map(clean, self.sides)))

    def rank(self, side: str) -> int | None:
        """Gives a side's place in the order of colours; None for one that is unknown."""
        return self.sides.index(side) if side in self.sides else None

    def articles(self) -> int:
        """Counts the articles that the rows come from."""
        return len({row["article"] for row in self.rows if row["article"]})


@dataclass(frozen=True, slots=True, order=True)
class Bounds:
    """A figure's bounds, both included; None where open."""

    low: int | None
    high: int | None

    def __str__(self) -> str:
        """Says the bounds in words: `1,245`, `150–189`, `at least 401`, `at most 349`, `?`."""
        if self.low is None:
            return "?" if self.high is None else f"at most {self.high:,}"
        if self.high is None:
            return f"at least {self.low:,}"
        return f"{self.low:,}" if self.low == self.high else f"{self.low:,}–{self.high:,}"

    @property
    def top(self) -> int:
        """The highest number that is told; 0 where none is."""
        return max(self.low or 0, self.high or 0)

    @property
    def floor(self) -> int:
        """The lowest number that is told; 0 where none is."""
        return self.low if self.low is not None else (self.high or 0)

    def short(self) -> str:
        """Says the bounds as a label: `150–189`, `401+`, `≤ 349`."""
        if self.low is not None and self.high is None:
            return f"{self.low:,}+"
        return f"≤ {self.high:,}" if self.low is None and self.high is not None else str(self)


def bounds(low: str, high: str) -> Bounds:
    """Reads the bounds of a row."""
    return Bounds(int(low) if low else None, int(high) if high else None)


def union(all_bounds: list[Bounds]) -> Bounds:
    """Gives the widest span of several figures; an end that one leaves open is open only where all leave it so."""
    lows = [one.low for one in all_bounds if one.low is not None]
    highs = [one.high for one in all_bounds if one.high is not None]
    low, high = min(lows, default=None), max(highs, default=None)
    if low is not None and high is not None and high < max(lows):
        # "At least 401" and "300": the higher number is told all the same.
        high = max(lows)
    return Bounds(low, high)


def total(all_bounds: list[Bounds]) -> Bounds:
    """Adds figures up; one whose upper end is open counts with its lower end, and leaves the sum open."""
    return Bounds(
        sum(one.floor for one in all_bounds),
        None if any(one.high is None for one in all_bounds) else sum(one.high or 0 for one in all_bounds),
    )


def day(text: str) -> date | None:
    """Reads a day; a date with a time, as some articles have, counts as its day."""
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError:
        return None


def in_words(one: date) -> str:
    """Says a day: `4 May 2025`."""
    return f"{one.day} {MONTHS[one.month - 1]} {one.year}"


def between(days: list[date]) -> str:
    """Says from which day to which something lasts; nothing where no day is known."""
    if not days:
        return ""
    first, last = min(days), max(days)
    return in_words(first) + (f" to {in_words(last)}" if last != first else "")


def span(first: date | None, last: date | None) -> str:
    """Says between which days something lies: a day, a month, `2–5 May 2025`, `before 4 May 2025`, `day unknown`."""
    if first is None or last is None:
        known = last or first
        return f"{'by' if last else 'from'} {in_words(known)}" if known else "day unknown"
    if first == last:
        return in_words(first)
    if first.day == 1 and (last + timedelta(1)).day == 1:
        if (first.year, first.month) == (last.year, last.month):
            return f"{MONTHS[first.month - 1]} {first.year}"
        if (first.month, last.month) == (1, 12) and first.year == last.year:
            return str(first.year)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{in_words(last)}"
    return f"{in_words(first)} – {in_words(last)}"


def counted_order(names: set[str]) -> list[str]:
    """Puts what is counted in the order in which charts show it."""
    return sorted(names, key=lambda name: (_ORDER.index(name) if name in _ORDER else len(_ORDER), name))


def listed(words: list[str]) -> str:
    """Joins words: `bodies, prisoners and civilians`."""
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def some(number: int, noun: str, plural: str = "") -> str:
    """Counts things: `1 article`, `1,245 articles`."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def quoted(row: Row) -> str:
    """Says who tells a figure where, for the title of a mark."""
    who = row.get("speaker", "") or "a speaker not named"
    return f"{who} in {row['article']}" if row["article"] else "no figure told"
