"""Measures `kg build` beside the bare spaCy pipeline on the same texts: `python benchmarks/build.py --articles 400`.

Articles are invented (`articles.py`), boilerplate included, or those of `--folder`. The bare pipeline parses each text;
the build reads, sieves, cleans, parses, states, validates, stores and decides, in one process. Seconds of processor
time; what loading model, words and shapes takes is measured by a build of one article and left out. With `--every 20`
one in twenty articles tells of an exchange. `--bar 1.0` ends with exit 1 where the ratio is above it.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from time import process_time

import articles
import spacy

from kg.build import build
from kg.settings import MODEL, Settings
from kg.store import Store


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--articles", type=int, default=400)
    arguments.add_argument("--every", type=int, default=1, help="one in so many tells of an exchange")
    arguments.add_argument("--folder", type=Path, help="text files to read instead of invented ones")
    arguments.add_argument("--rounds", type=int, default=2)
    arguments.add_argument("--bar", type=float, help="highest ratio that is good")
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch)
        folder = options.folder or invented(root / "articles", options.articles, options.every)
        texts = [path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.txt"))]
        first = sorted(folder.rglob("*.txt"))[0]
        nlp = spacy.load(MODEL)
        for text in texts[:20]:
            nlp(text)
        timed(root / "warm", first)
        bare = built = 0.0
        print(
            f"{len(texts)} articles, {sum(len(text.split()) for text in texts)} words, one in {options.every} relevant"
        )
        print(f"{'bare, s':>9} {'build, s':>9} {'ratio':>6}")
        for number in range(options.rounds):
            start = process_time()
            for text in texts:
                nlp(text)
            parsing = process_time() - start
            building = timed(root / f"store-{number}", folder) - timed(root / f"one-{number}", first)
            print(f"{parsing:>9.2f} {building:>9.2f} {building / parsing:>6.2f}")
            bare, built = bare + parsing, built + building
    ratio = built / bare
    print(f"{bare:>9.2f} {built:>9.2f} {ratio:>6.2f}  over all")
    if options.bar is not None and ratio > options.bar:
        sys.exit(f"building costs {ratio:.2f} times the bare pipeline, more than {options.bar}")


def invented(folder: Path, count: int, every: int) -> Path:
    """Writes invented articles into a folder."""
    folder.mkdir()
    for number in range(count):
        one = articles.article(number, every)
        (folder / f"{one.name}.txt").write_text(one.text, encoding="utf-8")
    return folder


def timed(store: Path, path: Path) -> float:
    start = process_time()
    with Store(store) as opened:
        build([path], opened, Settings())
    return process_time() - start


if __name__ == "__main__":
    main()
