"""Decides which numbers count people or bodies of an exchange, or a war's losses, and what exactly they count."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.annotate import bare, excluded
from kg.annotate.acts import noun_lemma, text_of
from kg.annotate.dates import WEEKDAYS
from kg.annotate.mentions import DEMONYM
from kg.authority import EntryType
from kg.model import Counted

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as DocSpan

    from kg.annotate.cast import Cast
    from kg.annotate.dates import When
    from kg.annotate.quantities import Quantity
    from kg.lexicon import Lexicon

_INSIDE_PHRASE = frozenset({"ADJ", "NOUN", "PROPN", "NUM"})
_FILLERS = frozenset({"'s", "’s", "-", "‑", "more", "other", "further", "additional", "such", "own"})


_DAYS_BEFORE = re.compile(
    r"\b(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?\s+\d{1,2}(?:,\s+\d{1,2})*,?\s+and\s+$"
)
_QUOTED = re.compile(r"[“”\"‘’']")
_EVEN_FOR = re.compile(
    r"(\d[\d,]*)(?:[\s-]+(?:to|by|on|against)[\s-]+|[-–](?=[\d,]+[”\"]?\s+(?:formula|format|basis|principle|scheme|swap|exchange)\b))\1\b"
)
_RATIO = re.compile(
    r"\d[\d,]*(?:[\s-]+to[\s-]+|:|[-–])\d[\d,]*[”\"’',]{0,2}\s+(?:ratio|formula|format)\b|(?:ratio|formula|format)\b[^.;\d]{0,30}[\s“\"‘']\d[\d,]*[\s-]+to[\s-]+\d[\d,]*\b",
    re.IGNORECASE,
)
"""The two sides' numbers: "the ratio, told as ‘900 to 27’", "a 900-to-27 formula"."""
_EVEN_SO = re.compile(r"\s+and\s+\d[\d,]*\s+\w")
_SERVICES = frozenset("force service guard army navy brigade regiment corps police fleet battalion".split())
_EVENTS_FOLLOWED = re.compile(r"\s+(?:more|others?)\s+(?:followed|took\s+place)\b[^.;]*,\s+each\b")


@dataclass(frozen=True, slots=True)
class Counting:
    """A number that counts: `quantity`, the token that heads what is counted (the number itself where it stands bare).

    `noun` is the lemma of what is counted, empty for a bare number; `partitive` tells "397 of the bodies"; `phrase` the
    tokens of the whole noun phrase; `counted` what the words themselves say, None where only the context tells.
    """

    quantity: Quantity
    head: Token
    noun: str
    partitive: bool
    phrase: tuple[Token, ...]
    counted: Counted | None
    bodies_of: bool = False
    deaths_of: bool = False
    bare: bool = False

    @property
    def number(self) -> Token:
        """The last token of the number itself."""
        inside = [t for t in self.head.sent if self.quantity.core.start <= t.idx < self.quantity.core.end]
        return inside[-1] if inside else self.head


def find(
    sentence: DocSpan, quantities: list[Quantity], whens: list[When], cast: Cast, lexicon: Lexicon, topical: bool
) -> list[Counting]:
    """Gives a sentence's numbers that count, in order; `topical` tells that its surroundings are about an exchange."""
    doc = sentence.doc
    accepted: list[Counting] = []
    for quantity in quantities:
        if any(when.span.overlaps(quantity.core) for when in whens) and not quantity.same:
            continue
        counting = _counting(sentence, quantity, cast, lexicon, accepted, topical)
        if counting and not excluded.is_excluded(doc, sentence, counting, lexicon):
            accepted.append(counting)
    return accepted


