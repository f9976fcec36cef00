"""What `kg push` knows of triple stores, how it tells them apart, and how it compares graphs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from requests.structures import CaseInsensitiveDict

from kg.push import Login
from kg.push.checks import checksum, difference
from kg.push.profile import profiles, recognised
from kg.push.record import Pushed, Record
from kg.push.wire import Wire

if TYPE_CHECKING:
    from servers import Server

XSD = "http://www.w3.org/2001/XMLSchema#"
PAGE = Path(__file__).parents[1] / "docs" / "push.md"


@pytest.mark.parametrize(
    ("url", "headers", "name"),
    [
        ("http://norton.example/", {"server": "Oxigraph/0.5.1"}, "oxigraph"),
        ("http://norton.example/", {"Server": "Virtuoso/08.03.3319 (Linux) x86_64-generic-linux"}, "virtuoso"),
        ("http://norton.example/news", {"Server": "Apache Jena Fuseki (4.10.0)"}, "fuseki"),
        ("http://norton.example/news", {"Fuseki-Request-ID": "17"}, "fuseki"),
        ("http://norton.example/repositories/news", {"Server": "GraphDB/10.6 RDF4J/4.3"}, "graphdb"),
        ("http://norton.example/rdf4j-server/repositories/news", {"Server": "Apache-Coyote"}, "rdf4j"),
        ("http://norton.example/rdf4j-server/repositories/news", {}, "rdf4j"),
        ("http://norton.example/store", {"Server": "nginx"}, "generic"),
    ],
)
def test_a_store_is_recognised_by_what_it_says_and_where_it_is(url: str, headers: dict[str, str], name: str) -> None:
    assert recognised(url, CaseInsensitiveDict(headers)).name == name


def test_real_servers_are_recognised(oxigraph: Server, virtuoso: Server) -> None:
    for server, name in ((oxigraph, "oxigraph"), (virtuoso, "virtuoso")):
        for url in (server.url, server.graph_store_url):
            wire = Wire(Login())
            found = recognised(url, wire.headers(url))
            wire.close()
            assert found.name == name
            assert found.base(url) + found.graph_store == server.graph_store_url


def test_the_address_may_be_the_servers_or_the_graph_stores() -> None:
    known = profiles()
    for url in ("http://norton.example/news", "http://norton.example/news/", "http://norton.example/news/data"):
        assert known["fuseki"].base(url) == "http://norton.example/news"
    assert known["generic"].base("http://norton.example/graphs/") == "http://norton.example/graphs"


def test_each_profile_says_what_it_rests_on_and_the_page_repeats_it() -> None:
    page = " ".join(PAGE.read_text(encoding="utf-8").split())
    for profile in profiles().values():
        assert profile.basis
        assert f"`{profile.name}`" in page
        assert profile.basis in page, profile.name


def test_the_checksum_hangs_on_the_statements_and_not_on_their_order() -> None:
    one, other = "<a:a> <a:b> <a:c> .\n", '<a:a> <a:b> "c"@en .\n'
    assert checksum([one, other]) == checksum([other, one])
    assert checksum([one]) != checksum([other])
    # printf '<a:a> <a:b> <a:c> .\n' | sha256sum
    assert checksum([one]) == "7fd2ea096ae9402924807bec58af309b1349d4a8814363bd5e88e3ef809a95de"


@pytest.mark.parametrize(
    ("one", "other", "by_value", "same"),
    [
        (f'"5"^^<{XSD}integer>', f'"5.0"^^<{XSD}decimal>', ["integer", "decimal"], True),
        (f'"0.50"^^<{XSD}decimal>', f'"0.5"^^<{XSD}decimal>', ["decimal"], True),
        (f'"-0"^^<{XSD}integer>', f'"0"^^<{XSD}integer>', ["integer"], True),
        (f'"100"^^<{XSD}integer>', f'"1"^^<{XSD}integer>', ["integer", "decimal"], False),
        (f'"5"^^<{XSD}integer>', f'"5.0"^^<{XSD}decimal>', [], False),
        (f'"true"^^<{XSD}boolean>', f'"1"^^<{XSD}integer>', ["boolean", "integer"], True),
        (f'"true"^^<{XSD}boolean>', f'"false"^^<{XSD}boolean>', ["boolean", "integer"], False),
        ('"5"', f'"5"^^<{XSD}integer>', ["integer"], False),
        ('"5"@en', '"5"', ["integer"], False),
        (f'"five"^^<{XSD}integer>', f'"5"^^<{XSD}integer>', ["integer"], False),
    ],
)
def test_numbers_and_truth_values_are_compared_by_value_where_the_profile_says_so(
    one: str, other: str, by_value: list[str], same: bool
) -> None:
    lines = [[f"<a:a> <a:b> {term} .\n"] for term in (one, other)]
    assert (checksum(lines[0], by_value) == checksum(lines[1], by_value)) is same
    assert (difference(lines[0], lines[1], by_value) == ([], [])) is same


def test_the_record_keeps_targets_apart_and_outlives_the_process(tmp_path: Path) -> None:
    store = tmp_path / "store"
    with Record(store, "http://one/") as one, Record(store, "http://other/") as other:
        one.note([("a:g", Pushed(3, ""))])
        other.note([("a:g", Pushed(4, "ff"))])
        one.note([("a:g", Pushed(3, "aa")), ("a:h", Pushed(1, "bb"))])
        one.forget(["a:h", "a:unknown"])
    with Record(store, "http://one/") as one, Record(store, "http://other/") as other:
        assert one.pushed() == {"a:g": Pushed(3, "aa")}
        assert other.pushed() == {"a:g": Pushed(4, "ff")}
    assert [path.name for path in tmp_path.iterdir()] == ["store.pushes.sqlite"]
