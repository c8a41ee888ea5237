"""RDY206 evidence-flaky: proof that failed and passed on the same content.

## What it does
Warns about evidence whose records hold both failures and passes of exactly this content and this definition, with the
counts. The newest one decides all the same.

## Why it matters
Nothing was changed between the two, so one of them is wrong, and nobody knows which.

## How to fix
Find out what the proof depends on besides the content: time, order, network, leftovers. `readiness prove --clean` rules
out leftovers. Old failures stay on record until the content changes.

## Example
```yaml
evidence: {path: reports/deploy.xml, run: pytest tests/deploy --junitxml reports/deploy.xml}
```
"""

from collections.abc import Iterator

from readiness.model.dossier import Dossier
from readiness.model.outcome import Level, Outcome
from readiness.model.plan import PlannedItem, SubjectKind
from readiness.model.verdict import Finding
from readiness.rules.base import EACH_EVIDENCE, Rule


def check(item: PlannedItem, dossier: Dossier) -> Iterator[Finding]:
    """Yield a finding for each piece of evidence of `item` that has both failed and passed."""
    for requirement in item.evidence:
        runs = dossier.flaky.get(requirement.key)
        if runs is not None:
            message = f"on this very content it failed {_times(runs.failed)} and passed {_times(runs.passed)}"
            yield Finding(Outcome.FAILED, requirement, message, "find out what it depends on besides the content")


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


RULE = Rule("RDY206", "evidence-flaky", "0.1", SubjectKind.ITEM, EACH_EVIDENCE, check, __doc__, Level.WARN)
