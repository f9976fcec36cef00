"""`docs/ontology/` is what the ontology gives; with KG_UPDATE_DOCS=1 these tests write it anew."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from rdflib import Graph

from kg.settings import data_folder
from kg.vocab import KG

MAKE = Path(__file__).with_name("ontology_pages.py")
PAGE = MAKE.parent.parent / "docs" / "ontology" / "index.html"


def made(seed: str) -> bytes:
    """Makes the page in a process of its own, for pyLODE sets up logging for the one that it is in."""
    done = subprocess.run(
        [sys.executable, MAKE, data_folder("ontology") / "kg.ttl"],
        env=os.environ | {"PYTHONHASHSEED": seed},
        capture_output=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


@pytest.fixture(scope="module")
def page() -> str:
    return PAGE.read_text(encoding="utf-8")


def test_the_page_is_what_the_ontology_gives_whatever_the_order_of_hashes() -> None:
    one, other = made("1"), made("2")
    assert one == other
    if os.environ.get("KG_UPDATE_DOCS"):
        PAGE.write_bytes(one)
    # Another release of the libraries beneath may indent otherwise.
    assert one.split() == PAGE.read_bytes().split(), "the ontology has changed: make docs"


def test_each_term_has_its_place_under_its_own_name(page: str) -> None:
    places = Counter(re.findall(r'\bid="([^"]+)"', page))
    subjects = set(Graph().parse(data_folder("ontology") / "kg.ttl").subjects())
    terms = {str(term).removeprefix(str(KG)) for term in subjects if str(term).startswith(str(KG))}
    assert len(terms) > 150
    assert {term for term in terms if places[term] != 1} == set()
    assert [place for place, count in places.items() if count > 1] == []


def test_each_link_within_the_page_leads_somewhere(page: str) -> None:
    places = set(re.findall(r'\bid="([^"]+)"', page))
    links = set(re.findall(r'\bhref="#([^"]*)"', page))
    assert len(links) > 150
    assert links - places == set()


def test_the_page_loads_nothing_and_shows_a_term_by_its_name(browser: Any) -> None:
    asked: list[str] = []
    context = browser.new_context(offline=True, viewport={"width": 500, "height": 900})
    opened = context.new_page()
    opened.on("request", lambda request: asked.append(request.url))
    opened.goto(f"{PAGE.as_uri()}#denies")
    assert [url for url in asked if not url.startswith(("data:", PAGE.as_uri()))] == []
    term = opened.locator("[id=denies]")
    assert "Borland denied" in term.inner_text()
    assert term.bounding_box()["y"] < 200
    # On a narrow screen nothing is cut off.
    assert opened.evaluate("document.documentElement.scrollWidth") <= 500
    context.close()
