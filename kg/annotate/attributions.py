"""Finds every attribution of a text: statements, and what people are said to think, want and feel, exchange or not.

What somebody is said to say about another's words is that somebody's: of nested attributions the outermost stays.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kg.annotate import frames, speech
from kg.annotate.acts import quotations, text_of
from kg.annotate.cues import Act, Cues
from kg.annotate.stretches import stretch
from kg.model import Span

if TYPE_CHECKING:
    from collections.abc import Mapping

    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as DocSpan

    from kg.lexicon import Lexicon

__all__ = ["Cues", "Found", "find"]

_SHORT = 25


@dataclass(slots=True)
class Found:
    """One attribution; `content` are its parts in the text's order, `head` the head of the source's noun phrase.

    `cue` is None where a quotation goes on without one.
    """

    cue: Span | None
    source: Span | None
    head: Token | None
    parts: list[Span]
    sentence: int
    verb: Token | None = field(default=None, repr=False)
    muted: bool = False

    @property
    def content(self) -> Span:
        """Gives the stretch from the first part's start to the last part's end."""
        return Span(min(p.start for p in self.parts), max(p.end for p in self.parts))


def find(doc: Doc, lexicon: Lexicon, cues: Cues) -> list[Found]:
    """Gives the attributions of a document in the order of the text."""
    quotes = quotations(doc.text)
    spoken: dict[int, list[speech.Speech]] = {}
    for said in speech.find(doc, lexicon):
        if said.lemma or _is_headline(said):
            spoken.setdefault(said.sentence, []).append(said)
    found: list[Found] = []
    starts = {sentence.start_char for sentence in doc.sents}
    for number, sentence in enumerate(doc.sents):
        if not sentence.text.strip():
            continue
        here = Span(sentence.start_char, sentence.end_char)
        near = [q for q in quotes if q.overlaps(here) or (q.start in starts and 0 <= here.start - q.end < 2)]
        acts = {act.cue[0].i: act for act in frames.find(sentence, near, lexicon, cues)}
        for said in spoken.get(number, ()):
            if said.silent:
                if not any(t.dep_ == "ccomp" for t in said.cue.subtree if t.i > said.cue.i):
                    acts.pop(said.cue.i, None)
            elif said.source is not None and _is_sound(said) and (said.cue.i not in acts or _knows_better(said, acts)):
                acts[said.cue.i] = Act(_cue(said), said.source, said.content)
        inside = [_found(number, _set_off(act)) for act in acts.values() if not _quoted(act, quotes)]
        found += _outermost([one for one in inside if one is not None])
    found = _with_quotes(doc, found, quotes)
    return sorted(found, key=lambda f: (min(f.content.start, f.cue.start if f.cue else f.content.start), f.content.end))


def _cue(said: speech.Speech) -> tuple[Token, ...]:
    if not said.lemma:
        return ()
    if said.lemma == "according to" and said.cue.lower_ == "according" and said.cue.i + 1 < len(said.cue.doc):
        return (said.cue, said.cue.nbor())
    return (said.cue,)


def _is_sound(said: speech.Speech) -> bool:
    """Tells whether what `speech` adds holds for any news: its guesses at what follows a verb are made for claims."""
    if not said.content or said.nominal:
        return False
    if ";" in text_of(said.cue.doc)[said.content[-1].end : said.cue.idx]:
        return False
    if said.cue.tag_[:2] != "VB" or said.content[0].start < said.cue.idx:
        return True
    follows = next((t for t in said.cue.sent if t.idx >= said.content[0].start), said.cue)
    return follows.pos_ != "ADP" and not any(c.dep_ == "dobj" for c in said.cue.children)


def _knows_better(said: speech.Speech, acts: Mapping[int, Act]) -> bool:
    """Tells whether the layout gives "…, the agency said" a speaker whom the parser took for a part of the clause."""
    source = acts[said.cue.i].source
    if source is None or said.source is None or said.content[-1].end > said.cue.idx:
        return False
    return source.i < said.source.i < said.cue.i


def _is_headline(said: speech.Speech) -> bool:
    """Tells a headline ("Borton: 20 back") from a line of a list: the speaker has a name, and no sentence ends it."""
    return said.source is not None and said.source.pos_ == "PROPN" and not said.source.sent.text.rstrip().endswith(".")


def _quoted(act: Act, quotes: list[Span]) -> bool:
    """Tells whether the words of attribution are themselves quoted, so that they are the speaker's own matter."""
    if not act.cue:
        return False
    at = act.cue[0].idx
    return any(q.start < at < q.end - 1 and q.end - q.start > _SHORT for q in quotes)


