"""The order in which `kg --help` lists the commands: as the work goes, and not as the code stands."""

from __future__ import annotations

from typing import Any

from typer.core import TyperGroup

GROUPS = (
    ("Put articles in", ("fetch", "build", "remove", "boilerplate")),
    ("Ask", ("query", "queries", "explain", "serve", "network", "chart", "claims")),
    ("Check and correct", ("validate", "judge", "evaluate")),
    ("Pass on", ("export", "push")),
)
"""Headings with the names of their commands; a command that none names stands under the last, `Other`."""


class Grouped(TyperGroup):
    """A group of commands whose help lists them under headings, each with its first sentence.

    Contexts and formatters are those of click, which some versions of typer carry within them and others don't.
    """

    def list_commands(self, ctx: Any) -> list[str]:
        """Gives the commands' names in the order of the headings."""
        known = super().list_commands(ctx)
        named = [name for _, names in GROUPS for name in names if name in known]
        return [*named, *(name for name in known if name not in named)]

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Writes the commands under their headings."""
        left = self.list_commands(ctx)
        # The sentences of all headings begin in one column.
        margin = max(map(len, left), default=0)
        for title, names in (*GROUPS, ("Other", tuple(left))):
            listed = [name for name in names if name in left]
            left = [name for name in left if name not in listed]
            rows = [(f"{name:<{margin}}", _sentence(self.commands[name].help or "")) for name in listed]
            if rows:
                with formatter.section(title):
                    formatter.write_dl(rows)


def _sentence(told: str) -> str:
    return f"{' '.join(told.split()).partition('. ')[0].rstrip('.')}."
