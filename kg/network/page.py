"""Writes the network as one web page that loads nothing: layout, data, style and script all stand in the file.

The layout is worked out here, so the page is still and the same each time. Everything from articles reaches the page
as JSON and is put in as text; the page's own policy lets no other script or style run and nothing be fetched.
"""

from __future__ import annotations

import base64
import hashlib
import html as markup
import json
import os
import re
from collections import Counter
from dataclasses import asdict
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from kg.network import look, place, route
from kg.network.graph import Evidence, evidence, summary

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.network.graph import Network
    from kg.network.look import Point
    from kg.network.views import Caption

_LISTS = ("articles", "outlets", "exchanges", "dates")
_SCRIPTS = ("page_model.js", "page_draw.js", "page_controls.js")
# A desk's and a telephone's drawing area in CSS pixels; the page stretches the nearer one over the screen it has.
_FRAMES = ((1040.0, 660.0), (390.0, 560.0))
# A page may be closer than print, for its reader can zoom.
_CLOSE = 1.3
# A letter's width and a line's height at the page's 12-pixel labels.
_LETTER, _LEADING = 6.4, 14.0


def html(data: Mapping[str, Any]) -> bytes:
    """Writes the page of some data as UTF-8: search, filters, legend, and for each line the claims with their passages.

    Args:
        data: what `data` gives, for a network or for a part of one.
    """
    style, script = _template("page.css"), "".join(map(_template, _SCRIPTS))
    parts = {
        "title": markup.escape(data["title"]),
        "summary": markup.escape(data["summary"]),
        "style": style,
        "style_hash": _hash(style),
        "script": script,
        "script_hash": _hash(script),
        "data": _json(data),
    }
    # One pass, so that braces in an article are not taken for a place to fill.
    return re.sub(r"\{\{(\w+)\}\}", lambda found: parts[found[1]], _template("page.html")).encode()


def data(network: Network, caption: Caption) -> dict[str, Any]:
    """Gathers what the page draws, as JSON can hold it; actors, sides, types, relations and claims go by their place.

    Args:
        network: what `kg.network.graph` builds.
        caption: what stands above it.
    """
    # The busiest first: the page lists and labels them in this order.
    order = sorted(network, key=lambda node: (-network.nodes[node]["claims"], network.nodes[node]["label"], node))
    sides = [*look.colours(network)]
    if any("side" not in known for _, known in network.nodes(data=True)):
        sides.append("")
    types, relations = look.types(network), look.relations(network)
    proofs = {one: 0 for _, _, known in network.edges(data=True) for one in evidence(known)}
    proofs = {one: number for number, one in enumerate(proofs)}
    layout, boxes = place.shape(network), _boxes(network)
    # Many actors are laid out on a larger sheet, which the page shrinks until the reader zooms in.
    crowd = [max(1.0, round(place.crowd(boxes, *frame) / _CLOSE, 2)) for frame in _FRAMES]
    sheets = [(wide * times, high * times) for (wide, high), times in zip(_FRAMES, crowd, strict=True)]
    frames = [place.fit(layout, boxes, *sheet) for sheet in sheets]
    return {
        "title": caption.title,
        "summary": caption.line(summary(network)),
        "directed": network.is_directed(),
        "crowd": crowd,
        "none": sides.index("") if "" in sides else -1,
        "side": _sides(network, sides),
        "type": _types(network, types),
        "relation": _relations(network, relations),
        "nodes": [_node(network, node, sides, types) | {"at": _shares(node, frames, sheets)} for node in order],
        "links": _links(network, order, relations, proofs, frames),
        **_claims(list(proofs)),
    }


