"""Reports of what the shapes found, a user's own shapes, and the command that writes them."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import graph_records as records
import graph_store
import mutations
import pytest
from rdflib import SH, Graph, Literal, URIRef
from test_shapes import results

from kg import rdf, validate
from kg.errors import ShapesError, UsageError
from kg.export import export
from kg.settings import samples_folder
from kg.validate import Severity
from kg.validate.engine import data_graph
from kg.validate.shapes import Room, own
from kg.vocab import KG, NIF, RDF, SDO

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Kg

EVIL = "<script>document.title='evil'</script> {{findings}} \x1b[31m"


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Gives a file with a violation in two overlapping passages, a warning, and words that are no friend."""
    path = tmp_path_factory.mktemp("broken") / "broken.ttl"
    export(graph_store.filled(), path)
    graph = Graph().parse(path)
    graph.remove((mutations.CLAIM, KG.stance, None))
    mutations.bounds(mutations.FIGURE, 990)(graph)
    graph.remove((mutations.SECOND_CLAIM, KG.rule, None))
    graph.add((mutations.PASSAGE, NIF.anchorOf, Literal(EVIL)))
    graph.add((mutations.HERALD, SDO.headline, Literal(EVIL)))
    graph.serialize(path)
    return path


@pytest.fixture(scope="module")
def checked(broken: Path) -> list[validate.Checked]:
    return validate.validate_file(broken)


def test_text_tells_each_finding_and_ends_with_the_verdict(checked: list[validate.Checked]) -> None:
    text = validate.written(checked, "text")
    assert re.search(r"^does not conform: 1 graph checked, \d violations, \d warnings?, 1 note$", text, re.MULTILINE)
    assert text.endswith("note\n")
    assert "violation: article herald 1: A claim has one stance" in text
    assert f"    characters 32–138: “{records.HERALD_TEXT[32:138]}”" in text
    assert "\x1b" not in text


def test_the_worst_is_told_first_in_whichever_graph_it_is(checked: list[validate.Checked]) -> None:
    notes = [one for one in checked[0].findings if one.severity is Severity.INFO]
    worse = [one for one in checked[0].findings if one.severity is not Severity.INFO]
    graphs = [validate.Checked("a", tuple(notes)), validate.Checked("b", tuple(worse))]
    told = re.findall(r"^(violation|warning|note):", validate.written(graphs, "text"), re.MULTILINE)
    assert told == sorted(told, key=["violation", "warning", "note"].index)
    assert {*told} == {"violation", "warning", "note"}


def test_turtle_is_a_validation_report_of_shacl_with_the_same_results(
    broken: Path, checked: list[validate.Checked]
) -> None:
    report = Graph().parse(data=validate.written(checked, "turtle"), format="turtle")
    [head] = report.subjects(URIRef("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"), SH.ValidationReport)
    assert report.value(head, SH.conforms) == Literal(False)
    graph = data_graph(Graph().parse(broken))
    reference = own(Room.WHOLE).engine.reference(graph)
    assert results(report) == results(reference)
    assert len(set(report.objects(head, SH.result))) == len(checked[0].findings) == len(results(reference))
    paths = [path for one in report.objects(None, SH.result) for path in report.objects(one, SH.resultPath)]
    assert KG.stance in paths


def test_turtle_of_a_graph_with_nothing_to_find_conforms() -> None:
    report = Graph().parse(data=validate.written([validate.Checked("x", ())], "turtle"), format="turtle")
    assert [*report.objects(None, SH.conforms)] == [Literal(True)]
    assert [*report.objects(None, SH.result)] == []


def test_a_path_of_several_steps_is_written_as_shacl_writes_it() -> None:
    store = graph_store.filled()
    triples = [*store.triples(rdf.decisions_graph()), (mutations.NOBODY, KG.inExchange, mutations.MAY)]
    graph = Graph()
    for triple in triples:
        graph.add(triple)
    mutations.without(None, KG.reportOf)(graph)
    found = validate.validate_decisions(graph, validate.decision_context(store))  # type: ignore[arg-type]
    report = Graph().parse(data=validate.written([validate.Checked("x", tuple(found))], "turtle"), format="turtle")
    told = own(Room.DECISIONS).engine.shapes
    wanted = told.value(URIRef("https://w3id.org/exchange-kg/shapes#Exchange-report"), SH.path)
    inverse = told.value(wanted, SH.inversePath)
    assert inverse in {report.value(path, SH.inversePath) for path in report.objects(None, SH.resultPath)}


