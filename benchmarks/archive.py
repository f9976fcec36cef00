"""Measures a build of an archive of which little tells of an exchange: `python benchmarks/archive.py`.

It writes a file of JSON Lines in which one record in `--every` is an article of `tests/corpus`, boilerplate included,
and the others are made-up news: of councils, courts, sport and trade, and every fifth of a war, its strikes, dead and
captured towns. The whole build, from reading to what is stored, checked and decided, is compared with the bare spaCy
pipeline that parses all the same texts; both load the model, in processes of their own. `--bar 0.15` ends with exit 1
where the ratio is above it, and `--profile` prints where the time of the build goes.
"""

from __future__ import annotations

import argparse
import cProfile
import json
import pstats
import random
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from time import process_time

import spacy

from kg import authority, build, lexicon
from kg.settings import MODEL, Settings
from kg.store import Store

CORPUS = Path(__file__).resolve().parent.parent / "tests" / "corpus"
TOPICS = {
    "council": [
        "The council of Norton voted on Friday to put {n} million into roads and schools, after a debate of {m} hours.",
        "The mayor told reporters that the budget would be exchanged for a smaller one if prices rise again.",
        "Residents of {m} streets say that trams have been late since the depot was moved behind the river.",
        "A spokesman said that the plan remains open to the public until the end of the month.",
        "Opponents, who hold {m} seats, asked for the transfer of the land to be stopped.",
    ],
    "court": [
        "A court in Ashford sentenced a man to {m} years for robbery, and let two others go for want of evidence.",
        "The judge said that the prisoner had shown no remorse, and that he would be released in {n} months.",
        "Police searched {m} houses on Tuesday and found phones, cash and a car that was stolen in spring.",
        "The defence will appeal; its lawyer spoke of a trial that was decided before it began.",
        "Prosecutors had asked for {n} months for each of the accused.",
    ],
    "sport": [
        "Norton United beat the visitors {m} to nil, with the striker who was swapped for a defender scoring twice.",
        "The coach said that the team had fought like heroes and would take the return match as it comes.",
        "The club traded its goalkeeper in May and has received offers for {m} more players since.",
        "About {n} thousand came to the ground, more than on any day of this year.",
    ],
    "trade": [
        "Shares closed higher on Monday after the central bank kept its rate, and grain was traded at {n} a tonne.",
        "The exchange in the capital said that {m} firms had asked to be listed, twice as many as a year before.",
        "Exports to the south fell by {m} percent, while those to the north returned to where they stood in March.",
        "The company will hand over its new plant in autumn; {n} people are to work there.",
    ],
    "war": [
        "{a} struck the port of Dalesk overnight with {m} drones, killing {n} people, officials of {b} said.",
        "Soldiers of {b} held two villages near the river, the general staff said in its evening report.",
        "Air defences brought down {n} of the drones; the remains of one fell on a school, where nobody was hurt.",
        "{a} said that its troops had captured a hamlet and destroyed {m} tanks, which could not be confirmed.",
        "The president of {b} spoke with allies by phone about air defence and about talks that may begin in May.",
        "Rescuers worked until morning; the bodies of {m} residents were found under the ruins, the governor said.",
        "Twelve of the wounded are children, the governor of the region said, and {n} are still in hospital.",
        "Power was restored to {n} thousand homes after the strike, the grid's operator said.",
        "Analysts said that neither army has the troops for an attack on a broad front before summer.",
    ],
}


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--articles", type=int, default=1000, help="records in the file")
    arguments.add_argument("--every", type=int, default=20, help="one in so many tells of an exchange")
    arguments.add_argument("--bar", type=float, help="highest ratio that is good")
    arguments.add_argument("--profile", action="store_true", help="show the costliest functions of the build")
    arguments.add_argument("--step", choices=("parse", "build"), help=argparse.SUPPRESS)
    arguments.add_argument("--file", type=Path, help="an archive of your own instead, in JSON Lines with a field text")
    options = arguments.parse_args()
    if options.step:
        (_parse if options.step == "parse" else _build)(options.file)
        return
    with tempfile.TemporaryDirectory() as folder:
        path = options.file or Path(folder) / "archive.jsonl"
        if not options.file:
            _write(path, options.articles, options.every)
        if options.profile:
            profile = cProfile.Profile()
            profile.runcall(_build, path)
            pstats.Stats(profile).sort_stats("cumulative").print_stats(r"kg/|language\.py", 60)
            return
        parsing, building = (_measured(step, path) for step in ("parse", "build"))
    print(f"bare pipeline {parsing:.1f} s, build {building:.1f} s, ratio {building / parsing:.3f}")
    if options.bar is not None and building / parsing > options.bar:
        sys.exit(f"the build costs {building / parsing:.3f} times the bare pipeline, more than {options.bar}")


def _write(path: Path, count: int, every: int) -> None:
    chance = random.Random(1)
    telling = [file.read_text(encoding="utf-8") for file in sorted(CORPUS.rglob("articles/*.txt"))]
    chance.shuffle(telling)
    sides = _sides()
    with path.open("w", encoding="utf-8") as lines:
        for number in range(count):
            text = telling[number // every % len(telling)] if number % every == 0 else _other(chance, sides)
            record = {"id": f"n-{number}", "date": f"2025-{number % 12 + 1:02}-{number % 28 + 1:02}", "text": text}
            lines.write(json.dumps(record) + "\n")


def _sides() -> list[str]:
    """Gives the names of two sides of a war as the authority has them."""
    known = authority.load()
    parties = sorted({party for conflict in lexicon.load().conflicts for party in conflict.parties})
    return [entry.label for party in parties if (entry := known.get(party))][:2]


def _other(chance: random.Random, sides: list[str]) -> str:
    sentences = TOPICS["war" if chance.random() < 0.2 else chance.choice(["council", "court", "sport", "trade"])]
    paragraphs = []
    for _ in range(chance.randint(5, 12)):
        a, b = chance.sample(sides, 2)
        chosen = chance.sample(sentences, chance.randint(2, 4))
        told = [one.format(n=chance.randint(11, 99), m=chance.randint(2, 10), a=a, b=b) for one in chosen]
        paragraphs.append(" ".join(told))
    return "\n\n".join(paragraphs)


def _measured(step: str, path: Path) -> float:
    done = subprocess.run(
        [sys.executable, __file__, "--step", step, "--file", str(path)], check=True, capture_output=True, text=True
    )
    print(f"{step}: {done.stdout.strip()}")
    return float(done.stdout.split()[0])


def _parse(path: Path) -> None:
    start = process_time()
    bare = spacy.load(MODEL)
    texts = [json.loads(line)["text"] for line in path.open(encoding="utf-8")]
    for text in texts:
        bare(text)
    print(f"{process_time() - start:.2f} s for {len(texts)} articles")


def _build(path: Path) -> None:
    start = process_time()
    with tempfile.TemporaryDirectory() as folder, Store(Path(folder) / "store") as store:
        summary = build.build([path], store, Settings())
    took = process_time() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    parsed = summary.read - summary.unread
    print(
        f"{took:.2f} s for {summary.read} articles, of which {parsed} were parsed and {len(summary.stored)} stored; "
        f"{len(summary.skipped)} skipped; {memory} MB at most"
    )


if __name__ == "__main__":
    main()
