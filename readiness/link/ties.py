"""The issues that documents name, and the day of the launch after a launch."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from readiness.model.documents.scope import Scope
from readiness.model.loaded import Documents, Loaded
from readiness.model.outcome import ItemClass, State
from readiness.model.plan import SubjectKind, Tie


def ties(documents: Documents) -> Iterator[Tie]:
    """Yield every issue that a scope names, whichever scopes are judged; a retired one is nobody's business."""
    for loaded in documents.scopes:
        scope = loaded.document
        if scope.state is State.RETIRED:
            continue
        for item in scope.items:
            if item.follow_up and item.follow_up.ref:
                put_off = item.item_class is ItemClass.DEFERRED
                yield Tie(
                    scope=scope.id, kind=SubjectKind.ITEM, subject=item.id, ref=item.follow_up.ref, claim=not put_off
                )
            for ref in item.issues:
                yield Tie(scope=scope.id, kind=SubjectKind.ITEM, subject=item.id, ref=ref, claim=True)
        for waiver in scope.waivers:
            if waiver.follow_up and waiver.follow_up.ref:
                yield Tie(scope=scope.id, kind=SubjectKind.WAIVER, subject=waiver.id, ref=waiver.follow_up.ref)


def next_launches(scopes: Sequence[Loaded[Scope]]) -> Mapping[str, date | None]:
    """Return, by scope, the day of the first launch after its own; None where none is known.

    Of several documents with one id nobody knows which is meant, so there may be a launch on the day of each.
    """
    days = sorted(set(_launches(loaded.document for loaded in scopes)))
    return {
        loaded.document.id: next(
            (day for day in days if loaded.document.launch is not None and day > loaded.document.launch), None
        )
        for loaded in scopes
    }


def _launches(scopes: Iterable[Scope]) -> Iterator[date]:
    return (scope.launch for scope in scopes if scope.launch is not None and scope.state is not State.RETIRED)
