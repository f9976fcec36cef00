"""What a figure is to its exchange, by the words newsrooms put around it. All texts are made up."""

from __future__ import annotations

import pytest

from kg.model import Counted, Role, Stance
from tests.test_annotate import HEADQUARTERS, claims, figures, labels, read

TOTAL = "The Coordination Headquarters said 307 captives had been brought home.\n\n"


def roles(text: str) -> list[tuple[int | None, Role]]:
    return [(figure.minimum, figure.role) for figure, _ in figures(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("In all, 307 soldiers were freed from captivity on 12 February.", [(307, Role.TOTAL)]),
        ("Thus, 697 captives have come back in two days.", [(697, Role.RUNNING)]),
        ("Some 95 captives came home, the second exchange in less than a month.", [(95, Role.TOTAL)]),
        ("The two countries completed a three-day swap in which 900 captives were freed.", [(900, Role.RUNNING)]),
        (
            "By the end of that month almost 9,000 bodies had been returned, the headquarters said.",
            [(9000, Role.RUNNING)],
        ),
        (
            "Since 2022, 5,757 captives have been freed. Another 536 came home outside exchanges.",
            [(5757, Role.RUNNING), (536, Role.RUNNING)],
        ),
        ("Of the 157 captives, 139 were captured in the first year.", [(157, Role.TOTAL), (139, Role.PART)]),
        ("They agreed that each would return up to 6,000 bodies.", [(None, Role.AGREED)]),
        ("Dozens of captives freed by Russia and Ukraine", [(24, Role.COMBINED)]),
        ("In the course of a week 502 bodies came back to Ukraine.", [(502, Role.RUNNING)]),
        ("In the course of the war 15,000 bodies have come back to Ukraine.", [(15000, Role.RUNNING)]),
        ("Lubinets has spoken of at least 16,000 civilians in Russian captivity.", [(16000, Role.PLANNED)]),
        ("More than 2,000 captives are still behind bars in Russia.", [(2001, Role.PLANNED)]),
        ("Three more followed on June 13, 14 and 15, each of 1,200 bodies.", [(1200, Role.TOTAL)]),
        ("He said 1,212 bodies were waiting in lorries at the border.", [(1212, Role.PLANNED)]),
        (
            "The return was part of the “500 for 500” exchange, agreed on in Geneva.",
            [(500, Role.AGREED), (500, Role.AGREED)],
        ),
        (
            "On Friday 90 captives came home in the first stage of the 500-for-500 exchange.",
            [(90, Role.TOTAL), (500, Role.AGREED), (500, Role.AGREED)],
        ),
        ("Moscow and Kyiv carried out a 25-for-25 exchange.", [(25, Role.TOTAL), (25, Role.TOTAL)]),
        ("Russia has yet to give back the 600 bodies that it committed to return.", [(600, Role.AGREED)]),
        (
            "Moscow has handed over 212 bodies so far, of the more than 600 it promised.",
            [(212, Role.RUNNING), (601, Role.PLANNED)],
        ),
        ("Under the deal each side would free at least 200 captives.", [(200, Role.PLANNED)]),
        ("Moscow promised to hand over 600 bodies.", [(600, Role.PLANNED)]),
        ("The 600 bodies due to be returned are in cold stores.", [(600, Role.PLANNED)]),
        ("A diplomat suggested that it could involve up to 300 people on each side.", [(None, Role.PLANNED)]),
        ("At least 8,000 captives are thought to be held in Russia.", [(8000, Role.PLANNED)]),
        ("Some 16,000 civilians are being detained, Dmytro Lubinets estimates.", [(16000, Role.PLANNED)]),
        ("The bodies of 27 soldiers came home, days after a delayed handover.", [(27, Role.TOTAL)]),
        (
            "Russia and Ukraine exchanged hundreds of captives on Friday, with 146 soldiers released by each country.",
            [(200, Role.COMBINED), (146, Role.TOTAL)],
        ),
        ("The ombudsman said about 700 soldiers were staying in Russian captivity.", [(700, Role.PLANNED)]),
        ("There are around 1,500 Russian captives in Ukraine, he said.", [(1500, Role.PLANNED)]),
        ("Over 8,000 Ukrainians sit in Russian prisons.", [(8001, Role.PLANNED)]),
        ("In Russian captivity there are 2,384 civilians.", [(2384, Role.PLANNED)]),
        ("Ukraine has around 1,300 Russian captives in its camps.", [(1300, Role.PLANNED)]),
        ("Moscow was keeping over 16,000 civilians captive.", [(16001, Role.PLANNED)]),
        ("The number of Ukrainian captives in Russia exceeds 6,000.", [(6000, Role.PLANNED)]),
        ("Some 90 soldiers who were in mortal danger in captivity came home.", [(90, Role.TOTAL)]),
        ("Moscow and Kyiv will each release 500 captives over two days.", [(500, Role.PLANNED)]),
        ("Moscow suggested sending 3,000 more bodies to Kyiv.", [(3000, Role.PLANNED)]),
        ("Russia announced its readiness to hand over 3,000 bodies.", [(3000, Role.PLANNED)]),
        ("Russia said it had prepared 3,000 bodies for transfer.", [(3000, Role.PLANNED)]),
        ("He said 1,212 bodies had been delivered to the exchange site.", [(1212, Role.PLANNED)]),
        ("A plane carrying 65 captives to an exchange crashed.", [(65, Role.PLANNED)]),
        ("A plane carrying 35 freed captives landed in Kyiv.", [(35, Role.TOTAL)]),
        ("Kyiv thwarted an exchange of 200 captives, Moscow said.", [(200, Role.PLANNED)]),
        ("The swap of 192 captives from each side fell through.", [(192, Role.PLANNED)]),
        ("Ukraine held its 58th swap with Russia, resulting in the return of 95 captives.", [(95, Role.TOTAL)]),
        ("The second swap this month saw the release of 40 captives.", [(40, Role.TOTAL)]),
        ("Kyiv has already brought back 3,400 captives.", [(3400, Role.RUNNING)]),
        ("Kyiv has already brought back 60 captives on Friday.", [(60, Role.TOTAL)]),
        (
            "Ukraine and Russia have held nearly 50 exchanges. More than 2,500 captives have come home.",
            [(2501, Role.RUNNING)],
        ),
        (
            "Moscow has returned 6,060 bodies in all since June. It also said 78 Russian bodies had been repatriated.",
            [(6060, Role.RUNNING), (78, Role.RUNNING)],
        ),
        (
            "A swap between Russia and Ukraine led to the release of 180 captives, the mediator said.",
            [(180, Role.COMBINED)],
        ),
        ("Some 206 captives released after eighth mediation between Russia and Ukraine", [(206, Role.COMBINED)]),
        ("Russia and Ukraine Confirm Swap of 372 Captives", [(372, Role.COMBINED)]),
        ("The talks ended in a “thousand-for-thousand” exchange agreement.", [(1000, Role.AGREED)]),
        ("Russia and Ukraine exchanged 150 bodies, the third known exchange so far this year.", [(150, Role.COMBINED)]),
        ("Kyiv got back 1,212 bodies of soldiers who died since the invasion began.", [(1212, Role.TOTAL)]),
        (
            "They held the first part of the 1,000-for-1,000 swap, which resulted in the return of 390 people.",
            [(1000, Role.AGREED), (1000, Role.AGREED), (390, Role.TOTAL)],
        ),
        ("On 1 December both sides swapped captives by the 50-50 formula.", [(50, Role.TOTAL)]),
        ("Russia and Ukraine said on Saturday they had freed more than 200 captives.", [(201, Role.COMBINED)]),
        (
            "The swap totalled 538 captives, including 31 wounded Ukrainians and 15 wounded Russians.",
            [(538, Role.COMBINED), (31, Role.PART), (15, Role.PART)],
        ),
        ("They held their first swap in five months, with over 200 people released by each side.", [(201, Role.TOTAL)]),
        ("It came after two earlier swaps in which Ukraine received 210 bodies.", [(210, Role.RUNNING)]),
        ("Russia returned the bodies of 220 soldiers as part of two swaps.", [(220, Role.RUNNING)]),
        ("Twenty female and 80 male captives came home.", [(20, Role.TOTAL), (80, Role.TOTAL)]),
        (
            "It follows earlier exchanges, including a recent swap of 190 captives and another involving 372 captives.",
            [(190, Role.COMBINED), (372, Role.COMBINED)],
        ),
        ("The talks yielded a deal to swap 1,000 captives each.", [(1000, Role.AGREED)]),
        ("He spoke of the refusal to take back some 1,000 captives.", [(1000, Role.PLANNED)]),
        ("“The swap will be a big one. In total, no fewer than 1,000 captives,” he said.", [(1000, Role.PLANNED)]),
        ("Ukraine brought home nearly 1,600 prisoners of war in 2022.", [(1600, Role.RUNNING)]),
        ("Six soldiers who were taken prisoner in 2022 came home.", [(6, Role.TOTAL)]),
        ("Moscow gave another number of bodies returned on June 16: 1,248.", [(1248, Role.TOTAL)]),
        ("It was the 58th exchange and 48 of the 95 captives had been convicted.", [(48, Role.PART), (95, Role.TOTAL)]),
    ],
)
def test_the_role_follows_the_words_around_a_number(text: str, expected: list[tuple[int, Role]]) -> None:
    assert roles(text) == expected


