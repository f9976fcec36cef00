"""Gathers, once for each state of the graph, what lists and search need: tables and a full-text index in SQLite.

Each state has a file of its own, which is never changed once it is whole: a reader of a new state never meets the index
of an old one. It is a temporary one; nothing is written beside the store.
"""

from __future__ import annotations

import sqlite3
import weakref
from collections import defaultdict, deque
from contextlib import closing
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from kg.explain import words as wording
from kg.explain.actor import TYPES
from kg.model import Span
from kg.resolve import names
from kg.serve.folding import folded
from kg.vocab import CITO, KG, NIF, PROV, RDF, RDFS, SDO, SKOS, WGS84

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from kg.store import Store

Row = sqlite3.Row

# What of the tables stays in memory, in KiB.
_CACHE = 256 * 1024
_STANCES = {
    "agrees": CITO.agreesWith,
    "confirms": CITO.confirms,
    "disagrees": CITO.disagreesWith,
    "disputes": CITO.disputes,
    "qualifies": CITO.qualifies,
    "corrects": CITO.corrects,
}
_UNNAMED = str(KG.unnamed)


class Catalogue:
    """The tables of one state of the graph; may be read from any thread."""

    def __init__(self, path: Path, *, own: bool = True) -> None:
        """Opens what `fill` made; a file that is the reader's `own` goes when nobody reads it more."""
        self._path = path
        self._free: deque[sqlite3.Connection] = deque()
        if own:
            weakref.finalize(self, path.unlink, missing_ok=True)

    def rows(self, sql: str, *values: str | int | None) -> list[Row]:
        """Answers an SQL query."""
        # A slow question of one reader must not hold another's up.
        try:
            database = self._free.pop()
        except IndexError:
            database = sqlite3.connect(f"{self._path.as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
            database.row_factory = sqlite3.Row
        try:
            return database.execute(sql, values).fetchall()
        finally:
            self._free.append(database)

    def row(self, sql: str, *values: str | int | None) -> Row | None:
        """Gives the first row of an answer, None where there is none."""
        return next(iter(self.rows(sql, *values)), None)

    def number(self, sql: str, *values: str | int | None) -> int:
        """Gives the first value of an answer, a count."""
        found = self.row(sql, *values)
        return int(found[0] or 0) if found else 0


def fill(store: Store, path: Path) -> None:
    """Makes the file of a state's catalogue, which takes some milliseconds for each article."""
    with closing(sqlite3.connect(path)) as database:
        database.row_factory = sqlite3.Row
        # Nobody reads it before it is whole.
        database.executescript(f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -{_CACHE};")
        database.executescript(_sql("tables"))
        _Filling(store, database).fill()
        database.executescript(_sql("indexes"))
        database.executescript("ANALYZE;")
        database.commit()


class _Passage(NamedTuple):
    article: str
    start: int
    end: int


class _Filling:
    """Reads the graph property by property, which takes a tenth of what queries with joins would."""

    def __init__(self, store: Store, database: sqlite3.Connection) -> None:
        self._store = store
        self._database = database
        self._label: dict[str, str] = {}
        self._texts = self._one(NIF.isString)
        self._names: list[tuple[str, str]] = []

    def fill(self) -> None:
        """Fills all tables."""
        self._read_labels()
        self._exchange_of = self._one(KG.reportOf)
        self._about = self._one(KG.about)
        claims = self._claims()
        self._figures(claims)
        self._articles()
        self._exchanges()
        self._actors()
        self._pairs()
        self._database.executescript(_sql("comparing"))
        self._index()

    # ------------------------------------------------------------ reading

    def _one(self, property_: str) -> dict[str, str]:
        """Gives one value of a property by subject, the first in the alphabet."""
        found: dict[str, str] = {}
        for subject, value, _ in self._store.pairs(str(property_)):
            if subject not in found or value < found[subject]:
                found[subject] = value
        return found

    def _many(self, property_: str) -> dict[str, list[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for subject, value, _ in self._store.pairs(str(property_)):
            found[subject].add(value)
        return {subject: sorted(values) for subject, values in found.items()}

    def _local(self, property_: str) -> dict[str, str]:
        return {subject: value.rpartition("#")[2] for subject, value in self._one(property_).items()}

    def _read_labels(self) -> None:
        for thing, described in self._store_labels():
            self._label.setdefault(thing, described)
        for property_ in (SKOS.prefLabel, SKOS.altLabel):
            for thing, name, language in sorted(self._store.pairs(str(property_))):
                self._names.append((thing, name))
                if property_ == SKOS.prefLabel and language in ("en", ""):
                    self._label[thing] = name

    def _store_labels(self) -> Iterator[tuple[str, str]]:
        told = self._one(RDFS.label)
        for description, thing in sorted(self._one(KG.describes).items()):
            if description in told:
                self._names.append((thing, told[description]))
                yield thing, told[description]

    def _called(self, iri: str | None) -> str:
        if not iri or iri == _UNNAMED:
            return ""
        return self._label.get(iri) or iri.rstrip("/").rpartition("/")[2]

    def _put(self, table: str, rows: Iterable[Sequence[str | int | float | None]]) -> None:
        found = list(rows)
        if found:
            places = ", ".join("?" * len(found[0]))
            self._database.executemany(f"INSERT OR IGNORE INTO {table} VALUES ({places})", found)

    def _passage(self, string: str) -> _Passage:
        place = Span.of(string)
        return _Passage(string.rpartition("#")[0], place.start, place.end)

    # ------------------------------------------------------------ filling

    def _claims(self) -> dict[str, str]:
        """Fills the table of claims; gives each claim's exchange."""
        stance, manner, medium = self._local(KG.stance), self._local(KG.manner), self._one(KG.medium)
        speaker, source = self._one(KG.speaker), self._one(PROV.wasQuotedFrom)
        self._canonical = self._one(KG.canonical)
        found, rows = {}, []
        for claim in stance.keys() & source.keys():
            place = self._passage(source[claim])
            who = self._same(speaker.get(claim, ""))
            who = "" if who == _UNNAMED else who
            through = self._same(medium.get(claim, ""))
            found[claim] = self._exchange_of.get(self._about.get(claim, ""), "")
            words = self._texts.get(place.article, "")[place.start : place.end]
            rows.append(
                (
                    *(claim, *place, words, who, self._called(who), stance[claim], manner.get(claim, "")),
                    *(through, self._called(through), found[claim]),
                )
            )
        self._put("claims", sorted(rows))
        self._put(
            "mentions",
            sorted((claim, self._same(one)) for claim, many in self._many(SDO.mentions).items() for one in many),
        )
        return found

    def _same(self, actor: str) -> str:
        return self._canonical.get(actor, actor)

    def _figures(self, claims: dict[str, str]) -> None:
        least, most, counted = self._one(SDO.minValue), self._one(SDO.maxValue), self._local(KG.counted)
        ends = [self._one(name) for name in (KG.whose, KG.giver, KG.receiver, KG.place)]
        self._bounds = {one: (_whole(least.get(one)), _whole(most.get(one))) for one in counted}
        self._told = {one: [self._called(end.get(one)) for end in ends] for one in counted}
        self._counted = counted
        mention, role = self._one(KG.mention), self._local(KG.role)
        rows = []
        for claim, many in self._many(KG.figure).items():
            for one in many:
                if one not in mention or one not in self._bounds:
                    continue
                place = self._passage(mention[one])
                minimum, maximum = self._bounds[one]
                exchange = self._exchange_of.get(self._about.get(one, ""), "") or claims.get(claim, "")
                words = self._texts.get(place.article, "")[place.start : place.end]
                about = wording.about(counted[one], *self._told[one])
                whose, _, receiver, region = self._told[one]
                people = f"{counted[one]} {receiver or whose} {region}"
                rows.append(
                    (
                        *(one, claim, place.start, place.end, words, minimum, maximum, names.bounds(minimum, maximum)),
                        *(about, receiver or whose, people, role.get(one, ""), ends[3].get(one, ""), exchange, 0, 0, 0),
                    )
                )
        self._put("figures", sorted(rows, key=lambda row: (str(row[0]), str(row[1]))))

    def _articles(self) -> None:
        name, title, day = self._one(SDO.identifier), self._one(SDO.headline), self._one(SDO.datePublished)
        outlet = {iri: self._same(one) for iri, one in self._one(SDO.publisher).items()}
        self._put(
            "articles",
            sorted(
                (
                    *(iri, name.get(iri, iri), title.get(iri, ""), outlet.get(iri, ""), self._called(outlet.get(iri))),
                    *(day.get(iri, ""), 0, 0),
                )
                for iri in self._texts
            ),
        )

    def _exchanges(self) -> None:
        earliest, latest = self._one(KG.earliest), self._one(KG.latest)
        weekday, month_day = self._one(KG.weekday), self._one(KG.monthDay)
        kinds, sides, source = self._many(KG.exchanged), self._many(KG.party), self._one(PROV.wasDerivedFrom)
        articles: dict[str, set[str]] = defaultdict(set)
        for report, exchange in self._exchange_of.items():
            articles[exchange].add(source.get(report, report))
        rows = []
        for one in self._store.subjects(str(RDF.type), str(KG.Exchange)):
            first, last = earliest.get(one, ""), latest.get(one, "")
            told = wording.days(first, last, _whole(weekday.get(one)), month_day.get(one, ""))
            kind = wording.exchanged(tuple(value.rpartition("#")[2] for value in kinds.get(one, ())))
            between = " and ".join(sorted(map(self._called, sides.get(one, ()))))
            rows.append((one, kind, first, last, told, between, len(articles[one]), 0, 0))
        self._put("exchanges", sorted(rows))
        meeting, verdict = self._one(KG.inExchange), self._local(KG.verdict)
        speakers = self._many(PROV.wasAttributedTo)
        flows = []
        for one in self._store.subjects(str(RDF.type), str(KG.Flow)):
            minimum, maximum = self._bounds[one]
            flows.append(
                (
                    *(meeting.get(one, ""), wording.about(self._counted[one], *self._told[one]), self._told[one][2]),
                    *(names.bounds(minimum, maximum), minimum, maximum),
                    *(verdict.get(one, "").removeprefix("verdict-"), len(speakers.get(one, ()))),
                )
            )
        self._put("flows", sorted(flows, key=str))

    def _actors(self) -> None:
        sides = self._one(KG.side)
        found: dict[str, str] = {}
        for class_, type_ in sorted(TYPES.items()):
            if class_ != str(SDO.Place):
                for one in self._store.subjects(str(RDF.type), class_):
                    found[one] = type_
        # What is unknown to the authority is of the class that the articles describe.
        described = self._local(KG.describedAs)
        for description, thing in self._one(KG.describes).items():
            if (told := described.get(description, "").lower()) not in ("", "place"):
                found.setdefault(thing, told)
        rows = [
            (one, self._called(one), type_, self._called(sides.get(one)), 0, 0)
            for one, type_ in found.items()
            if self._same(one) == one
        ]
        self._put("actors", sorted(rows))
        latitude, longitude = self._one(WGS84.lat), self._one(WGS84.long)
        places = self._store.subjects(str(RDF.type), str(SDO.Place)) | set(latitude)
        self._put("places", sorted((one, self._called(one), latitude.get(one), longitude.get(one)) for one in places))

    def _pairs(self) -> None:
        exchange, why, comment = self._one(KG.inExchange), self._local(KG.why), self._one(RDFS.comment)
        a, b = self._one(KG.figureA), self._one(KG.figureB)
        differences = self._store.subjects(str(RDF.type), str(KG.Difference))
        self._put(
            "pairs",
            sorted(
                (
                    *(one, int(one in differences), exchange.get(one, ""), why.get(one, "").removeprefix("why-")),
                    *(comment.get(one, ""), a[one], b[one]),
                )
                for one in a
                if one in b
            ),
        )
        for stance, property_ in _STANCES.items():
            self._put("answers", sorted((one, stance, other) for one, other, _ in self._store.pairs(str(property_))))

    def _index(self) -> None:
        """Fills the full-text index, folded as questions to it are."""
        every: dict[str, list[str]] = defaultdict(list)
        for thing, name in self._names:
            every[self._same(thing)].append(name)
        rows: list[tuple[str, str, str, str]] = []
        for kind, table in (("actor", "actors"), ("place", "places")):
            rows += [
                (kind, row["iri"], row["label"], " ; ".join(dict.fromkeys(every[row["iri"]])))
                for row in self._database.execute(f"SELECT iri, label FROM {table}")
            ]
        rows += [
            ("exchange", row["iri"], f"{row['kind']} {row['sides']}", row["days"])
            for row in self._database.execute("SELECT iri, kind, sides, days FROM exchanges")
        ]
        rows += [
            ("article", row["iri"], row["title"], f"{row['name']} {row['outlet_label']}")
            for row in self._database.execute("SELECT iri, title, name, outlet_label FROM articles")
        ]
        self._put("named", [(kind, iri, folded(label), folded(words)) for kind, iri, label, words in rows])
        said = self._database.execute("SELECT iri, speaker_label, words FROM claims ORDER BY iri").fetchall()
        self._put("quoted", [(row["iri"], folded(row["speaker_label"]), folded(row["words"])) for row in said])


def _sql(name: str) -> str:
    return files("kg.serve").joinpath("sql", f"{name}.sql").read_text(encoding="utf-8")


def _whole(text: str | None) -> int | None:
    return int(text) if text else None
