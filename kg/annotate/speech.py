"""Finds reported speech in any English text: who (source), the reporting words (cue), what (content).

Works on spaCy's dependency parse: a reporting verb with its subject and its clause, object or quotation; `according to`;
verbs before, between and after a quotation; and, where the parser loses the clause, the shape of the sentence itself.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.model import Span, Stance

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as DocSpan

    from kg.lexicon import Lexicon, ReportingVerb

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "expl"})
_CLAUSE = frozenset({"ccomp", "xcomp", "pcomp"})
_RELATIVE = frozenset({"who", "which", "that", "whom"})
_OPENERS, _CLOSERS = "“«„", "”»"


@dataclass(frozen=True, slots=True)
class Speech:
    """One act of reporting: `cue` the verb's token (or the phrase's first), `source` the head of the speaker's noun phrase.

    `content` is a list of code-point spans (a sentence that is interrupted by its attribution has two); `passive` marks
    "was said to"; `relayed` the head of "citing X"; `silent` a refusal or failure to speak.
    """

    sentence: int
    cue: Token
    lemma: str
    stance: Stance
    source: Token | None
    content: tuple[Span, ...]
    quoted: bool
    passive: bool = False
    relayed: Token | None = None
    silent: bool = False
    joined: bool = False
    weak: bool = False
    nominal: bool = False
    subordinate: bool = False


@dataclass(frozen=True, slots=True)
class Quotation:
    """A stretch between quotation marks, the marks included."""

    span: Span


def find(doc: Doc, lexicon: Lexicon) -> list[Speech]:
    """Gives the reported speech of a document in order of its sentences."""
    quotes = quotations(doc.text)
    found: list[Speech] = []
    for number, sentence in enumerate(doc.sents):
        inside = [q.span for q in quotes if q.span.overlaps(Span(sentence.start_char, sentence.end_char))]
        found.extend(_in_sentence(number, sentence, inside, lexicon))
    return found


def quotations(text: str) -> list[Quotation]:
    """Gives the quotations of a text, paragraph by paragraph; an unclosed one runs to the end of its paragraph.

    A quotation goes on into a paragraph that opens with a new mark while the last was not closed.
    """
    found: list[Quotation] = []
    for paragraph in re.finditer(r"[^\r\n]+", text):
        start: int | None = None
        for match in re.finditer(r"[\"“”«»„]", paragraph.group()):
            at, mark = paragraph.start() + match.start(), match.group()
            before = text[at - 1] if at else " "
            opens = mark in _OPENERS or (mark == '"' and start is None and (before.isspace() or before in "([—–-'‘"))
            if mark == '"' and re.match(r"\d", before) and start is None:  # inches
                continue
            if start is None and (opens or (mark == '"' and at == paragraph.start())):
                start = at
            elif start is not None and mark not in _OPENERS:
                found.append(Quotation(Span(start, at + 1)))
                start = None
        if start is not None and paragraph.end() - start < 2000:
            found.append(Quotation(Span(start, paragraph.end())))
    return found


def _in_sentence(number: int, sentence: DocSpan, quotes: list[Span], lexicon: Lexicon) -> Iterator[Speech]:
    cues: list[Speech] = []
    for token in sentence:
        lower = token.lower_
        if token.pos_ in {"VERB", "AUX"} or (token.tag_.startswith("VB")):
            speech = _verb(number, sentence, token, quotes, lexicon)
            if speech:
                cues.append(speech)
        elif lower in {"according", "per", "as", "in"}:
            pass
    cues.extend(_phrases(number, sentence, quotes, lexicon))
    cues.extend(_own_count(number, sentence, quotes))
    cues.extend(_no_comment(number, sentence, lexicon))
    if not any(not c.silent for c in cues):
        shaped = _by_shape(number, sentence, quotes, lexicon)
        if shaped and not any(c.cue.i == shaped.cue.i for c in cues):
            cues.append(shaped)
    if not cues:
        cues.extend(_headline_forms(number, sentence, quotes))
    yield from sorted(cues, key=lambda c: c.cue.i)


def _verb(number: int, sentence: DocSpan, verb: Token, quotes: list[Span], lexicon: Lexicon) -> Speech | None:
    lemma = _lemma(verb, lexicon)
    if any(quote.start < verb.idx < quote.end - 1 for quote in quotes) and not _quote_is_scare(verb, quotes):
        return None  # what is said inside a quotation is the speaker's own matter
    if verb.tag_ == "VBG" and verb.lower_ in lexicon["RelayWords"]:
        return None
    negated = _negated(verb)
    refusal = lemma in lexicon["RefusalVerbs"]
    if lemma in {"call", "press", "push"} and not negated and (source := subject(verb)) is not None:
        for_ = next((c for c in verb.children if c.dep_ == "prep" and c.lower_ == "for"), None)
        if for_ is not None and not any(c.dep_ in {"dobj", "auxpass"} for c in verb.children):
            return Speech(number, verb, lemma, Stance.ASSERTS, source, (Span(for_.idx, for_.right_edge.idx + len(for_.right_edge)),), False, nominal=True)
    if lemma == "speak" and not negated and (source := subject(verb)) is not None:
        of = next((c for c in verb.children if c.dep_ == "prep" and c.lower_ == "of"), None)
        if of is not None:
            return Speech(number, verb, lemma, Stance.ASSERTS, source, (Span(of.idx, of.right_edge.idx + len(of.right_edge)),), False, nominal=True)
    if _gives_figure(verb, lemma) and (source := subject(verb)) is not None:
        objects = [c for c in verb.children if c.dep_ in {"dobj", "prep", "oprd"} and c.i > verb.i]
        end = max((c.right_edge for c in objects), key=lambda t: t.i)
        content = (Span(objects[0].left_edge.idx, end.idx + len(end)),)
        if not negated and not _denies_object(verb):
            return Speech(number, verb, lemma, Stance.ASSERTS, source, content, False, nominal=True)
    silence = (negated and lemma in lexicon["SilenceVerbs"]) or refusal or _is_quiet(verb, lexicon) or (lemma in lexicon["SilenceVerbs"] | {"make", "give", "offer", "have"} and _denies_object(verb))
    if silence:
        source = subject(verb)
        if source is None:
            return None
        if refusal and not any(c.dep_ in _CLAUSE and c.lemma_ in lexicon["SilenceVerbs"] for c in verb.children):
            return None
        if lemma in {"make", "have", "give", "name", "number", "account", "tell", "say", "report", "release", "issue", "identify"} and not _silent_object(verb, lemma):
            return None
        cue = next((c for c in verb.children if c.dep_ == "xcomp" and c.lemma_ in lexicon["SilenceVerbs"]), verb) if refusal else verb
        return Speech(number, verb, _lemma(cue, lexicon), Stance.DECLINES, source, (), False, silent=True)
    known = lexicon.reporting.get(lemma)
    if known is None:
        return None
    return _report(number, sentence, verb, known, negated, quotes, lexicon)


def _report(
    number: int, sentence: DocSpan, verb: Token, known: ReportingVerb, negated: bool, quotes: list[Span], lexicon: Lexicon
) -> Speech | None:
    passive = any(c.dep_ in {"nsubjpass", "auxpass"} for c in verb.children) and not _is_active_participle(verb)
    source = subject(verb) or (_noun_before(verb, sentence) if known.clausal and verb.dep_ == "ROOT" else None)
    content = _content(sentence, verb, known, quotes)
    if known.clausal and not known.weak and not passive and verb.tag_ in {"VBD", "VBZ", "VBP"}:
        beside = None if source is not None and _adjoins(source, verb) else _beside(verb, sentence)
        if beside is not None and (source is None or source.i != beside.i):
            source = beside
            content = _around(sentence, verb, beside) or content
    if not content and source is not None and known.clausal and not known.nominal and not known.weak and not passive:
        content = _rest(sentence, verb, source)
    if not content and not passive:
        return None
    if verb.tag_ == "VBN" and verb.dep_ == "advcl" and not any(c.dep_ in SUBJECTS for c in verb.children):
        return None  # "Asked about the timetable, …"
    if verb.dep_ in {"amod", "compound"} or (verb.tag_ == "VBN" and verb.dep_ == "acl"):
        return None
    if passive:
        agent = next((p for c in verb.children if c.dep_ == "agent" for p in c.children if p.dep_ == "pobj"), None)
        as_saying = any(c.lower_ == "as" for c in verb.children)
        if verb.lemma_ in {"quote", "cite"} and as_saying:
            return Speech(number, verb, "say", Stance.ASSERTS, source, content, _within(content, quotes), relayed=None, joined=False)
        if agent is not None and not content:
            content = tuple(Span(c.left_edge.idx, c.right_edge.idx + len(c.right_edge)) for c in verb.children if c.dep_ == "nsubjpass")
        if not content:
            return None
        if not agent and known.nominal and not known.clausal:
            return None
        if not agent and not any(c.dep_ in {"xcomp", "ccomp"} for c in verb.children):
            return None
        return Speech(number, verb, known.lemma, known.stance, agent, content, _within(content, quotes), passive=agent is None)
    if source is None and verb.dep_ not in {"advcl", "xcomp", "conj", "ROOT", "parataxis", "acl"}:
        return None
    stance = known.stance
    if negated and stance is Stance.DENIES:
        stance = Stance.DECLINES
    elif negated and stance in {Stance.CONFIRMS, Stance.ASSERTS} and lemma_of(verb) in {"confirm", "acknowledge", "agree", "recognize"}:
        stance = Stance.DENIES
    if known.lemma in {"call", "describe", "dismiss", "brand"} and any(t.lower_ in _UNTRUE for c in verb.children if c.dep_ in {"oprd", "acomp", "ccomp", "xcomp", "prep", "dobj"} for t in c.subtree):
        stance = Stance.DENIES
    relayed = _cited(verb, lexicon)
    joined = not any(c.dep_ in SUBJECTS for c in verb.children) and verb.dep_ in {"conj", "advcl", "xcomp"}
    return Speech(number, verb, known.lemma, stance, source, content, _within(content, quotes), relayed=relayed, joined=joined, weak=known.weak, nominal=_is_object(verb, content), subordinate=_is_subordinate(verb, content))


def _adjoins(source: Token, verb: Token) -> bool:
    """Tells whether nothing but commas and adverbs stand between the parser's subject and the verb."""
    between = verb.doc[source.right_edge.i + 1 : verb.i] if source.i < verb.i else []
    return source.i < verb.i and all(t.is_punct and not t.is_quote or t.pos_ in {"ADV", "AUX"} for t in between)


