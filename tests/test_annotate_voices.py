"""Whose words they are: quotations of several sentences, and sides that speak in passing. All texts are made up."""

from __future__ import annotations

import pytest

from kg.model import Manner
from tests.test_annotate import HEADQUARTERS, claims
from tests.test_annotate_claims import MINISTRY


def voices(text: str) -> list[tuple[str, str]]:
    return [(speaker, claim.rule) for speaker, claim in claims(text)]


@pytest.mark.parametrize(
    ("text", "speaker", "count"),
    [
        (
            'Tatyana Moskalkova, the commissioner:\n\n"The swap is over. It freed 40 captives. All wait."',
            "Moskalkova",
            3,
        ),
        ('Dmytro Lubinets, ombudsman: "Forty captives are home. They fought by the sea."', "Lubinets", 2),
        ('Volodymyr Zelensky on X: "Our captives are home. We got 40 of them. Thank you."', "Zelensky", 3),
        (
            'Dmytro Lubinets wrote:\n\n"The swap is over. 40 came home.\n\nThree are women. All are safe."',
            "Lubinets",
            5,
        ),
        ('"40 captives are home. They fought by the sea." This was stated by Dmytro Lubinets.', "Lubinets", 3),
        ('Vladimir Medinsky said: "All wait. The lists were exchanged. We are ready."', "Medinsky", 3),
    ],
)
def test_each_sentence_of_a_quotation_is_its_speakers(text: str, speaker: str, count: int) -> None:
    assert [s.split()[-1] for s, _ in claims(text)] == [speaker] * count


def test_a_line_about_somebody_names_no_speaker() -> None:
    text = 'What the ministry wrote of Jan Novak and of the swap:\n\n"The captives are home."'
    assert "Jan Novak" not in [s for s, _ in claims(text)]


@pytest.mark.parametrize(
    ("text", "outer", "side"),
    [
        ("Russia returned the remains of what it says are 500 troops.", "The Test Herald", "Russia"),
        (
            "Ukraine handed over what it said were 40 soldiers, the Kremlin said.",
            "Kremlin",
            "Ukraine",
        ),
        (
            f"“According to the Russian side, 500 bodies of troops were returned,” the {HEADQUARTERS} said.",
            HEADQUARTERS,
            "Russia",
        ),
        (
            f"“500 bodies, which according to the Russian side are troops, were returned,” the {HEADQUARTERS} said.",
            HEADQUARTERS,
            "Russia",
        ),
    ],
)
def test_a_side_that_speaks_in_anothers_sentence_has_a_claim(text: str, outer: str, side: str) -> None:
    found = {speaker.removeprefix("The "): claim for speaker, claim in claims(text)}
    assert found.keys() == {outer.removeprefix("The "), side}
    assert found[side].rule == "aside"
    assert not found[side].figures
    assert found[side].manner is Manner.PARAPHRASED


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("The Russians claim that the bodies belong to Ukrainian servicemen.", "Russia"),
        ("Ukraine continues to advocate for the release of all captives.", "Ukraine"),
        ("Kyiv has repeatedly advocated an all-for-all exchange.", "Ukraine"),
        ("Moscow invited Kyiv to form a group on prisoners.", "Russia"),
        ("Russia has always presented the swap as an act of goodwill.", "Russia"),
        ("Ukraine's agency co-ordinating prisoner exchanges said 40 captives returned.", HEADQUARTERS),
        ("The Ukrainian agency in charge of prisoner swaps said 40 captives returned.", HEADQUARTERS),
        ("Russian Commissioner for Human Rights Tatyana Moskalkova said 40 captives returned.", "Tatyana Moskalkova"),
        (f"Secretary of the {HEADQUARTERS} Bohdan Test said 40 captives returned.", "Bohdan Test"),
        ("In return, 40 bodies of soldiers were handed over to Russia, Russian media report.", ""),
        ("Ukraine handed over 40 bodies, Russian outlets wrote.", ""),
    ],
)
def test_whose_words_they_are(text: str, speaker: str) -> None:
    assert voices(text)[0][0] == speaker


