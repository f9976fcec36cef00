"""The command line: parse, call, print."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from kg import __version__
from kg.errors import KgError
from kg.settings import BASE, MODEL, STORE, Settings

app = typer.Typer(
    help="Turns news about exchanges of prisoners and of the fallen into a knowledge graph of claims.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
_errors = Console(stderr=True, soft_wrap=True, highlight=False)

StoreOption = Annotated[Path, typer.Option("--store", envvar="KG_STORE", help="Folder of the graph.", show_default=True)]
AuthorityOption = Annotated[
    list[Path] | None,
    typer.Option("--authority", help="Turtle or CSV file that adds actors and places; may be given again."),
]


def _version(value: bool) -> None:
    if value:
        typer.echo(f"kg {__version__}")
        raise typer.Exit


@app.callback()
def _main(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")] = False,
) -> None:
    pass


@app.command(epilog="Example: kg build articles/ --authority more.ttl")
def build(
    paths: Annotated[list[Path], typer.Argument(help="Articles (.txt, .md) and folders of them.", show_default=False)],
    store: StoreOption = STORE,
    authority: AuthorityOption = None,
    model: Annotated[str, typer.Option("--model", help="Package of another spaCy model.")] = MODEL,
    base: Annotated[str, typer.Option("--base", help="IRI under which data is minted.")] = BASE,
) -> None:
    """Read articles, extract claims, decide what they are about, validate, store. Unchanged articles are left alone."""
    from kg import build as flow
    from kg.store import Store

    settings = Settings(base, model, tuple(authority or ()))
    with Store(store) as opened, _progress() as tell:
        summary = flow.build(paths, opened, settings, tell)
    for line in _summary_lines(summary, store):
        typer.echo(line)
    for one in summary.faults:
        _errors.print(f"[red]error[/red] {escape(one.reason)}")
    if summary.faults:
        raise typer.Exit(1)


@app.command(epilog="Example: kg remove 2024-03-29-wire")
def remove(
    articles: Annotated[list[str], typer.Argument(help="Names of articles: their files' names without the ending.", show_default=False)],
    store: StoreOption = STORE,
    authority: AuthorityOption = None,
    base: Annotated[str, typer.Option("--base", help="IRI under which data is minted.")] = BASE,
) -> None:
    """Take articles out of the graph, with all that only they said."""
    from kg import build as flow
    from kg.store import Store

    _existing(store)
    with Store(store) as opened:
        missing = flow.remove(articles, opened, Settings(base, authority=tuple(authority or ())))
    for name in missing:
        _errors.print(f"[red]error[/red] {escape(name)}: no such article in {escape(str(store))}; `kg query articles` lists them")
    typer.echo(f"removed {len(articles) - len(missing)} of {len(articles)}")
    if missing:
        raise typer.Exit(1)


@app.command(epilog="Example: kg validate   or: kg validate export.ttl")
def validate(
    file: Annotated[Path | None, typer.Argument(help="An RDF file from anywhere, instead of the store.", show_default=False)] = None,
    store: StoreOption = STORE,
    base: Annotated[str, typer.Option("--base", help="IRI under which data is minted.")] = BASE,
) -> None:
    """Check the stored graph, or a file, against the shapes. Exit 1 on a violation."""
    from kg import rdf
    from kg import validate as checks
    from kg.store import Store

    found: list[checks.Finding] = []
    graphs = 0
    if file is not None:
        found, graphs = checks.validate_file(file), 1
    else:
        with Store(store, read_only=True) as opened, _progress() as tell:
            total = len(opened.fingerprints()) + 1
            for graph, findings in checks.validate_store(opened, rdf.authority_graph(base), rdf.decisions_graph(base)):
                graphs += 1
                tell(graph.rsplit("/", 1)[-1], graphs, total)
                found += findings
    for finding in found:
        typer.echo(str(finding))
    counts = {severity: sum(f.severity is severity for f in found) for severity in checks.Severity}
    words = ", ".join(f"{count} {severity.value}{'' if count == 1 else 's'}" for severity, count in counts.items() if severity.value != "info" or count)
    good = checks.conforms(found)
    typer.echo(f"{'conforms' if good else 'does not conform'}: {graphs} graph{'' if graphs == 1 else 's'} checked, {words}")
    if not good:
        raise typer.Exit(1)


@app.command(epilog="Example: kg query figure-sources --param figure=909   or: kg query figures --format csv")
def query(
    name: Annotated[str, typer.Argument(help="A stored question, a file.rq, or - for standard input.", show_default=False)],
    store: StoreOption = STORE,
    form: Annotated[str, typer.Option("--format", help="table, csv, json, xml or ttl.")] = "table",
    param: Annotated[list[str] | None, typer.Option("--param", help="name=value; may be given again.")] = None,
) -> None:
    """Answer a stored question, or a SPARQL query of your own."""
    from kg import query as questions
    from kg.render import render
    from kg.store import Store

    values = dict(_pair(text) for text in param or ())
    question = questions.load(name)
    questions.fill(question, values)
    with Store(store, read_only=True) as opened:
        text = render(questions.ask(opened, question, values), form)
    _write(text)


@app.command()
def queries() -> None:
    """List the stored questions with their parameters."""
    from kg import query as questions

    for name in questions.names():
        question = questions.load(name)
        typer.echo(f"{name}: {question.title}")
        typer.echo(f"    {question.description}")
        for parameter in question.parameters:
            need = "required" if parameter.required else f"default {parameter.default}" if parameter.default is not None else "optional"
            typer.echo(f"    --param {parameter.name}=<{parameter.type.value}>  {parameter.description} ({need})")
        if question.example:
            typer.echo(f"    {question.example}")


@app.command(epilog="Example: kg export graph.ttl   (.ttl .trig .nq .nt .jsonld .rdf)")
def export(
    file: Annotated[Path, typer.Argument(help="Where to write; its ending says the format.", show_default=False)],
    store: StoreOption = STORE,
) -> None:
    """Write the graph to a file; the same graph gives the same bytes."""
    from kg import export as exports
    from kg.store import Store

    with Store(store, read_only=True) as opened:
        exports.export(opened, file)
        typer.echo(f"{file}: {opened.count()} statements")


@app.command(epilog="Example: kg network actors.html   (.html .svg .png .graphml .gexf .json)")
def network(
    file: Annotated[Path, typer.Argument(help="Where to write; its ending says the format.", show_default=False)],
    store: StoreOption = STORE,
) -> None:
    """Write the actor network: who speaks about whom, who relays whom, weighted by claims."""
    from kg import network as networks
    from kg import query as questions
    from kg.store import Store

    with Store(store, read_only=True) as opened:
        rows = opened.select(questions.fill(questions.load("network"), {})).texts()
    graph = networks.graph(networks.Edge(*row) for row in rows)
    networks.write(graph, file)
    typer.echo(f"{file}: {graph.number_of_nodes()} actors, {graph.number_of_edges()} relations")


@app.command(epilog="Example: kg claims article.txt --format json")
def claims(
    file: Annotated[Path, typer.Argument(help="Any English text.", show_default=False)],
    form: Annotated[str, typer.Option("--format", help="text or json.")] = "text",
    authority: AuthorityOption = None,
    model: Annotated[str, typer.Option("--model", help="Package of another spaCy model.")] = MODEL,
) -> None:
    """Show the reported speech of a text, about an exchange or not: who, by which words, what."""
    from kg import speech

    if form not in {"text", "json"}:
        raise KgError(f"unknown format {form!r}; choose text or json")
    found = speech.read(file, Settings(model=model, authority=tuple(authority or ())))
    _write(speech.as_json(found) if form == "json" else speech.as_text(file, found))


@app.command(epilog="Example: kg evaluate gold/ --misses")
def evaluate(
    gold: Annotated[Path, typer.Argument(help="Folder with claims.csv and figures.csv.", show_default=False)],
    store: StoreOption = STORE,
    misses: Annotated[bool, typer.Option("--misses/--no-misses", help="List each miss with its sentence.")] = True,
    form: Annotated[str, typer.Option("--format", help="text or json.")] = "text",
) -> None:
    """Compare the stored graph with tables annotated by hand: precision, recall, F1, and each miss."""
    from kg import evaluate as evaluation
    from kg.store import Store

    if form not in {"text", "json"}:
        raise KgError(f"unknown format {form!r}; choose text or json")
    with Store(store, read_only=True) as opened:
        _write((evaluation.as_json if form == "json" else evaluation.report)(gold, opened, misses))


def main() -> None:
    """Runs the command line; a fault in the data ends with one clear line and exit 1, a wrong command with 2."""
    for stream in (sys.stdout, sys.stderr):
        # A pipe or an old terminal must not make a figure unprintable.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        app()
    except KgError as error:
        _errors.print(f"[red]error[/red] {escape(str(error))}")
        sys.exit(1)
    except BrokenPipeError:
        # The reader of a pipe (head) has gone; what it wanted it has.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)


def _existing(store: Path) -> None:
    from kg.store import Store

    Store(store, read_only=True).close()


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name:
        raise typer.BadParameter(f"{text!r} is not of the form name=value", param_hint="--param")
    return name, value


def _write(text: str) -> None:
    sys.stdout.write(text if text.endswith("\n") else text + "\n")


@contextmanager
def _progress() -> Iterator[Callable[[str, int, int], None]]:
    """Shows a bar on a terminal, nothing elsewhere."""
    columns: tuple[Any, ...] = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task("", total=None)

        def tell(name: str, number: int, total: int) -> None:
            bar.update(task, description=escape(name[:40]), completed=number, total=total)

        yield tell


def _summary_lines(summary: Any, store: Path) -> Iterator[str]:
    def some(count: int, noun: str) -> str:
        return f"{count} {noun}{'' if count == 1 else 's'}"

    yield f"{some(summary.read, 'article')} read: {len(summary.stored)} new or changed, {summary.unchanged} unchanged, {len(summary.skipped)} left out"
    for one in summary.skipped:
        if not one.fault:
            yield f"  left out  {one.reason}"
    yield (
        f"the graph in {store} holds {some(summary.articles, 'article')}, {some(summary.exchanges, 'exchange')}, "
        f"{some(summary.claims, 'claim')}, {some(summary.figures, 'figure')}, {some(summary.disagreements, 'disagreement')}"
    )
    if summary.warnings:
        yield f"{some(summary.warnings, 'warning')}: see them with  kg validate"
    if summary.disagreements:
        yield "next: kg query disagreements   kg query exchanges   kg network actors.html"
    elif summary.articles:
        yield "next: kg query exchanges   kg query claims   kg network actors.html"
