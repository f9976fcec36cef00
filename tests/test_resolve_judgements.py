from __future__ import annotations

import pytest
from resolve_records import RUSSIA, apart, day, decide, figure, groups, iri_of, report, together

from kg.errors import KgError
from kg.model import Days, Judgement
from kg.resolve import canonical
from kg.settings import BASE


def same(one: str, other: str, reason: str = "") -> Judgement:
    return Judgement(f"{BASE}judgement/{one}-{other}", True, (iri_of(one),), (iri_of(other),), reason)


def different(one: str, other: str) -> Judgement:
    return Judgement(f"{BASE}judgement/{one}-not-{other}", False, (iri_of(one),), (iri_of(other),))


def test_reports_judged_different_are_two_exchanges_whatever_agrees() -> None:
    told = [report(name, day("2024-03-29"), figure(121), figure(29, RUSSIA)) for name in ("one", "two")]
    assert groups(*told) == together("one", "two")
    assert groups(*told, judgements=[different("one", "two")]) == apart("one", "two")


def test_reports_judged_different_are_not_joined_through_a_third() -> None:
    told = [report(name, day("2024-03-29"), figure(121), figure(29, RUSSIA)) for name in ("one", "three", "two")]
    found = groups(*told, judgements=[different("one", "two")])
    assert len(found) == 2
    assert not any({"one", "two"} <= reports for reports in found)


def test_reports_judged_the_same_are_one_exchange_whatever_forbids_it() -> None:
    told = [report("one", day("2024-01-03")), report("two", day("2024-01-31"))]
    found = decide(*told, judgements=[same("one", "two", "a slip of the pen")])
    (exchange,) = found.exchanges
    assert (exchange.days.earliest, exchange.days.latest) == (day("2024-01-03").earliest, day("2024-01-31").latest)
    assert [link.reasons for link in found.links] == [("judged the same: a slip of the pen",)]


def test_what_is_judged_the_same_takes_others_with_it() -> None:
    told = [
        report("dated", day("2024-03-29"), figure(121), figure(29, RUSSIA)),
        report("bare", Days()),
        report("also", day("2024-03-29")),
    ]
    assert groups(*told, judgements=[same("bare", "also")]) == together("dated", "bare", "also")


def test_a_judgement_on_an_article_that_is_gone_changes_nothing() -> None:
    told = [report("one", day("2024-03-29"), figure(121))]
    assert decide(*told, judgements=[same("one", "gone"), different("gone", "one")]) == decide(*told)


def test_taking_a_judgement_back_gives_the_same_resolution_as_before() -> None:
    told = [report("one", day("2024-03-29")), report("two", day("2024-03-29"))]
    before = decide(*told)
    assert decide(*told, judgements=[different("one", "two")]) != before
    assert decide(*told, judgements=[]) == before


def test_judgements_that_contradict_each_other_are_an_error_that_names_them_all() -> None:
    told = [report(name, day("2024-03-29")) for name in ("one", "three", "two")]
    judgements = [same("one", "two", "as told"), same("two", "three"), different("three", "one")]
    contradiction = r"\[three-no, different\] against \[two-thre, same\], \[one-two, same \(as told\)\]"
    with pytest.raises(KgError, match=contradiction):
        decide(*told, judgements=judgements)


def test_exchanges_judged_the_same_keep_what_joined_the_reports_of_each() -> None:
    told = [
        report(name, day(when), figure(121), figure(29, RUSSIA))
        for name, when in (("one", "2024-03-29"), ("two", "2024-03-29"), ("late", "2024-03-30"))
    ]
    judged = Judgement(f"{BASE}judgement/1", True, (iri_of("one"), iri_of("two")), (iri_of("late"),), "a night's work")
    found = decide(*told, judgements=[judged])
    assert len(found.exchanges) == 1
    reasons = {frozenset((link.report_a, link.report_b)): link.reasons for link in found.links}
    assert reasons[frozenset((iri_of("one"), iri_of("late")))] == ("judged the same: a night's work",)
    assert "same day 2024-03-29" in reasons[frozenset((iri_of("one"), iri_of("two")))]


def test_an_actor_judged_the_same_counts_as_the_one_that_is_known() -> None:
    def actors(same: bool, one: str, other: str) -> Judgement:
        return Judgement(f"{BASE}judgement/{one}-{other}", same, (one,), (other,))

    named = ["a-minted", "b-known", "c-minted", "d-alone"]
    judged = [
        actors(True, "a-minted", "c-minted"),
        actors(True, "b-known", "c-minted"),
        actors(False, "b-known", "d-alone"),
    ]
    assert canonical(named, {"b-known"}, judged) == {"a-minted": "b-known", "c-minted": "b-known"}
    # What joins the two is gone with its article; the judgements hold.
    assert canonical(["a-minted", "b-known"], {"b-known"}, judged) == {"a-minted": "b-known"}
    assert canonical(["a-minted", "d-alone"], set(), judged) == {}
    with pytest.raises(KgError, match="contradict"):
        canonical(named, set(), [*judged, actors(True, "d-alone", "a-minted")])
