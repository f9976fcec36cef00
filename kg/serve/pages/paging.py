"""Cuts long lists into pages, and lists what passes the filters that are asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.errors import QuestionError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.requests import Request

    from kg.serve.catalogue import Catalogue, Row


_SIZE = 50


@dataclass(frozen=True, slots=True)
class Paging:
    """Which page of a list is shown; pages count from 1."""

    page: int
    size: int
    total: int

    @property
    def pages(self) -> int:
        """How many pages there are, one at least."""
        return max(1, -(-self.total // self.size))

    @property
    def offset(self) -> int:
        """How many entries come before the page."""
        return (self.page - 1) * self.size

    @property
    def first(self) -> int:
        """The number of the page's first entry, 0 where there is none."""
        return min(self.total, self.offset + 1)

    @property
    def last(self) -> int:
        """The number of the page's last entry."""
        return min(self.total, self.offset + self.size)


def paging(request: Request, total: int, size: int = _SIZE) -> Paging:
    """Reads which page is asked for; one after the last is the last.

    Raises:
        QuestionError: the page is no number.
    """
    asked = request.query_params.get("page") or "1"
    if not (asked.isascii() and asked.isdecimal()) or len(asked) > 9:
        raise QuestionError(f"page {asked[:40]!r} is no number; leave `page` out for the first page")
    found = Paging(max(1, int(asked)), size, total)
    return found if found.page <= found.pages else Paging(found.pages, size, total)


def listed(
    request: Request,
    catalogue: Catalogue,
    table: str,
    filters: Iterable[tuple[str, ...]],
    order: str,
    *,
    view: str = "",
    size: int = _SIZE,
) -> tuple[list[Row], Paging]:
    """Gives one page of the rows of a table that pass all filters, and which page it is.

    Args:
        request: what was asked.
        catalogue: where the table is.
        table: the table's name.
        filters: conditions in SQL, each with the values of its parameters; one with an empty value is passed over.
        order: by what the rows are ordered.
        view: the view that has more of the same rows, "" for the table itself.
        size: the most rows of a page.

    Raises:
        QuestionError: the page that is asked for is no number.
    """
    asked = [(test, values) for test, *values in filters if all(values)]
    where = " AND ".join(["1", *(test for test, _ in asked)])
    given = [value for _, values in asked for value in values]
    cut = paging(request, catalogue.number(f"SELECT COUNT(*) FROM {table} WHERE {where}", *given), size)
    page = f"SELECT * FROM {view or table} WHERE {where} ORDER BY {order} LIMIT ? OFFSET ?"
    return catalogue.rows(page, *given, cut.size, cut.offset), cut
