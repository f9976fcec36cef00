"""A graph behind an endpoint answers as the same graph on disk, on Oxigraph's server and on Virtuoso 7."""

from __future__ import annotations

import base64
import io
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import graph_store
import pytest
import requests
from rdflib import Graph, Literal

from kg import explain, query
from kg.answer import Table
from kg.errors import CutShortError, NothingFoundError, QueryError, StoreError, UsageError
from kg.login import Login
from kg.remote import PASSWORD, TOKEN, USER, Remote, login
from kg.settings import samples_folder
from kg.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from conftest import Kg
    from servers import Oxigraph, Server, Virtuoso

SERIES = Path(__file__).parent / "corpus/series/articles"
# rdflib joins in Python: its graph holds some of them, on which each stored question still has rows.
FEW = ("2024-11-08*", "2024-12-30-neva*", "e01_*", "e03_*", "e10_*", "e11_*", "e13_*", "e14_*")
VALUES = {
    "article": ("e03_volgapress_jan24", "e13_northpointwire_mar06", "none"),
    "counted": ("bodies", "horses"),
    "outlet": ("Meadow Post", "volga press"),
    "relation": ("relays publishes", "differs", "tells-of"),
    "side": ("Ukraine", "RUSSIA"),
    "type": ("person", "state"),
    "exchange": ("exchange/bodies-2024-10-18-russia-ukraine",),
    "figure": ("909", "501", "7"),
    "place": ("Donetsk", "donetsk"),
    "since": ("2025-02-01",),
    "speaker": ("Ukraine", "russia", "Україна", "RBC", "https://w3id.org/exchange-kg/id/agent/meadow-post"),
    "until": ("2025-03-01",),
    "verdict": ("agreed", "disputed"),
}
# Virtuoso sorts long text by something else than the text, unless told.
LONG = "The Joint Commission of Borland for the Exchange of Prisoners and the Return of the Fallen of "
HARD = {
    "Ukraine": f"{LONG}Ärland–Їжакія",
    "Russia": f"{LONG}zebra",
    "The Herald": f"{LONG}the past",
    "herald 1": f"{LONG}Ñ",
    "post": f"{LONG}O",
    "Coordination Headquarters": 'Zürich & "Söhne" \\ Ko',
    "Olena Koval": "Žofie 🕊 Øvergård",
    "volunteer": "медсестра; Schwester",
    "Donetsk": "Ñandú",
    "Sumy": "nandu",
}


def cases() -> Iterator[tuple[str, dict[str, str]]]:
    """Gives each stored question without its optional parameters, and then with each value of each."""
    for name in query.names():
        question = query.load(name)
        needed = {one.name: VALUES[one.name][0] for one in question.parameters if one.required}
        yield name, needed
        # What thins the answer out is no part of the query.
        for parameter in (one for one in question.parameters if not one.count):
            for value in VALUES[parameter.name]:
                if needed.get(parameter.name) != value:
                    yield name, needed | {parameter.name: value}


CASES = tuple(cases())
EXPLAINED = (
    *("45", "909", "at least 500", "500 bodies", "figure/{figure}", "claim/{claim}"),
    *("exchange/bodies-2025-02-14-russia-ukraine", "exchange/prisoners-2024-12-30-russia-ukraine"),
    *(
        "14 February 2025",
        "February 2025",
        "Coordination Headquarters",
        "Україна",
        "Red Cross",
        "Donetsk",
        "Kestrel News",
    ),
    *("e03_volgapress_jan24", "returned bodies", "report/e03_volgapress_jan24/1"),
)


