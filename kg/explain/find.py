"""Finds what words mean: an IRI or its short end, an article, a number, a day, an actor's name, words of a passage."""

from __future__ import annotations

import difflib
import re
import unicodedata
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from kg import lexicon
from kg.errors import QueryError
from kg.explain import gather
from kg.explain import words as wording
from kg.explain.actor import TYPES
from kg.explain.records import Match, Words
from kg.explain.when import period
from kg.model import Counted
from kg.sparql import iri as spelt
from kg.sparql import literal
from kg.vocab import KG, NIF, PROV, RDF, SDO, XSD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from kg.explain.graph import Graph
    from kg.explain.records import Statement

_NUMBER = re.compile(r"(?P<hedge>(?:[^\W\d]+\s+)*)(?P<digits>\d{1,3}(?:[,.\s]\d{3})+|\d+)(?:\s+(?P<noun>[^\W\d]+))?")
_WORD = re.compile(r"[^\W_]+")
_ROLES = ("total", "combined", "part")
_AT_ONCE = 1000
_DIGEST = re.compile(r"[0-9a-f]{6,16}")

# One pattern at a time, each bound by what the one before found: joined, the store would go through all of both.
_STRINGS = "SELECT DISTINCT ?string ?words {{ ?string nif:anchorOf ?words . FILTER({condition}) }}"

_MENTIONED = "SELECT DISTINCT ?figure {{ VALUES ?string {{ {values} }} ?figure kg:mention ?string ; a kg:Figure }}"

_BOUNDED = """
SELECT DISTINCT ?figure {{
  {{ ?figure schema:minValue {number} ; a kg:Figure }} UNION {{ ?figure schema:maxValue {number} ; a kg:Figure }}
}}"""

_COUNTS = """
SELECT DISTINCT ?figure ?least ?most ?role ?counted ?exchange ?start ?article ?published {{
  VALUES ?figure {{ {values} }}
  ?figure kg:role ?role ; kg:counted ?counted ; kg:mention ?mention .
  ?mention nif:beginIndex ?start ; nif:referenceContext ?text .
  ?text schema:identifier ?article .
  OPTIONAL {{ ?text schema:datePublished ?published }}
  OPTIONAL {{ ?figure schema:minValue ?least }}
  OPTIONAL {{ ?figure schema:maxValue ?most }}
  OPTIONAL {{ ?figure kg:about/kg:reportOf ?exchange }}
}}"""

_EXCHANGES = """
SELECT DISTINCT ?exchange ?earliest ?latest {
  ?exchange a kg:Exchange .
  OPTIONAL { ?exchange kg:earliest ?earliest }
  OPTIONAL { ?exchange kg:latest ?latest }
}"""

_NAMES = """
SELECT DISTINCT ?thing ?name {
  { ?thing skos:prefLabel ?name } UNION { ?thing skos:altLabel ?name }
  UNION { ?description kg:describes ?thing ; rdfs:label ?name }
}"""

_CLAIMS = """
SELECT DISTINCT ?claim ?string ?start ?article ?published {{
  VALUES ?string {{ {values} }}
  ?claim prov:wasQuotedFrom ?string ; a kg:Claim .
  ?string nif:beginIndex ?start ; nif:referenceContext ?text .
  ?text schema:identifier ?article .
  OPTIONAL {{ ?text schema:datePublished ?published }}
}}"""

_TITLES = """
SELECT DISTINCT ?article ?name ?title {
  ?article a schema:NewsArticle ; schema:identifier ?name . OPTIONAL { ?article schema:headline ?title }
}"""


class Hit(NamedTuple):
    """A thing that a text may mean, and which words of its passage say so."""

    iri: str
    marks: tuple[Words, ...] = ()


def find(graph: Graph, text: str) -> list[Hit]:
    """Finds what a text may mean, the most relevant first; one hit is certain, none is nothing.

    The first of these that finds anything decides: an IRI, an article's name and a number; a day, month or year; a
    whole name in any script; part of a name, and words of passages and headlines.
    """
    asked = " ".join(text.split())
    if not asked:
        return []
    ways: tuple[Callable[[], list[Hit]], ...] = (
        lambda: [*_thing(graph, asked), *_number(graph, asked)],
        lambda: _on(graph, asked),
        lambda: _named(graph, asked, whole=True),
        lambda: [*_named(graph, asked, whole=False), *_titled(graph, asked), *_said(graph, asked)],
    )
    for way in ways:
        hits = graph.ahead(way)
        if hits:
            return hits
    return []


