"""`kg judge`: what a reader decides on two exchanges or two actors."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.options import AuthorityOption, BaseOption, StoreOption
from kg.printable import plain
from kg.settings import BASE, STORE, Settings

if TYPE_CHECKING:
    from pathlib import Path

    from kg.model import Judgement

app = typer.Typer(
    help="Say that two exchanges or actors are one, or are not. Builds obey it.",
    epilog="Example: kg judge same 2025-05-17-wire 2025-05-18-daily --reason 'one train'",
    no_args_is_help=True,
    rich_markup_mode=None,
)

OneArgument = Annotated[
    str,
    typer.Argument(
        metavar="A",
        help="An exchange, report or actor as tables show it, an article for its exchange, or an actor's name.",
        show_default=False,
    ),
]
OtherArgument = Annotated[str, typer.Argument(metavar="B", help="The other one.", show_default=False)]
ReasonOption = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why, for whoever reads it later.")]


@app.command(epilog="Example: kg judge same 'Ihor Novak' 'Igor Novak' --reason 'one spelling is Russian'")
def same(
    one: OneArgument,
    other: OtherArgument,
    reason: ReasonOption = "",
    store: StoreOption = STORE,
    authority: AuthorityOption = None,
    base: BaseOption = BASE,
) -> None:
    """Say that the two are one."""
    _take_down(True, one, other, reason, store, Settings(base, authority=tuple(authority or ())))


@app.command(epilog="Example: kg judge different 2024-03-29-wire 2024-04-12-daily --reason 'two trains'")
def different(
    one: OneArgument,
    other: OtherArgument,
    reason: ReasonOption = "",
    store: StoreOption = STORE,
    authority: AuthorityOption = None,
    base: BaseOption = BASE,
) -> None:
    """Say that the two are not one, whatever agrees."""
    _take_down(False, one, other, reason, store, Settings(base, authority=tuple(authority or ())))


@app.command("list", epilog="Example: kg judge list")
def list_(store: StoreOption = STORE, base: BaseOption = BASE) -> None:
    """List the judgements."""
    from kg import judgements

    found = judgements.load(store, base)
    for one in found:
        typer.echo(_lines(one, base))
    if not found:
        typer.echo(f"no judgements yet for {store}; make one with `kg judge same A B` or `kg judge different A B`")


@app.command(epilog="Example: kg judge undo 3f2a")
def undo(
    judgement: Annotated[
        str, typer.Argument(metavar="JUDGEMENT", help="Its name in the list, or the start of it.", show_default=False)
    ],
    store: StoreOption = STORE,
    authority: AuthorityOption = None,
    base: BaseOption = BASE,
) -> None:
    """Take a judgement back."""
    from kg import judge

    taken = judge.undo(store, Settings(base, authority=tuple(authority or ())), judgement)
    typer.echo(f"taken back: {_lines(taken, base)}")


def _take_down(alike: bool, one: str, other: str, reason: str, store: Path, settings: Settings) -> None:
    from kg import judge

    today = datetime.now(UTC).astimezone().date()
    typer.echo(_lines(judge.judge(store, settings, alike, one, other, reason, today), settings.base))


def _lines(one: Judgement, base: str) -> str:
    """Writes a judgement as its short name, what it says, and why."""
    from kg import judge

    words = f"{one.short}  {judge.describe(one, base)}"
    made = f" ({one.made})" if one.made else ""
    reason = f"\n          {one.reason}{made}" if one.reason else made
    return "\n".join(plain(line) for line in (words + reason).split("\n"))
