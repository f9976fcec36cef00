"""Turns a number that counts into a figure: what is counted, whose, which way, where, and in what role."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kg.annotate import transfers
from kg.annotate.counting import Counting, lemma
from kg.annotate.mentions import DEMONYM
from kg.authority import EntryType
from kg.model import Counted, Figure, Kind, Role, Span

if TYPE_CHECKING:
    from spacy.tokens import Span as DocSpan
    from spacy.tokens import Token

    from kg.annotate.cast import Cast
    from kg.annotate.transfers import Frame
    from kg.authority import Entry
    from kg.lexicon import Lexicon

_ORDINAL = r"(?:\d{1,3}(?:st|nd|rd|th)|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|(?:twenty|thirty|forty|fifty|sixty|seventy)-\w+(?:th|st|nd|rd))"
_EVENT = r"(?:exchanges?|swaps?|repatriations?|returns?|handovers?|transfers?|releases?|operations?|rounds?|stages?|mediations?)"
_THRESHOLD = re.compile(rf"\b{_ORDINAL}\b(?:(?:\s+[\w’'-]+){{0,4}}?\s+{_EVENT}\b|(?=\s+(?:since|in|of|involving|with)\b)).*?\b(?:of|involving|with|exceeding|in\s+which|where|numbering|returning)\b", re.IGNORECASE)
_RUNNING = re.compile(
    r"""\b(?:since\s+(?:the\s+)?(?:start|beginning|outset|early|first|onset|full|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|jan|russia|moscow|last|then|20\d\d|invasion|that|it)
      |in\s+all\b|in\s+total\b(?=.{0,60}\b(?:since|swaps|exchanges|war|invasion|year|months))|so\s+far|to\s+date|altogether|overall
      |in\s+(?:\w+|\d+)\s+(?:swaps|exchanges|years|months|handovers|repatriations)|over\s+the\s+(?:past|last|course)|in\s+the\s+course\s+of|during\s+(?:the|this|all)\b.{0,20}\b(?:war|invasion|year|conflict)
      |(?:bring|brings|brought|bringing|raises?|raised|takes?|taking|took)\s+(?:the|to|its)\b.{0,60}\b(?:number|total|tally|toll|to)\b|total\s+(?:number|of)\b.{0,50}\b(?:since|now|freed|returned|to\s+date)
      |number\s+of\s+(?:captives|prisoners|people|soldiers|servicemen|ukrainians|russians|bodies)\s+(?:exchanged|freed|returned|released|repatriated|brought)|\b(?:has|have|had)\s+now\b|(?:rises?|risen|rose|grew|grown|climbed)\s+to\b|(?:in|over|during)\s+(?:that|the\s+same)\s+(?:time|period)|in\s+those\s+(?:swaps|exchanges)|(?:this|last)\s+year\s+alone|(?:in|during|throughout|for)\s+20\d\d\b(?!\s*,?\s*\d)|since\s+then|from\s+the\s+(?:start|beginning)\s+of\s+the|between\s+20\d\d\s+and|as\s+of\b|cumulative|across\s+(?:all|the)\b.{0,12}\b(?:swaps|exchanges))""",
    re.IGNORECASE | re.VERBOSE,
)
_PLANNED = re.compile(
    r"\b(?:st(?:ands?|ood)\s+ready|will\s+(?:be|take|hand|return|exchange|swap|receive|get|release|go|come|give|bring|see|involve|cover|include)|plan(?:s|ned|ning)?\s+to\s+(?:hand|return|exchange|swap|transfer|release|give|free|repatriate|send|trade|deliver)|is\s+to\s+be|are\s+to\s+be|was\s+to\s+have|were\s+to\s+have|(?:was|were)\s+to\s+be|(?:is|are|was|were)\s+(?:to|due|set|scheduled|expected|supposed|ready|prepared|willing)\s+(?:to|for)|had\s+been\s+(?:due|set|scheduled|planned|supposed|expected)|called\s+off|cancell?ed|postponed|refus(?:es?|ed|ing)\s+to\s+(?:take|accept|receive)|(?:ready|prepared|willing)\s+to|offer(?:s|ed|ing)?\s+to|propos(?:es?|ed|al)|hop(?:es?|ed|ing)\s+(?:to|for)|count(?:s|ed|ing)?\s+on|(?-i:wants?)\s+to\s+(?:bring|free|exchange|swap|return|get|hand)|still\s+waiting|being\s+(?:prepared|drawn\s+up|planned|negotiated)|wait(?:s|ing)?\s+(?:for|to)|await(?:s|ing)?|remain(?:s|ed|ing)?\s+in\s+(?:\w+\s+)?captivity|(?:are|were|remain(?:s|ed)?|been)\s+(?:\w+\s+)?(?:being\s+)?held\b|expected\s+(?:this|next|on|soon|in)\b|still\s+(?:held|holds?|in\s+\w*\s*captivity|being\s+held|hold)|next\s+(?:exchange|swap|stage|round|handover)|would\s+(?:be|hand|return|exchange|swap|receive|get|release|go|involve|cover|include|see|take|give))\b",
    re.IGNORECASE,
)
_AGREED = re.compile(r"\b(?:settled\s+on|agree(?:d|s|ing|ment)?|accord|committed|pledged|under\s+(?:the|a)\s+(?:deal|agreement)s?\s+(?:to|for|on)|provides?\s+for|provided\s+for|envisag\w+|stipulat\w+|undert(?:ook|ake)\w*)\b", re.IGNORECASE)
_PART_LEAD = re.compile(r"\b(?:of\s+(?:them|these|those|whom|which|the\s+(?:total|number|freed|returned|dead|bodies|fallen|released|prisoners|soldiers|\d[\d,]*)|this\s+number)|among\s+(?:them|those|the|whom|these)|includ(?:e|es|ed|ing)|comprising|consist(?:s|ed|ing)\s+of|made\s+up\s+of|as\s+well\s+as|namely)\b", re.IGNORECASE)
_BOTH_SWAP = re.compile(r"\b[A-Z]\w+(?:,|\s+and)\s+[A-Z]\w+\s+(?:have\s+)?(?:exchange|swap|trade)[sd]?\b[^,;]*$", re.IGNORECASE)
_MISSING = re.compile(r"^[^.;]*?\b(?:considered|listed|registered|recorded|reported|officially|are|were|remain)\s+(?:\w+\s+)?(?:as\s+)?missing\b", re.IGNORECASE)
_BODY = re.compile(r"\b(?:bod(?:y|ies)|remains|dead|fallen|corpses?)\b", re.IGNORECASE)
_PLIGHT = re.compile(r"\b(?:captiv\w*|prison\w*|pows?|freed|releas\w+|return\w*|exchang\w+|swap\w*|bodies|remains|fallen|dead|killed|died|repatriat\w+|home|back|missing|detain\w+|hostages?|civilians?)\b", re.IGNORECASE)
_NUMBER_AT = re.compile(r"\b(?:(?:number|figure|total|count|tally)\s+(?:\w+\s+){0,4}?(?:at|to|as|was|is)|it\s+(?:at|as))\s+(?:\w+\s+)?$", re.IGNORECASE)
_LOSS = re.compile(r"\b(?:killed|dead|deaths?|died|fallen|losses|lost|casualties|toll|wounded|injured)\b", re.IGNORECASE)
_WAR = re.compile(r"\b(?:war|invasion|conflict|fighting|since|front|toll|military\s+dead|battle\w*|losses|casualties|country['’]s|so\s+far|total|to\s+date|estimate\w*)\b", re.IGNORECASE)


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
    """Where figures stand: the sentence, who speaks (with the side), and the cast that names are looked up in."""

    sentence: DocSpan
    cast: Cast
    lexicon: Lexicon
    speaker_side: str | None
    narrated: bool = False
    item: bool = False
    said: tuple[Span, ...] = ()


def read(countings: list[Counting], around: Surroundings, discourse: Discourse) -> list[Figure]:
    """Gives the figures of one sentence in order; adds them to the discourse."""
    figures: list[Figure] = []
    for number, counting in enumerate(countings):
        figure = _figure(countings, number, figures, around, discourse)
        if figure is not None:
            figures.append(figure)
    figures = _balanced(countings, figures, around)
    discourse.figures.extend(figures)
    return figures


def _figure(countings: list[Counting], number: int, before: list[Figure], around: Surroundings, discourse: Discourse) -> Figure | None:
    counting, sentence = countings[number], around.sentence
    quantity = counting.quantity
    token = sentence.doc.char_span(quantity.core.start, quantity.core.end, alignment_mode="expand")[-1]
    captured = _captured(counting, token)
    others = [
        Span(c.quantity.span.end, countings[i + 1].quantity.span.start if i + 1 < len(countings) else sentence.end_char)
        for i, c in enumerate(countings)
        if i != number
    ]
    frame = transfers.frame(token, counting.head, around.cast, around.lexicon, around.speaker_side, others)
    segment = _segment(countings, number, sentence)
    counted = _counted(counting, segment, around, before, discourse)
    role = _role(counting, number, countings, segment, frame, counted, around, before, discourse)
    if counted in {Counted.CHILDREN, Counted.CIVILIANS} and around.narrated and not _PLIGHT.search(sentence.text.replace("children", "").replace("civilians", "")):
        return None
    if frame is None and not _PLIGHT.search(sentence.text) and (side := _whose(counting, around)) and side not in {p.iri for p in around.cast.parties()}:
        return None
    if role is Role.TOTAL and frame is None and around.narrated and _is_plain_people(counting, around) and not _PLIGHT.search(sentence.text):
        return None
    if captured and (frame is None or frame.verb.i == captured.i):
        counted, role = Counted.CAPTURED, Role.LOSSES
    if role is Role.LOSSES and counted in {Counted.BODIES, Counted.PRISONERS, Counted.OTHER}:
        counted = Counted.KILLED
    whose, giver, receiver = _direction(
        counting, frame, counted, role, around, before, discourse, segment[max(0, quantity.span.end - _segment_start(countings, number, sentence)) :]
    )
    minimum, maximum = quantity.minimum, quantity.maximum
    if quantity.same:
        meant = _meant(quantity.whose, receiver, around, before, discourse)
        if meant is None or not _repeats(counting, token, around):
            return None
        minimum, maximum, counted = meant.minimum, meant.maximum, meant.counted
        if not (whose or receiver or giver):
            whose, giver, receiver = meant.whose, meant.giver, meant.receiver
        role = meant.role if role in {Role.TOTAL, Role.PART, Role.COMBINED} else role
        if role is Role.COMBINED and (whose or receiver):
            role = Role.TOTAL
    place = _place(counting, number, countings, role, around)
    if place is not None and role is Role.TOTAL and discourse.last(Role.TOTAL) and counting.bare:
        role = Role.PART
    return Figure(
        span=quantity.span,
        text=sentence.doc.text[quantity.span.start : quantity.span.end],
        minimum=minimum,
        maximum=maximum,
        counted=counted,
        role=role,
        whose=whose,
        giver=giver,
        receiver=receiver,
        place=place.iri if place else None,
        rule=EACH if _is_each(segment, frame) else frame.kind if frame else "context",
    )


EACH = "each"
"""The rule of a figure that holds for both directions."""


def _is_each(segment: str, frame: Frame | None) -> bool:
    return bool((frame is not None and frame.both) or re.search(r"\beach\b(?!\s+of\b)|\bapiece\b|\b(?:for|on|from)\s+(?:both|each|either)\s+sides?\b", segment, re.IGNORECASE))


def reconcile(figures: list[Figure]) -> list[Figure]:
    """Fills in, over a whole article, what one figure says of another.

    A total without sides that is the sum of both directions is combined; one that equals a total of one direction is
    that total. Nothing is changed where two directions would fit.
    """
    directed = [f for f in figures if f.role is Role.TOTAL and f.receiver and f.minimum is not None]
    exact = [f for f in directed if f.minimum == f.maximum]
    out = []
    for figure in figures:
        if figure.role is Role.TOTAL and not (figure.whose or figure.giver or figure.receiver) and figure.rule != EACH and figure.minimum is not None:
            alike = {(f.whose, f.receiver) for f in directed if f.counted is figure.counted and (f.minimum, f.maximum) == (figure.minimum, figure.maximum)}
            if len(alike) == 1:
                whose, receiver = alike.pop()
                figure = replace(figure, whose=whose, receiver=receiver)
            elif not alike and any(
                a.receiver != b.receiver and a.counted is b.counted is figure.counted and _adds_up(a, b, figure) for a in exact for b in exact
            ):
                figure = replace(figure, role=Role.COMBINED)
        out.append(figure)
    return out


def _adds_up(a: Figure, b: Figure, whole: Figure) -> bool:
    assert a.minimum is not None
    assert b.minimum is not None
    assert whole.minimum is not None
    both = a.minimum + b.minimum
    if both == whole.minimum:
        return True
    near = re.match(r"(?:nearly|almost|about|around|some|close to|roughly)\b", whole.text, re.IGNORECASE)
    return bool(near and 0.88 * whole.minimum <= both <= 1.12 * whole.minimum)


def _captured(counting: Counting, token: Token) -> Token | None:
    """Finds the verb of "2,400 soldiers were captured": taken prisoner, which is a loss and no exchange."""
    subject = counting.head if counting.head.dep_ == "nsubjpass" else token
    verb = subject.head if subject.dep_ == "nsubjpass" else None
    return verb if verb is not None and lemma_of_verb(verb) in {"capture", "imprison"} else None


def lemma_of_verb(verb: Token) -> str:
    """Gives a verb's lemma in lower case."""
    return str(verb.lemma_).lower()


