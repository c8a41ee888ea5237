"""The fields of a record, as JSON and back: every one is always there, and none that is not known.

Times are RFC 3339, UTC, with six digits of a second and `Z`. A command is text (for the shell) or a list.
"""

import re
from datetime import UTC, datetime
from typing import Annotated, Any, Final, Literal

from pydantic import BeforeValidator, Field, ValidationError

from readiness.model.documents.base import Model
from readiness.model.evidence import Json
from readiness.model.record import Binding, Producer, Proven, Record

_WRITTEN: Final = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T(?:[01][0-9]|2[0-3]):[0-9]{2}:[0-9]{2}\.[0-9]{6}Z",
)


def moment_to(moment: datetime) -> str:
    """Return an aware time as it is written in a ledger."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def _moment(value: object) -> datetime:
    if not isinstance(value, str) or not _WRITTEN.fullmatch(value):
        msg = "it is no time"
        raise ValueError(msg)
    return datetime.fromisoformat(value)


Moment = Annotated[datetime, BeforeValidator(_moment)]
"""A time as `moment_to` writes it; read as an aware one, UTC."""

Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
_Id = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=100)]
_Commit = Annotated[str, Field(pattern=r"^([0-9a-f]{40}|[0-9a-f]{64})$")]
_Exit = Annotated[int, Field(ge=-(1 << 31), lt=1 << 32)]


class _Requirement(Model, defer_build=True):
    scope: _Id
    item: _Id
    evidence: _Id


class _Producer(Model, defer_build=True):
    user: str | None
    ci: str | None
    run: str | None


class _Fields(Model, defer_build=True):
    requirement: _Requirement
    kind: _Id
    covered: Sha256
    definition: Sha256
    defined: dict[str, Any]
    object_format: Literal["sha1", "sha256"]
    commit: _Commit | None
    dirty: bool
    artefacts: dict[str, Sha256]
    measured: dict[str, Any] | None
    flaw: str | None
    summary: str
    made_at: Moment | None
    newest_at: Moment | None
    binding: Annotated[Binding, BeforeValidator(lambda value: Binding(value) if isinstance(value, str) else value)]
    command: str | list[str] | None
    exit_code: _Exit | None
    timed_out: bool
    started: Moment
    finished: Moment
    producer: _Producer
    tool: str
    host: dict[str, str]
    environment: str | None


def record_to(record: Record) -> dict[str, Json]:
    """Return the fields of `record` as JSON."""
    command, producer = record.command, record.producer
    return {
        "requirement": record.proven._asdict(),
        "kind": record.kind,
        "covered": record.covered,
        "definition": record.definition,
        "defined": dict(record.defined),
        "object_format": record.object_format,
        "commit": record.commit,
        "dirty": record.dirty,
        "artefacts": dict(record.artefacts),
        "measured": None if record.measured is None else dict(record.measured),
        "flaw": record.flaw,
        "summary": record.summary,
        "made_at": None if record.made_at is None else moment_to(record.made_at),
        "newest_at": None if record.newest_at is None else moment_to(record.newest_at),
        "binding": record.binding.value,
        "command": list(command) if isinstance(command, tuple) else command,
        "exit_code": record.exit_code,
        "timed_out": record.timed_out,
        "started": moment_to(record.started),
        "finished": moment_to(record.finished),
        "producer": {"user": producer.user, "ci": producer.ci, "run": producer.run},
        "tool": record.tool,
        "host": dict(record.host),
        "environment": record.environment,
    }


def record_from(fields: object) -> Record:
    """Return the record with these fields.

    Raises:
        ValueError: a field is missing, unknown, or holds something else than it should.
    """
    try:
        found = _Fields.model_validate(fields)
    except ValidationError as error:
        raise ValueError(_phrase(error)) from error
    read = dict(vars(found))
    of, by, command = found.requirement, found.producer, found.command
    del read["requirement"]
    read["proven"] = Proven(of.scope, of.item, of.evidence)
    read["producer"] = Producer(user=by.user, ci=by.ci, run=by.run)
    read["command"] = tuple(command) if isinstance(command, list) else command
    return Record(**read)


def _phrase(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False)[0]
    name = ".".join(str(part) for part in first["loc"][:2])[:100]
    match first["type"]:
        case "missing":
            return f"its record has no field {name!r}"
        case "extra_forbidden":
            return f"its record has the field {name!r}, which nobody knows"
        case _ if name:
            return f"the field {name!r} of its record holds something else than it should"
        case _:
            return "there is no record in it"
