"""What the trackers have to be asked: every issue and every milestone that a launch names, by tracker."""

from collections.abc import Mapping
from dataclasses import dataclass

from readiness.errors import Problem
from readiness.followups.launches import Launches, Named, malformed, named_issues
from readiness.model.followups import Purpose
from readiness.model.tracking import Malformed, Reference
from readiness.trackers import kinds
from readiness.trackers.references import project_of, resolve

Project = tuple[str, str]
"""A project and the title of a milestone in it."""


@dataclass(frozen=True, slots=True)
class Inquiry:
    """What one tracker is asked."""

    tracker: str
    issues: tuple[Reference, ...]
    milestones: tuple[Project, ...]

    @property
    def size(self) -> int:
        """How many answers are to come."""
        return len(self.issues) + len(self.milestones)


@dataclass(frozen=True, slots=True)
class Questions:
    """All that has to be asked. `named` is what each issue is named for; `listed` are those in lists of the tree.

    `wrong` are the references that name nothing, of which there is nothing to ask.
    """

    inquiries: tuple[Inquiry, ...]
    named: Mapping[Reference, tuple[Named, ...]]
    listed: frozenset[Reference]
    wrong: tuple[Problem, ...]

    def names_of(self, reference: Reference) -> tuple[str, ...]:
        """Return what is put off or waived behind `reference`, whose names its text should have."""
        return tuple(sorted({one.name for one in self.named[reference] if one.purpose is not Purpose.CLAIM}))


def questions_of(launches: Launches) -> Questions:
    """Return what has to be asked about `launches`."""
    named: dict[Reference, list[Named]] = {}
    wrong: list[Problem] = []
    for one in named_issues(launches.plan):
        if one.ref is None:
            continue  # what lacks an issue is told by `check`
        found = resolve(one.ref, launches.trackers, kinds())
        if isinstance(found, Malformed):
            wrong.append(malformed(found, launches.locate(one.at)))
        else:
            named.setdefault(found, []).append(one)
    listed = frozenset(
        reference for reference in named if kinds()[launches.trackers[reference.tracker].kind].connect is None
    )
    issues: dict[str, list[Reference]] = {}
    for reference in sorted(named.keys() - listed):
        issues.setdefault(reference.tracker, []).append(reference)
    milestones = _milestones(launches, wrong)
    return Questions(
        inquiries=tuple(
            Inquiry(name, tuple(issues.get(name, ())), tuple(sorted(milestones.get(name, ()))))
            for name in sorted({*issues, *milestones})
        ),
        named={reference: tuple(some) for reference, some in named.items()},
        listed=listed,
        wrong=tuple(sorted(wrong, key=lambda problem: problem.sort_key)),
    )


def _milestones(launches: Launches, wrong: list[Problem]) -> Mapping[str, set[Project]]:
    """Return the milestones that are audited, by tracker; what names no project goes to `wrong`."""
    found: dict[str, set[Project]] = {}
    for scope in launches.plan.scopes:
        for number, milestone in enumerate(scope.itself.open_work):
            project = project_of(milestone.project, launches.trackers, kinds())
            if isinstance(project, Malformed):
                wrong.append(malformed(project, launches.locate(scope.at.at("open_work", number, "project"))))
            else:
                found.setdefault(project[0], set()).add((project[1], milestone.milestone))
    return found