def _segment_start(countings: list[Counting], number: int, sentence: DocSpan) -> int:
    return countings[number - 1].quantity.span.end if number else int(sentence.start_char)


def _segment(countings: list[Counting], number: int, sentence: DocSpan) -> str:
    """Gives the words around a number up to its neighbours."""
    start = _segment_start(countings, number, sentence)
    end = countings[number + 1].quantity.span.start if number + 1 < len(countings) else sentence.end_char
    return str(sentence.doc.text[start:end])


# ---------------------------------------------------------------- what is counted


def _counted(counting: Counting, segment: str, around: Surroundings, before: list[Figure], discourse: Discourse) -> Counted:
    if counting.bodies_of:
        return Counted.BODIES
    if counting.counted in {Counted.BODIES, Counted.CIVILIANS, Counted.CHILDREN, Counted.PRISONERS}:
        return counting.counted
    if (counting.quantity.value or 0) >= 1000 and _MISSING.search(around.sentence.doc.text[counting.quantity.span.end : counting.quantity.span.end + 90]):
        return Counted.MISSING
    said_to_be = _predicate(counting, around)
    if said_to_be is not None:
        return said_to_be
    own = {lemma(t) for t in counting.phrase} | {t.lower_ for t in counting.phrase}
    if own & {"captured", "captive", "freed", "released", "imprisoned", "jailed", "detained"} and counting.counted is not Counted.CAPTURED:
        return Counted.PRISONERS
    if counting.counted in {Counted.KILLED, Counted.WOUNDED, Counted.MISSING, Counted.CAPTURED}:
        return counting.counted
    if counting.noun in {"people", "person", "man", "woman"} and discourse.figures and not _BODY.search(around.sentence.text):
        if any(f.counted is Counted.PRISONERS for f in discourse.figures):
            return Counted.PRISONERS
    told = [f for f in discourse.figures if f.minimum == f.maximum == counting.quantity.value and f.role in {Role.TOTAL, Role.COMBINED}]
    if told and not own_kind(counting):
        return told[-1].counted
    plain = [t for t in around.sentence if (not around.said or any(s.start <= t.idx < s.end for s in around.said)) and not ((f := around.cast.at.get(t.i)) and f.type is EntryType.ORGANIZATION)]
    text = re.sub(r"treatment of prisoners of war", "", " ".join(t.lower_ for t in plain))
    words = [w for t in plain for w in {lemma(t), t.lower_} if w in text]
    lexicon = around.lexicon
    if own & {"fallen", "dead", "deceased", "slain"}:
        return Counted.BODIES
    if before and (counting.bare or counting.partitive or counting.counted is None) and before[-1].counted in {Counted.BODIES, Counted.PRISONERS, Counted.KILLED} and not own & {"civilian"}:
        return before[-1].counted
    bodies = sum(w in {"body", "remains", "remain", "corpse", "fallen", "morgue", "repatriation", "forensic", "bodies", "deceased", "dead", "die", "slain"} for w in words)
    captives = sum(w in lexicon["PrisonerWords"] for w in words)
    if bodies and not captives:
        return Counted.BODIES
    if captives and not bodies:
        return Counted.PRISONERS
    if counting.counted in {Counted.KILLED, Counted.WOUNDED, Counted.MISSING} and not (counting.bare or counting.partitive):
        return counting.counted
    last = discourse.figures[-1] if discourse.figures else None
    if last and last.counted in {Counted.BODIES, Counted.PRISONERS} and last.role is not Role.LOSSES:
        return last.counted
    if bodies != captives:
        return Counted.BODIES if bodies > captives else Counted.PRISONERS
    if discourse.kind is Kind.BODIES:
        return Counted.BODIES
    return Counted.PRISONERS if discourse.kind else Counted.OTHER


