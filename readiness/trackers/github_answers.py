"""Issues as GitHub describes them, in REST and in GraphQL alike. Pure.

GitHub has no day by which an issue is due; that of its milestone counts. It is a moment there, of which the day in UTC
is meant. Words are those of GitHub in lower case (`completed`, `not_planned`, `duplicate`).
"""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal

from pydantic import AliasChoices, BaseModel, BeforeValidator, ConfigDict, Field

from readiness.model.tracking import Issue, IssueState, Reference
from readiness.trackers.base import Found
from readiness.web.moments import Moment


def _names(key: str) -> BeforeValidator:
    """Return what makes a list of names of a list of users or labels, which GraphQL has below `nodes`."""

    def flat(value: Any) -> Any:  # noqa: ANN401 - what is not of that shape is told by pydantic
        if isinstance(value, Mapping):
            value = value.get("nodes")
        if not isinstance(value, Sequence) or isinstance(value, str):
            return value
        return [one.get(key) if isinstance(one, Mapping) else one for one in value]

    return BeforeValidator(flat)


def _lower(value: Any) -> Any:  # noqa: ANN401 - what is no text is told by pydantic
    return value.lower() if isinstance(value, str) else value


class _Answered(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Milestone(_Answered):
    """A milestone; `number` is in REST only."""

    title: str
    number: int = 0
    due: Moment | None = Field(default=None, validation_alias=AliasChoices("due_on", "dueOn"))


class Described(_Answered):
    """An issue, in either form. What an answer leaves out is not taken for empty."""

    number: int
    title: str
    body: str | None
    state: Annotated[Literal["open", "closed"], BeforeValidator(_lower)]
    why: Annotated[str | None, BeforeValidator(_lower)] = Field(
        default=None, validation_alias=AliasChoices("state_reason", "stateReason")
    )
    assignees: Annotated[tuple[str, ...], _names("login")]
    labels: Annotated[tuple[str, ...] | None, _names("name")]
    milestone: Milestone | None
    updated: Moment = Field(validation_alias=AliasChoices("updated_at", "updatedAt"))
    url: str = Field(validation_alias=AliasChoices("html_url", "url"), pattern=r"^https?://\S+$")


def found(reference: Reference, said: object) -> Found:
    """Return the issue that `said` describes.

    Raises:
        ValueError: it describes none.
    """
    described = Described.model_validate(said)
    milestone = described.milestone
    closed = described.state == "closed"
    issue = Issue(
        reference=reference,
        state=IssueState.CLOSED if closed else IssueState.OPEN,
        title=described.title,
        why=described.why if closed else None,
        assignees=tuple(sorted(described.assignees)),
        due=milestone.due.date() if milestone and milestone.due else None,
        milestone=milestone.title if milestone else None,
        labels=tuple(sorted(described.labels or ())),
        updated=described.updated,
        url=described.url,
    )
    return Found(issue, f"{described.title}\n{described.body or ''}")
