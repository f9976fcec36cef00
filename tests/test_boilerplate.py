"""What recurs in an outlet's articles is proposed as its boilerplate, claims never; a build takes the file as it is."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from kg import authority, build, lexicon
from kg.boilerplate import Collection, as_turtle
from kg.clean import clean, prose
from kg.errors import AuthorityError
from kg.furniture import Furniture, masked, spelt
from kg.model import Article, Span
from kg.settings import BASE, Settings
from kg.store import Store

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from kg.boilerplate import Proposal

WORDS, KNOWN = lexicon.load(), authority.load()
TOWNS = "Norton Easton Weston Sutton Milford Ashby Corby Derby Selby Whitby".split()
HEAD = "Norton Evening, our paper of {} pages since the year the bridge was built"
LIVE = "Evening live: {} in pictures"
FOOT = "An independent evening paper of the valley, in its own house by the old weir"
# What recurs and must not be proposed: claims, figures, and what both are part of.
CLAIMS = (
    "Ukraine has brought back 1,245 bodies of its soldiers since spring, the headquarters said.",
    "150 prisoners for 150",
    "Russia: 31 bodies",
    "According to the commission, four of five of those families have waited for more than a year.",
    "The commissioner has confirmed the list",
)
STORY = (
    "Ukraine received the bodies of {n} soldiers from Russia on Friday, the Coordination Headquarters said.",
    "A convoy of {m} lorries had left {town} in the night and reached the crossing at dawn, drivers told this paper.",
    "In {town} the mayor said that a hall stood ready for those who wait there for news of their sons.",
    "The mother of a driver from {town} wrote that {m} others had come with her and that all had returned by train.",
)


def page(number: int, *, claims: Sequence[str] = CLAIMS, between: Sequence[str] = ()) -> str:
    town = TOWNS[number % len(TOWNS)]
    n, m = 100 + 7 * number, 11 + number
    story = [one.format(n=n, m=m, town=town) + f" It was row {town[::-1]} of {number}." for one in STORY]
    lines = [HEAD.format(n), *story[:2], LIVE.format(town), *between, *claims, *story[2:], FOOT]
    return "\n\n".join(lines) + "\n"


def article(number: int, text: str, publisher: str = "Norton Evening") -> Article:
    return Article(f"a{number}", text, f"{number:064}", f"a{number}.txt", Span(0, len(text)), publisher=publisher)


def proposed(texts: Sequence[str], publisher: str = "Norton Evening") -> list[Proposal]:
    collected = Collection(KNOWN, WORDS)
    for number, text in enumerate(texts):
        collected.add(article(number, text, publisher))
    return [line for one in collected.profiles() for line in one.lines]


def test_what_recurs_is_proposed_with_its_place_and_no_claim_is() -> None:
    found = proposed([page(number) for number in range(8)])
    assert [(one.line, one.place, one.articles) for one in found] == [
        (spelt(FOOT), "tail", 8),
        ("evening live: *", "anywhere", 8),
        (spelt(HEAD.format(12)), "head", 8),
    ]
    assert all(len(one.examples) == 3 for one in found)
    assert len({words for _, words in found[1].examples}) == 3


@pytest.mark.parametrize("number", [1, 2])
def test_too_few_articles_propose_nothing(number: int) -> None:
    assert proposed([page(one) for one in range(number)]) == []


def test_a_line_in_a_small_part_of_the_articles_is_no_boilerplate() -> None:
    texts = [page(number, between=["A walk along the river with our gardener"] * (number < 3)) for number in range(12)]
    assert all("gardener" not in one.line for one in proposed(texts))
    assert any("gardener" in one.line for one in proposed(texts[:6]))


def test_articles_that_print_one_text_count_once() -> None:
    follow_up = "Thousands stood at the roadside where the river bends towards the mill"
    texts = [page(0, between=[follow_up]) + f"Row {number} of the chronicle\n" for number in range(5)]
    assert proposed(texts) == []


def test_each_outlet_has_lines_of_its_own() -> None:
    collected = Collection(KNOWN, WORDS)
    for number in range(5):
        collected.add(article(number, page(number)))
        collected.add(
            article(
                10 + number, page(number).replace(FOOT, "Weston Wire, from the hill above the harbour"), "Weston Wire"
            )
        )
    collected.add(article(20, "The rain will go on, said the office.\n", ""))
    profiles = {one.outlet: {line.line for line in one.lines} for one in collected.profiles()}
    assert spelt(FOOT) in profiles["Norton Evening"]
    assert spelt(FOOT) not in profiles["Weston Wire"]
    assert "weston wire, from the hill above the harbour" in profiles["Weston Wire"]


def test_furniture_fits_by_words_numbers_and_wildcards() -> None:
    assert Furniture("head", "evening live: *").fits("  EVENING  live: Norton in pictures ")
    assert Furniture("head", "# pages for #").fits("1,200 pages for 3.50")
    assert not Furniture("head", "# pages").fits("many pages")
    assert Furniture("head", r"\# one \*").fits("# one *")
    assert not Furniture("head", r"\# one \*").fits("1 one two")
    assert Furniture("head", spelt("*** 5 stars (a+b) \\ “cited” ***")).fits('*** 7 stars (A+B) \\ "cited" ***')


def test_a_line_counts_only_where_it_is_told_to_stand() -> None:
    lines = ["Title", "line", "NEWS", "line", "NEWS", "line", "end"]

    def found(place: str) -> list[int]:
        return list(masked(lines, [Furniture(place, "line")], "NEWS".__eq__))

    assert (found("head"), found("anywhere"), found("tail")) == ([1], [1, 3, 5], [5])
    # News that is furniture doesn't end the head.
    assert list(masked(["NEWS", "line", "NEWS", "NEWS"], [Furniture("head", "NEWS")], "NEWS".__eq__)) == [0, 2, 3]


def kg(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from kg.cli import main; main()", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, encoding="utf-8")


def written(folder: Path, count: int) -> Path:
    folder.mkdir()
    for number in range(count):
        front = '---\npublisher: "The \\"Norton\\" Evening"\ndate: 2025-05-16\n---\n\n'
        (folder / f"a{number}.txt").write_text(front + page(number), encoding="utf-8")
    return folder


def test_a_build_takes_what_is_proposed_as_it_is_and_each_article_by_itself(tmp_path: Path) -> None:
    articles, profile = written(tmp_path / "articles", 6), tmp_path / "outlets.ttl"
    done = kg("boilerplate", articles, "--output", profile)
    assert (done.returncode, done.stderr) == (0, "")
    assert f"{profile}: 3 lines of 1 outlet; compared: 6 articles of 1" in done.stdout
    assert done.stdout.splitlines()[-1].endswith(f"kg build … --authority {profile}")
    told = profile.read_text(encoding="utf-8")
    assert "# 6 of 6, below the text:\n  #   a0, a1, a2: An independent" in told
    assert kg("boilerplate", articles).stdout == told

    known = authority.load([profile])
    text = (articles / "a3.txt").read_text(encoding="utf-8")
    one = Article("a3", text, "", "a3.txt", Span(0, len(text)), publisher='The "Norton" Evening')
    before, after = prose(clean(one, WORDS, KNOWN)), prose(clean(one, WORDS, known))
    assert len(before) == len(after) == len(text)
    for line in (HEAD.format(121), LIVE.format("Sutton"), FOOT):
        assert line in before
        assert line not in after
    assert after.split() == [word for line in before.splitlines() if line in after for word in line.split()]

    quads = []
    for name, paths in (("all", [articles]), ("one", [articles / "a3.txt"])):
        with Store(tmp_path / name) as store:
            summary = build.build(paths, store, Settings(authority=(profile,)))
            assert not summary.skipped
            quads.append(sorted(map(str, store.triples(f"{BASE}graph/article/a3"))))
    assert quads[0] == quads[1]
    assert any(FOOT in one for one in quads[0])


def test_lines_of_an_outlet_that_the_authority_knows_go_to_it() -> None:
    collected = Collection(KNOWN, WORDS)
    for number in range(5):
        collected.add(article(number, page(number), "BBC News"))
    told = as_turtle([*collected.profiles()])
    entry = next(one for one in KNOWN.named("BBC News"))
    assert f"<{entry.iri}>\n" in told
    assert "skos:prefLabel" not in told.split("\n<", 1)[1]


def test_hostile_lines_stay_in_their_comments_and_literals(tmp_path: Path) -> None:
    line = 'Evening "of" \\ <the> valley \x1b[31m @prefix kg: <x> . """ end'
    collected = Collection(KNOWN, WORDS)
    for number in range(5):
        collected.add(article(number, page(number, between=[line]), 'A "b" \\ <c>'))
    file = tmp_path / "a.ttl"
    file.write_text(as_turtle([*collected.profiles()]), encoding="utf-8")
    assert "\x1b" not in file.read_text(encoding="utf-8").replace(spelt(line), "")
    (entry,) = authority.load([file]).named('A "b" \\ <c>')
    assert any(one.fits(line) for one in entry.furniture)


