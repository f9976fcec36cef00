"""`kg network`: the actor network as a page, a picture, a file for other programs, or a table of measures."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.filters import (
    ExchangeOption,
    OutletOption,
    SideOption,
    SinceOption,
    TypeOption,
    UntilOption,
    WeightOption,
    chosen,
)
from kg.cli.options import EndpointOption, StoreOption
from kg.cli.reader import reading
from kg.errors import NothingFoundError, UsageError
from kg.settings import STORE

if TYPE_CHECKING:
    from collections.abc import Mapping


def network(
    context: typer.Context,
    file: Annotated[
        Path | None,
        typer.Argument(
            metavar="FILE", help="Where to write: .html .svg .png .graphml .gexf or .json.", show_default=False
        ),
    ] = None,
    store: StoreOption = STORE,
    endpoint: EndpointOption = None,
    view: Annotated[
        str,
        typer.Option(
            "--view",
            metavar="VIEW",
            help="all, about (who speaks about whom), relays (who relays and publishes whom), agreement (who agrees or "
            "differs with whom), exchanges (who takes part in which), partners (in the same exchange), together (named "
            "in one passage).",
        ),
    ] = "all",
    since: SinceOption = None,
    until: UntilOption = None,
    side: SideOption = None,
    kind: TypeOption = None,
    outlet: OutletOption = None,
    exchange: ExchangeOption = None,
    weight: WeightOption = None,
    core: Annotated[
        int | None,
        typer.Option(
            "--core", metavar="N", min=1, help="Only actors linked to N or more of those that are left (the N-core)."
        ),
    ] = None,
    measured: Annotated[
        bool, typer.Option("--table", help="Print the actors' measures; FILE may be left out.")
    ] = False,
    by: Annotated[str | None, typer.Option("--by", metavar="PERIOD", help="Measures by year or month.")] = None,
    form: Annotated[
        str, typer.Option("--format", metavar="FORMAT", help="Of the measures: table, csv or json.")
    ] = "table",
) -> None:
    """Draw the actor network, or measure it. Each line rests on claims; the same rows come from `kg query`."""
    from kg import network as networks
    from kg import query as questions

    if file is None and not measured:
        raise UsageError("name a FILE to write, or ask for the measures with --table")
    if file is not None:
        networks.check(file)
    if by is not None and not measured:
        raise UsageError("--by is for the measures; add --table")
    shown = networks.view(view)
    values = chosen(since, until, side, kind, outlet, exchange, weight)
    question = questions.load(shown.question)
    with reading(context, store, endpoint) as reader:
        edges = networks.edges(questions.ask(reader, question, dict(shown.values) | values))
    only = ", ".join([*(f"{name} {value}" for name, value in values.items()), *([f"{core}-core"] if core else [])])
    graph = networks.graph(edges, shown.directed)
    if core:
        graph = networks.core(graph, core)
    if not graph and file is not None:
        raise NothingFoundError(_nothing(shown.question, dict(shown.values) | values, None if not edges else core))
    if file is not None:
        networks.write(graph, file, networks.Caption(shown.title, only))
        typer.echo(f"{file}: {networks.counted(graph)}", err=measured)
    if measured:
        from kg.network import measures
        from kg.render import render

        kept = [edge for edge in edges if edge.source in graph and edge.target in graph]
        found = measures.over_time(kept, shown, by) if by else measures.measures(graph)
        sys.stdout.write(render(measures.table(found, iris=form != "table"), form).rstrip("\n") + "\n")


def _nothing(question: str, values: Mapping[str, str], core: int | None) -> str:
    """Says why there is no network: no row behind it, or no actor that is left in its core."""
    asked = "".join(f" --param {shlex.quote(f'{name}={value}')}" for name, value in values.items())
    if core:
        return f"nothing to draw: no actor is left in the {core}-core; choose a lower --core"
    hint = "; `kg query actors` lists the sides and outlets" if values.keys() & {"side", "outlet"} else ""
    return f"nothing to draw: `kg query {question}{asked}` gives no row{hint}"
