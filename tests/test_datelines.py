"""The day of publication is read off lines that tell nothing else, and never guessed. All pages are made up."""

from __future__ import annotations

from datetime import date

import pytest

from kg import lexicon
from kg.clean import clean, prose
from kg.model import Article, Span

STORY = "Arland and Borland exchanged 40 prisoners each on Saturday, both ministries said."
NEXT = "The Norton ministry said on Monday that all of them were in good health after the long journey."


def published(page: str) -> tuple[date | None, str]:
    article = clean(Article("a", page, "0" * 64, "a.txt", Span(0, len(page))), lexicon.load())
    assert STORY in prose(article)
    return article.published, article.published_basis


@pytest.mark.parametrize(
    "line",
    [
        "Updated 5:42 PM EDT, Sat June 14, 2025",
        "Sat 14 Jun 2025 17.44 BST",
        "16:21 14.06.2025",
        "2025/06/14 - 14:36",
        "06/14/2025",
        "14/06/2025",
        "Ada N. — Saturday, 14 June 2025, 14:05",
        "Norton News · Posted: Jun 14, 2025 6:14 AM EDT | Last Updated: June 15",
        "June 14, 2025 5:10 PM · 1 min read · Norton Courier news desk",
        "NORTON RADIO – SATURDAY 14 JUNE 2025 – TRANSCRIPT",
    ],
)
def test_a_line_in_the_head_dates_the_page(line: str) -> None:
    assert published(f"Forty captives home\n\n{line}\n\n{STORY}\n\n{NEXT}\n")[0] == date(2025, 6, 14)


@pytest.mark.parametrize("line", ["June 14, 2025, 21:14 (JST)", "13:20 GMT 14.06.2025 (Updated: 13:58 GMT 14.06.2025)"])
def test_a_line_at_the_foot_dates_the_page(line: str) -> None:
    page = f"Forty captives home\n\n{STORY}\n\n" + f"{NEXT}\n\n" * 12 + line
    assert published(page) == (date(2025, 6, 14), "date at the page's foot")


def test_a_pictures_caption_dates_the_page_where_the_story_names_its_day() -> None:
    caption = "A bus waits in Norton, Arland, June 14, 2025. (Handout)"
    assert published(f"Forty home\n\n{caption}\n\n{STORY}\n\n{NEXT}\n")[0] == date(2025, 6, 14)


@pytest.mark.parametrize(
    "line",
    [
        "06/05/2025",  # the day or the month
        "A bus waits in Norton, Arland, June 11, 2025. (Handout)",  # no Saturday
        "A bus waits in Norton, Arland, June 14, 2025. (File photo)",
        "The deal on prisoners that the two sides signed on June 1, 2025",
    ],
)
def test_a_doubtful_line_dates_nothing(line: str) -> None:
    assert published(f"Forty captives home\n\n{line}\n\n{STORY}\n\n{NEXT}\n")[0] is None
