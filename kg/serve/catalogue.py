"""Gathers, once for each state of the graph, what lists and search need: tables and a full-text index in SQLite.

The database is SQLite's own temporary file, which stays in memory while it is small and goes when it is closed: nothing
is written beside the store, and a reader of a new state never meets the index of an old one.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from kg.explain import words as wording
from kg.explain.actor import TYPES
from kg.resolve import names
from kg.serve.folding import folded
from kg.vocab import CITO, KG, NIF, PROV, RDF, RDFS, SDO, SKOS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.store import Store

Row = sqlite3.Row

_TABLES = """
CREATE TABLE articles (iri TEXT PRIMARY KEY, name, title, outlet, outlet_label, published, claims, figures);
CREATE TABLE claims (iri TEXT PRIMARY KEY, article, start INTEGER, "end" INTEGER, words, speaker, speaker_label, stance,
  manner, medium, medium_label, exchange);
CREATE TABLE figures (iri TEXT PRIMARY KEY, claim, start INTEGER, "end" INTEGER, words, minimum INTEGER, maximum INTEGER,
  bounds, about, people, role, place, exchange, agrees INTEGER DEFAULT 0, differs INTEGER DEFAULT 0);
CREATE TABLE exchanges (iri TEXT PRIMARY KEY, kind, earliest, latest, days, sides, articles INTEGER, claims INTEGER,
  disagreements INTEGER);
CREATE TABLE flows (exchange, about, receiver, bounds, minimum INTEGER, maximum INTEGER, verdict, speakers INTEGER);
CREATE TABLE pairs (iri TEXT PRIMARY KEY, both_true INTEGER, exchange, why, comment, a, b);
CREATE TABLE answers (a, stance, b);
CREATE TABLE mentions (claim, actor);
CREATE TABLE actors (iri TEXT PRIMARY KEY, label, type, side, claims INTEGER, articles INTEGER);
CREATE TABLE places (iri TEXT PRIMARY KEY, label, latitude REAL, longitude REAL);
CREATE VIEW told AS SELECT figures.iri AS figure, claim, figures.start, figures."end", figures.words, minimum, maximum,
  bounds, about, people, role, place, figures.exchange, agrees, differs, article, claims.start AS passage_start,
  claims."end" AS passage_end, claims.words AS passage, speaker, speaker_label, stance, medium, medium_label, name, title,
  outlet, outlet_label, published
  FROM figures JOIN claims ON claims.iri = claim JOIN articles ON articles.iri = article;
CREATE VIEW spoken AS SELECT claims.iri AS claim, article, start AS passage_start, "end" AS passage_end, words AS passage,
  speaker, speaker_label, stance, manner, medium, medium_label, exchange, name, title, outlet, outlet_label, published
  FROM claims JOIN articles ON articles.iri = article;
