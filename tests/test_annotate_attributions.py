"""Who is heard in notices, asides, participles and on the air, and what nobody says. All texts are made up."""

from __future__ import annotations

import pytest

from kg.model import Stance
from tests.test_annotate import HEADQUARTERS, claims
from tests.test_annotate_claims import MINISTRY, told


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("The Russian Ministry of Defense issued an “urgent” notice stating that 37 captives had returned.", MINISTRY),
        ("The Kremlin released a communique announcing that 37 captives had been freed.", "Kremlin"),
        ("Vladimir Medinsky published a post saying Kyiv had refused 37 bodies.", "Vladimir Medinsky"),
        ("The swap is near, said the spokesman of the Ministry of Culture of Ukraine Andriy Yusov.", "Andriy Yusov"),
    ],
)
def test_a_notice_speaks_for_who_issued_it_and_a_post_for_who_holds_it(text: str, speaker: str) -> None:
    assert told(text) == [(speaker, Stance.ASSERTS)]


@pytest.mark.parametrize(
    "text",
    [
        "It is hard to say how many captives remain.",
        "It is difficult to call this exchange of bodies fair.",
        "It plainly testifies to a retreat that left many bodies.",
    ],
)
def test_where_it_is_nobody_nobody_speaks(text: str) -> None:
    assert told(f"The Kremlin hailed the exchange. {text}") == [("Kremlin", Stance.ASSERTS)]


@pytest.mark.parametrize(
    "text",
    [
        "Ukraine received 37 bodies that Moscow said were Ukrainian soldiers.",
        "Ukraine took in 37 bodies of people who Moscow claimed were Ukrainian soldiers.",
        "Ukraine swapped 37 captives in an exchange that Russian officials called the largest of the war.",
        "Ukraine got 37 bodies, marking what Moscow called the last stage of the deal.",
    ],
)
def test_what_another_says_in_passing_leaves_the_figure_with_the_newsroom(text: str) -> None:
    assert {(speaker, len(claim.figures)) for speaker, claim in claims(text)} == {("Russia", 0), ("Test Herald", 1)}


@pytest.mark.parametrize("word", ["though", "although", "while"])
def test_silence_behind_what_another_says_is_told_by_the_newsroom(word: str) -> None:
    text = f"Kyiv is reporting that Russia has freed 37 soldiers {word} Moscow has yet to confirm a swap."
    assert told(text) == [("Russia", Stance.DECLINES), ("Ukraine", Stance.ASSERTS)]


@pytest.mark.parametrize(
    ("text", "medium"),
    [
        ("Vladimir Medinsky confirmed a swap had taken place, writing on Telegram that 37 had come.", "Telegram"),
        ("Dmytro Lubinets said the swap was the largest, writing on Facebook that 37 had come.", "Facebook"),
        ("The swap is near, said Andriy Yusov, a spokesman, on the air of Yedyni Novyny.", "Ukrainian Telethon"),
        ("Dmytro Lubinets said on the air of Radio Sunrise that 37 captives had been freed.", "Radio Sunrise"),
    ],
)
def test_where_a_participle_or_a_broadcast_tells_it(text: str, medium: str) -> None:
    ((_, claim),) = claims(text)
    assert (claim.medium.label if claim.medium else "") == medium


def test_an_outlets_source_is_nobody_named_and_goes_on_there() -> None:
    spoken = claims("Kyiv got 37 bodies, a TASS source reported. “Not one of ours came back,” the source noted.")
    assert [(who, c.medium.label if c.medium else "") for who, c in spoken] == [("", "TASS")] * 2


def test_the_official_is_who_spoke_last_and_of_that_side() -> None:
    lead = "The swap is over, Andriy Yermak said."
    assert [who for who, _ in claims(f"{lead} “The task is simple,” the official said.")] == ["Andriy Yermak"] * 2
    assert [who for who, _ in claims(f"{lead} The Russian official said the swap was fair.")][1] == "Russia"


def test_a_spokesman_speaks_for_whom_the_sentence_is_about() -> None:
    text = "Dmitry Peskov spoke of captives. Antonio Guterres hailed the swap, calling it brave, his spokesman said."
    assert [who for who, _ in claims(text)][-1] == "Antonio Guterres"


@pytest.mark.parametrize(
    "line", ["- Dmytro Lubinets said.", "- Dmytro Lubinets wrote on Telegram.", "- said Dmytro Lubinets."]
)
def test_a_line_behind_a_dash_ascribes_the_paragraph_above(line: str) -> None:
    assert told(f"I hope that our captives will be home soon\n\n{line}") == [("Dmytro Lubinets", Stance.ASSERTS)]


def test_a_message_behind_a_dash_is_who_spoke_before() -> None:
    text = f"The {HEADQUARTERS} reported a swap.\n\nWe brought home 37 captives\n\n- the message reads."
    assert [who for who, _ in claims(text)][-1] == HEADQUARTERS
