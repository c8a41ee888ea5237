"""A forge opened with the token of the environment. The clients are imported here, late: they need an extra."""

from collections.abc import Mapping
from typing import Final

from readiness.publish.errors import NotAllowedError
from readiness.publish.forge import Forge
from readiness.publish.place import Place
from readiness.web.credentials import Credentials, token_in
from readiness.web.refusals import not_installed

_RIGHTS: Final = {
    "github": "`permissions: pull-requests: write, statuses: write` (`checks: write` for --check) in the workflow",
    "gitlab": "the scope `api` and the role Developer in the project",
}
_WHERE: Final = {"github": "GITHUB_API_URL", "gitlab": "CI_API_V4_URL"}
_NO_TOKEN: Final = {
    "github": "add `env: GITHUB_TOKEN: ${{ github.token }}` to the step",
    "gitlab": "put an access token of the project, with the scope `api` and the role Developer, into the variable "
    "READINESS_GITLAB_TOKEN: CI_JOB_TOKEN may not comment",
}


def access_to(place: Place, environment: Mapping[str, str]) -> Forge:
    """Return the forge of `place`, and ask nothing yet.

    Raises:
        NotAllowedError: there is no token.
        NoAnswerError: what is in its variable cannot be a token, or the extra is not installed.
    """
    token = token_in(environment, place.variable)
    if token is None:
        reason = f"there is no token in {place.variable}"
        raise NotAllowedError(reason, _NO_TOKEN[place.forge])
    try:
        from readiness.publish.client import Access  # noqa: PLC0415 - an extra
        from readiness.publish.github import GitHub, graphql_of  # noqa: PLC0415 - the same
        from readiness.publish.gitlab import GitLab  # noqa: PLC0415 - the same
    except ModuleNotFoundError:
        raise not_installed(place.forge) from None
    is_github = place.forge == "github"
    access = Access(
        api=place.api,
        credentials=Credentials.bearer(token) if is_github else Credentials.header("PRIVATE-TOKEN", token),
        variable=place.variable,
        where=_WHERE[place.forge],
        rights=_RIGHTS[place.forge],
        asks_by_post=(_path(graphql_of(place.api)),) if is_github else (),
    )
    return GitHub(access, place.repository) if is_github else GitLab(access, place.repository, place.status_in)


def _path(url: str) -> str:
    return "/" + url.partition("://")[2].partition("/")[2]
