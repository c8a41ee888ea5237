"""What was seen in a repository: facts, each with the file that shows it. Frozen; nothing here reads anything."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Literal

_PLAIN: Final = re.compile(r"[A-Za-z0-9._@][A-Za-z0-9._+@-]*(?:/[A-Za-z0-9._@][A-Za-z0-9._+@-]*)*\Z")


def is_plain(path: str) -> bool:
    """Return whether `path` can stand in a pattern, a comment and a command as it is.

    Others are not looked at: a file name is written by whoever opens a pull request.
    """
    return _PLAIN.match(path) is not None


class Ships(StrEnum):
    """What a launch of the repository puts into the world."""

    SERVICE = "service"
    PACKAGE = "package"
    DATA = "data"
    INFRASTRUCTURE = "infrastructure"


@dataclass(frozen=True, slots=True, kw_only=True)
class Suite:
    """How tests are run. `report` is the JUnit file or pattern; without one only the exit code and `output` tell.

    `shown_by` is the file that shows it; `note` says what somebody has to know before they believe it.
    """

    id: str
    run: str
    shown_by: str
    report: str | None = None
    output: str | None = None
    cwd: str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Flag:
    """A feature flag: the file, and a key that is in it."""

    path: str
    key: str


@dataclass(frozen=True, slots=True)
class CodeOwners:
    """What a CODEOWNERS file says: the teams behind the whole repository, and how much of the file was understood."""

    path: str
    teams: tuple[str, ...]
    names_people: bool
    unread: int


Wiring = Literal["github", "gitlab", "other"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """Everything that the files say. `facts` leads from a word of the catalogue to the file that shows it.

    `unasked` are suites in folders below the root, of which no one command is known to run all; `rollback` is a heading
    of theirs with steps under it; `stages` are those of GitLab's pipeline, empty where it does not name any; `publish`
    is the command that builds what is published; `odd_names` counts paths that would show a fact, and are not plain.
    """

    facts: Mapping[str, str]
    suites: tuple[Suite, ...]
    unasked: tuple[str, ...]
    ships: Ships
    ci: Mapping[Wiring, str]
    stages: tuple[str, ...] = ()
    owners: CodeOwners | None = None
    flag: Flag | None = None
    rollback: str | None = None
    publish: str | None = None
    odd_names: int = 0
