"""The graph of `graph_records`, in a store in memory."""

from __future__ import annotations

import graph_records as records

from kg import evidence, rdf
from kg.authority import Authority, Entry, EntryType
from kg.store import Store

ENTRIES = (
    Entry(records.UKRAINE, "Ukraine", EntryType.STATE, records.UKRAINE, names=("Ukraine", "Україна")),
    Entry(records.RUSSIA, "Russia", EntryType.STATE, records.RUSSIA),
    Entry(records.HEADQUARTERS, "Coordination Headquarters", EntryType.ORGANIZATION, records.UKRAINE),
    Entry(records.DONETSK, "Donetsk", EntryType.PLACE, within=records.UKRAINE, latitude=48.0159, longitude=37.80),
    Entry(records.SUMY, "Sumy", EntryType.PLACE, within=records.UKRAINE),
    Entry(records.TELEGRAM, "Telegram", EntryType.CHANNEL),
)
AUTHORITY = Authority({entry.iri: entry for entry in ENTRIES}, "0" * 64)


def filled(store: Store | None = None) -> Store:
    store = store or Store(None)
    for annotation in (records.herald(), records.post()):
        store.replace(rdf.article_graph(annotation.article.id), rdf.article_quads(annotation, records.RUN))
    decide(store)
    return store


def decide(store: Store) -> None:
    known = rdf.authority_quads(AUTHORITY, evidence.referenced(store))
    store.replace(rdf.authority_graph(), known)
    minted = {iri: thing for iri, thing in evidence.minted(store).items() if AUTHORITY.get(iri) is None}
    decisions = rdf.decision_quads(
        records.resolution(),
        evidence.evidence(store),
        minted,
        judgements=[records.JUDGEMENT],
        copies={"post": "herald 1"},
    )
    store.replace(rdf.decisions_graph(), rdf.settle_actors(decisions, known))
