from __future__ import annotations

import random

import pytest
from resolve_records import (
    BIG,
    FRIDAY,
    HEADQUARTERS,
    MEMBER,
    MINISTRY,
    RUSSIA,
    SIDES,
    UKRAINE,
    apart,
    both_ways,
    day,
    days,
    decide,
    figure,
    freed,
    groups,
    iri_of,
    part,
    report,
    together,
)

from kg.model import Counted, Days, Evidence, Kind, Link, Report, Role, Stance
from kg.settings import BASE


def test_reports_of_one_kind_on_one_day_are_one_exchange_even_without_figures() -> None:
    assert groups(report("wire", day("2024-03-29")), report("agency", day("2024-03-29"))) == together("wire", "agency")


def test_two_accounts_that_differ_are_still_one_exchange_on_one_day() -> None:
    ours = report("kyiv", day("2024-01-31"), freed(207, UKRAINE, HEADQUARTERS), kind=Kind.PRISONERS)
    theirs = report("moscow", day("2024-01-31"), freed(195, UKRAINE, MINISTRY), kind=Kind.PRISONERS)
    assert groups(ours, theirs) == together("kyiv", "moscow")


def test_a_number_and_more_than_it_do_not_contradict() -> None:
    least = figure(401, None, maximum=None, role=Role.COMBINED, counted=Counted.PRISONERS)
    exact = figure(400, None, role=Role.COMBINED, counted=Counted.PRISONERS)
    several = [freed(177, UKRAINE), freed(152, RUSSIA)]
    ours = report("dated", day("2024-12-16"), least, *several, kind=Kind.PRISONERS)
    theirs = report("undated", Days(weekday=0), exact, *several, kind=Kind.PRISONERS)
    assert groups(ours, theirs) == together("dated", "undated")


def test_one_speaker_with_figures_worlds_apart_speaks_of_two_exchanges() -> None:
    assert groups(
        report("one", day("2024-03-29"), figure(121, UKRAINE, HEADQUARTERS)),
        report("two", day("2024-03-29"), figure(757, UKRAINE, HEADQUARTERS)),
    ) == apart("one", "two")


def test_a_speaker_who_corrects_a_figure_slightly_speaks_of_one_exchange() -> None:
    assert groups(
        report("one", day("2024-03-29"), figure(121, UKRAINE, HEADQUARTERS)),
        report("two", day("2024-03-29"), figure(119, UKRAINE, HEADQUARTERS)),
    ) == together("one", "two")


def test_one_figure_on_two_days_is_two_exchanges() -> None:
    assert groups(
        report("march", day("2025-03-28"), figure(909)), report("may", day("2025-05-16"), figure(909))
    ) == apart("march", "may")


def test_an_undated_report_never_joins_two_exchanges_that_share_its_figures() -> None:
    found = groups(
        report("march", day("2025-03-28"), figure(909), figure(43, RUSSIA, MEMBER)),
        report("may", day("2025-05-16"), figure(909), part(12, "sumy")),
        report("undated", FRIDAY, figure(909), figure(43, RUSSIA, MEMBER), part(12, "sumy")),
    )
    assert not any({"march", "may"} <= reports for reports in found)


def test_a_chain_of_undated_reports_never_joins_two_days() -> None:
    found = groups(
        report("march", day("2025-03-28"), figure(909), figure(43, RUSSIA, MEMBER)),
        report("first", Days(), figure(909), figure(43, RUSSIA, MEMBER), part(300, "donetsk")),
        report("second", Days(), figure(909), part(300, "donetsk"), part(12, "sumy")),
        report("may", day("2025-05-16"), figure(909), part(12, "sumy"), part(300, "donetsk")),
    )
    assert not any({"march", "may"} <= reports for reports in found)


@pytest.mark.parametrize(
    "shared",
    [
        pytest.param([figure(909)], id="a total"),
        pytest.param([freed(95, UKRAINE), freed(95, RUSSIA)], id="one number for both sides of an even swap"),
        pytest.param([freed(95, UKRAINE), both_ways(190, counted=Counted.PRISONERS)], id="a total and its double"),
        pytest.param([figure(3), figure(2, RUSSIA)], id="two numbers that say little"),
        pytest.param([part(3, "sumy"), part(12, "kharkiv")], id="two small parts"),
    ],
)
def test_what_amounts_to_one_figure_never_joins_undated_reports(shared: list[Evidence]) -> None:
    kind = Kind.PRISONERS if shared[0].counted is Counted.PRISONERS else Kind.BODIES
    assert groups(report("one", FRIDAY, *shared, kind=kind), report("two", FRIDAY, *shared, kind=kind)) == apart(
        "one", "two"
    )


