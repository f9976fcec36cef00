"""Gathers from a page the names that may be its publisher's, each with the kind of place where it stands.

Nothing is decided here: a name in a byline may be a person's, one behind a headline a minister's. `kg.publisher` weighs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum, auto
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.lexicon import Lexicon
    from kg.model import Span

_WORD = r"[A-ZÀ-ÖØ-ÞĀ-Ž](?:[\w&’'-]|\.(?!\s|$))*"
NAME = rf"(?:[Tt]he )?{_WORD}(?:(?: (?:of|and|the|de|la|le|du|del|der|di|&)){{0,3}} {_WORD}| \d{{1,3}}(?:\.\d)?(?![\w.:,/])){{0,6}}"
_JOINERS = frozenset("the of and de la le du del der di & les il el al das die".split())
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_DAY = rf"(?:(?:\w+day,? )?(?:\d{{1,2}}(?:st|nd|rd|th)? {_MONTH}|{_MONTH} \d{{1,2}}\b)(?:,? \d{{4}})?|\d{{1,4}}[./-]\d{{1,2}}[./-]\d{{2,4}}|\w+day\b|\b(?:19|20)\d\d\b)"
_IS_DAY = re.compile(rf"\W*(?:\w+:? )?{_DAY}|\d{{1,2}}[:.]\d{{2}}\b", re.IGNORECASE)
_ENDS_WITH_DAY = re.compile(rf"(?:^|[,|•·–—-] ?){_DAY}(?:,? \d{{1,2}}[:.]\d\d.{{0,12}})?$")
_STAFF = r"(?:staff|newsroom|news desk|desk|bureau|writers?|reporters?|correspondents?|editors?|journalists?|team|editorial board)"
_OF_LETTERS = re.compile(r"(?:[A-Z][a-z’'-]+ ){2}(?P<name>[A-Z]{2,5}(?: News| TV| Radio)?)")
"""An author with the letters of an outlet behind: "By Jane Doe NBX News"."""
_ENDS_AS_STAFF = re.compile(rf"\s{_STAFF}$", re.IGNORECASE)
_ONE_OF_STAFF = re.compile(r"\b(?:writer|reporter|correspondent|editor|journalist)$", re.IGNORECASE)
_OWN = r"(?:newsletters?|briefings?|app|news ?feed|alerts|podcasts?|coverage|output|content|journalism|journalists?|reporters?|editors?|newsroom|news desk|readers|subscribers|patrons|online broadcast|live ?blog|correspondents?)"
_ANYBODYS = r"(?:website|site|page|channel|team|staff|members|supporters|writers?|producers?|service|bureau)"
_TOLD = r"(?:[Tt]old|[Cc]omment(?:s|ed)? to|[Ii]nterview (?:with|to)|[Cc]onversation with|[Ss]poke to|[Ss]poken to)"
_CHECKED = r"(?:was|were|is|has|have) (?:not (?:been )?able|unable) to|could not|cannot|couldn[’']t|can[’']t|did not independently"
_PERSON = re.compile(r"[A-Z][\w’'-]+(?: [A-Z][\w’'-]*\.?){1,2}")
_PARTS = re.compile(r"\s*[|•·>»→]\s*|\s+[/–—-]+\s+|\s*\t\s*|\s{3,}|,\s+|[.!]\s+|[.!]$")
_ADDRESS = re.compile(
    r"(?:@|//|\bwww\.|\b)(?P<host>(?:[a-z0-9-]+\.)+[a-z]{2,10})\b(?!@)|(?:\bt\.me/|(?<=@))(?P<handle>\w{4,30})"
)
_IS_ADDRESS = re.compile(r"\w{2}\.[A-Za-z]{2,6}$")
_CREDITS_OTHERS = re.compile(
    r"[^\w©]*(?:(?:file )?(?:photo|photograph|image|picture|video|illustration|infographic|screenshot|caption)s?\b"
    r"|\(?with (?:additional )?(?:files|reporting|inputs?|material|information|contributions?) (?:from|by)\b)",
    re.IGNORECASE,
)


class Kind(StrEnum):
    """The kind of place where a name stands."""

    IMPRINT = auto()  # "© 2025 …", "Published by …", "…. All rights reserved"
    RIGHTS = auto()  # "© …", "…. Terms of use"
    CREDIT = auto()  # "Source: …", "By … staff", "first appeared on …"
    APPEAL = auto()  # "Support …!"
    OWN = auto()  # "…'s newsletter", "… has no paywall"
    DATELINE = auto()  # "NORTON (…) -"
    MASTHEAD = auto()  # a line or its part that is made as outlets' names are
    TITLE = auto()  # behind a headline
    DATED = auto()  # beside a day or a section
    SIGNED = auto()  # "Author: …"
    VOICE = auto()  # "… could not verify"
    RELAY = auto()  # "… reports", of the page itself or of one it cites
    TOLD = auto()  # "told …"
    ALONE = auto()  # "The …" with nothing beside it
    ADDRESS = auto()  # in an address or a handle, in small letters that run together
    MENTION = auto()  # elsewhere at the head or the foot of a page
    NEAR = auto()  # there behind "from", "on", "with" …
    BYLINE = auto()  # "By …"
    AUTHOR = auto()  # where persons' names stand without "By"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a page with its place in the text."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Sighting:
    """A name as it stands on the page, and the kind of place; an address gives the words it runs together."""

    name: str
    kind: Kind


# The kinds of places that only an outlet's name has, wherever the line stands.
_ANYWHERE: tuple[tuple[Kind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        (Kind.IMPRINT, rf"(?:©|\([Cc]\)|\b[Cc]opyright\b)\s*(?:[Cc]opyright|by)?\s*20\d\d(?:\s?[–-]\s?\d+)?,?\s*(?:by )?(?P<name>(?>{NAME}))(?! ?/)"),
        (Kind.IMPRINT, rf"^\W*(?P<name>(?>{NAME}))(?: \([A-Z]+\))?[.,|–—-]?\s*(?:©|\([Cc]\))?\s*(?:20\d\d[.,]?\s*)?[Aa]ll [Rr]ights"),
        (Kind.IMPRINT, rf"^\W*(?:Publishers?|Published by)\s*:?\s+(?P<name>{NAME})"),
        (Kind.RIGHTS, rf"(?:©|\([Cc]\)|\b[Cc]opyright\b)\s*(?:[Pp]hoto:?\s*)?(?P<name>(?>{NAME}))(?! ?/)"),
        (Kind.RIGHTS, rf"^\W*(?P<name>{NAME})[.,|–—-]?\s*(?:©|\(c\)|[Tt]erms (?:of|and)|[Pp]rivacy|[Ee]ditor-in-|\d{{1,2}}\+)"),
        (Kind.SIGNED, rf"^\W*(?:Authors?|Written by|Text(?: by)?)\s*:\s*(?:(?:the )?(?:news desk|newsroom|editors|staff) of )?(?P<name>{NAME})"),
        (Kind.CREDIT, rf"^\W*(?:Outlet|Agency|Newsroom|News outlet|Publication|Channel|Site|Website|Newspaper|Magazine|Media|Broadcaster|Portal)\s*:\s*(?:(?:the )?(?:news desk|newsroom|editors|staff) of )?(?P<name>{NAME})"),
        (Kind.CREDIT, rf"^\W*(?:[Ss]ource|SOURCE|[Pp]ublished in|[Ff]irst published (?:by|in|on)|[Oo]riginally published (?:by|in|on)|[Ff]rom)\b\s*:?\s+(?P<name>{NAME}?)(?: and (?:news |other )?agencies| / .*)?\W*$"),
        (Kind.CREDIT, rf"\s[Ss]ource: (?P<name>{NAME})\W*$"),
        (Kind.CREDIT, rf"^\W*(?P<name>{NAME}) with (?:{NAME}, )*(?:[A-Z]{{2,6}}|(?:news )?agencies)\W*$"),
        (Kind.CREDIT, rf"(?:[Mm]essage|[Nn]ote|[Ll]etter|[Aa]ppeal|[Ww]ord|[Ee]ditors|[Tt]eam|[Nn]ewsroom) (?:from|From|of|at) (?P<name>{NAME})\W*$"),
        (Kind.CREDIT, rf"\bappeared (?:first )?(?:on|in|at) (?P<name>{NAME})"),
        (Kind.CREDIT, rf"\b(?:[Tt]his|[Tt]he) (?:article|story|material|text|report|piece|content|page|publication|post) (?:was|is|has been) (?:[a-z]+ )?(?:prepared|produced|provided|compiled|supplied|written|translated|published|republished|reprinted|posted|taken|syndicated) (?:by|from|in|on|at) (?P<name>{NAME})"),
        (Kind.CREDIT, rf"\((?:Additional )?[Rr]eporting by (?P<name>(?!the ){NAME}) (?i:{_STAFF})\b"),
        (Kind.CREDIT, rf"^\W*[Bb]y:? (?P<name>{NAME}?)(?:['’]s [A-Z]\w+ (?i:service|desk|bureau)|(?: [a-z]+)? (?i:{_STAFF}))\s*(?:$|[|,•·–—]|{_DAY}|(?:and|&|with) )"),
        (Kind.CREDIT, rf"^\W*(?i:by):? [A-Z][^|/,\n]{{3,60}}?\s?[/|,]\s?(?P<name>{NAME}?)(?: [a-z]+)? (?i:{_STAFF})\W*$"),
        (Kind.CREDIT, rf"\b(?i:special (?:to|for)) (?P<name>{NAME})\W*$"),
        (Kind.IMPRINT, r"^\W*(?i:official (?:web ?site|web ?page|(?:web )?portal|page) of(?: the)?) (?P<name>[A-Z][^.|:;\n]{3,90}?)\W*$"),
        (Kind.CREDIT, rf"^\W*(?P<name>{NAME}?) (?:[Ss]taff|[Nn]ewsroom|[Nn]ews [Dd]esk|[Ww]riters?)\W*$"),
        (Kind.CREDIT, rf"(?:^\W*|[|•·]\s*)(?:(?:[Ww]ritten|[Ee]dited|[Rr]eported|[Pp]osted|[Cc]urated) by:?\s+)?(?P<name>{NAME}(?<=\s[Dd]esk|sdesk|sroom))\s*(?:$|[|•·–—,(])"),
        (Kind.CREDIT, rf"^\W*(?P<name>{NAME})\. (?:Reporting|Editing|Additional reporting)\b"),
        (Kind.CREDIT, r"^\W*[Bb]y [A-Z][^.]{4,90}, (?P<name>(?:The )?[A-Z]{2,6})\s*$"),
        (Kind.CREDIT, rf"^\W*[Bb]y:? [A-Z][^.]{{4,60}}? (?:for|of) (?P<name>{NAME})\W*$"),
        (Kind.OWN, rf"\b(?P<name>{NAME})['’]s (?:[a-z]+ ){{0,2}}(?i:{_OWN})\b"),
        (Kind.OWN, rf"\b(?P<name>{NAME}), (?:an?|the) (?:[a-z]+ ){{0,3}}(?:magazine|newspaper|newsletter|website|outlet|publication|portal|broadcaster|journal|newsroom)\b"),
        (Kind.MENTION, rf"\b(?P<name>{NAME})['’]s (?i:{_ANYBODYS})\b"),
        (Kind.OWN, rf"\b(?P<name>{NAME})['’]s (?:[A-Z]|{_STAFF}\b)[^.]{{2,80}} (?:contributed|reported from)\b"),
        (Kind.OWN, rf"\b(?P<name>{NAME}) (?:writers?|reporters?|journalists?|producers?|correspondents?) [A-Z][^.]{{2,80}} contributed\b"),
        (Kind.OWN, rf"\b(?P<name>{NAME}) (?:editors|journalists|reporters|newsletter|subscribers) (?:round|bring|send|pick|have|are)\b"),
        (Kind.OWN, rf"^\W*(?P<name>{NAME}) (?i:news ?feed|newsroom|news desk|alerts|newsletter|app)\b"),
        (Kind.OWN, rf"\bby the (?P<name>{NAME}) team\b|\b(?:the|from) (?P<named>{NAME}) newsroom\b"),
        (Kind.OWN, rf"\b(?P<name>{NAME}) (?:[A-Z]\w+ )?channel\b"),
        (Kind.OWN, rf"\b(?:(?:newsletters?|journalism|coverage|headlines|editors|journalists|broadcast) (?:of|from|at)|(?:readers?|patrons?|subscribers?|links?|hyperlink|reference) (?:of|to)) (?P<name>{NAME})|\b(?:member|supporter|friend) of (?P<named>[Tt]he {NAME})"),
        (Kind.CREDIT, rf"\beditorial (?:policy|stance|position|views?|standards|line) of (?P<name>{NAME})"),
        (Kind.OWN, rf"\bdeclared (?P<name>{NAME}) an? [“\"]?undesirable\b|\bdesignated (?P<named>{NAME}) (?:as )?an? [“\"]?(?:undesirable|foreign)"),
        (Kind.OWN, rf"\b[Gg]et (?P<name>[Tt]he {NAME}) by e-?mail\b"),
        (Kind.OWN, rf"^\W*(?P<name>{NAME}) (?:has no paywall|(?:depends|relies|lives|runs|survives) on|is (?:also )?on [A-Z]|is (?:funded|supported|published|owned|written|kept|made) by|is (?:reader-funded|free|kept|a public|an independent|independent)|needs (?:you|your)|exists thanks|uses cookies|appears|corrects|was founded|stands for|belongs to)\b"),
        (Kind.OWN, rf"^\W*(?P<name>{NAME}): (?:subscribe|follow|join|read|sign up|listen|watch)\b"),
        (Kind.OWN, rf"^\W*(?P<name>{NAME})(?:['’]s)? (?:website|site) (?:contains|carries|uses|offers|publishes|shows)\b"),
        (Kind.OWN, rf"^\W*(?P<name>{NAME})\+"),
    )
)  # fmt: skip
_VOICE = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b[Aa]ccording to an? (?P<name>{NAME}) (?:tally|count|analysis|investigation)\b",
        rf"\b(?:seen|obtained|reviewed|verified|counted) by (?P<name>{NAME})\b",
        rf"(?:^|[.!?”\"] )(?P<name>{NAME}) (?:{_CHECKED}) (?:independently |immediately )?(?:verify|confirm|check|establish|authenticate)\b",
        rf"^\W*(?P<name>{NAME}) (?:reminds|recalls|previously reported|reported earlier|has learned|understands)\b",
    )
)
_SORT = r"(?: (?:news agency|agency|newspaper|website|news site|portal|magazine))?"
"""What may stand behind a name that doesn't hold it: "as the Norton News agency reported"."""
_RELAY = (
    re.compile(
        rf"\b[Aa]s (?P<name>{NAME}){_SORT} (?:has )?(?:previously |earlier )?(?:reported|wrote|reports|informs|notes)(?: earlier| previously|,|\b)"
    ),
    re.compile(
        rf"\b[Aa]s (?:earlier |previously )?(?:reported|noted|written)(?: earlier| previously)? by (?P<name>{NAME})"
    ),
    re.compile(rf"\b[Aa]n? (?P<name>{NAME}) (?:correspondent|reporter|journalist|crew)\b"),
    re.compile(rf"(?:,|”|\") (?P<name>{NAME}){_SORT} (?:reports|writes)\b"),
    re.compile(rf"[a-z”\"], (?:reports|writes) (?P<name>{NAME})\."),
)
_TALKED_TO = re.compile(rf"\b{_TOLD} (?:the )?(?P<name>{NAME})|\b(?P<named>{NAME}) correspondents?\b")
_NEAR_READER = re.compile(rf"\b(?:from|of|by|via|on|with)\s+(?P<name>{NAME})")
_BYLINE = re.compile(rf"^\W*[Bb](?:y|Y):?\s+(?P<names>[A-ZÀ-Ž].*?)(?=\s*(?:[|•·\t]|\s—|\s–|{_DAY}|$))")
_AUTHOR = re.compile(
    rf"^\W*(?P<names>{_PERSON.pattern}(?:(?:,| and| &) {_PERSON.pattern})*)(?: in [A-Z]\w+| \([^)]*\))?\s*(?:$|(?:[|•·,/–—-]+\s*)?(?:{_DAY}|[A-Z]\w+\W*$)| and (?:agencies|[A-Z]{{2,4}})\b)"
)
_AUTHOR_IN_CAPITALS = re.compile(rf"^\W*(?P<names>[A-Z]{{2,}}(?: [A-Z]{{2,}}){{1,2}})\s*[|•·,/–—-]+\s*{_DAY}")
_LEAD = (
    re.compile(rf"^\W*(?:[A-Z][\w/-]+ )?\((?P<name>{NAME})\)\s*[-–—]"),
    re.compile(rf"^\W*[A-Z][A-Z' -]+, {_DAY},? (?P<name>[A-Z][A-Z-]+)\.\s"),
)
_PLACE_AND_NAME = re.compile(rf"^\W*[A-Z][a-z]+ [•·|–—] (?P<name>{NAME})\W*$")
_TITLE_BAR = re.compile(rf"\s[|]\s(?P<name>{NAME})\s*$")
_TITLE_DASH = re.compile(rf"\s[–—-]\s(?P<name>{NAME})\s*$")
_TO_READERS = re.compile(
    r"\b(?:you|yours?|we|us|our|readers?|subscri\w+|newsletters?|donat\w+|cookies|paywall|sign up|become|patrons?|follow|app"
    r"|e-?mail|inbox|reprint\w*|quot\w+|links?|contributed|public service|broadcast|alerts|materials|urgent|breaking|(?-i:Join)|must-reads)\b",
    re.IGNORECASE,
)
_COPY = re.compile(r"(?:[\w’'-]+\W+){8,}[\w’'-]+[.!?][”\"]? \(?(?P<name>[A-Z]{2,}(?: [A-Z]{2,})*)\)?$")
"""A paragraph that ends with the agency whose copy it is: "…, the mayor said. NORTON PRESS"."""
_BODY = re.compile(r"[A-Z][\w’'-]+(?: (?:[A-Z][\w’'-]*|of|for|on|and|the|&|in|to|at)){0,11}")
_OFFICIAL = re.compile(
    r"\W*(?:official (?:web ?site|web ?page|(?:web )?portal|page)|(?:press|media|news) (?:release|statement|service|office))\b.{0,30}$",
    re.IGNORECASE,
)
_OFFICE = re.compile(r"\b(?:President|Embassy|Chancellery|Secretariat)\b")
_THINKS = re.compile(
    r"(?:[A-Z][\w’'-]+ ){0,3}(?:(?:Cent(?:re|er)|Institut(?:e|ion)|Foundation|Observatory)(?: (?:for|of|on) .+)?"
    r"|(?:Council|Academy|Fund|Forum|Society) (?:for|of|on) .+)"
)
"""What a think-tank's name looks like."""
_WITH_AGENCY = re.compile(r"(?P<name>[A-Z]{2,5}\d?)(?:\s?/\s?[A-Za-z]{2,9})+")
"""An outlet and whose copy it used: "NBX/AP", "NBX/agencies"."""
_TAGLINE = re.compile(
    r"(?i)(?=(?:[\w’'-]+ )*(?:news|newspaper|portal|website|media|magazine|broadcaster|journalism|stories)\b)(?![^|]*\b(?:editor|reporter|correspondent|desk|writer)s?\b|.* of the (?:day|hour|week|month)$)[^\W\d][\w’'-]*(?: [\w’'-]+){1,7}"
)
"""What an outlet says of itself beside its name at the top of a page: "News of the city"."""
_EDGE_HEAD, _EDGE_FOOT = 6, 8
_SHORT, _LONG = 150, 240
"""Characters; a longer line is a paragraph."""


