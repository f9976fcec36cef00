"""The parts that pages of explanations are made of."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from kg.explain import words as wording
from kg.explain.layout import Page, marked

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.explain.records import (
        Article,
        Claim,
        Clash,
        Contrast,
        Figure,
        FigureExplained,
        Judgement,
        Link,
        Meeting,
        Reply,
        Report,
        Statement,
        Tie,
        Words,
    )

STANCES = {"confirms": "confirms", "denies": "denies", "estimates": "estimates", "declines": "does not comment"}
SHOWN_TIES = 12
_JUDGED = {"same": "the same", "different": "different"}


def tell_passage(page: Page, claim: Claim, marks: Sequence[Words | None]) -> None:
    """Writes the words that carry a claim, marked, with where they stand."""
    passage = claim.passage
    page.blank()
    if passage.before:
        page.line(f"(before it: {passage.before})")
    page.quote(marked(passage.text, passage.start, marks))
    if passage.after:
        page.line(f"(after it: {passage.after})")
    places = [f"passage {passage.start}–{passage.end}", *(f"«{one.text}» {span(one)}" for one in marks if one)]
    page.line(article_line(passage.article))
    page.line(f"characters: {', '.join(places)}")
    tell_copies(page, passage.article)


def tell_copies(page: Page, article: Article) -> None:
    """Says which articles are the same text at other outlets."""
    if article.copies:
        page.line(f"copies: {', '.join(article.copies)}; counted once")


def tell_speaker(page: Page, claim: Claim) -> None:
    """Says who makes a claim, through whom, how, and by which rule that was found."""
    who = claim.speaker
    role = f", {who.position}" if who.position else f", known as {who.known_as}" if who.known_as else ""
    side = f" (side of {who.side})" if who.side and who.side != who.label else ""
    page.line(f"{who.label or 'a speaker whom the article does not name'}{role}{side}")
    chain = [f"through {claim.medium}"] if claim.medium else []
    outlet = claim.passage.article.outlet
    if outlet and outlet != who.label:
        chain.append(f"published by {outlet}")
    if chain:
        page.line(", ".join(chain))
    cue = f", by the word “{claim.cue}”" if claim.cue else ""
    page.line(
        f"{wording.STANCES.get(claim.stance, claim.stance)}, {wording.MANNERS.get(claim.manner, claim.manner)}{cue}"
    )
    if claim.said:
        page.line(f"told on {claim.said.words}, by the words {claim.said.basis}")
    page.line(f"found by the rule “{claim.rule}”{_rule(claim.rule)}")


def tell_in_short(page: Page, one: FigureExplained) -> None:
    """Says of a figure among several through whom it came, why it is of its exchange, who agrees and who differs."""
    relay = f"through {one.claim.medium}; " if one.claim.medium else ""
    page.line(f"{relay}found by the rules “{one.claim.rule}” and “{one.figure.rule}”")
    reasons = dict.fromkeys(reason for link in one.links for reason in link.reasons)
    if reasons:
        page.line(f"one exchange with {', '.join(_others(one))}: {'; '.join(reasons)}")
    agreeing = dict.fromkeys(other.speaker or other.outlet or other.article for other in one.agrees)
    if agreeing:
        page.line(f"agrees: {', '.join(agreeing)}")
    for contrast in one.contradicts:
        other = contrast.other
        who = other.speaker or other.outlet or "nobody named"
        page.line(f"differs: {other.bounds} by {who} [{other.article}]: {contrast.comment}")


def _others(one: FigureExplained) -> list[str]:
    here = one.claim.passage.article.name
    return [name for name in (one.exchange.articles if one.exchange else ()) if name != here]


def tell_counts(page: Page, figure: Figure) -> None:
    """Says what a figure is to its exchange, below a heading that says what it counts."""
    page.line(wording.ROLES.get(figure.role, figure.role))
    unknown = [name for name, value in (("giver", figure.giver), ("receiver", figure.receiver)) if not value]
    if unknown:
        page.line(f"{' and '.join(unknown)} not told")
    page.line(f"found by the rule “{figure.rule}”{_rule(figure.rule)}")


def _rule(rule: str) -> str:
    return f": {wording.RULES[rule]}" if rule in wording.RULES else ""


def tell_exchange(page: Page, report: Report | None, exchange: Meeting | None, links: Sequence[Link]) -> None:
    """Says which exchange something is about, and why."""
    page.section("The exchange it is about")
    if report is None:
        page.line("none: nothing in the article ties it to an exchange")
        return
    if exchange is None:
        page.line("undecided: an exchange that the article mentions, and nothing tells which")
    else:
        page.line(
            f"{exchange.exchanged} between {' and '.join(exchange.sides) or 'unknown sides'}, {exchange.days.words}"
        )
        if exchange.days.basis:
            page.line(f"the day rests on: {exchange.days.basis}")
    page.line(
        "the article's own topic" if report.main else "not the article's own topic, but another one that it mentions"
    )
    tell_basis(page, report, unlike=exchange.days.basis if exchange else "")
    for ordinal in report.ordinals:
        page.line(f"told as {ordinal}")
    if not links and exchange:
        others = [name for name in exchange.articles if name != report.article.name]
        page.line(f"also told in {', '.join(others)}" if others else "no other article was joined with it")
    tell_links(page, links)


def tell_basis(page: Page, report: Report, unlike: str = "") -> None:
    """Says what an article's day rests on."""
    if report.days.basis and report.days.basis != unlike:
        page.line(f"this article's day: {report.days.words}, which rests on: {report.days.basis}")


