"""Numbers in digits and words, with hedges as bounds."""

from __future__ import annotations

import pytest

from kg import lexicon
from kg.annotate.quantities import find

WORDS = lexicon.load()


@pytest.mark.parametrize(
    ("text", "words", "minimum", "maximum"),
    [
        ("They got 502 bodies.", "502", 502, 502),
        ("They got 1,003 bodies.", "1,003", 1003, 1003),
        ("They got 1 212 bodies.", "1 212", 1212, 1212),
        ("They got 1\u00a0212 bodies.", "1\u00a0212", 1212, 1212),
        ("They got 1.2 thousand men.", "1.2 thousand", 1200, 1200),
        ("Over 1K bodies came.", "Over 1K", 1001, None),
        ("At least 15,000 came.", "At least 15,000", 15000, None),
        ("More than 500 came.", "More than 500", 501, None),
        ("Up to 6,000 will come.", "Up to 6,000", None, 6000),
        ("Fewer than 50 came.", "Fewer than 50", None, 49),
        ("500 or more came.", "500 or more", 500, None),
        ("More than 40 but fewer than 50 came.", "More than 40 but fewer than 50", 41, 49),
        ("Between 40 and 50 came.", "Between 40 and 50", 40, 50),
        ("About 2,000 came.", "About 2,000", 2000, 2000),
        ("Twenty-six guards came.", "Twenty-six", 26, 26),
        ("One hundred and ninety-five men came.", "One hundred and ninety-five", 195, 195),
        ("Half a dozen came.", "Half a dozen", 6, 6),
        ("Dozens came.", "Dozens", 24, None),
        ("Hundreds came.", "Hundreds", 200, None),
        ("A hundred came.", "A hundred", 100, 100),
    ],
)
def test_a_number_is_read_with_its_bounds(text: str, words: str, minimum: int | None, maximum: int | None) -> None:
    (quantity,) = find(text, WORDS)
    assert text[quantity.span.start : quantity.span.end] == words
    assert (quantity.minimum, quantity.maximum) == (minimum, maximum)


def test_handing_over_is_no_hedge() -> None:
    (quantity,) = find("Russia hands over 1,000 bodies.", WORDS)
    assert (quantity.minimum, quantity.maximum) == (1000, 1000)


@pytest.mark.parametrize(
    "text", ["It costs $20.", "An Il-76 came down.", "Call +380 44 000 0000.", "Call 0 800 300 529."]
)
def test_money_names_and_telephone_numbers_are_no_quantities(text: str) -> None:
    assert [q for q in find(text, WORDS) if q.value in {20, 76, 380}] == []


def test_the_same_number_repeats_another() -> None:
    first, second = find("Kyiv got 95 men and Moscow the same number.", WORDS)
    assert (first.same, second.same) == (False, True)


def test_a_number_no_one_can_tell_does_not_stop_the_reading() -> None:
    (quantity,) = find("Kyiv got 95 men, not 1.000.000 thousand.", WORDS)
    assert quantity.value == 95
