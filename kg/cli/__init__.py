"""The command line: parse, call, print."""

from __future__ import annotations

import os
import shutil
import sys
import textwrap
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape

from kg import __version__
from kg.cli import boilerplate as boilerplate_command
from kg.cli import chart as chart_command
from kg.cli import export, judge, skipped
from kg.cli import fetch as fetch_command
from kg.cli import network as network_command
from kg.cli import push as push_command
from kg.cli import serve as serve_command
from kg.cli.filters import (
    ExchangeOption,
    OutletOption,
    SideOption,
    SinceOption,
    TypeOption,
    UntilOption,
    WeightOption,
    chosen,
    joined,
)
from kg.cli.groups import Grouped
from kg.cli.options import (
    AuthorityOption,
    BaseOption,
    ColumnOption,
    EndpointOption,
    LanguageOption,
    LexiconOption,
    ModelOption,
    StoreOption,
)
from kg.cli.progress import progress
from kg.cli.reader import reading, retyped
from kg.cli.summary import profile_lines, some, summary_lines
from kg.errors import KgError, UsageError
from kg.jobs import Jobs
from kg.printable import plain
from kg.settings import BASE, LANGUAGE, MODEL, STORE, Settings
from kg.stages import Stages

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.cluster import Cluster

app = typer.Typer(
    cls=Grouped,
    help="Turns news about exchanges of prisoners and of the fallen into a knowledge graph of claims.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.add_typer(judge.app, name="judge")
# What processes that extract import while they wait for their work.
_BEFOREHAND = ("kg.extraction", "kg.annotate.annotator")

_errors = Console(stderr=True, soft_wrap=True, highlight=False)


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
        typer.Argument(
            metavar="PATH",
            help="Articles (.txt .md .html), many in one file (.jsonl .csv .tsv .parquet .rss .atom .xml .warc .zip "
            ".gz), folders of these, or - for standard input.",
            show_default=False,
        ),
    ],
    store: StoreOption = STORE,
    column: ColumnOption = None,
    authority: AuthorityOption = None,
    model: ModelOption = MODEL,
    language: LanguageOption = LANGUAGE,
    words: LexiconOption = None,
    base: BaseOption = BASE,
    read_all: Annotated[
        bool, typer.Option("--all", help="Parse articles too that lack the words of an exchange.")
    ] = False,
    report: Annotated[
        Path | None,
        typer.Option(
            "--report", metavar="FILE", help="Where to list all that did not go in, with reasons: .csv, .json."
        ),
    ] = None,
    jobs: Annotated[
        int, typer.Option("--jobs", metavar="N", min=1, help="Processes that extract articles; the graph is the same.")
    ] = 1,
    scheduler: Annotated[
        str,
        typer.Option(
            "--scheduler",
            metavar="ADDRESS",
            help="A Dask cluster that extracts articles; the graph is the same.",
            show_default=False,
        ),
    ] = "",
    profile: Annotated[bool, typer.Option("--profile", help="Tell how long each stage took.")] = False,
) -> None:
    """Put articles into the graph. What they claim is extracted, checked and compared; unchanged ones are left."""
    if report:
        skipped.check(report)
    if scheduler and jobs > 1:
        raise UsageError("--jobs is of this machine and --scheduler of a cluster; give one of the two")
    columns = tuple((field, name) for field, _, name in (pair.partition("=") for pair in column or ()))
    language = language.lower()
    if language != LANGUAGE and (model == MODEL or not words):
        lack = ["--model NAME"] * (model == MODEL) + ["--lexicon FILE"] * (not words)
        raise UsageError(f"articles in {language!r} need a model and words of their own; add {' and '.join(lack)}")
    settings = Settings(base, model, tuple(authority or ()), read_all, columns, language, tuple(words or ()))
    stages = Stages()
    with stages("storing"), _pool(jobs, scheduler, settings) as pool:
        # Other processes begin before this one has all that it needs.
        with stages("loading"):
            from kg import build as flow
            from kg.store import Store

        with Store(store) as opened, progress() as tell:
            summary = flow.build(paths, opened, settings, tell, pool, stages)
    for line in summary_lines(summary, store):
        typer.echo(line)
    if profile:
        typer.echo("\n".join(["", *profile_lines(stages, jobs, bool(scheduler))]))
    sys.stdout.flush()
    if report:
        skipped.write(report, summary)
    for one in summary.skipped:
        if not one.fault:
            _errors.print(f"note {escape(plain(' '.join(one.reason.split())))}")
    faults = [one for one in summary.skipped if one.fault]
    for reason in skipped.told(faults, report):
        _complain(reason)
    if faults:
        raise typer.Exit(1)


