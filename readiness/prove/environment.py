"""What a command gets to see of the environment: what every program needs, and what its `env` names. Never more.

Tokens are in the environment of a CI job, and so are files through which one step tells the next what to do
(`GITHUB_ENV`, `GITHUB_PATH`). A command that is executed to prove a change must not reach either.
"""

from collections.abc import Iterable, Mapping
from typing import Final

ALWAYS: Final = frozenset(
    {"PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "LANGUAGE", "TZ", "TMPDIR", "TMP", "TEMP", "VIRTUAL_ENV"}
    | {"XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"}
    | {"CI", "GITHUB_ACTIONS", "GITLAB_CI", "BUILDKITE", "CIRCLECI", "JENKINS_URL", "TF_BUILD"}
)
"""The variables that every command sees, where they are set; and those that begin with `LC_`."""

FIXED: Final = {"TERM": "dumb"}
"""What every command sees instead of what is set: nothing reads its output on a terminal."""

MARK: Final = "READINESS_PROOF"
"""Set to something else for each execution, by which all processes that it started are found again."""


def visible_to_command(environment: Mapping[str, str], names: Iterable[str], mark: str) -> dict[str, str]:
    """Return the part of `environment` that a command sees whose `env` has `names`, with `mark` to know it by."""
    named = frozenset(names)
    seen = {
        name: value for name, value in environment.items() if name in ALWAYS or name in named or name.startswith("LC_")
    }
    fixed = {name: value for name, value in FIXED.items() if name not in named}
    return {**seen, **fixed, MARK: mark}
