"""Since when a running total runs, as sentences tell it."""

from __future__ import annotations

from datetime import date

import pytest

from kg.annotate.since import since

PUBLISHED = date(2025, 8, 27)


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("Since the start of the full-scale war Arland has returned 12,298 bodies.", "war"),
        ("It has brought home 4,700 people since the beginning of Borland's full-scale invasion.", "war"),
        ("Some 5,000 have come home since Borland launched its full-scale invasion.", "war"),
        ("During the war 4,700 were freed.", "war"),
        ("Since the start of the year 1,200 have been returned.", "2025"),
        ("This year alone 1,200 have been returned.", "2025"),
        ("In 2024, 3,900 were freed.", "2024"),
        ("From the beginning of 2023 to its end 2,000 came back.", "2023"),
        ("Since March, 909 bodies have come back.", "since 2025-03"),
        ("Since October 2024 there were 3,300.", "since 2024-10"),
        ("Since December, 600 have come back.", "since 2024-12"),
        ("In all, 11,900 have been returned.", ""),
        ("Since the talks 1,000 have been returned.", ""),
    ],
)
def test_the_beginning_is_read(text: str, scope: str) -> None:
    assert since(text, PUBLISHED) == scope


def test_what_hangs_on_the_day_of_publication_is_unknown_without_it() -> None:
    assert since("This year 1,200 have been returned.", None) == ""
    assert since("Since March 909 have come back.", None) == ""
    assert since("In 2024, 3,900 were freed.", None) == "2024"
