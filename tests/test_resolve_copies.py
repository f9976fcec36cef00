"""Copies: what is one text at several outlets, what only sounds like it, and how copies count."""

from __future__ import annotations

from datetime import date

import pytest
from resolve_records import BASE, UKRAINE, day, figure, report

from kg.model import Verdict
from kg.resolve import find_copies, resolve

LEAD = "Arland has handed over the bodies of 412 Borlandic soldiers, the Borlandic headquarters said on {day}."
SECOND = "The bodies will be taken to Norton, where experts of the interior ministry are to establish the names."
THIRD = "Arland's negotiator confirmed the exchange and said his side had received 27 bodies in return."
AGENCY = [LEAD.format(day="Friday"), SECOND, THIRD]


def test_a_text_at_another_outlet_is_a_copy_of_the_earliest() -> None:
    passages = {"b-agency": AGENCY, "a-daily": AGENCY, "c-portal": AGENCY}
    days = {"b-agency": date(2025, 5, 16), "a-daily": date(2025, 5, 17)}
    assert find_copies(passages, days) == {"a-daily": "b-agency", "c-portal": "b-agency"}


def test_an_excerpt_and_an_edited_text_are_copies() -> None:
    edited = [LEAD.format(day="Friday").replace("handed over", "returned"), SECOND, THIRD]
    passages = {"agency": AGENCY, "cut": [*AGENCY[:2], "Nothing was said of prisoners."], "edited": edited}
    assert find_copies(passages, {"agency": date(2025, 5, 16)}) == {"cut": "agency", "edited": "agency"}


@pytest.mark.parametrize(
    "other",
    [
        # The formula of last month's statement with this month's number.
        [LEAD.format(day="Friday").replace("412", "503"), SECOND, THIRD.replace("27", "42")],
        # The same quotation in an article of its own.
        [SECOND, "The Western Daily counted 412 coffins on nine lorries that left the border crossing at noon."],
        # A sentence that newsrooms have ready.
        ["Arland has not commented.", "The Borlandic headquarters gave no number."],
        ["Arland has not commented."],
    ],
)
def test_what_only_shares_a_formula_is_no_copy(other: list[str]) -> None:
    passages = {"agency": [*AGENCY, "Arland has not commented."], "other": other}
    assert find_copies(passages, {"agency": date(2025, 5, 16)}) == {}


def test_a_copy_of_a_copy_is_one_of_the_original() -> None:
    first, second = (
        AGENCY,
        [*AGENCY[:2], "Relatives waited at the station in Norton until late in the evening, it said."],
    )
    passages = {"1": [*first, "Another paragraph of the agency tells of the talks that went before it in the spring."]}
    passages |= {"2": first, "3": second}
    assert find_copies(passages, {}) == {"2": "1", "3": "1"}


def test_the_order_of_articles_makes_no_difference() -> None:
    passages = dict.fromkeys("abcdefghijkl", AGENCY)
    assert (
        find_copies(passages, {})
        == find_copies(dict(reversed(passages.items())), {})
        == dict.fromkeys("bcdefghijkl", "a")
    )


def test_copies_are_one_source_and_join_their_original_by_its_day() -> None:
    outlets = {name: f"{BASE}agent/{name}-outlet" for name in ("agency", "portal")}
    told = [
        report(name, days, figure(412, UKRAINE, speaker=outlets[name]))
        for name, days in (("agency", day("2025-05-16")), ("portal", day("2025-05-19")))
    ]
    reports, rows = [one for one, _ in told], [row for _, several in told for row in several]

    apart = resolve(reports, rows, publishers=outlets)
    assert len(apart.exchanges) == 2
    found = resolve(reports, rows, publishers=outlets, copies={"portal": "agency"})
    ((exchange,), (flow,)) = found.exchanges, found.flows
    assert exchange.days == day("2025-05-16")
    assert (flow.verdict, flow.articles, flow.speakers) == (Verdict.SINGLE, ("agency",), (outlets["agency"],))
    assert [link.reasons for link in found.links] == [("portal has the text of agency",)]
