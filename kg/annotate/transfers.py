"""Reads who hands over and who gets: the frame of the verb or noun that a number hangs on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.annotate import reference
from kg.annotate.acts import lemma_of
from kg.annotate.mentions import DEMONYM
from kg.authority import EntryType

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spacy.tokens import Token

    from kg.annotate.cast import Cast
    from kg.lexicon import Lexicon
    from kg.model import Span

SWAP, GIVE, GET, COME = "swap", "give", "get", "come"
_BIDS = frozenset(
    {
        "accuse",
        "suspect",
        "stop",
        "prevent",
        "keep",
        "let",
        "help",
        "blame",
        "criticise",
        "criticize",
        "call",
        "urge",
        "ask",
        "order",
        "tell",
        "invite",
        "allow",
        "force",
        "press",
    }
)
_FREES = frozenset({"free", "release", "liberate", "rescue"})
_SUCCEEDS = frozenset({"manage", "succeed", "able"})
_SIDES = frozenset({"side", "party", "country", "capital", "state"})
_SECURES = frozenset({"secure", "achieve", "win", "obtain", "ensure", "negotiate"})
_ADVERBS = frozenset({"back", "home", "over", "up", "free", "go", "in", "delivery"})


@dataclass(frozen=True, slots=True)
class Frame:
    """Who hands over (`giver`), who gets (`receiver`) and whose people move (`whose`), as IRIs of sides; None unsaid.

    `kind` is swap, give, get or come; `verb` the token the frame was read from; `both` marks "each" and "both sides".
    """

    kind: str
    verb: Token
    giver: str | None = None
    receiver: str | None = None
    whose: str | None = None
    both: bool = False


def frame(
    number: Token, head: Token, cast: Cast, lexicon: Lexicon, speaker_side: str | None, others: Sequence[Span] = ()
) -> Frame | None:
    """Finds the transfer that a number takes part in by climbing from it to the nearest verb or noun of transfer.

    `speaker_side` is whom "it", "its" and "we" stand for inside reported speech; `others` are the stretches that belong
    to other numbers of the sentence, whose destinations and sources are not this one's.
    """
    child = number
    for token in _ancestors(number, head):
        if (
            child.i != token.i
            and child.pos_ in {"VERB"}
            and any(c.dep_ == "nsubj" for c in child.children)
            and child.dep_ in {"advcl", "ccomp", "relcl"}
        ):
            return None  # beyond its own clause a number takes part in nothing
        kind = _kind(token, lexicon)
        if kind and not (token.pos_ == "NOUN" and child.i < token.i):
            return _read(kind, token, child, cast, lexicon, speaker_side, others)
        child = token
    return None


def _ancestors(number: Token, head: Token) -> Iterator[Token]:
    seen: set[int] = set()
    token = number
    for _ in range(9):
        if token.i not in seen:
            seen.add(token.i)
            yield token
        if token.head.i == token.i:
            break
        # the parser hangs a bare number on whatever is near; a coordinated one goes by its first
        token = token.head
    if head.i not in seen:
        token = head
        for _ in range(6):
            if token.i not in seen:
                seen.add(token.i)
                yield token
            if token.head.i == token.i:
                return
            token = token.head


def _kind(token: Token, lexicon: Lexicon) -> str | None:
    lemma = lemma_of(token)
    if token.pos_ in {"VERB", "AUX"} or token.tag_.startswith("VB"):
        if any(
            c.dep_ == "dobj"
            and lemma_of(c) in {"figure", "number", "breakdown", "account", "total", "it", "toll", "estimate"}
            for c in token.children
        ) and lemma in {"give", "provide", "offer"}:
            return None
        with_adverbs = {f"{lemma} {c.lower_}" for c in token.children if c.lower_ in _ADVERBS or c.dep_ == "prt"}
        with_adverbs |= {
            f"{lemma} {c.lower_}" for c in token.children if c.dep_ in {"acomp", "advmod", "ccomp", "xcomp"}
        }
        with_adverbs |= {f"{lemma} {lemma_of(c)}" for c in token.children if c.dep_ == "dobj"}  # "take delivery"
        if token.i + 1 < len(token.doc) and token.nbor().lower_ in _ADVERBS:
            with_adverbs.add(f"{lemma} {token.nbor().lower_}")
        for name, verbs in ((GIVE, "GiveVerbs"), (GET, "GetVerbs"), (COME, "ComeVerbs")):
            if with_adverbs & lexicon[verbs]:
                return _transitive(token, name, lemma, lexicon)
        for name, verbs in ((SWAP, "ExchangeVerbs"), (GIVE, "GiveVerbs"), (GET, "GetVerbs"), (COME, "ComeVerbs")):
            if lemma == "bring" and any(c.dep_ == "prep" and c.lower_ == "to" for c in token.children):
                return GIVE  # "1,200 bodies brought to Arland"
            if lemma in lexicon[verbs] and lemma not in {
                "be",
                "let",
                "turn",
                "make",
                "win",
                "pass",
                "offer",
                "provide",
            }:
                return _transitive(token, name, lemma, lexicon)
        return None
    if token.pos_ == "NOUN" and lemma in lexicon["ExchangeNouns"]:
        if token.dep_ == "dobj" and f"{lemma_of(token.head)} {lemma}" in lexicon["GetVerbs"]:
            return None  # "took delivery of": the verb tells
        if lemma in {"exchange", "swap", "trade"}:
            return SWAP
        if lemma in {"return", "release", "handover", "hand-over", "transfer", "delivery"}:
            return GIVE
        if lemma == "repatriation":
            return GET
    return None


def _transitive(token: Token, name: str, lemma: str, lexicon: Lexicon) -> str:
    """Tells "Arland returned 120 bodies" from "207 people returned"."""
    if lemma in lexicon["ComeVerbs"] and lemma in lexicon["GiveVerbs"] | lexicon["GetVerbs"]:
        passive = any(c.dep_ in {"nsubjpass", "auxpass"} for c in token.children) or (
            token.tag_ == "VBN" and token.dep_ in {"acl", "relcl", "amod"}
        )
        has_object = any(c.dep_ == "dobj" or (c.dep_ == "npadvmod" and c.like_num) for c in token.children)
        return GIVE if passive or has_object else COME
    return name


def _read(
    kind: str,
    verb: Token,
    child: Token,
    cast: Cast,
    lexicon: Lexicon,
    speaker_side: str | None,
    others: Sequence[Span],
) -> Frame:
    passive = any(c.dep_ in {"nsubjpass", "auxpass"} for c in verb.children) or (
        verb.tag_ == "VBN" and verb.dep_ in {"acl", "amod"} and not any(c.dep_ == "nsubj" for c in verb.children)
    )
    noun = verb.pos_ == "NOUN"
    subject_token = None if passive or noun else _subject(verb)
    subject = (
        _side(subject_token, cast, _who_tells(verb, cast) or speaker_side)
        if subject_token is not None and not _holds(subject_token, child)
        else None
    )
    both = _both(verb, subject_token) or (kind in {GIVE, GET} and _of_both_sides(subject_token))
    if passive and kind == GIVE and not noun:
        # "Borland has been given 600 bodies"
        given = next((c for c in verb.children if c.dep_ == "nsubjpass"), None)
        counted = given is not None and (
            lemma_of(given) in lexicon.counted or lemma_of(given) in lexicon["PeopleNouns"]
        )
        if (
            given is not None
            and not counted
            and not _holds(given, child)
            and (side := _side(given, cast, speaker_side))
        ):
            return Frame(GET, verb, receiver=side, both=both)
    destination = ("to", "into", "on", "in") if kind == COME else ("to", "into")
    to, from_, by = (
        _by_preposition(verb, words, cast, speaker_side, others) for words in (destination, ("from",), ("by",))
    )
    if to is None and kind == GIVE:
        # "had given Borton over 700 bodies"
        handed = (c for c in verb.children if c.dep_ == "dative" or (c.dep_ == "dobj" and not _holds(c, child)))
        to = next((s for c in handed if (s := territory(c, cast, speaker_side))), None)
    if kind in {GIVE, GET} and subject_token is not None and not both and _joint(subject_token, cast):
        kind = SWAP  # "Arland and Borland freed more than 200 soldiers"
    if kind == SWAP:
        return Frame(SWAP, verb, both=both)
    if noun and verb.dep_ == "dobj" and lemma_of(verb.head) in _SECURES:
        # "Borland secures the return of 90"
        gets = _side(_subject(verb.head), cast, speaker_side)
        return Frame(GET, verb, giver=from_, receiver=gets or to, both=both)
    if kind == GIVE and subject and to is None and _brings_home(verb, subject, from_, cast, lexicon, speaker_side):
        return Frame(GET, verb, giver=from_, receiver=subject, both=both)
    if kind == GIVE:
        return Frame(GIVE, verb, giver=subject or by or from_, receiver=to, both=both)
    if kind == GET:
        # "were brought back to Borland": who gets them stands after the verb
        return Frame(GET, verb, giver=from_, receiver=subject or by or to, both=both)
    reached = next((c for c in verb.children if c.dep_ == "dobj" and not _holds(c, child)), None)
    if to is None and reached is not None and lemma_of(verb) == "reach":
        to = territory(reached, cast, speaker_side)
    return Frame(COME, verb, giver=from_, receiver=to, both=both)


_CAPTIVITY = frozenset("captivity custody territory imprisonment".split())


def _left(preposition: Token, cast: Cast) -> str | None:
    """Finds whose captivity those are freed from who were, as the parser sees it, "captured in May from Arlandic captivity"."""
    if preposition.lower_ != "from" or not any(t.lower_ in _CAPTIVITY for t in preposition.children):
        return None
    return next((side for t in preposition.subtree if (side := cast.side_of_token(t))), None)


def _brings_home(
    verb: Token, subject: str, from_: str | None, cast: Cast, lexicon: Lexicon, speaker_side: str | None
) -> bool:
    """Tells "Borland returned 120 of its defenders", said of its own people, from "Arland returned 120 bodies".

    A side's own newsrooms write "returned" for "brought home": from captivity, of defenders, or with nobody named who got
    them.
    """
    freed = [t for c in verb.children if c.dep_ == "dobj" for t in c.subtree]
    sources = (t for t in (*verb.children, *freed) if t.lower_ == "from")
    if any(noun.lower_ == "captivity" and noun.n_lefts == 0 for source in sources for noun in source.children):
        return from_ != subject  # "Borland returned 120 people from captivity"
    from_ = from_ or next((side for t in freed if (side := _left(t, cast)) and side != subject), None)
    if lemma_of(verb) in _FREES:
        return from_ is not None and from_ != subject  # "Borland freed 120 from Arlandic captivity"
    if lemma_of(verb) != "return":
        return False
    if (from_ and from_ != subject) or (verb.dep_ == "xcomp" and lemma_of(verb.head) in _SUCCEEDS):
        return True  # "Borland managed to return 120"
    words = [t for c in verb.children if c.dep_ == "dobj" for t in c.subtree]
    named = {side for t in words if (side := cast.side_of_token(t))}
    if named:
        return named == {subject}
    if any(t.lower_ == "our" or lemma_of(t) in lexicon["OwnNouns"] for t in words):
        return True
    return speaker_side == subject and not any(lemma_of(t) in lexicon["GetVerbs"] for t in verb.sent)


def _subject(verb: Token) -> Token | None:
    for child in verb.children:
        if child.dep_ == "nsubj":
            if child.lower_ in {"which", "who", "that"} and verb.dep_ == "relcl":
                return verb.head
            return child
    if (strayed := _strayed_subject(verb)) is not None:
        return strayed
    if verb.dep_ in {"xcomp", "ccomp", "advcl"} and lemma_of(verb.head) in _BIDS:
        # "calls on Borton to accept": whoever is bidden
        for child in verb.head.children:
            if child.dep_ == "dobj":
                return child
            if child.dep_ == "prep" and child.lower_ == "on" and (bidden := next(iter(child.children), None)):
                return bidden
    bidder = _bidder(verb)
    if bidder is not None:
        return next((c for c in bidder.children if c.dep_ == "dobj"), None)
    if verb.dep_ in {"conj", "xcomp", "advcl", "pcomp"} and verb.head.i != verb.i:
        head = verb.head if verb.head.pos_ in {"VERB", "AUX"} else verb.head.head
        return _subject(head) if head.pos_ in {"VERB", "AUX"} and head.i != verb.i else None
    return None


def _bidder(verb: Token) -> Token | None:
    """Finds the verb whose object acts in "accused Borland of failing to collect them"."""
    while verb.dep_ == "xcomp" and verb.head.i != verb.i:
        verb = verb.head
    if verb.dep_ == "pcomp" and verb.head.dep_ == "prep" and lemma_of(verb.head.head) in _BIDS:
        return verb.head.head
    return None


def _who_tells(verb: Token, cast: Cast) -> str | None:
    """Gives the side whose own words a clause are, in another's: "…, with Borland confirming that it had received 90"."""
    if verb.dep_ != "ccomp" or verb.head.dep_ not in {"pcomp", "advcl", "acl", "conj"}:
        return None
    told = next((c for c in verb.head.children if c.dep_ == "nsubj"), None)
    found = cast.at.get(told.i) if told is not None else None
    return cast.side_of(found) if found and found.use != DEMONYM else None


