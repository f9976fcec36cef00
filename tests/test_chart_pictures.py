"""The charts that `docs/pictures.md` shows: `KG_UPDATE_DOCS=1 pytest tests/test_chart_pictures.py` takes them anew."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import matplotlib.image
import pytest

from kg import chart as charts

if TYPE_CHECKING:
    from conftest import Kg

DOCS = Path(__file__).resolve().parent.parent / "docs"
NAMES = [chart.name for chart in charts.CHARTS]
SCREENS = {"wide": (1440, 1), "narrow": (390, 2)}
FILTERS = {"map": ("--param", "counted=bodies")}


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("name", NAMES)
def test_the_documents_show_each_chart_as_it_is_drawn(
    kg: Kg, samples: Path, browser: Any, tmp_path: Path, name: str, screen: str
) -> None:
    width, density = SCREENS[screen]
    page = tmp_path / "chart.html"
    assert kg("chart", name, page, "--store", samples, *FILTERS.get(name, ())).returncode == 0
    context = browser.new_context(viewport={"width": width, "height": 900}, device_scale_factor=density, offline=True)
    opened = context.new_page()
    opened.goto(page.as_uri())
    picture = DOCS / "pictures" / f"chart-{name}-{screen}.png"
    taken = picture if os.environ.get("KG_UPDATE_DOCS") else tmp_path / "taken.png"
    taken.parent.mkdir(exist_ok=True)
    opened.locator("figure").screenshot(path=taken)
    context.close()
    # Fonts differ between machines, and with them single dots; that a chart has changed shows in its size.
    shown, now = (matplotlib.image.imread(path).shape for path in (picture, taken))
    assert all(abs(one - other) <= 2 for one, other in zip(shown[:2], now[:2], strict=True)), "run make docs"
    assert picture.stat().st_size < 300_000


def test_every_picture_is_shown() -> None:
    text = (DOCS / "pictures.md").read_text(encoding="utf-8")
    wanted = {f"chart-{name}-{screen}.png" for name in NAMES for screen in SCREENS}
    assert wanted <= {path.name for path in (DOCS / "pictures").iterdir()}
    assert [name for name in sorted(wanted) if f"(pictures/{name})" not in text] == []
