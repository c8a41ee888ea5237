"""How evidence is spoken of: who can produce it, and what they have to type."""

from readiness.model.dossier import Dossier
from readiness.model.plan import Requirement


def producer(requirement: Requirement) -> str | None:
    """Return the owner whose word the evidence is; None where it is no word, and the item's owner has to act."""
    owners = requirement.condition.owners() if requirement.condition is not None else {}
    return owners.get("who")


def sign(requirement: Requirement, who: str, dossier: Dossier) -> str:
    """Return the command that puts down the word of `who` that `requirement` waits for."""
    return f"readiness signoff {dossier.called(requirement.key)} {requirement.id} --by {who}"


def next_step(requirement: Requirement, otherwise: str) -> str:
    """Return the command that proves `requirement`; `otherwise` where no command is declared for it."""
    if requirement.evidence is None or requirement.evidence.run is None:
        return otherwise
    return f"readiness prove {requirement.key.subject}"
