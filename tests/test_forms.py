"""What is remembered of words is what the model says, and entities are looked for where there may be new ones."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import pytest
import spacy
from spacy.attrs import DEP, HEAD, LEMMA, MORPH, ORTH, POS, TAG

from kg import authority, lexicon, read
from kg.annotate import forms
from kg.annotate.annotator import Annotator
from kg.annotate.forms import Forms
from kg.settings import BASE, MODEL, samples_folder

if TYPE_CHECKING:
    from spacy.language import Language

SENTENCES = """There are 40 men. There's one who ain't home, and they're gonna come; let's see, they gotta.

THE BODIES OF 12 SOLDIERS WERE RETURNED.  Y'all can't say who's his. Got to go, c'mon!
“We’ve counted 1,212 bodies,” Norton’s office said; it is theirs that was lost."""


@lru_cache
def annotator() -> Annotator:
    return Annotator.load(MODEL, authority.load((), BASE), lexicon.load(), BASE)


@lru_cache
def plain() -> Language:
    """Gives the model with our sentence borders and its own components."""
    nlp = spacy.load(MODEL, exclude=["senter"])
    nlp.add_pipe("kg_sentences", first=True)
    return nlp


@pytest.mark.parametrize("text", [SENTENCES, "", "  \n", *(read.read(one).text for one in samples_folder().iterdir())])
def test_parts_of_speech_and_lemmas_are_those_of_the_model(text: str) -> None:
    told = [ORTH, TAG, POS, MORPH, LEMMA, DEP, HEAD]
    for _ in range(2):  # learned, then remembered
        assert annotator().nlp(text).to_array(told).tolist() == plain()(text).to_array(told).tolist()


def test_the_memory_stays_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forms, "_MOST", 20)
    nlp = annotator().nlp
    for text in (SENTENCES, "Other words came.", SENTENCES):
        assert [token.lemma_ for token in nlp(text)] == [token.lemma_ for token in plain()(text)]
    assert len(nlp.get_pipe("kg_forms")._known) < 100  # type: ignore[attr-defined]


def test_a_model_without_the_two_components_keeps_its_own() -> None:
    nlp = spacy.blank("en")
    assert not Forms.fits(nlp)
    nlp.add_pipe("lemmatizer", config={"mode": "lookup"})
    assert not Forms.fits(nlp)


def test_new_names_are_found_as_the_model_finds_them() -> None:
    text = "The bodies came home. Mary Norton of the Lantern Foundation said so on Friday. Nobody else spoke."
    doc = annotator().nlp(text)
    annotator().names.find(doc)
    found = {one.text: one.label_ for one in doc.ents}
    assert found["Mary Norton"] == "PERSON"
    assert {one.text: one.label_ for one in plain()(text).ents} == found


def test_sentences_whose_names_are_known_are_not_looked_at() -> None:
    doc = annotator().nlp("Ukraine received 40 bodies from Russia on Friday.")
    names = [found.text for found in annotator().names.find(doc)]
    assert names == ["Ukraine", "Russia"]
    assert doc.ents == ()
