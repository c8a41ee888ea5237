"""RDY325 runbook-unreferenced: a runbook that no launch refers to.

## What it does
Tells of Markdown files in the folder of runbooks (`runbooks`, unless the configuration says otherwise) that no scope
refers to: no rollback, no behaviour or unsupported case, no evidence. Each is told once, by the scope that refers to
the nearest of the others. Where no scope refers to any runbook, nothing is said; indexes (`README.md`, `index.md`) are
no runbooks. It is only observed (`-v` shows it), because a runbook can serve what no launch is about.

## Why it matters
A runbook that nothing leads to is found by nobody at three in the morning, and was kept up to date by nobody before.

## How to fix
Refer to it from the item that it undoes, or remove it.

## Example
```yaml
rollback: {plan: revert, steps: "runbooks/deploy.md#rollback"}
```
"""

from collections.abc import Iterator
from typing import Final

from readiness.model.demands import RUNBOOKS
from readiness.model.dossier import Dossier
from readiness.model.outcome import Outcome
from readiness.model.plan import SubjectKind, WholeScope
from readiness.model.verdict import Finding
from readiness.model.wording import printable
from readiness.rules.base import Rule

_SHOWN: Final = 5


def check(scope: WholeScope, dossier: Dossier) -> Iterator[Finding]:
    """Yield a finding if there are runbooks beside those of `scope` that nobody refers to."""
    demand = scope.demanded(RUNBOOKS)
    if demand is None:
        return
    if scope.id not in dossier.unreferenced:
        yield Finding(Outcome.NOT_APPLICABLE, demand, "it refers to no runbook", "")
        return
    paths = dossier.unreferenced[scope.id]
    if paths is None:
        message = "a document cannot be read, so nobody can tell which runbooks it refers to"
        yield Finding(Outcome.UNKNOWN, demand, message, "correct the document that cannot be read")
    elif paths:
        told = ", ".join(printable(path) for path in paths[:_SHOWN])
        more = f" and {len(paths) - _SHOWN} more" if len(paths) > _SHOWN else ""
        action = "refer to it under `rollback:` of the item that it undoes, or remove it"
        yield Finding(Outcome.MISSING, demand, f"no scope refers to {told}{more}", action)


RULE = Rule("RDY325", "runbook-unreferenced", "0.1", SubjectKind.SCOPE, RUNBOOKS, check, __doc__)
