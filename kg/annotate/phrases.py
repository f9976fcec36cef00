"""Finds attributions without a reporting verb: "according to X", "by its own count", headlines' colons and dashes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.annotate import layout
from kg.annotate.acts import Speech, lemma_of, shows_pictures, text_of
from kg.model import Span, Stance

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Span as DocSpan
    from spacy.tokens import Token

    from kg.lexicon import Lexicon, ReportingVerb


def by_phrase(number: int, sentence: DocSpan, quotes: list[Span], lexicon: Lexicon) -> Iterator[Speech]:
    """Yields attributions by "according to X", "in the words of X", "as noted by X"."""
    tokens = [t.lower_ for t in sentence]
    several = [i for i in range(len(tokens) - 1) if tokens[i : i + 2] == ["according", "to"]]
    for phrase in (*lexicon["AttributionPhrases"], *_as_told_by(sentence, lexicon)):
        words = phrase.split()
        for at in range(len(tokens) - len(words)):
            if tokens[at : at + len(words)] != words:
                continue
            first, last = sentence[at], sentence[at + len(words) - 1]
            around = next((q for q in quotes if q.start < first.idx < q.end - 1), None)
            if around is not None and phrase != "according to":
                continue
            source = next((c for c in last.children if c.dep_ in {"pobj", "pcomp", "nsubj"}), None) or _noun_after(last)
            if source is None or source.sent.start != sentence.start:
                continue
            end = _phrase_end(source, sentence)
            if phrase == "according to" and (around is not None or _in_relative(first)):
                # "1,000 bodies which, according to Borton, are …, came home": what a side says in passing
                yield _in_passing(number, first, source, end)
                continue
            cited = None
            if phrase == "according to" and (relay := _cited_behind(source, end, sentence)) is not None:
                source, cited, end = relay
            before = [t for t in sentence if t.i < first.i]
            after = [t for t in sentence if t.i > end]
            if len(several) > 1 and several[0] > 3 and phrase == "according to":
                # "40 came home, according to Arton, and 30, according to Borton": each says what stands before
                prior = max((i for i in several if i < at), default=None)
                start = sentence.start if prior is None else _after_comma(sentence, prior)
                before, after = [t for t in before if t.i >= start and t.lower_ not in {"and", "but"}], []
            parts = []
            for part in (before, after):
                while part and part[0].is_punct and not part[0].is_quote:
                    part = part[1:]
                while part and part[-1].is_punct and not part[-1].is_quote:
                    part = part[:-1]
                if len([t for t in part if not t.is_punct]) > 1:
                    parts.append(Span(part[0].idx, part[-1].idx + len(part[-1])))
            if parts:
                yield Speech(
                    number,
                    first,
                    "according to" if phrase.startswith(("according", "as", "in")) else phrase,
                    Stance.ASSERTS,
                    source,
                    tuple(parts),
                    layout.within(tuple(parts), quotes),
                    relayed=cited,
                )


def _cited_behind(source: Token, end: int, sentence: DocSpan) -> tuple[Token, Token, int] | None:
    """Finds outlet and speaker in "according to Example Info, citing Novak" and "according to Novak, quoted by Example Info".

    The last is where the phrase ends then.
    """
    words = [t for t in sentence.doc[end + 1 : end + 5] if t.i < sentence.end and t.text != ","]
    if len(words) < 2:
        return None
    who, verb = (
        words[0].lower_ in {"which", "that", "who"},
        words[1 if words[0].lower_ in {"which", "that", "who"} else 0],
    )
    passive = verb.lower_ in {"quoted", "cited"} and verb.nbor().lower_ == "by"
    if not passive and verb.lower_ not in ({"cited", "quoted", "cites", "quotes"} if who else {"citing", "quoting"}):
        return None
    holder = verb.nbor() if passive else verb
    named = next((c for c in holder.children if c.dep_ in {"dobj", "pobj"}), None) or _noun_after(holder)
    if named is None or named.i >= sentence.end:
        return None
    last = _phrase_end(named, sentence)
    return (named, source, last) if passive else (source, named, last)


def of_this(number: int, sentence: DocSpan, lexicon: Lexicon) -> Iterator[Speech]:
    """Yields "About this reported the headquarters", the order of words of another language."""
    words = [t for t in sentence if not t.is_space][:4]
    if len(words) < 4 or words[0].lower_ not in {"about", "on", "of"} or words[1].lower_ not in {"this", "it", "that"}:
        return
    known = lexicon.reporting.get(lemma_of(words[2])) or _reporting(words[2], lexicon)
    source = _noun_after(words[2])
    if known is None or not known.clausal or source is None or source.i >= sentence.end:
        return
    said = (Span(words[0].idx, words[1].idx + len(words[1])),)
    yield Speech(number, words[2], known.lemma, known.stance, source, said, False)


def _in_relative(first: Token) -> bool:
    """Tells whether a phrase stands between commas right behind "which" or "that"."""
    words = [t.lower_ for t in first.doc[max(first.sent.start, first.i - 2) : first.i]]
    return bool(words) and (words[-1] == "which" or (words[0] in {"which", "that", "who"} and words[-1] == ","))


def _in_passing(number: int, first: Token, source: Token, end: int) -> Speech:
    """Makes an aside of "according to preliminary information from the Arlandic side"."""
    owner = next(
        (p for c in source.children if c.lower_ in {"from", "of", "by"} for p in c.children if p.dep_ == "pobj"), source
    )
    last = first.doc[end]
    said = (Span(first.idx, last.idx + len(last)),)
    return Speech(number, first, "according to", Stance.ASSERTS, owner, said, False, aside=True)


def _as_told_by(sentence: DocSpan, lexicon: Lexicon) -> Iterator[str]:
    """Yields "as noted by", "as was stated earlier by": any verb that reports, where no listed phrase says it."""
    for first in sentence[:-3]:
        if first.lower_ != "as":
            continue
        verb = next((t for t in sentence.doc[first.i + 1 : first.i + 3] if t.tag_ in {"VBN", "VBD"}), None)
        if verb is not None and verb.lower_ in {"was", "were"}:
            verb = verb.nbor()
        words = [t.lower_ for t in sentence.doc[first.i : min(first.i + 5, sentence.end)]]
        if verb is None or not _reporting(verb, lexicon):
            continue
        # "as reported by the centre", "as noted on the centre's Telegram channel"
        at = next(
            (n for n, word in enumerate(words) if n > 1 and (word == "by" or _on_channel(word, first, n, lexicon))), 0
        )
        if not at:
            continue
        phrase = " ".join(words[: at + 1])
        if phrase not in lexicon["AttributionPhrases"]:
            yield phrase


def _on_channel(word: str, first: Token, at: int, lexicon: Lexicon) -> bool:
    """Tells "on" and "in" before a body's channel, page or statement."""
    if word not in {"on", "in", "at"}:
        return False
    nouns = lexicon["SpokesNouns"] | lexicon["StatementNouns"]
    preposition = first.nbor(at)
    return any(c.dep_ == "pobj" and lemma_of(c) in nouns for c in preposition.children)


