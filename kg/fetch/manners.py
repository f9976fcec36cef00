"""Good manners towards servers: what robots.txt forbids isn't asked, and no host is asked too often."""

from __future__ import annotations

import time
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from protego import Protego

from kg.errors import FetchError
from kg.fetch.wire import AGENT, checked

if TYPE_CHECKING:
    from kg.fetch.wire import Answer, Wire

ROBOTS = 500_000
"""Bytes of robots.txt that are read (RFC 9309, 2.5)."""
_HOPS = 5
_LONGEST = 60.0
"""Seconds between two questions above which a host's wish can't be met."""


class Manners:
    """Remembers when each host was asked last, and what it allows."""

    def __init__(self, wire: Wire, pause: float, patience: float) -> None:
        """Begins with no host asked.

        Args:
            wire: what asks.
            pause: seconds between two questions to a host, at least.
            patience: seconds that a host may have kg wait before it asks again.
        """
        self._wire, self._pause, self._patience = wire, pause, patience
        self._next: dict[str, float] = {}
        self._rules: dict[str, Protego | str] = {}

    def ask_leave(self, url: str) -> None:
        """Waits for a host's turn; raises FetchError where its robots.txt forbids the address or can't be read."""
        rules = self._allowed(url)
        if isinstance(rules, str):
            raise FetchError(rules)
        if not rules.can_fetch(url, AGENT):
            raise FetchError(f"{_host(url)}/robots.txt asks programs not to read this address")
        self.wait(url, rules)

    def wait(self, url: str, rules: Protego | None = None) -> None:
        """Waits until the host may be asked again, and counts from then."""
        wish = float(rules.crawl_delay(AGENT) or 0) if rules else 0.0
        if wish > _LONGEST:
            raise FetchError(f"{_host(url)}/robots.txt wants {wish:g} seconds between questions; read it yourself")
        host, now = _host(url), time.monotonic()
        turn = max(self._next.get(host, now), now)
        if turn > now:
            time.sleep(turn - now)
        self._next[host] = turn + max(self._pause, wish)

    def put_off(self, answer: Answer) -> bool:
        """Notes that a host wants to be asked later (RFC 9110, 10.2.3); tells whether that is soon enough to wait."""
        seconds = _seconds(answer.header("Retry-After"))
        if seconds is None:
            seconds = self._pause * 5
        if seconds > self._patience:
            return False
        host = _host(answer.url)
        self._next[host] = max(self._next.get(host, 0.0), time.monotonic() + seconds)
        return True

    def _allowed(self, url: str) -> Protego | str:
        """Gives a host's rules, or why it can't be asked (RFC 9309, 2.3.1)."""
        host = _host(url)
        if host not in self._rules:
            self._rules[host] = self._read(f"{host}/robots.txt")
        return self._rules[host]

    def _read(self, url: str) -> Protego | str:
        asked = url
        for _ in range(_HOPS + 1):
            self.wait(url)
            answer = self._wire.get(url, {"Accept": "text/plain", "Accept-Encoding": "identity"}, size=ROBOTS)
            if 300 <= answer.status < 400 and answer.header("Location"):
                url = checked(answer.header("Location"), url)
                continue
            if answer.status == 200:
                return Protego.parse(answer.body.decode("utf-8", "replace"))
            if 400 <= answer.status < 500 and answer.status != 429:
                return Protego.parse("")
            return f"{asked} can't be read (HTTP {answer.status}), so nobody knows what may be asked; try later"
        # Who sends it in a circle forbids nothing.
        return Protego.parse("")


def _host(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _seconds(told: str) -> float | None:
    told = told.strip()
    if told.isdecimal() and len(told) < 10:
        return float(told)
    try:
        return max(parsedate_to_datetime(told).timestamp() - time.time(), 0.0)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
