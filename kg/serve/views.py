"""Has each state of the graph prepared before it is shown; until it is, the one before it goes on being shown."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections import defaultdict
from dataclasses import asdict
from itertools import count
from pathlib import Path
from threading import Condition, Event, Thread, Timer
from typing import TYPE_CHECKING

from kg.errors import KgError, StoreError
from kg.serve import maker
from kg.serve.catalogue import Catalogue
from kg.serve.pool import environment
from kg.serve.view import View

if TYPE_CHECKING:
    from kg.serve.context import Options
    from kg.serve.kept import Key
    from kg.serve.snapshot import Snapshot, Snapshots

_LOOK = 0.2
"""So many seconds after a build has ended that is noticed at the latest."""

_AGAIN = 1.0
_MOST, _NOTED = 200, 5000
_OFTEN = 0.02
"""What is asked for counts half as much with each new state; what counts less than this is forgotten."""


class Views:
    """Gives the newest state that is prepared. A state that nobody has looked at is followed by none."""

    def __init__(self, snapshots: Snapshots, options: Options) -> None:
        """Begins to prepare the present state."""
        self._snapshots = snapshots
        self._options = options
        self._view: View | None = None
        self._fault: KgError | None = None
        self._changed = Condition()
        self._closed = Event()
        self._looked_at = True
        self._asked: defaultdict[Key, float] = defaultdict(float)
        self._numbers = count()
        self._maker: subprocess.Popen[bytes] | None = None
        self._folder = tempfile.TemporaryDirectory(prefix="kg-serve-", ignore_cleanup_errors=True)
        self._thread = Thread(target=self._run, daemon=True, name="states")
        self._thread.start()

    @property
    def ready(self) -> View | None:
        """The state to show; None where there is none yet, or where the store can't be read."""
        self._looked_at = True
        return None if self._fault else self._view

    def now(self) -> View:
        """Gives the state to show, and waits for the first; raises StoreError where the store can't be read."""
        self._looked_at = True
        with self._changed:
            self._changed.wait_for(lambda: self._view or self._fault)
            if self._fault:
                raise StoreError(str(self._fault))
            assert self._view is not None
            return self._view

    def note(self, key: Key) -> None:
        """Remembers what is asked for, so that it is there at once when the state changes."""
        self._asked[key] += 1
        if len(self._asked) > _NOTED:
            self._most_asked()

    def close(self) -> None:
        """Ends it; what is shown stays."""
        self._closed.set()
        self._tell(self._view, StoreError("the server is ending"))
        if self._maker:
            self._maker.kill()
            self._maker.wait()
        self._thread.join(_AGAIN)
        self._folder.cleanup()

    def _run(self) -> None:
        while not self._closed.is_set():
            try:
                self._look(self._snapshots.now())
                self._closed.wait(_LOOK)
            except KgError as error:
                self._tell(self._view, error)
                self._closed.wait(_AGAIN)

    def _look(self, snapshot: Snapshot) -> None:
        if self._fault and self._view:
            self._tell(self._view, None)
        if self._view is None or (self._looked_at and self._view.snapshot.name != snapshot.name):
            self._looked_at = False
            try:
                self._tell(self._prepared(snapshot), None)
            except StoreError:
                self._looked_at = True
                if self._view is None:
                    raise
                # What is shown goes on being shown.
                self._closed.wait(_AGAIN)

    def _tell(self, view: View | None, fault: KgError | None) -> None:
        with self._changed:
            self._view, self._fault = view, fault
            self._changed.notify_all()

    def _prepared(self, snapshot: Snapshot) -> View:
        """Prepares a state; if its answers take too long it is shown without them."""
        file = Path(self._folder.name) / f"catalogue-{next(self._numbers)}"
        process = self._process()
        assert process.stdin
        assert process.stdout
        try:
            process.stdin.write(maker.Task(snapshot.name, str(file), self._most_asked()).written())
            process.stdin.flush()
        except OSError:
            # It has ended; the next turn starts another.
            pass
        told = process.stdout.readline().decode().strip()
        if told != maker.FILLED:
            if not told:
                process.wait()
            file.unlink(missing_ok=True)
            reason = told.partition(" ")[2] or "the process that makes it has ended"
            raise StoreError(f"{self._snapshots.path}: the catalogue of the graph could not be made: {reason}")
        view = View(snapshot, Catalogue(file))
        impatient = Timer(2 * self._options.timeout, process.kill)
        impatient.start()
        told = process.stdout.readline().decode().strip()
        impatient.cancel()
        if told != maker.ANSWERED:
            # It takes too long, or is in trouble: the next state gets another.
            process.kill()
            process.wait()
        else:
            for key, answer in maker.ready(file):
                view.kept.keep(key, answer)
        return view

    def _most_asked(self) -> tuple[Key, ...]:
        asked, self._asked = self._asked, defaultdict(float)
        found = sorted(asked, key=lambda key: -asked[key])[:_MOST]
        for key in found:
            if asked[key] / 2 > _OFTEN:
                self._asked[key] += asked[key] / 2
        return tuple(found)

    def _process(self) -> subprocess.Popen[bytes]:
        if self._maker is None or self._maker.poll() is not None:
            options = json.dumps(asdict(self._options))
            self._maker = subprocess.Popen(
                [sys.executable, "-P", "-m", "kg.serve.maker", str(self._snapshots.path.absolute()), options],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=environment(),
                start_new_session=True,
            )
        return self._maker
