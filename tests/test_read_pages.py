"""Pages of HTML become articles: their words without furniture, and what the page tells of them."""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kg.errors import ArticleError
from kg.model import Span
from kg.read import find, page, read

if TYPE_CHECKING:
    from conftest import Kg

    from kg.model import Article

PAGES = Path(__file__).parent / "pages"
STORY = (PAGES / "story.txt").read_text(encoding="utf-8")
LAYOUTS = ("linked", "opengraph", "plain", "script")
FURNITURE = "cookies newsletter Somebody Sport Ferries rights Telegram Harvest Terms JavaScript Storm".split()


def shared(one: str, other: str) -> float:
    """Gives F1 of the words of two texts."""
    first, second = Counter(one.split()), Counter(other.split())
    return 2 * (first & second).total() / (first.total() + second.total())


def of(html: str) -> Article:
    return page.article(html.encode(), "page", "page.html")


def with_head(head: str, body: str = "") -> Article:
    story = "".join(f"<p>{line}</p>" for line in STORY.splitlines())
    return of(f"<html><head>{head}</head><body>{body}<article>{story}</article></body></html>")


@pytest.mark.parametrize("name", LAYOUTS)
def test_the_text_is_the_story_without_the_page_around_it(name: str) -> None:
    path = PAGES / f"{name}.html"
    article = read(path)
    assert shared(article.text, STORY) >= 0.95
    assert [line for line in STORY.splitlines() if line not in article.text.splitlines()] == []
    assert [word for word in FURNITURE if word in article.text] == []
    assert article.body == Span(0, len(article.text))
    assert article.sha256 == hashlib.sha256(article.text.encode()).hexdigest()
    assert article.origin_sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_table_of_the_article_is_part_of_its_text() -> None:
    assert "437" in next(line for line in read(PAGES / "opengraph.html").text.splitlines() if "| Ukraine" in line)


@pytest.mark.parametrize(
    ("name", "title", "day", "basis", "publisher", "url", "author"),
    [
        (
            "linked",
            "437 bodies come home in third handover since the winter",
            date(2025, 3, 14),
            "datePublished in the page's JSON-LD",
            "The Harbour Post",
            "https://harbourpost.example/world/437-bodies-come-home",
            "Ada Marsh, Tom Reed",
        ),
        (
            "opengraph",
            "Third handover: 437 dead returned",
            date(2025, 3, 15),
            "article:published_time in the page's head",
            "Norton Wire",
            "https://nortonwire.example/news/88123",
            "Wire desk",
        ),
        (
            "plain",
            "Bodies of 437 soldiers returned",
            date(2025, 3, 14),
            "date beside the headline",
            "Gull Gazette",
            None,
            None,
        ),
        (
            "script",
            "437 returned to Ukraine",
            date(2025, 3, 14),
            "datePublished in the page's JSON-LD",
            "Pier Daily",
            None,
            None,
        ),
    ],
)
def test_a_page_tells_headline_day_outlet_address_and_author(
    name: str, title: str, day: date, basis: str, publisher: str, url: str | None, author: str | None
) -> None:
    article = read(PAGES / f"{name}.html")
    assert (article.title, article.published, article.published_basis) == (title, day, basis)
    assert (article.publisher, article.url, article.author) == (publisher, url, author)


SHARED = '<meta property="og:title" content="%s">'


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        (f'{SHARED % "All home – Gull"}<meta property="og:site_name" content="Gull">', "", "All home"),
        ("<title>All of them are home — Pier Daily</title>", "", "All of them are home"),
        (f"<title>x</title>{SHARED % 'All home – for now'}", "", "All home – for now"),
        (
            SHARED % "All 437 home: what we know",
            "<h1>Pier Daily News Live</h1><h1>All 437 are home again</h1>",
            "All 437 are home again",
        ),
        (SHARED % "All home", "<h1>Our app is here now</h1>", "All home"),
        (
            "<title>All of them are home | Pier</title>",
            "<h1>World News Centre</h1><h2>All of them are home</h2>",
            "All of them are home",
        ),
        ("<title>Pier Daily World News Centre</title>", "<h1>All of them are home</h1>", "All of them are home"),
        ('<script type="application/ld+json">{"@type": "NewsArticle", "headline": "A &amp; B",}</script>', "", "A & B"),
    ],
)
def test_the_headline_is_the_one_that_readers_see_without_the_outlet(head: str, body: str, title: str) -> None:
    assert with_head(head, body).title == title


