"""Broken files by the thousand: `python tests/fuzz.py --files 10000`, or of kinds: `python tests/fuzz.py a.warc a.zip`.

Each kind of file that `kg build` reads is made whole, changed by seeded chance, and read in a process that may take
1 GB of memory and 10 seconds a file. Whatever was done to a file, it must give articles and clear lines.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import io
import json
import random
import resource
import select
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from kg.model import Article
from kg.read import Columns, Refusal, articles

if TYPE_CHECKING:
    from collections.abc import Callable

MEMORY = 1_000_000_000
SECONDS = 10.0
SIGNS = [
    *(b"\0", b'"', b"\n", b"\r", b"<", b">", b"&", b"]]>", b"{", b"[", b"\xff", b"\\u0000", b"\\ud800", b"<!--"),
    *(b"PK\1\2", b"'", b": ", b"WARC/1.0\r\n", b"\r\n\r\n", b"\x1f\x8b\x08", b"Content-Length: 99999\r\n", b"PAR1"),
    *(b"\xff\xff\xff\x7f", b"9999999999", b"<!ENTITY a 'b'>", b"Content-Encoding: gzip\r\n"),
]


def jsonl() -> bytes:
    return "\n".join(
        json.dumps({"id": n, "text": f"Arland said {n}.", "date": "2025-02-14"}) for n in range(8)
    ).encode()


def table() -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([["id", "text", "date"], *([n, f'Arland "said"\n{n}.', "2025-02-14"] for n in range(8))])
    return out.getvalue().encode()


def rss() -> bytes:
    text = "<description><![CDATA[<p>Arland <b>said</b> {0}.</p>]]></description>"
    item = f"<item><guid>{{0}}</guid><title>A &amp; b</title>{text}</item>"
    return f'<rss version="2.0"><channel><title>x</title>{"".join(map(item.format, range(8)))}</channel></rss>'.encode()


def atom() -> bytes:
    item = (
        "<entry><id>urn:{0}</id><title>A</title><updated>2025-02-14T10:00:00Z</updated>"
        '<content type="html">&lt;p&gt;Arland said {0}.&lt;/p&gt;</content></entry>'
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>x</title>'
        f"{''.join(map(item.format, range(8)))}</feed>"
    ).encode()


def text() -> bytes:
    return b"---\ntitle: Home\ndate: 2025-02-14\npublisher: Norton Post\n---\nArland said so.\n"


def page(number: int = 0) -> bytes:
    words = f"The mayor of Norton said on Friday that the council has met for the {number}th time and that it was told."
    prose = f"<p>{words} That was said by the people of Arland too, and they were heard.</p>" * 3
    head = f"<html><head><title>Home {number}</title></head><body><article><h1>Home {number}</h1>"
    return f"{head}{prose}</article></body></html>".encode()


def warc(packed: bool = False, pages: int = 4) -> bytes:
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=packed)
    writer._create_temp_file = io.BytesIO  # the library doesn't close its own
    answers = [("text/html; charset=utf-8", page(n), "") for n in range(pages)]
    answers += [
        ("text/plain", b"Arland said so.", ""),
        ("application/rss+xml", rss(), ""),
        ("image/png", b"\x89PNG", ""),
    ]
    answers += [
        ("text/html", gzip.compress(page(9), mtime=0), "gzip"),
        ("text/html", b"5\r\nhello\r\n0\r\n\r\n", "chunked"),
    ]
    for number, (media, content, packing) in enumerate(answers):
        headers = [("Content-Type", media)]
        if packing:
            headers.append(("Transfer-Encoding" if packing == "chunked" else "Content-Encoding", packing))
        fixed = {"WARC-Date": "2025-02-14T10:00:00Z", "WARC-Record-ID": f"<urn:uuid:{number}>"}
        record = writer.create_warc_record(
            f"https://norton.example/{number}",
            "response",
            payload=io.BytesIO(content),
            http_headers=StatusAndHeaders("200 OK", headers, protocol="HTTP/1.1"),
            warc_headers_dict=fixed,
        )
        writer.write_record(record)
    return out.getvalue()


def zipped() -> bytes:
    out = io.BytesIO()
    members = (
        ("a.jsonl", jsonl()),
        ("b.csv", table()),
        ("c.rss", rss()),
        ("d.txt", b"Arland said so."),
        ("e.warc", warc()),
    )
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def parquet(**options: object) -> bytes:
    import pyarrow as arrow
    from pyarrow.parquet import write_table

    columns = {"id": list(range(40)), "text": [f"Arland said {n}." * 3 for n in range(40)], "date": ["2025-02-14"] * 40}
    out = io.BytesIO()
    write_table(arrow.table(columns), out, row_group_size=10, **options)
    return out.getvalue()


KINDS: dict[str, Callable[[], bytes]] = {
    "a.jsonl": jsonl,
    "a.csv": table,
    "a.rss": rss,
    "b.atom": atom,
    "a.zip": zipped,
    "a.jsonl.gz": lambda: gzip.compress(jsonl(), mtime=0),
    "a.txt": text,
    "a.warc": warc,
    "a.warc.gz": lambda: warc(packed=True),
    "a.parquet": parquet,
    "b.parquet": lambda: parquet(compression="zstd", use_dictionary=False),
}


def changed(original: bytes, chance: random.Random) -> bytes:
    """Changes a file in one to six ways: puts in, takes out, cuts off, doubles, or sets a byte."""
    content = bytearray(original)
    for _ in range(chance.randint(1, 6)):
        at, to = sorted((chance.randrange(len(content) + 1), chance.randrange(len(content) + 1)))
        match chance.randrange(6):
            case 0:
                content[at:at] = chance.choice(SIGNS) * chance.choice((1, 1, 50))
            case 1:
                del content[at : min(to, at + 40)]
            case 2:
                del content[at:]
            case 3:
                content[at:at] = content[at : min(to, at + 5000)]
            case 4:
                sign = chance.choice(SIGNS)
                content[at : at + len(sign)] = sign
            case _:
                content[at : at + 1] = bytes([chance.randrange(256)])
    return bytes(content)


def fault(path: Path) -> str | None:
    """Says what is wrong with the way in which a file is read, or None."""
    start = time.monotonic()
    for one in articles(path, Columns()):
        if isinstance(one, Refusal):
            if not one.reason.startswith(str(path)) or len(one.reason) > 3000:
                return f"no clear line: {one.reason[:300]!r}"
        elif not isinstance(one, Article) or not one.text.strip() or not one.text.encode() or not one.id:
            return f"no article: {one!r}"[:300]
    took = time.monotonic() - start
    return f"{took:.1f} seconds" if took > SECONDS else None


def _child(kind: str, seed: int, first: int, last: int) -> None:
    """Reads changed files and says of each its number before, and what was wrong after."""
    original = KINDS[kind]()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / kind
        # What is imported at the first reading counts as the program's, not as the file's.
        path.write_bytes(original)
        list(articles(path))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        for number in range(first, last):
            print(number, flush=True)
            path.write_bytes(changed(original, random.Random(f"{kind} {seed} {number}")))
            if wrong := fault(path):
                print(f"{kind} {seed} {number}: {wrong}", flush=True)
    print(f"peak {_peak() // 1000} MB", flush=True)


def _peak() -> int:
    """Gives the most memory that this process held, in KB; what `getrusage` tells is also its parent's."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM:"))


