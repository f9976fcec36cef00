"""Fetches addresses one after the other: leave asked, redirections followed one by one, and the answers kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from kg import read
from kg.errors import ArticleError, FetchError
from kg.fetch import keep
from kg.fetch.manners import Manners
from kg.fetch.wire import Answer, Limits, Wire, checked

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

_HOPS = 5
_TRIES = 3
_LATER = frozenset({429, 503})
_LEADS_ON = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True)
class Settings:
    """How to fetch.

    `entries` fetches the pages that a feed lists, at most `most` of them, instead of keeping the feed; `allow_private`
    lets addresses of one's own network be asked; `pause` are the seconds between two questions to one host, `patience`
    those that a host may have kg wait.
    """

    entries: bool = False
    most: int = 100
    allow_private: bool = False
    pause: float = 1.0
    patience: float = 120.0
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one address: the archive that holds it, whether that is new, or why there is none."""

    url: str
    path: Path | None = None
    changed: bool = False
    reason: str | None = None


def fetch(urls: Iterable[str], folder: Path, settings: Settings) -> Iterator[Outcome]:
    """Fetches addresses into a folder, which is made where it is missing; one that fails never stops the next.

    Raises FetchError where the folder can't be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FetchError(f"{folder}: no folder can be made there ({error.strerror}); name another with --to") from error
    with Wire(settings.limits, allow_private=settings.allow_private) as wire:
        one = _Fetcher(wire, folder, settings)
        seen: set[str] = set()
        for url in urls:
            yield from one(url, seen)


class _Fetcher:
    def __init__(self, wire: Wire, folder: Path, settings: Settings) -> None:
        self._wire, self._folder, self._settings = wire, folder, settings
        self._manners = Manners(wire, settings.pause, settings.patience)

    def __call__(self, url: str, seen: set[str]) -> Iterator[Outcome]:
        """Fetches an address, and where it is a feed and they are wanted, the pages of its entries."""
        try:
            address = checked(url)
            if address in seen:
                return
            seen.add(address)
            if not self._settings.entries:
                yield self._page(address)
                return
            answers = self._answers(address, {})
            if not _is_feed(answers[-1]):
                yield self._keep(address, answers)
                return
            links, reason = self._links(answers[-1])
        except FetchError as error:
            yield Outcome(url, reason=f"{url}: {error}")
            return
        if reason:
            yield Outcome(url, reason=f"{url}: {reason}")
        for link in links:
            if link not in seen:
                seen.add(link)
                try:
                    yield self._page(link)
                except FetchError as error:
                    yield Outcome(link, reason=f"{link}: {error}")

    def _page(self, address: str) -> Outcome:
        path = keep.file(self._folder, address)
        known = keep.known(path)
        answers = self._answers(address, known.question(known.url) if known else {}, known.url if known else "")
        if answers[-1].status == 304:
            return Outcome(address, path)
        return self._keep(address, answers)

    def _keep(self, address: str, answers: list[Answer]) -> Outcome:
        path = keep.file(self._folder, address)
        keep.save(path, answers, datetime.now(UTC))
        return Outcome(address, path, changed=True)

    def _answers(self, url: str, question: Mapping[str, str], known: str = "") -> list[Answer]:
        """Asks an address and those that it leads on to; `question` goes to the address `known` only."""
        answers: list[Answer] = []
        met: set[str] = set()
        while True:
            if url in met:
                raise FetchError("leads round in a circle")
            if len(answers) > _HOPS:
                raise FetchError(f"leads on more than {_HOPS} times")
            met.add(url)
            answer = self._ask(url, question if url == known else {})
            answers.append(answer)
            if answer.status not in _LEADS_ON:
                break
            following = checked(answer.header("Location"), url)
            if url.startswith("https:") and following.startswith("http:"):
                raise FetchError(f"leads from https to {following}, which anybody on the way can change")
            url = following
        if answer.status == 304 and question and url == known:
            return answers
        if answer.status != 200:
            raise FetchError(_refused(answer))
        return answers

    def _ask(self, url: str, question: Mapping[str, str]) -> Answer:
        for turn in range(_TRIES):
            self._manners.ask_leave(url)
            answer = self._wire.get(url, question, _wanted)
            if answer.status not in _LATER or turn == _TRIES - 1:
                return answer
            if not self._manners.put_off(answer):
                when = answer.header("Retry-After")[:40] or "some time"
                raise FetchError(f"wants to be asked later (HTTP {answer.status}, Retry-After: {when}); try then")
        raise AssertionError

    def _links(self, answer: Answer) -> tuple[list[str], str | None]:
        """Gives the addresses of a feed's entries, in its order, and what is to be said of it."""
        links = read.links(_plain(answer))
        if links is None:
            return [], "a feed that can't be read; leave --entries out and look at it"
        found: dict[str, None] = {}
        for link in links:
            try:
                found[checked(link, answer.url)] = None
            except FetchError:
                continue
        if not found:
            return [], "a feed without addresses of pages"
        most, told = self._settings.most, None
        if len(found) > most:
            told = f"{len(found)} entries, of which the first {most} are fetched; --most says how many"
        return list(found)[:most], told


def _wanted(answer: Answer) -> None:
    """Raises FetchError for an answer whose content is no page, feed or text, before it is read."""
    if answer.status == 200 and answer.media and answer.media not in read.READ:
        raise FetchError(f"{answer.media[:60]}, no page or feed")


def _is_feed(answer: Answer) -> bool:
    return read.is_feed(answer.media, _plain(answer)[:5000])


def _plain(answer: Answer) -> bytes:
    try:
        return read.unpacked(answer.body, answer.header("Content-Encoding"))
    except ArticleError as error:
        raise FetchError(str(error)) from None


def _refused(answer: Answer) -> str:
    told = {
        401: "wants a login, which kg doesn't have",
        403: "the server doesn't give it to programs, or to anybody",
        404: "there is no such page",
        410: "the page was taken away",
        429: "the server was asked too often; try later",
    }
    reason = told.get(answer.status) or ("the server failed; try later" if answer.status >= 500 else "no page")
    return f"{reason} (HTTP {answer.status})"
