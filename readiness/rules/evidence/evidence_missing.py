"""RDY201 evidence-missing: proof that does not exist.

## What it does
Flags evidence that is not on record for any content, whose `covers` matches no file, whose document is not at the
candidate, or that nobody has signed yet. A report that merely lies around counts for nothing: nobody knows which
content it is about.

## Why it matters
No report is no good report, and one that lies around may be about other code.

## How to fix
Run `readiness prove ITEM`, or `readiness capture ITEM` right where the report was made, or have it signed off with
`readiness signoff ITEM REQUIREMENT --by OWNER`.

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
from readiness.rules.evidence.wording import next_step, producer, sign


def check(item: PlannedItem, dossier: Dossier) -> Iterator[Finding]:
    """Yield a finding for each piece of evidence of `item` that is not there."""
    for requirement in item.evidence:
        standing = dossier.standing(requirement)
        if isinstance(standing, Absent):
            who = producer(requirement)
            otherwise = standing.action if who is None else sign(requirement, who, dossier)
            action = next_step(requirement, otherwise) if standing.by_run else standing.action
            yield Finding(Outcome.MISSING, requirement, standing.reason, action, who=who)


RULE = Rule("RDY201", "evidence-missing", "0.1", SubjectKind.ITEM, EACH_EVIDENCE, check, __doc__)
