"""Makes claims of what was found: one for each speaker of each sentence that reports, and of narrated ones that give figures."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kg.annotate import counting, figures, reports, speech
from kg.annotate.cast import Reference
from kg.annotate.figures import Discourse, Surroundings
from kg.annotate.mentions import DEMONYM
from kg.authority import EntryType
from kg.model import Actor, ActorType, Claim, Counted, Figure, Kind, Manner, Medium, Role, Span, Stance

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as DocSpan

    from kg.annotate.cast import Cast
    from kg.annotate.dates import When
    from kg.annotate.quantities import Quantity
    from kg.annotate.reports import Book
    from kg.annotate.speech import Speech
    from kg.lexicon import Lexicon
    from kg.model import Article, Days, Report

_AGREEMENT = re.compile(r"\b(?:sides|parties|countries|governments|\w+\s+and\s+\w+)\s+(?:\w+\s+)?(?:have\s+|had\s+)?agreed\b", re.IGNORECASE)
_LOST = frozenset({Counted.KILLED, Counted.WOUNDED, Counted.MISSING, Counted.CAPTURED, Counted.BODIES, None})
_DROPPED_ROLES = frozenset({Role.RUNNING, Role.LOSSES, Role.AGREED, Role.PLANNED})
_STRONG = re.compile(r"\b(?:exchang\w+|swap\w*|handovers?|handed\s+over|repatriat\w+|prisoners?|captiv\w+|captives?|pows?|bodies|remains|fallen|morgues?|forensic|hostages?|detainees?|freed)\b", re.IGNORECASE)
_ABOUT = re.compile(
    r"\b(?:exchang\w+|swap\w*|handovers?|handed\s+over|repatriat\w+|prisoners?|captiv\w+|captives?|pows?|bodies|body|remains|fallen|dead|freed|released?|return(?:ed|s)?|identif\w+|forensic|morgues?|negotiat\w+|mediat\w+|talks|hostages?|detainees?|families)\b",
    re.IGNORECASE,
)


_ASIDE = re.compile(
    r"\b(?:drones?|missiles?|strikes?|shell(?:ed|ing)|airstrikes?|power\s+(?:stations?|plants?|grid)|energy|blackouts?|oil|gas|crude|barrels?|tariffs?|sanctions?|elections?|rouble|ruble|tankers?|harvest|grain|inflation|budget)\b",
    re.IGNORECASE,
)


@dataclass(slots=True)
class _Said:
    """One or more acts of reporting in a sentence by the same speakers."""

    speakers: tuple[Actor, ...]
    speech: Speech
    content: tuple[Span, ...]
    medium: Medium | None = None
    rule: str = ""


@dataclass(slots=True)
class Reader:
    """Reads one article's sentences in order into claims."""

    doc: Doc
    article: Article
    cast: Cast
    lexicon: Lexicon
    quantities: list[Quantity]
    whens: list[When]
    book: Book
    discourse: Discourse
    publisher: Actor | None
    claims: list[Claim] = field(default_factory=list)
    _current: tuple[int, Days] | None = None
    _focused: bool = True
    _long: bool = False

    def read(self) -> list[Claim]:
        """Gives all claims of the article in the order of their passages."""
        spoken = speech.find(self.doc, self.lexicon)
        quotes = [q.span for q in speech.quotations(self.doc.text)]
        sentences = list(self.doc.sents)
        told = [s.text for s in sentences if s.text.strip()]
        self._long = len(told) > 22
        self._focused = sum(bool(_ABOUT.search(text)) for text in told) >= 0.4 * len(told)
        by_sentence: dict[int, list[Speech]] = {}
        for act in spoken:
            by_sentence.setdefault(act.sentence, []).append(act)
        pending: list[tuple[int, DocSpan, Span]] = []  # quoted sentences whose speaker is named after them
        last: tuple[int, _Said] | None = None
        lead: int | None = None  # the first claim of a lead-in, whose list of bullets belongs to it
        for number, sentence in enumerate(sentences):
            if not sentence.text.strip():
                continue
            if lead is not None and self._is_item(sentence):
                self._item(sentence, lead)
                continue
            lead = None
            said = self._said(sentence, by_sentence.get(number, []), quotes)
            whole = self._whole_quote(sentence, quotes)
            if whole is not None and not said:
                if last and self._continues(last, number, whole, sentences):
                    self._emit(sentence, [replace_said(last[1], sentence)], quotes)
                    last = (number, last[1])
                elif last and number - last[0] <= 1 + len(pending) and self._introduced(sentence):
                    self._emit(sentence, [replace_said(last[1], sentence)], quotes)
                    last = (number, last[1])
                else:
                    pending.append((number, sentence, whole))
                continue
            spoke = [s for s in said if not s.speech.silent]
            if spoke and pending:
                for earlier, quoted, quote in pending:
                    if number - earlier <= len(pending) and (quote.overlaps(_span(sentence)) or "\n" not in self.doc.text[quoted.end_char : sentence.start_char].strip(" ")):
                        self._emit(quoted, [replace_said(spoke[0], quoted)], quotes)
            pending = []
            before = len(self.claims)
            self._emit(sentence, said, quotes)
            if sentence.text.rstrip().endswith(":"):
                lead = before
                if len(self.claims) == before and spoke:
                    self._add(sentence, _span(sentence), spoke[-1], (), self._manner(spoke[-1], quotes), self._report(sentence, _span(sentence), spoke[-1], ()))
            if spoke:
                last = (number, spoke[-1])
        distinct = list(dict.fromkeys(f for c in self.claims for f in c.figures))
        whole = dict(zip(distinct, figures.reconcile(distinct), strict=True))
        claims = [replace(c, figures=tuple(whole[f] for f in c.figures)) for c in self.claims]
        return sorted(claims, key=lambda c: (c.passage, c.speaker or ""))

    # ---------------------------------------------------------------- who says what in one sentence

    def _said(self, sentence: DocSpan, acts: list[Speech], quotes: list[Span]) -> list[_Said]:
        found: list[_Said] = []
        silent = [a for a in acts if a.silent]
        acts = [a for a in acts if not a.silent and not a.weak]
        for act in acts:
            said = self._one(sentence, act)
            if said is not None:
                found.append(said)
        if any(f.speakers for f in found):
            found = [f for f in found if f.speakers or f.rule == "passive" or not self._is_statement(f.speech.source)]
        found = self._relays(found)
        merged: list[_Said] = []
        for said in found:
            same = next((m for m in merged if m.speakers == said.speakers and (said.speakers or m.speech.source is said.speech.source)), None)
            if same:
                same.content = tuple(sorted({*same.content, *said.content}))
                same.medium = same.medium or said.medium
                if same.speech.stance is Stance.ASSERTS and said.speech.stance in {Stance.CONFIRMS, Stance.DENIES} and not said.speech.joined:
                    same.speech = said.speech
            else:
                merged.append(said)
        for act in silent:
            inside = any(c.contains(Span(act.cue.idx, act.cue.idx + 1)) for m in merged for c in m.content)
            if inside or act.source is None:
                continue
            speakers = self.cast.refer(act.source).actors
            if speakers and not any(m.speakers == speakers for m in merged):
                merged.append(_Said(speakers, act, (), rule="silence"))
        return merged

    def _one(self, sentence: DocSpan, act: Speech) -> _Said | None:
        source = act.source
        medium = self._medium(sentence, act)
        if act.passive:
            return _Said((), act, act.content, medium, "passive")
        if source is None:
            return None
        if source.lower_ in {"i", "we", "you", "one", "there", "this", "what"} or (source.i == act.cue.i and act.lemma):
            return None
        if str(source.lemma_).lower() in {"version", "article", "story", "report"} and any(
            c.lower_ in {"earlier", "previous", "original"} for c in source.children
        ):
            # "An earlier version of this report said …": the publication takes it back
            narrator = (self.publisher,) if self.publisher else ()
            return _Said(narrator, replace(act, stance=Stance.DENIES), act.content, medium, "correction")
        apposed = self.cast.apposed(act.cue) if act.lemma != "according to" else None
        reference = Reference((apposed,), apposed.type is ActorType.OUTLET) if apposed else self.cast.refer(source)
        speakers = reference.actors
        if act.lemma == "according to" and self.publisher is not None and speakers == (self.publisher,):
            return _Said(speakers, act, act.content, None, "document")
        if speakers and self.publisher is not None and speakers == (self.publisher,) and act.stance is Stance.CONFIRMS:
            return None  # "could not independently verify": no claim about the exchange
        if act.relayed is not None:
            cited = self.cast.refer(act.relayed)
            if cited.actors:
                outlet = speakers[0] if len(speakers) == 1 else None
                return _Said(cited.actors, act, act.content, Medium(outlet.iri, outlet.label) if outlet else medium, "relay")
            if reference.outlet and speakers:
                return _Said((), act, act.content, Medium(speakers[0].iri, speakers[0].label), "relay of an unnamed source")
        if not speakers:
            lemma = str(source.lemma_).lower()
            if act.lemma == "according to" and (lemma in self.lexicon["StatementNouns"] or lemma in {"list", "record", "report", "source", "document", "information", "data", "estimate", "tally"}) and lemma != "source":
                span = self._noun_phrase(source)
                label = self.doc.text[span.start : span.end]
                narrator = (self.publisher,) if self.publisher else ()
                return _Said(narrator, act, act.content, Medium(self._medium_iri(label), label), "document")
            if any(c.dep_ == "det" and c.lower_ in {"a", "an"} for c in source.children) or lemma in {"adviser", "advisor", "aide"}:
                return _Said((), act, act.content, medium, "unnamed")
            if source.pos_ == "PRON" or lemma in self.lexicon["UnnamedNouns"] | self.lexicon["SideNouns"] | self.lexicon["SpokesNouns"] or lemma in self.lexicon["PeopleNouns"]:
                return _Said((), act, act.content, medium, "unnamed")
            if lemma in self.lexicon["BodyNouns"] | self.lexicon["OutletNouns"] | self.lexicon["StatementNouns"]:
                return _Said((), act, act.content, medium, "unresolved")
            return None
        return _Said(speakers, act, act.content, medium, act.rule if hasattr(act, "rule") else "speech")

    def _only_reports(self, actor: Actor, said: _Said) -> bool:
        """Tells an outlet that nobody listed by its part in the sentence: "…, Dnister Info reports"."""
        return not actor.known and actor.type is ActorType.ORGANIZATION and said.speech.lemma in {"report", "write"}

    def _is_statement(self, source: Token | None) -> bool:
        return source is not None and str(source.lemma_).lower() in self.lexicon["StatementNouns"]

    def _relays(self, found: list[_Said]) -> list[_Said]:
        """Keeps the inner speaker where an outlet only passes on, the outer one where a person speaks of another's words."""
        outlets = [s for s in found if s.speakers and all(a.type is ActorType.OUTLET or self._only_reports(a, s) for a in s.speakers)]
        others = [s for s in found if s not in outlets and (s.speakers or s.rule in {"unnamed", "unresolved"})]
        kept: list[_Said] = []
        for said in found:
            cue = Span(said.speech.cue.idx, said.speech.cue.idx + len(said.speech.cue))
            if said in outlets and any(o.speakers for o in others):
                carried = [o for o in others if o.speakers and (any(c.overlaps(Span(o.speech.cue.idx, o.speech.cue.idx + 1)) for c in said.content) or any(c.overlaps(cue) for c in o.content) or said.speech.lemma == "according to" or o.speech.lemma == "according to")]
                if carried:
                    for other in carried:
                        other.medium = other.medium or Medium(said.speakers[0].iri, said.speakers[0].label)
                    continue
            outer = [o for o in found if o is not said and o not in outlets and any(c.contains(cue) for c in o.content)]
            if said.speech.lemma == "according to" and any(o.speakers for o in found if o is not said and o not in outlets and any(c.start < cue.start < c.end for c in o.content)):
                continue
            if outer and not (said.speech.lemma == "according to" and not any(o.speakers for o in outer)):
                continue
            kept.append(said)
        return kept

    def _medium(self, sentence: DocSpan, act: Speech) -> Medium | None:
        """Finds where something was said: an outlet that was told, a channel it was posted on."""
        for found in self.cast.found:
            if not (sentence.start <= found.start < sentence.end) or found.type not in {EntryType.OUTLET, EntryType.CHANNEL}:
                continue
            span = Span(self.doc[found.start].idx, self.doc[found.end - 1].idx + 1)
            if any(c.contains(span) for c in act.content) and not act.nominal and not self._after_cue(act, found.start):
                continue
            if act.source is not None and act.source.i in range(found.start, found.end):
                continue
            head = self.doc[found.end - 1]
            governor = head
            while governor.dep_ in {"compound", "poss", "nmod", "amod", "appos"} and governor.head.i != governor.i:
                governor = governor.head
            if act.source is not None and (governor.i == act.source.i or (act.source.is_ancestor(governor) and not act.cue.is_ancestor(governor))):
                continue
            before = self._preposition_before(found.start, sentence)
            if found.start > sentence.start and str(self.doc[found.start - 1].lemma_).lower() in self.lexicon["OutletNouns"]:
                governor = self.doc[found.start - 1]  # "the state news agency TASS"
            told = governor.dep_ in {"dobj", "dative", "iobj"} and str(act.cue.lemma_).lower() in {"tell", "inform"}
            if told or before in {"on", "in", "via", "to", "through", "by", "with", "from"}:
                entry = next((e for e in found.entries if e.type is found.type), None)
                if entry:
                    return Medium(entry.iri, entry.label)
                actor = self.cast.actor(found)
                if actor:
                    return Medium(actor.iri, actor.label)
        if str(act.cue.lemma_).lower() == "tell" and self.publisher and any(
            c.dep_ in {"dobj", "dative"} and (c.lower_ == "us" or any(d.lower_ in {"our", "this"} for d in c.children) and str(c.lemma_).lower() in self.lexicon["OutletNouns"] | {"reporter", "correspondent"})
            for c in act.cue.children
        ):
            return Medium(self.publisher.iri, self.publisher.label)
        return self._unknown_medium(sentence, act)

    def _unknown_medium(self, sentence: DocSpan, act: Speech) -> Medium | None:
        """Finds an outlet that nobody listed: whoever was told, where it is a name and no person."""
        if str(act.cue.lemma_).lower() != "tell":
            return None
        for child in act.cue.children:
            if child.dep_ in {"dobj", "dative"} and child.pos_ == "PROPN" and self.publisher and child.text in self.publisher.label.split():
                return Medium(self.publisher.iri, self.publisher.label)
            if child.dep_ in {"dobj", "dative"} and (found := self.cast.at.get(child.i)) and found.type is EntryType.ORGANIZATION and (actor := self.cast.actor(found)) and not actor.known:
                return Medium(actor.iri, actor.label)
        return None

    def _after_cue(self, act: Speech, at: int) -> bool:
        return act.cue.i < at <= act.cue.i + 7

    def _preposition_before(self, start: int, sentence: DocSpan) -> str:
        at = start - 1
        while at >= sentence.start and (self.doc[at].pos_ in {"DET", "ADJ", "NOUN", "PROPN"} or self.doc[at].lower_ in {"its", "his", "her", "their", "'s", "’s", "the", "a"}):
            at -= 1
        return str(self.doc[at].lower_) if at >= sentence.start else ""

    def _medium_iri(self, label: str) -> str:
        from kg.authority import slug

        return f"{self.cast.base}channel/{slug(label)}"

    def _noun_phrase(self, head: Token) -> Span:
        words = [t for t in head.subtree if not t.is_punct]
        first, last = head.left_edge, words[-1] if words else head
        while first.lower_ in {"the", "a", "an"} and first.i < head.i:
            first = first.nbor()
        return Span(first.idx, last.idx + len(last))

    # ---------------------------------------------------------------- quotations over several sentences

    def _whole_quote(self, sentence: DocSpan, quotes: list[Span]) -> Span | None:
        span = _span(sentence)
        for quote in quotes:
            if quote.start <= span.start and span.end <= quote.end + 1:
                return quote
            if quote.overlaps(span) and (min(quote.end, span.end) - max(quote.start, span.start)) >= 0.9 * (span.end - span.start):
                return quote
        return None

    def _introduced(self, sentence: DocSpan) -> bool:
        """Tells whether the words before a quotation announce it as the last speaker's ("Quote:", "He said:")."""
        before = self.article.text[max(0, sentence.start_char - 40) : sentence.start_char]
        return bool(re.search(r":\s*$", before))

    def _continues(self, last: tuple[int, _Said], number: int, quote: Span, sentences: list[DocSpan]) -> bool:
        before = sentences[last[0]]
        gap = self.doc.text[before.end_char : sentences[number].start_char]
        return number - last[0] == 1 and gap.count("\n") <= 2 and (before.start_char < quote.start) and any(c.end - c.start > 20 for c in last[1].content)

    # ---------------------------------------------------------------- claims

    def _emit(self, sentence: DocSpan, said: list[_Said], quotes: list[Span]) -> None:
        span = _span(sentence)
        for one in said:
            for actor in one.speakers:
                if one.rule != "document":
                    self.cast.note(actor, one.speech.cue)
        inside = [q for q in self.quantities if span.contains(q.span)]
        topical = self._topical(sentence)
        counted = counting.find(sentence, inside, self.whens, self.cast, self.lexicon, topical)
        if self._long and not _STRONG.search(self._paragraph(sentence)):
            # a long article's other matters: only the war's losses count
            counted = [c for c in counted if (c.quantity.value or 0) >= 1000 and c.counted in _LOST]
        speakers = [s for s in said if not s.speech.silent]
        aside = [s for s in speakers if s.speech.subordinate]
        groups: list[tuple[_Said | None, list[counting.Counting]]] = [(s, []) for s in speakers]
        if not groups or len(aside) == len(speakers):
            groups.append((None, []))
        for number in counted:
            groups[self._owner(number, groups)][1].append(number)
        silent = [s for s in said if s.speech.silent]
        for one, numbers in groups:
            if one is not None and one.speech.subordinate and not numbers and not any(_STRONG.search(self.doc.text[c.start : c.end]) for c in one.content):
                continue
            self._claim(sentence, span, one, numbers, quotes, bool(silent))
        for one in silent:
            self._add(sentence, span, one, (), Manner.NARRATED, None if not topical else self._report(sentence, span, one, ()))

    # ---------------------------------------------------------------- lists under a lead-in

    def _is_item(self, sentence: DocSpan) -> bool:
        """Tells whether a sentence is a bullet: its mark was blanked, but still stands in the article."""
        text = self.article.text
        start = text.rfind("\n", 0, sentence.start_char) + 1
        return bool(text[start : sentence.start_char].strip()) and len(text[start : sentence.start_char].strip()) < 4

    def _item(self, sentence: DocSpan, lead: int) -> None:
        """Adds a bullet's figures to the claims of its lead-in, whose passage then covers it."""
        claims = self.claims[lead:]
        if not claims:
            return
        span = _span(sentence)
        speaker = self.cast.actors.get(claims[0].speaker or "")
        inside = [q for q in self.quantities if span.contains(q.span)]
        counted = counting.find(sentence, inside, self.whens, self.cast, self.lexicon, True)
        around = Surroundings(sentence, self.cast, self.lexicon, speaker.side if speaker else None, item=True)
        found = figures.read(counted, around, self.discourse)
        report = next((r for r in self.book.reports if r.iri == claims[0].report), None)
        placed = tuple(replace(f, report=self._report_for(report, f.counted) if report and f.role not in _DROPPED_ROLES else None) for f in found)
        self.claims[lead:] = [replace(c, passage=Span(c.passage.start, span.end), figures=(*c.figures, *placed)) for c in claims]

    def _owner(self, number: counting.Counting, groups: list[tuple[_Said | None, list[counting.Counting]]]) -> int:
        """Finds whose words a number stands in; the nearest speaker's where it stands in nobody's."""
        spans = [g[0].content if g[0] else () for g in groups]
        holding = [(c.end - c.start, index) for index, content in enumerate(spans) for c in content if c.contains(number.quantity.core)]
        if holding:
            return min(holding)[1]
        if groups[-1][0] is None and len(groups) > 1:
            return len(groups) - 1  # outside an aside the publication speaks
        distances = [min((abs(c.start - number.quantity.core.start) for c in content), default=10**6) for content in spans]
        return distances.index(min(distances))

    def _claim(self, sentence: DocSpan, span: Span, one: _Said | None, numbers: list[counting.Counting], quotes: list[Span], silent: bool) -> None:
        side = one.speakers[0].side if one and len(one.speakers) == 1 else self.cast.home if one is None else None
        around = Surroundings(sentence, self.cast, self.lexicon, side, narrated=one is None, said=one.content if one else ())
        found = figures.read(numbers, around, self.discourse)
        if one is None:
            text = sentence.text
            tells = (reports.ordinal(text, span.start) or _AGREEMENT.search(text)) and not any(c.passage == span for c in self.claims)
            if not found and not (tells and self._topical(sentence)):
                return
            if silent and not found:
                return
            self._add(sentence, span, None, found, Manner.NARRATED, self._report(sentence, span, None, tuple(found)))
            return
        if not one.speakers and not found and one.rule not in {"unnamed", "relay of an unnamed source"}:
            return
        if not found and self._beside_the_point(sentence, one):
            return
        if one.rule == "unnamed" and not found and not _ABOUT.search(sentence.text):
            return
        if one.speech.lemma in {"establish", "document", "identify"} and not (found and any(a.type is not ActorType.STATE for a in one.speakers)):
            return
        manner = Manner.NARRATED if one.rule in {"document", "correction"} else self._manner(one, quotes)
        self._add(sentence, span, one, found, manner, self._report(sentence, span, one, tuple(found)))

    def _beside_the_point(self, sentence: DocSpan, one: _Said) -> bool:
        """Tells whether what was said bears on no exchange, judged by its words and, in long mixed articles, its paragraph."""
        if _STRONG.search(sentence.text):
            return False
        if self._long and not _STRONG.search(self._paragraph(sentence)):
            # people whom nobody lists (families, experts, the freed) are asked about the exchange; politicians about all
            return not one.speakers or any(a.known or a.type is not ActorType.PERSON for a in one.speakers)
        if _ABOUT.search(sentence.text):
            return False
        if _ASIDE.search(sentence.text):
            return True
        if one.speech.nominal and one.speech.stance is Stance.ASSERTS:
            named = any(
                self.cast.actor(f) and f.use != DEMONYM and any(c.start <= self.doc[f.start].idx < c.end for c in one.content) for f in self.cast.found
            )
            if not named:
                return True
        return not self._focused and not _ABOUT.search(self._paragraph(sentence))

    def _paragraph(self, sentence: DocSpan) -> str:
        text = self.doc.text
        start = text.rfind("\n", 0, sentence.start_char) + 1
        end = text.find("\n", sentence.end_char)
        return str(text[start : end if end >= 0 else len(text)])

    def _add(self, sentence: DocSpan, span: Span, one: _Said | None, found: list[Figure] | tuple[Figure, ...], manner: Manner, report: Report | None) -> None:
        placed = tuple(
            replace(f, report=None if f.role in _DROPPED_ROLES or report is None else self._report_for(report, f.counted)) for f in found
        )
        if report is not None and found and all(f.role in _DROPPED_ROLES for f in found) and not reports.ordinal(sentence.text, span.start):
            report = None
        speakers: tuple[Actor | None, ...] = one.speakers if one else (self.publisher,)
        for speaker in speakers or (None,):
            self.claims.append(
                Claim(
                    article=self.article.id,
                    passage=span,
                    speaker=speaker.iri if speaker else None,
                    stance=one.speech.stance if one else Stance.ASSERTS,
                    manner=manner,
                    rule=(one.rule or "speech") if one else "narrated",
                    cue=one.speech.lemma if one else "",
                    cue_span=Span(one.speech.cue.idx, one.speech.cue.idx + len(one.speech.cue)) if one else None,
                    medium=one.medium if one else None,
                    report=report.iri if report else None,
                    figures=placed,
                )
            )

    def _manner(self, one: _Said, quotes: list[Span]) -> Manner:
        inside = [q for q in quotes if any(c.overlaps(q) for c in one.content)]
        if not inside:
            return Manner.PARAPHRASED
        outside = 0
        for part in one.content:
            text = self.doc.text[part.start : part.end]
            for quote in inside:
                left, right = max(quote.start, part.start) - part.start, min(quote.end, part.end) - part.start
                if right > left:
                    text = text[:left] + " " * (right - left) + text[right:]
            outside += len(re.findall(r"\w+", text))
        return Manner.QUOTED if outside <= 1 else Manner.MIXED

    # ---------------------------------------------------------------- which exchange

    def _topical(self, sentence: DocSpan) -> bool:
        if _ABOUT.search(sentence.text):
            return True
        return bool(self.discourse.figures)

    def _report(self, sentence: DocSpan, span: Span, one: _Said | None, found: tuple[Figure, ...]) -> Report | None:
        """Finds the exchange that a claim is about; None where it is about none in particular."""
        kind = self._kind(found)
        if kind is None:
            return None
        text = sentence.text
        attribution = self._said_when(sentence, one)
        days = reports.other_days(text, span, self.whens, self.article.published, self.book.own_days, attribution)
        paragraph = self.doc.text.count("\n", 0, span.start)
        if days is not None:
            self._current = (paragraph, days)
            report = self.book.other(kind, days, span)
        elif self._current and self._current[0] == paragraph and found and not any(f.role in _DROPPED_ROLES for f in found):
            report = self.book.other(kind, self._current[1], span)
        else:
            report = self.book.own(kind)
        order = reports.ordinal(text, span.start)
        if order and order not in report.ordinals:
            updated = replace(report, ordinals=(*report.ordinals, order))
            self.book.reports[self.book.reports.index(report)] = updated
            report = updated
        return report

    def _report_for(self, report: Report, counted: Counted) -> str:
        kind = _KINDS.get(counted)
        if kind is None or kind is report.kind or report.kind is Kind.MIXED:
            return report.iri
        if report.main and report.days == self.book.own_days:
            return self.book.own(kind).iri
        return self.book.other(kind, report.days, report.span or Span(0, 0)).iri

    def _kind(self, found: tuple[Figure, ...]) -> Kind | None:
        for figure in found:
            if figure.counted in _KINDS and figure.role not in {Role.LOSSES}:
                return _KINDS[figure.counted]
        return self.discourse.kind

    def _said_when(self, sentence: DocSpan, one: _Said | None) -> list[Span]:
        """Gives the stretches of a sentence that belong to the act of reporting ("said on Friday")."""
        if one is None:
            return []
        cue = one.speech.cue
        spans = []
        for child in cue.children:
            if child.dep_ in {"npadvmod", "prep", "advmod", "tmod"}:
                tokens = sorted(child.subtree, key=lambda t: t.i)
                span = Span(tokens[0].idx, tokens[-1].idx + len(tokens[-1]))
                if not any(c.contains(span) and c.end - c.start > 30 for c in one.content):
                    spans.append(span)
        return spans


_KINDS = {Counted.BODIES: Kind.BODIES, Counted.PRISONERS: Kind.PRISONERS, Counted.CIVILIANS: Kind.PRISONERS, Counted.CHILDREN: Kind.PRISONERS}


def replace_said(said: _Said, sentence: DocSpan) -> _Said:
    """Carries a speaker over to a sentence that only goes on with the quotation."""
    return _Said(said.speakers, said.speech, (_span(sentence),), said.medium, "quotation goes on")


def _span(sentence: DocSpan) -> Span:
    text = sentence.text
    return Span(sentence.start_char + len(text) - len(text.lstrip()), sentence.start_char + len(text.rstrip()))
