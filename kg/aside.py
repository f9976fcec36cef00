"""Does one thing aside, in a thread, while its caller goes on: for work that leaves Python free, as the database's."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future
    from types import TracebackType


class Aside:
    """One thread that does what it is given, one after the other.

    Used as a context manager: nothing is under way any more where it ends, with or without an error.
    """

    def __init__(self) -> None:
        """Begins without a thread; it starts with the first work."""
        self._thread = ThreadPoolExecutor(1)
        self._begun: Future[None] | None = None

    def __enter__(self) -> Self:
        """Gives itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Waits until nothing is under way; what that raises is told by `begin` and `wait` only."""
        self._thread.shutdown()

    def begin(self, work: Callable[[], None]) -> None:
        """Begins a work once the one before is done; raises what that raised."""
        self.wait()
        self._begun = self._thread.submit(work)

    def wait(self) -> None:
        """Waits until what was begun is done; raises what it raised."""
        begun, self._begun = self._begun, None
        if begun:
            begun.result()
