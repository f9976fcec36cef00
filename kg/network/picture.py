"""Draws the network for print, as SVG or PNG, with a title, a legend and a source line.

One unit of the drawing is one point (1/72 inch), so that text, discs and lines are measured alike; y points down.
"""

from __future__ import annotations

import io
import math
import warnings
from typing import TYPE_CHECKING

import matplotlib as mpl
import numpy as np
from matplotlib.collections import PathCollection
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.path import Path
from matplotlib.patheffects import withStroke
from matplotlib.textpath import text_to_path
from matplotlib.transforms import Affine2D

from kg.network import look, place, route
from kg.network.graph import summary

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from kg.network.graph import Network
    from kg.network.look import Point
    from kg.network.views import Caption

_FONT, _LEADING = 8.0, 9.6
_DPI = 160
_INK, _FAINT, _PAPER = "#1b1f24", "#555b63", "#ffffff"
_WIDTH, _HEIGHT, _LARGEST = 960.0, 580.0, 3.6
_HEAD, _FOOT, _MARGIN = 64.0, 100.0, 24.0


def svg(network: Network, caption: Caption) -> bytes:
    """Draws the network as SVG, with letters as outlines so that it looks alike everywhere."""
    return _saved(network, caption, "svg", {"Date": None, "Creator": "exchange-kg", "Title": _title(network, caption)})


def png(network: Network, caption: Caption) -> bytes:
    """Draws the network as PNG at 160 dots an inch."""
    return _saved(network, caption, "png", {"Software": None, "Title": _title(network, caption)})


def _title(network: Network, caption: Caption) -> str:
    return caption.title if len(network) else "No actors to draw"


def _saved(network: Network, caption: Caption, form: str, metadata: dict[str, str | None]) -> bytes:
    stream = io.BytesIO()
    with mpl.rc_context(), warnings.catch_warnings():
        # Whatever matplotlibrc the user has, the picture is the same.
        mpl.rcdefaults()
        mpl.rcParams["font.family"] = ["DejaVu Sans"]
        mpl.rcParams["svg.fonttype"] = "path"
        # The salt makes the identifiers in the SVG the same on each run.
        mpl.rcParams["svg.hashsalt"] = "exchange-kg"
        # A label in a script that the font lacks shows boxes; that is no reason to stop.
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        _figure(network, caption).savefig(stream, format=form, dpi=_DPI, metadata=metadata)
    return stream.getvalue()


def _figure(network: Network, caption: Caption) -> Figure:
    boxes = _boxes(network)
    # Few actors need no whole sheet.
    scale = min(place.crowd(boxes, _WIDTH, _HEIGHT), _LARGEST) * min(1.0, max(0.75, math.sqrt(len(network) / 16)))
    width, height = _WIDTH * scale, _HEIGHT * scale
    whole = height + _HEAD + _FOOT
    figure = Figure(figsize=(width / 72, whole / 72), facecolor=_PAPER)
    axes = figure.add_axes((0, _FOOT / whole, 1, height / whole), frameon=False, xticks=[], yticks=[])
    axes.set_xlim(0, width)
    axes.set_ylim(height, 0)
    inner = place.fit(place.shape(network), boxes, width - 2 * _MARGIN, height)
    where = {node: (x + _MARGIN, y) for node, (x, y) in inner.items()}
    _draw_relations(axes, network, where)
    _draw_actors(axes, network, where)
    _draw_labels(axes, network, where, boxes)
    source = "Source: claims in news articles. Larger actor: in more claims. Thicker line: more claims of that kind."
    for text, size, up, weight in (
        (_title(network, caption), 17, whole - 34, "bold"),
        (caption.line(summary(network)), 9, whole - 52, "normal"),
        (source, 7, 12, "normal"),
    ):
        colour = _INK if weight == "bold" else _FAINT
        figure.text(_MARGIN / width, up / whole, text, size=size, weight=weight, color=colour, parse_math=False)
    _draw_legends(figure, network, width, whole)
    return figure


def _boxes(network: Network) -> dict[str, place.Box]:
    """Measures the room of each actor with its label, which stands below it."""
    font = FontProperties(size=_FONT)
    boxes = {}
    for node, known in network.nodes(data=True):
        lines = look.label_lines(known["label"])
        wide = max(text_to_path.get_text_width_height_descent(one, font, ismath=False)[0] for one in lines)
        size = look.radius(known["claims"])
        half = max(size + 4, wide / 2 + 4)
        boxes[node] = place.Box(half, half, size + 4, size + 4 + _LEADING * len(lines) + 4)
    return boxes


def _draw_relations(axes: Axes, network: Network, where: dict[str, Point]) -> None:
    colours, bends = look.colours(network), route.bends(network, where)
    for relation in look.relations(network):
        lines, heads, inks, widths = [], [], [], []
        for source, target, key, known in network.edges(keys=True, data=True):
            if known["relation"] != relation:
                continue
            wide = look.thickness(known["weight"])
            line, head = _arrow(
                where[source],
                where[target],
                _radii(network, source, target),
                bends[key],
                wide if network.is_directed() else 0.0,
                source == target,
            )
            lines.append(line)
            heads.append(head)
            side = network.nodes[source].get("side", "")
            # A pair without a direction has no source whose colour it could bear.
            inks.append(colours.get(side, look.GREY) if network.is_directed() else _FAINT)
            widths.append(wide)
        dash = look.line(relation).dash
        axes.add_collection(
            PathCollection(
                lines,
                facecolors="none",
                edgecolors=inks,
                linewidths=widths,
                linestyles=[(0, dash)] if dash else "solid",
                alpha=0.6,
                zorder=1,
            ),
            autolim=False,
        )
        if not network.is_directed():
            continue
        axes.add_collection(
            PathCollection(heads, facecolors=inks, edgecolors="none", alpha=0.85, zorder=2), autolim=False
        )


