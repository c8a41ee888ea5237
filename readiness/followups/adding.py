"""A new item: what is written of it."""

from collections.abc import Mapping
from typing import Any

from readiness.edit import Append, Change
from readiness.followups.desk import Desk
from readiness.followups.naming import scope_meant
from readiness.followups.refusing import refuse
from readiness.model.documents.scope import Scope
from readiness.model.loaded import Loaded
from readiness.model.place import Place


def place_for(desk: Desk, written: str, scope: str | None) -> tuple[Loaded[Scope], str]:
    """Return the scope that the new item `written` (`item` or `scope/item`) goes into, and its id.

    Raises:
        ReadinessError: RDY055, it cannot be told which scope is meant; RDY056, the item is there already, or two scopes
            are named.
    """
    prefix, _, name = written.rpartition("/")
    if prefix and scope is not None and prefix != scope:
        refuse(f"`{prefix}/…` and --scope {scope} name two scopes", "leave one of them out")
    loaded = scope_meant(desk.documents, prefix or scope)
    for number, item in enumerate(loaded.document.items):
        if item.id == name:
            there = desk.documents.locate(Place(loaded.path, ("items", number)))
            refuse(f"there is an item `{name}` already, at {there}", f"change it: `readiness set {name} …`")
    return loaded, name


def add(name: str, fields: Mapping[str, Any]) -> list[Change]:
    """Return what adds the item `name` with those of `fields` that have a value, in their order."""
    return [Append(("items",), {"id": name, **{key: value for key, value in fields.items() if value is not None}})]