def _counting(
    sentence: DocSpan, quantity: Quantity, cast: Cast, lexicon: Lexicon, before: list[Counting], topical: bool
) -> Counting | None:
    doc = sentence.doc
    core = doc.char_span(quantity.core.start, quantity.core.end, alignment_mode="expand")
    whole = doc.char_span(quantity.span.start, quantity.span.end, alignment_mode="expand")
    if core is None or whole is None or whole.start < sentence.start or whole.end > sentence.end:
        return None
    text = text_of(doc)
    after, prior = (
        text[quantity.span.end : quantity.span.end + 14],
        text[max(0, quantity.span.start - 14) : quantity.span.start],
    )
    if re.match(r"\s*(?:%|percent|per\s+cent|st\b|nd\b|rd\b|th\b|:\d|[ap]\.?m\b|°)", after) or re.search(
        r"(?:[$€£₴]|\bNo\.?|\bno\.|#|№|\bArticle|\bart\.|\bUS\$|\bUSD|\bEUR|\b(?:Part|Update|Chapter|Page|Episode|Vol(?:ume|\.)|Issue|Channel|Kanal|Section|Table|Annex|Resolution|Cargo|Day))\s?$",
        prior,
    ):
        return None
    if (named := cast.at.get(core.start)) and named.start < core.start and named.type in _BODIES_NAMED:
        return None  # "Channel Norton 24"
    if _LIST_ITEM.match(text[quantity.span.end : quantity.span.end + 3]) and _opens_item(doc, whole.start, sentence):
        return _of_item(quantity, core, whole.end, sentence, cast, lexicon, topical)
    if _ABOUT.fullmatch(core.text) or _ABOUT.match(text[quantity.core.end :].lstrip(", ")[:14]):
        return None  # "one or two people": nobody counted them
    digits = core.text
    if re.fullmatch(r"(?:19|20)\d\d", digits) and re.search(
        r"\b(?:in|since|of|year|by|until|from|to|early|late|fall|spring|summer|winter|autumn|mid|(?:Jan|Febr)uary|March|April|May|June|July|August|(?:Septem|Octo|Novem|Decem)ber)\W+$",
        prior,
        re.IGNORECASE,
    ):
        return None
    if _DAYS_BEFORE.search(text[sentence.start_char : quantity.span.start]) and (quantity.value or 99) <= 31:
        return None  # "on June 13, 14 and 15"
    if _EVENTS_FOLLOWED.match(text[quantity.span.end : sentence.end_char]):
        return None  # "Three more followed …, each of 1,200 bodies"
    if core[-1].lower_ == "single" and _NOT_ONE.search(text[sentence.start_char : quantity.span.start]):
        return None  # "not a single body"
    if core[-1].lower_ in {"one", "two"} and _is_idiom(sentence, quantity, core[-1].lower_):
        return None
    if quantity.value == 0:
        return None
    if quantity.same and _compares(text, quantity):
        return None
    if quantity.same:
        words, _, head = _phrase(doc, whole.end, sentence.end)
        of_people = head is not None and _class(head, words, cast, lexicon)[1] is not False
        phrase = (*core, *words) if of_people else tuple(core)  # "6,000 Arlanders for as many Borlanders"
        return Counting(quantity, core[-1], "", False, phrase, None, bare=True)
    if re.search(
        r"\b(?:oldest|youngest)\b[^.;]{0,60}$", text[sentence.start_char : quantity.span.start], re.IGNORECASE
    ):
        return None
    formula = _is_formula(text, quantity, sentence.start_char)
    hyphens = (
        text[quantity.core.end : quantity.core.end + 1] + text[max(0, quantity.core.start - 1) : quantity.core.start]
    )
    if formula and topical and ("-" in hyphens or _QUOTED.search(hyphens)):
        return Counting(quantity, core[-1], "", False, tuple(core), None, bare=True)  # "a 25-for-25 swap"
    if re.match(r"-(?!for\b)\w", text[quantity.core.end : quantity.core.end + 5]):
        sized = bare.SIZE_OF_EVENT.match(text, quantity.core.end)
        known = lexicon.counted.get(sized[1].lower()) if sized else None
        return Counting(quantity, core[-1], "", False, tuple(core), known, bare=True) if sized and topical else None
    words, partitive, head = _phrase(doc, whole.end, sentence.end)
    if (
        head is not None
        and noun_lemma(head) in _CONTAINERS
        and head.i + 1 < sentence.end
        and doc[head.i + 1].lower_ == "of"
    ):
        if noun_lemma(head) in _LOTS:
            return None  # "three batches of 1,200 each"
        words, _, head = _phrase(doc, head.i + 1, sentence.end)
    if head is not None and _governed_elsewhere(doc, whole.start, sentence.start, lexicon):
        return None
    if (
        words
        and (head is None or words[-1].lower_ in {"male", "female"})
        and _EVEN_SO.match(text, words[-1].idx + len(words[-1]), sentence.end_char)
    ):
        words, _, head = _phrase(doc, words[-1].i + 3, sentence.end)  # "20 female and 80 male defenders"
    bodies_of = _noun_of_before(doc, whole.start, sentence.start, lexicon) is Counted.BODIES
    nouns = [t for t in words if t.pos_ in {"NOUN", "PROPN", "ADJ", "VERB", "NUM"} and t.lower_ not in _FILLERS]
    if head is not None and partitive and topical and noun_lemma(head) in bare.SHARES:
        return Counting(quantity, core[-1], "", True, tuple(core), None, bare=True)  # "139 of the group"
    if head is not None and partitive and topical and before and noun_lemma(head) in _SERVICES and head.pos_ == "PROPN":
        return Counting(quantity, core[-1], "", True, tuple(core), None, bare=True)  # "and 7 of the Naval Forces"
    if head is not None:
        noun, counted = _class(head, words, cast, lexicon)
        if counted is False and (head.pos_ == "PROPN" or head.lower_ in {"home", "back"}):
            # a headline's capitals make a noun of its verb: "1,000 Bodies Arrive"
            known_words = [w for w in words if _is_people(w, lexicon)]
            if known_words:
                head = known_words[-1]
                words = [w for w in words if w.i <= head.i]  # nor "two children Arland had deported"
                noun, counted = _class(head, words, cast, lexicon)
        if counted is False and not (bodies_of and not {noun_lemma(w) for w in words} & lexicon["OtherNouns"]):
            return None  # but "the bodies of four KIAs"
        known = counted if isinstance(counted, Counted) else None
        deaths_of = known is None and _noun_of_before(doc, whole.start, sentence.start, lexicon) is Counted.KILLED
        return Counting(quantity, head, noun, partitive, tuple(words), known, bodies_of, deaths_of)
    if nouns and not partitive:
        return None  # "three trucks"
    if bodies_of and text[quantity.core.start - 3 : quantity.core.start] == "of ":
        return Counting(
            quantity, core[-1], "", partitive, tuple(core), None, bodies_of, bare=True
        )  # "the bodies of 30."
    if _is_of_name(sentence, core[-1], cast):
        return None
    if bare.counts(sentence, core[-1], whole.start, whole.end, before, lexicon, topical):
        return Counting(quantity, core[-1], "", partitive, tuple(core), None, bodies_of, bare=True)
    return None


