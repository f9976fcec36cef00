from __future__ import annotations

import csv
import dataclasses
import io
import json
from pathlib import Path
from xml.etree import ElementTree

import graph_records as records
import graph_store
import pytest
from rdflib import Graph

from kg import query, rdf
from kg.answer import Table
from kg.errors import QueryError
from kg.model import ActorType
from kg.render import FORMATS, render
from kg.settings import data_folder
from kg.store import Store

CONTRACT = {
    "claims": "article start end passage speaker speaker_iri stance manner cue medium exchange",
    "figures": ("article start end text speaker minimum maximum counted whose giver receiver place role exchange"),
    "exchanges": ("exchange kind earliest latest giver receiver counted minimum maximum verdict articles speakers"),
    "actors": "actor label type side roles articles claims",
    "disagreements": "exchange figure_a speaker_a article_a figure_b speaker_b article_b why",
    "network": (
        "source source_label source_type source_side target target_label target_type target_side relation "
        "claim article passage date outlet exchange"
    ),
}
VALUES = {"figure": "909", "speaker": "olena koval", "exchange": records.MAY, "since": "2025-05-17"}


@pytest.fixture(scope="module")
def store() -> Store:
    return graph_store.filled()


@pytest.fixture(scope="module")
def turtle(store: Store) -> Graph:
    content = io.BytesIO()
    store.dump(content, "text/turtle")
    return Graph().parse(data=content.getvalue(), format="turtle")


def answered(store: Store, name: str, **values: str) -> Table:
    answer = query.ask(store, query.load(name), values)
    assert isinstance(answer, Table)
    return answer


def rows(store: Store, name: str, *columns: str, **values: str) -> list[tuple[str, ...]]:
    return [tuple(record[column] for column in columns) for record in answered(store, name, **values).records()]


@pytest.mark.parametrize("name", query.names())
def test_turtle_loaded_into_rdflib_answers_each_stored_question_alike(store: Store, turtle: Graph, name: str) -> None:
    question = query.load(name)
    values = {parameter.name: VALUES[parameter.name] for parameter in question.parameters if parameter.required}
    wanted = query.ask(store, question, values)
    assert isinstance(wanted, Table)
    result = turtle.query(graph_store.as_it_is(question, values))
    assert tuple(map(str, result.vars or ())) == wanted.columns
    assert [tuple("" if term is None else str(term) for term in row) for row in result] == wanted.texts()  # type: ignore[union-attr]


@pytest.mark.parametrize(("name", "columns"), CONTRACT.items())
def test_a_table_of_the_contract_has_its_columns_in_their_order(store: Store, name: str, columns: str) -> None:
    header, *_ = query.query(store, name, {}, "csv").splitlines()
    assert header == columns.replace(" ", ",")


@pytest.mark.parametrize("name", query.names())
def test_each_stored_question_tells_what_it_answers_and_shows_an_example(name: str) -> None:
    question = query.load(name)
    assert question.title
    assert question.description.endswith(".")
    assert question.example.startswith(f"kg query {name}")
    for parameter in question.parameters:
        assert parameter.description
    assert "GRAPH" not in question.text


def test_claims_have_one_row_for_each_speaker_of_each_assertion(store: Store) -> None:
    assert rows(store, "claims", "article", "start", "end", "speaker", "stance", "manner", "cue", "medium") == [
        ("herald 1", "32", "138", "Coordination Headquarters", "asserts", "paraphrased", "say", "Telegram"),
        ("herald 1", "139", "187", "Coordination Headquarters", "asserts", "paraphrased", "say", ""),
        ("herald 1", "188", "282", "", "estimates", "paraphrased", "put", ""),
        ("herald 1", "188", "282", "Olena Koval", "confirms", "mixed", "say", ""),
        ("herald 1", "283", "306", "Russia", "declines", "narrated", "", ""),
        ("herald 1", "307", "362", "The Herald", "asserts", "narrated", "", ""),
        ("herald 1", "363", "394", "The Herald", "asserts", "narrated", "", ""),
        ("post", "0", "68", "", "asserts", "paraphrased", "tell", "The Post"),
    ]


def test_the_offsets_of_claims_and_figures_are_true_in_the_articles_text(store: Store) -> None:
    texts = {"herald 1": records.HERALD_TEXT, "post": records.POST_TEXT}
    for name, words in (("claims", "passage"), ("figures", "text")):
        found = rows(store, name, "article", "start", "end", words)
        assert found
        for article, start, end, told in found:
            assert texts[article][int(start) : int(end)] == told


