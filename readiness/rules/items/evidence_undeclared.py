"""RDY120 evidence-undeclared: an item that nothing is going to prove.

## What it does
Flags a launch-critical or launch-adjacent item without `evidence:`.

## Why it matters
Without evidence an item is a box that somebody ticks.

## How to fix
Name the report that proves it, or, where only a person can say, the person who has to sign off.

## Example
```yaml
evidence: reports/deploy.xml
```
"""

from collections.abc import Iterator

from readiness.model.demands import EVIDENCE
from readiness.model.dossier import Dossier
from readiness.model.outcome import Outcome
from readiness.model.plan import PlannedItem, SubjectKind
from readiness.model.verdict import Finding
from readiness.rules.base import Rule


def check(item: PlannedItem, _: Dossier) -> Iterator[Finding]:
    """Yield a finding if evidence is demanded of `item` and it declares none that counts."""
    demand = item.demanded(EVIDENCE)
    if demand and not item.evidence:
        yield Finding(
            Outcome.MISSING,
            demand,
            "nothing is declared that would prove it",
            f"add `evidence: reports/{item.id}.xml`, or `evidence: {{signoff: OWNER}}`",
        )


RULE = Rule("RDY120", "evidence-undeclared", "0.1", SubjectKind.ITEM, EVIDENCE, check, __doc__)
