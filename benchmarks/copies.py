"""Measures how well and how fast copies are found: `python benchmarks/copies.py`.

Articles of tests/corpus, of which many tell of one event in words of their own, are edited as newsrooms edit a wire's
report: another headline, another lead, the tail cut, other furniture, a word changed in each sentence, and all at once.
Of each there is also next month's: the same formula with other numbers, and no copy. In pairs of articles one statement
is quoted, which makes them no copies either. A copy that is found counts for recall, any other pair that is joined
against precision. `--bar` ends with exit 1 where one of the two is below it.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from datetime import date
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING, NamedTuple

from kg import authority, lexicon
from kg.clean import clean
from kg.likeness import Prose
from kg.read import read
from kg.resolve import find_copies

if TYPE_CHECKING:
    from collections.abc import Iterator

CORPUS = Path(__file__).parents[1] / "tests" / "corpus"
# The one text that the corpus has at two outlets.
PRINTED_TWICE = ("e14_baltalv_mar07", "e13_northpointwire_mar06")
SHORTEST = 7
HEADLINES = ("What we know of the latest handover", "Convoy crosses the border", "Home at last, after months of talks")
LEADS = (
    "Another convoy of refrigerated lorries has crossed the line, and some families may soon have certainty.",
    "It was a quiet morning at the crossing, and yet one of the largest handovers of the year.",
)
FURNITURE = (
    "Tell your friends what you think of this page in the box below",
    "The Borland Courier, founded in a printing house of Norton, belongs to its readers and to nobody else",
    "The views of guests are theirs and need not be those of the desk",
)
STATEMENT = (
    "“Every one of them will be brought home, however long it takes, and nobody in this country has the right to count "
    "one mother's son against another's,” the commissioner said. “We have told the other side so in each of the talks.”"
)


class Made(NamedTuple):
    """An article: its name, its day, its sentences without headline and boilerplate, and of which it is a copy."""

    name: str
    day: date
    sentences: tuple[str, ...]
    original: str | None = None

    @property
    def prose(self) -> Prose:
        return Prose("\n".join(self.sentences))


def made(limit: int, seed: int = 1) -> Iterator[Made]:
    """Makes the articles from so many of the corpus, the same for the same seed."""
    chance = random.Random(seed)
    known, words = authority.load(), lexicon.load()
    names: set[str] = set()
    for path in sorted(CORPUS.glob("*/articles/*.txt"))[:limit]:
        article = clean(read(path), words, known)
        whole = tuple(
            _sentences(article.text, (*article.boilerplate, *((article.headline,) if article.headline else ())))
        )
        if len(whole) < SHORTEST or path.stem in names:
            continue
        names.add(path.stem)
        original = PRINTED_TWICE[1] if path.stem == PRINTED_TWICE[0] else None
        yield Made(path.stem, date(2031, 1, 2 if original else 1), whole, original)
        if original:
            continue
        for way, sentences in _edited(chance, whole):
            yield Made(f"{path.stem}-{way}", date(2031, 1, 2), sentences, path.stem)
        if any(re.search(r"\d", one) and len(one.split()) >= 8 for one in whole):
            later = tuple(re.sub(r"\d+", lambda n: str(int(n[0]) + 7), one) for one in whole)
            yield Made(f"{path.stem}-next-month", date(2031, 2, 1), later)
        if len(whole) >= 2 * SHORTEST:
            # Halves of an article have no row in common but those of the statement.
            half = len(whole) // 2
            for part, own in enumerate((whole[:half], whole[half:])):
                told = tuple(re.sub(r"\b[a-z]{6,}\b", lambda w: w[0][::-1], one) for one in own)
                yield Made(f"{path.stem}-quoting-{part}", date(2031, 3, 1), (*told[:5], STATEMENT))


def measured(articles: list[Made]) -> tuple[list[str], list[str], int]:
    """Gives the pairs joined wrongly, the copies missed, and the number of those found."""
    prose = {one.name: one.prose for one in articles}
    prints = {name: kept for name, one in prose.items() if (kept := one.print())}
    found = find_copies(prints, {one.name: one.day for one in articles}, prose.__getitem__)
    wanted = {one.name: one.original for one in articles if one.original}
    wrong = [f"{copy} of {original}" for copy, original in found.items() if wanted.get(copy) != original]
    return wrong, [copy for copy in wanted if copy not in found], len(found)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--articles", type=int, default=1000, help="of the corpus, of which nine each are made")
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--bar", type=float, help="lowest precision and recall that is good")
    options = arguments.parse_args()
    articles = list(made(options.articles, options.seed))
    prose = {one.name: one.prose for one in articles}
    next(iter(prose.values())).print()  # the library is loaded with the first
    start = process_time()
    prints = {name: kept for name, one in prose.items() if (kept := one.print())}
    printed = process_time()
    find_copies(prints, {one.name: one.day for one in articles}, prose.__getitem__)
    compared = process_time()
    wrong, missed, found = measured(articles)
    wanted = sum(one.original is not None for one in articles)
    precision, recall = (found - len(wrong)) / found, (wanted - len(missed)) / wanted
    print(f"{len(articles)} articles, {wanted} of them copies: precision {precision:.4f}, recall {recall:.4f}")
    print(f"joined wrongly: {', '.join(wrong[:10]) or 'none'}\nmissed: {', '.join(missed[:10]) or 'none'}")
    each = 1000 / len(articles)
    print(f"{(printed - start) * each:.2f} ms an article for signatures, {(compared - printed) * each:.2f} to compare")
    if options.bar is not None and min(precision, recall) < options.bar:
        sys.exit(f"precision or recall is below {options.bar}")


def _sentences(text: str, without: tuple[object, ...]) -> Iterator[str]:
    for span in without:
        text = text[: span.start] + "\n" * (span.end - span.start) + text[span.end :]
    yield from (one.strip() for one in re.split(r"(?<=[.!?])[\"'”’»)]*\s+|\n+", text) if len(one.split()) > 2)


def _edited(chance: random.Random, whole: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Makes copies of an article by the ways in which newsrooms edit; the first line is another headline."""
    headline, lead = chance.choice(HEADLINES), chance.choice(LEADS)
    half = max(4, len(whole) // 2)
    yield "whole", whole
    yield "headline", (headline, *whole)
    yield "lead", (headline, lead, *whole[1:])
    yield "tail", (headline, *whole[:half])
    yield "furniture", (FURNITURE[0], headline, *whole, *FURNITURE[1:])
    yield "words", tuple(_with_another_word(chance, one) for one in whole)
    yield "all", (FURNITURE[0], headline, lead, *whole[1 : half + 2], FURNITURE[1])


def _with_another_word(chance: random.Random, sentence: str) -> str:
    words = sentence.split()
    able = [at for at, word in enumerate(words) if word.isalpha() and word.islower()]
    if able:
        words[chance.choice(able)] = "indeed"
    return " ".join(words)


if __name__ == "__main__":
    main()