CANONICAL = '<link rel=canonical href="https://pier.example/%s">'
PUBLISHED = '<meta property="article:published_time" content="%s">'
LINKED = '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "%s"}</script>'


@pytest.mark.parametrize(
    ("head", "body", "day", "basis"),
    [
        (LINKED % "2025-03-14T22:40:00Z", "", date(2025, 3, 14), "datePublished in"),
        (
            LINKED % "2025-03-14T22:40:00Z" + PUBLISHED % "2025-03-15T00:40+02:00",
            "",
            date(2025, 3, 15),
            "datePublished in",
        ),
        # What is told in UTC is the readers' day, where the page shows one that fits.
        (LINKED % "2025-03-14T22:40:00Z",
         "<h1>All of them home</h1><p>Updated</p><p>16 March 2025</p><p>15 March 2025</p>",
         date(2025, 3, 15), "datePublished in"),
        (LINKED % "2025-03-14T02:12:54.361Z" + '<link rel=canonical href="https://pier.example/2025/03/13/home">', "",
         date(2025, 3, 13), "datePublished in"),
        (LINKED % "2025-03-14T22:40:00Z" + '<link rel=canonical href="https://pier.example/2025/03/13/home">',
         "<h1>All of them home</h1><p>The handover of 12 March 2025</p>", date(2025, 3, 14), "datePublished in"),
        (LINKED % "soon", '<h1>All of them home</h1><time datetime="2025-03-14">', date(2025, 3, 14), "time element"),
        ("", '<aside><time datetime="2024-01-01"></time></aside><span itemprop="datePublished" content="2025-03-14">',
         date(2025, 3, 14), "datePublished on"),
        ('<link rel=canonical href="https://pier.example/2025/03/14/home">', "", date(2025, 3, 14), "date in the"),
        (CANONICAL % "2025/WORLD/03/14/home.html", "", date(2025, 3, 14), "date in the"),
        (CANONICAL % "world/2025/mar/14/home", "", date(2025, 3, 14), "date in the"),
        (CANONICAL % "story-2025-03-14-home", "", date(2025, 3, 14), "date in the"),
        (CANONICAL % "news/20250314-home", "", date(2025, 3, 14), "date in the"),
        (CANONICAL % "news/120250314", "", None, ""),
        ("", "<h1>All of them home</h1><p>Ada Marsh</p><p>Fri, 14 Mar 2025 17:55 UTC</p>", date(2025, 3, 14),
         "date beside"),
        ("", "<aside>1 May 2024</aside><h1>All of them home</h1><p>Updated: 15 March 2025</p><p>14 March 2025</p>",
         date(2025, 3, 14), "date beside"),
        ("", "<article><p>NORTON, 14 March 2025 — Of all that came home on Friday, said the ministry, none has been "
         "named yet, for the families have to be told before it is done.</p></article>", date(2025, 3, 14),
         "date at the beginning"),
        ("", "<p>The last of the handovers took place on 14 March 2019, and all that came after it were smaller, as "
             "the records that both sides keep show to whoever looks them up.</p>", None, ""),
    ],
)  # fmt: skip
def test_the_day_is_told_with_the_place_where_it_stood(head: str, body: str, day: date | None, basis: str) -> None:
    article = with_head(head, body)
    assert article.published == day
    assert article.published_basis.startswith(basis)
    assert bool(article.published_basis) == (day is not None)


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [("utf-8", ""), ("utf-8", "windows-1251"), ("utf-8-sig", ""), ("utf-16", ""), ("windows-1251", "windows-1251"),
     ("windows-1251", "WINDOWS-1251"), ("windows-1252", "iso-8859-1"), ("koi8-u", "koi8-u"), ("windows-1252", "")],
)  # fmt: skip
def test_a_page_is_read_in_its_encoding(encoding: str, declared: str) -> None:
    html = (PAGES / "plain.html").read_text(encoding="utf-8")
    html = html.replace("<head>", f'<head><meta charset="{declared}">' if declared else "<head>")
    if encoding == "koi8-u":
        html = html.replace("“", '"').replace("”", '"')
    article = page.article(html.encode(encoding), "page", "page.html")
    assert STORY.splitlines()[0] in article.text.splitlines()
    assert ("“Every family" in article.text) == (encoding != "koi8-u")


