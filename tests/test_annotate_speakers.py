"""Who speaks, where the speaker is told elsewhere than beside the verb. All texts are made up."""

from __future__ import annotations

import pytest

from kg.model import Manner, Stance
from tests.test_annotate import HEADQUARTERS, claims, figures, read
from tests.test_annotate_claims import MINISTRY, told

FUND = "Hollow Lamps Fund"


def speakers(text: str) -> list[str]:
    return [speaker for speaker, _ in claims(text)]


@pytest.mark.parametrize(
    "text",
    [
        "The Hollow Lamps Fund (HLF) welcomes the swap.\nHLF notes that exchanges go on.",
        "HLF notes that exchanges go on.\nThe Hollow Lamps Fund (HLF) welcomes the swap.",
        'The Hollow Lamps Fund ("HLF") welcomes the swap.\nThe captives wait, according to HLF.',
    ],
)
def test_an_abbreviation_is_whom_the_article_says_it_stands_for(text: str) -> None:
    assert speakers(text) == [FUND, FUND]


def test_letters_of_small_and_hyphened_words_count() -> None:
    text = (
        "The Coordination Headquarters for Prisoner-of-War Affairs (CHPOWA) confirmed the swap.\n"
        "The swap is over, CHPOWA said."
    )
    assert speakers(text) == [HEADQUARTERS, HEADQUARTERS]


@pytest.mark.parametrize(
    "text",
    [
        "Moscow has said little about the captives.",
        "Moscow has said very little about the swap.",
        "Russia keeps its losses secret.",
        "Moscow keeps its casualty figures under wraps.",
        "Russia treats its losses as a state secret.",
        "Moscow withheld the names of the freed.",
        "Moscow is yet to react to the swap.",
        "Russia is tight-lipped about its losses.",
        "Russia had nothing to add on the swap.",
        "Moscow revealed few details about the exchange.",
    ],
)
def test_saying_little_and_keeping_secret_is_silence(text: str) -> None:
    assert told(text) == [("Russia", Stance.DECLINES)]


@pytest.mark.parametrize(
    "text",
    [
        "Moscow keeps the captives in secret prisons.",
        "Kyiv is yet to receive the bodies.",
        "Kyiv gave a few details of the swap.",
        "The sides will put down in writing how they see a truce after the swap.",
        "Russia and Ukraine have concluded a second round of talks with an agreement to exchange captives.",
        "The announcement by Shamsail Saraliev highlights the good will of the sides in the return of bodies.",
        "In the hours before the swap, Russia launched 298 drones, the Ukrainian Air Force said.",
    ],
)
def test_what_is_no_silence_and_no_statement(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("The head of the State Duma's defence committee Ivan Petrov said the swap was hard.", "Ivan Petrov"),
        ("According to the head of the Mission, Daniele Bell, the captives were beaten.", "Daniele Bell"),
        (
            "40 are held, according to the Ukrainian Parliament Commissioner for Human Rights, Dmytro Lubinets.",
            "Dmytro Lubinets",
        ),
        ("Mr. Trump said the swap was complete.", "Donald Trump"),
        ("The Ukrainian President's chief of staff said 87 captives were freed.", "Andriy Yermak"),
        ("Most of those freed are young, the Ukrainian presidency said.", "Office of the President of Ukraine"),
        ("As reported on the Telegram channel of the Coordination Headquarters, 80 captives were freed.", HEADQUARTERS),
        ("1,000 bodies returned to Ukraine - coordination headquarters 26 February 2026", HEADQUARTERS),
        (
            "Kyiv gave a list of 39 children it says were taken, Andriy Yermak, head of the president's office, wrote.",
            "Andriy Yermak",
        ),
        (
            "OSCE experts confirm that captives were beaten.",
            "Organization for Security and Co-operation in Europe",
        ),
    ],
)
def test_the_speaker_has_a_post_a_name_or_a_body(text: str, speaker: str) -> None:
    assert [who for who, _ in told(text)] == [speaker]


def test_a_headlines_ministry_is_the_one_that_the_text_names() -> None:
    text = (
        "205 Captives Are Back From Captivity - Defense Ministry\n\nThey are home, the Russian Defense Ministry said."
    )
    assert speakers(text) == [MINISTRY, MINISTRY]


