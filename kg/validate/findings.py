"""The records that checks yield."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Severity(StrEnum):
    """How bad a finding is; only violations make a graph fail."""

    VIOLATION = "violation"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a shape finds fault with.

    `focus` and `value` are IRIs or texts, `path` the property path as SPARQL spells it, `shape` and `component` the
    IRIs of the shape and of the SHACL constraint component; `article` is the id of the article it is about, or None,
    `start` and `end` the offsets of the passage it is about, in code points of the article's text, and `quote` the
    words that stand there. `turtle` is the same as a `sh:ValidationResult`.
    """

    severity: Severity
    focus: str
    path: str
    value: str
    message: str
    shape: str
    article: str | None = None
    component: str = ""
    start: int | None = None
    end: int | None = None
    quote: str = ""
    turtle: str = field(default="", compare=False, repr=False)

    def __str__(self) -> str:
        """Says it in lines that a person can act on."""
        place = f"article {self.article}: " if self.article else ""
        name = "note" if self.severity is Severity.INFO else self.severity
        lines = [f"{name}: {place}{self.message}", f"    at {self.focus}"]
        if self.path:
            lines.append(f"    {self.path} {self.value}".rstrip())
        elif self.value and self.value != self.focus:
            lines.append(f"    value {self.value}")
        if self.quote:
            lines.append(f"    characters {self.start}–{self.end}: “{shortened(self.quote)}”")
        return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found in one graph, or in one file.

    `empty` tells that no shape applies to anything in it: that nothing was found then tells nothing.
    `texts` holds the texts of the articles that findings are about, by the articles' ids.
    """

    graph: str
    findings: tuple[Finding, ...]
    empty: bool = False
    texts: Mapping[str, str] = field(default_factory=dict)


def conforms(findings: Iterable[Finding]) -> bool:
    """Tells whether no finding is a violation."""
    return all(finding.severity is not Severity.VIOLATION for finding in findings)


def shortened(words: str, length: int = 160) -> str:
    """Puts words on one line and cuts out the middle of many."""
    line = " ".join(words.split())
    half = length // 2
    return line if len(line) <= length else f"{line[:half].rstrip()} … {line[-half:].lstrip()}"
