"""Writes a chart to a file in the form that the file's ending asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.errors import EndingError, NothingFoundError
from kg.files import replacing
from kg.render import render

if TYPE_CHECKING:
    from pathlib import Path

    from kg.answer import Table
    from kg.chart.charts import Chart
    from kg.chart.told import Told

ENDINGS = (".html", ".svg", ".png", ".csv")


def ending(path: Path) -> str:
    """Gives the file's ending in small letters; raises EndingError where nothing is written for it."""
    found = path.suffix.lower()
    if found not in ENDINGS:
        have = f"the ending {found} is not known" if found else "the name has no ending"
        raise EndingError(f"{path}: {have}; give a file that ends in {', '.join(ENDINGS)}")
    return found


def write(chart: Chart, table: Table, told: Told, path: Path) -> None:
    """Writes the chart; a file of that name is replaced only once the new one is complete.

    Args:
        chart: the chart.
        table: what its question answered.
        told: the same, with the order of the sides and the command for the source line.
        path: the file; its ending is one of `ENDINGS`.

    Raises:
        EndingError: the ending is none of these.
        NothingFoundError: the question told nothing; no file is written.
        ExportError: the file can't be written there.
    """
    form = ending(path)
    if not told.rows:
        raise NothingFoundError(f"nothing to draw: the graph {chart.nothing} that fits; `{told.command}` gives no row")
    content = _content(chart, table, told, form)
    with replacing(path) as file:
        file.write(content)


def _content(chart: Chart, table: Table, told: Told, form: str) -> bytes:
    if form == ".csv":
        return render(table, "csv").encode()
    from kg.chart.sheet import NARROW, WIDE

    draw = chart.drawer()
    if form == ".svg":
        from kg.chart.svg import svg

        return svg(draw(told, WIDE))
    if form == ".png":
        from kg.chart.png import png

        return png(draw(told, WIDE))
    from kg.chart.page import html

    return html(chart, told, draw(told, WIDE), draw(told, NARROW))
