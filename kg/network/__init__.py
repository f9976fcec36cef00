"""Draws the actor network: who speaks about whom, who relays whom, each line weighted by the claims behind it.

edges(answer) ─ graph ─┬─ interchange   .graphml .gexf .json
                       ├─ picture       .svg .png
                       ├─ page          .html (its data and its page apart, for a server to embed)
                       └─ measures      a table
                (views names the questions; shape and fit place the actors, look says how they are drawn)
"""

from kg.network.graph import Edge, Evidence, Network, core, counted, edges, evidence, graph
from kg.network.views import VIEWS, Caption, View, view
from kg.network.write import ENDINGS, check, write

__all__ = [
    "ENDINGS",
    "VIEWS",
    "Caption",
    "Edge",
    "Evidence",
    "Network",
    "View",
    "check",
    "core",
    "counted",
    "edges",
    "evidence",
    "graph",
    "view",
    "write",
]
