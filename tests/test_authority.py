"""The authority that comes with the package, and files that users add to it."""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from kg.authority import Authority, Entry, EntryType, fold, load, slug
from kg.errors import AuthorityError
from kg.settings import BASE, data_folder

if TYPE_CHECKING:
    from pathlib import Path

PREFIXES = """\
@prefix agent: <https://w3id.org/exchange-kg/id/agent/> .
@prefix geo: <http://www.w3.org/2003/01/geo/wgs84_pos#> .
@prefix kg: <https://w3id.org/exchange-kg/ontology#> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""  # six lines: what a test adds starts on the seventh


@pytest.fixture(scope="module")
def authority() -> Authority:
    return load()


def turtle(folder: Path, text: str) -> Path:
    path = folder / "more.ttl"
    path.write_text(PREFIXES + text, encoding="utf-8")
    return path


def table(folder: Path, text: str) -> Path:
    path = folder / "more.csv"
    path.write_text(text, encoding="utf-8")
    return path


def agent(name: str) -> str:
    return f"{BASE}agent/{name}"


# ---------------------------------------------------------------- looking up


@pytest.mark.parametrize(
    ("name", "label", "type_", "side"),
    [
        (
            "Coordination HQ",
            "Coordination Headquarters for the Treatment of Prisoners of War",
            "organization",
            "Ukraine",
        ),
        (
            "Координаційний штаб",
            "Coordination Headquarters for the Treatment of Prisoners of War",
            "organization",
            "Ukraine",
        ),
        ("Russian Defence Ministry", "Ministry of Defense of the Russian Federation", "organization", "Russia"),
        ("Минобороны РФ", "Ministry of Defense of the Russian Federation", "organization", "Russia"),
        ("HUR", "Main Directorate of Intelligence of Ukraine", "organization", "Ukraine"),
        ("GUR", "Main Directorate of Intelligence of Ukraine", "organization", "Ukraine"),
        ("the Red Cross", "International Committee of the Red Cross", "organization", None),
        ("the Kremlin", "Kremlin", "organization", "Russia"),
        ("Volodymyr Zelenskyy", "Volodymyr Zelensky", "person", "Ukraine"),
        ("Зеленський", "Volodymyr Zelensky", "person", "Ukraine"),
        ("Shamsail Saraliev", "Shamsail Saraliyev", "person", "Russia"),
        ("Тетяна Москалькова", "Tatyana Moskalkova", "person", "Russia"),
        ("U.A.E.", "United Arab Emirates", "state", "United Arab Emirates"),
        ("Türkiye", "Turkey", "state", "Turkey"),
        ("USA", "United States", "state", "United States"),
        ("Holy See", "Vatican", "state", "Vatican"),
        ("Lugansk", "Luhansk", "place", None),
        ("Zaporizhzhya", "Zaporizhzhia", "place", None),
        ("Zaporizhzhia oblast", "Zaporizhzhia", "place", None),
        ("Харьков", "Kharkiv", "place", None),
        ("Kiev", "Kyiv", "place", None),
        ("Moscow Times", "The Moscow Times", "outlet", None),
        ("РБК", "RBC", "outlet", "Russia"),
        ("РБК-Україна", "RBC-Ukraine", "outlet", "Ukraine"),
        ("Interfax-Ukraine", "Interfax-Ukraine", "outlet", "Ukraine"),
        ("Twitter", "X", "channel", None),
    ],
)
def test_a_name_in_any_spelling_finds_its_one_entry(
    authority: Authority, name: str, label: str, type_: str, side: str | None
) -> None:
    (entry,) = authority.named(name)
    state = authority.get(entry.side) if entry.side else None
    assert (entry.label, entry.type, state.label if state else None) == (label, type_, side)


@pytest.mark.parametrize("name", ["  the  COORDINATION\nheadquarters ", "coordination headquarters"])
def test_case_white_space_and_a_first_article_do_not_matter(authority: Authority, name: str) -> None:
    assert [entry.iri for entry in authority.named(name)] == [
        agent("coordination-headquarters-for-the-treatment-of-prisoners-of-war")
    ]


def test_kinds_of_apostrophe_do_not_matter(authority: Authority) -> None:
    assert authority.named("Russia’s Defense Ministry") == authority.named("Russia's Defense Ministry") != ()


def test_an_unknown_name_finds_nothing(authority: Authority) -> None:
    assert authority.named("Ministry of Silly Walks") == ()
    assert authority.get(agent("nobody")) is None


def test_a_capital_is_a_metonym_not_a_name_of_its_state(authority: Authority) -> None:
    ukraine = authority.get(agent("ukraine"))
    assert ukraine is not None
    assert set(ukraine.metonyms) == {"Kyiv", "Kiev"}
    assert set(ukraine.demonyms) == {"Ukrainian", "Ukrainians"}
    assert "Kyiv" not in ukraine.names


def test_both_defence_ministries_share_a_designator_and_differ_by_side(authority: Authority) -> None:
    sides = [e.side for e in authority.of_type(EntryType.ORGANIZATION) if "defence ministry" in e.designators]
    assert sides.count(agent("russia")) == sides.count(agent("ukraine")) == 1


def test_a_person_has_positions_and_a_gender(authority: Authority) -> None:
    (entry,) = authority.named("Мединский")
    assert (entry.label, entry.gender) == ("Vladimir Medinsky", "male")
    assert "chief negotiator" in entry.positions


def test_a_place_lies_where_it_lies(authority: Authority) -> None:
    (entry,) = authority.named("Azovstal")
    assert entry.within == f"{BASE}place/mariupol"
    assert (entry.latitude, entry.longitude) == pytest.approx((47.1, 37.6), abs=0.05)


def test_entries_stand_in_the_order_of_their_iris(authority: Authority) -> None:
    assert list(authority.entries) == sorted(authority.entries)
    assert all(iri == entry.iri for iri, entry in authority.entries.items())


def test_an_authority_goes_to_another_process_whole(authority: Authority) -> None:
    copy = pickle.loads(pickle.dumps(authority))
    assert copy == authority
    assert copy.named("Moscow") == authority.named("Moscow") != ()


# ---------------------------------------------------------------- the data that comes with the package


def test_no_two_entries_of_a_type_share_a_name(authority: Authority) -> None:
    bearers = Counter((e.type, name) for e in authority.entries.values() for name in {fold(n) for n in e.names})
    assert [name for name, count in bearers.items() if count > 1] == []


def test_no_metonym_or_demonym_points_to_two_actors(authority: Authority) -> None:
    owners = Counter(fold(word) for e in authority.entries.values() for word in {*e.metonyms, *e.demonyms})
    assert [word for word, count in owners.items() if count > 1] == []


def test_labels_tell_entries_apart_whatever_their_type(authority: Authority) -> None:
    labels = Counter(fold(entry.label) for entry in authority.entries.values())
    assert [label for label, count in labels.items() if count > 1] == []


def test_every_side_is_a_state_and_every_state_its_own(authority: Authority) -> None:
    states = {entry.iri for entry in authority.of_type(EntryType.STATE)}
    assert {entry.side for entry in authority.entries.values()} - {None} <= states
    assert all(state.side == state.iri for state in authority.of_type(EntryType.STATE))


def test_every_place_has_coordinates_and_lies_in_a_state(authority: Authority) -> None:
    for place in authority.of_type(EntryType.PLACE):
        assert -90 <= (place.latitude or 999) <= 90, place
        assert -180 <= (place.longitude or 999) <= 180, place
        outer: Entry | None = place
        while outer is not None and outer.type is EntryType.PLACE:
            assert outer.within is not None, outer
            outer = authority.get(outer.within)
        assert outer is not None, place


def test_places_of_ukraine_lie_in_or_near_it(authority: Authority) -> None:
    ukraine = [e for e in authority.of_type(EntryType.PLACE) if e.within == agent("ukraine")]
    assert len(ukraine) >= 26
    for place in ukraine:
        assert 44 < (place.latitude or 0) < 53, place
        assert 22 < (place.longitude or 0) < 41, place


def test_every_entry_is_named_by_its_label(authority: Authority) -> None:
    for entry in authority.entries.values():
        folder = {EntryType.PLACE: "place", EntryType.CHANNEL: "channel"}.get(entry.type, "agent")
        assert entry.iri == f"{BASE}{folder}/{slug(entry.label)}"
        assert entry.names[0] == entry.label


def test_the_world_is_there(authority: Authority) -> None:
    assert (
        len(authority.of_type(EntryType.STATE)) == 193 + 4
    )  # members of the UN; Kosovo, Palestine, Taiwan, the Vatican
    assert len(authority.of_type(EntryType.OUTLET)) >= 120


def test_every_person_has_a_gender_and_a_cyrillic_name(authority: Authority) -> None:
    for person in authority.of_type(EntryType.PERSON):
        assert person.gender in {"male", "female"}, person
        assert any("а" <= letter <= "я" for name in person.names for letter in name.lower()), person


def test_an_address_belongs_to_one_outlet_or_channel(authority: Authority) -> None:
    urls = [entry.url for entry in authority.entries.values() if entry.url]
    assert all(url.startswith("https://") and not url.endswith("/") for url in urls)
    assert len(urls) == len(set(urls))


def test_the_files_are_sorted_within_their_sections() -> None:
    for path in sorted(data_folder("ontology").glob("authority*.ttl")):
        for section in path.read_text(encoding="utf-8").split("\n# "):
            subjects = [line.split(" a ")[0] for line in section.splitlines() if line[:1].islower() and " a " in line]
            assert subjects == sorted(subjects), path


def test_loading_needs_no_rdflib() -> None:
    # A short command must not wait for it.
    code = "import sys, kg.authority; kg.authority.load(); sys.exit('rdflib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# ---------------------------------------------------------------- slugs


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("Coordination Headquarters", "coordination-headquarters"),
        ("Radio Free Europe/Radio Liberty", "radio-free-europe-radio-liberty"),
        ("Côte d'Ivoire", "cote-divoire"),
        ("Recep Tayyip Erdoğan", "recep-tayyip-erdogan"),
        ("Львів", "lviv"),
        ("Слов’янськ", "slovyansk"),
        ("!?", slug("!?")),
    ],
)
def test_a_slug_is_plain_ascii(label: str, expected: str) -> None:
    assert slug(label) == expected
    assert slug(label).replace("-", "").isalnum()
    assert slug(label).isascii()


def test_labels_without_letters_get_different_slugs() -> None:
    assert slug("!?") != slug("?!")


# ---------------------------------------------------------------- Turtle that users add


def test_turtle_adds_an_entry(tmp_path: Path) -> None:
    path = turtle(
        tmp_path,
        """
        agent:jane-roe a schema:Person ; skos:prefLabel "Jane Roe"@en , "Джейн Роу"@uk ; skos:altLabel "J. Roe" ;
            kg:position "envoy"@en ; schema:gender schema:Female ; kg:side agent:georgia .
        """,
    )
    assert load([path]).get(agent("jane-roe")) == Entry(
        iri=agent("jane-roe"),
        label="Jane Roe",
        type=EntryType.PERSON,
        side=agent("georgia"),
        names=("Jane Roe", "Джейн Роу", "J. Roe"),
        positions=("envoy",),
        gender="female",
        labels=(("uk", "Джейн Роу"),),
    )


def test_turtle_links_an_entry_to_other_data_and_says_beside_it_where_the_link_comes_from(tmp_path: Path) -> None:
    path = turtle(
        tmp_path,
        """
        agent:jane-roe a schema:Person ; skos:prefLabel "Jane Roe"@en ; skos:exactMatch <https://example.org/1> ;
            skos:closeMatch <https://example.org/2> .
        [] a <http://www.w3.org/2002/07/owl#Axiom> ; <http://purl.org/dc/terms/source> <https://example.org/list> .
        """,
    )
    entry = load([path]).get(agent("jane-roe"))
    assert entry is not None
    assert entry.matches == (("closeMatch", "https://example.org/2"), ("exactMatch", "https://example.org/1"))


def test_turtle_adds_names_to_an_entry_without_saying_its_type_again(tmp_path: Path, authority: Authority) -> None:
    more = load([turtle(tmp_path, 'agent:rbc skos:altLabel "RosBusinessConsulting"@en .')])
    assert [entry.iri for entry in more.named("rosbusinessconsulting")] == [agent("rbc")]
    assert len(more.entries) == len(authority.entries)


def test_relative_iris_of_turtle_stand_under_the_base(tmp_path: Path) -> None:
    path = turtle(tmp_path, '<agent/ruritania> a kg:State ; skos:prefLabel "Ruritania"@en .')
    assert load([path]).named("Ruritania")[0].iri == agent("ruritania")


def test_a_file_may_hold_words_for_the_lexicon_too(tmp_path: Path, authority: Authority) -> None:
    path = turtle(tmp_path, '<urn:x:w> a kg:ReportingVerbs ; kg:stance kg:asserts ; kg:lemma "opine" .')
    assert load([path]).entries == authority.entries


def test_a_byte_order_mark_does_not_matter(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text(PREFIXES + 'agent:rbc skos:altLabel "Erbeka" .', encoding="utf-8-sig")
    (tmp_path / "b.csv").write_text("label,type,aliases,side\nFoo,outlet,Bar,\n", encoding="utf-8-sig")
    more = load([tmp_path / "a.ttl", tmp_path / "b.csv"])
    assert more.named("Erbeka")[0].label == "RBC"
    assert more.named("Bar")[0].label == "Foo"


def test_another_base_renames_all_entries(tmp_path: Path) -> None:
    base = "https://example.org/graph/"
    path = turtle(tmp_path, 'agent:jane-roe a schema:Person ; skos:prefLabel "Jane Roe"@en ; kg:side agent:ukraine .')
    authority = load([path], base)
    assert all(iri.startswith(base) for iri in authority.entries)
    assert authority.named("Jane Roe")[0].side == f"{base}agent/ukraine"
    assert authority.named("Donetsk")[0].within == f"{base}agent/ukraine"


def test_the_hash_follows_the_content_of_the_files(tmp_path: Path, authority: Authority) -> None:
    one = load([turtle(tmp_path, 'agent:rbc skos:altLabel "Erbeka" .')])
    again = load([turtle(tmp_path, 'agent:rbc skos:altLabel "Erbeka" .')])
    other = load([turtle(tmp_path, 'agent:rbc skos:altLabel "Erbekah" .')])
    assert one.sha256 == again.sha256
    assert len({authority.sha256, one.sha256, other.sha256, load(base="https://example.org/").sha256}) == 4


# ---------------------------------------------------------------- tables that users add


def test_a_table_adds_entries_whatever_their_order(tmp_path: Path) -> None:
    path = table(
        tmp_path,
        "label,type,aliases,side\n"
        "Rudolf Rassendyll,person,Rassendyll|R. Rassendyll,Ruritania\n"
        '"Agency for Exchanges, Strelsau",organization,AES,Ruritania\n'
        "Zenda,place,,Ruritania\n"
        "Strelsau Courier,outlet,Courier,\n"
        "Ruritania,state,Kingdom of Ruritania,\n",
    )
    authority = load([path])
    state = agent("ruritania")
    assert authority.get(state) == Entry(
        state, "Ruritania", EntryType.STATE, state, ("Ruritania", "Kingdom of Ruritania")
    )
    assert authority.named("Rassendyll") == (
        Entry(
            agent("rudolf-rassendyll"),
            "Rudolf Rassendyll",
            EntryType.PERSON,
            state,
            ("Rudolf Rassendyll", "Rassendyll", "R. Rassendyll"),
        ),
    )
    assert authority.named("AES")[0].label == "Agency for Exchanges, Strelsau"
    zenda = authority.get(f"{BASE}place/zenda")
    assert zenda is not None
    assert (zenda.within, zenda.side) == (state, None)
    courier = authority.get(agent("strelsau-courier"))
    assert courier is not None
    assert courier.side is None


def test_a_row_adds_names_to_the_entry_that_bears_its_label(tmp_path: Path, authority: Authority) -> None:
    path = table(tmp_path, "label,type,aliases,side\nZelenskyy,person,President Ze|Ze,Ukraine\nRBK,outlet,Erbeka,RF\n")
    more = load([path])
    assert [entry.label for name in ("Ze", "Erbeka") for entry in more.named(name)] == ["Volodymyr Zelensky", "RBC"]
    assert len(more.entries) == len(authority.entries)


def test_a_side_that_nothing_describes_becomes_a_state(tmp_path: Path) -> None:
    path = table(tmp_path, "label,type,aliases,side\nBlack Michael,person,,Ruritania\n")
    entry = load([path]).get(agent("ruritania"))
    assert entry == Entry(agent("ruritania"), "Ruritania", EntryType.STATE, agent("ruritania"), ("Ruritania",))


def test_a_later_table_builds_on_an_earlier_one(tmp_path: Path) -> None:
    (tmp_path / "one.csv").write_text("label,type,aliases,side\nRuritania,state,RUR,\n", encoding="utf-8")
    (tmp_path / "two.csv").write_text("label,type,aliases,side\nBlack Michael,person,,RUR\n", encoding="utf-8")
    assert load([tmp_path / "one.csv", tmp_path / "two.csv"]).named("Black Michael")[0].side == agent("ruritania")


def test_a_table_may_have_blanks_other_columns_and_windows_line_ends(tmp_path: Path) -> None:
    path = tmp_path / "more.csv"
    path.write_bytes(b"Label, Type, Aliases, Side, note\r\n\r\nZenda Post , Outlet , Post | ZP ,, seen in 2024\r\n")
    assert load([path]).named("ZP")[0].names == ("Zenda Post", "Post", "ZP")


# ---------------------------------------------------------------- files that can't be used


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ('agent:x a schema:Person ;\n skos:prefLabel "X"@en ;; ] .', 8, "not valid Turtle"),
        ('agent:x a org:Organisation ; skos:prefLabel "X"@en .', 7, "give it exactly one type of"),
        ('agent:x a schema:Person , kg:Outlet ; skos:prefLabel "X"@en .', 7, "give it exactly one type of"),
        ('\nagent:x skos:prefLabel "X"@en .', 8, "has no type"),
        ("agent:x a schema:Person .", 7, 'add skos:prefLabel "…"@en'),
        ('agent:x a schema:Person ; skos:prefLabel "Ікс"@uk .', 7, 'add skos:prefLabel "…"@en'),
        ('agent:x a schema:Person ; skos:prefLabel "X"@en ;\n kg:side agent:atlantis .', 8, "which is no state"),
        ('agent:x a schema:Person ; skos:prefLabel "X"@en ;\n kg:side agent:rbc .', 8, "which is no state"),
        ('agent:x a kg:State ; skos:prefLabel "X"@en ;\n kg:side agent:ukraine .', 8, "its own side"),
        ('agent:x a schema:Person ; skos:prefLabel "X"@en ;\n kg:metonyms "Y" .', 8, "unknown term kg:metonyms"),
        ('agent:x a schema:Person ; skos:prefLabel "X"@en ;\n schema:gender "m" .', 8, "write schema:Male or"),
        ('<place/x> a schema:Place ; skos:prefLabel "X"@en ;\n geo:lat 91.5 .', 8, "write degrees from -90 to 90"),
        ('<place/x> a schema:Place ; skos:prefLabel "X"@en ;\n geo:long "east" .', 8, "write degrees from -180 to 180"),
        (
            'agent:x a schema:Person ; skos:prefLabel "X"@en ;\n skos:altLabel agent:rbc .',
            8,
            "write it in quotation marks",
        ),
        ('agent:x a schema:Person ; skos:prefLabel "X"@en ;\n skos:altLabel " " .', 8, "write it in quotation marks"),
        ('agent:rbc\n skos:prefLabel "Erbeka"@en .', 8, "write 'Erbeka' as skos:altLabel"),
        ('agent:rbc\n skos:prefLabel "Ербека"@uk .', 8, "has the @uk skos:prefLabel 'РБК' already"),
        ('agent:rbc\n skos:exactMatch "Q1" .', 8, "write the IRI in angle brackets"),
        ("agent:rbc a schema:Person .", 7, "rename one"),
        ("agent:rbc\n kg:side agent:ukraine .", 8, "keep one of them"),
    ],
)
def test_an_error_in_turtle_names_the_line_and_the_way_out(tmp_path: Path, text: str, line: int, reason: str) -> None:
    path = turtle(tmp_path, text)
    with pytest.raises(AuthorityError) as caught:
        load([path])
    assert str(caught.value).startswith(f"{path}, line {line}: ")
    assert reason in str(caught.value)


def test_places_within_each_other_are_an_error(tmp_path: Path) -> None:
    path = turtle(
        tmp_path,
        '<place/x> a schema:Place ; skos:prefLabel "X"@en ; kg:within <place/y> .\n'
        '<place/y> a schema:Place ; skos:prefLabel "Y"@en ; kg:within <place/x> .\n',
    )
    with pytest.raises(AuthorityError, match="within itself"):
        load([path])


HEADER = "label,type,aliases,side\n"


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("", 1, "the file is empty"),
        ("label,type,aliases\nX,person,\n", 1, "no column side"),
        ("label;type;aliases;side\nX;person;;\n", 1, "no column label, type, aliases, side"),
        (
            HEADER + "X,persona,,\n",
            2,
            "unknown type 'persona'; write one of person, organization, state, place, outlet",
        ),
        (HEADER + '"A\nB",person,,\n,person,,\n', 4, "the label is empty"),
        (HEADER + "Smith, John,person,,\n", 2, "put a value that holds a comma in quotation marks"),
        (HEADER + 'X,person,"Y,\n', 2, "not valid CSV"),
        (HEADER + "X,person,,Ukriane\n", 2, "if you mean 'Ukraine', write that"),
        (HEADER + "X,person,,Ukrain\n", 2, "if you mean 'Ukraine', write that"),
        (HEADER + "X,person,,the Rusian Federation\n", 2, "if you mean 'Russia', write that"),
        (HEADER + "X,person,,Kiev\n", 2, "write 'Ukraine'"),
        (HEADER + "X,person,,Russians\n", 2, "write 'Russia'"),
        (HEADER + "X,person,,Red Cross\n", 2, "is organization here, not state"),
        (HEADER + "X,state,,Ukraine\n", 2, "leave its side empty"),
        (HEADER + "Y,person,,\nUkraine,person,,\n", 3, "can't be of type person"),
        (HEADER + "Vladimir Putin,person,,Ukraine\n", 2, "keep one of them"),
        (HEADER + "A,person,Twin,\nB,person,Twin,\nTwin,person,,\n", 4, "names https://"),
    ],
)
def test_an_error_in_a_table_names_the_line_and_the_way_out(tmp_path: Path, text: str, line: int, reason: str) -> None:
    path = table(tmp_path, text)
    with pytest.raises(AuthorityError) as caught:
        load([path])
    assert str(caught.value).startswith(f"{path}, line {line}: ")
    assert reason in str(caught.value)


@pytest.mark.parametrize("name", ["more.ttl", "more.csv"])
def test_a_file_that_is_not_utf8_is_named_with_the_line(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"# one\n# Ukra\xefne\n")
    with pytest.raises(AuthorityError, match=r"line 2: not UTF-8 at byte 12; save the file as UTF-8"):
        load([path])


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(AuthorityError, match=r"nowhere\.ttl: no such file"):
        load([tmp_path / "nowhere.ttl"])


def test_a_folder_is_no_authority(tmp_path: Path) -> None:
    folder = tmp_path / "folder.csv"
    folder.mkdir()
    with pytest.raises(AuthorityError, match=r"folder\.csv: can't be read"):
        load([folder])


def test_a_file_of_another_kind_is_named_with_the_way_out(tmp_path: Path) -> None:
    path = tmp_path / "actors.xlsx"
    path.touch()
    with pytest.raises(AuthorityError, match=r"ends in \.ttl \(Turtle\) or \.csv"):
        load([path])
