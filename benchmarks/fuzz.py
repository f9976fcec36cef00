"""Reads thousands of mutilated files and counts what goes wrong: `python benchmarks/fuzz.py pages|texts`.

Each file is made from one of `tests/pages` (or of `--from FOLDER`) by a few blows: bytes changed, cut, doubled, moved,
another encoding, pieces that parsers are known to stumble over. File N is the same each time. The files are read in a
child with `--memory` MB of address space. Wrong are: an end of the child, an error other than ArticleError, more than
`--seconds` for one file, a refusal that isn't one line naming the file, a text with characters that no graph may hold.
Each wrong file is named by its number, which `--only N` reads alone and `--write` keeps; the exit status is then 1.
"""

from __future__ import annotations

import argparse
import hashlib
import multiprocessing
import random
import re
import resource
import statistics
import sys
from collections import Counter
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING

from kg.errors import ArticleError
from kg.read import text

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

PAGES = Path(__file__).parents[1] / "tests" / "pages"
ENCODINGS = (
    *(
        "utf-8",
        "utf-8-sig",
        "utf-16",
        "utf-16-le",
        "utf-16-be",
        "utf-32",
        "cp1251",
        "cp1252",
        "cp1250",
        "koi8-u",
        "koi8-r",
    ),
    *("cp866", "mac-cyrillic", "iso8859-5", "shift_jis", "gb18030", "big5", "euc_kr", "utf-7", "cp037"),
)
# Single signs, tags without their ends, declarations: what parsers of HTML, JSON and YAML are known to stumble over.
MARKUP = rb"""
< > ' " &#0; &#xD800; &#x110000; </div> <table> <!-- --> ]]> <![CDATA[ { [[[[ <svg><math> <h1> 1e999 <title>
</html> <body> <script> </script> <script/type=application/ld+json>{"@graph":[ <meta/charset=utf-7> <p/hidden>
<select><option> <plaintext> <xmp> <textarea> <frameset> <template> <base/href='//['> <link/rel=canonical/href='http://[::1'>
<time/datetime='9999999-1-1'>
<meta/property=og:title/content='|'> date:2025-02-31 title:[ &a*a ? !!python/object:os.system
""".split()
SIGNS = (
    b"\0",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\xef\xbf\xbf",
    b"---\n",
    b"\ndate: &a *a\n",
    b"\t",
    b"\r",
    b"\x0c",
    b"\x85",
)
OTHERS = (
    "\u2028",
    "\u202e",
    "\u0301" * 40,
    "\U000e0001",
    "\ufffe",
    "\u00ad",
    "03/04/2025",
    "99999999999999999999-01-01",
)
PIECES = (*MARKUP, *SIGNS, *(one.encode() for one in OTHERS))
TEXT = """---
title: Home again
date: 2025-03-14
publisher: Norton Wire
url: https://nortonwire.example/1
---
NORTON, 14 March — “Every family has waited,” said Ada Marsh. The café’s owner saw the buses pass; naïve, she said.
Міністерство повідомило, що сторони обмінялися. Всего вернулись 437 человек.
"""
_FORBIDDEN = re.compile(r"[\0\ud800-\udfff\ufffe\uffff]")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kind", choices=("pages", "texts"))
    parser.add_argument("--count", type=int, default=10_000, help="files")
    parser.add_argument("--from", dest="folder", type=Path, help="folder of pages to mutilate")
    parser.add_argument("--seconds", type=float, default=10, help="longest time for one file")
    parser.add_argument("--memory", type=int, default=1000, help="MB of address space of the child")
    parser.add_argument("--only", type=int, help="the number of the one file to read, here and now")
    parser.add_argument("--write", type=Path, help="folder to keep the files that go wrong in")
    options = parser.parse_args()
    sources = _sources(options.kind, options.folder)
    if options.only is not None:
        print(_read(options.kind, options.only, sources))
        return
    numbers, wrong, came, times, peak = iter(range(options.count)), [], Counter[str](), [], 0
    waiting = next(numbers, None)
    while waiting is not None:
        ours, theirs = multiprocessing.get_context("spawn").Pipe()
        rest = (waiting, options.count)
        child = multiprocessing.get_context("spawn").Process(
            target=_work, args=(theirs, options.kind, rest, sources, options.memory * 1_000_000)
        )
        child.start()
        theirs.close()
        # The first answer takes the child's start too.
        allowed = options.seconds + 60
        while waiting is not None:
            try:
                if not ours.poll(allowed):
                    wrong.append((waiting, f"no end after {options.seconds:g} s"))
                    break
                number, told, seconds, peak = ours.recv()
            except EOFError:
                child.join()
                wrong.append((waiting, f"the reader ended with {child.exitcode}"))
                break
            allowed = options.seconds
            came["article" if told == "" else "refused" if told.startswith("refused: ") else "wrong"] += 1
            times.append(seconds)
            if told and not told.startswith("refused: "):
                wrong.append((number, told))
            elif seconds > options.seconds:
                wrong.append((number, f"{seconds:.1f} s"))
            waiting = next(numbers, None)
        else:
            child.join()
            break
        child.kill()
        child.join()
        waiting = next(numbers, None)
    for number, told in wrong:
        print(f"file {number}: {told}")
        if options.write:
            options.write.mkdir(parents=True, exist_ok=True)
            (options.write / f"{number}.html").write_bytes(_mutilated(options.kind, number, sources))
    print(f"{options.count} {options.kind}: {came['article']} articles, {came['refused']} refused, {len(wrong)} wrong")
    if times:
        print(
            f"{statistics.median(times) * 1000:.0f} ms in the middle, {max(times):.2f} s at most, {peak} MB of memory"
        )
    sys.exit(1 if wrong else 0)


