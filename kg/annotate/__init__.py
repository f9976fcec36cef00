"""Reads one article: who says what, with which figures, about which exchange.

`annotator.Annotator` holds the model, the authority and the lexicon, and reads one article with them. `sieve.Sieve` tells
without the model which articles needn't be read. What is found comes from that article alone.
"""
