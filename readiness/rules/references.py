"""What is wrong with a reference into the repository, in words; shared by the rules that follow references."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import assert_never

from readiness.model.demands import DOCUMENTED
from readiness.model.dossier import Dossier, Pointed
from readiness.model.outcome import Outcome
from readiness.model.plan import Subject
from readiness.model.verdict import Finding


@dataclass(frozen=True, slots=True)
class Shortfall:
    """Why a reference does not count, and what to do about it."""

    outcome: Outcome
    message: str
    action: str


def shortfall(reference: str, dossier: Dossier) -> Shortfall | None:
    """Return what is wrong with `reference` (a path, perhaps with an anchor); None if it leads to something."""
    path, _, anchor = reference.partition("#")
    match dossier.pointed(reference):
        case Pointed.FOUND:
            return None
        case Pointed.NO_FILE:
            return Shortfall(Outcome.MISSING, f"{path} does not exist", f"write {path}, or correct the reference")
        case Pointed.NO_ANCHOR:
            near = dossier.nearest.get(reference)
            action = f"did you mean {near}?" if near else f"add it to {path}, or correct the reference"
            return Shortfall(Outcome.MISSING, f"{path} has nothing named `{anchor}`", action)
        case Pointed.EMPTY:
            where = f"`{anchor}` in {path}" if anchor else path
            return Shortfall(Outcome.MISSING, f"{where} is empty", f"write what belongs there in {path}")
        case Pointed.UNREADABLE:
            return Shortfall(Outcome.UNKNOWN, f"{path} cannot be read", f"make {path} readable: UTF-8, in its format")
        case Pointed.NOT_SHIPPED:
            return Shortfall(Outcome.MISSING, f"{path} is ignored by git", f"add {path} to the repository")
        case never:
            assert_never(never)


def undocumented(subject: Subject, reference: str | None, dossier: Dossier) -> Iterator[Finding]:
    """Yield a finding if `subject` has to be documented and `reference` is not given or leads nowhere."""
    demand = subject.demanded(DOCUMENTED)
    if demand is None:
        return
    if reference is None:
        yield Finding(
            Outcome.MISSING, demand, "it does not say where it is documented", "add `documented_at: FILE#heading`"
        )
    elif lack := shortfall(reference, dossier):
        yield Finding(
            lack.outcome, demand, f"documented at: {lack.message}", lack.action, demand.at.at("documented_at")
        )
