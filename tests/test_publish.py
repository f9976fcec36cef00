"""The description of an export, and nanopublications."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import graph_records as records
import graph_store
import pytest
from rdflib import DCAT, DCTERMS, RDF, VOID, Dataset, Graph, Literal, URIRef
from rdflib.graph import ConjunctiveGraph

from kg import rdf
from kg.errors import EndingError, ExportError, UsageError
from kg.export import LICENCE, describe, export, export_nanopubs
from kg.export.nanopubs import Nanopub, nanopubs
from kg.export.turtle import Turtle
from kg.store import Store
from kg.vocab import KG, NP, PROV, SDO, SPDX, XSD

if TYPE_CHECKING:
    from conftest import Kg

DATASET = URIRef("https://w3id.org/exchange-kg/id/dataset")
HERE = Path(__file__).parent
# Fills the store again in another order and process, under another hash seed, and publishes it.
AGAIN = """
import pathlib, sys
sys.path.insert(0, sys.argv[1])
import graph_records as records, graph_store
from kg import rdf
from kg.export import describe, export_nanopubs
from kg.store import Store
out = pathlib.Path(sys.argv[2])
with Store(out / "store") as store:
    graph_store.filled(store)
    store.drop(rdf.article_graph("herald 1"))
    store.load(rdf.article_quads(records.herald(), records.RUN))
    describe(store, out / "graph.nq", out / "again.ttl")
    export_nanopubs(store, out / f"again{sys.argv[3]}")
