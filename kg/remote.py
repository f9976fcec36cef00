"""Reads the graph behind a SPARQL 1.1 Protocol endpoint, as `kg.store` reads the one on disk.

How servers differ stays in here: what they take for the union of all graphs, how they tell that an answer is cut short,
how they spell truth values. Only the address that the user names is asked; a redirection is not followed.
"""

from __future__ import annotations

import html
import json
import re
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

import requests
from rdflib import Graph, Literal
from rdflib.term import URIRef
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

from kg import __version__
from kg.answer import Answer, Table, Triple, Value, table
from kg.errors import CutShortError, QueryError, StoreError, UsageError
from kg.login import Login
from kg.sparql import declare, form, keywords, limit, literal, refuse_service
from kg.vocab import KG, PREFIXES, RDF, XSD

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType

    from rdflib.term import Node

USER, PASSWORD, TOKEN = "KG_ENDPOINT_USER", "KG_ENDPOINT_PASSWORD", "KG_ENDPOINT_TOKEN"
"""The environment's names for a login, which never stands on the command line."""

CONNECT_SECONDS = 10.0
ANSWER_SECONDS = 300.0

_ROWS = "application/sparql-results+json"
_TRIPLES = {"application/n-triples": "nt", "text/plain": "nt", "text/turtle": "turtle"}
_ANY_CLAIM = f"SELECT ?claim {{ ?claim a <{KG.Claim}> }} LIMIT 1"
_UNIONS: tuple[Mapping[str, str], ...] = (
    # Oxigraph wants this word; Virtuoso, RDF4J, GraphDB and QLever take the union anyway and pass it over.
    {"union-default-graph": ""},
    # For a server that refuses words it doesn't know.
    {},
    # Jena's Fuseki gives the union this name.
    {"default-graph-uri": "urn:x-arq:UnionGraph"},
)
_VIRTUOSO_ASK = "__ASK_RETVAL"
"""Some set-ups of Virtuoso answer an ASK with a table of this one column."""
_VIRTUOSO_TRIPLES = 10_000
"""At so many triples Virtuoso may have stopped; for rows it says so, for triples it doesn't."""
_PLAIN = (None, str(XSD.string), str(RDF.langString))
_TRUTH = {"1": "true", "0": "false"}
_SHOWN = 300
_NO_ENDPOINT = (
    "not the address of a SPARQL query service; its path is /query for Oxigraph, /sparql for Virtuoso, "
    "/DATASET/query for Fuseki, /repositories/NAME for RDF4J and GraphDB"
)
_NOT_A_QUERY_SERVICE = frozenset({404, 405, 406, 410, 415})
_LESS = "ask for less with --param, or in parts with LIMIT and OFFSET"


def login(environment: Mapping[str, str]) -> Login:
    """Reads a login from environment variables; raises UsageError where they don't make one."""
    user, password, token = (environment.get(name) or None for name in (USER, PASSWORD, TOKEN))
    if token and (user or password):
        raise UsageError(f"{TOKEN} and {USER} are both set; unset the one that the endpoint doesn't want")
    if bool(user) != bool(password):
        there, missing = (USER, PASSWORD) if user else (PASSWORD, USER)
        raise UsageError(f"{there} is set and {missing} is not; set both")
    if token and not re.fullmatch(r"[!-~]*", token):
        raise UsageError(f"{TOKEN} holds a space, a line's end or another character that no token has")
    return Login(user, password, token)


