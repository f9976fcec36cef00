"""Reasoners find no contradiction in ontology, authority, lexicon and the graph of the samples, and find those put in.

HermiT decides OWL 2 DL; the rules of OWL 2 RL, by owlrl, are what triple stores run. Both also hear PROV-O and SKOS.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import owlrl
import pytest
from rdflib import OWL, RDF, Graph

from kg.settings import data_folder

if TYPE_CHECKING:
    from conftest import Kg

# Each with the ontology alone is a contradiction; the words are for those who read a failure.
CONTRADICTIONS = {
    "a person that is a state": "<x:a> a schema:Person , kg:State .",
    "an organization that gives": "<x:a> a org:Organization . <x:figure> kg:giver <x:a> .",
    "an outlet that is a channel": "<x:a> a kg:Outlet , kg:Channel .",
    "a claim that is a report": "<x:claim> kg:speaker <x:a> ; kg:main true .",
    "a claim of two stances": "<x:claim> kg:stance kg:asserts , kg:denies .",
    "a figure of two roles": "<x:figure> kg:role kg:total , kg:part .",
    "a disagreement that is a difference": "<x:pair> a kg:Disagreement , kg:Difference .",
    "a role as what is counted": "<x:figure> kg:counted kg:total .",
}
# Only HermiT knows these: a value that a closed list lacks, and a truth that is neither.
DEEPER = {
    "a stance of one's own": """<x:claim> kg:stance <x:mutters> . [] a owl:AllDifferent ;
        owl:distinctMembers ( <x:mutters> kg:asserts kg:confirms kg:denies kg:estimates kg:declines ) .""",
    "a report that is maybe main": '<x:report> kg:main "maybe" .',
}
JAVA = ("java", "-Xmx1g", "-Dfile.encoding=UTF-8", "-cp")
PREFIXES = "".join(
    f"@prefix {prefix}: <{namespace}> .\n"
    for prefix, namespace in (
        ("kg", "https://w3id.org/exchange-kg/ontology#"),
        ("org", "http://www.w3.org/ns/org#"),
        ("owl", str(OWL)),
        ("schema", "https://schema.org/"),
    )
)


def package(name: str) -> Path:
    """Finds a package's folder without running it: of pyLODE and owlready2 only files are wanted."""
    spec = find_spec(name)
    assert spec, f"{name} is missing: pip install --editable '.[dev]'"
    assert spec.origin
    return Path(spec.origin).parent


@pytest.fixture(scope="session")
def ontology() -> Graph:
    return Graph().parse(data_folder("ontology") / "kg.ttl")


@pytest.fixture(scope="session")
def everything(kg: Kg, samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Graph:
    path = tmp_path_factory.mktemp("reasoner") / "graph.ttl"
    assert kg("export", path, "--store", samples).returncode == 0
    vocabularies = [package("pylode") / "rdf" / name for name in ("prov.ttl", "skos.ttl")]
    graph = Graph()
    for file in (path, *sorted(data_folder("ontology").glob("*.ttl")), *vocabularies):
        graph.parse(file)
    graph.remove((None, OWL.imports, None))
    return graph


def complaints(graph: Graph) -> list[str]:
    """Lists what the rules of OWL 2 RL find wrong; words of a language and notes on triples take no part, only time."""
    notes = set(graph.subjects(RDF.type, OWL.Axiom))
    facts = Graph()
    for triple in graph:
        if triple[0] not in notes and not getattr(triple[2], "language", None):
            facts.add(triple)
    reasoner = owlrl.OWLRL_Semantics(facts, False, False)
    reasoner.closure()
    return list(reasoner.error_messages)


@pytest.fixture(scope="session")
def hermit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Gives HermiT's archive, where a Java is there to run it."""
    if shutil.which("java") is None:
        # The project's own checks set CI, so that there the reasoner is never left out.
        (pytest.fail if os.environ.get("CI") else pytest.skip)("needs Java: apt-get install default-jre-headless")
    return package("owlready2") / "hermit" / "HermiT.jar"


def satisfiable(hermit: Path, graph: Graph, file: Path, *options: str) -> bool:
    """Asks HermiT whether a graph can be true; fails where HermiT can't tell."""
    graph.serialize(file, format="nt", encoding="utf-8")
    command = [*JAVA, hermit, "org.semanticweb.HermiT.cli.CommandLine"]
    done = subprocess.run(
        [*command, "--consistency", *options, file.as_uri()], capture_output=True, text=True, timeout=300
    )
    if "InconsistentOntologyException" in done.stderr:
        return False
    assert done.returncode == 0, done.stderr
    assert "owl#Thing is satisfiable" in done.stdout
    return True


def test_hermit_finds_the_ontology_sound_and_every_class_possible(
    hermit: Path, ontology: Graph, tmp_path: Path
) -> None:
    # Without the option for unknown data types: one that OWL 2 lacks would be an error.
    assert satisfiable(hermit, ontology, tmp_path / "ontology.nt")
    command = [*JAVA, hermit, "org.semanticweb.HermiT.cli.CommandLine", "--unsatisfiable"]
    done = subprocess.run([*command, (tmp_path / "ontology.nt").as_uri()], capture_output=True, text=True, timeout=300)
    assert done.stdout.split() == ["Classes", "equivalent", "to", "'owl:Nothing':", "owl:Nothing"], done.stderr


def test_hermit_finds_no_contradiction_in_the_graph(hermit: Path, everything: Graph, tmp_path: Path) -> None:
    # Days are xsd:date, which OWL 2 lacks.
    assert satisfiable(hermit, everything, tmp_path / "everything.nt", "--ignoreUnsupportedDatatypes")


@pytest.mark.parametrize("added", ["a person that is a state", *DEEPER])
def test_hermit_finds_a_contradiction_that_is_put_in(hermit: Path, ontology: Graph, tmp_path: Path, added: str) -> None:
    wrong = Graph().parse(data=PREFIXES + (CONTRADICTIONS | DEEPER)[added], format="turtle")
    assert not satisfiable(hermit, ontology + wrong, tmp_path / "wrong.nt")


@pytest.mark.slow
def test_the_rules_of_owl_2_rl_find_no_contradiction_in_the_graph(everything: Graph) -> None:
    assert complaints(everything) == []


@pytest.mark.parametrize("added", CONTRADICTIONS)
def test_the_rules_of_owl_2_rl_find_a_contradiction_that_is_put_in(ontology: Graph, added: str) -> None:
    wrong = Graph().parse(data=PREFIXES + CONTRADICTIONS[added], format="turtle")
    assert complaints(ontology + wrong) != []


def test_an_actor_of_the_samples_that_becomes_a_state_is_found(hermit: Path, everything: Graph, tmp_path: Path) -> None:
    person = next(iter(sorted(everything.query("SELECT ?p { ?p a <https://schema.org/Person> }"))))[0]
    wrong = Graph().parse(data=f"{PREFIXES}<{person}> a kg:State .", format="turtle")
    assert not satisfiable(hermit, everything + wrong, tmp_path / "wrong.nt", "--ignoreUnsupportedDatatypes")
