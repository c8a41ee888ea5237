"""How one piece of evidence stands: its artefacts found and read, its claim held against its condition and its age.

Here a product is read from the tree that is judged, as it lies. Everything that is not clearly met ends as absent,
aged, unmet or unreadable; a reader that crashes is unreadable.
"""

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from readiness.config import Config
from readiness.errors import EvidenceMissingError, EvidenceUnreadableError, ReadinessError
from readiness.gather.coverage import Coverage
from readiness.model.documents.evidence import Condition, Evidence
from readiness.model.dossier import Absent, Aged, Met, Standing, Unmet, Unreadable
from readiness.model.evidence import Claim, EvidenceKind, Reading, Source
from readiness.model.outcome import ItemClass
from readiness.model.plan import PlannedItem, Requirement
from readiness.tree.base import Tree, Unread

_CLOCK_SKEW: Final = timedelta(hours=14)
"""Reports often give local time without a zone, and no zone is further than this from UTC."""


@dataclass(frozen=True, slots=True)
class Proofs:
    """Reads evidence of one tree as of `now`."""

    tree: Tree
    config: Config
    kinds: Mapping[str, EvidenceKind]
    coverage: Coverage
    now: datetime
    read: dict[Hashable, Claim | Absent | Unreadable] = field(default_factory=dict)
    """What was read already: several items may be proven by one report."""

    def standing(self, item: PlannedItem, requirement: Requirement) -> Standing:
        """Return how the evidence of `requirement`, which is one of `item`, stands."""
        evidence = requirement.evidence
        if evidence is None:
            return Unreadable("no evidence is declared")
        kind = self.kinds[evidence.kind]
        if not kind.document and (dead := self._dead(evidence, requirement.covers)):
            return self._about_nothing(dead)
        condition = requirement.condition if kind.document else None
        key = (kind.name, evidence.path, condition)
        if key not in self.read:
            self.read[key] = self._read(evidence, condition, kind)
        claim = self.read[key]
        if not isinstance(claim, Claim):
            return claim
        try:
            reasons = tuple(kind.meets(claim.measured, requirement.condition))
        except Exception as error:  # noqa: BLE001 - as in `_read`
            return _crashed(kind, error)
        if reasons:
            return Unmet(claim, reasons, _how_to_mend(evidence, kind))
        return self._in_time(claim, self._limit(item, evidence, kind, claim))

    def _dead(self, evidence: Evidence, covers: tuple[str, ...]) -> tuple[str, ...]:
        """Return the patterns that match no file: of what it says itself each, of a surface's only all together."""
        if evidence.covers == "none":
            return ()
        if not self.coverage.count(covers):
            return covers
        return self.coverage.dead(covers) if evidence.covers is not None else ()

    def _about_nothing(self, covers: tuple[str, ...]) -> Absent:
        if self.coverage.total == 0:
            reason = "there is no file yet that it could prove anything about"
            return Absent(reason, "add what is to be launched: documents and reports do not count", by_run=False)
        return Absent(f"it covers {', '.join(covers)}, which matches no file", "correct `covers:`", by_run=False)

    def _read(self, evidence: Evidence, condition: Condition | None, kind: EvidenceKind) -> Claim | Absent | Unreadable:
        try:
            return kind.read(self._reading(evidence, condition, kind))
        except EvidenceMissingError as error:
            return Absent(str(error), _how_to_get(evidence, condition, kind))
        except (EvidenceUnreadableError, ReadinessError) as error:
            return Unreadable(str(error))
        except Exception as error:  # noqa: BLE001 - a crash of a reader, perhaps a plugin's, must never be a pass
            return _crashed(kind, error)

    def _reading(self, evidence: Evidence, condition: Condition | None, kind: EvidenceKind) -> Reading:
        others = tuple(kind.others(condition))
        found = self.tree.read(others, self.config.max_bytes)
        return Reading(
            condition=condition,
            sources=tuple(self._sources(evidence, kind)) if kind.needs_path else (),
            others={path: Source(path, data) for path, data in found.items() if isinstance(data, bytes)},
        )

    def _sources(self, evidence: Evidence, kind: EvidenceKind) -> Iterator[Source]:
        """Yield the artefacts of `evidence`; each of its patterns has to match at least one."""
        if not evidence.path:
            reason = "it has no `path:`"
            raise EvidenceMissingError(reason)
        paths: dict[str, None] = {}
        for pattern, anchored in zip(evidence.path, evidence.artefacts, strict=True):
            matching = self.tree.find([anchored])
            hidden = [path for path in matching if kind.document and not self.coverage.ships(path)]
            if hidden:
                reason = f"{hidden[0]} is ignored by git, so it does not ship"
                raise EvidenceMissingError(reason)
            if not matching:
                raise EvidenceMissingError(
                    f"{pattern} does not exist" if _is_plain(pattern) else f"{pattern} matches no file"
                )
            paths.update(dict.fromkeys(matching))
        for path, data in self.tree.read(sorted(paths), self.config.max_bytes).items():
            if data is Unread.ABSENT:
                reason = f"{path} does not exist"
                raise EvidenceMissingError(reason)
            if isinstance(data, Unread):
                reason = f"{path} cannot be used: {data.value}"
                raise EvidenceUnreadableError(reason)
            yield Source(path, data, self.tree.written_at(path))

    def _limit(self, item: PlannedItem, evidence: Evidence, kind: EvidenceKind, claim: Claim) -> timedelta | None:
        """Return how old the evidence may be: what it says, else the default for critical items and for words.

        A word with an end of its own is good until then, whatever the default.
        """
        if evidence.max_age is not None:
            return evidence.max_age
        ages = kind.word or (not kind.document and item.item_class is ItemClass.CRITICAL)
        return self.config.max_age if ages and claim.valid_until is None else None

    def _in_time(self, claim: Claim, limit: timedelta | None) -> Standing:
        newest = claim.newest_at or claim.made_at
        if newest is not None and newest - self.now > _CLOCK_SKEW:
            return Unreadable(f"it is dated {newest:%Y-%m-%d}, which is in the future")
        if claim.valid_until is not None and self.now > claim.valid_until:
            return Aged(claim, f"it expired on {claim.valid_until:%Y-%m-%d}")
        if limit is not None:
            if claim.made_at is None:
                return Unreadable(f"it does not say when it was made, and may not be older than {_days(limit)}")
            if self.now - claim.made_at > limit:
                return Aged(claim, f"it was made {_days(self.now - claim.made_at)} ago; {_days(limit)} are allowed")
        return Met(claim)


def _crashed(kind: EvidenceKind, error: Exception) -> Unreadable:
    return Unreadable(f"reading it as {kind.name} failed ({type(error).__name__})")


def _is_plain(pattern: str) -> bool:
    return not any(character in pattern for character in "*?[!")


def _how_to_get(evidence: Evidence, condition: Condition | None, kind: EvidenceKind) -> str:
    if kind.word and condition is not None and not condition.owners():
        return "say whose word it is with `who:`, and add `date:`, the day of it"
    if kind.word:
        return "sign it: add `date:`, the day of the word"
    return f"produce {', '.join(evidence.path)}" if evidence.path else "add `path:`"


def _how_to_mend(evidence: Evidence, kind: EvidenceKind) -> str:
    paths = ", ".join(evidence.path)
    return f"correct {paths}" if kind.document else f"fix what failed, then produce {paths} again"


def _days(span: timedelta) -> str:
    """Return `span` in words, rounded up, so that what is over a limit never reads like the limit."""
    unit, name = (timedelta(hours=1), "hours") if span < timedelta(days=2) else (timedelta(days=1), "days")
    return f"{-(-span // unit)} {name}"
