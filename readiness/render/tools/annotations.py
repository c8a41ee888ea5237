"""The report as annotations of a GitHub workflow: one command a line, which the runner shows at the line of the file.

Source: GitHub's workflow commands `error`, `warning` and `notice`. Of each, GitHub shows ten a step, so the worst come
first, and the tenth says how many are left; all of them with `-v`, only errors with `-q`.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from readiness.model.place import Location
from readiness.model.report import Report
from readiness.render.base import Style
from readiness.render.escape import prose, visible
from readiness.render.proposals import named
from readiness.render.text import describe
from readiness.render.tools.findings import Grade, against_baseline, findings, problem_name, problems

_SHOWN: Final = 10
_COMMANDS: Final = {Grade.ERROR: "error", Grade.WARNING: "warning", Grade.NOTICE: "notice"}


def render(report: Report, style: Style) -> str:
    """Return the decision in a line of its own, then a workflow command for each finding."""
    rows = [_decision(report)]
    for grade, command in _COMMANDS.items():
        if grade is Grade.ERROR or style.verbosity >= 0:
            found = list(_annotations(report, grade, command))
            rows += found if style.verbosity > 0 else _shortened(found, command)
    return "".join(f"{row}\n" for row in rows)


def _decision(report: Report) -> str:
    judged = ", ".join(visible(scope.id) for scope in report.scopes if scope.judged) or "nothing was judged"
    return f"{report.decision.upper()}  {judged}  {describe(report.candidate)}, {report.as_of:%Y-%m-%d}"


def _annotations(report: Report, grade: Grade, command: str) -> Iterator[str]:
    if grade is Grade.ERROR:
        for problem in problems(report):
            title = f"{problem_name(problem)}: bad input"
            yield _line(command, problem.location, title, f"{prose(problem.message)}. Fix: {prose(problem.fix)}")
    for one in findings(report, grade):
        if one.grade is grade and one.scope.judged:
            title = f"{visible(one.verdict.code)} {visible(one.verdict.rule)}: {one.name}"
            yield _line(command, one.verdict.location, title, f"{one.sentence}. {one.advice}")
    if grade is Grade.NOTICE:
        yield from _news(report, command)


def _news(report: Report, command: str) -> Iterator[str]:
    """Yield what is no finding: a baseline, scopes that only are shown, changes of policy that do not count yet."""
    if report.baseline is not None:
        yield _line(command, Location(report.baseline.path), "baseline", against_baseline(report))
    for scope in report.scopes:
        if not scope.judged:
            title = f"{scope.state}: {visible(scope.id)}"
            yield _line(
                command, scope.location, title, f"{scope.decision}, which counts once the scope is named or active"
            )
    for one in report.proposed:
        before, after = (prose(text) if text is not None else "nothing" for text in (one.before, one.after))
        title = f"proposed change of policy: {named(one)}"
        yield _line(command, one.location, title, f"{before} → {after}. What it loosens does not count yet.")


def _shortened(found: Sequence[str], command: str) -> Sequence[str]:
    if len(found) <= _SHOWN:
        return found
    left = len(found) - (_SHOWN - 1)
    more = f"and {left} more of this kind, not shown here. Next: readiness check --format text"
    return (*found[: _SHOWN - 1], _line(command, None, "readiness", more))


def _line(command: str, location: Location | None, title: str, message: str) -> str:
    properties = {} if location is None or location.revision else _place(location)
    where = "" if location is None or not location.revision else f" At {visible(str(location))}."
    written = ",".join(f"{key}={_property(value)}" for key, value in {**properties, "title": title}.items())
    return f"::{command} {written}::{_data(message + where)}"


def _place(location: Location) -> dict[str, str]:
    place = {"file": visible(location.path)}
    if location.line:
        place["line"] = str(location.line)
        if location.column:
            place["col"] = str(location.column)
    return place


def _data(text: str) -> str:
    return text.strip().replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
