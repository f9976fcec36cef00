"""Turns news articles about exchanges of prisoners and of the fallen into a knowledge graph of claims."""

__version__ = "0.1.0"
