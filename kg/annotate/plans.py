"""Tells what is only to come, promised or agreed, from what an exchange brought."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.annotate import held
from kg.annotate.acts import lemma_of, text_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

    from kg.annotate.counting import Counting
    from kg.annotate.transfers import Frame
    from kg.model import Figure

_ACTS = r"(?:take|hand|free|repatriate|transfer|return|exchange|swap|receive|get|release|go|come|give|bring|see|send|trade|deliver|involve|include|cover|follow|proceed)"
_HANDING = r"(?:hand|return|exchange|swap|transfer|release|give|free|repatriate|send|deliver)"
_HANDS = r"(?:send|hand|return|transferr|exchang|swapp|giv|free|releas|repatriat|deliver)"
_FIRST = r"(?:each|both|also|then|first|soon|now|again|\w+ly)"
"""What stands between "will" and its verb."""
_AWAY = r"(?:captivity|custody|prisons?|jails?|detention)"

_PLANNED = re.compile(
    rf"\b(?:st(?:ands?|ood)\s+ready|(?:is|are|was|were)\s+(?:preparing|readying|gearing\s+up)\s+(?:for|to)\b|(?:has|have|had)\s+not\s+yet\s+been\s+(?:handed|returned|freed|released|transferred|exchanged|repatriated)|(?:resolved|decided|decides|vow(?:s|ed)|intend(?:s|ed|ing))\s+to\s+{_ACTS}|(?:beg[au]n|begins|begun|start(?:s|ed)|launch(?:es|ed))\s+(?:[\w’\'-]+\s+){{0,6}}?(?:to\s+{_ACTS}|handing|transferring|returning|repatriating)|call(?:s|ed)?\s+on\s+\w+\s+to\s+(?:\w+ly\s+)?(?:collect|retrieve|accept|{_ACTS})|(?:arrived|delivered|brought|taken|moved|transported)\s+(?:[\w’\'-]+\s+){{0,4}}?(?:at|in|to)\s+(?:[\w’\'-]+\s+){{0,3}}(?:exchange|handover)\s+(?:area|site|point|place|location)|(?:readiness|willingness)\s+(?:to|for)|suggest(?:s|ed|ing)?\s+(?:that\b|{_HANDS}ing)|(?:disrupt|thwart|foil|derail|scupper|torpedo|sabotag|frustrat|wreck)(?:s|ed|es|ing)?\s+(?:[\w,’\'-]+\s+){{0,4}}?(?:exchange|swap|handover|repatriation)|f(?:e|a)ll(?:en)?\s+through|br(?:o|ea)ken?\s+down|(?:did\s+not|never)\s+t(?:ake|ook)\s+place|will\s+(?:{_FIRST}\s+){{0,2}}(?:be|{_ACTS})|plan(?:s|ned|ning)?\s+(?:for\s+(?:[\w’\'-]+\s+){{1,4}})?to\s+{_ACTS}|(?:is|are|was|were)\s+to\s+(?:be|{_ACTS})|was\s+to\s+have|were\s+to\s+have|(?:was|were)\s+to\s+be|(?:is|are|was|were)\s+(?:to|due|set|scheduled|expected|supposed|ready|prepared|willing)\s+(?:to|for)\b(?!\s+(?:last|continue|end|run|go\s+on)\b)|had\s+been\s+(?:due|set|scheduled|planned|supposed|expected)|(?:put(?:s|ting)?\s+off|(?<!\ba\s)(?<!\bthe\s)delay(?:s|ed|ing)?)\s+(?:the\s+)?(?:\w+\s+)?(?:delivery|handover|return|transfer|repatriation|exchange|swap|receipt)|called\s+off|cancell?ed|postponed|(?:refus(?:es?|ed|ing|al)|declin(?:es?|ed|ing))\s+to\s+(?:take|accept|receive)|turn(?:s|ed|ing)?\s+down|put(?:s|ting)?\s+forward|out\s+of\s+\d[\d,]*\s+(?:\w+\s+){{0,2}}on\s+(?:the|its|their|a)\s+(?:\w+\s+)?lists?|promis(?:es?|ed|ing)\s+to\s+{_HANDING}|(?:ready|prepared|willing)\s+to|offer(?:s|ed|ing)?\s+to|propos(?:es?|ed|al)|hop(?:es?|ed|ing)\s+(?:to|for)|count(?:s|ed|ing)?\s+on|(?-i:wants?)\s+to\s+(?:bring|free|exchange|swap|return|get|hand)|still\s+waiting|being\s+(?:prepared|drawn\s+up|planned|negotiated)|wait(?:s|ing)?\s+(?:for|to)|waiting\s+(?:in|at|on)\b(?=[^.;]*\b(?:border|exchange\s+(?:area|site|point|place)|place\s+of\s+exchange)\b)|await(?:s|ing)?(?!\s+(?:trial|sentenc))|due\s+to\s+be\s+(?:handed|returned|exchanged|transferred|freed|released|repatriated)|remain(?:s|ed|ing)?\s+(?:in|on)\s+(?:[\w’\'-]+\s+){{0,3}}?(?:{_AWAY}|hands|territor(?:y|ies)|soil)|there\s+(?:are|were|remain)\s+[^;.]*\bin\s+(?:[\w’\'-]+\s+)?{_AWAY}|(?:number|total)\s+of\s+(?:[\w’\'-]+\s+){{1,4}}(?:held\s+)?in\s+(?:[\w’\'-]+\s+)?{_AWAY}\s+(?:at|is|was|to)|(?:are|remain)\s+(?:\w+\s+){{0,2}}in\s+(?:[\w’\'-]+\s+)?{_AWAY}|deprived\s+of\s+(?:their\s+)?(?:liberty|freedom)|to\s+(?:still\s+)?be\s+(?:still\s+)?(?:held|detained|imprisoned|in\s+(?:\w+\s+)?(?:captivity|custody|prisons?|jails?|detention))|being\s+detained|(?:are|remain)\s+(?:\w+\s+)?(?:imprisoned|jailed|incarcerated|behind\s+bars)|(?:civilians|prisoners|captives|hostages|soldiers|servicemen|people)\s+(?:(?:still|currently|now)\s+)?in\s+(?:[\w’'-]+\s+)?captivity(?=\s*(?:[.,;:]|$))|(?:are|were|remain(?:s|ed)?|(?<!had\s)been)\s+(?:\w+\s+)?(?:being\s+)?held\b|expected\s+(?:this|next|on|soon|in)\b|still\s+(?:held|holds?|in\s+\w*\s*captivity|being\s+held|hold)|next\s+(?:exchange|swap|stage|round|handover)|(?:could|should|may|might)\s+(?:\w+\s+)?(?:be\s+(?:handed|returned|exchanged|transferred|freed|released|swapped)|involve|include|cover|see)|would\s+(?:{_FIRST}\s+){{0,2}}(?:be|{_ACTS}))\b",
    re.IGNORECASE,
)

_AGREED = re.compile(
    rf"\b(?:settled\s+on|deals?(?=\s+to\s+{_ACTS})|agree(?:d(?!\s+(?:[\w-]+\s+)?(?:points?|places?|sites?|locations?|areas?|schedule|terms|times?|dates?|lists?)\b)|s|ing|ment)?|accord|committed|pledged|under\s+(?:the|a)\s+(?:deal|agreement)s?\s+(?:to|for|on)|provides?\s+for|provided\s+for|envisag\w+|stipulat\w+|undert(?:ook|ake)\w*)\b",
    re.IGNORECASE,
)

_AGREED_THAT = re.compile(
    r"\bagreed\s+(?:[\w\s]{0,30}\s)?that\s+(?:each|both|they|the|all)\b[^;.\d]*\bwould\b[^;.\d]*$"
)

_AS_AGREED = re.compile(rf"[^,;.\d]{{0,40}}\b(?:agreed|committed|undertook|undertaken|pledged)\s+to\s+{_HANDING}\b")

_AS_PROMISED = re.compile(
    r"[^,;.\d]{0,25}?\s(?:it|they|he|she|[A-Z][a-z]+)\s+(?:had\s+|has\s+)?(?:promised|offered|proposed|intend(?:s|ed)|planned|is\s+ready|was\s+ready|were\s+ready)\b|\s+(?:[\w’'-]+\s+){0,2}?(?:promised|offered|proposed)\s+by\b"
)

_SAME_FOR = re.compile(
    r"(\d[\d,]*|(?:a[\s-]+)?(?:hundred|thousand))[\s-]+for[\s-]+(\d[\d,]*|(?:a[\s-]+)?(?:hundred|thousand))\b",
    re.IGNORECASE,
)

_STAGE_OF = re.compile(
    r"\b(?:stages?|phases?|rounds?|parts?|legs?|instal?ments?|days?)\s+of\s+(?:the|a|this|that|their)\s+(?:\w+\s+)?\W?$",
    re.IGNORECASE,
)

_DEAL = re.compile(r"\W?\s+(?:\w+\s+)?(?:deal|agreement|accord)\b", re.IGNORECASE)

_IN_QUOTES = re.compile(r"[^.;“”\"]{0,14}[”\"]\s+(?:exchange|swap|deal)\b[^.;]*\bagreed\b")

_DATE = re.compile(
    r"\bon\s+(?:(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\w*\.?\s+\d{1,2}|\d{1,2}\s+(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\w*)\b"
)


_AGES = re.compile(
    r"\b(?:aged?|ages|under|over|between)\s+(?:from\s+|the\s+age\s+of\s+)?\d+(?:\s*(?:[-–]|to|and)\s*\d+)?",
    re.IGNORECASE,
)
_LIST_OF = re.compile(
    r"\blists?,?\s+(?:of|with|bearing|containing|naming|(?:(?:that|which)\s+)?(?:contains?|contained|includes?|included))\s+(?:the\s+names\s+of\s+)?(?:the\s+)?$",
    re.IGNORECASE,
)
_EVENT = re.compile(
    r"\b(?:talks|negotiations|meetings?|rounds?|exchanges?|swaps?|ceremon(?:y|ies)|consultations|handovers?|summit|elections?|funerals?|stages?)\b[^,;]{0,60}$",
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    r"\b(?:and|for|plus|as\s+well\s+as|along\s+with|together\s+with|in\s+(?:exchange|return)\s+for)\b"
)
_BROKEN = re.compile(r"[;.:(]|\b(?:includ\w+|among|of\s+(?:them|whom|these|those)|who|which|while|but)\b")
_NEAR = 80
_UNDER_DEAL = re.compile(
    r"\b[Uu]nder\s+(?:the|an?|that|their|this)\s+(?:[\w’'-]+\s+){0,3}?(?:deal|agreements?|accords?|terms)\b[^;:.]*\b(?:is|are|was|were)\s+to\s+\w[^;:.]*$"
)
_WILL = re.compile(r"\b(?:will|would)\b")
_SINCE = re.compile(r"[^.;,]{0,40}?\b(?:since|for\s+(?:[\w-]+\s+){1,4}?(?:years?|months?)|until|between)\b")
_UNQUOTED = re.compile(r"[.,!?][”\"]")
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_OWN_CLAUSES = frozenset({"conj", "ccomp", "advcl", "relcl", "pcomp", "acl", "prep"})
_MANAGED = frozenset({"manage", "succeed", "able"})
_TO_COME = frozenset("will would could should may might to can shall".split()) | {"'ll", "’ll"}
_DONE = frozenset("was were been has have had is are 've ’ve".split())


def is_under_deal(upto: str) -> bool:
    """Tells what is to come of a deal, "Under the Geneva agreement each side is to return 600", from what one side promises."""
    return _UNDER_DEAL.search(upto) is not None


def is_agreed_each(upto: str) -> bool:
    """Reads "had agreed that each would return up to 6,000"."""
    return _AGREED_THAT.search(upto) is not None


def is_planned(counting: Counting, frame: Frame | None, text: str, at: int) -> bool:
    """Tells whether a number's own clause is of what is to come; `at` is where it stands in its sentence's text."""
    if _AS_PROMISED.match(text[at + counting.quantity.span.end - counting.quantity.span.start :]):
        return True  # "of the more than 6,000 it promised", "the 23 promised by Arland"
    if _LIST_OF.search(text[:at]) or held.is_held(counting, text, at) or held.is_under_way(counting, text, at):
        return True  # who stands on a list has yet to come
    start, clause = _clause(text, at)
    if _done_before(clause):
        return False
    first = counting.quantity.span.start - at + start
    behind = text[at + counting.quantity.span.end - counting.quantity.span.start :]
    quoted = _UNQUOTED.search(behind)  # what is said after a quotation is no part of it
    if quoted and text.rfind("“", 0, at) + text.rfind('"', 0, at) > -2:
        clause = clause[: max(0, len(text) - len(behind) + quoted.start() - start)]
    return any(
        not _is_event_held(clause, match) and not _is_of_another(counting, frame, first + match.start())
        for match in _PLANNED.finditer(clause)
    )


def _is_event_held(clause: str, match: re.Match[str]) -> bool:
    """Tells talks that were held, and those now freed who "were held since 2022", from people who are."""
    if not match.group().endswith("held"):
        return False
    past = match.group().lower().startswith("were") and _SINCE.match(clause, match.end())
    return bool(past) or _EVENT.search(clause[: match.start()]) is not None


def _is_of_another(counting: Counting, frame: Frame | None, at: int) -> bool:
    """Tells a plan beside a deed, "released 390 and said they would free more", from one for those counted."""
    deed = frame.verb if frame is not None else _own_verb(counting)
    if deed is None:
        return False
    if at < counting.quantity.span.start and frame is None:
        return False
    if at < counting.quantity.span.start:
        verb = deed.head if deed.dep_ == "xcomp" and lemma_of(deed.head) in _MANAGED else deed
        return verb.idx > at and _is_done(verb)  # "900 are in captivity, Arland managed to return only 44"
    if not _is_done(deed):
        return False
    token = _token_at(counting.head.doc, at)
    while token is not None and token.i not in {deed.i, counting.head.i} and token.head.i != token.i:
        if token.dep_ in _OWN_CLAUSES and token.head.i != counting.head.i:
            return True
        token = token.head
    return False


def _own_verb(counting: Counting) -> Token | None:
    """Gives the verb that those counted are the subject of."""
    token = next((t for t in (counting.head, counting.number) if t.dep_ in {"nsubj", "nsubjpass"}), None)
    return token.head if token is not None else None


def _is_done(verb: Token) -> bool:
    """Tells a finished deed: "released", "has been released"."""
    helpers = {c.lower_ for c in verb.children if c.dep_ in {"aux", "auxpass"}}
    if helpers & _TO_COME:
        return False
    return verb.tag_ == "VBD" or (verb.tag_ == "VBN" and bool(helpers & _DONE))


def _token_at(doc: Doc, at: int) -> Token | None:
    span = doc.char_span(at, at + 1, alignment_mode="expand")
    return span[0] if span is not None else None


def joins(counting: Counting, before: list[Figure]) -> bool:
    """Tells whether a number goes on with the one before it: "110 for 110", "1,000 captives and to return 600 bodies"."""
    if not before:
        return False
    doc = counting.head.doc
    start, end = before[-1].span.end, counting.quantity.span.start
    between = text_of(doc)[start:end]
    if len(between) > _NEAR or not _GOES_ON.search(between) or _BROKEN.search(between):
        return False
    return not any(t.tag_ in _FINITE for t in doc if start <= t.idx < end)


def _clause(text: str, at: int) -> tuple[int, str]:
    """Gives where the clause around a number starts and its words: between semicolons and sentence-like breaks."""
    left = max(text.rfind(mark, 0, at) for mark in (";", ": ", " but ", " while ", "—"))
    rights = [i for mark in (";", " but ", " while ", "—") if (i := text.find(mark, at)) >= 0]
    return left + 1, text[left + 1 : min(rights, default=len(text))]


def _done_before(clause: str) -> bool:
    """Tells whether "will" belongs to what happens to people already returned ("the 26 will be flown home")."""
    return bool(
        re.search(
            r"\b(?:will|would|to)\s+(?:be\s+)?(?:now\s+)?(?:flown|taken|examined|identified|undergo|receive\s+(?:medical|treatment)|transported|kept|housed|sent\s+to|establish)",
            clause,
            re.IGNORECASE,
        )
    )


def is_agreed(upto: str, after: str, behind: str) -> bool:
    """Tells whether the words around a number say that it was agreed on."""
    formula = re.search(r"\b(?:formula|format|principle)\b[^.;]*$", upto) and re.search(r"\bagreed\b", after)
    return bool(_agreed(upto) or formula or _IN_QUOTES.match(behind) or _AS_AGREED.match(behind))


def _agreed(upto: str) -> bool:
    found = list(_AGREED.finditer(upto))
    if not found:
        return False
    between = _AGES.sub("", _DATE.sub("", upto[found[-1].end() :]))
    return not re.search(r"[;\d]|\b(?:said|returned|received|came|handed|led|resulted|brought)\b", between) and bool(
        re.search(r"\b(?:to|on|for|that|of)\b", between)
    )


def goes_with_plan(sentence: Span, at: int, previous: str) -> bool:
    """Reads words without a verb that are of what the sentence before announces: "There will be a swap. 500 for 500"."""
    text = text_of(sentence)
    quoted = _UNQUOTED.search(text, at)  # "In total, 1,000 people,” he said": the verb is not of the words
    end = sentence.start_char + (quoted.start() if quoted else len(text))
    if _WILL.search(previous) and not any(t.tag_ in _FINITE for t in sentence if t.idx < end):
        return _PLANNED.search(previous) is not None
    formula = _SAME_FOR.search(text)
    if formula is None or not formula.start() <= at < formula.end() or re.search(r"\w", text[: formula.start()]):
        return False
    return _PLANNED.search(previous) is not None


def is_deal(text: str, at: int) -> bool:
    """Tells the formula of a deal, "the first stage of the 1,000-for-1,000 exchange", from that of one swap."""
    for formula in _SAME_FOR.finditer(text):
        if formula[1] != formula[2] or not formula.start() <= at < formula.end():
            continue
        lead, rest = text[: formula.start()], text[formula.end() :]
        agreed = re.search(r"\bagreed\b", lead[-60:]) or re.match(r"[^.;]*\bagreed\b", rest)
        return bool(_STAGE_OF.search(lead) or _DEAL.match(rest) or agreed)
    return False
