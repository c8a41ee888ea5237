"""What is asked before anything is written: at most five questions, each with a default that what was seen suggests."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError

from readiness.model.documents.base import Day, Id, Text
from readiness.model.wording import suggestion
from readiness.scaffold.codeowners import id_of
from readiness.scaffold.seen import Seen, Ships

_AHEAD: Final = timedelta(weeks=6)
_TITLE: Final = "Public launch"
_MOST_IN_ID: Final = 60


class BadAnswerError(Exception):
    """What was answered cannot be meant; `fix` says how it is written."""

    def __init__(self, message: str, fix: str) -> None:
        super().__init__(message)
        self.message = message
        self.fix = fix


@dataclass(frozen=True, slots=True)
class Question:
    """One question: its option on the command line, the words, what is taken without an answer, and what can be meant.

    `check` returns the answer as it counts, or raises `BadAnswerError`.
    """

    option: str
    words: str
    default: str
    check: Callable[[str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What the launch is. `guessed` is whether nobody has named the day; `tests` is empty where no command is known."""

    ships: Ships
    title: str
    launch: date
    guessed: bool
    owner: str
    tests: str

    @property
    def id(self) -> str:
        """The id of the scope, from its title."""
        words = re.sub(r"[^a-z0-9]+", "-", self.title.lower()).strip("-")
        return words[:_MOST_IN_ID].rstrip("-") or "launch"


def questions(seen: Seen, today: date) -> tuple[Question, ...]:
    """Return the questions, in the order in which they are asked."""
    kinds = ", ".join(Ships)
    return (
        Question("--ships", f"What is launched ({kinds})", str(seen.ships), _ships),
        Question("--title", "What the launch is called", _TITLE, _text),
        Question("--launch", "The day of the launch", str(today + _AHEAD), _day),
        Question("--owner", "The role or team that answers for it", _owner_of(seen), _id),
        Question("--tests", "The command that runs all tests", _command(seen), _command_of),
    )


def answered(said: Mapping[str, str], seen: Seen, today: date) -> Answers:
    """Return the answers `said`, by option; what nobody said is the default.

    Raises:
        BadAnswerError: one of them cannot be meant.
    """
    full = {
        one.option: one.check(said[one.option]) if one.option in said else one.default for one in questions(seen, today)
    }
    return Answers(
        ships=Ships(full["--ships"]),
        title=full["--title"],
        launch=date.fromisoformat(full["--launch"]),
        guessed=full["--launch"] == str(today + _AHEAD),
        owner=full["--owner"],
        tests=full["--tests"],
    )


def _owner_of(seen: Seen) -> str:
    if seen.ships is not Ships.PACKAGE:
        return "release-manager"
    return id_of(seen.owners.teams[0]) if seen.owners and seen.owners.teams else "maintainers"


def _command(seen: Seen) -> str:
    return seen.suites[0].run if seen.suites else ""


def _ships(typed: str) -> str:
    names = [str(one) for one in Ships]
    if typed.strip() not in names:
        message = f"it is none of {', '.join(names)}"
        raise BadAnswerError(message, suggestion(typed.strip(), names))
    return typed.strip()


def _text(typed: str) -> str:
    return str(_valid(TypeAdapter(Text), typed, "it is empty, or holds what cannot be seen", "write a line of text"))


def _day(typed: str) -> str:
    return str(_valid(TypeAdapter(Day), typed.strip(), "it is no day", "write it as YYYY-MM-DD"))


def _id(typed: str) -> str:
    fix = "write lower-case letters, digits and single hyphens, such as release-manager"
    return str(_valid(TypeAdapter(Id), typed.strip(), "it is no id", fix))


def _command_of(typed: str) -> str:
    return _text(typed) if typed.strip() else ""


def _valid(adapter: TypeAdapter[Any], typed: str, message: str, fix: str) -> object:
    try:
        found: object = adapter.validate_python(typed)
    except ValidationError as error:
        raise BadAnswerError(message, fix) from error
    return found
