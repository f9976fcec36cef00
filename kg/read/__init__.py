"""Reads files into articles."""

from kg.read.text import find, read

__all__ = ["find", "read"]
