"""Finds reported speech in any English text: who (source), the reporting words (cue), what (content).

Works on spaCy's dependency parse: a reporting verb with its subject and its clause, object or quotation; `according to`;
verbs before, between and after a quotation; and, where the parser loses the clause, the shape of the sentence itself.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kg.annotate import gaps, layout, phrases, silence
from kg.annotate.acts import SUBJECTS, Speech, lemma_of, quotations, strayed, subject, text_of
from kg.model import Span, Stance

__all__ = ["SUBJECTS", "Speech", "find", "lemma_of", "quotations", "subject"]

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as DocSpan

    from kg.lexicon import Lexicon, ReportingVerb

_CLAUSE = frozenset({"ccomp", "xcomp", "pcomp"})


def find(doc: Doc, lexicon: Lexicon) -> list[Speech]:
    """Gives the reported speech of a document in order of its sentences."""
    quotes = quotations(text_of(doc))
    found: list[Speech] = []
    for number, sentence in enumerate(doc.sents):
        inside = [q for q in quotes if q.overlaps(Span(sentence.start_char, sentence.end_char))]
        found.extend(_in_sentence(number, sentence, inside, lexicon))
    return found


def _in_sentence(number: int, sentence: DocSpan, quotes: list[Span], lexicon: Lexicon) -> Iterator[Speech]:
    cues: list[Speech] = []
    for token in sentence:
        if token.pos_ in {"VERB", "AUX"} or token.tag_.startswith("VB"):
            speech = _verb(number, sentence, token, quotes, lexicon)
            if speech:
                cues.append(speech)
    asides = list(phrases.asides(number, sentence, lexicon))
    cues.extend(asides)
    cues.extend(phrases.by_phrase(number, sentence, quotes, lexicon))
    cues = list(phrases.of_this(number, sentence, lexicon)) or cues
    cues.extend(phrases.own_count(number, sentence, quotes))
    cues.extend(phrases.told_before_relay(number, sentence, quotes, lexicon, {c.cue.i for c in cues}))
    if (quoted := phrases.quoted_as_saying(number, sentence, quotes)) is not None:
        cues = [quoted]
    cues.extend(phrases.no_comment(number, sentence))
    cues = [c for c in cues if not _without_source(c, sentence)] if len(cues) == 1 else cues
    if not any(not c.silent and not c.aside for c in cues):
        shaped = phrases.by_shape(number, sentence, quotes, lexicon)
        if shaped and not any(c.cue.i == shaped.cue.i for c in cues):
            cues.append(shaped)
    cues.extend(list(gaps.shared(sentence, cues)))
    if not cues:
        cues.extend(phrases.headline_forms(number, sentence, quotes, lexicon))
    yield from sorted((_ended(c, cues) for c in cues), key=lambda c: c.cue.i)


def _without_source(act: Speech, sentence: DocSpan) -> bool:
    """Tells a verb at a sentence's end whose speaker the parser lost, and the shape may show."""
    lost = act.source is None and not act.passive and act.cue.i > sentence.start and act.cue.nbor(-1).text == ","
    return lost and act.cue.tag_ in {"VBD", "VBZ", "VBP"} and any(t.lower_ == "who" for t in sentence)


def _ended(act: Speech, others: list[Speech]) -> Speech:
    """Ends what one says where another takes the floor: "…, and B said it had received as many", "…, with B confirming …"."""
    for other in others:
        verb = other.cue
        if verb.i <= act.cue.i or other.source is None or other.source.dep_ != "nsubj":
            continue
        first = other.source.left_edge.i
        links = {"with"} if verb.tag_ == "VBG" else {"and", "but", "while", "although", "though", "whereas"}
        if first - 2 <= act.cue.i or verb.doc[first - 1].lower_ not in links or verb.doc[first - 2].text != ",":
            continue
        stop = verb.doc[first - 2].idx
        parts = tuple(Span(c.start, min(c.end, stop)) for c in act.content if c.start < stop)
        return replace(act, content=parts) if parts else act
    return act


