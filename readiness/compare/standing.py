"""One side of a comparison: what is demanded there and how it stands, by requirement."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from readiness.decide import all_in_all, is_judged, weigh, weighed
from readiness.model.dossier import Aged, Met, Moved, Unmet
from readiness.model.outcome import Decision, Level, Outcome
from readiness.model.place import Location, Place
from readiness.model.plan import Key, PlannedItem, PlannedScope, SubjectKind
from readiness.model.verdict import Judged
from readiness.pipeline import Judging
from readiness.rules import RULES
from readiness.sides import Side

MET = frozenset({Outcome.PASSED, Outcome.NOT_APPLICABLE})
ASKED = frozenset({Level.WARN, Level.BLOCK})
"""The levels that anybody has to do something about."""
_ADVISORY = frozenset(rule.code for rule in RULES if rule.advisory)


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What was found in one scope: of each requirement the worst verdict, and advice by the code of its rule."""

    found: Mapping[Key, Judged]
    advice: Mapping[tuple[Key, str], Judged]
    decision: Decision

    @classmethod
    def of(cls, judged: Iterable[Judged]) -> "Verdicts":
        """Return `judged`, all of one scope, by requirement."""
        found: dict[Key, Judged] = {}
        advice: dict[tuple[Key, str], Judged] = {}
        every = tuple(judged)
        for one in every:
            if one.code in _ADVISORY:
                advice[one.key, one.code] = one
            elif (known := found.get(one.key)) is None or weight(one) > weight(known):
                found[one.key] = one
        return cls(found, advice, weighed((one.outcome, one.level) for one in every))

    def every(self) -> Iterator[Judged]:
        """Yield all verdicts, advice too."""
        yield from self.found.values()
        yield from self.advice.values()


def weight(one: Judged) -> tuple[int, int, int]:
    """Return how bad a verdict is: first by what it decides, then by how much it counts, then by its outcome."""
    counts = 0 if one.outcome in MET else 1 + one.level.rank
    return weigh(one.outcome, one.level).rank, counts, one.outcome.rank


@dataclass(frozen=True)
class Standing:
    """One side as it was judged. `revision` is the commit that its documents are placed at; None for the candidate."""

    side: Side
    judging: Judging
    revision: str | None = None
    _located: dict[Place, Location] = field(default_factory=dict, repr=False)

    @cached_property
    def scopes(self) -> Mapping[str, PlannedScope]:
        """The scopes that are judged here, by id, in order."""
        plan = self.judging.plan
        return {scope.id: scope for scope in plan.scopes if is_judged(scope, plan.named)}

    @cached_property
    def verdicts(self) -> Mapping[str, Verdicts]:
        """What was found in each of `scopes`."""
        return {name: Verdicts.of(self.judging.judgement[name]) for name in self.scopes}

    @cached_property
    def items(self) -> Mapping[str, Mapping[str, PlannedItem]]:
        """The items of each of `scopes`, by id."""
        return {name: {item.id: item for item in scope.items} for name, scope in self.scopes.items()}

    @property
    def decision(self) -> Decision:
        """What all scopes come to, as a report would say."""
        return all_in_all(self.judging.plan, [found.decision for found in self.verdicts.values()])

    def was_answered(self, key: Key) -> bool:
        """Return whether a record about exactly the content of this side has answered, whatever it said."""
        standing = self.judging.dossier.standings.get(key)
        return isinstance(standing, Met | Unmet | Aged) and standing.proof is not None

    def located(self, place: Place) -> Location:
        """Return where something is written, at the commit of this side where that is not the candidate."""
        if place not in self._located:
            self._located[place] = replace(self.side.documents.locate(place), revision=self.revision)
        return self._located[place]

    def title(self, key: Key) -> str:
        """Return the title of the item that a requirement is made of; empty for anything else."""
        item = self.items[key.scope].get(key.subject) if key.kind is SubjectKind.ITEM else None
        return item.title if item else ""


def only_to_reprove(base: Standing, head: Standing, key: Key) -> bool:
    """Return whether the candidate's evidence is about other content than its own, and the base's was not."""
    return isinstance(head.judging.dossier.standings.get(key), Moved) and base.was_answered(key)


def renamed(base: Standing, head: Standing) -> Mapping[str, str]:
    """Return the scopes that no document of the base has, each with the one that is gone and shares most items with it.

    What shares none is another launch, and what is a draft, or retired, on one side is gone on neither.
    """
    had, has = ({one.document.id for one in side.side.documents.scopes} for side in (base, head))
    gone = [name for name in base.scopes if name not in has]
    found = {}
    for name in head.scopes.keys() - had:
        alike = {old: len(base.items[old].keys() & head.items[name].keys()) for old in gone}
        if any(alike.values()):
            found[name] = max(alike, key=lambda old: (alike[old], old))
    return found


def shared(base: Standing, head: Standing) -> Collection[str]:
    """Return the scopes that both sides judge, in order."""
    return [name for name in head.scopes if name in base.scopes]