CREATE VIRTUAL TABLE found USING fts5 (kind UNINDEXED, iri UNINDEXED, label, words, tokenize = 'unicode61');
"""
# Made once the tables are full.
_INDEXES = """
CREATE INDEX claims_article ON claims (article, start); CREATE INDEX claims_speaker ON claims (speaker);
CREATE INDEX claims_exchange ON claims (exchange); CREATE INDEX claims_medium ON claims (medium);
CREATE INDEX figures_claim ON figures (claim); CREATE INDEX figures_exchange ON figures (exchange);
CREATE INDEX figures_minimum ON figures (minimum); CREATE INDEX figures_maximum ON figures (maximum);
CREATE INDEX figures_place ON figures (place); CREATE INDEX articles_published ON articles (published);
CREATE INDEX articles_outlet ON articles (outlet); CREATE INDEX flows_exchange ON flows (exchange);
CREATE INDEX pairs_exchange ON pairs (exchange); CREATE INDEX pairs_a ON pairs (a); CREATE INDEX pairs_b ON pairs (b);
CREATE INDEX answers_a ON answers (a); CREATE INDEX answers_b ON answers (b);
CREATE INDEX mentions_claim ON mentions (claim); CREATE INDEX mentions_actor ON mentions (actor);
"""
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

    def __init__(self, store: Store) -> None:
        """Fills the tables from a store."""
        self._lock = Lock()
        self._database = sqlite3.connect("", check_same_thread=False)
        self._database.row_factory = sqlite3.Row
        self._database.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -262144;")
        self._database.executescript(_TABLES)
        _Filling(store, self._database).fill()
        self._database.executescript(_INDEXES)
        self._database.executescript("ANALYZE;")
        self._database.commit()

    def rows(self, sql: str, *values: str | int | None) -> list[Row]:
        """Answers an SQL query."""
        with self._lock:
            return self._database.execute(sql, values).fetchall()

    def row(self, sql: str, *values: str | int | None) -> Row | None:
        """Gives the first row of an answer, None where there is none."""
        return next(iter(self.rows(sql, *values)), None)

    def number(self, sql: str, *values: str | int | None) -> int:
        """Gives the first value of an answer, a count."""
        found = self.row(sql, *values)
        return int(found[0] or 0) if found else 0


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
        self._compare()
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
        article, _, place = string.rpartition("#char=")
        start, _, end = place.partition(",")
        return _Passage(article, int(start), int(end))

    # ------------------------------------------------------------ filling

    def _claims(self) -> dict[str, str]:
        """Fills the table of claims; gives each claim's exchange."""
        stance, manner, medium = self._local(KG.stance), self._local(KG.manner), self._one(KG.medium)
        speaker, source = self._one(KG.speaker), self._one(PROV.wasQuotedFrom)
        self._canonical = self._one(KG.canonical)
        found, rows = {}, []
        for claim in stance:
            place = self._passage(source[claim])
            who = self._same(speaker.get(claim, ""))
            who = "" if who == _UNNAMED else who
            through = self._same(medium.get(claim, ""))
            found[claim] = self._exchange_of.get(self._about.get(claim, ""), "")
            words = self._texts.get(place.article, "")[place.start : place.end]
            rows.append(
                (claim, *place, words, who, self._called(who), stance[claim], manner.get(claim, ""), through)
                + (self._called(through), found[claim])
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
                place = self._passage(mention[one])
                minimum, maximum = self._bounds[one]
                exchange = self._exchange_of.get(self._about.get(one, ""), "") or claims.get(claim, "")
                words = self._texts.get(place.article, "")[place.start : place.end]
                about = wording.about(counted[one], *self._told[one])
                whose, _, receiver, region = self._told[one]
                people = f"{counted[one]} {receiver or whose} {region}"
                rows.append(
                    (one, claim, place.start, place.end, words, minimum, maximum, names.bounds(minimum, maximum))
                    + (about, people, role.get(one, ""), ends[3].get(one, ""), exchange, 0, 0)
                )
        self._put("figures", sorted(rows, key=lambda row: (str(row[0]), str(row[1]))))

    def _articles(self) -> None:
        name, title, day = self._one(SDO.identifier), self._one(SDO.headline), self._one(SDO.datePublished)
        outlet = {iri: self._same(one) for iri, one in self._one(SDO.publisher).items()}
        self._put(
            "articles",
            sorted(
                (iri, name.get(iri, iri), title.get(iri, ""), outlet.get(iri, ""), self._called(outlet.get(iri)))
                + (day.get(iri, ""), 0, 0)
                for iri in self._texts
            ),
        )
        self._database.executescript("""
            CREATE TEMP TABLE counts AS SELECT article, COUNT(DISTINCT claims.iri) AS claims,
              COUNT(figures.iri) AS figures FROM claims LEFT JOIN figures ON figures.claim = claims.iri GROUP BY article;
            CREATE INDEX counts_article ON counts (article);
            UPDATE articles SET claims = COALESCE((SELECT claims FROM counts WHERE article = iri), 0),
              figures = COALESCE((SELECT figures FROM counts WHERE article = iri), 0);
            DROP TABLE counts;""")

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
        exchange, verdict = self._one(KG.inExchange), self._local(KG.verdict)
        speakers = self._many(PROV.wasAttributedTo)
        flows = []
        for one in self._store.subjects(str(RDF.type), str(KG.Flow)):
            minimum, maximum = self._bounds[one]
            flows.append(
                (exchange.get(one, ""), wording.about(self._counted[one], *self._told[one]), self._told[one][2])
                + (names.bounds(minimum, maximum), minimum, maximum, verdict.get(one, "").removeprefix("verdict-"))
                + (len(speakers.get(one, ())),)
            )
        self._put("flows", sorted(flows, key=str))

    def _actors(self) -> None:
        side = self._one(KG.side)
        found = {}
        for class_, type_ in sorted(TYPES.items()):
            if class_ != str(SDO.Place):
                for one in self._store.subjects(str(RDF.type), class_):
                    found[one] = type_
        # What is unknown to the authority is of the class that the articles describe.
        described = self._local(KG.describedAs)
        for description, thing in self._one(KG.describes).items():
            type_ = described.get(description, "").lower()
            if type_ and type_ != "place":
                found.setdefault(thing, type_)
        rows = [
            (one, self._called(one), type_, self._called(side.get(one)), 0, 0)
            for one, type_ in found.items()
            if self._same(one) == one
        ]
        self._put("actors", sorted(rows))
        latitude, longitude = self._one("http://www.w3.org/2003/01/geo/wgs84_pos#lat"), self._one(
            "http://www.w3.org/2003/01/geo/wgs84_pos#long"
        )
        places = self._store.subjects(str(RDF.type), str(SDO.Place)) | set(latitude)
        self._put("places", sorted((one, self._called(one), latitude.get(one), longitude.get(one)) for one in places))

    def _pairs(self) -> None:
        exchange, why, comment = self._one(KG.inExchange), self._local(KG.why), self._one(RDFS.comment)
        a, b = self._one(KG.figureA), self._one(KG.figureB)
        differences = self._store.subjects(str(RDF.type), str(KG.Difference))
        self._put(
            "pairs",
            sorted(
                (one, int(one in differences), exchange.get(one, ""), why.get(one, "").removeprefix("why-"))
                + (comment.get(one, ""), a[one], b[one])
                for one in a
                if one in b
            ),
        )
        for stance, property_ in _STANCES.items():
            self._put("answers", sorted((one, stance, other) for one, other, _ in self._store.pairs(str(property_))))

    def _compare(self) -> None:
        """Counts for each figure who else gives it and what contradicts it, and for each exchange its claims."""
        self._database.executescript("""
            CREATE TEMP TABLE told AS SELECT figures.iri AS figure, figures.exchange || ' ' || people || ' ' || role || ' ' ||
              bounds AS what, speaker FROM figures JOIN claims ON claims.iri = claim
              WHERE figures.exchange != '' AND speaker != '' AND stance NOT IN ('denies', 'declines');
            CREATE TEMP TABLE voices AS SELECT what, COUNT(DISTINCT speaker) AS speakers FROM told GROUP BY what;
            CREATE INDEX voices_what ON voices (what); CREATE INDEX told_figure ON told (figure);
            UPDATE figures SET agrees = COALESCE((SELECT speakers - 1 FROM told JOIN voices USING (what)
              WHERE told.figure = figures.iri), 0);
            CREATE TEMP TABLE ends AS SELECT a AS figure, b AS other FROM pairs WHERE NOT both_true
              UNION SELECT b, a FROM pairs WHERE NOT both_true;
            CREATE INDEX ends_figure ON ends (figure);
            UPDATE figures SET differs = (SELECT COUNT(*) FROM ends WHERE figure = figures.iri);
            CREATE TEMP TABLE tallies AS SELECT exchange, COUNT(*) AS many FROM claims GROUP BY exchange;
            CREATE TEMP TABLE clashes AS SELECT exchange, COUNT(*) AS many FROM pairs WHERE NOT both_true GROUP BY exchange;
            CREATE INDEX tallies_exchange ON tallies (exchange); CREATE INDEX clashes_exchange ON clashes (exchange);
            UPDATE exchanges SET claims = COALESCE((SELECT many FROM tallies WHERE exchange = iri), 0),
              disagreements = COALESCE((SELECT many FROM clashes WHERE exchange = iri), 0);
            CREATE TEMP TABLE said AS SELECT speaker, COUNT(*) AS claims, COUNT(DISTINCT article) AS articles FROM claims
              GROUP BY speaker;
            CREATE INDEX said_speaker ON said (speaker);
            UPDATE actors SET claims = COALESCE((SELECT claims FROM said WHERE speaker = iri), 0),
              articles = COALESCE((SELECT articles FROM said WHERE speaker = iri), 0);
            DROP TABLE told; DROP TABLE voices; DROP TABLE ends; DROP TABLE tallies; DROP TABLE clashes; DROP TABLE said;""")

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
        rows += [
            ("claim", row["iri"], row["speaker_label"], row["words"])
            for row in self._database.execute("SELECT iri, speaker_label, words FROM claims ORDER BY iri")
        ]
        self._put("found", [(kind, iri, folded(label), folded(words)) for kind, iri, label, words in rows])


def _whole(text: str | None) -> int | None:
    return int(text) if text else None
