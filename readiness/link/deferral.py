"""Deferred items that stand behind others: what a need leads to when it is followed on."""

from collections import deque
from collections.abc import Mapping

from readiness.link.cycles import Node
from readiness.model.documents.scope import Item
from readiness.model.outcome import ItemClass


def deferred_behind(items: Mapping[str, Mapping[str, Item]]) -> Mapping[Node, Node]:
    """Return, for each item that is not deferred and needs a deferred one, directly or through others, that one."""
    needed_by: dict[Node, list[Node]] = {}
    found: dict[Node, Node] = {}
    for scope, some in items.items():
        for item in some.values():
            if item.item_class is ItemClass.DEFERRED:
                found[scope, item.id] = scope, item.id
            else:
                for need in item.needs:
                    prefix, _, name = need.rpartition("/")
                    needed_by.setdefault((prefix or scope, name), []).append((scope, item.id))
    waiting = deque(sorted(found))
    while waiting:
        node = waiting.popleft()
        for leaning in needed_by.get(node, ()):
            if leaning not in found:
                found[leaning] = found[node]
                waiting.append(leaning)
    return {node: deferred for node, deferred in found.items() if node != deferred}
