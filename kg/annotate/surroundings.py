"""What figures lean on beside their own words: the sentence they stand in, and what the article has said so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.annotate.acts import text_of

if TYPE_CHECKING:
    from spacy.tokens import Span as DocSpan

    from kg.annotate.cast import Cast
    from kg.lexicon import Lexicon
    from kg.model import Figure, Kind, Role, Span


@dataclass(slots=True)
class Discourse:
    """What the article has said so far that later figures lean on."""

    kind: Kind | None = None
    figures: list[Figure] = field(default_factory=list)

    def last(self, *roles: Role, receiver: str | None = None) -> Figure | None:
        """Gives the last figure in one of the roles, of one receiving side where asked."""
        for figure in reversed(self.figures):
            if figure.role in roles and (receiver is None or receiver in {figure.receiver, figure.whose}):
                return figure
        return None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where figures stand: the sentence, who speaks (with the side), and the cast that names are looked up in.

    An `item` stands in a list under a lead-in, a `dated` line opens with its own day; a
    `gapped` number has its own speaker and everything else from the number before it.
    """

    sentence: DocSpan
    cast: Cast
    lexicon: Lexicon
    speaker_side: str | None
    narrated: bool = False
    item: bool = False
    dated: bool = False
    gapped: bool = False
    said: tuple[Span, ...] = ()

    def previous(self) -> str:
        """Gives the text of the sentence before, empty at the start."""
        at = self.sentence.start
        return text_of(self.sentence.doc[at - 1].sent) if at else ""

    def upto(self, span: Span) -> str:
        """Gives the sentence's text before a stretch of it."""
        return text_of(self.sentence)[: span.start - self.sentence.start_char]

    def behind(self, span: Span) -> str:
        """Gives the sentence's text after a stretch of it."""
        return text_of(self.sentence)[span.end - self.sentence.start_char :]
