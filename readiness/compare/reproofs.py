"""Evidence to prove again: what was proven about the base's content, and is about other content, or not what is asked.

Which files do it is worked out from those alone that differ between the two trees, by the rules of coverage itself.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from readiness.compare.standing import ASKED, Standing, only_to_reprove, shared
from readiness.evidence import kinds
from readiness.gather import coverage_of, products
from readiness.gather.artefacts import just_commit
from readiness.gather.asking import Definitions, Product
from readiness.gather.coverage import Coverage
from readiness.gather.definition import differences, inputs_of
from readiness.model.diff import FILES, Reproof
from readiness.model.outcome import Outcome
from readiness.model.plan import Key
from readiness.model.verdict import Judged
from readiness.tree.base import Tree
from readiness.tree.fingerprint import Files, changes, parse_contents
from readiness.tree.picked import Picked


def reproofs(base: Standing, head: Standing) -> tuple[Reproof, ...]:
    """Return what the candidate has to prove again, in order.

    Raises:
        ReadinessError: RDY050, git gives up on a file.
    """
    stale = [
        (one, before)
        for scope in shared(base, head)
        for key, one in head.verdicts[scope].found.items()
        if one.outcome is not Outcome.NOT_APPLICABLE and only_to_reprove(base, head, key)
        if (before := base.verdicts[scope].found.get(key)) is not None
        # A change that makes proof stale does not get around that by asking for less.
        if one.level in ASKED or before.level in ASKED
    ]
    if not stale:
        return ()
    paths = _differing(base.side.candidate, head.side.candidate)
    was, now = _Asking(base, paths), _Asking(head, paths)
    found = (_reproof(one, before.found, was, now) for one, before in stale)
    return tuple(sorted(found, key=lambda one: (one.scope, one.subject, one.requirement)))


def _differing(base: Tree, head: Tree) -> Collection[str]:
    """Return the paths of the files that are not the same in both trees."""
    before = {entry.path: (entry.mode, entry.oid) for entry in base.entries()}
    after = {entry.path: (entry.mode, entry.oid) for entry in head.entries()}
    return {path for path, _ in before.items() ^ after.items()}


@dataclass(frozen=True)
class _Asking:
    """What one side asks for, and which of the files `paths` that is about."""

    standing: Standing
    paths: Collection[str]
    _known: dict[tuple[tuple[str, ...], tuple[str, ...]], Files] = field(default_factory=dict)

    @cached_property
    def _products(self) -> Mapping[Key, Product]:
        return {product[1].key: product for product in products(self.standing.judging.plan, kinds())}

    @cached_property
    def _definitions(self) -> Definitions:
        side = self.standing.side
        return Definitions.of_all(self._products.values(), kinds(), side.config, just_commit(side.candidate))

    @cached_property
    def _coverage(self) -> Coverage:
        side = self.standing.side
        return coverage_of(self.standing.judging.plan, Picked(side.candidate, self.paths), side.config, kinds())

    def defined(self, key: Key) -> Mapping[str, object]:
        """Return what is asked for as `key`."""
        return self._definitions.of(self._products[key])[0]

    def covered(self, key: Key) -> Files:
        """Return those of the files that `key` is about."""
        _, requirement, evidence = self._products[key]
        asked = (requirement.covers, inputs_of(evidence, self.standing.side.config))
        if asked not in self._known:
            self._known[asked] = parse_contents(self._coverage.covered(*asked).contents)
        return self._known[asked]


def _reproof(one: Judged, before: Outcome, was: _Asking, now: _Asking) -> Reproof:
    key, head = one.key, now.standing
    files_before, files_now = was.covered(key), now.covered(key)
    touched = sorted(files_before.keys() | files_now.keys())
    redefined = differences(was.defined(key), now.defined(key))  # type: ignore[arg-type] # both are JSON
    told = list(_told(redefined, files_before, files_now))
    return Reproof(
        scope=key.scope,
        subject=f"{key.kind} {key.subject}",
        title=head.title(key),
        requirement=key.requirement,
        level=one.level,
        before=before,
        files=tuple(touched[:FILES]),
        touched=len(touched),
        message="; ".join(told) or one.message,
        action=one.action,
        who=one.who or head.scopes[key.scope].owner,
        location=head.located(one.at),
    )


def _told(redefined: Collection[str], before: Files, now: Files) -> Iterator[str]:
    """Yield what is different, as phrases; nothing where neither the definition nor a file is."""
    if redefined:
        yield f"what is asked for is changed ({', '.join(redefined)})"
    change = changes(before, now)
    if len(change):
        yield change.summary()