def test_a_few_broken_bytes_cost_no_article() -> None:
    content = (PAGES / "linked.html").read_bytes().replace(b"Accept all", b"Accept \xff\xfe all")
    assert read(PAGES / "linked.html").text == page.article(content, "page", "page.html").text


def test_a_short_report_comes_without_the_teasers_below_it() -> None:
    lines = STORY.splitlines()[:2]
    late = (
        "ferries that go between the two ports of the island were late for the {0}th time, said their owners.</p></div>"
    )
    teaser = "<div class=item><h2><a href=/{0}>Ferries {0}</a></h2><p>The {0} " + late
    teasers = "".join(teaser.format(number) for number in range(9))
    story = "".join(f"<p>{line}</p>" for line in lines)
    article = of(f"<body><h1>All home again</h1><div class=story>{story}</div><div>{teasers}</div></body>")
    assert article.text.splitlines() == lines


@pytest.mark.parametrize("tags", [("<head>", "</head><body>", "</body>"), ("", "", "")])
def test_headline_and_section_above_the_text_are_no_part_of_it(tags: tuple[str, str, str]) -> None:
    story = "".join(f"<p>{line}</p>" for line in STORY.splitlines())
    begin, between, end = tags
    head = f"{begin}<meta charset=utf-8><title>All home again</title>{between}"
    article = of(f"<!DOCTYPE html>{head}<article><p>World</p><h1>All home again</h1>{story}</article>{end}")
    assert (article.title, article.text.splitlines()) == ("All home again", STORY.splitlines())


def test_a_page_in_another_language_is_refused_by_name() -> None:
    told = "Міністерство повідомило, що сторони передали одна одній тіла загиблих, сказав речник штабу у п'ятницю. "
    german = "Das Ministerium teilte am Freitag mit, dass die Leichen von 437 Soldaten an der Grenze übergeben wurden. "
    for lang, text, why in (
        ('lang="uk"', told, "its language is 'uk'"),
        ("", told, "by its words"),
        ('lang="de-DE"', german, "its language is 'de'"),
        ('lang="en"', german, "by its words"),
    ):
        paragraphs = "".join(f"<p>{text}{number}</p>" for number in range(8))
        with pytest.raises(ArticleError, match=rf"^page\.html: not in English \({why}\); give the outlet's English"):
            of(f"<html {lang}><body><article>{paragraphs}</article></body></html>")


def test_an_english_page_from_a_template_of_another_language_is_read() -> None:
    html = (PAGES / "linked.html").read_text(encoding="utf-8").replace('lang="en-GB"', 'lang="uk"')
    assert of(html).text == read(PAGES / "linked.html").text


