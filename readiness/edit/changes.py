"""What can be changed in a document, and why a change is refused."""

from dataclasses import dataclass
from typing import NoReturn

from readiness.model.evidence import Json
from readiness.model.place import Route


@dataclass(frozen=True, slots=True)
class Put:
    """Let `route` lead to `value`.

    Where the last part is a key that is not there, it is added: behind the first sibling named in `after` that exists,
    else as the last one. Of a mapping that replaces a mapping, and of a list that replaces a list, only the values that
    differ are written.
    """

    route: Route
    value: Json
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Drop:
    """Remove the key or the element that `route` leads to, with what is written about it inside of its lines."""

    route: Route


@dataclass(frozen=True, slots=True)
class Append:
    """Add `value` to the end of the list at `route`.

    Where there is no such key yet, or nothing behind it, a list is made. One value that stands for a list of one
    becomes its first element. `after` is that of `Put`.
    """

    route: Route
    value: Json
    after: tuple[str, ...] = ()


Change = Put | Drop | Append


class EditError(Exception):
    """A change that cannot be made without a risk for what people wrote, or that makes no sense for this document.

    `action` is what to do about it; `line` counts from 1, and is 0 where no line is to blame.
    """

    def __init__(self, reason: str, action: str, line: int = 0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.action = action
        self.line = line


class UnfaithfulEditError(Exception):
    """The new text does not say exactly what was asked for: a mistake in readiness, and a reason to write nothing."""


def refuse(reason: str, action: str, line: int = 0) -> NoReturn:
    """Raise the `EditError` that says so."""
    raise EditError(reason, action, line)
