"""Reads tables of articles in Parquet files, row group by row group, only the columns that hold fields of an article.

pyarrow comes with the extra `parquet`; without it a file is refused with the way to install it.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from kg.read import records
from kg.read.records import LONGEST, Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kg.read.records import Columns, Found, Place

ENDINGS = (".parquet", ".pq")
RATIO = 200
"""Times its size that a file's columns may unpack to; texts are packed to a fifth, at most to a thirtieth."""
SLACK = 50_000_000
_ROWS = 16
"""Rows that are held at once: as many of the longest texts fit into memory."""
_BUFFER = 1 << 16
_LIMIT = 50_000_000


def read(path: Path, columns: Columns, place: Place) -> Iterator[Found]:
    """Yields the article of each row, or why there is none.

    A file whose columns would unpack to more than it may is refused; a row group that is damaged is named, and the next
    is read.
    """
    try:
        import pyarrow as arrow
        from pyarrow import parquet
    except ImportError:
        reason = "Parquet files need pyarrow; install it: pip install 'exchange-kg[parquet]', or save the table as CSV"
        yield place.refused(reason)
        return
    # Its own pool keeps gigabytes of addresses in store.
    pool = arrow.system_memory_pool()
    damage = (arrow.ArrowException, OSError, ValueError, KeyError, OverflowError, MemoryError)
    options: dict[str, Any] = {
        "pre_buffer": False,
        "buffer_size": _BUFFER,
        "thrift_string_size_limit": _LIMIT,
        "thrift_container_size_limit": 1_000_000,
    }
    arrow.set_memory_pool(pool)
    try:
        file = parquet.ParquetFile(path, **options)
        names = list(file.schema_arrow.names)
    except damage as error:
        yield place.refused(f"no Parquet file, or a damaged one ({_said(error)}); get it again")
        return
    with file:
        if not columns.has_text(names):
            yield place.refused(columns.no_text(names))
            return
        if missing := columns.missing(names):
            yield place.refused(f"no column {missing[0]!r} among {records.listed(names)}; mend --column")
            return
        wanted = columns.read(names)
        texts = [one for one in wanted if _is_text(arrow, file.schema_arrow.field(one).type)]
        try:
            # Texts that recur are kept once: a file of a few bytes may say a long one a million times.
            file = parquet.ParquetFile(path, read_dictionary=texts, **options)
        except damage as error:
            yield place.refused(f"no Parquet file, or a damaged one ({_said(error)}); get it again")
            return
        with file:
            yield from _rows(file, wanted, columns, place, path.stat().st_size, damage)


def _rows(
    file: Any, wanted: list[str], columns: Columns, place: Place, size: int, damage: tuple[type[Exception], ...]
) -> Iterator[Found]:
    most = left = max(size * RATIO, SLACK)
    bomb = f"unpacks to more than {most:,} bytes, as bombs do; the rest is not read. If you trust it, save it as JSONL"
    number = 1
    for group in range(file.num_row_groups):
        first = number
        told = f"{place.source}, row group {group + 1}"
        try:
            about = file.metadata.row_group(group)
            number += about.num_rows
            # What it tells of a column isn't asked for: where that is damaged the library ends the process.
            if about.total_byte_size > most:
                yield Refusal(told, f"{told}: {bomb}")
                return
            at = first
            for batch in file.iter_batches(_ROWS, row_groups=[group], columns=wanted, use_threads=False):
                for row in range(batch.num_rows):
                    one, length = _article(batch, row, columns, place, at)
                    at += 1
                    # One long text that a million rows share takes the room of one in the file.
                    left -= length
                    if left < 0:
                        yield Refusal(told, f"{told}: {bomb}")
                        return
                    yield one
        except damage as error:
            yield Refusal(told, f"{told}: damaged ({_said(error)}); what is left of it is lost, get the file again")


def _article(batch: Any, row: int, columns: Columns, place: Place, number: int) -> tuple[Found, int]:
    """Makes an article of a row, and counts the characters of its texts."""
    length = 0
    record: dict[str, object] = {}
    source = f"{place.source}, row {number}"
    for name, column in zip(batch.schema.names, batch.columns, strict=True):
        try:
            value = column[row].as_py()
        except (UnicodeDecodeError, ValueError, OverflowError) as error:
            return Refusal(
                source, f"{source}: {name!r} can't be read ({_said(error)}); mend the record", record=True
            ), length
        if isinstance(value, datetime | date):
            value = value.isoformat()
        if isinstance(value, bytes):
            value = value.decode("utf-8", "surrogateescape")
        if isinstance(value, str) and len(value) > LONGEST:
            return Refusal(
                source, f"{source}: a value of more than {LONGEST:,} characters; shorten it", record=True
            ), length
        length += len(value) if isinstance(value, str) else 0
        # Of two columns of one name the first that is filled counts.
        record[name] = record.get(name) or value
    return records.article(record, columns, place, number, "row"), length


def _is_text(arrow: Any, kind: Any) -> bool:
    return bool(arrow.types.is_string(kind) or arrow.types.is_large_string(kind) or arrow.types.is_binary(kind))


def _said(error: BaseException) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__
