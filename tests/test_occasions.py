"""Which exchange a figure is about: the article's own, or another one that it tells of. All texts are made up."""

from __future__ import annotations

from datetime import date

import pytest
from test_annotate import read

from kg.annotate.reports import ordinal
from kg.model import Annotation, Counted, Kind, Role

FRIDAY = date(2025, 5, 16)
LEAD = (
    "Russia returned the bodies of 512 soldiers to Ukraine on Friday and received 34 of its own, both sides said.\n\n"
)
SWAP = "Ukraine and Russia exchanged 83 prisoners each on Friday, both sides said.\n\n"
OWN = "2025-05-16"


def told(annotation: Annotation) -> dict[str, str]:
    """Gives for each figure's words the days of its exchange, `earliest` or `earliest/latest`; "none" without one."""
    days = {report.iri: report.days for report in annotation.reports}
    found = {}
    for figure in sorted({f for c in annotation.claims for f in c.figures}, key=lambda f: f.span):
        if figure.report is None:
            found[figure.text] = "none"
        else:
            ends = (days[figure.report].earliest, days[figure.report].latest)
            found[figure.text] = "/".join(str(day) if day else "…" for day in dict.fromkeys(ends))
    return found


def places(lead: str, text: str, published: date | None = FRIDAY) -> dict[str, str]:
    first = told(read(lead, published))
    return {words: day for words, day in told(read(lead + text, published)).items() if words not in first}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "In January, 701 bodies went to Ukraine and 49 to Russia. The March handover brought 311 back. "
            "April saw 302 returned. In February, the figures were 705 bodies and 45.",
            {
                "701": "2025-01-01/2025-01-31",
                "49": "2025-01-01/2025-01-31",
                "311": "2025-03-01/2025-03-31",
                "302": "2025-04-01/2025-04-30",
                "705": "2025-02-01/2025-02-28",
                "45": "2025-02-01/2025-02-28",
            },
        ),
        ("Kyiv got back 563 bodies on May 2 and 471 on April 4.", {"563": "2025-05-02", "471": "2025-04-04"}),
        ("On May 2, Kyiv got back 563 bodies; on April 4, 471 bodies.", {"563": "2025-05-02", "471": "2025-04-04"}),
        (
            "The stages, according to the headquarters:\n- May 2: 563 bodies\n- May 5: 471\n- May 16: 380",
            {"563": "2025-05-02", "471": "2025-05-05", "380": OWN},
        ),
        ("5 May: 471 bodies brought to Ukraine.\n7 May: 380.", {"471": "2025-05-05", "380": "2025-05-07"}),
        (
            "The stages were:\n- May 2: 563 bodies\n- May 5: 471\n\nMoscow got 27 in the first of them.",
            {"563": "2025-05-02", "471": "2025-05-05", "27": "2025-05-02"},
        ),
        ("A week before Friday’s handover, 380 bodies were sent to Ukraine.", {"380": "2025-05-06/2025-05-12"}),
        ("On 2 and 5 May, Kyiv took in 563 and 471 bodies.", {"563": "2025-05-02", "471": "2025-05-05"}),
        ("Between 2 and 5 May, Russia handed over 563 bodies and got 71.", {"563": "2025-05-02/2025-05-05"}),
        ("The previous return was on April 4. Ukraine took back 471 bodies at that time.", {"471": "2025-04-04"}),
        ("The last such return took place on April 4.\n\nThen 471 bodies came home.", {"471": "2025-04-04"}),
        ("On April 4, 471 bodies came back. The next month, Kyiv received 380.", {"380": "2025-05-01/2025-05-31"}),
        (
            "On April 4, 471 bodies came back. Two days later, Kyiv reported receiving another 380.",
            {"another 380": "2025-04-06"},
        ),
        ("On April 4, 471 bodies came back. A week before that, Kyiv received 380.", {"380": "2025-03-25/2025-03-31"}),
        ("Friday's handover came a day after 471 bodies were brought to Kyiv.", {"471": "2025-05-15"}),
        (
            "It was the first handover since early April, when 471 bodies were returned.",
            {"471": "2025-04-01/2025-04-14"},
        ),
        ("As a reminder, on April 4 the last stage took place: 471 bodies were returned.", {"471": "2025-04-04"}),
        ("In mid-April, 471 bodies were returned.", {"471": "2025-04-08/2025-04-23"}),
        ("Earlier this week, 471 bodies were brought to Ukraine.", {"471": "2025-05-12/2025-05-15"}),
        ("Earlier, the Coordination Headquarters announced the return of 254 bodies.", {"254": "…/2025-05-16"}),
        ("On April 4, Shamsail Saraliyev said that Kyiv had received 471 bodies.", {"471": "2025-04-03/2025-04-04"}),
        (
            "A week earlier, on 9 May, 471 bodies arrived in Ukraine. Russia got 38.",
            {"471": "2025-05-09", "38": "2025-05-09"},
        ),
        ("Kyiv got back 563 bodies on May 2 and 1,200 bodies on May 5.", {"563": "2025-05-02", "1,200": "2025-05-05"}),
        (
            "On April 3, Kyiv received 563 more bodies, followed by another 471 the next day.",
            {"563": "2025-04-03", "another 471": "2025-04-04"},
        ),
        (
            "The first exchange of the full-scale war took place in June 2022, when each side gave back 160 bodies.",
            {"160": "2022-06-01/2022-06-30"},
        ),
        (
            "It announced the handovers one by one: 471 bodies on 5 May, 380 on 7 May.",
            {"471": "2025-05-05", "380": "2025-05-07"},
        ),
        ("In the first week of May, 471 bodies came home.", {"471": "2025-05-01/2025-05-08"}),
        ("Over the weekend, 471 bodies came home.", {"471": "2025-05-10/2025-05-11"}),
        ("Earlier in May, 471 bodies were returned.", {"471": "2025-05-01/2025-05-15"}),
        ("On 28 March, Kyiv received 471 bodies; on 18 April, it was 909.", {"471": "2025-03-28", "909": "2025-04-18"}),
        ("Kyiv got 471 bodies on 28 March and 50 a day later.", {"471": "2025-03-28", "50": "2025-03-29"}),
        ("It was fewer than the 909 bodies returned on 18 April.", {"the 909": "2025-04-18"}),
        ("On 18 April, the eve of Good Friday, 909 bodies came home.", {"909": "2025-04-18"}),
        ("Since the last one, on 18 April, when 909 bodies came home, none had been returned.", {"909": "2025-04-18"}),
        ("Moscow got back 34 bodies on Friday and 78 since the handovers began last week.", {"78": "none"}),
        ("On April 4, 471 bodies came back.\n\nOf the 471, 60 were found near Bakhmut.", {"60": "2025-04-04"}),
    ],
)
def test_other_exchanges_have_days_of_their_own(text: str, expected: dict[str, str]) -> None:
    assert expected.items() <= places(LEAD, text).items()


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Zelensky said 61 of the dead were traded for a lawmaker arrested in April.", "61"),
        ("The return of 61 of the bodies was the largest since troops crossed the border in April.", "61"),
        ("Another exchange of bodies took place on Friday, and 61 bodies came back, the ministry said.", "61"),
        ("Of the dead, 61 fell near Bakhmut, the headquarters said on Thursday.", "61"),
        ("Two days after the first stage, 61 of the bodies had been identified.", "61"),
    ],
)
def test_days_of_other_matters_take_no_figure_to_another_exchange(text: str, number: str) -> None:
    assert places(LEAD, text)[number] == OWN