@pytest.mark.parametrize(
    "shared",
    [
        pytest.param([figure(909), figure(43, RUSSIA)], id="both directions"),
        pytest.param([figure(909), both_ways(952)], id="a total and the combined figure"),
        pytest.param([figure(502), part(397, "donetsk")], id="a total and a region"),
    ],
)
def test_two_figures_that_dont_follow_from_each_other_join_undated_reports(shared: list[Evidence]) -> None:
    assert groups(report("one", FRIDAY, *shared), report("two", Days(), *shared)) == together("one", "two")


def test_a_combined_figure_agrees_with_the_directions_that_make_it() -> None:
    ways = report("ways", day("2025-01-24"), figure(757), figure(49, RUSSIA, MEMBER))
    sum_only = report("sum", days("2025-01-10", "2025-01-31"), both_ways(806))
    found = decide(ways, sum_only)
    assert len(found.exchanges) == 1
    assert "both come to 806 bodies in both directions together" in found.links[0].reasons


def test_undated_reports_that_contradict_each_other_stay_apart_whatever_agrees() -> None:
    assert groups(
        report("one", FRIDAY, figure(909), both_ways(952), figure(43, RUSSIA)),
        report("two", FRIDAY, figure(909), both_ways(952), figure(41, RUSSIA)),
    ) == apart("one", "two")


def test_another_weekday_keeps_an_undated_report_off_a_date() -> None:
    shared = [figure(909), figure(43, RUSSIA)]
    friday = report("dated", day("2025-03-28"), *shared)
    assert groups(friday, report("thursday", Days(weekday=3), *shared)) == apart("dated", "thursday")
    assert groups(friday, report("friday", FRIDAY, *shared)) == together("dated", "friday")


def test_a_weekday_within_a_week_is_a_day() -> None:
    week = Days(day("2024-03-25").earliest, day("2024-03-31").latest, weekday=4)
    assert groups(report("weekly", week), report("daily", day("2024-03-29"))) == together("weekly", "daily")


def published(name: str, first: str, last: str, *rows: Evidence) -> tuple[Report, list[Evidence]]:
    """Reports an article's own exchange, of which only the day of publication is known."""
    return report(name, days(first, last), *rows, kind=Kind.PRISONERS)


def test_articles_of_touching_days_that_name_none_join_by_a_telling_total() -> None:
    one = published("one", "2025-05-15", "2025-05-16", freed(95, UKRAINE))
    assert groups(one, published("two", "2025-05-15", "2025-05-16", freed(95, UKRAINE))) == together("one", "two")
    assert groups(one, published("two", "2025-05-16", "2025-05-17", freed(95, UKRAINE))) == together("one", "two")
    assert groups(one, published("two", "2025-05-17", "2025-05-18", freed(95, UKRAINE))) == apart("one", "two")


def test_a_round_or_small_total_joins_articles_of_one_day_of_publication_at_most() -> None:
    one = published("one", "2025-05-15", "2025-05-16", freed(300, UKRAINE))
    assert groups(one, published("two", "2025-05-15", "2025-05-16", freed(300, UKRAINE))) == together("one", "two")
    assert groups(one, published("two", "2025-05-16", "2025-05-17", freed(300, UKRAINE))) == apart("one", "two")
    few = published("one", "2025-05-15", "2025-05-16", freed(5, UKRAINE))
    assert groups(few, published("two", "2025-05-15", "2025-05-16", freed(5, UKRAINE))) == apart("one", "two")


OCTOBER = Days(basis="“2 October”", month_day=(10, 2))


