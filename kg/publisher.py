"""Decides who published a page from the names that stand on it, by the kinds of places where they stand.

A name that only persons have, that is a state, a body or a place, or that stands where any name may stand is none;
one that stands in several kinds of places is, in its fullest spelling. Where nothing is sure there is no publisher.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from kg.imprint import Kind, Line, is_masthead, sightings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from kg.lexicon import Lexicon

__all__ = ["Line", "nobody", "publisher"]

_WEIGHT = {
    Kind.IMPRINT: 3.0,
    Kind.RIGHTS: 3.0,
    Kind.CREDIT: 3.0,
    Kind.APPEAL: 3.0,
    Kind.OWN: 3.0,
    Kind.DATELINE: 2.5,
    Kind.MASTHEAD: 2.5,
    Kind.TITLE: 2.0,
    Kind.DATED: 2.0,
    Kind.SIGNED: 2.0,
    Kind.VOICE: 2.0,
    Kind.RELAY: 2.0,
    Kind.TOLD: 1.0,
    Kind.ALONE: 1.0,
    Kind.ADDRESS: 1.0,
    Kind.MENTION: 1.0,
    Kind.NEAR: 1.0,
    Kind.BYLINE: 1.0,
    Kind.AUTHOR: 0.5,
}
_WORDS = {
    Kind.IMPRINT: "imprint",
    Kind.RIGHTS: "notice of rights",
    Kind.CREDIT: "credit",
    Kind.APPEAL: "appeal to readers",
    Kind.OWN: "words about itself",
    Kind.DATELINE: "dateline",
    Kind.MASTHEAD: "masthead",
    Kind.TITLE: "headline",
    Kind.DATED: "line with the date",
    Kind.SIGNED: "signature",
    Kind.VOICE: "own words",
    Kind.RELAY: "own words",
    Kind.TOLD: "own words",
    Kind.ADDRESS: "address",
    Kind.BYLINE: "byline",
    Kind.AUTHOR: "byline",
}
_ENOUGH = 2.0
_IN_PASSING = frozenset({Kind.RELAY, Kind.TOLD, Kind.NEAR})
"""Where a page names its sources as well as itself."""
_ONLY_OUTLETS = frozenset({Kind.IMPRINT, Kind.RIGHTS, Kind.CREDIT, Kind.APPEAL, Kind.OWN, Kind.DATELINE, Kind.TITLE})
_NO_OUTLET = frozenset(
    """during since after before between under while when meanwhile earlier previously in by at on we us our the a an this that
    you your date want need got with according among against how what why who where here there he she they it its and or but if for as with no not
    monday tuesday wednesday thursday friday saturday sunday
    jan feb mar apr jun jul aug sep sept oct nov dec january february march april may june july august september october november december""".split()
)
"""Words that open a sentence or tell a day; no outlet's name opens with one."""
_ARTICLES = frozenset("the der die das la le les el los il lo de het al an".split())
_DAYS = r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Oct|Nov|Dec|(?:January|February|March|April|May|June|July|August|September|October|November|December|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day))\b"
_LEADS = frozenset("by from via photo source".split())
_LINKS = frozenset("on in at to for from by via with and of the &".split())
_TAILS = frozenset(
    "published updated posted modified staff app newsletter team ltd limited inc llc plc srl sarl pty gmbh corp company holding holdings group newspapers publications publishing publishers".split()
)
"""What follows a name in an appeal or as a firm's legal form, and is no part of it."""
_AND_AGENCIES = re.compile(
    r"\s+(?:and|with|&)\s+(?:(?:news|wire|other|foreign|international)\s+)*(?:agenc(?:y|ies)|wires?)\b.*$",
    re.IGNORECASE,
)
_SERIES = re.compile(
    r"\b(?:assessment|update|fact ?sheet|situation report|sitrep|takeaways|round-?up|recap)s?$", re.IGNORECASE
)
"""What the name of a series that a body publishes ends with: no outlet's."""
_STAFF = frozenset("reporter correspondent editor writer journalist".split())
_NO_NAME = re.compile(r"^(?:\d+ )?min(?:ute)?s?[ -]?read(?=[ A-Z]|$)|^post(?:ed)? by .*", re.IGNORECASE)
"""What pages print before a day and an author: "3 min read", "Post By …"."""
_DESKS = frozenset("desk newsdesk newsroom".split())
_OF_DESKS = frozenset("news web world foreign international national digital online editorial".split())
_BODIES = frozenset("headquarters ministry committee service department duma nations cross government".split())


