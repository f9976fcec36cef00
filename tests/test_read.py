"""Plain text becomes articles whose offsets are true in the file; refusals are in `test_build_refusals`."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import TYPE_CHECKING

import pytest

from kg.errors import ArticleError
from kg.model import Span
from kg.read import find, read

if TYPE_CHECKING:
    from pathlib import Path


def written(folder: Path, content: str, name: str = "wire 12.txt") -> Path:
    path = folder / name
    path.write_bytes(content.encode())
    return path


def test_a_text_without_front_matter_is_all_body(tmp_path: Path) -> None:
    content = "Headline\r\n\r\nKyiv said 40 came back — “all of them”.\n"
    path = written(tmp_path, content)
    article = read(path)
    assert (article.id, article.text, article.source) == ("wire 12", content, str(path))
    assert article.body == Span(0, len(content))
    assert article.sha256 == hashlib.sha256(content.encode()).hexdigest()
    assert (article.title, article.published, article.publisher, article.url) == (None, None, None, None)


def test_front_matter_tells_title_date_publisher_and_address(tmp_path: Path) -> None:
    head = '---\nTitle: "Forty: all home"\ndate: 2025-03-02\npublisher: The  Harbour\n  Post\nurl: https://post.example/1\n---\n'
    article = read(written(tmp_path, head + "Kyiv said so.\n"))
    assert (article.title, article.published, article.published_basis) == (
        "Forty: all home",
        date(2025, 3, 2),
        "front matter",
    )
    assert (article.publisher, article.url) == ("The Harbour Post", "https://post.example/1")
    assert article.text[article.body.start : article.body.end] == "Kyiv said so.\n"


@pytest.mark.parametrize(
    "told",
    [
        "2025-03-02",
        "'2025-03-02'",
        "2025-03-02T18:40:00Z",
        "2025-03-02T00:40:00+03:00",
        "'2025-03-02 18:40'",
        "2 March 2025",
        "Sunday, 2 March 2025, 18:40",
        "Sun, 02 Mar 2025 00:40:00 +0300",
        "2nd of March, 2025",
        "March 2, 2025",
        "Mar. 2, 2025 at 6:40 p.m. Eastern Time",
        "Sun March 2nd 2025 | 18:40 (GMT+3)",
        "'18:40, 2 March 2025'",
        "2025/03/02",
        "02.03.2025, 18:40",
        "2-Mar-2025",
    ],
)
def test_a_date_is_the_day_however_it_is_written(tmp_path: Path, told: str) -> None:
    assert read(written(tmp_path, f"---\ndate: {told}\n---\nText.\n")).published == date(2025, 3, 2)


@pytest.mark.parametrize(
    ("told", "day"),
    [("27/08/2025", date(2025, 8, 27)), ("08-27-2025", date(2025, 8, 27)), ("5/5/2025", date(2025, 5, 5))],
)
def test_a_date_in_figures_is_read_where_it_is_one_day_either_way(tmp_path: Path, told: str, day: date) -> None:
    assert read(written(tmp_path, f"---\ndate: {told}\n---\nText.\n")).published == day


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ("03/04/2025", "can be read two ways, day or month first; write it 2025-02-14"),
        ("31 February 2025", "names no day of the calendar"),
        ("27 Augst 2025", "names no day of the calendar"),
        ("27 August", "is not of the form 2025-02-14 or 14 February 2025"),
        ("August 2025", "is not of the form"),
        ("27/08/25", "is not of the form"),
        ("27 August 2025 or later", "is not of the form"),
    ],
)
def test_a_date_that_is_no_one_day_is_refused_with_the_reason(tmp_path: Path, told: str, why: str) -> None:
    with pytest.raises(ArticleError, match=f"the date '{told}' in the front matter {why}"):
        read(written(tmp_path, f"---\ndate: {told}\n---\nText.\n"))


@pytest.mark.parametrize(
    "content",
    ["---\r\ntitle: A\r\n---\r\nText.\r\n", "\ufeff---\ntitle: A\n---\nText.\n", "--- \ntitle: A\n---\nText.\n"],
    ids=["carriage returns", "byte order mark", "blank after the dashes"],
)
def test_front_matter_is_known_in_files_of_any_system(tmp_path: Path, content: str) -> None:
    article = read(written(tmp_path, content))
    assert (article.title, article.text, article.text[article.body.start :].strip()) == ("A", content, "Text.")


def test_dashes_further_down_are_no_front_matter(tmp_path: Path) -> None:
    content = "Text.\n---\ntitle: A\n---\nMore.\n"
    article = read(written(tmp_path, content))
    assert (article.title, article.body) == (None, Span(0, len(content)))


def test_empty_front_matter_tells_nothing(tmp_path: Path) -> None:
    article = read(written(tmp_path, "---\n---\nText.\n"))
    assert (article.title, article.text[article.body.start :]) == (None, "Text.\n")


def test_folders_are_searched_in_the_order_of_their_names(tmp_path: Path) -> None:
    for name in ("b/2.txt", "a/1.md", "a/deep/0.TXT", "a/page.html", "a/page.pdf", "c.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    found = [str(path.relative_to(tmp_path)) for path in find([tmp_path / "b", tmp_path / "a", tmp_path / "c.txt"])]
    assert found == ["b/2.txt", "a/1.md", "a/deep/0.TXT", "a/page.html", "c.txt"]


def test_a_file_that_cant_be_opened_is_named(tmp_path: Path) -> None:
    (tmp_path / "folder.txt").mkdir()
    with pytest.raises(ArticleError, match=r"folder\.txt: can't be read \(Is a directory\); check the file"):
        read(tmp_path / "folder.txt")


SAID = (
    "The ministry said on Friday that 500 bodies were returned, “all of them soldiers” — its channel wrote the same. "
)
FOREIGN = "Его канал написал: «Обмен телами погибших состоялся на границе в пятницу, сказал представитель штаба». "


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (SAID, "utf-16"),
        (SAID + FOREIGN, "utf-32"),
        (SAID, "cp1252"),
        (SAID + FOREIGN, "cp1251"),
        (FOREIGN.replace("«", '"').replace("»", '"'), "koi8_r"),
        (FOREIGN, "mac_cyrillic"),
        (SAID + "A café owner agreed.", "mac_roman"),
    ],
)
def test_text_of_another_encoding_is_decoded_where_that_is_sure(tmp_path: Path, text: str, encoding: str) -> None:
    path = tmp_path / "old.txt"
    path.write_bytes(text.encode(encoding))
    article = read(path)
    assert article.text == text
    assert article.sha256 == hashlib.sha256(text.encode()).hexdigest()
    assert article.origin_sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize("content", ["The café said 500".encode("cp1252"), (SAID + "Ð ÿ þ õ ¾ ¼").encode("cp1252")])
def test_text_whose_encoding_is_a_guess_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "old.txt"
    path.write_bytes(content)
    with pytest.raises(ArticleError, match=r"old\.txt: not UTF-8 at byte \d+; convert it, for example: iconv"):
        read(path)


def test_a_text_in_utf_8_is_its_own_origin(tmp_path: Path) -> None:
    assert read(written(tmp_path, "\ufeffText – one.\n")).origin_sha256 is None


def test_a_date_of_a_thousand_signs_is_told_by_its_first(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_text(f"---\ndate: 2025-02-14{'0' * 2_000}x\n---\nArland said so.\n")
    with pytest.raises(ArticleError) as refused:
        read(path)
    assert "the date '2025-02-14000" in str(refused.value)
    assert len(str(refused.value)) < 300 + len(str(path))
