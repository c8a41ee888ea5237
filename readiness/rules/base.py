"""What a rule is: an identity, the requirement that it is about, and a pure check."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from readiness.model.dossier import Dossier
from readiness.model.outcome import Level
from readiness.model.plan import SubjectKind
from readiness.model.verdict import Finding

EACH_EVIDENCE = "each piece of evidence"
"""Stands for the requirements that a piece of evidence holds, whatever their ids."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: a row of the registry `readiness.rules.RULES`.

    `check` takes a subject of kind `about` and yields at most one finding for each of its requirements. `name` says the
    defect, never the remedy. A code is never used again for something else. An `advisory` rule has a level of its own,
    and speaks beside the verdict on the requirement, which can be met all the same.
    """

    code: str
    name: str
    since: str
    about: SubjectKind
    requirement: str
    check: Callable[[Any, Dossier], Iterator[Finding]]
    doc: str | None
    advisory: Level | None = None

    @property
    def page(self) -> str:
        """The page that `readiness explain` prints: the docstring of the rule's module."""
        return (self.doc or "").strip()
