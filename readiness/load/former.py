"""Documents as they once were: their data alone, as far as it can be had.

Unlike what is judged, they are held against no type: the words of the language may have been others then. What was no
document at all is left out, and nothing is said about it.
"""

import json
from collections.abc import Iterator, Mapping

from readiness.errors import Problem
from readiness.load.cache import Cache, Row, key_of
from readiness.load.events import parse
from readiness.load.text import decode
from readiness.load.validate import kind_of
from readiness.load.walk import Unparsed
from readiness.model.evidence import Json


def former(files: Mapping[str, bytes], cache: Cache | None = None) -> Iterator[tuple[str, Mapping[str, Json]]]:
    """Yield the data of each of `files` that is a document, with its name; read from `cache` where it can be.

    What this version knows the kind of, and finds nothing wrong with, is kept in `cache` as `load` would keep it.
    """
    keys = {name: key_of(data) for name, data in files.items()} if cache else {}
    known = cache.get(tuple(keys.values())) if cache else {}
    fresh: dict[bytes, Row] = {}
    for name, data in files.items():
        row = known.get(keys[name]) if cache else None
        if row is None:
            row = _row(data)
            if row is not None and cache:
                fresh[keys[name]] = row
        if row is not None:
            yield name, json.loads(row.written)
    if cache:
        cache.put(fresh)


def _row(data: bytes) -> Row | None:
    text = decode("", data)
    parsed = None if isinstance(text, Problem) else parse("", text)
    if parsed is None or isinstance(parsed, Unparsed) or parsed.problems:
        return None
    kind = kind_of(parsed.data)
    if not isinstance(kind, str):
        return None
    return Row.of(kind, json.dumps(parsed.data, ensure_ascii=False, separators=(",", ":")), parsed.marks)
