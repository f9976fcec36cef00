"""The pages that `docs/network.md` shows: `KG_UPDATE_DOCS=1 pytest tests/test_network_pictures.py` takes them anew."""

from __future__ import annotations

import os
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from matplotlib import image
from PIL import Image

from kg.network import VIEWS

if TYPE_CHECKING:
    from conftest import Kg

DOCS = Path(__file__).resolve().parent.parent / "docs"
SCREENS = {"wide": (1440, 820), "narrow": (390, 844)}
PICK = """() => {
    const line = kgNetwork.lines().find((one) => one.top), drawing = document.getElementById("drawing");
    const box = drawing.getBoundingClientRect();
    drawing.dispatchEvent(new MouseEvent("click", { clientX: box.x + line.x, clientY: box.y + line.y }));
    scrollTo(0, 0);
    return line.text;
}"""


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("view", VIEWS)
def test_the_documents_show_each_view_as_it_is_drawn(
    kg: Kg, samples: Path, browser: Any, tmp_path: Path, view: str, screen: str
) -> None:
    assert kg("network", tmp_path / "page.html", "--view", view, "--store", samples).returncode == 0
    width, height = SCREENS[screen]
    # One of them in dark colours, one with a line that was chosen.
    scheme = "dark" if view == "relays" else "light"
    context = browser.new_context(viewport={"width": width, "height": height}, offline=True, color_scheme=scheme)
    opened = context.new_page()
    opened.goto((tmp_path / "page.html").as_uri())
    opened.wait_for_function("kgNetwork.labels()?.length > 0")
    if view == "about":
        told = opened.evaluate(PICK)
        assert opened.inner_text("#panel h2") == told
        passages = opened.locator("#panel blockquote").all_inner_texts()
        articles = [path.read_text(encoding="utf-8") for path in (DOCS.parent / "kg/samples").iterdir()]
        assert passages
        assert all(any(passage in article for article in articles) for passage in passages)
    picture = DOCS / "pictures" / f"network-{view}-{screen}.png"
    taken = picture if os.environ.get("KG_UPDATE_DOCS") else tmp_path / "taken.png"
    taken.parent.mkdir(exist_ok=True)
    Image.open(BytesIO(opened.screenshot())).convert("RGB").save(taken, optimize=True)
    context.close()
    # Fonts differ between machines, and with them single dots.
    assert image.imread(picture).shape[:2] == image.imread(taken).shape[:2]
    assert picture.stat().st_size < 300_000


def test_every_picture_is_shown() -> None:
    text = (DOCS / "network.md").read_text(encoding="utf-8")
    wanted = [f"network-{view}-{screen}.png" for view in VIEWS for screen in SCREENS]
    assert [name for name in wanted if f"(pictures/{name})" not in text] == []
