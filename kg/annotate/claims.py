"""Makes claims of what was found: one for each speaker of each sentence that reports, and of narrated ones that give figures."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kg.annotate import counting, figures, reports, sections, sources, speech, trailers
from kg.annotate.acts import shows_pictures, text_of
from kg.annotate.mentions import DEMONYM
from kg.annotate.placing import OF_NO_EXCHANGE, Placer
from kg.annotate.sayings import Listener, Said
from kg.annotate.surroundings import Discourse, Surroundings
from kg.authority import EntryType
from kg.model import Actor, ActorType, Claim, Counted, Figure, Manner, Medium, Span, Stance

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc
    from spacy.tokens import Span as DocSpan

    from kg.annotate.cast import Cast
    from kg.annotate.dates import When
    from kg.annotate.quantities import Quantity
    from kg.annotate.reports import Book
    from kg.annotate.speech import Speech
    from kg.lexicon import Lexicon
    from kg.model import Article, Report

_AGREEMENT = re.compile(
    r"\b(?:sides|parties|countries|governments|\w+\s+and\s+\w+)\s+(?:\w+\s+)?(?:have\s+|had\s+)?agreed\b", re.IGNORECASE
)
_LOST = frozenset({Counted.KILLED, Counted.WOUNDED, Counted.MISSING, Counted.CAPTURED, Counted.BODIES, None})
_ADDRESSED = frozenset(
    {
        "thank",
        "congratulate",
        "praise",
        "credit",
        "welcome",
        "accuse",
        "blame",
        "condemn",
        "express",
        "renew",
        "repeat",
        "reiterate",
    }
)
_ANAPHOR = re.compile(
    r"""^it\s+an?\s | ^this\b(?!\s+\w+\s+\w+\s) | ^the\s+(?:same|similar|figure|number|total|toll)\b | ^an?\s+similar\s
      | \b(?:this|that|the)\s+(?:\w+\s+)?(?:steps?|move|result|deal|agreement|gesture|outcome|event|decision|success|news)\b""",
    re.IGNORECASE | re.VERBOSE,
)
"""Words by which what happened is taken up again where nothing is named."""
_STRONG = re.compile(
    r"\b(?:exchang\w+|swap\w*|handovers?|handed\s+over|repatriat\w+|prisoners?|captiv\w+|captives?|pows?|bodies|remains|fallen|morgues?|forensic|hostages?|detainees?|imprisoned|collect\w*\s+(?:the|their)\s+dead|freed|(?:those|were|been|was)\s+released)\b",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"\b(?:exchang\w+|swap\w*|handovers?|handed\s+over|repatriat\w+|prisoners?|captiv\w+|captives?|pows?|bodies|body|remains|fallen|dead|freed|released?|return(?:ed|s)?|identif\w+|forensic|morgues?|negotiat\w+|mediat\w+|broker\w*|talks|hostages?|detainees?|families|detention|detained|imprison\w*|jailed|executions?|tortur\w+)\b",
    re.IGNORECASE,
)


_ASIDE = re.compile(
    r"\b(?:drones?|missiles?|strikes?|shell(?:ed|ing)|airstrikes?|power\s+(?:stations?|plants?|grid)|energy|blackouts?|oil|gas|crude|barrels?|tariffs?|sanctions?|elections?|rouble|ruble|tankers?|harvest|grain|inflation|budget|markets?|investors?|economic\s+(?:ties|cooperation)|working\s+groups?|(?:military|weapons)\s+(?:aid|assistance|package|channels?|hotlines?)|(?:meetings?|summits?)\s+(?:of|between)\s+(?:the\s+)?(?:two\s+)?(?:presidents|leaders|heads\s+of\s+state))\b",
    re.IGNORECASE,
)


_AT_THE_TIME = re.compile(
    r"\b(?:hours|minutes|a\s+day|days|just|shortly|the\s+night|the\s+eve)\s+(?:before|after|of)\s+[^,.;]{0,60}\b(?:exchange|swap|handover)\b",
    re.IGNORECASE,
)
"""An exchange that only tells when something else took place: "hours before the exchange"."""
_OF_THE_FREED = re.compile(
    r"\W*(?:they|others|some|many|most|several|all)\b[^.;]*\b(?:defend(?:ed|ing)|guard(?:ed|ing)|served|fought|wounded|ill)\b",
    re.IGNORECASE,
)
_LOSSES = re.compile(
    r"\d.*\b(?:deaths?|dead|losses|casualties|killed|fallen)\b|\b(?:deaths?|dead|losses|casualties|toll)\b.*\d",
    re.IGNORECASE,
)
_BARE = re.compile(r"(?:of|at)?\s*(?:some\s+|about\s+)?\d[\d,. ]{2,}\W*")
_PARAGRAPH = re.compile(r"[^\n]*\w+(?:[^\w\n]+\w+){4}[^\n]*")

_WARFARE = re.compile(
    r"\b(?:battlefield|villages?|front\s+line|airspace|ceasefire|cease-fire|truce|peace)\b", re.IGNORECASE
)

_END_OF_WAR = re.compile(
    r"\bend(?:ing)?\s+(?:the|this)\s+(?:\w+\s+)?(?:war|fighting|conflict|hostilities)\b", re.IGNORECASE
)

_POST = re.compile(r"^[ \t]*\d{1,2}[:.]\d{2}\b", re.M)

_SINGLE = re.compile(r"(?<!\w)‘(?=[^\s’]+\s)(?:[^‘’\n]|’(?=\w)){3,200}’(?!\w)")
"""A quotation in single marks, as in British headlines."""

_QUOTE_LABEL = re.compile(r"(?:^|\n)\W*Quotes?:\W*$")
_LONG_LINE = 12
"""In words: a heading has fewer."""

_APART = 6
"""In paragraphs: what lies between two about an exchange, no farther from each other, belongs to them."""

_NEXT = 5
"""In characters: what lies between sentences that follow each other."""

_NAMED = frozenset({EntryType.PERSON, EntryType.ORGANIZATION, EntryType.STATE})

_TRAILED = re.compile(
    r"\W*(?:this|that|it|such\s+\w+|these\s+\w+)\s+(?:was|is|were|are|has\s+been|have\s+been)\b", re.IGNORECASE
)
"""How a sentence opens that tells who said the quotation before it: "This was stated by …"."""

_WITHIN = frozenset({"quotation goes on", "quotation with its source"})
"""How a speaker is known whose sentence stands inside a quotation."""

_UNNAMED = frozenset({"unnamed", "quotation goes on"})

_NEAR = 600
"""In characters: within this a speaker who spoke of the exchange is still taken to do so."""


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
    listener: Listener
    placer: Placer
    claims: list[Claim] = field(default_factory=list)
    _focused: bool = True
    _long: bool = False
    _leads: list[Span] = field(default_factory=list)  # told by nobody, and nothing but for the list that follows

    def read(self) -> list[Claim]:
        """Gives all claims of the article in the order of their passages."""
        spoken = speech.find(self.doc, self.lexicon)
        quotes = speech.quotations(text_of(self.doc))
        sentences = list(self.doc.sents)
        told = [s.text for s in sentences if len(s.text.split()) > 5]  # headings and labels tell nothing
        self._focused = sum(bool(_ABOUT.search(text)) for text in told) >= 0.4 * len(told)
        # a live blog is long by its many short posts, of one matter nevertheless
        self._long = len(told) > 22 and len(_POST.findall(self.article.text)) < 3
        by_sentence: dict[int, list[Speech]] = {}
        for act in spoken:
            by_sentence.setdefault(act.sentence, []).append(act)

        def attributed_later(quote: Span, number: int) -> bool:
            """Tells whether a quotation that opens here is attributed by a sentence in which it ends."""
            if quote.start < _span(sentences[number]).start - 1:
                return False
            after = ((n, s) for n, s in enumerate(sentences[number + 1 :], number + 1) if s.start_char < quote.end)
            if any(
                act.source is not None and act.cue.idx >= quote.end for n, _ in after for act in by_sentence.get(n, ())
            ):
                return True
            behind = next((n for n, s in enumerate(sentences[number:], number) if s.start_char >= quote.end), None)
            return (
                behind is not None
                and _TRAILED.match(text_of(sentences[behind])) is not None
                and any(a.source is not None and a.lemma for a in by_sentence.get(behind, ()))
            )

        self.cast.sourced = [actor for actor, _ in sources.named(self.article.text, self.cast)]
        pending: list[tuple[int, DocSpan, Span]] = []  # quoted sentences whose speaker is named after them
        last: tuple[int, Said] | None = None
        trailed = trailers.find(sentences, self.article.text)
        lead: int | None = None  # the first claim of a lead-in, whose list of bullets belongs to it
        for number, sentence in enumerate(sentences):
            if not text_of(sentence).strip():
                continue
            own = any(a.source is not None and not a.weak for a in by_sentence.get(number, ()))
            if lead is not None and not own and self._is_item(sentence, sentences[number - 1]):
                lead = self._item(sentence, lead)
                continue
            lead = None
            line = trailed.get(number)
            if line is not None and (after := trailers.ascribed(sentence, line, number, self.listener)) is not None:
                whole_quote = [_span(sentence)] if after.speech.quoted else []
                self._emit(sentence, [after], [*quotes, *whole_quote])
                last = (number, after)
                continue
            said = self.listener.said(sentence, by_sentence.get(number, []))
            for one in said:
                if one.medium is None and self._goes_on_unnamed(pending[0][1] if pending else sentence, one):
                    one.medium = self.claims[-1].medium
            whole = self._whole_quote(sentence, quotes)
            if whole is not None and not said:
                named = (
                    self._labelled(sentence)
                    or self._headed(sentence)
                    or self._signed(sentence, whole)
                    or self._of_the_page(sentence, last, sentences)
                )
                if named is not None:
                    self._emit(sentence, [named], quotes)
                    last = (number, named)
                elif (
                    last and not attributed_later(whole, number) and self._continues(last, number, whole, sentences)
                ) or (last and number - last[0] <= 1 + len(pending) and self._introduced(sentence)):
                    went_on = replace_said(last[1], sentence)
                    self._emit(sentence, [went_on], quotes)
                    last = (number, went_on)
                elif self._introduced(sentence) and (source := self._source(sentence)):
                    self._emit(sentence, [source], quotes)
                    last = (number, source)
                else:
                    pending.append((number, sentence, whole))
                continue
            spoke = [s for s in said if not s.speech.silent]
            if spoke and pending:
                for earlier, quoted, quote in pending:
                    if number - earlier <= len(pending) and (
                        quote.overlaps(_span(sentence))
                        or "\n" not in text_of(self.doc)[quoted.end_char : sentence.start_char].strip(" ")
                    ):
                        self._emit(quoted, [replace_said(spoke[0], quoted)], quotes)
            pending = []
            before = len(self.claims)
            self._emit(sentence, said, quotes)
            if text_of(sentence).rstrip().endswith(":"):
                if len(self.claims) == before:
                    self._lead_in(sentence, spoke[-1] if spoke else None, quotes)
                lead = before if len(self.claims) > before else None
            if spoke and spoke[-1].rule != "passive":
                last = (number, spoke[-1])
        self.claims = [c for c in self.claims if c.figures or c.passage not in self._leads]
        distinct = list(dict.fromkeys(f for c in self.claims for f in c.figures))
        reconciled = dict(zip(distinct, figures.reconcile(distinct), strict=True))
        claims = [replace(c, figures=tuple(reconciled[f] for f in c.figures)) for c in self.claims]
        return sorted(self.placer.settled(claims), key=lambda c: (c.passage, c.speaker or ""))

    # ---------------------------------------------------------------- quotations over several sentences

    def _whole_quote(self, sentence: DocSpan, quotes: list[Span]) -> Span | None:
        span = _span(sentence)
        for quote in quotes:
            if quote.start <= span.start and span.end <= quote.end + 1:
                return quote
            if quote.overlaps(span) and (min(quote.end, span.end) - max(quote.start, span.start)) >= 0.9 * (
                span.end - span.start
            ):
                return quote
        return None

    def _introduced(self, sentence: DocSpan) -> bool:
        """Tells whether the words before a quotation announce it as the last speaker's ("Quote:", "He said:")."""
        before = self.article.text[max(0, sentence.start_char - 40) : sentence.start_char]
        return bool(re.search(r":\s*$", before))

    def _labelled(self, sentence: DocSpan) -> Said | None:
        """Finds whom the label of a quotation names ("Quote from Novak:")."""
        actor = sources.labelled(self.article.text[max(0, sentence.start_char - 60) : sentence.start_char], self.cast)
        if actor is None:
            return None
        medium = next((on for one, on in sources.named(self.article.text, self.cast) if one.iri == actor.iri), None)
        return self._quoted_of(actor, medium, sentence)

    def _headed(self, sentence: DocSpan) -> Said | None:
        """Finds whose name opens the line above a quotation and a colon ends it: "Jan Novak, the commissioner, on his channel:"."""
        text = text_of(self.doc)
        head = text[: sentence.start_char].rstrip(' \n\r\t"“«„')
        start = head.rfind("\n") + 1
        line = head[start:]
        if not line.endswith(":") or len(line.split()) > _LONG_LINE + 4 or start + len(line) == sentence.start_char:
            return None
        opens = start + len(line) - len(re.sub(r"^\W*(?:the\s+)?", "", line, flags=re.IGNORECASE))
        inside = [f for f in self.cast.found if start <= self.doc[f.start].idx < len(head)]
        first = next((f for f in inside if f.type in _NAMED and f.use != DEMONYM), None)
        person = next((f for f in inside if f.type is EntryType.PERSON), first)
        if first is None or person is None or (actor := self.cast.actor(person)) is None:
            return None
        at, end = self.doc[person.start].idx, self.doc[person.end - 1]
        ends = end.idx + len(end) == len(head) - 1
        if at != opens and not ends:
            return None  # "the ministry on Jan Novak:", "what Jan Novak saw:"
        channel = next((f for f in inside if f.type is EntryType.CHANNEL and f.entries), None)
        medium = Medium(channel.entries[0].iri, channel.entries[0].label) if channel else None
        return self._quoted_of(actor, medium, sentence)

    def _signed(self, sentence: DocSpan, quote: Span) -> Said | None:
        """Finds whom the line below a paragraph that is one quotation names: "– Jan Novak, commissioner"."""
        text = self.article.text
        above = text[text.rfind("\n", 0, quote.start) + 1 : quote.start]
        actor = None if above.strip() else sources.signed(text[quote.end : quote.end + 160], self.cast)
        return self._quoted_of(actor, None, sentence) if actor else None

    def _quoted_of(self, actor: Actor, medium: Medium | None, sentence: DocSpan) -> Said:
        act = speech.Speech(0, sentence[0], "", Stance.ASSERTS, None, (_span(sentence),), True)
        return Said((actor,), act, (_span(sentence),), medium, "quotation with its source")

    def _source(self, sentence: DocSpan) -> Said | None:
        """Finds whom a page's "Source: …" line names, for a quotation that nothing but its label introduces."""
        label = self.article.text[max(0, sentence.start_char - 40) : sentence.start_char]
        sourced = sources.named(self.article.text, self.cast)
        own = [one for one in sourced if sources.is_quoted(label, one[0], self.cast)]
        return next((self._quoted_of(actor, medium, sentence) for actor, medium in own or sourced), None)

    def _of_the_page(self, sentence: DocSpan, last: tuple[int, Said] | None, sentences: list[DocSpan]) -> Said | None:
        """Finds whom a page's "Source: …" line names for a bare "Quote:" below it, where nobody has spoken since."""
        text = self.article.text
        if not _QUOTE_LABEL.search(text[max(0, sentence.start_char - 20) : sentence.start_char]):
            return None
        line = text.rfind("Source:", 0, sentence.start_char)
        since = last is not None and sentences[last[0]].start_char > line
        return None if line < 0 or since else self._source(sentence)

    def _continues(self, last: tuple[int, Said], number: int, quote: Span, sentences: list[DocSpan]) -> bool:
        before = sentences[last[0]]
        gap = text_of(self.doc)[before.end_char : sentences[number].start_char]
        return (
            number - last[0] == 1
            and gap.count("\n") <= 2
            and before.start_char < quote.end
            and (
                last[1].rule in _WITHIN
                or quote.start < before.end_char
                or any(c.end - c.start > 20 for c in last[1].content)
            )
        )

    # ---------------------------------------------------------------- claims

    def _emit(self, sentence: DocSpan, said: list[Said], quotes: list[Span]) -> None:
        span = _span(sentence)
        self.placer.hear(sentence, span, [when for one in said for when in self._said_when(one)])
        for spoken in said:
            for actor in spoken.speakers:
                if spoken.rule not in {"document", "aside"}:
                    self.cast.note(actor, spoken.speech.cue)
                if spoken.speech.silent:
                    self.cast.quiet.add(spoken.speech.cue.i)
        inside = [q for q in self.quantities if span.contains(q.span)]
        topical = self._topical(sentence)
        counted = counting.find(sentence, inside, self.whens, self.cast, self.lexicon, topical)
        if self._elsewhere(sentence):
            # a long article's other matters: only the war's losses count
            counted = [c for c in counted if (c.quantity.value or 0) >= 1000 and c.counted in _LOST]
        speakers = [s for s in said if not s.speech.silent and not shows_pictures(s.speech.cue)]
        aside = [s for s in speakers if s.speech.subordinate or s.speech.aside]
        groups: list[tuple[Said | None, list[counting.Counting]]] = [(s, []) for s in speakers]
        if not groups or len(aside) == len(speakers):
            groups.append((None, []))
        for number in counted:
            groups[self._owner(number, groups)][1].append(number)
        silent = [s for s in said if s.speech.silent]
        for one, numbers in groups:
            if (
                one is not None
                and one.speech.subordinate
                and not numbers
                and not any(_STRONG.search(text_of(self.doc)[c.start : c.end]) for c in one.content)
                and not (_sums_up(one.speech) and _ABOUT.search(text_of(sentence)))
            ):
                continue
            self._claim(sentence, span, one, numbers, quotes, bool(silent))
        for quiet in silent:
            report = self.placer.report(sentence, span, ()) if topical else None
            self._add(sentence, span, quiet, (), Manner.NARRATED, report)

    # ---------------------------------------------------------------- lists under a lead-in

    def _lead_in(self, sentence: DocSpan, one: Said | None, quotes: list[Span]) -> None:
        """Makes a claim of a lead-in for its list to go into."""
        span = _span(sentence)
        if one is not None:
            self._add(sentence, span, one, (), self._manner(one, quotes), self.placer.report(sentence, span, ()))
        else:
            self._leads.append(span)
            self._add(sentence, span, None, (), Manner.NARRATED, self.placer.report(sentence, span, ()))

    def _is_item(self, sentence: DocSpan, before: DocSpan) -> bool:
        """Tells whether a sentence is an item of a list: its bullet was blanked but stands in the article, or a semicolon ends it."""
        if (
            text_of(sentence).rstrip().endswith(";")
            or self._dated(_span(sentence))
            or text_of(before).rstrip().endswith(";")
        ):
            return True
        text = self.article.text
        start = text.rfind("\n", 0, sentence.start_char) + 1
        return 0 < len(text[start : sentence.start_char].strip()) < 4

    def _dated(self, span: Span) -> bool:
        return sections.opening(span, self.whens, text_of(self.doc)) is not None

    def _item(self, sentence: DocSpan, lead: int) -> int:
        """Adds a bullet's figures to the claims from number `lead` on, whose passage then covers it; gives the next bullet's."""
        claims = self.claims[lead:]
        if not claims:
            return lead
        span = _span(sentence)
        self.placer.hear(sentence, span, ())
        speaker = self.cast.actors.get(claims[0].speaker or "")
        inside = [q for q in self.quantities if span.contains(q.span)]
        counted = counting.find(sentence, inside, self.whens, self.cast, self.lexicon, True)
        # the list of a figure counts that figure's people, else the speaker's own
        side = speaker.side if speaker and not any(f.receiver for f in claims[0].figures) else None
        around = Surroundings(sentence, self.cast, self.lexicon, side, item=True, dated=self._dated(span))
        found = figures.read(counted, around, self.discourse)
        report = next((r for r in self.book.reports if r.iri == claims[0].report), None)
        placed = self.placer.figures(found, report, span)
        between = Span(claims[0].passage.end, span.start)
        if any(masked.overlaps(between) for masked in self.article.boilerplate):
            # something that is no prose stands in the list; no passage may run over it
            self.claims += [replace(c, passage=span, figures=placed) for c in claims]
            return len(self.claims) - len(claims)
        self.claims[lead:] = [
            replace(c, passage=Span(c.passage.start, span.end), figures=(*c.figures, *placed)) for c in claims
        ]
        return lead

    def _owner(self, number: counting.Counting, groups: list[tuple[Said | None, list[counting.Counting]]]) -> int:
        """Finds whose words a number stands in; the nearest speaker's where it stands in nobody's."""
        spans = [g[0].content if g[0] else () for g in groups]
        holding = [
            (c.end - c.start, index)
            for index, content in enumerate(spans)
            for c in content
            if c.contains(number.quantity.core)
        ]
        if holding:
            return min(holding)[1]
        if groups[-1][0] is None and len(groups) > 1:
            return len(groups) - 1  # outside an aside the publication speaks
        distances = [
            min((abs(c.start - number.quantity.core.start) for c in content), default=10**6) for content in spans
        ]
        return distances.index(min(distances))

    def _claim(
        self,
        sentence: DocSpan,
        span: Span,
        one: Said | None,
        numbers: list[counting.Counting],
        quotes: list[Span],
        quiet: bool,
    ) -> None:
        around = Surroundings(
            sentence,
            self.cast,
            self.lexicon,
            self._side(one),
            narrated=one is None,
            dated=self._dated(span),
            gapped=one is not None and one.speech.gapped,
            said=one.content if one else (),
        )
        found = figures.read(numbers, around, self.discourse)
        if one is None:
            text = text_of(sentence)
            tells = (reports.ordinal(text, span.start) or _AGREEMENT.search(text)) and not any(
                c.passage == span for c in self.claims
            )
            if not found and not (tells and self._topical(sentence)):
                return
            if quiet and not found:
                return
            self._add(sentence, span, None, found, Manner.NARRATED, self.placer.report(sentence, span, found))
            return
        if not one.speakers and not found and one.rule not in {*_UNNAMED, "relay of an unnamed source"}:
            return
        if not found and self._beside_the_point(sentence, one):
            return
        if (
            one.rule in _UNNAMED
            and not one.speakers
            and not found
            and not _ABOUT.search(text_of(sentence))
            and not self._heard(sentence, one)
        ):
            return
        if one.speech.lemma in {"establish", "document", "identify", "compile"} and not (
            (found or (one.speech.lemma == "document" and _STRONG.search(text_of(sentence))))
            and any(a.type is not ActorType.STATE for a in one.speakers)
        ):
            return
        manner = Manner.NARRATED if one.rule in {"document", "correction"} else self._manner(one, quotes)
        if one.rule == "aside" and any(q.start < one.content[0].start < q.end for q in quotes):
            manner = Manner.PARAPHRASED  # the words of whoever is quoted, about another's
        self._add(sentence, span, one, found, manner, self.placer.report(sentence, span, found))

    def _heard(self, sentence: DocSpan, one: Said) -> bool:
        """Tells "the source added" right after an unnamed source, and what somebody said to this newsroom in the matter."""
        if self.claims and self.claims[-1].speaker is None and self.claims[-1].rule == "unnamed":
            return self._goes_on_unnamed(sentence, one)
        to_us = one.medium is not None and self.publisher is not None and one.medium.iri == self.publisher.iri
        return to_us and one.speech.quoted and bool(_ABOUT.search(self._paragraph(sentence)))

    def _goes_on_unnamed(self, sentence: DocSpan, one: Said) -> bool:
        """Tells "the source" right after an unnamed source spoke."""
        source, before = one.speech.source, self.claims[-1] if self.claims else None
        if one.rule != "unnamed" or source is None or before is None:
            return False
        if before.speaker is not None or before.rule not in _UNNAMED:
            return False
        again = any(t.lower_ == "the" for t in source.lefts)
        return again and sentence.start_char - before.passage.end < _NEXT

    def _side(self, one: Said | None) -> str | None:
        """Gives the party that a speaker belongs to, of narrated sentences the one at home; a mediator has no people here."""
        side = one.speakers[0].side if one and len(one.speakers) == 1 else self.cast.home if one is None else None
        return side if side in {party.iri for party in self.cast.parties()} else None

    def _beside_the_point(self, sentence: DocSpan, one: Said) -> bool:
        """Tells whether what was said bears on no exchange, judged by its words and, in long mixed articles, its paragraph."""
        if one.speech.aside and self._of_the_war(one):
            return True
        if _STRONG.search(text_of(sentence)):
            rest = _AT_THE_TIME.sub("", text_of(sentence))
            return bool(_ASIDE.search(rest)) and not _ABOUT.search(rest)
        listed = not one.speakers or any(a.known or a.type is not ActorType.PERSON for a in one.speakers)
        if self._long and not _STRONG.search(self._paragraph(sentence)) and (not listed or self._elsewhere(sentence)):
            # people whom nobody lists (families, experts, the freed) are asked about the exchange; politicians about all
            return listed or (_ASIDE.search(text_of(sentence)) and not _ABOUT.search(text_of(sentence))) is not None
        if _ABOUT.search(text_of(sentence)) or _OF_THE_FREED.match(text_of(sentence)):
            return False
        if _ASIDE.search(text_of(sentence)):
            return True
        if _END_OF_WAR.search(text_of(sentence)) and one.speech.lemma in {"vow", "promise", "pledge", "want", "urge"}:
            return True
        if one.speech.nominal and one.speech.stance is Stance.ASSERTS and one.speech.lemma not in _ADDRESSED:
            if _BARE.fullmatch(text_of(self.doc)[one.content[0].start : one.content[-1].end]):
                return not (_LOSSES.search(self._paragraph(sentence)) or _STRONG.search(self._paragraph(sentence)))
            if any(_LOSSES.search(text_of(self.doc)[c.start : c.end]) for c in one.content):
                return False
            named = any(
                self.cast.actor(f)
                and f.use != DEMONYM
                and any(c.start <= self.doc[f.start].idx < c.end for c in one.content)
                for f in self.cast.found
            )
            if not named and not any(_ANAPHOR.search(text_of(self.doc)[c.start : c.end]) for c in one.content):
                return True
        if self._long and not self._elsewhere(sentence, 2):
            return False
        if self._focused or _ABOUT.search(self._paragraph(sentence)):
            return False
        speakers = {a.iri for a in one.speakers}
        return not any(c.speaker in speakers and _span(sentence).start - c.passage.end < _NEAR for c in self.claims)

    def _of_the_war(self, one: Said) -> bool:
        """Tells "…, a truce which Arland said had been broken": an aside on what else happens in the war."""
        start, end = one.content[0].start, one.content[-1].end
        around = text_of(self.doc)[max(0, start - 60) : end + 60]
        return bool(_WARFARE.search(around)) and not _STRONG.search(around)

    def _elsewhere(self, sentence: DocSpan, apart: int = _APART) -> bool:
        """Tells whether a long article is here about other matters: nothing near is about an exchange.

        A paragraph without a word of it still belongs to it between two that have one, unless war's other news fills it.
        """
        if not self._long or _STRONG.search(self._paragraph(sentence)):
            return False
        found = _PARAGRAPH.finditer(text_of(self.doc))
        lines = [line for line in found if not line.group().rstrip().endswith(";")]  # a list is no distance
        here = next((n for n, line in enumerate(lines) if line.end() > sentence.start_char), 0)
        about = [n for n, line in enumerate(lines) if _STRONG.search(line.group())]
        before = max((n for n in about if n < here), default=None)
        after = min((n for n in about if n > here), default=None)
        if before is None or after is None or after - before > apart:
            return True
        words = lines[here].group()
        return (_ASIDE.search(words) or _WARFARE.search(words)) is not None

    def _paragraph(self, sentence: DocSpan) -> str:
        text = text_of(self.doc)
        start, end = text.rfind("\n", 0, sentence.start_char) + 1, text.find("\n", sentence.end_char)
        return str(text[start : end if end >= 0 else len(text)])

    def _add(
        self,
        sentence: DocSpan,
        span: Span,
        one: Said | None,
        found: Sequence[Figure],
        manner: Manner,
        report: Report | None,
    ) -> None:
        placed = self.placer.figures(found, report, span)
        if (
            report is not None
            and found
            and all(f.role in OF_NO_EXCHANGE for f in found)
            and not reports.ordinal(text_of(sentence), span.start)
        ):
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
                    # "according to information from the Herald": the paper is the speaker, and nobody relays it
                    medium=one.medium
                    if one and one.medium and (not speaker or one.medium.iri != speaker.iri)
                    else None,
                    report=report.iri if report else None,
                    figures=placed,
                )
            )

    def _manner(self, one: Said, quotes: list[Span]) -> Manner:
        text = text_of(self.doc)
        for part in one.content:
            quotes = [*quotes, *(Span(*m.span()) for m in _SINGLE.finditer(text, max(0, part.start - 1), part.end + 1))]
        inside = [q for q in quotes if any(c.overlaps(q) for c in one.content) and not self._from_distance(q)]
        if not inside:
            return Manner.PARAPHRASED
        outside = 0
        for part in one.content:
            text = text_of(self.doc)[part.start : part.end]
            for quote in inside:
                left, right = max(quote.start, part.start) - part.start, min(quote.end, part.end) - part.start
                if right > left:
                    text = text[:left] + " " * (right - left) + text[right:]
            outside += len(re.findall(r"\w+", text))
        behind = bool(one.content) and one.content[0].start > one.speech.cue.idx
        fragment = one.speech.nominal and behind and one.rule != "quotation goes on"  # “hailed “a brave deal””
        return Manner.QUOTED if outside <= 1 and not fragment else Manner.MIXED

    def _from_distance(self, quote: Span) -> bool:
        """Tells quotation marks that quote nobody: around a name (“DPR”) or a word held at a distance (“republics”)."""
        words = re.findall(r"[\w'’-]+", text_of(self.doc)[quote.start : quote.end])
        if not words or len(words) > 3:
            return False
        return " ".join(words).replace("’", "'").casefold() in self.lexicon["ScareWords"]

    # ---------------------------------------------------------------- which exchange

    def _topical(self, sentence: DocSpan) -> bool:
        if _ABOUT.search(text_of(sentence)) or _ABOUT.search(self._heading(sentence)):
            return True
        return bool(self.discourse.figures)

    def _heading(self, sentence: DocSpan) -> str:
        """Gives the short line right above a sentence that opens its paragraph: "How many bodies came back?"."""
        text = text_of(self.doc)
        end = text.rfind("\n", 0, sentence.start_char)
        if end < 0 or text[end : sentence.start_char].strip():
            return ""
        while end and text[end - 1].isspace():
            end -= 1
        line = str(text[text.rfind("\n", 0, end) + 1 : end])
        return line if len(line.split()) < _LONG_LINE and not line.endswith(".") else ""

    def _said_when(self, one: Said | None) -> list[Span]:
        """Gives the stretches of a sentence that belong to the act of reporting ("said on Friday")."""
        if one is None or one.speech.lemma in {"give", "put"}:
            return []  # "in January he had given the figure as 49": the figure is January's too
        cue = one.speech.cue
        spans = []
        for child in cue.children:
            if child.dep_ in {"npadvmod", "prep", "advmod", "tmod"}:
                tokens = sorted(child.subtree, key=lambda t: t.i)
                span = Span(tokens[0].idx, tokens[-1].idx + len(tokens[-1]))
                if not any(c.contains(span) and c.end - c.start > 30 for c in one.content):
                    spans.append(span)
        return spans


def _sums_up(act: Speech) -> bool:
    """Tells "30 were freed, in what Novak called a gesture", "…, a charge Novak denied": it speaks of what the sentence tells."""
    calls = act.lemma in {"call", "describe", "hail", "brand"}
    if act.cue.dep_ == "relcl" and act.content and not calls:
        return act.stance is Stance.DENIES and act.content[0].end < act.cue.idx
    return calls and act.cue.dep_ in {"pcomp", "ccomp", "relcl"}


def replace_said(said: Said, sentence: DocSpan) -> Said:
    """Carries a speaker over to a sentence that only goes on with the quotation."""
    return Said(said.speakers, said.speech, (_span(sentence),), said.medium, "quotation goes on")


def _span(sentence: DocSpan) -> Span:
    text = text_of(sentence)
    return Span(sentence.start_char + len(text) - len(text.lstrip()), sentence.start_char + len(text.rstrip()))
