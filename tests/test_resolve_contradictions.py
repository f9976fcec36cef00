from __future__ import annotations

from dataclasses import replace

import pytest
from resolve_records import (
    HEADQUARTERS,
    MEMBER,
    MINISTRY,
    RUSSIA,
    UKRAINE,
    both_ways,
    day,
    decide,
    figure,
    freed,
    part,
    report,
)

from kg.model import Agreement, Counted, Disagreement, Evidence, Kind, Role, Stance, Why
from kg.settings import BASE

OUTLET = f"{BASE}agent/outlet"
MEN = Counted.PRISONERS


def told(*figures: Evidence, name: str = "wire", kind: Kind = Kind.BODIES):
    return report(name, day("2024-03-29"), *figures, kind=kind)


def clashes(*reports, **more: object) -> list[tuple[Why, str]]:
    return [(one.why, one.detail) for one in decide(*reports, **more).disagreements]


def pairs(*reports, **more: object) -> set[frozenset[str]]:
    return {frozenset({one.figure_a, one.figure_b}) for one in decide(*reports, **more).agreements}


def test_two_counts_of_one_direction_disagree() -> None:
    found = decide(
        told(freed(207, name="ours"), name="kyiv", kind=Kind.PRISONERS),
        told(freed(195, UKRAINE, MINISTRY, name="theirs"), name="moscow", kind=Kind.PRISONERS),
    ).disagreements
    assert found == (
        Disagreement(
            iri=found[0].iri,
            exchange=f"{BASE}exchange/prisoners-2024-03-29-russia-ukraine",
            figure_a="ours",
            figure_b="theirs",
            why=Why.VALUE,
            detail="207 against 195 prisoners received by Ukraine",
        ),
    )
    assert found[0].iri.startswith(f"{BASE}disagreement/")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(figure(121), figure(121, speaker=MEMBER), id="the same figure"),
        pytest.param(figure(502), figure(501, maximum=None, speaker=MEMBER), id="502 is over 500"),
        pytest.param(figure(45, RUSSIA), figure(41, RUSSIA, maximum=49), id="45 is between 41 and 49"),
        pytest.param(figure(121), figure(29, RUSSIA, MEMBER), id="two directions"),
        pytest.param(figure(121), figure(29, None, MEMBER), id="an unknown direction"),
        pytest.param(figure(121), both_ways(150, MEMBER), id="a direction and both"),
        pytest.param(figure(121), figure(107, speaker=MEMBER, role=Role.PART), id="a total and a part"),
        pytest.param(figure(121), figure(2101, speaker=MEMBER, role=Role.RUNNING), id="a running total"),
        pytest.param(figure(121), figure(6000, speaker=MEMBER, role=Role.AGREED), id="an agreed number"),
        pytest.param(figure(121), figure(12, speaker=MEMBER, counted=Counted.CIVILIANS), id="other people"),
        pytest.param(figure(121), figure(119, speaker=MEMBER, stance=Stance.DENIES), id="a figure denied"),
        pytest.param(figure(207), figure(200, speaker=None), id="a round figure that nobody stands for"),
        pytest.param(figure(207), figure(200, speaker=MEMBER, stance=Stance.ESTIMATES), id="a round estimate"),
        pytest.param(part(107, "donetsk"), part(12, "luhansk", MEMBER), id="two places"),
        pytest.param(part(37, None), part(21, None, MEMBER), id="parts of unknown kind"),
    ],
)
def test_figures_that_can_both_be_true_dont_disagree(one: Evidence, other: Evidence) -> None:
    assert clashes(told(one, name="first"), told(other, name="second")) == []


@pytest.mark.parametrize(
    ("one", "other", "detail"),
    [
        pytest.param(
            figure(121), figure(119), "121 against 119 bodies received by Ukraine", id="one speaker, two articles"
        ),
        pytest.param(
            figure(502), figure(600, maximum=None), "502 against at least 600 bodies received by Ukraine", id="bounds"
        ),
        pytest.param(
            both_ways(952), both_ways(950), "952 against 950 bodies in both directions together", id="combined figures"
        ),
        pytest.param(
            part(107, "donetsk"),
            part(109, "donetsk"),
            "107 against 109 bodies from Donetsk received by Ukraine",
            id="one place",
        ),
        pytest.param(
            figure(200, speaker=None), figure(260), "200 against 260 bodies received by Ukraine", id="not rounded"
        ),
        pytest.param(figure(200), figure(207), "200 against 207 bodies received by Ukraine", id="round but meant"),
    ],
)
def test_figures_that_cant_both_be_true_disagree(one: Evidence, other: Evidence, detail: str) -> None:
    assert clashes(told(one, name="first"), told(other, name="second")) == [(Why.VALUE, detail)]


