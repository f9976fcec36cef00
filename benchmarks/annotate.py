"""Measures what annotating costs beside the bare spaCy pipeline on the same text: `python benchmarks/annotate.py`.

The texts are those of `tests/corpus/own`, boilerplate included, `--repeat` times over. Both ways take turns in rounds,
so that a busy machine slows both; the ratio is of the sums over all rounds. `--profile` prints instead where the time
goes, and `--bar 1.3` ends with exit 1 where the ratio is above it.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import sys
from pathlib import Path
from time import process_time

import spacy

from kg import authority, lexicon, read
from kg.annotate.annotator import Annotator
from kg.clean import clean, prose
from kg.settings import BASE, MODEL

CORPUS = Path(__file__).resolve().parent.parent / "tests" / "corpus" / "own" / "articles"


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--repeat", type=int, default=5, help="rounds over the texts")
    arguments.add_argument("--model", default=MODEL, help="package of a spaCy model")
    arguments.add_argument("--bar", type=float, help="highest ratio that is good")
    arguments.add_argument("--profile", action="store_true", help="show the costliest functions of annotating")
    options = arguments.parse_args()

    words = lexicon.load()
    articles = [clean(read.read(path), words) for path in read.find([CORPUS])]
    bare = spacy.load(options.model)
    annotator = Annotator.load(options.model, authority.load(), words, BASE)
    for article in articles:  # warms both: vocabularies, caches, the authority's names
        bare(article.text)
        annotator.annotate(article, prose(article))

    if options.profile:
        profile = cProfile.Profile()
        profile.enable()
        for article in articles:
            annotator.annotate(article, prose(article))
        profile.disable()
        pstats.Stats(profile).sort_stats("cumulative").print_stats(r"kg/|language\.py", 45)
        return

    count = sum(len(article.text.split()) for article in articles)
    parsing = annotating = 0.0
    print(f"{len(articles)} articles, {count} words, {options.repeat} rounds")
    print(f"{'bare, s':>9} {'annotate, s':>12} {'ratio':>6}")
    for _ in range(options.repeat):
        start = process_time()
        for article in articles:
            bare(article.text)
        between = process_time()
        for article in articles:
            annotator.annotate(article, prose(article))
        end = process_time()
        print(f"{between - start:>9.2f} {end - between:>12.2f} {(end - between) / (between - start):>6.2f}")
        parsing, annotating = parsing + between - start, annotating + end - between
    ratio = annotating / parsing
    print(f"{parsing:>9.2f} {annotating:>12.2f} {ratio:>6.2f}  over all")
    if options.bar is not None and ratio > options.bar:
        sys.exit(f"annotating costs {ratio:.2f} times the bare pipeline, more than {options.bar}")


if __name__ == "__main__":
    main()
