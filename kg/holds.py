"""Lets readers hold a folder, so that no writer removes it under them: the database opens some of its files late."""

from __future__ import annotations

import os
import weakref
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


class Hold:
    """A reader's hold on a folder, until `release`, the end of the object or that of the process."""

    def __init__(self, folder: Path) -> None:
        """Takes hold; raises FileNotFoundError where the folder is gone. A system without locks holds nothing."""
        self._release: Callable[[], object] = lambda: None
        with suppress(ImportError):
            import fcntl

            number = os.open(folder, os.O_RDONLY)
            self._release = weakref.finalize(self, os.close, number)
            with suppress(OSError):
                fcntl.flock(number, fcntl.LOCK_SH | fcntl.LOCK_NB)

    def release(self) -> None:
        """Lets go; once is enough."""
        self._release()


def held(folder: Path) -> bool:
    """Tells whether any reader, in whatever process, holds a folder."""
    try:
        import fcntl

        number = os.open(folder, os.O_RDONLY)
    except (ImportError, OSError):
        return False
    try:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    finally:
        os.close(number)
    return False
