"""The demo's repository: files from `templates/demo`, dates relative to a day, three commits.

The same day gives the same commits, down to their ids.
"""

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from difflib import unified_diff
from pathlib import Path, PurePosixPath
from typing import Final

from readiness.errors import Problem, ReadinessError
from readiness.render.templates import demo_files

_HISTORY: Final[Sequence[tuple[str, tuple[str, ...]]]] = (
    ("Sell tea and cups", ("readme.md", ".gitignore", "shop", "tests")),
    ("Say how to deploy, and how to go back", ("docs", "runbooks")),
    ("Plan the public launch", (".readiness", "scopes", "sign-off.patch")),
)
_SCOPE: Final = "scopes/public-launch.yaml"


def build(folder: Path, today: date) -> None:
    """Write the demo's repository into `folder`, which has to be new or empty.

    Raises:
        ReadinessError: RDY050 if `folder` is not empty or cannot be written, RDY053 if there is no git.
    """
    if shutil.which("git") is None:
        raise ReadinessError(Problem("RDY053", "there is no git to run", "install git"))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        occupied = any(folder.iterdir())
        if not occupied:
            _write(folder, _files(today))
    except OSError as error:
        why = (error.strerror or "it cannot be written").lower()
        raise ReadinessError(_unusable(folder, f"cannot be used: {why}")) from error
    if occupied:
        raise ReadinessError(_unusable(folder, "is not empty"))
    _commit(folder, today)


def _unusable(folder: Path, why: str) -> Problem:
    return Problem("RDY050", f"the folder {folder} {why}", "name a new folder: `readiness demo FOLDER`")


def _files(today: date) -> Mapping[str, str]:
    """Return the files of the demo by path, with the patch that signs the terms off."""
    days = {"today": today, "launch": today + timedelta(days=14), "dashboard_due": today + timedelta(days=60)}
    unsigned, signed = (demo_files({**days, "signed": signed}) for signed in (False, True))
    before, after = (files[_SCOPE].splitlines(keepends=True) for files in (unsigned, signed))
    return {**unsigned, "sign-off.patch": "".join(unified_diff(before, after, f"a/{_SCOPE}", f"b/{_SCOPE}"))}


def _write(folder: Path, files: Mapping[str, str]) -> None:
    for path, text in files.items():
        target = folder / PurePosixPath(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="\n")


def _commit(folder: Path, today: date) -> None:
    _git(folder, "init", "--quiet", "--initial-branch=main", "--template=")
    for number, (subject, paths) in enumerate(_HISTORY):
        when = datetime.combine(today - timedelta(days=3 - number), time(9), UTC).isoformat()
        _git(folder, "add", "--", *paths)
        _git(folder, "commit", "--quiet", "--no-verify", "--no-gpg-sign", "--message", subject, at=when)


def _git(folder: Path, *arguments: str, at: str | None = None) -> None:
    """Run git in `folder`, as nobody in particular, untouched by the caller's settings for other repositories."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    if at is not None:
        environment |= {f"GIT_{role}_DATE": at for role in ("AUTHOR", "COMMITTER")}
        environment |= {f"GIT_{role}_NAME": "Shop team" for role in ("AUTHOR", "COMMITTER")}
        environment |= {f"GIT_{role}_EMAIL": "shop@example.invalid" for role in ("AUTHOR", "COMMITTER")}
    try:
        subprocess.run(  # noqa: S603 - fixed words and the demo's own paths
            ["git", "-c", "core.autocrlf=false", "-C", str(folder), *arguments],  # noqa: S607 - the user's git
            env=environment,
            check=True,
            capture_output=True,
        )
    except subprocess.CalledProcessError as error:
        said = error.stderr.decode(errors="replace").strip()
        raise ReadinessError(_unusable(folder, f"cannot become a repository: {said}")) from error
