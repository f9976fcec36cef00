"""What checks of articles, decisions, stores and files tell, and the ways in which reports tell it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import graph_records as records
import graph_store
import pytest
from mutations import (
    CLAIM,
    DONETSK,
    FIGURE,
    HERALD,
    PART,
    PASSAGE,
    RUSSIA,
    SECOND,
    SUMY,
    also,
    both,
    bounds,
    put,
    whole,
    without,
)
from rdflib import Graph, Literal, URIRef

from kg import rdf, validate
from kg.errors import KgError
from kg.export import export
from kg.validate import Severity
from kg.validate.check import with_named
from kg.validate.engine import data_graph
from kg.validate.passages import article_of
from kg.vocab import KG, NIF, PROV, RDF, SDO

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Kg

    from kg.answer import Triple
    from kg.store import Store


@pytest.fixture(scope="module")
def store() -> Store:
    return graph_store.filled()


def shape(finding: validate.Finding) -> str:
    return finding.shape.rpartition("#")[2]


def article(store: Store, change: Callable[[Graph], object] = len) -> list[validate.Finding]:
    graph = Graph()
    for triple in store.triples(rdf.article_graph("herald 1")):
        graph.add(triple)
    change(graph)
    known = validate.about(store.triples(rdf.authority_graph()))
    return validate.validate_article([*graph], known, "herald 1")  # type: ignore[list-item]


def decisions(store: Store, change: Callable[[Graph], object] = len) -> list[validate.Finding]:
    graph = Graph()
    for triple in store.triples(rdf.decisions_graph()):
        graph.add(triple)
    change(graph)
    return validate.validate_decisions([*graph], validate.decision_context(store))  # type: ignore[list-item]


def sums(store: Store, *changes: Callable[[Graph], object]) -> list[validate.Finding]:
    """Gives what the shapes of sums find; other shapes see that the numbers are not those of their words."""
    return [one for one in article(store, both(*changes)) if shape(one) in ("Figures-parts", "Figures-sides")]


def test_a_sound_graph_has_no_findings(store: Store) -> None:
    checked = [*validate.validate_store(store, rdf.authority_graph(), rdf.decisions_graph())]
    assert [one.graph for one in checked] == [
        rdf.article_graph("herald 1"),
        rdf.article_graph("post"),
        rdf.decisions_graph(),
    ]
    # The second article names no publisher.
    assert [(shape(one), one.severity) for graph in checked for one in graph.findings] == [
        ("Article-published-by", Severity.INFO)
    ]
    assert not any(one.empty for one in checked)


def test_an_exchange_that_only_a_figure_is_about_is_sound() -> None:
    store, part = graph_store.filled(), records.herald()
    last = len(part.claims) - 1
    alone = replace(part, claims=(*part.claims[:last], replace(part.claims[last], report=part.claims[0].report)))
    store.replace(rdf.article_graph("herald 1"), rdf.article_quads(alone, records.RUN))
    graph_store.decide(store)
    assert decisions(store) == []
    *_, decided = validate.validate_store(store, rdf.authority_graph(), rdf.decisions_graph())
    assert decided.findings == ()


def test_what_rests_on_several_articles_is_said_of_none(store: Store) -> None:
    graph = data_graph(triple for name in store.graphs() for triple in store.triples(name))
    assert article_of(graph, URIRef(records.MAY + "/1")) is None
    assert article_of(graph, URIRef(records.MAY + "/2")) == URIRef(rdf.article_iri("post"))
    assert article_of(graph, FIGURE) == HERALD


def test_a_graph_under_another_base_is_checked_as_well() -> None:
    base = "https://norton.example/graph/"
    run = replace(records.RUN, base=base)
    triples = [(s, p, o) for s, p, o, _ in rdf.article_quads(records.post(), run)]
    found = validate.validate_article(triples, lambda _: ())  # type: ignore[arg-type]
    told = {(shape(one), one.focus) for one in found}
    # What the authority and the tool's graph would tell is not told here; what the article tells is.
    assert ("Named", base + "software/exchange-kg/0.1.0") in told
    assert ("Named", rdf.article_iri("post", base)) not in told


# ---------------------------------------------------------------- sums


def test_parts_that_exceed_their_total_are_a_warning_with_both_numbers(store: Store) -> None:
    found = sums(store, bounds(PART, 500))
    assert {shape(finding) for finding in found} == {"Figures-parts"}
    assert {finding.value for finding in found} == {str(FIGURE), str(SECOND)}
    assert "add up to 1000, more than the total of 909" in found[0].message
    assert validate.conforms(found)


def test_the_parts_of_one_side_are_not_added_to_the_other_sides(store: Store) -> None:
    other = [put(PART, property_, RUSSIA) for property_ in (KG.whose, KG.receiver)]
    assert sums(store, bounds(PART, 500), *other) == []


def test_parts_are_held_against_the_largest_total_that_the_article_gives(store: Store) -> None:
    assert sums(store, bounds(PART, 500), bounds(SECOND, 1000)) == []


def test_a_part_of_a_part_is_not_added_again(store: Store) -> None:
    assert sums(store, bounds(PART, 500), also(SUMY, KG.within, DONETSK)) == []


def test_a_part_told_twice_counts_once(store: Store) -> None:
    def twice(graph: Graph) -> None:
        again = URIRef(records.BASE + "figure/again")
        for predicate, value in [*graph.predicate_objects(PART)]:
            graph.add((again, predicate, value))
        graph.add((CLAIM, KG.figure, again))

    assert sums(store, twice) == []


@pytest.mark.parametrize(("part", "found"), [(499, False), (580, True)])
def test_parts_may_exceed_a_rounded_total_by_a_tenth(store: Store, part: int, found: bool) -> None:
    rounded = [also(figure, KG.approximate, Literal(True)) for figure in (FIGURE, SECOND)]
    assert bool(sums(store, bounds(PART, part), *rounded)) is found


@pytest.mark.parametrize(
    ("total", "rounded", "found"), [(944, False, 0), (943, False, 1), (1000, True, 0), (1200, True, 1)]
)
def test_the_two_sides_add_up_to_what_is_given_for_both(store: Store, total: int, rounded: bool, found: int) -> None:
    def change(graph: Graph) -> None:
        for figure, number, receiver, role in ((SECOND, total, None, KG.combined), (PART, 35, RUSSIA, KG.total)):
            bounds(figure, number)(graph)
            graph.set((figure, KG.role, role))
            for property_ in (KG.whose, KG.receiver):
                graph.remove((figure, property_, None))
                if receiver:
                    graph.add((figure, property_, receiver))
        if rounded:
            graph.add((SECOND, KG.approximate, Literal(True)))

    assert [shape(finding) for finding in sums(store, change)] == ["Figures-sides"] * found


# ---------------------------------------------------------------- what a finding tells


def test_a_finding_says_where_it_is_and_what_to_do(store: Store) -> None:
    [finding] = article(store, put(PASSAGE, NIF.anchorOf, Literal("Ukraine got 909 bodies.")))
    assert (finding.severity, finding.article, finding.value) == (Severity.VIOLATION, "herald 1", str(PASSAGE))
    words = records.HERALD_TEXT[32:138]
    assert (finding.start, finding.end, finding.quote) == (32, 138, words)
    assert str(finding) == (
        f"violation: article herald 1: The passage {PASSAGE} quotes “Ukraine got 909 bodies.”, but the article has "
        f"“{words}” at its offsets. One of them was changed; build the article again.\n"
        f"    at {HERALD}\n    value {PASSAGE}\n    characters 32–138: “{words}”"
    )


@pytest.mark.parametrize(
    ("change", "path", "quote"),
    [
        (without(CLAIM, KG.stance), "kg:stance", records.HERALD_TEXT[32:138]),
        (bounds(FIGURE, 990), "", "909"),
        (also(FIGURE, KG.counted, KG.prisoners), "kg:counted", "909"),
        (also(HERALD, SDO.headline, Literal("Another")), "schema:headline", ""),
        (without(CLAIM, KG.figure), "^kg:figure", "909"),
        (
            put(CLAIM, KG.about, URIRef(records.BASE + "report/post/0")),
            "kg:about",
            records.HERALD_TEXT[32:138],
        ),
    ],
)
def test_a_finding_leads_to_the_words_that_it_is_about(
    store: Store, change: Callable[[Graph], object], path: str, quote: str
) -> None:
    assert (path, quote) in {(one.path, one.quote) for one in article(store, change)}


def test_a_path_of_several_steps_is_told_as_sparql_spells_it(store: Store) -> None:
    alone = [one.path for one in decisions(store, also(URIRef(records.BASE + "x"), RDF.type, KG.Exchange))]
    assert {"^kg:reportOf", "^kg:reportOf/^kg:about"} <= set(alone)
    other = both(
        put(CLAIM, KG.about, URIRef(records.BASE + "report/post/0")),
        also(URIRef(records.BASE + "report/post/0"), PROV.wasDerivedFrom, URIRef(rdf.article_iri("post"))),
    )
    assert "kg:about/prov:wasDerivedFrom|prov:wasQuotedFrom/nif:referenceContext" in {
        one.path for one in article(store, other)
    }


def test_passages_beyond_the_basic_plane_are_compared_by_code_points(store: Store) -> None:
    title = URIRef(f"{HERALD}#char=0,30")
    assert article(store) == []
    utf16 = URIRef(f"{HERALD}#char=0,31")

    def widen(graph: Graph) -> None:
        for predicate, value in [*graph.predicate_objects(title)]:
            graph.add((utf16, predicate, value))
        graph.remove((title, None, None))
        graph.set((utf16, NIF.endIndex, whole(31)))

    assert [shape(finding) for finding in article(store, widen)] == ["Passages-text"]


# ---------------------------------------------------------------- files


@pytest.mark.parametrize("ending", [".ttl", ".nq", ".jsonld"])
def test_a_file_from_elsewhere_is_checked_whole(store: Store, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"graph{ending}"
    export(store, path)
    [checked] = validate.validate_file(path)
    assert [shape(one) for one in checked.findings] == ["Article-published-by"]
    path.write_text(
        path.read_text(encoding="utf-8").replace('"Ukraine brought', '"Ukraine bought', 1), encoding="utf-8"
    )
    [checked] = validate.validate_file(path)
    assert [(shape(one), one.article) for one in checked.findings if one.severity is Severity.VIOLATION] == [
        ("Passages-text", "herald 1")
    ]


def test_a_day_that_is_none_is_named_and_nothing_else_is_said(kg: Kg, store: Store, tmp_path: Path) -> None:
    export(store, tmp_path / "graph.nt")
    lines = (tmp_path / "graph.nt").read_text().splitlines()
    # One of a pair that is compared: the engines can't tell which is the later.
    both = {line.split()[0] for line in lines if "#latest>" in line}
    place = next(n for n, line in enumerate(lines) if "#earliest>" in line and line.split()[0] in both)
    lines[place] = re.sub(r'"(\S+)"', r'"\1!"', lines[place])
    (tmp_path / "bad.nt").write_text("\n".join(lines))
    done = kg("validate", tmp_path / "bad.nt")
    assert (done.returncode, done.stderr) == (1, "")
    assert lines[place].split()[0][1:-1] in done.stdout


def test_a_file_of_decisions_is_checked_too(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "graph.nt"
    export(store, path)
    path.write_text(path.read_text() + f"<{records.BASE}exchange/x> <{RDF.type}> <{KG.Exchange}> .\n")
    [checked] = validate.validate_file(path)
    assert {shape(one) for one in checked.findings if one.severity is Severity.VIOLATION} == {
        "Exchange-report",
        "Exchange-claim",
        "Exchange-exchanged",
    }


def test_a_file_that_can_not_be_checked_is_named(tmp_path: Path) -> None:
    with pytest.raises(KgError, match=r"none\.ttl: can't be read: No such file"):
        validate.validate_file(tmp_path / "none.ttl")
    (tmp_path / "bad.ttl").write_text("<a> <b>")
    with pytest.raises(KgError, match=r"bad\.ttl: no RDF"):
        validate.validate_file(tmp_path / "bad.ttl")


@pytest.mark.parametrize("content", ["", "<https://norton.example/x> a <https://norton.example/Harbour> ."])
def test_a_file_in_which_nothing_is_ours_is_not_said_to_conform(tmp_path: Path, content: str) -> None:
    (tmp_path / "theirs.ttl").write_text(content)
    checked = validate.validate_file(tmp_path / "theirs.ttl")
    assert [(one.empty, one.findings) for one in checked] == [(True, ())]
    assert validate.summary(checked) == (
        f"nothing to check in {tmp_path / 'theirs.ttl'}: "
        "no article, claim, figure or other thing that a shape applies to"
    )


# ---------------------------------------------------------------- what it costs


def test_the_authority_costs_an_article_only_what_it_names(store: Store) -> None:
    known = validate.about(store.triples(rdf.authority_graph()))
    asked: list[URIRef] = []

    def counted(subject: URIRef) -> tuple[Triple, ...]:
        asked.append(subject)
        return tuple(known(subject))

    triples = store.triples(rdf.article_graph("post"))
    assert [shape(one) for one in validate.validate_article(triples, counted)] == ["Article-published-by"]
    named = {value for _, _, value in triples if isinstance(value, URIRef)}
    led_to = {value for one in named for _, _, value in known(one) if isinstance(value, URIRef)}
    assert len(asked) == len(set(asked))
    assert set(asked) <= named | led_to


def test_what_is_read_for_one_article_does_not_grow_with_the_store() -> None:
    alone, among = graph_store.filled(), graph_store.filled()
    home = URIRef(rdf.authority_graph())
    among.load((URIRef(f"{records.BASE}agent/{n}"), RDF.type, SDO.Person, home) for n in range(1000))
    name = rdf.article_graph("herald 1")
    read = [set(store.excerpt(name, rdf.authority_graph())) for store in (alone, among)]
    assert read[0] == read[1]
    # And it is what a check of the article's triples sees.
    checked = with_named(alone.triples(name), validate.about(alone.triples(rdf.authority_graph())))
    assert len(read[0]) == len(set(checked)) > len(alone.triples(name))
