"""An exception granted or renewed: the changes of the document, and what is refused."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

from readiness.edit import Append, Change, Put
from readiness.followups.naming import Meant
from readiness.followups.refusing import refuse
from readiness.followups.written import within
from readiness.model.documents.scope import Scope, Waiver
from readiness.model.wording import shown

_LONGEST_ID: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """What somebody grants: until when, by whom, why, and what tracks it. `reason` may be unsaid when renewing."""

    expires: str
    granted_by: str
    reason: str | None = None
    emergency: bool = False
    follow_up: Mapping[str, str] = field(default_factory=dict)


def standing_waiver(meant: Meant, requirement: str, named: str | None) -> tuple[int, Waiver] | None:
    """Return the waiver that is on the requirement already, and its number; of several the one that lasts longest.

    Raises:
        ReadinessError: RDY056, `named` is the id of another waiver, or the requirement has a waiver of another id.
    """
    waivers = list(enumerate(meant.scope.waivers))
    on_it = [(number, waiver) for number, waiver in waivers if _is_on(waiver, meant, requirement)]
    if named is None:
        return max(on_it, key=lambda one: one[1].expires, default=None)
    for number, waiver in waivers:
        if waiver.id == named:
            if (number, waiver) in on_it:
                return number, waiver
            message = f"{shown(named)} is the waiver of another requirement"
            refuse(message, "leave --id out, or give another one")
    if on_it:
        known = on_it[0][1].id
        message = f"this requirement has a waiver already: `{known}`"
        refuse(message, "leave --id out to renew it")
    return None


def _is_on(waiver: Waiver, meant: Meant, requirement: str) -> bool:
    return waiver.of.subject == (meant.kind, meant.id) and waiver.of.requirement == requirement


def last_day(today: date, longest: timedelta) -> date:
    """Return the last day on which what is granted `today` for `longest` may be in force."""
    return today + longest


def grant(meant: Meant, requirement: str, given: Grant, name: str | None, today: date) -> tuple[str, list[Change]]:
    """Return the id of a new waiver, and what adds it.

    Raises:
        ReadinessError: RDY056, no reason is said.
    """
    if given.reason is None:
        refuse("--reason is missing", "add --reason with why the requirement is excused")
    waiver = name or free_id(meant.scope, f"{meant.id}-{requirement}")
    entry: dict[str, Any] = {
        "id": waiver,
        "of": {meant.kind: meant.id, "requirement": requirement},
        "reason": given.reason,
        "granted_by": given.granted_by,
        "granted": today.isoformat(),
        "expires": given.expires,
    }
    if given.emergency:
        entry["emergency"] = True
    if given.follow_up:
        entry["follow_up"] = dict(given.follow_up)
    return waiver, [Append(("waivers",), entry)]


def renew(number: int, waiver: Waiver, data: Any, given: Grant, today: date) -> list[Change]:  # noqa: ANN401 - whatever YAML holds
    """Return what lets `waiver` last until another day, and says that it was renewed.

    A second grant on the day of the first is a correction, and no renewal.
    """
    route = ("waivers", number)
    said: dict[str, Any] = {"reason": given.reason, "granted_by": given.granted_by, "expires": given.expires}
    had = {"reason": waiver.reason, "granted_by": waiver.granted_by, "expires": waiver.expires.isoformat()}
    changes: list[Change] = [
        Put((*route, name), value) for name, value in said.items() if value is not None and value != had[name]
    ]
    if today not in {waiver.granted, *waiver.renewed}:
        changes.append(Append((*route, "renewed"), today.isoformat(), ("expires",)))
    if given.emergency and not waiver.emergency:
        changes.append(Put((*route, "emergency"), value=True, after=("renewed", "expires")))
    if given.follow_up:
        changes += within(data, (*route, "follow_up"), "ref", given.follow_up)
    return changes


def free_id(scope: Scope, wanted: str) -> str:
    """Return `wanted`, or where a waiver has it, the first of `wanted-2`, `wanted-3`, … that none has."""
    taken: Sequence[str] = [waiver.id for waiver in scope.waivers]
    name, number = wanted[:_LONGEST_ID].rstrip("-"), 1
    while name in taken:
        number += 1
        ending = f"-{number}"
        name = wanted[: _LONGEST_ID - len(ending)].rstrip("-") + ending
    return name
