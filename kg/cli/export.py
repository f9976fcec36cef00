"""The command that writes the graph to files for others."""

from __future__ import annotations

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
) -> None:
    """Write the graph to a file. The same graph gives the same bytes."""
    from kg import export as exports
    from kg.store import Store

    _check(file, form, describe, licence)
    terms = exports.check_licence(licence or exports.LICENCE)
    with Store(store, read_only=True) as opened:
        if form == "nanopubs":
            number = exports.export_nanopubs(opened, file, terms)
            typer.echo(f"{file}: {some(number, 'nanopublication')}, unsigned")
        else:
            exports.export(opened, file)
            typer.echo(f"{file}: {opened.count()} statements")
        if describe:
            exports.describe(opened, file, describe, terms)
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