def _beside(verb: Token, sentence: DocSpan) -> Token | None:
    """Finds the speaker that stands between a comma and the verb, or after an inverted verb, where the parser errs.

    Gives None where the layout does not decide: the words beside the verb must be one noun phrase and nothing else.
    """
    first = verb.i
    while first > sentence.start and (verb.doc[first - 1].pos_ in {"AUX", "ADV"}):
        first -= 1
    run: list[Token] = []
    at = first - 1
    while at >= sentence.start and not (verb.doc[at].text in {",", "”", '"', "—", "–", ";", ":"}):
        run.insert(0, verb.doc[at])
        at -= 1
    set_off = at > sentence.start
    if set_off and run and run[0].pos_ in {"DET", "PROPN", "ADJ", "NOUN", "PRON"} and not any(t.pos_ in {"VERB", "AUX", "SCONJ"} for t in run) and len(run) < 14:
        return _phrase_head(run)
    if not run and set_off and verb.i + 1 < sentence.end and verb.lemma_ != "tell":
        after: list[Token] = []
        for token in verb.doc[verb.i + 1 : sentence.end]:
            if token.is_punct or token.pos_ in {"VERB", "AUX", "SCONJ", "ADP"}:
                break
            after.append(token)
        if after and after[0].pos_ in {"DET", "PROPN", "NOUN", "ADJ"} and any(t.pos_ in {"PROPN", "NOUN"} for t in after):
            last = after[-1]
            while last.pos_ not in {"PROPN", "NOUN"}:
                last = last.nbor(-1)
            return last if last.tag_ != "NNP" or last.text not in _WEEKDAYS else None
    return None