def _predicate(counting: Counting, around: Surroundings) -> Counted | None:
    """Reads "Twelve of them are children"."""
    if not (counting.bare or counting.partitive):
        return None
    for token in (counting.head, *counting.head.ancestors):
        if token.pos_ in {"AUX", "VERB"}:
            if lemma_of_verb(token) != "be":
                return None
            kinds = {around.lexicon.counted.get(lemma(c)) for c in token.children if c.dep_ == "attr"}
            return next((k for k in kinds if k in {Counted.CHILDREN, Counted.CIVILIANS}), None)
    return None


def own_kind(counting: Counting) -> bool:
    """Tells whether a number's own noun phrase says what it counts."""
    return counting.counted is not None or counting.bodies_of


# ---------------------------------------------------------------- role


def _role(
    counting: Counting,
    number: int,
    countings: list[Counting],
    segment: str,
    frame: Frame | None,
    counted: Counted,
    around: Surroundings,
    before: list[Figure],
    discourse: Discourse,
) -> Role:
    text = around.sentence.text
    at = counting.quantity.span.start - around.sentence.start_char
    upto, after = text[:at], text[at:]
    if _is_loss(counting, frame, text, around):
        return Role.LOSSES
    if counted is Counted.MISSING and (counting.quantity.value or 0) >= 1000:
        return Role.LOSSES
    if counted in {Counted.KILLED, Counted.WOUNDED, Counted.MISSING} and before and before[-1].role is Role.LOSSES:
        return Role.LOSSES
    if re.search(r"\b(?:up|down)\s+from\s+$", upto) and before:
        return before[-1].role
    if (match := _THRESHOLD.search(upto + " ")) and not re.search(r"[.;:]", upto[match.end() - 1 :]) and (counting.quantity.maximum is None or re.search(r"\b(?:of|involving|exceeding)\s+(?:the\s+)?(?:remains|bodies)?\s*(?:of\s+)?$", upto)) and len(upto) - match.end() < 40:
        return Role.THRESHOLD
    clause = _clause(text, at)
    if _PLANNED.search(clause) and not _done_before(clause, at):
        return Role.PLANNED
    if re.search(r"\b(?:to|for|ahead\s+of|before)\s+(?:that|a|the|an?other)\s+(?:\w+\s+)?(?:swap|exchange)\b", after[:90]) and re.search(r"\b(?:carry|carrying|transport\w*|taking|flying|bound)\b", text):
        return Role.PLANNED
    if _agreed(upto, after, frame):
        return Role.AGREED
    if _running(text, at, counting, around):
        inherited = next((f for f in reversed(before) if f.role is Role.RUNNING), None)
        return Role.PART if inherited and _is_part(counting, upto, before) else Role.RUNNING
    if _for_swap(text, at):
        return Role.TOTAL
    if re.search(r"\b[Aa]ll\s+(?:the\s+)?$", upto) or (counting.quantity.span.start < counting.quantity.core.start and re.match(r"[Aa]ll\b", after)):
        return Role.TOTAL
    if discourse.figures and discourse.figures[-1].role is Role.PART and not before and re.match(r"another\b|a\s+further\b", after, re.IGNORECASE):
        return Role.PART
    if around.item and not (frame and frame.receiver):
        return Role.PART
    if _is_part(counting, upto, before):
        return Role.PART
    if before and before[-1].role is Role.PART and (counting.bare or not frame) and not counting.partitive and before[-1].counted in {counted, Counted.CIVILIANS} and not _resets(around, counting):
        return Role.PART
    total = discourse.last(Role.TOTAL, Role.COMBINED)
    if counting.bare and text[at + len(counting.quantity.span and text[at : at + counting.quantity.span.end - counting.quantity.span.start]) :][:1] == ")":
        return Role.PART
    if counting.bare and not before and not discourse.last(Role.TOTAL, Role.COMBINED) and discourse.last(Role.RUNNING):
        return Role.RUNNING
    if _NUMBER_AT.search(upto):
        return Role.TOTAL
    if not before and counting.bare and total and _smaller(counting, total) and not (frame and frame.receiver):
        return Role.PART
    if not before and total and _smaller(counting, total) and _describes(counting, around):
        return Role.PART
    if before and before[-1].role is Role.PART and _describes(counting, around) and not _resets(around, counting):
        return Role.PART
    if frame is None and _says_side(counting, around) is False and _BOTH_SWAP.search(upto):
        return Role.TOTAL if re.search(r"\beach\b|\bapiece\b", _own_part(countings, number, around), re.IGNORECASE) else Role.COMBINED
    if frame and frame.kind == transfers.GIVE and _whose(counting, around) is None and re.search(r"\bbetween\s+them\b", text):
        return Role.COMBINED
    if frame and frame.kind == transfers.GIVE and re.search(r"\beach\s+other\b|\bone\s+another\b", text):
        return Role.COMBINED
    if frame and frame.kind == transfers.SWAP and not frame.both and not any(_nearby_side(counting, around)) and not _says_side(counting, around) and not _for_swap(text, at):
        return Role.TOTAL if re.search(r"\beach\b|\bapiece\b|\b(?:for|on|from)\s+(?:both|each|either)\s+sides?\b", _own_part(countings, number, around)) or _pairwise(text, at) else Role.COMBINED
    return Role.TOTAL


