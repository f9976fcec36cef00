"""Which sentences are claims, of whom, where and in what stance, in the forms newsrooms use. All texts are made up."""

from __future__ import annotations

import pytest

from kg.model import Manner, Stance
from tests.test_annotate import HEADQUARTERS, claims

MINISTRY = "Ministry of Defense of the Russian Federation"


def told(text: str) -> list[tuple[str, Stance]]:
    return sorted((speaker, claim.stance) for speaker, claim in claims(text) if claim.rule != "narrated")


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (f"As noted by the {HEADQUARTERS}, 270 soldiers were freed from captivity.", HEADQUARTERS),
        ("As stated earlier by Vladimir Medinsky, 270 captives came home.", "Vladimir Medinsky"),
        ("Volodymyr Zelensky announced this on Facebook.", "Volodymyr Zelensky"),
        ("The swap was made public on Monday by the head of the office, Andriy Yermak.", "Andriy Yermak"),
        ("The envoy Steve Witkoff was the first to disclose the deal.", "Steve Witkoff"),
        ("Andriy Yermak broke the news on television.", "Andriy Yermak"),
        ("Dmitry Medvedev, a former president, made the same allegation.", "Dmitry Medvedev"),
        ("Russia claimed at the time that 40 captives had been freed.", "Russia"),
        ("Kyiv got 89 bodies, the RBC news outlet quoted lawmaker Shamsail Saraliyev as saying.", "Shamsail Saraliyev"),
        ("Of the 49 freed, 23 are women, as the President of Ukraine Volodymyr Zelensky noted.", "Volodymyr Zelensky"),
        ("Russia, Ukraine exchange 95 captives – Vladimir Medinsky (updated)", "Vladimir Medinsky"),
        ("Lithuania’s Foreign Ministry welcomed the swap.", "Ministry of Foreign Affairs of Lithuania"),
        ("The Norwegian Foreign Ministry welcomed the swap.", "Ministry of Foreign Affairs of Norway"),
    ],
)
def test_whoever_tells_is_the_speaker(text: str, speaker: str) -> None:
    assert told(text) == [(speaker, Stance.ASSERTS)]


@pytest.mark.parametrize(
    "text",
    [
        "Ukrainian officials accused Moscow of stalling on exchanges, a charge the Kremlin denied.",
        "Kyiv accused Moscow of stalling on exchanges, an allegation that the Kremlin denied.",
    ],
)
def test_a_charge_and_its_denial_are_two_claims(text: str) -> None:
    assert told(text) == [("Kremlin", Stance.DENIES), ("Ukraine", Stance.ASSERTS)]


@pytest.mark.parametrize(
    ("text", "both"),
    [
        (
            "Moscow said it had handed over 60 bodies, with Kyiv confirming that it had received 45 bodies.",
            [("Russia", Stance.ASSERTS), ("Ukraine", Stance.CONFIRMS)],
        ),
        (
            "Dmytro Lubinets blamed Moscow for the pause, while Tatyana Moskalkova said Kyiv held up the lists.",
            [("Dmytro Lubinets", Stance.ASSERTS), ("Tatyana Moskalkova", Stance.ASSERTS)],
        ),
        (
            "The exchange, the 71st by Kyiv’s count, was announced by the envoy, Steve Witkoff, after talks.",
            [("Steve Witkoff", Stance.ASSERTS), ("Ukraine", Stance.ASSERTS)],
        ),
        (
            f"The {HEADQUARTERS} said that Moscow claimed all the remains were those of Ukrainian soldiers.",
            [(HEADQUARTERS, Stance.ASSERTS), ("Russia", Stance.ASSERTS)],
        ),
        (
            f"Russia claims the bodies belong to Ukrainian citizens, according to the {HEADQUARTERS}.",
            [(HEADQUARTERS, Stance.ASSERTS), ("Russia", Stance.ASSERTS)],
        ),
        (
            "Russia handed over 60 bodies that it said were those of Ukrainian soldiers, Vladimir Medinsky said.",
            [("Russia", Stance.ASSERTS), ("Vladimir Medinsky", Stance.ASSERTS)],
        ),
    ],
)
def test_two_who_tell_in_one_sentence_are_two_claims(text: str, both: list[tuple[str, Stance]]) -> None:
    assert told(text) == both


def test_what_a_side_did_in_anothers_words_is_no_claim_of_it() -> None:
    text = f"The {HEADQUARTERS} said Russia had claimed it would return 40 bodies soon."
    assert told(text) == [(HEADQUARTERS, Stance.ASSERTS)]


