"""The words by which any text attributes statements and states of mind, and what an attribution by them is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.annotate.acts import lemma_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from spacy.tokens import Token

    from kg.lexicon import Lexicon
    from kg.model import Span

NO_SPEAKER = frozenset(
    {"it", "this", "that", "these", "those", "there", "what", "which", "something", "nothing", "everything"}
)
_THINGS = frozenset({"DATE", "TIME", "EVENT", "LAW", "PRODUCT", "WORK_OF_ART", "MONEY", "QUANTITY", "ORDINAL"})
_PEOPLE = ("PeopleNouns", "BodyNouns", "SideNouns", "SpokesNouns", "UnnamedNouns", "OutletNouns", "StatementNouns")
_ABSTRACT = ("tion", "sion", "ment", "ness", "ance", "ence", "ism", "ing", "ship")


@dataclass(frozen=True, slots=True)
class Cues:
    """The words by the pattern they follow, each a lemma, or two: a verb and its particle.

    `prepositions` are those by which a verb takes what is said, by the verb; `bearing` verbs give a noun its speaker
    ("made the claim that"); `things` are subjects that hold no view.
    """

    clause: frozenset[str]
    infinitive: frozenset[str]
    request: frozenset[str]
    object: frozenset[str]
    prepositions: Mapping[str, frozenset[str]]
    adjectives: frozenset[str]
    nouns: frozenset[str]
    bearing: frozenset[str]
    things: frozenset[str]


@dataclass(frozen=True, slots=True)
class Act:
    """One attribution: the cue's words and the source's head as tokens, the content's parts in the text's order.

    `muted` marks one that only keeps what lies inside it from being taken for the text's own ("Asked whether …").
    """

    cue: tuple[Token, ...]
    source: Token | None
    parts: tuple[Span, ...]
    muted: bool = False


def can_feel(source: Token, lexicon: Lexicon, cues: Cues) -> bool:
    """Tells people and bodies of people from things and events, which hold no view."""
    if source.ent_type_ in _THINGS or source.lower_ in NO_SPEAKER:
        return False
    lemma = lemma_of(source)
    if source.pos_ != "NOUN" or any(lemma in lexicon[name] for name in _PEOPLE):
        return True
    return lemma not in cues.things and not lemma.endswith(_ABSTRACT)