@pytest.fixture(scope="module")
def folder(kg: Kg, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Gives a store with the samples and a series of reports, so that each stored question has rows."""
    path = tmp_path_factory.mktemp("remote") / "store"
    done = kg("build", samples_folder(), SERIES, "--store", path)
    assert done.returncode == 0, done.stderr
    return path


@pytest.fixture(scope="module")
def store(folder: Path) -> Iterator[Store]:
    with Store(folder, read_only=True) as opened:
        yield opened


@pytest.fixture(scope="module")
def few(kg: Kg, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    path = tmp_path_factory.mktemp("remote") / "few"
    files = [file for folder in (samples_folder(), SERIES) for name in FEW for file in folder.glob(name)]
    done = kg("build", *files, "--store", path)
    assert done.returncode == 0, done.stderr
    with Store(path, read_only=True) as opened:
        yield opened


@pytest.fixture(scope="module")
def turtle(few: Store) -> Graph:
    content = io.BytesIO()
    few.dump(content, "text/turtle")
    return Graph().parse(data=content.getvalue(), format="turtle")


def fill(server: Server, store: Store) -> None:
    """Puts all graphs of a store into a server in the place of what tests left there."""
    server.clear()
    for graph in store.graphs():
        with Store(None) as one:
            one.replace(graph, [(*triple, triple[0]) for triple in store.triples(graph)])
            content = io.BytesIO()
            one.dump(content, "application/n-triples")
        server.put(graph, content.getvalue().decode())


@pytest.fixture(scope="module", params=["oxigraph", "virtuoso"])
def server(request: pytest.FixtureRequest, store: Store) -> Server:
    running: Server = request.getfixturevalue(request.param)
    fill(running, store)
    return running


@pytest.fixture(scope="module")
def remote(server: Server) -> Iterator[Remote]:
    with Remote(server.query_url) as opened:
        yield opened


@pytest.fixture(scope="module")
def filled_virtuoso(virtuoso: Virtuoso, store: Store) -> Virtuoso:
    if not virtuoso.counts():
        fill(virtuoso, store)
    return virtuoso


@pytest.fixture(scope="module")
def filled_oxigraph(oxigraph: Oxigraph, store: Store) -> Oxigraph:
    if not oxigraph.counts():
        fill(oxigraph, store)
    return oxigraph


# ---------------------------------------------------------------- the same tables


@pytest.mark.parametrize("name", query.names())
def test_each_stored_question_has_rows_to_compare(store: Store, few: Store, name: str) -> None:
    for one in (store, few):
        answers = [query.ask(one, query.load(name), values) for asked, values in CASES if asked == name]
        assert any(isinstance(answer, Table) and answer.rows for answer in answers)


@pytest.mark.parametrize(("name", "values"), CASES)
def test_rdflib_answers_each_stored_question_from_the_exported_turtle(
    few: Store, turtle: Graph, name: str, values: dict[str, str]
) -> None:
    question = query.load(name)
    wanted = query.ask(few, question, values)
    assert isinstance(wanted, Table)
    result = turtle.query(graph_store.as_it_is(question, values))
    assert tuple(map(str, result.vars or ())) == wanted.columns
    rows = [tuple("" if term is None else str(term) for term in row) for row in result]  # type: ignore[union-attr]
    assert rows == wanted.texts()


@pytest.mark.parametrize(("name", "values"), CASES)
def test_a_server_gives_the_table_of_the_store_on_disk(
    store: Store, remote: Remote, name: str, values: dict[str, str]
) -> None:
    question = query.load(name)
    # Cells are terms here, with datatype and language; their order is the query's.
    assert query.ask(remote, question, values) == query.ask(store, question, values)


@pytest.mark.parametrize("text", EXPLAINED)
def test_a_server_gives_the_explanation_of_the_store_on_disk(store: Store, remote: Remote, text: str) -> None:
    figure, claim = store.select(
        "SELECT ?figure ?claim { ?claim kg:figure ?figure ; kg:medium ?medium } ORDER BY ?figure LIMIT 1"
    ).texts()[0]
    asked = text.format(figure=figure.rpartition("/")[2], claim=claim.rpartition("/")[2])
    mine, theirs = explain.explain(store, asked), explain.explain(remote, asked)
    assert theirs == mine
    assert explain.as_text(theirs) == explain.as_text(mine)


@pytest.mark.parametrize("text", ["46", "Kestral News"])
def test_what_is_not_there_has_the_same_neighbours(store: Store, remote: Remote, text: str) -> None:
    with pytest.raises(NothingFoundError) as mine:
        explain.explain(store, text)
    with pytest.raises(NothingFoundError) as theirs:
        explain.explain(remote, text)
    assert str(theirs.value).replace(remote.name, store.name) == str(mine.value)


def test_triples_truth_and_a_question_of_ones_own_are_the_same(store: Store, remote: Remote) -> None:
    for sparql in (
        "CONSTRUCT { ?report ?property ?value } { ?report a kg:Report ; ?property ?value }",
        "CONSTRUCT { ?thing skos:altLabel ?name } { ?thing skos:altLabel ?name }",
        "ASK { ?exchange kg:monthDay ?day }",
        "ASK { ?exchange kg:monthDay 5 }",
        "SELECT ?report ?main ?day { ?report kg:main ?main . OPTIONAL { ?report kg:monthDay ?day } } ORDER BY ?report",
        "SELECT ?thing ?name { ?thing skos:altLabel ?name } ORDER BY ?thing STR(?name) LANG(?name)",
        f"SELECT (COUNT(*) AS ?all) FROM <{store.graphs()[0]}> {{ ?a ?b ?c }}",
        "SELECT ?graph (COUNT(?claim) AS ?n) { GRAPH ?graph { ?claim a kg:Claim } } GROUP BY ?graph ORDER BY ?graph",
    ):
        assert remote.query(sparql) == store.query(sparql), sparql


def test_names_of_any_script_sort_and_join_alike(server: Server, store: Store) -> None:
    with graph_store.filled() as plain, Store(None) as hard, Remote(server.query_url) as remote:
        for graph in plain.graphs():
            hard.replace(graph, [(s, p, _renamed(o), s) for s, p, o in plain.triples(graph)])
        fill(server, hard)
        try:
            for name, values in dict(reversed(CASES)).items():
                question = query.load(name)
                assert query.ask(remote, question, values) == query.ask(hard, question, values), name
            assert explain.explain(remote, "zürich söhne ko") == explain.explain(hard, "zürich söhne ko")
        finally:
            fill(server, store)


def _renamed(term: object) -> object:
    if isinstance(term, Literal) and str(term) in HARD:
        return Literal(HARD[str(term)], lang=term.language, datatype=term.datatype)
    return term


# ---------------------------------------------------------------- before a store stands a web server


class Front:
    """What stands before a store in practice: it wants a login, leads on, is busy, or takes other parameters."""

    def __init__(
        self, behind: str, rule: Callable[[BaseHTTPRequestHandler, str], tuple[int, dict[str, str], str] | str]
    ) -> None:
        self.logins: list[str | None] = []
        self.asked = 0
        front = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                front.asked += 1
                front.logins.append(self.headers.get("Authorization"))
                told = rule(self, body)
                if isinstance(told, str):
                    kept = {name: self.headers[name] for name in ("Accept", "Content-Type")}
                    answer = requests.post(behind, data=told.encode(), headers=kept, timeout=60)
                    passed = {
                        name: answer.headers[name] for name in ("Content-Type", "Server") if name in answer.headers
                    }
                    self.reply(answer.status_code, passed, answer.content)
                else:
                    status, headers, text = told
                    self.reply(status, headers, text.encode())

            def reply(self, status: int, headers: dict[str, str], content: bytes) -> None:
                self.send_response_only(status)
                for name, value in (
                    {"Content-Type": "text/plain"} | headers | {"Content-Length": str(len(content))}
                ).items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *arguments: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/sparql"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def __enter__(self) -> Front:
        return self

    def __exit__(self, *error: object) -> None:
        self._server.shutdown()
        self._server.server_close()


def demand(login: str, scheme: str) -> Callable[[BaseHTTPRequestHandler, str], tuple[int, dict[str, str], str] | str]:
    def rule(request: BaseHTTPRequestHandler, body: str) -> tuple[int, dict[str, str], str] | str:
        if request.headers.get("Authorization") == login:
            return body
        return 401, {"WWW-Authenticate": f'{scheme} realm="graphs"'}, "who are you?"

    return rule


NOTHING = '{"head": {"vars": ["claim"]}, "results": {"bindings": []}}'
COPIES = query.load("copies")


def test_a_password_is_sent_where_it_is_asked_for_and_nowhere_else(filled_oxigraph: Oxigraph, store: Store) -> None:
    basic = "Basic " + base64.b64encode("Ольга:s3:cret".encode()).decode()
    with Front(filled_oxigraph.query_url, demand(basic, "Basic")) as front:
        with Remote(front.url, Login("Ольга", "s3:cret")) as remote:
            assert query.ask(remote, COPIES) == query.ask(store, COPIES)
        assert front.logins == [None, basic, basic]
    with Front(filled_oxigraph.query_url, lambda request, body: body) as front:
        with Remote(front.url, Login("Ольга", "s3:cret")) as remote:
            query.ask(remote, COPIES)
        assert set(front.logins) == {None}
    with Front(filled_oxigraph.query_url, demand(basic, "Negotiate")) as front:
        with (
            Remote(front.url, Login("Ольга", "s3:cret")) as remote,
            pytest.raises(StoreError, match="refuses the login"),
        ):
            query.ask(remote, COPIES)
        assert set(front.logins) == {None}


def test_a_token_is_sent(filled_oxigraph: Oxigraph, store: Store) -> None:
    with (
        Front(filled_oxigraph.query_url, demand("Bearer t0ken", "Bearer")) as front,
        Remote(front.url, Login(token="t0ken")) as remote,
    ):
        assert query.ask(remote, COPIES) == query.ask(store, COPIES)


def test_virtuoso_takes_a_password_by_digest(filled_virtuoso: Virtuoso, store: Store) -> None:
    url = f"{filled_virtuoso.url}/sparql-auth"
    with Remote(url, Login(filled_virtuoso.user or "", filled_virtuoso.password or "")) as remote:
        assert query.ask(remote, COPIES) == query.ask(store, COPIES)
    with Remote(url, Login("dba", "wr0ng")) as remote, pytest.raises(StoreError, match=f"refuses the login in {USER}"):
        query.ask(remote, COPIES)
    with (
        Remote(url) as remote,
        pytest.raises(StoreError, match=f"wants a login; set {USER} and {PASSWORD}, or {TOKEN}"),
    ):
        query.ask(remote, COPIES)


def test_no_fault_tells_a_secret(filled_oxigraph: Oxigraph) -> None:
    told = []
    with Front(filled_oxigraph.query_url, demand("Bearer other", "Basic")) as front:
        for login in (Login("Olha", "s3cret"), Login(token="s3cret")):
            with Remote(front.url, login) as remote, pytest.raises(StoreError, match="refuses the login in") as error:
                query.ask(remote, COPIES)
            told += [str(error.value), repr(login), repr(remote)]
    for url in ("http://Olha:s3cret@127.0.0.1/sparql", "http://s3cret@127.0.0.1/sparql"):
        with pytest.raises(UsageError, match="holds a name or password; take it out and set") as refused:
            Remote(url)
        told.append(str(refused.value))
    with Remote("http://127.0.0.1:9/sparql?key=s3cret") as remote, pytest.raises(StoreError) as away:
        query.ask(remote, COPIES)
    told.append(str(away.value))
    assert not [text for text in told if "s3cret" in text]


def test_a_login_of_other_programs_is_not_taken(
    filled_oxigraph: Oxigraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login Olha password s3cret\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    with Front(filled_oxigraph.query_url, demand("", "Basic")) as front:
        with Remote(front.url) as remote, pytest.raises(StoreError, match="wants a login"):
            query.ask(remote, COPIES)
        assert set(front.logins) == {None}


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({USER: "Olha"}, f"{USER} is set and {PASSWORD} is not"),
        ({PASSWORD: "s3cret"}, f"{PASSWORD} is set and {USER} is not"),
        ({USER: "Olha", PASSWORD: "s3cret", TOKEN: "s3cret"}, "are both set"),
        ({TOKEN: "s3cret\nX-More: 1"}, "another character that no token has"),
    ],
)
def test_half_a_login_is_refused(environment: dict[str, str], words: str) -> None:
    with pytest.raises(UsageError, match=words) as error:
        login(environment)
    assert "s3cret" not in str(error.value)
    assert login({}) == Login()


def test_no_other_address_is_asked(filled_oxigraph: Oxigraph) -> None:
    with (
        Front(filled_oxigraph.query_url, lambda request, body: body) as far,
        Front("", lambda request, body: (307, {"Location": far.url}, "")) as front,
        Remote(front.url, Login(token="s3cret")) as remote,
    ):
        with pytest.raises(StoreError, match=f"leads on to {far.url}, which was not asked; give that address"):
            query.ask(remote, COPIES)
        assert far.asked == 0


def test_a_server_with_other_words_for_the_union_of_graphs_is_understood(
    filled_oxigraph: Oxigraph, store: Store
) -> None:
    def fuseki(request: BaseHTTPRequestHandler, body: str) -> str:
        """Takes the union by Fuseki's name for it, and passes over what it doesn't know."""
        plain = body.replace("&union-default-graph=", "")
        return plain.replace("&default-graph-uri=urn%3Ax-arq%3AUnionGraph", "&union-default-graph=")

    def strict(request: BaseHTTPRequestHandler, body: str) -> tuple[int, dict[str, str], str] | str:
        """Refuses what it doesn't know, and takes the union anyway."""
        if "union-default-graph" in body:
            return 400, {}, "unknown parameter"
        return body + "&union-default-graph="

    for rule in (fuseki, strict):
        with Front(filled_oxigraph.query_url, rule) as front, Remote(front.url) as remote:
            assert query.ask(remote, COPIES) == query.ask(store, COPIES)
    named = "SELECT DISTINCT ?graph { GRAPH ?graph { ?claim a kg:Claim } } ORDER BY ?graph"
    with Front(filled_oxigraph.query_url, fuseki) as front, Remote(front.url) as remote:
        assert remote.query(named) == store.query(named)


def test_an_explanation_takes_few_journeys(filled_oxigraph: Oxigraph) -> None:
    with Front(filled_oxigraph.query_url, lambda request, body: body) as front, Remote(front.url) as remote:
        explain.explain(remote, "exchange/prisoners-2024-12-30-russia-ukraine")
        # One at a time its nodes are more than three hundred.
        assert front.asked <= 30


# ---------------------------------------------------------------- what goes wrong


def test_an_answer_that_virtuoso_cuts_short_is_a_fault(filled_virtuoso: Virtuoso) -> None:
    with Remote(filled_virtuoso.query_url) as remote:
        for sparql in ("SELECT * { ?a ?b ?c }", "SELECT * { ?a ?b ?c } LIMIT 10001"):
            with pytest.raises(CutShortError, match="stops after 10,000 rows, and there may be more; ask for less"):
                remote.query(sparql)
        with pytest.raises(CutShortError, match="stops at 10,000 triples"):
            remote.query("CONSTRUCT WHERE { ?a ?b ?c }")
        assert len(remote.select("SELECT * { ?a ?b ?c } LIMIT 10000").rows) == 10_000
        whole = remote.query("CONSTRUCT WHERE { ?a ?b ?c } LIMIT 9000")
        assert isinstance(whole, tuple)
        assert len(whole) == 9000


def test_a_part_of_an_answer_is_a_fault(filled_oxigraph: Oxigraph) -> None:
    with (
        Front("", lambda request, body: (206, {}, NOTHING)) as front,
        Remote(front.url) as remote,
        pytest.raises(CutShortError, match="gave a part of the answer"),
    ):
        remote.query(COPIES.text)


def test_a_node_too_full_for_one_answer_is_asked_for_apart_from_others(filled_virtuoso: Virtuoso, store: Store) -> None:
    """Each of ten nodes has 1,500 ends: together they are more rows than Virtuoso gives."""
    ends = "https://example.org/"
    many = "".join(f"<{ends}hub/{n % 10}> <{ends}to> <{ends}end/{n}> .\n" for n in range(15_000))
    filled_virtuoso.put(f"{ends}graph", many)
    try:
        with Remote(filled_virtuoso.query_url) as remote:
            graph = explain.Graph(remote)
            counted = graph.ahead(lambda: [len(graph.all(f"{ends}hub/{n}", f"{ends}to")) for n in range(10)])
            assert counted == [1500] * 10
    finally:
        fill(filled_virtuoso, store)


def test_the_server_says_what_is_wrong_with_a_query(remote: Remote) -> None:
    with pytest.raises(QueryError, match=rf"{remote.name} refuses the query: .*(syntax error at 'BAD'|error at 1)"):
        remote.query("SELECT BAD { ?claim a kg:Claim }")


@pytest.mark.parametrize(
    ("sparql", "words"),
    [
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?a ?b ?c } }", "asks another server, which is refused"),
        ("DELETE WHERE { ?a ?b ?c }", "not a query: DELETE changes the graph"),
        ("INSERT { ?a ?b 1 } WHERE { SELECT * { ?a ?b ?c } }", "not a query: INSERT changes the graph"),
        ("# SELECT\nPREFIX a: <b:c>", "not a query: it has none of these words"),
    ],
)
def test_what_must_not_run_is_not_sent(sparql: str, words: str) -> None:
    with (
        Front("", lambda request, body: (500, {}, "")) as front,
        Remote(front.url) as remote,
        pytest.raises(QueryError, match=words),
    ):
        remote.query(sparql)
    assert front.asked == 0


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        ((200, {"Content-Type": "text/html"}, "<p>hello</p>"), "not the address of a SPARQL query service.*text/html"),
        ((200, {"Content-Type": "application/json"}, '["hello"]'), "JSON of another kind"),
        ((200, {"Content-Type": "application/sparql-results+json"}, "{"), "JSON of another kind"),
        ((404, {}, ""), r"its path is /query for Oxigraph, /sparql for Virtuoso.*HTTP 404"),
        ((403, {}, "readers only"), "this login may not read here: readers only"),
        (
            (500, {"Content-Type": "text/html"}, "<style>a</style><b>disk &amp; all\nfull</b>"),
            "HTTP 500: disk & all full",
        ),
        (
            (200, {"Content-Type": "application/json"}, NOTHING),
            "there are no claims; is it the right data",
        ),
    ],
)
def test_a_server_that_does_not_answer_is_told_in_one_line(reply: tuple[int, dict[str, str], str], words: str) -> None:
    with (
        Front("", lambda request, body: reply) as front,
        Remote(front.url) as remote,
        pytest.raises(StoreError, match=words) as error,
    ):
        query.ask(remote, COPIES)
    assert str(error.value).startswith(front.url)


