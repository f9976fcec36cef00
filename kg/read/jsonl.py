"""Reads JSON Lines: one JSON object a line, each an article (https://jsonlines.org)."""

from __future__ import annotations

import codecs
import json
from typing import TYPE_CHECKING, BinaryIO

from kg.read import records
from kg.read.lines import lines
from kg.read.records import LONGEST, Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.read.records import Columns, Found, Place

_PATIENCE = 100
"""Records without a text after which the file is given up, so that a wrong file isn't told in a million lines."""


def read(stream: BinaryIO, columns: Columns, place: Place) -> Iterator[Found]:
    """Yields the article of each line, or why there is none; blank lines are passed over."""
    waiting: list[Refusal] = []
    names: dict[str, None] = {}
    texts = seen = 0
    for number, line in enumerate(lines(stream), 1):
        if number == 1 and line and line.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            yield place.refused("UTF-16, not UTF-8; convert it: iconv -f utf-16 -t utf-8")
            return
        if line is not None and not line.strip():
            continue
        seen += 1
        record = _record(line, place, number)
        if isinstance(record, Refusal):
            one: Found = record
        else:
            if not texts:
                texts += columns.has_text(record)
                names.update(dict.fromkeys(record))
            one = records.article(record, columns, place, number, "line")
        if texts:
            yield from waiting
            waiting = []
            yield one
            continue
        waiting.append(one)  # type: ignore[arg-type]  # without a text it is a refusal
        if len(waiting) == _PATIENCE:
            break
    if not seen:
        yield place.refused("empty; put one JSON object a line there")
    elif not texts and names:
        yield place.refused(columns.no_text(names))
    elif len(waiting) == _PATIENCE:
        yield waiting[0]
        yield place.refused(f"nor are the next {_PATIENCE - 1} lines JSON objects; the rest is not read")
    else:
        yield from waiting


def _record(line: bytes | None, place: Place, number: int) -> dict[str, object] | Refusal:
    source = f"{place.source}, line {number}"
    if line is None:
        return Refusal(source, f"{source}: longer than {LONGEST:,} bytes; is each article on a line of its own?", True)
    try:
        text = line.rstrip(b"\r\n").decode("utf-8-sig" if number == 1 else "utf-8")
        record = json.loads(text)
    except UnicodeDecodeError as error:
        reason = f"not UTF-8 at byte {error.start} of the line; convert it, for example: iconv -f windows-1252 -t utf-8"
    except json.JSONDecodeError as error:
        reason = f"not JSON at character {error.pos} of the line ({error.msg}); write one JSON object a line"
    except RecursionError:
        reason = "nested too deeply; write one JSON object a line"
    except ValueError:
        reason = "a number of thousands of digits; write it as a text"
    else:
        if isinstance(record, dict):
            return record
        reason = 'JSON, but no object with fields; write {"text": …} on each line'
    return Refusal(source, f"{source}: {reason}", record=True)