def nobody(_: str) -> frozenset[str]:
    """Knows no names; stands in for an authority where there is none."""
    return frozenset()


def publisher(
    lines: list[Line],
    prose: list[Line],
    said: Iterable[str],
    lexicon: Lexicon,
    types: Callable[[str], frozenset[str]] = nobody,
) -> tuple[str, str] | None:
    """Finds the outlet of a page and says where the page names it most plainly, None where nothing tells.

    `lines` are those that are no prose, `prose` the others, `said` names that stand in datelines; `types` tells what an
    authority has under a name: "outlet", "organization", "state", "place", "person".
    """
    places: dict[str, Counter[Kind]] = {}
    addresses: list[str] = []
    persons: set[str] = set()
    for seen in sightings(lines, prose, said, lexicon):
        if seen.kind is Kind.ADDRESS:
            addresses.append(seen.name)
        elif _may_be_an_outlet(name := _trimmed(seen.name, lexicon), seen.kind, lexicon):
            places.setdefault(name, Counter())[seen.kind] += 1
            at_desk = seen.name.split()[-1].casefold() in _DESKS
            if seen.kind in {Kind.BYLINE, Kind.SIGNED} and not at_desk and _is_like_a_person(name, lexicon):
                persons.add(name)
    for address in addresses:
        _add_address(places, address, lexicon)
    candidates = [
        _Candidate(
            name,
            sum((kinds for other, kinds in places.items() if _is_within(other, name)), Counter()),
            own,
            number,
            "outlet" in types(name),
            is_masthead(name, lexicon),
        )
        for number, (name, own) in enumerate(places.items())
        if not _is_another(name, types) and (Kind.IMPRINT in own or not _is_body(name, lexicon, types))
    ]
    able = [one for one in candidates if one.score >= _ENOUGH and not _is_person(one, persons, lexicon)]
    able = [one for one in able if not _is_overlong(one, able)]
    if not able:
        return None
    best = max(able, key=_Candidate.rank)
    plainest = max(best.kinds, key=lambda kind: (_WEIGHT[kind], kind))
    return best.name, f"the page's {_WORDS.get(plainest, 'head or foot')}"


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A name with how often it stands in each kind of place: `own` in this spelling, `kinds` in any that fits it."""

    name: str
    kinds: Counter[Kind]
    own: Counter[Kind]
    number: int
    known: bool
    masthead: bool

    @property
    def score(self) -> float:
        """Adds up the kinds of places: a name twice in one kind of place is no surer than once."""
        in_furniture = not self.kinds.keys() <= _IN_PASSING
        if self.known and not in_furniture and self.kinds[Kind.RELAY] < 2:
            return 0.0  # any page cites the outlets that everybody knows
        like_an_outlet = in_furniture and (self.known or self.masthead)
        kinds = self.kinds.keys() - ({Kind.NEAR} if Kind.MENTION in self.kinds else set())
        return sum(_WEIGHT[kind] for kind in kinds) + (1.0 if like_an_outlet else 0.0)

    def rank(self) -> tuple[float, bool, bool, int, int, int]:
        """Gives what decides between candidates, first things first; of equals the one that stands first on the page."""
        return self.score, self.known, self.masthead, self.kinds.total(), -self.number, len(self.name)


def _trimmed(name: str, lexicon: Lexicon) -> str:
    """Takes off a name what stands before and behind it; what is left may be empty."""
    platforms, sections, verbs = lexicon["PlatformNames"], lexicon["SectionWords"], lexicon["AppealVerbs"]
    name = re.split(r"[.!?:]\s", " ".join(name.split()))[0]
    name = _NO_NAME.sub("", name)
    name = re.split(rf"\s(?=(?:\d\d? )?{_DAYS})", name)[0]
    name = _AND_AGENCIES.sub("", name)
    owner, _, owned = re.sub(r"[’']s\s", "\0", name, count=1).partition("\0")
    on_platform = bool(owned) and owned.split()[0].casefold() in platforms  # "…'s Telegram Channel"
    if (
        owned
        and not on_platform
        and owned.split()[-1].casefold() in (_BODIES | lexicon["BodyNouns"]) - {"service", "bureau"}
    ):
        return ""  # a minister's office
    if owned and (on_platform or not is_masthead(f"The {owned}", lexicon)):
        name = owner
    words = re.sub(r"['’]s$", "", name.strip(' .,:;|–—-*#"”“')).split()
    while len(words) > 1 and words[0].casefold() in verbs | _LEADS:
        words = words[2:] if len(words) > 2 and words[1] in {"to", "from", "on"} else words[1:]
    while len(words) > 2 and words[0].casefold() in sections and words[1].casefold() in _LINKS:
        words = words[2:]
    if len(words) > 1 and words[: len(words) // 2] == words[len(words) // 2 :]:
        words = words[: len(words) // 2]  # a logo and its description: "NORTON PRESS NORTON PRESS"
    words = _one_run(" ".join(words), lexicon).split()
    if [word.casefold() for word in words[:-1]] == ["staff"] and words[-1].casefold().removesuffix("s") in _STAFF:
        return ""  # "By Staff Reporter"
    if len(words) > 2 and words[-2].casefold() == "staff":
        words.pop()  # "Staff Writer"
    if words and words[-1].casefold() in _DESKS and _OF_DESKS.issuperset(word.casefold() for word in words[:-1]):
        return ""
    if len(words) > 2 and words[-1].casefold() in _DESKS:
        words.pop()
        while len(words) > 2 and words[-1].casefold() in _OF_DESKS:
            words.pop()  # "Norton Now News Desk", but "Norton News"
    while len(words) > 1 and words[-1].casefold() in _LINKS | _TAILS | platforms:
        words.pop()
    if len(words) > 2 and words[-1].casefold() in _STAFF and is_masthead(" ".join(words[:-1]), lexicon):
        words.pop()
    if len(words) > 2 and words[-1].upper() == "LIVE":
        words.pop()
    if len(words) > 1 and words[0] == "the":
        words[0] = "The"
    name = re.sub(r"^[^\w]+|[^\w+]+$", "", " ".join(words))
    return name.title() if name.isupper() and len(name.removeprefix("THE ").split()) > 1 else name


def _may_be_an_outlet(name: str, kind: Kind, lexicon: Lexicon) -> bool:
    """Tells whether a name is more than words that stand on any page."""
    words = [word.casefold() for word in name.split()]
    core = [word for word in words if word != "the"]
    of_any_page = lexicon["SectionWords"] | lexicon["PlatformNames"] | _NO_OUTLET
    return (
        bool(core)
        and " ".join(core) not in of_any_page
        and not (len(core) == 2 and core[-1] == "journalism")
        and (len(words) <= 10 if kind is Kind.IMPRINT else len(words) <= 6 and _SERIES.search(name) is None)
        and core[0] not in _NO_OUTLET
        and not all(word in of_any_page or word.isdigit() for word in core)
        and not (len(core) == 1 and core[0] in lexicon["AppealVerbs"])
    )


def _one_run(name: str, lexicon: Lexicon) -> str:
    """Parts a masthead from other words: "Page 4 THE NORTON POST", "ANN DOE Norton Press", "Open the Norton Post"."""
    if is_masthead(behind := re.split(r"(?<!\bof) the ", name)[-1], lexicon):
        name = behind
    runs = [list(words) for _, words in groupby(name.split(), key=lambda word: word.isupper() and len(word) > 1)]
    if len(runs) < 2 or any(len(run) < 2 for run in runs):
        return name
    return next((run for run in map(" ".join, runs) if is_masthead(run, lexicon)), name)


def _is_another(name: str, types: Callable[[str], frozenset[str]]) -> bool:
    """Tells whether a name is known as a state's, a place's or a person's and as no outlet's."""
    known = types(name)
    return bool(known) and not known & {"outlet", "organization"}


def _is_body(name: str, lexicon: Lexicon, types: Callable[[str], frozenset[str]]) -> bool:
    """Tells whether a name is a body's and no outlet's, by the authority or by the noun that heads it."""
    known = types(name)
    if known:
        return "outlet" not in known
    words = ["", *re.split(r" (?:of|for) ", name.casefold())[0].split()]
    before, last = words[-2], words[-1]
    nouns = lexicon["MastheadNouns"]
    if before in nouns - {"press", "media"} and (before != "news" or len(words) > 3):
        return False  # "Norton Wire Service", "Norton News Service"
    return last in _BODIES or (last in lexicon["BodyNouns"] and last not in nouns | lexicon["OutletNouns"])


def _is_like_a_person(name: str, lexicon: Lexicon) -> bool:
    words = name.split(" and ")[0].split()
    return (
        2 <= len(words) <= 3
        and words[0].casefold() not in _ARTICLES
        and not is_masthead(name, lexicon)
        and not any(word.casefold() in lexicon["SectionWords"] for word in words)
        and all(re.fullmatch(r"[A-Z](?:[a-z’'-]+[A-Z]?[a-z’'-]*|\.)", word) for word in words)
    )


def _is_person(one: _Candidate, persons: set[str], lexicon: Lexicon) -> bool:
    """Tells whether a name is an author's by its byline, or may be one and stands nowhere that only outlets stand."""
    if one.known or not _is_like_a_person(one.name, lexicon):
        return False
    return one.name in persons or not _ONLY_OUTLETS & one.kinds.keys()


