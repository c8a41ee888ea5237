"""JSON, YAML and TOML that other programs own (flag files, schemas, what schemas are about), as plain data.

Source: bytes; UTF-8, with or without a byte order mark. The ending of the path says which format it is. Shape: mappings
with text keys, lists, text, numbers, booleans, None; TOML adds dates and times. Errors: `ValueError` with a phrase that
says what is wrong, never where the file lies: the caller knows that.

YAML is read as YAML 1.2 from the events of the C parser, because its composers crash on deep nesting and resolve
scalars as YAML 1.1 does. Readiness documents have their own loader, which keeps positions.
"""

import json
import tomllib
from collections.abc import Callable, Mapping, Sequence
from typing import Final, NoReturn, cast

from readiness.model.evidence import Json
from readiness.reading.values import Data

MAX_DEPTH: Final = 100
MAX_BYTES: Final = 8 * 1024 * 1024
MAX_VALUES: Final = 1_000_000
"""What aliases may expand to."""


def read(data: bytes, path: str) -> Data:
    """Return what `data` holds, in the format that the ending of `path` names.

    Raises:
        ValueError: it cannot be read, holds a key twice, is too deep or too large, or has another ending.
    """
    reader = _READERS.get(path[path.rfind(".") :].lower())
    if reader is None:
        msg = f"its ending is none of {', '.join(_READERS)}"
        raise ValueError(msg)
    if len(data) > MAX_BYTES:
        msg = f"it is larger than {MAX_BYTES} bytes"
        raise ValueError(msg)
    return _bounded(data, reader)


def read_json(data: bytes) -> Json:
    """Return what the JSON in `data` holds, whatever its file is called; how large it may be is for the caller to say.

    Raises:
        ValueError: it cannot be read, holds a key twice, or is too deep.
    """
    # Days and times are TOML's and YAML's; JSON has none.
    return cast("Json", _bounded(data, _json))


def _bounded(data: bytes, reader: Callable[[str], Data]) -> Data:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        msg = f"it is not UTF-8 (byte {error.start})"
        raise ValueError(msg) from error
    try:
        found = reader(text)
    except RecursionError as error:
        raise ValueError(_TOO_DEEP) from error
    _refuse_depth(found)
    return found


_TOO_DEEP: Final = f"it is nested more than {MAX_DEPTH} levels deep"


def _refuse_depth(found: Data) -> None:
    """Raise `ValueError` where the data is deeper than is walked elsewhere by recursion."""
    level: list[Data] = [found]
    for _ in range(MAX_DEPTH):
        level = [inner for outer in level for inner in _inside(outer)]
        if not level:
            return
    raise ValueError(_TOO_DEEP)


def _inside(value: Data) -> Sequence[Data]:
    match value:
        case dict():
            return [inner for inner in value.values() if isinstance(inner, dict | list)]
        case list():
            return [inner for inner in value if isinstance(inner, dict | list)]
        case _:
            return ()


def _json(text: str) -> Data:
    try:
        found: Data = json.loads(text, object_pairs_hook=_distinct, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        msg = f"it is not JSON: {error.msg} in line {error.lineno}, column {error.colno}"
        raise ValueError(msg) from error
    return found


def _distinct(pairs: list[tuple[str, Data]]) -> dict[str, Data]:
    found: dict[str, Data] = {}
    for key, value in pairs:
        _refuse_twice(found, key)
        found[key] = value
    return found


def _refuse_twice(found: Mapping[str, Data], key: str) -> None:
    if key in found:
        msg = f"it holds the key {key[:100]!r} twice"
        raise ValueError(msg)


def _no_constant(name: str) -> NoReturn:
    msg = f"it is not JSON: {name} is no number"
    raise ValueError(msg)


def _toml(text: str) -> Data:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        msg = f"it is not TOML: {error}"
        raise ValueError(msg) from error


def _yaml(text: str) -> Data:
    # Imported late: most runs read no YAML but their own documents.
    from readiness.reading.yaml import read_yaml  # noqa: PLC0415

    return read_yaml(text, MAX_DEPTH, MAX_VALUES)


_READERS: Final[Mapping[str, Callable[[str], Data]]] = {".json": _json, ".yaml": _yaml, ".yml": _yaml, ".toml": _toml}