def test_json_holds_each_finding_with_its_passage(checked: list[validate.Checked]) -> None:
    told = json.loads(validate.written(checked, "json"))
    assert (told["conforms"], told["graphs"], told["nothing_to_check"]) == (False, 1, False)
    assert sum(told["counts"].values()) == len(told["findings"]) == len(checked[0].findings)
    stance = next(one for one in told["findings"] if one["shape"].endswith("#Claim-stance"))
    assert (stance["severity"], stance["article"], stance["path"]) == ("violation", "herald 1", "kg:stance")
    assert (stance["start"], stance["end"]) == (32, 138)
    assert stance["quote"] == records.HERALD_TEXT[32:138]


def test_what_is_no_iri_is_still_reported(tmp_path: Path) -> None:
    path = tmp_path / "odd.nt"
    path.write_text(f"<https://norton.example/a{{b> <{RDF.type}> <{KG.Claim}> .\n")
    checked = validate.validate_file(path)
    assert {one.focus for one in checked[0].findings} == {"https://norton.example/a{b"}
    report = Graph().parse(data=validate.written(checked, "turtle"), format="turtle")
    assert {*report.objects(None, SH.focusNode)} == {URIRef("https://norton.example/a%7Bb")}


def test_the_same_graph_gives_the_same_report(broken: Path) -> None:
    for form in validate.FORMATS:
        assert validate.written(validate.validate_file(broken), form) == validate.written(
            validate.validate_file(broken), form
        )


def test_an_unknown_format_is_told(checked: list[validate.Checked]) -> None:
    with pytest.raises(UsageError, match="unknown format 'pdf'; choose one of text, turtle, json, html"):
        validate.written(checked, "pdf")


# ---------------------------------------------------------------- the page


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1280, "dark")])
def test_the_page_leads_from_each_finding_to_its_passage_and_back(
    browser: Any,
    checked: list[validate.Checked],
    tmp_path: Path,
    width: int,
    scheme: str,
) -> None:
    path = tmp_path / "report.html"
    validate.save(validate.written(checked, "html"), path)
    context = browser.new_context(viewport={"width": width, "height": 700}, color_scheme=scheme, offline=True)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("request", lambda request: complaints.append(request.url) if request.url != path.as_uri() else None)
    page.goto(path.as_uri())
    assert page.title() == "What the shapes found"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    links = page.locator("li .link a")
    placed = [one for one in checked[0].findings if one.quote]
    assert links.count() == len(placed) >= 3
    for number in range(links.count()):
        links.nth(number).click()
        target = page.locator(page.evaluate("location.hash"))
        assert target.is_visible()
        assert page.evaluate("document.querySelector(':target').closest('article') !== null")
    assert page.locator("article .text").count() == 1
    # Pins aside, the text is the article's, whatever overlaps in it.
    text = page.evaluate(
        "[...document.querySelector('.text').childNodes].filter(n => !n.classList || !n.classList.contains('pin'))"
        ".map(n => n.textContent).join('')"
    )
    assert text == records.HERALD_TEXT
    target.click()
    assert page.evaluate("document.querySelector(':target').tagName") == "LI"
    assert complaints == []
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (sum(map(int, re.findall(r"\d+", light))) < 200) is (scheme == "dark")
    context.close()


def test_the_page_of_a_sound_graph_says_so() -> None:
    page = validate.written([validate.Checked("graph.ttl", ())], "html")
    assert "conforms: 1 graph checked, 0 violations, 0 warnings" in page
    assert "<li" not in page


