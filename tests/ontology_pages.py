"""The reference page of the ontology, which pyLODE makes of it.

By itself pyLODE leaves out individuals and what a closed list holds, and names anchors by labels: see decision 0019.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

from dominate.tags import a, h4, li, meta, style, ul
from dominate.util import raw
from pylode import OntPub
from pylode.rdf_elements import ONTDOC
from pylode.utils import section_html
from rdflib import DCTERMS, OWL, RDF, RDFS, SDO, SKOS, BNode, Graph, Literal, URIRef

NAMESPACE = "https://w3id.org/exchange-kg/ontology#"

_TEXT = [DCTERMS.title, DCTERMS.description, SKOS.scopeNote, SKOS.example, SKOS.note]
_CLASS = [*_TEXT, RDFS.subClassOf, OWL.disjointWith, RDFS.seeAlso, ONTDOC.hasInstance, ONTDOC.superClassOf]
_CLASS += [ONTDOC.inDomainOf, ONTDOC.inDomainIncludesOf, ONTDOC.inRangeOf, ONTDOC.inRangeIncludesOf]
_PROPERTY = [*_TEXT, RDFS.subPropertyOf, RDFS.domain, SDO.domainIncludes, RDFS.range, SDO.rangeIncludes, RDFS.seeAlso]
_INDIVIDUAL = [*_TEXT, SKOS.inScheme, SKOS.hasTopConcept, RDFS.seeAlso]
_DECLARATIONS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
_SECTIONS = (
    ("Classes", OWL.Class, "classes", _CLASS),
    ("Object Properties", OWL.ObjectProperty, "objectproperties", _PROPERTY),
    ("Datatype Properties", OWL.DatatypeProperty, "datatypeproperties", _PROPERTY),
    ("Named Individuals", OWL.NamedIndividual, "named_individuals", _INDIVIDUAL),
)
# Rows that pyLODE does not know: their heading, and what it tells when pointed at.
_ROWS = {
    RDFS.seeAlso: ("See also", "What is near and not the same", "RDF Schema"),
    SDO.domainIncludes: ("Domain includes", "Things that may have it", "schema.org"),
    SDO.rangeIncludes: ("Range includes", "What its values may be", "schema.org"),
    OWL.disjointWith: ("Disjoint with", "Nothing can be both", "OWL"),
    SKOS.inScheme: ("In scheme", "The list of values that it belongs to", "SKOS"),
    SKOS.hasTopConcept: ("Has top concept", "A value in this list", "SKOS"),
    ONTDOC.hasInstance: ("Is one of", "All that it can be", "pyLODE"),
    ONTDOC.inDomainOf: ("Its properties", "Whatever has one of them is one", "pyLODE"),
    ONTDOC.inDomainIncludesOf: ("Shared properties", "Other things have them too", "pyLODE"),
    ONTDOC.inRangeOf: ("Value of", "Each value of these is one", "pyLODE"),
    ONTDOC.inRangeIncludesOf: ("May be value of", "Other things are values of these too", "pyLODE"),
}
# Examples are sentences, which pyLODE sets like code; on a narrow screen the table of contents would cover the text.
_CSS = """
pre { white-space: pre-wrap; font-family: inherit; margin: 0; }
td p, td ul { margin: 0; }
td ul { list-style: none; padding: 0; }
@media (max-width: 900px) {
  #content { width: auto; padding: 0 1em; }
  #toc { position: static; width: auto; height: auto; border: none; }
  #pylode { display: none; }
}
"""


class _Reference(OntPub):  # type: ignore[misc]
    """Tells also of individuals, under each term's own name."""

    def __init__(self, ontology: Graph) -> None:
        super().__init__(ontology)
        terms = {str(term) for term in ontology.subjects() if str(term).startswith(NAMESPACE)}
        self.fids = {term: term.removeprefix(NAMESPACE) for term in terms}
        for row, (title, description, source) in _ROWS.items():
            self.props_labeled[row] = {"title": title, "description": description, "ont_title": source}

    def _make_head(self, *arguments: Any, **named: Any) -> None:
        super()._make_head(*arguments, **named)
        self.doc.head.add(meta(name="viewport", content="width=device-width"), style(raw(_CSS)))

    def _make_schema_org(self) -> Graph:
        """Keeps to one node, for pyLODE writes several in any order."""
        told = super()._make_schema_org()
        for creator in set(told.objects(None, SDO.creator)):
            told.remove((creator, None, None))
        return told

    def _make_main_sections(self) -> None:
        for title, class_, id_, rows in _SECTIONS:
            section = section_html(
                title, self.ont, self.back_onts, self.ns, class_, rows, self.toc, id_, self.fids, self.props_labeled
            )
            self.content.add(section)

    def _make_toc(self) -> None:
        super()._make_toc()
        first = self.doc.body.get(ul, _class="first")[0]
        values = [li(a(title, href=anchor)) for anchor, title in self.toc["named_individuals"]]
        entry = li(h4(a("Named Individuals", href="#named_individuals")), ul(*values, _class="second"))
        first.add(entry)
        first.children.insert(4, first.children.pop())


def page(path: Path) -> str:
    """Gives the reference page of the ontology in a file; the same file gives the same page."""
    text = path.read_text(encoding="utf-8")
    names = re.findall(r"^kg:([\w-]+) a ", text, re.MULTILINE)
    return str(_Reference(_prepared(Graph().parse(data=text, format="turtle"), names)).make_html()) + "\n"


def _prepared(ontology: Graph, names: list[str]) -> Graph:
    """Leaves out what pyLODE would take for ours, and says plainly what it can't read.

    That is the declared terms of other vocabularies, and what concept schemes are: pyLODE takes each for the ontology.
    """
    out = Graph(bind_namespaces="none")
    for prefix, namespace in ontology.namespaces():
        out.bind(prefix, namespace)
    # The graph gives triples in any order, and pyLODE tells of them in that in which they were added: here the file's.
    place = {NAMESPACE + name: number for number, name in enumerate(names)}
    for subject, predicate, value in sorted(ontology, key=lambda triple: (place.get(str(triple[0]), -1), triple)):
        named = isinstance(subject, URIRef) and not isinstance(value, BNode)
        foreign = predicate == RDF.type and value in _DECLARATIONS and not str(subject).startswith(NAMESPACE)
        if named and not foreign and (predicate, value) != (RDF.type, SKOS.ConceptScheme):
            out.add((subject, predicate, value))
    for list_, values in ontology.subject_objects(OWL.oneOf):
        for value in ontology.items(values):
            out.add((list_, ONTDOC.hasInstance, value))
    for property_ in ontology.subjects(RDF.type, OWL.FunctionalProperty):
        out.remove((property_, RDF.type, OWL.FunctionalProperty))
        out.add((property_, SKOS.note, Literal("Functional: a thing has at most one value.")))
    for creator in ontology.objects(None, DCTERMS.creator):
        for label in ontology.objects(creator, RDFS.label):
            out.add((creator, SDO.name, label))
    return out


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")
    sys.stdout.write(page(Path(sys.argv[1])))
