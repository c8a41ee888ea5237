"""The list in the repository: what is on it, and what is said of one that is not understood."""

import re

import pytest

from readiness.model.tracking import IssueState, Reference
from readiness.trackers.local import read_list

LATER = "- {id: later, title: Later, state: open, assignee: ann}\n"


def test_an_issue_of_the_list_is_known_by_its_id() -> None:
    (reference, found), *more = read_list("file", "", LATER.encode()).items()
    assert reference == Reference("file", "", "later")
    assert (found.issue.state, found.issue.assignees, more) == (IssueState.OPEN, ("ann",), [])


@pytest.mark.parametrize("text", ["", "# Nothing yet.\n", "[]\n", "\ufeff# Nothing yet.\n", "---\n"])
def test_a_list_without_an_issue_is_a_list(text: str) -> None:
    assert read_list("file", "", text.encode()) == {}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("- later\n", "issue 1 of it is `later`, and no mapping with `id`, `title` and `state`"),
        (f"{LATER}- \n", "issue 2 of it is nothing, and no mapping with `id`, `title` and `state`"),
        (LATER.replace("open", "Open"), "issue 1 of it: `state` cannot be `Open`; did you mean `open`?"),
        (LATER.replace(", state: open", ""), "issue 1 of it: `state` is missing; add `state:`"),
        (
            LATER.replace("Later", "12"),
            'issue 1 of it: `title` wants text, and this is the number 12; put it in quotes: "12"',
        ),
        (
            LATER.replace("assignee", "asignee"),
            "issue 1 of it: the key `asignee` is not known here; did you mean `assignee`?",
        ),
        (LATER.replace("ann", '"\\u200b"'), "issue 1 of it: `assignee` holds nothing that can be seen; write it out"),
        (
            LATER.replace("ann", "ann, due: 2026-02-30"),
            "issue 1 of it: `2026-02-30` is no day: that month has no day 30",
        ),
        (LATER.replace("ann", "ann, labels: [a, 1]"), "issue 1 of it: `labels` wants text, and this is the number 1"),
        (LATER * 2, "it has later twice"),
        (LATER.replace("ann", "ann, state: closed"), "it holds the key 'state' twice"),
        (f"{LATER}---\n{LATER}", "it holds several documents"),
    ],
)
def test_a_list_that_is_not_understood_says_where_and_what_to_do(text: str, told: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(told)}"):
        read_list("file", "", text.encode())
