from __future__ import annotations

import gc
import importlib.util
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kg import authority, collector, decide, rdf
from kg import resolve as resolving
from kg.resolve import blocking, exchanges, resolve
from kg.settings import BASE
from kg.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType


@pytest.fixture(scope="module")
def benchmark_module() -> ModuleType:
    """The benchmarks' generator: they are no package, so it is loaded from its file."""
    path = Path(__file__).parents[1] / "benchmarks" / "reports.py"
    spec = importlib.util.spec_from_file_location("benchmark_reports", path)
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


def counting(name: str, step: Callable[..., object], counted: Counter[str]) -> Callable[..., object]:
    def taken(*args: object, **more: object) -> object:
        counted[name] += 1
        return step(*args, **more)

    return taken


def costs(
    benchmark_module: ModuleType, monkeypatch: pytest.MonkeyPatch, cases: list[tuple[int, int]]
) -> list[Counter[str]]:
    """Counts, for so many reports of so many exchanges, how often the dear steps are taken."""
    counted: Counter[str] = Counter()
    for module, name in (
        *((exchanges, "compare"), (exchanges, "opposed"), (exchanges, "veto")),
        *((resolving, "single_profile"), (blocking, "salient")),
    ):
        monkeypatch.setattr(module, name, counting(name, getattr(module, name), counted))
    found = []
    for size, count in cases:
        reports, evidence, _ = benchmark_module.generate(size, count)
        counted.clear()
        resolve(reports, evidence)
        found.append(counted.copy())
    return found


def test_twice_the_reports_cost_hardly_more_than_twice_the_work(
    benchmark_module: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    small, double, fourfold = costs(benchmark_module, monkeypatch, [(500, 50), (1000, 100), (2000, 200)])
    assert small["compare"] > 500
    for step in ("compare", "opposed", "veto", "salient"):
        assert double[step] < 2.5 * small[step], step
        assert fourfold[step] < 2.5 * double[step], step


def test_more_reports_of_the_same_exchanges_cost_each_hardly_more(
    benchmark_module: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    few, many = costs(benchmark_module, monkeypatch, [(1000, 100), (3000, 100)])
    assert many["compare"] < 1.6 * 3 * few["compare"]
    assert many["salient"] < 3 * few["salient"]


def test_each_report_is_worked_out_once_and_what_rests_is_not_worked_out_again(
    benchmark_module: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    (counted,) = costs(benchmark_module, monkeypatch, [(1000, 100)])
    assert counted["single_profile"] == 1000
    assert counted["salient"] < 1000


def test_resolving_leaves_nothing_that_only_the_collector_could_free(benchmark_module: ModuleType) -> None:
    reports, evidence, _ = benchmark_module.generate(300, 30)
    gc.collect()
    with collector.paused():
        resolve(reports, evidence)
        assert gc.collect() == 0


@pytest.mark.parametrize("on", [True, False])
def test_the_collector_is_after_a_pause_as_it_was_before(on: bool) -> None:
    was_on = gc.isenabled()
    try:
        (gc.enable if on else gc.disable)()
        with collector.paused():
            assert not gc.isenabled()
        assert gc.isenabled() is on
        with pytest.raises(ZeroDivisionError), collector.paused():
            _ = 1 / 0
        assert gc.isenabled() is on
    finally:
        (gc.enable if was_on else gc.disable)()


def test_generated_articles_decide_in_a_store_as_their_records_do(benchmark_module: ModuleType) -> None:
    reports, rows, _ = benchmark_module.generate(200, 20)
    run = rdf.Run("0", "none", "0", "generated")
    with Store(None) as store:
        for annotation in benchmark_module.written(reports, rows):
            store.load(rdf.article_quads(annotation, run))
        decide.decide(store, authority.load(), BASE)
        stored = Counter(store.select("SELECT ?exchange { ?report kg:reportOf ?exchange }").texts())
    found = resolve(reports, rows)
    assert sorted(stored.values()) == sorted(len(exchange.reports) for exchange in found.exchanges)
