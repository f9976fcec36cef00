from __future__ import annotations

from datetime import date

import pytest
from resolve_records import BIG, FRIDAY, RUSSIA, day, days, decide, figure, freed, groups, iri_of, report

from kg.model import Days, Evidence, Kind, Report

SWAPS = "prisoners since 2022-02"


def bounds_of(name: str, *told: tuple[Report, list[Evidence]]) -> tuple[date | None, date | None, str]:
    (found,) = (one for one in decide(*told).exchanges if iri_of(name) in one.reports)
    return found.days.earliest, found.days.latest, found.days.basis


def test_the_seventh_lies_between_the_sixth_and_the_ninth() -> None:
    assert bounds_of(
        "undated",
        report("february", day("2025-02-14"), ordinals=[(6, BIG)]),
        report("undated", ordinals=[(7, BIG)]),
        report("may", day("2025-05-16"), ordinals=[(9, BIG)]),
    ) == (
        date(2025, 2, 15),
        date(2025, 5, 15),
        f"after the sixth of '{BIG}' (2025-02-14) and before the ninth of '{BIG}' (2025-05-16)",
    )


def test_a_weekday_moves_the_bounds_inwards() -> None:
    earliest, latest, _ = bounds_of(
        "undated",
        report("february", day("2025-02-14"), ordinals=[(6, BIG)]),
        report("undated", FRIDAY, ordinals=[(7, BIG)]),
        report("april", day("2025-04-18"), ordinals=[(8, BIG)]),
    )
    assert (earliest, latest) == (date(2025, 2, 21), date(2025, 4, 11))


def test_the_last_of_a_row_has_no_end() -> None:
    earliest, latest, _ = bounds_of(
        "undated", report("april", day("2025-04-18"), ordinals=[(8, BIG)]), report("undated", ordinals=[(9, BIG)])
    )
    assert (earliest, latest) == (date(2025, 4, 19), None)


def test_a_dated_exchange_keeps_its_day_and_its_basis() -> None:
    assert bounds_of(
        "seventh",
        report("sixth", day("2025-02-14"), ordinals=[(6, BIG)]),
        report("seventh", Days(date(2025, 3, 28), date(2025, 3, 28), basis="dateline"), ordinals=[(7, BIG)]),
        report("ninth", day("2025-05-16"), ordinals=[(9, BIG)]),
    ) == (date(2025, 3, 28), date(2025, 3, 28), "dateline")


@pytest.mark.parametrize(
    "row",
    [
        pytest.param([(6, "2025-05-16"), (9, "2025-02-14")], id="numbers fall as days rise"),
        pytest.param([(6, "2025-02-14"), (6, "2026-02-13"), (9, "2026-05-15")], id="one number on two days"),
    ],
)
def test_a_row_that_contradicts_itself_bounds_nothing(row: list[tuple[int, str]]) -> None:
    told = [report(f"dated{n}", day(text), ordinals=[(number, BIG)]) for n, (number, text) in enumerate(row)]
    assert bounds_of("undated", *told, report("undated", ordinals=[(7, BIG)]))[:2] == (None, None)


def test_rows_of_different_scopes_bound_nothing_across() -> None:
    sixth = report("sixth", day("2025-02-14"), ordinals=[(6, BIG)])
    assert bounds_of("undated", sixth, report("undated", ordinals=[(51, SWAPS)]))[:2] == (None, None)


def test_a_bounded_ordinal_bounds_the_next_one_in_turn() -> None:
    earliest, latest, _ = bounds_of(
        "eighth",
        report("seventh", days("2025-03-01", "2025-03-31"), ordinals=[(7, BIG)]),
        report("eighth", ordinals=[(8, BIG)]),
        report("ninth", days("2025-05-01", "2025-05-20"), ordinals=[(9, BIG)]),
    )
    assert (earliest, latest) == (date(2025, 3, 2), date(2025, 5, 19))


def test_bounds_by_ordinals_keep_an_undated_report_off_a_day_outside() -> None:
    shared = [figure(909), figure(43, RUSSIA)]
    seventh = report("seventh", FRIDAY, *shared, ordinals=[(7, BIG)])
    late = report("late", day("2025-06-13"), *shared)
    assert frozenset({"seventh", "late"}) in groups(seventh, late)
    ninth = report("ninth", day("2025-05-16"), ordinals=[(9, BIG)])
    assert frozenset({"seventh", "late"}) not in groups(seventh, late, ninth)


def test_between_dated_neighbours_one_figure_finds_the_day() -> None:
    told = [
        report("fiftieth", day("2024-01-31"), kind=Kind.PRISONERS, ordinals=[(50, SWAPS)]),
        report("undated", Days(weekday=3), freed(100, None), kind=Kind.PRISONERS, ordinals=[(51, SWAPS)]),
        report("looking-back/1", day("2024-02-08"), freed(100, None), kind=Kind.PRISONERS, main=False),
    ]
    assert frozenset({"undated", "looking-back/1"}) not in groups(*told)
    next_one = report("next", day("2024-05-31"), kind=Kind.PRISONERS, ordinals=[(52, SWAPS)])
    assert frozenset({"undated", "looking-back/1"}) in groups(*told, next_one)


def test_a_number_missing_in_the_row_leaves_one_figure_too_little() -> None:
    assert frozenset({"undated", "looking-back/1"}) not in groups(
        report("forty-ninth", day("2024-01-03"), kind=Kind.PRISONERS, ordinals=[(49, SWAPS)]),
        report("undated", Days(weekday=3), freed(100, None), kind=Kind.PRISONERS, ordinals=[(51, SWAPS)]),
        report("looking-back/1", day("2024-02-08"), freed(100, None), kind=Kind.PRISONERS, main=False),
        report("next", day("2024-05-31"), kind=Kind.PRISONERS, ordinals=[(52, SWAPS)]),
    )


def test_an_undated_article_is_not_older_than_what_it_tells_as_past() -> None:
    assert bounds_of("article", report("article"), report("article/1", day("2024-01-31"), figure(66), main=False)) == (
        date(2024, 1, 31),
        None,
        "not before 2024-01-31, told as past beside it",
    )


def test_what_an_article_mentions_is_not_younger_than_its_own_exchange() -> None:
    assert bounds_of("article/1", report("article", day("2025-05-16")), report("article/1", Days(), figure(41))) == (
        None,
        None,
        "",
    )
    assert bounds_of(
        "article/1", report("article", day("2025-05-16")), report("article/1", Days(), figure(41), main=False)
    ) == (None, date(2025, 5, 16), "not after 2025-05-16, the day of the exchange told beside it")


def test_a_weekday_beside_a_dated_exchange_lies_in_the_week_before_it() -> None:
    (earliest, latest, _) = bounds_of(
        "article/2",
        report("article/1", day("2025-05-25")),
        report("article/2", Days(weekday=5), figure(307), main=False),
    )
    assert (earliest, latest) == (date(2025, 5, 24), date(2025, 5, 24))
