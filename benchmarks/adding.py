"""Measures what ten more articles cost in a large store: `python benchmarks/adding.py --articles 10000`.

Fills a store with generated annotations, then builds the sample articles, once each in an empty store and in the large
one, and builds nothing in the large one. Prints seconds of processor time, all threads counted, and the ratio; what is
loaded once a process a first build of another article has paid for. `--repeat` builds again, the best of each counts.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING

import news

from kg import build
from kg.settings import Settings, samples_folder
from kg.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterable


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--articles", type=int, default=10000)
    arguments.add_argument("--repeat", type=int, default=3)
    options = arguments.parse_args()
    samples = sorted(samples_folder().glob("*.txt"))
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        added = [root / f"more-{number}.txt" for number in range(10)]
        for number, file in enumerate(added):
            text = samples[number % len(samples)].read_text(encoding="utf-8")
            file.write_text(f"{text}\nEdition {number}.\n", encoding="utf-8")
        warm_up(root / "first", samples[0])
        news.fill(root / "large", options.articles)
        alone: list[float] = []
        large: list[float] = []
        for _ in range(options.repeat):
            for name, took in (("alone", alone), ("large", large)):
                store = root / f"{name}-again"
                if name == "large":
                    shutil.copytree(root / name, store)
                took.append(timed(store, added))
                shutil.rmtree(store)
        nothing = timed(root / "large", [])
    print(f"{options.articles} articles in the store")
    print(f"ten alone          {min(alone):>6.2f} s")
    print(f"ten in the store   {min(large):>6.2f} s, ratio {min(large) / min(alone):.2f}")
    print(f"none in the store  {nothing:>6.2f} s")


def warm_up(store: Path, sample: Path) -> None:
    """Builds one article, so that what is loaded once is loaded."""
    timed(store, [sample])
    shutil.rmtree(store)


def timed(path: Path, articles: Iterable[Path]) -> float:
    start = process_time()
    with Store(path) as store:
        build.build(articles, store, Settings())
    return process_time() - start


if __name__ == "__main__":
    main()
