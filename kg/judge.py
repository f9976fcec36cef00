"""Takes down what a reader decides on two exchanges or two actors, and has the graph obey at once.

A judgement on exchanges is kept as one on their reports: what an exchange is called may change with the next article,
what an article reports does not.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from kg import authority, decide, judgements, read, sparql
from kg.errors import KgError, UsageError
from kg.model import Judgement
from kg.rdf.terms import article_iri, digest
from kg.resolve import judged_same
from kg.store import Store

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from kg.settings import Settings

_EXCHANGE = "exchange"
_ACTOR = "actor"

_REPORTS = """
SELECT DISTINCT ?named ?report {{
  VALUES ?named {{ {names} }}
  {{ ?report kg:reportOf ?named }}
  UNION {{ ?named kg:reportOf ?any . BIND(?named AS ?report) }}
  UNION {{ ?named a kg:Claim ; kg:about ?report }}
  UNION {{ ?named a kg:Figure ; kg:about ?report }}
  UNION {{ ?report prov:wasDerivedFrom ?named ; kg:main true ; kg:reportOf ?any }}
}}"""

_ACTORS = """
SELECT DISTINCT ?actor ?label {{
  {{ VALUES ?actor {{ {names} }} ?actor a ?any }}
  UNION {{ ?actor skos:prefLabel|skos:altLabel ?name FILTER(LCASE(STR(?name)) = {text}) }}
  ?actor a ?class ; skos:prefLabel ?label FILTER(LANG(?label) = "en")
  FILTER(?class IN (schema:Person, org:Organization, kg:State, kg:Outlet))
}}"""

# Tables and `kg explain` show IRIs of the data without their beginning; what an IRI names is often left out as well.
_ROOMS = ("", "exchange/", "report/", "article/", "claim/", "figure/", "agent/")


@dataclass(frozen=True, slots=True)
class Thing:
    """What a reader named: an exchange by its reports, or an actor; `label` is what to call it."""

    kind: str
    label: str
    iris: tuple[str, ...]


def judge(store: Path, settings: Settings, same: bool, one: str, other: str, reason: str, made: date) -> Judgement:
    """Adds a judgement to those beside a store and decides anew; gives the judgement.

    Args:
        store: the folder of the store.
        settings: base and authority, as for a build.
        same: whether the two are the same.
        one: an exchange, a report or an actor, or an article, claim or figure that stands for its exchange: an IRI, its
            last parts as tables and `kg explain` show them, or an actor's name.
        other: the second one.
        reason: why, in the reader's words.
        made: the day of the judgement.

    Raises:
        UsageError: there is no such thing, more than one, or the two are of different kinds.
        KgError: earlier judgements say otherwise, or the same already; nothing is changed.
        StoreError: there is no store, or another process is writing to it; nothing is changed.
    """
    earlier = judgements.load(store, settings.base)
    with Store(store, read_only=True) as opened:
        first, second = (_thing(opened, name, settings.base) for name in (one, other))
    new = _judgement(first, second, same, reason, made, settings.base)
    _check(new, earlier)
    _obey(store, settings, [*earlier, new])
    return new


def undo(store: Path, settings: Settings, name: str) -> Judgement:
    """Takes a judgement back and decides anew; gives the judgement.

    `name` is its IRI or the beginning of its last part. Raises UsageError where no judgement or several begin so.
    """
    earlier = judgements.load(store, settings.base)
    ending = name.rsplit("/", 1)[-1]
    found = [one for one in earlier if one.iri == name or one.iri.rsplit("/", 1)[-1].startswith(ending)]
    if len(found) != 1:
        several = ", ".join(one.iri.rsplit("/", 1)[-1] for one in found)
        raise UsageError(
            f"{several} all begin with {name!r}; give more of it"
            if found
            else f"no judgement {name!r}; `kg judge list` shows those there are"
        )
    _obey(store, settings, [one for one in earlier if one is not found[0]])
    return found[0]


def _obey(store: Path, settings: Settings, judged: Sequence[Judgement]) -> None:
    """Keeps the judgements and decides anew; where the store is held by another process, neither."""
    known = authority.load(settings.authority, settings.base)
    with Store(store) as opened:
        judgements.save(store, judged)
        decide.decide(opened, known, settings.base)


def describe(one: Judgement, base: str) -> str:
    """Says what a judgement is on: exchanges by the reports that they were made of, actors by their names."""

    def side(things: Sequence[str]) -> str:
        names = [unquote(thing.removeprefix(base)) for thing in things]
        told = [name.removeprefix("report/") for name in names if name.startswith("report/")]
        return (
            f"the exchange in {', '.join(told)}" if told else ", ".join(name.removeprefix("agent/") for name in names)
        )

    return f"{side(one.ones)} {'is the same as' if one.same else 'is not'} {side(one.others)}"


def _judgement(first: Thing, second: Thing, same: bool, reason: str, made: date, base: str) -> Judgement:
    if first.kind != second.kind:
        raise UsageError(f"{first.label} is an {first.kind}, {second.label} an {second.kind}; name two of one kind")
    if set(first.iris) & set(second.iris):
        hint = "; to part its reports, name two of them or their articles" if first.kind == _EXCHANGE else ""
        raise UsageError(f"{first.label} and {second.label} are one and the same {first.kind} already{hint}")
    ones, others = sorted((first.iris, second.iris))
    key = digest("same" if same else "different", *(iri.removeprefix(base) for iri in (*ones, "", *others)))
    return Judgement(f"{base}judgement/{key}", same, ones, others, " ".join(reason.split()), made)


def _check(new: Judgement, earlier: Sequence[Judgement]) -> None:
    for one in earlier:
        if (one.same, {one.ones, one.others}) == (new.same, {new.ones, new.others}):
            raise KgError(f"judged so already: [{one}]")
    everything = {thing for one in (*earlier, new) for thing in (*one.ones, *one.others)}
    try:
        judged_same(everything, [*earlier, new])
    except KgError as error:
        raise KgError(f"[{new}] is not taken down: {error}") from error


def _thing(store: Store, name: str, base: str) -> Thing:
    """Finds what a reader means; an exchange goes before an actor of the same name."""
    names = {name} if ":" in name else {base + room + quote(name, safe="/#=,%") for room in _ROOMS}
    if name.endswith(read.ENDINGS):
        names.add(article_iri(Path(name).stem, base))
    values = " ".join(sparql.iri(one) for one in sorted(names))
    rows = store.select(_REPORTS.format(names=values)).texts()
    meant = sorted({named for named, _ in rows})
    if len(meant) > 1:
        raise UsageError(f"{name!r} can mean {', '.join(one.removeprefix(base) for one in meant)}; give one of them")
    if rows:
        reports = tuple(sorted({report for _, report in rows}))
        if "/article/" in meant[0] and len(reports) > 1:
            told = ", ".join(report.removeprefix(base) for report in reports)
            raise UsageError(f"{name} reports more than one exchange; name one of {told}")
        return Thing(_EXCHANGE, meant[0].removeprefix(base), reports)
    named = store.select(_ACTORS.format(names=values, text=sparql.literal(name.lower()))).texts()
    actors: dict[str, str] = {row[0]: row[1] for row in named}
    if len(actors) == 1:
        ((actor, label),) = actors.items()
        return Thing(_ACTOR, label, (actor,))
    if actors:
        told = ", ".join(f"{actor.removeprefix(base)} ({label})" for actor, label in sorted(actors.items()))
        raise UsageError(f"{name!r} can mean {told}; give one of them")
    raise UsageError(
        f"no exchange and no actor {name!r} in {store.path}; `kg query timeline` and `kg query actors` list them"
    )