def _set_off(act: Act) -> Act:
    """Moves the border in "… 19 sets of remains, Novak wrote", where the parser takes both nouns for the speaker.

    Between words and their speaker stands a comma; where there is none, the speaker begins after the next one.
    """
    head = act.source
    if head is None or not act.cue or not act.parts or head.i > act.cue[0].i:
        return act
    first, last = head.left_edge, act.parts[-1]
    if first.i == 0 or first.nbor(-1).is_punct or not 0 <= first.idx - last.end < 2:
        return act
    for other in head.subtree:
        start = other.left_edge
        if other.dep_ == "appos" and first.i < start.i < act.cue[0].i and start.nbor(-1).text == ",":
            whole = Span(last.start, start.nbor(-1).idx)
            return replace(act, source=other, parts=(*act.parts[:-1], whole))
    return act


def _found(number: int, act: Act) -> Found | None:
    cue = Span(act.cue[0].idx, act.cue[-1].idx + len(act.cue[-1])) if act.cue else None
    source = _source(act)
    parts = [part for whole in act.parts for part in _cut(whole, [cue, source])]
    verb = act.cue[0] if act.cue else None
    return Found(cue, source, act.source, parts, number, verb, act.muted) if parts else None


def _cut(part: Span, out: list[Span | None]) -> list[Span]:
    """Cuts cue and source out of a part of the content that the parser let run over them; the longer side stays."""
    for span in out:
        if span is not None and span.overlaps(part):
            sides = [Span(part.start, min(span.start, part.end)), Span(max(span.end, part.start), part.end)]
            part = max(sides, key=lambda s: s.end - s.start)
    return [part] if part.end - part.start > 2 else []


def _source(act: Act) -> Span | None:
    """Gives the whole noun phrase of a source, without the cue where a relative clause holds it."""
    head = act.source
    if head is None:
        return None
    tokens = sorted(head.subtree, key=lambda t: t.i)
    if not act.cue:
        tokens = [t for t in tokens if t.i <= head.i]
    else:
        held = [t.i for t in act.cue]
        if any(t.i in held for t in tokens):
            clauses = [c.left_edge.i for c in head.children if c.dep_ in {"relcl", "acl"} and c.i > head.i]
            tokens = [t for t in tokens if t.i < min([*clauses, *held])] or [head]
        # A subject before its verb ends there, and one after it begins after it.
        tokens = [t for t in tokens if (t.i < held[0] if head.i < held[0] else t.i > held[-1])] or [head]
    return stretch(tokens)


def _outermost(found: list[Found]) -> list[Found]:
    """Leaves out what lies inside another's content or source; of two that hold each other, the lower verb."""
    for one in found:
        for other in found:
            if one is not other and (start := _parted(one, other)) is not None:
                one.parts = [Span(p.start, min(p.end, start)) for p in one.parts if p.start < start]
                if other.verb is not None and other.verb.tag_ == "VBG":
                    other.source, other.head = one.source, one.head
    kept: list[Found] = []
    for one in found:
        if any(_is_twin(one, other) for other in found if other is not one):
            continue
        hosts = [other for other in found if other is not one and _holds(other, one)]
        if any(not _holds(one, host) or _below(one, host) for host in hosts):
            continue
        kept.append(one)
    return [one for one in kept if not one.muted and one.parts]


