"""Finds who attributes what by a verb, an adjective or a noun, by the words around it that each kind of cue takes.

Wider than `speech`, which looks for claims: here a wish, a feeling, a judgement and a plan are attributions too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.annotate.acts import lemma_of, strayed, subject
from kg.annotate.cues import NO_SPEAKER, Act, Cues, can_feel
from kg.annotate.dates import WEEKDAYS
from kg.annotate.stretches import around, group_start, is_finite_after_bare, spans

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as DocSpan

    from kg.lexicon import Lexicon
    from kg.model import Span

_NOMINAL = frozenset({"NOUN", "PROPN", "PRON"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "VBN"})  # VBN: the model's own mistakes
_REMARKS = frozenset({"a", "an", "which", "one", "another"})
_RELAYS = frozenset({"quote", "cite"})
_COPULAS = frozenset("be feel seem appear become remain sound grow look stay get".split())
_BESIDE_CUES = frozenset("prep npadvmod advmod dobj dative prt agent".split())
_OF_FEELING = frozenset("of about with by at to for in over".split())
_OF_STATING = frozenset("about for of against on to in over".split())


def find(sentence: DocSpan, quotes: Sequence[Span], lexicon: Lexicon, cues: Cues) -> Iterator[Act]:
    """Yields the attributions of one sentence, nested ones too, in the order of their cues.

    `quotes` are the quotations that reach into the sentence or end before it, marks included.
    """
    for token in sentence:
        if token.is_punct or token.is_space:
            continue
        act = None
        if token.tag_.startswith("VB") and token.dep_ not in {"aux", "auxpass"}:
            act = _verb(token, quotes, lexicon, cues)
        if act is None and token.lower_ in cues.adjectives:
            act = _adjective(token, lexicon, cues)
        elif act is None and token.pos_ == "NOUN" and lemma_of(token) in cues.nouns:
            act = _noun(token, cues)
        if act is not None:
            yield act


def _verb(verb: Token, quotes: Sequence[Span], lexicon: Lexicon, cues: Cues) -> Act | None:
    if verb.dep_ in {"amod", "compound"} or (verb.tag_ == "VBN" and verb.dep_ == "acl"):
        return None
    cue, lemma = _with_particle(verb, lexicon, cues)
    if verb.tag_ == "VBN" and verb.dep_ == "advcl" and not any(c.dep_ in {"nsubj", "nsubjpass"} for c in verb.children):
        # "Asked whether he would sign, …": the question is the reporter's
        asked = _clausal(verb, verb, lemma, (), lexicon, cues)
        return Act(cue, None, asked, muted=True) if asked else None
    if verb.dep_ == "advcl" and _is_infinitive(verb):
        return None
    source = _source(verb)
    if not any(c.dep_ in {"nsubj", "nsubjpass", "csubj"} for c in verb.children):
        source = _after(verb, quotes) or source
    if source is None or (source.lower_ in NO_SPEAKER and not _is_body(source, lemma, lexicon)):
        return None
    parts = _as_aside(verb, lemma, lexicon, cues) or _clausal(verb, source, lemma, quotes, lexicon, cues)
    if not parts and (can_feel(source, lexicon, cues) or _is_body(source, lemma, lexicon)):
        parts = _taken(verb, lemma, lexicon, cues)
    return Act(cue, source, parts) if parts else None


def _is_body(source: Token, lemma: str, lexicon: Lexicon) -> bool:
    """Tells the "it" that stands for a ministry from that of "it seems": with a verb of saying somebody speaks."""
    known = lexicon.reporting.get(lemma)
    return source.lower_ == "it" and source.dep_ == "nsubj" and known is not None and not known.weak


def _with_particle(verb: Token, lexicon: Lexicon, cues: Cues) -> tuple[tuple[Token, ...], str]:
    """Gives a verb's words and lemma with its particle, where the two together are known: "rule out", "make clear"."""
    lemma = lemma_of(verb)
    for child in verb.children:
        near = child.dep_ in {"advmod", "acomp", "oprd", "ccomp", "prep"} and child.i == verb.i + 1
        if (child.dep_ == "prt" or near) and _is_known(both := f"{lemma} {child.lower_}", lexicon, cues):
            return (verb, child), both
    return (verb,), lemma


