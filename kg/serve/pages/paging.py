"""Cuts long lists into pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.errors import QuestionError

if TYPE_CHECKING:
    from starlette.requests import Request


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


def paging(request: Request, total: int, size: int = 50) -> Paging:
    """Reads which page is asked for; one after the last is the last.

    Raises:
        QuestionError: the page is no number.
    """
    asked = request.query_params.get("page") or "1"
    if not (asked.isascii() and asked.isdecimal()) or len(asked) > 9:
        raise QuestionError(f"page {asked[:40]!r} is no number; leave `page` out for the first page")
    found = Paging(max(1, int(asked)), size, total)
    return found if found.page <= found.pages else Paging(found.pages, size, total)
