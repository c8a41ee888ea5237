"""Changes of policy: what a candidate would make of the policy of its base, as values that reports hold."""

from dataclasses import dataclass

from readiness.model.place import Location


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """One change of policy. What it would loosen does not count before it is in the base.

    `slug` names the row of `readiness.policy.rows` that claims it, and `change` says that in words. `scope` is None for
    what belongs to no scope. `subject` is what is changed, named as in verdicts, and `field` what of it; empty where it
    is all. `before` and `after` are short words; None where there is nothing. `location` is in the candidate, or in the
    base where the candidate has it no more.
    """

    slug: str
    change: str
    scope: str | None
    subject: str
    field: str
    before: str | None
    after: str | None
    location: Location