def _verb(number: int, sentence: DocSpan, verb: Token, quotes: list[Span], lexicon: Lexicon) -> Speech | None:
    lemma = _lemma(verb, lexicon)
    if any(quote.start < verb.idx < quote.end - 1 for quote in quotes) and not _quote_is_scare(verb, quotes):
        return None  # what is said inside a quotation is the speaker's own matter
    if verb.tag_ == "VBG" and verb.lower_ in lexicon["RelayWords"]:
        return None
    if verb.tag_ == "VB" and verb.i > sentence.start and verb.nbor(-1).pos_ == "ADP":
        return None  # "by name"
    if verb.lower_ == "writing" and verb.i > sentence.start and verb.nbor(-1).lower_ == "in":
        return None  # "put down in writing"
    if _impersonal(verb, lemma):
        return None
    if verb.dep_ == "ROOT" and _marked(verb, "after", "before"):
        return None  # "just hours after the president announced a draft, the two exchanged …", read the wrong way round
    if lemma == "make public" and verb.dep_ == "relcl":
        return None  # "the first exchange that was made public"
    if lemma == "continue" and any(c.dep_ in {"dobj", "xcomp"} for c in verb.children):
        return None  # "continued the exchanges", "continues to assess"
    if verb.dep_ == "ccomp" and any(
        c.dep_ == "nsubj" and c.tag_ in {"WP", "WDT"} and c.i < verb.head.i for c in verb.children
    ):
        return None  # "Novak, who she said had guaranteed it"
    if _names_no_claim(verb, lemma) or _in_contact_clause(verb, lemma, lexicon):
        return None
    holder = verb.head.head if verb.dep_ == "pcomp" else verb.head
    if (
        verb.dep_ in {"advcl", "xcomp", "pcomp"}
        and _lemma(holder, lexicon) in lexicon["RefusalVerbs"]
        and silence.refused(holder, lexicon) == verb
    ):
        return None  # "declined last week to say"
    if lemma in {"quote", "cite"} and any(
        (outer := _quoting(t)) is not None and outer.i == verb.i for t in verb.subtree
    ):
        return None  # what it quotes is told with the second verb
    if (
        verb.dep_ in {"conj", "pcomp", "advcl"}
        and silence.redirects(verb)
        and any(_keeps_quiet(v, lexicon) for v in verb.ancestors if v.pos_ == "VERB")
    ):
        return None
    negated = silence.is_negated(verb)
    refusal = lemma in lexicon["RefusalVerbs"]
    if not negated and (asked := _by_preposition(verb, lemma)) and (source := subject(verb)) is not None:
        return Speech(number, verb, lemma, Stance.ASSERTS, source, (asked,), False, nominal=True)
    passive = any(c.dep_ in {"nsubjpass", "auxpass"} for c in verb.children)
    if (
        not negated
        and not passive
        and (asked := _asked_or_shown(verb, lemma))
        and (source := subject(verb)) is not None
    ):
        return Speech(number, verb, lemma, Stance.ASSERTS, source, (asked,), False, nominal=True)
    if not negated and (renewed := _renewed(verb, lemma)) is not None and (source := subject(verb)) is not None:
        return Speech(number, verb, lemma, Stance.ASSERTS, source, (renewed,), False, nominal=True)
    if not negated and (given := _figure_given(verb, lemma)) and (source := _agent(verb)) is not None:
        return Speech(number, verb, lemma, Stance.ASSERTS, source, (given,), False, nominal=True)
    if _gives_figure(verb, lemma) and (source := subject(verb)) is not None:
        objects = [c for c in verb.children if c.dep_ in {"dobj", "prep", "oprd"} and c.i > verb.i]
        end = max((c.right_edge for c in objects), key=lambda t: t.i)
        content = (Span(objects[0].left_edge.idx, end.idx + len(end)),)
        if not negated and not silence.denies_object(verb):
            return Speech(number, verb, lemma, Stance.ASSERTS, source, content, False, nominal=True)
    if not negated and verb.dep_ == "relcl" and verb.head.dep_ == "attr" and lemma_of(verb.head) in _FIGURES:
        whole = Span(verb.head.left_edge.idx, verb.head.idx + len(verb.head))  # "That is the figure Novak gave"
        if lemma in lexicon.reporting and (source := subject(verb)) is not None and source.i != verb.head.i:
            return Speech(number, verb, lemma, Stance.ASSERTS, source, (whole,), False, nominal=True)
    keeps_silent = (
        (negated and lemma in lexicon["SilenceVerbs"])
        or refusal
        or silence.is_quiet(verb, lexicon)
        or silence.keeps_secret(verb)
        or (lemma in lexicon["SilenceVerbs"] | {"make", "give", "offer", "have"} and silence.denies_object(verb))
    )
    if keeps_silent:
        source = _agent(verb) or subject(verb)
        if source is None or _one_of_us(source):
            return None
        if refusal and silence.refused(verb, lexicon) is None and not silence.evades(verb):
            return None
        if lemma in {
            "make",
            "have",
            "give",
            "name",
            "number",
            "account",
            "tell",
            "say",
            "report",
            "release",
            "issue",
            "identify",
            "draw",
            "do",
            "reach",
        } and not silence.silent_object(verb, lemma):
            return None
        cue = (silence.refused(verb, lexicon) or verb) if refusal else verb
        return Speech(number, verb, _lemma(cue, lexicon), Stance.DECLINES, source, (), False, silent=True)
    known = lexicon.reporting.get(lemma)
    if known is None or (known.stance is Stance.DENIES and verb.dep_ == "conj" and silence.is_negated(verb.head)):
        return None  # "has neither confirmed nor denied": silence
    return _report(number, sentence, verb, known, negated, quotes, lexicon)


