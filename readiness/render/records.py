"""Records of a ledger as text: a list of them, and one in full."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Final

from readiness.model.evidence import Json
from readiness.model.record import Filed, Record, Spoiled
from readiness.render.escape import prose, visible
from readiness.render.layout import Line, Span, Tone, hanging, line

_INDENT: Final = "    "
_SHORT: Final = 9


def listing(entries: Iterable[Filed | Spoiled], width: int) -> Iterator[Line]:
    """Yield two lines or more for each of `entries`: when and what for, then what was measured, how, and by whom."""
    for entry in entries:
        match entry:
            case Filed(record=record):
                yield line(f"{_minute(record.finished)}  {record.proven}", "strong")
                tone: Tone = "bad" if record.ended_badly or record.flaw is not None else ""
                yield from hanging(line(_INDENT), prose(f"{result_of(record)}; {_origin(entry)}"), width, tone)
            case Spoiled():
                yield from hanging((), visible(entry.name), width, "strong")
                yield from hanging(line(_INDENT), prose(entry.reason), width, "bad")


def page(entry: Filed, facts: Mapping[str, str], width: int) -> Iterator[Line]:
    """Yield everything that a record says, and `facts` about its file, one a paragraph."""
    record = entry.record
    rows = {
        "requirement": str(record.proven),
        "kind": record.kind,
        "measured": result_of(record),
        **{f"  {name}": _value(value) for name, value in (record.measured or {}).items()},
        "binding": record.binding.value,
        "command": _value(record.command if isinstance(record.command, str) else list(record.command or ())),
        "exit code": "" if record.exit_code is None else str(record.exit_code),
        "started": _second(record.started),
        "finished": _second(record.finished),
        "commit": f"{record.commit or 'none'}{', with uncommitted changes' if record.dirty else ''}",
        "covered": record.covered,
        "definition": record.definition,
        **{f"artefact {path}": digest for path, digest in record.artefacts.items()},
        "environment": record.environment or "",
        "producer": ", ".join(one for one in (record.producer.user, record.producer.ci, record.producer.run) if one),
        "host": ", ".join(f"{name} {value}" for name, value in record.host.items()),
        "tool": record.tool,
        "signed by": ", ".join(entry.signers) or "nobody that is known here",
        "not trusted": entry.distrust or "",
        **facts,
    }
    for name, value in rows.items():
        if value:
            label = visible(name)
            yield from hanging((Span(f"{label}: ", "dim"),) if len(label) < width // 2 else (), prose(value), width)


def as_json(entry: Filed | Spoiled) -> dict[str, Json]:
    """Return one entry of a list for another program."""
    if isinstance(entry, Spoiled):
        return {"name": entry.name, "flaw": entry.reason}
    record = entry.record
    return {
        "name": entry.name,
        "digest": entry.digest,
        "scope": record.proven.scope,
        "item": record.proven.item,
        "evidence": record.proven.evidence,
        "kind": record.kind,
        "summary": result_of(record),
        "binding": record.binding.value,
        "started": record.started.isoformat(),
        "finished": record.finished.isoformat(),
        "commit": record.commit,
        "dirty": record.dirty,
        "covered": record.covered,
        "definition": record.definition,
        "signers": list(entry.signers),
        "distrust": entry.distrust,
    }


def result_of(record: Record) -> str:
    """Return in a phrase what a run came to; never whether that is enough."""
    said = [record.summary] if record.summary else []
    if record.flaw is not None:
        said.append(f"nothing could be read: {record.flaw}")
    if record.timed_out:
        said.append("ended at its time limit")
    elif record.ended_badly:
        said.append(f"the command ended with {record.exit_code}")
    return ", ".join(said) or "nothing was measured"


def _origin(entry: Filed) -> str:
    record = entry.record
    at = f" at {record.commit[:_SHORT]}" if record.commit else ""
    dirty = " with changes" if record.dirty else ""
    by = ", signed by a key that is not named here" if entry.signed else ", unsigned"
    if entry.signers:
        by = f", signed by {', '.join(entry.signers)}"
    if entry.distrust is not None:
        by = f", not trusted: {entry.distrust}"
    return f"{record.binding.value}{at}{dirty}{by}"


def _minute(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M}"


def _second(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC"


def _value(value: object) -> str:
    match value:
        case None:
            return ""
        case dict() | list() | tuple() if len(value) == 0:
            return ""
        case dict():
            return f"{len(value)} entries"
        case list() | tuple():
            return " ".join(map(str, value))
        case _:
            return str(value)
