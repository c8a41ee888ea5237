"""Text to plain data: the choice of a YAML parser, and its complaints in words."""

from collections.abc import Callable, Iterator
from importlib.util import find_spec
from typing import Any

from ruamel.yaml.error import MarkedYAMLError, YAMLError

from readiness.errors import Problem
from readiness.load.syntax import explain
from readiness.load.walk import Parsed, RefusedError, Unparsed, Walk
from readiness.model.place import Location
from readiness.model.problems import code_of


def has_c_parser() -> bool:
    """Return whether the fast parser of `ruamel.yaml.clib` is installed; without it loading is ten times slower."""
    return find_spec("_ruamel_yaml") is not None


def _events(text: str) -> Callable[[], Any]:
    if has_c_parser():
        from _ruamel_yaml import CParser  # type: ignore[import-not-found]  # noqa: PLC0415 - it may be missing

        parser: Any = CParser(text)
        return parser.get_event  # type: ignore[no-any-return]
    from ruamel.yaml import YAML  # noqa: PLC0415 - slow to import, and rarely used

    stream: Iterator[Any] = YAML(typ="safe", pure=True).parse(text)
    return lambda: next(stream, None)


def parse(path: str, text: str) -> Parsed | Unparsed:
    """Return the data of the one document in `text`, or why there is none."""
    walk = Walk(path)
    try:
        return walk.document(_events(text))
    except RefusedError as refused:
        return Unparsed((*walk.problems, refused.problem))
    except MarkedYAMLError as error:
        return Unparsed((*walk.problems, explain(path, text, error, walk.open)))
    except YAMLError as error:
        message = f"the file is no YAML: {str(error).splitlines()[0]}"
        return Unparsed((Problem(code_of("yaml-syntax"), message, "correct the file", Location(path)),))