def test_words_of_articles_stay_words_on_the_page(checked: list[validate.Checked]) -> None:
    page = validate.written(checked, "html")
    assert "&lt;script&gt;" in page
    assert "<script" not in page
    assert "\x1b" not in page


# ---------------------------------------------------------------- a user's own shapes

HEAD = """@prefix ex: <https://norton.example/shapes#> .
@prefix kg: <https://w3id.org/exchange-kg/ontology#> .
@prefix kgs: <https://w3id.org/exchange-kg/shapes#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
"""
OWN = (
    HEAD
    + """
ex:Figure a sh:NodeShape ; sh:targetClass kg:Figure ; sh:property ex:Figure-giver .
ex:Figure-giver sh:path kg:giver ; sh:minCount 1 ; sh:message "Tell who gave." .
"""
)
ASKING = (
    HEAD
    + """
ex:Exchange a sh:NodeShape ; sh:targetClass kg:Exchange ; sh:severity sh:Warning ;
  sh:sparql [ sh:prefixes <https://w3id.org/exchange-kg/shapes> ; sh:message "One article only: {?value}." ;
    sh:select \"\"\"SELECT $this (SAMPLE(?article) AS ?value) WHERE {
      ?report kg:reportOf $this ; prov:wasDerivedFrom ?article } GROUP BY $this HAVING (COUNT(?article) = 1)\"\"\" ] .
"""
)


def test_a_users_shapes_see_what_articles_and_decisions_say_together(tmp_path: Path) -> None:
    (tmp_path / "shapes").mkdir()
    (tmp_path / "shapes" / "own.ttl").write_text(OWN)
    (tmp_path / "shapes" / "asking.ttl").write_text(ASKING)
    added = validate.added([tmp_path / "shapes"])
    *_, whole = validate.validate_store(graph_store.filled(), rdf.authority_graph(), rdf.decisions_graph(), added)
    told = {(one.shape.rpartition("#")[2], one.severity) for one in whole.findings}
    assert told == {("Figure-giver", Severity.VIOLATION), ("Exchange", Severity.WARNING)}
    assert [one.focus for one in whole.findings if one.severity is Severity.WARNING] == [records.MARCH]
    first = next(one for one in whole.findings if one.quote == "909")
    assert (first.article, first.message) == ("herald 1", "Tell who gave.")


FAULTY = [
    ("ex:a a sh:NodeShape ;\n  sh:targetClass ex:b\n  sh:property ex:c .", r"line 7: not valid Turtle"),
    (
        'ex:a a sh:NodeShape ; sh:targetClass ex:b ;\n  sh:property [ sh:path ex:c ; sh:minCount "many" ] .',
        r"line \d: no shape that SHACL knows \(minCount: Value is not Literal with datatype xsd:integer\)",
    ),
    (
        'ex:a a sh:NodeShape ; sh:targetClass ex:b ;\n  sh:sparql [ sh:select "SELECT $this { $this unknown:x 1 }" ] .',
        r"line 6: its sh:select is no SPARQL \(Unknown namespace prefix : unknown\)",
    ),
    (
        'ex:a a sh:NodeShape ; sh:targetClass ex:b ; sh:property [ sh:path ex:c ; sh:pattern "(" ] .',
        r"line 5: can't be used as a shape \(Invalid sh:pattern",
    ),
    (
        "ex:a a sh:NodeShape ; sh:targetClass ex:b ; sh:property [ sh:path ex:c ; sh:minCoutn 1 ] .",
        r"line 5: can't be used as a shape \(Unsupported feature: sh:minCoutn\)",
    ),
    ("ex:a a sh:NodeShape ; sh:property [ sh:path ex:c ; sh:minCount 1 ] .", "no shape says what it applies to"),
    ("ex:a ex:b ex:c .", "no shape says what it applies to; give one a target such as sh:targetClass"),
]


@pytest.mark.parametrize(("content", "wanted"), FAULTY, ids=[wanted[:40] for _, wanted in FAULTY])
def test_shapes_at_fault_are_named_with_their_line(tmp_path: Path, content: str, wanted: str) -> None:
    (tmp_path / "good.ttl").write_text(OWN)
    (tmp_path / "bad.ttl").write_text(HEAD + content + "\n")
    with pytest.raises(ShapesError, match=rf"bad\.ttl(, |: ){wanted}"):
        validate.added([tmp_path / "bad.ttl"])


