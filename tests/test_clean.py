"""Boilerplate is masked and nothing moves; who published an article and when is read off the page."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kg import authority, lexicon
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


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("They had been held since 2022.[1] The mayor said so.", "since 2022.    The mayor"),
        ("All were back.[2][13] It said no more.", "back.        It said"),
        ("They got 1,200[3] bodies.", "1,200    bodies"),
        ("“It is over.”[a] The mayor left.", "over.”    The mayor"),
        ("They came home.[ii] The mayor left.", "home.     The mayor"),
        ("Forty came home.[citation needed] It said no more.", "home.                  It said"),
        ("They had been held since 2022.¹ The mayor said so.", "2022.  The mayor"),
        ("It freed forty soldiers.3 Neither side said more.", "soldiers.  Neither"),
        ("“[T]hey took [20] men and the prisoner[s],” he said.", "“[T]hey took [20] men and the prisoner[s],”"),
        ("The losses rose by 12.5 percent on 40 km.", "by 12.5 percent"),
    ],
)
def test_marks_of_notes_are_blanked(text: str, words: str) -> None:
    assert words in prose(Article("a", text, "0" * 64, "a.txt", Span(0, len(text))))


def test_notes_at_the_foot_are_no_prose() -> None:
    page = f"{BODY}[1]\n\n[1] https://norton.example/1\n[2] Ministry of Defence, May 2, on the return of 40 bodies."
    article = clean(Article("a", page, "0" * 64, "a.txt", Span(0, len(page))), WORDS)
    assert prose(article).strip() == BODY


def test_the_day_of_a_note_is_not_the_pages() -> None:
    page = f"Bodies come home\n14 June 2025\n\n{BODY}[1]\n\n[1] Exchange of 40, Norton Press, 24 May 2025."
    article = clean(Article("a", page, "0" * 64, "a.txt", Span(0, len(page))), WORDS)
    assert (article.published, article.publisher) == (date(2025, 6, 14), None)


@pytest.mark.parametrize(
    "label",
    ["Previously", "Background", "Details", "Reminder", "For reference", "Why it matters", "What happened next"],
)
def test_labels_before_a_sentence_are_blanked(label: str) -> None:
    text = f"{label}: {BODY}"
    assert prose(Article("a", text, "0" * 64, "a.txt", Span(0, len(text)))).strip() == BODY


@pytest.mark.parametrize(
    "line", ["Hotline: 0 800 300 529 (free of charge)", "Tel.: (044) 390-43-90", "Call 0800 300 529 now"]
)
def test_telephone_numbers_are_blanked(line: str) -> None:
    page = f"Bodies come home\n\n{BODY}\n{line}"
    article = clean(Article("a", page, "0" * 64, "a.txt", Span(0, len(page))), WORDS)
    assert line not in prose(article)


@pytest.mark.parametrize("lead", ["From the archive", "In pictures", "Watch", "In case you missed it"])
def test_a_link_to_another_story_is_no_prose(lead: str) -> None:
    page = f"Bodies come home\n\n{BODY}\n\n{lead}: how 6,000 war dead came home in June, and who named them"
    article = clean(Article("a", page, "0" * 64, "a.txt", Span(0, len(page))), WORDS)
    assert "6,000" not in prose(article)


def test_a_list_of_links_ends_where_the_page_says_so() -> None:
    page = (
        f"Bodies come home\n\n{BODY}\n\nRecommended Stories\nlist 1 of 2\nA war in its fourth year\nlist 2 of 2\n"
        "Who waits at the border?\nend of list\n\nThe dead were soldiers."
    )
    article = clean(Article("a", page, "0" * 64, "a.txt", Span(0, len(page))), WORDS)
    assert "The dead were soldiers." in prose(article)
    assert "Who waits" not in prose(article)


def test_the_numbers_of_a_gallery_count_nothing() -> None:
    lines = ("1 Relatives wait for the bus", "2 A bus arrives in the town", "3 Men leave the bus at noon", "40 came")
    page = "\n".join(lines)
    article = clean(Article("a", page, "0" * 64, "a.txt", Span(0, len(page))), WORDS)
    assert [line.split()[0] for line in prose(article).splitlines()] == ["Relatives", "A", "Men", "40"]


def test_the_headline_stands_below_the_outlet_and_the_way_to_the_page() -> None:
    page = (
        "Ashdown Shore | News of the city\nHome » World » War\nForty captives come home\n\n"
        "Arland and Borland exchanged 40 prisoners each on Saturday, both ministries said."
    )
    article = clean(Article("a", page, "0" * 64, "a.txt", Span(0, len(page))), WORDS)
    assert (article.publisher, article.title) == ("Ashdown Shore", "Forty captives come home")


def test_a_month_before_the_text_is_no_prose() -> None:
    page = "date 2023-02 Forty captives come home\n\nArland freed 40 prisoners on Saturday, both ministries said."
    article = clean(Article("a", page, "0" * 64, "a.txt", Span(0, len(page))), WORDS)
    assert (article.published, article.title) == (None, "Forty captives come home")


def test_letters_before_a_colon_are_a_body_that_speaks_a_town_or_a_label() -> None:
    known = authority.load()
    rest = (
        "37 prisoners freed in swap\n\nRussia and Ukraine exchanged 37 prisoners on Friday, officials in Borton said.\n"
    )
    for lead, speaks in (("GUR", True), ("KYIV", False), ("VIDEO", False)):
        text = f"{lead}: {rest}"
        article = Article("a", text, "0" * 64, "a.txt", Span(0, len(text)))
        shown = prose(clean(article, lexicon.load(), known), known)
        assert shown.startswith(f"{lead}: 37") is speaks
