"""What people type, held against what documents can hold, before it gets anywhere near one."""

import json
from dataclasses import dataclass
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError

from readiness.followups.desk import Desk
from readiness.followups.refusing import BadValueError, bad_value
from readiness.model.documents.base import Day, Id, Text
from readiness.model.outcome import ItemClass
from readiness.model.tracking import Malformed, Reference
from readiness.model.wording import nearest, refused, shown
from readiness.trackers import kinds, known_trackers
from readiness.trackers.references import resolve

_TEXT: Final[TypeAdapter[Any]] = TypeAdapter(Text)
_DAY: Final[TypeAdapter[Any]] = TypeAdapter(Day)
_ID: Final[TypeAdapter[Any]] = TypeAdapter(Id)
_CLASS: Final[TypeAdapter[Any]] = TypeAdapter(ItemClass)
_LISTED: Final = 8


@dataclass(frozen=True, slots=True)
class Values:
    """Checks what is typed against the documents of one desk. Each returns the value as a document has it."""

    desk: Desk

    def text(self, typed: str) -> str:
        """Return prose on one line.

        Raises:
            BadValueError: it is empty, or holds what cannot be seen.
        """
        if not typed.strip():
            bad_value("it is empty", "write something")
        return str(_valid(_TEXT, "the text", typed))

    def day(self, typed: str) -> str:
        """Return a day.

        Raises:
            BadValueError: it is none.
        """
        return str(_valid(_DAY, "the day", typed.strip()))

    def day_to_come(self, typed: str) -> str:
        """Return a day that is not over: a promise for yesterday is broken when it is made.

        Raises:
            BadValueError: it is no day, or it is over.
        """
        day = self.day(typed)
        today = self.desk.now.date().isoformat()
        if day < today:
            bad_value(f"{day} is over", f"name a day from {today} on")
        return day

    def id(self, typed: str) -> str:
        """Return an id.

        Raises:
            BadValueError: it is none.
        """
        return str(_valid(_ID, "the id", typed.strip()))

    def item_class(self, typed: str) -> str:
        """Return the class of an item.

        Raises:
            BadValueError: there is no such class.
        """
        return str(_valid(_CLASS, "class", typed.strip()))

    def due_class(self, typed: str) -> str:
        """Return the class of an item that is not deferred.

        Raises:
            BadValueError: it is none.
        """
        found = self.item_class(typed)
        if found == ItemClass.DEFERRED:
            bad_value("an item is not promoted to `deferred`", "use `readiness defer`, or name another class")
        return found

    def owner(self, typed: str) -> str:
        """Return an owner's id.

        Raises:
            BadValueError: it is no id, or nobody of that name is in the directory, where there is one.
        """
        owner = self.id(typed)
        known = self.desk.known
        if owner not in known.owners and known.has_directory and not known.owners_uncertain:
            names = sorted(known.owners)
            near = nearest(owner, names)
            listed = f"known are {', '.join(names[:_LISTED])}{', …' if len(names) > _LISTED else ''}"
            bad_value(f"there is no owner {shown(owner)}", f"did you mean `{near}`?" if near else listed)
        return owner

    def ref(self, typed: str) -> str:
        """Return a reference to an issue in the one way in which it is written.

        Raises:
            BadValueError: it names no issue; the fix shows the right form.
        """
        found = self.reference(self.text(typed))
        if isinstance(found, Malformed):
            bad_value(found.reason, found.action)
        return str(found)

    def reference(self, ref: str) -> Reference | Malformed:
        """Return the issue that `ref` names under the configuration."""
        return resolve(ref, known_trackers(self.desk.config.trackers, kinds()), kinds())


def _valid(adapter: TypeAdapter[Any], name: str, typed: str) -> Any:  # noqa: ANN401 - each type has its own
    try:
        return adapter.validate_json(json.dumps(typed))
    except ValidationError as error:
        words = refused(error.errors(include_url=False)[0], name)
        raise BadValueError(words.message, words.fix) from error