def test_a_figure_taken_back_disagrees_with_nothing() -> None:
    assert (
        clashes(told(figure(540, speaker=OUTLET), figure(540, speaker=OUTLET, stance=Stance.DENIES), figure(541))) == []
    )


def test_two_figures_in_one_claim_are_two_things() -> None:
    assert clashes(told(figure(41, RUSSIA, claim="one"), figure(43, RUSSIA, claim="one"))) == []


def test_every_figure_of_one_count_disagrees_with_every_figure_of_the_other() -> None:
    found = decide(
        told(freed(207, name="a1"), freed(195, UKRAINE, MINISTRY, name="a2"), name="a", kind=Kind.PRISONERS),
        told(freed(207, name="b1"), freed(195, UKRAINE, MINISTRY, name="b2"), name="b", kind=Kind.PRISONERS),
    ).disagreements
    assert {(one.figure_a, one.figure_b) for one in found} == {("a1", "a2"), ("a1", "b2"), ("a2", "b1"), ("b1", "b2")}


def test_places_that_exceed_the_total_are_a_failing_sum() -> None:
    found = decide(
        told(
            figure(99, name="both sides"),
            figure(99, speaker=MEMBER, name="total"),
            part(77, "donetsk", OUTLET, name="largest"),
            part(20, "zaporizhzhia", OUTLET),
            part(3, "kharkiv", OUTLET),
        )
    ).disagreements
    assert [(one.why, one.figure_a, one.figure_b, one.detail) for one in found] == [
        (Why.SUM, "total", "largest", "77 + 20 + 3 = 100, total given 99")
    ]


def test_places_of_one_speaker_are_added_up_across_sentences() -> None:
    assert clashes(
        told(
            figure(502, claim="1"),
            part(397, "donetsk", claim="2"),
            part(42, "luhansk", claim="3"),
            part(64, "zaporizhzhia", claim="3"),
            part(17, "russia", claim="3"),
        )
    ) == [(Why.SUM, "397 + 42 + 64 + 17 = 520, total given 502")]


@pytest.mark.parametrize(
    "figures",
    [
        pytest.param(
            [figure(502), part(397, "a"), part(24, "b"), part(64, "c"), part(17, "d")], id="places that add up"
        ),
        pytest.param([figure(207), part(95, "a"), part(56, "b"), part(26, "c"), part(29, "d")], id="one left out"),
        pytest.param(
            [freed(100), part(84, "city", counted=MEN), part(82, "works", counted=MEN)], id="a place in a place"
        ),
        pytest.param(
            [figure(502), part(397, "a"), part(50, "in a"), part(24, "b"), part(64, "c"), part(17, "d")],
            id="a town beside its region",
        ),
        pytest.param(
            [freed(230), *(part(n, None, claim="one", counted=MEN) for n in (225, 5, 213, 11))],
            id="men and women, privates and officers",
        ),
        pytest.param([freed(100), *(part(n, None, counted=MEN) for n in (49, 25, 26, 28))], id="service and health"),
        pytest.param(
            [freed(75), part(72, "a", counted=MEN), part(4, "a", counted=Counted.CIVILIANS)], id="other people"
        ),
        pytest.param([figure(501, maximum=None), part(397, "a"), part(150, "b"), part(9, "c")], id="an open total"),
        pytest.param([figure(99), part(60, "a"), part(20, "b", MEMBER), part(30, "c", MINISTRY)], id="three speakers"),
        pytest.param([figure(99), part(77, "a"), part(77, "a"), part(20, "b"), part(2, "c")], id="a place named twice"),
        pytest.param([figure(99), part(97, "a", RUSSIA), part(20, "b", MEMBER)], id="parts by different speakers"),
        pytest.param([figure(17), part(428, "a"), part(301, "b", maximum=None)], id="parts of a running total"),
        pytest.param([freed(101), part(116, None, counted=MEN)], id="another swap's figure in another sentence"),
        pytest.param(
            [freed(90), *(part(n, place, counted=MEN) for n, place in ((59, "a"), (52, "in a"), (5, "b")))],
            id="what is no list of parts",
        ),
        pytest.param(
            [figure(1000, speaker=None), part(700, "a"), part(200, "b"), part(103, "c")], id="a rounded total"
        ),
        pytest.param(
            [figure(99), figure(100, speaker=MEMBER), part(77, "a"), part(20, "b"), part(3, "c")], id="disputed"
        ),
    ],
)
def test_a_sum_that_may_be_true_is_not_reported(figures: list[Evidence]) -> None:
    kind = Kind.PRISONERS if figures[0].counted is MEN else Kind.BODIES
    assert [why for why, _ in clashes(told(*figures, kind=kind)) if why is Why.SUM] == []


