"""Measures what each kind of page of `kg serve` takes: time until the answer is there, and the server's processor time.

On a machine that does other things too, the second is what tells. Each page is read once: an answer that is kept costs
next to nothing.

    python benchmarks/serve_pages.py STORE [--each 40]
"""

from __future__ import annotations

import argparse
import html
import os
import re
import statistics
import subprocess
import sys
import time
from collections import Counter, defaultdict, deque
from pathlib import Path
from urllib.parse import urldefrag

import httpx

# Reading the validation report has the graph checked, in a process beside the server.
ASIDE = ("/validation", "/static", "/about", "/api", "/sparql", "/assets", "/questions/", "/thing")
PAGES = (
    "/search?q=bodies",
    "/search?q=909",
    "/search?q=2025-05",
    "/figures?disputed=1",
    "/actors?type=person",
)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("store", type=Path)
    arguments.add_argument("--each", type=int, default=40, help="how many pages of each kind")
    options = arguments.parse_args()
    command = "import sys; sys.argv[0] = 'kg'; from kg.cli import main; main()"
    server = subprocess.Popen(
        [sys.executable, "-c", command, "serve", "--store", str(options.store), "--port", "0"],
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
        text=True,
    )
    try:
        assert server.stdout
        url = re.search(r"http://\S+", server.stdout.readline())
        assert url
        client = httpx.Client(base_url=url[0], headers={"Accept": "text/html"}, timeout=600)
        start = time.perf_counter()
        client.get("/")
        print(
            f"first page after {time.perf_counter() - start:.1f} s, {spent(server.pid) / 1000:.1f} s of processor time"
        )
        measure(client, server.pid, options.each)
    finally:
        server.terminate()
        server.wait(30)


def measure(client: httpx.Client, server: int, each: int) -> None:
    """Follows links from the first page, to so many pages of each kind, and measures the first reading of each."""
    waiting, seen, many = deque(["/", *PAGES]), {"/", *PAGES}, Counter[str]()
    kinds: dict[str, list[tuple[float, float, str]]] = defaultdict(list)
    while waiting:
        path = waiting.popleft()
        before, start = spent(server), time.perf_counter()
        answer = client.get(path)
        answer.raise_for_status()
        kinds[kind(path)].append((spent(server) - before, (time.perf_counter() - start) * 1000, path))
        for link in re.findall(r'href="(/[^"]*)"', answer.text):
            address = urldefrag(html.unescape(link))[0]
            if address and address not in seen and not address.startswith(ASIDE) and many[kind(address)] < each:
                many[kind(address)] += 1
                seen.add(address)
                waiting.append(address)
    print(f"{'kind':12} {'pages':>5} {'processor: median':>18} {'worst':>7} {'time: median':>13} {'worst':>7}  (ms)")
    for name, found in sorted(kinds.items()):
        processor, took = [one[0] for one in found], [one[1] for one in found]
        print(
            f"{name:12} {len(found):5} {statistics.median(processor):18.0f} {max(processor):7.0f} "
            f"{statistics.median(took):13.0f} {max(took):7.0f}  {max(found)[2][:70]}"
        )


def kind(path: str) -> str:
    first, _, rest = path.partition("?")[0].strip("/").partition("/")
    return (first or "home") + ("/" if rest else "")


def spent(process: int) -> float:
    """Gives the time on the processor of a process and of those that it started, in milliseconds."""
    threads = Path(f"/proc/{process}/task").iterdir()
    total = 0.0
    for thread in threads:
        total += int((thread / "schedstat").read_text().split()[0]) / 1e6
        total += sum(spent(int(child)) for child in (thread / "children").read_text().split())
    return total


if __name__ == "__main__":
    main()
