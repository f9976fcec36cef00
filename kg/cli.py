"""The command line: parse, call, print."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import sys
import textwrap
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from kg import __version__
from kg.errors import KgError, UsageError
from kg.render import plain
from kg.settings import BASE, MODEL, STORE, Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kg.build import Summary

app = typer.Typer(
    help="Turns news about exchanges of prisoners and of the fallen into a knowledge graph of claims.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
_errors = Console(stderr=True, soft_wrap=True, highlight=False)
_SHOWN = 5


def _base(iri: str) -> str:
    if not re.fullmatch(r"""[A-Za-z][A-Za-z0-9+.-]*:[^\s<>"{}|^`\\]+[/#]""", iri):
        raise typer.BadParameter(f"{iri!r} is no whole IRI that ends in / or #, such as {BASE}")
    return iri


StoreOption = Annotated[Path, typer.Option("--store", metavar="DIR", envvar="KG_STORE", help="Folder of the graph.")]
BaseOption = Annotated[
    str, typer.Option("--base", metavar="IRI", callback=_base, help="IRI under which data is minted.")
]
ModelOption = Annotated[str, typer.Option("--model", metavar="NAME", help="Package of another spaCy model.")]
AuthorityOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--authority", metavar="FILE", help="Turtle or CSV file that adds actors and places; may be given again."
    ),
]


def _version(value: bool) -> None:
    if value:
        typer.echo(f"kg {__version__}")
        raise typer.Exit


@app.callback()
def _main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    pass


@app.command(epilog="Example: kg build articles/ --authority more.ttl")
def build(
    paths: Annotated[
        list[Path],
        typer.Argument(metavar="PATH", help="Articles (.txt, .md) and folders of them.", show_default=False),
    ],
    store: StoreOption = STORE,
    authority: AuthorityOption = None,
    model: ModelOption = MODEL,
    base: BaseOption = BASE,
) -> None:
    """Put articles into the graph. What they claim is extracted, checked and compared; unchanged ones are left."""
    from kg import build as flow
    from kg.store import Store

    settings = Settings(base, model, tuple(authority or ()))
    with Store(store) as opened, _progress() as tell:
        summary = flow.build(paths, opened, settings, tell)
    for line in _summary_lines(summary, store):
        typer.echo(line)
    sys.stdout.flush()
    for one in summary.skipped:
        _complain(one.reason)
    if summary.skipped:
        raise typer.Exit(1)


@app.command(epilog="Example: kg remove 2024-03-29-wire")
def remove(
    articles: Annotated[
        list[str],
        typer.Argument(
            metavar="ARTICLE", help="Names of articles: their files' names without the ending.", show_default=False
        ),
    ],
    store: StoreOption = STORE,
    authority: AuthorityOption = None,
    base: BaseOption = BASE,
) -> None:
    """Take articles out of the graph. All that only they said goes with them."""
    from kg import build as flow
    from kg.store import Store

    _existing(store)
    with Store(store) as opened:
        missing = flow.remove(articles, opened, Settings(base, authority=tuple(authority or ())))
    typer.echo(f"{_some(len(articles) - len(missing), 'article')} removed from {store}")
    sys.stdout.flush()
    for name in missing:
        _complain(f"{name}: no such article in {store}; `kg query claims` names those that are there")
    if missing:
        raise typer.Exit(1)


@app.command(epilog="Examples: kg validate, or kg validate export.ttl")
def validate(
    file: Annotated[
        Path | None,
        typer.Argument(metavar="FILE", help="An RDF file from anywhere, instead of the store.", show_default=False),
    ] = None,
    store: StoreOption = STORE,
    base: BaseOption = BASE,
) -> None:
    """Check the graph, or a file. Each thing that a shape finds fault with is told; exit 1 on a violation."""
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
        typer.echo(plain(str(finding)))
    counts = {severity: sum(f.severity is severity for f in found) for severity in checks.Severity}
    words = ", ".join(
        _some(counts[severity], severity) for severity in (checks.Severity.VIOLATION, checks.Severity.WARNING)
    )
    good = checks.conforms(found)
    typer.echo(f"{'conforms' if good else 'does not conform'}: {_some(graphs, 'graph')} checked, {words}")
    if not good:
        raise typer.Exit(1)