def _own_part(countings: list[Counting], number: int, around: Surroundings) -> str:
    """Gives the words before the first and after this number, up to the next number."""
    start = countings[number].quantity.span.end - around.sentence.start_char
    end = countings[number + 1].quantity.span.start - around.sentence.start_char if number + 1 < len(countings) else None
    text = str(around.sentence.text)
    return text[: countings[0].quantity.span.start - around.sentence.start_char] + " … " + text[start:end]


def _is_plain_people(counting: Counting, around: Surroundings) -> bool:
    """Tells whether a number counts people of whom nothing says that they were exchanged ("four men carried the coffin")."""
    return not (counting.bare or counting.partitive or counting.bodies_of or counting.counted) and _whose(counting, around) is None


def _is_loss(counting: Counting, frame: Frame | None, text: str, around: Surroundings) -> bool:
    verb = counting.head.head if counting.head.dep_ in {"nsubj", "nsubjpass"} else None
    if verb is not None and lemma_of_verb(verb) in {"kill", "die"} and (counting.quantity.value or 0) >= 100 and not counting.bodies_of and not re.search(r"\b(?:bodies|remains)\b", text):
        return True
    if counting.partitive:
        return False
    if counting.bodies_of or counting.counted in {Counted.BODIES, Counted.PRISONERS} and counting.noun not in {"dead", "fallen"}:
        return False
    if frame and frame.kind in {transfers.GIVE, transfers.GET, transfers.SWAP}:
        return False
    if counting.noun == "dead" and (counting.quantity.value or 0) >= 1000 and not re.search(r"\b(?:bodies|remains|return\w*|exchang\w+)\b", text, re.IGNORECASE):
        return True
    if re.search(r"\b(?:bodies|remains|returned|exchange|swap|repatriat\w*|freed|released)\b", text, re.IGNORECASE) and not re.search(r"\b(?:killed|dead)\b.{0,40}\b(?:war|invasion)\b", text, re.IGNORECASE):
        return False
    if counting.bare and re.search(r"\b(?:axis|region|oblast|sector|direction)\b", text):
        return False
    return bool(_LOSS.search(text) and _WAR.search(text) and (counting.quantity.value or 0) >= 100)


