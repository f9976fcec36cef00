"""WARC archives and Parquet files: what is read of them, how, and what is told of the rest."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import json
import sys
import tracemalloc
import zipfile
import zlib
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pyarrow as arrow
import pytest
from fuzz import KINDS, page, rss, run, warc
from pyarrow import parquet
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from kg.model import Article
from kg.read import Columns, Refusal, articles, find
from kg.read.records import LONGEST

if TYPE_CHECKING:
    from pathlib import Path


def read(path: Path, columns: Columns | None = None) -> tuple[list[Article], list[str]]:
    """Gives the articles and the reasons of refusals, their folder cut off."""
    found = list(articles(path, columns))
    reasons = [one.reason.removeprefix(f"{path.parent}/") for one in found if isinstance(one, Refusal)]
    return [one for one in found if isinstance(one, Article)], reasons


def record(
    content: bytes,
    media: str = "text/html",
    status: str = "200 OK",
    kind: str = "response",
    path: str = "a",
    packed: bool = False,
    http: dict[str, str] | None = None,
    **fields: str,
) -> bytes:
    """Makes an archive of one record."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=packed)
    writer._create_temp_file = io.BytesIO
    headers = StatusAndHeaders(status, [("Content-Type", media), *(http or {}).items()], protocol="HTTP/1.1")
    told = {name.replace("_", "-"): value for name, value in fields.items()}
    made = writer.create_warc_record(
        f"https://norton.example/{path}",
        kind,
        payload=io.BytesIO(content),
        http_headers=headers if kind == "response" else None,
        warc_content_type="" if kind == "response" else media,
        length=len(content),
        warc_headers_dict=told,
    )
    writer.write_record(made)
    return out.getvalue()


def file(folder: Path, name: str, content: bytes) -> Path:
    (folder / name).write_bytes(content)
    return folder / name


# ---------------------------------------------------------------- WARC


@pytest.mark.parametrize("packed", [False, True])
def test_pages_texts_and_feeds_of_an_archive_are_articles_and_the_rest_is_counted(tmp_path: Path, packed: bool) -> None:
    content = b"".join(
        (
            record(page(1), path="1?x=2", packed=packed),
            record(b"x", "image/png", packed=packed),
            record(b"x", "image/png", packed=packed),
            record(b"x{}", "text/css", packed=packed),
            record(page(2), status="404 Not Found", packed=packed),
            record(b"", status="302 Found", packed=packed),
            record(b"Arland said so.", "text/plain", path="2.txt", packed=packed),
            record(b"Borland said so.", "text/plain", kind="conversion", path="3", packed=packed),
            record(page(4), "text/html", kind="resource", path="4", packed=packed),
            record(rss(), "application/rss+xml", path="feed", packed=packed),
            record(b"<urlset><url/></urlset>", "application/xml", packed=packed),
            record(b"GET / HTTP/1.1\r\n\r\n", "application/http", kind="metadata", packed=packed),
        )
    )
    path = file(tmp_path, "a.warc.gz" if packed else "a.warc", content)
    found, reasons = read(path)
    names = ["norton.example-1-x-2", "norton.example-2.txt", "norton.example-3", "norton.example-4"]
    assert [one.id for one in found] == [*names, *map(str, range(8))]
    assert found[0].url == "https://norton.example/1?x=2"
    assert found[0].source == f"{path}, https://norton.example/1?x=2"
    assert found[0].origin_sha256 == hashlib.sha256(page(1)).hexdigest()
    assert found[0].sha256 == hashlib.sha256(found[0].text.encode()).hexdigest()
    assert found[1].text == "Arland said so."
    assert reasons == [
        f"{path.name}: passed over what holds no article: 2 image/png, 1 text/css, 1 answers with HTTP 404, "
        "1 application/xml that is no feed"
    ]
    assert [one.fault for one in articles(path) if isinstance(one, Refusal)] == [False]


def test_a_pages_own_address_and_day_go_before_the_archives(tmp_path: Path) -> None:
    head = b"<head><link rel=canonical href='https://norton.example/own'><meta property='article:published_time' "
    head += b"content='2025-02-14T10:00:00Z'>"
    (article,), _ = read(file(tmp_path, "a.warc", record(page(1).replace(b"<head>", head))))
    assert article.url == "https://norton.example/own"
    assert article.published == date(2025, 2, 14)
    (article,), _ = read(file(tmp_path, "b.warc", record(page(1), WARC_Date="2025-02-15T10:00:00Z")))
    assert article.published is None