def _report(
    number: int,
    sentence: DocSpan,
    verb: Token,
    known: ReportingVerb,
    negated: bool,
    quotes: list[Span],
    lexicon: Lexicon,
) -> Speech | None:
    passive = any(c.dep_ in {"nsubjpass", "auxpass"} for c in verb.children) and verb.tag_ != "VBG"
    headed = layout.after_name(verb, sentence) if known.clausal else None
    source = (
        headed
        or subject(verb)
        or (layout.noun_before(verb, sentence) if known.clausal and verb.dep_ == "ROOT" else None)
    )
    if verb.tag_ == "VBG" and (outer := _goes_on(verb, known.lemma, lexicon)) is not None:
        source = subject(outer) or source
    content = _content(sentence, verb, known, quotes)
    if (
        source is not None
        and known.clausal
        and not passive
        and (named := layout.last_of_list(source, verb) or layout.after_inversion(source, verb, sentence)) is not None
    ):
        source = named
        content = layout.around(sentence, verb, named) or content
    if source is None and verb.tag_ == "VBG" and verb.i > sentence.start and verb.nbor(-1).text == ",":
        source = subject(sentence.root)  # "the president kept his word, declaring: …"
    if source is not None and (named := layout.after_place(source, verb)) is not None:
        source = named
    told = layout.told_as(verb, sentence) if known.clausal and source is not None else ()
    content = told or content
    aside = None
    if source is None and known.clausal and not passive:
        aside = source = layout.before_aside(verb, sentence)
        if aside is not None and layout.ends_sentence(verb, sentence):
            content = layout.around(sentence, verb, aside) or content
    if known.clausal and not known.weak and not passive and aside is None and verb.tag_ in {"VBD", "VBZ", "VBP"}:
        beside = None if source is not None and layout.adjoins(source, verb) else layout.beside(verb, sentence)
        if beside is not None and (source is None or source.i != beside.i):
            source = beside
            content = layout.around(sentence, verb, beside) or content
    if (
        not content
        and source is not None
        and known.clausal
        and not known.nominal
        and not known.weak
        and not passive
        and verb.dep_ not in {"relcl", "acl"}
    ):
        content = layout.rest(sentence, verb, source)
    at_end = source is not None and verb.dep_ == "ROOT" and layout.ends_sentence(verb, sentence) and known.clausal
    if not content and source is not None and at_end and not passive and _behind_comma(source, sentence):
        content = layout.around(sentence, verb, source)
    if not content and source is not None and known.clausal and not passive and layout.titled(source, verb, sentence):
        content = layout.around(sentence, verb, source)
    if not content and source is not None and not passive and text_of(sentence).rstrip().endswith(":"):
        content = (Span(verb.idx, sentence.end_char),)  # "it counts:" before a list
    if not content and not passive:
        return None
    if verb.dep_ == "relcl" and content and source is not None and all(c.end - c.start < 6 for c in content):
        # "bodies that Arland describes as those of its soldiers": in passing
        said = Span(source.left_edge.idx, verb.idx + len(verb))
        return Speech(number, verb, known.lemma, Stance.ASSERTS, source, (said,), False, aside=True)
    if verb.tag_ == "VBN" and verb.dep_ == "advcl" and not any(c.dep_ in SUBJECTS for c in verb.children):
        return None  # "Asked about the timetable, …"
    if verb.dep_ in {"amod", "compound"} or (verb.tag_ == "VBN" and verb.dep_ == "acl" and headed is None):
        return None
    if passive:
        agent = next((p for c in verb.children if c.dep_ == "agent" for p in c.children if p.dep_ == "pobj"), None)
        as_saying = any(c.lower_ == "as" for c in verb.children)
        if verb.lemma_ in {"quote", "cite"} and as_saying:
            return Speech(
                number,
                verb,
                "say",
                Stance.ASSERTS,
                source,
                content,
                layout.within(content, quotes),
                relayed=None,
                joined=False,
            )
        # "held by Arland", "seen by relatives" are deeds
        if agent is not None and not content and not known.weak:
            content = tuple(
                Span(c.left_edge.idx, c.right_edge.idx + len(c.right_edge))
                for c in verb.children
                if c.dep_ == "nsubjpass"
            )
        if not content or (not agent and known.lemma in {"recall", "remind"}):
            return None  # "It will be recalled that": the newsroom itself
        if not agent and known.nominal and not known.clausal:
            return None
        if not agent and not any(c.dep_ in {"xcomp", "ccomp"} for c in verb.children):
            return None
        return Speech(
            number,
            verb,
            known.lemma,
            known.stance,
            agent,
            content,
            layout.within(content, quotes),
            passive=agent is None,
            relayed=_cited(verb) if agent is not None else None,
        )
    if source is None and verb.dep_ not in {"advcl", "xcomp", "conj", "ROOT", "parataxis", "acl"}:
        return None
    stance = known.stance
    if negated and stance is Stance.DENIES:
        stance = Stance.DECLINES
    elif (
        negated
        and stance in {Stance.CONFIRMS, Stance.ASSERTS}
        and lemma_of(verb) in {"confirm", "acknowledge", "agree", "recognize"}
    ):
        stance = Stance.DENIES
    if known.lemma in {"call", "describe", "dismiss", "brand"} and any(
        t.lower_ in _UNTRUE
        for c in verb.children
        if c.dep_ in {"oprd", "acomp", "ccomp", "xcomp", "prep", "dobj"}
        for t in c.subtree
    ):
        stance = Stance.DENIES
    relayed = _cited(verb)
    joined = not any(c.dep_ in SUBJECTS for c in verb.children) and verb.dep_ in {"conj", "advcl", "xcomp"}
    return Speech(
        number,
        verb,
        known.lemma,
        stance,
        source,
        content,
        layout.within(content, quotes),
        relayed=relayed,
        joined=joined,
        weak=known.weak,
        nominal=_is_object(verb, content),
        subordinate=not told and _is_subordinate(verb, content, lexicon),
    )


