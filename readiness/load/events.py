"""Text to plain data: the choice of a YAML parser, and its complaints in words.

The C parser knows YAML 1.1 and refuses a colon inside a plain value between brackets, such as
`{ref: github:acme/platform#812}`, which 1.2 allows. Short files that hold one are read by the pure parser, which is
slower by an order of magnitude; in longer files the value has to be in quotes.
"""

from collections.abc import Callable, Iterator
from importlib.util import find_spec
from typing import Any, Final

from ruamel.yaml.error import MarkedYAMLError, YAMLError

from readiness.errors import Problem
from readiness.load.syntax import COLON, explain
from readiness.load.walk import Parsed, RefusedError, Unparsed, Walk
from readiness.model.place import Location
from readiness.model.problems import code_of

MAX_SLOW: Final = 1 << 16
"""How many characters are read by the pure parser because of a colon."""


def has_c_parser() -> bool:
    """Return whether the fast parser of `ruamel.yaml.clib` is installed; without it loading is ten times slower."""
    return find_spec("_ruamel_yaml") is not None


def _fast_events(text: str) -> Callable[[], Any]:
    from _ruamel_yaml import CParser  # type: ignore[import-not-found]  # noqa: PLC0415 - it may be missing

    return CParser(text).get_event  # type: ignore[no-any-return]


def _pure_events(text: str) -> Callable[[], Any]:
    from ruamel.yaml import YAML  # noqa: PLC0415 - slow to import, and rarely used

    stream: Iterator[Any] = YAML(typ="safe", pure=True).parse(text)
    return lambda: next(stream, None)


def parse(path: str, text: str) -> Parsed | Unparsed:
    """Return the data of the one document in `text`, or why there is none."""
    if not has_c_parser():
        return _walked(path, text, _pure_events)
    found = _walked(path, text, _fast_events)
    colon = isinstance(found, Unparsed) and found.problems[-1].message == COLON.message
    return _walked(path, text, _pure_events) if colon and len(text) <= MAX_SLOW else found


def _walked(path: str, text: str, events: Callable[[str], Callable[[], Any]]) -> Parsed | Unparsed:
    walk = Walk(path)
    try:
        return walk.document(events(text))
    except RefusedError as refused:
        return Unparsed((*walk.problems, refused.problem))
    except MarkedYAMLError as error:
        return Unparsed((*walk.problems, explain(path, text, error, walk.open)))
    except YAMLError as error:
        message = f"the file is no YAML: {str(error).splitlines()[0]}"
        return Unparsed((Problem(code_of("yaml-syntax"), message, "correct the file", Location(path)),))
