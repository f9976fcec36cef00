"""The records of a drawing, whatever is made of it: an SVG, a PNG, a part of a page.

A unit is one CSS pixel on a screen and one point (1/72 inch) in print; y points down. Colours go by the names of
`LIGHT`, so that a page can show the same drawing on dark paper.
"""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType

from kg.look import COLOURS, FAINT, GREY, INK, PAPER
from kg.printable import plain

Point = tuple[float, float]

LIGHT = MappingProxyType(
    {
        "ink": INK,
        "faint": FAINT,
        "paper": PAPER,
        "rule": "#d9dcdf",
        "sea": "#e8eef3",
        "land": "#e9e6de",
        "home": "#fbfaf6",
        "border": "#a9a59a",
    }
    | {f"side{rank}": colour for rank, colour in enumerate(COLOURS)}
    | {"grey": GREY}
)

# XML 1.0 can hold no other characters; articles can.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def side_colour(rank: int | None) -> str:
    """Names the colour of the side with this rank; one that is unknown, and the last of many, is grey."""
    return f"side{rank}" if rank is not None and rank < len(COLOURS) else "grey"


@dataclass(frozen=True, slots=True)
class Path:
    """Lines through points, each of `lines` one stroke; closed ones are filled."""

    lines: tuple[tuple[Point, ...], ...]
    fill: str = ""
    stroke: str = ""
    width: float = 1.0
    dash: tuple[float, ...] = ()
    opacity: float = 1.0
    closed: bool = True


@dataclass(frozen=True, slots=True)
class Circle:
    """A circle."""

    x: float
    y: float
    radius: float
    fill: str = ""
    stroke: str = ""
    width: float = 1.0
    dash: tuple[float, ...] = ()
    opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text; `anchor` is start, middle or end, `y` its baseline; a halo keeps it legible on lines."""

    x: float
    y: float
    text: str
    size: float = 11.0
    colour: str = "ink"
    anchor: str = "start"
    bold: bool = False
    italic: bool = False
    halo: str = ""


Shape = Path | Circle | Text


@dataclass(frozen=True, slots=True)
class Mark:
    """Shapes that stand for one thing told: `row` is the number of its row in the table, `title` says it in words."""

    shapes: tuple[Shape, ...]
    row: int
    title: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """A whole picture; `description` says in words what it shows."""

    width: float
    height: float
    title: str
    description: str
    items: tuple[Shape | Mark, ...] = field(repr=False)


def rectangle(left: float, top: float, right: float, bottom: float) -> tuple[tuple[Point, ...], ...]:
    """Gives the lines of a rectangle."""
    return (((left, top), (right, top), (right, bottom), (left, bottom)),)


def line(start: Point, end: Point, stroke: str = "ink", width: float = 1.0, dash: tuple[float, ...] = ()) -> Path:
    """Draws one straight line."""
    return Path(((start, end),), stroke=stroke, width=width, dash=dash, closed=False)


def clean(text: str) -> str:
    """Makes text from outside one line that XML can hold and that can't turn the direction of writing."""
    return " ".join(_NOT_XML.sub("\ufffd", plain(text)).split())


@lru_cache(maxsize=20000)
def text_width(text: str, size: float, bold: bool = False) -> float:
    """Measures a line of text in DejaVu Sans, which is wider than the fonts that most screens have."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path

    font = FontProperties(family="DejaVu Sans", size=size, weight="bold" if bold else "normal")
    with warnings.catch_warnings():
        # A script that the font lacks is measured by the boxes that stand for it.
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        return float(text_to_path.get_text_width_height_descent(text, font, ismath=False)[0])


def wrapped(text: str, size: float, width: float, bold: bool = False) -> list[str]:
    """Breaks text into lines no wider than `width`; a word that is wider still is cut."""
    lines: list[str] = []
    for word in text.split():
        if lines and text_width(f"{lines[-1]} {word}", size, bold) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(shortened(word, size, width, bold))
    return lines


def shortened(text: str, size: float, width: float, bold: bool = False) -> str:
    """Cuts text that is wider than `width`, and says so by an ellipsis."""
    if text_width(text, size, bold) <= width:
        return text
    while text and text_width(f"{text}…", size, bold) > width:
        text = text[:-1].rstrip()
    return f"{text}…"
