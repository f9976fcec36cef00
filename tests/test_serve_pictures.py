"""The pictures of the pages in `docs/pictures/`: `make docs` takes them anew."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from serving import serving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from serving import Served

PICTURES = Path(__file__).parent.parent / "docs" / "pictures"
LARGEST = 300_000
WIDE, NARROW = {"width": 1200, "height": 800}, {"width": 390, "height": 800}
TAKEN = {
    "serve-home": ("/", WIDE),
    "serve-exchange": ("/exchange/prisoners-2024-12-30-russia-ukraine", WIDE),
    "serve-article": ("/article/2025-04-18-alder-bodies", WIDE),
    "serve-figure-narrow": ("/search?q=909", NARROW),
}


@pytest.fixture(scope="module")
def served(samples: Path) -> Iterator[Served]:
    with serving(samples) as one:
        yield one


@pytest.mark.skipif(not os.environ.get("KG_UPDATE_DOCS"), reason="`make docs` takes the pictures anew")
@pytest.mark.parametrize("name", TAKEN)
def test_the_pictures_are_taken(browser: Any, served: Served, name: str) -> None:
    path, size = TAKEN[name]
    page = browser.new_context(viewport=size, color_scheme="light").new_page()
    assert page.goto(served.url + path).status == 200
    PICTURES.mkdir(exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}.png")


@pytest.mark.parametrize("name", TAKEN)
def test_the_pictures_are_small_and_shown(name: str) -> None:
    picture = PICTURES / f"{name}.png"
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert picture.stat().st_size < LARGEST
    assert f"pictures/{name}.png" in (PICTURES.parent / "serve-pages.md").read_text(encoding="utf-8")
