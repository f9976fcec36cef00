"""Tells which addresses on the network may be reached: public ones, judged by number and not by name.

A name can stand for another machine at each asking, so the number that was judged is the one that is connected to.
"""

from __future__ import annotations

import ipaddress
import socket
from typing import TYPE_CHECKING

from kg.errors import FetchError

if TYPE_CHECKING:
    from collections.abc import Iterator

Number = ipaddress.IPv4Address | ipaddress.IPv6Address

_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")
"""Numbers behind which a translator reaches IPv4 (RFC 6052)."""


def is_public(number: Number) -> bool:
    """Tells whether a number is of the public network, and so is each that it stands for (RFC 4291, 3056, 4380, 6052).

    Private, loopback, link-local, shared, documentation and multicast numbers are not.
    """
    return all(one.is_global and not one.is_multicast for one in (number, *_within(number)))


def connect(host: str, port: int, seconds: float, *, allow_private: bool) -> socket.socket:
    """Connects to a host, at a number that may be reached.

    Args:
        host: its name or number.
        port: the port.
        seconds: how long one number may take to answer.
        allow_private: that numbers of one's own network may be reached too.

    Raises:
        FetchError: the name is not known, or one of its numbers may not be reached.
        OSError: no number answers.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise FetchError(f"no server is called {host}; check the address and the way to the network") from None
    numbers = [ipaddress.ip_address(str(place[0]).partition("%")[0]) for *_, place in found]
    if not allow_private and (inner := next((one for one in numbers if not is_public(one)), None)):
        told = f"{host} is" if str(inner) == host else f"{host} stands for {inner},"
        raise FetchError(f"{told} a private or local number; if that is meant, give --allow-private")
    fault: OSError = ConnectionRefusedError()
    for family, kind, protocol, _, place in found:
        reached = socket.socket(family, kind, protocol)
        try:
            reached.settimeout(seconds)
            reached.connect(place)
        except OSError as error:
            reached.close()
            fault = error
            continue
        reached.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return reached
    raise fault


def _within(number: Number) -> Iterator[Number]:
    """Yields the numbers of IPv4 that a number of IPv6 stands for."""
    if isinstance(number, ipaddress.IPv6Address):
        yield from (one for one in (number.ipv4_mapped, number.sixtofour, *(number.teredo or ())) if one)
        if number in _TRANSLATED:
            yield ipaddress.IPv4Address(int(number) & 0xFFFFFFFF)
