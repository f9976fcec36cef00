"""The filters that stored questions share: each is an option here and, of the same name, a parameter there."""

from __future__ import annotations

from typing import Annotated

import typer

from kg.errors import UsageError

SinceOption = Annotated[str | None, typer.Option("--since", metavar="DATE", help="Only from this day on.")]
UntilOption = Annotated[str | None, typer.Option("--until", metavar="DATE", help="Only up to this day.")]
SideOption = Annotated[str | None, typer.Option("--side", metavar="LABEL", help="Only with an actor of this side.")]
TypeOption = Annotated[
    str | None,
    typer.Option("--type", metavar="TYPE", help="Only with a person, organization, state, outlet or channel."),
]
OutletOption = Annotated[str | None, typer.Option("--outlet", metavar="LABEL", help="Only articles of this outlet.")]
ExchangeOption = Annotated[str | None, typer.Option("--exchange", metavar="IRI", help="Only about this exchange.")]
WeightOption = Annotated[
    int | None, typer.Option("--weight", metavar="N", min=1, help="Only links of N claims or more.")
]


def chosen(
    since: str | None = None,
    until: str | None = None,
    side: str | None = None,
    kind: str | None = None,
    outlet: str | None = None,
    exchange: str | None = None,
    weight: int | None = None,
) -> dict[str, str]:
    """Gives the values of the filters that are set, by the names of the questions' parameters."""
    values = {"since": since, "until": until, "side": side, "type": kind, "outlet": outlet, "exchange": exchange}
    values["weight"] = None if weight is None else str(weight)
    return {name: value for name, value in values.items() if value is not None}


def joined(one: dict[str, str], other: dict[str, str]) -> dict[str, str]:
    """Puts two ways to give values together; raises UsageError where both give one."""
    twice = sorted(one.keys() & other.keys())
    if twice:
        raise UsageError(f"{twice[0]} is given twice; leave out --{twice[0]} or --param {twice[0]}")
    return one | other
