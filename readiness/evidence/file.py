"""Evidence kind `file`: a document that is there and says something.

## Source
Files of the tree, of any type; `heading` needs Markdown, `matches` needs JSON, YAML or TOML and a JSON Schema in the
tree. Short form: a path that ends in `.md`, `.markdown`, `.rst`, `.adoc` or `.txt`.

## Shape
`files`: path → `bytes`, `blank` (nothing but white space), `heading` (`found`, `empty`, `absent`, or None where none
was asked for), `flaws` (the first places where it does not match the schema).

## Units
Bytes. No time is claimed: the file is judged as it lies in the tree.

## Errors
Missing: no file. Unreadable: what has to be Markdown or data and is not, a schema that is not there, is wrong, or
points out of itself, and `matches` where the library is not installed (`readiness[schema]`).

## What it does not prove
That what the file says is true or up to date. `format` in a schema is a comment, as JSON Schema has it by default.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from pydantic import Field

from readiness.errors import EvidenceMissingError, EvidenceUnreadableError
from readiness.evidence.quoted import listed, quoted
from readiness.evidence.schema import flaws
from readiness.model.documents.base import RepoPath, Text
from readiness.model.documents.evidence import Condition
from readiness.model.evidence import Claim, EvidenceKind, Reading, Source
from readiness.reading.markdown import headings

_MARKDOWN: Final = (".md", ".markdown")
_PROSE: Final = (*_MARKDOWN, ".rst", ".adoc", ".txt")


class FileCondition(Condition):
    """What a document has to hold besides anything at all."""

    heading: Text | None = None
    """The text or the anchor of a heading that has something under it."""
    json_schema: RepoPath | None = Field(default=None, alias="matches")
    """The path of a JSON Schema that the file has to match."""


def read(reading: Reading) -> Claim:
    """Return what the files hold of what the condition asks for.

    Raises:
        EvidenceMissingError: there is no file.
        EvidenceUnreadableError: a file or the schema cannot be understood.
    """
    if not reading.sources:
        msg = "there is no such file"
        raise EvidenceMissingError(msg)
    files = {source.path: _measured(source, reading) for source in reading.sources}
    return Claim({"files": files}, summary=f"{listed(list(files))} holds something")


def _measured(source: Source, reading: Reading) -> dict[str, Any]:
    condition: FileCondition = reading.condition
    blank = _is_blank(source.data)
    schema = condition.json_schema
    return {
        "bytes": len(source.data),
        "blank": blank,
        "heading": None if condition.heading is None or blank else _heading(source, condition.heading),
        "flaws": [] if schema is None or blank else flaws(source, schema, reading.others.get(schema)),
    }


def _is_blank(data: bytes) -> bool:
    # UTF-16 pads white space with NUL; a byte order mark alone is nothing to read either.
    return (
        not data.removeprefix(b"\xef\xbb\xbf")
        .removeprefix(b"\xff\xfe")
        .removeprefix(b"\xfe\xff")
        .strip(b" \t\r\n\f\v\0")
    )


def _heading(source: Source, wanted: str) -> str:
    if not source.path.lower().endswith(_MARKDOWN):
        msg = f"{source.path} is no Markdown file, so `heading` cannot be looked up in it"
        raise EvidenceUnreadableError(msg)
    try:
        found = [one.filled for one in headings(source.data) if wanted in {one.text, one.anchor}]
    except ValueError as error:
        msg = f"{source.path} cannot be read as Markdown: {error}"
        raise EvidenceUnreadableError(msg) from error
    if not found:
        return "absent"
    return "found" if any(found) else "empty"


def meets(measured: Mapping[str, Any], condition: FileCondition) -> Sequence[str]:
    """Return why the files are not enough."""
    return [reason for path, file in measured["files"].items() for reason in _reasons(path, file, condition)]


def _reasons(path: str, file: Mapping[str, Any], condition: FileCondition) -> Sequence[str]:
    if file["blank"]:
        return (f"{path} is empty",)
    reasons = []
    if condition.heading is not None and file["heading"] != "found":
        what = "nothing under the heading" if file["heading"] == "empty" else "no heading"
        reasons.append(f"{path} has {what} {quoted(condition.heading)!r}")
    if file["flaws"]:
        reasons.append(f"{path} does not match {condition.json_schema}: {listed(file['flaws'])}")
    return reasons


def _others(condition: FileCondition) -> Sequence[str]:
    return () if condition.json_schema is None else (condition.json_schema,)


KIND: Final = EvidenceKind(
    name="file",
    condition=FileCondition,
    read=read,
    meets=meets,
    main="path",
    recognises=lambda text: text.lower().endswith(_PROSE) and "://" not in text,
    document=True,
    others=_others,
)
