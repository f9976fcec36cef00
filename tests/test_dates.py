"""Expressions of time and the days they can mean."""

from __future__ import annotations

from datetime import date

import pytest

from kg.annotate.dates import bound, find, year_of

FRIDAY = date(2024, 4, 12)


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("on Friday", date(2024, 4, 12), date(2024, 4, 12)),
        ("on Wednesday", date(2024, 4, 10), date(2024, 4, 10)),
        ("on Dec. 22", date(2023, 12, 22), date(2023, 12, 22)),
        ("on 31 January", date(2024, 1, 31), date(2024, 1, 31)),
        ("on May 16, 2025", date(2025, 5, 16), date(2025, 5, 16)),
        ("last month", date(2024, 3, 1), date(2024, 3, 31)),
        ("yesterday", date(2024, 4, 11), date(2024, 4, 11)),
        ("three days ago", date(2024, 4, 9), date(2024, 4, 9)),
        ("in 2023", date(2023, 1, 1), date(2023, 12, 31)),
        ("in February", date(2024, 2, 1), date(2024, 2, 29)),
    ],
)
def test_an_expression_is_bounded_from_the_day_of_publication(text: str, earliest: date, latest: date) -> None:
    (when,) = find(f"It happened {text}.")
    days = bound(when, FRIDAY)
    assert (days.earliest, days.latest) == (earliest, latest)


def test_a_weekday_of_an_undated_article_stays_a_weekday() -> None:
    (when,) = find("It happened on Friday.")
    days = bound(when, None)
    assert (days.earliest, days.latest, days.weekday) == (None, None, 4)


def test_the_month_of_may_is_told_from_the_verb() -> None:
    assert find("They may 5 times refuse.") == []


def test_a_day_and_its_weekday_find_the_year() -> None:
    assert year_of(3, 29, 4, date(2022, 2, 24)) == date(2024, 3, 29)
    assert year_of(3, 29, None, date(2022, 2, 24)) is None
