"""What is used of the answers of Jira, Cloud (version 3 of its interface) and Data Center (version 2)."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, StrictInt, StringConstraints
from pydantic.alias_generators import to_camel

from readiness.trackers.jira import ISSUE
from readiness.web.moments import Moment

Key = Annotated[str, StringConstraints(pattern=rf"^{ISSUE}$")]


class _Shape(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True, alias_generator=to_camel)


class Named(_Shape):
    """A resolution or a version."""

    name: str


class Person(_Shape):
    """A user."""

    display_name: str


class Category(_Shape):
    """What a status amounts to: `new`, `indeterminate`, `done`. Each Jira has statuses of its own."""

    key: str


class Status(Named):
    """A status."""

    status_category: Category


class Fields(_Shape):
    """The fields of an issue. `description` is a document (ADF) in Cloud, and text in Data Center."""

    summary: str
    status: Status
    description: str | Mapping[str, Any] | None = None
    resolution: Named | None = None
    assignee: Person | None = None
    duedate: date | None = None
    fix_versions: tuple[Named, ...] = ()
    labels: tuple[str, ...] = ()
    updated: Moment | None = None


class Answer(_Shape):
    """An issue."""

    key: Key
    fields: Fields


class Created(_Shape):
    """What is told of an issue that was opened."""

    key: Key


class Bulk(_Shape):
    """Issues that were asked for by their keys. Those that are not shown are in neither of the two."""

    issues: tuple[Answer, ...]
    issue_errors: tuple[object, ...] = ()


class Page(_Shape):
    """Issues that a query left. Cloud says how to ask for more, Data Center how many there are."""

    issues: tuple[Answer, ...]
    total: StrictInt = 0
    next_page_token: str | None = None


class Info(_Shape):
    """What a Jira says of itself."""

    version: str
    deployment_type: str = "Server"


FIELDS = tuple(field.alias or name for name, field in Fields.model_fields.items())
"""The fields to ask for, as Jira calls them."""
