"""Compares what a store holds with tables that a reader annotated: precision, recall, F1, and each miss.

`tables` reads the two sides into rows, `names` tells which labels name one entity, `measure` counts, `misses` explains.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from kg.evaluate.measure import Result, compare
from kg.evaluate.misses import Miss, explain, lines
from kg.evaluate.names import Names
from kg.evaluate.tables import Tables, read_gold, read_store

if TYPE_CHECKING:
    from pathlib import Path

    from kg.store import Store

__all__ = ["Miss", "Names", "Result", "Tables", "as_json", "compare", "evaluate", "explain", "report"]


def evaluate(gold: Path, store: Store) -> tuple[Result, Tables, Tables]:
    """Compares a store with the tables of a gold folder; gives the result and both sides.

    Raises KgError that names the file, the line and the way out where the gold tables can't be used.
    """
    expected, found = read_gold(gold), read_store(store)
    return compare(expected, found, Names.of(store)), expected, found


def report(gold: Path, store: Store, misses: bool = True) -> str:
    """Writes the measures, one a line, and (`misses`) what was missed or found in error, article by article.

    Raises KgError where the gold tables can't be used.
    """
    result, expected, found = evaluate(gold, store)
    width = max(map(len, result.measures))
    written = [f"{name:{width}}  {measure}".rstrip() for name, measure in result.measures.items()]
    absent = sorted(expected.articles - found.articles)
    if absent:
        share = f"{len(absent)} of {len(expected.articles)} articles are not in the store"
        written += ["", f"{share} (they tell of no exchange, or were not built):", f"  {', '.join(absent)}"]
    if misses:
        written += ["", *lines(explain(result, expected, found))]
    return "\n".join(written) + "\n"


def as_json(gold: Path, store: Store, misses: bool = True) -> str:
    """Writes the same as a JSON object: a key for each measure, and `misses`, a list, where asked for.

    Raises KgError where the gold tables can't be used.
    """
    result, expected, found = evaluate(gold, store)
    content: dict[str, object] = {name: measure.record() for name, measure in result.measures.items()}
    if misses:
        content["misses"] = [miss.record() for miss in explain(result, expected, found)]
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"
