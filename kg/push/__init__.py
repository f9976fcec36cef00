"""Loads a triple store with the graph: what changed since the last push there, read back and compared."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from kg.login import Login, readable_on_the_way
from kg.push import profile as profiles
from kg.push.checks import checksum, difference
from kg.push.record import Pushed, Record
from kg.push.target import Target
from kg.push.wire import PAUSES, Wire, check_address

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from kg.store import Store

    Tell = Callable[[str, int, int], None]

__all__ = ["Login", "Outcome", "Record", "Target", "check_address", "connect", "push", "readable_on_the_way"]

_BEGUN = ""


class _Graph(NamedTuple):
    name: str
    triples: int
    checksum: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a push did, and what the target holds now of this store.

    `repaired` counts graphs among the sent that somebody had changed at the target; `faults` says of each graph that is
    not there as it was sent how it differs.
    """

    sent: int
    unchanged: int
    deleted: int
    repaired: int
    graphs: int
    triples: int
    compared: int
    faults: tuple[str, ...]


@contextmanager
def connect(
    url: str,
    login: Login,
    profile: str | None = None,
    *,
    pauses: Sequence[float] = PAUSES,
    tell: Callable[[str], None] = lambda _: None,
) -> Iterator[Target]:
    """Gives the graph store at an address: that of a server, of a data set on it, or of the graph store itself.

    `profile` names a profile or a file with one; without it the server is asked. `pauses` are the seconds before each
    further try, `tell` hears of them. Raises UsageError where the address or the profile is none, PushError where
    nothing answers.
    """
    check_address(url)
    wire = Wire(login, pauses, tell)
    try:
        known = profiles.named(profile) if profile else profiles.recognised(url, wire.headers(url))
        wire.hint = known.login or wire.hint
        yield Target(known.base(url), known, wire)
    finally:
        wire.close()


def push(
    store: Store, target: Target, record: Record, *, verify: bool = False, tell: Tell = lambda *_: None
) -> Outcome:
    """Makes the target hold each named graph of the store, and none that was pushed there before and is no longer.

    What the record says was pushed is sent again where it changed or where the target counts otherwise; `verify` reads
    all of it back and compares checksums. Graphs that were never pushed are never touched. Each graph that is sent is
    read back. Raises PushError where the target refuses or goes away; what was sent by then stays noted.
    """
    pushed = record.pushed()
    graphs = _graphs(store, tell)
    names = {one.name for one in graphs}
    there = target.counts(
        # Without a query each graph is read whole; then only those that should be there are.
        sorted({*pushed, *names}) if target.counts_by_query else pushed
    )
    send, repaired = _changed(store, target, graphs, pushed, there, verify, tell)
    gone = [name for name in pushed if name not in names]

    faults: dict[str, str] = {}
    done = 0
    for batch in _batches(store, target, send, there):
        record.note((one.name, Pushed(one.triples, _BEGUN)) for one, _ in batch)
        target.put([(one.name, lines) for one, lines in batch])
        found = {one.name: _fault(target, one.name, lines) for one, lines in batch}
        faults |= {name: fault for name, fault in found.items() if fault}
        record.note((one.name, Pushed(one.triples, one.checksum)) for one, _ in batch if one.name not in faults)
        done += len(batch)
        tell(f"sent {_short(batch[-1][0].name)}", done, len(send))
    # Last, so that no decision ever names an article that isn't there.
    for number, name in enumerate(gone, 1):
        target.delete(name)
        record.forget([name])
        tell(f"deleted {_short(name)}", number, len(gone))
    if target.counts_by_query and (send or gone):
        there = target.counts([*names, *gone])
        faults |= _miscounted(graphs, gone, there, faults)
        record.note((name, Pushed(0, _BEGUN)) for name in faults)
    return Outcome(
        sent=len(send),
        unchanged=len(graphs) - len(send),
        deleted=len(gone),
        repaired=repaired,
        graphs=len(graphs),
        triples=sum(one.triples for one in graphs),
        compared=len(graphs) if verify else len(send),
        faults=tuple(faults.values()),
    )


def _graphs(store: Store, tell: Tell) -> list[_Graph]:
    found = []
    names = store.graphs()
    for number, name in enumerate(names, 1):
        lines = store.lines(name)
        found.append(_Graph(name, len(lines), checksum(lines)))
        tell(f"reading {_short(name)}", number, len(names))
    return found


def _changed(
    store: Store,
    target: Target,
    graphs: Sequence[_Graph],
    pushed: Mapping[str, Pushed],
    there: Mapping[str, int],
    verify: bool,
    tell: Tell,
) -> tuple[list[_Graph], int]:
    """Finds the graphs to send, and how many of them changed at the target only."""
    send, repaired = [], 0
    for number, one in enumerate(graphs, 1):
        if pushed.get(one.name) != (one.triples, one.checksum):
            send.append(one)
        elif there[one.name] != one.triples or (verify and _fault(target, one.name, store.lines(one.name))):
            send.append(one)
            repaired += 1
        if verify:
            tell(f"comparing {_short(one.name)}", number, len(graphs))
    return send, repaired


def _batches(
    store: Store, target: Target, send: Iterable[_Graph], there: Mapping[str, int]
) -> Iterator[list[tuple[_Graph, list[str]]]]:
    """Groups the graphs, in order: those that are new there as many as one request may carry, others one by one."""
    batch: list[tuple[_Graph, list[str]]] = []
    size = 0
    for one in send:
        lines = store.lines(one.name)
        new = target.takes_quads and not there.get(one.name, 1)
        length = sum(len(line.encode()) + len(one.name) for line in lines)
        if batch and (not new or size + length > target.most_bytes):
            yield batch
            batch, size = [], 0
        batch.append((one, lines))
        size += length
        if not new:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _fault(target: Target, name: str, lines: Sequence[str]) -> str:
    """Reads a graph back and says how it differs from what it should be; "" where it doesn't."""
    found = target.read(name, len(lines))
    by_value = target.profile.by_value
    if len(found) == len(lines) and checksum(found, by_value) == checksum(lines, by_value):
        return ""
    missing, more = difference(lines, found, by_value)
    examples = [f"{what} {some[0].strip()[:200]}" for what, some in (("without", missing), ("with", more)) if some]
    colon = ": " if examples else ""
    return f"{name}: {len(lines)} statements were sent, {len(found)} are there{colon}{', '.join(examples)}"


def _miscounted(
    graphs: Iterable[_Graph], gone: Iterable[str], there: Mapping[str, int], known: Mapping[str, str]
) -> dict[str, str]:
    wanted = {one.name: one.triples for one in graphs} | dict.fromkeys(gone, 0)
    return {
        name: f"{name}: {count} statements should be there, {there[name]} are"
        for name, count in wanted.items()
        if there[name] != count and name not in known
    }


def _short(name: str) -> str:
    return name.rpartition("/")[2]