def near(graph: Graph, text: str) -> list[str]:
    """Names what is called or counted much like a text that means nothing."""
    number = _NUMBER.fullmatch(text.strip())
    if number:
        wanted = _value(number)
        rows = graph.select("SELECT DISTINCT ?n { ?figure a kg:Figure ; schema:minValue ?n }").texts()
        close = sorted((int(row[0]) for row in rows), key=lambda value: (abs(value - wanted), value))
        return [f"{value:,}" for value in close[:3]]
    wanted_days = period(text)
    if wanted_days:
        rows = graph.select("SELECT DISTINCT ?day { ?exchange a kg:Exchange ; kg:latest ?day }").texts()
        first = wanted_days[0]
        days = sorted((row[0] for row in rows), key=lambda day: (abs(_ordinal(day) - _ordinal(first)), day))
        return days[:3]
    known = {graph.short(row[0]).casefold(): graph.short(row[0]) for row in graph.select(_EXCHANGES).texts()}
    known |= {row[1].casefold(): row[1] for row in graph.select(_TITLES).texts()}
    things = {_key(name): thing for thing, name in graph.select(_NAMES).texts()}
    close_names = difflib.get_close_matches(_key(text), sorted(things), n=3, cutoff=0.6)
    # Several names may be of one thing.
    called = [graph.label(things[name]) for name in close_names]
    called += [known[name] for name in difflib.get_close_matches(text.casefold(), sorted(known), n=3, cutoff=0.6)]
    return list(dict.fromkeys(called))[:3]


def describe(graph: Graph, iri: str, marks: Iterable[Words] = ()) -> Match | None:
    """Says in a line what a thing is; None for what no explanation tells of."""
    types = set(graph.all(iri, RDF.type))
    short = graph.short(iri)
    if str(KG.Exchange) in types:
        meeting = gather.meeting(graph, iri)
        assert meeting is not None
        count = len(meeting.articles)
        detail = f"{meeting.days.words}; {count} article{'' if count == 1 else 's'}"
        return Match(iri, short, "exchange", f"{meeting.exchanged}, {' and '.join(meeting.sides)}", detail)
    if str(KG.Figure) in types:
        line, figure = gather.of_figure(graph, iri), gather.figure(graph, iri)
        meeting = gather.meeting(graph, figure.exchange)
        about = f"; exchange of {meeting.exchanged}, {meeting.days.words}" if meeting else "; about no exchange"
        return Match(
            iri,
            short,
            "figure",
            f"{line.bounds} {line.about}",
            _where(line) + about,
            line.passage,
            (line.words,) if line.words else (),
        )
    if str(KG.Claim) in types:
        line = gather.statement(graph, iri)
        return Match(
            iri,
            short,
            "claim",
            line.speaker or "unnamed speaker",
            _where(line, speaker=False),
            line.passage,
            tuple(marks),
        )
    if str(KG.Report) in types:
        report = gather.report(graph, iri)
        return Match(iri, short, "report", report.days.words, report.article.name, report.words)
    if str(SDO.NewsArticle) in types:
        article = gather.article(graph, iri)
        detail = ", ".join(part for part in (article.outlet, wording.shown(article.published)) if part)
        return Match(iri, article.name, "article", article.title or article.name, detail)
    kind = next((TYPES[one] for one in sorted(types) if one in TYPES), "")
    if kind or graph.back(iri, KG.describes):
        side, said = graph.label(graph.one(iri, KG.side)), len(graph.back(iri, KG.speaker))
        detail = ", ".join(part for part in (kind, side if side != graph.label(iri) else "", _claims(said)) if part)
        return Match(iri, short, kind or "actor", graph.label(iri), detail)
    return None


def _claims(count: int) -> str:
    return f"{count} claim{'' if count == 1 else 's'}"


def _where(line: Statement, *, speaker: bool = True) -> str:
    """Names speaker, outlet and day, an outlet that speaks itself once."""
    parts = (line.speaker if speaker else "", line.outlet, wording.shown(line.published) or line.article)
    return ", ".join(dict.fromkeys(part for part in parts if part))


# ---------------------------------------------------------------- an IRI, an article