def _strayed_subject(verb: Token) -> Token | None:
    """Finds the subject that the parser hangs on the day before it: "On Friday Borland received 90 bodies"."""
    before = verb.nbor(-1) if verb.i > verb.sent.start else None
    if before is None or verb.tag_ not in {"VBD", "VBZ", "VBP"} or any(c.dep_ == "nsubjpass" for c in verb.children):
        return None
    if before.dep_ == "pobj" and before.head.dep_ == "agent":
        return None  # "A swap mediated by Westland brings home two"
    return before if before.pos_ == "PROPN" and before.dep_ in {"pobj", "npadvmod", "appos", "dep"} else None


def _joint(subject: Token, cast: Cast) -> bool:
    """Tells whether two states are a verb's subject together."""
    before = cast.at.get(subject.left_edge.i - 2) if subject.left_edge.i > 1 else None
    if (
        before
        and subject.doc[subject.left_edge.i - 1].text == ","
        and before.use != DEMONYM
        and before.type is EntryType.STATE
        and (before.start == 0 or subject.doc[before.start - 1].pos_ != "ADP")  # no "according to Arland, Borland …"
        and before.end == subject.left_edge.i - 1
        and cast.side_of(before) != _side(subject, cast, None)
    ):
        return True  # a headline's "Arland, Borland free …"
    names = [t for t in (subject, *subject.children) if t.i == subject.i or t.dep_ in {"conj", "nmod", "compound"}]
    sides = {
        side for t in names if (found := cast.at.get(t.i)) and found.use != DEMONYM and (side := cast.side_of(found))
    }
    return len(sides) > 1


