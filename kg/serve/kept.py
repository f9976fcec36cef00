"""Keeps pages for as long as the state of the graph that they show: many readers look at the same ones."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from starlette.responses import Response

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

_OK = 200
_MOST = 2**25
_LARGEST = 2**20


class Pages:
    """Pages of each state, by address; the longest unused go."""

    def __init__(self) -> None:
        """Begins with none."""
        self._lock = Lock()
        self._states: WeakKeyDictionary[object, _State] = WeakKeyDictionary()

    def given(self, request: Request, state: object, make: Callable[[], Response]) -> Response:
        """Gives the page of a state at a request's address; only the first time is it made."""
        key = f"{request.url.path}?{request.url.query}"
        with self._lock:
            known = self._states.setdefault(state, _State())
            found = known.find(key)
        if found is None:
            response = make()
            found = bytes(response.body), response.headers.get("Content-Type", "")
            if response.status_code != _OK or len(found[0]) > _LARGEST:
                return response
            with self._lock:
                known.keep(key, found)
        # A new one each time: what comes after adds headers to it.
        return Response(found[0], headers={"Vary": "Accept", "Content-Type": found[1]})


class _State:
    def __init__(self) -> None:
        self._pages: OrderedDict[str, tuple[bytes, str]] = OrderedDict()
        self._size = 0

    def find(self, key: str) -> tuple[bytes, str] | None:
        if key in self._pages:
            self._pages.move_to_end(key)
        return self._pages.get(key)

    def keep(self, key: str, page: tuple[bytes, str]) -> None:
        if key not in self._pages:
            self._pages[key] = page
            self._size += len(page[0])
        while self._size > _MOST:
            self._size -= len(self._pages.popitem(last=False)[1][0])
