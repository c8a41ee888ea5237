"""Where results go on GitHub, from the variables of GitHub Actions and the event that started the job.

In a pull request the job is about the merge with its base, which is no commit of the branch; people look at the head of
the branch, so that is what is marked. A `workflow_run` after a fork's job names no pull request: it is looked for by
the branch, and believed only if it is at the commit that the job ran for.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, StrictInt, StrictStr, ValidationError

from readiness.errors import Problem, ReadinessError, why_of
from readiness.model.place import Location
from readiness.model.wording import shown
from readiness.publish.place import Place, Wish, check_address, refuse

TOKEN: Final = "GITHUB_TOKEN"  # noqa: S105 - the name of a variable
_API: Final = "https://api.github.com"
_SERVER: Final = "https://github.com"
_REPOSITORY: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*/(?!\.{1,2}\Z)[A-Za-z0-9._-]+")
_MOST_BYTES: Final = 32 * 1024 * 1024
_WEAK_BOTS: Final = frozenset({"dependabot[bot]"})


class _Part(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class _Repository(_Part):
    full_name: StrictStr


class _Owner(_Part):
    login: StrictStr


class _Commit(_Part):
    sha: StrictStr | None = None
    repo: _Repository | None = None


class _Pull(_Part):
    number: StrictInt
    head: _Commit
    user: _Owner | None = None


class _HeadRepository(_Part):
    owner: _Owner


class _Run(_Part):
    head_sha: StrictStr
    head_branch: StrictStr | None = None
    head_repository: _HeadRepository | None = None
    event: StrictStr | None = None


class _Group(_Part):
    head_sha: StrictStr


class _Event(_Part):
    pull_request: _Pull | None = None
    workflow_run: _Run | None = None
    merge_group: _Group | None = None


def place_of(wish: Wish, environment: Mapping[str, str]) -> Place:
    """Return the place.

    Raises:
        ReadinessError: RDY056 or RDY050, as in `readiness.publish.place`.
    """
    repository = wish.repository or environment.get("GITHUB_REPOSITORY") or ""
    if _REPOSITORY.fullmatch(repository) is None:
        what = f"{shown(repository)} is no repository of GitHub" if repository else "no repository is named"
        refuse(what, "write --repository owner/name")
    event = _event(environment)
    pull, run, group = event.pull_request, event.workflow_run, event.merge_group
    of_pull_request = run is not None and (run.event or "").startswith("pull_request")
    number = wish.number or (pull.number if pull else None)
    told = (pull.head.sha if pull else None) or (run.head_sha if run else None) or (group.head_sha if group else None)
    server = environment.get("GITHUB_SERVER_URL") or _SERVER
    api = (environment.get("GITHUB_API_URL") or _API).rstrip("/")
    check_address(api, "GITHUB_API_URL")
    summary = environment.get("GITHUB_STEP_SUMMARY")
    return Place(
        forge="github",
        api=api,
        repository=repository,
        status_in=repository,
        number=number,
        head=_head(run) if number is None and of_pull_request else None,
        sha=wish.sha or told or environment.get("GITHUB_SHA") or None,
        key=wish.key,
        link=wish.link or _job(server, environment),
        weak=_weak(pull, repository, environment),
        summary=Path(summary) if summary else None,
        variable=TOKEN,
    )


def _event(environment: Mapping[str, str]) -> _Event:
    path = environment.get("GITHUB_EVENT_PATH")
    if not path:
        return _Event()
    try:
        with Path(path).open("rb") as file:
            return _Event.model_validate_json(file.read(_MOST_BYTES))
    except FileNotFoundError:
        return _Event()
    except OSError as error:
        why = why_of(error)
        raise _unreadable(path, why) from error
    except ValidationError:
        raise _unreadable(path, "it describes no event of GitHub") from None


def _unreadable(path: str, why: str) -> ReadinessError:
    return ReadinessError(Problem("RDY050", why, "let GITHUB_EVENT_PATH be as GitHub Actions sets it", Location(path)))


def _head(run: _Run | None) -> str | None:
    if run is None or run.head_repository is None or not run.head_branch:
        return None
    return f"{run.head_repository.owner.login}:{run.head_branch}"


def _job(server: str, environment: Mapping[str, str]) -> str | None:
    repository, run = environment.get("GITHUB_REPOSITORY"), environment.get("GITHUB_RUN_ID", "")
    if not repository or not (run.isascii() and run.isdigit()):
        return None
    attempt = environment.get("GITHUB_RUN_ATTEMPT", "")
    again = f"/attempts/{attempt}" if attempt.isascii() and attempt.isdigit() else ""
    return f"{server}/{repository}/actions/runs/{run}{again}"


def _weak(pull: _Pull | None, repository: str, environment: Mapping[str, str]) -> str | None:
    """Return why the token may do no more than read: with `pull_request_target` and the like it is the base's own."""
    name = environment.get("GITHUB_EVENT_NAME", "")
    if pull is None or not name.startswith("pull_request") or name == "pull_request_target":
        return None
    if pull.head.repo is None or pull.head.repo.full_name.lower() != repository.lower():
        return "the pull request comes from a fork"
    if pull.user is not None and pull.user.login in _WEAK_BOTS:
        return "the pull request is Dependabot's"
    return None
