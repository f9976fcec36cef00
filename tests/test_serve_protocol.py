"""The endpoint by the SPARQL 1.1 Protocol: what the W3C's tests of it ask (data-sparql11/protocol), and more."""

from __future__ import annotations

import csv
import io
import json
import shutil
from typing import TYPE_CHECKING

import pytest
import requests
from lxml import etree
from rdflib import Graph
from rdflib.compare import isomorphic
from rdflib.namespace import FOAF, RDF
from rdflib.term import URIRef
from serving import Served, serving

from kg.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DATA = "http://kasei.us/2009/09/sparql/data/data{}.rdf"
FIRST, SECOND, THIRD = (DATA.format(number) for number in (1, 2, 3))
QUERY, FORM = "application/sparql-query", "application/x-www-form-urlencoded"
BOTH = f"{{ <{FIRST}> a ?type . <{SECOND}> a ?type }}"
APART = f"GRAPH ?g1 {{ <{FIRST}> a ?type }} GRAPH ?g2 {{ <{SECOND}> a ?type }}"
TABLES = {
    "application/sparql-results+json",
    "application/sparql-results+xml",
    "text/csv",
    "text/tab-separated-values",
}
GRAPHS = {"text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json"}


@pytest.fixture(scope="module")
def store(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("protocol") / "store"
    shutil.copytree(samples, path)
    with Store(path) as opened:
        opened.load((URIRef(name), RDF.type, FOAF.Document, URIRef(name)) for name in (FIRST, SECOND, THIRD))
    return path


@pytest.fixture(scope="module")
def served(store: Path) -> Iterator[Served]:
    with serving(store, "--timeout", "4", "--rows", "1000") as one:
        yield one


@pytest.fixture(scope="module")
def endpoint(served: Served) -> str:
    return f"{served.url}/sparql"


def media_type(answer: requests.Response) -> str:
    return answer.headers["Content-Type"].partition(";")[0]


def truth(answer: requests.Response) -> bool:
    assert answer.status_code == 200, answer.text
    assert media_type(answer) == "application/sparql-results+json"
    told = answer.json()["boolean"]
    assert isinstance(told, bool)
    return told


def post(url: str, content: str | bytes, kind: str | None, **more: object) -> requests.Response:
    headers = {"Content-Type": kind} if kind else {}
    return requests.post(url, data=content.encode() if isinstance(content, str) else content, headers=headers, **more)


# --- The W3C's tests of queries, each under its own name; the address ends in a slash there.


def test_query_get(endpoint: str) -> None:
    assert truth(requests.get(f"{endpoint}/", {"query": "ASK {}", "default-graph-uri": DATA.format(0)}))


def test_query_post_form(endpoint: str) -> None:
    answer = post(f"{endpoint}/", "query=ASK%20%7B%7D", FORM, params={"default-graph-uri": DATA.format(0)})
    assert truth(answer)


def test_query_post_direct(endpoint: str) -> None:
    assert truth(post(f"{endpoint}/", "ASK {}", QUERY))


def test_query_dataset_default_graphs(endpoint: str) -> None:
    graphs = {"default-graph-uri": [FIRST, SECOND]}
    assert truth(requests.get(f"{endpoint}/", {"query": f"ASK {BOTH}"} | graphs))
    assert truth(post(f"{endpoint}/", f"ASK {BOTH}", QUERY, params=graphs))
    assert not truth(requests.get(endpoint, {"query": f"ASK {BOTH}", "default-graph-uri": FIRST}))


def test_query_dataset_named_graphs(endpoint: str) -> None:
    graphs = {"named-graph-uri": [FIRST, SECOND]}
    assert truth(requests.get(f"{endpoint}/", {"query": f"ASK {{ {APART} }}"} | graphs))
    assert truth(post(f"{endpoint}/", f"ASK {{ {APART} }}", QUERY, params=graphs))
    # With no default graph named it is empty.
    assert not truth(post(endpoint, "ASK { ?s ?p ?o }", QUERY, params=graphs))


def test_query_dataset_full(endpoint: str) -> None:
    graphs = {"default-graph-uri": THIRD, "named-graph-uri": [FIRST, SECOND]}
    asked = f"ASK {{ <{THIRD}> a ?type {APART} }}"
    assert truth(post(f"{endpoint}/", asked, QUERY, params=graphs))
    assert not truth(post(endpoint, asked, QUERY, params=graphs | {"named-graph-uri": FIRST}))


def test_query_multiple_dataset(endpoint: str) -> None:
    asked = f"ASK FROM <{THIRD}> {{ {APART} }}"
    assert truth(post(f"{endpoint}/", asked, QUERY, params={"named-graph-uri": [FIRST, SECOND]}))
    # As the W3C's test spells it, the second name is run together with the first.
    together = f"{FIRST}&named-graph-uri={SECOND}"
    assert truth(post(f"{endpoint}/", asked, QUERY, params={"named-graph-uri": together}))
    # What the request names goes before what the query names.
    assert not truth(post(endpoint, f"ASK FROM <{THIRD}> {{ ?s ?p ?o }}", QUERY, params={"named-graph-uri": FIRST}))
    assert truth(post(endpoint, f"ASK FROM <{THIRD}> {{ <{THIRD}> a ?type }}", QUERY))


@pytest.mark.parametrize(
    ("query", "types"),
    [
        ("SELECT (1 AS ?value) {}", TABLES),
        ("ASK {}", TABLES),
        ("DESCRIBE <http://example.org/>", GRAPHS),
        ("CONSTRUCT { <s> <p> 1 } WHERE {}", GRAPHS),
    ],
)
def test_query_content_type(endpoint: str, query: str, types: set[str]) -> None:
    answer = post(f"{endpoint}/", query, QUERY, params={"default-graph-uri": DATA.format(0)})
    assert answer.status_code == 200
    assert media_type(answer) in types


def test_bad_query_method(endpoint: str) -> None:
    answer = requests.put(f"{endpoint}/", params={"query": "ASK {}"}, headers={"Content-Type": FORM})
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET, HEAD, POST, OPTIONS"


def test_bad_multiple_queries(endpoint: str) -> None:
    assert requests.get(f"{endpoint}/", {"query": ["ASK {}", "SELECT * {}"]}).status_code == 400
    assert post(endpoint, "ASK {}", QUERY, params={"query": "ASK {}"}).status_code == 400


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        pytest.param("ASK {}", "text/plain", id="bad_query_wrong_media_type"),
        pytest.param("query=ASK%20%7B%7D", None, id="bad_query_missing_form_type"),
        pytest.param("ASK {}", None, id="bad_query_missing_direct_type"),
        pytest.param("ASK {}".encode("utf-16"), f"{QUERY}; charset=UTF-16", id="bad_query_non_utf8"),
    ],
)
def test_bad_query_media_type(endpoint: str, content: str | bytes, kind: str | None) -> None:
    assert post(f"{endpoint}/", content, kind).status_code == 415