def test_a_day_without_its_year_finds_the_year_by_a_figure() -> None:
    dated = report("dated", day("2025-10-02"), freed(185, UKRAINE), kind=Kind.PRISONERS)
    found = decide(dated, report("yearless", OCTOBER, freed(185, UKRAINE), kind=Kind.PRISONERS))
    assert len(found.exchanges) == 1
    assert "2025-10-02 is the day that the other names without a year (“2 October”)" in found.links[0].reasons
    assert groups(dated, report("yearless", OCTOBER, freed(90, UKRAINE), kind=Kind.PRISONERS)) == apart(
        "dated", "yearless"
    )


def test_a_day_without_its_year_is_no_other_day_of_a_year() -> None:
    shared = [figure(909), figure(43, RUSSIA)]
    assert groups(report("dated", day("2025-10-03"), *shared), report("yearless", OCTOBER, *shared)) == apart(
        "dated", "yearless"
    )
    june = Days(month_day=(6, 11))
    assert groups(report("june", june, *shared), report("yearless", OCTOBER, *shared)) == apart("june", "yearless")
    assert groups(report("late", days("2025-10-03", "2026-03-01"), *shared), report("yearless", OCTOBER, *shared)) == (
        apart("late", "yearless")
    )


def test_two_years_with_the_same_figure_leave_a_day_without_its_year_alone() -> None:
    found = groups(
        report("first", day("2024-10-02"), freed(185, UKRAINE), kind=Kind.PRISONERS),
        report("second", day("2025-10-02"), freed(185, UKRAINE), kind=Kind.PRISONERS),
        report("yearless", OCTOBER, freed(185, UKRAINE), kind=Kind.PRISONERS),
    )
    assert found == apart("first", "second", "yearless")


def test_ordinals_of_one_row_keep_reports_apart_even_on_one_day() -> None:
    assert groups(
        report("one", day("2025-03-28"), ordinals=[(7, BIG)]), report("two", day("2025-03-28"), ordinals=[(8, BIG)])
    ) == apart("one", "two")


def test_ordinals_of_different_rows_say_nothing() -> None:
    assert groups(
        report("one", day("2025-03-28"), ordinals=[(7, BIG)]),
        report("two", day("2025-03-28"), ordinals=[(51, "bodies since 2022-02")]),
    ) == together("one", "two")


def test_the_same_place_in_one_row_joins_undated_reports() -> None:
    one = report("one", FRIDAY, figure(909), ordinals=[(7, BIG)])
    two = report("two", Days(), figure(43, RUSSIA), ordinals=[(7, BIG)])
    assert groups(one, two) == together("one", "two")


def test_the_same_place_in_one_row_doesnt_outweigh_other_figures() -> None:
    one = report("one", FRIDAY, figure(909), ordinals=[(7, BIG)])
    two = report("two", Days(), figure(757), ordinals=[(7, BIG)])
    assert groups(one, two) == apart("one", "two")


def test_bodies_and_prisoners_on_one_day_are_two_exchanges() -> None:
    assert groups(
        report("twofold/0", day("2024-05-31"), figure(212)),
        report("twofold/1", day("2024-05-31"), freed(75), kind=Kind.PRISONERS),
        report("bodies", day("2024-05-31"), figure(212)),
        report("prisoners", day("2024-05-31"), freed(75), kind=Kind.PRISONERS),
    ) == {frozenset({"twofold", "bodies"}), frozenset({"twofold/1", "prisoners"})}


def test_a_mixed_report_joins_the_kind_whose_figures_it_gives_on_that_day() -> None:
    mixed = report("mixed", day("2023-02-04"), freed(116), freed(63, RUSSIA), figure(2), kind=Kind.MIXED)
    freed_only = report("freed", day("2023-02-04"), freed(116), freed(63, RUSSIA), kind=Kind.PRISONERS)
    dead_only = report("dead", day("2023-02-04"), figure(40))
    found = decide(mixed, freed_only, dead_only)
    assert {(exchange.kind, len(exchange.reports)) for exchange in found.exchanges} == {
        (Kind.MIXED, 2),
        (Kind.BODIES, 1),
    }


def test_a_mixed_report_that_fits_both_kinds_equally_well_joins_neither() -> None:
    assert groups(
        report("mixed", day("2023-02-04"), freed(116), figure(40), kind=Kind.MIXED),
        report("freed", day("2023-02-04"), freed(116), kind=Kind.PRISONERS),
        report("dead", day("2023-02-04"), figure(40)),
    ) == apart("mixed", "freed", "dead")


