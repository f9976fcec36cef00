"""Writes the network for other programs: GraphML, GEXF 1.3 for Gephi, and JSON for Cytoscape.js."""

from __future__ import annotations

import io
import json
import re
from datetime import date
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

import networkx as nx
from networkx.readwrite.gexf import GEXFWriter

from kg.network import look, place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.network.graph import Network
    from kg.network.look import Point

# The names that GEXF has for the outlines of `look.SHAPES`; it has no triangle that stands on its head.
_SHAPES = {
    "organization": "square",
    "state": "hexagon",
    "outlet": "diamond",
    "place": "triangle",
    "channel": "cross",
    "exchange": "star",
}
_WIDTH, _HEIGHT = 1600.0, 1000.0


def graphml(network: Network) -> bytes:
    """Writes GraphML 1.0 that networkx reads back; colour, size and place of each actor stand beside what is known.

    These are called `r` `g` `b` `size` `x` `y`, as Gephi reads them.
    """
    shown = network.copy()
    for node, red, green, blue, size, (x, y) in _drawn(network):
        # Gephi's y points up.
        shown.nodes[node].update(r=red, g=green, b=blue, size=size, x=x, y=-y)
    stream = io.BytesIO()
    # The writer that is always there: the lxml one, where installed, would write other bytes.
    nx.write_graphml_xml(shown, stream)
    return stream.getvalue()


def gexf(network: Network) -> bytes:
    """Writes GEXF 1.3 with a colour, a shape, a size and a position for each actor, and the days of the claims.

    Where claims have days, the graph is dynamic: a relation holds on the days of its claims, an actor on those of its
    relations, and Gephi shows a timeline. What no day is known of is always there.
    """
    shown = network.copy()
    days: dict[str, set[str]] = {node: set() for node in network}
    timeless = set(nx.isolates(network))
    for source, target, known in shown.edges(data=True):
        found = {day for day in str(known.get("dates", "")).split("\n") if _is_day(day)}
        if found:
            known["spells"] = [(day, day) for day in sorted(found)]
            days[source] |= found
            days[target] |= found
        else:
            timeless |= {source, target}
    for node, red, green, blue, size, (x, y) in _drawn(network):
        known = shown.nodes[node]
        known["viz"] = {
            "color": {"r": red, "g": green, "b": blue, "a": 1.0},
            "size": size,
            # Gephi's y points up.
            "position": {"x": x, "y": -y, "z": 0.0},
            "shape": _SHAPES.get(known.get("type", ""), "disc"),
        }
        if node not in timeless:
            known["spells"] = [(day, day) for day in sorted(days[node])]
    last = max((day for found in days.values() for day in found), default="")
    if last:
        shown.graph["mode"] = "dynamic"
    return _pruned(shown, last)


def _pruned(shown: Network, last: str) -> bytes:
    """Writes GEXF without what is not part of the schema, and without what would make other bytes of the same graph."""
    writer = GEXFWriter(version="1.3")
    writer.add_graph(shown)
    # The library binds the prefix to another name than XML Schema's.
    for name in ("xsi:schemaLocation", "xmlns:xsi"):
        writer.xml.attrib.pop(name, None)
    meta, graph = writer.xml
    # The clock and the library's version.
    meta.attrib.clear()
    meta[0].text = "exchange-kg"
    # The schema knows no name of a graph.
    graph.attrib.pop("name", None)
    if last:
        meta.set("lastmodifieddate", last)
        graph.set("timeformat", "date")
        graph.set("timerepresentation", "interval")
    ElementTree.indent(writer.xml)
    text: bytes = ElementTree.tostring(writer.xml, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def cytoscape(network: Network) -> bytes:
    """Writes the elements JSON of Cytoscape.js, each actor with the position it has in the pictures."""
    found: dict[str, Any] = nx.cytoscape_data(network, name="label")
    # Cytoscape.js wants an object here; networkx reads both.
    found["data"] = dict(found["data"])
    where = _positions(network)
    for node in found["elements"]["nodes"]:
        x, y = where[node["data"]["id"]]
        node["position"] = {"x": x, "y": y}
    for edge in found["elements"]["edges"]:
        edge["data"]["id"] = edge["data"]["key"]
    return (json.dumps(found, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _is_day(text: str) -> bool:
    """Whether a text is a whole day, as XML Schema's dates are."""
    try:
        return re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII) is not None and bool(date.fromisoformat(text))
    except ValueError:
        return False


def _drawn(network: Network) -> Iterator[tuple[str, int, int, int, float, Point]]:
    """Gives each actor's red, green, blue, size and place as in the pictures."""
    colours, where = look.colours(network), _positions(network)
    for node, known in network.nodes(data=True):
        colour = colours.get(known.get("side", ""), look.GREY)
        red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
        yield node, red, green, blue, look.radius(known["claims"]), where[node]


def _positions(network: Network) -> dict[str, Point]:
    boxes = {}
    for node, known in network.nodes(data=True):
        size = look.radius(known["claims"]) + 3
        boxes[node] = place.Box(size, size, size, size)
    return place.fit(place.shape(network), boxes, _WIDTH, _HEIGHT)
