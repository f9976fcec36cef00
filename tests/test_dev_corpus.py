"""Reports joined across the articles of an annotated folder elsewhere, named by `KG_DEV_CORPUS`; skipped without it.

The folder holds `articles/` and `gold/` with `figures.csv` and `exchanges.csv`, whose column `articles` lists, by
letter, which articles tell of one exchange.
"""

from __future__ import annotations

import csv
import os
from collections import Counter, defaultdict
from itertools import combinations
from pathlib import Path

import pytest

from kg import build, evaluate
from kg.settings import Settings
from kg.store import Store

FOLDER = os.environ.get("KG_DEV_CORPUS", "")

pytestmark = pytest.mark.skipif(not FOLDER, reason="KG_DEV_CORPUS names no folder")


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], str]:
    """Finds for each letter and article the exchange that most of its figures are about."""
    with Store(tmp_path_factory.mktemp("dev") / "store") as store:
        build.build([Path(FOLDER) / "articles"], store, Settings())
        _, expected, told = evaluate.evaluate(Path(FOLDER) / "gold", store)
    by_article = defaultdict(list)
    for row in told.figures:
        by_article[row.article].append(row)
    votes: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for row in expected.figures:
        for other in by_article[row.article]:
            if row.exchange and other.exchange and row.span.overlaps(other.span):
                votes[row.exchange, row.article][other.exchange] += 1
    return {key: min(count, key=lambda one: (-count[one], one)) for key, count in votes.items()}


def test_articles_of_one_exchange_are_joined(found: dict[tuple[str, str], str]) -> None:
    with (Path(FOLDER) / "gold" / "exchanges.csv").open(encoding="utf-8", newline="") as file:
        listed = [(row["exchange"], row["articles"].split("|")) for row in csv.DictReader(file)]
    pairs = [(letter, a, b) for letter, articles in listed for a, b in combinations(articles, 2)]
    split = [(letter, a, b) for letter, a, b in pairs if found.get((letter, a)) != found.get((letter, b), "none")]
    assert pairs
    assert split == []


def test_articles_of_two_exchanges_are_not_joined(found: dict[tuple[str, str], str]) -> None:
    letters: dict[str, set[str]] = defaultdict(set)
    for (letter, _), exchange in found.items():
        letters[exchange].add(letter)
    assert {exchange: several for exchange, several in letters.items() if len(several) > 1} == {}
