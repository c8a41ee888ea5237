"""How evidence is spoken of: who can produce it, and what they have to type."""

import shlex

from readiness.model.plan import Requirement


def producer(requirement: Requirement) -> str | None:
    """Return the owner whose word the evidence is; None where it is no word, and the item's owner has to act."""
    owners = requirement.condition.owners() if requirement.condition is not None else {}
    return owners.get("who")


def next_step(requirement: Requirement, otherwise: str) -> str:
    """Return the command that produces the evidence; `otherwise` where none is declared."""
    run = requirement.evidence.run if requirement.evidence is not None else None
    if run is None:
        return otherwise
    return run if isinstance(run, str) else shlex.join(run)