def _clause(text: str, at: int) -> str:
    """Gives the clause around a number: between semicolons and sentence-like breaks."""
    left = max(text.rfind(mark, 0, at) for mark in (";", ": ", " but ", " while ", "—"))
    rights = [i for mark in (";", " but ", " while ", "—") if (i := text.find(mark, at)) >= 0]
    return text[left + 1 : min(rights, default=len(text))]


def _done_before(clause: str, at: int) -> bool:
    """Tells whether "will" belongs to what happens to people already returned ("the 26 will be flown home")."""
    return bool(re.search(r"\bwill\s+(?:be\s+)?(?:now\s+)?(?:flown|taken|examined|identified|undergo|receive\s+(?:medical|treatment)|transported|sent\s+to|establish)", clause, re.IGNORECASE))


def _agreed(upto: str, after: str, frame: Frame | None) -> bool:
    match = None
    for match in _AGREED.finditer(upto):
        pass
    if match is None:
        return False
    between = upto[match.end() :]
    return not re.search(r"[;\d]|\b(?:said|returned|received|came|handed)\b", between) and bool(re.search(r"\b(?:to|on|for|that|of)\b", between))


def _running(text: str, at: int, counting: Counting, around: Surroundings) -> bool:
    for match in _RUNNING.finditer(text):
        words = match.group().lower()
        between = text[min(match.end(), at) : max(match.start(), at)]
        if ";" in between:
            continue
        # "the seventh swap since October of 909" runs on no figure
        if words.startswith("since") and re.search(rf"\b{_ORDINAL}\s+(?:\w+\s+){{0,3}}?{_EVENT}\b[^,;]*$", text[: match.start()], re.IGNORECASE):
            continue
        if re.match(r"in\s+\w+\s+(?:swaps|exchanges)", words) and re.search(r"\beach\b", text[: match.start()]):
            continue
        if re.match(r"in\s+all|in\s+total|so\s+far|altogether|overall|to\s+date", words) and re.search(r"\d", text[at + len(counting.quantity.span and text[at : at + counting.quantity.span.end - counting.quantity.span.start]) : match.start()]):
            continue
        if words.startswith("as of") and not re.search(r"\b(?:had|has|have)\b", text):
            continue
        if words.startswith("since") and re.search(r"\b(?:first|largest|biggest|second)\b[^,;]*$", text[: match.start()], re.IGNORECASE) and at < match.start():
            continue
        if re.match(r"(?:in|during|for|throughout)\s+20\d\d", words) and re.search(r"\b(?:captured|taken|fell|captive|prisoner|invasion|war|invaded|launched|began|started|born)\b", text[max(0, match.start() - 40) : match.start()]):
            continue
        return True
    return False


def _is_part(counting: Counting, upto: str, before: list[Figure]) -> bool:
    if re.search(r"\bof\s+(?:the|these|those)\s+$", upto) and before:
        return False  # "75 of the 248"
    if counting.partitive and counting.head.lower_ in {"them", "those", "whom", "these", "which"}:
        return True
    if counting.partitive and re.search(r"\bof\s+(?:the|these|those|all)\b", counting.head.doc.text[counting.quantity.core.end : counting.quantity.core.end + 12]):
        return True
    for match in _PART_LEAD.finditer(upto):
        rest = upto[match.end() :]
        if not re.search(r"[;]", rest):
            return True
    return False


def _smaller(counting: Counting, total: Figure) -> bool:
    value = counting.quantity.value
    bound = total.maximum or total.minimum
    return value is not None and bound is not None and value <= bound


def _describes(counting: Counting, around: Surroundings) -> bool:
    """Tells whether a number says who the people are ("25 are border guards"), not that they were handed over."""
    verb = next((t for t in counting.head.ancestors if t.pos_ in {"VERB", "AUX"}), None)
    token = counting.head
    if token.dep_ in {"nsubj", "nsubjpass"}:
        verb = token.head
    if verb is not None and any(c.lower_ in {"home", "back", "free"} for c in verb.children):
        return False
    return verb is not None and str(verb.lemma_).lower() in {"be", "belong", "serve", "fight", "include", "defend", "hold", "list", "suffer", "comprise", "spend", "wound", "capture", "die", "fall", "kill", "consider", "need", "have"}


