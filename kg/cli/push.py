"""`kg push`: the graph into a triple store."""

from __future__ import annotations

import os
import re
import sys
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape

from kg.cli.options import StoreOption
from kg.cli.progress import progress
from kg.cli.summary import some
from kg.errors import PushError, UsageError
from kg.printable import plain
from kg.settings import STORE

if TYPE_CHECKING:
    from kg.push import Login

_SHOWN = 5


def push(
    url: Annotated[
        str,
        typer.Argument(
            metavar="URL", help="Address of the server, of a data set on it, or of its graph store.", show_default=False
        ),
    ],
    store: StoreOption = STORE,
    profile: Annotated[
        str | None,
        typer.Option(
            "--profile",
            metavar="NAME",
            help="Kind of server: oxigraph, virtuoso, fuseki, graphdb, rdf4j, qlever, generic, or a file. "
            "Without it the server is asked.",
            show_default=False,
        ),
    ] = None,
    user: Annotated[
        str | None,
        typer.Option(
            "--user",
            metavar="NAME",
            envvar="KG_PUSH_USER",
            help="Who writes; the password is asked for, or in $KG_PUSH_PASSWORD.",
            show_default=False,
        ),
    ] = None,
    ask_token: Annotated[bool, typer.Option("--ask-token", help="Ask for a token, if not in $KG_PUSH_TOKEN.")] = False,
    verify: Annotated[bool, typer.Option("--verify", help="Read back and compare all, not only what is sent.")] = False,
) -> None:
    """Load a triple store with the graph. What changed is sent, what is gone deleted, all of it checked."""
    from kg import push as pushes
    from kg.store import Store

    pushes.check_address(url)
    login = _login(user, ask_token)
    if pushes.readable_on_the_way(url, login):
        _say("[yellow]warning[/yellow] ", "the secret goes over http:// unencrypted; use https:// if the server has it")
    with (
        Store(store, read_only=True) as opened,
        progress() as tell,
        pushes.connect(url, login, profile, tell=lambda reason: _say("", reason)) as target,
        pushes.Record(store, target.url) as record,
    ):
        outcome = pushes.push(opened, target, record, verify=verify, tell=tell)
    typer.echo(
        f"{target.profile.title} at {plain(target.url)}: {some(outcome.sent, 'graph')} sent, "
        f"{outcome.unchanged} unchanged, {outcome.deleted} deleted"
    )
    if outcome.repaired:
        typer.echo(f"{some(outcome.repaired, 'graph')} of these had been changed or lost there since the last push")
    if outcome.faults:
        for fault in outcome.faults[:_SHOWN]:
            _say("[red]error[/red] ", fault)
        raise PushError(
            f"{plain(target.url)} holds {some(len(outcome.faults), 'graph')} otherwise than sent; push again, and if "
            "it stays so though nobody else writes there, the server changes what it is given: see docs/push.md"
        )
    seen = "all" if outcome.compared == outcome.graphs else f"the {outcome.compared} sent"
    typer.echo(
        f"read back: {some(outcome.triples, 'statement')} in {some(outcome.graphs, 'graph')}, counts equal"
        + (f", checksums of {seen} equal" if outcome.compared else "; --verify compares checksums too")
    )


def _login(user: str | None, ask_token: bool) -> Login:
    """Takes name and secret from the environment, or asks on the terminal; never from the command line."""
    from kg.push import Login

    password, token = os.environ.get("KG_PUSH_PASSWORD") or None, os.environ.get("KG_PUSH_TOKEN", "").strip() or None
    if ask_token and not token:
        token = _ask("Token", "KG_PUSH_TOKEN").strip()
    if token and not re.fullmatch("[!-~]+", token):
        raise UsageError("the token holds a space or a letter that no token has; copy it again")
    if token and user:
        raise UsageError("a user and a token are both given; unset KG_PUSH_USER and leave --user out, or KG_PUSH_TOKEN")
    if password and not user:
        raise UsageError("KG_PUSH_PASSWORD is set, but not whose it is; set KG_PUSH_USER or give --user NAME")
    if user and not password:
        password = _ask(f"Password of {plain(user)}", "KG_PUSH_PASSWORD")
    return Login(user, password, token)


def _ask(what: str, variable: str) -> str:
    if not sys.stdin.isatty():
        raise UsageError(f"no terminal to ask for the {what.partition(' ')[0].lower()}; set {variable}")
    answer: str = typer.prompt(what, hide_input=True, err=True)
    return answer


def _say(mark: str, reason: str) -> None:
    # Made here, not on import: the stream may have been replaced since.
    Console(stderr=True, soft_wrap=True, highlight=False).print(mark + escape(plain(" ".join(reason.split()))))
