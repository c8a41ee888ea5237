"""RDY310 behaviour-unproven: a required behaviour that no launch-critical item proves.

## What it does
Flags a behaviour whose `proven_by` is empty, or names an item that is not launch-critical.

## Why it matters
What the launch must do has to block the launch when it does not.

## How to fix
Name the launch-critical items that prove it, or promote those that are named.

## Example
```yaml
behaviours:
  - id: deploys-drop-nothing
    statement: A deploy drops no request.
    proven_by: [zero-downtime-deploy]
```
"""

from collections.abc import Iterator

from readiness.model.demands import PROVEN
from readiness.model.dossier import Dossier
from readiness.model.outcome import ItemClass, Outcome
from readiness.model.plan import PlannedBehaviour, SubjectKind
from readiness.model.verdict import Finding
from readiness.rules.base import Rule


def check(behaviour: PlannedBehaviour, _: Dossier) -> Iterator[Finding]:
    """Yield a finding if `behaviour` is not proven by launch-critical items alone."""
    demand = behaviour.demanded(PROVEN)
    if demand is None:
        return
    weak = [item for item in behaviour.proven_by if item.item_class is not ItemClass.CRITICAL]
    if not behaviour.proven_by:
        yield Finding(Outcome.MISSING, demand, "no item proves it", "name launch-critical items under `proven_by:`")
    elif weak:
        names = ", ".join(f"{item.id} ({item.item_class})" for item in weak)
        message = f"it is proven by {names}: what is not launch-critical does not block the launch"
        yield Finding(Outcome.FAILED, demand, message, "name launch-critical items only")


RULE = Rule("RDY310", "behaviour-unproven", "0.1", SubjectKind.BEHAVIOUR, PROVEN, check, __doc__)
