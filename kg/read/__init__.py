"""Reads files into articles."""

from kg.read.text import ENDINGS, find, read

__all__ = ["ENDINGS", "find", "read"]