@pytest.mark.parametrize(
    ("turtle", "fault"),
    [
        (
            'place:x a schema:Place ; skos:prefLabel "X"@en ; kg:furniture "a" .',
            "is no outlet, and lines of its own are",
        ),
        (
            'agent:x a kg:Outlet ; skos:prefLabel "X"@en ; kg:furniture "# *" .',
            "has no letters; write words of its own",
        ),
        (
            'agent:x a kg:Outlet ; skos:prefLabel "X"@en ; kg:headFurniture <y> .',
            "is no text; write it in quotation marks",
        ),
        ('agent:x a kg:Outlet ; skos:prefLabel "X"@en ; kg:footFurniture "a" .', "unknown term kg:footFurniture"),
        ('agent:none kg:furniture "a" .', "has no type and no other file describes it"),
    ],
)
def test_faults_of_a_profile_are_named_with_their_line(tmp_path: Path, turtle: str, fault: str) -> None:
    file = tmp_path / "p.ttl"
    file.write_text(
        "@prefix kg: <https://w3id.org/exchange-kg/ontology#> .\n@prefix schema: <https://schema.org/> .\n"
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n@prefix agent: <https://w3id.org/exchange-kg/id/agent/> .\n"
        f"@prefix place: <https://w3id.org/exchange-kg/id/place/> .\n{turtle}\n",
        encoding="utf-8",
    )
    with pytest.raises(AuthorityError, match=r"p\.ttl, line 6: ") as error:
        authority.load([file])
    assert fault in str(error.value)


def test_what_cannot_be_written_or_read_is_told(tmp_path: Path) -> None:
    articles = written(tmp_path / "articles", 1)
    (articles / "empty.txt").write_text("", encoding="utf-8")
    done = kg("boilerplate", articles)
    assert done.returncode == 1
    assert "empty; remove it" in done.stderr
    assert "ending .ttl; add it" in kg("boilerplate", articles, "--output", tmp_path / "x.toml").stderr
    assert "can't be written" in kg("boilerplate", articles, "--output", tmp_path / "none" / "x.ttl").stderr
    assert "no such file or folder" in kg("boilerplate", tmp_path / "none").stderr