def tell_links(page: Page, links: Sequence[Link]) -> None:
    """Says why reports were taken for one exchange."""
    if links:
        page.section("Why these articles tell of one exchange")
    for link in links:
        page.item(f"{link.articles[0]} and {link.articles[1]}: score {link.score}")
        for reason in link.reasons:
            page.line(reason, 6)


def tell_standing(page: Page, one: FigureExplained) -> None:
    """Says who agrees with a figure and who differs, at length."""
    if not (one.agrees or one.repeats or one.contradicts):
        page.section("Who agrees, who differs")
        page.line("nobody: no other figure for it is the same or can't be true beside it")
    else:
        _tell_both(page, one)
    if one.compatible:
        page.section("Figures that differ and can both be true")
        _tell_contrasts(page, one.compatible)
    if one.others:
        page.section("Other figures on the same people")
    groups: dict[str, list[Statement]] = {}
    for other in one.others:
        groups.setdefault(_figure_of(other) + f" ({wording.IN_SHORT.get(other.role, other.role)})", []).append(other)
    for head, statements in groups.items():
        page.line(head)
        tell_statements(page, statements, 4)


def _tell_both(page: Page, one: FigureExplained) -> None:
    page.section("Who agrees")
    tell_statements(page, one.agrees, 2)
    if not one.agrees:
        page.line("nobody else gives this figure for it")
    if one.repeats:
        page.line("said again by the same speaker, or in a copy:")
        tell_statements(page, one.repeats, 4)
    page.section("Who differs")
    _tell_contrasts(page, one.contradicts)
    if not one.contradicts:
        page.line("nobody gives a figure that can't be true beside it")


def _tell_contrasts(page: Page, contrasts: Iterable[Contrast]) -> None:
    groups: dict[tuple[str, str], list[Contrast]] = {}
    for one in contrasts:
        groups.setdefault((one.why, one.other.bounds), []).append(one)
    for (why, _), same in groups.items():
        page.line(_figure_of(same[0].other))
        page.line(f"{why_words(why)}: {same[0].comment}" if same[0].comment else why_words(why), 4)
        tell_statements(page, [one.other for one in same], 4)


def _figure_of(one: Statement) -> str:
    return f"{one.bounds} {one.about}"


def tell_standing_briefly(page: Page, one: FigureExplained) -> None:
    """Says the same in a line each, under a claim."""
    agree = list(dict.fromkeys(other.speaker or "an unnamed speaker" for other in one.agrees))
    page.line(f"agrees: {', '.join(agree)}" if agree else "nobody else gives this figure for it")
    for contrast in (*one.contradicts, *one.compatible):
        page.line(f"differs: {figure_line(contrast.other)} ({why_words(contrast.why)})")


def why_words(why: str) -> str:
    """Says why two figures differ."""
    return wording.WHYS.get(why, why)


def tell_meeting(page: Page, meeting: Meeting) -> None:
    """Opens the page of an exchange."""
    page.title(
        f"Exchange of {meeting.exchanged}: {' and '.join(meeting.sides) or 'sides unknown'}, {meeting.days.words}"
    )
    if meeting.days.basis:
        page.line(f"the day rests on: {meeting.days.basis}")


def tell_report(page: Page, report: Report) -> None:
    """Says what one article's account of an exchange rests on."""
    page.item(f"{article_line(report.article)}: {'its own topic' if report.main else 'mentioned beside its own topic'}")
    if report.words:
        page.quote(marked(report.words.text, 0, ()), 4)
    if report.days.basis:
        page.line(f"{report.days.words}, which rests on: {report.days.basis}", 4)
    for ordinal in report.ordinals:
        page.line(f"told as {ordinal}", 4)
    if report.article.copies:
        page.line(f"copies: {', '.join(report.article.copies)}; counted once", 4)


def tell_ties(page: Page, heading: str, ties: Sequence[Tie]) -> None:
    """Names other actors with how many claims tie them to this one."""
    if ties:
        page.section(heading)
        more = len(ties) - SHOWN_TIES
        named = ", ".join(f"{tie.label} ({tie.claims})" for tie in ties[:SHOWN_TIES])
        page.line(named + (f" and {more} more" if more > 0 else ""))


