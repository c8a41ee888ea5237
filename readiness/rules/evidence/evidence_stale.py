"""RDY203 evidence-stale: proof of other content than the candidate's, or too old to count.

## What it does
Flags evidence whose records are all about other content, or were made by another definition (another command, other
`covers`), and says what was changed since. Flags evidence that is older than its `max_age` (for reports of
launch-critical items and for words without an end 30 days, unless the configuration says otherwise), and a person's
word after the day on which it `expires`.

## Why it matters
A green run says nothing about code that was written after it.

## How to fix
Run `readiness prove ITEM`, or ask for a new signature.

## Example
```yaml
evidence: {path: reports/deploy.xml, max_age: 14d}
```
"""

from collections.abc import Iterator

from readiness.model.dossier import Aged, Dossier, Moved
from readiness.model.outcome import Outcome
from readiness.model.plan import PlannedItem, SubjectKind
from readiness.model.verdict import Finding
from readiness.rules.base import EACH_EVIDENCE, Rule
from readiness.rules.evidence.wording import next_step, producer, sign


def check(item: PlannedItem, dossier: Dossier) -> Iterator[Finding]:
    """Yield a finding for each piece of evidence of `item` that is past its time."""
    for requirement in item.evidence:
        match dossier.standing(requirement):
            case Moved(proof, since):
                where = f"at {proof.commit:.9}" if proof.commit else f"on {proof.finished:%Y-%m-%d}"
                message = f"it was proven {where}; since then {since}"
            case Aged(reason=reason):
                message = reason
            case _:
                continue
        who = producer(requirement)
        action = next_step(requirement, sign(requirement, who, dossier) if who else "make the evidence again")
        yield Finding(Outcome.STALE, requirement, message, action, who=who)


RULE = Rule("RDY203", "evidence-stale", "0.1", SubjectKind.ITEM, EACH_EVIDENCE, check, __doc__)
