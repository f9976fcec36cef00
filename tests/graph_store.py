"""The graph of `graph_records`, in a store in memory."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import graph_records as records

from kg import evidence, query, rdf
from kg.authority import Authority, Entry, EntryType
from kg.store import Store
from kg.terms import written

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.query import Question

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


def described(descriptions: Iterable[evidence.Description], thing: str) -> Counter[evidence.Description]:
    return Counter(one for one in descriptions if one.thing == thing)


def decide(store: Store) -> None:
    articles = evidence.all_told(store)
    known = rdf.authority_statements(AUTHORITY, {thing for told in articles for thing in told.named})
    store.replace_written(rdf.authority_graph(), written(known, rdf.authority_graph()))
    descriptions = [one for told in articles for one in told.descriptions if AUTHORITY.get(one.thing) is None]
    minted = {one.thing: evidence.minted(one.thing, described(descriptions, one.thing)) for one in descriptions}
    decisions = rdf.decision_statements(
        records.resolution(),
        [row for told in articles for row in told.rows],
        minted,
        judgements=[records.JUDGEMENT],
        copies={"post": "herald 1"},
    )
    settled = rdf.settle_actors(decisions, known)
    store.replace_written(rdf.decisions_graph(), written(settled, rdf.decisions_graph()))


def as_it_is(question: Question, values: dict[str, str]) -> str:
    """Gives a question as another tool reads it, to which the marks for large stores are comments."""
    text = re.sub(r"#(whole|unless \w+|if \w+:.*)$", "", question.text, flags=re.MULTILINE)
    return query.fill(replace(question, text=text), values)