WORDS = "<p>The ministry said on Friday that the bodies of 500 soldiers were returned to Arland after long talks.</p>"
REFUSED = {
    "empty": (b" \n", "empty; remove it or save the page anew"),
    "bare": (b"<html><body><script>go()</script></body></html>", "no article found on this page; save the article's"),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(90), "a binary file, no page of HTML"),
    "large": (b"<p>" + b"x" * page.LIMIT, "too large for a page (10 MB, more than 10)"),
    "elements": (f"<article>{'<b>word</b> ' * 30_000}".encode(), "too many elements for a page (more than 10000)"),
    "attributes": (f"<p {' '.join(f'a{n}=1' for n in range(100_000))}>word".encode(), "too many attributes"),
    "torn": (("\ufeff" + "word" * 20).encode("utf-16-le")[:-1], "begins as UTF-16 and is broken at byte"),
    "unclear": ("<p>The café said 500</p>".encode("cp1252"), "not UTF-8, and the page declares no encoding (byte 10)"),
    "false": ("<meta charset=koi9><p>café".encode("cp1252"), "not UTF-8, and the page declares no encoding"),
    "deep": (f"<body>{'<div>' * 100_000}{WORDS * 9}".encode(), "no article found"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_a_page_that_cant_be_read_is_refused_in_one_line_and_soon(name: str) -> None:
    content, reason = REFUSED[name]
    began = time.monotonic()
    with pytest.raises(ArticleError) as refused:
        page.article(content, "page", "page.html")
    told = str(refused.value)
    assert told.startswith("page.html: ")
    assert reason in told
    assert "\n" not in told
    assert time.monotonic() - began < 10


def test_entities_of_a_pages_own_are_left_unread() -> None:
    lines = "".join(f'<!ENTITY e{n + 1} "&e{n};&e{n};&e{n};&e{n};&e{n};&e{n};&e{n};&e{n};">' for n in range(12))
    declared = f'<!DOCTYPE html [<!ENTITY e0 "bomb">{lines}<!ENTITY file SYSTEM "file:///etc/passwd">]>'
    article = of(
        f'<?xml version="1.0"?>{declared}<html><body><h1>All home</h1>{STORY}<p>&e12; &file;</p></body></html>'
    )
    assert len(article.text) < len(STORY) + len(declared)
    assert "root:" not in article.text


def test_folders_are_searched_for_pages_but_not_for_what_browsers_save_with_them(tmp_path: Path) -> None:
    for name in ("a.html", "b.HTM", "a_files/frame.html", "a_files/deep/ad.htm", "c_files/d.xhtml"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    assert [path.name for path in find([tmp_path])] == ["a.html", "b.HTM", "d.xhtml"]


def test_a_page_is_built_its_passages_are_those_of_the_text_and_a_change_around_it_is_told(
    kg: Kg, tmp_path: Path
) -> None:
    saved = tmp_path / "handover.html"
    saved.write_bytes((PAGES / "linked.html").read_bytes())
    done = kg("build", saved, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    asked = (
        "SELECT ?day ?basis ?outlet ?author ?page ?text { ?a schema:datePublished ?day ; kg:basis ?basis ;"
        " kg:originSha256 ?page ; schema:creditText ?author ; nif:isString ?text ;"
        " schema:publisher/skos:prefLabel ?outlet }"
    )
    (tmp_path / "asked.rq").write_text(asked)
    answer = kg("query", "asked.rq", "--format", "csv", cwd=tmp_path).stdout
    hashed = hashlib.sha256(saved.read_bytes()).hexdigest()
    assert f'2025-03-14,datePublished in the page\'s JSON-LD,Harbour Post,"Ada Marsh, Tom Reed",{hashed},' in answer
    assert "437" in kg("query", "figures", "--format", "csv", cwd=tmp_path).stdout
    assert kg("validate", cwd=tmp_path).returncode == 0
    assert "1 unchanged" in kg("build", saved, cwd=tmp_path).stdout
    saved.write_bytes(saved.read_bytes().replace(b"2025-03-14T", b"2025-03-13T"))
    assert "done again, the page around the text changed: handover" in kg("build", saved, cwd=tmp_path).stdout
    assert kg("remove", "handover.html", cwd=tmp_path).stdout.startswith("1 article removed")
