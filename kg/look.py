"""Says how sides look in every picture: the same colour in the network and in the charts.

The colours are those of Okabe and Ito (2008), which readers with any of the common colour blindnesses can tell apart.
Blue and orange come first: most stories have two sides, and these two differ most for everybody, in grey print too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

COLOURS = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#b8a900")
GREY = "#80868f"
INK, FAINT, PAPER = "#1b1f24", "#555b63", "#ffffff"


def ranked(count: Mapping[str, int]) -> list[str]:
    """Puts sides in the order in which they take colours, those with most actors first.

    The two first go by their names, so that they keep their colours from one picture to the next.
    """
    order = sorted(count, key=lambda side: (-count[side], side))
    return [*sorted(order[:2]), *order[2:]]
