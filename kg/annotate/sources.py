"""Reads a page's "Source: A; B on a channel" line: who is quoted where nothing but a label introduces a quotation."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.authority import EntryType
from kg.model import Actor, Medium

if TYPE_CHECKING:
    from kg.annotate.cast import Cast
    from kg.authority import Entry

_LINE = re.compile(r"^\W*Source:\s*(?:press service of\s+)?(?:the\s+)?(?P<who>\S.{2,300})$", re.M | re.IGNORECASE)
_LABEL = re.compile(r"\b(?:from|by|of)\s+(?:the\s+)?(?P<who>[A-Z][^:\n]*):\s*$")
_QUOTE_OF = re.compile(r"(?:^|[\r\n])\W*Quotes?\s+(?:from|by|of)\s+(?:the\s+)?(?P<who>[A-Z][^:\n]*):\W*$")
_SIGNED = re.compile(
    r"""[ \t]*\r?\n\s*[-–—]?[ \t]*(?:
      (?P<first>[A-Z][\w’'-]+[ ][A-Z][\w’'-]+)(?:[ \t]*[,(–—-][^\r\n.:?!]{2,80})?
      | (?:[\w’'-]+[ ]){1,8}?(?P<last>[A-Z][\w’'-]+[ ][A-Z][\w’'-]+))[ \t]*(?:[\r\n]|\Z)""",
    re.VERBOSE,
)
"""A line of nothing but a name and an office, in either order."""
_SPEAKERS = frozenset({EntryType.PERSON, EntryType.ORGANIZATION, EntryType.STATE})


def named(text: str, cast: Cast) -> list[tuple[Actor, Medium | None]]:
    """Gives the listed actors that a page names as its sources, and the channel on which each spoke, in the line's order."""
    found = []
    for line in _LINE.finditer(text):
        for part in line["who"].split(";"):
            # the name comes first: "Jan Novak, head of the President's Office, on Telegram"
            words = re.sub(r"^\s*(?:and\s+|the\s+)", "", part.split(",")[0]).split()
            names = (" ".join(words[at:end]).strip(" .,:") for end in range(len(words), 0, -1) for at in range(end))
            who = next((e for name in names for e in _entries(name, cast) if e.type in _SPEAKERS), None)
            if who is None:
                continue
            last = _entries(part.split()[-1].strip(" .,"), cast)
            channel = next((e for e in last if e.type is EntryType.CHANNEL), None)
            found.append((cast.known(who), Medium(channel.iri, channel.label) if channel else None))
    return found


def is_quoted(label: str, actor: Actor, cast: Cast) -> bool:
    """Tells whether the label before a quotation ("Quote from Novak:") names an actor, in whatever spelling."""
    match = _LABEL.search(label)
    return match is not None and any(e.iri == actor.iri for e in _entries(match["who"].split()[-1], cast))


def labelled(label: str, cast: Cast) -> Actor | None:
    """Finds whom the label before a quotation names ("Quote from Novak:"): a known actor, or a person of the article."""
    match = _QUOTE_OF.search(label)
    if match is None:
        return None
    who, surname = match["who"].strip(), match["who"].split()[-1]
    whole = [e for e in _entries(who, cast) if e.type in _SPEAKERS]
    known = whole or [e for e in _entries(surname, cast) if e.type is EntryType.PERSON]
    return cast.known(known[0]) if len(known) == 1 else cast.bearer(surname)


def signed(below: str, cast: Cast) -> Actor | None:
    """Finds whom the line right below a quotation names with nothing but an office: a person whom the article or the list knows."""
    match = _SIGNED.match(below)
    name = (match["first"] or match["last"]) if match else ""
    if not name:
        return None
    known = [e for e in _entries(name, cast) if e.type is EntryType.PERSON]
    if len(known) == 1:
        return cast.known(known[0])
    bearer = cast.bearer(name.split()[-1])
    return bearer if bearer is not None and bearer.label == name else None


def _entries(name: str, cast: Cast) -> list[Entry]:
    return list(cast.authority.named(name)) if name[:1].isupper() else []
