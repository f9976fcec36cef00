"""Apache Jena's command-line tools, as Debian packs them: `riot` reads RDF, `shacl` validates it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import zipfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from rdflib import SH, Graph, URIRef

JAVA = Path("/usr/share/java")
# What Debian's package holds and depends on; a star would also take what other programs left there.
JARS = (
    *("jena-arq", "jena-base", "jena-cmds", "jena-core", "jena-iri", "jena-rdfconnection", "jena-shacl", "jena-shex"),
    *("jena-dboe-base", "jena-dboe-index", "jena-dboe-storage", "jena-dboe-trans-data", "jena-dboe-transaction"),
    *("jena-tdb", "jena-tdb2", "commons-cli", "commons-codec", "commons-compress", "commons-csv", "commons-io"),
    *("commons-lang3", "dexx.collection", "gson", "guava", "httpclient", "httpclient-cache", "httpcore"),
    *("jackson-annotations", "jackson-core", "jackson-databind", "jakarta.json-api", "jsonld-java", "protobuf"),
    *("slf4j-api", "slf4j-simple", "thrift", "titanium-json-ld"),
)
# Short runs: no time to warm up, no need of threads.
FLAGS = ("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx1g")


@dataclass(frozen=True, slots=True)
class Read:
    """What `riot` says of one file: how many statements it holds, and what it complains of, warnings included."""

    statements: int
    complaints: list[str] = field(default_factory=list)


class Jena:
    """The tools, found or refused once; each call starts a machine of its own, so callers give many files at once."""

    def __init__(self, folder: Path) -> None:
        """Makes ready in `folder`; skips the test where tools are missing, which the project's own checks forbid."""
        java = shutil.which("java")
        missing = [jar for jar in JARS if not (JAVA / f"{jar}.jar").exists()]
        if java is None or missing:
            lacking = "java" if java is None else f"{missing[0]}.jar in {JAVA}"
            reason = f"needs Debian's libapache-jena-java and default-jre-headless: no {lacking}"
            (pytest.fail if os.environ.get("CI") else pytest.skip)(reason)
        self._java = str(java)
        # Debian moved the schema types' messages, and Jena looks for them in their old place.
        inside = "org/apache/jena/ext/"
        with zipfile.ZipFile(JAVA / "jena-core.jar") as jar:
            for name in jar.namelist():
                if name.startswith(f"{inside}xerces/") and not name.endswith("/"):
                    target = folder / name.removeprefix(inside)
                    target.parent.mkdir(parents=True, exist_ok=True)
                    target.write_bytes(jar.read(name))
        self._path = os.pathsep.join([str(folder), *(str(JAVA / f"{jar}.jar") for jar in JARS)])

    def _run(self, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [self._java, *FLAGS, "-cp", self._path, *arguments],
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=300,
        )

    def riot(self, *files: Path) -> dict[Path, Read]:
        """Parses files, in the syntax of their endings, and checks every IRI, language tag and lexical form."""
        # Titanium, which reads JSON-LD 1.1, lacks a part in Debian; the reader of 1.0 goes by this ending.
        names = {file.with_suffix(".jsonld10") if file.suffix == ".jsonld" else file: file for file in files}
        for name, file in names.items():
            if name != file:
                shutil.copyfile(file, name)
        done = self._run("riotcmd.riot", "--validate", "--count", *names)
        # Each file is announced, then comes what is wrong with it, and its count unless it was given up.
        _, *reports = re.split(r"^\[main\] INFO \S+ - File: ", "\n" + done.stderr, flags=re.MULTILINE)
        found = {}
        for report in reports:
            name, *lines = report.splitlines()
            count = re.search(r" : (?:Triples|Quads) = ([\d,]+)$", report, re.MULTILINE)
            complaints = [line for line in lines if line and not line.startswith(("file://", "Total "))]
            found[names[Path(name)]] = Read(int(count[1].replace(",", "")) if count else 0, complaints)
        assert set(found) == set(files), done.stderr
        return found

    def shacl(self, shapes: Path, data: Path) -> Graph:
        """Validates data with shapes, both files of RDF; gives the report."""
        done = self._run("shacl.shacl", "validate", "--shapes", shapes, "--data", data)
        assert done.returncode == 0, done.stderr
        return Graph().parse(data=done.stdout, format="turtle")


Result = tuple[str, str, str, str, str]


def results(report: Graph) -> Counter[Result]:
    """Gives a report's results by focus node, component, severity, path and shape, as far as they have names.

    Messages and values are left out: the standard leaves open how a message shows an IRI.
    """

    def told(result: object, property_: URIRef) -> str:
        value = report.value(result, property_)  # type: ignore[arg-type]
        return str(value) if isinstance(value, URIRef) else ""

    properties = (SH.focusNode, SH.sourceConstraintComponent, SH.resultSeverity, SH.resultPath, SH.sourceShape)
    return Counter(
        tuple(told(result, property_) for property_ in properties)  # type: ignore[misc]
        for result in report.objects(None, SH.result)
    )
