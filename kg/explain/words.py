"""Says in words what the graph says in values: days, directions, rules."""

from __future__ import annotations

from datetime import date, timedelta

from kg.resolve import names

ROLES = {
    "total": "the total of one direction of one exchange",
    "combined": "both directions added up",
    "part": "a part of a total",
    "running": "a running total over many exchanges",
    "agreed": "agreed beforehand, not a count of who came",
    "planned": "announced, not done yet",
    "threshold": "the bar of a row, as in “the sixth of 500 or more”",
    "losses": "losses of the war, not of an exchange",
}
IN_SHORT = {
    "total": "total of one direction",
    "combined": "both directions together",
    "part": "part of a total",
    "running": "running total",
    "agreed": "agreed beforehand",
    "planned": "not done yet",
    "threshold": "the bar of a row",
    "losses": "losses of the war",
}
STANCES = {
    "asserts": "says that it is so",
    "confirms": "confirms it",
    "denies": "denies it or takes it back",
    "estimates": "gives it as an estimate",
    "declines": "refuses or fails to comment",
}
MANNERS = {
    "quoted": "in quotation marks",
    "mixed": "partly in quotation marks",
    "paraphrased": "in the article's words",
    "narrated": "in the publication's own voice",
}
VERDICTS = {
    "agreed": "agreed: two or more independent speakers give it",
    "disputed": "disputed: speakers give different figures",
    "single": "one speaker only",
}
WHYS = {
    "value": "two figures for the same thing",
    "sum": "parts that don't add up to the total",
    "running": "a running total that falls",
    "rounding": "one is a rounding of the other",
    "part": "a part beside its total",
    "both": "one direction beside both together",
}
ANSWERS = {
    "agrees": "agrees with",
    "confirms": "confirms",
    "disagrees": "disagrees with",
    "disputes": "disputes",
    "qualifies": "qualifies",
    "corrects": "corrects",
}
RULES = {
    "speech": "a reporting verb or phrase with its speaker",
    "narrated": "no speaker in the sentence: the publication's own voice",
    "silence": "words for keeping silent",
    "quotation goes on": "a quotation that goes on from the sentence before",
    "relay": "an outlet that passes on what another says",
    "unnamed": "a speaker whom the article doesn't name",
    "unresolved": "a speaker whom nothing in the article tells",
    "passive": "reported in the passive, by nobody named",
    "document": "a document or statement that speaks for its author",
    "correction": "a correction of an earlier figure",
    "aside": "a reporting aside inside the sentence",
    "get": "a verb of getting, whose subject receives",
    "give": "a verb of handing over, whose subject gives",
    "come": "a verb of coming back",
    "swap": "a verb of exchanging",
    "each": "a number that holds for each side",
    "free": "a verb of freeing, by which a side gives others or gets its own: as the article's other figures tell",
    "context": "no verb of transfer: direction from the words around it",
}
_SHORT = 45


def shown(day: str) -> str:
    """Writes a day for people: `18 April 2025`; "" for none."""
    if not day:
        return ""
    known = date.fromisoformat(day)
    return f"{known.day} {known:%B %Y}"


def days(earliest: str, latest: str, weekday: int | None, month_day: str = "") -> str:
    """Writes the bounds of a day for people; days are ISO dates or "", Monday is 0, `month_day` is `--02-29` or ""."""
    if not (earliest or latest):
        if month_day:
            return f"on {date.fromisoformat(f'2000{month_day[1:]}'):%-d %B}, year unknown"
        return f"on a {names.weekday(weekday)}, date unknown" if weekday is not None else "day unknown"
    if earliest == latest:
        return shown(latest)
    if not earliest:
        return f"on or before {shown(latest)}"
    if not latest:
        return f"on or after {shown(earliest)}"
    first, last = date.fromisoformat(earliest), date.fromisoformat(latest)
    if first.day == 1 and (last + timedelta(days=1)).day == 1:
        if (first.year, first.month) == (last.year, last.month):
            return f"{last:%B %Y}"
        if first.month == 1 and last.month == 12 and first.year == last.year:
            return str(last.year)
    between = " or " if last - first == timedelta(days=1) else " to "
    if first.year != last.year:
        return f"{shown(earliest)}{between}{shown(latest)}"
    return f"{first.day}{'' if first.month == last.month else f' {first:%B}'}{between}{shown(latest)}"


def about(counted: str, whose: str, giver: str, receiver: str, place: str) -> str:
    """Says what a figure counts: `bodies (Arland's people), from Borland to Arland, in or from Norton`."""
    parts = [(counted or "people") + (f" ({whose}'s people)" if whose else "")]
    way = " ".join(words for words in (f"from {giver}" if giver else "", f"to {receiver}" if receiver else "") if words)
    if way:
        parts.append(way)
    if place:
        parts.append(f"in or from {place}")
    return ", ".join(parts)


def exchanged(kinds: tuple[str, ...]) -> str:
    """Says what is exchanged: `bodies`, `prisoners` or `bodies and prisoners`."""
    return " and ".join(kinds)


def clipped(text: str, longest: int = _SHORT) -> str:
    """Cuts a text that only helps to tell one thing from another, at a space."""
    flat = " ".join(text.split())
    return flat if len(flat) <= longest else flat[:longest].rsplit(" ", 1)[0].rstrip(" ,;:") + " …"
