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
        pytest.param("About 4,311 bodies were sent to Ukraine last year.", Role.RUNNING, id="last year"),
        pytest.param("Last year Ukraine received over 4,311 bodies.", Role.RUNNING, id="last year at first"),
        pytest.param("The number of those freed from captivity has passed 7,000.", Role.RUNNING, id="has passed"),
        pytest.param("They wore white overalls, and Russia got 38 bodies.", Role.TOTAL, id="overalls"),
        pytest.param("From May 23 to 25, each side got back 1,000 captives.", Role.RUNNING, id="each over days"),
        pytest.param("Russia got back 51 bodies on Monday and 78 since the start.", Role.RUNNING, id="and since"),
        pytest.param("The last swap since 2 October, when 85 captives came home.", Role.TOTAL, id="since a day"),
        pytest.param(
            "In total, 3,672 Ukrainians have been returned from captivity in Russia since 24 February 2022.",
            Role.RUNNING,
            id="since a day of a month",
        ),
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


@pytest.mark.parametrize(
    "text",
    [
        "The UAE said 4,955 captives from both sides have now been exchanged with its help.",
        "The UAE said 2,484 captives have been exchanged thanks to its mediation.",
        "The UAE said its mediation had helped to free 3,233 captives.",
        "The UAE said 3,771 captives had been freed with the country’s mediation.",
    ],
)
def test_what_a_mediator_counts_is_running_where_it_is_more_than_an_exchange(text: str) -> None:
    found = roles("Russia and Ukraine each freed 157 captives. " + text)
    assert list(found.values()) == [Role.TOTAL, Role.RUNNING]


def test_what_a_mediator_counts_has_no_sides() -> None:
    ((figure, _),) = figures(
        "The Russian Defense Ministry said it brought to 6,691 the number of captives freed with Emirati mediation."
    )
    assert (figure.whose, figure.receiver) == (None, None)


def test_what_stands_before_a_sum_belongs_to_its_own_exchange() -> None:
    found = roles("On Friday 49 captives came home and today 103, that is 152 in two days, it said.")
    assert found == {"49": Role.TOTAL, "103": Role.TOTAL, "152": Role.RUNNING}


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
