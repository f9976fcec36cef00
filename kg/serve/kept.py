"""Keeps answers for as long as the state of the graph that they tell of: many readers ask for the same ones."""

from __future__ import annotations

import asyncio
import hashlib
from collections import OrderedDict
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from starlette.responses import Response

from kg.errors import KgError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Hashable, Iterator

    from starlette.requests import Request

_OK, _UNCHANGED = 200, 304
_MOST = 2**25
_LARGEST = 2**20


class Key(NamedTuple):
    """What was asked: the path as it was sent, with its query, and where it matters the header `Accept`."""

    address: str
    accept: str


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer that can be given again: its content and headers; a tag names the content (RFC 9110, 8.8.3)."""

    content: bytes
    headers: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, response: Response) -> Answer | None:
        """Takes a response's content and headers; None where it is a fault, comes in pieces or is too large."""
        content = getattr(response, "body", None)
        if response.status_code != _OK or not isinstance(content, bytes) or len(content) > _LARGEST:
            return None
        told = {name: value for name, value in response.headers.items() if name != "content-length"}
        tag = hashlib.blake2b(content, digest_size=12).hexdigest()
        return cls(content, tuple((told | {"etag": f'"{tag}"', "cache-control": "no-cache"}).items()))

    def response(self, request: Request) -> Response:
        """Gives it anew; to a client that has it already, only that it has not changed."""
        headers = dict(self.headers)
        known = request.headers.get("if-none-match", "")
        # A proxy that packs what it passes on makes the tag a weak one.
        if known and headers["etag"] in {one.strip().removeprefix("W/") for one in known.split(",")}:
            return Response(
                status_code=_UNCHANGED, headers={name: headers[name] for name in headers if name != "content-type"}
            )
        return Response(self.content, headers=headers)


class Turns:
    """Lets those who want the same thing at the same time wait for the first of them."""

    def __init__(self) -> None:
        """Begins with nobody."""
        self._begun: dict[Hashable, _Turn] = {}

    @asynccontextmanager
    async def turn(self, key: Hashable) -> AsyncIterator[None]:
        """Begins the block at once for the first who wants this, for the others when that one is through.

        What was an error for the first is one for the others; whose client has gone has met with none.
        """
        if first := self._begun.get(key):
            await first.through.wait()
            if first.fault:
                raise first.fault
            yield
            return
        mine = self._begun[key] = _Turn()
        try:
            yield
        except KgError as error:
            mine.fault = error
            raise
        finally:
            self._begun.pop(key).through.set()


@dataclass(slots=True)
class _Turn:
    through: asyncio.Event = field(default_factory=asyncio.Event)
    fault: KgError | None = None


class Kept:
    """The answers of one state of the graph; the longest unused go."""

    def __init__(self) -> None:
        """Begins with none."""
        self._answers: OrderedDict[Key, Answer] = OrderedDict()
        self._size = 0
        self._turns = Turns()

    def __iter__(self) -> Iterator[tuple[Key, Answer]]:
        """Gives all that is kept."""
        return iter(self._answers.items())

    def find(self, key: Key) -> Answer | None:
        """Gives an answer, None where it is not kept."""
        if key in self._answers:
            self._answers.move_to_end(key)
        return self._answers.get(key)

    def keep(self, key: Key, answer: Answer) -> None:
        """Keeps an answer for as long as there is room."""
        if key in self._answers:
            return
        self._answers[key] = answer
        self._size += len(answer.content)
        while self._size > _MOST:
            self._size -= len(self._answers.popitem(last=False)[1].content)

    async def given(self, request: Request, key: Key, make: Callable[[], Awaitable[Response]]) -> Response:
        """Answers a request; only the first time is the answer made, whoever asks for it meanwhile."""
        if found := self.find(key):
            return found.response(request)
        async with self._turns.turn(key):
            if found := self.find(key):
                return found.response(request)
            response = await make()
            answer = Answer.of(response)
            if answer is None:
                return response
            self.keep(key, answer)
            return answer.response(request)


def key_of(request: Request, accept: str = "") -> Key:
    """Tells what a request asks for; where there are several syntaxes, with what it accepts."""
    sent = request.scope.get("raw_path") or request.url.path.encode()
    query = request.url.query
    address = sent.decode("latin-1").partition("?")[0] + (f"?{query}" if query else "")
    return Key(address, accept)