def test_a_folder_without_shapes_and_a_file_that_is_not_there_are_told(tmp_path: Path) -> None:
    with pytest.raises(ShapesError, match=r"no shapes in this folder; put \.ttl files there"):
        validate.added([tmp_path])
    with pytest.raises(ShapesError, match=r"none\.ttl: no such file or folder"):
        validate.added([tmp_path / "none.ttl"])


def test_a_file_that_is_no_utf8_is_told(tmp_path: Path) -> None:
    (tmp_path / "latin.ttl").write_bytes(HEAD.encode() + b"# caf\xe9\n")
    with pytest.raises(ShapesError, match=r"latin\.ttl, line 5: not UTF-8"):
        validate.added([tmp_path / "latin.ttl"])


# ---------------------------------------------------------------- the command


def test_the_command_tells_a_violation_by_its_exit_status_in_each_format(kg: Kg, broken: Path, tmp_path: Path) -> None:
    for form in validate.FORMATS:
        done = kg("validate", broken, "--format", form)
        assert (done.returncode, done.stderr) == (1, "")
        file = tmp_path / f"report.{form}"
        saved = kg("validate", broken, "--format", form, "--output", file)
        assert (saved.returncode, saved.stderr) == (1, "")
        assert saved.stdout.startswith(f"{file}: does not conform: 1 graph checked")
        assert file.read_text(encoding="utf-8") == done.stdout


def test_the_command_adds_a_users_shapes(kg: Kg, samples: Path, tmp_path: Path) -> None:
    (tmp_path / "own.ttl").write_text(OWN)
    done = kg("validate", "--store", samples, "--shapes", tmp_path)
    assert done.returncode == 1
    assert "Tell who gave." in done.stdout
    assert done.stdout.splitlines()[-1].startswith("does not conform: 10 graphs checked, ")
    (tmp_path / "own.ttl").write_text(OWN.replace("sh:minCount", "sh:minimum"))
    done = kg("validate", "--store", samples, "--shapes", tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"error {tmp_path / 'own.ttl'}, line ")


def test_a_store_under_another_base_is_checked_without_being_told(kg: Kg, tmp_path: Path) -> None:
    article = sorted(samples_folder().iterdir())[0]
    built = ("build", article, "--store", tmp_path / "store", "--base", "https://norton.example/graph/")
    assert kg(*built).returncode == 0
    done = kg("validate", "--store", tmp_path / "store")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("conforms: 2 graphs checked, 0 violations")


def test_an_empty_store_and_a_file_of_something_else_are_not_said_to_conform(kg: Kg, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("The harbour was quiet.\n")
    assert kg("build", tmp_path / "note.txt", "--store", tmp_path / "store").returncode == 0
    done = kg("validate", "--store", tmp_path / "store")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("nothing to check in the store: no article")
    (tmp_path / "theirs.ttl").write_text("<https://norton.example/x> a <https://norton.example/Harbour> .")
    done = kg("validate", tmp_path / "theirs.ttl")
    assert (done.returncode, done.stdout.split(":")[0]) == (0, f"nothing to check in {tmp_path / 'theirs.ttl'}")


@pytest.mark.parametrize(
    ("arguments", "status", "wanted"),
    [
        (("--format", "pdf"), 2, "unknown format 'pdf'; choose one of text, turtle, json, html"),
        (("--output", "missing/report.html"), 1, "missing/report.html: can't be written"),
        (("--shapes", "none.ttl"), 1, "none.ttl: no such file or folder"),
    ],
)
def test_a_command_that_can_not_be_done_is_one_line(
    kg: Kg, samples: Path, tmp_path: Path, arguments: tuple[str, ...], status: int, wanted: str
) -> None:
    done = kg("validate", "--store", samples, *arguments, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (status, "")
    assert wanted in done.stderr
    assert done.stderr.count("\n") == 1
