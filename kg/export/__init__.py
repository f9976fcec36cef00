"""Writes the graph to files for others: whole or in part, as nanopublications, and with a description of the data set.

The same graph gives the same bytes, on any day and machine.
"""

from kg.export.description import describe
from kg.export.graph import export
from kg.export.licence import LICENCE, check_licence
from kg.export.nanopubs import export_nanopubs
from kg.export.part import Selection, part

__all__ = ["LICENCE", "Selection", "check_licence", "describe", "export", "export_nanopubs", "part"]