def _is_known(lemma: str, lexicon: Lexicon, cues: Cues) -> bool:
    known = (lexicon.reporting, cues.clause, cues.object, cues.request, cues.prepositions)
    return any(lemma in words for words in known)


def _source(verb: Token) -> Token | None:
    """Finds who speaks or feels: the subject, in the passive the agent."""
    if _is_passive(verb):
        return next((p for c in verb.children if c.dep_ == "agent" for p in c.children if p.dep_ == "pobj"), None)
    own = [c for c in verb.children if c.dep_ == "nsubj"]
    if len(own) > 1:
        # "The bridge, said the mayor, …": set off by a comma, the verb comes first
        inverted = own[-1].i > verb.i and verb.nbor(-1).is_punct
        return own[-1] if inverted else next((c for c in reversed(own) if c.i < verb.i), own[-1])
    if verb.dep_ == "xcomp" and not own and verb.head.tag_.startswith("VB") and not _is_passive(verb.head):
        return _source(verb.head)
    # "vowed to help and expressed …": the verb goes on from the one above the infinitive
    return _source(verb.head.head) if is_finite_after_bare(verb) else subject(verb)


def _after(verb: Token, quotes: Sequence[Span]) -> Token | None:
    """Finds the speaker in "“…,” read a statement" and "…, said the historian, …", where the parser errs."""
    doc = verb.doc
    if verb.i + 1 >= verb.sent.end or verb.i == verb.sent.start or verb.tag_ not in _FINITE:
        return None
    if doc[verb.i - 1].text != "," and not any(q.end <= verb.idx and not _words(doc, q.end, verb.idx) for q in quotes):
        return None
    nouns = [t for t in doc[verb.i + 1 : verb.i + 9] if t.left_edge.i == verb.i + 1 and t.pos_ in _NOMINAL]
    return nouns[-1] if nouns else None


def _is_passive(verb: Token) -> bool:
    return any(c.dep_ in {"nsubjpass", "auxpass"} for c in verb.children)


def _is_infinitive(verb: Token) -> bool:
    return any(c.lower_ == "to" and c.dep_ == "aux" for c in verb.children)


def _clausal(
    verb: Token, source: Token, lemma: str, quotes: Sequence[Span], lexicon: Lexicon, cues: Cues
) -> tuple[Span, ...]:
    """Gives the clause or quotation that a verb of saying or thinking takes."""
    known = lexicon.reporting.get(lemma)
    if _is_passive(verb):
        return ()
    if lemma not in cues.clause and (known is None or not known.clausal):
        return _after_comma(verb, source, quotes)
    if parts := _interrupted(verb, source):
        return parts
    if clause := _clauses(verb, known is not None and known.weak):
        return spans(verb, clause)
    if clause := strayed(verb):
        return spans(verb, clause)
    return _beside(verb, source, quotes)


def _interrupted(verb: Token, source: Token) -> tuple[Span, ...]:
    """Gives the sentence that ", the witness told a panel," or ", said the witness," breaks into."""
    doc, sentence = verb.doc, verb.sent
    first = verb.i if source.i > verb.i else group_start(verb)
    if first <= sentence.start + 1 or doc[first - 1].text != "," or (source.i < verb.i and first == verb.i):
        return ()
    last = max(verb.i, source.right_edge.i if source.i > verb.i else 0)
    for child in verb.children:
        if child.dep_ in _BESIDE_CUES and child.i > verb.i and child.left_edge.i <= last + 1:
            last = max(last, child.right_edge.i)
    while last > verb.i and doc[last].is_punct:
        last -= 1
    ends = last + 2 >= sentence.end and verb.dep_ in {"parataxis", "ccomp", "dep"}
    if not ends and (last + 2 >= sentence.end or doc[last + 1].text != ","):
        return ()
    if not ends and doc[last + 2].is_quote and not doc[min(last + 3, sentence.end - 1)].is_lower:
        return ()  # "Asked about it, he replied, “We are not there.”": the quotation is all
    parts = around(sentence, first, last)
    # "…, the agency reported, a finding that …": the newsroom's own remark
    whole = any(t.dep_ in {"nsubj", "nsubjpass"} for t in doc[sentence.start : first])
    return parts[:1] if whole and not ends and doc[last + 2].lower_ in _REMARKS else parts


