"""Finds who attributes what by a verb, an adjective or a noun, by the words around it that each kind of cue takes.

Wider than `speech`, which looks for claims: here a wish, a feeling, a judgement and a plan are attributions too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.annotate import speech
from kg.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as DocSpan

    from kg.lexicon import Lexicon

_COPULAS = frozenset({"be", "feel", "seem", "appear", "become", "remain", "sound", "grow", "look", "stay", "get"})
_NO_SPEAKER = frozenset(
    {"it", "this", "that", "these", "those", "there", "what", "which", "something", "nothing", "everything"}
)
_THINGS = frozenset({"DATE", "TIME", "EVENT", "LAW", "PRODUCT", "WORK_OF_ART", "MONEY", "QUANTITY", "ORDINAL"})
_PEOPLE = ("PeopleNouns", "BodyNouns", "SideNouns", "SpokesNouns", "UnnamedNouns", "OutletNouns", "StatementNouns")
_ABSTRACT = ("tion", "sion", "ment", "ness", "ance", "ence", "ism", "ing", "ship")
_ADJUNCTS = frozenset(
    {
        "on",
        "in",
        "at",
        "during",
        "after",
        "before",
        "by",
        "within",
        "through",
        "amid",
        "since",
        "until",
        "via",
        "following",
    }
)
_JOINTS = frozenset(
    {
        "if",
        "because",
        "unless",
        "until",
        "when",
        "before",
        "after",
        "since",
        "as",
        "so",
        "once",
        "whether",
        "although",
        "though",
        "while",
    }
)


@dataclass(frozen=True, slots=True)
class Cues:
    """The words of attribution by the pattern they follow, each a lemma, or two: a verb and its particle or preposition."""

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
    """One attribution: `cue` and `source` are the heads, `parts` the content in code points, in the text's order."""

    cue: tuple[Token, ...]
    source: Token | None
    parts: tuple[Span, ...]


def find(sentence: DocSpan, quotes: Sequence[Span], lexicon: Lexicon, cues: Cues) -> Iterator[Act]:
    """Yields the attributions of one sentence, nested ones too, in the order of their cues.

    `quotes` are the quotations that reach into the sentence, marks included.
    """
    for token in sentence:
        if token.is_punct or token.is_space:
            continue
        if token.tag_.startswith("VB") and token.dep_ not in {"aux", "auxpass"}:
            act = _verb(token, quotes, lexicon, cues) or _adjective(token, lexicon, cues)
        elif token.lower_ in cues.adjectives:
            act = _adjective(token, lexicon, cues)
        elif token.pos_ == "NOUN" and speech.lemma_of(token) in cues.nouns:
            act = _noun(token, cues)
        else:
            continue
        if act is not None:
            yield act


def _verb(verb: Token, quotes: Sequence[Span], lexicon: Lexicon, cues: Cues) -> Act | None:
    if verb.dep_ in {"amod", "compound"} or (verb.tag_ == "VBN" and verb.dep_ in {"acl", "advcl"}):
        return None
    lemma = speech.lemma_of(verb)
    particle = next((c for c in verb.children if c.dep_ == "prt" or (c.dep_ == "advmod" and c.i == verb.i + 1)), None)
    if particle is not None and _known(f"{lemma} {particle.lower_}", lexicon, cues):
        lemma, cue = f"{lemma} {particle.lower_}", (verb, particle)
    else:
        cue = (verb,)
    source = _source(verb)
    if source is None or source.lower_ in _NO_SPEAKER:
        return None
    parts = _as_aside(verb, lemma, lexicon, cues) or _clausal(verb, source, lemma, quotes, lexicon, cues)
    if not parts and _can_feel(source, lexicon, cues):
        parts = _taken(verb, lemma, lexicon, cues)
    return Act(cue, source, parts) if parts else None


def _clausal(
    verb: Token, source: Token, lemma: str, quotes: Sequence[Span], lexicon: Lexicon, cues: Cues
) -> tuple[Span, ...]:
    """Gives the clause or quotation that a verb of saying or thinking takes."""
    known = lexicon.reporting.get(lemma)
    if _is_passive(verb) or not (lemma in cues.clause or (known is not None and known.clausal)):
        return ()
    if clause := _clauses(verb):
        return _spans(verb, clause)
    return _beside(verb, source, quotes)