def _after_comma(sentence: DocSpan, at: int) -> int:
    """Gives the token behind the comma that ends a phrase which opens at a token of the sentence."""
    return next((t.i + 1 for t in sentence if t.i > sentence.start + at and t.text == ","), sentence.start + at)


def _reporting(token: Token, lexicon: Lexicon) -> ReportingVerb | None:
    """Reads a token as a verb that reports a clause, also where the parser takes "claims" or "reports" for a noun."""
    known = lexicon.reporting.get(lemma_of(token)) if token.tag_.startswith("VB") else None
    if known is None and token.lower_.endswith("s") and token.text[:1].islower():
        known = lexicon.reporting.get(token.lower_[:-1]) or lexicon.reporting.get(re.sub(r"ies$", "y", token.lower_))
    if known is None and _ends_after_plural(token):
        known = lexicon.reporting.get(token.lower_)
    return known if known is not None and known.clausal and not known.weak else None


def _ends_after_plural(token: Token) -> bool:
    """Tells the last word of "…, Borlandic media report", which the parser takes for a noun."""
    # The tags first, for this is asked of each token.
    if token.tag_ != "NN" or token.i == 0 or token.nbor(-1).tag_ != "NNS":
        return False
    end = token.sent.end
    return token.i > token.sent.start and all(t.is_punct or t.is_space for t in token.doc[token.i + 1 : end])