def test_a_figure_after_the_own_day_is_the_own_exchanges_again() -> None:
    text = "On April 4, 471 bodies came back. On Friday, 60 bodies came from morgues in Russia."
    assert places(LEAD, text) == {"471": "2025-04-04", "60": OWN}


def test_parts_stay_with_their_total_whatever_their_day() -> None:
    text = "Under the deal of May 5, the sides freed 500 captives each, 200 on Monday and 300 on Tuesday."
    assert len(set(places(SWAP, text).values())) == 1


def test_civilians_among_the_dead_are_of_the_same_exchange() -> None:
    text = "In March, 311 bodies were swapped for 43, including eight civilians from Kursk."
    assert places(LEAD, text)["eight"] == "2025-03-01/2025-03-31"
    assert {r.kind for r in read(LEAD + text, FRIDAY).reports} == {Kind.BODIES}


def test_a_few_bodies_that_come_with_freed_captives_make_the_exchange_mixed() -> None:
    text = "The bodies of two volunteers were also returned to Ukraine as part of the exchange."
    reports = read(SWAP + text, FRIDAY).reports
    assert [r.kind for r in reports] == [Kind.MIXED]


def test_a_plan_that_came_true_is_of_the_exchange() -> None:
    text = "The delegations had agreed to exchange 166 prisoners. They also agreed to free 1,000 captives, he said."
    found = places(SWAP, text)
    assert found["166"] == OWN
    assert found["1,000"] == "none"