def _claims(proofs: list[Evidence]) -> dict[str, Any]:
    """Gives the claims by columns, which take half the room of a record for each; an unknown one has the place -1."""
    iris = sorted(one.claim for one in proofs if one.claim)
    # What the first and the last in order share, all share.
    base = os.path.commonprefix([*iris[:1], *iris[-1:]])  # noqa: RUF071 (letters, not folders)
    base = base[: max(base.rfind("/"), base.rfind("#")) + 1]
    lists = {
        name: sorted({value for one in proofs if (value := getattr(one, field))})
        for name, field in (
            ("articles", "article"),
            ("outlets", "outlet"),
            ("exchanges", "exchange"),
            ("dates", "date"),
        )
    }
    at = {name: {value: number for number, value in enumerate(values)} for name, values in lists.items()}
    columns = {
        "claim": [one.claim.removeprefix(base) for one in proofs],
        "passage": [one.passage for one in proofs],
        "article": [at["articles"].get(one.article, -1) for one in proofs],
        "outlet": [at["outlets"].get(one.outlet, -1) for one in proofs],
        "exchange": [at["exchanges"].get(one.exchange, -1) for one in proofs],
        "date": [at["dates"].get(one.date, -1) for one in proofs],
    }
    lists["exchanges"] = [name.rpartition("/exchange/")[2] for name in lists["exchanges"]]
    return {"base": base, **lists, "claims": columns}


def _template(name: str) -> str:
    return files("kg.network").joinpath(name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _json(value: Mapping[str, Any]) -> str:
    """Writes JSON that can't end the script element it stands in."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def _sides(network: Network, sides: list[str]) -> list[dict[str, Any]]:
    colours = look.colours(network)
    count = Counter(known.get("side", "") for _, known in network.nodes(data=True))
    return [
        {
            "name": look.side_name(network, side) or "none known",
            "colour": colours.get(side, look.GREY),
            "dark": look.lighter(colours.get(side, look.GREY)),
            "count": count[side],
        }
        for side in sides
    ]


def _types(network: Network, types: list[str]) -> list[dict[str, Any]]:
    count = Counter(known.get("type", "") for _, known in network.nodes(data=True))
    return [
        {"name": kind or "type unknown", "shape": look.SHAPES.get(kind, ()), "count": count[kind]} for kind in types
    ]


def _relations(network: Network, relations: list[str]) -> list[dict[str, Any]]:
    count = Counter(str(known["relation"]) for _, _, known in network.edges(data=True))
    return [asdict(look.line(relation)) | {"count": count[relation]} for relation in relations]


def _node(network: Network, node: str, sides: list[str], types: list[str]) -> dict[str, Any]:
    known = network.nodes[node]
    return {
        "label": known["label"],
        "lines": look.label_lines(known["label"]),
        "side": sides.index(known.get("side", "")),
        "type": types.index(known.get("type", "")),
        "claims": known["claims"],
        "r": look.radius(known["claims"]),
    }


def _shares(node: str, frames: list[dict[str, Point]], sheets: list[Point]) -> list[Point]:
    return [
        (round(where[node][0] / wide, 4), round(where[node][1] / high, 4))
        for where, (wide, high) in zip(frames, sheets, strict=True)
    ]


def _links(
    network: Network,
    order: list[str],
    relations: list[str],
    proofs: dict[Evidence, int],
    frames: list[dict[str, Point]],
) -> list[dict[str, Any]]:
    number = {node: index for index, node in enumerate(order)}
    bends = [route.bends(network, where) for where in frames]
    return [
        {
            "source": number[source],
            "target": number[target],
            "relation": relations.index(known["relation"]),
            "bend": [one[key] for one in bends],
            "claims": [proofs[one] for one in evidence(known)],
        }
        for source, target, key, known in network.edges(keys=True, data=True)
    ]


def _boxes(network: Network) -> dict[str, place.Box]:
    boxes = {}
    for node, known in network.nodes(data=True):
        lines, size = look.label_lines(known["label"]), look.radius(known["claims"])
        half = max(size + 4, max(map(len, lines)) * _LETTER / 2 + 3)
        boxes[node] = place.Box(half, half, size + 4, size + 5 + _LEADING * len(lines))
    return boxes