def test_people_exchanged_for_one_man_are_some_of_those_freed() -> None:
    assert roles(TOTAL + "Two hundred people were exchanged for the politician Viktor Norton.") == [
        (307, Role.TOTAL),
        (200, Role.PART),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("There are 300 men and seven women in the group, it added.", [(300, Role.PART), (7, Role.PART)]),
        ("A further 120 went in either direction on Saturday.", [(120, Role.TOTAL)]),
        ("“These 307 Ukrainians are on our land again,” it said.", [(307, Role.TOTAL)]),
    ],
)
def test_what_is_told_after_a_total_is_a_part_of_it_or_apart(text: str, expected: list[tuple[int, Role]]) -> None:
    assert roles(TOTAL + text)[1:] == expected


def test_a_list_contains_parts() -> None:
    assert roles(TOTAL + "It contains 124 officers and 108 fighters.")[1:] == [(124, Role.PART), (108, Role.PART)]


def test_a_group_of_a_size_consists_of_parts() -> None:
    text = TOTAL + "Friday’s group of 290 consisted of 170 soldiers and 120 civilians on each side, he said."
    assert roles(text)[1:] == [(290, Role.TOTAL), (170, Role.PART), (120, Role.PART)]


def test_each_side_released_a_total() -> None:
    text = "Kyiv says 189 of its people are home, while Moscow says that each side released 150 captives."
    assert (150, Role.TOTAL) in roles(text)