def test_a_part_larger_than_its_speakers_own_total_is_a_failing_sum() -> None:
    one_sentence = [freed(207, claim="one"), part(210, None, claim="one", counted=MEN)]
    assert clashes(told(*one_sentence, kind=Kind.PRISONERS)) == [(Why.SUM, "210 of 207 given")]
    from_the_region = [freed(207), part(210, "donetsk", counted=MEN)]
    assert clashes(told(*from_the_region, kind=Kind.PRISONERS)) == [(Why.SUM, "210 of 207 given")]


def test_places_are_checked_against_the_total_of_their_own_article() -> None:
    wire = told(figure(99), name="wire")
    ledger = told(part(77, "donetsk"), part(20, "zaporizhzhia"), part(3, "kharkiv"), name="ledger")
    assert clashes(wire, ledger) == []


def test_directions_that_dont_make_the_combined_figure_are_a_failing_sum() -> None:
    found = decide(
        told(both_ways(952, UKRAINE, name="whole"), figure(909, name="most"), figure(41, RUSSIA, MEMBER))
    ).disagreements
    assert [(one.why, one.figure_a, one.figure_b, one.detail) for one in found] == [
        (Why.SUM, "whole", "most", "41 + 909 = 950, combined figure given 952")
    ]


@pytest.mark.parametrize(
    "figures",
    [
        pytest.param([both_ways(952), figure(909), figure(43, RUSSIA)], id="adds up"),
        pytest.param([both_ways(200, None), figure(116), figure(63, RUSSIA)], id="nearly 200"),
        pytest.param([both_ways(190, approximate=True), figure(94), figure(93, RUSSIA)], id="almost 190, by a speaker"),
        pytest.param([both_ways(372), figure(175), figure(22), figure(175, RUSSIA)], id="22 on top of the 175"),
        pytest.param(
            [both_ways(538), *map(figure, (246, 31, 277)), figure(246, RUSSIA), figure(15, RUSSIA)],
            id="31 and 15 on top of 246 each, and one direction's sum",
        ),
        pytest.param([both_ways(945), figure(34), figure(36, RUSSIA)], id="figures of something else"),
        pytest.param([both_ways(200, maximum=None), figure(95), figure(95, RUSSIA)], id="hundreds"),
        pytest.param([both_ways(24, maximum=None), figure(77), figure(55, RUSSIA)], id="dozens"),
        pytest.param([both_ways(952), figure(909), figure(40, RUSSIA, maximum=50)], id="a bound"),
        pytest.param(
            [both_ways(402), figure(207), figure(195, speaker=MEMBER), figure(195, RUSSIA)], id="one count fits"
        ),
        pytest.param([both_ways(100), figure(100), figure(100, RUSSIA)], id="100 each, said loosely"),
        pytest.param([both_ways(950), figure(909)], id="one direction only"),
        pytest.param([both_ways(150), figure(70, None)], id="no direction"),
    ],
)
def test_directions_that_may_make_the_combined_figure_are_not_reported(figures: list[Evidence]) -> None:
    assert [why for why, _ in clashes(told(*figures)) if why is Why.SUM] == []


def test_civilians_may_be_part_of_a_combined_figure() -> None:
    figures = [
        freed(205, None, role=Role.COMBINED),
        freed(100),
        freed(85, RUSSIA),
        figure(20, counted=Counted.CIVILIANS),
    ]
    assert clashes(told(*figures, kind=Kind.PRISONERS)) == []


def test_the_same_figure_by_two_speakers_agrees() -> None:
    found = decide(told(figure(121, name="one"), name="a"), told(figure(121, speaker=MEMBER, name="two"), name="b"))
    assert found.agreements == (Agreement("one", "two"),)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(figure(121), figure(121), id="one speaker"),
        pytest.param(figure(95), figure(95, RUSSIA, MEMBER), id="two directions"),
        pytest.param(figure(502), figure(501, maximum=None, speaker=MEMBER), id="a bound"),
        pytest.param(figure(121), figure(121, speaker=None), id="nobody's figure"),
        pytest.param(figure(121), figure(121, speaker=MEMBER, stance=Stance.DENIES), id="a denial"),
        pytest.param(figure(121), figure(121, speaker=OUTLET), id="the publisher's own voice"),
        pytest.param(figure(121), figure(121, speaker=UKRAINE), id="a state and its own body"),
    ],
)
def test_what_is_not_the_same_figure_by_independent_speakers_doesnt_agree(one: Evidence, other: Evidence) -> None:
    assert (
        pairs(told(one, name="a"), told(other, name="b"), publishers={"b": OUTLET}, speaks_for={HEADQUARTERS: UKRAINE})
        == set()
    )


