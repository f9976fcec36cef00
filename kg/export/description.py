"""Describes an exported graph in a file of its own, in DCAT 3 and VoID: for catalogues and people.

All that it says is read from the graph and from the exported file; it bears no time of its own making.
"""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING
from urllib.parse import quote

from rdflib import DCAT, DCTERMS, FOAF, VOID
from rdflib.term import Literal, URIRef

from kg.errors import ExportError
from kg.export.licence import LICENCE, RIGHTS, check_licence
from kg.export.turtle import Node, Turtle
from kg.files import replacing
from kg.vocab import KG, PREFIXES, PROV, RDF, RDFS, SDO, SPDX, XSD

if TYPE_CHECKING:
    from pathlib import Path

    from kg.store import Store

_FORMATS = {
    ".ttl": ("text/turtle", "Turtle"),
    ".trig": ("application/trig", "TriG"),
    ".nq": ("application/n-quads", "N-Quads"),
    ".nt": ("application/n-triples", "N-Triples"),
    ".jsonld": ("application/ld+json", "JSON-LD"),
    ".rdf": ("application/rdf+xml", "RDF_XML"),
}
_ONTOLOGY = URIRef(str(KG._NS).rstrip("#"))
_EXAMPLES = (SDO.NewsArticle, KG.Claim, KG.Figure, KG.Exchange)

# Counts of distinct terms need memory for all of them, so each is asked by itself.
_TRIPLES = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
_SUBJECTS = "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o }"
_OBJECTS = "SELECT (COUNT(DISTINCT ?o) AS ?n) { ?s ?p ?o }"
_CLASSES = "SELECT ?term (COUNT(DISTINCT ?s) AS ?n) { ?s a ?term } GROUP BY ?term ORDER BY ?term"
_PROPERTIES = "SELECT ?term (COUNT(*) AS ?n) { ?s ?term ?o } GROUP BY ?term ORDER BY ?term"
_DATES = "SELECT (MIN(?day) AS ?first) (MAX(?day) AS ?last) { ?article schema:datePublished ?day }"
_EXAMPLE = "SELECT (MIN(STR(?s)) AS ?thing) {{ ?s a <{class_}> }}"
_SOFTWARE = """SELECT ?tool ?label ?version {
  ?tool a prov:SoftwareAgent ; rdfs:label ?label OPTIONAL { ?tool schema:softwareVersion ?version }
} ORDER BY ?tool"""


def describe(store: Store, file: Path, path: Path, licence: str = LICENCE) -> None:
    """Writes to `path`, as Turtle, what the graph of a store holds and what `file`, an export of it, is.

    Args:
        store: the graph.
        file: the exported file, which the description refers to by where it lies from `path`.
        path: where the description goes.
        licence: IRI of the licence of the statements; texts and passages stay their publishers'.

    Raises ExportError where `file` can't be read or `path` can't be written, UsageError where `licence` is no IRI.
    """
    about = _Description(store, check_licence(licence))
    text = about.written(file, path.parent)
    with replacing(path) as out:
        out.write(text.encode())


