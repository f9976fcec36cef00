"""Draws the actor network: who speaks about whom, who relays whom, each line weighted by the claims behind it.

graph(edges) ─┬─ interchange   .graphml .gexf .json
              ├─ picture       .svg .png
              └─ page          .html
                   (shape and fit place the actors, look says how they are drawn)
"""

from kg.network.graph import Edge, Evidence, evidence, graph
from kg.network.write import ENDINGS, write

__all__ = ["ENDINGS", "Edge", "Evidence", "evidence", "graph", "write"]