def _is_formula(text: str, quantity: Quantity, first: int) -> bool:
    """Tells a number of "25 for 25" or of "25 to 25" by the other."""
    start, end = quantity.core.start, quantity.core.end
    if re.match(r"[\s-]+for[\s-]+\d", text[end:][:12]) or re.search(r"\d[\s-]+for[\s-]+$", text[first:start]):
        return True
    if _EVEN_FOR.match(text, start, end + 16):
        return True
    if any(m.start() <= start < m.end() for m in _RATIO.finditer(text, max(first, start - 60), end + 40)):
        return True
    return any(m.end() == end for m in _EVEN_FOR.finditer(text, max(first, start - 16), end))


def _opens_item(doc: Doc, start: int, sentence: DocSpan) -> bool:
    """Tells whether a number stands first in a list's line, whatever bullet stands before it."""
    before = doc[start - 1] if start > sentence.start else None
    return before is None or before.is_space or before.text in _BULLETS or before.text == ","


def _of_item(
    quantity: Quantity, core: DocSpan, end: int, sentence: DocSpan, cast: Cast, lexicon: Lexicon, topical: bool
) -> Counting | None:
    """Reads "● 35 – Armed Forces": the people of a service, or what the words behind the dash count."""
    words, _, head = _phrase(sentence.doc, end + 1, sentence.end)
    counted = _class(head, words, cast, lexicon)[1] if head is not None else False
    if head is not None and counted is not False:
        known = counted if isinstance(counted, Counted) else None
        return Counting(quantity, head, noun_lemma(head), False, tuple(words), known)
    return Counting(quantity, core[-1], "", False, tuple(core), None, bare=True) if topical else None