def test_a_feature_that_tells_of_a_past_exchange_has_none_of_its_own() -> None:
    filler = "The men can see their wives and children once a week, and nobody knows how long they will stay there. "
    text = (
        "The wife of a captured commander visited Kyiv, where freed soldiers live. " + filler * 5 + "\n\n"
        "Andriy Yermak thanked Turkey for its help in freeing 215 fighters in an exchange of prisoners with Russia.\n\n"
        "In the exchange of April 21, Russia released 215 Ukrainian captives and got back 55 of its soldiers."
    )
    assert set(told(read(text, FRIDAY)).values()) == {"2025-04-21"}


def test_a_further_group_with_its_own_day_is_another_stage() -> None:
    text = (
        "Drones hit Kyiv hours before a prisoner exchange went on in which each side freed 390 people.\n\n"
        + "Debris fell on a house, the mayor said. " * 8
        + "\n\n"
        "A further 307 Ukrainians came home on Friday, President Volodymyr Zelensky said."
    )
    found = told(read(text, FRIDAY))
    assert found["390"] != found["A further 307"]


def test_an_undated_articles_own_day_is_not_another_exchanges() -> None:
    lead = "Russia returned the bodies of 512 soldiers to Ukraine on March 28.\n\n"
    text = (
        "On February 14, 471 bodies came back. On March 28, 60 bodies came from morgues. "
        "“Today 62 bodies came back,” it said."
    )
    annotation = read(lead + text, None)
    own = next(r.iri for r in annotation.reports if r.main)
    about = {f.text: f.report == own for c in annotation.claims for f in c.figures}
    assert about == {"512": True, "471": False, "60": True, "62": True}


def test_the_day_in_an_undated_dateline_is_the_own_exchanges() -> None:
    text = (
        "MOSCOW, February 5. /Norton/. Russia and Ukraine have exchanged 150 prisoners each, the ministry reported.\n\n"
        "“On February 5, 150 servicemen were returned from captivity,” it said. On January 15, 25 prisoners came home."
    )
    annotation = read(text, None)
    own = next(r.iri for r in annotation.reports if r.main)
    assert {f.minimum for c in annotation.claims for f in c.figures if f.report != own} == {25}


def test_the_day_of_the_exchange_is_not_that_of_its_announcement() -> None:
    text = (
        "Russia handed over the bodies of 160 soldiers to Ukraine, the ministry in Kyiv announced on Friday. "
        "The exchange itself took place on Wednesday, 14 May, it said."
    )
    assert told(read(text, FRIDAY)) == {"160": "2025-05-14"}


def test_the_days_over_the_sections_of_a_digest_are_its_exchanges_days() -> None:
    text = (
        "May in headlines\n\n2 May\nUkraine takes back the bodies of 563 soldiers from Russia\n\n"
        "8 May\nRouble falls again\n\n"
        "9 May\nRussia hands over 302 more bodies of soldiers to Ukraine\n"
    )
    assert list(told(read(text, FRIDAY)).values()) == ["2025-05-02", "2025-05-09"]