def asides(number: int, sentence: DocSpan, lexicon: Lexicon) -> Iterator[Speech]:
    """Yields what a sentence ascribes to another in passing: "as the Arlandic side claims", "which Arland says belong to"."""
    for verb in sentence:
        known = _reporting(verb, lexicon) if verb.tag_ not in {"VB", "VBG", "VBN"} else None
        if known is None or known.stance is not Stance.ASSERTS or verb.i + 1 >= sentence.end:
            continue
        first = verb.i
        while first > sentence.start and verb.doc[first - 1].pos_ in {"NOUN", "PROPN", "ADJ", "DET", "PART"}:
            first -= 1
        if first == verb.i and _opened_by_what(verb):
            first -= 1
        if first == verb.i or first - 1 <= sentence.start or verb.i - first > 5:
            continue
        opener, behind = verb.doc[first - 1], verb.nbor()
        set_off = opener.text == "," and behind.text == ","
        # right behind the comma it is whoever relays: "…, the headquarters reports, writes Example Info"
        later = (t for t in sentence if t.i > verb.i + 2 and t.pos_ == "VERB" and t.tag_ != "VBG")
        follows = any(_reporting(t, lexicon) for t in later)
        if (
            (opener.lower_ == "as" and behind.is_punct)
            or (opener.lower_ == "which" and (behind.pos_ in {"VERB", "AUX", "ADV"} or behind.lower_ == "belong"))
            or (opener.lower_ in {"that", "who"} and _of_the_dead(opener, known.lemma, behind))
            or _names_what(opener, behind)
            or (set_off and follows)
        ):
            said = Span(verb.doc[first].idx, verb.idx + len(verb))
            yield Speech(number, verb, known.lemma, Stance.ASSERTS, verb.nbor(-1), (said,), False, aside=True)


def _opened_by_what(verb: Token) -> bool:
    """Tells "what it said were 40 of its soldiers", where who acts in the sentence speaks in passing."""
    return verb.i > verb.sent.start + 2 and verb.nbor(-1).lower_ in {"it", "they"} and verb.nbor(-2).lower_ == "what"


def _names_what(opener: Token, behind: Token) -> bool:
    """Tells "the bodies of what Arland says are 40 soldiers" from "what Arland says matters"."""
    names = lemma_of(behind) == "be" and behind.tag_ in {"VBD", "VBZ", "VBP"}
    return opener.lower_ == "what" and (names or behind.lower_ == "as")


def _of_the_dead(opener: Token, lemma: str, behind: Token) -> bool:
    """Tells "bodies that Arland says are its soldiers'" from "the figure that Arland announced was higher"."""
    about = opener.nbor(-1)
    told = lemma in {"say", "claim", "insist", "maintain", "allege", "believe"}
    return told and lemma_of(behind) in {"be", "belong", "have"} and about.pos_ == "NOUN" and about.tag_ == "NNS"


def told_before_relay(
    number: int, sentence: DocSpan, quotes: list[Span], lexicon: Lexicon, heard: set[int]
) -> Iterator[Speech]:
    """Yields "…, the headquarters reports, writes Example Info", whose first verb the parser takes for a noun or loses.

    `heard` are the verbs whose speaker is known.
    """
    for verb in sentence:
        if verb.i in heard or verb.i + 2 >= sentence.end or verb.tag_ in {"VB", "VBG", "VBN"}:
            continue
        known = _reporting(verb, lexicon)
        comma = _behind_adjuncts(verb, sentence) if known is not None else None
        if (
            known is None
            or comma is None
            or comma.i + 1 >= sentence.end
            or (verb.pos_ == "VERB" and comma.i == verb.i + 1)
        ):
            continue
        relay = comma.nbor()
        relayed = _relays_at_end(comma, sentence, lexicon) or (
            comma.i == verb.i + 1
            and (relay.lower_ == "according" or bool(relay.tag_ != "VBG" and _reporting(relay, lexicon)))
        )
        if not relayed:
            continue
        first = verb.i
        while first > sentence.start and verb.doc[first - 1].text != ",":
            first -= 1
        source = layout.phrase_head(list(verb.doc[first : verb.i]))
        content = layout.outside(sentence, first, sentence.end - 1)
        if source is not None and content and first > sentence.start + 3:
            inside = layout.within(content, quotes)
            yield Speech(number, verb, known.lemma, known.stance, source, content, inside)


