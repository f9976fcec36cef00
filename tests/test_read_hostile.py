"""Files that are broken or meant to do harm: each ends in one clear line, the rest is read, and nothing is written."""

from __future__ import annotations

import csv
import gzip
import json
import random
import struct
import time
import tracemalloc
import zipfile
from typing import TYPE_CHECKING

import pytest

from kg.model import Article
from kg.read import Refusal, articles
from kg.read.records import CHARACTERS, LONGEST

if TYPE_CHECKING:
    from pathlib import Path

GOOD = json.dumps({"id": "good", "text": "Arland said so."})
ROW = 'good,"Arland said so."'


def read(path: Path) -> tuple[list[str], list[str]]:
    """Gives the names of the articles and the reasons of refusals, their folder cut off."""
    found = list(articles(path))
    reasons = [one.reason.removeprefix(f"{path.parent}/") for one in found if isinstance(one, Refusal)]
    return [one.id for one in found if isinstance(one, Article)], reasons


def file(folder: Path, name: str, content: bytes) -> Path:
    (folder / name).write_bytes(content)
    return folder / name


def zipped(folder: Path, *members: tuple[str | zipfile.ZipInfo, bytes]) -> Path:
    with zipfile.ZipFile(folder / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content, zipfile.ZIP_DEFLATED)
    return folder / "a.zip"


LINES = {
    "no JSON": (b'{"text": "x"', "not JSON at character 12 of the line"),
    "no object": (b'["text"]', 'JSON, but no object with fields; write {"text": …} on each line'),
    "no UTF-8": (b'{"text": "caf\xe9"}', "not UTF-8 at byte 13 of the line; convert it, for example: iconv"),
    "deep": (b'{"text": ' + b"[" * 100_000, "nested too deeply"),
    "digits": (b'{"text": "x", "n": ' + b"1" * 5000 + b"}", "a number of thousands of digits"),
    "long": (
        b'{"text": "' + b"x" * LONGEST + b'"}',
        "longer than 10,000,000 bytes; is each article on a line of its own?",
    ),
    "book": (b'{"text": "' + b"x " * CHARACTERS + b'"}', "a text of 2,000,000 characters, more than 1,000,000"),
    "NUL": (rb'{"text": "a\u0000b"}', "a NUL at character 1 of the text"),
    "half": (rb'{"text": "a\ud800b"}', "the text is not UTF-8 at character 1"),
    "number": (b'{"text": 7}', "the text in 'text' is no text but a number; name another with --column text=NAME"),
    "object": (b'{"text": {"a": 1}}', "the text in 'text' is no text but an object"),
    "null": (b'{"text": null}', "the text is empty; leave the record out or put the article's text there"),
    "blank": (b'{"text": " \\n"}', "the text is empty"),
    "none": (b'{"headline": "x"}', "no column of texts among headline; name it with --column text=NAME"),
    "day": (b'{"text": "x", "date": "soon"}', "the date 'soon' in 'date' is not of the form 2025-02-14"),
}


@pytest.mark.parametrize("name", LINES)
def test_a_bad_line_is_told_with_its_number_and_the_next_is_read(tmp_path: Path, name: str) -> None:
    content, wanted = LINES[name]
    names, reasons = read(file(tmp_path, "a.jsonl", content + b"\n" + GOOD.encode()))
    assert names == ["good"]
    assert len(reasons) == 1
    assert reasons[0].startswith(f"a.jsonl, line 1: {wanted}")


ROWS = {
    "cells": (b"a,b,c", "3 cells, but 2 columns; put texts in quotation marks"),
    "few": (b"a", "1 cells, but 2 columns"),
    "mark": (b'a,"x" y', "not a row of the table (',' expected after '\"'); double the quotation marks within"),
    "no UTF-8": (b"a,caf\xe9", "the text is not UTF-8 at character 3; convert the file, for example: iconv"),
    "NUL": (b"a,x\0y", "a NUL at character 1 of the text"),
    "empty": (b"a,", "the text is empty"),
    "long": (b"a," + b"x" * LONGEST, "a line of more than 10,000,000 bytes; shorten it"),
}


@pytest.mark.parametrize("name", ROWS)
def test_a_bad_row_is_told_with_its_line_and_the_next_is_read(tmp_path: Path, name: str) -> None:
    content, wanted = ROWS[name]
    names, reasons = read(file(tmp_path, "a.csv", b"id,text\n" + content + b"\n" + ROW.encode()))
    assert names == ["good"]
    assert len(reasons) == 1
    assert reasons[0].startswith(f"a.csv, line 2: {wanted}")