def _clauses(verb: Token, weak: bool) -> list[Token]:
    """Gives the clauses a verb takes; one that is perceived ("saw him walking"; `weak`) is none."""
    return [
        c
        for c in verb.children
        if (c.dep_ == "ccomp" and not (weak and c.tag_ == "VBG"))
        or (c.dep_ == "xcomp" and not weak and not _is_infinitive(c) and c.pos_ in {"VERB", "AUX"})
    ]


def _beside(verb: Token, source: Token, quotes: Sequence[Span]) -> tuple[Span, ...]:
    """Gives the quotations that stand next to "he added", with nothing but its adverbs between."""
    first = verb.doc[group_start(verb)].idx
    last = max(verb.i, source.right_edge.i if source.i > verb.i else verb.i)
    start = verb.doc[last].idx + len(verb.doc[last])
    before = [q for q in quotes if q.end <= first and not _words(verb.doc, q.end, first)]
    after = [q for q in quotes if q.start >= start and len(_words(verb.doc, start, q.start)) < 6]
    return tuple(sorted((*before[-1:], *after[:1])))


def _after_comma(verb: Token, source: Token, quotes: Sequence[Span]) -> tuple[Span, ...]:
    """Gives the quotation before "he shrugged", whatever the verb: it ends with a comma, and the two words follow."""
    if source.head.i != verb.i and source.i < verb.i:
        return ()
    first = verb.doc[min(group_start(verb), source.left_edge.i)].idx
    before = [q for q in quotes if 0 <= first - q.end < 2 and verb.doc.text[q.end - 2 : q.end - 1] in {",", "?", "!"}]
    return tuple(before[-1:])


def _words(doc: Doc, start: int, end: int) -> list[str]:
    return [word for word in doc.text[start:end].split() if any(c.isalnum() for c in word)]


def _as_aside(verb: Token, lemma: str, lexicon: Lexicon, cues: Cues) -> tuple[Span, ...]:
    """Gives the rest of the sentence around "as the minister put it"."""
    if verb.dep_ not in {"advcl", "parataxis"} or not any(c.lower_ == "as" and c.i < verb.i for c in verb.children):
        return ()
    known = lemma in lexicon.reporting or lemma in cues.clause
    if lemma == "put":
        known = any(c.lower_ == "it" for c in verb.children)
    elif any(c.dep_ in {"ccomp", "dobj"} for c in verb.children):
        return ()
    return around(verb.sent, verb.left_edge.i, verb.right_edge.i) if known else ()


def _taken(verb: Token, lemma: str, lexicon: Lexicon, cues: Cues) -> tuple[Span, ...]:
    """Gives what a verb of wanting, judging or asking takes: an infinitive, an object, a prepositional phrase."""
    known = lexicon.reporting.get(lemma)
    judging = lemma in cues.object or (known is not None and known.nominal)
    if _is_passive(verb):
        if lemma in _RELAYS:
            return ()  # "was quoted by the agency as saying": not the agency's words
        taken = [
            c for c in verb.children if c.dep_ in {"nsubjpass", "oprd", "xcomp", "ccomp"} or _opens(c, {"as", "of"})
        ]
        return spans(verb, taken) if judging or lemma in cues.request else ()
    clause = _clauses(verb, known is not None and known.weak)
    infinitive = [c for c in verb.children if c.dep_ in {"xcomp", "advcl"} and _is_infinitive(c) and c.i > verb.i]
    if lemma in cues.request and (asked := [c for c in (*clause, *infinitive) if _is_infinitive(c)]):
        whom = [
            c for c in verb.children if (c.dep_ in {"dobj", "dative"} and lemma != "tell") or _opens(c, {"on", "for"})
        ]
        return spans(verb, [c for c in (*whom, *asked) if c.i > verb.i])
    if lemma in cues.infinitive and infinitive and infinitive[0].dep_ == "xcomp":
        return spans(verb, infinitive)
    for child in verb.children:
        if child.i > verb.i and _opens(child, cues.prepositions.get(lemma, frozenset())):
            return spans(verb, [child])
    if judging:
        objects = [c for c in verb.children if c.dep_ in {"dobj", "oprd", "acomp"} and c.i > verb.i]
        objects = [c for c in objects if c.lower_ not in WEEKDAYS] + clause
        if lemma == "put" and not any(_opens(c, {"at"}) for head in (verb, *objects) for c in head.children):
            return ()  # not a figure: "put the journey off"
        if any(c.dep_ in {"dobj", "ccomp"} or (c.dep_ == "oprd" and c.left_edge.i <= verb.i + 3) for c in objects):
            return spans(verb, objects)
    return ()


