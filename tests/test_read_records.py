"""Tables, JSON Lines, feeds, archives and standard input become articles; hostile ones are in `test_read_hostile`."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
import subprocess
import sys
import zipfile
from datetime import date
from typing import TYPE_CHECKING

import pytest

from kg.model import Article, Span
from kg.read import Columns, Refusal, articles, find

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Kg

TEXT = "Arland said on Friday that 40 of its soldiers had come home from Borland.\n\n“All of them,” Norton said.\n"
EXCHANGE = "Ukraine said on Friday that Russia had returned the bodies of {} of its soldiers in an exchange.\n"
FEED = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>The Norton Post</title>
<item><title>Home &amp;amp; well</title>
<link>https://www.norton.example/2025/home</link>
<pubDate>Fri, 14 Feb 2025 23:30:00 +0300</pubDate><description>Short.</description>
<content:encoded><![CDATA[<p>Arland said so,<br>twice.</p>
<script>alert(1)</script><ul><li>Forty &lt;came&gt;&nbsp;home</li></ul>]]></content:encoded></item>
<item><title>Second</title><guid isPermaLink="false">tag:norton.example,2025:2</guid>
<pubDate>Sat, 15 Feb 25 08:00:00 GMT</pubDate><description>Only a &lt;b&gt;summary&lt;/b&gt;.</description></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Harbour Wire</title><entry><id>urn:x:1</id><title>A</title>
<updated>2025-02-14T10:00:00Z</updated>
<content type="html">&lt;p&gt;One.&lt;/p&gt;&lt;p&gt;Two.&lt;/p&gt;</content></entry></feed>"""


def read(path: Path, **columns: str) -> tuple[list[Article], list[str]]:
    """Gives the articles and the reasons of refusals, their file's folder cut off."""
    found = list(articles(path, Columns(columns)))
    reasons = [one.reason.removeprefix(f"{path.parent}/") for one in found if isinstance(one, Refusal)]
    return [one for one in found if isinstance(one, Article)], reasons


def lines(folder: Path, *records: object, name: str = "a.jsonl") -> Path:
    path = folder / name
    path.write_text("".join((one if isinstance(one, str) else json.dumps(one)) + "\n" for one in records))
    return path


def table(folder: Path, *rows: list[str], delimiter: str = ",", name: str = "a.csv") -> Path:
    with (folder / name).open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    return folder / name


# ---------------------------------------------------------------- fields


def test_a_record_is_an_article_whose_text_is_the_fields_text(tmp_path: Path) -> None:
    record = {
        "id": "n/17",
        "headline": "Forty  home",
        "pubDate": "2025-02-14T23:30:00+03:00",
        "source": {"id": None, "name": "Norton Post"},
        "link": "https://norton.example/17",
        "body": TEXT,
    }
    (article,), reasons = read(lines(tmp_path, record))
    assert reasons == []
    assert (article.id, article.source) == ("n-17", f"{tmp_path}/a.jsonl, line 1")
    assert (article.text, article.body) == (TEXT, Span(0, len(TEXT)))
    assert article.sha256 == hashlib.sha256(TEXT.encode()).hexdigest()
    assert (article.title, article.publisher, article.url) == ("Forty home", "Norton Post", "https://norton.example/17")
    assert (article.published, article.published_basis) == (date(2025, 2, 14), "field 'pubDate'")


@pytest.mark.parametrize("name", ["text", "Body", "content", "article_text", "articleBody", "Full Text", "maintext"])
def test_the_text_is_found_under_its_usual_names(tmp_path: Path, name: str) -> None:
    found, _ = read(lines(tmp_path, {"x": "no", name: TEXT}))
    assert [one.text for one in found] == [TEXT]
    found, _ = read(table(tmp_path, ["x", name], ["no", TEXT]))
    assert [one.text for one in found] == [TEXT]


