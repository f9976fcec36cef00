"""Sums over several exchanges are told from the figures of one. All texts are made up."""

from __future__ import annotations

import pytest
from test_annotate import LEAD, figures, read

from kg.model import Figure, Role

OWN = "Russia handed over 312 bodies on Friday and received 21, both sides said. "


def roles(text: str) -> dict[str, Role]:
    return {figure.text: figure.role for figure, _ in figures(text)}


def told(text: str) -> list[Figure]:
    return sorted({f for c in read(text).claims for f in c.figures}, key=lambda f: f.span)


@pytest.mark.parametrize(
    ("text", "role"),
    [
        pytest.param("In 2024, 4,311 bodies were returned to Ukraine.", Role.RUNNING, id="a whole year"),
        pytest.param("In 2024, 311 bodies came home in an exchange.", Role.TOTAL, id="one exchange of a year"),
        pytest.param(OWN + "A total of 4,311 bodies came home under the deal.", Role.RUNNING, id="under the deal"),
        pytest.param(OWN + "Dmitry Peskov put the total at 4,311.", Role.RUNNING, id="put the total at"),
        pytest.param(OWN + "Dmitry Peskov put the total at 333.", Role.TOTAL, id="no more than this exchange's"),
        pytest.param("Trucks brought the remains of 909 soldiers back to Ukraine.", Role.TOTAL, id="brought home"),
        pytest.param("The handover brought the total to 4,311 bodies.", Role.RUNNING, id="brought to a number"),
        pytest.param("The photograph shows men in overalls beside 41 bodies.", Role.TOTAL, id="overalls"),
        pytest.param("Russia got back 51 bodies on Friday and 78 since the handovers began.", Role.RUNNING, id="since"),
        pytest.param("All told, 4,311 bodies have been brought back.", Role.RUNNING, id="all told"),
    ],
)
def test_a_sum_of_several_exchanges_is_running(text: str, role: Role) -> None:
    assert list(roles(text).values())[-1] is role


def test_a_sum_that_another_counts_almost_alike_is_running_too() -> None:
    found = roles(
        OWN + "Since January, 4,311 bodies have been returned to Ukraine. "
        "Vladimir Medinsky said that 4,316 had been handed over and 78 received."
    )
    assert (found["4,316"], found["78"]) == (Role.RUNNING, Role.RUNNING)


def test_the_sum_of_the_other_direction_stands_beside_it() -> None:
    found = roles("In 2024, 4,311 bodies were returned to Ukraine and 391 to Russia.")
    assert set(found.values()) == {Role.RUNNING}


def test_a_headline_gives_the_sum_that_the_article_tells_of() -> None:
    found = told(
        "Kyiv gets back the bodies of 4,311 soldiers\n\nKYIV, Feb 14 - "
        + LEAD
        + OWN
        + "In all, 4,311 bodies came home under the deal."
    )
    assert {f.role for f in found if f.minimum == 4311} == {Role.RUNNING}


@pytest.mark.parametrize(
    "text",
    [
        "Russia and Ukraine freed 157 prisoners each. Steve Witkoff spoke of 314 prisoners.",
        "The Emirates said 314 Russian and Ukrainian captives had been freed.",
    ],
)
def test_twice_the_number_of_each_side_is_both_directions(text: str) -> None:
    whole = next(f for f in told("Russia and Ukraine swapped prisoners on Friday.\n\n" + text) if f.minimum == 314)
    assert (whole.role, whole.receiver) == (Role.COMBINED, None)
