"""Pages that are made to take time or memory are refused or read, soon; mutilated files never end a build."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from time import process_time

import pytest

from kg.errors import ArticleError
from kg.read import page
from kg.read.bare import attributes, bare

SAID = "The ministry said on Friday that the bodies of 500 soldiers were returned to Arland after long talks. "
STORY = f"<p>{SAID}</p>" * 9
LINKED = '<script type="application/ld+json">'
MANY = 9_500
COMBINING = "\u0301"
SHAPES = {
    "spans with 4 MB of text": "<article><p>" + f"<span>{SAID * 2}</span>" * 20_000,
    "inline elements between words": "<article><p>" + "said <i>the word</i> of " * MANY,
    "inline elements in each other": "<article><p>" + "<b><i><span>said the word of " * 3_000,
    "nested divisions": "<body>" + "<div>" * MANY + STORY,
    "nested lists": "<article>" + "<ul><li>word " * (MANY // 2) + STORY,
    "nested tables": "<article>" + "<table><tr><td>word " * (MANY // 3) + STORY,
    "a table of one row": f"<article><table><tr>{'<td>word said</td>' * MANY}</tr></table>{STORY}",
    "100,000 links": "<article>" + "<a href=/x>said the word</a> " * 100_000 + STORY,
    "links in divisions": "<body>" + "<div><a href=/x>said the word</a></div>" * (MANY // 2) + STORY,
    "dates": "<body>" + "<div class=date>14 March 2025 99/99/9999</div> " * MANY + STORY,
    "headlines": "<body>" + f"<h1>{SAID}</h1>" * (MANY // 2) + STORY,
    "marked dates in each other": "<article>" + "<span itemprop=datePublished>14 March " * MANY + STORY,
    "classes": "<article>" + f"<p class='{'comment ' * 500}'>{SAID}</p>" * 1_000,
    "a million attributes": "<article>" + ("<p " + " ".join(f"a{n}=1" for n in range(200)) + ">x</p>") * 5_000,
    "attributes with slashes": "<p " + "/".join(f"a{n}" for n in range(100_000)) + f">{STORY}",
    "attributes with ends of tags": "<p " + " ".join(f"a{n}='>'" for n in range(100_000)) + f">{STORY}",
    "a title of bars": f"<meta property=og:site_name content=a><title>{'a | ' * 200_000}</title>{STORY}",
    "a line of 4 MB": "<article><p>" + "x" * 4_000_000,
    "entities": f"<article>{STORY}{'&amp;' * 900_000}",
    "comments that don't end": f"<article>{STORY}{'<!--' * 1_000_000}",
    "scripts that don't end": f"<article>{STORY}{'<script>' * 600_000}",
    "a script of 9 MB": f"<article>{STORY}<script>{'x=1;' * 2_200_000}</script>",
    "100,000 scripts": f"{LINKED}{{}}</script>" * 100_000 + STORY,
    "nested JSON": f"{LINKED}{'[' * 1_000_000}</script><article>{STORY}",
    "JSON of blanks": f'{LINKED}{{"a": [1,{" " * 2_000_000},}}</script><article>{STORY}',
    "JSON with tags that don't end": f'{LINKED}{{"@type":"Article","articleBody":"{"<p " * 1_300_000}"}}</script>x',
    "ends without beginnings": f"<article>{STORY}{'</p></div>' * 400_000}",
    "less-than signs": f"<article>{STORY}{'<' * 4_000_000}",
    "combining signs": f"<article><p>a{COMBINING * 400_000}</p>{STORY}",
}


@pytest.mark.parametrize("name", SHAPES)
def test_a_hostile_page_takes_less_than_three_seconds(name: str) -> None:
    content = SHAPES[name].encode()
    began = process_time()
    told = _told(content)
    assert process_time() - began < 3
    assert told.strip()


def _told(content: bytes) -> str:
    try:
        return page.article(content, "page", "page.html").text
    except ArticleError as error:
        return "" if "\n" in str(error) else str(error)


@pytest.mark.parametrize(
    ("html", "markup", "linked"),
    [
        ("a<script>x</script>b<style a=1>x</STYLE >c<SCRIPT\n>x</script", "abc", ()),
        ("a<!-- <script> -->b<!-->c<!---->d<script>'<!--'</script>e", "abcde", ()),
        (f"a{LINKED}{{1}}</script>b<script type='Application/LD+JSON'>{{2}}", "ab", ("{1}", "{2}")),
        (f"a<!-- {LINKED}{{1}}</script> -->b<scripts>c", "ab<scripts>c", ()),
        ("a<!-- b", "a", ()),
    ],
)
def test_scripts_styles_and_comments_are_taken_out_as_browsers_see_them(
    html: str, markup: str, linked: tuple[str, ...]
) -> None:
    assert (bare(html).markup, bare(html).linked) == (markup, linked)


@pytest.mark.parametrize("form", ["a{}=1 ", "a{}='x y>' ", 'a{}="=" ', "a{} ", "a{}/", 'a{}=""', "a{}\n=\n1\n"])
def test_attributes_are_counted_however_they_are_written(form: str) -> None:
    tags = "<p " + "".join(form.format(n) for n in range(1_000)) + "><br class='" + "x " * 5_000 + "'>"
    assert attributes(tags) == 1_000


@pytest.mark.parametrize("kind", ["pages", "texts"])
def test_mutilated_files_are_articles_or_refused_and_never_a_crash(kind: str) -> None:
    count = os.environ.get("KG_FUZZ", "300")
    root = Path(__file__).parents[1]
    done = subprocess.run(
        [sys.executable, root / "benchmarks" / "fuzz.py", kind, "--count", count],
        env={**os.environ, "PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert f"{count} {kind}:" in done.stdout
    assert " 0 articles" not in done.stdout
