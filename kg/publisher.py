"""Reads off a page who published it: mastheads, datelines, appeals and credits name the outlet where no metadata does."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.lexicon import Lexicon
    from kg.model import Span

_WORD = r"[A-Z](?:[\w&’'-]|\.(?!\s|$))*"
NAME = rf"(?:[Tt]he )?{_WORD}(?: (?:of|and|the|{_WORD}))*"
_PLATFORMS = r"(?:Telegram|WhatsApp|Facebook|X|Twitter|Instagram|YouTube|Viber|TikTok|LinkedIn|Threads|Bluesky)"
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*"
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:[Mm]essage|[Nn]ote|[Ll]etter|[Aa]ppeal) from (?P<outlet>{NAME})\s*:?\s*$",
        rf"^\W*[Ss]upport (?P<outlet>{NAME})",
        rf"^\W*Keep (?P<outlet>{NAME}) going\W*$",
        rf"^\W*[Ff]ollow (?P<outlet>{NAME})",
        rf"^\W*(?P<outlet>{NAME}) is (?:also )?on {_PLATFORMS}\b",
        rf"^\W*(?P<outlet>{NAME}) is (?:funded|supported|published|owned) by\b",
        rf"\((?:Additional )?[Rr]eporting by (?P<outlet>(?!the ){NAME}) (?:staff|newsroom|bureau)",
        rf"^\W*[Bb]y (?P<outlet>{NAME}?) (?:Staff|staff|newsroom|Newsroom|news desk|News Desk|Bureau|bureau|reporters?|correspondents?)\s*(?:$|[|,]|{_MONTH}|\d)",
        rf"^\W*(?:Author|Publisher|Outlet|Agency|Newsroom)s?: (?P<outlet>{NAME})(?:,|\W*$)",
        rf"^\W*[A-Z][a-z]+ [•·|–—] (?P<outlet>{NAME})\W*$",
        rf"^\W*(?P<outlet>{NAME}) [|•·] (?:LIVE|Live)\b",
        rf"class=[\"']copyright[\"']>\s*(?:©\s*)?(?P<outlet>{NAME})",
        rf"^\W*(?P<outlet>{NAME}) (?:has no paywall|depends on|relies on|is reader-funded|is kept|is free|needs you|needs your|exists thanks)\b",
        rf"^\W*[Ff]rom (?P<outlet>{NAME})\W*$",
        rf"^\W*[Bb]y (?P<outlet>(?:Radio|Agence|Agency|The) {NAME}?)['’]s [A-Z]\w+ (?:Service|Bureau|Desk)\s*$",
        rf"^\W*(?P<outlet>{NAME})\. (?:Reporting|Editing|Additional reporting)\b",
        rf"^\W*(?P<outlet>{NAME}) (?:news ?feed|newsroom|news desk|alerts|appears|uses cookies|newsletter)\b",
        rf"(?:©|\([Cc]\)|[Cc]opyright)\s*(?:[Pp]hoto:?\s*)?(?:\d{{4}}\s*)?(?P<outlet>{NAME})",
        rf"^\W*(?:LIVE|Live)\b.*\|\s*(?P<outlet>{NAME})\s*$",
        rf"\b[Gg]et (?P<outlet>[Tt]he {NAME}) by e-?mail\b",
        rf"^\W*(?P<outlet>{NAME})\. All rights reserved\b",
        rf"\b(?P<outlet>{NAME})['’]s (?:output|website|newsletter|app|coverage|content|journalism)\b",
        rf"\bby the (?P<outlet>{NAME}) team\b",
        rf"\b(?P<outlet>{NAME}) channel on {_PLATFORMS}\b",
        rf"\b[Ss]ubscribe to (?P<outlet>{NAME}) on \w",
        rf"\b(?:[Ss]ubscribe to|subscriber of|member of|reader of|readers of) (?P<outlet>[Tt]he {NAME})\b",
        rf"^\W*(?P<outlet>{NAME}),? (?:\d{{1,2}}\+|20\d\d\b)",
        rf"^\W*(?P<outlet>{NAME}): (?:subscribe|follow|join|read|sign up)\b",
        rf"^\W*\((?P<outlet>{NAME})\)\s*[-–—]",
        rf"^\W*(?:[Ss]ource|SOURCE):\s+(?P<outlet>{NAME}?) and (?:news |other )?agencies\W*$",
        rf"\b(?:patron|supporter|friend|reader) of (?P<outlet>{NAME})\b",
        rf"\b(?:links?|hyperlink|reference) to (?P<outlet>{NAME})\b",
        rf"^\W*(?:.{{0,40}}[.:,]\s+)?[Ee]very \w+,? (?P<outlet>{NAME}) editors\b",
        rf"\b(?P<outlet>{NAME}) (?:editors|journalists|reporters|newsletter|subscribers) (?:round|bring|send|pick|have|are)\b",
        rf"\b(?P<outlet>{NAME})['’]s [A-Z]\w+ [A-Z]\w+ (?:in [A-Z]\w+ )?contributed\b",
        rf"\b(?P<outlet>{NAME})['’]s [A-Z][^.]{{2,80}} contributed\b",
        rf"\b(?P<outlet>{NAME}) (?:writers?|reporters?|journalists?|producers?) [A-Z][^.]{{2,80}} contributed\b",
        r"^\W*By [A-Z][^.]{4,90}, (?P<outlet>[A-Z]{2,6})\s*$",
        rf"\bdeclared (?P<outlet>{NAME}) an? [“\"]?undesirable\b",
        rf"^\W*(?:[Ss]ource|[Pp]ublished by|[Ff]irst published (?:by|in))\s*:?\s+(?P<outlet>{NAME})\W*$",
    )
)
_NEAR_READER = re.compile(
    rf"\b(?:from|of|by|via|on|with|[Ff]ollow|[Ss]upport|[Jj]oin|[Ss]ubscribe to|[Rr]ead|[Ww]atch)\s+(?:the\s+)?(?P<outlet>{NAME})"
)
"""Where furniture names the outlet in passing: "Latest headlines from …", "the channel of …"."""

_TITLE_TAIL = re.compile(rf"\s[|]\s(?P<outlet>{NAME}(?: \d+(?:\.\d)?)?)\s*$|^(?P<head>{NAME})\s[|]\s[A-Z]\w+\s*$")
_SPEAKS = re.compile(rf"^\W*(?P<outlet>{NAME}) (?:is|has|does|stands|lives)\b")
_IN_PROSE = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b[Aa]s (?P<outlet>{NAME}) (?:has )?(?:previously |earlier )?(?:reported|wrote|reports|informs|notes)(?: earlier| previously|,|\b)",
        rf"^\W*[A-Z][a-z]+ [•·] (?P<outlet>{NAME})\.\s",
        rf"\b[Aa]ccording to an? (?P<outlet>{NAME}) (?:tally|count|analysis|investigation)\b",
        rf"[a-z”\"],? (?P<outlet>{NAME}) (?:reports|writes)\b",
        rf"[a-z”\"], (?:reports|writes) (?P<outlet>{NAME})\.",
        rf"\b(?:seen|obtained|reviewed|verified) by (?P<outlet>{NAME})\b",
    )
)
_NO_NAMES = frozenset("google messenger apple app store play".split())
_TRAILING = re.compile(rf"(?:\s+(?:LIVE|Live|{_PLATFORMS}|Staff|staff|App|app|Newsletter|newsletter|and|of|the))+$")
_LEADING = re.compile(
    r"^\W*(?:(?:[Bb]y|Prefer|Follow|Support|From|By|Join|Keep|Subscribe to|Read|Via|Source|Photo|Download|Get)\s+)+"
)
_NO_OUTLET = frozenset(
    """during since after before between under while when meanwhile earlier previously in by at on we us our the a an this that you your subscribe read more by date live breaking telegram facebook twitter instagram youtube whatsapp today
    monday tuesday wednesday thursday friday saturday sunday agency report reports details background video photo photos news want need got""".split()
)


_SECTIONS = frozenset(
    "world news latest breaking top live daily international politics europe asia national home main headlines war conflict conflicts".split()
)
"""Words that head a section of any page; a name of these alone is no outlet's."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a page with its place in the text."""

    span: Span
    text: str