def _resets(around: Surroundings, counting: Counting) -> bool:
    """Tells whether a new direction starts after a list of parts: "while Russia received 26"."""
    start = max(0, counting.quantity.span.start - around.sentence.start_char - 40)
    lead = around.sentence.text[start : counting.quantity.span.start - around.sentence.start_char]
    return bool(re.search(r"\b(?:received|returned|got|took|handed|in\s+exchange|in\s+return|while\s+\w+\s+(?:got|received)|total)\b[^,;]*$", lead, re.IGNORECASE))


def _says_side(counting: Counting, around: Surroundings) -> bool:
    return _whose(counting, around) is not None


def _for_swap(text: str, at: int) -> bool:
    """Tells "31 Ukrainians for 1,000 Russians" from a sum of both directions."""
    return bool(re.search(r"\bfor\s+(?:(?:at\s+least|some|about)\s+)?\d[\d,]*\b", text[at:]) or re.search(r"\d[\d,]*\s+(?:\w+\s+){0,3}for\s+(?:\w+\s+){0,2}$", text[:at]))


def _pairwise(text: str, at: int) -> bool:
    return bool(re.search(r"\bhave\s+each\b|\beach\s+(?:side|country|handed|returned|released|received|freed|gave|let)\b", text, re.IGNORECASE))


# ---------------------------------------------------------------- direction


def _whose(counting: Counting, around: Surroundings) -> str | None:
    """Finds whose people a noun phrase names: "Ukrainian soldiers", "its servicemen", "prisoners of the Armed Forces of Ukraine"."""
    cast = around.cast
    for token in counting.phrase:
        found = cast.at.get(token.i)
        if found and (state := next((e for e in found.entries if e.type is EntryType.STATE), None)):
            return str(state.iri)
        if token.lower_ in {"its", "our", "their"}:
            return _its(token, around)
    head = counting.head
    doc = head.doc
    # "... of its dead", "bodies of Ukrainian soldiers", "servicemen of the Armed Forces of Ukraine"
    start = counting.quantity.span.end
    tail = [t for t in doc[head.i : min(head.i + 12, around.sentence.end)] if t.idx >= start]
    if counting.partitive or (head.i + 1 < around.sentence.end and doc[head.i + 1].lower_ == "of"):
        first = next((t.i for t in doc[max(head.i - 4, around.sentence.start) : head.i + 2] if t.lower_ == "of" and t.idx >= start), None)
        if first is not None:
            for token in doc[first + 1 : min(first + 9, around.sentence.end)]:
                if token.is_punct or token.pos_ in {"VERB", "AUX"} and token.tag_ not in {"VBN", "VBG"} or token.lower_ in {"to", "from", "in", "since", "who"}:
                    break
                found = cast.at.get(token.i)
                if found and (state := next((e for e in found.entries if e.type is EntryType.STATE), None)):
                    return str(state.iri)
                if found and (actor := cast.actor(found)) and actor.side and found.type is EntryType.ORGANIZATION:
                    return actor.side
                if token.lower_ in {"its", "our", "their"}:
                    return _its(token, around)
    del tail
    # "Ukraine's dead: 31,000", "the number of Ukrainians freed … to 3,035", "Russian losses at 200,000"
    previous = doc[counting.head.i - 1].lower_ if counting.head.i > around.sentence.start else ""
    if counting.bare and previous in {"to", "at", ":", "of", "is", "was", "as", "now"}:
        lead = doc[max(around.sentence.start, counting.head.i - 14) : counting.head.i]
        if any(lemma(t) in {"number", "toll", "dead", "loss", "tally", "figure"} for t in lead):
            for token in reversed(list(lead)):
                found = cast.at.get(token.i)
                if found and (state := next((e for e in found.entries if e.type is EntryType.STATE), None)):
                    return str(state.iri)
    return None


def _own_party(around: Surroundings) -> str | None:
    return around.speaker_side if around.speaker_side in {p.iri for p in around.cast.parties()} else None


def _own_subject(frame: Frame) -> bool:
    return lemma_of_verb(frame.verb) in {"free", "liberate", "release", "rescue"} and any(
        t.lower_ in {"we", "us"} for t in (*frame.verb.children, *frame.verb.head.children)
    )


def _its(pronoun: Token, around: Surroundings) -> str | None:
    """Finds whose "its" is: the side that is the clause's subject, else the speaker's."""
    for token in reversed([t for t in around.sentence if t.i < pronoun.i and t.dep_ in {"nsubj", "nsubjpass"}]):
        found = around.cast.at.get(token.i)
        if found and found.use != DEMONYM and (state := next((e for e in found.entries if e.type is EntryType.STATE), None)):
            return str(state.iri)
        if found is None:
            break
    return around.speaker_side