def test_the_same_figure_of_two_days_belongs_to_two_exchanges(store: Store) -> None:
    told = rows(store, "figures", "text", "exchange", article="herald 1")
    assert [exchange for text, exchange in told if text == "909"] == [records.MAY, records.MAY, records.MARCH]


def test_figures_have_bounds_sides_and_places_by_their_names(store: Store) -> None:
    columns = ("text", "minimum", "maximum", "counted", "whose", "giver", "receiver", "place", "role")
    assert rows(store, "figures", *columns)[1:] == [
        ("400", "400", "400", "bodies", "Ukraine", "", "Ukraine", "Donetsk", "part"),
        ("500", "500", "500", "bodies", "Ukraine", "", "Ukraine", "Sumy", "part"),
        ("909", "909", "909", "bodies", "Ukraine", "", "Ukraine", "", "total"),
        ("500 or more", "500", "", "bodies", "", "", "", "", "threshold"),
        ("909", "909", "909", "bodies", "Ukraine", "", "Ukraine", "", "total"),
        ("910", "910", "910", "bodies", "Ukraine", "Russia", "Ukraine", "", "total"),
        ("34", "34", "34", "bodies", "Russia", "Ukraine", "Russia", "", "total"),
    ]


def test_exchanges_have_a_row_for_each_direction_and_one_for_those_without_figures(store: Store) -> None:
    assert [row[2:] for row in answered(store, "exchanges").texts()] == [
        ("2025-03-01", "2025-03-31", "", "", "", "", "", "", "1", "1"),
        ("2025-05-16", "2025-05-16", "Ukraine", "Russia", "bodies", "34", "34", "single", "1", "0"),
        ("2025-05-16", "2025-05-16", "Russia", "Ukraine", "bodies", "909", "910", "disputed", "2", "2"),
    ]


def test_actors_have_one_row_each_with_reported_roles_and_counts(store: Store) -> None:
    assert rows(store, "actors", "label", "type", "side", "roles", "articles", "claims") == [
        ("Coordination Headquarters", "organization", "Ukraine", "", "1", "2"),
        ("Olena Koval", "person", "Ukraine", "volunteer", "1", "1"),
        ("Russia", "state", "Russia", "", "2", "1"),
        ("The Herald", "outlet", "", "", "1", "2"),
        ("The Post", "outlet", "", "", "1", "0"),
        ("Ukraine", "state", "Ukraine", "", "2", "0"),
    ]


def test_an_actor_whom_articles_describe_differently_still_has_one_row_and_one_name() -> None:
    annotation = records.herald()
    other = dataclasses.replace(annotation.actors[3], label="Olena KOVAL", type=ActorType.ORGANIZATION)
    again = dataclasses.replace(
        annotation,
        article=dataclasses.replace(annotation.article, id="again"),
        actors=(*annotation.actors[:3], other),
        positions=(dataclasses.replace(annotation.positions[0], text="chair"), *annotation.positions),
    )
    with graph_store.filled() as store:
        store.replace(rdf.article_graph("again"), rdf.article_quads(again, records.RUN))
        graph_store.decide(store)
        found = [row for row in rows(store, "actors", "actor", "label", "type", "roles") if row[0] == records.VOLUNTEER]
        claims = rows(store, "claims", "article", "start", "speaker", article="again")
    assert found == [(records.VOLUNTEER, "Olena KOVAL", "organization", "chair; volunteer")]
    assert len(claims) == len(set(claims)) == 7


def test_disagreements_show_both_figures_with_their_speakers_and_articles(store: Store) -> None:
    assert answered(store, "disagreements").texts() == [
        (
            records.MAY,
            "909",
            "Coordination Headquarters",
            "herald 1",
            "400",
            "Coordination Headquarters",
            "herald 1",
            "sum",
        ),
        (records.MAY, "909", "Coordination Headquarters", "herald 1", "910", "", "post", "value"),
    ]


def test_the_network_links_speakers_to_whom_they_speak_about_and_who_carries_them(store: Store) -> None:
    edges = set(rows(store, "network", "source_label", "relation", "target_label"))
    assert edges == {
        ("Coordination Headquarters", "speaks-about", "Ukraine"),
        ("Olena Koval", "speaks-about", "Ukraine"),
        ("The Herald", "speaks-about", "Ukraine"),
        ("Telegram", "relays", "Coordination Headquarters"),
        ("The Herald", "publishes", "Coordination Headquarters"),
        ("The Herald", "publishes", "Olena Koval"),
        ("The Herald", "publishes", "Russia"),
    }
    assert rows(store, "network", "source_type", "target_side", "date")[1] == ("channel", "Ukraine", "2025-05-17")