def sightings(furniture: list[Line], prose: list[Line], datelines: Iterable[str], lexicon: Lexicon) -> list[Sighting]:
    """Gathers the names that stand where publishers' names stand, in the order of the page.

    `furniture` are the lines that are no prose, `prose` the others; `datelines` the names that stand in datelines.
    """
    found = []
    for dateline in datelines:
        # "(Norton Post/AFP)": the copy's source stands behind
        own, *others = (name.strip() for name in dateline.split("/"))
        found += [Sighting(own, Kind.DATELINE), *(Sighting(other, Kind.TOLD) for other in others)]
    first_prose = prose[0].span.start if prose else 0
    for line in (*prose, *furniture):
        found += _of(Kind.VOICE, _VOICE, line.text)
        found += _of(Kind.RELAY, _RELAY, line.text)
        found += _of(Kind.TOLD, (_TALKED_TO,), line.text)
        found += _of(Kind.DATELINE, _LEAD, line.text)
    found += _by_a_body(furniture[:_EDGE_HEAD], lexicon["BodyNouns"])
    edges = {line.span for line in (*furniture[:_EDGE_HEAD], *furniture[-_EDGE_FOOT:])}
    for number, line in enumerate(furniture):
        text = line.text.strip()
        if _CREDITS_OTHERS.match(text):
            continue
        above = line.span.start < first_prose
        if copied := _COPY.match(text):
            found.append(Sighting(copied["name"], Kind.TOLD))
            continue
        found += _told_anywhere(text, lexicon, above)
        if len(text) > _LONG or _is_sentence(text):
            continue
        if number < _EDGE_HEAD and above:
            found += _authors(text)
        if number < 2:
            found += _of(Kind.DATED if _IS_DAY.search(text) else Kind.TITLE, (_TITLE_BAR,), text)
            found += [
                Sighting(s.name, Kind.TITLE if is_masthead(s.name, lexicon) else Kind.MENTION)
                for s in _of(Kind.MENTION, (_TITLE_DASH,), text)
            ]
        if line.span in edges:
            found += _at_edge(text, number == 0, lexicon)
    return found