@pytest.mark.parametrize(
    "told",
    [
        "14 February 2025",
        1739520000,
        1739520000000,
        "1739520000",
        20250214083000,
        "20250214",
        "2025-02-14 10:00:00 UTC",
    ],
)
def test_a_day_is_read_as_databases_write_it(tmp_path: Path, told: object) -> None:
    (article,), _ = read(lines(tmp_path, {"text": TEXT, "date": told}))
    assert article.published == date(2025, 2, 14)


def test_a_day_that_can_be_read_two_ways_is_refused_or_passed_over_as_the_user_likes(tmp_path: Path) -> None:
    path = lines(tmp_path, {"text": TEXT, "date": "03/04/2025"})
    assert read(path) == (
        [],
        [
            "a.jsonl, line 1: the date '03/04/2025' in 'date' can be read two ways, day or month first; "
            "write it 2025-02-14, or pass it over with --column date="
        ],
    )
    (article,), _ = read(path, date="")
    assert article.published is None


@pytest.mark.parametrize(
    ("record", "name"),
    [
        ({"slug": "forty-home", "url": "https://x.example/1"}, "forty-home"),
        ({"id": 17}, "17"),
        ({"url": "https://www.norton.example/2025/forty-home/?a=1#top"}, "norton.example-2025-forty-home-a-1-top"),
        ({"id": "../../etc/passwd"}, "etc-passwd"),
        ({"id": "додому 40"}, "додому-40"),
        ({"id": "///"}, "a-1"),
        ({"id": None, "url": ""}, "a-1"),
        ({"id": "x" * 300}, "x" * 100 + "-" + hashlib.sha256(b"x" * 300).hexdigest()[:12]),
    ],
)
def test_an_article_is_named_by_its_id_or_address_else_by_file_and_line(
    tmp_path: Path, record: dict[str, object], name: str
) -> None:
    (article,), _ = read(lines(tmp_path, record | {"text": TEXT}))
    assert article.id == name


def test_columns_of_other_names_are_mapped(tmp_path: Path) -> None:
    rows = (["Story", "When", "Who"], [TEXT, "2025-02-14", "Norton Post"])
    for path in (table(tmp_path, *rows), lines(tmp_path, dict(zip(*rows, strict=True)))):
        (article,), _ = read(path, text="Story", date="When", publisher="Who")
        assert (article.text, article.published, article.publisher) == (TEXT, date(2025, 2, 14), "Norton Post")


def test_a_file_without_a_column_of_texts_is_told_once_with_its_columns_and_the_option(tmp_path: Path) -> None:
    rows = (["Story", "When"], *([f"{TEXT}{number}", "2025-02-14"] for number in range(150)))
    wanted = "no column of texts among Story, When; name it with --column text=NAME"
    assert read(table(tmp_path, *rows)) == ([], [f"a.csv: {wanted}"])
    assert read(lines(tmp_path, *(dict(zip(rows[0], row, strict=True)) for row in rows[1:]))) == (
        [],
        [f"a.jsonl: {wanted}"],
    )
    _, reasons = read(tmp_path / "a.csv", text="story")
    assert reasons == ["a.csv: no column 'story' among Story, When; name it with --column text=NAME"]
    _, reasons = read(tmp_path / "a.csv", text="Story", date="Day")
    assert reasons == ["a.csv: no column 'Day' among Story, When; mend --column"]


def test_a_mended_headline_changes_the_origin_and_not_the_text(tmp_path: Path) -> None:
    (one,), _ = read(lines(tmp_path, {"text": TEXT, "title": "A", "seen": 1}))
    (same,), _ = read(table(tmp_path, ["title", "text"], ["A", TEXT]))
    (other,), _ = read(lines(tmp_path, {"text": TEXT, "title": "B", "seen": 1}))
    assert one.sha256 == same.sha256 == other.sha256
    assert one.origin_sha256 == same.origin_sha256 != other.origin_sha256


# ---------------------------------------------------------------- kinds