def _goes_on(verb: Token, lemma: str, lexicon: Lexicon) -> Token | None:
    """Finds the verb whose speaker goes on: "confirmed a swap had taken place, writing on Telegram that …", hung on the swap."""
    clause = verb.head
    if lemma not in {"add", "write", "post", "note", "tweet"} or verb.dep_ != "advcl" or clause.dep_ != "ccomp":
        return None
    behind = verb.i > verb.sent.start and verb.nbor(-1).text == "," and verb.i > clause.i > clause.head.i
    return clause.head if behind and lemma_of(clause.head) in lexicon.reporting else None


def _keeps_quiet(verb: Token, lexicon: Lexicon) -> bool:
    """Tells whether a verb reports silence."""
    lemma = lemma_of(verb)
    return lemma in lexicon["RefusalVerbs"] or (lemma in lexicon["SilenceVerbs"] and silence.is_negated(verb))


def _one_of_us(source: Token) -> bool:
    """Tells "neither of us could speak", which is no silence of two sides."""
    return any(t.lower_ in {"us", "you", "them"} for c in source.children if c.lower_ == "of" for t in c.children)


def _behind_comma(source: Token, sentence: DocSpan) -> bool:
    """Tells whether a speaker stands behind a comma and something longer: "1,000 bodies were brought home, lawmaker Jan Novak told …"."""
    first = source.left_edge.i
    return first > sentence.start + 5 and source.doc[first - 1].text == ","


def _names_no_claim(verb: Token, lemma: str) -> bool:
    """Tells "asked not to be named", "was agreed by the delegations", "she read the lists", "put names to 600 bodies", "claim descent"."""
    if lemma == "ask":
        return any(
            c.dep_ == "xcomp" and lemma_of(c) in {"name", "identify", "quote"} and silence.is_negated(c)
            for c in verb.children
        )
    if lemma == "agree":
        return any(c.dep_ == "agent" or c.lower_ == "by" for c in verb.children) and verb.tag_ == "VBN"
    if lemma == "comment" and not silence.is_negated(verb):
        about = any(c.dep_ == "prep" and c.lower_ == "on" for c in verb.children)
        told = any(c.dep_ in {"ccomp", "parataxis"} for c in verb.children) or any(t.is_quote for t in verb.sent)
        if about and not told and verb.dep_ == "ROOT" and not text_of(verb.sent).rstrip().endswith(":"):
            return True  # "Novak commented on the pause": what he said is told next
    taken = {lemma_of(c) for c in verb.children if c.dep_ == "dobj"}
    if (lemma == "name" and taken & {"they", "it"}) or (lemma == "claim" and taken & _HELD):
        return True
    if lemma == "read":
        source = subject(verb)
        return source is not None and source.pos_ == "PRON" and any(c.dep_ == "dobj" for c in verb.children)
    if lemma == "put" and any(
        c.dep_ == "prt" or c.lower_ in {"forward", "forth", "out", "down"} for c in verb.children
    ):
        return True
    if lemma == "conclude" and "talk" in taken | {
        lemma_of(t) for c in verb.children if c.dep_ == "dobj" for t in c.subtree
    }:
        return True
    if lemma in {"highlight", "underline", "underscore", "signal"} and (source := subject(verb)) is not None:
        # "the announcement highlights how well they work together": the newsroom's own view
        return lemma_of(source) in _EVENTS and not any(c.dep_ == "ccomp" for c in verb.children)
    if lemma == "put":
        return any(c.tag_ == "MD" for c in verb.children) and not any(c.lower_ == "at" for c in verb.children)
    if lemma == "count":
        return not any(t.like_num for t in verb.sent) and not text_of(verb.sent).rstrip().endswith(":")
    return False