def _by_a_body(head: list[Line], nouns: frozenset[str]) -> Iterator[Sighting]:
    """Reads the head of a page that a body publishes itself: its name over "Official website", a think-tank's beside a day."""
    texts = [line.text.strip(" \t#*") for line in head]
    for number, text in enumerate(texts):
        if _BODY.fullmatch(text) is None:
            continue
        behind = texts[number + 1 : number + 2]
        beside = [*texts[max(0, number - 1) : number], *behind]
        is_body = not nouns.isdisjoint(text.casefold().split()) or _OFFICE.search(text) is not None
        if (is_body and any(map(_OFFICIAL.match, behind))) or (
            _THINKS.fullmatch(text) and any(map(_ENDS_WITH_DAY.search, beside))
        ):
            yield Sighting(text, Kind.IMPRINT)


def _of(kind: Kind, patterns: Iterable[re.Pattern[str]], text: str) -> list[Sighting]:
    return [
        Sighting(name, kind)
        for pattern in patterns
        for match in pattern.finditer(text)
        for key, name in match.groupdict().items()
        if name and key in {"name", "named"}
    ]


def _is_sentence(text: str) -> bool:
    """Tells whether a line is a sentence of the article's own, though nobody is said to say it."""
    words = re.findall(r"[^\W\d][\w’'-]*", text)
    return (
        len(words) > 6
        and re.search(r"[.!?][\"”’)]*$", text) is not None
        and sum(word[0].islower() for word in words) * 2 > len(words)
        and not _TO_READERS.search(text)
    )