def test_a_busy_server_is_asked_again(filled_oxigraph: Oxigraph, store: Store) -> None:
    refusals = iter([503, 429])

    def rule(request: BaseHTTPRequestHandler, body: str) -> tuple[int, dict[str, str], str] | str:
        status = next(refusals, 0)
        return (status, {}, "busy") if status else body

    with Front(filled_oxigraph.query_url, rule) as front, Remote(front.url) as remote:
        assert query.ask(remote, COPIES) == query.ask(store, COPIES)


def test_a_server_that_is_away_or_slow_is_told() -> None:
    with Remote("http://127.0.0.1:9/sparql") as remote, pytest.raises(StoreError, match="no server answers there"):
        query.ask(remote, COPIES)

    def slow(request: BaseHTTPRequestHandler, body: str) -> tuple[int, dict[str, str], str]:
        time.sleep(2)
        return 200, {}, ""

    with (
        Front("", slow) as front,
        Remote(front.url, patience=0.3) as remote,
        pytest.raises(StoreError, match=r"no answer within 0\.3 seconds; ask for less"),
    ):
        query.ask(remote, COPIES)


@pytest.mark.parametrize("url", ["", "sparql", "ftp://127.0.0.1/sparql", "http:///sparql", "http://[::1/sparql"])
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(UsageError, match="no address; give one such as"):
        Remote(url)