def _impersonal(verb: Token, lemma: str) -> bool:
    """Tells "it is hard to say", "it is important to note" and "it testifies to a retreat", where "it" is nobody."""
    above = verb.head
    if verb.tag_ == "VB" and verb.dep_ in {"xcomp", "acl", "advcl", "ccomp"} and above.pos_ in {"VERB", "AUX", "ADJ"}:
        holder = above if above.pos_ != "ADJ" else above.head
        own = next((c for c in holder.children if c.dep_ in SUBJECTS), None)
        judged = any(c.dep_ in {"acomp", "oprd", "attr"} for c in holder.children)
        return own is not None and own.lower_ == "it" and judged and not any(c.dep_ == "nsubj" for c in verb.children)
    source = subject(verb)
    return lemma == "testify" and source is not None and source.lower_ in {"it", "this", "that", "which"}


def _in_contact_clause(verb: Token, lemma: str, lexicon: Lexicon) -> bool:
    """Tells "40 children it says were taken": what the side that acts says of them in passing, in another's sentence."""
    if lemma not in lexicon.reporting or verb.i < verb.sent.start + 3 or verb.i + 1 >= verb.sent.end:
        return False
    pronoun, noun, behind = verb.nbor(-1), verb.nbor(-2), verb.nbor()
    return (
        pronoun.lower_ in {"it", "they", "he", "she"}
        and noun.pos_ == "NOUN"
        and verb.tag_ in {"VBZ", "VBP", "VBD"}
        and behind.tag_ in {"VBD", "VBZ", "VBP", "MD"}
        and any(
            t.tag_ in {"VBN", "VBG"} for t in verb.doc[behind.i + 1 : behind.i + 3]
        )  # not "it says are its soldiers'"
    )


def _agent(verb: Token) -> Token | None:
    """Finds who keeps silent in "is not explained by either government"."""
    if not any(c.dep_ == "auxpass" for c in verb.children):
        return None
    return next((p for c in verb.children if c.dep_ == "agent" for p in c.children if p.dep_ == "pobj"), None)


_CALLS = {
    "call": "for",
    "press": "for",
    "push": "for",
    "advocate": "for",
    "speak": "of",
}

_SHOWS_AS = frozenset("present portray frame cast depict characterize characterise paint bill".split())


def _by_preposition(verb: Token, lemma: str) -> Span | None:
    """Gives what is said in "called for a swap of 150" and "spoke of 40 bodies"."""
    phrase = next((c for c in verb.children if c.dep_ == "prep" and c.lower_ == _CALLS.get(lemma)), None)
    if phrase is None and lemma == "speak":
        near = verb.doc[verb.i + 1 : verb.i + 6]
        phrase = next((t for t in near if t.lower_ == "of" and any(_is_numbered(c) for c in t.children)), None)
    if phrase is None or (lemma != "speak" and any(c.dep_ in {"dobj", "auxpass"} for c in verb.children)):
        return None
    return Span(phrase.idx, phrase.right_edge.idx + len(phrase.right_edge))


def _asked_or_shown(verb: Token, lemma: str) -> Span | None:
    """Gives what is said in "invited Borland to form a group" and "has presented the swap as a gesture"."""
    whom = next((c for c in verb.children if c.dep_ == "dobj" and c.i > verb.i), None)
    if lemma == "invite":
        asked = [c for c in verb.children if c.dep_ in {"xcomp", "ccomp", "advcl"} and c.tag_ == "VB" and c.i > verb.i]
        return _from_to(verb, asked[-1]) if asked else None
    if lemma not in _SHOWS_AS or verb.tag_ == "VB" or whom is None or whom.pos_ != "NOUN":
        return None  # "uses the swaps to portray Borland as stubborn"
    shown = [c for c in (*verb.children, *whom.children) if c.lower_ == "as" and c.i > whom.i]
    return _from_to(whom.left_edge, shown[0]) if shown else None


