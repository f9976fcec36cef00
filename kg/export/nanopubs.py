"""Writes each claim as a nanopublication: what is claimed, where that comes from, and who says so in which form.

The structure is that of the guidelines (https://nanopub.net/guidelines/working_draft/): a head and three graphs.
IRIs end in a hash of all that they hold, so a claim that is read otherwise is another nanopublication.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rdflib import DCTERMS
from rdflib.term import Literal, URIRef

from kg.errors import EndingError
from kg.export.graph import write_json_ld
from kg.export.licence import LICENCE, RIGHTS, check_licence
from kg.export.turtle import Turtle, n_quad
from kg.files import replacing
from kg.rdf.terms import digest
from kg.vocab import KG, NIF, NP, NPX, PREFIXES, PROV, RDF, SDO, SKOS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path
    from typing import BinaryIO

    from kg.answer import Triple
    from kg.store import Store

# What is claimed. All else that the graph says of a claim is how it came about, and goes into the provenance.
_CLAIMED = (RDF.type, KG.stance, KG.about, KG.figure)
# Of figures, reports and ordinals it is the other way round.
_HOW = frozenset({KG.mention, KG.rule, PROV.wasDerivedFrom, PROV.wasGeneratedBy})
# Of the article as much as finds it again: its text, and that it is the context of passages, stay in the graph.
_ARTICLE = (
    SDO.identifier,
    SDO.headline,
    SDO.datePublished,
    SDO.publisher,
    SDO.url,
    KG.sha256,
    KG.originSha256,
)
# Hashes of the program's own files, by which a build tells what to do again; they would give each nanopublication
# another IRI with every line of code that changes.
_BOOKKEEPING = frozenset({KG.settings, KG.fingerprint})

_Pair = tuple[URIRef, "URIRef | Literal"]

_EXCHANGES = "SELECT ?report ?exchange { ?report kg:reportOf ?exchange }"
_LABELS = 'SELECT ?thing ?label { ?thing skos:prefLabel ?label FILTER (LANG(?label) = "en") }'
_SOFTWARE = "CONSTRUCT { ?tool ?p ?o } WHERE { ?tool a prov:SoftwareAgent ; ?p ?o }"


@dataclass(frozen=True, slots=True)
class Nanopub:
    """A nanopublication: its IRI, and the triples of its three graphs."""

    iri: URIRef
    assertion: tuple[Triple, ...]
    provenance: tuple[Triple, ...]
    publication: tuple[Triple, ...]

    def graphs(self) -> Iterator[tuple[URIRef, tuple[Triple, ...]]]:
        """Gives the four graphs with their names, the head first, as readers of streams expect."""
        names = {part: URIRef(f"{self.iri}/{part}") for part in ("head", "assertion", "provenance", "pubinfo")}
        yield (
            names["head"],
            (
                (self.iri, RDF.type, NP.Nanopublication),
                (self.iri, NP.hasAssertion, names["assertion"]),
                (self.iri, NP.hasProvenance, names["provenance"]),
                (self.iri, NP.hasPublicationInfo, names["pubinfo"]),
            ),
        )
        yield names["assertion"], self.assertion
        yield names["provenance"], self.provenance
        yield names["pubinfo"], self.publication


def export_nanopubs(store: Store, path: Path, licence: str = LICENCE) -> int:
    """Writes each claim of each article as a nanopublication to `path`; gives their number.

    The ending is `.trig`, `.nq` or `.jsonld`. Raises EndingError where it is another one, for no other syntax holds
    named graphs; UsageError where `licence` is no IRI; ExportError where the disk refuses.
    """
    writer = _WRITERS.get(path.suffix.lower())
    if writer is None:
        raise EndingError(
            f"{path}: a nanopublication is made of named graphs, which {path.suffix or 'no ending'} can't hold; "
            f"use one of {' '.join(_WRITERS)}"
        )
    number = 0

    def counted() -> Iterator[Nanopub]:
        nonlocal number
        for nanopub in nanopubs(store, licence):
            number += 1
            yield nanopub

    with replacing(path) as file:
        writer(counted(), file)
    return number


def nanopubs(store: Store, licence: str = LICENCE) -> Iterator[Nanopub]:
    """Gives the nanopublications of all claims, article by article and each article's in the order of their IRIs."""
    maker = _Maker(store, check_licence(licence))
    for graph in store.fingerprints():
        yield from maker.of_article(graph, store.triples(graph))


