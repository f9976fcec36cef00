"""Real triple stores for the tests: Oxigraph's server and Virtuoso 7, each in a folder and on a port of its own.

The fixtures `oxigraph` and `virtuoso` of `conftest.py` start each once a session. Tests share them, so one that
counts begins with `clear()`; one that kills its server starts its own.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
import requests
from requests.auth import HTTPDigestAuth

if TYPE_CHECKING:
    from requests.auth import AuthBase

_PATIENCE = 60


class Server:
    """One triple store: its addresses, its life, and a way past the program under test to what it holds."""

    name: str
    user: str | None = None
    password: str | None = None

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self._process: subprocess.Popen[bytes] | None = None
        self._own: frozenset[str] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def query_url(self) -> str:
        raise NotImplementedError

    @property
    def graph_store_url(self) -> str:
        raise NotImplementedError

    @property
    def auth(self) -> AuthBase | None:
        return None

    def command(self) -> list[str]:
        raise NotImplementedError

    def graph_url(self, graph: str) -> str:
        raise NotImplementedError

    def start(self) -> None:
        """Starts it, again with what its folder holds, and waits until it answers."""
        with (self.folder / "output.log").open("ab") as log:
            self._process = subprocess.Popen(self.command(), cwd=self.folder, stdout=log, stderr=log)
        end = time.monotonic() + _PATIENCE
        while True:
            try:
                self.select("SELECT * { } LIMIT 1")
                break
            except requests.RequestException:
                if self._process.poll() is not None or time.monotonic() > end:
                    self.kill()
                    text = (self.folder / "output.log").read_text(errors="replace")
                    raise RuntimeError(f"{self.name} does not start:\n{text}") from None
                time.sleep(0.1)
        if self._own is None:
            self._own = frozenset(self._all_graphs())

    def stop(self) -> None:
        """Asks it to end, so that it writes all it holds; kills it where it does not obey."""
        if self._process is not None:
            self._process.terminate()
            try:
                self._process.wait(30)
            except subprocess.TimeoutExpired:
                self.kill()
            self._process = None

    def kill(self) -> None:
        """Ends it as a power cut does."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def select(self, sparql: str) -> list[dict[str, str]]:
        """Gives the rows of a SELECT, each value as plain text."""
        answer = requests.post(
            self.query_url,
            data={"query": sparql},
            headers={"Accept": "application/sparql-results+json"},
            timeout=_PATIENCE,
        )
        answer.raise_for_status()
        rows = json.loads(answer.content)["results"]["bindings"]
        return [{name: value["value"] for name, value in row.items()} for row in rows]

    def put(self, graph: str, n_triples: str) -> None:
        """Puts triples in the place of what a named graph held."""
        requests.put(
            self.graph_url(graph),
            data=n_triples.encode(),
            headers={"Content-Type": "application/n-triples"},
            auth=self.auth,
            timeout=_PATIENCE,
        ).raise_for_status()

    def counts(self) -> dict[str, int]:
        """Counts the triples of each named graph, without those that it brings along."""
        rows = self.select("SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g")
        return {row["g"]: int(row["n"]) for row in rows if row["g"] not in (self._own or ())}

    def clear(self) -> None:
        """Takes out all that tests have put in."""
        for graph in self.counts():
            requests.delete(self.graph_url(graph), auth=self.auth, timeout=_PATIENCE).raise_for_status()

    def _all_graphs(self) -> list[str]:
        return [row["g"] for row in self.select("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }")]


class Oxigraph(Server):
    """Oxigraph's server, of the package `oxigraph`; without authentication."""

    name = "Oxigraph"

    @property
    def query_url(self) -> str:
        return f"{self.url}/query"

    @property
    def graph_store_url(self) -> str:
        return f"{self.url}/store"

    def graph_url(self, graph: str) -> str:
        return f"{self.graph_store_url}?graph={quote(graph, safe='')}"

    def command(self) -> list[str]:
        found = program("oxigraph", "the package oxigraph (pip install oxigraph)")
        return [found, "serve", "--location", str(self.folder / "data"), "--bind", f"127.0.0.1:{self.port}"]


class Virtuoso(Server):
    """Virtuoso 7, of Debian's `virtuoso-opensource-7-bin`; its user dba writes by digest authentication."""

    name = "Virtuoso"
    user = "dba"
    password = "dba"

    @property
    def query_url(self) -> str:
        return f"{self.url}/sparql"

    @property
    def graph_store_url(self) -> str:
        return f"{self.url}/sparql-graph-crud-auth"

    @property
    def auth(self) -> AuthBase:
        return HTTPDigestAuth(self.user, self.password)

    def graph_url(self, graph: str) -> str:
        return f"{self.graph_store_url}?graph-uri={quote(graph, safe='')}"

    def command(self) -> list[str]:
        found = program("virtuoso-t", "Debian's package virtuoso-opensource-7-bin")
        # A killed server leaves its lock, which names a process that is no more.
        (self.folder / "virtuoso.lck").unlink(missing_ok=True)
        (self.folder / "virtuoso.ini").write_text(_VIRTUOSO.format(sql=free_port(), http=self.port), encoding="ascii")
        return [found, "+configfile", "virtuoso.ini", "+foreground"]


_VIRTUOSO = """\
[Database]
DatabaseFile = virtuoso.db
TransactionFile = virtuoso.trx
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck

[TempDatabase]
DatabaseFile = temporary.db
TransactionFile = temporary.trx

[Parameters]
ServerPort = 127.0.0.1:{sql}
NumberOfBuffers = 20000
MaxDirtyBuffers = 15000

[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = .
ServerThreads = 10

[SPARQL]
; as Debian ships it: what a user's server does too
ResultSetMaxRows = 10000
"""


def free_port() -> int:
    """Finds a port of 127.0.0.1 that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def program(name: str, origin: str) -> str:
    """Finds a program beside Python or on the path; a test that needs it is skipped where it is missing."""
    beside = Path(sys.executable).with_name(name)
    found = str(beside) if beside.exists() else shutil.which(name)
    if found is None:
        # The project's own checks set CI, so that there the servers are never left untried.
        (pytest.fail if os.environ.get("CI") else pytest.skip)(f"needs {name} of {origin}")
    assert found is not None
    return found
