"""The charts there are, each with the stored question that its numbers come from."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.chart.drawing import Drawing
    from kg.chart.told import Told


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart: `question` is the stored question that it draws, `shows` says what is seen, `nothing` what the graph
    lacks where there is nothing to draw. `columns` are those of the question that a page's table
    shows, with their headings.
    """

    name: str
    question: str
    shows: str
    nothing: str
    columns: tuple[tuple[str, str], ...]

    def drawer(self) -> Callable[[Told, float], Drawing]:
        """Gives what draws it for a width in units; matplotlib, which measures texts, is loaded only then."""
        from kg.chart import atlas, regions, timeline, totals

        draws = {"timeline": timeline.draw, "totals": totals.draw, "map": atlas.draw, "regions": regions.draw}
        return draws[self.name]


_WHERE = (("speaker", "Who says it"), ("passage", "In these words"), ("article", "Article"))
_REGIONS = (
    ("place", "Place"),
    ("days", "Days"),
    ("counted", "Counted"),
    ("whose", "Whose people"),
    ("figure", "Figure"),
    ("role", "Role"),
    *_WHERE,
)

CHARTS = (
    Chart(
        "timeline",
        "exchange-figures",
        "exchanges over time, with what each side received: figures, their bounds, and where they are disputed",
        "tells of no exchange",
        (
            ("days", "Days"),
            ("receiver", "Received by"),
            ("counted", "Counted"),
            ("figure", "Supported"),
            ("verdict", "Verdict"),
            ("said", "Told"),
            *_WHERE,
        ),
    ),
    Chart(
        "map",
        "figures-by-region",
        "a map of the figures that are broken down by region",
        "breaks no figure down by a place",
        _REGIONS,
    ),
    Chart(
        "regions",
        "figures-by-region",
        "the same figures as bars, for many regions",
        "breaks no figure down by a place",
        _REGIONS,
    ),
    Chart(
        "totals",
        "running-totals",
        "each side's running totals over time, as somebody gives them, with those that contradict each other",
        "gives no running total",
        (
            ("date", "Published"),
            ("whose", "Whose people"),
            ("counted", "Counted"),
            ("figure", "Figure"),
            ("scope", "Counted since"),
            ("disputed", "Disputed"),
            *_WHERE,
        ),
    ),
)


def find(name: str) -> Chart:
    """Finds a chart by its name; raises UsageError that names those there are."""
    for chart in CHARTS:
        if chart.name == name:
            return chart
    near = difflib.get_close_matches(name, [chart.name for chart in CHARTS], 1)
    meant = f"; did you mean {near[0]}?" if near else ""
    raise UsageError(f"no chart {name!r}{meant}; there are {', '.join(chart.name for chart in CHARTS)}")
