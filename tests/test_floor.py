"""What extraction reaches on the project's own annotated articles can't drop unasked: `corpus/floors.toml`."""

from __future__ import annotations

import csv
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from kg import build, evaluate, query, rdf
from kg.answer import Table
from kg.settings import Settings
from kg.store import Store
from kg.validate import Severity, decision_context, validate_decisions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.evaluate.measure import Result

CORPUS = Path(__file__).parent / "corpus"
FLOORS = tomllib.loads((CORPUS / "floors.toml").read_text(encoding="utf-8"))
CASES = [
    (folder, measure, figure, floor)
    for folder, measures in FLOORS.items()
    if (CORPUS / folder / "gold").is_dir()
    for measure, figures in measures.items()
    for figure, floor in figures.items()
]


class Reached(NamedTuple):
    """What a folder's build reached: the comparison with gold, articles whose sums it says fail, broken shapes."""

    result: Result
    failing: set[str]
    violations: list[str]


@pytest.fixture(scope="session")
def results(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Reached]:
    """Builds each folder of the corpus once, and compares it with its gold tables."""
    found = {}
    for folder in dict.fromkeys(case[0] for case in CASES):
        authority = CORPUS / folder / "authority.csv"
        settings = Settings(authority=(authority,) if authority.exists() else ())
        with Store(tmp_path_factory.mktemp("floor") / folder) as store:
            summary = build.build([CORPUS / folder / "articles"], store, settings)
            assert not summary.skipped
            result, _, _ = evaluate.evaluate(CORPUS / folder / "gold", store)
            disagreements = query.ask(store, query.load("disagreements"))
            assert isinstance(disagreements, Table)
            failing = {row["article_a"] for row in disagreements.records() if row["why"] == "sum"}
            decisions = store.triples(rdf.decisions_graph(settings.base))
            findings = validate_decisions(decisions, decision_context(store))
            violations = [str(one) for one in findings if one.severity is Severity.VIOLATION]
            found[folder] = Reached(result, failing, violations)
    return found


@pytest.mark.parametrize(("folder", "measure", "figure", "floor"), CASES)
def test_extraction_holds_its_floor(
    results: Mapping[str, Reached], folder: str, measure: str, figure: str, floor: float
) -> None:
    reached = results[folder].result.measures[measure].record()[figure]
    if figure == "predicted":
        assert reached <= floor, f"{reached} rows found in articles that tell of no exchange"
    else:
        assert reached >= floor, f"{measure} {figure} fell to {reached}: `kg evaluate` lists what was missed"


@pytest.mark.parametrize("folder", dict.fromkeys(case[0] for case in CASES))
def test_what_is_decided_across_articles_conforms(results: Mapping[str, Reached], folder: str) -> None:
    assert results[folder].violations == []


def test_each_folder_with_gold_tables_has_its_floor() -> None:
    assert {path.parent.name for path in CORPUS.glob("*/gold")} <= set(FLOORS)


@pytest.mark.parametrize("folder", dict.fromkeys(case[0] for case in CASES))
def test_every_planted_sum_that_fails_is_reported_and_no_true_one_is(
    results: Mapping[str, Reached], folder: str
) -> None:
    """What falls short of its total may be incomplete, and is no failing sum."""
    planted = CORPUS / folder / "gold" / "planted.csv"
    wrong = set()
    if planted.exists():
        with planted.open(encoding="utf-8", newline="") as file:
            wrong = {row["article"] for row in csv.DictReader(file) if row["kind"] in {"exceeds", "directions"}}
    assert results[folder].failing == wrong