def test_people_taken_prisoner_are_a_loss() -> None:
    (figure, _) = figures("In May, 2,439 people were taken prisoner at the plant, the Russian Defence Ministry said.")[
        0
    ]
    assert (figure.counted, figure.role) == (Counted.CAPTURED, Role.LOSSES)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The institute put Ukrainian deaths at between 100,000 and 140,000.", Counted.KILLED),
        ("The institute estimated Russia's losses at 1.2 million.", Counted.OTHER),
        ("Dmytro Lubinets put Ukraine's losses at 46,000 dead.", Counted.KILLED),
        ("Kyiv puts Russia's losses in the war at 1.1 million killed and wounded.", Counted.OTHER),
        ("He said over 48,000 people were on the register of those missing.", Counted.MISSING),
        ("Moscow claimed that 2,400 fighters had surrendered at the plant.", Counted.CAPTURED),
    ],
)
def test_losses_are_of_those_who_are_said_to_be_lost(text: str, expected: Counted) -> None:
    assert [(figure.counted, figure.role) for figure, _ in figures(text)] == [(expected, Role.LOSSES)]


def test_a_toll_that_is_told_again_without_its_dead_is_one() -> None:
    told = figures("Volodymyr Zelensky said 55,000 Ukrainian soldiers had been killed. A year ago he spoke of 46,000.")
    assert [(figure.counted, figure.role) for figure, _ in told] == [(Counted.KILLED, Role.LOSSES)] * 2


def test_those_lost_are_of_the_side_that_lost_them() -> None:
    ((figure, names),) = figures("The General Staff in Kyiv said Russian forces have lost over 900,000 personnel.")
    assert names[figure.whose] == "Russia"


def test_people_who_are_exchanged_live_whatever_was_counted_before() -> None:
    ((figure, _),) = figures("In May, they exchanged 1,000 people each.")
    assert figure.counted is Counted.PRISONERS


def test_what_a_number_of_the_civilians_counts_is_civilians() -> None:
    told = figures(
        "Kyiv brought home 84 captive soldiers and 65 civilians. Among the civilians freed, 28 had been sentenced. "
        "Thirty-three of the soldiers are from one brigade."
    )
    assert [figure.counted for figure, _ in told[2:]] == [Counted.CIVILIANS, Counted.PRISONERS]


def test_nationals_are_counted_where_a_group_is_told_by_them() -> None:
    swapped = "Russia released 10 foreign prisoners on Wednesday.\n\n"
    told = figures(swapped + "The group is made up of five Britons, two Americans and three Croats, Riyadh said.")
    assert [(figure.minimum, figure.role, figure.whose) for figure, _ in told[1:]] == [
        (5, Role.PART, None),
        (2, Role.PART, None),
        (3, Role.PART, None),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("On Friday Kyiv received 90 bodies, followed by another 80 the next day.", [90, 80]),
        ("Three further batches of 90 bodies each reached Ukraine.", [90]),
        ("Only a few hundred bodies went to Russia.", [200]),
        ("Kyiv got back 150 captives, 140 of them soldiers and 10 civilians.", [150, 140, 10]),
        ("Russia and Ukraine swap hundreds of captives hours before the truce", [200]),
        ("Exchanges of 75 on Saturday and 84 on Sunday followed.", [75, 84]),
        ("Moscow put the result of the swaps of the past days at 6,060.", [6060]),
        ("Three inhabitants of the Kursk region were sent back as well.", [3]),
        ("The minister welcomed the ‘500 for 500’ exchange.", [500, 500]),
        ("Saturday's stage freed 307 captives on each side and Sunday's 303.", [307, 303]),
    ],
)
def test_numbers_count_people_in_all_the_ways_they_are_told(text: str, expected: list[int]) -> None:
    assert [figure.minimum for figure, _ in figures(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "“He was in a cell with my brother,” she said, pointing at one of them.",
        "Olena was among dozens of women holding up pictures of their sons.",
        "Some 80,000 Ukrainians live in Norton, and families wait there for news of the missing.",
        "Several hundred soldiers have been treated in hospitals in Norton, some of them former prisoners.",
        "The monitors spoke in private with 48 captured servicemen.",
        "Captives’ families may call the hotline 0 800 300 529.",
        "Russia and Ukraine exchanged prisoners (Part 2).",
        "Russia and Ukraine exchanged prisoners.[4]",
    ],
)
def test_people_who_are_met_or_live_elsewhere_are_not_counted(text: str) -> None:
    assert [figure.text for figure, _ in figures(TOTAL + text)[1:]] == []