def _from_to(first: Token, last: Token) -> Span:
    end = last.right_edge
    return Span(first.idx, end.idx + len(end))


def _is_numbered(noun: Token) -> bool:
    return noun.like_num or any(c.dep_ == "nummod" for c in noun.children)


def _renewed(verb: Token, lemma: str) -> Span | None:
    """Gives what is said in "renewed its call for talks", "repeated its offer", "made the same allegation"."""
    if lemma not in {"renew", "repeat", "reiterate", "issue", "make", "reaffirm", "level", "voice", "echo"}:
        return None
    asked = next((c for c in verb.children if c.dep_ == "dobj"), None)
    if asked is None:
        return None
    own = lemma_of(asked) in _APPEALS and any(c.dep_ == "poss" for c in asked.children)
    if not own and not (lemma_of(asked) in _STATEMENTS and any(c.lower_ in _ALIKE for c in asked.children)):
        return None
    return Span(asked.left_edge.idx, asked.right_edge.idx + len(asked.right_edge))


def _lemma(verb: Token, lexicon: Lexicon) -> str:
    lemma = lemma_of(verb)
    for child in verb.children:
        adjective = child.dep_ == "ccomp" and child.pos_ == "ADJ"  # "made the exchange public"
        if (child.dep_ in {"prt", "oprd", "acomp"} or adjective) and f"{lemma} {child.lower_}" in lexicon.reporting:
            return f"{lemma} {child.lower_}"
        if child.dep_ in {"prt", "advmod", "acomp"} and f"{lemma} {child.lower_}" in lexicon["RefusalVerbs"]:
            return f"{lemma} {child.lower_}"
    return lemma


_HELD = frozenset(
    {"ancestry", "descent", "heritage", "responsibility", "victory", "credit", "asylum", "life", "territory"}
)

_APPEALS = frozenset({"call", "appeal", "demand", "offer", "plea", "pledge", "promise", "proposal", "request"})

_STATEMENTS = frozenset({"allegation", "accusation", "claim", "charge", "point", "statement", "assertion", "argument"})
_ALIKE = frozenset({"same", "similar", "identical", "such", "this", "that"})

_EVENTS = frozenset("announcement exchange swap deal agreement return release move step statement event".split())

_FIGURES = frozenset({"figure", "number", "breakdown", "toll", "total", "count", "tally", "it", "sum"})

_UNTRUE = frozenset(
    "untrue false lie lies baseless fake nonsense invented unfounded groundless fabricated fabrication disinformation".split()
)


def _marked(clause: Token, *words: str) -> bool:
    return any(c.dep_ == "mark" and c.lower_ in words for c in clause.children)


def _opened_by_with(clause: Token) -> bool:
    """Tells ", with Arland confirming that …": a clause of somebody else's behind a comma."""
    opener = clause.head
    behind = opener.i > clause.sent.start and opener.nbor(-1).text == ","
    own = any(c.dep_ == "nsubj" for c in clause.children)
    return behind and own and clause.tag_ == "VBG" and clause.dep_ == "pcomp" and opener.lower_ == "with"


def _is_subordinate(verb: Token, content: tuple[Span, ...], lexicon: Lexicon) -> bool:
    """Tells "exchanged …, hours before the president announced a truce": the report is an aside of somebody else's sentence."""
    clause = verb
    while clause.dep_ == "conj" and clause.head.i != clause.i:
        clause = clause.head
    if clause.dep_ == "ccomp" and clause.head.tag_ == "VBG" and any(c.lower_ == "what" for c in clause.children):
        clause = clause.head  # "…, marking what Arland called the last stage"
        return clause.dep_ in {"advcl", "acl"} and lemma_of(clause) not in lexicon.reporting
    if clause.dep_ not in {"advcl", "relcl", "pcomp", "acl"} or clause.i == verb.sent.root.i:
        return False
    root = verb.sent.root
    if (
        lemma_of(root) in lexicon.reporting
        and clause.head.i == root.i
        and _marked(clause, "while", "whereas", "although", "though")
    ):
        return False  # "Novak blamed Borland, while Brand said …": two speakers, side by side
    if _opened_by_with(clause):
        return True  # "…, with Borland rejecting the accusation"
    if clause.tag_ == "VBG" or not content:
        return False
    if min(c.start for c in content) <= root.idx and not _marked(clause, "after", "before", "since", "until"):
        return False
    return any(c.dep_ in SUBJECTS for c in clause.children)


def _is_object(verb: Token, content: tuple[Span, ...]) -> bool:
    """Tells whether what is reported is an object ("announced the return of 60"), no clause."""
    if any(c.dep_ in {"ccomp", "xcomp"} for c in verb.children):
        return False
    return any(
        c.dep_ in {"dobj", "oprd"} and c.i > verb.i and any(s.start <= c.idx < s.end for s in content)
        for c in verb.children
    )


