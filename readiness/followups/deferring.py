"""An item put off, and brought back: the changes of the document for each."""

from collections.abc import Mapping
from typing import Any

from readiness.edit import Change, Drop, Put
from readiness.followups.naming import Meant
from readiness.followups.written import FOLLOW_UP, at, behind, within
from readiness.model.outcome import ItemClass, State


def follow_up(**values: str | None) -> Mapping[str, str]:
    """Return those `values` of a follow-up that were said, in order."""
    return {name: said for name in FOLLOW_UP if (said := values.get(name)) is not None}


def defer(meant: Meant, data: Any, values: Mapping[str, str]) -> list[Change]:  # noqa: ANN401 - whatever YAML holds
    """Return what puts the item off, with `values` in its follow-up.

    What a deferred item does not need (rollback, evidence, needs, phase) stays where it is, unused, so that promoting
    the item brings it back as it was.
    """
    item = meant.route
    changes: list[Change] = []
    if meant.item.item_class is not ItemClass.DEFERRED:
        changes.append(Put((*item, "class"), ItemClass.DEFERRED.value))
    return [*changes, *within(data, (*item, "follow_up"), "ref", values, behind("follow_up"))]


def promote(meant: Meant, data: Any, item_class: str) -> list[Change]:  # noqa: ANN401 - as above
    """Return what makes the item of `item_class` again.

    The follow-up of one that was deferred goes, so that what `defer` did is undone to the byte. In a launched scope it
    stays: it is what marks the item as promised for after the launch, so that it still has to be proven.
    """
    item = meant.route
    changes: list[Change] = [Put((*item, "class"), item_class)] if meant.item.item_class != item_class else []
    ends = meant.item.item_class is ItemClass.DEFERRED and meant.scope.state is not State.LAUNCHED
    if ends and "follow_up" in at(data, item):
        changes.append(Drop((*item, "follow_up")))
    return changes
