"""Keeps what a resolution went through: the groups of reports at each stage, and into what each of them went."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

from kg.index.spelling import read_links, read_profile, spell_links, spell_profile
from kg.resolve.blocking import Keys, keys_of
from kg.resolve.days import exact
from kg.resolve.world import Node

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from kg.resolve.world import World

_EVER = 1 << 30
"""The last stage of a group that goes into no other."""
_MANY = 500
# So many groups are kept as they were when they were made; others are read when they are asked for.
_KEPT = 1000
# A round has three stages; at the third of them groups meet in blocks.
_STAGES, _MEETING = 3, 2
_AT = "JOIN span ON span.node = {0}.node AND span.start <= ? AND span.stop >= ?"


class Trace:
    """The past of the next resolution, as `kg.resolve.world.Past`.

    Attributes:
        last: the last stage after which anything became something else, -1 where nothing did.
        top: the highest number of a group.
    """

    def __init__(self, database: sqlite3.Connection) -> None:
        """Reads from an open index."""
        self._database = database
        self._forget()

    def _forget(self) -> None:
        self._nodes: dict[int, Node] = {}
        self._spans: dict[int, list[tuple[int, int, int | None]]] = {}
        self._blocks: dict[tuple[int, int], Sequence[Keys]] = {}
        self.last = self._highest("SELECT MAX(stop) FROM span WHERE stop < ?", -1, _EVER)
        self.top = self._highest("SELECT MAX(number) FROM node", 0)

    def _highest(self, query: str, none: int, *values: object) -> int:
        found = self._database.execute(query, values).fetchone()[0]
        return none if found is None else int(found)

    def node(self, number: int) -> Node:
        """Gives a group."""
        if number not in self._nodes:
            recipe, links, profile = self._database.execute(
                "SELECT recipe, links, profile FROM node WHERE number = ?", (number,)
            ).fetchone()
            self._nodes[number] = Node(read_profile(profile), recipe, read_links(links), number)
        return self._nodes[number]

    def after(self, number: int, stage: int) -> int:
        """Gives the group that a group of this stage is, or went into, at the next one."""
        for start, stop, became in self._of(number):
            if start <= stage < stop:
                return number
            if stop == stage:
                assert became is not None
                return became
        raise KeyError(number, stage)

    def on_day(self, stage: int, day: date) -> Collection[int]:
        """Finds the groups of one exact day."""
        return self._numbers("day", "day", day.isoformat(), stage)

    def in_row(self, stage: int, scope: str) -> Collection[int]:
        """Finds the groups that have an ordinal of this scope."""
        return self._numbers("place", "scope", scope, stage)

    def beside(self, stage: int, article: str) -> Collection[int]:
        """Finds the groups that an article tells of, where it tells of several."""
        return self._numbers("beside", "article", article, stage)

    def in_blocks(self, stage: int, keys: Iterable[int]) -> Mapping[int, Sequence[Keys]]:
        """Finds the groups that have a key, for each of the keys."""
        if not self.top:
            return {}
        wanted = set(keys)
        asked = [key for key in wanted if (stage, key) not in self._blocks]
        for at in range(0, len(asked), _MANY):
            part = asked[at : at + _MANY]
            found: defaultdict[int, list[Keys]] = defaultdict(list)
            query = (
                "SELECT block.key, node.number, node.dated, node.nearly, node.nearness FROM block "
                f"CROSS {_AT.format('block')} CROSS JOIN node ON node.number = block.node "
                f"WHERE block.key IN ({','.join('?' * len(part))})"
            )
            for key, number, dated, nearly, nearness in self._database.execute(query, (stage, stage, *part)):
                found[key].append(Keys(number, (), bool(dated), bool(nearly), nearness))
            for key in part:
                self._blocks[stage, key] = found.get(key, ())
        return {key: self._blocks[stage, key] for key in wanted if self._blocks[stage, key]}

    def begun_in(self, reports: Iterable[str]) -> set[int]:
        """Finds the groups of stage 0 that reports were in."""
        return {
            number
            for report in reports
            for (number,) in self._database.execute("SELECT node FROM report WHERE iri = ?", (report,))
            if number is not None
        }

    def last_of(self, number: int) -> int:
        """Gives the group that a group went into in the end."""
        while (end := self._of(number)[-1])[1] != _EVER:
            assert end[2] is not None
            number = end[2]
        return number

    def keep(self, world: World) -> None:
        """Keeps what a resolution went through that began from this past."""
        last = max(self.last, world.stage) + 1
        touched = {number for gone, new in world.history for number in gone | new}
        touched.update(number for number, _ in world.went)
        spans: list[tuple[int, int, int, int | None]] = []
        removed: list[int] = []
        for number in touched:
            stages = self._stages(number, world, last)
            if stages:
                spans += self._spelt(number, stages, world, last)
            else:
                removed.append(number)
        execute = self._database.executemany
        execute("DELETE FROM span WHERE node = ?", [(number,) for number in touched if number <= self.top])
        made = [world.made[number] for number in touched if number > self.top]
        execute("INSERT INTO span VALUES (?, ?, ?, ?)", spans)
        self._add(made, {number for number, start, stop, _ in spans if _meets(start, stop)})
        self._remove([number for number in removed if number <= self.top])
        self._forget()
        self._nodes.update((node.number, node) for node in made[-_KEPT:])

    def _add(self, made: Sequence[Node], meeting: Collection[int]) -> None:
        execute = self._database.executemany
        execute(
            "INSERT INTO node VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                (
                    *(node.number, node.profile.dated, node.profile.nearly_dated, keys_of(node).nearness),
                    *(node.recipe, spell_links(node.links), spell_profile(node.profile)),
                )
                for node in made
            ),
        )
        execute(
            "INSERT INTO day VALUES (?, ?)",
            ((day.isoformat(), node.number) for node in made if (day := exact(node.profile.own))),
        )
        execute(
            "INSERT INTO place VALUES (?, ?)",
            ((scope, node.number) for node in made for scope in node.profile.ordinals),
        )
        execute(
            "INSERT INTO beside VALUES (?, ?)",
            ((article, node.number) for node in made for article in node.profile.beside),
        )
        # One that was only ever there before may meet others now.
        here = {node.number: node for node in made}
        nodes = [here[number] if number in here else self.node(number) for number in meeting]
        if not nodes:
            return
        # In the order of the index: one by one they would go all over it.
        blocks = [keys_of(node).blocks for node in nodes]
        keys = np.concatenate([np.asarray(several, np.int64) for several in blocks])
        numbers = np.repeat([node.number for node in nodes], [len(several) for several in blocks])
        order = keys.argsort()
        execute(
            "INSERT OR IGNORE INTO block VALUES (?, ?)",
            ((int(keys[at]), int(numbers[at])) for at in order),
        )

    def _remove(self, numbers: Sequence[int]) -> None:
        rows: dict[str, list[tuple[object, int]]] = defaultdict(list)
        for number in numbers:
            node = self.node(number)
            if day := exact(node.profile.own):
                rows["DELETE FROM day WHERE day = ? AND node = ?"].append((day.isoformat(), number))
            for query, keys in (
                ("DELETE FROM place WHERE scope = ? AND node = ?", node.profile.ordinals),
                ("DELETE FROM beside WHERE article = ? AND node = ?", node.profile.beside),
                ("DELETE FROM block WHERE key = ? AND node = ?", keys_of(node).blocks),
            ):
                rows[query] += [(key, number) for key in keys]
        for query, values in rows.items():
            self._database.executemany(query, values)
        self._database.executemany("DELETE FROM node WHERE number = ?", [(number,) for number in numbers])

    def _stages(self, number: int, world: World, last: int) -> set[int]:
        """Lists the stages at which a group is there now; what is there at the last one stays."""
        stages: set[int] = set()
        if number <= self.top:
            for start, stop, _ in self._of(number):
                stages.update(range(start, min(stop, last) + 1))
        for stage in range(last + 1):
            gone, new = world.history[min(stage, len(world.history) - 1)]
            if number in gone:
                stages.discard(stage)
            if number in new:
                stages.add(stage)
        return stages

    def _spelt(
        self, number: int, stages: set[int], world: World, last: int
    ) -> Iterator[tuple[int, int, int, int | None]]:
        for start in sorted(stage for stage in stages if stage - 1 not in stages):
            stop = start
            while stop + 1 in stages:
                stop += 1
            if stop >= last:
                yield number, start, _EVER, None
                continue
            became = world.went.get((number, stop))
            yield number, start, stop, became if became is not None else self.after(number, stop)

    def _of(self, number: int) -> list[tuple[int, int, int | None]]:
        if number not in self._spans:
            query = "SELECT start, stop, became FROM span WHERE node = ? ORDER BY start"
            self._spans[number] = self._database.execute(query, (number,)).fetchall()
        return self._spans[number]

    def _numbers(self, table: str, column: str, value: str, stage: int) -> list[int]:
        query = f"SELECT {table}.node FROM {table} {_AT.format(table)} WHERE {table}.{column} = ?"
        return [number for (number,) in self._database.execute(query, (stage, stage, value))]


def _meets(start: int, stop: int) -> bool:
    """Tells whether a group is there at a stage at which groups meet in blocks."""
    return stop >= start + (_MEETING - start) % _STAGES