def _sources(kind: str, folder: Path | None) -> list[bytes]:
    if kind == "texts" and not folder:
        return [TEXT.encode(), TEXT.encode("cp1252", "ignore")] * len(ENCODINGS) + [
            TEXT.encode(one, errors="replace") for one in ENCODINGS
        ]
    found = sorted(one for one in (folder or PAGES).rglob("*") if one.suffix.lower() in text.PAGES)
    return [one.read_bytes() for one in found]


def _work(answers: Connection, kind: str, numbers: tuple[int, int], sources: list[bytes], memory: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for number in range(*numbers):
        start = process_time()
        told = _read(kind, number, sources)
        taken = process_time() - start
        answers.send((number, told, taken, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024))


def _read(kind: str, number: int, sources: list[bytes]) -> str:
    """Tells what came of file `number`: nothing for an article, `refused: …`, or what is wrong."""
    content = _mutilated(kind, number, sources)
    name = "file.html" if kind == "pages" else "file.txt"
    try:
        article = text.article(content, name, name)
        if not article.text.strip() or (kind == "pages" and _FORBIDDEN.search(article.text)):
            return "a text that is empty or holds what no graph may"
        if article.sha256 != hashlib.sha256(article.text.encode()).hexdigest():
            return "a hash that isn't the text's"
    except ArticleError as error:
        told = str(error)
        return (
            f"refused: {told}"
            if re.fullmatch(r"file\.(?:html|txt): [^\0-\x1f]{5,400}", told)
            else f"told {told[:300]!r}"
        )
    except BaseException as error:
        return f"{type(error).__name__}: {error}"[:300]
    return ""


def _mutilated(kind: str, number: int, sources: list[bytes]) -> bytes:
    chance = random.Random(f"{kind} {number}")
    content = bytearray(chance.choice(sources))
    if chance.random() < 0.2:
        written = bytes(content).decode("utf-8", "replace").encode(chance.choice(ENCODINGS), "replace")
        content = bytearray(written)
    for _ in range(chance.choice((1, 2, 5, 15, 40))):
        at, to = chance.randrange(len(content) + 1), chance.randrange(len(content) + 1)
        piece = chance.choice(PIECES)
        match chance.randrange(9):
            case 0:
                del content[at : at + chance.randrange(1, 300)]
            case 1:
                content[at:at] = piece
            case 2:
                content[at:at] = piece * chance.choice((10, 300, 20_000 if chance.random() < 0.1 else 50))
            case 3:
                content[at : at + 1] = bytes([chance.randrange(256)])
            case 4:
                content[at:at] = content[to : to + chance.randrange(3000)]
            case 5:
                content[at : at + 8] = bytes(chance.randrange(256) for _ in range(8))
            case 6:
                content[at:at] = content[to : to + chance.randrange(60)] * chance.randrange(200)
            case 7:
                other = chance.choice(sources)
                content[at:to] = other[: chance.randrange(len(other))][-2000:]
            case _:
                if chance.random() < 0.1:
                    del content[at:]
        if not content:
            content = bytearray(b"<")
    return bytes(content[:3_000_000])


if __name__ == "__main__":
    main()