@pytest.mark.parametrize(
    "text",
    [
        "She campaigned for her fiance, a captive marine.",
        "The museum presented the medals as a gift.",
    ],
)
def test_who_does_not_speak_of_an_exchange_has_no_claim(text: str) -> None:
    assert voices(text) == []


def test_some_of_a_people_are_not_their_state() -> None:
    assert "Russia" not in [s for s, _ in voices("The freed Russians said the captives had been waiting for months.")]


@pytest.mark.parametrize(
    "line", ["Dmytro Lubinets, ombudsman", "– Dmytro Lubinets", "Ombudsman of Ukraine Dmytro Lubinets"]
)
def test_the_line_below_a_quotation_names_its_speaker(line: str) -> None:
    text = f"The Kremlin spoke of the swap.\n\n“The captives came home. All were thin.”\n\n{line}\n\nThe families wait."
    assert [s for s, _ in voices(text)][-2:] == ["Dmytro Lubinets"] * 2


def test_a_headline_below_a_quotation_names_no_speaker() -> None:
    text = "Vladimir Medinsky spoke.\n\n“The captives came home.”\n\nZelensky meets the captives at home\n\nAll wait."
    assert "Volodymyr Zelensky" not in [s for s, _ in voices(text)]


def test_a_states_own_committee_is_not_the_worlds() -> None:
    ((speaker, _),) = claims("Ukraine's coordination committee said 40 bodies returned.")
    assert speaker != "International Committee of the Red Cross"


@pytest.mark.parametrize(
    ("text", "speaker", "medium"),
    [
        ("40 captives came home, according to Newsline, citing Vladimir Medinsky.", "Vladimir Medinsky", ""),
        ("40 came home, according to RIA Novosti, which cited the Kremlin.", "Kremlin", "ria-novosti"),
        ("According to TASS, citing Tatyana Moskalkova, 40 captives came home.", "Tatyana Moskalkova", "tass"),
        (
            "40 bodies came, most of which - from the coast, the Kremlin reported on Telegram on Friday, TASS reports.",
            "Kremlin",
            "telegram",
        ),
        ("According to Shamsail Saraliyev, quoted by TASS, Moscow received 31 bodies.", "Shamsail Saraliyev", "tass"),
        ("About this reported the Coordination Headquarters.", HEADQUARTERS, ""),
        ("About this said Dmytro Lubinets on Telegram.", "Dmytro Lubinets", "telegram"),
        ("Ukraine’s president said that all captives must be freed.", "Volodymyr Zelensky", ""),
        ("The Russian president said that 40 captives are home.", "Vladimir Putin", ""),
    ],
)
def test_whoever_is_relayed_or_holds_a_post_speaks(text: str, speaker: str, medium: str) -> None:
    ((found, claim),) = claims(text)
    assert found == speaker
    if medium:
        assert claim.medium is not None
        assert claim.medium.iri.endswith(medium)


def test_officials_who_decline_are_not_whoever_spoke_before() -> None:
    text = "Andriy Yermak said 40 captives came. 40 went, according to Russian officials, though they declined to say."
    assert {s for s, _ in claims(text)} == {"Andriy Yermak", "Russia"}
    assert "Ukraine" not in {s for s, _ in claims(text)}


def test_a_former_president_is_not_the_president() -> None:
    text = "Ukraine's former president said that all captives must be freed."
    assert "Volodymyr Zelensky" not in [s for s, _ in claims(text)]


@pytest.mark.parametrize(
    ("text", "ministry"),
    [
        ("Ukraine's interior minister said the bodies were mixed.", "Ministry of Internal Affairs of Ukraine"),
        ("Russia received 248 soldiers, according to the Russian Minister of Defense.", MINISTRY),
        ("Russia's deputy defence minister said the bodies were handed over.", MINISTRY),
    ],
)
def test_a_minister_without_a_name_speaks_for_the_ministry(text: str, ministry: str) -> None:
    assert [speaker for speaker, _ in claims(text)] == [ministry]


def test_a_head_of_government_is_no_ministry() -> None:
    assert claims("Ukraine's prime minister said the captives were home.") == []