def publisher(lines: list[Line], prose: list[Line], said: list[str], lexicon: Lexicon) -> str | None:
    """Finds the outlet of a page, None where nothing tells.

    `lines` are those that are no prose, `prose` the others, `said` names that stand in datelines and page heads.

    The name that the page uses most wins, in its longest spelling ("Northern Ledger" for "the Ledger").
    """
    votes: dict[str, int] = {}
    for name in said:
        _vote(votes, name, 2)
    for line in prose:
        for pattern in _IN_PROSE:
            if (match := pattern.search(line.text)) and not _is_body(match["outlet"], lexicon):
                _vote(votes, match["outlet"], 2)
    for line in lines:
        if len(line.text) > 240:
            continue
        for pattern in _PATTERNS:
            if (
                (match := pattern.search(line.text.strip()))
                and not _is_body(match["outlet"], lexicon)
                and _vote(votes, match["outlet"], 3)
            ):
                break
    edges = {id(line): line for line in (*lines[:6], *lines[-8:])}.values()
    for line in lines[:2]:
        if match := _TITLE_TAIL.search(line.text):
            _vote(votes, match["outlet"] or match["head"], 2)
    for line in edges:
        if (match := _SPEAKS.search(line.text)) and not _is_body(match["outlet"], lexicon):
            _vote(votes, match["outlet"], 1)
        if len(line.text) < 160:
            for match in _NEAR_READER.finditer(line.text):
                if not _is_body(match["outlet"], lexicon):
                    _vote(votes, match["outlet"], 1)
        for name in _mastheads(line.text, lexicon["MastheadNouns"]):
            at_edge = (line.text.startswith("By ") and line.text.rstrip().endswith(name)) or line.text.strip(
                " \t*#|"
            ).casefold().startswith(name.casefold())
            _vote(votes, name, 2 if at_edge or name.casefold() == line.text.strip(" \t*#|").casefold() else 1)
    if not votes:
        return None
    joined = {name: sum(count for other, count in votes.items() if _ends_with(name, other)) for name in votes}
    best = max(joined, key=lambda name: (joined[name], len(name.split()), len(name), name))
    return best if joined[best] >= 2 else None


