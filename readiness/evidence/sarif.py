"""Evidence kind `sarif`: what analysers of code have found.

## Source
SARIF 2.1.0, which linters and security scanners write. Several files, and several runs in one, count together. Short
form: a path that ends in `.sarif` or `.sarif.json`.

## Shape
`runs`: `tool`, `version`, `successful` (None where it does not say), `tool_errors` (errors that the tool notes about
itself), `looked` (whether it has results at all), and `counts`: level, `undecided` (kinds `open` and `review`),
`decided` (kinds that are no failure), `suppressed` or `absent` → state in the baseline (`unstated` where there is none)
→ number. `results`: the 50 worst, with `level`, `state`, `rule`, `path`, `line`, `message`.

## Units
Results. The level is the result's own, else what the execution or the rule says, else `warning`. A result is suppressed
if nothing that suppresses it is under review or rejected. `made_at` is when the oldest execution ended, no later than
the file was written.

## Errors
Missing: no file. Unreadable: no JSON, another version, no runs, words or numbers of rules that are not known, results
that lie in other files. A run that did not succeed, has no results, or notes errors of its own is never a pass. A run
without `invocations` is one, for many tools leave them out; `require_invocation` asks for them.

## What it does not prove
That the tool knows what to look for, was pointed at all of the code, or that what was suppressed is harmless. Which
results are new is the word of the tool. `security-severity` is not looked at.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, Literal

from readiness.errors import EvidenceMissingError
from readiness.evidence.moments import made
from readiness.evidence.quoted import listed, quoted
from readiness.model.documents.base import OneOrMany, Text
from readiness.model.documents.evidence import Condition
from readiness.model.evidence import Claim, EvidenceKind, Reading

_LEVELS: Final = ("error", "warning", "note")
_MOST: Final = 50


class SarifCondition(Condition):
    """Which results are too many: by default every error."""

    at: Literal["error", "warning", "note"] = "error"
    """The lowest level that counts; nothing at it or above may be found."""
    new_only: bool = False
    """Whether only results count that the baseline does not know; without a word about it, a result is new."""
    tools: OneOrMany[Text] = ()
    """Tools that have to have run, by name; upper and lower case do not matter."""
    require_invocation: bool = False
    """Whether each run has to say that it was executed successfully."""


def read(reading: Reading) -> Claim:
    """Return what the tools have found, counted.

    Raises:
        EvidenceMissingError: there is no file.
        EvidenceUnreadableError: a file cannot be understood.
    """
    if not reading.sources:
        msg = "there is no SARIF log"
        raise EvidenceMissingError(msg)
    from readiness.evidence.sarif_runs import parse  # noqa: PLC0415 - most runs read no SARIF

    logs = [parse(source) for source in reading.sources]
    runs = [run for log in logs for run in log.runs]
    results = [result for log in logs for result in log.results]
    measured: dict[str, Any] = {"runs": runs, "results": sorted(results, key=_weight)[:_MOST]}
    moments = made(reading.sources, [log.made_at for log in logs])
    found = ", ".join(f"{_count(measured, [level], new_only=False)} {level}" for level in _LEVELS)
    summary = f"{listed([run['tool'] for run in measured['runs']])} found: {found}"
    return Claim(measured, made_at=min(moments, default=None), newest_at=max(moments, default=None), summary=summary)


def _weight(result: Any) -> tuple[int, bool]:  # noqa: ANN401 - one element of what was measured
    level = result["level"]
    return (_LEVELS.index(level) if level in _LEVELS else len(_LEVELS), result["state"] == "unchanged")


def _count(measured: Mapping[str, Any], sorts: Sequence[str], *, new_only: bool) -> int:
    return sum(
        number
        for run in measured["runs"]
        for sort in sorts
        for state, number in run["counts"].get(sort, {}).items()
        if not (new_only and state == "unchanged")
    )


def meets(measured: Mapping[str, Any], condition: SarifCondition) -> Sequence[str]:
    """Return why what was found is too much, or not to be relied on."""
    return (*_run_reasons(measured, condition), *_result_reasons(measured, condition))


def _run_reasons(measured: Mapping[str, Any], condition: SarifCondition) -> Iterator[str]:
    ran = [run["tool"] for run in measured["runs"]]
    if not ran:
        yield "no tool has run"
    for wanted in condition.tools:
        if quoted(wanted).casefold() not in {tool.casefold() for tool in ran}:
            yield f"{quoted(wanted)} has not run; of these there are results: {listed(ran)}"
    for run in measured["runs"]:
        if run["successful"] is False:
            yield f"{run['tool']} was not executed successfully"
        elif run["successful"] is None and condition.require_invocation:
            yield f"{run['tool']} does not say whether it was executed successfully"
        elif not run["looked"]:
            yield f"{run['tool']} has no results, not even an empty list: it has not looked"
        if run["tool_errors"]:
            yield f"{run['tool']} notes {run['tool_errors']} errors of its own"


def _result_reasons(measured: Mapping[str, Any], condition: SarifCondition) -> Iterator[str]:
    levels = _LEVELS[: _LEVELS.index(condition.at) + 1]
    new = "new " if condition.new_only else ""
    for sorts, what in (
        (levels, f"{new}results at {condition.at} or above"),
        (("undecided",), f"{new}undecided results"),
    ):
        number = _count(measured, sorts, new_only=condition.new_only)
        if number:
            shown = [
                _told(one)
                for one in measured["results"]
                if one["level"] in sorts and not (condition.new_only and one["state"] == "unchanged")
            ]
            yield f"{number} {what}{f': {listed(shown)}' if shown else ''}"


def _told(result: Mapping[str, Any]) -> str:
    place = result["path"] + (f":{result['line']}" if result["line"] else "")
    return " ".join(part for part in (result["rule"], place, result["message"]) if part)


KIND: Final = EvidenceKind(
    name="sarif",
    condition=SarifCondition,
    read=read,
    meets=meets,
    main="path",
    recognises=lambda text: "://" not in text and text.lower().endswith((".sarif", ".sarif.json")),
)