def test_numbers_that_add_up_to_a_total_are_its_parts() -> None:
    assert roles(TOTAL + "There were 300 men and seven women.")[1:] == [(300, Role.PART), (7, Role.PART)]


def test_a_region_is_found_behind_its_state() -> None:
    ((figure, names),) = figures("Eight residents of Russia’s Kursk region were also handed over to Moscow.")
    assert names[figure.place] == "Kursk"


def test_a_sum_is_of_those_whose_number_it_is() -> None:
    ((figure, names),) = figures("It brought to more than 7,000 the number of Ukrainians freed.")
    assert (names[figure.whose], figure.role) == ("Ukraine", Role.RUNNING)


def test_unequal_numbers_for_each_other_have_the_sides_of_those_before() -> None:
    told = figures("Ukraine received 1,000 bodies and Russia 38. November brought another 900 for 30.")
    assert [names[figure.receiver] for figure, names in told] == ["Ukraine", "Russia"] * 2
    told = figures("November brought another 900 bodies for 30.")
    assert {figure.receiver for figure, _ in told} == {None}


def test_either_side_is_no_side() -> None:
    ((figure, _),) = figures("The exchange saw 1,000 captives from either side freed.")
    assert (figure.whose, figure.receiver) == (None, None)


def test_each_lot_is_not_each_side() -> None:
    ((figure, names),) = figures("Three further batches of 1,200 bodies each reached Ukraine by Sunday.")
    assert (figure.minimum, names[figure.receiver]) == (1200, "Ukraine")


def test_foreigners_are_nobody_s_soldiers() -> None:
    ((figure, names),) = figures("Ten foreigners were released by Russia under a separate deal.")
    assert (figure.whose, names[figure.giver], figure.receiver) == (None, "Russia", None)


def test_what_an_outsider_receives_is_nobody_s() -> None:
    ((figure, names),) = figures("Saudi Arabia said it had received 10 prisoners of war from Russia.")
    assert (figure.whose, names[figure.giver]) == (None, "Russia")


def test_a_key_point_is_no_item_of_a_breakdown() -> None:
    text = "Key points:\n\n- Russia has released 215 Ukrainians\n\n- Ukraine has freed 55 Russians"
    assert roles(text) == [(215, Role.TOTAL), (55, Role.TOTAL)]


def test_a_side_breaks_down_what_it_got_of_each_side_s() -> None:
    told = figures(
        "Each side got back 115 captives. Russia’s Defense Ministry said the 115 Russian soldiers had come home. "
        "The Coordination Headquarters said that 82 of the men had defended the plant."
    )
    figure, names = told[-1]
    assert (figure.minimum, names[figure.receiver]) == (82, "Ukraine")


def test_where_most_were_captured_says_nothing_of_all() -> None:
    ((figure, _),) = figures("Russia has released 215 Ukrainians, most of them captured in Mariupol.")
    assert (figure.role, figure.place) == (Role.TOTAL, None)


def test_captives_killed_in_a_camp_are_lost() -> None:
    ((figure, _),) = figures("At least 53 Ukrainian prisoners were killed in July in an explosion at a camp.")
    assert (figure.counted, figure.role) == (Counted.KILLED, Role.LOSSES)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("It said that 95 of them had defended Azovstal.", "Azovstal"),
        ("It said that 95 of them belong to the unit that defended Mariupol.", ""),
    ],
)
def test_those_who_defended_a_place_are_told_by_it(text: str, place: str) -> None:
    figure, names = figures(TOTAL + text)[-1]
    assert (figure.minimum, names[figure.place]) == (95, place)


def test_a_part_that_belongs_to_a_regiment_has_no_place_of_the_part_before_it() -> None:
    told = figures(TOTAL + "It said 88 had fought at the Azovstal plant and 40 of them belong to the regiment.")
    assert [(figure.minimum, names[figure.place]) for figure, names in told[1:]] == [(88, "Azovstal"), (40, "")]


def test_a_formula_has_no_sides() -> None:
    (_, one, other) = figures("On Friday 90 Ukrainians came home in the first stage of the 500-for-500 exchange.")
    assert {one[0].receiver, other[0].receiver, one[0].whose, other[0].whose} == {None}


