"""Measures what validating costs: `python benchmarks/validate.py`.

First, one more article: the same article is checked in a store that holds nothing else, and in one of `--articles`
generated ones. Then all: what `kg validate` does to the articles of `tests/corpus/own`, beside reading, cleaning and
annotating them. Ways take turns in rounds, so that a busy machine slows both; seconds are of processor time, the best
of `--repeat` rounds. `--reference` also gives the time of pySHACL alone. `--bar` ends with exit 1 where one more
article costs above 1.2 times itself alone, or all above 0.5 times the extraction.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING

import reports

from kg import authority, build, lexicon, rdf, read, terms, validate
from kg.annotate.annotator import Annotator
from kg.clean import clean, prose
from kg.settings import BASE, MODEL, Settings
from kg.store import Store
from kg.validate.check import decision_context
from kg.validate.engine import data_graph
from kg.validate.shapes import Room, own

if TYPE_CHECKING:
    from collections.abc import Callable

CORPUS = Path(__file__).resolve().parent.parent / "tests" / "corpus" / "own" / "articles"
GRAPHS = rdf.authority_graph(BASE), rdf.decisions_graph(BASE)
BARS = 1.2, 0.5
_BATCH = 500


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--articles", type=int, default=10000, help="articles in the large store")
    arguments.add_argument("--repeat", type=int, default=5, help="rounds of which the best counts")
    arguments.add_argument("--reference", action="store_true", help="measure pySHACL alone too")
    arguments.add_argument("--bar", action="store_true", help="fail where a ratio is above its bar")
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        measured = one_more(Path(folder), options.articles, options.repeat), everything(Path(folder), options)
    if options.bar and any(ratio > bar for ratio, bar in zip(measured, BARS, strict=True)):
        sys.exit(f"above the bars of {BARS[0]} and {BARS[1]}")


def one_more(folder: Path, size: int, repeat: int) -> float:
    """Measures one article alone and among many; gives the ratio."""
    article = read.find([CORPUS]).__next__()
    name = rdf.article_graph(article.stem)
    with Store(folder / "one") as alone, Store(folder / "many") as among:
        told, rows, _ = reports.generate(size, max(2, size // 10))
        run = rdf.Run("0", "none", "0", "generated", BASE)
        batch: list[rdf.Quad] = []
        for number, annotation in enumerate(reports.written(told, rows), 1):
            batch += rdf.article_quads(annotation, run)
            if number % _BATCH == 0 or number == size:
                among.load(batch)
                batch = []
        for store in (alone, among):
            build.build([article], store, Settings())
        steps = [lambda store=store: validate.validate_graph(store, name, GRAPHS[0]) for store in (alone, among)]
        one, many = rounds(steps, max(repeat, 20))
        held = len(among.fingerprints())
    print("one more article")
    print(f"{'in a store of':>14} {'seconds':>9} {'ratio':>6}")
    print(f"{1:>14} {one:>9.4f}")
    print(f"{held:>14} {many:>9.4f} {many / one:>6.2f}")
    return many / one


def everything(folder: Path, options: argparse.Namespace) -> float:
    """Measures extracting and validating all articles of a folder; gives the ratio."""
    known, words = authority.load(), lexicon.load()
    annotator = Annotator.load(MODEL, known, words, BASE)
    paths = list(read.find([CORPUS]))

    def extract() -> None:
        for path in paths:
            article = clean(read.read(path), words, known)
            annotator.annotate(article, prose(article))

    with Store(folder / "all") as store:
        build.build(paths, store, Settings())
        steps: list[Callable[[], object]] = [extract, lambda: list(validate.validate_store(store, *GRAPHS))]
        if options.reference:
            steps.append(lambda: reference(store))
        extracting, *ways = rounds(steps, options.repeat)
    print(f"\nall {len(paths)} articles")
    print(f"{'':>14} {'seconds':>9} {'ratio':>6}")
    print(f"{'extracting':>14} {extracting:>9.2f}")
    for way, took in zip(("validating", "pySHACL alone"), ways, strict=False):
        print(f"{way:>14} {took:>9.2f} {took / extracting:>6.2f}")
    return ways[0] / extracting


def reference(store: Store) -> None:
    """Checks what `validate_store` checks by pySHACL and nothing else."""
    for name in store.fingerprints():
        graph = data_graph(terms.read_spelt(store.excerpt(name, GRAPHS[0])))
        own(Room.ARTICLE).engine.reference(graph)
    own(Room.DECISIONS).engine.reference(data_graph([*store.triples(GRAPHS[1]), *decision_context(store)]))


def rounds(steps: list[Callable[[], object]], repeat: int) -> list[float]:
    """Gives each step's seconds in its best round, after one that warms."""
    took: list[list[float]] = [[] for _ in steps]
    for _ in range(repeat + 1):
        for step, seconds in zip(steps, took, strict=True):
            start = process_time()
            step()
            seconds.append(process_time() - start)
    return [min(seconds[1:]) for seconds in took]


if __name__ == "__main__":
    main()