class _Maker:
    """What all articles share: which exchange a report is of, what actors are called, what the tools are."""

    def __init__(self, store: Store, licence: URIRef) -> None:
        self._licence = licence
        self._exchanges = {URIRef(report): URIRef(exchange) for report, exchange in store.select(_EXCHANGES).texts()}
        self._labels = {URIRef(thing): Literal(label, lang="en") for thing, label in store.select(_LABELS).texts()}
        software = store.query(_SOFTWARE)
        self._software = _by_subject(sorted(software) if isinstance(software, tuple) else ())

    def of_article(self, graph: str, triples: Iterable[Triple]) -> Iterator[Nanopub]:
        about = _by_subject(triples)
        base = graph.partition("graph/article/")[0]
        for name in sorted(name for name, stated in about.items() if (name, RDF.type, KG.Claim) in stated):
            yield self._made(name, about, base)

    def _made(self, claim: URIRef, about: Mapping[URIRef, list[Triple]], base: str) -> Nanopub:
        assertion, how = self._asserted(claim, about)
        source, provenance, articles = _provenance(claim, how, about)
        publication, notes = self._publication([*assertion, *provenance], articles, about)
        content = (*assertion, *source, *provenance, *publication, *notes)
        name = URIRef(f"{base}nanopub/{digest(*(term.n3() for parts in content for term in parts))}")
        return Nanopub(
            name,
            tuple(assertion),
            (*((URIRef(f"{name}/assertion"), p, o) for p, o in source), *provenance),
            (*((name, p, o) for p, o in publication), *notes),
        )

    def _asserted(self, claim: URIRef, about: Mapping[URIRef, list[Triple]]) -> tuple[list[Triple], list[Triple]]:
        """Gives what is claimed, and what the graph says of how that came about."""
        assertion = [triple for triple in about[claim] if triple[1] in _CLAIMED]
        how = [triple for triple in about[claim] if triple[1] not in _CLAIMED]
        figures = _values(assertion, KG.figure)
        reports = sorted({report for one in (claim, *figures) for report in _values(about[one], KG.about)})
        ordinals = sorted({ordinal for report in reports for ordinal in _values(about[report], KG.ordinal)})
        for thing in (*figures, *reports, *ordinals):
            for triple in about[thing]:
                (how if triple[1] in _HOW else assertion).append(triple)
            if exchange := self._exchanges.get(thing):
                assertion.append((thing, KG.reportOf, exchange))
        return assertion, how

    def _publication(
        self, told: list[Triple], articles: list[URIRef], about: Mapping[URIRef, list[Triple]]
    ) -> tuple[list[_Pair], list[Triple]]:
        """Gives what is said of the nanopublication, and names for readers of it alone."""
        tools = [tool for _, p, tool in told if p == PROV.wasAssociatedWith and isinstance(tool, URIRef)]
        # Of the article, not of this file: a file that bore the time of its writing would differ on each day.
        days = [o for article in articles for _, p, o in about[article] if p == SDO.datePublished]
        publication: list[_Pair] = [
            *((DCTERMS.creator, tool) for tool in tools),
            *((DCTERMS.date, day) for day in days),
            (DCTERMS.license, self._licence),
            (DCTERMS.rights, RIGHTS),
            (NPX.hasNanopubType, KG.Claim),
        ]
        named = sorted({o for _, _, o in told if isinstance(o, URIRef) and o in self._labels})
        notes = [
            *(triple for tool in tools for triple in self._software.get(tool, ())),
            *((thing, SKOS.prefLabel, self._labels[thing]) for thing in named),
        ]
        return publication, notes


def _provenance(
    claim: URIRef, how: list[Triple], about: Mapping[URIRef, list[Triple]]
) -> tuple[list[_Pair], list[Triple], list[URIRef]]:
    """Gives where the assertion comes from, all that is known of how it came about, and the article it stands in."""
    passages = sorted({o for _, _, o in how if isinstance(o, URIRef) and _is(o, NIF.String, about)})
    articles = sorted({one for passage in passages for one in _values(about[passage], NIF.referenceContext)})
    runs = _values(about[claim], PROV.wasGeneratedBy)
    source: list[_Pair] = [
        *((PROV.wasAttributedTo, speaker) for speaker in _values(how, KG.speaker)),
        *((PROV.wasDerivedFrom, passage) for passage in _values(how, PROV.wasQuotedFrom)),
        *((PROV.wasGeneratedBy, run) for run in runs),
    ]
    provenance = [
        *how,
        *(triple for passage in passages for triple in about[passage]),
        *((article, RDF.type, SDO.NewsArticle) for article in articles),
        *((s, p, o) for article in articles for s, p, o in about[article] if p in _ARTICLE),
        *((s, p, o) for run in runs for s, p, o in about[run] if p not in _BOOKKEEPING),
    ]
    return source, provenance, articles


def _by_subject(triples: Iterable[Triple]) -> dict[URIRef, list[Triple]]:
    found: defaultdict[URIRef, list[Triple]] = defaultdict(list)
    for triple in triples:
        found[triple[0]].append(triple)
    return found


def _values(triples: Iterable[Triple], predicate: URIRef) -> list[URIRef]:
    return [o for _, p, o in triples if p == predicate and isinstance(o, URIRef)]


def _is(thing: URIRef, class_: URIRef, about: Mapping[URIRef, list[Triple]]) -> bool:
    return (thing, RDF.type, class_) in about.get(thing, ())


def _trig(made: Iterable[Nanopub], file: BinaryIO) -> None:
    turtle = Turtle({**PREFIXES, "dcterms": str(DCTERMS), "np": str(NP._NS), "npx": str(NPX._NS)})
    file.write(turtle.head().encode())
    for nanopub in made:
        file.write(b"\n")
        file.writelines(turtle.graph(name, triples).encode() for name, triples in nanopub.graphs())


def _n_quads(made: Iterable[Nanopub], file: BinaryIO) -> None:
    for nanopub in made:
        for name, triples in nanopub.graphs():
            file.writelines(n_quad(triple, name).encode() for triple in triples)


def _json_ld(made: Iterable[Nanopub], file: BinaryIO) -> None:
    write_json_ld(((str(name), triples) for nanopub in made for name, triples in nanopub.graphs()), file)


_WRITERS: dict[str, Callable[[Iterable[Nanopub], BinaryIO], None]] = {
    ".trig": _trig,
    ".nq": _n_quads,
    ".jsonld": _json_ld,
}