def _radii(network: Network, source: str, target: str) -> Point:
    return look.radius(network.nodes[source]["claims"]), look.radius(network.nodes[target]["claims"])


def _arrow(start: Point, end: Point, radii: Point, bend: float, wide: float, loop: bool) -> tuple[Path, Path]:
    """Draws an edge's line and its head, which a width of 0 leaves no room for; a loop goes out and back above."""
    long = 5 + 1.5 * wide if wide else 0.0
    if loop:
        x, y, size = start[0], start[1], radii[0]
        tip = (x + size * 0.5, y - size * 0.87)
        vertices = [(x - size * 0.5, y - size * 0.87), (x - size * 1.6, y - size * 3.2)]
        vertices += [(x + size * 1.6, y - size * 3.2), (tip[0] + long * 0.3, tip[1] - long * 0.9)]
        line = Path(vertices, [Path.MOVETO, Path.CURVE4, Path.CURVE4, Path.CURVE4])
        return line, _head(vertices[-1], tip, wide)
    first, middle, last = route.arc(start, end, (radii[0] + 1, radii[1] + 2 + long), bend)
    _, _, tip = route.arc(start, end, (radii[0] + 1, radii[1] + 2), bend)
    return Path([first, middle, last], [Path.MOVETO, Path.CURVE3, Path.CURVE3]), _head(last, tip, wide)


def _head(base: Point, tip: Point, wide: float) -> Path:
    across, down = tip[0] - base[0], tip[1] - base[1]
    far = math.hypot(across, down) or 1.0
    half = (2.2 + 0.9 * wide) / far
    corners = [
        tip,
        (base[0] - down * half, base[1] + across * half),
        (base[0] + down * half, base[1] - across * half),
    ]
    return Path([*corners, tip], closed=True)


def _outline(kind: str) -> Path:
    corners = look.SHAPES.get(kind, ())
    return Path([*corners, corners[0]], closed=True) if corners else Path.unit_circle()


def _draw_actors(axes: Axes, network: Network, where: dict[str, Point]) -> None:
    colours = look.colours(network)
    outlines, inks = [], []
    # The smaller ones last, so that a big one never hides them.
    for node in sorted(network, key=lambda node: (-network.nodes[node]["claims"], node)):
        known = network.nodes[node]
        size = look.radius(known["claims"])
        outlines.append(Affine2D().scale(size).translate(*where[node]).transform_path(_outline(known.get("type", ""))))
        inks.append(colours.get(known.get("side", ""), look.GREY))
    axes.add_collection(
        PathCollection(outlines, facecolors=inks, edgecolors=_PAPER, linewidths=1.2, zorder=3), autolim=False
    )


def _draw_labels(axes: Axes, network: Network, where: dict[str, Point], boxes: dict[str, place.Box]) -> None:
    """Writes the labels, the busiest actors first; where a crowd leaves no room, the others go without."""
    halo = [withStroke(linewidth=2.2, foreground=_PAPER)]
    taken = np.empty((0, 4))
    for node in sorted(network, key=lambda node: (-network.nodes[node]["claims"], node)):
        known, box, (x, y) = network.nodes[node], boxes[node], where[node]
        lines = look.label_lines(known["label"])
        top = y + look.radius(known["claims"]) + 3
        area = np.array([x - box.left + 2, top, x + box.right - 2, top + _LEADING * len(lines)])
        clash = (taken[:, :2] < area[2:]) & (taken[:, 2:] > area[:2])
        if clash.all(axis=1).any():
            continue
        taken = np.vstack([taken, area])
        for number, text in enumerate(lines):
            axes.text(
                x,
                top + _LEADING * (number + 0.5),
                text,
                size=_FONT,
                color=_INK,
                ha="center",
                va="center",
                path_effects=halo,
                # A label is text, whatever dollar signs it holds.
                parse_math=False,
                zorder=4,
            )


def _draw_legends(figure: Figure, network: Network, width: float, whole: float) -> None:
    sides = [(look.side_name(network, side), colour) for side, colour in look.colours(network).items()]
    if any(not side for _, side in network.nodes(data="side")):
        sides.append(("none known", look.GREY))
    # A marker's y points up.
    flip = Affine2D().scale(1, -1)
    groups = {
        "Side (colour)": [(name[:28], _spot(colour, _outline("person"))) for name, colour in sides[:9]],
        "Type (shape)": [
            (kind, _spot(_FAINT, flip.transform_path(_outline(kind)))) for kind in look.types(network) if kind
        ],
        "Relation (line; colour of the source)" if network.is_directed() else "Relation (line)": [
            (
                look.line(name).forward,
                Line2D([], [], color=_FAINT, linewidth=1.8, linestyle=(0, look.line(name).dash or (1, 0))),
            )
            for name in look.relations(network)
        ],
    }
    left = _MARGIN
    for title, entries in groups.items():
        if not entries:
            continue
        names, spots = zip(*entries, strict=True)
        legend = figure.legend(
            spots,
            names,
            title=title,
            loc="upper left",
            bbox_to_anchor=(left / width, (_FOOT - 10) / whole),
            ncols=math.ceil(len(entries) / 3),
            frameon=False,
            fontsize=8,
            title_fontproperties={"size": 8, "weight": "bold"},
            alignment="left",
            borderpad=0,
            borderaxespad=0,
            handlelength=3.2 if "line" in title else 1.2,
        )
        for text in legend.get_texts():
            text.set_parse_math(False)
        left += legend.get_window_extent().width * 72 / figure.dpi + 40


def _spot(colour: str, outline: Path) -> Line2D:
    return Line2D([], [], color=colour, marker=outline, linestyle="none", markersize=8)
