"""How a product stands: by the records about exactly this content and this definition, and by nothing else.

Of the records that somebody trusted stands behind, the newest counts; a file that merely lies around counts for
nothing. What cannot be told (a spoiled record, a removed one, content whose object ids are in doubt) is unreadable,
never met.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from readiness.config import Config
from readiness.errors import ReadinessError
from readiness.gather.asking import Asked
from readiness.gather.coverage import Coverage
from readiness.gather.measured import standing_by
from readiness.gather.since import Known, nearest
from readiness.ledger.reading import Ledger, Shelf
from readiness.model.dossier import Absent, Runs, Standing, Unmet, Unreadable
from readiness.model.plan import Key
from readiness.model.record import Filed
from readiness.tree.base import Tree

_SKEW: Final = timedelta(minutes=5)
"""How far the clocks of two machines may be apart before a record is from the future."""
_VERIFY: Final = "readiness ledger verify"


@dataclass(frozen=True, slots=True)
class Answers:
    """How each product stands, and which of them have both failed and passed on this content."""

    standings: Mapping[Key, Standing]
    flaky: Mapping[Key, Runs]


@dataclass(frozen=True, slots=True)
class Clerk:
    """Answers by the records of `ledger`, as of `now` (aware); `coverage` and `tree` are those of the candidate."""

    tree: Tree
    coverage: Coverage
    config: Config
    ledger: Ledger
    now: datetime
    known: Known = field(default_factory=dict)

    def answer(self, asked: Sequence[Asked]) -> Answers:
        """Return how each of `asked` stands; the ledger is read once for all of them."""
        shelves = self.ledger.shelves([one.wanted for one in asked])
        standings, flaky = {}, {}
        for one in asked:
            shelf = shelves[one.wanted.proven]
            standings[one.requirement.key] = self._standing(one, shelf)
            runs = self._runs(one, shelf)
            if runs.failed and runs.passed:
                flaky[one.requirement.key] = runs
        return Answers(standings, flaky)

    def _standing(self, asked: Asked, shelf: Shelf) -> Standing:
        unsure = self._unsure(asked, shelf)
        if unsure is not None:
            return unsure
        equal = _equal(asked, shelf)
        trusted = [filed for filed in equal if filed.distrust is None]
        if trusted:
            return self._latest(asked, trusted)
        if equal:
            action = "have it proven by somebody who is trusted"
            return Unreadable(f"it was proven, but {equal[0].distrust}", action, by_run=False)
        return nearest(asked, shelf, self.ledger, self.known) or self._loose(asked)

    def _unsure(self, asked: Asked, shelf: Shelf) -> Absent | Unreadable | None:
        """Return why no record could tell how it stands; None if one could."""
        if dead := self._dead(asked):
            return self._about_nothing(dead)
        if asked.covered.doubts:
            path, why = asked.covered.doubts[0]
            action = "settle what git makes of that file"
            return Unreadable(f"nobody can tell what {path} holds: {why}", action, by_run=False)
        if self.ledger.unreadable is not None:
            return Unreadable(f"the ledger cannot be read: {self.ledger.unreadable}", _VERIFY, by_run=False)
        if shelf.spoiled:
            reason = f"a record of it is spoiled: {shelf.spoiled[0].reason} ({shelf.spoiled[0].name})"
            return Unreadable(reason, _VERIFY, by_run=False)
        if shelf.removed:
            return Unreadable(f"a record of it was removed: {shelf.removed[0]}", _VERIFY, by_run=False)
        return None

    def _runs(self, asked: Asked, shelf: Shelf) -> Runs:
        """Return how often this very proof has failed and passed."""
        failed = [
            isinstance(standing_by(asked, filed, self.config, self.now), Unmet)
            for filed in _equal(asked, shelf)
            if filed.distrust is None
            if filed.record.measured is not None or filed.record.ended_badly
        ]
        return Runs(failed=sum(failed), passed=len(failed) - sum(failed))

    def _dead(self, asked: Asked) -> tuple[str, ...]:
        """Return the patterns that match no file: of what it says itself each, of a surface's only all together."""
        if asked.evidence.covers == "none":
            return ()
        covers = asked.requirement.covers
        if not self.coverage.count(covers):
            return covers
        return self.coverage.dead(covers) if asked.evidence.covers is not None else ()

    def _about_nothing(self, covers: tuple[str, ...]) -> Absent:
        if self.coverage.total == 0:
            reason = "there is no file yet that it could prove anything about"
            return Absent(reason, "add what is to be launched: documents and reports do not count", by_run=False)
        return Absent(f"it covers {', '.join(covers)}, which matches no file", "correct `covers:`", by_run=False)

    def _latest(self, asked: Asked, trusted: Sequence[Filed]) -> Standing:
        """Return what the newest record says; of several of one moment, the worst."""
        newest = max(filed.record.finished for filed in trusted)
        if newest - self.now > _SKEW:
            reason = f"its record is from the future: {newest:%Y-%m-%d %H:%M} UTC"
            return Unreadable(reason, "put the clock right", by_run=False)
        found = [
            standing_by(asked, filed, self.config, self.now) for filed in trusted if filed.record.finished == newest
        ]
        return next((one for one in found if isinstance(one, Unmet | Unreadable)), found[0])

    def _loose(self, asked: Asked) -> Absent | Unreadable:
        """Return that there is no record, with what to type: where the artefacts lie around, capture them."""
        paths, capture = asked.evidence.path, f"readiness capture {asked.item.id}"
        try:
            lying = [path for path in asked.evidence.artefacts if self.tree.find((path,))]
        except ReadinessError as error:
            return Unreadable(str(error), error.problems[0].fix, by_run=False)
        if lying and len(lying) == len(paths):
            return Absent(f"{paths[0]} is there, but no record says which content it is about", capture)
        return Absent("it was never proven", f"produce {', '.join(paths)}, then `{capture}`" if paths else "add `run:`")


def _equal(asked: Asked, shelf: Shelf) -> list[Filed]:
    """Return the records of this content and this definition, the newest first.

    The definition has the kind in it, but a record could say another one, of which its signer's key may speak.
    """
    return [
        filed
        for filed in shelf.exact
        if filed.record.definition == asked.definition and filed.record.kind == asked.kind.name
    ]
