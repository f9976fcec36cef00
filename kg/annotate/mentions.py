"""Finds the names in a text: the authority's first, then what the model adds.

The small model takes regions for people and bodies for works of art, so a name that the authority knows keeps the
authority's type whatever the model says.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from spacy.matcher import PhraseMatcher

from kg.annotate.entities import recognise
from kg.authority import Authority, Entry, EntryType

if TYPE_CHECKING:
    from collections.abc import Iterable

    from spacy.language import Language
    from spacy.tokens import Doc, Span

NAME, METONYM, DEMONYM = "name", "metonym", "demonym"
_RANK = {
    EntryType.PERSON: 0,
    EntryType.ORGANIZATION: 1,
    EntryType.STATE: 2,
    EntryType.OUTLET: 3,
    EntryType.CHANNEL: 4,
    EntryType.PLACE: 5,
}
_MODEL_TYPES = {
    "PERSON": EntryType.PERSON,
    "ORG": EntryType.ORGANIZATION,
    "FAC": EntryType.PLACE,
    "LOC": EntryType.PLACE,
    "GPE": EntryType.PLACE,
}
_TITLES = frozenset(
    """prof professor president minister prime mr mrs ms dr gen general lt lieutenant col colonel maj major capt captain sen senator rep governor gov king prince
    sheikh sir ambassador deputy chief commissioner ombudsman ombudswoman lawmaker mp spokesman spokeswoman spokesperson adviser advisor secretary""".split()
)


@dataclass(frozen=True, slots=True)
class Found:
    """A name at tokens `start` to `end` (half-open); `entries` are the authority's candidates, empty for a new name."""

    start: int
    end: int
    type: EntryType
    text: str
    use: str = NAME
    entries: tuple[Entry, ...] = ()

    @property
    def entry(self) -> Entry | None:
        """The authority's entry where there is exactly one candidate of the type."""
        same = [entry for entry in self.entries if entry.type is self.type]
        return same[0] if len(same) == 1 else None

    @property
    def state(self) -> Entry | None:
        """The state that the name can stand for."""
        return next((entry for entry in self.entries if entry.type is EntryType.STATE), None)

    def place(self) -> Entry | None:
        """The place that the name can also stand for."""
        return next((entry for entry in self.entries if entry.type is EntryType.PLACE), None)


class Names:
    """Matches the authority's names in tokenised text; built once for a model and an authority."""

    def __init__(self, nlp: Language, authority: Authority) -> None:
        """Tokenises every name of the authority with the model's own tokeniser."""
        self._nlp = nlp
        self._exact = PhraseMatcher(nlp.vocab, attr="ORTH")
        self._folded = PhraseMatcher(nlp.vocab, attr="LOWER")
        self._uses: dict[str, list[tuple[Entry, str]]] = {}
        patterns: dict[str, str] = {}
        for entry in authority.entries.values():
            for use, names in ((NAME, entry.names), (METONYM, entry.metonyms), (DEMONYM, entry.demonyms)):
                for name in names:
                    for spelling in _spellings(name):
                        patterns.setdefault(spelling, spelling)
                        self._uses.setdefault(_key(spelling), []).append((entry, use))
        make = nlp.tokenizer
        for spelling in patterns:
            doc = make(spelling)
            if len(doc) == 0:
                continue
            # One word is a name only as it is written; "bodies such as 'the security council'" vary in their capitals.
            (self._folded if len(doc) > 2 else self._exact).add("name", [doc])

    def find(self, doc: Doc) -> list[Found]:
        """Gives the names of a document in order; where they overlap, the longest wins."""
        spans = [(start, end) for _, start, end in (*self._exact(doc), *self._folded(doc))]
        found = [self._found(doc, start, end) for start, end in _longest(spans)]
        recognise(self._nlp, doc, {i for one in found for i in range(one.start, one.end)})
        return sorted(_with_model(doc, found, self._uses), key=lambda f: f.start)

    def _found(self, doc: Doc, start: int, end: int) -> Found:
        return _from_uses(doc[start:end], self._uses[_key(doc[start:end].text)])

    def named(self, text: str) -> list[tuple[Entry, str]]:
        """Gives the entries that a name can stand for, each with the use (name, metonym, demonym)."""
        return self._uses.get(_key(text), [])


def _from_uses(span: Span, uses: list[tuple[Entry, str]]) -> Found:
    best_use = min((use for _, use in uses), key=(NAME, METONYM, DEMONYM).index)
    # A capital's name stands for its state before it stands for the town; the town stays among the candidates.
    types = sorted({entry.type for entry, use in uses}, key=_RANK.__getitem__)
    type_ = types[0]
    if type_ is EntryType.STATE:
        best_use = min(
            (use for entry, use in uses if entry.type is EntryType.STATE), key=(NAME, METONYM, DEMONYM).index
        )
    if best_use == NAME and type_ is EntryType.STATE and _is_people_word(span):
        best_use = DEMONYM
    entries = tuple(dict.fromkeys(entry for entry, _ in uses))
    return Found(span.start, span.end, type_, span.text, best_use, entries)


def _is_people_word(span: Span) -> bool:
    """Tells a state's adjective or people ("Israeli", "Israelis") that was listed as one of its names from its name."""
    last = span[-1]
    if len(span) > 1 or span.text.endswith(("ates", "ands", "ines", "ros")):
        return False  # "the United Arab Emirates", "the Emirates", "the Netherlands"
    if last.tag_ in {"JJ", "NNPS", "NNS"} and not last.text.isupper():
        return True
    following = last.nbor() if last.i + 1 < len(last.doc) else None
    return bool(
        following is not None
        and last.dep_ in {"amod", "compound", "nmod"}
        and last.head.i > last.i
        and following.pos_ in {"NOUN", "ADJ"}
        and re.search(r"(?:i|an|ese|ish|ic|ch)$", last.text)
    )


