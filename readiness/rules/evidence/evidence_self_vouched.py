"""RDY205 evidence-self-vouched: owners who sign off their own launch-critical work.

## What it does
Flags a `signoff` or a `link` on a launch-critical item that the item's owner vouches for, unless the configuration
says `allow_self = true`.

## Why it matters
A signature is worth something because somebody else looked.

## How to fix
Have another role sign. A team of two can set `allow_self = true`; every report then says so.

## Example
```yaml
owner: payments-team
evidence: {signoff: head-of-engineering, date: 2026-11-20}
```
"""

from collections.abc import Iterator

from readiness.model.dossier import Dossier, Met
from readiness.model.outcome import ItemClass, Outcome
from readiness.model.plan import PlannedItem, SubjectKind
from readiness.model.verdict import Finding
from readiness.rules.base import EACH_EVIDENCE, Rule
from readiness.rules.evidence.wording import producer


def check(item: PlannedItem, dossier: Dossier) -> Iterator[Finding]:
    """Yield a finding for each word of the owner of `item` that would else count as proof of a critical item."""
    if item.item_class is not ItemClass.CRITICAL or dossier.allow_self:
        return
    for requirement in item.evidence:
        if producer(requirement) == item.owner is not None and isinstance(dossier.standing(requirement), Met):
            message = f"{item.owner} owns the item and cannot vouch for it alone"
            yield Finding(Outcome.FAILED, requirement, message, "have somebody else sign it")


RULE = Rule("RDY205", "evidence-self-vouched", "0.1", SubjectKind.ITEM, EACH_EVIDENCE, check, __doc__)
