"""How triple stores differ, as data: the tables of `profiles.toml`, and which of them an address calls for."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field, fields
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from kg.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

GENERIC = "generic"
_FILE = Path(__file__).with_name("profiles.toml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What is particular to one kind of triple store; the head of `profiles.toml` says what each field means."""

    name: str
    title: str
    graph_store: str
    basis: str = ""
    headers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    path: str = ""
    graph_parameter: str = "graph"
    query: str | None = None
    quads: str | None = None
    triples_type: str = "application/n-triples"
    most_bytes: int = 2_000_000
    rows: int | None = None
    graphs_a_query: int = 50
    by_value: tuple[str, ...] = ()
    login: str = ""

    def base(self, url: str) -> str:
        """Takes the graph store's own path off an address, if it is there, and a slash at its end."""
        url = url.rstrip("/")
        return url.removesuffix(self.graph_store) if self.graph_store else url


def profiles() -> dict[str, Profile]:
    """Reads the profiles that come with the program, by name."""
    return _read(_FILE)


def named(name: str) -> Profile:
    """Gives the profile of a name, or that of a file with one table.

    Raises UsageError where there is no such profile, or the file is not one.
    """
    known = profiles()
    if name in known:
        return known[name]
    if not name.endswith(".toml"):
        raise UsageError(f"unknown profile {name!r}; choose {', '.join(known)}, or name a file that ends in .toml")
    found = _read(Path(name))
    if len(found) != 1:
        raise UsageError(f"{name}: {len(found)} tables; a profile of one's own is a file with one")
    return next(iter(found.values()))


def recognised(url: str, headers: Mapping[str, str]) -> Profile:
    """Finds the profile of an address by the headers of an answer from there, else by its path, else the generic one.

    `headers` finds its names in any case.
    """
    known = profiles()
    for profile in known.values():
        for header, pattern in profile.headers.items():
            if re.search(pattern, headers.get(header, "")):
                return profile
    for profile in known.values():
        if profile.path and re.search(profile.path, url):
            return profile
    return known[GENERIC]


def _read(path: Path) -> dict[str, Profile]:
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UsageError(f"{path}: no profile can be read there ({reason}); correct the file or its name") from error
    return {name: _profile(path, name, table) for name, table in tables.items()}


def _profile(path: Path, name: str, table: object) -> Profile:
    if not isinstance(table, dict):
        raise UsageError(f"{path}: {name} stands outside a table; begin with [name]")
    known = {one.name: one.type for one in fields(Profile)} | {"name": ""}
    for key, value in table.items():
        if key == "name" or key not in known:
            raise UsageError(f"{path}, [{name}]: unknown key {key!r}; known are {', '.join(sorted(known))}")
        if not _fits(str(known[key]), value):
            raise UsageError(f"{path}, [{name}]: {key} is {value!r}; write it as in {_FILE.name}")
    missing = {"title", "graph_store"} - table.keys()
    if missing:
        raise UsageError(f"{path}, [{name}]: {' and '.join(sorted(missing))} missing; add it")
    values: dict[str, Any] = {**table, "by_value": tuple(table.get("by_value", ()))}
    return Profile(name=name, **values)


def _fits(kind: str, value: object) -> bool:
    if kind.startswith("int"):
        return isinstance(value, int) and not isinstance(value, bool) and value > 0
    if kind.startswith("tuple"):
        return isinstance(value, list) and all(one in {"integer", "decimal", "boolean"} for one in value)
    if kind.startswith("Mapping"):
        return isinstance(value, dict) and all(isinstance(one, str) for one in value.values())
    return isinstance(value, str)
