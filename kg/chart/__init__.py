"""Draws charts of what stored questions tell: for print, and as pages whose marks lead to the passages behind them.

Told (the rows of a stored question) ── a chart's `draw` ── Drawing ─┬─ svg   .svg
      timeline, totals, map (atlas), regions                         ├─ png   .png
                                                                     └─ page  .html, wide and narrow, with the table
"""

from kg.chart.charts import CHARTS, Chart, find
from kg.chart.told import Told
from kg.chart.write import ENDINGS, ending, write
from kg.look import ranked

__all__ = ["CHARTS", "ENDINGS", "Chart", "Told", "ending", "find", "ranked", "write"]
