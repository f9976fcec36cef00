"""The options that several commands take."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer

from kg.settings import BASE, FIELDS


def _base(iri: str) -> str:
    if not re.fullmatch(r"""[A-Za-z][A-Za-z0-9+.-]*:[^\s<>"{}|^`\\]+[/#]""", iri):
        raise typer.BadParameter(f"{iri!r} is no whole IRI that ends in / or #, such as {BASE}")
    return iri


StoreOption = Annotated[Path, typer.Option("--store", metavar="DIR", envvar="KG_STORE", help="Folder of the graph.")]
EndpointOption = Annotated[
    str | None,
    typer.Option(
        "--endpoint",
        metavar="URL",
        help="SPARQL query service to ask instead; a login comes from KG_ENDPOINT_USER and KG_ENDPOINT_PASSWORD, or "
        "KG_ENDPOINT_TOKEN.",
    ),
]
BaseOption = Annotated[
    str, typer.Option("--base", metavar="IRI", callback=_base, help="IRI under which data is minted.")
]
ModelOption = Annotated[str, typer.Option("--model", metavar="NAME", help="Package of another spaCy model.")]
LanguageOption = Annotated[
    str,
    typer.Option(
        "--language",
        metavar="CODE",
        help="Language of the articles, such as uk; others are left out. Another than en needs --model and --lexicon.",
    ),
]
LexiconOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--lexicon", metavar="FILE", help="Turtle file of words, instead of the English ones; may be given again."
    ),
]
AuthorityOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--authority", metavar="FILE", help="Turtle or CSV file that adds actors and places; may be given again."
    ),
]


def _field(pair: str) -> str:
    field, equals, _ = pair.partition("=")
    if not equals or field not in FIELDS:
        raise typer.BadParameter(f"{pair!r} is not of the form FIELD=NAME, with FIELD one of {', '.join(FIELDS)}")
    return pair


ColumnOption = Annotated[
    list[str] | None,
    typer.Option(
        "--column",
        metavar="FIELD=NAME",
        parser=_field,
        help=f"Column of a table, or field of JSON Lines, that holds the {', '.join(FIELDS[:-1])} or {FIELDS[-1]}; "
        "may be given again.",
    ),
]