def _direction(
    counting: Counting,
    frame: Frame | None,
    counted: Counted,
    role: Role,
    around: Surroundings,
    before: list[Figure],
    discourse: Discourse,
    segment_after: str,
) -> tuple[str | None, str | None, str | None]:
    whose = _whose(counting, around)
    giver = frame.giver if frame else None
    receiver = frame.receiver if frame else None
    if role is Role.LOSSES:
        return whose or _only_side(around) or _own_party(around) or around.cast.side_before(counting.head), None, None
    if role in {Role.COMBINED}:
        return None, None, None
    if frame and (frame.both or (frame.kind == transfers.SWAP and whose is None and role in {Role.TOTAL, Role.AGREED, Role.PLANNED})):
        return (whose, None, whose) if whose and not frame.both else (None, None, None)
    if re.search(r"\beach\b(?!\s+of\b)", segment_after) and not whose:
        return None, None, None
    if role is Role.THRESHOLD:
        receiver = frame.receiver if frame and frame.kind == transfers.GET else None
        return whose or receiver, None, receiver
    prior = _inherited(around.speaker_side, before, discourse)
    beside, to = _nearby_side(counting, around)
    if beside and frame is not None and frame.kind == transfers.GIVE:
        giver, receiver = beside, None
    elif to or beside:
        receiver = to or beside
        giver = None if giver == receiver else giver
    elif counting.bare and whose is None and _NUMBER_AT.search(around.sentence.text[: counting.quantity.span.start - around.sentence.start_char]):
        receiver = _only_side(around) or around.speaker_side
    if whose is None and receiver is None and giver is None:
        leans = role is Role.PART or counting.bare or counting.partitive or (frame is None and not counting.quantity.same and not around.speaker_side)
        if prior is not None and leans:
            return prior.whose, prior.giver if role is not Role.PART else None, prior.receiver or prior.whose
        if frame is not None or role in {Role.RUNNING, Role.TOTAL, Role.PART}:
            side = _only_side(around) or around.speaker_side
            if side and counted in {Counted.BODIES, Counted.PRISONERS, Counted.CIVILIANS, Counted.CHILDREN, Counted.OTHER}:
                return (side, None, side)
        return None, None, None
    if whose is not None and whose not in {p.iri for p in around.cast.parties()} and around.lexicon.conflicts and role is not Role.LOSSES:
        # foreigners: nobody's soldiers, whoever receives them
        return None, giver, receiver if receiver != whose else _own_party(around)
    if whose is None:
        if receiver is not None:
            whose = receiver
        elif giver is not None:
            other = [p.iri for p in around.cast.parties() if p.iri != giver]
            whose = other[0] if len(other) == 1 else None
    if receiver is None and whose is not None and role is not Role.PLANNED:
        receiver = whose
    if role is Role.PLANNED and receiver is None:
        receiver = whose
    if frame is not None and frame.kind == transfers.GIVE and giver is not None and giver == around.speaker_side and _own_subject(frame):
        # "we managed to free 107 soldiers": a side frees its own
        return giver, None, giver
    if giver is not None and giver in {receiver, whose}:
        # a side that "frees" its own people gets them
        receiver = whose or receiver
        giver = None
    if whose is not None and receiver is not None and whose != receiver:
        # a side gets its own people; the adjective beside the number is the surer witness
        receiver = whose if giver != whose else receiver
        whose = receiver
        giver = None if giver == receiver else giver
    return whose, giver, receiver


def _inherited(speaker_side: str | None, before: list[Figure], discourse: Discourse) -> Figure | None:
    """Finds the figure whose direction a part or an elliptic number shares: a speaker counts its own side's people first."""
    if speaker_side and not before:
        for figure in reversed(discourse.figures[-12:]):
            if figure.role in {Role.TOTAL, Role.PART} and speaker_side in {figure.receiver, figure.whose}:
                return figure
    for figure in reversed([*discourse.figures[-8:], *before]):
        if figure.role in {Role.TOTAL, Role.PART, Role.RUNNING} and (figure.whose or figure.receiver):
            return figure
    return None


def _nearby_side(counting: Counting, around: Surroundings) -> tuple[str | None, str | None]:
    """Reads an elliptic "and Russia 69" and "23 to Moscow": the side beside a bare number, the side it goes to."""
    if not counting.bare:
        return None, None
    cast = around.cast
    quantity = counting.quantity
    tokens = [t for t in around.sentence if not t.is_space]
    before = [t for t in tokens if t.idx < quantity.span.start]
    after = [t for t in tokens if t.idx >= quantity.span.end]
    if before and (found := cast.at.get(before[-1].i)) and found.use != DEMONYM and (state := next((e for e in found.entries if e.type is EntryType.STATE), None)):
        return str(state.iri), None
    for position, token in enumerate(after[:6]):
        follows = after[position + 2].text if position + 2 < len(after) else ""
        if token.lower_ in {"in", "for"} and follows in {"'s", "’s"} and (side := transfers.territory(after[position + 1], cast, around.speaker_side)):
            return None, side
        if token.lower_ == "to" and position + 1 < len(after) and (side := transfers.territory(after[position + 1], cast, around.speaker_side)):
            return None, side
        if token.is_punct:
            break
    return None, None


def _only_side(around: Surroundings) -> str | None:
    """Gives the one party that the sentence names outside its attribution."""
    sides = set()
    for token in around.sentence:
        found = around.cast.at.get(token.i)
        if found and (state := next((e for e in found.entries if e.type is EntryType.STATE), None)) and (_means_people(token, around) if found.use == DEMONYM else token.dep_ == "poss" or (token.dep_ == "pobj" and token.head.lower_ in {"of", "to", "for"})):
            sides.add(state.iri)
    return next(iter(sides)) if len(sides) == 1 else None


def _means_people(token: Token, around: Surroundings) -> bool:
    """Tells "Ukrainian soldiers" and "Ukrainians" from "Russian captivity" and "the Russian ministry"."""
    if token.tag_ in {"NNPS", "NNS"} or token.head.i <= token.i:
        return True
    noun = lemma(token.head)
    return noun in around.lexicon["PeopleNouns"] or noun in around.lexicon.counted


def _balanced(countings: list[Counting], figures: list[Figure], around: Surroundings) -> list[Figure]:
    """Gives "X for Y" no sides where the words name none, and the second of two directions the other side."""
    text = around.sentence.text
    if len(figures) == 2 and re.search(r"\d[\d,]*\s+for\s+\d", text) and not any(_whose(c, around) for c in countings):
        return [replace(f, whose=None, giver=None, receiver=None, role=Role.TOTAL if f.role is Role.COMBINED else f.role) for f in figures]
    return figures


