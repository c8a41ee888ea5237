"""A baseline: the findings that a team has when it begins, so that only new ones fail.

It excuses nothing: the decision is made without it, and only the exit code looks at it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from readiness.model.outcome import Outcome


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """The name of a requirement, for as long as it is not met: by scope and subject, wherever they are written."""

    scope: str
    subject: str
    requirement: str


Baseline = Mapping[Finding, Outcome]
"""What is known, and as how bad. A finding that gets worse than that is a new one."""