@app.command(epilog="Examples: kg query figure-sources --param figure=150, or kg query figures --format csv")
def query(
    name: Annotated[
        str,
        typer.Argument(
            metavar="QUESTION", help="A stored question, a file.rq, or - for standard input.", show_default=False
        ),
    ],
    store: StoreOption = STORE,
    form: Annotated[str, typer.Option("--format", metavar="FORMAT", help="table, csv, json, xml or ttl.")] = "table",
    param: Annotated[
        list[str] | None, typer.Option("--param", metavar="NAME=VALUE", help="A parameter's value; may be given again.")
    ] = None,
) -> None:
    """Answer a stored question, or SPARQL of your own."""
    from kg import query as questions
    from kg.render import render
    from kg.store import Store

    values = dict(_pair(text) for text in param or ())
    question = questions.load(name)
    questions.fill(question, values)
    with Store(store, read_only=True) as opened:
        text = render(questions.ask(opened, question, values), form)
    _write(text)


@app.command(epilog="Example: kg queries")
def queries() -> None:
    """List the stored questions, with their parameters."""
    from kg import query as questions

    for name in questions.names():
        question = questions.load(name)
        typer.echo(f"{name}: {question.title}")
        typer.echo(textwrap.fill(question.description, 100, initial_indent="    ", subsequent_indent="    "))
        for parameter in question.parameters:
            need = "required" if parameter.required else f"else {parameter.default or 'any'}"
            typer.echo(f"    --param {parameter.name}=<{parameter.type}>  {parameter.description} ({need})")
        typer.echo(f"    e.g. {question.example}\n" if question.example else "")


@app.command(epilog="Examples: kg explain 909, or kg explain 18 October 2024 --format json")
def explain(
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="TEXT|IRI",
            help="A number, a day, an actor, an article's name, words of a passage, or an IRI as tables print it.",
            show_default=False,
        ),
    ],
    store: StoreOption = STORE,
    form: Annotated[str, typer.Option("--format", metavar="FORMAT", help="text or json.")] = "text",
    everything: Annotated[bool, typer.Option("--all", help="All matches and claims, however many.")] = False,
) -> None:
    """Show where a fact comes from. Quotation, speaker, relay, article, rule, and what disagrees."""
    from kg import explain as explanations
    from kg.store import Store

    kg, place = _typed(store)
    with Store(store, read_only=True) as opened:
        found = explanations.explain(opened, " ".join(words), everything=everything)
    _write(explanations.written(found, form, f"{kg} explain {{}}{place}", everything=everything))


@app.command(epilog="Example: kg export graph.ttl")
def export(
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="Where to write: .ttl .trig .nq .nt .jsonld or .rdf.", show_default=False),
    ],
    store: StoreOption = STORE,
) -> None:
    """Write the graph to a file. The same graph gives the same bytes."""
    from kg import export as exports
    from kg.store import Store

    with Store(store, read_only=True) as opened:
        exports.export(opened, file)
        typer.echo(f"{file}: {opened.count()} statements")


@app.command(epilog="Example: kg network actors.html")
def network(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", help="Where to write: .html .svg .png .graphml .gexf or .json.", show_default=False
        ),
    ],
    store: StoreOption = STORE,
) -> None:
    """Write the actor network. Who speaks about whom, who relays and publishes whom, weighted by claims."""
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
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Any English text.", show_default=False)],
    form: Annotated[str, typer.Option("--format", metavar="FORMAT", help="text or json.")] = "text",
    authority: AuthorityOption = None,
    model: ModelOption = MODEL,
) -> None:
    """Show the reported speech of a text. Who said what, by which words, about an exchange or not."""
    from kg import attributions

    if form not in {"text", "json"}:
        raise UsageError(f"unknown format {form!r}; choose text or json")
    found = attributions.read(file, Settings(model=model, authority=tuple(authority or ())))
    _write(attributions.as_json(found) if form == "json" else attributions.as_text(file, found))


