"""`kg fetch` against a real server on this machine: what it keeps, what it asks, and what it refuses."""

from __future__ import annotations

import gzip
import http.server
import ipaddress
import socket
import ssl
import subprocess
import threading
import time
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from fuzz import page
from warcio.archiveiterator import ArchiveIterator

from kg.errors import FetchError
from kg.fetch import Limits, Outcome, Settings, fetch, keep, reach
from kg.fetch.wire import AGENT, CERTIFICATES, checked
from kg.model import Article
from kg.read import articles

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from conftest import Kg

    Answer = tuple[int, dict[str, str], bytes]

PAGE = page(1)
HTML = {"Content-Type": "text/html; charset=utf-8"}
SETTINGS = Settings(allow_private=True, pause=0.0, limits=Limits(size=100_000, seconds=3.0, connecting=2.0))


@dataclass
class Site:
    """A server that answers paths as it is told, and notes what it was asked."""

    port: int = 0
    answers: dict[str, Answer | Callable[[http.server.BaseHTTPRequestHandler], None]] = field(default_factory=dict)
    asked: list[tuple[str, float, dict[str, str]]] = field(default_factory=list)

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    @property
    def paths(self) -> list[str]:
        return [path for path, _, _ in self.asked if path != "/robots.txt"]


@pytest.fixture
def site() -> Iterator[Site]:
    told = Site()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            told.asked.append((self.path, time.monotonic(), dict(self.headers.items())))
            answer = told.answers.get(self.path, (404, {"Content-Type": "text/html"}, b"none"))
            if callable(answer):
                answer(self)
                return
            status, headers, body = answer
            self.send_response(status)
            for name, value in ({"Content-Length": str(len(body))} | headers).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    class Server(http.server.ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            pass

    server = Server(("127.0.0.1", 0), Handler)
    told.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield told
    server.shutdown()
    server.server_close()
    thread.join()


def got(folder: Path, *urls: str, settings: Settings = SETTINGS) -> list[Outcome]:
    return list(fetch(urls, folder, settings))


def reason(folder: Path, url: str, settings: Settings = SETTINGS) -> str:
    """Gives why one address isn't fetched, without the address."""
    (outcome,) = got(folder, url, settings=settings)
    assert outcome.reason is not None
    assert outcome.path is None
    assert outcome.reason.startswith(f"{url}: ")
    assert len(outcome.reason.splitlines()) == 1
    return outcome.reason.removeprefix(f"{url}: ")


# ---------------------------------------------------------------- what is kept


def test_a_page_is_kept_as_it_came_and_is_read_as_an_article(site: Site, tmp_path: Path) -> None:
    packed = gzip.compress(PAGE)
    site.answers["/a?x=1"] = (200, HTML | {"Content-Encoding": "gzip", "ETag": '"v1"'}, packed)
    (outcome,) = got(tmp_path / "new", site.url("/a?x=1#part"))
    assert outcome.changed
    assert outcome.path
    with outcome.path.open("rb") as stream:
        kept = [
            (record.rec_type, record.rec_headers.get_header("WARC-Target-URI"), record.raw_stream.read())
            for record in ArchiveIterator(stream, check_digests="raise")
        ]
    assert kept[1] == ("response", site.url("/a?x=1"), packed)
    (article,) = articles(outcome.path)
    assert isinstance(article, Article)
    assert "The mayor of Norton said" in article.text
    assert article.url == site.url("/a?x=1")
    _, _, headers = site.asked[-1]
    assert headers["User-Agent"].startswith(AGENT)
    assert {"Cookie", "Authorization", "Referer"}.isdisjoint(headers)


def test_what_hasnt_changed_isnt_sent_again_and_what_has_replaces_it(site: Site, tmp_path: Path) -> None:
    def answer(handler: http.server.BaseHTTPRequestHandler) -> None:
        same = handler.headers.get("If-None-Match") == '"v1"' and handler.headers.get("If-Modified-Since") == "Friday"
        handler.send_response(304 if same else 200)
        for name, value in {**HTML, "ETag": '"v1"', "Last-Modified": "Friday"}.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(b"" if same else PAGE)

    site.answers["/a"] = answer
    site.answers["/to"] = (301, {"Location": "/a"}, b"")
    for path in ("/a", "/to"):
        (first,) = got(tmp_path, site.url(path))
        assert first.path
        before = first.path.read_bytes()
        (second,) = got(tmp_path, site.url(path))
        assert (first.changed, second.changed, second.path) == (True, False, first.path)
        assert first.path.read_bytes() == before
    site.answers["/a"] = (200, HTML, page(2))
    (third,) = got(tmp_path, site.url("/a"))
    assert third.changed
    assert third.path
    (article,) = articles(third.path)
    assert isinstance(article, Article)
    assert "2th time" in article.text


def test_a_redirection_is_followed_with_leave_asked_of_each_host_and_all_of_the_way_is_kept(
    site: Site, tmp_path: Path
) -> None:
    site.answers["/one"] = (302, {"Location": site.url("/two", "localhost")}, b"")
    site.answers["/two"] = (308, {"Location": "three?x"}, b"")
    site.answers["/three?x"] = (200, HTML, PAGE)
    (outcome,) = got(tmp_path, site.url("/one"))
    assert outcome.path
    with outcome.path.open("rb") as stream:
        way = [
            (record.rec_headers.get_header("WARC-Target-URI"), record.http_headers.get_statuscode())
            for record in ArchiveIterator(stream)
            if record.rec_type == "response"
        ]
    assert way == [
        (site.url("/one"), "302"),
        (site.url("/two", "localhost"), "308"),
        (site.url("/three?x", "localhost"), "200"),
    ]
    assert [path for path, _, _ in site.asked].count("/robots.txt") == 2
    assert [one.url for one in articles(outcome.path) if isinstance(one, Article)] == [way[-1][0]]


def test_an_answer_in_chunks_is_joined(site: Site, tmp_path: Path) -> None:
    def answer(handler: http.server.BaseHTTPRequestHandler) -> None:
        handler.protocol_version = "HTTP/1.1"
        handler.send_response(200)
        handler.send_header("Content-Type", "text/html")
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        for start in range(0, len(PAGE), 100):
            part = PAGE[start : start + 100]
            handler.wfile.write(b"%x\r\n%s\r\n" % (len(part), part))
        handler.wfile.write(b"0\r\n\r\n")
        handler.close_connection = True

    site.answers["/a"] = answer
    (outcome,) = got(tmp_path, site.url("/a"))
    assert outcome.path
    (article,) = articles(outcome.path)
    assert isinstance(article, Article)


FEED = (
    '<rss version="2.0"><channel><title>Norton Post</title>{}</channel></rss><!-- <item><link>/never</link></item> -->'
)
ITEM = "<item><link>{}</link><guid>{}</guid><description>Arland said so.</description></item>"


def test_a_feed_is_kept_or_its_entries_are_fetched_where_that_is_said(site: Site, tmp_path: Path) -> None:
    items = [ITEM.format(link, n) for n, link in enumerate(("/1", "/2", "/1", "file:///etc/passwd", "/3"))]
    site.answers["/feed"] = (200, {"Content-Type": "application/rss+xml"}, FEED.format("".join(items)).encode())
    links = b'<a href="/never">never</a>'
    for number in (1, 3):
        site.answers[f"/{number}"] = (200, HTML, page(number) + links)
    (outcome,) = got(tmp_path / "feed", site.url("/feed"))
    assert outcome.path
    assert len([one for one in articles(outcome.path) if isinstance(one, Article)]) == 5
    assert site.paths == ["/feed"]
    found = got(tmp_path / "pages", site.url("/feed"), site.url("/1"), settings=replace(SETTINGS, entries=True))
    assert [(one.url, one.changed) for one in found] == [
        (site.url("/1"), True),
        (site.url("/2"), False),
        (site.url("/3"), True),
    ]
    assert found[1].reason == f"{site.url('/2')}: there is no such page (HTTP 404)"
    assert len(list((tmp_path / "pages").iterdir())) == 2
    few = got(tmp_path / "few", site.url("/feed"), settings=replace(SETTINGS, entries=True, most=1))
    assert few[0].reason == f"{site.url('/feed')}: 3 entries, of which the first 1 are fetched; --most says how many"
    assert [one.url for one in few[1:]] == [site.url("/1")]


# ---------------------------------------------------------------- manners


def test_robots_txt_is_honoured_with_its_stars_for_each_host_once(site: Site, tmp_path: Path) -> None:
    rules = (
        f"User-agent: *\nDisallow: /\n\nUser-agent: {AGENT}\nDisallow: /secret\nDisallow: /*.pdf$\nAllow: /secret/a\n"
    )
    site.answers["/robots.txt"] = (200, {"Content-Type": "text/plain"}, rules.encode())
    for path in ("/a", "/secret/a", "/secret/b"):
        site.answers[path] = (200, HTML, PAGE)
    site.answers["/to"] = (302, {"Location": "/secret/b"}, b"")
    found = got(tmp_path, *map(site.url, ("/a", "/secret/a", "/secret/b", "/x.pdf", "/to")))
    refused = f"{site.url('/robots.txt')} asks programs not to read this address"
    assert [one.reason and one.reason.removeprefix(f"{one.url}: ") for one in found] == [None, None, *[refused] * 3]
    assert site.paths == ["/a", "/secret/a", "/to"]
    assert [path for path, _, _ in site.asked].count("/robots.txt") == 1


def test_where_robots_txt_is_missing_all_is_allowed_and_where_the_server_fails_nothing(
    site: Site, tmp_path: Path
) -> None:
    site.answers["/a"] = (200, HTML, PAGE)
    for status in (404, 403):
        site.answers["/robots.txt"] = (status, {}, b"")
        assert got(tmp_path / str(status), site.url("/a"))[0].changed
    site.answers["/robots.txt"] = (500, {}, b"")
    told = f"{site.url('/robots.txt')} can't be read (HTTP 500), so nobody knows what may be asked; try later"
    assert reason(tmp_path, site.url("/a")) == told


def test_a_host_isnt_asked_sooner_than_the_pause_or_its_own_wish(site: Site, tmp_path: Path) -> None:
    site.answers |= dict.fromkeys(("/1", "/2", "/3"), (200, HTML, PAGE))
    got(tmp_path, *map(site.url, ("/1", "/2", "/3")), settings=replace(SETTINGS, pause=0.2))
    times = [at for _, at, _ in site.asked]
    assert min(b - a for a, b in pairwise(times)) > 0.18
    site.asked.clear()
    site.answers["/robots.txt"] = (200, {}, b"User-agent: *\nCrawl-delay: 0.5\n")
    got(tmp_path, *map(site.url, ("/1", "/2")))
    assert site.asked[-1][1] - site.asked[-2][1] > 0.45
    site.answers["/robots.txt"] = (200, {}, b"User-agent: *\nCrawl-delay: 600\n")
    told = f"{site.url('/robots.txt')} wants 600 seconds between questions; read it yourself"
    assert reason(tmp_path, site.url("/1")) == told


def test_a_server_that_wants_to_be_asked_later_is(site: Site, tmp_path: Path) -> None:
    turns: list[float] = []

    def answer(handler: http.server.BaseHTTPRequestHandler) -> None:
        turns.append(time.monotonic())
        handler.send_response(200 if len(turns) > 1 else 429)
        handler.send_header("Content-Type", "text/html")
        handler.send_header("Retry-After", "1")
        handler.end_headers()
        handler.wfile.write(PAGE)

    site.answers["/a"] = answer
    assert got(tmp_path, site.url("/a"))[0].changed
    assert turns[1] - turns[0] > 0.95
    site.answers["/b"] = (503, {"Retry-After": "3600"}, b"")
    told = "wants to be asked later (HTTP 503, Retry-After: 3600); try then"
    assert reason(tmp_path, site.url("/b")) == told
    assert site.paths.count("/b") == 1
    site.answers["/c"] = (503, {"Retry-After": "0"}, b"")
    assert reason(tmp_path, site.url("/c")) == "the server failed; try later (HTTP 503)"
    assert site.paths.count("/c") == 3


# ---------------------------------------------------------------- limits


def test_what_is_too_large_is_refused_whatever_the_server_says_of_its_size(site: Site, tmp_path: Path) -> None:
    def endless(handler: http.server.BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/html")
        handler.end_headers()
        for _ in range(10_000):
            handler.wfile.write(b"x" * 10_000)

    site.answers["/told"] = (200, HTML | {"Content-Length": "2000000"}, b"x")
    site.answers["/endless"] = endless
    assert reason(tmp_path, site.url("/told")) == "of 2,000,000 bytes, more than 100,000; it is no article"
    assert reason(tmp_path, site.url("/endless")) == "more than 100,000 bytes; it is no article"


@pytest.mark.parametrize("part", ["head", "body"])
def test_a_server_that_sends_too_slowly_is_left(site: Site, tmp_path: Path, part: str) -> None:
    def slow(handler: http.server.BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
        if part == "body":
            handler.wfile.write(b"Content-Type: text/html\r\n\r\n")
        for _ in range(40):
            handler.wfile.write(b"x")
            time.sleep(0.2)

    site.answers["/a"] = slow
    limits = Limits(seconds=1.0, connecting=5.0)
    start = time.monotonic()
    told = reason(tmp_path, site.url("/a"), replace(SETTINGS, limits=limits))
    assert told == "took longer than 1 seconds; try later"
    assert time.monotonic() - start < 3


REFUSED: dict[str, tuple[Answer, str]] = {
    "gone": ((410, {}, b""), "the page was taken away (HTTP 410)"),
    "forbidden": ((403, {}, b""), "the server doesn't give it to programs, or to anybody (HTTP 403)"),
    "login": ((401, {}, b""), "wants a login, which kg doesn't have (HTTP 401)"),
    "failed": ((500, {}, b""), "the server failed; try later (HTTP 500)"),
    "picture": ((200, {"Content-Type": "image/png"}, b"x"), "image/png, no page or feed"),
    "circle": ((302, {"Location": "/circle"}, b""), "leads round in a circle"),
    "nowhere": ((302, {}, b""), "leads round in a circle"),
    "file": ((302, {"Location": "file:///etc/passwd"}, b""), "no web address; give one such as https"),
    "login too": ((302, {"Location": "http://a:b@norton.example/"}, b""), "the address holds a name or password"),
    "short": ((200, HTML | {"Content-Length": "5000"}, b"x"), "the answer broke off or is none of HTTP"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_each_refusal_is_one_clear_line_and_the_next_address_is_fetched(site: Site, tmp_path: Path, name: str) -> None:
    answer, wanted = REFUSED[name]
    path = f"/{name.replace(' ', '-')}"
    site.answers |= {path: answer, "/good": (200, HTML, PAGE)}
    bad, good = got(tmp_path, site.url(path), site.url("/good"))
    assert bad.reason
    assert bad.reason.removeprefix(f"{bad.url}: ").startswith(wanted)
    assert good.changed
    assert len(list(tmp_path.iterdir())) == 1


def test_an_address_that_leads_on_and_on_is_left(site: Site, tmp_path: Path) -> None:
    site.answers |= {f"/{n}": (302, {"Location": f"/{n + 1}"}, b"") for n in range(20)}
    assert reason(tmp_path, site.url("/0")) == "leads on more than 5 times"
    assert len(site.paths) == 6


# ---------------------------------------------------------------- where it may go

PRIVATE = (
    "127.0.0.1 127.8.8.8 10.1.2.3 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0 224.0.0.1 255.255.255.255 "
    "192.0.2.1 198.18.0.1 240.0.0.1 ::1 :: fe80::1 fc00::1 fd12::1 ff02::1 2001:db8::1 ::ffff:127.0.0.1 "
    "::ffff:10.0.0.1 64:ff9b::7f00:1 64:ff9b::a00:1 2002:7f00:1:: 2002:a00:1::1 2001:0:7f00:1::"
).split()


@pytest.mark.parametrize("number", PRIVATE)
def test_numbers_of_ones_own_network_arent_public(number: str) -> None:
    assert not reach.is_public(ipaddress.ip_address(number))


@pytest.mark.parametrize("number", ["8.8.8.8", "193.0.0.1", "2a00:1450::1", "64:ff9b::808:808", "::ffff:8.8.8.8"])
def test_other_numbers_are(number: str) -> None:
    assert reach.is_public(ipaddress.ip_address(number))


def test_this_machine_is_asked_only_where_that_is_said(site: Site, tmp_path: Path) -> None:
    site.answers["/a"] = (200, HTML, PAGE)
    strict = replace(SETTINGS, allow_private=False)
    told = "127.0.0.1 is a private or local number; if that is meant, give --allow-private"
    assert reason(tmp_path, site.url("/a"), strict) == told
    for host in ("localhost", "2130706433", "0x7f.1", "127.1", "0"):
        url = site.url("/a", host)
        assert "a private or local number" in reason(tmp_path, url, strict), host
    assert site.asked == []


def test_the_number_that_was_judged_is_the_one_that_is_connected_to(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.answers["/a"] = (200, HTML, PAGE)
    asked: list[str] = []
    real = socket.getaddrinfo

    def names(host: str, port: int, *rest: object, **more: object) -> object:
        asked.append(host)
        number = "127.0.0.1" if host == "news.example" else host
        return real(number, port, *rest, **more)  # type: ignore[call-overload]

    monkeypatch.setattr(socket, "getaddrinfo", names)
    url = site.url("/a", "news.example")
    told = "news.example stands for 127.0.0.1, a private or local number; if that is meant, give --allow-private"
    assert reason(tmp_path, url, replace(SETTINGS, allow_private=False)) == told
    assert (site.asked, asked) == ([], ["news.example"])
    assert got(tmp_path, url)[0].changed
    # Once for robots.txt and once for the page: what was judged isn't asked for again.
    assert asked == ["news.example"] * 3
    assert site.asked[-1][2]["Host"] == f"news.example:{site.port}"


def test_no_proxy_stands_between(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site.answers["/a"] = (200, HTML, PAGE)
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert got(tmp_path, site.url("/a"))[0].changed


def test_a_certificate_is_verified_for_the_name_that_was_asked(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    request = (
        "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost".split()
    )
    try:
        subprocess.run(
            ["openssl", *request, "-keyout", key, "-out", certificate], check=True, capture_output=True, timeout=60
        )
    except FileNotFoundError:
        pytest.skip("needs openssl")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    site.answers["/a"] = (200, HTML, PAGE)

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path == "/a" else 302 if self.path == "/down" else 404)
            self.send_header("Content-Type", "text/html")
            self.send_header("Location", site.url("/a"))
            self.end_headers()
            self.wfile.write(PAGE)

        def log_message(self, *_: object) -> None:
            pass

    class Server(http.server.ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            pass

    server = Server(("127.0.0.1", 0), Handler)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        url = f"https://localhost:{server.server_port}"
        assert reason(tmp_path, f"{url}/a").startswith("its certificate can't be verified (")
        monkeypatch.setenv(CERTIFICATES, str(certificate))
        assert got(tmp_path / "kept", f"{url}/a")[0].changed
        assert "its certificate can't be verified" in reason(tmp_path, f"https://127.0.0.1:{server.server_port}/a")
        told = f"leads from https to {site.url('/a')}, which anybody on the way can change"
        assert reason(tmp_path, f"{url}/down") == told
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


ADDRESSES = {
    "norton.example": "no web address",
    "ftp://norton.example/": "no web address",
    "file:///etc/passwd": "no web address",
    "http:///a": "no web address",
    "http://[::1": "no web address",
    "http://norton.example:99999/": "no web address",
    "http://a b.example/": "no web address",
    "https://me:secret@norton.example/": "the address holds a name or password",
}


@pytest.mark.parametrize("url", ADDRESSES)
def test_what_is_no_web_address_is_refused(url: str) -> None:
    with pytest.raises(FetchError, match=ADDRESSES[url]):
        checked(url)


def test_an_address_is_sent_in_one_form() -> None:
    assert checked(" HTTPS://Norton.Example:443/a b?q=ü#x ") == "https://norton.example/a%20b?q=%C3%BC"
    assert checked("http://nörton.example") == "http://xn--nrton-jua.example/"
    assert checked("../b", "http://norton.example:80/c/d") == "http://norton.example/b"


def test_addresses_have_files_of_their_own_in_the_folder_whatever_they_hold(tmp_path: Path) -> None:
    urls = [f"http://norton.example/{path}" for path in ("a/b", "a-b", "A-B", "../../x", "x" * 5000, "%2e%2e/", "?a=1")]
    files = [keep.file(tmp_path, url) for url in urls]
    assert len({file.name.lower() for file in files}) == len(urls)
    assert {file.parent for file in files} == {tmp_path}
    assert max(len(file.name) for file in files) < 110


# ---------------------------------------------------------------- the command


def test_the_command_fetches_for_the_build_and_tells_of_each_address(kg: Kg, site: Site, tmp_path: Path) -> None:
    text = (
        "Arland and Borland exchanged prisoners of war on Friday. The ministry of defence of Arland said that 40 of "
        "its soldiers had come home from captivity, and that the talks and the way home had been long."
    )
    site.answers["/a"] = (
        200,
        HTML,
        f"<html><body><article><h1>Home</h1><p>{text}</p></article></body></html>".encode(),
    )
    common = ("--pause", "0", "--allow-private")
    done = kg("fetch", *common, site.url("/a"), site.url("/none"), "nonsense", cwd=tmp_path)
    assert done.returncode == 1
    assert done.stdout.splitlines()[:2] == [
        f"fetched    {site.url('/a')}",
        "1 fetched, 2 not fetched; what was fetched is in kg-fetched",
    ]
    assert done.stderr.splitlines() == [
        f"error {site.url('/none')}: there is no such page (HTTP 404)",
        "error nonsense: no web address; give one such as https://example.org/news",
    ]
    assert "kg build kg-fetched" in done.stdout
    built = kg("build", "kg-fetched", "--all", cwd=tmp_path)
    assert built.returncode == 0, built.stderr
    assert built.stdout.startswith("1 article read")
    done = kg("fetch", "--pause", "0", site.url("/a"), cwd=tmp_path)
    assert "a private or local number" in done.stderr
    assert done.stdout == "1 not fetched\n"


def test_a_folder_that_cant_be_made_is_told(site: Site, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(FetchError, match="no folder can be made there"):
        got(tmp_path / "file" / "in", site.url("/a"))
    assert site.asked == []
    site.answers["/a"] = (200, HTML, PAGE)
    (tmp_path / "kept").mkdir()
    assert keep.file(tmp_path / "kept", site.url("/a")).parent.is_dir()
    keep.file(tmp_path / "kept", site.url("/a")).mkdir()
    (outcome,) = got(tmp_path / "kept", site.url("/a"))
    assert outcome.reason
    assert "can't be written" in outcome.reason
