"""Where things stand in a document as it is written: short forms have other routes than what they stand for."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any, Final

from readiness.edit import Change, Drop, Put
from readiness.model.evidence import Json
from readiness.model.place import Route

_ITEM: Final = (
    *("id", "title", "why", "class", "priority", "surface", "owner", "phase"),
    *("needs", "rollback", "evidence", "follow_up", "issues"),
)
"""The fields of an item in the order in which they are written."""


FOLLOW_UP: Final = ("ref", "risk", "due", "owner", "accepted_by")
"""The fields of a follow-up in that order."""
_ROLLBACK: Final = ("plan", "steps", "within", "kill_switch", "because", "accepted_by")


def behind(field: str, order: Sequence[str] = _ITEM) -> tuple[str, ...]:
    """Return behind which fields of an item, or of another `order`, `field` is added, the nearest first."""
    return tuple(reversed(order[: order.index(field)])) if field in order else ()


def at(data: Any, route: Route) -> Any:  # noqa: ANN401 - whatever YAML holds
    """Return what is written where `route` leads; None where nothing is."""
    for part in route:
        if isinstance(data, dict):
            data = data.get(part)
        elif isinstance(data, list) and isinstance(part, int) and part < len(data):
            data = data[part]
        else:
            return None
    return data


def applied(data: Any, changes: Sequence[Change]) -> Any:  # noqa: ANN401 - as above
    """Return a copy of `data` with keys put and dropped as `changes` say; other changes it knows none of."""
    changed = deepcopy(data)
    for change in changes:
        parent, key = at(changed, change.route[:-1]), change.route[-1]
        match change:
            case Put():
                parent[key] = change.value
            case Drop():
                del parent[key]
            case _:
                message = f"{change} cannot be followed"
                raise TypeError(message)
    return changed


def evidence_route(data: Any, item: Route, number: int) -> Route:  # noqa: ANN401 - as above
    """Return the route to a piece of evidence of the item at `item`; one alone needs no list."""
    here = (*item, "evidence")
    return (*here, number) if isinstance(at(data, here), list) else here


def within(data: Any, route: Route, main: str, values: Mapping[str, Json], after: tuple[str, ...] = ()) -> list[Change]:  # noqa: ANN401 - as above
    """Return the changes that give the mapping at `route` these `values`, and leave what else it says.

    Its short form, a text alone, stands for its key `main`. Where nothing is written, it is added behind one of the
    keys `after`.
    """
    written = at(data, route)
    if isinstance(written, dict):
        order = FOLLOW_UP if main in FOLLOW_UP else _ROLLBACK
        changed = {key: value for key, value in values.items() if written.get(key) != value}
        return [Put((*route, key), value, behind(key, order)) for key, value in changed.items()]
    known = {main: written} if isinstance(written, str) else {}
    whole = {**known, **values}
    return [Put(route, whole, after)] if whole != known else []
