"""Tells which program reads articles: its version, a hash of its code, and the versions of model and parser."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import metadata
from pathlib import Path

from kg import __version__


@cache
def program() -> str:
    """Hashes the program: between releases its rules change without the version."""
    code = hashlib.sha256()
    for path in sorted(Path(__file__).parent.rglob("*.py")):
        code.update(path.read_bytes())
    return code.hexdigest()[:12]


def tool() -> str:
    """Names the program: its version and the hash of its code."""
    return f"{__version__}+{program()}"


def installed(package: str) -> str:
    """Gives the version of a package, by its name or its module's; the empty string where it is not installed."""
    try:
        return metadata.version(package.replace("_", "-"))
    except metadata.PackageNotFoundError:
        return ""


def versions(model: str) -> dict[str, str]:
    """Tells what an article's graph depends on beside its text and what is given to its extraction."""
    return {"kg": tool(), "spacy": installed("spacy"), model: installed(model)}