def _told_anywhere(text: str, lexicon: Lexicon, above: bool) -> Iterator[Sighting]:
    to_readers = _TO_READERS.search(text) is not None
    for kind, pattern in _ANYWHERE:
        if kind is not Kind.OWN and len(text) > _LONG:
            continue
        # What belongs to an outlet tells the page's own only where the page speaks to its readers.
        yield from _of(kind if kind is not Kind.OWN or to_readers else Kind.TOLD, (pattern,), text)
    if len(text) > _LONG or _is_sentence(text):
        return
    for match in _appeal(lexicon["AppealVerbs"]).finditer(text):
        # A headline, also that of another story, and a sentence of news may have such a verb too.
        weak = above or match.start() > 0 or len(match["name"].split()) > 3
        sure = match["sure"] is not None or (match["so"] is not None and to_readers)
        bare = match["end"] is not None and not weak
        yield Sighting(
            match["name"], Kind.APPEAL if bare or (sure and (match.start() == 0 or to_readers)) else Kind.MENTION
        )
    for match in _ADDRESS.finditer(text):
        label = match["handle"] or max(match["host"].split(".")[:-1], key=len)
        yield Sighting(label, Kind.ADDRESS)


@cache
def _appeal(verbs: frozenset[str]) -> re.Pattern[str]:
    said = "|".join(re.escape(verb) for verb in sorted(verbs, key=lambda verb: (-len(verb), verb)))
    return re.compile(
        rf"(?:^\W*|[.!?:,] |\band |\bto )(?i:{said}) (?P<name>{NAME})"
        rf"(?:(?P<sure>['’]s (?:[A-Z]\w+ )?(?i:{_OWN}|{_ANYBODYS})\b|\s*(?:[!:;(]|[.]$|[—–-]\s)|\s+(?:on|via)\b|\s+or (?:become|join|give)\b)"
        r"|(?P<so>[.,]|\s+(?:in|at|and|or|to|for|today|now|from|with|by|is|channel|newsletter|app|free|stay|keep|going|continue|grow|survive)\b)|(?P<end>\W*$))"
    )


