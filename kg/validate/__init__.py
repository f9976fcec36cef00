"""Checks the graph against `shapes/`, and tells people what to do about what is found.

An article's graph is checked alone, with what the authority says of the actors it names, so that its cost doesn't grow
with the graph. The decisions are checked with the few triples of the articles that they rest on.
"""

from kg.validate.check import (
    about,
    decision_context,
    validate_article,
    validate_decisions,
    validate_file,
    validate_graph,
    validate_store,
    weigh_article,
)
from kg.validate.findings import Checked, Finding, Severity, conforms
from kg.validate.report import FORMATS, save, summary, written
from kg.validate.shapes import Shapes, added

__all__ = [
    "FORMATS",
    "Checked",
    "Finding",
    "Severity",
    "Shapes",
    "about",
    "added",
    "conforms",
    "decision_context",
    "save",
    "summary",
    "validate_article",
    "validate_decisions",
    "validate_file",
    "validate_graph",
    "validate_store",
    "weigh_article",
    "written",
]