def test_a_figure_leads_to_those_who_said_it(store: Store) -> None:
    told = rows(store, "figure-sources", "article", "speaker", "stance", figure="909")
    assert told == [
        ("herald 1", "Coordination Headquarters", "asserts"),
        ("herald 1", "Olena Koval", "confirms"),
        ("herald 1", "The Herald", "asserts"),
    ]
    assert rows(store, "figure-sources", "text", figure="500") == [("500",), ("500 or more",)]


@pytest.mark.parametrize("name", ["Ukraine", "ukraine", "Україна", records.UKRAINE])
def test_a_speaker_is_found_by_any_name_or_the_iri(name: str) -> None:
    annotation = records.post()
    claim = dataclasses.replace(annotation.claims[0], speaker=records.UKRAINE)
    with Store(None) as store:
        quads = rdf.article_quads(dataclasses.replace(annotation, claims=(claim,)), records.RUN)
        store.replace(rdf.article_graph("post"), quads)
        graph_store.decide(store)
        assert rows(store, "speaker-claims", "article", "cue", speaker=name) == [("post", "tell")]


def test_silences_tell_who_never_says_anything_else(store: Store) -> None:
    assert rows(store, "silences", "speaker", "spoke", "passage") == [("Russia", "0", "Russia did not comment.")]


def test_the_timeline_can_be_cut_at_both_ends_and_keeps_what_may_lie_within(store: Store) -> None:
    whole = rows(store, "timeline", "exchange", "received", "articles")
    assert whole == [
        (records.MARCH, "", "1"),
        # Two articles, of which one is held for a copy of the other.
        (records.MAY, "Russia 34 bodies; Ukraine 909–910 bodies", "1"),
    ]
    assert rows(store, "timeline", "exchange", since="2025-04-01") == [(records.MAY,)]
    assert rows(store, "timeline", "exchange", until="2025-03-15") == [(records.MARCH,)]


def test_figures_by_region_can_be_asked_for_one_place(store: Store) -> None:
    assert rows(store, "figures-by-region", "place", "minimum") == [("Donetsk", "400"), ("Sumy", "500")]
    assert rows(store, "figures-by-region", "minimum", place="Sumy") == [("500",)]
    assert rows(store, "figures-by-region", "minimum", place="sum") == []


def test_one_sided_figures_leave_out_what_the_other_side_gives_too(store: Store) -> None:
    columns = ("exchange", "counted", "receiver", "side", "least", "most", "speakers", "articles")
    assert rows(store, "one-sided-figures", *columns) == [
        (records.MAY, "bodies", "Ukraine", "Ukraine", "909", "909", "2", "1")
    ]
    annotation = records.post()
    claim = dataclasses.replace(annotation.claims[0], speaker=records.RUSSIA)
    with graph_store.filled() as other:
        quads = rdf.article_quads(dataclasses.replace(annotation, claims=(claim,)), records.RUN)
        other.replace(rdf.article_graph("post"), quads)
        assert rows(other, "one-sided-figures", *columns) == [
            (records.MAY, "bodies", "Russia", "Russia", "34", "34", "1", "1")
        ]


def test_unresolved_mentions_are_actors_the_authority_lacks_and_exchanges_nobody_reports(store: Store) -> None:
    assert rows(store, "unresolved-mentions", "kind", "label", "words") == [
        ("exchange", "", "In March, 909 others came back."),
        ("person", "Olena Koval", "Olena Koval"),
    ]


def test_the_reasons_for_joining_reports_can_be_asked_for(store: Store) -> None:
    wanted = [("herald 1", "post", "0.75", "near figures; same sides")]
    assert rows(store, "exchange-evidence", "article_a", "article_b", "score", "reasons") == wanted
    assert rows(store, "exchange-evidence", "article_a", exchange=records.MARCH) == []


# ---------------------------------------------------------------- parameters and files


def test_a_missing_parameter_is_named(store: Store) -> None:
    with pytest.raises(QueryError, match=r"^figure-sources needs --param figure=VALUE \(the number\)$"):
        query.query(store, "figure-sources")


def test_an_unknown_parameter_is_named_with_those_there_are(store: Store) -> None:
    with pytest.raises(QueryError, match="has no parameter 'number'; it has figure"):
        query.query(store, "figure-sources", {"number": "1"})


