"""What a build didn't take: told in few lines where it is much, and in full in a file."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from typing import TYPE_CHECKING

from kg.errors import EndingError, ExportError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from kg.build import Skipped, Summary

ENDINGS = (".csv", ".json")
COLUMNS = ("what", "source", "kind", "reason")
_ALL, _EACH = 20, 3
_NO_EXCHANGE = "tells of no exchange"
_FOREIGN = "is in another language"
_VARYING = re.compile(r"'[^']*'|\"[^\"]*\"|\([^()]*\)|\d[\d,.]*")


def kind(one: Skipped) -> str:
    """Gives the reason of a refusal in general: without its place, numbers and words of the record."""
    reason = one.reason.removeprefix(f"{one.source}: ").partition(";")[0]
    return " ".join(_VARYING.sub("…", reason).split())[:120]


def told(skipped: Sequence[Skipped], report: Path | None) -> Iterator[str]:
    """Yields the reasons to print: all where they are few, else some of each kind and how many more there are."""
    if len(skipped) <= _ALL:
        yield from (one.reason for one in skipped)
        return
    counted = Counter(map(kind, skipped))
    seen: Counter[str] = Counter()
    for one in skipped:
        seen[kind(one)] += 1
        if seen[kind(one)] <= _EACH:
            yield one.reason
    full = f"{report} lists all" if report else "--report FILE.csv lists all"
    for name, count in counted.most_common():
        if count > _EACH:
            yield f"{count - _EACH:,} more like this: {name}; {full}"


def check(report: Path) -> None:
    """Raises EndingError for a file of another kind than can be written."""
    if report.suffix.lower() not in ENDINGS:
        raise EndingError(
            f"{report}: a report is written as {' or '.join(ENDINGS)}; give the file one of these endings"
        )


def write(report: Path, summary: Summary) -> int:
    """Writes what didn't go in and why, and gives the number of rows; raises ExportError where the disk refuses.

    A row tells what was skipped (a file, a record, or an article that was read), where it stands or its name, the kind
    of reason, and the reason.
    """
    rows = [
        ("record" if one.record else "file", one.source, kind(one), one.reason.removeprefix(f"{one.source}: "))
        for one in summary.skipped
    ]
    rows += [("article", name, _NO_EXCHANGE, _NO_EXCHANGE) for name in summary.off_topic]
    for language, names in sorted(summary.foreign.items()):
        rows += [("article", name, _FOREIGN, f"{_FOREIGN}: {language}") for name in names]
    if report.suffix.lower() == ".json":
        content = (
            json.dumps([dict(zip(COLUMNS, row, strict=True)) for row in rows], ensure_ascii=False, indent=1) + "\n"
        )
    else:
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows([COLUMNS, *map(_harmless, rows)])
        content = out.getvalue()
    try:
        report.write_text(content, encoding="utf-8", errors="backslashreplace")
    except OSError as error:
        raise ExportError(f"{report}: can't be written ({error.strerror}); name another file") from error
    return len(rows)


def _harmless(row: tuple[str, ...]) -> tuple[str, ...]:
    """Keeps a program of tables from taking a file's name for a formula."""
    return tuple(f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell for cell in row)
