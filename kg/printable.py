"""Makes text from outside safe to print."""

from __future__ import annotations

import re

# Control characters and those that turn the direction of writing could make a terminal lie about what an article says.
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def plain(text: str) -> str:
    """Makes text from outside safe to print: control and direction-turning characters become visible."""
    return _UNSAFE.sub("\ufffd", text)
