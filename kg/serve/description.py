"""The endpoint's own description in RDF (https://www.w3.org/TR/sparql11-service-description/)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rdflib import BNode, Graph, Literal, Namespace
from rdflib.namespace import RDF, VOID, XSD
from rdflib.term import URIRef

from kg.vocab import PREFIXES

if TYPE_CHECKING:
    from kg.serve.snapshot import Snapshot

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
_FORMATS = "http://www.w3.org/ns/formats/"
_RESULTS = (
    "SPARQL_Results_JSON SPARQL_Results_XML SPARQL_Results_CSV SPARQL_Results_TSV Turtle N-Triples RDF_XML JSON-LD"
)
_RDFLIB = {"text/turtle": "turtle", "application/n-triples": "nt", "application/rdf+xml": "xml"}


def written(address: str, snapshot: Snapshot, media_type: str) -> str:
    """Writes the description of the endpoint at an address; of its graphs only how many statements they hold in all."""
    graph = Graph()
    for prefix, namespace in (*PREFIXES.items(), ("sd", SD), ("void", VOID)):
        graph.bind(prefix, namespace)
    service, dataset, default = BNode(), BNode(), BNode()
    for property_, value in (
        (RDF.type, SD.Service),
        (SD.endpoint, URIRef(address)),
        (SD.supportedLanguage, SD.SPARQL11Query),
        (SD.feature, SD.UnionDefaultGraph),
        (SD.defaultDataset, dataset),
        *((SD.resultFormat, URIRef(_FORMATS + name)) for name in _RESULTS.split()),
    ):
        graph.add((service, property_, value))
    graph.add((dataset, RDF.type, SD.Dataset))
    graph.add((dataset, SD.defaultGraph, default))
    graph.add((default, RDF.type, SD.Graph))
    graph.add((default, VOID.triples, Literal(snapshot.store.count(), datatype=XSD.integer)))
    return graph.serialize(format=_RDFLIB.get(media_type, "json-ld"))
