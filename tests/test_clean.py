"""Boilerplate is masked and nothing moves; who published an article and when is read off the page."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kg import lexicon
from kg.clean import clean, prose
from kg.model import Article, Span
from kg.read import find, read
from kg.settings import samples_folder

WORDS = lexicon.load()
TEXTS = list(find([samples_folder(), Path(__file__).parent / "corpus"]))

MASKED = {
    "2022-06-04-meadow-bodies": ["Photograph: Ministry", "12,500 subscribers", "By the Meadow Post's foreign staff"],
    "2024-11-08-beacon-bodies": ["uses cookies", "9,300 readers", "publisher: The Beacon"],
    "2024-12-30-lighthouse-prisoners": ["Follow us: @lighthouse", "KYIV, Dec. 30"],
    "2024-12-30-neva-prisoners": ["date 2024-12-30", "Read also:"],
    "2025-01-24-blackearth-bodies": [
        "49 days in the cold",
        "from 100 hryvnias",
        "Photo: Coordination",
        "date 2025-01-24",
    ],
    "2025-02-14-kestrel-bodies": ["Subscribe to Kestrel", "All rights reserved"],
    "2025-04-18-alder-bodies": ["One reader in fifty", "[Give $5]"],
    "2025-06-16-harrow-bodies": ["harrow.example/support", "Oil price jumps", "the 20 points", "June 16, 2025, 6:40"],
}
KEPT = {
    "2022-06-04-meadow-bodies": "First exchange of the dead: 160 bodies each way",
    "2024-11-08-beacon-bodies": "brought 501 bodies to Ukraine and 89 to Russia.",
    "2024-12-30-lighthouse-prisoners": "3,956 people had returned in exchanges since February 2022.",
    "2024-12-30-neva-prisoners": "On October 18 the sides exchanged 95 prisoners each",
    "2025-01-24-blackearth-bodies": "returned 503 soldiers to Ukraine and 42 to Russia.",
    "2025-02-14-kestrel-bodies": "Ukraine has received the bodies of 757 soldiers from Russia",
    "2025-04-18-alder-bodies": "A larger exchange, of prisoners this time, is expected",
    "2025-06-16-harrow-bodies": "Russia is ready to hand over another 2,239",
}
PUBLISHED = {
    "2022-06-04-meadow-bodies": ("The Meadow Post", date(2022, 6, 4)),
    "2024-11-08-beacon-bodies": ("The Beacon Chronicle", date(2024, 11, 8)),
    "2024-12-30-neva-prisoners": ("Neva Observer", date(2024, 12, 30)),
    "2025-01-24-blackearth-bodies": ("Black Earth Gazette", date(2025, 1, 24)),
    "2025-02-14-kestrel-bodies": ("Kestrel News", None),
    "2025-06-16-harrow-bodies": ("Harrow Dispatch", date(2025, 6, 16)),
}


def sample(name: str) -> Article:
    return clean(read(samples_folder() / f"{name}.txt"), WORDS)


@pytest.mark.parametrize("path", TEXTS, ids=[path.stem for path in TEXTS])
def test_masking_blanks_and_never_moves_a_character(path: Path) -> None:
    before = read(path)
    article = clean(before, WORDS)
    masked = prose(article)
    assert article.text == before.text
    assert len(masked) == len(article.text)
    changed = [(was, now) for was, now in zip(article.text, masked, strict=True) if was != now]
    assert {now for _, now in changed} <= {" "}
    assert not {was for was, _ in changed} & set("\r\n")
    assert all(0 <= span.start < span.end <= len(article.text) for span in article.boilerplate)


@pytest.mark.parametrize(("name", "phrase"), [(name, phrase) for name, phrases in MASKED.items() for phrase in phrases])
def test_what_is_not_the_articles_own_prose_is_blanked(name: str, phrase: str) -> None:
    article = sample(name)
    at = article.text.index(phrase)
    assert prose(article)[at : at + len(phrase)].strip() == ""


@pytest.mark.parametrize(("name", "phrase"), KEPT.items())
def test_the_articles_own_prose_stays(name: str, phrase: str) -> None:
    assert phrase in prose(sample(name))


@pytest.mark.parametrize("name", PUBLISHED)
def test_publisher_and_day_are_read_off_the_page(name: str) -> None:
    article = sample(name)
    assert (article.publisher, article.published) == PUBLISHED[name]


def test_the_headline_is_found_where_there_is_one() -> None:
    titles = {name: sample(name).title for name in KEPT}
    assert titles["2025-06-16-harrow-bodies"] == "Russia says Istanbul body exchange is complete"
    assert titles["2025-04-18-alder-bodies"] == "Ukraine and Russia exchange 950 bodies before Easter"
    assert titles["2024-12-30-lighthouse-prisoners"] is None


BODY = "The two sides exchanged the bodies of 40 fallen soldiers on Friday, officials in both capitals said."


@pytest.mark.parametrize(
    ("page", "publisher"),
    [
        (f" date 2026-02-07 MINSK, February 7. /Volga/. {BODY}", "Volga"),
        (f" date 2026-02-07 Support The Dnipro Times!\nBodies come home\n\n{BODY}", "The Dnipro Times"),
        (f"Bodies come home\n\nKyiv • Podil News\n\n{BODY}", "Podil News"),
        (f"Podil | LIVE | Bodies come home | 22 September 2022\n\n{BODY}", "Podil"),
        (f"Bodies come home\n\nAuthor: Baltic Public Radio, English service\n\n{BODY}", "Baltic Public Radio"),
        (f"Bodies come home\n\nby The Castle Courier news desk September 14, 2024\n\n{BODY}", "The Castle Courier"),
        (f"Bodies come home\n(GulfTrade) {BODY}", "GulfTrade"),
        (f"Bodies come home\n\n{BODY}\n\nPodil News. All rights reserved.", "Podil News"),
        (f"Bodies come home\n\n{BODY}\n\nSubscribe to Podil News on Google News", "Podil News"),
        (
            f"Bodies come home\n\n{BODY}\n\nWant alerts? The Malay Post channel on Telegram sends them.",
            "The Malay Post",
        ),
        (f"Bodies come home\n\n{BODY} This was reported on Friday, writes Podilia.", "Podilia"),
        (f"Bodies come home | Pearl Coast 104\n\n{BODY}", "Pearl Coast 104"),
        (f"Al Nahr | World\n\nBodies come home\n\nKyiv – Al Nahr\n\n{BODY}", "Al Nahr"),
        (f"Bodies come home\n\n{BODY}\n\n© Photo: Amber Herald", "Amber Herald"),
        (f"Bodies come home\n\n{BODY}\n\nVezha is written by 18 people.\n\nFollow Vezha on X.", "Vezha"),
        (f"World News\n\n{BODY}\n\nDuring 2025, 14 exchanges took place.\n\nSunday", None),
    ],
)
def test_a_page_without_metadata_tells_its_publisher(page: str, publisher: str | None) -> None:
    article = Article("a", page, "0" * 64, "a.txt", Span(0, len(page)))
    assert clean(article, WORDS).publisher == publisher


def test_a_link_to_one_other_story_does_not_hide_what_follows() -> None:
    link = "Read also: What the families of the missing expect"
    rest = "Of them:\n\n• 12 soldiers;\n\n• members of the guard."
    page = f"Bodies come home\n\n{BODY}\n\n{link}\n\n{rest}"
    article = clean(Article("a", page, "0" * 64, "a.txt", Span(0, len(page))), WORDS)
    assert "12 soldiers" in prose(article)
    assert "members of the guard" in prose(article)
    assert "families of the missing" not in prose(article)


def test_marks_of_footnotes_are_blanked_and_end_no_sentence() -> None:
    text = "The centre said 30 came home.[1] Borland denied it.[12]"
    article = clean(Article("a", text, "0" * 64, "a.txt", Span(0, len(text))), lexicon.load())
    assert prose(article) == "The centre said 30 came home.    Borland denied it.    "


def test_a_list_of_links_ends_where_the_page_says_so() -> None:
    lead = "The ministry said on Friday that 30 captives had come home from Borland after talks."
    page = [lead, "Recommended Stories", "list 1 of 2", "Borland: what to know", "end of list", "Row over delay", lead]
    text = "\n\n".join(page)
    article = clean(Article("a", text, "0" * 64, "a.txt", Span(0, len(text))), lexicon.load())
    assert prose(article).split("\n\n")[-2:] == ["Row over delay", lead]
