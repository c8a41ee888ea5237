"""RDY201 evidence-missing: proof that does not exist.

## What it does
Flags evidence whose artefact is not at the candidate, whose `covers` matches no file, or that nobody has signed yet.

## Why it matters
No report is not a good report.

## How to fix
Run the command that makes the artefact, or get the signature.

## Example
```yaml
evidence:
  kind: junit
  path: reports/deploy.xml
  run: pytest tests/deploy --junitxml reports/deploy.xml
```
"""

from collections.abc import Iterator

from readiness.model.dossier import Absent, Dossier
from readiness.model.outcome import Outcome
from readiness.model.plan import PlannedItem, SubjectKind
from readiness.model.verdict import Finding
from readiness.rules.base import EACH_EVIDENCE, Rule
from readiness.rules.evidence.wording import next_step, producer


def check(item: PlannedItem, dossier: Dossier) -> Iterator[Finding]:
    """Yield a finding for each piece of evidence of `item` that is not there."""
    for requirement in item.evidence:
        standing = dossier.standing(requirement)
        if isinstance(standing, Absent):
            action = next_step(requirement, standing.action) if standing.by_run else standing.action
            yield Finding(Outcome.MISSING, requirement, standing.reason, action, who=producer(requirement))


RULE = Rule("RDY201", "evidence-missing", "0.1", SubjectKind.ITEM, EACH_EVIDENCE, check, __doc__)
