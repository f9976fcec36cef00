"""`kg fetch`: pages and feeds that the user names, into a folder that `kg build` reads."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from kg.cli.options import StoreOption
from kg.cli.summary import typed
from kg.printable import plain
from kg.settings import STORE

FOLDER = "kg-fetched"
"""The folder beside the store where nothing else is named."""


def fetch(
    urls: Annotated[
        list[str],
        typer.Argument(metavar="URL", help="Addresses of pages or feeds, http or https.", show_default=False),
    ],
    to: Annotated[
        Path | None,
        typer.Option("--to", metavar="DIR", help=f"Folder of what was fetched; else {FOLDER} beside the store."),
    ] = None,
    entries: Annotated[
        bool, typer.Option("--entries", help="Fetch the pages that a feed lists, instead of keeping the feed.")
    ] = False,
    most: Annotated[int, typer.Option("--most", metavar="N", min=1, help="Of a feed's entries so many at most.")] = 100,
    pause: Annotated[
        float, typer.Option("--pause", metavar="SECONDS", min=0.0, help="Between two questions to one host, at least.")
    ] = 1.0,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Addresses of this machine and its own network may be asked too.")
    ] = False,
    store: StoreOption = STORE,
) -> None:
    """Fetch pages and feeds for `kg build`. robots.txt is honoured; a page that hasn't changed isn't sent again."""
    from kg import fetch as fetching

    folder = to or store.parent / FOLDER
    settings = fetching.Settings(entries=entries, most=most, pause=pause, allow_private=allow_private)
    counted = {"fetched": 0, "unchanged": 0, "not fetched": 0}
    for one in fetching.fetch(urls, folder, settings):
        if one.reason is not None:
            counted["not fetched"] += 1
            sys.stdout.flush()
            Console(stderr=True, soft_wrap=True, highlight=False).print(
                f"[red]error[/red] {escape(plain(' '.join(one.reason.split())))}"
            )
            continue
        counted["fetched" if one.changed else "unchanged"] += 1
        typer.echo(f"{'fetched  ' if one.changed else 'unchanged'}  {plain(one.url)}")
    kept = f"; what was fetched is in {folder}" if counted["fetched"] or counted["unchanged"] else ""
    typer.echo(f"{_told(counted)}{kept}")
    if counted["fetched"]:
        kg, place = typed(store)
        typer.echo(f"\nType next:\n  {kg} build {shlex.quote(str(folder))}{place}")
    if counted["not fetched"]:
        raise typer.Exit(1)


def _told(counted: dict[str, int]) -> str:
    return ", ".join(f"{count} {what}" for what, count in counted.items() if count) or "nothing to fetch"