@app.command(epilog="Example: kg evaluate gold/ --misses")
def evaluate(
    gold: Annotated[
        Path, typer.Argument(metavar="GOLD", help="Folder with claims.csv and figures.csv.", show_default=False)
    ],
    store: StoreOption = STORE,
    misses: Annotated[bool, typer.Option("--misses/--no-misses", help="List each miss with its sentence.")] = True,
    form: Annotated[str, typer.Option("--format", metavar="FORMAT", help="text or json.")] = "text",
) -> None:
    """Compare the graph with tables annotated by hand. Precision, recall, F1, and each miss."""
    from kg import evaluate as evaluation
    from kg.store import Store

    if form not in {"text", "json"}:
        raise UsageError(f"unknown format {form!r}; choose text or json")
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
        _complain(str(error))
        sys.exit(2 if isinstance(error, UsageError) else 1)
    except BrokenPipeError:
        # The reader of a pipe (head) has gone; what it wanted it has.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)


def _complain(reason: str) -> None:
    """Prints one fault on one line; names of files and words of articles come from outside."""
    _errors.print(f"[red]error[/red] {escape(plain(' '.join(reason.split())))}")


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
    if not sys.stderr.isatty():
        yield lambda *_: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)

        def tell(name: str, number: int, total: int) -> None:
            bar.update(task, description=escape(name[:40]), completed=number, total=total)

        yield tell


def _summary_lines(summary: Summary, store: Path) -> Iterator[str]:
    """Says what a build did, what the graph holds now, and what to type next."""
    done = [f"{len(summary.stored)} new or changed", f"{summary.unchanged} unchanged"]
    if summary.off_topic:
        done.append(f"{len(summary.off_topic)} left out: no exchange in {_listed(summary.off_topic)}")
    yield f"{_some(summary.read, 'article')} read: {', '.join(done)}"
    if summary.skipped:
        yield f"{_some(len(summary.skipped), 'file')} skipped, see below"
    yield (
        f"{store} holds {_some(summary.articles, 'article')}, {_some(summary.exchanges, 'exchange')}, "
        f"{_some(summary.claims, 'claim')}, {_some(summary.figures, 'figure')}, "
        f"{_some(summary.disagreements, 'disagreement')}"
    )
    kg, place = _typed(store)
    hints = []
    if summary.warnings:
        hints.append(
            (f"{kg} validate{place}", f"{_some(summary.warnings, 'warning')}: sums that do not add up and the like")
        )
    if summary.articles:
        hints.append((f"{kg} query timeline{place}", "each exchange with who received what"))
    if summary.disagreements:
        hints.append((f"{kg} query disagreements{place}", "figures that can't both be true"))
    if summary.articles:
        hints.append((f"{kg} network actors.html{place}", "who speaks about whom, a page for the browser"))
        hints.append((f"{kg} queries", "all other questions"))
    if hints:
        yield "\nType next:"
        margin = max(len(command) for command, _ in hints)
        yield from (f"  {command:<{margin}}  {what}" for command, what in hints)


def _typed(store: Path) -> tuple[str, str]:
    """Tells how to type a next command: the program, and the store where it would not be found by itself."""
    program = "kg" if shutil.which("kg") else shlex.quote(sys.argv[0])
    known = store == STORE or os.environ.get("KG_STORE") == str(store)
    return program, "" if known else f" --store {shlex.quote(str(store))}"


def _some(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _listed(names: list[str]) -> str:
    shown = names[:_SHOWN] if len(names) > _SHOWN + 1 else names
    more = f" and {len(names) - len(shown)} more" if len(names) > len(shown) else ""
    return plain(", ".join(shown)) + more
