"""Takes in what articles tell as they are stored, and keeps what it was before, until decisions are made on it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections import Counter

    from kg.evidence import Description, Told
    from kg.index.articles import Articles
    from kg.index.past import Trace


@dataclass(slots=True)
class Change:
    """What differs from when decisions were last made.

    A changed article is among those that `went` and those that came.

    Attributes:
        went: what articles told that are changed or gone.
        went_originals: of these, those that were no copies.
        numbers: the articles that have come.
        gone: the groups of reports that went with their articles.
        described: the things that any of these articles describe, with how they were described before.
        named: the things that any of these articles refer to, with whether an article did before.
        taken: the graphs that were taken in as they are in the store.
    """

    went: list[Told] = field(default_factory=list)
    went_originals: list[Told] = field(default_factory=list)
    numbers: set[int] = field(default_factory=set)
    gone: set[int] = field(default_factory=set)
    described: dict[str, Counter[Description]] = field(default_factory=dict)
    named: dict[str, bool] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)

    def take(self, graph: str, told: Told, articles: Articles, trace: Trace) -> None:
        """Puts what an article tells now in the place of what it told; one without a name is gone."""
        self.taken.add(graph)
        number = articles.number(graph)
        before = None if number is None else articles.told(number)
        if told == before or (before is None and not told.article):
            return
        for one in (before, told):
            if one:
                self._remember(one, articles)
        if number is not None and before is not None:
            self.went.append(before)
            if articles.original(number) is None:
                self.went_originals.append(before)
            self.gone |= trace.begun_in(report.iri for report in before.reports)
            self.numbers.discard(number)
            articles.drop(number)
        if told.article:
            self.numbers.add(articles.put(graph, told))

    def _remember(self, told: Told, articles: Articles) -> None:
        """Keeps how things are named and described; of one met again that is what it was at first."""
        for name in told.named:
            if name not in self.named:
                self.named[name] = articles.is_named(name)
        for one in told.descriptions:
            if one.thing not in self.described:
                self.described[one.thing] = articles.described(one.thing)
