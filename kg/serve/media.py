"""Content negotiation by RFC 9110: which of the media types that can be given a client likes best."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_QUALITY = re.compile(r";\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*(?:;|$)", re.IGNORECASE)


def chosen(accept: str | None, offered: Sequence[str]) -> str | None:
    """Chooses among media types; of those liked equally the first offered, None where none is accepted.

    Args:
        accept: the header `Accept`; None or empty accepts all.
        offered: the media types that can be given, the preferred first.
    """
    wanted = [_range(part) for part in (accept or "").split(",") if part.strip()]
    if not wanted:
        return offered[0] if offered else None
    best, most = None, 0.0
    for one in offered:
        quality = _quality(one, wanted)
        if quality > most:
            best, most = one, quality
    return best


def _range(part: str) -> tuple[str, float]:
    name = part.partition(";")[0].strip().lower()
    found = _QUALITY.search(part)
    return name, min(float(found[1]), 1.0) if found else 1.0


def _quality(media_type: str, wanted: list[tuple[str, float]]) -> float:
    """Gives the quality of the most specific range that a media type falls under (RFC 9110, 12.5.1)."""
    kind = media_type.partition("/")[0]
    for name in (media_type, f"{kind}/*", "*/*"):
        found = [quality for range_, quality in wanted if range_ == name]
        if found:
            return max(found)
    return 0.0
