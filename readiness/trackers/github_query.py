"""One GraphQL query for many issues, and the replies in its answer. Pure.

Names and numbers go into the variables of the query; its text depends on nothing but how many there are of each. Every
repository and every issue has an alias, `r0` and `i0`, to which errors refer by their path. An alias that is left out,
or is null without an error, is an error: nobody said that the issue is not there.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from readiness.model.tracking import Reference
from readiness.trackers.base import Lacking, Reply
from readiness.trackers.github_answers import found
from readiness.web.errors import NoAnswerError
from readiness.web.refusals import not_understood, quoted, refusal

MOST: Final = 100
"""How many issues one query asks for."""

_DESCRIBED: Final = """
fragment described on Issue {
  number title body state stateReason updatedAt url
  repository { nameWithOwner }
  assignees(first: 100) { nodes { login } }
  labels(first: 100) { nodes { name } }
  milestone { title dueOn }
}
"""
_STATUS: Final = {"NOT_FOUND": 404, "FORBIDDEN": 403, "INSUFFICIENT_SCOPES": 403}
"""What the types of errors are called in HTTP."""

Grouped = Mapping[str, Sequence[Reference]]
"""References by their project."""


@dataclass(frozen=True, slots=True)
class Asker:
    """Who is asked and with which variable's token, as errors name them; `given` says whether there is one."""

    host: str
    variable: str
    given: bool = True

    def refusal(self, status: int, body: object, what: str) -> NoAnswerError:
        """Return the error for an answer `status` with `body` about `what`."""
        return refusal(status, body, host=self.host, variable=self.variable, what=what, given=self.given)


def grouped(references: Sequence[Reference]) -> Grouped:
    """Return `references` by project, in the order in which they are asked for."""
    groups: dict[str, list[Reference]] = {}
    for reference in references:
        groups.setdefault(reference.project, []).append(reference)
    return groups


def query_for(groups: Grouped) -> Mapping[str, Any]:
    """Return query and variables for `groups`, as they are sent."""
    declared: list[str] = []
    asked: list[str] = []
    variables: dict[str, str | int] = {}
    for at, (project, references) in enumerate(groups.items()):
        variables[f"owner{at}"], _, variables[f"name{at}"] = project.partition("/")
        declared += [f"$owner{at}: String!", f"$name{at}: String!"]
        issues = []
        for number, reference in enumerate(references):
            variables[f"n{at}_{number}"] = int(reference.issue)
            declared.append(f"$n{at}_{number}: Int!")
            issues.append(f"i{number}: issueOrPullRequest(number: $n{at}_{number}) {{ __typename ...described }}")
        within = "\n".join(["nameWithOwner hasIssuesEnabled", *issues])
        asked.append(f"r{at}: repository(owner: $owner{at}, name: $name{at}) {{\n{within}\n}}")
    text = f"query followUps({', '.join(declared)}) {{\n{chr(10).join(asked)}\n}}\n{_DESCRIBED}"
    return {"query": text, "variables": variables}


def is_limited(answer: object) -> bool:
    """Whether GitHub says, with a status of success, that there were too many requests."""
    return any(
        str(error.get("type", "")).startswith("RATE_LIMIT") or "rate limit" in str(error.get("message", "")).lower()
        for error in _errors(answer)
    )


