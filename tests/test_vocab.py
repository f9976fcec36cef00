"""Code, questions, shapes and data use the terms of the ontology, all of them and no other."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from rdflib import OWL, RDF, Graph, URIRef

from kg import vocab
from kg.model import Apparent, Counted, Manner, Role, Stance, Verdict, Why
from kg.settings import data_folder
from kg.vocab import KG

CODE = Path(vocab.__file__).parent


def texts() -> dict[Path, str]:
    """Gives all files that use terms: code but for the list of them, questions, shapes, authority and lexicon."""
    paths = [path for path in CODE.rglob("*.py") if path.name != "vocab.py"]
    paths += [*data_folder("queries").glob("*.rq"), *data_folder("shapes").glob("*.ttl")]
    paths += [path for path in data_folder("ontology").glob("*.ttl") if path.name != "kg.ttl"]
    return {path: path.read_text(encoding="utf-8") for path in sorted(paths)}


def used(text: str) -> set[str]:
    """Finds terms as Turtle and SPARQL write them, and as code does."""
    return set(re.findall(r"(?<![\w:/])kg:([A-Za-z][\w-]*)", text)) | set(re.findall(r"\bKG\.([A-Za-z]\w*)", text))


@pytest.fixture(scope="module")
def ontology() -> Graph:
    return Graph().parse(data_folder("ontology") / "kg.ttl")


def terms(graph: Graph) -> set[URIRef]:
    return {subject for subject in graph.subjects() if str(subject).startswith(str(KG._NS))}  # type: ignore[misc]


def test_the_code_has_every_term_of_the_ontology_and_no_other(ontology: Graph) -> None:
    named = {name for name in KG.__annotations__ if not name.startswith("_")} | set(KG._extras)
    assert {str(term).removeprefix(str(KG._NS)) for term in terms(ontology)} == named


def test_every_term_that_the_ontology_refers_to_is_defined_in_it(ontology: Graph) -> None:
    referred = {term for term in ontology.objects() if isinstance(term, URIRef) and str(term).startswith(str(KG._NS))}
    assert referred <= terms(ontology)


@pytest.mark.parametrize(
    ("values", "list_", "prefix"),
    [
        (Stance, KG.Stance, ""),
        (Manner, KG.Manner, ""),
        (Counted, KG.Counted, ""),
        (Role, KG.Role, ""),
        (Verdict, KG.Verdict, "verdict-"),
        (Why, KG.Why, "why-"),
        (Apparent, KG.Apparent, "why-"),
    ],
)
def test_each_closed_list_holds_the_values_of_the_records(
    ontology: Graph, values: type, list_: URIRef, prefix: str
) -> None:
    wanted = {KG[f"{prefix}{value}"] for value in values}  # type: ignore[attr-defined]
    assert set(ontology.subjects(RDF.type, list_)) == wanted
    assert set(ontology.items(ontology.value(list_, OWL.oneOf))) == wanted  # type: ignore[arg-type]


def test_a_mistyped_term_fails() -> None:
    for namespace in (vocab.KG, vocab.NIF, vocab.ITSRDF, vocab.CITO, vocab.SEM, vocab.WGS84):
        with pytest.raises(AttributeError, match="speeker"):
            namespace["speeker"]


def test_other_files_of_the_ontology_use_only_terms_that_it_defines(ontology: Graph) -> None:
    defined = terms(ontology)
    for path in sorted(data_folder("ontology").glob("*.ttl")):
        graph = Graph().parse(path)
        used = {
            term for triple in graph for term in triple if isinstance(term, URIRef) and term.startswith(str(KG._NS))
        }
        assert used <= defined, f"{path.name}: {used - defined}"


def test_every_file_uses_only_terms_that_the_ontology_defines(ontology: Graph) -> None:
    """So does a question that would find nothing, and code that would fail only when run."""
    defined = {str(term).removeprefix(str(KG._NS)) for term in terms(ontology)}
    strange = {path.name: used(text) - defined for path, text in texts().items()}
    assert {name: words for name, words in strange.items() if words} == {}
    assert used("?claim kg:speeker ?who ; kg:stance KG.asserts .") - defined == {"speeker"}


def test_every_term_of_the_ontology_is_used(ontology: Graph) -> None:
    """But for those by which the ontology orders others: closed lists (named by a range) and their schemes."""
    ordering = {str(one).removeprefix(str(KG._NS)) for one in ontology.subjects(OWL.oneOf)}
    ordering |= {f"{list_}Scheme" for list_ in ordering}
    named = {str(term).removeprefix(str(KG._NS)) for term in terms(ontology)} - ordering
    found = set().union(*map(used, texts().values()))
    assert named - found == set()