def test_what_the_transfer_did_to_a_page_is_undone(tmp_path: Path) -> None:
    ways = {
        "gzip": ({"Content-Encoding": "gzip"}, gzip.compress(page(1))),
        "deflate": ({"Content-Encoding": "deflate"}, zlib.compress(page(1))),
        "chunks": ({"Transfer-Encoding": "chunked"}, b"%x\r\n%s\r\n0\r\n\r\n" % (len(page(1)), page(1))),
        "no chunks": ({"Transfer-Encoding": "chunked"}, page(1)),
        "not packed": ({"Content-Encoding": "gzip"}, page(1)),
    }
    for name, (http, content) in ways.items():
        (article,), reasons = read(file(tmp_path, "a.warc", record(content, http=http)))
        assert (article.origin_sha256, reasons) == (hashlib.sha256(page(1)).hexdigest(), []), name


def test_an_encoding_that_only_the_server_told_is_heeded(tmp_path: Path) -> None:
    prose = "Міністр Нортона «сказав» у п'ятницю. ".encode("windows-1251") * 3
    content = page(1).replace(b"<article>", b"<article><p>" + prose + b"</p>")
    (article,), reasons = read(file(tmp_path, "a.warc", record(content, "text/html; charset=windows-1251")))
    assert reasons == []
    assert "Міністр Нортона «сказав»" in article.text
    assert article.origin_sha256 == hashlib.sha256(content).hexdigest()


DAMAGED = {
    "digest": (record(page(1), WARC_Block_Digest="sha1:" + "A" * 32), ", https://norton.example/a: damaged: it isn't"),
    "cut": (record(page(1), WARC_Truncated="length"), ", https://norton.example/a: cut off when it was kept (length)"),
    "br": (record(b"x", http={"Content-Encoding": "br"}), ", https://norton.example/a: kept in the packing 'br'"),
    "bomb": (
        record(gzip.compress(b"x" * (LONGEST + 1)), http={"Content-Encoding": "gzip"}),
        ", https://norton.example/a: unpacks to more than 10,000,000 bytes; it is no article",
    ),
    "short gzip": (
        record(gzip.compress(page(1))[:-20], http={"Content-Encoding": "gzip"}),
        ", https://norton.example/a: its content is cut short",
    ),
    "no article": (record(b"<html><body></body></html>"), ", https://norton.example/a: no article found"),
    "length": (record(page(1)).replace(b"Content-Length: ", b"Content-Length: 9", 1), ", byte 0: a record that"),
    "too short": (
        record(page(1)).replace(b"Content-Length: ", b"Content-Length: 1\r\nX: ", 1),
        ", byte 0: a record that isn't",
    ),
    "no length": (record(page(1)).replace(b"Content-Length: ", b"X: ", 1), ", byte 0: a record that doesn't tell"),
    "garbage": (b"what is this\r\n" * 5, ", byte 0: no WARC record begins here"),
    "endless head": (b"WARC/1.0\r\n" + b"A: b\r\n" * 20_000, ", byte 0: a record whose head doesn't end"),
    "no HTTP": (record(page(1)).replace(b"HTTP/1.1 200", b"HTTQ/1.1 200", 1), ", "),
}


@pytest.mark.parametrize("name", DAMAGED)
@pytest.mark.parametrize("packed", [False, True])
def test_a_damaged_record_is_told_and_the_next_is_read(tmp_path: Path, name: str, packed: bool) -> None:
    content, wanted = DAMAGED[name]
    good = record(page(2), path="good", packed=packed)
    before = record(page(3), path="before", packed=packed)
    path = tmp_path / ("a.warc.gz" if packed else "a.warc")
    path.write_bytes(before + (gzip.compress(content) if packed else content) + good)
    found, reasons = read(path)
    ids = [one.id for one in found]
    at = len(before)
    assert ids[0] == "norton.example-before"
    assert ids[-1] == "norton.example-good"
    assert len(reasons) == 1
    assert reasons[0].startswith(path.name + wanted.replace("byte 0", f"byte {at:,}")), reasons
    assert all(len(reason.splitlines()) == 1 for reason in reasons)


