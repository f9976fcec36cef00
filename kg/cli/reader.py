"""Opens what `kg query` and `kg explain` read: the store on disk, or an endpoint that the user names."""

from __future__ import annotations

import os
import shlex
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from kg.cli.summary import typed
from kg.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    import typer

    from kg.answer import Reader


@contextmanager
def reading(context: typer.Context, store: Path, endpoint: str | None) -> Iterator[Reader]:
    """Opens the endpoint where one is named, else the store; raises UsageError where the command line names both."""
    if endpoint is None:
        from kg.store import Store

        with Store(store, read_only=True) as opened:
            yield opened
        return
    # A store that only the environment names is the usual one, and gives way.
    source = context.get_parameter_source("store")
    if source is not None and source.name == "COMMANDLINE":
        raise UsageError("--store and --endpoint are two places to read from; give one of them")
    from kg.remote import Remote, login

    with Remote(endpoint, login(os.environ)) as remote:
        yield remote


def retyped(store: Path, endpoint: str | None) -> tuple[str, str]:
    """Tells how to type a next command: the program, and where it reads."""
    program, place = typed(store)
    return program, place if endpoint is None else f" --endpoint {shlex.quote(endpoint)}"