def _spellings(name: str) -> Iterable[str]:
    yield name
    if len(name) == 1:
        yield f"{name}."  # the tokeniser takes "on X." at a sentence's end for an initial
    if "'" in name:
        yield name.replace("'", "’")
    elif "’" in name:
        yield name.replace("’", "'")


def _key(text: str) -> str:
    if len(text) == 2 and text.endswith("."):
        text = text[0]
    return " ".join(text.replace("’", "'").split()).casefold()


def _longest(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    taken: set[int] = set()
    kept: list[tuple[int, int]] = []
    for start, end in sorted(set(spans), key=lambda s: (s[0] - s[1], s[0])):
        if not taken.intersection(range(start, end)):
            taken.update(range(start, end))
            kept.append((start, end))
    return kept


def _with_model(doc: Doc, known: list[Found], uses: dict[str, list[tuple[Entry, str]]]) -> list[Found]:
    """Adds the model's people, bodies and places to the authority's, longest full names of people first."""
    by_token = {i: found for found in known for i in range(found.start, found.end)}
    for start, end, label in _runs(doc):
        inside = {id(f): f for i in range(start, end) if (f := by_token.get(i))}
        if not inside and label == "PERSON" and (whole := _person_uses(doc[start:end].text, uses)):
            found = _from_uses(doc[start:end], whole)
        elif not inside:
            found = Found(start, end, _MODEL_TYPES.get(label, EntryType.ORGANIZATION), doc[start:end].text)
        else:
            # "Peter Brand" around the known surname "Brand" is another man unless the whole name is known.
            person = all(f.type is EntryType.PERSON and f.end == end and f.start > start for f in inside.values())
            if not (person and label == "PERSON" and end - start <= 4):
                continue
            whole = _person_uses(doc[start:end].text, uses)
            found = (
                _from_uses(doc[start:end], whole) if whole else Found(start, end, EntryType.PERSON, doc[start:end].text)
            )
        known = [f for f in known if f not in inside.values()]
        known.append(found)
        by_token.update(dict.fromkeys(range(found.start, found.end), found))
    return known


def _person_uses(name: str, uses: dict[str, list[tuple[Entry, str]]]) -> list[tuple[Entry, str]] | None:
    """Looks a person up by the whole name, initials aside, and by a spelling of the first name that differs in a letter or two.

    The surname has to be the same: Martin Brand is not Marvin Brand.
    """
    plain = re.sub(r"\s+[A-Z]\.(?=\s)", "", " ".join(name.split()))
    if found := uses.get(_key(plain)):
        return found
    words = plain.split()
    if len(words) != 2:
        return None
    bearers = [(entry, use) for entry, use in uses.get(_key(words[1]), ()) if entry.type is EntryType.PERSON]
    for entry, use in bearers:
        firsts = {n.split()[0].casefold() for n in entry.names if len(n.split()) > 1}
        if any(SequenceMatcher(None, words[0].casefold(), first).ratio() >= 0.8 for first in firsts):
            return [(entry, use)]
    return None


def _runs(doc: Doc) -> Iterable[tuple[int, int, str]]:
    """Yields the model's entities trimmed of articles, titles, possessives and line breaks."""
    for entity in doc.ents:
        if entity.label_ not in _MODEL_TYPES:
            continue
        start, end = entity.start, entity.end
        while start < end and (
            doc[start].lower_ in {"the", "a", "an", "'s", "’s"} or doc[start].is_punct or doc[start].is_space
        ):
            start += 1
        label = entity.label_
        behind = next((t.i + 1 for t in reversed(doc[start : end - 1]) if t.text in {",", "-", "–", "—"}), start)
        if (
            behind > start
            and doc[behind - 1].text != ","
            and doc[behind - 2].whitespace_
            and doc[behind - 1].whitespace_
        ):
            start = behind  # "… From Captivity - Defence Ministry", a headline's dash
        elif behind > start and doc[behind - 1].text == "," and (label == "PERSON" or _is_apposed(doc[behind:end])):
            start, label = behind, "PERSON"  # "the head of the Mission, Jan Novak", taken for one name
        if label == "PERSON":
            while start < end - 1 and doc[start].lower_.strip(".") in _TITLES:
                start += 1
        before = doc[start - 1] if start > entity.sent.start else None
        if (
            end - start == 1
            and before is not None
            and before.pos_ == "PROPN"
            and before.dep_ == "compound"
            and before.text.istitle()
            and before.lower_.strip(".") not in _TITLES
            and before.ent_type_ not in {"GPE", "NORP", "DATE"}
        ):
            start -= 1  # the model often leaves a first name out
        while end > start and (doc[end - 1].lower_ in {"'s", "’s"} or doc[end - 1].is_punct or doc[end - 1].is_space):
            end -= 1
        if start < end and doc[start:end].text[:1].isupper() and "\n" not in doc[start:end].text:
            yield start, end, label


def _is_apposed(name: Span) -> bool:
    """Tells a first name and a surname that stand behind an office and a comma."""
    return len(name) == 2 and name.root.dep_ == "appos" and all(t.pos_ == "PROPN" for t in name)
