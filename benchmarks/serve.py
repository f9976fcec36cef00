"""Measures the server under readers while a build writes: `python benchmarks/serve.py --articles 1000`.

Fills a store with generated articles and serves it. Then one client, and after it fifty, read pages and ask questions,
with a pause of some seconds between two requests as a person makes it; beside the fifty, and in a second round beside
the one, builds add articles. Each answer is checked: nothing may fail, each count must be that of a state that a build
finished, once a build has ended no answer to a query may be older, and no client may see a page of an older state than
before. Prints the times by client and kind of request, the ratio of the 95th percentiles, and how long pages took to
show what a build had ended with. Last, queries without end are asked: seconds until they are stopped, and if the server
goes on.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from urllib.parse import quote

import requests
from news import fill

from kg.settings import samples_folder
from kg.store import Store

_CHECK = """SELECT (COUNT(DISTINCT ?g) AS ?graphs) { GRAPH ?g {
?s <https://w3id.org/exchange-kg/ontology#fingerprint> ?f } }"""
_ACCEPT = {"Accept": "text/html, application/json;q=0.9"}
_ARTICLES = re.compile(r'class="dek">([\d,]+) article')
_ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(CONCAT(STR(?a), STR(?f), STR(?i)) != '') }"


@dataclass
class Tally:
    """What the clients of one round met with."""

    times: dict[str, list[float]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    behind: list[float] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, kind: str, seconds: float, fault: str) -> None:
        with self.lock:
            self.times.setdefault(kind, []).append(seconds)
            if fault:
                self.faults.append(f"{kind}: {fault}")

    def all(self) -> list[float]:
        return [one for times in self.times.values() for one in times]


class Builds:
    """Builds that add one article each, one after the other, and what states they have finished."""

    def __init__(self, store: Path, folder: Path) -> None:
        self.store = store
        self.folder = folder
        self.finished = [len(Store(store, read_only=True).fingerprints())]
        self.ended = [time.monotonic()]
        self._going = False
        self._thread = threading.Thread()

    def start(self) -> None:
        self._going = True
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def stop(self) -> None:
        self._going = False
        self._thread.join()

    def _run(self) -> None:
        samples = sorted(samples_folder().glob("*.txt"))
        while self._going:
            number = len(self.finished)
            file = self.folder / f"more-{number}.txt"
            text = samples[number % len(samples)].read_text(encoding="utf-8")
            file.write_text(f"{text}\nEdition {number}.\n", encoding="utf-8")
            run_kg("build", file, "--store", self.store)
            self.ended.append(time.monotonic())
            self.finished.append(self.finished[-1] + 1)

    def behind(self, graphs: int, start: float) -> float:
        """Tells for how long a later state than one of so many articles had been finished at some time."""
        later = [ended for ended, many in zip(self.ended, self.finished, strict=False) if many > graphs]
        return max(0.0, start - min(later)) if later else 0.0


def run_kg(*arguments: str | Path) -> None:
    command = [sys.executable, "-c", "from kg.cli import main; main()", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr)


def client(url: str, seed: int, until: float, pause: float, places: list[str], tally: Tally, builds: Builds) -> None:
    """Reads and asks, as a person does who stops to read."""
    chance = random.Random(seed)
    session = requests.Session()
    time.sleep(chance.uniform(0, pause))
    seen = 0
    while time.monotonic() < until:
        place = chance.choice(places)
        kind = "count" if place == "count" else re.sub(r"^/([^/?]*).*", r"/\1", place)
        oldest = builds.finished[-1]
        start = time.monotonic()
        try:
            if place == "count":
                answer = session.post(f"{url}/sparql", {"query": _CHECK}, timeout=120)
            else:
                answer = session.get(url + place, headers=_ACCEPT, timeout=120)
            fault = "" if answer.ok else f"{answer.status_code} {answer.text[:200]}"
        except requests.RequestException as error:
            fault = repr(error)
        seconds = time.monotonic() - start
        if place == "count" and not fault:
            graphs = int(answer.json()["results"]["bindings"][0]["graphs"]["value"])
            # The build that is about to end may have put its state in place already.
            newest = builds.finished[-1] + 1
            if not oldest <= graphs <= newest:
                fault = f"{graphs} articles, between {oldest} and {newest} are right"
        if place == "/" and not fault:
            found = _ARTICLES.search(answer.text)
            graphs = int(found[1].replace(",", "")) if found else 0
            if not max(seen, builds.finished[0]) <= graphs <= builds.finished[-1] + 1:
                fault = f"a page of {graphs} articles, after one of {seen}"
            seen = graphs
            tally.behind.append(builds.behind(graphs, start))
        tally.add(kind, seconds, fault)
        time.sleep(chance.uniform(0.5 * pause, 1.5 * pause))


def round_(name: str, url: str, clients: int, seconds: float, pause: float, places: list[str], builds: Builds) -> float:
    tally = Tally()
    until = time.monotonic() + seconds
    threads = [
        threading.Thread(target=client, args=(url, seed, until, pause, places, tally, builds))
        for seed in range(clients)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    times = tally.all()
    high = quantiles(times, n=20)[-1]
    load = os.getloadavg()[0]
    print(
        f"{name}: {len(times)} requests, {len(tally.faults)} faults, median {1000 * median(times):.0f} ms, "
        f"p95 {1000 * high:.0f} ms (load of the machine {load:.0f})"
    )
    if any(tally.behind):
        print(f"    pages behind the last build: median {median(tally.behind):.1f} s, most {max(tally.behind):.1f} s")
    for kind, some in sorted(tally.times.items()):
        print(f"    {kind:<14} {len(some):>5}  median {1000 * median(some):>5.0f} ms  most {1000 * max(some):>5.0f} ms")
    for fault in tally.faults[:5]:
        print(f"    {fault}")
    return high


def places_of(store: Path) -> list[str]:
    """Chooses what clients read: pages of each kind, questions, a count by which the state is known."""
    pages = ["/", "/exchanges", "/articles", "/actors", "/figures", "/questions/timeline", "/search?q=bodies"]
    pages += ["/api/questions/claims?limit=50", "/api/questions/figure-sources?figure=909", "count", "count"]
    with Store(store, read_only=True) as opened:
        for kind in ("Exchange", "Claim", "Figure"):
            rows = opened.select(
                f"SELECT ?s {{ ?s a <https://w3id.org/exchange-kg/ontology#{kind}> }} ORDER BY ?s LIMIT 400"
            ).texts()
            iris = [iri for (iri,) in rows[:: max(1, len(rows) // 4)]]
            pages += ["/" + quote(iri.partition("/id/")[2], safe="/%") for iri in iris]
        names = [
            name
            for (name,) in opened.select(
                "SELECT ?n { ?a a <https://schema.org/NewsArticle> ; "
                "<https://schema.org/identifier> ?n } ORDER BY ?n LIMIT 4"
            ).texts()
        ]
        pages += [f"/article/{quote(name)}" for name in names]
    return pages


def endless(url: str) -> None:
    start = time.monotonic()
    results: list[int] = []

    def one() -> None:
        results.append(requests.post(f"{url}/sparql", {"query": _ENDLESS}, timeout=120).status_code)

    threads = [threading.Thread(target=one) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    stopped = time.monotonic() - start
    after = requests.post(f"{url}/sparql", {"query": "ASK {}"}, timeout=60)
    print(f"endless queries: {results} after {stopped:.1f} s; the next query: {after.status_code} {after.text.strip()}")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--articles", type=int, default=1000)
    arguments.add_argument("--store", type=Path, help="a store to copy, rather than to fill one")
    arguments.add_argument("--clients", type=int, default=50)
    arguments.add_argument("--seconds", type=float, default=60)
    arguments.add_argument("--pause", type=float, default=5, help="mean seconds between two requests of a client")
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store, more = Path(folder, "store"), Path(folder, "more")
        more.mkdir()
        if options.store:
            shutil.copytree(options.store, store)
        else:
            fill(store, options.articles)
        run_kg("build", samples_folder(), "--store", store)
        builds = Builds(store, more)
        command = [sys.executable, "-c", "from kg.cli import main; main()", "serve", "--store", str(store)]
        command += ["--port", "0", "--timeout", "10"]
        served = subprocess.Popen(
            command, stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONUNBUFFERED": "1"}
        )
        assert served.stdout
        found = re.search(r"http://\S+", served.stdout.readline())
        assert found, "kg serve does not start"
        url = found[0].rstrip("/")
        places = places_of(store)
        for place in places:
            if place != "count":
                requests.get(url + place, headers=_ACCEPT, timeout=120).raise_for_status()
        try:
            given = (options.seconds, options.pause, places, builds)
            # One client alone makes few requests: it pauses less.
            alone = round_("one client", url, 1, options.seconds, options.pause / 20, places, builds)
            builds.start()
            beside = round_("one client, building", url, 1, options.seconds, options.pause / 20, places, builds)
            many = round_(f"{options.clients} clients, building", url, options.clients, *given)
            builds.stop()
            print(f"{len(builds.finished) - 1} builds meanwhile")
            print(f"p95 of {options.clients} to one: {many / beside:.1f} beside a build, {many / alone:.1f} without")
            endless(url)
        finally:
            served.send_signal(signal.SIGINT)
            print(f"exit status {served.wait(30)}")


if __name__ == "__main__":
    main()
