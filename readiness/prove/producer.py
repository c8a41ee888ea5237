"""Who makes records here: the account, the machine, and in CI the system and its run. All of it is a claim."""

import getpass
import os
import platform
from collections.abc import Mapping
from typing import Final

from readiness.model.record import Producer

_CI: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    "GITHUB_ACTIONS": ("github-actions", ("GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "GITHUB_RUN_ID")),
    "GITLAB_CI": ("gitlab-ci", ("CI_JOB_URL",)),
    "BUILDKITE": ("buildkite", ("BUILDKITE_BUILD_URL",)),
    "CIRCLECI": ("circleci", ("CIRCLE_BUILD_URL",)),
    "JENKINS_URL": ("jenkins", ("BUILD_URL",)),
    "TF_BUILD": ("azure-pipelines", ("BUILD_BUILDURI",)),
}
"""The variable that gives a system away, its name, and the variables that together name its run."""


def producer_of(environment: Mapping[str, str]) -> Producer:
    """Return who makes records, as `environment` (and the account) has it."""
    for given, (system, parts) in _CI.items():
        if environment.get(given):
            run = "/".join(environment[part] for part in parts if environment.get(part))
            return Producer(user=_account(), ci=system, run=run or None)
    return Producer(user=_account(), ci="unknown" if environment.get("CI") else None)


def host() -> Mapping[str, str]:
    """Return what describes this machine: system, release, architecture, version of Python."""
    return {
        "system": platform.system(),
        "release": platform.release(),
        "architecture": platform.machine(),
        "python": platform.python_version(),
    }


def _account() -> str | None:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        # A container may run as a number that no account has.
        return str(os.getuid()) if hasattr(os, "getuid") else None
