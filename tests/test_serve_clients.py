"""Clients that are not ours read the endpoint: SPARQLWrapper from PyPI, Comunica from npm, and kg itself."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from rdflib import Graph
from serving import Served, serving
from SPARQLWrapper import JSON, N3, RDFXML, XML, SPARQLWrapper

from kg.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import Kg

CLIENTS = Path(__file__).resolve().parent / "clients"
CLAIMS = """PREFIX kg: <https://w3id.org/exchange-kg/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?claim ?name { ?claim a kg:Claim ; kg:speaker/skos:prefLabel ?name FILTER(LANG(?name) = "en") }
ORDER BY ?claim ?name"""
NAMES = """CONSTRUCT { ?actor <http://www.w3.org/2004/02/skos/core#prefLabel> ?name }
WHERE { ?claim <https://w3id.org/exchange-kg/ontology#speaker> ?actor .
  ?actor <http://www.w3.org/2004/02/skos/core#prefLabel> ?name }"""
NOTHING = "ASK { ?claim a <https://example.org/Nothing> }"


@pytest.fixture(scope="module")
def served(samples: Path) -> Iterator[Served]:
    with serving(samples) as one:
        yield one


@pytest.fixture(scope="module")
def expected(samples: Path) -> list[tuple[str, ...]]:
    with Store(samples, read_only=True) as store:
        rows = store.select(CLAIMS).texts()
    assert len(rows) > 20
    return rows


@pytest.fixture(scope="module")
def comunica() -> None:
    """Installs Comunica by the lock file, where npm is."""
    npm = shutil.which("npm")
    if npm is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("needs npm")
    installed = CLIENTS / "node_modules" / ".package-lock.json"
    if not installed.is_file() or installed.stat().st_mtime < (CLIENTS / "package-lock.json").stat().st_mtime:
        command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        subprocess.run(command, cwd=CLIENTS, check=True, capture_output=True, timeout=600)


def wrapped(served: Served, query: str, form: str, method: str = "GET") -> Any:
    client = SPARQLWrapper(f"{served.url}/sparql")
    client.setQuery(query)
    client.setMethod(method)
    client.setReturnFormat(form)
    return client.query().convert()


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_sparqlwrapper_reads_rows(served: Served, expected: list[tuple[str, ...]], method: str) -> None:
    rows = wrapped(served, CLAIMS, JSON, method)["results"]["bindings"]
    assert [(row["claim"]["value"], row["name"]["value"]) for row in rows] == expected
    tree = wrapped(served, CLAIMS, XML, method)
    assert len(tree.getElementsByTagName("result")) == len(expected)


def test_sparqlwrapper_reads_truth_and_triples(served: Served) -> None:
    assert wrapped(served, NOTHING, JSON)["boolean"] is False
    triples = wrapped(served, NAMES, RDFXML)
    assert isinstance(triples, Graph)
    assert len(triples) > 20
    assert set(Graph().parse(data=wrapped(served, NAMES, N3), format="turtle")) == set(triples)


def asked(served: Served, query: str) -> list[Any]:
    command = ["node", "ask.mjs", f"{served.url}/sparql", query]
    done = subprocess.run(command, cwd=CLIENTS, capture_output=True, text=True, encoding="utf-8", timeout=300)
    assert (done.returncode, done.stderr) == (0, "")
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.usefixtures("comunica")
def test_comunica_reads_rows_truth_and_triples(served: Served, expected: list[tuple[str, ...]]) -> None:
    assert sorted((row["claim"], row["name"]) for row in asked(served, CLAIMS)) == sorted(expected)
    assert asked(served, NOTHING) == [False]
    triples = {(str(s), str(p), str(o)) for s, p, o in wrapped(served, NAMES, RDFXML)}
    assert {tuple(triple) for triple in asked(served, NAMES)} == triples


def test_kg_takes_an_answer_that_is_cut_for_an_error(kg: Kg, samples: Path) -> None:
    with serving(samples, "--rows", "5") as short:
        for asked, told in ((CLAIMS, "stops after 5 rows"), (NAMES, "stops after 5 triples")):
            done = kg("query", "-", "--endpoint", f"{short.url}/sparql", stdin=asked)
            assert done.returncode == 1
            assert told in done.stderr
            assert kg("query", "-", "--endpoint", f"{short.url}/sparql", stdin=f"{asked} LIMIT 5").returncode == 0


def test_kg_reads_it_as_it_reads_the_store(kg: Kg, served: Served, samples: Path) -> None:
    for question in ("claims", "disagreements"):
        near = kg("query", question, "--format", "csv", "--store", samples)
        far = kg("query", question, "--format", "csv", "--endpoint", f"{served.url}/sparql")
        assert (far.returncode, far.stdout) == (0, near.stdout)