def _is_passive(verb: Token) -> bool:
    return any(c.dep_ in {"nsubjpass", "auxpass"} for c in verb.children)


def _clauses(verb: Token) -> list[Token]:
    return [
        c
        for c in verb.children
        if c.dep_ == "ccomp" or (c.dep_ == "xcomp" and not _is_infinitive(c) and c.pos_ in {"VERB", "AUX"})
    ]


def _beside(verb: Token, source: Token, quotes: Sequence[Span]) -> tuple[Span, ...]:
    """Gives the quotations that stand next to "he added", with nothing but its adverbs between."""
    first, last = _group_start(verb), max([verb.i, source.right_edge.i if source.i > verb.i else verb.i])
    before = [q for q in quotes if q.end <= verb.doc[first].idx and not _words(verb.doc, q.end, verb.doc[first].idx)]
    start = verb.doc[last].idx + len(verb.doc[last])
    after = [q for q in quotes if q.start >= start and len(_words(verb.doc, start, q.start)) < 6]
    return tuple(sorted((*before[-1:], *after[:1])))


def _words(doc: Doc, start: int, end: int) -> list[str]:
    return [word for word in doc.text[start:end].split() if any(c.isalnum() for c in word)]


def _known(lemma: str, lexicon: Lexicon, cues: Cues) -> bool:
    return any(lemma in words for words in (lexicon.reporting, cues.clause, cues.object, cues.request)) or any(
        prepared.startswith(f"{lemma} ") for prepared in cues.prepositions
    )


def _source(verb: Token) -> Token | None:
    """Finds who speaks or feels: the subject, in the passive the agent."""
    if _is_passive(verb):
        return next((p for c in verb.children if c.dep_ == "agent" for p in c.children if p.dep_ == "pobj"), None)
    return speech.subject(verb)


def _as_aside(verb: Token, lemma: str, lexicon: Lexicon, cues: Cues) -> tuple[Span, ...]:
    """Gives the rest of the sentence around "as the minister put it"."""
    if verb.dep_ not in {"advcl", "parataxis"} or not any(c.lower_ == "as" and c.i < verb.i for c in verb.children):
        return ()
    if lemma == "put":
        if not any(c.lower_ == "it" for c in verb.children):
            return ()
    elif (lemma not in lexicon.reporting and lemma not in cues.clause) or any(
        c.dep_ in {"ccomp", "dobj"} for c in verb.children
    ):
        return ()
    return around(verb.sent, verb.left_edge.i, verb.right_edge.i)


def _taken(verb: Token, lemma: str, lexicon: Lexicon, cues: Cues) -> tuple[Span, ...]:
    """Gives what a verb of wanting, judging or asking takes: an infinitive, an object, a phrase with its preposition."""
    known = lexicon.reporting.get(lemma)
    if _is_passive(verb):
        taken = [
            c
            for c in verb.children
            if c.dep_ in {"nsubjpass", "oprd", "xcomp", "ccomp"}
            or (c.dep_ == "prep" and c.lower_ in {"as", "of", "for"})
        ]
        if lemma in cues.object | cues.request or known is not None:
            return _spans(verb, taken)
        return ()
    clause = _clauses(verb)
    infinitive = [c for c in verb.children if (c.dep_ in {"xcomp", "advcl"}) and _is_infinitive(c) and c.i > verb.i]
    if lemma in cues.request:
        asked = [c for c in (*clause, *infinitive) if _is_infinitive(c)]
        if asked:
            whom = [c for c in verb.children if c.dep_ in {"dobj", "dative"} and lemma != "tell"]
            on = [c for c in verb.children if c.dep_ == "prep" and c.lower_ in {"on", "for"} and c.i > verb.i]
            return _spans(verb, [*whom, *on, *asked])
    if lemma in cues.infinitive and infinitive and infinitive[0].dep_ == "xcomp":
        return _spans(verb, infinitive)
    for preposition in verb.children:
        if (
            preposition.dep_ in {"prep", "prt", "dative"}
            and preposition.i > verb.i
            and preposition.lower_ in cues.prepositions.get(lemma, ())
        ) and any(c.dep_ in {"pobj", "pcomp"} for c in preposition.children):
            return _spans(verb, [preposition])
    if lemma in cues.object or (known is not None and known.nominal):
        objects = [c for c in verb.children if c.dep_ in {"dobj", "oprd", "acomp"} and c.i > verb.i] + clause
        if any(c.dep_ in {"dobj", "ccomp"} for c in objects):
            return _spans(verb, objects)
    return ()