def _holds(subject: Token, child: Token) -> bool:
    return subject.i == child.i or subject.is_ancestor(child)


def _both(verb: Token, subject: Token | None) -> bool:
    tokens = [*verb.children, *(subject.subtree if subject is not None else ())]
    return any(t.lower_ in {"each", "apiece"} for t in tokens)


def _of_both_sides(subject: Token | None) -> bool:
    """Tells "both sides released 40": each of them as many."""
    return subject is not None and lemma_of(subject) in _SIDES and any(c.lower_ == "both" for c in subject.children)


def _side(token: Token | None, cast: Cast, speaker_side: str | None) -> str | None:
    """Gives the side that a noun stands for: the state, or the state that a body or person belongs to."""
    if token is None:
        return None
    if token.lower_ in {"it", "we", "they", "its", "our", "their"} or token.lower_ in {"he", "she"}:
        return speaker_side
    if any(c.dep_ == "conj" for c in token.children) and any(c.dep_ == "cc" for c in token.children):
        return None
    found = cast.at.get(token.i)
    if found and found.type is EntryType.STATE and found.use == DEMONYM:
        return None
    if found and (state := found.state):
        return state.iri
    actors = reference.refer(cast, token).actors
    return actors[0].side if len(actors) == 1 else None


def _by_preposition(
    verb: Token, prepositions: tuple[str, ...], cast: Cast, speaker_side: str | None, others: Sequence[Span]
) -> str | None:
    for prep in (*verb.subtree, *_beside(verb)):
        if any(other.start <= prep.idx < other.end for other in others):
            continue
        if (
            prep.lower_ not in prepositions
            or prep.dep_ not in {"prep", "agent", "dative", "pcomp"}
            or abs(prep.i - verb.i) > 16
        ):
            continue
        if prep.lower_ in {"in", "on"} and prep.head.i != verb.i:
            continue
        if prep.head.i not in {verb.i, verb.head.i} and not (
            prep.head.dep_ in {"advmod", "prt", "dobj", "nsubjpass", "nsubj", "prep", "pobj"} and prep.i > verb.i
        ):
            continue
        for noun in prep.children:
            if noun.dep_ not in {"pobj", "dep"}:  # at the end of a headline the parser is lost
                continue
            if side := territory(noun, cast, speaker_side):
                return side
    return None


