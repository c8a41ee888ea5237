"""An exception granted or renewed: the changes of the document, and what is refused."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from readiness.edit import Append, Change, Put
from readiness.followups.naming import Meant
from readiness.followups.refusing import refuse
from readiness.followups.written import within
from readiness.model import demands
from readiness.model.documents.scope import Scope, Waiver
from readiness.model.outcome import ItemClass
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


def refuse_waived(meant: Meant, item_class: ItemClass) -> None:
    """Refuse to make the item one of `item_class` while a waiver is of what such an item is not asked for.

    Raises:
        ReadinessError: RDY056, with the waiver to be removed first.
    """
    if meant.item.item_class is item_class:
        return
    asked = demands.ITEM[item_class]
    for waiver in meant.scope.waivers:
        requirement = waiver.of.requirement
        is_evidence = requirement not in demands.RESERVED and item_class is not ItemClass.DEFERRED
        if waiver.of.item == meant.id and requirement not in asked and not is_evidence:
            message = f"waiver `{waiver.id}` is of `{requirement}`, which nobody asks of an item that is {item_class}"
            refuse(message, f"remove waiver `{waiver.id}` from {meant.loaded.path} first")


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiving:
    """One requirement to be waived: `had` is the waiver that it has and its number, `name` what a new one is called."""

    meant: Meant
    requirement: str
    had: tuple[int, Waiver] | None
    data: Any
    name: str | None
    today: date

    def changes(self, given: Grant) -> tuple[str, list[Change]]:
        """Return the id of the waiver, and what grants or renews it.

        Raises:
            ReadinessError: RDY056, a new one has no reason.
        """
        if self.had is None:
            return grant(self.meant, self.requirement, given, self.name, self.today)
        return self.had[1].id, renew(*self.had, self.data, given, self.today)

    def told(self, waiver: str, given: Grant) -> Mapping[str, str]:
        """Return what an issue says of the waiver."""
        reason = given.reason or (self.had[1].reason if self.had else "")
        said = {"id": waiver, "requirement": self.requirement, "reason": reason}
        return {**said, "granted_by": given.granted_by, "expires": given.expires}


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

    A second grant on the day of the first is a correction, and no renewal; neither is one that ends it sooner.
    """
    route = ("waivers", number)
    said: dict[str, Any] = {"reason": given.reason, "granted_by": given.granted_by, "expires": given.expires}
    had = {"reason": waiver.reason, "granted_by": waiver.granted_by, "expires": waiver.expires.isoformat()}
    changes: list[Change] = [
        Put((*route, name), value) for name, value in said.items() if value is not None and value != had[name]
    ]
    if today not in {waiver.granted, *waiver.renewed} and given.expires > had["expires"]:
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
