"""Reads the two sides of a comparison: tables annotated by hand, and the same tables of a store."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg import query
from kg.answer import Table
from kg.errors import KgError
from kg.model import Manner, Span, Stance

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from kg.store import Store

CLAIMS, FIGURES, ARTICLES, EXCHANGES = "claims.csv", "figures.csv", "articles.csv", "exchanges.csv"
_SPAN = ("article", "start", "end")
_CLAIM = (*_SPAN, "speaker", "stance", "manner", "medium")
_FIGURE = (
    *_SPAN, "speaker", "minimum", "maximum", "counted", "whose", "giver", "receiver", "place", "role", "exchange",
)  # fmt: skip


_ARTICLES = "SELECT DISTINCT ?article { ?text a schema:NewsArticle ; schema:identifier ?article }"


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """One row of `claims`; on the gold side a field can hold several right answers, joined with `|`."""

    article: str
    span: Span
    speaker: str
    stance: str
    manner: str
    medium: str
    passage: str = ""

    @property
    def attributed(self) -> bool:
        """Tells whether somebody is said to have spoken, or kept silent."""
        return self.manner != Manner.NARRATED or self.stance == Stance.DECLINES


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One row of `figures`; on the gold side a field can hold several right answers, joined with `|`."""

    article: str
    span: Span
    speaker: str
    minimum: str
    maximum: str
    counted: str
    whose: str
    giver: str
    receiver: str
    place: str
    role: str
    exchange: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Tables:
    """One side of a comparison; `articles` are all that were read, `exchanges` describes each by its name or letter."""

    claims: tuple[ClaimRow, ...]
    figures: tuple[FigureRow, ...]
    articles: frozenset[str]
    exchanges: Mapping[str, str] = field(default_factory=dict)


def read_gold(folder: Path) -> Tables:
    """Reads claims.csv and figures.csv of a folder, with articles.csv and exchanges.csv where they are there.

    Raises KgError that names the file, the line and the way out.
    """
    if not folder.is_dir():
        raise KgError(f"{folder}: no such folder; name one that holds {CLAIMS} and {FIGURES}")
    claims = tuple(_claim(row, span) for row, span in _rows(folder / CLAIMS, _CLAIM))
    figures = tuple(_figure(row, span) for row, span in _rows(folder / FIGURES, _FIGURE))
    articles = {row.article for row in claims} | {row.article for row in figures}
    if (listed := folder / ARTICLES).exists():
        articles |= {row["article"] for _, row in _records(listed, ("article",))}
    exchanges = {}
    if (told := folder / EXCHANGES).exists():
        for _, row in _records(told, ("exchange",)):
            exchanges[row["exchange"]] = " ".join(filter(None, (row.get("kind"), row.get("date"))))
    return Tables(claims, figures, frozenset(articles), exchanges)


def read_store(store: Store) -> Tables:
    """Reads the same tables from a store, by the stored questions `claims`, `figures` and `exchanges`."""
    claims = tuple(_claim(row, _span(row)) for row in _answers(store, "claims"))
    figures = tuple(_figure(row, _span(row)) for row in _answers(store, "figures"))
    stored = store.select(_ARTICLES).texts()
    exchanges = {
        row["exchange"]: f"{row['kind']} {'–'.join(dict.fromkeys((row['earliest'], row['latest'])))}".strip(" –")
        for row in _answers(store, "exchanges")
    }
    return Tables(claims, figures, frozenset(row[0] for row in stored), exchanges)


def _answers(store: Store, name: str) -> list[dict[str, str]]:
    answer = query.ask(store, query.load(name), {})
    assert isinstance(answer, Table)
    return answer.records()


def _claim(row: Mapping[str, str], span: Span) -> ClaimRow:
    fields = {name: row[name].strip() for name in ("speaker", "stance", "manner", "medium")}
    return ClaimRow(row["article"], span, **fields, passage=row.get("passage", ""))


def _figure(row: Mapping[str, str], span: Span) -> FigureRow:
    fields = {name: row[name].strip() for name in _FIGURE if name not in _SPAN}
    return FigureRow(row["article"], span, **fields, text=row.get("text", ""))


def _span(row: Mapping[str, str]) -> Span:
    return Span(int(row["start"]), int(row["end"]))


def _rows(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[dict[str, str], Span]]:
    for line, row in _records(path, columns):
        for name in ("start", "end"):
            if not row[name].strip().isdecimal():
                wanted = "write an offset in code points, such as 120"
                raise KgError(f"{path}: line {line}: {name} is {row[name]!r}; {wanted}")
        if int(row["end"]) <= int(row["start"]):
            order = f"the passage ends at {row['end']}, not after its start {row['start']}"
            raise KgError(f"{path}: line {line}: {order}; offsets are half-open")
        yield row, _span(row)


def _records(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    """Yields a table's rows with the number of the line that each ends on."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        wanted = f"a gold folder holds {CLAIMS} and {FIGURES}, with a header alone where there is no row"
        raise KgError(f"{path}: no such file; {wanted}") from None
    except UnicodeDecodeError as error:
        raise KgError(f"{path}: not UTF-8 at byte {error.start}; save the table as UTF-8") from None
    except OSError as error:
        raise KgError(f"{path}: can't be read ({error.strerror}); check the file and its permissions") from error
    reader = csv.DictReader(text.splitlines(keepends=True))
    missing = [name for name in columns if name not in (reader.fieldnames or ())]
    if missing:
        raise KgError(f"{path}: line 1: no column {', '.join(missing)}; the header needs {','.join(columns)}")
    for row in reader:
        if None in row or None in row.values():
            count = f"not {len(reader.fieldnames or ())} fields"
            raise KgError(f"{path}: line {reader.line_num}: {count}; quote a field that holds a comma")
        yield reader.line_num, row