def _authors(text: str) -> list[Sighting]:
    """Reads bylines, with "By" or as a line of persons' names."""
    if match := _BYLINE.match(text):
        kind = Kind.BYLINE
    elif match := _AUTHOR.match(text) or _AUTHOR_IN_CAPITALS.match(text):
        kind = Kind.AUTHOR
    else:
        return []
    names = re.split(r",\s+| and | & | for | with | in |\s+[/–—-]\s+|/\s+|(?<=[a-z])/", match["names"])
    names = [*names, *(staff["name"] for name in names if (staff := _OF_LETTERS.fullmatch(name)))]
    return [Sighting(name, kind) for name in names if re.match(NAME, name) and not _ENDS_AS_STAFF.search(name)]


def _at_edge(text: str, first: bool, lexicon: Lexicon) -> Iterator[Sighting]:
    """Reads a line at the head or the foot of a page, part by part."""
    if len(text) < _SHORT:
        yield from _of(Kind.NEAR, (_NEAR_READER,), text)
        yield from (Sighting(name, Kind.MENTION) for name in _with_noun(text, lexicon))
    yield from _of(Kind.DATED, (_PLACE_AND_NAME,), text)
    parts = [re.sub(r"^\W+|[\s*#\"“”()]+$", "", part) for part in _PARTS.split(text) if part and part.strip()]
    dated = any(map(_IS_DAY.match, parts))
    for number, part in enumerate(parts):
        if used := _WITH_AGENCY.fullmatch(part):
            yield Sighting(used["name"], Kind.DATED if dated else Kind.MENTION)
        name = re.sub(rf"\s+(?:LIVE|[Ee]nglish(?: [Ee]dition)?|{_DAY}.*)$", "", part)
        if not re.fullmatch(NAME, name) or re.match(r"(?i:by|from) ", name):
            continue
        if len(parts) == 1 and name.casefold().startswith("the "):
            yield Sighting(name, Kind.ALONE)
        if is_masthead(name, lexicon):
            yield Sighting(name, Kind.MASTHEAD)
        elif number == 0:
            yield Sighting(name, _beside(text, parts[1:], first, lexicon["SectionWords"]))


