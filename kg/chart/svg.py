"""Writes a drawing as SVG, with its text as text: it can be searched, copied and set in another font."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from kg.chart.drawing import LIGHT, Circle, Mark, Path, Text, clean

if TYPE_CHECKING:
    from kg.chart.drawing import Drawing, Shape

_FONT = "'Helvetica Neue', Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif"


def svg(drawing: Drawing) -> bytes:
    """Writes a file of its own, in light colours, without links: there is no table in it to lead to."""
    opening = '<?xml version="1.0" encoding="UTF-8"?>\n'
    paper = f'<rect width="100%" height="100%" fill="{LIGHT["paper"]}"/>\n'
    return (opening + element(drawing, "chart", inside=paper, linked=False) + "\n").encode()


def element(drawing: Drawing, name: str, inside: str = "", linked: bool = True) -> str:
    """Writes the `svg` element; `name` tells its identifiers from those of another one on the same page.

    On a page each mark is a link to the row `#r1`, `#r2` … of the table, and colours are classes that its style sets.
    """
    wide, high = _number(drawing.width), _number(drawing.height)
    body = "\n".join(_mark(item, linked) if isinstance(item, Mark) else _shape(item, linked) for item in drawing.items)
    role = "group" if linked else "img"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" width="{wide}" height="{high}"'
        f' role="{role}" aria-labelledby="{name}-title {name}-description" font-family="{_FONT}" class="{name}">\n'
        f'<title id="{name}-title">{escape(clean(drawing.title))}</title>\n'
        f'<desc id="{name}-description">{escape(clean(drawing.description))}</desc>\n'
        f"{inside}{body}\n</svg>"
    )


def _mark(mark: Mark, linked: bool) -> str:
    title = f"<title>{escape(clean(mark.title))}</title>"
    body = "".join(_shape(shape, linked) for shape in mark.shapes)
    if linked:
        return f'<a href="#r{mark.row}" aria-label={quoteattr(clean(mark.title))}>{title}{body}</a>'
    return f'<g data-row="{mark.row}">{title}{body}</g>'


def _shape(shape: Shape, linked: bool) -> str:
    match shape:
        case Text():
            return _text(shape, linked)
        case Circle():
            place = f'circle cx="{_number(shape.x)}" cy="{_number(shape.y)}" r="{_number(shape.radius)}"'
        case Path():
            end = "Z" if shape.closed else ""
            lines = ("M" + "L".join(f"{_number(x)} {_number(y)}" for x, y in line) + end for line in shape.lines)
            place = f'path d="{"".join(lines)}"'
    return f"<{place}{_ink(shape, linked)}/>"


def _ink(shape: Path | Circle, linked: bool) -> str:
    # A colour both as attribute and as class: a page's style goes before the attribute.
    names = []
    out = f' fill="{LIGHT[shape.fill] if shape.fill else "none"}"'
    if shape.fill:
        names.append(f"f-{shape.fill}")
    if shape.stroke:
        out += f' stroke="{LIGHT[shape.stroke]}" stroke-width="{_number(shape.width)}" stroke-linejoin="round"'
        names.append(f"s-{shape.stroke}")
    if shape.dash:
        out += f' stroke-dasharray="{" ".join(map(_number, shape.dash))}"'
    if shape.opacity < 1:
        out += f' opacity="{_number(shape.opacity)}"'
    return out + (f' class="{" ".join(names)}"' if linked and names else "")


def _text(text: Text, linked: bool) -> str:
    out = f' x="{_number(text.x)}" y="{_number(text.y)}" font-size="{_number(text.size)}" fill="{LIGHT[text.colour]}"'
    names = [f"f-{text.colour}"]
    if text.anchor != "start":
        out += f' text-anchor="{text.anchor}"'
    if text.bold:
        out += ' font-weight="bold"'
    if text.italic:
        out += ' font-style="italic"'
    if text.halo:
        out += f' stroke="{LIGHT[text.halo]}" stroke-width="3" stroke-linejoin="round" paint-order="stroke"'
        names.append(f"s-{text.halo}")
    classes = f' class="{" ".join(names)}"' if linked else ""
    return f"<text{out}{classes}>{escape(clean(text.text))}</text>"


def _number(value: float) -> str:
    return f"{round(value, 1):g}" if abs(value) < 1e5 else f"{value:.0f}"
