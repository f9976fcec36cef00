"""Reads one article: who says what, with which figures, about which exchange.

`Annotator` holds the model, the authority and the lexicon; `annotate` reads one article with them. What is found comes
from that article alone.
"""

from kg.annotate.annotator import Annotator

__all__ = ["Annotator"]