def test_an_undated_mixed_report_joins_by_weekday_and_figures_only() -> None:
    figures = [freed(116), freed(63, RUSSIA)]
    dated = report("dated", day("2023-02-04"), *figures, kind=Kind.PRISONERS)
    assert groups(dated, report("mixed", Days(weekday=5), *figures, kind=Kind.MIXED)) == together("dated", "mixed")
    assert groups(dated, report("mixed", Days(), *figures, kind=Kind.MIXED)) == apart("dated", "mixed")


def test_what_one_article_tells_apart_stays_apart() -> None:
    shared = [figure(1000), figure(31, RUSSIA)]
    assert groups(report("digest/0", Days(), *shared), report("digest/1", Days(), *shared)) == apart(
        "digest", "digest/1"
    )


def test_a_roundup_of_three_exchanges_in_ten_days_meets_the_report_of_each() -> None:
    assert groups(
        report("roundup/0", day("2025-08-14"), freed(84, None), kind=Kind.PRISONERS),
        report("roundup/1", day("2025-08-19"), figure(1000)),
        report("roundup/2", day("2025-08-24"), freed(146, None), kind=Kind.PRISONERS),
        report("fourteenth", day("2025-08-14"), freed(84, UKRAINE), kind=Kind.PRISONERS),
        report("nineteenth", day("2025-08-19"), figure(1000)),
        report("last", day("2025-08-24"), kind=Kind.PRISONERS),
    ) == {
        frozenset({"roundup", "fourteenth"}),
        frozenset({"roundup/1", "nineteenth"}),
        frozenset({"roundup/2", "last"}),
    }


def test_the_third_and_the_thirty_first_of_january_are_two_exchanges() -> None:
    assert groups(
        report("early/0", day("2024-01-03"), freed(248, RUSSIA, MINISTRY), kind=Kind.PRISONERS),
        report("late/0", day("2024-01-31"), freed(195, RUSSIA, MINISTRY), kind=Kind.PRISONERS),
        report("late/1", day("2024-01-03"), freed(248, RUSSIA, MINISTRY), kind=Kind.PRISONERS, main=False),
    ) == {frozenset({"early", "late/1"}), frozenset({"late"})}


LAST_MONTH = days("2025-01-01", "2025-01-31")


def test_last_month_with_an_agreeing_figure_is_the_day_within_it() -> None:
    mention = report("february/1", LAST_MONTH, figure(757), main=False)
    assert groups(mention, report("january", day("2025-01-24"), figure(757))) == together("february/1", "january")


def test_last_month_without_an_agreeing_figure_is_no_day_within_it() -> None:
    mention = report("february/1", LAST_MONTH, figure(757), main=False)
    assert groups(mention, report("january", day("2025-01-24"), figure(250, RUSSIA))) == apart("february/1", "january")


def test_last_month_is_no_day_outside_it() -> None:
    mention = report("february/1", LAST_MONTH, figure(757), main=False)
    assert groups(mention, report("february", day("2025-02-14"), figure(757))) == apart("february/1", "february")


def test_last_month_that_fits_two_days_equally_well_joins_neither() -> None:
    assert groups(
        report("july/1", days("2025-06-01", "2025-06-30"), figure(1200), main=False),
        report("thirteenth", day("2025-06-13"), figure(1200)),
        report("fourteenth", day("2025-06-14"), figure(1200)),
    ) == apart("july/1", "thirteenth", "fourteenth")


def test_last_month_that_fits_one_of_two_days_better_joins_it() -> None:
    assert groups(
        report("july/1", days("2025-06-01", "2025-06-30"), figure(1200), figure(31, RUSSIA), main=False),
        report("thirteenth", day("2025-06-13"), figure(1200)),
        report("fourteenth", day("2025-06-14"), figure(1200), figure(31, RUSSIA)),
    ) == {frozenset({"july/1", "fourteenth"}), frozenset({"thirteenth"})}


def test_two_mentions_of_one_month_with_one_figure_may_be_two_exchanges() -> None:
    june = days("2025-06-01", "2025-06-30")
    assert groups(report("one/1", june, figure(1200)), report("two/1", june, figure(1200))) == apart("one/1", "two/1")


