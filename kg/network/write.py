"""Writes the network to a file in the form that the file's ending asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.errors import EndingError
from kg.files import replacing
from kg.network.views import Caption

if TYPE_CHECKING:
    from pathlib import Path

    from kg.network.graph import Network

ENDINGS = (".html", ".svg", ".png", ".graphml", ".gexf", ".json")


def check(path: Path) -> None:
    """Raises EndingError where a file's ending names no form."""
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        have = f"the ending {ending} is not known" if ending else "the name has no ending"
        raise EndingError(f"{path}: {have}; give a file that ends in {', '.join(ENDINGS)}")


def write(network: Network, path: Path, caption: Caption = Caption()) -> None:  # noqa: B008 (frozen)
    """Writes the network; a file of that name is replaced only once the new one is complete.

    The same network gives the same bytes.

    Args:
        network: what `kg.network.graph` builds.
        path: the file; its ending, in small or capital letters, is one of `ENDINGS`.
        caption: what stands above a page or a picture.

    Raises:
        EndingError: the ending is none of these.
        ExportError: the file can't be written there.
    """
    check(path)
    content = _content(network, path, caption)
    with replacing(path) as file:
        file.write(content)


def _content(network: Network, path: Path, caption: Caption) -> bytes:
    # matplotlib and the layout take a second to load; only the form asked for pays.
    match path.suffix.lower():
        case ".html":
            from kg.network import page

            return page.html(page.data(network, caption))
        case ".svg" | ".png" as ending:
            from kg.network import picture

            return picture.svg(network, caption) if ending == ".svg" else picture.png(network, caption)
        case ending:
            from kg.network import interchange

            forms = {".graphml": interchange.graphml, ".gexf": interchange.gexf, ".json": interchange.cytoscape}
            return forms[ending](network)
