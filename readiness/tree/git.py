"""Git plumbing: the only importer of gitpython. Arguments in, bytes out, exit status checked.

Source: the program `git` on the PATH. What it prints is bytes, NUL-terminated where a path can be in it.

The caller's `GIT_*` variables are taken out of the environment of this process when a `Git` is made, because gitpython
hands `os.environ` to every child and inside a hook they name another repository or index. What stays says where git
and its settings are, and how it reaches other machines, where it may. `GIT_INDEX_FILE` stays too, for
`inherited_index`, and is overruled for each child.
"""

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from readiness.errors import Problem, ReadinessError

_SETTLED: Final = ("GIT_EXEC_PATH", "GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM", "GIT_CONFIG_COUNT")
_REACHING: Final = ("GIT_SSH", "GIT_SSH_COMMAND", "GIT_SSH_VARIANT", "GIT_ASKPASS", "GIT_PROXY_COMMAND")
_KEPT: Final = (*_SETTLED, *_REACHING)
_KEPT_PREFIXES: Final = ("GIT_CONFIG_KEY_", "GIT_CONFIG_VALUE_", "GIT_SSL_", "GIT_HTTP_")
_INDEX_FILE: Final = "GIT_INDEX_FILE"

_ENVIRONMENT: Final = {
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    # No transport is allowed, so nothing is fetched behind our back; the second says the same to newer gits.
    "GIT_ALLOW_PROTOCOL": "",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_PAGER": "cat",
    "LC_ALL": "C",
}

_SETTINGS: Final = (
    "core.fsmonitor=false",
    "core.splitIndex=false",
    # What git may be told to save on when it looks for changes must not hide one from a proof.
    "core.trustctime=true",
    "core.checkStat=default",
    f"core.hooksPath={os.devnull}",
)
_COMMAND: Final = ("git", "--no-pager", *(part for setting in _SETTINGS for part in ("-c", setting)))


class GitFailedError(Exception):
    """Git ended with another status than 0; `said` is what it wrote to its standard error."""

    def __init__(self, arguments: tuple[str, ...], status: int, said: str) -> None:
        while arguments[0] == "-c":
            arguments = arguments[2:]
        super().__init__(f"git {arguments[0]} failed with exit status {status}: {said or 'it said nothing'}")
        self.said = said

    def as_problem(self) -> ReadinessError:
        """Return this as an error for the user (RDY050)."""
        fix = "Run `git status` and `git fsck` there; what git complains about has to be repaired first."
        return ReadinessError(Problem("RDY050", str(self), fix))


class Git:
    """Runs git in one folder. `environment` is added to what every child gets."""

    def __init__(self, folder: Path, environment: Mapping[str, str] | None = None) -> None:
        _scrub()
        # Without this, a missing git makes the import itself fail, in words that are not ours.
        os.environ["GIT_PYTHON_REFRESH"] = "quiet"
        from git.cmd import Git as Command  # noqa: PLC0415 - 0.05 s that a run without git need not pay

        del os.environ["GIT_PYTHON_REFRESH"]
        self._folder = folder
        self._command = Command(os.fspath(folder))
        self._environment = {**_ENVIRONMENT, **(environment or {})}

    def given(self, environment: Mapping[str, str]) -> "Git":
        """Return what runs git in the same folder with more in the environment."""
        return Git(self._folder, {**self._environment, **environment})

    def run(self, *arguments: str, feed: bytes = b"", environment: Mapping[str, str] | None = None) -> bytes:
        """Return what git printed, given `feed` as its standard input.

        Raises:
            ReadinessError: RDY053, git cannot be started.
            GitFailedError: git ended with another status than 0.
        """
        status, printed, said = self._finish(arguments, feed, {**self._environment, **(environment or {})})
        if status != 0:
            raise GitFailedError(arguments, status, said.strip())
        return printed

    def _finish(self, arguments: tuple[str, ...], feed: bytes, environment: dict[str, str]) -> tuple[int, bytes, str]:
        from git.exc import GitCommandNotFound  # noqa: PLC0415 - as above

        # A file, not a pipe, so that neither side ever waits for the other to read.
        with tempfile.TemporaryFile() as stdin:
            stdin.write(feed)
            stdin.seek(0)
            try:
                status, printed, said = self._command.execute(
                    [*_COMMAND, *arguments],
                    istream=stdin,
                    env=environment,
                    with_extended_output=True,
                    with_exceptions=False,
                    stdout_as_string=False,
                    strip_newline_in_stdout=False,
                )
            except GitCommandNotFound as error:
                raise no_git() from error
        return status, printed, said


def no_git() -> ReadinessError:
    """Return the error for a machine without git (RDY053)."""
    message = "The program git cannot be started, and this folder can be read through git only."
    return ReadinessError(Problem("RDY053", message, "Install git and put it on the PATH."))


def inherited_index(git_dir: Path, top: Path) -> Path | None:
    """Return the index that a hook was told to look at, if it is one of this repository's own.

    `git commit -a` and `git commit PATH` run their hooks with an index that is not yet `.git/index`.
    """
    named = os.environ.get(_INDEX_FILE)
    if not named:
        return None
    index = Path(os.path.realpath(top / named))
    inside = index.is_relative_to(os.path.realpath(git_dir))
    return index if inside and index.is_file() else None


def _scrub() -> None:
    for name in list(os.environ):
        kept = name in _KEPT or name == _INDEX_FILE or name.startswith(_KEPT_PREFIXES)
        if name.startswith("GIT_") and not kept:
            del os.environ[name]