def _beside(noun: Token) -> Iterator[Token]:
    """Yields what the parser hangs on the verb in "confirms the handover of 90 bodies to Arland", said of the handover."""
    if noun.pos_ == "NOUN" and noun.dep_ == "dobj":
        yield from (c for c in noun.head.children if c.dep_ in {"prep", "dative"} and c.i == noun.right_edge.i + 1)


def territory(noun: Token, cast: Cast, speaker_side: str | None) -> str | None:
    """Gives the side behind a destination or source: "Borton", "territory controlled by Borland", "the Borlandic side"."""
    found = cast.at.get(noun.i)
    if found:
        state = found.state
        if state and (found.use != DEMONYM or noun.tag_ in {"NNPS", "NNS"}):
            return state.iri
        if found.type is EntryType.PLACE:
            return None
    if lemma_of(noun) in {
        "side",
        "territory",
        "soil",
        "control",
        "government",
        "authority",
        "custody",
        "captivity",
        "homeland",
        "force",
        "land",
        "official",
        "military",
        "hand",
    }:
        if side := cast.side(noun):
            return side
        for token in noun.subtree:
            if token.i > noun.i and (f := cast.at.get(token.i)) and (state := f.state):
                return state.iri
        if any(t.lower_ in {"its", "our", "their"} for t in noun.lefts):
            return speaker_side
    if noun.lower_ in {"it", "us", "them"}:
        return speaker_side
    return None
