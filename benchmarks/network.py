"""Measures the network of many actors: `python benchmarks/network.py`.

A made-up network of `--actors` and `--claims`, some actors far busier than others, is exported in each form, and
beside that stands what networkx alone needs to build and lay out the same graph: `spring_layout` where scipy is
installed, else five of the hundred rounds of `forceatlas2_layout`, times twenty. With `--browser PATH`, the page is
opened in that Chromium without a network: how long until it is drawn, and from a letter typed into the search to the
picture that answers it.
"""

from __future__ import annotations

import argparse
import importlib.util
import random
import statistics
import tempfile
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

import networkx as nx

from kg.network import ENDINGS, Edge, counted, graph, write

if TYPE_CHECKING:
    from collections.abc import Callable

TYPES = ("person", "person", "person", "organization", "organization", "outlet", "state")
SIDES = ("Arland", "Borland", "Northmark", "")
RELATIONS = ("speaks-about", "speaks-about", "speaks-about", "relays", "publishes")
ID = "https://w3id.org/exchange-kg/id"


def rows(actors: int, claims: int) -> list[Edge]:
    """Makes up one link for each claim; who speaks and who is spoken of follow power laws."""
    chance = random.Random(1)
    often = [1 / (rank + 1) ** 0.7 for rank in range(actors)]
    sources, targets = chance.choices(range(actors), often, k=claims), chance.choices(range(actors), k=claims)

    def actor(number: int) -> tuple[str, str, str, str]:
        name = f"Actor {number} of {SIDES[number % 4] or 'nowhere'}"
        return f"{ID}/agent/{number}", name, TYPES[number % len(TYPES)], SIDES[number % 4]

    made = []
    for number, (source, target) in enumerate(zip(sources, targets, strict=True)):
        passage = f"Norton said on day {number} that {number % 300} had come home, and that lists were incomplete."
        day = f"{2022 + number % 4}-{1 + number // 7 % 12:02}-{1 + number // 3 % 28:02}"
        said = (f"{ID}/claim/{number:016x}", f"article-{number // 10}", passage, day, f"Outlet {number % 40}", "")
        made.append(Edge(*actor(source), *actor(target), RELATIONS[number % len(RELATIONS)], *said))
    return made


def alone(edges: list[Edge]) -> tuple[float, str]:
    """Times networkx without us: the graph with its passages, and a layout of it."""
    start = perf_counter()
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for edge in edges:
        network.add_node(edge.source, label=edge.source_label)
        network.add_node(edge.target, label=edge.target_label)
        network.add_edge(edge.source, edge.target, passage=edge.passage)
    plain = nx.Graph(network)
    if importlib.util.find_spec("scipy"):
        nx.spring_layout(plain, seed=1)
        return perf_counter() - start, "spring_layout"
    built = perf_counter() - start
    start = perf_counter()
    nx.forceatlas2_layout(plain, seed=1, max_iter=5)
    return built + 20 * (perf_counter() - start), "forceatlas2_layout, 20 times 5 rounds"


def timed(step: Callable[[], object]) -> float:
    start = perf_counter()
    step()
    return perf_counter() - start


def searching(page: Path, chromium: str) -> None:
    """Opens the page and types; a frame that was asked for after the letter comes when the picture is there."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        opened = browser.new_context(viewport={"width": 1440, "height": 900}, offline=True).new_page()
        start = perf_counter()
        opened.goto(page.as_uri())
        opened.wait_for_function("kgNetwork.labels()?.length > 0")
        print(f"page opened and drawn in {perf_counter() - start:.1f} s")
        took = opened.evaluate(
            """async () => {
                const search = document.getElementById("search"), took = [];
                const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
                for (const text of ["a", "ac", "act", "actor 4", "actor 49", "actor 499", "nobody", ""]) {
                    await frame();
                    const start = performance.now();
                    search.value = text;
                    search.dispatchEvent(new Event("input", { bubbles: true }));
                    await frame();
                    document.getElementById("drawing").getContext("2d").getImageData(0, 0, 1, 1);
                    took.push(performance.now() - start);
                }
                return took;
            }"""
        )
        print(f"search answered in {statistics.median(took):.0f} ms, at worst {max(took):.0f} ms")
        browser.close()


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--actors", type=int, default=5000)
    arguments.add_argument("--claims", type=int, default=50_000)
    arguments.add_argument("--form", action="append", choices=ENDINGS, help="only this form; may be given again")
    arguments.add_argument("--browser", help="path of Chromium")
    arguments.add_argument("--keep", type=Path, help="folder for the files")
    arguments.add_argument("--without-baseline", action="store_true", help="leave networkx alone out")
    options = arguments.parse_args()
    edges = rows(options.actors, options.claims)
    if not options.without_baseline:
        base, how = alone(edges)
        print(f"networkx alone: {base:.1f} s (build, {how})")
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.keep or Path(scratch)
        for ending in options.form or ENDINGS:
            path = folder / f"network{ending}"
            took = timed(lambda path=path: write(graph(edges), path))  # type: ignore[misc]
            share = "" if options.without_baseline else f", {took / base:.2f} of networkx alone"
            print(f"{ending}: {took:.1f} s{share}, {path.stat().st_size / 1e6:.1f} MB")
        print(counted(graph(edges)))
        if options.browser:
            searching(folder / "network.html", options.browser)


if __name__ == "__main__":
    main()