def replies_in(answer: object, groups: Grouped, asker: Asker) -> Mapping[Reference, Reply]:
    """Return what `answer` says about each of `groups`. `Lacking` is an issue that is not there under its number.

    Raises:
        NoAnswerError: it says nothing that belongs to one of them.
    """
    data = answer.get("data") if isinstance(answer, Mapping) else None
    aliases = {f"r{at}" for at in range(len(groups))} if isinstance(data, Mapping) else set()
    wrong: dict[tuple[str, str], Mapping[str, Any]] = {}
    for error in _errors(answer):
        path = error.get("path")
        if not isinstance(path, Sequence) or isinstance(path, str) or not path or path[0] not in aliases:
            raise _error({**error, "deep": True}, "the question about issues", asker)
        alias = str(path[1]) if len(path) > 1 else ""
        # What is wrong with a part of an issue leaves a hole in it, and says nothing of whether the issue is there.
        wrong[str(path[0]), alias] = {**error, "deep": len(path) > 2}  # noqa: PLR2004 - repository, issue
    if not isinstance(data, Mapping):
        raise not_understood(asker.host, "issues")
    replies: dict[Reference, Reply] = {}
    for at, (project, references) in enumerate(groups.items()):
        repository = data.get(f"r{at}")
        failed = wrong.get((f"r{at}", "")) or _beside(wrong, f"r{at}", len(references))
        for number, reference in enumerate(references):
            if failed is not None or not isinstance(repository, Mapping):
                replies[reference] = _error(failed, f"repository {project}", asker)
            else:
                replies[reference] = _reply(reference, repository, number, wrong.get((f"r{at}", f"i{number}")), asker)
    return replies


def _beside(
    wrong: Mapping[tuple[str, str], Mapping[str, Any]], repository: str, count: int
) -> Mapping[str, Any] | None:
    """Return an error about `repository` that is about none of its issues, such as about its name."""
    issues = {f"i{number}" for number in range(count)}
    return next((error for (at, alias), error in wrong.items() if at == repository and alias not in issues), None)


def _reply(
    reference: Reference, repository: Mapping[str, Any], number: int, error: Mapping[str, Any] | None, asker: Asker
) -> Reply:
    what = f"{reference.project}#{reference.issue}"
    if repository.get("hasIssuesEnabled") is not True:
        return NoAnswerError(
            f"{reference.project} has no issues at {asker.host}", "name another project, or enable them"
        )
    said = repository.get(f"i{number}")
    if error is not None:
        gone = said is None and error.get("type") == "NOT_FOUND" and not error["deep"]
        return Lacking() if gone else _error(error, what, asker)
    if not isinstance(said, Mapping):
        return _error(None, what, asker)
    if said.get("__typename") == "PullRequest":
        return NoAnswerError(f"{what} is a pull request, not an issue", "name the issue that it is for")
    return _issue(reference, repository, said, asker)


def _issue(reference: Reference, repository: Mapping[str, Any], said: Mapping[str, Any], asker: Asker) -> Reply:
    what = f"{reference.project}#{reference.issue}"
    try:
        issue = found(reference, said)
        at, number = str(said["repository"]["nameWithOwner"]), said["number"]
    except (ValueError, KeyError, TypeError):
        return not_understood(asker.host, what)
    if at != repository.get("nameWithOwner") or str(number) != reference.issue:
        return transferred(reference, at, str(number))
    return issue


def transferred(reference: Reference, project: str, issue: str) -> NoAnswerError:
    """Return the error for an issue that has another name now."""
    there = Reference(reference.tracker, project, issue)
    return NoAnswerError(f"{reference.project}#{reference.issue} was transferred", f"write it as `{there}`")


def _error(error: Mapping[str, Any] | None, what: str, asker: Asker) -> NoAnswerError:
    """Return what `error` says about `what`; nothing where something has to be is one, too."""
    if error is None:
        return NoAnswerError(f"the answer of {asker.host} says nothing about {what}", "try again")
    status = None if error.get("deep") else _STATUS.get(str(error.get("type")))
    if status is None:
        said = quoted(str(error.get("message") or "an error without words"))
        return NoAnswerError(f"{asker.host} fails on {what}: {said}", "try again later")
    return asker.refusal(status, error, what)


def _errors(answer: object) -> Iterator[Mapping[str, Any]]:
    said = answer.get("errors") if isinstance(answer, Mapping) else None
    for error in said if isinstance(said, Sequence) and not isinstance(said, str) else ():
        yield error if isinstance(error, Mapping) else {"message": str(error)}