def test_a_year_is_too_long_for_one_figure_to_decide() -> None:
    year = days("2024-01-01", "2024-12-31")
    dated = report("dated", day("2024-03-29"), figure(121), figure(29, RUSSIA))
    assert groups(dated, report("yearly", year, figure(121))) == apart("dated", "yearly")
    assert groups(dated, report("yearly", year, figure(121), figure(29, RUSSIA))) == together("dated", "yearly")


def test_other_sides_are_another_exchange() -> None:
    others = (f"{BASE}agent/armenia", f"{BASE}agent/azerbaijan")
    assert groups(report("here", day("2024-03-29")), report("there", day("2024-03-29"), sides=others)) == apart(
        "here", "there"
    )


def test_a_report_that_names_no_side_needs_a_figure_to_join() -> None:
    known = report("known", day("2024-03-29"), figure(121))
    assert groups(known, report("bare", day("2024-03-29"), sides=())) == apart("known", "bare")
    assert groups(known, report("bare", day("2024-03-29"), figure(121, None), sides=())) == together("known", "bare")


def test_denied_running_and_planned_figures_join_nothing() -> None:
    empty = [
        figure(909, stance=Stance.DENIES),
        figure(43, RUSSIA, role=Role.RUNNING),
        figure(952, None, role=Role.PLANNED),
    ]
    assert groups(report("one", FRIDAY, *empty), report("two", FRIDAY, *empty)) == apart("one", "two")


def test_a_passing_mention_with_nothing_to_tell_it_by_is_left_unresolved() -> None:
    assert groups(report("article"), report("article/1", main=False), report("article/2", FRIDAY, main=False)) == {
        frozenset({"article"})
    }


def test_a_link_tells_in_words_what_joined_two_reports() -> None:
    found = decide(
        report("agency", day("2024-03-29"), figure(121), figure(29, RUSSIA, MEMBER)),
        report("wire", day("2024-03-29"), figure(121), figure(29, RUSSIA, MEMBER)),
    )
    reasons = (
        "same day 2024-03-29",
        "both give 29 bodies received by Russia",
        "both give 121 bodies received by Ukraine",
        "same sides",
    )
    assert found.links == (Link(iri_of("agency"), iri_of("wire"), found.links[0].score, reasons),)
    assert 0.9 < found.links[0].score < 1


def test_a_link_tells_what_bounds_an_undated_report() -> None:
    found = decide(
        report("sixth", day("2025-02-14"), ordinals=[(6, BIG)]),
        report("seventh", FRIDAY, figure(909), ordinals=[(7, BIG)]),
        report("march", day("2025-03-28"), figure(909)),
        report("eighth", day("2025-04-18"), ordinals=[(8, BIG)]),
    )
    assert [(link.report_a, link.report_b) for link in found.links] == [(iri_of("march"), iri_of("seventh"))]
    assert found.links[0].reasons == (
        "2025-03-28 is among the days 2025-02-21 to 2025-04-11 (named in the text; "
        f"after the sixth of '{BIG}' (2025-02-14) and before the eighth of '{BIG}' (2025-04-18))",
        "both on a Friday",
        "both give 909 bodies received by Ukraine",
        "same sides",
    )


def test_a_link_of_better_evidence_scores_higher() -> None:
    def score(*figures: Evidence) -> float:
        return decide(report("a", day("2024-03-29"), *figures), report("b", day("2024-03-29"), *figures)).links[0].score

    assert score() < score(figure(100)) < score(figure(121)) < score(figure(121), figure(29, RUSSIA)) < 1


def many() -> list[tuple[Report, list[Evidence]]]:
    return [
        report("wire/0", day("2024-03-29"), figure(121), figure(29, RUSSIA, MEMBER)),
        report("wire/1", day("2024-03-15"), figure(100), figure(69, RUSSIA), main=False),
        report("agency/0", FRIDAY, figure(121), figure(29, RUSSIA, MEMBER), part(107, "donetsk")),
        report("agency/1", days("2024-03-01", "2024-03-28"), figure(100), main=False),
        report("ledger/0", day("2024-04-12"), figure(99), figure(23, RUSSIA)),
        report("ledger/1", day("2024-03-29"), figure(121), main=False),
        report("other", Days(), figure(99), figure(23, RUSSIA), part(77, "donetsk")),
        report("mixed", day("2024-04-12"), figure(99), freed(20), kind=Kind.MIXED),
        report("lone", FRIDAY, figure(909)),
        report("seventh", FRIDAY, figure(909), figure(43, RUSSIA), ordinals=[(7, BIG)]),
        report("march", day("2025-03-28"), figure(909), figure(43, RUSSIA)),
        report("eighth", day("2025-04-18"), figure(909), figure(41, RUSSIA), ordinals=[(8, BIG)]),
    ]


