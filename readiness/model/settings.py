"""Tables of the configuration that have a shape of their own: where records and issues are, how long things last."""

import re
from datetime import timedelta
from typing import Annotated, Final, Self

from pydantic import AfterValidator, model_validator
from pydantic_core import PydanticCustomError

from readiness.model.documents.base import Duration, EnvName, Id, Model, RepoPath, Text

LEDGER_REF: Final = "refs/heads/readiness-ledger"
"""Where records are kept unless the configuration says otherwise."""


_SERVER: Final = re.compile(r"https?://(?:\[[0-9a-fA-F:.]+\]|[^\s/?#@:\[\]\\]+)(?::[0-9]{1,5})?(?:/[^\s?#\\]*)?")
_REF: Final = re.compile(r"refs/(?:heads|readiness)/[^\x00-\x20\x7f~^:?*\[\\]+")


def _ref(value: str) -> str:
    """Return `value` if `git check-ref-format` would take it, and it cannot be taken for an option."""
    parts = value.split("/")
    broken = any(not part or part[0] in ".-" or part.endswith((".", ".lock")) for part in parts)
    if broken or not _REF.fullmatch(value) or ".." in value or "@{" in value:
        raise PydanticCustomError(
            "out-of-bounds",
            "`{value}` is no ref that a ledger can have",
            {"value": value, "fix": "write a full one below refs/heads/ or refs/readiness/, such as " + LEDGER_REF},
        )
    return value


def _address(value: str) -> str:
    """Return `value` without a slash at its end, if it is the address of a server and says nothing else."""
    if not _SERVER.fullmatch(value):
        raise PydanticCustomError(
            "out-of-bounds",
            # What is written here may hold a password, so it is not repeated.
            "`url` is no address of a server",
            {"fix": "write it as https://host/path, without a name, a password or a query"},
        )
    return value.rstrip("/")


class LedgerSettings(Model):
    """Where records are kept: in a `ref` of the repository, or in a `folder` of the tree."""

    ref: Annotated[Text, AfterValidator(_ref)] = LEDGER_REF
    folder: RepoPath | None = None

    @model_validator(mode="after")
    def _one_place(self) -> Self:
        if self.folder is not None and "ref" in self.model_fields_set:
            raise PydanticCustomError(
                "out-of-bounds", "a ledger is in a ref or in a folder, not in both", {"fix": "remove one of the two"}
            )
        if self.folder is not None and "#" in self.folder:
            raise PydanticCustomError("out-of-bounds", "a folder has no `#`", {"fix": "name the folder alone"})
        return self


class TrackerSettings(Model):
    """One tracker of issues. Its name is what references begin with: `NAME:project#12`."""

    kind: Id
    """github, gitlab, jira, redmine or file, or what a plugin brings."""
    url: Annotated[Text, AfterValidator(_address)] | None = None
    """Where it is, for one that is hosted elsewhere than usual."""
    project: Text | None = None
    """The project of references that name none; of the kind `file`, the list."""
    token_env: EnvName | None = None
    """The variable that its token is in."""
    user_env: EnvName | None = None
    """The variable that the name belonging to the token is in, where the tracker wants one."""


class FollowUpSettings(Model):
    """What is asked of deferrals and waivers."""

    max_age: Duration = timedelta(days=7)
    """How old an answer of a tracker may be."""
    churn: Duration = timedelta(days=14)
    """How long before the launch a new deferral, or a later day of an old one, is spoken of."""
    max_waiver: Duration = timedelta(days=90)
    """How long a waiver may be granted for."""
    max_emergency: Duration = timedelta(days=7)
    """How long an emergency waiver may be granted for."""
