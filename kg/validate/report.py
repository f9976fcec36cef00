"""Writes what was found: text for people, a SHACL report in Turtle, JSON, or a page."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

from rdflib import SH

from kg.errors import ExportError, UsageError
from kg.printable import plain
from kg.validate import page
from kg.validate.engine import SHAPES
from kg.validate.findings import Severity, conforms
from kg.vocab import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from kg.validate.findings import Checked, Finding

FORMATS = ("text", "turtle", "json", "html")


def written(checked: Sequence[Checked], form: str) -> str:
    """Writes what was found as `text`, `turtle` (a `sh:ValidationReport`), `json` or `html`.

    Raises UsageError where the format is another.
    """
    # The worst first: of thousands of articles, many have a note.
    order = list(Severity)
    found = sorted((found for one in checked for found in one.findings), key=lambda one: order.index(one.severity))
    match form:
        case "text":
            return "\n".join([*(plain(str(finding)) for finding in found), summary(checked)]) + "\n"
        case "turtle":
            return _turtle(found)
        case "json":
            return _json(checked, found)
        case "html":
            return page.html(checked, summary(checked))
    raise UsageError(f"unknown format {form!r}; choose one of {', '.join(FORMATS)}")


def summary(checked: Sequence[Checked]) -> str:
    """Says in one line whether the graph conforms, and when there is nothing in it that could fail to."""
    found = [finding for one in checked for finding in one.findings]
    if all(one.empty for one in checked):
        where = ", ".join(dict.fromkeys(one.graph for one in checked)) or "the store"
        return plain(f"nothing to check in {where}: no article, claim, figure or other thing that a shape applies to")
    counts = Counter(finding.severity for finding in found)
    told = [_some(counts[Severity.VIOLATION], "violation"), _some(counts[Severity.WARNING], "warning")]
    if counts[Severity.INFO]:
        told.append(_some(counts[Severity.INFO], "note"))
    graphs = len(dict.fromkeys(one.graph for one in checked))
    verdict = "conforms" if conforms(found) else "does not conform"
    return f"{verdict}: {_some(graphs, 'graph')} checked, {', '.join(told)}"


def save(text: str, path: Path) -> None:
    """Writes a report to a file; raises ExportError where that can't be."""
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise ExportError(
            f"{path}: can't be written: {error.strerror}; name a file in a folder that is there"
        ) from error


def _turtle(found: Sequence[Finding]) -> str:
    prefixes = {**PREFIXES, "kgs": SHAPES, "sh": str(SH)}
    head = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in sorted(prefixes.items()))
    lines = ["[] a sh:ValidationReport", f"sh:conforms {'false' if found else 'true'}"]
    lines += [f"sh:result [\n    {finding.turtle}\n  ]" for finding in found]
    return head + "\n" + " ;\n  ".join(lines) + " .\n"


def _json(checked: Sequence[Checked], found: Sequence[Finding]) -> str:
    counts = Counter(finding.severity for finding in found)
    told = {
        "conforms": conforms(found),
        "graphs": len(dict.fromkeys(one.graph for one in checked)),
        "nothing_to_check": all(one.empty for one in checked),
        "counts": {severity.value: counts[severity] for severity in Severity},
        "findings": [
            {
                "severity": one.severity.value,
                "article": one.article,
                "start": one.start,
                "end": one.end,
                "quote": one.quote or None,
                "message": one.message,
                "focus": one.focus,
                "path": one.path or None,
                "value": one.value or None,
                "shape": one.shape,
                "component": one.component,
            }
            for one in found
        ],
    }
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def _some(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