def _figure_given(verb: Token, lemma: str) -> Span | None:
    """Gives what is told in "the number of the freed, 205, was given by the office"."""
    given = next((c for c in verb.children if c.dep_ == "nsubjpass"), None)
    if lemma not in {"give", "put", "provide", "cite"} or given is None or lemma_of(given) not in _FIGURES:
        return None
    last = max((c.right_edge for c in verb.children if c.dep_ == "prep"), key=lambda t: t.i, default=verb)
    return Span(given.left_edge.idx, last.idx + len(last))


def _gives_figure(verb: Token, lemma: str) -> bool:
    """Tells whether a verb of giving gives a figure: "gave it as 50", "gives the same breakdown"."""
    if lemma not in {"give", "put", "provide", "offer", "cite", "quote"} or any(
        c.dep_ == "auxpass" for c in verb.children
    ):
        return False
    given = next((c for c in verb.children if c.dep_ == "dobj"), None)
    if given is None or lemma_of(given) not in _FIGURES:
        return False
    return lemma_of(given) != "it" or any(c.lower_ in {"as", "at"} for c in (*verb.children, *given.children))


def _charge(verb: Token) -> tuple[Span, ...]:
    """Gives "a charge" in "Arland accused Borland of stalling, a charge Borton denied", whichever verb the parser puts first."""
    before = [c for c in verb.children if c.dep_ == "dobj" and c.i < verb.i]
    for noun in (*before, *([verb.head] if verb.dep_ == "relcl" else [])):
        if lemma_of(noun) not in _STATEMENTS:
            continue
        first = noun.left_edge
        if first.lower_ in {"a", "an"} and first.i > verb.sent.start and first.nbor(-1).text == ",":
            return (Span(first.idx, noun.idx + len(noun)),)
    return ()


def _content(sentence: DocSpan, verb: Token, known: ReportingVerb, quotes: list[Span]) -> tuple[Span, ...]:
    if charge := _charge(verb):
        return charge
    if known.clausal:
        clauses = [
            c
            for c in verb.children
            if c.dep_ in _CLAUSE
            and not (c.dep_ == "xcomp" and known.lemma in {"read", "ask", "tell", "urge"} and c.pos_ != "VERB")
        ]
        if known.lemma == "go on":
            clauses = [c for c in clauses if c.dep_ != "xcomp"]  # "went on to say"
        # a clause that the speaker utters, not what he does while speaking
        clauses = [c for c in clauses if c.i > verb.i or c.dep_ == "ccomp"]
        if not clauses and known.lemma not in {"thank", "praise", "credit"}:
            clauses = strayed(verb)  # "claimed at the time that 40 had been freed"
        behind = [c for c in clauses if c.i > verb.i]
        if behind and len(behind) < len(clauses) and not quotes:
            # "Arton speaks of 40, Borton says 50 are home": two say their own
            clauses = behind + [c for c in clauses if c.i < verb.i and not _says_itself(c, verb)]
        if clauses:
            return _joined([_clause_span(c, verb) for c in clauses], sentence, quotes, verb)
        if (
            verb.dep_ in {"parataxis", "ccomp"}
            and verb.head.pos_ in {"VERB", "AUX", "NOUN"}
            and any(c.dep_ in SUBJECTS for c in verb.children)
            and layout.set_off(verb)
        ):
            return layout.around(sentence, verb)
        if (
            layout.set_off(verb)
            and any(c.dep_ == "nsubj" for c in verb.children)
            and not (known.nominal and any(c.dep_ == "dobj" and c.i > verb.i for c in verb.children))
            and layout.ends_sentence(verb, sentence)
        ):
            return layout.around(sentence, verb)
        near = [q for q in quotes if q.end - q.start > 12]
        if near and not (verb.dep_ in {"relcl", "acl"} and verb.i > 0):
            return tuple(Span(max(q.start, sentence.start_char), min(q.end, sentence.end_char)) for q in near)
    if known.nominal or known.clausal:
        objects = [
            c
            for c in verb.children
            if c.dep_ in {"dobj", "oprd", "ccomp", "xcomp", "dative"}
            or (c.dep_ == "prep" and c.lower_ in {"of", "at", "for", "about", "on", "with"} and known.nominal)
            or (
                c.dep_ == "prep"
                and c.lower_ == "as"
                and known.lemma in {"describe", "hail", "brand", "dismiss", "praise"}
            )
        ]
        if known.lemma == "call" and not (
            any(c.dep_ in {"oprd", "ccomp", "xcomp"} for c in objects) or _named_in_relative(verb)
        ):
            return ()  # "calls home"
        if known.nominal and any(c.dep_ in {"dobj", "ccomp", "xcomp", "oprd"} for c in objects):
            start = min(c.left_edge.idx for c in objects)
            right = max((c.right_edge for c in objects), key=lambda t: t.i)
            end = right.idx + len(right)
            # "thanked all who had worked “around the clock”", whose end the parser hangs elsewhere
            return (Span(start, max([end, *(q.end for q in quotes if end < q.start <= end + 1)])),)
    return ()


