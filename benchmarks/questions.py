"""Measures each stored question on a large store: `python benchmarks/questions.py --store STORE [--bar]`.

Without `--store` one is filled first, with the invented news of `benchmarks/news.py`. Each question is asked of all,
and then of one article, figure, actor or exchange where it has such a parameter; its answer is written as CSV.
Prints rows and the best of three times. With `--bar` it fails where a question takes more than 1 s, or 50 ms about
one thing.
"""

from __future__ import annotations

import argparse
import io
import sys
import tempfile
import time
from pathlib import Path

import news

from kg import query
from kg.results import Wanted
from kg.store import Store

ALL, ONE = 1.0, 0.05
_ABOUT_ONE = ("article", "figure", "speaker", "exchange")
_TYPICAL = {"since": "", "figure": "909", "speaker": "North 3", "article": "", "exchange": "", "place": "East"}
_OTHERS: dict[str, tuple[dict[str, str], ...]] = {
    "certainty": ({"verdict": "disputed"},),
    "exchange-figures": ({"side": "North", "counted": "bodies"},),
    "figures-by-region": ({"place": "East"},),
    "network": ({"relation": "relays"}, {"type": "state"}),
    "network-agreement": ({"relation": "differs"},),
    "network-exchanges": ({"relation": "takes-part"},),
    "network-together": ({"type": "person"},),
}


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--store", type=Path)
    arguments.add_argument("--articles", type=int, default=10000)
    arguments.add_argument("--bar", action="store_true")
    arguments.add_argument("--only", nargs="*", help="these questions alone")
    arguments.add_argument("--repeat", type=int, default=3)
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = options.store or Path(folder, "store")
        if not options.store:
            news.fill(path, options.articles)
        with Store(path, read_only=True) as store:
            slow = measure(store, options.only or query.names(), options.repeat)
    print(f"{len(slow)} above the bar" + "".join(f"\n  {name}" for name in slow))
    if options.bar and slow:
        sys.exit(1)


def measure(store: Store, names: tuple[str, ...] | list[str], repeat: int) -> list[str]:
    """Asks the questions; names those that took longer than they may, with what they were asked about and how long."""
    slow = []
    for name in names:
        question = query.load(name)
        for values in asked(store, question):
            text = query.fill(question, values)
            took, rows = [], 0
            for _ in range(repeat):
                start = time.perf_counter()
                rows = answered(store, text)
                took.append(time.perf_counter() - start)
                # One time may have waited for the disk.
                if sum(took) > 30 * ALL:
                    break
            bar = ONE if set(values) & {*_ABOUT_ONE} else ALL
            late = min(took) > bar
            said = " ".join(f"{key}={value.rpartition('/')[2]}" for key, value in values.items())
            if late:
                slow.append(f"{name} {said}".strip() + f": {min(took):.2f} s, may take {bar:.2f}")
            told = f"{name:20} {said:34} {rows:>7} rows {1000 * min(took):>8.0f} ms {'SLOW' if late else ''}"
            print(told.rstrip(), flush=True)
    return slow


def asked(store: Store, question: query.Question) -> list[dict[str, str]]:
    """Gives the parameters with which a question is asked."""
    names = [parameter.name for parameter in question.parameters]
    needed = {p.name: _value(store, question.name, p.name) for p in question.parameters if p.required}
    one = [{name: _value(store, question.name, name)} for name in names if name in _ABOUT_ONE and name not in needed]
    dated = [{"since": _late(store)}] if "since" in names and "since" not in needed else []
    return [needed, *one, *dated, *_OTHERS.get(question.name, ())]


def answered(store: Store, text: str) -> int:
    file = io.BytesIO()
    return store.answer(text, file, Wanted("text/csv", "text/csv", 0)).rows


def _value(store: Store, question: str, name: str) -> str:
    """Chooses an article, an exchange or a day of which the question tells something."""
    if name == "since":
        return _late(store)
    if name == "article":
        thing = "?s kg:copyOf ?t . ?t schema:identifier ?x" if question == "copies" else "?s schema:identifier ?x"
        return _first(store, thing)
    if name == "exchange":
        return _first(store, "?s a kg:Disagreement ; kg:inExchange ?x")
    return _TYPICAL[name]


def _late(store: Store) -> str:
    """Gives a day since which one article in a hundred appeared."""
    days = store.select("SELECT ?day { ?s schema:datePublished ?day } ORDER BY ?day").texts()
    return str(days[len(days) * 99 // 100][0])


def _first(store: Store, pattern: str) -> str:
    rows = store.select(f"SELECT ?x {{ {pattern} }} ORDER BY ?x").texts()
    if not rows:
        sys.exit("the store tells of nothing to ask for; fill one with more articles")
    return str(rows[len(rows) // 2][0])


if __name__ == "__main__":
    main()
