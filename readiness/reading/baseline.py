"""Baselines as files: `readiness/baseline/v1`.

Source: JSON, UTF-8. Shape: exactly the fields of `_File`, findings in order, one a line, so that a finding that is
fixed is one line less.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Annotated, Final, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from readiness.errors import Problem, ReadinessError
from readiness.model.baseline import Baseline, Finding
from readiness.model.outcome import Outcome
from readiness.model.place import Location
from readiness.reading.structured import read_json

SCHEMA: Final = "readiness/baseline/v1"
_FIX: Final = "correct it there, or remove the file and write it anew with --write-baseline"
_FINDABLE: Final = frozenset({Outcome.FAILED, Outcome.MISSING, Outcome.STALE, Outcome.UNKNOWN})


def _findable(value: object) -> object:
    if value not in _FINDABLE:
        message = f"not one of {', '.join(sorted(_FINDABLE))}"
        raise ValueError(message)
    return Outcome(value)  # type: ignore[arg-type]  # one of the four


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    scope: str = Field(min_length=1)
    subject: str = Field(min_length=1)
    requirement: str = Field(min_length=1)
    outcome: Annotated[Outcome, BeforeValidator(_findable)]


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, populate_by_name=True)

    schema_: Literal["readiness/baseline/v1"] = Field(alias="schema")
    findings: list[_Row]


def parse(data: bytes, path: str) -> Baseline:
    """Return what the file at `path`, with these bytes, says is known; of a finding told twice, the better outcome.

    Raises:
        ReadinessError: RDY067, it is no baseline; every mistake in it.
    """
    try:
        read_json(data)
    except ValueError as error:
        raise ReadinessError(Problem("RDY067", f"this is no baseline: {error}", _FIX, Location(path))) from error
    try:
        read = _File.model_validate_json(data)
    except ValidationError as error:
        raise ReadinessError.of(
            Problem("RDY067", _words(dict(one)), _FIX, Location(path)) for one in error.errors(include_url=False)
        ) from error
    known: dict[Finding, Outcome] = {}
    for row in read.findings:
        finding = Finding(row.scope, row.subject, row.requirement)
        known[finding] = min(known.get(finding, row.outcome), row.outcome, key=lambda outcome: outcome.rank)
    return known


def write(baseline: Baseline) -> bytes:
    """Return the file that says `baseline`."""
    rows = ",\n".join(_row(finding, baseline[finding]) for finding in sorted(baseline))
    listed = f"[\n{rows}\n  ]" if rows else "[]"
    return f'{{\n  "schema": "{SCHEMA}",\n  "findings": {listed}\n}}\n'.encode("ascii")


def _row(finding: Finding, outcome: Outcome) -> str:
    named = {"scope": finding.scope, "subject": finding.subject, "requirement": finding.requirement}
    return f"    {json.dumps({**named, 'outcome': outcome})}"


def _words(error: Mapping[str, object]) -> str:
    route = ".".join(map(str, error["loc"])) if isinstance(error["loc"], Iterable) else ""
    return f"this is no baseline: {f'{route}: ' if route else ''}{str(error['msg']).lower()}"
