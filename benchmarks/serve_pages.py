"""Measures what each kind of page of `kg serve` takes: time until the answer is there, and the server's processor time.

On a machine that does other things too, the second is what tells.

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

ASIDE = ("/static", "/about", "/api", "/sparql", "/assets", "/questions/", "/thing")
TIMES = 5


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
    kinds: dict[str, list[tuple[float, float, str]]] = defaultdict(list)
    for path in paths(client, each):
        before, start = spent(server), time.perf_counter()
        for _ in range(TIMES):
            client.get(path).raise_for_status()
        took = (time.perf_counter() - start) * 1000 / TIMES
        kinds[kind(path)].append(((spent(server) - before) / TIMES, took, path))
    print(f"{'kind':12} {'pages':>5} {'processor: median':>18} {'worst':>7} {'time: median':>13} {'worst':>7}  (ms)")
    for name, found in sorted(kinds.items()):
        processor, took = [one[0] for one in found], [one[1] for one in found]
        print(
            f"{name:12} {len(found):5} {statistics.median(processor):18.0f} {max(processor):7.0f} "
            f"{statistics.median(took):13.0f} {max(took):7.0f}  {max(found)[2][:60]}"
        )


def paths(client: httpx.Client, each: int) -> list[str]:
    """Follows links from the first page, to so many pages of each kind."""
    waiting, seen, many = deque(["/"]), {"/"}, Counter[str]()
    found = []
    while waiting:
        path = waiting.popleft()
        found.append(path)
        for link in re.findall(r'href="(/[^"]*)"', client.get(path).text):
            address = urldefrag(html.unescape(link))[0]
            if address and address not in seen and not address.startswith(ASIDE) and many[kind(address)] < each:
                many[kind(address)] += 1
                seen.add(address)
                waiting.append(address)
    return found


def kind(path: str) -> str:
    first, _, rest = path.partition("?")[0].strip("/").partition("/")
    return (first or "home") + ("/" if rest else "")


def spent(process: int) -> float:
    """Gives a process's time on the processor, in milliseconds."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
