"""How figures stand to each other short of a contradiction, and running totals that fall."""

from __future__ import annotations

from datetime import date

import pytest
from resolve_records import (
    HEADQUARTERS,
    MEMBER,
    MINISTRY,
    RUSSIA,
    UKRAINE,
    both_ways,
    day,
    decide,
    figure,
    part,
    report,
)

from kg.model import Apparent, Evidence, Role, Stance, Standing, Why

DAY = day("2024-03-29")


def told(*reports, **more: object) -> list[tuple[Apparent, str]]:
    return [(one.why, one.detail) for one in decide(*reports, **more).differences]


def test_a_rounded_figure_and_a_bound_differ_without_a_contradiction() -> None:
    near = report("b", DAY, figure(500, speaker=MEMBER, approximate=True))
    assert told(report("a", DAY, figure(502)), near) == [(Apparent.ROUNDING, "502 and 500 can be the same number")]
    over = report("b", DAY, figure(501, speaker=MEMBER, maximum=None))
    assert told(report("a", DAY, figure(502)), over) == [
        (Apparent.ROUNDING, "502 and at least 501 can be the same number")
    ]


def test_nearly_is_a_rounding_of_tens_too_and_a_bare_number_is_not() -> None:
    found = [
        decide(report("a", DAY, figure(147)), report("b", DAY, figure(150, speaker=MEMBER, approximate=nearly)))
        for nearly in (True, False)
    ]
    assert [(len(one.differences), len(one.disagreements)) for one in found] == [(1, 0), (0, 1)]


def test_a_part_differs_from_its_total_and_one_direction_from_both() -> None:
    account = report(
        "a", DAY, figure(909, name="most"), figure(41, RUSSIA), both_ways(950), part(619, "donetsk"), part(77, "sumy")
    )
    assert sorted(told(account)) == [
        (Apparent.BOTH, "41 one way, 950 both ways together"),
        (Apparent.BOTH, "909 one way, 950 both ways together"),
        (Apparent.PART, "619 of 909"),
        (Apparent.PART, "77 of 909"),
    ]


def test_what_contradicts_is_no_mere_difference() -> None:
    assert told(report("a", DAY, figure(909)), report("b", DAY, figure(910, speaker=MEMBER))) == []
    assert told(report("a", DAY, figure(909), part(910, "donetsk"))) == []


def test_claims_confirm_and_dispute_figures_of_others_and_correct_their_own() -> None:
    found = decide(
        report("a", DAY, figure(909, name="said"), figure(910, name="slip")),
        report("b", DAY, figure(909, speaker=MEMBER, stance=Stance.CONFIRMS, name="confirmed")),
        report("c", DAY, figure(909, speaker=MINISTRY, stance=Stance.DENIES, name="denied")),
        report("d", DAY, figure(910, stance=Stance.DENIES, name="taken back")),
    ).stands
    assert {(one.standing, one.figure, one.other) for one in found} == {
        (Standing.CONFIRMS, "confirmed", "said"),
        (Standing.DISPUTES, "denied", "said"),
        (Standing.CORRECTS, "taken back", "slip"),
    }


def total(number: int | None, scope: str = "2025", speaker: str = HEADQUARTERS, **more: object) -> Evidence:
    return figure(number, UKRAINE, speaker, role=Role.RUNNING, scope=scope, **more)  # type: ignore[arg-type]


PUBLISHED = {"march": date(2025, 3, 1), "may": date(2025, 5, 1), "june": date(2025, 6, 1)}


def falls(*several: tuple[str, Evidence]) -> list[str]:
    reports = [report(name, DAY, row) for name, row in several]
    found = decide(*reports, published=PUBLISHED).disagreements
    return [one.detail for one in found if one.why is Why.RUNNING]


def test_a_running_total_that_falls_is_told_with_the_highest_before_it() -> None:
    several = [("march", total(12_298)), ("may", total(12_400)), ("june", total(11_900, speaker=MEMBER))]
    assert falls(*several) == ["12,400 told on 2025-05-01, 11,900 on 2025-06-01: bodies of Ukraine, 2025"]


@pytest.mark.parametrize(
    "later",
    [
        pytest.param(total(12_298), id="the same"),
        pytest.param(total(13_000), id="more"),
        pytest.param(total(12_000, maximum=None), id="at least"),
        pytest.param(total(12_000, approximate=True), id="rounded"),
        pytest.param(total(3_000, "since 2025-03"), id="since another beginning"),
        pytest.param(total(3_000, ""), id="since nobody knows when"),
        pytest.param(total(3_000, stance=Stance.DENIES), id="denied"),
        pytest.param(figure(41, RUSSIA, role=Role.RUNNING, scope="2025"), id="of the other side"),
        pytest.param(figure(41, scope="2025"), id="of one exchange"),
    ],
)
def test_a_running_total_that_may_be_true_is_not_told(later: Evidence) -> None:
    assert falls(("march", total(12_298)), ("june", later)) == []
    assert falls(("march", total(12_298)), ("undated", total(12_000))) == []
