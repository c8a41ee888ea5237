"""What a Redmine says about issues. Imported late, with `redmine_client`."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final

from readiness.model.tracking import Issue, IssueState, Reference
from readiness.trackers.base import Draft, Found, Heard, Lacking, Reply
from readiness.trackers.batches import in_batches
from readiness.trackers.redmine_client import PAGE, Answer, Client
from readiness.web.errors import NoAnswerError
from readiness.web.refusals import not_understood, quoted

_PROJECT: Final = re.compile(r"[A-Za-z0-9_-]{1,100}")
_MOST_OPEN: Final = 10_000
"""A milestone with more open issues than this is none that anybody audits."""


class Redmine:
    """A `Tracker`. What it has learned of versions and statuses it keeps for as long as it lives."""

    def __init__(self, name: str, client: Client) -> None:
        """Call the Redmine behind `client` by its `name` in the configuration."""
        self._name = name
        self._client = client
        self._versions: dict[int, dict[int, date | None]] = {}
        self._statuses: Mapping[int, bool] | None = None

    def look_up(self, references: Sequence[Reference], heard: Heard) -> Mapping[Reference, Reply]:
        """Return a reply for each of `references`; it raises nothing."""
        return in_batches(references, PAGE, self._ask, heard)

    def open_work(self, project: str, milestone: str) -> Sequence[Issue]:
        """Return the open issues of the version `milestone` of `project` and of what is below it.

        Raises:
            NoAnswerError: no answer, or no such version.
        """
        self._check(project)
        if self._client.given:
            self._client.knows_who_asks()
        versions = self._client.versions(project)
        wanted = {version.id for version in versions if version.name == milestone}
        if not wanted:
            names = ", ".join(sorted({f"`{version.name}`" for version in versions})) or "none"
            reason = f"project {project} at {self._client.host} has no version called `{milestone}`"
            raise NoAnswerError(reason, quoted(f"write one that it has: {names}"))
        filters = {
            "project_id": project,
            "subproject_id": "*",
            "fixed_version_id": "|".join(str(number) for number in sorted(wanted)),
            "status_id": "open",
            "sort": "id",
        }
        what = f"the open issues of {milestone}"
        answers = list(self._pages(what, filters))
        if not all(answer.fixed_version and answer.fixed_version.id in wanted for answer in answers):
            raise not_understood(self._client.host, what)
        return [issue for issue in map(self._issue, answers) if issue.state is IssueState.OPEN]

    def find(self, project: str, marker: str) -> Issue | None:
        """Return the first issue of `project`, open or closed, whose description holds `marker`; None without one.

        Redmine compares the words of a description with those of the filter in its database, so it misses nothing, and
        finds too much. The newest issues are looked through as well, lest it reads the marker in a way of its own.

        Raises:
            NoAnswerError: no answer.
        """
        self._check(project)
        everything = {"project_id": project, "status_id": "*", "sort": "id:desc"}
        newest, _ = self._client.list_issues(f"project {project}", everything)
        same_words = self._pages(f"project {project}", {**everything, "description": f"~{marker}"})
        holding = {answer.id: answer for answer in (*newest, *same_words) if marker in (answer.description or "")}
        return self._issue(holding[min(holding)]) if holding else None

    def create(self, draft: Draft) -> Issue:
        """Open an issue, of the first kind and the usual priority of the project.

        Raises:
            NoAnswerError: no answer, or a refusal.
        """
        self._check(draft.project)
        due = {"due_date": draft.due.isoformat()} if draft.due else {}
        return self._issue(self._client.create(draft.project, subject=draft.title, description=draft.body, **due))

    def _check(self, project: str) -> None:
        if not _PROJECT.fullmatch(project):
            host = self._client.host
            reason = f"`{quoted(project)}` is no project at {host}" if project else f"no project at {host} is named"
            action = f"name it as its address does; one for new issues is `project` below `[trackers.{self._name}]`"
            raise NoAnswerError(reason, action)

    def _ask(self, batch: Sequence[Reference]) -> Mapping[Reference, Reply]:
        numbers = ",".join(reference.issue for reference in batch)
        listed, _ = self._client.list_issues("its issues", {"issue_id": numbers, "status_id": "*"})
        known = {str(answer.id): answer for answer in listed}
        return {reference: self._reply(reference, known.get(reference.issue)) for reference in batch}

    def _reply(self, reference: Reference, answer: Answer | None) -> Reply:
        """Return what is known of an issue, from the list, or, where that left it out, from asking for it alone.

        A list leaves out what its reader may not see. Asked for one issue, Redmine says 404 where there is none, and
        401 or 403 where it hides one. An address that leads beside it has a 404 for everything, so that a Redmine is
        there is made sure of first.
        """
        try:
            if answer is None:
                self._is_closed_by_status()
                answer = self._client.issue(int(reference.issue))
            if answer is None:
                return Lacking()
            return Found(self._issue(answer), f"{answer.subject}\n{answer.description or ''}")
        except NoAnswerError as error:
            return error

    def _pages(self, what: str, filters: Mapping[str, object]) -> Iterator[Answer]:
        """Yield the issues that `filters` leave, page by page."""
        seen, total = 0, 1
        while seen < total:
            page, total = self._client.list_issues(what, filters, seen)
            if total > _MOST_OPEN or (not page and seen < total):
                raise not_understood(self._client.host, what)
            yield from page
            seen += len(page)

    def _issue(self, answer: Answer) -> Issue:
        closed = answer.status.is_closed
        if closed is None:
            closed = self._is_closed_by_status().get(answer.status.id)
        if closed is None:
            raise not_understood(self._client.host, f"the status of issue {answer.id}")
        return Issue(
            reference=Reference(self._name, "", str(answer.id)),
            state=IssueState.CLOSED if closed else IssueState.OPEN,
            title=answer.subject,
            why=answer.status.name if closed else None,
            assignees=(answer.assigned_to.name,) if answer.assigned_to else (),
            due=answer.due_date or self._due_of_version(answer),
            milestone=answer.fixed_version.name if answer.fixed_version else None,
            updated=answer.updated_on,
            url=f"{self._client.url}/issues/{answer.id}",
        )

    def _is_closed_by_status(self) -> Mapping[int, bool]:
        if self._statuses is None:
            self._statuses = self._client.statuses()
        return self._statuses

    def _due_of_version(self, answer: Answer) -> date | None:
        if answer.fixed_version is None:
            return None
        number = answer.fixed_version.id
        # A date that nobody may read is not "no date": what goes wrong here is the reply about the issue.
        if answer.project.id not in self._versions:
            listed = self._client.versions(answer.project.id)
            self._versions[answer.project.id] = {version.id: version.due_date for version in listed}
        known = self._versions[answer.project.id]
        if number not in known:
            # One that its project no longer shares with that of the issue.
            known[number] = self._client.version(number).due_date
        return known[number]
