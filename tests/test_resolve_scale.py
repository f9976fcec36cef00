from __future__ import annotations

import importlib.util
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kg.resolve import compare, exchanges, resolve

if TYPE_CHECKING:
    from types import ModuleType


@pytest.fixture(scope="module")
def benchmark_module() -> ModuleType:
    """The benchmark's generator: it isn't a package, so it is loaded from its file."""
    path = Path(__file__).parents[1] / "benchmarks" / "resolve.py"
    spec = importlib.util.spec_from_file_location("resolve_benchmark", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def pairs(counts: Counter[object]) -> int:
    return sum(count * (count - 1) // 2 for count in counts.values())


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_generated_reports_meet_their_exchange_and_no_other(benchmark_module: ModuleType, seed: int) -> None:
    reports, evidence, truth = benchmark_module.generate(1000, 100, seed)
    found = resolve(reports, evidence)
    together = Counter((exchange.iri, truth[report]) for exchange in found.exchanges for report in exchange.reports)
    told = Counter(exchange.iri for exchange in found.exchanges for _ in exchange.reports)
    precision = pairs(together) / pairs(told)
    recall = pairs(together) / pairs(Counter(truth.values()))
    assert precision > 0.99
    # A third of the pairs has a report with nothing but one figure, which must never join.
    assert recall > 0.62


def test_twice_the_reports_cost_hardly_more_than_twice_the_comparisons(
    benchmark_module: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = 0

    def counting(*args: object) -> object:
        nonlocal calls
        calls += 1
        return compare.compare(*args)

    monkeypatch.setattr(exchanges, "compare", counting)
    costs = []
    for size in (500, 1000, 2000):
        reports, evidence, _ = benchmark_module.generate(size, size // 10)
        calls = 0
        resolve(reports, evidence)
        costs.append(calls)
    assert costs[0] > 500
    assert costs[1] < 2.5 * costs[0]
    assert costs[2] < 2.5 * costs[1]
