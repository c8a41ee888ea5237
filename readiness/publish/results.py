"""Results that `check --format json` or `diff --format json` wrote, read back.

Source: a file that an earlier job left, so perhaps the work of somebody who wants to be obeyed. Shape: exactly
`readiness/report/v1` or `readiness/diff/v1`; what would not be written again as it stands there is refused. That a
result says the truth cannot be seen in it: whoever can write the file can write any decision.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from readiness.errors import Problem, ReadinessError, why_of
from readiness.model import diff, report
from readiness.model.diff import Diff
from readiness.model.evidence import Json
from readiness.model.outcome import Decision
from readiness.model.place import Location
from readiness.model.report import Report
from readiness.model.wording import shown
from readiness.reading.structured import read_json
from readiness.render.json_report import as_json

Result = Report | Diff

MAX_BYTES: Final = 64 * 1024 * 1024
"""Twice what a launch of ten thousand items comes to."""
_KINDS: Final[Mapping[str, type[Any]]] = {report.SCHEMA: Report, diff.SCHEMA: Diff}
_FIX: Final = "name a file that `readiness check --format json` or `readiness diff --format json` of this version wrote"


def read_result(path: Path) -> Result:
    """Return the result in the file at `path`.

    Raises:
        ReadinessError: RDY050, the file cannot be read; RDY069, it holds no such result.
    """
    data = _bytes_of(path)
    try:
        said = read_json(data)
    except ValueError as error:
        raise _refused(path, str(error)) from error
    schema = said.get("schema") if isinstance(said, dict) else None
    kind = _KINDS.get(schema) if isinstance(schema, str) else None
    if kind is None:
        found = f"its `schema` is {shown(schema)}" if isinstance(schema, str) else "it has no `schema`"
        raise _refused(path, f"it holds no result: {found}, and not {' or '.join(_KINDS)}")
    result = _typed(path, data, kind)
    try:
        where = _difference(said, as_json(result), "")
    except OverflowError as error:
        raise _refused(path, "it has a time that the calendar does not") from error
    if where is not None:
        raise _refused(path, f"{shown(where)} is not as readiness writes it")
    _check_decision(path, result)
    return result


def _bytes_of(path: Path) -> bytes:
    try:
        if path.exists() and not path.is_file():
            raise ReadinessError(Problem("RDY050", "it is no file", "name a file", Location(str(path))))
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        why = why_of(error)
        fix = "check that the job before wrote it, and that its path is right"
        raise ReadinessError(Problem("RDY050", why, fix, Location(str(path)))) from error
    if len(data) > MAX_BYTES:
        raise _refused(path, f"it is larger than {MAX_BYTES} bytes")
    return data


def _typed(path: Path, data: bytes, kind: type[Any]) -> Result:
    from pydantic import TypeAdapter, ValidationError  # noqa: PLC0415 - `--help` needs none of it

    try:
        result: Result = TypeAdapter(kind).validate_json(data.removeprefix(b"\xef\xbb\xbf"), strict=True)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False, include_context=False)[0]
        raise _refused(path, f"{_route(first['loc'])}: {first['msg']}") from None
    return result


def _difference(said: Json, understood: Json, route: str) -> str | None:
    """Return where the first difference is: a key too many, one too few, a value that was taken for another."""
    match said, understood:
        case dict(), dict():
            for key in (*said, *understood):
                here = f"{route}.{key}" if route else key
                if key not in said or key not in understood:
                    return here
                inner = _difference(said[key], understood[key], here)
                if inner is not None:
                    return inner
            return None
        case list(), list() if len(said) == len(understood):
            pairs = enumerate(zip(said, understood, strict=True))
            found = (_difference(*pair, f"{route}[{index}]") for index, pair in pairs)
            return next((one for one in found if one is not None), None)
        case _:
            return None if said == understood and type(said) is type(understood) else route


def _check_decision(path: Path, result: Result) -> None:
    """Refuse a report whose decision is better than what it is made of."""
    if isinstance(result, Diff):
        return
    judged = [scope.decision for scope in result.scopes if scope.judged]
    worst = max([*judged, *([Decision.UNDECIDED] if result.problems or not judged else [])], key=lambda one: one.rank)
    if result.decision.rank < worst.rank:
        raise _refused(path, f"it says {result.decision}, and what it holds comes to {worst}")


def _route(parts: tuple[int | str, ...]) -> str:
    route = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in parts)
    return shown(route.removeprefix(".")) if route else "the whole"


def _refused(path: Path, what: str) -> ReadinessError:
    return ReadinessError(Problem("RDY069", what, _FIX, Location(str(path))))