def _parted(outer: Found, inner: Found) -> int | None:
    """Finds where a clause of its own begins that the parser joined to the content: "…, and critics say …"."""
    if outer.verb is None or inner.verb is None or not _holds(outer, inner) or not outer.verb.is_ancestor(inner.verb):
        return None
    verb = inner.verb
    if verb.tag_ == "VBG" and verb.dep_ == "advcl" and verb.i > 0 and verb.nbor(-1).text == ",":
        return verb.nbor(-1).idx  # "…, citing the polls": the speaker does so
    own = [c for c in verb.children if c.dep_ in {"nsubj", "nsubjpass"} and c.i < verb.i]
    if verb.dep_ == "relcl" and own and own[0].lower_ not in {"who", "which", "that"}:
        first = verb.left_edge  # "…, which one executive put at …"
        return first.nbor(-1).idx if first.i > 0 and first.nbor(-1).text == "," and first.lower_ == "which" else None
    if verb.dep_ not in {"conj", "ccomp", "parataxis"} or not own:
        return None
    before = verb.doc[own[0].left_edge.i - 1]
    comma = before.i - 1 if before.dep_ == "cc" else before.i
    if verb.doc[comma].text not in {",", ";"} or (verb.dep_ != "conj" and verb.doc[comma].text != ";"):
        return None
    start = verb.doc[comma].idx
    return start if any(p.start < start < p.end for p in outer.parts) else None


def _is_twin(one: Found, other: Found) -> bool:
    """Tells a noun ("in a statement") whose content is that of the verb it stands with."""
    if one.verb is None or other.verb is None or one.verb.pos_ != "NOUN":
        return False
    return bool(other.verb.is_ancestor(one.verb)) and other.parts[-1] == one.parts[-1]


def _holds(outer: Found, inner: Found) -> bool:
    if inner.cue is None:
        return False
    return any(p.start <= inner.cue.start < p.end for p in (*outer.parts, *([outer.source] if outer.source else [])))


def _below(one: Found, other: Found) -> bool:
    return other.verb is not None and one.verb is not None and other.verb.is_ancestor(one.verb)


def _with_quotes(doc: Doc, found: list[Found], quotes: list[Span]) -> list[Found]:
    """Widens contents to the quotations they reach into, and gives each quotation left over to whoever spoke."""
    sentences = list(doc.sents)
    for quote in quotes:
        reached = [f for f in found if any(p.overlaps(quote) for p in f.parts)]
        outside = [f for f in reached if f.cue and not (quote.start <= f.cue.start < quote.end)]
        if outside:
            _widen(outside[-1] if outside[-1].content.end <= quote.end else outside[0], quote)
            continue
        if reached:
            continue
        _give(doc, found, quote, sentences)
    return found


def _widen(one: Found, quote: Span) -> None:
    if quote.end - quote.start > 1200:
        return
    touched = [p for p in one.parts if p.overlaps(quote)]
    merged = Span(min(quote.start, *(p.start for p in touched)), max(quote.end, *(p.end for p in touched)))
    one.parts = sorted([p for p in one.parts if not p.overlaps(quote)] + [merged])


def _give(doc: Doc, found: list[Found], quote: Span, sentences: list[DocSpan]) -> None:
    """Finds the speaker of a quotation that no cue took: the last one of the paragraph, or nobody."""
    text = doc.text
    words = text[quote.start : quote.end].split()
    number = next((n for n, s in enumerate(sentences) if s.start_char <= quote.start < s.end_char), None)
    if number is None:
        return
    start = sentences[number].start_char
    alone = not text[start : quote.start].strip()
    paragraph = text.rfind("\n", 0, quote.start) + 1
    before = [f for f in found if paragraph <= f.content.start < quote.start and f.cue]
    rest = any(c.isalnum() for c in text[quote.end : sentences[number].end_char])
    if alone and before and before[-1].sentence >= number - 1 and not rest:
        last = before[-1]
        if last.content.end < quote.start and any(
            '"' in text[p.start : p.end] or "”" in text[p.start : p.end] for p in last.parts
        ):
            last.parts = sorted([*last.parts, quote])
            return
    if not alone or len(words) < 4:
        return
    found.append(Found(None, None, before[-1].head if before else None, [quote], number))
