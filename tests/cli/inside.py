"""The real command line in the process of the test: the same words and answers, without a start of Python each time."""

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import chdir, redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from unittest.mock import patch

import pytest

from readiness.cli.app import run
from tests.cli.program import Ended
from tests.repository import SETTINGS


def typed(*words: str | Path, folder: Path, environment: Mapping[str, str] | None = None) -> Ended:
    """Return what `readiness` with `words` leaves behind in `folder`."""
    out, err = StringIO(), StringIO()
    with (
        chdir(folder),
        patch.object(sys, "argv", ["readiness", *(os.fspath(word) for word in words)]),
        patch.dict(os.environ, environment or {}),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        code = run()
    return Ended(code, out.getvalue(), err.getvalue())


@pytest.fixture(scope="session")
def nobodys_machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Let nothing of the machine that tests run on be seen: settings of git, hooks, CI, caches, colours."""
    dropped = ("GIT_", "NO_COLOR", "FORCE_COLOR", "COLUMNS", "CI", "GITHUB_", "GITLAB_", "BUILDKITE", "TERM")
    with pytest.MonkeyPatch.context() as patched:
        for name in list(os.environ):
            if name.startswith(dropped):
                patched.delenv(name)
        for name, value in SETTINGS.items():
            patched.setenv(name, value)
        patched.setenv("XDG_CACHE_HOME", os.fspath(tmp_path_factory.mktemp("cache")))
        yield