def test_combined_figures_agree_too() -> None:
    assert pairs(told(both_ways(952, UKRAINE, name="one"), both_ways(952, RUSSIA, name="two"))) == {
        frozenset({"one", "two"})
    }


def test_a_figure_agrees_with_those_of_its_article_and_the_first_of_each_speaker() -> None:
    found = pairs(
        *(
            told(figure(121, name=f"ours{n}"), figure(121, speaker=MEMBER, name=f"theirs{n}"), name=f"a{n}")
            for n in range(3)
        )
    )
    assert {frozenset({f"ours{n}", f"theirs{n}"}) for n in range(3)} < found
    assert {frozenset({"ours0", f"theirs{n}"}) for n in range(3)} < found
    assert frozenset({"ours1", "theirs2"}) not in found


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(freed(246), freed(31), id="one voice, less than a half"),
        pytest.param(freed(215), freed(10, speaker=MINISTRY), id="two voices, less than a quarter"),
        pytest.param(freed(215, speaker=None), freed(5, speaker=None), id="the outlet's own voice"),
        pytest.param(both_ways(190), both_ways(2000), id="both directions together"),
    ],
)
def test_groups_that_one_article_tells_of_dont_disagree(one: Evidence, other: Evidence) -> None:
    assert clashes(told(one, other, kind=Kind.PRISONERS)) == []
    elsewhere = freed(other.minimum or 0, speaker=MEMBER, name="again")
    assert clashes(told(one, other, kind=Kind.PRISONERS), told(elsewhere, name="two", kind=Kind.PRISONERS)) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(freed(246), freed(200), id="one voice, much the same"),
        pytest.param(freed(215), freed(60, speaker=MINISTRY), id="two voices, more than a quarter"),
    ],
)
def test_figures_of_like_size_in_one_article_disagree(one: Evidence, other: Evidence) -> None:
    assert len(clashes(told(one, other, kind=Kind.PRISONERS))) == 1


def test_figures_of_any_size_in_two_articles_disagree() -> None:
    one, other = (
        told(freed(1000), kind=Kind.PRISONERS),
        told(freed(31, speaker=MEMBER), name="two", kind=Kind.PRISONERS),
    )
    assert len(clashes(one, other)) == 1


def test_a_sum_that_one_voice_takes_for_a_total_sets_no_figure_aside() -> None:
    sum_ = told(freed(1245), freed(6060), kind=Kind.PRISONERS)
    dispute = told(freed(1248, speaker=MINISTRY), name="two", kind=Kind.PRISONERS)
    assert clashes(sum_, dispute) == [(Why.VALUE, "1,248 against 1,245 prisoners received by Ukraine")]


def test_a_figure_with_the_further_groups_is_explained_by_them() -> None:
    groups = told(freed(246, speaker=MINISTRY), freed(31, speaker=MINISTRY), kind=Kind.PRISONERS)
    assert clashes(groups, told(freed(277), name="two", kind=Kind.PRISONERS)) == []
    assert len(clashes(groups, told(freed(280), name="two", kind=Kind.PRISONERS))) == 1


def test_what_stands_beside_a_sum_is_a_sum_too() -> None:
    day_of = told(freed(1200, name="own"), freed(40, receiver=RUSSIA, name="back"), name="one", kind=Kind.PRISONERS)
    again = told(freed(1200, speaker=MEMBER, name="repeat"), name="two", kind=Kind.PRISONERS)
    claim = f"{BASE}claim/sum"
    both = [
        freed(1200, speaker=MINISTRY, name="last"),
        replace(freed(6050, speaker=MINISTRY, name="all"), claim=claim),
        replace(freed(75, speaker=MINISTRY, receiver=RUSSIA, name="all back"), claim=claim),
    ]
    assert clashes(day_of, again, told(*both, name="three", kind=Kind.PRISONERS)) == []


def test_those_counted_apart_explain_a_figure_that_holds_them() -> None:
    apart = told(freed(185), replace(freed(20, name="apart"), counted=Counted.CIVILIANS), kind=Kind.PRISONERS)
    assert clashes(apart, told(freed(205, speaker=MEMBER), name="two", kind=Kind.PRISONERS)) == []
    assert len(clashes(apart, told(freed(207, speaker=MEMBER), name="two", kind=Kind.PRISONERS))) == 1