# ---------------------------------------------------------------- figures that repeat another


def _repeats(counting: Counting, token: Token, around: Surroundings) -> bool:
    words = counting.quantity.span
    text = around.sentence.doc.text
    said = text[words.start : words.end].casefold()
    after = text[words.end : words.end + 12]
    if "same" in said or "equal" in said or "many" in said or "similar" in said or "identical" in said:
        return True
    if re.match(r"\s+(?:(?:of|is|was|were|are|for|had|has|rose|stands|who)\b|(?:at|to)\s+\w*\d)", after):
        return False
    governing = [str(t.lemma_).lower() for t in (token, *token.ancestors)][:4]
    return bool({"confirm", "corroborate", "repeat", "verify", "deny", "dispute", "reject", "contradict", "back", "cite", "question"} & set(governing))


def _meant(whose: str, receiver: str | None, around: Surroundings, before: list[Figure], discourse: Discourse) -> Figure | None:
    if whose:
        for token in around.sentence:
            if token.text == whose and (found := around.cast.at.get(token.i)) and (state := next((e for e in found.entries if e.type is EntryType.STATE), None)):
                return discourse.last(Role.TOTAL, receiver=state.iri)
        return None
    known = [f for f in before if f.role in {Role.TOTAL, Role.COMBINED, Role.AGREED, Role.PLANNED}]
    if known:
        return known[-1]
    return (discourse.last(Role.TOTAL, receiver=receiver) if receiver else None) or discourse.last(Role.TOTAL, Role.COMBINED)


# ---------------------------------------------------------------- place


def _place(counting: Counting, number: int, countings: list[Counting], role: Role, around: Surroundings) -> Entry | None:
    """Finds the one region that a part is broken down by, within the words that belong to this number."""
    if role not in {Role.PART, Role.RUNNING, Role.TOTAL}:
        return None
    cast, sentence = around.cast, around.sentence
    start = counting.quantity.span.end
    end = countings[number + 1].quantity.span.start if number + 1 < len(countings) else sentence.end_char
    if aside := re.search(r",\s+(?:where|which|who|whose)\b", sentence.doc.text[start:end]):
        end = start + aside.start()
    places = _places(sentence, Span(start, end), cast, around.speaker_side)
    lead = number == 0 or countings[number - 1].quantity.span.end < counting.quantity.span.start - 6
    if around.sentence.doc.text[start : start + 1] == ")":
        # "Mariupol (69), the Kyiv region (31)"
        before = countings[number - 1].quantity.span.end if number else sentence.start_char
        behind = _places(sentence, Span(before, counting.quantity.span.start), cast, around.speaker_side, anywhere=True)
        return behind[-1] if behind else None
    if not places and lead and role is Role.PART:
        before = countings[number - 1].quantity.span.end if number else sentence.start_char
        lead_text = sentence.doc.text[before : counting.quantity.span.start]
        if re.match(r"\W*(?:and\s+)?(?:from|in|on|for|near|at)\b", lead_text, re.IGNORECASE) or re.search(r":\s*$|[–—-]\s*$", lead_text):
            places = _places(sentence, Span(before, counting.quantity.span.start), cast, around.speaker_side)
    if len(places) != 1:
        return None
    if role is Role.TOTAL and not counting.bare and not (counting.noun == "resident" and _at_noun(counting)):
        return None
    return places[0]


def _at_noun(counting: Counting) -> bool:
    """Tells whether the place hangs on what is counted ("residents of the Kursk region")."""
    following = counting.head.nbor() if counting.head.i + 1 < len(counting.head.doc) else None
    return following is not None and following.lower_ in {"of", "from"}


def _places(sentence: DocSpan, span: Span, cast: Cast, speaker_side: str | None, anywhere: bool = False) -> list[Entry]:
    found: dict[str, Entry] = {}
    for token in sentence:
        if not (span.start <= token.idx < span.end):
            continue
        name = cast.at.get(token.i)
        if name is None or token.i != name.end - 1:
            continue
        if name.type is EntryType.PLACE and name.entries:
            preposition = _preposition(name.start, sentence)
            if preposition in {"from", "in", "on", "at", "near", "around", "of", "for", "across", "within"} or preposition == "" or anywhere:
                entry = next(e for e in name.entries if e.type is EntryType.PLACE)
                found[entry.iri] = entry
        elif name.type is EntryType.STATE and _preposition(name.start, sentence) in {"on", "in"} and token.i + 1 < sentence.end and sentence.doc[token.i + 1].lower_ in {"territory", "soil"}:
            entry = next(e for e in name.entries if e.type is EntryType.STATE)
            found[entry.iri] = entry
        elif name.type is EntryType.STATE and name.use != DEMONYM and _preposition(name.start, sentence) in {"in"} and re.search(r"\bmorgues?\b", sentence.text):
            entry = next(e for e in name.entries if e.type is EntryType.STATE)
            found[entry.iri] = entry
    return list(found.values())


def _preposition(start: int, sentence: DocSpan) -> str:
    """Gives the preposition before a name, articles and adjectives between them."""
    at = start - 1
    while at >= sentence.start and (sentence.doc[at].pos_ in {"DET", "ADJ", "ADV"} or sentence.doc[at].tag_ in {"VBN", "VBG"} or sentence.doc[at].lower_ in {"the", "region", "direction", "eastern", "southern"}):
        at -= 1
    if at < sentence.start:
        return ""
    token = sentence.doc[at]
    if token.pos_ == "ADP" or token.lower_ in {"near", "from", "in", "on", "at"}:
        return str(token.lower_)
    if token.lower_ in {"and", ","}:
        return ""
    return "?"