def test_bad_query_syntax(endpoint: str) -> None:
    answer = requests.get(f"{endpoint}/", {"query": "ASK {"})
    assert answer.status_code == 400
    assert "line 1, column" in answer.text


# --- What the endpoint refuses.


@pytest.mark.parametrize("query", ["CLEAR ALL", "INSERT DATA { <s> <p> <o> }", "DROP ALL ; ASK {}"])
def test_an_update_changes_nothing(endpoint: str, query: str) -> None:
    for answer in (
        requests.get(endpoint, {"query": query}),
        requests.get(endpoint, {"update": query}),
        requests.post(endpoint, {"update": query}),
        requests.post(endpoint, {"query": query}),
        post(endpoint, query, "application/sparql-update"),
        post(endpoint, query, QUERY),
    ):
        assert answer.status_code in (400, 403)
        assert "read-only" in answer.text or "changes the graph" in answer.text
    assert truth(requests.get(endpoint, {"query": f"ASK {BOTH}"}))


def test_no_other_server_is_asked(endpoint: str) -> None:
    answer = requests.get(endpoint, {"query": f"ASK {{ SERVICE <{endpoint}> {{ ?s ?p ?o }} }}"})
    assert answer.status_code == 400
    assert "asks another server" in answer.text


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        (b"query=ASK%20%7B%7D%FF", FORM, 400),
        (b"ASK {} # \xff", QUERY, 400),
        (b"ASK {} #" + b"x" * 2**20, QUERY, 413),
        (b"", QUERY, 400),
        (b"", FORM, 400),
    ],
)
def test_what_is_no_query_is_refused(endpoint: str, content: bytes, kind: str, status: int) -> None:
    assert post(endpoint, content, kind).status_code == status


def test_a_graph_without_a_whole_name_is_refused(endpoint: str) -> None:
    answer = requests.get(endpoint, {"query": "ASK {}", "default-graph-uri": "no name"})
    assert answer.status_code == 400
    assert answer.text.startswith("default-graph-uri: 'no name' is no whole IRI")


# --- Negotiation.


def read(answer: requests.Response) -> list[list[str]]:
    """Reads the rows of a table whose only column is `value`, whatever its syntax."""
    match media_type(answer):
        case "application/sparql-results+json" | "application/json":
            rows = answer.json()["results"]["bindings"]
            return [[row["value"]["value"]] for row in rows]
        case "application/sparql-results+xml" | "text/xml":
            tree = etree.fromstring(answer.content)
            return [[str(text)] for text in tree.xpath("//*[local-name()='binding']/*/text()")]
        case "text/csv":
            return list(csv.reader(io.StringIO(answer.text)))[1:]
    return [[json.loads(line.partition("^^")[0].partition("@")[0])] for line in answer.text.splitlines()[1:]]


