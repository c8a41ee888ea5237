"""The registry of rules. To add one: write its module, add its row here, and give it a passing and a failing case."""

from typing import Final

from readiness.rules.base import Rule
from readiness.rules.evidence import (
    evidence_failed,
    evidence_flaky,
    evidence_missing,
    evidence_self_vouched,
    evidence_stale,
    evidence_unreadable,
)
from readiness.rules.items import (
    evidence_undeclared,
    follow_up_incomplete,
    follow_up_overdue,
    follow_up_unverified,
    kill_switch_missing,
    needs_deferred,
    owner_missing,
    rollback_missing,
    rollback_none_unaccepted,
    rollback_steps_missing,
    rollback_time_missing,
)
from readiness.rules.scope import (
    behaviour_undocumented,
    behaviour_unproven,
    candidate_uncovered,
    launch_date_ahead,
    launch_date_past,
    surface_empty,
    surface_unguarded,
    unclaimed_issue,
    unsupported_undocumented,
)
from readiness.rules.waivers import (
    waiver_expired,
    waiver_expiring,
    waiver_premature,
    waiver_self_granted,
    waiver_untracked,
    waiver_unused,
)

RULES: Final[tuple[Rule, ...]] = (
    owner_missing.RULE,
    rollback_missing.RULE,
    rollback_steps_missing.RULE,
    rollback_none_unaccepted.RULE,
    rollback_time_missing.RULE,
    kill_switch_missing.RULE,
    evidence_undeclared.RULE,
    needs_deferred.RULE,
    follow_up_incomplete.RULE,
    follow_up_overdue.RULE,
    follow_up_unverified.RULE,
    evidence_missing.RULE,
    evidence_failed.RULE,
    evidence_stale.RULE,
    evidence_unreadable.RULE,
    evidence_self_vouched.RULE,
    evidence_flaky.RULE,
    surface_unguarded.RULE,
    surface_empty.RULE,
    behaviour_unproven.RULE,
    behaviour_undocumented.RULE,
    unsupported_undocumented.RULE,
    candidate_uncovered.RULE,
    launch_date_past.RULE,
    launch_date_ahead.RULE,
    unclaimed_issue.RULE,
    waiver_expired.RULE,
    waiver_expiring.RULE,
    waiver_self_granted.RULE,
    waiver_unused.RULE,
    waiver_premature.RULE,
    waiver_untracked.RULE,
)
"""All rules in order of code; the first of a requirement is the one that a met requirement is reported under."""
