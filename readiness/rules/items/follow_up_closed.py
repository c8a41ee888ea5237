"""RDY144 follow-up-closed: a deferral whose issue is closed, while the item is still put off.

## What it does
Flags a deferred item whose issue its tracker, or list, says is closed, however it ended.

## Why it matters
Either the work is done and the item can be promoted, or somebody has decided never to do it, and the launch goes on
promising it.

## How to fix
If it is done, promote the item, so that it is proven like everything else. If not, reopen the issue, or open a new one
that says why.

## Example
```yaml
follow_up: {ref: "github:acme/platform#812", risk: …, due: 2027-02-01}
```
"""

from collections.abc import Iterator

from readiness.model.demands import TRACKED
from readiness.model.dossier import Dossier
from readiness.model.outcome import Outcome
from readiness.model.plan import PlannedItem, SubjectKind
from readiness.model.tracking import IssueState, Told
from readiness.model.verdict import Finding
from readiness.rules.base import Rule
from readiness.rules.tracking import followed


def check(item: PlannedItem, dossier: Dossier) -> Iterator[Finding]:
    """Yield a finding if the issue behind `item` is closed."""
    found = followed(item, dossier)
    if found and isinstance(found.known, Told) and found.known.issue.state is IssueState.CLOSED:
        issue = found.known.issue
        yield Finding(
            Outcome.FAILED,
            found.demand,
            f"its follow-up {issue.ended}, and it is still deferred",
            f"promote {item.id}, or say with a new issue why it is still put off",
            found.demand.at.at("ref"),
            found.follow_up.owner,
        )


RULE = Rule("RDY144", "follow-up-closed", "0.1", SubjectKind.ITEM, TRACKED, check, __doc__)
