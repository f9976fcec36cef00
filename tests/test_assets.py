"""The browser libraries that pages carry: bundled by the lock file, with their licences."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from kg.settings import asset

WEB = Path(__file__).resolve().parent.parent / "web"


@pytest.fixture(autouse=True)
def _bundled() -> None:
    if asset("LICENSES.txt") is None:
        assert "CI" not in os.environ, "the browser libraries were not bundled: see what `pip install -v -e .` says"
        pytest.skip("the browser libraries were not bundled here: npm or its registry is missing")


@pytest.mark.parametrize("source", sorted(path.name for path in (WEB / "src").glob("*.js")))
def test_each_entry_is_bundled_whole(source: str) -> None:
    path = asset(source)
    assert path is not None
    text = path.read_text(encoding="utf-8")
    assert len(text) > 1000
    assert "sourceMappingURL" not in text


def test_the_licence_of_each_library_is_carried() -> None:
    path = asset("LICENSES.txt")
    assert path is not None
    licences = path.read_text(encoding="utf-8")
    locked = json.loads((WEB / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    for name in json.loads((WEB / "package.json").read_text(encoding="utf-8"))["dependencies"]:
        one = locked[f"node_modules/{name}"]
        assert f"{name} {one['version']} ({one['license']})" in licences


def test_a_bundle_that_is_not_there_is_none() -> None:
    assert asset("no-such-library.js") is None
