"""What needn't be parsed: articles without the words of an exchange, and none that tells of one."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg import authority, lexicon
from kg.annotate import relevance
from kg.annotate.acts import text_of
from kg.annotate.annotator import Annotator
from kg.annotate.cast import Cast
from kg.annotate.sieve import Sieve
from kg.settings import BASE, MODEL

CORPUS = Path(__file__).parent / "corpus"

# One for each way in which `relevance.is_about_exchange` says yes, with as few other words as it takes.
TELLING = [
    "Russia sent Ukraine the bodies of its soldiers.",
    "A convoy with remains of soldiers went from Russia to Ukraine.",
    "Russia and Ukraine swapped 40 people for 38.",
    "The exchange between Ukraine and Russia freed 30 soldiers.",
    "Ukraine freed 20 prisoners.",
    "Armenia returned two POWs to Azerbaijan.",
    "Ukraine brought home its dead.",
    "Armenia received its war dead from Azerbaijan.",
    "Armenia and Azerbaijan marked the handover of the fallen with the return of their coffins.",
    "The repatriation efforts brought the men back from Russia.",
    "Ukraine received remains from Russia.",
    "The exchange fund grew by 90 prisoners. Ukraine and Russia keep quiet.",
    "Ukraine swapped captured soldiers; 12 troops were freed.",
]

OTHER = [
    "The central bank kept its rate, and shares in Frankfurt closed higher as traders returned from the break.",
    "The striker was swapped for a defender after an hour; the club had traded its goalkeeper in May.",
    "Whether the bridge can carry trams remains unclear, the council said after the transfer to a new contractor.",
    "Rain is expected in Kyiv and Moscow; temperatures return to normal on Sunday.",
    "Two people died when a coach fell from a road in the mountains; the driver was freed from the wreck.",
    "The minister met her colleague from Russia and discussed grain, trade and the return of diplomats.",
]


@pytest.fixture(scope="module")
def annotator() -> Annotator:
    return Annotator.load(MODEL, authority.load(), lexicon.load(), BASE)


@pytest.fixture(scope="module")
def sieve() -> Sieve:
    return Sieve(authority.load(), lexicon.load())


def is_about_exchange(annotator: Annotator, text: str) -> bool:
    doc = annotator.nlp(text)
    cast = Cast(doc, annotator.names.find(doc), annotator.authority, annotator.lexicon, BASE, home=None)
    assert text_of(doc)
    return relevance.is_about_exchange(doc, cast)


@pytest.mark.parametrize("text", TELLING)
def test_what_the_reader_takes_comes_through(annotator: Annotator, sieve: Sieve, text: str) -> None:
    assert is_about_exchange(annotator, text)
    assert sieve.may_tell(text)
    assert sieve.may_tell(text.upper())


@pytest.mark.parametrize("text", OTHER)
def test_other_news_needn_t_be_parsed(annotator: Annotator, sieve: Sieve, text: str) -> None:
    assert not is_about_exchange(annotator, text)
    assert not sieve.may_tell(text)


def test_no_annotated_article_is_lost(sieve: Sieve) -> None:
    articles = [path for path in sorted(CORPUS.glob("*/articles/*.txt")) if path.parts[-3] != "other"]
    assert len(articles) > 250
    assert [path.name for path in articles if not sieve.may_tell(path.read_text(encoding="utf-8"))] == []


def test_a_side_whose_name_is_too_short_to_look_for_may_be_anywhere(tmp_path: Path) -> None:
    more = tmp_path / "more.ttl"
    more.write_text(
        """@prefix agent: <https://w3id.org/exchange-kg/id/agent/> .
        @prefix kg: <https://w3id.org/exchange-kg/ontology#> .
        @prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
        agent:oz a kg:State ; skos:prefLabel "Oz"@en .
        <https://example.org/war> a kg:Conflict ; kg:earliest "2020-01-01"^^xsd:date ;
          kg:party agent:oz , agent:ukraine .
        """
    )
    known, words = authority.load((more,)), lexicon.load((more,))
    assert Sieve(known, words).may_tell("Oz swapped 10 men for 12.")
    assert not Sieve(authority.load(), lexicon.load()).may_tell("Oz swapped 10 men for 12.")
