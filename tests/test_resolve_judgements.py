from __future__ import annotations

import pytest
from resolve_records import RUSSIA, apart, day, decide, figure, groups, iri_of, report, together

from kg.errors import KgError
from kg.model import Days
from kg.resolve import Judgement


def same(one: str, other: str, reason: str = "") -> Judgement:
    return Judgement(True, iri_of(one), iri_of(other), reason)


def different(one: str, other: str) -> Judgement:
    return Judgement(False, iri_of(one), iri_of(other))


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


def test_judgements_that_contradict_each_other_are_an_error_that_names_both_reports() -> None:
    told = [report(name, day("2024-03-29")) for name in ("one", "three", "two")]
    judgements = [same("one", "two"), same("two", "three"), different("three", "one")]
    with pytest.raises(KgError, match=f"{iri_of('three')} and {iri_of('one')} are judged different"):
        decide(*told, judgements=judgements)
