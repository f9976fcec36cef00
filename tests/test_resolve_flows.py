from __future__ import annotations

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

from kg.model import Counted, Evidence, Flow, Kind, Report, Role, Stance, Verdict
from kg.settings import BASE

OUTLET, OTHER_OUTLET = f"{BASE}agent/outlet", f"{BASE}agent/other-outlet"
AGREED, DISPUTED, SINGLE = Verdict.AGREED, Verdict.DISPUTED, Verdict.SINGLE
SIDE_OF = {HEADQUARTERS: UKRAINE, MEMBER: RUSSIA, MINISTRY: RUSSIA, UKRAINE: UKRAINE, RUSSIA: RUSSIA}


def on_one_day(*figures: Evidence, kind: Kind = Kind.BODIES) -> list[tuple[Report, list[Evidence]]]:
    """One article a figure, all of one day."""
    return [report(f"article{n}", day("2024-01-31"), one, kind=kind) for n, one in enumerate(figures)]


def only_flow(*figures: Evidence, **more: object) -> Flow:
    (flow,) = decide(*on_one_day(*figures), **more).flows
    return flow


def test_a_flow_tells_who_gave_and_received_what_by_whom() -> None:
    assert decide(report("wire", day("2024-03-29"), figure(121), figure(29, RUSSIA, MEMBER))).flows == (
        Flow(
            iri=f"{BASE}exchange/bodies-2024-03-29-russia-ukraine/flow/bodies-to-russia",
            exchange=f"{BASE}exchange/bodies-2024-03-29-russia-ukraine",
            counted=Counted.BODIES,
            giver=UKRAINE,
            receiver=RUSSIA,
            minimum=29,
            maximum=29,
            verdict=SINGLE,
            articles=("wire",),
            speakers=(MEMBER,),
        ),
        Flow(
            iri=f"{BASE}exchange/bodies-2024-03-29-russia-ukraine/flow/bodies-to-ukraine",
            exchange=f"{BASE}exchange/bodies-2024-03-29-russia-ukraine",
            counted=Counted.BODIES,
            giver=RUSSIA,
            receiver=UKRAINE,
            minimum=121,
            maximum=121,
            verdict=SINGLE,
            articles=("wire",),
            speakers=(HEADQUARTERS,),
        ),
    )


def test_people_who_go_to_a_third_state_are_no_direction_of_the_exchange() -> None:
    third = f"{BASE}agent/arland"
    told = report("wire", day("2022-09-21"), figure(215), figure(10, third), kind=Kind.PRISONERS)
    assert [flow.receiver for flow in decide(told).flows] == [UKRAINE]


@pytest.mark.parametrize(
    ("figures", "minimum", "maximum", "verdict"),
    [
        pytest.param([figure(121)], 121, 121, SINGLE, id="one speaker"),
        pytest.param([figure(121), figure(121)], 121, 121, SINGLE, id="one speaker in two articles"),
        pytest.param([figure(121), figure(121, speaker=MEMBER)], 121, 121, AGREED, id="two speakers"),
        pytest.param([figure(207), figure(195, speaker=MEMBER)], 195, 207, DISPUTED, id="one against one"),
        pytest.param(
            [figure(207), figure(207, speaker=MEMBER), figure(195, speaker=MINISTRY)],
            207,
            207,
            DISPUTED,
            id="two against one",
        ),
        pytest.param([figure(502), figure(501, maximum=None, speaker=MEMBER)], 502, 502, AGREED, id="502 is over 500"),
        pytest.param([figure(77), figure(24, maximum=None, speaker=MEMBER)], 77, 77, SINGLE, id="77 is not dozens"),
        pytest.param([figure(502), figure(600, maximum=None, speaker=MEMBER)], 502, 502, DISPUTED, id="not over 600"),
        pytest.param([figure(501, maximum=None), figure(40, maximum=600)], 501, 600, SINGLE, id="bounds intersect"),
        pytest.param([figure(501, maximum=None), figure(40, maximum=50)], 40, None, DISPUTED, id="bounds apart"),
        pytest.param(
            [figure(121), figure(121, speaker=MEMBER, stance=Stance.CONFIRMS)], 121, 121, AGREED, id="confirmed"
        ),
        pytest.param([figure(121), figure(121, speaker=MEMBER, stance=Stance.DENIES)], 121, 121, DISPUTED, id="denied"),
        pytest.param(
            [figure(541), figure(540), figure(540, stance=Stance.DENIES)],
            541,
            541,
            SINGLE,
            id="corrected by its speaker",
        ),
        pytest.param(
            [figure(541), figure(540, speaker=MEMBER, stance=Stance.DENIES)],
            541,
            541,
            SINGLE,
            id="another figure denied",
        ),
    ],
)
def test_a_flow_has_the_figure_that_its_claims_support(
    figures: list[Evidence], minimum: int | None, maximum: int | None, verdict: Verdict
) -> None:
    flow = only_flow(*figures)
    assert (flow.minimum, flow.maximum, flow.verdict) == (minimum, maximum, verdict)


def test_an_outlets_own_voice_is_no_second_speaker_beside_the_source_it_repeats() -> None:
    flow = only_flow(figure(121, speaker=OUTLET), figure(121), publishers={"article0": OUTLET})
    assert (flow.verdict, flow.speakers, flow.articles) == (SINGLE, (HEADQUARTERS,), ("article0", "article1"))


def test_outlets_own_voices_count_where_no_source_is_named() -> None:
    publishers = {"article0": OUTLET, "article1": OTHER_OUTLET}
    flow = only_flow(figure(66, speaker=OUTLET), figure(66, speaker=OTHER_OUTLET), publishers=publishers)
    assert (flow.verdict, flow.speakers) == (AGREED, (OTHER_OUTLET, OUTLET))