class Remote:
    """The graph behind an endpoint, as a context manager that closes the connection at the end."""

    far = True

    def __init__(self, url: str, who: Login | None = None, patience: float = ANSWER_SECONDS) -> None:
        """Readies an endpoint, which is asked nothing yet.

        Args:
            url: the address of its query service, http or https.
            who: who asks.
            patience: how many seconds a question may take.

        Raises:
            UsageError: the address is none, or holds a name or password.
        """
        self.url = _checked(url)
        self._login = who or Login()
        self._timeout = (min(CONNECT_SECONDS, patience), patience)
        self._union: Mapping[str, str] | None = None
        self._session = requests.Session()
        self._session.auth = self._login.first()
        retries = Retry(None, connect=0, read=False, redirect=0, other=0, status=2, backoff_factor=0.5)
        retries.status_forcelist, retries.allowed_methods = {429, 502, 503, 504}, None
        retries.respect_retry_after_header, retries.raise_on_status = False, False
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, HTTPAdapter(max_retries=retries))

    def __enter__(self) -> Self:
        """Gives the reader itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Closes the connection."""
        self._session.close()

    @property
    def name(self) -> str:
        """What people call the endpoint: its address, without what may be a secret in its query."""
        return self.url.partition("?")[0]

    def query(self, sparql: str) -> Answer:
        """Answers a SPARQL 1.1 query; its default graph is the union of all named graphs, or what it names by FROM.

        Raises QueryError where the endpoint refuses the query or it asks another server (`SERVICE`), CutShortError
        where only a part of the answer came, StoreError where the endpoint can't be reached or read, or has no claims.
        """
        refuse_service(sparql)
        asked = form(sparql)
        if self._union is None:
            self._union = self._find_union()
        # To name a default graph, as Fuseki wants it, would take away the graphs that GRAPH chooses from.
        own = {"FROM", "GRAPH"} if "default-graph-uri" in self._union else {"FROM"}
        union = self._union if own.isdisjoint(keywords(sparql)) else {}
        text = declare(sparql, PREFIXES)
        if asked in ("SELECT", "ASK"):
            return self._rows(self._send(text, union, _ROWS), limit(sparql))
        accepted = "application/n-triples, text/turtle;q=0.8, text/plain;q=0.5"
        return self._triples(self._send(text, union, accepted), limit(sparql))

    def select(self, sparql: str) -> Table:
        """Answers a SELECT; as `query`."""
        return table(self.query(sparql))

    def _find_union(self) -> Mapping[str, str]:
        """Finds what this server takes for the union of all graphs: that in which there are claims."""
        refused: QueryError | None = None
        for union in _UNIONS:
            try:
                if table(self._rows(self._send(_ANY_CLAIM, union, _ROWS), None)).rows:
                    return union
            except QueryError as error:
                refused = refused or error
        raise refused or StoreError(
            f"{self.name}: answers, but there are no claims; is it the right data set, has the graph been loaded, "
            "and may this login read it?"
        )

    def _send(self, sparql: str, union: Mapping[str, str], accept: str) -> requests.Response:
        """Sends a query and gives the whole answer, whose status is 200."""
        answer = self._post(sparql, union, accept)
        if answer.status_code == requests.codes.unauthorized:
            # The password goes only where it is asked for, and in the way asked for.
            wanted = self._login.answer(answer.headers.get("WWW-Authenticate", ""))
            if wanted:
                self._session.auth = wanted
                answer = self._post(sparql, union, accept)
        self._check(answer)
        return answer

    def _post(self, sparql: str, union: Mapping[str, str], accept: str) -> requests.Response:
        headers = {"Accept": accept, "User-Agent": f"exchange-kg/{__version__}"}
        form_data = {"query": sparql, **union}
        try:
            return self._session.post(
                self.url, data=form_data, headers=headers, timeout=self._timeout, allow_redirects=False
            )
        except requests.exceptions.SSLError:
            reason = "its certificate can't be verified; set REQUESTS_CA_BUNDLE to the file of your own authority's"
        except requests.exceptions.ConnectTimeout:
            reason = f"no connection within {self._timeout[0]:g} seconds; check the address and the way there"
        except requests.exceptions.Timeout:
            reason = f"no answer within {self._timeout[1]:g} seconds; ask for less, or ask the server's keeper"
        except requests.exceptions.ProxyError:
            reason = "the proxy that HTTP_PROXY or HTTPS_PROXY names can't be reached; correct or unset it"
        except requests.exceptions.ConnectionError:
            reason = "no server answers there; is it running, and is the address right?"
        except requests.exceptions.InvalidURL:
            reason = "not an address that can be asked; correct --endpoint"
        except requests.exceptions.RequestException as error:
            reason = f"the answer broke off ({type(error).__name__}); try again"
        raise StoreError(f"{self.name}: {reason}")

    def _check(self, answer: requests.Response) -> None:
        """Raises the error that an answer's status stands for, unless it is 200."""
        status = answer.status_code
        if status == requests.codes.ok:
            return
        if status == requests.codes.partial_content:
            raise CutShortError(f"{self.name}: the server ran out of time and gave a part of the answer; ask for less")
        if status == requests.codes.bad_request:
            raise QueryError(f"{self.name} refuses the query: {_said(answer) or 'it does not say why'}")
        if 300 <= status < 400:
            place = answer.headers.get("Location", "").partition("?")[0]
            raise StoreError(
                f"{self.name}: leads on to {_without_login(place) or 'another address'}, which was not asked; "
                "give that address to --endpoint if you trust it"
            )
        if status == requests.codes.unauthorized:
            if self._login.token or self._login.user:
                held = TOKEN if self._login.token else f"{USER} and {PASSWORD}"
                raise StoreError(f"{self.name}: refuses the login in {held}")
            raise StoreError(f"{self.name}: wants a login; set {USER} and {PASSWORD}, or {TOKEN}, in the environment")
        if status == requests.codes.forbidden:
            raise StoreError(f"{self.name}: this login may not read here{_because(answer)}")
        if status in _NOT_A_QUERY_SERVICE:
            raise StoreError(f"{self.name}: {_NO_ENDPOINT} (HTTP {status})")
        raise StoreError(f"{self.name}: the server failed with HTTP {status}{_because(answer)}")

    def _rows(self, answer: requests.Response, asked: int | None) -> Table | bool:
        if not _media_type(answer).endswith("json"):
            raise StoreError(f"{self.name}: {_NO_ENDPOINT} (it sends {_media_type(answer) or 'no media type'})")
        try:
            content = json.loads(answer.content)
            if "boolean" in content:
                return bool(content["boolean"])
            columns = tuple(map(str, content["head"]["vars"]))
            bindings = content["results"]["bindings"]
            rows = tuple(tuple(_value(binding.get(column)) for column in columns) for binding in bindings)
        except (ValueError, KeyError, TypeError, AttributeError):
            raise StoreError(f"{self.name}: {_NO_ENDPOINT} (it sends JSON of another kind)") from None
        if columns == (_VIRTUOSO_ASK,):
            return [value.text for row in rows for value in row if value] == ["1"]
        most = answer.headers.get("X-SPARQL-MaxRows", "")
        if most.isdecimal() and len(rows) >= int(most) and not (asked is not None and asked <= len(rows)):
            raise CutShortError(f"{self.name}: stops after {int(most):,} rows, and there may be more; {_LESS}")
        if "X-SQL-State" in answer.headers:
            raise CutShortError(f"{self.name}: the server ran out of time and gave a part of the answer; ask for less")
        return Table(columns, rows)

    def _triples(self, answer: requests.Response, asked: int | None) -> tuple[Triple, ...]:
        syntax = _TRIPLES.get(_media_type(answer))
        if syntax is None:
            raise StoreError(f"{self.name}: {_NO_ENDPOINT} (it sends {_media_type(answer) or 'no media type'})")
        graph = Graph()
        try:
            graph.parse(data=answer.content, format=syntax)
        except Exception as error:  # rdflib's parsers raise what they like
            raise StoreError(f"{self.name}: sends triples that can't be read ({type(error).__name__})") from None
        most = answer.headers.get("X-SPARQL-MaxRows", "")
        if most.isdecimal() and len(graph) >= int(most) and not (asked is not None and asked <= len(graph)):
            raise CutShortError(f"{self.name}: stops after {int(most):,} triples, and there may be more; {_LESS}")
        whole = asked is not None and asked <= _VIRTUOSO_TRIPLES
        if answer.headers.get("Server", "").startswith("Virtuoso") and len(graph) >= _VIRTUOSO_TRIPLES and not whole:
            raise CutShortError(f"{self.name}: stops at {_VIRTUOSO_TRIPLES:,} triples, and there may be more; {_LESS}")
        found = [_triple(statement) for statement in graph]
        return tuple(sorted(found, key=lambda triple: " ".join(map(_spelt, triple))))


