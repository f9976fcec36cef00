"""Explanations: what a text is taken to mean, what is told of it, and that the words shown stand where it says."""

from __future__ import annotations

import dataclasses
import json
import re
from typing import TYPE_CHECKING, Any

import graph_records as records
import graph_store
import pytest
from rdflib import Literal
from rdflib.term import URIRef

from kg import build, rdf
from kg.errors import NothingFoundError
from kg.explain import as_json, as_text, explain
from kg.explain.records import (
    ActorExplained,
    ArticleExplained,
    ClaimExplained,
    ExchangeExplained,
    FigureExplained,
    Matches,
)
from kg.explain.when import period
from kg.explain.words import days
from kg.printable import plain
from kg.settings import Settings
from kg.store import Store
from kg.vocab import PREFIXES, RDF, RDFS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conftest import Kg

AUTHORITY = """label,type,aliases,side
Arland,state,Arlandish|Arlanders|Арландия,
Borland,state,Borlandish|Borlanders,
Arland Bureau for the Missing,organization,Bureau for the Missing|Бюро розшуку,Arland
Borland Ministry of Defense,organization,Borland's Defense Ministry,Borland
Mira Tolan,person,Tolan|Міра Толан,Arland
Norton,place,Norton region,Arland
Sutton,place,Sutton region,Arland
"""

TOWER = """---
title: Arland brings home 312 of its dead
date: 2025-03-14
publisher: The Tower Gazette
url: https://tower.example/dead
---
Borland returned the bodies of 312 Arlandish soldiers to Arland on Friday, the Bureau for the Missing said on Telegram.

It said 200 of them had fallen in the Norton region and 112 in the Sutton region.

Borland got 27 bodies in return, bureau spokeswoman Mira Tolan told reporters.

Borland did not comment.
"""

HARBOUR = """HARBOUR, March 14, 2025 (Harbour Post) — Borland handed over the bodies of 312 soldiers to Arland on \
Friday and received 30 in return, Borland's Defense Ministry said.
"""

MILL = """---
title: Three hundred and more come home
date: 2025-05-09
publisher: The Mill Courier
---
More than 15,000 prisoners of war have come home to Arland since the war began, Mira Tolan said.

Borland has freed 95 Arlandish prisoners of war, the Bureau for the Missing said.
"""

# Colours, a title for the window, the eight-bit start of an escape sequence, and letters that turn round.
HOSTILE = """---
title: "Bodies \\e[31mred"
date: 2025-08-01
publisher: The Mask
---
Arland received the bodies of 44 soldiers from Borland on Friday, the Bureau for the Missing said, \
“and \x1b[31mthis\x1b]0;owned\x07 is \u202e all \x9b2J”.
"""