def _is_of_name(sentence: DocSpan, number: Token, cast: Cast) -> bool:
    """Tells whether a number without a noun is a part of the name before it: "Norton 2 reported"."""
    if not number.is_digit or len(number) > 3 or number.i == sentence.start:
        return False
    name, before = cast.at.get(number.i), number.nbor(-1)
    if name is not None and name.start < number.i and name.entries:
        return True
    acts = number.i + 1 < sentence.end and number.nbor().tag_ in {"VBD", "VBZ", "VBP"}
    in_capitals = sum(t.is_lower and t.is_alpha for t in sentence) < 2  # a headline's verbs have capitals too
    known = before.i in cast.at and bool(cast.at[before.i].entries)
    return acts and before.pos_ == "PROPN" and before.text[0].isupper() and not known and not in_capitals


def _is_idiom(sentence: DocSpan, quantity: Quantity, word: str) -> bool:
    """Tells "every one", "in one of them, nine were freed" (an exchange), "parts of one man" from numbers that count."""
    text = text_of(sentence.doc)
    before, after = text[sentence.start_char : quantity.core.start], text[quantity.core.end : sentence.end_char]
    if re.match(r"\s+of\s+(?:them|these|those),", after):
        return True
    if word == "two" and before.lower().endswith("the ") and _PARTIES_ACT.match(after):
        return True  # "the two had agreed to swap the sick"
    return word == "one" and bool(
        re.search(r"\b(?:(?:every|each)(?:\s+(?:single|last))?|any|parts\s+of|not|no)\s+$", before, re.IGNORECASE)
        or re.match(r"\s+and\s+the\s+same\b|[\s-]+for[\s-]+one\b", after)
        or re.search(r"\bone[\s-]+for[\s-]+$", before, re.IGNORECASE)
        or (before.endswith("the ") and re.match(r"\s+(?:in|on|of|before|after|at|last)\b", after))  # "the one in May"
        or re.search(r"\b(?:different|several|various|separate)\s+bags\b", text_of(sentence))
    )


def _compares(text: str, quantity: Quantity) -> bool:
    """Tells "twice as many as before" and "as many as they receive", which name no number."""
    if not re.search(r"\bmany\b", text[quantity.span.start : quantity.span.end]):
        return False
    before, after = text[max(0, quantity.span.start - 8) : quantity.span.start], text[quantity.span.end :][:80]
    return bool(re.search(r"\b(?:twice|times)\s+$", before) or re.match(r"[^.;,]{1,60}?\bas\b", after))


_PARTIES_ACT = re.compile(
    r"\s+(?:(?:have|has|had|would|will|also|then|now|since|previously|later|again|last)\s+){0,3}(?:agree|(?:exchang|swap|trad)\w*(?!\s+(?:for|by|in|on|after)\b)|held\b|hold|sign|negotiat|conduct|carri|carry|blam|accus|complet|announc|me?et\b|discuss|(?:return|free|releas|handed\s+over)\w*\s+\d)"
)
"""Behind "the two", the parties: what no two captives do."""
FAMILY = "family"
"""Counted where as many people were freed: "a victory for 150 families"."""
_NOT_ONE = re.compile(r"(?:\b(?:not|nor|without|never)|n[’']t)\s+(?:[\w-]+\s+){0,4}$", re.IGNORECASE)
_ABOUT = re.compile(r"(?:one|two)\s+or\s+(?:two|three)", re.IGNORECASE)
_LIST_ITEM = re.compile(r"\s+[–—-]\s")
_BULLETS = frozenset("●•▪◦‣*-–—;:") | {"·", "✅", "▫"}
_CONTAINERS = frozenset({"set", "bag", "group", "batch", "case"})
_LOTS = frozenset({"group", "batch"})
"""Containers that hold many: three of them are no three people."""
_BODIES_NAMED = frozenset({EntryType.OUTLET, EntryType.ORGANIZATION, EntryType.CHANNEL})
_TIMES = frozenset("day week month year spring summer autumn fall winter".split()) | frozenset(WEEKDAYS)
_UNITS_OF_TIME = frozenset({"hours", "days", "weeks", "months", "years", "minutes"})
_BEFORE_OR_AFTER = frozenset({"before", "after", "ahead", "later", "into", "since"})
_GROUPS = frozenset(
    """total time number group batch list rest majority part remainder hundred thousand dozen name identity transfer arrival fate capture death loss figure sum toll most some all lot half captivity departure breakdown receipt arrival freeing liberation rescue homecoming evacuation""".split()
)


