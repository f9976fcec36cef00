"""Paints a drawing as PNG, with the fonts that come with matplotlib, so that it is alike on every machine."""

from __future__ import annotations

import io
import warnings
from typing import TYPE_CHECKING

import matplotlib as mpl
from matplotlib.figure import Figure
from matplotlib.patches import Circle as Disc
from matplotlib.patches import PathPatch
from matplotlib.path import Path as Outline
from matplotlib.patheffects import withStroke

from kg.chart.drawing import LIGHT, Circle, Drawing, Mark, Point, Shape, Text, clean

if TYPE_CHECKING:
    import numpy as np

# Two dots a unit: sharp on a newspaper's page of the drawing's size, and on screens of high density.
_DPI = 144


def png(drawing: Drawing) -> bytes:
    """Paints the drawing at 144 dots an inch; the same drawing gives the same bytes."""
    stream = io.BytesIO()
    with mpl.rc_context(), warnings.catch_warnings():
        # Whatever matplotlibrc the user has, the picture is the same.
        mpl.rcdefaults()
        mpl.rcParams["font.family"] = ["DejaVu Sans"]
        # A label in a script that the font lacks shows boxes; that is no reason to stop.
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        figure = Figure(figsize=(drawing.width / 72, drawing.height / 72), facecolor=LIGHT["paper"])
        axes = figure.add_axes((0, 0, 1, 1), frameon=False, xticks=[], yticks=[])
        axes.set_xlim(0, drawing.width)
        axes.set_ylim(drawing.height, 0)
        shapes = [shape for item in drawing.items for shape in (item.shapes if isinstance(item, Mark) else (item,))]
        for order, shape in enumerate(shapes):
            axes.add_artist(_artist(shape, order))
        metadata = {"Software": None, "Title": clean(drawing.title).encode("latin-1", "replace").decode("latin-1")}
        figure.savefig(stream, format="png", dpi=_DPI, metadata=metadata)
    return stream.getvalue()


def _artist(shape: Shape, order: int) -> Disc | PathPatch | mpl.text.Text:
    if isinstance(shape, Text):
        halo = [withStroke(linewidth=3, foreground=LIGHT[shape.halo])] if shape.halo else None
        return mpl.text.Text(
            shape.x,
            shape.y,
            clean(shape.text),
            # Text is text, whatever dollar signs it holds.
            parse_math=False,
            size=shape.size,
            color=LIGHT[shape.colour],
            ha={"start": "left", "middle": "center", "end": "right"}[shape.anchor],
            va="baseline",
            weight="bold" if shape.bold else "normal",
            style="italic" if shape.italic else "normal",
            path_effects=halo,
            zorder=order,
        )
    ink = {
        "facecolor": LIGHT[shape.fill] if shape.fill else "none",
        "edgecolor": LIGHT[shape.stroke] if shape.stroke else "none",
        "linewidth": shape.width if shape.stroke else 0,
        "linestyle": (0, tuple(length / max(shape.width, 0.1) for length in shape.dash)) if shape.dash else "solid",
        "alpha": shape.opacity,
        "zorder": order,
        "joinstyle": "round",
        "capstyle": "butt",
    }
    if isinstance(shape, Circle):
        return Disc((shape.x, shape.y), shape.radius, **ink)
    points: list[Point] = []
    codes: list[np.uint8] = []
    for one in shape.lines:
        points += one
        codes += [Outline.MOVETO, *([Outline.LINETO] * (len(one) - 1))]
        if shape.closed:
            points.append(one[0])
            codes.append(Outline.CLOSEPOLY)
    return PathPatch(Outline(points, codes), **ink)