@pytest.mark.parametrize(
    ("accept", "given"),
    [
        (None, "application/sparql-results+json"),
        ("*/*", "application/sparql-results+json"),
        *((name, name) for name in sorted(TABLES)),
        ("application/json", "application/json"),
        ("text/xml", "text/xml"),
        ("text/csv;q=0.5, application/sparql-results+xml;q=0.9", "application/sparql-results+xml"),
        ("application/sparql-results+json;q=0, */*;q=0.1", "application/sparql-results+xml"),
        ("TEXT/CSV", "text/csv"),
        ("text/turtle, text/tab-separated-values;q=0.1", "text/tab-separated-values"),
    ],
)
def test_a_table_in_the_syntax_that_is_liked_best(endpoint: str, accept: str | None, given: str) -> None:
    asked = 'SELECT ?value { VALUES ?value { "a,\\"b\\"" "п\\tя"@uk 5 } }'
    answer = requests.get(endpoint, {"query": asked}, headers={"Accept": accept})
    assert (answer.status_code, media_type(answer)) == (200, given)
    assert read(answer) == [['a,"b"'], ["п\tя"], ["5"]]
    assert "Accept" in answer.headers["Vary"]


@pytest.mark.parametrize(
    ("accept", "given", "syntax"),
    [
        (None, "text/turtle", "turtle"),
        ("text/turtle", "text/turtle", "turtle"),
        ("application/n-triples", "application/n-triples", "nt"),
        ("application/rdf+xml", "application/rdf+xml", "xml"),
        ("application/ld+json", "application/ld+json", "json-ld"),
        ("text/csv, application/rdf+xml;q=0.2", "application/rdf+xml", "xml"),
    ],
)
def test_triples_in_the_syntax_that_is_liked_best(endpoint: str, accept: str | None, given: str, syntax: str) -> None:
    asked = 'CONSTRUCT { <s> <http://x/p> "я"@uk, 1.50 ; <http://x/q> [ <http://x/r> <t> ] } WHERE {}'
    answer = requests.get(endpoint, {"query": asked}, headers={"Accept": accept})
    assert (answer.status_code, media_type(answer)) == (200, given)
    base = endpoint.rpartition("/")[0]
    expected = f'<{base}/s> <http://x/p> "я"@uk, 1.50 ; <http://x/q> [ <http://x/r> <{base}/t> ] .'
    found = Graph().parse(data=answer.content, format=syntax)
    assert isomorphic(found, Graph().parse(data=expected, format="turtle"))


@pytest.mark.parametrize(
    ("query", "accept"),
    [("ASK {}", "text/turtle"), ("CONSTRUCT WHERE { ?s ?p ?o }", "text/csv"), ("ASK {}", "image/png")],
)
def test_a_syntax_that_there_is_not(endpoint: str, query: str, accept: str) -> None:
    answer = requests.get(endpoint, {"query": query}, headers={"Accept": accept})
    assert answer.status_code == 406
    assert "can be had as" in answer.text


def test_a_property_that_rdf_xml_cannot_spell(endpoint: str) -> None:
    asked = {"query": "CONSTRUCT { <s> <http://x/1> 1 } WHERE {}"}
    answer = requests.get(endpoint, asked, headers={"Accept": "application/rdf+xml"})
    assert answer.status_code == 400
    assert "http://x/1" in answer.text


# --- The endpoint's description, other methods, other sites.


@pytest.mark.parametrize("accept", [None, *sorted(GRAPHS)])
def test_the_endpoint_describes_itself(endpoint: str, accept: str | None) -> None:
    answer = requests.get(endpoint, headers={"Accept": accept})
    assert answer.status_code == 200
    graph = Graph().parse(data=answer.content, format=media_type(answer))
    sd = "PREFIX sd: <http://www.w3.org/ns/sparql-service-description#> "
    told = f"ASK {{ [ a sd:Service ; sd:endpoint <{endpoint}> ; sd:supportedLanguage sd:SPARQL11Query ] }}"
    assert graph.query(sd + told).askAnswer


def test_head_and_options(endpoint: str) -> None:
    got = requests.get(endpoint, {"query": "ASK {}"})
    head = requests.head(endpoint, params={"query": "ASK {}"})
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["Content-Length"] == got.headers["Content-Length"]
    options = requests.options(endpoint)
    assert (options.status_code, options.headers["Allow"]) == (204, "GET, HEAD, POST, OPTIONS")


