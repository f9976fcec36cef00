"""Names the views of the network: which stored question each rests on, and how it is read."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from kg.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

_NONE: Final[Mapping[str, str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class View:
    """One way to link actors.

    `question` is the stored question behind it and `values` what it is asked with; `directed` tells whether a pair has
    a first and a second; `title` stands above pictures.
    """

    name: str
    title: str
    question: str
    values: Mapping[str, str] = field(default_factory=lambda: _NONE)
    directed: bool = True


_VIEWS = (
    View("all", "Who speaks about, relays and publishes whom", "network"),
    View("about", "Who speaks about whom", "network", MappingProxyType({"relation": "speaks-about"})),
    View("relays", "Who relays and publishes whom", "network", MappingProxyType({"relation": "relays publishes"})),
    View("agreement", "Who agrees or differs with whom on figures", "network-agreement", directed=False),
    View("exchanges", "Who takes part in which exchange", "network-exchanges"),
    View("partners", "Who takes part in the same exchange", "network-partners", directed=False),
    View("together", "Who is named together", "network-together", directed=False),
)
VIEWS: Final[Mapping[str, View]] = MappingProxyType({view.name: view for view in _VIEWS})


@dataclass(frozen=True, slots=True)
class Caption:
    """What stands above a picture: its title and, where it shows a part, which part in words, such as `side Arland`."""

    title: str = VIEWS["all"].title
    only: str = ""

    def line(self, summary: str) -> str:
        """Adds which part is shown to what a network rests on."""
        return f"{summary}; only {self.only}" if self.only else summary


def view(name: str) -> View:
    """Finds a view by its name; raises UsageError where there is none."""
    if name not in VIEWS:
        raise UsageError(f"unknown view {name!r}; choose {', '.join(VIEWS)}")
    return VIEWS[name]
