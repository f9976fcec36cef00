"""Kills builds at random moments and compares what the next build makes: `python benchmarks/kill.py ARTICLE…`.

Each turn starts a build of the articles in a process of its own, half of the turns in an empty store and half in one
that holds every other article, sends it SIGKILL at a random moment, opens the store as a reader does, builds again and
compares the N-Quads with those of a clean build. Prints one line a turn; exit 1 if any differs.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import random
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from time import monotonic

from kg import build, read
from kg.errors import StoreError
from kg.settings import Settings
from kg.store import Store

CODE = """
import sys, pathlib
from kg import build
from kg.settings import Settings
from kg.store import Store
with Store(pathlib.Path(sys.argv[1])) as store:
    build.build([pathlib.Path(one) for one in sys.argv[2:]], store, Settings())
"""


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("articles", nargs="+", type=Path)
    arguments.add_argument("--turns", type=int, default=50)
    arguments.add_argument("--seed", type=int, default=1)
    options = arguments.parse_args()
    chance = random.Random(options.seed)
    articles = list(read.find(options.articles))
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        began = monotonic()
        subprocess.run([sys.executable, "-c", CODE, root / "clean", *articles], check=True)
        took = monotonic() - began
        wanted = digest(root / "clean")
        subprocess.run([sys.executable, "-c", CODE, root / "half", *articles[::2]], check=True)
        half = digest(root / "half")
        print(f"{len(articles)} articles, a clean build takes {took:.1f} s, N-Quads {wanted}")
        failed = 0
        for turn in range(1, options.turns + 1):
            store = root / "store"
            shutil.rmtree(store, ignore_errors=True)
            first = turn % 2 == 1
            if not first:
                shutil.copytree(root / "half", store)
            moment = chance.uniform(0, took * (1.0 if first else 0.55))
            died, seen, done = one_turn(store, articles, moment)
            good = seen in ("none" if first else half, wanted) and done == wanted
            failed += not good
            kind = "first build" if first else "update"
            state = {"none": "no store yet", half: "the state before", wanted: "the new state"}.get(seen, seen)
            how = "killed" if died else "had ended"
            print(f"{turn:>3} {kind:<11} {how} at {moment:>5.1f} s: {state}, then {done} {'ok' if good else 'DIFFERS'}")
            sys.stdout.flush()
    print(f"{options.turns - failed} of {options.turns} as a clean build")
    return 1 if failed else 0


def one_turn(store: Path, articles: list[Path], moment: float) -> tuple[bool, str, str]:
    """Kills a build at a moment; tells whether it still ran, what a reader then saw, and what the next build made."""
    running = subprocess.Popen([sys.executable, "-c", CODE, store, *articles])
    try:
        running.wait(moment)
    except subprocess.TimeoutExpired:
        running.kill()
    died = running.wait() == -signal.SIGKILL
    try:
        seen = digest(store)
    except StoreError:
        seen = "none"
    with Store(store) as opened:
        build.build(articles, opened, Settings())
    return died, seen, digest(store)


def digest(store: Path) -> str:
    content = io.BytesIO()
    with Store(store, read_only=True) as opened:
        opened.dump_quads(content)
    return hashlib.sha256(content.getvalue()).hexdigest()[:12]


if __name__ == "__main__":
    sys.exit(main())
