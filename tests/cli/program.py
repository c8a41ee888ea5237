"""The real program in a process of its own, as somebody would run it."""

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Ended:
    """What a run left behind."""

    code: int
    out: str
    err: str


def run(*arguments: str, folder: Path, environment: Mapping[str, str] | None = None) -> Ended:
    """Run `readiness` with `arguments` in `folder`."""
    done = subprocess.run(
        [sys.executable, "-m", "readiness", *arguments],
        cwd=folder,
        env=clean(folder, environment),
        capture_output=True,
        check=False,
        timeout=60,
    )
    return Ended(done.returncode, done.stdout.decode(), done.stderr.decode())


def clean(folder: Path, extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return an environment without anything of git, of colours, or of this user's caches."""
    dropped = ("GIT_", "NO_COLOR", "FORCE_COLOR", "COLUMNS", "CI", "GITHUB_", "TERM")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(dropped)}
    home = {"XDG_CACHE_HOME": str(folder / ".cache-of-the-test"), "PYTHONPATH": str(CHECKOUT)}
    return {**kept, **home, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", **(extra or {})}
