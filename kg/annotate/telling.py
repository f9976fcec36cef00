"""Tells when a claim was made, where the article says so: "said on Friday" is not when it happened or was published."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kg.annotate import dates

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from spacy.tokens import Doc, Token

    from kg.annotate.dates import When
    from kg.model import Claim

# "said | on Friday", "said | in a statement | on Friday", "said | Friday": what leads from a day up to the cue.
_LEADS = frozenset({"prep", "pobj", "npadvmod", "advmod", "nmod", "dobj", "agent", "tmod"})


def dated(claims: Iterable[Claim], doc: Doc, whens: Sequence[When], published: date | None) -> Iterator[Claim]:
    """Gives claims with the days on which they were made, where a day hangs on the reporting verb and on nothing else.

    Args:
        claims: the claims of one article.
        doc: the article, parsed.
        whens: its expressions of time.
        published: the day from which "Friday" is counted; without it a weekday stays a weekday.
    """
    for claim in claims:
        cue = claim.cue_span and doc.char_span(claim.cue_span.start, claim.cue_span.end, alignment_mode="expand")
        told = next((w for w in whens if cue and claim.passage.contains(w.span) and _hangs(doc, w, cue.root)), None)
        yield replace(claim, said=dates.bound(told, published)) if told else claim


def _hangs(doc: Doc, when: When, cue: Token) -> bool:
    words = doc.char_span(when.span.start, when.span.end, alignment_mode="expand")
    if words is None or not when.is_day or cue.pos_ not in {"VERB", "AUX"}:
        return False
    token = words.root
    while token.i != cue.i:
        if token.dep_ not in _LEADS or token.head.i == token.i:
            return False
        token = token.head
    return True
