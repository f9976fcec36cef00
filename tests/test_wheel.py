"""The distribution: built from the source distribution, installed into a fresh environment, used from elsewhere."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from kg.settings import data_folder, samples_folder

ROOT = Path(__file__).resolve().parent.parent
DATA = ("ontology", "shapes", "queries")

pytestmark = pytest.mark.slow


def run(*command: str | Path, cwd: Path) -> str:
    outside = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "KG_", "VIRTUAL_ENV"))
    }
    done = subprocess.run(command, cwd=cwd, env=outside, capture_output=True, text=True, encoding="utf-8", timeout=600)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Builds the source distribution and, from that alone, the wheel."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT, cwd=folder)
    return next(folder.glob("exchange_kg-*.whl"))


@pytest.fixture(scope="module")
def bin_(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Gives the folder of commands of a fresh environment with the wheel in it and what it depends on."""
    folder = tmp_path_factory.mktemp("fresh")
    venv.create(folder, with_pip=True)
    run(folder / "bin" / "pip", "install", "-qq", wheel, cwd=folder)
    return folder / "bin"


def test_the_wheel_holds_the_files_of_the_checkout(wheel: Path) -> None:
    packed = set(zipfile.ZipFile(wheel).namelist())
    for name in DATA:
        files = {path.name for path in (ROOT / name).iterdir()}
        assert {f"kg/data/{name}/{file}" for file in files} == {
            one for one in packed if one.startswith(f"kg/data/{name}/")
        }
    assert {f"kg/samples/{path.name}" for path in samples_folder().iterdir()} <= packed
    assert "kg/py.typed" in packed
    assert {f"kg/assets/{path.name}" for path in (ROOT / "kg" / "assets").iterdir()} <= packed
    assert not any(name.startswith(("tests/", "web/", "kg/__pycache__")) for name in packed)


def test_the_wheel_works_where_there_is_no_checkout(bin_: Path, tmp_path: Path) -> None:
    asked = "import kg, kg.settings; print(kg.__file__); print(kg.settings.samples_folder())"
    package, samples = run(bin_ / "python", "-c", asked, cwd=tmp_path).splitlines()
    assert Path(package).is_relative_to(bin_.parent)
    assert "8 articles read: 8 new" in run(bin_ / "kg", "build", samples, cwd=tmp_path)
    assert "exchange/" in run(bin_ / "kg", "query", "exchanges", cwd=tmp_path)
    assert "\nconforms: 9 graphs checked, 0 violations" in "\n" + run(bin_ / "kg", "validate", cwd=tmp_path)
    assert "figure-sources" in run(bin_ / "kg", "queries", cwd=tmp_path)
    for file in ("actors.html", "actors.svg", "graph.ttl"):
        run(bin_ / "kg", "export" if file.endswith("ttl") else "network", file, cwd=tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {"kg-store", "actors.html", "actors.svg", "graph.ttl"}


def test_the_wheel_and_the_checkout_make_the_same_graph(bin_: Path, samples: Path, tmp_path: Path) -> None:
    run(bin_ / "kg", "build", samples_folder(), cwd=tmp_path)
    run(bin_ / "kg", "export", "wheel.nq", cwd=tmp_path)
    run(Path(sys.executable).with_name("kg"), "export", "checkout.nq", "--store", samples, cwd=tmp_path)
    assert (tmp_path / "wheel.nq").read_bytes() == (tmp_path / "checkout.nq").read_bytes()


@pytest.mark.parametrize("name", DATA)
def test_a_checkout_uses_its_own_files(name: str) -> None:
    assert data_folder(name) == ROOT / name
