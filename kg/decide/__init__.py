"""Makes the decisions across articles anew, as far as what changed can reach.

What an article tells, what the last resolution went through and what each decision states are kept in the index; only
articles whose graphs were touched are read, only groups of reports that they can touch are resolved, and only what is
stated otherwise is written. The outcome is that of deciding everything from nothing, in whatever order articles came.
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from kg import collector, judgements
from kg.aside import Aside
from kg.decide.deciding import Deciding
from kg.errors import StoreError
from kg.index import Index
from kg.versions import program

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg import authority
    from kg.model import Judgement
    from kg.store import Store


@collector.paused()
def decide(store: Store, known: authority.Authority, base: str) -> None:
    """Makes the decisions across all stored articles anew, from the articles' graphs and readers' judgements alone.

    Raises KgError for a broken file of judgements or for judgements that contradict each other, and StoreError where
    the store refuses.
    """
    judged = judgements.load(store.path, base)
    index = opened(store, known, base)
    with Aside() as aside:
        # In threads of the database, which would else do it alone at the end.
        aside.begin(store.sort)
        _decide(store, index, known, judged, base)
        aside.wait()


def _decide(store: Store, index: Index, known: authority.Authority, judged: Sequence[Judgement], base: str) -> None:
    try:
        Deciding(store, index, known, judged, base).run()
    except sqlite3.DatabaseError:
        # A damaged index is made anew; on a full disk that fails too.
        index.discard()
        try:
            Deciding(store, opened(store, known, base), known, judged, base).run()
        except sqlite3.DatabaseError as error:
            raise StoreError(
                f"{store.name}: the index can't be written ({error}); what was stored before is intact: "
                "make room and build again"
            ) from error


def opened(store: Store, known: authority.Authority, base: str) -> Index:
    """Opens the index of a store for a writer, who may tell it what articles tell as they are stored (`Index.take`).

    Raises StoreError where the disk refuses.
    """
    return Index.of(store, f"{program()} {known.sha256} {base}")


def counts(store: Store) -> tuple[int, int, int, int, int]:
    """Counts articles, claims, figures, exchanges and disagreements, as decided on last in this store's session."""
    assert isinstance(store.attached, Index)
    return *store.attached.articles.counts(), *store.attached.decided.counts()