def test_an_outlet_quoted_by_another_is_a_speaker() -> None:
    flow = only_flow(figure(49, speaker=OUTLET), figure(49, speaker=MEMBER), publishers={"article0": OTHER_OUTLET})
    assert flow.verdict is AGREED


def test_an_outlets_own_round_figure_may_be_rounded() -> None:
    flow = only_flow(figure(1000, speaker=OUTLET), figure(1003), publishers={"article0": OUTLET})
    assert (flow.minimum, flow.maximum, flow.verdict) == (1003, 1003, SINGLE)


def test_a_named_speakers_round_figure_is_meant() -> None:
    flow = only_flow(figure(1000, speaker=MEMBER), figure(1003))
    assert (flow.minimum, flow.maximum, flow.verdict) == (1000, 1003, DISPUTED)


def test_a_nameless_source_is_no_second_speaker() -> None:
    flow = only_flow(figure(31, RUSSIA, None), figure(31, RUSSIA, MEMBER))
    assert (flow.verdict, flow.speakers) == (SINGLE, (MEMBER,))


def test_a_state_and_its_own_body_are_one_voice() -> None:
    flow = only_flow(figure(502, speaker=UKRAINE), figure(502), speaks_for=SIDE_OF)
    assert (flow.verdict, flow.speakers) == (SINGLE, (HEADQUARTERS,))


def test_a_state_and_the_other_sides_man_are_two_voices() -> None:
    flow = only_flow(figure(99, speaker=UKRAINE), figure(99, speaker=MEMBER), speaks_for=SIDE_OF)
    assert (flow.verdict, flow.speakers) == (AGREED, (MEMBER, UKRAINE))


@pytest.mark.parametrize(
    "one",
    [
        pytest.param(figure(121, UKRAINE), id="received"),
        pytest.param(figure(121, None, giver=RUSSIA), id="handed over by the other"),
        pytest.param(figure(121, None, whose=UKRAINE), id="whose"),
    ],
)
def test_the_direction_follows_from_receiver_giver_or_owner(one: Evidence) -> None:
    flow = only_flow(one)
    assert (flow.giver, flow.receiver) == (RUSSIA, UKRAINE)


def test_combined_figures_alone_make_one_flow_without_a_direction() -> None:
    flow = only_flow(both_ways(952, UKRAINE), both_ways(952, RUSSIA))
    assert (flow.giver, flow.receiver, flow.minimum, flow.verdict) == (None, None, 952, AGREED)
    assert flow.iri.endswith("/flow/bodies")


def test_combined_figures_make_no_flow_beside_a_direction() -> None:
    assert only_flow(both_ways(952), figure(909)).minimum == 909


def test_a_total_without_a_direction_supports_the_one_it_repeats() -> None:
    flow = only_flow(figure(100, None, MINISTRY), figure(100, UKRAINE, HEADQUARTERS))
    assert (flow.receiver, flow.verdict) == (UKRAINE, AGREED)


def test_a_total_without_a_direction_disputes_none() -> None:
    flow = only_flow(figure(29, None, MINISTRY), figure(121, UKRAINE, HEADQUARTERS))
    assert (flow.receiver, flow.minimum, flow.verdict, flow.speakers) == (UKRAINE, 121, SINGLE, (HEADQUARTERS,))


def test_half_the_combined_figure_without_a_direction_is_each_sides() -> None:
    told = report(
        "wire",
        day("2024-05-31"),
        freed(150, None, OUTLET, role=Role.COMBINED),
        freed(75, None, MINISTRY),
        kind=Kind.PRISONERS,
    )
    assert [(flow.receiver, flow.minimum, flow.speakers) for flow in decide(told).flows] == [
        (RUSSIA, 75, (MINISTRY,)),
        (UKRAINE, 75, (MINISTRY,)),
    ]


def test_parts_running_totals_and_plans_make_no_flow() -> None:
    assert not decide(
        report(
            "wire",
            day("2024-03-29"),
            part(107, "donetsk"),
            figure(2101, role=Role.RUNNING),
            figure(9, role=Role.PLANNED),
        )
    ).flows


def test_prisoners_and_civilians_are_two_flows() -> None:
    told = report("wire", day("2025-10-02"), freed(185), figure(20, counted=Counted.CIVILIANS), kind=Kind.PRISONERS)
    assert {(flow.counted, flow.minimum) for flow in decide(told).flows} == {
        (Counted.PRISONERS, 185),
        (Counted.CIVILIANS, 20),
    }


def test_figures_of_unknown_reports_are_passed_over() -> None:
    _, strays = report("gone", day("2024-03-29"), figure(121))
    told, rows = report("wire", day("2024-03-29"), figure(121))
    assert decide((told, [*rows, *strays])) == decide((told, rows))


def test_further_groups_have_no_part_in_a_flows_figure() -> None:
    account = report("one", day("2024-01-31"), freed(246), freed(31), freed(15), kind=Kind.PRISONERS)
    (flow,) = decide(account).flows
    assert (flow.minimum, flow.maximum, flow.verdict) == (246, 246, SINGLE)


def test_a_figure_with_the_further_groups_is_no_dispute() -> None:
    account = report(
        "one", day("2024-01-31"), freed(246, speaker=MINISTRY), freed(31, speaker=MINISTRY), kind=Kind.PRISONERS
    )
    (flow,) = decide(account, report("two", day("2024-01-31"), freed(277), kind=Kind.PRISONERS)).flows
    assert (flow.minimum, flow.maximum, flow.verdict) == (246, 277, SINGLE)
