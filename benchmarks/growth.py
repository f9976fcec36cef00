"""Measures what an article costs as the store grows: `python benchmarks/growth.py`.

Builds stores of 100, 1,000, 10,000 and 100,000 invented articles, each in a process of its own. An article's extraction
is measured on a sample, for it is the same whatever else is there; what it gives is then invented for all articles
(`benchmarks/news.py`) in another process, and goes through storing, deciding and sorting as in `kg build`. Prints
milliseconds of processor time an article, all threads counted, the process's highest memory with the model loaded, and
the store's size. Exit 1 where the largest costs an article more than `--bar` times what 1,000 cost.
"""

from __future__ import annotations

import argparse
import json
import pickle
import resource
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING

import articles
import news

from kg import authority, decide, lexicon, read
from kg.extraction import Extraction
from kg.model import Article
from kg.settings import BASE, Settings
from kg.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.extraction import Outcome

SIZES = (100, 1000, 10000, 100000)
_SAMPLE = 40
_MEMORY = 2048


@dataclass(frozen=True, slots=True)
class Cost:
    """What one store cost: milliseconds an article, megabytes in all."""

    articles: int
    extracting: float
    storing: float
    deciding: float
    sorting: float
    memory: float
    disk: float

    @property
    def growing(self) -> float:
        """What may grow with the store."""
        return self.storing + self.deciding + self.sorting


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--articles", type=int, nargs="+", default=SIZES, help="the stores' sizes")
    arguments.add_argument("--bar", type=float, default=1.2)
    arguments.add_argument("--one", type=int, help=argparse.SUPPRESS)
    arguments.add_argument("--invent", type=int, help=argparse.SUPPRESS)
    options = arguments.parse_args()
    if options.invent:
        for told in news.outcomes(options.invent):
            pickle.dump(told, sys.stdout.buffer)
        return 0
    if options.one:
        print(json.dumps(asdict(measured(options.one))))
        return 0
    print(
        f"{'articles':>8} {'extract':>8} {'store':>7} {'decide':>7} {'sort':>6} {'all':>7}  {'memory':>7} {'disk':>8}"
    )
    costs = []
    for size in options.articles:
        command = [sys.executable, __file__, "--one", str(size)]
        found = subprocess.run(command, check=True, stdout=subprocess.PIPE)
        costs.append(one := Cost(**json.loads(found.stdout)))
        print(
            f"{one.articles:>8,} {one.extracting:>8.1f} {one.storing:>7.2f} {one.deciding:>7.2f} {one.sorting:>6.2f} "
            f"{one.extracting + one.growing:>7.1f}  {one.memory:>4,.0f} MB {one.disk:>5,.0f} MB",
            flush=True,
        )
    # An extraction's cost is no matter of the store: each size has measured the same.
    extracting = sum(one.extracting for one in costs) / len(costs)
    base = next((one for one in costs if one.articles == 1000), costs[0])
    last = costs[-1]
    ratio = (extracting + last.growing) / (extracting + base.growing)
    print(f"an article in {last.articles:,} costs {ratio:.2f} times one in {base.articles:,}")
    print(f"without its extraction ({extracting:.1f} ms) {last.growing / base.growing:.2f} times")
    return int(ratio > options.bar or last.memory > _MEMORY)


def measured(size: int) -> Cost:
    """Builds a store of so many articles."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder)
        extracting = _extracting(path / "sample")
        known = authority.load(base=BASE)
        with Store(path / "store") as store:
            start = process_time()
            news.put(_invented(size), store, known)
            stored = process_time()
            decide.decide(store, known, BASE)
            decided = process_time()
        sorted_ = process_time()
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        disk = sum(file.stat().st_size for file in (path / "store").rglob("*") if file.is_file()) / 2**20
    storing, deciding, sorting = (
        1000 * seconds / size for seconds in (stored - start, decided - stored, sorted_ - decided)
    )
    return Cost(size, extracting, storing, deciding, sorting, memory, disk)


def _extracting(folder: Path) -> float:
    """Reads and extracts a sample of articles; gives milliseconds an article."""
    settings = Settings()
    known = authority.load()
    extraction = Extraction(settings, known, lexicon.load(), news.RUN)
    folder.mkdir()
    files = []
    for number in range(_SAMPLE + 2):
        invented = articles.article(number)
        files.append(folder / f"{invented.name}.txt")
        files[-1].write_text(invented.text, encoding="utf-8")
    start = 0.0
    for number, file in enumerate(files):
        # What is loaded once the first ones pay for.
        start = process_time() if number == 2 else start
        for one in read.articles(file, read.Columns()):
            assert isinstance(one, Article)
            outcome = extraction(one)
            assert not outcome.fault, outcome.fault
    return 1000 * (process_time() - start) / _SAMPLE


def _invented(size: int) -> Iterator[tuple[str, Outcome]]:
    """Has another process invent articles: neither its time nor its memory count."""
    command = [sys.executable, __file__, "--invent", str(size)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as inventing:
        assert inventing.stdout
        for _ in range(size):
            yield pickle.load(inventing.stdout)


if __name__ == "__main__":
    sys.exit(main())