def _opens(child: Token, prepositions: frozenset[str] | set[str]) -> bool:
    """Tells whether a child is a phrase with one of the prepositions."""
    held = any(c.dep_ in {"pobj", "pcomp"} for c in child.children)
    return held and child.dep_ in {"prep", "prt", "dative"} and child.lower_ in prepositions


def _adjective(word: Token, lexicon: Lexicon, cues: Cues) -> Act | None:
    """Finds "they were skeptical that …", the adjective parsed as such or as a passive."""
    if word.tag_ in {"VBN", "VBD"} and word.dep_ not in {"acomp", "oprd"}:
        if not any(c.dep_ in {"auxpass", "aux"} for c in word.children):
            return None
        source = next((c for c in word.children if c.dep_ in {"nsubjpass", "nsubj"}), None) or subject(word)
    elif word.dep_ in {"acomp", "oprd", "conj", "attr"}:
        verb = word.head.head if word.dep_ == "conj" else word.head
        source = subject(verb) if lemma_of(verb) in _COPULAS else None
    else:
        return None
    if source is None or not can_feel(source, lexicon, cues):
        return None
    holders = (word, word.head) if word.dep_ == "acomp" else (word,)
    taken = [
        c
        for holder in holders
        for c in holder.children
        if c.i > word.i
        and (
            c.dep_ in {"ccomp", "xcomp", "agent"} or _opens(c, _OF_FEELING) or (c.dep_ == "advcl" and _is_infinitive(c))
        )
    ]
    parts = spans(word, taken)
    return Act((word,), source, parts) if parts else None


def _noun(noun: Token, cues: Cues) -> Act | None:
    """Finds "his claim that …", "a warning from the bank that …", "repeated the charge that …"."""
    after = [c for c in noun.children if c.i > noun.i]
    taken = [c for c in after if c.dep_ in {"acl", "ccomp", "relcl"} and _is_marked(c)]
    owner = next((c for c in noun.children if c.dep_ == "poss"), None) or _giver(noun)
    if owner is None and noun.dep_ == "dobj" and lemma_of(noun.head) in cues.bearing:
        owner = _source(noun.head)
    if owner is not None and owner.lower_ in NO_SPEAKER:
        return None
    if not taken and owner is not None:
        taken = [c for c in after if c.dep_ in {"acl", "xcomp"} and _is_infinitive(c)]
        taken = taken or [c for c in after if _opens(c, _OF_STATING) and not c.is_ancestor(owner)]
    parts = spans(noun, taken, extend=False)
    return Act((noun,), owner, parts) if parts else None


def _is_marked(clause: Token) -> bool:
    return any(c.lower_ in {"that", "whether"} and c.dep_ == "mark" for c in clause.children)


def _giver(noun: Token) -> Token | None:
    """Finds who makes a statement: "by the bank", "from critics"."""
    phrases = [c for c in noun.children if c.dep_ in {"prep", "agent"} and c.lower_ in {"by", "from", "among"}]
    return next((p for phrase in phrases for p in phrase.children if p.dep_ == "pobj"), None)
