"""Reads tables of articles: comma- or tab-separated values with a line of column names (RFC 4180)."""

from __future__ import annotations

import codecs
import csv
from typing import TYPE_CHECKING, BinaryIO

from kg.read import records
from kg.read.lines import lines
from kg.read.records import LONGEST, Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.read.records import Columns, Found, Place

_DELIMITERS = ",;\t|"


def read(stream: BinaryIO, columns: Columns, place: Place, delimiters: str = _DELIMITERS) -> Iterator[Found]:
    """Yields the article of each row, or why there is none.

    The delimiter is that of `delimiters` which parts the line of names into the most columns. Rows are read strictly:
    a broken quotation mark would make one article of many.
    """
    csv.field_size_limit(LONGEST)
    text = _Text(stream)
    first = next(text, None)
    if first is None or not first.strip("\ufeff \t\r\n"):
        yield place.refused("empty; name the columns in the first line")
        return
    if text.is_wide:
        yield place.refused("UTF-16, not UTF-8; convert it: iconv -f utf-16 -t utf-8")
        return
    delimiter = max(delimiters, key=first.count)
    text.put_back(first.removeprefix("\ufeff"))
    rows = csv.reader(text, delimiter=delimiter, strict=True)
    try:
        header = [name.strip() for name in next(rows)]
    except csv.Error as error:
        yield place.refused(f"the line of column names can't be read ({error}); name the columns in the first line")
        return
    if not columns.has_text(header):
        yield place.refused(columns.no_text(name for name in header if name))
        return
    if missing := columns.missing(header):
        yield place.refused(f"no column {missing[0]!r} among {records.listed(header)}; mend --column")
        return
    while True:
        number = rows.line_num + 1
        source = f"{place.source}, line {number}"
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            reason = f"not a row of the table ({error}); double the quotation marks within quotation marks"
            yield Refusal(source, f"{source}: {reason}", record=True)
            continue
        if text.overlong:
            text.overlong = False
            yield Refusal(source, f"{source}: a line of more than {LONGEST:,} bytes; shorten it", record=True)
        elif len(row) < len(header) or any(row[len(header) :]):
            if any(cell.strip() for cell in row):
                reason = f"{len(row)} cells, but {len(header)} columns; put texts in quotation marks"
                yield Refusal(source, f"{source}: {reason}", record=True)
        elif any(cell.strip() for cell in row):
            # Of two columns of one name the first that is filled counts.
            record: dict[str, object] = {}
            for name, cell in zip(header, row, strict=False):
                record[name] = record.get(name) or cell
            yield records.article(record, columns, place, number, "line")


class _Text:
    """The lines of a table as text; what is not UTF-8 becomes surrogates, which no text of an article may hold."""

    def __init__(self, stream: BinaryIO) -> None:
        self._lines = lines(stream)
        self._waiting: list[str] = []
        self.is_wide = False
        self.overlong = False

    def __iter__(self) -> _Text:
        return self

    def __next__(self) -> str:
        if self._waiting:
            return self._waiting.pop()
        line = next(self._lines)
        if line is None:
            self.overlong = True
            return "\n"
        self.is_wide = self.is_wide or line.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
        return line.decode("utf-8", errors="surrogateescape")

    def put_back(self, line: str) -> None:
        """Makes a line the next one."""
        self._waiting.append(line)
