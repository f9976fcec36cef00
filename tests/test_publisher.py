"""The publisher is read off a page's furniture, in the forms that newsrooms give it; all names are made up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg import authority, lexicon
from kg.clean import clean
from kg.model import Article, Span

if TYPE_CHECKING:
    from pathlib import Path

WORDS = lexicon.load()
KNOWN = authority.load()
HEADLINE = "Bodies come home"
BODY = "The two sides exchanged the bodies of 40 fallen soldiers on Friday, officials in both capitals said."
VOICE = '"We waited for three years," said Olena Marsh, whose brother was among them.'
PROSE = f"{BODY}\n{VOICE}"


def publisher(page: str) -> str | None:
    return clean(Article("a", page, "0" * 64, "a.txt", Span(0, len(page))), WORDS, KNOWN).publisher


@pytest.mark.parametrize(
    ("page", "name"),
    [
        pytest.param(
            "Skip to main content\nNews | Sport | Opinion\nThe Ashdown Clarion\nWorld\n"
            f"{HEADLINE}\n{PROSE}\n© 2025 Ashdown Clarion Group Ltd.",
            "Ashdown Clarion",
            id="newspaper with its firm",
        ),
        pytest.param(
            f"THE ASHDOWN CLARION\n4 May 2025\n{HEADLINE}\n{PROSE}\n© Ashdown Clarion Newspapers Ltd 2025",
            "Ashdown Clarion",
            id="masthead and the firm that prints it",
        ),
        pytest.param(
            f"{HEADLINE}\n\nBy Inna Brook and Paul Quill\nNORDHAVN, Arland (HN) — {PROSE}\n___\n"
            "Follow our coverage: https://haldennewswire.example/arland",
            "Halden Newswire",
            id="agency by its letters and its address",
        ),
        pytest.param(
            f"{HEADLINE}\n14 FEB, 15:38\nARLBERG, February 14. /ORTA/. {PROSE}\nTags\nArland", "ORTA", id="slashes"
        ),
        pytest.param(
            f"BBS News\nHome News Sport Weather\nEurope\n{HEADLINE}\n2 hours ago\nOlga Marsh\nReporting from Norton\n"
            f"{PROSE}\nMore on this story",
            "BBS News",
            id="broadcaster",
        ),
        pytest.param(
            f"{HEADLINE}\nIvan Dolna, Kateryna Lys — 14 February, 13:05\n{PROSE}\n"
            "Journalists of Morska Pravda work for you every day\nSupport MP",
            "Morska Pravda",
            id="letters and full name in appeals",
        ),
        pytest.param(
            f"Forwarded from Ridge Bulletin\n14.02.2025 18:03\n{HEADLINE}\n{PROSE}\n4.1K views",
            "Ridge Bulletin",
            id="mirror of a channel",
        ),
        pytest.param(
            f"NORDHAVN, April 19, 2025. /Ashdown News Service/. {PROSE}\n"
            "Ashdown News Service. Information products are intended for persons over 16.",
            "Ashdown News Service",
            id="agency that calls itself a service",
        ),
        pytest.param(
            f"{HEADLINE}\nBy the Northern Cable world desk\nUpdated 2:14 PM EST, Thu February 5, 2026\n{PROSE}\n"
            "Northern Cable’s staff in Norton and Ashdown contributed to this report.",
            "The Northern Cable",
            id="desk in a byline, staff in a credit",
        ),
        pytest.param(
            f"{HEADLINE}\n\nPUBLISHED JUN 12, 2025, 08:15 AM\nNORDHAVN – {PROSE}\n"
            "The governor said in February that over 400 Arlandic soldiers had been killed in the war. HALDEN PRESS\n"
            "Join The Marsh Courier’s WhatsApp Channel and get the latest news and must-reads.",
            "The Marsh Courier",
            id="paper with an agency's copy",
        ),
        pytest.param(
            f"Page 4 THE OLD HARBOUR LEDGER Friday, February 14, 2025\n{HEADLINE}\n{PROSE}\nContinued from page 1",
            "The Old Harbour Ledger",
            id="printed page",
        ),
        pytest.param(
            f"14/02/2025, 18:22\t{HEADLINE} – Lakeshore Tribune\n{PROSE}\n"
            "https://www.lakeshoretribune.example/world/1\t1/3",
            "Lakeshore Tribune",
            id="browser's print",
        ),
        pytest.param(
            f"Home > World > Europe\n{HEADLINE}\nIssued on: 14/02/2025 - 18:22\nText by: VALMONT 24\n{PROSE}\n"
            "(VALMONT 24 with agencies)",
            "Valmont 24",
            id="television with a number",
        ),
        pytest.param(
            f"UA | EN | RU\nMenu\nStrichka Novyn\nNews\nWar\n{HEADLINE}\n14 February 2025, 18:22\nOlha Tkach\n{PROSE}\n"
            "The material was prepared by Strichka Novyn\nFollow us in Google News",
            "Strichka Novyn",
            id="portal in three languages",
        ),
        pytest.param(
            f"Help Neva Gate! Give now\n{HEADLINE}\nMarch 5, 2026\n{PROSE}\nFrom the editors of Neva Gate\n"
            "With a gift of as little as $2 a month you help us go on.",
            "Neva Gate",
            id="donations",
        ),
        pytest.param(
            "THE MERIDIAN FORTNIGHT\nSeven days in five minutes, in your inbox\nIssue 211 | 14–20 October 2024\n"
            f"{PROSE}\nYou are reading a free article of The Meridian Fortnight. To read more, subscribe.",
            "The Meridian Fortnight",
            id="newsletter",
        ),
        pytest.param(
            f"{HEADLINE}\nNORTON (Kestrel/AFP) — {PROSE}\nKestrel is not responsible for the content of other sites.",
            "Kestrel",
            id="copy of an agency",
        ),
        pytest.param(
            f"{HEADLINE}\n{PROSE}\n— With files from Reuters\nSubscribe to Prairie Sun",
            "Prairie Sun",
            id="with files from",
        ),
        pytest.param(f"TSV.ua\nNews\n{HEADLINE}\n14 February, 18:22\n{PROSE}", "TSV.ua", id="an address for a name"),
        pytest.param(
            f"{HEADLINE}\n{PROSE}\nThe post {HEADLINE} appeared first on Harbinger Weekly.",
            "Harbinger Weekly",
            id="feed",
        ),
        pytest.param(
            f"{HEADLINE}\nBy the Lowmoor Chronicle Editorial Board\n{PROSE}", "Lowmoor Chronicle", id="editorial"
        ),
        pytest.param(
            "Ministry of Defence of Arland\nOfficial website\nPress release\n"
            f"{HEADLINE}\n{PROSE}\n© 2025 Ministry of Defence of Arland",
            "Ministry of Defence of Arland",
            id="ministry's own page",
        ),
        pytest.param(
            "Coordination Headquarters for the Treatment of Prisoners of War\nOfficial website\nHome / News\n\n"
            f"14.09.2024\n\n{HEADLINE}\n\n{PROSE}",
            "Coordination Headquarters for the Treatment of Prisoners of War",
            id="a body over Official website",
        ),
        pytest.param(
            f"Official website of the Ministry of Defence of Arland\n14.09.2024\n\n{HEADLINE}\n\n{PROSE}",
            "Ministry of Defence of Arland",
            id="official website of a body",
        ),
        pytest.param(
            f"{HEADLINE}\n\nFebruary 6, 2026\n\nBy INNA BROOK/ Kanto Shimbun Staff Writer\n\n{PROSE}",
            "Kanto Shimbun",
            id="staff writer behind a slash",
        ),
        pytest.param(
            f"{HEADLINE}\n\nBy Inna Brook, Ashdown Clarion correspondent\nMay 4, 2025\n\n{PROSE}",
            "Ashdown Clarion",
            id="correspondent behind a comma",
        ),
        pytest.param(
            f"{HEADLINE}\n\nFebruary 5, 2026 / 12:31 PM EST / NBX/AP\n\n{PROSE}", "NBX", id="letters and an agency"
        ),
        pytest.param(
            f"ASHDOWN STAR-LEDGER\nWorld & Nation\n\n{HEADLINE}\n\nFROM WIRE REPORTS\nDec. 30, 2024\n\n{PROSE}",
            "Ashdown Star-Ledger",
            id="masthead with a hyphen over a section",
        ),
        pytest.param(
            f"{HEADLINE}\n\nBy Al Bahr Staff and News Agencies\n\nPublished On 11 Jun 2025\n\n{PROSE}\n\n"
            "Source: Al Bahr and news agencies",
            "Al Bahr",
            id="staff and agencies",
        ),
        pytest.param(
            f"{HEADLINE}\nby AFP - Agence France Presse\nJune 16, 2025\n\n{PROSE}",
            "Agence France Presse",
            id="letters and what they stand for",
        ),
        pytest.param(
            "Daily Campaign Assessment, June 14, 2025\n\nCentre for Conflict Assessment\nJune 14, 2025, 7:15 pm ET\n\n"
            f"{PROSE}\n\n[1] https://halden.example/1",
            "Centre for Conflict Assessment",
            id="think-tank under the name of its series",
        ),
        pytest.param(
            f"{HEADLINE}\n\n17:54 16.06.2025\n\nNORDHAVN, June 16 - Halden Novosti. {PROSE}",
            "Halden Novosti",
            id="dateline with the agency behind its dash",
        ),
        pytest.param(
            f"{HEADLINE}\n\nBy Inna Brook\nFebruary 5, 2026 4:00 am CET\n\n{PROSE}\n\n© 2026 Politika SRL",
            "Politika",
            id="legal form",
        ),
        pytest.param(
            f"NORTON PRESS NORTON PRESS - Feb 5, 2026 - 20:10 | World, All\n\n{HEADLINE}\n\n{PROSE}",
            "Norton Press",
            id="logo told twice",
        ),
    ],
)
def test_the_publisher_is_named_on_the_page(page: str, name: str) -> None:
    found = publisher(page)
    assert found is not None
    assert found.removeprefix("The ") == name.removeprefix("The ")


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(
            f"{HEADLINE}\nDana Whitlock | 14.02.2025 - Update : 14.02.2025\nNORTON\n{PROSE}", id="person and date"
        ),
        pytest.param(f"{HEADLINE}\nby Dana Whitlock March 6, 2026 4:02 PM 2 min read\n{PROSE}", id="byline and date"),
        pytest.param(
            f"{HEADLINE}\nBy Dana Whitlock\n{PROSE}\nDana Whitlock reports from Norton.\nFollow Dana Whitlock on X.",
            id="reporter to follow",
        ),
        pytest.param(f"{HEADLINE}\nAuthor: Dana Whitlock\nPublished: 09:10 PM, 18 Oct, 2024\n{PROSE}", id="labels"),
        pytest.param(
            f"{HEADLINE}\nSource: Ministry of Defence\nPhoto: Norton Press Service\n{PROSE}\nSupport our work.",
            id="the story's source",
        ),
        pytest.param(
            f"{HEADLINE}\n{PROSE}\nThe minister told Reuters that talks go on. As AFP reported, they will.\n"
            "© Russian Defense Ministry / Go to the photo bank",
            id="other media and a picture's owner",
        ),
        pytest.param(
            f"Arland And Borland Swap Captives\nPress release\n5 February 2026\n{PROSE}", id="a headline in capitals"
        ),
        pytest.param(f"Norton City Council\n5 February 2026\n{HEADLINE}\n\n{PROSE}", id="a council told of"),
        pytest.param(f"{HEADLINE}\n{PROSE}\nSupport Trusted Journalism", id="appeal for journalism"),
        pytest.param(
            f"Ukraine | Europe\n{HEADLINE}\n{PROSE}\nRead also: Help Arrives In Norton Hospitals", id="sections"
        ),
        pytest.param(
            f"WORLD\n3 MIN READ\n{HEADLINE}\nBy Staff Reporter\nMay 4, 2025\n\n{PROSE}", id="nobody of the staff"
        ),
    ],
)
def test_where_the_page_does_not_tell_there_is_no_publisher(page: str) -> None:
    assert publisher(page) is None


@pytest.mark.parametrize(
    "sentence",
    [
        "Journalists from Ridgeline and from the Norton Post counted the names of 100,000 dead soldiers.",
        "Volunteers came to support Severin and his family after the news.",
        "The Rybak Telegram channel put the number at 40.",
        "Ridgeline's reporters counted 40 bags on the platform.",
        "A reporter of The Plain Courier, who saw the list, gave 41.",
        "The Norton Post, Ridgeline and others had the story first.",
        "Help from Marlow arrived at noon. The people of Marlow waited.",
    ],
)
@pytest.mark.parametrize("page", ["{0}\n{1}", "{1}\n{0}"], ids=["at the end", "at the head"])
def test_a_name_in_the_articles_own_sentences_is_no_publisher(page: str, sentence: str) -> None:
    assert publisher(page.format(PROSE, sentence)) is None


@pytest.mark.parametrize(
    ("article", "wanted"),
    [
        ({"publisher": "Norton Post", "publisher_basis": "front matter"}, ("Norton Post", "front matter")),
        ({"url": "https://www.nortonpost.example/a/1"}, ("The Norton Post", "the article's address")),
        ({"url": "https://live.nortonpost.example/a/1"}, ("The Norton Post", "the article's address")),
        ({"url": "https://borlandtimes.example/a/1"}, ("borlandtimes.example", "the article's address")),
        # Networks and archives carry what others publish.
        ({"url": "https://t.me/borland/17"}, (None, "")),
        ({"url": "https://web.archive.org/web/2031/https://borlandtimes.example"}, (None, "")),
        ({"url": "https://www.facebook.com/borland"}, (None, "")),
        ({"url": "no address"}, (None, "")),
        ({"text": "{}\n\n© 2031 Borland Times. All rights reserved"}, ("Borland Times", "the page's imprint")),
    ],
)
def test_where_the_outlet_was_found_is_told(
    tmp_path: Path, article: dict[str, str], wanted: tuple[str | None, str]
) -> None:
    own = tmp_path / "own.ttl"
    own.write_text(
        """@prefix kg: <https://w3id.org/exchange-kg/ontology#> .
        @prefix schema: <https://schema.org/> .
        @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
        <agent/norton-post> a kg:Outlet ; skos:prefLabel "The Norton Post"@en ;
            schema:url "https://nortonpost.example" .""",
        encoding="utf-8",
    )
    text = article.pop("text", "{}").format(PROSE)
    made = Article("a", text, "", "a.txt", Span(0, len(text)), **article)
    cleaned = clean(made, WORDS, authority.load([own]))
    assert (cleaned.publisher, cleaned.publisher_basis) == wanted


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (
            "World News | Ashdown Now News Desk (inputs from agencies) | Edited by Ann Doe | Updated: 8 March 2023",
            "Ashdown Now",
        ),
        ("Ashdown Now World Desk | Published: March 8, 2023", "Ashdown Now"),
        ("Written by: Ashdown Now Web Desk", "Ashdown Now"),
        ("ABN News Desk | 8 March 2023", "ABN News"),
        ("Ashdown Shore | News of the city\n8 March 2023, 12:00    Views: 18 402", "Ashdown Shore"),
        ("Ashdown Lights | The news website of the south", "Ashdown Lights"),
        ("Reuters Published March 8, 2023 Updated March 8, 2023 06:08pm", "Reuters"),
        ("Web Desk | 8 March 2023", None),
        ("- Post By Ann Doe\n- 08:21, 8 March 2023", None),
        ("MIN READMar 8, 2023 | 20:36 GMT", None),
        ("Ann Doe | News editor\n8 March 2023", None),
        ("Ashdown Fair | News of the day", None),
    ],
)
def test_a_desk_or_words_on_itself_stand_beside_an_outlet(head: str, name: str | None) -> None:
    assert publisher(f"{head}\n{HEADLINE}\n{PROSE}") == name


def test_a_name_is_parted_from_the_sort_of_outlet_behind_it() -> None:
    assert publisher(f"{HEADLINE}\n{PROSE}\nAs the Ashdown Light news agency earlier reported, a swap came first.") == (
        "The Ashdown Light"
    )
