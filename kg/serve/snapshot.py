"""The state of the store that requests are answered from: what the last finished build left, opened to read only."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING, TypeVar, cast

from kg.errors import StoreError
from kg.generations import current
from kg.rdf import authority_graph
from kg.settings import BASE
from kg.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kg.answer import Reader

_TURNS = 5
_Kept = TypeVar("_Kept")


class Snapshot:
    """One state of the graph, which never changes: a request that holds it reads the same graph to its end.

    Attributes:
        name: which state this is; another state has another name.
        store: the graph, a `Reader`.
        base: the IRI under which the data is minted.
    """

    def __init__(self, name: str, store: Store) -> None:
        """Takes an open store."""
        self.name = name
        self.store = store
        # Any graph tells: no build mixes bases.
        start, found, _ = (store.any_graph() or "").partition("graph/")
        self.base = start if found else BASE
        self._kept: dict[str, object] = {}
        self._lock = Lock()

    @property
    def reader(self) -> Reader:
        """What answers questions about this state."""
        return self.store

    @property
    def authority(self) -> str:
        """The IRI of the graph with actors, places and their names."""
        return authority_graph(self.base)

    def kept(self, name: str, make: Callable[[Snapshot], _Kept]) -> _Kept:
        """Gives what was made of this state under a name, such as an index; made once, when it is first wanted."""
        with self._lock:
            if name not in self._kept:
                self._kept[name] = make(self)
            return cast("_Kept", self._kept[name])


class Snapshots:
    """Gives the present state of a store's folder, whatever builds come to an end meanwhile; one that is held too."""

    def __init__(self, path: Path) -> None:
        """Takes the store's folder; raises StoreError where there is no store that can be read."""
        self.path = path
        self._lock = Lock()
        self._snapshot = self._opened()
        self._other: Snapshot | None = None

    def now(self) -> Snapshot:
        """Gives the present state.

        A state that has been superseded is freed when the last request that holds it lets go. Raises StoreError where
        the store can no longer be read.
        """
        if current(self.path).name != self._snapshot.name:
            with self._lock:
                if current(self.path).name != self._snapshot.name:
                    self._snapshot = self._opened()
        return self._snapshot

    def of(self, name: str) -> Snapshot:
        """Gives the state of a name, which some process holds; raises StoreError where it can't be read."""
        snapshot = self._snapshot
        if snapshot.name == name:
            return snapshot
        with self._lock:
            if self._other is None or self._other.name != name:
                self._other = Snapshot(name, Store(self.path, read_only=True, state=name))
            return self._other

    def forget(self) -> None:
        """Lets go of what `of` opened."""
        self._other = None

    def _opened(self) -> Snapshot:
        for _ in range(_TURNS):
            # What is opened between two looks at the same name is of that name.
            name = current(self.path).name
            snapshot = Snapshot(name, Store(self.path, read_only=True))
            if current(self.path).name == name:
                return snapshot
        raise StoreError(f"{self.path}: the store changes faster than it can be opened; try again")
