"""When the own exchange of an article was whose day of publication is not known. All texts are made up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from test_annotate import read
from test_occasions import told

if TYPE_CHECKING:
    from kg.model import Annotation

SWAP = "Russia and Ukraine exchanged 83 prisoners each, the Russian Defense Ministry said."


def own(annotation: Annotation) -> tuple[str, tuple[int, int] | None]:
    """Gives the day of an article's own exchange, and the one without a year."""
    (days,) = {report.days for report in annotation.reports if report.main}
    return str(days.earliest or ""), days.month_day


@pytest.mark.parametrize(
    "head",
    [
        "MOSCOW, March 3. /NPA/. ",
        "MOSCOW, March 3 (Norton Press) - ",
        "KYIV/MOSCOW, March 3 /NPA/ -- ",
        "Kyiv, March 3 (Norton Press) – ",
        "MOSCOW, Mar.3, (NP)- ",
        "Soldiers are swapped on the border, all of them alive and well\n\n"
        "Both ministries have confirmed the news of the swap, the first of its kind since the talks that were held in "
        "the spring of this year in the capital of a third country, which mediates\n\nMOSCOW, March 3. /NPA/. ",
    ],
)
def test_a_dateline_without_a_year_dates_the_own_exchange(head: str) -> None:
    assert own(read(head + SWAP, None)) == ("", (3, 3))


@pytest.mark.parametrize(
    "text",
    [
        "It was the biggest swap since the start of the war on March 3. " + SWAP,
        "KYIV, Ukraine (NPA) — " + SWAP + " Talks had been held on March 3.",
    ],
)
def test_a_day_that_heads_no_line_dates_nothing(text: str) -> None:
    assert own(read(text, None)) == ("", None)


def test_the_day_of_the_week_behind_a_dateline_tells_its_year() -> None:
    text = (
        "MOSCOW, Sep.29, (NP)- Russia said on Thursday that 61 soldiers had returned in a prisoner swap with Ukraine."
    )
    assert own(read(text, None)) == ("2022-09-29", None)


def test_a_day_of_the_week_told_farther_on_tells_no_year() -> None:
    text = (
        "MOSCOW, March 3. /NPA/. "
        + SWAP
        + " The swap was even.\n\nThe returned are in Belarus.\n\nOn Saturday, another 41 came home, it said."
    )
    assert own(read(text, None)) == ("", (3, 3))


def test_a_weekday_with_a_day_of_the_month_is_the_own_day() -> None:
    annotation = read(
        "A big prisoner swap with Russia took place on Thursday, March 9. Ukraine brought back 61 people.\n\n"
        "On Saturday, March 4, Ukraine managed to return 57 people, as reported. Two of them are officers.",
        None,
    )
    assert told(annotation) == {"61": "2023-03-09", "57": "2023-03-04", "Two": "2023-03-04"}


def test_a_day_told_later_with_the_own_figures_is_the_own_day() -> None:
    annotation = read(
        "Russia delivered 67 bodies to Ukraine.\n\nOn October 9, Kyiv said it received the bodies of 67 soldiers.\n\n"
        "On August 2, Ukraine received 43 bodies.",
        None,
    )
    assert own(annotation) == ("", (10, 9))
    assert len(annotation.reports) == 2


@pytest.mark.parametrize(
    "later",
    [
        "On August 19, 1,000 bodies were handed over to Ukraine.",  # many exchanges are of a thousand
        "The previous handover of 67 bodies to Ukraine took place on August 19.",
    ],
)
def test_a_day_told_later_of_another_exchange_is_not_the_own_day(later: str) -> None:
    annotation = read("Russia delivered 67 bodies to Ukraine. It handed over 1,000 bodies.\n\n" + later, None)
    assert own(annotation) == ("", None)


PICTURE = "Freed soldiers on a bus after the swap, at an undisclosed place, {}. NPA/Handout\n\n"


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("5 March 2026", "2026-03-05"),  # a Thursday
        ("March 5, 2026", "2026-03-05"),
        ("6 March 2026", ""),
    ],
)
def test_the_day_under_a_picture_tells_when_the_weekday_was(day: str, expected: str) -> None:
    text = "Ukraine and Russia exchanged 83 prisoners each on Thursday.\n\n" + PICTURE.format(day) + SWAP
    assert own(read(text, None)) == (expected, None)


def test_a_picture_from_an_archive_dates_nothing() -> None:
    text = (
        "Russia and Ukraine swap 172 captives\n\nIn this video grab, released on March 5, 2026, soldiers sit in a bus "
        "after a swap. Both sides said on March 5, 2026 that 50 of their soldiers had returned. © Handout / NPA\n\n"
        "Russia and Ukraine exchanged 172 soldiers in a swap, both said Thursday."
    )
    assert own(read(text, None)) == ("", None)


def test_the_end_of_a_range_is_no_own_day() -> None:
    text = (
        "Only three prisoner swaps took place between Russia and Ukraine from January 3 to August 6, 2024.\n\n"
        "Russia and Ukraine then exchanged 83 prisoners each."
    )
    assert own(read(text, None)) == ("", None)
