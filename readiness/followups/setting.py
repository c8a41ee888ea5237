"""Fields of an item set one by one: what is typed, told apart, and the changes of the document."""

import re
from collections.abc import Sequence
from typing import Any, Final, cast

from readiness.edit import Change, Drop, Put
from readiness.evidence import kinds
from readiness.followups.naming import Meant
from readiness.followups.refusing import refuse
from readiness.followups.written import applied, at, behind, evidence_route, within
from readiness.load.flaws import field_names
from readiness.model.documents.base import Model
from readiness.model.documents.scope import FollowUp, Item, Rollback
from readiness.model.evidence import Json
from readiness.model.place import Route
from readiness.model.wording import nearest, shown
from readiness.reading.yaml import read_yaml

_LISTS: Final = frozenset({"needs", "issues"})
_INNER: Final[dict[str, tuple[type[Model], str]]] = {"rollback": (Rollback, "steps"), "follow_up": (FollowUp, "ref")}
"""Fields that are mappings, with what a text alone stands for there."""
_COLLECTIONS: Final = frozenset({*_INNER, *_LISTS, "evidence"})
_NOTHING: Final = frozenset({"", "null"})
_ASSIGNED: Final = re.compile(r"(?P<field>[^=]*)=(?P<value>.*)", re.DOTALL)
_MAX_DEPTH: Final = 16
_MAX_VALUES: Final = 10_000


def set_fields(meant: Meant, data: Any, assignments: Sequence[str]) -> list[Change]:  # noqa: ANN401 - whatever YAML holds
    """Return what gives the fields of an item the values of `assignments`, each `field=value`.

    A field of something in it is named with a dot: `rollback.within`, `follow_up.due`, `evidence.suite.max_age`. An
    empty value, or `null`, removes the field. Whether the value is a good one is for loading to say.

    Raises:
        ReadinessError: RDY056, one of them is no assignment, or sets a field that there is not.
    """
    changes: list[Change] = []
    for assigned in assignments:
        # Each sees what those before it have set, so that two fields of a mapping that was not there end up in one.
        changes += _set(meant, applied(data, changes), assigned)
    return changes


def _set(meant: Meant, data: Any, assigned: str) -> list[Change]:  # noqa: ANN401 - as above
    found = _ASSIGNED.fullmatch(assigned)
    if found is None:
        refuse(f"{shown(assigned)} sets nothing", "write field=value, such as owner=head-of-product")
    field, value = found["field"].strip(), found["value"].strip()
    name, dot, inner = field.partition(".")
    if name == "evidence" and dot:
        return _in_evidence(meant, data, inner, value)
    _known(name, field_names(Item), field if name != field else None)
    route = (*meant.route, name)
    if dot:
        if name not in _INNER:
            refuse(f"`{name}` has no fields of its own", f"write {name}=…")
        model, main = _INNER[name]
        _known(inner, field_names(model), field)
        if value in _NOTHING:
            return _dropped(data, (*route, inner))
        return within(data, route, main, {inner: value}, behind(name))
    return _put(data, route, typed_value(field, value) if name in _COLLECTIONS else value, value)


def _in_evidence(meant: Meant, data: Any, inner: str, value: str) -> list[Change]:  # noqa: ANN401 - as above
    evidence, dot, field = inner.partition(".")
    ids = [one.id for one in meant.item.evidence]
    if not dot or not field or "." in field:
        refuse(f"`evidence.{inner}` names no field", "write evidence.ID.field=value, or evidence=…")
    if evidence not in ids:
        near = nearest(evidence, ids)
        fix = f"did you mean `evidence.{near}.{field}`?" if near else f"it has {', '.join(ids) or 'none'}"
        refuse(f"`{meant.id}` has no evidence called {shown(evidence)}", fix)
    route = evidence_route(data, meant.route, ids.index(evidence))
    short = at(data, route)
    if not isinstance(short, dict):
        key = "link" if "://" in str(short) else "path"
        whole = f'evidence="{{{key}: {short}, {field}: {value}}}"' if len(ids) == 1 else "it out in the document first"
        refuse(f"`{evidence}` is written in its short form", f"write {whole}")
    kind = meant.item.evidence[ids.index(evidence)].kind
    if field == kinds()[kind].main and "kind" not in short and kind in short:
        field = kind  # `{signoff: legal}` says who it is in its short form
    return _put(data, (*route, field), typed_value(f"evidence.{inner}", value), value)


def _put(data: Any, route: Route, typed: Json, written: str) -> list[Change]:  # noqa: ANN401 - as above
    if written in _NOTHING:
        return _dropped(data, route)
    return [Put(route, typed, behind(str(route[-1])))] if at(data, route) != typed else []


def _dropped(data: Any, route: Route) -> list[Change]:  # noqa: ANN401 - as above
    here = at(data, route[:-1])
    return [Drop(route)] if isinstance(here, dict) and route[-1] in here else []


def _known(name: str, fields: Sequence[str], whole: str | None) -> None:
    if name in fields:
        return
    near = nearest(name, fields)
    prefix = whole.removesuffix(name) if whole is not None and whole.endswith(name) else ""
    fix = (
        f"did you mean `{prefix}{near}`?"
        if near
        else f"write one of {', '.join(prefix + one for one in sorted(fields))}"
    )
    refuse(f"there is no field {shown(whole or name)}", fix)


def typed_value(field: str, value: str) -> Json:
    """Return what `value` is as YAML; of a list, also as words with commas between them."""
    name = field.rpartition(".")[2]
    if name in _LISTS and not value.startswith("["):
        return [*typed_list(value)]
    if value.startswith(("[", "{")) or field.startswith("evidence."):
        try:
            return cast("Json", read_yaml(value, _MAX_DEPTH, _MAX_VALUES))  # no YAML 1.2 is a date
        except ValueError as error:
            message = f"the value of `{field}` cannot be read: {error}"
            refuse(message, "put texts with signs of YAML in quotes, and the whole in quotes of the shell")
    return value


def typed_list(value: str) -> list[str]:
    """Return the words of `value`, which have commas between them."""
    return [part.strip() for part in value.split(",")]