def test_a_packed_archive_is_read_on_behind_broken_members(tmp_path: Path) -> None:
    members = [record(page(n), path=str(n), packed=True) for n in range(6)]
    broken = bytearray(b"".join(members))
    second, fourth = len(members[0]), sum(map(len, members[:3]))
    broken[second + 200] ^= 0xFF
    broken[fourth + 12] ^= 0xFF
    found, reasons = read(file(tmp_path, "a.warc.gz", bytes(broken)))
    assert [one.id for one in found] == [f"norton.example-{n}" for n in (0, 2, 4, 5)]
    assert [reason.split(": ")[0] for reason in reasons] == [f"a.warc.gz, byte {at:,}" for at in (second, fourth)]
    found, reasons = read(file(tmp_path, "b.warc.gz", b"".join(members)[:-30]))
    assert len(found) == 5
    assert "it ends before it is complete" in reasons[0]


def test_an_archive_of_nothing_but_damage_is_given_up(tmp_path: Path) -> None:
    broken = record(page(1)).replace(b"Content-Length: ", b"X: ", 1)
    _, reasons = read(file(tmp_path, "a.warc", broken * 500))
    assert len(reasons) == 101
    assert reasons[-1] == "a.warc: 100 damages; the rest is not read. Get the archive again"
    for name in ("a.warc", "a.warc.gz"):
        assert read(file(tmp_path, name, b"")) == (
            [],
            [f"{name}: no WARC record in it; get it again, or give it the ending of what it is"],
        )


