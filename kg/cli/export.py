"""The command that writes the graph to files for others."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.options import StoreOption
from kg.cli.summary import some
from kg.errors import EndingError, UsageError
from kg.settings import STORE

_FORMS = ("graph", "nanopubs")


def export(
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="Where to write: .ttl .trig .nq .nt .jsonld or .rdf.", show_default=False),
    ],
    store: StoreOption = STORE,
    form: Annotated[
        str,
        typer.Option(
            "--as", metavar="FORM", help="graph, or nanopubs: each claim a nanopublication (.trig .nq .jsonld)."
        ),
    ] = "graph",
    describe: Annotated[
        Path | None,
        typer.Option("--describe", metavar="ABOUT.ttl", help="Describe the graph and FILE there, in DCAT and VoID."),
    ] = None,
    licence: Annotated[
        str | None,
        typer.Option(
            "--license",
            metavar="IRI",
            help="Licence of the statements, told in a description and in nanopublications; else CC BY 4.0.",
        ),
    ] = None,
    graph: Annotated[
        list[str] | None,
        typer.Option(
            "--graph",
            metavar="NAME",
            help="Only this named graph: an article's name, decisions, authority, or an IRI; may be given again.",
        ),
    ] = None,
    since: Annotated[
        str | None,
        typer.Option(metavar="DAY", help="Only articles published on that day or later, and what is decided on them."),
    ] = None,
    actor: Annotated[
        str | None,
        typer.Option(metavar="NAME|IRI", help="Only articles that name this actor, and what is decided on them."),
    ] = None,
    no_text: Annotated[
        bool, typer.Option("--no-text", help="Leave out the articles' texts; quoted passages stay.")
    ] = False,
) -> None:
    """Write the graph to a file, or a part of it. The same graph gives the same bytes."""
    from kg import export as exports
    from kg.store import Store

    _check(file, form, describe, licence)
    chosen = exports.Selection(tuple(graph or ()), _day(since), actor, texts=not no_text)
    terms = exports.check_licence(licence or exports.LICENCE)
    with Store(store, read_only=True) as opened, exports.part(opened, chosen) as taken:
        if form == "nanopubs":
            number = exports.export_nanopubs(taken, file, terms)
            typer.echo(f"{file}: {some(number, 'nanopublication')}, unsigned")
        else:
            exports.export(taken, file)
            articles = "" if chosen.everything else f" of {some(len(taken.fingerprints()), 'article')}"
            typer.echo(f"{file}: {taken.count()} statements{articles}")
        if describe:
            exports.describe(taken, file, describe, terms)
            typer.echo(f"{describe}: describes them")
    if describe or form == "nanopubs":
        change = "" if licence else "; --license names another"
        typer.echo(f"Licence of the statements: {terms}{change}. Texts and passages stay their publishers'.")


def _check(file: Path, form: str, describe: Path | None, licence: str | None) -> None:
    """Raises UsageError where options don't go together, before anything is written."""
    if form not in _FORMS:
        raise UsageError(f"unknown form {form!r}; choose {' or '.join(_FORMS)}")
    if describe is None:
        if licence and form == "graph":
            raise UsageError("--license is told in a description and in nanopublications; add --describe ABOUT.ttl")
        return
    if form == "nanopubs":
        raise UsageError("--describe tells what the whole graph holds; give it without --as nanopubs")
    if describe.suffix.lower() != ".ttl":
        raise EndingError(f"{describe}: a description is Turtle; give it a name that ends in .ttl")
    if describe.resolve() == file.resolve():
        raise UsageError(f"{describe}: is the exported file itself; give the description another name")


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise UsageError(f"{text!r} is no day; write it as 2025-03-31") from None
