"""Measures how pages of outlets are read, on pages that somebody has checked: `python benchmarks/pages.py FOLDER`.

FOLDER (or `$KG_PAGES`) holds pages as they were saved and beside each what a reader takes from it: `name.html` and
`name.json` with any of the fields `text` (paragraphs, a line each, without headline, captions and furniture), `title`
(without the outlet's name), `date` (`2025-02-14`) and `url`. A field that isn't there isn't scored, one that is null
must not be found. No such pages come with the project: they are their outlets'.

Told are the mean F1 of the words of the texts (bags of words without capitals), the shares of right headlines (after
blanks, quotation marks and dashes are made alike) and of right days, and the time a page takes. `--misses` names the
pages that are amiss, `--bar 0.9` ends with exit 1 where one of the three is lower.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import statistics
import sys
import unicodedata
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from time import process_time
from urllib.parse import urlsplit

from kg.errors import ArticleError
from kg.read import page
from kg.read.text import PAGES

_ALIKE = str.maketrans("‘’‚‛′`“”„‟″«»‐‑‒–—−", '\'\'\'\'\'\'"""""""------')
_GOOD = 0.9


@dataclass(frozen=True, slots=True)
class Score:
    """What came of one page; None for a field that isn't scored."""

    name: str
    outlet: str
    seconds: float
    text: float | None
    title: bool | None
    date: bool | None
    told: str


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", default=os.environ.get("KG_PAGES"), help="pages with what they hold")
    parser.add_argument("--misses", action="store_true", help="name the pages that are amiss")
    parser.add_argument("--bar", type=float, help="lowest score that is good")
    options = parser.parse_args()
    if not options.folder:
        parser.error("name a folder of checked pages, or set KG_PAGES")
    scores = [_score(path) for path in _checked(Path(options.folder))]
    if not scores:
        sys.exit(f"{options.folder}: no page with a .json beside it")
    if options.misses:
        for one in scores:
            if (one.text or 1) < _GOOD or one.text == 0 or one.title is False or one.date is False:
                print(f"{one.name}: {one.told}")
    texts = [one.text for one in scores if one.text is not None]
    titles = [one.title for one in scores if one.title is not None]
    dates = [one.date for one in scores if one.date is not None]
    taken = [one.seconds * 1000 for one in scores]
    print(f"{len(scores)} pages of {len({one.outlet for one in scores})} outlets")
    means = []
    for name, values in (("text, F1", texts), ("headline", titles), ("date", dates)):
        if values:
            means.append(sum(values) / len(values))
            print(f"{name:>9} {means[-1]:6.3f}  of {len(values)}, {sum(v >= _GOOD for v in values)} at {_GOOD} or more")
    print(f"{'time':>9} {statistics.median(taken):6.0f} ms in the middle, {max(taken):.0f} ms at most")
    if options.bar is not None and min(means) < options.bar:
        sys.exit(f"{min(means):.3f} is below {options.bar}")


def _checked(folder: Path) -> list[Path]:
    pages = sorted(one for one in folder.rglob("*") if one.suffix.lower() in PAGES)
    return [one for one in pages if one.with_suffix(".json").exists()]


def _score(path: Path) -> Score:
    wanted = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    content, told = path.read_bytes(), []
    start = process_time()
    try:
        found = page.article(content, path.stem, path.name)
        text, title, date = found.text, found.title, found.published
    except ArticleError as error:
        told, text, title, date = [str(error)], "", None, None
    seconds = process_time() - start
    shared = _shared(text, wanted["text"] or "") if "text" in wanted else None
    same = _plain(title) == _plain(wanted["title"]) if "title" in wanted else None
    right = (str(date) if date else None) == wanted["date"] if "date" in wanted else None
    if shared is not None and shared < _GOOD:
        told.append(f"text {shared:.2f} ({len(text.split())} words for {len((wanted['text'] or '').split())})")
    if same is False:
        told.append(f"headline {title!r} for {wanted['title']!r}")
    if right is False:
        told.append(f"date {date} for {wanted['date']}")
    outlet = urlsplit(wanted.get("url") or "").hostname or path.stem
    outlet = re.sub(r"^www\.", "", outlet)
    return Score(path.name, outlet, seconds, shared, same, right, "; ".join(told))


def _shared(one: str, other: str) -> float:
    first, second = (Counter(re.findall(r"\w+", text.casefold())) for text in (one, other))
    total = first.total() + second.total()
    return 2 * (first & second).total() / total if total else 1.0


def _plain(title: str | None) -> str:
    return " ".join(unicodedata.normalize("NFKC", title or "").translate(_ALIKE).split())


if __name__ == "__main__":
    main()
