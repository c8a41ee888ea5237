"""RDY323 unclaimed-issue: open work of the launch that no item speaks for.

## What it does
Warns about open issues in a milestone that the scope names under `open_work`, which no item of any scope claims, by its
follow-up or under `issues`. Says `unknown` where the tracker has not been asked, or too long ago.

## Why it matters
The plan is complete only if everything that somebody thinks has to be done for the launch is in it, or is left out on
purpose.

## How to fix
Name the issue under `issues:` of the item that it belongs to, add an item for it, defer it, or take it out of the
milestone.

## Example
```yaml
open_work: {project: "github:acme/platform", milestone: Public launch}
items:
  - id: webhooks
    issues: ["github:acme/platform#431"]
```
"""

from collections.abc import Iterator
from typing import Final

from readiness.model.demands import OPEN_WORK
from readiness.model.dossier import Audited, Dossier
from readiness.model.outcome import Outcome
from readiness.model.plan import SubjectKind, WholeScope
from readiness.model.verdict import Finding
from readiness.rules.base import Rule

_SHOWN: Final = 5


def check(scope: WholeScope, dossier: Dossier) -> Iterator[Finding]:
    """Yield a finding if a milestone of `scope` holds open issues that nobody claims, or was not looked at."""
    demand = scope.demanded(OPEN_WORK)
    if demand is None:
        return
    audits = [dossier.audit(milestone) for milestone in scope.open_work]
    unclaimed = [issue for audit in audits if isinstance(audit, Audited) for issue in audit.unclaimed]
    if unclaimed:
        told = ", ".join(issue.named for issue in unclaimed[:_SHOWN])
        more = f" and {len(unclaimed) - _SHOWN} more" if len(unclaimed) > _SHOWN else ""
        message = f"no item claims {told}{more}"
        yield Finding(Outcome.FAILED, demand, message, "name it under `issues:` of an item, or add or defer one")
        return
    for audit in audits:
        if not isinstance(audit, Audited):
            yield Finding(Outcome.UNKNOWN, demand, audit.reason, audit.action)
            return


RULE = Rule("RDY323", "unclaimed-issue", "0.1", SubjectKind.SCOPE, OPEN_WORK, check, __doc__)
