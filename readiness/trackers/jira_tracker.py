"""What a Jira says about issues. Imported late, with `jira_client`."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from readiness.model.tracking import Issue, IssueState, Reference
from readiness.trackers.base import Draft, Found, Heard, Lacking, Reply
from readiness.trackers.batches import in_batches
from readiness.trackers.jira import ISSUE, PROJECT
from readiness.trackers.jira_answers import Answer
from readiness.trackers.jira_client import PAGE, Client, quoted
from readiness.trackers.jira_text import document_of, text_of
from readiness.web.errors import NoAnswerError
from readiness.web.refusals import not_understood
from readiness.web.refusals import quoted as shown

_DONE: Final = "done"
_MOST_OPEN: Final = 10_000
"""A version with more open issues than this is none that anybody audits."""


class Jira:
    """A `Tracker`."""

    def __init__(self, name: str, client: Client) -> None:
        """Call the Jira behind `client` by its `name` in the configuration."""
        self._name = name
        self._client = client

    def look_up(self, references: Sequence[Reference], heard: Heard) -> Mapping[Reference, Reply]:
        """Return a reply for each of `references`; it raises nothing."""
        if not references:
            return {}
        try:
            self._client.is_cloud()
        except NoAnswerError as error:
            # Not asked once a batch: wrong passwords lock people out.
            replies = dict.fromkeys(references, error)
            heard(len(replies))
            return replies
        return in_batches(references, PAGE, self._ask, heard)

    def open_work(self, project: str, milestone: str) -> Sequence[Issue]:
        """Return the issues of `project` that are to be fixed in the version `milestone`, and are not done.

        Raises:
            NoAnswerError: no answer, or no such version.
        """
        self._check(project)
        what = f"the open issues of {milestone}"
        query = f"project = {quoted(project)} AND fixVersion = {quoted(milestone)} AND statusCategory != Done"
        # A version that is not there is an error in Jira; in which words and when differs, so it is looked for.
        if milestone not in self._client.versions(project):
            reason = f"project {project} at {self._client.host} has no version called `{shown(milestone)}`"
            raise NoAnswerError(reason, "write the name of one that it has")
        answers = self._client.search(f"{query} ORDER BY key", _MOST_OPEN + 1, what=what)
        if len(answers) > _MOST_OPEN or any(
            _is_closed(one) or milestone not in (version.name for version in one.fields.fix_versions) for one in answers
        ):
            raise not_understood(self._client.host, what)
        return [self._issue(Reference(self._name, "", one.key), one) for one in answers]

    def find(self, project: str, marker: str) -> Issue | None:
        """Return the first issue of `project`, open or closed, that has the line `marker`; None without one.

        Jira lists an issue only some time after it was opened, but tells it at once by its key. So those keys are asked
        for that follow the newest. Older issues are searched for by the words of the marker.

        Raises:
            NoAnswerError: no answer.
        """
        self._check(project)
        within = f"project = {quoted(project)}"
        newest = self._client.search(f"{within} ORDER BY created DESC", PAGE, what=f"project {project}")
        if not newest:
            # Whose project is not shown would be told that nothing is in it.
            self._client.versions(project)
        others = self._not_listed_yet(_following(project, newest))
        if len(newest) == PAGE:
            phrase = quoted('"' + re.sub(r'["\\]', " ", marker) + '"')
            others = (*others, *self._client.search(f"{within} AND description ~ {phrase} ORDER BY key", PAGE))
        holding = [one for one in (*newest, *others) if _has_line(one, marker)]
        first = min(holding, key=lambda one: int(one.key.rpartition("-")[2]), default=None)
        return self._issue(Reference(self._name, "", first.key), first) if first else None

    def create(self, draft: Draft) -> Issue:
        """Open an issue.

        Raises:
            NoAnswerError: no answer, or a refusal.
        """
        self._check(draft.project)
        body = document_of(draft.body) if self._client.is_cloud() else draft.body
        fields: dict[str, object] = {"summary": draft.title, "description": body}
        if draft.due is not None:
            fields["duedate"] = draft.due.isoformat()
        if draft.labels:
            fields["labels"] = list(draft.labels)
        key = self._client.create(draft.project, fields)
        return Issue(
            reference=Reference(self._name, "", key),
            state=IssueState.OPEN,
            title=draft.title,
            due=draft.due,
            labels=tuple(sorted(draft.labels)),
            url=self._address(key),
        )

    def _check(self, project: str) -> None:
        if not re.fullmatch(PROJECT, project):
            what = f"`{shown(project)}` is no project of Jira" if project else "nobody has said which project it is"
            where = f"as `project` below `[trackers.{self._name}]` in the configuration"
            raise NoAnswerError(what, f"write the key of the project, such as PLAT, {where}")

    def _not_listed_yet(self, keys: Sequence[str]) -> Sequence[Answer]:
        """Return those of the issues `keys` that are there; in Data Center, up to the first that is not."""
        if self._client.is_cloud():
            answers, trouble = self._client.fetch(keys)
            if trouble:
                reason = f"{self._client.host} does not tell all issues that it was asked for"
                raise NoAnswerError(reason, "try again later")
            return answers
        there = []
        for key in keys:
            answer = self._client.issue(key)
            if answer is None:
                break
            there.append(answer)
        return there

    def _ask(self, batch: Sequence[Reference]) -> Mapping[Reference, Reply]:
        asked = [one.issue for one in batch if _names_an_issue(one)]
        answers, trouble = self._client.fetch(asked) if asked else ((), False)
        known = {answer.key: answer for answer in answers}
        # Then one of the others may be among them, by the key that it has now.
        trouble = trouble or not known.keys() <= set(asked)
        projects: dict[str, bool] = {}
        replies: dict[Reference, Reply] = {}
        for reference in batch:
            if not _names_an_issue(reference):
                action = f"write it like `{self._name}:PLAT-12`"
                replies[reference] = NoAnswerError(f"`{shown(str(reference))}` names no issue of Jira", action)
            elif reference.issue in known:
                replies[reference] = self._found(reference, known[reference.issue])
            else:
                replies[reference] = self._reply(reference, projects, trouble=trouble)
        return replies

    def _reply(self, reference: Reference, projects: dict[str, bool], *, trouble: bool) -> Reply:
        """Return what is known of an issue that was left out when it was asked for with others.

        `projects` has what is known of projects already: whether any issue of it is shown.
        """
        project = reference.issue.rpartition("-")[0]
        try:
            if not trouble and project not in projects:
                projects[project] = self._client.shows(project)
            answer = self._client.issue(reference.issue) if trouble or projects[project] else None
            if answer is not None:
                return self._found(reference, answer)
            if project not in projects:
                projects[project] = self._client.shows(project)
        except NoAnswerError as error:
            return error
        if projects[project]:
            return Lacking()
        variable = self._client.variable
        token = f"let the token in {variable} browse it" if self._client.given else f"put a token into {variable}"
        reason = f"{self._client.host} shows no issue {reference.issue}, nor any other of project {project}"
        return NoAnswerError(reason, f"check how it is written; if the project exists, {token}")

    def _found(self, reference: Reference, answer: Answer) -> Found:
        return Found(self._issue(reference, answer), f"{answer.fields.summary}\n{_text(answer)}")

    def _issue(self, reference: Reference, answer: Answer) -> Issue:
        fields = answer.fields
        closed = _is_closed(answer)
        return Issue(
            reference=reference,
            state=IssueState.CLOSED if closed else IssueState.OPEN,
            title=fields.summary,
            why=(fields.resolution or fields.status).name if closed else None,
            assignees=(fields.assignee.display_name,) if fields.assignee else (),
            due=fields.duedate,
            milestone=", ".join(sorted(version.name for version in fields.fix_versions)) or None,
            labels=tuple(sorted(fields.labels)),
            updated=fields.updated,
            url=self._address(answer.key),
        )

    def _address(self, key: str) -> str:
        return f"{self._client.url}/browse/{key}"


def _names_an_issue(reference: Reference) -> bool:
    return not reference.project and re.fullmatch(ISSUE, reference.issue) is not None


def _is_closed(answer: Answer) -> bool:
    return answer.fields.status.status_category.key == _DONE


def _text(answer: Answer) -> str:
    description = answer.fields.description
    return description if isinstance(description, str) else text_of(description)


def _has_line(answer: Answer, line: str) -> bool:
    return line.strip() in (one.strip() for one in _text(answer).splitlines())


def _following(project: str, newest: Sequence[Answer]) -> Sequence[str]:
    """Return the keys that come after the last of `newest`."""
    numbers = [(int(one.key.rpartition("-")[2]), one.key.rpartition("-")[0]) for one in newest]
    last, prefix = max(numbers, default=(0, project))
    return [f"{prefix}-{number}" for number in range(last + 1, last + 1 + PAGE)]
