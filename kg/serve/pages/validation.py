"""The validation report: what the shapes find fault with in the graph, checked in a process beside the server."""

from __future__ import annotations

import atexit
import json
import subprocess
import sys
from collections import Counter
from threading import Lock, Thread
from typing import TYPE_CHECKING, Any

from kg.serve.pages.paging import paging
from kg.serve.pages.render import page

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from kg.serve.context import Context
    from kg.serve.view import View

_SIZE = 40
_ORDER = ("violation", "warning", "info")
_COMMAND = "import sys; sys.argv[0] = 'kg'; from kg.cli import main; main()"


class Checks:
    """Checks each state of the graph once, when somebody first asks; a large graph takes minutes, so no page waits."""

    def __init__(self, context: Context) -> None:
        """Checks nothing yet."""
        self._path = context.snapshots.path
        self._lock = Lock()
        self._begun = ""
        self._report: dict[str, Any] | None = None
        self._reason = ""
        self._running: subprocess.Popen[bytes] | None = None
        atexit.register(self._end)

    def page(self, request: Request, view: View) -> Response:
        """Shows the report; while the graph is being checked, says so and asks for patience."""
        self._begin(view.snapshot.name)
        report, severity = self._report, request.query_params.get("severity", "")
        if report is None:
            response = page(request, view, "validation", active="validation", report=None, reason=self._reason)
            if not self._reason:
                response.headers["Refresh"] = "3"
            return response
        found = [one for one in report["findings"] if severity in ("", one["severity"])]
        cut = paging(request, len(found), _SIZE)
        names = {one["article"] for one in found[cut.offset : cut.offset + cut.size]}
        articles = {name: view.catalogue.row("SELECT iri FROM articles WHERE name = ?", name) for name in names if name}
        return page(
            request,
            view,
            "validation",
            active="validation",
            report=report,
            reason="",
            cut=cut,
            severity=severity,
            found=found[cut.offset : cut.offset + cut.size],
            articles={name: row["iri"] for name, row in articles.items() if row},
            counts=[(one, report["counts"].get(one, 0)) for one in _ORDER],
            often=Counter(one["shape"].rpartition("#")[2] for one in found).most_common(6),
        )

    def _begin(self, name: str) -> None:
        with self._lock:
            if self._begun == name:
                return
            self._begun, self._report, self._reason = name, None, ""
        Thread(target=self._check, args=(name,), daemon=True, name="validation").start()

    def _check(self, name: str) -> None:
        arguments = [sys.executable, "-c", _COMMAND, "validate", "--store", str(self._path), "--format", "json"]
        self._running = subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        told, fault = self._running.communicate()
        with self._lock:
            if self._begun != name:
                return
            try:
                self._report = json.loads(told)
            except ValueError:
                lines = fault.decode(errors="replace").strip().splitlines()
                self._reason = lines[-1] if lines else "the check was ended"

    def _end(self) -> None:
        if self._running is not None and self._running.poll() is None:
            self._running.kill()
