"""What one article says: speakers, stance, medium, figures, directions, places, roles. All texts are made up."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest

from kg import authority, lexicon
from kg.annotate.annotator import Annotator
from kg.clean import clean, prose
from kg.model import Annotation, Article, Claim, Figure, Role, Span, Stance
from kg.settings import BASE, MODEL

HEADQUARTERS = "Coordination Headquarters for the Treatment of Prisoners of War"
LEAD = "Russia and Ukraine exchanged the bodies of fallen soldiers on Friday, both sides said.\n\n"


@cache
def annotator() -> Annotator:
    return Annotator.load(MODEL, authority.load(), lexicon.load(), BASE)


def read(text: str, published: date | None = date(2025, 2, 14)) -> Annotation:
    article = Article(
        "a", text, "0" * 64, "a.txt", Span(0, len(text)), published=published, publisher="The Test Herald"
    )
    cleaned = clean(article, annotator().lexicon)
    return annotator().annotate(cleaned, prose(cleaned))


def labels(annotation: Annotation) -> dict[str | None, str]:
    names: dict[str | None, str] = {actor.iri: actor.label for actor in annotation.actors}
    return names | {place.iri: place.label for place in annotation.places} | {None: ""}


def claims(text: str) -> list[tuple[str, Claim]]:
    annotation = read(LEAD + text)
    return [(labels(annotation)[c.speaker], c) for c in annotation.claims if c.passage.start >= len(LEAD) - 1]


def figures(text: str) -> list[tuple[Figure, dict[str | None, str]]]:
    annotation = read(LEAD + text)
    found = {f: None for c in annotation.claims for f in c.figures if f.span.start >= len(LEAD)}
    return [(f, labels(annotation)) for f in found]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Kyiv received 757 bodies, Russian lawmaker Shamsail Saraliyev said.", "Shamsail Saraliyev"),
        ("Shamsail Saraliyev said that Moscow got 45 bodies.", "Shamsail Saraliyev"),
        ("“We thank everyone who helped,” said Vladimir Medinsky.", "Vladimir Medinsky"),
        ("“The work,” the headquarters said, “will take months for all the bodies.”", HEADQUARTERS),
        ("According to the Coordination Headquarters, 451 of the dead came from the Donetsk region.", HEADQUARTERS),
        (
            "Russia's Defence Ministry said that 45 bodies had been handed over.",
            "Ministry of Defense of the Russian Federation",
        ),
        ("Ukrainian officials said the bodies would be examined.", "Ukraine"),
        ("The Kremlin's envoy got 45 bodies, Dmitry Peskov told reporters.", "Dmitry Peskov"),
        ("The bodies will be examined, Vladimir R. Medinsky, an aide to the president, said.", "Vladimir Medinsky"),
        ("The bodies will be examined, the head of the group, Vladimir Medinsky, said.", "Vladimir Medinsky"),
        ("Iryna Testova said her brother was among the prisoners.", "Iryna Testova"),
    ],
)
def test_the_speaker_is_found(text: str, speaker: str) -> None:
    text = text if "headquarters said" not in text else f"The Coordination Headquarters announced the return. {text}"
    assert claims(text)[-1][0] == speaker


def test_a_surname_and_a_pronoun_go_back_to_the_person() -> None:
    spoken = claims(
        "Shamsail Saraliyev said 45 bodies came. Saraliyev thanked the Red Cross. He said the swap was fair."
    )
    assert [speaker for speaker, _ in spoken] == ["Shamsail Saraliyev"] * 3


def test_it_and_the_agency_go_back_to_the_body() -> None:
    spoken = claims(
        "The Coordination Headquarters said 757 bodies came. It thanked the Red Cross. The agency said tests follow."
    )
    assert [speaker for speaker, _ in spoken] == [HEADQUARTERS] * 3


def test_another_man_of_the_same_surname_is_not_forced_onto_the_known_one() -> None:
    ((speaker, _),) = claims("Sergei Rogov said the exchange was fair.")
    assert speaker == "Sergei Rogov"


def test_both_sides_are_two_claims() -> None:
    assert sorted(speaker for speaker, _ in claims("Officials from both countries said 802 bodies changed hands.")) == [
        "Russia",
        "Ukraine",
    ]


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("The Coordination Headquarters confirmed the exchange.", Stance.CONFIRMS),
        ("The Coordination Headquarters denied that the exchange had been delayed.", Stance.DENIES),
        ("Volodymyr Zelensky estimates that 43,000 Ukrainian soldiers have been killed in the war.", Stance.ESTIMATES),
        ("Russian officials have not commented on the exchange.", Stance.DECLINES),
        ("Russia's Defence Ministry declined to comment on the bodies.", Stance.DECLINES),
        ("Russia's Defence Ministry said nothing about the bodies.", Stance.DECLINES),
        ("Moscow made no comment on the exchange.", Stance.DECLINES),
    ],
)
def test_the_stance_is_found(text: str, stance: Stance) -> None:
    assert claims(text)[-1][1].stance is stance


@pytest.mark.parametrize(
    ("text", "speaker", "medium"),
    [
        ("Moscow got 45 bodies, Shamsail Saraliyev told RBC.", "Shamsail Saraliyev", "RBC"),
        ("Moscow got 45 bodies, RBC reported, citing Shamsail Saraliyev.", "Shamsail Saraliyev", "RBC"),
        ("“They are home,” Vladimir Medinsky wrote on Telegram about the bodies.", "Vladimir Medinsky", "Telegram"),
        ("Moscow got 45 bodies, Vladimir Medinsky was quoted by TASS as saying.", "Vladimir Medinsky", "TASS"),
    ],
)
def test_the_medium_is_told_from_the_speaker(text: str, speaker: str, medium: str) -> None:
    found, claim = claims(text)[-1]
    assert (found, claim.medium and claim.medium.label) == (speaker, medium)


@pytest.mark.parametrize(
    ("text", "giver", "receiver", "whose"),
    [
        ("Russia returned the bodies of 757 Ukrainian soldiers.", "Russia", "Ukraine", "Ukraine"),
        ("Moscow received 45 bodies.", "", "Russia", "Russia"),
        ("The bodies of 757 servicemen were brought back to Ukraine.", "", "Ukraine", "Ukraine"),
        ("Ukraine handed over 45 bodies to Russia.", "Ukraine", "Russia", "Russia"),
        ("Russia's Defence Ministry said 150 of its servicemen had been released.", "", "Russia", "Russia"),
        ("The Coordination Headquarters said it received 757 bodies.", "", "Ukraine", "Ukraine"),
        ("Ukraine has been given 757 bodies.", "", "Ukraine", "Ukraine"),
        ("Kyiv confirms handover of 88 bodies of fallen troops to Moscow.", "", "Russia", "Russia"),
        (
            "Ukraine said it had received from Russia the remains of 88 people that Moscow said were Ukrainian.",
            "Russia",
            "Ukraine",
            "Ukraine",
        ),
        ("Eight foreigners who fought for Ukraine were freed in the swap with Russia.", "", "Ukraine", ""),
        ("Ukraine secures return of 88 bodies.", "", "Ukraine", "Ukraine"),
        ("Ukraine has freed 88 captives from Russian captivity.", "Russia", "Ukraine", "Ukraine"),
        ("Ukraine managed to return 88 captives.", "", "Ukraine", "Ukraine"),
        ("An exchange mediated by Qatar brings home 88 soldiers.", "", "", ""),
        (
            "Eighty-eight residents of the Kursk region unlawfully held by the Kiev regime were returned.",
            "",
            "Russia",
            "Russia",
        ),
        ("Five inhabitants of the Sumy region came home in the swap.", "", "Ukraine", "Ukraine"),
        ("Both sides released 88 prisoners on Friday.", "", "", ""),
        ("The swap between Russia and Ukraine, in which 88 prisoners took part, was the first.", "", "", ""),
        ("In exchange for 88 captives, Ukraine got its men back.", "", "Russia", "Russia"),
        (
            "The freed include 88 fighters of the National Guard's Azov brigade, who held a town occupied by Russia.",
            "",
            "Ukraine",
            "Ukraine",
        ),
    ],
)
def test_the_direction_is_found(text: str, giver: str, receiver: str, whose: str) -> None:
    ((figure, names),) = figures(text)
    assert (names[figure.giver], names[figure.receiver], names[figure.whose]) == (giver, receiver, whose)


@pytest.mark.parametrize(
    "text",
    [
        "They were swapped for 41 fighters.",
        "The Ukrainians were traded for 41 men.",
        "They were exchanged for 41 fighters from Russia.",
    ],
)
def test_those_for_whom_others_went_are_the_other_sides(text: str) -> None:
    *_, (figure, names) = figures(f"Ukraine got back 44 prisoners. {text}")
    assert (figure.minimum, names[figure.receiver]) == (41, "Russia")


def test_returned_means_brought_home_where_it_did_before() -> None:
    found = figures(
        "Ukraine returned 66 men from Russian captivity. Russia got back 55.\n\nIn May, Ukraine returned 44 soldiers."
    )
    assert [names[figure.receiver] for figure, names in found] == ["Ukraine", "Russia", "Ukraine"]


def test_forty_for_forty_has_no_direction_of_its_own() -> None:
    found = figures("The swap was 44 for 44.\n\nRussia got back 44 prisoners.")
    assert [names[figure.receiver] for figure, names in found] == ["", "", "Russia"]


def test_who_was_captured_by_a_side_is_not_its_own() -> None:
    ((figure, names),) = figures("The Coordination Headquarters said four civilians were captured by the Russian army.")
    assert (figure.role, names[figure.whose]) == (Role.LOSSES, "Ukraine")


def test_an_elliptic_number_takes_the_side_beside_it() -> None:
    (first, names), (second, _) = figures("Kyiv got back 757 bodies and Moscow 45.")
    assert (names[first.receiver], names[second.receiver]) == ("Ukraine", "Russia")


def test_a_breakdown_by_region_has_parts_with_places() -> None:
    text = (
        "The Coordination Headquarters said 757 bodies came back. "
        "It said 451 were from the Donetsk region, 137 from the Zaporizhzhya region and 34 from morgues in Russia."
    )
    found = [(f.minimum, f.role, names[f.place]) for f, names in figures(text)]
    assert found == [
        (757, Role.TOTAL, ""),
        (451, Role.PART, "Donetsk"),
        (137, Role.PART, "Zaporizhzhia"),
        (34, Role.PART, "Russia"),
    ]


def test_bullets_under_a_lead_in_are_one_claim() -> None:
    lead_in = "The Coordination Headquarters gave this breakdown of the 60 bodies:\n"
    text = lead_in + "- 40 from the Donetsk region;\n- 20 from the Luhansk region.\n"
    ((speaker, claim),) = claims(text)
    assert (speaker, [f.minimum for f in claim.figures]) == (HEADQUARTERS, [60, 40, 20])


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Russia and Ukraine exchanged the remains of 802 soldiers.", Role.COMBINED),
        ("Since the start of the war 15,000 bodies have been returned to Ukraine.", Role.RUNNING),
        ("It was the sixth exchange since October involving at least 500 bodies.", Role.THRESHOLD),
        ("The sides agreed to exchange 6,000 bodies each.", Role.AGREED),
        ("Russia is ready to hand over another 3,000 bodies.", Role.PLANNED),
        ("Some 43,000 Ukrainian soldiers have been killed in the war.", Role.LOSSES),
        ("Russia and Ukraine each handed over 100 bodies.", Role.TOTAL),
        ("The freed Ukrainians, four of them civilians, crossed the border on Friday.", Role.PART),
    ],
)
def test_the_role_is_found(text: str, role: Role) -> None:
    ((figure, _),) = figures(text)
    assert figure.role is role


def test_the_same_number_and_the_figure_repeat_a_number() -> None:
    text = "Vladimir Rogov said Russia received 43 bodies. Shamsail Saraliyev confirmed the figure to RBC."
    assert [f.minimum for f, _ in figures(text)] == [43, 43]


@pytest.mark.parametrize(
    "text",
    [
        "The trucks took 12 hours and cost 3 million hryvnias.",
        "The oldest prisoner is 61 and the youngest 19.",
        "Russia launched 104 drones at 7 regions.",
        "Four neighbours carried the flag.",
    ],
)
def test_numbers_that_count_nobody_of_an_exchange_are_no_figures(text: str) -> None:
    assert figures(text) == []


def test_another_exchange_is_told_from_the_articles_own() -> None:
    annotation = read(
        LEAD + "Moscow received 41 bodies in a similar exchange last month. Kyiv received 757 bodies on Friday."
    )
    months = {r.main: r.days for r in annotation.reports}
    assert months[True].earliest == date(2025, 2, 14)
    assert (months[False].earliest, months[False].latest) == (date(2025, 1, 1), date(2025, 1, 31))


@pytest.mark.parametrize(
    "text",
    [
        "The stock exchange fell by 3 per cent, analysts in Kyiv and Moscow said.",
        "Russia struck Kharkiv overnight, killing 3 civilians, the mayor said.",
        "About 1,700 prisoners were released from English jails, the ministry said.",
    ],
)
def test_an_article_without_an_exchange_yields_nothing(text: str) -> None:
    assert read(text).claims == ()


def test_passages_stand_in_the_text_where_they_are_said_to() -> None:
    text = (
        "KYIV, Feb. 14 (Test Herald) — 🔴 "
        + LEAD
        + "Kyiv’s “heroes” — 757 — are back, the Coordination Headquarters said."
    )
    annotation = read(text)
    passages = [text[c.passage.start : c.passage.end] for c in annotation.claims]
    assert passages[-1].startswith("Kyiv’s “heroes”")
    assert passages[-1].endswith("said.")


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        # an aside or a place keeps the parser from the subject
        ("In Kyiv, Andriy Yermak, who heads the office, said that 45 bodies had come.", "Andriy Yermak"),
        (
            "The return of 90 bodies began, Vladimir Medinsky, the chief negotiator, said on Telegram.",
            "Vladimir Medinsky",
        ),
        ("In Kyiv, the Coordination Headquarters confirmed that it had received 757 bodies.", HEADQUARTERS),
        ("As Vladimir Medinsky noted then, 38 bodies had gone the other way.", "Vladimir Medinsky"),
        (
            "In Moscow, the Ministry of Defence said that 45 bodies were back.",
            "Ministry of Defense of the Russian Federation",
        ),
        ("The Headquarters added that 757 bodies would be examined.", HEADQUARTERS),
        ("The United Arab Emirates has announced that 20 bodies were exchanged.", "United Arab Emirates"),
        ("The Chechen authorities reported that nine bodies had come home.", "Chechen authorities"),
        (
            "Shamsail Saraliyev, a State Duma deputy, spoke.\n\nRussia got 45 bodies, the parliamentarian said.",
            "Shamsail Saraliyev",
        ),
    ],
)
def test_the_speaker_is_found_past_asides(text: str, speaker: str) -> None:
    named = "The Coordination Headquarters told of the bodies.\n\n"
    assert claims(named + text)[-1][0] == speaker


def test_a_side_ascribed_in_passing_has_a_claim_of_its_own() -> None:
    found = claims("The Coordination Headquarters said the 757 bodies, as the Russian side claims, are of soldiers.")
    assert [(speaker, c.rule, len(c.figures)) for speaker, c in found] == [
        (HEADQUARTERS, "speech", 1),
        ("Russia", "aside", 0),
    ]
    after = claims(
        "The Coordination Headquarters said bodies, as the Russian side claims, are of soldiers. It thanked Qatar."
    )
    assert after[-1][0] == HEADQUARTERS


def test_a_mediators_ministry_is_no_partys() -> None:
    text = (
        "ABU DHABI, 5 February 2026 (Gulf Post) -- The Ministry of Foreign Affairs said Russia and Ukraine had "
        "exchanged 314 prisoners of war, 157 from each side."
    )
    annotation = read(text, None)
    (claim,) = annotation.claims
    assert labels(annotation)[claim.speaker] == "Ministry of Foreign Affairs of the United Arab Emirates"
    assert [(f.minimum, f.role, f.receiver) for f in claim.figures] == [
        (314, Role.COMBINED, None),
        (157, Role.TOTAL, None),
    ]


@pytest.mark.parametrize(
    ("text", "receivers"),
    [
        # "returned" of a side's own people is "brought home"
        ("Ukraine has returned the bodies of 563 fallen defenders.", ["Ukraine"]),
        ("Ukraine has returned the bodies of 563 soldiers, the Coordination Headquarters says.", ["Ukraine"]),
        ("Russia returned 157 servicemen from Ukrainian captivity.", ["Russia"]),
        ("Russia returned 500 bodies to Ukraine.", ["Ukraine"]),
        # the second number goes the other way
        ("Vladimir Medinsky said 1,200 bodies were handed over in exchange for 51.", ["Ukraine", "Russia"]),
        ("Vladimir Medinsky said 1,200 bodies were transferred and 51 were given to Russia.", ["Ukraine", "Russia"]),
        ("About 12,000 bodies were transferred to Ukraine, and some 200 received in return.", ["Ukraine", "Russia"]),
        ("Five commanders were released for 55 Russians.", ["Ukraine", "Russia"]),
        ("Kyiv had given Moscow 24 of its dead.", ["Russia"]),
        ("The Coordination Headquarters confirmed the receipt of a thousand bodies.", ["Ukraine"]),
        ("Moscow called on Kyiv to accept the bodies of 6,000 soldiers.", ["Ukraine"]),
        ("The numbers of bodies, Medinsky wrote, are these: 1,000 for Ukraine, 38 for Russia.", ["Ukraine", "Russia"]),
    ],
)
def test_the_direction_is_found_where_the_verb_alone_misleads(text: str, receivers: list[str]) -> None:
    assert [names[f.receiver] for f, names in figures(text)] == receivers


@pytest.mark.parametrize(
    "text",
    [
        "Parts of one man may lie in several bags of bodies.",
        "The remains of one person turn up in different bags, Ihor Klymenko said.",
        "The two armies release about as many prisoners as they receive.",
        "In one of them, civilians were swapped.",
        "Hundreds of people gathered in the square to welcome the freed soldiers.",
        "One woman said her son was still in captivity.",
    ],
)
def test_comparisons_and_bystanders_are_no_figures(text: str) -> None:
    assert figures(text) == []


def test_a_list_without_a_speaker_or_bullets_is_one_claim_of_the_publisher() -> None:
    text = (
        "It was possible to bring back:\nthe bodies of 221 defenders from the Donetsk direction;\n25 soldiers who fell "
        "in the Zaporizhzhia direction;\n4 bodies from morgues on the territory of the Russian Federation."
    )
    ((speaker, claim),) = claims(text)
    assert speaker == "Test Herald"
    names = labels(read(LEAD + text))
    assert [(f.minimum, f.role, names[f.place]) for f in claim.figures] == [
        (221, Role.PART, "Donetsk"),
        (25, Role.PART, "Zaporizhzhia"),
        (4, Role.PART, "Russia"),
    ]


def test_what_is_masked_inside_a_list_splits_its_passage() -> None:
    text = (
        "The Coordination Headquarters listed the bodies:\n- 32 from Donetsk;\nPhoto: Office of the President\n"
        "- 18 from Sumy;\n- 5 from Kherson."
    )
    found = claims(text)
    assert [[f.minimum for f in c.figures] for _, c in found] == [[32], [18, 5]]
    assert not any("Photo" in (LEAD + text)[c.passage.start : c.passage.end] for _, c in found)


def test_a_later_attribution_outranks_the_speaker_before() -> None:
    text = (
        "“The bodies were taken home,” the Russian Defense Ministry said.\n\n“We brought back 157 of the bodies. It "
        "was hard. We go on,” Volodymyr Zelensky said on X."
    )
    assert [speaker for speaker, _ in claims(text)][1:] == ["Volodymyr Zelensky"] * 3


@pytest.mark.parametrize(
    "text",
    [
        "Ukraine's proposal to discuss an exchange of prisoners of war was put off, a Swiss official said.",
        "Moscow and Kyiv may swap prisoners of war next month, Vladimir Medinsky said.",
        "Dmytro Lubinets called for an exchange of prisoners of war with Russia, all for all.",
    ],
)
def test_an_exchange_that_is_only_talked_of_is_none(text: str) -> None:
    annotation = read(text)
    assert annotation.claims
    assert (annotation.reports, {c.report for c in annotation.claims}) == ((), {None})


@pytest.mark.parametrize(
    "text",
    [
        "A game in Lviv ended with 13 'prisoners' on each side, all released in time for tea, British pupils said.",
        "Divers recovered 46 bodies. The remains of two Russians and a Ukrainian will be repatriated, officials said.",
        "The remains of 71 soldiers of the Red Army were handed over by Latvia to Russia and reburied.",
        "Morocco handed over three convicted prisoners to Spain; a Ukrainian was extradited as well.",
    ],
)
def test_words_of_exchange_alone_make_no_article_about_one(text: str) -> None:
    assert read(text).claims == ()


def test_lists_with_dashes_and_definite_numbers_count() -> None:
    text = (
        "Of the 144, 95 fell at Azovstal, the Coordination Headquarters said of the bodies. It counts:\n"
        "- National Guard – 59;\n- Naval Forces – 30."
    )
    found = [f.minimum for f, _ in figures(text)]
    assert found == [144, 95, 59, 30]


def test_bodies_that_a_side_brings_to_the_border_are_the_other_sides() -> None:
    text = "Vladimir Medinsky said 1,212 bodies had been brought to the place of exchange in refrigerated trucks."
    assert [names[f.whose] for f, names in figures(text)] == ["Ukraine"]


def test_an_outlet_that_writes_what_another_reports_is_the_medium() -> None:
    text = "The bodies of 254 soldiers have been returned, the Coordination Headquarters reports, writes Podil News."
    ((speaker, claim),) = claims(text)
    assert speaker == HEADQUARTERS
    assert claim.medium is not None
    assert claim.medium.label == "Podil News"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Kyiv received 757 bodies on Tuesday, Shamsail Saraliyev said on Thursday.", "2025-02-13"),
        ("Shamsail Saraliyev said Thursday that Moscow got 45 bodies.", "2025-02-13"),
        ("In a statement on Wednesday the headquarters said it had received 757 bodies.", "2025-02-12"),
        ("The headquarters said in a post on February 12 that 757 bodies had come back.", "2025-02-12"),
        # The day of the exchange is none of the telling.
        ("The headquarters said that 757 bodies had come back on Tuesday.", None),
        ("On Tuesday 757 bodies came back, the headquarters said.", None),
    ],
)
def test_a_claim_bears_the_day_on_which_it_was_made_where_the_article_tells(text: str, day: str | None) -> None:
    ((_, claim),) = claims(text)
    wanted = date.fromisoformat(day) if day else None
    assert (claim.said.earliest, claim.said.latest) == (wanted, wanted)


def test_a_list_of_places_without_a_noun_is_a_breakdown() -> None:
    text = "Ukraine got 501 bodies. The list names 56 from Bakhmut, 45 from Avdiivka and seven from the Luhansk region."
    found = [(f.minimum, f.role, labels[f.place]) for f, labels in figures(text)]
    assert found[1:] == [(56, Role.PART, "Bakhmut"), (45, Role.PART, "Avdiivka"), (7, Role.PART, "Luhansk")]


def test_the_dead_from_a_states_morgues_are_the_other_sides() -> None:
    text = "Ukraine got back 502 bodies. Another 19 were taken from morgues on the territory of the Russian Federation."
    ((whole, _), (part, names)) = figures(text)
    assert (whole.minimum, part.minimum, names[part.place]) == (502, 19, "Russia")
    assert (part.whose, part.receiver) == (whole.whose, whole.receiver)


def test_a_breakdown_gives_parts_and_bodies_that_change_hands_are_both_sides() -> None:
    text = "Ukraine got 189 prisoners back. The ministry gives a breakdown: 87 soldiers, 43 sailors and two civilians."
    assert [f.role for f, _ in figures(text)][1:] == [Role.PART] * 3
    text = "The remains of 945 soldiers changed hands, on the day of the first talks in three years."
    assert [f.role for f, _ in figures(text)] == [Role.COMBINED]


def test_a_side_s_share_of_what_changed_hands_is_its_total() -> None:
    text = "The remains of 945 soldiers changed hands. Ukraine received 909 of the bodies, the headquarters said."
    assert [f.role for f, _ in figures(text)] == [Role.COMBINED, Role.TOTAL]


def test_who_takes_delivery_gets() -> None:
    found = figures("Kyiv took delivery of 909 bodies, and Moscow got 34.")
    assert [names[f.receiver] for f, names in found] == ["Ukraine", "Russia"]


def test_those_captured_once_and_freed_now_are_no_losses() -> None:
    text = (
        "Kyiv and Moscow swapped 103 prisoners each. The 103 Russians were captured in the Kursk region, Moscow said."
    )
    assert [f.counted.value for f, _ in figures(text)] == ["prisoners", "prisoners"]


def test_what_is_given_in_return_goes_to_the_other_side() -> None:
    found = figures("Russia handed over 1,000 bodies on Thursday. Another 31 were given in return.")
    assert [(f.role, names[f.receiver]) for f, names in found] == [(Role.TOTAL, "Ukraine"), (Role.TOTAL, "Russia")]


def test_the_day_of_an_edition_is_not_the_day_of_the_exchange() -> None:
    text = "A report on Saturday's World page told that Ukraine and Russia freed 105 prisoners each on 8 February."
    (report,) = read(text).reports
    assert report.days.earliest == date(2025, 2, 8)


def test_without_a_day_of_publication_the_day_of_the_telling_is_a_weekday() -> None:
    claim = read(f"{LEAD}Kyiv received 757 bodies, Shamsail Saraliyev said on Thursday.", None).claims[-1]
    assert (claim.said.earliest, claim.said.weekday) == (None, 3)


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (
            "“Hunger was the least of it for the captives,” said a sergeant who gave only his first name, Taras.",
            "Taras",
        ),
        ("Serhii, a marine aged 31 who was captured in May, says that the prisoners were beaten.", "Serhii"),
        ("“The dead are many,” said Ivanna Testova. The bodies wait, Dr. Testova said.", "Ivanna Testova"),
        ("Newsline, with reference to Shamsail Saraliyev, wrote that 45 bodies were received.", "Shamsail Saraliyev"),
        ("The Norton Post quoted Shamsail Saraliyev as saying that 45 bodies were received.", "Shamsail Saraliyev"),
        ("By the reckoning of the Coordination Headquarters it was the 12th swap.", HEADQUARTERS),
        ("The defence ministry of Russia renewed its call for talks.", "Ministry of Defense of the Russian Federation"),
        ("Vladimir Medinsky described that step as a sign of good will.", "Vladimir Medinsky"),
        ("Vladimir Medinsky, who led the delegation, announced the deal to reporters.", "Vladimir Medinsky"),
    ],
)
def test_the_speaker_is_found_behind_other_words(text: str, speaker: str) -> None:
    assert claims(text)[-1][0] == speaker


def test_a_relaying_outlet_behind_the_body_does_not_take_its_words() -> None:
    text = f"Eight civilians returned to Ukraine, the {HEADQUARTERS} reports, Norton Network writes."
    assert HEADQUARTERS in {speaker for speaker, _ in claims(text)}


def test_of_two_statements_in_one_sentence_each_has_its_own_number() -> None:
    spoken = claims("Moscow speaks of 150 prisoners from each side, Kyiv says 189 Ukrainians are home.")
    assert {speaker: [f.minimum for f in claim.figures] for speaker, claim in spoken} == {
        "Russia": [150],
        "Ukraine": [189],
    }


def test_it_says_goes_back_to_the_body_that_reports_before_it_in_the_sentence() -> None:
    spoken = claims(
        "The Coordination Headquarters said 40 soldiers were home. "
        "Russia's Defence Ministry has confirmed the exchange: it gave 46 prisoners, it says on Telegram."
    )
    assert [speaker for speaker, _ in spoken][-1] == "Ministry of Defense of the Russian Federation"


def test_a_lawmaker_behind_a_headlines_dash_is_its_speaker() -> None:
    annotation = read(
        "Russia gets 49 bodies of fallen servicemen from Ukraine — lawmaker\n\n"
        "Russia has received 49 bodies, lawmaker Shamsail Saraliyev said on Friday.\n"
    )
    assert {labels(annotation)[c.speaker] for c in annotation.claims} == {"Shamsail Saraliyev"}


@pytest.mark.parametrize(
    ("text", "silent"),
    [
        ("Ukraine has neither confirmed nor denied the exchange.", {"Ukraine"}),
        ("Neither side has said when prisoners will be exchanged next.", {"Russia", "Ukraine"}),
        (
            "Rustem Umerov met Vladimir Medinsky about the exchange. Neither man would name a date.",
            {"Rustem Umerov", "Vladimir Medinsky"},
        ),
        ("The exchange is over; Iryna Testova has not told him yet.", set()),
        ("Neither of us could speak after the exchange.", set()),
    ],
)
def test_silence_is_told_from_not_speaking(text: str, silent: set[str]) -> None:
    assert {speaker for speaker, claim in claims(text) if claim.stance is Stance.DECLINES} == silent


def test_a_long_report_stays_with_its_exchange_between_paragraphs_that_tell_of_it() -> None:
    about = "The captives came home by bus on Friday, and the prisoners wept there.\n\n"
    other = "Snow lay on the square in front of the old cathedral that day.\n\n"
    text = 4 * about + "According to Dmytro Lubinets, 207 Ukrainians are back.\n\n" + 4 * about
    text += 16 * other + "According to Dmytro Lubinets, 31 Ukrainians are back.\n\n"
    assert [figure.minimum for figure, _ in figures(text)] == [207]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The last group, 303 prisoners from each side, followed, and before it 25 a side.",
            [(303, Role.TOTAL), (25, Role.TOTAL)],
        ),
        (
            "Russia's Defence Ministry stuck to 150 for each side of the exchange and thanked Belarus.",
            [(150, Role.TOTAL)],
        ),
        ("Russia and Ukraine agreed on July 23 to exchange 1,200 prisoners each.", [(1200, Role.AGREED)]),
        ("The formula “a thousand for a thousand” for prisoners had been agreed.", [(1000, Role.AGREED)] * 2),
        ("With them, 500 captives have been freed within two days, Dmytro Lubinets said.", [(500, Role.RUNNING)]),
        ("Ukraine puts at 3,900 the number of its citizens who have come back from captivity.", [(3900, Role.RUNNING)]),
        ("The number of captives freed today at the border was 38.", [(38, Role.TOTAL)]),
        (
            "Ukraine received 757 bodies. Russia received 45. That makes 802 in all.",
            [(757, Role.TOTAL), (45, Role.TOTAL), (802, Role.COMBINED)],
        ),
        ("Experts believe that both armies have lost tens of thousands of men since 2022.", [(20000, Role.LOSSES)]),
        ("Newsline has counted the names of at least 90,000 dead soldiers.", [(90000, Role.LOSSES)]),
        ("The president told Newsline that upwards of 46,000 of his soldiers had been killed.", [(46001, Role.LOSSES)]),
        (
            "“157 of ours are back,” Volodymyr Zelensky said, adding that most had been held since 2022.",
            [(157, Role.TOTAL)],
        ),
        ("About 300 people came to the church.", []),
    ],
)
def test_the_role_is_found_in_other_words(text: str, expected: list[tuple[int, Role]]) -> None:
    assert [(figure.minimum, figure.role) for figure, _ in figures(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The UAE said 300 captives of the exchange have gone home, 150 of them Ukrainian and 150 Russian.",
            [(300, ""), (150, "Ukraine"), (150, "Russia")],
        ),
        (
            "Russia's Defence Ministry said 157 soldiers were back. “157 of ours are back,” Volodymyr Zelensky said. "
            "Seven of the 157 are civilians, the Coordination Headquarters said.",
            [(157, "Russia"), (157, "Ukraine"), (7, "Ukraine"), (157, "Ukraine")],
        ),
        (
            "Ukraine received 909 bodies. The Coordination Headquarters said 595 of them had died in "
            "the Donetsk region and 204 in Russia's Kursk region.",
            [(909, "Ukraine"), (595, "Ukraine"), (204, "Ukraine")],
        ),
    ],
)
def test_the_direction_is_found_in_other_words(text: str, expected: list[tuple[int, str]]) -> None:
    assert [(figure.minimum, names[figure.receiver]) for figure, names in figures(text)] == expected


def test_a_states_belief_about_a_number_is_its_claim() -> None:
    spoken = claims("Kyiv believes that Russia still holds around 7,000 Ukrainian soldiers.")
    assert [(speaker, [f.minimum for f in claim.figures]) for speaker, claim in spoken] == [("Ukraine", [7000])]


def test_a_headline_that_frees_for_two_counts_both_directions() -> None:
    annotation = read("Moscow, Kyiv Free 400 POWs With Emirati Help\n\nRussia and Ukraine freed 200 captives each.\n")
    assert [(f.minimum, f.role) for c in annotation.claims for f in c.figures] == [
        (400, Role.COMBINED),
        (200, Role.TOTAL),
    ]


def test_a_line_of_several_sources_tells_who_is_quoted_and_who_the_headquarters_are() -> None:
    text = (
        "95 Ukrainian defenders back from captivity in a swap with Russia\n\n"
        f"Source: {HEADQUARTERS}; President Volodymyr Zelenskyy on Telegram\n\n"
        "Quote from Zelenskyy: “Again some of our people are back, 95 of them. They stood their ground for months.”\n\n"
        "Details: The headquarters said that 28 of the freed soldiers had been convicted.\n"
    )
    annotation = read(text)
    names = labels(annotation)
    spoken = [
        (names[c.speaker], [(f.minimum, f.role) for f in c.figures], c.medium.label if c.medium else "")
        for c in annotation.claims[1:]
    ]
    assert spoken == [
        ("Volodymyr Zelensky", [(95, Role.TOTAL)], "Telegram"),
        ("Volodymyr Zelensky", [], "Telegram"),
        (HEADQUARTERS, [(28, Role.PART)], ""),
    ]


def test_a_ministry_named_before_is_meant_again_beside_another_country() -> None:
    spoken = claims(
        "The Defense Ministry in Moscow announced the exchange. "
        "“Our soldiers are being looked after in Belarus,” the Defense Ministry said."
    )
    assert [speaker for speaker, _ in spoken] == ["Ministry of Defense of the Russian Federation"] * 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Russia's Defence Ministry said that 185 servicemen are back from the exchange.",
            [(185, "prisoners", Role.TOTAL)],
        ),
        (
            "Russia received 51 bodies on Monday, which makes 78 since the start of the transfers.",
            [(51, "bodies", Role.TOTAL), (78, "bodies", Role.RUNNING)],
        ),
        (
            "Dmytro Lubinets said two civilians who were seized in 2022 had been freed from captivity.",
            [(2, "civilians", Role.TOTAL)],
        ),
        (
            "300 POWs, 2 civilians freed in a swap with Russia",
            [(300, "prisoners", Role.TOTAL), (2, "civilians", Role.TOTAL)],
        ),
    ],
)
def test_what_is_counted_is_found_in_other_words(text: str, expected: list[tuple[int, str, Role]]) -> None:
    assert [(f.minimum, f.counted.value, f.role) for f, _ in figures(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "The state channel Rossiya 24 showed the lorries with 40 bodies.",
        "Zelensky told France 2 on Wednesday that 40 bodies had been returned.",
        "Norton 3 reported that 40 of the bodies had been identified.",
        "The ministry said that 40 bodies had come home (Part 2).",
    ],
)
def test_numbers_in_names_count_nobody(text: str) -> None:
    assert [figure.minimum for figure, _ in figures(text)] == [40]


def test_a_number_behind_a_name_that_takes_part_counts() -> None:
    assert [figure.minimum for figure, _ in figures("Ukraine received 95 bodies, Russia 27.")] == [95, 27]


@pytest.mark.parametrize(
    "publisher", ["LRT.lt", "AFP - Agence France Presse", "Agence France-Presse (AFP)", "AFP | News"]
)
def test_spellings_of_an_outlet_lead_to_the_known_one(publisher: str) -> None:
    article = Article(
        "a", LEAD, "0" * 64, "a.txt", Span(0, len(LEAD)), published=date(2025, 2, 14), publisher=publisher
    )
    found = annotator().annotate(article, LEAD).publisher
    assert found is not None
    assert found.label in {"LRT", "Agence France-Presse"}


def test_the_label_of_a_quotation_names_its_speaker() -> None:
    text = (
        "Details: The Coordination Headquarters said 40 bodies came home.\n\n"
        'Quote from Zelenskyy: "Today 40 of our people are home. We are bringing everyone back."'
    )
    assert [name for name, _ in claims(text)] == [HEADQUARTERS, "Volodymyr Zelensky", "Volodymyr Zelensky"]
