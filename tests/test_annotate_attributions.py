"""Who is heard in notices, asides, participles and on the air, and what nobody says. All texts are made up."""

from __future__ import annotations

import pytest

from kg.model import Manner, Stance
from tests.test_annotate import HEADQUARTERS, claims, figures, labels, read
from tests.test_annotate_claims import MINISTRY, told


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("The Russian Ministry of Defense issued an “urgent” notice stating that 37 captives had returned.", MINISTRY),
        ("The Kremlin released a communique announcing that 37 captives had been freed.", "Kremlin"),
        ("Vladimir Medinsky published a post saying Kyiv had refused 37 bodies.", "Vladimir Medinsky"),
        ("According to the words of Andriy Yusov, an officer, 37 bodies came.", "Andriy Yusov"),
        ("Lists are used in swaps, Moscow’s Ambassador to the Vatican Pavlo Testenko has said.", "Pavlo Testenko"),
        ("The swap is near, said the head of the Ministry of Health of Ukraine Viktor Testovko.", "Viktor Testovko"),
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


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Dmitry Peskov hailed the swap. The Kremlin spokesman said lists were ready.", "Dmitry Peskov"),
        ("Dmitry Peskov hailed the swap. A Kremlin spokesman said lists were ready.", "Kremlin"),
        ("Andriy Yusov hailed the swap. The Kremlin spokesman said lists were ready.", "Kremlin"),
    ],
)
def test_the_bodys_spokesman_is_who_spoke_if_he_is_known_for_it(text: str, speaker: str) -> None:
    assert [who for who, _ in claims(text)][-1] == speaker


def test_a_message_behind_a_dash_is_who_spoke_before() -> None:
    text = f"The {HEADQUARTERS} reported a swap.\n\nWe brought home 37 captives\n\n- the message reads."
    assert [who for who, _ in claims(text)][-1] == HEADQUARTERS


def headline(text: str) -> list[tuple[str, Manner]]:
    annotation = read(f"{text}\n\nRussia and Ukraine exchanged 37 prisoners on Friday, after talks in Borton.")
    names = labels(annotation)
    return [
        (names[c.speaker], c.manner)
        for c in annotation.claims
        if c.passage.start < len(text) and c.manner is not Manner.NARRATED
    ]


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("Russia and Ukraine Confirm Swap of 37 War Prisoners", ["Russia", "Ukraine"]),
        ("Russia, Ukraine Confirm Exchange of 37 Prisoners", ["Russia", "Ukraine"]),
        ("Moscow, Kyiv confirm swap of 37 prisoners", ["Russia", "Ukraine"]),
        ("Zelensky Hails Return of 37 Prisoners", ["Volodymyr Zelensky"]),
        ("Ukraine gets back 37 captives – President's Office", ["Office of the President of Ukraine"]),
        ("Russia – Ukraine: Red Cross supports return of bodies", []),
        ("Russia/Ukraine: 37 prisoners exchanged", []),
        ("Moscow: 37 soldiers back from captivity", ["Russia"]),
    ],
)
def test_a_headline_has_speakers_and_topics(text: str, speakers: list[str]) -> None:
    assert [who for who, _ in headline(text)] == speakers


def test_single_marks_quote_in_a_headline() -> None:
    assert headline("Kremlin hails ‘swap of good will’") == [("Kremlin", Manner.MIXED)]
    assert headline("Zelensky: ‘All our captives will come home’") == [("Volodymyr Zelensky", Manner.QUOTED)]


@pytest.mark.parametrize(
    ("lead", "who", "speaker"),
    [
        ("Ihor Klymenko met them.", "The head of the Ministry of Internal Affairs", "Ihor Klymenko"),
        ("Sergei Lavrov met them.", "The head of the Russian Foreign Ministry", "Sergei Lavrov"),
        ("Kyrylo Budanov met them.", "The head of the GUR", "Kyrylo Budanov"),
        ("Volodymyr Zelensky met them.", "The head of state", "Volodymyr Zelensky"),
        ("Volodymyr Zelensky met them.", "The Ukrainian leader, who was in Borton,", "Volodymyr Zelensky"),
        (
            "Kyrylo Budanov met them.",
            "The head of the Ministry of Internal Affairs",
            "Ministry of Internal Affairs of Ukraine",
        ),
    ],
)
def test_a_head_is_who_is_known_to_hold_the_post(lead: str, who: str, speaker: str) -> None:
    assert told(f"{lead} {who} said 37 captives were home.") == [(speaker, Stance.ASSERTS)]


@pytest.mark.parametrize(
    "text",
    [
        "Volodymyr Zelensky posted a picture of freed captives hugging each other.",
        "The Russian defence ministry published footage of the exchange.",
    ],
)
def test_a_picture_says_nothing(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Photos released by the president showed dozens of men on a bus.",
        "Footage showed about 30 freed soldiers wrapped in flags.",
        "Kyiv spoke of captives after Russia, which sent tens of thousands of troops into Ukraine in 2022, attacked.",
    ],
)
def test_whom_pictures_show_and_whom_an_army_sends_are_not_counted(text: str) -> None:
    assert figures(text) == []


def test_a_quotation_of_two_words_is_what_is_said_and_no_verb_of_saying() -> None:
    ((speaker, claim),) = claims("“Welcome home,” Tatyana Moskalkova writes on Telegram.")
    assert (speaker, claim.manner) == ("Tatyana Moskalkova", Manner.QUOTED)


def test_a_passive_behind_what_somebody_says_takes_no_word_from_them() -> None:
    text = "Andriy Yusov stressed that the 37 had not been freed - they are considered prisoners of war."
    assert [who for who, _ in claims(text)] == ["Andriy Yusov"]


def test_whoever_is_prompted_to_urge_something_urges_it() -> None:
    text = "The captives came home, officials said, prompting Volodymyr Zelensky to urge a larger exchange."
    assert "Volodymyr Zelensky" in [who for who, _ in claims(text)]


def test_the_relay_behind_a_quotation_is_none_of_it() -> None:
    ((speaker, claim),) = claims("“We wait for lists of captives,” Dmitry Peskov told Interfax, Liga Portal reports.")
    assert (speaker, claim.manner) == ("Dmitry Peskov", Manner.QUOTED)
