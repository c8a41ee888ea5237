"""The problems that linking finds, in words: names that lead nowhere, names given twice, needs that bite their tail."""

from collections.abc import Iterable

from readiness.errors import Problem
from readiness.model.place import Locator, Place
from readiness.model.wording import nearest


def unknown(what: str, name: str, known: Iterable[str], at: Place, locate: Locator) -> Problem:
    """Return the problem that there is no `what` called `name`, with the nearest of the `known` names."""
    names = sorted(known)
    near = nearest(name, names)
    if near:
        fix = f"did you mean `{near}`?"
    elif names:
        fix = f"known are {', '.join(f'`{known_name}`' for known_name in names[:8])}{', …' if len(names) > 8 else ''}"  # noqa: PLR2004 - fits a line or two
    else:
        fix = (
            f"there is none: add {'an' if what[0] in 'aeiou' else 'a'} {what} called `{name}`, or remove the reference"
        )
    return Problem("RDY030", f"there is no {what} `{name}`", fix, locate(at))


def duplicate(what: str, name: str, first: Place, second: Place, locate: Locator) -> Problem:
    """Return the problem that `name` is given to two things; it names both places."""
    return Problem(
        "RDY031", f"{what} `{name}` is already at {locate(first)}", "give one of them another id", locate(second)
    )


def circle(path: Iterable[str], at: Place, locate: Locator) -> Problem:
    """Return the problem that items need each other in a circle, shown as the way round."""
    return Problem("RDY032", f"items need each other: {' → '.join(path)}", "remove one of the needs", locate(at))


def lowered(evidence: str, level: str, demanded: str, at: Place, locate: Locator) -> Problem:
    """Return the problem that a piece of evidence asks to weigh less than its item's class demands."""
    return Problem(
        "RDY034",
        f"evidence `{evidence}` would only {level}, and its item's class demands {demanded}",
        "remove `level:`; the configuration of the base branch can lower a rule, a scope cannot",
        locate(at),
    )


def retired(scope: str) -> Problem:
    """Return the problem that a retired scope was asked for."""
    return Problem(
        "RDY054", f"scope `{scope}` is retired, and is not judged", "set its `state:`, or name another scope"
    )


def unknown_scope(name: str, known: Iterable[str]) -> Problem:
    """Return the problem that the command line names a scope that is not there."""
    names = sorted(known)
    near = nearest(name, names)
    fix = (
        f"did you mean `{near}`?" if near else f"known are {', '.join(names[:8])}" if names else "there is no scope yet"
    )
    return Problem("RDY055", f"there is no scope `{name}`", fix)


def nothing_active(drafts: Iterable[str]) -> Problem:
    """Return the problem that a run without names has nothing to judge."""
    names = sorted(drafts)
    if not names:
        return Problem(
            "RDY054",
            "there is no scope to judge",
            "begin one with `readiness init`; `readiness explain RDY054` shows the smallest",
        )
    return Problem(
        "RDY054",
        "no scope is active or launched, so there is nothing to judge",
        f"name a draft (`readiness check {names[0]}`), or set `state: active`",
    )
