"""The command that proposes what of an outlet's articles is boilerplate."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from kg.cli.options import AuthorityOption, ColumnOption
from kg.cli.progress import progress
from kg.cli.summary import some
from kg.errors import KgError
from kg.printable import plain

_errors = Console(stderr=True, soft_wrap=True, highlight=False)


def boilerplate(
    paths: Annotated[
        list[Path],
        typer.Argument(
            metavar="PATH", help="Articles, as `kg build` takes them; some twenty of an outlet.", show_default=False
        ),
    ],
    output: Annotated[
        Path | None, typer.Option("--output", metavar="FILE.ttl", help="Where to write.", show_default=False)
    ] = None,
    column: ColumnOption = None,
    authority: AuthorityOption = None,
) -> None:
    """Propose outlets' boilerplate. Lines that recur in articles, for you to judge and `kg build` to leave out."""
    from kg import authority as authorities
    from kg import lexicon, read
    from kg.boilerplate import Collection, as_turtle

    if output is not None and output.suffix.lower() != ".ttl":
        raise KgError(f"{output}: the profile is Turtle, which `kg build --authority` knows by the ending .ttl; add it")
    extra = tuple(authority or ())
    collected = Collection(authorities.load(extra), lexicon.load(extra))
    columns = read.Columns({field: name for field, _, name in (pair.partition("=") for pair in column or ())})
    files = list(read.find(paths))
    refused = []
    with progress() as tell:
        for number, file in enumerate(files, 1):
            for article in read.articles(file, columns):
                if isinstance(article, read.Refusal):
                    refused.append(article.reason)
                elif not isinstance(article, read.Unread):
                    tell(article.id, number, len(files))
                    collected.add(article)
    profiles = [*collected.profiles()]
    text = as_turtle(profiles)
    if output is None:
        sys.stdout.write(text)
    else:
        try:
            output.write_text(text, encoding="utf-8")
        except OSError as error:
            raise KgError(f"{output}: can't be written ({error.strerror}); name another file") from error
    lines = sum(len(one.lines) for one in profiles)
    outlets = [one for one in profiles if one.lines]
    compared = some(sum(one.articles for one in profiles), "article")
    told = f"{some(lines, 'line')} of {some(len(outlets), 'outlet')}; compared: {compared} of {len(profiles)}"
    if collected.without_outlet:
        told += f"; {some(collected.without_outlet, 'article')} left out: nothing tells the outlet"
    typer.echo(f"{output or 'proposed'}: {told}", err=output is None)
    if not lines:
        typer.echo("no line recurs often enough; it takes three articles of one outlet or more", err=output is None)
    if output is not None and lines:
        typer.echo(f"Read it, delete what is no boilerplate, then: kg build … --authority {output}")
    sys.stdout.flush()
    for reason in refused:
        _errors.print(f"[red]error[/red] {escape(plain(' '.join(reason.split())))}")
    if refused:
        raise typer.Exit(1)
