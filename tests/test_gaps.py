"""Who speaks where a verb is shared, a title stands between, or a list runs into the speaker. All texts are made up."""

from __future__ import annotations

import pytest
from test_annotate import HEADQUARTERS, claims, figures

from kg.model import Stance


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("Kyiv counted 245 bodies, Moscow 248.", {"Ukraine": 245, "Russia": 248}),
        ("Kyiv reported 89 Ukrainians freed in that exchange, Moscow only 50.", {"Ukraine": 89, "Russia": 50}),
        ("Vladimir Medinsky counted 660 bodies, Ukraine 657.", {"Vladimir Medinsky": 660, "Ukraine": 657}),
    ],
)
def test_a_second_speaker_shares_the_verb_and_counts_the_same_people(text: str, counts: dict[str, int]) -> None:
    found = claims(text)
    assert {who: f.minimum for who, claim in found for f in claim.figures} == counts
    assert len({f.receiver for _, claim in found for f in claim.figures}) == 1


def test_what_another_side_gets_is_no_word_of_its_own() -> None:
    assert [who for who, _ in claims("Kyiv said Ukraine got 245 bodies and Russia 27.")] == ["Ukraine"]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (
            "On 2 May, 100 bodies were sent to Ukraine and 38 to Russia, the Kremlin’s negotiator, Vladimir Medinsky, "
            "said.",
            "Vladimir Medinsky",
        ),
        (
            "Russia’s chief negotiator, Vladimir Medinsky, announced before the exchange that the countries would swap "
            "60 prisoners each.",
            "Vladimir Medinsky",
        ),
        (
            "Among the 89 Ukrainians released from captivity are 37 servicemen of the Armed Forces, 13 national "
            "guardsmen, 15 border guards and 24 sailors of the Navy, the Coordination Headquarters for the Treatment "
            "of Prisoners of War has said.",
            HEADQUARTERS,
        ),
        ("Recep Tayyip Erdogan spoke at the time of 200 prisoners of war.", "Recep Tayyip Erdogan"),
    ],
)
def test_the_speaker_is_found_where_the_parser_loses_it(text: str, speaker: str) -> None:
    who, claim = claims(text)[-1]
    assert who == speaker
    assert claim.figures


@pytest.mark.parametrize(
    "text",
    [
        "Dmitry Peskov declined last week to say when the exchange would take place.",
        "Neither side has accounted for the difference.",
    ],
)
def test_words_between_a_refusal_and_what_is_refused_hide_nothing(text: str) -> None:
    assert {claim.stance for _, claim in claims(text)} == {Stance.DECLINES}


def test_he_who_said_and_declined_in_one_sentence_has_one_claim() -> None:
    text = (
        "Ihor Klymenko spoke of the bodies. Dmytro Lubinets said that lists of prisoners were being made, "
        "but he declined to give a date."
    )
    assert [who for who, _ in claims(text)][1:] == ["Dmytro Lubinets"]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Kyiv received 512 bodies. The largest group, 403, fell in the Donetsk direction.", [512, 403]),
        ("Kyiv got back 157 prisoners. 139 of the group had been held since 2022.", [157, 139]),
        ("The swap returned 75 prisoners to each side and 22 more to Ukraine.", [75, 22]),
        ("The total number of captives exchanged with its mediation in the course of the war reached 2,484.", [2484]),
    ],
)
def test_numbers_beside_a_group_or_behind_a_sum_count(text: str, numbers: list[int]) -> None:
    assert [figure.minimum for figure, _ in figures(text)] == numbers


@pytest.mark.parametrize(
    ("text", "receivers"),
    [
        ("In 2022, 215 people were freed by Russia in a swap and 55 by Ukraine.", ["Ukraine", "Russia"]),
        (
            "The Russian Defense Ministry reported the return of 150 servicemen and the transfer of the same number of "
            "Ukrainians.",
            ["Russia", "Ukraine"],
        ),
        (
            "Volodymyr Zelensky said that 20 of the bodies sent to Ukraine turned out to be those of Russian soldiers.",
            ["Ukraine"],
        ),
    ],
)
def test_the_direction_is_that_of_the_words_beside_the_number(text: str, receivers: list[str]) -> None:
    assert [names[figure.receiver] for figure, names in figures(text)] == receivers


def test_a_page_that_names_no_side_is_at_home_where_its_lead_is() -> None:
    (_, _), (home, names) = figures(
        "Ukraine received the bodies of 503 soldiers. On 29 January, 402 were brought home."
    )
    assert names[home.receiver] == "Ukraine"
