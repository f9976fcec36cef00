"""Writes the network for other programs: GraphML, GEXF 1.3 for Gephi, and JSON for Cytoscape.js."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

import networkx as nx
from networkx.readwrite.gexf import GEXFWriter

from kg.network import look, place

if TYPE_CHECKING:
    from kg.network.graph import Network
    from kg.network.look import Point

_WIDTH, _HEIGHT = 1600.0, 1000.0


def graphml(network: Network) -> bytes:
    """Writes GraphML 1.0 that networkx reads back unchanged."""
    stream = io.BytesIO()
    # The writer that is always there: the lxml one, where installed, would write other bytes.
    nx.write_graphml_xml(network, stream)
    return stream.getvalue()


def gexf(network: Network) -> bytes:
    """Writes GEXF 1.3 with a colour, a size and a position for each actor."""
    shown = network.copy()
    colours, where = look.colours(network), _positions(network)
    for node, known in shown.nodes(data=True):
        colour = colours.get(known.get("side", ""), look.GREY)
        red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
        x, y = where[node]
        known["viz"] = {
            "color": {"r": red, "g": green, "b": blue, "a": 1.0},
            "size": look.radius(known["claims"]),
            # Gephi's y points up.
            "position": {"x": x, "y": -y, "z": 0.0},
        }
    writer = GEXFWriter(version="1.3")
    writer.add_graph(shown)
    # The clock and the library's version would make other bytes of the same graph.
    meta = writer.xml[0]
    meta.attrib.clear()
    last = max((str(known.get("last", "")) for _, _, known in network.edges(data=True)), default="")
    if last:
        meta.set("lastmodifieddate", last)
    meta[0].text = "exchange-kg"
    # The schema knows no name of a graph.
    writer.xml[1].attrib.pop("name", None)
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


def _positions(network: Network) -> dict[str, Point]:
    boxes = {}
    for node, known in network.nodes(data=True):
        size = look.radius(known["claims"]) + 3
        boxes[node] = place.Box(size, size, size, size)
    return place.fit(place.shape(network), boxes, _WIDTH, _HEIGHT)