# ---------------------------------------------------------------- the command line


def test_the_commands_print_the_same_from_an_endpoint(kg: Kg, folder: Path, server: Server) -> None:
    far = ("--endpoint", server.query_url)
    for command in (
        ("query", "timeline"),
        ("query", "figures", "--format", "csv"),
        ("explain", "45", "--format", "json"),
    ):
        mine, theirs = kg(*command, "--store", folder), kg(*command, *far)
        assert (theirs.returncode, theirs.stderr) == (0, "")
        assert theirs.stdout == mine.stdout
    mine, theirs = kg("explain", "45", "--store", folder), kg("explain", "45", *far, KG_STORE="elsewhere")
    assert theirs.stdout == mine.stdout.replace(f"--store {folder}", f"--endpoint {server.query_url}")


def test_a_store_and_an_endpoint_are_one_too_many(kg: Kg, folder: Path) -> None:
    for command in (("query", "claims"), ("explain", "45")):
        done = kg(*command, "--store", folder, "--endpoint", "http://127.0.0.1:9/sparql")
        assert done.returncode == 2
        assert "--store and --endpoint are two places to read from" in done.stderr


def test_an_endpoint_at_fault_ends_with_one_line(kg: Kg) -> None:
    done = kg("query", "claims", "--endpoint", "http://127.0.0.1:9/sparql", KG_ENDPOINT_TOKEN="s3cret")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "error http://127.0.0.1:9/sparql: no server answers there; is it running, and is the address right?\n"
    )
    assert kg("query", "claims", "--endpoint", "http://a:b@127.0.0.1/", KG_ENDPOINT_TOKEN="").returncode == 2