def test_pages_of_other_sites_may_ask(endpoint: str, store: Path) -> None:
    site = {"Origin": "https://example.org"}
    assert requests.get(endpoint, {"query": "ASK {}"}, headers=site).headers["Access-Control-Allow-Origin"] == "*"
    more = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
    before = requests.options(endpoint, headers=site | more)
    assert before.status_code == 200
    assert "POST" in before.headers["Access-Control-Allow-Methods"]
    with serving(store, "--origin", "none") as closed:
        answer = requests.get(f"{closed.url}/sparql", {"query": "ASK {}"}, headers=site)
        assert "Access-Control-Allow-Origin" not in answer.headers


# --- Limits.


def test_an_answer_that_stops_at_the_limit_says_so(endpoint: str) -> None:
    cut = requests.get(endpoint, {"query": "SELECT * { ?s ?p ?o }"})
    assert len(cut.json()["results"]["bindings"]) == 1000
    assert cut.headers["X-SPARQL-MaxRows"] == "1000"
    whole = requests.get(endpoint, {"query": "SELECT * { ?s ?p ?o } LIMIT 1000"})
    assert len(whole.json()["results"]["bindings"]) == 1000
    assert "X-SPARQL-MaxRows" not in whole.headers
    triples = requests.get(endpoint, {"query": "CONSTRUCT WHERE { ?s ?p ?o }"})
    assert len(Graph().parse(data=triples.text)) == 1000
    assert triples.headers["X-SPARQL-MaxRows"] == "1000"


def test_a_large_answer_comes_whole(store: Path) -> None:
    with serving(store, "--rows", "0") as unbounded:
        asked = "SELECT ?a ?b { { SELECT ?a { ?a ?p ?o } LIMIT 1000 } { SELECT ?b { ?b ?p ?o } LIMIT 100 } }"
        answer = requests.get(f"{unbounded.url}/sparql", {"query": asked}, headers={"Accept": "text/csv"}, stream=True)
        size = sum(map(len, answer.iter_content(2**16)))
        assert size == int(answer.headers["Content-Length"]) > 4_000_000


# --- Graphs, by the Graph Store Protocol.


def test_a_graph_whole(served: Served, store: Path) -> None:
    with Store(store, read_only=True) as opened:
        graph = next(name for name in opened.graphs() if "/article/" in name)
        lines = opened.lines(graph)
        union = opened.select("SELECT (COUNT(*) AS ?n) { SELECT DISTINCT * { ?s ?p ?o } }").rows[0][0]
    data = f"{served.url}/data"
    answer = requests.get(data, {"graph": graph}, headers={"Accept": "application/n-triples"})
    assert sorted(answer.text.splitlines(keepends=True)) == lines
    assert union
    assert len(Graph().parse(data=requests.get(f"{data}?default").content)) == int(union.text)
    head = requests.head(data, params={"graph": graph})
    assert (head.status_code, head.content) == (200, b"")


def test_graphs_are_not_written(served: Served) -> None:
    data, name = f"{served.url}/data", {"graph": FIRST}
    assert requests.get(data, {"graph": "http://example.org/none"}).status_code == 404
    assert [requests.get(data, asked).status_code for asked in ({}, {"graph": "x"}, name | {"default": ""})] == [
        400
    ] * 3
    for method in ("PUT", "POST", "DELETE", "PATCH"):
        answer = requests.request(method, data, params=name, data="<s> <p> <o> .")
        assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert requests.get(data, name).status_code == 200
    assert requests.get(data, name, headers={"Accept": "text/csv"}).status_code == 406


# --- What IRIs lead to.


@pytest.mark.parametrize("accept", sorted(GRAPHS))
def test_each_iri_leads_to_statements(served: Served, store: Path, accept: str) -> None:
    base = "https://w3id.org/exchange-kg/id/"
    with Store(store, read_only=True) as opened:
        found = opened.select(f'SELECT DISTINCT ?s {{ ?s ?p ?o FILTER(STRSTARTS(STR(?s), "{base}")) }}').texts()
    kinds = {iri.removeprefix(base).partition("/")[0]: iri for (iri,) in found}
    assert {"agent", "article", "claim", "figure", "exchange", "report", "software"} <= kinds.keys()
    for iri in kinds.values():
        thing = iri.partition("#")[0]
        there = served.url + "/id/" + thing.removeprefix(base)
        first = requests.get(there, headers={"Accept": accept}, allow_redirects=False)
        assert first.status_code == 303
        answer = requests.get(there, headers={"Accept": accept})
        assert (answer.status_code, media_type(answer)) == (200, accept), iri
        # The passages of an article are told of with it.
        assert URIRef(iri) in set(Graph().parse(data=answer.content, format=accept).subjects())


def test_an_iri_that_names_nothing(served: Served) -> None:
    answer = requests.get(f"{served.url}/id/claim/none")
    assert answer.status_code == 404
    assert "nothing in the graph is called" in answer.text
    assert requests.get(f"{served.url}/id/claim/a%20b|c").status_code == 404