def _can_feel(source: Token, lexicon: Lexicon, cues: Cues) -> bool:
    """Tells people and bodies of people from things and events, which hold no view."""
    if source.ent_type_ in _THINGS:
        return False
    lemma = speech.lemma_of(source)
    if source.pos_ != "NOUN" or any(lemma in lexicon[name] for name in _PEOPLE):
        return True
    return lemma not in cues.things and not lemma.endswith(_ABSTRACT)


def _is_infinitive(verb: Token) -> bool:
    return any(c.lower_ == "to" and c.dep_ == "aux" for c in verb.children)


def _adjective(word: Token, lexicon: Lexicon, cues: Cues) -> Act | None:
    """Finds "they were skeptical that …", the adjective parsed as such or as a passive."""
    if word.lower_ not in cues.adjectives:
        return None
    if word.tag_ in {"VBN", "VBD"} and word.dep_ not in {"acomp", "oprd"}:
        if not any(c.dep_ in {"auxpass", "aux"} for c in word.children):
            return None
        source = next((c for c in word.children if c.dep_ in {"nsubjpass", "nsubj"}), None) or speech.subject(word)
    elif word.dep_ in {"acomp", "oprd", "conj", "attr"} and speech.lemma_of(word.head) in _COPULAS | {
        speech.lemma_of(word.head)
    }:
        verb = word.head if word.dep_ != "conj" else word.head.head
        if speech.lemma_of(verb) not in _COPULAS:
            return None
        source = speech.subject(verb)
    else:
        return None
    if source is None or source.lower_ in _NO_SPEAKER or not _can_feel(source, lexicon, cues):
        return None
    taken = [
        c
        for holder in ((word, word.head) if word.dep_ == "acomp" else (word,))
        for c in holder.children
        if c.i > word.i
        and (
            c.dep_ in {"ccomp", "xcomp"}
            or (c.dep_ == "prep" and c.lower_ in {"of", "about", "with", "by", "at", "to", "for", "in"})
            or (c.dep_ == "agent")
            or (c.dep_ == "advcl" and _is_infinitive(c))
        )
    ]
    parts = _spans(word, taken)
    return Act((word,), source, parts) if parts else None


def _noun(noun: Token, cues: Cues) -> Act | None:
    """Finds "his claim that …", "a warning from the bank that …", "repeated the charge that …"."""
    clause = [
        c
        for c in noun.children
        if c.i > noun.i
        and c.dep_ in {"acl", "ccomp", "relcl"}
        and any(m.lower_ in {"that", "whether"} and m.dep_ == "mark" for m in c.children)
    ]
    infinitive = [c for c in noun.children if c.i > noun.i and c.dep_ in {"acl", "xcomp"} and _is_infinitive(c)]
    owner = next((c for c in noun.children if c.dep_ == "poss"), None) or _giver(noun)
    if owner is None and noun.dep_ == "dobj" and speech.lemma_of(noun.head) in cues.bearing:
        owner = _source(noun.head)
    taken = clause
    if not taken and owner is not None:
        taken = infinitive or [
            c
            for c in noun.children
            if c.i > noun.i
            and c.dep_ == "prep"
            and c.lower_ in {"about", "for", "of", "against", "on", "to", "in"}
            and not any(p is owner for p in c.children)
        ]
    if owner is not None and owner.lower_ in _NO_SPEAKER:
        return None
    parts = _spans(noun, taken, extend=False)
    return Act((noun,), owner, parts) if parts else None