def _vote(votes: dict[str, int], name: str, weight: int) -> bool:
    """Counts a vote for a name, trimmed; gives False where it can be no outlet's."""
    name = re.split(r"[.!?:]\s", " ".join(name.split()))[0]
    name = _TRAILING.sub("", _LEADING.sub("", name).strip(' .,:;|–—-*#"”“'))
    if re.match(r"the [A-Z]", name):
        name = "The" + name[3:]
    name = re.sub(r"^\W+|\s*[·|].*$", "", re.sub(r"['’]s$", "", name))
    words = name.split()
    if name.isupper() and len(words) > 1:
        name = name.title()
    if (
        words
        and len(words) <= 6
        and not all(w.casefold() in _NO_OUTLET | _NO_NAMES or re.fullmatch(_PLATFORMS, w) for w in words)
        and words[0].casefold() not in _NO_OUTLET - {"the", "news"}
        and not all(w.casefold() in _SECTIONS for w in words)
    ):
        votes[name] = votes.get(name, 0) + weight
        return True
    return False


def _ends_with(name: str, other: str) -> bool:
    plain, core = (re.sub(r"^the ", "", n.casefold()) for n in (name, other))
    initials = "".join(word[0] for word in plain.split())
    return (
        plain == core
        or plain.endswith(" " + core)
        or plain.startswith(core + " ")
        or (len(core) > 2 and initials == core)
        or (other.removeprefix("The ").isupper() and len(core) > 1 and initials == core)
    )


def _is_body(name: str, lexicon: Lexicon) -> bool:
    """Tells a ministry or agency of state from an outlet by the last word of its name."""
    last = name.split()[-1].casefold()
    return last in {
        "headquarters",
        "ministry",
        "committee",
        "service",
        "department",
        "duma",
        "nations",
        "cross",
        "government",
    } or (last in lexicon["BodyNouns"] and last not in lexicon["MastheadNouns"] | lexicon["OutletNouns"])


def _mastheads(text: str, nouns: frozenset[str]) -> list[str]:
    """Gives the capitalised names in a line that hold a word of mastheads, such as "The Thames Courier"."""
    if len(text) > 140:
        return []
    if re.match(r"^[\W\dA-Z]+$", text):
        text = re.sub(r"[A-Z]{2,}", lambda m: m.group().capitalize(), text)
    found = []
    for match in re.finditer(rf"(?:[Tt]he )?{_WORD}(?: {_WORD}){{0,4}}", text):
        words = [re.sub(r"['’]s$", "", w).strip(".,:;’'").casefold() for w in match.group().split()]
        core = [w for w in words if w != "the"]
        if words[0] in {"press", "news"} and len(words) == 2:
            continue  # "Press service", "News agency"
        if len(core) > 1 and {core[0], core[-1], *(core[-2:-1])} & nouns:
            found.append(match.group())
    return found
