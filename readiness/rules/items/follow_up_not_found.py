"""RDY143 follow-up-not-found: a deferral that leads to an issue which does not exist.

## What it does
Flags a deferred item whose tracker, or list, knows no such issue, though it would show it if there were one.

## Why it matters
A number that leads nowhere looks like a plan in every report, until somebody follows it.

## How to fix
Correct `ref`, or open the issue and write its reference down.

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
from readiness.model.tracking import NotThere
from readiness.model.verdict import Finding
from readiness.rules.base import Rule
from readiness.rules.tracking import followed


def check(item: PlannedItem, dossier: Dossier) -> Iterator[Finding]:
    """Yield a finding if the issue behind `item` does not exist."""
    found = followed(item, dossier)
    if found and isinstance(found.known, NotThere):
        yield Finding(
            Outcome.MISSING,
            found.demand,
            f"there is no issue {found.known.reference}",
            "correct `ref`, or open the issue",
            found.demand.at.at("ref"),
            found.follow_up.owner,
        )


RULE = Rule("RDY143", "follow-up-not-found", "0.1", SubjectKind.ITEM, TRACKED, check, __doc__)
