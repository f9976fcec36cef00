"""The graph of the sample articles, built once for all tests, and the command line as users start it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from servers import Oxigraph, Virtuoso

from kg.settings import samples_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Kg = Callable[..., subprocess.CompletedProcess[str]]

SCRIPT = Path(sys.executable).with_name("kg")


@pytest.fixture(scope="session")
def kg() -> Kg:
    """Runs `kg` in a process of its own; `cwd` is its folder, `stdin` what it reads, further names its environment."""

    def run(
        *arguments: str | Path, cwd: Path | None = None, stdin: str = "", **environment: str
    ) -> subprocess.CompletedProcess[str]:
        mine = {name: value for name, value in os.environ.items() if name != "KG_STORE"}
        return subprocess.run(
            [SCRIPT, *arguments],
            cwd=cwd,
            input=stdin,
            env=mine | {"COLUMNS": "120"} | environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=300,
        )

    return run


@pytest.fixture(scope="session")
def samples(kg: Kg, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Gives a store with the graph of the sample articles; tests only read it."""
    store = tmp_path_factory.mktemp("samples") / "store"
    done = kg("build", samples_folder(), "--store", store)
    assert done.returncode == 0, done.stderr
    return store


@pytest.fixture(scope="session")
def oxigraph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Oxigraph]:
    """Runs Oxigraph's server; skipped where it is missing."""
    server = Oxigraph(tmp_path_factory.mktemp("oxigraph"))
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Virtuoso]:
    """Runs Virtuoso 7; skipped where it is missing."""
    server = Virtuoso(tmp_path_factory.mktemp("virtuoso"))
    server.start()
    yield server
    server.stop()