_WEEKDAYS = frozenset("Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split())


def _phrase_head(run: list[Token]) -> Token | None:
    """Gives the head of a noun phrase read from left to right: its last noun before any preposition."""
    head = None
    for token in run:
        if token.pos_ == "ADP":
            break
        if token.pos_ in {"NOUN", "PROPN", "PRON"}:
            head = token
    return head


def _noun_before(verb: Token, sentence: DocSpan) -> Token | None:
    """Finds the speaker in "…, the headquarters said" where the parser hung the noun elsewhere."""
    head = None
    for token in reversed([t for t in sentence if t.i < verb.i]):
        if token.text in {",", "”", '"'} or token.pos_ in {"VERB", "AUX"}:
            break
        if head is None and token.pos_ in {"NOUN", "PROPN", "PRON"}:
            head = token
        elif head is not None and token.pos_ in {"NOUN", "PROPN"} and token.nbor().pos_ == "ADP":
            head = token  # "Headquarters for the Treatment of Prisoners of War": the first noun is the head
    return head


def _rest(sentence: DocSpan, verb: Token, source: Token) -> tuple[Span, ...]:
    """Gives what follows the verb where the parser shows no clause: after it, else before its subject."""
    after = [t for t in sentence if t.i > max(verb.i, source.i) and not t.is_space]
    if len([t for t in after if not t.is_punct]) >= 4:
        return (Span(after[0].idx, after[-1].idx + len(after[-1])),)
    return ()


def subject(verb: Token) -> Token | None:
    """Finds who does what a verb says: its own subject, the subject it shares, or what a relative clause is about."""
    for child in verb.children:
        if child.dep_ in {"nsubj", "nsubjpass"}:
            if child.lower_ in _RELATIVE and verb.dep_ in {"relcl", "acl"}:
                return verb.head
            return child
    if verb.dep_ in {"conj", "xcomp", "advcl"} and verb.head.pos_ in {"VERB", "AUX"}:
        return subject(verb.head)
    if verb.dep_ in {"relcl"}:
        return verb.head
    if verb.dep_ == "acl" and verb.tag_ == "VBG":
        return verb.head
    if verb.dep_ == "pcomp" and verb.head.head.pos_ in {"VERB", "AUX"}:
        return subject(verb.head.head)
    return None


def lemma_of(token: Token) -> str:
    """Gives a token's lemma in lower case."""
    return str(token.lemma_).lower()


def _lemma(verb: Token, lexicon: Lexicon) -> str:
    lemma = lemma_of(verb)
    for child in verb.children:
        if child.dep_ == "prt" and f"{lemma} {child.lower_}" in lexicon.reporting:
            return f"{lemma} {child.lower_}"
    return lemma


def _negated(verb: Token) -> bool:
    if any(c.dep_ == "neg" or c.lower_ in {"never", "not", "n't", "rarely", "seldom", "hardly"} for c in verb.children):
        return True
    source = next((c for c in verb.children if c.dep_ in {"nsubj", "nsubjpass"}), None)
    if source is not None and (source.lower_ in {"neither", "nobody", "none", "no-one", "noone"} or any(d.lower_ in {"neither", "no"} for d in source.children if d.i < source.i)):
        return True
    # "has yet to comment"
    return any(c.lower_ == "to" for c in verb.children) and verb.head.lemma_ == "have" and any(c.lower_ == "yet" for c in (*verb.head.children, *verb.children))


_FIGURES = frozenset({"figure", "number", "breakdown", "toll", "total", "count", "tally", "it", "sum"})


_UNTRUE = frozenset("untrue false lie lies baseless fake nonsense invented unfounded groundless fabricated fabrication disinformation".split())


def _is_subordinate(verb: Token, content: tuple[Span, ...]) -> bool:
    """Tells "exchanged …, hours before Putin announced a truce": the report is an aside of somebody else's sentence."""
    clause = verb
    while clause.dep_ == "conj" and clause.head.i != clause.i:
        clause = clause.head
    if clause.dep_ not in {"advcl", "relcl", "pcomp", "acl"} or clause.i == verb.sent.root.i:
        return False
    if clause.tag_ == "VBG" or min(c.start for c in content) <= verb.sent.root.idx:
        return False
    return any(c.dep_ in SUBJECTS for c in clause.children)


def _is_object(verb: Token, content: tuple[Span, ...]) -> bool:
    """Tells whether what is reported is an object ("announced the return of 62"), no clause."""
    if any(c.dep_ in {"ccomp", "xcomp"} for c in verb.children):
        return False
    return any(c.dep_ in {"dobj", "oprd"} and c.i > verb.i and any(s.start <= c.idx < s.end for s in content) for c in verb.children)


def _gives_figure(verb: Token, lemma: str) -> bool:
    """Tells whether a verb of giving gives a figure: "gave it as 55", "gives the same breakdown"."""
    if lemma not in {"give", "put", "provide", "offer", "cite", "quote"} or any(c.dep_ == "auxpass" for c in verb.children):
        return False
    given = next((c for c in verb.children if c.dep_ == "dobj"), None)
    if given is None or lemma_of(given) not in _FIGURES:
        return False
    return lemma_of(given) != "it" or any(c.lower_ in {"as", "at"} for c in (*verb.children, *given.children))


def _denies_object(verb: Token) -> bool:
    """Tells "said nothing", "made no comment", "gave no figures"."""
    for child in verb.children:
        if child.dep_ == "dobj" and (child.lower_ in {"nothing", "none"} or any(d.lower_ in {"no", "neither"} for d in child.children)):
            return True
        # "said that he had nothing to announce"
        if child.dep_ == "ccomp" and child.lemma_ == "have" and any(d.lower_ == "nothing" for d in child.children):
            return True
    return False


def _is_quiet(verb: Token, lexicon: Lexicon) -> bool:
    if lemma_of(verb) not in {"remain", "stay", "keep", "be"}:
        return False
    return any(c.dep_ in {"acomp", "oprd", "attr"} and lemma_of(c) in lexicon["QuietAdjectives"] for c in verb.children)


def _silent_object(verb: Token, lemma: str) -> bool:
    """Tells whether what a verb of many uses is denied of is information, so that "did not give up" is no silence."""
    objects = [c for c in verb.children if c.dep_ in {"dobj", "ccomp", "prep", "xcomp"}]
    if lemma in {"say", "tell", "report"}:
        return _denies_object(verb) or any(c.dep_ == "xcomp" for c in objects) or any(c.dep_ == "ccomp" for c in objects) and any(
            t.lower_ in {"how", "whether", "when", "who", "what", "where", "why", "if", "which"} for c in objects for t in c.subtree
        ) or any(c.dep_ == "dobj" for c in objects)
    return any(
        lemma_of(t) in {"mention", "remark", "response", "reply", "answer", "announcement", "one", "figure", "number", "detail", "information", "name", "statement", "comment", "explanation", "reason", "count", "toll", "data", "breakdown", "total", "evidence", "estimate", "list"}
        for c in objects
        for t in c.subtree
    )


def _content(sentence: DocSpan, verb: Token, known: ReportingVerb, quotes: list[Span]) -> tuple[Span, ...]:
    if known.clausal:
        clauses = [c for c in verb.children if c.dep_ in _CLAUSE and not (c.dep_ == "xcomp" and known.lemma in {"read", "ask", "tell", "urge"} and c.pos_ != "VERB")]
        # a clause that the speaker utters, not what he does while speaking
        clauses = [c for c in clauses if c.i > verb.i or _before_is_content(c, verb)]
        if clauses:
            return _joined([_clause_span(c, verb) for c in clauses], sentence, quotes, verb)
        if verb.dep_ in {"parataxis", "ccomp"} and verb.head.pos_ in {"VERB", "AUX", "NOUN"} and any(c.dep_ in SUBJECTS for c in verb.children) and _set_off(verb):
            return _around(sentence, verb)
        if _set_off(verb) and any(c.dep_ == "nsubj" for c in verb.children) and _ends_sentence(verb, sentence):
            return _around(sentence, verb)
        near = [q for q in quotes if q.end - q.start > 12]
        if near and not (verb.dep_ in {"relcl", "acl"} and verb.i > 0):
            return tuple(Span(max(q.start, sentence.start_char), min(q.end, sentence.end_char)) for q in near)
    if known.nominal or known.clausal:
        objects = [c for c in verb.children if c.dep_ in {"dobj", "oprd", "ccomp", "xcomp", "dative"} or (c.dep_ == "prep" and c.lower_ in {"of", "at", "for", "about", "on", "with"} and known.nominal)]
        if known.nominal and any(c.dep_ in {"dobj", "ccomp", "xcomp", "oprd"} for c in objects):
            start = min(c.left_edge.idx for c in objects)
            right = max((c.right_edge for c in objects), key=lambda t: t.i)
            return (Span(start, right.idx + len(right)),)
    return ()


def _before_is_content(clause: Token, verb: Token) -> bool:
    return clause.dep_ == "ccomp"


def _clause_span(clause: Token, verb: Token) -> Span:
    tokens = sorted(clause.subtree, key=lambda t: t.i)
    if clause.i < verb.i:
        tokens = [t for t in tokens if t.i < _subject_start(verb)]
    else:
        tokens = [t for t in tokens if t.i > verb.i or t.i < _subject_start(verb)]
    if not tokens:
        tokens = [clause]
    return Span(tokens[0].idx, tokens[-1].idx + len(tokens[-1]))


def _subject_start(verb: Token) -> int:
    own = [c for c in verb.children if c.dep_ in SUBJECTS]
    return min([c.left_edge.i for c in own if c.left_edge.i < c.i + 1] + [verb.i])


def _joined(spans: list[Span], sentence: DocSpan, quotes: list[Span], verb: Token) -> tuple[Span, ...]:
    start, end = verb.idx, verb.idx + len(verb)
    parts = list(spans)
    # "…," said X, "…": the second half of the quotation belongs to the same words
    for quote in quotes:
        if quote.end - quote.start > 12 and not any(p.overlaps(quote) for p in parts):
            parts.append(Span(max(quote.start, sentence.start_char), min(quote.end, sentence.end_char)))
    widened = []
    for part in sorted(parts):
        for quote in quotes:
            if quote.overlaps(part) and not (quote.start <= start and end <= quote.end):
                part = Span(max(min(part.start, quote.start), sentence.start_char), min(max(part.end, quote.end), sentence.end_char))
        widened.append(part)
    return tuple(widened)


def _set_off(verb: Token) -> bool:
    """Tells whether the verb with its subject stands apart by a comma or quotation mark before it."""
    start = min([_subject_start(verb), verb.i, *[a.i for a in verb.children if a.dep_ == "aux"]])
    if start == verb.sent.start:
        return False
    before = verb.doc[start - 1]
    return before.is_punct or before.is_quote


def _ends_sentence(verb: Token, sentence: DocSpan) -> bool:
    """Tells whether nothing but adjuncts of the verb follow it."""
    rest = [t for t in sentence if t.i > verb.i and not t.is_punct]
    allowed = {t.i for c in verb.children for t in c.subtree}
    return len(rest) <= 14 and all(t.i in allowed for t in rest)


def _around(sentence: DocSpan, verb: Token, source: Token | None = None) -> tuple[Span, ...]:
    """Gives what stands before and after a set-off "the agency said"; `source` is the speaker where the parse has none."""
    own = {verb.i}
    if source is not None:
        own |= set(range(min(source.i, verb.i), max(source.i, verb.i) + 1))
        edge = min(source.i, verb.i)
        while edge > sentence.start and verb.doc[edge - 1].text not in {",", "”", '"', "—", "–", ";", ":"}:
            edge -= 1
            own.add(edge)
        for child in verb.children:
            if child.dep_ in {"npadvmod", "prep", "advmod"} and child.i == max(own) + 1:
                own |= {t.i for t in child.subtree if not t.is_punct}
        first, last = _contiguous(own, verb.i)
        return _outside(sentence, first, last)
    for child in verb.children:
        if child.dep_ in SUBJECTS or child.dep_ in {"aux", "neg", "advmod", "npadvmod", "prep", "dobj", "dative", "punct", "prt", "advcl"}:
            own |= {t.i for t in child.subtree if abs(t.i - verb.i) < 40}
    first, last = _contiguous(own, verb.i)
    return _outside(sentence, first, last)


def _outside(sentence: DocSpan, first: int, last: int) -> tuple[Span, ...]:
    before = [t for t in sentence if t.i < first and not t.is_space]
    after = [t for t in sentence if t.i > last and not t.is_space]
    parts = []
    for part in (before, after):
        while part and part[0].is_punct and not part[0].is_quote:
            part = part[1:]
        if len([t for t in part if not t.is_punct]) > 2:
            parts.append(Span(part[0].idx, part[-1].idx + len(part[-1])))
    return tuple(parts)


def _contiguous(indices: set[int], around: int) -> tuple[int, int]:
    first = last = around
    while first - 1 in indices:
        first -= 1
    while last + 1 in indices:
        last += 1
    return first, last


def _within(content: tuple[Span, ...], quotes: list[Span]) -> bool:
    return bool(content) and all(any(q.start - 1 <= c.start and c.end <= q.end + 2 for q in quotes) for c in content)


def _quote_is_scare(verb: Token, quotes: list[Span]) -> bool:
    quote = next(q for q in quotes if q.start < verb.idx < q.end)
    return quote.end - quote.start < 25


def _is_active_participle(verb: Token) -> bool:
    return verb.tag_ == "VBG"


def _cited(verb: Token, lexicon: Lexicon) -> Token | None:
    """Finds X in "reported, citing X" and "reported with reference to X"."""
    for child in verb.children:
        if child.dep_ in {"advcl", "prep", "xcomp"} and child.lower_ in {"citing", "quoting"}:
            return next((c for c in child.children if c.dep_ in {"dobj", "pobj"}), None)
        if child.lower_ == "with" and child.dep_ == "prep":
            for noun in child.children:
                if noun.lower_ == "reference":
                    return next((p for c in noun.children if c.lower_ == "to" for p in c.children if p.dep_ == "pobj"), None)
        if child.lower_ == "referring":
            return next((p for c in child.children if c.lower_ == "to" for p in c.children if p.dep_ == "pobj"), None)
    return None


def _phrases(number: int, sentence: DocSpan, quotes: list[Span], lexicon: Lexicon) -> Iterator[Speech]:
    """Yields attributions by "according to X", "in the words of X"."""
    tokens = [t.lower_ for t in sentence]
    for phrase in lexicon["AttributionPhrases"]:
        words = phrase.split()
        for at in range(len(tokens) - len(words)):
            if tokens[at : at + len(words)] != words:
                continue
            first, last = sentence[at], sentence[at + len(words) - 1]
            if any(q.start < first.idx < q.end - 1 for q in quotes):
                continue
            source = next((c for c in last.children if c.dep_ in {"pobj", "pcomp", "nsubj"}), None) or _noun_after(last)
            if source is None or source.sent.start != sentence.start:
                continue
            phrase_tokens = {t.i for t in source.subtree} | set(range(first.i, last.i + 1))
            end = _phrase_end(source, sentence)
            before = [t for t in sentence if t.i < first.i]
            after = [t for t in sentence if t.i > end]
            parts = []
            for part in (before, after):
                while part and part[0].is_punct and not part[0].is_quote:
                    part = part[1:]
                while part and part[-1].is_punct and not part[-1].is_quote:
                    part = part[:-1]
                if len([t for t in part if not t.is_punct]) > 1:
                    parts.append(Span(part[0].idx, part[-1].idx + len(part[-1])))
            if parts and phrase_tokens:
                yield Speech(number, first, "according to" if phrase.startswith(("according", "as", "in")) else phrase, Stance.ASSERTS, source, tuple(parts), _within(tuple(parts), quotes))


_OWN_COUNT = re.compile(r"\b[Bb]y\s+(?P<who>.{2,60}?)\s+(?:own\s+)?(?:count|account|tally|reckoning|estimate|estimates|figures|calculation|calculations|data)\b")


def _own_count(number: int, sentence: DocSpan, quotes: list[Span]) -> Iterator[Speech]:
    """Yields "By the headquarters' own count, …" and "by its account"."""
    for noun in sentence:
        if lemma_of(noun) not in {"count", "account", "tally", "reckoning", "estimate", "figure", "calculation"} or noun.head.lower_ != "by":
            continue
        source = next((c for c in noun.children if c.dep_ == "poss"), None)
        if source is None:
            continue
        first, last = noun.head.i, max(noun.i, source.i)
        parts = []
        for part in ([t for t in sentence if t.i < first], [t for t in sentence if t.i > last]):
            while part and part[0].is_punct and not part[0].is_quote:
                part = part[1:]
            if len([t for t in part if not t.is_punct]) > 2:
                parts.append(Span(part[0].idx, part[-1].idx + len(part[-1])))
        if parts:
            yield Speech(number, noun.head, "according to", Stance.ASSERTS, source, tuple(parts), _within(tuple(parts), quotes))


_CITING_COLON = re.compile(r"^(?P<outlet>[^:,;]{2,40}), citing (?P<who>[^:,;\"“”]{2,50}):\s+(?=\S)")
_BEFORE_COLON = re.compile(r"^(?P<who>[^:,;\"“”]{2,50}):\s+(?=\S)")
_AFTER_DASH = re.compile(r"\s[–—-]\s+(?P<who>(?:\w+\s+){0,4}[A-Z][\w’'-]+)[.]?$")


def _headline_forms(number: int, sentence: DocSpan, quotes: list[Span]) -> Iterator[Speech]:
    """Yields the attributions of headlines and alerts: "Kyiv: 205 back", "Swap is fifth this year – Kyiv"."""
    text = sentence.text
    for pattern in (_CITING_COLON, _BEFORE_COLON, _AFTER_DASH):
        match = pattern.search(text)
        if not match:
            continue
        outlet = None
        if pattern is _CITING_COLON:
            outlet = next((t for t in reversed(list(sentence)) if t.idx - sentence.start_char < match.end("outlet")), None)
        inside = [t for t in sentence if match.start("who") <= t.idx - sentence.start_char < match.end("who") and not t.is_space]
        if not inside or any(t.pos_ in {"VERB", "AUX"} for t in inside) or inside[-1].pos_ not in {"PROPN", "NOUN"}:
            continue
        rest = Span(sentence.start_char + match.end(), sentence.end_char) if pattern is not _AFTER_DASH else Span(sentence.start_char, sentence.start_char + match.start())
        if len(text[rest.start - sentence.start_char : rest.end - sentence.start_char].split()) < 3:
            continue
        if outlet is not None:
            yield Speech(number, inside[-1], "cite", Stance.ASSERTS, outlet, (rest,), _within((rest,), quotes), relayed=inside[-1])
            return
        yield Speech(number, inside[-1], "", Stance.ASSERTS, inside[-1], (rest,), _within((rest,), quotes))


def _noun_after(token: Token) -> Token | None:
    for other in token.doc[token.i + 1 : token.i + 8]:
        if other.pos_ in {"PROPN", "NOUN", "PRON"} and other.dep_ not in {"compound", "amod", "poss", "nmod"}:
            return other
    return None


def _phrase_end(source: Token, sentence: DocSpan) -> int:
    """Finds the last token of the noun phrase after "according to", which the parser often lets run on."""
    end = source.i
    for token in sentence.doc[source.i + 1 : sentence.end]:
        if token.lower_ in {",", ";", "—", "–", "."} and not (token.lower_ == "," and _apposition(token, source)):
            break
        end = token.i
    return end


def _apposition(comma: Token, source: Token) -> bool:
    following = comma.nbor() if comma.i + 1 < len(comma.doc) else None
    return following is not None and any(c.dep_ == "appos" and c.left_edge.i <= following.i <= c.right_edge.i for c in source.children)


def _no_comment(number: int, sentence: DocSpan, lexicon: Lexicon) -> Iterator[Speech]:
    """Yields "there was no immediate comment from Moscow"."""
    for token in sentence:
        if lemma_of(token) not in {"comment", "response", "reaction", "confirmation", "word", "statement", "reply", "announcement", "information"}:
            continue
        if token.pos_ != "NOUN" or not any(c.lower_ in {"no", "any"} for c in token.children):
            continue
        if not any(t.lower_ in {"no", "not", "n't", "without"} for t in sentence[: token.i - sentence.start + 1]):
            continue
        for prep in (t for t in sentence if t.lower_ in {"from", "by"} and t.i > token.i and t.i - token.i < 8):
            source = next((c for c in prep.children if c.dep_ == "pobj"), None)
            if source is not None:
                yield Speech(number, token, lemma_of(token), Stance.DECLINES, source, (), False, silent=True)
                return


_LATE_CUE = re.compile(r",[\"”’]?\s+(?P<rest>[^,\"“”]{3,120})[.]?$")


def _by_shape(number: int, sentence: DocSpan, quotes: list[Span], lexicon: Lexicon) -> Speech | None:
    """Finds "…, <noun phrase> said." and "<noun phrase> said …" where the parse shows neither."""
    for token in reversed(list(sentence)):
        lemma = lemma_of(token) if token.tag_.startswith("VB") else ""
        known = lexicon.reporting.get(lemma) or (lexicon.reporting.get(token.lower_[:-1]) if token.lower_.endswith("s") else None)
        if known is None or not known.clausal or known.weak or token.tag_ in {"VB", "VBG"}:
            continue
        if any(q.start < token.idx < q.end - 1 for q in quotes):
            continue
        words = [t for t in sentence if not t.is_space]
        position = next(i for i, t in enumerate(words) if t.i == token.i)
        before = words[:position]
        comma = max((i for i, t in enumerate(before) if t.text in {",", "”", '"', "’"}), default=None)
        after = [t for t in words[position + 1 :] if not t.is_punct]
        # …, the agency said [on Friday].
        if comma is not None and comma > 3 and 0 < position - comma - 1 <= 14 and len(after) <= 8:
            noun = next((t for t in reversed(before[comma + 1 :]) if t.pos_ in {"NOUN", "PROPN", "PRON"}), None)
            if noun is not None and not any(t.pos_ in {"VERB", "AUX"} and t.tag_ != "VBN" for t in before[comma + 1 :]):
                content = Span(words[0].idx, before[comma].idx + (len(before[comma]) if before[comma].is_quote else 0))
                return Speech(number, token, known.lemma, known.stance, noun, (content,), _within((content,), quotes))
        # …,” said the agency.
        if comma is not None and comma == position - 1 and position > 3 and 0 < len(after) <= 16:
            noun = next((t for t in after if t.pos_ in {"NOUN", "PROPN", "PRON"} and t.dep_ not in {"compound", "poss", "nmod", "amod"}), None)
            if noun is not None:
                content = Span(words[0].idx, before[comma].idx + len(before[comma]))
                return Speech(number, token, known.lemma, known.stance, noun, (content,), _within((content,), quotes))
    return None


def sentence_index(starts: list[int], offset: int) -> int:
    """Gives the number of the sentence that an offset lies in, from the sentences' starts."""
    return max(bisect_right(starts, offset) - 1, 0)


def covering(tokens: list[int], span: Span) -> tuple[int, int]:
    """Gives the half-open token range that a span covers, from the tokens' start offsets."""
    return bisect_left(tokens, span.start), bisect_left(tokens, span.end)