def test_what_somebody_calls_an_exchange_is_their_claim() -> None:
    text = "Moscow also released 22 captives, in what Putin called a gesture of goodwill."
    assert ("Vladimir Putin", Stance.ASSERTS) in told(text)


@pytest.mark.parametrize(
    ("text", "silent"),
    [
        ("There was no explanation of the difference from either capital.", ["Russia", "Ukraine"]),
        ("Russian officials would not be drawn on the figures.", ["Russia"]),
        ("The Kremlin dodged questions on the bodies.", ["Kremlin"]),
        ("The Kremlin declined comment on the bodies.", ["Kremlin"]),
        ("The Kremlin refrained from disclosing how many captives were freed.", ["Kremlin"]),
        ("The swap went on, with both sides avoiding public disclosure of details.", ["Russia", "Ukraine"]),
        ("Ukrainian officials stopped short of saying how many captives were ill.", ["Ukraine"]),
        ("Russia's Defence Ministry could not be reached for comment on the swap.", [MINISTRY]),
        ("The number of those exchanged was not given by Russia's Defence Ministry.", [MINISTRY]),
        ("Dmitry Peskov declined to comment on the swap and told reporters to ask the army.", ["Dmitry Peskov"]),
        (
            "Volodymyr Zelensky did not say how many are captive, beyond calling it a large number.",
            ["Volodymyr Zelensky"],
        ),
    ],
)
def test_who_tells_nothing_declines(text: str, silent: list[str]) -> None:
    assert told(text) == [(speaker, Stance.DECLINES) for speaker in silent]


def test_not_having_done_so_is_silence_where_something_was_told_before() -> None:
    text = "Russia's Defence Ministry published its losses in 2022. The ministry has not done so since."
    assert told(text)[-1] == (MINISTRY, Stance.DECLINES)


@pytest.mark.parametrize(
    ("text", "medium"),
    [
        ("Volodymyr Zelensky told US broadcaster NBC that 30 captives were home.", "NBC News"),
        ("Vladimir Medinsky told Russian media outlet RBC that 30 captives were home.", "RBC"),
        ("Vladimir Medinsky told the news website RBC that 30 captives were home.", "RBC"),
        ("Volodymyr Zelensky told France 2 on Monday that 30 captives were home.", "France 2"),
        ("Volodymyr Zelensky told French television that 30 captives were home.", "French television"),
    ],
)
def test_an_outlet_that_is_told_by_its_kind_is_the_medium(text: str, medium: str) -> None:
    ((_, claim),) = claims(text)
    assert claim.medium is not None
    assert claim.medium.label == medium


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (f"The {HEADQUARTERS} said 30 came home. “Experts will count the bodies,” it said.", HEADQUARTERS),
        (
            "Volodymyr Zelensky spoke of 30 captives. Dmitry Peskov dismissed the report: all were freed, he said.",
            "Dmitry Peskov",
        ),
        (
            "Viktor Norton was freed. It was Denis Pushilin who told more of the swap. He wrote that 30 captives left.",
            "Denis Pushilin",
        ),
        (
            "A study by the Center for Strategic and International Studies differs. It puts the dead at 9,000.",
            "Center for Strategic and International Studies",
        ),
        (
            "Vladimir Medinsky said 40 bodies came. More bodies will, the head of the Russian delegation added.",
            "Vladimir Medinsky",
        ),
        (
            "President Volodymyr Zelensky spoke of the swap. It freed Vladimir Putin’s friend, the president said.",
            "Volodymyr Zelensky",
        ),
        (
            "Saudi Arabia and the United States helped. Ten captives are home, the kingdom's foreign ministry said.",
            "Ministry of Foreign Affairs of Saudi Arabia",
        ),
    ],
)
def test_a_pronoun_or_a_post_goes_back_to_who_is_meant(text: str, speaker: str) -> None:
    assert claims(text)[-1][0] == speaker


def test_a_quotation_goes_on_as_long_as_it_is_open() -> None:
    text = (
        "“The swap was a fair one for all,” said Vladimir Medinsky. “We thank all. Lists are ready. All will be freed.”"
    )
    assert [speaker for speaker, _ in claims(text)] == ["Vladimir Medinsky"] * 4


