"""Evidence kind `command`: what a command says and how it ends, where it writes no report that another kind reads.

## Source
The execution of `run` itself, by `readiness prove`; there is no artefact, and nothing that was executed elsewhere can
be picked up. Short form: none.

## Shape
`exit_code` (None where it was ended at its time limit), `duration_s`, `output` (`bytes`, `sha256`, and `cut` where only
its end was kept), `found`: each pattern of `output` and `not_output` → whether it was found, and `tail`: the last lines
of the output.

## Units
Exit codes, below 0 the signal that ended it; seconds of wall-clock time; bytes. Standard output and standard error are
one text, in UTF-8; what is none becomes U+FFFD. Before patterns are applied, colours and other terminal sequences are
taken out, and white space around a line; a tab counts as a space. `made_at` is when the command was started. The tail
is at most 20 lines and 2,000 characters long, and is kept in the record for good: a command that prints a secret puts
it on file.

## Errors
Missing: the command was not executed yet. A command that was ended at its time limit has failed, whatever it said, and
so has one of whose output the beginning was not kept, where something may not be in it.

## What it does not prove
That the command does what its name says, that it looked at what it covers, or that a second run would say the same.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any, Final

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from readiness.errors import EvidenceMissingError
from readiness.evidence.quoted import quoted
from readiness.evidence.wildcards import fitting
from readiness.model.documents.base import OneOrMany, Text
from readiness.model.documents.evidence import Condition
from readiness.model.evidence import Claim, EvidenceKind, Json, Reading, Transcript

_TAIL_LINES: Final = 20
_TAIL_LENGTH: Final = 2000
_SEQUENCE: Final = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]"  # colours and cursor movements
    r"|\x1b[\]PX^_][^\x07\x1b\x9c\r\n]*(?:\x07|\x1b\\|\x9c)"  # titles, links: only where they end, so nothing else goes
    r"|\x1b[ -/]*[0-~]"
)
_LINE_END: Final = re.compile(r"\r\n|\n|\r")


def _printable(pattern: str) -> str:
    # What is taken out of the output, or ends a line, would never be found: `not_output` would rule out nothing.
    found = next((letter for letter in pattern if not letter.isprintable()), None)
    if found is not None:
        number = f"{ord(found):04X}"
        raise PydanticCustomError(
            "control-character",  # noqa: EM101 - the slug is the type
            "holds U+{number}, which is taken out of the output before patterns are applied",
            {"number": number, "fix": "write `*` or `?` in its place, or several patterns"},
        )
    return pattern


LinePattern = Annotated[Text, Field(max_length=500), AfterValidator(_printable)]
Patterns = Annotated[OneOrMany[LinePattern], Field(max_length=50)]
ExitCodes = Annotated[OneOrMany[Annotated[int, Field(ge=0, le=255)]], Field(min_length=1)]


class CommandCondition(Condition):
    """How the command has to end, and what it has to say."""

    exit: ExitCodes = (0,)
    """The exit codes that are good; 0 unless said."""
    output: Patterns = ()
    """Lines that have to be in the output, each whole; `*` and `?` stand for any text and one character."""
    not_output: Patterns = ()
    """What may be nowhere in the output, in no part of a line; `*` and `?` as in `output`."""


def read(reading: Reading) -> Claim:
    """Return how the command ended, and which of the patterns its output holds.

    Raises:
        EvidenceMissingError: it was not executed.
    """
    done = reading.transcript
    if done is None:
        msg = "its command has not been executed"
        raise EvidenceMissingError(msg)
    condition: CommandCondition = reading.condition
    lines = _lines(done.output)
    # A pattern of both would need two answers; a line that it fits whole holds it too, so `not_output` decides.
    found = {pattern: any(map(fitting(pattern), lines)) for pattern in condition.output}
    found |= {pattern: any(map(fitting(f"*{pattern}*"), lines)) for pattern in condition.not_output}
    measured: dict[str, Json] = {
        "exit_code": done.exit_code,
        "duration_s": round(max(0.0, (done.finished - done.started).total_seconds()), 3),
        "output": {"bytes": len(done.output), "sha256": hashlib.sha256(done.output).hexdigest(), "cut": done.cut},
        "found": found,
        "tail": "\n".join(lines[-_TAIL_LINES:])[-_TAIL_LENGTH:],
    }
    return Claim(measured, made_at=done.started, newest_at=done.finished, summary=_summary(done))


def _lines(output: bytes) -> list[str]:
    """Return the lines that hold anything, without what moves a cursor, colours text or cannot be seen."""
    text = _SEQUENCE.sub("", output.decode("utf-8-sig", "replace"))
    return [plain for line in _LINE_END.split(text) if (plain := _shown(line))]


def _shown(line: str) -> str:
    if line.isprintable():
        return line.strip()
    return "".join(letter for letter in line.replace("\t", " ") if letter.isprintable()).strip()


def _summary(done: Transcript) -> str:
    return "it was ended at its time limit" if done.exit_code is None else f"it ended with exit code {done.exit_code}"


def meets(measured: Mapping[str, Any], condition: CommandCondition) -> Sequence[str]:
    """Return why the execution is not enough."""
    return (*_exit_reasons(measured, condition), *_output_reasons(measured, condition))


def _exit_reasons(measured: Mapping[str, Any], condition: CommandCondition) -> Iterator[str]:
    code = measured["exit_code"]
    if code is None:
        yield f"it was ended at its time limit, after {measured['duration_s']:g} s"
    elif code not in condition.exit:
        last = measured["tail"].rpartition("\n")[2]
        said = f"; the last thing it said: {quoted(last)}" if last else ""
        yield f"it ended with exit code {code}, asked for is {' or '.join(map(str, condition.exit))}{said}"


def _output_reasons(measured: Mapping[str, Any], condition: CommandCondition) -> Iterator[str]:
    for pattern in condition.output:
        if measured["found"].get(pattern) is not True:
            yield f"no line of its output reads {quoted(pattern)!r}"
    for pattern in condition.not_output:
        if measured["found"].get(pattern) is not False:
            yield f"its output holds {quoted(pattern)!r}"
    if condition.not_output and measured["output"]["cut"]:
        yield "its output is so long that its beginning was not kept, so what may not be in it cannot be ruled out"


def _measures(condition: CommandCondition) -> Mapping[str, Json]:
    return {"output": sorted(set(condition.output)), "not_output": sorted(set(condition.not_output))}


KIND: Final = EvidenceKind(
    name="command",
    condition=CommandCondition,
    read=read,
    meets=meets,
    needs_path=False,
    measures=_measures,
    needs_run=True,
    judges_exit=True,
)