ARTICLES = {"tower": TOWER, "harbour": HARBOUR, "mill": MILL, "mask": HOSTILE}
STEERING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Gives a store with the graph of the invented articles, beside its authority."""
    root = tmp_path_factory.mktemp("explain")
    (root / "articles").mkdir()
    for name, text in ARTICLES.items():
        (root / "articles" / f"{name}.txt").write_text(text, encoding="utf-8")
    (root / "authority.csv").write_text(AUTHORITY, encoding="utf-8")
    with Store(root / "store") as store:
        summary = build.build([root / "articles"], store, Settings(authority=(root / "authority.csv",)))
    assert (summary.articles, summary.skipped) == (4, [])
    return root / "store"


@pytest.fixture(scope="module")
def store(folder: Path) -> Iterator[Store]:
    with Store(folder, read_only=True) as opened:
        yield opened


def figure(store: Store, text: str) -> FigureExplained:
    found = explain(store, text)
    assert isinstance(found, FigureExplained)
    return found


def exchange(store: Store, text: str) -> ExchangeExplained:
    found = explain(store, text)
    assert isinstance(found, ExchangeExplained)
    return found


def matches(store: Store, text: str) -> Matches:
    found = explain(store, text)
    assert isinstance(found, Matches)
    return found


# ---------------------------------------------------------------- what a text means


def test_a_number_that_one_figure_gives_is_that_figure(store: Store) -> None:
    found = figure(store, "27")
    assert (found.figure.words.text, found.figure.minimum, found.figure.receiver) == ("27", 27, "Borland")
    assert found.figure.about == "bodies (Borland's people), to Borland"


def test_a_number_that_several_figures_give_lists_them_with_what_to_type(store: Store) -> None:
    found = matches(store, "312")
    assert found.found == 2
    assert {match.what for match in found.matches} == {"figure"}
    shown = as_text(found)
    for match in found.matches:
        assert f"kg explain {match.name}\n" in shown
        assert explain(store, match.name).iri == match.iri  # type: ignore[union-attr]
    assert shown.count("«312»") == 2


@pytest.mark.parametrize("text", ["15,000", "more than 15,000", "over 15000", "more than 15,000 prisoners"])
def test_a_number_is_found_by_its_wording_and_by_its_bounds(store: Store, text: str) -> None:
    found = figure(store, text)
    assert (found.figure.words.text, found.figure.minimum, found.figure.maximum) == ("More than 15,000", 15_001, None)


@pytest.mark.parametrize("text", ["at least 15,000", "15,000 bodies", "under 312", "1312", "31"])
def test_a_number_is_not_found_by_part_of_it_nor_by_other_bounds(store: Store, text: str) -> None:
    with pytest.raises(NothingFoundError, match="near it: "):
        explain(store, text)


@pytest.mark.parametrize("text", ["Mira Tolan", "mira tolan", "Tolan", "Міра Толан", "МІРА  ТОЛАН", "agent/mira-tolan"])
def test_an_actor_is_found_by_label_alias_and_iri_in_any_script(store: Store, text: str) -> None:
    found = explain(store, text)
    assert isinstance(found, ActorExplained)
    assert (found.label, found.type, found.side) == ("Mira Tolan", "person", "Arland")


def test_an_outlet_known_from_its_article_only_is_found_with_and_without_its_article(store: Store) -> None:
    for text in ("Tower Gazette", "the tower gazette"):
        found = explain(store, text)
        assert isinstance(found, ActorExplained)
        assert (found.label, found.known, found.publishes) == ("Tower Gazette", False, ("tower",))


@pytest.mark.parametrize(
    "text", ["2025-03-14", "14 March 2025", "March 14, 2025", "Friday, March 14th 2025", "14.03.2025", "March 2025"]
)
def test_a_day_is_the_exchange_that_may_have_been_on_it(store: Store, text: str) -> None:
    found = exchange(store, text)
    assert (found.exchange.days.earliest, found.exchange.articles) == ("2025-03-14", ("harbour", "tower"))


def test_each_day_within_its_bounds_is_an_exchanges(store: Store) -> None:
    days = exchange(store, "May 2025").exchange.days
    assert days.earliest < days.latest
    for day in (days.earliest, days.latest):
        assert exchange(store, day).exchange.days == days


def test_a_day_without_an_exchange_names_the_nearest(store: Store) -> None:
    with pytest.raises(NothingFoundError, match="near it: 2025-03-14"):
        explain(store, "20 March 2025")


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("2024-02", ("2024-02-01", "2024-02-29")),
        ("Sept 3, 2024", ("2024-09-03", "2024-09-03")),
        ("1 december 2024", ("2024-12-01", "2024-12-01")),
        ("2024", ("2024-01-01", "2024-12-31")),
        ("2024-02-30", None),
        ("312", None),
        ("May", None),
        ("1,000", None),
        ("12.2024", None),
    ],
)
def test_days_and_months_are_read_as_people_type_them(text: str, bounds: tuple[str, str] | None) -> None:
    assert period(text) == bounds


def test_words_of_one_passage_are_its_claim(store: Store) -> None:
    found = explain(store, "bureau spokeswoman")
    assert isinstance(found, ClaimExplained)
    assert found.claim.speaker.label == "Mira Tolan"


def test_words_of_several_passages_are_marked_in_each(store: Store) -> None:
    found = matches(store, "prisoners of war")
    assert {match.what for match in found.matches} == {"claim"}
    assert as_text(found).count("«prisoners of war»") == 2


def test_a_place_lists_the_figures_broken_down_by_it(store: Store) -> None:
    found = explain(store, "Norton region")
    names = [match.marks[0].text for match in found.matches if match.what == "figure"]  # type: ignore[union-attr]
    assert names == ["200"]


def test_an_article_is_found_by_its_name_and_by_words_of_its_headline(store: Store) -> None:
    for text in ("tower", "article/tower", "brings home 312"):
        found = explain(store, text)
        assert isinstance(found, ArticleExplained)
        assert found.article.title == "Arland brings home 312 of its dead"


@pytest.mark.parametrize("text", ["flow", "disagreement", "link"])
def test_what_a_decision_leads_to_explains_it(store: Store, text: str) -> None:
    rows = store.select(f"SELECT ?x {{ ?x a kg:{text.title()} }} ORDER BY ?x").texts()
    found = explain(store, rows[0][0])
    listed = found.matches if isinstance(found, Matches) else ()
    assert isinstance(found, ExchangeExplained) or {match.what for match in listed} == {"exchange", "figure"}


def test_a_day_without_its_year_is_told_as_one() -> None:
    assert days("", "", None, "--10-02") == "on 2 October, year unknown"


def test_a_report_is_its_articles_account_of_one_exchange(store: Store) -> None:
    found = explain(store, "report/harbour/1")
    assert isinstance(found, ArticleExplained)
    assert [one.report.article.name for one in found.accounts if one.report] == ["harbour"]


@pytest.mark.parametrize(
    ("text", "near"),
    [("Mira Tollan", "Mira Tolan"), ("313", "312"), ("exchange/bodies-2025-03-14-arland-borlan", "exchange/bodies-")],
)
def test_what_is_not_there_names_what_comes_near(store: Store, text: str, near: str) -> None:
    with pytest.raises(NothingFoundError, match=re.escape(near)):
        explain(store, text)


@pytest.mark.parametrize(
    "text", ["xyzzy", "?", "", "<>", 'zz"} #', "figure/0", "https://nowhere.example/x", "zz:b c", "9" * 40]
)
def test_nonsense_is_not_found_and_breaks_nothing(store: Store, text: str) -> None:
    with pytest.raises(NothingFoundError):
        explain(store, text)


def test_a_store_under_another_base_is_explained_by_short_names(tmp_path: Path) -> None:
    (tmp_path / "tower.txt").write_text(TOWER, encoding="utf-8")
    (tmp_path / "authority.csv").write_text(AUTHORITY, encoding="utf-8")
    settings = Settings("https://other.example/data/", authority=(tmp_path / "authority.csv",))
    with Store(None) as store:
        build.build([tmp_path / "tower.txt"], store, settings)
        shown = as_text(explain(store, "27"))
        typed = re.findall(r"kg explain (\S+)", shown)
        assert len(typed) == 3
        assert [explain(store, one).kind for one in typed] == ["claim", "exchange", "actor"]


# ---------------------------------------------------------------- what is told


def test_a_figure_tells_who_agrees_who_differs_and_why_it_belongs_to_its_exchange(store: Store) -> None:
    tower = next(match for match in matches(store, "312").matches if "Tower" in match.detail)
    found = figure(store, tower.name)
    assert [one.speaker for one in found.agrees] == ["Borland Ministry of Defense"]
    assert (found.contradicts, found.repeats) == ((), ())
    assert found.claim.medium == "Telegram"
    assert found.report is not None
    assert found.report.main
    assert [link.articles for link in found.links] == [("harbour", "tower")]
    shown = as_text(found)
    for words in (
        "> Borland returned the bodies of «312» Arlandish soldiers",
        "Tower Gazette, 14 March 2025 (front matter) [tower]",
        "through Telegram, published by Tower Gazette",
        "both give 312 bodies received by Arland",
        "“312” Borland Ministry of Defense: Harbour Post, 14 March 2025 [harbour]",
    ):
        assert words in shown


def test_a_figure_that_another_contradicts_tells_both_and_why(store: Store) -> None:
    found = figure(store, "27")
    assert [(one.why, one.other.speaker, one.other.bounds) for one in found.contradicts] == [
        ("value", "Borland Ministry of Defense", "30")
    ]
    assert "two figures for the same thing: 30 against 27 bodies received by Borland" in as_text(found)
    assert "Mira Tolan, bureau spokeswoman (side of Arland)" in as_text(found)


def test_an_exchange_tells_who_says_what_and_what_clashes(store: Store) -> None:
    found = exchange(store, "2025-03-14")
    assert {(flow.about, flow.verdict) for flow in found.flows} == {
        ("bodies, from Borland to Arland", "agreed"),
        ("bodies, from Arland to Borland", "disputed"),
    }
    assert [(clash.a.bounds, clash.b.bounds, clash.both_true) for clash in found.clashes] == [
        ("30", "27", False),
        ("312", "112", True),
        ("312", "200", True),
    ]
    totals = {one.bounds: [line.article for line in one.statements] for one in found.figures if one.role == "total"}
    assert totals == {"312": ["harbour", "tower"], "30": ["harbour"], "27": ["tower"]}
    assert [one.stance for one in found.silent] == ["declines"]
    assert "Borland (does not comment)" in as_text(found)


def test_an_actor_tells_its_claims_with_the_latest_first(store: Store) -> None:
    found = explain(store, "Arland Bureau for the Missing")
    assert isinstance(found, ActorExplained)
    days = [line.published for line in found.said]
    assert found.claims == 4
    assert days == sorted(days, reverse=True)
    assert {tie.label for tie in found.agrees_with} == {"Borland Ministry of Defense"}
    assert {tie.label: tie.claims for tie in found.relayed_by} == {"Telegram": 1}
    differing = explain(store, "Mira Tolan")
    assert isinstance(differing, ActorExplained)
    assert [tie.label for tie in differing.differs_with] == ["Borland Ministry of Defense"]
    assert [one.words.text for one in differing.positions] == ["bureau spokeswoman"]


def test_claims_of_an_actor_are_limited_unless_all_are_asked_for(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.explain.MOST", 1)
    found = explain(store, "Arland Bureau for the Missing")
    assert isinstance(found, ActorExplained)
    assert len({line.claim for line in found.said}) == 1
    assert "and 3 earlier; --all shows them" in as_text(found)
    whole = explain(store, "Arland Bureau for the Missing", everything=True)
    assert isinstance(whole, ActorExplained)
    assert len({line.claim for line in whole.said}) == 4


def test_a_claim_marks_cue_and_figures(store: Store) -> None:
    found = explain(store, "fallen in the Norton")
    assert isinstance(found, ClaimExplained)
    assert [one.figure.words.text for one in found.figures] == ["200", "112"]
    shown = " ".join(as_text(found).split())
    assert "It «said» «200» of them had fallen in the Norton region and «112»" in shown


def test_an_article_tells_its_claims_by_exchange(store: Store) -> None:
    found = explain(store, "mill")
    assert isinstance(found, ArticleExplained)
    assert sum(len(account.statements) for account in found.accounts) == 2
    assert "«95»: 95 prisoners" in as_text(found)


# ---------------------------------------------------------------- how it is written


def everything(store: Store) -> Iterator[Any]:
    for kind in ("Figure", "Claim", "Exchange", "Report"):
        for row in store.select(f"SELECT ?x {{ ?x a kg:{kind} }} ORDER BY ?x").texts():
            yield explain(store, row[0])
    for text in (*ARTICLES, "Mira Tolan", "Arland", "Norton", "Telegram", "312"):
        yield explain(store, text)


def stretches(record: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Finds each stretch of text in JSON with the name of its article, which the nearest record around it gives."""

    def walk(value: Any, article: str) -> Iterator[tuple[str, dict[str, Any]]]:
        if isinstance(value, dict):
            inner = value.get("article") or value.get("passage", {}) or {}
            if isinstance(inner, dict):
                inner = inner.get("name") or inner.get("article", {})
                inner = inner.get("name") if isinstance(inner, dict) else inner
            article = inner or article
            if {"start", "end", "text"} <= set(value) and article:
                yield article, value
            for key, part in value.items():
                yield from walk(part, article if key != "other" else "")
        elif isinstance(value, list):
            for part in value:
                yield from walk(part, article)

    yield from walk(record, "")