def _governed_elsewhere(doc: Doc, start: int, first: int, lexicon: Lexicon) -> bool:
    """Tells whether a number belongs to something else's "of": "the call-up of 300,000 reservists", "families of 130"."""
    at = start - 1
    while at >= first and doc[at].lower_ in {
        "the",
        "another",
        "its",
        "all",
        "a",
        "about",
        "some",
        "only",
        "just",
        "these",
        "those",
    }:
        at -= 1
    if at <= first or doc[at].lower_ != "of":
        return False
    noun = doc[at - 1]
    if (
        noun.ent_type_ == "DATE"
        or noun.pos_ not in {"NOUN", "PROPN"}
        or (at - 2 > first and doc[at - 2].lower_ in {"to", "from"})
    ):
        return False  # "the return to Borland of 1,000 bodies"
    word = noun_lemma(noun)
    return (
        word not in _GROUPS
        and word not in lexicon["ExchangeNouns"]
        and word not in lexicon.counted
        and word not in lexicon["PeopleNouns"]
        and word not in _CONTAINERS
    )


_GOES_ON = re.compile(r"(?:,\s+[\w ]+?)?\s+and\s+[\w ]+?\s(?:prisoners|captives|soldiers|servicemen)\b")
_WHEN = frozenset("today yesterday tomorrow tonight".split()) | frozenset(WEEKDAYS)


def _phrase(doc: Doc, start: int, end: int) -> tuple[list[Token], bool, Token | None]:
    """Reads on from a number to the noun it counts; through "of the" where it counts a part."""
    partitive = False
    at = start
    if at + 1 < end and doc[at].lower_ in {"more", "further", "others"} and doc[at + 1].lower_ == "of":
        at += 1  # "30 more of its people"
    if at < end and doc[at].lower_ == "of" and at + 1 < end:
        partitive = True
        at += 1
        while at < end and (
            doc[at].is_quote
            or doc[at].lower_
            in {
                "the",
                "these",
                "those",
                "its",
                "their",
                "his",
                "her",
                "our",
                "all",
                "whom",
                "which",
                "them",
                "that",
                "own",
            }
        ):
            if doc[at].lower_ in {"whom", "which", "them", "those", "these", "own", "ours", "theirs"} and (
                at + 1 >= end or doc[at + 1].pos_ not in {"NOUN", "PROPN", "ADJ", "NUM"}
            ):
                return [doc[at]], True, doc[at]
            at += 1
    words: list[Token] = []
    head: Token | None = None
    if at < end and doc[at].text == ":" and start - doc[at].sent.start <= 2:
        at += 1  # "700: the bodies that …" in a list
        while at < end and doc[at].lower_ in {"the", "those", "of", "number"}:
            at += 1
    while at < end:
        token = doc[at]
        if token.is_quote and head is None and at + 1 < end:
            at += 1
            continue
        if (
            token.lower_ in {"wounded", "injured", "missing", "killed", "dead", "fallen", "captured"}
            and head is None
            and not _GOES_ON.match(text_of(doc)[token.idx + len(token) :][:60])
            and token.tag_ in {"VBN", "VBD", "JJ", "NN", "NNS"}
            and not (at + 1 < end and doc[at + 1].pos_ in {"NOUN", "PROPN"})
            and not (at + 2 < end and doc[at + 1].pos_ == "ADJ" and doc[at + 2].pos_ in {"NOUN", "PROPN"})
        ):
            return [token], partitive, token
        if (
            token.pos_ == "ADV"
            and head is None
            and at + 1 < end
            and (doc[at + 1].pos_ == "ADJ" or doc[at + 1].tag_ == "VBN")
        ):
            words.append(token)  # "severely wounded soldiers"
            at += 1
            continue
        following = doc[at + 1].lower_ if at + 1 < end else ""
        timed = token.lower_ in {"next", "last", "this", "that"} and following in _TIMES
        if token.lower_ in _WHEN or timed or (head is not None and token.lower_ in {"next", "last"}):
            break  # "1,000 bodies today", "600 bodies next week", "received 190 last year"
        if token.lower_ == "of" and at + 1 < end and "-" in {doc[at - 1].text, doc[at + 1].text} and head is not None:
            at += 2  # "prisoner-of-war exchanges"
            continue
        if head is not None and token.lower_ in _UNITS_OF_TIME and following in _BEFORE_OR_AFTER:
            break  # a headline's "hundreds of prisoners hours before the truce"
        participle = (
            token.lower_ != "defended"
            and token.tag_ in {"VBN", "VBD", "VBG"}
            and at + 1 < end
            and (doc[at + 1].pos_ in {"NOUN", "PROPN", "ADJ"})
            and not any(w.pos_ in {"NOUN", "PROPN"} for w in words)
        )
        if token.pos_ in _INSIDE_PHRASE or token.lower_ in _FILLERS or participle:
            words.append(token)
            if token.pos_ in {"NOUN", "PROPN", "NUM"} or (
                token.pos_ == "ADJ" and token.lower_ in {"dead", "fallen", "wounded", "missing", "killed", "injured"}
            ):
                head = token
            at += 1
            continue
        # "30 sick and wounded soldiers"
        if (
            words
            and token.lower_ in {"and", "or", ","}
            and head is None
            and at + 1 < end
            and doc[at + 1].pos_ in {"ADJ", "NOUN", "VERB", "PROPN"}
        ):
            words.append(token)
            at += 1
            continue
        break
    if head is None and words and words[-1].pos_ == "ADJ" and words[-1].tag_ in {"JJ"} and words[-1].text[:1].isupper():
        head = words[-1]
    return words, partitive, head


