"""Stores to push: the graphs of invented articles, and of terms that servers spell in ways of their own."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from rdflib import Literal, URIRef

from kg.store import Store
from kg.vocab import XSD

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.store import Quad

NAME = "https://w3id.org/exchange-kg/id/graph/article/odd"
_ODD = [
    *(Literal(text, datatype=XSD.boolean) for text in ("true", "false")),
    *(Literal(text, datatype=XSD.integer) for text in ("0", "-5", "2147483648", "100000000000000000000")),
    *(Literal(text, datatype=XSD.decimal) for text in ("1.0", "0.5", "0.912", "-48.0159")),
    *(Literal(text, datatype=XSD.date) for text in ("2025-01-31", "1899-12-31")),
    Literal("--12-27", datatype=XSD.gMonthDay),
    Literal("https://norton.example/a?b=c&d=%D0%9A#e", datatype=XSD.anyURI),
    *(
        Literal(text)
        for text in ("", " lead", "trail ", 'a\rb\nc\td"e\\f', "it's", "Арландія", "\U0001f600", "\x01\x1f")
    ),
    *(Literal(text) for text in ("e\u0301", "\u00e9", "\u0085\u2028\u00a0", "true", "1", "https://norton.example/")),
    # Longer than the first part of a request from which Virtuoso tells the syntax.
    Literal("й" * 100_000),
    Literal("Arland", lang="en"),
    Literal("Арландія", lang="uk"),
    URIRef("https://norton.example/a(b),c;d=e'f"),
    URIRef("https://norton.example/%D0%9A"),
    URIRef("https://norton.example/Арландія"),
    URIRef("https://norton.example/article/1#char=0,47"),
]


def generated(path: Path, articles: int, exchanges: int, seed: int = 1) -> Path:
    """Makes a store of invented articles with the benchmarks' generator, which is no package."""
    source = Path(__file__).parents[1] / "benchmarks" / "reports.py"
    spec = importlib.util.spec_from_file_location("benchmark_reports", source)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    with Store(path) as store:
        module.fill(store, articles, exchanges, seed)
    return path


def odd(path: Path) -> Path:
    """Makes a store with one graph of every kind of term there is."""
    name = URIRef(NAME)
    with Store(path) as store:
        store.replace(NAME, [(URIRef(f"{name}/{n}"), XSD.string, value, name) for n, value in enumerate(_ODD)])
    return path


def large(path: Path, triples: int) -> Path:
    """Makes a store with one graph of so many triples."""
    name = URIRef(NAME)

    def quads() -> Iterable[Quad]:
        for number in range(triples):
            yield URIRef(f"{name}/{number // 4}"), XSD.integer, Literal(number), name

    with Store(path) as store:
        store.load(quads())
    return path
