"""GitHub, spoken to. What it says of many issues comes from GraphQL (`github_query`), all else from REST."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import quote, urlsplit

import requests

from readiness.model.tracking import Issue, Reference
from readiness.model.wording import nearest
from readiness.trackers.base import Draft, Found, Heard, Lacking, Reply
from readiness.trackers.batches import in_batches
from readiness.trackers.github import PROJECT, from_url
from readiness.trackers.github_answers import Milestone, found
from readiness.trackers.github_query import MOST, Asker, grouped, is_limited, query_for, replies_in, transferred
from readiness.web.bodies import TooLargeError
from readiness.web.credentials import Credentials, token_in
from readiness.web.errors import NoAnswerError
from readiness.web.kept import KeptAnswers
from readiness.web.manners import again_at, asked_wait
from readiness.web.origin import origin_of
from readiness.web.refusals import limited, not_understood, quoted
from readiness.web.session import asking, open_session

_HEADERS: Final = {"Accept": "application/vnd.github+json", "X-GitHub-Api-Version": "2022-11-28"}
_NEWEST_PAGES: Final = 3
_MOST_PAGES: Final = 100
_MOST_SOUGHT: Final = 10
"""Of how many missing issues of one query it is asked, one request each, whether they were transferred."""
_MOST_SEARCHED: Final = 200
"""How much of a marker is searched for: GitHub takes 256 signs, those that name the project included."""


def open_tracker(name: str, rest: str, graphql: str, variable: str, environment: Mapping[str, str]) -> "GitHub":
    """Return the tracker called `name`, with its interfaces at `rest` and `graphql` and its token in `variable`.

    Raises:
        NoAnswerError: what is in `variable` cannot be a token.
    """
    token = token_in(environment, variable)
    credentials = Credentials.bearer(token) if token else Credentials.none()
    session = open_session(rest, credentials, kept=KeptAnswers.of_user(), asks_by_post=[urlsplit(graphql).path])
    session.headers.update(_HEADERS)
    return GitHub(name, rest, graphql, session, Asker(origin_of(rest).name, variable, given=credentials.given))


@dataclass(frozen=True, slots=True)
class GitHub:
    """One server of GitHub, called `name` in the configuration."""

    name: str
    rest: str
    graphql: str
    session: requests.Session
    asker: Asker

    def look_up(self, references: Sequence[Reference], heard: Heard) -> Mapping[Reference, Reply]:
        """Return a reply for each of `references`; see `Tracker`. GraphQL answers nobody without a token."""
        if not self.asker.given:
            heard(len(references))
            return dict.fromkeys(references, self.asker.refusal(401, b"", "issues"))
        return in_batches(references, MOST, self._replies, heard)

    def open_work(self, project: str, milestone: str) -> Sequence[Issue]:
        """Return the open issues of `milestone`; see `Tracker`."""
        repository = self._repository(project)
        number = self._milestone(repository, project, milestone)
        what = f"the issues of {project} in {quoted(milestone)}"
        query = {"milestone": str(number), "state": "open"}
        listed = self._listed(f"{repository}/issues", query, what, _MOST_PAGES)
        issues = [self._read(project, said, what).issue for said in listed if "pull_request" not in said]
        return tuple(sorted(issues, key=lambda issue: int(issue.reference.issue)))

    def find(self, project: str, marker: str) -> Issue | None:
        """Return the issue whose text holds `marker`, among the newest and then by GitHub's search; see `Tracker`."""
        repository = self._repository(project)
        what = f"the newest issues of {project}"
        newest = {"state": "all", "sort": "created", "direction": "desc"}
        listed = self._listed(f"{repository}/issues", newest, what, _NEWEST_PAGES, cut=True)
        return self._first(project, listed, marker, what) or self._searched(project, marker)

    def create(self, draft: Draft) -> Issue:
        """Open an issue; see `Tracker`. GitHub has no day by which one is due: it is left to the text to say it."""
        what = f"a new issue of {draft.project}"
        if not self.asker.given:
            raise self.asker.refusal(401, b"", what)
        body = {"title": draft.title, "body": draft.body, "labels": list(draft.labels)}
        response = asking(self.session, "POST", f"{self._repository(draft.project)}/issues", json=body)
        if response.status_code != requests.codes.created:
            raise self._refused(response, what)
        return self._read(draft.project, response.json(), what).issue

    def _replies(self, batch: Sequence[Reference]) -> Mapping[Reference, Reply]:
        """Return what one query tells of `batch`, or several where that is more than is read of one answer."""
        groups = grouped(batch)
        try:
            response = asking(self.session, "POST", self.graphql, json=query_for(groups))
        except TooLargeError:
            if len(batch) == 1:
                raise
            half = len(batch) // 2
            return {**self._replies(batch[:half]), **self._replies(batch[half:])}
        if response.status_code != requests.codes.ok:
            raise self._refused(response, "issues")
        answer = response.json()
        if is_limited(answer):
            raise self._limited(response)
        told = replies_in(answer, groups, self.asker)
        missing = [reference for reference, reply in told.items() if isinstance(reply, Lacking)]
        return {**told, **{reference: self._whereabouts(reference) for reference in missing[:_MOST_SOUGHT]}}

    def _whereabouts(self, reference: Reference) -> Reply:
        """Return what has become of an issue that GraphQL does not know: REST knows of one that was transferred."""
        what = f"{reference.project}#{reference.issue}"
        try:
            response = asking(self.session, "GET", f"{self._repository(reference.project)}/issues/{reference.issue}")
            if response.status_code in {requests.codes.not_found, requests.codes.gone} and not response.history:
                return Lacking()
            if response.status_code != requests.codes.ok:
                return self._refused(response, what)
            address = urlsplit(self._read(reference.project, response.json(), what).issue.url or "").path
        except NoAnswerError as error:
            return error
        there = from_url(address.strip("/"))
        if there is None or there == (reference.project, reference.issue):
            return not_understood(self.asker.host, what)
        return transferred(reference, *there)

    def _milestone(self, repository: str, project: str, title: str) -> int:
        what = f"the milestones of {project}"
        titles: list[str] = []
        for said in self._listed(f"{repository}/milestones", {"state": "all"}, what, _MOST_PAGES):
            try:
                milestone = Milestone.model_validate(said)
            except ValueError:
                break
            if milestone.title == title:
                return milestone.number
            titles.append(milestone.title)
        else:
            near = nearest(title, titles)
            action = f"did you mean `{quoted(near)}`?" if near else "write the title as GitHub shows it"
            reason = f"{project} has no milestone `{quoted(title)}` at {self.asker.host}"
            raise NoAnswerError(reason, action)
        raise not_understood(self.asker.host, what)

    def _searched(self, project: str, marker: str) -> Issue | None:
        """Return what GitHub's search finds: that of older issues, for what was opened just now is not in its index."""
        words = " ".join(marker.replace('"', " ").replace("\\", " ").split())[: _MOST_SEARCHED - len(project)]
        what = f"the search in {project}"
        query = {"q": f'"{words}" in:body is:issue repo:{project}', "per_page": "100"}
        response = asking(self.session, "GET", f"{self.rest}/search/issues", params=query)
        if response.status_code != requests.codes.ok:
            raise self._refused(response, what)
        said = response.json()
        items = said.get("items") if isinstance(said, Mapping) else None
        if not isinstance(items, list) or not all(isinstance(one, Mapping) for one in items):
            raise not_understood(self.asker.host, what)
        first = self._first(project, items, marker, what)
        if first is not None:
            return first
        if said.get("incomplete_results") is not False:
            reason = f"{self.asker.host} did not search all of {project}"
            raise NoAnswerError(reason, "try again later")
        return None

    def _first(self, project: str, listed: Iterable[Mapping[str, Any]], marker: str, what: str) -> Issue | None:
        """Return the oldest of the issues `listed` whose text holds `marker`: later ones quote it, or are copies."""
        read = (self._read(project, one, what) for one in listed if "pull_request" not in one)
        holding = [one.issue for one in read if marker in one.text]
        return min(holding, key=lambda issue: int(issue.reference.issue), default=None)

    def _listed(
        self, url: str, query: Mapping[str, str], what: str, most: int, *, cut: bool = False
    ) -> Iterator[Mapping[str, Any]]:
        """Yield the entries of at most `most` pages from `url` on; more of them is an error, unless `cut` is wanted."""
        following, params = url, {**query, "per_page": "100"}
        for _ in range(most):
            response = asking(self.session, "GET", following, params=params)
            if response.status_code != requests.codes.ok:
                raise self._refused(response, what)
            page = response.json()
            if not isinstance(page, list) or not all(isinstance(one, Mapping) for one in page):
                raise not_understood(self.asker.host, what)
            yield from page
            # The address of the next page has the query in it.
            following, params = response.links.get("next", {}).get("url", ""), {}
            if not following:
                return
        if not cut:
            reason = f"{self.asker.host} lists more than {most * 100} of {what}"
            raise NoAnswerError(reason, "close or move what nobody will do")

    def _repository(self, project: str) -> str:
        """Return the address of `project`."""
        if not re.fullmatch(PROJECT, project):
            reason = f"`{quoted(project)}` is no project of GitHub"
            raise NoAnswerError(reason, "write it as owner/repo")
        owner, _, name = project.partition("/")
        return f"{self.rest}/repos/{quote(owner, safe='')}/{quote(name, safe='')}"

    def _read(self, project: str, said: object, what: str) -> Found:
        try:
            number = said["number"] if isinstance(said, Mapping) else None
            return found(Reference(self.name, project, str(number)), said)
        except (ValueError, KeyError):
            failure = not_understood(self.asker.host, what)
        raise failure

    def _refused(self, response: requests.Response, what: str) -> NoAnswerError:
        # Some limits come as a 403 without any header that says so.
        if response.status_code == requests.codes.forbidden and b"rate limit" in response.content.lower():
            return self._limited(response)
        return self.asker.refusal(response.status_code, response.content, what)

    def _limited(self, response: requests.Response) -> NoAnswerError:
        now = datetime.now(UTC)
        wait_s = asked_wait(response.headers, now)
        return limited(self.asker.host, None if wait_s is None else again_at(now, wait_s))
