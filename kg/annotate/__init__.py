"""Reads one article: who says what, with which figures, about which exchange.

`Annotator` holds the model, the authority and the lexicon; `annotate` reads one article with them. `Sieve` tells without
the model which articles needn't be read. What is found comes from that article alone.
"""

from kg.annotate.annotator import Annotator
from kg.annotate.sieve import Sieve

__all__ = ["Annotator", "Sieve"]