def _behind_adjuncts(verb: Token, sentence: DocSpan) -> Token | None:
    """Gives the comma behind a verb and no more than where and when: "reported on its channel on Friday,"."""
    for token in verb.doc[verb.i + 1 : min(verb.i + 9, sentence.end)]:
        if token.text == ",":
            return token
        if token.i == verb.i + 1 and token.pos_ != "ADP":
            return None
        if token.pos_ in {"VERB", "AUX", "SCONJ"} or token.is_quote:
            return None
    return None


def quoted_as_saying(number: int, sentence: DocSpan, quotes: list[Span]) -> Speech | None:
    """Finds "30 came home, Example Info quoted lawmaker Jan Novak as saying", where what was said stands before."""
    words = [t for t in sentence if not t.is_space and not t.is_punct]
    if len(words) < 8 or words[-1].lower_ not in {"saying", "stating", "telling"} or words[-2].lower_ != "as":
        return None
    last = words[-2].i
    cue = next((t for t in reversed(sentence.doc[sentence.start : last]) if t.lower_ in _QUOTES), None)
    if (
        cue is None
        or cue.i + 1 == last
        or cue.nbor().lower_ == "by"
        or any(q.start < cue.idx < q.end - 1 for q in quotes)
    ):
        return None
    first = cue.i
    while first > sentence.start and sentence.doc[first - 1].text not in {",", "”", '"'}:
        first -= 1
    outlet, told = layout.phrase_head(list(sentence.doc[first : cue.i])), sentence.doc[last - 1]
    content = layout.outside(sentence, first, sentence.end - 1)
    if outlet is None or not content or first < sentence.start + 3 or told.pos_ not in {"NOUN", "PROPN"}:
        return None
    inside = layout.within(content, quotes)
    return Speech(number, cue, "say", Stance.ASSERTS, outlet, content, inside, relayed=told)


_QUOTES = frozenset({"quoted", "quotes", "cited", "cites"})


def _relays_at_end(comma: Token, sentence: DocSpan, lexicon: Lexicon) -> bool:
    """Tells "…, Example Info writes." at a sentence's end."""
    words = [t for t in sentence.doc[comma.i + 1 : sentence.end] if not t.is_space and t.text != "."]
    return 2 <= len(words) <= 6 and words[0].text[:1].isupper() and _reporting(words[-1], lexicon) is not None


def own_count(number: int, sentence: DocSpan, quotes: list[Span]) -> Iterator[Speech]:
    """Yields "By the headquarters' own count, …" and "by its account"."""
    for noun in sentence:
        if (
            lemma_of(noun) not in {"count", "account", "tally", "reckoning", "estimate", "figure", "calculation"}
            or noun.head.lower_ != "by"
        ):
            continue
        source = next((c for c in noun.children if c.dep_ == "poss"), None) or next(
            (p for c in noun.children if c.lower_ == "of" for p in c.children if p.dep_ == "pobj"), None
        )
        if source is None:
            continue
        told = noun.head.head
        if told.dep_ == "appos" and told.i < noun.i:
            # "the swap, the 12th by Arland's count, was announced by …": the aside alone is Arland's
            said = Span(told.left_edge.idx, noun.idx + len(noun))
            yield Speech(number, noun.head, "according to", Stance.ASSERTS, source, (said,), False, aside=True)
            continue
        first, last = noun.head.i, max(noun.i, source.i)
        parts = layout.outside(sentence, first, last)
        if parts:
            yield Speech(
                number,
                noun.head,
                "according to",
                Stance.ASSERTS,
                source,
                parts,
                layout.within(parts, quotes),
            )


_PART = re.compile(r"\s*\([^()]{2,20}\)$|(?<=[a-z])\s+\d{1,2}\s+[A-Z][a-z]{2,8}\s+20\d\d$")
"""What a wire adds to a headline: "(Part 2)" and "(updated)" where it sends it again, the day."""

_CITING_COLON = re.compile(r"^(?P<outlet>[^:,;]{2,40}), citing (?P<who>[^:,;\"“”]{2,50}):\s+(?=\S)")

_BEFORE_COLON = re.compile(r"^(?P<who>[^:,;\"“”]{2,50}):\s+(?=\S)")

_TITLED_COLON = re.compile(r"^(?P<who>[^:,;\"“”]{2,50}), [^:;\"“”]{2,80}:\s+(?=[\"“«„])")
_ON_CHANNEL_COLON = re.compile(r"^(?P<who>[^:,;\"“”]{2,50}?) (?:on|via|in) [^:,;\"“”]{1,40}:\s+(?=[\"“«„])")

