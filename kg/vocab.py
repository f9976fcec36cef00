"""The vocabularies of the graph as terms that fail when mistyped.

`KG` mirrors `ontology/kg.ttl`; the others name the terms that the graph takes from vocabularies that rdflib does not
ship. A stray attribute raises instead of becoming an IRI nobody defined.
"""

# ruff: noqa: N815 (the terms are spelt as their vocabularies spell them)
from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Final

from rdflib import ORG, PROV, RDF, RDFS, SDO, SKOS, XSD
from rdflib.namespace import DefinedNamespace, Namespace

if TYPE_CHECKING:
    from rdflib.term import URIRef

__all__ = [
    "CITO",
    "ITSRDF",
    "KG",
    "NIF",
    "NP",
    "NPX",
    "ORG",
    "PREFIXES",
    "PROV",
    "RDF",
    "RDFS",
    "SDO",
    "SEM",
    "SKOS",
    "SPDX",
    "WGS84",
    "XSD",
]


class KG(DefinedNamespace):
    """The terms of `ontology/kg.ttl`."""

    _fail: ClassVar[bool] = True
    _NS: ClassVar[Namespace] = Namespace("https://w3id.org/exchange-kg/ontology#")

    # What an article says
    Claim: URIRef
    Figure: URIRef
    Report: URIRef
    Ordinal: URIRef
    Description: URIRef
    # What is decided across articles
    Exchange: URIRef
    Flow: URIRef
    Link: URIRef
    Judgement: URIRef
    Disagreement: URIRef
    Difference: URIRef
    # Who and where, beside schema:Person, org:Organization and schema:Place
    State: URIRef
    Outlet: URIRef
    Channel: URIRef
    # Closed lists of values
    Stance: URIRef
    Manner: URIRef
    Counted: URIRef
    Role: URIRef
    Verdict: URIRef
    Ruling: URIRef
    Why: URIRef
    Apparent: URIRef
    # The concept schemes that hold them
    StanceScheme: URIRef
    MannerScheme: URIRef
    CountedScheme: URIRef
    RoleScheme: URIRef
    VerdictScheme: URIRef
    RulingScheme: URIRef
    WhyScheme: URIRef
    ApparentScheme: URIRef

    # Claims
    speaker: URIRef
    stance: URIRef
    manner: URIRef
    cue: URIRef
    cueMention: URIRef
    medium: URIRef
    about: URIRef
    figure: URIRef
    rule: URIRef
    # Figures
    counted: URIRef
    whose: URIRef
    giver: URIRef
    receiver: URIRef
    place: URIRef
    role: URIRef
    mention: URIRef
    approximate: URIRef
    # Reports and exchanges
    main: URIRef
    exchanged: URIRef
    party: URIRef
    earliest: URIRef
    latest: URIRef
    weekday: URIRef
    monthDay: URIRef
    basis: URIRef
    ordinal: URIRef
    number: URIRef
    scope: URIRef
    # Decisions
    reportOf: URIRef
    joins: URIRef
    score: URIRef
    reason: URIRef
    judgedAs: URIRef
    judged: URIRef
    judgedWith: URIRef
    canonical: URIRef
    copyOf: URIRef
    inExchange: URIRef
    figureA: URIRef
    figureB: URIRef
    why: URIRef
    verdict: URIRef
    # Articles and their extraction
    boilerplate: URIRef
    sha256: URIRef
    originSha256: URIRef
    wordsSha256: URIRef
    minHash: URIRef
    publisherBasis: URIRef
    fingerprint: URIRef
    settings: URIRef
    # Who and where
    describes: URIRef
    describedAs: URIRef
    side: URIRef
    within: URIRef
    metonym: URIRef
    demonym: URIRef
    designator: URIRef
    furniture: URIRef
    headFurniture: URIRef
    tailFurniture: URIRef
    position: URIRef
    # The lexicon
    WordClass: URIRef
    ReportingVerbs: URIRef
    SilenceVerbs: URIRef
    RefusalVerbs: URIRef
    QuietAdjectives: URIRef
    AttributionPhrases: URIRef
    RelayWords: URIRef
    StatementNouns: URIRef
    SideNouns: URIRef
    SpokesNouns: URIRef
    UnnamedNouns: URIRef
    BodyNouns: URIRef
    OutletNouns: URIRef
    PeopleNouns: URIRef
    OtherNouns: URIRef
    OwnNouns: URIRef
    LawmakerNouns: URIRef
    CountNouns: URIRef
    ExchangeNouns: URIRef
    ExchangeVerbs: URIRef
    GiveVerbs: URIRef
    GetVerbs: URIRef
    ComeVerbs: URIRef
    PrisonerWords: URIRef
    BodyWords: URIRef
    LossWords: URIRef
    PlanWords: URIRef
    AgreeWords: URIRef
    ServiceNouns: URIRef
    MaleNames: URIRef
    HolidayNames: URIRef
    ScareWords: URIRef
    MastheadNouns: URIRef
    AppealVerbs: URIRef
    SectionWords: URIRef
    PlatformNames: URIRef
    Conflict: URIRef
    Hedges: URIRef
    TailHedges: URIRef
    lemma: URIRef
    weak: URIRef
    nominal: URIRef
    bound: URIRef

    # Values
    unnamed: URIRef
    asserts: URIRef
    confirms: URIRef
    denies: URIRef
    estimates: URIRef
    declines: URIRef
    quoted: URIRef
    mixed: URIRef
    paraphrased: URIRef
    narrated: URIRef
    bodies: URIRef
    prisoners: URIRef
    civilians: URIRef
    children: URIRef
    killed: URIRef
    wounded: URIRef
    missing: URIRef
    captured: URIRef
    other: URIRef
    total: URIRef
    combined: URIRef
    part: URIRef
    running: URIRef
    agreed: URIRef
    planned: URIRef
    threshold: URIRef
    losses: URIRef
    same: URIRef
    different: URIRef

    # A verdict and a role may bear one word ("agreed"), so the values of decisions carry their list's name.
    _extras: ClassVar[list[str]] = [
        "verdict-agreed",
        "verdict-disputed",
        "verdict-single",
        "why-value",
        "why-sum",
        "why-running",
        "why-rounding",
        "why-part",
        "why-both",
    ]