def test_offsets_in_the_json_give_the_quoted_words_in_the_articles_text(store: Store) -> None:
    texts = dict(store.select("SELECT ?n ?t { ?a schema:identifier ?n ; nif:isString ?t }").texts())
    checked = 0
    for found in everything(store):
        if found.kind in ("figure", "claim", "exchange", "actor", "article"):
            for article, words in stretches(json.loads(as_json(found))):
                assert texts[article][words["start"] : words["end"]] == words["text"], found.iri
                checked += 1
    assert checked > 100


def test_the_json_is_the_record_with_sorted_keys(store: Store) -> None:
    for found in everything(store):
        written = as_json(found)
        content = json.loads(written)
        assert written == as_json(found)
        assert list(content) == sorted(content)
        assert content.pop("kind") == found.kind
        assert content == json.loads(json.dumps(dataclasses.asdict(found)))


@pytest.mark.parametrize("width", [40, 80, 120])
def test_lines_keep_to_the_width_and_lose_no_words(store: Store, width: int) -> None:
    for found in everything(store):
        shown = as_text(found, width)
        lines = shown.split("\n")
        assert re.sub(r"\x1b\[\d*m", "", as_text(found, width, styled=True)) == shown
        assert [line for line in lines if line != line.rstrip()] == []
        # A command to copy is never broken, nor is a name without a space.
        broken = [line for line in lines if "kg explain" not in line and " " in line.strip(" >-")]
        assert [line for line in broken if len(line) > width] == []
        if isinstance(found, FigureExplained):
            prose = " ".join(line.removeprefix("  > ") for line in lines)
            wanted = " ".join(plain(found.claim.passage.text).split())
            assert wanted in prose.replace("«", "").replace("»", "")