def _thing(graph: Graph, text: str) -> list[Hit]:
    """Finds what an IRI, its short end, or an article's name stands for."""
    candidates = [text] if ":" in text else [graph.base + text] if "/" in text else []
    if not candidates:
        rows = graph.select(f"SELECT DISTINCT ?a {{ ?a schema:identifier {literal(text)} }}").texts()
        candidates = [row[0] for row in rows]
        if _DIGEST.fullmatch(text):
            candidates += [f"{graph.base}{folder}/{text}" for folder in ("figure", "claim")]
    found = []
    for iri in candidates:
        try:
            spelt(iri)
        except QueryError:
            continue
        if graph.node(iri) or graph.back(iri, KG.describes):
            found += [Hit(one) for one in _leading(graph, iri) if describe(graph, one)]
    return found


def _leading(graph: Graph, iri: str) -> list[str]:
    """Gives what explains a thing that has no explanation of its own: a flow's exchange, a passage's claims."""
    if graph.is_a(iri, KG.Flow):
        return list(graph.all(iri, KG.inExchange))
    if graph.one(iri, KG.figureA):
        return [*graph.all(iri, KG.inExchange), graph.one(iri, KG.figureA), graph.one(iri, KG.figureB)]
    if graph.is_a(iri, KG.Link):
        return sorted({graph.one(one, KG.reportOf) for one in graph.all(iri, KG.joins)} - {""})
    if graph.is_a(iri, NIF.String):
        claims = [one for one in graph.back(iri, PROV.wasQuotedFrom) if graph.is_a(one, KG.Claim)]
        return [*claims, *(one for one in graph.back(iri, KG.mention) if graph.is_a(one, KG.Figure))]
    return [iri]


# ---------------------------------------------------------------- a number


def _value(number: re.Match[str]) -> int:
    return int(re.sub(r"\D", "", number["digits"]))


def _number(graph: Graph, text: str) -> list[Hit]:
    """Finds the figures of a number: those of its bounds first, then, unless it is hedged, those that word it."""
    number = _NUMBER.fullmatch(text)
    if not number:
        return []
    bounds, noun = _bounds(number), (number["noun"] or "").casefold()
    if bounds is None or (noun and noun not in set(Counted)):
        return []
    value, hedged = _value(number), bool(number["hedge"])
    found: set[str] = set()
    for end in sorted({value, *(end for end in bounds if end is not None)}):
        bounded = _BOUNDED.format(number=literal(str(end), str(XSD.integer)))
        found |= {row[0] for row in graph.select(bounded).texts()}
    if not hedged:
        spellings = tuple(dict.fromkeys((f"{value:,}", str(value))))
        alone = re.compile("|".join(rf"(?<![\d,.])(?<!\d\s){re.escape(one)}(?!\d|[,.\s]\d)" for one in spellings))
        worded = [string for string, words in _strings(graph, spellings, any_of=True) if alone.search(words)]
        found |= {row["figure"] for row in _bound(graph, _MENTIONED, worded)}
    ranked = []
    for row in _bound(graph, _COUNTS, sorted(found)):
        least, most = (int(row[end]) if row[end] else None for end in ("least", "most"))
        role, counted = (row[name].rpartition("#")[2] for name in ("role", "counted"))
        exact = (least, most) == bounds
        if (hedged and not exact) or noun not in ("", counted):
            continue
        order = (not row["published"], row["published"], row["article"], int(row["start"]), row["figure"])
        rank = _ROLES.index(role) if role in _ROLES else len(_ROLES)
        ranked.append((not exact, rank, not row["exchange"], *order))
    return [Hit(row[-1]) for row in sorted(ranked)]


def _strings(graph: Graph, words: Sequence[str], *, any_of: bool = False) -> list[tuple[str, ...]]:
    """Finds the stretches of articles that hold all words, or any, in whatever case."""
    tests = (f"CONTAINS(LCASE(?words), {literal(one)})" for one in words)
    return graph.select(_STRINGS.format(condition=(" || " if any_of else " && ").join(tests))).texts()


def _bound(graph: Graph, sparql: str, iris: Sequence[str]) -> Iterator[dict[str, str]]:
    """Answers a question about so many nodes at a time."""
    for start in range(0, len(iris), _AT_ONCE):
        values = " ".join(spelt(one) for one in iris[start : start + _AT_ONCE])
        yield from graph.select(sparql.format(values=values)).records()