def run(kind: str, seed: int, files: int, part: int = 1000) -> tuple[list[str], int]:
    """Reads so many changed files of a kind in processes of their own; gives what was wrong, and the peak in MB."""
    faults, peak, first = [], 0, 0
    while first < files:
        last = min(first + part, files)
        command = [sys.executable, "-W", "ignore", __file__, "--child", kind, str(seed), str(first), str(last)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, bufsize=1) as child:
            assert child.stdout
            at, done = first - 1, False
            while True:
                if not select.select([child.stdout], [], [], SECONDS * 6 if at < first else SECONDS)[0]:
                    faults.append(f"{kind} {seed} {at}: no end within {SECONDS:g} seconds")
                    child.kill()
                    break
                line = child.stdout.readline().strip()
                if line.isdecimal():
                    at = int(line)
                elif line.startswith("peak"):
                    peak, done = max(peak, int(line.split()[1])), True
                elif line:
                    faults.append(line)
                else:
                    break
            _, said = child.communicate()
        if not done and not (faults and faults[-1].startswith(f"{kind} {seed} {at}:")):
            faults.append(f"{kind} {seed} {at}: the process ended with {child.returncode}: {said.strip()[-300:]}")
        first = last if done else at + 1
    return faults, peak


def main() -> None:
    if sys.argv[1:2] == ["--child"]:
        kind, *numbers = sys.argv[2:]
        _child(kind, *map(int, numbers))
        return
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("kinds", nargs="*", metavar="KIND", help=f"of {' '.join(KINDS)}; else all")
    arguments.add_argument("--files", type=int, default=10_000, help="changed files of each kind")
    arguments.add_argument("--seed", type=int, default=1)
    options = arguments.parse_args()
    bad = 0
    for kind in options.kinds or KINDS:
        start = time.monotonic()
        faults, peak = run(kind, options.seed, options.files)
        took = time.monotonic() - start
        print(f"{kind}: {options.files} files, {took:.0f} s, {peak} MB at most, {len(faults)} faults", flush=True)
        for line in faults[:20]:
            print(f"  {line}")
        bad += len(faults)
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
