"""`file`: a list of issues in the repository, for those who have no tracker, or must do without one.

The list is YAML, by default `.readiness/followups.yaml`, and is judged as the tree has it, so nobody has to be asked:

    - id: usage-dashboards
      title: Usage dashboards for customers
      state: open               # or closed, and then `why:`
      assignee: product
      due: 2027-02-01
      milestone: Summer
      labels: [dashboards]
      text: Support answers usage questions by hand until usage-dashboards is there.

What it does not prove: that anybody else has seen the issue.
"""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Final

from pydantic import Field, ValidationError

from readiness.model.documents.base import Day, Id, Many, Model, Text
from readiness.model.tracking import Issue, IssueState, Reference
from readiness.model.wording import missing, refused, shown, unknown_key
from readiness.reading.yaml import read_yaml
from readiness.trackers.base import Found, TrackerKind

LIST: Final = ".readiness/followups.yaml"
"""The list of references that name none."""


_PART: Final = r"(?!\.{1,2}(?:/|\Z))(?!\.[gG][iI][tT](?:/|\Z))(?! )[^#/\\\x00-\x1f\x7f]+(?<! )"
"""A folder or file on the way to a list: in the repository, by the one path that leads there."""
_MAX_DEPTH: Final = 8
_MAX_VALUES: Final = 1_000_000


class Entry(Model):
    """One issue of the list."""

    id: Id
    title: Text
    state: Annotated[IssueState, Field(strict=False)]
    why: Text | None = None
    assignee: Text | None = None
    due: Day | None = None
    milestone: Text | None = None
    labels: Many[Text] = ()
    text: Text | None = None


class _List(Model):
    issues: Many[Entry]


def read_list(tracker: str, project: str, data: bytes) -> Mapping[Reference, Found]:
    """Return the issues of the list `project` of `tracker`, which `data` are the bytes of.

    Raises:
        ValueError: it cannot be read, or an issue is there twice; one line that says what is wrong.
    """
    try:
        entries = _List.model_validate({"issues": _plain(data)}).issues
    except ValidationError as error:
        raise ValueError(_wrong(error.errors(include_url=False)[0])) from error
    found: dict[Reference, Found] = {}
    for entry in entries:
        reference = Reference(tracker, project, entry.id)
        if reference in found:
            msg = f"it has {entry.id} twice"
            raise ValueError(msg)
        found[reference] = Found(_issue(reference, entry), f"{entry.id}\n{entry.title}\n{entry.text or ''}")
    return found


def _wrong(error: Mapping[str, Any]) -> str:
    """Return what is wrong with which issue, counted from 1 as people count, and what to do about it."""
    _, *route = error["loc"]
    if not route:
        return "it is no list of issues"
    issue, name = f"issue {int(route[0]) + 1} of it", str(route[1]) if len(route) > 1 else None
    if name is None:
        return f"{issue} is {shown(error['input'])}, and no mapping with `id`, `title` and `state`"
    if error["type"] == "extra_forbidden":
        words = unknown_key(name, Entry.model_fields)
    else:
        words = missing([name]) if error["type"] == "missing" else refused(error, name)
    return f"{issue}: {words.message}; {words.fix}"


def _plain(data: bytes) -> Sequence[Any]:
    """Return what is listed in `data`; nothing, where there are but comments."""
    read = read_yaml(data.decode("utf-8-sig"), _MAX_DEPTH, _MAX_VALUES)
    if read is None:
        return []
    return read if isinstance(read, Sequence) and not isinstance(read, str) else [read]


def _issue(reference: Reference, entry: Entry) -> Issue:
    return Issue(
        reference=reference,
        state=entry.state,
        title=entry.title,
        why=entry.why,
        assignees=(entry.assignee,) if entry.assignee else (),
        due=entry.due,
        milestone=entry.milestone,
        labels=tuple(sorted(entry.labels)),
    )


def _from_url(_: str) -> None:
    """Return None: nothing in the repository has an address."""


KIND: Final = TrackerKind(
    name="file",
    forms=("file:usage-dashboards", "file:docs/later.yaml#usage-dashboards"),
    issue=r"[a-z0-9]+(-[a-z0-9]+)*",
    project=rf"({_PART}(/{_PART})*)?",
    from_url=_from_url,
    connect=None,
    main=LIST,
)
