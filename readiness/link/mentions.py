"""The files that documents refer to, and the names that several of them give, whichever scopes are judged."""

from collections import Counter
from collections.abc import Iterator

from readiness.model.documents.scope import Scope
from readiness.model.loaded import Documents
from readiness.model.outcome import State
from readiness.model.plan import Mention, SubjectKind


def mentions(documents: Documents) -> Iterator[Mention]:
    """Yield every file that a scope refers to, without the anchor in it; a retired scope still refers to its own."""
    for loaded in documents.scopes:
        scope = loaded.document
        for path in dict.fromkeys(_paths(scope)):
            yield Mention(scope=scope.id, path=path)


def shared(documents: Documents) -> frozenset[tuple[SubjectKind, str]]:
    """Return the names that things of one kind have in several scopes; what is retired, no name alone can mean."""
    named = Counter(
        name
        for loaded in documents.scopes
        if loaded.document.state is not State.RETIRED
        for name in set(_names(loaded.document))
    )
    return frozenset(name for name, number in named.items() if number > 1)


def _names(scope: Scope) -> Iterator[tuple[SubjectKind, str]]:
    yield from ((SubjectKind.ITEM, item.id) for item in scope.items)
    yield from ((SubjectKind.SURFACE, surface) for surface in scope.surfaces)
    yield from ((SubjectKind.BEHAVIOUR, behaviour.id) for behaviour in scope.behaviours)
    yield from ((SubjectKind.UNSUPPORTED, case.id) for case in scope.unsupported)


def _paths(scope: Scope) -> Iterator[str]:
    for reference in _references(scope):
        if reference is not None:
            yield reference.partition("#")[0]
    for item in scope.items:
        for evidence in item.evidence:
            yield from evidence.artefacts


def _references(scope: Scope) -> Iterator[str | None]:
    for rollback in (scope.defaults.rollback, *(item.rollback for item in scope.items)):
        if rollback is not None:
            yield from (rollback.steps, rollback.kill_switch)
    yield from (behaviour.documented_at for behaviour in scope.behaviours)
    yield from (case.documented_at for case in scope.unsupported)