@pytest.mark.parametrize(
    ("name", "parameter", "value", "wanted"),
    [
        ("figure-sources", "figure", "many", "an integer"),
        ("timeline", "since", "May", "a date such as 2025-05-16"),
        ("exchange-evidence", "exchange", "no iri", "no whole IRI"),
        ("exchange-evidence", "exchange", "https://a.example/> . ?s ?p <b:c", "no whole IRI"),
    ],
)
def test_a_value_of_the_wrong_type_is_refused(store: Store, name: str, parameter: str, value: str, wanted: str) -> None:
    with pytest.raises(QueryError, match=wanted):
        query.query(store, name, {parameter: value})


@pytest.mark.parametrize(
    "value",
    ['" . ?s ?p ?o . "', "\\", '\\"', "\\u0022 . ?x", "'\n", "\x00", "?_speaker", "#", "\U0001f54a", "\\\\u0022"],
)
def test_a_value_stays_one_literal_whatever_it_holds(value: str) -> None:
    question = query.parse("echo", "#+ parameters: {speaker: {type: string}}\nSELECT (?_speaker AS ?said) { }")
    with Store(None) as store:
        answer = query.ask(store, question, {"speaker": value})
    assert isinstance(answer, Table)
    assert answer.texts() == [(value,)]


def test_marks_for_large_stores_plan_and_change_no_answer(store: Store) -> None:
    text = """#+ parameters: {article: {type: string, default: null, few: true}}
    SELECT ?article ?cue WHERE {
      { SELECT (?_article AS ?article) ?claim WHERE {
          { SELECT * WHERE { ?claim prov:wasQuotedFrom/nif:referenceContext/schema:identifier ?_article } }
        }
        #if article: LIMIT 1000
      }
      { SELECT ?claim ?cue WHERE { #unless article
        ?claim kg:stance ?stance . #whole
        OPTIONAL { ?claim kg:cue ?cue } #whole
      } } #unless article
    } ORDER BY ?article ?cue ?claim"""
    question = query.parse("marks", text)
    of_all, of_one = query.fill(question, {}), query.fill(question, {"article": "post"})
    assert "\n        { SELECT * WHERE { ?claim kg:stance ?stance . } }\n" in of_all
    assert "\n        OPTIONAL { SELECT * WHERE { ?claim kg:cue ?cue } }\n" in of_all
    assert "SELECT * WHERE" not in of_one
    assert "\n        LIMIT 1000" in of_one
    assert "SELECT ?claim ?cue" not in of_one
    whole, one = query.ask(store, question), query.ask(store, question, {"article": "post"})
    assert isinstance(whole, Table)
    assert isinstance(one, Table)
    assert one.texts() == [row for row in whole.texts() if row[0] == "post"] != []


def test_an_unknown_question_is_named_with_near_ones(store: Store) -> None:
    with pytest.raises(QueryError, match=r"no stored question and no file is called 'figure'; did you mean .*figures"):
        query.query(store, "figure")
    with pytest.raises(QueryError, match="`kg queries` lists them"):
        query.query(store, "zzzzz")


