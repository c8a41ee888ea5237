"""A whole diff in a few words: every list that holds something, so that a test says all that there is."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from readiness.compare import Comparison, compare
from readiness.model.diff import Diff, ExceptionChange, ItemChange, Reproof, Shift, Turn
from tests.policy.changing import NOW, Files
from tests.proofs import record
from tests.repository import RepositoryBuilder

Told = Mapping[str, str | Sequence[str]]
NOTHING: Final[Told] = {"decision": "go → go"}


def told(diff: Diff) -> Told:
    """Return `diff` in words; a list that is empty is left out."""
    lists: Mapping[str, Iterable[str]] = {
        "scopes": map(_turn, diff.scopes),
        "worse": map(_shift, diff.worse),
        "to_reprove": map(_reproof, diff.to_reprove),
        "better": map(_shift, diff.better),
        "items": map(_item, diff.items),
        "exceptions": map(_exception, diff.exceptions),
        "policy": (one.slug for one in diff.policy),
        "time": map(_shift, diff.time),
        "problems_before": (f"{one.code} {one.location}" for one in diff.problems_before),
        "problems": (f"{one.code} {one.location}" for one in diff.problems),
    }
    found = {name: list(some) for name, some in lists.items()}
    return {
        "decision": f"{diff.before or 'none'} → {diff.after}",
        **{name: some for name, some in found.items() if some},
    }


def compared(
    repository: RepositoryBuilder,
    base: Files,
    candidate: Files,
    *,
    proven: bool = False,
    **asked: Any,  # noqa: ANN401 - of a comparison
) -> Diff:
    """Commit `base`, where asked for with proofs on record, then `candidate` in its place; return what that changes."""
    commit = repository.commit(base, "Base")
    if proven:
        record(repository.path, NOW)
    for name in base:
        if name not in candidate:
            (repository.path / name).unlink()
    repository.commit(candidate, "Candidate")
    return between(repository, commit, **{"head": "HEAD", **asked})


def between(repository: RepositoryBuilder, base: str, **asked: Any) -> Diff:  # noqa: ANN401 - of a comparison
    """Return what changes from `base` to the work tree, or what is `asked` for."""
    values = {"now": NOW, "cache": False, **asked}
    return compare(Comparison(root=repository.path, base=base, **values))


def _turn(turn: Turn) -> str:
    because = f" because {', '.join(turn.because)}" if turn.because else ""
    return f"{turn.scope}: {turn.before or 'none'} → {turn.after or 'none'}{because}"


def _shift(shift: Shift) -> str:
    level = "" if shift.level == "block" else f" ({shift.level})"
    return f"{shift.subject} {shift.requirement}: {shift.before or 'none'} → {shift.after or 'none'}{level}"


def _reproof(one: Reproof) -> str:
    return f"{one.subject} {one.requirement} [{' '.join(one.files)}] {one.message} -> {one.action}"


def _item(one: ItemChange) -> str:
    return f"{one.item} {one.change}: {one.before or 'none'} → {one.after or 'none'}, {one.outcome or 'gone'}"


def _exception(one: ExceptionChange) -> str:
    return f"{one.kind} {one.id} {one.change}: {one.before or 'none'} → {one.after or 'none'}, {one.about}"