_AFTER_DASH = re.compile(r"\s[–—-]\s+(?P<who>(?:\w[\w’'-]*\s+){0,4}[A-Z][\w’'-]+)[.]?$")

_OFFICE_AFTER_DASH = re.compile(r"\s[–—-]\s+(?P<who>(?:\w+\s+){0,3}[a-z][\w’'-]+)$")


def headline_forms(number: int, sentence: DocSpan, quotes: list[Span], lexicon: Lexicon) -> Iterator[Speech]:
    """Yields the attributions of headlines and alerts: "Borton: 205 back", "Swap is fifth this year – Borton"."""
    text = _PART.sub("", text_of(sentence).rstrip())
    offices = lexicon["LawmakerNouns"] | lexicon["SpokesNouns"] | lexicon["SideNouns"] | lexicon["BodyNouns"]
    for pattern in (_CITING_COLON, _ON_CHANNEL_COLON, _BEFORE_COLON, _TITLED_COLON, _AFTER_DASH, _OFFICE_AFTER_DASH):
        match = pattern.search(text)
        if not match or (pattern is _OFFICE_AFTER_DASH and match["who"].split()[-1] not in offices):
            continue
        outlet = None
        if pattern is _CITING_COLON:
            outlet = next(
                (t for t in reversed(list(sentence)) if t.idx - sentence.start_char < match.end("outlet")), None
            )
        inside = [
            t
            for t in sentence
            if match.start("who") <= t.idx - sentence.start_char < match.end("who") and not t.is_space
        ]
        if (
            not inside
            or any(t.like_num for t in inside)
            or inside[-1].lower_
            in {"source", "sources", "details", "quote", "background", "reference", "photo", "video"}
            or any(t.pos_ in {"VERB", "AUX"} or t.lower_ in {"in", "on"} for t in inside)
            or inside[-1].pos_ not in {"PROPN", "NOUN", "ADJ"}
        ):
            continue
        rest = (
            Span(sentence.start_char + match.end(), sentence.end_char)
            if pattern not in {_AFTER_DASH, _OFFICE_AFTER_DASH}
            else Span(sentence.start_char, sentence.start_char + match.start())
        )
        if len(text[rest.start - sentence.start_char : rest.end - sentence.start_char].split()) < 3:
            continue
        if outlet is not None:
            yield Speech(
                number,
                inside[-1],
                "cite",
                Stance.ASSERTS,
                outlet,
                (rest,),
                layout.within((rest,), quotes),
                relayed=inside[-1],
            )
            return
        yield Speech(number, inside[-1], "", Stance.ASSERTS, inside[-1], (rest,), layout.within((rest,), quotes))


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
    return following is not None and any(
        c.dep_ == "appos" and c.left_edge.i <= following.i <= c.right_edge.i for c in source.children
    )


def no_comment(number: int, sentence: DocSpan) -> Iterator[Speech]:
    """Yields "there was no immediate comment from Arton"."""
    for token in sentence:
        if lemma_of(token) not in {
            "comment",
            "response",
            "reaction",
            "confirmation",
            "word",
            "statement",
            "reply",
            "announcement",
            "information",
            "explanation",
            "breakdown",
        }:
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


def _set_off(words: list[Token], position: int) -> int:
    """Gives the comma before "the Arlandic side claims," in the middle of a clause, 0 where there is none."""
    if (
        position + 2 >= len(words)
        or words[position + 1].text != ","
        or words[position + 2].tag_ not in {"VBD", "VBZ", "VBP", "MD"}
    ):
        return 0
    comma = max((i for i, t in enumerate(words[:position]) if t.text == ","), default=0)
    said = words[comma + 1 : position]
    opens = bool(said) and said[0].lower_ in {"the", "its"} and 1 < len(said) <= 5
    return comma if opens and comma < 8 and all(t.pos_ in {"DET", "ADJ", "NOUN", "PROPN"} for t in said) else 0


