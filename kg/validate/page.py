"""Writes what was found as one web page that loads nothing and runs nothing: each finding leads to its passage.

Everything from articles is escaped; the page's own policy lets no script run and nothing be fetched.
"""

from __future__ import annotations

import base64
import hashlib
import re
from html import escape
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING

from kg.printable import plain
from kg.validate.findings import Severity
from kg.vocab import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kg.validate.findings import Checked, Finding

_AROUND = 140
_NAMES = {Severity.VIOLATION: "Violation", Severity.WARNING: "Warning", Severity.INFO: "Note"}
_ORDER = tuple(Severity)

Numbered = tuple[int, "Finding"]


def html(checked: Sequence[Checked], summary: str) -> str:
    """Writes the page; `summary` is its first line."""
    found = [finding for one in checked for finding in one.findings]
    numbered = list(enumerate(sorted(found, key=lambda one: (_ORDER.index(one.severity), one.article or "~")), 1))
    texts = {name: text for one in checked for name, text in one.texts.items()}
    style = files("kg.validate").joinpath("page.css").read_text(encoding="utf-8")
    parts = {
        "style": style,
        "style_hash": "sha256-" + base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
        "summary": _safe(summary),
        "verdict": "bad" if any(one.severity is Severity.VIOLATION for one in found) else "good",
        "findings": "".join(_lists(numbered, texts)),
        "articles": "".join(_article(name, texts[name], numbered) for name in sorted(texts)),
    }
    template = files("kg.validate").joinpath("page.html").read_text(encoding="utf-8")
    # One pass, so that braces in an article are not taken for a place to fill.
    return re.sub(r"\{\{(\w+)\}\}", lambda place: parts[place[1]], template)


def _lists(numbered: Sequence[Numbered], texts: Mapping[str, str]) -> Iterator[str]:
    for severity in Severity:
        chosen = [(number, one) for number, one in numbered if one.severity is severity]
        if chosen:
            items = "".join(_item(number, one, texts) for number, one in chosen)
            plural = "s" if len(chosen) != 1 else ""
            yield (
                f'<section class="{severity}"><h2>{len(chosen)} {_NAMES[severity].lower()}{plural}</h2>'
                f"<ol>{items}</ol></section>\n"
            )


def _item(number: int, finding: Finding, texts: Mapping[str, str]) -> str:
    text = texts.get(finding.article or "")
    badge = f'<span class="pin {finding.severity}">{number}</span>'
    lines = [
        f'<li id="finding-{number}">',
        f'<p class="where">{badge} {_safe(finding.article or "across articles")}</p>',
        f'<p class="message">{_safe(finding.message)}</p>',
    ]
    if finding.path and finding.value:
        lines.append(
            f'<p class="told">The graph says <code>{_safe(finding.path)} {_safe(_short(finding.value))}</code></p>'
        )
    if text and finding.start is not None and finding.end is not None:
        before, after = text[max(0, finding.start - _AROUND) : finding.start], text[finding.end : finding.end + _AROUND]
        cut = "… " if finding.start > _AROUND else ""
        more = " …" if finding.end + _AROUND < len(text) else ""
        lines.append(
            f"<blockquote>{cut}{_safe(before.lstrip())}<mark>{_safe(finding.quote)}</mark>{_safe(after.rstrip())}{more}"
            f'</blockquote><p class="link"><a href="#passage-{number}">Characters {finding.start}–{finding.end} of the '
            "article</a></p>"
        )
    told = {"At": finding.focus, finding.path or "Value": finding.value, "Shape": finding.shape}
    rows = "".join(f"<dt>{_safe(name)}</dt><dd>{_safe(value)}</dd>" for name, value in told.items() if value)
    lines.append(f"<details><summary>Details</summary><dl>{rows}</dl></details></li>\n")
    return "".join(lines)


def _article(name: str, text: str, numbered: Iterable[Numbered]) -> str:
    """Writes an article's text with the passages of its findings marked, however they overlap."""
    here = [(n, one) for n, one in numbered if one.article == name and one.start is not None and one.end is not None]
    edges = sorted({0, len(text), *(edge for _, one in here for edge in (one.start, one.end) if edge is not None)})
    out = []
    for start, end in pairwise(edges):
        pins = "".join(
            f'<a class="pin {one.severity}" id="passage-{n}" href="#finding-{n}" title="Back to finding {n}">{n}</a>'
            for n, one in here
            if one.start == start
        )
        over = [one.severity for _, one in here if (one.start or 0) <= start and end <= (one.end or 0)]
        words = _safe(text[start:end])
        worst = min(over, key=_ORDER.index, default=None)
        out.append(f'{pins}<mark class="{worst}">{words}</mark>' if worst else f"{pins}{words}")
    return f'<article><h3>{_safe(name)}</h3><div class="text">{"".join(out)}</div></article>\n'


def _short(value: str) -> str:
    """Shortens an IRI by the prefix of its vocabulary."""
    names = (f"{name}:{value.removeprefix(iri)}" for name, iri in PREFIXES.items() if value.startswith(iri))
    return next(names, value)


def _safe(text: str) -> str:
    return escape(plain(text))