class NIF(DefinedNamespace):
    """The terms used of NIF 2.0 Core: passages as character ranges of a text."""

    _fail: ClassVar[bool] = True
    _NS: ClassVar[Namespace] = Namespace("http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#")

    Context: URIRef
    String: URIRef
    RFC5147String: URIRef
    Title: URIRef
    anchorOf: URIRef
    beginIndex: URIRef
    endIndex: URIRef
    isString: URIRef
    referenceContext: URIRef


class ITSRDF(DefinedNamespace):
    """The terms used of ITS 2.0 RDF: which actor or place a passage's words stand for."""

    _fail: ClassVar[bool] = True
    _NS: ClassVar[Namespace] = Namespace("http://www.w3.org/2005/11/its/rdf#")

    taIdentRef: URIRef


class CITO(DefinedNamespace):
    """The terms used of CiTO: how one claim stands to another."""

    _fail: ClassVar[bool] = True
    _NS: ClassVar[Namespace] = Namespace("http://purl.org/spar/cito/")

    agreesWith: URIRef
    confirms: URIRef
    disagreesWith: URIRef
    disputes: URIRef
    qualifies: URIRef
    corrects: URIRef


class SEM(DefinedNamespace):
    """The terms used of the Simple Event Model: exchanges are events."""

    _fail: ClassVar[bool] = True
    _NS: ClassVar[Namespace] = Namespace("http://semanticweb.cs.vu.nl/2009/11/sem/")

    Event: URIRef
    Actor: URIRef
    hasActor: URIRef
    hasEarliestBeginTimeStamp: URIRef
    hasLatestEndTimeStamp: URIRef


class NP(DefinedNamespace):
    """The terms used of the nanopublication schema: the four graphs of a nanopublication."""

    _fail: ClassVar[bool] = True
    _NS: ClassVar[Namespace] = Namespace("http://www.nanopub.org/nschema#")

    Nanopublication: URIRef
    hasAssertion: URIRef
    hasProvenance: URIRef
    hasPublicationInfo: URIRef


class NPX(DefinedNamespace):
    """The terms used of Nanopub-X, the extensions of the nanopublication schema."""

    _fail: ClassVar[bool] = True
    _NS: ClassVar[Namespace] = Namespace("http://purl.org/nanopub/x/")

    hasNanopubType: URIRef


class SPDX(DefinedNamespace):
    """The terms used of SPDX: a file's checksum, as DCAT 3 asks for it."""

    _fail: ClassVar[bool] = True
    _NS: ClassVar[Namespace] = Namespace("http://spdx.org/rdf/terms#")

    Checksum: URIRef
    checksum: URIRef
    algorithm: URIRef
    checksumValue: URIRef
    checksumAlgorithm_sha256: URIRef


class WGS84(DefinedNamespace):
    """The terms used of the W3C Basic Geo vocabulary: coordinates of places."""

    _fail: ClassVar[bool] = True
    _NS: ClassVar[Namespace] = Namespace("http://www.w3.org/2003/01/geo/wgs84_pos#")

    lat: URIRef
    long: URIRef


def _namespace(vocabulary: Any) -> str:
    return str(vocabulary._NS)


PREFIXES: Final[dict[str, str]] = {
    "cito": _namespace(CITO),
    "geo": _namespace(WGS84),
    "itsrdf": _namespace(ITSRDF),
    "kg": _namespace(KG),
    "nif": _namespace(NIF),
    "org": _namespace(ORG),
    "prov": _namespace(PROV),
    "rdf": _namespace(RDF),
    "rdfs": _namespace(RDFS),
    "schema": _namespace(SDO),
    "sem": _namespace(SEM),
    "skos": _namespace(SKOS),
    "xsd": _namespace(XSD),
}
"""The prefixes of exports and of stored questions."""