@contextmanager
def _pool(jobs: int, scheduler: str, settings: Settings) -> Iterator[Jobs[Any, Any] | Cluster[Any, Any] | None]:
    """Gives what extracts articles elsewhere, None where this process does."""
    if scheduler:
        try:
            from kg.cluster import Cluster
        except ImportError as error:
            raise KgError(
                f"--scheduler needs Dask ({error}); install it: pip install 'exchange-kg[cluster]', or use --jobs"
            ) from error
        with Cluster[Any, Any](scheduler, settings.model, _BEFOREHAND) as cluster:
            yield cluster
    elif jobs > 1:
        with Jobs[Any, Any](jobs, _BEFOREHAND) as several:
            several.start()
            yield several
    else:
        yield None


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
    typer.echo(f"{some(len(articles) - len(missing), 'article')} removed from {store}")
    sys.stdout.flush()
    for name in missing:
        _complain(f"{name}: no such article in {store}; `kg query claims` names those that are there")
    if missing:
        raise typer.Exit(1)


@app.command(epilog="Examples: kg validate, or kg validate export.ttl --format html --output report.html")
def validate(
    file: Annotated[
        Path | None,
        typer.Argument(metavar="FILE", help="An RDF file from anywhere, instead of the store.", show_default=False),
    ] = None,
    store: StoreOption = STORE,
    shapes: Annotated[
        list[Path] | None,
        typer.Option("--shapes", metavar="PATH", help="Your own SHACL shapes too: a .ttl file or a folder of them."),
    ] = None,
    form: Annotated[str, typer.Option("--format", metavar="FORMAT", help="text, turtle, json or html.")] = "text",
    output: Annotated[
        Path | None, typer.Option("--output", metavar="FILE", help="Where to write the report.", show_default=False)
    ] = None,
    base: BaseOption = BASE,
) -> None:
    """Check the graph, or a file. Each thing that a shape finds fault with is told; exit 1 on a violation."""
    from kg import rdf
    from kg import validate as checks
    from kg.store import Store

    if form not in checks.FORMATS:
        raise UsageError(f"unknown format {form!r}; choose one of {', '.join(checks.FORMATS)}")
    added = checks.added(shapes) if shapes else None
    checked: list[checks.Checked] = []
    if file is not None:
        checked = checks.validate_file(file, added)
    else:
        with Store(store, read_only=True) as opened, progress() as tell:
            end = rdf.decisions_graph("")
            base = next((name.removesuffix(end) for name in opened.graphs() if name.endswith(end)), base)
            total = len(opened.fingerprints()) + 1 + bool(added)
            for one in checks.validate_store(opened, rdf.authority_graph(base), rdf.decisions_graph(base), added):
                checked.append(one)
                tell(one.graph.rsplit("/", 1)[-1], len(checked), total)
    text = checks.written(checked, form)
    if output is None:
        _write(text)
    else:
        checks.save(text, output)
        typer.echo(f"{output}: {checks.summary(checked)}")
    if not checks.conforms(finding for one in checked for finding in one.findings):
        raise typer.Exit(1)


