"""Invents news articles of varied facts, for benchmarks and tests: `python benchmarks/articles.py FOLDER --count 1000`.

The same number gives the same article whatever the count. Names come from the authority; nothing told ever happened.
One in `--every` articles tells of an exchange, the others of trade, sport and weather; each bears the boilerplate of
its outlet. With `--jsonl` one file of JSON Lines is written to standard output.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

from kg import authority
from kg.authority import Authority, EntryType

START = date(2022, 3, 1)
OUTLETS = ("The Harbour Post", "Meridian Wire", "Daily Lantern", "Northgate Herald", "The Quay Times", "Orchard News")
AUTHORS = ("Anna Fields", "Tom Harrow", "Lucy Brook", "Peter Vale", "Mark Stone", "Ellen Marsh")
FIGURES = (15, 24, 41, 50, 64, 84, 100, 103, 175, 212, 250, 303, 390, 502, 528, 757, 909, 1000, 1200, 1212)
TOPICS = (
    (
        "Grain exports rise for a third month",
        "Exports of wheat and maize rose again in {month}, traders said as ports worked longer hours.",
        "A tonne of wheat cost {n} dollars at the coast, {m} more than a year ago.",
        "Farmers hope for rain before the sowing, and the ministry of agriculture expects a harvest near the average.",
        "Storage is short in the south, where new silos are due to open by the end of the year.",
    ),
    (
        "Home side ends season with a win",
        "A late goal gave the home side three points on the last day of the season, before a crowd of {n},000.",
        "The coach praised his young defenders and said that the club would look for a striker in the summer.",
        "The visitors hit the post twice in the first half and had {m} corners, but found no way through.",
        "Next season begins in August with a cup match away.",
    ),
    (
        "Storm cuts power along the coast",
        "About {n},000 homes were without electricity after a storm brought down lines along the coast overnight.",
        "Crews worked through the morning to clear roads, and schools in {m} towns stayed shut.",
        "The weather service said that gusts would ease by the evening but warned of more rain at the weekend.",
        "Ferries were to sail again on the following day.",
    ),
)
BACKGROUND = (
    "The fighting has gone on for years along a long front, and talks on a truce have brought little.",
    "Drones were heard over several towns overnight, and air defences were at work until the early morning.",
    "Relatives had gathered at the crossing, holding flags and photographs, some after two days on the road.",
    "Both sides have accused each other of slowing the work, and both have said that they want to go on with it.",
    "Experts say that naming the fallen can take months, because laboratories are few and samples are many.",
    "Diplomats from several countries have offered to help, and more talks are expected in the coming weeks.",
    "Energy ministers met on the same day to speak about repairs to the grid before the winter, without a decision.",
    "Prices for heating have doubled in some districts, and mayors have asked the government for more money.",
)
HEAD_LINES = (
    "Home | World | Business | Sport | Culture",
    "Subscribe to our newsletter",
    "Share this article on Facebook | X | Telegram",
)
TAIL_LINES = (
    "Read also: What we know about the talks",
    "Sign up for our morning briefing and never miss a story.",
    "Follow us on Telegram and Facebook",
    "© {year} {outlet}. All rights reserved. Republication only with permission.",
    "Cookie settings | Privacy policy | Contact us",
)


@dataclass(frozen=True, slots=True)
class Invented:
    """An article's name and its text."""

    name: str
    text: str


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("folder", type=Path, nargs="?", help="where to write one text file an article")
    arguments.add_argument("--count", type=int, default=100)
    arguments.add_argument("--every", type=int, default=1, help="one in so many tells of an exchange")
    arguments.add_argument("--jsonl", action="store_true", help="write JSON Lines to standard output")
    options = arguments.parse_args()
    if options.jsonl == bool(options.folder):
        arguments.error("name a folder, or give --jsonl")
    for number in range(options.count):
        one = article(number, options.every)
        if options.jsonl:
            sys.stdout.write(json.dumps({"id": one.name, "text": one.text}, ensure_ascii=False) + "\n")
        else:
            options.folder.mkdir(parents=True, exist_ok=True)
            (options.folder / f"{one.name}.txt").write_text(one.text, encoding="utf-8")


