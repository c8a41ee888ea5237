"""Where results go on GitLab, from the variables of GitLab CI.

A pipeline of a merge request from a fork runs in the fork, and may not have the variables of the project. The comment
goes to the project of the merge request, the status to the one that the pipeline runs in. In a pipeline for the merged
result the commit of the job is none of the branch; then GitLab names that one apart.
"""

import re
from collections.abc import Mapping
from typing import Final

from readiness.model.wording import shown
from readiness.publish.place import Place, Wish, check_address, refuse

TOKEN: Final = "READINESS_GITLAB_TOKEN"  # noqa: S105 - the name of a variable
_API: Final = "https://gitlab.com/api/v4"
_PART: Final = r"\.?[A-Za-z0-9_][A-Za-z0-9_.-]*"
_PROJECT: Final = re.compile(rf"[1-9][0-9]*|{_PART}(?:/{_PART})+")


def place_of(wish: Wish, environment: Mapping[str, str]) -> Place:
    """Return the place.

    Raises:
        ReadinessError: RDY056, as in `readiness.publish.place`.
    """
    own = environment.get("CI_PROJECT_ID", "")
    project = wish.repository or environment.get("CI_MERGE_REQUEST_PROJECT_ID") or own
    if _PROJECT.fullmatch(project) is None:
        what = f"{shown(project)} is no project of GitLab" if project else "no project is named"
        refuse(what, "write --repository group/project")
    iid = environment.get("CI_MERGE_REQUEST_IID", "")
    number = wish.number or (int(iid) if re.fullmatch(r"[1-9][0-9]{0,9}", iid, re.ASCII) else None)
    api = (environment.get("CI_API_V4_URL") or _API).rstrip("/")
    check_address(api, "CI_API_V4_URL")
    source = environment.get("CI_MERGE_REQUEST_SOURCE_PROJECT_ID")
    target = environment.get("CI_MERGE_REQUEST_PROJECT_ID")
    of_fork = bool(source and target and source != target)
    return Place(
        forge="gitlab",
        api=api,
        repository=project,
        status_in=wish.repository or (own if _PROJECT.fullmatch(own) else project),
        number=number,
        head=None,
        sha=wish.sha or environment.get("CI_MERGE_REQUEST_SOURCE_BRANCH_SHA") or environment.get("CI_COMMIT_SHA"),
        key=wish.key,
        link=wish.link or environment.get("CI_JOB_URL") or None,
        weak="the merge request comes from a fork" if of_fork else None,
        summary=None,
        variable=TOKEN,
    )
