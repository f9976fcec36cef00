"""Keeps what each article tells, found by graph, reports, what it names, bands of its words and running totals."""

from __future__ import annotations

from collections import Counter, defaultdict
from heapq import heappop, heappush
from typing import TYPE_CHECKING

import numpy as np

from kg import likeness
from kg.evidence import Description
from kg.index.spelling import read_told, spell_told
from kg.resolve.copies import ORIGINALS, first_original

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from kg.evidence import Told
    from kg.likeness import Print, Prose

_UNDATED = "9999-12-31"
_KEPT = 4096
# Bands of so many articles are put into their index at once, in its order: one by one they would go all over it.
_BANDED = 10000

Order = tuple[str, str]
"""By day of publication, then by name: of several copies the first in this order is the original."""


class Articles:
    """What the articles tell; an article is named by its number in the index."""

    def __init__(self, database: sqlite3.Connection) -> None:
        """Reads from an open index."""
        self._database = database
        self._told: dict[int, Told] = {}
        self._banded: dict[int, tuple[Order, np.ndarray[tuple[int], np.dtype[np.int64]]]] = {}
        self._things: dict[str, int] = {}

    def number(self, graph: str) -> int | None:
        """Gives the number of the article of a graph."""
        return self._one("SELECT number FROM article WHERE graph = ?", graph)

    def of_id(self, article: str) -> int | None:
        """Gives the number of an article by its id."""
        return self._one("SELECT number FROM article WHERE id = ?", article)

    def of_report(self, report: str) -> int | None:
        """Gives the number of the article that a report is in."""
        return self._one("SELECT article FROM report WHERE iri = ?", report)

    def told(self, number: int) -> Told:
        """Gives what an article tells."""
        if number not in self._told:
            text = self._database.execute("SELECT told FROM article WHERE number = ?", (number,)).fetchone()[0]
            self._know(number, read_told(text))
        return self._told[number]

    def _know(self, number: int, told: Told) -> None:
        if len(self._told) >= _KEPT:
            self._told.clear()
        self._told[number] = told

    def sorted(self, numbers: Iterable[int]) -> list[int]:
        """Sorts articles by their ids."""
        wanted = set(numbers)
        if len(wanted) <= _KEPT:
            return sorted(wanted, key=lambda number: self.told(number).article)
        return [number for number in self._numbers("SELECT number FROM article ORDER BY id") if number in wanted]

    def original(self, number: int) -> str | None:
        """Gives the id of the article whose text an article prints."""
        row = self._database.execute("SELECT original FROM article WHERE number = ?", (number,)).fetchone()
        return row[0] if row else None

    def copies(self, article: str) -> list[int]:
        """Lists the articles that print the text of one, which is named by its id."""
        return self._numbers("SELECT number FROM article WHERE original = ?", article)

    def naming(self, thing: str) -> list[int]:
        """Lists the articles that refer to a thing."""
        return self._numbers("SELECT article FROM named WHERE thing = (SELECT number FROM thing WHERE iri = ?)", thing)

    def is_named(self, thing: str) -> bool:
        """Tells whether any article refers to a thing."""
        query = "SELECT 1 FROM named WHERE thing = (SELECT number FROM thing WHERE iri = ?) LIMIT 1"
        return self._one(query, thing) is not None

    def named(self) -> list[str]:
        """Lists all that articles refer to."""
        query = "SELECT iri FROM thing WHERE EXISTS (SELECT 1 FROM named WHERE named.thing = thing.number)"
        return [iri for (iri,) in self._database.execute(query)]

    def described(self, thing: str) -> Counter[Description]:
        """Counts the articles' descriptions of a thing."""
        query = "SELECT thing, label, type, side, articles FROM tally WHERE thing = ? AND articles > 0"
        return Counter({Description(*row): count for *row, count in self._database.execute(query, (thing,))})

    def all_described(self) -> list[str]:
        """Lists all that articles describe."""
        return [thing for (thing,) in self._database.execute("SELECT DISTINCT thing FROM tally WHERE articles > 0")]

    def running(self, key: str) -> list[int]:
        """Lists the articles with a running total of some people."""
        return self._numbers("SELECT article FROM running WHERE key = ?", key)

    def counts(self) -> tuple[int, int, int]:
        """Counts the articles, their claims and their figures."""
        query = "SELECT COUNT(*), TOTAL(claims), TOTAL(figures) FROM article"
        articles, claims, figures = self._database.execute(query).fetchone()
        return articles, int(claims), int(figures)

    def put(self, graph: str, told: Told) -> int:
        """Keeps what a new article tells; gives its number."""
        execute = self._database.execute
        published = told.published.isoformat() if told.published else _UNDATED
        number = execute(
            "INSERT INTO article (graph, id, published, claims, figures, told) VALUES (?, ?, ?, ?, ?, ?)",
            (graph, told.article, published, told.claims, told.figures, spell_told(told)),
        ).lastrowid
        assert number is not None
        self._know(number, told)
        many = self._database.executemany
        many("INSERT OR IGNORE INTO named VALUES (?, ?)", [(self._thing(thing), number) for thing in told.named])
        if told.print:
            self._banded[number] = (published, told.article), likeness.bands([told.print.signature])[0]
            if len(self._banded) >= _BANDED:
                self._put_bands()
        many("INSERT OR REPLACE INTO report VALUES (?, ?, NULL)", [(report.iri, number) for report in told.reports])
        self._tally(told.descriptions, 1)
        return number

    def _put_bands(self) -> None:
        if not self._banded:
            return
        several = list(self._banded.items())
        keys = np.concatenate([bands for _, (_, bands) in several])
        place = keys.argsort(kind="stable")
        each = len(keys) // len(several)
        self._database.executemany(
            "INSERT INTO band VALUES (?, ?, ?, ?)",
            (
                (key, *order, number)
                for key, at in zip(keys[place].tolist(), (place // each).tolist(), strict=True)
                for number, (order, _) in several[at : at + 1]
            ),
        )
        self._banded.clear()

    def drop(self, number: int) -> None:
        """Forgets an article."""
        self._put_bands()
        told = self.told(number)
        many = self._database.executemany
        published = told.published.isoformat() if told.published else _UNDATED
        many("DELETE FROM named WHERE thing = ? AND article = ?", [(self._thing(one), number) for one in told.named])
        many(
            "DELETE FROM band WHERE key = ? AND published = ? AND id = ?",
            [(key, published, told.article) for key in _bands(told.print)],
        )
        many("DELETE FROM report WHERE iri = ?", [(report.iri,) for report in told.reports])
        self._database.execute("DELETE FROM running WHERE article = ?", (number,))
        self._tally(told.descriptions, -1)
        self._database.execute("DELETE FROM article WHERE number = ?", (number,))
        del self._told[number]

    def begin(self, nodes: Iterable[tuple[int, str]]) -> None:
        """Keeps in which group, by its number, each report begins."""
        self._database.executemany("UPDATE report SET node = ? WHERE iri = ?", nodes)

    def run(self, number: int, keys: Iterable[str], before: Iterable[str]) -> None:
        """Keeps by which keys an article's running totals are found, in the place of those `before`."""
        many = self._database.executemany
        many("DELETE FROM running WHERE key = ? AND article = ?", [(one, number) for one in before])
        many("INSERT OR IGNORE INTO running VALUES (?, ?)", [(one, number) for one in keys])

    def find_all_copies(self, prose: Callable[[str], Prose]) -> set[str]:
        """Finds all copies, where none are known yet; gives their ids. `prose` gives an article's own words."""
        self._put_bands()
        # Of a large archive nearly all bands are one article's only.
        query = """SELECT key, published, id, article FROM band
            WHERE key IN (SELECT key FROM band GROUP BY key HAVING COUNT(*) > 1)"""
        shared: set[int] = set()
        orders: dict[int, Order] = {}
        for key, *order, number in self._database.execute(query):
            shared.add(key)
            orders[number] = order[0], order[1]
        originals: defaultdict[int, list[tuple[Order, int]]] = defaultdict(list)
        found = set()
        for number in sorted(orders, key=orders.__getitem__):
            told = self.told(number)
            keys = [key for key in _bands(told.print) if key in shared]
            original = self._first_original(told, {one for key in keys for one in originals[key]}, prose)
            if original is not None:
                self._database.execute("UPDATE article SET original = ? WHERE number = ?", (original, number))
                found.add(told.article)
                continue
            for key in keys:
                if len(originals[key]) < ORIGINALS:
                    originals[key].append((orders[number], number))
        return found

    def find_copies(self, come: Iterable[int], gone: Iterable[Told], prose: Callable[[str], Prose]) -> set[str]:
        """Finds anew which articles are copies of which, as far as a change reaches; gives the ids of those changed.

        Args:
            come: the articles that have come; they are no copies yet.
            gone: what articles told that are not there any more and were no copies themselves.
            prose: gives an article's own words.
        """
        self._put_bands()
        waiting: list[tuple[Order, int]] = []
        queued: set[int] = set()

        def queue(articles: Iterable[tuple[Order, int]]) -> None:
            for order, number in articles:
                if number not in queued:
                    queued.add(number)
                    heappush(waiting, (order, number))

        new = set(come)
        queue((_order(self.told(number)), number) for number in new)
        for told in gone:
            queue(self._later(told))
        changed: set[str] = set()
        while waiting:
            order, number = heappop(waiting)
            told = self.told(number)
            was, now = self.original(number), self._find_original(order, told, prose)
            if was != now:
                changed.add(told.article)
                self._database.execute("UPDATE article SET original = ? WHERE number = ?", (now, number))
            if number in new or (was is None) != (now is None):
                # Those that come later may be copies of this one, or may be no more.
                queue(self._later(told))
        return changed

    def _find_original(self, order: Order, told: Told, prose: Callable[[str], Prose]) -> str | None:
        found = {row for key in _bands(told.print) for row in self._originals(key, order)}
        return self._first_original(told, {((day, article), number) for day, article, number in found}, prose)

    def _first_original(
        self, told: Told, others: Iterable[tuple[Order, int]], prose: Callable[[str], Prose]
    ) -> str | None:
        if told.print is None:
            return None
        found = sorted(others)
        prints = {told.article: told.print}
        prints |= {article: printed for (_, article), number in found if (printed := self.told(number).print)}
        return first_original(told.article, [article for (_, article), _ in found], prints, prose)

    def _originals(self, key: int, order: Order) -> list[tuple[str, str, int]]:
        query = """SELECT band.published, band.id, band.article FROM band
            CROSS JOIN article ON article.number = band.article
            WHERE band.key = ? AND (band.published, band.id) < (?, ?) AND article.original IS NULL
            ORDER BY band.published, band.id LIMIT ?"""
        return self._database.execute(query, (key, *order, ORIGINALS)).fetchall()

    def _later(self, told: Told) -> Iterator[tuple[Order, int]]:
        """Lists the later articles that may be compared with one."""
        order = _order(told)
        query = """SELECT published, id, article FROM band WHERE key = ? AND (published, id) > (?, ?)"""
        for key in _bands(told.print):
            if len(self._originals(key, order)) < ORIGINALS:
                for published, article, number in self._database.execute(query, (key, *order)):
                    yield (published, article), number

    def _tally(self, descriptions: Sequence[Description], by: int) -> None:
        self._database.executemany(
            """INSERT INTO tally VALUES (?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET articles = articles + excluded.articles""",
            [(one.thing, one.label, one.type, one.side, by) for one in descriptions],
        )

    def _thing(self, iri: str) -> int:
        if iri not in self._things:
            number = self._one("SELECT number FROM thing WHERE iri = ?", iri)
            if number is None:
                number = self._database.execute("INSERT INTO thing (iri) VALUES (?)", (iri,)).lastrowid
            assert number is not None
            self._things[iri] = number
        return self._things[iri]

    def _one(self, query: str, value: str) -> int | None:
        row = self._database.execute(query, (value,)).fetchone()
        return row[0] if row else None

    def _numbers(self, query: str, *values: object) -> list[int]:
        return [number for (number,) in self._database.execute(query, values)]


def _order(told: Told) -> Order:
    return (told.published.isoformat() if told.published else _UNDATED, told.article)


def _bands(printed: Print | None) -> list[int]:
    return [] if printed is None else sorted(set(likeness.bands([printed.signature])[0].tolist()))
