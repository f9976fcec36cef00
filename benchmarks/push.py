"""Measures `kg push` to real servers: `python benchmarks/push.py`.

Pushes a store of invented articles to Oxigraph's server and to Virtuoso, kills the push (`kill -9`) once half of the
graphs are there, pushes again, and once more. Prints, for each server, the seconds of each push and what it sent, and
ends with an error if a count or checksum differs, or if the last push sends anything. The servers are those of
`tests/servers.py`, new and empty, on this machine; the seconds are those of a clock.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import reports

from kg.store import Store

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))
from servers import Oxigraph, Server, Virtuoso

RUN = (sys.executable, "-c", "import sys; sys.argv[0] = 'kg'; from kg.cli import main; main()", "push")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--articles", type=int, default=1000)
    options = arguments.parse_args()
    for kind in (Oxigraph, Virtuoso):
        with tempfile.TemporaryDirectory() as folder:
            store = Path(folder) / "store"
            with Store(store) as opened:
                reports.fill(opened, options.articles, max(1, options.articles // 10))
                wanted = {name: len(opened.lines(name)) for name in opened.graphs()}
            print(f"{kind.name}: {len(wanted)} graphs, {sum(wanted.values())} statements", flush=True)
            home = Path(folder) / "server"
            home.mkdir()
            server = kind(home)
            server.start()
            try:
                measure(server, store, wanted)
            finally:
                server.stop()


def measure(server: Server, store: Path, wanted: dict[str, int]) -> None:
    start = time.monotonic()
    process = subprocess.Popen(command(server, store), env=environment(server), stdout=subprocess.DEVNULL)
    while len(server.counts()) < len(wanted) // 2 and process.poll() is None:
        time.sleep(0.1)
    process.kill()
    if process.wait() != -9:
        sys.exit("the push ended before it could be killed")
    show("killed half-way", start, f"{len(server.counts())} graphs are there")
    sent = []
    for name, *more in (("pushed again",), ("second push",), ("compared all", "--verify")):
        start = time.monotonic()
        done = subprocess.run(command(server, store, *more), env=environment(server), capture_output=True, text=True)
        show(name, start, " · ".join(done.stdout.splitlines()).replace(f" at {server.graph_store_url}", ""))
        if done.returncode or server.counts() != wanted:
            sys.exit(f"not all is there: {done.stderr}")
        sent.append(int(re.findall(r"(\d+) graphs? sent", done.stdout)[0]))
    if sent[1:] != [0, 0]:
        sys.exit("what was there was sent again")


def command(server: Server, store: Path, *more: str) -> list[str]:
    return [*RUN, server.url, "--store", str(store), *more]


def environment(server: Server) -> dict[str, str]:
    known = {"KG_PUSH_USER": server.user, "KG_PUSH_PASSWORD": server.password}
    return {**os.environ, **{name: value for name, value in known.items() if value}}


def show(name: str, start: float, what: str) -> None:
    print(f"  {name:<16} {time.monotonic() - start:>6.1f} s  {what}", flush=True)


if __name__ == "__main__":
    main()