def test_a_quotation_mark_that_is_never_closed_makes_no_article_of_the_rest(tmp_path: Path) -> None:
    names, reasons = read(file(tmp_path, "a.csv", f'id,text\n{ROW}\nx,"open\ny,more\nz,more\n'.encode()))
    assert names == ["good"]
    assert reasons == [
        "a.csv, line 3: not a row of the table (unexpected end of data); "
        "double the quotation marks within quotation marks"
    ]


def test_a_cell_beyond_the_limit_does_not_stop_the_table(tmp_path: Path) -> None:
    rows = b'x,"' + (b"x" * 99_999 + b"\n") * 120 + b'"\n'
    names, reasons = read(file(tmp_path, "a.csv", b"id,text\n" + rows + f"{ROW}\n{ROW}\n".encode()))
    start = "a.csv, line 2: not a row of the table (field larger than field limit (10000000))"
    assert reasons[0].startswith(start)
    assert names[-1:] == ["good"]
    assert csv.field_size_limit() == LONGEST


FILES = {
    "empty.jsonl": (b"\n", "empty; put one JSON object a line there"),
    "wide.jsonl": (GOOD.encode("utf-16"), "UTF-16, not UTF-8; convert it"),
    "empty.csv": (b"", "empty; name the columns in the first line"),
    "wide.tsv": ("id\ttext\n".encode("utf-16"), "UTF-16, not UTF-8; convert it"),
    "head.csv": (b'"id" x,text\n', "the line of column names can't be read"),
    "photo.xml": (b"\x89PNG\0\0", "no RSS or Atom feed; save the article's text as .txt"),
    "map.xml": (b"<urlset><url><loc>x</loc></url></urlset>", "no RSS or Atom feed"),
    "hollow.rss": (b'<rss version="2.0"><channel><title>x</title></channel></rss>', "a feed without entries"),
    "deep.rss": (b"<rss>" + b"<a>" * 100_000, "nested too deeply for a feed; save it anew"),
    "blank.rss": (b"\n" * 1_000_000 + b"<rss>", "no RSS or Atom feed"),
    "open.rss": (b"<rss>" + b"<!--" * 100_000, "has comments that don't end"),
    "huge.rss": (b"<rss>" + b" " * LONGEST, "a feed of more than 10,000,000 bytes"),
    "book.txt": (b"x " * CHARACTERS, "a text of more than 1,000,000 characters; make a file of each article"),
    "library.txt": (b"x " * LONGEST, "a text of more than 10,000,000 bytes; make a file of each article"),
    "year.txt": (b"---\ndate: 2025-02-31\n---\nx", "broken front matter"),
    "no.zip": (b"PK\3\4 and so on", "no zip archive, or a damaged one (File is not a zip file); get it again"),
    "no.jsonl.gz": (b"no", "cut short or damaged (Not a gzipped file (b'no')); what comes after is lost, get it again"),
    "what.gz": (gzip.compress(b"x"), "the name doesn't tell what is in it; name it, for example, what.jsonl.gz"),
    "all.tar.gz": (gzip.compress(b"x"), "a .tar archive in a .gz file; unpack it and name the folder"),
    "void.jsonl.gz": (b"", "empty; put one JSON object a line there"),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_none_is_told_in_one_line(tmp_path: Path, name: str) -> None:
    content, wanted = FILES[name]
    start = time.monotonic()
    names, reasons = read(file(tmp_path, name, content))
    assert (names, len(reasons)) == ([], 1)
    assert reasons[0].startswith(f"{name}: {wanted}")
    assert time.monotonic() - start < 10


def test_garbage_is_given_up_after_a_hundred_lines(tmp_path: Path) -> None:
    _, reasons = read(file(tmp_path, "a.jsonl", b"garbage\n" * 100_000))
    assert len(reasons) == 2
    assert reasons[1] == "a.jsonl: nor are the next 99 lines JSON objects; the rest is not read"


# ---------------------------------------------------------------- feeds

BOMB = (
    '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghi", "bcdefghij", strict=True))
    + ']><rss version="2.0"><channel><title>x</title>'
    + "<item><title>x</title><description>&j;</description></item></channel></rss>"
)
OUTSIDE = (
    '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    '<rss version="2.0"><channel><item><title>&x;</title></item></channel></rss>'
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-be"])
@pytest.mark.parametrize("content", [BOMB, OUTSIDE], ids=["billion laughs", "a file"])
def test_a_feed_that_declares_entities_is_refused(tmp_path: Path, content: str, encoding: str) -> None:
    names, reasons = read(file(tmp_path, "a.rss", content.encode(encoding)))
    assert names == []
    assert reasons == ["a.rss: declares entities of its own, which can stand for any amount of text; take <!ENTITY out"]


def test_of_a_broken_feed_what_can_be_read_is_read_and_the_break_is_told(tmp_path: Path) -> None:
    item = "<item><guid>{0}</guid><description>Arland said {1}.</description></item>\n"
    content = '<rss version="2.0"><channel><title>x</title>\n' + item.format("1", "so") + item.format("2", "a & b")
    names, reasons = read(file(tmp_path, "a.rss", content.encode()))
    assert names == ["1", "2"]
    assert reasons == [
        "a.rss: broken XML at line 4 (not well-formed (invalid token)); entries after it may be cut short or missing"
    ]


# ---------------------------------------------------------------- archives


def test_what_an_archive_may_not_hold_is_told_and_the_rest_is_read(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = 0o120777 << 16
    path = zipped(
        tmp_path,
        ("../up.txt", b"x"),
        ("/etc/root.txt", b"x"),
        ("C:\\windows.txt", b"x"),
        ("a/..\\..\\up.txt", b"x"),
        (link, b"/etc/passwd"),
        ("in.zip", b"x"),
        ("in.jsonl.gz", b"x"),
        ("photo.jpg", b"x"),
        ("empty.txt", b""),
        (".hidden.txt", b"x"),
        ("good.jsonl", GOOD.encode()),
    )
    before = sorted(tmp_path.rglob("*"))
    names, reasons = read(path)
    assert names == ["good"]
    assert [reason.removeprefix("a.zip").split(";")[0] for reason in reasons] == [
        "/../up.txt: its name leads out of the archive",
        "//etc/root.txt: its name leads out of the archive",
        "/C:/windows.txt: its name leads out of the archive",
        "/a/../../up.txt: its name leads out of the archive",
        "/link.txt: a link, not a file",
        "/in.zip: an archive in an archive",
        "/in.jsonl.gz: an archive in an archive",
        "/empty.txt: empty",
        ": passed over what is of another kind: photo.jpg",
    ]
    assert sorted(tmp_path.rglob("*")) == before


def test_an_encrypted_member_is_told(tmp_path: Path) -> None:
    path = zipped(tmp_path, ("secret.txt", b"x"), ("good.jsonl", GOOD.encode()))
    content = bytearray(path.read_bytes())
    for signature, flags in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        content[content.index(signature) + flags] |= 1
    path.write_bytes(content)
    assert read(path) == (["good"], ["a.zip/secret.txt: encrypted; unpack it with its password"])


def test_bombs_are_told_by_what_they_unpack_to_and_memory_stays_small(tmp_path: Path) -> None:
    line = b'{"text": "' + b"x" * 200_000 + b'", "date": "soon"}\n'
    bomb = line * 600
    for path in (
        file(tmp_path, "a.jsonl.gz", gzip.compress(bomb)),
        zipped(tmp_path, ("a.jsonl", bomb), ("b.txt", b"x")),
    ):
        tracemalloc.start()
        last = None
        for last in articles(path):  # noqa: B007
            pass
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert isinstance(last, Refusal)
        assert "unpacks to more than 50,000,000 bytes, as bombs do; the rest is not read" in last.reason
        assert peak < 30_000_000


def test_a_zip_that_lies_about_a_size_is_counted_by_what_comes_out(tmp_path: Path) -> None:
    path = zipped(tmp_path, ("a.txt", b"x" * 60_000_000))
    content = bytearray(path.read_bytes())
    for signature, size in ((b"PK\3\4", 22), (b"PK\1\2", 24)):
        struct.pack_into("<I", content, content.index(signature) + size, 100)
    path.write_bytes(content)
    names, reasons = read(path)
    assert (names, len(reasons)) == ([], 1)
    assert "cut short or damaged (Bad CRC-32" in reasons[0]


def test_a_gzip_file_that_is_cut_short_gives_what_came_before(tmp_path: Path) -> None:
    rows = [json.dumps({"id": f"r{n}", "text": f"{random.Random(n).random()} said so. " * 50}) for n in range(500)]
    content = gzip.compress("\n".join(rows).encode())
    names, reasons = read(file(tmp_path, "a.jsonl.gz", content[: len(content) // 2]))
    assert names == [f"r{n}" for n in range(len(names))]
    assert 100 < len(names) < 400
    assert reasons == [
        "a.jsonl.gz: cut short or damaged (Compressed file ended before the end-of-stream marker was reached); "
        "what comes after is lost, get it again"
    ]