def _bounds(number: re.Match[str]) -> tuple[int | None, int | None] | None:
    """Reads the bounds of a number by the lexicon's hedges; None where the words before it are none."""
    value, hedge = _value(number), tuple(number["hedge"].casefold().split())
    if not hedge:
        return value, value
    bound = next((one.bound for one in lexicon.load().hedges if one.words == hedge and not one.tail), None)
    match bound:
        case "at least":
            return value, None
        case "more than":
            return value + 1, None
        case "at most":
            return None, value
        case "less than":
            return None, value - 1
        case None:
            return None
    return value, value


# ---------------------------------------------------------------- a day


def _ordinal(day: str) -> int:
    return date.fromisoformat(day).toordinal()


def _on(graph: Graph, text: str) -> list[Hit]:
    """Finds the exchanges that may have been within some days: the surest first, undated ones not at all."""
    wanted = period(text)
    if wanted is None:
        return []
    first, last = wanted
    ranked = []
    for iri, earliest, latest in graph.select(_EXCHANGES).texts():
        if (earliest or latest) and (earliest or first) <= last and (latest or last) >= first:
            open_ended = not (earliest and latest)
            width = 0 if open_ended else _ordinal(latest) - _ordinal(earliest)
            ranked.append((open_ended, width, latest, iri))
    return [Hit(row[-1]) for row in sorted(ranked)]


# ---------------------------------------------------------------- names and words


def _key(name: str) -> str:
    """Folds a name so that case, accents, punctuation and a leading article make no difference, in any script."""
    bare = "".join(one for one in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(one))
    return " ".join(_WORD.findall(bare)).removeprefix("the ")


def _named(graph: Graph, text: str, *, whole: bool) -> list[Hit]:
    """Finds actors, places and channels by label or alias, or (not `whole`) by words of one; who says most is first."""
    wanted = _key(text)
    if not wanted:
        return []
    found: dict[str, bool] = {}
    for thing, name in graph.select(_NAMES).texts():
        key = _key(name)
        if key == wanted or (not whole and f" {wanted} " in f" {key} "):
            found[thing] = found.get(thing, False) or graph.label(thing) == name
    ranked = sorted(found, key=lambda one: (-len(graph.back(one, KG.speaker)), not found[one], one))
    return [Hit(one) for one in ranked if describe(graph, one)]


def _titled(graph: Graph, text: str) -> list[Hit]:
    wanted = f" {_key(text)} "
    rows = graph.select(_TITLES).texts()
    hits = [iri for iri, name, title in sorted(rows) if wanted.strip() and wanted in f" {_key(title)} {_key(name)} "]
    return [Hit(iri) for iri in hits]


def _said(graph: Graph, text: str) -> list[Hit]:
    """Finds claims whose passage has all the words; those that have them in this order and next to each other first.

    A word may be the beginning of a longer one; a number may not.
    """
    words = list(dict.fromkeys(_WORD.findall(text.casefold())))
    if not words:
        return []
    each = [re.compile(_begins(one)) for one in words]
    together = re.compile(r"[\W_]+".join(map(_begins, _WORD.findall(text.casefold()))), re.IGNORECASE)
    held = {
        string: passage
        for string, passage in _strings(graph, words)
        if all(one.search(passage.casefold()) for one in each)
    }
    ranked = []
    for row in _bound(graph, _CLAIMS, sorted(held)):
        passage, start = held[row["string"]], int(row["start"])
        place = (not row["published"], row["published"], row["article"], start, row["claim"])
        ranked.append((not together.search(passage), *place, passage))
    return [Hit(str(claim), _marks(start, passage, words, together)) for *_, start, claim, passage in sorted(ranked)]


def _begins(word: str) -> str:
    return rf"(?<!\w){re.escape(word)}" + (r"(?!\w|[,.]\d)" if word[-1].isdecimal() else "")


def _marks(start: int, passage: str, words: list[str], together: re.Pattern[str]) -> tuple[Words, ...]:
    """Finds where in a passage the words asked for stand."""
    spans = [match.span() for match in together.finditer(passage)]
    if not spans:
        each = re.compile("|".join(map(_begins, sorted(words, key=len, reverse=True))), re.IGNORECASE)
        spans = [match.span() for match in each.finditer(passage)]
    return tuple(Words(start + first, start + last, passage[first:last]) for first, last in spans)
