"""Answers that several parts of the server give."""

from __future__ import annotations

from starlette.responses import PlainTextResponse


def fault(status: int, reason: str) -> PlainTextResponse:
    """Tells of a fault in one line of text."""
    return PlainTextResponse(f"{' '.join(reason.split())}\n", status)
