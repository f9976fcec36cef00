"""Loads the words by which newsrooms report (`ontology/lexicon.ttl`) into plain sets."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from kg import turtle
from kg.model import Counted, Stance
from kg.settings import data_folder

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

_KG = "https://w3id.org/exchange-kg/ontology#"
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


@dataclass(frozen=True, slots=True)
class ReportingVerb:
    """How a verb reports: with a clause or quotation, by its object (`nominal`), or only of what is held (`weak`)."""

    lemma: str
    stance: Stance
    clausal: bool
    nominal: bool
    weak: bool


@dataclass(frozen=True, slots=True)
class Hedge:
    """Words before (or, `tail`, after) a number that turn it into a bound."""

    words: tuple[str, ...]
    bound: str
    tail: bool


@dataclass(frozen=True, slots=True)
class Conflict:
    """A conflict whose beginning bounds the days of reports that name no year; `parties` are IRIs of states."""

    start: date
    parties: frozenset[str]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All classes of words, each a set of lemmas; words of several parts are written with spaces."""

    reporting: Mapping[str, ReportingVerb]
    counted: Mapping[str, Counted]
    hedges: tuple[Hedge, ...]
    classes: Mapping[str, frozenset[str]]
    conflicts: tuple[Conflict, ...]
    sha256: str

    def __getitem__(self, name: str) -> frozenset[str]:
        """Gives the lemmas of a class by its local name in the ontology, such as `GiveVerbs`."""
        return self.classes[name]


CLASSES = (
    "SilenceVerbs", "RefusalVerbs", "QuietAdjectives", "AttributionPhrases", "RelayWords", "StatementNouns",
    "SideNouns", "SpokesNouns", "UnnamedNouns", "BodyNouns", "OutletNouns", "PeopleNouns", "OtherNouns", "OwnNouns",
    "ExchangeNouns", "ExchangeVerbs", "GiveVerbs", "GetVerbs", "ComeVerbs", "PrisonerWords", "BodyWords", "LossWords",
    "LawmakerNouns", "PlanWords", "AgreeWords", "ServiceNouns", "MastheadNouns", "MaleNames",
    "AppealVerbs", "SectionWords", "PlatformNames", "HolidayNames", "ScareWords",
)  # fmt: skip


def load(extra: Sequence[Path] = (), instead: Sequence[Path] = ()) -> Lexicon:
    """Reads the package's lexicon, or the files `instead` of it, and adds the lemmas of further Turtle files.

    Raises AuthorityError where a file is no Turtle.
    """
    digest = hashlib.sha256()
    resources: dict[tuple[int, str], dict[str, list[str]]] = {}
    paths = (*(instead or [data_folder("ontology") / "lexicon.ttl"]), *(p for p in extra if p.suffix != ".csv"))
    for number, path in enumerate(paths):
        document = turtle.parse(path, _KG)
        digest.update(document.content)
        for subject, predicate, value, _, _ in document.triples:
            resources.setdefault((number, subject), {}).setdefault(predicate, []).append(value)

    classes: dict[str, set[str]] = {name: set() for name in CLASSES}
    counted: dict[str, Counted] = {}
    verbs: dict[str, ReportingVerb] = {}
    hedges: list[Hedge] = []
    conflicts: list[Conflict] = []
    for fields in resources.values():
        name = fields.get(_TYPE, [""])[0].removeprefix(_KG)
        lemmas = sorted(lemma.casefold() for lemma in fields.get(_KG + "lemma", ()))
        if name == "ReportingVerbs":
            stance = Stance(fields[_KG + "stance"][0].removeprefix(_KG))
            nominal, weak = (fields.get(_KG + term) == ["true"] for term in ("nominal", "weak"))
            for lemma in lemmas:
                verbs[lemma] = _with(verbs.get(lemma), lemma, stance, nominal, weak)
        elif name == "CountNouns":
            counted |= dict.fromkeys(lemmas, Counted(fields[_KG + "counted"][0].removeprefix(_KG)))
        elif name in {"Hedges", "TailHedges"}:
            hedges += [Hedge(tuple(lemma.split()), fields[_KG + "bound"][0], name == "TailHedges") for lemma in lemmas]
        elif name == "Conflict":
            start = date.fromisoformat(fields[_KG + "earliest"][0])
            conflicts.append(Conflict(start, frozenset(fields.get(_KG + "party", ()))))
        elif name in classes:
            classes[name] |= set(lemmas)
    return Lexicon(
        reporting=dict(sorted(verbs.items())),
        counted=counted,
        hedges=tuple(sorted(hedges, key=lambda h: (-len(h.words), h.words))),
        classes={name: frozenset(words) for name, words in classes.items()},
        conflicts=tuple(sorted(conflicts, key=lambda c: c.start)),
        sha256=digest.hexdigest(),
    )


def _with(known: ReportingVerb | None, lemma: str, stance: Stance, nominal: bool, weak: bool) -> ReportingVerb:
    """Joins what two classes say of one verb; a stance other than asserting wins, and stands with an object too."""
    object_too = nominal or stance is not Stance.ASSERTS
    if known is None:
        return ReportingVerb(lemma, stance, not nominal, object_too, weak)
    return ReportingVerb(
        lemma,
        known.stance if stance is Stance.ASSERTS else stance,
        known.clausal or not nominal,
        known.nominal or object_too,
        known.weak and weak,
    )