def test_those_whom_a_side_frees_are_its_own_where_the_article_goes_on_to_say_so() -> None:
    swapped = "Ukraine frees 215 prisoners in exchange for a politician.\n\n"
    (figure, names) = figures(swapped + "The president said that 215 Ukrainians had come home.")[0]
    assert (names[figure.giver], names[figure.receiver]) == ("", "Ukraine")
    (figure, names) = figures(swapped)[0]
    assert names[figure.giver] == "Ukraine"


@pytest.mark.parametrize(
    ("text", "receivers"),
    [
        ("On Friday Ukraine received 1,000 bodies and Russia 31.", ["Ukraine", "Russia"]),
        (
            "Russia handed over 900 bodies that it said were those of Ukrainian soldiers and received 38 in return, "
            "Vladimir Medinsky said.",
            ["Ukraine", "Russia"],
        ),
        ("Moscow said the swap was over, with Kyiv confirming that it had received 45 bodies.", ["Ukraine"]),
        (
            "The Russian Defense Ministry said 157 servicemen had been brought back and that an equal number of "
            "Ukrainian captives had been turned over.",
            ["Russia", "Ukraine"],
        ),
        (
            "Three residents of the Kursk region, who were taken to Ukraine after its forces crossed the border, also "
            "returned, the Russian Defense Ministry said.",
            ["Russia"],
        ),
        (
            "The Coordination Headquarters said 82 of the men had defended Mariupol, the city that fell to Russia.",
            ["Ukraine"],
        ),
        ("At least 8,000 captives are thought to be held in Russia.", ["Ukraine"]),
    ],
)
def test_who_gets_them_is_told_by_the_words_of_the_handing_over(text: str, receivers: list[str]) -> None:
    assert [names[figure.receiver] for figure, names in figures(text)] == receivers


def test_captives_held_by_a_side_come_from_it() -> None:
    (figure, names) = figures("Ukraine traded the politician for 215 captives held by Russia.")[0]
    assert (names[figure.giver], names[figure.receiver]) == ("Russia", "Ukraine")


@pytest.mark.parametrize("part", ["Eleven", "At least eleven"])
@pytest.mark.parametrize("whole", ["the 40", "these 40", "those 40"])
def test_where_a_part_is_from_says_nothing_of_the_whole(part: str, whole: str) -> None:
    told = figures(
        "Kyiv got 40 prisoners back on Monday, the Coordination Headquarters said. "
        f"{part} of {whole} were captured in the Donetsk region, it said."
    )
    found = [(figure.minimum, figure.role, names[figure.place]) for figure, names in told]
    assert found == [(40, Role.TOTAL, ""), (11, Role.PART, "Donetsk"), (40, Role.TOTAL, "")]


def test_the_place_of_an_agreement_is_no_place_of_the_dead() -> None:
    (figure, _) = figures("Altogether, 5,057 bodies have come back within the framework of the Istanbul agreements.")[0]
    assert figure.place is None


def test_a_first_name_goes_back_to_the_person_named_in_full() -> None:
    spoken = claims("Nina Koval said that her son was among the prisoners.\n\nThe exchange set him free, Nina says.")
    assert [speaker for speaker, _ in spoken] == ["Nina Koval"] * 2


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (
            "“We can’t make mistakes with the bodies,” a doctor in Norton, who asked not to be named, told reporters.",
            None,
        ),
        (
            "Seven residents of the region are among the freed, the head of the office, Jan Testov, reports.",
            "Jan Testov",
        ),
        ("There are 150 soldiers in the group, the Coordination Headquarters specifies.", HEADQUARTERS),
        (
            "Ukraine has received 120 bodies, the headquarters responsible for the treatment of prisoners of war said.",
            HEADQUARTERS,
        ),
        ("Dmitry Peskov spoke in January of 150 prisoners.", "Dmitry Peskov"),
        ("The bodies, the Russian side claims, belong to soldiers.", "Russia"),
        (
            "Both thanked the United Arab Emirates, which said it had helped to free 2,484 captives.",
            "United Arab Emirates",
        ),
    ],
)
def test_the_speaker_is_found_where_the_parser_loses_him(text: str, speaker: str | None) -> None:
    assert (speaker or "") in [name for name, _ in claims(text)]


def test_two_who_are_each_according_to_say_their_own() -> None:
    spoken = claims("On 19 April 277 Ukrainians came home, according to Kyiv, and 246 Russians, according to Moscow.")
    assert [(name, [f.minimum for f in c.figures]) for name, c in spoken] == [("Russia", [246]), ("Ukraine", [277])]


def test_what_neither_explains_is_silence() -> None:
    spoken = claims("Why one side gets so many fewer bodies is not explained by either government.")
    assert {(name, c.stance) for name, c in spoken} == {("Russia", Stance.DECLINES), ("Ukraine", Stance.DECLINES)}