def test_nothing_in_an_article_steers_the_terminal(store: Store) -> None:
    assert "\x1b" in store.select("SELECT ?t { ?a schema:identifier 'mask' ; nif:isString ?t }").texts()[0][0]
    for text in ("44", "mask", "2025-08-01", "The Mask", "Bureau for the Missing", "is all", "Bodies"):
        found = explain(store, text)
        assert STEERING.search(as_text(found)) is None
        assert STEERING.search(as_json(found)) is None
        assert STEERING.search(re.sub(r"\x1b\[\d*m", "", as_text(found, styled=True))) is None
    assert "\ufffd[31mthis\ufffd]0;owned\ufffd" in as_text(explain(store, "44"), 200)


def test_a_name_with_spaces_is_quoted_in_what_to_type(store: Store) -> None:
    shown = as_text(explain(store, "312"), again="kg explain {} --store 'my store'")
    assert re.search(r"kg explain figure/\w+ --store 'my store'\n", shown)


# ---------------------------------------------------------------- what a graph may hold beside


def decided(*triples: tuple[str, str, str | Literal]) -> Store:
    """Gives the graph of `graph_records` with further decisions; predicates and classes are written with prefixes."""

    def term(name: str | Literal) -> URIRef | Literal:
        if isinstance(name, Literal):
            return name
        prefix, _, local = name.partition(":")
        return URIRef(PREFIXES[prefix] + local) if prefix in PREFIXES else URIRef(name)

    store = graph_store.filled()
    graph = URIRef(rdf.decisions_graph())
    known = [(s, p, o, graph) for s, p, o in store.triples(str(graph))]
    store.replace(str(graph), [*known, *((URIRef(s), URIRef(str(term(p))), term(o), graph) for s, p, o in triples)])
    return store


