"""RDY202 evidence-failed: proof that says no.

## What it does
Flags evidence that was read and does not meet its condition: a failed test, a required test that did not run, too many
skipped ones, a document without the section it must have.

## Why it matters
This is the launch telling you that it is not ready.

## How to fix
Fix what failed and make the evidence again. If the launch can live with it, waive it by name, with a reason and an end.

## Example
```yaml
evidence:
  path: reports/deploy.xml
  tests: ["*rolling_deploy*"]
  max_skipped: 0
```
"""

from collections.abc import Iterator

from readiness.model.dossier import Dossier, Unmet
from readiness.model.outcome import Outcome
from readiness.model.plan import PlannedItem, SubjectKind
from readiness.model.verdict import Finding
from readiness.rules.base import EACH_EVIDENCE, Rule
from readiness.rules.evidence.wording import next_step, producer


def check(item: PlannedItem, dossier: Dossier) -> Iterator[Finding]:
    """Yield a finding for each piece of evidence of `item` that does not meet its condition."""
    for requirement in item.evidence:
        standing = dossier.standing(requirement)
        if isinstance(standing, Unmet):
            action = next_step(requirement, standing.action)
            yield Finding(Outcome.FAILED, requirement, "; ".join(standing.reasons), action, who=producer(requirement))


RULE = Rule("RDY202", "evidence-failed", "0.1", SubjectKind.ITEM, EACH_EVIDENCE, check, __doc__)