@pytest.mark.parametrize(
    "text",
    [
        "Talks on prisoners have failed, with Russia rejecting calls for a pause in the fighting.",
        "The two sides swapped prisoners shortly before a 30-hour truce announced by Vladimir Putin was due to begin.",
        "Hours after Vladimir Putin announced mobilization, the two countries completed a prisoner exchange.",
        "Russian and Ukrainian officials continued exchanges of prisoners in line with the agreement.",
        "The Kremlin continues to use the exchanges to portray Ukraine as unwilling to talk.",
        "War in Ukraine: the week in five stories",
        "Some residents claim Arlandic ancestry.",
        "Andriy Yusov commented on the pause in exchanges of prisoners.",
    ],
)
def test_what_tells_nothing_of_an_exchange_is_no_claim(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "manner"),
    [
        ("Russia said that 55 captives of the “republics” had been returned.", Manner.PARAPHRASED),
        ('Russia said that 144 fighters of the so-called "DPR" had been freed.', Manner.PARAPHRASED),
        ("Volodymyr Zelensky thanked all who had worked on the exchange “around the clock”.", Manner.MIXED),
        ('Volodymyr Zelensky described their release as "hugely welcome news".', Manner.MIXED),
    ],
)
def test_marks_of_distance_quote_nobody(text: str, manner: Manner) -> None:
    ((_, claim),) = claims(text)
    assert claim.manner is manner


def test_the_publication_itself_recalls_in_narration() -> None:
    ((_, claim),) = claims("As The Test Herald reported earlier, Kyiv and Moscow agreed to swap 900 prisoners each.")
    assert claim.rule == "narrated"


@pytest.mark.parametrize("lead", ["Let us recall that", "Let's remind that", "It should be recalled that"])
def test_a_newsroom_brings_to_mind_in_its_own_words(lead: str) -> None:
    ((_, claim),) = claims(f"{lead} on April 19, Kyiv and Moscow swapped 900 prisoners each.")
    assert claim.rule == "narrated"


def test_an_unnamed_source_goes_on() -> None:
    text = "An informed source told TASS that the exchange took place. The lorries left at nine, the source added."
    assert told(text) == [("", Stance.ASSERTS)] * 2


def test_a_ministry_right_after_another_states_spoke_is_that_one() -> None:
    text = "Russia's Foreign Ministry said 30 captives left. Lithuania’s Foreign Ministry hailed the swap. "
    text += "All prisoners must be freed, a spokesperson for the ministry said."
    assert claims(text)[-1][0] == "Ministry of Foreign Affairs of Lithuania"


def test_who_denies_a_charge_is_the_accused() -> None:
    text = "Kyiv blamed Moscow for the delay in the swap, an accusation it denied."
    assert told(text) == [("Russia", Stance.DENIES), ("Ukraine", Stance.ASSERTS)]


def test_a_womans_first_name_is_hers_who_speaks_next() -> None:
    text = "Outside a clinic, Olena was among the women waiting.\n\n“I go to every exchange,” she told the BBC."
    assert claims(text)[-1][0] == "Olena"


def test_a_holiday_is_no_speaker() -> None:
    text = "The last exchange was before Easter. “We waited for the prisoners,” she told the BBC."
    assert claims(text)[-1][0] == ""


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (
            "Arland got 12 bodies, the headquarters responsible for prisoners of war announced in Kyiv.",
            HEADQUARTERS,
        ),
        (
            "Prisoners are exchanged with all consent, Nadia Brand, press secretary of the president, told TASS.",
            "Nadia Brand",
        ),
        (f"The {HEADQUARTERS} took delivery of 909 bodies, it said.", HEADQUARTERS),
        (f"The {HEADQUARTERS} made the repatriation public in a post on Facebook.", HEADQUARTERS),
        ("The swap, which Kyiv said had taken months to prepare, was carried out in stages.", "Ukraine"),
        ("The exchange was first reported by TASS, citing Russia's Defence Ministry.", MINISTRY),
        ("As was announced by Vladimir Medinsky, 45 bodies were returned.", "Vladimir Medinsky"),
        ("The number of the freed captives, 205, was given by Volodymyr Zelensky.", "Volodymyr Zelensky"),
        ("According to a Kremlin readout, Putin told Erdogan that the swap had succeeded.", "Kremlin"),
        ("Russia's RIA Novosti, quoting Vladimir Medinsky, said 205 captives were freed.", "Vladimir Medinsky"),
    ],
)
def test_the_speaker_is_found_where_the_parser_errs(text: str, speaker: str) -> None:
    assert told(text) == [(speaker, Stance.ASSERTS)]
