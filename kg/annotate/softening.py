"""Writes headlines in small letters where their capitals would mislead the model; no character moves."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.authority import Authority
    from kg.lexicon import Lexicon

_LINE = re.compile(r"[^\r\n]+")
_LINKS = re.compile(r",\s+|\s+and\s+", re.IGNORECASE)
_SUBJECT = 5
"""In words: whoever acts in a headline is named in fewer."""
_HEADLINE = 20
"""In words: a headline has fewer."""


def softened(prose: str, lexicon: Lexicon, authority: Authority) -> str:
    """Gives lines in capitals the capitals of a title, and headlines' verbs of reporting behind names a small letter."""
    return _LINE.sub(lambda line: _verb_softened(_title(line.group()), lexicon, authority), prose)


def _title(words: str) -> str:
    """Gives a line in capitals the capitals of a title, so that names in it are found."""
    letters = [c for c in words if c.isalpha()]
    if len(letters) < 12 or len(words.split()) < 3 or sum(c.isupper() for c in letters) < 0.9 * len(letters):
        return words
    softer = re.sub(
        r"\w[\w’']*",
        lambda m: (
            m.group() if len(m.group()) < 3 and m.group() not in {"IN", "OF", "TO", "BY"} else m.group().capitalize()
        ),
        words,
    )
    return softer if len(softer) == len(words) else words


def _verb_softened(line: str, lexicon: Lexicon, authority: Authority) -> str:
    """Writes "Arland and Borland Confirm Swap of 30" as "Arland and Borland confirm Swap of 30"."""
    found = list(re.finditer(r"\S+", line))
    long = [m.group() for m in found if len(m.group()) > 3]
    if not 3 < len(found) < _HEADLINE or sum(w[0].isupper() for w in long) < 0.8 * len(long):
        return line
    for at in range(1, min(_SUBJECT, len(found) - 1) + 1):
        verb = found[at].group()
        names = [name.strip() for name in _LINKS.split(line[found[0].start() : found[at - 1].end()])]
        if not verb.istitle() or not all(name and authority.named(name) for name in names):
            continue
        if verb.lower() in _forms(lexicon, plural=len(names) > 1):
            first = found[at].start()
            return line[:first] + line[first].lower() + line[first + 1 :]
    return line


def _forms(lexicon: Lexicon, plural: bool) -> frozenset[str]:
    """Gives the verbs that report, as a headline's present tense has them."""
    return frozenset(lemma if plural else _third(lemma) for lemma in lexicon.reporting if " " not in lemma)


def _third(lemma: str) -> str:
    """Gives the third person of a verb: "says", "denies", "releases", "stresses"."""
    if re.search(r"[^aeiou]y$", lemma):
        return f"{lemma[:-1]}ies"
    return f"{lemma}es" if lemma.endswith(("s", "sh", "ch", "x", "z", "go", "do")) else f"{lemma}s"