@pytest.mark.parametrize(
    ("text", "number", "role"),
    [
        ("Each side released 157 captives, 314 in all, the ministry said.", "314", Role.COMBINED),
        ("Most of the freed Ukrainians, 73 in all, were captured in Mariupol.", "73", Role.PART),
        ("Another 31 wounded were freed, bringing the number of captives freed to 6,000.", "Another 31", Role.TOTAL),
        (
            "In return, it handed over 55 captives, including a politician who had been awaiting trial.",
            "55",
            Role.TOTAL,
        ),
        ("Both sides freed 390 people on Friday in a swap that is due to last three days.", "390", Role.TOTAL),
    ],
)
def test_figures_of_the_exchange_are_no_running_sums_and_no_plans(text: str, number: str, role: Role) -> None:
    found = {f.text: f.role for c in read(SWAP + text, FRIDAY).claims for f in c.figures}
    assert found[number] is role


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It was the first swap since Apr. 4, 2025, when 64 soldiers returned to Ukraine.", {"64": "2025-04-04"}),
        ("It was the first exchange since April 4, when each side gave up 90 captives.", {"90": "2025-04-04"}),
        ("The last one, in mid-April, involved 95 captives from each side.", {"95": "2025-04-08/2025-04-23"}),
        ("The last time the two sides did this was on 4 April, when it was 64 each.", {"64": "2025-04-04"}),
        ("It came a day after the first stage, in which 77 people from each side returned.", {"77": "2025-05-15"}),
        ("In the previous exchange, held on 4 April, there were 64 men a side.", {"64": "2025-04-04"}),
        (
            "On 4 April the two countries set free 90 captives each, 180 people altogether; in the swap before that, "
            "in the middle of March, it had been a mere 25 a side.",
            {"90": "2025-04-04"},
        ),
        (
            "The president wrote that 77 Ukrainians had come home on Thursday and 64 on Wednesday.",
            {"77": "2025-05-15", "64": "2025-05-14"},
        ),
        (
            "The president wrote that 77 Ukrainians had come home on Thursday and 64 on Wednesday. The ministry gave "
            "the same figure for the Russians freed on Wednesday.",
            {"the same figure": "2025-05-14"},
        ),
    ],
)
def test_earlier_swaps_have_days_of_their_own(text: str, expected: dict[str, str]) -> None:
    assert expected.items() <= places(SWAP, text).items()


def test_those_freed_on_a_weekday_tell_the_day_of_an_article_that_gives_none() -> None:
    text = (
        "Ukraine and Russia have exchanged prisoners of war again, both sides say.\n\n"
        "The ministry in Moscow puts the number at 83 for each side.\n\n"
        + "Nobody has explained why it took so long.\n\n" * 8
        + "Forty of those freed on Thursday are soldiers, the headquarters said."
    )
    assert set(told(read(text, FRIDAY)).values()) == {"2025-05-15"}


def test_on_that_day_is_the_day_that_the_scene_was_set_on() -> None:
    text = (
        "A courtyard of a clinic is full of nurses. It is Wednesday, May 14, and nobody knows when the buses come.\n\n"
        "The wounded belong to the 77 prisoners whom Russia released on that day in exchange for 77 of its soldiers. "
        "On Thursday, each side freed 64 people."
    )
    found = told(read(text, FRIDAY))
    assert (found["77"], found["64"]) == ("2025-05-14", "2025-05-15")


def test_soldiers_who_are_back_live_though_the_article_tells_of_bodies_too() -> None:
    text = (
        "The ministry in Moscow has announced that 83 Russian servicemen are back from Ukraine. The same number of "
        "Ukrainian troops went the other way. The ministry thanked the mediators. Nobody named them.\n\n"
        "The dead were last exchanged on May 2, when Moscow gave up 471 bodies and got 24."
    )
    annotation = read(text, FRIDAY)
    assert {f.counted for c in annotation.claims for f in c.figures if f.minimum == 83} == {Counted.PRISONERS}
    assert {r.kind for r in annotation.reports if r.main} == {Kind.PRISONERS}


def test_soldiers_told_of_with_civilians_live_in_an_article_about_the_dead() -> None:
    text = "On April 4, Ukraine got 85 soldiers and 20 civilians, the headquarters said."
    found = {f.text: f.counted for c in read(LEAD + text, FRIDAY).claims for f in c.figures}
    assert (found["85"], found["20"], found["512"]) == (Counted.PRISONERS, Counted.CIVILIANS, Counted.BODIES)


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("It was the 50th exchange of the war, and brought the number of the freed to 3,035.", "war"),
        ("It was the 13th such exchange of 2025.", "2025"),
        ("It was the 53rd swap of the war, with over 3,200 freed in all.", "war"),
        ("It was the ninth return of 500 or more bodies since October.", "since october, over 500"),
        ("It was the sixth handover since October with at least 500 soldiers.", "since october, over 500"),
    ],
)
def test_a_place_in_a_row_has_a_bar_only_where_the_words_set_one(text: str, scope: str) -> None:
    order = ordinal(text, 0)
    assert order is not None
    assert order.scope == scope


