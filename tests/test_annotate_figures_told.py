"""Figures that newsrooms tell in passing: sums of a year, sizes of swaps. All texts are made up."""

from __future__ import annotations

import pytest

from kg.model import Counted, Role
from tests.test_annotate import claims, figures

TOTAL = "The Coordination Headquarters said 307 captives had been brought home. "


def told(text: str) -> list[tuple[int | None, int | None, Role]]:
    return [(figure.minimum, figure.maximum, figure.role) for figure, _ in figures(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("This year, Russia handed over 7,100 bodies but got only 131 in exchange.", [7100, 131]),
        (
            "As part of the exchanges of bodies this year, Russia has handed over 7,100. In exchange, it got 131.",
            [7100, 131],
        ),
        ("On Dec. 28, Dmitry Peskov said 1,812 captives were returned from Ukraine this year.", [1812]),
        ("Russia gave Ukraine about 11,100 bodies and received around 191 last year.", [11100, 191]),
        ("Ukraine has brought back 2,130 people this year, Dmytro Lubinets told reporters on Tuesday.", [2130]),
        ("Throughout the summer 1,130 captives came home.", [1130]),
        ("In the past year, Russia has returned 8,100 bodies.", [8100]),
        ("In June, Russia handed over 5,120 bodies to Ukraine, receiving 71 in return.", [5120, 71]),
        (
            "Russia put 5,120 the overall number of bodies handed over. It also said 71 bodies had been received.",
            [5120, 71],
        ),
        ("Kyiv said it had secured the release of 2,130 people over 47 exchanges.", [2130]),
        ("Thousands of bodies were exchanged across more than 70 separate incidents.", [2000]),
    ],
)
def test_the_sum_of_a_year_or_of_many_exchanges_is_running(text: str, expected: list[int]) -> None:
    assert [(low, role) for low, _, role in told(text)] == [(number, Role.RUNNING) for number in expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Earlier this year, Russia returned 411 bodies to Ukraine.", [(411, Role.TOTAL)]),
        ("On Friday, Ukraine got back 95 captives in the fifth exchange this year.", [(95, Role.TOTAL)]),
        ("In June, 195 Ukrainian captives came home in a swap.", [(195, Role.TOTAL)]),
        ("Under the deal reached in June, Russia handed over 2,112 bodies.", [(2112, Role.TOTAL)]),
        ("Ten swaps were held this year, with 150 captives freed in the latest.", [(150, Role.TOTAL)]),
        ("Soldiers captured last year were among the 150 freed captives.", [(150, Role.TOTAL)]),
        (
            "In a rare step during the war, Russia and Ukraine traded hundreds of captives in a swap.",
            [(200, Role.COMBINED)],
        ),
        (
            "Since May there were eight swaps, besides an exchange of two captives between Ukraine and Russia.",
            [(2, Role.COMBINED)],
        ),
        ("A ceremony was held as part of which 910 bodies were returned.", [(910, Role.TOTAL)]),
        (
            "A total of 151 Ukrainians – five of them civilians – and 152 Russian soldiers went home.",
            [(151, Role.TOTAL), (5, Role.PART), (152, Role.TOTAL)],
        ),
        (
            "Some 151 Ukrainians, including five civilians, and 152 Russians went home.",
            [(151, Role.TOTAL), (5, Role.PART), (152, Role.TOTAL)],
        ),
        (
            "Ukraine got back 151 defenders, including officers, in exchange for a spy and 52 Russian captives.",
            [(151, Role.TOTAL), (52, Role.TOTAL)],
        ),
        (
            "Ukraine got back 151 captives, 7 of whom are officers, in a swap for 152 Russians.",
            [(151, Role.TOTAL), (7, Role.PART), (152, Role.TOTAL)],
        ),
        ("Those freed included 71 men who had taken part in a siege in 2022.", [(71, Role.PART)]),
        ("Hundreds of thousands of soldiers are believed to have been killed in the war.", [(200_000, Role.LOSSES)]),
        ("Today saw the first stage — an exchange of 210 captives of both sides.", [(210, Role.COMBINED)]),
        ("Russia and Ukraine complete 310-person swap", [(310, Role.COMBINED)]),
        ("Kyiv hails 310-prisoner exchange", [(310, Role.COMBINED)]),
        ("A 1,010-body handover took place on Friday.", [(1010, Role.TOTAL)]),
        ("A 65-member delegation watched the exchange.", []),
        (
            TOTAL + "A commander, along with four other defenders, spoke after his release from captivity.",
            [(307, Role.TOTAL), (4, Role.PART)],
        ),
        ("Russia is thought to hold thousands of Ukrainian captives.", [(2000, Role.PLANNED)]),
        (
            TOTAL + "“It is a holiday for 307 families,” Volodymyr Zelensky said.",
            [(307, Role.TOTAL), (307, Role.TOTAL)],
        ),
        (TOTAL + "Dozens of families waited for the buses.", [(307, Role.TOTAL)]),
    ],
)
def test_a_figure_of_one_exchange_keeps_its_role(text: str, expected: list[tuple[int, Role]]) -> None:
    assert [(low, role) for low, _, role in told(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("As many as 151 captives came home.", [(151, 151)]),
        ("As many as 90,000 soldiers may have died in the war.", [(None, 90000)]),
        ("Ukraine gave back a single body.", [(1, 1)]),
        ("Ukraine has not given back a single body.", []),
        ("Russia returned zero captives in January.", []),
        ("Moscow got captives back, with Kyiv receiving1,022 bodies in return.", [(1022, 1022)]),
        ("Dmytro Lubinets said not one Ukrainian was freed.", []),
        ("Dmytro Lubinets said the two had agreed to swap 150 captives.", [(150, 150)]),
        ("The two men were freed in June.", [(2, 2)]),
        (
            "They disagree on the number of captives freed, some saying it was 173, others that it was “up to 230”.",
            [(173, 173), (None, 230)],
        ),
        ("Volodymyr Zelensky told the losses of the Ukrainian army in killed – 31,100.", [(31100, 31100)]),
        ("A priest gave thanks for the freeing of the two Greek Catholic priests.", [(2, 2)]),
        (
            "Russia brought home four groups of its captives and handed over an equal number of Ukrainian soldiers.",
            [],
        ),
    ],
)
def test_what_is_counted_and_how_much(text: str, expected: list[tuple[int | None, int | None]]) -> None:
    assert [(low, high) for low, high, _ in told(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Since the invasion, Ukraine returned 5,850 people from captivity. Outside of exchanges, another 551 came.",
            [(5850, "Ukraine", Role.RUNNING), (551, "Ukraine", Role.RUNNING)],
        ),
        (
            "A total of 215 captives, including 105 Ukrainian and 110 Russian women, were exchanged, Zelensky said.",
            [(215, "", Role.COMBINED), (105, "Ukraine", Role.PART), (110, "Russia", Role.PART)],
        ),
        (
            "Russia gave back 311 Ukrainian bodies, after the return of 312 bodies on Monday, Vladimir Medinsky said.",
            [(311, "Ukraine", Role.TOTAL), (312, "Ukraine", Role.TOTAL)],
        ),
        (
            "Andriy Yermak said 105 captives were freed. He said 35 women had been captured in May.",
            [(105, "Ukraine", Role.TOTAL), (35, "Ukraine", Role.PART)],
        ),
        (
            "Kyiv and Moscow carried out a prisoner swap on Monday involving more than 200 people.",
            [(201, "", Role.COMBINED)],
        ),
    ],
)
def test_figures_beside_each_other_tell_whose_they_are(text: str, expected: list[tuple[int, str, Role]]) -> None:
    assert [(f.minimum, labels[f.whose], f.role) for f, labels in figures(text)] == expected


