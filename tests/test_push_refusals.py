"""`kg push` to servers that ask who comes, are busy, refuse, or are none: what it says, and what it never says."""

from __future__ import annotations

import os
import pty
import shutil
import subprocess
import time
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING

import pytest
from conftest import SCRIPT
from proxy import Proxy
from push_stores import generated
from servers import free_port, program

from kg import push
from kg.errors import PushError, UsageError
from kg.push import Login, Record, connect, readable_on_the_way
from kg.push.record import path
from kg.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conftest import Kg
    from servers import Oxigraph, Virtuoso

PASSWORD = "пароль-9f3a"
TOKEN = "t0ken-77c1"


@pytest.fixture(scope="module")
def five(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return generated(tmp_path_factory.mktemp("five") / "store", 5, 2)


@pytest.fixture
def store(five: Path, tmp_path: Path) -> Path:
    return shutil.copytree(five, tmp_path / "store")


@pytest.fixture
def server(oxigraph: Oxigraph) -> Oxigraph:
    oxigraph.clear()
    return oxigraph


def outcome(
    url: str, store: Path, login: Login | None = None, pauses: tuple[float, ...] = (0.05, 0.05)
) -> push.Outcome:
    with (
        Store(store, read_only=True) as opened,
        connect(url, login or Login(), pauses=pauses) as target,
        Record(store, target.url) as record,
    ):
        return push.push(opened, target, record)


@pytest.mark.parametrize(
    ("asked", "environment"),
    [
        ({"user": ("norton", PASSWORD)}, {"KG_PUSH_USER": "norton", "KG_PUSH_PASSWORD": PASSWORD}),
        ({"token": TOKEN}, {"KG_PUSH_TOKEN": TOKEN}),
    ],
    ids=["basic", "bearer"],
)
def test_the_secret_of_the_environment_opens_the_server_and_is_never_told(
    kg: Kg, server: Oxigraph, store: Path, asked: dict[str, object], environment: dict[str, str]
) -> None:
    with Proxy(server.url, **asked) as proxy:
        stranger = kg("push", proxy.url, "--store", store)
        assert stranger.returncode == 1
        assert "set KG_PUSH_USER and KG_PUSH_PASSWORD, or KG_PUSH_TOKEN" in stranger.stderr
        wrong = kg("push", proxy.url, "--store", store, **{name: f"{value}x" for name, value in environment.items()})
        assert wrong.returncode == 1
        assert "by that secret" in wrong.stderr
        assert server.counts() == {}
        done = kg("push", proxy.url, "--store", store, **environment)
        assert (done.returncode, done.stderr) == (0, "")
        assert "7 graphs sent" in done.stdout
    for said in (stranger, wrong, done):
        assert not any(secret in said.stdout + said.stderr for secret in (PASSWORD, TOKEN))
    assert not any(secret.encode() in path(store).read_bytes() for secret in (PASSWORD, TOKEN))
    assert not any(secret in repr(Login("norton", PASSWORD, TOKEN)) for secret in (PASSWORD, TOKEN))


def test_virtuoso_is_told_who_writes_by_digest(kg: Kg, virtuoso: Virtuoso, store: Path) -> None:
    virtuoso.clear()
    stranger = kg("push", virtuoso.url, "--store", store)
    assert (stranger.returncode, stranger.stdout) == (1, "")
    assert "wants to know who writes (a user with the role SPARQL_UPDATE" in stranger.stderr
    wrong = kg("push", virtuoso.url, "--store", store, KG_PUSH_USER="dba", KG_PUSH_PASSWORD=PASSWORD)
    assert (wrong.returncode, wrong.stdout) == (1, "")
    assert "doesn't know the user 'dba' by that secret" in wrong.stderr
    assert PASSWORD not in wrong.stderr
    assert len(stranger.stderr.splitlines()) == len(wrong.stderr.splitlines()) == 1
    assert virtuoso.counts() == {}


def test_a_password_is_asked_for_on_the_terminal_and_not_shown(server: Oxigraph, store: Path) -> None:
    with Proxy(server.url, user=("norton", TOKEN)) as proxy:
        shown = typed([str(SCRIPT), "push", proxy.url, "--store", str(store), "--user", "norton"], TOKEN)
        assert "Password of norton" in shown
        assert "7 graphs sent" in shown
        assert TOKEN not in shown


def typed(command: list[str], answer: str) -> str:
    """Runs a command on a terminal, answers its first question, and gives what the terminal shows."""
    child, terminal = pty.fork()
    if child == 0:
        for name in ("KG_STORE", "KG_PUSH_PASSWORD", "KG_PUSH_USER", "KG_PUSH_TOKEN"):
            os.environ.pop(name, None)
        os.execv(command[0], command)
    shown = b""
    asked = False
    while True:
        try:
            part = os.read(terminal, 1000)
        except OSError:
            break
        if not part:
            break
        shown += part
        if not asked and shown.rstrip().endswith(b":"):
            asked = True
            time.sleep(0.2)
            os.write(terminal, answer.encode() + b"\n")
    os.waitpid(child, 0)
    os.close(terminal)
    return shown.decode(errors="replace")


@pytest.mark.parametrize(
    ("arguments", "environment", "reason"),
    [
        (["http://norton:s3cret@127.0.0.1:1/"], {}, "the address holds a name or password"),
        (["http://127.0.0.1:1/?key=s3cret"], {}, "without what follows ?"),
        (["ftp://127.0.0.1/"], {}, "it starts with http:// or https://"),
        (["http://[::1/"], {}, "it starts with http:// or https://"),
        (["http://127.0.0.1:1", "--user", "norton"], {}, "no terminal to ask for the password; set KG_PUSH_PASSWORD"),
        (["http://127.0.0.1:1", "--ask-token"], {}, "no terminal to ask for the token; set KG_PUSH_TOKEN"),
        (["http://127.0.0.1:1"], {"KG_PUSH_PASSWORD": "s3cret"}, "not whose it is"),
        (
            ["http://127.0.0.1:1"],
            {"KG_PUSH_USER": "norton", "KG_PUSH_PASSWORD": "s3cret", "KG_PUSH_TOKEN": "s3cret"},
            "a user and a token are both given",
        ),
        (["http://127.0.0.1:1"], {"KG_PUSH_TOKEN": "s3cret s3cret"}, "the token holds a space or a letter"),
        (["http://127.0.0.1:1", "--profile", "nortondb"], {}, "choose oxigraph, virtuoso, fuseki"),
        (["http://127.0.0.1:1", "--profile", "nowhere.toml"], {}, "nowhere.toml: no profile can be read there"),
    ],
)
def test_a_command_line_that_can_not_be_meant_is_refused(
    kg: Kg, store: Path, arguments: list[str], environment: dict[str, str], reason: str
) -> None:
    done = kg("push", *arguments, "--store", store, **environment)
    assert (done.returncode, done.stdout) == (2, "")
    assert reason in done.stderr
    assert "s3cret" not in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not path(store).exists()


def test_where_nothing_answers_it_is_said_at_once(kg: Kg, store: Path) -> None:
    begun = time.monotonic()
    done = kg("push", f"http://127.0.0.1:{free_port()}", "--store", store)
    assert time.monotonic() - begun < 30
    assert (done.returncode, done.stdout) == (1, "")
    assert "nothing answers there (Connection refused); check the address and that the server runs" in done.stderr


@pytest.fixture
def website(tmp_path: Path) -> Iterator[str]:
    """Serves a folder, as any site that is no graph store."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *arguments: object) -> None:
            pass

    http = ThreadingHTTPServer(("127.0.0.1", 0), lambda *given: Quiet(*given, directory=str(tmp_path)))
    Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield f"http://127.0.0.1:{http.server_port}"
    http.shutdown()
    http.server_close()


def test_a_site_that_is_no_graph_store_is_told_so(kg: Kg, website: str, server: Oxigraph, store: Path) -> None:
    done = kg("push", website, "--store", store)
    assert (done.returncode, done.stdout) == (1, "")
    assert "isn't a graph store as its profile has it (501 Unsupported method" in done.stderr
    done = kg("push", f"{server.url}/elsewhere", "--store", store)
    assert (done.returncode, done.stdout) == (1, "")
    assert "check the address, or name a --profile" in done.stderr


def test_a_redirect_carries_nothing_to_another_server(kg: Kg, server: Oxigraph, store: Path) -> None:
    with Proxy(server.url) as other, Proxy(server.url, redirect=f"{other.url}/store?key=1") as proxy:
        done = kg("push", proxy.url, "--store", store, KG_PUSH_TOKEN=TOKEN)
        assert done.returncode == 1
        assert f"points to {other.url}/store; if you trust that address, push there" in done.stderr
        assert other.seen == []
    assert server.counts() == {}


@pytest.mark.parametrize("most", [60_000, 3_000])
def test_a_limit_on_bodies_makes_them_smaller(server: Oxigraph, store: Path, most: int) -> None:
    with Proxy(server.url, most_bytes=most) as proxy:
        done = outcome(proxy.url, store)
        assert (done.sent, done.faults) == (7, ())
        assert max(one.size for one in proxy.writes) > most
    assert sum(server.counts().values()) == done.triples


def test_a_limit_below_one_statement_is_told(server: Oxigraph, store: Path) -> None:
    with Proxy(server.url, most_bytes=100) as proxy, pytest.raises(PushError, match=r"413 .*raise its limit"):
        outcome(proxy.url, store)


def test_a_busy_server_is_asked_again_after_the_time_it_wants(server: Oxigraph, store: Path) -> None:
    busy: list[tuple[int, dict[str, str]]] = [(503, {"Retry-After": "1"}), (429, {}), (500, {}), (502, {})]
    begun = time.monotonic()
    with Proxy(server.url, busy=busy) as proxy:
        assert outcome(proxy.url, store, pauses=(0.01,) * 4).faults == ()
    assert busy == []
    assert time.monotonic() - begun > 1


def test_a_server_that_stays_busy_or_broken_is_given_up(server: Oxigraph, store: Path) -> None:
    with Proxy(server.url, busy=[(503, {})] * 9) as proxy, pytest.raises(PushError, match=r"fails \(503 .*push again"):
        outcome(proxy.url, store)
    with (
        Proxy(server.url, busy=[(500, {})] * 3) as proxy,
        pytest.raises(PushError, match=r"fails \(500 .*server's log"),
    ):
        outcome(proxy.url, store)
    with Proxy(server.url, busy=[(403, {})]) as proxy, pytest.raises(PushError, match="doesn't let strangers write"):
        outcome(proxy.url, store)


def test_a_server_that_stays_away_is_given_up_and_the_next_push_goes_on(server: Oxigraph, store: Path) -> None:
    with Proxy(server.url) as proxy:

        def leave(number: int) -> None:
            raise ConnectionAbortedError

        proxy.before_write = leave
        with pytest.raises(PushError, match=r"went away and didn't come back .* goes on where it stopped"):
            outcome(proxy.url, store)
        proxy.before_write = lambda number: None
        assert outcome(proxy.url, store).faults == ()
    assert sum(server.counts().values()) > 0


def test_a_certificate_that_nobody_vouches_for_is_refused(
    kg: Kg, server: Oxigraph, store: Path, tmp_path: Path
) -> None:
    certificate = tmp_path / "server.pem"
    made = ["-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1"]
    named = ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", certificate, "-out", tmp_path / "public.pem"]
    subprocess.run([program("openssl", "the package openssl"), "req", *made, *named], check=True, capture_output=True)
    certificate.write_bytes(certificate.read_bytes() + (tmp_path / "public.pem").read_bytes())
    with Proxy(server.url, certificate=certificate) as proxy:
        done = kg("push", proxy.url, "--store", store, KG_PUSH_TOKEN=TOKEN)
        assert done.returncode == 1
        assert "its certificate isn't trusted (" in done.stderr
        assert "REQUESTS_CA_BUNDLE" in done.stderr
        assert proxy.seen == []
        done = kg("push", proxy.url, "--store", store, REQUESTS_CA_BUNDLE=str(tmp_path / "public.pem"))
        assert (done.returncode, done.stderr) == (0, "")


def test_a_damaged_record_is_named_and_the_way_out(kg: Kg, server: Oxigraph, store: Path) -> None:
    path(store).write_bytes(b"no database, " * 100)
    done = kg("push", server.url, "--store", store)
    assert (done.returncode, done.stdout) == (1, "")
    assert f"{path(store)}: the record of pushes can't be used" in done.stderr
    assert "move it away" in done.stderr


@pytest.mark.parametrize(
    ("url", "crosses"),
    [
        ("http://norton.example/store", True),
        ("http://10.0.0.1/", True),
        ("https://norton.example/", False),
        ("http://localhost:7878", False),
        ("http://127.0.0.2:1", False),
        ("http://[::1]:1", False),
    ],
)
def test_a_secret_that_crosses_a_network_in_the_open_is_warned_of(url: str, crosses: bool) -> None:
    assert readable_on_the_way(url, Login(token=TOKEN)) is crosses
    assert not readable_on_the_way(url, Login())


def test_the_profile_of_a_file_says_what_is_wrong_with_it(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    for text, reason in (
        ("[a]\ntitle = 'A'", "graph_store missing"),
        ("[a]\ntitle = 'A'\ngraph_store = '/s'\nrows = 'many'", "rows is 'many'"),
        ("[a]\ntitle = 'A'\ngraph_store = '/s'\nspeed = 3", "unknown key 'speed'"),
        ("[a]\ntitle = 'A'\ngraph_store = '/s'\nby_value = ['date']", "by_value is"),
        ("title = 'A'", "outside a table"),
        ("", "0 tables"),
        ("[a", "no profile can be read there"),
    ):
        file.write_text(text)
        with pytest.raises(UsageError, match=reason), connect("http://127.0.0.1:1", Login(), str(file)):
            pass
