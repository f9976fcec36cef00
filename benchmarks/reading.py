"""Measures what reading records costs beside decoding them only: `python benchmarks/reading.py`.

It writes `--articles` made-up articles that tell of no exchange to a file of JSON Lines, and reads it in turns, so that
a busy machine slows both ways: line by line with `json.loads`, and as `kg build` reads it. `--csv` takes a table, and
the `csv` module, instead. `--bar 6` ends with exit 1 where the ratio is above it.

The articles then go through the tests that come before the parser, for the words of an exchange and for the language:
`--rate 2000` ends with exit 1 where reading and testing together come to fewer articles a second.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import resource
import sys
import tempfile
from itertools import islice
from pathlib import Path
from time import process_time

from kg.model import Article
from kg.read import articles

WORDS = (
    "the council of Norton will debate a budget for schools roads and parks on Friday while traders say that prices of "
    "grain rose again after rain had fallen over most of the plain and the mayor told a reporter that trams are late"
).split()
SIFTED = 10_000
FIELDS = ("id", "title", "date", "publisher", "url", "text")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--articles", type=int, default=100_000, help="records in the file")
    arguments.add_argument("--words", type=int, default=400, help="words of each")
    arguments.add_argument("--repeat", type=int, default=3, help="rounds over the file")
    arguments.add_argument("--csv", action="store_true", help="a table instead of JSON Lines")
    arguments.add_argument("--bar", type=float, help="highest ratio that is good")
    arguments.add_argument("--rate", type=float, help="lowest number of articles a second that is good")
    options = arguments.parse_args()

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / ("many.csv" if options.csv else "many.jsonl")
        _write(path, options.articles, options.words)
        print(f"{options.articles} articles, {path.stat().st_size / 1e6:.0f} MB, {options.repeat} rounds")
        print(f"{'decode, s':>10} {'read, s':>9} {'ratio':>6}")
        decoding = reading = 0.0
        for _ in range(options.repeat):
            start = process_time()
            decoded = _decode(path)
            between = process_time()
            found = sum(isinstance(one, Article) for one in articles(path))
            end = process_time()
            if not decoded == found == options.articles:
                sys.exit(f"{decoded} decoded and {found} read of {options.articles}")
            print(f"{between - start:>10.2f} {end - between:>9.2f} {(end - between) / (between - start):>6.2f}")
            decoding, reading = decoding + between - start, reading + end - between
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        each = _sifted(path)
    ratio = reading / decoding
    print(
        f"{decoding:>10.2f} {reading:>9.2f} {ratio:>6.2f}  over all, "
        f"{options.articles * options.repeat / reading:.0f}/s"
    )
    rate = 1 / (each + reading / options.articles / options.repeat)
    print(f"{each * 1e6:.0f} µs each for relevance and language: {rate:.0f}/s in all")
    print(f"{memory:.0f} MB of memory at most for reading")
    if options.bar is not None and ratio > options.bar:
        sys.exit(f"reading costs {ratio:.2f} times the decoding, more than {options.bar}")
    if options.rate is not None and rate < options.rate:
        sys.exit(f"{rate:.0f} articles a second, fewer than {options.rate:.0f}")


def _sifted(path: Path) -> float:
    """Gives the seconds that relevance and language take of an article."""
    # Imported here: what they bring is no memory of reading.
    from kg import authority, lexicon
    from kg.annotate.sieve import Sieve
    from kg.language import plainly_english

    sieve = Sieve(authority.load(), lexicon.load())
    texts = [one.text for one in islice(articles(path), SIFTED) if isinstance(one, Article)]
    start = process_time()
    kept = sum(sieve.may_tell(text) or not plainly_english(text) for text in texts)
    took = process_time() - start
    if kept:
        sys.exit(f"{kept} of {len(texts)} came through the sieve")
    return took / len(texts)


def _write(path: Path, count: int, words: int) -> None:
    chance = random.Random(1)
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        if path.suffix == ".csv":
            rows.writerow(FIELDS)
        for number in range(count):
            text = " ".join(chance.choices(WORDS, k=words))
            record = (
                f"n-{number}",
                text[:60],
                "2025-02-14T10:00:00Z",
                "Norton Post",
                f"https://norton.example/{number}",
                text,
            )
            if path.suffix == ".csv":
                rows.writerow(record)
            else:
                file.write(json.dumps(dict(zip(FIELDS, record, strict=True))) + "\n")


def _decode(path: Path) -> int:
    if path.suffix == ".csv":
        with path.open(encoding="utf-8", newline="") as file:
            return sum(1 for _ in csv.DictReader(file))
    with path.open("rb") as lines:
        return sum(isinstance(json.loads(line), dict) for line in lines)


if __name__ == "__main__":
    main()
