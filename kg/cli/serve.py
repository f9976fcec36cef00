"""`kg serve`: the graph in a browser."""

from __future__ import annotations

import re
import webbrowser
from typing import Annotated

import typer

from kg.cli.options import StoreOption
from kg.settings import STORE


def _origin(text: str) -> str:
    if text in ("*", "none") or re.fullmatch(r"https?://[\w.:\[\]-]+", text):
        return text
    raise typer.BadParameter(f"{text!r} is no web site, such as https://example.org; nor * for all, nor none")


def serve(
    store: StoreOption = STORE,
    host: Annotated[
        str, typer.Option("--host", metavar="ADDRESS", help="Where to listen; 0.0.0.0 lets other machines in.")
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option("--port", metavar="NUMBER", min=0, max=65535, help="0 takes one that is free.")
    ] = 8000,
    open_: Annotated[bool, typer.Option("--open", help="Open the browser.")] = False,
    timeout: Annotated[
        float, typer.Option("--timeout", metavar="SECONDS", min=0.1, help="Time that a query may take.")
    ] = 30.0,
    rows: Annotated[
        int, typer.Option("--rows", metavar="NUMBER", min=0, help="Most rows of an answer; 0 for all.")
    ] = 100_000,
    workers: Annotated[
        int, typer.Option("--workers", metavar="NUMBER", min=1, help="Processes that answer queries.")
    ] = 2,
    memory: Annotated[
        int, typer.Option("--memory", metavar="MB", min=128, help="Memory that each of them may use.")
    ] = 2048,
    origin: Annotated[
        str,
        typer.Option(
            "--origin",
            metavar="SITE",
            callback=_origin,
            help="Web site whose pages may read the data from a browser; * for all, none for none.",
        ),
    ] = "*",
) -> None:
    """Serve the graph in a browser. Pages to read, ask and check, and a SPARQL endpoint; Ctrl-C ends it."""
    from kg.serve import run as server
    from kg.serve.context import Options

    options = Options(timeout, rows, workers, memory, "" if origin == "none" else origin)

    def ready(url: str) -> None:
        typer.echo(f"{store} is served at {url} (Ctrl-C ends it)")
        if open_:
            webbrowser.open(url)

    server.serve(server.opened(store, options), host, port, ready)
