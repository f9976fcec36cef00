"""An invented network of actors with the claims behind it, and one whose words are hostile."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kg.network import Edge

if TYPE_CHECKING:
    from collections.abc import Iterator

ID = "https://w3id.org/exchange-kg/id/"

# Invented people, bodies and outlets: label, type, side.
ACTORS = {
    "north": ("Northland", "state", "Northland"),
    "south": ("Southmark", "state", "Southmark"),
    "gulf": ("Gulf Emirate", "state", "Gulf Emirate"),
    "staff": ("Staff for the Treatment of Captives and the Search for the Missing", "organization", "Northland"),
    "north-defence": ("Northern Defence Ministry", "organization", "Northland"),
    "north-police": ("Interior Ministry", "organization", "Northland"),
    "families": ("Union of Soldiers' Families", "organization", "Northland"),
    "halyna": ("Halyna Verbova", "person", "Northland"),
    "ostap": ("Ostap Lys", "person", "Northland"),
    "north-president": ("Taras Holub", "person", "Northland"),
    "south-defence": ("Southern Defence Ministry", "organization", "Southmark"),
    "border": ("Border Service", "organization", "Southmark"),
    "egor": ("Egor Sedov", "person", "Southmark"),
    "south-president": ("Pavel Rudin", "person", "Southmark"),
    "nina": ("Nina Sorokina", "person", "Southmark"),
    "red-cross": ("International Red Cross", "organization", ""),
    "envoy": ("Khalid Al Noor", "person", "Gulf Emirate"),
    "herald": ("The Northern Herald", "outlet", "Northland"),
    "wire": ("World Wire", "outlet", ""),
    "south-agency": ("South News Agency", "outlet", "Southmark"),
    "daily": ("Capital Daily", "outlet", "Southmark"),
    "messenger": ("Messenger", "channel", ""),
    "television": ("state television", "channel", "Southmark"),
    "steppe": ("Steppe Oblast", "place", "Northland"),
    "delta": ("Delta Oblast", "place", "Northland"),
}

# Speaker, whom the claim is about, who relayed it, publisher, article, date, passage.
CLAIMS = [
    ("staff", "north south", "messenger", "herald", "n-101", "2025-05-16", "The staff said 909 fallen had come home."),
    ("staff", "steppe", "messenger", "herald", "n-101", "2025-05-16", "It counted 597 from the Steppe front."),
    ("staff", "delta", "", "herald", "n-101", "2025-05-16", "A further 51 were brought from the Delta."),
    ("staff", "red-cross", "messenger", "wire", "w-7", "2025-05-16", "The Red Cross helped with the convoy, it added."),
    ("staff", "north-police", "", "wire", "w-7", "2025-05-16", "The ministry's experts will identify them."),
    ("staff", "south", "messenger", "daily", "d-3", "2025-06-11", "Kin of 1,212 still wait, the staff said."),
    ("egor", "south north", "messenger", "south-agency", "s-12", "2025-05-16", "“We gave 909 and got 34,” he wrote."),
    ("egor", "north", "television", "south-agency", "s-13", "2025-06-07", "He said the other side had not come."),
    ("egor", "staff", "messenger", "daily", "d-3", "2025-06-11", "He called the staff's list “incomplete”."),
    ("egor", "south", "", "wire", "w-9", "2025-06-16", "His own ministry had been slow, he admitted."),
    ("south-defence", "south north", "", "south-agency", "s-12", "2025-05-16", "It confirmed that 34 were received."),
    ("south-defence", "gulf", "television", "daily", "d-4", "2025-06-20", "It thanked the Emirate for its mediation."),
    ("north-defence", "south", "", "herald", "n-102", "2025-06-08", "The ministry denied that a date had been agreed."),
    ("north-police", "staff", "", "herald", "n-102", "2025-06-08", "Tests take up to 14 months, it said."),
    ("halyna", "south nina", "", "herald", "n-103", "2025-06-09", "She has written to her counterpart 40 times."),
    ("nina", "halyna", "television", "daily", "d-4", "2025-06-20", "“We speak every week,” the commissioner said."),
    ("nina", "north south", "", "south-agency", "s-13", "2025-06-07", "At least 1,200 families have asked, she said."),
    ("ostap", "egor south", "", "herald", "n-103", "2025-06-09", "Lys rejected what the negotiator had written."),
    ("north-president", "south", "", "wire", "w-9", "2025-06-16", "The president spoke of over 6,000 bodies."),
    ("north-president", "gulf", "", "herald", "n-104", "2025-06-21", "He thanked the Emirate for the talks."),
    ("south-president", "north", "television", "daily", "d-4", "2025-06-20", "The president offered 3,000 more."),
    ("border", "north", "", "south-agency", "s-13", "2025-06-07", "Lorries waited at the crossing from noon."),
    ("envoy", "north south gulf", "", "wire", "w-9", "2025-06-16", "The envoy said both sides kept their word."),
    ("red-cross", "north south", "", "wire", "w-7", "2025-05-16", "The committee would not comment on figures."),
    ("south", "south north", "", "wire", "w-9", "2025-06-16", "Southmark said it had kept its word."),
    ("families", "staff", "", "herald", "n-104", "2025-06-21", "Families ask why 64 of them remain unnamed."),
    ("families", "north-police", "messenger", "herald", "n-104", "2025-06-21", "Tests come too late, the union wrote."),
]


def row(source: str, relation: str, target: str, claim: str, article: str, passage: str, date: str) -> Edge:
    ends = [part for key in (source, target) for part in (f"{ID}agent/{key}", *ACTORS[key])]
    return Edge(*ends, relation, f"{ID}claim/{claim}", article, passage, date)


def rows() -> Iterator[Edge]:
    for number, (speaker, subjects, relay, publisher, article, date, passage) in enumerate(CLAIMS):
        said = (f"c{number:02}", article, passage, date)
        for subject in subjects.split():
            yield row(speaker, "speaks-about", subject, *said)
        if relay:
            yield row(relay, "relays", speaker, *said)
        yield row(publisher, "publishes", speaker, *said)


EDGES = tuple(rows())


HOSTILE = '</script><script>window.bad = 1</script><img src=x onerror="window.bad = 2">'
ODD = "Ministry $\\frac{x_1} & Sons \x08\x1b\ud800"


def agent(key: str) -> str:
    return f"{ID}agent/{key}"


def hostile_edges() -> tuple[Edge, ...]:
    first = row("staff", "speaks-about", "south", "h0", HOSTILE, HOSTILE, "2025-05-16")
    return (
        replace(first, source_label=HOSTILE, source_side=HOSTILE, target_label=ODD),
        replace(first, source=HOSTILE, target_label=ODD, relation="{{data}}<b>", claim="", date=HOSTILE),
    )
