"""`kg chart`: pictures of what stored questions tell."""

from __future__ import annotations

import shlex
from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.filters import SinceOption, UntilOption, chosen, joined
from kg.cli.options import EndpointOption, StoreOption
from kg.cli.reader import reading, retyped
from kg.cli.summary import some
from kg.errors import UsageError
from kg.settings import STORE


def chart(
    context: typer.Context,
    name: Annotated[
        str | None,
        typer.Argument(metavar="NAME", help="timeline, map, regions or totals; none lists them.", show_default=False),
    ] = None,
    file: Annotated[
        Path | None,
        typer.Argument(metavar="FILE", help="Where to write: .html .svg .png or .csv.", show_default=False),
    ] = None,
    store: StoreOption = STORE,
    endpoint: EndpointOption = None,
    param: Annotated[
        list[str] | None,
        typer.Option("--param", metavar="NAME=VALUE", help="A parameter of the chart's question; may be given again."),
    ] = None,
    since: SinceOption = None,
    until: UntilOption = None,
    side: Annotated[
        str | None, typer.Option("--side", metavar="LABEL", help="Only what this side received, or its people.")
    ] = None,
) -> None:
    """Draw a chart. Exchanges over time, figures by region on a map, running totals; each mark leads to its passage."""
    from kg import chart as charts
    from kg import query as questions
    from kg.answer import table

    if name is None:
        typer.echo(_list())
        return
    found = charts.find(name)
    if file is None:
        raise UsageError(f"where to? kg chart {name} FILE, with a FILE that ends in {', '.join(charts.ENDINGS)}")
    charts.ending(file)
    values = joined(dict(_pair(text) for text in param or ()), chosen(since, until, side))
    question = questions.load(found.question)
    questions.fill(question, values)
    with reading(context, store, endpoint) as reader:
        told = table(questions.ask(reader, question, values))
        actors = table(questions.ask(reader, questions.load("actors"))).records()
    kg, place = retyped(store, endpoint)
    more = "".join(f" --param {shlex.quote(f'{key}={value}')}" for key, value in values.items())
    sides = charts.ranked(Counter(actor["side"] for actor in actors if actor["side"]))
    command = f"query {found.question}{more}"
    # The picture goes to other people, who type the program's name.
    charts.write(found, told, charts.Told(tuple(told.records()), tuple(sides), f"kg {command}"), file)
    typer.echo(f"{file}: {some(len(told.rows), 'row')} of {kg} {command}{place}")


def _list() -> str:
    from kg import chart as charts
    from kg import query as questions

    lines = []
    for one in charts.CHARTS:
        question = questions.load(one.question)
        lines += [f"{one.name}: {one.shows}", f"    its numbers: kg query {one.question}"]
        lines += [f"    --param {known.name}=<{known.type}>  {known.description}" for known in question.parameters]
        lines += [f"    e.g. kg chart {one.name} {one.name}.html", ""]
    return "\n".join(lines).rstrip()


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name:
        raise typer.BadParameter(f"{text!r} is not of the form name=value", param_hint="--param")
    return name, value