def _checked(url: str) -> str:
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise UsageError("--endpoint is no address; give one such as https://example.org/sparql") from None
    if parts.username is not None or parts.password is not None:
        raise UsageError(f"--endpoint holds a name or password; take it out and set {USER} and {PASSWORD} instead")
    if parts.scheme not in ("http", "https") or not host:
        raise UsageError(f"--endpoint {url} is no address; give one such as https://example.org/sparql")
    return url.partition("#")[0]


def _without_login(url: str) -> str:
    return re.sub(r"//[^/@]*@", "//", url)


def _media_type(answer: requests.Response) -> str:
    return answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()


def _said(answer: requests.Response) -> str:
    """Gives what a server says about a fault, on one line and without the query that it repeats."""
    text = answer.content.decode("utf-8", "replace")
    if "html" in _media_type(answer):
        text = html.unescape(re.sub(r"<(script|style).*?</\1>|<[^>]*>", " ", text, flags=re.DOTALL | re.IGNORECASE))
    told = " ".join(text.partition("SPARQL query:")[0].split())
    return told if len(told) <= _SHOWN else f"{told[:_SHOWN]} …"


def _because(answer: requests.Response) -> str:
    told = _said(answer)
    return f": {told}" if told else ""


def _value(binding: Mapping[str, Any] | None) -> Value | None:
    if binding is None:
        return None
    text, kind = str(binding["value"]), binding["type"]
    if kind == "uri":
        return Value(text, iri=True)
    if kind == "bnode":
        return Value(f"_:{text}")
    datatype = binding.get("datatype")
    if datatype == str(XSD.boolean):
        text = _TRUTH.get(text, text)
    return Value(text, False, None if datatype in _PLAIN else datatype, binding.get("xml:lang"))


def _triple(statement: tuple[Node, Node, Node]) -> Triple:
    subject, predicate, value = statement
    if isinstance(subject, URIRef) and isinstance(predicate, URIRef) and isinstance(value, URIRef | Literal):
        return subject, predicate, value
    raise QueryError("the answer holds a blank node, for which an answer has no place; ask for IRIs")


def _spelt(term: URIRef | Literal) -> str:
    """Spells a term as N-Triples do, for the order of an answer."""
    if isinstance(term, URIRef):
        return f"<{term}>"
    quoted = literal(str(term), str(term.datatype) if term.datatype else None)
    return f"{quoted}@{term.language}" if term.language else quoted
