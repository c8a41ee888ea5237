"""RDY142 follow-up-unverified: nobody has looked whether the issue behind a deferral exists.

## What it does
Says `unknown` of a deferred item whose issue no tracker has been asked about, or too long ago (`max_age` below
`[followups]`, 7 days unless said otherwise), or where there was no answer, or the lock or list cannot be read.

## Why it matters
An issue that was closed, moved or never opened looks the same as one that somebody works on, until somebody asks.

## How to fix
Run `readiness followups verify` where the trackers can be reached, and commit `.readiness/followups.lock`. Without a
tracker, keep the issues in a list of the repository: `ref: file:usage-dashboards`.

## Example
```yaml
follow_up: {ref: "file:usage-dashboards", risk: …, due: 2027-02-01}
```
"""

from collections.abc import Iterator

from readiness.model.demands import TRACKED
from readiness.model.dossier import Dossier
from readiness.model.outcome import Outcome
from readiness.model.plan import PlannedItem, SubjectKind
from readiness.model.tracking import Malformed, Untold
from readiness.model.verdict import Finding
from readiness.rules.base import Rule


def check(item: PlannedItem, dossier: Dossier) -> Iterator[Finding]:
    """Yield a finding if nothing that counts is known about the issue behind `item`."""
    demand, ref = item.demanded(TRACKED), item.follow_up.ref if item.follow_up else None
    if demand is None:
        return
    known = None if ref is None else dossier.tracking(ref)
    if known is None or isinstance(known, Malformed):
        # What its follow-up lacks is told once, by the rule about that.
        yield Finding(Outcome.NOT_APPLICABLE, demand, "there is no issue to look for", "")
    elif isinstance(known, Untold):
        yield Finding(Outcome.UNKNOWN, demand, known.reason, known.action)


RULE = Rule("RDY142", "follow-up-unverified", "0.1", SubjectKind.ITEM, TRACKED, check, __doc__)
