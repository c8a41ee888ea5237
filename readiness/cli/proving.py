"""What `prove` says, as lines: what it is going to do and why, and what became of it. All output is hostile."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from readiness.prove.ordering import Order, Step
from readiness.prove.results import How, Ran, Result
from readiness.prove.selecting import Left, LeftOut, Selection
from readiness.render.escape import prose, visible
from readiness.render.layout import Line, Span, Tone, hanging, line, width_of
from readiness.render.problems import problem_lines

_WORD: Final[Mapping[How, str]] = {
    How.PASSED: "proven",
    How.FAILED: "failed",
    How.UNKNOWN: "unknown",
    How.REFUSED: "refused",
    How.SKIPPED: "skipped",
}
_TONE: Final[Mapping[How, Tone]] = {
    How.PASSED: "good",
    How.FAILED: "bad",
    How.UNKNOWN: "bad",
    How.REFUSED: "bad",
    How.SKIPPED: "warn",
}
_COUNTED: Final[Mapping[Left, str]] = {
    Left.HOLDS: "proven already",
    Left.UNCHANGED: "without a change",
    Left.NO_COMMAND: "without a `run:`",
}
_BY_WEIGHT: Final = (How.PASSED, How.SKIPPED, How.REFUSED, How.UNKNOWN, How.FAILED)
_INDENT: Final = " " * 9
_TAIL_LINES: Final = 12
_TAIL_BYTES: Final = 8_000
_LONGEST: Final = 160
_MINUTE_S: Final = 60
_SEQUENCE: Final = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]")
"""Colours and cursor movements; any other escape is shown as one."""


def plan_lines(selection: Selection, order: Order, width: int) -> Iterator[Line]:
    """Yield what would be executed, why, and what is left out and why."""
    places = {step.number: place for place, step in enumerate(order.steps, 1)}
    for step in order.steps:
        yield from _step(step, places, width)
        yield ()
    yield from left_out_lines(selection.left_out, width, everything=True)


def left_out_lines(left_out: Sequence[LeftOut], width: int, *, everything: bool) -> Iterator[Line]:
    """Yield what is not proven now: what no run would help, and with `everything` all that is not proven already."""
    told = set(Left) - {Left.HOLDS} if everything else {Left.NO_USE}
    shown = [left for left in left_out if left.left in told]
    if shown:
        yield line(f"Left out ({len(shown)})", "strong")
        for left in shown:
            action = f"; {left.action}" if left.action else ""
            yield from hanging((Span(f"  {visible(str(left.proven))}  "),), prose(left.reason + action), width, "dim")
        yield ()
    counts = Counter(left.left for left in left_out if left.left not in told)
    parts = [f"{counts[left]} {said}" for left, said in _COUNTED.items() if counts[left]]
    if parts:
        hint = "" if everything or not counts.keys() - {Left.HOLDS} else " (`--dry-run` lists all)"
        yield from hanging((), f"Left out: {', '.join(parts)}{hint}.", width, "dim")


def command_text(step: Step) -> str:
    """Return the command of `step` on one line, shortened; what is asked instead, where it has none."""
    match step.run:
        case None:
            text = f"asks as {step.tasks[0].kind.name}"
        case str() as shell:
            text = prose(shell)
        case words:
            text = " ".join(visible(word) if word and " " not in word else repr(visible(word)) for word in words)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def begun_line(step: Step) -> Line:
    """Return that a step has begun."""
    return (Span("run      "), Span(visible(step.name), "strong"), Span(f"  {command_text(step)}", "dim"))


def ran_lines(ran: Ran, width: int) -> Iterator[Line]:
    """Yield what became of a step: a line for each requirement, and of what failed the end of the output."""
    for end in ran.endings:
        took = f" ({took_text(ran.took_s)})" if ran.log is not None and end.how is not How.SKIPPED else ""
        head = (Span(f"{_WORD[end.how]:<9}", _TONE[end.how]), Span(visible(str(end.task.proven)), "strong"))
        # A problem says it itself, with what to do.
        said = prose(f"{'' if end.problems else end.said}{took}").strip()
        if sum(width_of(span.text) for span in head) + 2 + width_of(said) <= width:
            yield (*head, Span(f"  {said}")) if said else head
        else:
            yield head
            yield from hanging((Span(_INDENT),), said, width)
        for problem in end.problems:
            yield from ((Span(_INDENT), *row) for row in problem_lines([problem], width - len(_INDENT)))
    if any(end.how in {How.FAILED, How.UNKNOWN} for end in ran.endings):
        yield from ((Span(f"{_INDENT}| "), Span(text, "dim")) for text in tail_of(ran.tail))
    if ran.log is not None and any(end.how in {How.FAILED, How.UNKNOWN, How.REFUSED} for end in ran.endings):
        damaged = f" (not all of it: {ran.damaged})" if ran.damaged else ""
        yield (Span(f"{_INDENT}output: {visible(str(ran.log))}{damaged}"),)


def tail_of(output: bytes) -> Sequence[str]:
    """Return the last lines of what a command wrote, harmless to a terminal and to CI."""
    text = _SEQUENCE.sub("", output[-_TAIL_BYTES:].decode("utf-8", "replace"))
    # What a carriage return stands behind was overwritten on a terminal.
    rows = [row.rstrip("\r").rpartition("\r")[2].expandtabs().rstrip() for row in text.split("\n")]
    return [f"{visible(row[:_LONGEST])}{'…' * (len(row) > _LONGEST)}" for row in rows if row][-_TAIL_LINES:]


def nothing_lines(selection: Selection, width: int, *, dry_run: bool) -> Iterator[Line]:
    """Yield that there is nothing to execute, and why."""
    left_out = selection.left_out
    held = sum(left.left is Left.HOLDS for left in left_out)
    if not left_out:
        yield line("Nothing to prove: no evidence that a run makes is asked for.", "warn")
    elif held == len(left_out):
        what = "the only piece of evidence is" if held == 1 else f"all {held} are"
        yield line(f"Nothing to prove: {what} proven for this content.", "good")
    else:
        yield line("Nothing to prove of what is left.", "warn")
        yield from left_out_lines(left_out, width, everything=dry_run)


def closing_lines(
    result: Result, left_out: Sequence[LeftOut], logs: Path, width: int, *, unsigned: bool
) -> Iterator[Line]:
    """Yield what is said at the end: what was left out, the counts, and where the output is."""
    yield ()
    yield _summary_line(result)
    yield from left_out_lines(left_out, width, everything=False)
    if unsigned and any(end.how is How.PASSED for end in result.endings):
        hint = "The records are not signed, and the configuration trusts only those that are: `--sign KEY`."
        yield from hanging((), hint, width, "warn")
    yield line(f"The output of each command is in {visible(str(logs))}", "dim")


def _summary_line(result: Result) -> Line:
    counts = {how: sum(end.how is how for end in result.endings) for how in How}
    parts = [f"{count} {_WORD[how]}" for how, count in counts.items() if count]
    worst = next((how for how in reversed(_BY_WEIGHT) if counts[how]), How.PASSED)
    stopped = " Stopped before the end; what had ended is on record." if result.interrupted else ""
    return line(f"{', '.join(parts)}.{stopped}", _TONE[worst])


def took_text(took_s: float) -> str:
    """Return a stretch of time for people, such as `3.2 s` or `4 min 07 s`."""
    if took_s < _MINUTE_S:
        return f"{took_s:.1f} s"
    return f"{int(took_s // _MINUTE_S)} min {int(took_s % _MINUTE_S):02} s"


def _step(step: Step, places: Mapping[int, int], width: int) -> Iterator[Line]:
    yield from hanging((Span(f"{places[step.number]:>3}  "),), command_text(step), width, "strong")
    details = [f"in {visible(step.cwd)}"] if step.cwd else []
    if step.env:
        details.append(f"sees {', '.join(step.env)}")
    if step.after:
        details.append(f"after {', '.join(str(places[number]) for number in sorted(step.after))}")
    if details:
        yield (Span(f"     {'; '.join(details)}", "dim"),)
    for task in step.tasks:
        yield from hanging((Span(f"     {visible(str(task.proven))}  "),), prose(task.why), width)