@pytest.mark.parametrize(
    "text",
    [
        "She asked not to be named for fear of prosecution after the exchange.",
        "The exchange was agreed upon by the delegations of the two countries at a meeting.",
        "Why Ukraine Must Now Put Names to the Bodies",
    ],
)
def test_what_only_looks_like_speech_is_none(text: str) -> None:
    assert claims(text) == []


def test_a_channel_is_heard_whatever_the_parser_makes_of_it() -> None:
    ((_, claim),) = claims("Some 30 captives came home, the governor, Jan Testov, reported in his Telegram channel.")
    assert claim.medium is not None
    assert claim.medium.label == "Telegram"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Russia and Ukraine each freed 90 captives on Friday and said they would free more soon.", [(90, Role.TOTAL)]),
        ("Russia freed 90 captives on Friday, with more due to be freed on Sunday.", [(90, Role.TOTAL)]),
        ("Talks were held in Geneva and Kyiv and Moscow agreed to exchange 700 captives.", [(700, Role.AGREED)]),
        ("Moscow will unilaterally hand over 600 bodies next week, Vladimir Medinsky said.", [(600, Role.PLANNED)]),
        ("Kyiv was to hand over 80 sailors and 30 servicemen.", [(80, Role.PLANNED), (30, Role.PLANNED)]),
        ("The swap would follow the formula 70 for 70.", [(70, Role.PLANNED), (70, Role.PLANNED)]),
        (
            "The sides agreed to free captives aged 18-25, as well as to return 600 bodies each.",
            [(600, Role.AGREED)],
        ),
        ("They agreed on 600 bodies in exchange for 500 bodies.", [(600, Role.AGREED), (500, Role.AGREED)]),
        ("Under the Geneva agreement, each side is to return 600 bodies.", [(600, Role.AGREED)]),
        ("Kyiv handed over a list of 39 children whom it wants back.", [(39, Role.PLANNED)]),
        ("Some 30 captives remain in Russian hands, Kyiv said.", [(30, Role.PLANNED)]),
        ("There are still about 2,000 fighters in captivity.", [(2000, Role.PLANNED)]),
        ("Norland says Russia holds over 600 Ukrainian civilians in detention.", [(601, Role.PLANNED)]),
        ("Russia and Ukraine are preparing for an exchange involving 500 captives.", [(500, Role.PLANNED)]),
        ("It spoke of the number of Ukrainians in Russian captivity at 8,000.", [(8000, Role.PLANNED)]),
        (
            "Russia freed 22 captives, short of the 23 promised by Vladimir Putin.",
            [(22, Role.TOTAL), (23, Role.PLANNED)],
        ),
        (
            "More than 900 captives are in Russian captivity, Kyiv managed to return only 44.",
            [(901, Role.PLANNED), (44, Role.TOTAL)],
        ),
    ],
)
def test_plans_and_deals_are_told_from_deeds_beside_them(text: str, expected: list[tuple[int, Role]]) -> None:
    assert roles(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The last 30 captives came home hours after one of the heaviest raids on Norton since the invasion began.",
            [(30, Role.TOTAL)],
        ),
        (
            "Moscow and Kyiv carried out one of the largest exchanges since 2022, swapping hundreds of captives.",
            [(200, Role.COMBINED)],
        ),
        ("Russia and Ukraine carried out a swap, with more than 200 people heading home.", [(201, Role.COMBINED)]),
        ("The two sides brought home a combined total of 300 captives.", [(300, Role.COMBINED)]),
        ("Over 200 Russians and Ukrainians were freed.", [(201, Role.COMBINED)]),
        ("On Saturday, another 60 servicemen went home in each direction.", [(60, Role.TOTAL)]),
        (
            "The transfer of the dead took place on 17 July: Ukraine received 700 bodies and Russia 19.",
            [(700, Role.TOTAL), (19, Role.TOTAL)],
        ),
        (
            "In June, some 6,000 bodies were handed over to Kyiv in five stages, while Moscow took back 78.",
            [(6000, Role.RUNNING), (78, Role.RUNNING)],
        ),
        ("Between March and mid-November, Ukraine brought home 1,130 captives.", [(1130, Role.RUNNING)]),
        ("In the course of the exchange, 144 captives were freed.", [(144, Role.TOTAL)]),
        ("Russia executed at least 102 Ukrainian prisoners of war.", [(102, Role.LOSSES)]),
        ("Prosecutors counted 73 such executions of captives.", [(73, Role.LOSSES)]),
    ],
)
def test_sums_are_told_from_one_exchange(text: str, expected: list[tuple[int, Role]]) -> None:
    assert roles(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Kyiv promised to bring back every single one of our people from captivity.",
        "Nine out of ten freed captives were beaten, she said.",
        "The exchange freed politician Pavlo Testenko, 68, who was on trial.",
        "The town, with a pre-war population of 70,000, welcomed the captives.",
        "Norland, home to about 1.3 million people of Ukrainian heritage, welcomed the exchange.",
        "Ukraine brought home 356 more captives than in 2023.",
        "In all, 57 prisoner-of-war exchanges have been held.",
        "One man who stepped off the bus, a marine, had been held in captivity for three years.",
    ],
)
def test_shares_ages_and_populations_count_nobody(text: str) -> None:
    assert roles(text) == []