def test_the_order_of_the_input_makes_no_difference() -> None:
    told = many()
    expected = decide(*told)
    for seed in range(20):
        random.Random(seed).shuffle(told)
        for _, rows in told:
            random.Random(seed).shuffle(rows)
        assert decide(*told) == expected


def test_an_unrelated_article_changes_no_other_exchange() -> None:
    before = decide(*many())
    after = decide(*many(), report("aaa", day("2026-01-09"), figure(1003), figure(26, RUSSIA)))
    assert set(before.exchanges) < set(after.exchanges)
    assert set(before.links) == set(after.links)
    assert set(before.flows) < set(after.flows)


def test_an_exchange_is_named_by_kind_day_and_sides() -> None:
    found = decide(report("wire", day("2024-03-29")))
    assert [exchange.iri for exchange in found.exchanges] == [f"{BASE}exchange/bodies-2024-03-29-russia-ukraine"]


def test_an_undated_exchange_is_named_by_its_first_report_too() -> None:
    names = [decide(report(name, FRIDAY, figure(909))).exchanges[0].iri for name in ("one", "two")]
    assert len(set(names)) == 2
    assert all(name.startswith(f"{BASE}exchange/bodies-russia-ukraine-") for name in names)


def test_two_exchanges_of_one_day_kind_and_sides_have_two_names() -> None:
    found = decide(report("digest/0", day("2024-03-29")), report("digest/1", day("2024-03-29")))
    assert len({exchange.iri for exchange in found.exchanges}) == 2


def test_an_exchange_has_the_days_that_all_its_reports_leave() -> None:
    shared = [figure(909), figure(43, RUSSIA)]
    found = decide(
        report("one", days("2025-03-01", "2025-03-30"), *shared),
        report("two", days("2025-03-20", "2025-04-30"), *shared),
    )
    assert [(one.days.earliest, one.days.latest) for one in found.exchanges] == [
        (day("2025-03-20").earliest, day("2025-03-30").latest)
    ]


def test_an_exchange_has_the_sides_that_any_of_its_reports_names() -> None:
    found = decide(
        report("one", day("2024-03-29"), sides=(UKRAINE,)), report("two", day("2024-03-29"), sides=(RUSSIA, UKRAINE))
    )
    assert [exchange.sides for exchange in found.exchanges] == [tuple(sorted(SIDES))]


def test_a_month_and_the_days_before_publication_are_one_exchange_with_a_figure() -> None:
    mention = report("later/2", days("2024-10-01", "2024-10-31"), figure(501), main=False)
    news = report("news", days("2024-10-18", "2024-10-19"), figure(501))
    assert groups(mention, news) == together("later/2", "news")


def test_a_month_with_two_exchanges_of_one_figure_joins_neither() -> None:
    mention = report("later/2", days("2025-06-01", "2025-06-30"), figure(1200), main=False)
    first = report("first", days("2025-06-12", "2025-06-13"), figure(1200))
    second = report("second", days("2025-06-19", "2025-06-20"), figure(1200))
    assert groups(mention, first, second) == apart("later/2", "first", "second")


def test_a_day_and_the_days_before_publication_meet_in_one_exchange() -> None:
    mention = report("later/2", day("2024-10-18"), figure(501), main=False)
    news = report("news", days("2024-10-18", "2024-10-19"), figure(501))
    assert groups(mention, news) == together("later/2", "news")


def test_one_figure_in_two_publications_of_neighbouring_days_stays_two_exchanges() -> None:
    first = report("first", days("2025-06-13", "2025-06-14"), figure(1200))
    second = report("second", days("2025-06-15", "2025-06-16"), figure(1200))
    assert groups(first, second) == apart("first", "second")
