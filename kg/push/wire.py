"""Sends requests to one triple store: keeps the connection, tries again, and says in one line what went wrong."""

from __future__ import annotations

import html
import re
import time
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

import requests

from kg import __version__
from kg.errors import PushError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from requests import Response

    from kg.login import Login

PAUSES = (0.5, 1.0, 2.0, 4.0, 8.0, 15.0, 30.0)
"""Seconds before each further try; a server that restarts is back by then."""

_CONNECT, _READ = 10.0, 300.0
_LONGEST = 60.0
_BUSY = frozenset({408, 425, 429, 502, 503, 504})
# A deadlock or a full disk: the first passes, the second doesn't.
_FAULT = 500
_FAULTS = 2
_SAID = 200


class TooLargeError(PushError):
    """A body larger than the server takes (413)."""


class AbsentError(PushError):
    """Nothing is at that address (404)."""


class Wire:
    """A connection to one server, as the user of `login`."""

    def __init__(
        self,
        login: Login,
        pauses: Sequence[float] = PAUSES,
        tell: Callable[[str], None] = lambda _: None,
    ) -> None:
        """Prepares the connection; nothing is sent yet.

        `pauses` are the seconds before each further try, `tell` hears of waiting.
        """
        self._login = login
        self._pauses = tuple(pauses)
        self._tell = tell
        self._met = False
        self.hint = "ask whoever runs the server"
        self._session = requests.Session()
        self._session.headers["User-Agent"] = f"exchange-kg/{__version__}"
        self._session.auth = login.first()

    def close(self) -> None:
        """Closes the connection."""
        self._session.close()

    def headers(self, url: str) -> Mapping[str, str]:
        """Gives the headers of whatever answers at an address; raises PushError where nothing does."""
        response = self._ask("GET", url, None, {})
        response.close()
        return response.headers

    def send(
        self,
        method: str,
        url: str,
        *,
        parameters: Mapping[str, str] | None = None,
        body: bytes | Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Response:
        """Sends a request until it is answered, and gives the answer if it is a good one.

        Each request may be sent more than once, so what it does twice must be what it does once. Raises AbsentError,
        TooLargeError, else PushError.
        """
        if parameters:
            url = requests.Request(method, url, params=dict(parameters)).prepare().url or url
        response = self._ask(method, url, body, headers or {})
        if response.ok and not response.is_redirect:
            return response
        raise self._error(response, url)

    def _ask(
        self, method: str, url: str, body: bytes | Mapping[str, str] | None, headers: Mapping[str, str]
    ) -> Response:
        turn = faults = 0
        while True:
            response, reason = None, ""
            try:
                response = self._once(method, url, body, headers)
                faults += response.status_code == _FAULT
                if response.status_code not in _BUSY and (response.status_code != _FAULT or faults > _FAULTS):
                    self._met = True
                    return response
                reason = f"answers {response.status_code} {response.reason}"
            except requests.exceptions.SSLError as error:
                raise PushError(
                    f"{_place(url)}: its certificate isn't trusted ({_root(error)}); name the certificate of its "
                    "authority in REQUESTS_CA_BUNDLE"
                ) from None
            except (requests.ConnectionError, requests.Timeout, requests.exceptions.ChunkedEncodingError) as error:
                reason = _root(error)
                if not self._met:
                    raise PushError(
                        f"{_place(url)}: nothing answers there ({reason}); check the address and that the server runs"
                    ) from None
            except (requests.RequestException, ValueError) as error:
                raise UsageError(f"{_place(url)}: no address to push to ({_root(error)})") from None
            if turn == len(self._pauses):
                if response is not None:
                    return response
                raise PushError(
                    f"{_place(url)}: went away and didn't come back ({reason}); push again once it runs, and it goes "
                    "on where it stopped"
                )
            pause = max(self._pauses[turn], _wished(response))
            self._tell(f"{_place(url)}: {reason}; trying again in {pause:.3g} s")
            time.sleep(pause)
            turn += 1

    def _once(
        self, method: str, url: str, body: bytes | Mapping[str, str] | None, headers: Mapping[str, str]
    ) -> Response:
        response = self._request(method, url, body, headers)
        # A password is sent only to the server that the user named, and only as that server asks for it.
        if response.status_code == 401 and (answer := self._login.answer(response.headers.get("WWW-Authenticate", ""))):
            if type(answer) is type(self._session.auth):
                return response
            self._session.auth = answer
            response = self._request(method, url, body, headers)
        return response

    def _request(
        self, method: str, url: str, body: bytes | Mapping[str, str] | None, headers: Mapping[str, str]
    ) -> Response:
        return self._session.request(
            method, url, data=body, headers=dict(headers), timeout=(_CONNECT, _READ), allow_redirects=False
        )

    def _error(self, response: Response, url: str) -> PushError:
        place = _place(url)
        status = response.status_code
        if response.is_redirect:
            # Followed, it would carry graphs and password to a server that nobody named.
            target = urlsplit(urljoin(url, response.headers["Location"]))._replace(query="", fragment="").geturl()
            return PushError(f"{place}: points to {target}; if you trust that address, push there")
        if status == 401 and not (self._login.user or self._login.token):
            return PushError(
                f"{place}: wants to know who writes ({self.hint}); set KG_PUSH_USER and KG_PUSH_PASSWORD, or "
                "KG_PUSH_TOKEN, or give --user NAME and type the password"
            )
        who = f"the user {self._login.user!r}" if self._login.user else "whoever holds the token"
        if status == 401:
            return PushError(f"{place}: doesn't know {who} by that secret; check name and secret ({self.hint})")
        if status == 403:
            return PushError(f"{place}: doesn't let {who if self._login.secrets else 'strangers'} write ({self.hint})")
        said = f"{status} {response.reason}{self._said(response)}"
        if status == 413:
            return TooLargeError(f"{place}: doesn't take bodies that large ({said}); raise its limit")
        if status == 404:
            return AbsentError(f"{place}: no graph store is there ({said}); check the address, or name a --profile")
        if status in {405, 406, 415, 501}:
            return PushError(
                f"{place}: isn't a graph store as its profile has it ({said}); check the address, or name a --profile"
            )
        if status >= 500:
            return PushError(
                f"{place}: fails ({said}); see the server's log, then push again, and it goes on where it stopped"
            )
        return PushError(f"{place}: refuses ({said})")

    def _said(self, response: Response) -> str:
        """Gives the start of the server's own words, without markup and without a secret that it may repeat."""
        text = re.sub(r"<(style|script|title).*?</\1>|<[^>]*>", " ", response.text, flags=re.DOTALL)
        text = " ".join(html.unescape(text).split())
        for secret in self._login.secrets:
            text = text.replace(secret, "…")
        return f": {text[:_SAID]}" if text else ""


def check_address(url: str) -> None:
    """Raises UsageError where a text is no address to push to, or holds a password."""
    try:
        parts = urlsplit(url)
        named, _ = parts.hostname, parts.port
    except ValueError:
        parts, named = urlsplit(""), None
    if parts.scheme not in {"http", "https"} or not named:
        raise UsageError("no address of a server: it starts with http:// or https:// and names one")
    if "@" in parts.netloc:
        raise UsageError(
            f"{named}: the address holds a name or password, which others can read there; take them out and set "
            "KG_PUSH_USER and KG_PUSH_PASSWORD"
        )
    if parts.query or parts.fragment:
        raise UsageError(f"{named}: give the address without what follows ? or #; graphs are named by the program")


def _place(url: str) -> str:
    """Writes an address without its query, which names the graph at length."""
    return urlsplit(url)._replace(query="").geturl()


def _root(error: BaseException) -> str:
    """Says what lies at the bottom of an error of the network, in the system's words."""
    reason: BaseException = error
    while True:
        inner = getattr(reason, "reason", None) or reason.__cause__ or reason.__context__
        if inner is None and reason.args and isinstance(reason.args[0], BaseException):
            inner = reason.args[0]
        if not isinstance(inner, BaseException) or inner is reason:
            break
        reason = inner
    if isinstance(reason, TimeoutError):
        return "no answer in time"
    text = getattr(reason, "strerror", None) or getattr(reason, "verify_message", None) or str(reason)
    return re.sub(r"^\[[^\]]*\]\s*|\s*\(_ssl\.c:\d+\)", "", str(text)) or type(reason).__name__


def _wished(response: Response | None) -> float:
    """Reads how long a busy server asks to wait (RFC 9110, 10.2.3), in seconds, within reason."""
    wish = response.headers.get("Retry-After", "") if response is not None else ""
    return min(float(wish), _LONGEST) if wish.isdecimal() else 0.0
