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

from typing import Final

from readiness.trackers.base import TrackerKind

LIST: Final = ".readiness/followups.yaml"
"""The list of references that name none."""


def _from_url(_: str) -> None:
    """Return None: nothing in the repository has an address."""


KIND: Final = TrackerKind(
    name="file",
    forms=("file:usage-dashboards", "file:docs/later.yaml#usage-dashboards"),
    issue=r"[a-z0-9]+(-[a-z0-9]+)*",
    project=r"[^#]*",
    from_url=_from_url,
    connect=None,
)