def article(number: int, every: int = 1) -> Invented:
    """Invents the article of a number; ten in a row that tell of an exchange tell of the same one."""
    chance = random.Random(f"article {number}")
    outlet = chance.choice(OUTLETS)
    if number % every:
        day = START + timedelta(days=chance.randrange(1500))
        headline, body = _other(chance, day)
    else:
        number_of_exchange = number // every // 10
        day, headline, body = _exchange(random.Random(f"exchange {number_of_exchange}"), chance, number_of_exchange)
    head = [HEAD_LINES[0], outlet, *(line for line in HEAD_LINES[1:] if chance.random() < 0.6)]
    tail = [line.format(year=day.year, outlet=outlet) for line in TAIL_LINES if chance.random() < 0.7]
    lines = [*head, headline, f"By {chance.choice(AUTHORS)}, {day.day} {day:%B} {day.year}", *body, *tail]
    return Invented(f"a{number:07}", "\n\n".join(lines) + "\n")


@lru_cache
def world() -> tuple[Authority, list[str], list[list[str]], list[str]]:
    """Gives the authority, two states at war, bodies and people who speak for each, and regions."""
    known = authority.load()
    entries = sorted(known.entries.values(), key=lambda entry: entry.iri)
    spoken = {EntryType.PERSON, EntryType.ORGANIZATION}
    speakers: dict[str, list[str]] = {}
    for entry in entries:
        if entry.type in spoken and entry.side:
            speakers.setdefault(entry.side, []).append(entry.label)
    sides = sorted(speakers, key=lambda side: (-len(speakers[side]), side))[:2]
    labels = [known.entries[side].label for side in sides]
    places = [entry.label for entry in entries if entry.type is EntryType.PLACE]
    return known, labels, [speakers[side] for side in sides], places


def _exchange(facts: random.Random, chance: random.Random, number: int) -> tuple[date, str, list[str]]:
    """Tells of an exchange; `facts` are the same in each article on it, `chance` is the article's own."""
    _, states, speakers, places = world()
    day = START + timedelta(days=(number * 3) % 1600)
    bodies = facts.random() < 0.5
    ours, theirs = facts.sample((0, 1), 2)
    received, given = facts.choice(FIGURES), facts.choice(FIGURES)
    if chance.random() < 0.1:
        received += chance.randrange(1, 5)
    get, give = states[ours], states[theirs]
    what = "bodies of fallen soldiers" if bodies else "prisoners of war"
    weekday = f"{day:%A}"
    regions = chance.sample(places, 3)
    split = max(1, received // 4)
    counts = (split, split, max(1, received - 2 * split))
    speaker, other = chance.choice(speakers[ours]), chance.choice(speakers[theirs])
    headline = chance.choice(
        (
            f"{get} receives {received:,} {what} from {give}",
            f"{received:,} {what} return to {get}",
            f"{get} and {give} carry out exchange of {what}",
        )
    )
    lead = chance.choice(
        (
            f"{get} received {received:,} {what} from {give} on {weekday}, {speaker} said.",
            f"{speaker} said on {weekday} that {received:,} {what} had been returned to {get}.",
            f"{give} handed over {received:,} {what} to {get} on {weekday}, according to {speaker}.",
        )
    )
    reply = chance.choice(
        (
            f"{other} said that {give} had received {given:,} in return.",
            f"{give} got {given:,} of its own, {other} confirmed on Telegram.",
            f"“We took home {given:,},” {other} told reporters.",
            f"{other} did not comment on the figure.",
        )
    )
    body = [lead, reply]
    if chance.random() < 0.5:
        body.append(
            f"Of those returned, {counts[0]} had been held or found in {regions[0]}, {counts[1]} in {regions[1]} and "
            f"{counts[2]} in {regions[2]}, {speaker} added."
        )
    if chance.random() < 0.4:
        body.append(
            f"Since the start of the year {get} has received more than {received * 4:,} {what}, {speaker} said."
        )
    background = chance.sample(BACKGROUND, 4)
    body[1:1] = background[:1]
    body += background[1:]
    return day, headline, body


def _other(chance: random.Random, day: date) -> tuple[str, list[str]]:
    topic = chance.choice(TOPICS)
    facts = {"month": f"{day:%B}", "n": chance.randrange(20, 300), "m": chance.randrange(3, 20)}
    headline, *body = topic
    return headline, [*(line.format(**facts) for line in body), *chance.sample(BACKGROUND[6:], 2)]


if __name__ == "__main__":
    main()