def _giver(noun: Token) -> Token | None:
    return next(
        (
            p
            for c in noun.children
            if c.dep_ in {"prep", "agent"} and c.lower_ in {"by", "from", "among"}
            for p in c.children
            if p.dep_ == "pobj"
        ),
        None,
    )


def _spans(cue: Token, taken: Iterable[Token], extend: bool = True) -> tuple[Span, ...]:
    """Gives the stretches that the heads taken cover: one before the cue, one after it with what is bound to it there."""
    taken = sorted(taken, key=lambda t: t.i)
    before, after = [t for t in taken if t.i < cue.i], [t for t in taken if t.i > cue.i]
    parts: list[Span] = []
    if before:
        stop = _group_start(cue)
        inside = [t for head in before for t in head.subtree if t.i < stop]
        beyond = [t for head in before for t in head.subtree if t.i > cue.i]
        parts += [part for part in (stretch(cue.doc, inside), stretch(cue.doc, _past_group(cue, beyond))) if part]
    if after:
        inside = [t for head in after for t in head.subtree if t.i > cue.i]
        if extend:
            inside += _bound(cue, max(t.i for t in inside))
        parts += [part for part in (stretch(cue.doc, inside),) if part]
    return tuple(parts)


def _bound(cue: Token, last: int) -> list[Token]:
    """Gives what follows the content and, without a comma, belongs to it: "… would come if elected"."""
    bound: list[Token] = []
    for child in sorted(cue.children, key=lambda t: t.i):
        if child.i <= last or child.left_edge.i <= cue.i:
            continue
        joined = child.left_edge.i == last + 1
        clause = child.dep_ == "advcl" and any(c.lower_ in _JOINTS for c in child.children)
        phrase = child.dep_ in {"prep", "dative"} and child.lower_ not in _ADJUNCTS
        if not joined or not (clause or phrase):
            break
        bound += list(child.subtree)
        last = child.right_edge.i
    return bound


def _group_start(cue: Token) -> int:
    """Gives the first token of "the mayor later said" or "said the mayor"."""
    own = [
        c for c in cue.children if c.dep_ in {"nsubj", "nsubjpass", "aux", "auxpass", "neg", "advmod"} and c.i < cue.i
    ]
    start = cue.i
    for child in sorted(own, key=lambda t: -t.i):
        if child.right_edge.i + 1 >= start or cue.doc[child.right_edge.i + 1].is_punct:
            start = min(start, child.left_edge.i)
    return start


def _past_group(cue: Token, tokens: list[Token]) -> list[Token]:
    """Leaves out what stands beside the cue itself: its subject after it, "on Tuesday"."""
    ends = [c.right_edge.i for c in cue.children if c.i > cue.i and c.dep_ in {"nsubj", "npadvmod", "dobj", "dative"}]
    first = max([cue.i, *ends])
    return [t for t in tokens if t.i > first]


def around(sentence: DocSpan, first: int, last: int) -> tuple[Span, ...]:
    """Gives what stands in a sentence before and after the tokens from `first` to `last`."""
    doc = sentence.doc
    before, after = list(doc[sentence.start : first]), list(doc[last + 1 : sentence.end])
    return tuple(part for part in (stretch(doc, before), stretch(doc, after)) if part)


def stretch(doc: Doc, tokens: Iterable[Token]) -> Span | None:
    """Gives the span from the first token to the last, without white space and stops at its ends."""
    inside = sorted(tokens, key=lambda t: t.i)
    while inside and (inside[0].is_space or (inside[0].is_punct and not _opens(inside[0]))):
        inside = inside[1:]
    while inside and (inside[-1].is_space or (inside[-1].is_punct and not _closes(inside[-1]))):
        inside = inside[:-1]
    if not any(t.is_alpha or t.like_num or t.is_digit for t in inside):
        return None
    return Span(inside[0].idx, inside[-1].idx + len(inside[-1]))


def _opens(token: Token) -> bool:
    return token.text in {'"', "“", "„", "«", "(", "[", "'", "‘", "``"}


def _closes(token: Token) -> bool:
    return token.text in {'"', "”", "»", ")", "]", "'", "’", "''"}