class _Description:
    def __init__(self, store: Store, licence: URIRef) -> None:
        self._store = store
        self._licence = licence
        self._base = next(iter(store.graphs()), "").partition("graph/")[0]
        self._classes = [(URIRef(term), int(number)) for term, number in store.select(_CLASSES).texts()]
        self._properties = [(URIRef(term), int(number)) for term, number in store.select(_PROPERTIES).texts()]

    def written(self, file: Path, folder: Path) -> str:
        name = URIRef(f"{self._base}dataset")
        here = URIRef("")
        distribution = self._distribution(file, folder)
        link = next(value for predicate, value in distribution if predicate == DCAT.downloadURL)
        parts: list[tuple[URIRef, Node]] = [
            (here, ((RDF.type, VOID.DatasetDescription), (FOAF.primaryTopic, name), (FOAF.topic, name))),
            (name, (*self._dataset(), *self._statistics(), (VOID.dataDump, link), (DCAT.distribution, distribution))),
            *self._software(),
        ]
        namespaces = {
            "dcat": str(DCAT),
            "dcterms": str(DCTERMS),
            "foaf": str(FOAF),
            "spdx": str(SPDX._NS),
            "void": str(VOID),
        }
        turtle = Turtle(dict(sorted({**PREFIXES, **namespaces}.items())))
        return turtle.head() + "".join(f"\n{turtle.subject(*part)}" for part in parts)

    def _dataset(self) -> Node:
        counts = dict(self._classes)
        articles, claims, figures, exchanges = (
            counts.get(class_, 0) for class_ in (SDO.NewsArticle, KG.Claim, KG.Figure, KG.Exchange)
        )
        days = self._store.select(_DATES).texts()[0]
        period = tuple(
            (term, Literal(day, datatype=XSD.date))
            for term, day in zip((DCAT.startDate, DCAT.endDate), days, strict=True)
            if day
        )
        tools = [tool for tool, _ in self._software()]
        return (
            (RDF.type, DCAT.Dataset),
            (RDF.type, VOID.Dataset),
            (
                DCTERMS.title,
                Literal("What news articles claim about exchanges of prisoners and of the fallen", lang="en"),
            ),
            (
                DCTERMS.description,
                Literal(
                    f"Claims: {claims}, with {figures} figures. News articles: {articles}. Exchanges: {exchanges}. "
                    "Each claim has its speaker, its article and the exact passage, in the article's words. Made by a "
                    "program from the articles' texts: expect errors, and read the passage before you cite a figure.",
                    lang="en",
                ),
            ),
            (DCTERMS.license, self._licence),
            (DCTERMS.rights, RIGHTS),
            (DCTERMS.language, URIRef("http://id.loc.gov/vocabulary/iso639-1/en")),
            (DCTERMS.conformsTo, _ONTOLOGY),
            *(((DCTERMS.temporal, ((RDF.type, DCTERMS.PeriodOfTime), *period)),) if period else ()),
            *((term, tool) for term in (DCTERMS.creator, PROV.wasAttributedTo) for tool in tools),
        )

    def _statistics(self) -> Node:
        return (
            (VOID.uriSpace, Literal(self._base)),
            (VOID.triples, self._count(_TRIPLES)),
            (VOID.entities, self._count("SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s a ?class }")),
            (VOID.distinctSubjects, self._count(_SUBJECTS)),
            (VOID.distinctObjects, self._count(_OBJECTS)),
            (VOID.classes, _number(len(self._classes))),
            (VOID.properties, _number(len(self._properties))),
            *((VOID.vocabulary, vocabulary) for vocabulary in self._vocabularies()),
            *((VOID.exampleResource, example) for example in self._examples()),
            *(
                (VOID.classPartition, ((VOID["class"], class_), (VOID.entities, _number(number))))
                for class_, number in self._classes
            ),
            *(
                (VOID.propertyPartition, ((VOID.property, property_), (VOID.triples, _number(number))))
                for property_, number in self._properties
            ),
        )

    def _count(self, sparql: str) -> Literal:
        return _number(int(self._store.select(sparql).texts()[0][0]))

    def _vocabularies(self) -> list[URIRef]:
        used = {term for term, _ in (*self._classes, *self._properties)}
        return sorted({URIRef(iri) for iri in PREFIXES.values() if any(term.startswith(iri) for term in used)})

    def _examples(self) -> list[URIRef]:
        found = (self._store.select(_EXAMPLE.format(class_=class_)).texts() for class_ in _EXAMPLES)
        return [URIRef(thing) for rows in found for (thing,) in rows if thing]

    def _software(self) -> list[tuple[URIRef, Node]]:
        return [
            (
                URIRef(tool),
                (
                    (RDF.type, PROV.SoftwareAgent),
                    (RDFS.label, Literal(label)),
                    *(((SDO.softwareVersion, Literal(version)),) if version else ()),
                ),
            )
            for tool, label, version in self._store.select(_SOFTWARE).texts()
        ]

    def _distribution(self, file: Path, folder: Path) -> Node:
        media_type, syntax = _FORMATS[file.suffix.lower()]
        try:
            with file.open("rb") as content:
                sha256 = hashlib.file_digest(content, "sha256").hexdigest()
            size = file.stat().st_size
            where = os.path.relpath(file.resolve(), folder.resolve())
        except OSError as error:
            raise ExportError(f"{file}: can't be read: {error.strerror}; export it again") from error
        return (
            (RDF.type, DCAT.Distribution),
            (DCTERMS.title, Literal(file.name)),
            (DCAT.downloadURL, URIRef(quote(where.replace(os.sep, "/")))),
            (DCAT.mediaType, URIRef(f"https://www.iana.org/assignments/media-types/{media_type}")),
            (VOID.feature, URIRef(f"http://www.w3.org/ns/formats/{syntax}")),
            (DCAT.byteSize, Literal(str(size), datatype=XSD.nonNegativeInteger)),
            (DCTERMS.license, self._licence),
            (DCTERMS.conformsTo, _ONTOLOGY),
            (
                SPDX.checksum,
                (
                    (RDF.type, SPDX.Checksum),
                    (SPDX.algorithm, SPDX.checksumAlgorithm_sha256),
                    (SPDX.checksumValue, Literal(sha256, datatype=XSD.hexBinary, normalize=False)),
                ),
            ),
        )


def _number(value: int) -> Literal:
    return Literal(str(value), datatype=XSD.integer)