@pytest.mark.parametrize(
    ("delimiter", "name"), [(",", "a.csv"), (";", "a.csv"), ("\t", "a.csv"), ("|", "a.csv"), ("\t", "a.tsv")]
)
def test_tables_have_any_usual_delimiter_and_texts_of_many_lines(tmp_path: Path, delimiter: str, name: str) -> None:
    text = f'{TEXT}; "so", he said |\tand, \r\nmore'
    path = table(tmp_path, ["id", "text"], ["x", text], [], ["y", TEXT], delimiter=delimiter, name=name)
    path.write_bytes("\ufeff".encode() + path.read_bytes())
    found, reasons = read(path)
    assert ([(one.id, one.text) for one in found], reasons) == ([("x", text), ("y", TEXT)], [])
    assert [one.source.rsplit(" ", 1)[1] for one in found] == ["2", "8"]


def test_a_feed_gives_the_words_of_each_entry(tmp_path: Path) -> None:
    (tmp_path / "a.rss").write_text(FEED)
    (one, two), reasons = read(tmp_path / "a.rss")
    assert reasons == []
    assert one.text == "Arland said so,\ntwice.\n\nForty <came> home"
    assert (one.id, one.title, one.publisher) == ("norton.example-2025-home", "Home & well", "The Norton Post")
    assert (one.published, one.published_basis) == (date(2025, 2, 14), "field 'published'")
    assert (two.id, two.text, two.published) == ("tag-norton.example-2025-2", "Only a summary.", date(2025, 2, 15))
    (tmp_path / "a.atom").write_text(ATOM)
    (entry,), reasons = read(tmp_path / "a.atom")
    assert (entry.text, entry.published, entry.published_basis) == (
        "One.\n\nTwo.",
        date(2025, 2, 14),
        "field 'updated'",
    )
    assert (entry.publisher, reasons) == ("Harbour Wire", [])


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv", "a.rss", "a.txt", "a.ndjson"])
def test_a_packed_file_is_read_as_the_file_itself(tmp_path: Path, name: str) -> None:
    lines(tmp_path, {"id": "x", "text": TEXT}, "{", name="a.jsonl")
    lines(tmp_path, {"id": "x", "text": TEXT}, name="a.ndjson")
    table(tmp_path, ["id", "text"], ["x", TEXT])
    (tmp_path / "a.rss").write_text(FEED)
    (tmp_path / "a.txt").write_text(TEXT)
    plain, reasons = read(tmp_path / name)
    content = (tmp_path / name).read_bytes()
    (tmp_path / f"{name}.gz").write_bytes(gzip.compress(content))
    with zipfile.ZipFile(tmp_path / "all.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"deep/{name}", content)
        archive.writestr("__MACOSX/._a.txt", b"\0")
    assert plain
    for packed, shown in ((tmp_path / f"{name}.gz", f"{name}.gz"), (tmp_path / "all.zip", f"all.zip/deep/{name}")):
        found, refused = read(packed)
        assert [(one.id, one.text, one.origin_sha256) for one in found] == [
            (one.id, one.text, one.origin_sha256) for one in plain
        ]
        assert refused == [f"{shown}{reason.removeprefix(name)}" for reason in reasons]


def test_folders_are_searched_for_articles_and_not_for_tables_that_may_be_of_anything(tmp_path: Path) -> None:
    names = ["a.jsonl", "b.HTML", "c.zip", "d.jsonl.gz", "e.rss", "f.txt"]
    for name in [*names, "claims.csv", "g.jpg", "h.pdf", "sitemap.xml"]:
        (tmp_path / name).write_text("x")
    assert [path.name for path in find([tmp_path])] == names
    assert [path.name for path in find([tmp_path / "claims.csv", tmp_path / "sitemap.xml"])] == [
        "claims.csv",
        "sitemap.xml",
    ]


@pytest.mark.parametrize(("content", "count"), [("\n" + json.dumps({"text": TEXT}) + "\n{\n", 1), (TEXT, 1), ("", 0)])
def test_standard_input_is_json_lines_or_one_text(content: str, count: int) -> None:
    code = (
        "import sys; from pathlib import Path; from kg.read import articles\n"
        "for one in articles(Path('-')): print(type(one).__name__, one.source, getattr(one, 'id', ''))"
    )
    done = subprocess.run([sys.executable, "-c", code], input=content, capture_output=True, text=True, check=True)
    told = done.stdout.splitlines()
    assert [line for line in told if line.startswith("Article")] == [
        "Article standard input, line 2 stdin-2" if content.startswith("\n") else "Article standard input stdin"
    ] * count
    assert [line for line in told if line.startswith("Refusal")] == (
        [] if content == TEXT else [f"Refusal standard input{', line 3' if content else ''} "]
    )


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    path = tmp_path / "many.jsonl"
    with path.open("w") as file:
        for number in range(20_000):
            file.write(json.dumps({"id": number, "text": TEXT * 20}) + "\n")
    code = (
        "import sys, tracemalloc; from pathlib import Path; from kg.read import articles\n"
        "tracemalloc.start(); print(sum(1 for _ in articles(Path(sys.argv[1]))), tracemalloc.get_traced_memory()[1])"
    )
    done = subprocess.run([sys.executable, "-c", code, path], capture_output=True, text=True, check=True)
    count, peak = map(int, done.stdout.split())
    assert count == 20_000
    assert peak < path.stat().st_size / 10


# ---------------------------------------------------------------- builds


def test_a_build_takes_records_and_redoes_what_changed(kg: Kg, tmp_path: Path) -> None:
    records = [
        {"id": f"r{n}", "title": "Bodies home", "date": "2025-02-14", "story": EXCHANGE.format(n)} for n in (501, 757)
    ]
    path = lines(tmp_path, *records, '{"story": ', name="dump.jsonl")
    build = ("build", "dump.jsonl", "--column", "text=story")
    done = kg(*build, cwd=tmp_path)
    assert (done.returncode, done.stdout.splitlines()[:2]) == (
        1,
        ["2 articles read: 2 new, 0 unchanged", "1 record skipped, see below"],
    )
    assert done.stderr == (
        "error dump.jsonl, line 3: not JSON at character 10 of the line (Expecting value); "
        "write one JSON object a line\n"
    )
    rows = list(csv.DictReader(io.StringIO(kg("query", "figures", "--format", "csv", cwd=tmp_path).stdout)))
    assert {(row["article"], row["text"]) for row in rows} == {("r501", "501"), ("r757", "757")}
    assert all(EXCHANGE.format(row["text"])[int(row["start"]) : int(row["end"])] == row["text"] for row in rows)
    assert kg("validate", cwd=tmp_path).returncode == 0
    lines(tmp_path, records[0] | {"views": 3}, records[1] | {"date": "2025-02-15"}, name="dump.jsonl")
    done = kg(*build, cwd=tmp_path)
    assert done.stdout.startswith("2 articles read: 0 new, 1 done again, 1 unchanged\n"), path
    assert done.returncode == 0


def test_two_records_of_one_id_are_told_and_one_file_given_twice_is_read_once(kg: Kg, tmp_path: Path) -> None:
    lines(tmp_path, *({"id": "same", "text": EXCHANGE.format(n)} for n in (40, 50)))
    done = kg("build", "a.jsonl", tmp_path / "a.jsonl", cwd=tmp_path)
    assert done.stderr == (
        "error a.jsonl, line 2: a.jsonl, line 1 has the same name, and the name is the article's; "
        "give one of the two another id\n"
    )


def test_an_unknown_field_is_a_wrong_command(kg: Kg, tmp_path: Path) -> None:
    done = kg("build", lines(tmp_path, {"text": TEXT}), "--column", "author=x", cwd=tmp_path)
    assert done.returncode == 2
    assert "FIELD one of text, title, date, publisher, url, id" in " ".join(done.stderr.split())