def test_a_bomb_among_the_members_is_told_and_memory_stays_small(tmp_path: Path) -> None:
    bomb = gzip.compress(record(b"x" * 60_000_000, "image/png"))
    path = file(tmp_path, "a.warc.gz", record(page(1), packed=True) + bomb)
    tracemalloc.start()
    found, reasons = read(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(found) == 1
    assert reasons[0].startswith("a.warc.gz: unpacks to more than 50,000,000 bytes, as bombs do; the rest is not read")
    assert peak < 20_000_000


def test_an_archive_is_read_record_by_record(tmp_path: Path) -> None:
    content = b"".join(
        record(bytes([65 + n % 26]) * 200_000, "text/plain", path=str(n), packed=True) for n in range(100)
    )
    path = file(tmp_path, "a.warc.gz", content)
    tracemalloc.start()
    count = sum(isinstance(one, Article) for one in articles(path))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 100
    assert peak < 5_000_000


def test_archives_are_found_in_folders_and_in_zip_files(tmp_path: Path) -> None:
    for name in ("a.warc", "b.warc.gz"):
        file(tmp_path, name, warc(packed=name.endswith("gz")))
    assert [path.name for path in find([tmp_path])] == ["a.warc", "b.warc.gz"]
    with zipfile.ZipFile(tmp_path / "c.zip", "w") as archive:
        archive.writestr("in/a.warc", warc())
    assert [one.id for one in read(tmp_path / "c.zip")[0]] == [one.id for one in read(tmp_path / "a.warc")[0]]


def test_both_spellings_of_a_digest_are_known(tmp_path: Path) -> None:
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nArland said so."
    digest = hashlib.sha256(block)
    for told in (digest.hexdigest(), digest.hexdigest().upper(), base64.b32encode(digest.digest()).decode()):
        head = "WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: http://norton.example/\r\n"
        head += f"WARC-Block-Digest: sha-256:{told}"
        content = f"{head}\r\nContent-Type: application/http\r\nContent-Length: {len(block)}\r\n\r\n".encode() + block
        found, reasons = read(file(tmp_path, "a.warc", content + b"\r\n\r\n"))
        assert ([one.text for one in found], reasons) == (["Arland said so."], [])


# ---------------------------------------------------------------- Parquet


def table(path: Path, columns: dict[str, object], **options: object) -> Path:
    parquet.write_table(arrow.table(columns), path, **options)
    return path


def test_rows_of_a_parquet_file_are_articles_as_those_of_other_tables(tmp_path: Path) -> None:
    texts = ["Arland said so.", "Borland said so.", "Norton said so."]
    columns = {
        "Headline": ["A", None, "C"],
        "article_text": texts,
        "published": [datetime(2025, 2, 14, 23, 0, tzinfo=UTC), None, datetime(2025, 2, 16, tzinfo=UTC)],
        "guid": [7, 8, 9],
        "vectors": [[0.5] * 100] * 3,
    }
    path = table(tmp_path / "a.parquet", columns, row_group_size=2)
    found, reasons = read(path)
    assert reasons == []
    assert [(one.id, one.text, one.title, one.published) for one in found] == [
        ("7", texts[0], "A", date(2025, 2, 14)),
        ("8", texts[1], None, None),
        ("9", texts[2], "C", date(2025, 2, 16)),
    ]
    assert found[2].source == f"{path}, row 3"
    lines = "".join(
        json.dumps({"Headline": "A", "article_text": texts[0], "published": "2025-02-14T23:00:00+00:00", "guid": 7})
        + "\n"
    )
    (same,), _ = read(file(tmp_path, "a.jsonl", lines.encode()))
    assert (same.sha256, same.published) == (found[0].sha256, found[0].published)
    assert [one.name for one in find([path])] == ["a.parquet"]


def test_columns_of_a_parquet_file_are_named_and_told(tmp_path: Path) -> None:
    path = table(
        tmp_path / "a.parquet", {"Story": ["Arland said so."], "text": [b"Borland said so."], "On": [date(2025, 2, 14)]}
    )
    (article,), _ = read(path, Columns({"text": "Story", "date": "On"}))
    assert (article.text, article.published) == ("Arland said so.", date(2025, 2, 14))
    assert read(path)[0][0].text == "Borland said so."
    assert read(path, Columns({"text": "x"}))[1] == [
        "a.parquet: no column 'x' among Story, text, On; name it with --column text=NAME"
    ]
    assert read(path, Columns({"title": "y"}))[1] == ["a.parquet: no column 'y' among Story, text, On; mend --column"]


def test_a_bad_row_of_a_parquet_file_is_told_and_the_next_is_read(tmp_path: Path) -> None:
    texts = ["", "x\0y", b"caf\xe9", None, b"Arland said so."]
    column = arrow.array([one.encode() if isinstance(one, str) else one for one in texts], arrow.binary())
    found, reasons = read(table(tmp_path / "a.parquet", {"id": list("abcde"), "text": column}))
    assert [one.id for one in found] == ["e"]
    assert [reason.partition(": ")[0] for reason in reasons] == [f"a.parquet, row {n}" for n in range(1, 5)]
    assert "the text is not UTF-8 at character 3" in reasons[2]


def test_bombs_in_parquet_files_are_told(tmp_path: Path) -> None:
    # One long text, told once and meant a million times.
    shared = arrow.DictionaryArray.from_arrays(
        arrow.array([0] * 1_000_000, arrow.int32()), arrow.array(["x " * 400_000])
    )
    many = table(tmp_path / "a.parquet", {"text": shared}, compression="zstd", dictionary_pagesize_limit=1 << 30)
    long = table(tmp_path / "b.parquet", {"text": ["x" * 60_000_000]}, compression="zstd", use_dictionary=False)
    assert many.stat().st_size + long.stat().st_size < 20_000
    for path in (many, long):
        found, reasons = read(path)
        assert sum(len(one.text) for one in found) <= 50_000_000
        assert reasons == [
            f"{path.name}, row group 1: unpacks to more than 50,000,000 bytes, as bombs do; the rest is not read. "
            "If you trust it, save it as JSONL"
        ]


@pytest.mark.parametrize("content", [b"", b"PAR1", b"PAR1" * 50, b"text\nArland said so.\n"])
def test_what_is_no_parquet_file_is_told(tmp_path: Path, content: bytes) -> None:
    _, reasons = read(file(tmp_path, "a.parquet", content))
    assert len(reasons) == 1
    assert reasons[0].startswith("a.parquet: no Parquet file, or a damaged one (")
    assert reasons[0].endswith("); get it again")


def test_a_parquet_file_without_its_library_is_told_with_the_way_to_install_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = table(tmp_path / "a.parquet", {"text": ["Arland said so."]})
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    assert read(path)[1] == [
        "a.parquet: Parquet files need pyarrow; install it: pip install 'exchange-kg[parquet]', or save the table as "
        "CSV"
    ]


# ---------------------------------------------------------------- chance


@pytest.mark.parametrize("kind", KINDS)
def test_whatever_is_done_to_a_file_it_gives_articles_and_lines_in_little_memory(kind: str) -> None:
    faults, peak = run(kind, seed=7, files=200)
    assert faults == []
    assert 0 < peak < 500