def _between_commas(words: list[Token]) -> tuple[Token, int] | None:
    """Reads the end of "30 came home, the head of the office, Jan Novak" as a speaker, and where what was said ends."""
    marks = [i for i, t in enumerate(words) if t.text in {",", "”", '"'}]
    if len(marks) < 2 or marks[-2] < 4:
        return None
    first, last = words[marks[-2] + 1 : marks[-1]], words[marks[-1] + 1 :]
    if not first or not last or len(first) > 12 or len(last) > 12:
        return None
    if any(t.pos_ in {"VERB", "AUX"} and t.tag_ not in {"VBN", "VBG"} for t in first):
        return None
    quoted = words[marks[-2]]
    end = quoted.idx + (len(quoted) if quoted.is_quote else 0)
    if 1 < len(last) <= 4 and all(t.pos_ == "PROPN" for t in last) and first[0].lower_ in {"the", "its", "a", "an"}:
        return last[-1], end
    head = layout.phrase_head(first)
    if head is not None and last[0].lower_ == "who" and first[0].lower_ in {"a", "an"}:
        return head, end
    plain = not any(t.pos_ in {"VERB", "AUX"} for t in last)
    opens = last[0].pos_ in {"NOUN", "DET", "ADJ"}
    if 2 <= len(first) <= 4 and all(t.pos_ == "PROPN" for t in first) and opens and plain:
        return first[-1], end  # "…, Jan Novak, press secretary of the president,"
    if len(last) <= 4 and len(first) > 1 and last[-1].pos_ == "PROPN" and first[-1].pos_ == "NOUN" and len(last) > 1:
        return (last[-1], end) if all(t.pos_ == "PROPN" for t in last) else None
    return None


def by_shape(number: int, sentence: DocSpan, quotes: list[Span], lexicon: Lexicon) -> Speech | None:
    """Finds "…, <noun phrase> said." and "<noun phrase> said …" where the parse shows neither."""
    for token in reversed(list(sentence)):
        known = _reporting(token, lexicon)
        if known is None or token.tag_ in {"VB", "VBG"} or shows_pictures(token):
            continue
        if any(q.start < token.idx < q.end - 1 for q in quotes) or (
            token.lower_ == "read" and token.nbor(-1).pos_ == "PRON"
        ):
            continue
        if token.tag_ == "VBN" and token.i + 1 < sentence.end and token.nbor().lower_ == "by":
            continue  # "before a truce announced by the president was due"
        words = [t for t in sentence if not t.is_space]
        position = next(i for i, t in enumerate(words) if t.i == token.i)
        before = words[:position]
        comma = max((i for i, t in enumerate(before) if t.text in {",", "”", '"', "’"}), default=None)
        after = [t for t in words[position + 1 :] if not t.is_punct]
        # The bodies, the Arlandic side claims, belong to …
        if set_off := _set_off(words, position):
            owner = words[position - 1]
            said = Span(words[set_off + 1].idx, token.idx + len(token))
            return Speech(number, token, known.lemma, known.stance, owner, (said,), False, aside=True)
        # …, the agency said [on Friday].
        if comma is not None and comma > 3 and 0 < position - comma - 1 <= 14 and len(after) <= 8:
            noun = layout.phrase_head(before[comma + 1 :])
            if noun is not None and not any(t.pos_ in {"VERB", "AUX"} and t.tag_ != "VBN" for t in before[comma + 1 :]):
                content = Span(words[0].idx, before[comma].idx + (len(before[comma]) if before[comma].is_quote else 0))
                return Speech(
                    number, token, known.lemma, known.stance, noun, (content,), layout.within((content,), quotes)
                )
        # …, the minister, Jan Novak, said. / …, Jan Novak, head of the office, said.
        if comma is not None and comma == position - 1 and len(after) <= 8:
            named = _between_commas(before[:comma])
            if named is not None:
                spoken_by, end = named
                content = Span(words[0].idx, end)
                return Speech(
                    number, token, known.lemma, known.stance, spoken_by, (content,), layout.within((content,), quotes)
                )
        # …,” said the agency.
        told = known.lemma == "tell"  # who was told stands behind, never who told
        if comma is not None and comma == position - 1 and position > 3 and 0 < len(after) <= 16 and not told:
            noun = next(
                (
                    t
                    for t in after
                    if t.pos_ in {"NOUN", "PROPN", "PRON"} and t.dep_ not in {"compound", "poss", "nmod", "amod"}
                ),
                None,
            )
            if noun is not None:
                content = Span(words[0].idx, before[comma].idx + len(before[comma]))
                return Speech(
                    number, token, known.lemma, known.stance, noun, (content,), layout.within((content,), quotes)
                )
    return None