def test_a_past_months_exchange_is_another_where_nobody_names_the_own_day() -> None:
    lead = "Ukraine got back 89 prisoners from Russian captivity on Monday, Kyiv said.\n\n"
    text = (
        "As reported, in an exchange in September 2022 Ukraine got back 215 people, while 55 prisoners were handed "
        "over to Russia."
    )
    assert set(places(lead, text, None).values()) == {"2022-09-01/2022-09-30"}


def test_lines_of_a_digest_give_totals_of_the_introducing_speaker() -> None:
    annotation = read(
        LEAD + "Ukraine's headquarters listed the stages as follows:\n- May 2: 563 bodies\n- May 5: 471 bodies"
    )
    listed = [f for c in annotation.claims[-1:] for f in c.figures]
    assert [f.role for f in listed] == [Role.TOTAL, Role.TOTAL]
    assert annotation.claims[-1].cue == "list"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Previously, the largest exchange of the war was in late March, when 144 Ukrainians were released. "
            "Ukraine's intelligence agency said at the time that 95 of them had defended Azovstal.",
            {"144": "2025-03-17/2025-03-31", "95": "2025-03-17/2025-03-31"},
        ),
        (
            "Ninety-five prisoners were freed by each side in mid-April, and 115 by each in March, on a holiday.",
            {"Ninety-five": "2025-04-08/2025-04-23", "115": "2025-03-01/2025-03-31"},
        ),
        ("None has taken place since April 2nd, when 185 soldiers returned to each country.", {"185": "2025-04-02"}),
        ("Then, after 2 April, when 205 Ukrainians came home, nothing.", {"205": "2025-04-02"}),
        (
            "The previous swap was held on Oct. 2 last year, when each side freed 185 soldiers and 20 civilians.",
            {"185": "2024-10-02", "20": "2024-10-02"},
        ),
        ("Exchanges of 307 on Wednesday and 303 on Thursday followed.", {"307": "2025-05-14", "303": "2025-05-15"}),
        (
            "Of the 49 people released on 15 May, 23 are women, Zelensky said.",
            {"the 49": "2025-05-15", "23": "2025-05-15"},
        ),
        (
            "The last swap was on 19 March: each side freed 175 people.\n\nMoscow also released 22 wounded Ukrainians.",
            {"22": "2025-03-19"},
        ),
        (
            "The last swap was on 19 March: each side freed 175.\n\nZelensky also said 20 of those back are sick.",
            {"20": OWN},
        ),
        (
            "“On Thursday 49 people came home and today 40, that is 89 in two days,” Zelensky said.",
            {"49": "2025-05-15", "40": OWN},
        ),
    ],
)
def test_swaps_told_of_beside_the_own_have_days_of_their_own(text: str, expected: dict[str, str]) -> None:
    assert expected.items() <= places(SWAP, text).items()


def test_the_day_of_a_deal_is_not_the_exchanges() -> None:
    text = "Ukraine and Russia exchanged 83 prisoners each in line with the May 2 Istanbul agreements, both sides said."
    assert set(told(read(text, FRIDAY)).values()) == {"2025-05-15/2025-05-16"}


def test_bodies_that_came_hours_before_captives_are_of_the_same_day() -> None:
    text = (
        "Ukraine and Russia exchanged 83 prisoners each on Friday, hours after Kyiv got back the bodies of 501 men."
        "\n\nThe prisoners were in captivity for years. Russia got 89 bodies in return."
    )
    assert told(read(text, FRIDAY)) == {"83": OWN, "501": OWN, "89": OWN}


def test_a_stage_that_followed_on_another_day_is_not_the_own() -> None:
    text = (
        "Ukraine and Russia exchanged 303 prisoners each, both sides said.\n\n"
        "At the start, 390 people were released by each side, followed by 307 soldiers on Thursday."
    )
    days = told(read(text, FRIDAY))
    assert days["307"] == "2025-05-15"
    assert days["303"] != "2025-05-15"


def test_bodies_in_the_heading_of_a_section_are_those_that_it_dates() -> None:
    text = (
        "Each side freed 83 prisoners on Friday, Ukraine and Russia said. The captives had been held since 2022. Most "
        "of them are soldiers who were taken prisoner in the first months of the war, Ukrainian officials at the "
        "headquarters said. They will be treated in hospitals, and then go home to their families.\n\n"
        "Zelensky thanked the mediators and said that the next lists of prisoners were being worked on.\n\n"
        "2. A thousand more bodies\n\nA week earlier, on 9 May, 1,000 bodies arrived in Ukraine."
    )
    assert told(read(text, FRIDAY))["A thousand"] == "2025-05-09"