def tell_clashes(page: Page, clashes: Iterable[Clash]) -> None:
    """Writes pairs of figures that differ, those of the same two figures together, with who gives each."""
    groups: dict[tuple[object, ...], tuple[Clash, dict[str, dict[str, None]]]] = {}
    for one in clashes:
        ends = (one.a, one.b)
        # Which of two figures comes first says nothing.
        topic = one.comment.replace(one.a.bounds, "").replace(one.b.bounds, "")
        key = (one.why, topic, frozenset(end.bounds for end in ends))
        _, sides = groups.setdefault(key, (one, {}))
        for end in ends:
            sides.setdefault(end.bounds, {}).setdefault(_by_whom(end))
    for first, sides in groups.values():
        page.item(f"{why_words(first.why)}: {first.comment}" if first.comment else why_words(first.why))
        for bounds, speakers in sides.items():
            page.line(f"{bounds}: {'; '.join(speakers)}", 4)


def tell_replies(page: Page, replies: Iterable[Reply]) -> None:
    """Writes how claims stand to each other, once for each two speakers."""
    counted = Counter((one.a.speaker, one.stance, one.b.speaker) for one in replies)
    for (speaker, stance, other), count in counted.items():
        times = f" ({count} pairs of claims)" if count > 1 else ""
        nobody = "an unnamed speaker"
        page.item(f"{speaker or nobody} {wording.ANSWERS[stance]} {other or nobody}{times}")


def tell_judgements(page: Page, judgements: Sequence[Judgement]) -> None:
    """Says what readers decided."""
    if judgements:
        page.section("A reader decided")
    for one in judgements:
        reason = f": {one.reason}" if one.reason else ""
        page.item(f"{' and '.join(one.things)} are {_JUDGED.get(one.judged_as, one.judged_as)}{reason}")


def tell_claims(page: Page, statements: Sequence[Statement], *, placed: bool = False) -> None:
    """Writes statements claim by claim, each with its passage, and (`placed`) with its article."""
    seen: dict[str, list[Statement]] = {}
    for one in statements:
        seen.setdefault(one.claim, []).append(one)
    for lines in seen.values():
        first = lines[0]
        page.item(source_line(first) if placed else speaker_line(first))
        page.quote(marked(first.passage.text, first.passage.start, [one.words for one in lines]), 4)
        for one in lines:
            if one.words:
                page.line(f"«{one.words.text}»: {one.bounds} {one.about}", 4)


def tell_statements(page: Page, statements: Iterable[Statement], indent: int) -> None:
    """Writes who gives a figure, once for each speaker and wording, with all articles."""
    groups: dict[tuple[str, str], list[str]] = {}
    for one in statements:
        key = (f"“{one.words.text}” " if one.words else "", _by_whom(one))
        medium = through(one).removeprefix(", ")
        groups.setdefault(key, []).append(", ".join(part for part in (medium, place_line(one, speaker=True)) if part))
    for (words, speaker), places in groups.items():
        page.item(f"{words}{speaker}: {'; '.join(dict.fromkeys(places))}", indent)


def figure_line(one: Statement) -> str:
    """Writes a statement's figure, and who gives it."""
    return f"{_figure_of(one)}: {source_line(one)}" if one.figure else source_line(one)


def source_line(one: Statement) -> str:
    """Says who makes a statement, through whom, and where."""
    place = place_line(one, speaker=True)
    return speaker_line(one) + (" " if place.startswith("[") else ", ") + place


def speaker_line(one: Statement) -> str:
    """Says who makes a statement, how, and through whom."""
    return _by_whom(one) + through(one)


def _by_whom(one: Statement) -> str:
    stance = STANCES.get(one.stance, "")
    own = " in its own voice" if one.speaker and one.speaker == one.outlet else ""
    return (one.speaker or "unnamed speaker") + own + (f" ({stance})" if stance else "")


def through(one: Statement) -> str:
    """Says who relayed a statement, or where it was made."""
    return f", through {one.medium}" if one.medium and one.medium != one.speaker else ""


def place_line(one: Statement, *, speaker: bool) -> str:
    """Names outlet, day and article; the outlet only where it is not the speaker told before."""
    outlet = "" if speaker and one.outlet == one.speaker else one.outlet
    told = ", ".join(part for part in (outlet, wording.shown(one.published)) if part)
    return f"{told} [{one.article}]" if told else f"[{one.article}]"


def article_line(article: Article) -> str:
    """Names an article's outlet, day and name."""
    basis = f" ({article.basis})" if article.basis else ""
    day = f"{wording.shown(article.published)}{basis}" if article.published else "undated"
    return f"{article.outlet or 'outlet unknown'}, {day} [{article.name}]"


def span(words: Words) -> str:
    """Writes offsets."""
    return f"{words.start}–{words.end}"
