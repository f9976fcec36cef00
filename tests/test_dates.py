"""Expressions of time and the days they can mean."""

from __future__ import annotations

from datetime import date

import pytest

from kg.annotate.dates import bound, find, moved, year_of
from kg.model import Days

FRIDAY = date(2024, 4, 12)


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("on Friday", date(2024, 4, 12), date(2024, 4, 12)),
        ("on Wednesday", date(2024, 4, 10), date(2024, 4, 10)),
        ("on Dec. 22", date(2023, 12, 22), date(2023, 12, 22)),
        ("on Dec.22", date(2023, 12, 22), date(2023, 12, 22)),
        ("on 31 January", date(2024, 1, 31), date(2024, 1, 31)),
        ("on May 16, 2025", date(2025, 5, 16), date(2025, 5, 16)),
        ("last month", date(2024, 3, 1), date(2024, 3, 31)),
        ("yesterday", date(2024, 4, 11), date(2024, 4, 11)),
        ("three days ago", date(2024, 4, 9), date(2024, 4, 9)),
        ("in 2023", date(2023, 1, 1), date(2023, 12, 31)),
        ("in February", date(2024, 2, 1), date(2024, 2, 29)),
        ("in early February", date(2024, 2, 1), date(2024, 2, 14)),
        ("in mid-February", date(2024, 2, 8), date(2024, 2, 23)),
        ("in the February exchange", date(2024, 2, 1), date(2024, 2, 29)),
        ("in the exchange of February 5", date(2024, 2, 5), date(2024, 2, 5)),
        ("earlier this month", date(2024, 4, 1), date(2024, 4, 12)),
        ("on the 29th", date(2024, 3, 29), date(2024, 3, 29)),
        ("by the 3rd, they said", date(2024, 4, 3), date(2024, 4, 3)),
    ],
)
def test_an_expression_is_bounded_from_the_day_of_publication(text: str, earliest: date, latest: date) -> None:
    (when,) = find(f"It happened {text}.")
    days = bound(when, FRIDAY)
    assert (days.earliest, days.latest) == (earliest, latest)


def test_the_29th_of_a_row_is_no_day() -> None:
    assert find("On the 29th exchange of the year it was silent.") == []


def test_a_weekday_of_an_undated_article_stays_a_weekday() -> None:
    (when,) = find("It happened on Friday.")
    days = bound(when, None)
    assert (days.earliest, days.latest, days.weekday) == (None, None, 4)


def test_a_day_without_its_year_in_an_undated_article_stays_month_and_day() -> None:
    (when,) = find("It happened on 31 January.")
    assert bound(when, None).month_day == (1, 31)


def test_an_abbreviated_month_behind_since_keeps_its_day() -> None:
    (when,) = find("It was the first since Oct. 2, 2024, they said.")
    assert (when.year, when.month, when.day) == (2024, 10, 2)


def test_the_month_of_may_is_told_from_the_verb() -> None:
    assert find("They may 5 times refuse.") == []


def test_a_day_of_last_year_is_one_expression() -> None:
    for words, day in [
        ("on 2 October last year", date(2023, 10, 2)),
        ("on March 3 of last year", date(2023, 3, 3)),
        ("on March 3 this year", date(2024, 3, 3)),
    ]:
        (when,) = find(f"They came {words}, when 40 were freed.")
        assert bound(when, FRIDAY).earliest == day


def test_a_figure_behind_a_day_is_no_second_day() -> None:
    assert [when.day for when in find("It took 40 on June 11 and 1,200 on June 13.")] == [11, 13]


def test_a_day_and_its_weekday_find_the_year() -> None:
    assert year_of(3, 29, 4, date(2022, 2, 24)) == date(2024, 3, 29)
    assert year_of(3, 29, None, date(2022, 2, 24)) is None


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("two days later", date(2024, 4, 14), date(2024, 4, 14)),
        ("A day earlier", date(2024, 4, 11), date(2024, 4, 11)),
        ("The day before", date(2024, 4, 11), date(2024, 4, 11)),
        ("A week after that", date(2024, 4, 16), date(2024, 4, 22)),
        ("The next month", date(2024, 5, 1), date(2024, 5, 31)),
    ],
)
def test_counting_expressions_count_from_the_day_told_of(text: str, earliest: date, latest: date) -> None:
    (when,) = find(f"{text}, 40 came home.")
    days = moved(Days(FRIDAY, FRIDAY), when)
    assert (days.earliest, days.latest) == (earliest, latest)


def test_counting_from_an_unknown_day_leaves_all_open_but_the_weekday() -> None:
    (when,) = find("A day earlier, 40 came home.")
    assert moved(Days(), when).earliest is None
    assert moved(Days(weekday=4), when).weekday == 3


def test_days_listed_before_one_month_are_days_of_it() -> None:
    assert [(when.day, when.month) for when in find("On 15 and 16 June they came.")] == [(15, 6), (16, 6)]
    assert [(when.day, when.month) for when in find("On June 15 and 16, they came.")] == [(15, 6), (16, 6)]


def test_a_month_counts_as_time_only_where_it_says_when() -> None:
    assert [when.month for when in find("March saw 40 freed. They march on.")] == [3]
