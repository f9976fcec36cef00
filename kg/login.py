"""Who reads or writes at a triple store: name and password, or a token; neither appears in a message."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from requests.auth import AuthBase, HTTPBasicAuth, HTTPDigestAuth

if TYPE_CHECKING:
    from requests import PreparedRequest


@dataclass(frozen=True, slots=True)
class Login:
    """A user with a password, or a token; nothing at all where the store asks for neither."""

    user: str | None = None
    password: str | None = field(default=None, repr=False)
    token: str | None = field(default=None, repr=False)

    @property
    def secrets(self) -> tuple[str, ...]:
        """The texts that no message may hold."""
        return tuple(one for one in (self.password, self.token) if one)

    def first(self) -> AuthBase:
        """Says how the first request introduces itself: with the token, or not at all until asked."""
        return Bearer(self.token) if self.token else Anonymous()

    def answer(self, challenge: str) -> AuthBase | None:
        """Says how to answer a server that asks who comes (RFC 9110, 11.6.1), or None where that can't be done."""
        if self.token or self.user is None or self.password is None:
            return None
        schemes = {scheme.lower() for scheme in re.findall(r"(?:^|,)\s*([A-Za-z]+)(?=\s|,|$)", challenge)}
        if "digest" in schemes:
            return HTTPDigestAuth(self.user, self.password)
        if "basic" in schemes:
            # As text requests would send them in Latin-1, if they can be written in it.
            return HTTPBasicAuth(self.user.encode(), self.password.encode())
        return None


class Anonymous(AuthBase):
    """Adds nothing; with it requests looks for no password in files of its own either (.netrc)."""

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        """Gives the request as it is."""
        return request


class Bearer(AuthBase):
    """Adds a token (RFC 6750)."""

    def __init__(self, token: str) -> None:
        """Keeps the token."""
        self._token = token

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        """Gives the request with the token in its header."""
        request.headers["Authorization"] = f"Bearer {self._token}"
        return request


def readable_on_the_way(url: str, login: Login) -> bool:
    """Tells whether a secret would cross a network unencrypted."""
    parts = urlsplit(url)
    return bool(login.secrets) and parts.scheme == "http" and not _here(parts.hostname or "")


def _here(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