def _beside(text: str, others: list[str], first: bool, sections: frozenset[str]) -> Kind:
    """Tells what kind of place the first part of a line is by what stands beside it: a desk, a section, a day."""
    in_section = [part.casefold() in sections for part in others]
    if others and re.search(rf"(?i:{_STAFF})$", others[0]):
        return Kind.AUTHOR if _ONE_OF_STAFF.search(others[0]) else Kind.CREDIT
    if first and "|" in text and (in_section == [True] or (len(others) == 1 and _TAGLINE.fullmatch(others[0]))):
        return Kind.TITLE
    after_comma = len(others) == 1 and re.search(r"^[^|•·>/–—]*,", text)  # "Norton, 12 May" is a town's
    dated = any(in_section) or any(_IS_DAY.match(part) for part in others)
    return Kind.DATED if dated and not after_comma else Kind.MENTION


def _with_noun(text: str, lexicon: Lexicon) -> Iterator[str]:
    for match in re.finditer(NAME, text):
        if is_masthead(match.group(), lexicon):
            yield match.group()


def is_masthead(name: str, lexicon: Lexicon) -> bool:
    """Tells whether a name is an address, or of two words or more that open or end with a word of mastheads."""
    if _IS_ADDRESS.search(name):
        return True
    nouns = lexicon["MastheadNouns"]
    words = [re.sub(r"['’]s$", "", word).strip(".,:;’'").casefold() for word in re.split(r"[\s-]+", name)]
    core = [word for word in words if word not in _JOINERS]
    if words[0] in {"press", "news"} and len(words) == 2:
        return False  # "Press service", "News agency"
    return len(core) > 1 and bool({core[0], core[-1], core[-2]} & nouns)
