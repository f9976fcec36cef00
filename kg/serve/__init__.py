"""Serves the graph to browsers and programs: pages, the SPARQL 1.1 Protocol, an API of the stored questions.

`run` opens a store and listens, `app` puts the server together. Nothing is imported here: the processes that answer
queries (`worker`) need none of it.
"""
