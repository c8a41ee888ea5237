"""The register of threats: each is a row of the page, and a test that tries it and holds the answer against the row."""

import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from functools import wraps
from pathlib import Path
from typing import Final, ParamSpec

from readiness.errors import ReadinessError
from readiness.model.outcome import Decision, Level
from readiness.model.report import Report
from tests.cli.program import Ended

P = ParamSpec("P")

Answer = Report | ReadinessError | Ended
"""What the program says: a report, or why there is none; or how it ended, where it ran by itself."""
Tried = Answer | tuple[Answer, Answer]
"""What it says to an attack; where a guard stops it, without and with that guard."""
_GREEN: Final = frozenset({Decision.GO, Decision.GO_WITH_CONDITIONS, Decision.ON_TRACK})


class Stopped(Enum):
    """Whether a threat is stopped. `YES` is always; the others name the guard without which it is not."""

    YES = "yes"
    TRUST = "with trust on"
    EXECUTED = "with `executed_only`"
    CHECKPOINTS = "with checkpoints"
    POLICY = "with `--policy-from`"
    CAREFUL = "by how it is called"
    NO = "no"


@dataclass(frozen=True, slots=True, kw_only=True)
class Threat:
    """One way to a false go: what somebody does, or what happens; what stops it, or what to do as nothing does.

    `codes` are those of the rules and problems that stop it. `test` is where it is tried.
    """

    id: str
    title: str
    how: str
    stops: str
    stopped: Stopped
    codes: tuple[str, ...]
    test: tuple[str, str]


REGISTER: Final[dict[str, dict[str, Threat]]] = {}
"""All threats by family and id, in the order in which they are written down."""


def threat(
    family: str,
    title: str,
    *,
    how: str,
    stops: str,
    stopped: Stopped = Stopped.YES,
    codes: tuple[str, ...] = (),
) -> Callable[[Callable[P, Tried]], Callable[P, None]]:
    """Register a threat under the name of the function that tries it, and hold what that returns against the row.

    The function is called `test_` and the id of the threat. What is stopped must not get a green decision, and the
    reasons must be `codes`; what is not stopped must get one, so that the page cannot lie either way.
    """

    def registered(tries: Callable[P, Tried]) -> Callable[P, None]:
        name = tries.__name__.removeprefix("test_").replace("_", "-")
        where = (f"tests/threats/{Path(inspect.getfile(tries)).name}", tries.__name__)
        found = Threat(id=name, title=title, how=how, stops=stops, stopped=stopped, codes=codes, test=where)
        assert all(one.test == where for rows in REGISTER.values() for one in rows.values() if one.id == name), name
        REGISTER.setdefault(family, {})[name] = found

        @wraps(tries)
        def held(*arguments: P.args, **named: P.kwargs) -> None:
            _hold(tries(*arguments, **named), found)

        return held

    return registered


def _hold(tried: Tried, found: Threat) -> None:
    guarded = found.stopped not in {Stopped.YES, Stopped.NO}
    assert isinstance(tried, tuple) == guarded, "a guard is tried without and with it"
    plain, stopped = tried if isinstance(tried, tuple) else (tried, tried)
    if found.stopped is not Stopped.YES:
        assert is_green(plain), f"the page says that this is not stopped, and it is: {said(plain)}"
    if found.stopped is not Stopped.NO:
        assert not is_green(stopped), "the page says that this is stopped, and it is not"
        assert {*found.codes} <= reasons(stopped), said(stopped)


def is_green(answer: Answer) -> bool:
    """Return whether a job that is given `answer` would go on."""
    if isinstance(answer, Ended):
        return answer.code == 0
    return isinstance(answer, Report) and answer.decision in _GREEN


def reasons(answer: Answer) -> set[str]:
    """Return the codes of all that speaks against a go in `answer`: problems, and findings that block."""
    if isinstance(answer, Ended):
        return {*re.findall(r"RDY[0-9]{3}", answer.out)}
    if isinstance(answer, ReadinessError):
        return {problem.code for problem in answer.problems}
    return {problem.code for problem in answer.problems} | {
        verdict.code
        for scope in answer.scopes
        for verdict in (*scope.verdicts, *(one for item in scope.items for one in item.verdicts))
        if verdict.level is Level.BLOCK and verdict.outcome.value != "passed"
    }


def said(answer: Answer) -> str:
    """Return all that speaks against a go in `answer`, for whoever reads why a test failed."""
    if isinstance(answer, Ended):
        return f"{answer.out}{answer.err}"
    if isinstance(answer, ReadinessError):
        return str(answer)
    lines = [f"{problem.code} {problem.message}" for problem in answer.problems]
    for scope in answer.scopes:
        every = (*scope.verdicts, *(one for item in scope.items for one in item.verdicts))
        lines += [f"{one.subject}/{one.requirement} {one.outcome.value} {one.code} {one.message}" for one in every]
    return "\n".join([str(answer.decision), *lines])
