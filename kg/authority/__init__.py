"""The actors, places, outlets and channels known beforehand: `ontology/authority*.ttl` and the user's own files.

The terms are those of SKOS, schema.org, W3C ORG and WGS84 with a few of the project's own; `ontology/authority.ttl`
explains them and shows them in use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.authority.drafts import Drafts
from kg.authority.entries import Authority, Entry, EntryType, fold, host, slug
from kg.settings import BASE, data_folder

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

__all__ = ["Authority", "Entry", "EntryType", "fold", "host", "load", "slug"]


def load(extra: Sequence[Path] = (), base: str = BASE) -> Authority:
    """Loads the package's authority and further files, which add entries, or names to entries that are there.

    `extra` are Turtle (`.ttl`) or CSV (`.csv`, RFC 4180) files, read in the order given; `base` is the IRI that the
    entries' IRIs start with. Raises AuthorityError that names the file, the line and the way out.
    """
    drafts = Drafts(base)
    folder = data_folder("ontology")
    for path in (folder / "authority.ttl", *sorted(folder.glob("authority-*.ttl")), *extra):
        drafts.read(path)
    return drafts.authority()
