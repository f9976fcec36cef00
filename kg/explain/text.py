"""Writes explanations for people."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

from kg.explain import parts
from kg.explain import words as wording
from kg.explain.layout import Page, marked
from kg.explain.records import (
    ActorExplained,
    ArticleExplained,
    ClaimExplained,
    ExchangeExplained,
    FigureExplained,
    Matches,
)

if TYPE_CHECKING:
    from kg.explain.records import Explanation

_SHOWN_NAMES = 12
_SHOWN_CLAIMS = 12
_END = re.compile(r"(?:^|[/#])((?:exchange|figure|claim|agent)/[^/]+)$")


def as_text(
    explained: Explanation,
    width: int = 100,
    *,
    styled: bool = False,
    again: str = "kg explain {}",
    everything: bool = False,
) -> str:
    """Writes an explanation for a terminal.

    Args:
        explained: the explanation.
        width: the terminal's, in columns.
        styled: whether the terminal can show bold letters.
        again: the command to type next, with `{}` for what to explain.
        everything: whether to write all claims without figures about an exchange, not the first ones.
    """
    page = Page(width, styled)
    match explained:
        case FigureExplained():
            _figure(page, explained)
        case ClaimExplained():
            _claim(page, explained)
        case ExchangeExplained():
            _exchange(page, explained, everything)
        case ActorExplained():
            _actor(page, explained)
        case ArticleExplained():
            _article(page, explained)
        case Matches():
            _matches(page, explained, again)
    hints = [(name, what) for name, what in _next(explained) if name]
    if hints:
        page.section("Type next")
        margin = max(len(what) for _, what in hints)
        for name, what in hints:
            page.raw(f"{what:<{margin}}  {again.replace('{}', shlex.quote(name))}")
    return page.text()


# ---------------------------------------------------------------- one page a kind


def _figure(page: Page, one: FigureExplained) -> None:
    figure = one.figure
    page.title(f"Figure: {figure.bounds} {figure.about}")
    parts.tell_passage(page, one.claim, [figure.words])
    if not one.claim.passage.start <= figure.words.start < one.claim.passage.end:
        page.line(f"the figure's own words: «{figure.words.text}», characters {parts.span(figure.words)}")
    page.section("Who says it")
    parts.tell_speaker(page, one.claim)
    page.section("What it is")
    parts.tell_counts(page, figure)
    parts.tell_exchange(page, one.report, one.exchange, one.links)
    parts.tell_standing(page, one)


def _claim(page: Page, one: ClaimExplained) -> None:
    claim = one.claim
    page.title(
        f"Claim: {claim.speaker.label or 'an unnamed speaker'} {wording.STANCES.get(claim.stance, claim.stance)}"
    )
    parts.tell_passage(page, claim, [claim.cue_words, *(figure.words for figure in claim.figures)])
    page.section("Who says it")
    parts.tell_speaker(page, claim)
    if claim.mentions:
        page.line(f"also named: {', '.join(claim.mentions)}")
    for explained in one.figures:
        page.section(f"Figure «{explained.figure.words.text}»: {explained.figure.bounds} {explained.figure.about}")
        parts.tell_counts(page, explained.figure)
        parts.tell_standing_briefly(page, explained)
    parts.tell_exchange(page, one.report, one.exchange, ())
    if one.answers:
        page.section("Other claims on this one")
        for answer in one.answers:
            ends = ("", " this one") if answer.towards else ("this one ", "")
            page.item(f"{ends[0]}{wording.ANSWERS[answer.stance]}{ends[1]}: {parts.source_line(answer.other)}")
            page.quote(marked(answer.other.passage.text, 0, ()), 4)


def _exchange(page: Page, one: ExchangeExplained, everything: bool) -> None:
    parts.tell_meeting(page, one.exchange)
    page.section("What each side got")
    for flow in one.flows:
        page.item(f"{flow.bounds} {flow.about}")
        given = f" ({'; '.join(flow.speakers)})" if flow.speakers else ""
        page.line(wording.VERDICTS.get(flow.verdict, flow.verdict) + given, 4)
    if not one.flows:
        page.line("no figure that its claims support")
    if one.figures:
        page.section("Who says what")
    for group in one.figures:
        page.line(f"{group.bounds} {group.about} ({wording.IN_SHORT.get(group.role, group.role)})")
        parts.tell_statements(page, group.statements, 4)
    if one.silent:
        page.section("Said about it without a figure")
        shown = one.silent if everything else one.silent[:_SHOWN_CLAIMS]
        parts.tell_claims(page, shown, placed=True)
        if len(shown) < len(one.silent):
            page.line(f"and {len(one.silent) - len(shown)} more; --all shows them")
    for both_true, heading in (
        (False, "Figures that can't both be true"),
        (True, "Figures that differ and can both be true"),
    ):
        clashes = [clash for clash in one.clashes if clash.both_true is both_true]
        if clashes:
            page.section(heading)
        parts.tell_clashes(page, clashes)
    told = {frozenset((clash.a.claim, clash.b.claim)) for clash in one.clashes}
    answers = [answer for answer in one.answers if frozenset((answer.a.claim, answer.b.claim)) not in told]
    if answers:
        page.section("How other claims stand to each other" if told else "How the claims stand to each other")
    parts.tell_replies(page, answers)
    page.section(f"Articles ({len({report.article.name for report in one.reports})})")
    for report in one.reports:
        parts.tell_report(page, report)
    parts.tell_links(page, one.links)
    if one.near:
        page.section("Kept apart, though it may be the same")
        for meeting in one.near:
            told_in = ", ".join(meeting.articles)
            page.item(f"{meeting.exchanged}, {meeting.days.words}, told in {told_in} [{_short(meeting.iri)}]")
    if one.undecided:
        page.section("Mentions in these articles that found no exchange")
        for report in one.undecided:
            page.item(f"{report.days.words} [{report.article.name}]")
            if report.words:
                page.quote(marked(report.words.text, 0, ()), 4)
    parts.tell_judgements(page, one.judgements)


def _actor(page: Page, one: ActorExplained) -> None:
    side = f", side of {one.side}" if one.side and one.side != one.label else ""
    page.title(f"{one.label}: {one.type or 'actor'}{side}")
    if one.counted_as:
        page.line(f"a reader judged it the same as {one.counted_as}, and it is counted as that")
    if not one.known:
        page.line("known from the articles' own words only, not from the authority")
    if one.names:
        more = len(one.names) - _SHOWN_NAMES
        listed = ", ".join(one.names[:_SHOWN_NAMES]) + (f" and {more} more" if more > 0 else "")
        page.line(f"also called: {listed}")
    if one.usual or one.positions:
        page.section("Positions")
        if one.usual:
            page.item(f"known beforehand: {'; '.join(one.usual)}")
        seen: dict[str, list[str]] = {}
        for position in one.positions:
            seen.setdefault(position.words.text, []).append(
                f"{position.article}, characters {parts.span(position.words)}"
            )
        for words, places in seen.items():
            page.item(f"“{words}”: {places[0]}" + (f" and {len(places) - 1} more" if len(places) > 1 else ""))
    if one.claims or not (one.relays or one.publishes):
        _said(page, one)
    for heading, ties in (
        ("Who published it", one.published_by),
        ("Where it spoke, or who relayed it", one.relayed_by),
        ("Whom it relays", one.relays),
        ("Who gives the same figures", one.agrees_with),
        ("Who differs", one.differs_with),
    ):
        parts.tell_ties(page, heading, ties)
    if one.publishes:
        page.section(f"Its articles ({len(one.publishes)})")
        page.line(", ".join(one.publishes))
    parts.tell_judgements(page, one.judgements)


def _said(page: Page, one: ActorExplained) -> None:
    shown = len({line.claim for line in one.said})
    page.section(f"What it said ({one.claims} claim{'' if one.claims == 1 else 's'}, latest first)")
    last = ""
    for line in one.said:
        if line.claim != last:
            page.item(parts.place_line(line, speaker=False))
            figures = [other.words for other in one.said if other.claim == line.claim]
            page.quote(marked(line.passage.text, line.passage.start, figures), 4)
        if line.figure:
            page.line(f"«{line.words.text if line.words else ''}»: {line.bounds} {line.about}", 4)
        last = line.claim
    if shown < one.claims:
        page.line(f"and {one.claims - shown} earlier; --all shows them")
    if not one.claims:
        page.line("nothing: no claim has it as its speaker")


def _article(page: Page, one: ArticleExplained) -> None:
    article = one.article
    page.title(f"Article: {article.title or article.name}")
    page.line(parts.article_line(article))
    if article.outlet_basis:
        page.line(f"the outlet rests on: {article.outlet_basis}")
    if article.url:
        page.line(article.url)
    parts.tell_copies(page, article)
    for account in one.accounts:
        if account.report is None:
            page.section("About no exchange")
        else:
            topic = "Its own topic" if account.report.main else "It also mentions"
            what = f"{account.exchange.exchanged}, " if account.exchange else ""
            page.section(f"{topic}: {what}{account.report.days.words}")
            parts.tell_basis(page, account.report)
            if account.exchange is None:
                page.line("found no exchange: nothing tells which one it is")
            else:
                others = [name for name in account.exchange.articles if name != article.name]
                page.line(f"also told in {', '.join(others)}" if others else "no other article was joined with it")
        parts.tell_claims(page, account.statements)


def _matches(page: Page, one: Matches, again: str) -> None:
    more = f", the first {len(one.matches)} are shown; --all shows the rest" if len(one.matches) < one.found else ""
    figures = all(match.explained for match in one.matches)
    page.title(
        f"“{one.text}” {'is told' if figures else 'may mean'} {one.found} {'times' if figures else 'things'}{more}"
    )
    for match in one.matches:
        page.section(f"{match.what}: {match.label}")
        if match.detail:
            page.line(match.detail)
        if match.passage:
            page.quote(marked(match.passage.text, match.passage.start, match.marks))
        if match.explained:
            parts.tell_in_short(page, match.explained)
        page.raw(again.replace("{}", shlex.quote(match.name)))


# ---------------------------------------------------------------- what to type next


def _next(explained: Explanation) -> list[tuple[str, str]]:
    """Names what to explain next: the claim of a figure, its exchange, its speaker, what differs."""
    match explained:
        case FigureExplained():
            first = next((one.other for one in (*explained.contradicts, *explained.compatible)), None)
            return [
                (_short(explained.claim.iri), "the whole claim"),
                (_short(explained.figure.exchange), "its exchange"),
                (_short(explained.claim.speaker.iri), "who says it"),
                (_short(first.figure) if first else "", "the figure that differs"),
            ]
        case ClaimExplained():
            figure = explained.figures[0].iri if explained.figures else ""
            return [
                (_short(figure), "its first figure at length"),
                (_short(explained.claim.exchange), "its exchange"),
                (_short(explained.claim.speaker.iri), "who says it"),
            ]
        case ExchangeExplained():
            told = [one for group in explained.figures for one in group.statements]
            clash = next((one.a.figure for one in explained.clashes if not one.both_true), "")
            near = explained.near[0].iri if explained.near else ""
            return [
                (_short(clash), "a figure that somebody contradicts"),
                ("" if clash or not told else _short(told[0].figure), "its first figure"),
                (_short(near), "the exchange kept apart"),
            ]
        case ArticleExplained():
            met = dict.fromkeys(one.exchange.iri for one in explained.accounts if one.exchange)
            return [(_short(iri), "an exchange that it tells of") for iri in met]
        case ActorExplained():
            figure = next((one.figure for one in explained.said if one.figure), "")
            return [(_short(figure), "the latest figure it gave")]
        case Matches():
            return []


def _short(iri: str) -> str:
    """Cuts an IRI to the end that a person types."""
    found = _END.search(iri)
    return found[1] if found else iri
