"""Proposes what of an outlet's articles is boilerplate: lines that recur in them, as a profile that a person judges.

The profile is a file of the authority's kind. A build takes it as data and looks at one article at a time; only here
articles are compared. What may be a claim or a figure of an exchange is never proposed, however often it recurs.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from rdflib import Literal

from kg.annotate.sieve import Sieve
from kg.authority import EntryType, slug
from kg.clean import clean, is_prose
from kg.furniture import ANYWHERE, HEAD, PLACES, TAIL, spelt
from kg.likeness import Prose
from kg.printable import plain
from kg.resolve import find_copies
from kg.settings import BASE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.authority import Authority, Entry
    from kg.lexicon import Lexicon
    from kg.model import Article

MOST = 1000
"""Articles of one outlet that are compared; the share of a line in them is that in more."""
# A line in fewer articles, or in a smaller part of them, may be there by chance; one that reads like news needs more.
_COUNT, _SHARE = 3, 0.3
_PROSE_COUNT, _PROSE_SHARE = 5, 0.6
_LONGEST = 600
_EXAMPLES = 3
_TELLS = re.compile(
    r"\b(?:said|says?|saying|told|tells?|announc\w+|report(?:s|ed)|according to|confirm\w*|claim\w*|den(?:y|ies|ied)|"
    r"stated|declin\w+|estimat\w+|wrote|added)\b",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"#|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|hundreds?|thousands?|scores?)\b"
)
_OPENING = re.compile(r"^(?P<opening>[^:|•]{2,60}?\s?[:|•]\s).*\S")
_ENDING = re.compile(r"^.*\S(?P<ending>\s(?:[|•–—-]|::)\s[^|•–—]{2,60})$")


class Proposal(NamedTuple):
    """A line with where it stands, in how many articles, and a few of them: their names and the line as it is there."""

    line: str
    place: str
    articles: int
    examples: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Profile:
    """What is proposed for an outlet; `entry` is what the authority has of it, `articles` how many were compared."""

    outlet: str
    entry: Entry | None
    articles: int
    lines: tuple[Proposal, ...]


@dataclass(slots=True)
class Collection:
    """Takes articles in, one by one, and proposes at the end."""

    authority: Authority
    lexicon: Lexicon
    _pages: dict[str, dict[str, list[tuple[str, bool]]]] = field(default_factory=lambda: defaultdict(dict))
    _prose: dict[str, dict[str, Prose]] = field(default_factory=lambda: defaultdict(dict))
    _labels: dict[str, str] = field(default_factory=dict)
    without_outlet: int = 0
    too_many: int = 0

    def add(self, article: Article) -> None:
        """Takes in one article: its lines that no general form of boilerplate covers."""
        cleaned = clean(article, self.lexicon, self.authority)
        if cleaned.publisher is None:
            self.without_outlet += 1
            return
        entry = outlet(self.authority, cleaned.publisher)
        key = entry.iri if entry else slug(cleaned.publisher.casefold().removeprefix("the "))
        if len(self._pages[key]) == MOST:
            self.too_many += 1
            return
        self._labels.setdefault(key, entry.label if entry else cleaned.publisher)
        spans = (*cleaned.boilerplate, *((cleaned.headline,) if cleaned.headline else ()))
        text = article.text
        # What recurs as a headline is none.
        for span in cleaned.boilerplate:
            text = text[: span.start] + re.sub(r"[^\r\n]", " ", text[span.start : span.end]) + text[span.end :]
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        self._pages[key][article.id] = [(line, is_prose(line)) for line in lines if len(line) <= _LONGEST]
        self._prose[key][article.id] = Prose(article.text, spans)

    def profiles(self) -> Iterator[Profile]:
        """Yields what is proposed, outlets in the order of their names, the most frequent lines first."""
        for key in sorted(self._pages, key=lambda key: (self._labels[key].casefold(), key)):
            prose = self._prose[key]
            prints = {name: kept for name, one in prose.items() if (kept := one.print())}
            # What an outlet prints twice, or follows up, recurs without being boilerplate.
            copies = find_copies(prints, {}, prose.__getitem__)
            pages = {name: lines for name, lines in sorted(self._pages[key].items()) if name not in copies}
            entry = self.authority.get(key)
            lines = _Recurring(pages, self.authority, self.lexicon).proposals()
            yield Profile(self._labels[key], entry, len(pages), tuple(lines))


def outlet(authority: Authority, name: str) -> Entry | None:
    """Finds what the authority has of an outlet, or of a body that publishes for itself."""
    named = authority.named(name)
    return next((one for kind in (EntryType.OUTLET, EntryType.ORGANIZATION) for one in named if one.type is kind), None)


def as_turtle(profiles: Sequence[Profile]) -> str:
    """Writes profiles as a file for `kg build --authority`; comments tell how often a line stands where."""
    out = [
        "# Lines that recur in the articles of an outlet, as `kg boilerplate` found them. Read them, delete what is no",
        "# boilerplate; `kg build --authority` with this file then leaves these lines out of what it reads. A comment",
        "# above a line tells in how many articles it stands, and how. # is any number, * any words.",
        "",
        "@prefix kg: <https://w3id.org/exchange-kg/ontology#> .",
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .",
    ]
    terms = {place: term for term, place in PLACES.items()}
    where = {HEAD: "above the text", TAIL: "below the text", ANYWHERE: "anywhere"}
    for one in profiles:
        if not one.lines:
            continue
        iri = one.entry.iri if one.entry else f"{BASE}agent/{slug(one.outlet)}"
        out += ["", f"# {_comment(one.outlet)}: {one.articles} articles"]
        out += [f"<{iri}>"]
        if one.entry is None:
            out += [f"  a kg:Outlet ; skos:prefLabel {Literal(_one_line(one.outlet), lang='en').n3()} ;"]
        for line in one.lines:
            out.append(f"  # {line.articles} of {one.articles}, {where[line.place]}:")
            for words in dict.fromkeys(words for _, words in line.examples):
                names = ", ".join(_comment(name) for name, told in line.examples if told == words)
                out.append(f"  #   {names}: {_comment(words)}")
            out.append(f"  {terms[line.place]} {Literal(line.line).n3()} ;")
        out.append("  .")
    return "\n".join(out) + "\n"


class _Recurring:
    """The lines of one outlet's articles; `pages` are its articles' lines, each with whether it reads as news."""

    def __init__(self, pages: dict[str, list[tuple[str, bool]]], authority: Authority, lexicon: Lexicon) -> None:
        self._pages = pages
        self._sieve = Sieve(authority, lexicon)
        classes = ("PrisonerWords", "BodyWords", "ExchangeVerbs", "PeopleNouns")
        self._telling = frozenset(lexicon.counted).union(*(lexicon[name] for name in classes))
        self._states = {
            name.casefold()
            for entry in authority.of_type(EntryType.STATE)
            for name in (entry.label, *entry.names, *entry.metonyms, *entry.demonyms)
        }

    def proposals(self) -> list[Proposal]:
        spelled = {name: [(spelt(line), line, news) for line, news in page] for name, page in self._pages.items()}
        inside = {name: {words for words, _, _ in page} for name, page in spelled.items()}
        count = Counter(words for page in inside.values() for words in page)
        news = {words for page in spelled.values() for words, _, told in page if told}
        found = {words for words, times in count.items() if self._enough(times, words in news)}
        found = {words for words in found if re.search(r"[^\W\d_]", words) and not self._may_claim(words)}
        patterns = self._patterns(spelled, found)
        covered = {words for several in patterns.values() for words in several}
        lines = [
            self._proposal(pattern, several, spelled, found | covered)
            for pattern, several in [*patterns.items(), *((one, {one}) for one in found - covered)]
        ]
        return sorted(lines, key=lambda one: (-one.articles, one.line))

    def _enough(self, times: int, news: bool) -> bool:
        count, share = (_PROSE_COUNT, _PROSE_SHARE) if news else (_COUNT, _SHARE)
        return times >= max(count, share * len(self._pages))

    def _may_claim(self, words: str) -> bool:
        """Tells whether a line may hold a claim or a figure of an exchange, by any of the words of these."""
        tokens = re.findall(r"[^\W\d_]+", words)
        stems = {stem for token in tokens for stem in (token, re.sub(r"e?s$", "", token), re.sub(r"s$", "", token))}
        numbered = _NUMBERED.search(words) is not None
        state = any(name in words for name in self._states if len(name) > 3)
        return (
            self._sieve.may_tell(words)
            or _TELLS.search(words) is not None
            or (numbered and state)
            or ((numbered or state) and bool(stems & self._telling))
        )

    def _patterns(self, spelled: dict[str, list[tuple[str, str, bool]]], found: set[str]) -> dict[str, set[str]]:
        """Finds beginnings and ends that recur with other words: "Watch live: …", "… | Norton Post"."""
        several: defaultdict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        spoilt: set[str] = set()
        for name, page in spelled.items():
            for words, line, news in page:
                for form, shape in ((_OPENING, "{}*"), (_ENDING, "*{}")):
                    match = form.match(words)
                    if not match or not re.search(r"[^\W\d_]", fixed := match[1]):
                        continue
                    pattern = shape.format(fixed)
                    several[pattern][words].add(name)
                    # One line that may be news, and what begins or ends so is no furniture.
                    if news or re.search(r"[.!?][\"')]*$", line) or self._may_claim(words):
                        spoilt.add(pattern)
        return {
            pattern: set(lines)
            for pattern, lines in several.items()
            if pattern not in spoilt
            and len(set(lines) - found) >= _COUNT
            and self._enough(len(set().union(*lines.values())), news=False)
        }

    def _proposal(
        self, pattern: str, fitting: set[str], spelled: dict[str, list[tuple[str, str, bool]]], known: set[str]
    ) -> Proposal:
        places: set[str] = set()
        examples: dict[str, str] = {}
        for name, page in spelled.items():
            text = [number for number, (words, _, news) in enumerate(page) if news and words not in known]
            first, last = (text[0], text[-1]) if text else (len(page), -1)
            for number, (words, line, _) in enumerate(page):
                if words in fitting:
                    examples.setdefault(name, line)
                    places.add(HEAD if number < first else TAIL if number > last else ANYWHERE)
        place = places.pop() if len(places) == 1 else ANYWHERE
        return Proposal(pattern, place, len(examples), tuple(_different(examples.items())[:_EXAMPLES]))


def _different(examples: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Puts examples of other words first."""
    first: dict[str, str] = {}
    for name, words in (several := sorted(examples)):
        first.setdefault(words, name)
    return sorted(several, key=lambda one: (first[one[1]] != one[0], one[0]))


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _comment(text: str) -> str:
    shown = _one_line(plain(text))
    return shown if len(shown) <= 160 else f"{shown[:159]}…"