@app.command(epilog="Examples: kg query figure-sources --param figure=150, or kg query figures --format csv")
def query(
    context: typer.Context,
    name: Annotated[
        str,
        typer.Argument(
            metavar="QUESTION", help="A stored question, a file.rq, or - for standard input.", show_default=False
        ),
    ],
    store: StoreOption = STORE,
    endpoint: EndpointOption = None,
    form: Annotated[str, typer.Option("--format", metavar="FORMAT", help="table, csv, json, xml or ttl.")] = "table",
    param: Annotated[
        list[str] | None, typer.Option("--param", metavar="NAME=VALUE", help="A parameter's value; may be given again.")
    ] = None,
    since: SinceOption = None,
    until: UntilOption = None,
    side: SideOption = None,
    kind: TypeOption = None,
    outlet: OutletOption = None,
    exchange: ExchangeOption = None,
    weight: WeightOption = None,
) -> None:
    """Answer a stored question, or SPARQL of your own. --since to --weight are short for --param, where it has them."""
    from kg import query as questions
    from kg.render import render

    given = dict(_pair(text) for text in param or ())
    values = joined(given, chosen(since, until, side, kind, outlet, exchange, weight))
    question = questions.load(name)
    questions.fill(question, values)
    with reading(context, store, endpoint) as reader:
        text = render(questions.ask(reader, question, values), form)
    _write(text)


@app.command(epilog="Example: kg queries")
def queries() -> None:
    """List the stored questions, with their parameters."""
    from kg import query as questions

    # On a terminal its width counts, up to what can be read in one line; in a file a hundred characters.
    width, margin = min(100, shutil.get_terminal_size((100, 24)).columns), "    "
    for name in questions.names():
        question = questions.load(name)
        typer.echo(f"{name}: {question.title}")
        typer.echo(textwrap.fill(question.description, width, initial_indent=margin, subsequent_indent=margin))
        for parameter in question.parameters:
            need = "required" if parameter.required else f"else {parameter.default or 'any'}"
            told = f"--param {parameter.name}=<{parameter.type}>  {parameter.description} ({need})"
            typer.echo(textwrap.fill(told, width, initial_indent=margin, subsequent_indent=2 * margin))
        typer.echo(f"    e.g. {question.example}\n" if question.example else "")


@app.command(epilog="Examples: kg explain 120, or kg explain 4 May 2025 --format json")
def explain(
    context: typer.Context,
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="TEXT|IRI",
            help="A number, a day, an actor, an article's name, words of a passage, or an IRI as tables print it.",
            show_default=False,
        ),
    ],
    store: StoreOption = STORE,
    endpoint: EndpointOption = None,
    form: Annotated[str, typer.Option("--format", metavar="FORMAT", help="text or json.")] = "text",
    everything: Annotated[bool, typer.Option("--all", help="All matches and claims, however many.")] = False,
) -> None:
    """Show where a fact comes from. Quotation, speaker, relay, article, rule, and what disagrees."""
    from kg import explain as explanations

    kg, place = retyped(store, endpoint)
    with reading(context, store, endpoint) as reader:
        found = explanations.explain(reader, " ".join(words), everything=everything)
    _write(explanations.written(found, form, f"{kg} explain {{}}{place}", everything=everything))


app.command(epilog="Examples: kg export graph.ttl --describe about.ttl, or kg export claims.trig --as nanopubs")(
    export.export
)


app.command(epilog="Example: kg boilerplate articles/ --output outlets.ttl")(boilerplate_command.boilerplate)


app.command(epilog="Examples: kg fetch https://example.org/news/1, or kg fetch --entries https://example.org/feed.xml")(
    fetch_command.fetch
)


app.command(epilog="Example: kg push http://127.0.0.1:7878")(push_command.push)


app.command(epilog="Examples: kg network actors.html --side Ukraine, or kg network --table --by year --format csv")(
    network_command.network
)


app.command(epilog="Example: kg chart timeline timeline.html --param since=2025-01-01")(chart_command.chart)
app.command(epilog="Example: kg serve --open")(serve_command.serve)


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
