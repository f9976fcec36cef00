"""What `kg build` says at its end: what it did, what the graph holds now, and what to type next."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from typing import TYPE_CHECKING

from kg.printable import plain
from kg.settings import STORE
from kg.stages import STAGES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kg.build import Summary
    from kg.stages import Stages

_SHOWN = 5


def summary_lines(summary: Summary, store: Path) -> Iterator[str]:
    """Says what a build did, what the graph holds now, and what to type next."""
    again = sum(map(len, summary.redone.values()))
    done = [f"{len(summary.stored) - again} new", *([f"{again} done again"] if again else [])]
    done.append(f"{summary.unchanged} unchanged")
    if summary.off_topic:
        unread = f" ({summary.unread} by their words alone; --all reads them)" if summary.unread else ""
        done.append(f"{len(summary.off_topic)} left out: no exchange in {_listed(summary.off_topic)}{unread}")
    if summary.foreign:
        named = [f"{language}: {_listed(summary.foreign[language])}" for language in sorted(summary.foreign)]
        done.append(f"{sum(map(len, summary.foreign.values()))} left out: in other languages ({'; '.join(named)})")
    yield f"{some(summary.read, 'article')} read: {', '.join(done)}"
    for reason in sorted(summary.redone):
        yield f"  done again, {reason}: {_listed(summary.redone[reason])}"
    faults = [one for one in summary.skipped if one.fault]
    if faults:
        records = sum(one.record for one in faults)
        files = len(faults) - records
        counted = [some(files, "file")] * (files > 0) + [some(records, "record")] * (records > 0)
        yield f"{' and '.join(counted)} skipped, see below"
    yield (
        f"{store} holds {some(summary.articles, 'article')}, {some(summary.exchanges, 'exchange')}, "
        f"{some(summary.claims, 'claim')}, {some(summary.figures, 'figure')}, "
        f"{some(summary.disagreements, 'disagreement')}"
    )
    kg, place = typed(store)
    hints = []
    if summary.warnings:
        hints.append(
            (f"{kg} validate{place}", f"{some(summary.warnings, 'warning')}: sums that do not add up and the like")
        )
    if summary.articles:
        hints.append((f"{kg} query timeline{place}", "each exchange with who received what"))
    if summary.disagreements:
        hints.append((f"{kg} query disagreements{place}", "figures that can't both be true"))
    if summary.articles:
        hints.append((f"{kg} network actors.html{place}", "who speaks about whom, a page for the browser"))
        hints.append((f"{kg} queries", "all other questions"))
    if hints:
        yield "\nType next:"
        margin = max(len(command) for command, _ in hints)
        yield from (f"  {command:<{margin}}  {what}" for command, what in hints)


def profile_lines(stages: Stages, jobs: int, cluster: bool) -> Iterator[str]:
    """Tells how long each stage of a build took, in the order of an article's way."""
    told = {name: stages.seconds[name] for name in STAGES if name in stages.seconds}
    whole = sum(told.values())
    where = ", here and on the cluster together" if cluster else ", all processes together" * (jobs > 1)
    yield f"Time by stage{where}:"
    margin = max(map(len, (*told, "in all")))
    for name, seconds in (*told.items(), ("in all", whole)):
        yield f"  {name:<{margin}}  {seconds:>9.2f} s  {seconds / whole:>4.0%}"


def typed(store: Path) -> tuple[str, str]:
    """Tells how to type a next command: the program, and the store where it would not be found by itself."""
    program = "kg" if shutil.which("kg") else shlex.quote(sys.argv[0])
    known = store == STORE or os.environ.get("KG_STORE") == str(store)
    return program, "" if known else f" --store {shlex.quote(str(store))}"


def some(count: int, noun: str) -> str:
    """Counts things in words: `1 article`, `2 articles`."""
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _listed(names: list[str]) -> str:
    shown = names[:_SHOWN] if len(names) > _SHOWN + 1 else names
    more = f" and {len(names) - len(shown)} more" if len(names) > len(shown) else ""
    return plain(", ".join(shown)) + more