def test_several_stages_in_an_article_have_each_their_day() -> None:
    text = (
        "Ukraine and Russia released 303 prisoners each on Friday and so completed the swap, both sides said.\n\n"
        "It began on Wednesday: each side handed over 390 people. A further 307 prisoners followed on Thursday."
    )
    assert told(read(text, FRIDAY)) == {"303": OWN, "390": "2025-05-14", "A further 307": "2025-05-15"}
    text = LEAD + "It announced the handovers: 471 bodies on 5 May, 380 on 7 May and 512 on the last day."
    days = told(read(text, FRIDAY))
    assert (days["471"], days["380"], days["512"]) == ("2025-05-05", "2025-05-07", OWN)


def test_a_weekday_beside_a_day_of_an_undated_article_is_another_day() -> None:
    text = (
        "MOSCOW, May 25. /Norton/. Another 303 Russian prisoners have come back, Russia said.\n\n"
        "On the first day, May 23, 270 prisoners returned to Russia. On Saturday, another 307 were exchanged."
    )
    annotation = read(text, None)
    reports = {f.text: f.report for c in annotation.claims for f in c.figures}
    assert reports["270"] != reports["another 307"]


def test_the_year_of_a_dateline_is_that_of_the_last_weekday_told() -> None:
    text = (
        "Kyiv, Sep 22 (Meseta).- Ukraine and Russia exchanged 83 prisoners each shortly before midnight on Wednesday. "
        "Moscow confirmed on Thursday that 83 soldiers had come home."
    )
    assert read(text, None).article.published == date(2022, 9, 22)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Two residents of Lypka, part of which was seized by the army in August 2024, had also been handed over.",
            {"Two": OWN},
        ),
        ("Another 12 prisoners, whose village was occupied in March 2022, were returned too.", {"Another 12": OWN}),
        (
            "Among those freed were 14 residents of Lypka, where Ukrainian troops had been fighting since August 2024.",
            {"14": OWN},
        ),
        (
            "This exchange had been preceded by another on Monday, in which over 200 prisoners were freed.",
            {"over 200": "2025-05-12"},
        ),
        (
            "In April, 246 were swapped, while in March the number was 175.",
            {"246": "2025-04-01/2025-04-30", "175": "2025-03-01/2025-03-31"},
        ),
        (
            "After 246 were freed in April and 175 in March, the pace has slowed.",
            {"246": "2025-04-01/2025-04-30", "175": "2025-03-01/2025-03-31"},
        ),
        (
            "On April 19, the authorities rescued 76 people, 60 of them soldiers.",
            {"76": "2025-04-19", "60": "2025-04-19"},
        ),
        (
            "In all, 4,552 people have come home since the start of the war, including 1,358 this year.",
            {"4,552": "none", "1,358": "none"},
        ),
    ],
)
def test_a_day_dates_only_the_exchange_that_its_clause_tells_of(text: str, expected: dict[str, str]) -> None:
    assert places(SWAP, text) == expected