@pytest.mark.parametrize(
    ("text", "whose"),
    [
        ("On 18 May, 900 bodies were returned to Ukraine and 24 to the Russian Federation.", ["Ukraine", "Russia"]),
        ("Russia returned the remains of 900 people, while Ukraine returned 24.", ["Ukraine", "Russia"]),
        ("Russia accused Ukraine of failing to collect the first 212 bodies.", ["Ukraine"]),
        ("Ukrainian forces suffered over 7,000 casualties, Vladimir Putin said.", ["Ukraine"]),
        ("At least 73 captives have been executed by Russia.", ["Ukraine"]),
        ("The headquarters arranged the return of two more children Russia had deported.", ["Ukraine"]),
        ("Ukraine received 900 bodies of what Russia says are fallen soldiers.", ["Ukraine"]),
        ("The Ukrainian delegation handed over a list of 39 children.", ["Ukraine"]),
    ],
)
def test_whose_people_a_number_counts_is_read_from_who_acts(text: str, whose: list[str]) -> None:
    assert [names[figure.whose] for figure, names in figures(text)] == whose


def test_a_list_of_services_behind_dashes_gives_parts() -> None:
    text = TOTAL + "Released:\n\n● 35 – Armed Forces of Ukraine;\n● 32 – Naval Forces;\n● 12 – civilians."
    assert roles(text)[1:] == [(35, Role.PART), (32, Role.PART), (12, Role.PART)]
    assert [figure.counted for figure, _ in figures(text)][-1] is Counted.CIVILIANS


def test_a_number_and_more_of_something_else_is_exact() -> None:
    ((figure, _),) = figures("Russia, Ukraine agree to exchange 12,000 bodies and more prisoners")
    assert (figure.minimum, figure.maximum, figure.counted) == (12000, 12000, Counted.BODIES)


def test_what_was_agreed_on_for_both_is_done_once_each_side_frees_half() -> None:
    found = roles(
        "Russia and Ukraine each freed 157 captives.\n\nThe sides agreed on an exchange of 314 captives, Kyiv said."
    )
    assert found == [(157, Role.TOTAL), (314, Role.COMBINED)]


def test_the_name_behind_according_to_is_no_subject_beside_the_next() -> None:
    found = figures("According to Medinsky, Ukraine received 6,060 bodies and Russia 78.")
    sides = [(figure.minimum, (figure.receiver or "").rpartition("/")[2], figure.role) for figure, _ in found]
    assert sides == [(6060, "ukraine", Role.TOTAL), (78, "russia", Role.TOTAL)]


def test_items_without_a_verb_say_where_the_bodies_go() -> None:
    text = (
        "Russia and Ukraine have exchanged bodies.\n\nThe handover took place in stages:\n"
        "June 11: 1,212 bodies to Ukraine, 27 to Russia\nJune 13: 1,200 bodies to Ukraine"
    )
    sides = [(figure.minimum, (figure.receiver or "").rpartition("/")[2], figure.role) for figure, _ in figures(text)]
    assert sides == [(1212, "ukraine", Role.TOTAL), (27, "russia", Role.TOTAL), (1200, "ukraine", Role.TOTAL)]


def test_what_an_exchange_consists_of_is_no_sum() -> None:
    ((figure, _),) = figures("A return took place, in the course of which 502 bodies came back to Ukraine.")
    assert figure.role is not Role.RUNNING


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Some 82 of the returned soldiers defended the port in 2022.", (82, Role.PART)),
        ("Another 40 of the freed had served in Kherson in 2022.", (40, Role.PART)),
        ("Fifty captives were brought from Kherson.", (50, Role.PART)),
        ("On 12 January fifty captives were brought from Kherson.", (50, Role.TOTAL)),
    ],
)
def test_those_told_of_by_where_they_were_are_a_part(text: str, expected: tuple[int, Role]) -> None:
    assert roles(TOTAL + text)[-1] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The raid led to the capture of hundreds of Russian soldiers.", [(200, Counted.CAPTURED)]),
        ("Some 574 soldiers have been taken into captivity since 2014.", [(574, Counted.CAPTURED)]),
        ("Kyiv's troops had taken over a hundred Russian soldiers captive.", [(101, Counted.CAPTURED)]),
        ("Ukrainian troops suffered over 70,000 casualties in the offensive.", [(70001, Counted.OTHER)]),
        ("A prisoner swap took place in July. Then the sides exchanged 45 servicemen each.", [(45, Counted.PRISONERS)]),
        ("Two priests were among those freed from captivity.", [(2, Counted.PRISONERS)]),
        ("Russia sent tens of thousands of troops into Ukraine.", []),
        ("Moscow deployed 50,000 soldiers to the region.", []),
        ("Each time, Russia handed over the same number of captives.", []),
    ],
)
def test_what_is_counted_follows_the_words_around(text: str, expected: list[tuple[int, Counted]]) -> None:
    assert [(figure.minimum, figure.counted) for figure, _ in figures(text)] == expected