TOLD, POSTED = records.figures(records.herald()), records.figures(records.post())


def test_figures_that_differ_and_can_both_be_true_are_told_apart_from_disagreements() -> None:
    node = records.BASE + "difference/9"
    store = decided(
        (node, str(RDF.type), "kg:Difference"),
        (node, "kg:inExchange", records.MAY),
        (node, "kg:figureA", TOLD[2][0]),
        (node, "kg:figureB", POSTED[0][0]),
        (node, "kg:why", "kg:why-rounding"),
        (node, str(RDFS.comment), Literal("910 is 909 rounded")),
    )
    found = figure(store, TOLD[2][0])
    assert ("rounding", "910 is 909 rounded") in [(one.why, one.comment) for one in found.compatible]
    assert found.contradicts == ()
    assert "one is a rounding of the other: 910 is 909 rounded" in as_text(found)
    clashes = exchange(store, records.MAY).clashes
    assert {(one.why, one.both_true) for one in clashes} == {
        *(("sum", False), ("value", False)),
        *(("part", True), ("rounding", True)),
    }
    assert "Figures that differ and can both be true" in as_text(exchange(store, records.MAY))


def test_claims_that_answer_each_other_say_which_way() -> None:
    claims = rdf.claim_iris(records.herald())
    store = decided((claims[2], "cito:confirms", claims[0]))
    one, other = explain(store, claims[2]), explain(store, claims[0])
    assert isinstance(one, ClaimExplained)
    assert isinstance(other, ClaimExplained)
    assert [(answer.stance, answer.towards) for answer in one.answers if answer.stance == "confirms"] == [
        ("confirms", False)
    ]
    assert [(answer.stance, answer.towards) for answer in other.answers if answer.stance == "confirms"] == [
        ("confirms", True)
    ]
    assert "this one confirms: Coordination Headquarters" in as_text(one)
    assert "confirms this one: Olena Koval" in as_text(other)