@pytest.mark.parametrize(
    ("text", "published", "days"),
    [
        pytest.param(
            "Russia and Ukraine exchanged 83 prisoners each last night, both sides said.",
            FRIDAY,
            "2025-05-15",
            id="last night",
        ),
        pytest.param(
            "Eighty-three Ukrainian prisoners landed in Westhaven on Thursday after a swap, the ministry said.",
            FRIDAY,
            "2025-05-14/2025-05-15",
            id="the day they came home is that of the exchange or the next",
        ),
        pytest.param(
            "Ukrainian prisoners are exchanged on March 6, 2025\n\nUkrainian prisoners are seen after a swap on March "
            "6, 2025.\n\nRussia and Ukraine swapped 83 prisoners on Thursday, both sides said.",
            FRIDAY,
            "2025-05-15",
            id="a picture may be of an older exchange",
        ),
        pytest.param(
            "Russia and Ukraine said they had each freed 83 prisoners on Thursday, with more due to come on Sunday.",
            FRIDAY,
            "2025-05-15",
            id="those that are to come are others",
        ),
        pytest.param(
            "Russia and Ukraine each released 83 prisoners on Thursday and said they would free more soon.",
            FRIDAY,
            "2025-05-15",
            id="what both said of others",
        ),
        pytest.param(
            "Eighty-three prisoners have returned to Ukraine, Andriy Yermak said today. The exchange took place in "
            "several stages over the past few days.",
            FRIDAY,
            "2025-05-14/2025-05-16",
            id="made public when it was over",
        ),
        pytest.param(
            "The final group of 83 prisoners from each side was released on Thursday, hours after one of the heaviest "
            "attacks on Ukraine since the invasion began.",
            FRIDAY,
            "2025-05-15",
            id="since goes with the heaviest attacks",
        ),
        pytest.param(
            "In the biggest prisoner swap since the start of the invasion, 83 Ukrainians were released on Thursday.",
            FRIDAY,
            "2025-05-15",
            id="since goes with the biggest swap",
        ),
        pytest.param(
            "Russia has handed 83 bodies over to Ukraine, the ministry said.\n\nIt said the bodies were 83.\n\n"
            "The first group of prisoners returned to Russia on Wednesday.",
            FRIDAY,
            "2025-05-15/2025-05-16",
            id="the day of a first stage of something else is not the own one",
        ),
        pytest.param(
            "Russia and Ukraine swap 83 prisoners\n\nSwap of 83 prisoners\n\nRelatives wait at the swap\n\n"
            "Russia and Ukraine exchanged 83 prisoners on May 15, 2025, both sides said. On May 15, all returned.",
            None,
            "2025-05-15",
            id="headlines are no part of an undated article's lead",
        ),
    ],
)
def test_the_day_of_the_own_exchange(text: str, published: date | None, days: str) -> None:
    assert set(told(read(text, published)).values()) == {days}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "On Thursday, Ukraine said 52 people had been returned from Russia.",
            {"52": "2025-05-14/2025-05-15"},  # said before the own exchange took place
        ),
        ("Ukraine said on Thursday that 52 of those freed would be examined.", {"52": OWN}),
        (
            "Another 68 people returned to Ukraine. Earlier, Zelensky said that Ukraine got back 64 people.",
            {"Another 68": OWN, "64": "…/2025-05-16"},
        ),
        (
            "On Wednesday, Ukraine received 612 soldiers' bodies.\n\nThe ministry said that 37 bodies went to Russia.",
            {"612": "2025-05-14", "37": "2025-05-14"},
        ),
    ],
)
def test_what_other_days_tell_of_is_another_exchange(text: str, expected: dict[str, str]) -> None:
    assert expected.items() <= places(SWAP, text).items()


def test_the_second_of_two_days_may_be_to_come() -> None:
    text = (
        "Each side releases 200 prisoners on Friday and Saturday, with 80 on each side already home, the ministry said."
    )
    assert places(SWAP, text)["80"] == OWN


def test_a_size_behind_a_comma_is_no_bar_of_a_row() -> None:
    assert ordinal("It was the first exchange in five months, with over 200 people freed by each side.", 0) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "It was overdue following an unpopular swap in March that freed 215 Ukrainians.",
            {"215": "2025-03-01/2025-03-31"},
        ),
        ("It came after an exchange on May 2, when 45 Ukrainians were returned.", {"45": "2025-05-02"}),
        ("Following the May 2 swap, in which 45 Ukrainians came home, the lists were closed.", {"45": "2025-05-02"}),
        (
            "It follows a similar swap that the two carried out on May 2, in which 45 Ukrainians came home.",
            {"45": "2025-05-02"},
        ),
        ("Earlier in the week, 45 Ukrainians had been freed.", {"45": "2025-05-12/2025-05-15"}),
        ("As in the previous swap, 45 Ukrainians came home.", {"45": OWN}),
        ("This swap is the largest since May 2, when 45 Ukrainians were freed.", {"45": "2025-05-02"}),
        (
            "The pace has grown since the march into the far north of the region on April 6, with 45 Ukrainians freed.",
            {"45": "none"},
        ),
    ],
)
def test_an_exchange_that_another_matter_came_after_is_another_one(text: str, expected: dict[str, str]) -> None:
    assert places(SWAP, text) == expected


def test_today_on_a_page_dated_before_its_news_is_the_own_day() -> None:
    text = "On May 17, Ukraine and Russia exchange prisoners. Today 200 captives came home."
    assert told(read(text)) == {} or set(told(read(text, FRIDAY)).values()) == {"2025-05-17"}
