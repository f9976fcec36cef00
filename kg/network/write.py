"""Writes the network to a file in the form that the file's ending asks for."""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING

from kg.errors import EndingError, ExportError

if TYPE_CHECKING:
    from pathlib import Path

    import networkx as nx

ENDINGS = (".html", ".svg", ".png", ".graphml", ".gexf", ".json")


def write(network: nx.MultiDiGraph[str], path: Path) -> None:
    """Writes the network; a file of that name is replaced only once the new one is complete.

    The same network gives the same bytes.

    Args:
        network: what `kg.network.graph` builds.
        path: the file; its ending, in small or capital letters, is one of `ENDINGS`.

    Raises:
        EndingError: the ending is none of these.
        ExportError: the file can't be written there.
    """
    content = _content(network, path)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        part.write_bytes(content)
        part.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            part.unlink()
        raise ExportError(f"{path}: {error.strerror or error}; name a file in a folder you can write to") from error


def _content(network: nx.MultiDiGraph[str], path: Path) -> bytes:
    # matplotlib and the layout take a second to load; only the form asked for pays.
    match path.suffix.lower():
        case ".html":
            from kg.network import page

            return page.html(network)
        case ".svg" | ".png" as ending:
            from kg.network import picture

            return picture.svg(network) if ending == ".svg" else picture.png(network)
        case ".graphml" | ".gexf" | ".json" as ending:
            from kg.network import interchange

            forms = {".graphml": interchange.graphml, ".gexf": interchange.gexf, ".json": interchange.cytoscape}
            return forms[ending](network)
        case ending:
            have = f"the ending {ending} is not known" if ending else "the name has no ending"
            raise EndingError(f"{path}: {have}; give a file that ends in {', '.join(ENDINGS)}")
