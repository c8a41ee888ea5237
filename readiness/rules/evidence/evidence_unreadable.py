"""RDY204 evidence-unreadable: proof that nobody can read.

## What it does
Flags evidence that is there and cannot be understood: damaged XML, a report that contradicts itself, one that is too
large, one dated in the future, one that must not be old and does not say how old it is.

## Why it matters
What cannot be read might say anything. It counts as unknown: the launch stays undecided, and never passes on it.

## How to fix
Make the artefact again with a tool that writes the declared kind.

## Example
```yaml
evidence: {kind: junit, path: reports/deploy.xml}
```
"""

from collections.abc import Iterator

from readiness.model.dossier import Dossier, Unreadable
from readiness.model.outcome import Outcome
from readiness.model.plan import PlannedItem, SubjectKind
from readiness.model.verdict import Finding
from readiness.rules.base import EACH_EVIDENCE, Rule
from readiness.rules.evidence.wording import next_step, producer


def check(item: PlannedItem, dossier: Dossier) -> Iterator[Finding]:
    """Yield a finding for each piece of evidence of `item` that cannot be understood."""
    for requirement in item.evidence:
        standing = dossier.standing(requirement)
        if isinstance(standing, Unreadable):
            action = next_step(requirement, standing.action) if standing.by_run else standing.action
            yield Finding(Outcome.UNKNOWN, requirement, standing.reason, action, who=producer(requirement))


RULE = Rule("RDY204", "evidence-unreadable", "0.1", SubjectKind.ITEM, EACH_EVIDENCE, check, __doc__)
