"""Writes a chart as one web page that loads nothing and runs no script: the picture, and under it the table.

The picture is there twice, laid out for a wide and for a narrow screen; the style shows one of them. Everything from
articles is escaped, and the page's own policy lets nothing be fetched or run.
"""

from __future__ import annotations

import base64
import hashlib
import re
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING

from kg.chart.drawing import LIGHT, clean
from kg.chart.svg import element
from kg.chart.told import bounds, day, in_words, some, span

if TYPE_CHECKING:
    from kg.chart.charts import Chart
    from kg.chart.drawing import Drawing
    from kg.chart.told import Row, Told

_NUMBERS = frozenset({"figure", "said"})


def html(chart: Chart, told: Told, wide: Drawing, narrow: Drawing) -> bytes:
    """Writes the page as UTF-8."""
    # A colour's name is a class, so that the same picture shows on dark paper too.
    style = _template("page.css") + "".join(
        f".f-{name}{{fill:var(--{name})}}.s-{name}{{stroke:var(--{name})}}" for name in LIGHT
    )
    parts = {
        "title": escape(clean(wide.title)),
        "style": style,
        "style_hash": "sha256-" + base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
        "wide": element(wide, "wide"),
        "narrow": element(narrow, "narrow"),
        "rows": some(len(told.rows), "row"),
        "command": escape(clean(told.command)),
        "head": "".join(f'<th scope="col" role="columnheader">{heading}</th>' for _, heading in chart.columns),
        "body": "\n".join(_row(chart, number, row) for number, row in enumerate(told.rows, start=1)),
    }
    # One pass, so that braces in an article are not taken for a place to fill.
    return re.sub(r"\{\{(\w+)\}\}", lambda found: parts[found[1]], _template("page.html")).encode()


def _template(name: str) -> str:
    return files("kg.chart").joinpath(name).read_text(encoding="utf-8")


def _row(chart: Chart, number: int, row: Row) -> str:
    cells = "".join(
        f'<td role="cell" data-label="{heading}"{_class(column)}>{_cell(column, row)}</td>'
        for column, heading in chart.columns
    )
    return f'<tr id="r{number}" role="row">{cells}</tr>'


def _class(column: str) -> str:
    if column in _NUMBERS:
        return ' class="number"'
    if column in ("days", "date"):
        return ' class="days"'
    return f' class="{column}"' if column in ("article", "speaker") else ""


def _cell(column: str, row: Row) -> str:
    match column:
        case "days":
            return escape(span(day(row["earliest"]), day(row["latest"])))
        case "date":
            published = day(row["date"])
            return in_words(published) if published else "day unknown"
        case "figure":
            return str(bounds(row["minimum"], row["maximum"]))
        case "said":
            said = bounds(row["said_minimum"], row["said_maximum"])
            return "" if not row["article"] else str(said)
        case "disputed":
            return "yes" if row["disputed"] else ""
        case "speaker":
            side = row.get("speaker_side", "")
            aside = f" <small>({escape(side)})</small>" if side and side != row["speaker"] else ""
            stance = " <small>denies</small>" if row.get("stance") == "denies" else ""
            return escape(row["speaker"]) + aside + stance
        case "passage":
            return f"<q>{_marked(row['passage'], row['text'])}</q>" if row["passage"] else ""
        case "article":
            return _article(row)
        case _:
            return escape(row[column])


def _marked(passage: str, words: str) -> str:
    """Marks the figure's words in its passage, where they stand there once."""
    found = list(re.finditer(rf"(?<![\w,.]){re.escape(words)}(?!\w|[,.]\d)", passage)) if words else []
    if len(found) != 1:
        return escape(passage)
    start, end = found[0].span()
    return f"{escape(passage[:start])}<mark>{escape(words)}</mark>{escape(passage[end:])}"


def _article(row: Row) -> str:
    name, address = escape(row["article"]), row["url"]
    if re.match(r"https?://[^\s]+$", address):
        return f'<a href="{escape(address)}" rel="noopener noreferrer">{name}</a>'
    return name
