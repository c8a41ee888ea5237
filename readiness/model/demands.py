"""What is demanded of whom, and how much it weighs: the requirements by class of item, as data.

Levels can be raised by configuration and by evidence; what lowers a blocking one is policy.
"""

from typing import Final

from readiness.model.outcome import ItemClass, Level
from readiness.model.plan import SubjectKind

OWNER: Final = "owner"
ROLLBACK: Final = "rollback"
ROLLBACK_TIME: Final = "rollback-time"
EVIDENCE: Final = "evidence"
NEEDS: Final = "needs"
FOLLOW_UP: Final = "follow-up"
PATHS: Final = "paths"
GUARDED: Final = "guarded"
PROVEN: Final = "proven"
DOCUMENTED: Final = "documented"
WHOLE_CANDIDATE: Final = "whole-candidate"
LAUNCH_DATE: Final = "launch-date"
IN_FORCE: Final = "in-force"
TRACKED: Final = "tracked"
OPEN_WORK: Final = "open-work"
COVERED: Final = "covered"
LISTED: Final = "listed"
RUNBOOKS: Final = "runbooks"

_BLOCK, _WARN, _OBSERVE = Level.BLOCK, Level.WARN, Level.OBSERVE

ITEM: Final = {
    ItemClass.CRITICAL: {OWNER: _BLOCK, ROLLBACK: _BLOCK, ROLLBACK_TIME: _WARN, EVIDENCE: _BLOCK, NEEDS: _BLOCK},
    ItemClass.ADJACENT: {OWNER: _BLOCK, ROLLBACK: _WARN, ROLLBACK_TIME: _WARN, EVIDENCE: _WARN, NEEDS: _WARN},
    ItemClass.DEFERRED: {OWNER: _BLOCK, FOLLOW_UP: _BLOCK, TRACKED: _BLOCK},
}
"""By class of item. Each piece of evidence is one more requirement, under its own id, at the level of `evidence`."""

ON_HIGH_RISK: Final = {ROLLBACK: _BLOCK, ROLLBACK_TIME: _BLOCK}
"""What a high-risk surface raises, for items that are not deferred."""

SURFACE: Final = {
    "normal": {PATHS: _WARN, COVERED: _OBSERVE},
    "high": {PATHS: _BLOCK, GUARDED: _BLOCK, COVERED: _WARN},
}
"""By risk of surface."""

OTHERS: Final = {
    SubjectKind.SCOPE: {
        WHOLE_CANDIDATE: _BLOCK,
        LAUNCH_DATE: _WARN,
        OPEN_WORK: _WARN,
        LISTED: _WARN,
        RUNBOOKS: _OBSERVE,
    },
    SubjectKind.BEHAVIOUR: {PROVEN: _BLOCK, DOCUMENTED: _BLOCK},
    SubjectKind.UNSUPPORTED: {DOCUMENTED: _BLOCK},
    SubjectKind.WAIVER: {IN_FORCE: _WARN, TRACKED: _WARN},
}

OUTLIVING: Final = frozenset({(SubjectKind.SCOPE, OPEN_WORK)})
"""What of a scope goes on being asked after its launch, besides its deferrals, waivers, and what is due later."""

RESERVED: Final = frozenset(name for demands in ITEM.values() for name in demands)
"""Ids that a piece of evidence cannot have, because a waiver could not tell them apart."""