def _is_overlong(one: _Candidate, able: list[_Candidate]) -> bool:
    """Tells whether a name goes on where another of its spellings has ended with a word of mastheads."""
    longer = _plain(one.name)
    if not one.known and any(other.known and longer.startswith(_plain(other.name) + " ") for other in able):
        return True
    if one.known or Kind.MASTHEAD in one.own or max(map(_WEIGHT.__getitem__, one.own)) >= 3.0:
        return False
    return any(
        longer.startswith(_plain(other.name) + " ") and (other.known or other.masthead)
        for other in able
        if not longer.endswith(" service")
    )


def _add_address(places: dict[str, Counter[Kind]], label: str, lexicon: Lexicon) -> None:
    """Counts an address for the names that it runs together, or parts it before a word of mastheads."""
    squeezed = re.sub(r"[^a-z0-9]", "", label.casefold())
    fits = [
        name
        for name in places
        if len(plain := re.sub(r"[^a-z0-9]", "", _plain(name))) > 3
        and (plain == squeezed or (len(squeezed) > 3 and plain.startswith(squeezed)))
    ]
    if not fits:
        noun = max((n for n in lexicon["MastheadNouns"] if len(n) > 3 and squeezed.endswith(n)), key=len, default="")
        if noun and len(first := squeezed.removesuffix(noun)) > 2:
            fits = [f"{first.capitalize()} {noun.capitalize()}"]
    for name in fits:
        places.setdefault(name, Counter())[Kind.ADDRESS] += 1


def _plain(name: str) -> str:
    return name.casefold().removeprefix("the ")


def _is_within(other: str, name: str) -> bool:
    """Tells whether a name is another's spelling: its first words, its last words or its initials."""
    plain, core = _plain(name), _plain(other)
    words = re.split(r"[\s-]+", plain)
    initials = "".join(word[0] for word in words if word)
    return (
        plain == core
        or plain.endswith(" " + core)
        or plain.startswith(core + " ")
        or (initials == core and len(core) > 1 and other.removeprefix("The ").isupper())
    )