def test_a_file_and_standard_input_are_answered_too(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "mine.rq"
    text = "SELECT (COUNT(?c) AS ?n) { ?c a kg:Claim ; kg:cue ?_cue }"
    path.write_text(text, encoding="utf-8-sig")
    assert query.query(store, str(path), {"cue": "say"}, "csv") == "n\n3\n"
    monkeypatch.setattr("sys.stdin", io.StringIO(text))
    assert query.query(store, "-", {}, "csv") == "n\n5\n"


def test_a_file_that_is_no_sparql_is_named(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "bad.rq"
    path.write_text("SELECT WHERE {")
    with pytest.raises(QueryError, match=r"bad\.rq: not SPARQL 1\.1 at line 1"):
        query.query(store, str(path))
    path.write_bytes(b"SELECT * {} # \xff")
    with pytest.raises(QueryError, match=r"bad\.rq: not UTF-8 at byte 14"):
        query.query(store, str(path))


@pytest.mark.parametrize(
    ("header", "wanted"),
    [
        ("#+ title: a\n#+ parameters: [", r"mine, line 2: the `#\+` header is no YAML"),
        ("#+ titel: a", "may hold description, example, parameters, title and nothing else"),
        ("#+ parameters: {a: {type: number}}", "unknown type 'number'"),
        ("#+ parameters: {a: {typ: string}}", "may hold count, default, description, each, few, type and nothing else"),
        ("#+ parameters: [a]", "maps each name to its type"),
    ],
)
def test_a_broken_header_is_named_with_its_line(header: str, wanted: str) -> None:
    with pytest.raises(QueryError, match=wanted):
        query.parse("mine", header + "\nSELECT * {}")


# ---------------------------------------------------------------- formats


def test_csv_is_rfc_4180_and_reads_back_as_it_was(store: Store) -> None:
    answer = answered(store, "claims")
    text = query.query(store, "claims", {}, "csv")
    assert list(csv.reader(io.StringIO(text, newline=""))) == [list(answer.columns), *map(list, answer.texts())]
    with Store(None) as other:
        odd = query.parse("odd", 'SELECT * { VALUES ?x { "a\\rb" "c\\nd" \'e"f\' "g,h" " i " } }')
        lines = render(query.ask(other, odd), "csv")
    assert list(csv.reader(io.StringIO(lines, newline=""))) == [["x"], ["a\rb"], ["c\nd"], ['e"f'], ["g,h"], [" i "]]


def test_json_and_xml_are_sparql_results_that_other_tools_read(store: Store) -> None:
    from rdflib.query import Result

    answer = answered(store, "figures")
    for form in ("json", "xml"):
        text = query.query(store, "figures", {}, form)
        read = Result.parse(io.BytesIO(text.encode()), format=form)
        assert tuple(map(str, read.vars or ())) == answer.columns
        assert [tuple("" if term is None else str(term) for term in row) for row in read] == answer.texts()  # type: ignore[union-attr]
    binding = json.loads(query.query(store, "figures", {}, "json"))["results"]["bindings"][0]
    assert binding["minimum"] == {
        "type": "literal",
        "value": "909",
        "datatype": "http://www.w3.org/2001/XMLSchema#integer",
    }
    assert binding["speaker"] == {"type": "literal", "value": "Coordination Headquarters", "xml:lang": "en"}
    assert "place" not in binding


def test_xml_stays_well_formed_whatever_articles_hold() -> None:
    with Store(None) as store:
        odd = query.parse("odd", 'SELECT ("<&>\\u0001" AS ?x) {}')
        document = ElementTree.fromstring(render(query.ask(store, odd), "xml"))
    assert [node.text for node in document.iter("{http://www.w3.org/2005/sparql-results#}literal")] == ["<&>\ufffd"]


def test_an_ask_and_a_construct_have_formats_of_their_own(store: Store) -> None:
    ask = query.parse("ask", "ASK { ?s a kg:Claim }")
    assert [render(query.ask(store, ask), form) for form in ("table", "csv")] == ["yes\n", "answer\ntrue\n"]
    assert json.loads(render(query.ask(store, ask), "json")) == {"head": {}, "boolean": True}
    graph = query.parse("graph", f"CONSTRUCT WHERE {{ <{records.MAY}> kg:party ?side }}")
    found = Graph().parse(data=render(query.ask(store, graph), "ttl"), format="turtle")
    assert len(found) == 2
    assert render(query.ask(store, graph), "csv").startswith("subject,predicate,object\n")
    for form, syntax in (("json", "json-ld"), ("xml", "xml")):
        assert set(Graph().parse(data=render(query.ask(store, graph), form), format=syntax)) == set(found)


def test_a_format_that_does_not_suit_is_refused(store: Store) -> None:
    with pytest.raises(QueryError, match="no Turtle; choose table, csv, json or xml"):
        query.query(store, "claims", {}, "ttl")
    with pytest.raises(QueryError, match=f"choose one of {', '.join(FORMATS)}"):
        query.query(store, "claims", {}, "html")


def test_a_narrow_table_is_laid_out_side_by_side_and_a_wide_one_field_by_field(store: Store) -> None:
    narrow = render(
        query.ask(store, query.parse("n", "SELECT ?n ?cue { ?n kg:cue ?cue } ORDER BY ?n LIMIT 1")), "table", 80
    )
    assert narrow.splitlines()[0].split() == ["n", "cue"]
    assert narrow.splitlines()[1].startswith("claim/")
    assert narrow.endswith("(1 row)\n")
    wide = render(answered(store, "claims"), "table", 80)
    assert wide.splitlines()[:3] == ["article      herald 1", "start        32", "end          138"]
    assert wide.endswith("(8 rows)\n")


def test_a_table_shows_no_control_characters_and_no_marks_that_turn_the_writing() -> None:
    with Store(None) as store:
        odd = query.parse("odd", 'SELECT ("a\\u001B[2Jb\\u202Ec[bold]" AS ?x) {}')
        assert render(query.ask(store, odd), "table", 80).splitlines()[1] == "a\ufffd[2Jb\ufffdc[bold]"


def test_the_stored_questions_are_the_files_of_the_folder() -> None:
    assert set(query.names()) == {path.stem for path in Path(data_folder("queries")).iterdir()}
    assert set(CONTRACT) <= set(query.names())