def _named_in_relative(verb: Token) -> bool:
    """Tells "in a swap that Arland called the largest exchange", whose name the parser takes for an object."""
    called = next((c for c in verb.children if c.dep_ == "dobj" and c.i > verb.i), None)
    return verb.dep_ == "relcl" and lemma_of(verb.head) in _EVENTS and called is not None and called.pos_ == "NOUN"


def _says_itself(clause: Token, verb: Token) -> bool:
    own = next((c for c in clause.children if c.dep_ == "nsubj"), None)
    return (
        own is not None
        and own.pos_ != "PRON"
        and lemma_of(clause) in {"speak", "say", "report", "put", "claim", "give", verb.lemma_}
    )


def _clause_span(clause: Token, verb: Token) -> Span:
    tokens = sorted(clause.subtree, key=lambda t: t.i)
    if clause.i < verb.i:
        tokens = [t for t in tokens if t.i < layout.subject_start(verb)]
    else:
        tokens = [t for t in tokens if t.i > verb.i or t.i < layout.subject_start(verb)]
    if not tokens:
        tokens = [clause]
    return Span(tokens[0].idx, tokens[-1].idx + len(tokens[-1]))


def _joined(spans: list[Span], sentence: DocSpan, quotes: list[Span], verb: Token) -> tuple[Span, ...]:
    start, end = verb.idx, verb.idx + len(verb)
    parts = list(spans)
    # "…," said X, "…": the second half of the quotation belongs to the same words
    source = next((c for c in verb.children if c.dep_ == "nsubj"), verb)
    named = Span(source.left_edge.idx, source.right_edge.idx + len(source.right_edge))
    for quote in quotes:
        if named.contains(Span(quote.start + 1, quote.end - 1)):
            continue  # said the head of the “Republic of Borton”
        if quote.end - quote.start > 12 and not any(p.overlaps(quote) for p in parts):
            parts.append(Span(max(quote.start, sentence.start_char), min(quote.end, sentence.end_char)))
    widened = []
    for part in sorted(parts):
        for quote in quotes:
            if quote.overlaps(part) and not (quote.start <= start and end <= quote.end):
                part = Span(
                    max(min(part.start, quote.start), sentence.start_char),
                    min(max(part.end, quote.end), sentence.end_char),
                )
        widened.append(part)
    return tuple(widened)


def _quote_is_scare(verb: Token, quotes: list[Span]) -> bool:
    quote = next(q for q in quotes if q.start < verb.idx < q.end)
    calls = verb.tag_ == "VB" and verb.idx == quote.start + 1  # “Welcome home,” Novak wrote
    return quote.end - quote.start < 25 and not calls


def _quoting(verb: Token) -> Token | None:
    """Gives "quoted" for the second verb of "quoted X as saying that …"."""
    outer = verb.head.head
    if verb.tag_ != "VBG" or verb.head.lower_ != "as" or lemma_of(outer) not in {"quote", "cite"}:
        return None
    return None if any(c.dep_ in {"auxpass", "nsubjpass"} for c in outer.children) else outer


def _cited(verb: Token) -> Token | None:
    """Finds X in "reported, citing X", "reported with reference to X" and "quoted X as saying"."""
    if (quoting := _quoting(verb)) is not None:
        return next((c for c in quoting.children if c.dep_ == "dobj"), None)
    beside = [c for s in verb.children if s.dep_ == "nsubj" for c in s.children if c.dep_ in {"prep", "acl"}]
    for child in (*verb.children, *beside):
        if child.dep_ in {"advcl", "prep", "xcomp", "acl"} and child.lower_ in {"citing", "quoting"}:
            return next((c for c in child.children if c.dep_ in {"dobj", "pobj"}), None)
        if child.lower_ == "with" and child.dep_ == "prep":
            for noun in child.children:
                if noun.lower_ == "reference":
                    return next(
                        (p for c in noun.children if c.lower_ == "to" for p in c.children if p.dep_ == "pobj"), None
                    )
        if child.lower_ == "referring":
            return next((p for c in child.children if c.lower_ == "to" for p in c.children if p.dep_ == "pobj"), None)
    return None