def test_a_figure_that_is_questioned_is_told_again() -> None:
    text = "Moscow said 1,248 bodies had been handed over to Kyiv. That figure was questioned by Ihor Klymenko."
    assert roles(text) == [(1248, Role.TOTAL), (1248, Role.TOTAL)]


def test_sectors_without_a_name_make_a_list_too() -> None:
    text = "Some 113 bodies came home. The headquarters listed 56 from one sector, 45 from another and 12 from morgues."
    assert roles(text) == [(113, Role.TOTAL), (56, Role.PART), (45, Role.PART), (12, Role.PART)]


def test_a_list_may_put_its_numbers_behind_the_places() -> None:
    text = "They had defended Mariupol – 31, Donetsk region – 74 and Luhansk region – 39."
    found = [(f.minimum, f.role, names[f.place]) for f, names in figures(TOTAL + text)][1:]
    assert found == [(31, Role.PART, "Mariupol"), (74, Role.PART, "Donetsk"), (39, Role.PART, "Luhansk")]


def test_a_list_of_services_goes_on_with_their_names() -> None:
    text = "Of them, 19 serve in the army, 2 of the National Guard, 7 of the Naval Forces and 3 of the Coast Service."
    assert roles(TOTAL + text)[1:] == [(19, Role.PART), (2, Role.PART), (7, Role.PART), (3, Role.PART)]


def test_civilian_hostages_are_civilians() -> None:
    assert figures("Ukraine brought back 144 civilian hostages.")[0][0].counted is Counted.CIVILIANS


def test_a_part_told_again_is_a_part() -> None:
    text = (
        "Russia freed 215 captives, including 205 Ukrainians and 10 foreigners. Ten foreigners were flown to Norland."
    )
    assert roles(text)[-1] == (10, Role.PART)


def test_a_number_that_takes_a_sum_higher_is_a_total_of_its_own() -> None:
    text = "The ministry received 78 bodies in June. It received 51 on Monday, taking the total to 129."
    assert roles(text)[1:] == [(51, Role.TOTAL), (129, Role.RUNNING)]


def test_what_was_given_in_exchange_for_a_sum_is_one() -> None:
    text = (
        "In total 3,082 bodies have come back to Ukraine since November. A whole brigade went home to its families, "
        "people in the villages say, and it is a sad sight. Russia received no more than 300 bodies in exchange."
    )
    assert roles(text)[-1] == (None, Role.RUNNING)


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Kyiv got 150 of its fighters in exchange for the oligarch.", Role.PART),
        ("The oligarch was swapped for 150 Ukrainian soldiers, Kyiv said.", Role.PART),
        ("Zelensky did not regret trading the oligarch for 150 of his fighters.", Role.PART),
        ("Kyiv got 150 of its fighters in exchange for a group of captives.", Role.TOTAL),
        ("The 1,000 Ukrainians freed in the past three days include 120 civilians.", Role.RUNNING),
        ("Kyiv had freed 2,500 Ukrainians through 48 previous swaps.", Role.RUNNING),
        ("During the last three exchanges, 667 Ukrainians were returned.", Role.RUNNING),
    ],
)
def test_many_for_one_are_a_part_and_several_exchanges_a_sum(text: str, role: Role) -> None:
    annotation = read("Russia and Ukraine swapped prisoners on Friday. A total of 215 Ukrainians came home. " + text)
    found = [f for c in annotation.claims for f in c.figures if f.minimum != 215]
    assert found[0].role is role


def test_one_for_one_and_the_two_count_nobody() -> None:
    annotation = read(
        "Russia and Ukraine held a one-for-one prisoner swap on Friday. The two agreed to exchange 90 soldiers each."
    )
    assert {f.text for c in annotation.claims for f in c.figures} == {"90"}


@pytest.mark.parametrize(
    "text",
    [
        "Among them were five soldiers who died in Russian captivity.",
        "Five of the returned had died in Russian captivity.",
        "The dead include five men tortured to death in Russian prisons.",
    ],
)
def test_who_died_in_captivity_is_not_the_holders(text: str) -> None:
    annotation = read("Russia and Ukraine exchanged bodies. Ukraine received 1,000 bodies and Russia 19. " + text)
    (five,) = (f for c in annotation.claims for f in c.figures if f.minimum == 5)
    assert labels(annotation)[five.receiver] == "Ukraine"