def test_a_ministry_that_reports_the_return_of_a_sides_soldiers_is_that_sides() -> None:
    text = "The Defence Ministry reported the return of 25 Russian servicemen and the handover of 25 Ukrainian ones."
    assert speakers(text) == [MINISTRY]


def test_a_report_speaks_for_who_wrote_it_and_not_for_who_kept_silent() -> None:
    text = "The report by the OSCE mission came out. Moscow did not respond. The report says captives were beaten."
    assert told(text)[0][0] == "Organization for Security and Co-operation in Europe"


def test_what_experts_found_is_a_claim() -> None:
    assert [claim.cue for _, claim in claims("The experts found that 40 captives had been beaten.")] == ["find"]


@pytest.mark.parametrize("which", ["which, according to the Russian side, are", "that, according to Moscow, are"])
def test_what_a_side_says_in_a_relative_clause_is_said_in_passing(which: str) -> None:
    text = f"Kyiv got 528 bodies {which} of Ukrainian soldiers, the Coordination Headquarters said."
    assert told(text) == [(HEADQUARTERS, Stance.ASSERTS), ("Russia", Stance.ASSERTS)]
    assert [f.text for f, _ in figures(text)] == ["528"]


def test_a_channel_goes_by_its_name() -> None:
    ((_, claim),) = claims("The swap is over, Steve Witkoff said on US social media company X.")
    assert claim.medium is not None
    assert claim.medium.label == "X"


@pytest.mark.parametrize(
    "text",
    [
        "This was stated by Dmytro Lubinets, as reported by Kestrel Info.",
        "It will be recalled that in May Dmytro Lubinets reported that 40 captives were freed.",
    ],
)
def test_whoever_recalls_or_relays_is_not_the_speaker(text: str) -> None:
    assert speakers(text) == ["Dmytro Lubinets"]


def test_what_a_side_puts_a_gap_down_to_is_its_claim() -> None:
    assert told("Kyiv attributes the gap in the number of bodies to the lists.") == [("Ukraine", Stance.ASSERTS)]


def test_two_figures_with_although_between_are_two_speakers() -> None:
    text = "Russia said 40 captives were freed, although Volodymyr Zelensky said 39 captives had been brought home."
    assert told(text) == [("Russia", Stance.ASSERTS), ("Volodymyr Zelensky", Stance.ASSERTS)]


def test_nobody_relays_themselves() -> None:
    claims_ = [c for _, c in claims("According to information from the BBC, a second captive was freed.")]
    assert [c.medium for c in claims_] == [None]


def test_a_line_below_a_paragraph_ascribes_it() -> None:
    text = "The swap is over.\n\nThe bodies came in bags. Experts look at them.\n\n- wrote Ihor Klymenko.\n\nThey wait."
    assert [(s, c.manner) for s, c in claims(text)] == [("Ihor Klymenko", Manner.QUOTED)] * 2


def test_a_paragraph_that_a_comma_ends_is_ascribed_by_the_line_below() -> None:
    text = "The swap is over.\n\nWe work on the next exchange,\n\nDmytro Lubinets said.\n\nThe captives wait."
    assert [(s, c.manner) for s, c in claims(text)] == [("Dmytro Lubinets", Manner.QUOTED)]


def test_a_bare_quote_is_the_one_of_the_pages_source() -> None:
    text = (
        "Russia and Ukraine exchanged bodies of soldiers, Moscow said.\n\nSource: Ihor Klymenko on Telegram\n\n"
        'Quote: "The bodies were mixed with others."\n'
    )
    annotation = read(text)
    last = annotation.claims[-1]
    assert next(a.label for a in annotation.actors if a.iri == last.speaker) == "Ihor Klymenko"


def test_a_paragraph_that_ends_with_its_speaker_behind_a_dash_is_the_speakers() -> None:
    text = (
        "There were 193 captives in the barracks. According to our estimates, 23 of them were freed. "
        "All of them are in hospital now – said Kyrylo Budanov."
    )
    assert [(s, c.manner, c.cue) for s, c in claims(text)] == [("Kyrylo Budanov", Manner.PARAPHRASED, "say")] * 3


def test_who_is_among_the_freed_is_not_the_speaker() -> None:
    text = "Among those freed are reporter Jan Novak and former guard Petro Kral, the Coordination Headquarters said."
    assert speakers(text) == [HEADQUARTERS]


def test_being_held_by_a_side_is_no_statement_of_it() -> None:
    assert told("Relatives met the captives who were held in the colony by Russia.") == []
