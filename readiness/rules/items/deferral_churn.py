"""RDY150 deferral-churn: put off, or put off further, when the launch was near.

## What it does
Warns about an item that became deferred, or whose follow-up got a later day, within `churn` (below `[followups]`, 14
days unless said otherwise) of its launch, and names the commit. Where history is not at hand, nothing is said.

## Why it matters
What was critical until last week has become no less so. A launch gets green by work or by moving the line, and those
who decide should know which.

## How to fix
Nothing, if those who decide about the launch agree. Else promote the item, or take the later day back.

## Example
```yaml
class: deferred  # launch-critical until four days before the launch
follow_up: {ref: "github:acme/platform#812", risk: …, due: 2027-02-01}
```
"""

from collections.abc import Iterator

from readiness.model.demands import TRACKED
from readiness.model.dossier import Dossier
from readiness.model.outcome import Level, Outcome
from readiness.model.plan import PlannedItem, SubjectKind
from readiness.model.verdict import Finding
from readiness.rules.base import Rule


def check(item: PlannedItem, dossier: Dossier) -> Iterator[Finding]:
    """Yield a finding if `item` was put off, or put off further, shortly before its launch."""
    demand = item.demanded(TRACKED) if dossier.churn else None
    churn = dossier.churn.get(demand.key) if demand else None
    if demand and churn:
        message = f"{churn.what} on {churn.day}, shortly before the launch ({churn.made_by})"
        yield Finding(Outcome.FAILED, demand, message, "have those who decide about the launch agree to it")


RULE = Rule("RDY150", "deferral-churn", "0.1", SubjectKind.ITEM, TRACKED, check, __doc__, Level.WARN)