def test_copies_are_told_and_do_not_agree_with_each_other() -> None:
    herald, post = (URIRef(rdf.article_iri(name)) for name in ("herald 1", "post"))
    store = decided((str(post), "kg:copyOf", str(herald)))
    found = figure(store, TOLD[0][0])
    assert found.claim.passage.article.copies == ("post",)
    assert "copies: post; counted once" in as_text(found)


def test_actors_judged_the_same_are_counted_together_with_the_readers_reason() -> None:
    node = records.BASE + "judgement/9"
    store = decided(
        (records.VOLUNTEER, "kg:canonical", records.HEADQUARTERS),
        (records.HEADQUARTERS, "kg:canonical", records.HEADQUARTERS),
        (node, str(RDF.type), "kg:Judgement"),
        (node, "kg:judgedAs", "kg:same"),
        (node, "kg:judged", records.VOLUNTEER),
        (node, "kg:judgedWith", records.HEADQUARTERS),
        (node, str(RDFS.comment), Literal("she runs it")),
    )
    found = explain(store, "Olena Koval")
    assert isinstance(found, ActorExplained)
    assert (found.counted_as, found.claims) == ("Coordination Headquarters", 3)
    shown = as_text(found)
    assert "it is counted as that" in shown
    assert "Olena Koval and Coordination Headquarters are the same: she runs it" in shown
    # What she says again is no second voice.
    assert [one.speaker for one in figure(store, TOLD[0][0]).repeats] == ["Olena Koval"]


def test_an_unnamed_speaker_and_an_article_without_outlet_are_told_as_such() -> None:
    found = figure(graph_store.filled(), POSTED[0][0])
    assert (found.claim.speaker.iri, found.claim.medium) == ("", "The Post")
    shown = as_text(found)
    assert "a speaker whom the article does not name" in shown
    assert "outlet unknown, undated [post]" in shown


# ---------------------------------------------------------------- the command


def test_the_command_takes_words_and_prints_what_they_mean(kg: Kg, folder: Path) -> None:
    done = kg("explain", "14", "March", "2025", "--store", folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Exchange of bodies: Arland and Borland, 14 March 2025\n")
    assert f" --store {folder}\n" in done.stdout
    asked = kg("explain", "27", "--format", "json", "--store", folder)
    assert json.loads(asked.stdout)["figure"]["minimum"] == 27


def test_the_command_without_a_match_is_one_line_and_exit_1(kg: Kg, folder: Path) -> None:
    done = kg("explain", "Mira", "Tollan", "--store", folder)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"error nothing in {folder} matches 'Mira Tollan'; near it: Mira Tolan\n"
    assert kg("explain", "27", "--format", "pdf", "--store", folder).returncode == 2


def test_letters_are_bold_on_a_terminal_unless_no_color_is_set(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from kg.explain import written

    with Store(folder, read_only=True) as opened:
        found = explain(opened, "27")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    assert "\x1b[1m«27»\x1b[0m" in written(found, "text", "kg explain {}")
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in written(found, "text", "kg explain {}")
    assert "«27»" in written(found, "text", "kg explain {}")


def test_each_time_a_number_is_told_says_who_differs_and_why_it_is_of_its_exchange(kg: Kg, samples: Path) -> None:
    shown = kg("explain", "189", "--store", samples).stdout
    assert shown.startswith("“189” is told 3 times\n")
    assert "found by the rules “speech” and “get”" in shown
    assert "one exchange with 2024-12-30-neva-prisoners: both give 150 prisoners" in " ".join(shown.split())
    assert "differs: 150 by Ministry of Defense of the Russian Federation" in " ".join(shown.split())
    (first, *_) = json.loads(kg("explain", "189", "--format", "json", "--store", samples).stdout)["matches"]
    assert first["explained"]["contradicts"][0]["other"]["bounds"] == "150"
