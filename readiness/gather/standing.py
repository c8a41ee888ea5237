"""How a document that is evidence stands: found and read at the candidate, held against its condition and its age.

Everything that is not clearly met ends as absent, aged, unmet or unreadable; a reader that crashes is unreadable.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from readiness.config import Config
from readiness.errors import EvidenceMissingError, EvidenceUnreadableError, ReadinessError
from readiness.gather.ages import in_time, limit_of
from readiness.gather.artefacts import crashed, read, reading_of
from readiness.gather.coverage import Coverage
from readiness.model.documents.evidence import Condition, Evidence
from readiness.model.dossier import Absent, Standing, Unmet, Unreadable
from readiness.model.evidence import Claim, EvidenceKind
from readiness.model.plan import PlannedItem, Requirement
from readiness.tree.base import Tree


@dataclass(frozen=True, slots=True)
class Documented:
    """Reads documents and words of one tree as of `now`."""

    tree: Tree
    config: Config
    kinds: Mapping[str, EvidenceKind]
    coverage: Coverage
    now: datetime
    known: dict[Hashable, Claim | Absent | Unreadable] = field(default_factory=dict)
    """What was read already: several items may lean on one document."""

    def standing(self, item: PlannedItem, requirement: Requirement, evidence: Evidence) -> Standing:
        """Return how `evidence` of `requirement`, which is one of `item`, stands."""
        kind = self.kinds[evidence.kind]
        key = (kind.name, evidence.path, requirement.condition)
        if key not in self.known:
            self.known[key] = self._read(evidence, requirement.condition, kind)
        claim = self.known[key]
        if not isinstance(claim, Claim):
            return claim
        try:
            reasons = tuple(kind.meets(claim.measured, requirement.condition))
        except Exception as error:  # noqa: BLE001 - a plugin's judgement may crash, and that must never be a pass
            return Unreadable(str(crashed(kind, error)))
        if reasons:
            return Unmet(claim, reasons, f"correct {', '.join(evidence.path)}" if evidence.path else "correct it")
        return in_time(claim, limit_of(evidence, kind, claim, item.item_class, self.config), self.now)

    def _read(self, evidence: Evidence, condition: Condition | None, kind: EvidenceKind) -> Claim | Absent | Unreadable:
        try:
            reading = reading_of(evidence, condition, kind, tree=self.tree, config=self.config, coverage=self.coverage)
            return read(kind, reading)
        except EvidenceMissingError as error:
            return Absent(str(error), _how_to_get(evidence, condition, kind))
        except (EvidenceUnreadableError, ReadinessError) as error:
            return Unreadable(str(error))


def _how_to_get(evidence: Evidence, condition: Condition | None, kind: EvidenceKind) -> str:
    if kind.word and condition is not None and not condition.owners():
        return "say whose word it is with `who:`, and add `date:`, the day of it"
    if kind.word:
        return "sign it: add `date:`, the day of the word"
    return f"produce {', '.join(evidence.path)}" if evidence.path else "add `path:`"
