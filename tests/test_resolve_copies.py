"""Copies: what is one text at several outlets, what only sounds like it, and how copies count."""

from __future__ import annotations

import random
import sys
from datetime import date
from importlib import util
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from resolve_records import BASE, UKRAINE, day, figure, report

from kg.likeness import Prose, read
from kg.model import Span, Verdict
from kg.resolve import find_copies, resolve

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from types import ModuleType

LEAD = "Arland has handed over the bodies of 412 Borlandic soldiers, the Borlandic headquarters said on Friday."
SECOND = "The bodies will be taken to Norton, where experts of the interior ministry are to establish the names."
THIRD = "Arland's negotiator confirmed the exchange and said his side had received 27 bodies in return."
FOURTH = "Families can call the commissioner's office at any hour; twelve operators answer, two more than last year."
FIFTH = "It was the third handover since the two governments agreed in spring not to count one against the other."
SIXTH = "Neither the Red Cross nor the mediators, who watched from a tent beside the road, wished to comment."
AGENCY = [LEAD, SECOND, THIRD, FOURTH, FIFTH, SIXTH]
OWN = [
    "Lorries with 412 coffins reached Borland on Friday, according to those who negotiate there for the families.",
    "Forensic teams in Norton now begin work that may last until autumn before relatives learn anything.",
    "In the other direction went 27 coffins, as an aide to Arland's president wrote in the evening.",
    "Shelling could be heard from the hills while soldiers carried the bags from one trailer to another.",
]
QUOTED = "“We shall bring every one of them home, however long it takes us,” the Borlandic commissioner said."


def copies(texts: Mapping[str, Sequence[str]], published: Mapping[str, date | None] | None = None) -> dict[str, str]:
    prose = {name: Prose("\n\n".join(text)) for name, text in texts.items()}
    prints = {name: kept for name, one in prose.items() if (kept := one.print())}
    return find_copies(prints, published or {}, prose.__getitem__)


def test_a_text_at_another_outlet_is_a_copy_of_the_earliest() -> None:
    texts = {"b-agency": AGENCY, "a-daily": AGENCY, "c-portal": AGENCY}
    days = {"b-agency": date(2025, 5, 16), "a-daily": date(2025, 5, 17)}
    assert copies(texts, days) == {"a-daily": "b-agency", "c-portal": "b-agency"}


@pytest.mark.parametrize(
    "edited",
    [
        ["A silent convoy rolled towards Norton in the rain, and hundreds stood at the roadside.", *AGENCY[1:]],
        AGENCY[:3],
        ["Tell a friend about this page", *AGENCY, "The Daily belongs to its readers and to nobody else, since 1990."],
        [one.replace("said", "has said").replace("bodies", "fallen") for one in AGENCY],
        ["In a rainy dawn the lorries came, and nobody at the crossing spoke.", *AGENCY[1:5], "More on the next page"],
        [AGENCY[0], "Our reporter counted nine lorries.", *AGENCY[1:5]],
        [one.replace(" ", "\u00a0").replace("'", "’").replace("handed", "hand\u00aded").upper() for one in AGENCY],
    ],
    ids=["lead", "tail", "furniture", "words", "all", "own", "typography"],
)
def test_an_edited_text_is_a_copy(edited: list[str]) -> None:
    assert copies({"agency": AGENCY, "daily": edited}, {"agency": date(2025, 5, 16)}) == {"daily": "agency"}


@pytest.mark.parametrize(
    "other",
    [
        OWN,
        # The formula of last month's statement with this month's numbers.
        [one.replace("412", "503").replace("27", "42") for one in AGENCY],
        # Another day's report above the background that the outlet prints below each.
        [
            "Borland got back 1,200 fallen soldiers on 4 June, 60 of them from Sutton.",
            "Arland took home 31.",
            *AGENCY[3:],
            QUOTED,
        ],
        # One quotation, or one sentence, in an article of its own.
        [*OWN, QUOTED],
        [SECOND, *OWN],
        # A digest of which the report is a small part.
        [*OWN, *(f"{one} And of {name} no more was heard." for name in "abcdefgh" for one in OWN), *AGENCY[:2]],
        # What newsrooms have ready.
        ["Arland has not commented.", "The Borlandic headquarters gave no number."],
    ],
    ids=["own words", "next month", "background", "quotation", "sentence", "digest", "brief"],
)
def test_what_only_shares_words_is_no_copy(other: list[str]) -> None:
    agency = [*AGENCY, QUOTED, "Arland has not commented."]
    assert copies({"agency": agency, "other": other}, {"agency": date(2025, 5, 16)}) == {}


def test_a_flash_is_a_copy_only_of_the_same_words() -> None:
    flash = "Arland and Borland exchanged 150 prisoners each on Friday, the headquarters said."
    texts = {"a": [flash], "b": [flash], "c": [flash.replace("150", "151")], "d": ["Arland has not commented."]}
    assert copies({**texts, "e": texts["d"]}) == {"b": "a"}


def test_headline_and_boilerplate_are_no_part_of_the_words() -> None:
    text = "Bodies come home\n\nShare this page\n\n" + " ".join(AGENCY)
    bare = Prose(text, [Span(0, 16), Span(18, 33)])
    assert bare.words == Prose(" ".join(AGENCY)).words
    assert bare.print() == Prose(" ".join(AGENCY)).print()


def test_a_copy_of_a_copy_is_one_of_the_original() -> None:
    own = [f"In {town} the mayor spoke of a day that nobody in the town is going to forget." for town in ("Sutton",)]
    texts = {"1": [*AGENCY, *own], "2": AGENCY, "3": AGENCY[:4], "4": AGENCY}
    assert copies(texts) == {"2": "1", "3": "1", "4": "1"}


def test_neither_order_nor_other_articles_make_a_difference() -> None:
    made = _benchmark().made
    articles = [one for one in made(20) if one.original is None or one.name.endswith("-all")]
    texts = {one.name: one.sentences for one in articles}
    days = {one.name: one.day for one in articles}
    found = copies(texts, days)
    assert found
    names = list(texts)
    random.Random(2).shuffle(names)
    assert copies({name: texts[name] for name in names}, days) == found
    for copy, original in found.items():
        assert copies({one: texts[one] for one in (copy, original)}, days) == {copy: original}


def test_signatures_are_the_same_everywhere() -> None:
    kept = Prose(" ".join(AGENCY)).print()
    assert kept
    assert read(kept.written) == kept.signature
    assert (kept.words[:16], kept.written[:16]) == WRITTEN


WRITTEN = ("4dcc477b5547b7d8", "iHO5iEKscmUdlcWz")
"""By datasketch 2.0; signatures that stores hold would compare with none of another kind."""


@pytest.mark.slow
def test_edited_articles_of_the_corpus_are_found_and_others_are_not() -> None:
    articles = [*_benchmark().made(120)]
    wrong, missed, found = _benchmark().measured(articles)
    wanted = sum(one.original is not None for one in articles)
    assert wanted > 600
    assert len(wrong) <= 0.005 * found, wrong
    assert len(missed) <= 0.005 * wanted, missed


def _benchmark() -> ModuleType:
    """The benchmark's generator: it is no package, so it is loaded from its file."""
    if "copies_benchmark" not in sys.modules:
        path = Path(__file__).parents[1] / "benchmarks" / "copies.py"
        spec = util.spec_from_file_location("copies_benchmark", path)
        assert spec
        assert spec.loader
        module = sys.modules["copies_benchmark"] = util.module_from_spec(spec)
        spec.loader.exec_module(module)
    return sys.modules["copies_benchmark"]


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
