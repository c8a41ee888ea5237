"""Real git repositories for tests: fixed dates and identity, nobody's settings, `GIT_*` of the caller scrubbed."""

import hashlib
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import pytest

DATE: Final = "2026-05-04T09:00:00+00:00"
SETTINGS: Final = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
_IDENTITY: Final = {
    "GIT_AUTHOR_NAME": "release-team",
    "GIT_AUTHOR_EMAIL": "release-team@example.com",
    "GIT_AUTHOR_DATE": DATE,
    "GIT_COMMITTER_NAME": "release-team",
    "GIT_COMMITTER_EMAIL": "release-team@example.com",
    "GIT_COMMITTER_DATE": DATE,
}


class RepositoryBuilder:
    """A folder in which git can be run; `start` makes it a repository."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.mkdir(parents=True, exist_ok=True)

    def start(self, *options: str) -> "RepositoryBuilder":
        """Make this a repository on branch `main`."""
        self.git("init", "--quiet", "--initial-branch=main", *options)
        return self

    def git(self, *arguments: str, feed: bytes | None = None, environment: Mapping[str, str] | None = None) -> str:
        """Run git here; what it printed, without the space around it."""
        clean = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        done = subprocess.run(
            ["git", "-c", "protocol.file.allow=always", *arguments],
            cwd=self.path,
            env={**clean, **SETTINGS, **_IDENTITY, **(environment or {})},
            input=feed,
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, os.fsdecode(done.stderr)
        return os.fsdecode(done.stdout).strip()

    def write(self, name: str, content: str | bytes = "x\n") -> Path:
        """Write a file, with the folders that it needs."""
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def commit(self, files: Mapping[str, str] | None = None, message: str = "Change") -> str:
        """Write `files`, commit everything that is not ignored, and return the commit's id."""
        for name, content in (files or {}).items():
            self.write(name, content)
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", message)
        return self.git("rev-parse", "HEAD")

    def clone(self, path: Path, *options: str) -> "RepositoryBuilder":
        """Clone this repository to `path`."""
        self.git("clone", "--quiet", *options, self.path.as_uri(), os.fspath(path))
        return RepositoryBuilder(path)


def content_of(folder: Path) -> str:
    """Return a digest of everything below `folder`: names, kinds, bytes, and times of the files."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*"), key=os.fsencode):
        facts = path.lstat()
        times = b"" if path.is_dir() else b"%d" % facts.st_mtime_ns
        data = path.read_bytes() if path.is_file() and not path.is_symlink() else b""
        digest.update(b"%s\0%o\0%s\0%s\0" % (os.fsencode(path), facts.st_mode, times, hashlib.sha256(data).digest()))
    return digest.hexdigest()


@pytest.fixture
def git_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the program's own git see nobody's settings, and no variable that a hook left behind."""
    for name in list(os.environ):
        if name.startswith("GIT_"):
            monkeypatch.delenv(name)
    for name, value in SETTINGS.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def repository(tmp_path: Path, git_settings: None) -> RepositoryBuilder:  # noqa: ARG001 - used for its effect
    """Return an empty repository in a folder of its own."""
    return RepositoryBuilder(tmp_path / "repository").start()
