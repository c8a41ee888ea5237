"""What a GitLab says about issues. Imported late, with `gitlab_client`."""

import re
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Final

from readiness.model.tracking import Issue, IssueState, Reference
from readiness.trackers.base import Draft, Found, Heard, Lacking, Reply
from readiness.trackers.batches import in_batches
from readiness.trackers.gitlab import ISSUE, PROJECT
from readiness.trackers.gitlab_client import PAGE, Answer, Client
from readiness.web.errors import NoAnswerError
from readiness.web.refusals import not_understood, quoted

_ADDRESS: Final = re.compile(r"https?://[!-~]+")
_MOST_OPEN: Final = 10_000
"""A milestone with more open issues than this is none that anybody audits."""


class GitLab:
    """A `Tracker`."""

    def __init__(self, name: str, client: Client) -> None:
        """Call the GitLab behind `client` by its `name` in the configuration."""
        self._name = name
        self._client = client

    def look_up(self, references: Sequence[Reference], heard: Heard) -> Mapping[Reference, Reply]:
        """Return a reply for each of `references`; it raises nothing."""
        # Issues of one project next to each other, so that few batches are about two.
        return in_batches(sorted(references), PAGE, self._ask, heard)

    def open_work(self, project: str, milestone: str) -> Sequence[Issue]:
        """Return the open issues of `milestone`, one of `project` or of a group above it.

        Raises:
            NoAnswerError: no answer, or no such milestone.
        """
        self._check(project)
        answers = self._client.issues(project, _MOST_OPEN + 1, milestone=milestone, state="opened", sort="asc")
        # GitLab takes some titles (`Any`, `None`) as a question about others.
        if len(answers) > _MOST_OPEN or not all(
            one.state == "opened" and one.milestone is not None and one.milestone.title == milestone for one in answers
        ):
            raise not_understood(self._client.host, f"the open issues of {milestone}")
        if not answers and not self._client.has_milestone(project, milestone):
            reason = f"project {project} at {self._client.host} has no milestone called `{milestone}`"
            raise NoAnswerError(reason, "write the title of one that it, or a group above it, has")
        return [self._issue(Reference(self._name, project, str(one.iid)), one) for one in answers]

    def find(self, project: str, marker: str) -> Issue | None:
        """Return the first issue of `project`, open or closed, that has the line `marker`; None without one.

        The newest are read from the database, so what was opened a moment ago is among them. Older ones are searched
        for by the words of the marker.

        Raises:
            NoAnswerError: no answer.
        """
        self._check(project)
        newest = self._client.issues(project, PAGE, order_by="created_at", sort="desc")
        words = {"search": " ".join(re.findall(r"\w+", marker)), "in": "description"}
        older = self._client.issues(project, PAGE, **words) if len(newest) == PAGE else ()
        holding = {one.iid: one for one in (*newest, *older) if _has_line(one.description or "", marker)}
        if not holding:
            return None
        first = min(holding)
        return self._issue(Reference(self._name, project, str(first)), holding[first])

    def create(self, draft: Draft) -> Issue:
        """Open an issue.

        Raises:
            NoAnswerError: no answer, or a refusal.
        """
        self._check(draft.project)
        fields = {"title": draft.title, "description": draft.body}
        if draft.due is not None:
            fields["due_date"] = draft.due.isoformat()
        if draft.labels:
            fields["labels"] = ",".join(draft.labels)
        answer = self._client.create(draft.project, fields)
        return self._issue(Reference(self._name, draft.project, str(answer.iid)), answer)

    def _check(self, project: str) -> None:
        if not re.fullmatch(PROJECT, project):
            what = f"`{quoted(project)}` is no project of GitLab" if project else "nobody has said which project it is"
            where = f"as `project` below `[trackers.{self._name}]` in the configuration"
            raise NoAnswerError(what, f"write its path, such as group/project, {where}")

    def _ask(self, batch: Sequence[Reference]) -> Mapping[Reference, Reply]:
        replies: dict[Reference, Reply] = {}
        for project, group in groupby(batch, key=lambda reference: reference.project):
            asked = tuple(group)
            try:
                replies |= self._replies(project, asked)
            except NoAnswerError as error:
                replies |= dict.fromkeys(asked, error)
        return replies

    def _replies(self, project: str, asked: Sequence[Reference]) -> Mapping[Reference, Reply]:
        """Return what is known of the issues `asked` for, all of them of `project`."""
        self._check(project)
        by_number = {int(one.issue): one for one in asked if re.fullmatch(ISSUE, one.issue)}
        numbers = list(by_number)
        answers = self._client.issues(project, len(numbers) + 1, **{"iids[]": numbers}) if numbers else ()
        known = {answer.iid: answer for answer in answers}
        if len(known) < len(answers) or not known.keys() <= by_number.keys():
            raise not_understood(self._client.host, f"issues of {project}")
        replies: dict[Reference, Reply] = {
            by_number[number]: self._found(by_number[number], answer) for number, answer in known.items()
        }
        missing = [one for one in asked if one not in replies]
        if missing:
            sure = self._client.shows_all(project)
            replies |= {one: Lacking() if sure else self._perhaps_hidden(one) for one in missing}
        return replies

    def _perhaps_hidden(self, reference: Reference) -> NoAnswerError:
        host, variable = self._client.host, self._client.variable
        reason = f"{host} shows no issue {reference.issue} of {reference.project}, and may hide a confidential one"
        role = f"in {variable}, of a member that is Planner or Reporter at least"
        token = f"use a token, {role}" if self._client.given else f"put a token {role}"
        return NoAnswerError(reason, f"check the number; to be sure that there is none, {token}")

    def _found(self, reference: Reference, answer: Answer) -> Found:
        return Found(self._issue(reference, answer), f"{answer.title}\n{answer.description or ''}")

    def _issue(self, reference: Reference, answer: Answer) -> Issue:
        milestone = answer.milestone
        closed = answer.state == "closed"
        return Issue(
            reference=reference,
            state=IssueState.CLOSED if closed else IssueState.OPEN,
            title=answer.title,
            why=_why(answer) if closed else None,
            assignees=tuple(sorted(person.username for person in answer.assignees)),
            due=answer.due_date or (milestone.due_date if milestone else None),
            milestone=milestone.title if milestone else None,
            labels=tuple(sorted(answer.labels)),
            updated=answer.updated_at,
            url=answer.web_url if _ADDRESS.fullmatch(answer.web_url) else None,
        )


def _why(answer: Answer) -> str | None:
    if answer.moved_to_id is not None:
        return "moved"
    return "duplicated" if answer.links.closed_as_duplicate_of else None


def _has_line(text: str, line: str) -> bool:
    return line.strip() in (one.strip() for one in text.splitlines())