def _is_people(word: Token, lexicon: Lexicon) -> bool:
    return noun_lemma(word) in lexicon.counted or noun_lemma(word) in lexicon["PeopleNouns"] or word.tag_ == "NNPS"


def _class(head: Token, words: list[Token], cast: Cast, lexicon: Lexicon) -> tuple[str, Counted | bool | None]:
    """Tells what a noun phrase counts: a class, None for people whose plight the context tells, False for other things."""
    noun = noun_lemma(head)
    lowered = {noun_lemma(w) for w in words} | {w.lower_ for w in words}
    if noun == FAMILY:
        return noun, None
    if lowered & lexicon["OtherNouns"]:
        return noun, False
    if head.lower_ in {"them", "those", "whom", "these", "which", "own", "ours", "theirs"}:
        return noun, None
    if noun == "body" and lowered & {
        "government",
        "state",
        "public",
        "governing",
        "official",
        "supervisory",
        "international",
        "regulatory",
        "independent",
    }:
        return noun, False
    if head.lower_ in {"killed", "captured", "injured"}:
        return noun, {"killed": Counted.KILLED, "captured": Counted.CAPTURED, "injured": Counted.WOUNDED}[head.lower_]
    if head.lower_ in lexicon.counted:
        return noun, lexicon.counted[head.lower_]
    if noun in lexicon.counted:
        civil = lexicon.counted[noun] is Counted.PRISONERS and "civilian" in lowered
        return noun, Counted.CIVILIANS if civil else lexicon.counted[noun]  # "144 civilian hostages"
    found = cast.at.get(head.i)
    if found and found.type is EntryType.STATE and (found.use == DEMONYM or head.tag_ in {"NNPS", "NNS"}):
        return noun, None
    phrase = " ".join(w.lower_ for w in words)
    if noun == "name" and re.search(r"\blists?\b", text_of(head.sent)):
        return noun, None  # "a list of 640 names"
    if noun in lexicon["PeopleNouns"] or any(
        phrase.endswith(people) for people in lexicon["PeopleNouns"] if " " in people
    ):
        inside = next(
            (
                lexicon.counted[noun_lemma(w)]
                for w in words
                if noun_lemma(w) in lexicon.counted
                and w.i != head.i
                and lexicon.counted[noun_lemma(w)] in {Counted.CIVILIANS, Counted.PRISONERS, Counted.MISSING}
            ),
            None,
        )
        return noun, inside
    if head.pos_ == "NUM":
        return noun, None
    return noun, False


def _noun_of_before(doc: Doc, start: int, first: int, lexicon: Lexicon) -> Counted | None:
    """Tells what a number counts in "the bodies of 120 soldiers", "the deaths of 5,000 men"."""
    at = start - 1
    while at >= first and doc[at].lower_ in {"the", "another", "its", "all", "a", "about", "some", "only", "just"}:
        at -= 1
    if at <= first or doc[at].lower_ not in {"of", "belonging"}:
        return None
    noun = doc[at - 1]
    return lexicon.counted.get(noun_lemma(noun)) or lexicon.counted.get(noun.lower_)
