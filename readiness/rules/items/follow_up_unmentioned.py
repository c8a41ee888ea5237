"""RDY149 follow-up-unmentioned: an issue that does not know what waits for it.

## What it does
Warns about a deferred item whose open issue has the id of the item neither in its title nor in its text. Of what was
deferred to an issue after its tracker was asked, nobody knows yet, and nothing is said.

## Why it matters
Whoever plans that issue, or closes it as a duplicate, cannot know that a launch was decided upon it.

## How to fix
Write the id of the item into the issue, and run `readiness followups verify`.

## Example
```yaml
follow_up: {ref: "file:dashboards", risk: …, due: 2027-02-01}  # whose `text:` speaks of usage-dashboards
```
"""

from collections.abc import Iterator

from readiness.model.demands import TRACKED
from readiness.model.dossier import Dossier
from readiness.model.outcome import Level, Outcome
from readiness.model.plan import PlannedItem, SubjectKind
from readiness.model.verdict import Finding
from readiness.rules.base import Rule
from readiness.rules.tracking import followed


def check(item: PlannedItem, dossier: Dossier) -> Iterator[Finding]:
    """Yield a finding if the open issue behind `item` was seen not to mention it."""
    found = followed(item, dossier)
    told = found.open if found else None
    if found and told and told.mentions.get(f"{found.demand.key.scope}/{item.id}") is False:
        message = f"its follow-up {told.issue.named} does not mention {item.id}"
        action = f"write {item.id} into {told.issue.reference}"
        yield Finding(Outcome.FAILED, found.demand, message, action, found.demand.at.at("ref"))


RULE = Rule("RDY149", "follow-up-unmentioned", "0.1", SubjectKind.ITEM, TRACKED, check, __doc__, Level.WARN)