"""


def again(folder: Path, ending: str = ".nq") -> None:
    arguments = [sys.executable, "-c", AGAIN, str(HERE), str(folder), ending]
    subprocess.run(arguments, check=True, env={"PYTHONHASHSEED": "7", "PYTHONPATH": str(HERE.parent)})


# --- the description


def described(tmp_path: Path, name: str = "graph.nq", licence: str = LICENCE) -> Graph:
    with graph_store.filled() as store:
        export(store, tmp_path / name)
        describe(store, tmp_path / name, tmp_path / "about.ttl", licence)
    return Graph().parse(tmp_path / "about.ttl")


def number(graph: Graph, subject: object, predicate: URIRef) -> int:
    value = graph.value(subject, predicate)  # type: ignore[arg-type]
    assert isinstance(value, Literal)
    return int(value)


def test_the_statistics_are_those_of_the_union_of_all_graphs(tmp_path: Path) -> None:
    about = described(tmp_path)
    data = Dataset(default_union=True).parse(tmp_path / "graph.nq")
    triples = set(data.triples((None, None, None)))
    assert number(about, DATASET, VOID.triples) == len(triples)
    assert number(about, DATASET, VOID.distinctSubjects) == len({s for s, _, _ in triples})
    assert number(about, DATASET, VOID.distinctObjects) == len({o for _, _, o in triples})
    assert number(about, DATASET, VOID.entities) == len({s for s, p, _ in triples if p == RDF.type})
    assert number(about, DATASET, VOID.properties) == len({p for _, p, _ in triples})
    classes, properties = defaultdict(set), defaultdict(int)
    for s, p, o in triples:
        properties[p] += 1
        if p == RDF.type:
            classes[o].add(s)
    assert {
        about.value(part, VOID["class"]): number(about, part, VOID.entities)
        for part in about.objects(DATASET, VOID.classPartition)
    } == {class_: len(things) for class_, things in classes.items()}
    assert {
        about.value(part, VOID.property): number(about, part, VOID.triples)
        for part in about.objects(DATASET, VOID.propertyPartition)
    } == properties


@pytest.mark.parametrize(
    ("ending", "media_type"),
    [
        (".ttl", "text/turtle"),
        (".trig", "application/trig"),
        (".nq", "application/n-quads"),
        (".nt", "application/n-triples"),
        (".jsonld", "application/ld+json"),
        (".rdf", "application/rdf+xml"),
    ],
)
def test_the_file_is_found_from_the_description_and_is_that_very_file(
    tmp_path: Path, ending: str, media_type: str
) -> None:
    about = described(tmp_path, f"the graph, 2nd{ending}")
    file = tmp_path / f"the graph, 2nd{ending}"
    (one,) = about.objects(DATASET, DCAT.distribution)
    assert about.value(one, DCAT.downloadURL) == URIRef(file.as_uri())
    assert about.value(one, DCAT.mediaType) == URIRef(f"https://www.iana.org/assignments/media-types/{media_type}")
    assert number(about, one, DCAT.byteSize) == file.stat().st_size
    checksum = about.value(one, SPDX.checksum)
    assert about.value(checksum, SPDX.algorithm) == SPDX.checksumAlgorithm_sha256
    wanted = Literal(hashlib.sha256(file.read_bytes()).hexdigest(), datatype=XSD.hexBinary, normalize=False)
    assert about.value(checksum, SPDX.checksumValue) == wanted


def test_a_file_in_another_folder_is_found_too(tmp_path: Path) -> None:
    (tmp_path / "files").mkdir()
    (tmp_path / "about").mkdir()
    with graph_store.filled() as store:
        export(store, tmp_path / "files" / "graph.ttl")
        describe(store, tmp_path / "files" / "graph.ttl", tmp_path / "about" / "about.ttl")
    about = Graph().parse(tmp_path / "about" / "about.ttl")
    assert about.value(DATASET, VOID.dataDump) == URIRef((tmp_path / "files" / "graph.ttl").as_uri())


def test_it_tells_licence_maker_time_and_examples_of_the_data(tmp_path: Path) -> None:
    about = described(tmp_path)
    assert about.value(DATASET, DCTERMS.license) == URIRef(LICENCE)
    assert "belong to their publishers" in str(about.value(DATASET, DCTERMS.rights))
    tool = about.value(DATASET, DCTERMS.creator)
    assert about.value(tool, SDO.softwareVersion) == Literal("0.1.0")
    assert about.value(tool, RDF.type) == PROV.SoftwareAgent
    (period,) = about.objects(DATASET, DCTERMS.temporal)
    days = sorted(
        one.article.published.isoformat() for one in (records.herald(), records.post()) if one.article.published
    )
    assert (str(about.value(period, DCAT.startDate)), str(about.value(period, DCAT.endDate))) == (days[0], days[-1])
    with graph_store.filled() as store:
        stored = {s for graph in store.graphs() for s, _, _ in store.triples(graph)}
    examples = set(about.objects(DATASET, VOID.exampleResource))
    assert examples
    assert examples <= stored


def test_a_graph_without_a_date_has_no_period(tmp_path: Path) -> None:
    with graph_store.filled() as store:
        graph = rdf.article_graph("herald 1")
        for name in store.fingerprints():
            store.replace(name, [(*t, URIRef(graph)) for t in store.triples(name) if t[1] != SDO.datePublished])
        export(store, tmp_path / "graph.nt")
        describe(store, tmp_path / "graph.nt", tmp_path / "about.ttl")
    assert (None, DCTERMS.temporal, None) not in Graph().parse(tmp_path / "about.ttl")


def test_the_same_graph_is_described_by_the_same_bytes(tmp_path: Path) -> None:
    described(tmp_path)
    again(tmp_path)
    assert (tmp_path / "again.ttl").read_bytes() == (tmp_path / "about.ttl").read_bytes()


def test_a_missing_export_is_named(tmp_path: Path) -> None:
    with graph_store.filled() as store, pytest.raises(ExportError, match=r"graph\.ttl: can't be read"):
        describe(store, tmp_path / "graph.ttl", tmp_path / "about.ttl")
    assert list(tmp_path.iterdir()) == []


# --- nanopublications


@pytest.fixture(scope="module")
def made() -> list[Nanopub]:
    with graph_store.filled() as store:
        return list(nanopubs(store))


def test_each_claim_is_one_nanopublication_with_its_figures(made: list[Nanopub]) -> None:
    with graph_store.filled() as store:
        stored = {triple for graph in store.graphs() for triple in store.triples(graph)}
    claims = {s for s, p, o in stored if (p, o) == (RDF.type, KG.Claim)}
    assert sorted(s for one in made for s, p, o in one.assertion if (p, o) == (RDF.type, KG.Claim)) == sorted(claims)
    assert len({one.iri for one in made}) == len(claims)
    wanted = {(s, o) for s, p, o in stored if p == KG.figure}
    assert {(s, o) for one in made for s, p, o in one.assertion if p == KG.figure} == wanted
    bounds = {
        (s, p, o)
        for s, p, o in stored
        if p in (SDO.minValue, KG.giver, KG.receiver) and (s, RDF.type, KG.Figure) in stored
    }
    assert bounds <= {triple for one in made for triple in one.assertion}


def test_the_assertion_names_the_exchange_and_the_provenance_the_source(made: list[Nanopub]) -> None:
    with graph_store.filled() as store:
        publishers = {s: o for graph in store.graphs() for s, p, o in store.triples(graph) if p == SDO.publisher}
    assert publishers
    for one in made:
        assert [o for _, p, o in one.assertion if p == KG.reportOf]
        assertion = URIRef(f"{one.iri}/assertion")
        (speaker,) = [o for _, p, o in one.provenance if p == KG.speaker]
        assert (assertion, PROV.wasAttributedTo, speaker) in one.provenance
        (passage,) = [o for s, p, o in one.provenance if (s, p) == (assertion, PROV.wasDerivedFrom)]
        assert [s for s, p, o in one.provenance if (p, o) == (PROV.wasQuotedFrom, passage)]
        (article,) = [s for s, p, o in one.provenance if (p, o) == (RDF.type, SDO.NewsArticle)]
        assert publishers.get(article) == next((o for _, p, o in one.provenance if p == SDO.publisher), None)
        assert {p for _, p, _ in one.assertion}.isdisjoint({KG.speaker, KG.rule, PROV.wasQuotedFrom})


def test_all_that_the_graph_says_of_claims_and_figures_is_told_once(made: list[Nanopub]) -> None:
    with graph_store.filled() as store:
        stored = {triple for graph in store.fingerprints() for triple in store.triples(graph)}
    things = {s for s, p, o in stored if p == RDF.type and o in (KG.Claim, KG.Figure)}
    told = [triple for one in made for triple in (*one.assertion, *one.provenance) if triple[0] in things]
    assert sorted(told) == sorted(triple for triple in stored if triple[0] in things)


def test_publication_info_bears_the_day_of_the_article_and_no_time_of_its_own(made: list[Nanopub]) -> None:
    for one in made:
        days = [o for _, p, o in one.provenance if p == SDO.datePublished]
        assert [o for s, p, o in one.publication if (s, p) == (one.iri, DCTERMS.date)] == days
        assert {p for _, p, _ in one.publication}.isdisjoint({DCTERMS.created, PROV.generatedAtTime})


def test_another_licence_makes_another_nanopublication(made: list[Nanopub]) -> None:
    with graph_store.filled() as store:
        other = list(nanopubs(store, "https://creativecommons.org/publicdomain/zero/1.0/"))
    assert {one.iri for one in other}.isdisjoint(one.iri for one in made)
    assert [one.assertion for one in other] == [one.assertion for one in made]


def test_an_unnamed_speaker_is_one_in_a_nanopublication_too(made: list[Nanopub]) -> None:
    with graph_store.filled() as store:
        unnamed = {
            s for graph in store.graphs() for s, p, o in store.triples(graph) if (p, o) == (KG.speaker, KG.unnamed)
        }
    told = {s for one in made for s, p, o in one.provenance if (p, o) == (KG.speaker, KG.unnamed)}
    assert told == unnamed


def by_nanopub(path: Path) -> dict[str, ConjunctiveGraph]:
    """Takes a file of nanopublications apart, as the package reads one at a time."""
    found: dict[str, ConjunctiveGraph] = defaultdict(ConjunctiveGraph)
    for s, p, o, name in Dataset().parse(path).quads():
        found[str(name).rsplit("/", 1)[0]].get_context(name).add((s, p, o))  # type: ignore[arg-type]
    return found


@pytest.mark.parametrize("ending", [".trig", ".nq", ".jsonld"])
def test_every_form_of_file_holds_the_same_nanopublications(tmp_path: Path, made: list[Nanopub], ending: str) -> None:
    with graph_store.filled() as store:
        assert export_nanopubs(store, tmp_path / f"claims{ending}") == len(made)
    wanted = {(*triple, name) for one in made for name, triples in one.graphs() for triple in triples}
    assert set(Dataset().parse(tmp_path / f"claims{ending}").quads()) == wanted


@pytest.mark.parametrize("ending", [".trig", ".nq", ".jsonld"])
def test_the_same_graph_gives_the_same_nanopublications(tmp_path: Path, ending: str) -> None:
    with graph_store.filled() as store:
        export(store, tmp_path / "graph.nq")
        export_nanopubs(store, tmp_path / f"claims{ending}")
    again(tmp_path, ending)
    assert (tmp_path / f"again{ending}").read_bytes() == (tmp_path / f"claims{ending}").read_bytes()


def test_the_nanopub_package_accepts_them_and_a_reader_can_sign_them(kg: Kg, samples: Path, tmp_path: Path) -> None:
    from nanopub import Nanopub as Reader
    from nanopub import NanopubConf
    from nanopub.profile import Profile

    done = kg("export", tmp_path / "claims.trig", "--as", "nanopubs", "--store", samples)
    assert done.returncode == 0, done.stderr
    found = by_nanopub(tmp_path / "claims.trig")
    assert f"{len(found)} nanopublications" in done.stdout
    assert all(Reader(rdf=graph, conf=NanopubConf()).is_valid for graph in found.values())
    # The profile makes a key for this test; kg has none.
    profile = Profile("https://orcid.org/0000-0000-0000-0000", "Reader")
    signed = Reader(rdf=next(iter(found.values())), conf=NanopubConf(profile=profile, add_pubinfo_generated_time=True))
    signed.sign()
    assert signed.source_uri.startswith(next(iter(found)) + "/RA")
    assert signed.has_valid_trusty
    assert signed.has_valid_signature


def test_the_nanopub_package_refuses_one_without_provenance(tmp_path: Path) -> None:
    from nanopub import Nanopub as Reader
    from nanopub import NanopubConf
    from nanopub.utils import MalformedNanopubError

    with graph_store.filled() as store:
        export_nanopubs(store, tmp_path / "claims.trig")
    name, graph = next(iter(by_nanopub(tmp_path / "claims.trig").items()))
    graph.remove_context(graph.get_context(URIRef(f"{name}/provenance")))
    with pytest.raises(MalformedNanopubError, match="provenance graph is empty"):
        _ = Reader(rdf=graph, conf=NanopubConf()).is_valid


# --- the command line


@pytest.mark.parametrize("name", ["claims.ttl", "claims.nt", "claims.rdf", "claims.foo", "claims"])
def test_an_ending_that_holds_no_named_graphs_is_refused(tmp_path: Path, name: str) -> None:
    with Store(None) as store, pytest.raises(EndingError, match=r"named graphs.*use one of \.trig \.nq \.jsonld"):
        export_nanopubs(store, tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_a_licence_is_a_whole_iri(tmp_path: Path) -> None:
    with Store(None) as store, pytest.raises(UsageError, match=r"'CC BY 4\.0' is no whole IRI of a licence"):
        export_nanopubs(store, tmp_path / "claims.nq", "CC BY 4.0")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["graph.trig", "--as", "table"], "unknown form 'table'; choose graph or nanopubs"),
        (["graph.ttl", "--as", "nanopubs"], "named graphs"),
        (["graph.trig", "--as", "nanopubs", "--describe", "about.ttl"], "without --as nanopubs"),
        (["graph.ttl", "--describe", "graph.ttl"], "another name"),
        (["graph.ttl", "--describe", "about.html"], "ends in .ttl"),
        (["graph.ttl", "--describe", "about.ttl", "--license", "CC0"], "no whole IRI"),
        (["graph.ttl", "--license", "https://example.org/licence"], "add --describe"),
    ],
)
def test_what_does_not_go_together_is_refused_before_anything_is_written(
    kg: Kg, samples: Path, tmp_path: Path, arguments: list[str], reason: str
) -> None:
    done = kg("export", *arguments, "--store", samples, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert reason in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_an_export_with_its_description(kg: Kg, samples: Path, tmp_path: Path) -> None:
    licence = "https://creativecommons.org/publicdomain/zero/1.0/"
    done = kg("export", "graph.trig", "--describe", "about.ttl", "--license", licence, "--store", samples, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert f"Licence of the statements: {licence}. Texts and passages stay their publishers'." in done.stdout
    about = Graph().parse(tmp_path / "about.ttl")
    assert set(about.objects(None, DCTERMS.license)) == {URIRef(licence)}
    articles = number(about, about.value(None, VOID["class"], SDO.NewsArticle), VOID.entities)
    assert f"News articles: {articles}." in str(about.value(DATASET, DCTERMS.description))


# --- the writer of Turtle


def test_turtle_keeps_every_sign_and_kind_of_term() -> None:
    name = URIRef("https://example.org/a")
    values: list[Literal | URIRef] = [
        Literal('line\r\nline\ttab "quoted" \\back\x01 \x7f \u2028 \U0001f54a'),
        Literal("ліс", lang="uk"),
        Literal("7", datatype=XSD.integer),
        Literal("-5", datatype=XSD.integer),
        Literal("", datatype=XSD.hexBinary, normalize=False),
        URIRef("https://w3id.org/exchange-kg/ontology#verdict-agreed"),
        URIRef("https://w3id.org/exchange-kg/ontology#a,b/c"),
        URIRef("https://w3id.org/exchange-kg/ontology#"),
        URIRef("https://example.org/ліс?x=1#y"),
    ]
    turtle = Turtle({"kg": str(KG._NS), "ex": "https://example.org/"})
    text = turtle.head() + turtle.subject(name, tuple((NP.hasAssertion, value) for value in values))
    assert "kg:verdict-agreed" in text
    assert set(Graph().parse(data=text, format="turtle").objects(name)) == set(values)