def test_as_many_of_the_others_are_the_others() -> None:
    found = figures("They agreed to swap the bodies of 6,100 Ukrainian soldiers for as many Russians.")
    assert [labels[f.whose] for f, labels in found] == ["Ukraine", "Russia"]


def test_a_side_gets_back_those_whom_it_returned_from_captivity() -> None:
    found = figures("Moscow has returned 113 fighters captured in the Kursk region from Ukrainian captivity.")
    assert [labels[f.receiver] for f, labels in found] == ["Russia"]


def test_people_among_civilians_are_civilians() -> None:
    found = figures("Among the freed civilians were eight people.")
    assert [f.counted for f, _ in found] == [Counted.CIVILIANS]


def test_another_article_glued_to_its_label_is_no_prose() -> None:
    assert not claims("RelatedRussia and Ukraine each freed 95 captives in a swap")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Mediators speak of an exchange of 180 prisoners of war between Russia and Ukraine.", [(180, Role.COMBINED)]),
        ("Exchange of 180 captives between Russia and Ukraine went ahead.", [(180, Role.COMBINED)]),
        ("The exchange of 90 captives each between Russia and Ukraine is over.", [(90, Role.TOTAL)]),
        ("The ratio, put as '900 to 27', made people ask about the bodies.", [(900, Role.TOTAL), (27, Role.TOTAL)]),
        ("They swapped 135 captives each month from May 2022 through May 2025.", [(135, Role.RUNNING)]),
    ],
)
def test_swaps_between_two_ratios_and_years(text: str, told: list[tuple[int, Role]]) -> None:
    assert [(figure.minimum, figure.role) for figure, _ in figures(text)] == told


def test_casualties_that_bodies_were_handed_over_for_are_bodies() -> None:
    found = [
        f.counted for f, _ in figures("Moscow got 31 bodies of soldiers in return for 1,000 Ukrainian casualties.")
    ]
    assert found == [Counted.BODIES, Counted.BODIES]
