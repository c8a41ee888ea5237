"""The formats that other tools read: their golden files, and reports that all of them are tried with."""

from dataclasses import replace

from readiness.model.outcome import Decision, Level, Outcome, State
from readiness.model.place import Location
from readiness.model.report import BaselineNote, Report
from tests.render.reports import ALL, PATH, item, missing, report, scope, verdict

SUFFIX = {"sarif": "sarif", "junit": "xml", "github": "github.txt", "code-quality": "code-quality.json"}
LONG = "hundreds"
"""A report of which only the shortened formats are kept as golden files."""


def draft() -> Report:
    """A launch that is ready, and a draft that is not."""
    planned = scope(
        Decision.NO_GO,
        item(missing("load-test", subject="item search"), verdict("owner", subject="item search"), id_="search"),
        id="spring-launch",
        title="Spring",
        state=State.DRAFT,
        judged=False,
    )
    return report(scope(Decision.GO, item(verdict())), planned)


def unweighed() -> Report:
    """A launch that is ready, because of what the configuration does not count."""
    observed = missing("noise", level=Level.OBSERVE)
    switched_off = missing("style", level=Level.OFF)
    return report(
        scope(Decision.GO, item(verdict(), observed, switched_off, verdict("x", outcome=Outcome.NOT_APPLICABLE)))
    )


def unexplained() -> Report:
    """A run that is undecided, and does not say why."""
    return report(scope(Decision.GO, item(verdict())), decision=Decision.UNDECIDED)


def several_at_once() -> Report:
    """Requirements about which several rules have something to say, of different weight."""
    beside = verdict(
        "suite", outcome=Outcome.FAILED, level=Level.WARN, code="RDY206", rule="evidence-flaky", message="it is flaky"
    )
    steps = missing("rollback", code="RDY112", rule="rollback-steps-missing", message="there are no steps")
    switch = missing(
        "rollback", outcome=Outcome.UNKNOWN, code="RDY120", rule="kill-switch-missing", message="flags.json is no JSON"
    )
    return report(scope(Decision.NO_GO, item(verdict("suite"), beside, steps, switch)))


def baselined() -> Report:
    """A no-go of which a baseline knows everything, so that the exit code is that of a go."""
    found = scope(Decision.NO_GO, item(missing(known=True), verdict("owner")))
    note = BaselineNote(path=".readiness/baseline.json", known=1, new=0, fixed=(), decision_on_new=Decision.GO)
    return report(found, enforcing=False, baseline=note)


def moved(found: Report, by: int = 7, path: str = "scopes/moved/launch.yaml") -> Report:
    """Return `found` as if its documents had been moved, and had got more lines at their top."""

    def there(place: Location) -> Location:
        return replace(place, path=path, line=place.line + by) if place.path == PATH else place

    scopes = tuple(
        replace(
            one,
            location=there(one.location),
            verdicts=tuple(replace(held, location=there(held.location)) for held in one.verdicts),
            items=tuple(
                replace(inner, verdicts=tuple(replace(held, location=there(held.location)) for held in inner.verdicts))
                for inner in one.items
            ),
        )
        for one in found.scopes
    )
    return replace(found, scopes=scopes)


EVERY = {
    **ALL,
    "draft": draft,
    "unweighed": unweighed,
    "unexplained": unexplained,
    "several-at-once": several_at_once,
    "baselined": baselined,
}
